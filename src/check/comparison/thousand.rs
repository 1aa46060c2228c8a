//! Powers of a thousand between two periods: a wrong measure over a file, a column, a row or one cell
//! (KOSTRA's thousand error: |log10(now / before)| > 2.5).

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::finding::comparison::{Change, Extent, Problem};
use crate::form::{Form, Kind};

use super::super::tally::{Check, Tallies};
use super::Doubt;
use super::panel::{Cell, Pair, Standing};

/// So many figures make a whole: fewer say nothing about a file or a column.
const LEAST: usize = 3;

/// Finds powers of a thousand, each told once however far it goes.
pub(super) fn find(form: &Form, pairs: &[Pair], tallies: &mut Tallies) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let comparable: Vec<&Pair> = pairs.iter().filter(|p| !is_percent(form, p.cell)).collect();
    for own in comparable.chunk_by(|a, b| a.member == b.member) {
        let tested: Vec<(&Pair, i32)> =
            own.iter().filter_map(|pair| Some((*pair, power(pair.change, form.checks.previous.thousand)?))).collect();
        for (_, power) in &tested {
            tallies.of(Check::Previous).add(*power == 0);
        }
        if tested.iter().any(|(_, power)| *power != 0) {
            doubts.extend(of_member(form, tested));
        }
    }
    doubts
}

fn is_percent(form: &Form, cell: Cell) -> bool {
    form.rows.get(cell.0).is_none_or(|row| form.figure(row, cell.1).kind == Kind::Percent)
}

fn is_money(form: &Form, cell: Cell) -> bool {
    let figure = form.rows.get(cell.0).map(|row| form.figure(row, cell.1));
    figure.and_then(|f| f.dimension.as_ref()).is_some_and(|m| m.is_money())
}

/// By which power of a thousand a figure is off; 0 where it is not. None where either is 0.
pub(super) fn power(change: Change, beyond: f64) -> Option<i32> {
    let (before, now) = (change.before.to_f64()?, change.now.to_f64()?);
    let apart = (now / before).abs().log10();
    if before == 0.0 || now == 0.0 || !apart.is_finite() {
        return None;
    }
    // No figure is off by more than a few powers.
    let powers = || (1..=4).map(|n| (n, f64::from(n) * 3.0));
    let nearest = powers().min_by(|a, b| (apart.abs() - a.1).abs().total_cmp(&(apart.abs() - b.1).abs()));
    let power = nearest.map_or(0, |(n, _)| n);
    Some(if apart.abs() <= beyond { 0 } else { power * if apart > 0.0 { 1 } else { -1 } })
}

/// The slips of one member: over all or all money, over columns, over rows, and then those that are left.
fn of_member(form: &Form, tested: Vec<(&Pair, i32)>) -> Vec<Doubt> {
    let mut open = tested;
    let mut doubts = Vec::new();
    let mut told = |extent: Extent, power: i32, slips: &[&Pair]| {
        if let Some(first) = slips.first() {
            let cells: Vec<Cell> = slips.iter().map(|p| p.cell).collect();
            let figures = cells.len();
            let problem = Problem::ThousandTimes { extent, factor: factor(power), figures, example: first.change };
            doubts.push(Doubt::new(first.member, cells, problem));
        }
    };
    let all = open.clone();
    let columns = all.iter().map(|(p, _)| p.cell.1).collect::<std::collections::BTreeSet<_>>();
    let rows = all.iter().map(|(p, _)| p.cell.0).collect::<std::collections::BTreeSet<_>>();
    let heading = |at: usize| form.columns.get(at).map(|c| c.name());
    let label = |at: usize| form.rows.get(at).map(crate::form::Row::name).unwrap_or_default();
    type Inside<'i> = Box<dyn Fn(&Pair) -> bool + 'i>;
    let mut wholes: Vec<(Extent, usize, Inside<'_>)> =
        vec![(Extent::File, LEAST, Box::new(|_| true)), (Extent::File, LEAST, Box::new(|p| is_money(form, p.cell)))];
    wholes.extend(columns.into_iter().map(|c| -> (Extent, usize, Inside<'_>) {
        (Extent::Column(heading(c).unwrap_or_default()), LEAST, Box::new(move |p| p.cell.1 == c))
    }));
    wholes.extend(
        rows.into_iter()
            .map(|r| -> (Extent, usize, Inside<'_>) { (Extent::Row(label(r)), 2, Box::new(move |p| p.cell.0 == r)) }),
    );
    for (extent, least, inside) in wholes {
        let within: Vec<&(&Pair, i32)> = open.iter().filter(|(p, _)| inside(p)).collect();
        let mut by_power: BTreeMap<i32, usize> = BTreeMap::new();
        for (_, power) in within.iter().filter(|(_, power)| *power != 0) {
            *by_power.entry(*power).or_default() += 1;
        }
        let most = by_power.into_iter().max_by_key(|(_, count)| *count);
        let Some((power, _)) = most.filter(|(_, n)| *n >= least && *n * 2 > within.len()) else { continue };
        let slips: Vec<&Pair> = within.iter().filter(|(_, p)| *p == power).map(|(pair, _)| *pair).collect();
        told(extent, power, &slips);
        open.retain(|(pair, p)| !(inside(pair) && *p == power));
    }
    for (pair, power) in open.iter().filter(|(pair, power)| *power != 0 && pair.role != Standing::Sum) {
        told(Extent::Cell, *power, &[*pair]);
    }
    doubts
}

/// A thousand to a power.
pub(super) fn factor(power: i32) -> Decimal {
    let times = (0..power.abs()).try_fold(Decimal::ONE, |f, _| f.checked_mul(Decimal::ONE_THOUSAND));
    let times = times.unwrap_or(Decimal::ONE);
    if power < 0 { Decimal::ONE.checked_div(times).unwrap_or(times) } else { times }
}
