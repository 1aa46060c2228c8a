//! Text in the encodings of before Unicode: TCVN3 (fonts `.VnTime`, `.VnArial`) and VNI (`VNI-Times`).
//!
//! Both show Vietnamese by fonts that draw other letters for the codes of Western European ones, so
//! that a workbook holds `Sè hé` where its author saw «Số hộ». The tables are those of TCVN
//! 5712:1993 (VN3) and of VNI for Windows; no crate with a free licence has them.

use unicode_normalization::UnicodeNormalization;

use super::memo::Memo;
use super::syllable::is_syllable;

/// An encoding of before Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// TCVN 5712:1993, third table: a code a letter.
    Tcvn3,
    /// VNI for Windows: a letter, then a code for its marks.
    Vni,
}

impl Encoding {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Tcvn3 => "TCVN3",
            Encoding::Vni => "VNI",
        }
    }
}

/// What a font's name says about the text set in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfFont {
    /// The encoding its letters are drawn for.
    pub encoding: Encoding,
    /// It draws small letters as capitals: `.VnTimeH`.
    pub capitals: bool,
}

/// Tells what a font's name says; nothing for a font of Unicode.
///
/// ```
/// use phubieu::vietnamese::legacy::{of_font, Encoding};
/// let font = of_font(".VnTimeH").unwrap();
/// assert!(font.encoding == Encoding::Tcvn3 && font.capitals);
/// assert!(of_font("Times New Roman").is_none());
/// ```
pub fn of_font(name: &str) -> Option<OfFont> {
    let name = name.trim();
    let begins = |with: &str| name.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
    if !begins(".vn") && !begins("vni") {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    if lower.starts_with(".vn") {
        return Some(OfFont { encoding: Encoding::Tcvn3, capitals: lower.ends_with('h') && lower != ".vnteknicalh" });
    }
    lower.starts_with("vni").then_some(OfFont { encoding: Encoding::Vni, capitals: false })
}

/// What the letters of a text say about its encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing but ASCII, or signs that mean the same in every encoding.
    Plain,
    /// Unicode: letters that only Unicode has, or syllables as it stands.
    Unicode,
    /// Its words are syllables in one encoding and not as they stand; beside words in Unicode only
    /// those are converted.
    Legacy(Encoding),
    /// Syllables as it stands and in this encoding too (`Sè hé`), or by a sign alone (`x·`): its
    /// surroundings decide.
    Either(Encoding),
    /// No syllables in any encoding: foreign words, short forms (`§VT`).
    Unclear,
}

thread_local! {
    static JUDGED: Memo<Verdict> = Memo::new();
    static LOOKED_AT: Memo<Word> = Memo::new();
}

/// What a word says.
#[derive(Debug, Clone, Copy)]
enum Word {
    /// It has letters that only Unicode has.
    Beyond,
    /// It has none.
    Within {
        /// It is a syllable as it stands.
        unicode: bool,
        /// It is one when converted, from TCVN3 and from VNI.
        converted: [bool; 2],
        /// It has letters, not signs alone.
        letters: bool,
    },
}

impl Word {
    fn new(word: &str) -> Self {
        if word.chars().any(|c| c > '\u{ff}') {
            return Word::Beyond;
        }
        let converted = ENCODINGS.map(|encoding| is_syllable(&convert_word(word, encoding)));
        Word::Within { unicode: is_syllable(word), converted, letters: has_letters(word) }
    }
}

/// Judges a text by whether its letters make Vietnamese syllables.
pub fn judge(text: &str) -> Verdict {
    if text.is_ascii() {
        return Verdict::Plain;
    }
    JUDGED.with(|known| known.of(text, judged))
}

fn judged(text: &str) -> Verdict {
    let mut seen = Seen::default();
    for word in words(text).filter(|w| is_evidence(w)) {
        seen.note(word);
    }
    seen.verdict()
}

/// What the words of a text are.
#[derive(Default)]
struct Seen {
    words: usize,
    /// Words with letters that only Unicode has.
    beyond: usize,
    /// Other syllables as they stand.
    unicode: usize,
    /// Syllables when converted, TCVN3 and VNI.
    converted: [usize; 2],
    /// Of these, the ones that are none as they stand and have letters, not signs alone.
    only: [usize; 2],
    /// Syllables as they stand and not when converted.
    spoilt: [usize; 2],
}

const ENCODINGS: [Encoding; 2] = [Encoding::Tcvn3, Encoding::Vni];

