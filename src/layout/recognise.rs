//! How well a table fits a form: by its headings and its rows, with a margin over the next. What fits
//! none or two is told, never forced.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::form::by_label::RowsByLabel;
use crate::form::heading::with_year;
use crate::form::{Form, Role};
use crate::intake::{Cell, Sheet};
use crate::table;
use crate::table::heading::is_count;

use super::header::Header;
use super::labels::{row_key, without_brackets};
use super::rows::MOST_LINES;

/// How well a table fits a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// How many of the form's columns and rows the table has, in per cent, the two weighing alike.
    pub percent: u32,
    /// How many of its columns, in per cent.
    pub headings: u32,
    /// The form's columns of figures that are there, with the sheet's columns.
    pub columns: BTreeMap<usize, u32>,
    /// Which of the form's rows are there, in its order.
    pub rows: Vec<bool>,
    /// The years that its headings name, in order.
    pub years: Vec<u16>,
    /// Enough of it is there: neither the headings alone nor a single row make a table the form's.
    enough: bool,
}

/// Less than this is no fit: half the headings and half the rows.
const LEAST: u32 = 50;
/// How much better the best must be than the next.
pub const MARGIN: u32 = 10;

/// What a table is.
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

/// Tells which form a table is, given how well it fits each.
pub fn recognise(fits: &[Option<Fit>], sheet: &Sheet) -> Recognised {
    let mut scores: Vec<(u32, usize, bool)> = fits
        .iter()
        .enumerate()
        .filter_map(|(at, fit)| fit.as_ref().map(|f| (f.percent, at, f.enough)))
        .filter(|(percent, ..)| *percent > 0)
        .collect();
    scores.sort_by_key(|(percent, at, _)| (std::cmp::Reverse(*percent), *at));
    match scores.as_slice() {
        [(best, at, true), rest @ ..] if *best >= LEAST => {
            let close: Vec<usize> =
                rest.iter().filter(|(other, ..)| best - other < MARGIN).map(|(_, at, _)| *at).collect();
            if close.is_empty() { Recognised::One(*at) } else { Recognised::Several([vec![*at], close].concat()) }
        }
        scores => unknown(sheet, scores.first().map(|(percent, at, _)| (*at, *percent))),
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

/// What a sheet without headings holds, where figures stand beside names in it.
pub fn unheaded(sheet: &Sheet) -> Option<Recognised> {
    let pair = |cells: &[Cell]| cells.iter().any(|c| is_count(&c.value)) && cells.iter().any(|c| c.text().is_some());
    sheet.scan().filter(|(_, cells)| pair(cells)).nth(1)?;
    let first = sheet.rows().map(|(_, cells)| cells).find(|cells| cells.len() > 1).unwrap_or_default();
    let headings = first.iter().take(6).map(|c| c.value.on_one_line().into_owned()).collect();
    Some(Recognised::Unknown { nearest: None, headings })
}

/// How well a table fits a form whose headers were found in it; nothing where none was.
pub fn fit(form: &Form, sheet: &Sheet, headers: &[Header]) -> Option<Fit> {
    // A header that holds columns of figures, or says why it does not, is one of this form's.
    let header = headers.iter().max_by_key(|h| h.columns.len() + h.partial.len())?;
    let is_value = |i: &usize| form.columns.get(*i).is_some_and(|c| c.role == Role::Value);
    let is_text = |i: &usize| form.columns.get(*i).is_some_and(|c| c.role == Role::Text);
    let wanted: Vec<usize> =
        (0..form.columns.len()).filter(|i| is_value(i) || (form.is_list() && is_text(i))).collect();
    let has = |i: &&usize| header.columns.contains_key(i) || header.partial.contains_key(i);
    let found = wanted.iter().filter(has).count();
    let strange = header.extra.len().saturating_sub(header.partial.len()).min(wanted.len());
    let headings = u32::try_from(100 * found / (wanted.len() + strange / 2).max(1)).unwrap_or(0).min(100);
    let own = header.columns.iter().filter(|(i, _)| is_value(i)).map(|(i, h)| (*i, h.column));
    let columns: BTreeMap<usize, u32> = own.chain(header.partial.clone()).collect();
    let years: Vec<u16> = header.years.iter().copied().collect::<BTreeSet<u16>>().into_iter().collect();
    if form.is_list() {
        // A list has no rows of its own: its headings must be there but one or two, and not only those
        // of words, which any list has.
        let enough = 2 * columns.len() >= form.value_columns().count();
        return Some(Fit { percent: headings, headings, columns, rows: Vec::new(), years, enough });
    }
    let own = form.by_label();
    let rows = sheet.rows_in(header.body..).map(|(_, cells)| header.label_in(cells).1);
    let labels: Vec<Cow<'_, str>> = rows.filter(|l| l.chars().any(char::is_alphabetic)).collect();
    let (seen, distinct) = seen(&labels, own, form.rows.len());
    // A label may name several rows.
    let named = seen.iter().filter(|there| **there).count();
    let rows = u32::try_from(100 * named / form.rows.len().max(1)).unwrap_or(0).min(100);
    // Of a form that goes over several sheets each has a part of the rows, but few others.
    let enough = rows >= LEAST / 2 || 2 * distinct >= labels.len();
    let percent = (headings + rows) / 2;
    Some(Fit { percent, headings, columns, rows: seen, years, enough }).filter(|_| distinct > 0)
}

/// Which rows of the form some labels name, alone or with the lines that go on below them; and how many of the
/// labels name rows that none before them did.
fn seen(labels: &[Cow<'_, str>], own: &RowsByLabel, rows: usize) -> (Vec<bool>, usize) {
    let (mut seen, mut distinct) = (vec![false; rows], 0);
    for (at, label) in labels.iter().enumerate() {
        let mut joined = Cow::Borrowed(label.as_ref());
        for line in 0..=MOST_LINES {
            if line > 0 {
                let Some(next) = labels.get(at + line) else { break };
                joined = format!("{joined} {next}").into();
            }
            let named = |label: &str| Some(own.rows(&row_key(label, own))).filter(|rows| !rows.is_empty());
            if let Some(rows) = named(&joined).or_else(|| named(&without_brackets(&joined))) {
                let before = rows.iter().any(|row| seen.get(row.0).copied().unwrap_or_default());
                distinct += usize::from(!before);
                for row in rows {
                    seen.get_mut(row.0).into_iter().for_each(|there| *there = true);
                }
                break;
            }
        }
    }
    (seen, distinct)
}

impl Fit {
    /// Tells whether this table has the form's rows, and another one hardly any of them.
    pub fn is_better_by_rows(&self, other: &Self) -> bool {
        self.enough && !other.enough && self.percent > other.percent + MARGIN
    }

    /// Tells whether another table has figures for the same rows and columns.
    pub fn overlaps(&self, other: &Self) -> bool {
        let columns = self.columns.keys().any(|c| other.columns.contains_key(c));
        columns && self.rows.iter().zip(&other.rows).any(|(own, other)| *own && *other)
    }
}

/// What messages call a form.
pub fn name(form: &Form) -> String {
    format!("{} ({})", form.name, with_year(&form.title, ""))
}
