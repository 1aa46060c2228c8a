//! Headings with a place for the year: `{year}` stands for any year, `{year?}` for any or none.

use std::sync::LazyLock;

use crate::vietnamese::abbreviation::expand;
use crate::vietnamese::text::{Folded, fold};

/// A heading as the form has it, folded, with a place for the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingPattern {
    words: Vec<Part>,
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
/// ```
pub fn with_year(text: &str, year: &str) -> String {
    if year.is_empty() {
        let gone = ["năm {year?}", "năm {year}", "{year?}", "{year}"]
            .iter()
            .fold(text.to_owned(), |t, place| t.replace(place, ""));
        return gone.trim().to_owned();
    }
    text.replace("{year?}", year).replace("{year}", year)
}

/// Puts a period as it is spoken («năm 2024», «quý I năm 2024») where a form's text has «năm {year}».
pub fn with_period(text: &str, spoken: &str) -> String {
    let text = text.replace("năm {year?}", "{year}").replace("năm {year}", "{year}");
    with_year(&text, spoken)
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
        let mut words = Vec::new();
        let mut rest = heading;
        while let Some((before, after)) = rest.split_once("{year") {
            words.extend(heading_key(before).words().map(|w| Part::Word(w.to_owned())));
            words.push(Part::Year { needed: !after.starts_with('?') });
            rest = after.trim_start_matches('?').strip_prefix('}').unwrap_or(after);
        }
        words.extend(heading_key(rest).words().map(|w| Part::Word(w.to_owned())));
        Self { words }
    }

    /// Matches a sheet's heading; «năm» before a missing year may be missing too.
    pub fn matches(&self, heading: &str) -> Option<HeadingMatch> {
        let key = heading_key(heading);
        self.matches_words(&key.words().collect::<Vec<_>>())
    }

    /// Matches the words of a heading's key.
    pub fn matches_words(&self, found: &[&str]) -> Option<HeadingMatch> {
        // An empty heading names nothing, whatever a pattern can do without.
        if found.is_empty() {
            return None;
        }
        let mut year = None;
        let mut at = 0;
        let mut parts = self.words.iter().peekable();
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
}

/// The key by which headings are compared.
pub fn heading_key(heading: &str) -> Folded {
    expand(&fold(heading))
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
}
