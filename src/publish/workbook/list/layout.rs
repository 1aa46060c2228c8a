//! Where the items of a list stand: under their units, one after another; what a sheet cannot hold goes on in
//! further ones.

use std::rc::Rc;

use crate::own_output;
use crate::publish::workbook::book::Book;
use crate::publish::workbook::headings;
use crate::reading::{Facts, Stretches};

/// A sheet has so many rows.
const MOST_ROWS: u32 = 1_048_576;
/// The rows above the headings: title, legend.
pub(super) const HEAD: u32 = 2;

/// The items of all units, and where they stand.
pub(in crate::publish::workbook) struct Items<'r> {
    /// The name of the first sheet.
    name: String,
    /// Those of each unit of the book, in its order.
    pub(super) units: Vec<OfUnit<'r>>,
    /// How many sheets they take.
    pub(super) sheets: usize,
}

/// The items of a unit.
pub(super) struct OfUnit<'r> {
    /// The facts of each, where the unit lists any.
    pub items: Option<Rc<Stretches<'r>>>,
    pub place: Place,
}

/// Where a unit's lines stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The sheet and row of its own line.
    pub line: (usize, u32),
    /// Its items: sheet, first row, last row.
    pub spans: Vec<(usize, u32, u32)>,
}

impl<'r> Items<'r> {
    pub fn new(book: &Book<'r>) -> Self {
        let columns: Vec<headings::Headed> =
            book.form.columns.iter().map(|c| headings::Headed { levels: book.heading(c), width: 0.0 }).collect();
        let body = HEAD + headings::depth(&columns);
        let items: Vec<Option<Stretches<'r>>> =
            book.units.iter().map(|unit| book.counting(*unit).map(|one| items(&one.submission.facts))).collect();
        let counts: Vec<usize> = items.iter().map(|own| own.as_ref().map_or(0, Stretches::len)).collect();
        let (places, sheets) = places(&counts, body, MOST_ROWS);
        let units =
            items.into_iter().zip(places).map(|(items, place)| OfUnit { items: items.map(Rc::new), place }).collect();
        Self { name: book.sheet_name(book.names.by_unit), units, sheets }
    }

    /// The name of a sheet.
    pub fn sheet_name(&self, sheet: usize) -> String {
        own_output::further(&self.name, sheet)
    }
}

/// The facts of each item that the form has.
fn items(facts: &Facts) -> Stretches<'_> {
    facts.rows_where(|item| item.first().is_some_and(|f| !f.row().starts_with('?')))
}

/// Puts the lines of units one below the other, each behind a line of its own, from a row on. A unit begins on a
/// further sheet where the one begun does not hold all of it, unless none would.
fn places(counts: &[usize], body: u32, most: u32) -> (Vec<Place>, usize) {
    let (mut sheet, mut row) = (0, body);
    let mut places = Vec::with_capacity(counts.len());
    for count in counts {
        let count = u32::try_from(*count).unwrap_or(u32::MAX);
        let needs = count.saturating_add(1);
        if row > body && needs > most - row && (needs <= most - body || most - row < 2) {
            (sheet, row) = (sheet + 1, body);
        }
        let mut place = Place { line: (sheet, row), spans: Vec::new() };
        row += 1;
        let mut left = count;
        while left > 0 {
            if row >= most {
                (sheet, row) = (sheet + 1, body);
            }
            let here = left.min(most - row);
            place.spans.push((sheet, row, row + here - 1));
            row += here;
            left -= here;
        }
        places.push(place);
    }
    (places, sheet + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_that_a_sheet_cannot_hold_go_on_in_the_next() {
        let lines = |counts: &[usize]| {
            let (places, sheets) = places(counts, 3, 10);
            (places.into_iter().map(|p| (p.line, p.spans)).collect::<Vec<_>>(), sheets)
        };
        assert_eq!(lines(&[2, 3]), (vec![((0, 3), vec![(0, 4, 5)]), ((0, 6), vec![(0, 7, 9)])], 1));
        // The second unit does not fit any more; the third is larger than a sheet.
        assert_eq!(
            lines(&[2, 4, 9]),
            (
                vec![
                    ((0, 3), vec![(0, 4, 5)]),
                    ((1, 3), vec![(1, 4, 7)]),
                    ((1, 8), vec![(1, 9, 9), (2, 3, 9), (3, 3, 3)])
                ],
                4
            )
        );
        assert_eq!(lines(&[0, 0]), (vec![((0, 3), vec![]), ((0, 4), vec![])], 1));
    }
}
