//! How the workbook looks: Times New Roman throughout, thin borders in tables, marks that do not
//! depend on colour.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet};

use crate::form::Aggregate;
use crate::sheet_text::SheetText as _;
use crate::vietnamese::number::Vietnamese;

use super::PublishError;

/// Why a cell is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Nothing to mark.
    None,
    /// A total that lacks units: `*` behind the number.
    Partial,
    /// A figure that could not be used.
    Unusable,
    /// A figure that a person decided: `(qđ)` behind it.
    Decided,
    /// A total in which a figure does not agree with others or is doubted for another reason: `(!)` behind the number.
    Doubtful,
    /// A figure that was read anew or is to be looked at, as its note says: in italics.
    Noted,
    /// A total that lacks units, with a figure that is doubted: `* (!)` behind the number.
    PartialAndDoubtful,
}

impl Mark {
    /// The mark of a figure that lacks units, holds one that is doubted, or both.
    pub fn of(partial: bool, doubted: bool) -> Self {
        match (partial, doubted) {
            (true, true) => Mark::PartialAndDoubtful,
            (true, false) => Mark::Partial,
            (false, true) => Mark::Doubtful,
            (false, false) => Mark::None,
        }
    }
}

/// All marks, in the order of their declaration.
const MARKS: [Mark; 7] =
    [Mark::None, Mark::Partial, Mark::Unusable, Mark::Decided, Mark::Doubtful, Mark::Noted, Mark::PartialAndDoubtful];
/// A value is shown with at most so many decimals.
const MOST_DECIMALS: u32 = 6;

/// The formats of the workbook.
pub struct Styles {
    /// Plain text.
    pub base: Format,
    /// Bold, centred, over several cells.
    pub heading: Format,
    /// The table's headings.
    pub head: Format,
    /// The column index row.
    pub index: Format,
    /// Text in a table.
    pub cell: Format,
    /// Centred text in a table.
    pub centre: Format,
    /// A link in a table.
    pub link: Format,
    /// Words that explain, in small italics.
    pub remark: Format,
    /// Numbers, by decimals, mark and weight: made once, because a workbook has as many of them as figures.
    numbers: Vec<Format>,
    /// Signs, by mark.
    signs: Vec<Format>,
}

const PALE: u32 = 0x00F2_F2F2;
const WARNING: u32 = 0x00FF_F2CC;
const ERROR: u32 = 0x00F8_CBAD;

impl Styles {
    /// The formats.
    pub fn new() -> Self {
        let base =
            Format::new().set_font_name("Times New Roman").set_font_size(12).set_align(FormatAlign::VerticalCenter);
        let bordered = base.clone().set_border(FormatBorder::Thin);
        let cell = bordered.clone().set_text_wrap();
        let centre = cell.clone().set_align(FormatAlign::Center);
        let numbers = (0..=MOST_DECIMALS)
            .flat_map(|decimals| MARKS.into_iter().map(move |mark| (decimals, mark)))
            .flat_map(|(decimals, mark)| [false, true].map(|bold| number(&bordered, decimals, mark, bold)))
            .collect();
        let sign = cell.clone().set_align(FormatAlign::Right).set_indent(1).set_italic();
        Self {
            heading: base.clone().set_bold().set_align(FormatAlign::Center).set_text_wrap(),
            head: centre.clone().set_bold().set_background_color(Color::RGB(PALE)),
            index: centre.clone().set_italic().set_font_size(10),
            link: cell.clone().set_font_color(Color::RGB(0x0005_63C1)),
            remark: base.clone().set_italic().set_font_size(11).set_text_wrap(),
            signs: MARKS.into_iter().map(|mark| marked(sign.clone(), mark)).collect(),
            numbers,
            centre,
            cell,
            base,
        }
    }

    /// A number in a table, with as many decimals as it is shown with, and its mark.
    pub fn number(&self, decimals: u32, mark: Mark, bold: bool) -> &Format {
        let at = (decimals.min(MOST_DECIMALS) as usize * MARKS.len() + mark as usize) * 2 + usize::from(bold);
        self.numbers.get(at).unwrap_or(&self.cell)
    }

