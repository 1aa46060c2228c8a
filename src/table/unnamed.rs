//! Headings none of which says that it heads order numbers, labels or measures: «Loại việc | Tổng số | Nam | Nữ»
//! (TT 03/2019/TT-BTP), «Phân tổ», «Loại rừng». What stands below tells: words in the first column, and figures or room for
//! them in the others.

use crate::intake::{Cell, Sheet, Value};
use crate::vietnamese::number;
use crate::vietnamese::symbol::nothing;
use crate::vietnamese::text::fold;

use super::heading::{Block, block, covered, is_figure, is_words, is_year_text};
use super::index_row::below_headings;
use super::words;

/// No such table begins further down.
const MOST_ROWS: usize = 60;
/// No heading is longer, in bytes.
const LONGEST: usize = 250;
/// No name of a row in a blank has more letters.
const LONGEST_NAME: usize = 150;
/// What a line of a letterhead begins with. (The lines that are no titles of forms, of `form::infer`, are more: «Xã», «Ngày»,
/// «Đơn vị» head columns, too, and here it is asked whether a row may.)
const PAGE: &[&str] = &[
    "ủy ban nhân dân",
    "ubnd",
    "hđnd",
    "hội đồng nhân dân",
    "cộng hòa xã hội",
    "độc lập tự do",
    "đảng ủy",
    "biểu số",
    "biểu mẫu",
    "mẫu số",
    "phụ lục",
    "tên đơn vị",
    "đơn vị báo cáo",
    "kính gửi",
    "số",
];

/// Finds the headings of the first such table of a sheet.
pub(super) fn first(sheet: &Sheet) -> Option<Block> {
    // Below the index row stand figures.
    let mut headings = sheet.rows_in(0..).take(MOST_ROWS).take_while(|(_, cells)| below_headings(cells).is_none());
    headings.find_map(|(row, cells)| {
        may_begin(sheet, cells).then(|| block(sheet, row, row)).filter(|found| heads_table(sheet, found))
    })
}

/// Tells whether headings may begin in a row: texts side by side that are no lines of a letterhead.
fn may_begin(sheet: &Sheet, cells: &[Cell]) -> bool {
    let texts: Vec<&str> = cells.iter().filter(|c| !covered(sheet, c.at)).filter_map(Cell::text).collect();
    let heads = |text: &&str| {
        let figure = number::read(text).is_ok() && !is_year_text(text);
        text.len() <= LONGEST && !text.trim_end().ends_with(':') && !words::stands_below(text) && !figure
    };
    let page = |text: &&str| {
        let key = fold(text);
        // «Số» alone begins «Số: 12/BC-UBND», and is no name of rows.
        PAGE.iter().any(|lead| key.begins(&fold(lead)))
    };
    texts.len() >= 2
        && !cells.iter().any(|c| is_figure(&c.value))
        && texts.iter().all(heads)
        && !texts.first().is_some_and(page)
        && super::without_measures(cells).next().is_some()
}

/// Tells whether rows of a table stand right below some headings.
fn heads_table(sheet: &Sheet, found: &Block) -> bool {
    // The names of groups and of their parts may stand side by side under one heading.
    let Some((first, last)) = found.headings.values().next().and_then(|path| path.last()).map(|h| (h.first, h.last))
    else {
        return false;
    };
    let is_label = |c: &&Cell| (first..=last).contains(&c.at.column);
    let others: Vec<u32> = found.headings.keys().copied().filter(|c| *c > last).collect();
    if others.is_empty() || has_gap(sheet, found) {
        return false;
    }
    let (mut rows, mut named, mut counted, mut long) = (0usize, 0usize, 0usize, false);
    let mut worded: Vec<u32> = Vec::new();
    let mut next = found.body();
    for (row, cells) in sheet.rows_in(found.body()..).take(200) {
        if row > next + 1 || cells.iter().filter_map(Cell::text).any(words::stands_below) {
            break;
        }
        next = row + 1;
        let beside = |c: &&Cell| !is_label(c);
        // Figures in columns without a heading are those of another table.
        if cells.iter().filter(beside).any(|c| counts(c) && !others.contains(&c.at.column)) {
            return false;
        }
        rows += 1;
        let name = cells.iter().filter(is_label).filter_map(Cell::text).find(|t| is_words(t));
        named += usize::from(name.is_some());
        long |= name.is_some_and(|name| name.chars().count() > LONGEST_NAME);
        counted += usize::from(name.is_some() && cells.iter().filter(beside).any(counts));
        worded.extend(cells.iter().filter(beside).filter(|c| says(c)).map(|c| c.at.column));
    }
    let figures = others.iter().filter(|c| !worded.contains(c)).count();
    // Of two columns two rows must say that they are names and figures.
    let filled = counted >= if others.len() > 1 { 1 } else { 2 };
    let blank = counted == 0 && others.len() >= 2 && named >= 2 && worded.is_empty() && !long;
    figures > 0 && named > 0 && 2 * named >= rows && (found.index.is_some() || filled || blank)
}

/// Tells whether a row between the headings is empty, and nothing reaches into it.
fn has_gap(sheet: &Sheet, found: &Block) -> bool {
    let reaches = |row: u32| {
        let above = (found.top..row).flat_map(|above| sheet.row(above));
        above.filter_map(|c| sheet.merge_at(c.at)).any(|m| m.last.row >= row)
    };
    (found.top..found.body()).any(|row| sheet.row(row).is_empty() && !reaches(row))
}

/// Tells whether a cell holds a figure.
fn counts(cell: &Cell) -> bool {
    match &cell.value {
        Value::Text(text) => number::read(text).is_ok(),
        value => !matches!(value, Value::Boolean(_)),
    }
}

/// Tells whether a cell holds words.
fn says(cell: &Cell) -> bool {
    cell.text().is_some_and(|text| nothing(text).is_none() && number::read(text).is_err())
}
