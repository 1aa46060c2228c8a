//! Codes that a person may have meant.

use crate::finding::{Code, Lang};
use crate::vietnamese::text::{Plain, plain};

/// The most codes that are suggested.
const MOST: usize = 5;

/// Finds the codes nearest to what somebody typed: by their number where it holds one, else by the words
/// of their titles in either language, with or without diacritics.
pub fn nearest(typed: &str) -> Vec<Code> {
    if typed.chars().any(|c| c.is_ascii_digit()) { by_number(&digits(typed)) } else { by_title(typed) }
}

/// The digits of a code, with the letters that are typed for some: `PB3O1`, `PB30l`.
fn digits(typed: &str) -> String {
    let digit = |c: char| match c {
        'o' | 'O' => Some('0'),
        'i' | 'I' | 'l' => Some('1'),
        c => Some(c).filter(char::is_ascii_digit),
    };
    typed.chars().filter_map(digit).collect()
}

/// The codes with the fewest digits changed; of these the closest in number first.
fn by_number(digits: &str) -> Vec<Code> {
    let asked: i64 = digits.parse().unwrap_or(i64::MAX);
    let far = |code: &Code| {
        let own = code.id().trim_start_matches("PB");
        (strsim::osa_distance(own, digits), own.parse::<i64>().unwrap_or_default().abs_diff(asked))
    };
    let mut codes = Code::ALL.to_vec();
    codes.sort_by_key(far);
    let least = codes.first().map(|c| far(c).0);
    // Nothing in common is no suggestion.
    codes.retain(|c| Some(far(c).0) == least && far(c).0 < 3);
    codes.truncate(3);
    codes
}

fn by_title(typed: &str) -> Vec<Code> {
    let asked = plain(typed);
    let within = |title: Plain| asked.words().all(|w| title.words().any(|t| t == w));
    let titled = |code: &Code| [Lang::Vi, Lang::En].iter().any(|lang| within(plain(code.title(*lang))));
    if asked.words().next().is_none() {
        return Vec::new();
    }
    Code::ALL.iter().copied().filter(titled).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_code_and_a_word_of_a_title_find_what_was_meant() {
        for (typed, expected) in [
            ("PB391", "PB311"),
            ("PB3O1", "PB301"),
            ("pb31", "PB301"),
            ("PB999", "PB903"),
            ("PB020", "PB010"),
            ("nop trung", "PB105"),
            ("Mật khẩu", "PB012"),
            ("merged", "PB211"),
        ] {
            let found: Vec<&str> = nearest(typed).iter().map(|c| c.id()).collect();
            assert!(found.contains(&expected), "{typed}: {found:?}");
            assert!(found.len() <= MOST, "{typed}: {found:?}");
        }
        for typed in ["", "zzz", "?", "1234567"] {
            assert_eq!(nearest(typed), [], "{typed}");
        }
    }
}
