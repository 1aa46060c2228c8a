//! Findings about figures that do not agree with each other.

use rust_decimal::Decimal;

use crate::vietnamese::number::Vietnamese;

use super::{Code, Lang, Words, list};

/// What does not add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Balances of the form that the figures fail, all of which this cell stands in.
    Unbalanced {
        /// The balances.
        failures: Vec<Failure>,
        /// What would explain them: one proposal, or several between which nothing decides.
        proposals: Vec<Proposal>,
    },
    /// A sum was computed again, since a part of it was decided.
    Recomputed {
        /// What it was.
        before: Decimal,
        /// What it is.
        value: Decimal,
    },
    /// A sum is made of parts some of which have no usable figure.
    PartLacking {
        /// Those, with their cells.
        parts: Vec<(String, String)>,
    },
    /// Of the readings of a cell only one satisfies the sums it stands in.
    ReadByBalance {
        /// That one.
        value: Decimal,
        /// The others.
        others: Vec<Decimal>,
        /// A sum that proves it.
        proof: String,
    },
    /// Figures of several forms, or in several places of one, do not agree.
    AcrossForms {
        /// The rule: `T/dt = danh-muc/*/kh_tong`.
        rule: String,
        /// The figures, the left one first.
        figures: Vec<CellFigure>,
        /// What stands left.
        left: Decimal,
        /// What the right side comes to.
        right: Decimal,
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

/// A figure that a rule between cells speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFigure {
    /// Its name: `danh-muc/*/kh_tong`.
    pub name: String,
    /// What it says, or comes to.
    pub value: Decimal,
    /// File, sheet and cell, where it stands in one.
    pub place: Option<String>,
}

/// A change of a figure that would make balances hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The figure: `Tổng cộng · Vốn đầu tư`.
    pub name: String,
    /// What it says.
    pub now: Decimal,
    /// What it would say.
    pub value: Decimal,
    /// What went wrong.
    pub cause: Cause,
}

/// What may have gone wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// One digit was typed for another.
    DigitReplaced,
    /// A digit was left out.
    DigitLeftOut,
    /// A digit too many was typed.
    DigitTooMany,
    /// Two digits were exchanged.
    DigitsExchanged,
    /// The sign is wrong.
    Sign,
    /// Whatever went wrong, several balances ask for this figure.
    Fits,
    /// Two figures stand in each other's place.
    Swapped {
        /// The other.
        other: String,
    },
    /// The figures of columns stand in each other's place.
    ColumnsExchanged {
        /// The headings of some, in order.
        one: Vec<String>,
        /// Those of the others.
        other: Vec<String>,
        /// In how many rows; nothing where it is in all.
        lines: Option<usize>,
    },
    /// So do those of rows.
    RowsExchanged {
        /// The names of some, in order.
        one: Vec<String>,
        /// Those of the others.
        other: Vec<String>,
        /// In how many columns; nothing where it is in all.
        lines: Option<usize>,
    },
    /// The figure is in a measure a power of a thousand off.
    Thousands {
        /// What it is to be multiplied by.
        factor: Decimal,
    },
    /// So is a whole row, or one with its parts.
    RowsThousands {
        /// Their names.
        rows: Vec<String>,
        /// What it is to be multiplied by.
        factor: Decimal,
    },
    /// So is a whole column, or one with its parts.
    ColumnsThousands {
        /// Their headings.
        columns: Vec<String>,
        /// What it is to be multiplied by.
        factor: Decimal,
    },
}

/// So many of the failures are named that an exchange explains.
const MOST_OF_EXCHANGE: usize = 3;

impl Proposal {
    fn is_exchange(&self) -> bool {
        matches!(self.cause, Cause::ColumnsExchanged { .. } | Cause::RowsExchanged { .. })
    }

