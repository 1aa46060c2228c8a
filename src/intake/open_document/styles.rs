//! What the styles of an OpenDocument spreadsheet mean (OpenDocument 1.3 part 3, 16 and 20).

use std::collections::{HashMap, HashSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::xml::attribute;

/// The styles of a document, as far as they mean something: what number formats add to a number, by the names of the
/// cell styles, and which styles set their text apart.
#[derive(Default)]
pub(super) struct Styles {
    by_name: HashMap<String, String>,
    of_cells: HashMap<String, String>,
    /// The formats that show a number with three decimals.
    thousandths: HashSet<String>,
    /// The format that is being read has places for digits.
    digits: bool,
    /// Formats of several sections: the one for numbers above zero is another format.
    above_zero: HashMap<String, String>,
    /// The format that is being read, and whether its text is.
    open: Option<(String, String)>,
    in_text: bool,
    /// The style that is being read.
    style: Option<String>,
    /// What styles say of striking through, and of setting high or low.
    struck: HashMap<String, bool>,
    off_line: HashMap<String, bool>,
}

impl Styles {
    /// The formats of a part that has no tables.
    pub(super) fn of_part(xml: &str) -> Option<Self> {
        let mut reader = Reader::from_str(xml);
        let mut styles = Self::default();
        loop {
            match reader.read_event().ok()? {
                Event::Start(e) | Event::Empty(e) => styles.begin(&e),
                Event::Text(words) => styles.say(&words),
                Event::End(e) => styles.end(e.local_name().as_ref()),
                Event::Eof => return Some(styles),
                _ => {}
            }
        }
    }

    pub(super) fn begin(&mut self, e: &BytesStart<'_>) {
        match e.local_name().as_ref() {
            "number-style" | "currency-style" | "text-style" => {
                self.open = attribute(e, "name").map(|name| (name, String::new()));
                self.digits = false;
            }
            "boolean-style" => {
                self.open = attribute(e, "name").map(|name| (name, "TRUE/FALSE".to_owned()));
            }
            "text" | "currency-symbol" if self.open.is_some() => self.in_text = true,
            "map" => {
                let above = attribute(e, "condition").is_some_and(|c| c.replace(' ', "").starts_with("value()>"));
                let pair = self.open.as_ref().map(|(name, _)| name.clone()).zip(attribute(e, "apply-style-name"));
                self.above_zero.extend(pair.filter(|_| above));
            }
            // Thousands left out: the figure shown is the one held, divided.
            "number" | "scientific-number" | "fraction" => {
                self.digits = true;
                if let Some((name, _)) =
                    self.open.as_ref().filter(|_| attribute(e, "decimal-places").as_deref() == Some("3"))
                {
                    self.thousandths.insert(name.clone());
                }
                let factor = attribute(e, "display-factor").and_then(|f| f.parse::<f64>().ok());
                if let Some((_, said)) = self.open.as_mut().filter(|_| factor.is_some_and(|f| f != 1.0)) {
                    *said = ",".to_owned();
                }
            }
            "style" => {
                let family = attribute(e, "family").unwrap_or_default();
                let pair = attribute(e, "name").map(|name| key(&family, &name)).zip(attribute(e, "data-style-name"));
                self.of_cells.extend(pair);
                self.style = attribute(e, "name").map(|name| key(&family, &name));
                // A style is as its parent is, unless it says otherwise.
                if let (Some(own), Some(parent)) = (&self.style, attribute(e, "parent-style-name")) {
                    let parent = key(&family, &parent);
                    if let Some(of_parent) = self.of_cells.get(&parent).cloned() {
                        self.of_cells.entry(own.clone()).or_insert(of_parent);
                    }
                    for said in [&mut self.struck, &mut self.off_line] {
                        if let Some(of_parent) = said.get(&parent).copied() {
                            said.insert(own.clone(), of_parent);
                        }
                    }
                }
            }
            "text-properties" => {
                let Some(own) = &self.style else { return };
                let said = |name: &str| attribute(e, name);
                let line = said("text-line-through-style").or_else(|| said("text-line-through-type"));
                // «super 58%», «sub 58%», «33% 58%»; nothing is said by «0% 100%».
                let position = said("text-position").map(|p| !p.starts_with("0%") && !p.starts_with("0 "));
                self.struck.extend(line.map(|line| (own.clone(), line != "none")));
                self.off_line.extend(position.map(|off_line| (own.clone(), off_line)));
            }
            _ => {}
        }
    }

    pub(super) fn say(&mut self, words: &str) {
        if let Some((_, said)) = self.open.as_mut().filter(|(_, said)| self.in_text && said != ",") {
            said.push_str(words);
        }
    }

    pub(super) fn end(&mut self, name: &str) {
        match name {
            "text" | "currency-symbol" => self.in_text = false,
            "style" => self.style = None,
            // One of text has sections for numbers at the most.
            "text-style" => self.open = None,
            "number-style" | "currency-style" | "boolean-style" => {
                let Some((style, said)) = self.open.take() else { return };
                // «;;;» shows no figure at all.
                let shows_nothing = said.trim().is_empty() && !self.digits && name != "boolean-style";
                match said.trim() {
                    "" if shows_nothing => _ = self.by_name.insert(style, " ".to_owned()),
                    "" => {}
                    said => _ = self.by_name.insert(style, said.to_owned()),
                }
            }
            _ => {}
        }
    }

    /// What a cell's style adds to its number.
    pub(super) fn of(&self, style: &str) -> Option<&String> {
        self.by_name.get(self.format(style)?)
    }

    /// Tells whether a cell's style shows its number with three decimals.
    pub(super) fn shows_thousandths(&self, style: &str) -> bool {
        !self.thousandths.is_empty() && self.format(style).is_some_and(|format| self.thousandths.contains(format))
    }

    /// The format for numbers above zero of a cell's style.
    fn format(&self, style: &str) -> Option<&String> {
        let format = self.of_cells.get(&key("table-cell", style))?;
        Some(self.above_zero.get(format).unwrap_or(format))
    }

    /// Tells whether the style of a cell strikes its text through.
    pub(super) fn strikes(&self, cell: &str) -> bool {
        says(&self.struck, "table-cell", cell) == Some(true)
    }

    /// Tells whether a style of a family sets its text apart, by striking it through or setting it high or low; nothing
    /// where it leaves that as it is.
    pub(super) fn sets_apart(&self, family: &str, style: &str) -> Option<bool> {
        let struck = says(&self.struck, family, style);
        let off_line = says(&self.off_line, family, style);
        if off_line == Some(true) { off_line } else { struck }
    }
}

fn says(said: &HashMap<String, bool>, family: &str, style: &str) -> Option<bool> {
    // Most documents say nothing of it.
    if said.is_empty() { None } else { said.get(&key(family, style)).copied() }
}

/// The name of a style among those of every family.
fn key(family: &str, name: &str) -> String {
    format!("{family} {name}")
}
