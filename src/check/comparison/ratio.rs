//! Changes from the last period unlike those of the other units: Hidiroglou and Berthelot, «Statistical
//! editing and imputation for periodic business surveys», 1986, with the parameters of Statistics Norway.
//!
//! A change r = now / before is centred on the median change, large units weigh more, and what lies far
//! outside the quartiles stands out. Units that did not change at all are left out of the quartiles, which
//! Statistics Norway's Kostra programme does where they are half of all or more: copied figures say nothing
//! about how much is ordinary.

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::finding::comparison::{Ordinary, Problem};
use crate::form::checks::PreviousChecks;
use crate::form::{Form, Kind};

use super::super::tally::{Check, Tallies, Why};
use super::Doubt;
use super::panel::{Cell, Pair, Standing};
use super::spread::{median, quantile};

/// Finds changes that stand out, a cell of the form at a time. Percentages are compared by their differences:
/// from half a per cent to two is little.
pub(super) fn find(form: &Form, pairs: &[Pair], slipped: &HashSet<(usize, Cell)>, tallies: &mut Tallies) -> Vec<Doubt> {
    let mut by_cell: BTreeMap<Cell, Vec<&Pair>> = BTreeMap::new();
    for pair in pairs.iter().filter(|p| p.role == Standing::OfItsOwn && !slipped.contains(&(p.member, p.cell))) {
        by_cell.entry(pair.cell).or_default().push(pair);
    }
    let mut doubts = Vec::new();
    let count = tallies.of(Check::Ratio);
    let parameters = &form.checks.previous;
    for (cell, own) in by_cell {
        let changes: Vec<(f64, f64)> =
            own.iter().filter_map(|p| Some((p.change.before.to_f64()?, p.change.now.to_f64()?))).collect();
        let figure = form.rows.get(cell.0).map(|row| form.figure(row, cell.1));
        let percent = figure.is_some_and(|f| f.kind == Kind::Percent);
        let bounded = figure.is_some_and(|f| f.max.is_some());
        let judged = if percent { differences(&changes, bounded, parameters) } else { judge(&changes, parameters) };
        let judged = match judged {
            Err(why) => {
                own.iter().for_each(|_| count.untested(why));
                continue;
            }
            Ok(judged) => judged,
        };
        let units = judged.iter().flatten().count();
        for (pair, interval) in own.iter().zip(&judged) {
            let Some(interval) = *interval else {
                count.untested(Why::NoPrevious);
                continue;
            };
            let Interval { low, high, change, .. } =
                if percent { interval } else { interval.widened(parameters.least) };
            let is_ordinary = (low..=high).contains(&change);
            count.add(is_ordinary);
            if !is_ordinary {
                let ordinary = match percent {
                    true => Ordinary::Points(shown(low, 1), shown(high, 1)),
                    false => Ordinary::Times(shown(low * 100.0, 0), shown(high * 100.0, 0)),
                };
                let problem = Problem::Ratio { change: pair.change, ordinary, units };
                doubts.push(Doubt::new(pair.member, vec![pair.cell], problem));
            }
        }
    }
    doubts
}

fn shown(value: f64, places: u32) -> Decimal {
    Decimal::try_from(value).map_or(Decimal::MAX, |d| d.round_dp(places))
}

/// A change, and between which changes it would be ordinary.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Interval {
    low: f64,
    middle: f64,
    high: f64,
    /// The ratio, or the difference of percentages.
    change: f64,
}

impl Interval {
    /// With changes that are ordinary however alike the others are: those of less than a part against the
    /// middle one, and falls as deep as a rise that is ordinary, for among a dozen units a quartile may lie
    /// next to the median by chance.
    fn widened(self, least: f64) -> Self {
        let Interval { low, middle, high, .. } = self;
        let near = [middle / low, high / middle, 1.0 + least].into_iter().fold(1.0, f64::max);
        Self { low: middle / near, high: middle * near, ..self }
    }
}

/// So many percentage points are no great change.
const POINTS: f64 = 10.0;

