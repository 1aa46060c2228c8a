//! The sums that a cell is by the rules of its form, and what formulas of a workbook take for a part that was not read as
//! they do: a refused number as it stands, a blank or a text as 0.

use rust_decimal::Decimal;

use super::{Cell, Figures};
use crate::address::Address;
use crate::form::{Over, Relation};
use crate::reading::{Fact, Facts};
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

impl Figures<'_> {
    /// Parts of the figure of a fact in the form's words, each once: columns of its row, rows of its column.
    pub(super) fn spoken(&self, parts: &[Cell], of: usize) -> Vec<String> {
        let row = self.facts.iter().find(|(_, at)| **at == of).map(|(cell, _)| cell.0);
        let mut said: Vec<String> = Vec::new();
        for part in parts {
            let own = if Some(part.0) == row { self.form.spoken_column(part.1) } else { self.form.spoken_row(part.0) };
            if !said.contains(&own) {
                said.push(own);
            }
        }
        said
    }

    /// Where cells stand on their sheet.
    pub(super) fn addresses(&self, cells: &[Cell], facts: &Facts) -> Vec<Address> {
        cells.iter().filter_map(|cell| Some(facts.get(*self.facts.get(cell)?)?.cell())).collect()
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
