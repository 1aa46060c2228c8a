//! «Tổng hợp»: the totals in the form's own layout, as a document to be signed.

use rust_xlsxwriter::{Format, FormatAlign, Formula, Note, Worksheet};

use crate::consolidate::{Outcome, Total};
use crate::finding::Lang;
use crate::form::{Aggregate, Figure, Form, Kind, Role, Row, RowIndex, Shape};
use crate::publish::rows::state_sign;
use crate::reading::State;
use crate::sheet_text::SheetText as _;

use super::book::Book;
use super::by_unit::{Block, Grid};
use super::formulas::write_figure;
use super::headings::{self, Headed};
use super::letterhead::{LINE, signatures, titles};
use super::paper::{self, Signed};
use super::remarks::{behind, note as note_of};
use super::style::{Mark, shown, shown_decimals};
use super::{PublishError, fit};

/// A column of the sheet.
enum Col {
    /// A column of the form, by its place.
    Form(usize),
    /// How many units stand behind the total.
    Coverage,
    /// Remarks, where the form has no column of words for them.
    Remarks,
}

struct Layout {
    columns: Vec<(Col, f64)>,
}

impl Layout {
    fn new(form: &Form, figures: f64) -> Self {
        let mut columns = Vec::new();
        // Many columns of figures leave less room for labels.
        let wide = form.value_columns().count() > 3;
        let last_value = form.value_columns().map(|(i, _)| i).last();
        for (i, column) in form.columns.iter().enumerate() {
            let width = match column.role {
                Role::Number => 6.0,
                Role::Label if wide => 44.0,
                Role::Label => 56.0,
                Role::Measure => 11.0,
                Role::Value => figures.max(15.0),
                // The last column of words takes the notes of ours.
                Role::Text if form.columns.iter().skip(i + 1).any(|c| c.role == Role::Text) => 17.0,
                Role::Text if wide => 28.0,
                Role::Text => 36.0,
            };
            columns.push((Col::Form(i), width));
            if Some(i) == last_value {
                columns.push((Col::Coverage, 11.0));
            }
        }
        if !form.columns.iter().any(|c| c.role == Role::Text) {
            columns.push((Col::Remarks, 36.0));
        }
        Self { columns }
    }

    fn last(&self) -> u16 {
        u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }
}

/// Makes the sheet. With a grid, totals are those of «Theo đơn vị», so that both change together.
pub(super) fn sheet(book: &Book<'_>, grid: &Grid) -> Result<Worksheet, PublishError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(book.sheet_name(book.names.summary))?;
    let layout = Layout::new(book.form, book.figure_width());
    for ((_, width), at) in layout.columns.iter().zip(0u16..) {
        sheet.set_column_width(at, *width)?;
    }
    let last = layout.last();
    let widths: Vec<f64> = layout.columns.iter().map(|(_, w)| *w).collect();
    let (head, above) = titles(&mut sheet, book, &widths)?;
    let (body, tall_head) = headings(&mut sheet, book, &layout, head)?;
    sheet.set_freeze_panes(body, 0)?;
    let mut lines = Vec::new();
    for ((index, row), at) in book.form.indexed_rows().zip(body..) {
        lines.push(write_row(&mut sheet, book, &layout, at, (index, row), grid)?);
    }
    let below = body + u32::try_from(lines.len()).unwrap_or(u32::MAX / 2);
    book.name_area("TongHop", &book.sheet_name(book.names.summary), (head, 0), (below.saturating_sub(1), last));
    let signatures = signatures(&mut sheet, book, last, below + 1)?;
    let repeat = (head, body - 1);
    let signed = Signed { widths: &widths, above, head: tall_head, repeat, lines: &lines, signatures };
    paper::document(&mut sheet, &signed, book.lang)?;
    Ok(sheet)
}

/// Writes the headings and the index row; gives the first row below them, and how tall they are, in points.
fn headings(sheet: &mut Worksheet, book: &Book<'_>, layout: &Layout, head: u32) -> Result<(u32, f64), PublishError> {
    let Book { styles, lang, .. } = *book;
    let levels = |column: &Col| match column {
        Col::Form(i) => book.form.columns.get(*i).map(|c| book.heading(c)).unwrap_or_default(),
        Col::Coverage => vec![lang.of("Đơn vị có số liệu / phải có", "Units reporting / expected").to_owned()],
        Col::Remarks => vec![lang.of("Ghi chú", "Remarks").to_owned()],
    };
    let columns: Vec<Headed> =
        layout.columns.iter().map(|(column, width)| Headed { levels: levels(column), width: *width }).collect();
    let depth = headings::depth(&columns);
    let tall = headings::write(sheet, head, 0, &columns, depth, &styles.head)?;
    for at in 0..=layout.last() {
        sheet.put_text(head + depth, at, format!("({})", at + 1), &styles.index)?;
    }
    Ok((head + depth + 1, tall + LINE))
}

