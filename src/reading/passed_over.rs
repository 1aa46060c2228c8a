//! What a sum passes over: figures that were typed as text. Excel adds numbers alone, so the result that is saved
//! with the formula lacks them, while they are read here as the figures that they are.

use crate::address::{Address, Area};
use crate::intake::{Sheet, Value};
use crate::vietnamese::number::{self, Readings};

use super::formula::{address, as_excel};

/// The figures typed as text that the sums of a formula pass over, with what stands there.
pub(super) fn by(formula: &str, sheet: &Sheet) -> Vec<(Address, String)> {
    let mut found = Vec::new();
    for area in areas(formula) {
        let rows = sheet.rows_in(area.first.row..=area.last.row);
        for cell in rows.flat_map(|(_, cells)| cells).filter(|c| area.contains(c.at)) {
            if let Value::Text(text) = &cell.value
                && adds(text)
                && !found.iter().any(|(at, _)| *at == cell.at)
            {
                found.push((cell.at, text.trim().to_owned()));
            }
        }
    }
    found
}

/// Tells whether a text is a figure that the sum lacks: «0» typed as text adds nothing.
fn adds(text: &str) -> bool {
    number::read(text).is_ok_and(|numeral| match numeral.readings {
        Readings::One(one) => !one.value.is_zero(),
        Readings::Two { grouped, decimal } => !grouped.value.is_zero() || !decimal.value.is_zero(),
    })
}

/// What the sums of a formula add: ranges and cells of the same sheet, not expressions.
fn areas(formula: &str) -> Vec<Area> {
    let formula = as_excel(formula).to_ascii_uppercase();
    let arguments = formula.split("SUM(").skip(1).filter_map(|rest| rest.split(')').next());
    arguments.flat_map(|inside| inside.split([',', ';']).filter_map(area).collect::<Vec<_>>()).collect()
}

fn area(argument: &str) -> Option<Area> {
    let (a, b) = argument.split_once(':').unwrap_or((argument, argument));
    Some(Area::between(address(a.trim())?, address(b.trim())?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Cell;

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
