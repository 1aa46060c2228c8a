//! The sums of a file over a cell that a person decided. They were made of what stood there before: where a sum is exactly
//! that of its parts as the file has them, it is computed again with the figure that was decided, and told. Else the total
//! would keep the fault, and the balance would hold it against the figure that was just put right.
//!
//! A sum that was not made of its parts as they stand is left to the balances.

use std::collections::HashMap;

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::sums::{Part, come_to, factor, signed, taken_for};
use super::{Cell, Figures};
use crate::finding::balance::Problem;
use crate::finding::{Code, Finding};
use crate::form::Form;
use crate::reading::{Fact, State, Stretch};
use crate::submission::{Identified, Submission};

/// Sums of sums; no form is deeper.
const DEEPEST: usize = 32;

/// Computes the sums again that are over figures which were decided.
pub fn compute(forms: &[Form], identified: &mut [Identified], findings: &mut Vec<Finding>) {
    let told: Vec<Vec<Finding>> = identified
        .par_iter_mut()
        .map(|Identified { submission: one, .. }| {
            super::tree_with_balances(forms, one).map_or_else(Vec::new, |form| of_submission(form, one))
        })
        .collect();
    findings.extend(told.into_iter().flatten());
}

fn of_submission(form: &Form, one: &mut Submission) -> Vec<Finding> {
    if !one.facts.iter().any(is_decided) {
        return Vec::new();
    }
    let figures = Figures::of(form, one.facts.all());
    let now = figures.computed(one.facts.all());
    let mut findings = Vec::new();
    for sum in figures.because(now.iter().map(|(cell, (_, parts))| (*cell, parts.clone()))) {
        let before = one.facts.get(sum.at).and_then(|fact| fact.state().value());
        let Some((before, value)) = before.zip(now.get(&sum.cell).map(|(value, _)| *value)) else { continue };
        let told = figures.told(&sum, one, Problem::Recomputed { before, value });
        findings.extend(told.map(|finding| Finding { value: Some(value), ..finding }));
        one.facts.set_state(sum.at, State::Number(value));
        one.facts.add_code(sum.at, Code::Recomputed);
    }
    findings
}

fn is_decided(fact: Fact<'_>) -> bool {
    fact.has(Code::DecisionApplied)
}

impl Figures<'_> {
    /// The sums over decided figures, with what they come to now and their parts.
    fn computed(&self, facts: Stretch<'_>) -> HashMap<Cell, (Decimal, Vec<Cell>)> {
        let sums = self.made_of_their_parts(facts);
        let mut now: HashMap<Cell, Decimal> = HashMap::new();
        for _ in 0..DEEPEST {
            let value = |cell: &Cell| now.get(cell).or_else(|| self.values.get(cell)).copied().unwrap_or_default();
            let sum = |parts: &Vec<Part>| {
                parts.iter().fold(Decimal::ZERO, |sum, (part, minus)| sum.saturating_add(signed(value(part), *minus)))
            };
            let mut next: HashMap<Cell, Decimal> = HashMap::new();
            for (cell, parts) in &sums {
                // By rows and by columns it comes to the same, or it is left as it is.
                let all: Vec<Decimal> = parts.iter().map(sum).collect();
                if let Some((first, others)) = all.split_first()
                    && others.iter().all(|other| other == first)
                {
                    next.insert(*cell, *first);
                }
            }
            if next == now {
                break;
            }
            now = next;
        }
        let changed =
            now.into_iter().filter(|(cell, value)| self.values.get(cell).is_some_and(|before| before != value));
        let parts = |cell: &Cell| sums.get(cell).into_iter().flatten().flatten().map(|(part, _)| *part).collect();
        changed.map(|(cell, value)| (cell, (value, parts(&cell)))).collect()
    }

    /// The figures that are a sum of their parts as the file has them, with the parts of each such sum: what nobody decided
    /// is as it was read, what somebody did as a formula takes the cell.
    fn made_of_their_parts(&self, facts: Stretch<'_>) -> HashMap<Cell, Vec<Vec<Part>>> {
        let fact = |cell: &Cell| self.fact(cell, facts);
        let of_cell = |cell: &Cell| {
            let own = fact(cell).filter(|fact| !is_decided(*fact) && matches!(fact.state(), State::Number(_)))?;
            let (value, factor) = (*self.values.get(cell)?, factor(own));
            let before = |(part, minus): &Part| -> Vec<Decimal> {
                let decided = fact(part).filter(|fact| is_decided(*fact));
                let values = decided.map_or_else(
                    || vec![self.values.get(part).copied().unwrap_or_default()],
                    |decided| taken_for(decided, factor),
                );
                values.into_iter().map(|value| signed(value, *minus)).collect()
            };
            let held = |parts: &Vec<Part>| come_to(value, &parts.iter().map(before).collect::<Vec<_>>());
            let sums: Vec<Vec<Part>> = self.sums(*cell).filter(held).collect();
            (!sums.is_empty()).then_some((*cell, sums))
        };
        self.facts.keys().filter_map(of_cell).collect()
    }
}
