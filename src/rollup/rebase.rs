//! An older round shown in the communes of today.
//!
//! The communes of then are put below those they went into, and the totals are made over that tree: sums and
//! stocks add, means go by their weights, ratios by their parts, words are listed, as over any units, and nothing
//! is rounded on the way. What was split needs shares; without them it stays in the place above, and the communes
//! that took a part of it are marked.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

use crate::consolidate::{self, Outcome, Total};
use crate::finding::rollup::Problem;
use crate::finding::{Code, Finding, Place};
use crate::form::{Form, Kind, Role};
use crate::pipeline::Run;
use crate::reading::State;
use crate::register::successors::{Extent, Successors};
use crate::register::{Era, Level, Register, Unit, UnitIndex};
use crate::round::{Origin, Set};
use crate::submission::Identified;

/// The shares of units that were split: old code, new code, share.
pub type Shares = HashMap<(String, String), Decimal>;

/// What stands before the code of a unit of then in a tree of units of today: codes were given again.
pub const THEN: &str = "2024:";

fn then(code: &str) -> String {
    format!("{THEN}{code}")
}

/// What is shown of an older round below each new commune.
struct Plan {
    /// Whole units, by new commune.
    whole: BTreeMap<String, BTreeSet<String>>,
    /// Parts of units with their shares, by new commune.
    parts: BTreeMap<String, Vec<(String, Decimal)>>,
    /// Units that were split and have no shares.
    split: BTreeSet<String>,
    /// For each new commune the units it took a part of, or that lie outside what is shown.
    lacking: BTreeMap<String, BTreeSet<String>>,
}

