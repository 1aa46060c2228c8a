//! Which figures the overview shows: those that the form names, else its first ones that say something.

use rust_decimal::Decimal;

use crate::consolidate::Total;
use crate::form::heading::with_period;
use crate::form::{Aggregate, RowIndex, Shape};
use crate::publish::workbook::book::{Book, Shown};
use crate::publish::workbook::by_unit::{Block, Grid, Quoted};
use crate::publish::workbook::style::{as_excel, shown, shown_decimals};
use crate::register::UnitIndex;
use crate::run::Run;
use crate::vietnamese::text::shorten;

/// So many figures of a form are chosen where it names none.
const MOST: usize = 6;
/// Beside more units nobody looks at each: those that lie right below the place are shown instead.
const MOST_UNITS: usize = 250;

/// A heading of a chart is no longer.
const LONGEST_NAME: usize = 110;

/// A figure of the overview.
pub(super) struct Chosen {
    /// Its number in the form.
    pub stt: String,
    pub label: String,
    pub measure: String,
    /// The total of the place: the cell that shows it, and what it shows.
    pub whole: Option<(Option<String>, Decimal)>,
    /// What the line beside the units is.
    pub line: Line,
    /// The units.
    pub entries: Vec<Entry>,
    pub reported: usize,
    pub expected: usize,
    pub decimals: u32,
}

impl Chosen {
    /// What it is called, as long as a heading of a chart may be.
    pub fn name(&self) -> String {
        shorten(&self.label, LONGEST_NAME)
    }
}

/// What units are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// The place's own figure: of rates and means.
    Whole,
    /// The mean of a unit: of what is added up.
    Mean,
}

/// A unit's figure.
pub(super) struct Entry {
    pub name: String,
    /// The cell that shows it; none where none does.
    pub source: Option<String>,
    pub value: Value,
}

/// What a cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    Number(Decimal),
    /// Nothing arose.
    Nil,
    /// Anything else.
    None,
}

impl Value {
    /// The number, where there is one.
    pub fn number(self) -> Option<Decimal> {
        match self {
            Value::Number(value) => Some(value),
            Value::Nil | Value::None => None,
        }
    }
}

/// The figures of a form.
pub(super) fn of(book: &Book<'_>, grid: Option<&Grid>) -> Vec<Chosen> {
    let named = &book.form.overview;
    let figures: Vec<(Option<RowIndex>, usize)> = if named.is_empty() { usual(book) } else { named.clone() };
    figures.into_iter().filter_map(|(row, column)| one(book, grid, row, column)).collect()
}

/// The first figures that say something: of indicators each, of a tree its uppermost rows, of a list its columns.
fn usual(book: &Book<'_>) -> Vec<(Option<RowIndex>, usize)> {
    let form = book.form;
    let has_value = |row: Option<RowIndex>, column: usize| {
        let total = match row {
            Some(row) => book.total(row, column),
            None => book.total_of_list(column),
        };
        total.is_some_and(|t| t.outcome.value().is_some() && t.reported > 1)
    };
    let rates = |column: &usize| {
        let figure = form.columns.get(*column).and_then(|c| c.figure.as_ref());
        figure.is_some_and(|f| !f.aggregate.adds() && f.aggregate != Aggregate::None)
    };
    if form.is_list() {
        let columns = form.value_columns().map(|(c, _)| (None, c));
        return columns.filter(|(row, c)| has_value(*row, *c)).take(MOST).collect();
    }
    let Some((first, _)) = form.value_columns().next() else { return Vec::new() };
    let depth_of = |row: &crate::form::Row| row.parent.and_then(|p| form.row(p)).map(|p| p.parent.is_some());
    let rows = form.indexed_rows().filter(|(_, row)| match form.shape {
        // The uppermost row, and those right below it.
        Shape::Tree => depth_of(row) != Some(true),
        _ => true,
    });
    let figures = rows.map(|(at, _)| (Some(at), first)).filter(|(row, c)| has_value(*row, *c));
    // The rate of the whole says most of all, where the form has one.
    let root = form.shape == Shape::Tree && !form.rows.is_empty();
    let of_root = form.value_columns().map(|(c, _)| c).filter(rates).map(|c| (Some(RowIndex(0)), c));
    let of_root = of_root.filter(|(row, c)| root && has_value(*row, *c));
    of_root.chain(figures).take(MOST).collect()
}

