//! Texts on their way into a workbook.
//!
//! The library puts a text that begins with `<r>` and ends with `</r>` into the shared texts as it stands, taking it for
//! one of its own rich texts: a cell that somebody wrote so would break the workbook, or slip other texts into it. Such a
//! text goes in as a rich text of two pieces, which looks the same. Everything that is not written in this program goes
//! through here; `.clippy.toml` sees to that.

use rust_xlsxwriter::{ColNum, Format, RowNum, Worksheet, XlsxError};

/// Writing texts that may come from anywhere.
pub trait SheetText {
    /// Writes a text with a look.
    ///
    /// # Errors
    /// A cell that does not exist, or a text that is longer than a cell can hold.
    fn put_text(
        &mut self,
        row: RowNum,
        column: ColNum,
        text: impl Into<String>,
        format: &Format,
    ) -> Result<&mut Worksheet, XlsxError>;

    /// Writes a text without one.
    ///
    /// # Errors
    /// The same.
    fn put_bare_text(
        &mut self,
        row: RowNum,
        column: ColNum,
        text: impl Into<String>,
    ) -> Result<&mut Worksheet, XlsxError>;

    /// Merges cells, from a row and a column to others, and writes a text over them.
    ///
    /// # Errors
    /// The same, and cells that are merged already.
    fn put_merged(
        &mut self,
        first_row: RowNum,
        first_column: ColNum,
        last_row: RowNum,
        last_column: ColNum,
        text: &str,
        format: &Format,
    ) -> Result<&mut Worksheet, XlsxError>;
}

#[allow(clippy::disallowed_methods)] // this is where they are asked
impl SheetText for Worksheet {
    fn put_text(
        &mut self,
        row: RowNum,
        column: ColNum,
        text: impl Into<String>,
        format: &Format,
    ) -> Result<&mut Worksheet, XlsxError> {
        let text = text.into();
        match two_pieces(&text) {
            Some((first, rest)) => {
                let plain = Format::default();
                self.write_rich_string_with_format(row, column, &[(&plain, first), (&plain, rest)], format)
            }
            None => self.write_string_with_format(row, column, text, format),
        }
    }

    fn put_bare_text(
        &mut self,
        row: RowNum,
        column: ColNum,
        text: impl Into<String>,
    ) -> Result<&mut Worksheet, XlsxError> {
        let text = text.into();
        match two_pieces(&text) {
            Some((first, rest)) => {
                let plain = Format::default();
                self.write_rich_string(row, column, &[(&plain, first), (&plain, rest)])
            }
            None => self.write_string(row, column, text),
        }
    }

    fn put_merged(
        &mut self,
        first_row: RowNum,
        first_column: ColNum,
        last_row: RowNum,
        last_column: ColNum,
        text: &str,
        format: &Format,
    ) -> Result<&mut Worksheet, XlsxError> {
        if two_pieces(text).is_none() {
            return self.merge_range(first_row, first_column, last_row, last_column, text, format);
        }
        self.merge_range(first_row, first_column, last_row, last_column, "", format)?;
        self.put_text(first_row, first_column, text, format)
    }
}

/// Where a text that the library would take for a rich one is parted.
fn two_pieces(text: &str) -> Option<(&str, &str)> {
    let looks_rich = text.starts_with("<r>") && text.ends_with("</r>");
    text.split_at_checked(1).filter(|_| looks_rich)
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;
    use crate::intake;

    #[test]
    fn a_text_that_looks_like_a_piece_of_a_workbook_is_a_text() {
        let texts = [
            "<r><b</r>",
            "<r><t>12</t></r>",
            "<r></r>",
            "<r><t>a</t></r></si><si><r><t>b</t></r>",
            "<r>",
            "</r>",
            "<r> Thôn 1",
            "Thôn <2> & 3",
        ];
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let bold = Format::new().set_bold();
        for (row, text) in (0..).zip(texts) {
            sheet.put_text(row, 0, text, &bold).unwrap();
            sheet.put_bare_text(row, 1, text).unwrap();
            sheet.put_merged(row, 2, row, 3, text, &bold).unwrap();
        }
        let bytes = workbook.save_to_buffer().unwrap();
        let read = intake::read("s.xlsx", &bytes, &mut Vec::new()).unwrap();
        for ((_, cells), text) in read.sheets[0].rows().zip(texts) {
            assert_eq!(cells.iter().map(|c| c.text().unwrap()).collect::<Vec<_>>(), [text; 3]);
        }
    }
}
