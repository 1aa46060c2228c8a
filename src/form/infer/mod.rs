//! A form drawn from a table: of the blank that was sent out, or of what submissions share.
//!
//! What it is called: [`titles`] from the lines above it. [`columns`] names the columns and [`rows`] the
//! rows, both by [`codes`] that programs can take; [`worded`] says which columns hold words and no figures
//! ([`leads`]: by what their headings begin with), [`named`] which numbers that name something.
//!
//! What its figures are: [`measures`] guesses from measures and words what kind of figure stands in a cell
//! and how it aggregates, [`told`] knows the words of what does not add, [`things`] what is not in the
//! measure of its sheet, [`evidence`] what the cells themselves say against adding a column. [`balances`]
//! derives the rules that the table itself carries, and those say last how what they are of aggregates.
//!
//! Every guess is noted, so that the form file says why. What is not known does not aggregate.

mod balances;
mod codes;
mod columns;
mod evidence;
mod leads;
mod measures;
mod named;
mod rows;
mod things;
mod titles;
mod told;
mod worded;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::address::Address;
use crate::table::numbering::{self, Numbering, Style};
use crate::table::{Role as Place, Row, Table, words};
use crate::vietnamese::text::{fold, one_line};

use super::checks::Checks;
use super::figure::{Aggregate, Figure, Kind, Parts};
use super::model::{Form, RowIndex, Shape};
use super::rule::{Over, Relation};

/// The formulas of a sheet's cells.
pub type Formulas = BTreeMap<Address, String>;

/// A form drawn from a table, with why each part of it is as it is.
#[derive(Debug, Clone)]
pub struct Inferred {
    /// The form.
    pub form: Form,
    /// A remark on each column, in order.
    pub columns: Vec<String>,
    /// A remark on each row, in order.
    pub rows: Vec<String>,
    /// The sheet column of each column, and the sheet row of each row: where they were seen.
    pub seen: Seen,
}

/// Where the columns and rows of a form were seen.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Sheet columns, by the form's columns.
    pub columns: Vec<u32>,
    /// Sheet rows, by the form's rows.
    pub rows: Vec<u32>,
}

/// Why no form can be drawn from a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoForm {
    /// It has no column of labels.
    NoLabels,
    /// It has no column for figures.
    NoFigures,
    /// It is no list and has no rows.
    NoRows,
    /// It is two tables side by side: two columns of order numbers.
    SideBySide,
}

/// Draws a form from a table.
///
/// # Errors
/// What the table lacks.
pub fn from_table(name: &str, table: &Table<'_>, formulas: &Formulas) -> Result<Inferred, NoForm> {
    drawn_as(shape(table), name, table, formulas)
}

/// Draws the list that a table may be, too: its rows may be names that every submission has of its own. None where the
/// rows have measures of their own, or where a list is what it is taken for anyway.
pub fn list_of(name: &str, table: &Table<'_>, formulas: &Formulas) -> Option<Form> {
    let may_be = table.column_of(Place::Measure).is_none() && shape(table) != Shape::List;
    may_be.then(|| drawn_as(Shape::List, name, table, formulas).ok()).flatten().map(|inferred| inferred.form)
}

fn drawn_as(shape: Shape, name: &str, table: &Table<'_>, formulas: &Formulas) -> Result<Inferred, NoForm> {
    if table.column_of(Place::Label).is_none() {
        return Err(NoForm::NoLabels);
    }
    if table.columns.iter().filter(|c| words::heads_numbers(&fold(&c.path.join(" ")))).count() > 1 {
        return Err(NoForm::SideBySide);
    }
    let line = table.measure.as_ref().map(|(_, text)| text.as_str()).unwrap_or_default();
    let drawn = columns::draw(table, shape, line);
    if !drawn.columns.iter().any(|c| c.role == super::model::Role::Value) {
        return Err(NoForm::NoFigures);
    }
    let (rows, row_notes, row_places) =
        if shape == Shape::List { (Vec::new(), Vec::new(), Vec::new()) } else { rows::draw(table, line, &drawn) };
    if rows.is_empty() && shape != Shape::List {
        return Err(NoForm::NoRows);
    }
    let (title, subject) = titles::of(table);
    let seen = Seen { columns: drawn.sheet_columns, rows: row_places };
    let keys = if shape == Shape::List { columns::keys(&drawn.columns) } else { Vec::new() };
    let mut form = Form {
        text: None,
        name: name.to_owned(),
        shape,
        title: if title.is_empty() { one_line(name) } else { title },
        subject,
        measure: line.to_owned(),
        columns: drawn.columns,
        rows,
        rules: Vec::new(),
        cell_rules: Vec::new(),
        checks: Checks::default(),
        keys,
        overview: Vec::new(),
        words: HashMap::new(),
        by_label: OnceLock::new(),
    };
    form.rules = balances::derive(&form, table, &seen, formulas);
    let mut inferred = Inferred { form, columns: drawn.notes, rows: row_notes, seen };
    inferred.adopt();
    inferred.take_ratios();
    inferred.take_differences();
    inferred.yields();
    for (at, why) in balances::unused(&inferred.form, table, &inferred.seen) {
        if let Some(note) = inferred.columns.get_mut(at) {
            *note = joined(note, &why);
        }
    }
    Ok(inferred)
}

