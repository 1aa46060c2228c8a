//! The parts of a workbook, those that are changed or added, and how they belong together.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Cursor, Read as _, Seek, Write};

use quick_xml::escape::escape;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use super::PatchError;
use super::elements::{elements, with_child};
use crate::xml::part_from;

pub(super) const TYPES: &str = "[Content_Types].xml";
const WORKBOOK: &str = "xl/workbook.xml";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TRANSITIONAL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
/// The same in Strict Open XML.
const STRICT: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";
const STRICT_MAIN: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";
const SHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";

/// How a part belongs to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its identifier within the other.
    pub id: String,
    /// What it is: the last word of its type, such as `comments`.
    pub kind: String,
    /// The part, by its whole name.
    pub part: String,
}

/// A sheet to be added.
#[derive(Debug)]
pub struct NewSheet<'a> {
    /// Its name in the workbook.
    pub name: &'a str,
    /// The name of its part, without folder and ending.
    pub part: &'a str,
    /// Its XML.
    pub xml: String,
}

/// Writes a part anew from its text.
pub type Rewriting<'a> = Box<dyn FnOnce(&str, &mut dyn Write) -> io::Result<()> + 'a>;

/// A part that is written anew when all is put together: it may be larger than memory.
struct Rewritten<'a> {
    level: i64,
    is_huge: bool,
    write: Rewriting<'a>,
}

/// A workbook's package, open for changes.
pub struct Package<'a> {
    // Reading moves within the archive; to whoever asks for a part nothing changes.
    archive: RefCell<ZipArchive<Cursor<&'a [u8]>>>,
    changed: BTreeMap<String, String>,
    rewritten: BTreeMap<String, Rewritten<'a>>,
    strict: bool,
}