impl Seen {
    fn note(&mut self, word: &str) {
        self.words += 1;
        let Word::Within { unicode, converted, letters } = LOOKED_AT.with(|known| known.of(word, Word::new)) else {
            self.beyond += 1;
            return;
        };
        self.unicode += usize::from(unicode);
        let counts = self.converted.iter_mut().zip(&mut self.only).zip(&mut self.spoilt);
        for (is_converted, ((converted, only), spoilt)) in converted.iter().zip(counts) {
            if *is_converted {
                *converted += 1;
                *only += usize::from(!unicode && letters);
            } else {
                *spoilt += usize::from(unicode);
            }
        }
    }

    fn verdict(&self) -> Verdict {
        let [tcvn3, vni] = self.converted;
        let (best, only, spoilt, encoding) = match (self.only, self.spoilt) {
            ([_, only], [_, spoilt]) if vni > tcvn3 => (vni, only, spoilt, Encoding::Vni),
            ([only, _], [spoilt, _]) => (tcvn3, only, spoilt, Encoding::Tcvn3),
        };
        // Names and words of other languages beside them are no evidence against.
        let clear = (only > 1 && spoilt == 0) || (best > self.unicode && best * 2 >= self.words);
        if self.words == 0 {
            Verdict::Plain
        } else if only > 0 && (self.beyond > 0 || clear) {
            Verdict::Legacy(encoding)
        } else if self.beyond > 0 {
            Verdict::Unicode
        } else if best > 0 && best >= self.unicode && best * 2 >= self.words {
            Verdict::Either(encoding)
        } else if self.unicode > 0 {
            Verdict::Unicode
        } else {
            Verdict::Unclear
        }
    }
}

/// A word that says something about its encoding: not ASCII, and more than one sign such as `µ`, `·`.
fn is_evidence(word: &str) -> bool {
    !word.is_ascii() && (word.chars().count() > 1 || word.chars().all(|c| c.is_alphabetic() && !is_sign(c)))
}

/// Signs of Western texts that stand for letters in TCVN3: `N·m`, `10 µm`, `3×4`.
fn is_sign(c: char) -> bool {
    matches!(c, '·' | '×' | '÷' | 'µ' | '«' | '»' | '½' | '¼' | '¾' | '¬')
}

fn has_letters(word: &str) -> bool {
    word.chars().any(|c| !c.is_ascii() && !is_sign(c))
}

/// The words of a text: runs of letters, and of the signs that stand for letters in TCVN3.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_letter(c)).filter(|w| !w.is_empty())
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_mark(c) || tcvn3(c).is_some()
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Converts a text to Unicode (NFC): every word that the encoding makes sense of, and no word that is
/// Unicode already.
///
/// ```
/// use phubieu::vietnamese::legacy::{convert, Encoding};
/// assert_eq!(convert("Sè hé nghÌo", Encoding::Tcvn3), "Số hộ nghèo");
/// assert_eq!(convert("Soá hoä ngheøo", Encoding::Vni), "Số hộ nghèo");
/// ```
pub fn convert(text: &str, encoding: Encoding) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(start) = rest.find(is_letter) {
        out.push_str(rest.get(..start).unwrap_or_default());
        let from = rest.get(start..).unwrap_or_default();
        let end = from.find(|c| !is_letter(c)).unwrap_or(from.len());
        let (word, after) = from.split_at_checked(end).unwrap_or((from, ""));
        // «ô» is a word of its own (ô tô), unless the sign opens a quotation.
        let letter = encoding == Encoding::Tcvn3 && word == "«" && !after.contains('»');
        if stays(word, encoding) && !letter {
            out.push_str(word)
        } else {
            out.push_str(&convert_word(word, encoding))
        }
        rest = after;
    }
    out.push_str(rest);
    out.nfc().collect()
}

/// Converts every letter of a text, as the font draws them.
pub fn convert_as_drawn(text: &str, font: OfFont) -> String {
    // Unicode pasted into such a font shows as boxes or in another font; it is what it is.
    let converted = convert(text, font.encoding);
    if font.capitals { converted.to_uppercase() } else { converted }
}

/// Tells whether a word of a legacy text is none of it.
fn stays(word: &str, encoding: Encoding) -> bool {
    if word.is_ascii() || word.chars().any(|c| c > '\u{ff}') {
        return true;
    }
    // A sign between figures or around words: `5×3`, `«…»`.
    if word.chars().count() == 1 && word.chars().all(is_sign) {
        return true;
    }
    is_syllable(word) && !is_syllable(&convert_word(word, encoding))
}

