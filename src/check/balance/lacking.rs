//! Sums over a part without a usable figure. Where one says «…», cannot be read or was refused, and the sum is exactly that
//! of the other parts, with or without what stands there as a formula takes it, the sum is no better than the part. One that
//! is otherwise was made of something else, and is left alone; so is one over a blank, which may be nothing.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::sums::{come_to, factor, signed, taken_for};
use super::{Cell, Figures};
use crate::finding::balance::Problem;
use crate::finding::{Code, Finding};
use crate::form::Form;
use crate::reading::{Fact, State, Stretch};
use crate::submission::Submission;

/// Marks the sums of a submission over parts without figures, and tells of them.
pub(super) fn mark(form: &Form, one: &mut Submission) -> Vec<Finding> {
    // One that the level below sent is told of by its workbook.
    if form.is_list() || one.recorded.is_some() || !one.facts.iter().any(is_open) {
        return Vec::new();
    }
    let figures = Figures::of(form, one.facts.all());
    let mut findings = Vec::new();
    for sum in figures.because(figures.lacking(one.facts.all())) {
        if one.facts.get(sum.at).is_none_or(is_explained) {
            continue;
        }
        // Two parts may have one name: each stands with its own cell.
        let named = sum.parts.iter().filter_map(|part| {
            let fact = figures.fact(part, one.facts.all())?;
            Some((figures.spoken_part(sum.cell, part), fact.cell().to_string()))
        });
        let problem = Problem::PartLacking { parts: named.collect() };
        findings.extend(figures.told(&sum, one, problem));
        one.facts.add_code(sum.at, Code::PartLacking);
    }
    findings
}

/// Tells whether there is a figure, which nobody has or nobody can read, that nobody left out on purpose. Of a row that
/// stands twice the sum holds one, and rightly.
fn is_open(fact: Fact<'_>) -> bool {
    let open = matches!(fact.state(), State::NotCollected | State::Ambiguous | State::Unreadable);
    open && !fact.has(Code::DecisionApplied) && !fact.has(Code::RowTwice)
}

/// Tells whether a person answered for the sum, or its formula says what it passes over.
fn is_explained(fact: Fact<'_>) -> bool {
    fact.has(Code::DecisionApplied) || fact.has(Code::SumPassesOver)
}

impl Figures<'_> {
    /// The sums over parts without figures, with those parts; sums of such sums are over them as well.
    fn lacking(&self, facts: Stretch<'_>) -> HashMap<Cell, Vec<Cell>> {
        let mut found: HashMap<Cell, Vec<Cell>> = HashMap::new();
        loop {
            let before = found.len();
            let cells = self.facts.keys().filter(|cell| self.values.contains_key(*cell) && !found.contains_key(*cell));
            let new: Vec<(Cell, Vec<Cell>)> =
                cells.filter_map(|cell| Some((*cell, self.lacks(*cell, facts, &found)?))).collect();
            found.extend(new);
            if found.len() == before {
                return found;
            }
        }
    }

    /// The parts without figures that a sum is over.
    fn lacks(&self, cell: Cell, facts: Stretch<'_>, found: &HashMap<Cell, Vec<Cell>>) -> Option<Vec<Cell>> {
        let fact = |cell: &Cell| self.fact(cell, facts);
        let open = |cell: &Cell| fact(cell).filter(|fact| is_open(*fact));
        let value = *self.values.get(&cell)?;
        let factor = fact(&cell).map_or(Decimal::ONE, factor);
        self.sums(cell).find_map(|parts| {
            let lacking: Vec<Cell> = parts
                .iter()
                .map(|(part, _)| *part)
                .filter(|part| open(part).is_some() || found.contains_key(part))
                .collect();
            if lacking.is_empty() {
                return None;
            }
            let may_be = |(part, minus): &(Cell, bool)| -> Vec<Decimal> {
                let known = self.values.get(part).map(|value| vec![*value]);
                let values =
                    known.or_else(|| open(part).map(|fact| taken_for(fact, factor))).unwrap_or(vec![Decimal::ZERO]);
                values.into_iter().map(|value| signed(value, *minus)).collect()
            };
            let (open, known): (Vec<_>, Vec<_>) = parts.iter().map(may_be).partition(|values| values.len() > 1);
            let known = known.into_iter().flatten().fold(Decimal::ZERO, Decimal::saturating_add);
            come_to(value.checked_sub(known)?, &open).then_some(lacking)
        })
    }
}
