//! «Tổng hợp» of a list: a line a unit, the total of all first.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Worksheet};

use crate::address::ColumnName;
use crate::consolidate::{Outcome, Total};
use crate::form::{Aggregate, Figure, Role};
use crate::publish::PublishError;
use crate::publish::workbook::book::Book;
use crate::publish::workbook::by_unit::Quoted;
use crate::publish::workbook::fit;
use crate::publish::workbook::formulas::write_figure;
use crate::publish::workbook::headings::{self, Headed};
use crate::publish::workbook::letterhead::{LINE, signatures, titles};
use crate::publish::workbook::paper::{self, Signed};
use crate::publish::workbook::remarks::of_total;
use crate::publish::workbook::style::{Mark, as_excel, shown, shown_decimals};
use crate::publish::workbook::summary::write_total;
use crate::sheet_text::SheetText as _;

use super::layout::Items;
use super::{figures, quotient, status};

/// STT, unit, how many items.
const LABELS: u16 = 3;
const UNIT_WIDTH: f64 = 30.0;
const REMARK_WIDTH: f64 = 36.0;

/// Makes the sheet; subtotals are those of «Theo đơn vị», so that both change together.
pub(in crate::publish::workbook) fn sheet(book: &Book<'_>, items: &Items<'_>) -> Result<Worksheet, PublishError> {
    let Book { run, styles, lang, .. } = *book;
    let mut sheet = Worksheet::new();
    sheet.set_name(book.sheet_name(book.names.summary))?;
    let columns = columns(book);
    for (column, at) in columns.iter().zip(0u16..) {
        sheet.set_column_width(at, column.width)?;
    }
    let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let widths: Vec<f64> = columns.iter().map(|c| c.width).collect();
    let (head, above) = titles(&mut sheet, book, &widths)?;
    let depth = headings::depth(&columns);
    let tall = headings::write(&mut sheet, head, 0, &columns, depth, &styles.head)?;
    for at in 0..=last {
        sheet.put_text(head + depth, at, format!("({})", at + 1), &styles.index)?;
    }
    let body = head + depth + 1;
    sheet.set_freeze_panes(body, 0)?;
    let units = u32::try_from(book.units.len()).unwrap_or(0);
    let mut lines = vec![whole(&mut sheet, book, body, last)?];
    for (n, unit) in book.units.iter().enumerate() {
        let at = body + 1 + u32::try_from(n).unwrap_or(0);
        let counts = book.counting(*unit).is_some();
        let count = count_of(book).and_then(|c| book.total_of_unit(*unit, c)).filter(|_| counts);
        let count = count.and_then(|t| t.outcome.value());
        line(&mut sheet, book, at, (&(n + 1).to_string(), run.register.name(*unit), false), (count, None), last)?;
        for ((column, _, figure), col) in figures(book).into_iter().zip(LABELS..) {
            match book.total_of_unit(*unit, column).filter(|_| counts) {
                Some(total) => {
                    book.shows(&book.sheet_name(book.names.summary), (at, col), (None, column), *unit);
                    subtotal(&mut sheet, book, (at, col), (figure, total), source(book, items, n, column).as_deref())?;
                }
                None => _ = sheet.write_blank(at, col, &styles.cell)?,
            }
        }
        let tall = fit::height(run.register.name(*unit), UNIT_WIDTH, 12.0);
        sheet.set_row_height(at, tall)?;
        lines.push(tall);
        let (text, mark) = status(book, *unit);
        sheet.put_text(at, last, text, &styles.marked(styles.cell.clone().set_font_size(11), mark))?;
    }
    book.name_area("TongHop", &book.sheet_name(book.names.summary), (head, 0), (body + units, last));
    let signatures = signatures(&mut sheet, book, last, body + units + 2)?;
    let (repeat, head) = ((head, body - 1), tall + LINE);
    paper::document(&mut sheet, &Signed { widths: &widths, above, head, repeat, lines: &lines, signatures }, lang)?;
    Ok(sheet)
}

fn columns(book: &Book<'_>) -> Vec<Headed> {
    let lang = book.lang;
    let wide = book.figure_width().max(17.0);
    let headed = |text: &str, width| Headed { levels: vec![text.to_owned()], width };
    let mut columns = vec![
        headed("STT", 6.0),
        headed(lang.of("Đơn vị", "Unit"), UNIT_WIDTH),
        headed(lang.of("Số mục", "Items"), 9.0),
    ];
    columns.extend(figures(book).iter().map(|(_, c, _)| Headed { levels: book.heading(c), width: wide }));
    columns.push(headed(lang.of("Ghi chú", "Remarks"), REMARK_WIDTH));
    columns
}

