//! The list of a workbook's sheets: without those that are no worksheets, each under a name of its own.

use std::collections::{BTreeMap, HashSet};

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::Event;

use crate::xml::{attribute, opening, within, written};

/// The kinds of relations whose sheets the library knows.
const KNOWN: [&str; 3] = ["worksheet", "chartsheet", "dialogsheet"];

/// The workbook part with its list mended; nothing if it needs none. `kinds` says what each relation
/// points at.
pub(super) fn mended(xml: &str, kinds: &BTreeMap<String, String>) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    let mut made = String::with_capacity(xml.len());
    let mut names: HashSet<String> = HashSet::new();
    let (mut changed, mut left_out) = (false, 0usize);
    loop {
        let from = reader.buffer_position();
        let event = reader.read_event().ok()?;
        let said = within(xml, from..reader.buffer_position());
        match event {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "sheet" => {
                let ends = said.ends_with("/>");
                let kind = attribute(&e, "id").and_then(|id| kinds.get(&id));
                // A relation that is not there is told by the library.
                if kind.is_some_and(|kind| !KNOWN.contains(&kind.as_str())) {
                    left_out += usize::from(!ends);
                    changed = true;
                    continue;
                }
                let name = attribute(&e, "name").unwrap_or_default();
                let own = (1..).map(|n| if n == 1 { name.clone() } else { format!("{name} ({n})") });
                let own = own.into_iter().find(|own| !names.contains(own))?;
                if own == name {
                    made.push_str(said);
                } else {
                    // `sheetId` and `r:id` have other names than `name`.
                    made.push_str(&opening(&e, |attribute| attribute != "name"));
                    made.push_str(&written("name", &escape(own.as_str())));
                    made.push_str(if ends { "/>" } else { ">" });
                    changed = true;
                }
                names.insert(own);
            }
            Event::End(e) if e.local_name().as_ref() == "sheet" && left_out > 0 => left_out -= 1,
            Event::Eof => return changed.then_some(made),
            _ => made.push_str(said),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macro_sheets_are_left_out_and_names_told_apart() {
        let kinds = [("r1", "xlMacrosheet"), ("r2", "worksheet"), ("r3", "worksheet"), ("r4", "chartsheet")];
        let kinds: BTreeMap<String, String> = kinds.map(|(id, kind)| (id.to_owned(), kind.to_owned())).into();
        let sheets = |list: &str| format!("<workbook><sheets>{list}</sheets></workbook>");
        let given = "<sheet name='M' r:id='r1'/><sheet name='A &amp; B' sheetId='2' r:id='r2'/>\
            <sheet name='A &amp; B' sheetId='3' r:id='r3'/><sheet name='C' r:id='r4'></sheet>";
        let expected = "<sheet name='A &amp; B' sheetId='2' r:id='r2'/>\
            <sheet sheetId=\"3\" r:id=\"r3\" name=\"A &amp; B (2)\"/><sheet name='C' r:id='r4'></sheet>";
        assert_eq!(mended(&sheets(given), &kinds), Some(sheets(expected)));
        assert_eq!(mended(&sheets("<sheet name='A' r:id='r2'/>"), &kinds), None);
    }
}
