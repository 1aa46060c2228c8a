//! The cells of a row that are read, and those whose figure may be another row's.

use crate::address::Address;
use crate::form::Form;
use crate::intake::{Sheet, Value};

use super::header::Header;
use super::{Doubt, ValueCell};

/// The cells of a row that are read.
pub(super) fn value_cells(form: &Form, header: &Header, row: u32) -> Vec<ValueCell> {
    form.read_columns()
        .filter_map(|(column, _)| {
            let heading = header.columns.get(&column)?;
            let at = Address::new(row, heading.column)?;
            Some(ValueCell { head: heading.head.clone(), at, doubt: None })
        })
        .collect()
}

/// Marks value cells under a merge that stands over several of some rows.
pub(super) fn mark_shared<'c>(sheet: &Sheet, rows: &[u32], cells: impl Iterator<Item = &'c mut ValueCell>) {
    let mut rows = rows.to_vec();
    rows.sort_unstable();
    let inside = |first: u32, last: u32| {
        rows.partition_point(|row| *row <= last).saturating_sub(rows.partition_point(|row| *row < first))
    };
    let shared = |at: Address| {
        sheet.merge_at(at).is_some_and(|m| inside(m.first.row, m.last.row) > 1 && says_something(sheet, m.first))
    };
    for cell in cells.filter(|c| shared(c.at)) {
        cell.doubt = cell.doubt.or(Some(Doubt::Merged));
    }
}

/// Tells whether more than spaces stands in a cell.
pub(super) fn says_something(sheet: &Sheet, at: Address) -> bool {
    sheet.peek_cell(at).is_some_and(|c| !matches!(&c.value, Value::Text(t) if t.trim().is_empty()))
}
