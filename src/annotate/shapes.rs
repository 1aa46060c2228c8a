//! The boxes that comments stand in: a drawing in VML, Excel's language for them, of which what
//! is there stays as it stands. It is often no well-formed XML and so is taken as text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use crate::address::{Address, LAST_COLUMN, LAST_ROW};
use crate::patch::PatchError;
use crate::patch::elements::put_in;

use super::survey::Survey;

/// A box, in Excel's words: columns and rows with pixels into them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Anchor([u32; 8]);

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.map(|n| n.to_string()).join(", "))
    }
}

/// The width of a box in pixels; its height goes by its text.
const WIDTH: f64 = 320.0;
/// The width of a character, and the height of a line.
const CHARACTER: f64 = 6.4;
const LINE: f64 = 15.0;

/// The box of a comment: right of its cell, as high as its text.
pub(super) fn anchor(survey: &Survey, at: Address, last: Address, text: &str) -> Anchor {
    let wraps = |line: &str| (line.chars().count() as f64 * CHARACTER / (WIDTH - 12.0)).ceil().max(1.0);
    let lines: f64 = text.split('\n').map(wraps).sum();
    let height = ((lines + 1.0) * LINE).min(600.0);
    let first_column = last.column.saturating_add(1).min(LAST_COLUMN);
    let (right, right_rest) = walk(first_column, LAST_COLUMN, 12.0 + WIDTH, |c| survey.width(c));
    let first_row = at.row.saturating_sub(1);
    let (bottom, bottom_rest) = walk(first_row, LAST_ROW, 8.0 + height, |r| survey.height(r));
    Anchor([first_column, 12, first_row, 8, right, right_rest, bottom, bottom_rest])
}

/// Goes some pixels along columns or rows; returns the one reached and the pixels into it.
fn walk(from: u32, last: u32, pixels: f64, size: impl Fn(u32) -> f64) -> (u32, u32) {
    let mut left = pixels;
    let mut at = from;
    // A thousand hidden rows are no way of ending.
    for _ in 0..1000 {
        if left < size(at) || at == last {
            break;
        }
        left -= size(at);
        at += 1;
    }
    // A size in pixels is small.
    (at, left.clamp(0.0, 2000.0) as u32)
}

/// A drawing without boxes. `block` is one of 1,024 numbers of boxes that no other drawing has.
pub(super) fn empty(block: u32) -> String {
    format!(
        "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"{block}\"/></o:shapelayout></xml>"
    )
}

const TYPE: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";

/// What becomes of the boxes of comments.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Those taken out.
    pub removed: BTreeSet<Address>,
    /// Those put in.
    pub added: BTreeMap<Address, Anchor>,
    /// Those of somebody else that must hold more text.
    pub resized: BTreeMap<Address, Anchor>,
}

impl Changes {
    /// Nothing changes.
    pub(super) fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.added.is_empty() && self.resized.is_empty()
    }
}

/// Changes the boxes of comments in a drawing.
pub(super) fn merged(vml: &str, changes: &Changes) -> Result<String, PatchError> {
    let Changes { removed, added, resized } = changes;
    let mut out = String::with_capacity(vml.len() + added.len() * 900);
    let mut copied = 0;
    for (span, at) in boxes(vml) {
        if removed.contains(&at) {
            out.push_str(vml.get(copied..span.start).unwrap_or_default());
            copied = span.end;
        } else if let Some(anchor) = resized.get(&at) {
            out.push_str(vml.get(copied..span.start).unwrap_or_default());
            out.push_str(&sized(vml.get(span.clone()).unwrap_or_default(), anchor));
            copied = span.end;
        }
    }
    out.push_str(vml.get(copied..).unwrap_or_default());
    if added.is_empty() {
        return Ok(out);
    }
    let spaces = spaces(&out);
    let mut new = String::new();
    if !out.contains("id=\"_x0000_t202\"") {
        new.push_str(&TYPE.replacen("<v:shapetype", &format!("<v:shapetype{spaces}"), 1));
    }
    let first = next_number(&out);
    for ((at, anchor), number) in added.iter().zip(first..) {
        new.push_str(&shape(number, *at, anchor).replacen("<v:shape", &format!("<v:shape{spaces}"), 1));
    }
    let end = out.rfind("</xml>").ok_or_else(|| PatchError::part("VML"))?;
    Ok(put_in(&out, end, &new))
}

