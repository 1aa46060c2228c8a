//! Where a form's table stands in a workbook: header, columns, rows, and the lines around it.
//!
//! Nothing here reads a figure. [`header`] finds the heading rows of a sheet and says which column is what, [`matching`]
//! by the [`paths`] of headings over each and `under_merged` by where figures stand under one heading of several;
//! [`rows`] matches labels with the form's rows, [`items`] gathers those of a list; [`labels`] says how alike two labels
//! are. [`recognise`] tells which of several forms a sheet holds, [`subject`] whether its title is of something else.
//! A sheet may hold the header several times (a page break repeats it): each begins a segment with
//! columns of its own, and the rows of all segments are matched together.

mod cells;
mod continued;
mod figures_in_words;
pub mod header;
pub mod items;
pub mod labels;
pub mod matching;
pub mod parts;
pub mod paths;
pub mod recognise;
mod rest;
pub mod rows;
mod shares;
mod strays;
pub mod stretches;
pub mod subject;
mod twins;
mod under_merged;

use std::collections::{BTreeSet, HashMap};
use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::address::Address;
use crate::finding::structure::Problem;
use crate::finding::{Code, Finding, Place};
use crate::form::heading::with_year;
use crate::form::{Form, Role, RowIndex};
use crate::intake::{Cell, Sheet, Value, Workbook};
use crate::period;
use crate::vietnamese::measure::announced;
use crate::vietnamese::text::one_line;

pub use header::Header;
pub use items::{Item, Items};
use parts::Known;

/// A form's table in a sheet.
#[derive(Debug, Clone)]
pub struct Table<'w> {
    /// The sheet it stands in.
    pub sheet: &'w Sheet,
    /// The rows of the form that were found.
    pub rows: Vec<LocatedRow>,
    /// The items of a list, from top to bottom.
    pub items: Items,
    /// The totals that a list prints.
    pub totals: Vec<ListTotal>,
    /// Rows with figures that the form does not have.
    pub unknown: Vec<UnknownRow>,
    /// Columns with headings that the form does not have.
    pub extra_columns: Vec<ExtraColumn>,
    /// The years that the headings of value columns name.
    pub heading_years: Vec<u16>,
    /// The lines above the first header and below the last row, which name unit and period.
    pub titles: Vec<String>,
    /// The lines over each of its headers: a page break may repeat them.
    pub over_headers: Vec<Vec<String>>,
    /// The agencies that are named over each of its headers, above those lines.
    pub agencies: Vec<Vec<String>>,
    /// The first row of its first header.
    pub first_row: u32,
    /// The form's columns that it has.
    pub columns: BTreeSet<usize>,
    /// It is the rest of the list in the table before, and has neither headings nor a measure of its own.
    pub is_rest: bool,
    /// It is a list that goes on with the table before, its headings repeated.
    pub goes_on: bool,
}

/// A row of the form, found in a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocatedRow {
    /// Which row of the form.
    pub row: RowIndex,
    /// The sheet row its label stands in.
    pub sheet_row: u32,
    /// The declared measure, with its cell.
    pub measure: Option<(Address, String)>,
    /// The value columns here, by their place in the form, with the cell to read.
    pub cells: Vec<ValueCell>,
}

/// A row of a list that totals items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListTotal {
    /// Its label as it stands.
    pub label: String,
    /// The measure beside it; empty where none stands there.
    pub measure: String,
    /// Its cells.
    pub cells: Vec<ValueCell>,
    /// The items that it may be the total of, by their places in the table, the likeliest first.
    pub covers: Vec<Range<usize>>,
}

/// What all cells below a heading share; a list may have millions of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The form's column, by its place.
    pub column: usize,
    /// The heading as the sheet has it, on one line.
    pub heading: String,
    /// The measure that the heading names in brackets.
    pub measure: Option<String>,
}

/// A cell that is to be read; what it says of its column is its head's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueCell {
    /// What stands over it.
    pub head: Arc<Head>,
    /// The cell.
    pub at: Address,
    /// Why what stands here cannot be this row's figure for certain.
    pub doubt: Option<Doubt>,
}

impl Deref for ValueCell {
    type Target = Head;

    fn deref(&self) -> &Head {
        &self.head
    }
}

/// Why a cell in the right place is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// A merged cell over this row and others: whose figure it is cannot be told.
    Merged,
    /// The row stands in the sheet more than once: which one holds cannot be told.
    RowTwice,
    /// A line above says that it is of another year.
    OtherYear,
}

/// A row that the form does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownRow {
    /// Its label as it stood.
    pub label: String,
    /// The sheet row.
    pub sheet_row: u32,
    /// The declared measure.
    pub measure: String,
    /// Its value cells.
    pub cells: Vec<ValueCell>,
    /// The finding that says why it is none of the form's rows.
    pub why: Code,
}

/// A column that the form does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraColumn {
    /// Its heading.
    pub heading: String,
    /// Cells in rows of the form, or items of the list, that hold something; with the row's name.
    pub cells: Vec<(String, Address)>,
}

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

/// Several tables of a file continue each other if none has a figure for the same row and column as
/// another, or are parts of one list; otherwise none holds.
fn settle_several(form: &Form, workbook: &Workbook, tables: &mut Vec<Table<'_>>, findings: &mut Vec<Finding>) {
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

    /// Tells whether it is a part of the list in the table before.
    pub fn follows(&self) -> bool {
        self.is_rest || self.goes_on
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
                if definition.is_group() { Problem::GroupMissing { row } } else { Problem::RowMissing { row } },
            )
        })
        .collect();
    findings.extend(missing);
}

enum Outcome<'w> {
    NoTable,
    Refused,
    Table(Box<Table<'w>>),
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

/// Finds the table of one sheet.
fn table<'w>(
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
