//! The heading rows of a sheet, and which of its columns is what.

use std::collections::BTreeMap;

use crate::address::{Address, ColumnName};
use crate::finding::structure::Problem;
use crate::form::heading::{heading_key, with_year};
use crate::form::{Form, Role};
use crate::intake::{Cell, Sheet, Value};
use crate::vietnamese::number;
use crate::vietnamese::symbol::nothing;
use crate::vietnamese::text::{Folded, one_line};

/// One header: heading rows, the column index row below it if there is one, and the columns.
#[derive(Debug, Clone)]
pub struct Header {
    /// The first heading row.
    pub first_row: u32,
    /// The last row that belongs to the header, the index row included.
    pub last_row: u32,
    /// Sheet columns by their place in the form.
    pub columns: BTreeMap<usize, Heading>,
    /// Columns with headings that the form does not have.
    pub extra: Vec<(u32, String)>,
    /// Years named by the headings of value columns.
    pub years: Vec<u16>,
    /// Why the columns cannot be taken.
    pub problems: Vec<Problem>,
}

/// A column found by its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The sheet column.
    pub column: u32,
    /// The heading as it stood, on one line.
    pub text: String,
    /// Its key.
    pub key: Folded,
}

/// The most rows that the headings of a table with fixed columns take.
const MOST_ROWS: u32 = 4;

impl Header {
    /// The sheet column that has a role.
    pub fn column(&self, form: &Form, role: Role) -> Option<u32> {
        let at = form.columns.iter().position(|c| c.role == role)?;
        self.columns.get(&at).map(|h| h.column)
    }
}

/// The texts of a sheet that may be headings, on one line, each with its key made once.
struct Texts(BTreeMap<Address, (String, Folded)>);

/// No heading is longer; labels that are need no key.
const LONGEST: usize = 400;

impl Texts {
    fn new(sheet: &Sheet) -> Self {
        let texts = sheet.rows().flat_map(|(_, cells)| cells).filter_map(|c| {
            let text = c.text().filter(|t| t.len() <= LONGEST)?;
            // A sign alone (`%`, `-`) heads no column; over a repeated header it would be taken for the
            // upper part of one.
            Some((c.at, (one_line(text), heading_key(text)))).filter(|(_, (_, key))| !key.is_empty())
        });
        Self(texts.collect())
    }
}

/// Finds every header of the form in a sheet, from top to bottom.
pub fn find(form: &Form, sheet: &Sheet, year: Option<u16>) -> Vec<Header> {
    let known = Texts::new(sheet);
    let mut headers: Vec<Header> = Vec::new();
    let mut past = None;
    for (row, cells) in sheet.rows() {
        if past.is_some_and(|p| row <= p) || cells.iter().filter(|c| c.text().is_some()).count() < 2 {
            continue;
        }
        // The height that explains the most columns; of equals the lowest.
        let mut best: Option<(usize, Header)> = None;
        for height in 1..=MOST_ROWS {
            if let Some((score, header)) = at(form, sheet, &known, row, height, year)
                && best.as_ref().is_none_or(|(most, _)| score > *most)
            {
                best = Some((score, header));
            }
        }
        if let Some((_, mut header)) = best {
            // Headings below the headings say which of the columns under a common one is which.
            while let Some(below) = sub_headings(form, sheet, &header) {
                let taller = at(form, sheet, &known, row, below - row + 1, year).map(|(_, header)| header);
                match taller.filter(|h| h.last_row >= below && below - row < TALLEST) {
                    Some(taller) => header = taller,
                    None => {
                        header.last_row = below;
                        header.problems.push(missing(form, &header));
                        break;
                    }
                }
            }
            past = Some(header.last_row);
            headers.push(header);
        }
    }
    headers
}

/// The most rows that headings with headings below them take.
const TALLEST: u32 = 6;

