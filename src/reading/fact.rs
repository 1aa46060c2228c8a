//! One cell's value, or the kind of nothing it holds, with where it stood.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use rust_decimal::Decimal;

use crate::address::Address;
use crate::finding::Code;
use crate::vietnamese::number;

use super::Facts;

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

    /// Tells whether an amount counts or may yet: of several readings one may be decided later.
    pub fn is_amount(self) -> bool {
        match self {
            State::Number(value) => !value.is_zero(),
            state => state == State::Ambiguous,
        }
    }

    /// Tells whether a figure was given that could not be used.
    pub fn is_unusable(self) -> bool {
        matches!(self, State::Ambiguous | State::Unreadable)
    }
}

/// What a fact is made of.
#[derive(Debug, Clone)]
pub struct Parts<'a> {
    /// The form's row code, or `?` and the label.
    pub row: &'a str,
    /// The form's column code, or `?` and the heading.
    pub column: &'a str,
    /// What it says.
    pub state: State,
    /// The form's measure; for a row the form does not have, the declared one.
    pub measure: &'a str,
    /// The sheet's name.
    pub sheet: &'a str,
    /// The cell.
    pub cell: Address,
    /// The cell as it stood.
    pub raw: &'a str,
    /// Codes of the findings that point here.
    pub codes: Vec<Code>,
}

/// One cell read, among the [`Facts`] of its submission. File, unit and period are those of the submission.
#[derive(Clone, Copy)]
pub struct Fact<'f> {
    facts: &'f Facts,
    at: usize,
}

impl<'f> Fact<'f> {
    /// The fact with a number, which is there.
    pub(super) fn new(facts: &'f Facts, at: usize) -> Self {
        Self { facts, at }
    }

    /// Its number among the facts of its submission.
    pub fn at(self) -> usize {
        self.at
    }

    /// What tells it from all others, those that say the same as well.
    pub fn identity(self) -> (*const Facts, usize) {
        (std::ptr::from_ref(self.facts), self.at)
    }

    /// The form's row code, or `?` and the label.
    pub fn row(self) -> &'f str {
        self.facts.row(self.at)
    }

    /// The form's column code, or `?` and the heading.
    pub fn column(self) -> &'f str {
        self.facts.column(self.at)
    }

    /// The form's measure; for a row the form does not have, the declared one.
    pub fn measure(self) -> &'f str {
        self.facts.measure(self.at)
    }

    /// The sheet's name.
    pub fn sheet(self) -> &'f str {
        self.facts.sheet(self.at)
    }

    /// The cell.
    pub fn cell(self) -> Address {
        self.facts.cell(self.at)
    }

    /// The cell as it stood.
    pub fn raw(self) -> Cow<'f, str> {
        self.facts.raw(self.at)
    }

    /// What it says.
    pub fn state(self) -> State {
        self.facts.state(self.at)
    }

    /// Codes of the findings that point here.
    pub fn codes(self) -> &'f [Code] {
        self.facts.codes(self.at)
    }

    /// Tells whether it, and not one read before it, stands for the row and column that both are of. A row that stands
    /// in a file twice has two facts: the one that a person decided on stands, else one that says that there is a
    /// figure which cannot be used; of two alike the first.
    pub fn outranks(self, earlier: Fact<'_>) -> bool {
        let rank = |fact: Fact<'_>| (fact.state().value().is_some(), fact.state().is_unusable());
        rank(self) > rank(earlier)
    }

    /// Tells whether a finding of that code points here.
    pub fn has(self, code: Code) -> bool {
        self.codes().contains(&code)
    }

    /// The last place that the figure is shown to, in the form's measure; none for what was written whole.
    pub fn step(self) -> Decimal {
        let value = self.state().value().unwrap_or_default().normalize();
        if value.scale() > 0 {
            return Decimal::new(1, value.scale());
        }
        let converted = self.has(Code::Converted);
        // What was decided after it was read may have been converted as well: then its digits say so.
        let decided = self.has(Code::ReadByBalance) || self.has(Code::Decided);
        if !(converted || decided) || value.is_zero() {
            return Decimal::ZERO;
        }
        // «1.055,6 triệu» is rounded to a hundred thousand, «3.000 triệu» to a million: by the written digits.
        let written = number::digits(&self.raw()).parse::<Decimal>().ok().filter(|d| !d.is_zero());
        let step = written.and_then(|d| value.abs().checked_div(d)).unwrap_or(Decimal::ZERO);
        let powers = (0..=12u32).map(|n| Decimal::from(10i64.pow(n)));
        powers.into_iter().find(|p| *p == step && (converted || *p != Decimal::ONE)).unwrap_or(Decimal::ZERO)
    }
}

impl PartialEq for Fact<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.row() == other.row()
            && self.column() == other.column()
            && self.measure() == other.measure()
            && self.sheet() == other.sheet()
            && self.state() == other.state()
            && self.cell() == other.cell()
            && self.raw() == other.raw()
            && self.codes() == other.codes()
    }
}

impl Eq for Fact<'_> {}

impl fmt::Debug for Fact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fact")
            .field("row", &self.row())
            .field("column", &self.column())
            .field("state", &self.state())
            .field("measure", &self.measure())
            .field("sheet", &self.sheet())
            .field("cell", &self.cell())
            .field("raw", &self.raw())
            .field("codes", &self.codes())
            .finish()
    }
}

/// A figure that a list prints as the total of items: held against them, never counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// The label of its row.
    pub label: String,
    /// The figure, alone.
    pub figure: Facts,
    /// The items that it may be the total of, by their numbers, the likeliest first.
    pub covers: Vec<Range<usize>>,
}

impl Printed {
    /// The figure.
    pub fn fact(&self) -> Fact<'_> {
        Fact::new(&self.figure, 0)
    }
}
