//! «Theo đơn vị»: the rows of the form × the units, the total first, sums as live formulas.

use std::collections::HashMap;

use rust_xlsxwriter::{Formula, Note, Worksheet};

use crate::address::ColumnName;
use crate::consolidate::{Outcome, Total};
use crate::finding::{Code, Finding, Lang};
use crate::form::heading::with_period;
use crate::form::{Aggregate, Figure, RowIndex, Shape};
use crate::publish::rows::state_sign;
use crate::reading::{Fact, State};
use crate::register::UnitIndex;
use crate::vietnamese::text::shorten;

use super::book::Book;
use super::headings::{self, Headed};
use super::style::{Mark, Styles, as_excel, decimals_of, mark_of, shown, shown_decimals, write_decimal};
use super::{PublishError, fit, page};

/// The rows above the headings: title, subject, legend.
const TOP: u32 = 3;
/// How wide labels are: most take two lines.
const LABEL_WIDTH: f64 = 54.0;
/// STT, label, measure.
const LABELS: u16 = 3;

/// Which cell of the sheet shows what.
pub(super) struct Grid {
    /// The sheet's name.
    pub name: String,
    /// Which of the run's forms it is of.
    pub form: usize,
    /// The first row of figures: units, their state and headings stand above.
    first_row: u32,
    units: Vec<UnitIndex>,
    columns: Vec<usize>,
    by_place: HashMap<(String, String, String), (u32, u16)>,
}

impl Grid {
    pub(super) fn new(book: &Book<'_>) -> Self {
        let (run, form) = (book.run, book.form);
        let columns: Vec<usize> = form.value_columns().map(|(i, _)| i).collect();
        // Below the unit and its state: the levels of the headings, or the index of the one column.
        let deepest = form.value_columns().map(|(_, c)| c.heading.len()).max().unwrap_or(1);
        let depth = if columns.len() > 1 { u32::try_from(deepest).unwrap_or(1) } else { 1 };
        let mut grid = Self {
            name: book.sheet_name(book.names.by_unit),
            form: book.at,
            first_row: TOP + 2 + depth,
            units: book.units.clone(),
            columns,
            by_place: HashMap::new(),
        };
        for (at, row) in form.indexed_rows() {
            for (n, unit) in grid.units.iter().enumerate() {
                for (k, column) in grid.columns.iter().enumerate() {
                    let code = form.columns.get(*column).map(|c| c.code.clone()).unwrap_or_default();
                    if let Some(place) = grid.cell(at, Some(n), k) {
                        grid.by_place.insert((run.register.code(*unit).to_owned(), row.code.clone(), code), place);
                    }
                }
            }
        }
        grid
    }

    /// The cell of a row, of the total (no unit) or of a unit by its order, of a value column.
    fn cell(&self, row: RowIndex, unit: Option<usize>, column: usize) -> Option<(u32, u16)> {
        let block = unit.map_or(0, |n| n + 1);
        let at = u16::try_from(block * self.columns.len() + column).ok()?.checked_add(LABELS)?;
        (at < 16_384).then_some((self.first_row + u32::try_from(row.0).ok()?, at))
    }

    /// The cell that shows the figure a finding is about.
    pub(super) fn of_finding(&self, finding: &Finding) -> Option<(u32, u16)> {
        let place = &finding.place;
        self.by_place.get(&(place.unit.clone()?, place.row.clone()?, place.column.clone()?)).copied()
    }
}

