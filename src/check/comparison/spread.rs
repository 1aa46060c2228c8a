//! Medians, quartiles and robust distances.

use rust_decimal::prelude::ToPrimitive;

/// The quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan, that of R and Excel).
pub(super) fn quantile(sorted: &[f64], part: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = part * as_f64(last);
    let below = place.floor();
    let at = below.to_usize()?;
    let (low, high) = (*sorted.get(at)?, *sorted.get((at + 1).min(last))?);
    Some(low + (place - below) * (high - low))
}

/// The middle of some values: their quantile of a half, without sorting all of them.
pub(super) fn median(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    let last = values.len().checked_sub(1)?;
    let (_, low, above) = values.select_nth_unstable_by(last / 2, f64::total_cmp);
    let low = *low;
    if last.is_multiple_of(2) {
        return Some(low);
    }
    let high = above.iter().copied().min_by(f64::total_cmp)?;
    Some(low + 0.5 * (high - low))
}

/// A count as a float; counts are far below where that loses anything.
pub(super) fn as_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// The middle of some values and how far from it they ordinarily are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    /// The median.
    pub median: f64,
    /// What a standard deviation would be: MAD / 0.6745, or where that is 0 the quartile distance / 1.349.
    pub deviation: f64,
}

impl Spread {
    /// The spread of some values; none where they hardly differ.
    pub fn of(values: &[f64]) -> Option<Self> {
        let median = median(values)?;
        let distances: Vec<f64> = values.iter().map(|v| (v - median).abs()).collect();
        let mad = self::median(&distances)?;
        let deviation = if mad > 0.0 {
            mad / 0.6745
        } else {
            let mut sorted = values.to_vec();
            sorted.sort_unstable_by(f64::total_cmp);
            (quantile(&sorted, 0.75)? - quantile(&sorted, 0.25)?) / 1.349
        };
        (deviation > f64::EPSILON * median.abs().max(1.0)).then_some(Self { median, deviation })
    }

    /// How many deviations a value is from the middle: the modified z-score.
    pub fn z(&self, value: f64) -> f64 {
        (value - self.median) / self.deviation
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_r() {
        let values = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0];
        for (part, expected) in [(0.0, 1.0), (0.25, 2.5), (0.5, 6.0), (0.75, 14.0), (1.0, 32.0)] {
            assert_eq!(quantile(&values, part), Some(expected));
        }
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn the_middle_is_the_quantile_of_a_half_however_many_values_there_are() {
        let values = [7.0, -1.5, 3.25, 3.25, 0.0, 12.0, 1e9, -8.0];
        for length in 0..=values.len() {
            let mut sorted = values[..length].to_vec();
            sorted.sort_by(f64::total_cmp);
            assert_eq!(median(&values[..length]), quantile(&sorted, 0.5), "{length}");
        }
    }

    #[test]
    fn a_plain_z_score_misses_what_the_modified_one_sees() {
        // With n values a z-score cannot exceed √(n - 1): of ten, 3 at the most.
        let values = [10.0, 11.0, 9.0, 10.0, 12.0, 8.0, 10.0, 11.0, 9.0, 1_000.0];
        let spread = Spread::of(&values).unwrap();
        assert!(spread.z(1_000.0) > 3.5);
        assert!(values[..9].iter().all(|v| spread.z(*v).abs() < 3.5));
        assert_eq!(Spread::of(&[5.0; 9]), None);
        // Half of them the same: the quartiles stand in for the median distance.
        assert!(Spread::of(&[5.0, 5.0, 5.0, 5.0, 5.0, 6.0, 7.0, 8.0]).is_some());
    }
}
