//! «Thay đổi»: what is not as it was in the last consolidation of the same period, totals first.

use rust_decimal::Decimal;
use rust_xlsxwriter::Worksheet;

use crate::finding::Lang;
use crate::run::Run;
use crate::run::changes::{Change, Changes, words};
use crate::sheet_text::SheetText as _;

use super::style::{Mark, Styles, decimals_of, write_decimal};
use super::{PublishError, fit, page};

/// The rows above the headings.
const HEAD: u32 = 2;
/// The column of the form's columns, which a form with one of figures does not need.
const COLUMN: u16 = 4;
const WIDTHS: [f64; 9] = [9.0, 26.0, 6.0, 46.0, 22.0, 11.0, 17.0, 17.0, 17.0];

/// Makes the sheet, where a last consolidation of the period was given.
pub(super) fn sheet(run: &Run, styles: &Styles, lang: Lang) -> Result<Option<Worksheet>, PublishError> {
    let Some(Changes { figures, totals }) = &run.changes else { return Ok(None) };
    let mut sheet = Worksheet::new();
    sheet.set_name(lang.of("Thay đổi", "Changed"))?;
    let place = run.place.as_ref().map(|p| run.register.full_name(p.value)).unwrap_or_default();
    let title = lang.of("THAY ĐỔI SO VỚI LẦN TỔNG HỢP TRƯỚC", "CHANGED SINCE THE LAST CONSOLIDATION");
    let bold = styles.base.clone().set_bold();
    sheet.put_text(0, 0, format!("{title} - {place}"), &bold.clone().set_font_size(14))?;
    let counts = match (totals.len(), figures.len()) {
        (0, 0) => lang.of("Không có số nào thay đổi.".to_owned(), "Nothing changed.".to_owned()),
        (t, f) => lang.of(
            format!("{t} số tổng hợp và {f} số của các đơn vị thay đổi."),
            format!("{t} totals and {f} figures of units changed."),
        ),
    };
    sheet.put_text(1, 0, counts, &styles.base.clone().set_italic())?;
    let headings = lang.of(
        ["Mã", "Đơn vị", "STT", "Chỉ tiêu", "Cột", "ĐVT", "Lần trước", "Lần này", "Tăng, giảm"],
        ["Code", "Unit", "No.", "Row", "Column", "Measure", "Before", "Now", "Change"],
    );
    for ((heading, width), at) in headings.iter().zip(WIDTHS).zip(0u16..) {
        sheet.set_column_width(at, width)?;
        sheet.put_text(HEAD, at, *heading, &styles.head)?;
    }
    sheet.set_row_height(HEAD, fit::height(headings[0], WIDTHS[0], 12.0))?;
    page(&mut sheet, (HEAD, HEAD), lang)?;
    if figures.iter().chain(totals).all(|change| change.names[2].is_empty()) {
        sheet.set_column_hidden(COLUMN)?;
    }
    sheet.set_freeze_panes(HEAD + 1, 0)?;
    let mut at = HEAD + 1;
    let parts =
        [(lang.of("Số tổng hợp", "Totals"), totals), (lang.of("Số của các đơn vị", "Figures of units"), figures)];
    for (heading, changes) in parts.into_iter().filter(|(_, changes)| !changes.is_empty()) {
        sheet.put_text(at, 0, heading, &bold)?;
        sheet.set_row_height(at, fit::height("", WIDTHS[0], 12.0))?;
        at += 1;
        for change in changes {
            write(&mut sheet, at, change, styles, lang)?;
            at += 1;
        }
    }
    Ok(Some(sheet))
}

/// What is a quotient has 28 digits; two decimals say it.
fn shortened(value: Decimal) -> Decimal {
    const MOST: u32 = 4;
    if value.scale() > MOST { value.round_dp(2) } else { value }
}

fn write(sheet: &mut Worksheet, at: u32, change: &Change, styles: &Styles, lang: Lang) -> Result<(), PublishError> {
    let [code, unit] = &change.unit;
    let [stt, label, column, measure] = &change.names;
    let label = if label.is_empty() { lang.of("Mọi mục", "All items") } else { label };
    for (col, text, format) in [
        (0, code.as_str(), &styles.centre),
        (1, unit, &styles.cell),
        (2, stt, &styles.centre),
        (3, label, &styles.cell),
        (4, column, &styles.cell),
        (5, measure, &styles.centre),
    ] {
        sheet.put_text(at, col, text, format)?;
    }
    for (col, said) in [(6, &change.before), (7, &change.now)] {
        match said.as_ref().filter(|s| s.state != "nil").and_then(|s| s.value) {
            Some(value) => {
                let partial = said.as_ref().is_some_and(|s| s.state == "partial");
                let mark = if partial { Mark::Partial } else { Mark::None };
                let value = shortened(value);
                write_decimal(sheet, at, col, value, styles.number(decimals_of(value), mark, false))?;
            }
            None => {
                sheet.put_text(at, col, words(said.as_ref(), lang), &styles.centre)?;
            }
        }
    }
    match change.by() {
        Some(by) => {
            let by = shortened(by);
            write_decimal(sheet, at, 8, by, styles.number(decimals_of(by), Mark::None, true))?;
        }
        None => {
            sheet.write_blank(at, 8, &styles.cell)?;
        }
    }
    let texts =
        [(measure.as_str(), WIDTHS[5]), (unit.as_str(), WIDTHS[1]), (label, WIDTHS[3]), (column.as_str(), WIDTHS[4])];
    sheet.set_row_height(at, fit::row_height(texts, 12.0))?;
    Ok(())
}
