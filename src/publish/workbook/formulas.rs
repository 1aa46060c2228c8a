//! Figures that are formulas: what is saved with each is its exact result, so that whoever does not calculate sees it.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Formula, Worksheet};

use crate::form::{Aggregate, Figure};

use super::PublishError;
use super::style::{as_excel, shown, write_decimal};

/// Writes a figure by its formula where it has one and Excel holds the result, else as it is.
///
/// # Errors
/// A place outside the sheet.
pub(super) fn write_figure(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: Decimal,
    formula: Option<String>,
    format: &Format,
) -> Result<(), PublishError> {
    match formula.filter(|_| as_excel(value).is_some()) {
        Some(formula) => {
            let formula = Formula::new(formula).set_result(value.to_string());
            sheet.write_formula_with_format(row, column, formula, format)?;
            Ok(())
        }
        None => write_decimal(sheet, row, column, value, format),
    }
}

/// Tells whether a ratio is the quotient of the totals of its parts: where they come of the same units or items.
pub(super) fn is_quotient(figure: &Figure, exact: Option<Decimal>, total: impl Fn(usize) -> Option<Decimal>) -> bool {
    let rule = &figure.aggregate;
    let Aggregate::Ratio { parts, factor } = rule else { return false };
    let quotient = || {
        let under = parts.under.iter().map(|at| total(*at)).try_fold(Decimal::ZERO, |sum, v| sum.checked_add(v?))?;
        total(parts.over)?.checked_mul(*factor)?.checked_div(under)
    };
    exact.zip(quotient()).is_some_and(|(exact, quotient)| shown(rule, exact) == shown(rule, quotient))
}
