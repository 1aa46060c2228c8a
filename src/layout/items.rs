//! The items of a list: every row below the headings that names something, up to its totals. [`line`] is one of those
//! rows, [`held`] what is kept of the items.

mod held;
mod line;
mod sums;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::finding::structure::Problem;
use crate::finding::{Finding, Place};
use crate::form::Form;
use crate::intake::{Cell, Sheet};
use crate::table::index_row::is_index_row_of_body;
use crate::table::numbering;
use crate::table::rows::Part;
use crate::table::tree::Tree;
use crate::table::words;
use crate::vietnamese::symbol::{Nothing, nothing};
use crate::vietnamese::text::fold;

use super::cells::value_cells;
use super::header::{self, Header};
use super::rows::Matched;
use super::{ListTotal, Table};
pub use held::{Item, Items};
use line::{Line, Under, Written};
use sums::Sum;

/// Gathers the items below the headers.
pub fn find(form: &Form, sheet: &Sheet, headers: &[Header], place: &Place) -> Matched {
    let mut found = Matched::default();
    let unders: Vec<Under<'_>> = headers.iter().map(|header| Under::new(form, header)).collect();
    let lines = lines(sheet, &unders);
    let outline = Outline::new(&lines, |at, of| parts_fit(form, sheet, &lines, &[at], of));
    let mut stands = stands(&lines, &outline);
    let sums = sums::find(form, sheet, &lines, &outline, &stands);
    for (at, stand) in stands.iter_mut().enumerate() {
        match sums.get(&at) {
            Some(Sum::Of(_) | Sum::OfNothing) => *stand = Stand::Total,
            Some(Sum::PartOf(whole)) => *stand = Stand::PartOf(*whole),
            // The name of a group that is no sum may be a note as well.
            None if matches!(stand, Stand::Item) && lines.get(at).is_some_and(|l| l.is_across) => {
                *stand = Stand::Unnamed
            }
            None => {}
        }
    }
    let covers = Covers::new(&stands, &outline);
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, stand) in stands.iter().enumerate() {
        if let Stand::PartOf(whole) = stand {
            parts.entry(*whole).or_default().push(at);
        }
    }
    let mut fit: HashMap<usize, bool> = HashMap::new();
    let mut items = Items::new(form, headers);
    let has_measures = items.have_measures();
    let mut measure_above: Option<Arc<str>> = None;
    for (at_line, (line, stand)) in lines.iter().zip(stands).enumerate() {
        let measure = if has_measures { line.written_measure(sheet, measure_above.as_ref()) } else { Written::Nowhere };
        match &measure {
            Written::Beside(text) | Written::Above(text) => measure_above = Some(text.clone()),
            // A figure without a measure ends what a mark says again; «Trong đó», «Cộng trang» do not.
            Written::Nowhere if line.figure().is_some() && !line.said.of_page => measure_above = None,
            Written::Nowhere => {}
        }
        if matches!(stand, Stand::Item) {
            items.push(line.row, line.joined.clone());
            if let Written::Above(text) = measure {
                items.put_measure(line.row, text);
            }
            continue;
        }
        let at = Place { cell: line.label_at(), ..place.clone() };
        let label = || line.label(sheet);
        match stand {
            Stand::Item | Stand::Heading => {}
            Stand::Total => {
                found.findings.push(Finding::at(at, Problem::TotalOfList { label: label() }));
                if sums.get(&at_line) == Some(&Sum::OfNothing) {
                    continue;
                }
                let cells = value_cells(form, line.under.header, line.row);
                let summed = match sums.get(&at_line) {
                    Some(Sum::Of(lines)) => Some(covers.before(lines.start)..covers.before(lines.end)),
                    _ => None,
                };
                found.totals.push(ListTotal {
                    label: label(),
                    measure: measure.text(),
                    cells,
                    covers: summed.into_iter().chain(covers.of(at_line)).collect(),
                });
            }
            Stand::PartOf(whole) => {
                let fits = *fit.entry(whole).or_insert_with(|| {
                    parts_fit(form, sheet, &lines, parts.get(&whole).map(Vec::as_slice).unwrap_or_default(), whole)
                });
                let whole = lines.get(whole).map(|l| l.label(sheet)).unwrap_or_default();
                found.findings.push(Finding::at(at, Problem::PartOfItem { label: label(), whole, fits }));
            }
            Stand::Unnamed if line.is_nought(sheet) => {}
            Stand::Unnamed => {
                found.findings.push(Finding::at(Place { cell: line.figure(), ..at }, Problem::FigureWithoutLabel));
            }
            Stand::AfterTotal => found.findings.push(Finding::at(at, Problem::AfterTotal { label: label() })),
        }
    }
    items.mark_shared(form, sheet);
    found.items = items;
    found
}

