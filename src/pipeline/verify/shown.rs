//! What the number format of a cell makes of its number, as far as the reader then sees another figure.

use rust_decimal::Decimal;

use crate::finding::Lang;
use crate::intake::Cell;

/// What a number format makes of a number, beyond grouping it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// The file does not say it, or it is not looked at.
    Unknown,
    /// A hundred times as a percentage, and what stands beside the number or in place of it: the mark of a total that
    /// lacks units, `,` where thousands are left out.
    As { percent: bool, beside: String },
}

impl Shown {
    /// Of a cell with its number, where it has one.
    pub fn of(cell: &Cell, number: Option<Decimal>) -> Self {
        let Some(style) = cell.style.as_ref() else { return Shown::Unknown };
        let is_zero = number.is_some_and(|number| number.is_zero());
        let beside = if is_zero && !style.zero.is_empty() { &style.zero } else { &style.shown };
        let minus = number.is_some_and(|number| number < Decimal::ZERO) && hides_minus(&style.code);
        // That a figure is doubted comes of findings, which the sheet of figures does not keep. A space is a format that
        // shows no number at all.
        let nothing = if beside == " " { "∅" } else { "" };
        let minus = if minus { "-" } else { "" };
        let beside = format!("{minus}{nothing}{}", beside.replace("(!)", "").trim());
        Shown::As { percent: cell.is_percent(), beside }
    }

    /// Tells whether the same figure is seen by both, as far as the file says.
    pub fn is_same(&self, other: &Self) -> bool {
        *self == Shown::Unknown || *other == Shown::Unknown || self == other
    }

    /// In words, behind the figure.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Shown::Unknown => String::new(),
            Shown::As { beside, .. } if beside.starts_with(',') => {
                lang.of(" (định dạng lược bớt hàng nghìn)", " (its format leaves out thousands)").to_owned()
            }
            Shown::As { percent: true, .. } => lang.of(" (định dạng phần trăm)", " (shown as a percentage)").to_owned(),
            Shown::As { beside, .. } if beside == "*" => {
                lang.of(" có dấu «*» (thiếu đơn vị)", " with the mark «*» (units are missing)").to_owned()
            }
            Shown::As { beside, .. } if beside.is_empty() => lang.of(" không có dấu gì", " without a mark").to_owned(),
            Shown::As { beside, .. } if beside.contains('∅') => {
                lang.of(" (định dạng không hiện số)", " (its format shows no number)").to_owned()
            }
            Shown::As { beside, .. } => lang.of(
                format!(" (định dạng thêm hoặc thay bằng «{beside}»)"),
                format!(" (its format adds or puts in its place «{beside}»)"),
            ),
        }
    }
}

/// Tells whether a number format has a part for negative numbers that shows no sign of that.
fn hides_minus(code: &str) -> bool {
    let negative = code.split(';').nth(1);
    negative.is_some_and(|part| !part.contains(['-', '(', '<', '>']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_for_negative_numbers_without_a_sign_hides_it() {
        for (code, hidden) in [
            ("#,##0;#,##0", true),
            ("0;[Red]0", true),
            ("#,##0;-#,##0", false),
            ("_(* #,##0_);_(* (#,##0);_(* \"-\"_)", false),
            ("#,##0", false),
            ("[<0]-0;[<1000]0;#,##0", false),
        ] {
            assert_eq!(hides_minus(code), hidden, "{code}");
        }
    }
}
