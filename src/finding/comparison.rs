//! Findings about figures that stand out against the last period or against those of other units.

use rust_decimal::Decimal;

use crate::vietnamese::number::Vietnamese;

use super::{Code, Lang, Words};

/// What stands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Figures are a power of a thousand off from those of the last period.
    ThousandTimes {
        /// How many of the unit's figures.
        extent: Extent,
        /// What the last period's are to be multiplied by.
        factor: Decimal,
        /// How many figures.
        figures: usize,
        /// The first of them.
        example: Change,
    },
    /// A figure changed in another way than those of the other units.
    Ratio {
        /// The figure.
        change: Change,
        /// Which changes are ordinary.
        ordinary: Ordinary,
        /// How many units were compared.
        units: usize,
    },
    /// A figure that only grows is less than in the last period.
    Fell {
        /// The figure.
        change: Change,
    },
    /// All figures of a unit are those of the last period, which those of most other units are not.
    Repeated {
        /// How many figures.
        figures: usize,
        /// How many units have others than in the last period.
        changed: usize,
    },
    /// None of the earlier figures that were given can be compared.
    PreviousUnused {
        /// The form.
        form: String,
        /// Why.
        why: Unused,
    },
    /// Of units the earlier figures have several files, and nothing says which of them counted: they are not compared.
    PreviousUnclear {
        /// The form.
        form: String,
        /// The units.
        units: Vec<String>,
    },
    /// Money is a power of a thousand off from what other units report.
    UnitSlip {
        /// What other units' figures are to be multiplied by.
        factor: Decimal,
        /// How many figures.
        figures: usize,
        /// How many of money there are.
        of: usize,
    },
    /// Money of a size that no such unit has.
    Magnitude {
        /// Whether they are too large or too small.
        size: Size,
        /// The largest amount, in đồng.
        largest: Decimal,
        /// How many.
        figures: usize,
    },
    /// A figure is of another size than those of the other units.
    Level {
        /// The figure.
        value: Decimal,
        /// What it was divided by to be compared: `so_ho`.
        per: Option<String>,
        /// The middle figure of the units, scaled to this one's weight.
        median: Decimal,
        /// How many units were compared.
        units: usize,
    },
}

/// How money is of no likely size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Some amounts are larger than any such unit has.
    Large,
    /// All amounts are next to nothing.
    Small,
}

/// The edges of ordinary changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ordinary {
    /// What the last period's figure would be multiplied by, per cent.
    Times(Decimal, Decimal),
    /// What would be added to the last period's percentage.
    Points(Decimal, Decimal),
}

impl Ordinary {
    fn words(self, units: usize, lang: Lang) -> String {
        match self {
            Ordinary::Times(low, high) => {
                let (low, high) = (vn(low), vn(high));
                lang.of(
                    format!("Với {units} đơn vị được so sánh, kỳ này thường bằng từ {low} % đến {high} % kỳ trước."),
                    format!("Over the {units} units compared, figures are ordinarily {low} % to {high} % of the last period's."),
                )
            }
            Ordinary::Points(low, high) => {
                let signed =
                    |points: Decimal| format!("{}{}", if points > Decimal::ZERO { "+" } else { "" }, vn(points));
                let (low, high) = (signed(low), signed(high));
                lang.of(
                    format!(
                        "Với {units} đơn vị được so sánh, kỳ này thường thay đổi từ {low} đến {high} điểm phần trăm."
                    ),
                    format!(
                        "Over the {units} units compared, changes are ordinarily {low} to {high} percentage points."
                    ),
                )
            }
        }
    }
}

/// Why earlier figures are not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unused {
    /// They are of other forms.
    OtherForm,
    /// They are of the same period, of one that goes on as long, or of a later one.
    NotEarlier,
    /// Their units have the codes of a later era.
    OtherEra,
    /// No row, column and unit is the same.
    NothingAlike,
    /// They are of units of before 1 July 2025, and no unit of now consists of such that all have figures.
    NothingMerged,
}

impl Unused {
    fn words(self, lang: Lang) -> &'static str {
        match self {
            Unused::OtherForm => lang.of("trong đó không có biểu này", "it has none of this form"),
            Unused::NotEarlier => lang.of(
                "đó không phải số của kỳ đã kết thúc trước kỳ này",
                "it is of no period that ended before this one",
            ),
            Unused::OtherEra => lang.of(
                "mã đơn vị là của danh mục địa bàn khác (trước và sau 1/7/2025)",
                "its units have the codes of another register (before and after 1 July 2025)",
            ),
            Unused::NothingMerged => lang.of(
                "đó là số của các đơn vị trước 1/7/2025, và không đơn vị nào của kỳ này gồm trọn những đơn vị đã có đủ số",
                "it is of units of before 1 July 2025, and no unit of now consists of such units that all have figures",
            ),
            Unused::NothingAlike => {
                lang.of("không có ô nào cùng dòng, cột và mã đơn vị", "no row, column and unit is the same")
            }
        }
    }
}

