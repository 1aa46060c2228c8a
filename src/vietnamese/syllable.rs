//! Whether a word is a Vietnamese syllable: what tells text in a legacy encoding from text in Unicode.
//!
//! The sound pattern is closed: an onset, a rime, a tone, and rimes that end in a stop take two tones
//! only. Of the words of other languages that bear diacritics hardly any fits it.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

const ONSETS: &[&str] = &[
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu",
    "r", "s", "t", "th", "tr", "v", "x",
];

const RIMES: &str = "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ăk âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot \
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uôc uôi uôm uôn \
    uông uôt up ut uy uya uych uyên uyêt uynh uyt uyp uyu uơ ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu \
    y yêm yên yêng yêt yêu ynh yt ych";

static KNOWN_RIMES: LazyLock<HashSet<String>> =
    LazyLock::new(|| RIMES.split_whitespace().map(|rime| rime.nfc().collect()).collect());

/// The five written tones: grave, acute, tilde, hook above, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Tells whether a word is a Vietnamese syllable in Unicode, whatever its case.
///
/// ```
/// use phubieu::vietnamese::syllable::is_syllable;
/// assert!(is_syllable("Nghiệp"));
/// assert!(!is_syllable("café"));
/// ```
pub fn is_syllable(word: &str) -> bool {
    // The longest has seven letters (nghiêng).
    if word.len() > 32 {
        return false;
    }
    let mut letters = String::new();
    let mut tone = None;
    for c in word.nfd().flat_map(char::to_lowercase) {
        if TONES.contains(&c) {
            if tone.is_some() {
                return false;
            }
            tone = Some(c);
        } else {
            letters.push(c);
        }
    }
    let letters: String = letters.nfc().collect();
    let after = |onset: &&str| letters.strip_prefix(*onset).is_some_and(|rime| KNOWN_RIMES.contains(rime));
    if !ONSETS.iter().any(after) {
        return false;
    }
    let stopped = letters.ends_with(['c', 'p', 't', 'k']) || letters.ends_with("ch");
    !stopped || matches!(tone, Some('\u{301}' | '\u{323}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_told_from_other_words() {
        for word in [
            "Số", "hộ", "nghèo", "được", "giải", "quyết", "đất", "ở", "Quốc", "khoẻ", "khỏe", "nghiêng", "THUỶ", "gì",
            "quý", "uỷ", "Đắk", "ọc", "yếu", "huỳnh", "giết", "quả",
        ] {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["café", "Müller", "été", "naïve", "Sè1", "®ång", "hÒé", "ocè", "àm2", "", "đ", "Côte", "máć", "ôc"]
        {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
