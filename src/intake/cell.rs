//! Cells and sheets as they stood in the file.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::{RangeBounds, RangeInclusive};
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::address::{Address, Area};
use crate::finding::intake::Fault;
use crate::intake::{Comments, Hidden};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text as typed, in Unicode as the file had it.
    Text(String),
    /// A number, as the decimal of its 15 significant digits.
    Number(Decimal),
    /// A number that no exact decimal of 28 digits holds: `1e300`, infinity.
    Huge(f64),
    /// A number under a date or time format, as Excel's serial day, or the text of an ISO date.
    Date(DateValue),
    /// TRUE or FALSE.
    Boolean(bool),
    /// One of Excel's error values.
    Error(String),
    /// A formula saved without its result.
    NoResult(String),
    /// A formula whose result its workbook tells Excel not to trust: programs that write formulas
    /// without computing them often put 0 there.
    Unsure {
        /// The formula.
        formula: String,
        /// The result as stored.
        stored: Decimal,
    },
    /// A cell that cannot be taken as it was read.
    Broken(Fault),
}

/// A date as the file keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum DateValue {
    /// Days since Excel's epoch, and which epoch that is.
    Serial {
        /// The serial day; its range is not checked.
        days: f64,
        /// Counted from 1904 instead of 1900.
        from_1904: bool,
    },
    /// ISO 8601 text (ods).
    Iso(String),
}

impl DateValue {
    /// The date as people write it (`03/01/2024 07:30`) or as programs do (`2024-01-03T07:30`); nothing
    /// for a serial day that Excel does not show.
    pub fn written(&self, for_people: bool) -> Option<String> {
        let (days, from_1904) = match self {
            DateValue::Serial { days, from_1904 } => (*days, *from_1904),
            DateValue::Iso(text) => return Some(text.clone()),
        };
        if !(0.0..2_958_466.0).contains(&days) {
            return None;
        }
        let minutes = (days.fract() * 1440.0).round() as i64;
        let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
        if days < 1.0 {
            return Some(time);
        }
        let (year, month, day) = civil(days as i64 - if from_1904 { 24_107 } else { 25_569 });
        let (date, between) = if for_people {
            (format!("{day:02}/{month:02}/{year}"), " ")
        } else {
            (format!("{year}-{month:02}-{day:02}"), "T")
        };
        Some(if minutes == 0 { date } else { format!("{date}{between}{time}") })
    }

    /// What was probably typed before Excel made a date of it: `3/1`.
    pub fn typed(&self) -> Option<String> {
        match self {
            DateValue::Serial { days, from_1904 } => {
                if (0.0..1.0).contains(days) {
                    // A time: `2:30`.
                    let minutes = (days * 1440.0).round() as i64;
                    return Some(format!("{}:{:02}", minutes / 60, minutes % 60));
                }
                let offset = if *from_1904 { 24_107 } else { 25_569 };
                if !(1.0..2_958_466.0).contains(days) {
                    return None;
                }
                let (_, month, day) = civil(*days as i64 - offset);
                Some(format!("{day}/{month}"))
            }
            DateValue::Iso(text) => {
                let mut parts = text.split(['-', 'T']);
                let (_, month, day) = (parts.next()?, parts.next()?, parts.next()?);
                Some(format!("{}/{}", day.trim_start_matches('0'), month.trim_start_matches('0')))
            }
        }
    }
}

/// The date of a day counted from 1 January 1970 (Hinnant, «chrono-Compatible Low-Level Date
/// Algorithms»): a date crate for this one hint would cost more than it gives.
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
}

impl Value {
    /// Turns a stored binary number into the decimal that Excel shows.
    pub fn number(stored: f64) -> Self {
        // Most figures are whole and short: those need no text between.
        if stored.fract() == 0.0 && stored.abs() < 1e15 {
            return Value::Number(Decimal::from(stored as i64));
        }
        // Fifteen significant digits, as Excel shows and compares; the library's own conversion keeps
        // sixteen, and 434.99999999999994 is 435 to everyone who looks at the sheet.
        let shown = Decimal::from_scientific(&format!("{stored:.14e}"));
        // What is left of 0.3 - 0.2 - 0.1: more places than a decimal has.
        let shown = shown.or_else(|e| if stored.abs() < 1.0 { format!("{stored:.28}").parse() } else { Err(e) });
        shown.map_or(Value::Huge(stored), |d| Value::Number(d.normalize()))
    }
}

