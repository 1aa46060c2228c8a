//! Which of the columns under one merged heading holds its figures: where only one does, it is that one; where
//! several do, none can be told to be meant.

use std::collections::BTreeSet;

use crate::address::{Address, ColumnName};
use crate::finding::structure::Problem;
use crate::form::Form;
use crate::intake::Sheet;
use crate::table::heading::may_head;
use crate::table::index_row::is_index_row;

use super::header::Header;
use super::is_figure;

/// A column, and the rows in which it holds a figure.
type Filled = (u32, BTreeSet<u32>);

/// What the figures under a merged heading say of where they are.
enum Where {
    /// In the column that was taken, as far as can be told.
    Taken,
    /// All of them in another.
    Moved(u32),
    /// In several beside each other.
    Several(Vec<u32>),
}

/// Takes for each value column whose merged heading stands over several the one that is filled. Columns of which
/// none can be told are taken out and told.
pub(super) fn settle(form: &Form, sheet: &Sheet, headers: &mut [Header]) {
    let firsts: Vec<u32> = headers.iter().map(|h| h.first_row).collect();
    for (at, header) in headers.iter_mut().enumerate() {
        let until = firsts.get(at + 1).copied().unwrap_or(u32::MAX);
        for (i, _) in form.value_columns() {
            let Some(columns) = header.under_one_heading(sheet, i) else { continue };
            match filled(sheet, header, &columns, until) {
                Where::Taken => {}
                Where::Moved(column) => {
                    if let Some(heading) = header.columns.get_mut(&i) {
                        heading.column = column;
                    }
                }
                Where::Several(several) => header.refuse(form, i, &several),
            }
        }
    }
}

/// Where the figures are, in rows that are about something.
fn filled(sheet: &Sheet, header: &Header, columns: &[u32], until: u32) -> Where {
    let mut filled: Vec<Filled> = columns.iter().map(|c| (*c, BTreeSet::new())).collect();
    for (row, cells) in sheet.scan_where(|row| row >= header.body && row < until) {
        if !cells.iter().any(|c| c.text().is_some() && !columns.contains(&c.at.column)) {
            continue;
        }
        for (column, rows) in &mut filled {
            if cells.iter().any(|c| c.at.column == *column && is_figure(&c.value)) {
                rows.insert(row);
            }
        }
    }
    let Some(((taken, own), others)) = filled.split_first() else { return Where::Taken };
    let others: Vec<&Filled> = others.iter().filter(|(_, rows)| !rows.is_empty()).collect();
    match others.as_slice() {
        [] => Where::Taken,
        [(column, _)] if own.is_empty() => Where::Moved(*column),
        several if own.is_empty() => Where::Several(several.iter().map(|(column, _)| *column).collect()),
        // A few figures beside a column of them are told as a column of their own.
        several => {
            let beside = several.iter().filter(|(_, rows)| 2 * rows.intersection(own).count() >= own.len());
            let beside: Vec<u32> = beside.map(|(column, _)| *column).collect();
            if beside.is_empty() { Where::Taken } else { Where::Several([vec![*taken], beside].concat()) }
        }
    }
}

impl Header {
    /// The columns under the merged heading of a value column, itself first, up to the next that has a heading;
    /// nothing where there is but one.
    fn under_one_heading(&self, sheet: &Sheet, i: usize) -> Option<Vec<u32>> {
        let column = self.columns.get(&i)?.column;
        let rows = (self.first_row..self.body).rev().filter(|row| !is_index_row(sheet.row(*row)));
        let lowest = rows.filter_map(|row| sheet.cell(Address::new(row, column)?)).find(|c| may_head(c))?;
        let merge = sheet.merge_at(lowest.at)?;
        let headed = |c: &u32| self.columns.values().any(|h| h.column == *c) || self.extra.iter().any(|(e, _)| e == c);
        let columns: Vec<u32> =
            std::iter::once(column).chain((column + 1..=merge.last.column).take_while(|c| !headed(c))).collect();
        (columns.len() > 1).then_some(columns)
    }

    /// Takes out a value column of which several are filled.
    fn refuse(&mut self, form: &Form, i: usize, several: &[u32]) {
        let Some(heading) = self.columns.remove(&i) else { return };
        let name = |c: &u32| format!("{}{}: «{}»", ColumnName(*c), self.first_row + 1, heading.head.heading);
        let problem = Problem::ValueColumnAmbiguous { headings: several.iter().map(name).collect() };
        // Without any column of figures nothing can be read.
        if form.value_columns().any(|(i, _)| self.columns.contains_key(&i)) {
            self.told.push(problem);
        } else {
            self.problems.push(problem);
        }
    }
}
