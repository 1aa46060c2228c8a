//! «Theo đơn vị» of a list: every item, under its unit.

use std::borrow::Cow;
use std::ops::Range;
use std::rc::Rc;

use rust_xlsxwriter::{Format, Worksheet};

use crate::address::ColumnName;
use crate::consolidate::{Outcome, Total};
use crate::finding::Lang;
use crate::form::heading::with_period;
use crate::form::{Aggregate, Column, Figure, Role};
use crate::publish::PublishError;
use crate::publish::rows::state_sign;
use crate::publish::workbook::book::Book;
use crate::publish::workbook::by_unit::{Quoted, mark_of_fact};
use crate::publish::workbook::formulas::write_figure;
use crate::publish::workbook::headings::{self, Headed};
use crate::publish::workbook::streamed::{HUGE, Line, Streamed, most_bytes};
use crate::publish::workbook::style::{Mark, Styles, as_excel, decimals_of, shown, shown_decimals};
use crate::publish::workbook::summary::write_total;
use crate::publish::workbook::{fit, outline, paper};
use crate::reading::{Fact, State, Stretch, Stretches};
use crate::sheet_text::SheetText as _;
use crate::vietnamese::number::Vietnamese;
use crate::vietnamese::text::shorten;

use super::layout::{HEAD, Items, OfUnit};
use super::{quotient, status};

/// How wide a unit's name may be: bold letters take more room than plain ones.
const LABEL_WIDTH: f64 = 48.0;
const BOLD: f64 = 0.9;

/// Makes the sheets, each with the lines of its items.
pub(in crate::publish::workbook) fn sheets<'b>(
    book: &'b Book<'_>,
    items: &Items<'b>,
) -> Result<Vec<(Worksheet, Option<Streamed<'b>>)>, PublishError> {
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
struct Drawn<'b, 'r, 'i> {
    book: &'b Book<'r>,
    items: &'i Items<'b>,
    columns: Vec<Headed>,
}

impl<'b> Drawn<'b, '_, '_> {
    fn sheet(&self, at: usize) -> Result<(Worksheet, Option<Streamed<'b>>), PublishError> {
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
        sheet.put_text(0, 0, title.to_uppercase(), &styles.base.clone().set_bold().set_font_size(14))?;
        let legend = lang.of(
            "«(?)» không dùng được, chưa tính vào tổng; «*» tổng thiếu; «(!)» không khớp với số khác hoặc đáng ngờ; «(qđ)» theo quyết định; chữ nghiêng: đã đọc lại hoặc cần xem, như trang «Phát hiện».",
            "«(?)» not usable and not in the total; «*» total is partial; «(!)» does not agree with others, or is doubted; «(qđ)» decided by a person; italics: read anew or to be looked at, see the sheet «Findings».",
        );
        sheet.put_text(1, 0, legend, &styles.base.clone().set_italic().set_font_size(11))?;
        let depth = headings::depth(&self.columns);
        headings::write(&mut sheet, HEAD, 0, &self.columns, depth, &styles.head)?;
        let body = HEAD + depth;
        paper::page(&mut sheet, (HEAD, body - 1), lang)?;
        sheet.set_freeze_panes(body, 0)?;
        let mut lines = Lines::new(book, &self.columns);
        let mut last = body;
        for (n, of_unit) in items.units.iter().enumerate() {
            if of_unit.place.line.0 == at {
                self.unit(&mut sheet, n, of_unit)?;
                last += 1;
            }
            let here = of_unit.place.spans.iter().filter(|(sheet, ..)| *sheet == at);
            for (_, from, to) in here {
                // Those that stood on sheets before are passed over.
                let before = of_unit.place.spans.iter().take_while(|span| (span.0, span.1) < (at, *from));
                let before: u32 = before.map(|(_, first, last)| last - first + 1).sum();
                if let Some(items) = &of_unit.items {
                    lines.take(&mut sheet, Span { rows: *from..*to + 1, before, items: items.clone() })?;
                }
                last += to + 1 - from;
            }
        }
        outline::above(&mut sheet);
        let lines = lines.finish(&mut sheet, items.sheet_name(at))?;
        if last > body {
            let columns = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(0);
            sheet.autofilter(body - 1, 0, last - 1, columns)?;
            if at == 0 {
                book.name_area("TheoDonVi", &items.sheet_name(0), (body - 1, 0), (last - 1, columns));
            }
        }
        Ok((sheet, lines))
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
                    sheet.put_text(at, col, text, &styles.marked(bold.clone(), mark))?;
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
        let own = of_unit.items.iter().flat_map(|items| items.iter());
        let facts = own.flatten().filter(|f| f.column() == code);
        let fits = facts.filter_map(|f| f.state().value()).all(|v| as_excel(v).is_some());
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
}

/// How a cell of an item looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Its number.
    Centre,
    /// Words of a column of words.
    Words,
    /// A sign, or words, where a number would stand.
    Sign(Mark),
    /// A number with so many decimals.
    Number(u32, Mark),
}

