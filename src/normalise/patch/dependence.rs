//! Which formulas come to the same as before, whatever some cells have become: those that point at none of them, nor
//! at a formula that does.
//!
//! What cannot be followed (names, INDIRECT, tables, other workbooks) may point anywhere, and is taken to.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::{Address, Area, LAST_COLUMN, LAST_ROW};
use crate::intake::{SheetFormulas, as_excel};

/// Formulas of each sheet that keep their results, by the sheet's name.
pub(super) type Kept = BTreeMap<String, BTreeSet<Address>>;

/// Of workbooks with more formulas none is followed.
const MOST: usize = 100_000;
/// Cells and rows looked at; then nothing is known.
const STEPS: usize = 20_000_000;
/// How often all formulas are gone through, forwards and backwards in turn; chains that turn more often are not known.
const PASSES: usize = 32;

/// Tells which formulas keep their results where some cells of each sheet change.
pub(super) fn kept(formulas: &SheetFormulas, changed: &BTreeMap<String, BTreeSet<Address>>) -> Kept {
    follow(formulas, changed).unwrap_or_default()
}

fn follow(formulas: &SheetFormulas, changed: &BTreeMap<String, BTreeSet<Address>>) -> Option<Kept> {
    if formulas.values().map(BTreeMap::len).sum::<usize>() > MOST {
        return None;
    }
    // Names of sheets are told apart without regard to capitals.
    let mut names: Vec<&String> = formulas.keys().chain(changed.keys()).collect();
    names.sort_unstable();
    names.dedup();
    let places: BTreeMap<String, usize> = names.iter().zip(0..).map(|(name, at)| (name.to_lowercase(), at)).collect();
    let mut dirty: Vec<Dirty> = vec![Dirty::default(); names.len()];
    let mut open: Vec<Formula> = Vec::new();
    for (name, sheet) in names.iter().zip(0..) {
        let cells = changed.get(*name);
        cells.into_iter().flatten().for_each(|at| dirty.get_mut(sheet).into_iter().for_each(|d| d.put(*at)));
        for (at, text) in formulas.get(*name).into_iter().flatten() {
            let itself = cells.is_some_and(|cells| cells.contains(at));
            match references(text, sheet, &places).filter(|_| !itself) {
                Some(over) => open.push(Formula { sheet, at: *at, over }),
                None => dirty.get_mut(sheet)?.put(*at),
            }
        }
    }
    let mut steps = STEPS;
    for pass in 0..=PASSES {
        let before = open.len();
        let mut clean = Vec::with_capacity(before);
        for formula in open {
            if touched(&formula, &dirty, &mut steps)? {
                dirty.get_mut(formula.sheet)?.put(formula.at);
            } else {
                clean.push(formula);
            }
        }
        open = clean;
        if open.len() == before {
            let mut kept = Kept::new();
            for formula in open {
                kept.entry((*names.get(formula.sheet)?).clone()).or_default().insert(formula.at);
            }
            return Some(kept);
        }
        if pass < PASSES {
            open.reverse();
        }
    }
    None
}

/// A formula of which nothing is known to have changed.
struct Formula {
    sheet: usize,
    at: Address,
    over: Vec<(usize, Area)>,
}

/// The cells of a sheet that are not what they were, or may not be, by row.
#[derive(Clone, Default)]
struct Dirty(BTreeMap<u32, BTreeSet<u32>>);

impl Dirty {
    fn put(&mut self, at: Address) {
        self.0.entry(at.row).or_default().insert(at.column);
    }
}

/// Tells whether a formula points at what changed; nothing where that takes too long.
fn touched(formula: &Formula, dirty: &[Dirty], steps: &mut usize) -> Option<bool> {
    for (sheet, area) in &formula.over {
        *steps = steps.checked_sub(1)?;
        for columns in dirty.get(*sheet)?.0.range(area.rows()).map(|(_, columns)| columns) {
            *steps = steps.checked_sub(1)?;
            if columns.range(area.first.column..=area.last.column).next().is_some() {
                return Some(true);
            }
        }
    }
    Some(false)
}

