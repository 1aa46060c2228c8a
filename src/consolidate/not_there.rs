//! Why a unit that sent a file gives nothing to a total: the row or the column is not in it, or cannot be told there.

use std::collections::{BTreeSet, HashMap};

use crate::finding::{Code, Finding};
use crate::form::{Aggregate, Figure, Form, Over, RowIndex};
use crate::register::UnitIndex;
use crate::submission::Identified;

use super::Facts;

/// What is said of rows and columns that no figure was read of.
#[derive(Default)]
pub(super) struct NotThere {
    rows: HashMap<(UnitIndex, RowIndex), BTreeSet<Code>>,
    columns: HashMap<UnitIndex, BTreeSet<Code>>,
}

impl NotThere {
    pub(super) fn of(form: &Form, identified: &[&Identified], findings: &[Finding]) -> Self {
        let mut by_file: HashMap<&str, Vec<&Identified>> = HashMap::new();
        for one in identified.iter().filter(|one| one.counts && one.unit.is_some()) {
            by_file.entry(one.submission.file.as_str()).or_default().push(one);
        }
        let rows: HashMap<&str, RowIndex> = form.indexed_rows().map(|(at, row)| (row.code.as_str(), at)).collect();
        let mut not_there = Self::default();
        for finding in findings.iter().flat_map(Finding::all) {
            let (place, code) = (&finding.place, finding.code());
            let of_row = matches!(code, Code::RowMissing | Code::RowAmbiguous);
            if !of_row && !matches!(code, Code::ValueColumnMissing | Code::ValueColumnAmbiguous) {
                continue;
            }
            let own = place.file.as_deref().and_then(|file| by_file.get(file)).into_iter().flatten();
            for unit in own.filter(|one| one.submission.is_meant_by(place)).filter_map(|one| one.unit) {
                let codes = match place.row.as_deref().and_then(|row| rows.get(row)) {
                    Some(row) if of_row => not_there.rows.entry((unit, *row)).or_default(),
                    _ if of_row => continue,
                    _ => not_there.columns.entry(unit).or_default(),
                };
                codes.insert(code);
            }
        }
        not_there
    }

    /// Tells whether a unit's file lacks a column, or one cannot be told there.
    pub(super) fn lacks_columns(&self, unit: UnitIndex) -> bool {
        self.columns.contains_key(&unit)
    }

    /// What is said of the rows and the column that a unit's part in a total would rest on.
    pub(super) fn codes(
        &self,
        facts: &Facts<'_>,
        unit: UnitIndex,
        (row, column): (RowIndex, usize),
        figure: &Figure,
    ) -> BTreeSet<Code> {
        let parts = match &figure.aggregate {
            Aggregate::Ratio { parts, .. } => Some(parts),
            _ => None,
        };
        let cells: Vec<(RowIndex, usize)> = match parts {
            None => vec![(row, column)],
            Some(parts) => {
                let at = |at: &usize| match parts.of {
                    Over::Rows => (RowIndex(*at), column),
                    Over::Columns => (row, *at),
                };
                parts.under.iter().chain([&parts.over]).map(at).collect()
            }
        };
        let missing = cells.iter().filter(|(row, column)| facts.at(unit, *row, *column).is_none());
        let said = missing.flat_map(|(row, column)| {
            let of_row = self.rows.get(&(unit, *row));
            let of_column = self.columns.get(&unit).filter(|_| !facts.columns.contains(&(unit, *column)));
            of_row.into_iter().chain(of_column).flatten().copied()
        });
        said.collect()
    }
}
