//! Facts one after another, and row after row.

use std::ops::Range;

use crate::reading::fact::Fact;

use super::Facts;

/// Facts that follow each other.
#[derive(Clone)]
pub struct Iter<'f> {
    facts: &'f Facts,
    left: Range<usize>,
}

impl<'f> Iter<'f> {
    /// Those of a range, as far as there are any.
    pub(super) fn new(facts: &'f Facts, range: Range<usize>) -> Self {
        let end = range.end.min(facts.len());
        Self { facts, left: range.start.min(end)..end }
    }
}

impl<'f> Iterator for Iter<'f> {
    type Item = Fact<'f>;

    fn next(&mut self) -> Option<Fact<'f>> {
        self.left.next().map(|at| Fact::new(self.facts, at))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }

    fn nth(&mut self, n: usize) -> Option<Fact<'f>> {
        self.left.nth(n).map(|at| Fact::new(self.facts, at))
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.left.next_back().map(|at| Fact::new(self.facts, at))
    }
}

impl ExactSizeIterator for Iter<'_> {}

/// Neighbouring facts, such as those of one item of a list.
#[derive(Clone, Copy)]
pub struct Stretch<'f> {
    facts: &'f Facts,
    from: usize,
    to: usize,
}

impl<'f> Stretch<'f> {
    /// Those of a range, as far as there are any.
    pub(super) fn new(facts: &'f Facts, range: Range<usize>) -> Self {
        let to = range.end.min(facts.len());
        Self { facts, from: range.start.min(to), to }
    }

    /// Its facts.
    pub fn iter(self) -> Iter<'f> {
        Iter::new(self.facts, self.from..self.to)
    }

    /// The fact in a place of it.
    pub fn get(self, place: usize) -> Option<Fact<'f>> {
        (place < self.len()).then(|| Fact::new(self.facts, self.from + place))
    }

    /// The first of its facts.
    pub fn first(self) -> Option<Fact<'f>> {
        self.get(0)
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.to - self.from
    }

    /// Tells whether there are none.
    pub fn is_empty(self) -> bool {
        self.from == self.to
    }

    /// The numbers of its facts.
    pub fn range(self) -> Range<usize> {
        self.from..self.to
    }

    /// Those before a place and those from it on; none where there is no such place.
    pub fn split_at(self, place: usize) -> Option<(Self, Self)> {
        let middle = self.from.checked_add(place).filter(|middle| *middle <= self.to)?;
        Some((Self { to: middle, ..self }, Self { from: middle, ..self }))
    }
}

impl<'f> IntoIterator for Stretch<'f> {
    type Item = Fact<'f>;
    type IntoIter = Iter<'f>;

    fn into_iter(self) -> Iter<'f> {
        self.iter()
    }
}

/// Facts row after row: of each, those that stand together.
#[derive(Clone)]
pub struct ByRow<'f> {
    facts: &'f Facts,
    from: usize,
}

impl<'f> ByRow<'f> {
    pub(super) fn new(facts: &'f Facts) -> Self {
        Self { facts, from: 0 }
    }
}

impl<'f> Iterator for ByRow<'f> {
    type Item = Stretch<'f>;

    fn next(&mut self) -> Option<Stretch<'f>> {
        let from = self.from;
        if from >= self.facts.len() {
            return None;
        }
        self.from += 1;
        while self.from < self.facts.len() && self.facts.is_of_same_row(from, self.from) {
            self.from += 1;
        }
        Some(Stretch { facts: self.facts, from, to: self.from })
    }
}
