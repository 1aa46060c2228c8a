//! «Theo đơn vị» of a list: every item, under its unit.

use rust_xlsxwriter::Worksheet;

use crate::address::ColumnName;
use crate::consolidate::{Outcome, Total};
use crate::form::heading::with_period;
use crate::form::{Aggregate, Column, Figure, Role};
use crate::publish::PublishError;
use crate::publish::rows::state_sign;
use crate::publish::workbook::book::Book;
use crate::publish::workbook::by_unit::{Quoted, mark_of_fact};
use crate::publish::workbook::formulas::write_figure;
use crate::publish::workbook::headings::{self, Headed};
use crate::publish::workbook::style::{Mark, as_excel, decimals_of, shown, shown_decimals, write_decimal};
use crate::publish::workbook::summary::write_total;
use crate::publish::workbook::{fit, outline, paper};
use crate::reading::{Fact, State};
use crate::vietnamese::text::shorten;

use super::layout::{HEAD, Items, OfUnit};
use super::{quotient, status};

/// How wide a unit's name may be: bold letters take more room than plain ones.
const LABEL_WIDTH: f64 = 48.0;
const BOLD: f64 = 0.9;

/// Makes the sheets.
pub(in crate::publish::workbook) fn sheets(book: &Book<'_>, items: &Items<'_>) -> Result<Vec<Worksheet>, PublishError> {
    let wide = book.figure_width().max(17.0);
    let width = |c: &Column| match c.role {
        Role::Number => 6.0,
        Role::Label => LABEL_WIDTH,
        Role::Measure => 11.0,
        Role::Value => wide,
        Role::Text => 22.0,
    };
    let columns: Vec<Headed> =
        book.form.columns.iter().map(|c| Headed { levels: book.heading(c), width: width(c) }).collect();
    let drawn = Drawn { book, items, columns };
    (0..items.sheets).map(|at| drawn.sheet(at)).collect()
}

/// The sheets being drawn.
struct Drawn<'b, 'r> {
    book: &'b Book<'r>,
    items: &'b Items<'r>,
    columns: Vec<Headed>,
}

impl Drawn<'_, '_> {
    fn sheet(&self, at: usize) -> Result<Worksheet, PublishError> {
        let Self { book, items, .. } = *self;
        let Book { styles, lang, .. } = *book;
        let mut sheet = Worksheet::new();
        sheet.set_name(items.sheet_name(at))?;
        for (column, at) in self.columns.iter().zip(0u16..) {
            sheet.set_column_width(at, column.width)?;
        }
        let title = with_period(&book.form.title, &book.period());
        let place = book.place().map(|(_, u)| u.name.to_string()).unwrap_or_default();
        let title = lang.of(format!("{title} theo từng đơn vị - {place}"), format!("{title} by unit - {place}"));
        sheet.write_string_with_format(
            0,
            0,
            title.to_uppercase(),
            &styles.base.clone().set_bold().set_font_size(14),
        )?;
        let legend = lang.of(
            "«(?)» không dùng được, chưa tính vào tổng; «*» tổng thiếu; «(!)» không khớp với số khác; «(qđ)» theo quyết định; chữ nghiêng: đã đọc lại hoặc cần xem, như trang «Phát hiện».",
            "«(?)» not usable and not in the total; «*» total is partial; «(!)» does not agree with others; «(qđ)» decided by a person; italics: read anew or to be looked at, see the sheet «Findings».",
        );
        sheet.write_string_with_format(1, 0, legend, &styles.base.clone().set_italic().set_font_size(11))?;
        let depth = headings::depth(&self.columns);
        headings::write(&mut sheet, HEAD, 0, &self.columns, depth, &styles.head)?;
        let body = HEAD + depth;
        paper::page(&mut sheet, (HEAD, body - 1), lang)?;
        sheet.set_freeze_panes(body, 0)?;
        let mut depths = Vec::new();
        for (n, of_unit) in items.units.iter().enumerate() {
            if of_unit.place.line.0 == at {
                self.unit(&mut sheet, n, of_unit)?;
                depths.push(0);
            }
            let here = of_unit.place.spans.iter().filter(|(sheet, ..)| *sheet == at);
            for (_, first, last) in here {
                // Those that stood on sheets before are passed over.
                let before = of_unit.place.spans.iter().take_while(|span| (span.0, span.1) < (at, *first));
                let before: u32 = before.map(|(_, first, last)| last - first + 1).sum();
                for (line, number) in (*first..=*last).zip(before..) {
                    let Some(item) = of_unit.items.get(number as usize) else { continue };
                    self.item(&mut sheet, line, number + 1, item)?;
                    depths.push(1);
                }
            }
        }
        outline::rows(&mut sheet, body, &depths, None)?;
        let last = u32::try_from(depths.len()).unwrap_or(0);
        if last > 0 {
            let columns = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(0);
            sheet.autofilter(body - 1, 0, body - 1 + last, columns)?;
            if at == 0 {
                book.name_area("TheoDonVi", &items.sheet_name(0), (body - 1, 0), (body - 1 + last, columns));
            }
        }
        Ok(sheet)
    }

