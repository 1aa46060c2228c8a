//! «Tháng báo cáo | Cùng kỳ năm trước | Tăng (+), giảm (-)»: what is said to have grown or fallen is the one less the other,
//! where it is plain which is which.

use rust_decimal::Decimal;

use crate::form::model::{Column, Role};
use crate::form::rule::{Balance, Over, Relation, Term};

use super::Deriver;
use crate::form::infer::measures;
use crate::form::infer::told::says;

/// What is said of what stood before.
const BEFORE: &[&str] = &["cùng kỳ", "năm trước", "kỳ trước", "tháng trước", "quý trước"];
/// What makes it another thing than what was done.
const PLANNED: &[&str] = &["kế hoạch", "dự toán", "chỉ tiêu", "KH"];

impl Deriver<'_> {
    /// The differences between the two columns left of them.
    pub(super) fn differences(&mut self) {
        let found: Vec<(usize, usize, usize)> = (2..self.form.columns.len())
            .filter(|left| self.is_value(*left) && self.tells_change(*left))
            .filter_map(|left| {
                let (now, before) = self.now_and_before(left)?;
                self.mostly_agrees(left, now, before).then_some((left, now, before))
            })
            .collect();
        for (left, now, before) in found {
            let terms = vec![Term { minus: false, of: now }, Term { minus: true, of: before }];
            let from = self.seen.columns.get(left).map(|column| self.cell(self.table.bottom, *column));
            self.keep(Over::Columns, Balance { left, relation: Relation::Sum(terms) }, from.unwrap_or_default());
        }
    }

    /// Tells whether a column tells by how much something grew or fell, in the measure of what did.
    fn tells_change(&self, at: usize) -> bool {
        let Some(column) = self.form.columns.get(at) else { return false };
        let own = column.lowest();
        let percent = |c: &Column| c.heading.last().is_some_and(|h| h.contains('%'));
        // «Tăng, giảm» alone may be in per cent, unless that stands beside it.
        let signed = own.contains("(+)") && own.contains("(-)") || own.contains("+/-") || own.contains('±');
        let apart = self.form.columns.get(at + 1).is_some_and(percent);
        let measured = column.figure.as_ref().is_none_or(|f| f.measure == measures::UNKNOWN);
        let planned = column.heading.iter().any(|level| says(PLANNED, level));
        says(&["tăng"], own) && says(&["giảm"], own) && !percent(column) && (signed || apart) && measured && !planned
    }

    /// The two columns right before it, where they are all that stands before it under their heading and the words of
    /// one alone are of what was before.
    fn now_and_before(&self, left: usize) -> Option<(usize, usize)> {
        let (first, second) = (left.checked_sub(2)?, left.checked_sub(1)?);
        let above = |at: usize| self.form.columns.get(at).and_then(|c| c.heading.split_last()).map(|(_, above)| above);
        let beside = (0..left).filter(|at| self.is_value(*at) && above(*at) == above(first)).collect::<Vec<_>>();
        let role = |at: usize| self.form.columns.get(at).filter(|c| c.role == Role::Value);
        let before = |c: &Column| c.heading.iter().any(|l| says(BEFORE, l) || l.contains("{year-1}"));
        let planned = |c: &Column| c.heading.iter().any(|l| says(PLANNED, l));
        let (one, other) = (role(first)?, role(second)?);
        let alike = one.figure.is_none() && other.figure.is_none()
            || one
                .figure
                .as_ref()
                .zip(other.figure.as_ref())
                .is_some_and(|(a, b)| a.aggregate.adds() && measures::same(a, b));
        if beside != [first, second] || planned(one) || planned(other) || !alike {
            return None;
        }
        match (before(one), before(other)) {
            (false, true) => Some((first, second)),
            (true, false) => Some((second, first)),
            _ => None,
        }
    }

    /// Tells whether what stands in the table bears it out more often than not, or nothing does.
    fn mostly_agrees(&self, left: usize, now: usize, before: usize) -> bool {
        let (mut agree, mut differ) = (0, 0);
        for row in 0..self.form.rows.len() {
            let value = |at: usize| self.value(row, *self.seen.columns.get(at)?);
            let (Some(change), Some(now), Some(before)) = (value(left), value(now), value(before)) else { continue };
            match now.checked_sub(before) {
                Some(difference) if (difference - change).abs() <= Decimal::new(1, 2) => agree += 1,
                _ => differ += 1,
            }
        }
        differ == 0 || agree > differ
    }
}
