//! Where headings stand, and the path of headings over each column.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::Address;
use crate::intake::{Cell, Sheet, Value};
use crate::vietnamese::measure::Measure;
use crate::vietnamese::number;
use crate::vietnamese::text::{Folded, fold, one_line};

use super::centred;
use super::index_row::{self, IndexCell};
use super::{Column, Role, numbering, words};

/// One level of the headings over a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The text, on one line.
    pub text: String,
    /// The columns it stands over.
    pub first: u32,
    /// The last of them.
    pub last: u32,
}

/// The most rows that headings take, and the most that are looked through for an index row below.
const MOST_ROWS: u32 = 8;
/// The most columns that a heading stands over.
const WIDEST: u32 = 256;

/// An index row: where it stands, and what in each column.
type Index = (u32, BTreeMap<u32, IndexCell>);

/// A block of headings.
pub struct Block {
    /// Its first row.
    pub top: u32,
    /// Its last row, before the index row.
    pub bottom: u32,
    /// The index row, with what stands in each column.
    pub index: Option<Index>,
    /// The headings over each column.
    pub headings: BTreeMap<u32, Vec<Heading>>,
}

/// Finds the next block of headings from a row on.
pub fn next(sheet: &Sheet, from: u32) -> Option<Block> {
    sheet.rows_in(from..).find_map(|(row, cells)| begins(sheet, cells).then(|| block(sheet, row, from)))
}

/// The first rows of all headings of a sheet, each with the first row below them: the first by what
/// headings say, further ones only where they are some for certain. Of headings that are known already, from their
/// first row to that below them, it is not asked how far they go.
pub fn starts(sheet: &Sheet, known: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut found: Vec<(u32, u32)> = Vec::new();
    let mut from = 0;
    for (row, cells) in sheet.scan() {
        let begins = if found.is_empty() { begins } else { begins_next };
        let starts = row >= from && begins(sheet, &cells);
        if starts {
            let span = known.iter().copied().find(|(top, _)| *top == row).unwrap_or_else(|| {
                let block = block(sheet, row, from);
                (block.top, block.body())
            });
            from = span.1;
            found.push(span);
        }
    }
    found
}

/// Tells whether the headings of another table begin in a row, by more than a label's heading.
pub fn next_begins(sheet: &Sheet, row: u32) -> bool {
    begins_next(sheet, sheet.row(row))
}

