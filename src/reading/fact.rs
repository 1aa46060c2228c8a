//! One cell's value, or the kind of nothing it holds, with where it stood.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::hash::BuildHasher as _;
use std::ops::Range;
use std::sync::Arc;

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

/// What the facts of a column share: there may be millions of them.
#[derive(Debug, PartialEq, Eq)]
struct Common {
    column: Box<str>,
    measure: Box<str>,
    sheet: Box<str>,
}

/// Hands out what facts share, each once.
#[derive(Debug, Default)]
pub struct Commons {
    known: HashMap<u64, Vec<Arc<Common>>>,
    hasher: foldhash::fast::FixedState,
}

impl Commons {
    fn of(&mut self, column: &str, measure: &str, sheet: &str) -> Arc<Common> {
        let own = self.known.entry(self.hasher.hash_one((column, measure, sheet))).or_default();
        let same = |c: &&Arc<Common>| *c.column == *column && *c.measure == *measure && *c.sheet == *sheet;
        if let Some(common) = own.iter().find(same) {
            return common.clone();
        }
        let common = Arc::new(Common { column: column.into(), measure: measure.into(), sheet: sheet.into() });
        own.push(common.clone());
        common
    }
}

/// What a fact is made of.
#[derive(Debug)]
pub struct Parts<'a> {
    /// The form's row code, or `?` and the label.
    pub row: Arc<str>,
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

/// One cell read. File, unit and period are those of its submission.
///
/// A long list has millions of facts, and all are held until the results are written: 64 bytes each, and for most of
/// them nothing besides.
#[derive(Clone)]
pub struct Fact {
    row: Arc<str>,
    of: Arc<Common>,
    /// Where it is not what the value is written as.
    raw: Option<Box<str>>,
    /// What few have.
    more: Option<Box<More>>,
    /// The digits of a number, where they are few enough.
    digits: i64,
    sheet_row: u32,
    sheet_column: u16,
    scale: u8,
    kind: StateKind,
}

/// What few facts have.
#[derive(Clone, Default)]
struct More {
    codes: Vec<Code>,
    /// A number of very many digits.
    long: Option<Decimal>,
}

/// A state without its number.
#[derive(Clone, Copy)]
enum StateKind {
    Number,
    Nil,
    Blank,
    Deferred,
    NotCollected,
    NotApplicable,
    Ambiguous,
    Unreadable,
    Text,
}

impl Fact {
    /// Makes a fact; what it shares with others is taken from these.
    pub fn new(parts: Parts<'_>, commons: &mut Commons) -> Self {
        let Parts { row, column, state, measure, sheet, cell, raw, codes } = parts;
        let mut fact = Self {
            row,
            of: commons.of(column, measure, sheet),
            raw: None,
            more: None,
            digits: 0,
            sheet_row: cell.row,
            // A sheet has no more columns than that.
            sheet_column: u16::try_from(cell.column).unwrap_or(u16::MAX),
            scale: 0,
            kind: StateKind::Blank,
        };
        fact.put(state);
        let as_written = match state {
            State::Number(value) => is_written(value, raw),
            _ => raw.is_empty(),
        };
        if !as_written {
            fact.raw = Some(raw.into());
        }
        fact.set_codes(codes);
        fact
    }

    /// The form's row code, or `?` and the label.
    pub fn row(&self) -> &str {
        &self.row
    }

    /// The form's column code, or `?` and the heading.
    pub fn column(&self) -> &str {
        &self.of.column
    }

    /// The form's measure; for a row the form does not have, the declared one.
    pub fn measure(&self) -> &str {
        &self.of.measure
    }

    /// The sheet's name.
    pub fn sheet(&self) -> &str {
        &self.of.sheet
    }

    /// The cell.
    pub fn cell(&self) -> Address {
        Address { row: self.sheet_row, column: u32::from(self.sheet_column) }
    }

