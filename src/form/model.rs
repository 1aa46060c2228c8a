//! A form that holds together.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::table::words;
use crate::vietnamese::abbreviation;
use crate::vietnamese::symbol::Nothing;
use crate::vietnamese::text::{Folded, fold, shorten};

use super::by_label::RowsByLabel;
use super::checks::{Checks, Cumulative};
use super::figure::{Aggregate, Figure, Kind};
use super::heading::{HeadingPattern, with_year};
use super::rule::{CellRule, Over, Rule};

/// The shape of an appendix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// Fixed rows × one or more columns of figures.
    #[default]
    Indicators,
    /// Numbered rows with parents × columns under headings of several levels.
    Tree,
    /// Free rows, one an item (works, households), stacked over units.
    List,
}

impl Shape {
    /// The name in form files.
    pub fn name(self) -> &'static str {
        match self {
            Shape::Indicators => "indicators",
            Shape::Tree => "tree",
            Shape::List => "list",
        }
    }
}

/// The definition of an appendix.
#[derive(Debug, Clone)]
pub struct Form {
    /// The name it is known by: `chi-tieu`.
    pub name: String,
    /// Its shape.
    pub shape: Shape,
    /// The heading of the appendix, `{year}` where the year stands.
    pub title: String,
    /// What the heading is about: the programme's name.
    pub subject: String,
    /// The measure of the line above the table; empty where rows and columns say their own.
    pub measure: String,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Its rows, in order; a list has none of its own.
    pub rows: Vec<Row>,
    /// The balances that it carries.
    pub rules: Vec<Rule>,
    /// The balances between single cells, of this form and others.
    pub cell_rules: Vec<CellRule>,
    /// How its submissions are checked.
    pub checks: Checks,
    /// The columns of a list that tell an item from others; two items with the same are one twice.
    pub keys: Vec<usize>,
    /// The figures that the overview shows, each a row and a column of figures, of a list a column; none where
    /// they are not named.
    pub overview: Vec<(Option<RowIndex>, usize)>,
    /// Words for the kinds of nothing, folded, besides the general ones.
    pub words: HashMap<Folded, Nothing>,
    /// The TOML that it was read from; none of a form that was drawn.
    pub text: Option<String>,
    /// Its rows by their labels, made when first asked for: from then on its rows stay as they are.
    pub by_label: OnceLock<RowsByLabel>,
}

impl Form {
    /// The form as TOML: as it was read, or else written.
    pub fn toml(&self) -> String {
        self.text.clone().unwrap_or_else(|| super::write::toml(self, &super::write::Remarks::default()))
    }
}

/// A row's place in its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowIndex(pub usize);

/// What a column is for, decided before anything in it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The order number (STT).
    Number,
    /// The row's label.
    Label,
    /// The declared measure (ĐVT).
    Measure,
    /// Figures.
    Value,
    /// Words: who is responsible, notes.
    Text,
}

impl Role {
    /// The name in form files.
    pub fn name(self) -> &'static str {
        match self {
            Role::Number => "number",
            Role::Label => "label",
            Role::Measure => "measure",
            Role::Value => "value",
            Role::Text => "text",
        }
    }
}

/// How a lone dot before three digits is meant in a column, where the form says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Dot {
    /// It groups thousands.
    Grouping,
    /// It begins the decimals.
    Decimal,
}

impl Dot {
    /// The name in form files.
    pub fn name(self) -> &'static str {
        match self {
            Dot::Grouping => "grouping",
            Dot::Decimal => "decimal",
        }
    }
}

/// A column of a form.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name in facts and totals.
    pub code: String,
    /// What it is for.
    pub role: Role,
    /// Its heading, levels from top to bottom, `{year}` where the year stands.
    pub heading: Vec<String>,
    /// The headings it is recognised by.
    pub patterns: Vec<HeadingPattern>,
    /// How a lone dot is meant.
    pub dot: Option<Dot>,
    /// Its figures only grow, counted since then.
    pub cumulative: Option<Cumulative>,
    /// What stands in it whatever the row; none where the row says.
    pub figure: Option<Figure>,
    /// Its figures are differences, below zero as often as above, whatever the rows count.
    pub signed: bool,
    /// The figure in rows whose parts do not add, made when first asked for.
    pub not_added: OnceLock<Figure>,
}

