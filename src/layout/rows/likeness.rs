//! Rows whose label is not the form's as it stands: without its brackets, spelt otherwise, or in several lines.

use crate::form::RowIndex;
use crate::form::model::label_key;
use crate::layout::labels::{ALIKE, brackets_matter, row_key, similarity, split_numbering, without_brackets};
use crate::vietnamese::text::Folded;

use super::{How, Matching, same_number};

impl Matching<'_> {
    pub(super) fn by_label_without_brackets(&mut self) {
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
    pub(super) fn by_likeness(&mut self) {
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

    /// How many of the rows below hold the rest of this row's label, if it was matched joined.
    pub(super) fn lines_below(&self, at: usize) -> usize {
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

/// How much more alike the best row must be than the next.
const MARGIN: f64 = 0.06;

/// The most lines that a label goes on below its first (Mẫu số 3 of a circular of 2006: two).
pub(in crate::layout) const MOST_LINES: usize = 3;