fn convert_word(word: &str, encoding: Encoding) -> String {
    match encoding {
        Encoding::Tcvn3 => word.chars().map(|c| tcvn3(c).unwrap_or(c)).collect(),
        Encoding::Vni => vni_word(word),
    }
}

/// The letter that a TCVN3 font draws for a code. `ư` is the soft hyphen, `đ` the registered sign.
fn tcvn3(c: char) -> Option<char> {
    const TABLE: &[(char, &str)] = &[
        ('\u{a1}', "ĂÂÊÔƠƯĐăâêôơưđ"),
        ('\u{b5}', "àảãáạ"),
        ('\u{bb}', "ằẳẵắ"),
        ('\u{c6}', "ặầẩẫấậè"),
        ('\u{ce}', "ẻẽéẹềểễếệìỉ"),
        ('\u{dc}', "ĩíịò"),
        ('\u{e1}', "ỏõóọồổỗốộờởỡớợù"),
        ('\u{f1}', "ủũúụừửữứựỳỷỹýỵ"),
    ];
    if !('\u{a1}'..='\u{fe}').contains(&c) {
        return None;
    }
    let (first, letters) = TABLE.iter().rev().find(|(first, _)| *first <= c)?;
    letters.chars().nth(c as usize - *first as usize)
}

/// Marks behind letters become combining marks, single codes their letters.
fn vni_word(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 4);
    let mut base = None;
    for c in word.chars() {
        let small = c.to_lowercase().next().unwrap_or(c);
        if let (Some(on), Some(marks)) = (base, vni_marks(small))
            && bears(on, small)
        {
            out.push_str(marks);
            base = None;
            continue;
        }
        let letter = vni_letter(small);
        let letter = if c == small { letter } else { letter.to_uppercase().next().unwrap_or(letter) };
        out.push(letter);
        base = Some(letter.to_lowercase().next().unwrap_or(letter));
    }
    out.nfc().collect()
}

fn vni_letter(c: char) -> char {
    match c {
        'ô' => 'ơ',
        'ö' => 'ư',
        'ñ' => 'đ',
        'æ' => 'ỉ',
        'ó' => 'ĩ',
        'ò' => 'ị',
        'î' => 'ỵ',
        other => other,
    }
}

fn vni_marks(c: char) -> Option<&'static str> {
    Some(match c {
        'ù' => "\u{301}",
        'ø' => "\u{300}",
        'û' => "\u{309}",
        'õ' => "\u{303}",
        'ï' => "\u{323}",
        'â' => "\u{302}",
        'á' => "\u{302}\u{301}",
        'à' => "\u{302}\u{300}",
        'å' => "\u{302}\u{309}",
        'ã' => "\u{302}\u{303}",
        'ä' => "\u{302}\u{323}",
        'ê' => "\u{306}",
        'é' => "\u{306}\u{301}",
        'è' => "\u{306}\u{300}",
        'ú' => "\u{306}\u{309}",
        'ü' => "\u{306}\u{303}",
        'ë' => "\u{306}\u{323}",
        _ => return None,
    })
}

