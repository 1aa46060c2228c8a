//! How far down headings go that begin in a row.

use std::collections::BTreeMap;

use crate::address::Address;
use crate::intake::{Cell, Sheet, Value};
use crate::table::{index_row, words};
use crate::vietnamese::number;
use crate::vietnamese::text::{Folded, fold};

use super::over::paths;
use super::{Heading, Index, MOST_ROWS, covered, is_figure, is_year, is_year_text};

/// Where headings that begin in a row end, and the index row below them.
pub(super) fn extent(sheet: &Sheet, top: u32) -> (u32, Option<Index>) {
    // An index row says where the headings end.
    for (row, cells) in sheet.rows_in(top + 1..=top + MOST_ROWS) {
        if let Some(index) = index_row::below_headings(cells) {
            let above = sheet.rows_in(top..row).next_back().map_or(top, |(r, _)| r);
            return (merged_down(sheet, top, above).min(row - 1), Some((row, index)));
        }
        if cells.iter().any(|c| is_figure(&c.value) && !covered(sheet, c.at)) {
            break;
        }
    }
    let mut bottom = merged_down(sheet, top, top);
    while bottom - top < MOST_ROWS && goes_on(sheet, top, bottom) {
        bottom = merged_down(sheet, top, bottom + 1);
    }
    (bottom, None)
}

/// The last row that merges beginning in the headings reach down to.
fn merged_down(sheet: &Sheet, top: u32, bottom: u32) -> u32 {
    let cells = sheet.rows_in(top..=bottom).flat_map(|(_, cells)| cells);
    let reach = cells.filter_map(|c| sheet.merge_at(c.at)).map(|m| m.last.row).max().unwrap_or(bottom);
    reach.max(bottom).min(top + MOST_ROWS)
}

/// Tells whether the row below goes on with headings: texts under the headings, nothing in the columns
/// of numbers and labels, no figure but a year.
fn goes_on(sheet: &Sheet, top: u32, bottom: u32) -> bool {
    let cells = sheet.row(bottom + 1);
    let above = paths(sheet, top, bottom);
    if is_label_alone(sheet, bottom + 1, &above) || is_coded_total(cells, &above) {
        return false;
    }
    let heads = |column: &u32, is: fn(&Folded) -> bool| {
        let joined = above.get(column).map(|p| p.iter().map(|h| h.text.as_str()).collect::<Vec<_>>().join(" "));
        joined.is_some_and(|text| is(&fold(&text)))
    };
    let (mut texts, mut beside_last) = (0, None);
    let mut years = Vec::new();
    for cell in cells.iter().filter(|c| !covered(sheet, c.at)) {
        let column = cell.at.column;
        // What is typed over the first of its columns and not merged («Năm sinh» over «Nam | Nữ») heads the next ones, too.
        let headed = above.contains_key(&column) || beside_last == Some(column);
        if heads(&column, words::heads_numbers) || heads(&column, words::heads_labels) || !headed {
            return false;
        }
        beside_last = Some(column + 1);
        match &cell.value {
            Value::Text(text) if crate::vietnamese::symbol::nothing(text).is_none() && number::read(text).is_err() => {
                texts += 1;
            }
            Value::Text(text) if is_year_text(text) => years.push(text.trim().parse().unwrap_or_default()),
            Value::Number(n) if is_year(*n) => years.push(*n),
            _ => return false,
        }
    }
    // The first column names rows wherever its heading says nothing else.
    let leftmost = above.keys().next().copied();
    let beside = cells.iter().any(|c| Some(c.at.column) == leftmost && !covered(sheet, c.at));
    // Years alone head columns where they go on from left to right, as no figures of a row do.
    let in_order = !years.is_empty() && years.windows(2).all(|w| matches!(w, [a, b] if a < b));
    (texts > 0 || in_order) && !beside
}

/// Tells whether all that stands in a row is the name of one, in the column behind the order numbers: a total, or what
/// goes on below, or stands under a heading that ends above it.
fn is_label_alone(sheet: &Sheet, row: u32, above: &BTreeMap<u32, Vec<Heading>>) -> bool {
    let alone = |row: u32| match sheet.row(row) {
        [cell] => cell.text().map(|text| (cell.at, fold(text))),
        _ => None,
    };
    let Some((at, key)) = alone(row) else { return false };
    let mut columns = above.iter();
    let numbers = columns.next().is_some_and(|(_, path)| {
        words::heads_numbers(&fold(&path.iter().map(|h| h.text.as_str()).collect::<Vec<_>>().join(" ")))
    });
    let behind = columns.next().filter(|(column, path)| {
        **column == at.column && path.iter().all(|h| (h.first, h.last) == (at.column, at.column))
    });
    if !numbers || behind.is_none() {
        return false;
    }
    let total = words::is_total(&key) || words::begins_total(&key) || key.words().next() == Some(fold("tổng").as_str());
    let ended = row
        .checked_sub(1)
        .and_then(|above| sheet.merge_at(Address::new(above, at.column)?))
        .is_some_and(|m| m.last.row + 1 == row && m.first.row < m.last.row);
    let goes_on = alone(row + 1).is_some_and(|(next, _)| next.column == at.column);
    total || ended || goes_on
}

/// Tells whether a row is a total with a code beside it, «TỔNG DIỆN TÍCH (1+2+3) | TDT» (TT 27/2018), and nothing else.
fn is_coded_total(cells: &[Cell], above: &BTreeMap<u32, Vec<Heading>>) -> bool {
    let [label, code] = cells else { return false };
    let (Some(label), Some(said)) = (label.text(), code.text()) else { return false };
    let heading = above.get(&code.at.column).and_then(|path| path.last());
    let coded = heading.is_some_and(|h| words::heads_codes(&fold(&h.text)) && h.first == h.last);
    let is_code = said.trim().len() <= 8 && !said.trim().contains(' ') && !said.chars().any(char::is_lowercase);
    let key = fold(label);
    let total = words::begins_total(&key) || key.words().next() == Some(fold("tổng").as_str());
    coded && is_code && total
}
