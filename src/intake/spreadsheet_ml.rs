//! XML Spreadsheet 2003: the one-file XML that Excel 2002 to 2019 save, and that report programs write
//! under the name of an xls.
//!
//! Read as a stream; names as in Microsoft's «XML Spreadsheet Reference» (Office XP and 2003), namespaces
//! as prefixes that differ from program to program. [`styles`] says what its styles mean.

mod styles;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use crate::address::{Address, Area};
use crate::finding::intake::{Fault, Problem, Size};
use crate::xml::attribute;

use super::cell::{Cell, CellStyle, DateValue, Value};
use super::formulas::of_distances;
use super::hidden::Hidden;
use super::set_apart::Runs;
use super::sheet::Sheet;
use super::{Budget, Troubles, damaged, xlsx};
use styles::Styles;

/// Reads the sheets of a workbook that has been decoded.
pub(super) fn sheets(text: &str, budget: &mut Budget<'_>, troubles: &mut Troubles) -> Result<Vec<Sheet>, Box<Problem>> {
    let mut reader = Reader::from_str(text);
    let mut book = Book::default();
    let mut open: Vec<String> = Vec::new();
    let mut closed = false;
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(e) => {
                book.begin(&e, open.last().map(String::as_str));
                open.push(e.local_name().as_ref().to_owned());
                budget.limits.allow(Size::Nesting, open.len() as u64)?;
            }
            Event::Empty(e) => {
                book.begin(&e, open.last().map(String::as_str));
                book.end(e.local_name().as_ref(), troubles);
            }
            Event::End(e) => {
                book.end(e.local_name().as_ref(), troubles);
                open.pop();
                closed |= open.is_empty();
            }
            Event::Text(words) => book.say(&words),
            Event::CData(words) => book.say(&words),
            Event::GeneralRef(reference) => {
                let resolved = reference.resolve_char_ref().ok().flatten().map(String::from);
                let predefined = || resolve_predefined_entity(&reference).map(str::to_owned);
                book.say(&resolved.or_else(predefined).unwrap_or_default());
            }
            Event::Eof if closed => {
                let rows = book.sheets.iter().flat_map(Sheet::rows);
                rows.flat_map(|(_, cells)| cells).try_for_each(|cell| budget.take(cell))?;
                return Ok(book.sheets);
            }
            Event::Eof => return Err(damaged("the file is cut short")),
            _ => {}
        }
    }
}

/// What has been read so far.
#[derive(Default)]
struct Book {
    sheets: Vec<Sheet>,
    styles: Styles,
    sheet: Option<Building>,
}

/// A sheet that is being read.
#[derive(Default)]
struct Building {
    name: String,
    invisible: bool,
    cells: Vec<Cell>,
    merges: Vec<Area>,
    hidden_rows: Vec<RangeInclusive<u32>>,
    hidden_columns: Vec<RangeInclusive<u32>>,
    /// Columns with a style: from the first, the last and the style.
    column_styles: BTreeMap<u32, (u32, String)>,
    next_column: u32,
    row: u32,
    next_row: u32,
    row_style: Option<String>,
    next_cell: u32,
    cell: Option<Open>,
    /// A remark on a cell holds `Data` of its own.
    in_comment: bool,
    in_visible: bool,
    /// Cells where no sheet has any.
    beyond: usize,
}

/// A cell that is being read.
struct Open {
    at: Option<Address>,
    style: Option<String>,
    formula: Option<String>,
    kind: Option<String>,
    runs: Runs,
    in_data: bool,
}

impl Book {
    fn begin(&mut self, e: &BytesStart<'_>, parent: Option<&str>) {
        let name = e.local_name();
        let name = name.as_ref();
        let Some(sheet) = &mut self.sheet else {
            match name {
                "Worksheet" => {
                    let name = attribute(e, "Name").unwrap_or_default();
                    self.sheet = Some(Building { name, ..Building::default() });
                }
                _ => self.styles.begin(e),
            }
            return;
        };
        match name {
            "Column" if parent == Some("Table") => sheet.column(e),
            "Row" if parent == Some("Table") => sheet.begin_row(e),
            "Cell" if parent == Some("Row") => sheet.begin_cell(e),
            "Comment" => sheet.in_comment = true,
            "Data" if parent == Some("Cell") && !sheet.in_comment => {
                if let Some(cell) = &mut sheet.cell {
                    (cell.kind, cell.in_data) = (attribute(e, "Type"), true);
                }
            }
            "Visible" if parent == Some("WorksheetOptions") => sheet.in_visible = true,
            tag => {
                if let Some(cell) = sheet.cell.as_mut().filter(|c| c.in_data) {
                    cell.runs.begin(tag, false);
                }
            }
        }
    }

    fn end(&mut self, name: &str, troubles: &mut Troubles) {
        let Some(sheet) = &mut self.sheet else {
            self.styles.end(name);
            return;
        };
        match name {
            "Worksheet" => {
                if let Some(done) = self.sheet.take() {
                    self.sheets.push(done.finish(troubles));
                }
            }
            "Row" => sheet.row_style = None,
            "Cell" => {
                if let Some(cell) = sheet.cell.take() {
                    sheet.put(cell, &mut self.styles);
                }
            }
            "Comment" => sheet.in_comment = false,
            "Visible" => sheet.in_visible = false,
            tag => {
                if let Some(cell) = sheet.cell.as_mut().filter(|c| c.in_data) {
                    if tag == "Data" {
                        cell.in_data = false;
                    } else {
                        cell.runs.end();
                    }
                }
            }
        }
    }

