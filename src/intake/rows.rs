//! The rows of a sheet, in blocks. Those of a tall sheet are [packed](super::packed): a list of a million rows takes
//! a tenth of the room, and is unpacked a row at a time by whoever goes through it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::{Bound, RangeBounds};
use std::sync::OnceLock;

use super::cell::Cell;
use super::packed::Packed;

/// A row and its cells, in order of their columns.
pub(super) type Row = (u32, Vec<Cell>);

/// Rows of one block; in the tests of this crate so few that most of them try packed ones too.
const BLOCK: usize = if cfg!(test) { 4 } else { 1024 };

/// Blocks at the top of a sheet that are never packed: nearly every sheet has no more, and headings stand there.
const HELD: usize = if cfg!(test) { 1 } else { 4 };

/// Rows of more cells are never packed: whoever asks for one of them would have all unpacked.
const WIDEST: usize = if cfg!(test) { 3 } else { 64 };

/// Rows that follow each other: as they are, or packed.
#[derive(Debug, Clone)]
struct Block {
    first: u32,
    last: u32,
    /// As they are; of packed ones, once they were asked for.
    open: OnceLock<Vec<Row>>,
    packed: Option<Packed>,
}

impl Block {
    fn held(rows: Vec<Row>) -> Option<Self> {
        let (first, last) = (rows.first()?.0, rows.last()?.0);
        Some(Self { first, last, open: OnceLock::from(rows), packed: None })
    }

    /// Packed, where that can be.
    fn packed(rows: Vec<Row>) -> Option<Self> {
        let (first, last) = (rows.first()?.0, rows.last()?.0);
        let narrow = rows.iter().all(|(_, cells)| cells.len() <= WIDEST);
        match narrow.then(|| Packed::of(&rows)).flatten() {
            Some(packed) => Some(Self { first, last, open: OnceLock::new(), packed: Some(packed) }),
            None => Self::held(rows),
        }
    }

    fn rows(&self) -> &[Row] {
        self.open.get_or_init(|| self.packed.as_ref().map(|p| p.rows().collect()).unwrap_or_default())
    }

    /// Those of its rows that are wanted, a packed one unpacked by itself.
    fn scan(&self, wanted: impl Fn(u32) -> bool + Copy) -> impl Iterator<Item = (u32, Cow<'_, [Cell]>)> {
        let (open, packed) = match (self.open.get(), &self.packed) {
            (None, Some(packed)) => (None, Some(packed)),
            (open, _) => (open, None),
        };
        let open = open.into_iter().flatten().filter(move |(row, _)| wanted(*row));
        let as_they_are = open.map(|(row, cells)| (*row, Cow::Borrowed(cells.as_slice())));
        let packed = packed.into_iter().flat_map(move |packed| packed.rows_where(wanted));
        as_they_are.chain(packed.map(|(row, cells)| (row, Cow::Owned(cells))))
    }

    fn peek(&self, row: u32) -> Cow<'_, [Cell]> {
        match (self.open.get(), &self.packed) {
            (None, Some(packed)) => Cow::Owned(packed.row(row)),
            _ => Cow::Borrowed(find(self.rows(), row)),
        }
    }

    /// Its rows to keep, and whether they were packed.
    fn into_rows(self) -> (Vec<Row>, bool) {
        let (open, packed) = (self.open.into_inner(), self.packed);
        let was_packed = open.is_none() && packed.is_some();
        (open.or_else(|| packed.map(|p| p.rows().collect())).unwrap_or_default(), was_packed)
    }
}

fn find(rows: &[Row], row: u32) -> &[Cell] {
    let at = rows.binary_search_by_key(&row, |(r, _)| *r).ok();
    at.and_then(|at| rows.get(at)).map(|(_, cells)| cells.as_slice()).unwrap_or_default()
}

/// The rows of a sheet that are not blank, from top to bottom.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows(Vec<Block>);

