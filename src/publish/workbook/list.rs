//! A list: «Tổng hợp» has a line a unit with its subtotals, «Theo đơn vị» all items under their units.

use rust_xlsxwriter::{Formula, Worksheet};

use crate::address::ColumnName;
use crate::consolidate::{Outcome, Total};
use crate::form::heading::with_period;
use crate::form::{Aggregate, Column, Figure, Role};
use crate::publish::rows::state_sign;
use crate::reading::{Fact, State};
use crate::register::UnitIndex;
use crate::vietnamese::text::shorten;

use super::book::Book;
use super::headings::{self, Headed};
use super::style::{Mark, as_excel, decimals_of, mark_of, shown_decimals, write_decimal};
use super::summary::{of_total, signatures, titles, write_total};
use super::{PublishError, fit, page};

/// STT, unit, how many items.
const LABELS: u16 = 3;
const REMARK_WIDTH: f64 = 36.0;

/// The columns of figures, with what stands in each.
fn figures<'b>(book: &Book<'b>) -> Vec<(usize, &'b Column, &'b Figure)> {
    let form = book.form;
    form.value_columns().filter_map(|(at, c)| Some((at, c, c.figure.as_ref()?))).collect()
}

/// «Tổng hợp»: a line a unit, the total of all first.
pub(super) fn summary(book: &Book<'_>) -> Result<Worksheet, PublishError> {
    let Book { run, styles, lang, .. } = *book;
    let mut sheet = Worksheet::new();
    sheet.set_name(book.sheet_name(book.names.summary))?;
    let figures = figures(book);
    let wide = book.figure_width().max(17.0);
    let headed = |text: &str, width| Headed { levels: vec![text.to_owned()], width };
    let mut columns =
        vec![headed("STT", 6.0), headed(lang.of("Đơn vị", "Unit"), 30.0), headed(lang.of("Số mục", "Items"), 9.0)];
    columns.extend(figures.iter().map(|(_, c, _)| Headed { levels: book.heading(c), width: wide }));
    columns.push(headed(lang.of("Ghi chú", "Remarks"), REMARK_WIDTH));
    for (column, at) in columns.iter().zip(0u16..) {
        sheet.set_column_width(at, column.width)?;
    }
    let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let head = titles(&mut sheet, book, columns.iter().map(|c| c.width).sum(), last)?;
    let depth = headings::depth(&columns);
    headings::write(&mut sheet, head, 0, &columns, depth, &styles.head)?;
    for at in 0..=last {
        sheet.write_string_with_format(head + depth, at, format!("({})", at + 1), &styles.index)?;
    }
    let body = head + depth + 1;
    page(&mut sheet, (head, body - 1), lang)?;
    sheet.set_freeze_panes(body, 0)?;
    let level = book.place().map(|(_, unit)| unit.level);
    let whole = level.map_or("", |l| l.whole(lang));
    let units = u32::try_from(book.units.len()).unwrap_or(0);
    let label = book.form.column_of(Role::Label);
    let count = label.and_then(|c| book.total_of_list(c));
    line(&mut sheet, book, body, ("", whole, true), count, last)?;
    let mut remarks: Vec<String> = Vec::new();
    for ((column, _, figure), at) in figures.iter().zip(LABELS..) {
        let Some(total) = book.total_of_list(*column) else { continue };
        book.shows(&book.sheet_name(book.names.summary), (body, at), (None, *column), total.unit);
        let name = ColumnName(u32::from(at));
        let sum = (figure.aggregate == Aggregate::Sum && units > 0)
            .then(|| format!("=SUM({name}{}:{name}{})", body + 2, body + 1 + units));
        match (total.outcome.value(), sum) {
            (Some(value), Some(formula)) if as_excel(value).is_some() => {
                let format = styles.number(shown_decimals(&figure.aggregate, value), mark_of(total), true);
                let formula = Formula::new(formula).set_result(value.to_string());
                sheet.write_formula_with_format(body, at, formula, &format)?;
            }
            _ => _ = write_total(&mut sheet, body, at, figure, total, styles, lang)?,
        }
        for part in of_total(book, figure, total) {
            if !remarks.contains(&part) {
                remarks.push(part);
            }
        }
    }
    let remark = remarks.join(" ");
    sheet.write_string_with_format(body, last, &remark, &styles.cell.clone().set_font_size(11))?;
    sheet.set_row_height(body, fit::row_height([(remark.as_str(), REMARK_WIDTH)], 12.0))?;
    for (n, unit) in book.units.iter().enumerate() {
        let at = body + 1 + u32::try_from(n).unwrap_or(0);
        let count = label.and_then(|c| book.total_of_unit(*unit, c)).filter(|_| book.counting(*unit).is_some());
        line(&mut sheet, book, at, (&(n + 1).to_string(), run.register.name(*unit), false), count, last)?;
        for ((column, _, figure), col) in figures.iter().zip(LABELS..) {
            match book.total_of_unit(*unit, *column).filter(|_| book.counting(*unit).is_some()) {
                Some(total) => {
                    book.shows(&book.sheet_name(book.names.summary), (at, col), (None, *column), *unit);
                    subtotal(&mut sheet, book, (at, col), figure, total)?;
                }
                None => _ = sheet.write_blank(at, col, &styles.cell)?,
            }
        }
        sheet.set_row_height(at, fit::height(run.register.name(*unit), 30.0, 12.0))?;
        let (text, mark) = status(book, *unit);
        sheet.write_string_with_format(at, last, text, &styles.marked(styles.cell.clone().set_font_size(11), mark))?;
    }
    signatures(&mut sheet, book, last, body + units + 2)?;
    Ok(sheet)
}

