//! The figures of the last period: facts that this program wrote (csv, json, jsonl, or the data sheet of a
//! consolidated workbook), or the submissions of that period themselves.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::finding::Lang;
use crate::intake::{self, Source, Value};
use crate::own_output::{FACTS, SheetNames};
use crate::period::Period;
use crate::register::Era;
use crate::vietnamese::text::fold;

/// A figure's place: form, row, column and the unit's code.
type Key = (String, String, String, String);

/// The figures of earlier periods.
#[derive(Debug, Default)]
pub struct Previous {
    by_period: HashMap<Option<Period>, HashMap<Key, Decimal>>,
}

/// The figures of one earlier period.
#[derive(Debug)]
pub struct Before<'a> {
    /// The period, where the facts say it.
    pub period: Option<Period>,
    figures: &'a HashMap<Key, Decimal>,
}

/// Why earlier figures cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotComparable {
    /// They are of the same period, or of a later one.
    NotEarlier,
    /// Their units have the codes of another era.
    OtherEra,
}

/// A fact as it was written.
#[derive(Deserialize)]
struct Row {
    form: String,
    row: String,
    column: String,
    unit: String,
    #[serde(default)]
    period: String,
    #[serde(default)]
    value: String,
}

#[derive(Deserialize)]
struct Document {
    facts: Vec<Row>,
}

impl Previous {
    /// Reads facts from a file, where it holds any.
    pub fn read(path: &Path) -> Option<Self> {
        let ending = path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        match ending.as_str() {
            "csv" => {
                let text = String::from_utf8(fs::read(path).ok()?).ok()?;
                let text = text.trim_start_matches('\u{feff}');
                // Vietnamese Excel saves a csv with semicolons, and decimals with commas.
                let saved_by_excel = text.lines().next()?.contains(';');
                let delimiter = if saved_by_excel { b';' } else { b',' };
                let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
                let mut rows = reader.deserialize().collect::<Result<Vec<Row>, _>>().ok()?;
                for row in rows.iter_mut().filter(|_| saved_by_excel) {
                    row.value = row.value.replace(',', ".");
                }
                Self::of_rows(rows)
            }
            "json" => Self::of_rows(serde_json::from_slice::<Document>(&fs::read(path).ok()?).ok()?.facts),
            "jsonl" => {
                let text = fs::read_to_string(path).ok()?;
                let rows: Result<Vec<Row>, _> = text.lines().map(serde_json::from_str).collect();
                Self::of_rows(rows.ok()?)
            }
            _ => Self::of_workbook(path),
        }
    }

    /// Figures with their places and periods.
    pub fn of_figures(figures: impl IntoIterator<Item = (Key, Option<Period>, Decimal)>) -> Self {
        let mut found = Self::default();
        for (key, period, value) in figures {
            found.by_period.entry(period).or_default().insert(key, value);
        }
        found
    }

    fn of_rows(rows: Vec<Row>) -> Option<Self> {
        // A value that is no plain decimal is no fact of ours: the file is not what it seems.
        if rows.is_empty() || rows.iter().any(|r| !r.value.is_empty() && r.value.parse::<Decimal>().is_err()) {
            return None;
        }
        let figure = |row: Row| {
            let value = row.value.parse().ok()?;
            // Excel takes the zero from the front of a code.
            let unit = if row.unit.len() == 4 { format!("0{}", row.unit) } else { row.unit };
            Some(((row.form, row.row, row.column, unit), row.period.parse().ok(), value))
        };
        Some(Self::of_figures(rows.into_iter().filter_map(figure)))
    }

    /// The facts of a consolidated workbook, from its data sheet.
    fn of_workbook(path: &Path) -> Option<Self> {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let workbook = intake::open(&Source { name, path: path.to_owned() }, &mut Vec::new()).ok()?;
        let names = [Lang::Vi, Lang::En].map(|lang| SheetNames::new(lang).data);
        let sheet = workbook.sheets.iter().find(|s| names.contains(&s.name.as_str()))?;
        let mut rows = sheet.rows();
        let (_, heads) = rows.next()?;
        let vietnamese = ["Biểu", "Dòng", "Cột", "Mã đơn vị", "Đơn vị", "Kỳ", "Giá trị"];
        let column = |at: usize| {
            let names: Vec<_> = [vietnamese.get(at), FACTS.get(at)].into_iter().flatten().map(|n| fold(n)).collect();
            heads.iter().find(|c| c.text().is_some_and(|t| names.contains(&fold(t)))).map(|c| c.at.column)
        };
        let columns = [column(0)?, column(1)?, column(2)?, column(3)?, column(5)?, column(6)?];
        let [form, row, code, unit, period, value] = columns;
        let mut found = Vec::new();
        for (_, cells) in rows {
            let text = |column: u32| {
                cells.iter().find(|c| c.at.column == column).map(|c| c.value.to_string()).unwrap_or_default()
            };
            let number = cells.iter().find(|c| c.at.column == value).and_then(|c| match &c.value {
                Value::Number(number) => Some(*number),
                Value::Text(text) => text.parse().ok(),
                _ => None,
            });
            if let Some(number) = number {
                found.push(((text(form), text(row), text(code), text(unit)), text(period).parse().ok(), number));
            }
        }
        Some(Self::of_figures(found))
    }

    /// Tells whether there are no figures.
    pub fn is_empty(&self) -> bool {
        self.by_period.values().all(HashMap::is_empty)
    }

    /// The figures of the last period before another.
    ///
    /// # Errors
    /// Why there are none that can be compared.
    pub fn before(&self, period: Option<Period>, era: Era) -> Result<Before<'_>, NotComparable> {
        let earlier = |own: &Option<Period>| match (own, period) {
            (Some(own), Some(period)) => ends(*own) < ends(period),
            _ => true,
        };
        let last = self.by_period.iter().filter(|(own, _)| earlier(own)).max_by_key(|(own, _)| own.map(ends));
        let (period, figures) = last.ok_or(NotComparable::NotEarlier)?;
        if period.is_some_and(|p| Era::of(p) != era) {
            return Err(NotComparable::OtherEra);
        }
        Ok(Before { period: *period, figures })
    }
}

impl Before<'_> {
    /// What a figure was.
    pub fn value(&self, form: &str, row: &str, column: &str, unit: &str) -> Option<Decimal> {
        self.figures.get(&(form.to_owned(), row.to_owned(), column.to_owned(), unit.to_owned())).copied()
    }
}

/// When a period ends: its year and last month, the longer of two first.
fn ends(period: Period) -> (u16, u8, u8) {
    use crate::period::Part;
    let (last, months) = match period.part {
        Part::Whole => (12, 12),
        Part::Half(n) => (n.saturating_mul(6), 6),
        Part::FirstMonths(n) => (n, n),
        Part::Quarter(n) => (n.saturating_mul(3), 3),
        Part::Month(n) => (n, 1),
    };
    (period.year, last, 12 - months)
}
