//! The sums of a sheet in which a figure is typed as text: Excel passes over it, and so does the result that is saved.
//!
//! Formulas are read only where such a text stands in a column with numbers; nearly no sheet pays for it.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::Address;
use crate::own_output::is_data_sheet;
use crate::vietnamese::number::{self, Refusal};

use super::Kind;
use super::cell::Value;
use super::formulas;
use super::sheet::Sheet;
use super::sheet_part::may_sum;

/// Of sheets with more cells formulas are not read: they are long lists, whose sums are held against their items.
const MOST: usize = 200_000;

/// Gives each sheet its formulas, where some sum and a text may be one of their figures. Those of an xlsx come with
/// its cells.
pub(super) fn take_up(kind: Kind, bytes: &[u8], sheets: &mut [Sheet]) {
    let has_formulas = matches!(kind, Kind::Xlsb | Kind::Xls { .. } | Kind::Ods);
    // The sums of this program's own results are checked where they are read back.
    let own = || sheets.iter().any(|sheet| is_data_sheet(&sheet.name));
    let long = || sheets.iter().map(Sheet::len).sum::<usize>() > MOST;
    if !has_formulas || own() || !sheets.iter().any(has_typed_figures) || long() {
        return;
    }
    let mut of_sheets = formulas::of_bytes(kind, bytes);
    for sheet in sheets.iter_mut().filter(|sheet| has_typed_figures(sheet)) {
        sheet.sums = among(of_sheets.remove(&sheet.name).unwrap_or_default());
    }
}

/// Tells whether a sum of a sheet may pass over a figure of it.
pub(super) fn may_pass_over(sheet: &Sheet) -> bool {
    sheet.len() <= MOST && has_typed_figures(sheet)
}

/// Tells whether some formula of a sheet has an error for its result: which cell it has it from the formulas say.
pub(super) fn has_errors(sheet: &Sheet) -> bool {
    sheet.len() <= MOST && sheet.scan().any(|(_, cells)| cells.iter().any(|c| matches!(c.value, Value::Error(_))))
}

/// The formulas of a sheet where some of them sum: what points at a sum lacks what the sum lacks.
pub(super) fn among(formulas: BTreeMap<Address, String>) -> Sums {
    if formulas.values().any(|formula| may_sum(formula.as_bytes())) { formulas } else { Sums::new() }
}

/// Tells whether a cell that a sum does not take as the figure that it shows stands behind a sheet's first column, which
/// numbers its rows: a text that looks like a figure, or a date that Excel made of one.
fn has_typed_figures(sheet: &Sheet) -> bool {
    let (mut first, mut typed) = (u32::MAX, BTreeSet::new());
    for (_, cells) in sheet.scan() {
        for cell in cells.iter() {
            first = first.min(cell.at.column);
            match &cell.value {
                Value::Text(text) if looks_like_figure(text) => _ = typed.insert(cell.at.column),
                Value::Date(_) => _ = typed.insert(cell.at.column),
                _ => {}
            }
        }
    }
    typed.iter().any(|column| *column > first)
}

/// A figure at its beginning, whatever is behind it («1.022 con», «+1.022», «(4.310)»), or one that is not exact
/// («khoảng 1.022»).
pub fn looks_like_figure(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '\u{200b}'..='\u{200f}'));
    let figure = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '+' | '-' | '−' | '–' | '('));
    figure.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '０'..='９'))
        || number::read(text) == Err(Refusal::Approximation)
}

/// Formulas by the cells they stand in.
pub type Sums = BTreeMap<Address, String>;
