//! What stands in or beside a table and is none of its cells: columns that the form does not have, numbers
//! outside, rows that nothing takes, lines that name another year. All of it is told; nothing is skipped.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::{Address, ColumnName};
use crate::finding::structure::Problem;
use crate::finding::{Finding, Place};
use crate::form::{Form, Role};
use crate::intake::{Cell, Sheet, Value};
use crate::period;
use crate::table::heading::{is_count, is_year};
use crate::table::index_row::is_index_row_of_body;
use crate::vietnamese::text::{fold, one_line};

use super::header::{self, Header};
use super::rows::Matched;
use super::{Doubt, ExtraColumn, LocatedRow, ValueCell, is_figure};

/// Columns, each with something about it.
type Columns<T> = Vec<(u32, T)>;

/// Columns without heading that hold numbers beside rows of the form, inside the table (a figure under the
/// right half of a merged heading) with their names, and outside of it (check sums) with how many.
fn stray_columns(sheet: &Sheet, header: &Header, rows: &[Named<'_>], until: u32) -> (Columns<String>, Columns<usize>) {
    let headed = header.columns.values().map(|h| h.column).chain(header.extra.iter().map(|(c, _)| *c));
    let named: BTreeSet<u32> = headed.chain(header.labels.0..=header.labels.1).collect();
    let last = named.last().copied().unwrap_or_default().max(header.right(sheet));
    let own = rows.iter().map(|named| named.row).filter(|row| *row >= header.body && *row < until);
    let stray = |c: &&Cell| matches!(c.value, Value::Number(_)) && !named.contains(&c.at.column);
    let alone = |c: &&Cell| sheet.merge_at(c.at).is_none_or(|m| m.first == c.at);
    let mut found: BTreeMap<u32, usize> = BTreeMap::new();
    for row in own {
        for cell in sheet.peek(row).iter().filter(stray).filter(alone) {
            *found.entry(cell.at.column).or_default() += 1;
        }
    }
    let (inside, outside): (Vec<_>, Vec<_>) = found.into_iter().partition(|(column, _)| *column < last);
    (inside.into_iter().map(|(column, _)| (column, ColumnName(column).to_string())).collect(), outside)
}

/// A row of the form, by its code, or an item of a list, which has none yet; and the sheet row it stands in.
struct Named<'f> {
    code: &'f str,
    row: u32,
}

/// The columns that the form does not have, with the cells that stand in them beside its rows or items.
pub(super) fn extra_columns(
    form: &Form,
    sheet: &Sheet,
    headers: &[Header],
    matched: &Matched,
    place: &Place,
    findings: &mut Vec<Finding>,
) -> Vec<ExtraColumn> {
    let code = |r: &LocatedRow| form.row(r.row).map(|row| row.code.as_str());
    let named = matched.rows.iter().filter_map(|r| Some(Named { code: code(r)?, row: r.sheet_row }));
    let items = matched.items.iter().map(|item| Named { code: "", row: item.sheet_row });
    let rows: Vec<Named<'_>> = named.chain(items).collect();
    let mut found: Vec<ExtraColumn> = Vec::new();
    for (i, header) in headers.iter().enumerate() {
        let until = headers.get(i + 1).map_or(u32::MAX, |h| h.first_row);
        let (stray, outside) = stray_columns(sheet, header, &rows, until);
        if let Some((column, _)) = outside.first() {
            let figures = outside.iter().map(|(_, n)| n).sum();
            let at = rows.iter().filter_map(|r| Address::new(r.row, *column)).find(|at| sheet.cell(*at).is_some());
            let columns = outside.iter().map(|(column, _)| ColumnName(*column).to_string()).collect();
            let place = Place { cell: at, ..place.clone() };
            findings.push(Finding::at(place, Problem::FiguresOutside { columns, figures }));
        }
        for (column, heading) in header.extra.iter().chain(&stray) {
            let below = |named: &&Named<'_>| named.row >= header.body && named.row < until;
            let cells = rows.iter().filter(below).filter_map(|named| {
                let at = Address::new(named.row, *column)?;
                sheet.cell(at).map(|_| (named.code.to_owned(), at))
            });
            match found.iter_mut().find(|e| e.heading == *heading) {
                Some(extra) => extra.cells.extend(cells),
                None => found.push(ExtraColumn { heading: heading.clone(), cells: cells.collect() }),
            }
        }
    }
    for extra in &found {
        let figures: Vec<&(String, Address)> =
            extra.cells.iter().filter(|(_, at)| sheet.cell(*at).is_some_and(|c| is_figure(&c.value))).collect();
        // «Năm khởi công»: years are no figures.
        let year = |at: Address| matches!(sheet.cell(at).map(|c| &c.value), Some(Value::Number(n)) if is_year(*n));
        if fold(&extra.heading).words().any(|w| w == fold("năm").as_str()) && figures.iter().all(|(_, at)| year(*at)) {
            continue;
        }
        if let Some((_, at)) = figures.first() {
            let place = Place {
                cell: Some(*at),
                column: Some(format!("?{}", extra.heading)),
                column_heading: Some(extra.heading.clone()),
                ..place.clone()
            };
            findings.push(Finding::at(
                place,
                Problem::ColumnUnknown { heading: extra.heading.clone(), figures: figures.len() },
            ));
        }
    }
    found
}

