//! Words that stand in a text as whole words, one behind the other: «hộ» stands in «Số hộ nghèo», and not in «hộp thư».
//!
//! Keys are asked, not texts: both sides are folded in the same way, by [`fold`](super::text::fold) or with short forms
//! written out ([`key`](super::abbreviation::key)), and who asks knows which.

use super::text::Folded;

impl Folded {
    /// Tells whether some words stand in it, one behind the other.
    ///
    /// ```
    /// use phubieu::vietnamese::text::fold;
    /// assert!(fold("Số hộ nghèo").says(&fold("hộ nghèo")));
    /// assert!(!fold("Hộp thư").says(&fold("hộ")));
    /// ```
    pub fn says(&self, words: &Self) -> bool {
        places(self.as_str()).any(|(_, from)| behind(from, words.as_str()).is_some())
    }

    /// Tells whether it begins with some words.
    pub fn begins(&self, words: &Self) -> bool {
        behind(self.as_str(), words.as_str()).is_some()
    }

    /// What stands before some words and what behind them, where they stand in it first.
    pub fn around(&self, words: &Self) -> Option<(Self, Self)> {
        let mut found =
            places(self.as_str()).filter_map(|(before, from)| Some((before, behind(from, words.as_str())?)));
        let (before, behind) = found.next()?;
        Some((Self::from_words(before.split_whitespace()), Self::from_words(behind.split_whitespace())))
    }
}

/// What stands before each word of a key, and the key from that word on; of an empty key its only place.
fn places(key: &str) -> impl Iterator<Item = (&str, &str)> {
    let starts = std::iter::once(0).chain(key.match_indices(' ').map(|(at, _)| at + 1));
    starts.filter_map(|at| key.split_at_checked(at))
}

/// What stands behind words that a text begins with, if it begins with them and not with a longer word.
fn behind<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    text.strip_prefix(words).filter(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests {
    use crate::vietnamese::text::fold;

    #[test]
    fn whole_words_stand_in_a_text_wherever_they_are() {
        for (text, words, stand) in [
            ("Số hộ nghèo", "Số", true),
            ("Số hộ nghèo", "hộ nghèo", true),
            ("Số hộ nghèo", "số hộ nghèo", true),
            ("Số hộ nghèo", "hộ cận nghèo", false),
            ("Hộp thư", "hộ", false),
            ("Cán bộ", "án", false),
            ("loxa xa xa", "xa xa", true),
            ("", "hộ", false),
            ("hộ", "", false),
            ("", "", true),
        ] {
            let (key, phrase) = (fold(text), fold(words));
            assert_eq!(key.says(&phrase), stand, "{text}: {words}");
            assert_eq!(format!(" {key} ").contains(&format!(" {phrase} ")), stand, "{text}: {words}");
            assert_eq!(key.around(&phrase).is_some(), stand, "{text}: {words}");
        }
    }

    #[test]
    fn what_stands_before_words_and_behind_them_is_told() {
        let around = fold("Số con trung bình của một phụ nữ").around(&fold("trung bình"));
        assert_eq!(around, Some((fold("số con"), fold("của một phụ nữ"))));
        assert!(fold("Mức lương").begins(&fold("mức")) && !fold("Mức lương").begins(&fold("mức l")));
    }
}