/// The column whose total says how many items there are.
fn count_of(book: &Book<'_>) -> Option<usize> {
    book.form.column_of(Role::Label)
}

/// Writes the line of the whole; gives how tall it is.
fn whole(sheet: &mut Worksheet, book: &Book<'_>, at: u32, last: u16) -> Result<f64, PublishError> {
    let Book { styles, lang, .. } = *book;
    let units = u32::try_from(book.units.len()).unwrap_or(0);
    let over_units = |column: u16| {
        let name = ColumnName(u32::from(column));
        (units > 0).then(|| format!("=SUM({name}{}:{name}{})", at + 2, at + 1 + units))
    };
    let whole = book.place().map(|(_, unit)| unit.whole(lang)).unwrap_or_default();
    let count = count_of(book).and_then(|c| book.total_of_list(c)).and_then(|t| t.outcome.value());
    line(sheet, book, at, ("", &whole, true), (count, over_units(2)), last)?;
    let mut remarks: Vec<String> = Vec::new();
    let figures = figures(book);
    let cell = |column: usize| {
        let at_column = figures.iter().position(|(c, ..)| *c == column)?;
        let name = ColumnName(u32::from(LABELS) + u32::try_from(at_column).ok()?);
        Some(format!("{name}{}", at + 1))
    };
    for ((column, _, figure), col) in figures.iter().zip(LABELS..) {
        let Some(total) = book.total_of_list(*column) else { continue };
        book.shows(&book.sheet_name(book.names.summary), (at, col), (None, *column), total.unit);
        let formula = match &figure.aggregate {
            Aggregate::Sum | Aggregate::Last => over_units(col),
            _ => quotient(figure, total, |c| book.total_of_list(c), cell),
        };
        match (total.outcome.value().map(|v| shown(&figure.aggregate, v)), formula) {
            (Some(value), Some(formula)) if as_excel(value).is_some() && total.outcome != Outcome::Nil => {
                let format = styles.number(shown_decimals(&figure.aggregate, value), book.mark_of(total), true);
                write_figure(sheet, (at, col), value, Some(formula), format)?;
            }
            _ => _ = write_total(sheet, (at, col), figure, total, None, book)?,
        }
        for part in of_total(book, figure, total) {
            if !remarks.contains(&part) {
                remarks.push(part);
            }
        }
    }
    let remark = remarks.join(" ");
    sheet.put_text(at, last, &remark, &styles.cell.clone().set_font_size(11))?;
    let tall = fit::row_height([(remark.as_str(), REMARK_WIDTH)], 12.0);
    sheet.set_row_height(at, tall)?;
    Ok(tall)
}

/// Number, name and how many items, with the formula that counts them where one does.
fn line(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    at: u32,
    (number, name, bold): (&str, &str, bool),
    (count, formula): (Option<Decimal>, Option<String>),
    last: u16,
) -> Result<(), PublishError> {
    let styles = book.styles;
    let weight = |f: &Format| if bold { f.clone().set_bold() } else { f.clone() };
    sheet.put_text(at, 0, number, &styles.centre)?;
    sheet.put_text(at, 1, name, &weight(&styles.cell))?;
    match count {
        Some(value) => write_figure(sheet, (at, 2), value, formula, styles.number(0, Mark::None, bold))?,
        None => _ = sheet.write_blank(at, 2, &styles.cell)?,
    }
    sheet.write_blank(at, last, &styles.cell)?;
    Ok(())
}

/// The cell of «Theo đơn vị» that shows a unit's subtotal.
fn source(book: &Book<'_>, items: &Items<'_>, n: usize, column: usize) -> Option<String> {
    let (sheet, row) = items.units.get(n)?.place.line;
    debug_assert!(column < book.form.columns.len());
    let column = ColumnName(u32::try_from(column).ok()?);
    Some(format!("{}!{column}{}", Quoted(&items.sheet_name(sheet)), row + 1))
}

fn subtotal(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    (at, col): (u32, u16),
    (figure, total): (&Figure, &Total),
    source: Option<&str>,
) -> Result<(), PublishError> {
    let value = total.outcome.value().filter(|_| total.outcome != Outcome::Nil);
    let Some(value) = value.map(|v| shown(&figure.aggregate, v)) else {
        write_total(sheet, (at, col), figure, total, source, book)?;
        return Ok(());
    };
    let format = book.styles.number(shown_decimals(&figure.aggregate, value), book.mark_of(total), false);
    write_figure(sheet, (at, col), value, source.map(|cell| format!("={cell}")), format)
}
