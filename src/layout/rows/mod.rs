//! Matching the rows of a sheet with the rows of a form, by label, with number, order and
//! neighbours as further evidence.
//!
//! All rows of all headers are matched together, the surest way first: labels that are the form's; labels without what
//! stands in brackets, without the mark of a footnote (`footnoted`), without a remark that says nothing (`remarked`) or
//! what holds anyway (`anyway`), and those that are only like the form's (`likeness`).
//! `twice` are those that stand there more than once. A row that fits several of the form's is none of them, and told.
//! Then is `told` what is spelt, numbered or placed otherwise than in the form, and the `outcome` is put together:
//! the rows that were found, with the cells to read, and those with figures that the form does not have.

mod anyway;
mod footnoted;
mod likeness;
mod outcome;
mod remarked;
mod told;
mod twice;

use std::borrow::Cow;

use crate::address::Address;
use crate::finding::structure::Problem;
use crate::finding::{Finding, Place};
use crate::form::{Form, Role, Row, RowIndex};
use crate::intake::{Sheet, in_row};
use crate::table::index_row::is_index_row_of_body;
use crate::vietnamese::measure::Measure;
use crate::vietnamese::text::{Folded, fold};

use super::header::{self, Header, text_in};
use super::labels::{brackets_matter, row_key, split_numbering};
use super::{Items, ListTotal, LocatedRow, UnknownRow, is_figure};

pub(super) use likeness::MOST_LINES;

/// What the rows of a sheet are.
#[derive(Default)]
pub struct Matched {
    /// Rows of the form.
    pub rows: Vec<LocatedRow>,
    /// Items of a list.
    pub items: Items,
    /// Its printed totals.
    pub totals: Vec<ListTotal>,
    /// Rows that the form does not have.
    pub unknown: Vec<UnknownRow>,
    /// What was seen on the way.
    pub findings: Vec<Finding>,
}

/// A row of the sheet below a header.
struct SheetRow<'h> {
    row: u32,
    header: &'h Header,
    number: Option<Cow<'h, str>>,
    label: Cow<'h, str>,
    key: Folded,
    /// The measure beside it, folded.
    measure: Folded,
    has_figure: bool,
}

/// How a row came to its place in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Label,
    Alike,
}

/// Matches the rows below the headers.
pub fn find(form: &Form, sheet: &Sheet, headers: &[Header], place: &Place) -> Matched {
    let rows = sheet_rows(form, sheet, headers);
    let mut matching = Matching {
        form,
        rows: &rows,
        taken: vec![None; rows.len()],
        findings: Vec::new(),
        place,
        refused: vec![false; rows.len()],
        twice: vec![false; rows.len()],
        again: Vec::new(),
        how: vec![How::Label; rows.len()],
    };
    matching.by_label();
    matching.by_label_without_footnote();
    matching.by_label_without_brackets();
    matching.by_label_without_remark(sheet);
    matching.by_label_without_what_holds_anyway();
    matching.by_likeness();
    matching.report_twice(sheet);
    matching.report_spelling();
    matching.report_moved();
    matching.finish(sheet)
}

/// The rows that may be rows of the form: neither headings nor index rows, and not blank.
fn sheet_rows<'h>(form: &Form, sheet: &'h Sheet, headers: &'h [Header]) -> Vec<SheetRow<'h>> {
    let (mut rows, mut behind_headings) = (Vec::new(), true);
    for (row, cells) in sheet.rows() {
        let Some(header) = headers.iter().rev().find(|h| row >= h.first_row) else { continue };
        let heads = row < header.body || header::repeats(header, cells);
        if heads || (cells.len() >= 3 && is_index_row_of_body(cells, behind_headings)) {
            behind_headings = heads;
            continue;
        }
        behind_headings = false;
        let has_figure = form
            .value_columns()
            .filter_map(|(i, _)| header.columns.get(&i))
            .filter_map(|h| in_row(cells, h.column))
            .any(|cell| is_figure(&cell.value));
        let (sign, mut label) = header.label_in(cells);
        let text = |role| header.column(form, role).and_then(|column| text_in(cells, column));
        let number = text(Role::Number).or(sign);
        let measure = text(Role::Measure).map(|m| fold(&m)).unwrap_or_default();
        // «Tỷ tấn.km» below «Triệu tấn»: a second measure of what the row above names.
        if label.is_empty() && number.is_none() && has_figure && !measure.is_empty() {
            let above = rows.last().filter(|above: &&SheetRow| above.row + 1 == row && above.measure != measure);
            label = above.map(|above| above.label.clone()).unwrap_or_default();
        }
        // A total is often written in the column of numbers, across both.
        let totals = |n: &str| label.is_empty() && crate::table::words::begins_total(&fold(n));
        let (number, label) = match number {
            Some(text) if totals(&text) => (None, text),
            number => (number, label),
        };
        let own_number = || split_numbering(&label).0.map(|number| Cow::Owned(number.to_owned()));
        rows.push(SheetRow {
            row,
            header,
            number: number.or_else(own_number),
            key: row_key(&label, form.by_label()),
            label,
            measure,
            has_figure,
        });
    }
    rows
}

struct Matching<'a> {
    form: &'a Form,
    rows: &'a [SheetRow<'a>],
    /// The form's row that each sheet row was found to be.
    taken: Vec<Option<RowIndex>>,
    /// How it was found.
    how: Vec<How>,
    /// Sheet rows that fit several rows of the form and so are none.
    refused: Vec<bool>,
    /// Sheet rows that claim a row of the form which others claim too.
    twice: Vec<bool>,
    /// Sheet rows that say again what another says of a row of the form.
    again: Vec<usize>,
    findings: Vec<Finding>,
    place: &'a Place,
}