/// What parts the levels of a heading where it is written on one line.
pub const LEVELS: &str = " › ";

impl Column {
    /// The heading on one line: `Vốn đầu tư › NSTW`.
    pub fn spoken(&self) -> String {
        self.heading.join(LEVELS)
    }

    /// The heading on one line as people speak of it, without the place of a year.
    pub fn name(&self) -> String {
        with_year(&self.spoken(), "").trim().to_owned()
    }

    /// The lowest level of the heading.
    pub fn lowest(&self) -> &str {
        self.heading.last().map(String::as_str).unwrap_or_default()
    }
}

/// A row of a form.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its name in facts and totals: `9.1`.
    pub code: String,
    /// The order number as printed: `9`, `-`.
    pub stt: String,
    /// The row that it is a part of.
    pub parent: Option<RowIndex>,
    /// Its label.
    pub label: String,
    /// The label and its other wordings, folded, short forms written out.
    pub keys: Vec<Folded>,
    /// Its figures only grow, counted since then.
    pub cumulative: Option<Cumulative>,
    /// What stands in it, unless the column says otherwise.
    pub figure: Figure,
    /// The same in a column of differences, which may be below zero, made when first asked for.
    pub difference: OnceLock<Figure>,
    /// How it aggregates where the columns say what stands in it.
    pub otherwise: Otherwise,
}

/// How a row aggregates whose columns say what stands in it, where that is not as they say: «Mức cao nhất» under
/// «Thực hiện (ha)».
#[derive(Debug, Clone, Default)]
pub struct Otherwise {
    /// The row's own way; none where the columns' holds.
    pub aggregate: Option<Aggregate>,
    /// What stands in each column, made when first asked for.
    by_column: OnceLock<Vec<Option<Figure>>>,
}

impl Otherwise {
    /// A row's own way of aggregating, if it has one.
    pub fn new(aggregate: Option<Aggregate>) -> Self {
        Self { aggregate, by_column: OnceLock::new() }
    }

    /// What stands in a column, if that aggregates as the row says and not as the column does: what adds there, and
    /// what is a quotient of such.
    fn figure(&self, columns: &[Column], column: usize) -> Option<&Figure> {
        let own = self.aggregate.as_ref().filter(|own| !own.adds())?;
        let otherwise = |column: &Column| {
            let figure = column.figure.as_ref()?;
            let aggregate = match figure.aggregate {
                Aggregate::Sum | Aggregate::Last => own.clone(),
                Aggregate::Ratio { .. } => Aggregate::None,
                _ => return None,
            };
            Some(Figure { aggregate, ..figure.clone() })
        };
        self.by_column.get_or_init(|| columns.iter().map(otherwise).collect()).get(column)?.as_ref()
    }
}

impl Row {
    /// The row as people speak of it: number and label.
    pub fn name(&self) -> String {
        format!("{} {}", self.code, self.label)
    }

    /// Tells whether it holds no figure of its own.
    pub fn is_group(&self) -> bool {
        self.figure.kind == Kind::Group
    }
}

impl Form {
    /// The columns that hold figures, with their places.
    pub fn value_columns(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.columns.iter().enumerate().filter(|(_, c)| c.role == Role::Value)
    }

    /// The columns whose cells are read into facts: those of figures, and of texts that aggregate or
    /// belong to the items of a list.
    pub fn read_columns(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.columns.iter().enumerate().filter(|(_, c)| match c.role {
            Role::Value => true,
            Role::Text => self.is_list() || c.figure.as_ref().is_some_and(|f| f.aggregate.is_of_texts()),
            Role::Label => self.is_list(),
            Role::Number | Role::Measure => false,
        })
    }

