//! The sums that a cell is by the rules of its form, and what formulas of a workbook take for a part that was not read as
//! they do: a refused number as it stands, a blank or a text as 0.

use rust_decimal::Decimal;

use super::{Cell, Figures};
use crate::finding::{Finding, Problem};
use crate::form::{Over, Relation};
use crate::reading::{Fact, Stretch};
use crate::submission::Submission;
use crate::vietnamese::number::{self, Readings};

/// A part of a sum: where it stands, and whether it is taken away.
pub(super) type Part = (Cell, bool);

/// So many parts are tried as 0 and as they stand, each by itself; of more each as it stands.
const MOST: usize = 6;

impl Figures<'_> {
    /// The parts of a cell by each sum of the form that it is.
    pub(super) fn sums(&self, cell: Cell) -> impl Iterator<Item = Vec<Part>> {
        self.form.rules.iter().filter_map(move |rule| {
            let Relation::Sum(terms) = &rule.balance.relation else { return None };
            let is_rows = rule.over == Over::Rows;
            let left = if is_rows { cell.0 } else { cell.1 };
            if rule.balance.left != left || (is_rows && !self.adds(cell.1)) {
                return None;
            }
            let at = |of: usize| if is_rows { (of, cell.1) } else { (cell.0, of) };
            Some(terms.iter().map(|term| (at(term.of), term.minus)).collect())
        })
    }
}

/// A sum that something is said of because of some of its parts.
pub(super) struct Because {
    /// Its fact.
    pub at: usize,
    /// Its cell.
    pub cell: Cell,
    /// The parts.
    pub parts: Vec<Cell>,
}

impl Figures<'_> {
    /// The fact of a cell.
    pub(super) fn fact<'f>(&self, cell: &Cell, facts: Stretch<'f>) -> Option<Fact<'f>> {
        facts.get(*self.facts.get(cell)?)
    }

    /// Sums with those parts, in the order of the facts.
    pub(super) fn because(&self, sums: impl IntoIterator<Item = (Cell, Vec<Cell>)>) -> Vec<Because> {
        let known = |(cell, parts)| Some(Because { at: *self.facts.get(&cell)?, cell, parts });
        let mut found: Vec<Because> = sums.into_iter().filter_map(known).collect();
        found.sort_unstable_by_key(|sum| sum.at);
        found
    }

    /// A part of a sum in the form's words: a column of its row, or a row of its column.
    pub(super) fn spoken_part(&self, sum: Cell, part: &Cell) -> String {
        if part.0 == sum.0 { self.form.spoken_column(part.1) } else { self.form.spoken_row(part.0) }
    }

    /// What is said of a sum, with its cell as it stands, its figure, and where its parts stand.
    pub(super) fn told(&self, sum: &Because, one: &Submission, problem: impl Into<Problem>) -> Option<Finding> {
        let fact = one.facts.get(sum.at)?;
        let mut finding = Finding::at(one.place_of(self.form, fact), problem).with_raw(fact.raw().into_owned());
        finding.value = fact.state().value();
        finding.cells = sum.parts.iter().filter_map(|part| Some(self.fact(part, one.facts.all())?.cell())).collect();
        Some(finding)
    }
}

/// What a formula may take a cell for, in the measure of the form, where the table's is a `factor`th of it.
pub(super) fn taken_for(fact: Fact<'_>, factor: Decimal) -> Vec<Decimal> {
    let as_it_stands = as_it_stands(fact).and_then(|number| number.checked_mul(factor));
    as_it_stands.into_iter().filter(|number| !number.is_zero()).chain([Decimal::ZERO]).collect()
}

/// The number that stands in a cell, whatever was made of it.
pub(super) fn as_it_stands(fact: Fact<'_>) -> Option<Decimal> {
    let raw = fact.raw();
    let plain = raw.trim().parse().ok();
    plain.or_else(|| match number::read(&raw).ok()?.readings {
        Readings::One(one) => Some(one.value),
        Readings::Two { .. } => None,
    })
}

/// How many times what stands in a cell was taken, since its table is in another measure than the form.
pub(super) fn factor(fact: Fact<'_>) -> Decimal {
    let stands = as_it_stands(fact).filter(|number| !number.is_zero());
    let times = fact.state().value().zip(stands).and_then(|(value, stands)| value.checked_div(stands));
    times.filter(|times| !times.is_zero()).unwrap_or(Decimal::ONE)
}

/// Tells whether one of the values of each part come to a sum.
pub(super) fn come_to(sum: Decimal, parts: &[Vec<Decimal>]) -> bool {
    let Some((first, rest)) = parts.split_first() else { return sum.is_zero() };
    let tried = if parts.len() > MOST { first.get(..1).unwrap_or_default() } else { first };
    tried.iter().any(|value| sum.checked_sub(*value).is_some_and(|left| come_to(left, rest)))
}

/// A part's value with its sign.
pub(super) fn signed(value: Decimal, minus: bool) -> Decimal {
    if minus { -value } else { value }
}
