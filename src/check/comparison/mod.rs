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

use crate::finding::comparison::{Problem, Unused};
use crate::finding::{Finding, Place};
use crate::previous::NotComparable;
use crate::submission::Identified;

use super::Round;
use super::tally::{Check, Tallies, Why};
use panel::{Cell, Pair, Panel};

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
        if let Some(previous) = round.previous {
            let earlier = previous.before(&form.name, round.period, round.register.era());
            let pairs = earlier.as_ref().ok().and_then(|e| e.last).map(|last| panel.pairs(&last));
            let running = earlier.as_ref().ok().and_then(|e| e.until).map(|until| (until.period, panel.pairs(&until)));
            if let Some(why) = unused(&panel, earlier.err(), pairs.as_deref(), running.as_ref().map(|r| &*r.1)) {
                findings.push(Finding::at(Place::default(), Problem::PreviousUnused { form: form.name.clone(), why }));
            }
            match &pairs {
                Some(pairs) => {
                    (pairs.len()..panel.figures()).for_each(|_| tallies.of(Check::Previous).untested(Why::NoPrevious));
                    doubts.extend(thousand::find(form, pairs, tallies));
                    slipped.extend(doubts.iter().flat_map(|d| d.cells.iter().map(|c| (d.member, *c))));
                    doubts.extend(ratio::find(form, pairs, &slipped, tallies));
                }
                None => {
                    (0..panel.figures()).for_each(|_| tallies.of(Check::Previous).untested(Why::NotComparable));
                }
            }
            if let Some((period, pairs)) = &running {
                doubts.extend(cumulative::find(form, pairs, *period, round.period, &slipped, tallies));
            }
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

/// Why nothing was compared with the earlier figures that were given.
fn unused(
    panel: &Panel<'_>,
    refused: Option<NotComparable>,
    pairs: Option<&[Pair]>,
    running: Option<&[Pair]>,
) -> Option<Unused> {
    let nothing = |pairs: Option<&[Pair]>| pairs.is_none_or(<[Pair]>::is_empty);
    match refused {
        Some(NotComparable::OtherForm) => Some(Unused::OtherForm),
        Some(NotComparable::NotEarlier) => Some(Unused::NotEarlier),
        Some(NotComparable::OtherEra) => Some(Unused::OtherEra),
        None if panel.figures() > 0 && nothing(pairs) && nothing(running) => Some(Unused::NothingAlike),
        None => None,
    }
}
