//! A form that holds together.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::vietnamese::abbreviation::expand;
use crate::vietnamese::measure::Measure;
use crate::vietnamese::symbol::Nothing;
use crate::vietnamese::text::{Folded, fold};

use super::heading::HeadingPattern;

/// The definition of an appendix.
#[derive(Debug, Clone)]
pub struct Form {
    /// The name it is known by: `chi-tieu`.
    pub name: String,
    /// The heading of the appendix, `{year}` where the year stands.
    pub title: String,
    /// What the heading is about: the programme's name.
    pub subject: String,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Its rows, in order.
    pub rows: Vec<Row>,
    /// Words for the kinds of nothing, folded, besides the general ones.
    pub words: HashMap<Folded, Nothing>,
}

/// A row's place in its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowIndex(pub usize);

/// What a column is for, decided before anything in it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
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

/// How a lone dot before three digits is meant in a column, where the form says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dot {
    /// It groups thousands.
    Grouping,
    /// It begins the decimals.
    Decimal,
}

/// A column of a form.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name in facts and totals.
    pub code: String,
    /// What it is for.
    pub role: Role,
    /// Its heading, `{year}` where the year stands.
    pub heading: String,
    /// The headings it is recognised by.
    pub patterns: Vec<HeadingPattern>,
    /// How a lone dot is meant.
    pub dot: Option<Dot>,
}

/// What kind of figure a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Any number.
    Number,
    /// A percentage, in points: 82.76 is 82.76 %.
    Percent,
    /// A whole number: things are counted.
    Integer,
    /// No figure of its own; it heads the rows below it.
    Group,
}

/// How a row's figures become a total over units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aggregate {
    /// They add.
    Sum,
    /// Σ w·p / Σ w with a weight from the register.
    WeightedMean {
        /// The weight's column in the register: `so_ho`.
        weight: String,
    },
    /// They do not aggregate.
    None,
}

impl Aggregate {
    /// The rule's name in totals and form files.
    pub fn name(&self) -> &'static str {
        match self {
            Aggregate::Sum => "sum",
            Aggregate::WeightedMean { .. } => "weighted_mean",
            Aggregate::None => "none",
        }
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
    /// Its measure as printed.
    pub measure: String,
    /// Its measure, parsed; none for groups.
    pub dimension: Option<Measure>,
    /// What kind of figure it holds.
    pub kind: Kind,
    /// How it aggregates.
    pub aggregate: Aggregate,
    /// The least it can be.
    pub min: Option<Decimal>,
    /// The most it can be.
    pub max: Option<Decimal>,
    /// A percentage below 1 is ordinary here, so such a number is taken as points.
    pub below_one: bool,
}

impl Row {
    /// The row as people speak of it: number and label.
    pub fn name(&self) -> String {
        format!("{} {}", self.code, self.label)
    }

    /// Tells whether a value lies within the row's bounds.
    pub fn admits(&self, value: Decimal) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }
}

impl Form {
    /// The columns that hold figures, with their places.
    pub fn value_columns(&self) -> impl Iterator<Item = (usize, &Column)> {
        self.columns.iter().enumerate().filter(|(_, c)| c.role == Role::Value)
    }

    /// The rows with their places.
    pub fn indexed_rows(&self) -> impl Iterator<Item = (RowIndex, &Row)> {
        self.rows.iter().enumerate().map(|(i, r)| (RowIndex(i), r))
    }

    /// A row by its place.
    pub fn row(&self, at: RowIndex) -> Option<&Row> {
        self.rows.get(at.0)
    }
}

/// The key by which labels are compared: folded, short forms written out.
pub fn label_key(label: &str) -> Folded {
    expand(&fold(label))
}
