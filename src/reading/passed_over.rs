//! What a sum passes over: figures that were typed as text. Excel adds numbers alone, so the result that is saved
//! with the formula lacks them, while they are read here as the figures that they are. A figure that Excel took for a
//! date («3.4») it adds as the number of a day.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::Area;
use crate::finding::reading::Problem;
use crate::intake::{Cell, Sheet, Value, as_excel, looks_like_figure};
use crate::vietnamese::number::{self, Readings};

use super::formula::address;

/// Formulas that point at formulas are followed so far: no appendix has as many, and circles end.
const MOST: usize = 10_000;

/// The figures typed as text that the sums of a formula pass over, or the formulas that it points at, with what
/// stands there.
pub fn by(formula: &str, sheet: &Sheet) -> Option<Problem> {
    let (mut typed, mut dates) = (BTreeMap::new(), BTreeMap::new());
    let (mut seen, mut open) = (BTreeSet::new(), vec![formula]);
    while let Some(formula) = open.pop() {
        let formula = as_excel(formula).to_ascii_uppercase();
        for area in summed(&formula) {
            for cell in cells(sheet, area) {
                let text = || cell.value.to_string().trim().to_owned();
                match &cell.value {
                    Value::Text(own) if adds(own) => _ = typed.insert(cell.at, text()),
                    Value::Date(_) => _ = dates.insert(cell.at, text()),
                    _ => {}
                }
            }
        }
        for at in pointed_at(&formula).into_iter().flat_map(|area| cells(sheet, area)).map(|cell| cell.at) {
            if seen.len() < MOST && seen.insert(at) {
                open.extend(sheet.sums.get(&at).map(String::as_str));
            }
        }
    }
    let (typed, dates): (Vec<_>, Vec<_>) = (typed.into_iter().collect(), dates.into_iter().collect());
    (!typed.is_empty() || !dates.is_empty()).then_some(Problem::SumPassesOver { typed, dates })
}

pub(super) fn cells(sheet: &Sheet, area: Area) -> impl Iterator<Item = &Cell> {
    let rows = sheet.rows_in(area.first.row..=area.last.row);
    rows.flat_map(|(_, cells)| cells).filter(move |cell| area.contains(cell.at))
}

/// Tells whether a text is a figure that the sum lacks, also one that is not certain («1.O22», «khoảng 1.022»): «0»
/// typed as text adds nothing.
fn adds(text: &str) -> bool {
    match number::read(text) {
        Ok(numeral) => match numeral.readings {
            Readings::One(one) => !one.value.is_zero(),
            Readings::Two { grouped, decimal } => !grouped.value.is_zero() || !decimal.value.is_zero(),
        },
        Err(_) => looks_like_figure(text) && text.contains(|c: char| matches!(c, '1'..='9' | '１'..='９')),
    }
}

/// What the sums of a formula add: ranges and cells of the same sheet, not expressions. `SUBTOTAL` sums as its first
/// argument says (9, or 109 without hidden rows).
pub(super) fn summed(formula: &str) -> Vec<Area> {
    let of = |name: &'static str| formula.split(name).skip(1).filter_map(|rest| rest.split(')').next());
    let subtotals = of("SUBTOTAL(").filter_map(|inside| {
        let (function, rest) = inside.split_once([',', ';'])?;
        matches!(function.trim(), "9" | "109").then_some(rest)
    });
    let arguments = of("SUM(").chain(subtotals);
    arguments.flat_map(|inside| inside.split([',', ';']).filter_map(area).collect::<Vec<_>>()).collect()
}

/// The ranges and cells of the same sheet that a formula points at anywhere.
pub(super) fn pointed_at(formula: &str) -> Vec<Area> {
    let outside = |c: char| !(c.is_alphanumeric() || matches!(c, '$' | ':' | '!' | '\'' | '_' | '.'));
    formula.split(outside).filter_map(area).collect()
}

fn area(argument: &str) -> Option<Area> {
    let (a, b) = argument.split_once(':').unwrap_or((argument, argument));
    Some(Area::between(address(a.trim())?, address(b.trim())?))
}

#[cfg(test)]
mod tests {
    use crate::address::Address;
    use crate::intake::cell::DateValue;

    use super::*;

    fn texts(formula: &str, sheet: &Sheet) -> Vec<Address> {
        match by(formula, sheet) {
            Some(Problem::SumPassesOver { typed, dates }) => typed.into_iter().chain(dates).map(|(at, _)| at).collect(),
            _ => Vec::new(),
        }
    }

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
            assert_eq!(texts(formula, &sheet).len(), expected, "{formula}");
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
            ("D17", Value::Text("khoảng 1.022".into())),
            ("E17", Value::Text("1.O22".into())),
            ("F17", Value::Date(DateValue::Serial { days: 45355.0, from_1904: false })),
            ("G17", Value::Text("xã Bình An 2".into())),
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
            ("SUM(D17:G17)", "D17 E17 F17"),
            ("SUBTOTAL(9,D5:G5)", "E5 G5"),
            ("SUBTOTAL(109;E5)", "E5"),
            ("SUBTOTAL(1,D5:G5)", ""),
        ] {
            let found = texts(formula, &sheet).iter().map(Address::to_string).collect::<Vec<_>>().join(" ");
            assert_eq!(found, expected, "{formula}");
        }
    }
}