    fn say(&mut self, words: &str) {
        let Some(sheet) = &mut self.sheet else { return };
        if sheet.in_visible {
            sheet.invisible |= words.trim().starts_with("SheetHidden") || words.trim().starts_with("SheetVeryHidden");
        } else if let Some(cell) = sheet.cell.as_mut().filter(|c| c.in_data && !sheet.in_comment) {
            cell.runs.say(words);
        }
    }
}

/// A number of an attribute: a position counted from 1, or a count.
fn number(e: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(e, name).and_then(|n| n.trim().parse().ok())
}

fn is_hidden(e: &BytesStart<'_>) -> bool {
    let zero = |name| attribute(e, name).and_then(|w| w.parse::<f64>().ok()).is_some_and(|w| w == 0.0);
    matches!(attribute(e, "Hidden").as_deref(), Some("1" | "true" | "True")) || zero("Width") || zero("Height")
}

impl Building {
    fn column(&mut self, e: &BytesStart<'_>) {
        let first = number(e, "Index").map_or(self.next_column, |n| n.saturating_sub(1));
        let columns = first..=first.saturating_add(number(e, "Span").unwrap_or(0));
        self.next_column = columns.end().saturating_add(1);
        self.hidden_columns.extend(is_hidden(e).then(|| columns.clone()));
        self.column_styles.extend(attribute(e, "StyleID").map(|style| (first, (*columns.end(), style))));
    }

    fn begin_row(&mut self, e: &BytesStart<'_>) {
        self.row = number(e, "Index").map_or(self.next_row, |n| n.saturating_sub(1));
        let last = self.row.saturating_add(number(e, "Span").unwrap_or(0));
        self.next_row = last.saturating_add(1);
        self.hidden_rows.extend(is_hidden(e).then_some(self.row..=last));
        self.row_style = attribute(e, "StyleID");
        self.next_cell = 0;
    }

    fn begin_cell(&mut self, e: &BytesStart<'_>) {
        let column = number(e, "Index").map_or(self.next_cell, |n| n.saturating_sub(1));
        let (across, down) = (number(e, "MergeAcross").unwrap_or(0), number(e, "MergeDown").unwrap_or(0));
        self.next_cell = column.saturating_add(across).saturating_add(1);
        let at = Address::new(self.row, column);
        let last = Address::new(self.row.saturating_add(down), column.saturating_add(across));
        if let (Some(first), Some(last), true) = (at, last, across > 0 || down > 0) {
            self.merges.push(Area { first, last });
        }
        let of_column = || {
            let (_, (last, style)) = self.column_styles.range(..=column).next_back()?;
            (column <= *last).then(|| style.clone())
        };
        let style = attribute(e, "StyleID").or_else(|| self.row_style.clone());
        self.cell = Some(Open {
            at,
            style: style.or_else(of_column),
            formula: attribute(e, "Formula"),
            kind: None,
            runs: Runs::default(),
            in_data: false,
        });
    }

    fn put(&mut self, cell: Open, styles: &mut Styles) {
        let said = cell.runs.text();
        let value = match (cell.kind.as_deref(), &cell.formula) {
            (None, Some(formula)) => {
                let formula = formula.strip_prefix('=').unwrap_or(formula);
                let own = cell.at.and_then(|at| of_distances(formula, at));
                Some(Value::NoResult(own.unwrap_or_else(|| formula.to_owned())))
            }
            (None, None) => None,
            _ if cell.runs.is_doubtful() => Some(Value::Broken(Fault::SetApart)),
            (Some("Number"), _) => match said.trim().parse::<f64>() {
                Ok(stored) => Some(Value::number(stored)),
                // Excel refuses such a file; its reader decides what a text is.
                Err(_) => xlsx::text(said),
            },
            (Some("DateTime"), _) => {
                let date = said.trim();
                let date = date.strip_suffix("T00:00:00.000").or(date.strip_suffix("T00:00:00")).unwrap_or(date);
                (!date.is_empty()).then(|| Value::Date(DateValue::Iso(date.to_owned())))
            }
            (Some("Boolean"), _) => match said.trim() {
                "1" | "true" | "True" | "TRUE" => Some(Value::Boolean(true)),
                "0" | "false" | "False" | "FALSE" => Some(Value::Boolean(false)),
                _ => xlsx::text(said),
            },
            (Some("Error"), _) => Some(Value::Error(said.trim().to_owned())),
            (Some(_), _) => xlsx::text(said),
        };
        let Some(value) = value else { return };
        let Some(at) = cell.at else {
            self.beyond += 1;
            return;
        };
        let style: Option<Arc<CellStyle>> = styles.of(cell.style.as_deref());
        self.cells.push(Cell { at, value, style });
    }

    fn finish(self, troubles: &mut Troubles) -> Sheet {
        if self.beyond > 0 {
            troubles.beyond(&self.name, self.beyond);
        }
        let mut sheet = Sheet::new(self.name, !self.invisible, self.cells, self.merges);
        sheet.hidden = Hidden::new(self.hidden_rows, self.hidden_columns);
        sheet
    }
}