/// The namespaces that a drawing does not name as Excel does, to be named with each box.
fn spaces(vml: &str) -> String {
    let root = vml.split_once("<xml").and_then(|(_, rest)| rest.split('>').next()).unwrap_or_default();
    [("v", "vml"), ("o", "office:office"), ("x", "office:excel")]
        .into_iter()
        .filter(|(prefix, name)| !root.contains(&format!("xmlns:{prefix}=\"urn:schemas-microsoft-com:{name}\"")))
        .map(|(prefix, name)| format!(" xmlns:{prefix}=\"urn:schemas-microsoft-com:{name}\""))
        .collect()
}

/// The boxes of comments, under whatever prefixes, and the cells that they belong to.
fn boxes(vml: &str) -> Vec<(Range<usize>, Address)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(named) = vml.get(from..).and_then(|rest| rest.find(":shape ")).map(|at| from + at) {
        let before = vml.get(from..named).unwrap_or_default();
        let prefix = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let close = format!("</{prefix}:shape>");
        let Some(start) = named.checked_sub(prefix.len() + 1) else { break };
        let Some(end) = vml.get(named..).and_then(|rest| rest.find(&close)) else { break };
        let end = named + end + close.len();
        let whole = vml.get(start..end).unwrap_or_default();
        let number = |name: &str| {
            let inside = whole.split_once(&format!(":{name}>"))?.1.split_once('<')?.0;
            inside.trim().parse::<u32>().ok()
        };
        let at = number("Row").zip(number("Column")).and_then(|(row, column)| Address::new(row, column));
        if let Some(at) = at.filter(|_| whole.starts_with('<') && whole.contains("ObjectType=\"Note\"")) {
            found.push((start..end, at));
        }
        from = end;
    }
    found
}

/// The number behind all those of boxes that are there.
fn next_number(vml: &str) -> u32 {
    let numbers = vml.split("_x0000_s").skip(1).filter_map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().ok()
    });
    let block = vml.split_once("data=\"").and_then(|(_, rest)| rest.split(['"', ',']).next()?.parse::<u32>().ok());
    let least = block.unwrap_or(1).saturating_mul(1024);
    numbers.max().unwrap_or(0).max(least).saturating_add(1)
}

/// A box of another size; one that Excel has not placed yet stays.
fn sized(shape: &str, anchor: &Anchor) -> String {
    let opened = shape.split_once(":Anchor>");
    match opened.and_then(|(before, rest)| Some((before, rest.split_once('<')?.1))) {
        Some((before, after)) => format!("{before}:Anchor>{anchor}<{after}"),
        None => shape.to_owned(),
    }
}

fn shape(number: u32, at: Address, anchor: &Anchor) -> String {
    let (row, column) = (at.row, at.column);
    format!(
        "<v:shape id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;margin-top:2pt;width:240pt;height:90pt;z-index:1;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_come_and_go_and_the_others_stay() {
        let at = |a: &str| Address::parse(a).unwrap();
        let anchor = Anchor([1, 2, 3, 4, 5, 6, 7, 8]);
        let with = |vml: &str, removed: &[&str], added: &[&str]| {
            let added = added.iter().map(|a| (at(a), anchor.clone())).collect();
            let removed = removed.iter().map(|a| at(a)).collect();
            merged(vml, &Changes { removed, added, ..Changes::default() }).unwrap()
        };
        let theirs = with(&empty(1), &[], &["B2"]);
        let both = with(&theirs, &[], &["C3", "D4"]);
        assert_eq!(boxes(&both).into_iter().map(|(_, a)| a).collect::<Vec<_>>(), ["B2", "C3", "D4"].map(at));
        assert!(both.contains("_x0000_s1025") && both.contains("_x0000_s1027"));
        assert_eq!(with(&both, &["C3", "D4"], &[]), theirs);
        assert_eq!(with(&both, &["C3", "D4"], &["C3", "D4"]), both);
        let resized = BTreeMap::from([(at("B2"), Anchor([9; 8]))]);
        let larger = merged(&both, &Changes { resized, ..Changes::default() }).unwrap();
        assert_eq!(larger, both.replacen("1, 2, 3, 4, 5, 6, 7, 8", "9, 9, 9, 9, 9, 9, 9, 9", 1));
        // Other programs have other prefixes.
        let others = both.replace("<v:", "<ns0:").replace("</v:", "</ns0:").replace("xmlns:v=", "xmlns:ns0=");
        assert_eq!(boxes(&others).len(), 3);
        let added = with(&others, &["B2"], &["E5"]);
        assert_eq!(added.matches("xmlns:v=").count(), 1, "{added}");
        assert_eq!(boxes(&added).len(), 3);
    }
}
