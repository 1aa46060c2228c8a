//! The heading rows of a sheet, and which of its columns is what.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::address::{Address, ColumnName};
use crate::finding::structure::Problem;
use crate::form::heading::{Ends, HeadingPattern, heading_key, with_year};
use crate::form::{Column, Form, Role};
use crate::intake::{Cell, Sheet, Value, in_row};
use crate::period;
use crate::table::heading::{is_count, is_figure, is_year_text, may_head};
use crate::table::index_row::is_index_row;
use crate::table::{numbering, without_measures, words};
use crate::vietnamese::measure::announced;
use crate::vietnamese::number;
use crate::vietnamese::symbol::nothing;
use crate::vietnamese::text::{Folded, fold};

use super::Head;
use super::matching::{self, Candidate, Columns, Read, Strength};
use super::paths::Paths;
use super::shares::Shares;
use super::stretches::titles_over;
use super::under_merged;

/// One header: heading rows, the column index row below it if there is one, and the columns.
#[derive(Debug, Clone)]
pub struct Header {
    /// The first heading row.
    pub first_row: u32,
    /// The first row below the header and its index row; a list that goes on in a sheet without has it at the top.
    pub body: u32,
    /// Sheet columns by their place in the form.
    pub columns: BTreeMap<usize, Heading>,
    /// The columns that the heading of the labels stands over: signs may have one of their own.
    pub labels: (u32, u32),
    /// Columns with headings that the form does not have.
    pub extra: Vec<(u32, String)>,
    /// The form's columns of figures under the heading of a part of what it asks for: they make the table the form's, and
    /// are not read.
    pub partial: BTreeMap<usize, u32>,
    /// Years named by the headings of value columns.
    pub years: Vec<u16>,
    /// Why no column of figures can be taken.
    pub problems: Vec<Problem>,
    /// Columns of the form that are missing or cannot be told, where others can be read.
    pub told: Vec<Problem>,
}

/// A column found by its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The sheet column.
    pub column: u32,
    /// What it says, for the cells below it.
    pub head: Arc<Head>,
    /// Its key.
    pub key: Folded,
}

/// No heading over several columns has more words.
const MOST_WORDS: usize = 8;

/// The most rows that headings take.
const MOST_ROWS: u32 = 6;

impl Header {
    /// Tells whether one of the form's columns is the same of the sheet's in both, or in neither.
    pub(super) fn stands_as(&self, other: &Self, i: usize) -> bool {
        self.columns.get(&i).map(|h| h.column) == other.columns.get(&i).map(|h| h.column)
    }

    /// The same columns over a sheet that has no headings of its own: a list goes on there.
    pub(super) fn carried_over(&self) -> Self {
        Self { first_row: 0, body: 0, problems: Vec::new(), told: Vec::new(), ..self.clone() }
    }

    /// Tells whether all columns of the form were found.
    fn is_whole(&self) -> bool {
        self.problems.is_empty() && self.told.is_empty()
    }

    /// The sheet column that has a role.
    pub fn column(&self, form: &Form, role: Role) -> Option<u32> {
        let at = form.column_of(role)?;
        self.columns.get(&at).map(|h| h.column)
    }

    /// The label among the cells of a row, and the sign or number that stands before it in a column of its own
    /// under the same heading.
    pub fn label_in<'c>(&self, cells: &'c [Cell]) -> (Option<Cow<'c, str>>, Cow<'c, str>) {
        let (first, last) = self.labels;
        if first == last {
            return (None, text_in(cells, first).unwrap_or_default());
        }
        let mut texts = (first..=last).filter_map(|column| text_in(cells, column)).collect::<Vec<_>>();
        let sign = texts.len() > 1 && texts.first().is_some_and(|t| !numbering::read(t).is_empty());
        let sign = sign.then(|| texts.remove(0));
        (sign, texts.join(" ").into())
    }

    /// The first column right of all headings.
    pub fn right(&self, sheet: &Sheet) -> u32 {
        let headings = sheet.rows_in(self.first_row..self.body).flat_map(|(_, cells)| cells);
        let over = headings.filter(|c| may_head(c)).map(|c| sheet.merge_at(c.at).map_or(c.at, |m| m.last).column);
        over.max().map_or(0, |last| last + 1)
    }

    /// The column of measures: the form's, or one that the file has added to a form without.
    pub fn measures(&self, form: &Form) -> Option<u32> {
        let added = || self.extra.iter().find(|(_, h)| words::heads_measures(&fold(h))).map(|(column, _)| *column);
        self.column(form, Role::Measure).or_else(added)
    }
}

/// What stands in a column of a row, on one line; Excel makes dates of `3.1` and `9/1` typed as order numbers.
pub fn text_in(cells: &[Cell], column: u32) -> Option<Cow<'_, str>> {
    let text = match &in_row(cells, column)?.value {
        Value::Date(date) => date.typed().unwrap_or_default().into(),
        value => value.on_one_line(),
    };
    (!text.is_empty()).then_some(text)
}

