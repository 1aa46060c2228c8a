//! How a sheet of an xlsx looks, cell for cell, so that it can be drawn again: fonts, fills, borders, alignment,
//! number formats, widths and heights, merged areas, the page, what stays in view.
//!
//! [`styles`] reads the looks of cells, [`colours`] what colours come to, [`strings`] the shared texts with their
//! runs, [`sheet`] the sheet's own part, [`names`] what the workbook names of a sheet. Nothing here knows what a
//! cell means.

mod colours;
mod names;
mod sheet;
mod strings;
mod styles;

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use crate::address::{Address, Area};
use crate::own_output::DRESSED;
use crate::xml::attribute;

use super::package::Package;
use super::{Kind, is_clear, xlsx};

pub use names::Named;

/// A part of more bytes than this is no form that people fill in.
const MOST_AT_ONCE: u64 = 32 << 20;

/// How a sheet looks, and what stands in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SheetLook {
    /// The cells that say how they look or hold something.
    pub cells: BTreeMap<Address, CellLook>,
    /// The looks that cells, rows and columns point at.
    pub looks: Vec<Look>,
    /// Columns that say how they look, by their first and last.
    pub columns: Vec<Columns>,
    /// Rows that say how they look.
    pub rows: BTreeMap<u32, RowLook>,
    /// The width of other columns, in pixels.
    pub width: u32,
    /// The height of other rows, in points.
    pub height: f64,
    /// Merged areas.
    pub merges: Vec<Area>,
    /// The page it is printed on.
    pub page: Page,
    /// How it is seen.
    pub view: View,
    /// What the workbook names of it.
    pub named: Named,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CellLook {
    /// Its look, by its place among the sheet's.
    pub look: usize,
    /// What it shows.
    pub content: Content,
}

/// What a cell shows; of a formula its stored result.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Content {
    /// Nothing.
    #[default]
    Empty,
    /// Text, in runs.
    Text(Vec<Run>),
    /// A number.
    Number(f64),
    /// TRUE or FALSE.
    Boolean(bool),
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Run {
    /// Its font, where it is not that of the cell.
    pub font: Option<Font>,
    /// The text.
    pub text: String,
}

impl Content {
    /// The text, its runs joined; empty where there is none.
    pub fn text(&self) -> String {
        match self {
            Content::Text(runs) => runs.iter().map(|r| r.text.as_str()).collect(),
            _ => String::new(),
        }
    }
}

/// Columns that look alike.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// The first.
    pub first: u32,
    /// The last.
    pub last: u32,
    /// The width in pixels, where one is set.
    pub width: Option<u32>,
    /// They do not show.
    pub hidden: bool,
    /// The look of their cells that say nothing.
    pub look: Option<usize>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RowLook {
    /// Its height in points, where one is stored.
    pub height: Option<f64>,
    /// The height was set by a person and does not follow the text.
    pub fixed: bool,
    /// It does not show.
    pub hidden: bool,
    /// The look of its cells that say nothing.
    pub look: Option<usize>,
}

/// How a cell looks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Look {
    /// Its font.
    pub font: Font,
    /// Its ground.
    pub fill: Option<Fill>,
    /// Its lines: left, right, top, bottom, diagonal.
    pub borders: [Edge; 5],
    /// Which ways the diagonal line goes: up, down.
    pub diagonal: (bool, bool),
    /// How the text stands across, as the file names it; empty for as Excel does by itself.
    pub horizontal: String,
    /// How it stands from top to bottom, likewise.
    pub vertical: String,
    /// The text is broken into lines.
    pub wrap: bool,
    /// It is made smaller to fit.
    pub shrink: bool,
    /// How far it is moved in.
    pub indent: u8,
    /// By how much it is turned, as the file has it: 91 to 180 downwards, 255 letter under letter.
    pub rotation: u8,
    /// How numbers are shown.
    pub format: Format,
}

/// The format of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// One of Excel's own, by its number.
    BuiltIn(u8),
    /// One of the workbook's.
    Own(String),
}

impl Default for Format {
    fn default() -> Self {
        Format::BuiltIn(0)
    }
}

/// The ground of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fill {
    /// The pattern, as the file names it.
    pub pattern: String,
    /// Its colour.
    pub front: Option<u32>,
    /// The colour behind it.
    pub back: Option<u32>,
}

/// A line of a border.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edge {
    /// As the file names it; empty for none.
    pub style: String,
    /// Its colour, where it is not black by itself.
    pub colour: Option<u32>,
}

/// A font.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Font {
    /// Its name.
    pub name: String,
    /// Its size in points; 0 where none is said.
    pub size: f64,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Struck through.
    pub strike: bool,
    /// How it is underlined, as the file names it; empty for not at all.
    pub underline: String,
    /// `superscript`, `subscript`, or empty.
    pub script: String,
    /// Its colour, where it is not black by itself.
    pub colour: Option<u32>,
}