impl Rows {
    /// The rows of a range, in order. Those that are packed are unpacked, and stay so.
    pub(super) fn range(&self, range: impl RangeBounds<u32>) -> impl DoubleEndedIterator<Item = (u32, &[Cell])> {
        let bounds = (range.start_bound().cloned(), range.end_bound().cloned());
        let (before, inside) = split(&self.0, &bounds, |block| (block.first, block.last));
        let blocks = self.0.get(before..before + inside).unwrap_or_default();
        let rows = move |block: &'_ Block| -> (usize, usize) { split(block.rows(), &bounds, |(row, _)| (*row, *row)) };
        blocks.iter().flat_map(move |block| {
            let (before, inside) = rows(block);
            let own = block.rows().get(before..before + inside).unwrap_or_default();
            own.iter().map(|(row, cells)| (*row, cells.as_slice()))
        })
    }

    /// The rows that are wanted, in order; packed ones are unpacked for the moment.
    pub(super) fn scan(&self, wanted: impl Fn(u32) -> bool + Copy) -> impl Iterator<Item = (u32, Cow<'_, [Cell]>)> {
        self.0.iter().flat_map(move |block| block.scan(wanted))
    }

    /// The cells of one row; those of a packed one are unpacked for the moment.
    pub(super) fn peek(&self, row: u32) -> Cow<'_, [Cell]> {
        self.block(row).map(|block| block.peek(row)).unwrap_or_default()
    }

    /// The cells of one row. Where it is packed, its block is unpacked, and stays so.
    pub(super) fn row(&self, row: u32) -> &[Cell] {
        self.block(row).map(|block| find(block.rows(), row)).unwrap_or_default()
    }

    fn block(&self, row: u32) -> Option<&Block> {
        self.0.get(self.0.partition_point(|block| block.last < row)).filter(|block| block.first <= row)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Changes rows where they stand, and leaves out those that have no cell left.
    pub(super) fn change(&mut self, mut how: impl FnMut(&mut Vec<Cell>)) {
        let blocks = std::mem::take(&mut self.0).into_iter();
        self.0 = blocks
            .filter_map(|block| {
                let (mut rows, was_packed) = block.into_rows();
                rows.iter_mut().for_each(|(_, cells)| how(cells));
                rows.retain(|(_, cells)| !cells.is_empty());
                if was_packed { Block::packed(rows) } else { Block::held(rows) }
            })
            .collect();
    }

    /// The cells of one row, to be changed where they stand.
    pub(super) fn row_mut(&mut self, row: u32) -> Option<&mut Vec<Cell>> {
        let at = self.0.partition_point(|block| block.last < row);
        let block = self.0.get_mut(at)?;
        block.rows();
        block.packed = None;
        let rows = block.open.get_mut()?;
        let at = rows.binary_search_by_key(&row, |(r, _)| *r).ok()?;
        rows.get_mut(at).map(|(_, cells)| cells)
    }

    /// Splits off what stands from a row on.
    pub(super) fn split_off(&mut self, row: u32) -> Self {
        let at = self.0.partition_point(|block| block.last < row);
        let mut below = self.0.split_off(at);
        if below.first().is_some_and(|block| block.first < row) {
            let (mut rows, _) = below.remove(0).into_rows();
            let rest = rows.split_off(rows.partition_point(|(r, _)| *r < row));
            self.0.extend(Block::held(rows));
            below.splice(0..0, Block::held(rest));
        }
        Self(below)
    }

    /// Puts others behind these. Where some do not stand below these, of two of one row the others' holds.
    pub(super) fn append(&mut self, below: Self) {
        let last = self.0.last().map(|block| block.last);
        if below.0.first().is_none_or(|block| last.is_none_or(|last| last < block.first)) {
            self.0.extend(below.0);
            return;
        }
        let blocks = std::mem::take(&mut self.0).into_iter().chain(below.0);
        *self = Self::of(blocks.flat_map(|block| block.into_rows().0).collect());
    }

    /// Makes rows of some whose cells are in order.
    fn of(rows: BTreeMap<u32, Vec<Cell>>) -> Self {
        let mut runs = Runs::default();
        rows.into_values().flatten().for_each(|cell| runs.push(cell));
        runs.tidy()
    }
}

