//! What kind of figure stands in a cell: its measure, its bounds and how it aggregates.

use rust_decimal::Decimal;

use crate::vietnamese::measure::Measure;
use crate::vietnamese::text::fold;

use super::rule::Over;

/// What kind of figure a row or a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
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

impl Kind {
    /// The kind's name in form files.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Percent => "percent",
            Kind::Integer => "integer",
            Kind::Group => "group",
        }
    }
}

/// The figures that a ratio is taken of, by their places in the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// Rows of the same column, or columns of the same row.
    pub of: Over,
    /// The numerator.
    pub over: usize,
    /// The denominator: the sum of these. Disbursement is of this year's plan and of what was carried
    /// over, in two columns.
    pub under: Vec<usize>,
}

impl Parts {
    /// All of them: the numerator, then the denominator.
    pub fn all(&self) -> impl Iterator<Item = usize> {
        std::iter::once(self.over).chain(self.under.iter().copied())
    }
}

/// How figures become a total over units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aggregate {
    /// They add.
    Sum,
    /// Σ w·p / Σ w with a weight from the register.
    WeightedMean {
        /// The weight's column in the register: `so_ho`.
        weight: String,
    },
    /// Σ numerator / Σ denominator × factor, over the units that gave both.
    Ratio {
        /// What it is a ratio of.
        parts: Parts,
        /// What the quotient is multiplied by: 100 for per cent.
        factor: Decimal,
    },
    /// The plain mean over the units that gave a figure.
    Mean,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// A stock: it adds over units, and over periods the last one holds.
    Last,
    /// How many units gave something.
    Count,
    /// The text of the first unit that gave one.
    First,
    /// The different texts of all units, one after another.
    Concat,
    /// They do not aggregate.
    None,
}

impl Aggregate {
    /// The rule's name in totals and form files.
    pub fn name(&self) -> &'static str {
        match self {
            Aggregate::Sum => "sum",
            Aggregate::WeightedMean { .. } => "weighted_mean",
            Aggregate::Ratio { .. } => "ratio",
            Aggregate::Mean => "mean",
            Aggregate::Min => "min",
            Aggregate::Max => "max",
            Aggregate::Last => "last",
            Aggregate::Count => "count",
            Aggregate::First => "first",
            Aggregate::Concat => "concat",
            Aggregate::None => "none",
        }
    }

    /// Tells whether the figures of units are added.
    pub fn adds(&self) -> bool {
        matches!(self, Aggregate::Sum | Aggregate::Last)
    }

    /// Tells whether it is of texts, not of figures.
    pub fn is_of_texts(&self) -> bool {
        matches!(self, Aggregate::First | Aggregate::Concat)
    }
}

/// What stands in a cell of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its measure as printed.
    pub measure: String,
    /// Its measure, parsed; none for groups and texts.
    pub dimension: Option<Measure>,
    /// What kind of figure it is.
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

impl Figure {
    /// What holds no figure of its own.
    pub fn group(measure: &str) -> Self {
        Self {
            measure: measure.to_owned(),
            dimension: Measure::parse(measure),
            kind: Kind::Group,
            aggregate: Aggregate::None,
            min: None,
            max: None,
            below_one: false,
        }
    }

    /// Tells whether it is answered in words, and not measured: «Đạt/Chưa đạt», «Có/Không» stand where measures do.
    pub fn is_answered(&self) -> bool {
        const ANSWERS: &[&str] =
            &["đạt", "chưa đạt", "không đạt", "có", "không", "rồi", "chưa", "hoàn thành", "chưa hoàn thành"];
        let answer = |part: &str| ANSWERS.iter().any(|a| fold(a) == fold(part));
        let parts = self.measure.split(['/', ',', '-', '–', ';']).flat_map(|part| part.split(" hoặc "));
        self.kind == Kind::Number
            && self.aggregate == Aggregate::None
            && !self.measure.is_empty()
            && parts.into_iter().all(answer)
    }

    /// Tells whether a value lies within the bounds.
    pub fn admits(&self, value: Decimal) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }
}
