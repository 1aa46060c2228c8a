//! Figures of another size than those of the other units, by head or by household where the register has
//! such a weight: the modified z-score of their logarithms (Iglewicz and Hoaglin 1993), and a wrong measure
//! over all money of a file.

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::finding::comparison::Problem;
use crate::form::{Figure, Form, Kind};
use crate::register::{Register, UnitIndex};
use crate::vietnamese::text::fold;

use super::super::tally::{Check, Tallies, Why};
use super::Doubt;
use super::panel::{Cell, Panel};
use super::spread::{Spread, median};

/// A figure of a unit, as it is compared.
struct Compared {
    member: usize,
    value: Decimal,
    /// What it is measured by, in parts of the middle unit's: 2 for twice as many households.
    scale: f64,
    /// The logarithm of what is compared.
    level: f64,
    /// That of the figure itself.
    plain: f64,
}

/// Finds levels that stand out.
pub(super) fn find(form: &Form, panel: &Panel<'_>, register: &Register, tallies: &mut Tallies) -> Vec<Doubt> {
    let mut found = Vec::new();
    let standing: Vec<_> = panel.members.iter().map(|m| panel.standing(m)).collect();
    let weights = Weights::of_members(panel, register);
    // How far each unit's money is from the middle unit's, in powers of ten.
    let mut money: BTreeMap<usize, Vec<(Cell, f64)>> = BTreeMap::new();
    for (row, definition) in form.rows.iter().enumerate().filter(|(_, r)| !r.is_group()) {
        for (column, _) in form.value_columns() {
            let (cell, figure) = ((row, column), form.figure(definition, column));
            // A rate without bounds is what its parts make it: many times the plan, where that was small.
            if figure.kind == Kind::Percent && figure.max.is_none() {
                continue;
            }
            let weight = weights.of(figure);
            let compared = compared(panel, cell, figure, weight);
            let count = tallies.of(Check::Level);
            let levels: Vec<f64> = compared.iter().map(|c| c.level).collect();
            // A thousand times the middle one is odd among three, too, where most of a file's money is.
            if compared.len() >= LEAST
                && figure.dimension.as_ref().is_some_and(|m| m.is_money())
                && let Some(middle) = median(&levels)
            {
                for one in &compared {
                    money.entry(one.member).or_default().push((cell, (one.level - middle) / std::f64::consts::LN_10));
                }
            }
            if compared.len() < form.checks.peers.units {
                compared.iter().for_each(|_| count.untested(Why::FewUnits));
                continue;
            }
            let plain: Vec<f64> = compared.iter().map(|c| c.plain).collect();
            let (Some(spread), Some(unscaled)) = (Spread::of(&levels), Spread::of(&plain)) else {
                compared.iter().for_each(|_| count.untested(Why::NoSpread));
                continue;
            };
            let odd = |spread: &Spread, level: f64| {
                let apart = match figure.kind {
                    Kind::Percent => (level / spread.median).ln(),
                    _ => level - spread.median,
                };
                let odd = apart.abs() >= form.checks.peers.times.ln() && spread.z(level).abs() >= form.checks.peers.z;
                odd.then_some(apart > 0.0)
            };
            let of_its_own = |one: &&Compared| standing.get(one.member).is_some_and(|s| !s.contains_key(&cell));
            for one in compared.iter().filter(of_its_own) {
                // Not everything grows with a unit: what is odd is so by head and by unit.
                let by_head = odd(&spread, one.level);
                let ordinary = by_head.is_none() || by_head != odd(&unscaled, one.plain);
                count.add(ordinary);
                if !ordinary {
                    let per = weight.map(|w| w.name.to_owned());
                    let median = ordinary_level(spread.median, one.scale, figure);
                    let problem = Problem::Level { value: one.value, per, median, units: compared.len() };
                    found.push(Doubt::new(one.member, vec![cell], problem));
                }
            }
        }
    }
    let slips = slips(panel, money);
    // What a wrong measure explains is told with it.
    let explained: HashSet<(usize, Cell)> = slips.iter().flat_map(|s| s.cells.iter().map(|c| (s.member, *c))).collect();
    found.retain(|d| !d.cells.iter().any(|c| explained.contains(&(d.member, *c))));
    slips.into_iter().chain(found).collect()
}

/// A weight that every unit has.
struct Weight {
    name: &'static str,
    /// Each member's, in parts of the middle one's.
    parts: Vec<f64>,
}

impl Weight {
    /// That of a name, where the register knows it for all units.
    fn of_members(name: &'static str, panel: &Panel<'_>, register: &Register) -> Option<Self> {
        let of = |unit: UnitIndex| register.weight(name, unit)?.to_f64().filter(|w| *w > 0.0);
        let weights: Vec<f64> = panel.members.iter().map(|m| of(m.unit)).collect::<Option<_>>()?;
        let middle = median(&weights)?;
        Some(Self { name, parts: weights.into_iter().map(|w| w / middle).collect() })
    }
}

/// What figures may be measured by.
struct Weights {
    households: Option<Weight>,
    people: Option<Weight>,
}

