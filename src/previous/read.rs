//! Earlier figures from a file: facts, or the data sheets of a consolidated workbook.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::Path;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::formula_guard::unguarded;
use crate::intake::{self, Sheet, Source, Value};
use crate::own_output::{FACTS, FACTS_VI, is_data_sheet};
use crate::period::Period;
use crate::record::Record;
use crate::register::{Era, Register};
use crate::vietnamese::text::fold;

use super::counted::Written;
use super::{Figure, Key, Previous};

/// Why a file of facts cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// It holds no facts.
    NoFacts,
    /// A value in it is no number of ours: somebody changed it, and what it says is not certain.
    Value {
        /// The line, or the cell.
        at: String,
        /// What stands there.
        text: String,
    },
}

/// A fact as it was written.
#[derive(Deserialize)]
struct Row {
    form: String,
    row: String,
    column: String,
    unit: String,
    #[serde(default)]
    unit_name: String,
    #[serde(default)]
    period: String,
    #[serde(default)]
    value: String,
    #[serde(default)]
    measure: String,
    #[serde(default)]
    file: String,
    #[serde(default)]
    findings: String,
}

impl Row {
    /// The fact as it was before it came into a csv.
    fn unguarded(self) -> Self {
        let text = |text: String| unguarded(&text).to_owned();
        let Self { form, row, column, unit, unit_name, period, value, measure, file, findings } = self;
        Self {
            form: text(form),
            row: text(row),
            column: text(column),
            unit: text(unit),
            unit_name: text(unit_name),
            period,
            value,
            measure: text(measure),
            file: text(file),
            findings,
        }
    }
}

#[derive(Deserialize)]
struct Document {
    facts: Vec<Row>,
}

impl Previous {
    /// Reads facts from a file.
    ///
    /// # Errors
    /// It holds none, or one with a value that is no number.
    pub fn read(path: &Path) -> Result<Self, ReadError> {
        let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "csv" => of_csv(&intake::load_plain(path).map_err(|_| ReadError::NoFacts)?),
            "json" => {
                let text = intake::load_plain(path).map_err(|_| ReadError::NoFacts)?;
                let document: Document = serde_json::from_slice(&text).map_err(|_| ReadError::NoFacts)?;
                of_rows(document.facts, 1, Decimal::from_str_exact)
            }
            "jsonl" => {
                let text = intake::load_plain(path).map_err(|_| ReadError::NoFacts)?;
                let text = String::from_utf8(text).map_err(|_| ReadError::NoFacts)?;
                let rows: Result<Vec<Row>, _> = text.lines().map(serde_json::from_str).collect();
                of_rows(rows.map_err(|_| ReadError::NoFacts)?, 1, Decimal::from_str_exact)
            }
            _ => of_workbook(path),
        }
    }
}

fn of_csv(bytes: &[u8]) -> Result<Previous, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NoFacts)?.trim_start_matches('\u{feff}');
    // Vietnamese Excel saves a csv with semicolons, and decimals with commas; a point would be one of thousands.
    let saved_by_excel = text.lines().next().is_some_and(|head| head.contains(';'));
    let delimiter = if saved_by_excel { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let rows = reader.deserialize().collect::<Result<Vec<Row>, _>>().map_err(|_| ReadError::NoFacts)?;
    let rows = rows.into_iter().map(Row::unguarded).collect();
    of_rows(rows, 2, |value| match saved_by_excel {
        true => Decimal::from_str_exact(&value.replace('.', "?").replace(',', ".")),
        false => Decimal::from_str_exact(value),
    })
}

fn of_rows(
    rows: Vec<Row>,
    first: usize,
    number: impl Fn(&str) -> Result<Decimal, rust_decimal::Error>,
) -> Result<Previous, ReadError> {
    if rows.is_empty() {
        return Err(ReadError::NoFacts);
    }
    let mut written = Written::default();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (row, line) in rows.into_iter().zip(first..) {
        let file = written.fact(&row.form, &row.file, &row.findings);
        let text = row.value.trim();
        // What has no value, or words, is no figure to compare.
        if text.is_empty() {
            continue;
        }
        let value = number(text).map_err(|_| ReadError::Value { at: line.to_string(), text: text.to_owned() })?;
        let figure = Figure { value, measure: row.measure };
        let key = key(row.form, row.row, row.column, &row.unit);
        if !names.contains_key(&key.3) {
            names.insert(key.3.clone(), row.unit_name);
        }
        written.figure(file, key, row.period.trim().parse().ok(), figure);
    }
    Ok(written.counted(None).with_era(era_of(&names)))
}

