//! Parts of a period against the period: the quarters of a year add to what the year's own report says, and a sum
//! that runs through the year is at its end what the year is.

use rust_decimal::Decimal;

use crate::finding::rollup::Problem;
use crate::finding::{Finding, Place};
use crate::form::Aggregate;
use crate::period::Period;
use crate::run::Run;

use super::Rolled;
use super::series::{Cell, Figures, cells, runs};

/// Tells where they do not agree.
pub fn check(periods: &[Rolled], findings: &mut Vec<Finding>) {
    // Mostly no period lies in another, and there is nothing to put in order for this.
    let apart = |own: &Rolled| periods.iter().all(|p| p.period == own.period || !p.period.lies_in(own.period));
    if periods.iter().all(apart) {
        return;
    }
    let figures: Vec<(Period, Figures<'_>)> = periods.iter().map(|p| (p.period, Figures::of(p.shown()))).collect();
    for (period, whole) in &figures {
        let mut parts: Vec<&(Period, Figures<'_>)> =
            figures.iter().filter(|(own, _)| own != period && own.lies_in(*period)).collect();
        parts.sort_by_key(|(own, _)| own.months());
        if !tile(*period, &parts) {
            continue;
        }
        for cell in cells(&whole.run.forms.value) {
            if let Some(problem) = disagreement(*period, whole, &parts, cell) {
                findings.push(Finding::at(place(whole.run, cell), problem));
            }
        }
    }
}

/// Tells whether parts follow one another from the beginning of a period to its end.
fn tile(period: Period, parts: &[&(Period, Figures<'_>)]) -> bool {
    let (from, to) = period.months();
    let mut next = from;
    for (own, _) in parts {
        let (begins, ends) = own.months();
        if begins != next {
            return false;
        }
        next = ends + 1;
    }
    !parts.is_empty() && next == to + 1
}

fn disagreement(period: Period, whole: &Figures<'_>, parts: &[&(Period, Figures<'_>)], cell: Cell) -> Option<Problem> {
    let form = whole.run.forms.value.get(cell.form)?;
    let figure = cell.figure(form)?;
    let running = runs(form, cell).is_some();
    let value = |figures: &Figures<'_>| figures.of_place(cell, whole.run).filter(|v| !v.partial).map(|v| v.value);
    let computed = match &figure.aggregate {
        _ if running => value(&parts.last()?.1)?,
        Aggregate::Last => value(&parts.last()?.1)?,
        Aggregate::Sum => parts.iter().try_fold(Decimal::ZERO, |sum, (_, own)| sum.checked_add(value(own)?))?,
        _ => return None,
    };
    let own = value(whole)?;
    let adds = !running && figure.aggregate == Aggregate::Sum;
    (computed != own).then(|| Problem::PartsDisagree {
        period: period.to_string(),
        parts: parts.iter().map(|(own, _)| own.to_string()).collect(),
        adds,
        computed,
        own,
    })
}

fn place(run: &Run, cell: Cell) -> Place {
    let form = run.forms.value.get(cell.form);
    let row = form.zip(cell.row).and_then(|(f, row)| f.row(row));
    let column = form.and_then(|f| f.columns.get(cell.column));
    let several = form.is_some_and(|f| f.value_columns().count() > 1);
    Place {
        unit: run.place.as_ref().map(|p| run.register.code(p.value).to_owned()),
        row: row.map(|r| r.code.clone()),
        row_label: row.map(|r| r.label.clone()),
        column: column.filter(|_| several).map(|c| c.code.clone()),
        column_heading: column.filter(|_| several).map(|c| c.spoken()),
        ..Place::default()
    }
}