impl<'a> Package<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// It is signed, or no package with a workbook.
    pub fn open(bytes: &'a [u8]) -> Result<Self, PatchError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(PatchError::part)?;
        if archive.file_names().flatten().any(|n| n.starts_with("_xmlsignatures/")) {
            return Err(PatchError::Signed);
        }
        let archive = RefCell::new(archive);
        let mut package = Self { archive, changed: BTreeMap::new(), rewritten: BTreeMap::new(), strict: false };
        package.strict = package.part(&relations_part(WORKBOOK))?.contains(STRICT);
        Ok(package)
    }

    /// The text of a part as it is by now.
    ///
    /// # Errors
    /// There is none of that name, or it is not in UTF-8.
    pub fn part(&self, name: &str) -> Result<String, PatchError> {
        if let Some(text) = self.changed.get(name) {
            return Ok(text.clone());
        }
        let mut text = String::new();
        let mut archive = self.archive.borrow_mut();
        let mut file = archive.by_name(name).map_err(|e| PatchError::part(format!("{name}: {e}")))?;
        file.read_to_string(&mut text).map_err(|e| PatchError::part(format!("{name}: {e}")))?;
        Ok(text)
    }

    /// Tells whether there is a part of that name.
    pub fn has(&self, name: &str) -> bool {
        self.changed.contains_key(name) || self.archive.borrow().file_names().flatten().any(|n| n == name)
    }

    /// Changes a part, or adds one.
    pub fn set(&mut self, name: impl Into<String>, text: String) {
        self.changed.insert(name.into(), text);
    }

    /// Lets a part be written anew when all is put together, compressed at a level; `is_huge` where it may come to
    /// 4 GB.
    pub fn rewrite(&mut self, name: String, level: i64, is_huge: bool, write: Rewriting<'a>) {
        self.rewritten.insert(name, Rewritten { level, is_huge, write });
    }

    /// The workbook's own part.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn workbook(&self) -> Result<String, PatchError> {
        self.part(WORKBOOK)
    }

    /// Changes the workbook's own part.
    pub fn set_workbook(&mut self, text: String) {
        self.set(WORKBOOK, text);
    }

    /// The namespace of the types of relations, and of `r:id`.
    pub fn relation_namespace(&self) -> &'static str {
        if self.strict { STRICT } else { TRANSITIONAL }
    }

    /// The namespace of sheets and comments.
    pub fn main_namespace(&self) -> &'static str {
        if self.strict { STRICT_MAIN } else { MAIN }
    }

    /// The worksheets in the workbook's order, each by its name and part.
    ///
    /// # Errors
    /// The workbook's own part cannot be read.
    pub fn sheets(&self) -> Result<Vec<(String, String)>, PatchError> {
        let relations = self.relations(WORKBOOK)?;
        let sheets = elements(&self.workbook()?, "sheet")?;
        let part = |s: &HashMap<String, String>| {
            let relation = relations.iter().find(|r| r.kind == "worksheet" && Some(&r.id) == s.get("id"))?;
            Some((s.get("name")?.clone(), relation.part.clone()))
        };
        Ok(sheets.iter().filter_map(part).collect())
    }

    /// The part of each sheet, by the sheet's name.
    ///
    /// # Errors
    /// The workbook's own part cannot be read.
    pub fn sheet_parts(&self) -> Result<HashMap<String, String>, PatchError> {
        Ok(self.sheets()?.into_iter().collect())
    }

    /// The part with the styles, and its text.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn styles(&self) -> Result<Option<(String, String)>, PatchError> {
        let relation = self.relations(WORKBOOK)?.into_iter().find(|r| r.kind == "styles");
        relation.map(|r| Ok((r.part.clone(), self.part(&r.part)?))).transpose()
    }

    /// What belongs to a part.
    ///
    /// # Errors
    /// The part that says so cannot be read.
    pub fn relations(&self, part: &str) -> Result<Vec<Relation>, PatchError> {
        let relations = relations_part(part);
        if !self.has(&relations) {
            return Ok(Vec::new());
        }
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let relation = |r: &HashMap<String, String>| {
            let kind = r.get("Type")?.rsplit('/').next()?.to_owned();
            Some(Relation { id: r.get("Id")?.clone(), kind, part: part_from(folder, r.get("Target")?) })
        };
        Ok(elements(&self.part(&relations)?, "Relationship")?.iter().filter_map(relation).collect())
    }

    /// Makes a part belong to another; returns the identifier.
    ///
    /// # Errors
    /// The part that says what belongs to it is not as the format has it.
    pub fn relate(&mut self, part: &str, kind: &str, to: &str) -> Result<String, PatchError> {
        let name = relations_part(part);
        let text = if self.has(&name) {
            self.part(&name)?
        } else {
            format!("{DECLARATION}<Relationships xmlns=\"{RELATIONSHIPS}\"></Relationships>")
        };
        let taken = elements(&text, "Relationship")?;
        let free = |id: &String| taken.iter().all(|r| r.get("Id") != Some(id));
        let id = (1u32..).map(|n| format!("rIdPhubieu{n}")).find(free).unwrap_or_default();
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let (types, target) = (self.relation_namespace(), escape(target(folder, to)).into_owned());
        let text = with_child(&text, "Relationships", |prefix| {
            format!("<{prefix}Relationship Id=\"{id}\" Type=\"{types}/{kind}\" Target=\"{target}\"/>")
        })?;
        self.set(name, text);
        Ok(id)
    }

    /// Says what an added part holds.
    ///
    /// # Errors
    /// The list of what parts hold is not as the format has it.
    pub fn declare(&mut self, part: &str, content: &str) -> Result<(), PatchError> {
        let text = with_child(&self.part(TYPES)?, "Types", |prefix| {
            format!("<{prefix}Override PartName=\"/{part}\" ContentType=\"{content}\"/>")
        })?;
        self.set(TYPES, text);
        Ok(())
    }

    /// Says what all parts with an ending hold, where that is not said already.
    ///
    /// # Errors
    /// The list of what parts hold is not as the format has it.
    pub fn declare_ending(&mut self, ending: &str, content: &str) -> Result<(), PatchError> {
        let types = self.part(TYPES)?;
        let said = |d: &HashMap<String, String>| d.get("Extension").is_some_and(|e| e.eq_ignore_ascii_case(ending));
        if !elements(&types, "Default")?.iter().any(said) {
            let text = with_child(&types, "Types", |prefix| {
                format!("<{prefix}Default Extension=\"{ending}\" ContentType=\"{content}\"/>")
            })?;
            self.set(TYPES, text);
        }
        Ok(())
    }

    /// A name that no part has: the stem with the first number that is free.
    pub fn free_name(&self, stem: &str, ending: &str) -> String {
        let archive = self.archive.borrow();
        // The names of parts differ by more than capitals.
        let taken = |name: &str| {
            self.changed.keys().any(|n| n.eq_ignore_ascii_case(name))
                || archive.file_names().flatten().any(|n| n.eq_ignore_ascii_case(name))
        };
        (1u32..).map(|n| format!("{stem}{n}.{ending}")).find(|name| !taken(name)).unwrap_or_default()
    }

    /// Adds a sheet behind all others; returns its place among them.
    ///
    /// # Errors
    /// The workbook's own part is not as the format has it.
    pub fn add_sheet(&mut self, sheet: NewSheet<'_>) -> Result<usize, PatchError> {
        let book = self.workbook()?;
        let sheets = elements(&book, "sheet")?;
        let number = sheets.iter().filter_map(|s| s.get("sheetId")?.parse::<u32>().ok()).max().unwrap_or(0) + 1;
        let part = self.free_name(&format!("xl/worksheets/{}", sheet.part), "xml");
        let id = self.relate(WORKBOOK, "worksheet", &part)?;
        let (types, name) = (self.relation_namespace(), escape(sheet.name));
        let book = with_child(&book, "sheets", |prefix| {
            format!("<{prefix}sheet xmlns:r=\"{types}\" name=\"{name}\" sheetId=\"{number}\" r:id=\"{id}\"/>")
        })?;
        self.set_workbook(book);
        self.declare(&part, SHEET)?;
        self.set(part, sheet.xml);
        Ok(sheets.len())
    }

    /// The package with what was changed or added; the other parts as they were, byte for byte.
    ///
    /// # Errors
    /// The package cannot be copied.
    pub fn finish(self) -> Result<Vec<u8>, PatchError> {
        Ok(self.finish_into(Cursor::new(Vec::new()))?.into_inner())
    }

    /// The same, written to wherever it goes.
    ///
    /// # Errors
    /// The package cannot be copied.
    pub fn finish_into<W: Write + Seek>(self, out: W) -> Result<W, PatchError> {
        let Self { archive, changed, mut rewritten, .. } = self;
        let mut archive = archive.into_inner();
        let mut writer = ZipWriter::new(out);
        // The library would note which system this is: the bytes are to be the same on all.
        let options =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated).system(zip::System::Unix);
        let mut left: BTreeMap<&str, &str> = changed.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        for i in 0..archive.len() {
            let file = archive.by_index_raw(i).map_err(PatchError::part)?;
            let name = file.name().map_err(PatchError::part)?.to_string();
            if let Some(Rewritten { level, is_huge, write }) = rewritten.remove(&name) {
                drop(file);
                let text = match left.remove(name.as_str()) {
                    Some(text) => text.to_owned(),
                    None => {
                        let part = archive.by_index(i).map_err(PatchError::part)?;
                        io::read_to_string(part).map_err(PatchError::part)?
                    }
                };
                // As the parts beside it are that the library wrote.
                let options = options.compression_level(Some(level)).unix_permissions(0o600).large_file(is_huge);
                writer.start_file(name, options.last_modified_time(DateTime::default())).map_err(PatchError::part)?;
                write(&text, &mut writer).map_err(PatchError::part)?;
                continue;
            }
            match left.remove(name.as_str()) {
                Some(text) => {
                    drop(file);
                    writer.start_file(name, options).map_err(PatchError::part)?;
                    writer.write_all(text.as_bytes()).map_err(PatchError::part)?;
                }
                None => writer.raw_copy_file(file).map_err(PatchError::part)?,
            }
        }
        for (name, text) in left {
            writer.start_file(name, options).map_err(PatchError::part)?;
            writer.write_all(text.as_bytes()).map_err(PatchError::part)?;
        }
        writer.finish().map_err(PatchError::part)
    }
}

/// The part that says what belongs to another.
fn relations_part(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") }
}

/// A part's name as the target of a relation from a folder.
fn target(folder: &str, part: &str) -> String {
    let (mut from, mut to): (Vec<&str>, Vec<&str>) =
        (folder.split('/').filter(|p| !p.is_empty()).collect(), part.split('/').collect());
    while from.first().is_some_and(|f| to.len() > 1 && to.first() == Some(f)) {
        from.remove(0);
        to.remove(0);
    }
    "../".repeat(from.len()) + &to.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_of_relations_lead_to_parts_and_back() {
        for (folder, of, part) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/worksheets", "../tables/table1.xml", "xl/tables/table1.xml"),
            ("xl/worksheets", "../comments1.xml", "xl/comments1.xml"),
        ] {
            assert_eq!(part_from(folder, of), part);
            assert_eq!(target(folder, part), of);
        }
        assert_eq!(part_from("xl", "/xl/styles.xml"), "xl/styles.xml");
    }
}
