//! Numbers that may have lost their thousands: «1.234», typed where Excel takes the dot for a decimal sign, is stored as
//! the number 1,234 and shown like the texts around it. Of things that are counted whole that is told at once; of
//! money in millions, of areas, only the column tells.

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

/// A figure of a column.
struct Figure {
    at: usize,
    value: Decimal,
    doubtful: bool,
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
        let doubtful = table.sheet.peek_cell(fact.cell()).is_some_and(|cell| may_be(&cell));
        let figure = Figure { at: fact.at(), value: value.abs(), doubtful };
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
    let is_lost = |figure: &&Figure| {
        let thousand = figure.value.checked_mul(Decimal::ONE_THOUSAND);
        let near = |value: Decimal| {
            let (small, large) = (value.min(middle), value.max(middle));
            small.checked_mul(NEAR.into()).is_none_or(|most| large <= most)
        };
        let far = figure.value.checked_mul(FAR.into()).is_some_and(|most| most <= middle);
        figure.doubtful && far && thousand.is_some_and(near)
    };
    figures.iter().filter(is_lost).map(|f| f.at).collect()
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
            };
            values.iter().enumerate().map(of).collect()
        };
        let others = [("1250.5", false), ("2150.75", false), ("980.5", false), ("0", false)];
        for (value, expected) in [("1.234", true), ("3.456", true), ("99.125", false), ("1.5", false)] {
            let all = [&others[..], &[(value, value.len() > 4)]].concat();
            assert_eq!(lost(&figures(&all)), if expected { vec![4] } else { vec![] }, "{value}");
        }
        // Few others, or others of all sizes, say nothing.
        assert!(lost(&figures(&[("1250.5", false), ("980", false), ("1.234", true)])).is_empty());
        assert!(lost(&figures(&[("12", false), ("9", false), ("14", false), ("1.234", true)])).is_empty());
    }
}
