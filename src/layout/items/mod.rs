//! The items of a list: every row below the headings that names something, up to its totals.
//!
//! `line` is one of those rows, as its cells say. `outline` says how they stand to each other by their numbers, and what
//! each is by that: an item, a total, a part of another, a heading. `sums` finds those that are sums of others by their
//! figures alone, and `covers` the items that a total may be the total of. `held` is what is kept of the items: of a list
//! of a million rows not much more than where they stand.

mod covers;
mod held;
mod line;
mod outline;
mod sums;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::finding::structure::Problem;
use crate::finding::{Finding, Place};
use crate::form::Form;
use crate::intake::{Cell, Sheet};
use crate::table::index_row::is_index_row_of_body;
use crate::table::rows::Part;
use crate::table::words;
use crate::vietnamese::symbol::{Nothing, nothing};
use crate::vietnamese::text::fold;

use super::cells::value_cells;
use super::header::{self, Header};
use super::rows::Matched;
use super::{ListTotal, Table};
use covers::Covers;
pub use held::{Item, Items};
use line::{Line, Under, Written};
use outline::{Outline, Stand, stands};
use sums::Sum;

/// Gathers the items below the headers.
pub fn find(form: &Form, sheet: &Sheet, headers: &[Header], place: &Place) -> Matched {
    let mut found = Matched::default();
    let unders: Vec<Under<'_>> = headers.iter().map(|header| Under::new(form, header)).collect();
    let lines = lines(sheet, &unders);
    let outline = Outline::new(&lines, |at, of| parts_fit(form, sheet, &lines, &[at], of));
    let mut stands = stands(&lines, &outline);
    let sums = sums::find(form, sheet, &lines, &outline, &stands);
    for (at, stand) in stands.iter_mut().enumerate() {
        match sums.get(&at) {
            Some(Sum::Of(_) | Sum::OfNothing) => *stand = Stand::Total,
            Some(Sum::PartOf(whole)) => *stand = Stand::PartOf(*whole),
            // The name of a group that is no sum may be a note as well.
            None if matches!(stand, Stand::Item) && lines.get(at).is_some_and(|l| l.is_across) => {
                *stand = Stand::Unnamed
            }
            None => {}
        }
    }
    let covers = Covers::new(&stands, &outline);
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, stand) in stands.iter().enumerate() {
        if let Stand::PartOf(whole) = stand {
            parts.entry(*whole).or_default().push(at);
        }
    }
    let mut fit: HashMap<usize, bool> = HashMap::new();
    let mut items = Items::new(form, headers);
    let has_measures = items.have_measures();
    let mut measure_above: Option<Arc<str>> = None;
    for (at_line, (line, stand)) in lines.iter().zip(stands).enumerate() {
        let measure = if has_measures { line.written_measure(sheet, measure_above.as_ref()) } else { Written::Nowhere };
        match &measure {
            Written::Beside(text) | Written::Above(text) => measure_above = Some(text.clone()),
            // A figure without a measure ends what a mark says again; «Trong đó», «Cộng trang» do not.
            Written::Nowhere if line.figure().is_some() && !line.said.of_page => measure_above = None,
            Written::Nowhere => {}
        }
        if matches!(stand, Stand::Item) {
            items.push(line.row, line.joined.clone());
            if let Written::Above(text) = measure {
                items.put_measure(line.row, text);
            }
            continue;
        }
        let at = Place { cell: line.label_at(), ..place.clone() };
        let label = || line.label(sheet);
        match stand {
            Stand::Item | Stand::Heading => {}
            Stand::Total => {
                found.findings.push(Finding::at(at, Problem::TotalOfList { label: label() }));
                if sums.get(&at_line) == Some(&Sum::OfNothing) {
                    continue;
                }
                let cells = value_cells(form, line.under.header, line.row);
                let summed = match sums.get(&at_line) {
                    Some(Sum::Of(lines)) => Some(covers.before(lines.start)..covers.before(lines.end)),
                    _ => None,
                };
                found.totals.push(ListTotal {
                    label: label(),
                    measure: measure.text(),
                    cells,
                    covers: summed.into_iter().chain(covers.of(at_line)).collect(),
                });
            }
            Stand::PartOf(whole) => {
                let fits = *fit.entry(whole).or_insert_with(|| {
                    parts_fit(form, sheet, &lines, parts.get(&whole).map(Vec::as_slice).unwrap_or_default(), whole)
                });
                let whole = lines.get(whole).map(|l| l.label(sheet)).unwrap_or_default();
                found.findings.push(Finding::at(at, Problem::PartOfItem { label: label(), whole, fits }));
            }
            Stand::Unnamed if line.is_nought(sheet) => {}
            Stand::Unnamed => {
                found.findings.push(Finding::at(Place { cell: line.figure(), ..at }, Problem::FigureWithoutLabel));
            }
            Stand::AfterTotal => found.findings.push(Finding::at(at, Problem::AfterTotal { label: label() })),
        }
    }
    items.mark_shared(form, sheet);
    found.items = items;
    found
}