    /// A word or sign that stands where a number would.
    pub fn sign(&self, mark: Mark) -> &Format {
        self.signs.get(mark as usize).unwrap_or(&self.cell)
    }

    /// Adds the fill of a mark.
    pub fn marked(&self, format: Format, mark: Mark) -> Format {
        marked(format, mark)
    }
}

fn marked(format: Format, mark: Mark) -> Format {
    match mark {
        Mark::None => format,
        Mark::Noted => format.set_italic(),
        Mark::Partial | Mark::Decided | Mark::Doubtful | Mark::PartialAndDoubtful => {
            format.set_background_color(Color::RGB(WARNING))
        }
        Mark::Unusable => format.set_background_color(Color::RGB(ERROR)).set_bold(),
    }
}

/// The code by which Excel shows a number: as many decimals as asked for, and behind it the sign of its mark. How
/// thousands and decimals are parted follows the reader's own Excel.
pub fn number_code(decimals: u32, mark: Mark) -> String {
    let mut code = String::from("#,##0");
    if decimals > 0 {
        code.push('.');
        code.extend(std::iter::repeat_n('0', decimals as usize));
    }
    code.push_str(sign_in_format(mark));
    code
}

/// What a mark puts behind a number: part of its format, so the cell stays a number.
pub fn sign_in_format(mark: Mark) -> &'static str {
    match mark {
        Mark::Partial => "\"*\"",
        Mark::Decided => "\" (qđ)\"",
        Mark::Doubtful => "\" (!)\"",
        Mark::PartialAndDoubtful => "\"* (!)\"",
        Mark::None | Mark::Unusable | Mark::Noted => "",
    }
}

fn number(bordered: &Format, decimals: u32, mark: Mark, bold: bool) -> Format {
    let format =
        bordered.clone().set_num_format(number_code(decimals, mark)).set_align(FormatAlign::Right).set_indent(1);
    marked(if bold { format.set_bold() } else { format }, mark)
}

/// How many decimals a value is shown with: its own, up to six.
pub fn decimals_of(value: Decimal) -> u32 {
    value.normalize().scale().min(6)
}

/// The number as Excel can hold it; nothing if it would lose digits (Excel keeps 15).
pub fn as_excel(value: Decimal) -> Option<f64> {
    let digits = value.normalize().mantissa().unsigned_abs().checked_ilog10().map_or(1, |d| d + 1);
    (digits <= 15).then(|| value.to_f64()).flatten()
}

/// The value as it is shown: a quotient, which has no last digit of its own, to the 15 digits that
/// Excel holds; anything else as it is.
pub fn shown(rule: &Aggregate, value: Decimal) -> Decimal {
    if is_quotient(rule) { value.round_sf(15).unwrap_or(value).normalize() } else { value }
}

/// Tells whether a rule divides.
fn is_quotient(rule: &Aggregate) -> bool {
    matches!(rule, Aggregate::WeightedMean { .. } | Aggregate::Ratio { .. } | Aggregate::Mean)
}

/// A quotient is shown with two decimals; a sum with those its figures have.
pub fn shown_decimals(rule: &Aggregate, value: Decimal) -> u32 {
    if is_quotient(rule) { 2 } else { decimals_of(value) }
}

/// Writes a decimal as a number, or, where Excel would drop digits, as text that has them all.
///
/// # Errors
/// A place outside the sheet.
pub fn write_decimal(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: Decimal,
    format: &Format,
) -> Result<(), PublishError> {
    match as_excel(value) {
        Some(number) => sheet.write_number_with_format(row, column, number, format)?,
        None => sheet.put_text(row, column, Vietnamese(value).to_string(), format)?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_excel_would_cut_is_not_written_as_one() {
        assert_eq!(as_excel("123456789012345".parse().unwrap()), Some(123_456_789_012_345.0));
        assert_eq!(as_excel("1234567890123456".parse().unwrap()), None);
        assert_eq!(as_excel("0.30".parse().unwrap()), Some(0.3));
        assert_eq!(as_excel(Decimal::ZERO), Some(0.0));
    }
}
