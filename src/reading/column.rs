//! What the sure numbers of a column say about its unsure ones.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::form::{Figure, Form, Kind, Role, Row};
use crate::intake::{Cell, NumberFormat, Sheet, Value, in_row};
use crate::layout::{LocatedRow, Table, ValueCell};
use crate::vietnamese::number::{Notation, Numeral, Readings, read};

use super::by_sum;
use super::fact::State;
use super::percent::MOST_PARTS;
use super::residue;
use super::text::tail_factor;
use super::thousandth;

/// The evidence of one column of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Evidence {
    /// A number that can only be Vietnamese: `86,92`, `1.234.567`.
    pub vietnamese: bool,
    /// A number that can only be English: `82.76`, `1,234,567`.
    pub english: bool,
    /// How many of those are English only because things are counted whole: «1,234 hộ» may be a comma typed
    /// for a dot, and one such slip must not speak for a column.
    pub commas_in_wholes: u32,
    /// How many numbers can only be English whatever is counted.
    pub surely_english: u32,
    /// A number in a percent row between 0 and 1, not under a percent format.
    pub fractions: bool,
    /// A number in a percent row under a percent format.
    pub percent_formats: bool,
    /// A number in a percent row that is more than any part of 1, not under a percent format.
    pub points: bool,
    /// A number that may have lost its thousands, where the others of the column say so.
    pub thousandths: bool,
    /// What stands here is the difference of rates beside it, all of which are in points.
    pub of_points: bool,
    /// A text that may be read in two ways.
    pub open: bool,
}

impl Evidence {
    /// All that speaks for the English way is one comma in a count of whole things.
    pub fn hardly_english(&self) -> bool {
        self.english && self.surely_english == 0 && self.commas_in_wholes < 2
    }
}

/// Where a cell of a table stands: its row, and the measure beside it.
pub struct At<'a> {
    /// The sheet row.
    pub sheet_row: u32,
    /// The measure beside the row; empty where none stands there.
    pub beside: &'a str,
}

/// Gathers the evidence of a table's value columns. `alone` reads a cell without any: only what it
/// reads is evidence for the others, so that neither a refused cell nor a doubtful one speaks.
pub fn evidence(
    form: &Form,
    table: &Table<'_>,
    alone: impl Fn(&At<'_>, &Figure, &ValueCell, &Cell) -> State,
) -> BTreeMap<usize, Evidence> {
    let mut gathered = Gathered { form, alone, found: BTreeMap::new() };
    for located in &table.rows {
        let Some(row) = form.row(located.row) else { continue };
        let at = At { sheet_row: located.sheet_row, beside: super::beside(located) };
        for cell in &located.cells {
            gathered.take_up(&at, Some(row), cell, table.sheet.cell(cell.at));
        }
    }
    for item in table.items.iter() {
        let cells = table.sheet.peek(item.sheet_row);
        let at = At { sheet_row: item.sheet_row, beside: &table.items.measure(item, &cells) };
        for cell in table.items.cells(item) {
            gathered.take_up(&at, None, &cell, in_row(&cells, cell.at.column));
        }
    }
    let open = |evidence: &Evidence| evidence.open && !evidence.vietnamese && !evidence.english;
    let of_sums = match gathered.found.values().any(open) {
        true => by_sum::notations(form, table, &|at| gathered.found.get(&at).is_some_and(open)),
        false => BTreeMap::new(),
    };
    let mut found = gathered.found;
    for (column, notation) in of_sums {
        let evidence = found.entry(column).or_default();
        match notation {
            Notation::Vietnamese => evidence.vietnamese = true,
            _ => (evidence.english, evidence.surely_english) = (true, 1),
        }
    }
    found
}

/// Tells whether a cell holds the difference of rates of its row, all of which are in points: more than any of them would
/// be as a part of one.
pub fn is_of_points(form: &Form, sheet: &Sheet, located: &LocatedRow, cell: &ValueCell) -> bool {
    if form.row(located.row).is_none_or(|row| row.figure.kind != Kind::Percent) {
        return false;
    }
    let signed = |cell: &ValueCell| form.columns.get(cell.column).filter(|c| c.figure.is_none()).map(|c| c.signed);
    if signed(cell) != Some(true) {
        return false;
    }
    let rates = located.cells.iter().filter(|cell| signed(cell) == Some(false) && cell.doubt.is_none());
    let said: Vec<bool> = rates.filter_map(|rate| in_points(sheet.cell(rate.at)?)).collect();
    !said.is_empty() && said.iter().all(|points| *points)
}

/// Tells whether a rate is in points; 0 and what is no number say nothing.
fn in_points(cell: &Cell) -> Option<bool> {
    match &cell.value {
        Value::Number(value) if value.is_zero() => None,
        Value::Number(value) => Some(value.abs() > Decimal::ONE && cell.number_format() != NumberFormat::Percent),
        Value::Text(text) => {
            let numeral = read(text).ok()?;
            Some(numeral.readings.iter().all(|reading| reading.value.abs() > Decimal::ONE))
        }
        _ => None,
    }
}

struct Gathered<'f, A> {
    form: &'f Form,
    alone: A,
    found: BTreeMap<usize, Evidence>,
}

