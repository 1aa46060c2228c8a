//! A list that goes on in the next sheet under its headings repeated: its order numbers go on, and no line above tells of
//! another list. (Without headings it is what [`super::rest`] knows.) The page may break between a work and its parts.

use rust_decimal::Decimal;

use crate::finding::structure::Problem;
use crate::finding::{Finding, Place};
use crate::form::Form;
use crate::intake::Value;
use crate::vietnamese::measure::announced;
use crate::vietnamese::text::{Folded, fold};

use super::{Item, Table};

/// What stands behind a title that is repeated: «DANH MỤC CÔNG TRÌNH NĂM 2024 (tiếp theo)».
const AGAIN: [&str; 2] = ["tiếp theo", "tiếp"];

/// Marks the tables of a list that go on with that before.
pub(super) fn mark(form: &Form, tables: &mut [Table<'_>]) {
    for at in 1..tables.len() {
        let (before, after) = tables.split_at(at);
        let (Some(before), Some(after)) = (before.last(), after.first()) else { continue };
        let goes_on = !after.is_rest
            && before.columns == after.columns
            && before
                .last_order(form)
                .and_then(|last| last.checked_add(1))
                .is_some_and(|next| Some(next) == after.first_order(form))
            && after.is_titled_as(before);
        if let Some(table) = tables.get_mut(at).filter(|_| goes_on) {
            table.goes_on = true;
        }
    }
}

/// Takes the lines under a sign at the top of what goes on («- Xây lắp») for what they are: parts of the last work of the
/// page before, whose figures are in its own.
pub(super) fn take_out_parts(form: &Form, file: &str, tables: &mut [Table<'_>], findings: &mut Vec<Finding>) {
    for at in 1..tables.len() {
        let Some((before, [after, ..])) = tables.split_at_mut_checked(at) else { continue };
        let last = before.iter().rev().find_map(|table| Some((table, table.items.iter().next_back()?)));
        let Some((table, whole)) = last.filter(|_| after.follows()) else { continue };
        let signed = |item: &Item| after.items.has_sign(form, *item, &after.sheet.peek(item.sheet_row));
        let parts: Vec<Item> = after.items.iter().take_while(signed).collect();
        let fits = parts_fit(form, (table, whole), (after, &parts));
        let name = |table: &Table<'_>, item| table.items.label(item, &table.sheet.peek(item.sheet_row)).into_owned();
        for part in &parts {
            let cell = after.items.label_at(*part);
            let (file, sheet) = (Some(file.to_owned()), Some(after.sheet.name.clone()));
            let problem = Problem::PartOfItem { label: name(after, *part), whole: name(table, whole), fits };
            findings.push(Finding::at(Place { file, sheet, cell, ..Place::default() }, problem));
        }
        after.items.take_out(&parts);
    }
}

/// Tells whether the plain numbers of some parts come to those of a whole.
fn parts_fit(form: &Form, (table, whole): (&Table<'_>, Item), (below, parts): (&Table<'_>, &[Item])) -> bool {
    let amount = |table: &Table<'_>, item: Item, column: usize| {
        let cell = table.items.cells(item).find(|cell| cell.column == column)?;
        match table.sheet.peek_cell(cell.at)?.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    };
    let of_column = |column: usize| -> Option<bool> {
        let parts = parts.iter().map(|part| amount(below, *part, column).unwrap_or_default());
        Some(parts.fold(Decimal::ZERO, Decimal::saturating_add) == amount(table, whole, column)?)
    };
    let mut held = form.value_columns().filter_map(|(column, _)| of_column(column)).peekable();
    held.peek().is_some() && held.all(|fits| fits)
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