impl Matched {
    /// Every cell that is read of the form's rows and others.
    fn cells_mut(&mut self) -> impl Iterator<Item = &mut ValueCell> {
        let rows = self.rows.iter_mut().map(|r| &mut r.cells);
        rows.chain(self.unknown.iter_mut().map(|u| &mut u.cells)).flatten()
    }

    /// The sheet rows that something was read of or told about, in order.
    fn known(&self, told: &[Finding]) -> Vec<u32> {
        let labels = self.rows.iter().map(|r| r.sheet_row).chain(self.items.iter().map(|i| i.sheet_row));
        let rows = self.rows.iter().map(|r| &r.cells);
        let rows = rows.chain(self.unknown.iter().map(|u| &u.cells)).chain(self.totals.iter().map(|t| &t.cells));
        let told = told.iter().filter_map(|f| f.place.cell).map(|at| at.row);
        let mut known: Vec<u32> = labels.chain(rows.flatten().map(|c| c.at.row)).chain(told).collect();
        known.sort_unstable();
        known
    }
}

/// The rows below the headers of which some hold a number but none was read or told about, from the first
/// such number on.
pub(super) fn unread(
    form: &Form,
    sheet: &Sheet,
    headers: &[Header],
    matched: &Matched,
    told: &[Finding],
) -> Option<(Address, Problem)> {
    let known = matched.known(told);
    let number = |header: &Header, cells: &[Cell]| -> Option<Address> {
        let order = header.column(form, Role::Number);
        let (first, last) = header.labels;
        // In the columns of numbers and labels alone a number counts or names something.
        let beside: Vec<&Cell> = cells.iter().filter(|c| Some(c.at.column) != order).collect();
        let label = beside.iter().any(|c| (first..=last).contains(&c.at.column) && c.text().is_some());
        beside
            .into_iter()
            .find(|c| counts(&c.value) && (!(first..=last).contains(&c.at.column) || !label))
            .map(|c| c.at)
    };
    let found: Vec<Address> = sheet
        .scan_where(|row| known.binary_search(&row).is_err())
        .filter(|(_, cells)| !is_index_row_of_body(cells, false))
        .filter_map(|(row, cells)| {
            let Some(header) = headers.iter().rev().find(|h| row >= h.first_row) else {
                // Above the headings a figure beside a name is of a table without any.
                let figure = cells.iter().find(|c| counts(&c.value));
                return figure.filter(|_| cells.iter().any(|c| c.text().is_some())).map(|c| c.at);
            };
            if row < header.body || header::repeats(header, &cells) { None } else { number(header, &cells) }
        })
        .collect();
    found.first().map(|at| (*at, Problem::FiguresUnread { rows: found.len() }))
}

/// Tells whether a cell holds a number, also one written as text, as all are in a csv. With a zero nothing is lost: the
/// formulas of rows that nobody filled in give some.
fn counts(value: &Value) -> bool {
    match value {
        Value::Number(number) if number.is_zero() => false,
        Value::Text(text) => {
            let digits = text.trim();
            digits.starts_with(|c: char| c.is_ascii_digit())
                && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' '))
                && !digits.parse().is_ok_and(is_year)
        }
        value => is_count(value),
    }
}

/// Lines of their own inside a table that name another year. Where one repeats the table's title, what
/// stands below it is of that year, and is not read.
pub(super) fn other_years(
    sheet: &Sheet,
    headers: &[Header],
    matched: &mut Matched,
    titles: &[String],
    own: &[u16],
) -> Vec<(Address, Problem)> {
    let Some(from) = headers.first().map(|h| h.body).filter(|_| !own.is_empty()) else { return Vec::new() };
    let taken: BTreeSet<u32> = matched.rows.iter().map(|r| r.sheet_row).collect();
    let items = matched.items.iter().next_back().map(|item| item.sheet_row);
    let last = matched.cells_mut().map(|c| c.at.row).chain(items).max().unwrap_or(0);
    let titles: Vec<String> = titles.iter().map(|t| without_years(t)).filter(|t| !t.is_empty()).collect();
    let mut found = Vec::new();
    for (row, cells) in sheet.scan_where(|row| (from..last).contains(&row) && !taken.contains(&row)) {
        let [cell] = &*cells else { continue };
        let Some(line) = cell.text().map(one_line) else { continue };
        let years: Vec<u16> = period::named_in(&line).iter().map(|p| p.year).collect();
        if years.is_empty() || years.iter().any(|y| own.contains(y)) {
            continue;
        }
        let read = !titles.contains(&without_years(&line));
        if !read {
            matched.cells_mut().filter(|c| c.at.row >= row).for_each(|c| c.doubt = Some(Doubt::OtherYear));
            matched.items.mark_other_year(row);
        }
        found.push((cell.at, Problem::YearInside { line, own: own.to_vec(), read }));
    }
    found
}

/// The words of a line but for its years.
fn without_years(line: &str) -> String {
    let key = fold(line);
    let words: Vec<&str> = key.words().filter(|w| !(w.len() == 4 && w.parse::<u16>().is_ok())).collect();
    words.join(" ")
}
