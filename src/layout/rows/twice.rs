//! Rows of the form that a sheet has more than once. Which of them holds cannot be told, but for totals: one may stand
//! above and below its table, and one below a part of it is that part's.

use rust_decimal::Decimal;

use crate::address::Address;
use crate::finding::Finding;
use crate::finding::structure::Problem;
use crate::form::{Over, Relation, Row, RowIndex, Rule};
use crate::intake::{Sheet, Value};
use crate::table::words::{begins_total, is_total};
use crate::vietnamese::number;
use crate::vietnamese::text::fold;

use super::Matching;

impl Matching<'_> {
    /// A row of the form that several sheet rows claim is none of them; a total may stand above and below its table.
    pub(super) fn report_twice(&mut self, sheet: &Sheet) {
        let mut claimed: Vec<RowIndex> = self.taken.iter().flatten().copied().collect();
        claimed.sort_unstable();
        let mut twice: Vec<RowIndex> =
            claimed.windows(2).filter_map(|w| matches!(w, [a, b] if a == b).then_some(*w.first()?)).collect();
        twice.dedup();
        for index in twice {
            let Some(row) = self.form.row(index) else { continue };
            let claims: Vec<usize> =
                self.taken.iter().enumerate().filter(|(_, t)| **t == Some(index)).map(|(at, _)| at).collect();
            let claims = self.without_subtotals(sheet, index, row, claims);
            let [first, others @ ..] = claims.as_slice() else { continue };
            if others.is_empty() {
                continue;
            }
            let total = begins_total(&fold(&row.label));
            // Nothing contradicts a total that is left blank, and what is typed as text says the same.
            let fullness = |at: &usize| {
                let figures = self.figures(sheet, *at);
                let numbers = figures.iter().flatten().filter(|value| matches!(value, Value::Number(_)));
                (figures.iter().flatten().count(), numbers.count())
            };
            let fullest = claims.iter().copied().rev().max_by_key(fullness);
            let kept = fullest.unwrap_or(*first);
            let said = self.figures(sheet, kept);
            if total && claims.iter().all(|at| agree(&said, &self.figures(sheet, *at))) {
                let counts = self.place_of(kept, None).cell;
                for at in claims.iter().filter(|at| **at != kept) {
                    let problem = Problem::RowRepeated { row: row.name(), first: counts };
                    self.findings.push(Finding::at(self.place_of(*at, Some(index)), problem));
                    if let Some(taken) = self.taken.get_mut(*at) {
                        *taken = None;
                    }
                    self.again.push(*at);
                }
                continue;
            }
            let others = others.iter().filter_map(|at| self.place_of(*at, None).cell).collect();
            let place = self.place_of(*first, Some(index));
            self.findings.push(Finding::at(place, Problem::RowTwice { row: row.name(), others }));
            for at in &claims {
                if let Some(twice) = self.twice.get_mut(*at) {
                    *twice = true;
                }
            }
        }
    }

    /// The sheet rows that claim a total of the form, without those that are of a part of it: «Cộng» with further rows below,
    /// or with the figures of another row, where «Tổng cộng» is the form's own. They are rows that the form does not have.
    fn without_subtotals(&mut self, sheet: &Sheet, index: RowIndex, row: &Row, claims: Vec<usize>) -> Vec<usize> {
        let own = |at: &usize| self.rows.get(*at).is_some_and(|r| row.keys.first() == Some(&r.key));
        let says_another = |at: &usize| self.said_above(sheet, *at).is_some_and(|(_, other)| other.code != row.code);
        let goes_on = |at: &usize| {
            let below = self.taken.get(at + 1..).into_iter().flatten().flatten();
            below.filter_map(|other| self.form.row(*other)).any(|other| other.code != row.code) || says_another(at)
        };
        let is_part: Vec<bool> = if self.is_of_all(index) {
            // Place and balance say it, whatever the two are called: «Tổng số» above all, «Tổng cộng» below one project.
            let inside = |at: &usize| self.is_inside(*at, index) || says_another(at);
            let meets: Vec<bool> = claims.iter().map(|at| self.is_sum_of_parts(sheet, *at, index)).collect();
            let parts: Vec<bool> = claims.iter().map(inside).collect();
            let at_odds = meets.contains(&true) && meets.iter().zip(&parts).all(|(meets, part)| *part || !meets);
            match (parts.contains(&false), at_odds) {
                (true, false) => parts,
                // All stand among the parts: rows were moved, and what they come to is the total.
                (false, _) if meets.iter().filter(|meets| **meets).count() == 1 => meets.iter().map(|m| !m).collect(),
                _ => return claims,
            }
        } else if begins_total(&fold(&row.label)) && claims.iter().filter(|at| own(at)).count() == 1 {
            claims.iter().map(|at| !own(at) && goes_on(at)).collect()
        } else {
            return claims;
        };
        let mut kept = Vec::new();
        for (at, is_part) in claims.into_iter().zip(is_part) {
            match self.taken.get_mut(at).filter(|_| is_part) {
                Some(taken) => *taken = None,
                None => kept.push(at),
            }
        }
        kept
    }

    /// Tells whether a row of the form is the total of all others: «Tổng số» above or below them.
    pub(super) fn is_of_all(&self, index: RowIndex) -> bool {
        let at_an_end = index.0 == 0 || index.0 + 1 == self.form.rows.len();
        at_an_end && self.form.row(index).is_some_and(|row| row.keys.iter().any(is_total))
    }

    /// Tells whether a sheet row stands among those of other rows of the form than the one that it claims.
    pub(super) fn is_inside(&self, at: usize, index: RowIndex) -> bool {
        let other =
            |taken: Option<&[Option<RowIndex>]>| taken.into_iter().flatten().flatten().any(|other| *other != index);
        other(self.taken.get(..at)) && other(self.taken.get(at + 1..))
    }

    /// Tells whether the figures of a sheet row are what the rows that a total of the form adds come to, in every column
    /// that can be compared and in one at least.
    fn is_sum_of_parts(&self, sheet: &Sheet, at: usize, index: RowIndex) -> bool {
        let sum = |rule: &Rule| match &rule.balance.relation {
            Relation::Sum(terms) if rule.over == Over::Rows && rule.balance.left == index.0 => {
                terms.iter().map(|term| Some(RowIndex(term.of)).filter(|_| !term.minus)).collect::<Option<Vec<_>>>()
            }
            _ => None,
        };
        let Some(parts) = self.form.rules.iter().find_map(sum) else { return false };
        let rows: Vec<Vec<Option<&Value>>> = (0..self.rows.len())
            .filter(|at| self.taken.get(*at).copied().flatten().is_some_and(|taken| parts.contains(&taken)))
            .map(|at| self.figures(sheet, at))
            .collect();
        let own = self.figures(sheet, at);
        let compared: Vec<bool> = own
            .iter()
            .enumerate()
            .filter_map(|(n, own)| {
                let figures: Vec<&Value> = rows.iter().filter_map(|row| row.get(n).copied().flatten()).collect();
                let one = |value: &&Value| match readings(value).as_slice() {
                    [one] => Some(*one),
                    _ => None,
                };
                let values: Vec<Decimal> = figures.iter().map(one).collect::<Option<_>>()?;
                let sum = values.iter().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value))?.normalize();
                let own = readings((*own)?);
                (!sum.is_zero() && !own.is_empty()).then(|| own.contains(&sum))
            })
            .collect();
        !compared.is_empty() && compared.iter().all(|meets| *meets)
    }

    /// The row of the form, further up, whose figures a total that the form does not have says again: «Cộng dự án 1» below
    /// its parts.
    pub(super) fn said_above(&self, sheet: &Sheet, at: usize) -> Option<(usize, &Row)> {
        let label = fold(&self.rows.get(at)?.label);
        if !(begins_total(&label) || is_total(&label)) {
            return None;
        }
        let said = self.figures(sheet, at);
        said.iter().flatten().next()?;
        let above = self.taken.get(..at)?.iter().enumerate().rev();
        let mut above = above.filter_map(|(at, row)| Some((at, self.form.row((*row)?)?)));
        above.find(|(at, _)| self.figures(sheet, *at) == said)
    }

    /// What stands in the columns of figures of a sheet row.
    pub(super) fn figures<'s>(&self, sheet: &'s Sheet, at: usize) -> Vec<Option<&'s Value>> {
        let Some(sheet_row) = self.rows.get(at) else { return Vec::new() };
        let columns = self.form.value_columns().filter_map(|(i, _)| sheet_row.header.columns.get(&i));
        columns.map(|h| sheet.cell(Address::new(sheet_row.row, h.column)?).map(|cell| &cell.value)).collect()
    }
}

/// Tells whether a row of figures says all that another says.
fn agree(one: &[Option<&Value>], other: &[Option<&Value>]) -> bool {
    one.iter().zip(other).all(|(one, other)| match (one, other) {
        (Some(one), Some(other)) => one == other || readings(one).iter().any(|value| readings(other).contains(value)),
        (None, Some(_)) => false,
        (_, None) => true,
    })
}

/// What a cell may say.
pub(super) fn readings(value: &Value) -> Vec<Decimal> {
    match value {
        Value::Number(number) => vec![number.normalize()],
        Value::Text(text) => {
            let numeral = number::read(text).ok().filter(|n| n.tail.is_empty() && !n.percent);
            numeral.iter().flat_map(|n| n.readings.iter()).map(|reading| reading.value.normalize()).collect()
        }
        _ => Vec::new(),
    }
}
