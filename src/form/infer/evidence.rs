//! What the cells of a table say against adding a column whose heading tells nothing.

use rust_decimal::Decimal;

use crate::address::Address;
use crate::intake::{Cell, Value};
use crate::table::{self, Table};

use super::columns::cells;
use super::measures::certain;

/// Why the figures of a column do not seem to add, if they do not: those who added the columns beside it left it out, or
/// all are years.
pub(super) fn against_adding(table: &Table<'_>, column: &table::Column) -> Option<&'static str> {
    if is_left_out_of_totals(table, column) {
        return Some("dòng tổng có số ở cột khác mà để trống cột này: chưa tổng hợp");
    }
    is_of_years(table, column).then_some("các số trong cột đều là năm: chưa tổng hợp")
}

/// Tells whether every row of a total has figures in other columns and none in this one, in which items have some.
fn is_left_out_of_totals(table: &Table<'_>, column: &table::Column) -> bool {
    let added = |row: &&table::Row| table.others().any(|c| has_figure(table, row, c.column));
    let mut totals = table.rows.iter().filter(|r| r.is_total).filter(added).peekable();
    let items = || table.rows.iter().filter(|r| !r.is_total && has_figure(table, r, column.column)).count();
    totals.peek().is_some() && totals.all(|row| cell(table, row, column.column).is_none()) && items() >= 2
}

/// Tells whether a figure other than 0 stands in a row, for certain.
pub(super) fn has_figure(table: &Table<'_>, row: &table::Row, column: u32) -> bool {
    cell(table, row, column).and_then(|c| certain(&c.value)).is_some_and(|n| !n.is_zero())
}

fn cell<'t>(table: &'t Table<'_>, row: &table::Row, column: u32) -> Option<&'t Cell> {
    table.sheet.cell(Address::new(row.sheet_row, column)?)
}

/// Tells whether three figures or more stand in a column and all are years of our time, not all of them round.
fn is_of_years(table: &Table<'_>, column: &table::Column) -> bool {
    let (mut years, mut round) = (0, true);
    for cell in cells(table, column) {
        let year = match &cell.value {
            Value::Number(n) if n.is_integer() && (1990.into()..=2035.into()).contains(n) => *n,
            _ => return false,
        };
        years += 1;
        round &= (year % Decimal::TEN).is_zero();
    }
    years >= 3 && !round
}
