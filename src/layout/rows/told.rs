//! What is told of rows that were found: another spelling, number or place than in the form.

use crate::finding::structure::Problem;
use crate::finding::{Code, Finding};
use crate::form::{Row, RowIndex};

use super::{How, Matching, same_number};

impl Matching<'_> {
    pub(super) fn report_spelling(&mut self) {
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
    pub(super) fn report_moved(&mut self) {
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
