//! How cells look, as far as that means something: from the number and the code of their format, and
//! their font.

use std::sync::Arc;

use super::cell::{Cell, CellStyle, DateValue, Value};
use super::number_format::{beside_number, in_place_of_zero, meaning, shows_date};

/// A font, as far as it means something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Font {
    /// Its name; empty where it is not known.
    pub(super) name: String,
    pub(super) italic: bool,
    /// Struck through.
    pub(super) struck: bool,
    /// Set high or low: footnote marks, measures.
    pub(super) off_line: bool,
}

impl Font {
    /// Tells whether figures in it are not to be read together with those beside them.
    pub(super) fn is_apart(&self) -> bool {
        self.struck || self.off_line
    }
}

/// What a format and a font mean for the cells that have them.
pub(super) fn style(format: Option<u32>, code: &str, font: Font) -> CellStyle {
    CellStyle {
        number_format: meaning(format, code),
        font: Some(font.name).filter(|n| !n.is_empty()),
        italic: font.italic,
        struck: font.struck,
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
    pub(super) fn new(format: u16, own: Option<&str>, font: Font) -> Self {
        let code = own.unwrap_or_default();
        Self {
            style: Arc::new(style(Some(u32::from(format)), code, font)),
            date: shows_date(code) || matches!(format, 14..=22 | 45..=47),
        }
    }

    /// The look of a text whose number format is not known.
    pub(super) fn of_text(font: Font) -> Self {
        let Font { name, italic, struck, .. } = font;
        let font = Some(name).filter(|name| !name.is_empty());
        Self { style: Arc::new(CellStyle { font, italic, struck, ..CellStyle::default() }), date: false }
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