    /// The cell as it stood.
    pub fn raw(&self) -> Cow<'_, str> {
        match (&self.raw, self.state()) {
            (Some(raw), _) => Cow::Borrowed(raw),
            (None, State::Number(value)) => Cow::Owned(value.to_string()),
            (None, _) => Cow::Borrowed(""),
        }
    }

    /// What it says.
    pub fn state(&self) -> State {
        match self.kind {
            StateKind::Number => State::Number(match self.more.as_ref().and_then(|m| m.long) {
                Some(long) => long,
                None => Decimal::new(self.digits, u32::from(self.scale)),
            }),
            StateKind::Nil => State::Nil,
            StateKind::Blank => State::Blank,
            StateKind::Deferred => State::Deferred,
            StateKind::NotCollected => State::NotCollected,
            StateKind::NotApplicable => State::NotApplicable,
            StateKind::Ambiguous => State::Ambiguous,
            StateKind::Unreadable => State::Unreadable,
            StateKind::Text => State::Text,
        }
    }

    /// Lets it say something else; how the cell stood stays.
    pub fn set_state(&mut self, state: State) {
        if self.raw.is_none() {
            self.raw = Some(self.raw().into());
        }
        self.put(state);
    }

    fn put(&mut self, state: State) {
        if let Some(more) = &mut self.more {
            more.long = None;
        }
        self.kind = match state {
            State::Number(value) => {
                let digits = i64::try_from(value.mantissa()).ok();
                let short = digits.zip(u8::try_from(value.scale()).ok()).filter(|(digits, scale)| {
                    // Also in how it is written, such as a zero with a sign.
                    Decimal::new(*digits, u32::from(*scale)).serialize() == value.serialize()
                });
                match short {
                    Some((digits, scale)) => (self.digits, self.scale) = (digits, scale),
                    None => self.more.get_or_insert_default().long = Some(value),
                }
                StateKind::Number
            }
            State::Nil => StateKind::Nil,
            State::Blank => StateKind::Blank,
            State::Deferred => StateKind::Deferred,
            State::NotCollected => StateKind::NotCollected,
            State::NotApplicable => StateKind::NotApplicable,
            State::Ambiguous => StateKind::Ambiguous,
            State::Unreadable => StateKind::Unreadable,
            State::Text => StateKind::Text,
        };
    }

    /// Codes of the findings that point here.
    pub fn codes(&self) -> &[Code] {
        self.more.as_ref().map(|m| m.codes.as_slice()).unwrap_or_default()
    }

    /// Tells whether a finding of that code points here.
    pub fn has(&self, code: Code) -> bool {
        self.codes().contains(&code)
    }

    /// Lets a finding point here.
    pub fn add_code(&mut self, code: Code) {
        self.more.get_or_insert_default().codes.push(code);
    }

    /// Puts other codes in place of those that are there.
    pub fn set_codes(&mut self, codes: Vec<Code>) {
        if !codes.is_empty() || self.more.is_some() {
            self.more.get_or_insert_default().codes = codes;
        }
    }

    /// Keeps the codes that something is true of.
    pub fn retain_codes(&mut self, keep: impl FnMut(&Code) -> bool) {
        if let Some(more) = &mut self.more {
            more.codes.retain(keep);
        }
    }

    /// The last place that the figure is shown to, in the form's measure; none for what was written whole.
    pub fn step(&self) -> Decimal {
        let value = self.state().value().unwrap_or_default().normalize();
        if value.scale() > 0 {
            return Decimal::new(1, value.scale());
        }
        if !self.has(Code::Converted) || value.is_zero() {
            return Decimal::ZERO;
        }
        // «1.055,6 triệu» is rounded to a hundred thousand, «3.000 triệu» to a million: by the written digits.
        let digits: String = self.raw().chars().filter(char::is_ascii_digit).collect();
        let written = digits.parse::<Decimal>().ok().filter(|d| !d.is_zero());
        let step = written.and_then(|d| value.abs().checked_div(d)).unwrap_or(Decimal::ZERO);
        let powers = (0..=12u32).map(|n| Decimal::from(10i64.pow(n)));
        powers.into_iter().find(|p| *p == step).unwrap_or(Decimal::ZERO)
    }
}

/// Tells whether a text is what a number is written as.
fn is_written(number: Decimal, text: &str) -> bool {
    struct Rest<'t>(&'t str);
    impl fmt::Write for Rest<'_> {
        fn write_str(&mut self, written: &str) -> fmt::Result {
            self.0 = self.0.strip_prefix(written).ok_or(fmt::Error)?;
            Ok(())
        }
    }
    let mut rest = Rest(text);
    write!(rest, "{number}").is_ok() && rest.0.is_empty()
}

impl PartialEq for Fact {
    fn eq(&self, other: &Self) -> bool {
        self.row == other.row
            && self.of == other.of
            && self.state() == other.state()
            && self.cell() == other.cell()
            && self.raw() == other.raw()
            && self.codes() == other.codes()
    }
}

impl Eq for Fact {}

impl fmt::Debug for Fact {
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The label of its row.
    pub label: String,
    /// The figure.
    pub fact: Fact,
    /// The items that it may be the total of, by their numbers, the likeliest first.
    pub covers: Vec<Range<usize>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(state: State, raw: &str) -> Fact {
        let cell = Address { row: 1_048_575, column: 16_383 };
        let (row, codes) = ("12".into(), vec![Code::Converted]);
        let parts = Parts { row, column: "c", state, measure: "Đồng", sheet: "S", cell, raw, codes };
        Fact::new(parts, &mut Commons::default())
    }

    #[test]
    fn a_fact_is_small_and_gives_back_what_was_put_in() {
        assert_eq!(size_of::<Fact>(), 64);
        let numbers =
            ["0", "-0", "0.00", "1.50", "-120000000", "79228162514264337593543950335", "0.0000000000000000001"];
        let states = numbers.into_iter().map(|n| State::Number(n.parse().unwrap()));
        let others = [State::Nil, State::Blank, State::Deferred, State::NotCollected, State::NotApplicable];
        for state in states.chain(others).chain([State::Ambiguous, State::Unreadable, State::Text]) {
            for raw in ["", "-", "0", "120000000", "1.50"] {
                let fact = fact(state, raw);
                assert_eq!((fact.state(), fact.raw().as_ref()), (state, raw));
                let written = |s: State| s.value().map(|v| v.to_string());
                assert_eq!(written(fact.state()), written(state));
                assert_eq!(fact.cell(), Address { row: 1_048_575, column: 16_383 });
                assert_eq!((fact.row(), fact.column(), fact.measure(), fact.sheet()), ("12", "c", "Đồng", "S"));
                assert_eq!(fact.codes(), [Code::Converted]);
            }
        }
    }

    #[test]
    fn how_a_cell_stood_stays_whatever_it_is_made_to_say() {
        let mut fact = fact(State::Number(Decimal::new(12, 1)), "1.2");
        fact.set_state(State::Unreadable);
        assert_eq!((fact.state(), fact.raw().as_ref()), (State::Unreadable, "1.2"));
        fact.set_state(State::Number(Decimal::MAX));
        fact.set_state(State::Number(Decimal::ONE));
        assert_eq!((fact.state(), fact.raw().as_ref()), (State::Number(Decimal::ONE), "1.2"));
        fact.retain_codes(|c| *c != Code::Converted);
        assert!(fact.codes().is_empty());
    }
}
