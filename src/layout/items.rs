//! The items of a list: every row below the headings that names something, up to its totals.

use crate::address::Address;
use crate::finding::structure::Problem;
use crate::finding::{Finding, Place};
use crate::form::{Form, Role};
use crate::intake::{Cell, Sheet};
use crate::table::index_row::is_index_row;
use crate::table::words;
use crate::vietnamese::text::{fold, one_line};

use super::header::{self, Header};
use super::rows::{Matched, value_cells};
use super::{Item, Table, is_figure};

/// Gathers the items below the headers.
pub fn find(form: &Form, sheet: &Sheet, headers: &[Header], place: &Place) -> Matched {
    let mut found = Matched { rows: Vec::new(), items: Vec::new(), unknown: Vec::new(), findings: Vec::new() };
    let mut ended = false;
    for (row, cells) in sheet.rows() {
        let Some(header) = headers.iter().rev().find(|h| row >= h.first_row) else { continue };
        if row <= header.last_row {
            ended = false;
            continue;
        }
        if ended || header::repeats(header, cells) || is_index_row(cells) {
            continue;
        }
        let line = Line::new(form, header, sheet, row, cells);
        if line.is_below_table() {
            ended = true;
            continue;
        }
        let at = Place { cell: line.at(Role::Label), ..place.clone() };
        match line.kind() {
            Kind::Item => found.items.push(Item {
                number: 0,
                sheet_row: row,
                label: line.label,
                cells: value_cells(form, sheet, header, row),
            }),
            Kind::Total => {
                found.findings.push(Finding::at(at, Problem::TotalOfList { label: line.label }));
            }
            Kind::Unnamed => {
                let figure = line.figure().map(|c| c.at);
                found.findings.push(Finding::at(Place { cell: figure, ..at }, Problem::FigureWithoutLabel));
            }
            Kind::Continued => {
                if let Some(last) = found.items.last_mut() {
                    last.label = one_line(&format!("{} {}", last.label, line.label));
                }
            }
            Kind::Nothing => {}
        }
    }
    found
}

/// Numbers the items of a submission through, from 1.
pub fn number(tables: &mut [Table<'_>]) {
    let items = tables.iter_mut().flat_map(|t| t.items.iter_mut());
    for (item, number) in items.zip(1..) {
        item.number = number;
    }
}

enum Kind {
    /// One of the list.
    Item,
    /// The total of others: they are counted themselves.
    Total,
    /// Figures that belong to nothing.
    Unnamed,
    /// More words of the item above.
    Continued,
    /// A heading of a part of the list, or nothing at all.
    Nothing,
}

/// One row below the headings.
struct Line<'a> {
    form: &'a Form,
    header: &'a Header,
    row: u32,
    cells: &'a [Cell],
    number: String,
    label: String,
}

impl<'a> Line<'a> {
    fn new(form: &'a Form, header: &'a Header, sheet: &Sheet, row: u32, cells: &'a [Cell]) -> Self {
        let text = |role| {
            let at = header.column(form, role).and_then(|c| Address::new(row, c));
            at.and_then(|at| sheet.cell(at)).map(|c| one_line(&c.value.to_string())).unwrap_or_default()
        };
        let (number, label) = (text(Role::Number), text(Role::Label));
        // A total is often written in the column of numbers, across both.
        let label = if label.is_empty() && words::begins_total(&fold(&number)) { number.clone() } else { label };
        Self { form, header, row, cells, number, label }
    }

    fn at(&self, role: Role) -> Option<Address> {
        self.header.column(self.form, role).and_then(|c| Address::new(self.row, c))
    }

    /// The first figure in a column of figures.
    fn figure(&self) -> Option<&'a Cell> {
        let columns: Vec<u32> =
            self.form.value_columns().filter_map(|(i, _)| self.header.columns.get(&i)).map(|h| h.column).collect();
        self.cells.iter().find(|c| columns.contains(&c.at.column) && is_figure(&c.value))
    }

    /// Words or figures beside the label.
    fn says_more(&self) -> bool {
        let named = [self.at(Role::Number), self.at(Role::Label)];
        let headed = |c: &&Cell| self.header.columns.values().any(|h| h.column == c.at.column);
        self.cells.iter().filter(headed).any(|c| !named.contains(&Some(c.at)))
    }

    fn is_below_table(&self) -> bool {
        self.figure().is_none() && self.cells.iter().filter_map(Cell::text).any(words::stands_below)
    }

    fn kind(&self) -> Kind {
        let key = fold(&self.label);
        if words::begins_total(&key) || words::is_total(&key) {
            return if self.figure().is_some() { Kind::Total } else { Kind::Nothing };
        }
        let numbered = self.number.chars().any(char::is_alphanumeric);
        match (key.is_empty(), self.figure().is_some()) {
            (true, true) => Kind::Unnamed,
            (true, false) => Kind::Nothing,
            // `A`, `I` head a part of the list: nothing stands beside them.
            (false, false) if numbered && !self.says_more() && is_section(&self.number) => Kind::Nothing,
            (false, false)
                if !numbered && self.number.is_empty() && self.header.column(self.form, Role::Number).is_some() =>
            {
                Kind::Continued
            }
            (false, _) => Kind::Item,
        }
    }
}

/// Letters and Roman numerals number the parts of a list, not its items.
fn is_section(number: &str) -> bool {
    let bare = number.trim().trim_matches(['.', ')', '(']);
    !bare.is_empty() && bare.chars().all(|c| c.is_ascii_uppercase())
}