    /// The proposal as a clause: «Tổng cộng · Vốn đầu tư: 2.215.700 thay cho 2.245.700 (gõ nhầm một chữ số)».
    fn words(&self, lang: Lang) -> String {
        let (now, value, name) = (Vietnamese(self.now), Vietnamese(self.value), &self.name);
        let off = |factor: &Decimal| {
            let times =
                if *factor < Decimal::ONE { Decimal::ONE.checked_div(*factor).unwrap_or(*factor) } else { *factor };
            let times = Vietnamese(times.normalize()).to_string();
            let larger = *factor < Decimal::ONE;
            lang.of(
                format!("{} {times} lần, có thể sai đơn vị tính", if larger { "lớn gấp" } else { "nhỏ hơn" }),
                format!("{times} times too {}, perhaps in another measure", if larger { "large" } else { "small" }),
            )
        };
        let instead = |why: &str| {
            lang.of(
                format!("«{name}» là {value} thay cho {now} ({why})"),
                format!("«{name}» is {value} and not {now} ({why})"),
            )
        };
        match &self.cause {
            Cause::DigitReplaced => instead(lang.of("gõ nhầm một chữ số", "one digit mistyped")),
            Cause::DigitLeftOut => instead(lang.of("gõ thiếu một chữ số", "a digit left out")),
            Cause::DigitTooMany => instead(lang.of("gõ thừa một chữ số", "a digit too many")),
            Cause::DigitsExchanged => instead(lang.of("gõ đảo hai chữ số", "two digits exchanged")),
            Cause::Fits => instead(lang.of("số mà mọi tổng trên đòi hỏi", "which all of these ask for")),
            Cause::Sign => instead(lang.of("sai dấu âm", "a wrong sign")),
            Cause::Thousands { factor } => instead(&off(factor)),
            Cause::Swapped { other } => lang.of(
                format!("«{name}» và «{other}» bị ghi đổi chỗ cho nhau"),
                format!("«{name}» and «{other}» stand in each other's place"),
            ),
            Cause::ColumnsExchanged { one, other, lines } => {
                let said = exchanged([one, other], ["cột", "các cột"], ["column", "columns"], lang);
                match lines {
                    None => said,
                    Some(lines) => lang.of(format!("{said} ở {lines} dòng"), format!("{said} in {lines} rows")),
                }
            }
            Cause::RowsExchanged { one, other, lines } => {
                let said = exchanged([one, other], ["dòng", "các dòng"], ["row", "rows"], lang);
                match lines {
                    None => said,
                    Some(lines) => lang.of(format!("{said} ở {lines} cột"), format!("{said} in {lines} columns")),
                }
            }
            Cause::RowsThousands { rows, factor } => {
                let (one, several) = (["cả dòng", "the whole row"], ["các dòng", "the rows"]);
                in_another_measure(rows, [one, several], &off(factor), lang)
            }
            Cause::ColumnsThousands { columns, factor } => {
                let (one, several) = (["cả cột", "the whole column"], ["các cột", "the columns"]);
                in_another_measure(columns, [one, several], &off(factor), lang)
            }
        }
    }
}

/// That lines stand in each other's place; the word for one and for several, in both languages.
fn exchanged(of: [&[String]; 2], vi: [&str; 2], en: [&str; 2], lang: Lang) -> String {
    let [one, several] = lang.of(vi, en);
    let said = of.map(|names| {
        let names_said = names.iter().map(|name| format!("«{name}»")).collect::<Vec<_>>().join(", ");
        format!("{} {names_said}", if names.len() == 1 { one } else { several })
    });
    let [first, second] = said;
    lang.of(
        format!("{first} và {second} bị ghi đổi chỗ cho nhau"),
        format!("{first} and {second} stand in each other's place"),
    )
}

/// That lines are in another measure, or else those that they balance with; a line and several, in both languages.
fn in_another_measure(names: &[String], [one, several]: [[&str; 2]; 2], off: &str, lang: Lang) -> String {
    let said = names.iter().map(|name| format!("«{name}»")).collect::<Vec<_>>().join(", ");
    let [vi, en] = if names.len() == 1 { one } else { several };
    let verb = if names.len() == 1 { "is" } else { "are" };
    let [others_vi, others_en] = several;
    lang.of(
        format!("{vi} {said} {off} (hoặc ngược lại, {others_vi} cân đối với chúng sai)"),
        format!("{en} {said} {verb} {off} (or else it is {others_en} that they balance with)"),
    )
}

/// What to do about proposals.
fn proposed(proposals: &[Proposal], lang: Lang) -> String {
    let said: Vec<String> = proposals.iter().map(|p| p.words(lang)).collect();
    match said.as_slice() {
        [] => lang
            .of(
                "Số vẫn được dùng như đã ghi. Kiểm tra lại các số này, sửa số sai.",
                "The figures were used as they stand. Check them and correct the wrong one.",
            )
            .to_owned(),
        [one] => lang.of(
            format!("Có thể {one}: khi đó mọi số trên đều khớp. Số vẫn được dùng như đã ghi; kiểm tra rồi sửa."),
            format!("Perhaps {one}: then all of these agree. The figures were used as they stand; check and correct."),
        ),
        several => {
            let all = several.join(lang.of("; hoặc ", "; or "));
            lang.of(
                format!("Có thể {all}. Số vẫn được dùng như đã ghi; kiểm tra rồi sửa số sai."),
                format!("Perhaps {all}. The figures were used as they stand; check and correct the wrong one."),
            )
        }
    }
}

