//! The XML of a sheet with some of its cells changed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::address::Address;
use crate::normalise::Change;
use crate::normalise::rebuild::MARK;
use crate::patch::cells::{Position, holds_formula};
use crate::patch::elements::{escaped, position};
use crate::patch::styles::{Restyle, Styles};
use crate::xml::{attribute, opening, within, written};

/// A cell of a sheet that holds something.
struct Filled<'x> {
    start: BytesStart<'x>,
    at: Option<Address>,
    /// What stands between its tags.
    inside: &'x str,
    /// All of it, in bytes of the sheet.
    span: Range<usize>,
}

/// The cells of a sheet that hold something, one after the other.
struct Cells<'x> {
    xml: &'x str,
    reader: Reader<&'x [u8]>,
    at: Position,
}

impl<'x> Cells<'x> {
    fn of(xml: &'x str) -> Self {
        Self { xml, reader: Reader::from_str(xml), at: Position::default() }
    }

    fn next(&mut self) -> Result<Option<Filled<'x>>, quick_xml::Error> {
        loop {
            let from = position(&self.reader);
            match self.reader.read_event()? {
                Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "row" => _ = self.at.row(&e),
                Event::Empty(e) if e.local_name().as_ref() == "c" => _ = self.at.cell(&e),
                Event::Start(e) if e.local_name().as_ref() == "c" => {
                    let at = self.at.cell(&e);
                    let content = self.reader.read_to_end(e.name())?;
                    let inside = within(self.xml, content);
                    return Ok(Some(Filled { start: e, at, inside, span: from..position(&self.reader) }));
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }
}

/// Tells whether some formula of a sheet stands beside those that keep their results.
pub(super) fn loses_results(xml: &str, kept: Option<&BTreeSet<Address>>) -> Result<bool, quick_xml::Error> {
    let Some(kept) = kept else { return Ok(true) };
    let mut cells = Cells::of(xml);
    while let Some(cell) = cells.next()? {
        if holds_formula(cell.inside) && loses_result(&cell, kept) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn loses_result(cell: &Filled<'_>, kept: &BTreeSet<Address>) -> bool {
    cell.at.is_none_or(|at| !kept.contains(&at))
}

/// The cells of a sheet that hold formulas; nothing where one fills other cells than its own, which say nothing of it, or
/// is shared from another cell than the first of those that share it.
pub(super) fn formulas(xml: &str) -> Result<Option<BTreeSet<Address>>, quick_xml::Error> {
    let mut found = BTreeSet::new();
    if !holds_formula(xml) {
        return Ok(Some(found));
    }
    let mut reader = Reader::from_str(xml);
    let mut at = Position::default();
    let mut here = None;
    loop {
        match reader.read_event()? {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "row" => _ = at.row(&e),
                "c" => here = at.cell(&e),
                "f" => {
                    let area = attribute(&e, "ref");
                    let alone = match attribute(&e, "t").as_deref() {
                        Some("array" | "dataTable") => area.is_some_and(|area| !area.contains(':')),
                        Some("shared") => {
                            area.is_none_or(|area| Address::parse(area.split(':').next().unwrap_or("")) == here)
                        }
                        _ => true,
                    };
                    if !alone {
                        return Ok(None);
                    }
                    found.extend(here);
                }
                _ => {}
            },
            Event::Eof => return Ok(Some(found)),
            _ => {}
        }
    }
}

/// Rewrites a sheet; what has no change is copied as it stands. Where some formulas are said to keep their results, the
/// others lose them: they were made before texts became numbers, and Excel makes them anew.
pub(super) fn rewrite(
    xml: &str,
    changes: &BTreeMap<Address, &Change>,
    styles: &mut Styles,
    kept: Option<&BTreeSet<Address>>,
) -> Result<String, quick_xml::Error> {
    let mut cells = Cells::of(xml);
    let mut out = String::with_capacity(xml.len() + xml.len() / 16);
    // What is copied so far, in bytes of the source.
    let mut copied = 0usize;
    while let Some(cell) = cells.next()? {
        let Filled { start, at, inside, span } = &cell;
        // The text of a formula is the formula's to change.
        let new = if holds_formula(inside) {
            kept.is_some_and(|kept| loses_result(&cell, kept)).then(|| without_result(start, inside))
        } else {
            at.and_then(|at| changes.get(&at)).and_then(|change| changed(start, inside, change, styles))
        };
        if let Some(new) = new {
            out.push_str(xml.get(copied..span.start).unwrap_or_default());
            out.push_str(&new);
            copied = span.end;
        }
    }
    out.push_str(xml.get(copied..).unwrap_or_default());
    Ok(out)
}

/// A formula's cell without what was computed last time.
fn without_result(e: &BytesStart<'_>, inside: &str) -> String {
    let name = e.name();
    let name = name.as_ref();
    let prefix = name.strip_suffix('c').unwrap_or_default();
    let open = opening(e, |attribute| attribute != "t");
    let (start, end) = (format!("<{prefix}v>"), format!("</{prefix}v>"));
    let formula = match (inside.find(&start), inside.find(&end)) {
        (Some(from), Some(to)) if from < to => {
            format!("{}{}", inside.get(..from).unwrap_or_default(), inside.get(to + end.len()..).unwrap_or_default())
        }
        _ => inside.to_owned(),
    };
    format!("{open}>{formula}</{name}>")
}

/// A cell with its change, its other attributes kept; nothing where the workbook has no styles and
/// the number would not show what it is.
fn changed(e: &BytesStart<'_>, inside: &str, change: &Change, styles: &mut Styles) -> Option<String> {
    let name = e.name();
    let name = name.as_ref();
    let style = attribute(e, "s").and_then(|s| s.parse::<usize>().ok());
    let with = |restyle: Option<usize>, kind: Option<&str>, content: &str| {
        let mut open = opening(e, |attribute| !matches!(attribute, "s" | "t"));
        if let Some(s) = restyle {
            open.push_str(&written("s", &s.to_string()));
        }
        if let Some(t) = kind {
            open.push_str(&written("t", t));
        }
        format!("{open}>{content}</{name}>")
    };
    // The prefix of the namespace, where one is used: `x:c`.
    let prefix = name.strip_suffix('c').unwrap_or_default();
    Some(match change {
        Change::Number { show, .. } if !styles.can_style() && (show.percent || !show.suffix.is_empty()) => return None,
        Change::Number { value, show, .. } => {
            let restyle = styles.restyle(style, Restyle::Number(show.clone()));
            with(restyle, None, &format!("<{prefix}v>{value}</{prefix}v>"))
        }
        Change::Text(text) => {
            let content =
                format!("<{prefix}is><{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}is>", escaped(text));
            with(style, Some("inlineStr"), &content)
        }
        Change::Marked => {
            let kind = attribute(e, "t");
            with(styles.restyle(style, Restyle::Fill(MARK)), kind.as_deref(), inside)
        }
    })
}
