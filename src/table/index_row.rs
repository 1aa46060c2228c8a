//! The column index row below the headings: `(1) (2) (3)`, `1 2 3`, `A B 1 2`, `-1 -2 -3` (what Excel
//! makes of a typed `(1)`), with formulas such as `(3)=(4)+(7)`, `7=4+6`, `(5)=(3)/(4)*100`,
//! `E = 1 đến 20`.

use rust_decimal::Decimal;

use crate::intake::{Cell, Value};
use crate::vietnamese::text::one_line;

/// What stands in one cell of an index row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexCell {
    /// The column's own name: `3`, `A`.
    pub name: String,
    /// What it is made of, where the row says so.
    pub formula: Option<Formula>,
}

/// A formula over the names of columns or the codes of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// Names added, or taken away where the flag is set.
    Sum(Vec<(bool, String)>),
    /// One name by another, times a factor.
    Quotient {
        /// The numerator.
        over: String,
        /// The denominator.
        under: String,
        /// 100 for per cent.
        factor: Decimal,
    },
}

/// Tells whether a row is a column index row.
pub fn is_index_row(cells: &[Cell]) -> bool {
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
pub fn counts(cells: &[Cell]) -> bool {
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
            small.then(|| IndexCell { name: n.abs().normalize().to_string(), formula: None })
        }
        // Only a formula is long; most texts are labels.
        Value::Text(text) if text.trim().len() > LONGEST && !text.contains('=') => None,
        Value::Text(text) => read_text(&one_line(text)),
        _ => None,
    }
}

fn read_text(text: &str) -> Option<IndexCell> {
    let text = text.trim();
    // `(3)=(4)+(7)` stands with its name, `=4+6` without.
    let inside = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'));
    let whole = inside.filter(|t| t.contains('=') && is_balanced(t));
    let (name, formula) = match whole.unwrap_or(text).split_once('=') {
        None => (text, None),
        Some((name, formula)) if is_formula(formula) => (name, read_formula(formula)),
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
    named.then_some(IndexCell { name, formula })
}

/// Tells whether a text is made of names of columns and signs, whether or not it is a sum or quotient.
fn is_formula(text: &str) -> bool {
    let text = text.replace("đến", "");
    let name = text.chars().any(|c| c.is_ascii_alphanumeric());
    name && text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase() || "+-–−*×x/:÷().,[]% ".contains(c))
}

/// Tells whether every bracket is closed inside a text.
fn is_balanced(text: &str) -> bool {
    let mut depth = 0i32;
    let closed = text.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0
    });
    closed && depth == 0
}

/// A name without its brackets; `03` is `3`.
fn bare(name: &str) -> String {
    let name = name.trim().trim_matches(['(', ')', '[', ']', ' ', '.']);
    match name.parse::<u32>() {
        Ok(number) => number.to_string(),
        Err(_) => name.to_owned(),
    }
}

/// Reads what stands behind the sign of equality, over names of columns or codes of rows; nothing for
/// anything that is neither a sum nor a quotient.
pub fn read_formula(text: &str) -> Option<Formula> {
    let text = text.replace(['×', 'x', 'X', '*'], "*").replace(['÷', ':'], "/").replace(['–', '−'], "-");
    let text = text.trim().trim_end_matches(['.', ';']);
    if let Some((from, until)) = text.split_once("đến") {
        return range(from, until);
    }
    if text.contains('/') {
        return quotient(text);
    }
    let mut terms = Vec::new();
    let mut name = String::new();
    let mut minus = false;
    let mut depth = 0usize;
    for c in text.chars().chain(['+']) {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            '+' | '-' => {
                let term = bare(&name);
                if term.is_empty() {
                    // `+ 4` at the beginning.
                    if !terms.is_empty() {
                        return None;
                    }
                } else {
                    terms.push((minus, term));
                }
                // A sign inside brackets that holds more than one name: `(3) - (4 + 5)`.
                if depth > 0 {
                    return None;
                }
                minus = c == '-';
                name.clear();
            }
            '*' => return None,
            c => name.push(c),
        }
    }
    let sound = |n: &String| n.len() <= 6 && n.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    (terms.len() >= 2 && terms.iter().all(|(_, n)| sound(n))).then_some(Formula::Sum(terms))
}

fn range(from: &str, until: &str) -> Option<Formula> {
    let (from, until): (u32, u32) = (bare(from).parse().ok()?, bare(until).parse().ok()?);
    (from < until && until - from < 100).then(|| Formula::Sum((from..=until).map(|n| (false, n.to_string())).collect()))
}

fn quotient(text: &str) -> Option<Formula> {
    // `(5)=((3)/(4))*100`, `3/4%`, `(3)/(4)*100%`.
    let text = text.trim().trim_end_matches('%').trim();
    let (parts, factor) = match text.split_once('*') {
        Some((parts, factor)) => (parts, bare(factor.trim_end_matches('%')).parse::<Decimal>().ok()?),
        None => (text, Decimal::ONE),
    };
    let (over, under) = parts.split_once('/')?;
    let (over, under) = (bare(over), bare(under));
    let sound = |n: &str| !n.is_empty() && n.len() <= 6 && n.chars().all(|c| c.is_ascii_alphanumeric());
    (sound(&over) && sound(&under) && !factor.is_zero()).then_some(Formula::Quotient { over, under, factor })
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

    #[test]
    fn formulas_of_columns_are_sums_or_quotients_and_nothing_else() {
        let sum = |terms: &[&str]| {
            let term = |t: &&str| (t.starts_with('-'), t.trim_start_matches('-').to_owned());
            Some(Formula::Sum(terms.iter().map(term).collect()))
        };
        let quotient = |over: &str, under: &str, factor: i64| {
            Some(Formula::Quotient { over: over.into(), under: under.into(), factor: factor.into() })
        };
        for (text, expected) in [
            ("(4)+(7)", sum(&["4", "7"])),
            ("4+6", sum(&["4", "6"])),
            ("10+9", sum(&["10", "9"])),
            ("(4) + (7) - (8)", sum(&["4", "7", "-8"])),
            (" 01 + 40", sum(&["1", "40"])),
            ("1 đến 3", sum(&["1", "2", "3"])),
            ("(3)/(4)*100", quotient("3", "4", 100)),
            ("3/4x100%", quotient("3", "4", 100)),
            ("3:4", quotient("3", "4", 1)),
            ("((3)/(4))*100", quotient("3", "4", 100)),
            ("(3)", None),
            ("(3)-(4+5)", None),
            ("(3)*(4)", None),
            ("(3)/(4)-100", None),
            ("số dư", None),
        ] {
            assert_eq!(read_formula(text), expected, "{text}");
        }
    }
}
