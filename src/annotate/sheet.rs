//! The XML of a sheet with some of its cells filled, and those put in that were not there.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::address::Address;
use crate::patch::PatchError;
use crate::patch::cells::Position;
use crate::patch::elements::{position, put_in};
use crate::patch::styles::{Restyle, Styles};
use crate::xml::{attribute, opening, written};

use super::survey::Survey;

/// What becomes of the grounds of cells.
pub(super) type Grounds = BTreeMap<Address, Restyle>;

/// Fills cells of a sheet with colours, or takes colours away. What a cell holds, formulas too, is not
/// touched.
pub(super) fn fill(xml: &str, grounds: &Grounds, survey: &Survey, styles: &mut Styles) -> Result<String, PatchError> {
    let mut missing: BTreeMap<u32, Grounds> = BTreeMap::new();
    let is_missing =
        |at: &Address, ground: &Restyle| !survey.present.contains(at) && matches!(ground, Restyle::Fill(_));
    for (at, ground) in grounds.iter().filter(|(at, ground)| is_missing(at, ground)) {
        missing.entry(at.row).or_default().insert(*at, ground.clone());
    }
    let mut filling =
        Filling { out: String::with_capacity(xml.len() + xml.len() / 16), grounds, missing, survey, styles };
    let mut reader = Reader::from_str(xml);
    // What is copied so far, in bytes of the source.
    let mut copied = 0usize;
    let mut at = Position::default();
    // The cells to be put into the row at hand.
    let mut pending: Grounds = BTreeMap::new();
    loop {
        let from = position(&reader);
        let event = reader.read_event()?;
        let to = position(&reader);
        let copy = |out: &mut String| out.push_str(xml.get(copied..from).unwrap_or_default());
        match event {
            Event::Start(e) if e.local_name().as_ref() == "row" => {
                let row = at.row(&e);
                let own = filling.missing.remove(&row).unwrap_or_default();
                let above = filling.rows_above(row);
                if above.is_empty() && own.is_empty() {
                    continue;
                }
                copy(&mut filling.out);
                filling.put_rows(above, prefix(&e, "row"));
                if own.is_empty() {
                    filling.out.push_str(xml.get(from..to).unwrap_or_default());
                } else {
                    filling.out.push_str(&row_tag(&e));
                }
                pending = own;
                copied = to;
            }
            Event::Empty(e) if e.local_name().as_ref() == "row" => {
                let row = at.row(&e);
                let own = filling.missing.remove(&row).unwrap_or_default();
                let above = filling.rows_above(row);
                if above.is_empty() && own.is_empty() {
                    continue;
                }
                copy(&mut filling.out);
                filling.put_rows(above, prefix(&e, "row"));
                if own.is_empty() {
                    filling.out.push_str(xml.get(from..to).unwrap_or_default());
                } else {
                    filling.out.push_str(&row_tag(&e));
                    filling.put_cells(own, prefix(&e, "row"));
                    filling.out.push_str(&format!("</{}>", e.name().as_ref()));
                }
                copied = to;
            }
            Event::End(e) if e.local_name().as_ref() == "row" && !pending.is_empty() => {
                copy(&mut filling.out);
                let name = e.name();
                filling.put_cells(std::mem::take(&mut pending), name.as_ref().strip_suffix("row").unwrap_or_default());
                copied = from;
            }
            Event::Start(ref e) | Event::Empty(ref e) if e.local_name().as_ref() == "c" => {
                let Some(here) = at.cell(e) else { continue };
                let behind = pending.split_off(&here);
                let before = std::mem::replace(&mut pending, behind);
                let ground = filling.grounds.get(&here).cloned();
                if before.is_empty() && ground.is_none() {
                    continue;
                }
                copy(&mut filling.out);
                filling.put_cells(before, prefix(e, "c"));
                match ground {
                    Some(ground) => filling.filled(e, ground, matches!(event, Event::Empty(_))),
                    None => filling.out.push_str(xml.get(from..to).unwrap_or_default()),
                }
                copied = to;
            }
            Event::End(e) if e.local_name().as_ref() == "sheetData" => {
                copy(&mut filling.out);
                let rows = std::mem::take(&mut filling.missing);
                filling.put_rows(rows, e.name().as_ref().strip_suffix("sheetData").unwrap_or_default());
                copied = from;
            }
            Event::Empty(e) if e.local_name().as_ref() == "sheetData" && !filling.missing.is_empty() => {
                copy(&mut filling.out);
                let rows = std::mem::take(&mut filling.missing);
                filling.out.push_str(&format!("{}>", opening(&e, |_| true)));
                filling.put_rows(rows, prefix(&e, "sheetData"));
                filling.out.push_str(&format!("</{}>", e.name().as_ref()));
                copied = to;
            }
            Event::Eof => break,
            _ => {}
        }
    }
    filling.out.push_str(xml.get(copied..).unwrap_or_default());
    Ok(filling.out)
}

