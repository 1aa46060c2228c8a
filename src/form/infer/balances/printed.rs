//! What the figures that stand in a table say of a rule: they bear it out, contradict it, or are silent.

use rust_decimal::Decimal;

use crate::address::Address;
use crate::form::infer::measures;
use crate::form::rule::{Balance, Over, Relation, Term};

use super::Deriver;

/// What the printed figures say of a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Printed {
    /// No column has all the figures.
    Silent,
    /// They agree wherever they all stand, in so many columns.
    Agree(usize),
    /// They do not.
    Contradict,
}

impl Deriver<'_> {
    /// Keeps a sum that the printed figures do not contradict and bear out in so many columns.
    pub(super) fn sum_if_printed(&mut self, left: usize, parts: &[usize], columns: usize) {
        if parts.len() < 2 {
            return;
        }
        let terms = parts.iter().map(|of| Term { minus: false, of: *of }).collect();
        let balance = Balance { left, relation: Relation::Sum(terms) };
        let holds = match self.printed(&balance) {
            Printed::Agree(n) => n >= columns,
            Printed::Silent => columns == 0,
            Printed::Contradict => false,
        };
        if holds {
            let from = self.row_cell(left);
            self.keep(Over::Rows, balance, from);
        }
    }

    /// The sheet columns whose figures add as the rows say.
    pub(super) fn value_columns(&self) -> Vec<u32> {
        let of_rows = self.form.value_columns().filter(|(_, c)| c.figure.as_ref().is_none_or(|f| f.aggregate.adds()));
        of_rows.filter_map(|(at, _)| self.seen.columns.get(at).copied()).collect()
    }

    pub(super) fn value(&self, row: usize, column: u32) -> Option<Decimal> {
        let at = Address::new(*self.seen.rows.get(row)?, column)?;
        measures::certain(&self.table.sheet.cell(at)?.value)
    }

    /// What the printed figures say: where the left stands, and all on the right but blanks.
    pub(super) fn printed(&self, balance: &Balance<usize>) -> Printed {
        let mut agreed = 0;
        for column in self.value_columns() {
            let Some(left) = self.value(balance.left, column) else { continue };
            let mut given = Vec::new();
            let sum = match &balance.relation {
                Relation::Sum(terms) => terms.iter().try_fold(Decimal::ZERO, |sum, term| {
                    let value = self.value(term.of, column);
                    given.extend(value);
                    let value = value.unwrap_or_default();
                    if term.minus { sum.checked_sub(value) } else { sum.checked_add(value) }
                }),
                Relation::AtMost(parts) => parts.iter().try_fold(Decimal::ZERO, |sum, at| {
                    let value = self.value(*at, column);
                    given.extend(value);
                    sum.checked_add(value.unwrap_or_default())
                }),
                Relation::Quotient { .. } => return Printed::Silent,
            };
            let Some(sum) = sum.filter(|_| !given.is_empty()) else { continue };
            let slack = slack(left, &given);
            let holds = match balance.relation {
                Relation::AtMost(_) => sum <= left + slack && given.iter().all(|v| *v <= left + slack),
                _ => (sum - left).abs() <= slack,
            };
            if !holds {
                return Printed::Contradict;
            }
            // That nothing is nothing, or all of it stands in one part, bears out no sum.
            let telling = given.iter().filter(|v| !v.is_zero()).count() >= 2;
            agreed += usize::from(telling || matches!(balance.relation, Relation::AtMost(_)));
        }
        if agreed == 0 { Printed::Silent } else { Printed::Agree(agreed) }
    }
}

/// How far rounded figures may be from their sum: half of the last place of each (EBA's interval rule).
fn slack(left: Decimal, parts: &[Decimal]) -> Decimal {
    let scale = parts.iter().chain([&left]).map(Decimal::scale).filter(|s| *s > 0).min();
    match scale {
        // Whole figures were not rounded.
        None => Decimal::ZERO,
        Some(scale) => Decimal::new(5, scale.min(20) + 1) * Decimal::from(parts.len() as u64 + 1),
    }
}
