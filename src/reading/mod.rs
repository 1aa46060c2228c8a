//! From located cells to facts: the reading that the surroundings allow, or the finding that none or
//! several do.
//!
//! [`facts()`] goes through the tables of a workbook. Before a cell is read, [`column`] gathers what the sure numbers of its
//! column say about its unsure ones, `by_sum` what the sums that stand there say, [`declared`] what the measures beside
//! rows and above tables mean, and `said` which of them hold for the cell. `reader` then reads the cells of one row or
//! item. [`cell`] decides one cell: of a text (`text`) it starts from every number that it admits and removes what the
//! measure, the bounds, the form and the column rule out; `percent` tells fractions from points, `date_text` dates from
//! figures, `thousandth` numbers that may have lost their thousands; [`formula`] computes the simple formulas that were
//! saved without a result. `hidden` tells what of it nobody sees, [`passed_over`] what a sum leaves out because it is
//! typed as text, `error_chain` which cell a formula has its error from. Nothing is guessed.
//!
//! A [`fact`] is what comes out, held among the [`Facts`] of its submission.

mod by_sum;
pub mod cell;
pub mod column;
mod date_text;
pub mod declared;
mod error_chain;
pub mod fact;
mod facts;
pub mod formula;
mod hidden;
pub mod passed_over;
mod percent;
mod reader;
mod residue;
mod said;
mod text;
mod thousandth;

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::sync::Arc;

use crate::address::Address;
use crate::finding::reading::Problem;
use crate::finding::{Code, Finding};
use crate::form::{Form, Role};
use crate::intake::{Cell, Sheet, Workbook, in_row};
use crate::layout::items::lists_nothing;
use crate::layout::{Head, Table, ValueCell, is_figure};

pub use fact::{Fact, Parts, Printed, State};
pub use facts::{ByRow, Facts, Iter, Stretch, Stretches};
use reader::{Named, Reader, raw};
use said::{beside, said};

