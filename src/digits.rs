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
    let Some((digits, places)) = few(value) else { return value.to_string() };
    // From the last digit on; of those behind the point and the one before it none is left out.
    let (mut room, mut first, mut rest, mut open) = ([0; 48], 48, digits.unsigned_abs(), usize::from(places) + 1);
    let mut put = |sign: u8| {
        first -= 1;
        if let Some(place) = room.get_mut(first) {
            *place = sign;
        }
    };
    while rest > 0 || open > 0 {
        if open == 1 && places > 0 {
            put(b'.');
        }
        // A digit is less than ten.
        put(b'0' + (rest % 10) as u8);
        (rest, open) = (rest / 10, open.saturating_sub(1));
    }
    if digits < 0 {
        put(b'-');
    }
    room.get(first..).and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or_default().to_owned()
}

/// Bytes as hexadecimal digits, as sums of files are written.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |four: u8| char::from(if four < 10 { b'0' + four } else { b'a' + four - 10 });
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_give_back_the_number_as_it_was_written() {
        let longest = "-0.0000000009223372036854775807";
        for text in ["0", "0.00", "-12.50", "-0.05", "1.0", "9223372036854775807", "0.0000000000000000001", longest] {
            let value: Decimal = text.parse().unwrap();
            let (digits, places) = few(value).unwrap();
            assert_eq!(number(digits, places).to_string(), text);
            assert_eq!(written(value), text);
        }
        for written in ["9223372036854775808", "79228162514264337593543950335"] {
            assert_eq!(few(written.parse().unwrap()), None, "{written}");
            assert_eq!(super::written(written.parse().unwrap()), written);
        }
        assert_eq!(written(Decimal::new(i64::MIN, 28)), Decimal::new(i64::MIN, 28).to_string());
        assert_eq!(hex(&[0, 10, 0xBF]), "000abf");
        let mut zero = Decimal::new(0, 1);
        zero.set_sign_negative(true);
        assert_eq!(few(zero), None, "{zero}");
        assert_eq!(written(zero), zero.to_string());
    }
}
