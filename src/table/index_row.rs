//! The column index row below the headings: `(1) (2) (3)`, `1 2 3`, `A B 1 2`, `-1 -2 -3` (what Excel
//! makes of a typed `(1)`), with formulas such as `(3)=(4)+(7)`, `7=4+6`, `(5)=(3)/(4)*100`,
//! `E = 1 đến 20`. One that has an odd mark in it is read by [`odd_index`].

use std::collections::BTreeMap;

use crate::intake::{Cell, Value};
use crate::vietnamese::text::one_line;

use super::formula::{Formula, bare, is_balanced, read_formula};
use super::odd_index;

/// What stands in one cell of an index row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexCell {
    /// The column's own name: `3`, `A`.
    pub name: String,
    /// What it is made of, where the row says so.
    pub formula: Option<Formula>,
    /// What it says where that is no sum or quotient that can be read.
    pub unread: Option<String>,
}

/// Tells whether a row is a column index row.
pub fn is_index_row(cells: &[Cell]) -> bool {
    is_index_row_of_body(cells, true)
}

/// Tells whether a row among those of a table is a column index row: right behind headings that stand there again one with
/// an odd mark is, elsewhere it may be a row of figures.
pub fn is_index_row_of_body(cells: &[Cell], behind_headings: bool) -> bool {
    is_plain(cells) || behind_headings && odd_index::read(cells).is_some()
}

/// What an index row right below headings says of its columns; nothing of a row that is none.
pub fn below_headings(cells: &[Cell]) -> Option<BTreeMap<u32, IndexCell>> {
    if is_plain(cells) && counts(cells) {
        return Some(cells.iter().filter_map(|c| Some((c.at.column, read(&c.value)?))).collect());
    }
    odd_index::read(cells)
}

/// Tells whether all that stands in a row are names of columns and formulas over them.
fn is_plain(cells: &[Cell]) -> bool {
    // Nearly every row has a label, which tells at once.
    let words = |c: &Cell| c.text().is_some_and(has_words);
    cells.len() >= 2 && !cells.iter().any(words) && cells.iter().all(|c| read(&c.value).is_some())
}

/// Tells of most texts that they are no name of a column, which has one letter at most, nor a formula.
fn has_words(text: &str) -> bool {
    text.bytes().filter(u8::is_ascii_alphabetic).nth(1).is_some() && !text.contains('=')
}

/// Tells whether a row is an index row that counts: most cells go on from the one before. A blank list
/// has rows of bare numbers too, but they do not.
fn counts(cells: &[Cell]) -> bool {
    let names: Vec<String> = cells.iter().filter_map(|c| read(&c.value)).map(|i| i.name).collect();
    let numbers: Vec<i64> = names.iter().filter_map(|n| n.parse().ok()).collect();
    let steps = numbers.windows(2).filter(|w| matches!(w, [a, b] if *b == a + 1)).count();
    let first = names.first().is_some_and(|n| matches!(n.as_str(), "1" | "A" | "a"));
    names.len() == cells.len() && first && 2 * steps + 2 >= numbers.len()
}

/// No name of a column is longer, whatever brackets and spaces it has.
const LONGEST: usize = 40;

/// Reads one cell of an index row.
pub fn read(value: &Value) -> Option<IndexCell> {
    match value {
        Value::Number(n) => {
            let small = n.is_integer() && n.abs() <= 99.into() && !n.is_zero();
            small.then(|| IndexCell { name: n.abs().normalize().to_string(), formula: None, unread: None })
        }
        // Only a formula is long; most texts are labels.
        Value::Text(text) if text.trim().len() > LONGEST && !text.contains('=') => None,
        Value::Text(text) => read_text(&one_line(text)),
        _ => None,
    }
}

pub(super) fn read_text(text: &str) -> Option<IndexCell> {
    let text = text.trim();
    // `(3)=(4)+(7)` stands with its name, `=4+6` without.
    let inside = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    let whole = inside.filter(|t| t.contains('=') && is_balanced(t));
    let (name, formula) = match whole.unwrap_or(text).split_once('=') {
        None => (text, None),
        Some((name, said)) if is_formula(said) => (name, Some(read_formula(said))),
        Some(_) => return None,
    };
    let name = bare(name);
    let is_name = |n: &str| {
        (!n.is_empty() && n.len() <= 2 && n.chars().all(|c| c.is_ascii_digit()))
            || (n.len() == 1 && n.chars().all(|c| c.is_ascii_alphabetic()))
    };
    // «-1» is what becomes of «(1)», in a csv too.
    let name = match name.strip_prefix(['-', '−']) {
        Some(number) if formula.is_none() && number.bytes().all(|b| b.is_ascii_digit()) => bare(number),
        _ => name,
    };
    let named = is_name(&name) || (name.is_empty() && text.starts_with('='));
    let unread = matches!(formula, Some(None)).then(|| text.to_owned());
    named.then_some(IndexCell { name, formula: formula.flatten(), unread })
}

/// Tells whether a text is made of names of columns and signs, whether or not it is a sum or quotient.
pub(super) fn is_formula(text: &str) -> bool {
    let text = text.replace("đến", "");
    let name = text.chars().any(|c| c.is_ascii_alphanumeric());
    name && text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || "+-–−*×x/:÷().,[]% ".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;

    fn cells(texts: &[&str]) -> Vec<Cell> {
        texts
            .iter()
            .zip(0u32..)
            .filter(|(t, _)| !t.is_empty())
            .map(|(t, column)| {
                let value = t.parse().map_or_else(|_| Value::Text((*t).into()), Value::Number);
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
            &["A", "B", "1", "2", "3=1+2", "(5)=(3)/(4)*100"],
            &["1", "2", "E = 1 đến 20"],
        ] {
            assert!(is_index_row(&cells(row)), "{row:?}");
            assert!(counts(&cells(row)), "{row:?}");
        }
        for row in [&["1", "Số hộ", "Hộ", "12"][..], &["STT", "Chỉ tiêu"], &["1"], &["1", "2", "250"]] {
            assert!(!is_index_row(&cells(row)), "{row:?}");
        }
        assert!(!counts(&cells(&["1", "5", "9", "2"])));
    }
}
