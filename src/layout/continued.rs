//! A list that goes on in the next sheet under its headings repeated: its order numbers go on, and no line above tells of
//! another list. (Without headings it is what [`super::rest`] knows.)

use crate::form::Form;
use crate::vietnamese::measure::announced;
use crate::vietnamese::text::{Folded, fold};

use super::Table;

/// What stands behind a title that is repeated: «DANH MỤC CÔNG TRÌNH NĂM 2024 (tiếp theo)».
const AGAIN: [&str; 2] = ["tiếp theo", "tiếp"];

/// Marks the tables of a list that go on with that before.
pub(super) fn mark(form: &Form, tables: &mut [Table<'_>]) {
    for at in 1..tables.len() {
        let (before, after) = tables.split_at(at);
        let (Some(before), Some(after)) = (before.last(), after.first()) else { continue };
        let goes_on = !after.is_rest
            && before.columns == after.columns
            && before.last_order(form).is_some_and(|last| Some(last + 1) == after.first_order(form))
            && after.is_titled_as(before);
        if let Some(table) = tables.get_mut(at).filter(|_| goes_on) {
            table.goes_on = true;
        }
    }
}

impl Table<'_> {
    fn orders(&self, form: &Form) -> impl DoubleEndedIterator<Item = u32> {
        self.items.iter().filter_map(|item| self.items.order(form, item, &self.sheet.peek(item.sheet_row)))
    }

    fn first_order(&self, form: &Form) -> Option<u32> {
        self.orders(form).next()
    }

    fn last_order(&self, form: &Form) -> Option<u32> {
        self.orders(form).next_back()
    }

    /// Tells whether every line above it stands above the other, too.
    fn is_titled_as(&self, other: &Self) -> bool {
        let lines = |table: &Self| table.over_headers.first().cloned().unwrap_or_default();
        let own = |line: &String| announced(line).is_none() && !line.trim_start().starts_with('(');
        let known: Vec<Folded> = lines(other).iter().map(|line| without_again(line)).collect();
        lines(self).iter().filter(|line| own(line)).map(|line| without_again(line)).all(|line| known.contains(&line))
    }
}

/// A line without the words that say that it is repeated.
fn without_again(line: &str) -> Folded {
    let line = fold(line);
    let shorter = AGAIN.iter().find_map(|again| line.as_str().strip_suffix(fold(again).as_str()));
    shorter.map_or(line.clone(), |rest| Folded::from_words(rest.split(' ').filter(|word| !word.is_empty())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_is_repeated_is_told_by_what_stands_behind_it() {
        for line in ["DANH MỤC NĂM 2024 (tiếp theo)", "Danh mục năm 2024 (Tiếp)", "DANH MỤC NĂM 2024"] {
            assert_eq!(without_again(line), fold("Danh mục năm 2024"), "{line}");
        }
        assert_ne!(without_again("DANH MỤC CHUYỂN TIẾP NĂM 2024"), fold("Danh mục năm 2024"));
        assert_ne!(without_again("CÔNG TRÌNH CHUYỂN TIẾP"), fold("Công trình"));
    }
}
