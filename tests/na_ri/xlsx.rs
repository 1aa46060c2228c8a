//! Pages to an .xlsx, as Excel would save them.
#![allow(clippy::disallowed_methods)] // these texts are its own

use super::page::{Cell, Content, Look, Page};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet};

/// The workbook's bytes. The same pages give the same bytes: the only time in
/// them is a fixed one.
pub fn workbook(pages: &[Page]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2024, 3, 28).unwrap().and_hms(8, 30, 0).unwrap();
    workbook.set_properties(&DocProperties::new().set_author("Văn phòng UBND").set_creation_datetime(&created));
    for page in pages {
        put(workbook.add_worksheet(), page);
    }
    workbook.save_to_buffer().unwrap()
}

fn put(sheet: &mut Worksheet, page: &Page) {
    sheet.set_name(&page.name).unwrap();
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    for (column, width) in page.widths.iter().enumerate() {
        sheet.set_column_width(column as u16, *width).unwrap();
    }
    for column in &page.hidden_columns {
        sheet.set_column_hidden(*column as u16).unwrap();
    }
    // Merging writes its own blanks, so it goes before the cells.
    for &(top, left, bottom, right) in &page.merges {
        let look = page.rows[top][left].look;
        sheet.merge_range(top as u32, left as u16, bottom as u32, right as u16, "", &format_of(look)).unwrap();
    }
    for (row, cells) in page.rows.iter().enumerate() {
        if !cells.is_empty() {
            sheet.set_row_height(row as u32, page.height(row)).unwrap();
        }
        if page.hidden_rows.contains(&row) {
            sheet.set_row_hidden(row as u32).unwrap();
        }
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_nothing()) {
            put_cell(sheet, row as u32, column as u16, cell);
        }
    }
}

fn put_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell) {
    let mut format = format_of(cell.look);
    if let Some(number_format) = cell.format {
        format = format.set_num_format(number_format);
    }
    match &cell.content {
        Content::Blank => sheet.write_blank(row, column, &format),
        Content::Text(text) => sheet.write_string_with_format(row, column, text, &format),
        Content::Number(number) => sheet.write_number_with_format(row, column, number.parse::<f64>().unwrap(), &format),
        Content::Formula(formula, result) => {
            sheet.write_formula_with_format(row, column, Formula::new(formula).set_result(result), &format)
        }
    }
    .unwrap();
}

fn format_of(look: Look) -> Format {
    let mut format = Format::new()
        .set_font_name("Times New Roman")
        .set_font_size(if look.large { 14 } else { 12 })
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap();
    if look.centre {
        format = format.set_align(FormatAlign::Center);
    }
    if look.bold {
        format = format.set_bold();
    }
    if look.italic {
        format = format.set_italic();
    }
    if look.border {
        format = format.set_border(FormatBorder::Thin);
    }
    format
}