pub(super) fn sheet(book: &Book<'_>, grid: &Grid) -> Result<Worksheet, PublishError> {
    let Book { styles, lang, .. } = *book;
    let mut sheet = Worksheet::new();
    sheet.set_name(&grid.name)?;
    let last = grid
        .cell(RowIndex(0), grid.units.len().checked_sub(1), grid.columns.len().saturating_sub(1))
        .map_or(LABELS, |(_, c)| c);
    for (column, width) in [(0, 5.0), (1, LABEL_WIDTH), (2, 11.0)] {
        sheet.set_column_width(column, width)?;
    }
    // Money in đồng is wide; the total is the widest.
    let wide = book.figure_width().max(10.0);
    for column in LABELS..=last {
        sheet.set_column_width(column, wide)?;
    }
    titles(&mut sheet, book)?;
    headings(&mut sheet, book, grid)?;
    page(&mut sheet, (TOP, grid.first_row - 1), lang)?;
    sheet.set_repeat_columns(0, LABELS - 1)?;
    let first_values = LABELS + u16::try_from(grid.columns.len()).unwrap_or(1);
    sheet.set_freeze_panes(grid.first_row, first_values)?;
    for (index, row) in book.form.indexed_rows() {
        let at = grid.first_row + u32::try_from(index.0).unwrap_or(0);
        let words = |format: &rust_xlsxwriter::Format| book.weight(index, format);
        sheet.write_string_with_format(at, 0, &row.stt, &styles.centre)?;
        sheet.write_string_with_format(at, 1, &row.label, &words(&styles.cell))?;
        sheet.write_string_with_format(at, 2, &row.figure.measure, &words(&styles.centre))?;
        let room = if book.form.shape == Shape::Tree { LABEL_WIDTH * 0.88 } else { LABEL_WIDTH };
        let mut texts = vec![(row.label.clone(), room), (row.figure.measure.clone(), 11.0)];
        for (k, column) in grid.columns.iter().enumerate() {
            let code = book.form.columns.get(*column).map(|c| c.code.as_str()).unwrap_or_default();
            let facts: Vec<Option<Shown<'_>>> = grid
                .units
                .iter()
                .map(|unit| {
                    let submission = &book.counting(*unit)?.submission;
                    let fact = submission.facts.iter().find(|f| f.row == row.code && f.column == code)?;
                    Some(Shown { file: &submission.file, fact })
                })
                .collect();
            let decimals =
                facts.iter().flatten().filter_map(|f| f.fact.state.value()).map(decimals_of).max().unwrap_or(0);
            if let Some((r, c)) = grid.cell(index, None, k)
                && let Some(total) = book.total(index, *column)
            {
                let figure = book.form.figure(row, *column);
                book.shows(&grid.name, (r, c), (Some(index), *column), total.unit);
                write_total(&mut sheet, (r, c), grid, index, k, figure, total, styles, lang)?;
            }
            for (n, shown) in facts.into_iter().enumerate() {
                let Some((r, c)) = grid.cell(index, Some(n), k) else { continue };
                grid.units.get(n).into_iter().for_each(|u| book.shows(&grid.name, (r, c), (Some(index), *column), *u));
                let text = write_fact(&mut sheet, (r, c), shown, decimals, book)?;
                texts.push((text, wide));
            }
        }
        sheet.set_row_height(at, fit::row_height(texts.iter().map(|(t, w)| (t.as_str(), *w)), 12.0))?;
    }
    Ok(sheet)
}

fn titles(sheet: &mut Worksheet, book: &Book<'_>) -> Result<(), PublishError> {
    let Book { styles, lang, .. } = *book;
    let place = book.place().map(|(_, unit)| unit);
    let period = book.period();
    let title = with_period(&book.form.title, &period);
    let spoken = place.map(|u| u.name.to_string()).unwrap_or_default();
    let title = lang.of(format!("{title} theo từng đơn vị - {spoken}"), format!("{title} by unit - {spoken}"));
    let left = styles.base.clone().set_bold().set_font_size(14);
    sheet.write_string_with_format(0, 0, title.to_uppercase(), &left)?;
    sheet.write_string_with_format(1, 0, &book.form.subject, &styles.base.clone().set_italic())?;
    let legend = lang.of(
        "«-» không phát sinh; «…» chưa có số liệu; «x» không áp dụng; «cuối GĐ» đánh giá cuối giai đoạn; «(?)» không dùng được, chưa tính vào tổng; «*» tổng thiếu đơn vị; «(!)» không khớp với số khác; «(qđ)» theo quyết định.",
        "«-» nothing arose; «…» not collected; «x» does not apply; «deferred» put off; «(?)» not usable and not in the total; «*» total lacks units; «(!)» does not agree with others; «(qđ)» decided by a person.",
    );
    sheet.write_string_with_format(2, 0, legend, &styles.base.clone().set_italic().set_font_size(11))?;
    Ok(())
}

