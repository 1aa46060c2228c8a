//! Lists: their items differ from unit to unit and from year to year, so amounts are held against those of all
//! items of the column, and a file's against the middle of the column: a wrong measure over the file, and
//! single amounts of quite another size.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::finding::comparison::{Change, Extent, Problem};
use crate::form::{Form, Kind};
use crate::previous::Lists;
use crate::vietnamese::measure::Measure;

use super::super::tally::{Check, Tallies, Why};
use super::Doubt;
use super::level::{LEAST, ordinary_level, slips};
use super::panel::{Cell, Panel};
use super::spread::{Spread, median};
use super::thousand::{factor, power};

/// Works differ more in size than communes do: so many times more than between units is extraordinary.
const TIMES: f64 = 4.0;

/// An amount above 0 of an item.
struct Amount {
    member: usize,
    cell: Cell,
    value: Decimal,
    level: f64,
}

/// The amounts above 0 of a column, of all members.
fn amounts(panel: &Panel<'_>, column: usize) -> impl Iterator<Item = Amount> {
    panel.members.iter().enumerate().flat_map(move |(member, one)| {
        let figures = one.figures.iter().filter(move |(cell, _)| cell.1 == column);
        let amount = move |(cell, value): (Cell, Decimal)| {
            let level = value.to_f64().filter(|v| *v > 0.0)?.ln_1p();
            Some(Amount { member, cell, value, level })
        };
        figures.filter_map(amount)
    })
}

/// The columns of a list whose amounts can be compared.
fn columns(form: &Form) -> impl Iterator<Item = (usize, &crate::form::Figure)> {
    form.value_columns().filter_map(|(at, c)| Some((at, c.figure.as_ref().filter(|f| f.kind != Kind::Percent)?)))
}

/// Finds amounts of another size than those of the other items, and files in another measure than the others.
pub(super) fn among_peers(form: &Form, panel: &Panel<'_>, tallies: &mut Tallies) -> Vec<Doubt> {
    let mut found = Vec::new();
    let mut money: BTreeMap<usize, Vec<(Cell, f64)>> = BTreeMap::new();
    for (column, figure) in columns(form) {
        let count = tallies.of(Check::Level);
        let senders: BTreeSet<usize> = amounts(panel, column).map(|a| a.member).collect();
        let senders = senders.len();
        // A list of one unit may be very long, and is compared with nothing.
        if senders < LEAST.min(form.checks.peers.units) {
            amounts(panel, column).for_each(|_| count.untested(Why::FewUnits));
            continue;
        }
        let amounts: Vec<Amount> = amounts(panel, column).collect();
        if senders >= LEAST && figure.dimension.as_ref().is_some_and(Measure::is_money) {
            for (one, apart) in apart_from_the_middle(&amounts) {
                money.entry(one.member).or_default().push((one.cell, apart));
            }
        }
        if senders < form.checks.peers.units {
            amounts.iter().for_each(|_| count.untested(Why::FewUnits));
            continue;
        }
        let levels: Vec<f64> = amounts.iter().map(|a| a.level).collect();
        let Some(spread) = Spread::of(&levels) else {
            amounts.iter().for_each(|_| count.untested(Why::NoSpread));
            continue;
        };
        for one in &amounts {
            let apart = one.level - spread.median;
            let near = apart.abs() < (form.checks.peers.times * TIMES).ln();
            let ordinary = near || spread.z(one.level).abs() < form.checks.peers.z;
            count.add(ordinary);
            if !ordinary {
                let median = ordinary_level(spread.median, 1.0, figure);
                let problem = Problem::Level { value: one.value, per: None, median, units: senders };
                found.push(Doubt::new(one.member, vec![one.cell], problem));
            }
        }
    }
    let slips = slips(panel, money);
    found.retain(|d| !slips.iter().any(|s| s.member == d.member && d.cells.iter().all(|c| s.cells.contains(c))));
    slips.into_iter().chain(found).collect()
}

/// How far the amounts of a column are from those of the middle list, in powers of ten. Each list is one, however long
/// it is: a long one in another measure must not be the middle of all amounts.
fn apart_from_the_middle(amounts: &[Amount]) -> Vec<(&Amount, f64)> {
    let mut of_lists: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for one in amounts {
        of_lists.entry(one.member).or_default().push(one.level);
    }
    let middles: Vec<f64> = of_lists.values().filter_map(|levels| median(levels)).collect();
    let Some(middle) = median(&middles) else { return Vec::new() };
    amounts.iter().map(|one| (one, (one.level - middle) / std::f64::consts::LN_10)).collect()
}

/// Finds files whose amounts are a power of a thousand off from those of the unit's last list: the items are
/// others, so the middle amounts of the columns are compared.
pub(super) fn against_the_last(form: &Form, panel: &Panel<'_>, lists: &Lists<'_>, tallies: &mut Tallies) -> Vec<Doubt> {
    let mut found = Vec::new();
    for (member, one) in panel.members.iter().enumerate() {
        let unit = panel.code(one);
        let mut by_power: BTreeMap<i32, Vec<(Change, Vec<Cell>)>> = BTreeMap::new();
        let mut compared = 0usize;
        for (column, _) in columns(form) {
            let code = form.columns.get(column).map_or("", |c| c.code.as_str());
            let own: Vec<(Cell, Decimal)> = one.figures.iter().filter(|(cell, _)| cell.1 == column).collect();
            let now = middle(own.iter().map(|(_, value)| *value));
            let then = lists.get(&(code, unit)).and_then(|l| middle(l.iter().copied()));
            let count = tallies.of(Check::Previous);
            let (Some(now), Some(then)) = (now, then) else {
                own.iter().for_each(|_| count.untested(Why::NoPrevious));
                continue;
            };
            let change = Change { before: then, units: 1, now };
            let Some(power) = power(change, form.checks.previous.thousand) else { continue };
            compared += 1;
            own.iter().for_each(|_| count.add(power == 0));
            by_power.entry(power).or_default().push((change, own.into_iter().map(|(cell, _)| cell).collect()));
        }
        let most = by_power.into_iter().filter(|(power, _)| *power != 0).max_by_key(|(_, columns)| columns.len());
        if let Some((power, columns)) = most.filter(|(_, columns)| columns.len() * 2 > compared)
            && let Some((example, _)) = columns.first()
        {
            let example = *example;
            let cells: Vec<Cell> = columns.into_iter().flat_map(|(_, cells)| cells).collect();
            let problem =
                Problem::ThousandTimes { extent: Extent::File, factor: factor(power), figures: cells.len(), example };
            found.push(Doubt::new(member, cells, problem));
        }
    }
    found
}

/// The middle of the amounts above 0: one of them, so that it stands somewhere.
fn middle(amounts: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    let mut amounts: Vec<Decimal> = amounts.filter(|a| *a > Decimal::ZERO).collect();
    amounts.sort_unstable();
    amounts.get(amounts.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_amount_is_one_that_stands_in_the_list() {
        let amounts = |list: &[i64]| middle(list.iter().map(|n| Decimal::from(*n)));
        assert_eq!(amounts(&[5, 0, 9, 7]), Some(Decimal::from(7)));
        assert_eq!(amounts(&[0]), None);
    }
}
