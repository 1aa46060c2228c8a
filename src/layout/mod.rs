//! Where a form's table stands in a workbook: header, columns, rows, and the lines around it.
//!
//! Nothing here reads a figure. [`stretches`] are the tables that a sheet may hold, [`recognise`] tells which of several
//! forms each is of, [`parts`] which tables of a workbook then are of which form, and [`subject`] whether a title is of
//! something else (`shares`: of a part of it). [`header`] finds the heading rows of a table and says which column is
//! what, [`matching`] by the [`paths`] of headings over each and `under_merged` by where figures stand under one heading
//! of several. [`rows`] matches labels with the form's rows, [`items`] gathers those of a list; [`labels`] says how alike
//! two labels are, `cells` which cells of a row are read. `strays` and `figures_in_words` tell what stands there and is not read.
//!
//! [`locate`] goes through the sheets of a form: `sheet` puts together what was found in one, `several` holds the tables
//! of a file against each other; `continued` and `rest` know the lists that go on over several sheets. `located` has the
//! types of what was found.
//!
//! A sheet may hold the header several times (a page break repeats it): each begins a segment with
//! columns of its own, and the rows of all segments are matched together.

mod cells;
mod continued;
mod figures_in_words;
pub mod header;
pub mod items;
pub mod labels;
mod located;
pub mod matching;
pub mod parts;
pub mod paths;
pub mod recognise;
mod rest;
pub mod rows;
mod several;
mod shares;
mod sheet;
mod strays;
pub mod stretches;
pub mod subject;
mod under_merged;

use std::collections::HashMap;

use crate::finding::structure::Problem;
use crate::finding::{Code, Finding, Place};
use crate::form::Form;
use crate::form::heading::with_year;
use crate::intake::{Value, Workbook};

pub use header::Header;
pub use items::{Item, Items};
pub use located::{Doubt, ExtraColumn, Head, ListTotal, LocatedRow, Table, UnknownRow, ValueCell};
use parts::Known;
use several::settle_several;
use sheet::{Outcome, table};

/// Finds the form's tables in some sheets of a workbook; of some of them the headers are known. With a year, a heading
/// of its year is preferred.
///
/// Everything that keeps a table, a row or a column from being taken goes to the findings.
pub fn locate<'w>(
    form: &Form,
    workbook: &'w Workbook,
    sheets: &[usize],
    known: &Known,
    year: Option<u16>,
    findings: &mut Vec<Finding>,
) -> Vec<Table<'w>> {
    let mut seen = Vec::new();
    let mut lists: HashMap<usize, Above> = HashMap::new();
    for (at, sheet) in sheets.iter().filter_map(|at| Some((at, workbook.sheets.get(*at)?))) {
        let mut own = Vec::new();
        let place = Place { file: Some(workbook.file.clone()), sheet: Some(sheet.name.clone()), ..Place::default() };
        let above = known.rest_of.get(at).and_then(|above| lists.get(above));
        if known.rest_of.contains_key(at) && above.is_none() {
            continue;
        }
        let headers = match above {
            Some(above) => above.headers.iter().map(Header::carried_over).collect(),
            None => known.headers.get(at).cloned().unwrap_or_else(|| header::find(form, sheet, year)),
        };
        let mut outcome = table(form, sheet, &headers, &place, &mut own);
        if let Outcome::Table(table) = &mut outcome {
            if let Some(above) = above {
                own.push(Finding::at(place.clone(), Problem::ListGoesOn { above: above.sheet.clone() }));
                above.lend_to(table);
            }
            if !known.rest_of.is_empty() {
                lists.insert(*at, Above::of(table, headers));
            }
        }
        if !matches!(outcome, Outcome::NoTable) {
            seen.push((sheet, outcome, own, place));
        }
    }
    // A hidden sheet counts only where no visible one has the table.
    let visible = seen.iter().any(|(sheet, outcome, ..)| sheet.visible && matches!(outcome, Outcome::Table(_)));
    let mut tables = Vec::new();
    for (sheet, outcome, own, place) in seen {
        if !sheet.visible && visible {
            findings.push(Finding::at(place, Problem::HiddenCopy));
            continue;
        }
        findings.extend(own);
        if let Outcome::Table(table) = outcome {
            if !sheet.visible {
                findings.push(Finding::at(place, Problem::HiddenSheet));
            }
            tables.push(*table);
        }
    }
    settle_several(form, workbook, &mut tables, findings);
    items::number(&mut tables);
    if tables.is_empty() && !findings.iter().any(|f| refuses_table(f, &workbook.file)) {
        let mut sheets: Vec<String> = workbook.sheets.iter().map(|s| s.name.clone()).collect();
        sheets.dedup();
        let form = form.subject_or_title();
        findings.push(Finding::of_file(&workbook.file, Problem::FormNotFound { form, sheets }));
    }
    report_missing(form, workbook, &tables, findings);
    tables
}

