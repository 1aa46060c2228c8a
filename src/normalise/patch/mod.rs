//! An xlsx with some of its cells changed and everything else as it was.
//!
//! No library edits a workbook without loss, so every part is copied raw except the sheets with
//! changes ([`sheet`]), the styles that new numbers and marks need ([`styles`]), and the few lines
//! that add a sheet with the list of what could not be read.

mod sheet;
mod styles;

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read as _, Write as _};
use std::ops::Range;

use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::address::{Address, Area};
use crate::finding::{Finding, Lang};
use crate::intake::Workbook;
use crate::publish::rows;
use crate::publish::workbook::fit;
use crate::xml::{opening, written};

use super::rebuild::{LIST_WIDTHS, list_headings, list_name};
use super::{Change, Plan};
use styles::{Restyle, Styles};

/// Why a workbook cannot be patched.
#[derive(Debug, thiserror::Error)]
pub enum PatchError {
    /// It is signed; a change would break the signature.
    #[error("the workbook is signed")]
    Signed,
    /// A part is not as the format has it.
    #[error("{0}")]
    Part(String),
}

fn broken(e: impl ToString) -> PatchError {
    PatchError::Part(e.to_string())
}

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
const TYPES: &str = "[Content_Types].xml";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const LIST: &str = "xl/worksheets/phubieu-list.xml";

/// Tells whether a workbook may hold macros and so must be named .xlsm.
pub fn has_macros(bytes: &[u8]) -> bool {
    Package::open(bytes).and_then(|mut p| p.part(TYPES)).is_ok_and(|types| types.contains("macroEnabled"))
}

/// Tells whether some sheet holds formulas.
///
/// # Errors
/// A part that cannot be read.
pub fn has_formulas(bytes: &[u8]) -> Result<bool, PatchError> {
    let mut package = Package::open(bytes)?;
    let mut parts: Vec<String> = package.sheet_parts()?.into_values().collect();
    parts.sort_unstable();
    for part in parts {
        if sheet::holds_formula(&package.part(&part)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A patched workbook.
pub struct Patched {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What could not be read is coloured.
    pub coloured: bool,
    /// What could not be read is listed on a sheet of its own.
    pub listed: bool,
    /// Formulas lost their old results and wait for Excel.
    pub recomputes: bool,
}

/// Returns the workbook with the changes of a plan.
///
/// # Errors
/// It is signed, or a part that must change cannot be understood.
pub fn workbook(bytes: &[u8], workbook: &Workbook, plan: &Plan, lang: Lang) -> Result<Patched, PatchError> {
    let mut package = Package::open(bytes)?;
    let parts = package.sheet_parts()?;
    let mut styles = Styles::parse(package.styles.clone())?;
    let mut changed: BTreeMap<String, String> = BTreeMap::new();
    let mut formulas = false;
    let recompute = plan.numbers() > 0;
    for (sheet, changes) in workbook.sheets.iter().zip(&plan.sheets) {
        let Some(part) = parts.get(&sheet.name) else { continue };
        let headings = package.table_headings(part)?;
        // Headings of Excel's own tables are named a second time in the table's part.
        let changes: BTreeMap<Address, &Change> = changes
            .iter()
            .filter(|(at, _)| !headings.iter().any(|h| h.contains(**at)))
            .map(|(at, c)| (*at, c))
            .collect();
        let xml = package.part(part)?;
        // A sum may stand on another sheet than the texts that became numbers.
        let computed = recompute && sheet::holds_formula(&xml);
        formulas |= computed;
        if !changes.is_empty() || computed {
            changed.insert(part.clone(), sheet::rewrite(&xml, &changes, &mut styles, recompute).map_err(broken)?);
        }
    }
    let mut book = package.part(WORKBOOK)?;
    let mut listed = false;
    if !plan.findings.is_empty() {
        let name = list_name(workbook.sheets.iter().map(|s| s.name.as_str()), lang);
        let list = list(&plan.findings, &mut styles, lang);
        listed = add_list(&mut package, &mut book, &mut changed, &name, list)?;
    }
    let coloured = styles.can_style();
    let part = package.styles.as_ref().map(|(part, _)| part.clone());
    if let Some((part, xml)) = part.zip(styles.finish()?) {
        changed.insert(part, xml);
    }
    if formulas {
        book = recalculated(&book);
    }
    changed.insert(WORKBOOK.to_owned(), book);
    Ok(Patched { bytes: package.written(&changed)?, coloured, listed, recomputes: formulas })
}

struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Targets of the workbook's relations, by their identifiers.
    relations: HashMap<String, String>,
    /// The part with the styles, and its text.
    styles: Option<(String, String)>,
}

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, PatchError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if archive.file_names().flatten().any(|n| n.starts_with("_xmlsignatures/")) {
            return Err(PatchError::Signed);
        }
        let mut package = Self { archive, relations: HashMap::new(), styles: None };
        let mut styles = None;
        for relation in elements(&package.part(RELATIONS)?, "Relationship")? {
            let target = within("xl", relation.get("Target").map(String::as_str).unwrap_or_default());
            if relation.get("Type").is_some_and(|t| t.ends_with("/styles")) {
                styles = Some(target.clone());
            }
            if let Some(id) = relation.get("Id") {
                package.relations.insert(id.clone(), target);
            }
        }
        if let Some(part) = styles {
            let text = package.part(&part)?;
            package.styles = Some((part, text));
        }
        Ok(package)
    }

    fn part(&mut self, name: &str) -> Result<String, PatchError> {
        let mut text = String::new();
        self.archive.by_name(name).map_err(broken)?.read_to_string(&mut text).map_err(broken)?;
        Ok(text)
    }

    /// The part of each sheet, by the sheet's name.
    fn sheet_parts(&mut self) -> Result<HashMap<String, String>, PatchError> {
        let sheets = elements(&self.part(WORKBOOK)?, "sheet")?;
        let part =
            |s: &HashMap<String, String>| Some((s.get("name")?.clone(), self.relations.get(s.get("id")?)?.clone()));
        Ok(sheets.iter().filter_map(part).collect())
    }

    /// The heading rows of the tables on a sheet.
    fn table_headings(&mut self, part: &str) -> Result<Vec<Area>, PatchError> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let relations = format!("{folder}/_rels/{file}.rels");
        if !self.archive.file_names().flatten().any(|n| n == relations) {
            return Ok(Vec::new());
        }
        let mut headings = Vec::new();
        for relation in elements(&self.part(&relations)?, "Relationship")? {
            if !relation.get("Type").is_some_and(|t| t.ends_with("/table")) {
                continue;
            }
            let target = within(folder, relation.get("Target").map(String::as_str).unwrap_or_default());
            for table in elements(&self.part(&target)?, "table")? {
                let area = table.get("ref").and_then(|r| r.split_once(':'));
                if let Some((first, last)) = area.and_then(|(a, b)| Some((Address::parse(a)?, Address::parse(b)?))) {
                    headings.push(Area { first, last: Address { row: first.row, column: last.column } });
                }
            }
        }
        Ok(headings)
    }

    /// The package with some parts changed or added; the others as they were, byte for byte.
    fn written(mut self, changed: &BTreeMap<String, String>) -> Result<Vec<u8>, PatchError> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        let mut left: BTreeMap<&str, &str> = changed.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        for i in 0..self.archive.len() {
            let file = self.archive.by_index_raw(i).map_err(broken)?;
            let name = file.name().map_err(broken)?.to_string();
            match left.remove(name.as_str()) {
                Some(text) => {
                    drop(file);
                    writer.start_file(name, options).map_err(broken)?;
                    writer.write_all(text.as_bytes()).map_err(broken)?;
                }
                None => writer.raw_copy_file(file).map_err(broken)?,
            }
        }
        for (name, text) in left {
            writer.start_file(name, options).map_err(broken)?;
            writer.write_all(text.as_bytes()).map_err(broken)?;
        }
        Ok(writer.finish().map_err(broken)?.into_inner())
    }
}

