//! Headings with a place for the year: `{year}` stands for any year, `{year?}` for any or none. A heading
//! of several levels is a path, `Vốn đầu tư › NSTW`.

use std::sync::LazyLock;

use crate::vietnamese::abbreviation;
use crate::vietnamese::text::{Folded, fold};

use super::model::LEVELS;

/// A heading as the form has it, folded, with a place for the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingPattern {
    /// All levels as one.
    words: Vec<Part>,
    /// Each level, from top to bottom.
    levels: Vec<Vec<Part>>,
    /// The words without places for years, of all levels and of each.
    key: Folded,
    level_keys: Vec<Folded>,
    /// The words that a heading must have to match.
    needed: WordSet,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Word(String),
    Year { needed: bool },
}

/// Puts a year where a form's text has a place for one; with none, «năm» before it goes too.
///
/// ```
/// use phubieu::form::heading::with_year;
/// assert_eq!(with_year("Kế hoạch năm {year?}", "2024"), "Kế hoạch năm 2024");
/// assert_eq!(with_year("Kế hoạch năm {year}", ""), "Kế hoạch");
/// assert_eq!(with_year("Kế hoạch vốn năm {year?} › NSTW", ""), "Kế hoạch vốn › NSTW");
/// ```
pub fn with_year(text: &str, year: &str) -> String {
    if year.is_empty() {
        let gone = ["năm {year?}", "năm {year}", "NĂM {year?}", "NĂM {year}", "{year?}", "{year}"]
            .iter()
            .fold(text.to_owned(), |t, place| t.replace(place, ""));
        // «Kế hoạch vốn  › NSTW»: the blank before the year goes with it.
        return gone.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    }
    text.replace("{year?}", year).replace("{year}", year)
}

/// Puts a period as it is spoken («năm 2024», «quý I năm 2024») where a form's text has «năm {year}», in capitals
/// where that is.
///
/// ```
/// use phubieu::form::heading::with_period;
/// assert_eq!(with_period("Kế hoạch năm {year}", "quý I năm 2024"), "Kế hoạch quý I năm 2024");
/// assert_eq!(with_period("THU NGÂN SÁCH NĂM {year}", "năm 2024"), "THU NGÂN SÁCH NĂM 2024");
/// ```
pub fn with_period(text: &str, spoken: &str) -> String {
    let loud = spoken.to_uppercase();
    let text = ["NĂM {year?}", "NĂM {year}"].iter().fold(text.to_owned(), |text, place| text.replace(place, &loud));
    let text = text.replace("năm {year?}", "{year}").replace("năm {year}", "{year}");
    with_year(&text, spoken)
}

/// The first and the last bytes of a key, by which nearly all that are not alike are told apart; of a short key
/// only the first and the last. An empty key has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ends {
    first: u8,
    last: u8,
    long: Option<(u32, u32)>,
}

impl Ends {
    /// Those of a key.
    pub fn of(key: &Folded) -> Option<Self> {
        let key = key.as_str().as_bytes();
        let four = |four: Option<&[u8; 4]>| four.copied().map(u32::from_le_bytes);
        let long = four(key.first_chunk()).zip(four(key.last_chunk()));
        Some(Self { first: *key.first()?, last: *key.last()?, long })
    }

    /// Tells whether one may be the beginning or the end of the other.
    pub fn meet(self, other: Self) -> bool {
        match (self.long, other.long) {
            (Some(own), Some(other)) => own.0 == other.0 || own.1 == other.1,
            _ => self.first == other.first || self.last == other.last,
        }
    }
}

/// A set of words that may hold more than were put in, a bit for each: by which most headings are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WordSet(u64);

impl WordSet {
    /// The set of some words.
    pub fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let bit = |word: &str| {
            let ends = [word.as_bytes().first(), word.as_bytes().last()].map(|b| usize::from(b.copied().unwrap_or(0)));
            1 << ((word.len() * 31 + ends[0] * 7 + ends[1] * 13) % 64)
        };
        Self(words.into_iter().fold(0, |set, word| set | bit(word)))
    }

    /// Tells whether all words of another set may be in it.
    pub fn may_hold(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }
}

/// A heading that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadingMatch {
    /// The year it names, where the pattern has a place for one.
    pub year: Option<u16>,
}

impl HeadingPattern {
    /// Makes a pattern from a form's heading.
    pub fn new(heading: &str) -> Self {
        let levels: Vec<Vec<Part>> = heading.split(LEVELS.trim()).map(Self::level).collect();
        let words = levels.concat();
        let level_keys = levels.iter().map(|l| key_of(l)).collect();
        // «năm» may be missing where its year may.
        let needed = words.iter().enumerate().filter_map(|(at, part)| match (part, words.get(at + 1)) {
            (Part::Word(word), next) if !(*word == *YEAR && matches!(next, Some(Part::Year { .. }))) => {
                Some(word.as_str())
            }
            _ => None,
        });
        Self { needed: WordSet::of(needed), key: key_of(&words), level_keys, words, levels }
    }

    /// How many levels it has.
    pub fn depth(&self) -> usize {
        self.levels.len()
    }

