//! What facts share: the rows and columns they stand in, and texts.

use std::collections::HashMap;
use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;

/// The rows that facts stand in. Neighbouring facts of a row share one.
#[derive(Clone, Default)]
pub(super) struct Rows {
    /// Their codes, one behind the other.
    codes: String,
    rows: Vec<Row>,
}

#[derive(Clone, Copy)]
struct Row {
    /// Where its code ends, which begins where that of the row before ends.
    end: u32,
    /// The row of the sheet.
    at: u32,
}

impl Rows {
    /// What has no room, behind four gigabytes of codes, stands in a row without one: it counts nowhere.
    const NO_ROOM: u32 = u32::MAX;

    /// The number of a row: the last one where it is that, else a further one.
    pub fn of(&mut self, code: &str, at: u32) -> u32 {
        let number = u32::try_from(self.rows.len()).unwrap_or(Self::NO_ROOM);
        if let Some(last) = number.checked_sub(1)
            && self.at(last) == at
            && self.code(last) == code
        {
            return last;
        }
        let Ok(end) = u32::try_from(self.codes.len().saturating_add(code.len())) else { return Self::NO_ROOM };
        self.codes.push_str(code);
        self.rows.push(Row { end, at });
        number
    }

    /// The code of a row.
    pub fn code(&self, number: u32) -> &str {
        let end = |row: usize| self.rows.get(row).map_or(0, |row| row.end as usize);
        let row = number as usize;
        self.codes.get(row.checked_sub(1).map_or(0, end)..end(row)).unwrap_or_default()
    }

    /// The row of the sheet.
    pub fn at(&self, number: u32) -> u32 {
        self.rows.get(number as usize).map_or(0, |row| row.at)
    }

    /// Tells whether rows have one code.
    pub fn is_same(&self, one: u32, other: u32) -> bool {
        one == other || self.code(one) == self.code(other)
    }

    pub fn shrink(&mut self) {
        self.codes.shrink_to_fit();
        self.rows.shrink_to_fit();
    }
}

/// What the facts of a column of a sheet have in common.
#[derive(Clone, Default)]
pub(super) struct Common {
    pub column: Box<str>,
    pub measure: Box<str>,
    pub sheet: Box<str>,
    pub sheet_column: u32,
}

/// What facts of columns have in common, each once.
#[derive(Clone, Default)]
pub(super) struct Commons {
    all: Vec<Common>,
    /// The one that was asked for last.
    last: usize,
    /// Where there are many, such as on a sheet of thousands of columns: their numbers.
    known: HashMap<u64, Vec<usize>, FixedState>,
}

impl Commons {
    /// So few are looked through.
    const FEW: usize = 32;

    /// The number of what facts have in common.
    pub fn of(&mut self, column: &str, measure: &str, sheet: &str, sheet_column: u32) -> u32 {
        let is = |at: &usize| {
            self.all.get(*at).is_some_and(|c| {
                c.sheet_column == sheet_column && *c.column == *column && *c.measure == *measure && *c.sheet == *sheet
            })
        };
        let key = || FixedState::default().hash_one((column, measure, sheet, sheet_column));
        // Row after row, the columns mostly follow each other as they did in the first.
        let found = [self.last + 1, self.last, 0].into_iter().find(is).or_else(|| {
            if self.known.is_empty() {
                (0..self.all.len()).find(is)
            } else {
                self.known.get(&key())?.iter().copied().find(is)
            }
        });
        self.last = found.unwrap_or_else(|| {
            self.all.push(Common { column: column.into(), measure: measure.into(), sheet: sheet.into(), sheet_column });
            self.index();
            self.all.len() - 1
        });
        u32::try_from(self.last).unwrap_or(u32::MAX)
    }

    /// Lets the last one be found again: by itself where there are few.
    fn index(&mut self) {
        if self.all.len() <= Self::FEW {
            return;
        }
        let new = if self.known.is_empty() { 0 } else { self.all.len() - 1 };
        for (at, c) in self.all.iter().enumerate().skip(new) {
            let key = FixedState::default().hash_one((&*c.column, &*c.measure, &*c.sheet, c.sheet_column));
            self.known.entry(key).or_default().push(at);
        }
    }

    pub fn get(&self, number: u32) -> Option<&Common> {
        self.all.get(number as usize)
    }
}

/// Texts, one behind the other.
#[derive(Clone, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each ends, which begins where the one before ends.
    ends: Vec<usize>,
    /// The numbers of the last ones: a text that comes again soon, as words of a list's columns do, is held once.
    last: [u32; 8],
}

impl Texts {
    /// Keeps a text and gives it a number; 0 is none.
    pub fn keep(&mut self, text: &str) -> u32 {
        if let Some(known) = self.last.into_iter().find(|number| self.get(*number) == Some(text)) {
            return known;
        }
        self.all.push_str(text);
        self.ends.push(self.all.len());
        // A file has not so many cells.
        let number = u32::try_from(self.ends.len()).unwrap_or(0);
        self.last.rotate_right(1);
        self.last[0] = number;
        number
    }

    /// The text with a number.
    pub fn get(&self, number: u32) -> Option<&str> {
        let at = (number as usize).checked_sub(1)?;
        let begin = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.all.get(begin..*self.ends.get(at)?)
    }

    pub fn shrink(&mut self) {
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_facts_have_in_common_is_held_once_however_much_there_is() {
        let mut commons = Commons::default();
        for round in 0..3 {
            for column in 0..1000 {
                let name = format!("c{}", column % 7);
                assert_eq!(commons.of(&name, "ha", "S", column), column, "round {round}");
            }
        }
        assert_eq!(commons.of("c0", "tấn", "S", 0), 1000);
        assert_eq!(commons.of("c0", "tấn", "T", 0), 1001);
        assert_eq!(commons.get(1000).map(|c| (&*c.measure, &*c.sheet, c.sheet_column)), Some(("tấn", "S", 0)));
        assert_eq!(commons.all.len(), 1002);
    }

    #[test]
    fn a_text_that_comes_again_soon_is_held_once() {
        let mut texts = Texts::default();
        assert_eq!(["Đã xong", "Cầu", "Đã xong", ""].map(|text| texts.keep(text)), [1, 2, 1, 3]);
        assert_eq!([0, 1, 2, 3, 4].map(|n| texts.get(n)), [None, Some("Đã xong"), Some("Cầu"), Some(""), None]);
        for n in 0..100 {
            texts.keep(&n.to_string());
        }
        assert_eq!(texts.get(4), Some("0"));
        assert_eq!(texts.keep("Cầu"), 104);
    }

    #[test]
    fn a_row_of_the_sheet_is_held_once_for_the_facts_that_follow_each_other_in_it() {
        let mut rows = Rows::default();
        let numbers = [("1", 4), ("1", 4), ("12", 5), ("12", 6), ("", 6)].map(|(code, at)| rows.of(code, at));
        assert_eq!(numbers, [0, 0, 1, 2, 3]);
        assert_eq!([0, 1, 2, 3, Rows::NO_ROOM].map(|n| rows.code(n)), ["1", "12", "12", "", ""]);
        assert!(rows.is_same(1, 2) && !rows.is_same(0, 1));
        assert_eq!((rows.at(1), rows.at(2)), (5, 6));
    }
}
