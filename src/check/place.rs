//! The place a round is about, where nobody said it: the lowest unit that covers the submissions.

use std::collections::BTreeSet;

use crate::register::names::Fit;
use crate::register::{Level, Names, Register, UnitIndex};
use crate::submission::Submission;

/// Finds the lowest unit that covers every submission which names a commune; nothing if none does,
/// or if several do equally.
pub fn covering(register: &Register, submissions: &[Submission]) -> Option<UnitIndex> {
    let communes = Names::of_levels(register, &[Level::Commune]);
    let above = Names::of_levels(register, &[Level::Province, Level::District]);
    let mut shared: Option<BTreeSet<UnitIndex>> = None;
    for submission in submissions.iter().filter(|s| s.has_form) {
        let candidates = candidates(register, &communes, &above, submission);
        if candidates.is_empty() {
            continue;
        }
        let covers: BTreeSet<UnitIndex> = candidates.iter().flat_map(|c| register.lineage(*c)).collect();
        shared = Some(match shared {
            None => covers,
            Some(before) => before.intersection(&covers).copied().collect(),
        });
    }
    let shared = shared?;
    [Level::Commune, Level::District, Level::Province].into_iter().find_map(|level| {
        let mut of_level = shared.iter().filter(|u| register.unit(**u).is_some_and(|u| u.level == level));
        match (of_level.next(), of_level.next()) {
            (Some(one), None) => Some(*one),
            _ => None,
        }
    })
}

/// The communes that a submission may come from: by its titles, or else by its file's name;
/// narrowed by the district and the province that the titles or, where several share a name, that of the file name. The blank that it was made from says it.
pub fn candidates(register: &Register, communes: &Names, above: &Names, submission: &Submission) -> Vec<UnitIndex> {
    let stamp = submission.stamp.as_ref().filter(|s| s.era == Some(register.era()));
    if let Some(unit) = stamp.and_then(|s| register.find(&s.unit)) {
        return vec![unit];
    }
    let mut found: Vec<UnitIndex> =
        submission.titles.iter().flat_map(|l| communes.in_line(l)).map(|m| m.unit).collect();
    if found.is_empty() {
        found = communes.in_name(&submission.file).iter().map(|m| m.unit).collect();
    }
    // A code in the file's name chooses among communes of the name that the titles give.
    let coded: Vec<UnitIndex> = match found.len() {
        0 | 1 => Vec::new(),
        _ => communes.in_name(&submission.file).iter().filter(|m| m.fit == Fit::Code).map(|m| m.unit).collect(),
    };
    if coded.iter().any(|unit| found.contains(unit)) {
        found.retain(|unit| coded.contains(unit));
    }
    found.sort_unstable();
    found.dedup();
    let mut places: Vec<UnitIndex> = submission.titles.iter().flat_map(|l| above.in_line(l)).map(|m| m.unit).collect();
    if found.len() > 1 {
        places.extend(super::above::choosing(register, above, &submission.file, &found));
    }
    let within: Vec<UnitIndex> =
        found.iter().copied().filter(|u| places.iter().any(|p| register.lies_in(*u, *p))).collect();
    own_first(register, if within.is_empty() { found } else { within })
}

/// Where nothing else says which of several communes of a name is meant, those of the register that somebody gave win:
/// it is about them that he asks, and the weights are theirs.
fn own_first(register: &Register, units: Vec<UnitIndex>) -> Vec<UnitIndex> {
    let own: Vec<UnitIndex> = units.iter().copied().filter(|unit| register.is_own(*unit)).collect();
    if own.is_empty() { units } else { own }
}
