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
use crate::finding::{Code, Finding, Place, identity};
use crate::form::{Form, Kind, Role};
use crate::reading::State;
use crate::register::successors::{Extent, Shares, Successors, THEN, then};
use crate::register::{Era, Level, Register, Unit, UnitIndex};
use crate::round::{Origin, Set};
use crate::run::Run;
use crate::submission::Identified;

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
    let as_parts = BTreeSet::new();
    let Laid { register, top, submissions, leaves, between } = lay_out(run, today, under, &plan, &as_parts)?;
    let code_of = |old: UnitIndex| run.register.code(old).to_owned();
    let mut parts: BTreeMap<String, Vec<UnitIndex>> = BTreeMap::new();
    for (old, leaf, _) in leaves.iter().filter(|(_, _, share)| *share != Decimal::ONE) {
        parts.entry(code_of(*old)).or_default().push(*leaf);
    }
    let own = |code: &str| run.register.find(code);
    let period = run.periods.shared().map(|p| p.value);
    let fold = |register: &Register, top: UnitIndex, submissions: &[Identified]| {
        // What was said of whole files is said of the totals again, and not told again.
        let mut told = run.findings.clone();
        told.extend(absent(register, top, submissions));
        consolidate::fold(&run.forms.value, register, top, &run.periods, submissions, &mut told)
    };
    let mut totals = fold(&register, top, &submissions);
    // Where all parts of a unit lie, it stands whole: it is one unit and has its works once.
    let mut whole_in: HashMap<UnitIndex, BTreeSet<String>> = HashMap::new();
    for place in std::iter::once(top).chain(between) {
        let inside: BTreeSet<UnitIndex> = register.communes(place).into_iter().collect();
        let all_inside = |(old, leaves): &(&String, &Vec<UnitIndex>)| {
            leaves.len() == successors.of(old).iter().filter(|to| !has_nothing(shares, old, to.new_code)).count()
                && leaves.iter().all(|leaf| inside.contains(leaf))
        };
        let whole: BTreeSet<String> = parts.iter().filter(all_inside).map(|(old, _)| old.clone()).collect();
        if whole.is_empty() {
            continue;
        }
        let laid = lay_out(run, today, under, &plan, &whole)?;
        let here = |unit: UnitIndex| {
            let code = laid.register.code(unit);
            let of_parts = || parts.get(code.strip_prefix(THEN)?)?.first().copied();
            register.find(code).or_else(of_parts)
        };
        let other = laid.register.find(register.code(place));
        let made = fold(&laid.register, laid.top, &laid.submissions).into_iter().filter(|t| Some(t.unit) == other);
        let mut made: HashMap<_, Total> = made.map(|total| ((total.form, total.row, total.column), total)).collect();
        for total in totals.iter_mut().filter(|total| total.unit == place) {
            let Some(whole) = made.remove(&(total.form, total.row, total.column)) else { continue };
            *total = Total {
                unit: place,
                excluded: whole.excluded.into_iter().filter_map(here).collect(),
                absent: whole.absent.into_iter().filter_map(|(unit, why)| Some((here(unit)?, why))).collect(),
                ..whole
            };
        }
        whole_in.insert(place, whole);
    }
    let divided = count_once(run, &register, &parts, &whole_in, &mut totals);
    for (unit, split) in divided {
        let name = |code: &String| own(code).map_or_else(|| code.clone(), |u| run.register.name(u).to_owned());
        let problem = Problem::ItemsInPart {
            unit: register.name(unit).to_owned(),
            period: period.map(|p| p.to_string()).unwrap_or_default(),
            split: split.iter().map(name).collect(),
        };
        let place = Place { unit: Some(register.code(unit).to_owned()), ..Place::default() };
        findings.push(Finding::at(place, problem));
    }
    for (code, lacking) in &plan.lacking {
        for total in totals.iter_mut().filter(|t| register.find(code) == Some(t.unit)) {
            total.expected += lacking.len();
            in_part(total);
        }
        let named = |code: &String| own(code).and_then(|u| run.register.unit(u)).map_or(code.clone(), Unit::to_string);
        let sent =
            |code: &&String| own(code).is_some_and(|unit| run.submissions.iter().any(|one| one.unit == Some(unit)));
        let place = Place { unit: Some(code.clone()), ..Place::default() };
        let problem = Problem::RebasedInPart {
            unit: today.find(code).and_then(|u| today.unit(u)).map(Unit::to_string).unwrap_or_default(),
            period: period.map(|p| p.to_string()).unwrap_or_default(),
            lacking: lacking.iter().map(named).collect(),
            split: lacking.iter().any(|code| successors.of(code).len() > 1),
            absent: !lacking.iter().all(|code| sent(&code)),
        };
        findings.push(Finding::at(place, problem));
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
        shares: Shares::new(),
    })
}

/// Says of the units of then which sent nothing that they did not.
fn absent(register: &Register, top: UnitIndex, submissions: &[Identified]) -> Vec<Finding> {
    let sent: BTreeSet<UnitIndex> = submissions.iter().filter_map(|one| one.unit).collect();
    let others = register.communes(top).into_iter().filter(|unit| !sent.contains(unit));
    let say = |unit: UnitIndex| {
        let (code, unit) = (register.code(unit).to_owned(), register.name(unit).to_owned());
        let problem = identity::Problem::NotSubmitted { unit, forms: Vec::new(), files: Vec::new(), period: None };
        Finding::at(Place { unit: Some(code), ..Place::default() }, problem)
    };
    others.map(say).collect()
}

