//! Sums that lack a part: where one says «…» or cannot be read and the sum is exactly that of the others, it is not in it.
//! A sum that is more may hold it, and is left alone.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::{Cell, Figures};
use crate::finding::balance::Problem;
use crate::finding::{Code, Finding};
use crate::form::{Form, Over, Relation};
use crate::reading::{Fact, State};
use crate::submission::Submission;

/// Marks the sums of a submission that lack a part, and tells of them.
pub(super) fn mark(form: &Form, one: &mut Submission) -> Vec<Finding> {
    // One that the level below sent is told of by its workbook.
    if form.is_list() || one.recorded.is_some() || !one.facts.iter().any(is_open) {
        return Vec::new();
    }
    let figures = Figures::of(form, one.facts.all());
    let open = |cell: &Cell| figures.facts.get(cell).and_then(|at| one.facts.get(*at)).is_some_and(is_open);
    let mut lacking: Vec<(usize, Vec<(String, String)>)> = figures
        .lacking(&open)
        .into_iter()
        .filter_map(|(cell, parts)| {
            let said = |part: Cell| {
                let fact = one.facts.get(*figures.facts.get(&part)?)?;
                let name = if part.0 == cell.0 { form.spoken_column(part.1) } else { form.spoken_row(part.0) };
                Some((name, fact.cell().to_string()))
            };
            Some((*figures.facts.get(&cell)?, parts.into_iter().filter_map(said).collect()))
        })
        .collect();
    lacking.sort_unstable();
    let mut findings = Vec::new();
    for (at, parts) in lacking {
        let Some(fact) = one.facts.get(at).filter(|fact| !is_explained(*fact)) else { continue };
        let finding = Finding::at(one.place_of(form, fact), Problem::PartLacking { parts });
        let mut finding = finding.with_raw(fact.raw().into_owned());
        finding.value = fact.state().value();
        findings.push(finding);
        one.facts.add_code(at, Code::PartLacking);
    }
    findings
}

/// Tells whether there is a figure, which nobody has or nobody can read, that nobody left out on purpose.
fn is_open(fact: Fact<'_>) -> bool {
    let state = fact.state();
    matches!(state, State::NotCollected | State::Ambiguous | State::Unreadable) && !fact.has(Code::DecisionApplied)
}

/// Tells whether a person answered for the sum, or its formula says what it passes over.
fn is_explained(fact: Fact<'_>) -> bool {
    fact.has(Code::DecisionApplied) || fact.has(Code::SumPassesOver)
}

impl Figures<'_> {
    /// The sums that are exactly those of the other parts, with the parts that lack; sums of such sums lack them as well.
    fn lacking(&self, open: &dyn Fn(&Cell) -> bool) -> HashMap<Cell, Vec<Cell>> {
        let mut found: HashMap<Cell, Vec<Cell>> = HashMap::new();
        loop {
            let before = found.len();
            let cells = self.facts.keys().filter(|cell| self.values.contains_key(*cell) && !found.contains_key(*cell));
            let new: Vec<(Cell, Vec<Cell>)> =
                cells.filter_map(|cell| Some((*cell, self.lacks(*cell, open, &found)?))).collect();
            found.extend(new);
            if found.len() == before {
                return found;
            }
        }
    }

    /// The parts that a sum lacks.
    fn lacks(&self, cell: Cell, open: &dyn Fn(&Cell) -> bool, found: &HashMap<Cell, Vec<Cell>>) -> Option<Vec<Cell>> {
        let value = *self.values.get(&cell)?;
        let of_rule = |rule: &crate::form::Rule| {
            let Relation::Sum(terms) = &rule.balance.relation else { return None };
            let (left, is_rows) = (if rule.over == Over::Rows { cell.0 } else { cell.1 }, rule.over == Over::Rows);
            if rule.balance.left != left || (is_rows && !self.adds(cell.1)) || terms.iter().any(|term| term.minus) {
                return None;
            }
            let parts = || terms.iter().map(|term| if is_rows { (term.of, cell.1) } else { (cell.0, term.of) });
            let lacking: Vec<Cell> = parts().filter(|part| open(part) || found.contains_key(part)).collect();
            let given = parts().filter_map(|part| self.values.get(&part).copied());
            let sum = given.fold(Decimal::ZERO, Decimal::saturating_add);
            (!lacking.is_empty() && sum == value).then_some(lacking)
        };
        self.form.rules.iter().find_map(of_rule)
    }
}