    /// Writes a unit's own line: its name and subtotals.
    fn unit(&self, sheet: &mut Worksheet, n: usize, of_unit: &OfUnit<'_>) -> Result<(), PublishError> {
        let Self { book, items, .. } = *self;
        let Book { run, styles, .. } = *book;
        let Some(unit) = book.units.get(n).copied() else { return Ok(()) };
        let (on, at) = of_unit.place.line;
        let (said, mark) = status(book, unit);
        let name = run.register.name(unit);
        let bold = styles.cell.clone().set_bold();
        for ((column, definition), col) in book.form.columns.iter().enumerate().zip(0u16..) {
            match (definition.role, definition.figure.as_ref(), book.total_of_unit(unit, column)) {
                (Role::Label, ..) => {
                    let text =
                        if said.is_empty() { name.to_owned() } else { format!("{name} ({})", said.to_lowercase()) };
                    sheet.write_string_with_format(at, col, text, &styles.marked(bold.clone(), mark))?;
                }
                (Role::Value, Some(figure), Some(total)) if said.is_empty() => {
                    book.shows(&items.sheet_name(on), (at, col), (None, column), unit);
                    self.subtotal(sheet, (at, col), (figure, total), of_unit)?;
                }
                _ => _ = sheet.write_blank(at, col, &bold)?,
            }
        }
        sheet.set_row_height(at, fit::height(name, LABEL_WIDTH * BOLD, 12.0))?;
        Ok(())
    }

    /// A unit's total over its items: a formula over them, where the rule is one that adds or divides.
    fn subtotal(
        &self,
        sheet: &mut Worksheet,
        (at, col): (u32, u16),
        (figure, total): (&Figure, &Total),
        of_unit: &OfUnit<'_>,
    ) -> Result<(), PublishError> {
        let (book, items) = (self.book, self.items);
        let here = of_unit.place.line.0;
        let code = book.form.columns.get(usize::from(col)).map(|c| c.code.as_str()).unwrap_or_default();
        let facts = of_unit.items.iter().flat_map(|item| item.iter()).filter(|f| f.column == code);
        let fits = facts.filter_map(|f| f.state.value()).all(|v| as_excel(v).is_some());
        let formula = match &figure.aggregate {
            Aggregate::Sum | Aggregate::Last if fits && !of_unit.place.spans.is_empty() => {
                let name = ColumnName(u32::from(col));
                let span = |(sheet, first, last): &(usize, u32, u32)| {
                    let range = format!("{name}{}:{name}{}", first + 1, last + 1);
                    let other = (*sheet != here).then(|| format!("{}!", Quoted(&items.sheet_name(*sheet))));
                    other.unwrap_or_default() + &range
                };
                let spans: Vec<String> = of_unit.place.spans.iter().map(span).collect();
                Some(format!("=SUM({})", spans.join(",")))
            }
            _ => {
                let cell = |column: usize| Some(format!("{}{}", ColumnName(u32::try_from(column).ok()?), at + 1));
                quotient(figure, total, |c| book.total_of_unit(total.unit, c), cell)
            }
        };
        let value = total.outcome.value().filter(|_| total.outcome != Outcome::Nil);
        match (value.map(|v| shown(&figure.aggregate, v)), formula) {
            (Some(value), Some(formula)) if as_excel(value).is_some() => {
                let format = book.styles.number(shown_decimals(&figure.aggregate, value), book.mark_of(total), true);
                write_figure(sheet, (at, col), value, Some(formula), format)?;
            }
            _ => _ = write_total(sheet, (at, col), figure, total, None, book)?,
        }
        Ok(())
    }

    /// Writes an item.
    fn item(&self, sheet: &mut Worksheet, at: u32, number: u32, item: &[Fact]) -> Result<(), PublishError> {
        let book = self.book;
        let mut tallest = Vec::new();
        for ((definition, headed), col) in book.form.columns.iter().zip(&self.columns).zip(0u16..) {
            if definition.role == Role::Number {
                sheet.write_number_with_format(at, col, number, &book.styles.centre)?;
                continue;
            }
            let fact = item.iter().find(|f| f.column == definition.code);
            let text = write_fact(sheet, book, (at, col), fact)?;
            if !text.is_empty() {
                tallest.push((text, headed.width));
            }
        }
        sheet.set_row_height(at, fit::row_height(tallest.iter().map(|(t, w)| (t.as_str(), *w)), 12.0))?;
        Ok(())
    }
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
            write_decimal(sheet, at, col, value, styles.number(decimals_of(value), mark_of_fact(f), false))?;
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
            sheet.write_string_with_format(at, col, &text, styles.sign(Mark::Unusable))?;
            return Ok(text);
        }
        Some((state, _)) => state_sign(state, lang).to_owned(),
    };
    sheet.write_string_with_format(at, col, &text, styles.sign(Mark::None))?;
    Ok(text)
}
