//! The cells of one sheet, and what they hold, in the words of this program.

use std::collections::HashMap;
use std::sync::Arc;

use calamine::{Data, DataRef, ExcelDateTime, ExcelDateTimeType, XlsxError};

use crate::address::Address;
use crate::finding::intake::{Fault, Problem, Size};
use crate::intake::cell::{Cell, CellStyle, DateValue, Value};
use crate::intake::rows::Runs;
use crate::intake::{Budget, Troubles, look};

use super::Book;

/// Why the cells of a sheet could not be read.
pub(super) enum Halt {
    /// The sheet is damaged.
    Sheet(XlsxError),
    /// The file is beyond a limit.
    File(Box<Problem>),
}

impl From<XlsxError> for Halt {
    fn from(error: XlsxError) -> Self {
        Halt::Sheet(error)
    }
}

impl From<Box<Problem>> for Halt {
    fn from(problem: Box<Problem>) -> Self {
        Halt::File(problem)
    }
}

/// What the formulas of a sheet are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Formulas {
    /// There are none, or each has its result.
    Settled,
    /// What is stored with them is their result, where anything is.
    Sure,
    /// It may be a placeholder.
    Unsure,
}

pub(super) fn cells(
    book: &mut Book<'_>,
    name: &str,
    formulas: Formulas,
    budget: &mut Budget<'_>,
    troubles: &mut Troubles,
) -> Result<Runs, Halt> {
    let mut found = Runs::default();
    // Elements by their order in the file: those with an error, and those without a value, which
    // may be formulas saved without a result.
    let mut broken: Vec<(usize, String)> = Vec::new();
    let mut valueless: Vec<(Address, Option<Arc<CellStyle>>)> = Vec::new();
    let mut beyond = 0usize;
    let mut reader = book.worksheet_cells_reader(name)?;
    budget.limits.allow(Size::Styles, reader.styles().len() as u64)?;
    let styles: Vec<Arc<CellStyle>> = reader.styles().iter().map(|s| Arc::new(style(s))).collect();
    for order in 0.. {
        budget.cell()?;
        match reader.next_cell_with_style_id() {
            Ok(None) => break,
            Ok(Some((cell, style))) => {
                let (row, column) = cell.get_position();
                let Some(at) = Address::new(row, column) else {
                    beyond += usize::from(value(cell.get_value()).is_some());
                    continue;
                };
                match value(cell.get_value()) {
                    Some(value) => {
                        budget.value(&value)?;
                        found.push(Cell { at, value, style: styles.get(style).cloned() });
                    }
                    // A result that is an empty text is a result: what `=IF(…;"")` gives is a blank.
                    None if matches!(cell.get_value(), DataRef::Empty) => {
                        valueless.push((at, styles.get(style).cloned()));
                    }
                    None => {}
                }
            }
            Err(e @ (XlsxError::Xml(_) | XlsxError::XmlEof(_) | XlsxError::Io(_) | XlsxError::Zip(_))) => {
                return Err(e.into());
            }
            Err(e) => broken.push((order, e.to_string())),
        }
    }
    drop(reader);
    if beyond > 0 {
        troubles.beyond(name, beyond);
    }
    let recalculates = formulas == Formulas::Unsure;
    if recalculates || !broken.is_empty() || (formulas != Formulas::Settled && !valueless.is_empty()) {
        let doubts = Doubts { recalculates, broken, valueless: valueless.into_iter().collect() };
        recover(book, name, &doubts, &mut found, budget, troubles)?;
    }
    Ok(found)
}

/// What the first pass over a sheet leaves open.
struct Doubts {
    /// Results are not to be trusted.
    recalculates: bool,
    /// Elements with an error, by their order in the file.
    broken: Vec<(usize, String)>,
    /// Cells without a value.
    valueless: HashMap<Address, Option<Arc<CellStyle>>>,
}

