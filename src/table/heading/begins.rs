//! Whether headings begin in a row.

use crate::address::Address;
use crate::intake::{Cell, Sheet, Value};
use crate::table::words;
use crate::vietnamese::number;
use crate::vietnamese::text::{Folded, fold};

use super::{covered, is_figure, is_year_text};

/// Tells whether the headings of another table begin in a row, by more than a label's heading.
pub fn next_begins(sheet: &Sheet, row: u32) -> bool {
    begins_next(sheet, sheet.row(row))
}

pub(super) fn begins_next(sheet: &Sheet, cells: &[Cell]) -> bool {
    // Most rows of a table hold figures: no need to look at their words.
    if cells.len() < 2 || cells.iter().any(|c| is_figure(&c.value)) || cells.iter().any(is_typed_amount) {
        return false;
    }
    let strong = |c: &Cell| {
        let key = fold(c.text().unwrap_or_default());
        words::heads_numbers(&key) || words::heads_codes(&key) || (words::heads_measures(&key) && !is_agency(&key))
    };
    let Some(first) = cells.first() else { return false };
    let stacked = first.text().is_some_and(|t| is_stacked_number(sheet, first.at, &fold(t)));
    let certain = stacked || cells.iter().any(strong) || (heads_labels(cells) && begins_apart(sheet, first.at.row));
    certain && begins(sheet, cells)
}

/// Tells whether a figure was typed as text, no year and no number of a column: «4.758.361» beside «Nội dung 1: Hỗ trợ
/// đất ở», which begins as a heading does.
fn is_typed_amount(cell: &Cell) -> bool {
    let grouped = |text: &&str| text.len() >= 3 && text.contains(['.', ',']) && !is_year_text(text);
    let text = cell.text().map(str::trim).filter(grouped);
    text.is_some_and(|text| number::read(text).is_ok_and(|numeral| numeral.tail.is_empty()))
}

/// Tells whether the row above is blank or a line of one text, as above headings.
fn begins_apart(sheet: &Sheet, row: u32) -> bool {
    row.checked_sub(1).is_none_or(|above| {
        let cells = sheet.row(above);
        cells.len() <= 1 && cells.iter().all(|c| c.text().is_some())
    })
}

/// Tells whether the first text heads labels, all of it a heading.
fn heads_labels(cells: &[Cell]) -> bool {
    let first = cells.iter().find_map(Cell::text).filter(|t| t.chars().count() <= 40);
    first.is_some_and(|t| words::heads_labels(&fold(t)))
}

/// Tells whether two texts side by side head a table of two columns: names and figures stand below them.
fn heads_pairs(sheet: &Sheet, cells: &[Cell]) -> bool {
    let [first, second] = cells else { return false };
    let short = cells.iter().all(|c| c.text().is_some_and(|t| t.chars().count() <= 60));
    let mut below = sheet.rows_in(first.at.row + 1..).take(3);
    let pair = |cells: &[Cell]| {
        let at = |column: u32| cells.iter().find(|c| c.at.column == column);
        at(first.at.column).is_some_and(|c| c.text().is_some())
            && at(second.at.column).is_some_and(|c| matches!(c.value, Value::Number(_)))
    };
    short && heads_labels(cells) && below.any(|(_, cells)| pair(cells))
}

/// Tells whether «Số / thứ / tự» stands in three rows.
fn is_stacked_number(sheet: &Sheet, at: Address, key: &Folded) -> bool {
    key.as_str() == fold("số").as_str() && {
        let below = (1..=2).filter_map(|n| sheet.cell(Address::new(at.row + n, at.column)?)?.text());
        words::heads_numbers(&fold(&format!("số {}", below.collect::<Vec<_>>().join(" "))))
    }
}

/// Tells whether headings begin in a row: some texts side by side, one of which heads order numbers,
/// labels or measures.
pub(super) fn begins(sheet: &Sheet, cells: &[Cell]) -> bool {
    let texts: Vec<(&Cell, Folded)> = cells
        .iter()
        .filter(|c| !covered(sheet, c.at))
        .filter_map(|c| Some((c, c.text()?)))
        // A line that announces something («Tên đơn vị:», «ĐƠN VỊ: ………») heads no column.
        .filter(|(_, text)| !text.trim_end_matches(is_to_be_filled).ends_with(':') && text.len() < 400)
        .map(|(c, text)| (c, fold(text)))
        .filter(|(_, key)| !key.is_empty())
        .collect();
    if texts.len() < 2 || cells.iter().any(|c| is_figure(&c.value)) {
        return false;
    }
    // «ĐVT» and «triệu đồng» beside it are a line above a table.
    if crate::table::without_measures(cells).next().is_none() {
        return false;
    }
    let strong = texts.iter().any(|(_, k)| words::heads_numbers(k) || words::heads_measures(k) && !is_agency(k));
    let coded = texts.first().is_some_and(|(_, k)| words::heads_codes(k));
    let labelled = texts.iter().take(3).any(|(_, k)| words::heads_labels(k));
    let stacked = texts.first().is_some_and(|(c, k)| is_stacked_number(sheet, c.at, k));
    strong
        || stacked
        || (coded && (labelled || texts.len() >= 3))
        || (labelled && texts.len() >= 3)
        || heads_pairs(sheet, cells)
}

/// The signs that leave room for what is to be written by hand.
fn is_to_be_filled(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '.' | '…' | '_')
}

fn is_agency(key: &Folded) -> bool {
    key.words().count() > 3
}
