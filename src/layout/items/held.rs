//! What is kept of the items of a list: a row each. The rest follows from the row and what stands over it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::address::{Address, Area};
use crate::form::{Form, Role};
use crate::intake::{Cell, Sheet};
use crate::layout::cells::{areas_across, is_figure, says_something};
use crate::layout::header::{self, Header};
use crate::layout::{Doubt, Head, ValueCell};

/// An item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Its number within its submission, from 1.
    pub number: usize,
    /// The sheet row it begins in.
    pub sheet_row: u32,
}

/// The items of a table, from top to bottom.
#[derive(Debug, Clone, Default)]
pub struct Items {
    rows: Vec<u32>,
    /// How many items of the submission stand before.
    before: usize,
    headers: Vec<Over>,
    /// Labels that go on in further rows.
    labels: HashMap<u32, Arc<str>>,
    /// Measures that are written beside a row above: ditto marks, and cells merged with one above.
    written_above: HashMap<u32, Arc<str>>,
    /// Cells under a merge that stands over several items.
    shared: HashSet<Address>,
    /// From which row on another year is meant.
    other_year: Option<u32>,
}

/// What stands over items.
#[derive(Debug, Clone)]
struct Over {
    header: Header,
    measures: Option<u32>,
    /// The columns that are read.
    columns: Vec<(u32, Arc<Head>)>,
}

impl Items {
    /// Those of a table with some headers; there are none yet.
    pub(super) fn new(form: &Form, headers: &[Header]) -> Self {
        let over = |header: &Header| {
            let heads = form.read_columns().filter_map(|(column, _)| header.columns.get(&column));
            let columns = heads.map(|heading| (heading.column, heading.head.clone())).collect();
            Over { header: header.clone(), measures: header.measures(form), columns }
        };
        Self { headers: headers.iter().map(over).collect(), ..Self::default() }
    }

    /// Takes up the next item; its label, where that stands in more than its own row.
    pub(super) fn push(&mut self, sheet_row: u32, label: Option<Arc<str>>) {
        self.rows.push(sheet_row);
        self.labels.extend(label.map(|label| (sheet_row, label)));
    }

    /// Takes up the measure of an item that is written beside a row above.
    pub(super) fn put_measure(&mut self, sheet_row: u32, measure: Arc<str>) {
        self.written_above.insert(sheet_row, measure);
    }

    /// Tells whether some header has a column of measures.
    pub fn have_measures(&self) -> bool {
        self.headers.iter().any(|over| over.measures.is_some())
    }

    /// Marks the cells that are under a merge over several items, or with a figure over several columns of figures.
    pub(super) fn mark_shared(&mut self, form: &Form, sheet: &Sheet) {
        for area in areas_across(sheet) {
            let from = self.rows.partition_point(|row| *row < area.first.row);
            let Some(item) = self.iter().nth(from).filter(|item| area.rows().contains(&item.sheet_row)) else {
                continue;
            };
            let cells = self.cells(item).filter(|cell| area.contains(cell.at) && is_figure(form, cell));
            let own: Vec<Address> = cells.map(|cell| cell.at).collect();
            if own.len() > 1 {
                self.shared.extend(own);
            }
        }
        for merge in sheet.merges.iter().filter(|m| m.first.row < m.last.row) {
            // Merged over the same rows as the name, a figure is that of the work, whose lines are its sources or places.
            if self.label_area(sheet, merge.first.row).is_some_and(|name| name.rows() == merge.rows()) {
                continue;
            }
            let from = self.rows.partition_point(|row| *row < merge.first.row);
            let to = self.rows.partition_point(|row| *row <= merge.last.row);
            if to.saturating_sub(from) > 1 && says_something(sheet, merge.first) {
                let under = self.iter().skip(from).take(to - from);
                let cells = under.flat_map(|item| self.cells(item)).map(|cell| cell.at);
                // Of merges that overlap, one shows.
                let shown = |at: &Address| merge.contains(*at) && sheet.merge_at(*at) == Some(*merge);
                let own: Vec<Address> = cells.filter(shown).collect();
                self.shared.extend(own);
            }
        }
    }

    /// The area that is merged over the label in a row.
    fn label_area(&self, sheet: &Sheet, row: u32) -> Option<Area> {
        let over = self.headers.iter().rev().find(|over| over.header.body <= row)?;
        sheet.merge_at(Address::new(row, over.header.labels.0)?)
    }

