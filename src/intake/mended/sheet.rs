//! A sheet part as the library takes it: no dimension, no remarks, each value in one piece, no cell where no
//! sheet has any, each shared formula at the corner of its area.

use memchr::{memchr, memchr2, memmem};
use quick_xml::Reader;
use quick_xml::escape::{escape, resolve_predefined_entity};
use quick_xml::events::{BytesStart, Event};

use crate::address::{Address, LAST_ROW};
use crate::xml::{attribute, opening, within, written};

/// Tells whether a part holds anything that the library takes for something else, or refuses.
pub(in super::super) fn needs_it(part: &[u8]) -> bool {
    // A remark or a literal text; nothing else begins so.
    if memmem::find(part, b"<!").is_some() {
        return true;
    }
    let rows = memmem::find(part, b"sheetData").unwrap_or(part.len());
    let (before, rows) = part.split_at(rows);
    odd_dimension(before) || memmem::find(rows, b" r=").is_some() && tags(rows).any(|tag| tag.is_odd())
}

/// Tells whether a `<dimension>` names no area: that of `ref=""` fails its sheet.
fn odd_dimension(before: &[u8]) -> bool {
    let Some(at) = memmem::find(before, b"dimension") else { return false };
    let tag = before.get(at..).unwrap_or_default();
    let tag = tag.get(..memchr(b'>', tag).unwrap_or(tag.len())).unwrap_or_default();
    let corner = |text: &[u8]| std::str::from_utf8(text).ok().and_then(Address::parse).is_some();
    let reference = memmem::find(tag, b"ref=").and_then(|at| {
        let rest = tag.get(at + 5..)?;
        rest.get(..rest.iter().position(|b| matches!(b, b'"' | b'\''))?)
    });
    let is_area = |reference: &[u8]| {
        let corners = || reference.split(|b| *b == b':');
        corners().count() <= 2 && corners().all(corner)
    };
    !reference.is_some_and(is_area)
}

/// A tag of a row, a cell or a value, and what follows it.
struct Tag<'a> {
    rows: &'a [u8],
    at: usize,
}

/// The tags of rows but for those of ordinary cells, which are passed over whole.
fn tags(rows: &[u8]) -> impl Iterator<Item = Tag<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            from += memchr(b'<', rows.get(from..)?)?;
            match ordinary(rows.get(from..)?) {
                0 => break,
                length => from += length,
            }
        }
        let at = from;
        from += 1;
        Some(Tag { rows, at })
    })
}

/// How long the cell is that begins here, where it is one as Excel writes nearly all of them, a number or the number
/// of a text: `<c r="A1" s="1" t="s"><v>12</v></c>`; else 0.
fn ordinary(part: &[u8]) -> usize {
    let behind = || {
        let rest = behind_look(part)?;
        let rest = rest.strip_prefix(b" t=\"s\"").unwrap_or(rest).strip_prefix(b"><v>")?;
        behind_while(rest, |b| is_of_number(*b)).strip_prefix(b"</v></c>")
    };
    behind().map_or(0, |behind| part.len() - behind.len())
}

/// What stands behind the place and the look of a cell that begins as Excel and nearly all others write it.
pub(in super::super) fn behind_look(part: &[u8]) -> Option<&[u8]> {
    let rest = part.strip_prefix(b"<c r=\"")?;
    let length = plain_length(rest);
    let rest = rest.get(length..).filter(|_| length > 0)?.strip_prefix(b"\"")?;
    match rest.strip_prefix(b" s=\"") {
        Some(style) => behind_while(style, u8::is_ascii_digit).strip_prefix(b"\""),
        None => Some(rest),
    }
}

fn behind_while(text: &[u8], of: impl Fn(&u8) -> bool) -> &[u8] {
    text.get(text.iter().position(|b| !of(b)).unwrap_or(text.len())..).unwrap_or_default()
}

