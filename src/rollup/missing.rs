//! Who of then is missing in the place of today that older periods are shown in: an older year may be of the whole
//! country, or only some of the provinces that merged were given.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::identity::Problem;
use crate::finding::{self, Finding, Place};
use crate::period::Period;
use crate::register::successors::Successors;
use crate::register::{Era, Level, Register, Unit, UnitIndex};

use super::Rolled;

/// Leaves of those who did not send those that went into the place, and adds those that are in none of the places
/// whose workbooks were given.
pub(super) fn tell(periods: &mut [(Rolled, Vec<String>)], today: &Register, place: UnitIndex) {
    let successors = Successors::built_in();
    let communes: BTreeSet<&str> = today.communes(place).into_iter().map(|c| today.code(c)).collect();
    let went_there = |code: &str| successors.of(code).iter().any(|to| communes.contains(to.new_code));
    let several = periods.len() > 1;
    for (rolled, given) in periods.iter_mut().filter(|(rolled, _)| rolled.then.era.value == Era::Before) {
        rolled.then.findings.retain(|finding| {
            // Units of one's own went nowhere that is known.
            let unit = finding.place.unit.as_deref().filter(|code| !successors.of(code).is_empty());
            !is_missing(finding) || unit.is_none_or(went_there)
        });
        let period = Some(rolled.period).filter(|_| several);
        let register = &rolled.then.register;
        let given: Vec<UnitIndex> = given.iter().filter_map(|code| register.find(code)).collect();
        let sent: BTreeSet<UnitIndex> = rolled.then.submissions.iter().filter_map(|one| one.unit).collect();
        let is_given = |unit: UnitIndex| given.iter().any(|place| register.lies_in(unit, *place));
        let expected = register.units().filter(|(_, u)| u.level == Level::Commune && went_there(&u.code));
        let others: BTreeSet<UnitIndex> =
            expected.map(|(at, _)| at).filter(|at| !sent.contains(at) && !is_given(*at)).collect();
        let told = told(register, &others, period);
        let is_told = |code: &str| register.find(code).is_some_and(|unit| others.contains(&unit));
        rolled.then.findings.retain(|f| !is_missing(f) || !f.place.unit.as_deref().is_some_and(is_told));
        rolled.then.findings.extend(told);
    }
}

/// Tells whether it says that a unit did not send.
fn is_missing(finding: &Finding) -> bool {
    matches!(&finding.problem, finding::Problem::Identity(Problem::NotSubmitted { .. }))
}

/// Says that communes are not there: those of a whole province or district at once.
fn told(register: &Register, missing: &BTreeSet<UnitIndex>, period: Option<Period>) -> Vec<Finding> {
    let is_above =
        |at: &UnitIndex| register.unit(*at).is_some_and(|u| matches!(u.level, Level::Province | Level::District));
    let mut wholly: BTreeMap<UnitIndex, bool> = BTreeMap::new();
    let mut lacks_all = |place: UnitIndex| {
        *wholly.entry(place).or_insert_with(|| register.communes(place).iter().all(|own| missing.contains(own)))
    };
    let mut places: BTreeMap<UnitIndex, bool> = BTreeMap::new();
    for commune in missing {
        let above = register.lineage(*commune).filter(is_above);
        let whole = above.filter(|place| lacks_all(*place)).last();
        places.insert(whole.unwrap_or(*commune), whole.is_some());
    }
    let say = |(unit, is_whole): (UnitIndex, bool)| {
        let problem = match is_whole {
            true => {
                Problem::NoneOf { place: register.full_name(unit), communes: register.communes(unit).len(), period }
            }
            false => Problem::NotSubmitted {
                unit: register.unit(unit).map(Unit::to_string).unwrap_or_default(),
                forms: Vec::new(),
                files: Vec::new(),
                period,
            },
        };
        Finding::at(Place { unit: Some(register.code(unit).to_owned()), ..Place::default() }, problem)
    };
    places.into_iter().map(say).collect()
}