/// Functions whose result hangs on more than what stands in their brackets.
const ELSEWHERE: &[&str] = &["INDIRECT", "OFFSET", "CELL", "INFO", "GETPIVOTDATA", "RTD", "CALL", "REGISTER.ID"];

/// What a formula points at; nothing where that cannot be told from its text.
fn references(formula: &str, own: usize, places: &BTreeMap<String, usize>) -> Option<Vec<(usize, Area)>> {
    let mut found = Vec::new();
    let formula = as_excel(formula);
    let mut rest = formula.trim_start_matches('=');
    while let Some(c) = rest.chars().next() {
        rest = match c {
            '"' => rest.get(1..)?.split_once('"')?.1,
            '\'' => {
                let (name, behind) = quoted(rest.get(1..)?)?;
                let (area, behind) = reference(behind.strip_prefix('!')?)?;
                found.push((*places.get(&name.to_lowercase())?, area));
                behind
            }
            // A table's columns, another workbook, an error, a range between what functions give.
            '[' | ']' | '#' | ':' | '!' => return None,
            c if c.is_alphanumeric() || matches!(c, '_' | '$' | '\\' | '.') => {
                let (word, behind) = word(rest);
                if let Some(behind) = behind.strip_prefix('!') {
                    let (area, behind) = reference(behind)?;
                    found.push((*places.get(&word.to_lowercase())?, area));
                    behind
                } else if behind.starts_with('(') {
                    let upper = word.to_uppercase();
                    let name = upper.rsplit_once("XLFN.").map_or(upper.as_str(), |(_, name)| name);
                    if ELSEWHERE.contains(&name) || name.starts_with("CUBE") || name.starts_with("_XL") {
                        return None;
                    }
                    behind
                } else if let Some((area, behind)) = reference(rest) {
                    found.push((own, area));
                    behind
                } else if is_number(word) || matches!(word.to_uppercase().as_str(), "TRUE" | "FALSE") {
                    behind
                } else {
                    return None;
                }
            }
            c => rest.get(c.len_utf8()..)?,
        };
    }
    Some(found)
}

/// What stands up to the closing quote, and behind it; a quote of the name itself is written twice. Of other
/// workbooks, and of several sheets at once, nothing is known.
fn quoted(text: &str) -> Option<(String, &str)> {
    let (mut name, mut rest) = (String::new(), text);
    loop {
        let (part, behind) = rest.split_once('\'')?;
        name.push_str(part);
        match behind.strip_prefix('\'') {
            Some(more) => {
                name.push('\'');
                rest = more;
            }
            None => return Some((name, behind)).filter(|(name, _)| !name.contains(['[', ']', ':'])),
        }
    }
}

/// The word that a text begins with, and what is behind it.
fn word(text: &str) -> (&str, &str) {
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '\\' | '.' | '?');
    text.split_at(text.find(|c: char| !in_word(c)).unwrap_or(text.len()))
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'E' | 'e'))
}

/// The cell, the range, or the whole columns or rows that a text begins with, and what is behind them.
fn reference(text: &str) -> Option<(Area, &str)> {
    let (first, behind) = word(text);
    let (area, behind) = match behind.strip_prefix(':').map(word) {
        Some((last, behind)) => (corners(first, last)?, behind),
        None => (Address::parse(first).map(|at| Area { first: at, last: at })?, behind),
    };
    // `Q1:Q4!A1` are sheets, `A1#` is as many cells as come out, `A1:B2:C3` and `LOG10(` are no such things.
    (!behind.starts_with(['!', '#', ':', '(', '['])).then_some((area, behind))
}