/// How headings are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// Letter by letter, but for what folding forgives.
    Exact,
    /// Slips of typing are forgiven where the exact headings leave a column of figures out.
    Tolerant,
}

/// The headers of a form that are spelt as it has them.
#[derive(Debug, Clone)]
pub struct Exact {
    /// The headers, from top to bottom.
    pub headers: Vec<Header>,
    /// All columns are found, and every heading belongs to one of the headers: there are no slips to forgive.
    pub settled: bool,
}

/// Finds every header of the form in a sheet that is spelt as the form has it.
pub fn find_exact(form: &Form, sheet: &Sheet, year: Option<u16>) -> Exact {
    let hits = hits(form, sheet);
    let mut exact = Finder { form, sheet, year, neutral: matching::neutral(form) }.exact(&hits);
    under_merged::settle(form, sheet, &mut exact.headers);
    exact
}

/// Finds every header of the form in a sheet, from top to bottom; slips of typing are forgiven.
pub fn find(form: &Form, sheet: &Sheet, year: Option<u16>) -> Vec<Header> {
    let hits = hits(form, sheet);
    let finder = Finder { form, sheet, year, neutral: matching::neutral(form) };
    let Exact { headers: exact, settled } = finder.exact(&hits);
    // Forgiving slips is slow, and where all columns are found there is nothing to forgive, nor right above.
    let mut headers = if settled {
        exact
    } else {
        finder.all(&hits, |row, _| match within(&exact, row).filter(|h| h.is_whole()) {
            Some(header) => (header.first_row == row).then(|| header.clone()),
            None => finder.best(row, 1, Spelling::Tolerant),
        })
    };
    under_merged::settle(form, sheet, &mut headers);
    headers
}

/// The header that a row belongs to or stands right above.
fn within(headers: &[Header], row: u32) -> Option<&Header> {
    headers.iter().find(|h| (h.first_row.saturating_sub(MOST_ROWS)..h.body).contains(&row))
}

/// Tells whether a header may begin in a row: with texts side by side, or with one that stands over a part
/// of the headings right below («QUYẾT TOÁN» over «NĂM 2004»), which no title does.
fn may_begin(sheet: &Sheet, row: u32, cells: &[Cell]) -> bool {
    // What heads a column is words or a year.
    if cells.iter().any(|c| is_figure(&c.value)) {
        return false;
    }
    // Years beside one text may be the figures of a row.
    let texts = |cells: &[Cell]| without_measures(cells).map(|c| c.at.column).collect::<Vec<_>>();
    match (texts(cells).as_slice(), texts(sheet.row(row + 1)).as_slice()) {
        ([], _) => false,
        ([one], [_, second, ..]) => one > second,
        ([_], _) => false,
        _ => true,
    }
}

/// The rows that hold the heading of the form's numbers, labels or measures, or a part of one:
/// elsewhere no header begins.
fn hits(form: &Form, sheet: &Sheet) -> Vec<u32> {
    let named = [Role::Label, Role::Number, Role::Measure].into_iter().filter_map(|role| form.column_of(role));
    let columns = named.filter_map(|at| form.columns.get(at)).filter(|c| !c.spoken().is_empty());
    let patterns: Vec<(&HeadingPattern, Option<Ends>)> =
        columns.flat_map(|c| &c.patterns).map(|p| (p, Ends::of(p.key()))).collect();
    let longest = patterns.iter().map(|(p, _)| 3 * p.key().as_str().len() + 40).max().unwrap_or(0);
    let heads = |cell: &Cell| {
        let Some(text) = cell.text().filter(|t| t.len() <= longest) else { return false };
        let key = heading_key(text);
        let ends = Ends::of(&key);
        // Nearly all labels differ from all headings at both ends.
        let may = |own: &Option<Ends>| ends.zip(*own).is_none_or(|(a, b)| a.meet(b));
        !key.is_empty() && patterns.iter().any(|(pattern, own)| may(own) && pattern.holds(&key))
    };
    sheet.scan().filter(|(_, cells)| cells.iter().any(heads)).map(|(row, _)| row).collect()
}

struct Finder<'a> {
    form: &'a Form,
    sheet: &'a Sheet,
    year: Option<u16>,
    neutral: matching::Neutral,
}

