//! Which cells of a sheet hold quantities, with no form to say so: by the headings, and by what the
//! rest of the column holds.
//!
//! Role before number: `3.10` among order numbers is a code, `0201` under «Mã số» too, and
//! `60.000 tấn` among names is prose.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::intake::{Cell, NumberFormat, Sheet, Value};
use crate::table::index_row::is_index_row;
use crate::vietnamese::measure::Measure;
use crate::vietnamese::number::{Notation, Readings, Refusal};

use super::headings::{
    CODE_NAMES, CODES, IN_PARTS, LABELS, LONGEST_ORDER, MEASURE, ORDER, bare, heading_measure, is_one_of, names,
};
use super::kinds::{self, Kind};

/// What is known about a quantity's surroundings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Surroundings {
    /// Sure numbers of the column are written the Vietnamese way.
    pub vietnamese: bool,
    /// Sure numbers of the column are written the English way.
    pub english: bool,
    /// What the column's heading says it is in, or the measure beside the row.
    pub measure: Option<Measure>,
    /// What a line above the table says: what words behind a number are turned into, no more.
    pub line: Option<Measure>,
    /// The column holds numbers under a percent format.
    pub fractions: bool,
    /// The column counts whole things as far as it and its heading tell.
    pub whole: bool,
    /// Most of the column is words: only what can be nothing but a number is one.
    pub words: bool,
    /// The column's heading.
    pub heading: Arc<str>,
}

impl Surroundings {
    /// Tells whether figures here are in per cent.
    pub fn percent(&self) -> bool {
        self.measure.as_ref().is_some_and(Measure::is_percent)
    }
}

/// The columns of a sheet, by the stretches of rows under each heading.
pub struct Columns {
    /// In order of their first rows.
    stretches: Vec<Stretch>,
}

/// The rows between one header and the next.
struct Stretch {
    first: u32,
    last: u32,
    columns: BTreeMap<u32, Column>,
    /// The measure beside each row.
    rows: BTreeMap<u32, Measure>,
}

struct Column {
    /// The row of its first figure: what stands above is heading still.
    first: u32,
    known: Surroundings,
    /// Its heading names no measure and nothing that comes in parts, so the row's measure holds.
    takes_row_measure: bool,
}

impl Columns {
    /// What is known about a cell, if its column holds quantities.
    pub fn quantity(&self, row: u32, column: u32) -> Option<Surroundings> {
        let at = self.stretches.partition_point(|s| s.first <= row).checked_sub(1)?;
        let stretch = self.stretches.get(at).filter(|s| row <= s.last)?;
        let column = stretch.columns.get(&column).filter(|c| c.first <= row)?;
        let mut known = column.known.clone();
        let beside = stretch.rows.get(&row).filter(|_| column.takes_row_measure);
        if known.measure.is_none()
            && let Some(measure) = beside
        {
            known.whole = measure.is_counted();
            known.measure = Some(measure.clone());
        } else {
            known.whole &= known.measure.as_ref().is_some_and(Measure::is_counted);
        }
        Some(known)
    }
}

/// Finds the columns of a sheet.
pub fn of(sheet: &Sheet) -> Columns {
    let headers = headers(sheet);
    let line = sheet.rows().take(40).flat_map(|(_, cells)| cells).filter_map(Cell::text).find_map(Measure::in_line);
    let mut stretches = Vec::new();
    if headers.is_empty() {
        stretches.push(stretch(sheet, 0, u32::MAX, &BTreeMap::new(), line.as_ref()));
    }
    for (i, header) in headers.iter().enumerate() {
        let last = headers.get(i + 1).map_or(u32::MAX, |next| next.first.saturating_sub(1));
        stretches.push(stretch(sheet, header.last + 1, last, &header.headings, line.as_ref()));
    }
    Columns { stretches }
}

struct Header {
    first: u32,
    last: u32,
    headings: BTreeMap<u32, String>,
}

