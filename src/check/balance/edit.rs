//! One balance held against the figures of one column or row.

use rust_decimal::Decimal;

use super::Cell;

/// What must hold of some cells. A figure is taken as rounded to its last shown place: the balance fails
/// only where no values within the rounding satisfy it (EBA's interval rule).
#[derive(Debug, Clone)]
pub(super) struct Edit {
    /// The left side, then every figure on the right.
    pub cells: Vec<Cell>,
    /// How they stand to each other.
    pub relation: Standing,
    /// What rounding may have taken or added.
    pub slack: Decimal,
}

/// How the figures of an edit stand to each other.
#[derive(Debug, Clone)]
pub(super) enum Standing {
    /// The left is the sum of the others, each with its sign.
    Equal(Vec<bool>),
    /// The left is no less than the sum of the others, nor, if that is asked, than any of them.
    NoLess {
        /// Which are taken away.
        minus: Vec<bool>,
        /// Each alone is no more either.
        each: bool,
    },
    /// The left is the first by the sum of the others, times a factor.
    Quotient(Decimal),
}

/// Quotients are compared to so many places: Excel keeps no more of a third than fifteen digits.
pub(super) const PLACES: u32 = 6;

/// An edit held against values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome {
    /// It is satisfied.
    pub holds: bool,
    /// The left side.
    pub left: Decimal,
    /// What it is held against.
    pub right: Decimal,
}

impl Edit {
    /// Holds it against values; nothing where they are too large to be computed with.
    pub fn hold(&self, value: impl Fn(Cell) -> Option<Decimal>) -> Option<Outcome> {
        let (first, rest) = self.cells.split_first()?;
        let left = value(*first)?;
        let figures: Vec<Decimal> = rest.iter().map(|cell| value(*cell)).collect::<Option<_>>()?;
        let sum = |minus: &[bool]| {
            figures.iter().zip(minus).try_fold(Decimal::ZERO, |sum, (figure, minus)| {
                if *minus { sum.checked_sub(*figure) } else { sum.checked_add(*figure) }
            })
        };
        let (right, holds) = match &self.relation {
            Standing::Equal(minus) => {
                let right = sum(minus)?;
                (right, left.saturating_sub(right).abs() <= self.slack)
            }
            Standing::NoLess { minus, each } => {
                let most = figures.iter().copied().max().filter(|_| *each);
                let right = sum(minus)?.max(most.unwrap_or(Decimal::MIN));
                (right, right <= left.saturating_add(self.slack))
            }
            Standing::Quotient(factor) => {
                let (over, under) = figures.split_first()?;
                let under = under.iter().try_fold(Decimal::ZERO, |sum, figure| sum.checked_add(*figure))?;
                let right = over.checked_mul(*factor)?.checked_div(under)?.round_dp(PLACES).normalize();
                (right, left.saturating_sub(right).abs() <= self.slack)
            }
        };
        Some(Outcome { holds, left, right })
    }
}
