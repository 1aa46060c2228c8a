//! Reporting periods: written as `2024`, `2024-Q1`, `2024-H1`, `2024-9M`, `2024-03`; found in titles.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use crate::lang::Lang;
use crate::vietnamese::abbreviation;
use crate::vietnamese::memo::Memo;
use crate::vietnamese::text::{Folded, fold};

/// A period that figures are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The year.
    pub year: u16,
    /// Which part of it.
    pub part: Part,
}

/// A part of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// All of it.
    Whole,
    /// First or second half.
    Half(u8),
    /// The first months of the year, 2 to 11 of them: nine, ten.
    FirstMonths(u8),
    /// A quarter, 1 to 4.
    Quarter(u8),
    /// A month, 1 to 12.
    Month(u8),
}

impl Period {
    /// A whole year.
    pub fn year(year: u16) -> Self {
        Self { year, part: Part::Whole }
    }

    /// Its first and last month, counted through the years.
    ///
    /// ```
    /// use phubieu::period::Period;
    /// let months = |period: &str| period.parse::<Period>().map(Period::months);
    /// assert_eq!(months("2024-Q2"), Ok((2024 * 12 + 3, 2024 * 12 + 5)));
    /// assert_eq!(months("2024-H1").map(|(_, last)| last), months("2024-Q2").map(|(_, last)| last));
    /// ```
    pub fn months(self) -> (u32, u32) {
        let (first, last) = match self.part {
            Part::Whole => (1, 12),
            Part::Half(n) => (n.saturating_mul(6).saturating_sub(5), n.saturating_mul(6)),
            Part::FirstMonths(n) => (1, n),
            Part::Quarter(n) => (n.saturating_mul(3).saturating_sub(2), n.saturating_mul(3)),
            Part::Month(n) => (n, n),
        };
        let month = |month: u8| u32::from(self.year) * 12 + u32::from(month) - 1;
        (month(first), month(last))
    }

    /// Tells whether two periods are as long as each other: only such are held against each other.
    ///
    /// ```
    /// use phubieu::period::Period;
    /// let like = |one: &str, other: &str| Some(one.parse::<Period>().ok()?.is_like(other.parse().ok()?));
    /// assert_eq!(like("2024-Q1", "2023-Q4"), Some(true));
    /// assert_eq!(like("2024", "2024-Q4"), Some(false));
    /// assert_eq!(like("2024-H1", "2024-Q3"), Some(false));
    /// ```
    pub fn is_like(self, other: Self) -> bool {
        self.length() == other.length()
    }

    /// How many months it has.
    pub fn length(self) -> u32 {
        let (first, last) = self.months();
        last.saturating_sub(first) + 1
    }

    /// Tells whether it lies in another, or is that.
    pub fn lies_in(self, outer: Self) -> bool {
        let ((from, to), (begins, ends)) = (self.months(), outer.months());
        begins <= from && to <= ends
    }

    /// The period that was said as [`Period::spoken`] says it, in whichever language.
    pub fn heard(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        let year = text.split(|c: char| !c.is_ascii_digit()).find(|w| w.len() == 4).and_then(year_of)?;
        let parts = std::iter::once(Part::Whole)
            .chain((1..=2).map(Part::Half))
            .chain((2..=11).map(Part::FirstMonths))
            .chain((1..=4).map(Part::Quarter))
            .chain((1..=12).map(Part::Month));
        let mut periods = parts.map(|part| Self { year, part });
        periods.find(|period| [Lang::Vi, Lang::En].iter().any(|lang| period.spoken(*lang).to_lowercase() == text))
    }

    /// The period as people say it: «năm 2024», «quý I năm 2024».
    pub fn spoken(self, lang: Lang) -> String {
        let year = self.year;
        match self.part {
            Part::Whole => lang.of(format!("năm {year}"), format!("{year}")),
            Part::Half(1) => lang.of(format!("6 tháng đầu năm {year}"), format!("first half of {year}")),
            Part::Half(_) => lang.of(format!("6 tháng cuối năm {year}"), format!("second half of {year}")),
            Part::FirstMonths(n) => lang.of(format!("{n} tháng đầu năm {year}"), format!("first {n} months of {year}")),
            Part::Quarter(q) => {
                let roman = ["I", "II", "III", "IV"].get(usize::from(q) - 1).copied().unwrap_or("?");
                lang.of(format!("quý {roman} năm {year}"), format!("quarter {q} of {year}"))
            }
            Part::Month(m) => lang.of(format!("tháng {m} năm {year}"), format!("{year}-{m:02}")),
        }
    }

    /// The period behind a word for it («kỳ 2024», «kỳ quý I năm 2024»).
    pub fn named(self, lang: Lang) -> String {
        if self.part == Part::Whole { self.to_string() } else { self.spoken(lang) }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        match self.part {
            Part::Whole => Ok(()),
            Part::Half(n) => write!(f, "-H{n}"),
            Part::FirstMonths(n) => write!(f, "-{n}M"),
            Part::Quarter(n) => write!(f, "-Q{n}"),
            Part::Month(n) => write!(f, "-{n:02}"),
        }
    }
}

