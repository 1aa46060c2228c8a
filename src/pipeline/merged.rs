//! Consolidated workbooks of communes of before 1 July 2025 in a round of after: where a commune of today is made of
//! whole ones, what these reported is what it would have. They stand below it in the tree, as they do where a roll-up
//! shows an older year, and add up by the rules of any place.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::identity::Problem as Identity;
use crate::finding::record::Problem;
use crate::finding::{Finding, Place};
use crate::record::{Record, RecordedUnit};
use crate::register::successors::{Extent, Mergers, OF_THEN, Successors, code_of_then, then};
use crate::register::{COUNTRY, Era, Register, Unit, UnitIndex};
use crate::submission::Identified;

use super::verify;

/// The workbooks of a round, and those of communes of then with the units of today.
pub(super) struct Parted {
    /// Those that are what they were.
    pub records: Vec<Record>,
    /// Those of communes of then.
    pub of_then: Vec<Record>,
}

/// Brings workbooks of communes of then to the units of today, in a round of these.
pub(super) fn part(records: Vec<Record>, era: Era, findings: &mut Vec<Finding>) -> Parted {
    // A year that was over before has a roll-up, which shows it as it was too.
    let is_of_then = |record: &Record| {
        let today = record.period.is_some_and(|period| Era::of(period) == Era::From2025);
        era == Era::From2025 && record.era == Era::Before && today && !record.broken
    };
    let (of_then, records): (Vec<Record>, Vec<Record>) = records.into_iter().partition(is_of_then);
    if of_then.is_empty() {
        return Parted { records, of_then };
    }
    let successors = Successors::built_in();
    let mergers = successors.mergers();
    let [old, today] = Era::ALL.map(Register::built_in);
    let way = Way { successors, mergers, old, today };
    let mut bring = |mut record: Record| {
        // As it was made it is held against what it shows.
        findings.extend(verify::visible_of(&record));
        record.seen = None;
        way.bring(record, findings)
    };
    let of_then = of_then.into_iter().map(&mut bring).collect();
    Parted { records, of_then }
}

/// From the units of then to those of today.
struct Way {
    successors: Successors,
    mergers: Mergers,
    old: Register,
    today: Register,
}

impl Way {
    fn bring(&self, mut record: Record, findings: &mut Vec<Finding>) -> Record {
        let mut refused: BTreeSet<String> = BTreeSet::new();
        let mut into: BTreeMap<String, String> = BTreeMap::new();
        let mut made: BTreeSet<&'static str> = BTreeSet::new();
        for unit in record.files.iter().map(|file| &file.unit).filter(|unit| !unit.is_empty()) {
            match self.whole(unit) {
                Some(new) => {
                    let alone = self.mergers.of(new).len() == 1;
                    _ = into.insert(unit.clone(), if alone { new.to_owned() } else { then(unit) });
                    made.insert(new);
                }
                None => _ = refused.insert(unit.clone()),
            }
        }
        if !refused.is_empty() {
            let units = refused.iter().map(|code| self.name(code)).collect();
            findings.push(Finding::of_file(&record.workbook, Problem::NotMerged { units }));
        }
        let now = |code: &str| into.get(code).cloned();
        record.files.retain(|file| !refused.contains(&file.unit));
        record.files.iter_mut().for_each(|file| file.unit = now(&file.unit).unwrap_or_default());
        record.weights =
            record.weights.into_iter().filter_map(|(unit, name, value)| Some((now(&unit)?, name, value))).collect();
        let parts = made.iter().filter(|new| self.mergers.of(new).len() > 1);
        record.units =
            parts.flat_map(|new| self.mergers.of(new).iter().filter_map(|old| self.part_of(old, new))).collect();
        record.place = self.place(&made);
        record.era = Era::From2025;
        record
    }

