//! Submissions of different units that hold the same figures throughout: one was copied.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use crate::finding::Finding;
use crate::finding::identity::Problem;
use crate::reading::Fact;
use crate::register::{Register, UnitIndex};
use crate::submission::Identified;

/// So many different figures above 0 do not agree by chance.
const LEAST: usize = 6;

/// Tells of submissions of different units with the same figures.
pub fn report(register: &Register, identified: &[Identified], findings: &mut Vec<Finding>) {
    // Most have figures of their own: of those only a sum is made.
    let mut by_sum: HashMap<(usize, u128), Vec<(&Identified, UnitIndex)>> = HashMap::new();
    for one in identified.iter().filter(|i| i.counts) {
        let Some(unit) = one.unit else { continue };
        if has_different(one) {
            by_sum.entry((one.submission.form, sum(one))).or_default().push((one, unit));
        }
    }
    let mut by_figures: BTreeMap<(usize, Figures<'_>), Vec<(&Identified, UnitIndex)>> = BTreeMap::new();
    for ((form, _), alike) in by_sum.into_iter().filter(|(_, alike)| alike.len() > 1) {
        for (one, unit) in alike {
            let mut all: Figures<'_> = figures(one).collect();
            all.sort_unstable();
            by_figures.entry((form, all)).or_default().push((one, unit));
        }
    }
    for same in by_figures.values().filter(|same| same.len() > 1) {
        for (one, unit) in same {
            let others = same.iter().filter(|(_, other)| other != unit);
            let others: Vec<(String, String)> =
                others.map(|(other, unit)| (register.name(*unit).to_owned(), other.submission.file.clone())).collect();
            if !others.is_empty() {
                findings.push(Finding::of_file(&one.submission.file, Problem::SameFigures { others }));
            }
        }
    }
}

type Figures<'a> = Vec<(&'a str, &'a str, Decimal)>;

/// The figures of a submission with their rows and columns.
fn figures(one: &Identified) -> impl Iterator<Item = (&str, &str, Decimal)> {
    let figure = |f: Fact<'_>| f.state().value().map(|v| v.normalize());
    one.submission.facts.iter().filter_map(move |f| Some((f.row(), f.column(), figure(f)?)))
}

/// Tells whether there are enough figures that differ.
fn has_different(one: &Identified) -> bool {
    let mut different: BTreeSet<Decimal> = BTreeSet::new();
    figures(one).filter(|(_, _, value)| !value.is_zero()).any(|(_, _, value)| {
        different.insert(value);
        different.len() >= LEAST
    })
}

/// A sum over figures, whatever order they stand in: it differs where they do, all but surely.
fn sum(one: &Identified) -> u128 {
    let [low, high] = [1u64, 2].map(FixedState::with_seed);
    let one_sum =
        |figure: (&str, &str, Decimal)| u128::from(high.hash_one(figure)) << 64 | u128::from(low.hash_one(figure));
    figures(one).map(one_sum).fold(0, u128::wrapping_add)
}
