//! What each column is for: numbers, labels, measures, or anything else.

use crate::intake::{Cell, Sheet};
use crate::table::{Column, Role, numbering, words};
use crate::vietnamese::measure::Measure;
use crate::vietnamese::text::{Folded, fold};

use super::{Block, is_words};

impl Block {
    /// The columns with their paths, and what each is for by heading and cells.
    pub fn columns(&self, sheet: &Sheet) -> Vec<Column> {
        let path = |c: u32| self.headings.get(&c).into_iter().flatten().map(|h| h.text.clone()).collect::<Vec<_>>();
        let key = |c: u32| fold(&path(c).join(" "));
        let columns: Vec<u32> = self.headings.keys().copied().collect();
        let first = |is: fn(&Folded) -> bool| columns.iter().copied().find(|c| is(&key(*c)));
        let number = first(words::heads_numbers).or_else(|| first(words::heads_codes));
        // Below stands who signs, under whatever column it is.
        let signs = |cells: &[Cell]| {
            let numbered = cells.iter().any(|c| Some(c.at.column) == number && c.text().is_none_or(is_order));
            !numbered && cells.iter().filter_map(Cell::text).any(words::stands_below)
        };
        let rows = sheet.rows_in(self.body()..).map(|(_, cells)| cells);
        let body: Vec<&[Cell]> = rows.take_while(|cells| !signs(cells)).take(200).collect();
        let texts = |column: u32| {
            let found = body.iter().flat_map(|cells| cells.iter()).filter(|c| c.at.column == column);
            found.filter(|c| c.text().is_some_and(is_words)).count()
        };
        let any = |column: u32| {
            body.iter().flat_map(|cells| cells.iter()).any(|c| c.at.column == column && c.text().is_some())
        };
        let units = self.column_of_units(number, &columns, &key, &body);
        let measure = columns.iter().copied().find(|c| {
            words::heads_measures(&key(*c)) && Some(*c) != number && Some(*c) != units && path(*c).len() == 1
        });
        let between = (columns.first().copied().unwrap_or(0)..=columns.last().copied().unwrap_or(0))
            .filter(|c| Some(*c) != number && Some(*c) != measure);
        let free: Vec<u32> = between.collect();
        // In a blank whose numbers have nothing beside them the items stand behind the numbers.
        let in_numbered = |column: u32| {
            let of = |cells: &&&[Cell], column: Option<u32>| cells.iter().any(|c| Some(c.at.column) == column);
            body.iter().any(|cells| of(&cells, number) && of(&cells, Some(column)))
        };
        let label = units.or_else(|| self.label(&free, &key, &texts, &any, &in_numbered, number));
        let mut found: Vec<u32> = columns;
        found.extend(label.filter(|l| !self.headings.contains_key(l)));
        found.sort_unstable();
        let index = |c: u32| self.index.as_ref().and_then(|(_, cells)| cells.get(&c).cloned());
        let role = |c: u32| match Some(c) {
            c if c == number => Role::Number,
            c if c == label => Role::Label,
            c if c == measure => Role::Measure,
            _ => Role::Other,
        };
        found.into_iter().map(|c| Column { column: c, path: path(c), role: role(c), index: index(c) }).collect()
    }

    /// The column under «Đơn vị» that names units and no measures (TT 02/2021/TT-TTCP): nothing left of it but order
    /// numbers, nothing else headed as labels, and no measures in it.
    fn column_of_units(
        &self,
        number: Option<u32>,
        columns: &[u32],
        key: &impl Fn(u32) -> Folded,
        body: &[&[Cell]],
    ) -> Option<u32> {
        let first = columns.iter().copied().find(|c| Some(*c) != number)?;
        // A column without a heading behind the numbers holds the labels.
        let unheaded = number.is_some_and(|n| n < first && first > n + 1);
        if unheaded || !words::may_head_units(&key(first)) || columns.iter().any(|c| words::heads_labels(&key(*c))) {
            return None;
        }
        let own = body.iter().flat_map(|cells| cells.iter()).filter(|c| c.at.column == first);
        let texts: Vec<&str> = own.filter_map(Cell::text).filter(|t| is_words(t)).collect();
        let measures = texts.iter().filter(|t| Measure::parse(t).is_some_and(|m| m.converts())).count();
        (2 * measures <= texts.len()).then_some(first)
    }

    /// The column of labels: headed as one, or the first that holds words. Of columns under one merged
    /// heading (a sign, and the words behind it) the one with the words.
    fn label(
        &self,
        free: &[u32],
        key: &impl Fn(u32) -> Folded,
        texts: &impl Fn(u32) -> usize,
        any: &impl Fn(u32) -> bool,
        in_numbered: &impl Fn(u32) -> bool,
        number: Option<u32>,
    ) -> Option<u32> {
        let headed = free.iter().copied().find(|c| words::heads_labels(&key(*c)));
        if let Some(headed) = headed {
            let span =
                self.headings.get(&headed).and_then(|p| p.last()).map_or((headed, headed), |h| (h.first, h.last));
            // Of a sign and the words behind it the words.
            let best = (span.0..=span.1).rev().find(|c| free.contains(c) && any(*c)).unwrap_or(headed);
            // A column headed as labels but empty, beside one that holds all the words, is none.
            let others = free.iter().copied().filter(|c| texts(*c) > 0).count();
            if any(best) || others == 0 || self.index.is_some() {
                return Some(best);
            }
        }
        let after = number.filter(|n| self.headings.keys().next() == Some(n));
        // A column without heading right behind the numbers holds what they number.
        let unheaded =
            after.map(|n| n + 1).filter(|c| free.contains(c) && !self.headings.contains_key(c) && texts(*c) > 0);
        let blank = after.map(|n| n + 1).filter(|c| {
            let headed = self.headings.contains_key(c) && free.contains(c);
            headed && !free.iter().any(|c| in_numbered(*c))
        });
        unheaded
            .or(blank)
            .or_else(|| free.iter().copied().find(|c| texts(*c) > 0))
            .or_else(|| free.iter().copied().find(|c| self.headings.contains_key(c)))
    }
}

/// Tells whether a text is an order number.
fn is_order(text: &str) -> bool {
    !numbering::read(text).is_empty()
}