    fn level(heading: &str) -> Vec<Part> {
        let mut words = Vec::new();
        let mut rest = heading;
        while let Some((before, after)) = rest.split_once("{year") {
            words.extend(heading_key(before).words().map(|w| Part::Word(w.to_owned())));
            words.push(Part::Year { needed: !after.starts_with('?') });
            rest = after.trim_start_matches('?').strip_prefix('}').unwrap_or(after);
        }
        words.extend(heading_key(rest).words().map(|w| Part::Word(w.to_owned())));
        words
    }

    /// Matches a sheet's heading; «năm» before a missing year may be missing too.
    pub fn matches(&self, heading: &str) -> Option<HeadingMatch> {
        let key = heading_key(heading);
        self.matches_words(&key.words().collect::<Vec<_>>())
    }

    /// Its words, without places for years.
    pub fn key(&self) -> &Folded {
        &self.key
    }

    /// Tells whether a heading is a part of it: the whole, or what stands above or below the rest where
    /// it is written in several cells.
    pub fn holds(&self, heading: &Folded) -> bool {
        let (own, found) = (self.key.as_str(), heading.as_str());
        own.starts_with(found) || own.ends_with(found)
            // A level of headings that goes on: «Chỉ tiêu» in «Chỉ tiêu, nhiệm vụ chủ yếu».
            || found.starts_with(own) && !own.is_empty()
    }

    /// Matches one of its levels.
    pub fn matches_level(&self, level: usize, found: &[&str]) -> Option<HeadingMatch> {
        matches(self.levels.get(level)?, found)
    }

    /// The words of a level, without places for years: what a misspelt heading is compared with.
    pub fn level_key(&self, level: usize) -> Option<&Folded> {
        self.level_keys.get(level)
    }

    /// Tells whether headings of these words may match it, as a whole or level by level: most do not.
    pub fn may_match(&self, words: WordSet) -> bool {
        words.may_hold(self.needed)
    }

    /// Matches the words of a heading's key.
    pub fn matches_words(&self, found: &[&str]) -> Option<HeadingMatch> {
        matches(&self.words, found)
    }
}

fn key_of(parts: &[Part]) -> Folded {
    Folded::from_words(parts.iter().filter_map(|part| match part {
        Part::Word(word) => Some(word.as_str()),
        Part::Year { .. } => None,
    }))
}

fn matches(parts: &[Part], found: &[&str]) -> Option<HeadingMatch> {
    // An empty heading names nothing, whatever a pattern can do without.
    if found.is_empty() {
        return None;
    }
    let mut year = None;
    let mut at = 0;
    let mut parts = parts.iter().peekable();
    while let Some(part) = parts.next() {
        let word = found.get(at).copied();
        match part {
            Part::Year { needed } => match word.and_then(year_word) {
                Some(found) => {
                    year = Some(found);
                    at += 1;
                }
                None if *needed => return None,
                None => {}
            },
            Part::Word(expected) if word == Some(expected) => at += 1,
            Part::Word(expected) if *expected == *YEAR && matches!(parts.peek(), Some(Part::Year { .. })) => {}
            Part::Word(_) => return None,
        }
    }
    (at == found.len()).then_some(HeadingMatch { year })
}

/// The key by which headings are compared.
pub fn heading_key(heading: &str) -> Folded {
    abbreviation::key(heading)
}

static YEAR: LazyLock<String> = LazyLock::new(|| fold("năm").as_str().to_owned());

/// A word that is a year of reports.
fn year_word(word: &str) -> Option<u16> {
    word.parse().ok().filter(|y| (1990..=2100).contains(y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_match_whatever_their_year_breaks_and_case() {
        let pattern = HeadingPattern::new("Chỉ tiêu Kế hoạch năm {year?}");
        let year = |h: &str| pattern.matches(h).map(|m| m.year);
        assert_eq!(year("Chỉ tiêu\nKế hoạch năm 2024"), Some(Some(2024)));
        assert_eq!(year("CHỈ TIÊU KH NĂM 2023"), Some(Some(2023)));
        assert_eq!(year("Chỉ tiêu kế hoạch 2024"), Some(Some(2024)));
        assert_eq!(year("Chỉ tiêu kế hoạch"), Some(None));
        assert_eq!(year("Chỉ tiêu"), None);
        assert_eq!(HeadingPattern::new("Năm {year?}").matches("%"), None);
        assert_eq!(HeadingPattern::new("Chỉ tiêu năm {year}").matches("Chỉ tiêu"), None);
        assert_eq!(year("Chỉ tiêu kế hoạch năm 2024 đã giao"), None);
    }

    #[test]
    fn what_matches_is_never_kept_out_by_its_words_and_most_of_the_rest_is() {
        let headings = [
            "Chỉ tiêu Kế hoạch năm {year?}",
            "Vốn đầu tư › NSTW",
            "Năm {year}",
            "Giải ngân đến {year?}",
            "Đơn vị tính",
            "STT",
            "",
        ];
        let said = [
            "Chỉ tiêu KH năm 2024",
            "kế hoạch chỉ tiêu",
            "VỐN ĐẦU TƯ NSTW",
            "2024",
            "ĐVT",
            "stt",
            "Giải ngân đến",
            "x",
        ];
        let mut kept_out = 0;
        for heading in headings {
            let pattern = HeadingPattern::new(heading);
            for said in said {
                let may = pattern.may_match(WordSet::of(heading_key(said).words()));
                assert!(may || pattern.matches(said).is_none(), "{heading}: {said}");
                kept_out += usize::from(!may);
            }
        }
        assert!(kept_out >= 30, "{kept_out}");
    }
}
