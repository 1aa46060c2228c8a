//! Where a cell stands: zero-based inside, `C12` for people.

use std::fmt::{self, Write as _};
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// The last row a sheet of Excel 2007 and later can have, counted from 0.
pub const LAST_ROW: u32 = 1_048_575;
/// The last column a sheet of Excel 2007 and later can have, counted from 0 (`XFD`).
pub const LAST_COLUMN: u32 = 16_383;

/// A position in a sheet, zero-based, within Excel's limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Address {
    /// Sheet row, 0 is row 1.
    pub row: u32,
    /// Sheet column, 0 is column A.
    pub column: u32,
}

impl Address {
    /// Makes an address, or nothing if no sheet has such a cell.
    pub fn new(row: u32, column: u32) -> Option<Self> {
        (row <= LAST_ROW && column <= LAST_COLUMN).then_some(Self { row, column })
    }

    /// Reads an A1 address; `$` signs are allowed.
    ///
    /// ```
    /// use phubieu::address::Address;
    /// assert_eq!(Address::parse("C12").map(|a| (a.row, a.column)), Some((11, 2)));
    /// assert_eq!(Address::parse("12"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let mut column = 0u32;
        let mut row = 0u32;
        let mut letters = 0;
        let mut digits = 0;
        for c in text.trim().chars().filter(|c| *c != '$') {
            match c.to_ascii_uppercase() {
                c @ 'A'..='Z' if digits == 0 && letters < 3 => {
                    column = column * 26 + (c as u32 - 'A' as u32 + 1);
                    letters += 1;
                }
                c @ '0'..='9' if letters > 0 && digits < 7 => {
                    row = row * 10 + (c as u32 - '0' as u32);
                    digits += 1;
                }
                _ => return None,
            }
        }
        if letters == 0 || row == 0 {
            return None;
        }
        Self::new(row - 1, column - 1)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        ColumnName(self.column).fmt(f)?;
        (self.row + 1).fmt(f)
    }
}

/// A column as Excel names it: `A`, `Z`, `AA`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnName(pub u32);

impl fmt::Display for ColumnName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 >= 26 {
            ColumnName(self.0 / 26 - 1).fmt(f)?;
        }
        f.write_char(char::from(b'A' + (self.0 % 26) as u8))
    }
}

/// A rectangle of cells, both corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Area {
    /// Upper left corner.
    pub first: Address,
    /// Lower right corner.
    pub last: Address,
}

impl Area {
    /// The rectangle between two corners, whichever of them come first.
    pub fn between(a: Address, b: Address) -> Self {
        let corner = |of: fn(u32, u32) -> u32| Address { row: of(a.row, b.row), column: of(a.column, b.column) };
        Self { first: corner(u32::min), last: corner(u32::max) }
    }

    /// Tells whether a cell lies inside.
    pub fn contains(&self, at: Address) -> bool {
        (self.first.row..=self.last.row).contains(&at.row)
            && (self.first.column..=self.last.column).contains(&at.column)
    }

    /// The rows that it lies in.
    pub fn rows(&self) -> RangeInclusive<u32> {
        self.first.row..=self.last.row
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.first, self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_as_excel_writes_them() {
        for (row, column, name) in
            [(0, 0, "A1"), (11, 2, "C12"), (9, 25, "Z10"), (0, 26, "AA1"), (LAST_ROW, LAST_COLUMN, "XFD1048576")]
        {
            let at = Address::new(row, column).unwrap();
            assert_eq!(at.to_string(), name);
            assert_eq!(Address::parse(name), Some(at));
        }
    }

    #[test]
    fn cells_that_no_sheet_has_are_no_addresses() {
        assert_eq!(Address::new(LAST_ROW + 1, 0), None);
        assert_eq!(Address::parse("XFE1"), None);
        assert_eq!(Address::parse("A0"), None);
        assert_eq!(Address::parse("1A"), None);
    }
}
