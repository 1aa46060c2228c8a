//! Matching the rows of a sheet with the rows of a form, by label, with number, order and
//! neighbours as further evidence. [`twice`] are those that stand there more than once, [`anyway`] labels that say what
//! holds anyway, [`footnoted`] those with the mark of a footnote.

mod anyway;
mod footnoted;
mod twice;

use std::borrow::Cow;

use crate::address::Address;
use crate::finding::structure::Problem;
use crate::finding::{Code, Finding, Place};
use crate::form::model::label_key;
use crate::form::{Form, Role, Row, RowIndex};
use crate::intake::{Sheet, Value, in_row};
use crate::table::index_row::is_index_row_of_body;
use crate::table::words;
use crate::vietnamese::measure::{Measure, measure_in_brackets};
use crate::vietnamese::text::{Folded, fold};

use super::cells::{mark_shared, value_cells};
use super::header::{self, Header, text_in};
use super::labels::{ALIKE, brackets_matter, row_key, similarity, split_numbering, without_brackets};
use super::{Doubt, Items, ListTotal, LocatedRow, UnknownRow, is_figure};

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

    fn by_label_without_brackets(&mut self) {
        let open: Vec<(RowIndex, Folded)> = self
            .form
            .indexed_rows()
            .filter(|(i, _)| !self.is_taken(*i))
            .map(|(i, r)| (i, label_key(&without_brackets(&r.label))))
            .collect();
        for at in 0..self.rows.len() {
            let Some(sheet_row) = self.rows.get(at).filter(|_| self.is_open(at)) else { continue };
            let key = label_key(&without_brackets(split_numbering(&sheet_row.label).1));
            let fitting: Vec<RowIndex> = open
                .iter()
                .filter(|(i, k)| *k == key && !key.is_empty() && !self.is_taken(*i))
                .map(|(i, _)| *i)
                .collect();
            if let [only] = fitting.as_slice()
                && self
                    .form
                    .row(*only)
                    .is_some_and(|row| !brackets_matter(&sheet_row.label, &row.label, row.figure.dimension.as_ref()))
                && !self.says_another_time(at, *only)
            {
                self.take(at, *only, How::Alike);
            }
        }
    }

    /// Near-misses that stay unique: the row that is most alike by a margin, or whose number agrees.
    /// A label in two halves (a page break inside a cell) is tried joined with the row below.
    fn by_likeness(&mut self) {
        for at in 0..self.rows.len() {
            let Some(sheet_row) = self.rows.get(at).filter(|r| self.is_open(at) && !r.key.is_empty()) else { continue };
            let mut candidates = self.alike(at, &sheet_row.key);
            let lines = (1..=MOST_LINES).map_while(|n| self.joined(at, n));
            for joined in lines.collect::<Vec<_>>() {
                if candidates.is_empty() {
                    candidates = self.alike(at, &joined);
                }
            }
            let Some((best, row)) = candidates.first().copied() else { continue };
            let runner_up = candidates.get(1).map_or(0.0, |(score, _)| *score);
            let taken = self.is_taken(row) && !self.is_claimed_from_inside(row);
            if taken || self.says_percent_of(at, row) || self.says_another_time(at, row) {
                continue;
            }
            if best - runner_up >= MARGIN {
                self.take(at, row, How::Alike);
            } else {
                let close: Vec<RowIndex> =
                    candidates.iter().filter(|(score, _)| best - score < MARGIN).map(|(_, r)| *r).collect();
                self.refuse(at, &close);
            }
        }
    }

    /// The rows of the form that a key is like, the likest first; number and order add a little.
    fn alike(&self, at: usize, key: &Folded) -> Vec<(f64, RowIndex)> {
        let number = self.rows.get(at).and_then(|r| r.number.as_deref());
        let before = self.taken.get(..at).into_iter().flatten().rev().flatten().next().copied();
        let after = self.taken.get(at + 1..).into_iter().flatten().flatten().next().copied();
        let mut found: Vec<(f64, RowIndex)> = self
            .form
            .indexed_rows()
            .filter_map(|(index, row)| {
                let likeness = row.keys.iter().map(|k| similarity(k, key)).fold(0.0, f64::max);
                let order = before.is_none_or(|b| b < index) && after.is_none_or(|a| index < a);
                let evidence = if same_number(number, &row.stt) { 0.05 } else { 0.0 } + if order { 0.05 } else { 0.0 };
                (likeness >= ALIKE).then_some((likeness + evidence, index))
            })
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found
    }

    fn report_spelling(&mut self) {
        let mut notes = Vec::new();
        for (at, sheet_row) in self.rows.iter().enumerate() {
            let Some(index) = self.taken.get(at).copied().flatten().filter(|_| !self.is_twice(at)) else { continue };
            let Some(row) = self.form.row(index) else { continue };
            if self.how.get(at) == Some(&How::Alike) {
                notes.push(Finding::at(
                    self.place_of(at, Some(index)),
                    Problem::RowSpelling { found: sheet_row.label.to_string(), expected: row.label.clone() },
                ));
            }
            let number = sheet_row.number.as_deref().map(str::trim).filter(|n| n.chars().any(|c| c.is_ascii_digit()));
            if let Some(number) = number
                && !same_number(Some(number), &row.stt)
                && row.stt.chars().any(|c| c.is_ascii_digit())
            {
                let found = number.to_owned();
                notes.push(Finding::at(
                    self.place_of(at, Some(index)),
                    match self.row_of_number_and_place(at, index, number) {
                        Some(other) => Problem::RowOfAnotherNumber { found, other: other.name() },
                        None => Problem::RowNumber { found, expected: row.stt.clone() },
                    },
                ));
            }
        }
        self.findings.extend(notes);
    }

    /// Says which rows stand elsewhere than in the form: those outside the longest run in its order.
    fn report_moved(&mut self) {
        let found: Vec<(usize, RowIndex)> = self
            .taken
            .iter()
            .enumerate()
            .filter(|(at, _)| !self.is_twice(*at))
            .filter_map(|(at, row)| Some((at, (*row)?)))
            .collect();
        let in_order = longest_run(&found.iter().map(|(_, row)| *row).collect::<Vec<_>>());
        for (n, (at, index)) in found.iter().enumerate().filter(|(n, _)| !in_order.contains(n)) {
            let Some(row) = self.form.row(*index) else { continue };
            // Two labels that may have been swapped were told as that.
            let place = self.place_of(*at, Some(*index));
            let told = self.findings.iter().any(|f| f.place.cell == place.cell && f.code() == Code::RowOfAnotherNumber);
            if told {
                continue;
            }
            let after = n.checked_sub(1).and_then(|b| found.get(b)).and_then(|(_, r)| self.form.row(*r)).map(Row::name);
            self.findings.push(Finding::at(place, Problem::RowMoved { row: row.name(), after }));
        }
    }

    /// The row whose number stands beside a label that is out of its order, if that row would be in it:
    /// two labels may have been swapped. (Rows that were only renumbered keep their order.)
    fn row_of_number_and_place(&self, at: usize, index: RowIndex, number: &str) -> Option<&Row> {
        let before = self.taken.get(..at).into_iter().flatten().rev().flatten().next().copied();
        let after = self.taken.get(at + 1..).into_iter().flatten().flatten().next().copied();
        let in_order = |i: RowIndex| before.is_none_or(|b| b < i) && after.is_none_or(|a| i < a);
        let (other, row) = self.form.indexed_rows().find(|(_, r)| same_number(Some(number), &r.stt))?;
        (!in_order(index) && in_order(other)).then_some(row)
    }

    fn finish(mut self, sheet: &Sheet) -> Matched {
        let mut located = Vec::new();
        let mut unknown = Vec::new();
        let last = self.taken.iter().rposition(Option::is_some);
        let mut previous: Option<RowIndex> = None;
        let mut above: Option<String> = None;
        let mut halves: Vec<usize> = Vec::new();
        for (at, sheet_row) in self.rows.iter().enumerate() {
            let measure_at = sheet_row.header.measures(self.form).and_then(|c| Address::new(sheet_row.row, c));
            let measure = measure_at.and_then(|at| sheet.shown(at).map(|c| (at, c.value.on_one_line().into_owned())));
            // Ditto marks say the measure of the row above again.
            let measure = match measure {
                Some((at, text)) if crate::table::rows::is_ditto(&text) => above.clone().map(|text| (at, text)),
                other => other,
            };
            // «Trong đó», «Cộng trang» have none, and do not end what the mark says again. A figure without one does.
            let passes = || !sheet_row.has_figure || words::is_of_page(&fold(&sheet_row.label));
            above = measure.as_ref().map(|(_, text)| text.clone()).or_else(|| above.take().filter(|_| passes()));
            // «Quỹ đền ơn đáp nghĩa (đồng)»: the label itself says it.
            let measure = measure.or_else(|| {
                let named = measure_in_brackets(&sheet_row.label)?;
                let label = sheet_row.header.column(self.form, Role::Label)?;
                Some((Address::new(sheet_row.row, label)?, named.to_owned()))
            });
            if let Some(index) = self.taken.get(at).copied().flatten() {
                // The figure of a label in several lines may stand beside any of them.
                let rest = at + 1..at + 1 + self.lines_below(at);
                let below = self.rows.get(rest.clone()).unwrap_or_default().iter().find(|r| r.has_figure);
                halves.extend(rest);
                let value_row = below.filter(|_| !sheet_row.has_figure).map_or(sheet_row.row, |r| r.row);
                let doubt = self.is_twice(at).then_some(Doubt::RowTwice);
                let mut cells = value_cells(self.form, sheet_row.header, value_row);
                cells.iter_mut().for_each(|c| c.doubt = doubt);
                located.push(LocatedRow { row: index, sheet_row: sheet_row.row, measure, cells });
                previous = Some(index);
                continue;
            }
            if halves.contains(&at) || self.again.contains(&at) || !sheet_row.has_figure {
                continue;
            }
            // Among the lines below the table a date or a page number is no figure; a plain number is told.
            let below_table =
                last.is_some_and(|last| at > last) && sheet_row.number.is_none() && sheet_row.label.is_empty();
            if below_table && !has_number(self.form, sheet, sheet_row) {
                continue;
            }
            let cells = value_cells(self.form, sheet_row.header, sheet_row.row);
            let mut place = self.place_of(at, None);
            if sheet_row.label.is_empty() {
                // The lower cells of a merged value are told with the merge.
                let figure = cells.iter().map(|c| c.at).find(|at| sheet.cell(*at).is_some_and(|c| is_figure(&c.value)));
                place.cell = figure.or(cells.first().map(|c| c.at));
                self.findings.push(Finding::at(place, Problem::FigureWithoutLabel));
                continue;
            }
            // A row that may be several of the form was told as that.
            let why =
                if self.refused.get(at).copied().unwrap_or(false) { Code::RowAmbiguous } else { Code::RowUnknown };
            if let Some((above, row)) = self.said_above(sheet, at).filter(|_| why == Code::RowUnknown) {
                let problem = Problem::RowRepeated { row: row.name(), first: self.place_of(above, None).cell };
                self.findings.push(Finding::at(place, problem));
                continue;
            }
            if why == Code::RowUnknown {
                let after = previous.and_then(|p| self.form.row(p)).map(Row::name);
                place.row = Some(format!("?{}", sheet_row.label));
                self.findings
                    .push(Finding::at(place, Problem::RowUnknown { label: sheet_row.label.to_string(), after }));
            }
            unknown.push(UnknownRow {
                why,
                label: sheet_row.label.to_string(),
                sheet_row: sheet_row.row,
                measure: measure.map(|(_, m)| m).unwrap_or_default(),
                cells,
            });
        }
        let rows: Vec<u32> = located.iter().map(|r| r.sheet_row).chain(unknown.iter().map(|r| r.sheet_row)).collect();
        let cells = located.iter_mut().flat_map(|r| r.cells.iter_mut());
        mark_shared(self.form, sheet, &rows, cells.chain(unknown.iter_mut().flat_map(|r| r.cells.iter_mut())));
        Matched { rows: located, unknown, findings: self.findings, ..Matched::default() }
    }

    /// How many of the rows below hold the rest of this row's label, if it was matched joined.
    fn lines_below(&self, at: usize) -> usize {
        let (Some(sheet_row), Some(row)) =
            (self.rows.get(at), self.taken.get(at).copied().flatten().and_then(|index| self.form.row(index)))
        else {
            return 0;
        };
        let likeness = |key: &Folded| row.keys.iter().map(|k| similarity(k, key)).fold(0.0, f64::max);
        let mut best = (likeness(&sheet_row.key).max(ALIKE), 0);
        for n in 1..=MOST_LINES {
            let Some(joined) = self.joined(at, n) else { break };
            let found = likeness(&joined);
            // Alone it may be no row at all, so a joined label that is just alike will do.
            if found > best.0 || (best.1 == 0 && found >= ALIKE && likeness(&sheet_row.key) < ALIKE) {
                best = (found, n);
            }
        }
        best.1
    }

    /// The key of a row's label with those of some rows below, where these may be the rest of it: without
    /// number, and no row themselves.
    fn joined(&self, at: usize, lines: usize) -> Option<Folded> {
        let rest = self.rows.get(at + 1..=at + lines)?;
        let open = (at + 1..=at + lines).all(|i| self.is_open(i));
        let all = open && rest.iter().all(|r| r.number.is_none() && !r.key.is_empty());
        let first = self.rows.get(at)?;
        let whole = || rest.iter().fold(first.label.to_string(), |label, r| format!("{label} {}", r.label));
        all.then(|| row_key(&whole(), self.form.by_label()))
    }
}