fn headings(sheet: &mut Worksheet, book: &Book<'_>, grid: &Grid) -> Result<(), PublishError> {
    let Book { run, styles, lang, .. } = *book;
    let wide = u16::try_from(grid.columns.len()).unwrap_or(1);
    for (column, text) in [(0, "STT"), (1, lang.of("Chỉ tiêu", "Row")), (2, lang.of("ĐVT", "Measure"))] {
        sheet.merge_range(TOP, column, grid.first_row - 1, column, text, &styles.head)?;
    }
    let width = book.figure_width().max(10.0);
    let own: Vec<Headed> = grid
        .columns
        .iter()
        .filter_map(|column| book.form.columns.get(*column))
        .map(|c| Headed { levels: book.heading(c), width })
        .collect();
    let level = book.place().map(|(_, unit)| unit.level);
    let whole = level.map_or("", |l| l.whole(lang));
    let (mut tallest, mut statuses) = (Vec::new(), Vec::new());
    let mut block =
        |sheet: &mut Worksheet, n: usize, name: &str, status: &str, mark: Mark| -> Result<(), PublishError> {
            let Some(first) = u16::try_from(n)
                .ok()
                .and_then(|n| n.checked_mul(wide))
                .and_then(|c| c.checked_add(LABELS))
                .filter(|c| *c < 16_384)
            else {
                return Ok(());
            };
            let status_format = styles.marked(styles.index.clone(), mark);
            if wide > 1 {
                sheet.merge_range(TOP, first, TOP, first + wide - 1, name, &styles.head)?;
                sheet.merge_range(TOP + 1, first, TOP + 1, first + wide - 1, status, &status_format)?;
                headings::write(sheet, TOP + 2, first, &own, grid.first_row - TOP - 2, &styles.index)?;
            } else {
                sheet.write_string_with_format(TOP, first, name, &styles.head)?;
                sheet.write_string_with_format(TOP + 1, first, status, &status_format)?;
                sheet.write_string_with_format(TOP + 2, first, format!("({})", n + 4), &styles.index)?;
            }
            tallest.push((name.to_owned(), width * 0.9 * f64::from(wide)));
            statuses.push((status.to_owned(), width * 0.9 * f64::from(wide)));
            Ok(())
        };
    block(sheet, 0, whole, "", Mark::None)?;
    for (n, unit) in grid.units.iter().enumerate() {
        let name = run.register.name(*unit);
        let (sent, counts) = (book.has_sent(*unit), book.counting(*unit).is_some());
        let (status, mark) = match (sent, counts) {
            (_, true) => (run.register.code(*unit).to_owned(), Mark::None),
            (true, false) => (lang.of("chưa được tính", "not counted").to_owned(), Mark::Unusable),
            (false, false) => (lang.of("chưa nộp", "not submitted").to_owned(), Mark::Partial),
        };
        block(sheet, n + 1, name, &status, mark)?;
    }
    sheet.set_row_height(TOP, fit::row_height(tallest.iter().map(|(t, w)| (t.as_str(), *w)), 12.0))?;
    sheet.set_row_height(TOP + 1, fit::row_height(statuses.iter().map(|(t, w)| (t.as_str(), *w)), 10.0))?;
    Ok(())
}

