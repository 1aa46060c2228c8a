//! Short forms that offices write in labels, and the words they stand for.
//!
//! Only forms with one meaning in these tables: `CT` is both *công trình* and *chương trình*, so it
//! is not here. Seen in `KNOWLEDGE` section 1 («Labels drift») and in the appendix of xã Côn Minh,
//! which writes `ĐBK` for `ĐBKK`.

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
    if !key.words().any(|w| TABLE.contains_key(w)) {
        return key.clone();
    }
    Folded::from_words(key.words().flat_map(|word| match TABLE.get(word) {
        Some(long) => long.words().collect::<Vec<_>>(),
        None => vec![word],
    }))
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
        ] {
            assert_eq!(expand(&fold(short)), expand(&fold(long)));
        }
    }
}