fn one(book: &Book<'_>, grid: Option<&Grid>, row: Option<RowIndex>, column: usize) -> Option<Chosen> {
    let form = book.form;
    let definition = form.columns.get(column)?;
    let figure = match row {
        Some(at) => form.figure(form.row(at)?, column),
        None => definition.figure.as_ref()?,
    };
    let total = match row {
        Some(at) => book.total(at, column),
        None => book.total_of_list(column),
    };
    let rule = &figure.aggregate;
    let as_shown = |total: &Total| total.outcome.value().map(|v| shown(rule, v)).filter(|v| as_excel(*v).is_some());
    let several = form.value_columns().count() > 1;
    let label = row.and_then(|r| form.row(r)).map(|r| r.label.clone()).unwrap_or_default();
    let heading = if several || row.is_none() { book.heading(definition).join(", ") } else { String::new() };
    let label = [label, heading].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" - ");
    // «Tổng cộng - Tổng số» of several forms says nothing without the form.
    let label = match book.run.forms.value.len() {
        0 | 1 => label,
        _ => format!("{}: {label}", with_period(&form.title, &book.period())),
    };
    let entries = entries(book, grid, row, column);
    let of_entries = entries.iter().filter_map(|e| match e.value {
        Value::Number(value) => Some(shown_decimals(rule, value)),
        _ => None,
    });
    let decimals = of_entries.chain(total.and_then(as_shown).map(|v| shown_decimals(rule, v))).max().unwrap_or(0);
    Some(Chosen {
        stt: row.and_then(|r| form.row(r)).map(|r| r.stt.clone()).unwrap_or_default(),
        label,
        measure: figure.measure.clone(),
        whole: total.and_then(|t| Some((whole_cell(book, grid, row, column), as_shown(t)?))),
        line: if rule.adds() || *rule == Aggregate::Count { Line::Mean } else { Line::Whole },
        entries,
        reported: total.map_or(0, |t| t.reported),
        expected: total.map_or(0, |t| t.expected),
        decimals: decimals.min(2),
    })
}

/// The cell that shows the total of the place.
fn whole_cell(book: &Book<'_>, grid: Option<&Grid>, row: Option<RowIndex>, column: usize) -> Option<String> {
    match (grid, row) {
        (Some(grid), Some(row)) => Some(grid.outside(grid.spot(row, Block::Whole, grid.order_of(column)?))),
        _ => book.place().and_then(|(unit, _)| shown_at(book, column, unit)),
    }
}

/// The cell of «Tổng hợp» of a list that shows a column's total of a place or a unit.
fn shown_at(book: &Book<'_>, column: usize, unit: UnitIndex) -> Option<String> {
    let sheet = book.sheet_name(book.names.summary);
    let found = book.found(|s: &Shown| *s.sheet == *sheet && s.figure.column == column && s.figure.unit == unit)?;
    Some(format!("{}!{found}", Quoted(&sheet)))
}

fn entries(book: &Book<'_>, grid: Option<&Grid>, row: Option<RowIndex>, column: usize) -> Vec<Entry> {
    let run = book.run;
    if book.units.len() > MOST_UNITS {
        return below(book, row, column);
    }
    let names = names(run, &book.units);
    let entry = |(n, unit): (usize, &UnitIndex)| {
        let (source, value) = match (grid, row) {
            (Some(grid), Some(row)) => {
                let source = grid.order_of(column).map(|k| grid.outside(grid.spot(row, Block::Unit(n), k)));
                let fact = book.facts.get(&(*unit, row, column));
                let state = fact.map(|f| f.state());
                let value = match state {
                    Some(crate::reading::State::Nil) => Value::Nil,
                    state => number(state.and_then(|s| s.value())),
                };
                (source, value)
            }
            _ => {
                let total = book.total_of_unit(*unit, column).filter(|_| book.counting(*unit).is_some());
                let value = total.and_then(|t| t.outcome.value());
                let nil = total.is_some_and(|t| t.outcome == crate::consolidate::Outcome::Nil);
                (shown_at(book, column, *unit), if nil { Value::Nil } else { number(value) })
            }
        };
        Entry { name: names.get(n).cloned().unwrap_or_default(), source, value }
    };
    book.units.iter().enumerate().map(entry).collect()
}

/// The names below the bars: without «xã» where that names one unit alone.
fn names(run: &Run, units: &[UnitIndex]) -> Vec<String> {
    let bare: Vec<&str> = units.iter().map(|u| run.register.unit(*u).map_or("", |unit| unit.bare_name())).collect();
    let name = |(unit, own): (&UnitIndex, &&str)| {
        let alone = bare.iter().filter(|b| *b == own).count() == 1;
        shorten(if alone { own } else { run.register.name(*unit) }, 40)
    };
    units.iter().zip(&bare).map(name).collect()
}

/// What Excel holds of a figure.
fn number(value: Option<Decimal>) -> Value {
    value.filter(|v| as_excel(*v).is_some()).map_or(Value::None, Value::Number)
}

/// The places right below, by their totals; no cell shows these.
fn below(book: &Book<'_>, row: Option<RowIndex>, column: usize) -> Vec<Entry> {
    let Some((place, _)) = book.place() else { return Vec::new() };
    let register = &book.run.register;
    let children: Vec<UnitIndex> = register.children(place);
    let names = names(book.run, &children);
    let entry = |(n, unit): (usize, &UnitIndex)| {
        let of = |t: &&Total| t.form == book.at && t.unit == *unit && t.row == row && t.column == column;
        let value = book.run.totals.iter().find(of).and_then(|t| t.outcome.value());
        let value = value.map(|v| v.round_sf(15).unwrap_or(v).normalize());
        Entry { name: names.get(n).cloned().unwrap_or_default(), source: None, value: number(value) }
    };
    if children.len() > MOST_UNITS { Vec::new() } else { children.iter().enumerate().map(entry).collect() }
}
