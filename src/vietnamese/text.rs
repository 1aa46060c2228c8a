//! NFC, and keys under which spellings of the same Vietnamese words meet.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

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

/// The same of a text that is not asked for again: ten thousand names of units would push the labels of a form out of
/// what is known.
pub(crate) fn fold_once(text: &str) -> Folded {
    folded(text)
}

fn folded(text: &str) -> Folded {
    by_table(text).unwrap_or_else(|| by_rule(text))
}

/// What a letter gives to a key, or that it parts words. Of letters that are made of several the tone goes to the end.
#[derive(Clone, Copy)]
enum Piece {
    Parts,
    Letter {
        letters: [char; 2],
        tone: Option<char>,
    },
    /// What the rule must look at.
    Other,
}

/// The pieces of the letters that nearly all texts here are made of: Latin ones, with the additional ones that
/// Vietnamese has.
static PIECES: LazyLock<Vec<Piece>> = LazyLock::new(|| (FIRST..END).chain(FIRST_MORE..END_MORE).map(piece).collect());

const FIRST: u32 = 0;
const END: u32 = 0x250;
const FIRST_MORE: u32 = 0x1E00;
const END_MORE: u32 = 0x1F00;

fn piece(code: u32) -> Piece {
    let Some(c) = char::from_u32(code).filter(|c| !matches!(c, '&' | '\u{ad}')) else { return Piece::Other };
    let mut whole: Vec<char> = c.nfd().flat_map(char::to_lowercase).collect();
    let tone = whole.iter().position(|c| is_tone(*c)).map(|at| whole.remove(at));
    match *whole.as_slice() {
        ['ð'] => Piece::Letter { letters: ['đ', '\0'], tone },
        [one] if one.is_alphanumeric() => Piece::Letter { letters: [one, '\0'], tone },
        [one] if tone.is_none() && !is_mark(one) => Piece::Parts,
        [one, mark] if one.is_alphanumeric() && is_mark(mark) && !is_tone(mark) => {
            Piece::Letter { letters: [one, mark], tone }
        }
        _ => Piece::Other,
    }
}

/// Folds a text each of whose letters can be looked up for itself; most of the time of a long list goes into it.
fn by_table(text: &str) -> Option<Folded> {
    let pieces = &*PIECES;
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    let mut tones = String::new();
    // Where the word on its way begins.
    let mut word: Option<usize> = None;
    for code in text.chars().map(u32::from) {
        let at = match code {
            FIRST..END => code - FIRST,
            FIRST_MORE..END_MORE => code - FIRST_MORE + (END - FIRST),
            _ => return None,
        };
        match *pieces.get(at as usize)? {
            Piece::Letter { letters: [letter, mark], tone } => {
                if word.is_none() {
                    if !out.is_empty() {
                        out.push(' ');
                    }
                    word = Some(out.len());
                }
                out.push(letter);
                if mark != '\0' {
                    out.push(mark);
                }
                tones.extend(tone);
            }
            Piece::Parts => end_word(&mut out, word.take(), &mut tones),
            Piece::Other => return None,
        }
    }
    end_word(&mut out, word, &mut tones);
    Some(Folded(out.into()))
}

fn end_word(out: &mut String, word: Option<usize>, tones: &mut String) {
    let Some(word) = word.and_then(|word| out.get(word..)) else { return };
    if ends_in_either(word) {
        out.pop();
        out.push('y');
    }
    out.push_str(tones);
    tones.clear();
}

/// Tells whether the final i of a word is y in the other of the two accepted spellings, as it is after these initials
/// (Decision 240/QĐ 1984 against common use): kĩ/kỹ, lí/lý, tỉ/tỷ, qui/quy.
fn ends_in_either(word: &str) -> bool {
    word.strip_suffix('i').is_some_and(|onset| matches!(onset, "h" | "k" | "l" | "m" | "s" | "t" | "v" | "qu"))
}

/// Folds any text.
fn by_rule(text: &str) -> Folded {
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
            if ends_in_either(&self.letters) {
                self.letters.pop();
                self.letters.push('y');
            }
            out.push_str(&self.letters);
            out.push_str(&self.tones);
        }
        self.letters.clear();
        self.tones.clear();
    }
}

/// Grave, acute, tilde, hook above, dot below: the five written tones.
pub(crate) fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Returns the text on one line, every run of space as one, without invisible characters at its ends.
pub fn one_line(text: &str) -> String {
    on_one_line(text).into_owned()
}

/// The same, borrowed where the text is on one line already.
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
    // White space beyond ASCII begins with these; no Vietnamese letter does, but for some with 0xE1. What cannot be
    // printed does no harm here.
    let plain = |b: &u8| !(*b < b' ' || matches!(b, 0xC2 | 0xE2 | 0xE3 | 0xEF));
    // All bytes are looked at, whatever the first of them say: so the processor does many at once.
    let odd = bytes.iter().fold(false, |odd, b| odd | !plain(b));
    let two = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let parted = two.fold(false, |any, (a, b)| any | ((*a == b' ') & (*b == b' ')) | ((*a == 0xE1) & (*b == 0x9A)));
    !odd && !parted && !matches!(bytes, [b' ', ..]) && !matches!(bytes, [.., b' '])
}

/// What stands before the brackets that a text ends with, and what in them: «Vốn đầu tư (triệu đồng)».
pub fn ending_in_brackets(text: &str) -> Option<(&str, &str)> {
    text.trim_end().strip_suffix(')')?.rsplit_once('(')
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
    fn what_is_looked_up_is_what_the_rule_gives() {
        let letters: Vec<char> = (FIRST..END).chain(FIRST_MORE..END_MORE).filter_map(char::from_u32).collect();
        let mut looked_up = 0;
        for (n, c) in letters.iter().enumerate() {
            // Alone, inside words, and beside letters and marks of every kind.
            let other = letters[(n * 7919) % letters.len()];
            for text in [format!("{c}"), format!("tờ{c}i QU{c} k{other}{c} {c}"), format!("a{c}{other}ẤI{other}{c}")]
            {
                if let Some(found) = by_table(&text) {
                    assert_eq!(found, by_rule(&text), "{text:?}");
                    looked_up += 1;
                }
            }
        }
        assert!(looked_up > 2_000, "{looked_up}");
        for text in ["Đường thôn số 12", "Qui hoạch,  HOÁ chất", "LÍ do; tỉ lệ «Ðắk Lắk» 3½ m²", "", " - "]
        {
            assert_eq!(by_table(text).unwrap(), by_rule(text));
        }
        assert!(by_table("a\u{301}").is_none() && by_table("a & b").is_none());
    }

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
