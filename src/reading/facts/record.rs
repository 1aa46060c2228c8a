//! What is held of each fact, and what of few.

use crate::digits;
use crate::finding::Code;
use crate::reading::fact::State;

/// What there is of every fact.
#[derive(Clone, Copy, Default)]
pub(super) struct Record {
    /// The digits of a number; the text of what is no number; of what has more to it, where that is held. In bytes:
    /// as a number it would have each record take up four more.
    value: [u8; 8],
    pub row: u32,
    pub common: u32,
    scale: u8,
    kind: Kind,
}

/// What few facts have.
#[derive(Clone)]
pub(super) struct Extra {
    pub codes: Vec<Code>,
    pub state: State,
    /// The text of its cell; 0 where that is what the state is written as.
    pub text: u32,
}

/// A state without its number.
#[derive(Clone, Copy, Default)]
enum Kind {
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
    /// There is more to it.
    More,
}

impl Record {
    /// A fact that says nothing yet.
    pub fn new(row: u32, common: u32) -> Self {
        Self { row, common, ..Self::default() }
    }

    /// Takes up a state and a text, unless there is more to them: a number of very many digits, or one whose text is
    /// not what it is written as.
    pub fn hold(&mut self, state: State, text: u32) -> bool {
        let held = match state {
            State::Number(value) => digits::few(value).filter(|_| text == 0),
            _ => Some((i64::from(text), 0)),
        };
        if let Some((value, scale)) = held {
            (self.value, self.scale, self.kind) = (value.to_ne_bytes(), scale, Kind::of(state));
        }
        held.is_some()
    }

    /// Leaves what it says to what is held in a place for few.
    pub fn leave_to(&mut self, extra: usize) {
        (self.value, self.kind) = ((extra as u64).to_ne_bytes(), Kind::More);
    }

    /// Where there is more to it.
    pub fn extra(self) -> Option<usize> {
        matches!(self.kind, Kind::More).then(|| usize::try_from(u64::from_ne_bytes(self.value)).ok()).flatten()
    }

    /// What it says, where there is no more to it.
    pub fn state(self) -> State {
        match self.kind {
            Kind::Number => State::Number(digits::number(i64::from_ne_bytes(self.value), self.scale)),
            Kind::Blank | Kind::More => State::Blank,
            Kind::Nil => State::Nil,
            Kind::Deferred => State::Deferred,
            Kind::NotCollected => State::NotCollected,
            Kind::NotApplicable => State::NotApplicable,
            Kind::Ambiguous => State::Ambiguous,
            Kind::Unreadable => State::Unreadable,
            Kind::Text => State::Text,
        }
    }

    /// Its text, where there is no more to it.
    pub fn text(self) -> u32 {
        match self.kind {
            Kind::Number | Kind::More => 0,
            _ => u32::try_from(i64::from_ne_bytes(self.value)).unwrap_or(0),
        }
    }
}

impl Kind {
    fn of(state: State) -> Self {
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
}

/// Tells whether a text is what a state is written as: its number, or nothing.
pub(super) fn is_written(state: State, text: &str) -> bool {
    match state {
        State::Number(number) => digits::written(number) == text,
        _ => text.is_empty(),
    }
}
