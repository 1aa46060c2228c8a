//! Zeros that a formula made of cells in which nothing stands. `=SUM(C12:C14)` over blanks is 0 in every workbook, and
//! `=IFERROR(E12/(C12+D12)*100,0)` is 0 % where nothing was paid out yet: to take them for figures is to read a blank as 0.
//! An .xls of LibreOffice even has 0 for each formula of a blank of ours whose result is the empty text (seen in version 7).
//!
//! In a blank of ours a total is a formula and nothing else, so such a 0 counts as blank. Of other files it cannot be told who
//! gave the 0: it is a 0, as it says, and doubted.

use std::collections::HashSet;

use rayon::prelude::*;

use super::{Cell, Figures};
use crate::finding::reading::Problem;
use crate::finding::{Code, Finding};
use crate::form::{Form, Missing, Over, Relation};
use crate::reading::{Fact, State};
use crate::submission::{Identified, Submission};

/// Tells of the zeros of nothing in submissions; in a blank of ours they count as blank.
///
/// It comes before submissions are held against each other: what a workbook of the level below has of a blank is without
/// them, too.
pub fn tell<'s>(forms: &[Form], submissions: impl Iterator<Item = &'s mut Submission>, findings: &mut Vec<Finding>) {
    let submissions: Vec<&mut Submission> = submissions.collect();
    let found: Vec<Vec<Finding>> = submissions
        .into_par_iter()
        .map(|one| super::tree_with_balances(forms, one).map_or_else(Vec::new, |form| of_submission(form, one)))
        .collect();
    findings.extend(found.into_iter().flatten());
}

/// Tells of them anew, once decisions gave figures to parts.
pub fn tell_again(forms: &[Form], identified: &mut [Identified], findings: &mut Vec<Finding>) {
    identified.iter_mut().for_each(|one| give_back(&mut one.submission));
    findings.retain(|finding| finding.code() != Code::SumOfNothing || !is_own(finding));
    tell(forms, identified.iter_mut().map(|one| &mut one.submission), findings);
}

/// Tells whether a finding was made here, not told by the workbook of the level below.
fn is_own(finding: &Finding) -> bool {
    matches!(finding.problem, crate::finding::Problem::Reading(_))
}

/// What was told before and whose parts may have figures since is as it was.
fn give_back(one: &mut Submission) {
    if one.recorded.is_some() {
        return;
    }
    for at in one.facts.numbers(|fact| fact.has(Code::SumOfNothing)) {
        one.facts.set_state(at, State::Number(rust_decimal::Decimal::ZERO));
        one.facts.retain_codes(at, |code| *code != Code::SumOfNothing);
    }
}

fn of_submission(form: &Form, one: &mut Submission) -> Vec<Finding> {
    // What the level below took for a figure it had looked at.
    if one.recorded.is_some() || !one.facts.iter().any(is_nothing) || !one.facts.iter().any(is_zero) {
        return Vec::new();
    }
    let is_ours = one.stamp.is_some();
    let figures = Figures::of(form, one.facts.all());
    let mut findings = Vec::new();
    let with_parts = |cell: Cell| {
        let parts = figures.parts_of(cell).into_iter().filter(|part| figures.facts.contains_key(part));
        (cell, parts.collect())
    };
    let zeros = figures.zeros_of_nothing(&one.facts.numbers(is_zero));
    for zero in figures.because(zeros.into_iter().map(with_parts)) {
        let mut parts: Vec<String> = Vec::new();
        for part in zero.parts.iter().map(|part| figures.spoken_part(zero.cell, part)) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        let Some(mut finding) = figures.told(&zero, one, Problem::SumOfNothing { parts, left_out: is_ours }) else {
            continue;
        };
        finding.value = finding.value.filter(|_| !is_ours);
        findings.push(finding);
        if is_ours {
            one.facts.set_state(zero.at, State::Blank);
        }
        one.facts.add_code(zero.at, Code::SumOfNothing);
    }
    findings
}

/// Tells whether no figure stands where one is due.
fn is_nothing(fact: Fact<'_>) -> bool {
    fact.state().value().is_none() && fact.state() != State::NotApplicable
}

/// Tells whether a 0 was read, and by nobody's decision.
fn is_zero(fact: Fact<'_>) -> bool {
    matches!(fact.state(), State::Number(number) if number.is_zero()) && !fact.has(Code::DecisionApplied)
}

impl Figures<'_> {
    /// The cells, among some facts that are 0, of whose parts none has a figure, or only zeros that are such themselves.
    fn zeros_of_nothing(&self, zeros: &[usize]) -> HashSet<Cell> {
        let zeros: HashSet<usize> = zeros.iter().copied().collect();
        let mut open: Vec<Cell> =
            self.facts.iter().filter(|(_, at)| zeros.contains(at)).map(|(cell, _)| *cell).collect();
        let mut found = HashSet::new();
        loop {
            let before = found.len();
            open.retain(|cell| {
                let parts = self.parts_of(*cell);
                let is_given = |part: &Cell| self.values.contains_key(part) && !found.contains(part);
                let is_there = |part: &Cell| self.facts.contains_key(part);
                let of_nothing = !parts.iter().any(is_given) && parts.iter().any(is_there);
                if of_nothing {
                    found.insert(*cell);
                }
                !of_nothing
            });
            if found.len() == before {
                return found;
            }
        }
    }

    /// The cells that a cell is the sum of, by any rule of its form; of a rate its numerator.
    fn parts_of(&self, cell: Cell) -> Vec<Cell> {
        let at = |over: Over, other: usize| if over == Over::Rows { (other, cell.1) } else { (cell.0, other) };
        let mut parts: Vec<Cell> = Vec::new();
        for rule in &self.form.rules {
            let left = if rule.over == Over::Rows { cell.0 } else { cell.1 };
            if rule.balance.left != left {
                continue;
            }
            match &rule.balance.relation {
                // The form takes blanks for 0.
                Relation::Sum(_) if rule.missing.right == Missing::Zero => return Vec::new(),
                Relation::Quotient { over, .. } => parts.push(at(rule.over, *over)),
                Relation::Sum(_) | Relation::AtMost(_) => {}
            }
        }
        parts.extend(self.sums(cell).flatten().map(|(part, _)| part));
        parts.extend(self.parts(cell).map(|(own, _)| at(own.of, own.over)));
        parts
    }
}
