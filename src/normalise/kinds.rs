//! What kind of text a cell holds, before anybody asks what its figure is worth: «12 Trần Phú» and «123/QĐ-UBND»
//! begin with figures as `12 hộ` does, and are no quantities.

use crate::vietnamese::measure::{Measure, multiplier};
use crate::vietnamese::number::{self, Numeral, Refusal};
use crate::vietnamese::symbol::nothing;
use crate::vietnamese::text::fold;

/// A kind of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind<'a> {
    /// One of the kinds of nothing: `-`, `x`, `…`.
    Nothing,
    /// A name made of figures alone: `0012`, `0912.345.678`.
    Code,
    /// Words, or figures that are no quantity as sure as words: a date, a decision's number, a dimension.
    Words,
    /// A number, alone or with a measure behind it.
    Figure(Numeral<'a>),
    /// A number with other words behind it: «12 Trần Phú», «90% đạt».
    Worded(Numeral<'a>),
    /// It looks like a figure and is not one number.
    Unread(Refusal),
}

/// Tells what a text is under a heading, and where its column or row is in some measure.
pub fn of<'a>(text: &'a str, heading: &str, known: Option<&Measure>) -> Kind<'a> {
    if nothing(text).is_some() {
        return Kind::Nothing;
    }
    if is_code(text) {
        return Kind::Code;
    }
    if is_date(text) || is_decision(text) || is_dimension(text) || is_address(text) {
        return Kind::Words;
    }
    match number::read(text) {
        Ok(numeral) if is_prose(numeral.tail) => Kind::Words,
        Ok(numeral) if numeral.tail.is_empty() => Kind::Figure(numeral),
        // Behind a sign for per cent stands what it is a part of, or what came of it.
        Ok(numeral) if numeral.percent || !is_measure(numeral.tail, heading, known) => Kind::Worded(numeral),
        Ok(numeral) => Kind::Figure(numeral),
        Err(Refusal::NotANumber) => Kind::Words,
        Err(refusal) => Kind::Unread(refusal),
    }
}

/// More than one leading zero, or one before more than a digit: `0201`, `00123`; telephone numbers.
fn is_code(text: &str) -> bool {
    // `+84912345678`
    if text.trim().strip_prefix('+').is_some_and(|t| t.len() > 9 && t.bytes().all(|b| b.is_ascii_digit() || b == b' '))
    {
        return true;
    }
    let digits: String = text.trim().split(['.', ' ']).collect();
    digits.len() > 2
        && digits.starts_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (text.trim().len() == digits.len() || digits.len() >= 9)
}

/// `15/3/2024`, `15.3.2024`, `3/2024`, `2021-2025`: dates and spans of years are text.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-', '–']).map(str::trim).collect();
    let number = |part: &str| part.parse::<u16>().ok().filter(|_| part.len() <= 4);
    let year = |part: &str| part.len() == 4 && number(part).is_some_and(|n| (1900..=2100).contains(&n));
    let small = |part: &str| part.len() <= 2 && number(part).is_some_and(|n| (1..=31).contains(&n));
    match parts.as_slice() {
        [day, month, last] => small(day) && small(month) && (year(last) || (last.len() == 2 && number(last).is_some())),
        [first, last] => year(last) && (year(first) || small(first)),
        _ => false,
    }
}

/// `123/QĐ-UBND`, `12-NQ/TW`, `45/2024/NĐ-CP ngày 1/2/2024`: the numbers of decisions and their like.
fn is_decision(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let mut parts = first.trim_end_matches([',', ';', '.']).split(['/', '-', '–']);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let capitals =
        |part: &str| part.chars().count() > 1 && part.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    let numbered = parts.next().is_some_and(digits);
    let rest: Vec<&str> = parts.collect();
    let named = |part: &&str| capitals(part) && !digits(part);
    numbered && rest.iter().any(named) && rest.iter().all(|part| digits(part) || capitals(part))
}

/// `2x3`, `2,5m x 3m`, `10×20×5`: how long and how wide something is.
fn is_dimension(text: &str) -> bool {
    let side = |part: &str| {
        let part = part.trim();
        let length = part.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).trim();
        part.starts_with(|c: char| c.is_ascii_digit()) && matches!(length, "" | "m" | "cm" | "mm" | "dm" | "km")
    };
    let mut sides = text.split(['x', 'X', '×']);
    sides.clone().nth(1).is_some() && sides.all(side)
}

