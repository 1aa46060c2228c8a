//! The signs and words that stand for «nothing» in a table.
//!
//! Source of the signs: the notes of Vietnamese statistical yearbooks (`-` no such fact arose, `…`
//! it arose but was not collected). `x` for «does not apply» is the signs' third.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::text::{Folded, fold};

/// The kinds of nothing that a sign or a word can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nothing {
    /// `-`: nothing arose; counts as 0.
    Nil,
    /// `…`: it arose, no figure was collected.
    NotCollected,
    /// `x`: the row does not apply here.
    NotApplicable,
    /// Words that put the figure off to later.
    Deferred,
}

const NIL: &[&str] = &["không", "không có", "không phát sinh"];
const NOT_COLLECTED: &[&str] =
    &["chưa có số liệu", "chưa có", "chưa thống kê", "chưa thu thập", "chưa tổng hợp", "không có số liệu"];
const NOT_APPLICABLE: &[&str] = &["x", "không áp dụng", "không thuộc đối tượng"];
const DEFERRED: &[&str] =
    &["đánh giá cuối giai đoạn", "đánh giá cuối kỳ", "cuối giai đoạn đánh giá", "đánh giá vào cuối giai đoạn"];

/// Tells which kind of nothing a text says, if it says one.
///
/// ```
/// use phubieu::vietnamese::symbol::{nothing, Nothing};
/// assert_eq!(nothing(" – "), Some(Nothing::Nil));
/// assert_eq!(nothing("…"), Some(Nothing::NotCollected));
/// assert_eq!(nothing("Đánh giá cuối giai đoạn"), Some(Nothing::Deferred));
/// assert_eq!(nothing("12"), None);
/// assert_eq!(nothing("x?"), None);
/// ```
pub fn nothing(text: &str) -> Option<Nothing> {
    // Numbers, which are most of every table, are none of these.
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let signs: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')).collect();
    if !signs.is_empty() && signs.chars().all(|c| matches!(c, '-' | '–' | '—' | '−' | '‐' | '‑' | '―' | '－'))
    {
        return Some(Nothing::Nil);
    }
    let dots = !signs.is_empty() && signs.contains('…') && signs.chars().all(|c| matches!(c, '…' | '.'));
    if dots || (signs.len() >= 2 && signs.chars().all(|c| c == '.')) {
        return Some(Nothing::NotCollected);
    }
    nothing_in_words(text)
}

static WORDS: LazyLock<HashMap<Folded, Nothing>> = LazyLock::new(|| {
    [
        (NIL, Nothing::Nil),
        (NOT_COLLECTED, Nothing::NotCollected),
        (NOT_APPLICABLE, Nothing::NotApplicable),
        (DEFERRED, Nothing::Deferred),
    ]
    .into_iter()
    .flat_map(|(words, kind)| words.iter().map(move |w| (fold(w), kind)))
    .collect()
});

/// Longer texts say more than one kind of nothing.
const LONGEST: usize = 120;

fn nothing_in_words(text: &str) -> Option<Nothing> {
    // A mark of doubt is no answer: «x?».
    if text.len() > LONGEST || text.contains('?') {
        return None;
    }
    WORDS.get(&fold(text)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_nothing_has_its_signs_and_words() {
        for (text, expected) in [
            ("-", Some(Nothing::Nil)),
            ("—", Some(Nothing::Nil)),
            ("- -", Some(Nothing::Nil)),
            ("Không phát sinh", Some(Nothing::Nil)),
            ("...", Some(Nothing::NotCollected)),
            ("…", Some(Nothing::NotCollected)),
            ("….", Some(Nothing::NotCollected)),
            ("－", Some(Nothing::Nil)),
            ("Chưa có số liệu", Some(Nothing::NotCollected)),
            ("x", Some(Nothing::NotApplicable)),
            ("X", Some(Nothing::NotApplicable)),
            ("Đánh giá cuối  giai đoạn.", Some(Nothing::Deferred)),
            ("", None),
            (".", None),
            ("0", None),
            ("không thực hiện", None),
            ("Hộ", None),
        ] {
            assert_eq!(nothing(text), expected, "{text:?}");
        }
    }
}
