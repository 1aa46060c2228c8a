//! Numbers that may have lost their thousands: «1.234», typed where Excel takes the dot for a decimal sign, is stored as
//! the number 1,234 and shown like the texts around it. Of things that are counted whole that is told at once; of
//! money in millions, of areas, only the column tells. That a sum holds tells nothing: a formula adds what is stored.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::finding::reading::Problem;
use crate::finding::{Code, Finding, Place};
use crate::form::{Form, Role};
use crate::intake::{Cell, NumberFormat, Value, Workbook};
use crate::layout::Table;

use super::Facts;
use super::hidden::named;

/// So many other figures of a column tell of what size its figures are.
const LEAST: usize = 3;
/// As it stands it is less than one in so many of the middle figure, times a thousand it is within so many times it.
const FAR: u32 = 50;
const NEAR: u32 = 20;

/// Tells whether a number has three digits behind the point and at most three before it, as «1.234» gives.
pub(super) fn may_be(cell: &Cell) -> bool {
    match &cell.value {
        // Most numbers are whole, which tells at once.
        Value::Number(value) if value.scale() >= 3 && cell.number_format() != NumberFormat::Percent => {
            let value = value.normalize().abs();
            value.scale() == 3 && value >= Decimal::ONE && value < Decimal::ONE_THOUSAND
        }
        _ => false,
    }
}

/// The whole number that a cell's format shows with three decimals: «2.000».
pub(super) fn shown_in_thousandths(cell: &Cell) -> Option<Decimal> {
    let code = cell.style.as_ref().map(|style| style.code.as_str()).filter(|code| !code.is_empty())?;
    let Value::Number(value) = &cell.value else { return None };
    let (_, decimals) = code.split(';').next()?.rsplit_once('.')?;
    // Words may stand behind it: «0.000" hộ"».
    let three = decimals.strip_prefix("000").is_some_and(|rest| !rest.starts_with(['0', '#', '?', '%', 'E', ',']));
    let small = value.abs() < Decimal::ONE_THOUSAND && !value.is_zero();
    (three && small && value.is_integer()).then(|| value.normalize())
}

/// So many other figures with three decimals, and half of all, tell that the column is written with three.
const WRITTEN: usize = 2;
/// As it stands it is among the others if it is no less than one in so many of the least of them but one.
const AMONG: u32 = 10;

/// A figure of a column.
struct Figure {
    at: usize,
    value: Decimal,
    doubtful: bool,
    /// Three decimals stand in the cell, whatever measure it is in.
    in_thousandths: bool,
}

/// Says of a table's columns once where figures may have lost their thousands: they are a thousandth of the others.
pub(super) fn report(
    form: &Form,
    workbook: &Workbook,
    table: &Table<'_>,
    (facts, from): (&mut Facts, usize),
    findings: &mut Vec<Finding>,
) {
    let mut columns: BTreeMap<(&str, String), Vec<Figure>> = BTreeMap::new();
    let is_value = |code: &str| form.columns.iter().find(|c| c.code == code && c.role == Role::Value);
    for fact in facts.stretch(from..facts.len()).iter() {
        let (Some(value), Some(column)) = (fact.state().value(), is_value(fact.column())) else { continue };
        let stored = table.sheet.peek_cell(fact.cell());
        let doubtful = stored.as_deref().is_some_and(may_be);
        let in_thousandths =
            matches!(stored.map(|c| c.value.clone()), Some(Value::Number(n)) if n.normalize().scale() == 3);
        let figure = Figure { at: fact.at(), value: value.abs(), doubtful, in_thousandths };
        columns.entry((&column.code, fact.measure().to_owned())).or_default().push(figure);
    }
    for figures in columns.into_values() {
        let lost = lost(&figures);
        for at in &lost {
            facts.add_code(*at, Code::ThousandsLost);
        }
        let told = lost.first().and_then(|at| facts.get(*at));
        let Some(first) = told else { continue };
        let cells = lost.iter().skip(1).filter_map(|at| Some(facts.get(*at)?.cell())).collect();
        let stored = table.sheet.peek_cell(first.cell()).map(|cell| cell.value.clone());
        let Some(Value::Number(value)) = stored else { continue };
        let stands = named(form, table).find(|(_, cell)| cell.at == first.cell());
        let (label, heading) = stands.map(|(label, cell)| (label, cell.heading.clone())).unzip();
        let place = Place {
            file: Some(workbook.file.clone()),
            sheet: Some(table.sheet.name.clone()),
            cell: Some(first.cell()),
            unit: None,
            unit_name: None,
            row: Some(first.row().to_owned()),
            row_label: label,
            column: Some(first.column().to_owned()),
            column_heading: heading,
        };
        let problem = Problem::ThousandsLost { value, figures: lost.len() };
        let mut finding = Finding::at(place, problem).with_raw(first.raw().into_owned());
        finding.value = first.state().value();
        finding.cells = cells;
        findings.push(finding);
    }
}

