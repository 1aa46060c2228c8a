//! Columns of figures with the same heading («Tỷ lệ (%)» behind each of several figures), told apart by the column of the
//! form's that stands left of them, and by their order where that is the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::form::{Form, Role};

use super::matching::{Candidate, Columns};

/// The form's columns of figures whose heading another one has too.
pub fn of(form: &Form) -> BTreeSet<usize> {
    let mut by_heading: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (at, column) in form.value_columns() {
        by_heading.entry(&column.heading).or_default().push(at);
    }
    by_heading.into_values().filter(|same| same.len() > 1).flatten().collect()
}

/// Takes out what fits such columns best, and leaves it to no other column.
pub fn take(
    twins: &BTreeSet<usize>,
    candidates: &mut BTreeMap<usize, Vec<Candidate>>,
) -> BTreeMap<usize, Vec<Candidate>> {
    if twins.is_empty() {
        return BTreeMap::new();
    }
    let mut taken = BTreeMap::new();
    let mut columns = BTreeSet::new();
    for at in twins {
        let Some(mut found) = candidates.remove(at) else { continue };
        let best = found.iter().map(|c| c.strength).max();
        found.retain(|c| Some(c.strength) == best);
        // What another column's heading fits better is that column.
        let better =
            |c: &Candidate| candidates.values().flatten().any(|o| o.column == c.column && Some(o.strength) > best);
        found.retain(|c| !better(c));
        found.sort_by_key(|c| c.column);
        columns.extend(found.iter().map(|c| c.column));
        taken.insert(*at, found);
    }
    for found in candidates.values_mut() {
        found.retain(|c| !columns.contains(&c.column));
    }
    candidates.retain(|_, found| !found.is_empty());
    taken
}

/// Gives each such column what stands where it does in the form: behind the same column, in the same order.
pub fn assign(form: &Form, twins: BTreeMap<usize, Vec<Candidate>>, out: &mut Columns) {
    let own: BTreeSet<usize> = twins.keys().copied().collect();
    // The form's column left of one that has no twins.
    let before = |at: usize| (0..at).rev().find(|left| !own.contains(left));
    let found: BTreeMap<usize, u32> = out.chosen.iter().map(|(at, c)| (*at, c.column)).collect();
    let left_of = |column: u32| {
        let left = found.iter().filter(|(_, own)| **own < column).max_by_key(|(_, own)| **own);
        left.map(|(at, _)| *at)
    };
    let mut groups: BTreeMap<(&[String], Option<usize>), Vec<usize>> = BTreeMap::new();
    for at in &own {
        let Some(column) = form.columns.get(*at).filter(|c| c.role == Role::Value) else { continue };
        groups.entry((&column.heading, before(*at))).or_default().push(*at);
    }
    let mut open: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    let mut used: BTreeSet<u32> = BTreeSet::new();
    for ((heading, left), group) in groups {
        let candidates = group.first().and_then(|at| twins.get(at)).into_iter().flatten();
        let here: Vec<&Candidate> = candidates.filter(|c| left_of(c.column) == left).collect();
        // Behind it without another column between, which they could be of.
        let first = left.and_then(|left| found.get(&left)).map(|left| left + 1);
        let close = first.is_none_or(|first| here.iter().zip(first..).all(|(c, column)| c.column == column));
        if here.len() == group.len() && close {
            used.extend(here.iter().map(|c| c.column));
            out.chosen.extend(group.iter().copied().zip(here.into_iter().cloned()));
        } else {
            open.entry(heading).or_default().extend(group);
        }
    }
    // What stands elsewhere may be any of those that are left.
    for at in open.into_values().flatten() {
        let rest: Vec<Candidate> =
            twins.get(&at).into_iter().flatten().filter(|c| !used.contains(&c.column)).cloned().collect();
        if !rest.is_empty() {
            out.ambiguous.insert(at, rest);
        }
    }
}
