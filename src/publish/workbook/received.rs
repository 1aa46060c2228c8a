//! «Tình hình nộp»: every expected unit, what came from it and what became of it; then the files that
//! belong to no unit.

use std::collections::{HashMap, HashSet};

use rust_xlsxwriter::Worksheet;

use crate::calendar;
use crate::finding::{Code, Finding, Lang, Severity, Tally};
use crate::form::Role;
use crate::form::heading::with_period;
use crate::reading::Fact;
use crate::register::UnitIndex;
use crate::register::successors::code_of_then;
use crate::sheet_text::SheetText as _;
use crate::submission::Identified;

use super::book::Book;
use super::style::{Mark, Styles};
use super::{PublishError, fit, page};

const HEAD: u32 = 3;

/// The columns with their widths; which form a line is of is said where there are several.
const COLUMNS: [(Column, f64); 11] = [
    (Column::Number, 5.0),
    (Column::Code, 9.0),
    (Column::Unit, 24.0),
    (Column::Status, 16.0),
    (Column::File, 40.0),
    (Column::Form, 28.0),
    (Column::Period, 10.0),
    (Column::Cells, 12.0),
    (Column::Errors, 8.0),
    (Column::Warnings, 10.0),
    (Column::Remark, 48.0),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Number,
    Code,
    Unit,
    Status,
    File,
    Form,
    Period,
    Cells,
    Errors,
    Warnings,
    Remark,
}

impl Column {
    fn heading(self, lang: Lang) -> &'static str {
        match self {
            Self::Number => lang.of("STT", "No."),
            Self::Code => lang.of("Mã", "Code"),
            Self::Unit => lang.of("Đơn vị", "Unit"),
            Self::Status => lang.of("Tình trạng", "Status"),
            Self::File => lang.of("Tệp", "File"),
            Self::Form => lang.of("Biểu", "Form"),
            Self::Period => lang.of("Kỳ", "Period"),
            Self::Cells => lang.of("Số ô đọc được / tổng số", "Cells read / all"),
            Self::Errors => lang.of("Lỗi", "Errors"),
            Self::Warnings => lang.of("Cảnh báo", "Warnings"),
            Self::Remark => lang.of("Ghi chú", "Remarks"),
        }
    }
}

/// A line of the sheet.
struct Line {
    /// The number of its unit; none for a further line of the same, and for what belongs to no unit.
    number: Option<u32>,
    code: String,
    name: String,
    status: &'static str,
    mark: Mark,
    file: String,
    form: String,
    period: String,
    cells: String,
    tally: Option<Tally>,
    remark: String,
}

pub(super) fn sheet(book: &Book<'_>) -> Result<Worksheet, PublishError> {
    let Book { run, styles, lang, .. } = *book;
    let mut sheet = Worksheet::new();
    sheet.set_name(book.names.received)?;
    let several = run.forms.value.len() > 1;
    let columns: Vec<(Column, f64)> = COLUMNS.into_iter().filter(|(c, _)| several || *c != Column::Form).collect();
    for ((column, width), at) in columns.iter().zip(0u16..) {
        sheet.set_column_width(at, *width)?;
        sheet.put_text(HEAD, at, column.heading(lang), &styles.head)?;
    }
    let headings = columns.iter().map(|(column, width)| (column.heading(lang), width / fit::BOLD));
    sheet.set_row_height(HEAD, fit::row_height(headings, 12.0))?;
    page(&mut sheet, (HEAD, HEAD), lang)?;
    sheet.set_freeze_panes(HEAD + 1, 0)?;
    let tallies = tallies(book);
    let of_units = book.units.iter().zip(1u32..).flat_map(|(unit, n)| {
        let numbers = std::iter::once(Some(n)).chain(std::iter::repeat(None));
        of_unit(book, &tallies, *unit).into_iter().zip(numbers).map(|(line, number)| Line { number, ..line })
    });
    let mut lines: Vec<Line> = of_units.collect();
    let Counts { all, sent, lacking, counted } = counts(book);
    lines.extend(elsewhere(book, &tallies));
    let title = lang.of("TÌNH HÌNH NỘP PHỤ BIỂU", "SUBMISSIONS");
    let place = run.place.as_ref().map(|p| run.register.full_name(p.value)).unwrap_or_default();
    sheet.put_text(0, 0, format!("{title} - {place}"), &styles.base.clone().set_bold().set_font_size(14))?;
    let missing = all - sent;
    let counts = lang.of(
        format!("Phải nộp: {all}; đã nộp: {sent}; được đưa vào tổng hợp: {counted}; chưa nộp: {missing}."),
        format!("Expected: {all}; submitted: {sent}; in the totals: {counted}; not submitted: {missing}."),
    );
    let counts = match lacking {
        0 => counts,
        n => lang.of(format!("{counts} Nộp thiếu biểu: {n}."), format!("{counts} Not every form: {n}.")),
    };
    let late = run.findings.iter().flat_map(Finding::all).filter(|f| f.code() == Code::Late).count();
    let counts = match &run.due {
        Some(due) => {
            let day = calendar::written(due.value);
            lang.of(
                format!("{counts} Hạn nộp {day}: {late} tệp chậm."),
                format!("{counts} Due {day}: {late} files late."),
            )
        }
        None => counts,
    };
    sheet.put_text(1, 0, counts, &styles.base.clone().set_italic())?;
    for (line, n) in lines.iter().zip(1u32..) {
        write(&mut sheet, HEAD + n, &columns, line, styles)?;
    }
    Ok(sheet)
}

