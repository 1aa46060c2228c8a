//! What each unit of before 1 July 2025 went into.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;
use rust_decimal::Decimal;

/// The shares of units that were split: old code, new code, share.
pub type Shares = BTreeMap<(String, String), Decimal>;

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
}
