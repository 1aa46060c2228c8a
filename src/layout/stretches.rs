//! The stretches of a sheet, each with one table and the lines above it: a sheet may hold several
//! tables, one below the other, and each may be of another form.

use std::sync::LazyLock;

use crate::finding::structure::Problem;
use crate::form::Form;
use crate::intake::{Cell, Sheet, Value};
use crate::period;
use crate::table::{heading, numbering, words};
use crate::vietnamese::number;
use crate::vietnamese::text::{fold, one_line};

use super::header::{self, Exact, Header};
use super::recognise::{Fit, fit};

/// One table of a sheet, whatever it is of.
#[derive(Debug)]
pub struct Stretch {
    /// The rows of the sheet that belong to it.
    pub sheet: Sheet,
    /// How well it fits each form.
    pub fits: Vec<Option<Fit>>,
    /// The lines right above its headings.
    pub titles: Vec<String>,
    /// Its first heading row, where it has headings.
    pub first_row: Option<u32>,
    /// The first row below them.
    pub body: Option<u32>,
    /// Why it can be read by no form.
    pub refusal: Option<Problem>,
    /// Of a whole sheet: the headers of each form, where there is nothing more to find.
    pub headers: Vec<Option<Vec<Header>>>,
}

/// The first heading row of a table, and the first row below its headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Start {
    top: u32,
    body: u32,
}

/// Cuts a sheet where another table begins.
pub fn cut(forms: &[Form], sheet: Sheet, year: Option<u16>) -> Vec<Stretch> {
    let found: Vec<Exact> = forms.iter().map(|form| header::find_exact(form, &sheet, year)).collect();
    let (headers, settled): (Vec<Vec<Header>>, Vec<bool>) = found.into_iter().map(|e| (e.headers, e.settled)).unzip();
    let starts = starts(&sheet, &headers, &settled);
    let first = starts.first().map_or(0, |s| s.top);
    let rows: Vec<u32> = starts
        .windows(2)
        .filter_map(|w| match w {
            [above, below] => Some(first_title(&sheet, above.body, below.top)),
            _ => None,
        })
        .collect();
    let stretches = if rows.is_empty() { vec![sheet] } else { sheet.cut(&rows, first) };
    let of = |(at, sheet): (usize, Sheet)| {
        let until = rows.get(at).copied().unwrap_or(u32::MAX);
        let from = at.checked_sub(1).and_then(|before| rows.get(before)).copied().unwrap_or(0);
        let inside = |h: &&Header| (from..until).contains(&h.first_row);
        let own = |h: &Vec<Header>| h.iter().filter(inside).cloned().collect::<Vec<_>>();
        let fits = forms.iter().zip(&headers).map(|(form, h)| fit(form, &sheet, &own(h))).collect();
        let (first_row, body) = (starts.get(at).map(|s| s.top), starts.get(at).map(|s| s.body));
        let above = sheet.rows_in(..first_row.unwrap_or(0)).flat_map(|(_, cells)| cells);
        let titles = above.filter_map(Cell::text).map(one_line).filter(|t| !t.is_empty()).collect();
        let mut problems = headers.iter().flatten().filter(inside).flat_map(|h| &h.problems);
        let refusal = problems.find(|p| matches!(p, Problem::SideBySide { .. })).cloned();
        Stretch { sheet, fits, titles, first_row, body, refusal, headers: Vec::new() }
    };
    let mut stretches: Vec<Stretch> = stretches.into_iter().enumerate().map(of).collect();
    if let [whole] = stretches.as_mut_slice() {
        whole.headers = headers.into_iter().zip(settled).map(|(headers, settled)| settled.then_some(headers)).collect();
    }
    stretches
}