/// How many units should have sent, have sent anything, have not sent every form, and are in the totals with all.
struct Counts {
    all: usize,
    sent: usize,
    lacking: usize,
    counted: usize,
}

fn counts(book: &Book<'_>) -> Counts {
    let missing = |unit: &UnitIndex| book.missing(*unit);
    let is_lacking = |unit: &&UnitIndex| missing(unit).is_some_and(|m| !m.forms.is_empty());
    let has_sent =
        |unit: &&UnitIndex| !book.of_unit(**unit).is_empty() || missing(unit).is_some_and(|m| !m.files.is_empty());
    let whole = book.run.whole_units();
    Counts {
        all: book.units.len(),
        sent: book.units.iter().filter(has_sent).count(),
        lacking: book.units.iter().filter(is_lacking).count(),
        counted: book.units.iter().filter(|unit| whole.contains(unit)).count(),
    }
}

fn write(
    sheet: &mut Worksheet,
    at: u32,
    columns: &[(Column, f64)],
    line: &Line,
    styles: &Styles,
) -> Result<(), PublishError> {
    let count = |of: fn(&Tally) -> usize| line.tally.as_ref().map(|t| u32::try_from(of(t)).unwrap_or(u32::MAX));
    let mut texts: Vec<(&str, f64)> = Vec::new();
    for ((column, width), col) in columns.iter().zip(0u16..) {
        let (number, text, format) = match column {
            Column::Number => (line.number, "", &styles.centre),
            Column::Code => (None, line.code.as_str(), &styles.centre),
            Column::Unit => (None, line.name.as_str(), &styles.cell),
            Column::Status => (None, line.status, &styles.marked(styles.centre.clone(), line.mark)),
            Column::File => (None, line.file.as_str(), &styles.cell),
            Column::Form => (None, line.form.as_str(), &styles.cell),
            Column::Period => (None, line.period.as_str(), &styles.centre),
            Column::Cells => (None, line.cells.as_str(), &styles.centre),
            Column::Errors => (count(|t| t.errors), "", &styles.centre),
            Column::Warnings => (count(|t| t.warnings), "", &styles.centre),
            Column::Remark => (None, line.remark.as_str(), &styles.cell),
        };
        match number {
            Some(number) => _ = sheet.write_number_with_format(at, col, number, format)?,
            None if text.is_empty() => _ = sheet.write_blank(at, col, format)?,
            None => _ = sheet.put_text(at, col, text, format)?,
        }
        texts.push((text, *width));
    }
    sheet.set_row_height(at, fit::row_height(texts, 12.0))?;
    Ok(())
}

/// How many findings are of each submission of a file that has several.
type Tallies = HashMap<*const Identified, Tally>;

