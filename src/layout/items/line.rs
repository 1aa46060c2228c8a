//! One row of a list below the headings: what its label says by its words, and what stands beside it.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::address::Address;
use crate::form::{Form, Role};
use crate::intake::{Cell, Sheet, Value};
use crate::layout::header::{self, Header};
use crate::layout::is_figure;
use crate::table::rows::{Part, Row};
use crate::table::{numbering, words};
use crate::vietnamese::text::{fold, one_line};

/// One row below the headings.
pub(super) struct Line<'a> {
    pub(super) form: &'a Form,
    pub(super) header: &'a Header,
    pub(super) row: u32,
    pub(super) cells: &'a [Cell],
    pub(super) number: Cow<'a, str>,
    pub(super) label: Cow<'a, str>,
    pub(super) said: Said,
}

/// What a line's label says by its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    /// It is «Tổng cộng» and no more.
    pub(super) is_total: bool,
    /// It begins as a total does, or carries one over.
    pub(super) begins_total: bool,
    /// It is «Trong đó» or «Chia ra», and no more.
    pub(super) marker: Option<Part>,
    /// It begins with one of these.
    pub(super) lead: Option<Part>,
}

impl Said {
    fn of(label: &str) -> Self {
        let key = fold(label);
        Self {
            is_total: words::is_total(&key),
            begins_total: words::begins_total(&key) || words::carries_over(&key),
            marker: words::marker(&key),
            lead: words::lead(&key),
        }
    }
}

impl<'a> Line<'a> {
    pub(super) fn new(form: &'a Form, header: &'a Header, sheet: &'a Sheet, row: u32, cells: &'a [Cell]) -> Self {
        let number = header.column(form, Role::Number).and_then(|c| sheet.cell(Address::new(row, c)?));
        let number = number.map(|c| c.value.on_one_line());
        let (sign, label) = header.label(sheet, row);
        let number = number.filter(|n| !n.is_empty()).or(sign).unwrap_or_default();
        // A total is often written in the column of numbers, across both.
        let totals = label.is_empty() && words::begins_total(&fold(&number));
        let (number, label) = if totals { (Cow::default(), number) } else { (number, label) };
        let said = Said::of(&label);
        Self { form, header, row, cells, number, label, said }
    }

    pub(super) fn at(&self, role: Role) -> Option<Address> {
        self.header.column(self.form, role).and_then(|c| Address::new(self.row, c))
    }

    /// Words in one of the form's columns of words: a place, an owner.
    pub(super) fn has_words(&self) -> bool {
        let texts = self.form.columns.iter().enumerate().filter(|(_, c)| c.role == Role::Text);
        let columns: Vec<u32> = texts.filter_map(|(i, _)| self.header.columns.get(&i)).map(|h| h.column).collect();
        self.cells.iter().any(|c| columns.contains(&c.at.column) && c.text().is_some_and(|t| !t.trim().is_empty()))
    }

    /// The plain number in one of the form's columns.
    pub(super) fn number_in(&self, column: usize) -> Option<Decimal> {
        let at = self.header.columns.get(&column)?.column;
        match &self.cells.iter().find(|c| c.at.column == at)?.value {
            Value::Number(n) => Some(*n),
            _ => None,
        }
    }

    /// Takes up the words of its label that stand in the line below.
    pub(super) fn take_up(&mut self, below: &Self) {
        self.label = one_line(&format!("{} {}", self.label, below.label)).into();
        self.said = Said::of(&self.label);
    }

    /// The measure beside it, where the form or the file has a column of measures.
    pub(super) fn measure(&self, sheet: &Sheet) -> String {
        let column = self.header.measures(self.form);
        column.and_then(|column| header::text_at(sheet, self.row, column)).unwrap_or_default().into_owned()
    }

    /// The first figure in a column of figures.
    pub(super) fn figure(&self) -> Option<&'a Cell> {
        let columns: Vec<u32> =
            self.form.value_columns().filter_map(|(i, _)| self.header.columns.get(&i)).map(|h| h.column).collect();
        self.cells.iter().find(|c| columns.contains(&c.at.column) && is_figure(&c.value))
    }

    /// Words or figures beside the label.
    pub(super) fn says_more(&self) -> bool {
        let named = [self.at(Role::Number), self.at(Role::Label)];
        let headed = |c: &&Cell| self.header.columns.values().any(|h| h.column == c.at.column);
        self.cells.iter().filter(headed).any(|c| !named.contains(&Some(c.at)))
    }

    /// Signatures, recipients and notes stand at the label or left of it, without number or figure.
    pub(super) fn is_below_table(&self) -> bool {
        let last = self.at(Role::Label).map(|at| at.column);
        let beside = self.cells.iter().filter(|c| last.is_none_or(|l| c.at.column <= l));
        let signs = beside.filter_map(Cell::text).any(words::stands_below);
        let alone = self.label.is_empty() && self.cells.iter().filter_map(Cell::text).any(words::stands_below);
        self.figure().is_none() && !self.is_numbered() && (signs || alone)
    }

    pub(super) fn is_numbered(&self) -> bool {
        self.number.chars().any(char::is_alphanumeric)
    }

    /// «Tổng cộng»; a work whose name begins like that has a number.
    pub(super) fn is_total(&self) -> bool {
        self.said.is_total || (!self.is_numbered() && self.said.begins_total)
    }

    /// More words of the label above: alone in its row, where the list has numbers.
    pub(super) fn goes_on(&self) -> bool {
        let has_numbers = self.header.column(self.form, Role::Number).is_some();
        let alone = !self.label.is_empty() && self.number.is_empty() && !self.says_more();
        alone && has_numbers && !self.is_total() && !self.is_marker()
    }

    /// Only «Trong đó» or «Chia ra».
    pub(super) fn is_marker(&self) -> bool {
        self.said.marker.is_some()
    }

    /// The line as a row whose place in the tree of numbers is asked for; that asks of labels only those of parts.
    pub(super) fn outline(&self) -> Row {
        let split = numbering::split(&self.label).filter(|_| self.number.is_empty());
        let (number, label, said) = match split {
            Some((number, rest)) => (number.to_owned(), rest, Said::of(rest)),
            None => (self.number.to_string(), self.label.as_ref(), self.said),
        };
        let part = said.lead.or(said.marker);
        Row {
            sheet_row: self.row,
            last_row: self.row,
            number,
            whole_label: String::new(),
            label: part.map(|_| label.to_owned()).unwrap_or_default(),
            measure: String::new(),
            has_figures: self.figure().is_some(),
            is_filled: true,
            indent: 0,
            carried: false,
            part,
            introduced: false,
            is_total: self.is_total(),
            parent: None,
        }
    }
}
