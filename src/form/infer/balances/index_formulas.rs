//! The formulas of the index row below the headings: which are rules, and which cannot be used.

use std::collections::BTreeMap;

use crate::address::Address;
use crate::form::figure::Kind;
use crate::form::model::{Column, Form, Role, Row};
use crate::form::rule::{Balance, Over};
use crate::table::formula::Formula;
use crate::table::{Table, words};
use crate::vietnamese::text::fold;

use super::{Deriver, balance};
use crate::form::infer::Seen;
use crate::form::infer::told::{Told, compares, told};

impl Deriver<'_> {
    /// `(3)=(4)+(7)` below the headings.
    pub(super) fn index_formulas(&mut self) {
        let Some(index_row) = self.table.index_row else { return };
        let found = read(self.form, self.table, self.seen);
        for (sheet_column, balance) in found {
            let from = self.cell(index_row, sheet_column);
            if let Some(balance) = balance {
                self.keep(Over::Columns, balance, from);
            }
        }
    }

    /// What a formula in the label of a row says, if it is clear.
    pub(super) fn settled_of_row(&self, row: &Row, formula: Formula) -> Option<Formula> {
        let rate = row.figure.kind == Kind::Percent || told(&row.label) != Told::Amount;
        settled(formula, rate, words::begins_total(&fold(&row.label)), row.stt.trim())
    }
}

/// Remarks on the columns whose formulas in the index row make no rule.
pub(in crate::form::infer) fn unused(form: &Form, table: &Table<'_>, seen: &Seen) -> Vec<(usize, String)> {
    let Some(index_row) = table.index_row else { return Vec::new() };
    let unused = read(form, table, seen).into_iter().filter(|(_, balance)| balance.is_none());
    let remark = |sheet_column: u32| {
        let at = seen.columns.iter().position(|c| *c == sheet_column)?;
        let cell = Address::new(index_row, sheet_column)?;
        let said = table.sheet.cell(cell)?.value.on_one_line();
        Some((at, format!("hàng đánh số cột ghi «{said}» ở {cell}: không lập được quy tắc, xem lại")))
    };
    unused.filter_map(|(column, _)| remark(column)).collect()
}

/// The formulas of the index row by the sheet columns that they stand below, each as a balance where it makes one.
fn read(form: &Form, table: &Table<'_>, seen: &Seen) -> Vec<(u32, Option<Balance<usize>>)> {
    let value = |at: usize| form.columns.get(at).filter(|c| c.role == Role::Value);
    let place = |sheet_column: u32| seen.columns.iter().position(|c| *c == sheet_column);
    // A name that two columns have names neither.
    let mut names: BTreeMap<&str, Option<usize>> = BTreeMap::new();
    for column in &table.columns {
        if let (Some(index), Some(at)) = (&column.index, place(column.column))
            && !index.name.is_empty()
        {
            names.entry(&index.name).and_modify(|a| *a = None).or_insert(Some(at));
        }
    }
    let of = |name: &String| names.get(name.as_str()).copied().flatten().filter(|at| value(*at).is_some());
    let mut found = Vec::new();
    for column in &table.columns {
        let Some(index) = column.index.as_ref().filter(|i| i.formula.is_some() || i.unread.is_some()) else { continue };
        let Some((left, own)) = place(column.column).and_then(|at| Some((at, value(at)?))) else { continue };
        let formula = index.formula.clone().and_then(|formula| settled_of_column(own, formula, &index.name));
        found.push((column.column, formula.and_then(|formula| balance(left, &formula, of))));
    }
    found
}

fn settled_of_column(column: &Column, formula: Formula, name: &str) -> Option<Formula> {
    let percent = column.figure.as_ref().is_some_and(|f| f.kind == Kind::Percent);
    let rate = percent || compares(&column.heading) || told(&column.heading.join(" ")) != Told::Amount;
    settled(formula, rate, words::is_total(&fold(column.lowest())), name)
}

/// «1=2:4» is one by another where a rate stands. Of amounts it is all from one to another, right beside them or in a
/// total; else it is not clear.
fn settled(formula: Formula, rate: bool, total: bool, name: &str) -> Option<Formula> {
    let Formula::Span { from, until } = formula else { return Some(formula) };
    if rate {
        return Some(Formula::by(from, until));
    }
    let own = name.parse::<u32>().ok();
    let beside = own.is_some_and(|own| own + 1 == from || until + 1 == own);
    if total || beside && until - from >= 2 { Formula::all(from, until) } else { None }
}
