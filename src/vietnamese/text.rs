//! NFC, and keys under which spellings of the same Vietnamese words meet.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::memo::Memo;

thread_local! {
    static FOLDED: Memo<Folded> = Memo::new();
}

/// Returns the text in Unicode NFC, borrowed where it already is.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// Text folded for comparison, diacritics kept.
///
/// Case, Unicode form, tone placement (`hóa`, `hoá`), `i` for `y` (`qui`, `quy`), punctuation and
/// every kind of space no longer tell two texts apart; the letters and tones still do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Folded(Arc<str>);

/// Text folded for comparison with names typed without diacritics (`con minh`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Plain(Arc<str>);

impl Folded {
    /// The key as text, words separated by one space.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The words of the key.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ').filter(|w| !w.is_empty())
    }

    /// Joins words that are folded already.
    pub fn from_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut key = String::new();
        for word in words {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(word);
        }
        Self(key.into())
    }

    /// Tells whether nothing but spaces and punctuation stood there.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same key without diacritics.
    pub fn plain(&self) -> Plain {
        Plain(
            self.0.chars().filter(|c| !is_mark(*c)).map(|c| if c == 'đ' { 'd' } else { c }).collect::<String>().into(),
        )
    }
}

impl Plain {
    /// The key as text, words separated by one space.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The words of the key.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ').filter(|w| !w.is_empty())
    }
}

impl fmt::Display for Folded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Folds text to the key under which its spellings meet.
///
/// ```
/// use phubieu::vietnamese::text::fold;
/// assert_eq!(fold("Qui hoạch,  HOÁ chất"), fold("quy hoạch hóa chất"));
/// assert_ne!(fold("hộ"), fold("họ"));
/// ```
pub fn fold(text: &str) -> Folded {
    FOLDED.with(|known| known.of(text, folded))
}

fn folded(text: &str) -> Folded {
    let mut out = String::with_capacity(text.len());
    let mut word = Word::default();
    for c in text.nfd().flat_map(char::to_lowercase) {
        match c {
            // Eth is what some keyboards give for Đ; they look the same on paper.
            'ð' => word.letter('đ'),
            '&' => {
                word.flush(&mut out);
                "và".nfd().for_each(|c| word.push(c));
                word.flush(&mut out);
            }
            // Invisible characters part no word. Legacy text (TCVN3 has `ư` at U+00AD) must be
            // converted before it is folded.
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {}
            c if c.is_alphanumeric() || is_mark(c) => word.push(c),
            _ => word.flush(&mut out),
        }
    }
    word.flush(&mut out);
    Folded(out.into())
}

/// Folds text and drops its diacritics, for file names.
pub fn plain(text: &str) -> Plain {
    fold(text).plain()
}

/// One word on its way: letters with their modifiers, and the tone that moves to the end.
#[derive(Default)]
struct Word {
    letters: String,
    tones: String,
}

impl Word {
    fn letter(&mut self, c: char) {
        self.letters.push(c);
    }

    fn push(&mut self, c: char) {
        if is_tone(c) { self.tones.push(c) } else { self.letter(c) }
    }

    fn flush(&mut self, out: &mut String) {
        if !self.letters.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            // A final i after these initials is y in the other of the two accepted spellings
            // (Decision 240/QĐ 1984 against common use): kĩ/kỹ, lí/lý, tỉ/tỷ, qui/quy.
            if let Some(onset) = self.letters.strip_suffix('i')
                && matches!(onset, "h" | "k" | "l" | "m" | "s" | "t" | "v" | "qu")
            {
                let onset = onset.to_owned();
                self.letters = onset + "y";
            }
            out.push_str(&self.letters);
            out.push_str(&self.tones);
        }
        self.letters.clear();
        self.tones.clear();
    }
}

/// Grave, acute, tilde, hook above, dot below: the five written tones.
fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Returns the text on one line, every run of space as one, without invisible characters at its ends.
pub fn one_line(text: &str) -> String {
    on_one_line(text).into_owned()
}

/// The same, of most texts without a copy.
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    if is_one_line(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}').filter(|w| !w.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// Tells of most texts that are on one line that they are, by their bytes alone.
fn is_one_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    // White space beyond ASCII begins with these; no Vietnamese letter does, but for some with 0xE1.
    let plain = |b: &u8| !matches!(b, 0x09..=0x0D | 0x1C..=0x1F | 0xC2 | 0xE2 | 0xE3 | 0xEF);
    let parted = |w: &[u8]| matches!(w, [b' ', b' '] | [0xE1, 0x9A]);
    bytes.iter().all(plain)
        && !bytes.windows(2).any(parted)
        && !matches!(bytes, [b' ', ..])
        && !matches!(bytes, [.., b' '])
}

/// Cuts text for a narrow place, at a word where it can, with `…` where something was cut.
pub fn shorten(text: &str, most: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= most {
        return line;
    }
    let kept: String = line.chars().take(most.saturating_sub(1)).collect();
    let end = kept.rfind(' ').filter(|i| *i > kept.len() / 2).unwrap_or(kept.len());
    format!("{}…", kept.get(..end).unwrap_or(&kept).trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_meet_under_one_key() {
        for (a, b) in [
            ("nhựa hóa, bê tông hoá", "NHỰA HOÁ bê tông hóa"),
            ("được qui hoạch", "được quy hoạch"),
            ("Tỉ lệ", "Tỷ lệ"),
            ("Liêm Thủy", "Liêm Thuỷ"),
            ("Côn\u{a0}Minh ", "co\u{302}n  minh"),
            ("vùng DTTS & MN", "vùng DTTS và MN"),
            ("Ðổng Xá", "Đổng Xá"),
            ("khác .", "khác"),
            ("Lương\u{200b}Thượng", "LươngThượng"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} / {b}");
        }
    }

    #[test]
    fn different_words_stay_different() {
        for (a, b) in [("hộ", "hồ"), ("đất ở", "nhà ở"), ("Văn Lang", "Văn Lăng"), ("xã", "xa"), ("tuy", "túy")]
        {
            assert_ne!(fold(a), fold(b));
        }
    }

    #[test]
    fn file_names_without_diacritics_meet_the_names_they_mean() {
        assert_eq!(plain("Đổng Xá").as_str(), "dong xa");
        assert_eq!(plain("Thị trấn Yến Lạc"), plain("thi-tran_yen.lac"));
    }

    #[test]
    fn a_text_on_one_line_is_told_by_its_bytes() {
        let slow = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for space in (0..=0x3000).filter_map(char::from_u32).filter(|c| c.is_whitespace()) {
            for text in [format!("Số{space}hộ"), format!("{space}hộ"), format!("hộ{space}"), format!("a {space}b")]
            {
                assert_eq!(one_line(&text), slow(&text), "{space:?}");
            }
        }
        for text in ["", " ", "Số hộ được hỗ trợ", "\u{feff}Số  hộ\u{200b}", "Đường\nthôn", "ệ Ữ Ẵ ᚠ"]
        {
            assert_eq!(one_line(text), slow(&text.replace(['\u{200b}', '\u{feff}'], " ")), "{text:?}");
        }
    }

    #[test]
    fn shortened_text_says_that_it_was_cut() {
        assert_eq!(shorten("Số hộ được\nhỗ trợ", 80), "Số hộ được hỗ trợ");
        assert_eq!(shorten("Số hộ được hỗ trợ nước sinh hoạt", 14), "Số hộ được…");
    }
}
