//! What the sure numbers of a column say about its unsure ones.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::form::{Form, Kind, Row};
use crate::intake::{Cell, NumberFormat, Value};
use crate::layout::{LocatedRow, Table, ValueCell};
use crate::vietnamese::number::{Notation, Numeral, Readings, read};

use super::fact::State;
use super::text::tail_factor;

/// The evidence of one column of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evidence {
    /// A number that can only be Vietnamese: `86,92`, `1.234.567`.
    pub vietnamese: bool,
    /// A number that can only be English: `82.76`, `1,234,567`.
    pub english: bool,
    /// A number in a percent row between 0 and 1, not under a percent format.
    pub fractions: bool,
    /// A number in a percent row under a percent format.
    pub percent_formats: bool,
    /// A number in a percent row above 1, not under a percent format.
    pub points: bool,
}

/// Gathers the evidence of a table's value columns. `alone` reads a cell without any: only what it
/// reads is evidence for the others, so that neither a refused cell nor a doubtful one speaks.
pub fn evidence(
    form: &Form,
    table: &Table<'_>,
    alone: impl Fn(&LocatedRow, &Row, &ValueCell, &Cell) -> State,
) -> BTreeMap<usize, Evidence> {
    let mut found: BTreeMap<usize, Evidence> = BTreeMap::new();
    for located in &table.rows {
        let Some(row) = form.row(located.row) else { continue };
        for cell in &located.cells {
            let evidence = found.entry(cell.column).or_default();
            let Some(stored) = table.sheet.cell(cell.at).filter(|_| cell.doubt.is_none()) else { continue };
            match &stored.value {
                Value::Text(text) => {
                    if matches!(alone(located, row, cell, stored), State::Number(_)) {
                        notation(text, row, evidence);
                    }
                    if row.kind == Kind::Percent
                        && !row.below_one
                        && let Ok(Numeral { readings: Readings::One(one), percent: false, .. }) = read(text)
                    {
                        scale(one.value, NumberFormat::Plain, evidence);
                    }
                }
                // Rows where less than one is ordinary say nothing about the others.
                Value::Number(value) if row.kind == Kind::Percent && !row.below_one => {
                    scale(*value, stored.number_format(), evidence);
                }
                _ => {}
            }
        }
    }
    found
}

/// A text counts as sure where its form, the measure or the bounds leave one reading.
fn notation(text: &str, row: &Row, evidence: &mut Evidence) {
    let Ok(numeral) = read(text) else { return };
    if row.kind == Kind::Group {
        return;
    }
    let scaled = !numeral.tail.is_empty() && tail_factor(numeral.tail, row) != Some(Decimal::ONE);
    let sure = match numeral.readings {
        Readings::One(one) => Some(one),
        // Of `76,236 nghìn` neither the bounds nor wholeness say anything.
        Readings::Two { .. } if scaled => None,
        Readings::Two { grouped, decimal } => match (
            row.admits(grouped.value),
            row.admits(decimal.value) && (row.kind != Kind::Integer || decimal.value.is_integer()),
        ) {
            (true, false) => Some(grouped),
            (false, true) => Some(decimal),
            _ => None,
        },
    };
    match sure.map(|r| r.notation) {
        Some(Notation::Vietnamese) => evidence.vietnamese = true,
        Some(Notation::English) => evidence.english = true,
        _ => {}
    }
}

fn scale(value: Decimal, format: NumberFormat, evidence: &mut Evidence) {
    if format == NumberFormat::Percent {
        evidence.percent_formats = true;
    } else if value > Decimal::ONE {
        evidence.points = true;
    } else if value > Decimal::ZERO && value < Decimal::ONE {
        evidence.fractions = true;
    }
}
