//! xlsx and xlsm through calamine's cell reader: one pass a sheet, styles with the cells.
//!
//! A dense range is never asked for: one cell at XFD1048576 would take the process down.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, DataRef, ExcelDateTime, ExcelDateTimeType, Reader as _, Xlsx, XlsxError};
use quick_xml::events::Event;

use crate::address::{Address, Area};
use crate::finding::intake::{Fault, Problem};
use crate::xml::attribute;

use super::cell::{Cell, CellStyle, DateValue, Sheet, Value};
use super::package::Package;
use super::sheet_part::{self, SheetPart};
use super::{Troubles, comments, listed, look, mended, rich_text};

/// A sheet part of more bytes than this is left to the library, which streams it; the largest of 6,400
/// legal workbooks takes 114 MB with all its parts.
const MOST_AT_ONCE: u64 = 128 << 20;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads the sheets of a workbook; what the library would misread is mended before it sees it.
pub(super) fn sheets(bytes: &[u8], troubles: &mut Troubles<'_>) -> Result<Vec<Sheet>, Box<Problem>> {
    let told = troubles.findings.len();
    let outcome = of_package(bytes, true, troubles);
    if let Err(Stop::Refused(e)) = outcome {
        return Err(e);
    }
    let stopped = match outcome {
        Ok(sheets) => return Ok(sheets),
        Err(Stop::Library(e)) => Some(Box::new(Problem::Damaged { detail: e })),
        Err(_) => None,
    };
    troubles.findings.truncate(told);
    let Some(mended) = mended::mended(bytes) else {
        return match stopped {
            Some(problem) => Err(problem),
            None => of_package(bytes, false, troubles).map_err(Stop::problem),
        };
    };
    for (sheet, cells) in mended.beyond {
        troubles.beyond(&sheet, cells);
    }
    of_package(&mended.bytes, false, troubles).map_err(Stop::problem)
}

/// Why a package was not read as it stands.
enum Stop {
    /// The library would misread a part of it.
    Misread,
    /// The library refuses it; its own words.
    Library(String),
    /// Nothing can be done about it.
    Refused(Box<Problem>),
}

impl Stop {
    fn problem(self) -> Box<Problem> {
        match self {
            Stop::Misread => Box::new(Problem::Damaged { detail: "a part would be misread".to_owned() }),
            Stop::Library(detail) => Box::new(Problem::Damaged { detail }),
            Stop::Refused(problem) => problem,
        }
    }
}

/// Reads a package; where `wary`, stops at the first part that would be misread.
fn of_package(bytes: &[u8], wary: bool, troubles: &mut Troubles<'_>) -> Result<Vec<Sheet>, Stop> {
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| match e {
        XlsxError::Password => Stop::Refused(Box::new(Problem::Encrypted)),
        e => Stop::Library(e.to_string()),
    })?;
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut package = Package::open(bytes);
    let mut part = |name: &str| package.as_mut().and_then(|p| p.text(name)).unwrap_or_default();
    let workbook = part("xl/workbook.xml");
    let recalculates = recalculates(&workbook);
    let doubtful = rich_text::doubtful(&part("xl/sharedStrings.xml"));
    let parts = package.as_mut().and_then(|p| parts(&workbook, p)).unwrap_or_default();
    for (name, visible) in listed(&book) {
        let part = parts.get(&name).zip(package.as_mut()).and_then(|(part, p)| p.bytes_within(part, MOST_AT_ONCE));
        let twice = || sheets.iter().any(|sheet| sheet.name == name);
        if wary && (twice() || part.as_deref().is_some_and(mended::needs_it)) {
            return Err(Stop::Misread);
        }
        // Nearly every table has cells that are framed and empty; only where there are formulas may one be meant.
        let formulas = if part.as_deref().is_some_and(|part| !sheet_part::has_formulas(part)) {
            Formulas::None
        } else if recalculates {
            Formulas::Unsure
        } else {
            Formulas::Sure
        };
        match cells(&mut book, &name, formulas, troubles) {
            Ok(mut cells) => {
                let inline = part.as_deref().map(rich_text::doubtful_inline).unwrap_or_default();
                let in_doubt = |text: &str| doubtful.contains(text) || inline.contains(text);
                for cell in cells.iter_mut().filter(|c| c.text().is_some_and(in_doubt)) {
                    cell.value = Value::Broken(Fault::SetApart);
                }
                let SheetPart { merges, hidden } =
                    part.as_deref().and_then(sheet_part::read).unwrap_or_else(|| merges_alone(&mut book, &name));
                let mut sheet = Sheet::new(name, visible, cells, merges);
                sheet.hidden = hidden;
                let remarked = parts.get(&sheet.name).zip(package.as_mut());
                sheet.comments = remarked.map(|(part, p)| comments::of_part(p, part)).unwrap_or_default();
                sheets.push(sheet);
            }
            Err(e) => troubles.sheet(&name, e),
        }
    }
    Ok(sheets)
}

