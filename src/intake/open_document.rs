//! What calamine leaves out of an ods: which numbers are percentages, and merged areas.
//!
//! OpenDocument writes a percentage as its value type, so nothing need be known of formats. Values
//! come from calamine; where this scan fails, cells merely have no style.

use std::collections::HashSet;
use std::io::{Cursor, Read as _};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::address::{Address, Area, LAST_COLUMN, LAST_ROW};

/// What one table of the document has besides its values.
#[derive(Default)]
pub(super) struct Looks {
    /// The table's name.
    pub(super) name: String,
    /// Numbers that are percentages.
    pub(super) percentages: HashSet<Address>,
    /// Merged areas.
    pub(super) merges: Vec<Area>,
}

/// More repeated percentages than an appendix holds: then nothing is known.
const MOST: usize = 1_000_000;

/// Reads what the tables of an ods have besides their values.
pub(super) fn looks(bytes: &[u8]) -> Option<Vec<Looks>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut xml = String::new();
    archive.by_name("content.xml").ok()?.read_to_string(&mut xml).ok()?;
    scan(&xml)
}

fn scan(xml: &str) -> Option<Vec<Looks>> {
    let mut reader = Reader::from_str(xml);
    let mut tables: Vec<Looks> = Vec::new();
    let (mut row, mut rows, mut column) = (0u32, 1u32, 0u32);
    // A cell may hold a document of its own, with tables.
    let mut depth = 0usize;
    let mut noted = 0usize;
    loop {
        let event = reader.read_event().ok()?;
        let start = matches!(event, Event::Start(_));
        match event {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                "table" => {
                    depth += usize::from(start);
                    if depth <= 1 {
                        tables.push(Looks { name: text(&e, "name").unwrap_or_default(), ..Looks::default() });
                        (row, rows) = (0, 1);
                    }
                }
                "table-row" if depth == 1 => (rows, column) = (number(&e, "number-rows-repeated"), 0),
                "table-cell" | "covered-table-cell" if depth == 1 => {
                    let columns = number(&e, "number-columns-repeated");
                    let table = tables.last_mut()?;
                    if text(&e, "value-type").as_deref() == Some("percentage") {
                        noted += rows as usize * columns as usize;
                        if noted > MOST {
                            return None;
                        }
                        for r in row..row.saturating_add(rows) {
                            table.percentages.extend((column..column + columns).filter_map(|c| Address::new(r, c)));
                        }
                    }
                    let (down, across) = (number(&e, "number-rows-spanned"), number(&e, "number-columns-spanned"));
                    if (down > 1 || across > 1)
                        && let (Some(first), Some(last)) =
                            (Address::new(row, column), Address::new(row + down - 1, column + across - 1))
                    {
                        table.merges.push(Area { first, last });
                    }
                    column = column.saturating_add(columns).min(LAST_COLUMN + 1);
                }
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                "table" => depth = depth.saturating_sub(1),
                "table-row" if depth == 1 => row = row.saturating_add(rows).min(LAST_ROW + 1),
                _ => {}
            },
            Event::Eof => return Some(tables),
            _ => {}
        }
    }
}

fn text(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = e.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|v| v.into_owned())
}

/// A count that is one where it is not given.
fn number(e: &BytesStart<'_>, name: &str) -> u32 {
    text(e, name).and_then(|n| n.parse().ok()).unwrap_or(1).clamp(1, LAST_ROW + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_and_merges_are_found_where_they_stand() {
        let xml = "<t:table t:name='A'><t:table-row t:number-rows-repeated='2'><t:table-cell/></t:table-row>\
            <t:table-row><t:table-cell t:number-columns-repeated='2'/>\
            <t:table-cell o:value-type='percentage' o:value='1.2'/><t:table-cell t:number-rows-spanned='3'/></t:table-row>\
            </t:table><t:table t:name='B'/>";
        let tables = scan(xml).unwrap();
        assert_eq!(tables.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(), ["A", "B"]);
        assert_eq!(tables[0].percentages, HashSet::from([Address::new(2, 2).unwrap()]));
        assert_eq!(tables[0].merges[0].last, Address::new(4, 3).unwrap());
    }
}