/// The headers of a sheet: rows with a heading for order numbers, and the rows it is merged over.
fn headers(sheet: &Sheet) -> Vec<Header> {
    let mut found: Vec<Header> = Vec::new();
    for (row, cells) in sheet.rows() {
        if found.last().is_some_and(|h| row <= h.last) {
            continue;
        }
        let order = cells.iter().find(|c| c.text().is_some_and(|t| t.len() <= LONGEST_ORDER && is_one_of(t, ORDER)));
        let Some(order) = order.filter(|_| cells.len() > 1) else { continue };
        let bottom = sheet.merge_at(order.at).map_or(row, |m| m.last.row);
        let mut last = bottom;
        if let Some((index, cells)) = sheet.rows_in(last + 1..).next()
            && is_index_row(cells)
        {
            last = index;
        }
        let mut headings: BTreeMap<u32, String> = BTreeMap::new();
        for (_, cells) in sheet.rows_in(row..=bottom.max(row)) {
            for cell in cells {
                let Some(text) = cell.text() else { continue };
                let across = sheet.merge_at(cell.at).map_or(cell.at.column, |m| m.last.column);
                for column in cell.at.column..=across.min(cell.at.column + 255) {
                    let heading = headings.entry(column).or_default();
                    heading.push(' ');
                    heading.push_str(text);
                }
            }
        }
        found.push(Header { first: row, last, headings });
    }
    found
}

fn stretch(sheet: &Sheet, first: u32, last: u32, headings: &BTreeMap<u32, String>, line: Option<&Measure>) -> Stretch {
    let rows: Vec<(u32, &[Cell])> = if first > last { Vec::new() } else { sheet.rows_in(first..=last).collect() };
    let heading = |column: u32| headings.get(&column).map(String::as_str).unwrap_or_default();
    let measure_column = headings.iter().find(|(_, h)| is_one_of(bare(h), MEASURE)).map(|(c, _)| *c);
    let measures = rows.iter().filter_map(|(row, cells)| {
        let text = cells.iter().find(|c| Some(c.at.column) == measure_column)?.text()?;
        Some((*row, Measure::parse(text)?))
    });
    let measures: BTreeMap<u32, Measure> = measures.collect();
    let mut seen: BTreeMap<u32, Seen> = BTreeMap::new();
    let of_headings: BTreeMap<u32, Measure> =
        headings.iter().filter_map(|(column, heading)| Some((*column, heading_measure(heading)?))).collect();
    for cell in rows.iter().filter(|(_, cells)| !is_bracketed_index(cells)).flat_map(|(_, cells)| *cells) {
        let column = cell.at.column;
        let known = of_headings.get(&column).or_else(|| measures.get(&cell.at.row)).or(line);
        seen.entry(column).or_default().note(cell, heading(column), known);
    }
    let first_row = seen.values().filter_map(|s| s.first).min().unwrap_or(first);
    // Without a heading for order numbers the headings are what stands above a column's first figure.
    let above = |column: u32, figure: Option<u32>| -> String {
        let rows = rows.iter().filter(|(r, _)| figure.is_some_and(|f| *r < f)).rev();
        let texts = rows.flat_map(|(_, cells)| *cells).filter(|c| c.at.column == column).filter_map(Cell::text);
        texts.take(2).collect::<Vec<_>>().join(" ")
    };
    let leftmost = seen.keys().next().copied();
    let columns = seen
        .into_iter()
        .filter_map(|(at, seen)| {
            let heading = if headings.is_empty() { above(at, seen.first) } else { heading(at).to_owned() };
            let named = is_one_of(bare(&heading), ORDER)
                || is_one_of(bare(&heading), MEASURE)
                || is_one_of(bare(&heading), CODE_NAMES)
                || names(&heading, CODES);
            // Without headings the order numbers are what stands leftmost and counts up.
            let ordinal = headings.is_empty() && Some(at) == leftmost && !seen.leaps;
            let label = names(&heading, LABELS);
            let words = seen.words > seen.figures;
            let measure = heading_measure(&heading);
            let codes = measure.is_none() && measures.is_empty() && seen.is_codes();
            if named || ordinal || codes || seen.is_outline() || seen.figures == 0 || (words && label) {
                return None;
            }
            // Under headings the first row with any figure begins the data; without them each column's own.
            let first = if headings.is_empty() { seen.first.unwrap_or(u32::MAX) } else { first_row };
            let known = Surroundings {
                vietnamese: seen.vietnamese,
                english: seen.english,
                fractions: seen.fractions,
                whole: !seen.in_parts,
                // «5 hộ» among «Thôn 2», «12 cháu» under «Nội dung».
                words: words || (label && seen.words + seen.measured > seen.figures - seen.measured),
                measure,
                line: line.cloned(),
                heading: heading.as_str().into(),
            };
            let takes_row_measure = known.measure.is_none() && !names(&heading, IN_PARTS);
            Some((at, Column { first, known, takes_row_measure }))
        })
        .collect();
    Stretch { first, last, columns, rows: measures }
}

