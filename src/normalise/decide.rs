//! What becomes of one text in a column of quantities.

use rust_decimal::Decimal;

use crate::finding::reading::{Candidate, ColumnSays, How, Problem};
use crate::vietnamese::measure::{Measure, multiplier};
use crate::vietnamese::number::{self, Notation, Numeral, Reading, Readings};
use crate::vietnamese::text::one_line;

use super::Show;
use super::columns::Surroundings;
use super::kinds::{self, Kind};

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
        /// The number says it all: nothing that is only shown belongs to it.
        alone: bool,
    },
    /// It looks like a number and cannot be read with certainty.
    Unsure(Problem),
}

/// Decides about a text.
pub fn decide(text: &str, around: &Surroundings) -> Decision {
    let known = around.measure.as_ref().or(around.line.as_ref());
    let numeral = match kinds::of(text, &around.heading, known) {
        Kind::Nothing | Kind::Code | Kind::Words => return Decision::Text,
        Kind::Figure(numeral) | Kind::Worded(numeral) if around.words && !only_a_number(&numeral) => {
            return Decision::Text;
        }
        Kind::Figure(numeral) => numeral,
        // Among figures it may be one all the same: it is told, and stays as it is.
        Kind::Worded(numeral) => return not_in(known, &numeral),
        // Among words a figure that cannot be read is most likely a word too.
        Kind::Unread(_) if around.words => return Decision::Text,
        Kind::Unread(refusal) => return Problem::NotANumber { refusal }.into(),
    };
    let Some(scale) = scale(&numeral, around) else { return not_in(known, &numeral) };
    match chosen(&numeral, &scale, around) {
        Ok(reading) => real(reading, &numeral, scale, text, around),
        Err((grouped, decimal)) => {
            Problem::either(grouped, decimal, ColumnSays::of(around.vietnamese, around.english)).into()
        }
    }
}

/// What the words behind a number say is not what its column or row is in.
fn not_in(known: Option<&Measure>, numeral: &Numeral<'_>) -> Decision {
    let value = numeral.readings.iter().next().map(|r| r.value).unwrap_or_default();
    let expected = known.map(Measure::name).unwrap_or_default();
    let sign = if numeral.percent { "% " } else { "" };
    Problem::WrongMeasure { value, found: format!("{sign}{}", one_line(numeral.tail)), expected }.into()
}

impl From<Problem> for Decision {
    fn from(problem: Problem) -> Self {
        Decision::Unsure(problem)
    }
}

/// In a column of words: grouped, or with decimals, the Vietnamese way; no other words.
fn only_a_number(numeral: &Numeral<'_>) -> bool {
    let sure = match numeral.readings {
        Readings::One(one) => matches!(one.notation, Notation::Vietnamese | Notation::Spaced),
        Readings::Two { .. } => true,
    };
    sure && numeral.tail.is_empty()
}

/// What the words behind a number make of it.
struct Scale {
    factor: Decimal,
    /// The words that stay behind it, shown but not held.
    suffix: String,
    /// The number says it all: its measure is the column's or the row's.
    alone: bool,
}

/// What the words behind a number multiply it by; nothing where they are another thing than the
/// column or the row holds.
fn scale(numeral: &Numeral<'_>, around: &Surroundings) -> Option<Scale> {
    let tail = one_line(numeral.tail);
    if tail.is_empty() {
        return Some(Scale { factor: Decimal::ONE, suffix: String::new(), alone: true });
    }
    let own = Measure::parse(&tail)?;
    if let Some(known) = around.measure.as_ref().or(around.line.as_ref()) {
        let counted = || multiplier(&tail).filter(|_| known.is_counted() && known.is_single());
        let factor = own.factor_to(known).or_else(counted)?;
        let same = factor == Decimal::ONE;
        return Some(Scale { factor, suffix: if same { tail } else { String::new() }, alone: true });
    }
    // Nothing says what the column is in: `1,5 tỷ` beside `150` cannot be told.
    let plain = multiplier(&tail).is_none() && (own.is_single() || !own.is_money());
    plain.then_some(Scale { factor: Decimal::ONE, suffix: tail, alone: false })
}

