//! Rates that stand beside what they are made of: each is its numerator by its denominators, as its form
//! aggregates it («Tỷ lệ giải ngân» = giải ngân / (kế hoạch + kéo dài) × 100).

use rust_decimal::Decimal;

use crate::finding::balance::{self, Failure};
use crate::form::{Aggregate, Form, Over, Parts, Relation};

use super::super::tally::{Count, Why};
use super::edit::{Edit, PLACES, Standing};
use super::{Cell, Figures, Held};

/// Tells whether a form has rates to be held against their parts.
pub(super) fn has_rates(form: &Form) -> bool {
    let rate = |f: &crate::form::Figure| matches!(f.aggregate, Aggregate::Ratio { .. });
    form.value_columns().any(|(_, c)| c.figure.as_ref().is_some_and(rate)) || form.rows.iter().any(|r| rate(&r.figure))
}

impl Figures<'_> {
    /// Holds every rate against its parts.
    pub(super) fn rates(&self, count: &mut Count) -> Vec<Held> {
        let columns: Vec<usize> = self.form.value_columns().map(|(at, _)| at).collect();
        let cells = self.rows.iter().flat_map(|row| columns.iter().map(|column| (*row, *column)));
        let mut held = Vec::new();
        for cell in cells.filter(|cell| self.values.contains_key(cell)) {
            let Some((parts, factor)) = self.parts(cell) else { continue };
            let outcome = self.rate(cell, parts, factor).and_then(|edit| {
                let outcome = edit.hold(|at| self.values.get(&at).copied())?;
                Some((edit, outcome))
            });
            let Some((edit, outcome)) = outcome else {
                count.untested(Why::NotGiven);
                continue;
            };
            count.add(outcome.holds);
            let failure = (!outcome.holds).then(|| Failure {
                left: self.name(cell),
                left_value: outcome.left,
                right: self.spoken_parts(parts, factor),
                right_value: outcome.right,
                relation: balance::Standing::Equal,
            });
            held.push(Held { edit, failure });
        }
        held
    }

    /// What a rate is made of; nothing where the form says so with a rule of its own, which is held as such.
    pub(super) fn parts(&self, cell: Cell) -> Option<(&Parts, Decimal)> {
        self.quotient(cell).filter(|(parts, _)| !self.is_ruled_rate(cell, parts.of))
    }

    /// Tells whether a figure is a quotient of others.
    pub(super) fn is_rate(&self, cell: Cell) -> bool {
        self.quotient(cell).is_some() || [Over::Rows, Over::Columns].iter().any(|over| self.is_ruled_rate(cell, *over))
    }

    fn quotient(&self, cell: Cell) -> Option<(&Parts, Decimal)> {
        let figure = match self.form.rows.get(cell.0).filter(|_| !self.form.is_list()) {
            Some(row) => self.form.figure(row, cell.1),
            None => self.form.columns.get(cell.1)?.figure.as_ref()?,
        };
        let Aggregate::Ratio { parts, factor } = &figure.aggregate else { return None };
        Some((parts, *factor))
    }

    /// Tells whether a rule of the form makes a quotient of a figure.
    fn is_ruled_rate(&self, cell: Cell, over: Over) -> bool {
        let left = if over == Over::Rows { cell.0 } else { cell.1 };
        self.form.rules.iter().any(|rule| {
            let quotient = matches!(rule.balance.relation, Relation::Quotient { .. });
            quotient && rule.over == over && rule.balance.left == left
        })
    }

    /// What is asked of a rate whose parts are given.
    pub(super) fn rate(&self, cell: Cell, parts: &Parts, factor: Decimal) -> Option<Edit> {
        let at = |other: usize| if parts.of == Over::Rows { (other, cell.1) } else { (cell.0, other) };
        let cells: Vec<Cell> = std::iter::once(cell).chain(parts.all().map(at)).collect();
        let given = cells.iter().all(|cell| self.values.contains_key(cell));
        let value = self.values.get(&cell).filter(|_| given)?;
        let slack = shown(*value).checked_add(self.rounding(&cells, factor).unwrap_or_default())?;
        Some(Edit { cells, relation: Standing::Quotient(factor), slack })
    }

    /// How far the quotient of the parts may be off because each of them is rounded.
    fn rounding(&self, cells: &[Cell], factor: Decimal) -> Option<Decimal> {
        let (over, under) = cells.get(1..)?.split_first()?;
        let value = |cell: &Cell| self.values.get(cell).copied();
        let half = |cell: &Cell| self.steps.get(cell).copied().unwrap_or_default().checked_mul(Decimal::new(5, 1));
        let sum = |of: &dyn Fn(&Cell) -> Option<Decimal>| {
            under.iter().try_fold(Decimal::ZERO, |sum, cell| sum.checked_add(of(cell)?))
        };
        let (top, bottom) = (value(over)?, sum(&value)?);
        let most = top.checked_add(half(over)?)?.checked_div(bottom.checked_sub(sum(&half)?)?)?;
        most.checked_sub(top.checked_div(bottom)?)?.checked_mul(factor).map(|off| off.abs())
    }

    /// The parts in the form's words: `giải ngân / (kế hoạch + kéo dài) × 100`.
    pub(super) fn spoken_parts(&self, parts: &Parts, factor: Decimal) -> String {
        let name = |at: usize| match parts.of {
            Over::Columns => self.form.spoken_column(at),
            Over::Rows => self.form.spoken_row(at),
        };
        let under: Vec<String> = parts.under.iter().map(|at| name(*at)).collect();
        let under = if under.len() > 1 { format!("({})", under.join(" + ")) } else { under.concat() };
        let times = if factor == Decimal::ONE { String::new() } else { format!(" × {}", factor.normalize()) };
        format!("{} / {under}{times}", name(parts.over))
    }
}

/// What rounding may have taken: a quotient is rounded where it is shown, and cut as often as rounded; that of
/// rounded figures may be off a little more.
pub(super) fn shown(value: Decimal) -> Decimal {
    Decimal::new(1, value.normalize().scale().min(PLACES - 1))
}