/// The attributes of every element of a name, without namespaces.
fn elements(xml: &str, name: &str) -> Result<Vec<HashMap<String, String>>, PatchError> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().map_err(broken)? {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == name => found.push(attributes(&e)),
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

fn attributes(element: &BytesStart<'_>) -> HashMap<String, String> {
    element
        .attributes()
        .flatten()
        .map(|a| {
            let value = a.normalized_value(XmlVersion::Implicit1_0).map(|v| v.into_owned()).unwrap_or_default();
            (a.key.local_name().as_ref().to_owned(), value)
        })
        .collect()
}

/// A relation's target as a part's name.
fn within(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => _ = parts.pop(),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Adds the sheet with the list; tells whether it could.
fn add_list(
    package: &mut Package<'_>,
    book: &mut String,
    changed: &mut BTreeMap<String, String>,
    name: &str,
    list: String,
) -> Result<bool, PatchError> {
    let ids = elements(book, "sheet")?.iter().filter_map(|s| s.get("sheetId")?.parse::<u32>().ok()).max().unwrap_or(0);
    let (types, relations) = (package.part(TYPES)?, package.part(RELATIONS)?);
    let name = escape(name);
    let inserted = || {
        let book = before_end(book, "sheets", |prefix| {
            format!(
                "<{prefix}sheet xmlns:r=\"{RELATION}\" name=\"{name}\" sheetId=\"{}\" r:id=\"rIdPhubieu\"/>",
                ids + 1
            )
        })?;
        let relations = before_end(&relations, "Relationships", |prefix| {
            format!(
                "<{prefix}Relationship Id=\"rIdPhubieu\" Type=\"{RELATION}/worksheet\" Target=\"worksheets/phubieu-list.xml\"/>"
            )
        })?;
        let types = before_end(&types, "Types", |prefix| {
            format!("<{prefix}Override PartName=\"/{LIST}\" ContentType=\"{SHEET}\"/>")
        })?;
        Some((book, relations, types))
    };
    let Some((new_book, relations, types)) = inserted() else { return Ok(false) };
    *book = new_book;
    changed.insert(LIST.to_owned(), list);
    changed.insert(RELATIONS.to_owned(), relations);
    changed.insert(TYPES.to_owned(), types);
    Ok(true)
}

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";

/// Puts an element before the end of another, under the same prefix.
fn before_end(xml: &str, name: &str, element: impl Fn(&str) -> String) -> Option<String> {
    let (end, prefix) = end_tag(xml, name)?;
    Some(put_in(xml, end.start, &element(prefix)))
}

/// Where the last end tag of a name stands, and its prefix.
fn end_tag<'x>(xml: &'x str, name: &str) -> Option<(Range<usize>, &'x str)> {
    let at = xml.rfind(&format!("{name}>"))?;
    let start = xml.get(..at)?.rfind("</")?;
    let prefix = xml.get(start + 2..at)?;
    let plain = prefix.is_empty() || (prefix.ends_with(':') && prefix.chars().all(|c| c.is_alphanumeric() || c == ':'));
    plain.then_some((start..at + name.len() + 1, prefix))
}

fn put_in(xml: &str, at: usize, element: &str) -> String {
    format!("{}{element}{}", xml.get(..at).unwrap_or_default(), xml.get(at..).unwrap_or_default())
}

fn list(findings: &[Finding], styles: &mut Styles, lang: Lang) -> String {
    let [head, cell] = [true, false].map(|head| styles.restyle(Some(0), Restyle::Listed { head }).unwrap_or(0));
    let mut xml = format!(
        "{DECLARATION}<worksheet xmlns=\"{MAIN}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews>\
         <sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" \
         state=\"frozen\"/></sheetView></sheetViews><cols>"
    );
    for (width, column) in LIST_WIDTHS.into_iter().zip(1..) {
        xml.push_str(&format!("<col min=\"{column}\" max=\"{column}\" width=\"{width}\" customWidth=\"1\"/>"));
    }
    xml.push_str("</cols><sheetData>");
    let mut put = |texts: [&str; 5], style: usize| {
        let height = fit::row_height(texts.into_iter().zip(LIST_WIDTHS), 12.0);
        xml.push_str(&format!("<row ht=\"{height}\" customHeight=\"1\">"));
        for text in texts.map(sheet::escaped) {
            xml.push_str(&format!(
                "<c s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
            ));
        }
        xml.push_str("</row>");
    };
    put(list_headings(lang), head);
    for finding in rows::findings(findings, lang) {
        let message = format!("{} {}", finding.message, finding.evidence);
        put([&finding.sheet, &finding.cell, &finding.raw, message.trim_end(), &finding.suggestion], cell);
    }
    xml.push_str("</sheetData><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>");
    xml
}

/// Asks Excel to compute every formula when it opens the workbook: sums that passed over text now have
/// numbers to add.
fn recalculated(book: &str) -> String {
    let mut reader = Reader::from_str(book);
    loop {
        let from = usize::try_from(reader.buffer_position()).unwrap_or(0);
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().as_ref() == "calcPr" => {
                let to = usize::try_from(reader.buffer_position()).unwrap_or(0);
                let tag = book.get(from..to).unwrap_or_default();
                let (name, asked) = (e.name(), written("fullCalcOnLoad", "1"));
                let rest = opening(&e, |name| name != "fullCalcOnLoad");
                let open = rest.replacen(name.as_ref(), &format!("{}{asked}", name.as_ref()), 1);
                let end = if tag.ends_with("/>") { "/>" } else { ">" };
                let (before, after) = (book.get(..from).unwrap_or_default(), book.get(to..).unwrap_or_default());
                return format!("{before}{open}{end}{after}");
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    // Where it stands by the schema: behind whichever of these comes last.
    let behind = ["definedNames", "externalReferences", "functionGroups", "sheets"];
    match behind.iter().find_map(|name| end_tag(book, name)) {
        Some((end, prefix)) => put_in(book, end.end, &format!("<{prefix}calcPr fullCalcOnLoad=\"1\"/>")),
        None => book.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_of_relations_lead_to_parts() {
        assert_eq!(within("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(within("xl/worksheets", "../tables/table1.xml"), "xl/tables/table1.xml");
        assert_eq!(within("xl", "/xl/styles.xml"), "xl/styles.xml");
    }

    #[test]
    fn a_workbook_is_asked_to_recalculate_once() {
        assert_eq!(recalculated("<sheets></sheets>"), "<sheets></sheets><calcPr fullCalcOnLoad=\"1\"/>");
        assert_eq!(recalculated("<calcPr calcId=\"1\"/>"), "<calcPr fullCalcOnLoad=\"1\" calcId=\"1\"/>");
        assert_eq!(recalculated("<x:sheets></x:sheets>"), "<x:sheets></x:sheets><x:calcPr fullCalcOnLoad=\"1\"/>");
        assert_eq!(recalculated("<calcPr fullCalcOnLoad='0'/>"), "<calcPr fullCalcOnLoad=\"1\"/>");
        assert_eq!(recalculated("<calcPr fullCalcOnLoad=\"1\"/>"), "<calcPr fullCalcOnLoad=\"1\"/>");
    }
}