/// A balance that fails, with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What stands left: `Tổng cộng · Vốn đầu tư`.
    pub left: String,
    /// Its figure.
    pub left_value: Decimal,
    /// What it is held against, in words of the form: `«NSTW» + «NSĐP»`.
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
    /// Tells whether the two sides are a power of a thousand apart.
    pub fn is_of_measure(&self) -> bool {
        thousands(self.left_value, self.right_value).is_some()
    }

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
            Problem::PartLacking { .. } => Code::PartLacking,
            Problem::Recomputed { .. } => Code::Recomputed,
            Problem::ReadByBalance { .. } => Code::ReadByBalance,
            Problem::AcrossForms { .. } => Code::AcrossForms,
        }
    }

    pub(super) fn words(&self, lang: Lang) -> Words {
        match self {
            Problem::Unbalanced { failures, proposals } => {
                // What was exchanged fails everywhere, and for one reason.
                let most = if proposals.iter().any(Proposal::is_exchange) { MOST_OF_EXCHANGE } else { usize::MAX };
                let mut said: Vec<String> = failures.iter().take(most).map(|f| f.words(lang)).collect();
                match failures.len().saturating_sub(most) {
                    0 => {}
                    more => said.push(lang.of(format!("và {more} chỗ nữa"), format!("and {more} more"))),
                }
                let words = Words::new(lang.of(
                    format!("Số liệu không khớp: {}.", said.join("; ")),
                    format!("Figures do not agree: {}.", said.join("; ")),
                ))
                .suggest(proposed(proposals, lang));
                because_of_thousands(words, failures.iter().find_map(Failure::thousands), lang)
            }
            Problem::PartLacking { parts } => {
                let parts: Vec<String> = parts.iter().map(|(name, cell)| format!("{name} ({cell})")).collect();
                let parts = list(&parts, 3, lang);
                Words::new(lang.of(
                    format!("Số này được cộng từ {parts}, chưa có số dùng được: thiếu phần ấy, hoặc gồm cả số đã bị loại."),
                    format!("This adds up {parts}, without a usable figure yet: it lacks that part, or holds the figure that was refused."),
                ))
                .suggest(lang.of(
                    "Sửa ô của phần ấy rồi tính lại số này. Số vẫn được dùng như đã ghi.",
                    "Mend the cell of that part and compute this again. It was used as it stands.",
                ))
            }
            Problem::Recomputed { before, value } => {
                let (before, value) = (Vietnamese(before.normalize()), Vietnamese(value.normalize()));
                Words::new(lang.of(
                    format!("Số trong tệp là {before}, đúng bằng tổng các phần trước khi có quyết định; đã tính lại theo quyết định: {value}."),
                    format!("The file says {before}, exactly the sum of the parts before the decision; computed again with it: {value}."),
                ))
                .suggest(lang.of(
                    format!("Đề nghị đơn vị sửa tệp. Nếu {before} mới đúng thì trả lời ô này bằng số ấy."),
                    format!("Have the unit mend its file. If {before} is right after all, answer this cell with it."),
                ))
            }
            Problem::ReadByBalance { value, others, proof } => {
                let value = Vietnamese(*value);
                let others = others.iter().map(|o| Vietnamese(*o).to_string()).collect::<Vec<_>>().join(", ");
                Words::new(lang.of(
                    format!("Đọc là {value}, không phải {others}: chỉ cách đọc này khớp với các số khác."),
                    format!("Read as {value} and not {others}: only this reading agrees with the other figures."),
                ))
                .because(proof.clone())
            }
            Problem::AcrossForms { rule, figures, left, right } => {
                let (says, comes) = (Vietnamese(left.normalize()), Vietnamese(right.normalize()));
                let difference = Vietnamese(left.saturating_sub(*right).abs().normalize());
                let each = |f: &CellFigure| {
                    let place = f.place.as_ref().map(|p| format!(" ({p})")).unwrap_or_default();
                    format!("{} = {}{place}", f.name, Vietnamese(f.value.normalize()))
                };
                let each: Vec<String> = figures.iter().map(each).collect();
                let words = Words::new(lang.of(
                    format!("Các biểu không khớp nhau ({rule}): một bên {says}, bên kia {comes} (lệch {difference})."),
                    format!("Forms do not agree ({rule}): {says} against {comes} (a difference of {difference})."),
                ))
                .because(format!("{}.", each.join("; ")))
                .suggest(lang.of(
                    "Kiểm tra số ở cả hai nơi, sửa số sai. Số vẫn được dùng như đã ghi.",
                    "Check the figures in both places and correct the wrong one. They were used as they stand.",
                ));
                match thousands(*left, *right) {
                    None => words,
                    Some(times) => {
                        let times = Vietnamese(times);
                        let evidence = words.evidence.clone();
                        words.because(lang.of(
                            format!("{evidence} Hai bên hơn kém nhau đúng {times} lần: có thể sai đơn vị tính."),
                            format!(
                                "{evidence} One side is exactly {times} times the other: the measure may be wrong."
                            ),
                        ))
                    }
                }
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