/// How many of some things stand before a range, and how many in it; each reaches from one row to another.
fn split<T>(all: &[T], (from, to): &(Bound<u32>, Bound<u32>), reach: impl Fn(&T) -> (u32, u32)) -> (usize, usize) {
    let before = all.partition_point(|one| match from {
        Bound::Included(from) => reach(one).1 < *from,
        Bound::Excluded(from) => reach(one).1 <= *from,
        Bound::Unbounded => false,
    });
    let until = all.partition_point(|one| match to {
        Bound::Included(to) => reach(one).0 <= *to,
        Bound::Excluded(to) => reach(one).0 < *to,
        Bound::Unbounded => true,
    });
    (before, until.saturating_sub(before))
}

/// Cells as a file has them, one behind the other, gathered by rows.
#[derive(Debug, Default)]
pub(super) struct Runs {
    whole: Vec<Block>,
    now: Vec<Row>,
    /// Some row or cell came before one that stands above or left of it.
    untidy: bool,
}

impl Runs {
    /// Takes up the next cell.
    pub(super) fn push(&mut self, cell: Cell) {
        let like = match self.now.last_mut() {
            Some((row, run)) if *row == cell.at.row => {
                self.untidy |= run.last().is_some_and(|last| last.at.column >= cell.at.column);
                run.push(cell);
                return;
            }
            // Rows of a table are alike.
            Some((row, run)) => {
                self.untidy |= *row > cell.at.row;
                run.shrink_to_fit();
                run.len()
            }
            None => 1,
        };
        if self.now.len() == BLOCK {
            let rows = std::mem::take(&mut self.now);
            let packs = self.whole.len() >= HELD && !self.untidy;
            self.whole.extend(if packs { Block::packed(rows) } else { Block::held(rows) });
        }
        let row = cell.at.row;
        self.untidy |= self.now.is_empty() && self.whole.last().is_some_and(|block| block.last >= row);
        let mut run = Vec::with_capacity(like);
        run.push(cell);
        self.now.push((row, run));
    }

    /// Changes every cell where it stands.
    pub(super) fn each_mut(&mut self, mut how: impl FnMut(&mut Cell)) {
        let mut whole = Rows(std::mem::take(&mut self.whole));
        whole.change(|cells| cells.iter_mut().for_each(&mut how));
        self.whole = whole.0;
        self.now.iter_mut().flat_map(|(_, cells)| cells).for_each(how);
    }

    /// Makes rows of them; of two cells at one address the later holds, as in Excel.
    pub(super) fn rows(self) -> Rows {
        if !self.untidy {
            return self.tidy();
        }
        let mut rows: BTreeMap<u32, Vec<Cell>> = BTreeMap::new();
        for (row, run) in self.whole.into_iter().flat_map(|block| block.into_rows().0).chain(self.now) {
            let own = rows.entry(row).or_default();
            if own.is_empty() && run.is_sorted_by(|a, b| a.at.column < b.at.column) {
                *own = run;
            } else {
                run.into_iter().for_each(|cell| put(own, cell));
            }
        }
        Rows::of(rows)
    }

