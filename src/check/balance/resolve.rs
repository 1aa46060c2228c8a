//! Readings that arithmetic decides: where exactly one reading of an ambiguous cell satisfies every sum it
//! stands in, and stands in one at all, that is its value.

use rust_decimal::Decimal;

use crate::finding::balance::Problem;
use crate::finding::{Code, Finding, Problem as Found, reading};
use crate::form::{Form, Over};
use crate::reading::{Fact, State};
use crate::submission::Submission;

use super::super::tally::Count;
use super::deduction::Explained;
use super::edit::{Edit, Outcome, Standing};
use super::{Cell, Figures, Held};

/// No more cells are tried: a table that is ambiguous throughout decides nothing.
const MOST: usize = 500;

/// Reads the ambiguous cells of a submission that its balances decide. The finding that several readings are
/// left becomes the note of the one that is, with the proof.
///
/// Of a cell that stays ambiguous comes back what it probably says: the one reading under which slips
/// elsewhere explain all that fails.
pub(super) fn resolve(form: &Form, one: &mut Submission, findings: &mut [Finding]) -> Vec<(Cell, Decimal)> {
    if form.is_list() || !one.facts.iter().any(|f| f.state() == State::Ambiguous) {
        return Vec::new();
    }
    let mut open: Vec<(&mut Finding, Vec<Decimal>)> = findings
        .iter_mut()
        .filter(|f| f.place.file.as_deref() == Some(&one.file))
        .filter_map(|f| Some(readings(&f.problem)?).map(|r| (f, r)))
        .take(MOST)
        .collect();
    let mut figures = Figures::of(form, one.facts.all());
    // What one cell turns out to be may decide the next.
    let mut decided = true;
    while decided {
        decided = false;
        for (finding, candidates) in &mut open {
            let fact = one.facts.iter().find(|fact| {
                fact.state() == State::Ambiguous
                    && Some(fact.cell()) == finding.place.cell
                    && Some(fact.sheet()) == finding.place.sheet.as_deref()
            });
            let Some(fact) = fact else { continue };
            let Some(cell) = figures.cell_of(fact) else { continue };
            let Some((value, proof)) = figures.only(cell, candidates) else { continue };
            let others = candidates.iter().copied().filter(|c| *c != value).collect();
            let at = fact.at();
            one.facts.set_state(at, State::Number(value));
            one.facts.retain_codes(at, |c| !matches!(c, Code::Ambiguous | Code::MeasuresContradict));
            one.facts.add_code(at, Code::ReadByBalance);
            figures.values.insert(cell, value);
            figures.steps.insert(cell, one.facts.get(at).map(Fact::step).unwrap_or_default());
            finding.becomes(Problem::ReadByBalance { value, others, proof });
            finding.value = Some(value);
            decided = true;
        }
    }
    let mut supposed = Vec::new();
    for (finding, candidates) in &mut open {
        let at = |fact: &Fact<'_>| {
            fact.state() == State::Ambiguous
                && Some(fact.cell()) == finding.place.cell
                && Some(fact.sheet()) == finding.place.sheet.as_deref()
        };
        let Some(cell) = one.facts.iter().find(at).and_then(|fact| figures.cell_of(fact)) else { continue };
        if let Some(value) = figures.likeliest(cell, candidates) {
            if let Found::Reading(reading::Problem::Ambiguous { likely, .. }) = &mut finding.problem {
                *likely = Some(value);
            }
            figures.values.insert(cell, value);
            supposed.push((cell, value));
        }
    }
    supposed
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
    fn cell_of(&self, fact: Fact<'_>) -> Option<Cell> {
        let row = self.form.rows.iter().position(|r| r.code == fact.row())?;
        Some((row, self.form.columns.iter().position(|c| c.code == fact.column())?))
    }

    /// The one reading of a cell that satisfies all sums it stands in, with one of them in words.
    fn only(&mut self, cell: Cell, candidates: &[Decimal]) -> Option<(Decimal, String)> {
        let mut fitting = candidates.iter().filter_map(|value| Some((*value, self.proof(cell, *value)?)));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// The one reading under which every failure is explained by slips between which nothing is open, and
    /// which takes part in a balance that fails without it.
    fn likeliest(&mut self, cell: Cell, candidates: &[Decimal]) -> Option<Decimal> {
        let mut fitting = candidates.iter().copied().filter(|value| {
            self.values.insert(cell, *value);
            let explained = self.all_explained(cell);
            self.values.remove(&cell);
            explained
        });
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// Tells whether some balances of a cell fail and slips elsewhere explain all that fail.
    fn all_explained(&self, cell: Cell) -> bool {
        let held: Vec<Held> = self.hold_all(&mut Count::default());
        let failed: Vec<usize> =
            (0..held.len()).filter(|at| held.get(*at).is_some_and(|h| h.failure.is_some())).collect();
        let own = |at: &usize| held.get(*at).is_some_and(|h| h.edit.cells.contains(&cell));
        if !failed.iter().any(own) {
            return false;
        }
        let edits: Vec<&Edit> = held.iter().map(|h| &h.edit).collect();
        let explained = self.explained(&edits, &failed);
        let unique = |e: &Explained| match e.choices.as_slice() {
            // A slip in the cell itself is a third reading.
            [one] => one.changes.len() > 1 || one.changes.iter().all(|(c, _)| *c != cell),
            _ => false,
        };
        explained.iter().all(unique) && explained.iter().map(|e| e.edits.len()).sum::<usize>() == failed.len()
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
            if !matches!(edit.relation, Standing::NoLess { .. }) {
                let (name, right) = (self.name(place(rule.balance.left)), self.right(&rule.balance, &place));
                let left = crate::vietnamese::number::Vietnamese(left.normalize()).to_string();
                proof = proof.or(Some(format!("{name} = {right} = {left}")));
            }
        }
        // The rates that the cell is, or is a part of.
        let mut rates: Vec<Cell> = self.values.keys().copied().filter(|c| c.0 == cell.0 || c.1 == cell.1).collect();
        rates.sort_unstable();
        for at in rates {
            let Some((parts, factor)) = self.parts(at) else { continue };
            let Some(edit) = self.rate(at, parts, factor).filter(|e| e.cells.contains(&cell)) else { continue };
            let Some(Outcome { holds: one, right, .. }) = edit.hold(|c| self.values.get(&c).copied()) else { continue };
            holds &= one;
            let right = crate::vietnamese::number::Vietnamese(right.round_dp(2).normalize()).to_string();
            proof = proof.or(Some(format!("{} = {} = {right}", self.name(at), self.spoken_parts(parts, factor))));
        }
        self.values.remove(&cell);
        proof.filter(|_| holds)
    }
}
