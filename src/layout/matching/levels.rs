//! How the levels of a form's heading lie among those of a sheet's.

use std::sync::LazyLock;

use crate::form::heading::{HeadingPattern, heading_key};
use crate::form::{Column, Role};
use crate::layout::header::Spelling;
use crate::layout::labels::{ALIKE, similarity};
use crate::vietnamese::text::Folded;

use super::Strength;
use super::read::Words;

static YEAR: LazyLock<String> = LazyLock::new(|| heading_key("năm").as_str().to_owned());

pub(super) struct Matcher<'a> {
    pub(super) definition: &'a Column,
    pub(super) spelling: Spelling,
}

type Found = (Strength, usize, Option<u16>);

impl Matcher<'_> {
    /// The strongest way in which headings fit.
    pub(super) fn all(&self, whole: &[&str], cells: &[Words<'_>], levels: &[Words<'_>]) -> Option<Found> {
        let of_words = |words: &[&str], strength| {
            let each = self.definition.patterns.iter().enumerate();
            each.filter_map(|(i, p)| Some((strength, i, p.matches_words(words)?.year))).next()
        };
        let is_value = self.definition.role == Role::Value;
        of_words(whole, Strength::Whole)
            .or_else(|| self.by_levels(levels, false))
            .or_else(|| {
                let (last, above) = cells.split_last().filter(|(_, above)| !above.is_empty())?;
                // «Giải ngân» over «Tỷ lệ giải ngân (%)» says nothing new.
                let said = |l: &Words<'_>| l.words.iter().all(|w| last.words.contains(w));
                let plain = |l: &Words<'_>| l.plain_above() || self.is_own(l) || said(l);
                of_words(&last.words, Strength::Lowest).filter(|_| !is_value || above.iter().all(plain))
            })
            .or_else(|| {
                let (first, below) = cells.split_first().filter(|(_, below)| !below.is_empty())?;
                of_words(&first.words, Strength::Upper).filter(|_| !is_value || below.iter().all(|l| l.plain_below()))
            })
            .or_else(|| if self.spelling == Spelling::Tolerant { self.by_levels(levels, true) } else { None })
    }

    /// Tells whether the form's own heading has this level as it stands.
    pub(super) fn is_own_level(&self, level: &Words<'_>) -> bool {
        let has = |p: &HeadingPattern| (0..p.depth()).any(|at| p.matches_level(at, &level.words).is_some());
        self.definition.patterns.iter().any(has)
    }

    fn is_own(&self, level: &Words<'_>) -> bool {
        self.definition.patterns.iter().any(|p| p.matches_words(&level.words).is_some())
    }

    /// Each level of the form's heading among the sheet's, in order, the lowest at the bottom; what
    /// stands between is plain.
    fn by_levels(&self, levels: &[Words<'_>], alike: bool) -> Option<Found> {
        let strength = if alike { Strength::Alike } else { Strength::Levels };
        self.definition.patterns.iter().enumerate().find_map(|(i, pattern)| {
            if pattern.depth() < 2 && !alike {
                return None;
            }
            let lowest = pattern.depth().saturating_sub(1);
            let upper = match levels.split_last() {
                Some((last, rest)) if last.plain_below() && self.level(pattern, lowest, last, alike).is_none() => rest,
                _ => levels,
            };
            let mut year = None;
            let mut wanted = pattern.depth();
            for (n, level) in upper.iter().rev().enumerate() {
                let found = wanted.checked_sub(1).and_then(|w| self.level(pattern, w, level, alike));
                match found {
                    Some(named) => {
                        // Years that are counted from the report's must agree on it.
                        let differ = year.zip(named).is_some_and(|(one, other)| one != other);
                        if differ && pattern.counts_years() {
                            return None;
                        }
                        year = year.or(named);
                        wanted -= 1;
                    }
                    // The lowest level of both must be the same.
                    None if n == 0 || !level.plain_above() => return None,
                    None => {}
                }
            }
            (wanted == 0).then_some((strength, i, year))
        })
    }

    /// Tells whether a level is one of the form's, with the year it names.
    fn level(&self, pattern: &HeadingPattern, at: usize, level: &Words<'_>, alike: bool) -> Option<Option<u16>> {
        let words = &level.words;
        if let Some(found) = pattern.matches_level(at, words) {
            return Some(found.year);
        }
        if !alike {
            return None;
        }
        let expected = pattern.level_key(at)?;
        // «Vốn đầu tư năm 2024»: the year goes with its word.
        let is_year = |w: &str| w.len() == 4 && w.parse::<u16>().is_ok();
        let before_year = |at: usize| words.get(at + 1).is_some_and(|w| is_year(w));
        let of_year = |at: usize, w: &str| is_year(w) || w == *YEAR && before_year(at);
        let kept = words.iter().enumerate().filter(|(at, w)| !of_year(*at, w));
        let without_year = Folded::from_words(kept.map(|(_, w)| *w));
        (expected.words().count() >= 2 && similarity(expected, &without_year) >= ALIKE).then_some(None)
    }
}
