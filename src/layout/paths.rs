//! The headings over each column of a block of rows, ready to be matched.

use crate::form::heading::heading_key;
use crate::intake::{Cell, Sheet};
use crate::table::heading::{self, Heading};
use crate::table::index_row::is_index_row;
use crate::vietnamese::text::Folded;

/// One level of the headings over a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// As it stands, on one line.
    pub text: String,
    /// Its key.
    pub key: Folded,
}

/// The headings over one column.
#[derive(Debug, Clone)]
pub struct Path {
    /// The sheet column.
    pub column: u32,
    /// Each heading cell, from top to bottom.
    pub cells: Vec<Level>,
    /// The levels: what is stacked over the same columns is one.
    pub levels: Vec<Level>,
}

impl Path {
    /// The headings on one line.
    pub fn spoken(&self, between: &str) -> String {
        self.cells.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(between)
    }
}

/// The headings of some rows.
pub struct Paths {
    columns: Vec<Path>,
    /// The columns that have a heading in the first row.
    top: Vec<u32>,
}

impl Paths {
    /// Reads the headings of so many rows from a row on; an index row ends them.
    pub fn new(sheet: &Sheet, row: u32, height: u32) -> Self {
        let bottom = (row + 1..row + height).find(|r| is_index_row(sheet.row(*r))).unwrap_or(row + height) - 1;
        let stacked = heading::stacked(sheet, row, bottom);
        let joined = |headings: &[Heading]| heading::levels(headings.to_vec());
        // A column that only continues a merged heading and has none of its own is part of the one that
        // the heading begins in.
        let own: Vec<u32> =
            (row..=bottom).flat_map(|r| sheet.row(r)).filter(|c| heading::may_head(c)).map(|c| c.at.column).collect();
        let levels = |headings: &[Heading]| -> Vec<Level> {
            let mut found: Vec<Level> = Vec::new();
            for heading in headings {
                // A sign alone (`%`, `-`) heads no column; over a repeated header it would be taken for
                // the upper part of one. Labels that are longer than any heading are none either.
                if heading.text.len() > LONGEST || found.last().is_some_and(|l| l.text == heading.text) {
                    continue;
                }
                let key = heading_key(&heading.text);
                if !key.is_empty() {
                    found.push(Level { text: heading.text.clone(), key });
                }
            }
            found
        };
        let columns = stacked
            .iter()
            .filter(|(column, _)| own.contains(column))
            .map(|(column, headings)| Path {
                column: *column,
                cells: levels(headings),
                levels: levels(&joined(headings)),
            })
            .filter(|path| !path.cells.is_empty())
            .collect();
        let says = |c: &&Cell| c.text().is_some_and(|t| t.len() <= LONGEST && !heading_key(t).is_empty());
        let first: Vec<u32> = sheet.row(row).iter().filter(says).map(|c| c.at.column).collect();
        // A heading of the first row stands over the columns under it too.
        let under = |headings: &[Heading]| headings.first().is_some_and(|h| first.contains(&h.first));
        let top = stacked.iter().filter(|(_, h)| under(h)).map(|(c, _)| *c).collect();
        Self { columns, top }
    }

    /// The columns, from left to right.
    pub fn columns(&self) -> impl Iterator<Item = &Path> {
        self.columns.iter()
    }

    /// Tells whether a column has a heading in the first row.
    pub fn begins_at_top(&self, column: u32) -> bool {
        self.top.contains(&column)
    }

    /// Tells whether a column has any heading.
    pub fn heads(&self, column: u32) -> bool {
        self.columns.iter().any(|p| p.column == column)
    }
}

/// No heading is longer; labels that are need no key.
const LONGEST: usize = 400;
