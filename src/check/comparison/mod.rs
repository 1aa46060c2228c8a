//! Whether figures stand out: against those of the last period, and against those of the other units.
//!
//! [`panel`] are the figures of one form by cell and unit; [`thousand`] finds powers of a thousand between two
//! periods, [`ratio`] changes unlike those of the other units (Hidiroglou and Berthelot), [`repeated`] files of the last period
//! sent again, [`cumulative`] sums
//! that fell, [`level`] figures of another size than the other units', [`items`] both in lists, [`magnitude`] money of
//! a size that no such unit has. [`spread`] is the robust arithmetic
//! beneath. It is done in binary floating point: it only decides who is asked, never what a figure is.

mod cumulative;
mod items;
mod level;
mod magnitude;
mod panel;
mod ratio;
mod repeated;
mod spread;
mod thousand;

use std::collections::{BTreeSet, HashSet};

use crate::finding::comparison::{Problem, Unused};
use crate::finding::{Code, Finding, Place};
use crate::form::Form;
use crate::previous::{Before, NotComparable, Previous};
use crate::submission::Identified;

use super::Round;
use super::tally::{Check, Tallies, Why};
use panel::{Cell, Pair, Panel};

/// Something that stands out: figures of one member of a panel. It is told at the first.
struct Doubt {
    member: usize,
    cells: Vec<Cell>,
    /// How many of them it is told of; the others stand and fall with those.
    told: usize,
    problem: Problem,
}

impl Doubt {
    fn new(member: usize, cells: Vec<Cell>, problem: Problem) -> Self {
        Self { member, told: usize::MAX, cells, problem }
    }
}

/// Compares the figures of every form.
pub fn check(round: &Round<'_>, identified: &mut [Identified], tallies: &mut Tallies, findings: &mut Vec<Finding>) {
    for (at, form) in round.forms.iter().enumerate() {
        let panel = Panel::of(form, at, round.register, identified);
        let against = if form.is_list() { last_lists } else { last_period };
        let mut doubts = match round.previous {
            Some(previous) => against(round, form, &panel, previous, tallies).unwrap_or_else(|why| {
                (0..panel.figures()).for_each(|_| tallies.of(Check::Previous).untested(Why::NotComparable));
                let problem = Problem::PreviousUnused { form: form.name.clone(), why };
                findings.push(Finding::at(Place::default(), problem));
                Vec::new()
            }),
            None => Vec::new(),
        };
        findings.extend(round.previous.and_then(|previous| unclear(round, form, &panel, previous)));
        doubts.extend(match form.is_list() {
            true => items::among_peers(form, &panel, tallies),
            false => level::find(form, &panel, round.register, tallies),
        });
        doubts.extend(magnitude::find(form, &panel, round.register));
        let told: Vec<(usize, Vec<usize>, Finding)> =
            doubts.iter().filter_map(|doubt| panel.finding(doubt, identified)).collect();
        for (one, facts, finding) in told {
            for fact in facts {
                if let Some(one) = identified.get_mut(one) {
                    one.submission.facts.add_code(fact, finding.code());
                }
            }
            findings.push(finding);
        }
    }
}

/// The cumulative figures that fell since an earlier period, where nothing else is held against it. Figures that a
/// person decided are let be.
pub fn fell(round: &Round<'_>, previous: &Previous, identified: &[Identified]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, form) in round.forms.iter().enumerate().filter(|(_, form)| !form.is_list()) {
        let now = round.periods.of(form);
        let earlier = previous.before(&form.name, now, round.register.era()).ok();
        let Some(until) = earlier.and_then(|earlier| earlier.until) else { continue };
        let panel = Panel::of(form, at, round.register, identified);
        let pairs = panel.pairs(previous, &until);
        let doubts = cumulative::find(form, &pairs, until.period, now, &HashSet::new(), &mut Tallies::default());
        let told = doubts.iter().filter_map(|doubt| panel.finding(doubt, identified));
        let decided = |one: usize, facts: &[usize]| {
            let own = identified.get(one).map(|one| &one.submission.facts);
            facts.iter().any(|at| own.and_then(|own| own.get(*at)).is_some_and(|f| f.has(Code::DecisionApplied)))
        };
        findings.extend(told.filter(|(one, facts, _)| !decided(*one, facts)).map(|(.., finding)| finding));
    }
    findings
}

