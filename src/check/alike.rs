//! Submissions of different units that hold the same figures throughout: one was copied.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::finding::Finding;
use crate::finding::identity::Problem;
use crate::register::{Register, UnitIndex};
use crate::submission::Identified;

/// So many different figures above 0 do not agree by chance.
const LEAST: usize = 6;

/// Tells of submissions of different units with the same figures.
pub fn report(register: &Register, identified: &[Identified], findings: &mut Vec<Finding>) {
    type Figures<'a> = Vec<(&'a str, &'a str, Decimal)>;
    let mut by_figures: BTreeMap<(usize, Figures<'_>), Vec<(&Identified, UnitIndex)>> = BTreeMap::new();
    for one in identified.iter().filter(|i| i.counts) {
        let Some(unit) = one.unit else { continue };
        let figure = |f: &'_ crate::reading::Fact| f.state.value().map(|v| v.normalize());
        let mut figures: Figures<'_> =
            one.submission.facts.iter().filter_map(|f| Some((f.row.as_str(), f.column.as_str(), figure(f)?))).collect();
        figures.sort_unstable();
        let different: BTreeSet<Decimal> = figures.iter().map(|(_, _, v)| *v).filter(|v| !v.is_zero()).collect();
        if different.len() >= LEAST {
            by_figures.entry((one.submission.form, figures)).or_default().push((one, unit));
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
