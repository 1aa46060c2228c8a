//! Columns that the form has as words and in which a sheet has figures alone: they are not read, so that is told.

use crate::address::Address;
use crate::finding::structure::Problem;
use crate::finding::{Finding, Place};
use crate::form::{Form, Role};
use crate::intake::{Sheet, Value};
use crate::table::heading::{is_year, is_year_text};
use crate::table::words;
use crate::vietnamese::number;
use crate::vietnamese::symbol::nothing;
use crate::vietnamese::text::{Folded, fold};

use super::header::Header;
use super::rows::Matched;

/// Given a column of words that is no name by numbers (a telephone, a year), when all that stands in it beside rows of
/// the form is figures, then that is said, once a column. Of remarks one figure alone says nothing.
pub(super) fn told(form: &Form, sheet: &Sheet, headers: &[Header], matched: &Matched, place: &Place) -> Vec<Finding> {
    let worded = form.columns.iter().enumerate().filter(|(_, c)| c.role == Role::Text);
    let found = worded.filter_map(|(at, column)| {
        let Figures { first, count: figures, whole } = figures(sheet, headers, matched, at)?;
        // Of rows that are printed any of them may be counted but telephones and codes.
        let names = |key: &Folded| words::heads_names(key) && (form.is_list() || words::heads_identifiers(key));
        // What has decimals is no number of a plot, whatever its heading says.
        if whole && column.heading.iter().any(|level| names(&fold(level))) {
            return None;
        }
        let least = if fold(column.lowest()) == fold("ghi chú") { 2 } else { 1 };
        let heading = headers.iter().find_map(|h| h.columns.get(&at)).map(|h| h.head.heading.clone())?;
        let place = Place {
            cell: Some(first),
            column: Some(column.code.clone()),
            column_heading: Some(heading.clone()),
            ..place.clone()
        };
        (figures >= least).then(|| Finding::at(place, Problem::FiguresInWords { heading, figures }))
    });
    found.collect()
}

/// The figures of a column of words.
struct Figures {
    first: Address,
    count: usize,
    /// None has decimals.
    whole: bool,
}

/// The figures of a column, if nothing else stands in it.
fn figures(sheet: &Sheet, headers: &[Header], matched: &Matched, at: usize) -> Option<Figures> {
    let (mut first, mut figures, mut years, mut whole) = (None, 0, 0, true);
    for row in matched.rows.iter().map(|r| r.sheet_row).chain(matched.items.iter().map(|item| item.sheet_row)) {
        // A long list has headings on each of its pages.
        let over = headers.partition_point(|h| h.body <= row).checked_sub(1).and_then(|at| headers.get(at));
        let Some(at) = over.and_then(|h| Address::new(row, h.columns.get(&at)?.column)) else { continue };
        let Some(cell) = sheet.peek_cell(at) else { continue };
        match &cell.value {
            Value::Text(text) if text.trim().is_empty() || nothing(text).is_some() => continue,
            // «12 tháng» is as much words as a figure.
            Value::Text(text) if number::read(text).is_ok_and(|n| n.tail.is_empty()) => {
                years += usize::from(is_year_text(text));
                whole &= !text.contains(',');
            }
            Value::Number(n) => {
                years += usize::from(is_year(*n));
                whole &= n.is_integer();
            }
            Value::Unsure { .. } => {}
            _ => return None,
        }
        first = first.or(Some(at));
        figures += 1;
    }
    // Years alone say when something was.
    (years < figures).then_some(Figures { first: first?, count: figures, whole })
}