/// The reading that is left, or both.
fn chosen(numeral: &Numeral<'_>, scale: &Scale, around: &Surroundings) -> Result<Reading, (Reading, Reading)> {
    let (grouped, decimal) = match numeral.readings {
        Readings::One(one) => return Ok(one),
        Readings::Two { grouped, decimal } => (grouped, decimal),
    };
    // Whole things, as the column or the row says, or the words behind the number: `300.000 đồng`.
    let counted = if numeral.tail.is_empty() {
        around.whole && !numeral.percent
    } else {
        scale.factor == Decimal::ONE && Measure::parse(numeral.tail).is_some_and(|m| m.is_counted())
    };
    let choose = if counted { number::of_whole } else { number::by_hand };
    choose(grouped, decimal, around.vietnamese, around.english).ok_or((grouped, decimal))
}

/// The most significant digits that Excel keeps.
const DIGITS: u32 = 15;

fn real(reading: Reading, numeral: &Numeral<'_>, scale: Scale, text: &str, around: &Surroundings) -> Decision {
    let Some(value) = reading.value.checked_mul(scale.factor).map(|v| v.normalize()) else {
        return Problem::LostDigits.into();
    };
    if value.round_sf(DIGITS) != Some(value) {
        return Problem::LostDigits.into();
    }
    let grouped = text.contains(['.', ',', ' ', '\u{a0}', '\u{202f}', '\u{2009}']) && value.abs() >= 1000.into();
    let decimals = if scale.factor == Decimal::ONE { typed_decimals(text, reading) } else { value.scale() };
    let show = Show { grouped, decimals: decimals.max(value.scale()), percent: false, suffix: scale.suffix };
    let points = around.percent() && !around.fractions;
    if !numeral.percent && around.percent() && around.fractions {
        // `82,76` among fractions shown as percentages: 82,76 %, or eighty-two times the whole?
        let fraction = value.checked_div(Decimal::ONE_HUNDRED).unwrap_or(value).normalize();
        let candidates = vec![Candidate { value, how: How::Points }, Candidate { value: fraction, how: How::Fraction }];
        return Problem::Ambiguous { candidates, column: ColumnSays::Nothing, likely: None }.into();
    }
    // In a row or column of percentages the others are in points too; elsewhere a percentage is what
    // Excel makes of one: a fraction shown times 100.
    if !numeral.percent || points {
        return Decision::Number { value, show, alone: scale.alone };
    }
    let fraction = value.checked_div(Decimal::ONE_HUNDRED).unwrap_or(value).normalize();
    Decision::Number { value: fraction, show: Show { percent: true, ..show }, alone: true }
}

