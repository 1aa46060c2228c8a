//! A workbook as its XML has it: every cell with value, formula and look, and what a sheet has besides. Read with
//! nothing of the program's own, so that a fault of its reader hides none of its writer.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// The parts of a workbook.
pub struct Opened {
    parts: BTreeMap<String, String>,
}

/// An element: its name, its attributes, its text, what stands in it.
#[derive(Debug, Clone, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    pub fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map(String::as_str).unwrap_or_default()
    }

    /// The first element of a name, however deep.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.all(name).into_iter().next()
    }

    /// All elements of a name, however deep.
    pub fn all(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        for child in &self.children {
            if child.name == name {
                found.push(child);
            }
            found.extend(child.all(name));
        }
        found
    }

    /// All its text.
    pub fn spoken(&self) -> String {
        self.children.iter().fold(self.text.clone(), |text, child| text + &child.spoken())
    }
}

impl Opened {
    pub fn new(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = BTreeMap::new();
        for n in 0..archive.len() {
            let mut file = archive.by_index(n).unwrap();
            let name = file.name().unwrap().to_string();
            let mut text = String::new();
            if file.read_to_string(&mut text).is_ok() {
                parts.insert(name, text);
            }
        }
        Self { parts }
    }

    /// The names of the parts.
    pub fn names(&self) -> Vec<&str> {
        self.parts.keys().map(String::as_str).collect()
    }

    /// A part as text.
    pub fn text(&self, name: &str) -> &str {
        self.parts.get(name).unwrap_or_else(|| panic!("no part {name}"))
    }

    /// A part's element.
    pub fn part(&self, name: &str) -> Element {
        parse(self.text(name))
    }

    /// The sheets by name, each with its state and part.
    pub fn sheets(&self) -> Vec<(String, String, String)> {
        let relations = self.part("xl/_rels/workbook.xml.rels");
        let target = |id: &str| {
            let relation = relations.all("Relationship").into_iter().find(|r| r.get("Id") == id).unwrap();
            format!("xl/{}", relation.get("Target").trim_start_matches("/xl/"))
        };
        let book = self.part("xl/workbook.xml");
        let sheets = book.all("sheet").into_iter();
        sheets.map(|s| (s.get("name").to_owned(), s.get("state").to_owned(), target(s.get("r:id")))).collect()
    }

    /// A sheet by its name.
    pub fn sheet(&self, name: &str) -> Element {
        let (.., part) = self.sheets().into_iter().find(|(n, ..)| n == name).unwrap_or_else(|| panic!("no {name}"));
        self.part(&part)
    }

    /// The formulas of a sheet, by cell, each with the result that is saved with it.
    pub fn formulas(&self, name: &str) -> BTreeMap<String, (String, String)> {
        let sheet = self.sheet(name);
        let cells = sheet.all("c").into_iter();
        let formula = |c: &Element| {
            let formula = c.find("f")?.text.clone();
            let result = c.find("v").map(|v| v.text.clone()).unwrap_or_default();
            Some((c.get("r").to_owned(), (formula, result)))
        };
        cells.filter_map(formula).collect()
    }

    /// Everything that a sheet shows, line by line, for people to compare.
    pub fn told(&self, name: &str) -> String {
        let sheet = self.sheet(name);
        let strings: Vec<String> =
            self.part("xl/sharedStrings.xml").all("si").into_iter().map(Element::spoken).collect();
        let looks = self.looks();
        let mut out = format!("== {name}\n");
        for kind in ["pane", "col", "pageMargins", "pageSetup", "autoFilter", "brk"] {
            for one in sheet.all(kind) {
                writeln!(out, "{kind} {}", attributes(one)).unwrap();
            }
        }
        for footer in sheet.all("oddFooter") {
            writeln!(out, "oddFooter {}", footer.text).unwrap();
        }
        for merge in sheet.all("mergeCell") {
            writeln!(out, "merge {}", merge.get("ref")).unwrap();
        }
        for row in sheet.all("row") {
            let height = row.get("ht");
            let level = row.get("outlineLevel");
            if !height.is_empty() || !level.is_empty() {
                writeln!(out, "row {} height {height} level {level}", row.get("r")).unwrap();
            }
            for cell in row.all("c") {
                let value = cell.find("v").map(|v| v.text.clone()).unwrap_or_default();
                let value = match cell.get("t") {
                    "s" => format!("«{}»", strings[value.parse::<usize>().unwrap()].replace('\n', "⏎")),
                    "inlineStr" => format!("«{}»", cell.spoken().replace('\n', "⏎")),
                    "str" => format!("«{value}»"),
                    _ => value,
                };
                let formula = cell.find("f").map(|f| format!("={} → ", f.text)).unwrap_or_default();
                let look = cell.get("s").parse::<usize>().map(|s| looks[s].as_str()).unwrap_or_default();
                writeln!(out, "{} {formula}{value} [{look}]", cell.get("r")).unwrap();
            }
        }
        for (cell, text) in self.notes(name) {
            writeln!(out, "note {cell} «{}»", text.replace('\n', "⏎")).unwrap();
        }
        out
    }