impl<A: Fn(&At<'_>, &Figure, &ValueCell, &Cell) -> State> Gathered<'_, A> {
    /// Takes up what a cell says.
    fn take_up(&mut self, at: &At<'_>, row: Option<&Row>, cell: &ValueCell, stored: Option<&Cell>) {
        let Some(column) = self.form.columns.get(cell.column).filter(|c| c.role == Role::Value) else { return };
        let own = || column.figure.as_ref();
        let Some(figure) = row.map(|row| self.form.figure(row, cell.column)).or_else(own) else { return };
        let evidence = self.found.entry(cell.column).or_default();
        let Some(stored) = stored.filter(|_| cell.doubt.is_none()) else { return };
        match &stored.value {
            Value::Text(text) => {
                match (self.alone)(at, figure, cell, stored) {
                    State::Number(_) => notation(text, figure, evidence),
                    State::Ambiguous => evidence.open = true,
                    _ => {}
                }
                if figure.kind == Kind::Percent
                    && !figure.below_one
                    && let Ok(Numeral { readings: Readings::One(one), percent: false, .. }) = read(text)
                {
                    scale(one.value, NumberFormat::Plain, evidence);
                }
            }
            Value::Number(_) if figure.kind != Kind::Percent => evidence.thousandths |= thousandth::may_be(stored),
            // Rows where less than one is ordinary say nothing about the others.
            Value::Number(value) if figure.kind == Kind::Percent && !figure.below_one => {
                scale(residue::without(*value), stored.number_format(), evidence);
            }
            _ => {}
        }
    }
}

/// A text counts as sure where its form, the measure or the bounds leave one reading.
fn notation(text: &str, figure: &Figure, evidence: &mut Evidence) {
    let Ok(numeral) = read(text) else { return };
    if figure.kind == Kind::Group {
        return;
    }
    let scaled = !numeral.tail.is_empty() && tail_factor(numeral.tail, figure) != Some(Decimal::ONE);
    let sure = match numeral.readings {
        Readings::One(one) => Some(one),
        // Of `76,236 nghìn` neither the bounds nor wholeness say anything.
        Readings::Two { .. } if scaled => None,
        Readings::Two { grouped, decimal } => match (
            figure.admits(grouped.value),
            figure.admits(decimal.value) && (figure.kind != Kind::Integer || decimal.value.is_integer()),
        ) {
            (true, false) => Some(grouped),
            (false, true) => Some(decimal),
            _ => None,
        },
    };
    let by_wholeness = figure.kind == Kind::Integer && matches!(numeral.readings, Readings::Two { .. });
    match sure.map(|r| r.notation) {
        Some(Notation::Vietnamese) => evidence.vietnamese = true,
        Some(Notation::English) => {
            evidence.english = true;
            *(if by_wholeness { &mut evidence.commas_in_wholes } else { &mut evidence.surely_english }) += 1;
        }
        _ => {}
    }
}

fn scale(value: Decimal, format: NumberFormat, evidence: &mut Evidence) {
    if format == NumberFormat::Percent {
        evidence.percent_formats = true;
    } else if value > MOST_PARTS {
        evidence.points = true;
    } else if value > Decimal::ZERO && value < Decimal::ONE {
        evidence.fractions = true;
    }
}
