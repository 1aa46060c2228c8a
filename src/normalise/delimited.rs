//! A sheet as csv: for Vietnamese Excel (semicolons, comma decimals, UTF-8 with its mark) or for
//! programs (commas, point decimals, no mark).

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::address::Address;
use crate::intake::{Sheet, Value};
use crate::publish::PublishError;
use crate::publish::records::harmless;

use super::Change;

/// For whom a csv file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Excel under Vietnamese settings.
    Excel,
    /// Programs.
    Plain,
}

/// Writes a sheet with its changes; blank rows and columns keep their places.
///
/// # Errors
/// A record that cannot be written.
pub fn write(sheet: &Sheet, changes: &BTreeMap<Address, Change>, flavour: Flavour) -> Result<Vec<u8>, PublishError> {
    let mut out = if flavour == Flavour::Excel { "\u{feff}".as_bytes().to_vec() } else { Vec::new() };
    let delimiter = if flavour == Flavour::Excel { b';' } else { b',' };
    let width = sheet.rows().filter_map(|(_, cells)| cells.last()).map(|c| c.at.column).max().unwrap_or(0);
    {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(&mut out);
        let mut next = 0;
        for (row, cells) in sheet.rows() {
            for _ in next..row {
                writer.write_record(std::iter::repeat_n("", width as usize + 1))?;
            }
            next = row + 1;
            let mut fields = vec![String::new(); width as usize + 1];
            for cell in cells {
                if let Some(field) = fields.get_mut(cell.at.column as usize) {
                    *field = self::field(&cell.value, changes.get(&cell.at), flavour);
                }
            }
            writer.write_record(&fields)?;
        }
        writer.flush().map_err(csv::Error::from)?;
    }
    Ok(out)
}

fn field(value: &Value, change: Option<&Change>, flavour: Flavour) -> String {
    match (change, value) {
        (Some(Change::Number { value, show }), _) if show.percent && flavour == Flavour::Excel => {
            let points = value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(*value).normalize();
            format!("{}%", number(points, flavour))
        }
        (Some(Change::Number { value, .. }), _) | (None, Value::Number(value)) => number(*value, flavour),
        (Some(Change::Text(text)), _) | (_, Value::Text(text)) => harmless(text),
        (_, Value::Unsure { stored, .. }) => number(*stored, flavour),
        (_, value) => harmless(&value.to_string()),
    }
}

fn number(value: Decimal, flavour: Flavour) -> String {
    let text = value.normalize().to_string();
    if flavour == Flavour::Excel { text.replace('.', ",") } else { text }
}