/// Tells whether a plain number stands in one of the columns of figures.
fn has_number(form: &Form, sheet: &Sheet, row: &SheetRow<'_>) -> bool {
    let columns = form.value_columns().filter_map(|(i, _)| row.header.columns.get(&i));
    let mut cells = columns.filter_map(|h| sheet.cell(Address::new(row.row, h.column)?));
    cells.any(|c| matches!(c.value, Value::Number(_)))
}

/// The places of the longest run of rows in their order.
fn longest_run(rows: &[RowIndex]) -> Vec<usize> {
    // Patience: of runs of each length the one that ends earliest in the form.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; rows.len()];
    for (at, row) in rows.iter().enumerate() {
        let length = ends.partition_point(|end| rows.get(*end).is_some_and(|r| r < row));
        if let Some(slot) = before.get_mut(at) {
            *slot = length.checked_sub(1).and_then(|l| ends.get(l)).copied();
        }
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut run = Vec::new();
    let mut at = ends.last().copied();
    while let Some(here) = at {
        run.push(here);
        at = before.get(here).copied().flatten();
    }
    run
}

/// How much more alike the best row must be than the next.
const MARGIN: f64 = 0.06;
/// The most lines that a label goes on below its first (Mẫu số 3 of a circular of 2006: two).
pub(super) const MOST_LINES: usize = 3;

/// Tells whether a number in the sheet is the form's: `9`, `9.`, `09`; a dash is no number.
fn same_number(found: Option<&str>, expected: &str) -> bool {
    let norm = |t: &str| {
        fold(t.trim_end_matches(['.', ')'])).words().map(|w| w.trim_start_matches('0').to_owned()).collect::<Vec<_>>()
    };
    found.is_some_and(|f| {
        expected.chars().any(|c| c.is_ascii_alphanumeric()) && (f == expected || norm(f) == norm(expected))
    })
}
