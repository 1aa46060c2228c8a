//! Numbers as their digits, for where millions of them are held.

use rust_decimal::Decimal;

/// The digits of a number and how many of them stand behind the point, where they are few and say all there is to it:
/// a zero with a sign is more than its digits.
pub(crate) fn few(value: Decimal) -> Option<(i64, u8)> {
    let (digits, places) = (i64::try_from(value.mantissa()).ok()?, u8::try_from(value.scale()).ok()?);
    (number(digits, places).serialize() == value.serialize()).then_some((digits, places))
}

/// The number of some digits.
pub(crate) fn number(digits: i64, places: u8) -> Decimal {
    Decimal::new(digits, u32::from(places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_give_back_the_number_as_it_was_written() {
        for written in ["0", "0.00", "-12.50", "9223372036854775807", "0.0000000000000000001"] {
            let value: Decimal = written.parse().unwrap();
            let (digits, places) = few(value).unwrap();
            assert_eq!(number(digits, places).to_string(), written);
        }
        for written in ["9223372036854775808", "79228162514264337593543950335"] {
            assert_eq!(few(written.parse().unwrap()), None, "{written}");
        }
        let mut zero = Decimal::new(0, 1);
        zero.set_sign_negative(true);
        assert_eq!(few(zero), None, "{zero}");
    }
}