/// The cell as it stood: text as typed, a number as its 15 digits.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => f.write_str(text),
            Value::Number(number) => number.fmt(f),
            Value::Huge(number) => number.fmt(f),
            Value::Date(DateValue::Serial { days, .. }) => days.fmt(f),
            Value::Date(DateValue::Iso(text)) => f.write_str(text),
            Value::Boolean(true) => f.write_str("TRUE"),
            Value::Boolean(false) => f.write_str("FALSE"),
            Value::Error(error) => f.write_str(error),
            Value::Unsure { stored, .. } if !stored.is_zero() => stored.fmt(f),
            Value::NoResult(formula) | Value::Unsure { formula, .. } => write!(f, "={formula}"),
            Value::Broken(_) => f.write_str("?"),
        }
    }
}

/// What a number format does to a number, as far as its meaning goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum NumberFormat {
    /// The format is not known: csv, a workbook whose styles could not be read.
    #[default]
    Unknown,
    /// Shown as it is, however grouped.
    Plain,
    /// Shown times 100 with a percent sign.
    Percent,
}

/// The part of a cell's style that means something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CellStyle {
    /// What the number format does.
    pub number_format: NumberFormat,
    /// The font's name; `.VnTime` tells TCVN3.
    pub font: Option<String>,
    /// Set in italics.
    pub italic: bool,
    /// Words that the number format puts beside a number, or `,` for one that leaves out thousands;
    /// empty where the cell shows what it holds.
    pub shown: String,
    /// What the number format shows in place of zero, where that is another kind of nothing.
    pub zero: String,
    /// The number format's code; empty where it is a built-in one or not known.
    pub code: String,
}

/// One cell that is not blank.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Where it stands.
    pub at: Address,
    /// What it holds.
    pub value: Value,
    /// Its style, where the format of the file gives it.
    pub style: Option<Arc<CellStyle>>,
}

impl Cell {
    /// Its number is shown as a percentage.
    pub fn is_percent(&self) -> bool {
        self.style.as_ref().is_some_and(|style| style.number_format == NumberFormat::Percent)
    }

    /// The text of a text cell.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What the number format does, where it is known.
    pub fn number_format(&self) -> NumberFormat {
        self.style.as_ref().map_or(NumberFormat::Unknown, |s| s.number_format)
    }
}

/// One sheet: the cells that are not blank, in order, and its merged areas.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// The sheet's name.
    pub name: String,
    /// Shown in Excel, or hidden.
    pub visible: bool,
    rows: BTreeMap<u32, Vec<Cell>>,
    /// Merged areas.
    pub merges: Vec<Area>,
    /// Rows and columns that do not show.
    pub hidden: Hidden,
    /// What people remarked at cells, where the format of the file gives it.
    pub comments: Comments,
    /// Texts that were in an encoding of before Unicode.
    pub recoded: BTreeSet<Address>,
    /// Of a stretch of a sheet below its first table: the rows at the top of the sheet, whose lines may
    /// hold for every table below.
    pub top: Vec<(u32, Vec<Cell>)>,
    /// Which merges touch a row; the tall ones, which touch many, apart.
    merged_rows: BTreeMap<u32, Vec<Area>>,
    tall_merges: Vec<Area>,
}

/// Cells as a file has them, one behind the other: those of one row, as long as they follow each other, in one piece,
/// which a sheet then takes as it is.
#[derive(Debug, Default)]
pub(super) struct Runs(Vec<Vec<Cell>>);

impl Runs {
    /// Takes up the next cell.
    pub(super) fn push(&mut self, cell: Cell) {
        let row = |run: &Vec<Cell>| run.first().map(|first| first.at.row);
        match self.0.last_mut() {
            Some(run) if row(run) == Some(cell.at.row) => run.push(cell),
            before => {
                // Rows of a table are alike.
                let like = before.map_or(0, |run| {
                    run.shrink_to_fit();
                    run.len()
                });
                let mut run = Vec::with_capacity(like.max(1));
                run.push(cell);
                self.0.push(run);
            }
        }
    }

    /// The cells, in the order in which they were taken up.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Cell> {
        self.0.iter_mut().flatten()
    }
}

impl FromIterator<Cell> for Runs {
    fn from_iter<T: IntoIterator<Item = Cell>>(cells: T) -> Self {
        let mut runs = Self::default();
        cells.into_iter().for_each(|cell| runs.push(cell));
        runs
    }
}

/// Puts a cell into its row; of two at one address the later holds.
fn put(row: &mut Vec<Cell>, cell: Cell) {
    match row.binary_search_by_key(&cell.at.column, |c| c.at.column) {
        Ok(i) => {
            if let Some(slot) = row.get_mut(i) {
                *slot = cell;
            }
        }
        Err(i) => row.insert(i, cell),
    }
}

/// Merges over more rows than this are kept apart, so that one over a whole column costs nothing.
const TALL: u32 = 64;

