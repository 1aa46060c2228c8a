//! A cell's text put together from its runs, watching for figures set apart from others: a footnote mark
//! set high behind a figure (`12` and a small `1`), a figure struck through beside the new one. Joined they
//! read as a number that nobody wrote ([`super::rich_text`] says the same of xlsx).

/// A text that is being put together.
#[derive(Default)]
pub(super) struct Runs {
    joined: String,
    /// The elements open that set their text apart.
    apart: usize,
    open: Vec<bool>,
    /// What is said belongs to another side than what was said before.
    changed: bool,
    doubt: bool,
}

impl Runs {
    /// An element begins within the text; `struck` where its style strikes it through or sets it high.
    pub(super) fn begin(&mut self, tag: &str, struck: bool) {
        let apart = struck || ["sup", "sub", "s", "strike", "del"].iter().any(|t| tag.eq_ignore_ascii_case(t));
        self.open.push(apart);
        self.apart += usize::from(apart);
        self.changed |= apart;
    }

    /// The element begun last ends.
    pub(super) fn end(&mut self) {
        if self.open.pop() == Some(true) {
            self.apart = self.apart.saturating_sub(1);
            self.changed = true;
        }
    }

    /// Adds words.
    pub(super) fn say(&mut self, words: &str) {
        let digit = |c: char| c.is_ascii_digit();
        if self.changed && !words.trim().is_empty() {
            // «50 m²» is a measure; a figure against a figure is two. One struck through alone is none.
            let before = self.joined.trim_end();
            self.doubt |= words.trim_start().starts_with(digit)
                && (before.ends_with(digit) || (self.apart > 0 && before.is_empty()));
            self.changed = false;
        }
        self.joined.push_str(words);
    }

    /// Adds a sign that stands between words.
    pub(super) fn add(&mut self, sign: char) {
        self.joined.push(sign);
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.joined
    }

    /// Tells whether figures in it are set apart.
    pub(super) fn is_doubtful(&self) -> bool {
        self.doubt
    }
}
