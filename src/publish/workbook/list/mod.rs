//! A list: «Tổng hợp» has a line a unit with its subtotals ([`summary`]), «Theo đơn vị» all items under their units
//! ([`items`]). [`layout`] says where each unit's items stand.

mod items;
mod layout;
mod summary;

use crate::consolidate::Total;
use crate::form::{Aggregate, Column, Figure, Over};
use crate::register::UnitIndex;

use super::book::Book;
use super::formulas::is_quotient;
use super::style::Mark;

pub(super) use items::sheets as items;
pub(super) use layout::Items;
pub(super) use summary::sheet as summary;

/// The columns of figures, with what stands in each.
fn figures<'b>(book: &Book<'b>) -> Vec<(usize, &'b Column, &'b Figure)> {
    let form = book.form;
    form.value_columns().filter_map(|(at, c)| Some((at, c, c.figure.as_ref()?))).collect()
}

/// What is said of a unit whose list is not in the totals.
fn status(book: &Book<'_>, unit: UnitIndex) -> (&'static str, Mark) {
    let lang = book.lang;
    match (book.has_sent(unit), book.counting(unit).is_some()) {
        (_, true) => ("", Mark::None),
        (true, false) => (lang.of("Chưa được tính", "Not counted"), Mark::Unusable),
        (false, false) => (lang.of("Chưa nộp", "Not submitted"), Mark::Partial),
    }
}

/// The formula of a ratio over the totals that stand beside it; none where it is not their quotient, because some
/// item lacks a part.
fn quotient<'t>(
    figure: &Figure,
    total: &Total,
    of_column: impl Fn(usize) -> Option<&'t Total>,
    cell: impl Fn(usize) -> Option<String>,
) -> Option<String> {
    let Aggregate::Ratio { parts, factor } = &figure.aggregate else { return None };
    let value = |at: usize| of_column(at)?.outcome.value();
    if parts.of != Over::Columns || !is_quotient(figure, total.outcome.value(), value) {
        return None;
    }
    let divisors: Vec<String> = parts.under.iter().map(|at| cell(*at)).collect::<Option<_>>()?;
    let (over, under) = (cell(parts.over)?, divisors.join(","));
    Some(format!("=IF(SUM({under})=0,\"\",SUM({over})/SUM({under})*{})", factor.normalize()))
}
