//! An xlsx with the findings of its file in place.

use std::collections::BTreeMap;

use crate::address::{Address, Area};
use crate::own_output::{RETURNED_LIST, may_be_returned_list, returned_list_name};
use crate::patch::elements::{elements, end_tag, escaped, put_in, with_child};
use crate::patch::styles::{Restyle, Styles};
use crate::patch::{NewSheet, Package, PatchError};

use super::marks::{Mark, Marks};
use super::survey::{Survey, merges};
use super::{FILLS, comments, fill, list, shapes, sheet};

const COMMENTS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const DRAWING: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

/// Puts the findings of a file into it: fills, comments and the list. Everything else stays as it was.
///
/// # Errors
/// It is signed, or a part that must change cannot be understood.
pub fn workbook(bytes: &[u8], marks: &Marks<'_>) -> Result<Vec<u8>, PatchError> {
    let mut package = Package::open(bytes)?;
    let (styles_part, styles) = package.styles()?.unzip();
    let mut styles = Styles::parse(styles, false)?;
    let sheets = package.sheets()?;
    let old_list = old_list(&package, &sheets)?;
    let mut block = 1;
    for (name, part) in sheets.iter().filter(|(_, part)| Some(part) != old_list.as_ref()) {
        let xml = package.part(part)?;
        let merges = merges(&xml)?;
        let cells = marks.on(name, &merges);
        let commented = package.relations(part)?.iter().any(|r| r.kind == "comments");
        if !cells.is_empty() || commented {
            Marking { package: &mut package, part, merges }.mark(xml, &cells, &mut styles, &mut block)?;
        }
    }
    put_list(&mut package, marks, old_list, &mut styles)?;
    if let Some((part, xml)) = styles_part.zip(styles.finish()?) {
        package.set(part, xml);
    }
    package.finish()
}

/// A sheet that gets its marks.
struct Marking<'p, 'a> {
    package: &'p mut Package<'a>,
    part: &'p str,
    merges: Vec<Area>,
}

impl Marking<'_, '_> {
    fn mark(
        &mut self,
        mut xml: String,
        cells: &BTreeMap<Address, Mark>,
        styles: &mut Styles,
        block: &mut u32,
    ) -> Result<(), PatchError> {
        let relations = self.package.relations(self.part)?;
        let comments_part = relations.into_iter().find(|r| r.kind == "comments").map(|r| r.part);
        let before = match &comments_part {
            Some(part) => self.package.part(part)?,
            None => comments::empty(self.package.main_namespace()),
        };
        let merged = comments::merged(&before, cells)?;
        let mended = || merged.removed.iter().chain(&merged.cleared).filter(|at| !cells.contains_key(at));
        let mut grounds: sheet::Grounds =
            mended().map(|at| (*at, Restyle::Unfill(FILLS.map(|(_, c)| c).to_vec()))).collect();
        grounds.extend(cells.iter().map(|(at, mark)| (*at, Restyle::Fill(fill(mark.severity)))));
        let survey = Survey::of(&xml, |at| grounds.contains_key(&at))?;
        if !grounds.is_empty() && styles.can_style() {
            xml = sheet::fill(&xml, &grounds, &survey, styles)?;
            self.package.set(self.part, xml.clone());
        }
        if !merged.changed && comments_part.is_some() {
            return Ok(());
        }
        let comments_part = match comments_part {
            Some(part) => part,
            None => {
                let part = self.package.free_name("xl/comments", "xml");
                self.package.relate(self.part, "comments", &part)?;
                self.package.declare(&part, COMMENTS)?;
                part
            }
        };
        self.package.set(comments_part, merged.xml);
        let anchor = |at: Address, text: &str| {
            let last = self.merges.iter().find(|m| m.first == at).map_or(at, |m| m.last);
            (at, shapes::anchor(&survey, at, last, text))
        };
        let said = |at: &Address| cells.get(at).map(|m| m.runs.iter().map(|r| r.text.as_str()).collect::<String>());
        let changes = shapes::Changes {
            added: merged.added.iter().map(|at| anchor(*at, &said(at).unwrap_or_default())).collect(),
            resized: merged.below.iter().map(|(at, text)| anchor(*at, text)).collect(),
            removed: merged.removed,
        };
        if changes.is_empty() { Ok(()) } else { self.put_boxes(&xml, &changes, block) }
    }