fn begins_next(sheet: &Sheet, cells: &[Cell]) -> bool {
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
fn begins(sheet: &Sheet, cells: &[Cell]) -> bool {
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
    if super::without_measures(cells).next().is_none() {
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

pub(super) fn block(sheet: &Sheet, first: u32, from: u32) -> Block {
    let mut top = first;
    let (bottom, index) = extent(sheet, first);
    let mut headings = paths(sheet, top, bottom);
    // A heading right above a single row of headings («QUYẾT TOÁN» over «NĂM 2004»).
    let single = !headings.keys().any(|c| {
        sheet.merge_at(Address { row: first, column: *c }).is_some_and(|m| m.first.row == first && m.last.row > first)
    });
    if single && first > from && goes_above(sheet, first - 1, &headings) {
        top = first - 1;
        headings = paths(sheet, top, bottom);
    }
    Block { top, bottom, index, headings }
}

/// Tells whether a row is the upper part of the headings below it.
fn goes_above(sheet: &Sheet, row: u32, headings: &BTreeMap<u32, Vec<Heading>>) -> bool {
    let cells = sheet.row(row);
    let [first, second, ..] = headings.keys().copied().collect::<Vec<_>>()[..] else { return false };
    !cells.is_empty()
        && cells.iter().all(|c| {
            let Some(text) = c.text() else { return false };
            let last = sheet.merge_at(c.at).map_or(c.at.column, |m| m.last.column);
            let short = text.chars().count() <= 60 && !text.trim_start().starts_with('(');
            c.at.column > second
                && (c.at.column..=last).any(|at| headings.contains_key(&at))
                && last > first
                && short
                && crate::vietnamese::measure::announced(text).is_none()
                && !["biểu", "mẫu", "phụ lục"].iter().any(|w| fold(text).as_str().starts_with(fold(w).as_str()))
        })
}

/// Where headings that begin in a row end, and the index row below them.
fn extent(sheet: &Sheet, top: u32) -> (u32, Option<Index>) {
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

/// Tells whether a number is a year.
pub fn is_year(n: rust_decimal::Decimal) -> bool {
    n.is_integer() && (1900.into()..=2100.into()).contains(&n)
}

/// Tells whether a text is a year alone, as a file without numbers has it.
pub fn is_year_text(text: &str) -> bool {
    let text = text.trim();
    text.len() == 4 && text.parse().is_ok_and(is_year)
}

/// Tells whether a cell may head a column: by words, or by a year, which Excel keeps as a number.
pub fn may_head(cell: &Cell) -> bool {
    match &cell.value {
        Value::Text(_) => true,
        Value::Number(n) => is_year(*n),
        _ => false,
    }
}

/// Tells whether a value is a number, and no year.
pub fn is_count(value: &Value) -> bool {
    matches!(value, Value::Number(n) if !is_year(*n))
}

/// Tells whether a value is a figure that no heading is.
pub fn is_figure(value: &Value) -> bool {
    match value {
        Value::Number(n) => !is_year(*n),
        Value::Text(_) => false,
        _ => true,
    }
}

/// Tells whether a cell lies hidden below a merged one.
pub(super) fn covered(sheet: &Sheet, at: Address) -> bool {
    sheet.merge_at(at).is_some_and(|m| m.first != at)
}

/// The headings over each column, from top to bottom, between two rows.
///
/// Headings stacked over the same columns are one that goes on; a level begins where the upper stands
/// over more columns than the lower. A heading that is not merged stands over the blanks to its right
/// whose columns have headings of their own further down.
pub fn paths(sheet: &Sheet, top: u32, bottom: u32) -> BTreeMap<u32, Vec<Heading>> {
    stacked(sheet, top, bottom).into_iter().map(|(column, headings)| (column, levels(headings))).collect()
}

/// The heading cells over each column, from top to bottom, those over the same columns apart.
pub fn stacked(sheet: &Sheet, top: u32, bottom: u32) -> BTreeMap<u32, Vec<Heading>> {
    let mut own: BTreeMap<u32, Vec<(u32, Heading)>> = BTreeMap::new();
    let cells: Vec<(u32, &Cell)> =
        sheet.rows_in(top..=bottom).flat_map(|(row, cells)| cells.iter().map(move |c| (row, c))).collect();
    let texts: Vec<(u32, u32, String)> = cells
        .iter()
        .filter(|(_, c)| !covered(sheet, c.at))
        .filter_map(|(row, c)| Some((*row, c.at.column, text_of(c)?)))
        .collect();
    let lowest: BTreeMap<u32, u32> = texts.iter().map(|(row, column, _)| (*column, *row)).collect();
    let taken: BTreeSet<(u32, u32)> = cells.iter().map(|(row, c)| (*row, c.at.column)).collect();
    // Only where a heading leaves a column to its left without one may it stand in the middle of its group.
    let goes_on = |row: u32, column: u32| lowest.get(&column).is_some_and(|l| *l > row);
    let leaves_left = |(row, column, _): &(u32, u32, String)| {
        let left = column.checked_sub(1).filter(|_| goes_on(*row, *column));
        left.is_some_and(|left| goes_on(*row, left) && !taken.contains(&(*row, left)))
    };
    let centred = if texts.iter().any(leaves_left) { centred::groups(sheet, &texts) } else { BTreeMap::new() };
    for (row, column, text) in &texts {
        let at = Address { row: *row, column: *column };
        if let Some((first, last)) = centred.get(&(*row, *column)).copied() {
            for over in first..=last {
                own.entry(over).or_default().push((*row, Heading { text: text.clone(), first, last }));
            }
            continue;
        }
        let mut last = sheet.merge_at(at).map_or(*column, |m| m.last.column).min(column + WIDEST);
        if sheet.merge_at(at).is_none() && lowest.get(column).is_some_and(|l| l > row) {
            // A heading of one column with others below it, beside blanks: it stands over them too.
            while last - column < WIDEST {
                let next = Address { row: *row, column: last + 1 };
                let headed_below = lowest.get(&next.column).is_some_and(|l| l > row);
                let free = !taken.contains(&(*row, next.column)) && sheet.merge_at(next).is_none();
                let headed_above = own.get(&next.column).is_some_and(|above| !same_above(above, own.get(column)));
                if !headed_below || !free || headed_above {
                    break;
                }
                last += 1;
            }
        }
        for over in *column..=last {
            own.entry(over).or_default().push((*row, Heading { text: text.clone(), first: *column, last }));
        }
    }
    own.into_iter().map(|(column, headings)| (column, headings.into_iter().map(|(_, h)| h).collect())).collect()
}

/// Tells whether a column stands under the same headings as another.
fn same_above(of: &[(u32, Heading)], other: Option<&Vec<(u32, Heading)>>) -> bool {
    let spans = |headings: &[(u32, Heading)]| headings.iter().map(|(_, h)| (h.first, h.last)).collect::<Vec<_>>();
    other.is_some_and(|o| spans(of) == spans(o))
}

fn text_of(cell: &Cell) -> Option<String> {
    match &cell.value {
        Value::Text(text) => Some(one_line(text)).filter(|t| !t.is_empty()),
        Value::Number(n) if is_year(*n) => Some(n.normalize().to_string()),
        _ => None,
    }
}

/// Joins what is stacked over the same columns.
pub fn levels(headings: Vec<Heading>) -> Vec<Heading> {
    let mut levels: Vec<Heading> = Vec::new();
    for heading in headings {
        match levels.last_mut() {
            Some(upper) if (upper.first, upper.last) == (heading.first, heading.last) => {
                upper.text = format!("{} {}", upper.text, heading.text);
            }
            _ => levels.push(heading),
        }
    }
    levels
}

impl Block {
    /// The first row below the headings and the index row.
    pub fn body(&self) -> u32 {
        self.index.as_ref().map_or(self.bottom, |(row, _)| *row) + 1
    }

    /// The columns with their paths, and what each is for by heading and cells.
    pub fn columns(&self, sheet: &Sheet) -> Vec<Column> {
        let path = |c: u32| self.headings.get(&c).into_iter().flatten().map(|h| h.text.clone()).collect::<Vec<_>>();
        let key = |c: u32| fold(&path(c).join(" "));
        let columns: Vec<u32> = self.headings.keys().copied().collect();
        let first = |is: fn(&Folded) -> bool| columns.iter().copied().find(|c| is(&key(*c)));
        let number = first(words::heads_numbers).or_else(|| first(words::heads_codes));
        // Below stands who signs, under whatever column it is.
        let signs = |cells: &[Cell]| {
            let numbered = cells.iter().any(|c| Some(c.at.column) == number && c.text().is_none_or(is_order));
            !numbered && cells.iter().filter_map(Cell::text).any(words::stands_below)
        };
        let rows = sheet.rows_in(self.body()..).map(|(_, cells)| cells);
        let body: Vec<&[Cell]> = rows.take_while(|cells| !signs(cells)).take(200).collect();
        let texts = |column: u32| {
            let found = body.iter().flat_map(|cells| cells.iter()).filter(|c| c.at.column == column);
            found.filter(|c| c.text().is_some_and(is_words)).count()
        };
        let any = |column: u32| {
            body.iter().flat_map(|cells| cells.iter()).any(|c| c.at.column == column && c.text().is_some())
        };
        let units = self.column_of_units(number, &columns, &key, &body);
        let measure = columns.iter().copied().find(|c| {
            words::heads_measures(&key(*c)) && Some(*c) != number && Some(*c) != units && path(*c).len() == 1
        });
        let between = (columns.first().copied().unwrap_or(0)..=columns.last().copied().unwrap_or(0))
            .filter(|c| Some(*c) != number && Some(*c) != measure);
        let free: Vec<u32> = between.collect();
        // In a blank whose numbers have nothing beside them the items stand behind the numbers.
        let in_numbered = |column: u32| {
            let of = |cells: &&&[Cell], column: Option<u32>| cells.iter().any(|c| Some(c.at.column) == column);
            body.iter().any(|cells| of(&cells, number) && of(&cells, Some(column)))
        };
        let label = units.or_else(|| self.label(&free, &key, &texts, &any, &in_numbered, number));
        let mut found: Vec<u32> = columns;
        found.extend(label.filter(|l| !self.headings.contains_key(l)));
        found.sort_unstable();
        let index = |c: u32| self.index.as_ref().and_then(|(_, cells)| cells.get(&c).cloned());
        let role = |c: u32| match Some(c) {
            c if c == number => Role::Number,
            c if c == label => Role::Label,
            c if c == measure => Role::Measure,
            _ => Role::Other,
        };
        found.into_iter().map(|c| Column { column: c, path: path(c), role: role(c), index: index(c) }).collect()
    }

    /// The column under «Đơn vị» that names units and no measures (TT 02/2021/TT-TTCP): nothing left of it but order
    /// numbers, nothing else headed as labels, and no measures in it.
    fn column_of_units(
        &self,
        number: Option<u32>,
        columns: &[u32],
        key: &impl Fn(u32) -> Folded,
        body: &[&[Cell]],
    ) -> Option<u32> {
        let first = columns.iter().copied().find(|c| Some(*c) != number)?;
        // A column without a heading behind the numbers holds the labels.
        let unheaded = number.is_some_and(|n| n < first && first > n + 1);
        if unheaded || !words::may_head_units(&key(first)) || columns.iter().any(|c| words::heads_labels(&key(*c))) {
            return None;
        }
        let own = body.iter().flat_map(|cells| cells.iter()).filter(|c| c.at.column == first);
        let texts: Vec<&str> = own.filter_map(Cell::text).filter(|t| is_words(t)).collect();
        let measures = texts.iter().filter(|t| Measure::parse(t).is_some_and(|m| m.converts())).count();
        (2 * measures <= texts.len()).then_some(first)
    }

    /// The column of labels: headed as one, or the first that holds words. Of columns under one merged
    /// heading (a sign, and the words behind it) the one with the words.
    fn label(
        &self,
        free: &[u32],
        key: &impl Fn(u32) -> Folded,
        texts: &impl Fn(u32) -> usize,
        any: &impl Fn(u32) -> bool,
        in_numbered: &impl Fn(u32) -> bool,
        number: Option<u32>,
    ) -> Option<u32> {
        let headed = free.iter().copied().find(|c| words::heads_labels(&key(*c)));
        if let Some(headed) = headed {
            let span =
                self.headings.get(&headed).and_then(|p| p.last()).map_or((headed, headed), |h| (h.first, h.last));
            // Of a sign and the words behind it the words.
            let best = (span.0..=span.1).rev().find(|c| free.contains(c) && any(*c)).unwrap_or(headed);
            // A column headed as labels but empty, beside one that holds all the words, is none.
            let others = free.iter().copied().filter(|c| texts(*c) > 0).count();
            if any(best) || others == 0 || self.index.is_some() {
                return Some(best);
            }
        }
        let after = number.filter(|n| self.headings.keys().next() == Some(n));
        // A column without heading right behind the numbers holds what they number.
        let unheaded =
            after.map(|n| n + 1).filter(|c| free.contains(c) && !self.headings.contains_key(c) && texts(*c) > 0);
        let blank = after.map(|n| n + 1).filter(|c| {
            let headed = self.headings.contains_key(c) && free.contains(c);
            headed && !free.iter().any(|c| in_numbered(*c))
        });
        unheaded
            .or(blank)
            .or_else(|| free.iter().copied().find(|c| texts(*c) > 0))
            .or_else(|| free.iter().copied().find(|c| self.headings.contains_key(c)))
    }
}

/// Tells whether a text is an order number.
fn is_order(text: &str) -> bool {
    !numbering::read(text).is_empty()
}

/// Tells whether a text is words, not a sign or a number.
pub(super) fn is_words(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2 && number::read(text).is_err()
}
