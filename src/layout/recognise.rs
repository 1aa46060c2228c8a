//! Which of several forms a sheet holds: by its headings and its rows, with a score and a margin. A sheet
//! that fits none or two is told, never forced.

use std::collections::BTreeSet;

use crate::form::heading::with_year;
use crate::form::model::label_key;
use crate::form::{Form, Role};
use crate::intake::Sheet;
use crate::table;
use crate::vietnamese::text::Folded;

use super::header::{self, Spelling};
use super::labels::split_numbering;

/// How well a sheet fits a form, in per cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score {
    /// How many of the form's columns and rows the sheet has, the two weighing alike.
    pub percent: u32,
}

/// Less than this is no fit: half the headings and half the rows.
const LEAST: u32 = 50;
/// How much better the best must be than the next.
const MARGIN: u32 = 10;

/// What a sheet is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recognised {
    /// One form, by its place.
    One(usize),
    /// Several that fit alike.
    Several(Vec<usize>),
    /// A table of figures that is none of them; with the nearest.
    Unknown {
        /// The form that is nearest and how near.
        nearest: Option<(usize, u32)>,
        /// The headings of its first columns.
        headings: Vec<String>,
    },
    /// No table of figures.
    Nothing,
}

/// Tells which of the forms a sheet holds.
pub fn recognise(forms: &[Form], sheet: &Sheet, year: Option<u16>) -> Recognised {
    let mut scores: Vec<(u32, usize)> = forms
        .iter()
        .enumerate()
        .filter_map(|(at, form)| score(form, sheet, year).map(|s| (s.percent, at)))
        .filter(|(percent, _)| *percent > 0)
        .collect();
    scores.sort_by_key(|(percent, at)| (std::cmp::Reverse(*percent), *at));
    match scores.as_slice() {
        [(best, at), rest @ ..] if *best >= LEAST => {
            let close: Vec<usize> = rest.iter().filter(|(other, _)| best - other < MARGIN).map(|(_, at)| *at).collect();
            if close.is_empty() { Recognised::One(*at) } else { Recognised::Several([vec![*at], close].concat()) }
        }
        scores => unknown(sheet, scores.first().map(|(percent, at)| (*at, *percent))),
    }
}

/// What a sheet of no form holds.
pub fn unknown(sheet: &Sheet, nearest: Option<(usize, u32)>) -> Recognised {
    let tables = table::find(sheet);
    let figures = |t: &&table::Table<'_>| t.is_filled() && t.rows.len() >= 2 && t.others().count() >= 1;
    match tables.iter().find(figures) {
        Some(table) => {
            let headings = table.columns.iter().filter(|c| !c.path.is_empty()).map(|c| c.path.join(" › "));
            Recognised::Unknown { nearest, headings: headings.take(6).collect() }
        }
        None => Recognised::Nothing,
    }
}

/// How well a sheet fits a form; nothing where no header of the form is in it.
pub fn score(form: &Form, sheet: &Sheet, year: Option<u16>) -> Option<Score> {
    let headers = header::find(form, sheet, year, Spelling::Exact);
    // A header that holds columns of figures, or says why it does not, is one of this form's.
    let header = headers.iter().max_by_key(|h| h.columns.len())?;
    let wanted: Vec<usize> = (0..form.columns.len())
        .filter(|i| {
            form.columns.get(*i).is_some_and(|c| c.role == Role::Value || (form.is_list() && c.role == Role::Text))
        })
        .collect();
    let found = wanted.iter().filter(|i| header.columns.contains_key(i)).count();
    let strange = header.extra.len().min(wanted.len());
    let headings = 100 * found / (wanted.len() + strange / 2).max(1);
    if form.is_list() {
        // A list has no rows of its own: all its headings must be there but one or two.
        return Some(Score { percent: u32::try_from(headings).unwrap_or(0) });
    }
    let own: BTreeSet<&Folded> = form.rows.iter().flat_map(|r| r.keys.iter()).collect();
    let label = header.column(form, Role::Label)?;
    let labels = sheet.rows_in(header.last_row + 1..).flat_map(|(_, cells)| cells).filter(|c| c.at.column == label);
    let seen: BTreeSet<Folded> = labels
        .filter_map(|c| c.text())
        .map(|text| label_key(split_numbering(text).1))
        .filter(|k| own.contains(k))
        .collect();
    let rows = 100 * seen.len() / own.len().max(1);
    let percent = u32::try_from((headings.min(100) + rows.min(100)) / 2).unwrap_or(0);
    Some(Score { percent }).filter(|_| !seen.is_empty())
}

/// What messages call a form.
pub fn name(form: &Form) -> String {
    format!("{} ({})", form.name, with_year(&form.title, ""))
}