/// The part of each worksheet, by its name; of sheets of one name the first, as the library has it.
pub(super) fn parts(workbook: &str, package: &mut Package<'_>) -> Option<HashMap<String, String>> {
    let targets = package.targets("xl/_rels/workbook.xml.rels")?;
    let mut found = HashMap::new();
    let mut reader = quick_xml::Reader::from_str(workbook);
    loop {
        match reader.read_event().ok()? {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "sheet" => {
                // A sheet has a number under the name `sheetId` and its relation under `r:id`.
                if let (Some(name), Some(target)) = (attribute(&e, "name"), targets.get(&attribute(&e, "id")?)) {
                    found.entry(name).or_insert_with(|| target.clone());
                }
            }
            Event::Eof => return Some(found),
            _ => {}
        }
    }
}

/// What the library itself says of a sheet whose part was not found.
fn merges_alone(book: &mut Book<'_>, name: &str) -> SheetPart {
    let merges = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    SheetPart { merges: merges.iter().filter_map(area).collect(), ..SheetPart::default() }
}

pub(super) fn area(d: &calamine::Dimensions) -> Option<Area> {
    Some(Area { first: Address::new(d.start.0, d.start.1)?, last: Address::new(d.end.0, d.end.1)? })
}

/// Tells whether the workbook asks Excel to compute every formula when it opens it: then what is stored
/// with a formula may be a placeholder. Excel itself does not ask for that.
fn recalculates(workbook: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(workbook);
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().as_ref() == "calcPr" => {
                return matches!(attribute(&e, "fullCalcOnLoad").as_deref(), Some("1" | "true"));
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

/// What the formulas of a sheet are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Formulas {
    /// There are none.
    None,
    /// What is stored with them is their result.
    Sure,
    /// It may be a placeholder.
    Unsure,
}

fn cells(
    book: &mut Book<'_>,
    name: &str,
    formulas: Formulas,
    troubles: &mut Troubles<'_>,
) -> Result<Vec<Cell>, XlsxError> {
    let mut found = Vec::new();
    // Elements by their order in the file: those with an error, and those without a value, which
    // may be formulas saved without a result.
    let mut broken: Vec<(usize, String)> = Vec::new();
    let mut valueless: HashMap<Address, Option<Arc<CellStyle>>> = HashMap::new();
    let mut beyond = 0usize;
    let mut reader = book.worksheet_cells_reader(name)?;
    let styles: Vec<Arc<CellStyle>> = reader.styles().iter().map(|s| Arc::new(style(s))).collect();
    for order in 0.. {
        match reader.next_cell_with_style_id() {
            Ok(None) => break,
            Ok(Some((cell, style))) => {
                let (row, column) = cell.get_position();
                let Some(at) = Address::new(row, column) else {
                    beyond += usize::from(value(cell.get_value()).is_some());
                    continue;
                };
                match value(cell.get_value()) {
                    Some(value) => found.push(Cell { at, value, style: styles.get(style).cloned() }),
                    // A result that is an empty text is a result: what `=IF(…;"")` gives is a blank.
                    None if matches!(cell.get_value(), DataRef::Empty) => {
                        valueless.insert(at, styles.get(style).cloned());
                    }
                    None => {}
                }
            }
            Err(e @ (XlsxError::Xml(_) | XlsxError::XmlEof(_) | XlsxError::Io(_) | XlsxError::Zip(_))) => {
                return Err(e);
            }
            Err(e) => broken.push((order, e.to_string())),
        }
    }
    drop(reader);
    if beyond > 0 {
        troubles.beyond(name, beyond);
    }
    let unsure = formulas == Formulas::Unsure;
    if unsure || !broken.is_empty() || (formulas != Formulas::None && !valueless.is_empty()) {
        recover(book, name, unsure, &broken, &valueless, &mut found, troubles)?;
    }
    Ok(found)
}

/// Walks the sheet again for what the first pass could not say: where the broken cells stand (an
/// error carries no position), and which cells without a value are formulas.
fn recover(
    book: &mut Book<'_>,
    name: &str,
    recalculates: bool,
    broken: &[(usize, String)],
    valueless: &HashMap<Address, Option<Arc<CellStyle>>>,
    found: &mut Vec<Cell>,
    troubles: &mut Troubles<'_>,
) -> Result<(), XlsxError> {
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
                return Err(e);
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
            if let Some(style) = valueless.get(&at) {
                found.push(Cell { at, value: Value::NoResult(formula), style: style.clone() });
            } else if recalculates {
                formulas.insert(at, formula);
            }
        }
    }
    for cell in found.iter_mut() {
        if let Value::Number(stored) = cell.value
            && let Some(formula) = formulas.remove(&cell.at)
        {
            cell.value = Value::Unsure { formula, stored };
        }
    }
    Ok(())
}

/// A calamine value as ours; nothing for a blank.
pub(super) fn value(data: &DataRef<'_>) -> Option<Value> {
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
pub(super) fn owned_value(data: &Data) -> Option<Value> {
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
pub(super) fn text(text: &str) -> Option<Value> {
    let blank = text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}'));
    (!blank).then(|| Value::Text(text.to_owned()))
}

fn style(style: &calamine::Style) -> CellStyle {
    let (format, font) = (style.number_format.as_ref(), style.font.as_ref());
    look::style(
        format.and_then(|f| f.format_id),
        format.map(|f| f.format_code.as_str()).unwrap_or_default(),
        font.and_then(|f| f.name.clone()),
        font.is_some_and(calamine::Font::is_italic),
    )
}