impl Sheet {
    /// Makes a sheet from cells in any order; of two at one address the later holds, as in Excel.
    pub fn new(
        name: impl Into<String>,
        visible: bool,
        cells: impl IntoIterator<Item = Cell>,
        merges: Vec<Area>,
    ) -> Self {
        Self::of_runs(name, visible, cells.into_iter().collect(), merges)
    }

    /// The same of cells that were gathered by rows.
    pub(super) fn of_runs(name: impl Into<String>, visible: bool, cells: Runs, mut merges: Vec<Area>) -> Self {
        let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
        for run in cells.0 {
            let Some(first) = run.first() else { continue };
            match rows.entry(first.at.row) {
                // As files nearly always have them.
                Entry::Vacant(free) if run.is_sorted_by(|a, b| a.at.column < b.at.column) => {
                    free.insert(run);
                }
                taken => {
                    let row = taken.or_default();
                    run.into_iter().for_each(|cell| put(row, cell));
                }
            }
        }
        merges.sort_unstable();
        let mut sheet = Self { name: name.into(), visible, rows, ..Self::default() };
        sheet.merge(merges);
        sheet
    }

    /// Takes up merged areas, which are in order.
    fn merge(&mut self, merges: Vec<Area>) {
        (self.merged_rows, self.tall_merges) = (BTreeMap::new(), Vec::new());
        for merge in &merges {
            if merge.last.row.saturating_sub(merge.first.row) > TALL {
                self.tall_merges.push(*merge);
                continue;
            }
            for row in merge.first.row..=merge.last.row {
                self.merged_rows.entry(row).or_default().push(*merge);
            }
        }
        self.merges = merges;
    }

    /// Cuts a sheet into stretches, each beginning in one of some rows, in order. Cells keep their
    /// addresses. A stretch after the first remembers what stands above a row that is the first table's
    /// first.
    pub fn cut(mut self, rows: &[u32], first_table: u32) -> Vec<Self> {
        let top: Vec<(u32, Vec<Cell>)> = self.rows.range(..first_table).map(|(r, cells)| (*r, cells.clone())).collect();
        let mut stretches = Vec::with_capacity(rows.len());
        for row in rows.iter().rev() {
            let merges = self.merges.split_off(self.merges.partition_point(|m| m.first.row < *row));
            let recoded = self.recoded.split_off(&Address { row: *row, column: 0 });
            let (name, hidden) = (self.name.clone(), self.hidden.clone());
            let mut stretch = Self { name, visible: self.visible, hidden, ..Self::default() };
            (stretch.rows, stretch.recoded, stretch.top) = (self.rows.split_off(row), recoded, top.clone());
            stretch.merge(merges);
            stretches.push(stretch);
        }
        let merges = std::mem::take(&mut self.merges);
        self.merge(merges);
        stretches.push(self);
        stretches.reverse();
        stretches
    }

    /// Puts the stretch below back to this one.
    pub fn append(&mut self, mut below: Self) {
        self.rows.append(&mut below.rows);
        self.recoded.append(&mut below.recoded);
        let mut merges = std::mem::take(&mut self.merges);
        merges.append(&mut below.merges);
        self.merge(merges);
    }

    /// Takes out what stands in some columns from a row on.
    pub fn take_out(&mut self, from: u32, columns: RangeInclusive<u32>) {
        self.retain(|at| at.row < from || !columns.contains(&at.column));
        let inside = |m: &Area| m.first.row >= from && columns.contains(&m.first.column);
        let merges = std::mem::take(&mut self.merges).into_iter().filter(|m| !inside(m)).collect();
        self.merge(merges);
    }

    /// Takes out one cell.
    pub fn take_out_cell(&mut self, at: Address) {
        self.retain(|cell| cell != at);
    }

    /// Puts another value into a cell that is there.
    pub fn set(&mut self, at: Address, value: Value) {
        let cell = self.rows.get_mut(&at.row).and_then(|cells| cells.iter_mut().find(|cell| cell.at == at));
        if let Some(cell) = cell {
            cell.value = value;
        }
    }

    fn retain(&mut self, keep: impl Fn(Address) -> bool) {
        self.rows.values_mut().for_each(|cells| cells.retain(|cell| keep(cell.at)));
        self.rows.retain(|_, cells| !cells.is_empty());
    }

