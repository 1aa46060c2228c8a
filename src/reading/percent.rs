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

/// Nothing is done to so many times the plan.
pub(super) const MOST_PARTS: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// Tells whether a number in a row of percentages may be a fraction of one: 0.98 for 98 %, 1 for all.
///
/// Above one it is in points, unless all of its column may be parts of one and more than all is possible. Where the file does not tell number formats (csv, damaged styles), any number
/// up to one may stand under a percent format. Else a number below one is unsure unless the form
/// calls it ordinary, and one itself is unsure only beside fractions or percent formats.
pub(super) fn scale_is_unsure(value: Decimal, format: NumberFormat, context: &Context<'_>) -> bool {
    // «0,774» beside 8,024 and 7,25: a difference of rates is in what they are in.
    if context.column.of_points && format != NumberFormat::Percent {
        return false;
    }
    let beside = context.column.fractions || context.column.percent_formats;
    // A fraction may be below zero too, where the row may.
    let value = value.abs();
    if value.is_zero() {
        false
    } else if value > Decimal::ONE {
        // «1,286» beside «0,774»: 128,6 % of a plan, written as all its column.
        let column = &context.column;
        column.fractions
            && !column.points
            && value <= MOST_PARTS
            && value.checked_mul(Decimal::ONE_HUNDRED).is_some_and(|whole| context.figure.admits(whole))
    } else if format == NumberFormat::Unknown || context.figure.below_one {
        format == NumberFormat::Unknown || beside
    } else {
        value < Decimal::ONE || beside
    }
}