/// Number, name and how many items.
fn line(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    at: u32,
    (number, name, bold): (&str, &str, bool),
    count: Option<&Total>,
    last: u16,
) -> Result<(), PublishError> {
    let styles = book.styles;
    let weight = |f: &rust_xlsxwriter::Format| if bold { f.clone().set_bold() } else { f.clone() };
    sheet.write_string_with_format(at, 0, number, &styles.centre)?;
    sheet.write_string_with_format(at, 1, name, &weight(&styles.cell))?;
    match count.and_then(|t| t.outcome.value()) {
        Some(value) => write_decimal(sheet, at, 2, value, &styles.number(0, Mark::None, bold))?,
        None => _ = sheet.write_blank(at, 2, &styles.cell)?,
    }
    sheet.write_blank(at, last, &styles.cell)?;
    Ok(())
}

fn status(book: &Book<'_>, unit: UnitIndex) -> (&'static str, Mark) {
    let lang = book.lang;
    match (book.has_sent(unit), book.counting(unit).is_some()) {
        (_, true) => ("", Mark::None),
        (true, false) => (lang.of("Chưa được tính", "Not counted"), Mark::Unusable),
        (false, false) => (lang.of("Chưa nộp", "Not submitted"), Mark::Partial),
    }
}

fn subtotal(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    (at, col): (u32, u16),
    figure: &Figure,
    total: &Total,
) -> Result<(), PublishError> {
    let styles = book.styles;
    match (&total.outcome, total.outcome.value()) {
        (Outcome::Nil, _) | (_, None) => _ = write_total(sheet, at, col, figure, total, styles, book.lang)?,
        (_, Some(value)) => {
            let mark = mark_of(total);
            write_decimal(
                sheet,
                at,
                col,
                value,
                &styles.number(shown_decimals(&figure.aggregate, value), mark, false),
            )?;
        }
    }
    Ok(())
}