/// Tells whether the figures of the parts of a line come to its own, in every column where all are plain
/// numbers; «Trong đó» may leave something over.
fn parts_fit(form: &Form, sheet: &Sheet, lines: &[Line<'_>], parts: &[usize], whole: usize) -> bool {
    let Some(line) = lines.get(whole) else { return false };
    let own: Vec<&Line<'_>> = parts.iter().filter_map(|at| lines.get(*at)).collect();
    let of_which = own.iter().any(|l| l.said.lead == Some(Part::OfWhich));
    let mut agree = 0;
    for (column, _) in form.value_columns() {
        // A part may have nothing in a column; where all have nothing, the figure is not told apart.
        let parts = own.iter().map(|l| l.amount_in(sheet, column)).collect::<Option<Vec<Option<Decimal>>>>();
        let parts = parts.filter(|parts| parts.iter().any(Option::is_some));
        let sum = parts.and_then(|p| p.into_iter().flatten().try_fold(Decimal::ZERO, Decimal::checked_add));
        let (Some(Some(total)), Some(sum)) = (line.amount_in(sheet, column), sum) else { continue };
        if sum > total || (sum < total && !of_which) {
            return false;
        }
        agree += 1;
    }
    agree > 0
}

/// The rows below the headings that say something, with labels that go on below put together.
fn lines<'a>(sheet: &Sheet, unders: &'a [Under<'a>]) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    let (mut ended, mut behind_headings) = (false, true);
    for (row, cells) in sheet.scan() {
        let Some(under) = unders.iter().rev().find(|u| row >= u.header.first_row) else { continue };
        if row < under.header.body {
            (ended, behind_headings) = (false, true);
            continue;
        }
        let repeats = header::repeats(under.header, &cells);
        if repeats || is_index_row_of_body(&cells, behind_headings) {
            behind_headings = repeats;
            continue;
        }
        behind_headings = false;
        let mut line = Line::new(under, row, &cells);
        line.look_above(sheet);
        if line.is_below_table(&cells) {
            ended = true;
            continue;
        }
        // What stands among signatures is none of the list, but a figure never gets lost.
        if ended && line.figure().is_none() && !line.is_numbered() {
            continue;
        }
        // The name of a group in the column of numbers is none of the list; so is a row of dots, once it has some.
        if line.is_across && line.figure().is_none() || !lines.is_empty() && is_filler(&cells) {
            continue;
        }
        match line.goes_on() {
            true if lines.is_empty() && lists_nothing(&line.label(sheet)) => lines.push(line),
            // «Tổng cộng» is all that it says: what stands below is the name of what follows.
            true if lines.last().is_some_and(|last| words::is_total(&fold(&last.label(sheet)))) => {}
            true => {
                if let Some(last) = lines.last_mut() {
                    last.take_up(sheet, &line);
                }
            }
            false if line.is_unnamed && line.figure().is_none() => {}
            false => lines.push(line),
        }
    }
    lines
}

/// Tells whether a row holds nothing but dots: «… | … | …», left over from the blank.
fn is_filler(cells: &[Cell]) -> bool {
    cells.iter().all(|c| c.text().is_some_and(|t| t.trim().is_empty() || nothing(t) == Some(Nothing::NotCollected)))
}

/// Tells whether the only line of a list says that there is nothing to list: «-», «Không có công trình».
pub fn lists_nothing(label: &str) -> bool {
    let says_none = |label: &str| {
        let key = fold(label);
        ["không có", "không phát sinh"].iter().any(|w| {
            let rest = key.as_str().strip_prefix(fold(w).as_str());
            rest.is_some_and(|rest| rest.starts_with(' ') && rest.split_whitespace().count() <= 4)
        })
    };
    nothing(label) == Some(Nothing::Nil) || says_none(label)
}

/// What each line is, given those around it.
fn stands(lines: &[Line<'_>], outline: &Outline) -> Vec<Stand> {
    let mut total = None;
    // A total ends a list of numbered items until another number or part begins.
    let mut ended = false;
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.is_total() {
            (total, ended) = (Some(at), if line.said.of_page { outline.counts() } else { outline.numbered });
        } else if !outline.says_more(at) {
            total = None;
            ended &= !outline.has_number(at) && (outline.has_figure(at) || line.is_marker());
        }
        let stand = outline.stand(at, line, total.filter(|t| *t != at));
        found.push(if ended && matches!(stand, Stand::Item) { Stand::AfterTotal } else { stand });
    }
    found
}

/// Where a line stands among the others.
struct Spot {
    parent: Option<u32>,
    part: Option<Part>,
    has_figure: bool,
    is_total: bool,
    has_number: bool,
    /// Its number is a sign or a letter.
    is_inner: bool,
    /// Its number heads a part of the list.
    is_section: bool,
    /// Its number cannot be read: «2a», put in between 2 and 3.
    is_between: bool,
}

impl Spot {
    fn new(line: &Line<'_>, tree: &mut Tree) -> Self {
        let row = line.outline();
        Self {
            // A sheet has not so many rows.
            parent: tree.place(&row).and_then(|parent| u32::try_from(parent).ok()),
            part: row.part,
            has_figure: row.has_figures,
            is_total: row.is_total,
            has_number: !row.number.is_empty(),
            is_inner: numbering::is_inner(&row.number),
            is_section: is_section(&row.number),
            is_between: !row.number.is_empty() && numbering::read(&row.number).is_empty(),
        }
    }

    fn parent(&self) -> Option<usize> {
        self.parent.map(|parent| parent as usize)
    }
}

/// How the lines of a list stand to each other by their numbers.
struct Outline {
    spots: Vec<Spot>,
    /// Lines whose parts are counted themselves.
    wholes: BTreeSet<usize>,
    /// Some item has a number of its own.
    numbered: bool,
    /// Lines with a sign that are items all the same: they have a place or an owner, and what they stand below
    /// has none.
    works: BTreeSet<usize>,
    /// Lines that others with figures are parts of.
    parents: BTreeSet<usize>,
}

impl Outline {
    /// Of some lines, with what tells whether one alone comes to another.
    fn new(lines: &[Line<'_>], comes_to: impl Fn(usize, usize) -> bool) -> Self {
        let mut tree = Tree::new(lines.iter().any(Line::is_numbered), false);
        let spots = lines.iter().map(|line| Spot::new(line, &mut tree)).collect();
        let mut found =
            Self { spots, wholes: BTreeSet::new(), numbered: false, works: BTreeSet::new(), parents: BTreeSet::new() };
        let with_words = |at: usize| lines.get(at).is_some_and(|l| l.has_words);
        let parent = |at: usize| found.spots.get(at)?.parent().filter(|_| found.has_figure(at));
        let parents = (0..lines.len()).filter_map(parent).collect();
        let work = |at: &usize| with_words(*at) && parent(*at).is_some_and(|p| !with_words(p));
        let works = (0..lines.len()).filter(|at| found.says_more(*at)).filter(work).collect();
        (found.works, found.parents) = (works, parents);
        let total = |at: usize| found.spots.get(at).is_some_and(|spot| spot.is_total);
        let counted = |at: &usize| found.has_figure(*at) && !found.says_more(*at) && !total(*at);
        // A line without number below an item says nothing of it: only below `A`, `I` is it a part.
        let whole = |at: usize| {
            let parent = found.spots.get(at)?.parent()?;
            (found.works.contains(&at) || found.has_number(at) || found.is_section(parent)).then_some(parent)
        };
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in (0..lines.len()).filter(counted) {
            parts.entry(whole(at).unwrap_or(usize::MAX)).or_default().push(at);
        }
        parts.remove(&usize::MAX);
        // «2a» alone below 2 is a work that was put in, unless it has all the figures of 2.
        let put_in =
            |at: usize, whole: usize| found.spots.get(at).is_some_and(|spot| spot.is_between) && !comes_to(at, whole);
        let wholes = parts.into_iter().filter(|(whole, parts)| match parts.as_slice() {
            [one] => !put_in(*one, *whole),
            _ => true,
        });
        let wholes = wholes.map(|(whole, _)| whole).collect();
        let numbered = (0..lines.len()).any(|at| !found.says_more(at) && found.has_number(at));
        (found.wholes, found.numbered) = (wholes, numbered);
        found
    }

    /// The first line below one that is no part of it.
    fn end_of(&self, at: usize) -> usize {
        let mut inside = BTreeSet::from([at]);
        for (line, spot) in self.spots.iter().enumerate().skip(at + 1) {
            if spot.parent().is_none_or(|p| !inside.contains(&p)) {
                return line;
            }
            inside.insert(line);
        }
        self.spots.len()
    }

    /// Tells whether its items have numbers, and not its parts alone: then the sum of a page may be told apart below it.
    fn counts(&self) -> bool {
        let numbered = |at: &usize| self.has_figure(*at) && self.has_number(*at) && !self.is_section(*at);
        (0..self.spots.len()).any(|at| numbered(&at) && !self.says_more(at))
    }

    fn has_number(&self, at: usize) -> bool {
        self.spots.get(at).is_some_and(|spot| spot.has_number)
    }

    fn is_section(&self, at: usize) -> bool {
        self.spots.get(at).is_some_and(|spot| spot.is_section)
    }

    fn has_figure(&self, at: usize) -> bool {
        self.spots.get(at).is_some_and(|spot| spot.has_figure)
    }

    /// What has a sign or a letter (`-`, `a`) says more of the item above; what has a number is one.
    fn says_more(&self, at: usize) -> bool {
        let signed = self.spots.get(at).is_some_and(|spot| spot.part.is_some() || spot.is_inner);
        signed && !self.works.contains(&at)
    }

    /// The line that another says more of: the item it is a part of, or the total right above.
    fn said_of(&self, at: usize, total: Option<usize>) -> Option<usize> {
        let spot = self.spots.get(at).filter(|_| self.says_more(at))?;
        let above = spot.parent().filter(|p| self.has_figure(*p) && !self.wholes.contains(p));
        let of_total = total.filter(|_| self.numbered || spot.part.is_some());
        above.or(of_total).or_else(|| spot.part.and(at.checked_sub(1)))
    }

    fn stand(&self, at: usize, line: &Line<'_>, total: Option<usize>) -> Stand {
        let figure = self.has_figure(at);
        let sums = line.is_total() || self.wholes.contains(&at);
        // `A`, `I` head a part of the list: nothing stands beside them; so does what has parts with figures.
        let part = || self.is_section(at) || line.is_marker() || self.parents.contains(&at);
        let heads = || !line.says_more && part();
        match self.said_of(at, total) {
            _ if line.is_unnamed && !line.under_merged => Stand::Unnamed,
            _ if sums => {
                if figure {
                    Stand::Total
                } else {
                    Stand::Heading
                }
            }
            Some(whole) if figure => Stand::PartOf(whole),
            _ if !figure && heads() => Stand::Heading,
            _ => Stand::Item,
        }
    }
}

/// Which items stand before each line, and where totals stand.
struct Covers<'a> {
    outline: &'a Outline,
    /// How many items stand before each line, and in all.
    before: Vec<usize>,
    totals: Vec<usize>,
}

impl<'a> Covers<'a> {
    fn new(stands: &[Stand], outline: &'a Outline) -> Self {
        let items = stands.iter().scan(0, |n, stand| {
            *n += usize::from(matches!(stand, Stand::Item));
            Some(*n)
        });
        let before = std::iter::once(0).chain(items).collect();
        let totals = stands.iter().enumerate().filter(|(_, s)| matches!(s, Stand::Total)).map(|(at, _)| at).collect();
        Self { outline, before, totals }
    }

    fn before(&self, line: usize) -> usize {
        self.before.get(line).copied().unwrap_or_default()
    }

    /// The items that a total may be the total of, the likeliest first: its parts by the numbers, all of
    /// the list, those since the total before, those up to the next, all above.
    fn of(&self, line: usize) -> Vec<Range<usize>> {
        let (here, all) = (self.before(line), self.before.last().copied().unwrap_or_default());
        let place = self.totals.partition_point(|t| *t < line);
        let last = place.checked_sub(1).and_then(|p| self.totals.get(p)).map_or(0, |t| self.before(*t));
        let next = self.totals.get(place + 1).map_or(all, |t| self.before(*t));
        let parts = self.outline.wholes.contains(&line).then(|| here..self.before(self.outline.end_of(line)));
        let mut found: Vec<Range<usize>> = Vec::new();
        for range in parts.into_iter().chain([0..all, last..here, here..next, 0..here]) {
            if !range.is_empty() && !found.contains(&range) {
                found.push(range);
            }
        }
        found
    }
}

/// Numbers the items of a submission through, from 1, and the cells beside them in columns of their own.
pub fn number(tables: &mut [Table<'_>]) {
    let mut number = 0;
    for table in tables {
        let mut numbers: HashMap<u32, usize> = HashMap::new();
        number = table.items.number_from(number);
        if table.extra_columns.iter().any(|extra| !extra.cells.is_empty()) {
            numbers.extend(table.items.iter().map(|item| (item.sheet_row, item.number)));
        }
        for (code, at) in table.extra_columns.iter_mut().flat_map(|e| &mut e.cells) {
            if let Some(number) = numbers.get(&at.row) {
                *code = number.to_string();
            }
        }
    }
}

/// What a line of a list is.
enum Stand {
    /// One of the list.
    Item,
    /// The total of others: they are counted themselves.
    Total,
    /// It says more of the item in another line, which is counted.
    PartOf(usize),
    /// Figures below the total of a numbered list, without a number.
    AfterTotal,
    /// Figures that belong to nothing.
    Unnamed,
    /// A heading of a part of the list.
    Heading,
}

/// Letters and Roman numerals number the parts of a list, not its items.
fn is_section(number: &str) -> bool {
    let bare = number.trim().trim_matches(['.', ')', '(']);
    !bare.is_empty() && bare.chars().all(|c| c.is_ascii_uppercase())
}
