//! Readings that arithmetic decides: where exactly one reading of an ambiguous cell satisfies every sum it
//! stands in, and stands in one at all, that is its value.

use rust_decimal::Decimal;

use crate::finding::balance::Problem;
use crate::finding::{Code, Finding, Problem as Found, reading};
use crate::form::{Form, Over};
use crate::reading::{Fact, State};
use crate::submission::Submission;

use super::edit::{Outcome, Standing};
use super::{Cell, Figures};

/// No more cells are tried: a table that is ambiguous throughout decides nothing.
const MOST: usize = 500;

/// Reads the ambiguous cells of a submission that its balances decide. The finding that several readings are
/// left becomes the note of the one that is, with the proof.
pub(super) fn resolve(form: &Form, one: &mut Submission, findings: &mut [Finding]) {
    if form.is_list() || !one.facts.iter().any(|f| f.state == State::Ambiguous) {
        return;
    }
    let mut open: Vec<(&mut Finding, Vec<Decimal>)> = findings
        .iter_mut()
        .filter(|f| f.place.file.as_deref() == Some(&one.file))
        .filter_map(|f| Some(readings(&f.problem)?).map(|r| (f, r)))
        .take(MOST)
        .collect();
    let mut figures = Figures::of(form, &one.facts);
    // What one cell turns out to be may decide the next.
    let mut decided = true;
    while decided {
        decided = false;
        for (finding, candidates) in &mut open {
            let fact = one.facts.iter_mut().find(|fact| {
                fact.state == State::Ambiguous
                    && Some(fact.cell) == finding.place.cell
                    && Some(&fact.sheet) == finding.place.sheet.as_ref()
            });
            let Some(fact) = fact else { continue };
            let Some(cell) = figures.cell_of(fact) else { continue };
            let Some((value, proof)) = figures.only(cell, candidates) else { continue };
            let others = candidates.iter().copied().filter(|c| *c != value).collect();
            fact.state = State::Number(value);
            fact.codes.retain(|c| !matches!(c, Code::Ambiguous | Code::MeasuresContradict));
            fact.codes.push(Code::ReadByBalance);
            figures.values.insert(cell, value);
            figures.steps.insert(cell, fact.step());
            finding.problem = Problem::ReadByBalance { value, others, proof }.into();
            finding.value = Some(value);
            decided = true;
        }
    }
}

/// The readings that a finding leaves, in the form's measure.
fn readings(problem: &Found) -> Option<Vec<Decimal>> {
    match problem {
        Found::Reading(reading::Problem::Ambiguous { candidates, .. }) => {
            Some(candidates.iter().map(|c| c.value).collect())
        }
        Found::Reading(reading::Problem::MeasuresContradict { candidates, .. }) => {
            Some(candidates.iter().map(|(value, _)| *value).collect())
        }
        _ => None,
    }
}

impl Figures<'_> {
    fn cell_of(&self, fact: &Fact) -> Option<Cell> {
        let row = self.form.rows.iter().position(|r| r.code == fact.row)?;
        Some((row, self.form.columns.iter().position(|c| c.code == fact.column)?))
    }

    /// The one reading of a cell that satisfies all sums it stands in, with one of them in words.
    fn only(&mut self, cell: Cell, candidates: &[Decimal]) -> Option<(Decimal, String)> {
        let mut fitting = candidates.iter().filter_map(|value| Some((*value, self.proof(cell, *value)?)));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// A sum that a cell stands in, in words, if it and all others hold with a value there.
    fn proof(&mut self, cell: Cell, value: Decimal) -> Option<String> {
        self.values.insert(cell, value);
        self.steps.insert(cell, Decimal::ZERO);
        let mut proof = None;
        let mut holds = true;
        for rule in &self.form.rules {
            let place = |other: usize| match rule.over {
                Over::Rows => (other, cell.1),
                Over::Columns => (cell.0, other),
            };
            if rule.over == Over::Rows && !self.adds(cell.1) {
                continue;
            }
            let Some(edit) = self.edit(rule, &place).filter(|e| e.cells.contains(&cell)) else { continue };
            let Some(Outcome { holds: one, left, .. }) = edit.hold(|c| self.values.get(&c).copied()) else { continue };
            holds &= one;
            if matches!(edit.relation, Standing::Equal(_)) {
                let (name, right) = (self.name(place(rule.balance.left)), self.right(&rule.balance, &place));
                let left = crate::vietnamese::number::Vietnamese(left.normalize()).to_string();
                proof = proof.or(Some(format!("{name} = {right} = {left}")));
            }
        }
        self.values.remove(&cell);
        proof.filter(|_| holds)
    }
}
