//! The cells of a row that are read, and those whose figure may be another row's or column's.

use crate::address::{Address, Area};
use crate::form::{Form, Role};
use crate::intake::{Sheet, Value};
use crate::vietnamese::number;
use crate::vietnamese::symbol::nothing;

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

/// Marks value cells under a merge that stands over several of some rows, or with a figure over several columns of figures.
pub(super) fn mark_shared<'c>(
    form: &Form,
    sheet: &Sheet,
    rows: &[u32],
    cells: impl Iterator<Item = &'c mut ValueCell>,
) {
    let mut rows = rows.to_vec();
    rows.sort_unstable();
    let inside = |first: u32, last: u32| {
        rows.partition_point(|row| *row <= last).saturating_sub(rows.partition_point(|row| *row < first))
    };
    let shared = |at: Address| {
        sheet.merge_at(at).is_some_and(|m| inside(m.first.row, m.last.row) > 1 && says_something(sheet, m.first))
    };
    let across: Vec<Area> = areas_across(sheet).collect();
    let mut under: Vec<(usize, &mut ValueCell)> = Vec::new();
    for cell in cells {
        if shared(cell.at) {
            cell.doubt = cell.doubt.or(Some(Doubt::Merged));
        } else if let Some(area) = across.iter().position(|area| area.contains(cell.at) && is_figure(form, cell)) {
            under.push((area, cell));
        }
    }
    let areas: Vec<usize> = under.iter().map(|(area, _)| *area).collect();
    for (area, cell) in under {
        if areas.iter().filter(|other| **other == area).count() > 1 {
            cell.doubt = cell.doubt.or(Some(Doubt::Merged));
        }
    }
}

/// The areas that are merged over several columns and show a figure. (A word, «Không thực hiện», is said of all of them.)
pub(super) fn areas_across(sheet: &Sheet) -> impl Iterator<Item = Area> {
    let shows = |at: Address| match sheet.peek_cell(at).map(|c| c.value.clone()) {
        Some(Value::Text(text)) => number::read(&text).is_ok() && nothing(&text).is_none(),
        value => matches!(value, Some(Value::Number(_))),
    };
    let wide = sheet.merges.iter().filter(|area| area.first.column < area.last.column);
    // Of merges that overlap, one shows.
    wide.filter(move |area| sheet.merge_at(area.first) == Some(**area) && shows(area.first)).copied()
}

/// Tells whether a cell stands in a column of figures.
pub(super) fn is_figure(form: &Form, cell: &ValueCell) -> bool {
    form.columns.get(cell.column).is_some_and(|column| column.role == Role::Value)
}

/// Tells whether more than spaces stands in a cell.
pub(super) fn says_something(sheet: &Sheet, at: Address) -> bool {
    sheet.peek_cell(at).is_some_and(|c| !matches!(&c.value, Value::Text(t) if t.trim().is_empty()))
}