    /// The notes of a sheet, by cell.
    pub fn notes(&self, name: &str) -> BTreeMap<String, String> {
        let (.., part) = self.sheets().into_iter().find(|(n, ..)| n == name).unwrap();
        let relations = part.replace("worksheets/", "worksheets/_rels/") + ".rels";
        if !self.parts.contains_key(&relations) {
            return BTreeMap::new();
        }
        let relations = self.part(&relations);
        let Some(comments) = relations.all("Relationship").into_iter().find(|r| r.get("Type").ends_with("/comments"))
        else {
            return BTreeMap::new();
        };
        let comments = self.part(&format!("xl/{}", comments.get("Target").trim_start_matches("../")));
        comments.all("comment").into_iter().map(|c| (c.get("ref").to_owned(), c.spoken())).collect()
    }

    /// The looks of cells, in words.
    fn looks(&self) -> Vec<String> {
        let styles = self.part("xl/styles.xml");
        let group = |name: &str| styles.find(name).map(|g| g.children.clone()).unwrap_or_default();
        let (fonts, fills, borders) = (group("fonts"), group("fills"), group("borders"));
        let codes: BTreeMap<String, String> =
            group("numFmts").iter().map(|n| (n.get("numFmtId").to_owned(), n.get("formatCode").to_owned())).collect();
        let look = |xf: &Element| {
            let at = |name: &str| xf.get(name).parse::<usize>().unwrap();
            let mut words = Vec::new();
            let font = &fonts[at("fontId")];
            let value = |name: &str| font.find(name).map(|e| e.get("val").to_owned()).unwrap_or_default();
            words.push(format!("{} {}", value("name"), value("sz")));
            for (name, word) in [("b", "bold"), ("i", "italic"), ("u", "underlined")] {
                words.extend(font.find(name).map(|_| word.to_owned()));
            }
            words.extend(fills[at("fillId")].find("fgColor").map(|c| format!("ground {}", c.get("rgb"))));
            let sides = ["left", "right", "top", "bottom"];
            let drawn: Vec<&str> = sides
                .into_iter()
                .filter(|s| borders[at("borderId")].find(s).is_some_and(|b| !b.get("style").is_empty()))
                .collect();
            words.extend(
                (!drawn.is_empty()).then(|| if drawn.len() == 4 { "boxed".to_owned() } else { drawn.join("+") }),
            );
            let code = xf.get("numFmtId");
            words.extend((code != "0").then(|| codes.get(code).cloned().unwrap_or_else(|| format!("format {code}"))));
            words.extend(xf.find("alignment").map(attributes));
            words.extend(xf.find("protection").map(attributes));
            words.join("; ")
        };
        group("cellXfs").iter().map(look).collect()
    }
}

fn attributes(element: &Element) -> String {
    element.attributes.iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join(" ")
}

fn element(start: &BytesStart<'_>) -> Element {
    let attributes = start
        .attributes()
        .map(|a| a.unwrap())
        .map(|a| {
            let value = a.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned();
            (a.key.as_ref().to_owned(), value)
        })
        .collect();
    let name = start.name().local_name().as_ref().to_owned();
    Element { name, attributes, ..Element::default() }
}

/// Parses a part.
pub fn parse(xml: &str) -> Element {
    let mut reader = Reader::from_str(xml);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) => open.last_mut().unwrap().children.push(element(&start)),
            Event::End(_) => {
                let closed = open.pop().unwrap();
                open.last_mut().unwrap().children.push(closed);
            }
            Event::Text(text) => open.last_mut().unwrap().text.push_str(&text),
            Event::GeneralRef(name) => {
                let character = match &*name {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    other => {
                        let code = other.strip_prefix("#x").map(|h| u32::from_str_radix(h, 16));
                        let code = code.or_else(|| other.strip_prefix('#').map(str::parse)).unwrap().unwrap();
                        char::from_u32(code).unwrap()
                    }
                };
                open.last_mut().unwrap().text.push(character);
            }
            Event::Eof => return open.pop().unwrap(),
            _ => {}
        }
    }
}