impl Finder<'_> {
    /// The headers that are spelt as the form has them.
    fn exact(&self, hits: &[u32]) -> Exact {
        let headers = self.all(hits, |row, hit| self.best(row, hit - row + 1, Spelling::Exact));
        let settled =
            !headers.is_empty() && hits.iter().all(|hit| within(&headers, *hit).is_some_and(Header::is_whole));
        Exact { headers, settled }
    }

    /// The headers that begin in rows near the hits, none inside another; `at` is given the row and the hit that is
    /// near.
    fn all(&self, hits: &[u32], at: impl Fn(u32, u32) -> Option<Header>) -> Vec<Header> {
        let mut headers: Vec<Header> = Vec::new();
        let mut from = 0;
        for hit in hits {
            let near = from.max((hit + 1).saturating_sub(MOST_ROWS))..=*hit;
            for (row, cells) in self.sheet.rows_in(near) {
                let inside = headers.last().is_some_and(|h| row < h.body);
                if !inside && may_begin(self.sheet, row, cells) {
                    headers.extend(at(row, *hit));
                }
            }
            from = hit + 1;
        }
        headers
    }

    /// «Giải ngân năm 2023» beside «Kế hoạch vốn năm 2024» is of another year: a column that is missing, where one of the
    /// year asked for stands there. What was carried over names the year that it comes from.
    fn leave_out_other_years(&self, chosen: &mut BTreeMap<usize, Candidate>) {
        let Some(wanted) = self.year else { return };
        let value = |at: &usize| self.form.columns.get(*at).filter(|c| c.role == Role::Value);
        if !chosen.iter().any(|(at, c)| c.year == Some(wanted) && value(at).is_some()) {
            return;
        }
        chosen.retain(|at, found| {
            let Some(own) = value(at) else { return true };
            let until = || period::counted_until(&found.text).filter(|year| *year < wanted);
            let other = found.year.filter(|year| *year != wanted).or_else(until);
            let of_form = |year: u16| own.spoken().contains(&year.to_string());
            let carried = || period::is_carried_over(&found.text) || period::is_carried_over(&own.spoken());
            other.is_none_or(|year| of_form(year) || carried())
        });
    }

    /// The one year that the title names, where headings of several years fit a column of figures.
    fn titled_year(&self, row: u32, candidates: &BTreeMap<usize, Vec<Candidate>>) -> Option<u16> {
        let several = |found: &Vec<Candidate>| {
            let mut years = found.iter().filter_map(|c| c.year);
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

    /// «Vốn đầu tư», «Ngân sách trung ương» right above some of the headings: the columns under it hold a part of what
    /// a form asks for that knows no such parts. Gives what is so headed.
    fn leave_out_parts(&self, chosen: &mut BTreeMap<usize, Candidate>, row: u32) -> Vec<(RangeInclusive<u32>, String)> {
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

    /// The header that begins in a row: of the height that explains the most columns; of equals the
    /// lowest. Of less than the least height there is none: no heading of the form is that near.
    fn best(&self, row: u32, least: u32, spelling: Spelling) -> Option<Header> {
        let of_any_height = |spelling| {
            let mut best: Option<(usize, Header)> = None;
            // No heading is a large or a broken figure, so none stands in a row with one, nor below it. Small ones may be
            // the numbers of quarters or of columns.
            let large = |value: &Value| {
                is_count(value) && matches!(value, Value::Number(n) if n.abs() > 99.into() || !n.is_integer())
            };
            let figures = |height: &u32| self.sheet.row(row + height - 1).iter().any(|c| large(&c.value));
            let tallest = (2..=MOST_ROWS).find(figures).map_or(MOST_ROWS, |height| height - 1);
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
        let heading = self.form.value_columns().next().map(|(_, c)| with_year(&c.spoken(), "")).unwrap_or_default();
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
        let labels = form.columns.get(label).map(fitting).unwrap_or_default();
        if labels.is_empty() && !unheaded {
            return None;
        }
        // Two headings of labels, each before other headings: two tables side by side.
        let named = labels.iter().filter(|c| c.strength >= Strength::Lowest && !unheaded);
        let named: Vec<u32> = named.map(|c| c.column).collect();
        let headed = |inside: std::ops::RangeInclusive<u32>| paths.columns().any(|p| inside.contains(&p.column));
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
        let year = self.year.or_else(|| self.titled_year(row, &candidates));
        let Columns { mut chosen, ambiguous } = matching::assign(form, candidates, year);
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
            let heading = form.columns.get(*i).map(|c| with_year(&c.spoken(), "")).unwrap_or_default();
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

/// Tells whether a row of the table repeats the headings (a page break may repeat them without the
/// header being found again, such as without its value column).
pub fn repeats(header: &Header, cells: &[Cell]) -> bool {
    let same = cells.iter().filter_map(|c| Some((c.at.column, c.text()?))).filter(|(column, text)| {
        let heading = header.columns.values().find(|h| h.column == *column);
        // Lengths tell most apart without folding.
        heading.is_some_and(|h| text.len() <= 2 * h.head.heading.len() + 16 && heading_key(text) == h.key)
    });
    same.count() >= 2
}