/// The era in which more units of these codes have these names: codes were given again in 2025, and a half year of
/// before the mergers may have been reported by the units of after.
fn era_of(names: &BTreeMap<String, String>) -> Option<Era> {
    let known = |era: Era| {
        let register = Register::built_in(era);
        let is_so = |(code, name): &(&String, &String)| {
            register.find(code).is_some_and(|unit| fold(register.name(unit)) == fold(name))
        };
        names.iter().filter(is_so).count()
    };
    let [before, after] = Era::ALL.map(known);
    match before.cmp(&after) {
        Ordering::Less => Some(Era::From2025),
        Ordering::Equal => None,
        Ordering::Greater => Some(Era::Before),
    }
}

/// The place of a figure. Excel takes the zeros from the front of a code: a commune's has five digits.
fn key(form: String, row: String, column: String, unit: &str) -> Key {
    let unit = unit.trim();
    let digits = !unit.is_empty() && unit.chars().all(|c| c.is_ascii_digit());
    (form, row, column, if digits { format!("{unit:0>5}") } else { unit.to_owned() })
}

/// The facts of a consolidated workbook, from its data sheets: what one cannot hold stands in further ones.
fn of_workbook(path: &Path) -> Result<Previous, ReadError> {
    let workbook = intake::open(&Source::at(path), &mut Vec::new()).map_err(|_| ReadError::NoFacts)?;
    let mut sheets = workbook.sheets.iter().filter(|sheet| is_data_sheet(&sheet.name)).peekable();
    sheets.peek().ok_or(ReadError::NoFacts)?;
    let mut written = Written::default();
    sheets.try_for_each(|sheet| of_data_sheet(sheet, &mut written))?;
    let record = Record::of(&workbook);
    Ok(written.counted(record.as_ref()).with_record(record))
}

/// Takes the facts of a data sheet.
fn of_data_sheet(sheet: &Sheet, written: &mut Written) -> Result<(), ReadError> {
    let mut rows = sheet.scan();
    let (_, heads) = rows.next().ok_or(ReadError::NoFacts)?;
    let column = |at: usize| {
        let names: Vec<_> = [FACTS_VI.get(at), FACTS.get(at)].into_iter().flatten().map(|n| fold(n)).collect();
        let head = heads.iter().find(|c| c.text().is_some_and(|t| names.contains(&fold(t))));
        head.map(|c| c.at.column).ok_or(ReadError::NoFacts)
    };
    let [form, row, code, unit, period, value] =
        [column(0)?, column(1)?, column(2)?, column(3)?, column(5)?, column(6)?];
    let [measure, file, findings] = [8, 9, 13].map(|at| column(at).ok());
    for (_, cells) in rows {
        let text =
            |column: u32| cells.iter().find(|c| c.at.column == column).map(|c| c.value.to_string()).unwrap_or_default();
        let [form, file, findings] = [Some(form), file, findings].map(|at| at.map(text).unwrap_or_default());
        let file = written.fact(&form, &file, &findings);
        let Some(cell) = cells.iter().find(|c| c.at.column == value) else { continue };
        let number = match &cell.value {
            Value::Number(number) => *number,
            Value::Text(text) if text.trim().is_empty() => continue,
            // What the program writes as text has more digits than Excel keeps, and no separators.
            Value::Text(text) if text.trim().len() > 15 || text.trim().parse::<i64>().is_ok() => {
                Decimal::from_str_exact(text.trim()).map_err(|_| wrong(cell))?
            }
            _ => return Err(wrong(cell)),
        };
        let period: Option<Period> = text(period).trim().parse().ok();
        let figure = Figure { value: number, measure: measure.map(text).unwrap_or_default() };
        written.figure(file, key(form, text(row), text(code), &text(unit)), period, figure);
    }
    Ok(())
}

fn wrong(cell: &intake::Cell) -> ReadError {
    ReadError::Value { at: cell.at.to_string(), text: cell.value.to_string() }
}