/// Where tables begin: by headings that are some for certain, or those of a form.
fn starts(sheet: &Sheet, headers: &[Vec<Header>], settled: &[bool]) -> Vec<Start> {
    let of_forms = headers.iter().flatten().map(|h| Start { top: h.first_row, body: h.body });
    // Where a form has all its headings, they go no further.
    let whole = headers.iter().zip(settled).filter(|(_, settled)| **settled).flat_map(|(headers, _)| headers);
    let known: Vec<(u32, u32)> = whole.map(|h| (h.first_row, h.body)).collect();
    let mut all: Vec<Start> =
        heading::starts(sheet, &known).into_iter().map(|(top, body)| Start { top, body }).chain(of_forms).collect();
    all.sort_unstable();
    let mut starts: Vec<Start> = Vec::new();
    for start in all {
        match starts.last_mut() {
            Some(before) if start.top < before.body => before.body = before.body.max(start.body),
            _ => starts.push(start),
        }
    }
    starts
}

/// The first of the lines between two tables that belong to the lower one.
fn first_title(sheet: &Sheet, above: u32, below: u32) -> u32 {
    let lines: Vec<(u32, &[Cell])> =
        sheet.rows_in(above..below).rev().take_while(|(_, cells)| is_title(cells)).collect();
    let first = lines.last().map_or(below, |(row, _)| *row);
    // What follows the table above without a gap, and has one behind it, is that table's: «(Đơn vị tính: …)»
    // below it, the last line of its last label. A title is told by its capitals or its year.
    let text = |row: u32| sheet.row(row).iter().find_map(Cell::text).unwrap_or_default();
    let titles = |row: u32| words::is_capital(text(row)) || !period::named_in(text(row)).is_empty();
    let touching = (first..below).take_while(|row| !sheet.row(*row).is_empty() && !titles(*row)).count();
    let behind = first + u32::try_from(touching).unwrap_or(0);
    let touches = first > above && !sheet.row(first - 1).is_empty();
    if touches && behind < below && sheet.row(behind).is_empty() { behind } else { first }
}

/// The lines right above a row of headings, from top to bottom.
pub fn titles_over(sheet: &Sheet, row: u32) -> Vec<String> {
    let lines = sheet.rows_in(..row).rev().take_while(|(_, cells)| is_title(cells)).take(MOST_TITLES);
    let mut texts: Vec<String> =
        lines.flat_map(|(_, cells)| cells.iter().rev().filter_map(Cell::text).map(one_line)).collect();
    texts.reverse();
    texts
}

/// The names of agencies right above a row of headings, over its title: whose page it is.
pub fn agencies_over(sheet: &Sheet, row: u32) -> Vec<String> {
    let over = sheet.rows_in(..row).rev().take_while(|(_, cells)| is_title(cells) || is_agency(cells));
    let agencies = over.take(MOST_TITLES).filter(|(_, cells)| is_agency(cells));
    agencies.flat_map(|(_, cells)| cells.iter().filter_map(Cell::text).map(one_line)).collect()
}

/// The most lines that stand above a table.
const MOST_TITLES: usize = 8;

/// Tells whether a row is the name of the agency that sends it, by itself: that stands at the top of a page, while a
/// signature has «TM.» before it.
fn is_agency(cells: &[Cell]) -> bool {
    let mut texts = cells.iter().filter_map(Cell::text).filter(|t| !t.trim().is_empty());
    let first = texts.next().filter(|_| cells.iter().all(|c| c.text().is_some()));
    first.is_some_and(|text| texts.count() <= 1 && fold(text).as_str().starts_with(AGENCY.as_str()))
}

static AGENCY: LazyLock<String> = LazyLock::new(|| format!("{} ", fold("ủy ban nhân dân").as_str()));

/// Tells whether a row may be a line above a table: a few words without number or figure, no signature
/// of the table before.
fn is_title(cells: &[Cell]) -> bool {
    let texts: Vec<&str> = cells.iter().filter_map(Cell::text).filter(|t| !t.trim().is_empty()).collect();
    let figure = |c: &Cell| match &c.value {
        Value::Text(text) => number::read(text).is_ok(),
        _ => true,
    };
    let numbered = texts.len() > 1 && texts.first().is_some_and(|t| !numbering::read(t).is_empty());
    // «(Kèm theo Quyết định số … ngày …)» is dated as a signature is.
    let signs = |t: &&str| words::stands_below(t) && !t.trim_start().starts_with('(');
    texts.len() <= 3
        && !numbered
        && !cells.iter().any(figure)
        && !texts.iter().any(|t| signs(t) || words::begins_total(&fold(t)))
}