/// Shows a round of before 1 July 2025 in the communes of after; the place stays what it was, or is one of today.
pub fn rebase(
    run: &Run,
    today: &Register,
    under: Option<UnitIndex>,
    shares: &Shares,
    findings: &mut Vec<Finding>,
) -> Option<Run> {
    let place = run.place.as_ref()?.value;
    let successors = Successors::built_in();
    let scope: Vec<String> = match under {
        // Every unit of then that went into the place, sent or not.
        Some(under) => {
            let into = today.communes(under).into_iter().flat_map(|c| successors.predecessors(today.code(c)));
            into.collect::<BTreeSet<_>>().into_iter().map(str::to_owned).collect()
        }
        None => run.register.communes(place).into_iter().map(|u| run.register.code(u).to_owned()).collect(),
    };
    let plan = plan(&scope, &successors, today, under, shares);
    let mut register = Register::empty(Era::From2025);
    let top = match under {
        Some(under) => unit_of(today, under, today.code(under).to_owned(), None),
        None => unit_of(&run.register, place, run.register.code(place).to_owned(), None),
    };
    let top = register.add(top?);
    let mut submissions: Vec<Identified> = Vec::new();
    let mut weights: Vec<(UnitIndex, UnitIndex, Decimal)> = Vec::new();
    let own = |code: &str| run.register.find(code);
    let mut put =
        |register: &mut Register, code: &str, named: String, parent: UnitIndex, share: Decimal| -> Option<()> {
            let old = own(code)?;
            let leaf = register.add(unit_of(&run.register, old, named, Some(parent))?);
            weights.push((old, leaf, share));
            for one in run.submissions.iter().filter(|s| s.unit == Some(old)) {
                let mut one = one.clone();
                one.unit = Some(leaf);
                if share != Decimal::ONE {
                    scale(run, &mut one, share);
                }
                submissions.push(one);
            }
            Some(())
        };
    // A commune that has nothing but a part that is not known has no figures to show.
    let communes: BTreeSet<&String> = plan.whole.keys().chain(plan.parts.keys()).collect();
    let province = |code: &str| today.find(code).and_then(|u| today.province(u));
    // Where the communes are of several provinces of today, these stand between.
    let provinces: BTreeSet<UnitIndex> = communes.iter().filter_map(|code| province(code)).collect();
    let mut between: BTreeMap<UnitIndex, UnitIndex> = BTreeMap::new();
    if provinces.len() > 1 {
        for own in provinces {
            let unit = today.unit(own)?.clone();
            // The place itself may have the code of one: then what is of it lies right below.
            if register.find(&unit.code).is_some() {
                continue;
            }
            between.insert(own, register.add(Unit { parent: Some(top), ..unit }));
        }
    }
    let above = |code: &str| province(code).and_then(|p| between.get(&p).copied()).unwrap_or(top);
    for code in communes {
        let commune = today.find(code)?;
        let commune = register.add(unit_of(today, commune, code.clone(), Some(above(code)))?);
        for old in plan.whole.get(code).into_iter().flatten() {
            put(&mut register, old, then(old), commune, Decimal::ONE);
        }
        for (old, share) in plan.parts.get(code).into_iter().flatten() {
            put(&mut register, old, format!("{}>{code}", then(old)), commune, *share);
        }
    }
    for old in &plan.split {
        // What was split between provinces is in the place above them only.
        let over: BTreeSet<UnitIndex> = successors.of(old).iter().map(|to| above(to.new_code)).collect();
        let parent = over.first().copied().filter(|_| over.len() == 1).unwrap_or(top);
        put(&mut register, old, then(old), parent, Decimal::ONE);
    }
    for name in run.register.weight_names() {
        for (old, leaf, share) in &weights {
            if let Some(value) = run.register.weight(name, *old).and_then(|w| w.checked_mul(*share)) {
                register.set_weight(name, *leaf, value);
            }
        }
    }
    let period = run.periods.shared().map(|p| p.value);
    // What was said of whole files is said of the totals again, and not told again.
    let mut told = run.findings.clone();
    let mut totals = consolidate::fold(&run.forms.value, &register, top, &run.periods, &submissions, &mut told);
    count_once(run, &register, &successors, &weights, &mut totals);
    for (code, lacking) in &plan.lacking {
        for total in totals.iter_mut().filter(|t| register.find(code) == Some(t.unit)) {
            total.expected += lacking.len();
            in_part(total);
        }
        let old: Vec<String> =
            lacking.iter().map(|c| own(c).map_or_else(|| c.clone(), |u| run.register.name(u).to_owned())).collect();
        let place = Place { unit: Some(code.clone()), ..Place::default() };
        let period = period.map(|p| p.to_string()).unwrap_or_default();
        let unit = today.find(code).map(|u| today.name(u).to_owned()).unwrap_or_default();
        findings.push(Finding::at(place, Problem::RebasedInPart { unit, period, lacking: old }));
    }
    Some(Run {
        forms: run.forms.clone(),
        register,
        era: Set { value: Era::From2025, origin: Origin::WorkedOut },
        place: Some(Set { value: top, origin: Origin::WorkedOut }),
        periods: run.periods.clone(),
        submissions,
        opened: Vec::new(),
        totals,
        findings: Vec::new(),
        checks: run.checks.clone(),
        files: run.files,
        due: None,
        changes: None,
        dressed: run.dressed.clone(),
    })
}

fn plan(
    scope: &[String],
    successors: &Successors,
    today: &Register,
    under: Option<UnitIndex>,
    shares: &Shares,
) -> Plan {
    let mut plan =
        Plan { whole: BTreeMap::new(), parts: BTreeMap::new(), split: BTreeSet::new(), lacking: BTreeMap::new() };
    let inside = |code: &str| under.is_none_or(|u| today.find(code).is_some_and(|c| today.lies_in(c, u)));
    for old in scope {
        let to = successors.of(old);
        match to {
            [one] if one.extent == Extent::Whole => {
                plan.whole.entry(one.new_code.to_owned()).or_default().insert(old.clone());
            }
            several => {
                let given = |new: &str| shares.get(&(old.clone(), new.to_owned())).copied();
                let all: Option<Vec<Decimal>> = several.iter().map(|s| given(s.new_code)).collect();
                match all {
                    Some(all) => {
                        for (to, share) in several.iter().zip(all).filter(|(to, _)| inside(to.new_code)) {
                            plan.parts.entry(to.new_code.to_owned()).or_default().push((old.clone(), share));
                        }
                    }
                    None => {
                        // It is in the place above where all of it is.
                        if several.iter().all(|to| inside(to.new_code)) {
                            plan.split.insert(old.clone());
                        }
                        for to in several.iter().filter(|to| inside(to.new_code)) {
                            plan.lacking.entry(to.new_code.to_owned()).or_default().insert(old.clone());
                        }
                    }
                }
            }
        }
    }
    // What else went into the communes that are shown, from outside.
    let known: BTreeSet<&str> = scope.iter().map(String::as_str).collect();
    let shown: Vec<String> = plan.whole.keys().chain(plan.parts.keys()).chain(plan.lacking.keys()).cloned().collect();
    for code in shown {
        let outside = successors.predecessors(&code).into_iter().filter(|old| !known.contains(old));
        let outside: Vec<String> = outside.map(str::to_owned).collect();
        if !outside.is_empty() {
            plan.lacking.entry(code).or_default().extend(outside);
        }
    }
    plan
}

