//! The styles of a workbook, with those added that new numbers and marks need.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};

use crate::normalise::Show;
use crate::normalise::rebuild::MARK;
use crate::vietnamese::legacy::of_font;
use crate::xml::{attribute, opening, within, written};

use super::{PatchError, broken};

/// What a cell's style is changed for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Restyle {
    /// A number format.
    Number(Show),
    /// A coloured ground.
    Marked,
    /// A cell of the list of what could not be read, or one of its headings.
    Listed {
        /// A heading.
        head: bool,
    },
}

/// One entry of `cellXfs`: its attributes as they stand, and what is inside.
#[derive(Debug, Clone, Default)]
struct Xf {
    attributes: Vec<(String, String)>,
    inside: String,
}

/// The styles, as parsed, and what is added.
pub(super) struct Styles {
    xml: Option<String>,
    xfs: Vec<Xf>,
    fills: usize,
    fonts: usize,
    listed: bool,
    next_format: u32,
    has_formats: bool,
    added: Vec<Xf>,
    formats: BTreeMap<String, u32>,
    known: BTreeMap<(usize, Restyle), usize>,
    /// The codes of the workbook's own formats.
    codes: BTreeMap<String, String>,
    /// The prefix of the namespace, where one is used: `x:`.
    prefix: String,
    marks: bool,
    legacy_fonts: bool,
}

/// Formats of the workbook's own have numbers from here.
const FIRST_OWN: u32 = 164;
const GENERAL: &str = "0";