/// The row below a header that goes on heading its value columns: texts there, nothing in the columns
/// of numbers and labels, no figure anywhere.
fn sub_headings(form: &Form, sheet: &Sheet, header: &Header) -> Option<u32> {
    let below = header.last_row.checked_add(1)?;
    let cells = sheet.row(below);
    if is_index_row(sheet.row(header.last_row)) || is_index_row(cells) || !header.problems.is_empty() {
        return None;
    }
    let filled = |role| header.column(form, role).is_some_and(|c| cells.iter().any(|cell| cell.at.column == c));
    let figure = |c: &Cell| match &c.value {
        Value::Text(text) => nothing(text).is_some() || number::read(text).is_ok(),
        Value::Number(n) => !n.is_integer() || !(1900.into()..=2100.into()).contains(n),
        _ => true,
    };
    if filled(Role::Label) || filled(Role::Number) || cells.iter().any(figure) {
        return None;
    }
    let under_value = |cell: &Cell| {
        form.value_columns().filter_map(|(i, _)| header.columns.get(&i)).any(|heading| {
            let merge = Address::new(header.first_row, heading.column).and_then(|at| sheet.merge_at(at));
            let last = merge.map_or(heading.column, |m| m.last.column);
            (heading.column..=last).contains(&cell.at.column)
        })
    };
    cells.iter().any(under_value).then_some(below)
}

/// That a header's value column cannot be told, with the headings that are there instead.
fn missing(form: &Form, header: &Header) -> Problem {
    let heading = form.value_columns().next().map(|(_, c)| with_year(&c.heading, "")).unwrap_or_default();
    let found = header.columns.values().map(|h| h.text.clone()).chain(header.extra.iter().map(|(_, h)| h.clone()));
    Problem::ValueColumnMissing { heading, others: found.collect() }
}

/// Headings above or below that leave a value column what it is.
const PLAIN_ABOVE: &[&str] = &["chỉ tiêu", "kế hoạch", "số liệu", "chỉ tiêu kế hoạch"];
const PLAIN_BELOW: &[&str] =
    &["tổng số", "tổng cộng", "cộng", "tổng", "chung", "toàn xã", "cả năm", "số lượng", "giá trị"];

/// Tells whether the rest of a path agrees with the part by which a value column was known: «Quý I»
/// under «Kế hoạch năm 2024» is a part of it, «Thực hiện» over «Năm 2024» is another thing.
fn agrees(definition: &crate::form::Column, strength: Strength, path: &Path<'_>) -> bool {
    let (rest, plain) = match strength {
        Strength::Whole => return true,
        Strength::Lowest => (path.get(..path.len() - 1), PLAIN_ABOVE),
        Strength::Upper => (path.get(1..), PLAIN_BELOW),
    };
    rest.unwrap_or_default().iter().all(|(text, key)| {
        let words: Vec<&str> = key.words().collect();
        let year = matches!(words.as_slice(), [_, year] if year.len() == 4 && year.parse::<u16>().is_ok())
            && crate::period::named_in(text).len() == 1;
        year || plain.iter().any(|p| heading_key(p) == *key)
            || (strength == Strength::Lowest && definition.patterns.iter().any(|p| p.matches_words(&words).is_some()))
    })
}

/// How well a heading fits a form's column: the whole path best, then its lowest part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Upper,
    Lowest,
    Whole,
}

struct Candidate {
    column: u32,
    text: String,
    strength: Strength,
    pattern: usize,
    year: Option<u16>,
}