fn unit_of(register: &Register, at: UnitIndex, code: String, parent: Option<UnitIndex>) -> Option<Unit> {
    let unit = register.unit(at)?;
    let level = if parent.is_some() { Level::Commune } else { unit.level };
    Some(Unit { code: code.into(), name: unit.name.clone(), kind: unit.kind.clone(), level, parent })
}

/// The items of a unit that went into several stand with every one of them. Over all of these each counts once; over
/// some, how many lie there is not known.
fn count_once(
    run: &Run,
    register: &Register,
    successors: &Successors,
    leaves: &[(UnitIndex, UnitIndex, Decimal)],
    totals: &mut [Total],
) {
    let mut parts: BTreeMap<UnitIndex, BTreeSet<UnitIndex>> = BTreeMap::new();
    for (old, leaf, _) in leaves.iter().filter(|(_, _, share)| *share != Decimal::ONE) {
        parts.entry(*old).or_default().insert(*leaf);
    }
    let counting = |total: &Total| counts_items(&run.forms.value, total);
    let of_leaf: HashMap<(usize, UnitIndex), Decimal> =
        totals.iter().filter(|t| counting(t)).filter_map(|t| Some(((t.form, t.unit), t.outcome.value()?))).collect();
    for total in totals.iter_mut().filter(|total| counting(total)) {
        let inside: BTreeSet<UnitIndex> = register.communes(total.unit).into_iter().chain([total.unit]).collect();
        for (old, leaves) in &parts {
            let own: Vec<&UnitIndex> = leaves.intersection(&inside).collect();
            let Some(leaf) = own.first() else { continue };
            let each = of_leaf.get(&(total.form, **leaf)).copied().unwrap_or_default();
            let again = each.checked_mul(Decimal::from(own.len() as u64 - 1)).unwrap_or_default();
            if let Outcome::Whole(value) | Outcome::Partial(value) = &mut total.outcome {
                *value = value.checked_sub(again).unwrap_or(*value);
            }
            if own.len() < successors.of(run.register.code(*old)).len() {
                in_part(total);
            }
        }
    }
}

/// Marks a total that is shown without all that belongs to it.
fn in_part(total: &mut Total) {
    if !total.codes.contains(&Code::RebasedInPart) {
        total.codes.push(Code::RebasedInPart);
    }
    if let Outcome::Whole(value) = total.outcome {
        total.outcome = Outcome::Partial(value);
    }
}

/// Tells whether a total is how many items a list has.
fn counts_items(forms: &[Form], total: &Total) -> bool {
    let form = forms.get(total.form).filter(|form| form.is_list());
    form.is_some_and(|form| total.row.is_none() && form.column_of(Role::Label) == Some(total.column))
}

/// A share of what a unit reported: of what adds; rates stay what they are.
fn scale(run: &Run, one: &mut Identified, share: Decimal) {
    let Some(form) = run.forms.value.get(one.submission.form) else { return };
    let facts = &mut one.submission.facts;
    for at in 0..facts.len() {
        let Some(fact) = facts.get(at) else { continue };
        let figure = form.figure_of(fact.row(), fact.column());
        let adds = figure.is_none_or(|f| f.kind != Kind::Percent && f.aggregate.adds());
        if let State::Number(value) = fact.state()
            && adds
        {
            facts.set_state(at, value.checked_mul(share).map_or(State::Unreadable, State::Number));
        }
    }
}