/// A finding that already says why a file has no table.
fn refuses_table(finding: &Finding, file: &str) -> bool {
    finding.place.file.as_deref() == Some(file)
        && matches!(
            finding.code(),
            Code::ValueColumnMissing
                | Code::ValueColumnAmbiguous
                | Code::SeveralTables
                | Code::SheetUnreadable
                | Code::SideBySide
        )
}

/// Says which rows of the form are in no table.
fn report_missing(form: &Form, workbook: &Workbook, tables: &[Table<'_>], findings: &mut Vec<Finding>) {
    let Some(first) = tables.first() else { return };
    // A row that could not be told from others is reported as that, not as missing as well.
    let told = |code: &str| {
        findings.iter().any(|f| {
            f.place.row.as_deref() == Some(code)
                && matches!(
                    f.problem,
                    crate::finding::Problem::Structure(Problem::RowTwice { .. } | Problem::RowAmbiguous { .. })
                )
        })
    };
    let missing: Vec<_> = form
        .indexed_rows()
        .filter(|(row, definition)| {
            !tables.iter().any(|t| t.rows.iter().any(|r| r.row == *row)) && !told(&definition.code)
        })
        .map(|(_, definition)| {
            let place = Place {
                file: Some(workbook.file.clone()),
                sheet: Some(first.sheet.name.clone()),
                row: Some(definition.code.clone()),
                row_label: Some(definition.label.clone()),
                ..Place::default()
            };
            let row = definition.name();
            Finding::at(
                place,
                if definition.is_group() {
                    Problem::GroupMissing { row }
                } else {
                    Problem::RowMissing { row, instead: None }
                },
            )
        })
        .collect();
    findings.extend(missing);
}

/// What a list that goes on in the next sheet lends to it.
struct Above {
    sheet: String,
    headers: Vec<Header>,
    titles: Vec<String>,
    over_headers: Vec<Vec<String>>,
}

impl Above {
    /// Of a table and its headers: the lowest holds for what follows.
    fn of(table: &Table<'_>, mut headers: Vec<Header>) -> Self {
        let lowest = headers.pop();
        Self {
            sheet: table.sheet.name.clone(),
            headers: lowest.into_iter().collect(),
            titles: table.titles.clone(),
            over_headers: table.over_headers.clone(),
        }
    }

    fn lend_to(&self, table: &mut Table<'_>) {
        table.is_rest = true;
        table.titles.splice(0..0, self.titles.iter().cloned());
        table.over_headers.clone_from(&self.over_headers);
    }
}

/// Tells whether a cell may hold a figure, whatever it says.
pub(crate) fn is_figure(value: &Value) -> bool {
    match value {
        Value::Number(_) | Value::Huge(_) | Value::Error(_) | Value::Date(_) => true,
        Value::NoResult(_) | Value::Unsure { .. } => true,
        Value::Text(text) => crate::vietnamese::number::read(text).is_ok(),
        Value::Boolean(_) | Value::Broken(_) => false,
    }
}

impl Form {
    /// How messages call the form.
    pub fn subject_or_title(&self) -> String {
        with_year(&self.title, "")
    }
}