/// Tries a header of some height at a row.
fn at(form: &Form, sheet: &Sheet, known: &Texts, row: u32, height: u32, year: Option<u16>) -> Option<(usize, Header)> {
    let texts = heading_texts(sheet, known, row, height);
    let mut candidates: BTreeMap<usize, Vec<Candidate>> = BTreeMap::new();
    for (column, path) in &texts {
        for (i, definition) in form.columns.iter().enumerate() {
            let fitting = fits(definition, *column, path);
            let fitting = fitting.filter(|c| definition.role != Role::Value || agrees(definition, c.strength, path));
            if let Some(candidate) = fitting {
                candidates.entry(i).or_default().push(candidate);
            }
        }
    }
    // The first row must take part: a row of figures above the headings is none of them.
    let top = heading_texts(sheet, known, row, 1);
    let takes_part = |c: &Candidate| c.strength != Strength::Lowest && top.contains_key(&c.column);
    if !candidates.values().flatten().any(takes_part) {
        return None;
    }
    let label = form.columns.iter().position(|c| c.role == Role::Label)?;
    let value_columns: Vec<usize> = form.value_columns().map(|(i, _)| i).collect();
    let has_values = value_columns.iter().any(|i| candidates.contains_key(i));
    candidates.get(&label)?;
    // A header is told by its label and value columns; without the latter, by two others.
    if !has_values && candidates.len() < 3 {
        return None;
    }
    // A column that is wholly something else is no value column as well.
    let others: Vec<u32> = candidates
        .iter()
        .filter(|(i, _)| !value_columns.contains(i))
        .flat_map(|(_, found)| found.iter().filter(|c| c.strength == Strength::Whole).map(|c| c.column))
        .collect();
    for (_, found) in candidates.iter_mut().filter(|(i, _)| value_columns.contains(i)) {
        found.retain(|c| !others.contains(&c.column));
    }
    candidates.retain(|_, found| !found.is_empty());
    let mut columns = BTreeMap::new();
    let mut years = Vec::new();
    let mut problems = Vec::new();
    let mut score = 0;
    for (i, found) in candidates {
        let is_value = value_columns.contains(&i);
        // What cannot be told apart counts as found: a taller header must not win by hiding it.
        score += if is_value || i == label { 2 } else { 1 };
        match choose(found, if is_value { year } else { None }, is_value) {
            Ok(chosen) => {
                years.extend(chosen.year.filter(|_| is_value));
                columns.insert(i, Heading { column: chosen.column, key: heading_key(&chosen.text), text: chosen.text });
            }
            Err(several) => {
                let headings =
                    several.iter().map(|c| format!("{}{}: «{}»", ColumnName(c.column), row + 1, c.text)).collect();
                problems.push(Problem::ValueColumnAmbiguous { headings });
            }
        }
    }
    // One sheet column cannot be two things.
    let mut used: Vec<u32> = columns.values().map(|h: &Heading| h.column).collect();
    used.sort_unstable();
    let all = used.len();
    used.dedup();
    if used.len() != all {
        return None;
    }
    let extra: Vec<(u32, String)> =
        texts.iter().filter(|(c, _)| !used.contains(c)).map(|(c, path)| (*c, spoken(path, " › "))).collect();
    if problems.is_empty() {
        for i in value_columns.iter().filter(|i| !columns.contains_key(*i)) {
            let heading = form.columns.get(*i).map(|c| with_year(&c.heading, "")).unwrap_or_default();
            problems.push(Problem::ValueColumnMissing {
                heading,
                others: extra.iter().map(|(_, heading)| heading.clone()).collect(),
            });
        }
    }
    let bottom = columns
        .values()
        .filter_map(|h| sheet.merge_at(Address::new(row, h.column)?))
        .map(|m| m.last.row)
        .max()
        .unwrap_or(row);
    let mut last_row = bottom.max(row + height - 1);
    if let Some((index_row, cells)) = sheet.rows_in(last_row + 1..).next()
        && is_index_row(cells)
    {
        last_row = index_row;
    }
    Some((score, Header { first_row: row, last_row, columns, extra, years, problems }))
}

/// The headings over one column, from top to bottom.
type Path<'t> = Vec<&'t (String, Folded)>;

/// The headings over each column, each once.
fn heading_texts<'t>(sheet: &Sheet, known: &'t Texts, row: u32, height: u32) -> BTreeMap<u32, Path<'t>> {
    let mut texts: BTreeMap<u32, Path<'t>> = BTreeMap::new();
    for r in row..row + height {
        let cells = sheet.row(r);
        if r > row && is_index_row(cells) {
            break;
        }
        for cell in cells {
            let Some(text) = known.0.get(&cell.at) else { continue };
            let across =
                sheet.merge_at(cell.at).filter(|m| m.first == cell.at).map_or(cell.at.column, |m| m.last.column);
            // A merge may span thousands of columns; no heading does.
            for column in cell.at.column..=across.min(cell.at.column + 255) {
                let path = texts.entry(column).or_default();
                if path.last().is_none_or(|last| last.0 != text.0) {
                    path.push(text);
                }
            }
        }
    }
    // A column that only continues a merged heading and has none of its own is part of the one that
    // the heading begins in.
    let own: Vec<u32> = (row..row + height)
        .flat_map(|r| sheet.row(r))
        .filter(|c| known.0.contains_key(&c.at))
        .map(|c| c.at.column)
        .collect();
    texts.retain(|column, _| own.contains(column));
    texts
}

fn spoken(path: &Path<'_>, between: &str) -> String {
    path.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(between)
}

