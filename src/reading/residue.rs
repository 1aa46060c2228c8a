//! What formulas leave of sums that come to nothing.
//!
//! 0.3 - 0.2 - 0.1 is no zero to a machine: a few of the last bits of its figures stay (seen as 2.27e-13 under «triệu
//! đồng»). A figure that somebody typed, however small, has few digits and is what it says.

use rust_decimal::Decimal;

/// A number as it was meant: zero where it is what is left of others.
pub(super) fn without(value: Decimal) -> Decimal {
    let is_small = value.scale() > PLACES && value.abs() < Decimal::new(1, PLACES) && !value.is_zero();
    if is_small && is_left_over(value) { Decimal::ZERO } else { value }
}

/// Nobody shows a figure with so many places.
const PLACES: u32 = 9;
/// Nor does what is computed of figures have more than 15 digits that say anything.
const BEYOND: u32 = 14;
/// What is typed has fewer digits.
const MANY: u32 = 11;

fn is_left_over(value: Decimal) -> bool {
    let digits = value.mantissa().unsigned_abs().checked_ilog10().map_or(0, |n| n + 1);
    let is_cut_off = || value.scale() == Decimal::MAX_SCALE && value.abs() < Decimal::new(1, BEYOND);
    digits >= MANY && (is_cut_off() || value.to_string().parse().is_ok_and(is_of_few_bits))
}

/// Tells whether a number has the 15 digits of a binary one that is short: figures that are subtracted leave nothing
/// below the last bit of the smallest, and that little is no long number. Of others one in ten thousand is.
fn is_of_few_bits(number: f64) -> bool {
    const DROPPED: u64 = (1 << (52 - 30)) - 1;
    let short = f64::from_bits(number.to_bits().wrapping_add(DROPPED / 2 + 1) & !DROPPED);
    format!("{short:.14e}") == format!("{number:.14e}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Value;

    fn read(stored: f64) -> Decimal {
        match Value::number(stored) {
            Value::Number(number) => without(number),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_sums_leave_is_nothing() {
        let sum: f64 = (0..1_000).map(|n| f64::from(n) * 0.1).sum();
        let long = [434.1, 0.7, 1_204.33, 18.05].iter().sum::<f64>() - 1_204.33 - 434.1 - 18.05 - 0.7;
        for left in [0.3 - 0.2 - 0.1, sum - 49_950.0, long, (1e6 + 0.1) - 1e6 - 0.1, (0.3 - 0.2 - 0.1) * 1_000.0] {
            assert!(read(left).is_zero(), "{left:e}");
        }
        assert!(read((0.3 - 0.2 - 0.1) / 1.234).is_zero(), "nor is a rate of it");
    }

    #[test]
    fn what_is_typed_is_what_it_says_however_small() {
        for digits in [1u64, 5, 12, 125, 4_657, 1_234_567_891] {
            for places in 1..=28 {
                let written = format!("{digits}e-{places}");
                let typed = read(written.parse().unwrap());
                assert_eq!(Decimal::from_scientific(&written).unwrap().normalize(), typed, "{written}");
            }
        }
    }
}
