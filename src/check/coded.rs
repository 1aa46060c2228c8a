//! The code of a unit in a title: «Mã đơn vị: 02185». Other numbers of five digits are none: what it is the code of
//! stands before it.

use std::sync::LazyLock;

use crate::vietnamese::text::{Folded, fold};

static CODE: LazyLock<Folded> = LazyLock::new(|| fold("mã"));

/// What may stand between «mã» and the code.
static OF_A_UNIT: LazyLock<Folded> =
    LazyLock::new(|| fold("số đơn vị xã phường thị trấn đặc khu đvhc hành chính địa bàn báo cáo"));

/// How many digits a commune's code has.
const DIGITS: usize = 5;

/// The code that a line gives as a unit's.
pub(super) fn in_line(line: &str) -> Option<String> {
    // Hardly any line has so many digits.
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    if digits < DIGITS {
        return None;
    }
    let key = fold(line);
    let mut words = key.words().skip_while(|word| *word != CODE.as_str()).skip(1).peekable();
    let mut said = 0;
    while words.next_if(|word| OF_A_UNIT.words().any(|own| own == *word)).is_some() {
        said += 1;
    }
    let code = words.next().filter(|word| word.len() == DIGITS && word.bytes().all(|b| b.is_ascii_digit()))?;
    (said > 0).then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_where_the_line_says_of_what() {
        for (line, code) in [
            ("Mã đơn vị: 02185", Some("02185")),
            ("MÃ SỐ ĐƠN VỊ HÀNH CHÍNH: 02185", Some("02185")),
            ("UBND xã Côn Minh - Mã xã 02185", Some("02185")),
            // Of the budget, of what nobody knows, of six digits.
            ("Mã đơn vị quan hệ ngân sách: 1056789", None),
            ("Mã: 02185", None),
            ("Mã đơn vị: 021850", None),
            ("Số 02185/BC-UBND", None),
        ] {
            assert_eq!(in_line(line).as_deref(), code, "{line}");
        }
    }
}