/// Counts what is said of one form of a file with that form, and what is said of the file as a whole with its first.
fn tallies(book: &Book<'_>) -> Tallies {
    let mut of_file: HashMap<&str, Vec<&Identified>> = HashMap::new();
    for one in &book.run.submissions {
        of_file.entry(&one.submission.file).or_default().push(one);
    }
    of_file.retain(|_, own| own.len() > 1);
    let mut tallies: Tallies =
        of_file.values().flatten().map(|one| (std::ptr::from_ref(*one), Tally::default())).collect();
    for finding in &book.run.findings {
        let own = finding.place.file.as_deref().and_then(|file| of_file.get(file)).map(Vec::as_slice);
        let one = own.and_then(|own| meant(own, finding));
        if let Some(tally) = one.and_then(|one| tallies.get_mut(&std::ptr::from_ref(one))) {
            tally.add(finding);
        }
    }
    tallies
}

/// The submission of a file that a finding is about: that with its sheet, and of several tables on it that with its
/// cell.
fn meant<'r>(own: &[&'r Identified], finding: &Finding) -> Option<&'r Identified> {
    let place = &finding.place;
    let on_sheet = |one: &&&Identified| place.sheet.is_some() && one.submission.is_meant_by(place);
    let is_cell = |f: Fact<'_>| Some(f.cell()) == place.cell && Some(f.sheet()) == place.sheet.as_deref();
    let has_cell = |one: &&&Identified| one.submission.facts.iter().any(is_cell);
    let mut first = own.iter().filter(on_sheet);
    let one = match (first.next(), first.next()) {
        (Some(_), Some(_)) => own.iter().filter(on_sheet).find(has_cell).or(own.iter().find(on_sheet)),
        (one, _) => one,
    };
    one.or(own.first()).copied()
}

fn of_unit(book: &Book<'_>, tallies: &Tallies, unit: UnitIndex) -> Vec<Line> {
    let Book { run, lang, .. } = *book;
    let own = book.of_unit(unit);
    let code = run.register.code(unit);
    let (code, name) = (code_of_then(code).unwrap_or(code).to_owned(), run.register.name(unit).to_owned());
    let of_files = own.iter().map(|one| {
        let (status, mark) = if one.counts {
            (lang.of("Đã nộp", "Submitted"), Mark::None)
        } else if replaced(book, one).is_some() {
            (lang.of("Đã thay bằng bản sau", "Replaced"), Mark::None)
        } else {
            (lang.of("Chưa được tính", "Not counted"), Mark::Unusable)
        };
        line(book, tallies, one, (code.clone(), name.clone()), (status, mark))
    });
    let mut lines: Vec<Line> = of_files.collect();
    let missing = book.missing(unit);
    if lines.is_empty() || missing.is_some() {
        let files = missing.map(|m| m.files).unwrap_or_default();
        let (status, mark) = match files {
            [] => (lang.of("Chưa nộp", "Not submitted"), Mark::Partial),
            _ => (lang.of("Chưa dùng được", "Not usable"), Mark::Unusable),
        };
        // That nothing came needs no words; which form is missing, and what is wrong with a file, does.
        let told = missing.filter(|m| !m.forms.is_empty() || !m.files.is_empty());
        lines.push(Line {
            number: None,
            form: String::new(),
            code,
            name,
            status,
            mark,
            file: files.iter().map(|(file, _)| file.as_str()).collect::<Vec<_>>().join("\n"),
            period: String::new(),
            cells: String::new(),
            tally: None,
            remark: told.map(|m| m.finding.words(lang).message).unwrap_or_default(),
        });
    }
    lines
}

