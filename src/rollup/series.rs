//! The periods beside each other: what a figure was in each, how it changed, what the whole span comes to.

use rust_decimal::Decimal;

use crate::consolidate::{Outcome, Total};
use crate::form::{Aggregate, Form, RowIndex};
use crate::pipeline::Run;
use crate::register::UnitIndex;

use super::Rolled;

/// A figure of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Which form.
    pub form: usize,
    /// Its row.
    pub row: RowIndex,
    /// Its column.
    pub column: usize,
}

/// A value of a place in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value {
    /// The value.
    pub value: Decimal,
    /// Units are missing in it.
    pub partial: bool,
}

/// The figures of the forms of a run, in order.
pub fn cells(forms: &[Form]) -> Vec<Cell> {
    let of = |(form, definition): (usize, &Form)| {
        let cell = move |(row, column, _): (RowIndex, usize, &crate::form::Figure)| Cell { form, row, column };
        definition.cells().map(cell).collect::<Vec<_>>()
    };
    forms.iter().enumerate().filter(|(_, f)| !f.is_list()).flat_map(of).collect()
}

/// The total of a place.
fn total(run: &Run, cell: Cell, unit: UnitIndex) -> Option<&Total> {
    run.totals.iter().find(|t| (t.form, t.row, t.column, t.unit) == (cell.form, Some(cell.row), cell.column, unit))
}

/// What a place or a commune comes to.
pub fn value(run: &Run, cell: Cell, unit: UnitIndex) -> Option<Value> {
    if let Some(total) = total(run, cell, unit) {
        let partial = matches!(total.outcome, Outcome::Partial(_));
        return total.outcome.value().map(|value| Value { value, partial });
    }
    let form = run.forms.value.get(cell.form)?;
    let (row, column) = (form.row(cell.row)?, form.columns.get(cell.column)?);
    let one = run.submissions.iter().find(|s| s.counts && s.unit == Some(unit) && s.submission.form == cell.form)?;
    let fact = one.submission.facts.iter().find(|f| f.row == row.code && f.column == column.code)?;
    fact.state.value().map(|value| Value { value, partial: false })
}

/// The same cell in another run: its form, row and column by their codes.
pub fn in_run(cell: Cell, of: &Run, run: &Run) -> Option<Cell> {
    let form = of.forms.value.get(cell.form)?;
    let (row, column) = (form.row(cell.row)?, form.columns.get(cell.column)?);
    let (at, other) = run.forms.value.iter().enumerate().find(|(_, f)| f.name == form.name)?;
    let row = other.rows.iter().position(|r| r.code == row.code)?;
    let column = other.columns.iter().position(|c| c.code == column.code)?;
    Some(Cell { form: at, row: RowIndex(row), column })
}

/// What all periods come to: flows add, stocks and running sums take the last, ratios are made of what their
/// parts come to; nothing where a period lacks the figure, or where figures neither add nor stand.
pub fn span(periods: &[Rolled], last: &Run, cell: Cell) -> Option<Value> {
    let form = last.forms.value.get(cell.form)?;
    let row = form.row(cell.row)?;
    let figure = form.figure(row, cell.column);
    let cumulative = row.cumulative.or(form.columns.get(cell.column)?.cumulative).is_some();
    let of = |rolled: &Rolled| {
        let run = rolled.shown();
        value(run, in_run(cell, last, run)?, run.place.as_ref()?.value)
    };
    match &figure.aggregate {
        Aggregate::Sum if !cumulative => {
            periods.iter().map(of).try_fold(Value { value: Decimal::ZERO, partial: false }, |sum, one| {
                let one = one?;
                Some(Value { value: sum.value.checked_add(one.value)?, partial: sum.partial || one.partial })
            })
        }
        Aggregate::Ratio { parts, factor } => {
            let part = |at: usize| match parts.of {
                crate::form::Over::Columns => span(periods, last, Cell { column: at, ..cell }),
                crate::form::Over::Rows => span(periods, last, Cell { row: RowIndex(at), ..cell }),
            };
            let over = part(parts.over)?;
            let under = parts
                .under
                .iter()
                .map(|at| part(*at))
                .try_fold(Decimal::ZERO, |sum, one| sum.checked_add(one?.value))?;
            Some(Value { value: over.value.checked_mul(*factor)?.checked_div(under)?, partial: over.partial })
        }
        Aggregate::None | Aggregate::First | Aggregate::Concat => None,
        _ => of(periods.last()?),
    }
}

/// A change between two values, and in per cent of the first.
pub fn change(before: Decimal, now: Decimal) -> (Option<Decimal>, Option<Decimal>) {
    let change = now.checked_sub(before);
    let percent = change
        .filter(|_| !before.is_zero())
        .and_then(|c| c.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(before.abs()));
    (change, percent)
}
