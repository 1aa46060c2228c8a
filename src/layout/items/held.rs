//! What is kept of the items of a list.

use std::collections::HashSet;
use std::sync::Arc;

use crate::address::Address;
use crate::form::Form;
use crate::intake::{Sheet, Value};
use crate::layout::header::Header;
use crate::layout::{Doubt, Head, ValueCell};

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its number within its submission, from 1.
    pub number: usize,
    /// The sheet row it begins in.
    pub sheet_row: u32,
    /// Its label as it stands.
    pub label: Arc<str>,
    /// The measure beside it; empty where none stands there.
    pub measure: Box<str>,
}

/// The items of a table, from top to bottom, with what stands over them: which cells of an item are read follows from
/// its row, and is not kept of each.
#[derive(Debug, Clone, Default)]
pub struct Items {
    all: Vec<Item>,
    /// The headers of the table from top to bottom: the first row below each, and its columns that are read.
    headers: Vec<(u32, Vec<(u32, Arc<Head>)>)>,
    /// Cells under a merge that stands over several items.
    shared: HashSet<Address>,
    /// From which row on another year is meant.
    other_year: Option<u32>,
}

impl Items {
    /// Those of a table with some headers; there are none yet.
    pub(super) fn new(form: &Form, headers: &[Header]) -> Self {
        let read = |header: &Header| {
            let heads = form.read_columns().filter_map(|(column, _)| header.columns.get(&column));
            (header.last_row + 1, heads.map(|heading| (heading.column, heading.head.clone())).collect())
        };
        Self { headers: headers.iter().map(read).collect(), ..Self::default() }
    }

    /// Takes up the next item.
    pub(super) fn push(&mut self, sheet_row: u32, label: Arc<str>, measure: Box<str>) {
        self.all.push(Item { number: 0, sheet_row, label, measure });
    }

    /// Marks the cells that are under a merge over several items.
    pub(super) fn mark_shared(&mut self, sheet: &Sheet) {
        let row = |at: &Address| self.all.partition_point(|item| item.sheet_row < at.row);
        for merge in sheet.merges.iter().filter(|m| m.first.row < m.last.row) {
            let below = self.all.partition_point(|item| item.sheet_row <= merge.last.row);
            let under = self.all.get(row(&merge.first)..below).unwrap_or_default();
            let says = |value: &Value| !matches!(value, Value::Text(text) if text.trim().is_empty());
            if under.len() > 1 && sheet.peek_cell(merge.first).is_some_and(|cell| says(&cell.value)) {
                let cells = under.iter().flat_map(|item| self.cells(item)).map(|cell| cell.at);
                let own: Vec<Address> = cells.filter(|at| merge.contains(*at)).collect();
                self.shared.extend(own);
            }
        }
    }

    /// What stands from a row on is of another year.
    pub(in crate::layout) fn mark_other_year(&mut self, from: u32) {
        self.other_year = Some(self.other_year.map_or(from, |other| other.min(from)));
        self.all.retain(|item| item.sheet_row != from);
    }

    /// The items.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Item> + DoubleEndedIterator {
        self.all.iter()
    }

    /// The items, to be changed.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Item> {
        self.all.iter_mut()
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many cells are read of them all.
    pub fn len_cells(&self) -> usize {
        self.all.iter().map(|item| self.over(item).len()).sum()
    }

    /// What stands over an item.
    fn over(&self, item: &Item) -> &[(u32, Arc<Head>)] {
        let header = self.headers.iter().rev().find(|(below, _)| *below <= item.sheet_row);
        header.map(|(_, columns)| columns.as_slice()).unwrap_or_default()
    }

    /// The cells of an item that are read.
    pub fn cells(&self, item: &Item) -> impl Iterator<Item = ValueCell> {
        let row = item.sheet_row;
        self.over(item).iter().filter_map(move |(column, head)| {
            let at = Address::new(row, *column)?;
            let doubt = match self.other_year {
                Some(from) if row >= from => Some(Doubt::OtherYear),
                _ => self.shared.contains(&at).then_some(Doubt::Merged),
            };
            Some(ValueCell { head: head.clone(), at, doubt })
        })
    }

    /// What stands over some item.
    pub fn heads(&self) -> impl Iterator<Item = &Head> {
        let untils = self.headers.iter().skip(1).map(|(below, _)| *below).chain([u32::MAX]);
        let used = self.headers.iter().zip(untils).filter(|((from, _), until)| {
            let first = self.all.partition_point(|item| item.sheet_row < *from);
            self.all.get(first).is_some_and(|item| item.sheet_row < *until)
        });
        used.flat_map(|((_, columns), _)| columns).map(|(_, head)| head.as_ref())
    }
}
