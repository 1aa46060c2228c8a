//! An xlsx with some of its cells changed and everything else as it was.
//!
//! What changes in a [`Package`] are the sheets ([`sheet`]), the styles that new numbers and marks
//! need, and a sheet that is added with the list of what could not be read. [`dependence`] says which
//! formulas keep their results, since none of what they point at has changed.

mod dependence;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::address::{Address, Area};
use crate::finding::Lang;
use crate::intake::{Kind, Sheet, Workbook, formulas};
use crate::patch::cells::holds_formula;
use crate::patch::elements::{elements, end_tag, escaped, position, put_in, replaced};
use crate::patch::styles::{Look, Restyle, Styles};
use crate::patch::{NewSheet, Package};
pub use crate::patch::{PatchError, has_macros};
use crate::publish::workbook::fit;
use crate::xml::{opening, written};

use super::own::{is_listed, is_own};
use super::rebuild::{LIST_WIDTHS, list_headings, list_name, list_rows};
use super::{Change, Plan};
use dependence::Kept;

/// Tells whether the result of some formula no longer holds once the cells of a plan have changed.
///
/// # Errors
/// A part that cannot be read.
pub fn has_stale_formulas(bytes: &[u8], workbook: &Workbook, plan: &Plan) -> Result<bool, PatchError> {
    if workbook.kind != Kind::Xlsx {
        let formulas = formulas(workbook, bytes);
        let kept = dependence::kept(&formulas, &changed(workbook, plan));
        let keeps = |sheet: &String, at: &Address| kept.get(sheet).is_some_and(|kept| kept.contains(at));
        return Ok(formulas.iter().any(|(sheet, own)| own.keys().any(|at| !keeps(sheet, at))));
    }
    let package = Package::open(bytes)?;
    let kept = kept(bytes, &package, workbook, plan)?;
    let mut parts: Vec<(String, String)> = package.sheet_parts()?.into_iter().collect();
    parts.sort_unstable();
    for (name, part) in parts {
        let xml = package.part(&part)?;
        if holds_formula(&xml) && sheet::loses_results(&xml, kept.get(&name))? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The formulas whose results still hold once the cells of a plan have changed, of each sheet.
fn kept(bytes: &[u8], package: &Package<'_>, workbook: &Workbook, plan: &Plan) -> Result<Kept, PatchError> {
    // A macro may give functions of its own, which look wherever they like.
    if has_macros(bytes) {
        return Ok(Kept::new());
    }
    let (formulas, mut changed) = (formulas(workbook, bytes), changed(workbook, plan));
    for (name, part) in package.sheet_parts()? {
        let Some(mut unknown) = sheet::formulas(&package.part(&part)?)? else { return Ok(Kept::new()) };
        let known = formulas.get(&name);
        unknown.retain(|at| known.is_none_or(|known| !known.contains_key(at)));
        // What a formula that cannot be read comes to may be anything.
        changed.entry(name).or_default().extend(unknown);
    }
    Ok(dependence::kept(&formulas, &changed))
}

/// The cells of each sheet that a plan changes.
fn changed(workbook: &Workbook, plan: &Plan) -> BTreeMap<String, BTreeSet<Address>> {
    let of_sheet = |(sheet, changes): (&Sheet, &BTreeMap<Address, Change>)| {
        let cells = changes.iter().filter(|(_, change)| **change != Change::Marked).map(|(at, _)| *at);
        (sheet.name.clone(), cells.collect())
    };
    workbook.sheets.iter().zip(&plan.sheets).map(of_sheet).collect()
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
    let (styles_part, styles) = package.styles()?.unzip();
    let mut styles = Styles::parse(styles, true)?;
    let mut formulas = false;
    let recompute = plan.numbers() > 0;
    let kept = if recompute { kept(bytes, &package, workbook, plan)? } else { Kept::new() };
    let none = BTreeSet::new();
    for (sheet, changes) in workbook.sheets.iter().zip(&plan.sheets) {
        let Some(part) = parts.get(&sheet.name) else { continue };
        let headings = table_headings(&package, part)?;
        // Headings of Excel's own tables are named a second time in the table's part.
        let changes: BTreeMap<Address, &Change> = changes
            .iter()
            .filter(|(at, _)| !headings.iter().any(|h| h.contains(**at)))
            .map(|(at, c)| (*at, c))
            .collect();
        let xml = package.part(part)?;
        if is_own(sheet) {
            continue;
        }
        // A sum may stand on another sheet than the texts that became numbers.
        let kept = kept.get(&sheet.name);
        let computed = recompute && holds_formula(&xml) && sheet::loses_results(&xml, kept)?;
        formulas |= computed;
        if !changes.is_empty() || computed {
            let kept = recompute.then(|| kept.unwrap_or(&none));
            package.set(part, sheet::rewrite(&xml, &changes, &mut styles, kept)?);
        }
    }
    let listed = !plan.findings.is_empty();
    let rows = list_rows(&plan.findings, lang);
    if listed && !is_listed(&workbook.sheets, &rows) {
        let name = list_name(workbook.sheets.iter().map(|s| s.name.as_str()), lang);
        let xml = list(&rows, &mut styles, package.main_namespace(), lang);
        package.add_sheet(NewSheet { name: &name, part: "phubieu-list", xml })?;
    }
    let coloured = styles.can_style();
    if let Some((part, xml)) = styles_part.zip(styles.finish()?) {
        package.set(part, xml);
    }
    if formulas {
        package.set_workbook(recalculated(&package.workbook()?));
    }
    Ok(Patched { bytes: package.finish()?, coloured, listed, recomputes: formulas })
}

/// The heading rows of the tables on a sheet.
fn table_headings(package: &Package<'_>, part: &str) -> Result<Vec<Area>, PatchError> {
    let mut headings = Vec::new();
    for relation in package.relations(part)?.iter().filter(|r| r.kind == "table") {
        for table in elements(&package.part(&relation.part)?, "table")? {
            let area = table.get("ref").and_then(|r| r.split_once(':'));
            if let Some((first, last)) = area.and_then(|(a, b)| Some((Address::parse(a)?, Address::parse(b)?))) {
                headings.push(Area { first, last: Address { row: first.row, column: last.column } });
            }
        }
    }
    Ok(headings)
}

fn list(rows: &[[String; 5]], styles: &mut Styles, namespace: &str, lang: Lang) -> String {
    let look = |bold| Restyle::Look(Look { size: 12, bold, ..Look::default() });
    let [head, cell] = [true, false].map(|bold| styles.restyle(Some(0), look(bold)).unwrap_or(0));
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><worksheet xmlns=\"{namespace}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews>\
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
        for text in texts.map(escaped) {
            xml.push_str(&format!(
                "<c s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
            ));
        }
        xml.push_str("</row>");
    };
    put(list_headings(lang), head);
    for row in rows {
        put(row.each_ref().map(String::as_str), cell);
    }
    xml.push_str("</sheetData><pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>");
    xml
}

/// Asks Excel to compute every formula when it opens the workbook: sums that passed over text now have
/// numbers to add.
fn recalculated(book: &str) -> String {
    let mut reader = Reader::from_str(book);
    loop {
        let from = position(&reader);
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) if e.local_name().as_ref() == "calcPr" => {
                let to = position(&reader);
                let tag = book.get(from..to).unwrap_or_default();
                let (name, asked) = (e.name(), written("fullCalcOnLoad", "1"));
                let rest = opening(&e, |name| name != "fullCalcOnLoad");
                let open = rest.replacen(name.as_ref(), &format!("{}{asked}", name.as_ref()), 1);
                let end = if tag.ends_with("/>") { "/>" } else { ">" };
                return replaced(book, from..to, &format!("{open}{end}"));
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
    fn a_workbook_is_asked_to_recalculate_once() {
        assert_eq!(recalculated("<sheets></sheets>"), "<sheets></sheets><calcPr fullCalcOnLoad=\"1\"/>");
        assert_eq!(recalculated("<calcPr calcId=\"1\"/>"), "<calcPr fullCalcOnLoad=\"1\" calcId=\"1\"/>");
        assert_eq!(recalculated("<x:sheets></x:sheets>"), "<x:sheets></x:sheets><x:calcPr fullCalcOnLoad=\"1\"/>");
        assert_eq!(recalculated("<calcPr fullCalcOnLoad='0'/>"), "<calcPr fullCalcOnLoad=\"1\"/>");
        assert_eq!(recalculated("<calcPr fullCalcOnLoad=\"1\"/>"), "<calcPr fullCalcOnLoad=\"1\"/>");
    }
}
