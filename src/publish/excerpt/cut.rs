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
    let mut rows = BTreeSet::from([own.first.row]);
    // The cells nearest to the one meant first; those that find no room are counted.
    let mut nearest: Vec<Address> = others.iter().copied().collect();
    nearest.sort_by_key(|at| (at.row.abs_diff(centre.row) + at.column.abs_diff(centre.column), *at));
    for at in nearest {
        let fits = (rows.contains(&at.row) || rows.len() < MOST_ROWS)
            && (columns.contains(&at.column) || columns.len() < MOST_COLUMNS);
        if fits {
            rows.insert(at.row);
            columns.insert(at.column);
        }
    }
    let beside = [own.first.column.checked_sub(1), own.last.column.checked_add(1)];
    for column in beside.into_iter().flatten().filter(|_| columns.len() < MOST_COLUMNS).collect::<Vec<_>>() {
        columns.insert(column);
    }
    if rows.len() < ENOUGH_ROWS {
        let beside = [own.first.row.checked_sub(1), own.last.row.checked_add(1)];
        // The row that counts the columns says nothing about a place.
        rows.extend(beside.into_iter().flatten().filter(|row| !around.is_index(*row)));
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

    let left_out = others.iter().filter(|at| !rows.contains(&at.row) || !columns.contains(&at.column)).count();
    let columns: Vec<u32> = columns.into_iter().collect();
    let mut drawn = BTreeSet::new();
    let mark = |area: Area| match () {
        () if area == own => {
            if meant.is_some() {
                Mark::Meant
            } else {
                Mark::RestsOn
            }
        }
        () if others.iter().any(|at| area.contains(*at)) => Mark::RestsOn,
        () => Mark::None,
    };
    let mut lines: Vec<Line> = Vec::new();
    for row in rows {
        let pieces = pieces(sheet, row, &columns, &mut drawn, mark);
        // A row that only goes on with the merged cells of the row above says nothing.
        if pieces.iter().any(|p| !p.text.is_empty() || p.mark != Mark::None) {
            let after_gap = lines.last().is_some_and(|above| above.at + 1 < row);
            lines.push(Line { at: row, after_gap, is_heading: around.is_heading(row), pieces });
        }
    }
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
    mark: impl Fn(Area) -> Mark,
) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = columns;
    while let Some((first, others)) = rest.split_first() {
        let Some(at) = Address::new(row, *first) else { break };
        let merge = sheet.merge_at(at);
        let area = merge.unwrap_or(Area { first: at, last: at });
        let span = 1 + others.iter().take_while(|c| merge.is_some_and(|m| **c <= m.last.column)).count();
        let new = merge.is_none_or(|m| drawn.insert(m.first));
        let cell = sheet.shown(at).filter(|_| new);
        pieces.push(Piece {
            text: cell.map(shown::text).unwrap_or_default(),
            span,
            at_right: cell.is_some_and(shown::at_right),
            // A merge over several rows is marked where its text stands.
            mark: if new { mark(area) } else { Mark::None },
        });
        rest = columns.get(columns.len() - rest.len() + span..).unwrap_or_default();
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{Cell, Value};

    fn at(a1: &str) -> Address {
        Address::parse(a1).unwrap()
    }

    /// A table with headings of two levels, a label over two rows, and eight columns of figures.
    fn sheet() -> Sheet {
        let texts = [
            ("A3", "STT"),
            ("B3", "Nội dung"),
            ("C3", "Vốn đầu tư"),
            ("C4", "NSTW"),
            ("D4", "NSĐP"),
            ("E3", "Vốn sự nghiệp"),
            ("E4", "NSTW"),
            ("F4", "NSĐP"),
            ("G3", "Ghi chú"),
            ("A5", "1"),
            ("B5", "Dự án một"),
            ("A7", "2"),
            ("B7", "Dự án hai"),
            ("A8", "3"),
            ("B8", "Dự án ba"),
        ];
        let numbers = [("C5", 1.5), ("D5", 2.0), ("C7", 3.0), ("F7", 1200.0), ("C8", 4.0), ("D8", 5.0)];
        let texts = texts.map(|(a, t)| Cell { at: at(a), value: Value::Text(t.into()), style: None });
        let numbers = numbers.map(|(a, n)| Cell { at: at(a), value: Value::number(n), style: None });
        let merges = ["A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:G4", "A5:A6", "B5:B6"].map(|area| {
            let (first, last) = area.split_once(':').unwrap();
            Area { first: at(first), last: at(last) }
        });
        Sheet::new("S", true, texts.into_iter().chain(numbers), merges.to_vec())
    }

    /// The excerpt, a line a row: `[meant]`, `~rests on~`, `⋮` where rows are left out.
    fn drawn(meant: Option<&str>, rests_on: &[&str]) -> Vec<String> {
        let sheet = sheet();
        let rests_on: Vec<Address> = rests_on.iter().map(|a| at(a)).collect();
        let excerpt = cut(&Around::new(&sheet), meant.map(at), &rests_on).unwrap();
        let line = |line: &Line| {
            let pieces = line.pieces.iter().map(|p| match p.mark {
                Mark::Meant => format!("[{}]", p.text),
                Mark::RestsOn => format!("~{}~", p.text),
                Mark::None => format!("{}{}", p.text, "+".repeat(p.span - 1)),
            });
            let gap = if line.after_gap { "⋮ " } else { "" };
            format!("{gap}{} {}", line.at + 1, pieces.collect::<Vec<_>>().join("|"))
        };
        excerpt.lines.iter().map(line).collect()
    }

    #[test]
    fn the_cell_stands_under_all_its_headings_beside_its_label() {
        assert_eq!(
            drawn(Some("F7"), &[]),
            [
                "3 STT|Nội dung|Vốn sự nghiệp+|Ghi chú",
                "4 ||NSTW|NSĐP|",
                "⋮ 6 1|Dự án một|||",
                "7 2|Dự án hai||[1.200]|",
                "8 3|Dự án ba|||"
            ]
        );
    }

    #[test]
    fn a_merged_cell_is_shown_once_and_meant_as_a_whole() {
        assert_eq!(
            drawn(Some("B6"), &[]),
            ["3 STT|Nội dung|Vốn đầu tư", "4 ||NSTW", "5 1|[Dự án một]|1,5", "⋮ 7 2|Dự án hai|3"]
        );
    }

    #[test]
    fn the_cells_that_a_finding_rests_on_are_there_however_far() {
        assert_eq!(
            drawn(Some("D5"), &["D8", "F7"]),
            [
                "3 STT|Nội dung|Vốn đầu tư+|Vốn sự nghiệp+",
                "4 ||NSTW|NSĐP|NSTW|NSĐP",
                "5 1|Dự án một|1,5|[2]||",
                "⋮ 7 2|Dự án hai|3|||~1.200~",
                "8 3|Dự án ba|4|~5~||"
            ]
        );
    }

    #[test]
    fn a_blank_cell_far_from_any_table_is_still_shown() {
        assert_eq!(drawn(Some("J30"), &[]).last().map(String::as_str), Some("⋮ 30 ||[]"));
    }

    #[test]
    fn cells_that_find_no_room_are_counted() {
        let sheet = sheet();
        let many: Vec<Address> = (10..30).map(|row| Address { row, column: 2 }).collect();
        let excerpt = cut(&Around::new(&sheet), Some(at("C5")), &many).unwrap();
        assert_eq!(excerpt.left_out, 13);
    }
}
