//! Web pages: what Excel, LibreOffice and Google Sheets save as such, and what report programs write under
//! the name of an xls.
//!
//! A page is laid out as Excel lays it out on opening: one sheet, in which each line of text above and
//! between the tables takes a row, and each table the rows below it. Programs that keep several sheets in
//! one page say where each begins ([`about`]). [`outline`] tells the tables that hold data from those
//! that only arrange others, [`grid`] where cells stand, [`content`] what they hold, [`css`] what styles mean.
//! Numbers stay texts as shown, for the reading to decide, unless the page gives the number itself.

mod about;
mod content;
mod css;
mod grid;
mod outline;

use std::ops::RangeInclusive;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::Html;
use scraper::node::{Element, Node};

use crate::address::{Address, Area, LAST_ROW};
use crate::finding::intake::{Problem, Size};

use super::cell::Cell;
use super::hidden::Hidden;
use super::limits::Limits;
use super::sheet::Sheet;
use super::{Budget, Troubles, xlsx};
use about::About;
pub(super) use about::sheet_names;
use content::Content;
use grid::Grid;
use outline::Outline;

/// The most bytes of a page: as a tree it takes some ten times as much memory.
const MOST_BYTES: u64 = 64 << 20;

/// Reads the tables of a page that has been decoded.
pub(super) fn sheets(
    text: &str,
    file: &str,
    budget: &mut Budget<'_>,
    troubles: &mut Troubles,
) -> Result<Vec<Sheet>, Box<Problem>> {
    let size = text.len() as u64;
    if size > MOST_BYTES {
        return Err(Box::new(Problem::TooLarge { what: Size::Bytes, found: size, most: MOST_BYTES }));
    }
    outline::refuse_deep(text)?;
    let page = Html::parse_document(text);
    let about = About::of(&page);
    let outline = Outline::of(&page);
    let mut walk = Walk::new(&about, &outline, file, budget.limits);
    for edge in page.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(element) => walk.begin(element, node.id())?,
                Node::Text(words) => walk.say(words),
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value() {
                    walk.end(element, node.id())?;
                }
            }
        }
    }
    let sheets = walk.finish(troubles)?;
    sheets.iter().flat_map(Sheet::rows).flat_map(|(_, cells)| cells).try_for_each(|cell| budget.take(cell))?;
    Ok(sheets)
}

/// What stands on one sheet.
#[derive(Default)]
struct Stretch {
    name: String,
    cells: Vec<Cell>,
    merges: Vec<Area>,
    hidden_rows: Vec<RangeInclusive<u32>>,
    hidden_columns: Vec<RangeInclusive<u32>>,
    next_row: u32,
    has_table: bool,
    /// Cells to the right of or below every sheet.
    beyond: usize,
}

/// The table that is being read.
struct Table {
    id: NodeId,
    grid: Grid,
    classes: Vec<String>,
    cell: Option<Content>,
    /// Google Sheets: columns and rows are named.
    named: bool,
}

/// The way through a page.
struct Walk<'a> {
    about: &'a About,
    outline: &'a Outline,
    stretches: Vec<Stretch>,
    table: Option<Table>,
    /// A line of text outside of tables.
    line: Content,
    /// The element whose content is no part of the page.
    skipped: Option<NodeId>,
    /// Open elements that do not show.
    hidden: Vec<NodeId>,
    steps: u64,
    limits: &'a Limits,
}

impl<'a> Walk<'a> {
    fn new(about: &'a About, outline: &'a Outline, file: &'a str, limits: &'a Limits) -> Self {
        let name = about.only_name.clone().unwrap_or_else(|| stem(file));
        Self {
            about,
            outline,
            stretches: vec![Stretch { name, ..Stretch::default() }],
            table: None,
            line: Content::default(),
            skipped: None,
            hidden: Vec::new(),
            steps: 0,
            limits,
        }
    }

    fn begin(&mut self, element: &Element, id: NodeId) -> Result<(), Box<Problem>> {
        if self.skipped.is_some() {
            return Ok(());
        }
        let name = element.name();
        if matches!(name, "head" | "script" | "style" | "title" | "template" | "noscript" | "object") {
            self.skipped = Some(id);
            return Ok(());
        }
        if let Some(sheet) = self.about.sheet_of(element) {
            self.break_line();
            self.stretches.push(Stretch { name: sheet.to_owned(), ..Stretch::default() });
            // The anchor of LibreOffice holds «Sheet 1: …».
            if name == "a" {
                self.skipped = Some(id);
                return Ok(());
            }
        }
        let style = self.about.css.of(element, self.table.as_ref().map_or(&[], |t| t.classes.as_slice()));
        let Some(table) = &mut self.table else {
            if style.hidden {
                self.hidden.push(id);
            }
            if name == "table" && self.outline.holds_data(id) {
                self.begin_table(element, id);
            } else if content::is_block(name) || matches!(name, "br" | "td" | "th" | "tr" | "caption") {
                self.break_line();
            } else {
                self.line.begin(element, &style);
            }
            return Ok(());
        };
        let within = table.cell.is_some();
        match name {
            "tr" if !within => {
                table.grid.begin_row(style.hidden || !self.hidden.is_empty());
                if table.grid.next_row() > LAST_ROW + 1 {
                    let found = u64::from(table.grid.next_row());
                    return Err(Box::new(Problem::TooLarge { what: Size::Rows, found, most: u64::from(LAST_ROW) }));
                }
            }
            "td" | "th" if !within => table.cell = Some(Content::of_cell(style)),
            "col" if !within => table.grid.describe_column(span(element, "span", 1), style.hidden || no_width(element)),
            // With columns of its own it says nothing itself.
            "colgroup" if !within && !self.outline.has_columns(id) => {
                table.grid.describe_column(span(element, "span", 1), style.hidden || no_width(element));
            }
            "thead" | "tbody" | "tfoot" if !within && style.hidden => self.hidden.push(id),
            _ => match &mut table.cell {
                Some(cell) => cell.begin(element, &style),
                None => self.line.begin(element, &style),
            },
        }
        Ok(())
    }