impl Tag<'_> {
    fn is_odd(&self) -> bool {
        let rest = self.rows.get(self.at + 1..).unwrap_or_default();
        // As Excel writes nearly all of them, so that these cost little.
        match rest {
            [b'/', ..] => return false,
            [b'c', b' ', b'r', b'=', b'"', reference @ ..] => {
                let length = plain_length(reference);
                return !(length > 0 && reference.get(length) == Some(&b'"'));
            }
            [b'v', b'>', value @ ..] => {
                let after = value.iter().find(|b| !is_of_number(**b));
                return after != Some(&b'<') && !self.may_be_text(false);
            }
            _ => {}
        }
        // A prefix is short.
        let name = rest.get(..rest.len().min(16)).unwrap_or_default();
        let end = name.iter().position(|b| matches!(b, b' ' | b'>' | b'/' | b'\t' | b'\n' | b'\r'));
        let name = name.get(..end.unwrap_or(name.len())).unwrap_or_default();
        match name.iter().rposition(|b| *b == b':').and_then(|at| name.get(at + 1..)).unwrap_or(name) {
            b"c" | b"row" => {
                // No tag holds the beginning of another.
                let tag = rest.get(..memchr2(b'>', b'<', rest).unwrap_or(rest.len())).unwrap_or_default();
                reference(tag).is_some_and(|reference| !is_plain(reference))
            }
            b"v" => {
                let Some(from) = memchr2(b'>', b'<', rest) else { return false };
                let value = rest.get(from + 1..).unwrap_or_default();
                let value = value.get(..memchr(b'<', value).unwrap_or(value.len())).unwrap_or_default();
                !value.iter().all(|b| is_of_number(*b)) && !self.may_be_text(name.contains(&b':'))
            }
            b"f" => self.is_formula_of_others(rest),
            _ => false,
        }
    }

    /// It is a formula that others share, and does not stand at the corner of its area: Excel leaves the area as it was
    /// where the first of its cells was typed over, while the library counts how far the others are from that corner.
    fn is_formula_of_others(&self, rest: &[u8]) -> bool {
        let tag = rest.get(..memchr(b'>', rest).unwrap_or(rest.len())).unwrap_or_default();
        let area = memmem::find(tag, b" ref=").and_then(|at| tag.get(at + 6..));
        let Some(area) = area.filter(|_| memmem::find(tag, b"shared").is_some()) else { return false };
        let corner = area.get(..plain_length(area)).unwrap_or_default();
        let before = self.rows.get(self.at.saturating_sub(LONGEST_TAG)..self.at).unwrap_or_default();
        let cell = memmem::rfind(before, b" r=").and_then(|at| before.get(at + 4..)).unwrap_or_default();
        cell.get(..plain_length(cell)) != Some(corner)
    }

    /// The cell of a value says that it is a text, a truth, a date or an error.
    fn may_be_text(&self, prefixed: bool) -> bool {
        const LONGEST_CELL: usize = 4 << 10;
        let before = self.rows.get(self.at.saturating_sub(LONGEST_CELL)..self.at).unwrap_or_default();
        let cell = memmem::rfind(before, if prefixed { b":c " } else { b"<c " });
        let tag = cell.and_then(|at| before.get(at..)).unwrap_or_default();
        let tag = tag.get(..memchr(b'>', tag).unwrap_or(tag.len())).unwrap_or_default();
        let kind = memmem::find(tag, b" t=").and_then(|at| tag.get(at + 4..)).unwrap_or_default();
        !kind.is_empty() && !matches!(kind, [b's' | b'n', b'"' | b'\'', ..])
    }
}

/// In bytes, of a cell's own tag.
const LONGEST_TAG: usize = 256;

fn is_of_number(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E')
}

/// What an attribute `r` says.
fn reference(tag: &[u8]) -> Option<&[u8]> {
    let at = memmem::find(tag, b" r=")?;
    let rest = tag.get(at + 4..)?;
    rest.get(..rest.iter().position(|b| matches!(b, b'"' | b'\''))?)
}

/// A reference that lies in a sheet, or shortly beyond it where the library still counts right.
fn is_plain(reference: &[u8]) -> bool {
    !reference.is_empty() && plain_length(reference) == reference.len()
}

/// How long such a reference is that stands here: up to three letters, then up to seven digits; 0 where none does.
fn plain_length(text: &[u8]) -> usize {
    let letters = text.iter().take(4).take_while(|b| b.is_ascii_alphabetic()).count();
    let digits = text.iter().skip(letters).take(8).take_while(|b| b.is_ascii_digit()).count();
    if letters <= 3 && (1..=7).contains(&digits) { letters + digits } else { 0 }
}

/// A part that was mended.
pub(super) struct Mended {
    pub(super) xml: String,
    /// Cells that stood where no sheet has any.
    pub(super) beyond: usize,
}

/// Where the way through a part is.
#[derive(Default)]
struct State {
    made: String,
    in_rows: bool,
    /// The row lies beyond the sheet.
    row_beyond: bool,
    /// The cell that is left out.
    left_out: bool,
    /// What is left out within a cell: elements that hold no value.
    foreign: usize,
    in_cell: bool,
    /// The cell's place, where it says that.
    at: Option<Address>,
    /// A text or a formula within the cell is open.
    text: usize,
    /// What the cell says that it holds.
    kind: Option<String>,
    value: Option<String>,
    beyond: usize,
}

