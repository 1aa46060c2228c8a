//! Rules between rows that are written as formulas: in cells over their column, and in labels over codes and numbers.

use std::collections::BTreeMap;

use super::cell_formula::CellFormula;
use crate::address::Address;
use crate::form::figure::Kind;
use crate::form::infer::measures;
use crate::form::model::RowIndex;
use crate::form::rule::{Balance, Over, Relation};
use crate::table::formula::{Formula, read_formula};
use crate::table::words;
use crate::vietnamese::text::fold;

use super::{Deriver, Seemed, balance};

/// A row, and what labels may call it.
type Named = (usize, String);

impl Deriver<'_> {
    /// Formulas of cells over other cells of their column.
    pub(super) fn row_formulas(&mut self) {
        let mut by_row: BTreeMap<usize, Vec<Seemed<Address>>> = BTreeMap::new();
        for (at, text) in self.formulas {
            let value_column = self.column_at(at.column).is_some_and(|c| self.is_value(c));
            let (Some(left), true) = (self.row_at(at.row), value_column) else { continue };
            let Some(read) = CellFormula::read(text) else { continue };
            if read.cells().iter().any(|cell| cell.column != at.column) {
                continue;
            }
            let balance = read.balance(left, |cell| self.row_at(cell.row));
            by_row.entry(left).or_default().push((balance, *at));
        }
        let mut found = Vec::new();
        for (_, formulas) in by_row {
            let Some((Some(first), at)) = formulas.first() else { continue };
            if formulas.iter().all(|(b, _)| b.as_ref() == Some(first)) {
                found.push((first.clone(), self.cell(at.row, at.column)));
            }
        }
        for (balance, from) in found {
            if self.rows_fit(&balance) {
                self.keep(Over::Rows, balance, from);
            }
        }
    }

    /// Sums are of figures in one measure, and a row of no figures is part of none.
    fn rows_fit(&self, balance: &Balance<usize>) -> bool {
        let figure = |at: &usize| self.form.rows.get(*at).map(|r| &r.figure);
        let Some(left) = figure(&balance.left) else { return false };
        balance.right().iter().all(|at| figure(at).is_some_and(|f| f.kind != Kind::Group))
            && left.kind != Kind::Group
            && match balance.relation {
                Relation::Quotient { .. } => true,
                _ => balance.right().iter().all(|at| figure(at).is_some_and(|f| same_kind_of_measure(left, f))),
            }
    }

    /// «TỔNG CỘNG NGUỒN VỐN (440 = 300 + 400)», over the codes in the column of numbers or of codes.
    pub(super) fn label_formulas(&mut self) {
        let (codes, numbers) = self.row_codes();
        // «A. TỔNG THU (I+II)», «B. TỔNG CHI (I+II)» each have a I and a II of their own.
        let one_of = |names: &[Named], name: &String, left: RowIndex| {
            let alike: Vec<usize> = names.iter().filter(|(_, code)| code == name).map(|(at, _)| *at).collect();
            let own: Vec<usize> = alike.iter().copied().filter(|at| self.lies_in(RowIndex(*at), left)).collect();
            match (alike.as_slice(), own.as_slice()) {
                ([one], _) | (_, [one]) => Some(*one),
                _ => None,
            }
        };
        let mut found = Vec::new();
        for (left, row) in self.form.indexed_rows() {
            let known = |name: &String| codes.iter().any(|(_, code)| code == name);
            let of = |name: &String| one_of(if known(name) { &codes } else { &numbers }, name, left);
            let bracketed = row.label.rsplit_once('(').and_then(|(_, r)| r.split_once(')')).map(|(inside, _)| inside);
            // «TỔNG CỘNG = I + II» says it without brackets.
            let open = || row.label.contains('=').then_some(row.label.as_str());
            let Some(inside) = bracketed.or_else(open) else { continue };
            let said = inside.split_once('=').map(|(_, formula)| formula);
            let Some(formula) = read_formula(said.unwrap_or(inside)) else { continue };
            // «TỔNG SỐ (I+II)» says as much as «(3 = I + II)»; «(A/B)», «(0…5)» say nothing.
            let added = inside.contains(['+', '-', '–', '−']) || inside.contains("đến");
            if said.is_none() && (!added || !matches!(formula, Formula::Sum(_))) {
                continue;
            }
            let Some(formula) = self.settled_of_row(row, formula) else { continue };
            let (Some(sheet_row), Some(column)) =
                (self.seen.rows.get(left.0), self.table.column_of(crate::table::Role::Label))
            else {
                continue;
            };
            if let Some(balance) = balance(left.0, &formula, of) {
                found.push((balance, self.cell(*sheet_row, column.column)));
            }
        }
        for (balance, from) in found {
            if self.rows_fit(&balance) {
                self.keep(Over::Rows, balance, from);
            }
        }
    }

    /// What labels may call rows: what stands in a column of codes, and their order numbers. TT 27/2018 has letters for
    /// codes, and «(1+2+3)» over the numbers.
    fn row_codes(&self) -> (Vec<Named>, Vec<Named>) {
        let plain = |text: &str| text.trim().trim_start_matches('0').to_owned();
        let code_column = self.table.columns.iter().find(|c| words::heads_codes(&fold(&c.path.join(" "))));
        let (mut codes, mut numbers) = (Vec::new(), Vec::new());
        for (at, sheet_row) in self.seen.rows.iter().enumerate() {
            let beside = code_column.and_then(|c| self.table.sheet.cell(Address::new(*sheet_row, c.column)?));
            codes.extend(beside.map(|cell| (at, plain(&cell.value.to_string()))));
            numbers.extend(self.form.rows.get(at).map(|r| (at, plain(&r.stt))));
        }
        (codes, numbers)
    }
}

/// Tells whether figures add: percentages do with percentages, where a formula says so.
fn same_kind_of_measure(a: &crate::form::Figure, b: &crate::form::Figure) -> bool {
    measures::same(a, b) || matches!((&a.dimension, &b.dimension), (Some(a), Some(b)) if a.name() == b.name())
        // A measure written wrongly beside one row («Tỉ USD» among «Triệu USD») does not undo a formula.
        || fold(&a.measure).words().last() == fold(&b.measure).words().last()
}
