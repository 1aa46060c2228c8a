//! Where the cells of a sheet's XML stand.

use quick_xml::events::BytesStart;

use crate::address::{Address, LAST_COLUMN, LAST_ROW};
use crate::xml::attribute;

/// Goes along with the rows and cells of a sheet, since their `r` may be left out.
#[derive(Debug, Default)]
pub struct Position {
    next_row: u32,
    row: u32,
    next_column: u32,
}

impl Position {
    /// Takes up a row; returns its number from 0.
    pub fn row(&mut self, e: &BytesStart<'_>) -> u32 {
        let given = attribute(e, "r").and_then(|r| r.parse::<u32>().ok()).and_then(|r| r.checked_sub(1));
        self.row = given.unwrap_or(self.next_row).min(LAST_ROW);
        self.next_row = self.row + 1;
        self.next_column = 0;
        self.row
    }

    /// Takes up a cell; returns where it stands.
    pub fn cell(&mut self, e: &BytesStart<'_>) -> Option<Address> {
        let given = attribute(e, "r").and_then(|r| Address::parse(&r));
        let here = given.or_else(|| Address::new(self.row, self.next_column))?;
        self.next_column = here.column.saturating_add(1).min(LAST_COLUMN + 1);
        Some(here)
    }
}

/// Tells whether a part of a sheet holds a formula, under whatever prefix.
pub fn holds_formula(xml: &str) -> bool {
    xml.match_indices('<').any(|(at, _)| {
        let name: &str = xml.get(at + 1..).unwrap_or_default();
        let name = name.split([' ', '>', '/', '\n', '\t', '\r']).next().unwrap_or_default();
        name == "f" || name.ends_with(":f")
    })
}
