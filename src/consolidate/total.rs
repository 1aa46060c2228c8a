//! An aggregated fact, and who stands behind it.

use rust_decimal::Decimal;

use crate::finding::Code;
use crate::form::RowIndex;
use crate::reading::State;
use crate::register::UnitIndex;

/// What came out of an aggregation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Every unit that should have a figure gave one that counts.
    Whole(Decimal),
    /// Every unit said that nothing arose.
    Nil,
    /// The value lacks units: some gave nothing, or nothing usable.
    Partial(Decimal),
    /// No unit gave a value; all that said something said this.
    Nothing(State),
    /// There are values but the rule gives no total of them.
    NoTotal,
    /// The words of units, where the rule takes words.
    Text(String),
}

/// A row aggregated over the communes of a place; of a list, all its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// Which of the run's forms.
    pub form: usize,
    /// Which row of the form; none where it is over the items of a list.
    pub row: Option<RowIndex>,
    /// Which column of the form, by its place.
    pub column: usize,
    /// The place.
    pub unit: UnitIndex,
    /// What came out.
    pub outcome: Outcome,
    /// Units that gave a value that counts.
    pub reported: usize,
    /// Units that should have given one.
    pub expected: usize,
    /// Units that gave one that could not be used.
    pub excluded: Vec<UnitIndex>,
    /// Units that gave none, and what they say instead; nothing where no cell was read.
    pub absent: Vec<(UnitIndex, Option<State>)>,
    /// Codes of what keeps the total from being whole, besides its units.
    pub codes: Vec<Code>,
}

impl Outcome {
    /// The state as totals name it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Outcome::Whole(_) => "number",
            Outcome::Nil => "nil",
            Outcome::Partial(_) => "partial",
            Outcome::Nothing(state) => state.as_str(),
            Outcome::NoTotal => "blank",
            Outcome::Text(_) => "text",
        }
    }

    /// The value, where there is one.
    pub fn value(&self) -> Option<Decimal> {
        match self {
            Outcome::Whole(value) | Outcome::Partial(value) => Some(*value),
            Outcome::Nil => Some(Decimal::ZERO),
            Outcome::Nothing(_) | Outcome::NoTotal | Outcome::Text(_) => None,
        }
    }
}
