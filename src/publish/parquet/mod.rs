//! Facts and totals for a warehouse: Parquet files with exact decimals.
//!
//! [`facts`] and [`totals`] are one file each, with the columns that the csv has. [`dataset`] is a folder: the facts
//! by form and period, and beside them what a roll-up needs (the figures of the forms with their rules, the units,
//! which units lie in which place, the weights), a document of the columns, and the roll-up itself as plain SQL.
//! [`table`] writes one table.

mod dataset;
mod table;

use crate::own_output::{FACTS, TOTALS};

use super::PublishError;
use super::records;
use super::rows::{FactRow, TotalRow};
pub use dataset::dataset;
pub use table::units;
use table::{Column, SCALE, Table};

/// Makes one file of the facts of runs.
///
/// # Errors
/// A figure with more digits than `decimal(38, 18)` has.
pub fn facts<'r>(rows: impl IntoIterator<Item = FactRow<'r>>) -> Result<Vec<u8>, PublishError> {
    let rows: Vec<FactRow<'_>> = rows.into_iter().collect();
    let fields = records::values(&rows)?;
    let mut table = Table::default();
    for name in FACTS.iter().copied() {
        table = match name {
            "value" => table.with(name, Column::Figure(figures(&rows)?)),
            _ => table.text(name, fields.iter().map(|row| records::field(row, name))),
        };
    }
    Ok(table.write()?)
}

/// Makes one file of the totals of a run. Quotients are rounded to eighteen decimals.
///
/// # Errors
/// A total with more digits than `decimal(38, 18)` has.
pub fn totals<'r>(rows: impl IntoIterator<Item = TotalRow<'r>>) -> Result<Vec<u8>, PublishError> {
    let rows: Vec<TotalRow<'_>> = rows.into_iter().collect();
    let fields = records::values(&rows)?;
    let mut table = Table::default();
    for name in TOTALS.iter().copied() {
        table = match name {
            "value" => {
                let value = |row: &TotalRow<'_>| match row.value.parse::<rust_decimal::Decimal>() {
                    Ok(value) => units(value.round_dp(SCALE))
                        .map(Some)
                        .ok_or_else(|| PublishError::Digits(format!("{} {} {}", row.unit, row.row, row.column))),
                    // Words have no value.
                    Err(_) => Ok(None),
                };
                table.with(name, Column::Figure(rows.iter().map(value).collect::<Result<_, _>>()?))
            }
            "reported" => table.with(name, Column::Count(counts(&rows, |row| row.reported))),
            "expected" => table.with(name, Column::Count(counts(&rows, |row| row.expected))),
            "excluded" => table.with(name, Column::Count(counts(&rows, |row| row.excluded))),
            _ => table.text(name, fields.iter().map(|row| records::field(row, name))),
        };
    }
    Ok(table.write()?)
}

fn counts(rows: &[TotalRow<'_>], of: impl Fn(&TotalRow<'_>) -> usize) -> Vec<i64> {
    rows.iter().map(|row| i64::try_from(of(row)).unwrap_or(i64::MAX)).collect()
}

/// The values of facts.
fn figures(rows: &[FactRow<'_>]) -> Result<Vec<Option<i128>>, PublishError> {
    let value = |row: &FactRow<'_>| {
        let Ok(value) = row.value.parse::<rust_decimal::Decimal>() else { return Ok(None) };
        units(value).map(Some).ok_or_else(|| PublishError::Digits(format!("{} {}!{}", row.file, row.sheet, row.cell)))
    };
    rows.iter().map(value).collect()
}