/// An older round in a tree of units of today.
struct Laid {
    register: Register,
    top: UnitIndex,
    submissions: Vec<Identified>,
    /// The units of then, where they stand, and the share of them that stands there.
    leaves: Vec<(UnitIndex, UnitIndex, Decimal)>,
    /// The provinces between the place and its communes.
    between: Vec<UnitIndex>,
}

/// Puts the units of then below those they went into; some that were split stand whole in what all of their parts
/// lie in.
fn lay_out(
    run: &Run,
    today: &Register,
    under: Option<UnitIndex>,
    plan: &Plan,
    whole: &BTreeSet<String>,
) -> Option<Laid> {
    let place = run.place.as_ref()?.value;
    let successors = Successors::built_in();
    let mut register = Register::empty(Era::From2025);
    let top = match under {
        Some(under) => unit_of(today, under, today.code(under).to_owned(), None),
        None => unit_of(&run.register, place, run.register.code(place).to_owned(), None),
    };
    let top = register.add(top?);
    let mut submissions: Vec<Identified> = Vec::new();
    let mut leaves: Vec<(UnitIndex, UnitIndex, Decimal)> = Vec::new();
    let own = |code: &str| run.register.find(code);
    let mut put =
        |register: &mut Register, code: &str, named: String, parent: UnitIndex, share: Decimal| -> Option<()> {
            let old = own(code)?;
            let leaf = register.add(unit_of(&run.register, old, named, Some(parent))?);
            leaves.push((old, leaf, share));
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
    let with_parts = plan.parts.iter().filter(|(_, parts)| parts.iter().any(|(old, _)| !whole.contains(old)));
    let communes: BTreeSet<&String> = plan.whole.keys().chain(with_parts.map(|(code, _)| code)).collect();
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
        let parts = plan.parts.get(code).into_iter().flatten();
        for (old, share) in parts.filter(|(old, _)| !whole.contains(old)) {
            put(&mut register, old, format!("{}>{code}", then(old)), commune, *share);
        }
    }
    for old in plan.split.iter().chain(whole) {
        // What was split between provinces is in the place above them only.
        let has_part = |(_, parts): &(&String, &Vec<(String, Decimal)>)| parts.iter().any(|(own, _)| own == old);
        let over: BTreeSet<UnitIndex> = match whole.contains(old) {
            true => plan.parts.iter().filter(has_part).map(|(code, _)| above(code)).collect(),
            false => successors.of(old).iter().map(|to| above(to.new_code)).collect(),
        };
        let parent = over.first().copied().filter(|_| over.len() == 1).unwrap_or(top);
        put(&mut register, old, then(old), parent, Decimal::ONE);
    }
    for name in run.register.weight_names() {
        for (old, leaf, share) in &leaves {
            if let Some(value) = run.register.weight(name, *old).and_then(|w| w.checked_mul(*share)) {
                register.set_weight(name, *leaf, value);
            }
        }
    }
    Some(Laid { register, top, submissions, leaves, between: between.into_values().collect() })
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
                        // What has a share of nothing took no part of it.
                        let took =
                            several.iter().zip(all).filter(|(to, share)| inside(to.new_code) && !share.is_zero());
                        for (to, share) in took {
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

/// Tells whether nothing of a unit went where its shares say so.
fn has_nothing(shares: &Shares, old: &str, new: &str) -> bool {
    shares.get(&(old.to_owned(), new.to_owned())).is_some_and(Decimal::is_zero)
}

/// The items of a unit that went into several stand with every one of them. Over all of these it stands whole; over
/// some, each counts once, and how many lie there is not known. Gives where that is, and of which units.
fn count_once(
    run: &Run,
    register: &Register,
    parts: &BTreeMap<String, Vec<UnitIndex>>,
    whole_in: &HashMap<UnitIndex, BTreeSet<String>>,
    totals: &mut [Total],
) -> BTreeMap<UnitIndex, BTreeSet<String>> {
    let mut divided: BTreeMap<UnitIndex, BTreeSet<String>> = BTreeMap::new();
    let counting = |total: &Total| counts_items(&run.forms.value, total);
    let of_leaf: HashMap<(usize, UnitIndex), Decimal> =
        totals.iter().filter(|t| counting(t)).filter_map(|t| Some(((t.form, t.unit), t.outcome.value()?))).collect();
    for total in totals.iter_mut().filter(|total| counting(total)) {
        let inside: BTreeSet<UnitIndex> = register.communes(total.unit).into_iter().chain([total.unit]).collect();
        let is_whole = |old: &String| whole_in.get(&total.unit).is_some_and(|whole| whole.contains(old));
        let in_parts: Vec<_> = parts.iter().filter(|(old, _)| !is_whole(old)).collect();
        for (old, leaves) in in_parts {
            let own: Vec<&UnitIndex> = leaves.iter().filter(|leaf| inside.contains(leaf)).collect();
            let Some(leaf) = own.first() else { continue };
            let each = of_leaf.get(&(total.form, **leaf)).copied().unwrap_or_default();
            let again = each.checked_mul(Decimal::from(own.len() as u64 - 1)).unwrap_or_default();
            if let Outcome::Whole(value) | Outcome::Partial(value) = &mut total.outcome {
                *value = value.checked_sub(again).unwrap_or(*value);
            }
            in_part(total);
            if !each.is_zero() && !register.sends(total.unit) {
                divided.entry(total.unit).or_default().insert(old.clone());
            }
        }
    }
    divided
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
