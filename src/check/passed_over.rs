//! Sums that do not hold because Excel's own sum passed over a figure typed as text: the formula is the cause, and no
//! figure need be of another size.

use crate::address::Address;
use crate::finding::{Finding, Problem, balance, reading};

/// A finding, by its number, about a sum that passed over figures typed as text.
type Sum<'f> = (usize, &'f Finding, &'f [(Address, String)]);

/// The findings, by number, that a sum which passed over a figure explains, each with that one.
pub fn explained<'f>(open: impl Iterator<Item = (usize, &'f Finding)> + Clone) -> Vec<(usize, usize)> {
    let sums: Vec<Sum<'_>> = open
        .clone()
        .filter_map(|(at, finding)| match &finding.problem {
            Problem::Reading(reading::Problem::SumPassesOver { typed, .. }) => Some((at, finding, typed.as_slice())),
            _ => None,
        })
        .collect();
    if sums.is_empty() {
        return Vec::new();
    }
    let unbalanced = open.filter(|(_, f)| matches!(f.problem, Problem::Balance(balance::Problem::Unbalanced { .. })));
    let why = |finding: &Finding| {
        let rests_on = |cell: &Address| finding.place.cell.iter().chain(&finding.cells).any(|own| own == cell);
        let is_why = |sum: &Finding, typed: &[(Address, String)]| {
            (&sum.place.file, &sum.place.sheet) == (&finding.place.file, &finding.place.sheet)
                && sum.place.cell.as_ref().is_some_and(rests_on)
                && typed.iter().any(|(cell, _)| rests_on(cell))
        };
        sums.iter().find(|(_, sum, typed)| is_why(sum, typed)).map(|(at, _, _)| *at)
    };
    unbalanced.filter_map(|(at, finding)| Some((at, why(finding)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Place;

    #[test]
    fn only_what_rests_on_the_sum_and_on_the_text_is_explained() {
        let at = |cell: &str| Place {
            file: Some("a.xlsx".into()),
            sheet: Some("Biểu".into()),
            cell: Address::parse(cell),
            ..Place::default()
        };
        let typed = vec![(Address::parse("C5").unwrap(), "1.250,5".to_owned())];
        let sum = Finding::at(at("C9"), reading::Problem::SumPassesOver { typed, dates: Vec::new() });
        let unbalanced = |cell: &str, others: &[&str]| {
            let problem = balance::Problem::Unbalanced { failures: Vec::new(), proposals: Vec::new() };
            let cells = others.iter().filter_map(|cell| Address::parse(cell)).collect();
            Finding { cells, ..Finding::at(at(cell), problem) }
        };
        for (cell, others, explains) in [
            ("C5", &["C6", "C9"][..], true),
            ("C9", &["C5", "C6"], true),
            ("C9", &["C6", "C7"], false),
            ("D9", &["D5", "D6"], false),
        ] {
            let findings = [sum.clone(), unbalanced(cell, others)];
            let found = explained(findings.iter().enumerate());
            assert_eq!(found, if explains { vec![(1, 0)] } else { vec![] }, "{cell}");
        }
    }
}
