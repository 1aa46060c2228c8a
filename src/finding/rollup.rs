//! Findings of a roll-up.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::period::Period;
use crate::vietnamese::number::Vietnamese;

use super::{Code, Lang, Words, list};

/// How a sum is told over several years, where years do not simply add.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OverYears {
    /// What was carried over is in the plan of the year before already: only that of the first year comes from
    /// outside.
    First,
    /// It is not told.
    Never(Why),
}

/// Why years do not add.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// What is left over at a year's end, and it is not clear into which year.
    CarriedOver,
    /// What a work costs in all: the same works stand in the lists of several years.
    WholeCost,
}

/// What a person should know about a roll-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A file is no consolidated workbook that records its figures.
    NoRecord,
    /// The workbook does not say its period.
    NoPeriod {
        /// What each of its forms is about, where these are several periods.
        each: BTreeMap<String, Period>,
    },
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
    /// A roll-up records its last period only; the others of it were not given otherwise.
    EarlierDropped {
        /// Those that are not taken.
        periods: Vec<String>,
    },
    /// The period is not in the one that was asked for.
    OutsidePeriod {
        /// The period.
        period: String,
        /// What was asked for.
        asked: String,
    },
    /// Figures that do not add over years.
    OverYears {
        /// Which.
        figures: Vec<String>,
        /// How they are told.
        over: OverYears,
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
        /// Some of them were split, and their shares are not known.
        split: bool,
        /// Some of them are in none of the workbooks given.
        absent: bool,
    },
    /// The items of units that were split stand with each part of them.
    ItemsInPart {
        /// Where a part is.
        unit: String,
        /// The period.
        period: String,
        /// The units of then that were split.
        split: Vec<String>,
    },
}

