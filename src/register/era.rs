//! The two administrative eras; a unit's code means nothing without its era.

use std::fmt;
use std::str::FromStr;

use crate::lang::Lang;
use crate::period::{Part, Period};

/// Before or from 1 July 2025, when districts ended and communes merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 63 provinces, 696 districts, 10,035 communes.
    Before,
    /// 34 provinces, 3,321 communes, no districts.
    From2025,
}

impl Era {
    /// Both eras, the older first.
    pub const ALL: [Era; 2] = [Era::Before, Era::From2025];

    /// The era that a period's figures belong to: that of its last day. The whole of 2025 ends after
    /// the reorganisation, its first half before it.
    pub fn of(period: Period) -> Self {
        let before = matches!(
            (period.year, period.part),
            (..=2024, _) | (2025, Part::Half(1) | Part::Quarter(1 | 2) | Part::Month(1..=6))
        );
        if before { Era::Before } else { Era::From2025 }
    }

    /// Tells whether a period begins when the units of an era were no longer.
    pub fn is_over_in(self, period: Period) -> bool {
        const JULY_2025: u32 = 2025 * 12 + 6;
        self == Era::Before && period.months().0 >= JULY_2025
    }

    /// The era in words.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Era::Before => lang.of("trước 01/7/2025", "before 1 July 2025"),
            Era::From2025 => lang.of("từ 01/7/2025", "from 1 July 2025"),
        }
    }
}

/// As the command line names it: `2024` or `2025`.
impl fmt::Display for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Era::Before => "2024",
            Era::From2025 => "2025",
        })
    }
}

/// A text that names no era.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an era: 2024 or 2025")]
pub struct NotAnEra;

impl FromStr for Era {
    type Err = NotAnEra;

    fn from_str(text: &str) -> Result<Self, NotAnEra> {
        match text.trim() {
            "2024" => Ok(Era::Before),
            "2025" => Ok(Era::From2025),
            _ => Err(NotAnEra),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_belongs_to_the_era_of_its_last_day() {
        for (period, era) in [
            ("2024", Era::Before),
            ("2025-H1", Era::Before),
            ("2025-Q2", Era::Before),
            ("2025-06", Era::Before),
            ("2025-07", Era::From2025),
            ("2025", Era::From2025),
            ("2026", Era::From2025),
        ] {
            assert_eq!(Era::of(period.parse().unwrap()), era, "{period}");
        }
    }
}
