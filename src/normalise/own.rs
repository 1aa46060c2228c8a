//! The sheets that this program put into a workbook: nobody's figures, and known again by what they say.

use crate::finding::Lang;
use crate::fingerprint;
use crate::intake::own::is_returned_list;
use crate::intake::{Cell, Sheet};
use crate::vietnamese::text::{on_one_line, one_line};

use super::rebuild::{list_headings, list_title};

/// Tells whether a sheet is one that this program made: what a blank says of itself, its guide, the findings of a returned
/// workbook, what an earlier run could not read.
pub fn is_own(sheet: &Sheet) -> bool {
    let first = sheet.rows().next().and_then(|(_, cells)| cells.first()?.text()).map(one_line).unwrap_or_default();
    let guide = || fingerprint::GUIDES.iter().any(|title| first.starts_with(title));
    first == fingerprint::MARK || guide() || is_returned_list(sheet) || is_list(sheet)
}

/// Tells whether a sheet lists what an earlier run could not read.
fn is_list(sheet: &Sheet) -> bool {
    let headings: Vec<&str> =
        sheet.rows().next().map(|(_, cells)| cells.iter().filter_map(Cell::text).collect()).unwrap_or_default();
    [Lang::Vi, Lang::En]
        .into_iter()
        .any(|lang| sheet.name.starts_with(list_title(lang)) && headings == list_headings(lang))
}

/// Tells whether some sheet says already what a list would.
pub fn is_listed(sheets: &[Sheet], rows: &[[String; 5]]) -> bool {
    let says = |sheet: &Sheet| -> Vec<Vec<String>> {
        let texts = |cells: &[Cell]| cells.iter().map(|cell| cell.value.on_one_line().into_owned()).collect();
        sheet.rows().skip(1).map(|(_, cells)| texts(cells)).collect()
    };
    // Blank cells are none.
    let told = |row: &[String; 5]| -> Vec<String> {
        row.iter().map(|text| on_one_line(text).into_owned()).filter(|text| !text.is_empty()).collect()
    };
    let wanted: Vec<Vec<String>> = rows.iter().map(told).collect();
    sheets.iter().any(|sheet| is_list(sheet) && says(sheet) == wanted)
}