/// Periods as they are written for programs («2024, 2024-Q4»), in words: «2024, quý IV năm 2024».
pub fn named(written: &str, lang: Lang) -> String {
    let of = |text: &str| text.parse::<Period>().map_or_else(|_| text.to_owned(), |period| period.named(lang));
    written.split(", ").map(of).collect::<Vec<_>>().join(", ")
}

/// A text that is no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a period")]
pub struct NotAPeriod;

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let (year, part) = match text.trim().split_once('-') {
            None => (text.trim(), Part::Whole),
            Some((year, part)) => {
                let number = |text: &str, most: u8| text.parse::<u8>().ok().filter(|n| (1..=most).contains(n));
                let upper = part.to_ascii_uppercase();
                let part = match upper
                    .strip_prefix('Q')
                    .map(|q| (q, 'Q'))
                    .or_else(|| upper.strip_prefix('H').map(|h| (h, 'H')))
                {
                    Some((q, 'Q')) => Part::Quarter(number(q, 4).ok_or(NotAPeriod)?),
                    Some((h, _)) => Part::Half(number(h, 2).ok_or(NotAPeriod)?),
                    None if upper.ends_with('M') => {
                        let months = number(upper.trim_end_matches('M'), 11).filter(|n| !matches!(n, 1 | 3 | 6));
                        Part::FirstMonths(months.ok_or(NotAPeriod)?)
                    }
                    None if upper.len() == 2 => Part::Month(number(&upper, 12).ok_or(NotAPeriod)?),
                    None => return Err(NotAPeriod),
                };
                (year, part)
            }
        };
        year_of(year).filter(|_| year.len() == 4).map(|year| Period { year, part }).ok_or(NotAPeriod)
    }
}

/// A word that is a year of reports.
pub(crate) fn year_of(word: &str) -> Option<u16> {
    word.parse().ok().filter(|y| (1990..=2100).contains(y))
}

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
    let [year_word, month, day, quarter, from, to, span, plan, half_word, early, late] =
        ["năm", "tháng", "ngày", "quý", "từ", "đến", "đoạn", "hoạch", "nửa", "đầu", "cuối"]
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

fn quarter_of(word: &str) -> Option<u8> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_written_and_read_back() {
        for text in ["2024", "2024-Q1", "2024-H2", "2024-9M", "2024-10M", "2024-03"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        for text in ["", "24", "2024-13", "2024-Q5", "2024-3", "02024", "2024-H3", "2024-12M", "2024-6M"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_period_is_known_by_how_it_is_said() {
        for text in ["2024", "2024-Q1", "2024-H2", "2024-9M", "2024-03", "2024-12"] {
            let period: Period = text.parse().unwrap();
            for lang in [Lang::Vi, Lang::En] {
                assert_eq!(Period::heard(&period.spoken(lang)), Some(period), "{text}");
            }
        }
        assert_eq!(Period::heard("Năm 2024"), Some(Period::year(2024)));
        assert_eq!(Period::heard("So với năm 2024"), None);
    }

    #[test]
    fn titles_name_periods_but_dates_and_spans_do_not() {
        for (line, expected) in [
            ("CHỈ TIÊU KẾ HOẠCH NĂM 2024", "2024"),
            ("Chỉ tiêu Kế hoạch năm 2024", "2024"),
            ("giai đoạn 2021-2030; giai đoạn I từ năm 2021 đến năm 2025", ""),
            ("(Kèm theo Kế hoạch số /KH-UBND ngày tháng 03 năm 2024 của Ủy ban nhân dân xã Côn Minh", ""),
            ("Côn Minh, ngày 25 tháng 3 năm 2024", ""),
            ("Báo cáo tháng 3 năm 2024", "2024-03"),
            ("Báo cáo quý I/2024", "2024-Q1"),
            ("Báo cáo quý 2 năm 2024", "2024-Q2"),
            ("Kết quả 6 tháng đầu năm 2024", "2024-H1"),
            ("Kết quả 6 tháng cuối năm 2024", "2024-H2"),
            ("Kết quả 9 tháng năm 2024", "2024-9M"),
            ("CHỈ TIÊU KẾ HOẠCH 10 THÁNG NĂM 2024", "2024-10M"),
            ("Kết quả 3 tháng đầu năm 2024", "2024-Q1"),
            ("Kết quả 12 tháng năm 2024", "2024"),
            ("QUÝ I+II NĂM 2024", "2024-H1"),
            ("Báo cáo Q1/2024", "2024-Q1"),
            ("NỬA ĐẦU NĂM 2024", "2024-H1"),
            ("CHỈ TIÊU KẾ HOẠCH 2025", "2025"),
            ("Kế hoạch số 2024/KH-UBND", ""),
            ("Ước thực hiện năm 2023, kế hoạch năm 2024", "2023 2024"),
            ("Nghị quyết số 88/2019/QH14 ngày 18/11/2019", ""),
        ] {
            let found: Vec<String> = named_in(line).iter().map(Period::to_string).collect();
            assert_eq!(found.join(" "), expected, "{line}");
        }
    }

    #[test]
    fn a_file_name_gives_its_only_year() {
        assert_eq!(year_in_file_name("Phu luc KH 45 - xa Con Minh 2024.xlsx"), Some(2024));
        assert_eq!(year_in_file_name("2023-2024.xlsx"), None);
        assert_eq!(year_in_file_name("02137_Van Vu.xlsx"), None);
    }
}
