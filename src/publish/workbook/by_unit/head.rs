//! What stands above rows × units: title, legend, the units with their state, the headings of each block.

use rust_xlsxwriter::{Format, Worksheet};

use crate::form::heading::with_period;
use crate::publish::PublishError;
use crate::publish::workbook::book::Book;
use crate::publish::workbook::fit;
use crate::publish::workbook::headings::{self, Headed};
use crate::publish::workbook::letterhead::{LINE, merge};
use crate::publish::workbook::style::Mark;
use crate::sheet_text::SheetText as _;

use super::Widths;
use super::grid::{Block, Grid, LABELS, TOP};

/// Writes title and subject, over labels of some width together; gives how tall they are.
pub(super) fn titles(sheet: &mut Worksheet, book: &Book<'_>, width: f64) -> Result<f64, PublishError> {
    let Book { styles, lang, .. } = *book;
    let place = book.place().map(|(_, unit)| unit);
    let period = book.period();
    let title = with_period(&book.form.title, &period);
    let spoken = place.map(|u| u.name.to_string()).unwrap_or_default();
    let title = lang.of(format!("{title} theo từng đơn vị - {spoken}"), format!("{title} by unit - {spoken}"));
    let hint = lang.of("Ký hiệu: xem dưới bảng.", "The signs are explained below the table.");
    let left = styles.base.clone().set_text_wrap();
    let mut tall = 0.0;
    for (row, text, format, size) in [
        (0, title.to_uppercase(), left.clone().set_bold().set_font_size(14), 14.0),
        (1, book.form.subject.clone(), left.clone().set_italic(), 12.0),
        (2, hint.to_owned(), left.clone().set_italic().set_font_size(11), 11.0),
    ] {
        tall += over_labels(sheet, row, &text, &format, (width, size))?;
    }
    Ok(tall)
}

/// Writes a text over the labels, which each page repeats: what stood over more columns would be cut on the others.
fn over_labels(
    sheet: &mut Worksheet,
    row: u32,
    text: &str,
    format: &Format,
    (width, size): (f64, f64),
) -> Result<f64, PublishError> {
    merge(sheet, row, (0, LABELS - 1), text, format)?;
    // Bold letters are wider.
    let room = if size > 12.0 { width / fit::BOLD } else { width };
    let tall = fit::height(text, room, size);
    sheet.set_row_height(row, tall)?;
    Ok(tall)
}

/// Writes what the signs mean, below the table; gives how tall that is.
pub(super) fn key(sheet: &mut Worksheet, book: &Book<'_>, row: u32, width: f64) -> Result<f64, PublishError> {
    let legend = book.lang.of(
        "«-» không phát sinh; «…» chưa có số liệu; «x» không áp dụng; «cuối GĐ» đánh giá cuối giai đoạn; «(?)» không dùng được, chưa tính vào tổng; «?» không có số dùng được; «*» tổng thiếu đơn vị; «(!)» không khớp với số khác hoặc đáng ngờ; «(qđ)» theo quyết định; chữ nghiêng: đã đọc lại hoặc cần xem, như ghi chú của ô.",
        "«-» nothing arose; «…» not collected; «x» does not apply; «deferred» put off; «(?)» not usable and not in the total; «?» no usable figure; «*» total lacks units; «(!)» does not agree with others, or is doubted; «(qđ)» decided by a person; italics: read anew or to be looked at, as the cell's note says.",
    );
    let format = book.styles.base.clone().set_italic().set_font_size(11).set_text_wrap();
    over_labels(sheet, row, legend, &format, (width, 11.0))
}

