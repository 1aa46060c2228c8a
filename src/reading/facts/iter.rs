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
    from: u32,
    to: u32,
}

impl<'f> Stretch<'f> {
    /// Those of a range, as far as there are any.
    pub(super) fn new(facts: &'f Facts, range: Range<usize>) -> Self {
        let to = number(range.end.min(facts.len()));
        Self { facts, from: number(range.start).min(to), to }
    }

    /// Its facts.
    pub fn iter(self) -> Iter<'f> {
        Iter::new(self.facts, self.range())
    }

    /// The fact in a place of it.
    pub fn get(self, place: usize) -> Option<Fact<'f>> {
        (place < self.len()).then(|| Fact::new(self.facts, self.from as usize + place))
    }

    /// The first of its facts.
    pub fn first(self) -> Option<Fact<'f>> {
        self.get(0)
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.range().len()
    }

    /// Tells whether there are none.
    pub fn is_empty(self) -> bool {
        self.from == self.to
    }

    /// The numbers of its facts.
    pub fn range(self) -> Range<usize> {
        self.from as usize..self.to as usize
    }

    /// Those before a place and those from it on; none where there is no such place.
    pub fn split_at(self, place: usize) -> Option<(Self, Self)> {
        let middle = number((self.from as usize).checked_add(place).filter(|middle| *middle <= self.to as usize)?);
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

/// A place among facts in half the room: there are no more of them, as no sheets hold more cells.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Stretches of facts of one submission, such as the items of a list: there may be a million.
#[derive(Clone)]
pub struct Stretches<'f> {
    facts: &'f Facts,
    /// Where each begins and ends.
    ends: Vec<(u32, u32)>,
}

impl<'f> Stretches<'f> {
    /// Those of its rows that something is true of.
    pub(super) fn of_rows(facts: &'f Facts, is: impl FnMut(&Stretch<'f>) -> bool) -> Self {
        let mut ends: Vec<_> = facts.by_row().filter(is).map(|own| (own.from, own.to)).collect();
        ends.shrink_to_fit();
        Self { facts, ends }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The one in a place.
    pub fn get(&self, place: usize) -> Option<Stretch<'f>> {
        self.ends.get(place).map(|(from, to)| Stretch { facts: self.facts, from: *from, to: *to })
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Stretch<'f>> {
        self.ends.iter().map(|(from, to)| Stretch { facts: self.facts, from: *from, to: *to })
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
        Some(Stretch::new(self.facts, from..self.from))
    }
}
