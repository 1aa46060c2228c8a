//! Cutting an excerpt out of a sheet: which rows and columns, and what each of its cells shows.

use std::collections::BTreeSet;

use crate::address::{Address, Area};
use crate::intake::Sheet;

use super::around::Around;
use super::shown;
use super::{Excerpt, Line, Mark, Piece, Strip};

/// The most rows below the headings, and the most rows of headings.
const MOST_ROWS: usize = 8;
const MOST_HEADINGS: usize = 3;
/// The most columns.
const MOST_COLUMNS: usize = 7;
/// With so many rows to show there is no need of neighbours to know the place.
const ENOUGH_ROWS: usize = 4;

/// Cuts the piece around a cell, with the other cells that a finding rests on.
pub(super) fn cut(around: &Around<'_>, meant: Option<Address>, rests_on: &[Address]) -> Option<Excerpt> {
    let sheet = around.sheet;
    let centre = meant.or_else(|| rests_on.first().copied())?;
    let own = sheet.merge_at(centre).unwrap_or(Area { first: centre, last: centre });
    let others: BTreeSet<Address> = rests_on.iter().copied().filter(|at| !own.contains(*at)).collect();

    let mut columns: BTreeSet<u32> = around.naming_columns(centre).collect();
    columns.insert(own.first.column);
    let mut rows = BTreeSet::from([centre.row]);
    // The cells nearest to the one meant first; those that find no room are counted.
    let mut nearest: Vec<Address> = others.iter().copied().collect();
    nearest.sort_by_key(|at| (at.row.abs_diff(centre.row) + at.column.abs_diff(centre.column), *at));
    let mut left_out = 0;
    for at in nearest {
        let fits = (rows.contains(&at.row) || rows.len() < MOST_ROWS)
            && (columns.contains(&at.column) || columns.len() < MOST_COLUMNS);
        if fits {
            rows.insert(at.row);
            columns.insert(at.column);
        } else {
            left_out += 1;
        }
    }
    let beside = [own.first.column.checked_sub(1), own.last.column.checked_add(1)];
    for column in beside.into_iter().flatten().filter(|_| columns.len() < MOST_COLUMNS).collect::<Vec<_>>() {
        columns.insert(column);
    }
    if rows.len() < ENOUGH_ROWS {
        rows.extend([own.first.row.checked_sub(1), own.last.row.checked_add(1)].into_iter().flatten());
    }
    let mut headings = around.heading_rows(centre);
    // The lowest headings say most about a column.
    headings.drain(..headings.len().saturating_sub(MOST_HEADINGS));
    rows.extend(headings.into_iter().filter(|row| *row <= own.last.row));

    let must = |at: Address| own.contains(at) || others.contains(&at);
    let holds = |at: Address| must(at) || sheet.shown(at).is_some_and(|c| !shown::text(c).is_empty());
    let any = |row: u32, column: u32| Address::new(row, column).is_some_and(holds);
    columns.retain(|column| rows.iter().any(|row| any(*row, *column)));
    rows.retain(|row| columns.iter().any(|column| any(*row, *column)));

    let columns: Vec<u32> = columns.into_iter().collect();
    let mut drawn = BTreeSet::new();
    let rows: Vec<u32> = rows.into_iter().collect();
    let mark = |at: Address| match () {
        () if meant.is_some() && own.contains(at) => Mark::Meant,
        () if others.contains(&at) || own.contains(at) => Mark::RestsOn,
        () => Mark::None,
    };
    let lines = rows.iter().enumerate().map(|(i, row)| Line {
        at: *row,
        after_gap: i.checked_sub(1).and_then(|i| rows.get(i)).is_some_and(|above| above + 1 < *row),
        is_heading: around.is_heading(*row),
        pieces: pieces(sheet, *row, &columns, &mut drawn, mark),
    });
    let lines = lines.collect();
    let strips = columns.iter().enumerate().map(|(i, column)| Strip {
        at: *column,
        after_gap: i.checked_sub(1).and_then(|i| columns.get(i)).is_some_and(|left| left + 1 < *column),
        names: around.naming_columns(centre).any(|c| c == *column),
    });
    Some(Excerpt { sheet: sheet.name.clone(), columns: strips.collect(), lines, left_out })
}

/// The cells of one row; a merged area shows its text once, where it is first seen.
fn pieces(
    sheet: &Sheet,
    row: u32,
    columns: &[u32],
    drawn: &mut BTreeSet<Address>,
    mark: impl Fn(Address) -> Mark,
) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = columns;
    while let Some((first, others)) = rest.split_first() {
        let Some(at) = Address::new(row, *first) else { break };
        let merge = sheet.merge_at(at);
        let span = 1 + others.iter().take_while(|c| merge.is_some_and(|m| **c <= m.last.column)).count();
        let new = merge.is_none_or(|m| drawn.insert(m.first));
        let cell = sheet.shown(at).filter(|_| new);
        pieces.push(Piece {
            text: cell.map(shown::text).unwrap_or_default(),
            span,
            at_right: cell.is_some_and(shown::at_right),
            // A merge over several rows is marked where its text stands.
            mark: if new { mark(at) } else { Mark::None },
        });
        rest = columns.get(columns.len() - rest.len() + span..).unwrap_or_default();
    }
    pieces
}
