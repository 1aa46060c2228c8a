//! Columns with a heading of the form's that are not the form's all the same: of another year, or a part of what it asks.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use crate::form::heading::{HeadingPattern, with_year};
use crate::form::{Column, Role};
use crate::intake::Cell;
use crate::layout::matching::Candidate;
use crate::layout::shares::Shares;
use crate::layout::stretches::titles_over;
use crate::period;
use crate::vietnamese::measure::announced;

use super::finder::Finder;

/// No heading over several columns has more words.
const MOST_WORDS: usize = 8;

impl Finder<'_> {
    /// «Giải ngân năm 2023» beside «Kế hoạch vốn năm 2024» is of another year: a column that is missing, where one of the
    /// year asked for stands there. What was carried over names the year that it comes from.
    pub(super) fn leave_out_other_years(&self, chosen: &mut BTreeMap<usize, Candidate>) {
        let Some(wanted) = self.year else { return };
        let value = |at: &usize| self.form.columns.get(*at).filter(|c| c.role == Role::Value);
        if !chosen.iter().any(|(at, c)| c.year == Some(wanted) && value(at).is_some()) {
            return;
        }
        chosen.retain(|at, found| {
            let Some(own) = value(at) else { return true };
            let until = || period::counted_until(&found.text).filter(|year| *year < wanted);
            let counted = own.patterns.get(found.pattern).is_some_and(HeadingPattern::counts_years);
            let until = || until().filter(|_| !counted);
            let other = found.year.filter(|year| *year != wanted).or_else(until);
            let of_form = |year: u16| own.spoken().contains(&year.to_string());
            let carried = || period::is_carried_over(&found.text) || period::is_carried_over(&own.spoken());
            other.is_none_or(|year| of_form(year) || carried())
        });
    }

    /// The year of the report that the columns are of.
    pub(super) fn year_of(&self, row: u32, candidates: &BTreeMap<usize, Vec<Candidate>>) -> Option<u16> {
        let counted = self.counts_years().then(|| self.counted_year(candidates)).flatten();
        counted.or(self.year).or_else(|| self.titled_year(row, candidates))
    }

    /// Tells whether some columns of the form are of a year counted from the report's.
    fn counts_years(&self) -> bool {
        self.form.value_columns().any(|(_, c)| c.patterns.iter().any(HeadingPattern::counts_years))
    }

    /// A column of the form in words, of the year asked for where the form's columns are told apart by years.
    pub(super) fn spoken(&self, column: &Column) -> String {
        let year = self.year.filter(|_| self.counts_years()).map(|year| year.to_string());
        with_year(&column.spoken(), &year.unwrap_or_default())
    }

    /// The one year that the title names, where headings of several years, or of one and of none, fit a column of figures.
    fn titled_year(&self, row: u32, candidates: &BTreeMap<usize, Vec<Candidate>>) -> Option<u16> {
        let several = |found: &Vec<Candidate>| {
            let mut years = found.iter().map(|c| c.year);
            years.next().is_some_and(|first| years.any(|year| year != first))
        };
        let value = |at: &usize| self.form.columns.get(*at).is_some_and(|c| c.role == Role::Value);
        if !candidates.iter().any(|(at, found)| value(at) && several(found)) {
            return None;
        }
        match period::years_in_titles(&titles_over(self.sheet, row)).as_slice() {
            [year] => Some(*year),
            _ => None,
        }
    }

    /// The year of the report that most columns of figures are of, where some are of a year counted from it: the year asked
    /// for, unless more are of another.
    fn counted_year(&self, candidates: &BTreeMap<usize, Vec<Candidate>>) -> Option<u16> {
        let mut columns: BTreeMap<u16, usize> = BTreeMap::new();
        for (at, _) in self.form.value_columns() {
            let years: BTreeSet<u16> =
                candidates.get(&at).into_iter().flatten().filter_map(|candidate| candidate.year).collect();
            for year in years {
                *columns.entry(year).or_default() += 1;
            }
        }
        let most = columns.values().copied().max()?;
        let mut best = columns.into_iter().filter(|(_, n)| *n == most).map(|(year, _)| year);
        let first = best.next()?;
        let rest: Vec<u16> = best.collect();
        let asked = self.year.filter(|year| first == *year || rest.contains(year));
        asked.or(Some(first).filter(|_| rest.is_empty()))
    }

    /// «Vốn đầu tư», «Ngân sách trung ương» right above some of the headings: the columns under it hold a part of what
    /// a form asks for that knows no such parts. Gives what is so headed.
    pub(super) fn leave_out_parts(
        &self,
        chosen: &mut BTreeMap<usize, Candidate>,
        row: u32,
    ) -> Vec<(RangeInclusive<u32>, String)> {
        let label = self.form.column_of(Role::Label).and_then(|at| chosen.get(&at)).map(|c| c.column);
        let (Some(label), Some(above)) = (label, row.checked_sub(1)) else { return Vec::new() };
        let texts: Vec<&Cell> =
            self.sheet.row(above).iter().filter(|c| c.text().is_some_and(|t| !t.trim().is_empty())).collect();
        // A title or the measure begins left of the figures or heads nothing; so does a line of many words.
        let heads =
            |c: &&Cell| c.text().is_some_and(|t| announced(t).is_none() && t.split_whitespace().count() <= MOST_WORDS);
        if texts.iter().any(|c| c.at.column <= label) || !texts.iter().all(heads) {
            return Vec::new();
        }
        let title = Shares::of(&self.form.title);
        let mut found = Vec::new();
        for (at, cell) in texts.iter().enumerate() {
            let text = cell.value.on_one_line().into_owned();
            let said = Shares::of(&text);
            let merged = self.sheet.merge_at(cell.at).map(|m| m.last.column).filter(|last| *last > cell.at.column);
            let next = || texts.get(at + 1).map_or(u32::MAX, |next| next.at.column - 1);
            let over = cell.at.column..=merged.unwrap_or_else(next);
            let own = |i: &usize| {
                let column = self.form.columns.get(*i).filter(|c| c.role == Role::Value);
                column.map(|c| Shares::of(&c.spoken()))
            };
            chosen.retain(|i, candidate| {
                let Some(own) = own(i).filter(|_| over.contains(&candidate.column)) else { return true };
                !said.beyond(&[title, own])
            });
            if said.beyond(&[title]) {
                found.push((over, text));
            }
        }
        found
    }
}