/// A sheet on its way.
struct Filling<'a> {
    out: String,
    grounds: &'a Grounds,
    /// The cells that are not there, by their rows; taken out as they are put in.
    missing: BTreeMap<u32, Grounds>,
    survey: &'a Survey,
    styles: &'a mut Styles,
}

impl Filling<'_> {
    /// Takes the rows above another that are not there at all.
    fn rows_above(&mut self, row: u32) -> BTreeMap<u32, Grounds> {
        let above: Vec<u32> =
            self.missing.range(..row).map(|(r, _)| *r).filter(|r| !self.survey.rows.contains(r)).collect();
        above.into_iter().filter_map(|r| Some((r, self.missing.remove(&r)?))).collect()
    }

    fn put_rows(&mut self, rows: BTreeMap<u32, Grounds>, prefix: &str) {
        for (row, cells) in rows {
            self.out.push_str(&format!("<{prefix}row r=\"{}\">", row + 1));
            self.put_cells(cells, prefix);
            self.out.push_str(&format!("</{prefix}row>"));
        }
    }

    fn put_cells(&mut self, cells: Grounds, prefix: &str) {
        for (at, ground) in cells {
            let style = self.styles.restyle(self.survey.style(at), ground);
            let style = style.map(|s| written("s", &s.to_string())).unwrap_or_default();
            self.out.push_str(&format!("<{prefix}c r=\"{at}\"{style}/>"));
        }
    }

    /// The opening tag of a cell with another style.
    fn filled(&mut self, e: &BytesStart<'_>, ground: Restyle, empty: bool) {
        let style = attribute(e, "s").and_then(|s| s.parse::<usize>().ok());
        let new = self.styles.restyle(style, ground).map(|s| written("s", &s.to_string())).unwrap_or_default();
        self.out.push_str(&format!("<{}", e.name().as_ref()));
        for a in e.attributes().flatten() {
            if a.key.as_ref() == "s" {
                self.out.push_str(&new);
            } else {
                self.out.push_str(&written(a.key.as_ref(), &a.value));
            }
        }
        if attribute(e, "s").is_none() {
            self.out.push_str(&new);
        }
        self.out.push_str(if empty { "/>" } else { ">" });
    }
}

/// The opening tag of a row that gets cells: `spans` would no longer hold, and is optional.
fn row_tag(e: &BytesStart<'_>) -> String {
    format!("{}>", opening(e, |name| name != "spans"))
}

/// The prefix of an element's name: `x:`.
fn prefix<'e>(e: &'e BytesStart<'_>, name: &str) -> &'e str {
    // The name is a part of the element's own text.
    let length = e.name().as_ref().len() - name.len();
    let whole: &str = e;
    whole.get(..length).unwrap_or_default()
}

/// What stands behind `legacyDrawing` by the schema. Controls and embedded objects may be wrapped.
const BEHIND: [&str; 10] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "AlternateContent",
    "webPublishItems",
    "tableParts",
    "extLst",
    "legacyDrawing",
];

/// Makes a sheet refer to the drawing with the boxes of its comments.
pub(super) fn with_drawing(xml: &str, id: &str, namespace: &str) -> Result<String, PatchError> {
    let mut reader = Reader::from_str(xml);
    let (mut depth, mut has_cells) = (0u32, false);
    loop {
        let from = position(&reader);
        let event = reader.read_event()?;
        let root_ends = matches!(event, Event::End(_)) && depth == 1;
        let behind = match &event {
            Event::Start(e) | Event::Empty(e) => {
                has_cells |= e.local_name().as_ref() == "sheetData";
                has_cells && depth == 1 && BEHIND.contains(&e.local_name().as_ref())
            }
            _ => false,
        };
        if root_ends || behind {
            let root = root_prefix(xml)?;
            let element = format!("<{root}legacyDrawing xmlns:r=\"{namespace}\" r:id=\"{id}\"/>");
            return Ok(put_in(xml, from, &element));
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Eof => return Err(PatchError::part("<worksheet>")),
            _ => {}
        }
    }
}

fn root_prefix(xml: &str) -> Result<String, PatchError> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event()? {
            Event::Start(e) => return Ok(e.name().as_ref().strip_suffix("worksheet").unwrap_or_default().to_owned()),
            Event::Eof => return Err(PatchError::part("<worksheet>")),
            _ => {}
        }
    }
}

/// The identifier by which a sheet refers to such a drawing already.
pub(super) fn drawing(xml: &str) -> Result<Option<String>, PatchError> {
    let found = crate::patch::elements::elements(xml, "legacyDrawing")?;
    Ok(found.first().and_then(|e| e.get("id")).cloned())
}
