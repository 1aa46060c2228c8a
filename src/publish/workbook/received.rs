//! «Tình hình nộp»: every expected unit, what came from it and what became of it; then the files that
//! belong to no unit.

use std::collections::HashSet;

use rust_xlsxwriter::Worksheet;

use crate::calendar;
use crate::finding::{Code, Finding, Lang, Severity, Tally};
use crate::register::UnitIndex;
use crate::register::successors::code_of_then;
use crate::sheet_text::SheetText as _;
use crate::submission::Identified;

use super::book::Book;
use super::style::{Mark, Styles};
use super::{PublishError, fit, page};

const HEAD: u32 = 3;
const WIDTHS: [f64; 10] = [5.0, 9.0, 24.0, 16.0, 40.0, 10.0, 12.0, 8.0, 10.0, 48.0];

/// A line of the sheet.
struct Line {
    code: String,
    name: String,
    status: &'static str,
    mark: Mark,
    file: String,
    period: String,
    cells: String,
    tally: Option<Tally>,
    remark: String,
}

pub(super) fn sheet(book: &Book<'_>) -> Result<Worksheet, PublishError> {
    let Book { run, styles, lang, .. } = *book;
    let mut sheet = Worksheet::new();
    sheet.set_name(book.names.received)?;
    let headings = lang.of(
        ["STT", "Mã", "Đơn vị", "Tình trạng", "Tệp", "Kỳ", "Số ô đọc được / tổng số", "Lỗi", "Cảnh báo", "Ghi chú"],
        ["No.", "Code", "Unit", "Status", "File", "Period", "Cells read / all", "Errors", "Warnings", "Remarks"],
    );
    for ((heading, width), at) in headings.iter().zip(WIDTHS).zip(0u16..) {
        sheet.set_column_width(at, width)?;
        sheet.put_text(HEAD, at, *heading, &styles.head)?;
    }
    sheet.set_row_height(HEAD, fit::row_height(headings.iter().copied().zip(WIDTHS.map(|w| w * 0.9)), 12.0))?;
    page(&mut sheet, (HEAD, HEAD), lang)?;
    sheet.set_freeze_panes(HEAD + 1, 0)?;
    let mut lines: Vec<Line> = book.units.iter().flat_map(|unit| of_unit(book, *unit)).collect();
    let Counts { all, sent, lacking, counted } = counts(book);
    lines.extend(elsewhere(book));
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
        write(&mut sheet, HEAD + n, n, line, styles)?;
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

fn write(sheet: &mut Worksheet, at: u32, n: u32, line: &Line, styles: &Styles) -> Result<(), PublishError> {
    sheet.write_number_with_format(at, 0, n, &styles.centre)?;
    sheet.put_text(at, 1, &line.code, &styles.centre)?;
    sheet.put_text(at, 2, &line.name, &styles.cell)?;
    sheet.put_text(at, 3, line.status, &styles.marked(styles.centre.clone(), line.mark))?;
    sheet.put_text(at, 4, &line.file, &styles.cell)?;
    sheet.put_text(at, 5, &line.period, &styles.centre)?;
    sheet.put_text(at, 6, &line.cells, &styles.centre)?;
    for (column, count) in [(7, line.tally.map(|t| t.errors)), (8, line.tally.map(|t| t.warnings))] {
        match count {
            Some(count) => {
                sheet.write_number_with_format(at, column, u32::try_from(count).unwrap_or(u32::MAX), &styles.centre)?
            }
            None => sheet.write_blank(at, column, &styles.centre)?,
        };
    }
    sheet.put_text(at, 9, &line.remark, &styles.cell)?;
    let texts = [
        (line.name.as_str(), 24.0),
        (line.status, 15.0),
        (line.file.as_str(), 40.0),
        (line.remark.as_str(), 48.0),
        (line.cells.as_str(), 11.0),
    ];
    sheet.set_row_height(at, fit::row_height(texts, 12.0))?;
    Ok(())
}

fn of_unit(book: &Book<'_>, unit: UnitIndex) -> Vec<Line> {
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
        line(book, one, code.clone(), name.clone(), status, mark)
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

fn line(book: &Book<'_>, one: &Identified, code: String, name: String, status: &'static str, mark: Mark) -> Line {
    let Book { run, lang, .. } = *book;
    let file = &one.submission.file;
    let about = book.by_file.get(file.as_str()).map(Vec::as_slice).unwrap_or_default();
    let known = one.submission.facts.iter().filter(|f| !f.row().starts_with('?') && !f.column().starts_with('?'));
    let (mut all, mut read) = (0, 0);
    for fact in known {
        let form = run.forms.value.get(one.submission.form);
        let heads_others = form.is_some_and(|f| f.rows.iter().any(|r| r.code == fact.row() && r.is_group()));
        if !heads_others {
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
    Line {
        code,
        name,
        status,
        mark,
        file: file.clone(),
        period: one.period.map(|p| p.to_string()).unwrap_or_default(),
        // Of several forms each is named with its cells.
        cells: match run.forms.value.get(one.submission.form).filter(|_| run.forms.value.len() > 1) {
            Some(form) => format!("{read}/{all} ({})", form.name),
            None => format!("{read}/{all}"),
        },
        tally: Some(book.tally(file)),
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
fn elsewhere(book: &Book<'_>) -> Vec<Line> {
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
            line(book, one, code, name, lang.of("Không được tính", "Not counted"), Mark::Unusable)
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
