//! What stands in the sheet part of an xlsx beside its cells: merged areas, hidden rows and columns.
//!
//! calamine gives no hidden rows or columns, and merged areas only for a second walk over every cell.
//! Here the cells are passed over as bytes: what stands before and behind them is little and is parsed,
//! of the rows only the tags that say «hidden» (ECMA-376 part 1, 18.3.1.13 `col`, 18.3.1.55 `mergeCells`,
//! 18.3.1.73 `row`). Rows that a filter or a folded outline hides say so like all others. `zeroHeight`
//! (18.3.1.81) hides only rows that the part does not mention, and those hold nothing.

use std::ops::RangeInclusive;

use memchr::{memchr, memchr_iter, memmem, memrchr};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::address::{Address, Area};
use crate::xml::attribute;

use super::hidden::Hidden;

/// What a sheet part says beside its cells.
#[derive(Debug, Default)]
pub(super) struct SheetPart {
    /// Merged areas.
    pub(super) merges: Vec<Area>,
    /// Hidden rows and columns.
    pub(super) hidden: Hidden,
}

/// The element that holds the rows.
const ROWS: &[u8] = b"sheetData";
/// No row's tag is longer; so text that is full of the word costs no more than its length.
const LONGEST_TAG: usize = 2048;

/// Reads a sheet part; nothing if it is none, or not in UTF-8.
pub(super) fn read(part: &[u8]) -> Option<SheetPart> {
    let name = memmem::find(part, ROWS)?;
    let before = part.get(..memrchr(b'<', part.get(..name)?)?)?;
    let rest = part.get(name + ROWS.len()..)?;
    // The last one ends the rows; where there are none the first is the last.
    let end = memmem::rfind(rest, b"sheetData>").unwrap_or(0);
    let (rows, behind) = rest.split_at_checked(end)?;
    let mut found = SheetPart::default();
    let mut columns = Vec::new();
    elements(before, |e| {
        if e.local_name().as_ref() == "col" {
            columns.extend(hidden_columns(e));
        }
    })?;
    // What else stands behind the rows, of conditions and extensions, may be much.
    if memmem::find(behind, b"mergeCell").is_some() {
        elements(behind.get(memchr(b'>', behind)? + 1..)?, |e| {
            if e.local_name().as_ref() == "mergeCell" {
                found.merges.extend(attribute(e, "ref").as_deref().and_then(area));
            }
        })?;
    }
    found.hidden = Hidden::new(hidden_rows(rows), columns);
    Some(found)
}

/// What can be told of the formulas of a sheet part before any of them is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormulasIn {
    /// There are none.
    None,
    /// Each is saved with its result.
    WithResults,
    /// Some may lack it.
    Open,
}

/// Looks for the formulas of a sheet part, and for their results.
pub(super) fn formulas(part: &[u8]) -> FormulasIn {
    if memmem::find(part, ROWS).is_none() {
        return FormulasIn::Open;
    }
    // `<f>`, `<f t="shared">`, `<x:f/>`: the name ends where the element's does not go on.
    let begins = |at: &usize| {
        let before = at.checked_sub(1).and_then(|before| part.get(before));
        matches!(before, Some(b'<' | b':')) && !part.get(at + 1).is_some_and(u8::is_ascii_alphanumeric)
    };
    let mut formulas = memchr_iter(b'f', part).filter(begins).peekable();
    if formulas.peek().is_none() {
        return FormulasIn::None;
    }
    match formulas.all(|at| has_result(part, at) == Some(true)) {
        true => FormulasIn::WithResults,
        false => FormulasIn::Open,
    }
}

/// Tells whether a formula, or one of a sheet part, may sum: whether `SUM(` or `SUBTOTAL(` stands anywhere.
pub(super) fn may_sum(part: &[u8]) -> bool {
    let ends = |at: usize, name: &[u8]| {
        at.checked_sub(name.len()).and_then(|from| part.get(from..at)).is_some_and(|own| own.eq_ignore_ascii_case(name))
    };
    memchr_iter(b'(', part).any(|at| ends(at, b"sum") || ends(at, b"subtotal"))
}

/// Tells whether the cell of a formula that begins here says its result; an empty one is one only where it is a text.
/// Nothing where that cannot be told from the bytes.
fn has_result(part: &[u8], formula: usize) -> Option<bool> {
    let (above, from) = part.split_at_checked(formula)?;
    let near = above.get(above.len().saturating_sub(LONGEST_TAG)..)?;
    let mut tags = memmem::rfind_iter(near, b"<c").filter_map(|at| near.get(at..));
    let tag = tags.find(|tag| tag.get(2).is_some_and(|c| *c == b'>' || c.is_ascii_whitespace()))?;
    // The library takes no value of a cell of this type.
    if memmem::find(tag, b"inlineStr").is_some() {
        return None;
    }
    let end = memmem::find(from, b"</c")?;
    let cell = from.get(..end).filter(|_| from.get(end + 3) == Some(&b'>'))?;
    if memmem::find(cell, b"<![CDATA[").is_some() {
        return None;
    }
    let value = memmem::find(cell, b"<v>")? + b"<v>".len();
    match cell.get(value)? {
        b'<' => Some(memmem::find(tag, b" t=\"str\"").is_some()),
        _ => Some(true),
    }
}