/// What a cell of an item holds.
enum Shown<'f> {
    Number(f64),
    /// A number that Excel would cut.
    Digits(String),
    Words(Cow<'f, str>),
}

/// Rows of a sheet with the items of the unit that stands in them, and how many of these stand before.
struct Span<'b> {
    rows: Range<u32>,
    before: u32,
    items: Rc<Stretches<'b>>,
}

impl<'b> Span<'b> {
    /// The items that stand in the rows, each with how many of the unit stand before it.
    fn items(&self) -> impl Iterator<Item = (u32, Stretch<'b>)> + use<'b> {
        let (items, numbers) =
            (self.items.clone(), self.before..self.before.saturating_add(self.rows.end - self.rows.start));
        numbers.filter_map(move |number| Some((number, items.get(number as usize)?)))
    }
}

/// The lines of items on a sheet, gathered.
struct Lines<'b> {
    columns: Vec<(Role, &'b str, f64)>,
    lang: Lang,
    styles: &'b Styles,
    /// The looks, in the order in which they first occur.
    looks: Vec<Look>,
    spans: Vec<Span<'b>>,
    /// So many cells of the rows of items stand for looks by now.
    put: usize,
    bytes: u64,
}

impl<'b> Lines<'b> {
    fn new(book: &'b Book<'_>, columns: &[Headed]) -> Self {
        let columns = book.form.columns.iter().zip(columns).map(|(c, headed)| (c.role, c.code.as_str(), headed.width));
        let (lang, styles, columns) = (book.lang, book.styles, columns.collect());
        Self { columns, lang, styles, looks: Vec::new(), spans: Vec::new(), put: 0, bytes: 0 }
    }

    /// Takes up the items of some rows.
    fn take(&mut self, sheet: &mut Worksheet, span: Span<'b>) -> Result<(), PublishError> {
        for (_, item) in span.items() {
            for (look, shown) in cells(&self.columns, item, 0, self.lang) {
                if !self.looks.contains(&look) {
                    self.looks.push(look);
                }
                self.bytes += most_bytes([match &shown {
                    Shown::Number(_) => "",
                    Shown::Digits(text) => text,
                    Shown::Words(text) => text,
                }]);
            }
        }
        self.spans.push(span);
        self.put_looks(sheet)
    }

    /// Lets the library know the looks as they come up, so that they go by the same numbers as if it wrote the lines.
    fn put_looks(&mut self, sheet: &mut Worksheet) -> Result<(), PublishError> {
        let columns = u16::try_from(self.columns.len()).unwrap_or(u16::MAX);
        let rows = self.spans.iter().flat_map(|span| span.rows.clone());
        let cells = rows.flat_map(|row| (0..columns).map(move |column| (row, column)));
        for ((row, column), look) in cells.zip(&self.looks).skip(self.put) {
            sheet.write_blank(row, column, format_of(self.styles, *look))?;
        }
        self.put = self.looks.len();
        Ok(())
    }