impl Weights {
    fn of_members(panel: &Panel<'_>, register: &Register) -> Self {
        let of = |name| Weight::of_members(name, panel, register);
        Self { households: of("so_ho"), people: of("dan_so") }
    }

    /// What a figure is measured by: households by households, people and the rest by people, as far as they are
    /// known. A percentage is by nothing.
    fn of(&self, figure: &Figure) -> Option<&Weight> {
        if figure.kind == Kind::Percent {
            return None;
        }
        let (households, people) = (self.households.as_ref(), self.people.as_ref());
        let of_households = fold(&figure.measure).as_str() == fold("Hộ").as_str();
        if of_households { households.or(people) } else { people.or(households) }
    }
}

/// The figures above 0 of a cell: of a unit where nothing arose nothing is expected.
fn compared(panel: &Panel<'_>, cell: Cell, figure: &Figure, weight: Option<&Weight>) -> Vec<Compared> {
    let kind = figure.kind;
    let one = |(member, of): (usize, &super::panel::Member)| {
        let (_, value) = of.figures.get(cell)?;
        let scale = weight.and_then(|w| w.parts.get(member).copied()).unwrap_or(1.0);
        let figure = value.to_f64().filter(|v| *v > 0.0)?;
        let of = |value: f64| if kind == Kind::Percent { value } else { value.ln_1p() };
        Some(Compared { member, value, scale, level: of(figure / scale), plain: of(figure) })
    };
    panel.members.iter().enumerate().filter_map(one).collect()
}

/// What would be ordinary for a unit.
pub(super) fn ordinary_level(median: f64, scale: f64, figure: &Figure) -> Decimal {
    let plain = if figure.kind == Kind::Percent { median } else { median.exp_m1() * scale };
    let plain = Decimal::try_from(plain).unwrap_or_default();
    let plain = plain.round_sf(3).unwrap_or(plain);
    if figure.kind == Kind::Integer { plain.round() } else { plain }
}

/// So many amounts of money say something about a file, and so many files about one of them.
pub(super) const LEAST: usize = 3;

/// So far from a power of a thousand, in powers of ten, the middle amount of a confusion of measures may be: 300 to 3.000
/// times. A unit with thirty times the money of the others, or a fiftieth, is rich or poor.
const NEAR_THOUSAND: f64 = 0.5;

/// The files with a wrong measure over their money, given how far their amounts are from the middle ones in powers of ten.
/// It is told of all of their money, of amounts that nothing stands beside as well.
pub(super) fn slips(panel: &Panel<'_>, money: BTreeMap<usize, Vec<(Cell, f64)>>) -> Vec<Doubt> {
    let whole = |doubt: Doubt| Doubt { cells: panel.money(doubt.member), ..doubt };
    money.into_iter().filter_map(|(member, cells)| slip(member, &cells).map(whole)).collect()
}

/// A wrong measure over the money of a file: most of its amounts are off by the same power of a thousand, and the
/// middle one of them is near it.
fn slip(member: usize, cells: &[(Cell, f64)]) -> Option<Doubt> {
    let power = |apart: f64| (apart / 3.0).round();
    let mut by_power: BTreeMap<i8, Vec<(Cell, f64)>> = BTreeMap::new();
    for (cell, apart) in cells {
        let n = (-4i8..=4).find(|n| f64::from(*n) == power(*apart)).unwrap_or(0);
        by_power.entry(n).or_default().push((*cell, *apart));
    }
    let (power, own) = by_power.into_iter().filter(|(n, _)| *n != 0).max_by_key(|(_, own)| own.len())?;
    let (own, aparts): (Vec<Cell>, Vec<f64>) = own.into_iter().unzip();
    let off = median(&aparts)? - f64::from(power) * 3.0;
    if own.len() < LEAST || own.len() * 2 <= cells.len() || off.abs() > NEAR_THOUSAND {
        return None;
    }
    let times = (0..power.abs()).try_fold(Decimal::ONE, |f, _| f.checked_mul(Decimal::ONE_THOUSAND))?;
    let factor = if power < 0 { Decimal::ONE.checked_div(times)? } else { times };
    let problem = Problem::UnitSlip { factor, figures: own.len(), of: cells.len() };
    Some(Doubt::new(member, own, problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_amounts_near_a_power_of_a_thousand_are_a_confusion_of_measures() {
        for (times, expected) in [
            (1_000.0, Some("1000")),
            (400.0, Some("1000")),
            (2_500.0, Some("1000")),
            (40.0, None),
            (100.0, None),
            (0.001, Some("0.001")),
            (0.02, None),
            (1_000_000.0, Some("1000000")),
            (30_000.0, None),
        ] {
            let cells: Vec<(Cell, f64)> = (0..5).map(|at| ((at, 0), f64::log10(times))).collect();
            let told = slip(0, &cells).map(|doubt| match doubt.problem {
                Problem::UnitSlip { factor, .. } => factor.normalize().to_string(),
                other => format!("{other:?}"),
            });
            assert_eq!(told.as_deref(), expected, "{times}");
        }
    }
}
