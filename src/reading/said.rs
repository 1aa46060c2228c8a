//! The measures that hold for one cell, of those beside its row, in its heading and above the table.

use super::declared::Said;

use crate::form::model::LEVELS;
use crate::form::{Figure, Form};
use crate::layout::{LocatedRow, ValueCell};
use crate::vietnamese::measure::{Measure, measure_in_brackets};

use super::declared;

/// The measure beside a row, as it stands.
pub(super) fn beside(located: &LocatedRow) -> &str {
    located.measure.as_ref().map(|(_, text)| text.as_str()).unwrap_or_default()
}

/// The measures that hold for a cell: what stands beside a row is not about a column that has a
/// measure of its own.
pub(super) fn said<'a>(lines: &declared::Lines, form: &Form, beside: &'a str, cell: &'a ValueCell) -> Said<'a> {
    let column = form.columns.get(cell.column);
    // In a list every column has its own, and a measure beside an item is about those that convert to it.
    let own = column.and_then(|c| c.figure.as_ref()).is_some_and(|figure| !form.is_list() || !scales(beside, figure));
    let own_heading = lines.is_named(cell.column);
    // The form's heading names its measure, and so does the same heading in the sheet.
    let same = || own_heading.then(|| named_lowest(&cell.heading)).flatten();
    // What stands beside a row would be about it, and says nothing.
    let about = || column.and_then(|c| c.figure.as_ref()).is_none_or(|f| form.is_list() && converts(f));
    let silent = lines.are_besides_of_another_size() && about() && Measure::parse(beside).is_none();
    let heading = cell.measure.as_deref().or_else(same);
    Said { heading, beside: if own { "" } else { beside }, own_heading, silent }
}

/// The measure that the lowest of some headings names which names one, if that is one that converts: «Diện tích (ha) ›
/// Đạt (%)» is in per cent.
fn named_lowest(headings: &str) -> Option<&str> {
    let named = |level: &str| level.contains('%') || measure_in_brackets(level).is_some();
    headings.split(LEVELS).filter(|level| named(level)).last().and_then(measure_in_brackets)
}

/// Tells whether a figure has a measure of several sizes.
fn converts(figure: &Figure) -> bool {
    figure.dimension.as_ref().is_some_and(Measure::converts)
}

/// Tells whether a measure is another size of what a figure measures.
fn scales(measure: &str, figure: &Figure) -> bool {
    let own = figure.dimension.as_ref().filter(|d| d.converts());
    own.is_some_and(|d| Measure::parse(measure).is_some_and(|m| m.factor_to(d).is_some()))
}
