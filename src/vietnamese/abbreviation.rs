//! Short forms that offices write in labels, and the words they stand for.
//!
//! Only forms with one meaning in these tables: `CT` is both *công trình* and *chương trình*, so it
//! is not here. Seen in published workbooks, where a label is written out in one and shortened in the
//! next, and in the appendix of xã Côn Minh, which writes `ĐBK` for `ĐBKK`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::memo::Memo;
use super::text::{Folded, fold};

thread_local! {
    static KEYS: Memo<Folded> = Memo::new();
}

const SHORT_FORMS: &[(&str, &str)] = &[
    ("DTTS", "dân tộc thiểu số"),
    ("DTTSMN", "dân tộc thiểu số và miền núi"),
    ("MN", "miền núi"),
    ("ĐBKK", "đặc biệt khó khăn"),
    ("ĐBK", "đặc biệt khó khăn"),
    ("BĐG", "bình đẳng giới"),
    ("CLB", "câu lạc bộ"),
    ("KH", "kế hoạch"),
    ("MTQG", "mục tiêu quốc gia"),
    ("NTM", "nông thôn mới"),
    ("NSTW", "ngân sách trung ương"),
    ("NSĐP", "ngân sách địa phương"),
    ("UBND", "ủy ban nhân dân"),
    ("SHCĐ", "sinh hoạt cộng đồng"),
    ("NSH", "nước sinh hoạt"),
    ("LĐ", "lao động"),
    ("BTXM", "bê tông xi măng"),
    ("ĐVT", "đơn vị tính"),
];

/// Short forms before a number: «DA 1», «TDA1». Elsewhere they may be other words («da», «nhân dân»).
const NUMBERED: &[(&str, &str)] = &[("DA", "dự án"), ("TDA", "tiểu dự án"), ("ND", "nội dung")];

static NUMBERED_TABLE: LazyLock<Vec<(String, Folded)>> =
    LazyLock::new(|| NUMBERED.iter().map(|(short, long)| (fold(short).as_str().to_owned(), fold(long))).collect());

static TABLE: LazyLock<HashMap<String, Folded>> =
    LazyLock::new(|| SHORT_FORMS.iter().map(|(short, long)| (fold(short).as_str().to_owned(), fold(long))).collect());

/// The key by which labels and headings are compared: folded, short forms written out.
pub fn key(text: &str) -> Folded {
    KEYS.with(|known| known.of(text, |text| expand(&fold(text))))
}

/// Returns the key with every known short form written out.
///
/// ```
/// use phubieu::vietnamese::{abbreviation::expand, text::fold};
/// assert_eq!(expand(&fold("hộ DTTS nghèo")), fold("hộ dân tộc thiểu số nghèo"));
/// ```
pub fn expand(key: &Folded) -> Folded {
    if !key.words().any(|w| TABLE.contains_key(w) || numbered(w).is_some()) {
        return key.clone();
    }
    let mut written: Vec<&str> = Vec::new();
    let mut words = key.words().peekable();
    while let Some(word) = words.next() {
        let number_follows = words.peek().is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
        match (TABLE.get(word), numbered(word)) {
            (Some(long), _) => written.extend(long.words()),
            (None, Some((long, number))) if number_follows || !number.is_empty() => {
                written.extend(long.words().chain(Some(number).filter(|n| !n.is_empty())));
            }
            _ => written.push(word),
        }
    }
    Folded::from_words(written)
}

/// What a short form that stands before a number is short for, and the number where that is joined to it.
fn numbered(word: &str) -> Option<(&'static Folded, &str)> {
    NUMBERED_TABLE.iter().find_map(|(short, long)| {
        let rest = word.strip_prefix(short.as_str())?;
        rest.chars().all(|c| c.is_ascii_digit()).then_some((long, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_and_their_words_meet() {
        for (short, long) in [
            (
                "ở vùng DTTS&MN tiếp cận thông tin về BĐG",
                "ở vùng dân tộc thiểu số và miền núi tiếp cận thông tin về bình đẳng giới",
            ),
            ("xã ĐBK, thôn ĐBKK", "xã đặc biệt khó khăn, thôn đặc biệt khó khăn"),
            ("KH năm 2024", "Kế hoạch năm 2024"),
            ("TDA 2: Hỗ trợ", "Tiểu dự án 2: Hỗ trợ"),
            ("DA1: Giải quyết", "Dự án 1: Giải quyết"),
            ("ND 01. Đất ở", "Nội dung 01. Đất ở"),
        ] {
            assert_eq!(expand(&fold(short)), expand(&fold(long)));
        }
        for other in ["Ung thư da", "ND xã", "Đà 1", "da bò 2"] {
            assert_eq!(expand(&fold(other)), fold(other), "{other}");
        }
    }
}
