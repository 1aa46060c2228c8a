//! The heading rows of a sheet, and which of its columns is what. [`finder`] tries headings of every height, [`apart`]
//! leaves out what only looks like a column of the form, [`otherwise`] knows labels by what they are where they are headed
//! by another word.

mod apart;
mod finder;
mod otherwise;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::structure::Problem;
use crate::form::heading::{Ends, HeadingPattern, heading_key};
use crate::form::{Form, Role};
use crate::intake::{Cell, Sheet, Value, in_row};
use crate::table::heading::{is_figure, may_head};
use crate::table::{numbering, without_measures, words};
use crate::vietnamese::text::{Folded, fold};

use super::{Head, matching, under_merged};
use finder::Finder;

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
    let numbered = patterns.iter().any(|(pattern, _)| words::heads_numbers(pattern.key()));
    let labelled = form.column_of(Role::Number).is_none() && form.column_of(Role::Measure).is_none();
    let heads = |cell: &Cell| {
        let Some(text) = cell.text().filter(|t| t.len() <= longest) else { return false };
        let key = heading_key(text);
        let ends = Ends::of(&key);
        // Nearly all labels differ from all headings at both ends.
        let may = |own: &Option<Ends>| ends.zip(*own).is_none_or(|(a, b)| a.meet(b));
        // «TT» is as good as «STT», and «Nội dung» as «Chỉ tiêu» where nothing else tells.
        let otherwise = || numbered && words::heads_numbers(&key) || labelled && otherwise::may_head_labels(text, &key);
        !key.is_empty() && (patterns.iter().any(|(pattern, own)| may(own) && pattern.holds(&key)) || otherwise())
    };
    sheet.scan().filter(|(_, cells)| cells.iter().any(heads)).map(|(row, _)| row).collect()
}

/// Tells whether a row of the table repeats the headings (a page break may repeat them without the
/// header being found again, such as without its value column).
pub fn repeats(header: &Header, cells: &[Cell]) -> bool {
    let under = cells.iter().filter_map(|c| {
        let text = c.text()?;
        let heading = header.columns.values().find(|h| h.column == c.at.column)?;
        // Lengths tell most apart without folding.
        (text.len() <= 2 * heading.head.heading.len() + 16).then_some((text, heading))
    });
    // Most rows have but two such texts, and the first is no heading.
    let (mut open, mut same) = (under.clone().count(), 0);
    for (text, heading) in under {
        if same + open < 2 {
            return false;
        }
        open -= 1;
        same += usize::from(heading_key(text) == heading.key);
    }
    same >= 2
}
