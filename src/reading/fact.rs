//! One cell's value, or the kind of nothing it holds, with where it stood.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::address::Address;
use crate::finding::Code;

/// What a cell says. Only a number and a nil have a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A number, in the form's measure.
    Number(Decimal),
    /// `-`: nothing arose; counts as 0.
    Nil,
    /// Nothing stands there.
    Blank,
    /// Words put it off to later.
    Deferred,
    /// `…`: it arose but was not collected.
    NotCollected,
    /// `x`: does not apply.
    NotApplicable,
    /// Several readings are left.
    Ambiguous,
    /// No reading is left.
    Unreadable,
    /// Words, in a column of words.
    Text,
}

impl State {
    /// The state as facts name it.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Number(_) => "number",
            State::Nil => "nil",
            State::Blank => "blank",
            State::Deferred => "deferred",
            State::NotCollected => "not_collected",
            State::NotApplicable => "not_applicable",
            State::Ambiguous => "ambiguous",
            State::Unreadable => "unreadable",
            State::Text => "text",
        }
    }

    /// The value that counts.
    pub fn value(self) -> Option<Decimal> {
        match self {
            State::Number(value) => Some(value),
            State::Nil => Some(Decimal::ZERO),
            _ => None,
        }
    }

    /// Tells whether a figure was given that could not be used.
    pub fn is_unusable(self) -> bool {
        matches!(self, State::Ambiguous | State::Unreadable)
    }
}

/// One cell read. File, unit and period are those of its submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The form's row code, or `?` and the label.
    pub row: String,
    /// The form's column code, or `?` and the heading.
    pub column: String,
    /// What it says.
    pub state: State,
    /// The form's measure; for a row the form does not have, the declared one.
    pub measure: String,
    /// The sheet's name.
    pub sheet: String,
    /// The cell.
    pub cell: Address,
    /// The cell as it stood.
    pub raw: String,
    /// Codes of the findings that point here.
    pub codes: Vec<Code>,
}

impl Fact {
    /// The last place that the figure is shown to, in the form's measure; none for what was written whole.
    pub fn step(&self) -> Decimal {
        let value = self.state.value().unwrap_or_default().normalize();
        if value.scale() > 0 {
            return Decimal::new(1, value.scale());
        }
        if !self.codes.contains(&Code::Converted) || value.is_zero() {
            return Decimal::ZERO;
        }
        // «1.055,6 triệu» is rounded to a hundred thousand, «3.000 triệu» to a million: by the written digits.
        let digits: String = self.raw.chars().filter(char::is_ascii_digit).collect();
        let written = digits.parse::<Decimal>().ok().filter(|d| !d.is_zero());
        let step = written.and_then(|d| value.abs().checked_div(d)).unwrap_or(Decimal::ZERO);
        let powers = (0..=12u32).map(|n| Decimal::from(10i64.pow(n)));
        powers.into_iter().find(|p| *p == step).unwrap_or(Decimal::ZERO)
    }
}

/// A figure that a list prints as the total of items: held against them, never counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The label of its row.
    pub label: String,
    /// The figure.
    pub fact: Fact,
    /// The items that it may be the total of, by their numbers, the likeliest first.
    pub covers: Vec<Range<usize>>,
}
