//! The period that a file's name mentions, with marks or without: «Con Minh quy 2 2024», «2024-Q2», «T3-2024».

use crate::vietnamese::text::plain;

use super::texts::{quarter_of, year_in_file_name};
use super::{Part, Period};

/// The period that a file name mentions: its one year, or the part of it that is named beside: «Con Minh quy 2 2024»,
/// «2024-Q2», «T3-2024», «6 thang dau nam 2024», «2024-03».
pub fn in_file_name(name: &str) -> Option<Period> {
    let year = year_in_file_name(name)?;
    let key = plain(name);
    let words: Vec<&str> = key.words().collect();
    let at = words.iter().position(|word| word.parse() == Ok(year) && word.len() == 4);
    Some(Period { year, part: at.and_then(|at| part_beside(&words, at)).unwrap_or(Part::Whole) })
}

/// The part of a year that stands before it among the words of a name, or right behind.
fn part_beside(words: &[&str], year: usize) -> Option<Part> {
    let number = |word: &str| word.parse::<u8>().ok();
    let month = |word: &str| number(word).filter(|n| (1..=12).contains(n)).map(Part::Month);
    let short = |word: &str| {
        let quarter = word.strip_prefix('q').and_then(quarter_of).map(Part::Quarter);
        let half = || word.strip_prefix('h').and_then(number).filter(|n| (1..=2).contains(n)).map(Part::Half);
        quarter.or_else(half).or_else(|| month(word.strip_prefix('t')?))
    };
    let before: Vec<&str> = words.iter().take(year).copied().filter(|word| *word != "nam").collect();
    let said = match before[..] {
        [.., "quy", q] => quarter_of(q).map(Part::Quarter),
        // «ngay 25 thang 3» is when it was sent.
        [.., "ngay", _, "thang", _] => None,
        [.., "thang", m] if number(m).is_some() => month(m),
        [.., n, "thang"] | [.., n, "thang", "dau"] => match number(n)? {
            3 => Some(Part::Quarter(1)),
            6 => Some(Part::Half(1)),
            n @ 2..=11 => Some(Part::FirstMonths(n)),
            _ => None,
        },
        [.., "6", "thang", "cuoi"] | [.., "nua", "cuoi"] => Some(Part::Half(2)),
        [.., "nua", "dau"] => Some(Part::Half(1)),
        [.., word] => short(word),
        [] => None,
    };
    let behind = words.get(year + 1).copied();
    let further = words.get(year + 2).copied();
    said.or_else(|| match (behind?, further) {
        ("quy", Some(q)) => quarter_of(q).map(Part::Quarter),
        ("thang", Some(m)) => month(m),
        // «2024-03», and no day behind it.
        (m, further) if m.len() == 2 && further.and_then(number).is_none() => month(m).or_else(|| short(m)),
        (word, _) => short(word),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_mentions_a_part_of_a_year_as_people_write_it() {
        for (name, period) in [
            ("Phu luc KH 45 - xa Con Minh 2024.xlsx", "2024"),
            ("Côn Minh quý 2 2024.xlsx", "2024-Q2"),
            ("Con Minh quy II nam 2024.xlsx", "2024-Q2"),
            ("Con Minh_Q2_2024.xlsx", "2024-Q2"),
            ("2024-Q2 Con Minh.xlsx", "2024-Q2"),
            ("Con Minh tháng 3 năm 2024.xlsx", "2024-03"),
            ("Con Minh T3-2024.xlsx", "2024-03"),
            ("Con Minh 2024-03.xlsx", "2024-03"),
            ("Con Minh 6 tháng đầu năm 2024.xlsx", "2024-H1"),
            ("Con Minh 6 thang cuoi nam 2024.xlsx", "2024-H2"),
            ("Con Minh 9 thang 2024.xlsx", "2024-9M"),
            // Days on which something was sent, numbers of papers.
            ("Con Minh ngay 25 thang 3 nam 2024.xlsx", "2024"),
            ("Con Minh 2024-03-25.xlsx", "2024"),
            ("KH 45 2024.xlsx", "2024"),
            ("02185_Con Minh_2024.xlsx", "2024"),
        ] {
            assert_eq!(in_file_name(name), period.parse().ok(), "{name}");
        }
    }
}
