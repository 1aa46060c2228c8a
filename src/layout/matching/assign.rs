//! Which sheet column is which of the form's, of all that fit.

use std::collections::{BTreeMap, BTreeSet};

use super::twins;
use crate::address::ColumnName;
use crate::finding::structure::Problem;
use crate::form::{Form, Role};

use super::neutral::Neutral;
use super::{Candidate, Strength};

/// Which sheet column is which of the form's.
pub struct Columns {
    /// One for each that can be told.
    pub chosen: BTreeMap<usize, Candidate>,
    /// Columns of figures that several sheet columns fit equally well.
    pub ambiguous: BTreeMap<usize, Vec<Candidate>>,
}

/// Gives each of the form's columns the sheet column that fits it best, the strongest first. Two columns
/// of figures that fit equally well are told apart by the year asked for, or not at all; of two others
/// the first pattern of the form, then the leftmost.
pub fn assign(
    form: &Form,
    mut candidates: BTreeMap<usize, Vec<Candidate>>,
    year: Option<u16>,
    neutral: &Neutral,
) -> Columns {
    let is_value = |i: &usize| form.columns.get(*i).is_some_and(|c| c.role == Role::Value);
    for (_, found) in candidates.iter_mut().filter(|(i, _)| is_value(i)) {
        // A heading that names another year is another column whenever one names this year.
        if let Some(year) = year
            && found.iter().any(|c| c.year == Some(year))
        {
            found.retain(|c| c.year == Some(year));
        } else if year.is_some() && found.iter().any(|c| c.year.is_none()) {
            // «Kế hoạch vốn năm 2023» beside «Tổng số», in a table of 2024.
            found.retain(|c| c.year.is_none());
        }
    }
    let mut out = Columns { chosen: BTreeMap::new(), ambiguous: BTreeMap::new() };
    let twins = twins::take(&neutral.twins, &mut candidates);
    let order = [Strength::Whole, Strength::Levels, Strength::Lowest, Strength::Upper, Strength::Alike];
    for strength in order {
        if !candidates.values().flatten().any(|c| c.strength == strength) {
            continue;
        }
        for of_values in [false, true] {
            let taken: BTreeSet<u32> = out.chosen.values().map(|c| c.column).collect();
            let open: Vec<usize> = candidates
                .keys()
                .copied()
                .filter(|i| is_value(i) == of_values && !out.chosen.contains_key(i) && !out.ambiguous.contains_key(i))
                .collect();
            for i in open {
                let mut fitting: Vec<Candidate> = candidates
                    .get(&i)
                    .into_iter()
                    .flatten()
                    .filter(|c| c.strength == strength && !taken.contains(&c.column))
                    .cloned()
                    .collect();
                fitting.sort_by_key(|c| (c.pattern, c.column));
                if of_values && fitting.len() > 1 {
                    out.ambiguous.insert(i, fitting);
                } else if let Some(first) =
                    fitting.into_iter().find(|c| !out.chosen.values().any(|o| o.column == c.column))
                {
                    out.chosen.insert(i, first);
                }
            }
        }
    }
    twins::assign(form, twins, &mut out);
    out
}

/// That several columns fit one of the form's.
pub fn ambiguous(several: &[Candidate], row: u32) -> Problem {
    let headings = several.iter().map(|c| format!("{}{}: «{}»", ColumnName(c.column), row + 1, c.text)).collect();
    Problem::ValueColumnAmbiguous { headings }
}