/// The page a sheet is printed on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The paper by Excel's number; 0 where none is said.
    pub paper: u8,
    /// Broader than high.
    pub landscape: bool,
    /// The size in per cent.
    pub scale: Option<u16>,
    /// So many pages wide and high; 0 for as many as it takes.
    pub fit: Option<(u16, u16)>,
    /// Left, right, top, bottom, header, footer, in inches.
    pub margins: Option<[f64; 6]>,
    /// In the middle of the page, across and from top to bottom.
    pub centred: (bool, bool),
    /// The lines of the grid are printed, and the names of rows and columns.
    pub printed: (bool, bool),
    /// Pages go across before they go down.
    pub across_first: bool,
    /// Without colours.
    pub black_and_white: bool,
    /// What stands above each page.
    pub header: String,
    /// What stands below.
    pub footer: String,
    /// A new page begins below these rows.
    pub breaks: Vec<u32>,
}

/// How a sheet is seen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// The grid does not show.
    pub no_grid: bool,
    /// The size in per cent.
    pub zoom: Option<u16>,
    /// How many rows and columns stay where they are.
    pub frozen: Option<(u32, u32)>,
}

/// How a sheet of a workbook looks; nothing where the workbook is none of the kind that says so, or what it says
/// is more than a form would.
pub fn look(bytes: &[u8], sheet: &str) -> Option<SheetLook> {
    if !is_clear(Kind::Xlsx, bytes) {
        return None;
    }
    let mut package = Package::open(bytes)?;
    let workbook = package.text("xl/workbook.xml")?;
    let part = xlsx::listing(&workbook, &mut package).parts?.remove(sheet)?;
    let mut text = |name: &str| package.text_within(name, MOST_AT_ONCE);
    let palette = colours::Palette::new(text("xl/theme/theme1.xml").as_deref(), text("xl/styles.xml").as_deref());
    let styles = styles::Styles::parse(text("xl/styles.xml").as_deref().unwrap_or_default(), &palette);
    let strings = strings::shared(text("xl/sharedStrings.xml").as_deref().unwrap_or_default(), &palette);
    let mut look = sheet::read(&text(&part)?, &strings, &palette, styles.digit_width())?;
    look.looks = styles.looks;
    look.named = names::of_sheet(&workbook, sheet);
    Some(look)
}

/// Tells whether any sheet of a workbook of ours was drawn after a template: its list of names says so.
pub fn is_dressed(bytes: &[u8]) -> bool {
    let Some(mut package) = Package::open(bytes) else { return false };
    package.text_within("xl/workbook.xml", MOST_AT_ONCE).is_some_and(|workbook| workbook.contains(DRESSED))
}

impl SheetLook {
    /// The look of a cell.
    pub fn of(&self, cell: &CellLook) -> Option<&Look> {
        self.looks.get(cell.look)
    }

    /// The width of a column in pixels, shown or not.
    pub fn width_of(&self, column: u32) -> u32 {
        let own = self.columns.iter().find(|c| (c.first..=c.last).contains(&column)).and_then(|c| c.width);
        own.unwrap_or(self.width)
    }

    /// Tells whether a column does not show.
    pub fn is_hidden(&self, column: u32) -> bool {
        self.columns.iter().any(|c| c.hidden && (c.first..=c.last).contains(&column))
    }

    /// Tells whether a cell holds something or has a border or ground of its own.
    pub fn is_seen(&self, cell: &CellLook) -> bool {
        let drawn = |l: &Look| l.fill.is_some() || l.borders.iter().any(|e| !e.style.is_empty());
        cell.content != Content::Empty || self.of(cell).is_some_and(drawn)
    }
}

/// An attribute that is a number.
fn number<T: std::str::FromStr>(e: &BytesStart<'_>, name: &str) -> Option<T> {
    attribute(e, name)?.trim().parse().ok()
}

/// An attribute that says yes.
fn yes(e: &BytesStart<'_>, name: &str) -> bool {
    matches!(attribute(e, name).as_deref(), Some("1" | "true"))
}

/// An element that says yes unless it says no, such as `<b/>`.
fn on(e: &BytesStart<'_>) -> bool {
    !matches!(attribute(e, "val").as_deref(), Some("0" | "false"))
}

/// What an event adds to the text it stands in: words, or what a reference (`&amp;`) stands for.
fn spoken(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(t) => text.push_str(t),
        Event::CData(t) => text.push_str(t),
        Event::GeneralRef(r) => match r.resolve_char_ref() {
            Ok(Some(c)) => text.push(c),
            _ => text.push_str(resolve_predefined_entity(r).unwrap_or_default()),
        },
        _ => {}
    }
}

/// Every event of a part, as far as it can be read.
fn each(xml: &str, mut take: impl FnMut(Event<'_>, bool)) {
    let mut reader = Reader::from_str(xml);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            // An element without content is taken as one that begins and ends.
            Event::Empty(e) => take(Event::Start(e), true),
            event => take(event, false),
        }
    }
}
