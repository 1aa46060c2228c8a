//! What stands around the cells of a sheet: the headings over them, the labels beside them.

use crate::address::Address;
use crate::intake::Sheet;
use crate::table::heading::{self, Block};
use crate::table::{Column, Role};

/// The headings of a sheet, read once for all its excerpts.
pub(super) struct Around<'s> {
    pub sheet: &'s Sheet,
    blocks: Vec<(Block, Vec<Column>)>,
}

impl<'s> Around<'s> {
    pub fn new(sheet: &'s Sheet) -> Self {
        let blocks = heading::starts(sheet, &[]).into_iter().filter_map(|(top, _)| heading::next(sheet, top));
        let blocks = blocks.map(|block| {
            let columns = block.columns(sheet);
            (block, columns)
        });
        Self { sheet, blocks: blocks.collect() }
    }

    /// The headings that a cell stands under, or in.
    fn block(&self, at: Address) -> Option<&(Block, Vec<Column>)> {
        self.blocks.iter().rev().find(|(block, _)| block.top <= at.row)
    }

    /// The columns of order numbers and labels of the table that a cell is in.
    pub fn naming_columns(&self, at: Address) -> impl Iterator<Item = u32> {
        let columns = self.block(at).map(|(_, columns)| columns.as_slice()).unwrap_or_default();
        columns.iter().filter(|c| matches!(c.role, Role::Number | Role::Label)).map(|c| c.column)
    }

    /// The rows in which the headings over a cell begin, from top to bottom.
    pub fn heading_rows(&self, at: Address) -> Vec<u32> {
        let Some((block, columns)) = self.block(at) else { return Vec::new() };
        let begins = |row: u32, column: u32| {
            let Some(here) = Address::new(row, column) else { return false };
            let first = self.sheet.merge_at(here).map_or(here, |m| m.first);
            // A merge that comes down from above the headings begins in their first row.
            row == first.row.max(block.top) && self.sheet.cell(first).is_some()
        };
        // Over the cell; where nothing stands over it, over the label.
        let over = |column: u32| (block.top..=block.bottom).filter(|row| begins(*row, column)).collect::<Vec<_>>();
        let own = over(at.column);
        if !own.is_empty() {
            return own;
        }
        columns.iter().find(|c| c.role == Role::Label).map(|c| over(c.column)).unwrap_or_default()
    }

    /// Tells whether a row is the one that counts the columns.
    pub fn is_index(&self, row: u32) -> bool {
        self.blocks.iter().any(|(block, _)| block.index.as_ref().is_some_and(|(index, _)| *index == row))
    }

    /// Tells whether a row is one of headings.
    pub fn is_heading(&self, row: u32) -> bool {
        self.blocks.iter().any(|(block, _)| (block.top..=block.bottom).contains(&row))
    }
}
