//! Where headings stand, and the path of headings over each column.
//!
//! `begins` tells in which row headings begin, `extent` how far down they go and whether an index row ends them;
//! `over` gives each column the headings that stand over it, from top to bottom (`centred` those that are typed over
//! the middle of their group), and `roles` says what each column is for. Where they begin and end is told by the words
//! of `table::words` and by what kinds of cells stand there: a row with a figure in it, but for years, heads nothing.

mod begins;
mod centred;
mod extent;
mod over;
mod roles;

use std::collections::BTreeMap;

use crate::address::Address;
use crate::intake::{Cell, Sheet, Value};
use crate::vietnamese::number;
use crate::vietnamese::text::fold;

use super::index_row::IndexCell;

pub use begins::next_begins;
use begins::{begins, begins_next};
use extent::extent;
pub use over::{levels, paths, stacked};

/// One level of the headings over a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The text, on one line.
    pub text: String,
    /// The columns it stands over.
    pub first: u32,
    /// The last of them.
    pub last: u32,
}

/// The most rows that headings take, and the most that are looked through for an index row below.
const MOST_ROWS: u32 = 8;

/// The most columns that a heading stands over.
const WIDEST: u32 = 256;

/// An index row: where it stands, and what in each column.
type Index = (u32, BTreeMap<u32, IndexCell>);

/// A block of headings.
pub struct Block {
    /// Its first row.
    pub top: u32,
    /// Its last row, before the index row.
    pub bottom: u32,
    /// The index row, with what stands in each column.
    pub index: Option<Index>,
    /// The headings over each column.
    pub headings: BTreeMap<u32, Vec<Heading>>,
}

/// Finds the next block of headings from a row on.
pub fn next(sheet: &Sheet, from: u32) -> Option<Block> {
    sheet.rows_in(from..).find_map(|(row, cells)| begins(sheet, cells).then(|| block(sheet, row, from)))
}

/// The first rows of all headings of a sheet, each with the first row below them: the first by what
/// headings say, further ones only where they are some for certain. Of headings that are known already, from their
/// first row to that below them, it is not asked how far they go.
pub fn starts(sheet: &Sheet, known: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut found: Vec<(u32, u32)> = Vec::new();
    let mut from = 0;
    for (row, cells) in sheet.scan() {
        let begins = if found.is_empty() { begins } else { begins_next };
        let starts = row >= from && begins(sheet, &cells);
        if starts {
            let span = known.iter().copied().find(|(top, _)| *top == row).unwrap_or_else(|| {
                let block = block(sheet, row, from);
                (block.top, block.body())
            });
            from = span.1;
            found.push(span);
        }
    }
    found
}

pub(super) fn block(sheet: &Sheet, first: u32, from: u32) -> Block {
    let mut top = first;
    let (bottom, index) = extent(sheet, first);
    let mut headings = paths(sheet, top, bottom);
    // A heading right above a single row of headings («QUYẾT TOÁN» over «NĂM 2004»).
    let single = !headings.keys().any(|c| {
        sheet.merge_at(Address { row: first, column: *c }).is_some_and(|m| m.first.row == first && m.last.row > first)
    });
    if single && first > from && goes_above(sheet, first - 1, &headings) {
        top = first - 1;
        headings = paths(sheet, top, bottom);
    }
    Block { top, bottom, index, headings }
}

/// Tells whether a row is the upper part of the headings below it.
fn goes_above(sheet: &Sheet, row: u32, headings: &BTreeMap<u32, Vec<Heading>>) -> bool {
    let cells = sheet.row(row);
    let [first, second, ..] = headings.keys().copied().collect::<Vec<_>>()[..] else { return false };
    !cells.is_empty()
        && cells.iter().all(|c| {
            let Some(text) = c.text() else { return false };
            let last = sheet.merge_at(c.at).map_or(c.at.column, |m| m.last.column);
            let short = text.chars().count() <= 60 && !text.trim_start().starts_with('(');
            c.at.column > second
                && (c.at.column..=last).any(|at| headings.contains_key(&at))
                && last > first
                && short
                && crate::vietnamese::measure::announced(text).is_none()
                && !["biểu", "mẫu", "phụ lục"].iter().any(|w| fold(text).as_str().starts_with(fold(w).as_str()))
        })
}

/// Tells whether a number is a year.
pub fn is_year(n: rust_decimal::Decimal) -> bool {
    n.is_integer() && (1900.into()..=2100.into()).contains(&n)
}

/// Tells whether a text is a year alone, as a file without numbers has it.
pub fn is_year_text(text: &str) -> bool {
    let text = text.trim();
    text.len() == 4 && text.parse().is_ok_and(is_year)
}

/// Tells whether a cell may head a column: by words, or by a year, which Excel keeps as a number.
pub fn may_head(cell: &Cell) -> bool {
    match &cell.value {
        Value::Text(_) => true,
        Value::Number(n) => is_year(*n),
        _ => false,
    }
}

/// Tells whether a value is a number, and no year.
pub fn is_count(value: &Value) -> bool {
    matches!(value, Value::Number(n) if !is_year(*n))
}

/// Tells whether a value is a figure that no heading is.
pub fn is_figure(value: &Value) -> bool {
    match value {
        Value::Number(n) => !is_year(*n),
        Value::Text(_) => false,
        _ => true,
    }
}

/// Tells whether a cell lies hidden below a merged one.
pub(super) fn covered(sheet: &Sheet, at: Address) -> bool {
    sheet.merge_at(at).is_some_and(|m| m.first != at)
}

impl Block {
    /// The first row below the headings and the index row.
    pub fn body(&self) -> u32 {
        self.index.as_ref().map_or(self.bottom, |(row, _)| *row) + 1
    }
}

/// Tells whether a text is words, not a sign or a number.
pub(super) fn is_words(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2 && number::read(text).is_err()
}
