//! What becomes of one text in a column of quantities.

use rust_decimal::Decimal;

use crate::finding::reading::{Candidate, ColumnSays, How, Problem};
use crate::vietnamese::measure::Measure;
use crate::vietnamese::number::{self, Notation, Numeral, Reading, Readings, Refusal};
use crate::vietnamese::symbol::nothing;
use crate::vietnamese::text::one_line;

use super::Show;
use super::columns::Surroundings;

/// What becomes of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Decision {
    /// It is text.
    Text,
    /// It is this number.
    Number {
        /// The value that the cell will hold.
        value: Decimal,
        /// How it is shown.
        show: Show,
    },
    /// It looks like a number and cannot be read with certainty.
    Unsure(Problem),
}

/// Decides about a text.
pub fn decide(text: &str, around: &Surroundings) -> Decision {
    if nothing(text).is_some() || is_code(text) {
        return Decision::Text;
    }
    let numeral = match number::read(text) {
        Ok(numeral) => numeral,
        Err(Refusal::NotANumber) => return Decision::Text,
        Err(refusal) => return Problem::NotANumber { refusal }.into(),
    };
    match chosen(&numeral, around) {
        Ok(reading) => real(reading, &numeral, text, around),
        Err((grouped, decimal)) => {
            let candidates = [(grouped, true), (decimal, false)]
                .map(|(r, grouped)| Candidate { value: r.value, how: How::of(r.notation, grouped) });
            let both = around.vietnamese && around.english;
            let column = if both { ColumnSays::Both } else { ColumnSays::Nothing };
            Problem::Ambiguous { candidates: candidates.into(), column }.into()
        }
    }
}

/// More than one leading zero, or one before more than a digit: `0201`, `00123`.
fn is_code(text: &str) -> bool {
    let text = text.trim();
    text.len() > 2 && text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit())
}

/// The reading that is left, or both.
fn chosen(numeral: &Numeral<'_>, around: &Surroundings) -> Result<Reading, (Reading, Reading)> {
    let (grouped, decimal) = match numeral.readings {
        Readings::One(one) => return Ok(one),
        Readings::Two { grouped, decimal } => (grouped, decimal),
    };
    // Whole things, as the row says or the words behind the number: `300.000 đồng`.
    let counted = if numeral.tail.is_empty() {
        around.whole && !numeral.percent
    } else {
        Measure::parse(numeral.tail).is_some_and(|m| m.is_counted())
    };
    // Whole things are not counted in thousandths: a dot groups, unless the column is English.
    let by_dot = grouped.notation == Notation::Vietnamese && !around.english;
    if counted && (by_dot || !decimal.value.is_integer()) {
        return Ok(grouped);
    }
    let of = |notation| if grouped.notation == notation { grouped } else { decimal };
    match (around.vietnamese, around.english) {
        (true, false) => Ok(of(Notation::Vietnamese)),
        (false, true) => Ok(of(Notation::English)),
        _ => Err((grouped, decimal)),
    }
}

/// The most significant digits that Excel keeps.
const DIGITS: u32 = 15;

fn real(reading: Reading, numeral: &Numeral<'_>, text: &str, around: &Surroundings) -> Decision {
    let value = reading.value;
    if value.round_sf(DIGITS) != Some(value) {
        return Problem::LostDigits.into();
    }
    let grouped = text.contains(['.', ',', ' ', '\u{a0}', '\u{202f}', '\u{2009}']) && value.abs() >= 1000.into();
    let show = Show { grouped, decimals: value.scale(), percent: false, suffix: one_line(numeral.tail) };
    if !numeral.percent {
        return Decision::Number { value, show };
    }
    // In a row or column of percentages the others are in points too; elsewhere a percentage is what
    // Excel makes of one: a fraction shown times 100.
    if around.percent {
        return Decision::Number { value, show };
    }
    let fraction = value.checked_div(Decimal::ONE_HUNDRED).unwrap_or(value).normalize();
    Decision::Number { value: fraction, show: Show { percent: true, ..show } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(text: &str, around: Surroundings) -> String {
        match decide(text, &around) {
            Decision::Text => "text".into(),
            Decision::Number { value, show } => format!("{value} {}", show.format()),
            Decision::Unsure(problem) => crate::finding::Problem::from(problem).code().id().into(),
        }
    }

    #[test]
    fn numbers_become_real_and_look_as_they_did() {
        let none = Surroundings::default();
        let vietnamese = Surroundings { vietnamese: true, ..none };
        let whole = Surroundings { whole: true, ..none };
        let percent = Surroundings { percent: true, ..none };
        for (text, around, expected) in [
            ("12", none, "12 0"),
            ("1.234.567,8", none, "1234567.8 #,##0.0"),
            ("18.939", none, "PB301"),
            ("18.939", vietnamese, "18939 #,##0"),
            ("18.939", whole, "18939 #,##0"),
            ("18,939", vietnamese, "18.939 0.000"),
            ("300.000 đồng", none, "300000 #,##0\" đồng\""),
            ("1.470 tấn", none, "PB301"),
            ("04 hộ", none, "4 0\" hộ\""),
            ("86,92 %", none, "0.8692 0.00%"),
            ("86,92 %", percent, "86.92 0.00"),
            ("(0,54)", none, "-0.54 0.00"),
            ("0201", none, "text"),
            ("-", none, "text"),
            ("Đánh giá cuối giai đoạn", none, "text"),
            ("khoảng 50", none, "PB302"),
            ("1.23.4", none, "PB302"),
            ("12345678901234567", none, "PB316"),
        ] {
            assert_eq!(outcome(text, around), expected, "{text}");
        }
    }
}