/// How many decimals were typed, zeros at the end too.
fn typed_decimals(text: &str, reading: Reading) -> u32 {
    let separator = match reading.notation {
        Notation::Vietnamese => ',',
        Notation::English => '.',
        Notation::Digits | Notation::Spaced => return 0,
    };
    let behind = text.rsplit_once(separator).map(|(_, behind)| behind).unwrap_or_default();
    u32::try_from(behind.chars().take_while(char::is_ascii_digit).count()).unwrap_or(0).min(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(text: &str, around: &Surroundings) -> String {
        match decide(text, around) {
            Decision::Text => "text".into(),
            Decision::Number { value, show, .. } => format!("{value} {}", show.format()),
            Decision::Unsure(problem) => crate::finding::Problem::from(problem).code().id().into(),
        }
    }

    #[test]
    fn numbers_become_real_and_look_as_they_did() {
        let none = Surroundings::default();
        let vietnamese = Surroundings { vietnamese: true, ..none.clone() };
        let measured = |measure: &str| Surroundings {
            measure: Measure::parse(measure),
            whole: Measure::parse(measure).is_some_and(|m| m.is_counted()),
            ..none.clone()
        };
        let (whole, percent) = (measured("Hộ"), measured("%"));
        let beside_fractions = Surroundings { fractions: true, ..percent.clone() };
        let english = Surroundings { english: true, ..whole.clone() };
        let beneath = Surroundings { line: Measure::parse("triệu đồng"), ..none.clone() };
        let words = Surroundings { words: true, ..none.clone() };
        for (text, around, expected) in [
            ("12", &none, "12 0"),
            ("1.234.567,8", &none, "1234567.8 #,##0.0"),
            ("18.939", &none, "PB301"),
            ("18.939", &vietnamese, "18939 #,##0"),
            ("18.939", &whole, "18939 #,##0"),
            ("18,939", &vietnamese, "18.939 0.000"),
            ("12,50", &none, "12.5 0.00"),
            ("3,0", &none, "3 0.0"),
            ("300.000 đồng", &none, "300000 #,##0\" đồng\""),
            ("1.470 tấn", &none, "PB301"),
            ("04 hộ", &none, "4 0\" hộ\""),
            ("04 hộ", &percent, "PB303"),
            ("86,92 %", &none, "0.8692 0.00%"),
            ("86,92 %", &percent, "86.92 0.00"),
            ("86,92 %", &beside_fractions, "0.8692 0.00%"),
            ("86,92", &beside_fractions, "PB301"),
            ("5‰", &percent, "0.5 0.0"),
            ("(0,54)", &none, "-0.54 0.00"),
            // Words that multiply are multiplied, into the column's measure where it is known.
            ("1,5 tỷ", &none, "PB303"),
            ("1,5 tỷ", &beneath, "1500 #,##0"),
            ("1.500.000 đồng", &beneath, "1.5 0.0"),
            ("5 triệu đồng/năm", &none, "PB303"),
            ("2,000", &whole, "PB301"),
            ("1,234", &whole, "1234 #,##0"),
            // In an English column 12.000 hộ may be twelve.
            ("12.000", &english, "PB301"),
            ("12,000", &english, "12000 #,##0"),
            ("03.2024", &none, "text"),
            ("+84912345678", &none, "text"),
            ("200 triệu", &measured("triệu đồng"), "200 0\" triệu\""),
            ("1,5 tỷ đồng", &measured("triệu đồng"), "1500 #,##0"),
            ("1,2 nghìn", &whole, "1200 #,##0"),
            ("5 tấn", &whole, "PB303"),
            // Names and prose.
            ("0201", &none, "text"),
            ("0912.345.678", &none, "text"),
            ("15/3/2024", &none, "text"),
            ("15.3.2024", &none, "text"),
            ("2021-2025", &none, "text"),
            ("3 xã: Kim Hỷ, Lương Thượng", &none, "text"),
            ("6 THÁNG ĐẦU NĂM 2024", &none, "PB302"),
            ("-", &none, "text"),
            ("Đánh giá cuối giai đoạn", &none, "text"),
            ("khoảng 50", &none, "PB302"),
            ("1.23.4", &none, "PB302"),
            ("12345678901234567", &none, "PB316"),
            // Among words only what can be nothing but a number.
            ("1.234.567,8", &words, "1234567.8 #,##0.0"),
            ("18.939", &words, "PB301"),
            ("1.1", &words, "text"),
            ("12 Trần Phú", &words, "text"),
            ("90% đạt", &words, "text"),
            // Among figures words that are no measure are told, and the cell stays as it is.
            ("2 phòng học", &none, "PB303"),
            ("90% đạt", &none, "PB303"),
            ("2x3", &none, "text"),
            ("123/QĐ-UBND", &none, "text"),
            ("12/3 Trần Phú", &none, "text"),
            ("150.000- 300.000", &none, "PB302"),
            ("khoảng 50", &words, "text"),
            ("12 hộ", &words, "text"),
        ] {
            assert_eq!(outcome(text, around), expected, "{text}");
        }
    }
}
