//! How cells look, as far as that means something: from the number and the code of their format, and
//! their font.

use std::sync::Arc;

use super::cell::{Cell, CellStyle, DateValue, Value};
use super::number_format::{beside_number, in_place_of_zero, meaning, shows_date};

/// What a format and a font mean for the cells that have them.
pub(super) fn style(format: Option<u32>, code: &str, font: Option<String>, italic: bool) -> CellStyle {
    CellStyle {
        number_format: meaning(format, code),
        font: font.filter(|n| !n.is_empty()),
        italic,
        shown: beside_number(code),
        zero: in_place_of_zero(code),
        code: code.to_owned(),
    }
}

/// A look of the cells of a binary workbook (xls, xlsb).
pub(super) struct Look {
    style: Arc<CellStyle>,
    /// A format that shows dates; numbers under the workbook's own calamine gives as numbers.
    date: bool,
}

impl Look {
    /// A look from the number of its format, the format's code where it is the workbook's own, and its
    /// font.
    pub(super) fn new(format: u16, own: Option<&str>, font: String, italic: bool) -> Self {
        let code = own.unwrap_or_default();
        Self {
            style: Arc::new(style(Some(u32::from(format)), code, Some(font), italic)),
            date: shows_date(code) || matches!(format, 14..=22 | 45..=47),
        }
    }

    /// The look of a text whose number format is not known.
    pub(super) fn of_text(font: String, italic: bool) -> Self {
        let font = Some(font).filter(|name| !name.is_empty());
        Self { style: Arc::new(CellStyle { font, italic, ..CellStyle::default() }), date: false }
    }

    /// The cell with this look.
    pub(super) fn on(&self, mut cell: Cell, from_1904: bool) -> Cell {
        if let (true, Value::Number(days)) = (self.date, &cell.value) {
            let days = f64::try_from(*days).unwrap_or(f64::NAN);
            cell.value = Value::Date(DateValue::Serial { days, from_1904 });
        }
        cell.style = Some(self.style.clone());
        cell
    }
}