    fn finish(self, sheet: &mut Worksheet, name: String) -> Result<Option<Streamed<'b>>, PublishError> {
        let Self { columns, lang, looks, spans, bytes, styles, .. } = self;
        let Some((first, last)) = spans.first().map(|s| s.rows.start).zip(spans.last().map(|s| s.rows.end)) else {
            return Ok(None);
        };
        // How far the sheet reaches, and that it has lines under others.
        let lines: usize = spans.iter().map(|span| span.rows.len()).sum();
        if let Some(look) = looks.first().filter(|_| looks.len() <= columns.len() * (lines - 1)) {
            sheet.write_blank(last - 1, 0, format_of(styles, *look))?;
        }
        // The library takes no notice of the first group of a row that it knows nothing else of.
        sheet.set_row_height(first, fit::height("", 10.0, 12.0))?;
        sheet.group_rows(first, first)?;
        let rows = spans.iter().map(|span| span.rows.clone()).collect();
        let mut items = spans.into_iter().flat_map(|span| span.items());
        let across = columns.len();
        let line = move |line: &mut Line<'_>| {
            let Some((before, item)) = items.next() else { return };
            let cells: Vec<(Look, Shown<'_>)> = cells(&columns, item, before + 1, lang).collect();
            let texts = cells.iter().zip(&columns).filter_map(|((_, shown), (.., width))| match shown {
                Shown::Words(text) if !text.is_empty() => Some((text.as_ref(), *width)),
                _ => None,
            });
            let tall = height_in_sheet(fit::row_height(texts, 12.0));
            line.begin(&format!(" spans=\"1:{across}\" ht=\"{tall}\" customHeight=\"1\" outlineLevel=\"1\""));
            for ((look, shown), column) in cells.iter().zip(0u16..) {
                let look = looks.iter().position(|l| l == look);
                match shown {
                    Shown::Number(number) => line.number(column, *number, look),
                    Shown::Digits(text) => line.text(column, text, look),
                    Shown::Words(text) => line.text(column, text, look),
                }
            }
            line.end();
        };
        Ok(Some(Streamed { sheet: name, rows, line: Box::new(line), is_huge: bytes >= HUGE }))
    }
}

fn format_of(styles: &Styles, look: Look) -> &Format {
    match look {
        Look::Centre => &styles.centre,
        Look::Words => &styles.cell,
        Look::Sign(mark) => styles.sign(mark),
        Look::Number(decimals, mark) => styles.number(decimals, mark, false),
    }
}

/// A height as the library writes it: in whole pixels.
fn height_in_sheet(points: f64) -> f64 {
    (points * 4.0 / 3.0).round() * 0.75
}

/// The cells of an item.
fn cells<'f>(
    columns: &[(Role, &str, f64)],
    item: Stretch<'f>,
    number: u32,
    lang: Lang,
) -> impl Iterator<Item = (Look, Shown<'f>)> {
    columns.iter().map(move |(role, code, _)| match role {
        Role::Number => (Look::Centre, Shown::Number(f64::from(number))),
        _ => cell(item.iter().find(|f| f.column() == *code), lang),
    })
}

/// One cell of an item.
fn cell(fact: Option<Fact<'_>>, lang: Lang) -> (Look, Shown<'_>) {
    match fact.map(|f| (f.state(), f)) {
        None => (Look::Sign(Mark::None), Shown::Words("".into())),
        Some((State::Number(value), f)) => {
            let look = Look::Number(decimals_of(value), mark_of_fact(f));
            (look, as_excel(value).map_or_else(|| Shown::Digits(Vietnamese(value).to_string()), Shown::Number))
        }
        Some((State::Text, f)) => (Look::Words, Shown::Words(shorten(&f.raw(), 10_000).into())),
        Some((State::Ambiguous | State::Unreadable, f)) => {
            // Never a number: it must not slip into a sum.
            (Look::Sign(Mark::Unusable), Shown::Words(format!("{} (?)", shorten(&f.raw(), 30)).into()))
        }
        Some((state, _)) => (Look::Sign(Mark::None), Shown::Words(state_sign(state, lang).into())),
    }
}
