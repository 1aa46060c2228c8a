//! Findings of a roll-up.

use rust_decimal::Decimal;

use crate::vietnamese::number::Vietnamese;

use super::{Code, Lang, Words, list};

/// What a person should know about a roll-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A file is no consolidated workbook that records its figures.
    NoRecord,
    /// The workbook does not say its period.
    NoPeriod,
    /// Between two periods one is not there.
    PeriodMissing {
        /// The one before.
        after: String,
        /// The one behind.
        before: String,
    },
    /// Figures of today cannot be shown in the units of then.
    NotBack {
        /// The period.
        period: String,
    },
    /// Parts of a period do not come to what the period's own report says.
    PartsDisagree {
        /// The period.
        period: String,
        /// Its parts.
        parts: Vec<String>,
        /// They add; else the last of them stands for all.
        adds: bool,
        /// What the parts come to.
        computed: Decimal,
        /// What the period's own report says.
        own: Decimal,
    },
    /// A commune of today cannot be made up of those of then.
    RebasedInPart {
        /// The commune.
        unit: String,
        /// The period.
        period: String,
        /// The units of then that lack.
        lacking: Vec<String>,
    },
}

impl Problem {
    pub(super) fn code(&self) -> Code {
        match self {
            Problem::NoRecord => Code::NoRecord,
            Problem::NoPeriod => Code::RecordWithoutPeriod,
            Problem::PeriodMissing { .. } => Code::PeriodMissing,
            Problem::NotBack { .. } => Code::NotBack,
            Problem::PartsDisagree { .. } => Code::PartsDisagree,
            Problem::RebasedInPart { .. } => Code::RebasedInPart,
        }
    }

    pub(super) fn words(&self, lang: Lang) -> Words {
        match self {
            Problem::NoRecord => Words::new(lang.of(
                "Tệp này không phải bảng tổng hợp do phubieu ghi, nên không lũy kế được.",
                "This file is no consolidated workbook that phubieu wrote, so it is not rolled up.",
            ))
            .suggest(lang.of(
                "Tổng hợp các bản nộp bằng «phubieu consolidate» trước, rồi đưa kết quả vào đây.",
                "Consolidate the submissions with `phubieu consolidate` first, and give the result.",
            )),
            Problem::NoPeriod => Words::new(lang.of(
                "Bảng tổng hợp không ghi kỳ, nên không biết đặt vào năm nào.",
                "The workbook does not say its period.",
            ))
            .suggest(lang.of("Tổng hợp lại với --period.", "Consolidate again with --period.")),
            Problem::PeriodMissing { after, before } => Words::new(lang.of(
                format!("Thiếu kỳ ở giữa {after} và {before}: số cộng dồn của cả giai đoạn không gồm kỳ đó."),
                format!("A period between {after} and {before} is not there: what the span comes to lacks it."),
            ))
            .suggest(lang.of("Thêm bảng tổng hợp của kỳ đó.", "Add the workbook of that period.")),
            Problem::NotBack { period } => Words::new(lang.of(
                format!(
                    "Số liệu {period} theo đơn vị mới không quy ngược về đơn vị trước 01/7/2025 được, nên bị để ngoài."
                ),
                format!("Figures of {period} are of today's units and cannot be shown in those of before 1 July 2025."),
            ))
            .suggest(lang.of("Dùng --era 2025.", "Use --era 2025.")),
            Problem::PartsDisagree { period, parts, adds, computed, own } => {
                let (named, computed, own) = (list(parts, 4, lang), Vietnamese(*computed), Vietnamese(*own));
                let what = match adds {
                    true => {
                        lang.of(format!("Cộng các kỳ {named} được {computed}"), format!("{named} add to {computed}"))
                    }
                    false => lang.of(
                        format!(
                            "Đến cuối {} lũy kế là {computed}",
                            parts.last().map(String::as_str).unwrap_or_default()
                        ),
                        format!(
                            "At the end of {} it stands at {computed}",
                            parts.last().map(String::as_str).unwrap_or_default()
                        ),
                    ),
                };
                Words::new(lang.of(
                    format!("{what}, báo cáo của kỳ {period} ghi {own}."),
                    format!("{what}; the report of {period} says {own}."),
                ))
                .suggest(lang.of(
                    "Đối chiếu các kỳ với đơn vị. Số của mỗi kỳ vẫn được dùng như đã ghi.",
                    "Compare the periods with the units. Each is used as it stands.",
                ))
            }
            Problem::RebasedInPart { unit, period, lacking } => {
                let lacking = list(lacking, 12, lang);
                Words::new(lang.of(
                    format!("{unit}: số liệu {period} quy về đơn vị mới còn thiếu {lacking}."),
                    format!("{unit}: the figures of {period} lack {lacking}."),
                ))
                .because(lang.of(
                    "Đơn vị cũ bị chia cho nhiều đơn vị mới, hoặc nằm ngoài các bảng được đưa vào.",
                    "These were split between several units, or lie outside the workbooks given.",
                ))
                .suggest(lang.of(
                    "Cho tỷ lệ chia bằng --shares (cột old_code,new_code,share), hoặc thêm bảng tổng hợp còn thiếu.",
                    "Give shares with --shares (old_code,new_code,share), or add the workbooks that are missing.",
                ))
            }
        }
    }
}

impl From<Problem> for super::Problem {
    fn from(problem: Problem) -> Self {
        super::Problem::Rollup(problem)
    }
}