    /// The place of the column that has a role which only one can have.
    pub fn column_of(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|c| c.role == role)
    }

    /// The rows by the keys of their labels.
    pub fn by_label(&self) -> &RowsByLabel {
        self.by_label.get_or_init(|| RowsByLabel::of(&self.rows))
    }

    /// The rows with their places.
    pub fn indexed_rows(&self) -> impl Iterator<Item = (RowIndex, &Row)> {
        self.rows.iter().enumerate().map(|(i, r)| (RowIndex(i), r))
    }

    /// A row by its place.
    pub fn row(&self, at: RowIndex) -> Option<&Row> {
        self.rows.get(at.0)
    }

    /// A row as people speak of it in a sum: the number that is printed beside it, or what it is called.
    pub fn spoken_row(&self, at: usize) -> String {
        let Some(row) = self.rows.get(at) else { return at.to_string() };
        if row.stt == row.code {
            return row.code.clone();
        }
        // «Trong đó: - Lợn nái» is called by what it is.
        let led = row.label.split_once(':').filter(|(lead, _)| words::marker(&fold(lead)).is_some());
        let label = led.map_or(row.label.as_str(), |(_, own)| own.trim_start_matches([' ', '-', '+']));
        let lead = label.split_once(':').map(|(lead, _)| lead.trim()).filter(|l| l.chars().count() <= 24);
        format!("«{}»", lead.map_or_else(|| shorten(label, 36), str::to_owned))
    }

    /// A column as people speak of it in a sum: its heading, the lowest level alone where that tells it from
    /// all others.
    pub fn spoken_column(&self, at: usize) -> String {
        let Some(column) = self.columns.get(at) else { return at.to_string() };
        let alone = self.value_columns().filter(|(_, c)| c.lowest() == column.lowest()).count() == 1;
        let heading = if alone { column.lowest().to_owned() } else { column.spoken() };
        format!("«{}»", with_year(&heading, "").trim())
    }

    /// Tells whether its rows are free.
    pub fn is_list(&self) -> bool {
        self.shape == Shape::List
    }

    /// What stands in a cell: a group row holds nothing; else the column's own figure, or the row's.
    pub fn figure<'f>(&'f self, row: &'f Row, column: usize) -> &'f Figure {
        let of = |at: usize| self.columns.get(at).and_then(|c| c.figure.as_ref()).unwrap_or(&row.figure);
        let Some(own) = self.columns.get(column).filter(|_| !row.is_group()) else { return &row.figure };
        let Some(figure) = &own.figure else {
            if !own.signed {
                return &row.figure;
            }
            // The difference of two rates is no quotient of sums, nor that of two maxima one of differences.
            return row.difference.get_or_init(|| {
                let adds = !matches!(row.figure.aggregate, Aggregate::Ratio { .. } | Aggregate::Min | Aggregate::Max);
                let aggregate = if adds { row.figure.aggregate.clone() } else { Aggregate::None };
                Figure { min: None, aggregate, ..row.figure.clone() }
            });
        };
        if let Some(otherwise) = row.otherwise.figure(&self.columns, column) {
            return otherwise;
        }
        // «So sánh (%)» of a yield or a percentage is no quotient of sums: such figures have none.
        match &figure.aggregate {
            Aggregate::Ratio { parts, .. }
                if parts.of == Over::Columns && !self.is_list() && !parts.all().all(|at| of(at).aggregate.adds()) =>
            {
                own.not_added.get_or_init(|| Figure { aggregate: Aggregate::None, ..figure.clone() })
            }
            _ => figure,
        }
    }

    /// What stands in a cell named as facts name it; of a list the column alone says.
    pub fn figure_of(&self, row: &str, column: &str) -> Option<&Figure> {
        let column = self.columns.iter().position(|c| c.code == column)?;
        if self.is_list() {
            return self.columns.get(column)?.figure.as_ref();
        }
        self.rows.iter().find(|r| r.code == row).map(|r| self.figure(r, column))
    }

    /// The rows and columns of the form's table, each cell with what stands in it.
    pub fn cells(&self) -> impl Iterator<Item = (RowIndex, usize, &Figure)> {
        self.indexed_rows().flat_map(move |(at, row)| {
            self.read_columns().map(move |(column, _)| (at, column, self.figure(row, column)))
        })
    }
}

/// The key by which labels are compared: folded, short forms written out.
pub fn label_key(label: &str) -> Folded {
    abbreviation::key(label)
}
