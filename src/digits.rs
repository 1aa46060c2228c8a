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

/// A number as the library writes it, quicker for those that are few digits.
pub(crate) fn written(value: Decimal) -> String {
    match few(value) {
        Some((digits, 0)) => digits.to_string(),
        Some((digits, places)) => {
            let mut text = digits.unsigned_abs().to_string();
            let places = usize::from(places);
            if text.len() <= places {
                text.insert_str(0, &"0".repeat(places + 1 - text.len()));
            }
            text.insert(text.len() - places, '.');
            if digits < 0 {
                text.insert(0, '-');
            }
            text
        }
        None => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_give_back_the_number_as_it_was_written() {
        for text in ["0", "0.00", "-12.50", "-0.05", "1.0", "9223372036854775807", "0.0000000000000000001"] {
            let value: Decimal = text.parse().unwrap();
            let (digits, places) = few(value).unwrap();
            assert_eq!(number(digits, places).to_string(), text);
            assert_eq!(written(value), text);
        }
        for written in ["9223372036854775808", "79228162514264337593543950335"] {
            assert_eq!(few(written.parse().unwrap()), None, "{written}");
            assert_eq!(super::written(written.parse().unwrap()), written);
        }
        let mut zero = Decimal::new(0, 1);
        zero.set_sign_negative(true);
        assert_eq!(few(zero), None, "{zero}");
        assert_eq!(written(zero), zero.to_string());
    }
}
