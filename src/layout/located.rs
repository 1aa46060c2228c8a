//! What was found of a form in a workbook: its table, rows, items and the cells to read.

use std::collections::BTreeSet;
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::items::Items;

use crate::address::Address;
use crate::finding::Code;
use crate::form::RowIndex;
use crate::intake::Sheet;

/// A form's table in a sheet.
#[derive(Debug, Clone)]
pub struct Table<'w> {
    /// The sheet it stands in.
    pub sheet: &'w Sheet,
    /// The rows of the form that were found.
    pub rows: Vec<LocatedRow>,
    /// The items of a list, from top to bottom.
    pub items: Items,
    /// The totals that a list prints.
    pub totals: Vec<ListTotal>,
    /// Rows with figures that the form does not have.
    pub unknown: Vec<UnknownRow>,
    /// Columns with headings that the form does not have.
    pub extra_columns: Vec<ExtraColumn>,
    /// The years that the headings of value columns name.
    pub heading_years: Vec<u16>,
    /// The lines above the first header and below the last row, which name unit and period.
    pub titles: Vec<String>,
    /// The lines over each of its headers: a page break may repeat them.
    pub over_headers: Vec<Vec<String>>,
    /// The agencies that are named over each of its headers, above those lines.
    pub agencies: Vec<Vec<String>>,
    /// The first row of its first header.
    pub first_row: u32,
    /// The form's columns that it has.
    pub columns: BTreeSet<usize>,
    /// It is the rest of the list in the table before, and has neither headings nor a measure of its own.
    pub is_rest: bool,
    /// It is a list that goes on with the table before, its headings repeated.
    pub goes_on: bool,
}

/// A row of the form, found in a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocatedRow {
    /// Which row of the form.
    pub row: RowIndex,
    /// The sheet row its label stands in.
    pub sheet_row: u32,
    /// The declared measure, with its cell.
    pub measure: Option<(Address, String)>,
    /// The value columns here, by their place in the form, with the cell to read.
    pub cells: Vec<ValueCell>,
}

/// A row of a list that totals items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListTotal {
    /// Its label as it stands.
    pub label: String,
    /// The measure beside it; empty where none stands there.
    pub measure: String,
    /// Its cells.
    pub cells: Vec<ValueCell>,
    /// The items that it may be the total of, by their places in the table, the likeliest first.
    pub covers: Vec<Range<usize>>,
}

/// What all cells below a heading share; a list may have millions of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The form's column, by its place.
    pub column: usize,
    /// The heading as the sheet has it, on one line.
    pub heading: String,
    /// The measure that the heading names in brackets.
    pub measure: Option<String>,
}

/// A cell that is to be read; what it says of its column is its head's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueCell {
    /// What stands over it.
    pub head: Arc<Head>,
    /// The cell.
    pub at: Address,
    /// Why what stands here cannot be this row's figure for certain.
    pub doubt: Option<Doubt>,
}

impl Deref for ValueCell {
    type Target = Head;

    fn deref(&self) -> &Head {
        &self.head
    }
}

/// Why a cell in the right place is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// A merged cell over this row and others: whose figure it is cannot be told.
    Merged,
    /// The row stands in the sheet more than once: which one holds cannot be told.
    RowTwice,
    /// A line above says that it is of another year.
    OtherYear,
}

/// A row that the form does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownRow {
    /// Its label as it stood.
    pub label: String,
    /// The sheet row.
    pub sheet_row: u32,
    /// The declared measure.
    pub measure: String,
    /// Its value cells.
    pub cells: Vec<ValueCell>,
    /// The finding that says why it is none of the form's rows.
    pub why: Code,
}

/// A column that the form does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraColumn {
    /// Its heading.
    pub heading: String,
    /// Cells in rows of the form, or items of the list, that hold something; with the row's name.
    pub cells: Vec<(String, Address)>,
}

impl Table<'_> {
    /// Tells whether it is a part of the list in the table before.
    pub fn follows(&self) -> bool {
        self.is_rest || self.goes_on
    }
}