    /// The rows that are not blank, in order.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = (u32, &[Cell])> {
        self.rows.iter().map(|(row, cells)| (*row, cells.as_slice()))
    }

    /// The rows of a range that are not blank, in order.
    pub fn rows_in(&self, range: impl RangeBounds<u32>) -> impl DoubleEndedIterator<Item = (u32, &[Cell])> {
        self.rows.range(range).map(|(row, cells)| (*row, cells.as_slice()))
    }

    /// Every cell, to be changed where it stands.
    pub(super) fn cells_mut(&mut self) -> impl Iterator<Item = &mut Cell> {
        self.rows.values_mut().flatten()
    }

    /// The cells of one row, in order; none if it is blank.
    pub fn row(&self, row: u32) -> &[Cell] {
        self.rows.get(&row).map(Vec::as_slice).unwrap_or_default()
    }

    /// The cell at an address, if it is not blank.
    pub fn cell(&self, at: Address) -> Option<&Cell> {
        let row = self.row(at.row);
        row.binary_search_by_key(&at.column, |c| c.at.column).ok().and_then(|i| row.get(i))
    }

    /// The merged area that covers an address, if one does.
    pub fn merge_at(&self, at: Address) -> Option<Area> {
        let of_row = self.merged_rows.get(&at.row).map(Vec::as_slice).unwrap_or_default();
        of_row.iter().chain(&self.tall_merges).copied().find(|m| m.contains(at))
    }

    /// The cell that shows at an address: of a merged area, its upper left one.
    pub fn shown(&self, at: Address) -> Option<&Cell> {
        self.cell(self.merge_at(at).map_or(at, |m| m.first))
    }

    /// Tells whether no cell holds anything.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The number of cells that are not blank.
    pub fn len(&self) -> usize {
        self.rows.values().map(Vec::len).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_excel_shows_of_them() {
        for (stored, shown) in [
            (0.1 + 0.2, "0.3"),
            (0.8276, "0.8276"),
            (18_939.0, "18939"),
            (1e15, "1000000000000000"),
            (-0.0, "0"),
            (2.0e-7, "0.0000002"),
            (5.551_115_123_125_783e-17, "0.0000000000000000555111512313"),
            (1e-40, "0"),
            (434.999_999_999_999_94, "435"),
            (1e25, "10000000000000000000000000"),
        ] {
            assert_eq!(Value::number(stored).to_string(), shown);
        }
        assert!(matches!(Value::number(f64::NAN), Value::Huge(_)));
        assert!(matches!(Value::number(1e300), Value::Huge(_)));
    }

    #[test]
    fn a_sheet_takes_cells_in_any_order_and_of_two_at_one_address_the_later() {
        let cell = |row: u32, column: u32, text: &str| Cell {
            at: Address { row, column },
            value: Value::Text(text.to_owned()),
            style: None,
        };
        // A row in order, one that comes in two pieces, one backwards, one with an address twice, one mended last.
        let cells = [
            cell(0, 0, "a"),
            cell(0, 1, "b"),
            cell(1, 0, "c"),
            cell(3, 2, "f"),
            cell(3, 1, "e"),
            cell(1, 1, "d"),
            cell(4, 0, "old"),
            cell(4, 0, "new"),
            cell(0, 1, "mended"),
        ];
        let sheet = Sheet::new("S", true, cells, Vec::new());
        let found: Vec<(u32, Vec<(u32, &str)>)> = sheet
            .rows()
            .map(|(row, cells)| (row, cells.iter().map(|c| (c.at.column, c.text().unwrap())).collect()))
            .collect();
        let expected = [
            (0, vec![(0, "a"), (1, "mended")]),
            (1, vec![(0, "c"), (1, "d")]),
            (3, vec![(1, "e"), (2, "f")]),
            (4, vec![(0, "new")]),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_date_tells_what_was_probably_typed() {
        // 45294 is 3 January 2024.
        assert_eq!(DateValue::Serial { days: 45_294.0, from_1904: false }.typed().as_deref(), Some("3/1"));
        assert_eq!(DateValue::Serial { days: 0.0625, from_1904: false }.typed().as_deref(), Some("1:30"));
        assert_eq!(DateValue::Iso("2024-01-03".into()).typed().as_deref(), Some("3/1"));
        assert_eq!(DateValue::Serial { days: f64::INFINITY, from_1904: false }.typed(), None);
    }

    #[test]
    fn dates_are_written_for_people_and_for_programs() {
        let date = DateValue::Serial { days: 45_294.312_5, from_1904: false };
        assert_eq!(date.written(true).as_deref(), Some("03/01/2024 07:30"));
        assert_eq!(date.written(false).as_deref(), Some("2024-01-03T07:30"));
        assert_eq!(DateValue::Serial { days: 0.5, from_1904: false }.written(true).as_deref(), Some("12:00"));
    }

    #[test]
    fn of_two_cells_at_one_address_the_later_holds() {
        let at = Address::new(0, 0).unwrap();
        let cell = |text: &str| Cell { at, value: Value::Text(text.into()), style: None };
        let sheet = Sheet::new("S", true, [cell("a"), cell("b")], vec![]);
        assert_eq!(sheet.cell(at).and_then(Cell::text), Some("b"));
        assert_eq!(sheet.len(), 1);
    }
}