/// Walks the sheet again for what the first pass could not say: where the broken cells stand (an
/// error carries no position), and which cells without a value are formulas.
fn recover(
    book: &mut Book<'_>,
    name: &str,
    Doubts { recalculates, broken, valueless }: &Doubts,
    found: &mut Runs,
    budget: &mut Budget<'_>,
    troubles: &mut Troubles,
) -> Result<(), Halt> {
    let mut formulas: HashMap<Address, String> = HashMap::new();
    let mut next_broken = broken.iter().peekable();
    let mut reader = book.worksheet_cells_reader(name)?;
    for order in 0.. {
        let (at, formula) = match reader.next_formula() {
            Ok(None) => break,
            Ok(Some(cell)) => {
                let (row, column) = cell.get_position();
                (Address::new(row, column), cell.get_value().clone())
            }
            Err(e @ (XlsxError::Xml(_) | XlsxError::XmlEof(_) | XlsxError::Io(_) | XlsxError::Zip(_))) => {
                return Err(e.into());
            }
            Err(_) => (None, String::new()),
        };
        if let Some((_, detail)) = next_broken.next_if(|(o, _)| *o == order) {
            // Newer error values (#SPILL!, #CALC!) are ordinary in Excel 365 but unknown to the library.
            if let Some(error) = detail.split('\'').chain(detail.split_whitespace()).find(|w| w.starts_with('#')) {
                if let Some(at) = at {
                    found.push(Cell {
                        at,
                        value: Value::Error(error.trim_matches(['"', '\'', '`']).to_owned()),
                        style: None,
                    });
                }
                continue;
            }
            troubles.cell(name, at, detail);
            if let Some(at) = at {
                found.push(Cell { at, value: Value::Broken(Fault::Library(detail.clone())), style: None });
            }
        } else if let Some(at) = at
            && !formula.is_empty()
        {
            if valueless.contains_key(&at) || *recalculates {
                budget.text(formula.len() as u64)?;
            }
            if let Some(style) = valueless.get(&at) {
                found.push(Cell { at, value: Value::NoResult(formula), style: style.clone() });
            } else if *recalculates {
                formulas.insert(at, formula);
            }
        }
    }
    if !formulas.is_empty() {
        found.each_mut(|cell| {
            if let Value::Number(stored) = cell.value
                && let Some(formula) = formulas.remove(&cell.at)
            {
                cell.value = Value::Unsure { formula, stored };
            }
        });
    }
    Ok(())
}

/// A calamine value as ours; nothing for a blank.
pub(in crate::intake) fn value(data: &DataRef<'_>) -> Option<Value> {
    Some(match data {
        DataRef::Empty => return None,
        DataRef::Int(i) => Value::Number((*i).into()),
        DataRef::Float(f) => Value::number(*f),
        DataRef::String(s) => text(s)?,
        DataRef::SharedString(s) => text(s)?,
        DataRef::Bool(b) => Value::Boolean(*b),
        DataRef::DateTime(d) => Value::Date(serial(d)),
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => Value::Date(DateValue::Iso(s.clone())),
        DataRef::Error(e) => Value::Error(e.to_string()),
    })
}

fn serial(date: &ExcelDateTime) -> DateValue {
    // The library does not say which epoch a date has, but a date of that epoch equals it.
    let kind = if date.is_duration() { ExcelDateTimeType::TimeDelta } else { ExcelDateTimeType::DateTime };
    let from_1904 = *date == ExcelDateTime::new(date.as_f64(), kind, true);
    DateValue::Serial { days: date.as_f64(), from_1904 }
}

/// The same for the dense readers.
pub(in crate::intake) fn owned_value(data: &Data) -> Option<Value> {
    Some(match data {
        Data::Empty => return None,
        Data::Int(i) => Value::Number((*i).into()),
        Data::Float(f) => Value::number(*f),
        Data::String(s) => text(s)?,
        Data::Bool(b) => Value::Boolean(*b),
        Data::DateTime(d) => Value::Date(serial(d)),
        Data::DateTimeIso(s) | Data::DurationIso(s) => Value::Date(DateValue::Iso(s.clone())),
        Data::Error(e) => Value::Error(e.to_string()),
    })
}

/// A text cell; one of nothing but spaces is a blank to whoever looks at it.
pub(in crate::intake) fn text(text: &str) -> Option<Value> {
    let blank = text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}'));
    (!blank).then(|| Value::Text(text.into()))
}

fn style(style: &calamine::Style) -> CellStyle {
    let (format, font) = (style.number_format.as_ref(), style.font.as_ref());
    let font = look::Font {
        name: font.and_then(|f| f.name.clone()).unwrap_or_default(),
        italic: font.is_some_and(calamine::Font::is_italic),
        struck: font.is_some_and(calamine::Font::has_strikethrough),
        off_line: false,
    };
    let code = format.map(|f| f.format_code.as_str()).unwrap_or_default();
    look::style(format.and_then(|f| f.format_id), code, font)
}