/// Those that are a thousandth of what the others of their column are.
fn lost(figures: &[Figure]) -> Vec<usize> {
    let mut others: Vec<Decimal> =
        figures.iter().filter(|f| !f.doubtful && !f.value.is_zero()).map(|f| f.value).collect();
    others.sort_unstable();
    let Some(middle) = others.get(others.len() / 2).copied().filter(|_| others.len() >= LEAST) else {
        return Vec::new();
    };
    let thousand_times = |figure: &Figure| figure.value.checked_mul(Decimal::ONE_THOUSAND);
    let is_odd = |figure: &&Figure| {
        let near = |value: Decimal| {
            let (small, large) = (value.min(middle), value.max(middle));
            small.checked_mul(NEAR.into()).is_none_or(|most| large <= most)
        };
        let far = figure.value.checked_mul(FAR.into()).is_some_and(|most| most <= middle);
        figure.doubtful && far && thousand_times(figure).is_some_and(near)
    };
    let (odd, sound): (Vec<&Figure>, Vec<&Figure>) =
        figures.iter().filter(|f| !f.value.is_zero()).partition(|figure| is_odd(figure));
    // 654,776 million beside 15,206: the column has three decimals throughout.
    let written = sound.iter().filter(|f| f.in_thousandths).count();
    if written >= WRITTEN && written * 2 >= sound.len() {
        return Vec::new();
    }
    // 2,125 ha beside 5,5 and 800: two thousand would be more than all.
    let values = || sound.iter().map(|f| f.value);
    let among = |figure: &&Figure| {
        let above = thousand_times(figure).zip(values().max()).is_some_and(|(value, most)| value > most);
        // One small figure may have lost its thousands too.
        let mut small: Vec<Decimal> = values().collect();
        small.sort_unstable();
        let within = figure.value.checked_mul(AMONG.into()).zip(small.get(1)).is_some_and(|(v, low)| v >= *low);
        above && within
    };
    odd.into_iter().filter(|figure| !among(figure)).map(|f| f.at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousandth_of_the_others_may_have_lost_its_thousands() {
        let figures = |values: &[(&str, bool)]| -> Vec<Figure> {
            let of = |(at, (value, doubtful)): (usize, &(&str, bool))| Figure {
                at,
                value: value.parse().unwrap(),
                doubtful: *doubtful,
                in_thousandths: value.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3),
            };
            values.iter().enumerate().map(of).collect()
        };
        let others = [("1250.5", false), ("2150.75", false), ("980.5", false), ("0", false)];
        for (value, expected) in [("1.234", true), ("3.456", true), ("99.125", false), ("1.5", false)] {
            let all = [&others[..], &[(value, value.len() > 4)]].concat();
            assert_eq!(lost(&figures(&all)), if expected { vec![4] } else { vec![] }, "{value}");
        }
        // Three decimals throughout: millions with their thousands.
        let thousands = ["1654.776", "1141.149", "1136.058", "2036.4"].map(|value| (value, false));
        assert!(lost(&figures(&[&thousands[..], &[("15.206", true)]].concat())).is_empty());
        // Areas of all sizes, of which two thousand hectares would be the largest by far.
        let areas = ["350.5", "420.25", "80", "5.5", "60", "150.75", "800"].map(|value| (value, false));
        assert!(lost(&figures(&[&areas[..], &[("12.375", true), ("2.125", true)]].concat())).is_empty());
        // Far below them all it may have lost its thousands all the same.
        assert_eq!(lost(&figures(&[&areas[..3], &[("1.234", true)]].concat())), [3]);
        // Few others, or others of all sizes, say nothing.
        assert!(lost(&figures(&[("1250.5", false), ("980", false), ("1.234", true)])).is_empty());
        assert!(lost(&figures(&[("12", false), ("9", false), ("14", false), ("1.234", true)])).is_empty());
    }
}