fn fits(definition: &crate::form::Column, column: u32, path: &Path<'_>) -> Option<Candidate> {
    let words: Vec<Vec<&str>> = path.iter().map(|(_, key)| key.words().collect()).collect();
    let whole = words.concat();
    let try_one = |words: &[&str], strength: Strength| {
        definition.patterns.iter().enumerate().find_map(|(pattern, p)| {
            let found = p.matches_words(words)?;
            Some(Candidate {
                column,
                text: spoken(path, " "),
                strength,
                pattern,
                year: found.year.or_else(|| any_year(path)),
            })
        })
    };
    try_one(&whole, Strength::Whole)
        .or_else(|| words.last().filter(|_| words.len() > 1).and_then(|w| try_one(w, Strength::Lowest)))
        .or_else(|| words.first().filter(|_| words.len() > 1).and_then(|w| try_one(w, Strength::Upper)))
}

fn any_year(path: &Path<'_>) -> Option<u16> {
    path.iter().flat_map(|(text, _)| crate::period::named_in(text)).map(|p| p.year).next()
}

/// Chooses the column that fits best. Two value columns that fit equally well are told apart by the
/// year asked for, or not at all; of two others the first pattern of the form, then the leftmost.
fn choose(mut found: Vec<Candidate>, year: Option<u16>, is_value: bool) -> Result<Candidate, Vec<Candidate>> {
    if is_value && let Some(year) = year {
        // A heading that names another year is another column whenever one names this year.
        if found.iter().any(|c| c.year == Some(year)) {
            found.retain(|c| c.year == Some(year));
        }
    }
    let strongest = found.iter().map(|c| c.strength).max();
    found.retain(|c| Some(c.strength) == strongest);
    if is_value && found.len() > 1 {
        return Err(found);
    }
    found.sort_by_key(|c| (c.pattern, c.column));
    found.into_iter().next().ok_or_else(Vec::new)
}

/// Tells whether a row is the column index row under a header: `(1) (2) (3)`, `1 2 3`, `A B 1 2`,
/// `-1 -2 -3` (what Excel makes of a typed `(1)`), `(3)=(4)+(5)`.
pub fn is_index_row(cells: &[Cell]) -> bool {
    cells.len() >= 2 && cells.iter().all(|c| is_index(&c.value))
}

fn is_index(value: &Value) -> bool {
    match value {
        Value::Number(n) => n.is_integer() && n.abs() <= 99.into() && !n.is_zero(),
        Value::Text(text) => {
            let text = one_line(text);
            let bare = text.trim_matches(['(', ')', '[', ']', ' ']);
            let short = |t: &str| {
                let t = t.trim_matches(['(', ')', ' ']);
                (!t.is_empty() && t.len() <= 2 && t.chars().all(|c| c.is_ascii_digit()))
                    || (t.len() == 1 && t.chars().all(|c| c.is_ascii_uppercase()))
            };
            // `7=4+6`, `(5)=(3)/(4)*100`
            let formula =
                bare.contains('=') && bare.chars().all(|c| c.is_ascii_digit() || "=+-*/x:().,[] ".contains(c));
            short(bare) || formula
        }
        _ => false,
    }
}

/// Tells whether a row of the table repeats the headings (a page break may repeat them without the
/// header being found again, such as without its value column).
pub fn repeats(header: &Header, cells: &[Cell]) -> bool {
    let same = cells.iter().filter_map(|c| Some((c.at.column, c.text()?))).filter(|(column, text)| {
        let heading = header.columns.values().find(|h| h.column == *column);
        // Lengths tell most apart without folding.
        heading.is_some_and(|h| text.len() <= 2 * h.text.len() + 16 && heading_key(text) == h.key)
    });
    same.count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: &[&str]) -> Vec<Cell> {
        texts
            .iter()
            .zip(0u32..)
            .filter(|(t, _)| !t.is_empty())
            .map(|(t, column)| {
                let value = t.parse().map_or_else(|_| Value::Text((*t).to_owned()), Value::Number);
                Cell { at: Address { row: 5, column }, value, style: None }
            })
            .collect()
    }

    #[test]
    fn index_rows_are_recognised_in_all_their_shapes() {
        for row in [
            &["(1)", "(2)", "(3)"][..],
            &["1", "2", "3", "4"],
            &["A", "B", "1", "2"],
            &["-1", "-2", "-3"],
            &["(1)", "(2)", "(3)=(4)+(7)"],
            &["1", "2", "7=4+6"],
        ] {
            assert!(is_index_row(&cells(row)), "{row:?}");
        }
        for row in [&["1", "Số hộ", "Hộ", "12"][..], &["STT", "Chỉ tiêu"], &["1"], &["1", "2", "250"]] {
            assert!(!is_index_row(&cells(row)), "{row:?}");
        }
    }
}