/// Which of a unit's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    /// Most of the file's.
    File,
    /// Those of a column, by its heading.
    Column(String),
    /// Those of a row, by its name.
    Row(String),
    /// One.
    Cell,
}

/// A figure then and now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// In the last period.
    pub before: Decimal,
    /// How many units reported that: one, or those of before 1 July 2025 that the unit was made of.
    pub units: usize,
    /// Now.
    pub now: Decimal,
}

impl Change {
    fn words(self, lang: Lang) -> String {
        let (before, now) = (vn(self.before), vn(self.now));
        let sum = match self.units {
            0 | 1 => String::new(),
            units => lang.of(
                format!(" (cộng {units} xã trước sắp xếp 1/7/2025)"),
                format!(" ({units} communes of before 1 July 2025 added up)"),
            ),
        };
        lang.of(format!("kỳ trước {before}{sum}, kỳ này {now}"), format!("{before} in the last period{sum}, {now} now"))
    }
}

fn vn(value: Decimal) -> Vietnamese {
    Vietnamese(value.normalize())
}

/// «lớn gấp 1.000 lần», «nhỏ hơn 1.000 lần».
pub(super) fn times(factor: Decimal, lang: Lang) -> String {
    let large = factor > Decimal::ONE;
    let factor = if large { factor } else { Decimal::ONE.checked_div(factor).unwrap_or(factor) };
    let factor = vn(factor);
    lang.of(
        format!("{} {factor} lần", if large { "lớn gấp" } else { "nhỏ hơn" }),
        format!("{factor} times too {}", if large { "large" } else { "small" }),
    )
}

impl Problem {
    pub(super) fn code(&self) -> Code {
        match self {
            Problem::ThousandTimes { .. } => Code::ThousandTimes,
            Problem::Ratio { .. } => Code::UnlikeChange,
            Problem::Fell { .. } => Code::CumulativeFell,
            Problem::PreviousUnused { .. } | Problem::PreviousUnclear { .. } => Code::PreviousUnused,
            Problem::UnitSlip { .. } => Code::UnitSlip,
            Problem::Magnitude { .. } => Code::Magnitude,
            Problem::Level { .. } => Code::UnlikeLevel,
            Problem::Repeated { .. } => Code::Repeated,
        }
    }

