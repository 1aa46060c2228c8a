//! Sums that are told of because of one of their parts: the part is the fault, and the sums above it are the same one.

use std::collections::HashMap;

use crate::address::Address;
use crate::finding::structure::Problem as Structure;
use crate::finding::{Code, Finding, Problem};

/// A cell of a sheet of a file.
type Spot<'f> = (Option<&'f str>, Option<&'f str>, Address);

/// The findings, by number, about sums whose parts are told of, each with the finding about a part.
pub fn explained<'f>(open: impl Iterator<Item = (usize, &'f Finding)> + Clone) -> Vec<(usize, usize)> {
    let sums = || open.clone().filter(|(_, finding)| finding.code().is_of_parts());
    if sums().next().is_none() {
        return Vec::new();
    }
    let spot =
        |finding: &'f Finding, cell: Address| (finding.place.file.as_deref(), finding.place.sheet.as_deref(), cell);
    let mut parts: HashMap<(Spot<'f>, bool), (usize, &Finding)> = HashMap::new();
    for (at, finding) in open.clone().filter(|(_, finding)| is_about_a_part(finding)) {
        let decided = finding.code() == Code::DecisionApplied;
        for cell in finding.place.cell.iter().chain(&finding.cells) {
            let known = parts.entry((spot(finding, *cell), decided)).or_insert((at, finding));
            // What is graver is the reason.
            if finding.severity() < known.1.severity() {
                *known = (at, finding);
            }
        }
    }
    let of_sums: HashMap<(Spot<'f>, Code), usize> =
        sums().filter_map(|(at, sum)| Some(((spot(sum, sum.place.cell?), sum.code()), at))).collect();
    let why = |sum: &'f Finding| {
        let decided = sum.code() == Code::Recomputed;
        let of_part = |cell: &Address| parts.get(&(spot(sum, *cell), decided)).map(|(at, _)| *at);
        let of_sum = |cell: &Address| of_sums.get(&(spot(sum, *cell), sum.code())).copied();
        sum.cells.iter().find_map(of_part).or_else(|| sum.cells.iter().find_map(of_sum))
    };
    sums().filter_map(|(at, sum)| Some((at, why(sum)?))).collect()
}

/// Tells whether it says of a cell why it has no figure, or who gave it one.
fn is_about_a_part(finding: &Finding) -> bool {
    let code = finding.code();
    let merged = matches!(finding.problem, Problem::Structure(Structure::MergedValue { .. }));
    (merged || code.is_of_reading() || code == Code::DecisionApplied) && !code.is_of_parts()
}
