//! Workbooks from their sheets as one would type them.
#![allow(clippy::disallowed_methods)] // these texts are its own

use rust_xlsxwriter::{Format, Formula, Workbook};

/// Cells by rows.
pub type Rows = Vec<Vec<String>>;

/// Lines of cells between `|`; one that begins with `~` is struck through, `<` is merged into the one before, and
/// `=SUM(A1:A2)⇒3` is a formula with its result.
pub fn rows(text: &str) -> Rows {
    text.lines().map(|line| line.split('|').map(|c| c.trim().to_owned()).collect()).collect()
}

/// Tables one below the other, with blank rows between.
pub fn below(tables: &[Rows]) -> Rows {
    tables.iter().flat_map(|t| t.iter().cloned().chain([vec![], vec![]])).collect()
}

/// A workbook: whole numbers are numbers, all else is text.
pub fn book(sheets: &[(&str, Rows)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in (0u32..).zip(rows) {
            for (column, text) in (0u16..).zip(cells) {
                let (text, look) = match text.strip_prefix('~') {
                    Some(text) => (text, Format::new().set_font_strikethrough()),
                    None => (text.as_str(), Format::new()),
                };
                let merged = cells.iter().skip(usize::from(column) + 1).take_while(|text| *text == "<").count();
                if merged > 0 {
                    let last = column + u16::try_from(merged).unwrap();
                    sheet.merge_range(row, column, row, last, "", &look).unwrap();
                }
                if text == "<" {
                    continue;
                }
                if let Some((formula, result)) = text.split_once('⇒') {
                    sheet.write_formula(row, column, Formula::new(formula).set_result(result)).unwrap();
                    continue;
                }
                match text.parse::<u32>() {
                    Ok(number) => sheet.write_number_with_format(row, column, number, &look).unwrap(),
                    Err(_) if text.is_empty() => continue,
                    Err(_) => sheet.write_string_with_format(row, column, text, &look).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}
