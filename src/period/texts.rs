//! The periods and years that titles, headings and names of files name.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::vietnamese::abbreviation;
use crate::vietnamese::memo::Memo;
use crate::vietnamese::text::{Folded, fold};

use super::{Part, Period, year_of};

/// Tells whether a title line cites the document that the appendix belongs to: its date is that
/// document's.
fn cites(line: &str) -> bool {
    let key = fold(line);
    ["kèm theo", "ban hành kèm theo", "căn cứ"].iter().any(|lead| key.as_str().starts_with(fold(lead).as_str()))
}

/// The periods that title lines name, but for those that cite a document.
pub fn named_in_titles(lines: &[String]) -> BTreeSet<Period> {
    lines.iter().filter(|l| !cites(l)).flat_map(|l| named_in(l)).collect()
}

/// The years that title lines name, in order.
pub fn years_in_titles(lines: &[String]) -> Vec<u16> {
    named_in_titles(lines).into_iter().map(|p| p.year).collect::<BTreeSet<u16>>().into_iter().collect()
}

thread_local! {
    static NAMED: Memo<Vec<Period>> = Memo::new();
}

/// Finds the periods that a title line names. Dates, spans of years («giai đoạn 2021-2025», «từ năm
/// … đến năm …») and the numbers of laws are none.
///
/// ```
/// use phubieu::period::{Period, named_in};
/// assert_eq!(named_in("CHỈ TIÊU KẾ HOẠCH NĂM 2024"), [Period::year(2024)]);
/// assert!(named_in("giai đoạn I từ năm 2021 đến năm 2025").is_empty());
/// ```
pub fn named_in(line: &str) -> Vec<Period> {
    // No period without a year.
    if !line.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    NAMED.with(|known| known.of(line, read_periods))
}