/// Judges the differences of percentages by their quartiles, as ratios are judged. What has no bounds, such as a
/// yield against a small plan, is odd only where its ratio is odd as well.
fn differences(
    changes: &[(f64, f64)],
    bounded: bool,
    parameters: &PreviousChecks,
) -> Result<Vec<Option<Interval>>, Why> {
    let all: Vec<f64> = changes.iter().map(|(before, now)| now - before).collect();
    let mut sample: Vec<f64> = all.iter().copied().filter(|d| *d != 0.0).collect();
    if sample.len() < parameters.units {
        return Err(Why::FewUnits);
    }
    sample.sort_by(f64::total_cmp);
    let quartile = |part| quantile(&sample, part).ok_or(Why::FewUnits);
    let (first, middle, third) = (quartile(0.25)?, quartile(0.5)?, quartile(0.75)?);
    let apart = (parameters.width * (middle - first).max(third - middle)).max(POINTS);
    let ratios = if bounded { Vec::new() } else { judge(changes, parameters).unwrap_or_default() };
    let interval = |(at, change): (usize, f64)| {
        let ratio = ratios.get(at).copied().flatten().map(|ratio| ratio.widened(parameters.least));
        let judged = bounded || ratio.is_some();
        let odd = ratio.is_none_or(|ratio| !(ratio.low..=ratio.high).contains(&ratio.change));
        let (low, high) = (middle - apart, middle + apart);
        let (low, high) = if odd { (low, high) } else { (low.min(change), high.max(change)) };
        judged.then_some(Interval { low, middle, high, change })
    };
    Ok(all.into_iter().enumerate().map(interval).collect())
}