/// Writes the line of a row; gives how tall it is.
fn write_row(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    layout: &Layout,
    at: u32,
    (index, row): (RowIndex, &Row),
    grid: &Grid,
) -> Result<f64, PublishError> {
    let Book { styles, .. } = *book;
    let form = book.form;
    let words = |format: &Format| book.weight(index, format);
    let last_text = form.columns.iter().rposition(|c| c.role == Role::Text);
    let totals: Vec<&Total> = form.value_columns().filter_map(|(c, _)| book.total(index, c)).collect();
    let note = note_of(book, row, &totals);
    let mut tallest = Vec::new();
    for ((column, width), col) in layout.columns.iter().zip(0u16..) {
        let definition = match column {
            Col::Form(i) => form.columns.get(*i).map(|c| (*i, c.role)),
            Col::Coverage | Col::Remarks => None,
        };
        match definition {
            Some((_, Role::Number)) => _ = sheet.put_text(at, col, &row.stt, &styles.centre)?,
            Some((_, Role::Label)) => {
                sheet.put_text(at, col, &row.label, &words(&styles.cell))?;
                // Bold letters are wider; of a tree any label may be bold.
                let room = if form.shape == Shape::Tree { *width * 0.88 } else { *width };
                tallest.push((row.label.clone(), room));
            }
            Some((_, Role::Measure)) => {
                sheet.put_text(at, col, &row.figure.measure, &words(&styles.centre))?;
                tallest.push((row.figure.measure.clone(), *width));
            }
            Some((i, Role::Value)) => match book.total(index, i) {
                Some(total) => {
                    book.shows(&book.sheet_name(book.names.summary), (at, col), (Some(index), i), total.unit);
                    let figure = form.figure(row, i);
                    let source = grid.order_of(i).map(|k| grid.outside(grid.spot(index, Block::Whole, k)));
                    let text = write_total(sheet, (at, col), figure, total, source.as_deref(), book)?;
                    tallest.push((text, *width));
                    if book.mark_of(total) != Mark::None && !note.is_empty() {
                        sheet.insert_note(at, col, &Note::new(&note).set_author("phubieu").add_author_prefix(false))?;
                    }
                }
                None => _ = sheet.write_blank(at, col, &styles.cell)?,
            },
            Some((i, Role::Text)) if Some(i) == last_text => {
                sheet.put_text(at, col, &note, &styles.cell.clone().set_font_size(11))?;
                tallest.push((note.clone(), *width * 12.0 / 11.0));
            }
            Some((i, Role::Text)) => match book.total(index, i).map(|t| &t.outcome) {
                Some(Outcome::Text(text)) => {
                    sheet.put_text(at, col, text, &styles.cell)?;
                    tallest.push((text.clone(), *width));
                }
                _ => _ = sheet.write_blank(at, col, &styles.cell)?,
            },
            None if matches!(column, Col::Remarks) => {
                sheet.put_text(at, col, &note, &styles.cell.clone().set_font_size(11))?;
                tallest.push((note.clone(), *width * 12.0 / 11.0));
            }
            None => {
                let (text, short) = behind(book, row, &totals);
                let format = if short {
                    styles.marked(styles.centre.clone(), Mark::Partial).set_bold()
                } else {
                    styles.centre.clone()
                };
                sheet.put_text(at, col, text, &format)?;
            }
        }
    }
    let tall = fit::row_height(tallest.iter().map(|(t, w)| (t.as_str(), *w)), 12.0);
    sheet.set_row_height(at, tall)?;
    Ok(tall)
}

/// Writes a total; gives the text it shows where that is words. With the cell that shows it elsewhere, it is that.
pub(super) fn write_total(
    sheet: &mut Worksheet,
    (at, col): (u32, u16),
    figure: &Figure,
    total: &Total,
    source: Option<&str>,
    book: &Book<'_>,
) -> Result<String, PublishError> {
    let Book { styles, lang, .. } = *book;
    let rule = &figure.aggregate;
    if let Outcome::Whole(value) | Outcome::Partial(value) = &total.outcome {
        let (value, format) =
            (shown(rule, *value), styles.number(shown_decimals(rule, *value), book.mark_of(total), true));
        write_figure(sheet, (at, col), value, source.map(|cell| format!("={cell}")), format)?;
        return Ok(String::new());
    }
    let need_not = || total.row.is_some_and(|row| book.form.is_of_one_in_sum(row, total.column));
    let (text, mark) = match &total.outcome {
        // Nothing is missing where nothing need stand.
        Outcome::Nothing(State::Blank) if need_not() => ("", Mark::None),
        _ => words(figure, total, lang),
    };
    let format = styles.sign(mark).clone().set_align(FormatAlign::Center).set_indent(0);
    match source.filter(|_| !text.is_empty() && !rule.is_of_texts() && *rule != Aggregate::None) {
        Some(source) => {
            let quoted = text.replace('"', "\"\"");
            let formula = Formula::new(format!("=IF(ISNUMBER({source}),{source},\"{quoted}\")")).set_result(text);
            sheet.write_formula_with_format(at, col, formula, &format)?;
        }
        None => _ = sheet.put_text(at, col, text, &format)?,
    }
    Ok(text.to_owned())
}

/// What is said where there is no number.
fn words<'t>(figure: &Figure, total: &'t Total, lang: Lang) -> (&'t str, Mark) {
    let rule = &figure.aggregate;
    match &total.outcome {
        Outcome::Whole(_) | Outcome::Partial(_) => ("", Mark::None),
        Outcome::Nil => ("-", Mark::None),
        Outcome::Nothing(state) => {
            let text = match state {
                State::Deferred => lang.of("Đánh giá cuối giai đoạn", "Assessed at the end of the stage"),
                State::Ambiguous | State::Unreadable => lang.of("không có số dùng được", "no usable figure"),
                State::Blank if figure.kind == Kind::Group => "",
                State::Blank => lang.of("chưa có số liệu", "not reported"),
                other => state_sign(*other, lang),
            };
            (text, if state.is_unusable() { Mark::Unusable } else { Mark::None })
        }
        Outcome::NoTotal => {
            let text = match rule {
                Aggregate::None => "",
                Aggregate::Ratio { .. } => lang.of("không xác định", "undefined"),
                _ => lang.of("không tổng hợp được", "no total"),
            };
            (text, if matches!(rule, Aggregate::None | Aggregate::Ratio { .. }) { Mark::None } else { Mark::Unusable })
        }
        Outcome::Text(text) => (text.as_str(), Mark::None),
    }
}
