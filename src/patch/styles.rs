//! The styles of a workbook, with those added that new numbers, marks and sheets need.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};

use crate::vietnamese::legacy::of_font;
use crate::xml::{attribute, opening, within, written};

use super::PatchError;
use super::elements::{position, prefixed};
use super::entries::{Entries, Xf};
pub use super::restyle::{Look, Restyle, Show};

/// The styles, as parsed, and what is added.
pub struct Styles {
    xml: Option<String>,
    xfs: Vec<Xf>,
    fonts: Entries,
    fills: Entries,
    borders: Entries,
    next_format: u32,
    has_formats: bool,
    added: Vec<Xf>,
    formats: BTreeMap<String, u32>,
    known: BTreeMap<(usize, Restyle), usize>,
    /// The codes of the workbook's own formats.
    codes: BTreeMap<String, String>,
    /// The prefix of the namespace, where one is used: `x:`.
    prefix: String,
    /// Fonts of before Unicode give way to Unicode ones.
    to_unicode: bool,
    legacy_fonts: bool,
}

/// Formats of the workbook's own have numbers from here.
const FIRST_OWN: u32 = 164;
const GENERAL: &str = "0";

impl Styles {
    /// Parses the part with the styles; without one, cells keep their looks. `to_unicode` where texts
    /// leave the encodings of before Unicode: their fonts then do too.
    ///
    /// # Errors
    /// XML that cannot be read.
    pub fn parse(xml: Option<String>, to_unicode: bool) -> Result<Self, PatchError> {
        let mut styles = Self {
            xfs: Vec::new(),
            fonts: Entries::default(),
            fills: Entries::default(),
            borders: Entries::default(),
            next_format: FIRST_OWN,
            has_formats: false,
            added: Vec::new(),
            formats: BTreeMap::new(),
            known: BTreeMap::new(),
            codes: BTreeMap::new(),
            prefix: String::new(),
            to_unicode,
            legacy_fonts: false,
            xml: None,
        };
        let Some(xml) = xml else { return Ok(styles) };
        let mut reader = Reader::from_str(&xml);
        let mut in_xfs = false;
        let mut entry = 0;
        loop {
            let from = position(&reader);
            let event = reader.read_event()?;
            let start = matches!(event, Event::Start(_));
            match event {
                Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                    "cellXfs" => in_xfs = start,
                    "xf" if in_xfs => {
                        let attributes = e.attributes().flatten();
                        let attributes =
                            attributes.map(|a| (a.key.as_ref().to_owned(), a.value.clone().into_owned())).collect();
                        let inside = if start {
                            let content = reader.read_to_end(e.name())?;
                            within(&xml, content).to_owned()
                        } else {
                            String::new()
                        };
                        styles.xfs.push(Xf { attributes, inside });
                    }
                    "styleSheet" => {
                        styles.prefix = e.name().as_ref().strip_suffix("styleSheet").unwrap_or_default().to_owned();
                    }
                    name @ ("fonts" | "fills" | "borders") => {
                        if let Some(entries) = styles.entries(name) {
                            entries.open = start;
                        }
                    }
                    name @ ("font" | "fill" | "border") => {
                        entry = from;
                        let whole = xml.get(from..position(&reader)).unwrap_or_default();
                        if let Some(entries) = styles.entries(name).filter(|_| !start) {
                            entries.known.push(whole.to_owned());
                        }
                    }
                    "numFmts" => styles.has_formats = start,
                    "numFmt" => {
                        let id = attribute(&e, "numFmtId").and_then(|i| i.parse::<u32>().ok()).unwrap_or(0);
                        styles.next_format = styles.next_format.max(id.saturating_add(1));
                        if let Some(code) = attribute(&e, "formatCode") {
                            styles.codes.insert(id.to_string(), code);
                        }
                    }
                    "name" => styles.legacy_fonts |= attribute(&e, "val").is_some_and(|v| of_font(&v).is_some()),
                    // Differential styles have fonts, fills and borders of their own.
                    "dxfs" if start => _ = reader.read_to_end(e.name())?,
                    _ => {}
                },
                Event::End(e) => match e.local_name().as_ref() {
                    "cellXfs" => in_xfs = false,
                    name @ ("font" | "fill" | "border") => {
                        let whole = xml.get(entry..position(&reader)).unwrap_or_default();
                        if let Some(entries) = styles.entries(name) {
                            entries.known.push(whole.to_owned());
                        }
                    }
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        styles.xml = Some(xml);
        Ok(styles)
    }

    /// The list that an element, or the list itself, is of.
    fn entries(&mut self, name: &str) -> Option<&mut Entries> {
        match name {
            "font" | "fonts" => Some(&mut self.fonts),
            "fill" | "fills" => Some(&mut self.fills),
            "border" | "borders" => Some(&mut self.borders),
            _ => None,
        }
    }

    /// The style like another with a change; the same where nothing needs to change.
    pub fn restyle(&mut self, base: Option<usize>, change: Restyle) -> Option<usize> {
        let index = base.unwrap_or(0);
        let Some(mut xf) = self.xfs.get(index).cloned() else { return base };
        let key = (index, change);
        if let Some(known) = self.known.get(&key) {
            return Some(*known);
        }
        match &key.1 {
            Restyle::Fill(colour) => self.fill(&mut xf, *colour),
            Restyle::Unfill(colours) => {
                if !colours.iter().any(|colour| self.is_filled(&xf, *colour)) {
                    return base;
                }
                self.unfill(&mut xf, colours);
            }
            Restyle::Look(look) => self.look(&mut xf, look),
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
        // What was added by an earlier run is not added again.
        let made = self.xfs.iter().chain(&self.added).position(|known| *known == xf).unwrap_or_else(|| {
            self.added.push(xf);
            self.xfs.len() + self.added.len() - 1
        });
        self.known.insert(key, made);
        Some(made)
    }

    fn fill(&mut self, xf: &mut Xf, colour: u32) {
        let fill = format!(
            "<:fill><:patternFill patternType=\"solid\"><:fgColor rgb=\"FF{colour:06X}\"/><:bgColor indexed=\"64\"/></:patternFill></:fill>"
        );
        if let Some(number) = self.fills.number(prefixed(&fill, &self.prefix)) {
            xf.set("fillId", &number.to_string());
            xf.set("applyFill", "1");
        }
    }

    fn is_filled(&self, xf: &Xf, colour: u32) -> bool {
        let number = xf.get("fillId").and_then(|n| n.parse::<usize>().ok());
        let fill = number.and_then(|n| self.fills.known.get(n));
        fill.is_some_and(|f| f.contains(&format!("fgColor rgb=\"FF{colour:06X}\"")))
    }

    /// Takes a colour away. What the ground was before stands in the one style that is like it but for
    /// the ground; where there is none or several, there is no ground.
    fn unfill(&self, xf: &mut Xf, colours: &[u32]) {
        let mut before = self.xfs.iter().filter(|other| {
            other.without_fill() == xf.without_fill() && !colours.iter().any(|colour| self.is_filled(other, *colour))
        });
        match (before.next(), before.next()) {
            (Some(one), None) => *xf = one.clone(),
            _ => {
                xf.set("fillId", "0");
                xf.attributes.retain(|(name, _)| name != "applyFill");
            }
        }
    }

    fn look(&mut self, xf: &mut Xf, look: &Look) {
        let (bold, italic) = (if look.bold { "<:b/>" } else { "" }, if look.italic { "<:i/>" } else { "" });
        let colour = look.colour.map(|c| format!("<:color rgb=\"FF{c:06X}\"/>")).unwrap_or_default();
        let font = format!(
            "<:font>{bold}{italic}<:sz val=\"{}\"/>{colour}<:name val=\"Times New Roman\"/><:family val=\"1\"/></:font>",
            look.size
        );
        if let Some(number) = self.fonts.number(prefixed(&font, &self.prefix)) {
            xf.set("fontId", &number.to_string());
            xf.set("applyFont", "1");
        }
        if let Some(colour) = look.fill {
            self.fill(xf, colour);
        }
        if look.border {
            let sides = ["left", "right", "top", "bottom"];
            let lines: String = sides.map(|s| format!("<:{s} style=\"thin\"><:color indexed=\"64\"/></:{s}>")).concat();
            let border = format!("<:border>{lines}<:diagonal/></:border>");
            if let Some(number) = self.borders.number(prefixed(&border, &self.prefix)) {
                xf.set("borderId", &number.to_string());
                xf.set("applyBorder", "1");
            }
        }
        xf.set("applyAlignment", "1");
        let across = if look.centred { " horizontal=\"center\"" } else { "" };
        let wrap = if look.one_line { "" } else { " wrapText=\"1\"" };
        xf.inside = format!("<{}alignment{across} vertical=\"center\"{wrap}/>", self.prefix);
    }

    /// Tells whether styles can be added at all.
    pub fn can_style(&self) -> bool {
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
    ///
    /// # Errors
    /// XML that cannot be read.
    pub fn finish(self) -> Result<Option<String>, PatchError> {
        let Some(xml) = &self.xml else { return Ok(None) };
        let unicode = self.to_unicode && self.legacy_fonts;
        if self.added.is_empty() && !unicode {
            return Ok(None);
        }
        let mut reader = Reader::from_str(xml);
        let mut out = String::with_capacity(xml.len() + 1024);
        let mut in_dxfs = false;
        loop {
            let from = position(&reader);
            let event = reader.read_event()?;
            let as_it_stands = xml.get(from..position(&reader)).unwrap_or_default();
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
                    "fonts" if !in_dxfs => out.push_str(&counted(&e, self.fonts.added.len())),
                    "fills" if !in_dxfs => out.push_str(&counted(&e, self.fills.added.len())),
                    "borders" if !in_dxfs => out.push_str(&counted(&e, self.borders.added.len())),
                    "cellXfs" => out.push_str(&counted(&e, self.added.len())),
                    "dxfs" => {
                        in_dxfs = true;
                        out.push_str(as_it_stands);
                    }
                    _ => out.push_str(as_it_stands),
                },
                Event::Empty(e) if e.local_name().as_ref() == "name" && unicode => match attribute(&e, "val") {
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
                        "fonts" if !in_dxfs => out.extend(self.fonts.added.iter().map(String::as_str)),
                        "fills" if !in_dxfs => out.extend(self.fills.added.iter().map(String::as_str)),
                        "borders" if !in_dxfs => out.extend(self.borders.added.iter().map(String::as_str)),
                        "cellXfs" => self.added.iter().for_each(|xf| out.push_str(&xf.xml(&self.prefix))),
                        "dxfs" => in_dxfs = false,
                        _ => {}
                    }
                    out.push_str(as_it_stands);
                }
                _ => out.push_str(as_it_stands),
            }
        }
        Ok(Some(out))
    }

    fn push_formats(&self, out: &mut String) {
        for (code, id) in &self.formats {
            let (prefix, code) = (&self.prefix, escape(code.as_str()));
            out.push_str(&format!("<{prefix}numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>"));
        }
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
