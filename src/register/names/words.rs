//! The words of a name, and where others begin or end with them.

use std::borrow::Cow;

/// Words in one text with a space between: a name has two or three, and a register ten thousand names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    text: Box<str>,
    count: usize,
}

impl Words {
    pub(super) fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let (mut text, mut count) = (String::new(), 0);
        for word in words {
            if count > 0 {
                text.push(' ');
            }
            text.push_str(number_word(word));
            count += 1;
        }
        Self { text: text.into(), count }
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.text.split(' ').take(self.count)
    }

    pub(super) fn first(&self) -> Option<&str> {
        self.iter().next()
    }

    /// The words without a space between.
    pub(super) fn glued(&self) -> String {
        self.text.replace(' ', "")
    }

    /// Tells whether it is one word, and which.
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.count == 1 && *self.text == *word
    }

    /// Tells whether these are all of some words.
    pub(super) fn are(&self, words: &[Cow<'_, str>]) -> bool {
        self.count == words.len() && self.begin(words)
    }

    /// Tells whether some words begin with these.
    pub(super) fn begin(&self, words: &[Cow<'_, str>]) -> bool {
        words.len() >= self.count && words.iter().zip(self.iter()).all(|(word, own)| word == own)
    }

    /// Tells whether some words end with these.
    pub(super) fn end(&self, words: &[Cow<'_, str>]) -> bool {
        words.len().checked_sub(self.count).and_then(|at| words.get(at..)).is_some_and(|end| self.begin(end))
    }
}

/// Numbers in names come with and without a leading zero: «Phường 1», «Phường 01».
pub(super) fn number_word(word: &str) -> &str {
    let trimmed = word.trim_start_matches('0');
    let short = !trimmed.is_empty() && word.len() <= 2 && word.chars().all(|c| c.is_ascii_digit());
    if short { trimmed } else { word }
}
