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

    /// One side is a power of a thousand times the other.
    fn thousands(&self) -> Option<Decimal> {
        let (more, less) =
            (self.left_value.abs().max(self.right_value.abs()), self.left_value.abs().min(self.right_value.abs()));
        let times = more.checked_div(less)?.normalize();
        [1_000i64, 1_000_000, 1_000_000_000].into_iter().map(Decimal::from).find(|t| *t == times)
    }
}

impl Problem {
    pub(super) fn code(&self) -> Code {
        match self {
            Problem::Unbalanced { .. } => Code::Unbalanced,
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
                match failures.iter().find_map(Failure::thousands) {
                    Some(times) => {
                        let times = Vietnamese(times);
                        words.because(lang.of(
                            format!("Hai bên hơn kém nhau đúng {times} lần: có thể sai đơn vị tính."),
                            format!("One side is exactly {times} times the other: the measure may be wrong."),
                        ))
                    }
                    None => words,
                }
            }
        }
    }
}

impl From<Problem> for super::Problem {
    fn from(problem: Problem) -> Self {
        super::Problem::Balance(problem)
    }
}
