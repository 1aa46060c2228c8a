//! Where the cells of a table stand, by their spans (HTML Living Standard, 4.9.12 «Processing model»), and
//! which of its rows and columns do not show.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use scraper::node::Element;

use crate::address::{Address, Area, LAST_COLUMN};

/// The most columns and rows that one cell may span, as the standard has them.
const MOST_ACROSS: u32 = 1000;
const MOST_DOWN: u32 = 65_534;

/// A table that is being laid out.
#[derive(Default)]
pub(super) struct Grid {
    /// The sheet row of the table's first row.
    first_row: u32,
    /// Rows and columns of the table, from 0.
    row: u32,
    column: u32,
    begun: bool,
    /// For each column the first row that a cell further up does not reach.
    free_from: Vec<u32>,
    /// The greatest of them.
    reach: u32,
    /// How many positions have been looked at.
    pub(super) steps: u64,
    /// Google Sheets prints the letters of columns and the numbers of rows: they are where cells stand.
    columns: Vec<u32>,
    rows: BTreeMap<u32, u32>,
    next_col: u32,
    hidden_rows: Vec<u32>,
    hidden_columns: Vec<u32>,
    /// Of each column, how many cells show and how many do not.
    shows: BTreeMap<u32, [u32; 2]>,
}

/// Where a cell stands.
pub(super) struct Place {
    /// Its address; none beyond the last row or column.
    pub(super) at: Option<Address>,
    /// What it covers, where that is more than one cell.
    pub(super) area: Option<Area>,
}

impl Grid {
    /// A table whose first row is that row of the sheet.
    pub(super) fn new(first_row: u32) -> Self {
        Self { first_row, ..Self::default() }
    }

    pub(super) fn begin_row(&mut self, hidden: bool) {
        if self.begun {
            self.row = self.row.saturating_add(1);
        }
        (self.begun, self.column) = (true, 0);
        if hidden {
            self.hidden_rows.push(self.row);
        }
    }

    /// No cell reaches out of its section.
    pub(super) fn end_section(&mut self) {
        let next = if self.begun { self.row.saturating_add(1) } else { 0 };
        if self.reach > next {
            self.free_from.iter_mut().for_each(|row| *row = (*row).min(next));
            self.reach = next;
        }
    }

    /// Columns as a `col` element says of them.
    pub(super) fn describe_column(&mut self, span: u32, hidden: bool) {
        let until = self.next_col.saturating_add(span.clamp(1, MOST_ACROSS)).min(LAST_COLUMN + 1);
        if hidden {
            self.hidden_columns.extend(self.next_col..until);
        }
        self.next_col = until;
    }

    /// Takes a cell that names a column or a row, or draws the line below those that stay in sight
    /// (Google Sheets); tells whether it was one.
    pub(super) fn takes_name(&mut self, element: &Element, text: &str) -> bool {
        let mut classes = element.classes();
        if classes.clone().any(|c| c.starts_with("freezebar")) {
            return true;
        }
        classes.any(|class| match class {
            "column-headers-background" => {
                self.columns.extend(Address::parse(&format!("{}1", text.trim())).map(|at| at.column));
                true
            }
            "row-headers-background" => {
                if let Some(number) = text.trim().parse::<u32>().ok().and_then(|n| n.checked_sub(1)) {
                    self.rows.insert(self.row, number);
                }
                true
            }
            _ => false,
        })
    }

    /// Places the next cell of the row.
    pub(super) fn place(&mut self, across: u32, down: u32, hidden: bool) -> Place {
        while self.column <= LAST_COLUMN && self.free(self.column) > self.row {
            self.column += 1;
            self.steps += 1;
        }
        let across = across.clamp(1, MOST_ACROSS);
        // None given as zero reaches to the end of the section.
        let until = if down == 0 { u32::MAX } else { self.row.saturating_add(down.min(MOST_DOWN)) };
        let (first, last) = (self.column, self.column.saturating_add(across - 1));
        let at = Address::new(self.sheet_row(self.row), self.sheet_column(first));
        if until > self.row + 1 {
            for column in first..=last.min(LAST_COLUMN) {
                let column = column as usize;
                if self.free_from.len() <= column {
                    self.free_from.resize(column + 1, 0);
                }
                if let Some(row) = self.free_from.get_mut(column) {
                    *row = until;
                }
            }
            self.reach = self.reach.max(until);
        }
        if across == 1 {
            let [shown, not] = self.shows.entry(first).or_default();
            *(if hidden { not } else { shown }) += 1;
        }
        self.steps += u64::from(across);
        self.column = last.saturating_add(1);
        let last_row = if down == 0 { self.row } else { until - 1 };
        let corner = Address::new(self.sheet_row(last_row), self.sheet_column(last));
        let area = at.zip(corner).filter(|(at, corner)| at != corner);
        Place { at, area: area.map(|(first, last)| Area { first, last }) }
    }

    fn free(&self, column: u32) -> u32 {
        self.free_from.get(column as usize).copied().unwrap_or(0)
    }

    /// The sheet row of a row of the table.
    fn sheet_row(&self, row: u32) -> u32 {
        match self.rows.range(..=row).next_back() {
            Some((numbered, number)) => number.saturating_add(row - numbered),
            None => self.first_row.saturating_add(row),
        }
    }

    fn sheet_column(&self, column: u32) -> u32 {
        match self.columns.get(column as usize) {
            Some(letters) => *letters,
            None => match self.columns.last() {
                Some(last) => last.saturating_add(1).saturating_add(column.saturating_sub(self.columns.len() as u32)),
                None => column,
            },
        }
    }

    /// The sheet row behind the table.
    pub(super) fn next_row(&self) -> u32 {
        if self.begun { self.sheet_row(self.row).saturating_add(1) } else { self.first_row }
    }

    /// The sheet rows that do not show.
    pub(super) fn hidden_rows(&self) -> impl Iterator<Item = RangeInclusive<u32>> {
        self.hidden_rows.iter().map(|row| self.sheet_row(*row)).map(|row| row..=row)
    }

    /// The sheet columns that do not show: said to, or of nothing but cells that do not.
    pub(super) fn hidden_columns(&self) -> impl Iterator<Item = RangeInclusive<u32>> {
        let none_shows = self.shows.iter().filter(|(_, [shown, not])| *shown == 0 && *not > 0).map(|(c, _)| *c);
        let columns = self.hidden_columns.iter().copied().chain(none_shows);
        columns.map(|column| self.sheet_column(column)).map(|column| column..=column)
    }
}
