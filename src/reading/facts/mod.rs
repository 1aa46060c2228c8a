//! All facts of a submission. A long list has millions, and all are held until the results are written: 20 bytes
//! each, and for most of them nothing besides.
//!
//! [`record`] is what is held of each and what of few, [`shared`] what facts have in common: rows, columns, texts.
//! [`iter`] gives them back as facts, one after another and row after row.

mod iter;
mod record;
mod shared;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::address::Address;
use crate::digits;
use crate::finding::Code;

pub use iter::{ByRow, Iter, Stretch, Stretches};
use record::{Extra, Record, is_written};
use shared::{Common, Commons, Rows, Texts};

use super::fact::{Fact, Parts, State};

/// The facts of a submission, in the order in which they were read.
#[derive(Clone, Default)]
pub struct Facts {
    records: Vec<Record>,
    rows: Rows,
    commons: Commons,
    texts: Texts,
    extras: Vec<Extra>,
}

impl Facts {
    /// None yet, with room for so many and no more.
    pub fn with_capacity(facts: usize) -> Self {
        let mut records = Vec::new();
        records.reserve_exact(facts);
        Self { records, ..Self::default() }
    }

    /// Takes up a further fact.
    pub fn push(&mut self, parts: Parts<'_>) {
        let Parts { row, column, state, measure, sheet, cell, raw, codes } = parts;
        let row = self.rows.of(row, cell.row);
        let common = self.commons.of(column, measure, sheet, cell.column);
        let at = self.records.len();
        let text = if is_written(state, raw) { 0 } else { self.texts.keep(raw) };
        self.records.push(Record::new(row, common));
        self.put(at, state, text);
        self.set_codes(at, codes);
    }

    /// Takes up what one of other facts says.
    pub fn push_copy(&mut self, fact: Fact<'_>) {
        let (row, column, measure, sheet) = (fact.row(), fact.column(), fact.measure(), fact.sheet());
        let raw = &*fact.raw();
        let (state, cell, codes) = (fact.state(), fact.cell(), fact.codes().to_vec());
        self.push(Parts { row, column, state, measure, sheet, cell, raw, codes });
    }

    /// Gives back the room that nothing more will need.
    pub fn shrink(&mut self) {
        self.records.shrink_to_fit();
        self.rows.shrink();
        self.texts.shrink();
        self.extras.shrink_to_fit();
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The fact with a number.
    pub fn get(&self, at: usize) -> Option<Fact<'_>> {
        (at < self.len()).then(|| Fact::new(self, at))
    }