    /// Tells whether a cell stands below the first line of a work under an area that is merged over as many rows as its
    /// name: what it shows was read in the first.
    pub fn is_said_above(&self, sheet: &Sheet, cell: &ValueCell) -> bool {
        let area = sheet.merge_at(cell.at).filter(|area| cell.doubt.is_none() && area.first.row < cell.at.row);
        area.is_some_and(|area| self.label_area(sheet, cell.at.row).is_some_and(|name| name.rows() == area.rows()))
    }

    /// What stands from a row on is of another year.
    pub(in crate::layout) fn mark_other_year(&mut self, from: u32) {
        self.other_year = Some(self.other_year.map_or(from, |other| other.min(from)));
        self.rows.retain(|row| *row != from);
    }

    /// Lets them be numbered on from those before; gives how many there are then.
    pub(super) fn number_from(&mut self, before: usize) -> usize {
        self.before = before;
        before + self.rows.len()
    }

    /// The items.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Item> + DoubleEndedIterator {
        self.rows.iter().enumerate().map(|(at, row)| Item { number: self.before + at + 1, sheet_row: *row })
    }

    /// Tells whether there is one and no more.
    pub fn is_one(&self) -> bool {
        self.rows.len() == 1
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many cells are read of them all.
    pub fn len_cells(&self) -> usize {
        self.iter().filter_map(|item| self.over(item)).map(|over| over.columns.len()).sum()
    }

    fn over(&self, item: Item) -> Option<&Over> {
        self.headers.iter().rev().find(|over| over.header.body <= item.sheet_row)
    }

    /// The cells of an item that are read.
    pub fn cells(&self, item: Item) -> impl Iterator<Item = ValueCell> {
        let row = item.sheet_row;
        self.over(item).into_iter().flat_map(|over| &over.columns).filter_map(move |(column, head)| {
            let at = Address::new(row, *column)?;
            let doubt = match self.other_year {
                Some(from) if row >= from => Some(Doubt::OtherYear),
                _ => self.shared.contains(&at).then_some(Doubt::Merged),
            };
            Some(ValueCell { head: head.clone(), at, doubt })
        })
    }

    /// The order number of an item, given the cells of its row.
    pub fn order(&self, form: &Form, item: Item, cells: &[Cell]) -> Option<u32> {
        let column = self.over(item)?.header.column(form, Role::Number)?;
        header::text_in(cells, column)?.trim_end_matches(['.', ')']).parse().ok()
    }

    /// Tells whether only a sign stands in the column of numbers beside an item: «-», «+».
    pub(in crate::layout) fn has_sign(&self, form: &Form, item: Item, cells: &[Cell]) -> bool {
        let column = self.over(item).and_then(|over| over.header.column(form, Role::Number));
        let number = column.and_then(|column| header::text_in(cells, column));
        number.is_some_and(|text| !text.chars().any(char::is_alphanumeric))
    }

    /// Takes out items.
    pub(in crate::layout) fn take_out(&mut self, items: &[Item]) {
        self.rows.retain(|row| !items.iter().any(|item| item.sheet_row == *row));
    }

    /// The cell of an item's label.
    pub(in crate::layout) fn label_at(&self, item: Item) -> Option<Address> {
        Address::new(item.sheet_row, self.over(item)?.header.labels.0)
    }

    /// The label of an item as it stands, given the cells of its row.
    pub fn label<'c>(&'c self, item: Item, cells: &'c [Cell]) -> Cow<'c, str> {
        if let Some(label) = self.labels.get(&item.sheet_row) {
            return Cow::Borrowed(label);
        }
        self.over(item).map(|over| over.header.label_in(cells).1).unwrap_or_default()
    }

    /// The measure beside an item, given the cells of its row; empty where none stands there.
    pub fn measure<'c>(&'c self, item: Item, cells: &'c [Cell]) -> Cow<'c, str> {
        if let Some(above) = self.written_above.get(&item.sheet_row) {
            return Cow::Borrowed(above);
        }
        let column = self.over(item).and_then(|over| over.measures);
        column.and_then(|column| header::text_in(cells, column)).unwrap_or_default()
    }

    /// What stands over some item.
    pub fn heads(&self) -> impl Iterator<Item = &Head> {
        let untils = self.headers.iter().skip(1).map(|over| over.header.body).chain([u32::MAX]);
        let used = self.headers.iter().zip(untils).filter(|(over, until)| {
            let first = self.rows.partition_point(|row| *row < over.header.body);
            self.rows.get(first).is_some_and(|row| row < until)
        });
        used.flat_map(|(over, _)| &over.columns).map(|(_, head)| head.as_ref())
    }
}
