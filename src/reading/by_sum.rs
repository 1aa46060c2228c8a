//! What the sums of a column say about how its numbers are written: «964.000», «5.364» are thousands where only so the
//! figures come to the total that stands over or under them. Nothing is stronger than arithmetic. A total that is typed
//! as text, «1.777.000», and not quite met tells how the column is written all the same, as any sure text does.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::form::{Form, Over, Relation};
use crate::intake::{Cell, Value};
use crate::layout::{Table, ValueCell};
use crate::vietnamese::number::{Notation, Readings, read};
use crate::vietnamese::symbol::nothing;

use super::residue;

/// Of a table by rows so few are settled one by one by its balances, with the proof.
const FEW: usize = 3;

/// A cell as it may be added, in the measure that it was typed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Typed {
    /// It can be read in one way; the notation where that tells of one.
    Sure(Decimal, Option<Notation>),
    /// Its one separator stands between thousands, in that notation, or before decimals.
    Either { grouped: Decimal, decimal: Decimal, notation: Notation },
}

/// The notations that the sums of a table's columns show, where a column is open.
pub(super) fn notations(form: &Form, table: &Table<'_>, open: &dyn Fn(usize) -> bool) -> BTreeMap<usize, Notation> {
    let columns: Vec<usize> = form.value_columns().map(|(at, _)| at).filter(|at| open(*at)).collect();
    let found = |column: usize| {
        let shown = if form.is_list() { of_list(table, column) } else { of_rows(form, table, column) };
        // Sums that contradict each other show nothing.
        let first = *shown.first()?;
        shown.iter().all(|notation| *notation == first).then_some((column, first))
    };
    columns.into_iter().filter_map(found).collect()
}

/// What the totals that a list prints show of a column.
fn of_list(table: &Table<'_>, column: usize) -> Vec<Notation> {
    let own = |cell: Option<ValueCell>| {
        let cell = cell.filter(|cell| cell.doubt.is_none())?;
        typed(table.sheet.peek_cell(cell.at).as_deref())
    };
    let of_column = |cell: &ValueCell| cell.column == column;
    if table.totals.is_empty() {
        return Vec::new();
    }
    let items: Vec<Option<Typed>> =
        table.items.iter().map(|item| own(table.items.cells(item).find(of_column))).collect();
    let mut shown = Vec::new();
    for total in &table.totals {
        let Some(sum) = own(total.cells.iter().find(|cell| of_column(cell)).cloned()) else { continue };
        let parts = total.covers.iter().filter_map(|covers| items.get(covers.clone())?.iter().copied().collect());
        shown.extend(parts.filter_map(|parts: Vec<Typed>| shows(sum, &parts)).next());
    }
    shown
}

/// What the sums between the rows of a form show of a column.
fn of_rows(form: &Form, table: &Table<'_>, column: usize) -> Vec<Notation> {
    let own = |row: usize| {
        let located = table.rows.iter().find(|located| located.row.0 == row)?;
        let cell = located.cells.iter().find(|cell| cell.column == column).filter(|cell| cell.doubt.is_none())?;
        typed(table.sheet.cell(cell.at))
    };
    let shown = |rule: &crate::form::Rule| {
        let Relation::Sum(terms) = &rule.balance.relation else { return None };
        let parts: Vec<Typed> = terms.iter().map(|term| own(term.of).filter(|_| !term.minus)).collect::<Option<_>>()?;
        let open = parts.iter().filter(|part| matches!(part, Typed::Either { .. })).count();
        shows(own(rule.balance.left)?, &parts).filter(|_| open > FEW)
    };
    form.rules.iter().filter(|rule| rule.over == Over::Rows).filter_map(shown).collect()
}

/// A cell as it may be added; a blank adds nothing. (`layout` finds the sums of a list by one reading of each cell, the same
/// for all; here both are kept apart, for it is asked which of them comes to the sum.)
fn typed(cell: Option<&Cell>) -> Option<Typed> {
    match cell.map(|cell| &cell.value) {
        None => Some(Typed::Sure(Decimal::ZERO, None)),
        Some(Value::Number(value)) => Some(Typed::Sure(residue::without(*value), None)),
        Some(Value::Text(text)) if nothing(text).is_some() => Some(Typed::Sure(Decimal::ZERO, None)),
        Some(Value::Text(text)) => {
            let numeral = read(text).ok().filter(|numeral| numeral.tail.is_empty() && !numeral.percent)?;
            Some(match numeral.readings {
                Readings::One(one) => Typed::Sure(one.value, Some(one.notation)),
                Readings::Two { grouped, decimal } => {
                    Typed::Either { grouped: grouped.value, decimal: decimal.value, notation: grouped.notation }
                }
            })
        }
        Some(_) => None,
    }
}

/// The notation of thousands under which alone all open parts of a sum come to it exactly, or come near it where it is
/// typed in that notation itself.
fn shows(sum: Typed, parts: &[Typed]) -> Option<Notation> {
    let Typed::Sure(sum, typed) = sum else { return None };
    let notations = parts.iter().filter_map(|part| match part {
        Typed::Either { notation, .. } => Some(*notation),
        Typed::Sure(..) => None,
    });
    let mut notations: Vec<Notation> = notations.collect();
    notations.dedup();
    let [notation] = notations.as_slice() else { return None };
    let add = |thousands: bool| {
        parts.iter().try_fold(Decimal::ZERO, |sum, part| match part {
            Typed::Either { grouped, decimal, .. } => sum.checked_add(if thousands { *grouped } else { *decimal }),
            Typed::Sure(value, _) => sum.checked_add(*value),
        })
    };
    let grouped = add(true)?;
    let twice = |value: Decimal| value.saturating_add(value);
    let met = grouped == sum && add(false) != Some(sum);
    let as_text = typed == Some(*notation) && grouped <= twice(sum) && sum <= twice(grouped);
    (met || as_text).then_some(*notation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_shown_where_only_they_come_to_the_sum() {
        let cell = |text: &str| {
            let value = text.strip_prefix('#').map(|number| Value::Number(number.parse().unwrap()));
            let value = value.unwrap_or_else(|| Value::Text(text.into()));
            typed(Some(&Cell { at: crate::address::Address { row: 0, column: 0 }, value, style: None })).unwrap()
        };
        for (sum, parts, expected) in [
            ("#23460", ["5.364", "2.980", "15.116"], Some(Notation::Vietnamese)),
            ("23.460.000", ["5.364", "2.980", "#23451656"], Some(Notation::Vietnamese)),
            ("#23460", ["5,364", "2,980", "15,116"], Some(Notation::English)),
            ("#23.46", ["5.364", "2.980", "15.116"], None),
            ("#23461", ["5.364", "2.980", "15.116"], None),
            ("23.460", ["5.364", "2.980", "15.116"], None),
            ("#23460", ["5.364", "2,980", "15.116"], None),
            ("1.777.001", ["964.000", "813.000", "#0"], Some(Notation::Vietnamese)),
            ("1,777,000", ["964.000", "813.000", "#0"], Some(Notation::Vietnamese)),
            ("1,777,001", ["964.000", "813.000", "#0"], None),
            ("9.844.000", ["5.364", "2.980", "1.500"], None),
            ("1777.5", ["964.000", "813.500", "#0"], None),
            ("#18096", ["-", "2.980", "15.116"], Some(Notation::Vietnamese)),
        ] {
            assert_eq!(shows(cell(sum), &parts.map(cell)), expected, "{sum} {parts:?}");
        }
        assert_eq!(typed(None), Some(Typed::Sure(Decimal::ZERO, None)));
    }
}