/// Indicators, or a tree where rows are parts of others over several columns, or a list.
fn shape(table: &Table<'_>) -> Shape {
    let labelled = table.rows.iter().filter(|r| !r.label.is_empty() && !r.is_total && !is_room(&r.label)).count();
    let words = table.others().filter(|c| worded::says_of_items(table, c) && !worded::is_remark(c)).count();
    let measured = table.column_of(Place::Measure).is_some();
    if labelled == 0 || !measured && words >= 2 && !has_printed_rows(table) {
        return Shape::List;
    }
    let nested = table.rows.iter().any(|r| r.parent.is_some());
    let figures = table.others().filter(|c| !worded::holds_words(table, c)).count();
    if nested && figures > 1 { Shape::Tree } else { Shape::Indicators }
}

/// Tells whether a table has rows of its own, whatever is said beside them in words: indicators, or what stands numbered
/// in a blank, none of whose numbers is left free for items.
fn has_printed_rows(table: &Table<'_>) -> bool {
    let heading = table.column_of(Place::Label).and_then(|c| c.path.last());
    if heading.is_some_and(|h| told::begins(h, &["chỉ tiêu", "các chỉ tiêu"])) {
        return true;
    }
    let numbered = |row: &Row| {
        let simple = |n: &Numbering| matches!(n, Numbering::Simple(Style::Arabic, _) | Numbering::Outline(_));
        numbering::read(&row.number).first().is_some_and(simple)
    };
    // «Thôn ……» leaves room for a name.
    let own = |row: &&Row| numbered(row) && !row.label.is_empty() && !row.is_total && !is_room(&row.label);
    let labels: BTreeSet<String> = table.rows.iter().filter(own).map(|r| fold(&r.label).as_str().to_owned()).collect();
    let free = table.rows.iter().any(|row| row.label.is_empty() && !row.number.is_empty());
    !table.is_filled() && labels.len() >= 2 && !free
}

/// Tells whether a label leaves room for a name: «Thôn ……», «Thôn A», «Thôn», «(Tên thôn)».
fn is_room(label: &str) -> bool {
    const VILLAGES: &[&str] = &["thôn", "bản", "xóm", "ấp", "buôn", "làng", "tổ", "tổ dân phố", "khu phố", "khu", "hộ"];
    let label = label.trim();
    let dots = label.ends_with('…') || label.ends_with("...");
    let named =
        label.starts_with('(') && told::begins(label.trim_matches(['(', ')']), &["tên", "ghi tên", "họ và tên"]);
    let key = fold(label);
    let one = key.as_str().rsplit_once(' ').is_some_and(|(village, name)| {
        let short = name.len() == 1 || name.len() < 3 && name.chars().all(|c| c.is_ascii_digit());
        short && VILLAGES.iter().any(|v| fold(v).as_str() == village)
    });
    dots || named || one || VILLAGES.iter().any(|v| fold(v) == key)
}

impl Inferred {
    /// The top rows are parts of a total that stands above them.
    fn adopt(&mut self) {
        let top = |form: &Form, at: usize| form.rows.get(at).is_some_and(|r| r.parent.is_none());
        let total = self.form.rules.iter().find_map(|rule| match &rule.balance.relation {
            Relation::Sum(terms) if rule.over == Over::Rows && rule.balance.left == 0 => {
                let parts: Vec<usize> = terms.iter().filter(|t| !t.minus).map(|t| t.of).collect();
                parts.iter().all(|at| top(&self.form, *at)).then_some(parts)
            }
            _ => None,
        });
        for at in total.into_iter().flatten() {
            if let Some(row) = self.form.rows.get_mut(at) {
                row.parent = Some(RowIndex(0));
            }
        }
    }

