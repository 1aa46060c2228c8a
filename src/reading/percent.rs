//! The scale of percentages: 82.76 is 82,76 %, and 0.8276 may be that or less than one per cent.

use rust_decimal::Decimal;

use crate::finding::reading::{Candidate, ColumnSays, How, Problem};
use crate::intake::NumberFormat;

use super::cell::{Context, Read};
use super::fact::State;

/// A number below one in a row of percentages: 0.98 may be 0.98 % or 98 %.
pub(super) fn fraction(value: Decimal) -> Read {
    let times = value.checked_mul(Decimal::ONE_HUNDRED).map(|v| v.normalize()).unwrap_or(value);
    let candidates = vec![Candidate { value: times, how: How::Fraction }, Candidate { value, how: How::Points }];
    Read {
        state: State::Ambiguous,
        problems: vec![Problem::Ambiguous { candidates, column: ColumnSays::Nothing, likely: None }],
    }
}

/// Tells whether a number in a row of percentages may be a fraction of one: 0.98 for 98 %, 1 for all.
///
/// Above one it is in points. Where the file does not tell number formats (csv, damaged styles), any number
/// up to one may stand under a percent format. Else a number below one is unsure unless the form
/// calls it ordinary, and one itself is unsure only beside fractions or percent formats.
pub(super) fn scale_is_unsure(value: Decimal, format: NumberFormat, context: &Context<'_>) -> bool {
    let beside = context.column.fractions || context.column.percent_formats;
    // A fraction may be below zero too, where the row may.
    let value = value.abs();
    if value.is_zero() || value > Decimal::ONE {
        false
    } else if format == NumberFormat::Unknown || context.figure.below_one {
        format == NumberFormat::Unknown || beside
    } else {
        value < Decimal::ONE || beside
    }
}
