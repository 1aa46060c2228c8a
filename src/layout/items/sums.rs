//! Lines of a list that are sums of other lines by their figures alone: «Công trình chuyển tiếp» without an order number
//! over works with one, «Gói thầu xây lắp», «Gói thầu tư vấn» below their work. In every column of figures they come to
//! the same to the đồng, so they would count what they sum a second time.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use crate::form::{Aggregate, Form};
use crate::intake::Sheet;
use crate::table::words;
use crate::vietnamese::text::fold;

use super::line::Line;
use super::{Outline, Stand};

/// What a line is by its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sum {
    /// The total of the items among these lines.
    Of(Range<usize>),
    /// The total of a group that has none.
    OfNothing,
    /// A part of the item in another line, to which all of its parts come.
    PartOf(usize),
}

/// How a line is numbered: not at all, by a sign, by a number or letter over others, by one. A sum has less of a number than what it sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    None,
    Sign,
    /// A number, behind which the numbers begin anew.
    Over,
    Number,
}

/// Tells whether the number of the line below one is not the next, but one of others: the first («2», «1»), or of
/// another kind («b», «3»).
fn begins_others(line: &Line<'_>, below: Option<&Line<'_>>) -> bool {
    let Some(below) = below.filter(|below| below.is_numbered()) else { return false };
    // A group has no place and no owner.
    if line.has_words {
        return false;
    }
    let bare = below.outlined.number.trim_matches(['(', ')', '.', '/', ' ']).trim_start_matches('0');
    has_digits(below) && !has_digits(line) || matches!(bare, "1" | "a" | "A" | "i" | "I")
}

/// The figures of a line in the columns that add up; a blank says nothing there.
type Figures = Vec<Option<Decimal>>;

/// Finds the lines that are sums of others by their figures, or parts of one that is.
pub(super) fn find(
    form: &Form,
    sheet: &Sheet,
    lines: &[Line<'_>],
    outline: &Outline,
    stands: &[Stand],
) -> BTreeMap<usize, Sum> {
    let columns = form.value_columns().filter(|(_, c)| {
        c.figure.as_ref().is_some_and(|figure| matches!(figure.aggregate, Aggregate::Sum | Aggregate::Last))
    });
    let ranks = lines.iter().zip(0..).map(|(line, at)| match () {
        () if line.is_numbered() && begins_others(line, lines.get(at + 1)) => Rank::Over,
        () if line.is_numbered() => Rank::Number,
        () if outline.has_number(at) => Rank::Sign,
        () => Rank::None,
    });
    let ranks: Vec<Rank> = ranks.collect();
    let columns = columns.map(|(at, _)| at).collect();
    let mut sums = Sums {
        sheet,
        lines,
        stands,
        columns,
        most: ranks.iter().copied().max().unwrap_or(Rank::None),
        ranks,
        found: BTreeMap::new(),
        steps: STEPS * lines.len() + 10_000,
    };
    let open: Vec<usize> = (0..lines.len()).filter(|at| sums.may_be_sum(*at)).collect();
    if !open.is_empty() {
        sums.groups(&open);
    }
    sums.parts();
    sums.lines_of_one_work();
    if !sums.found.is_empty() || outline.wholes.iter().any(|at| outline.is_section(*at)) {
        sums.groups_of_nothing(outline, &open);
    }
    sums.found
}

/// Tells whether the number of a line begins with a digit, and is no letter.
fn has_digits(line: &Line<'_>) -> bool {
    line.outlined.number.starts_with(|c: char| c.is_ascii_digit())
}

/// How many lines are looked at for each line of a list, on average: a list has millions of them.
const STEPS: usize = 40;

struct Sums<'a> {
    sheet: &'a Sheet,
    lines: &'a [Line<'a>],
    stands: &'a [Stand],
    columns: Vec<usize>,
    ranks: Vec<Rank>,
    most: Rank,
    found: BTreeMap<usize, Sum>,
    /// How many lines may still be looked at.
    steps: usize,
}

/// Lines right above or below one, and what the items among them come to.
struct Block {
    lines: Range<usize>,
    items: usize,
    figures: Figures,
    rank: Rank,
}