/// Tells whether a row is an index row below headings that were not known as such: `(1) (2) (3)`.
fn is_bracketed_index(cells: &[Cell]) -> bool {
    is_index_row(cells) && cells.iter().filter_map(Cell::text).any(|t| t.trim().starts_with('('))
}

/// Of more letters, what looks like a figure and cannot be read is words.
const LONGEST_UNREAD: usize = 24;

/// What a column holds.
#[derive(Default)]
struct Seen {
    figures: usize,
    words: usize,
    /// Those of the figures that have a measure behind them.
    measured: usize,
    /// Names of figures alone, and those of them of more than three.
    codes: usize,
    long_codes: usize,
    vietnamese: bool,
    english: bool,
    /// The numbers do not count up by ones.
    leaps: bool,
    last: Option<Decimal>,
    /// The row of the first figure that can be read.
    first: Option<u32>,
    /// Texts that are outline numbers (`3.10`), in order, and the last of them.
    outline: usize,
    last_outline: Vec<u16>,
    out_of_order: bool,
    /// A sure number that is not whole.
    in_parts: bool,
    /// A number under a percent format.
    fractions: bool,
}

impl Seen {
    /// Tells whether the texts are outline numbers: dotted, short, and ever rising.
    fn is_outline(&self) -> bool {
        self.outline >= 3 && !self.out_of_order
    }

    fn note_outline(&mut self, text: &str) {
        let parts: Option<Vec<u16>> =
            text.trim().trim_end_matches('.').split('.').map(|p| p.parse::<u16>().ok()).collect();
        let Some(parts) = parts.filter(|p| p.iter().all(|n| *n < 100)) else {
            self.out_of_order = true;
            return;
        };
        self.out_of_order |= parts <= self.last_outline && !self.last_outline.is_empty();
        self.outline += usize::from(parts.len() > 1);
        self.last_outline = parts;
    }

    fn sure(&mut self, readings: &Readings) -> Option<Decimal> {
        if let Readings::One(one) = readings {
            self.vietnamese |= one.notation == Notation::Vietnamese;
            self.english |= one.notation == Notation::English;
            self.in_parts |= !one.value.is_integer();
        }
        readings.iter().next().map(|r| r.value)
    }

    /// Tells whether the figures are names: long ones that begin with zero beside others that do not, as identity cards
    /// and numbers of books come, and nothing that only a quantity has.
    fn is_codes(&self) -> bool {
        let quantity = self.vietnamese || self.english || self.in_parts || self.measured > 0;
        self.codes > 0 && !quantity && (self.codes >= self.figures || 3 * self.long_codes >= self.figures)
    }

    fn note(&mut self, cell: &Cell, heading: &str, known: Option<&Measure>) {
        let number = match &cell.value {
            Value::Number(number) => {
                self.fractions |= cell.number_format() == NumberFormat::Percent;
                self.in_parts |= !number.is_integer();
                Some(*number)
            }
            Value::Text(text) => {
                let dotted = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '));
                let kind = kinds::of(text, heading, known);
                if dotted && kind != Kind::Nothing {
                    self.note_outline(text);
                }
                match kind {
                    Kind::Nothing => return,
                    Kind::Code => {
                        self.codes += 1;
                        self.long_codes += usize::from(text.trim().len() > 3);
                        return;
                    }
                    Kind::Figure(numeral) => {
                        self.out_of_order |= !dotted;
                        self.measured += usize::from(!numeral.tail.is_empty());
                        self.sure(&numeral.readings)
                    }
                    // Two numbers are none: «12/15», «10-20».
                    Kind::Words | Kind::Worded(_) | Kind::Unread(Refusal::Range | Refusal::TwoNumbers) => {
                        self.words += 1;
                        return;
                    }
                    // «khoảng 50», `1.23.4`: figures that cannot be read.
                    Kind::Unread(_) if text.chars().count() <= LONGEST_UNREAD => {
                        self.figures += 1;
                        self.leaps = true;
                        return;
                    }
                    Kind::Unread(_) => {
                        self.words += 1;
                        return;
                    }
                }
            }
            _ => return,
        };
        if let Some(number) = number {
            self.figures += 1;
            // Years head columns: «2023», «2024».
            let year = number.is_integer() && (1900..=2100).contains(&number.to_i64().unwrap_or(0));
            self.first = self.first.or(Some(cell.at.row).filter(|_| !year));
            let next = self.last.is_none_or(|last| number >= last && number.checked_sub(last) <= Some(Decimal::ONE));
            self.leaps |= !next || number.abs() >= 10_000.into();
            self.last = Some(number);
        }
    }
}