/// Mends a part; nothing if it cannot be read.
pub(super) fn mended(xml: &str) -> Option<Mended> {
    let mut reader = Reader::from_str(xml);
    let mut state = State { made: String::with_capacity(xml.len()), ..State::default() };
    loop {
        let from = reader.buffer_position();
        let event = reader.read_event().ok()?;
        let said = within(xml, from..reader.buffer_position());
        match event {
            Event::Start(e) => state.begin(&e, said, false),
            Event::Empty(e) => state.begin(&e, said, true),
            Event::End(e) => state.end(e.local_name().as_ref(), said),
            Event::Text(words) => state.say(&words, said),
            Event::CData(words) => {
                let said = escape(&*words).into_owned();
                state.say(&words, &said);
            }
            Event::GeneralRef(reference) => {
                let sign = reference.resolve_char_ref().ok().flatten().map(String::from);
                let sign = sign.or_else(|| resolve_predefined_entity(&reference).map(str::to_owned));
                state.say(&sign.unwrap_or_default(), said);
            }
            Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => return Some(Mended { xml: state.made, beyond: state.beyond }),
            Event::Decl(_) => state.made.push_str(said),
        }
    }
}

impl State {
    fn begin(&mut self, e: &BytesStart<'_>, said: &str, empty: bool) {
        let name = e.local_name();
        if self.left_out || self.foreign > 0 {
            self.foreign += usize::from(self.foreign > 0 && !empty);
            return;
        }
        match name.as_ref() {
            "dimension" if !self.in_rows => self.foreign += usize::from(!empty),
            "sheetData" => {
                self.in_rows = !empty;
                self.made.push_str(said);
            }
            "row" if self.in_rows => {
                let number = attribute(e, "r").map(|r| r.trim().parse::<u32>().unwrap_or(u32::MAX));
                self.row_beyond = number.is_some_and(|r| r == 0 || r > LAST_ROW + 1);
                if self.row_beyond {
                    self.made.push_str(&opening(e, |attribute| attribute != "r"));
                    self.made.push_str(if empty { "/>" } else { ">" });
                } else {
                    self.made.push_str(said);
                }
            }
            "c" if self.in_rows && !self.in_cell => self.begin_cell(e, said, empty),
            "v" if self.in_cell => {
                if !empty {
                    self.value = Some(String::new());
                }
            }
            "f" | "is" if self.in_cell => {
                self.text += usize::from(!empty);
                let shared = || attribute(e, "t").is_some_and(|t| t == "shared") && attribute(e, "ref").is_some();
                match self.at.filter(|_| name.as_ref() == "f" && shared()) {
                    Some(at) => {
                        self.made.push_str(&opening(e, |attribute| attribute != "ref"));
                        self.made.push_str(&written("ref", &at.to_string()));
                        self.made.push_str(if empty { "/>" } else { ">" });
                    }
                    None => self.made.push_str(said),
                }
            }
            // Runs of a text and their properties.
            _ if self.text > 0 => self.made.push_str(said),
            _ if self.in_cell => self.foreign += usize::from(!empty),
            _ => self.made.push_str(said),
        }
    }

    fn begin_cell(&mut self, e: &BytesStart<'_>, said: &str, empty: bool) {
        let given = attribute(e, "r");
        let at = given.as_deref().map(Address::parse);
        if matches!(at, Some(None)) || (at.is_none() && self.row_beyond) {
            self.beyond += usize::from(!empty);
            self.left_out = !empty;
            return;
        }
        self.kind = attribute(e, "t");
        self.in_cell = !empty;
        self.at = at.flatten();
        match self.at {
            // With signs of absolute places, or small letters.
            Some(at) if given.is_some_and(|given| given != at.to_string()) => {
                self.made.push_str(&opening(e, |attribute| attribute != "r"));
                self.made.push_str(&written("r", &at.to_string()));
                self.made.push_str(if empty { "/>" } else { ">" });
            }
            _ => self.made.push_str(said),
        }
    }

    fn end(&mut self, name: &str, said: &str) {
        if self.foreign > 0 {
            self.foreign -= 1;
            return;
        }
        match name {
            "c" if self.left_out => self.left_out = false,
            _ if self.left_out => {}
            "v" if self.in_cell => {
                let value = self.value.take().unwrap_or_default();
                let trimmed = value.trim_matches(|c: char| c.is_ascii_whitespace());
                let is_number = !trimmed.is_empty() && trimmed.bytes().all(|b| b.is_ascii_digit());
                let value = match self.kind.as_deref() {
                    // A number of a shared string that is none is told as such: no table has that many.
                    Some("s") if !is_number => "4294967295",
                    Some("str") => &value,
                    _ => trimmed,
                };
                self.made.push_str(&format!("<v>{}</v>", escape(value)));
            }
            name => {
                self.text = self.text.saturating_sub(usize::from(matches!(name, "f" | "is")));
                self.in_cell &= name != "c";
                self.in_rows &= name != "sheetData";
                self.made.push_str(said);
            }
        }
    }