    /// All of them.
    pub fn iter(&self) -> Iter<'_> {
        Iter::new(self, 0..self.len())
    }

    /// All of them, as a stretch.
    pub fn all(&self) -> Stretch<'_> {
        self.stretch(0..self.len())
    }

    /// Those with the numbers of a range.
    pub fn stretch(&self, range: Range<usize>) -> Stretch<'_> {
        Stretch::new(self, range)
    }

    /// Row after row: of each, those that stand together.
    pub fn by_row(&self) -> ByRow<'_> {
        ByRow::new(self)
    }

    /// The rows that something is true of, as they stand together.
    pub fn rows_where<'f>(&'f self, is: impl FnMut(&Stretch<'f>) -> bool) -> Stretches<'f> {
        Stretches::of_rows(self, is)
    }

    /// The numbers of the facts that something is true of, to change them.
    pub fn numbers(&self, is: impl Fn(Fact<'_>) -> bool) -> Vec<usize> {
        self.iter().filter(|fact| is(*fact)).map(Fact::at).collect()
    }

    /// Lets a fact say something else; how the cell stood stays.
    pub fn set_state(&mut self, at: usize, state: State) {
        let (mut text, raw) = (self.text(at), self.raw(at).into_owned());
        if is_written(state, &raw) {
            text = 0;
        } else if text == 0 {
            text = self.texts.keep(&raw);
        }
        self.put(at, state, text);
    }

    /// Lets a finding point at a fact.
    pub fn add_code(&mut self, at: usize, code: Code) {
        if let Some(extra) = self.extra_mut(at) {
            extra.codes.push(code);
        }
    }

    /// Lets a finding point at all amounts from one fact on, once at each.
    pub fn add_code_to_amounts(&mut self, from: usize, code: Code) {
        for at in from..self.len() {
            if self.get(at).is_some_and(|fact| fact.state().is_amount() && !fact.has(code)) {
                self.add_code(at, code);
            }
        }
    }

    /// Puts other codes in place of those of a fact.
    pub fn set_codes(&mut self, at: usize, codes: Vec<Code>) {
        if (!codes.is_empty() || self.extra(at).is_some())
            && let Some(extra) = self.extra_mut(at)
        {
            extra.codes = codes;
        }
    }

    /// Keeps those codes of a fact that something is true of.
    pub fn retain_codes(&mut self, at: usize, keep: impl FnMut(&Code) -> bool) {
        if self.extra(at).is_some()
            && let Some(extra) = self.extra_mut(at)
        {
            extra.codes.retain(keep);
        }
    }

    /// Sets what a fact says, and the text of its cell; 0 where that is what it is written as.
    fn put(&mut self, at: usize, state: State, text: u32) {
        let Some(record) = self.records.get_mut(at) else { return };
        if let Some(extra) = record.extra().and_then(|place| self.extras.get_mut(place)) {
            (extra.state, extra.text) = (state, text);
        } else if !record.hold(state, text) {
            record.leave_to(self.extras.len());
            self.extras.push(Extra { codes: Vec::new(), state, text });
        }
    }

    fn extra(&self, at: usize) -> Option<&Extra> {
        self.extras.get(self.record(at).extra()?)
    }

    /// What few facts have, for one that is to have something of it.
    fn extra_mut(&mut self, at: usize) -> Option<&mut Extra> {
        let record = self.records.get_mut(at)?;
        if record.extra().is_none() {
            let (state, text) = (record.state(), record.text());
            record.leave_to(self.extras.len());
            self.extras.push(Extra { codes: Vec::new(), state, text });
        }
        self.extras.get_mut(record.extra()?)
    }
}

/// What is said of the fact with a number.
impl Facts {
    fn record(&self, at: usize) -> Record {
        self.records.get(at).copied().unwrap_or_default()
    }

    fn common(&self, at: usize) -> Option<&Common> {
        self.commons.get(self.record(at).common)
    }

    pub(super) fn row(&self, at: usize) -> &str {
        self.rows.code(self.record(at).row)
    }

    /// Tells whether facts have one row code.
    fn is_of_same_row(&self, one: usize, other: usize) -> bool {
        self.rows.is_same(self.record(one).row, self.record(other).row)
    }

    pub(super) fn column(&self, at: usize) -> &str {
        self.common(at).map_or("", |c| &c.column)
    }

    pub(super) fn measure(&self, at: usize) -> &str {
        self.common(at).map_or("", |c| &c.measure)
    }

    pub(super) fn sheet(&self, at: usize) -> &str {
        self.common(at).map_or("", |c| &c.sheet)
    }

    pub(super) fn cell(&self, at: usize) -> Address {
        let column = self.common(at).map_or(0, |c| c.sheet_column);
        Address { row: self.rows.at(self.record(at).row), column }
    }

    /// The number of the text that is kept of a fact; 0 where none is.
    fn text(&self, at: usize) -> u32 {
        self.extra(at).map_or_else(|| self.record(at).text(), |extra| extra.text)
    }

    pub(super) fn raw(&self, at: usize) -> Cow<'_, str> {
        if let Some(text) = self.texts.get(self.text(at)) {
            return Cow::Borrowed(text);
        }
        match self.state(at) {
            State::Number(value) => Cow::Owned(digits::written(value)),
            _ => Cow::Borrowed(""),
        }
    }

    pub(super) fn state(&self, at: usize) -> State {
        self.extra(at).map_or_else(|| self.record(at).state(), |extra| extra.state)
    }

    pub(super) fn codes(&self, at: usize) -> &[Code] {
        self.extra(at).map(|extra| extra.codes.as_slice()).unwrap_or_default()
    }
}

impl<'f> IntoIterator for &'f Facts {
    type Item = Fact<'f>;
    type IntoIter = Iter<'f>;

    fn into_iter(self) -> Iter<'f> {
        self.iter()
    }
}

impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other)
    }
}