impl Problem {
    pub(super) fn code(&self) -> Code {
        match self {
            Problem::NoRecord => Code::NoRecord,
            Problem::NoPeriod { .. } => Code::RecordWithoutPeriod,
            Problem::PeriodMissing { .. } => Code::PeriodMissing,
            Problem::NotBack { .. } => Code::NotBack,
            Problem::EarlierDropped { .. } => Code::EarlierDropped,
            Problem::OutsidePeriod { .. } => Code::OutsidePeriod,
            Problem::OverYears { .. } => Code::NotTotalled,
            Problem::PartsDisagree { .. } => Code::PartsDisagree,
            Problem::RebasedInPart { .. } | Problem::ItemsInPart { .. } => Code::RebasedInPart,
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
            Problem::NoPeriod { each } if !each.is_empty() => {
                let each: Vec<String> =
                    each.iter().map(|(form, period)| format!("{form}: {}", period.spoken(lang))).collect();
                let each = each.join("; ");
                Words::new(lang.of(
                    format!("Các biểu của bảng tổng hợp là của các kỳ khác nhau ({each}), nên không đặt chung vào một kỳ được."),
                    format!("The forms of the workbook are of several periods ({each}): it cannot be put into one."),
                ))
                .suggest(lang.of(
                    "Tổng hợp riêng từng biểu (--form), mỗi biểu ghi ra một bảng, rồi lũy kế các bảng đó.",
                    "Consolidate each form alone (--form), into a workbook of its own, and roll those up.",
                ))
            }
            Problem::NoPeriod { .. } => Words::new(lang.of(
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
            Problem::EarlierDropped { periods } => {
                let periods = list(periods, 12, lang);
                Words::new(lang.of(
                    format!("Tệp này là bảng lũy kế, chỉ giữ số liệu từng đơn vị của kỳ cuối: {periods} trong bảng không được lấy, và không có trong số cả giai đoạn."),
                    format!("This file is a roll-up and records the units' figures of its last period only: {periods} in it are not taken, and the whole span lacks them."),
                ))
                .suggest(lang.of(
                    "Đưa vào bảng tổng hợp của từng kỳ (kết quả của «phubieu consolidate») thay cho bảng lũy kế.",
                    "Give the consolidated workbooks of these periods instead of the roll-up.",
                ))
            }
            Problem::OutsidePeriod { period, asked } => Words::new(lang.of(
                format!("Kỳ {period} nằm ngoài kỳ được hỏi (--period {asked}), nên bị để ngoài."),
                format!("{period} does not lie in the period asked for (--period {asked}) and is left out."),
            ))
            .suggest(lang.of("Bỏ --period để lấy mọi kỳ.", "Leave --period out to take all periods.")),
            Problem::OverYears { figures, over } => {
                let figures = list(figures, 12, lang);
                Words::new(match over {
                    OverYears::First => lang.of(
                        format!("«Cả giai đoạn» của {figures} chỉ lấy năm đầu: phần kéo dài của các năm sau đã nằm trong kế hoạch của năm trước đó, cộng lại là tính hai lần."),
                        format!("Of {figures} the whole span has that of the first year only: what later years carried over is in the plan of the year before already."),
                    ),
                    OverYears::Never(Why::CarriedOver) => lang.of(
                        format!("Không có số «Cả giai đoạn» của {figures}: số của các năm trước chuyển sang không cộng qua các năm."),
                        format!("There is no figure for the whole span of {figures}: what is carried between years does not add."),
                    ),
                    OverYears::Never(Why::WholeCost) => lang.of(
                        format!("Không có số «Cả giai đoạn» của {figures}: một công trình nằm trong danh mục của nhiều năm, cộng lại là tính nhiều lần."),
                        format!("There is no figure for the whole span of {figures}: the same works stand in the lists of several years."),
                    ),
                })
            }
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
            Problem::RebasedInPart { unit, period, lacking, split, absent } => {
                let lacking = list(lacking, 12, lang);
                let words = Words::new(lang.of(
                    format!("{unit}: số liệu {period} quy về đơn vị mới còn thiếu đơn vị cũ {lacking}."),
                    format!("{unit}: the figures of {period} lack the units of then {lacking}."),
                ));
                let add = lang.of("Thêm bảng tổng hợp còn thiếu.", "Add the workbooks that are missing.");
                let share = lang.of(
                    "Cho tỷ lệ chia bằng --shares (cột old_code,new_code,share).",
                    "Give shares with --shares (old_code,new_code,share).",
                );
                match (*split, *absent) {
                    (true, false) => {
                        words
                            .because(lang.of(
                                "Đơn vị cũ bị chia cho nhiều đơn vị mới.",
                                "These were split between several units.",
                            ))
                            .suggest(share)
                    }
                    (true, true) => words
                        .because(lang.of(
                            "Đơn vị cũ bị chia cho nhiều đơn vị mới, hoặc chưa có số trong các bảng được đưa vào.",
                            "These were split between several units, or are in none of the workbooks given.",
                        ))
                        .suggest(format!("{add} {share}")),
                    (false, _) => words
                        .because(lang.of(
                            "Đơn vị cũ chưa có số trong các bảng được đưa vào.",
                            "These are in none of the workbooks given.",
                        ))
                        .suggest(add),
                }
            }
            Problem::ItemsInPart { unit, period, split } => {
                let split = list(split, 12, lang);
                Words::new(lang.of(
                    format!("{unit}: số mục của danh mục {period} gồm mọi mục của {split}, cả những mục thuộc đơn vị mới khác."),
                    format!("{unit}: the items counted of the lists of {period} are all those of {split}, also those of other units of today."),
                ))
                .because(lang.of(
                    "Đơn vị cũ bị chia theo tỷ lệ (--shares): số tiền chia được, còn mục nào nằm ở đâu thì tỷ lệ không nói.",
                    "These were split by shares (--shares): money is shared out, but which items lie where shares do not say.",
                ))
                .suggest(lang.of(
                    "Đối chiếu danh mục của đơn vị cũ khi cần số mục của riêng đơn vị mới này.",
                    "See the lists of these units where the number of items of this one alone is needed.",
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