    fn say(&mut self, words: &str, said: &str) {
        if self.left_out || self.foreign > 0 {
            return;
        }
        match &mut self.value {
            Some(value) => value.push_str(words),
            None => self.made.push_str(said),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(rows: &str) -> String {
        format!("<?xml version='1.0'?><worksheet><sheetData>{rows}</sheetData></worksheet>")
    }

    #[test]
    fn what_excel_writes_needs_no_mending() {
        for rows in [
            "<row r='1'><c r='A1' s='1' t='s'><v>2</v></c><c r='XFD1'><f>A1&amp;1</f><v>-1.5E-3</v></c></row>",
            "<row r='1'><c r='A1' t='str'><f>B1</f><v>a &amp; b </v></c><c r='B1' t='b'><v>true</v></c></row>",
            "<row r='1'><c r='A1'><f>B1</f><v>1</v></c><c r='B1'><f t='shared' si='0'/><v>1</v></c></row>",
            "<row r='1'><c r='A1' t='e'><v>#REF!</v></c><c r='B1' t=\"d\"><v>2024-01-03</v></c></row>",
        ] {
            assert!(!needs_it(part(rows).as_bytes()), "{rows}");
            assert_eq!(mended(&part(rows)).unwrap().xml, part(rows));
        }
        assert!(!needs_it(b"<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData/></worksheet>"));
    }

    #[test]
    fn what_would_be_misread_is_put_right_or_left_out() {
        for (rows, expected, beyond) in [
            ("<c r='A1' t='s'><v>2 </v></c>", "<c r='A1' t='s'><v>2</v></c>", 0),
            ("<c r='A1' t='s'><v>x</v></c>", "<c r='A1' t='s'><v>4294967295</v></c>", 0),
            ("<c r='A1'><v>12<!-- x -->3&#52;</v></c>", "<c r='A1'><v>1234</v></c>", 0),
            ("<c r='A1'><v><![CDATA[12]]></v></c>", "<c r='A1'><v>12</v></c>", 0),
            ("<c r='$B$1' s='1'><v>7</v></c>", "<c s=\"1\" r=\"B1\"><v>7</v></c>", 0),
            ("<c r='A4294967297'><f>1</f><v>7</v></c><c r='B1'><v>8</v></c>", "<c r='B1'><v>8</v></c>", 1),
            (
                "<c r='D9'><f t='shared' ref='D8:D25' si='0'>B9+C9</f></c><c r='E9'><f t='shared' si='0'/></c>",
                "<c r='D9'><f t=\"shared\" si=\"0\" ref=\"D9\">B9+C9</f></c><c r='E9'><f t='shared' si='0'/></c>",
                0,
            ),
            ("<c r='AAAA1'/><c r='B1'><v> 8</v><extLst><ext/></extLst></c>", "<c r='B1'><v>8</v></c>", 0),
            (
                "<c r='A1'><v> 1</v></c><c r='B1' t='inlineStr'><is><r><rPr><b/></rPr><t>a &amp; b</t></r></is></c>",
                "<c r='A1'><v>1</v></c><c r='B1' t='inlineStr'><is><r><rPr><b/></rPr><t>a &amp; b</t></r></is></c>",
                0,
            ),
        ] {
            let row = |cells: &str| part(&format!("<row r='1'>{cells}</row>"));
            assert!(needs_it(row(rows).as_bytes()), "{rows}");
            let mended = mended(&row(rows)).unwrap();
            assert_eq!((mended.xml, mended.beyond), (row(expected), beyond), "{rows}");
        }
        for dimension in ["<dimension ref=''/>", "<dimension></dimension>", "<dimension ref=\"A:C\"/>"] {
            let part = format!("<worksheet>{dimension}<sheetData/></worksheet>");
            assert!(needs_it(part.as_bytes()), "{dimension}");
            assert_eq!(mended(&part).unwrap().xml, "<worksheet><sheetData/></worksheet>");
        }
        let rows = "<row r='4294967297'><c><v>1</v></c><c r='B2'><v>2</v></c></row>";
        let mended = mended(&part(rows)).unwrap();
        assert_eq!((mended.xml, mended.beyond), (part("<row><c r='B2'><v>2</v></c></row>"), 1));
    }
}
