//! A cell's text put together from its runs, watching for figures set apart from others: a footnote mark
//! set high behind a figure (`12` and a small `1`), a figure struck through beside the new one. Joined they
//! read as a number that nobody wrote ([`super::rich_text`] says the same of xlsx).

/// Tells whether figures of a text are set apart whose letters are set in runs: where each begins, in order, and whether
/// it is set apart; `first` says that of what stands before the first.
pub(super) fn is_doubtful(units: &[u16], runs: impl IntoIterator<Item = (usize, bool)>, first: bool) -> bool {
    let mut text = Runs::default();
    let mut say = |piece: Option<&[u16]>, apart: bool| {
        text.begin("", apart);
        text.say(&String::from_utf16_lossy(piece.unwrap_or_default()));
        text.end();
    };
    let (mut from, mut apart) = (0, first);
    for (to, next) in runs {
        say(units.get(from..to), apart);
        (from, apart) = (to.max(from), next);
    }
    say(units.get(from..), apart);
    text.is_doubtful()
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_in_runs_that_are_set_apart_from_figures_are_told() {
        for (text, runs, first, expected) in [
            ("121", vec![(2, true)], false, true),
            ("1512", vec![(0, true), (2, false)], false, true),
            ("1512", vec![(2, false)], true, true),
            ("15 12", vec![(0, true), (2, false)], false, true),
            ("50 m2", vec![(4, true)], false, false),
            ("12", vec![(1, false)], false, false),
            ("12 hộ", vec![(3, true), (4, false)], false, false),
            // What lies beyond the text, or stands back, is nothing.
            ("12", vec![(9, true)], false, false),
            ("121", vec![(2, true), (1, false)], false, true),
        ] {
            let units: Vec<u16> = text.encode_utf16().collect();
            assert_eq!(is_doubtful(&units, runs.clone(), first), expected, "{text} {runs:?}");
        }
    }
}