impl Matching<'_> {
    fn take(&mut self, at: usize, row: RowIndex, how: How) {
        if let (Some(slot), Some(was)) = (self.taken.get_mut(at), self.how.get_mut(at)) {
            *slot = Some(row);
            *was = how;
        }
    }

    fn is_taken(&self, row: RowIndex) -> bool {
        self.taken.contains(&Some(row))
    }

    fn is_twice(&self, at: usize) -> bool {
        self.twice.get(at).copied().unwrap_or(false)
    }

    fn is_open(&self, at: usize) -> bool {
        self.taken.get(at).copied().flatten().is_none() && !self.refused.get(at).copied().unwrap_or(false)
    }

    /// Exact labels; of a label that the form has several times, number and order tell which.
    fn by_label(&mut self) {
        let form = self.form;
        let mut doubtful = Vec::new();
        for (at, sheet_row) in self.rows.iter().enumerate() {
            match form.by_label().rows(&sheet_row.key) {
                [only] if self.says_percent_of(at, *only) => {}
                [only] => self.take(at, *only, How::Label),
                several @ [_, ..] if !sheet_row.key.is_empty() => doubtful.push((at, several)),
                _ => {}
            }
        }
        for (at, candidates) in doubtful {
            match self.decide(at, candidates) {
                Some(row) => self.take(at, row, How::Label),
                None => self.refuse(at, candidates),
            }
        }
    }

    /// Tells whether a label says that it is a per cent of what the row counts: «Số hộ nghèo (%)». The sign folds to
    /// nothing, so the keys are the same.
    fn says_percent_of(&self, at: usize, row: RowIndex) -> bool {
        let Some(row) = self.form.row(row).filter(|r| !r.figure.dimension.as_ref().is_some_and(Measure::is_percent))
        else {
            return false;
        };
        let label = self.rows.get(at).map(|r| r.label.as_ref()).unwrap_or_default();
        label.contains('%') && brackets_matter(label, &row.label, row.figure.dimension.as_ref())
    }

    /// Tells rows of one label apart: first by where they stand between rows that are sure, then by
    /// their number. Evidence that contradicts itself decides nothing.
    fn decide(&self, at: usize, candidates: &[RowIndex]) -> Option<RowIndex> {
        // Two measures of one thing are two rows of one label.
        let own = self.rows.get(at).map(|r| &r.measure).filter(|m| !m.is_empty());
        let measured = |c: &RowIndex| self.form.row(*c).is_some_and(|r| Some(&fold(&r.figure.measure)) == own);
        let of_measure: Vec<RowIndex> = candidates.iter().copied().filter(measured).collect();
        let candidates = if of_measure.is_empty() { candidates } else { &of_measure };
        if let [only] = candidates {
            return Some(*only);
        }
        let before = self.taken.get(..at).into_iter().flatten().rev().flatten().next().copied();
        let after = self.taken.get(at + 1..).into_iter().flatten().flatten().next().copied();
        let in_order: Vec<RowIndex> = candidates
            .iter()
            .copied()
            .filter(|c| before.is_none_or(|b| b < *c) && after.is_none_or(|a| *c < a))
            .collect();
        let number = self.rows.get(at).and_then(|r| r.number.as_deref());
        let numbered: Vec<RowIndex> = candidates
            .iter()
            .copied()
            .filter(|c| self.form.row(*c).is_some_and(|r| same_number(number, &r.stt)))
            .collect();
        match (in_order.as_slice(), numbered.as_slice()) {
            ([order], [number]) if order == number => Some(*order),
            ([_], [_]) => None,
            // Rows were renumbered, or have no numbers: where it stands decides.
            ([order], _) => Some(*order),
            (_, [number]) => Some(*number),
            _ => None,
        }
    }

    fn refuse(&mut self, at: usize, candidates: &[RowIndex]) {
        let Some(sheet_row) = self.rows.get(at) else { return };
        if let Some(slot) = self.refused.get_mut(at) {
            *slot = true;
        }
        let names = candidates.iter().filter_map(|c| self.form.row(*c)).map(Row::name).collect();
        // One row it may be is named with the finding, another each time, so that none of them is
        // called missing as well.
        let told = |row: &Row| self.findings.iter().any(|f| f.place.row.as_deref() == Some(row.code.as_str()));
        let named =
            candidates.iter().copied().find(|c| !self.is_taken(*c) && self.form.row(*c).is_some_and(|r| !told(r)));
        let place = self.place_of(at, named);
        self.findings
            .push(Finding::at(place, Problem::RowAmbiguous { label: sheet_row.label.to_string(), candidates: names }));
    }

    fn place_of(&self, at: usize, row: Option<RowIndex>) -> Place {
        let column = self.rows.get(at).and_then(|r| Some((r.row, r.header.column(self.form, Role::Label)?)));
        let definition = row.and_then(|r| self.form.row(r));
        Place {
            cell: column.and_then(|(row, column)| Address::new(row, column)),
            row: definition.map(|r| r.code.clone()),
            row_label: definition.map(|r| r.label.clone()),
            ..self.place.clone()
        }
    }
}

/// Tells whether a number in the sheet is the form's: `9`, `9.`, `09`; a dash is no number.
fn same_number(found: Option<&str>, expected: &str) -> bool {
    let norm = |t: &str| {
        fold(t.trim_end_matches(['.', ')'])).words().map(|w| w.trim_start_matches('0').to_owned()).collect::<Vec<_>>()
    };
    found.is_some_and(|f| {
        expected.chars().any(|c| c.is_ascii_alphanumeric()) && (f == expected || norm(f) == norm(expected))
    })
}
