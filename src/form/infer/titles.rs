//! The title of a table and what it is about, from the lines above it.

use crate::form::model::label_key;
use crate::period::{self, compares_with_year};
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
/// Lines of two words that head a page.
const SHORT_PAGE: &[&str] = &["phụ lục", "biểu mẫu", "báo cáo", "biểu tổng", "tổng hợp"];

/// The title, with a place for its year, and the line below it.
pub(super) fn of(table: &Table<'_>) -> (String, String) {
    let may_head = |text: &str| {
        let key = label_key(text);
        let leads = |lead: &str| key.begins(&label_key(lead));
        !PAGE.iter().any(|lead| leads(lead))
            && !text.trim_start().starts_with('(')
            && announced(text).is_none()
            && !text.trim_end().ends_with(':')
    };
    let fits = |text: &str| label_key(text).words().count() >= 3 && may_head(text);
    let lines: Vec<&str> = table.titles.iter().map(|(_, t)| t.as_str()).filter(|t| fits(t)).collect();
    let loud = |t: &&str| {
        let letters: Vec<char> = t.chars().filter(|c| c.is_alphabetic()).collect();
        letters.iter().filter(|c| c.is_uppercase()).count() * 10 >= letters.len() * 8
    };
    let Some(at) = lines.iter().position(loud).or(if lines.is_empty() { None } else { Some(0) }) else {
        // «CHĂN NUÔI» right above the headings, as the parts of a report are headed.
        let short = table.titles.iter().map(|(_, t)| t.as_str()).rfind(|t| announced(t).is_none());
        let names = |t: &&str| !SHORT_PAGE.iter().any(|page| label_key(page) == label_key(t));
        let short = short.filter(|t| may_head(t) && label_key(t).words().count() == 2 && loud(t) && names(t));
        return (with_place_for_year(short.unwrap_or_default()), String::new());
    };
    let title = lines.get(at).copied().unwrap_or_default();
    let subject = lines.get(at + 1).copied().unwrap_or_default();
    (with_place_for_year(title), subject.to_owned())
}

/// The year of the report that the title of a table names, where that is the only one above it: «THỰC HIỆN NĂM 2024, KẾ
/// HOẠCH NĂM 2025» may be of either.
pub(super) fn year(table: &Table<'_>) -> Option<u16> {
    let (title, _) = of(table);
    let (before, behind) = title.split_once("{year}")?;
    let lines: Vec<String> = table.titles.iter().map(|(_, line)| line.clone()).collect();
    let year = lines.iter().find_map(|line| line.strip_prefix(before)?.strip_suffix(behind)?.parse().ok())?;
    (period::years_in_titles(&lines) == [year]).then_some(year)
}

/// The most years before or behind the report's that headings count from it.
const NEAR: u16 = 3;

/// Puts `{year}`, `{year-1}` where a heading names the report's year or one near it; spans of years and numbers of papers
/// stay.
pub(super) fn with_places_for_years(text: &str, year: u16) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let (number, behind) = from.split_at(from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len()));
        out.push_str(before);
        let joined = |c: Option<char>| matches!(c, Some('-' | '–'));
        let spans = joined(out.trim_end().chars().next_back()) || joined(behind.trim_start().chars().next());
        // «KH2005» is one word of the heading.
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let glued = letter(out.chars().next_back()) || letter(behind.chars().next());
        let mut next = behind.chars();
        let paper = next.next() == Some('/') && next.next().is_some_and(char::is_alphabetic);
        match number.parse::<u16>() {
            Ok(named) if is_year(number) && named.abs_diff(year) <= NEAR && !spans && !paper && !glued => {
                let ago = i32::from(named) - i32::from(year);
                let ago = if ago == 0 { String::new() } else { format!("{ago:+}") };
                out.push_str(&format!("{{year{ago}}}"));
            }
            _ => out.push_str(number),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// A heading as a code says it: years that are counted from the report's are those before or behind it.
pub(super) fn without_places(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some((before, place)) = rest.split_once("{year") {
        let (ago, behind) = place.split_once('}').unwrap_or((place, ""));
        out.push_str(before);
        match (ago.get(..1), ago.get(1..)) {
            (Some("-"), Some("1")) => out.push_str("trước"),
            (Some("-"), Some(n)) => out.push_str(&format!("trước {n}")),
            (Some("+"), Some("1")) => out.push_str("sau"),
            (Some("+"), Some(n)) => out.push_str(&format!("sau {n}")),
            _ => {}
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_ascii_digit()).to_owned()
}

/// Tells whether a word is a year.
pub(super) fn is_year(word: &str) -> bool {
    word.len() == 4 && period::year_of(word).is_some()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_near_the_report_s_are_counted_from_it() {
        for (heading, expected, code) in [
            ("Năm 2023", "Năm {year-1}", "Năm trước"),
            ("UTH 2024/ TH 2023", "UTH {year}/ TH {year-1}", "UTH / TH trước"),
            ("Kế hoạch năm 2025", "Kế hoạch năm {year+1}", "Kế hoạch năm sau"),
            ("Tăng, giảm so năm 2022", "Tăng, giảm so năm {year-2}", "Tăng, giảm so năm trước 2"),
            ("Lũy kế đến 31/12/2023", "Lũy kế đến 31/12/{year-1}", "Lũy kế đến 31/12/trước"),
            ("Giai đoạn 2021-2025", "Giai đoạn 2021-2025", "Giai đoạn 2021-2025"),
            ("Theo NĐ 28/2022/NĐ-CP", "Theo NĐ 28/2022/NĐ-CP", "Theo NĐ 28/2022/NĐ-CP"),
            ("Từ năm 2015", "Từ năm 2015", "Từ năm 2015"),
        ] {
            let found = with_places_for_years(heading, 2024);
            assert_eq!(found, expected);
            assert_eq!(without_places(&found), code);
        }
    }
}
