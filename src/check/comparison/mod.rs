//! Whether figures stand out: against those of the last period, and against those of the other units.
//!
//! [`panel`] are the figures of one form by cell and unit; [`thousand`] finds powers of a thousand between two
//! periods, [`ratio`] changes unlike those of the other units (Hidiroglou and Berthelot), [`cumulative`] sums
//! that fell, [`level`] figures of another size than the other units'. [`spread`] is the robust arithmetic
//! beneath. It is done in binary floating point: it only decides who is asked, never what a figure is.

mod cumulative;
mod level;
mod panel;
mod ratio;
mod spread;
mod thousand;

use std::collections::HashSet;

use crate::finding::Finding;
use crate::finding::comparison::Problem;
use crate::submission::Identified;

use super::Round;
use super::tally::{Check, Tallies, Why};
use panel::{Cell, Panel};

/// Something that stands out: figures of one member of a panel. It is told at the first.
struct Doubt {
    member: usize,
    cells: Vec<Cell>,
    problem: Problem,
}

/// Compares the figures of every form.
pub fn check(round: &Round<'_>, identified: &mut [Identified], tallies: &mut Tallies, findings: &mut Vec<Finding>) {
    for (at, form) in round.forms.iter().enumerate().filter(|(_, f)| !f.is_list()) {
        let panel = Panel::of(form, at, round.register, identified);
        let mut doubts = Vec::new();
        let mut slipped: HashSet<(usize, Cell)> = HashSet::new();
        match round.previous.map(|p| p.before(round.period, round.register.era())) {
            Some(Ok(before)) => {
                let pairs = panel.pairs(&before, tallies);
                doubts.extend(thousand::find(form, &pairs, tallies));
                slipped.extend(doubts.iter().flat_map(|d| d.cells.iter().map(|c| (d.member, *c))));
                doubts.extend(ratio::find(form, &pairs, &slipped, tallies));
                doubts.extend(cumulative::find(form, &pairs, before.period, round.period, &slipped, tallies));
            }
            Some(Err(_)) => {
                let count = panel.figures();
                for _ in 0..count {
                    tallies.of(Check::Previous).untested(Why::NotComparable);
                }
            }
            None => {}
        }
        doubts.extend(level::find(form, &panel, round.register, tallies));
        let told: Vec<(usize, Vec<usize>, Finding)> =
            doubts.iter().filter_map(|doubt| panel.finding(doubt, identified)).collect();
        for (one, facts, finding) in told {
            for fact in facts {
                if let Some(fact) = identified.get_mut(one).and_then(|i| i.submission.facts.get_mut(fact)) {
                    fact.codes.push(finding.code());
                }
            }
            findings.push(finding);
        }
    }
}
