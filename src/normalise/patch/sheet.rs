//! The XML of a sheet with some of its cells changed.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};

use crate::address::{Address, LAST_COLUMN, LAST_ROW};
use crate::normalise::Change;
use crate::xml::{attribute, opening, within, written};

use super::styles::{Restyle, Styles};

/// Rewrites a sheet; what has no change is copied as it stands. `recompute` takes the results out of
/// formulas: they were made before texts became numbers, and Excel makes them anew.
pub(super) fn rewrite(
    xml: &str,
    changes: &BTreeMap<Address, &Change>,
    styles: &mut Styles,
    recompute: bool,
) -> Result<String, quick_xml::Error> {
    let mut reader = Reader::from_str(xml);
    let mut out = String::with_capacity(xml.len() + xml.len() / 16);
    // What is copied so far, in bytes of the source.
    let mut copied = 0usize;
    let mut at = Position::default();
    loop {
        let from = position(&reader);
        match reader.read_event()? {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "row" => at.row(&e),
            Event::Empty(e) if e.local_name().as_ref() == "c" => _ = at.cell(&e),
            Event::Start(e) if e.local_name().as_ref() == "c" => {
                let here = at.cell(&e);
                let content = reader.read_to_end(e.name())?;
                let change = here.and_then(|h| changes.get(&h));
                let inside = within(xml, content);
                // The text of a formula is the formula's to change.
                let formula = holds_formula(inside);
                let new = match change {
                    _ if formula => recompute.then(|| without_result(&e, inside)),
                    Some(change) => changed(&e, inside, change, styles),
                    None => None,
                };
                if let Some(new) = new {
                    out.push_str(xml.get(copied..from).unwrap_or_default());
                    out.push_str(&new);
                    copied = position(&reader);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    out.push_str(xml.get(copied..).unwrap_or_default());
    Ok(out)
}

/// Tells whether a part of a sheet holds a formula, under whatever prefix.
pub(super) fn holds_formula(xml: &str) -> bool {
    xml.match_indices('<').any(|(at, _)| {
        let name: &str = xml.get(at + 1..).unwrap_or_default();
        let name = name.split([' ', '>', '/', '\n', '\t', '\r']).next().unwrap_or_default();
        name == "f" || name.ends_with(":f")
    })
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

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Where the cells stand, since `r` may be left out.
#[derive(Default)]
struct Position {
    next_row: u32,
    row: u32,
    next_column: u32,
}

impl Position {
    fn row(&mut self, e: &BytesStart<'_>) {
        let given = attribute(e, "r").and_then(|r| r.parse::<u32>().ok()).and_then(|r| r.checked_sub(1));
        self.row = given.unwrap_or(self.next_row).min(LAST_ROW);
        self.next_row = self.row + 1;
        self.next_column = 0;
    }

    fn cell(&mut self, e: &BytesStart<'_>) -> Option<Address> {
        let given = attribute(e, "r").and_then(|r| Address::parse(&r));
        let here = given.or_else(|| Address::new(self.row, self.next_column))?;
        self.next_column = here.column.saturating_add(1).min(LAST_COLUMN + 1);
        Some(here)
    }
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
            with(styles.restyle(style, Restyle::Marked), kind.as_deref(), inside)
        }
    })
}

/// Text as XML has it; control characters, which XML cannot hold, are left out.
pub(super) fn escaped(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t' | '\r')).collect();
    escape(clean.as_str()).into_owned()
}
