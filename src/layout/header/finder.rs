//! Tries headings of every height where a header may begin, and takes the one that explains the most columns.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::address::{Address, ColumnName};
use crate::finding::structure::Problem;
use crate::form::heading::heading_key;
use crate::form::{Column, Form, Role};
use crate::intake::{Cell, Sheet, Value};
use crate::layout::Head;
use crate::layout::matching::{self, Candidate, Columns, Read, Strength};
use crate::layout::paths::Paths;
use crate::table::heading::{is_count, is_figure, is_year_text, may_head};
use crate::table::index_row::is_index_row;
use crate::vietnamese::number;
use crate::vietnamese::symbol::nothing;

use super::{Exact, Header, Heading, MOST_ROWS, Spelling, may_begin, within};

/// Looks for the headers of a form in a sheet.
pub(super) struct Finder<'a> {
    pub(super) form: &'a Form,
    pub(super) sheet: &'a Sheet,
    pub(super) year: Option<u16>,
    pub(super) neutral: matching::Neutral,
}

impl Finder<'_> {
    /// The headers that are spelt as the form has them.
    pub(super) fn exact(&self, hits: &[u32]) -> Exact {
        let headers = self.all(hits, |row, hit| self.best(row, hit - row + 1, Spelling::Exact));
        let settled =
            !headers.is_empty() && hits.iter().all(|hit| within(&headers, *hit).is_some_and(Header::is_whole));
        Exact { headers, settled }
    }

    /// The headers that begin in rows near the hits, none inside another; `at` is given the row and the hit that is
    /// near.
    pub(super) fn all(&self, hits: &[u32], at: impl Fn(u32, u32) -> Option<Header>) -> Vec<Header> {
        let mut headers: Vec<Header> = Vec::new();
        let mut from = 0;
        for hit in hits {
            let near = from.max((hit + 1).saturating_sub(MOST_ROWS))..=*hit;
            for (row, cells) in self.sheet.rows_in(near) {
                match headers.last_mut().filter(|h| row < h.body) {
                    Some(h) if h.is_whole() => {}
                    _ if !may_begin(self.sheet, row, cells) => {}
                    None => headers.extend(at(row, *hit)),
                    // A number and a title side by side above the headings («Biểu 01/TKĐĐ») were taken for a part of them.
                    Some(above) => {
                        if let Some(found) = at(row, *hit).filter(|h| h.columns.len() > above.columns.len()) {
                            *above = found;
                        }
                    }
                }
            }
            from = hit + 1;
        }
        headers
    }

    /// The header that begins in a row: of the height that explains the most columns; of equals the
    /// lowest. Of less than the least height there is none: no heading of the form is that near.
    pub(super) fn best(&self, row: u32, least: u32, spelling: Spelling) -> Option<Header> {
        let of_any_height = |spelling| {
            let mut best: Option<(usize, Header)> = None;
            // No heading is a large or a broken figure, so none stands in a row with one, nor below it. Small ones may be
            // the numbers of quarters or of columns.
            let large = |value: &Value| {
                is_count(value) && matches!(value, Value::Number(n) if n.abs() > 99.into() || !n.is_integer())
            };
            let figures = |height: &u32| self.sheet.row(row + height - 1).iter().any(|c| large(&c.value));
            // Nor do headings go on below a row where nothing stands: what is above it are titles.
            let ends = |height: &u32| figures(height) || self.is_gap(row, row + height - 1);
            let tallest = (2..=MOST_ROWS).find(ends).map_or(MOST_ROWS, |height| height - 1);
            for height in least..=tallest {
                if let Some((score, header)) = self.at(row, height, spelling)
                    && best.as_ref().is_none_or(|(most, _)| score > *most)
                {
                    best = Some((score, header));
                }
            }
            best
        };
        let mut best = of_any_height(Spelling::Exact);
        // Forgiving slips is slow and may mistake one column for another: only where something is left out.
        if spelling == Spelling::Tolerant && !best.as_ref().is_some_and(|(_, h)| h.is_whole()) {
            let tolerant = of_any_height(Spelling::Tolerant);
            let better = |(score, _): &(usize, Header)| best.as_ref().is_none_or(|(most, _)| score > most);
            best = tolerant.filter(better).or(best);
        }
        let (_, mut header) = best?;
        // Headings below the headings say which of the columns under a common one is which.
        while let Some(below) = self.sub_headings(&header) {
            let taller = self.at(row, below - row + 1, spelling).map(|(_, header)| header);
            match taller.filter(|h| h.body > below && below - row < MOST_ROWS) {
                Some(taller) => header = taller,
                None => {
                    header.body = below + 1;
                    header.problems.push(self.missing_below(&header));
                    break;
                }
            }
        }
        Some(header)
    }

    /// Tells whether nothing stands in a row, nor reaches into it from headings that begin in a row above.
    fn is_gap(&self, first: u32, row: u32) -> bool {
        let reaches = |cell: &Cell| self.sheet.merge_at(cell.at).is_some_and(|m| m.last.row >= row);
        self.sheet.row(row).is_empty() && !(first..row).flat_map(|above| self.sheet.row(above)).any(reaches)
    }

    /// The row below a header that goes on heading its value columns: texts there, nothing in the
    /// columns of numbers and labels, no figure anywhere.
    fn sub_headings(&self, header: &Header) -> Option<u32> {
        let below = header.body;
        let cells = self.sheet.row(below);
        let indexed =
            header.body.checked_sub(1).is_some_and(|last| is_index_row(self.sheet.row(last))) || is_index_row(cells);
        if indexed || !header.problems.is_empty() {
            return None;
        }
        let filled =
            |role| header.column(self.form, role).is_some_and(|c| cells.iter().any(|cell| cell.at.column == c));
        let figure = |c: &Cell| match &c.value {
            Value::Text(text) => nothing(text).is_some() || (number::read(text).is_ok() && !is_year_text(text)),
            value => is_figure(value),
        };
        if filled(Role::Label) || filled(Role::Number) || cells.iter().any(figure) {
            return None;
        }
        let under_value = |cell: &Cell| {
            self.form.value_columns().filter_map(|(i, _)| header.columns.get(&i)).any(|heading| {
                let merge = Address::new(header.first_row, heading.column).and_then(|at| self.sheet.merge_at(at));
                let last = merge.map_or(heading.column, |m| m.last.column);
                (heading.column..=last).contains(&cell.at.column)
            })
        };
        cells.iter().any(under_value).then_some(below)
    }

    /// That a header's value column cannot be told, with the headings that are there instead.
    fn missing_below(&self, header: &Header) -> Problem {
        let heading = self.form.value_columns().next().map(|(_, c)| self.spoken(c)).unwrap_or_default();
        let found =
            header.columns.values().map(|h| h.head.heading.clone()).chain(header.extra.iter().map(|(_, h)| h.clone()));
        Problem::ValueColumnMissing { heading, others: found.collect() }
    }

    /// Tries a header of some height at a row.
    fn at(&self, row: u32, height: u32, spelling: Spelling) -> Option<(usize, Header)> {
        let form = self.form;
        let paths = Paths::new(self.sheet, row, height);
        let label = form.column_of(Role::Label)?;
        let unheaded = form.columns.get(label).is_some_and(|c| c.spoken().is_empty());
        let read: Vec<Read<'_>> = paths.columns().map(|path| Read::new(path, &self.neutral)).collect();
        let fitting = |definition: &Column| -> Vec<Candidate> {
            read.iter().filter_map(|path| matching::fits(definition, path, spelling)).collect()
        };
        // Most blocks of rows are no header: the labels' heading tells at once.
        let mut labels = form.columns.get(label).map(fitting).unwrap_or_default();
        if labels.is_empty() && !unheaded {
            labels.extend(self.named_otherwise(&paths, row + height, |c| !fitting(c).is_empty()));
        }
        if labels.is_empty() && !unheaded {
            return None;
        }
        // Two headings of labels, each before other headings: two tables side by side. What only numbers the rows or says
        // their measures makes no table («Chỉ tiêu», «ĐVT», «Mục tiêu»).
        let named = labels.iter().filter(|c| c.strength >= Strength::Lowest && !unheaded);
        let named: Vec<u32> = named.map(|c| c.column).collect();
        let aside: Vec<&Column> =
            form.columns.iter().filter(|c| matches!(c.role, Role::Number | Role::Measure)).collect();
        let is_aside = |path: &Read<'_>| aside.iter().any(|c| matching::fits(c, path, spelling).is_some());
        let heading = paths.columns().zip(&read).filter(|(_, path)| named.len() > 1 && !is_aside(path));
        let heading: Vec<u32> = heading.map(|(p, _)| p.column).collect();
        let headed = |inside: std::ops::RangeInclusive<u32>| heading.iter().any(|column| inside.contains(column));
        let apart = |a: u32, b: u32| headed(a + 1..=b - 1) && headed(b + 1..=u32::MAX);
        let side_by_side = named.windows(2).any(|w| matches!(w, [a, b] if apart(*a, *b)));
        let others = form.columns.iter().enumerate().filter(|(i, _)| *i != label).map(|(i, c)| (i, fitting(c)));
        let all = others.chain([(label, labels)]);
        let mut candidates: BTreeMap<usize, Vec<Candidate>> = all.filter(|(_, found)| !found.is_empty()).collect();
        self.drop_split(&mut candidates, &paths, row, height);
        // The first row must take part: a row of figures above the headings is none of them.
        if !candidates.values().flatten().any(|c| c.from_top && paths.begins_at_top(c.column)) {
            return None;
        }
        let value_columns: Vec<usize> = form.value_columns().map(|(i, _)| i).collect();
        let has_values = value_columns.iter().any(|i| candidates.contains_key(i));
        // A header is told by its label and value columns; without the latter, by two others.
        if !has_values && candidates.len() < 3 {
            return None;
        }
        let year = self.year_of(row, &candidates);
        let Columns { mut chosen, ambiguous } = matching::assign(form, candidates, year, &self.neutral);
        self.leave_out_other_years(&mut chosen);
        let whole: BTreeMap<usize, u32> = chosen.iter().map(|(i, c)| (*i, c.column)).collect();
        let above = self.leave_out_parts(&mut chosen, row);
        let partial = whole.into_iter().filter(|(i, _)| !chosen.contains_key(i)).collect();
        if unheaded && let Some(column) = self.unheaded_label(&chosen, &paths, row + height) {
            chosen.insert(label, Candidate::unheaded(column));
        }
        let mut used: Vec<u32> = chosen.values().map(|h| h.column).collect();
        used.sort_unstable();
        if !chosen.contains_key(&label) || used.windows(2).any(|w| matches!(w, [a, b] if a == b)) {
            return None;
        }
        // What cannot be told apart counts as found: a taller header must not win by hiding it.
        let weigh = |i: &usize| if value_columns.contains(i) || *i == label { 2 } else { 1 };
        let score = chosen.keys().chain(ambiguous.keys()).map(weigh).sum();
        let extra: Vec<(u32, String)> =
            paths.columns().filter(|p| !used.contains(&p.column)).map(|p| (p.column, p.spoken(" › "))).collect();
        let over = |column: &u32| above.iter().find(|(columns, _)| columns.contains(column)).map(|(_, text)| text);
        let extra: Vec<(u32, String)> = extra
            .into_iter()
            .map(|(column, own)| match over(&column) {
                Some(text) => (column, format!("{text} › {own}")),
                None => (column, own),
            })
            .collect();
        let years = chosen.iter().filter(|(i, _)| value_columns.contains(i)).filter_map(|(_, c)| c.year).collect();
        let mut told: Vec<Problem> = ambiguous.values().map(|several| matching::ambiguous(several, row)).collect();
        for i in value_columns.iter().filter(|i| !chosen.contains_key(i) && !ambiguous.contains_key(i)) {
            let heading = form.columns.get(*i).map(|c| self.spoken(c)).unwrap_or_default();
            let others = extra.iter().map(|(_, heading)| heading.clone()).collect();
            told.push(Problem::ValueColumnMissing { heading, others });
        }
        // Without any column of figures nothing can be read; with some, the others are told.
        let none = !value_columns.iter().any(|i| chosen.contains_key(i));
        let (mut problems, told) = if none { (told, Vec::new()) } else { (Vec::new(), told) };
        if side_by_side {
            let headings = named.iter().map(|column| format!("{}{}", ColumnName(*column), row + 1)).collect();
            problems = vec![Problem::SideBySide { headings }];
        }
        let columns: BTreeMap<usize, Heading> = chosen
            .into_iter()
            .map(|(i, c)| {
                let key = heading_key(&c.text);
                let head = Arc::new(Head { column: i, heading: c.text, measure: c.measure });
                (i, Heading { column: c.column, head, key })
            })
            .collect();
        let bottom = columns
            .values()
            .filter_map(|h| self.sheet.merge_at(Address::new(row, h.column)?))
            .map(|m| m.last.row)
            .max()
            .unwrap_or(row);
        let mut body = bottom.max(row + height - 1) + 1;
        if let Some((index_row, cells)) = self.sheet.rows_in(body..).next()
            && is_index_row(cells)
        {
            body = index_row + 1;
        }
        let labels = columns.get(&label).map_or((0, 0), |h| (h.column, self.last_label(&paths, row, height, h.column)));
        Some((score, Header { first_row: row, body, columns, labels, extra, partial, years, problems, told }))
    }

    /// The last column that the merged heading of the labels stands over and that has no other heading.
    fn last_label(&self, paths: &Paths, row: u32, height: u32, column: u32) -> u32 {
        let headings = (row..row + height).rev().filter_map(|r| self.sheet.cell(Address::new(r, column)?));
        let merge = headings.filter(|c| c.text().is_some()).find_map(|c| self.sheet.merge_at(c.at));
        let last = merge.map_or(column, |m| m.last.column);
        (column..last).find(|c| paths.heads(c + 1)).unwrap_or(last)
    }

    /// Takes out value columns whose heading stands over several columns with headings of their own that
    /// begin below these rows: the left one of them is a part, not the whole. Vertical merges beside say
    /// how far the headings go. So is «Diện tích» under «Thực hiện» where one stands under «Kế hoạch» too.
    fn drop_split(&self, candidates: &mut BTreeMap<usize, Vec<Candidate>>, paths: &Paths, row: u32, height: u32) {
        let merges = self.sheet.row(row).iter().filter_map(|c| self.sheet.merge_at(c.at)).map(|m| m.last.row);
        let bottom = merges.filter(|last| *last < row + MOST_ROWS).max().unwrap_or(row);
        let lowest = |column: u32| paths.columns().find(|p| p.column == column).and_then(|p| p.cells.last()).cloned();
        let split = |candidate: &Candidate| {
            let own = (row..row + height).rev().filter_map(|r| Address::new(r, candidate.column));
            let heading = own.filter_map(|at| self.sheet.cell(at)).find(|c| may_head(c));
            let merged = heading.and_then(|c| self.sheet.merge_at(c.at)).map(|m| m.last.column);
            let next = paths.columns().map(|p| p.column).find(|c| *c > candidate.column);
            let last = merged.or(next.and_then(|n| n.checked_sub(1))).unwrap_or(candidate.column);
            (row + height..=bottom).any(|r| {
                let under = |c: &&Cell| (candidate.column..=last).contains(&c.at.column) && may_head(c);
                let cells = self.sheet.row(r);
                !is_index_row(cells) && cells.iter().any(|c| under(&c))
            })
        };
        // A column that is one of the form's own is no rival.
        let own: Vec<u32> = candidates.values().flatten().map(|c| c.column).collect();
        let taken = |column: u32| own.contains(&column);
        let of_several = |candidate: &Candidate| {
            let key = lowest(candidate.column).map(|l| l.key);
            candidate.strength == Strength::Lowest
                && paths.columns().any(|p| !taken(p.column) && p.cells.last().map(|l| &l.key) == key.as_ref())
        };
        for (i, found) in candidates.iter_mut() {
            if self.form.columns.get(*i).is_some_and(|c| c.role == Role::Value) {
                found.retain(|c| !split(c) && !of_several(c));
            }
        }
        candidates.retain(|_, found| !found.is_empty());
    }

    /// The column of labels where the form's has no heading: the one without heading right of the
    /// numbers, or left of the measures, that holds texts.
    fn unheaded_label(&self, chosen: &BTreeMap<usize, Candidate>, paths: &Paths, body: u32) -> Option<u32> {
        let at = |role| self.form.column_of(role).and_then(|i| chosen.get(&i)).map(|c| c.column);
        let beside = [at(Role::Number).map(|c| c + 1), at(Role::Measure).and_then(|c| c.checked_sub(1))];
        let holds_texts = |column: &u32| {
            let rows = self.sheet.rows_in(body..).take(30).flat_map(|(_, cells)| cells);
            rows.filter(|c| c.at.column == *column).any(|c| c.text().is_some())
        };
        beside.into_iter().flatten().find(|c| !paths.heads(*c) && holds_texts(c))
    }
}
