//! Rows of the form that a sheet has more than once. Which of them holds cannot be told, but for totals: one may stand
//! above and below its table, and one below a part of it is that part's.

use rust_decimal::Decimal;

use crate::address::Address;
use crate::finding::Finding;
use crate::finding::structure::Problem;
use crate::form::{Row, RowIndex};
use crate::intake::{Sheet, Value};
use crate::table::words::begins_total;
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
            let claims = self.without_subtotals(sheet, row, claims);
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
    fn without_subtotals(&mut self, sheet: &Sheet, row: &Row, claims: Vec<usize>) -> Vec<usize> {
        let own = |at: &usize| self.rows.get(*at).is_some_and(|r| row.keys.first() == Some(&r.key));
        let goes_on = |at: &usize| {
            let below = self.taken.get(at + 1..).into_iter().flatten().flatten();
            below.filter_map(|other| self.form.row(*other)).any(|other| other.code != row.code)
                || self.said_above(sheet, *at).is_some_and(|(_, other)| other.code != row.code)
        };
        let total = begins_total(&fold(&row.label));
        if !total || claims.iter().filter(|at| own(at)).count() != 1 {
            return claims;
        }
        let (subtotals, claims): (Vec<usize>, Vec<usize>) = claims.into_iter().partition(|at| !own(at) && goes_on(at));
        for at in subtotals {
            if let Some(taken) = self.taken.get_mut(at) {
                *taken = None;
            }
        }
        claims
    }

    /// The row of the form, further up, whose figures a total that the form does not have says again: «Cộng dự án 1» below
    /// its parts.
    pub(super) fn said_above(&self, sheet: &Sheet, at: usize) -> Option<(usize, &Row)> {
        let label = &self.rows.get(at)?.label;
        if !begins_total(&fold(label)) {
            return None;
        }
        let said = self.figures(sheet, at);
        said.iter().flatten().next()?;
        let above = self.taken.get(..at)?.iter().enumerate().rev();
        let mut above = above.filter_map(|(at, row)| Some((at, self.form.row((*row)?)?)));
        above.find(|(at, _)| self.figures(sheet, *at) == said)
    }

    /// What stands in the columns of figures of a sheet row.
    fn figures<'s>(&self, sheet: &'s Sheet, at: usize) -> Vec<Option<&'s Value>> {
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
fn readings(value: &Value) -> Vec<Decimal> {
    match value {
        Value::Number(number) => vec![number.normalize()],
        Value::Text(text) => {
            let numeral = number::read(text).ok().filter(|n| n.tail.is_empty() && !n.percent);
            numeral.iter().flat_map(|n| n.readings.iter()).map(|reading| reading.value.normalize()).collect()
        }
        _ => Vec::new(),
    }
}