/// Tells whether a letter can bear a mark: the circumflex a, e, o; the breve a; tones every vowel.
fn bears(letter: char, mark: char) -> bool {
    match mark {
        'â' | 'á' | 'à' | 'å' | 'ã' | 'ä' => matches!(letter, 'a' | 'e' | 'o'),
        'ê' | 'é' | 'è' | 'ú' | 'ü' | 'ë' => letter == 'a',
        _ => matches!(letter, 'a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_tcvn3_is_converted() {
        for (legacy, unicode) in [
            ("µ ¶ · ¸ ¹", "à ả ã á ạ"),
            ("» ¼ ½ ¾ Æ Ç È É Ê Ë", "ằ ẳ ẵ ắ ặ ầ ẩ ẫ ấ ậ"),
            ("Ì Î Ï Ð Ñ Ò Ó Ô Õ Ö", "è ẻ ẽ é ẹ ề ể ễ ế ệ"),
            ("× Ø Ü Ý Þ ß á â ã ä", "ì ỉ ĩ í ị ò ỏ õ ó ọ"),
            ("å æ ç è é ê ë ì í î", "ồ ổ ỗ ố ộ ờ ở ỡ ớ ợ"),
            ("ï ñ ò ó ô õ ö ÷ ø ù", "ù ủ ũ ú ụ ừ ử ữ ứ ự"),
            ("ú û ü ý þ ¡ ¢ £ ¤ ¥ ¦ §", "ỳ ỷ ỹ ý ỵ Ă Â Ê Ô Ơ Ư Đ"),
            ("¨ © ª « ¬ \u{ad} ®", "ă â ê ô ơ ư đ"),
        ] {
            let converted: String =
                legacy.split(' ').map(|w| convert_word(w, Encoding::Tcvn3)).collect::<Vec<_>>().join(" ");
            assert_eq!(converted, unicode);
        }
    }

    #[test]
    fn texts_of_real_workbooks_are_recognised_and_converted() {
        for (legacy, encoding, unicode) in [
            ("Danh môc m¸y mãc, thiÕt bÞ", Encoding::Tcvn3, "Danh mục máy móc, thiết bị"),
            ("Tæng kim ng¹ch nhËp khÈu", Encoding::Tcvn3, "Tổng kim ngạch nhập khẩu"),
            ("Trong ®ã: - DN §TNN", Encoding::Tcvn3, "Trong đó: - DN ĐTNN"),
            ("Bé Khoa häc vµ C«ng nghÖ n\u{ad}íc ta", Encoding::Tcvn3, "Bộ Khoa học và Công nghệ nước ta"),
            ("CAÂN ÑOÁI QUYEÁT TOAÙN NGAÂN SAÙCH", Encoding::Vni, "CÂN ĐỐI QUYẾT TOÁN NGÂN SÁCH"),
            ("Teân ñôn vò: huyeän Caàn Giôø", Encoding::Vni, "Tên đơn vị: huyện Cần Giờ"),
            ("ñöôïc hoã trôï nöôùc, thuûy lôïi, kyõ", Encoding::Vni, "được hỗ trợ nước, thủy lợi, kỹ"),
        ] {
            assert_eq!(judge(legacy), Verdict::Legacy(encoding), "{legacy}");
            assert_eq!(convert(legacy, encoding), unicode);
        }
    }

    #[test]
    fn unicode_and_foreign_words_are_left_alone() {
        for text in [
            "Số hộ nghèo",
            "có và là",
            "café Zoë",
            "Müller, Köln, São Paulo",
            "10 µm × 5",
            "5 × 3 ÷ 2",
            "« trích »",
            "Côte d'Ivoire",
            "maïs",
            "Haïti",
            "năm 2024",
            "© 2024",
            "25 °C",
            "½ suất",
            "Hawaï",
            "señor",
            "naïve",
            "N·m",
            "lực 5 N·m",
            "Đơn vị: ®",
            "co\u{302}ng",
            "Côn Minh",
            "Kim Hỷ – Văn Vũ",
        ] {
            assert!(!matches!(judge(text), Verdict::Legacy(_)), "{text}: {:?}", judge(text));
        }
        for text in ["có và là", "Côn Minh", "café"] {
            assert_ne!(judge(text), Verdict::Legacy(Encoding::Tcvn3), "{text}");
        }
    }

    #[test]
    fn short_texts_that_are_syllables_either_way_wait_for_their_surroundings() {
        assert_eq!(judge("Sè hé"), Verdict::Either(Encoding::Tcvn3));
        assert_eq!(judge("Số hộ"), Verdict::Unicode);
        assert_eq!(judge("So ho"), Verdict::Plain);
        assert_eq!(judge("x· Na R×"), Verdict::Either(Encoding::Tcvn3));
        assert_eq!(judge("§VT"), Verdict::Unclear);
    }

    #[test]
    fn capitals_that_exist_by_font_only_are_restored() {
        let font = of_font(".VnTimeH").unwrap();
        assert_eq!(convert_as_drawn("céng hßa x· héi", font), "CỘNG HÒA XÃ HỘI");
        assert_eq!(convert("®\u{ad}êng « t«, « nhiÔm", Encoding::Tcvn3), "đường ô tô, ô nhiễm");
        assert_eq!(convert_as_drawn("Tæng céng", of_font(".VnArial").unwrap()), "Tổng cộng");
    }

    #[test]
    fn a_cell_of_both_is_converted_word_by_word() {
        assert_eq!(judge("Số hộ nghÌo ®\u{ad}îc hỗ trợ"), Verdict::Legacy(Encoding::Tcvn3));
        assert_eq!(convert("Số hộ nghÌo ®\u{ad}îc hỗ trợ", Encoding::Tcvn3), "Số hộ nghèo được hỗ trợ");
    }
}