    pub(super) fn words(&self, lang: Lang) -> Words {
        match self {
            Problem::ThousandTimes { extent, factor, figures, example } => {
                let times = times(*factor, lang);
                let whose = match extent {
                    Extent::File => lang.of("phần lớn số của tệp".to_owned(), "most of the file's figures".to_owned()),
                    Extent::Column(name) => lang.of(format!("các số của cột «{name}»"), format!("the figures of the column «{name}»")),
                    Extent::Row(name) => lang.of(format!("các số của dòng «{name}»"), format!("the figures of the row «{name}»")),
                    Extent::Cell => lang.of("số này".to_owned(), "this figure".to_owned()),
                };
                let count = match extent {
                    Extent::Cell => String::new(),
                    _ => lang.of(format!(" ({figures} ô)"), format!(" ({figures} cells)")),
                };
                Words::new(lang.of(
                    format!("So với kỳ trước, {whose}{count} {times}: kỳ này hoặc kỳ trước có thể ghi sai đơn vị tính."),
                    format!("Against the last period {whose}{count} are {times}: perhaps this period or the last is in another measure."),
                ))
                .because(example.words(lang))
                .suggest(lang.of(
                    "Xem đơn vị tính (đồng, nghìn đồng, triệu đồng) của cả hai kỳ. Kỳ này sai thì sửa trong tệp này; kỳ trước sai thì để nguyên tệp này, trả lời «giữ nguyên» và sửa số kỳ trước. Số vẫn được dùng như đã ghi.",
                    "Look at the measure (đồng, thousand, million) of both periods. If this one is off, mend this file; if the last is, leave this file, answer «as is» and mend the last period's. They were used as they stand.",
                ))
            }
            Problem::Ratio { change, ordinary, units } => {
                Words::new(lang.of(
                    format!("Thay đổi khác hẳn các đơn vị khác: {}.", change.words(lang)),
                    format!("It changed quite otherwise than in the other units: {}.", change.words(lang)),
                ))
                .because(ordinary.words(*units, lang))
                .suggest(lang.of(
                    "Kiểm tra số kỳ này và kỳ trước; nếu đúng thì ghi lý do. Số vẫn được dùng như đã ghi.",
                    "Check the figure of this period and of the last; where it is right, say why. It was used as it stands.",
                ))
            }
            Problem::Fell { change } => Words::new(lang.of(
                format!("Số lũy kế giảm so với kỳ trước: {}.", change.words(lang)),
                format!("A cumulative figure is less than in the last period: {}.", change.words(lang)),
            ))
            .suggest(lang.of(
                "Số lũy kế không thể giảm. Kiểm tra có ghi nhầm số của riêng kỳ này không; nếu kỳ trước sai thì báo lại. Số vẫn được dùng như đã ghi.",
                "A cumulative figure cannot fall. Check whether this period's alone was written; say so if the last period's was wrong. It was used as it stands.",
            )),
            Problem::PreviousUnused { form, why } => {
                let why = why.words(lang);
                Words::new(lang.of(
                    format!("Biểu «{form}» không được so sánh với kỳ trước: {why}."),
                    format!("The form «{form}» was not compared with the last period: {why}."),
                ))
                .suggest(lang.of(
                    "Chỉ đúng kết quả của kỳ trước (--previous), hoặc bỏ tham số này.",
                    "Name the result of the last period (--previous), or leave it out.",
                ))
            }
            Problem::PreviousUnclear { form, units } => {
                let units = units.join(", ");
                Words::new(lang.of(
                    format!("Biểu «{form}» không được so sánh với kỳ trước ở {units}: số kỳ trước của đơn vị có ở nhiều tệp, không rõ tệp nào được tính."),
                    format!("The form «{form}» was not compared with the last period for {units}: its earlier figures are of several files, and nothing says which of them counted."),
                ))
                .suggest(lang.of(
                    "Giữ số của một tệp, hoặc dùng bảng tổng hợp của kỳ trước (--previous).",
                    "Keep the figures of one file, or name the consolidated workbook of the last period (--previous).",
                ))
            }
            Problem::UnitSlip { factor, figures, of } => {
                let times = times(*factor, lang);
                Words::new(lang.of(
                    format!("{figures} trên {of} số tiền của tệp {times} so với các đơn vị khác: có thể ghi sai đơn vị tính."),
                    format!("{figures} of the file's {of} amounts of money are {times} against the other units: perhaps in another measure."),
                ))
                .suggest(lang.of(
                    "Kiểm tra đơn vị tính (đồng, nghìn đồng, triệu đồng) ghi trên bảng và số đã ghi. Số vẫn được dùng như đã ghi.",
                    "Check the measure over the table (đồng, thousand, million) and the figures. They were used as they stand.",
                ))
            }
            Problem::Magnitude { size, largest, figures } => {
                let largest = vn(*largest);
                Words::new(match size {
                    Size::Large => lang.of(
                        format!("{figures} số tiền lớn quá mức một đơn vị có thể có, lớn nhất là {largest} đồng: có thể số ghi bằng đơn vị nhỏ hơn đơn vị tính đã khai (đồng, nghìn đồng)."),
                        format!("{figures} amounts are larger than any such unit has, the largest {largest} đồng: perhaps they are in a smaller measure than is declared (đồng, thousands)."),
                    ),
                    Size::Small => lang.of(
                        format!("Cả {figures} số tiền đọc được của bảng đều dưới 1 triệu đồng, lớn nhất là {largest} đồng: có thể số ghi bằng nghìn hoặc triệu đồng."),
                        format!("All {figures} amounts of the table are below a million đồng, the largest {largest} đồng: perhaps they are in thousands or millions."),
                    ),
                })
                .suggest(lang.of(
                    "Kiểm tra đơn vị tính (đồng, nghìn đồng, triệu đồng) ghi trên bảng và số đã ghi. Số vẫn được dùng như đã ghi.",
                    "Check the measure over the table (đồng, thousand, million) and the figures. They were used as they stand.",
                ))
            }
            Problem::Repeated { figures, changed } => Words::new(lang.of(
                format!("Cả {figures} số của đơn vị giống hệt kỳ trước, trong khi {changed} đơn vị khác có số thay đổi: có thể tệp của kỳ trước được gửi lại."),
                format!("All {figures} figures of the unit are those of the last period, while those of {changed} other units changed: perhaps the last period's file was sent again."),
            ))
            .suggest(lang.of(
                "Hỏi lại đơn vị; nếu số thật sự không đổi thì trả lời «giữ nguyên». Số vẫn được dùng như đã ghi.",
                "Ask the unit; where nothing changed indeed, answer «keep». They were used as they stand.",
            )),
            Problem::Level { value, per, median, units } => {
                let (value, median) = (vn(*value), vn(*median));
                let by = match per {
                    Some(weight) => lang.of(format!(", tính theo «{weight}»"), format!(", measured by «{weight}»")),
                    None => String::new(),
                };
                Words::new(lang.of(
                    format!("{value} khác xa mức thường gặp ở các đơn vị khác, khoảng {median}{by}."),
                    format!("{value} is far from what other units ordinarily report, about {median}{by}."),
                ))
                .because(lang.of(format!("So sánh {units} đơn vị."), format!("{units} units were compared.")))
                .suggest(lang.of(
                    "Kiểm tra có thừa, thiếu chữ số hoặc sai đơn vị tính không. Số vẫn được dùng như đã ghi.",
                    "Check for a digit too many or too few, or another measure. It was used as it stands.",
                ))
            }
        }
    }
}

impl From<Problem> for super::Problem {
    fn from(problem: Problem) -> Self {
        super::Problem::Comparison(problem)
    }
}
