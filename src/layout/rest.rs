//! A sheet without headings that may be the rest of the list in the sheet before: the second page of a list that somebody
//! put on a sheet of its own. Its rows have no other names and figures than that list's.

use std::collections::BTreeSet;

use crate::form::{Form, Role};
use crate::intake::{Cell, Sheet, in_row};
use crate::table::heading::is_count;
use crate::table::index_row::is_index_row_of_body;
use crate::table::words;
use crate::vietnamese::text::{fold, one_line};

use super::header::{Header, text_in};
use super::is_figure;

/// What a sheet without headings is to the list before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// The order numbers go on, and nothing stands outside the list's columns.
    Certain,
    /// It looks so; it may be another list as well.
    Likely,
}

/// What stands in the columns of a list.
#[derive(Default)]
struct Seen {
    /// The columns in which its items have something.
    filled: BTreeSet<u32>,
    /// How many items it has: rows with a name and a figure.
    items: usize,
    /// The order numbers of the items, as far as they are whole numbers.
    numbers: Vec<u32>,
    /// Figures stand beside no name, or in no column of the list.
    strange: bool,
    /// A line is neither an item nor a part of the list.
    titled: bool,
}

/// Tells whether a sheet, below a header, is the rest of the list under that of the sheet before; `is_title` knows that
/// list's titles.
pub(super) fn of_list(
    form: &Form,
    (header, above): (&Header, &Sheet),
    (under, sheet): (&Header, &Sheet),
    is_title: &dyn Fn(&str) -> bool,
) -> Option<Rest> {
    let below = Seen::of(form, under, sheet, is_title);
    if below.items == 0 {
        return None;
    }
    let own = Seen::of(form, header, above, is_title);
    let goes_on = own.numbers.last().is_some_and(|last| {
        let expected = (u64::from(*last) + 1..).take(below.numbers.len());
        !below.numbers.is_empty() && below.numbers.iter().copied().map(u64::from).eq(expected)
    });
    let value =
        |column: &&u32| form.value_columns().any(|(i, _)| header.columns.get(&i).is_some_and(|h| h.column == **column));
    // A remark may stand there that no item above has.
    let remark = |column: &u32| header.columns.values().any(|h| h.column == *column) && !value(&column);
    let same = below.filled.iter().all(|column| own.filled.contains(column) || remark(column))
        && own.filled.iter().filter(value).all(|c| below.filled.contains(c));
    match (goes_on, below.strange) {
        (true, false) if !below.titled => Some(Rest::Certain),
        (true, _) => Some(Rest::Likely),
        (false, strange) => (same && !strange).then_some(Rest::Likely),
    }
}

impl Seen {
    fn of(form: &Form, header: &Header, sheet: &Sheet, is_title: &dyn Fn(&str) -> bool) -> Self {
        let number = header.column(form, Role::Number);
        let (first, last) = header.labels;
        let headed = header.columns.values().map(|h| h.column).chain(header.extra.iter().map(|(column, _)| *column));
        let headed: BTreeSet<u32> = headed.chain(first..=last).collect();
        let figures = form.value_columns().filter_map(|(i, _)| header.columns.get(&i)).map(|h| h.column);
        let figures: BTreeSet<u32> = figures.collect();
        let mut seen = Self::default();
        for (_, cells) in sheet.scan_where(|row| row >= header.body) {
            let label = header.label_in(&cells).1;
            // A page of nothing but its total lists nothing.
            let total = words::begins_total(&fold(&label));
            let named = label.chars().any(char::is_alphabetic);
            let counts = |c: &Cell| figures.contains(&c.at.column) && is_figure(&c.value);
            let strange = |c: &Cell| !headed.contains(&c.at.column) && is_count(&c.value);
            if total || is_index_row_of_body(&cells, false) {
                continue;
            }
            if named && cells.iter().any(counts) {
                seen.items += 1;
                seen.strange |= cells.iter().any(strange);
                seen.filled.extend(cells.iter().map(|c| c.at.column));
                let order = number.and_then(|column| text_in(&cells, column));
                seen.numbers.extend(order.and_then(|text| text.trim_end_matches(['.', ')']).parse::<u32>().ok()));
            } else if cells.iter().any(|c| counts(c) || strange(c)) {
                seen.strange = true;
            } else if seen.items == 0 {
                let of_list = number.is_some_and(|column| in_row(&cells, column).is_some()) && named;
                let lines = cells.iter().filter_map(Cell::text).map(one_line);
                seen.titled |= !of_list && lines.filter(|l| !words::stands_below(l)).any(|line| !is_title(&line));
            }
        }
        seen
    }
}