/// Reads every located cell of a workbook's tables.
pub fn facts(form: &Form, workbook: &Workbook, tables: &[Table<'_>], findings: &mut Vec<Finding>) -> Facts {
    let items: usize = tables.iter().map(|t| t.items.len_cells()).sum();
    let facts = RefCell::new(Facts::with_capacity(items));
    for (table, lines) in tables.iter().zip(declared::Lines::of_all(form, tables)) {
        let before_table = facts.borrow().len();
        lines.report_missing(form, workbook, table, findings);
        let reader = Reader { form, workbook, sheet: table.sheet, facts: &facts };
        let evidence = column::evidence(form, table, |at, figure, cell, stored| {
            let declared = lines.of_cell(figure, at.sheet_row, said(&lines, form, at.beside, cell));
            cell::read(
                Some(stored),
                &reader.context(figure, &declared, cell, Some(stored), column::Evidence::default()),
            )
            .state
        });
        for located in &table.rows {
            let Some(row) = form.row(located.row) else { continue };
            let named = Named { code: &row.code, label: &row.label };
            let before = findings.len();
            for cell in &located.cells {
                let figure = form.figure(row, cell.column);
                let declared = lines.of_cell(figure, located.sheet_row, said(&lines, form, beside(located), cell));
                let mut of_column = evidence.get(&cell.column).copied().unwrap_or_default();
                of_column.of_points = column::is_of_points(form, table.sheet, located, cell);
                let stored = table.sheet.cell(cell.at);
                if stored.is_none() && cell.doubt.is_none() && form.is_of_one_in_sum(located.row, cell.column) {
                    reader.fact(named.code, &figure.measure, cell, (State::Blank, ""), Vec::new());
                    continue;
                }
                reader.known(named, figure, &declared, (cell, stored), of_column, findings);
            }
            blanks_once(findings, before);
        }
        for item in table.items.iter() {
            let code = item.number.to_string();
            let cells = table.sheet.peek(item.sheet_row);
            let (label, measure) = (table.items.label(item, &cells), table.items.measure(item, &cells));
            let named = Named { code: &code, label: &label };
            let before = findings.len();
            let (first, mut withdrawn) = (facts.borrow().len(), false);
            // «-», «Không có công trình»: the list was filled in, and lists nothing.
            let none = table.items.is_one() && lists_nothing(&label);
            for cell in &table.items.cells(item).collect::<Vec<_>>() {
                let stored = in_row(&cells, cell.at.column);
                let is_label = form.columns.get(cell.column).is_some_and(|c| c.role == Role::Label);
                let figure = form.columns.get(cell.column).and_then(|c| c.figure.as_ref());
                if none && (is_label || (figure.is_some() && stored.is_none())) {
                    let measure = figure.map(|f| f.measure.as_str()).unwrap_or_default();
                    reader.fact(named.code, measure, cell, (State::Nil, &raw(stored)), Vec::new());
                    continue;
                }
                let Some(figure) = figure else {
                    // The second line of one work counts by its figures, not by the name that is merged over both.
                    if is_label && merged_from_above(table.sheet, cell.at) {
                        reader.fact(named.code, "", cell, (State::NotApplicable, &label), Vec::new());
                        continue;
                    }
                    // A work that is struck through counts as one, and so do its figures.
                    let struck = is_label && stored.is_some_and(Cell::is_struck);
                    if struck {
                        let place = reader.place(named.code, named.label, cell);
                        findings.push(Finding::at(place, Problem::StruckThrough).with_raw(raw(stored).into_owned()));
                    }
                    withdrawn |= struck;
                    reader.words(named, cell, stored, struck.then_some(Code::StruckThrough));
                    continue;
                };
                if table.items.is_said_above(table.sheet, cell) {
                    reader.fact(named.code, &figure.measure, cell, (State::NotApplicable, ""), Vec::new());
                    continue;
                }
                let declared = lines.of_cell(figure, item.sheet_row, said(&lines, form, &measure, cell));
                let of_column = evidence.get(&cell.column).copied().unwrap_or_default();
                reader.known(named, figure, &declared, (cell, stored), of_column, findings);
            }
            if withdrawn {
                facts.borrow_mut().add_code_to_amounts(first, Code::StruckThrough);
            }
            blanks_once(findings, before);
        }
        for unknown in &table.unknown {
            let code = format!("?{}", unknown.label);
            for cell in &unknown.cells {
                let named = Named { code: &code, label: &unknown.label };
                reader.foreign(named, &unknown.measure, cell, unknown.why, findings);
            }
        }
        for extra in &table.extra_columns {
            let head = Arc::new(Head { column: usize::MAX, heading: extra.heading.clone(), measure: None });
            for (code, at) in &extra.cells {
                if table.sheet.cell(*at).is_some_and(|c| is_figure(&c.value)) {
                    let cell = ValueCell { head: head.clone(), at: *at, doubt: None };
                    let label = form.rows.iter().find(|row| row.code == *code).map(|row| row.label.as_str());
                    let named = Named { code, label: label.unwrap_or_default() };
                    reader.foreign(named, "", &cell, Code::ColumnUnknown, findings);
                }
            }
        }
        if evidence.values().any(|of_column| of_column.thousandths) {
            thousandth::report(form, workbook, table, (&mut facts.borrow_mut(), before_table), findings);
        }
        hidden::report(form, workbook, table, (&mut facts.borrow_mut(), before_table), findings);
    }
    let mut facts = facts.into_inner();
    facts.shrink();
    facts
}

/// Reads the totals that lists print. What cannot be read of them is not told: they are not counted.
pub fn printed(form: &Form, workbook: &Workbook, tables: &[Table<'_>]) -> Vec<Printed> {
    let mut printed = Vec::new();
    if tables.iter().all(|t| t.totals.is_empty()) {
        return printed;
    }
    for (at, (table, lines)) in tables.iter().zip(declared::Lines::of_all(form, tables)).enumerate() {
        let figure = RefCell::default();
        let reader = Reader { form, workbook, sheet: table.sheet, facts: &figure };
        let Some(first) = table.items.iter().next().map(|item| item.number) else { continue };
        let whole = over_sheets(tables, at);
        let of_items = OnceCell::new();
        for total in &table.totals {
            let named = Named { code: "*", label: &total.label };
            // Beside a total no measure is written again.
            let measure = match total.measure.as_str() {
                "" => of_items.get_or_init(|| measure_of_items(table)),
                own => own,
            };
            for cell in &total.cells {
                let of_column = form.columns.get(cell.column).and_then(|c| c.figure.as_ref());
                let Some(of_column) = of_column else { continue };
                let declared = lines.of_cell(of_column, cell.at.row, said(&lines, form, measure, cell));
                let evidence = column::Evidence::default();
                let stored = table.sheet.peek_cell(cell.at);
                let cell = (cell, stored.as_deref());
                reader.known(named, of_column, &declared, cell, evidence, &mut Vec::new());
                let own = total.covers.iter().map(|c| c.start + first..c.end + first);
                let covers = own.chain(whole.clone()).collect();
                printed.push(Printed { label: total.label.clone(), figure: figure.take(), covers });
            }
        }
    }
    printed
}

/// The measure beside every item of a list, where it is one.
fn measure_of_items(table: &Table<'_>) -> String {
    let beside = |item| table.items.measure(item, &table.sheet.peek(item.sheet_row)).into_owned();
    let mut all = table.items.iter().map(beside);
    let first = all.next().unwrap_or_default();
    if !first.is_empty() && all.all(|other| other == first) { first } else { String::new() }
}

/// The numbers of all items of a list that goes over several sheets, one of which a table is in.
fn over_sheets(tables: &[Table<'_>], at: usize) -> Option<Range<usize>> {
    let first = tables.iter().take(at + 1).rposition(|t| !t.follows())?;
    let rests = tables.iter().skip(first + 1).take_while(|t| t.follows()).count();
    let numbers = || tables.iter().skip(first).take(rests + 1).flat_map(|t| t.items.iter().map(|item| item.number));
    let (least, most) = numbers().next().zip(numbers().last())?;
    (rests > 0).then_some(least..most + 1)
}

/// Says once that several cells of a row are blank, at the first of them.
fn blanks_once(findings: &mut Vec<Finding>, before: usize) {
    let own = findings.get(before..).unwrap_or_default();
    let blank = |f: &Finding| f.problem == Problem::Blank.into();
    let headings: Vec<String> =
        own.iter().filter(|f| blank(f)).filter_map(|f| f.place.column_heading.clone()).collect();
    if headings.len() < 2 {
        return;
    }
    let cells: Vec<Address> = own.iter().filter(|f| blank(f)).filter_map(|f| f.place.cell).skip(1).collect();
    let mut problem = Some((Problem::BlankCells { headings }, cells));
    let mut at = 0;
    findings.retain_mut(|finding| {
        at += 1;
        if at <= before || !blank(finding) {
            return true;
        }
        match problem.take() {
            Some((problem, cells)) => {
                finding.becomes(problem);
                finding.cells = cells;
                true
            }
            None => false,
        }
    });
}

/// Tells whether what shows in a cell stands in a cell above that is merged over it.
fn merged_from_above(sheet: &Sheet, at: Address) -> bool {
    sheet.merge_at(at).is_some_and(|area| area.first.row < at.row)
}
