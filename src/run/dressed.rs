//! What the totals of a form are drawn after.

use std::collections::BTreeMap;

use crate::address::Address;
use crate::form::RowIndex;
use crate::intake::dress::SheetLook;

/// A sheet to draw the totals of a form after.
#[derive(Debug, Clone)]
pub struct Dressed {
    /// How it looks, and its words.
    pub look: SheetLook,
    /// The first row of its headings and the last, the index row included.
    pub headings: (u32, u32),
    /// The rows of the form, with the sheet's row and the cells of its figures by their columns.
    pub rows: BTreeMap<RowIndex, (u32, Vec<(usize, Address)>)>,
    /// The sheet's columns of the form's columns.
    pub columns: BTreeMap<usize, u32>,
    /// The years that the headings name.
    pub years: Vec<u16>,
}

impl Dressed {
    /// The last row of the form in the sheet.
    pub fn last_row(&self) -> u32 {
        self.rows.values().map(|(row, _)| *row).max().unwrap_or(self.headings.1)
    }
}
