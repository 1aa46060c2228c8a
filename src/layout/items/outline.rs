//! What each line of a list is, by how it stands to the others.

use std::collections::{BTreeMap, BTreeSet};

use super::line::Line;

use crate::table::numbering;
use crate::table::rows::Part;
use crate::table::tree::Tree;

/// What each line is, given those around it.
pub(super) fn stands(lines: &[Line<'_>], outline: &Outline) -> Vec<Stand> {
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
pub(super) struct Outline {
    spots: Vec<Spot>,
    /// Lines whose parts are counted themselves.
    pub(super) wholes: BTreeSet<usize>,
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
    pub(super) fn new(lines: &[Line<'_>], comes_to: impl Fn(usize, usize) -> bool) -> Self {
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
    pub(super) fn end_of(&self, at: usize) -> usize {
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

    pub(super) fn has_number(&self, at: usize) -> bool {
        self.spots.get(at).is_some_and(|spot| spot.has_number)
    }

    pub(super) fn is_section(&self, at: usize) -> bool {
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

/// What a line of a list is.
pub(super) enum Stand {
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
