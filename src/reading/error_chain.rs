//! Why a formula says «#VALUE!» or has words for a result: the cell that it points at, over other formulas, which holds
//! a text, or the first error. The formula itself is right, and a figure typed over it would be the next fault.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::Address;
use crate::finding::reading::Problem;
use crate::intake::{Cell, Sheet, Value, as_excel};

use super::passed_over::{cells, pointed_at, summed};

/// Formulas that point at formulas are followed so far: no appendix has as many, and circles end.
const MOST: usize = 10_000;

/// More causes than these are no cause.
const CAUSES: usize = 4;

/// The error with which a text that is added goes on.
const OF_TEXT: &str = "#VALUE!";

/// Why a cell has an error, or words, for the result of its formula, where that is another cell.
pub(super) fn of(cell: &Cell, sheet: &Sheet) -> Option<Problem> {
    // Most cells have no formula that was read.
    sheet.sums.get(&cell.at)?;
    let said = match &cell.value {
        Value::Error(error) => error.clone(),
        Value::Text(text) => text.trim().to_owned(),
        _ => return None,
    };
    let mut causes: BTreeMap<Address, String> = BTreeMap::new();
    let (mut seen, mut open) = (BTreeSet::from([cell.at]), vec![cell.clone()]);
    while let Some(cell) = open.pop() {
        let Some(formula) = sheet.sums.get(&cell.at) else { continue };
        let below = pointed_at_by(formula, &cell, sheet);
        // The first error of a chain is its cause.
        if below.is_empty() && matches!(cell.value, Value::Error(_)) {
            causes.insert(cell.at, cell.value.to_string());
        }
        for cell in below {
            if seen.len() >= MOST || !seen.insert(cell.at) {
                continue;
            }
            match sheet.sums.contains_key(&cell.at) {
                true => open.push(cell),
                false => _ = causes.insert(cell.at, cell.value.to_string().trim().to_owned()),
            }
        }
    }
    causes.remove(&cell.at);
    let is_told = (1..=CAUSES).contains(&causes.len());
    is_told.then(|| Problem::ErrorOf { said, causes: causes.into_iter().collect() })
}

/// The cells of a formula that make its result what it is: other errors, and texts where it is made of them. `SUM` passes
/// over texts and takes errors.
fn pointed_at_by(formula: &str, cell: &Cell, sheet: &Sheet) -> Vec<Cell> {
    let formula = as_excel(formula).to_ascii_uppercase();
    let is_of_text = match &cell.value {
        Value::Error(error) => error == OF_TEXT,
        Value::Text(_) => true,
        _ => false,
    };
    let summed: Vec<_> = summed(&formula);
    let mut found: BTreeMap<Address, Cell> = BTreeMap::new();
    for area in pointed_at(&formula) {
        let alone = area.first == area.last && !summed.contains(&area);
        for below in cells(sheet, area) {
            let is_why = match &below.value {
                Value::Error(_) => true,
                Value::Text(text) => alone && is_of_text && !is_plain(text),
                _ => false,
            };
            if is_why {
                found.insert(below.at, below.clone());
            }
        }
    }
    found.into_values().collect()
}

/// Digits alone Excel takes for the number that they are, whatever its language.
fn is_plain(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_or_the_first_error_that_a_formula_has_its_error_from_is_found_over_other_formulas() {
        let error = |said: &str| Value::Error(said.to_owned());
        let cells = [
            ("C8", error("#VALUE!")),
            ("D8", error("#VALUE!")),
            ("E20", Value::Text("1.054.338.000 đ".into())),
            ("E21", Value::Text("12".into())),
            ("E19", Value::Text("1.054.338.000 đ".into())),
            ("F8", error("#DIV/0!")),
            ("G8", error("#DIV/0!")),
            ("H8", error("#VALUE!")),
        ];
        let cells: Vec<Cell> =
            cells.map(|(at, value)| Cell { at: Address::parse(at).unwrap(), value, style: None }).into_iter().collect();
        let mut sheet = Sheet::new("S", true, cells.clone(), vec![]);
        let formulas = [
            ("C8", "D8+E21"),
            ("D8", "E19+E21"),
            ("E19", "E20"),
            ("F8", "1/0"),
            ("G8", "SUM(F8:F9)"),
            ("H8", "SUM(E20,E21)+Sheet2!A1"),
        ];
        sheet.sums = formulas.map(|(at, of)| (Address::parse(at).unwrap(), of.to_owned())).into();
        let told = |at: &str| match cells.iter().find(|c| c.at.to_string() == at).and_then(|c| of(c, &sheet)) {
            Some(Problem::ErrorOf { causes, .. }) => {
                causes.iter().map(|(at, _)| at.to_string()).collect::<Vec<_>>().join(" ")
            }
            _ => String::new(),
        };
        for (at, why) in
            [("C8", "E20"), ("D8", "E20"), ("E19", "E20"), ("E20", ""), ("F8", ""), ("G8", "F8"), ("H8", "")]
        {
            assert_eq!(told(at), why, "{at}");
        }
    }
}