/// That units are not compared, as nothing says which of several earlier files counted.
fn unclear(round: &Round<'_>, form: &Form, panel: &Panel<'_>, previous: &Previous) -> Option<Finding> {
    let earlier = previous.before(&form.name, round.periods.of(form), round.register.era()).ok()?;
    let befores: Vec<Before<'_>> = [earlier.last, earlier.until].into_iter().flatten().collect();
    let unclear: BTreeSet<&str> =
        befores.iter().flat_map(|before| previous.unclear(&form.name, before.period)).collect();
    if unclear.is_empty() {
        return None;
    }
    let is_unclear = |code: &str| befores.iter().any(|b| b.codes_of(code).iter().any(|then| unclear.contains(then)));
    let units: BTreeSet<&str> =
        panel.members.iter().map(|member| panel.code(member)).filter(|code| is_unclear(code)).collect();
    let name = |code: &str| round.register.find(code).map_or(code, |unit| round.register.name(unit)).to_owned();
    let problem =
        || Problem::PreviousUnclear { form: form.name.clone(), units: units.iter().map(|code| name(code)).collect() };
    (!units.is_empty()).then(|| Finding::at(Place::default(), problem()))
}

/// What stands out against the last period.
fn last_period(
    round: &Round<'_>,
    form: &Form,
    panel: &Panel<'_>,
    previous: &Previous,
    tallies: &mut Tallies,
) -> Result<Vec<Doubt>, Unused> {
    let earlier = previous.before(&form.name, round.periods.of(form), round.register.era())?;
    let merged = [earlier.last, earlier.until].into_iter().flatten().any(|own| own.is_of_merged());
    let pairs = earlier.last.map(|last| panel.pairs(previous, &last));
    let running = earlier.until.map(|until| (until.period, panel.pairs(previous, &until)));
    let nothing = |pairs: Option<&Vec<Pair>>| pairs.is_none_or(Vec::is_empty);
    if panel.figures() > 0 && nothing(pairs.as_ref()) && nothing(running.as_ref().map(|(_, pairs)| pairs)) {
        return Err(if merged { Unused::NothingMerged } else { Unused::NothingAlike });
    }
    let mut doubts = Vec::new();
    let mut slipped: HashSet<(usize, Cell)> = HashSet::new();
    let count = tallies.of(Check::Previous);
    match &pairs {
        Some(pairs) => {
            (pairs.len()..panel.figures()).for_each(|_| count.untested(Why::NoPrevious));
            doubts.extend(thousand::find(form, pairs, tallies));
            slipped.extend(doubts.iter().flat_map(|d| d.cells.iter().map(|c| (d.member, *c))));
            doubts.extend(ratio::find(form, pairs, &slipped, tallies));
            doubts.extend(repeated::find(panel, pairs));
        }
        None => (0..panel.figures()).for_each(|_| count.untested(Why::NotComparable)),
    }
    if let Some((period, pairs)) = &running {
        doubts.extend(cumulative::find(form, pairs, *period, round.periods.of(form), &slipped, tallies));
    }
    Ok(doubts)
}

/// What stands out in lists against those of the last period.
fn last_lists(
    round: &Round<'_>,
    form: &Form,
    panel: &Panel<'_>,
    previous: &Previous,
    tallies: &mut Tallies,
) -> Result<Vec<Doubt>, Unused> {
    let earlier = previous.before(&form.name, round.periods.of(form), round.register.era())?;
    let Some(last) = earlier.last else { return Err(Unused::NotEarlier) };
    let lists = last.lists();
    let alike = panel.members.iter().any(|m| lists.keys().any(|(_, unit)| *unit == panel.code(m)));
    if panel.figures() > 0 && !alike {
        return Err(if last.is_of_merged() { Unused::NothingMerged } else { Unused::NothingAlike });
    }
    Ok(items::against_the_last(form, panel, &lists, tallies))
}

impl From<NotComparable> for Unused {
    fn from(why: NotComparable) -> Self {
        match why {
            NotComparable::OtherForm => Unused::OtherForm,
            NotComparable::NotEarlier => Unused::NotEarlier,
            NotComparable::OtherEra => Unused::OtherEra,
        }
    }
}
