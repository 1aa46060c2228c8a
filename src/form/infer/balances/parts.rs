//! Rules between rows that words and numbering say: totals, what is introduced by «Chia ra» or «Trong đó», and what is
//! numbered below a row. Held against the figures before they are kept.

use rust_decimal::Decimal;

use crate::form::figure::Kind;
use crate::form::infer::{measures, told};
use crate::form::model::{Row, RowIndex};
use crate::form::rule::{Balance, Over, Relation};
use crate::table::numbering::{self, Numbering};
use crate::table::{Part, words};
use crate::vietnamese::text::fold;

use super::printed::Printed;
use super::{Deriver, of_parts};

impl Deriver<'_> {
    /// «Tổng số», «Cộng»: the sum of the top rows before it, or after it where it stands first.
    pub(super) fn totals(&mut self) {
        let totals: Vec<usize> = self
            .form
            .indexed_rows()
            .filter(|(_, r)| r.parent.is_none() && r.stt.is_empty() && words::is_total(&fold(&r.label)))
            .map(|(i, _)| i.0)
            .collect();
        let [left] = totals.as_slice() else { return };
        let tops: Vec<usize> = self
            .form
            .indexed_rows()
            .filter(|(i, r)| r.parent.is_none() && i.0 != *left && !r.is_group() && self.adds_with(*left, i.0))
            .map(|(i, _)| i.0)
            .collect();
        let first_or_last = tops.iter().all(|t| t < left) || tops.iter().all(|t| t > left);
        let groups = self.form.rows.iter().any(|r| r.parent.is_none() && r.is_group() && self.filled());
        // «Chia theo nghề nghiệp» beside «Chia theo yếu tố chấn thương»: each is all of it once more.
        let parted =
            |at: &usize| self.form.rows.get(*at).is_some_and(|r| told::begins(&r.label, &["chia theo", "phân theo"]));
        if first_or_last && !groups && !tops.iter().any(parted) {
            self.sum_if_printed(*left, &tops, 0);
        }
    }

    fn filled(&self) -> bool {
        self.table.is_filled()
    }

    fn adds_with(&self, left: usize, at: usize) -> bool {
        let row = |at: usize| self.form.rows.get(at);
        match (row(left), row(at)) {
            (Some(a), Some(b)) => {
                let adds = |r: &Row| measures::could_add(&r.figure, &r.label) || self.columns_add(&r.figure);
                adds(a) && adds(b) && measures::same(&a.figure, &b.figure)
            }
            _ => false,
        }
    }

    /// Tells whether rows without a measure of their own stand under columns that add.
    fn columns_add(&self, figure: &crate::form::Figure) -> bool {
        let unknown = figure.dimension.is_none() || figure.measure == measures::UNKNOWN;
        let columns: Vec<_> = self.form.value_columns().collect();
        let by_columns = columns.iter().all(|(_, c)| c.figure.as_ref().is_some_and(|f| f.aggregate.adds()));
        // Under «Tổng số» a table of one kind of thing adds whatever it is called.
        figure.kind != Kind::Group
            && unknown
            && (by_columns || columns.iter().any(|(_, c)| c.figure.as_ref().is_some_and(|f| f.aggregate.adds())))
    }

    /// «Chia ra»: the rows it introduces, and those of their kind that follow, are all of the row above.
    pub(super) fn divided(&mut self) {
        for (left, parts) in self.introduced(Part::Divided) {
            let adds = parts.len() >= 2 && parts.iter().all(|p| self.adds_with(left, *p));
            if adds && !words::overlap(&self.labels(&parts)) {
                self.sum_if_printed(left, &parts, 0);
            } else if adds {
                self.no_more_than(left, &parts, Part::Divided);
            }
        }
    }

    /// «Trong đó»: each is no more than the row it is part of, nor are all of them.
    pub(super) fn of_which(&mut self) {
        for (left, parts) in self.introduced(Part::OfWhich) {
            if !parts.is_empty() && !self.may_be_of_all(left, &parts) && parts.iter().all(|p| self.adds_with(left, *p))
            {
                self.no_more_than(left, &parts, Part::OfWhich);
            }
        }
    }

    /// Tells whether «Trong đó» below several rows with signs may be of the row that they are parts of: «Dân số - Nam - Nữ
    /// Trong đó: Dân tộc thiểu số». Set in, or naming the last of them («- Bò / Trong đó: bò lai»), it is of that one.
    fn may_be_of_all(&self, left: usize, parts: &[usize]) -> bool {
        let (Some(own), Some(row)) = (self.found(left), self.form.rows.get(left)) else { return false };
        let style = |number: &str| match numbering::read(number).first() {
            Some(Numbering::Sign(style)) => Some(*style),
            _ => None,
        };
        let Some(sign) = style(&own.number) else { return false };
        let before = self.form.rows.iter().take(left).any(|r| r.parent == row.parent && style(&r.stt) == Some(sign));
        let first = parts.first().and_then(|at| self.found(*at));
        let set_in = first.is_some_and(|part| part.indent > own.indent);
        let key = fold(&own.label);
        let named = first.is_some_and(|part| key.words().any(|w| fold(&part.label).words().any(|p| p == w)));
        before && !set_in && !named
    }

    /// The table's row that a row of the form was drawn from.
    fn found(&self, at: usize) -> Option<&crate::table::Row> {
        let sheet_row = self.seen.rows.get(at)?;
        self.table.rows.iter().find(|r| r.sheet_row == *sheet_row)
    }

    /// That parts are no more than a row, together or, where they may overlap, each.
    fn no_more_than(&mut self, left: usize, parts: &[usize], part: Part) {
        let people = |at: &usize| self.form.rows.get(*at).is_some_and(|r| measures::is_of_people(&r.figure));
        let each = words::overlap(&self.labels(parts)) || part == Part::OfWhich && parts.iter().any(people);
        for relation in of_parts(part, parts, each) {
            let balance = Balance { left, relation };
            if self.printed(&balance) != Printed::Contradict {
                let from = self.row_cell(*balance.right().first().copied().unwrap_or(&left));
                self.keep(Over::Rows, balance, from);
            }
        }
    }

    fn labels(&self, rows: &[usize]) -> Vec<String> {
        rows.iter().filter_map(|at| self.form.rows.get(*at)).map(|r| r.label.clone()).collect()
    }

    /// Groups of rows that a word introduces, with the row they are parts of.
    fn introduced(&self, part: Part) -> Vec<(usize, Vec<usize>)> {
        let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
        let found = |at: usize| self.found(at);
        for at in 0..self.form.rows.len() {
            let Some(row) = found(at).filter(|r| r.part == Some(part)) else { continue };
            let Some(parent) = self.form.rows.get(at).and_then(|r| r.parent) else { continue };
            let mut parts = vec![at];
            // Rows of the same kind right behind it: after a word in a line of its own all that are set
            // alike, else those that carry a sign as the first does.
            let dashed = row.label.contains("- ") || !row.number.is_empty();
            for next in at + 1..self.form.rows.len() {
                let (Some(definition), Some(behind)) = (self.form.rows.get(next), found(next)) else { break };
                if definition.parent == Some(parent) {
                    let set_alike = if row.introduced {
                        behind.number.is_empty() == row.number.is_empty()
                    } else {
                        dashed && !behind.number.is_empty()
                    };
                    let alike = behind.part.is_none() && set_alike;
                    if !alike {
                        break;
                    }
                    parts.push(next);
                } else if !self.lies_in(RowIndex(next), parent) {
                    break;
                }
            }
            groups.push((parent.0, parts));
        }
        groups
    }

    pub(super) fn lies_in(&self, row: RowIndex, parent: RowIndex) -> bool {
        let mut at = self.form.row(row).and_then(|r| r.parent);
        while let Some(above) = at {
            if above == parent {
                return true;
            }
            at = self.form.row(above).and_then(|r| r.parent);
        }
        false
    }

    /// A row and its parts by number.
    pub(super) fn numbering(&mut self) {
        for (parent, row) in self.form.indexed_rows() {
            if row.is_group() {
                continue;
            }
            let children: Vec<usize> = self
                .form
                .indexed_rows()
                .filter(|(_, r)| r.parent == Some(parent))
                .filter(|(i, _)| !self.is_part(i.0))
                .map(|(i, _)| i.0)
                .collect();
            let numbered = children.iter().all(|c| self.form.rows.get(*c).is_some_and(|r| !r.stt.is_empty()));
            if children.len() < 2 || self.opposed(&children) {
                continue;
            }
            let adding: Vec<usize> = children.iter().copied().filter(|c| self.adds_with(parent.0, *c)).collect();
            if adding.len() == children.len() {
                // Without figures numbers alone do not say that they are all of it: «2 Số lao động; 2.1 nữ;
                // 2.2 qua đào tạo» overlap. Each is no more than it.
                if self.filled() {
                    self.sum_if_printed(parent.0, &children, 1);
                } else if numbered && children.iter().all(|c| self.bounded(*c)) {
                    for child in children {
                        let balance = Balance { left: parent.0, relation: Relation::AtMost(vec![child]) };
                        self.keep(Over::Rows, balance, self.row_cell(child));
                    }
                }
            } else if self.is_structure(parent.0, &children) {
                self.sum_if_printed(parent.0, &children, 2);
            }
        }
    }

    /// Counts are never below zero, so a part is no more than its whole.
    fn bounded(&self, at: usize) -> bool {
        self.form.rows.get(at).is_some_and(|r| r.figure.min.is_some_and(|min| !min.is_sign_negative()))
    }

    fn is_part(&self, at: usize) -> bool {
        let sheet_row = self.seen.rows.get(at);
        self.table.rows.iter().any(|r| Some(&r.sheet_row) == sheet_row && (r.part == Some(Part::OfWhich) || r.carried))
    }

    /// Income and spending are no parts of one sum.
    fn opposed(&self, children: &[usize]) -> bool {
        let says = |word: &str| {
            children.iter().any(|c| {
                self.form.rows.get(*c).is_some_and(|r| fold(&r.label).words().next() == Some(fold(word).as_str()))
            })
        };
        (says("thu") || says("nguồn")) && says("chi") || says("tăng") && says("giảm")
    }

    /// A structure in per cent, whose whole is 100 in every column.
    fn is_structure(&self, left: usize, children: &[usize]) -> bool {
        let percent = |at: &usize| self.form.rows.get(*at).is_some_and(|r| r.figure.kind == Kind::Percent);
        let whole: Vec<Decimal> = self.value_columns().into_iter().filter_map(|c| self.value(left, c)).collect();
        percent(&left)
            && children.iter().all(percent)
            && whole.len() >= 2
            && whole.iter().all(|v| *v == Decimal::ONE_HUNDRED)
    }

    pub(super) fn row_cell(&self, at: usize) -> String {
        let column = self.table.column_of(crate::table::Role::Label).map_or(0, |c| c.column);
        self.seen.rows.get(at).map(|row| self.cell(*row, column)).unwrap_or_default()
    }
}
