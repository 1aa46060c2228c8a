//! Whether the tables of a file go on with one another, or contradict each other.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::finding::structure::Problem;
use crate::form::heading::with_year;
use crate::form::{Form, RowIndex};
use crate::intake::{Cell, Workbook};
use crate::period;
use crate::vietnamese::measure::announced;
use crate::vietnamese::text::one_line;

use super::continued;
use super::located::Table;

/// Several tables of a file continue each other if none has a figure for the same row and column as
/// another, or are parts of one list; otherwise none holds.
pub(super) fn settle_several(
    form: &Form,
    workbook: &Workbook,
    tables: &mut Vec<Table<'_>>,
    findings: &mut Vec<Finding>,
) {
    let named: Vec<&Vec<u16>> = tables.iter().map(|t| &t.heading_years).filter(|y| !y.is_empty()).collect();
    let of_other_years = named.iter().any(|y| Some(y) != named.first());
    let titles: Vec<Vec<u16>> =
        tables.iter().map(|t| period::years_in_titles(&t.titles)).filter(|y| !y.is_empty()).collect();
    let titled_otherwise = form.is_list() && titles.iter().any(|y| Some(y) != titles.first());
    if form.is_list() {
        continued::mark(form, tables);
        continued::take_out_parts(form, &workbook.file, tables, findings);
    }
    let contradict = tables.iter().enumerate().any(|(at, one)| {
        tables
            .iter()
            .skip(at + 1)
            .any(|other| one.shares_rows(other) && !one.columns_of_figures(form).is_disjoint(&other.columns))
    });
    if contradict || of_other_years || titled_otherwise {
        let sheets = tables.iter().map(Table::place).collect();
        findings.push(Finding::of_file(&workbook.file, Problem::SeveralTables { sheets }));
        tables.clear();
    } else if form.is_list() && tables.iter().filter(|t| !t.follows()).count() > 1 {
        let lists: Vec<&Table<'_>> = tables.iter().filter(|t| !t.follows()).collect();
        let lists = lists.iter().map(|t| (t.place(), t.title_among(&lists))).collect();
        findings.push(Finding::of_file(&workbook.file, Problem::ListsStacked { lists }));
    }
    // A column that one sheet lacks may be on the next, beside the same rows.
    let beside = |column: usize| {
        tables.iter().any(|t| t.columns.contains(&column))
            && tables.iter().all(|t| {
                t.columns.contains(&column) || tables.iter().any(|o| o.columns.contains(&column) && o.shares_rows(t))
            })
    };
    let elsewhere: Vec<String> =
        form.value_columns().filter(|(i, _)| beside(*i)).map(|(_, c)| with_year(&c.spoken(), "")).collect();
    findings.retain(|f| {
        let of_file = f.place.file.as_deref() == Some(&workbook.file)
            && tables.iter().any(|t| Some(&t.sheet.name) == f.place.sheet.as_ref());
        !matches!(&f.problem, crate::finding::Problem::Structure(Problem::ValueColumnMissing { heading, .. })
            if of_file && elsewhere.contains(heading))
    });
}

impl Table<'_> {
    fn shares_rows(&self, other: &Self) -> bool {
        let own: BTreeSet<RowIndex> = self.rows.iter().map(|r| r.row).collect();
        other.rows.iter().any(|o| own.contains(&o.row))
    }

    fn columns_of_figures(&self, form: &Form) -> BTreeSet<usize> {
        form.value_columns().map(|(i, _)| i).filter(|i| self.columns.contains(i)).collect()
    }

    /// The lines above it that are no measure, the lowest first.
    fn lines_above(&self) -> impl Iterator<Item = String> {
        let above = self.sheet.rows_in(..self.first_row).rev().flat_map(|(_, cells)| cells.iter().rev());
        let said = above.filter_map(Cell::text).filter(|t| announced(t).is_none() && !t.trim_start().starts_with('('));
        said.map(one_line)
    }

    /// The last line above it that does not stand above all of some tables, or else the last.
    fn title_among(&self, all: &[&Self]) -> String {
        let shared = |line: &String| all.iter().all(|table| table.lines_above().any(|l| l == *line));
        let own = self.lines_above().find(|line| !shared(line));
        own.or_else(|| self.lines_above().next()).unwrap_or_default()
    }

    /// What messages call its place.
    fn place(&self) -> String {
        format!("{}!A{}", self.sheet.name, self.first_row + 1)
    }
}
