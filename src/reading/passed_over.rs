//! What a sum passes over: figures that were typed as text. Excel adds numbers alone, so the result that is saved
//! with the formula lacks them, while they are read here as the figures that they are.

use std::collections::BTreeSet;

use crate::address::{Address, Area};
use crate::intake::{Cell, Sheet, Value};
use crate::vietnamese::number::{self, Readings};

use super::formula::{address, as_excel};

/// Formulas that point at formulas are followed so far: no appendix has as many, and circles end.
const MOST: usize = 10_000;

/// The figures typed as text that the sums of a formula pass over, or the formulas that it points at, with what
/// stands there.
pub(super) fn by(formula: &str, sheet: &Sheet) -> Vec<(Address, String)> {
    let mut found = Vec::new();
    let (mut seen, mut open) = (BTreeSet::new(), vec![formula]);
    while let Some(formula) = open.pop() {
        let formula = as_excel(formula).to_ascii_uppercase();
        for area in summed(&formula) {
            for cell in cells(sheet, area) {
                if let Value::Text(text) = &cell.value
                    && adds(text)
                    && !found.iter().any(|(at, _)| *at == cell.at)
                {
                    found.push((cell.at, text.trim().to_owned()));
                }
            }
        }
        for at in pointed_at(&formula).into_iter().flat_map(|area| cells(sheet, area)).map(|cell| cell.at) {
            if seen.len() < MOST && seen.insert(at) {
                open.extend(sheet.sums.get(&at).map(String::as_str));
            }
        }
    }
    found.sort();
    found
}

fn cells(sheet: &Sheet, area: Area) -> impl Iterator<Item = &Cell> {
    let rows = sheet.rows_in(area.first.row..=area.last.row);
    rows.flat_map(|(_, cells)| cells).filter(move |cell| area.contains(cell.at))
}

/// Tells whether a text is a figure that the sum lacks: «0» typed as text adds nothing.
fn adds(text: &str) -> bool {
    number::read(text).is_ok_and(|numeral| match numeral.readings {
        Readings::One(one) => !one.value.is_zero(),
        Readings::Two { grouped, decimal } => !grouped.value.is_zero() || !decimal.value.is_zero(),
    })
}

/// What the sums of a formula add: ranges and cells of the same sheet, not expressions.
fn summed(formula: &str) -> Vec<Area> {
    let arguments = formula.split("SUM(").skip(1).filter_map(|rest| rest.split(')').next());
    arguments.flat_map(|inside| inside.split([',', ';']).filter_map(area).collect::<Vec<_>>()).collect()
}

/// The ranges and cells of the same sheet that a formula points at anywhere.
fn pointed_at(formula: &str) -> Vec<Area> {
    let outside = |c: char| !(c.is_alphanumeric() || matches!(c, '$' | ':' | '!' | '\'' | '_' | '.'));
    formula.split(outside).filter_map(area).collect()
}

fn area(argument: &str) -> Option<Area> {
    let (a, b) = argument.split_once(':').unwrap_or((argument, argument));
    Some(Area::between(address(a.trim())?, address(b.trim())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_over_a_sum_that_passes_over_figures_lacks_them_too() {
        let cells = [("C5", Value::Text("1.000".into())), ("C6", Value::Number(60.into()))]
            .into_iter()
            .chain(["C4", "C7", "C10", "C11"].map(|at| (at, Value::Number(60.into()))));
        let cells = cells.map(|(at, value)| Cell { at: Address::parse(at).unwrap(), value, style: None });
        let mut sheet = Sheet::new("S", true, cells, vec![]);
        let formulas = [("C4", "SUM(C5:C6)"), ("C10", "C4+C7"), ("C11", "Sheet2!C4*C7"), ("C7", "C10+C7")];
        sheet.sums = formulas.map(|(at, of)| (Address::parse(at).unwrap(), of.to_owned())).into();
        for (formula, expected) in
            [("C4+C6", 1), ("$C$10*2", 1), ("SUM(C10:C11)", 1), ("Sheet2!C4+C6", 0), ("C5+C6", 0)]
        {
            assert_eq!(by(formula, &sheet).len(), expected, "{formula}");
        }
    }

    #[test]
    fn figures_typed_as_text_are_found_in_the_ranges_of_sums_and_nowhere_else() {
        let cells = [
            ("D5", Value::Number(12.into())),
            ("E5", Value::Text("1.015".into())),
            ("F5", Value::Text("Hộ".into())),
            ("G5", Value::Text("7".into())),
            ("D6", Value::Text("0".into())),
            ("E6", Value::Text("0,0".into())),
            ("F6", Value::Text("00".into())),
            ("G6", Value::Text("-".into())),
        ];
        let cells = cells.map(|(at, value)| Cell { at: Address::parse(at).unwrap(), value, style: None });
        let sheet = Sheet::new("S", true, cells, vec![]);
        for (formula, expected) in [
            ("SUM(D5:G5)", "E5 G5"),
            ("=sum($D$5,E5)", "E5"),
            ("of:=SUM([.D5:.F5])", "E5"),
            ("D5+SUM(G5;D5)/2", "G5"),
            ("SUM(D5:D9)", ""),
            ("E5+G5", ""),
            ("SUM(Sheet2!E5)", ""),
            ("SUM(E5*2)", ""),
            ("SUM(D6:G6)", ""),
        ] {
            let found = by(formula, &sheet).iter().map(|(at, _)| at.to_string()).collect::<Vec<_>>().join(" ");
            assert_eq!(found, expected, "{formula}");
        }
    }
}
