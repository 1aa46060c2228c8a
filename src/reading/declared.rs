//! The measures that a sheet declares, beside its rows and in lines above its tables, and what they
//! mean for the figures.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::finding::reading::Problem;
use crate::finding::{Finding, Place};
use crate::form::{Form, Kind, Row};
use crate::intake::Workbook;
use crate::layout::{Table, is_figure};
use crate::vietnamese::measure::{Measure, announced};
use crate::vietnamese::text::one_line;

/// What the measure declared for a row means for its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declared {
    /// The form's measure, or none was declared.
    Same,
    /// Another size of the same thing: values are multiplied.
    Scaled(Scale),
    /// Another thing altogether.
    Foreign {
        /// The measure as declared.
        text: String,
    },
    /// Lines of the sheet that contradict each other: «ĐVT: đồng», «ĐVT: 1000 đồng».
    Contradicting(Vec<Scale>),
}

/// A declared measure with what it multiplies values by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// The exact factor to the form's measure.
    pub factor: Decimal,
    /// The measure as declared.
    pub text: String,
}

/// The lines of a sheet that declare a measure, as declared.
pub struct Lines(Vec<Line>);

/// One of them.
struct Line {
    sheet_row: u32,
    said: String,
    measure: Measure,
}

impl Lines {
    /// Finds the measure lines of a table's sheet: above it, between its parts, beside its title. A line
    /// that ends with its colon goes on in the cell to the right.
    pub fn of(table: &Table<'_>) -> Self {
        let unknown = table.unknown.iter().map(|r| r.sheet_row);
        let own: BTreeSet<u32> = table.rows.iter().map(|r| r.sheet_row).chain(unknown).collect();
        let last = own.last().copied().unwrap_or(0);
        let mut lines = Vec::new();
        for (sheet_row, cells) in table.sheet.rows_in(..=last).filter(|(row, _)| !own.contains(row)) {
            for (at, cell) in cells.iter().enumerate() {
                let Some(text) = cell.text() else { continue };
                let next = cells.get(at + 1).and_then(|c| c.text()).filter(|_| text.trim_end().ends_with(':'));
                let line = one_line(&format!("{text} {}", next.unwrap_or_default()));
                if let (Some(measure), Some(said)) = (Measure::in_line(&line), announced(&line)) {
                    lines.push(Line { sheet_row, said: said.to_owned(), measure });
                }
            }
        }
        Self(lines)
    }

    /// What holds for a row: the measure beside it, or, where none stands there, the lines as far as
    /// they are about the same thing.
    pub fn of_row(&self, row: &Row, sheet_row: u32, beside: &str) -> Declared {
        let Some(expected) = row.dimension.as_ref().filter(|_| row.kind != Kind::Group) else { return Declared::Same };
        if beside == row.measure {
            return Declared::Same;
        }
        if let Some(found) = Measure::parse(beside) {
            return match found.factor_to(expected) {
                Some(factor) if factor == Decimal::ONE => Declared::Same,
                Some(factor) => Declared::Scaled(Scale { factor, text: beside.to_owned() }),
                None => Declared::Foreign { text: beside.to_owned() },
            };
        }
        let mut scales: Vec<Scale> = Vec::new();
        // A line holds from where it stands downwards.
        for Line { said: text, measure, .. } in self.0.iter().filter(|l| l.sheet_row < sheet_row) {
            if let Some(factor) = measure.factor_to(expected)
                && !scales.iter().any(|s| s.factor == factor)
            {
                scales.push(Scale { factor, text: text.clone() });
            }
        }
        match scales.as_slice() {
            [] => Declared::Same,
            [one] if one.factor == Decimal::ONE => Declared::Same,
            [one] => Declared::Scaled(one.clone()),
            _ => Declared::Contradicting(scales),
        }
    }

    /// Says once which rows have a measure of several sizes (money, length) and none declared.
    pub fn report_missing(&self, form: &Form, workbook: &Workbook, table: &Table<'_>, findings: &mut Vec<Finding>) {
        let figure = |at| table.sheet.cell(at).is_some_and(|c| is_figure(&c.value));
        let bare = table
            .rows
            .iter()
            .filter(|r| r.measure.is_none() && r.cells.iter().any(|c| figure(c.at)))
            .filter_map(|r| form.row(r.row));
        let rows: Vec<String> = bare
            .filter(|row| row.dimension.as_ref().is_some_and(Measure::converts) && row.kind != Kind::Group)
            .filter(|row| {
                !self.0.iter().any(|l| row.dimension.as_ref().is_some_and(|d| l.measure.factor_to(d).is_some()))
            })
            .map(|row| format!("{} ({})", row.name(), row.measure))
            .collect();
        if !rows.is_empty() {
            let place =
                Place { file: Some(workbook.file.clone()), sheet: Some(table.sheet.name.clone()), ..Place::default() };
            findings.push(Finding::at(place, Problem::MeasureMissing { rows }));
        }
    }
}