    /// What is a quotient by a rule aggregates as one, where what it is of adds.
    fn take_ratios(&mut self) {
        let rules = self.form.rules.clone();
        for rule in &rules {
            let Relation::Quotient { over, under, factor } = rule.balance.relation else { continue };
            let left = rule.balance.left;
            match rule.over {
                Over::Columns => {
                    let parts = Parts { of: Over::Columns, over, under: vec![under] };
                    // What was done may be more than all of what was planned.
                    let bounded = ![over, under]
                        .iter()
                        .filter_map(|at| self.form.columns.get(*at))
                        .any(|column| measures::is_unbounded(&column.spoken()));
                    let Some(column) = self.form.columns.get_mut(left) else { continue };
                    let aggregate = Aggregate::Ratio { parts, factor };
                    let sure = column.figure.as_ref().is_some_and(|f| f.measure != measures::UNKNOWN);
                    column.figure = Some(match column.figure.take() {
                        Some(figure) if sure => Figure { aggregate, max: figure.max.filter(|_| bounded), ..figure },
                        // A quotient is in no row's measure; by a hundred it is in per cent.
                        _ if factor == rust_decimal::Decimal::ONE_HUNDRED => {
                            Figure { aggregate, ..measures::guess("%", "so sánh", &[]).0 }
                        }
                        // Whether it is told as 0,85 or as 85 its heading does not say.
                        _ => measures::guess(measures::UNKNOWN, "", &[]).0,
                    });
                    let why = match column.figure.as_ref().map(|f| &f.aggregate) {
                        Some(Aggregate::None) => "tỷ số, không rõ là lần hay %: chưa tổng hợp",
                        _ => "tỷ số",
                    };
                    remark(&mut self.columns, left, &format!("{why} theo công thức ở {}", rule.from));
                }
                Over::Rows => {
                    let adds = |at: usize| self.form.rows.get(at).is_some_and(|r| r.figure.aggregate.adds());
                    if adds(over) && adds(under) {
                        let parts = Parts { of: Over::Rows, over, under: vec![under] };
                        self.ratio_row(left, parts, factor, &format!("tỷ số theo công thức ở {}", rule.from));
                    }
                }
            }
        }
    }

    /// «Tăng (+), giảm (-)» may be below zero. By a rule it is what the columns that it is of are, and adds as they do,
    /// whatever its heading says («So với cùng kỳ», 5 = 4 - 3).
    fn take_differences(&mut self) {
        for rule in self.form.rules.iter().filter(|r| r.over == Over::Columns) {
            let Relation::Sum(terms) = &rule.balance.relation else { continue };
            let of_rows = |at: usize| self.form.columns.get(at).is_some_and(|c| c.figure.is_none());
            let by_rows = terms.iter().all(|t| of_rows(t.of));
            let signed = terms.iter().any(|t| t.minus);
            let Some(column) = self.form.columns.get_mut(rule.balance.left) else { continue };
            column.signed |= signed && column.figure.is_none();
            if by_rows && column.figure.as_ref().is_some_and(|f| f.measure == measures::UNKNOWN) {
                (column.figure, column.signed) = (None, signed);
                remark(&mut self.columns, rule.balance.left, "");
            }
        }
        for column in self.form.columns.iter_mut().filter(|c| c.role == super::model::Role::Value) {
            column.signed |= column.figure.is_none() && told::is_difference(&column.heading.join(" "));
        }
    }

    fn ratio_row(&mut self, at: usize, parts: Parts, factor: rust_decimal::Decimal, why: &str) {
        if let Some(row) = self.form.rows.get_mut(at).filter(|r| r.figure.kind != Kind::Group) {
            row.figure.aggregate = Aggregate::Ratio { parts, factor };
            remark(&mut self.rows, at, why);
        }
    }

    /// Năng suất = sản lượng / diện tích, where the three are parts of one row and their measures say
    /// by what factor.
    fn yields(&mut self) {
        let found: Vec<(usize, Parts, rust_decimal::Decimal)> = (0..self.form.rows.len())
            .filter_map(|at| measures::yield_of(&self.form, RowIndex(at)).map(|(parts, factor)| (at, parts, factor)))
            .collect();
        for (at, parts, factor) in found {
            self.ratio_row(at, parts, factor, "năng suất = sản lượng / diện tích, không cộng");
        }
    }
}

/// Two remarks on one thing as one, where either may say nothing.
fn joined(one: &str, other: &str) -> String {
    [one, other].into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join("; ")
}

fn remark(notes: &mut [String], at: usize, why: &str) {
    if let Some(note) = notes.get_mut(at) {
        why.clone_into(note);
    }
}

impl Inferred {
    /// The rules as they stand in the sheet they were derived from: `rows 5 = 7 + 8`, `columns G = E / D * 100`.
    pub fn rules_in_sheet(&self) -> Vec<String> {
        self.form.rules.iter().filter_map(|rule| balances::in_sheet(rule, &self.seen)).collect()
    }
}