    fn end(&mut self, element: &Element, id: NodeId) -> Result<(), Box<Problem>> {
        if let Some(skipped) = self.skipped {
            if skipped == id {
                self.skipped = None;
            }
            return Ok(());
        }
        if self.hidden.last() == Some(&id) {
            self.hidden.pop();
        }
        let name = element.name();
        let Some(table) = &mut self.table else {
            if content::is_block(name) || matches!(name, "td" | "th" | "tr" | "caption") {
                self.break_line();
            } else {
                self.line.end(element);
            }
            return Ok(());
        };
        if table.id == id {
            self.end_table();
            return Ok(());
        }
        if self.outline.is_of(id, table.id)
            && let Some(cell) = table.cell.take()
        {
            return self.put(cell, element);
        }
        match (name, &mut table.cell) {
            ("thead" | "tbody" | "tfoot", None) => table.grid.end_section(),
            (_, Some(cell)) => cell.end(element),
            (_, None) => self.line.end(element),
        }
        Ok(())
    }

    fn say(&mut self, words: &str) {
        if self.skipped.is_some() {
            return;
        }
        match self.table.as_mut() {
            Some(Table { cell: Some(cell), .. }) => cell.say(words),
            _ => self.line.say(words),
        }
    }

    fn begin_table(&mut self, element: &Element, id: NodeId) {
        self.break_line();
        let Some(stretch) = self.stretches.last_mut() else { return };
        stretch.has_table = true;
        let classes: Vec<String> = element.classes().map(str::to_owned).collect();
        let named = classes.iter().any(|c| c == "waffle");
        self.table = Some(Table { id, grid: Grid::new(stretch.next_row), classes, cell: None, named });
    }

    fn end_table(&mut self) {
        let (Some(table), Some(stretch)) = (self.table.take(), self.stretches.last_mut()) else { return };
        stretch.next_row = stretch.next_row.max(table.grid.next_row());
        stretch.hidden_rows.extend(table.grid.hidden_rows());
        stretch.hidden_columns.extend(table.grid.hidden_columns());
        self.steps += table.grid.steps;
        // What stood between its rows, and its caption.
        self.break_line();
    }

    /// Puts a cell that has ended where it stands.
    fn put(&mut self, cell: Content, element: &Element) -> Result<(), Box<Problem>> {
        let (Some(table), Some(stretch)) = (&mut self.table, self.stretches.last_mut()) else { return Ok(()) };
        if table.named && table.grid.takes_name(element, cell.text()) {
            return Ok(());
        }
        let hidden = cell.is_hidden();
        let merges = !cell.runs_on();
        let place = table.grid.place(span(element, "colspan", 1), span(element, "rowspan", 1), hidden);
        self.limits.allow(Size::Cells, self.steps + table.grid.steps)?;
        if merges {
            stretch.merges.extend(place.area);
        }
        if let Some((value, look)) = cell.value(element, self.about) {
            match place.at {
                Some(at) => stretch.cells.push(look.on(Cell { at, value, style: None }, false)),
                None => stretch.beyond += 1,
            }
        }
        Ok(())
    }

    /// A line of text outside of tables ends: it takes a row.
    fn break_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let Some(stretch) = self.stretches.last_mut() else { return };
        let Some(value) = xlsx::text(line.text()) else { return };
        let Some(at) = Address::new(stretch.next_row, 0) else {
            stretch.beyond += 1;
            return;
        };
        stretch.cells.push(line.look(None).on(Cell { at, value, style: None }, false));
        if !self.hidden.is_empty() {
            stretch.hidden_rows.push(at.row..=at.row);
        }
        stretch.next_row += 1;
    }

    fn finish(mut self, troubles: &mut Troubles) -> Result<Vec<Sheet>, Box<Problem>> {
        self.break_line();
        // What stands before the first sheet that is named is a list of them.
        if self.stretches.len() > 1 && self.stretches.first().is_some_and(|s| !s.has_table) {
            self.stretches.remove(0);
        }
        let mut sheets = Vec::new();
        for stretch in self.stretches {
            if stretch.beyond > 0 {
                troubles.beyond(&stretch.name, stretch.beyond);
            }
            let mut sheet = Sheet::new(stretch.name, true, stretch.cells, stretch.merges);
            sheet.hidden = Hidden::new(stretch.hidden_rows, stretch.hidden_columns);
            sheets.push(sheet);
        }
        Ok(sheets)
    }
}

/// What Excel names the sheet of a page that gives no name.
fn stem(file: &str) -> String {
    super::delimited::sheet_name(file).chars().take(31).collect()
}

/// A span; what is no number is one.
fn span(element: &Element, name: &str, otherwise: u32) -> u32 {
    element.attr(name).and_then(|n| n.trim().parse().ok()).unwrap_or(otherwise)
}

fn no_width(element: &Element) -> bool {
    element.attr("width").is_some_and(|w| w.trim().trim_end_matches("px") == "0")
}