impl Styles {
    /// Parses the part with the styles; without one, cells keep their looks.
    pub(super) fn parse(part: Option<(String, String)>) -> Result<Self, PatchError> {
        let xml = part.map(|(_, xml)| xml);
        let mut styles = Self {
            xfs: Vec::new(),
            fills: 0,
            fonts: 0,
            listed: false,
            next_format: FIRST_OWN,
            has_formats: false,
            added: Vec::new(),
            formats: BTreeMap::new(),
            known: BTreeMap::new(),
            codes: BTreeMap::new(),
            prefix: String::new(),
            marks: false,
            legacy_fonts: false,
            xml,
        };
        let Some(xml) = styles.xml.clone() else { return Ok(styles) };
        let mut reader = Reader::from_str(&xml);
        let mut in_xfs = false;
        loop {
            let event = reader.read_event().map_err(broken)?;
            let start = matches!(event, Event::Start(_));
            match event {
                Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                    "cellXfs" => in_xfs = start,
                    "xf" if in_xfs => {
                        let attributes = e.attributes().flatten();
                        let attributes =
                            attributes.map(|a| (a.key.as_ref().to_owned(), a.value.clone().into_owned())).collect();
                        let inside = if start {
                            let content = reader.read_to_end(e.name()).map_err(broken)?;
                            within(&xml, content).to_owned()
                        } else {
                            String::new()
                        };
                        styles.xfs.push(Xf { attributes, inside });
                    }
                    "styleSheet" => {
                        styles.prefix = e.name().as_ref().strip_suffix("styleSheet").unwrap_or_default().to_owned();
                    }
                    "fill" => styles.fills += 1,
                    "font" => styles.fonts += 1,
                    "numFmts" => styles.has_formats = start,
                    "numFmt" => {
                        let id = attribute(&e, "numFmtId").and_then(|i| i.parse::<u32>().ok()).unwrap_or(0);
                        styles.next_format = styles.next_format.max(id.saturating_add(1));
                        if let Some(code) = attribute(&e, "formatCode") {
                            styles.codes.insert(id.to_string(), code);
                        }
                    }
                    "name" => styles.legacy_fonts |= attribute(&e, "val").is_some_and(|v| of_font(&v).is_some()),
                    // Differential styles have fills of their own.
                    "dxfs" if start => _ = reader.read_to_end(e.name()).map_err(broken)?,
                    _ => {}
                },
                Event::End(e) if e.local_name().as_ref() == "cellXfs" => in_xfs = false,
                Event::Eof => return Ok(styles),
                _ => {}
            }
        }
    }

    /// The style like another with a change; the same where nothing needs to change.
    pub(super) fn restyle(&mut self, base: Option<usize>, change: Restyle) -> Option<usize> {
        let index = base.unwrap_or(0);
        let Some(xf) = self.xfs.get(index).cloned() else { return base };
        let key = (index, change);
        if let Some(known) = self.known.get(&key) {
            return Some(*known);
        }
        let mut xf = xf;
        match &key.1 {
            Restyle::Marked => {
                self.marks = true;
                xf.set("fillId", &self.fills.to_string());
                xf.set("applyFill", "1");
            }
            Restyle::Listed { head } => {
                self.listed = true;
                xf.set("fontId", &(self.fonts + usize::from(*head)).to_string());
                xf.set("applyFont", "1");
                xf.set("applyAlignment", "1");
                xf.inside = format!("<{}alignment vertical=\"top\" wrapText=\"1\"/>", self.prefix);
            }
            Restyle::Number(show) => {
                let format = xf.get("numFmtId").unwrap_or(GENERAL).to_owned();
                // A format of the cell's own is kept where it shows just such a number; one that shows a
                // percentage, a date or a scale would make another figure of it.
                let own = show.suffix.is_empty() && !show.percent && self.shows_plainly(&format, show.decimals);
                let plain = format == GENERAL && !show.grouped && !show.percent && show.suffix.is_empty();
                if (own || plain) && xf.get("quotePrefix").is_none() {
                    return base;
                }
                if !own && !plain {
                    let id = self.format(&show.format());
                    xf.set("numFmtId", &id.to_string());
                    xf.set("applyNumberFormat", "1");
                }
                xf.attributes.retain(|(name, _)| name != "quotePrefix");
            }
        }
        self.added.push(xf);
        let made = self.xfs.len() + self.added.len() - 1;
        self.known.insert(key, made);
        Some(made)
    }

    /// Tells whether styles can be added at all.
    pub(super) fn can_style(&self) -> bool {
        !self.xfs.is_empty()
    }

    /// Tells whether a format shows a number as it is, with as many decimals at least.
    fn shows_plainly(&self, id: &str, decimals: u32) -> bool {
        let code = match id {
            "1" => "0",
            "2" => "0.00",
            "3" => "#,##0",
            "4" => "#,##0.00",
            id => match self.codes.get(id) {
                Some(code) => code,
                None => return false,
            },
        };
        let places = code.split_once('.').map_or("", |(_, places)| places);
        code.chars().all(|c| matches!(c, '0' | '#' | ',' | '.'))
            && !code.ends_with(',')
            && u32::try_from(places.len()).is_ok_and(|p| p >= decimals)
    }

    /// The number of a format: a built-in one, or one of the workbook's own.
    fn format(&mut self, code: &str) -> u32 {
        match code {
            "0" => 1,
            "0.00" => 2,
            "#,##0" => 3,
            "#,##0.00" => 4,
            "0%" => 9,
            "0.00%" => 10,
            code => *self.formats.entry(code.to_owned()).or_insert_with(|| {
                self.next_format += 1;
                self.next_format - 1
            }),
        }
    }

    /// The part with what was added; nothing where nothing was.
    pub(super) fn finish(self) -> Result<Option<String>, PatchError> {
        let Some(xml) = &self.xml else { return Ok(None) };
        if self.added.is_empty() && !self.legacy_fonts {
            return Ok(None);
        }
        let mut reader = Reader::from_str(xml);
        let mut out = String::with_capacity(xml.len() + 1024);
        let mut depth_dxfs = false;
        loop {
            let from = usize::try_from(reader.buffer_position()).unwrap_or(0);
            let event = reader.read_event().map_err(broken)?;
            let to = usize::try_from(reader.buffer_position()).unwrap_or(0);
            let as_it_stands = xml.get(from..to).unwrap_or_default();
            match event {
                Event::Eof => break,
                Event::Start(e) => match e.local_name().as_ref() {
                    "styleSheet" => {
                        out.push_str(as_it_stands);
                        if !self.has_formats && !self.formats.is_empty() {
                            let (prefix, count) = (&self.prefix, self.formats.len());
                            out.push_str(&format!("<{prefix}numFmts count=\"{count}\">"));
                            self.push_formats(&mut out);
                            out.push_str(&format!("</{prefix}numFmts>"));
                        }
                    }
                    "numFmts" => out.push_str(&counted(&e, self.formats.len())),
                    "fills" => out.push_str(&counted(&e, usize::from(self.marks))),
                    "cellXfs" => out.push_str(&counted(&e, self.added.len())),
                    "fonts" if !depth_dxfs => out.push_str(&counted(&e, if self.listed { 2 } else { 0 })),
                    "dxfs" => {
                        depth_dxfs = true;
                        out.push_str(as_it_stands);
                    }
                    _ => out.push_str(as_it_stands),
                },
                Event::Empty(e) if e.local_name().as_ref() == "name" => match attribute(&e, "val") {
                    Some(font) if of_font(&font).is_some() => {
                        out.push_str(&format!("<{} val=\"{}\"/>", e.name().as_ref(), unicode_font(&font)));
                    }
                    _ => out.push_str(as_it_stands),
                },
                // Left without entries; those that are added come in a list of their own.
                Event::Empty(e) if e.local_name().as_ref() == "numFmts" && !self.formats.is_empty() => {}
                Event::End(e) => {
                    match e.local_name().as_ref() {
                        "numFmts" => self.push_formats(&mut out),
                        "fills" if self.marks && !depth_dxfs => out.push_str(&self.prefixed(&format!(
                            "<:fill><:patternFill patternType=\"solid\"><:fgColor rgb=\"FF{MARK:06X}\"/><:bgColor indexed=\"64\"/></:patternFill></:fill>"
                        ))),
                        "fonts" if self.listed && !depth_dxfs => out.push_str(&self.prefixed(
                            "<:font><:sz val=\"12\"/><:name val=\"Times New Roman\"/><:family val=\"1\"/></:font><:font><:b/><:sz val=\"12\"/><:name val=\"Times New Roman\"/><:family val=\"1\"/></:font>",
                        )),
                        "cellXfs" => self.added.iter().for_each(|xf| out.push_str(&xf.xml(&self.prefix))),
                        "dxfs" => depth_dxfs = false,
                        _ => {}
                    }
                    out.push_str(as_it_stands);
                }
                _ => out.push_str(as_it_stands),
            }
        }
        Ok(Some(out))
    }

    /// Elements written with `:` for the prefix of the namespace.
    fn prefixed(&self, xml: &str) -> String {
        xml.replace("</:", &format!("</{}", self.prefix)).replace("<:", &format!("<{}", self.prefix))
    }

    fn push_formats(&self, out: &mut String) {
        for (code, id) in &self.formats {
            let (prefix, code) = (&self.prefix, escape(code.as_str()));
            out.push_str(&format!("<{prefix}numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>"));
        }
    }
}

impl Xf {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    fn set(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(n, _)| n == name) {
            Some((_, old)) => *old = value.to_owned(),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    fn xml(&self, prefix: &str) -> String {
        let attributes: String = self.attributes.iter().map(|(n, v)| written(n, v)).collect();
        format!("<{prefix}xf{attributes}>{}</{prefix}xf>", self.inside)
    }
}

/// An opening tag with its `count` raised.
fn counted(e: &BytesStart<'_>, more: usize) -> String {
    let mut tag = opening(e, |name| name != "count");
    if let Some(count) = attribute(e, "count").and_then(|c| c.parse::<usize>().ok()) {
        tag.push_str(&written("count", &(count + more).to_string()));
    }
    tag.push('>');
    tag
}

/// The font of Unicode nearest in looks to an old one.
fn unicode_font(old: &str) -> &'static str {
    let lower = old.to_ascii_lowercase();
    let sans = ["arial", "helv", "avant", "swiss"].iter().any(|s| lower.contains(s));
    if sans { "Arial" } else { "Times New Roman" }
}
