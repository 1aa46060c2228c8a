//! Columns of figures with the same heading («Tỷ lệ (%)» behind each of several figures), told apart by the column of the
//! form's that stands left of them, and by their order where that is the same. Headings that differ by a sign alone
//! («≤ 24 giờ | > 24 giờ» of TT 34/2018, «Nam | Nam (%)») have the same words, and are told apart by the sign first.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::form::{Column, Form, Role};

use crate::layout::paths::signs;

use super::{Candidate, Columns};

/// The form's columns of figures whose heading another one has too, but for signs.
pub fn of(form: &Form) -> BTreeSet<usize> {
    let mut by_heading: BTreeMap<Cow<'_, str>, Vec<usize>> = BTreeMap::new();
    for (at, column) in form.value_columns() {
        by_heading.entry(words(column)).or_default().push(at);
    }
    by_heading.into_values().filter(|same| same.len() > 1).flatten().collect()
}

/// The words of a column's heading; headings that name years differ by these.
fn words(column: &Column) -> Cow<'_, str> {
    if column.heading.iter().any(|level| level.contains('{')) {
        return column.heading.join("\n").into();
    }
    column.patterns.first().map(|p| p.key().as_str()).unwrap_or_default().into()
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

/// Gives each such column what stands where it does in the form: behind the same column, in the same order; first of all
/// what has its own signs.
pub fn assign(form: &Form, twins: BTreeMap<usize, Vec<Candidate>>, out: &mut Columns) {
    let own: BTreeSet<usize> = twins.keys().copied().collect();
    // The form's column left of one that has no twins.
    let before = |at: usize| (0..at).rev().find(|left| !own.contains(left));
    let found: BTreeMap<usize, u32> = out.chosen.iter().map(|(at, c)| (*at, c.column)).collect();
    let left_of = |column: u32| {
        let left = found.iter().filter(|(_, own)| **own < column).max_by_key(|(_, own)| **own);
        left.map(|(at, _)| *at)
    };
    let column = |at: usize| form.columns.get(at).filter(|c| c.role == Role::Value);
    let heading = |at: &usize| column(*at).map(words).unwrap_or_default();
    let own_signs = |at: &usize| column(*at).map(|c| signs(&c.spoken())).unwrap_or_default();
    let mut groups: BTreeMap<(Cow<'_, str>, Option<usize>), Vec<usize>> = BTreeMap::new();
    for at in own.iter().filter(|at| column(**at).is_some()) {
        groups.entry((heading(at), before(*at))).or_default().push(*at);
    }
    let mut used: BTreeSet<u32> = BTreeSet::new();
    for at in groups.values().flatten() {
        // Its signs are its own: no other with these words has them.
        let alone = own.iter().filter(|o| heading(o) == heading(at) && own_signs(o) == own_signs(at)).count() == 1;
        let mut fitting = twins.get(at).into_iter().flatten().filter(|c| c.signs == own_signs(at));
        if let (true, Some(one), None) = (alone, fitting.next(), fitting.next()) {
            used.insert(one.column);
            out.chosen.insert(*at, one.clone());
        }
    }
    let mut open: BTreeMap<Cow<'_, str>, Vec<usize>> = BTreeMap::new();
    for ((heading, left), group) in groups {
        let by_signs = group.windows(2).any(|w| matches!(w, [a, b] if own_signs(a) != own_signs(b)));
        let rest: Vec<usize> = group.iter().copied().filter(|at| !out.chosen.contains_key(at)).collect();
        let candidates = rest.first().and_then(|at| twins.get(at)).into_iter().flatten();
        let here: Vec<&Candidate> =
            candidates.filter(|c| left_of(c.column) == left && !used.contains(&c.column)).collect();
        // Behind it without another column between, which they could be of.
        let first = left.and_then(|left| found.get(&left)).map(|left| left + 1);
        let given = group.iter().filter_map(|at| out.chosen.get(at)).map(|c| c.column);
        let mut columns: Vec<u32> = given.chain(here.iter().map(|c| c.column)).collect();
        columns.sort_unstable();
        let close = first.is_none_or(|first| columns.iter().zip(first..).all(|(c, column)| *c == column));
        // Another sign than the form's makes it another column; none may be one that was left out.
        let fits = |(at, c): (&usize, &&Candidate)| {
            // A hyphen may be left out; a percent sign or «≤» says which of them it is.
            let unsaid = |own: &str| c.signs.is_empty() && own.chars().all(|sign| sign == '-');
            let own = own_signs(at);
            !by_signs || c.signs == own || unsaid(&own)
        };
        if here.len() == rest.len() && close && rest.iter().zip(&here).all(fits) {
            used.extend(here.iter().map(|c| c.column));
            for (at, like) in rest.iter().zip(&here) {
                let same = twins.get(at).into_iter().flatten().find(|c| c.column == like.column);
                out.chosen.insert(*at, same.unwrap_or(like).clone());
            }
        } else {
            open.entry(heading).or_default().extend(rest);
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
