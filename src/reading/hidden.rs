//! Figures in rows and columns that do not show: nobody who looks at the sheet sees them, and they count.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use crate::address::Address;
use crate::finding::structure::Problem;
use crate::finding::{Code, Finding, Place};
use crate::form::Form;
use crate::intake::{Hidden, Sheet, Workbook};
use crate::layout::{Table, ValueCell};

use super::{Fact, Facts};

/// Given a table, when figures that were read of it stand in hidden rows or columns, then that is said
/// once. Of a sheet that is hidden as a whole it has been said; rows and columns that the form does not
/// have are told as such.
pub(super) fn report(
    form: &Form,
    workbook: &Workbook,
    table: &Table<'_>,
    (facts, from): (&mut Facts, usize),
    findings: &mut Vec<Finding>,
) {
    let sheet = table.sheet;
    if !sheet.visible || sheet.hidden.is_empty() {
        return;
    }
    let counted = |fact: Fact<'_>| !fact.row().starts_with('?') && !fact.column().starts_with('?');
    let own = facts.stretch(from..facts.len()).iter();
    let hidden =
        own.filter(|f| (f.state().value().is_some() || f.state().is_amount()) && counted(*f) && sheet.hides(f.cell()));
    let (hidden, figures): (Vec<usize>, BTreeSet<Address>) = hidden.map(|f| (f.at(), f.cell())).unzip();
    for at in hidden {
        facts.add_code(at, Code::HiddenFigures);
    }
    let Some(first) = figures.first() else { return };
    let (mut labels, mut headings) = (Vec::new(), Vec::new());
    for (label, cell) in named(form, table).filter(|(_, cell)| figures.contains(&cell.at)) {
        if sheet.hidden.has_row(cell.at.row) && labels.last() != Some(&label) {
            labels.push(label);
        }
        if sheet.hidden.has_column(cell.at.column) && !headings.contains(&cell.heading) {
            headings.push(cell.heading.clone());
        }
    }
    let place = Place {
        file: Some(workbook.file.clone()),
        sheet: Some(sheet.name.clone()),
        cell: Some(*first),
        ..Place::default()
    };
    let problem = Problem::HiddenFigures {
        rows: stretches(figures.iter().map(|at| at.row), Hidden::rows_at, sheet),
        columns: stretches(figures.iter().map(|at| at.column), Hidden::columns_at, sheet),
        figures: figures.len(),
        labels,
        headings,
    };
    findings.push(Finding::at(place, problem));
}

/// The cells of the form's rows, or of the items of a list, with what messages call the row.
pub(super) fn named(form: &Form, table: &Table<'_>) -> impl Iterator<Item = (String, ValueCell)> {
    let rows = table.rows.iter().filter_map(|located| Some((form.row(located.row)?.name(), located.cells.clone())));
    let items = table.items.iter().map(|item| {
        let label = table.items.label(item, &table.sheet.peek(item.sheet_row)).into_owned();
        (label, table.items.cells(item).collect())
    });
    rows.chain(items).flat_map(|(label, cells)| cells.into_iter().map(move |cell| (label.clone(), cell)))
}

/// From the first to the last line with a figure in each stretch of hidden lines.
fn stretches(
    lines: impl Iterator<Item = u32>,
    stretch: impl Fn(&Hidden, u32) -> Option<&RangeInclusive<u32>>,
    sheet: &Sheet,
) -> Vec<RangeInclusive<u32>> {
    let mut found: BTreeMap<u32, RangeInclusive<u32>> = BTreeMap::new();
    for line in lines {
        let Some(hidden) = stretch(&sheet.hidden, line) else { continue };
        let span = found.entry(*hidden.start()).or_insert(line..=line);
        *span = line.min(*span.start())..=line.max(*span.end());
    }
    found.into_values().collect()
}