fn line(
    book: &Book<'_>,
    tallies: &Tallies,
    one: &Identified,
    (code, name): (String, String),
    (status, mark): (&'static str, Mark),
) -> Line {
    let Book { run, lang, .. } = *book;
    let file = &one.submission.file;
    let about = book.by_file.get(file.as_str()).map(Vec::as_slice).unwrap_or_default();
    let known = one.submission.facts.iter().filter(|f| !f.row().starts_with('?') && !f.column().starts_with('?'));
    let (mut all, mut read) = (0, 0);
    for fact in known {
        let form = run.forms.value.get(one.submission.form);
        let heads_others = form.is_some_and(|f| f.rows.iter().any(|r| r.code == fact.row() && r.is_group()));
        // That nobody remarks on anything is no figure that lacks.
        let is_words = form.is_some_and(|f| f.columns.iter().any(|c| c.code == fact.column() && c.role == Role::Text));
        if !heads_others && !is_words {
            all += 1;
            read += usize::from(!fact.state().is_unusable() && fact.state() != crate::reading::State::Blank);
        }
    }
    // That another form of the file came again is said in the line of that form.
    let of_another = |f: &Finding| {
        let came_again = matches!(f.code(), Code::DuplicateSubmission | Code::Superseded);
        came_again && !one.submission.is_meant_by(&f.place)
    };
    let whole_file = about.iter().copied().filter(|f| f.place.cell.is_none() && f.severity() != Severity::Note);
    let whole_file: Vec<&Finding> = match replaced(book, one) {
        Some(replaced) => vec![replaced],
        None => whole_file.filter(|f| !of_another(f)).collect(),
    };
    let form = run.forms.value.get(one.submission.form).map(|form| {
        let period = run.periods.of(form).map(|p| p.spoken(lang)).unwrap_or_default();
        with_period(&form.title, &period)
    });
    Line {
        number: None,
        form: form.unwrap_or_default(),
        code,
        name,
        status,
        mark,
        file: file.clone(),
        period: one.period.map(|p| p.to_string()).unwrap_or_default(),
        cells: format!("{read}/{all}"),
        tally: Some(tallies.get(&std::ptr::from_ref(one)).copied().unwrap_or_else(|| book.tally(file))),
        remark: remark(&whole_file, lang),
    }
}

/// What says that another file of the unit was taken in the place of one.
fn replaced<'r>(book: &Book<'r>, one: &Identified) -> Option<&'r Finding> {
    let about = book.by_file.get(one.submission.file.as_str()).map(Vec::as_slice).unwrap_or_default();
    let says_so = |f: &&&Finding| f.code() == Code::Superseded && one.submission.is_meant_by(&f.place);
    about.iter().find(says_so).copied().filter(|_| !one.counts)
}

fn remark(findings: &[&Finding], lang: Lang) -> String {
    findings.iter().map(|f| f.words(lang).message).collect::<Vec<_>>().join("\n")
}

/// Files that belong to no unit of the place: unrecognised, foreign, unreadable, passed over.
fn elsewhere(book: &Book<'_>, tallies: &Tallies) -> Vec<Line> {
    let Book { run, lang, .. } = *book;
    let units: HashSet<UnitIndex> = book.units.iter().copied().collect();
    let opened: HashSet<&str> = run.submissions.iter().map(|s| s.submission.file.as_str()).collect();
    let mut lines: Vec<Line> = run
        .submissions
        .iter()
        .filter(|s| s.unit.is_none_or(|u| !units.contains(&u)))
        .map(|one| {
            let (code, name) = one
                .unit
                .map(|u| (run.register.code(u).to_owned(), run.register.name(u).to_owned()))
                .unwrap_or_default();
            let status = lang.of("Không được tính", "Not counted");
            line(book, tallies, one, (code, name), (status, Mark::Unusable))
        })
        .collect();
    let mut files: Vec<&str> = book.by_file.keys().copied().filter(|f| !opened.contains(f)).collect();
    files.sort_unstable();
    lines.extend(files.into_iter().map(|file| {
        let findings = book.by_file.get(file).map(Vec::as_slice).unwrap_or_default();
        let unread = findings.iter().any(|f| f.severity() == Severity::Error);
        let (status, mark) = if unread {
            (lang.of("Không đọc được", "Not read"), Mark::Unusable)
        } else {
            (lang.of("Bỏ qua", "Passed over"), Mark::None)
        };
        Line {
            number: None,
            form: String::new(),
            code: String::new(),
            name: String::new(),
            status,
            mark,
            file: file.to_owned(),
            period: String::new(),
            cells: String::new(),
            tally: Some(book.tally(file)),
            remark: remark(findings, lang),
        }
    }));
    lines
}