/// Every element of a piece of a part, as far as it can be read.
fn elements(piece: &[u8], mut each: impl FnMut(&BytesStart<'_>)) -> Option<()> {
    let mut reader = Reader::from_str(std::str::from_utf8(piece).ok()?);
    // A piece ends inside of elements, or with the ends of those that began before it.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(e) | Event::Empty(e) => each(&e),
            Event::Eof => break,
            _ => {}
        }
    }
    Some(())
}

fn area(reference: &str) -> Option<Area> {
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    Some(Area { first: Address::parse(first)?, last: Address::parse(last)? })
}

/// The columns of a `col` element, if it hides them. Excel shows nothing of columns of no width either.
fn hidden_columns(e: &BytesStart<'_>) -> Option<RangeInclusive<u32>> {
    let no_width = || attribute(e, "width").and_then(|w| w.parse::<f64>().ok()).is_some_and(|w| w == 0.0);
    if !is_hidden(e) && !no_width() {
        return None;
    }
    let number = |name| attribute(e, name)?.parse::<u32>().ok()?.checked_sub(1);
    Some(number("min")?..=number("max")?)
}

fn is_hidden(e: &BytesStart<'_>) -> bool {
    matches!(attribute(e, "hidden").as_deref(), Some("1" | "true"))
}

/// The hidden rows among the bytes of all rows.
fn hidden_rows(rows: &[u8]) -> Vec<RangeInclusive<u32>> {
    let mut found = Vec::new();
    for at in memmem::find_iter(rows, b"hidden") {
        // LibreOffice says of every row whether it is hidden.
        let said = rows.get(at..).unwrap_or_default().iter().skip(b"hidden".len());
        let yes = said.copied().find(|b| !b" \t\r\n=\"'".contains(b)).is_some_and(|b| b == b'1' || b == b't');
        match row_around(rows, at).filter(|row| yes && row.hidden) {
            Some(Row { number: Some(number), .. }) => found.push(number..=number),
            // A row without a number is the one behind the row before it.
            Some(Row { number: None, .. }) => return counted(rows),
            None => {}
        }
    }
    found
}

/// The same where rows do not say which they are.
fn counted(rows: &[u8]) -> Vec<RangeInclusive<u32>> {
    let mut found = Vec::new();
    let (mut next, mut last_tag) = (0u32, None);
    for at in memmem::find_iter(rows, b"row") {
        let Some(row) = row_around(rows, at).filter(|row| last_tag != Some(row.tag)) else { continue };
        last_tag = Some(row.tag);
        let number = row.number.unwrap_or(next);
        next = number.saturating_add(1);
        if row.hidden {
            found.push(number..=number);
        }
    }
    found
}

/// What the tag of a row says.
struct Row {
    /// Where the tag begins.
    tag: usize,
    /// The row's number, from 0.
    number: Option<u32>,
    hidden: bool,
}

