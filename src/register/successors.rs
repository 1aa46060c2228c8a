//! What each unit of before 1 July 2025 went into.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;
use rust_decimal::Decimal;

/// The shares of units that were split: old code, new code, share.
pub type Shares = BTreeMap<(String, String), Decimal>;

/// What stands before the code of a unit of then in a tree of units of today: codes were given again.
pub const THEN: &str = "2024:";

/// What stands behind the name of a commune of then in a round of today.
pub const OF_THEN: &str = " (cũ)";

/// The code of a unit of then in a tree of units of today.
pub fn then(code: &str) -> String {
    format!("{THEN}{code}")
}

/// The code of a unit of then by that of a unit in the tree of today: a part of it is that unit.
pub fn code_of_then(code: &str) -> Option<&str> {
    code.strip_prefix(THEN)?.split('>').next()
}

const COMMUNES: &str = include_str!("data/successors-2025.csv");
const PROVINCES: &str = include_str!("data/province-successors-2025.csv");

/// How much of a unit went into a successor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// The larger share of a unit that was split.
    PartMain,
    /// A smaller share.
    Part,
}

/// One step from an old unit to a new one. The codes belong to the two eras.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Succession {
    /// The new unit's code.
    pub new_code: &'static str,
    /// How much of the old unit went into it.
    pub extent: Extent,
}

/// The successor table, by old code; provinces and communes (districts ended without successor).
#[derive(Debug)]
pub struct Successors(HashMap<&'static str, Vec<Succession>, RandomState>);

/// The communes of after 1 July 2025 that consist of communes of before, each of them whole: what those reported adds
/// up to what such a one would have reported. One that took a part of a commune is not among them.
#[derive(Debug)]
pub struct Mergers(HashMap<&'static str, Vec<&'static str>, RandomState>);

impl Mergers {
    /// What a new commune consists of, by code.
    pub fn of(&self, new_code: &str) -> &[&'static str] {
        self.0.get(new_code).map(Vec::as_slice).unwrap_or_default()
    }

    /// Each of them with what it consists of.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &[&'static str])> {
        self.0.iter().map(|(new, of)| (*new, of.as_slice()))
    }
}

impl Successors {
    /// The built-in table.
    pub fn built_in() -> Self {
        let mut table: HashMap<&str, Vec<Succession>, RandomState> = HashMap::default();
        for line in PROVINCES.lines().skip(1).chain(COMMUNES.lines().skip(1)) {
            let mut fields = line.split(',');
            let (Some(old), Some(new_code), Some(extent)) = (fields.next(), fields.next(), fields.next()) else {
                continue;
            };
            let extent = match extent {
                "whole" => Extent::Whole,
                "part-main" => Extent::PartMain,
                _ => Extent::Part,
            };
            table.entry(old).or_default().push(Succession { new_code, extent });
        }
        Self(table)
    }

    /// The old communes that went into a new one, wholly or in part, by code.
    pub fn predecessors(&self, new_code: &str) -> Vec<&'static str> {
        let goes = |to: &[Succession]| to.iter().any(|s| s.new_code == new_code);
        let mut found: Vec<&str> =
            self.0.iter().filter(|(old, to)| old.len() == 5 && goes(to)).map(|(o, _)| *o).collect();
        found.sort_unstable();
        found
    }

    /// The new communes that are old ones put together.
    pub fn mergers(&self) -> Mergers {
        let mut whole: HashMap<&str, Vec<&str>, RandomState> = HashMap::default();
        for (old, to) in self.0.iter().filter(|(old, _)| old.len() == 5) {
            if let [one] = &to[..]
                && one.extent == Extent::Whole
            {
                whole.entry(one.new_code).or_default().push(old);
            }
        }
        let took_a_part = self.0.values().flatten().filter(|to| to.extent != Extent::Whole);
        took_a_part.for_each(|to| _ = whole.remove(to.new_code));
        whole.values_mut().for_each(|of| of.sort_unstable());
        Mergers(whole)
    }

    /// The successors of an old unit.
    pub fn of(&self, old_code: &str) -> &[Succession] {
        self.0.get(old_code).map(Vec::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Era, Level, Register};
    use super::*;

    #[test]
    fn every_old_commune_and_province_has_successors_and_471_communes_were_split() {
        let successors = Successors::built_in();
        let (old, new) = (Register::built_in(Era::Before), Register::built_in(Era::From2025));
        let mut split = 0;
        for (_, unit) in old.units().filter(|(_, u)| u.level != Level::District) {
            let to = successors.of(&unit.code);
            assert!(!to.is_empty(), "{unit}");
            assert!(to.iter().all(|s| new.find(s.new_code).is_some()), "{unit}");
            split += usize::from(to.iter().any(|s| s.extent == Extent::PartMain));
        }
        assert_eq!(split, 471);
    }

    #[test]
    fn a_merger_has_no_part_of_a_commune_and_no_commune_twice() {
        let (successors, mergers) = (Successors::built_in(), Successors::built_in().mergers());
        let mut seen = std::collections::HashSet::new();
        for (new, of) in mergers.iter() {
            assert_eq!(of, successors.predecessors(new));
            assert!(of.iter().all(|old| successors.of(old).len() == 1 && seen.insert(*old)), "{new}");
        }
        // Nghị quyết 1683/NQ-UBTVQH15: xã Côn Minh of Quang Phong, Dương Sơn and Côn Minh.
        assert_eq!(mergers.of("02185").len(), 3, "{:?}", mergers.of("02185"));
        assert!(mergers.iter().count() > 2_000);
    }
}
