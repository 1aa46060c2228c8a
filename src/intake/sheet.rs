//! A sheet of cells, by rows.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{RangeBounds, RangeInclusive};

use crate::address::{Address, Area};

use super::cell::{Cell, Value};
use super::comments::Comments;
use super::hidden::Hidden;
use super::rows::{Rows, Runs};
use super::sums::Sums;

/// One sheet: the cells that are not blank, in order, and its merged areas.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// The sheet's name.
    pub name: String,
    /// Shown in Excel, or hidden.
    pub visible: bool,
    rows: Rows,
    /// Merged areas.
    pub merges: Vec<Area>,
    /// Rows and columns that do not show.
    pub hidden: Hidden,
    /// What people remarked at cells, where the format of the file gives it.
    pub comments: Comments,
    /// Texts that were in an encoding of before Unicode.
    pub recoded: BTreeSet<Address>,
    /// The formulas that sum, by cell, where a figure that they pass over may be typed as text; else none.
    pub sums: Sums,
    /// Of a stretch of a sheet below its first table: the rows at the top of the sheet, whose lines may
    /// hold for every table below.
    pub top: Vec<(u32, Vec<Cell>)>,
    /// Which merges touch a row; the tall ones, which touch many, apart.
    merged_rows: BTreeMap<u32, Vec<Area>>,
    tall_merges: Vec<Area>,
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
        merges.sort_unstable();
        let mut sheet = Self { name: name.into(), visible, rows: cells.rows(), ..Self::default() };
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
        let top: Vec<(u32, Vec<Cell>)> =
            self.rows.range(..first_table).map(|(row, cells)| (row, cells.to_vec())).collect();
        let mut stretches = Vec::with_capacity(rows.len());
        for row in rows.iter().rev() {
            let merges = self.merges.split_off(self.merges.partition_point(|m| m.first.row < *row));
            let recoded = self.recoded.split_off(&Address { row: *row, column: 0 });
            let (name, hidden) = (self.name.clone(), self.hidden.clone());
            let mut stretch = Self { name, visible: self.visible, hidden, ..Self::default() };
            (stretch.rows, stretch.recoded, stretch.top) = (self.rows.split_off(*row), recoded, top.clone());
            stretch.sums = self.sums.split_off(&Address { row: *row, column: 0 });
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
        self.rows.append(below.rows);
        self.recoded.append(&mut below.recoded);
        self.sums.append(&mut below.sums);
        let mut merges = std::mem::take(&mut self.merges);
        merges.append(&mut below.merges);
        self.merge(merges);
    }

    /// Lets go of all that stands in it.
    pub fn clear(&mut self) {
        *self = Self { name: std::mem::take(&mut self.name), visible: self.visible, ..Self::default() };
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
        let cell = self.rows.row_mut(at.row).and_then(|cells| cells.iter_mut().find(|cell| cell.at == at));
        if let Some(cell) = cell {
            cell.value = value;
        }
    }

    fn retain(&mut self, keep: impl Fn(Address) -> bool) {
        self.rows.change(|cells| cells.retain(|cell| keep(cell.at)));
    }

    /// The rows that are not blank, in order.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = (u32, &[Cell])> {
        self.rows.range(..)
    }

    /// The rows of a range that are not blank, in order.
    pub fn rows_in(&self, range: impl RangeBounds<u32>) -> impl DoubleEndedIterator<Item = (u32, &[Cell])> {
        self.rows.range(range)
    }

    /// The rows that are not blank, in order, each for the moment: of a tall sheet no more than one is held at a time.
    pub fn scan(&self) -> impl Iterator<Item = (u32, Cow<'_, [Cell]>)> {
        self.rows.scan(|_| true)
    }

    /// Those of its rows that are wanted, each for the moment.
    pub fn scan_where(&self, wanted: impl Fn(u32) -> bool + Copy) -> impl Iterator<Item = (u32, Cow<'_, [Cell]>)> {
        self.rows.scan(wanted)
    }

    /// The cells of one row, in order, for the moment.
    pub fn peek(&self, row: u32) -> Cow<'_, [Cell]> {
        self.rows.peek(row)
    }

    /// The cell at an address, for the moment.
    pub fn peek_cell(&self, at: Address) -> Option<Cow<'_, Cell>> {
        match self.rows.peek(at.row) {
            Cow::Borrowed(row) => in_row(row, at.column).map(Cow::Borrowed),
            Cow::Owned(row) => row.into_iter().find(|cell| cell.at.column == at.column).map(Cow::Owned),
        }
    }

    /// Changes every cell where it stands.
    pub(super) fn each_mut(&mut self, mut how: impl FnMut(&mut Cell)) {
        self.rows.change(|cells| cells.iter_mut().for_each(&mut how));
    }

    /// The cells of one row, in order; none if it is blank.
    pub fn row(&self, row: u32) -> &[Cell] {
        self.rows.row(row)
    }

    /// The cell at an address, if it is not blank.
    pub fn cell(&self, at: Address) -> Option<&Cell> {
        in_row(self.row(at.row), at.column)
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
        self.scan().map(|(_, cells)| cells.len()).sum()
    }
}

/// The cell of a row in a column.
pub fn in_row(row: &[Cell], column: u32) -> Option<&Cell> {
    row.binary_search_by_key(&column, |c| c.at.column).ok().and_then(|i| row.get(i))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_takes_cells_in_any_order_and_of_two_at_one_address_the_later() {
        let cell = |row: u32, column: u32, text: &str| Cell {
            at: Address { row, column },
            value: Value::Text(text.into()),
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
}
