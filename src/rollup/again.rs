//! A roll-up among what is rolled up: it records the figures of its last period only, and the earlier ones stand on
//! its sheet «Theo năm» as totals, from which no units and no doubts can be told any more.

use std::collections::BTreeSet;

use crate::address::Address;
use crate::finding::Lang;
use crate::intake::{Cell, Sheet, Workbook};
use crate::own_output::SheetNames;
use crate::period::Period;

/// The rows above the headings of the sheets of a roll-up: title, what the marks mean.
pub const HEAD: u32 = 2;
/// The first column of «Theo năm» with a period.
pub const PERIODS: u32 = 4;

/// The sheet «Theo năm» of a workbook, where it is a roll-up.
pub fn by_period(book: &Workbook) -> Option<&Sheet> {
    let names = [Lang::Vi, Lang::En].map(SheetNames::new);
    names.iter().find_map(|names| {
        book.sheets.iter().find(|s| s.name == names.by_place)?;
        book.sheets.iter().find(|s| s.name == names.by_period)
    })
}

/// Tells whether a workbook is a roll-up, by any of the sheets that only such have.
pub fn is_one(book: &Workbook) -> bool {
    let has = |name: &str| book.sheets.iter().any(|s| s.name == name);
    let names = [Lang::Vi, Lang::En].map(SheetNames::new);
    names.iter().any(|names| [names.by_period, names.by_place, names.sent].into_iter().any(has))
}

/// The periods that a workbook puts beside each other; none where it is no roll-up.
pub fn periods(book: &Workbook) -> BTreeSet<Period> {
    let Some(sheet) = by_period(book) else { return BTreeSet::new() };
    let heading = |column: u32| Period::heard(sheet.cell(Address::new(HEAD, column)?).and_then(Cell::text)?);
    (PERIODS..).map_while(heading).collect()
}
