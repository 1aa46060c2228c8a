//! Findings about figures that do not agree with each other.

use rust_decimal::Decimal;

use crate::vietnamese::number::Vietnamese;

use super::{Code, Lang, Words};

/// What does not add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Balances of the form that the figures fail, all of which this cell stands in.
    Unbalanced {
        /// The balances.
        failures: Vec<Failure>,
    },
    /// A total that a list prints is not that of its items.
    PrintedTotal {
        /// The label of its row.
        label: String,
        /// The figure printed.
        printed: Decimal,
        /// How many items it is held against.
        items: usize,
        /// What they come to.
        computed: Decimal,
    },
}

/// A balance that fails, with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What stands left: `T · dt`.
    pub left: String,
    /// Its figure.
    pub left_value: Decimal,
    /// What it is held against, in words of the form: `dt_tw + dt_dp`.
    pub right: String,
    /// What that comes to.
    pub right_value: Decimal,
    /// How the two should stand.
    pub relation: Standing,
}

/// How two sides should stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They should be equal.
    Equal,
    /// The left should be no less.
    NoLess,
}

impl Failure {
    fn words(&self, lang: Lang) -> String {
        let (left, right) = (Vietnamese(self.left_value), Vietnamese(self.right_value));
        let (name, parts) = (&self.left, &self.right);
        match self.relation {
            Standing::Equal => {
                let difference = Vietnamese(self.left_value.saturating_sub(self.right_value).abs().normalize());
                lang.of(
                    format!("«{name}» ghi {left}, nhưng {parts} = {right} (lệch {difference})"),
                    format!("«{name}» says {left}, but {parts} = {right} (a difference of {difference})"),
                )
            }
            Standing::NoLess => lang.of(
                format!("«{name}» ghi {left}, nhỏ hơn {parts} = {right}"),
                format!("«{name}» says {left}, less than {parts} = {right}"),
            ),
        }
    }

    fn thousands(&self) -> Option<Decimal> {
        thousands(self.left_value, self.right_value)
    }
}

/// By which power of a thousand one of two figures is the other.
fn thousands(one: Decimal, other: Decimal) -> Option<Decimal> {
    let times = one.abs().max(other.abs()).checked_div(one.abs().min(other.abs()))?.normalize();
    [1_000i64, 1_000_000, 1_000_000_000].into_iter().map(Decimal::from).find(|t| *t == times)
}

impl Problem {
    pub(super) fn code(&self) -> Code {
        match self {
            Problem::Unbalanced { .. } | Problem::PrintedTotal { .. } => Code::Unbalanced,
        }
    }

    pub(super) fn words(&self, lang: Lang) -> Words {
        match self {
            Problem::Unbalanced { failures } => {
                let said: Vec<String> = failures.iter().map(|f| f.words(lang)).collect();
                let words = Words::new(lang.of(
                    format!("Số liệu không khớp: {}.", said.join("; ")),
                    format!("Figures do not agree: {}.", said.join("; ")),
                ))
                .suggest(lang.of(
                    "Số vẫn được dùng như đã ghi. Kiểm tra lại các số này, sửa số sai.",
                    "The figures were used as they stand. Check them and correct the wrong one.",
                ));
                because_of_thousands(words, failures.iter().find_map(Failure::thousands), lang)
            }
            Problem::PrintedTotal { label, printed, items, computed } => {
                let difference = Vietnamese(printed.saturating_sub(*computed).abs().normalize());
                let words = Words::new(lang.of(
                    format!("Dòng «{label}» ghi {}, nhưng cộng {items} mục được {} (lệch {difference}).", Vietnamese(*printed), Vietnamese(*computed)),
                    format!("The row «{label}» says {}, but its {items} items add up to {} (a difference of {difference}).", Vietnamese(*printed), Vietnamese(*computed)),
                ))
                .suggest(lang.of(
                    "Tổng được cộng lại từ các mục. Kiểm tra có mục nào thiếu, thừa hoặc ghi sai số không.",
                    "The total is added up from the items. Check for an item that is missing, listed too much or wrong.",
                ));
                because_of_thousands(words, thousands(*printed, *computed), lang)
            }
        }
    }
}

/// That the measure may be wrong, where figures differ by a power of a thousand.
fn because_of_thousands(words: Words, times: Option<Decimal>, lang: Lang) -> Words {
    let Some(times) = times.map(Vietnamese) else { return words };
    words.because(lang.of(
        format!("Hai bên hơn kém nhau đúng {times} lần: có thể sai đơn vị tính."),
        format!("One side is exactly {times} times the other: the measure may be wrong."),
    ))
}

impl From<Problem> for super::Problem {
    fn from(problem: Problem) -> Self {
        super::Problem::Balance(problem)
    }
}
