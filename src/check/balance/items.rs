//! Lists held item by item.

use std::collections::HashSet;

use crate::form::{Aggregate, Column, Form, Over};
use crate::reading::{Fact, Facts};

use super::super::tally::Count;
use super::Figures;

/// So many facts of a list are held at once.
const AT_ONCE: usize = 4096;

/// Holds a list whose items stand each for itself a stretch after another: of a long one, all figures at once would
/// take more room than everything else. Nothing where something fails, whose cause may lie in other items.
pub(super) fn each(form: &Form, facts: &Facts) -> Option<Count> {
    let of_columns = |c: &Column| match c.figure.as_ref().map(|f| &f.aggregate) {
        Some(Aggregate::Ratio { parts, .. }) => parts.of == Over::Columns,
        _ => true,
    };
    if !form.is_list()
        || !form.rules.iter().all(|rule| rule.over == Over::Columns)
        || !form.columns.iter().all(of_columns)
    {
        return None;
    }
    let values: HashSet<&str> = form.value_columns().map(|(_, c)| c.code.as_str()).collect();
    let number = |fact: Fact<'_>| fact.row().parse::<usize>().ok().filter(|_| values.contains(fact.column()));
    // Each item must stand together, which it does where the numbers rise.
    let numbers = facts.iter().filter_map(number);
    if !numbers.is_sorted() {
        return None;
    }
    let mut count = Count::default();
    let mut rest = facts.all();
    while !rest.is_empty() {
        let (first, more) = rest.split_at(AT_ONCE.min(rest.len()))?;
        // Up to where another item begins.
        let last = first.iter().rev().find_map(number);
        let begins = |fact: Fact<'_>| number(fact).is_some_and(|own| Some(own) != last);
        let end = first.len() + more.iter().position(begins).unwrap_or(more.len());
        let (own, behind) = rest.split_at(end)?;
        if Figures::of(form, own).hold_all(&mut count).iter().any(|held| held.failure.is_some()) {
            return None;
        }
        rest = behind;
    }
    Some(count)
}
