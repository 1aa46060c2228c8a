//! Values of arguments: what is none is refused with how one is written, in both languages.

use jiff::civil::Date;

use crate::calendar;
use crate::finding::Lang;
use crate::intake::Limits;
use crate::intake::limits::NotALimit;
use crate::period::Period;
use crate::register::Era;

/// Why a value is refused, in both languages.
#[derive(Debug, thiserror::Error)]
#[error("{vi}")]
pub struct Refused {
    vi: &'static str,
    en: &'static str,
}

impl Refused {
    /// The words for it.
    pub fn words(&self, lang: Lang) -> &'static str {
        lang.of(self.vi, self.en)
    }
}

/// A period; what is none is refused with how one is written.
pub(super) fn period(typed: &str) -> Result<Period, Refused> {
    typed.parse().map_err(|_| Refused {
        vi: "không phải kỳ báo cáo; ghi 2024, 2024-Q1, 2024-H1, 2024-9M hoặc 2024-03",
        en: "not a period; write 2024, 2024-Q1, 2024-H1, 2024-9M or 2024-03",
    })
}

pub(super) fn era(typed: &str) -> Result<Era, Refused> {
    typed.parse().map_err(|_| Refused {
        vi: "không phải thời kỳ; ghi 2024 (trước 01/7/2025) hoặc 2025",
        en: "not an era; write 2024 (before 1 July 2025) or 2025",
    })
}

pub(super) fn day(typed: &str) -> Result<Date, Refused> {
    calendar::parse(typed).ok_or(Refused {
        vi: "không phải ngày; ghi 01/04/2024 hoặc 2024-04-01",
        en: "not a day; write 01/04/2024 or 2024-04-01",
    })
}

pub(super) fn jobs(typed: &str) -> Result<usize, Refused> {
    let jobs = typed.parse().ok().filter(|n| (1..=1024).contains(n));
    jobs.ok_or(Refused { vi: "phải là một số từ 1 đến 1024", en: "must be a number from 1 to 1024" })
}

pub(super) fn depth(typed: &str) -> Result<u8, Refused> {
    let depth = typed.parse().ok().filter(|n| (1..=6).contains(n));
    depth.ok_or(Refused { vi: "phải là một số từ 1 đến 6", en: "must be a number from 1 to 6" })
}

pub(super) fn limit(typed: &str) -> Result<String, NotALimit> {
    Limits::default().set(typed).map(|()| typed.to_owned())
}
