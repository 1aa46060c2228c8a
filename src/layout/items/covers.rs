//! Which items a total may be the total of.

use std::ops::Range;

use super::outline::{Outline, Stand};

/// Which items stand before each line, and where totals stand.
pub(super) struct Covers<'a> {
    outline: &'a Outline,
    /// How many items stand before each line, and in all.
    before: Vec<usize>,
    totals: Vec<usize>,
}

impl<'a> Covers<'a> {
    pub(super) fn new(stands: &[Stand], outline: &'a Outline) -> Self {
        let items = stands.iter().scan(0, |n, stand| {
            *n += usize::from(matches!(stand, Stand::Item));
            Some(*n)
        });
        let before = std::iter::once(0).chain(items).collect();
        let totals = stands.iter().enumerate().filter(|(_, s)| matches!(s, Stand::Total)).map(|(at, _)| at).collect();
        Self { outline, before, totals }
    }

    pub(super) fn before(&self, line: usize) -> usize {
        self.before.get(line).copied().unwrap_or_default()
    }

    /// The items that a total may be the total of, the likeliest first: its parts by the numbers, all of
    /// the list, those since the total before, those up to the next, all above.
    pub(super) fn of(&self, line: usize) -> Vec<Range<usize>> {
        let (here, all) = (self.before(line), self.before.last().copied().unwrap_or_default());
        let place = self.totals.partition_point(|t| *t < line);
        let last = place.checked_sub(1).and_then(|p| self.totals.get(p)).map_or(0, |t| self.before(*t));
        let next = self.totals.get(place + 1).map_or(all, |t| self.before(*t));
        let parts = self.outline.wholes.contains(&line).then(|| here..self.before(self.outline.end_of(line)));
        let mut found: Vec<Range<usize>> = Vec::new();
        for range in parts.into_iter().chain([0..all, last..here, here..next, 0..here]) {
            if !range.is_empty() && !found.contains(&range) {
                found.push(range);
            }
        }
        found
    }
}