    /// The rows of cells that came in order.
    fn tidy(self) -> Rows {
        let Self { whole: mut blocks, now, .. } = self;
        let packs = blocks.len() > HELD;
        blocks.extend(if packs { Block::packed(now) } else { Block::held(now) });
        Rows(blocks)
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::address::Address;
    use crate::intake::Value;

    type Model = BTreeMap<u32, BTreeMap<u32, i64>>;

    fn made(cells: &[(u32, u32)]) -> (Rows, Model) {
        let mut model = Model::new();
        let mut runs = Runs::default();
        for (n, (row, column)) in (0i64..).zip(cells) {
            model.entry(*row).or_default().insert(*column, n);
            let at = Address { row: *row, column: *column };
            runs.push(Cell { at, value: Value::Number(n.into()), style: None });
        }
        (runs.rows(), model)
    }

    fn said(row: u32, cells: &[Cell]) -> (u32, Vec<(u32, String)>) {
        assert!(cells.iter().all(|c| c.at.row == row));
        (row, cells.iter().map(|c| (c.at.column, c.value.to_string())).collect())
    }

    fn of_model(model: &Model, range: impl RangeBounds<u32>) -> Vec<(u32, Vec<(u32, String)>)> {
        let line = |(row, cells): (&u32, &BTreeMap<u32, i64>)| {
            (*row, cells.iter().map(|(column, n)| (*column, n.to_string())).collect())
        };
        model.range(range).map(line).collect()
    }

    fn scanned(rows: &Rows) -> Vec<(u32, Vec<(u32, String)>)> {
        rows.scan(|_| true).map(|(row, cells)| said(row, &cells)).collect()
    }

    proptest! {
        #[test]
        fn rows_are_those_of_a_plain_map_however_the_cells_came(
            mut cells in prop::collection::vec((0u32..40, 0u32..4), 0..120),
            in_order in any::<bool>(),
            (from, to, cut) in (0u32..42, 0u32..42, 0u32..42),
        ) {
            if in_order {
                cells.sort_unstable();
            }
            let (mut rows, mut model) = made(&cells);
            for row in 0..42 {
                let plain = of_model(&model, row..=row).pop().unwrap_or((row, Vec::new()));
                prop_assert_eq!(said(row, &rows.peek(row)), plain);
            }
            prop_assert_eq!(scanned(&rows), of_model(&model, ..));
            let odd = |row: u32| row % 2 == 1;
            let halved: Vec<_> = rows.scan(odd).map(|(row, cells)| said(row, &cells)).collect();
            prop_assert_eq!(halved, of_model(&model, ..).into_iter().filter(|(row, _)| odd(*row)).collect::<Vec<_>>());
            prop_assert_eq!(rows.is_empty(), model.is_empty());
            // Gone through by reference.
            let (from, to) = (from.min(to), from.max(to));
            let all = |rows: &Rows, range: (Bound<u32>, Bound<u32>)| -> Vec<_> {
                rows.range(range).map(|(row, cells)| said(row, cells)).collect()
            };
            let ranges = [
                (Bound::Included(from), Bound::Excluded(to)),
                (Bound::Excluded(from), Bound::Included(to.max(from + 1))),
                (Bound::Unbounded, Bound::Included(to)),
                (Bound::Included(from), Bound::Unbounded),
            ];
            let unopened = rows.clone();
            for range in ranges {
                prop_assert_eq!(all(&rows, range), of_model(&model, range));
                let mut back: Vec<_> = rows.range(range).rev().map(|(row, cells)| said(row, cells)).collect();
                back.reverse();
                prop_assert_eq!(back, of_model(&model, range));
            }
            for mut rows in [rows.clone(), unopened.clone()] {
                let mut changed = model.clone();
                rows.change(|cells| cells.retain(|c| c.at.column != 1));
                changed.values_mut().for_each(|cells| cells.retain(|column, _| *column != 1));
                changed.retain(|_, cells| !cells.is_empty());
                prop_assert_eq!(scanned(&rows), of_model(&changed, ..));
            }
            rows = unopened;
            let below = rows.split_off(cut);
            prop_assert_eq!(scanned(&rows), of_model(&model, ..cut));
            prop_assert_eq!(scanned(&below), of_model(&model, cut..));
            let mut turned = below.clone();
            turned.append(rows.clone());
            prop_assert_eq!(scanned(&turned), of_model(&model, ..));
            let (others, of_others) = made(&[(from, 3), (to, 2)]);
            turned.append(others);
            let mut replaced = model.clone();
            replaced.extend(of_others);
            prop_assert_eq!(scanned(&turned), of_model(&replaced, ..));
            prop_assert_eq!(said(from, &turned.peek(from)), of_model(&replaced, from..=from).remove(0));
            rows.append(below);
            if let Some(cell) = rows.row_mut(from).and_then(|cells| cells.first_mut()) {
                cell.value = Value::Number(1000.into());
                if let Some(n) = model.get_mut(&from).and_then(|cells| cells.values_mut().next()) {
                    *n = 1000;
                }
            }
            prop_assert_eq!(scanned(&rows), of_model(&model, ..));
        }
    }
}
