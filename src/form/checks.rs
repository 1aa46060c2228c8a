//! What a form says about the checks on its submissions: how grave a finding is, and the parameters of
//! the comparisons with the last period and with other units.

use rust_decimal::Decimal;

use crate::finding::{Code, Severity};
use crate::period::{Part, Period};

use super::model::label_key;

/// The checks of a form.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Checks {
    /// How grave findings are where it is not as their codes have it.
    pub severities: Vec<Graver>,
    /// Comparison with the last period.
    pub previous: PreviousChecks,
    /// Comparison with the other units.
    pub peers: PeerChecks,
}

/// How grave a form makes a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graver {
    /// Which finding.
    pub code: Code,
    /// In periods of which length; in all where none is named.
    pub span: Option<Span>,
    /// How grave.
    pub severity: Severity,
}

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// A year.
    Year,
    /// Six months, or the first so many months of a year.
    Half,
    /// A quarter.
    Quarter,
    /// A month.
    Month,
}

impl Span {
    /// All of them, the longest first.
    pub const ALL: [Span; 4] = [Span::Year, Span::Half, Span::Quarter, Span::Month];

    /// The name in form files.
    pub fn name(self) -> &'static str {
        match self {
            Span::Year => "year",
            Span::Half => "half",
            Span::Quarter => "quarter",
            Span::Month => "month",
        }
    }

    /// The length of a period.
    pub fn of(period: Period) -> Self {
        match period.part {
            Part::Whole => Span::Year,
            Part::Half(_) | Part::FirstMonths(_) => Span::Half,
            Part::Quarter(_) => Span::Quarter,
            Part::Month(_) => Span::Month,
        }
    }
}

impl Checks {
    /// How grave a finding is in a period, where the form says so.
    pub fn severity(&self, code: Code, period: Option<Period>) -> Option<Severity> {
        let span = period.map(Span::of);
        let fits = |g: &&Graver| g.code == code && (g.span.is_none() || g.span == span);
        self.severities.iter().find(fits).map(|g| g.severity)
    }
}

/// How figures are compared with those of the last period. The defaults are those of Statistics Norway's
/// control programmes (Kostra) for Hidiroglou and Berthelot's ratios.
#[derive(Debug, Clone, PartialEq)]
pub struct PreviousChecks {
    /// How much large units weigh (U).
    pub size: f64,
    /// The least width of the interval, as a part of the median (A).
    pub floor: f64,
    /// How many quartile distances are ordinary (C).
    pub width: f64,
    /// A change of less than this part against the middle one is ordinary, however alike the others are (1: up to
    /// twice, or half): among a dozen units the quartiles may lie next to the median by chance.
    pub least: f64,
    /// Fewer units say nothing.
    pub units: usize,
    /// A figure is a thousand times off from this power of ten on.
    pub thousand: f64,
}

impl Default for PreviousChecks {
    fn default() -> Self {
        Self { size: 0.5, floor: 0.05, width: 20.0, least: 1.0, units: 8, thousand: 2.5 }
    }
}

/// How figures are compared with those of other units.
#[derive(Debug, Clone, PartialEq)]
pub struct PeerChecks {
    /// The modified z-score from which a level is extraordinary (Iglewicz and Hoaglin).
    pub z: f64,
    /// A level is extraordinary only from so many times the middle unit's, or one in so many.
    pub times: f64,
    /// Fewer units say nothing.
    pub units: usize,
}

impl Default for PeerChecks {
    fn default() -> Self {
        Self { z: 3.5, times: 50.0, units: 8 }
    }
}

/// Since when a figure that only grows is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Cumulative {
    /// From the beginning of the year.
    Year,
    /// From the beginning of the programme's stage.
    Stage,
}

impl Cumulative {
    /// Since when the figures under a heading or of a label are counted, if they only grow: «lũy kế từ đầu
    /// năm», «lũy kế từ đầu giai đoạn». Without a beginning named it is that of the year, after which
    /// nothing is expected of them.
    pub fn named(text: &str) -> Option<Self> {
        let key = label_key(text);
        let says = |words: &str| key.as_str().contains(label_key(words).as_str());
        if !says("lũy kế") {
            return None;
        }
        let stage = ["giai đoạn", "khởi công", "đầu dự án", "đầu chương trình"];
        Some(if stage.iter().any(|words| says(words)) { Cumulative::Stage } else { Cumulative::Year })
    }

    /// The name in form files.
    pub fn name(self) -> &'static str {
        match self {
            Cumulative::Year => "year",
            Cumulative::Stage => "stage",
        }
    }
}

/// A parameter as a decimal, for form files.
pub(super) fn decimal(value: f64) -> Decimal {
    Decimal::try_from(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_since_when_their_figures_grow() {
        for (heading, expected) in [
            ("Lũy kế từ đầu năm", Some(Cumulative::Year)),
            ("Luỹ kế giải ngân đến thời điểm báo cáo", Some(Cumulative::Year)),
            ("Lũy kế từ đầu giai đoạn 2021-2025", Some(Cumulative::Stage)),
            ("Khối lượng lũy kế từ khởi công", Some(Cumulative::Stage)),
            ("Kế hoạch năm", None),
        ] {
            assert_eq!(Cumulative::named(heading), expected, "{heading}");
        }
    }
}
