//! What totals lack: weights, denominators, or any rule by which they would add. One thing that is lacking is one finding,
//! whatever the number of rows.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Finding;
use crate::finding::total::Problem;
use crate::form::{Aggregate, Form, RowIndex};
use crate::register::{Register, UnitIndex};

use super::aggregate::Aggregated;
use super::total::Outcome;

/// A cell of the form; of a list, all its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) row: Option<RowIndex>,
    pub(super) column: usize,
}

impl Cell {
    /// The cell in words: its row, and the column too where the form has several of figures.
    fn name(self, form: &Form) -> String {
        let row = self.row.and_then(|r| form.row(r)).map(|r| r.code.clone());
        let several = form.value_columns().count() > 1 || row.is_none();
        let column = form.columns.get(self.column).filter(|_| several).map(|c| c.code.clone());
        row.into_iter().chain(column).collect::<Vec<_>>().join(" · ")
    }
}

/// What lacks a weight or a denominator, gathered so that one missing weight is one finding and not one
/// a row.
#[derive(Default)]
pub(super) struct Lacks {
    none: BTreeMap<String, Vec<Cell>>,
    zero: BTreeMap<String, Vec<Cell>>,
    some: BTreeMap<String, BTreeSet<UnitIndex>>,
    denominators: Vec<Cell>,
    /// Cells with figures that have no total by the form.
    untotalled: Vec<Cell>,
}

impl Lacks {
    /// Takes note of what a cell lacks.
    pub(super) fn note(&mut self, rule: &Aggregate, cell: Cell, sum: &Aggregated) {
        let weight = match rule {
            Aggregate::None if sum.reported > 0 => return self.untotalled.push(cell),
            Aggregate::WeightedMean { weight } => weight,
            Aggregate::Ratio { .. } if sum.zero_weights => return self.denominators.push(cell),
            _ => return,
        };
        if sum.zero_weights {
            self.zero.entry(weight.clone()).or_default().push(cell);
        } else if !sum.unweighted.is_empty() {
            if matches!(sum.outcome, Outcome::NoTotal) {
                self.none.entry(weight.clone()).or_default().push(cell);
            } else {
                self.some.entry(weight.clone()).or_default().extend(&sum.unweighted);
            }
        }
    }

    /// Says what is lacking, once each.
    pub(super) fn report(self, form: &Form, register: &Register, findings: &mut Vec<Finding>) {
        let names = |cells: Vec<Cell>| cells.iter().map(|c| c.name(form)).collect();
        let mut say = |problem: Problem| findings.push(Finding::at(crate::finding::Place::default(), problem));
        for (weight, cells) in self.none {
            say(Problem::NoWeight { weight, rows: names(cells) });
        }
        for (weight, cells) in self.zero {
            say(Problem::ZeroWeights { weight, rows: names(cells) });
        }
        for (weight, units) in self.some {
            let units = units.iter().map(|u| register.name(*u).to_owned()).collect();
            say(Problem::UnitsWithoutWeight { weight, units });
        }
        if !self.denominators.is_empty() {
            say(Problem::ZeroDenominator { rows: names(self.denominators) });
        }
        if !self.untotalled.is_empty() {
            say(Problem::NotTotalled { rows: gathered(form, &self.untotalled) });
        }
    }
}

/// Cells in words: columns of which every cell of figures is among them, then rows, then the other cells.
fn gathered(form: &Form, cells: &[Cell]) -> Vec<String> {
    let rows = form.rows.iter().filter(|r| !r.is_group()).count().max(1);
    let columns = form.value_columns().count();
    let of_column = |column: usize| cells.iter().filter(|c| c.column == column).count();
    let whole_columns: Vec<usize> =
        form.value_columns().map(|(at, _)| at).filter(|at| columns > 1 && of_column(*at) == rows).collect();
    let left: Vec<&Cell> = cells.iter().filter(|c| !whole_columns.contains(&c.column)).collect();
    let of_row = |row: Option<RowIndex>| left.iter().filter(|c| c.row == row).count();
    let mut names: Vec<String> = Vec::new();
    for column in &whole_columns {
        names.extend(form.columns.get(*column).map(|c| format!("«{}»", c.name())));
    }
    for cell in &left {
        let whole = of_row(cell.row) + whole_columns.len() == columns;
        let name = match cell.row.and_then(|r| form.row(r)).filter(|_| whole) {
            Some(row) => row.name(),
            None => cell.name(form),
        };
        if names.last() != Some(&name) {
            names.push(name);
        }
    }
    names
}
