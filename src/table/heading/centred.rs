//! Headings of groups that are typed over the middle of their columns and merged with none: how far each
//! reaches is told by the headings below, or not at all.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::Address;
use crate::intake::Sheet;
use crate::vietnamese::text::{Folded, fold};

/// A heading cell: its row, its column, its text.
type Text = (u32, u32, String);

/// The columns that such headings stand over, by row and column; of one whose reach cannot be told its own.
///
/// A heading that is not merged stands over the blanks to its right, unless what it leaves to its left
/// says otherwise: a «Tổng số» there that stands once more between the groups, with none above it, begins
/// a group each time.
pub(super) fn groups(sheet: &Sheet, texts: &[Text]) -> BTreeMap<(u32, u32), (u32, u32)> {
    let mut found = BTreeMap::new();
    let rows: BTreeSet<u32> = texts.iter().map(|(row, ..)| *row).collect();
    // The lowest row heads nothing below it.
    for row in rows.iter().rev().skip(1).rev() {
        for run in runs(sheet, texts, *row) {
            found.extend(run.reaches().into_iter().map(|(head, reach)| ((*row, head), reach)));
        }
    }
    found
}

/// Columns side by side with headings below a row, in which that row holds unmerged texts or nothing.
struct Run {
    columns: Vec<Below>,
}

/// One of them.
struct Below {
    column: u32,
    /// What heads it below the row.
    key: Folded,
    /// The row has a text over it.
    headed: bool,
}

/// The runs of a row that has at least one text over them.
fn runs(sheet: &Sheet, texts: &[Text], row: u32) -> Vec<Run> {
    let mut below: BTreeMap<u32, String> = BTreeMap::new();
    for (_, column, text) in texts.iter().filter(|(r, ..)| *r > row) {
        let joined = below.entry(*column).or_default();
        joined.push(' ');
        joined.push_str(text);
    }
    let headed: BTreeSet<u32> = texts.iter().filter(|(r, ..)| *r == row).map(|(_, column, _)| *column).collect();
    let mut runs: Vec<Run> = Vec::new();
    let mut last: Option<u32> = None;
    for (column, text) in below {
        if sheet.merge_at(Address { row, column }).is_some() {
            continue;
        }
        let one = Below { column, key: fold(&text), headed: headed.contains(&column) };
        match runs.last_mut().filter(|_| last.is_some_and(|l| l + 1 == column)) {
            Some(run) => run.columns.push(one),
            None => runs.push(Run { columns: vec![one] }),
        }
        last = Some(column);
    }
    runs.retain(|run| run.columns.iter().any(|c| c.headed));
    runs
}

impl Run {
    /// How far each heading reaches, where something says that the groups begin left of their headings: over the columns
    /// of one round of what repeats, where there are as many rounds as headings, each with one; else only over its
    /// own column.
    fn reaches(&self) -> Vec<(u32, (u32, u32))> {
        let headed = |at: &usize| self.columns.get(*at).is_some_and(|c| c.headed);
        let (within, left): (Vec<_>, Vec<_>) = self.repeated().into_iter().partition(|(first, _)| headed(first));
        let rounds = left.iter().chain(&within).find_map(|(first, next)| self.rounds(*first, *next));
        // What begins the first group may stand in it twice.
        if left.is_empty() && rounds.is_none() {
            return Vec::new();
        }
        let heads = self.columns.iter().filter(|c| c.headed);
        let reach = |head: &Below| {
            let round = rounds.iter().flatten().find(|round| round.iter().any(|c| c.column == head.column))?;
            Some((round.first()?.column, round.last()?.column))
        };
        heads.map(|head| (head.column, reach(head).unwrap_or((head.column, head.column)))).collect()
    }

    /// The headings left of all groups, or at the first, that stand once more with no group's heading over them, each
    /// with where it does, by their places. What begins a group each time stands left of all and is no part of any.
    fn repeated(&self) -> Vec<(usize, usize)> {
        let first_head = self.columns.iter().position(|c| c.headed).unwrap_or_default();
        let left = self.columns.iter().enumerate().take(first_head + 1).filter(|(_, c)| !c.key.is_empty());
        left.flat_map(|(first, one)| {
            let same: Vec<(usize, &Below)> =
                self.columns.iter().enumerate().skip(first + 1).filter(|(_, c)| c.key == one.key).collect();
            let begins = same.first().is_some_and(|(_, next)| next.headed);
            let open = same.into_iter().filter(move |(_, c)| !begins && !c.headed);
            open.map(move |(next, _)| (first, next)).collect::<Vec<_>>()
        })
        .collect()
    }

    /// The rounds of what repeats from one column to another, if there is one for each heading.
    fn rounds(&self, first: usize, next: usize) -> Option<Vec<&[Below]>> {
        let heads = self.columns.iter().filter(|c| c.headed).count();
        // What stands right of them all has headings of its own.
        let rounds: Vec<&[Below]> = self.columns.get(first..)?.chunks(next - first).take(heads).collect();
        let keys = |round: &[Below]| round.iter().map(|c| c.key.clone()).collect::<Vec<_>>();
        let same = rounds.windows(2).all(|w| matches!(w, [a, b] if keys(a) == keys(b)));
        let one_each = rounds.iter().all(|round| round.iter().filter(|c| c.headed).count() == 1);
        (heads > 1 && same && one_each && rounds.len() == heads).then_some(rounds)
    }
}
