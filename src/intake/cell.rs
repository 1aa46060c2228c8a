//! Cells and sheets as they stood in the file.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::finding::intake::Fault;
use crate::vietnamese::text::{on_one_line, one_line};

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text as typed, in Unicode as the file had it; cells that say the same may share it.
    Text(Arc<str>),
    /// A number, as the decimal of its 15 significant digits.
    Number(Decimal),
    /// A number that no exact decimal of 28 places holds: `1e300`, `1e-40`, infinity.
    Huge(f64),
    /// A number under a date or time format, as Excel's serial day, or the text of an ISO date.
    Date(DateValue),
    /// TRUE or FALSE.
    Boolean(bool),
    /// One of Excel's error values.
    Error(String),
    /// A formula saved without its result.
    NoResult(String),
    /// A formula whose result its workbook tells Excel not to trust: programs that write formulas
    /// without computing them often put 0 there.
    Unsure {
        /// The formula.
        formula: String,
        /// The result as stored.
        stored: Decimal,
    },
    /// A cell that cannot be taken as it was read.
    Broken(Fault),
}

/// A date as the file keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum DateValue {
    /// Days since Excel's epoch, and which epoch that is.
    Serial {
        /// The serial day; its range is not checked.
        days: f64,
        /// Counted from 1904 instead of 1900.
        from_1904: bool,
    },
    /// ISO 8601 text (ods).
    Iso(String),
}

impl DateValue {
    /// The date as people write it (`03/01/2024 07:30`) or as programs do (`2024-01-03T07:30`); nothing
    /// for a serial day that Excel does not show.
    pub fn written(&self, for_people: bool) -> Option<String> {
        let (days, from_1904) = match self {
            DateValue::Serial { days, from_1904 } => (*days, *from_1904),
            DateValue::Iso(text) => return Some(text.clone()),
        };
        if !(0.0..2_958_466.0).contains(&days) {
            return None;
        }
        let minutes = (days.fract() * 1440.0).round() as i64;
        let time = format!("{:02}:{:02}", minutes / 60, minutes % 60);
        if days < 1.0 {
            return Some(time);
        }
        // Excel takes 1900 for a leap year: its days before the 29 February that was not are one later.
        let leap = i64::from(!from_1904 && days < 60.0);
        let (year, month, day) = civil(days as i64 + leap - if from_1904 { 24_107 } else { 25_569 });
        let (date, between) = if for_people {
            (format!("{day:02}/{month:02}/{year}"), " ")
        } else {
            (format!("{year}-{month:02}-{day:02}"), "T")
        };
        Some(if minutes == 0 { date } else { format!("{date}{between}{time}") })
    }

    /// What was probably typed before Excel made a date of it: `3/1`.
    pub fn typed(&self) -> Option<String> {
        match self {
            DateValue::Serial { days, from_1904 } => {
                if (0.0..1.0).contains(days) {
                    // A time: `2:30`.
                    let minutes = (days * 1440.0).round() as i64;
                    return Some(format!("{}:{:02}", minutes / 60, minutes % 60));
                }
                let offset = if *from_1904 { 24_107 } else { 25_569 };
                if !(1.0..2_958_466.0).contains(days) {
                    return None;
                }
                // Two digits of a year are 1930 at the earliest: what is before was no date, but a figure in a cell that
                // is formatted as one (40 shows as 09/02/1900).
                if *days < 10_959.0 {
                    return Some(days.to_string().replace('.', ","));
                }
                let (_, month, day) = civil(*days as i64 - offset);
                Some(format!("{day}/{month}"))
            }
            DateValue::Iso(text) => {
                let mut parts = text.split(['-', 'T']);
                let (_, month, day) = (parts.next()?, parts.next()?, parts.next()?);
                Some(format!("{}/{}", day.trim_start_matches('0'), month.trim_start_matches('0')))
            }
        }
    }
}

/// The date of a day counted from 1 January 1970 (Hinnant, «chrono-Compatible Low-Level Date
/// Algorithms»): a date crate for this one hint would cost more than it gives.
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * mp + 2) / 5 + 1)
}

