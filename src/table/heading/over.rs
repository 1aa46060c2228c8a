//! The headings that stand over each column.

use std::collections::{BTreeMap, BTreeSet};

use super::centred;
use crate::address::Address;
use crate::intake::{Cell, Sheet, Value};
use crate::vietnamese::text::one_line;

use super::{Heading, WIDEST, covered, is_year};

/// The headings over each column, from top to bottom, between two rows.
///
/// Headings stacked over the same columns are one that goes on; a level begins where the upper stands
/// over more columns than the lower. A heading that is not merged stands over the blanks to its right
/// whose columns have headings of their own further down.
pub fn paths(sheet: &Sheet, top: u32, bottom: u32) -> BTreeMap<u32, Vec<Heading>> {
    stacked(sheet, top, bottom).into_iter().map(|(column, headings)| (column, levels(headings))).collect()
}

/// The heading cells over each column, from top to bottom, those over the same columns apart.
pub fn stacked(sheet: &Sheet, top: u32, bottom: u32) -> BTreeMap<u32, Vec<Heading>> {
    let mut own: BTreeMap<u32, Vec<(u32, Heading)>> = BTreeMap::new();
    let cells: Vec<(u32, &Cell)> =
        sheet.rows_in(top..=bottom).flat_map(|(row, cells)| cells.iter().map(move |c| (row, c))).collect();
    let texts: Vec<(u32, u32, String)> = cells
        .iter()
        .filter(|(_, c)| !covered(sheet, c.at))
        .filter_map(|(row, c)| Some((*row, c.at.column, text_of(c)?)))
        .collect();
    let lowest: BTreeMap<u32, u32> = texts.iter().map(|(row, column, _)| (*column, *row)).collect();
    let taken: BTreeSet<(u32, u32)> = cells.iter().map(|(row, c)| (*row, c.at.column)).collect();
    // Only where a heading leaves a column to its left without one may it stand in the middle of its group.
    let goes_on = |row: u32, column: u32| lowest.get(&column).is_some_and(|l| *l > row);
    let leaves_left = |(row, column, _): &(u32, u32, String)| {
        let left = column.checked_sub(1).filter(|_| goes_on(*row, *column));
        left.is_some_and(|left| goes_on(*row, left) && !taken.contains(&(*row, left)))
    };
    let centred = if texts.iter().any(leaves_left) { centred::groups(sheet, &texts) } else { BTreeMap::new() };
    for (row, column, text) in &texts {
        let at = Address { row: *row, column: *column };
        if let Some((first, last)) = centred.get(&(*row, *column)).copied() {
            for over in first..=last {
                own.entry(over).or_default().push((*row, Heading { text: text.clone(), first, last }));
            }
            continue;
        }
        let mut last = sheet.merge_at(at).map_or(*column, |m| m.last.column).min(column + WIDEST);
        if sheet.merge_at(at).is_none() && lowest.get(column).is_some_and(|l| l > row) {
            // A heading of one column with others below it, beside blanks: it stands over them too.
            while last - column < WIDEST {
                let next = Address { row: *row, column: last + 1 };
                let headed_below = lowest.get(&next.column).is_some_and(|l| l > row);
                let free = !taken.contains(&(*row, next.column)) && sheet.merge_at(next).is_none();
                let headed_above = own.get(&next.column).is_some_and(|above| !same_above(above, own.get(column)));
                if !headed_below || !free || headed_above {
                    break;
                }
                last += 1;
            }
        }
        for over in *column..=last {
            own.entry(over).or_default().push((*row, Heading { text: text.clone(), first: *column, last }));
        }
    }
    own.into_iter().map(|(column, headings)| (column, headings.into_iter().map(|(_, h)| h).collect())).collect()
}

/// Tells whether a column stands under the same headings as another.
fn same_above(of: &[(u32, Heading)], other: Option<&Vec<(u32, Heading)>>) -> bool {
    let spans = |headings: &[(u32, Heading)]| headings.iter().map(|(_, h)| (h.first, h.last)).collect::<Vec<_>>();
    other.is_some_and(|o| spans(of) == spans(o))
}

fn text_of(cell: &Cell) -> Option<String> {
    match &cell.value {
        Value::Text(text) => Some(one_line(text)).filter(|t| !t.is_empty()),
        Value::Number(n) if is_year(*n) => Some(n.normalize().to_string()),
        _ => None,
    }
}

/// Joins what is stacked over the same columns.
pub fn levels(headings: Vec<Heading>) -> Vec<Heading> {
    let mut levels: Vec<Heading> = Vec::new();
    for heading in headings {
        match levels.last_mut() {
            Some(upper) if (upper.first, upper.last) == (heading.first, heading.last) => {
                upper.text = format!("{} {}", upper.text, heading.text);
            }
            _ => levels.push(heading),
        }
    }
    levels
}
