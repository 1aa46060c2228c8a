//! A sheet as csv: for Vietnamese Excel (semicolons, comma decimals, UTF-8 with its mark) or for
//! programs (commas, point decimals, no mark).

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::address::Address;
use crate::formula_guard::guarded;
use crate::intake::{Cell, NumberFormat, Sheet, Value};
use crate::publish::PublishError;
use crate::vietnamese::number::{self, Readings};

use super::Change;
use super::lost::Lost;

/// For whom a csv file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Excel under Vietnamese settings.
    Excel,
    /// Programs.
    Plain,
}

/// Writes a sheet with its changes; blank rows and columns keep their places. A figure that loses what makes it
/// doubtful is marked.
///
/// # Errors
/// A record that cannot be written.
pub fn write(
    sheet: &Sheet,
    changes: &BTreeMap<Address, Change>,
    lost: &BTreeMap<Address, Lost>,
    flavour: Flavour,
) -> Result<Vec<u8>, PublishError> {
    let mut out = if flavour == Flavour::Excel { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    let delimiter = if flavour == Flavour::Excel { b';' } else { b',' };
    let last = sheet.rows().filter_map(|(_, cells)| cells.last()).map(|c| c.at.column).max().unwrap_or(0);
    // Every record as wide as the table, unless one lone cell far off would make that millions of blanks.
    let width = if last <= WIDEST { last as usize + 1 } else { 1 };
    {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(&mut out);
        let mut next = 0;
        for (row, cells) in sheet.rows() {
            for _ in next..row {
                writer.write_record(std::iter::repeat_n("", width))?;
            }
            next = row + 1;
            let mut fields = vec![String::new(); width];
            for cell in cells {
                let column = cell.at.column as usize;
                if column >= fields.len() {
                    fields.resize(column + 1, String::new());
                }
                if let Some(field) = fields.get_mut(column) {
                    *field = self::field(cell, changes.get(&cell.at), flavour);
                    let doubted = lost.get(&cell.at).is_some_and(|lost| *lost != Lost::Hidden);
                    if doubted && !field.ends_with(DOUBTED) {
                        field.push_str(DOUBTED);
                    }
                }
            }
            writer.write_record(&fields)?;
        }
        writer.flush().map_err(csv::Error::from)?;
    }
    Ok(out)
}

/// The widest table whose blanks are written out.
const WIDEST: u32 = 1_023;

fn field(cell: &Cell, change: Option<&Change>, flavour: Flavour) -> String {
    let guarded = |text: &str| match flavour {
        Flavour::Excel => guarded(text).into_owned(),
        // Programs get the text as it is, but for what no table holds except to be run.
        Flavour::Plain if text.starts_with(['=', '@']) => guarded(text).into_owned(),
        Flavour::Plain => text.to_owned(),
    };
    match (change, &cell.value) {
        (Some(Change::Number { value, show, .. }), _) if show.percent => percentage(*value, flavour),
        // A measure that a number format would show and a csv cannot: the text says both.
        (Some(Change::Number { alone: false, .. }), Value::Text(text)) => guarded(text),
        // A percentage in points keeps its sign, so that it reads the same beside the percentages of a number format.
        (Some(Change::Number { value, .. }), Value::Text(text))
            if flavour == Flavour::Excel && text.trim_end().ends_with('%') =>
        {
            format!("{}%", written(*value, flavour))
        }
        (Some(Change::Number { value, .. }), _) => written(*value, flavour),
        (None, Value::Number(value)) if cell.number_format() == NumberFormat::Percent => percentage(*value, flavour),
        (None, Value::Number(value)) => shown(cell, written(*value, flavour)),
        (Some(Change::Text(text)), _) => guarded(text),
        (Some(Change::Marked), Value::Text(text)) if reads_two_ways(text) => guarded(&format!("{text}{DOUBTED}")),
        (_, Value::Text(text)) => guarded(text),
        (_, Value::Unsure { stored, .. }) => written(*stored, flavour),
        (_, Value::Date(date)) => date.written(flavour == Flavour::Excel).unwrap_or_else(|| cell.value.to_string()),
        (_, value) => guarded(&value.to_string()),
    }
}

/// What stands behind what cannot be read with certainty: a csv has no colour to mark it with, and beside the numbers
/// that were read it would look decided.
const DOUBTED: &str = " (?)";

fn reads_two_ways(text: &str) -> bool {
    number::read(text).is_ok_and(|numeral| matches!(numeral.readings, Readings::Two { .. }))
}

/// A number with what its format shows besides: words of its own, or that it shows another figure.
fn shown(cell: &Cell, number: String) -> String {
    match cell.style.as_ref().map_or("", |style| style.shown.trim()) {
        "" => number,
        other if other.starts_with([',', '.']) => number + DOUBTED,
        words => format!("{number} {words}"),
    }
}

/// A fraction as Excel reads it back, with its sign; for programs the fraction itself.
fn percentage(value: Decimal, flavour: Flavour) -> String {
    match flavour {
        Flavour::Plain => written(value, flavour),
        Flavour::Excel => {
            let points = value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value);
            format!("{}%", written(points, flavour))
        }
    }
}

fn written(value: Decimal, flavour: Flavour) -> String {
    let text = value.normalize().to_string();
    if flavour == Flavour::Excel { text.replace('.', ",") } else { text }
}
