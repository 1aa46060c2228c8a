//! What is held of each fact, and what of few.

use std::fmt::{self, Write as _};

use rust_decimal::Decimal;

use crate::finding::Code;
use crate::reading::fact::State;

/// What there is of every fact.
#[derive(Clone, Copy, Default)]
pub(super) struct Record {
    /// The digits of a number, where they are few enough. Of what is no number, its text, where one stands there.
    /// In bytes: as a number they would have each record take up 32.
    pub digits: [u8; 8],
    pub row: u32,
    pub common: u32,
    /// What few facts have, counted from 1; 0 where it has nothing of it.
    pub extra: u32,
    pub scale: u8,
    pub kind: Kind,
}

/// What few facts have.
#[derive(Clone, Default)]
pub(super) struct Extra {
    pub codes: Vec<Code>,
    /// A number of very many digits.
    pub long: Option<Decimal>,
    /// The text of a number that is not what the number is written as; 0 where it is.
    pub text: u32,
}

/// A state without its number.
#[derive(Clone, Copy, Default)]
pub(super) enum Kind {
    Number,
    Nil,
    #[default]
    Blank,
    Deferred,
    NotCollected,
    NotApplicable,
    Ambiguous,
    Unreadable,
    Text,
}

impl Kind {
    pub fn of(state: State) -> Self {
        match state {
            State::Number(_) => Kind::Number,
            State::Nil => Kind::Nil,
            State::Blank => Kind::Blank,
            State::Deferred => Kind::Deferred,
            State::NotCollected => Kind::NotCollected,
            State::NotApplicable => Kind::NotApplicable,
            State::Ambiguous => Kind::Ambiguous,
            State::Unreadable => Kind::Unreadable,
            State::Text => Kind::Text,
        }
    }

    /// The state, with its number where it has one.
    pub fn state(self, number: impl FnOnce() -> Decimal) -> State {
        match self {
            Kind::Number => State::Number(number()),
            Kind::Nil => State::Nil,
            Kind::Blank => State::Blank,
            Kind::Deferred => State::Deferred,
            Kind::NotCollected => State::NotCollected,
            Kind::NotApplicable => State::NotApplicable,
            Kind::Ambiguous => State::Ambiguous,
            Kind::Unreadable => State::Unreadable,
            Kind::Text => State::Text,
        }
    }
}

/// The digits of a number and how many of them are decimals, where that is all there is to it.
pub(super) fn short(value: Decimal) -> Option<(i64, u8)> {
    let (digits, scale) = (i64::try_from(value.mantissa()).ok()?, u8::try_from(value.scale()).ok()?);
    // Also in how it is written, such as a zero with a sign.
    (Decimal::new(digits, u32::from(scale)).serialize() == value.serialize()).then_some((digits, scale))
}

/// Tells whether a text is what a state is written as: its number, or nothing.
pub(super) fn is_written(state: State, text: &str) -> bool {
    struct Rest<'t>(&'t str);
    impl fmt::Write for Rest<'_> {
        fn write_str(&mut self, written: &str) -> fmt::Result {
            self.0 = self.0.strip_prefix(written).ok_or(fmt::Error)?;
            Ok(())
        }
    }
    let mut rest = Rest(text);
    let number = match state {
        State::Number(number) => write!(rest, "{number}"),
        _ => Ok(()),
    };
    number.is_ok() && rest.0.is_empty()
}