impl Value {
    /// Turns a stored binary number into the decimal that Excel shows.
    pub fn number(stored: f64) -> Self {
        // Most figures are whole and short: those need no text between.
        if stored.fract() == 0.0 && stored.abs() < 1e15 {
            return Value::Number(Decimal::from(stored as i64));
        }
        if let Some(number) = of_few_places(stored) {
            return Value::Number(number);
        }
        // Fifteen significant digits, as Excel shows and compares; the library's own conversion keeps
        // sixteen, and 434.99999999999994 is 435 to everyone who looks at the sheet.
        let Significant { digits, exponent } = Significant::of(stored);
        let shown = Decimal::from_scientific(&format!("{digits}e{exponent}"));
        // What is left of 0.3 - 0.2 - 0.1 has more places than a decimal: where they end says nothing, nor what begins
        // next to where a decimal ends. What somebody typed does.
        let is_left_over = stored.abs() < 1.0 && digits.len() > LONGEST_TYPED;
        let cut = || if stored.abs() < 1e-17 { Ok(Decimal::ZERO) } else { format!("{stored:.28}").parse() };
        let shown = shown.or_else(|e| if is_left_over { cut() } else { Err(e) });
        shown.map_or(Value::Huge(stored), |d| Value::Number(d.normalize()))
    }

    /// What it says, on one line.
    pub fn on_one_line(&self) -> Cow<'_, str> {
        match self {
            Value::Text(text) => on_one_line(text),
            other => one_line(&other.to_string()).into(),
        }
    }
}

/// More digits than anybody types of a figure next to nothing, with the point and a sign among them.
const LONGEST_TYPED: usize = 12;

/// The 15 significant digits of a stored number, without the zeros behind them, and the power of ten of the first.
struct Significant {
    digits: String,
    exponent: String,
}

impl Significant {
    fn of(stored: f64) -> Self {
        let written = format!("{stored:.14e}");
        let (digits, exponent) = written.split_once('e').unwrap_or((&written, "0"));
        Self { digits: digits.trim_end_matches('0').trim_end_matches('.').to_owned(), exponent: exponent.to_owned() }
    }

    /// The number that these digits alone say.
    fn number(&self) -> Option<f64> {
        format!("{}e{}", self.digits, self.exponent).parse().ok().filter(|number: &f64| number.is_finite())
    }
}

/// A number of at most 15 digits, up to four of them behind the point. A binary number is nearest to one such decimal at
/// most, which then is what its first 15 digits say; to divide whole numbers gives the nearest.
fn of_few_places(stored: f64) -> Option<Decimal> {
    [(1, 1e1), (2, 1e2), (3, 1e3), (4, 1e4)].into_iter().find_map(|(places, power)| {
        let digits = (stored * power).round();
        (digits.abs() < 1e15 && digits / power == stored).then(|| Decimal::new(digits as i64, places))
    })
}

/// The cell as it stood: text as typed, a number as its 15 digits.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => f.write_str(text),
            Value::Number(number) => number.fmt(f),
            Value::Huge(number) => Significant::of(*number).number().unwrap_or(*number).fmt(f),
            Value::Date(DateValue::Serial { days, .. }) => days.fmt(f),
            Value::Date(DateValue::Iso(text)) => f.write_str(text),
            Value::Boolean(true) => f.write_str("TRUE"),
            Value::Boolean(false) => f.write_str("FALSE"),
            Value::Error(error) => f.write_str(error),
            Value::Unsure { stored, .. } if !stored.is_zero() => stored.fmt(f),
            Value::NoResult(formula) | Value::Unsure { formula, .. } => write!(f, "={formula}"),
            Value::Broken(_) => f.write_str("?"),
        }
    }
}

/// What a number format does to a number, as far as its meaning goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum NumberFormat {
    /// The format is not known: csv, a workbook whose styles could not be read.
    #[default]
    Unknown,
    /// Shown as it is, however grouped.
    Plain,
    /// Shown times 100 with a percent sign.
    Percent,
}

/// The part of a cell's style that means something.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CellStyle {
    /// What the number format does.
    pub number_format: NumberFormat,
    /// The font's name; `.VnTime` tells TCVN3.
    pub font: Option<String>,
    /// Set in italics.
    pub italic: bool,
    /// Struck through as a whole: withdrawn, or replaced.
    pub struck: bool,
    /// Words that the number format puts beside a number, or `,` for one that leaves out thousands;
    /// empty where the cell shows what it holds.
    pub shown: String,
    /// What the number format shows in place of zero, where that is another kind of nothing.
    pub zero: String,
    /// The number format's code; empty where it is a built-in one or not known.
    pub code: String,
}