impl Sums<'_> {
    fn rank(&self, at: usize) -> Rank {
        self.ranks.get(at).copied().unwrap_or(Rank::None)
    }

    /// A line that counts, with less of a number than others have.
    fn may_be_sum(&self, at: usize) -> bool {
        let signed = || matches!(self.rank(at), Rank::Sign | Rank::Over);
        let counts = match self.stands.get(at) {
            Some(Stand::Item) => true,
            Some(Stand::PartOf(_)) => signed(),
            _ => false,
        };
        let named = |l: &Line<'_>| l.figure().is_some() && !l.is_unnamed && !l.under_merged && l.said.lead.is_none();
        counts && self.rank(at) < self.most && self.lines.get(at).is_some_and(named)
    }

    /// A line that is an item and no sum.
    fn counts(&self, at: usize) -> bool {
        matches!(self.stands.get(at), Some(Stand::Item)) && !self.found.contains_key(&at)
    }

    fn figures(&self, at: usize) -> Option<Figures> {
        let line = self.lines.get(at)?;
        self.columns.iter().map(|column| line.amount_in(self.sheet, *column)).collect()
    }

    /// Subtotals over two rows or more; over one where others are proven.
    fn groups(&mut self, open: &[usize]) {
        loop {
            let before = self.found.len();
            // From the bottom: what holds groups comes after them.
            for at in open.iter().rev() {
                self.prove(*at, false);
            }
            if !self.found.is_empty() {
                for at in open.iter().rev() {
                    self.prove(*at, true);
                }
            }
            if self.found.len() == before {
                break;
            }
        }
    }

    fn prove(&mut self, at: usize, alone: bool) {
        if self.found.contains_key(&at) {
            return;
        }
        let Some(own) = self.figures(at) else { return };
        let filled = own.iter().flatten().filter(|n| !n.is_zero()).count();
        if filled == 0 {
            return;
        }
        let same = |block: &Block| own.iter().zip(&block.figures).all(|(own, sum)| own.is_none() || own == sum);
        // «a. Chuyển tiếp» over one work that has a place, which the group has not.
        let words = |at: usize| self.lines.get(at).is_some_and(|line| line.has_words);
        let letter = |at: usize| self.lines.get(at).is_some_and(|line| !has_digits(line));
        let heads_one = self.rank(at) == Rank::Over && filled >= 2 && letter(at) && !letter(at + 1) && words(at + 1);
        let enough = |block: &Block| match (alone, filled) {
            (false, _) if block.items == 1 => heads_one,
            (true, _) => block.items == 1,
            (false, 1) => block.items >= 3,
            (false, _) => block.items >= 2,
        };
        for down in [true, false] {
            let rank = self.rank(at);
            let fits = |block: &Block| block.rank > rank && enough(block) && same(block);
            if let Some(block) = self.block(at, down, &own, &fits) {
                match down && self.are_parts(at, &block) {
                    true => self.found.extend(block.lines.map(|line| (line, Sum::PartOf(at)))),
                    false => _ = self.found.insert(at, Sum::Of(block.lines)),
                }
                return;
            }
        }
    }

    /// «+ Chi phí xây dựng», «- Chi phí khác» below a work without number say what it costs: they have no place and no
    /// owner, and what they are called is no work.
    fn are_parts(&self, at: usize, block: &Block) -> bool {
        let has_words = |at: usize| self.lines.get(at).is_some_and(|line| line.has_words);
        self.rank(at) == Rank::None
            && block.rank == Rank::Sign
            && block.lines.clone().all(|line| !has_words(line) && self.is_of_costs(line))
    }

    /// Tells whether a line is called as what a work is made of or costs.
    fn is_of_costs(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| words::heads_costs(&fold(&line.label(self.sheet))))
    }

    /// The block of lines below or above one that fits, which ends where another may begin.
    fn block(&mut self, at: usize, down: bool, own: &Figures, fits: &dyn Fn(&Block) -> bool) -> Option<Block> {
        let start = if down { at + 1 } else { at };
        let mut block =
            Block { lines: start..start, items: 0, figures: vec![Some(Decimal::ZERO); own.len()], rank: Rank::None };
        loop {
            let next = if down { block.lines.end } else { block.lines.start.checked_sub(1).unwrap_or(usize::MAX) };
            let ends = match self.stands.get(next) {
                None | Some(Stand::Total | Stand::Heading | Stand::Unnamed | Stand::AfterTotal) => true,
                Some(Stand::Item | Stand::PartOf(_)) => self.found.contains_key(&next) || self.may_be_sum(next),
            };
            if ends && fits(&block) {
                return Some(block);
            }
            self.steps = self.steps.checked_sub(1)?;
            if next >= self.stands.len() {
                return None;
            }
            if self.counts(next) {
                let figures = self.figures(next)?;
                for (sum, more) in block.figures.iter_mut().zip(&figures) {
                    *sum = sum.and_then(|sum| sum.checked_add(more.unwrap_or_default()));
                }
                (block.items, block.rank) = (block.items + 1, block.rank.max(self.rank(next)));
                let over = |(own, sum): (&Option<Decimal>, &Option<Decimal>)| own.is_some_and(|own| *sum > Some(own));
                if own.iter().zip(&block.figures).any(over) {
                    return None;
                }
            }
            if down {
                block.lines.end += 1;
            } else {
                block.lines.start = next;
            }
        }
    }

    /// Lines without number below an item, two or more, that come to its figures. Below one without a number too, where
    /// they are called as what a work costs; behind one that says «Trong đó», where they have no place and no owner.
    fn parts(&mut self) {
        let mut at = 0;
        while at < self.lines.len() {
            let run = if self.counts(at) { self.below(at) } else { at + 1..at + 1 };
            let parts = if run.is_empty() { None } else { self.come_to(at, run) };
            if let Some(parts) = parts {
                at = parts.end;
                let whole = parts.start.saturating_sub(1);
                let bare: Vec<usize> = parts.filter(|line| self.counts(*line)).collect();
                self.found.extend(bare.into_iter().map(|line| (line, Sum::PartOf(whole))));
            } else {
                at += 1;
            }
        }
    }

    /// The lines below an item that may be parts of it, at least one of which does not say so.
    fn below(&self, whole: usize) -> Range<usize> {
        let numbered = self.rank(whole) != Rank::None;
        let words = |at: usize| self.lines.get(at).is_some_and(|line| line.has_words);
        let named = |l: &Line<'_>| l.figure().is_some() && !l.is_unnamed && !l.under_merged && l.said.lead.is_none();
        let bare = |at: usize| self.rank(at) == Rank::None && self.counts(at) && self.lines.get(at).is_some_and(named);
        let said = |at: usize| matches!(self.stands.get(at), Some(Stand::PartOf(_)));
        let costs = |at: usize| !words(at) && self.is_of_costs(at);
        let told_apart = |at: usize| if said(whole + 1) { !words(at) } else { numbered || costs(at) };
        let end = (whole + 1..self.lines.len()).find(|at| !(said(*at) || bare(*at) && told_apart(*at)));
        let run = whole + 1..end.unwrap_or(self.lines.len());
        if run.clone().any(bare) { run } else { whole + 1..whole + 1 }
    }

    /// The first lines of a run that come to an item: all of them below a number, which the next number ends.
    fn come_to(&mut self, whole: usize, run: Range<usize>) -> Option<Range<usize>> {
        let own = self.figures(whole)?;
        let mut sum = vec![Decimal::ZERO; own.len()];
        for line in run.clone() {
            self.steps = self.steps.checked_sub(1)?;
            for (sum, more) in sum.iter_mut().zip(self.figures(line)?) {
                *sum = sum.checked_add(more.unwrap_or_default())?;
            }
            let parts = run.start..line + 1;
            let ends = self.rank(whole) == Rank::None || parts.end == run.end;
            let filled = sum.iter().filter(|n| !n.is_zero()).count();
            let same = || own.iter().zip(&sum).all(|(own, sum)| own.unwrap_or_default() == *sum);
            if ends && (filled >= 2 && parts.len() >= 2 || filled == 1 && parts.len() >= 3) && same() {
                return Some(parts);
            }
        }
        None
    }

    /// Lines under the merged name of a work, whose first has the whole and whose others the sources that it comes from.
    fn lines_of_one_work(&mut self) {
        let mut at = 0;
        while at < self.lines.len() {
            let under = |l: &&Line<'_>| l.under_merged;
            let below = self.lines.get(at + 1..).unwrap_or_default().iter().take_while(under).count();
            let run = at + 1..at + 1 + below;
            at = run.end;
            let Some(whole) = run.start.checked_sub(1).filter(|_| below >= 2) else { continue };
            if !self.counts(whole) || !run.clone().all(|line| self.counts(line)) {
                continue;
            }
            let parts: Option<Vec<Figures>> = run.clone().map(|line| self.figures(line)).collect();
            let (Some(own), Some(parts)) = (self.figures(whole), parts) else { continue };
            let mut filled = 0;
            let same = own.iter().enumerate().all(|(column, own)| {
                let figures: Vec<Decimal> = parts.iter().filter_map(|p| p.get(column).copied().flatten()).collect();
                let sum = figures.iter().try_fold(Decimal::ZERO, |sum, more| sum.checked_add(*more));
                filled += usize::from(sum.is_some_and(|sum| !sum.is_zero()));
                // The investment stands once for all lines.
                figures.is_empty() || sum == Some(own.unwrap_or_default())
            });
            if same && filled > 0 {
                self.found.extend(run.map(|line| (line, Sum::PartOf(whole))));
            }
        }
    }

    /// Beside groups that are sums: «I. Công trình chuyển tiếp | - | -», which has no works.
    fn groups_of_nothing(&mut self, outline: &Outline, open: &[usize]) {
        let sections = (0..self.lines.len()).filter(|at| outline.is_section(*at));
        let own = if self.found.is_empty() { &[] } else { open };
        let all: Vec<usize> = sections.chain(own.iter().copied()).filter(|at| self.counts(*at)).collect();
        for at in all {
            let bare = self.lines.get(at).is_some_and(|line| !line.has_words && line.says_more);
            let nothing = |figures: Figures| figures.iter().all(|n| n.unwrap_or_default().is_zero());
            if bare && self.figures(at).is_some_and(nothing) {
                self.found.insert(at, Sum::OfNothing);
            }
        }
    }
}