#[allow(clippy::too_many_arguments)] // a cell of the sheet is all of these
fn write_total(
    sheet: &mut Worksheet,
    (r, c): (u32, u16),
    grid: &Grid,
    index: RowIndex,
    k: usize,
    figure: &Figure,
    total: &Total,
    styles: &Styles,
    lang: Lang,
) -> Result<(), PublishError> {
    let mark = mark_of(total);
    let Some(value) = total.outcome.value().filter(|_| total.outcome != Outcome::Nil) else {
        let text = match &total.outcome {
            Outcome::Nil => "-",
            Outcome::Nothing(state) => state_sign(*state, lang),
            _ if figure.aggregate == Aggregate::None => "",
            _ => lang.of("không tính", "none"),
        };
        sheet.write_string_with_format(r, c, text, &styles.sign(Mark::None))?;
        return Ok(());
    };
    let format = styles.number(shown_decimals(&figure.aggregate, value), mark, true);
    match (&figure.aggregate, as_excel(value), sum_formula(grid, index, k)) {
        (Aggregate::Sum, Some(_), Some(formula)) => {
            // The exact total is cached, so that a reader that does not calculate sees it.
            sheet.write_formula_with_format(r, c, Formula::new(formula).set_result(value.to_string()), &format)?;
        }
        _ => write_decimal(sheet, r, c, shown(&figure.aggregate, value), &format)?,
    }
    Ok(())
}

/// `SUM` over the units' cells of one row and value column: one range where the form has one value
/// column, else the cells, as far as a function takes arguments (255).
fn sum_formula(grid: &Grid, row: RowIndex, k: usize) -> Option<String> {
    let name = |n: usize| grid.cell(row, Some(n), k).map(|(r, c)| format!("{}{}", ColumnName(u32::from(c)), r + 1));
    let count = grid.units.len();
    let last = count.checked_sub(1)?;
    if grid.columns.len() == 1 {
        return Some(format!("=SUM({}:{})", name(0)?, name(last)?));
    }
    if count > 255 {
        return None;
    }
    let cells: Option<Vec<String>> = (0..count).map(name).collect();
    Some(format!("=SUM({})", cells?.join(",")))
}

/// A unit's figure and the file it came from.
struct Shown<'r> {
    file: &'r str,
    fact: &'r Fact,
}

/// Writes a unit's figure; gives the text it shows where that is words.
fn write_fact(
    sheet: &mut Worksheet,
    (r, c): (u32, u16),
    shown: Option<Shown<'_>>,
    decimals: u32,
    book: &Book<'_>,
) -> Result<String, PublishError> {
    let Book { styles, lang, .. } = *book;
    let Some(Shown { file, fact }) = shown else {
        sheet.write_blank(r, c, &styles.cell)?;
        return Ok(String::new());
    };
    let decided = fact.codes.contains(&Code::DecisionApplied);
    let doubtful = fact.codes.contains(&Code::Unbalanced);
    let text = match fact.state {
        State::Number(value) => {
            let mark = match decided {
                true => Mark::Decided,
                false if doubtful => Mark::Doubtful,
                false => Mark::None,
            };
            write_decimal(sheet, r, c, value, &styles.number(decimals, mark, false))?;
            String::new()
        }
        State::Ambiguous | State::Unreadable => {
            // Never a number: it must not slip into the live sum.
            let text = format!("{} (?)", shorten(&fact.raw, 30));
            sheet.write_string_with_format(r, c, &text, &styles.sign(Mark::Unusable))?;
            text
        }
        state => {
            let text = state_sign(state, lang);
            sheet.write_string_with_format(r, c, text, &styles.sign(Mark::None))?;
            text.to_owned()
        }
    };
    if fact.state.is_unusable() || decided || doubtful {
        let about = book.by_file.get(file).map(Vec::as_slice).unwrap_or_default();
        let here = |f: &&&Finding| {
            let place = &f.place;
            place.cell == Some(fact.cell)
                && place.sheet.as_deref() == Some(&fact.sheet)
                && place.row.as_deref() == Some(&fact.row)
        };
        let said = about.iter().filter(here).find(|f| fact.codes.contains(&f.code()));
        if let Some(finding) = said {
            let words = finding.words(lang);
            let at = format!("{file} · {}!{}", fact.sheet, fact.cell);
            let note = Note::new(format!("{at}\n{}", words.message))
                .set_author("phubieu")
                .add_author_prefix(false)
                .set_width(260)
                .set_height(120);
            sheet.insert_note(r, c, &note)?;
        }
    }
    Ok(text)
}
