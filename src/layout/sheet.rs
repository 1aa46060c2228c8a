//! The table of one sheet, from its headers, its rows and the lines around it.

use super::header::Header;

use crate::finding::structure::Problem;
use crate::finding::{Finding, Place};
use crate::form::{Form, Role};
use crate::intake::{Cell, Sheet};
use crate::period;
use crate::vietnamese::text::one_line;

use super::located::{Doubt, LocatedRow, Table};
use super::{figures_in_words, items, rows, strays, stretches};

pub(super) enum Outcome<'w> {
    NoTable,
    Refused,
    Table(Box<Table<'w>>),
}

/// Finds the table of one sheet.
pub(super) fn table<'w>(
    form: &Form,
    sheet: &'w Sheet,
    headers: &[Header],
    place: &Place,
    findings: &mut Vec<Finding>,
) -> Outcome<'w> {
    let Some(first) = headers.first() else { return Outcome::NoTable };
    let mut matched =
        if form.is_list() { items::find(form, sheet, headers, place) } else { rows::find(form, sheet, headers, place) };
    // Column headings alone make no table: some row of the form must follow. A list may be empty.
    if matched.rows.is_empty() && !form.is_list() {
        return Outcome::NoTable;
    }
    let twice = |r: &LocatedRow| r.cells.iter().any(|c| c.doubt == Some(Doubt::RowTwice));
    if headers.len() > 1 && !form.is_list() && matched.rows.iter().all(twice) {
        // The whole table stands here twice.
        let sheets = headers.iter().map(|h| format!("{}!A{}", sheet.name, h.first_row + 1)).collect();
        findings.push(Finding::at(place.clone(), Problem::SeveralTables { sheets }));
        return Outcome::Refused;
    }
    for problem in headers.iter().flat_map(|h| &h.problems) {
        findings.push(Finding::at(place.clone(), problem.clone()));
    }
    if headers.iter().any(|h| !h.problems.is_empty()) {
        return Outcome::Refused;
    }
    for problem in headers.iter().flat_map(|h| &h.told) {
        findings.push(Finding::at(place.clone(), problem.clone()));
    }
    // What holds for the sheet before is told there.
    let own = headers.iter().filter(|h| h.body > 0);
    findings.extend(own.filter_map(|h| moved(form, h)).map(|p| Finding::at(place.clone(), p)).take(1));
    // The parts of one table are of one year.
    let named: Vec<&Header> = headers.iter().filter(|h| !h.years.is_empty()).collect();
    if let Some((one, another)) = named.iter().find_map(|h| Some((*h, *named.iter().find(|o| o.years != h.years)?))) {
        let said =
            |h: &Header| form.value_columns().find_map(|(i, _)| h.columns.get(&i).map(|c| c.head.heading.clone()));
        let headings = [one, another].map(|h| format!("{}: «{}»", h.first_row + 1, said(h).unwrap_or_default()));
        findings.push(Finding::at(place.clone(), Problem::ValueColumnAmbiguous { headings: headings.into() }));
        return Outcome::Refused;
    }
    findings.append(&mut matched.findings);
    let rows = matched.rows.iter().map(|r| r.sheet_row).chain(matched.items.iter().map(|i| i.sheet_row));
    let last = rows.max().unwrap_or(first.body.saturating_sub(1));
    let mut heading_years: Vec<u16> = headers.iter().flat_map(|h| h.years.iter().copied()).collect();
    heading_years.sort_unstable();
    heading_years.dedup();
    let extra_columns = strays::extra_columns(form, sheet, headers, &matched, place, findings);
    findings.extend(figures_in_words::told(form, sheet, headers, &matched, place));
    let titles = titles(sheet, first.first_row, last);
    findings.extend(
        strays::unread(form, sheet, headers, &matched, findings)
            .map(|(at, problem)| Finding::at(Place { cell: Some(at), ..place.clone() }, problem)),
    );
    let years = if heading_years.is_empty() { period::years_in_titles(&titles) } else { heading_years.clone() };
    for (at, problem) in strays::other_years(sheet, headers, &mut matched, &titles, &years) {
        findings.push(Finding::at(Place { cell: Some(at), ..place.clone() }, problem));
    }
    Outcome::Table(Box::new(Table {
        sheet,
        rows: matched.rows,
        items: matched.items,
        totals: matched.totals,
        unknown: matched.unknown,
        extra_columns,
        heading_years,
        titles,
        over_headers: headers.iter().map(|h| stretches::titles_over(sheet, h.first_row)).collect(),
        agencies: headers.iter().map(|h| stretches::agencies_over(sheet, h.first_row)).collect(),
        first_row: first.first_row,
        columns: headers.iter().flat_map(|h| h.columns.keys().copied()).collect(),
        is_rest: false,
        goes_on: false,
    }))
}

/// That the columns stand in another order than the form's; they were taken by their headings.
fn moved(form: &Form, header: &Header) -> Option<Problem> {
    let figures = |i: &usize| form.columns.get(*i).is_some_and(|c| c.role == Role::Value);
    let found: Vec<(u32, &str)> =
        header.columns.iter().filter(|(i, _)| figures(i)).map(|(_, h)| (h.column, h.head.heading.as_str())).collect();
    let out_of_order = found.windows(2).any(|w| matches!(w, [a, b] if a.0 > b.0));
    out_of_order.then(|| {
        let mut by_place = found.clone();
        by_place.sort_unstable();
        Problem::ColumnsMoved { headings: by_place.iter().map(|(_, text)| (*text).to_owned()).collect() }
    })
}

/// The texts above a table and below it, a cell each, as far as they can name unit or period.
fn titles(sheet: &Sheet, first: u32, last: u32) -> Vec<String> {
    let texts = |rows: &[(u32, &[Cell])]| -> Vec<String> {
        rows.iter().flat_map(|(_, cells)| cells.iter()).filter_map(|c| c.text()).map(one_line).collect()
    };
    let above: Vec<_> = sheet.rows_in(..first).collect();
    let below: Vec<_> = sheet.rows_in(last.saturating_add(1)..).take(20).collect();
    let mut lines = texts(&above);
    // Over a table further down the lines at the top of the sheet hold too; what they say of the period
    // only where its own say nothing.
    let own = !period::named_in_titles(&lines).is_empty();
    let dated = |line: &String| !period::named_in_titles(std::slice::from_ref(line)).is_empty();
    let top = sheet.top.iter().flat_map(|(_, cells)| cells).filter_map(Cell::text).map(one_line);
    lines.extend(top.filter(|line| !own || !dated(line)).collect::<Vec<_>>());
    // Below stand signature and recipients; of those only a line that begins with the agency counts.
    lines.extend(texts(&below).into_iter().filter(|l| {
        let key = crate::form::model::label_key(l);
        ["TM. Ủy ban nhân dân", "Ủy ban nhân dân", "TM UBND"]
            .iter()
            .any(|lead| key.as_str().starts_with(crate::form::model::label_key(lead).as_str()))
    }));
    lines
}