/// Writes the headings of a sheet's blocks; gives how tall they are.
pub(super) fn headings(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    grid: &Grid,
    at: usize,
    widths: &Widths,
) -> Result<f64, PublishError> {
    let Book { run, styles, lang, .. } = *book;
    let last_row = grid.first_row() - 1;
    for (column, text) in [(0, "STT"), (1, lang.of("Chỉ tiêu", "Row")), (2, lang.of("ĐVT", "Measure"))] {
        sheet.put_merged(TOP, column, last_row, column, text, &styles.head)?;
    }
    let mut heads = Heads { sheet, book, grid, tallest: Vec::new(), statuses: Vec::new(), levels: 0.0 };
    if at == 0 {
        let whole = book.place().map(|(_, unit)| unit.whole(lang)).unwrap_or_default();
        heads.block(Block::Whole, &whole, ("", Mark::None), widths.whole)?;
    }
    for n in grid.units_of(at) {
        let Some(unit) = grid.units.get(n) else { continue };
        let (sent, counts) = (book.has_sent(*unit), book.counting(*unit).is_some());
        let status = match (sent, counts) {
            (_, true) => (run.register.code(*unit), Mark::None),
            (true, false) => (lang.of("chưa được tính", "not counted"), Mark::Unusable),
            (false, false) => (lang.of("chưa nộp", "not submitted"), Mark::Partial),
        };
        heads.block(Block::Unit(n), run.register.name(*unit), status, widths.unit)?;
    }
    let (tallest, statuses, levels) = (heads.tallest, heads.statuses, heads.levels);
    let names = fit::row_height(tallest.iter().map(|(t, w)| (t.as_str(), *w)), 12.0);
    let states = fit::row_height(statuses.iter().map(|(t, w)| (t.as_str(), *w)), 10.0);
    sheet.set_row_height(TOP, names)?;
    sheet.set_row_height(TOP + 1, states)?;
    // The index row is a line of its own.
    Ok(names + states + levels + LINE)
}

/// The headings being written.
struct Heads<'s, 'b, 'r> {
    sheet: &'s mut Worksheet,
    book: &'b Book<'r>,
    grid: &'b Grid,
    tallest: Vec<(String, f64)>,
    statuses: Vec<(String, f64)>,
    /// How tall the headings of the columns are.
    levels: f64,
}

impl Heads<'_, '_, '_> {
    /// Writes the headings of a block: whose it is, its state, its columns, their index.
    fn block(
        &mut self,
        block: Block,
        name: &str,
        (status, mark): (&str, Mark),
        width: f64,
    ) -> Result<(), PublishError> {
        let Self { book, grid, .. } = *self;
        let styles = book.styles;
        let ((_, first), wide) = (grid.block(block), grid.wide());
        let last_row = grid.first_row() - 1;
        let status_format = styles.marked(styles.index.clone(), mark);
        if wide > 1 {
            let last = first + wide - 1;
            self.sheet.put_merged(TOP, first, TOP, last, name, &styles.head)?;
            self.sheet.put_merged(TOP + 1, first, TOP + 1, last, status, &status_format)?;
            let columns = grid.columns.iter().filter_map(|column| book.form.columns.get(*column));
            let own: Vec<Headed> = columns.map(|c| Headed { levels: book.heading(c), width }).collect();
            let levels = headings::write(self.sheet, TOP + 2, first, &own, last_row - TOP - 2, &styles.index)?;
            self.levels = self.levels.max(levels);
            // The index of each column is that of the form; formulas over every so many columns go by it.
            for (column, at) in grid.columns.iter().zip(first..) {
                self.sheet.put_text(last_row, at, format!("({})", column + 1), &styles.index)?;
            }
        } else {
            self.sheet.put_text(TOP, first, name, &styles.head)?;
            self.sheet.put_text(TOP + 1, first, status, &status_format)?;
            let index = match block {
                Block::Whole => 4,
                Block::Unit(n) => n + 5,
            };
            self.sheet.put_text(last_row, first, format!("({index})"), &styles.index)?;
        }
        self.tallest.push((name.to_owned(), width * 0.9 * f64::from(wide)));
        self.statuses.push((status.to_owned(), width * 0.9 * f64::from(wide)));
        Ok(())
    }
}
