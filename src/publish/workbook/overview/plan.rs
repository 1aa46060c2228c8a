//! The plan and the result of a form that has a rate of them: by unit, and by content.

use rust_decimal::Decimal;

use crate::consolidate::Total;
use crate::form::{Aggregate, Over, RowIndex};
use crate::publish::workbook::book::Book;
use crate::publish::workbook::by_unit::{Block, Grid};
use crate::publish::workbook::style::as_excel;
use crate::vietnamese::text::shorten;

/// A plan and its result to be written.
pub(super) struct Planned {
    pub title: String,
    pub headings: [String; 2],
    pub lines: Vec<PlannedLine>,
    pub of_units: bool,
}

/// A unit or a row with its plan and result.
pub(super) struct PlannedLine {
    pub name: String,
    /// The cells of all parts, each of which has a figure where it is whole.
    pub cells: Vec<String>,
    pub whole: bool,
    pub plan: String,
    pub result: String,
    pub values: [Decimal; 2],
}

/// The plan and the result of a form with a rate over columns: of its uppermost row by unit, and of the rows below
/// it for the whole place.
pub(super) fn plans(book: &Book<'_>, grid: &Grid) -> Vec<Planned> {
    let form = book.form;
    let parts = form.value_columns().find_map(|(_, c)| match c.figure.as_ref().map(|f| &f.aggregate) {
        Some(Aggregate::Ratio { parts, .. }) if parts.of == Over::Columns => Some(parts.clone()),
        _ => None,
    });
    let (Some(parts), false) = (parts, form.rows.is_empty()) else { return Vec::new() };
    let orders: Option<Vec<usize>> = parts.under.iter().map(|c| grid.order_of(*c)).collect();
    let (Some(over), Some(under)) = (grid.order_of(parts.over), orders) else { return Vec::new() };
    let heading = |column: &usize| form.columns.get(*column).map(|c| book.heading(c).join(", ")).unwrap_or_default();
    let plan = parts.under.iter().map(heading).collect::<Vec<_>>().join(" + ");
    let headings = [plan, heading(&parts.over)];
    let line = |name: &str, row: RowIndex, block: Block, value: &dyn Fn(usize) -> Option<Decimal>| {
        let cell = |k: &usize| grid.outside(grid.spot(row, block, *k));
        let planned: Vec<Option<Decimal>> = parts.under.iter().map(|c| value(*c)).collect();
        let result = value(parts.over);
        let sum = planned.iter().flatten().try_fold(Decimal::ZERO, |sum, v| sum.checked_add(*v))?;
        let values = [sum.normalize(), result.unwrap_or_default().normalize()];
        values.iter().all(|v| as_excel(*v).is_some()).then(|| PlannedLine {
            name: shorten(name, 60),
            cells: under.iter().chain([&over]).map(cell).collect(),
            whole: result.is_some() && planned.iter().all(Option::is_some),
            plan: under.iter().map(cell).collect::<Vec<_>>().join(","),
            result: cell(&over),
            values,
        })
    };
    let root = RowIndex(0);
    let of_unit = |(n, unit): (usize, &crate::register::UnitIndex)| {
        let value = |column: usize| book.facts.get(&(*unit, root, column)).and_then(|f| f.state().value());
        line(book.run.register.name(*unit), root, Block::Unit(n), &value)
    };
    let of_row = |(at, row): (RowIndex, &crate::form::Row)| {
        let value = |column: usize| book.total(at, column).and_then(|t: &Total| t.outcome.value());
        line(&row.label, at, Block::Whole, &value)
    };
    let few = grid.units.len() <= 250;
    let by_unit: Vec<PlannedLine> = grid.units.iter().enumerate().filter(|_| few).filter_map(of_unit).collect();
    let below = form.indexed_rows().filter(|(_, row)| row.parent == Some(root));
    let by_row: Vec<PlannedLine> = below.filter_map(of_row).collect();
    let label = form.row(root).map(|r| r.label.clone()).unwrap_or_default();
    let title = |what: &str| format!("{}: {what}", headings.join(" / "));
    let of_units = Planned { title: title(&label), headings: headings.clone(), lines: by_unit, of_units: true };
    let whole = book.place().map(|(_, u)| u.name.to_string()).unwrap_or_default();
    let of_rows = Planned { title: title(&whole), headings: headings.clone(), lines: by_row, of_units: false };
    [of_units, of_rows].into_iter().filter(|p| p.lines.iter().filter(|l| l.whole).count() > 1).collect()
}
