//! The rules that a table itself carries, each with the cell it comes from.
//!
//! Strongest first: the formulas of the index row ([`index_formulas`]) and of cells ([`columns`] and [`rows`], which are
//! read by [`cell_formula`]); labels that name codes («50 = 01 + 40», in [`rows`], too); what is said to have grown or
//! fallen ([`differences`]); «Tổng số», «Chia ra», «Trong đó», and the numbering tree ([`parts`]). What words and
//! numbering say is held against the figures that stand in the table ([`printed`]): a rule that they contradict is none
//! («1.1, 1.2» may be examples, not parts), and printed totals are sometimes wrong, so one figure that agrees is asked
//! for, too.
//!
//! One [`Deriver`] goes through all of them in this order and keeps the first rule of each left side, so what is weaker
//! says nothing where something stronger did.

mod cell_formula;
mod columns;
mod differences;
mod index_formulas;
mod parts;
mod printed;
mod rows;

use rust_decimal::Decimal;

use crate::address::{Address, ColumnName};
use crate::form::figure::Kind;
use crate::form::model::{Form, Role};
use crate::form::rule::{Balance, MissingBySide, Over, Relation, Rule, Term};
use crate::table::formula::Formula;
use crate::table::{Part, Table};

use super::{Formulas, Seen};

pub(super) use index_formulas::unused;

/// Derives the rules of a form from the table it was drawn from.
pub(super) fn derive(form: &Form, table: &Table<'_>, seen: &Seen, formulas: &Formulas) -> Vec<Rule> {
    let mut deriver = Deriver { form, table, seen, formulas, rules: Vec::new() };
    deriver.index_formulas();
    deriver.column_formulas();
    deriver.column_words();
    deriver.differences();
    if !form.is_list() {
        deriver.row_formulas();
        deriver.label_formulas();
        deriver.totals();
        deriver.divided();
        deriver.numbering();
        deriver.of_which();
    }
    deriver.rules
}

pub(super) struct Deriver<'a> {
    pub(super) form: &'a Form,
    pub(super) table: &'a Table<'a>,
    pub(super) seen: &'a Seen,
    formulas: &'a Formulas,
    rules: Vec<Rule>,
}

/// The balance that a cell's formula says, if it says one, and where.
type Seemed<At> = (Option<Balance<usize>>, At);

impl Deriver<'_> {
    pub(super) fn cell(&self, row: u32, column: u32) -> String {
        let at = Address::new(row, column).map(|a| a.to_string()).unwrap_or_default();
        format!("{}!{at}", self.table.sheet.name)
    }

    /// Keeps a rule unless one with the same left side says as much.
    pub(super) fn keep(&mut self, over: Over, balance: Balance<usize>, from: String) {
        let balance = self.in_points(over, balance);
        let same = |r: &Rule| {
            r.over == over
                && r.balance.left == balance.left
                && match (&r.balance.relation, &balance.relation) {
                    (Relation::Sum(all), Relation::AtMost(parts)) => {
                        parts.iter().all(|p| all.iter().any(|t| t.of == *p && !t.minus))
                    }
                    (Relation::AtMost(_), Relation::AtMost(_)) => r.balance == balance,
                    (Relation::AtMost(_), _) => false,
                    _ => true,
                }
        };
        let unnamed = balance.right().contains(&&balance.left);
        if !unnamed && !self.rules.iter().any(same) {
            self.rules.push(Rule { over, balance, from, missing: MissingBySide::default() });
        }
    }

    /// A quotient in a column of percentages is in per cent, whether its formula says «× 100» or the cell's
    /// format does.
    fn in_points(&self, over: Over, mut balance: Balance<usize>) -> Balance<usize> {
        let figure = match over {
            Over::Columns => self.form.columns.get(balance.left).and_then(|c| c.figure.as_ref()),
            Over::Rows => self.form.rows.get(balance.left).map(|r| &r.figure),
        };
        if let Relation::Quotient { factor, .. } = &mut balance.relation
            && *factor == Decimal::ONE
            && figure.is_some_and(|f| f.kind == Kind::Percent)
        {
            *factor = Decimal::ONE_HUNDRED;
        }
        balance
    }

    pub(super) fn column_at(&self, sheet_column: u32) -> Option<usize> {
        self.seen.columns.iter().position(|c| *c == sheet_column)
    }

    fn row_at(&self, sheet_row: u32) -> Option<usize> {
        self.seen.rows.iter().position(|r| *r == sheet_row)
    }

    pub(super) fn is_value(&self, column: usize) -> bool {
        self.form.columns.get(column).is_some_and(|c| c.role == Role::Value)
    }
}

/// What holds of the parts under «Chia ra» or «Trong đó»: that they are the whole, or no more than it
/// together. Of people, whom several traits may tell apart at once («Dân tộc thiểu số», «Không có khả năng lao động»), only
/// that each is no more, under «Chia ra» too where words say that they overlap.
fn of_parts(part: Part, under: &[usize], each: bool) -> Vec<Relation<usize>> {
    match part {
        _ if under.is_empty() || (part == Part::Divided && under.len() < 2) => Vec::new(),
        _ if each => under.iter().map(|of| Relation::AtMost(vec![*of])).collect(),
        Part::Divided => vec![Relation::Sum(under.iter().map(|of| Term { minus: false, of: *of }).collect())],
        Part::OfWhich => vec![Relation::AtMost(under.to_vec())],
    }
}

pub(super) fn balance(left: usize, formula: &Formula, of: impl Fn(&String) -> Option<usize>) -> Option<Balance<usize>> {
    let relation = match formula {
        Formula::Sum(terms) => {
            let terms: Option<Vec<Term<usize>>> =
                terms.iter().map(|(minus, name)| Some(Term { minus: *minus, of: of(name)? })).collect();
            Relation::Sum(terms?)
        }
        Formula::Quotient { over, under, factor } => {
            Relation::Quotient { over: of(over)?, under: of(under)?, factor: *factor }
        }
        Formula::Span { .. } => return None,
    };
    let balance = Balance { left, relation };
    let mut right: Vec<usize> = balance.right().into_iter().copied().collect();
    right.sort_unstable();
    let all = right.len();
    right.dedup();
    (right.len() == all && !right.contains(&left)).then_some(balance)
}

/// A rule as it stands in the sheet it was derived from: `rows 5 = 7 + 8`, `columns G = E / D * 100`.
pub(super) fn in_sheet(rule: &Rule, seen: &Seen) -> Option<String> {
    match rule.over {
        Over::Rows => Some(format!("rows {}", rule.balance.map(|at| seen.rows.get(*at).map(|r| r + 1))?)),
        Over::Columns => {
            let named = rule.balance.map(|at| seen.columns.get(*at).map(|c| ColumnName(*c).to_string()))?;
            Some(format!("columns {named}"))
        }
    }
}