/// `12/3 Trần Phú`: a number in an alley, before the name of a street. `12/15 hộ` may be twelve of fifteen.
fn is_address(text: &str) -> bool {
    let Some((number, street)) = text.trim().split_once(char::is_whitespace) else { return false };
    let plain = |part: &str| {
        let digits = part.trim_end_matches(char::is_alphabetic);
        part.chars().count() <= digits.chars().count() + 1
            && !digits.is_empty()
            && digits.bytes().all(|b| b.is_ascii_digit())
    };
    number.contains('/')
        && number.split('/').all(plain)
        && street.trim_start().starts_with(char::is_uppercase)
        && !street.contains(|c: char| c.is_ascii_digit())
        && !is_measure(street, "", None)
}

/// Words behind a number that are a text about it and no measure: `3 xã: Kim Hỷ, Lương Thượng`.
fn is_prose(tail: &str) -> bool {
    tail.split_whitespace().count() > 3 || tail.contains([':', ',', ';', '(', ')', '"', '…']) || tail.contains("...")
}

/// Measures that come in parts and do not convert, and times, as they stand behind numbers.
const OTHER: &[&str] = &[
    "m3",
    "m³",
    "lít",
    "ml",
    "mw",
    "kw",
    "kwh",
    "kv",
    "kva",
    "điểm",
    "tuổi",
    "giờ",
    "phút",
    "ngày",
    "tuần",
    "tháng",
    "quý",
    "năm",
    "lần",
    "đợt",
    "công",
    "ngày công",
    "suất",
    "tiết",
    "mũi",
    "liều",
    "quả",
    "bao",
    "viên",
];

/// Tells whether words behind a number are a measure: one that is known, that of the column or row, or what the
/// heading counts («Số tuyến đường» above `3 tuyến`).
fn is_measure(tail: &str, heading: &str, known: Option<&Measure>) -> bool {
    let what = tail.split_once('/').map_or(tail, |(what, _)| what);
    let sure = |m: &Measure| m.converts() || m.is_percent() || m.is_counted() || !m.is_single();
    let own = Measure::parse(tail);
    let of_known = || own.as_ref().zip(known).is_some_and(|(own, known)| own.factor_to(known).is_some());
    let by_name = || own.as_ref().is_some_and(sure) || Measure::parse(what).as_ref().is_some_and(sure);
    let key = fold(what);
    let other = || OTHER.iter().any(|name| fold(name) == key);
    let in_heading = || !key.is_empty() && fold(heading).says(&key);
    of_known() || multiplier(tail).is_some() || by_name() || other() || in_heading()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_behind_a_number_are_a_measure_or_make_it_a_text() {
        let kind = |text, heading, known: &str| match of(text, heading, Measure::parse(known).as_ref()) {
            Kind::Nothing => "nothing",
            Kind::Code => "code",
            Kind::Words => "words",
            Kind::Figure(_) => "figure",
            Kind::Worded(_) => "worded",
            Kind::Unread(_) => "unread",
        };
        for (text, heading, known, expected) in [
            ("12", "", "", "figure"),
            ("12 hộ", "", "", "figure"),
            ("1,5 tỷ đồng", "", "", "figure"),
            ("5 triệu đồng/năm", "", "", "figure"),
            ("7 lượt/ngày", "", "", "figure"),
            ("1,2 nghìn hộ", "", "", "figure"),
            ("120 m3", "", "", "figure"),
            ("45 tuổi", "", "", "figure"),
            ("90%", "", "", "figure"),
            ("3 tuyến", "Số tuyến đường", "", "figure"),
            ("3 tuyến", "", "Tuyến", "figure"),
            ("3 tuyến", "Quy mô", "", "worded"),
            ("12 Trần Phú", "Địa chỉ", "", "worded"),
            ("2 phòng học", "", "", "worded"),
            ("1 nhà văn hóa", "", "", "worded"),
            ("500 m kênh", "", "", "worded"),
            ("21349_Long Sơn.xlsx", "", "", "worded"),
            ("90% đạt", "", "%", "worded"),
            ("6A", "", "", "worded"),
            ("Thôn 2", "", "", "words"),
            ("Đạt 90%", "", "", "words"),
            ("Km12+300", "", "", "words"),
            ("123/QĐ-UBND", "", "", "words"),
            ("45/2024/NĐ-CP ngày 1/2/2024", "", "", "words"),
            ("12-NQ/TW", "", "", "words"),
            ("100-CP", "", "", "words"),
            ("12/3 Trần Phú", "", "", "words"),
            ("12/15 Hộ", "", "", "unread"),
            ("12/15", "", "", "unread"),
            ("2x3", "", "", "words"),
            ("2,5m x 3m", "", "", "words"),
            ("10-20", "", "", "unread"),
            ("0012", "", "", "code"),
            ("khoảng 50", "", "", "unread"),
            ("12*", "", "", "unread"),
        ] {
            assert_eq!(kind(text, heading, known), expected, "{text}");
        }
    }
}
