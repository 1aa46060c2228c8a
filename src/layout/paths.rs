//! The headings over each column of a block of rows, ready to be matched.

use std::borrow::Cow;

use crate::form::heading::{heading_key, sign_alone};
use crate::intake::{Cell, Sheet};
use crate::table::heading::{self, Heading};
use crate::table::index_row::is_index_row;
use crate::table::words;
use crate::vietnamese::measure::announced;
use crate::vietnamese::text::{Folded, fold};

/// One level of the headings over a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// As it stands, on one line.
    pub text: String,
    /// Its key.
    pub key: Folded,
}

/// The headings over one column.
#[derive(Debug, Clone)]
pub struct Path {
    /// The sheet column.
    pub column: u32,
    /// Each heading cell, from top to bottom.
    pub cells: Vec<Level>,
    /// The levels: what is stacked over the same columns is one.
    pub levels: Vec<Level>,
    /// The signs of all of them, those too that are all of a heading («+», «-»).
    pub signs: String,
    /// Under «Trong đó» beside the heading of the whole: the headings with that over them.
    pub led: Option<Box<Self>>,
}

impl Path {
    /// The headings on one line.
    pub fn spoken(&self, between: &str) -> String {
        self.cells.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(between)
    }
}

/// The headings of some rows.
pub struct Paths {
    columns: Vec<Path>,
    /// The columns that have a heading in the first row.
    top: Vec<u32>,
}

impl Paths {
    /// Reads the headings of so many rows from a row on; an index row ends them.
    pub fn new(sheet: &Sheet, row: u32, height: u32) -> Self {
        let bottom = (row + 1..row + height).find(|r| is_index_row(sheet.row(*r))).unwrap_or(row + height) - 1;
        let stacked = heading::stacked(sheet, row, bottom);
        let joined = |headings: &[Heading]| heading::levels(headings.to_vec());
        // A column that only continues a merged heading and has none of its own is part of the one that
        // the heading begins in.
        let own: Vec<u32> =
            (row..=bottom).flat_map(|r| sheet.row(r)).filter(|c| heading::may_head(c)).map(|c| c.at.column).collect();
        let levels = |headings: &[Heading]| -> Vec<Level> {
            let mut found: Vec<Level> = Vec::new();
            for heading in headings {
                // A sign alone (`%`, `-`) heads no column; over a repeated header it would be taken for
                // the upper part of one. Labels that are longer than any heading are none either.
                if heading.text.len() > LONGEST || found.last().is_some_and(|l| l.text == heading.text) {
                    continue;
                }
                let text = in_brackets(&heading.text);
                let key = heading_key(&text);
                if !key.is_empty() {
                    found.push(Level { text: text.into_owned(), key });
                }
            }
            found
        };
        let mut columns: Vec<Path> = stacked
            .iter()
            .filter(|(column, _)| own.contains(column))
            .map(|(column, headings)| {
                let (mut cells, mut levels) = (levels(headings), levels(&joined(headings)));
                // All that heads a column may be a sign.
                if let ([alone], true) = (headings.as_slice(), cells.is_empty())
                    && let Some(key) = sign_alone(&alone.text)
                {
                    cells.push(Level { text: alone.text.clone(), key });
                    levels.clone_from(&cells);
                }
                let signs = headings.iter().map(|h| signs(&h.text)).collect();
                Path { column: *column, cells, levels, signs, led: None }
            })
            .filter(|path| !path.cells.is_empty())
            .collect();
        lead(&mut columns);
        let says = |c: &&Cell| c.text().is_some_and(|t| t.len() <= LONGEST && !heading_key(t).is_empty());
        let first: Vec<u32> = sheet.row(row).iter().filter(says).map(|c| c.at.column).collect();
        // A heading of the first row stands over the columns under it too.
        let under = |headings: &[Heading]| headings.first().is_some_and(|h| first.contains(&h.first));
        let top = stacked.iter().filter(|(_, h)| under(h)).map(|(c, _)| *c).collect();
        Self { columns, top }
    }

    /// The columns, from left to right.
    pub fn columns(&self) -> impl Iterator<Item = &Path> {
        self.columns.iter()
    }

    /// Tells whether a column has a heading in the first row.
    pub fn begins_at_top(&self, column: u32) -> bool {
        self.top.contains(&column)
    }

    /// Tells whether a column has any heading.
    pub fn heads(&self, column: u32) -> bool {
        self.columns.iter().any(|p| p.column == column)
    }
}

/// The signs of a heading, which are no words: «≤ 24 giờ», «UV2+», «Nam (%)».
pub fn signs(heading: &str) -> String {
    let is_sign = |c: char| matches!(c, '<' | '>' | '≤' | '≥' | '=' | '+' | '-' | '–' | '−' | '%' | '％' | '±');
    if !heading.contains(is_sign) {
        return String::new();
    }
    let one = heading.replace("<=", "≤").replace(">=", "≥").replace("+/-", "±").replace(['–', '−'], "-");
    one.replace('％', "%").chars().filter(|c| is_sign(*c)).collect()
}

/// What announces a measure at the end of a heading.
const ANNOUNCING: [&str; 2] = ["đvt", "đơn vị tính"];

/// «Tổng mức đầu tư ĐVT: nghìn đồng» as it is written elsewhere: «Tổng mức đầu tư (ĐVT: nghìn đồng)».
fn in_brackets(heading: &str) -> Cow<'_, str> {
    let bracketed = || {
        let measure = announced(heading).filter(|_| !heading.ends_with(')'))?;
        let before = heading.strip_suffix(measure)?.trim_end().trim_end_matches(':').trim_end();
        let what = ANNOUNCING.iter().find_map(|word| {
            let (what, last) = before.split_at_checked(before.len().checked_sub(word.len())?)?;
            (last.to_lowercase() == *word).then_some(what)
        })?;
        let what = what.trim_end_matches([' ', ',', ';', '-']);
        (!what.is_empty()).then(|| format!("{what} (ĐVT: {measure})"))
    };
    bracketed().map_or(Cow::Borrowed(heading), Cow::Owned)
}

/// «Vốn đầu tư | Trong đó: NSTW, NSĐP»: gives the columns under «Trong đó» what stands left of it.
fn lead(columns: &mut [Path]) {
    let mut whole: Option<Path> = None;
    for path in columns {
        match path.cells.split_first() {
            Some((first, below)) if words::marker(&fold(&first.text)).is_some() && !below.is_empty() => {
                let Some(whole) = whole.as_ref().and_then(|w| w.cells.first()) else { continue };
                let led = |own: &[Level]| std::iter::once(whole).chain(own).cloned().collect();
                let (cells, levels) = (led(&path.cells), led(&path.levels));
                let signs = path.signs.clone();
                path.led = Some(Box::new(Path { column: path.column, cells, levels, signs, led: None }));
            }
            Some((_, [])) => whole = Some(path.clone()),
            _ => whole = None,
        }
    }
}

/// No heading is longer; labels that are need no key.
const LONGEST: usize = 400;
