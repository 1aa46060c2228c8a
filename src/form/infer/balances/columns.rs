//! Rules between columns: the formulas of cells over their row, and «Tổng số» beside «Chia ra» or «Trong đó».

use std::collections::BTreeMap;

use super::cell_formula::CellFormula;
use crate::address::Address;
use crate::form::infer::measures;
use crate::form::model::Role;
use crate::form::rule::{Balance, Over};
use crate::table::{Part, words};
use crate::vietnamese::text::fold;

use super::{Deriver, Seemed, of_parts};

impl Deriver<'_> {
    /// Formulas of cells over other cells of their row: `E = F + G` all the way down.
    pub(super) fn column_formulas(&mut self) {
        let mut by_column: BTreeMap<usize, Vec<Seemed<u32>>> = BTreeMap::new();
        for (at, text) in self.formulas {
            let (Some(left), true) = (self.column_at(at.column), self.is_body_row(at.row)) else { continue };
            let own_row = |cell: &Address| cell.row == at.row;
            let read = CellFormula::read(text);
            let Some(read) = read.filter(|r| r.cells().iter().all(own_row)) else {
                // A formula over rows says nothing of columns; any other one says that no rule holds.
                if CellFormula::read(text).is_none() {
                    by_column.entry(left).or_default().push((None, at.row));
                }
                continue;
            };
            let place = |cell: &Address| self.column_at(cell.column).filter(|c| self.is_value(*c));
            let balance = read.balance(left, place);
            by_column.entry(left).or_default().push((balance, at.row));
        }
        let mut found = Vec::new();
        for (left, formulas) in by_column.into_iter().filter(|(left, _)| self.is_value(*left)) {
            let Some((Some(first), row)) = formulas.first() else { continue };
            if formulas.iter().all(|(b, _)| b.as_ref() == Some(first))
                && let Some(column) = self.seen.columns.get(left)
            {
                found.push((first.clone(), self.cell(*row, *column)));
            }
        }
        for (balance, from) in found {
            self.keep(Over::Columns, balance, from);
        }
    }

    fn is_body_row(&self, row: u32) -> bool {
        self.table.rows.iter().any(|r| (r.sheet_row..=r.last_row).contains(&row)) || self.row_at(row).is_some()
    }

    /// «Tổng số» beside «Chia ra» (the columns under it are its parts) or «Trong đó».
    pub(super) fn column_words(&mut self) {
        let columns = &self.form.columns;
        let mut found = Vec::new();
        for (left, total) in self.form.value_columns() {
            let (Some(lowest), above) = (total.heading.last(), total.heading.get(..total.heading.len() - 1)) else {
                continue;
            };
            let above = above.unwrap_or_default();
            if !words::is_total(&fold(lowest)) {
                continue;
            }
            for part in [Part::Divided, Part::OfWhich] {
                // `X › Chia ra › a`, beside `X › Tổng số`.
                let under: Vec<usize> = columns
                    .iter()
                    .enumerate()
                    .filter(|(at, c)| *at != left && c.role == Role::Value)
                    .filter(|(_, c)| {
                        let head = c.heading.get(..above.len());
                        let word = c.heading.get(above.len());
                        head == Some(above)
                            && word.is_some_and(|w| words::marker(&fold(w)) == Some(part))
                            && c.heading.len() == above.len() + 2
                    })
                    .map(|(at, _)| at)
                    .collect();
                let label = |at: &usize| columns.get(*at).and_then(|c| c.heading.last()).cloned().unwrap_or_default();
                let labels: Vec<String> = under.iter().map(label).collect();
                if under.iter().all(|c| self.same_column_measure(left, *c))
                    && let Some(column) = self.seen.columns.get(left)
                {
                    let from = self.cell(self.table.bottom, *column);
                    let each = words::overlap(&labels)
                        || part == Part::OfWhich && under.iter().any(|at| self.column_of_people(*at));
                    let relations = of_parts(part, &under, each).into_iter();
                    found.extend(relations.map(|relation| (Balance { left, relation }, from.clone())));
                }
            }
        }
        for (balance, from) in found {
            self.keep(Over::Columns, balance, from);
        }
    }

    /// Tells whether people or households stand in a column, whether its heading says so or the rows.
    fn column_of_people(&self, at: usize) -> bool {
        match self.form.columns.get(at).and_then(|c| c.figure.as_ref()) {
            Some(figure) => measures::is_of_people(figure),
            None => self.form.rows.iter().any(|r| measures::is_of_people(&r.figure)),
        }
    }

    fn same_column_measure(&self, a: usize, b: usize) -> bool {
        let figure = |at: usize| self.form.columns.get(at).and_then(|c| c.figure.as_ref());
        match (figure(a), figure(b)) {
            (None, None) => true,
            (Some(a), Some(b)) => a.aggregate.adds() && b.aggregate.adds() && measures::same(a, b),
            _ => false,
        }
    }
}