/// The row in whose tag a byte stands, if it is in one.
fn row_around(rows: &[u8], at: usize) -> Option<Row> {
    let from = at.saturating_sub(LONGEST_TAG);
    let tag = from + memrchr(b'<', rows.get(from..at)?)?;
    let rest = rows.get(tag..rows.len().min(tag + LONGEST_TAG))?;
    let end = memchr(b'>', rest)?;
    if tag + end < at {
        return None;
    }
    let mut reader = Reader::from_str(std::str::from_utf8(rest.get(..=end)?).ok()?);
    match reader.read_event().ok()? {
        Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "row" => {
            let number = attribute(&e, "r").and_then(|r| r.parse::<u32>().ok()?.checked_sub(1));
            Some(Row { tag, number, hidden: is_hidden(&e) })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(part: &str) -> Hidden {
        read(part.as_bytes()).unwrap().hidden
    }

    fn sheet(before: &str, rows: &str, behind: &str) -> String {
        format!("<?xml version='1.0'?><worksheet>{before}<sheetData>{rows}</sheetData>{behind}</worksheet>")
    }

    #[test]
    fn hidden_rows_and_columns_and_merged_areas_are_found() {
        let part = sheet(
            "<sheetFormatPr zeroHeight='1'/><cols><col min='2' max='3' hidden='1'/><col min='5' max='5' width='0'/>\
             <col min='6' max='6' width='9' hidden='0'/></cols>",
            "<row r='2' hidden=\"false\"><c r='A2'/></row><row r='3' hidden=\"1\"><c r='A3'/></row>\
             <row r='4' ht='9' hidden = 'true'/><row r='9' hidden='0'/>",
            "<mergeCells count='2'><mergeCell ref='A1:C1'/><mergeCell ref='B2'/></mergeCells>",
        );
        let found = read(part.as_bytes()).unwrap();
        assert_eq!(found.hidden, Hidden::new(vec![2..=3], vec![1..=2, 4..=4]));
        let said: Vec<String> = found.merges.iter().map(Area::to_string).collect();
        assert_eq!(said, ["A1:C1", "B2:B2"]);
    }

    #[test]
    fn prefixes_and_rows_without_numbers_are_understood() {
        let part = "<x:worksheet><x:cols><x:col min='1' max='1' hidden='1'/></x:cols><x:sheetData>\
            <x:row><x:c/></x:row><x:row hidden='1' customFormat='rowrow'/><x:row r='8'/><x:row hidden='true'/>\
            </x:sheetData><x:mergeCells><x:mergeCell ref='A1:A2'/></x:mergeCells></x:worksheet>";
        let found = read(part.as_bytes()).unwrap();
        assert_eq!(found.hidden, Hidden::new(vec![1..=1, 8..=8], vec![0..=0]));
        assert_eq!(found.merges.len(), 1);
    }

    #[test]
    fn formulas_are_seen_whatever_their_prefix_and_so_are_those_without_a_result() {
        use FormulasIn::{None, Open, WithResults};
        for (cells, found) in [
            ("<c><v>1</v></c><extLst/><font/><x:font/>", None),
            ("<c t='inlineStr'><is><t>f > 1</t></is></c>", None),
            ("<c><f>A1</f><v>1</v></c><c s=\"1\"/>", WithResults),
            ("<c><f t='shared' si='0'/><v>1</v></c>", WithResults),
            ("<c r=\"A1\" t=\"str\"><f>B1&amp;\"\"</f><v></v></c>", WithResults),
            // An empty result of a number is none.
            ("<c r=\"A1\"><f>B1</f><v></v></c>", Open),
            ("<c><f>A1</f></c>", Open),
            ("<c><f t='shared' si='0'/></c><c><v>1</v></c>", Open),
            ("<c><f>A1</f><v>1</v></c><c><f>A2</f></c>", Open),
            ("<c><f><![CDATA[\"<v>1\"]]></f></c>", Open),
            ("<c><f>A1</f><v>", Open),
            ("<x:c><x:f\n>A1</x:f><x:v>1</x:v></x:c>", Open),
            // The value of the cell behind, the type of the cell before, and a type whose value the library leaves out.
            ("<c r=\"D12\"><f>12+8</f></c ><c r=\"E12\"><v>20</v></c>", Open),
            ("<c r=\"D12\"><f>12+8</f></c\n><c r=\"E12\"><v>20</v></c>", Open),
            ("<c r=\"C12\" t=\"str\"><f>B1</f><v>a</v></c><c\nr=\"D12\"><f>12+8</f><v></v></c>", Open),
            ("<c r=\"C12\" t=\"str\"><f>B1</f><v>a</v></c><c><f>12+8</f><v></v></c>", Open),
            ("<c r=\"D12\" t=\"inlineStr\"><f>12+8</f><v>20</v></c>", Open),
        ] {
            assert_eq!(formulas(format!("<sheetData>{cells}</sheetData>").as_bytes()), found, "{cells}");
        }
        assert_eq!(formulas(b"<c><v>1</v></c>"), Open);
        assert!(may_sum(b"<f>1+sum(A1:A2)</f>") && !may_sum(b"<f>SUMPRODUCT(--(A1=1))</f>") && !may_sum(b"m("));
    }

    #[test]
    fn words_in_cells_hide_nothing() {
        let rows = "<row r='1'><c r='A1' t='inlineStr'><is><t>hidden=\"1\" row hidden='1' sheetData</t></is></c></row>";
        assert!(hidden(&sheet("", rows, "")).is_empty());
        assert!(hidden("<worksheet><sheetData/></worksheet>").is_empty());
        assert!(hidden("<worksheet><sheetData /><mergeCells/></worksheet>").is_empty());
    }

    #[test]
    fn a_part_that_is_none_or_is_cut_gives_what_can_be_read() {
        assert!(read(b"").is_none());
        assert!(read(b"<worksheet/>").is_none());
        assert!(read(b"\xFF\xFE<worksheet><sheetData>").is_none());
        let whole = sheet("<cols><col min='2' max='2' hidden='1'/></cols>", "<row r='3' hidden='1'/>", "");
        for cut in 0..whole.len() {
            let _ = read(&whole.as_bytes()[..cut]);
        }
        let cut = whole.find("</sheetData").unwrap();
        assert_eq!(hidden(&whole[..cut]), Hidden::new(vec![], vec![1..=1]));
    }

    #[test]
    fn text_that_is_full_of_the_word_costs_no_more_than_its_length() {
        let rows = format!("<row r='1'><c><is><t>{}</t></is></c></row>", "hidden=1 ".repeat(400_000));
        assert!(hidden(&sheet("", &rows, "")).is_empty());
    }
}