fn read_periods(line: &str) -> Vec<Period> {
    let key = abbreviation::key(line);
    let words: Vec<&str> = key.words().collect();
    let [year_word, month, day, quarter, from, to, span, plan, half_word, early, late, week, term, study] =
        ["năm", "tháng", "ngày", "quý", "từ", "đến", "đoạn", "hoạch", "nửa", "đầu", "cuối", "tuần", "kỳ", "học"]
            .map(|w| fold(w).as_str().to_owned());
    let at = |i: Option<usize>| i.and_then(|i| words.get(i)).copied();
    let mut found = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let Some(year) = year_of(word).filter(|_| word.len() == 4) else { continue };
        let said = at(i.checked_sub(1)) == Some(year_word.as_str());
        let start = if said { i - 1 } else { i };
        let before = |n: usize| at(start.checked_sub(n));
        let spans = |w: Option<&str>| w.is_some_and(|w| w == from || w == to || w == span || year_of(w).is_some());
        let next = at(i.checked_add(1));
        if spans(before(1)) || next.is_some_and(|w| w == to || (w.len() == 4 && year_of(w).is_some())) {
            continue;
        }
        // A week, or a term of a school, is no period that is known here; nor is it the year.
        if before(2) == Some(week.as_str()) || (before(2) == Some(term.as_str()) && before(3) == Some(study.as_str())) {
            continue;
        }
        let number = |w: Option<&str>| w.and_then(|w| w.parse::<u8>().ok());
        if let Some(m) = number(before(1)).filter(|_| before(2) == Some(month.as_str())) {
            // «ngày … tháng 3 năm 2024» is a date, with the day written or left open.
            let dated =
                before(3) == Some(day.as_str()) || (number(before(3)).is_some() && before(4) == Some(day.as_str()));
            if !dated && (1..=12).contains(&m) {
                found.push(Period { year, part: Part::Month(m) });
            }
            continue;
        }
        // «Quý I+II năm 2024», «Q1/2024».
        let two = before(1).and_then(quarter_of).zip(before(2).and_then(quarter_of));
        if let Some((last, first)) = two.filter(|_| before(3) == Some(quarter.as_str())) {
            found.extend(match (first, last) {
                (1, 2) => Some(Period { year, part: Part::Half(1) }),
                (3, 4) => Some(Period { year, part: Part::Half(2) }),
                _ => None,
            });
            continue;
        }
        if let Some(q) = before(1).and_then(|w| w.strip_prefix('q')).and_then(quarter_of) {
            found.push(Period { year, part: Part::Quarter(q) });
            continue;
        }
        if let Some(q) = before(1).filter(|_| before(2) == Some(quarter.as_str())).and_then(quarter_of) {
            found.push(Period { year, part: Part::Quarter(q) });
            continue;
        }
        // «KẾ HOẠCH 2025» names its year without the word.
        if !said && before(1) != Some(plan.as_str()) {
            continue;
        }
        if before(2) == Some(half_word.as_str()) && (before(1) == Some(&early) || before(1) == Some(&late)) {
            found.push(Period { year, part: Part::Half(if before(1) == Some(&early) { 1 } else { 2 }) });
            continue;
        }
        // «6 tháng đầu năm 2024», «9 tháng năm 2024».
        let half = |w: Option<&str>| w.map(|w| if w == fold("cuối").as_str() { 2 } else { 1 });
        let (months, which) = if before(1) == Some(month.as_str()) {
            (number(before(2)), 1)
        } else if before(2) == Some(month.as_str()) {
            (number(before(3)), half(before(1)).unwrap_or(1))
        } else {
            (None, 1)
        };
        found.push(match months {
            Some(6) => Period { year, part: Part::Half(which) },
            Some(3) if which == 1 => Period { year, part: Part::Quarter(1) },
            Some(3) => Period { year, part: Part::Quarter(4) },
            Some(n @ 2..=11) if which == 1 => Period { year, part: Part::FirstMonths(n) },
            _ => Period::year(year),
        });
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The year that a heading names without the word for it: «Số liệu 2023». A date names none, nor what is left over
/// from years before.
///
/// ```
/// use phubieu::period::bare_year;
/// assert_eq!(bare_year("Vốn sự nghiệp 2023"), Some(2023));
/// assert_eq!(bare_year("Giải ngân đến 31/12/2023"), None);
/// assert_eq!(bare_year("Vốn 2023 kéo dài"), None);
/// ```
pub fn bare_year(heading: &str) -> Option<u16> {
    let words = || heading.split(|c: char| c.is_whitespace() || "(),;:".contains(c)).filter(|w| !w.is_empty());
    let year = words().find_map(|w| year_of(w).filter(|_| w.len() == 4))?;
    (!is_carried_over(heading) && !compares_with_year(heading) && years_spanned(heading).is_empty()).then_some(year)
}

/// Tells whether a heading is about what is left over from years before: their numbers are not the report's year.
pub fn is_carried_over(heading: &str) -> bool {
    static CARRIED: LazyLock<[Folded; 4]> =
        LazyLock::new(|| ["kéo dài", "chuyển nguồn", "chuyển sang", "trước"].map(fold));
    let key = fold(heading);
    CARRIED.iter().any(|words| key.says(words))
}

/// Tells whether a heading holds its figures against those of a year: «Tăng, giảm so năm 2023», «So với cùng kỳ năm
/// 2023». That is not the year that they are of.
///
/// ```
/// use phubieu::period::compares_with_year;
/// assert!(compares_with_year("Tăng/giảm so năm 2023"));
/// assert!(!compares_with_year("Số hộ năm 2023"));
/// ```
pub fn compares_with_year(heading: &str) -> bool {
    let mut words = heading.split(|c: char| c.is_whitespace() || "/.-(),;:".contains(c));
    words.any(|w| w.eq_ignore_ascii_case("so")) && words.any(|w| w.len() == 4 && year_of(w).is_some())
}

/// The year up to whose days a heading counts: «đến 31/12/2023», «đến hết năm 2023».
///
/// ```
/// use phubieu::period::counted_until;
/// assert_eq!(counted_until("Lũy kế giải ngân đến 31/12/2023"), Some(2023));
/// assert_eq!(counted_until("Kế hoạch vốn năm 2023"), None);
/// ```
pub fn counted_until(heading: &str) -> Option<u16> {
    let (_, until) = heading.rsplit_once("đến ")?;
    let words = until.split(|c: char| c.is_whitespace() || "/.-(),;".contains(c)).filter(|w| w.len() == 4);
    words.filter_map(year_of).next_back()
}

/// The years that a heading names together: «năm 2021-2025», «từ 2023 đến 2024». None where it names less than two, or
/// what is left over from them.
///
/// ```
/// use phubieu::period::years_spanned;
/// assert_eq!(years_spanned("Kế hoạch vốn năm 2021-2025"), [2021, 2025]);
/// assert!(years_spanned("Lũy kế từ 01/01/2023 đến 30/6/2024").is_empty());
/// assert!(years_spanned("Vốn các năm 2022, 2023 kéo dài").is_empty());
/// ```
pub fn years_spanned(heading: &str) -> Vec<u16> {
    // Nearly all headings have one year at most.
    if heading.bytes().filter(u8::is_ascii_digit).count() < 8 {
        return Vec::new();
    }
    let key = fold(heading);
    let words: Vec<&str> = key.words().collect();
    let dated = |at: usize| {
        let before = at.checked_sub(1).and_then(|i| words.get(i));
        before.is_some_and(|w| w.len() <= 2 && w.parse::<u8>().is_ok())
    };
    let years = words.iter().enumerate().filter(|(at, w)| w.len() == 4 && !dated(*at));
    let mut years: Vec<u16> = years.filter_map(|(_, w)| year_of(w)).collect();
    years.sort_unstable();
    years.dedup();
    if years.len() < 2 || is_carried_over(heading) { Vec::new() } else { years }
}

pub(super) fn quarter_of(word: &str) -> Option<u8> {
    // Folding writes a lone Roman numeral in small letters.
    match word {
        "1" | "i" => Some(1),
        "2" | "ii" => Some(2),
        "3" | "iii" => Some(3),
        "4" | "iv" => Some(4),
        _ => None,
    }
}

/// The one year that a file name mentions; nothing if it mentions none or several.
pub fn year_in_file_name(name: &str) -> Option<u16> {
    let mut years: Vec<u16> =
        name.split(|c: char| !c.is_ascii_digit()).filter(|w| w.len() == 4).filter_map(year_of).collect();
    years.sort_unstable();
    years.dedup();
    match years.as_slice() {
        [year] => Some(*year),
        _ => None,
    }
}
