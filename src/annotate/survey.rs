//! What must be known of a sheet before its cells are filled and get comments: which of them are
//! there, how they look, how wide and high they are.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::address::{Address, Area};
use crate::patch::PatchError;
use crate::patch::cells::Position;
use crate::patch::elements::elements;
use crate::xml::attribute;

/// Columns that are set together.
#[derive(Debug)]
struct Columns {
    first: u32,
    last: u32,
    /// In pixels.
    width: Option<f64>,
    style: Option<usize>,
}

/// A sheet, as far as it matters.
#[derive(Debug)]
pub(super) struct Survey {
    /// Those of the cells asked about that are there.
    pub present: BTreeSet<Address>,
    /// The rows that are there.
    pub rows: BTreeSet<u32>,
    columns: Vec<Columns>,
    heights: BTreeMap<u32, f64>,
    row_styles: BTreeMap<u32, usize>,
    width: f64,
    height: f64,
}

/// Pixels of a column's width in characters of the default font.
fn pixels(characters: f64) -> f64 {
    (characters * 7.0 + 5.0).clamp(0.0, 1800.0)
}

/// Pixels of a height in points.
fn high(points: f64) -> f64 {
    (points * 4.0 / 3.0).clamp(0.0, 600.0)
}

/// The merged areas of a sheet.
pub(super) fn merges(xml: &str) -> Result<Vec<Area>, PatchError> {
    let area = |r: &String| {
        let (first, last) = r.split_once(':')?;
        Some(Area { first: Address::parse(first)?, last: Address::parse(last)? })
    };
    Ok(elements(xml, "mergeCell")?.iter().filter_map(|m| area(m.get("ref")?)).collect())
}

impl Survey {
    /// Looks at a sheet for the sake of some cells.
    pub(super) fn of(xml: &str, asked: impl Fn(Address) -> bool) -> Result<Self, PatchError> {
        let mut survey = Self {
            present: BTreeSet::new(),
            rows: BTreeSet::new(),
            columns: Vec::new(),
            heights: BTreeMap::new(),
            row_styles: BTreeMap::new(),
            width: pixels(8.43),
            height: high(15.0),
        };
        let mut reader = Reader::from_str(xml);
        let mut at = Position::default();
        loop {
            match reader.read_event()? {
                Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                    "row" => survey.row(at.row(&e), &e),
                    "c" => survey.present.extend(at.cell(&e).filter(|here| asked(*here))),
                    "col" => survey.columns.extend(columns(&e)),
                    "sheetFormatPr" => {
                        survey.height = number(&e, "defaultRowHeight").map_or(survey.height, high);
                        survey.width = number(&e, "defaultColWidth").map_or(survey.width, pixels);
                    }
                    _ => {}
                },
                Event::Eof => return Ok(survey),
                _ => {}
            }
        }
    }

    fn row(&mut self, row: u32, e: &BytesStart<'_>) {
        self.rows.insert(row);
        let hidden = truth(e, "hidden");
        if let Some(height) = if hidden { Some(0.0) } else { number(e, "ht").map(high) } {
            self.heights.insert(row, height);
        }
        let style = attribute(e, "s").and_then(|s| s.parse().ok()).filter(|_| truth(e, "customFormat"));
        if let Some(style) = style {
            self.row_styles.insert(row, style);
        }
    }

    /// How a cell that is not there looks.
    pub(super) fn style(&self, at: Address) -> Option<usize> {
        let column = || self.columns.iter().find(|c| (c.first..=c.last).contains(&at.column));
        self.row_styles.get(&at.row).copied().or_else(|| column()?.style)
    }

    /// The width of a column in pixels.
    pub(super) fn width(&self, column: u32) -> f64 {
        let set = self.columns.iter().find(|c| (c.first..=c.last).contains(&column));
        set.and_then(|c| c.width).unwrap_or(self.width)
    }

    /// The height of a row in pixels.
    pub(super) fn height(&self, row: u32) -> f64 {
        self.heights.get(&row).copied().unwrap_or(self.height)
    }
}

fn number(e: &BytesStart<'_>, name: &str) -> Option<f64> {
    attribute(e, name)?.parse().ok().filter(|n: &f64| n.is_finite())
}

fn truth(e: &BytesStart<'_>, name: &str) -> bool {
    matches!(attribute(e, name).as_deref(), Some("1" | "true"))
}

fn columns(e: &BytesStart<'_>) -> Option<Columns> {
    let edge = |name| attribute(e, name)?.parse::<u32>().ok()?.checked_sub(1);
    let width = if truth(e, "hidden") { Some(0.0) } else { number(e, "width").map(|w| pixels(w - 5.0 / 7.0)) };
    let style = attribute(e, "style").and_then(|s| s.parse().ok());
    Some(Columns { first: edge("min")?, last: edge("max")?, width, style })
}