/// One cell that is not blank.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Where it stands.
    pub at: Address,
    /// What it holds.
    pub value: Value,
    /// Its style, where the format of the file gives it.
    pub style: Option<Arc<CellStyle>>,
}

impl Cell {
    /// Its number is shown as a percentage.
    pub fn is_percent(&self) -> bool {
        self.style.as_ref().is_some_and(|style| style.number_format == NumberFormat::Percent)
    }

    /// It is struck through as a whole.
    pub fn is_struck(&self) -> bool {
        self.style.as_ref().is_some_and(|style| style.struck)
    }

    /// The text of a text cell.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What the number format does, where it is known.
    pub fn number_format(&self) -> NumberFormat {
        self.style.as_ref().map_or(NumberFormat::Unknown, |s| s.number_format)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_what_excel_shows_of_them() {
        for (stored, shown) in [
            (0.1 + 0.2, "0.3"),
            (0.8276, "0.8276"),
            (18_939.0, "18939"),
            (1e15, "1000000000000000"),
            (-0.0, "0"),
            (2.0e-7, "0.0000002"),
            (5.551_115_123_125_783e-17, "0.0000000000000000555111512313"),
            (1e-10, "0.0000000001"),
            (-2.5e-27, "-0.0000000000000000000000000025"),
            (1e28, "10000000000000000000000000000"),
            (434.999_999_999_999_94, "435"),
            (1e25, "10000000000000000000000000"),
        ] {
            assert_eq!(Value::number(stored).to_string(), shown);
        }
        assert!(matches!(Value::number(f64::NAN), Value::Huge(_)));
        for beyond in [1e29, 1e300, f64::MAX, f64::INFINITY, 1e-29, 1.5e-28, -1e-40] {
            assert!(matches!(Value::number(beyond), Value::Huge(_)), "{beyond:e}");
        }
        assert_eq!(Value::number(1.5e-28).to_string(), "0.00000000000000000000000000015");
    }

    proptest! {
        #[test]
        fn numbers_of_few_places_are_what_their_first_15_digits_say(digits in -10i64.pow(15)..10i64.pow(15), places in 0..6i32, off in -2..=2i64) {
            let near = digits as f64 / 10f64.powi(places);
            for stored in [near, f64::from_bits(near.to_bits().wrapping_add_signed(off)), near / 3.0] {
                let shown = Decimal::from_scientific(&format!("{stored:.14e}")).map(|d| d.normalize());
                let Value::Number(read) = Value::number(stored) else { return Err(TestCaseError::fail(format!("{stored:e}"))) };
                prop_assert_eq!(shown.map(|d| d.to_string()), Ok(read.to_string()), "{:e}", stored);
            }
        }
    }

    #[test]
    fn a_date_tells_what_was_probably_typed() {
        // 45294 is 3 January 2024.
        assert_eq!(DateValue::Serial { days: 45_294.0, from_1904: false }.typed().as_deref(), Some("3/1"));
        assert_eq!(DateValue::Serial { days: 0.0625, from_1904: false }.typed().as_deref(), Some("1:30"));
        assert_eq!(DateValue::Iso("2024-01-03".into()).typed().as_deref(), Some("3/1"));
        assert_eq!(DateValue::Serial { days: f64::INFINITY, from_1904: false }.typed(), None);
        // A figure in a cell that is formatted as a date.
        for (days, typed) in [(40.0, "40"), (18.5, "18,5"), (2_500.0, "2500"), (10_959.0, "1/1")] {
            assert_eq!(DateValue::Serial { days, from_1904: false }.typed().as_deref(), Some(typed));
        }
    }

    #[test]
    fn dates_are_written_for_people_and_for_programs() {
        let date = DateValue::Serial { days: 45_294.312_5, from_1904: false };
        assert_eq!(date.written(true).as_deref(), Some("03/01/2024 07:30"));
        assert_eq!(date.written(false).as_deref(), Some("2024-01-03T07:30"));
        assert_eq!(DateValue::Serial { days: 0.5, from_1904: false }.written(true).as_deref(), Some("12:00"));
        // As Excel shows them, for which 1900 was a leap year.
        for (days, shown) in [(40.0, "09/02/1900"), (61.0, "01/03/1900")] {
            assert_eq!(DateValue::Serial { days, from_1904: false }.written(true).as_deref(), Some(shown));
        }
    }
}
