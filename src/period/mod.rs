//! Reporting periods: written as `2024`, `2024-Q1`, `2024-H1`, `2024-9M`, `2024-03`.
//!
//! `texts` finds the periods and years that titles, headings and names of files name, in all the ways in which offices say
//! them; `file_name` those parts of a year that the name of a file gives.

mod file_name;
mod texts;

use std::fmt;
use std::str::FromStr;

use crate::lang::Lang;

pub use file_name::in_file_name;
pub use texts::{
    bare_year, compares_with_year, counted_until, is_carried_over, named_in, named_in_titles, year_in_file_name,
    years_in_titles, years_spanned,
};

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
            ("BÁO CÁO TUẦN 12 NĂM 2024", ""),
            ("KẾT QUẢ HỌC KỲ I NĂM 2024", ""),
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