/// «Theo đơn vị»: every item, under its unit.
pub(super) fn items(book: &Book<'_>) -> Result<Worksheet, PublishError> {
    let Book { run, styles, lang, .. } = *book;
    let mut sheet = Worksheet::new();
    sheet.set_name(book.sheet_name(book.names.by_unit))?;
    let wide = book.figure_width().max(17.0);
    let columns: Vec<(usize, &Column)> = book.form.columns.iter().enumerate().collect();
    let width = |c: &Column| match c.role {
        Role::Number => 6.0,
        Role::Label => 48.0,
        Role::Measure => 11.0,
        Role::Value => wide,
        Role::Text => 22.0,
    };
    let headed: Vec<Headed> =
        columns.iter().map(|(_, c)| Headed { levels: book.heading(c), width: width(c) }).collect();
    for ((_, column), at) in columns.iter().zip(0u16..) {
        sheet.set_column_width(at, width(column))?;
    }
    let title = with_period(&book.form.title, &book.period());
    let place = book.place().map(|(_, u)| u.name.to_string()).unwrap_or_default();
    let title = lang.of(format!("{title} theo từng đơn vị - {place}"), format!("{title} by unit - {place}"));
    sheet.write_string_with_format(0, 0, title.to_uppercase(), &styles.base.clone().set_bold().set_font_size(14))?;
    let legend = lang.of(
        "«(?)» không dùng được, chưa tính vào tổng; «*» tổng thiếu; «(!)» không khớp với số khác; «(qđ)» theo quyết định.",
        "«(?)» not usable and not in the total; «*» total is partial; «(!)» does not agree with others; «(qđ)» decided by a person.",
    );
    sheet.write_string_with_format(1, 0, legend, &styles.base.clone().set_italic().set_font_size(11))?;
    let head = 2;
    let depth = headings::depth(&headed);
    headings::write(&mut sheet, head, 0, &headed, depth, &styles.head)?;
    page(&mut sheet, (head, head + depth - 1), lang)?;
    sheet.set_freeze_panes(head + depth, 0)?;
    let mut at = head + depth;
    for unit in &book.units {
        let counting = book.counting(*unit);
        let (said, mark) = status(book, *unit);
        for ((column, definition), col) in columns.iter().zip(0u16..) {
            let bold = styles.cell.clone().set_bold();
            match (definition.role, definition.figure.as_ref(), book.total_of_unit(*unit, *column)) {
                (Role::Label, ..) => {
                    let name = run.register.name(*unit);
                    let text =
                        if said.is_empty() { name.to_owned() } else { format!("{name} ({})", said.to_lowercase()) };
                    sheet.write_string_with_format(at, col, text, &styles.marked(bold, mark))?;
                }
                (Role::Value, Some(figure), Some(total)) if counting.is_some() => {
                    book.shows(&book.sheet_name(book.names.by_unit), (at, col), (None, *column), *unit);
                    _ = write_total(&mut sheet, at, col, figure, total, styles, lang)?;
                }
                _ => _ = sheet.write_blank(at, col, &bold)?,
            }
        }
        sheet.set_row_height(at, fit::height(run.register.name(*unit), 43.0, 12.0))?;
        at += 1;
        let Some(one) = counting else { continue };
        let mut facts = one.submission.facts.as_slice();
        let mut n = 1;
        while let Some(first) = facts.first() {
            let of_item = facts.iter().take_while(|f| f.row == first.row).count();
            let (item, rest) = facts.split_at_checked(of_item).unwrap_or((facts, &[]));
            facts = rest;
            if first.row.starts_with('?') {
                continue;
            }
            let mut tallest = Vec::new();
            for ((_, definition), col) in columns.iter().zip(0u16..) {
                if definition.role == Role::Number {
                    sheet.write_number_with_format(at, col, n, &styles.centre)?;
                    continue;
                }
                let fact = item.iter().find(|f| f.column == definition.code);
                let text = write_fact(&mut sheet, book, (at, col), fact)?;
                tallest.push((text, width(definition)));
            }
            sheet.set_row_height(at, fit::row_height(tallest.iter().map(|(t, w)| (t.as_str(), *w)), 12.0))?;
            at += 1;
            n += 1;
        }
    }
    Ok(sheet)
}

/// Writes one cell of an item; gives the text it shows where that is words.
fn write_fact(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    (at, col): (u32, u16),
    fact: Option<&Fact>,
) -> Result<String, PublishError> {
    let Book { styles, lang, .. } = *book;
    let text = match fact.map(|f| (f.state, f)) {
        None => String::new(),
        Some((State::Number(value), f)) => {
            let decided = f.codes.contains(&crate::finding::Code::DecisionApplied);
            let mark = match (decided, f.codes.contains(&crate::finding::Code::Unbalanced)) {
                (true, _) => Mark::Decided,
                (false, true) => Mark::Doubtful,
                (false, false) => Mark::None,
            };
            write_decimal(sheet, at, col, value, &styles.number(decimals_of(value), mark, false))?;
            return Ok(String::new());
        }
        Some((State::Text, f)) => {
            let text = shorten(&f.raw, 10_000);
            sheet.write_string_with_format(at, col, &text, &styles.cell)?;
            return Ok(text);
        }
        Some((State::Ambiguous | State::Unreadable, f)) => {
            // Never a number: it must not slip into a sum.
            let text = format!("{} (?)", shorten(&f.raw, 30));
            sheet.write_string_with_format(at, col, &text, &styles.sign(Mark::Unusable))?;
            return Ok(text);
        }
        Some((state, _)) => state_sign(state, lang).to_owned(),
    };
    sheet.write_string_with_format(at, col, &text, &styles.sign(Mark::None))?;
    Ok(text)
}