/// Judges the changes of some units; none for those that are not above 0 in both periods.
fn judge(changes: &[(f64, f64)], parameters: &PreviousChecks) -> Result<Vec<Option<Interval>>, Why> {
    let positive: Vec<(f64, f64)> = changes.iter().copied().filter(|(b, n)| *b > 0.0 && *n > 0.0).collect();
    let sample: Vec<(f64, f64)> = positive.into_iter().filter(|(b, n)| b != n).collect();
    if sample.len() < parameters.units {
        return Err(Why::FewUnits);
    }
    let ratios: Vec<f64> = sample.iter().map(|(before, now)| now / before).collect();
    let middle = median(&ratios).ok_or(Why::FewUnits)?;
    let centred = |ratio: f64| if ratio < middle { 1.0 - middle / ratio } else { ratio / middle - 1.0 };
    let weight = |(before, now): (f64, f64)| before.max(now).powf(parameters.size);
    let mut effects: Vec<f64> = sample.iter().zip(&ratios).map(|(pair, r)| centred(*r) * weight(*pair)).collect();
    effects.sort_by(f64::total_cmp);
    let quartile = |part| quantile(&effects, part).ok_or(Why::FewUnits);
    let (first, second, third) = (quartile(0.25)?, quartile(0.5)?, quartile(0.75)?);
    let least = (parameters.floor * second).abs();
    let (below, above) = ((second - first).max(least), (third - second).max(least));
    if below <= 0.0 || above <= 0.0 {
        return Err(Why::NoSpread);
    }
    let (lowest, highest) = (second - parameters.width * below, second + parameters.width * above);
    let ratio_of = |centred: f64| {
        if centred < 0.0 { middle / (1.0 - centred) } else { middle * (1.0 + centred) }
    };
    let interval = |pair: &(f64, f64)| {
        let (before, now) = *pair;
        (before > 0.0 && now > 0.0).then(|| {
            let weight = weight(*pair);
            let (low, high) = (ratio_of(lowest / weight), ratio_of(highest / weight));
            Interval { low, middle, high, change: now / before }
        })
    };
    Ok(changes.iter().map(interval).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGES: [(f64, f64); 10] = [
        (100.0, 110.0),
        (200.0, 210.0),
        (50.0, 56.0),
        (400.0, 424.0),
        (80.0, 84.0),
        (120.0, 133.0),
        (60.0, 62.0),
        (90.0, 99.0),
        (150.0, 158.0),
        (100.0, 900.0),
    ];

    /// The parameters of Statistics Norway.
    fn plain() -> PreviousChecks {
        PreviousChecks::default()
    }

    #[test]
    fn an_ordinary_change_is_not_asked_about_however_alike_the_others_are() {
        let one = |n: u8| (100.0 + f64::from(n), 105.0 + f64::from(n) * 1.05 + f64::from(n % 3) / 10.0);
        let mut alike: Vec<(f64, f64)> = (0..12).map(one).collect();
        alike.push((100.0, 130.0));
        alike.push((100.0, 900.0));
        let judged = judge(&alike, &plain()).unwrap();
        let outside = |least: Option<f64>| -> Vec<usize> {
            let interval = |i: usize| judged[i].map(|j| least.map_or(j, |least| j.widened(least)));
            (0..alike.len()).filter(|i| interval(*i).is_some_and(|j| !(j.low..=j.high).contains(&j.change))).collect()
        };
        assert_eq!(outside(None), [12, 13]);
        assert_eq!(outside(Some(0.5)), [13]);
    }

    #[test]
    fn percentages_are_compared_by_their_differences() {
        let mut rates: Vec<(f64, f64)> = (0..12).map(|n| (20.0 + f64::from(n), 18.5 + f64::from(n) * 1.04)).collect();
        rates.extend([(0.5, 3.0), (0.0, 4.0), (22.0, 82.0)]);
        let judged = differences(&rates, true, &plain()).unwrap();
        let outside = |i: &usize| judged[*i].is_some_and(|j| !(j.low..=j.high).contains(&j.change));
        assert_eq!((0..rates.len()).filter(outside).collect::<Vec<_>>(), [14]);
    }

    /// Statistics Norway gives the interval as limits of the ratio: lower r_M·m^U / (m^U − L) and upper
    /// r_M·(m^U + H) / m^U, where m is the larger of the two figures. Ours must be the same.
    #[test]
    fn the_interval_is_that_of_statistics_norway_and_what_lies_outside_stands_out() {
        let judged = judge(&CHANGES, &plain()).unwrap();
        let outside: Vec<usize> =
            (0..10).filter(|i| judged[*i].is_some_and(|j| !(j.low..=j.high).contains(&j.change))).collect();
        assert_eq!(outside, [9]);
        // By hand: the median ratio, the effects and their quartiles.
        let ratios: Vec<f64> = CHANGES.iter().map(|(b, n)| n / b).collect();
        let middle = median(&ratios).unwrap();
        let mut effects: Vec<f64> = CHANGES
            .iter()
            .map(|(b, n)| {
                let r = n / b;
                let s = if r < middle { 1.0 - middle / r } else { r / middle - 1.0 };
                s * b.max(*n).sqrt()
            })
            .collect();
        effects.sort_by(f64::total_cmp);
        let q = |p| quantile(&effects, p).unwrap();
        let low = 20.0 * (q(0.5) - q(0.25)) - q(0.5);
        let high = q(0.5) + 20.0 * (q(0.75) - q(0.5));
        for (at, (before, now)) in CHANGES.iter().enumerate() {
            let size = before.max(*now).sqrt();
            let expected = (middle * size / (size + low), middle * (size + high) / size);
            let found = judged[at].unwrap();
            assert!((found.low - expected.0).abs() < 1e-9 && (found.high - expected.1).abs() < 1e-9, "{at}");
        }
    }

    #[test]
    fn few_units_and_units_that_hardly_change_say_nothing() {
        let parameters = PreviousChecks::default();
        assert_eq!(judge(&CHANGES[..7], &parameters), Err(Why::FewUnits));
        assert_eq!(judge(&[(10.0, 10.0); 20], &parameters), Err(Why::FewUnits));
        let mut mostly_same = [(10.0, 10.0); 20];
        mostly_same[3] = (10.0, 11.0);
        assert_eq!(judge(&mostly_same, &parameters), Err(Why::FewUnits));
        assert_eq!(judge(&[(10.0, 11.0); 20], &parameters), Err(Why::NoSpread));
    }

    #[test]
    fn the_same_change_is_more_ordinary_in_a_small_unit() {
        let judged = judge(&CHANGES, &plain()).unwrap();
        let width = |at: usize| judged[at].map(|j| j.high - j.low).unwrap();
        assert!(width(2) > width(3), "fifty against four hundred");
    }
}
