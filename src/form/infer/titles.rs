//! The title of a table and what it is about, from the lines above it.

use crate::form::model::label_key;
use crate::period::compares_with_year;
use crate::table::Table;
use crate::vietnamese::measure::announced;
use crate::vietnamese::text::fold;

/// Lines that head a page, not a table.
const PAGE: &[&str] = &[
    "cộng hòa xã hội",
    "độc lập tự do",
    "ủy ban nhân dân",
    "sở",
    "phòng",
    "ban",
    "mẫu số",
    "mẫu",
    "biểu số",
    "phụ lục số",
    "kính gửi",
    "tên đơn vị",
    "số",
    "đơn vị",
    "kèm theo",
    "ban hành kèm theo",
    "ngày",
    "thành phố",
    "tỉnh",
    "huyện",
    "xã",
    "thị trấn",
    "đảng ủy",
];

/// The title, with a place for its year, and the line below it.
pub(super) fn of(table: &Table<'_>) -> (String, String) {
    let fits = |text: &str| {
        let key = label_key(text);
        let leads = |lead: &str| {
            let lead = label_key(lead);
            key.as_str().strip_prefix(lead.as_str()).is_some_and(|r| r.is_empty() || r.starts_with(' '))
        };
        key.words().count() >= 3
            && !PAGE.iter().any(|lead| leads(lead))
            && !text.trim_start().starts_with('(')
            && announced(text).is_none()
            && !text.trim_end().ends_with(':')
    };
    let lines: Vec<&str> = table.titles.iter().map(|(_, t)| t.as_str()).filter(|t| fits(t)).collect();
    let loud = |t: &&&str| {
        let letters: Vec<char> = t.chars().filter(|c| c.is_alphabetic()).collect();
        letters.iter().filter(|c| c.is_uppercase()).count() * 10 >= letters.len() * 8
    };
    let Some(at) = lines.iter().position(|t| loud(&t)).or(if lines.is_empty() { None } else { Some(0) }) else {
        return (String::new(), String::new());
    };
    let title = lines.get(at).copied().unwrap_or_default();
    let subject = lines.get(at + 1).copied().unwrap_or_default();
    (with_place_for_year(title), subject.to_owned())
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_ascii_digit()).to_owned()
}

/// Tells whether a word is a year.
pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u16>().is_ok_and(|y| (1990..=2100).contains(&y))
}

/// The years that a heading names.
pub(super) fn years(text: &str) -> Vec<String> {
    text.split([' ', '/', '-']).map(bare).filter(|w| is_year(w)).collect()
}

/// Puts `{year}` where the last year stands; spans of years stay.
pub(super) fn with_place_for_year(text: &str) -> String {
    // «Tăng, giảm so năm 2023» is of the year of the report.
    if compares_with_year(text) {
        return text.to_owned();
    }
    let words: Vec<&str> = text.split(' ').collect();
    let year = fold("năm");
    let at = words.iter().enumerate().rposition(|(i, w)| {
        let before = i.checked_sub(1).and_then(|b| words.get(b)).map(|b| fold(b));
        is_year(&bare(w)) && (before == Some(year.clone()) || i + 1 == words.len() || before.is_some())
    });
    match at {
        Some(at) => {
            let replaced = words
                .iter()
                .enumerate()
                .map(|(i, w)| if i == at { w.replace(&bare(w), "{year}") } else { (*w).to_owned() });
            replaced.collect::<Vec<_>>().join(" ")
        }
        None => with_place_for_blank_year(&words).unwrap_or_else(|| text.to_owned()),
    }
}

/// A year that is left to be filled in, «NĂM ……», «năm 20…», is a place for one too.
fn with_place_for_blank_year(words: &[&str]) -> Option<String> {
    let year = fold("năm");
    let dots = |w: &str| {
        let rest = w.trim_end_matches(['.', '…', '_']);
        rest.len() < w.len() && w.chars().count() > 1 && (rest.is_empty() || rest == "20")
    };
    let at = words.iter().enumerate().rposition(|(i, w)| {
        let before = i.checked_sub(1).and_then(|b| words.get(b)).map(|b| fold(b));
        dots(w) && before == Some(year.clone())
    })?;
    let replaced = words.iter().enumerate().map(|(i, w)| if i == at { "{year}" } else { w });
    Some(replaced.collect::<Vec<_>>().join(" "))
}
