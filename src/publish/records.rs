//! csv, json and jsonl.

use std::io::Write;

use serde::Serialize;
use serde_json::Value;

use crate::formula_guard::guarded;
use crate::own_output::FACTS;

use super::PublishError;
use super::rows::FactRow;

/// Which kind of file, told by a name's ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Comma-separated values in UTF-8, without a mark: for programs.
    Csv,
    /// One JSON document.
    Json,
    /// One JSON value a line.
    Jsonl,
    /// A page for people (findings).
    Html,
    /// A workbook for people (findings).
    Xlsx,
    /// Columns for a warehouse (facts, totals).
    Parquet,
}

impl Ending {
    /// Tells the kind from a file's name.
    pub fn of(path: &std::path::Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "csv" => Ending::Csv,
            "json" => Ending::Json,
            "jsonl" => Ending::Jsonl,
            "html" | "htm" => Ending::Html,
            "xlsx" => Ending::Xlsx,
            "parquet" => Ending::Parquet,
            _ => return None,
        })
    }
}

/// Writes rows as csv. Text that a spreadsheet would run as a formula is made harmless ([`crate::formula_guard`]).
///
/// # Errors
/// A row that cannot be written.
pub fn csv<T: Serialize>(header: &[&str], rows: impl IntoIterator<Item = T>) -> Result<Vec<u8>, PublishError> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        let value = serde_json::to_value(row)?;
        let fields = header.iter().map(|name| match value.get(name) {
            Some(Value::String(text)) => guarded(text).into_owned(),
            _ => field(&value, name),
        });
        writer.write_record(fields.collect::<Vec<_>>())?;
    }
    writer.into_inner().map_err(|e| PublishError::Csv(e.into_error().into()))
}

/// Writes facts as csv: there are a hundred thousand of them where there is a line of anything else. So the fields are
/// put down here, letter for letter as the library would, which asks each letter of each of them by itself.
///
/// # Errors
/// A row that cannot be written.
pub fn facts_csv<'r>(rows: impl IntoIterator<Item = FactRow<'r>>, out: &mut dyn Write) -> Result<(), PublishError> {
    let refused = |e: std::io::Error| PublishError::Csv(e.into());
    let mut lines = Vec::with_capacity(2 * PAGE);
    put_line(FACTS, &mut lines);
    for row in rows {
        put_line(&row.fields(), &mut lines);
        if lines.len() > PAGE {
            out.write_all(&lines).map_err(refused)?;
            lines.clear();
        }
    }
    out.write_all(&lines).and_then(|()| out.flush()).map_err(refused)
}

/// Bytes that are written at once.
const PAGE: usize = 64 << 10;

fn put_line(fields: &[&str], to: &mut Vec<u8>) {
    for (i, field) in fields.iter().enumerate() {
        if i > 0 {
            to.push(b',');
        }
        put_field(&guarded(field), to);
    }
    to.push(b'\n');
}

/// Puts a field down, between quotes where it holds what parts fields or lines (RFC 4180, 2.6 and 2.7).
fn put_field(field: &str, to: &mut Vec<u8>) {
    // All bytes are looked at, whatever the first of them say: so the processor does many at once.
    let parted = field.bytes().fold(false, |any, b| any | matches!(b, b',' | b'"' | b'\n' | b'\r'));
    if parted {
        to.push(b'"');
        to.extend(field.bytes().flat_map(|b| std::iter::repeat_n(b, if b == b'"' { 2 } else { 1 })));
        to.push(b'"');
    } else {
        to.extend_from_slice(field.as_bytes());
    }
}

/// The fields of rows by their names.
///
/// # Errors
/// A row that cannot be written.
#[cfg(feature = "parquet")]
pub(super) fn values<T: Serialize>(rows: &[T]) -> Result<Vec<Value>, PublishError> {
    Ok(rows.iter().map(serde_json::to_value).collect::<Result<_, _>>()?)
}

/// A field of a row as text; empty where there is none.
pub(super) fn field(row: &Value, name: &str) -> String {
    match row.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

/// Writes rows as one JSON document: `{"version":1,NAME:[…]}`.
///
/// # Errors
/// A row that cannot be written.
pub fn json<T: Serialize>(
    name: &str,
    rows: impl IntoIterator<Item = T>,
    out: &mut dyn Write,
) -> Result<(), PublishError> {
    json_and(name, rows, None::<(&str, ())>, out)
}

/// The same with something more behind the rows.
///
/// # Errors
/// A row that cannot be written.
pub fn json_and<T: Serialize, M: Serialize>(
    name: &str,
    rows: impl IntoIterator<Item = T>,
    more: Option<(&str, M)>,
    out: &mut dyn Write,
) -> Result<(), PublishError> {
    let refused = |e| PublishError::Json(serde_json::Error::io(e));
    write!(out, "{{\"version\":1,\"{name}\":[").map_err(refused)?;
    for (i, row) in rows.into_iter().enumerate() {
        out.write_all(if i == 0 { b"\n" } else { b",\n" }).map_err(refused)?;
        serde_json::to_writer(&mut *out, &row)?;
    }
    out.write_all(b"\n]").map_err(refused)?;
    if let Some((name, more)) = more {
        write!(out, ",\"{name}\":").map_err(refused)?;
        serde_json::to_writer(&mut *out, &more)?;
    }
    out.write_all(b"}\n").map_err(refused)
}

/// Writes rows as one JSON value a line.
///
/// # Errors
/// A row that cannot be written.
pub fn jsonl<T: Serialize>(rows: impl IntoIterator<Item = T>, out: &mut dyn Write) -> Result<(), PublishError> {
    for row in rows {
        serde_json::to_writer(&mut *out, &row)?;
        out.write_all(b"\n").map_err(|e| PublishError::Json(serde_json::Error::io(e)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_written_as_any_other_rows_are() {
        let row = |raw: &'static str| FactRow {
            form: "chi-tieu",
            row: "?- Khác",
            column: "ke_hoach",
            unit: "02173",
            unit_name: "Xã Côn Minh",
            period: "2024".into(),
            value: "12.5".into(),
            number: None,
            state: "number",
            measure: "Hộ",
            file: "a, b.xlsx",
            sheet: "=S",
            cell: "D12".into(),
            raw: raw.into(),
            findings: String::new(),
        };
        let rows = || ["12,5", "-1", "=1+1", "«a»\n\"b\"", "\r", "\"", "", " ", "a;b\tc"].map(row);
        let mut written = Vec::new();
        facts_csv(rows(), &mut written).unwrap();
        assert_eq!(written, csv(FACTS, rows()).unwrap());
    }
}
