//! Changes from the last period unlike those of the other units: Hidiroglou and Berthelot, «Statistical
//! editing and imputation for periodic business surveys», 1986, with the parameters of Statistics Norway.
//!
//! A change r = now / before is centred on the median change, large units weigh more, and what lies far
//! outside the quartiles stands out. Units that did not change at all are left out of the quartiles where
//! they are half of all or more (as in Statistics Norway's Kostra programme): else every change would.

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::finding::comparison::Problem;
use crate::form::Form;
use crate::form::checks::PreviousChecks;

use super::super::tally::{Check, Tallies, Why};
use super::Doubt;
use super::panel::{Cell, Pair};
use super::spread::{median, quantile};

/// Finds changes that stand out, a cell of the form at a time.
pub(super) fn find(form: &Form, pairs: &[Pair], slipped: &HashSet<(usize, Cell)>, tallies: &mut Tallies) -> Vec<Doubt> {
    let mut by_cell: BTreeMap<Cell, Vec<&Pair>> = BTreeMap::new();
    for pair in pairs.iter().filter(|p| !slipped.contains(&(p.member, p.cell))) {
        by_cell.entry(pair.cell).or_default().push(pair);
    }
    let mut doubts = Vec::new();
    let count = tallies.of(Check::Ratio);
    for own in by_cell.into_values() {
        let changes: Vec<(f64, f64)> =
            own.iter().filter_map(|p| Some((p.change.before.to_f64()?, p.change.now.to_f64()?))).collect();
        match judge(&changes, &form.checks.previous) {
            Err(why) => own.iter().for_each(|_| count.untested(why)),
            Ok(judged) => {
                let units = judged.iter().flatten().count();
                for (pair, interval) in own.iter().zip(&judged) {
                    let Some(Interval { low, high, ratio }) = *interval else {
                        count.untested(Why::NoPrevious);
                        continue;
                    };
                    let ordinary = (low..=high).contains(&ratio);
                    count.add(ordinary);
                    if !ordinary {
                        let problem =
                            Problem::Ratio { change: pair.change, ordinary: (percent(low), percent(high)), units };
                        doubts.push(Doubt { member: pair.member, cells: vec![pair.cell], problem });
                    }
                }
            }
        }
    }
    doubts
}

fn percent(ratio: f64) -> Decimal {
    Decimal::try_from(ratio * 100.0).map(|d| d.round()).unwrap_or(Decimal::MAX)
}

/// A change, and between which changes it would be ordinary.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Interval {
    low: f64,
    high: f64,
    ratio: f64,
}

/// Judges the changes of some units; none for those that are not above 0 in both periods.
fn judge(changes: &[(f64, f64)], parameters: &PreviousChecks) -> Result<Vec<Option<Interval>>, Why> {
    let positive: Vec<(f64, f64)> = changes.iter().copied().filter(|(b, n)| *b > 0.0 && *n > 0.0).collect();
    let changed: Vec<(f64, f64)> = positive.iter().copied().filter(|(b, n)| b != n).collect();
    let sample = if changed.len() * 2 <= positive.len() { changed } else { positive };
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
            let near = 1.0 + parameters.least;
            Interval { low: low.min(middle / near), high: high.max(middle * near), ratio: now / before }
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

    /// The parameters of Statistics Norway, without our bound on what is worth asking about.
    const PLAIN: PreviousChecks =
        PreviousChecks { size: 0.5, floor: 0.05, width: 20.0, least: 0.0, units: 8, thousand: 2.5 };

    #[test]
    fn an_ordinary_change_is_not_asked_about_however_alike_the_others_are() {
        let one = |n: u8| (100.0 + f64::from(n), 105.0 + f64::from(n) * 1.05 + f64::from(n % 3) / 10.0);
        let mut alike: Vec<(f64, f64)> = (0..12).map(one).collect();
        alike.push((100.0, 130.0));
        alike.push((100.0, 900.0));
        let outside = |parameters: &PreviousChecks| -> Vec<usize> {
            let judged = judge(&alike, parameters).unwrap();
            (0..alike.len()).filter(|i| judged[*i].is_some_and(|j| !(j.low..=j.high).contains(&j.ratio))).collect()
        };
        assert_eq!(outside(&PLAIN), [12, 13]);
        assert_eq!(outside(&PreviousChecks::default()), [13]);
    }

    /// Statistics Norway gives the interval as limits of the ratio: lower r_M·m^U / (m^U − L) and upper
    /// r_M·(m^U + H) / m^U, where m is the larger of the two figures. Ours must be the same.
    #[test]
    fn the_interval_is_that_of_statistics_norway_and_what_lies_outside_stands_out() {
        let judged = judge(&CHANGES, &PLAIN).unwrap();
        let outside: Vec<usize> =
            (0..10).filter(|i| judged[*i].is_some_and(|j| !(j.low..=j.high).contains(&j.ratio))).collect();
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
        let judged = judge(&CHANGES, &PLAIN).unwrap();
        let width = |at: usize| judged[at].map(|j| j.high - j.low).unwrap();
        assert!(width(2) > width(3), "fifty against four hundred");
    }
}