    /// The commune of today that a commune of then is wholly in, where that is made of whole ones.
    fn whole(&self, old: &str) -> Option<&'static str> {
        match self.successors.of(old) {
            [one] if one.extent == Extent::Whole && !self.mergers.of(one.new_code).is_empty() => Some(one.new_code),
            _ => None,
        }
    }

    /// A commune of then below the one of today.
    fn part_of(&self, old: &str, new: &str) -> Option<RecordedUnit> {
        let unit = self.old.unit(self.old.find(old)?)?;
        Some(RecordedUnit {
            code: then(old),
            name: format!("{}{OF_THEN}", unit.name),
            level: unit.level,
            kind: unit.kind.to_string(),
            parent: new.to_owned(),
        })
    }

    fn name(&self, code: &str) -> String {
        self.old.find(code).and_then(|unit| self.old.unit(unit)).map_or(code.to_owned(), Unit::to_string)
    }

    /// What holds some communes of today.
    fn place(&self, communes: &BTreeSet<&str>) -> String {
        let found = communes.iter().filter_map(|code| self.today.find(code));
        let provinces: BTreeSet<UnitIndex> = found.filter_map(|unit| self.today.province(unit)).collect();
        match (communes.first(), provinces.first()) {
            (Some(one), _) if communes.len() == 1 => (*one).to_owned(),
            (_, Some(province)) if provinces.len() == 1 => self.today.code(*province).to_owned(),
            _ => COUNTRY.to_owned(),
        }
    }
}

/// The workbooks that have something of a place; of others it is told that they lie elsewhere.
pub(super) fn inside(
    register: &Register,
    place: Option<UnitIndex>,
    of_then: Vec<Record>,
    findings: &mut Vec<Finding>,
) -> Vec<Record> {
    let Some(place) = place else { return of_then };
    let lies_in = |code: &str| register.find(code).is_some_and(|unit| register.lies_in(unit, place));
    let has = |record: &Record| record.files.iter().any(|file| lies_in(&file.unit));
    let (inside, outside): (Vec<Record>, Vec<Record>) = of_then.into_iter().partition(has);
    for record in outside.iter().filter(|record| !record.files.is_empty()) {
        let found = register.find(&record.place).map_or(record.place.clone(), |of| register.full_name(of));
        let expected = register.full_name(place);
        findings.push(Finding::of_file(&record.workbook, Problem::OtherPlace { found, expected }));
    }
    inside
}

/// A commune of today that sent something itself beside those it was made of has its figures twice: none of them counts.
pub(super) fn refuse_both(register: &Register, identified: &mut [Identified], findings: &mut Vec<Finding>) {
    let new_of = |unit: UnitIndex| match code_of_then(register.code(unit)) {
        Some(_) => register.unit(unit).and_then(|u| u.parent),
        None => None,
    };
    let parts: BTreeMap<UnitIndex, UnitIndex> =
        identified.iter().filter_map(|one| one.unit).filter_map(|unit| Some((unit, new_of(unit)?))).collect();
    let both: BTreeSet<UnitIndex> = identified
        .iter()
        .filter(|one| one.counts)
        .filter_map(|one| one.unit)
        .filter(|unit| parts.values().any(|new| new == unit))
        .collect();
    for new in both {
        let of_it = |one: &Identified| one.unit.is_some_and(|unit| unit == new || parts.get(&unit) == Some(&new));
        let files: BTreeSet<String> =
            identified.iter().filter(|one| of_it(one)).map(|one| one.submission.file.clone()).collect();
        for one in identified.iter_mut().filter(|one| of_it(one)) {
            one.counts = false;
        }
        let name = register.unit(new).map(Unit::to_string).unwrap_or_default();
        for file in &files {
            let others = files.iter().filter(|other| *other != file).cloned().collect();
            let place =
                Place { file: Some(file.clone()), unit: Some(register.code(new).to_owned()), ..Place::default() };
            findings.push(Finding::at(place, Identity::BesideItsParts { unit: name.clone(), others }));
        }
    }
}