    fn put_boxes(&mut self, xml: &str, changes: &shapes::Changes, block: &mut u32) -> Result<(), PatchError> {
        let id = sheet::drawing(xml)?;
        let drawing = self.package.relations(self.part)?.into_iter().find(|r| Some(&r.id) == id.as_ref());
        if let Some(drawing) = drawing {
            let vml = shapes::merged(&self.package.part(&drawing.part)?, changes)?;
            self.package.set(drawing.part, vml);
            return Ok(());
        }
        if changes.added.is_empty() {
            return Ok(());
        }
        let vml = shapes::merged(&shapes::empty(*block), changes)?;
        // A block has 1,024 numbers.
        *block += u32::try_from(changes.added.len() / 1024).unwrap_or(0) + 1;
        let part = self.package.free_name("xl/drawings/vmlDrawing", "vml");
        let id = self.package.relate(self.part, "vmlDrawing", &part)?;
        self.package.declare_ending("vml", DRAWING)?;
        self.package.set(part, vml);
        let xml = sheet::with_drawing(xml, &id, self.package.relation_namespace())?;
        self.package.set(self.part, xml);
        Ok(())
    }
}

/// The part of the list that an earlier run put in.
fn old_list(package: &Package<'_>, sheets: &[(String, String)]) -> Result<Option<String>, PatchError> {
    for (_, part) in sheets.iter().filter(|(name, _)| may_be_returned_list(name)) {
        // Excel keeps texts in a part for all sheets.
        let shared = "xl/sharedStrings.xml";
        let marked = |part: &str| Ok::<bool, PatchError>(package.part(part)?.contains(RETURNED_LIST));
        if marked(part)? || (package.has(shared) && marked(shared)?) {
            return Ok(Some(part.clone()));
        }
    }
    Ok(None)
}

/// Puts the list behind all sheets, or in the place of the old one.
fn put_list(
    package: &mut Package<'_>,
    marks: &Marks<'_>,
    old: Option<String>,
    styles: &mut Styles,
) -> Result<(), PatchError> {
    let sheets = package.sheets()?;
    let taken: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    let xml = list::sheet(marks, &taken, styles, package.main_namespace());
    if let Some(part) = old {
        package.set(part, xml);
        return Ok(());
    }
    let name = free_name(returned_list_name(marks.lang), &taken);
    let place = package.add_sheet(NewSheet { name: &name, part: "phubieu-findings", xml })?;
    let rows = format!("'{}'!${}:${}", name.replace('\'', "''"), list::HEAD, list::HEAD);
    let titles = |p: &str| {
        format!(
            "<{p}definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{place}\">{}</{p}definedName>",
            escaped(&rows)
        )
    };
    let book = package.workbook()?;
    let book = if elements(&book, "definedNames")?.is_empty() {
        // Where it stands by the schema: behind whichever of these comes last.
        let behind = ["externalReferences", "functionGroups", "sheets"];
        let (end, prefix) =
            behind.iter().find_map(|name| end_tag(&book, name)).ok_or_else(|| PatchError::part("<sheets>"))?;
        let names = format!("<{prefix}definedNames>{}</{prefix}definedNames>", titles(prefix));
        put_in(&book, end.end, &names)
    } else {
        with_child(&book, "definedNames", titles)?
    };
    package.set_workbook(book);
    Ok(())
}

/// A name that no sheet has.
fn free_name(name: &str, taken: &[&str]) -> String {
    let free = |candidate: &String| !taken.iter().any(|t| t.to_lowercase() == candidate.to_lowercase());
    let numbered = (2u32..).map(|n| format!("{name} {n}"));
    std::iter::once(name.to_owned()).chain(numbered).find(free).unwrap_or_default()
}
