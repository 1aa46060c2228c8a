//! Figures that only grow and are less than in the last period.

use std::collections::HashSet;

use rust_decimal::Decimal;

use crate::finding::comparison::Problem;
use crate::form::{Cumulative, Form};
use crate::period::Period;

use super::super::tally::{Check, Tallies};
use super::Doubt;
use super::panel::{Cell, Pair, Standing};

/// Finds cumulative figures that fell between two periods.
pub(super) fn find(
    form: &Form,
    pairs: &[Pair],
    before: Option<Period>,
    now: Option<Period>,
    slipped: &HashSet<(usize, Cell)>,
    tallies: &mut Tallies,
) -> Vec<Doubt> {
    let same_year = before.zip(now).is_some_and(|(before, now)| before.year == now.year);
    let grows = |cell: Cell| {
        let row = form.rows.get(cell.0).and_then(|r| r.cumulative);
        match form.columns.get(cell.1).and_then(|c| c.cumulative).or(row) {
            Some(Cumulative::Year) => same_year,
            Some(Cumulative::Stage) => true,
            None => false,
        }
    };
    let mut doubts: Vec<(Standing, Doubt)> = Vec::new();
    for pair in pairs.iter().filter(|p| grows(p.cell) && !slipped.contains(&(p.member, p.cell))) {
        // Rounding may take half of the last place.
        let half = pair.step.checked_mul(Decimal::new(5, 1)).unwrap_or_default();
        let fell = pair.change.now.saturating_add(half) < pair.change.before;
        tallies.of(Check::Cumulative).add(!fell);
        if fell {
            let problem = Problem::Fell { change: pair.change };
            doubts.push((pair.role, Doubt::new(pair.member, vec![pair.cell], problem)));
        }
    }
    // A sum falls with its parts.
    let parts: HashSet<usize> =
        doubts.iter().filter(|(role, _)| *role != Standing::Sum).map(|(_, doubt)| doubt.member).collect();
    doubts.retain(|(role, doubt)| *role != Standing::Sum || !parts.contains(&doubt.member));
    doubts.into_iter().map(|(_, doubt)| doubt).collect()
}
