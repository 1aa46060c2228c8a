//! Rows and columns that a sheet holds and does not show.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::address::{Address, Area, LAST_COLUMN, LAST_ROW};

use super::sheet::Sheet;

/// The rows and columns of a sheet that are hidden: by hand, by a filter, or in an outline that is folded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    rows: Vec<RangeInclusive<u32>>,
    columns: Vec<RangeInclusive<u32>>,
}

impl Hidden {
    /// Takes ranges in any order; they may overlap.
    pub fn new(rows: Vec<RangeInclusive<u32>>, columns: Vec<RangeInclusive<u32>>) -> Self {
        Self { rows: joined(rows, LAST_ROW), columns: joined(columns, LAST_COLUMN) }
    }

    /// Tells whether everything shows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.columns.is_empty()
    }

    /// The hidden rows without a gap that a row is one of; none if it shows.
    pub fn rows_at(&self, row: u32) -> Option<&RangeInclusive<u32>> {
        around(&self.rows, row)
    }

    /// The hidden columns without a gap that a column is one of; none if it shows.
    pub fn columns_at(&self, column: u32) -> Option<&RangeInclusive<u32>> {
        around(&self.columns, column)
    }

    /// Tells whether a row is hidden.
    pub fn has_row(&self, row: u32) -> bool {
        self.rows_at(row).is_some()
    }

    /// Tells whether a column is hidden.
    pub fn has_column(&self, column: u32) -> bool {
        self.columns_at(column).is_some()
    }
}

impl Sheet {
    /// Tells whether what stands at an address cannot be seen. A merged cell is seen while any row and
    /// any column of it is.
    pub fn hides(&self, at: Address) -> bool {
        if self.hidden.is_empty() {
            return false;
        }
        let Area { first, last } = self.merge_at(at).unwrap_or(Area { first: at, last: at });
        let whole = |range: Option<&RangeInclusive<u32>>, last: u32| range.is_some_and(|r| r.contains(&last));
        whole(self.hidden.rows_at(first.row), last.row) || whole(self.hidden.columns_at(first.column), last.column)
    }
}

/// Ranges in order and without overlap; those that touch are one.
fn joined(mut ranges: Vec<RangeInclusive<u32>>, most: u32) -> Vec<RangeInclusive<u32>> {
    ranges.retain(|r| !r.is_empty() && *r.start() <= most);
    ranges.sort_unstable_by_key(|r| *r.start());
    let mut found: Vec<RangeInclusive<u32>> = Vec::new();
    for range in ranges {
        let last = *range.end().min(&most);
        match found.last_mut().filter(|before| range.start().saturating_sub(1) <= *before.end()) {
            Some(before) => *before = *before.start()..=last.max(*before.end()),
            None => found.push(*range.start()..=last),
        }
    }
    found
}

fn around(ranges: &[RangeInclusive<u32>], at: u32) -> Option<&RangeInclusive<u32>> {
    ranges.get(ranges.partition_point(|r| *r.end() < at)).filter(|r| r.contains(&at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_that_touch_or_overlap_are_one() {
        let hidden =
            Hidden::new(vec![7..=7, 0..=0, 3..=5, 4..=4, 6..=6, 1_048_575..=u32::MAX], vec![2..=2, 9..=40_000]);
        assert_eq!(hidden.rows, [0..=0, 3..=7, 1_048_575..=1_048_575]);
        assert_eq!(hidden.columns, [2..=2, 9..=16_383]);
        assert!(hidden.has_row(0) && hidden.has_row(7) && hidden.has_column(2));
        assert!(!hidden.has_row(1) && !hidden.has_row(8) && !hidden.has_column(3));
        assert_eq!(hidden.rows_at(5), Some(&(3..=7)));
    }

    #[test]
    fn a_merged_cell_shows_while_a_part_of_it_does() {
        let at = |a1: &str| Address::parse(a1).unwrap();
        let merges = vec![Area { first: at("B2"), last: at("C2") }, Area { first: at("D2"), last: at("D3") }];
        let mut sheet = Sheet::new("S", true, [], merges);
        sheet.hidden = Hidden::new(vec![2..=3], vec![1..=1]);
        for (a1, hides) in [("B2", false), ("D2", false), ("D3", false), ("B5", true), ("A3", true), ("A2", false)] {
            assert_eq!(sheet.hides(at(a1)), hides, "{a1}");
        }
    }
}