fn corners(first: &str, last: &str) -> Option<Area> {
    if let (Some(a), Some(b)) = (Address::parse(first), Address::parse(last)) {
        return Some(Area::between(a, b));
    }
    let bare = |text: &str| text.replace('$', "");
    let (first, last) = (bare(first), bare(last));
    // `A:B` is all of the rows, `1:2` all of the columns.
    let column =
        |text: &str| Address::parse(&format!("{text}1")).filter(|_| text.bytes().all(|b| b.is_ascii_alphabetic()));
    if let (Some(a), Some(b)) = (column(&first), column(&last)) {
        return Some(Area::between(a, Address { row: LAST_ROW, ..b }));
    }
    let row = |text: &str| text.parse::<u32>().ok()?.checked_sub(1).filter(|row| *row <= LAST_ROW);
    let (a, b) = (row(&first)?, row(&last)?);
    Some(Area::between(Address { row: a, column: 0 }, Address { row: b, column: LAST_COLUMN }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Address {
        Address::parse(text).unwrap()
    }

    #[test]
    fn a_formula_keeps_its_result_where_nothing_that_it_points_at_changed() {
        let own = [
            ("C1", "ROUND(A1/B1*100,2)"),
            ("C2", "ROUND(A2/B2*100,2)"),
            ("C3", "C2+1"),
            ("C4", "IF($B$1>0,\"A2\",0)"),
            ("C5", "SUM(A:A)"),
            ("C6", "SUM($A$3:$B$9)"),
            ("C7", "SUM(1:3)"),
            ("C8", "INDIRECT(\"A\"&1)"),
            ("C9", "total*2"),
            ("D1", "D2"),
            ("D2", "D3"),
            ("D3", "'Trang ''hai'''!A1"),
            ("D4", "SUM(Ba!A1:A9)"),
            ("D5", "SUM(Table1[x])"),
            ("D6", "1E5+LOG10(B1)+TRUE"),
            ("D7", "SUM(B1:INDEX(B:B,2))"),
            ("D8", "SUM(Q1:Q4!B9)"),
            ("D9", "_xlfn.IFERROR(VLOOKUP(B1,B3:B9,1,FALSE),\"\")"),
            ("E1", "[1]Ba!A1"),
            ("E2", "A2"),
        ];
        let other = [("A1", "Một!A2"), ("B1", "Một!B2")];
        let sheet = |cells: &[(&str, &str)]| cells.iter().map(|(a, f)| (at(a), (*f).to_owned())).collect();
        let formulas: SheetFormulas = [
            ("Một".to_owned(), sheet(&own)),
            ("Trang 'hai'".to_owned(), sheet(&other)),
            ("Ba".to_owned(), BTreeMap::new()),
        ]
        .into_iter()
        .collect();
        let changed = BTreeMap::from([("Một".to_owned(), BTreeSet::from([at("A2")]))]);
        let kept = kept(&formulas, &changed);
        let of = |name: &str| kept[name].iter().map(Address::to_string).collect::<Vec<_>>();
        assert_eq!(of("Một"), ["C1", "C4", "D4", "C6", "D6", "D9"]);
        assert_eq!(of("Trang 'hai'"), ["B1"]);
    }

    #[test]
    fn long_chains_end_either_way() {
        let chain = |text: &dyn Fn(u32) -> String| -> SheetFormulas {
            let cells = (1..5000u32).map(|row| (Address { row, column: 0 }, text(row))).collect();
            [("S".to_owned(), cells)].into_iter().collect()
        };
        let first = BTreeMap::from([("S".to_owned(), BTreeSet::from([at("A1")]))]);
        let last = BTreeMap::from([("S".to_owned(), BTreeSet::from([at("A5001")]))]);
        assert!(kept(&chain(&|row| format!("A{row}+1")), &first).is_empty());
        assert!(kept(&chain(&|row| format!("A{}+1", row + 2)), &last).is_empty());
        assert_eq!(kept(&chain(&|row| format!("A{}+1", row + 2)), &first)["S"].len(), 4999);
    }
}
