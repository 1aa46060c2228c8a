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

/// Tells whether some sheet lists the cells of a list already, as they read. Why one cannot be read may be said otherwise by
/// then: what stood around it has become numbers.
pub fn is_listed(sheets: &[Sheet], rows: &[[String; 5]]) -> bool {
    let says = |sheet: &Sheet| -> Vec<[String; 3]> {
        let texts = |cells: &[Cell]| {
            let at = |column: u32| cells.iter().find(|cell| cell.at.column == column);
            [0, 1, 2].map(|column| at(column).map(|cell| cell.value.on_one_line().into_owned()).unwrap_or_default())
        };
        sheet.rows().skip(1).map(|(_, cells)| texts(cells)).collect()
    };
    let wanted: Vec<[String; 3]> =
        rows.iter().map(|[sheet, cell, text, ..]| [sheet, cell, text].map(|t| on_one_line(t).into_owned())).collect();
    sheets.iter().filter(|sheet| is_list(sheet)).any(|sheet| {
        let said = says(sheet);
        wanted.iter().all(|row| said.contains(row))
    })
}