/// Tells whether the figures of the parts of a line come to its own, in every column where all are plain
/// numbers; «Trong đó» may leave something over.
fn parts_fit(form: &Form, sheet: &Sheet, lines: &[Line<'_>], parts: &[usize], whole: usize) -> bool {
    let Some(line) = lines.get(whole) else { return false };
    let own: Vec<&Line<'_>> = parts.iter().filter_map(|at| lines.get(*at)).collect();
    let of_which = own.iter().any(|l| l.said.lead == Some(Part::OfWhich));
    let mut agree = 0;
    for (column, _) in form.value_columns() {
        // A part may have nothing in a column; where all have nothing, the figure is not told apart.
        let parts = own.iter().map(|l| l.amount_in(sheet, column)).collect::<Option<Vec<Option<Decimal>>>>();
        let parts = parts.filter(|parts| parts.iter().any(Option::is_some));
        let sum = parts.and_then(|p| p.into_iter().flatten().try_fold(Decimal::ZERO, Decimal::checked_add));
        let (Some(Some(total)), Some(sum)) = (line.amount_in(sheet, column), sum) else { continue };
        if sum > total || (sum < total && !of_which) {
            return false;
        }
        agree += 1;
    }
    agree > 0
}

/// The rows below the headings that say something, with labels that go on below put together.
fn lines<'a>(sheet: &Sheet, unders: &'a [Under<'a>]) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    let (mut ended, mut behind_headings) = (false, true);
    for (row, cells) in sheet.scan() {
        let Some(under) = unders.iter().rev().find(|u| row >= u.header.first_row) else { continue };
        if row < under.header.body {
            (ended, behind_headings) = (false, true);
            continue;
        }
        let repeats = header::repeats(under.header, &cells);
        if repeats || is_index_row_of_body(&cells, behind_headings) {
            behind_headings = repeats;
            continue;
        }
        behind_headings = false;
        let mut line = Line::new(under, row, &cells);
        line.look_above(sheet);
        if line.is_below_table(&cells) {
            ended = true;
            continue;
        }
        // What stands among signatures is none of the list, but a figure never gets lost.
        if ended && line.figure().is_none() && !line.is_numbered() {
            continue;
        }
        // The name of a group in the column of numbers is none of the list; so is a row of dots, once it has some.
        if line.is_across && line.figure().is_none() || !lines.is_empty() && is_filler(&cells) {
            continue;
        }
        match line.goes_on() {
            true if lines.is_empty() && lists_nothing(&line.label(sheet)) => lines.push(line),
            // «Tổng cộng» is all that it says: what stands below is the name of what follows.
            true if lines.last().is_some_and(|last| words::is_total(&fold(&last.label(sheet)))) => {}
            true => {
                if let Some(last) = lines.last_mut() {
                    last.take_up(sheet, &line);
                }
            }
            false if line.is_unnamed && line.figure().is_none() => {}
            false => lines.push(line),
        }
    }
    lines
}

/// Tells whether a row holds nothing but dots: «… | … | …», left over from the blank.
fn is_filler(cells: &[Cell]) -> bool {
    cells.iter().all(|c| c.text().is_some_and(|t| t.trim().is_empty() || nothing(t) == Some(Nothing::NotCollected)))
}

/// Tells whether the only line of a list says that there is nothing to list: «-», «Không có công trình».
pub fn lists_nothing(label: &str) -> bool {
    let says_none = |label: &str| {
        let key = fold(label);
        ["không có", "không phát sinh"].iter().any(|w| {
            let rest = key.as_str().strip_prefix(fold(w).as_str());
            rest.is_some_and(|rest| rest.starts_with(' ') && rest.split_whitespace().count() <= 4)
        })
    };
    nothing(label) == Some(Nothing::Nil) || says_none(label)
}

/// Numbers the items of a submission through, from 1, and the cells beside them in columns of their own.
pub fn number(tables: &mut [Table<'_>]) {
    let mut number = 0;
    for table in tables {
        let mut numbers: HashMap<u32, usize> = HashMap::new();
        number = table.items.number_from(number);
        if table.extra_columns.iter().any(|extra| !extra.cells.is_empty()) {
            numbers.extend(table.items.iter().map(|item| (item.sheet_row, item.number)));
        }
        for (code, at) in table.extra_columns.iter_mut().flat_map(|e| &mut e.cells) {
            if let Some(number) = numbers.get(&at.row) {
                *code = number.to_string();
            }
        }
    }
}
