//! What a csv cannot say of a figure: that it is struck through, hidden, merged over several columns or rows, or a
//! sum that lacks what is typed as text.

use std::collections::BTreeMap;

use crate::address::{Address, Area};
use crate::intake::{Sheet, Value};
use crate::reading::passed_over;

use super::Change;
use super::columns::{self, Columns};

/// What a figure loses in a csv.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lost {
    /// The cell is struck through: the figure may be withdrawn.
    Struck,
    /// It is merged over several figures' places: whose it is cannot be told.
    Merged,
    /// It is a sum that passes over figures typed as text.
    Short,
    /// Its row or column does not show.
    Hidden,
}

/// The figures of a sheet that lose something in a csv.
pub fn in_csv(sheet: &Sheet, changes: &BTreeMap<Address, Change>) -> BTreeMap<Address, Lost> {
    let columns = columns::of(sheet);
    let mut lost = BTreeMap::new();
    for (row, cells) in sheet.rows() {
        for cell in cells {
            let becomes = || matches!(changes.get(&cell.at), Some(Change::Number { .. }));
            let stands = matches!(cell.value, Value::Number(_) | Value::Huge(_) | Value::Unsure { .. });
            if !(stands || becomes()) || columns.quantity(row, cell.at.column).is_none() {
                continue;
            }
            let merged = sheet.merge_at(cell.at).is_some_and(|area| is_of_several(sheet, &columns, area));
            if cell.is_struck() {
                lost.insert(cell.at, Lost::Struck);
            } else if merged {
                lost.insert(cell.at, Lost::Merged);
            } else if sheet.sums.get(&cell.at).is_some_and(|formula| passed_over::by(formula, sheet).is_some()) {
                lost.insert(cell.at, Lost::Short);
            } else if sheet.hides(cell.at) {
                lost.insert(cell.at, Lost::Hidden);
            }
        }
    }
    lost
}

/// Tells whether an area over figures lies in several columns of them, or in several rows that nothing else joins: a
/// work whose name is merged over two lines has its figures merged over them too.
fn is_of_several(sheet: &Sheet, columns: &Columns, area: Area) -> bool {
    let quantity = |column: &u32| columns.quantity(area.first.row, *column).is_some();
    let across = (area.first.column..=area.last.column).take(2).filter(quantity).count() > 1;
    let joins =
        |m: &&Area| m.first.row == area.first.row && m.last.row == area.last.row && m.last.column < area.first.column;
    let joined = || sheet.merges.iter().filter(joins).any(|m| !quantity(&m.first.column));
    across || (area.first.row < area.last.row && !joined())
}