impl Eq for Facts {}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn one(state: State, raw: &str) -> Facts {
        let cell = Address { row: 1_048_575, column: 16_383 };
        let (raw, codes) = (raw, vec![Code::Converted]);
        let mut facts = Facts::default();
        facts.push(Parts { row: "12", column: "c", state, measure: "Đồng", sheet: "S", cell, raw, codes });
        facts
    }

    fn said(facts: &Facts) -> (State, Cow<'_, str>) {
        let fact = facts.get(0).unwrap();
        (fact.state(), fact.raw())
    }

    #[test]
    fn a_fact_is_small_and_gives_back_what_was_put_in() {
        assert_eq!(size_of::<Record>(), 20);
        assert_eq!((size_of::<Fact<'_>>(), size_of::<Stretch<'_>>()), (16, 16));
        let numbers =
            ["0", "-0", "0.00", "1.50", "-120000000", "79228162514264337593543950335", "0.0000000000000000001"];
        let states = numbers.into_iter().map(|n| State::Number(n.parse().unwrap()));
        let others = [State::Nil, State::Blank, State::Deferred, State::NotCollected, State::NotApplicable];
        for state in states.chain(others).chain([State::Ambiguous, State::Unreadable, State::Text]) {
            for raw in ["", "-", "0", "120000000", "1.50"] {
                let facts = one(state, raw);
                let fact = facts.get(0).unwrap();
                assert_eq!((fact.state(), fact.raw().as_ref()), (state, raw));
                let written = |s: State| s.value().map(|v| v.to_string());
                assert_eq!(written(fact.state()), written(state));
                assert_eq!(fact.cell(), Address { row: 1_048_575, column: 16_383 });
                assert_eq!((fact.row(), fact.column(), fact.measure(), fact.sheet()), ("12", "c", "Đồng", "S"));
                assert_eq!(fact.codes(), [Code::Converted]);
                let mut copied = Facts::default();
                copied.push_copy(fact);
                assert_eq!(copied, facts);
            }
        }
    }

    #[test]
    fn how_a_cell_stood_stays_whatever_it_is_made_to_say() {
        for raw in ["1.2", "1.2 tỷ", ""] {
            let mut facts = one(State::Number(Decimal::new(12, 1)), raw);
            let numbers = [Decimal::MAX, Decimal::ONE, -Decimal::ZERO, Decimal::new(12, 1)].map(State::Number);
            for state in [State::Unreadable, State::Text].into_iter().chain(numbers).chain([State::Nil]) {
                facts.set_state(0, state);
                assert_eq!(said(&facts), (state, raw.into()));
            }
            facts.retain_codes(0, |c| *c != Code::Converted);
            assert!(facts.get(0).unwrap().codes().is_empty());
        }
    }

    #[test]
    fn facts_of_a_row_that_stand_together_are_given_together() {
        let mut facts = Facts::with_capacity(5);
        for (row, at) in [("1", 4), ("1", 4), ("2", 5), ("2", 9), ("1", 10)] {
            let (cell, raw) = (Address { row: at, column: 0 }, "x");
            let (state, codes) = (State::Text, Vec::new());
            facts.push(Parts { row, column: "c", state, measure: "", sheet: "S", cell, raw, codes });
        }
        let stretches: Vec<_> = facts.by_row().map(|s| (s.first().unwrap().row(), s.range())).collect();
        assert_eq!(stretches, [("1", 0..2), ("2", 2..4), ("1", 4..5)]);
        assert_eq!(facts.iter().rev().map(|f| f.cell().row).collect::<Vec<_>>(), [10, 9, 5, 4, 4]);
        let ones = facts.rows_where(|own| own.first().is_some_and(|f| f.row() == "1"));
        assert_eq!(ones.iter().map(Stretch::range).collect::<Vec<_>>(), [0..2, 4..5]);
        assert_eq!((ones.len(), ones.get(1).map(Stretch::range), ones.get(2).map(Stretch::len)), (2, Some(4..5), None));
        let (before, behind) = facts.stretch(1..9).split_at(3).unwrap();
        assert_eq!((before.len(), behind.len(), behind.get(1).is_none()), (3, 1, true));
        assert!(facts.get(5).is_none() && facts.stretch(7..9).is_empty());
    }
}
