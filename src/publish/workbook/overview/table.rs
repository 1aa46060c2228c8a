//! The tables of the overview: who sent, and the key figures with the highest and the lowest unit.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    ChartRange, ConditionalFormatDataBar, ConditionalFormatDataBarDirection, Format, FormatAlign, Formula, Sparkline,
    SparklineType, Worksheet,
};

use crate::finding::{Lang, Tally};
use crate::publish::PublishError;
use crate::publish::workbook::book::Book;
use crate::publish::workbook::fit;
use crate::publish::workbook::formulas::write_figure;
use crate::publish::workbook::letterhead::merge;
use crate::publish::workbook::style::{Mark, Styles, write_decimal};
use crate::run::Run;
use crate::sheet_text::SheetText as _;

use super::chosen::{Chosen, Value};
use super::data::Data;
use super::{Widths, charts};

/// The last column.
const LAST: u16 = 9;

/// Writes what the sheet is; gives the next free row.
pub(super) fn titles(sheet: &mut Worksheet, book: &Book<'_>) -> Result<u32, PublishError> {
    let Book { run, styles, lang, .. } = *book;
    let place = run.place.as_ref().map(|p| run.register.full_name(p.value)).unwrap_or_default();
    let bold = styles.heading.clone().set_font_size(14);
    let text = lang.of(format!("TỔNG QUAN - {place}"), format!("OVERVIEW - {place}"));
    merge(sheet, 0, (0, LAST), &text.to_uppercase(), &bold)?;
    sheet.set_row_height(0, 24.0)?;
    let italic = styles.base.clone().set_italic().set_align(FormatAlign::Center);
    merge(sheet, 1, (0, LAST), &book.period(), &italic)?;
    Ok(3)
}

fn heading(sheet: &mut Worksheet, at: u32, text: &str, styles: &Styles) -> Result<(), PublishError> {
    sheet.put_text(at, 0, text, &styles.base.clone().set_bold())?;
    Ok(())
}

/// Writes the headings of a table.
fn head_of(
    sheet: &mut Worksheet,
    at: u32,
    headings: &[&str],
    (styles, widths): (&Styles, &Widths),
) -> Result<(), PublishError> {
    for (text, column) in headings.iter().zip(0u16..) {
        sheet.put_text(at, column, *text, &styles.head)?;
    }
    // Bold is wider than the plain letters that widths are reckoned with.
    sheet.set_row_height(at, fit::row_height(headings.iter().copied().zip(widths.0.map(|w| w * 0.88)), 12.0))?;
    Ok(())
}

/// Writes who sent, a line a form, with its chart; gives the next free row.
pub(super) fn received(
    sheet: &mut Worksheet,
    run: &Run,
    books: &[Book<'_>],
    at: u32,
    (styles, widths): (&Styles, &Widths),
) -> Result<u32, PublishError> {
    let lang = books.first().map_or(Lang::Vi, |b| b.lang);
    heading(sheet, at, lang.of("1. Tình hình nộp", "1. Submissions"), styles)?;
    let headings = lang.of(
        ["STT", "Biểu", "Phải nộp", "Đã nộp", "Được tính", "Chưa được tính", "Chưa nộp", "Tỷ lệ nộp (%)"],
        ["No.", "Form", "Expected", "Submitted", "Counted", "Not counted", "Not submitted", "Submitted (%)"],
    );
    let head = at + 1;
    head_of(sheet, head, &headings, (styles, widths))?;
    let mut line = head;
    for (book, n) in books.iter().zip(1u32..) {
        line += 1;
        let (all, sent, counted) = book.coverage();
        let label = book.form.subject_or_title();
        sheet.write_number_with_format(line, 0, n, &styles.centre)?;
        sheet.put_text(line, 1, &label, &styles.cell)?;
        sheet.set_row_height(line, fit::height(&label, widths.0[1], 12.0))?;
        for (count, column) in [all, sent, counted].into_iter().zip(2u16..) {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            sheet.write_number_with_format(line, column, count, styles.number(0, Mark::None, false))?;
        }
        let row = line + 1;
        let rate = if all == 0 { Decimal::ZERO } else { Decimal::from(sent as u64 * 100) / Decimal::from(all as u64) };
        let rate = rate.round_sf(15).unwrap_or(rate).normalize();
        for (formula, value, column, decimals) in [
            (format!("=D{row}-E{row}"), Decimal::from(sent.saturating_sub(counted) as u64), 5, 0),
            (format!("=C{row}-D{row}"), Decimal::from(all.saturating_sub(sent) as u64), 6, 0),
            (format!("=IF(C{row}=0,0,D{row}/C{row}*100)"), rate, 7, 2),
        ] {
            write_figure(sheet, (line, column), value, Some(formula), styles.number(decimals, Mark::None, false))?;
        }
    }
    let name = lang.of("Tổng quan", "Overview");
    let range = |column: u16| ChartRange::new_from_range(name, head + 1, column, line, column);
    let part = |column: u16| (ChartRange::new_from_range(name, head, column, head, column), range(column));
    let forms = u32::try_from(books.len()).unwrap_or(1);
    let most = books.iter().map(|b| b.coverage().0).max().and_then(|n| u32::try_from(n).ok()).unwrap_or(1);
    let chart = charts::received(&range(1), [part(4), part(5), part(6)], (forms, most), widths, lang);
    sheet.insert_chart_with_offset(line + 1, 0, &chart, 0, 8)?;
    let after = charts::below(line + 1, 110 + 40 * forms);
    let tally = Tally { folded: 0, ..Tally::of(&run.findings) }.words(lang);
    let tally = tally.trim_end_matches('.');
    let text = lang.of(
        format!("Phát hiện khi kiểm tra: {tally} (trang «Phát hiện»)."),
        format!("Findings: {tally} (sheet «Findings»)."),
    );
    sheet.put_text(after, 0, text, &styles.base)?;
    Ok(after + 2)
}

/// Writes the key figures; gives the next free row.
pub(super) fn key_figures(
    sheet: &mut Worksheet,
    chosen: &[Chosen],
    data: &Data,
    at: u32,
    (styles, widths): (&Styles, &Widths),
    lang: Lang,
) -> Result<u32, PublishError> {
    if chosen.is_empty() {
        return Ok(at);
    }
    heading(sheet, at, lang.of("2. Số liệu chính", "2. Key figures"), styles)?;
    let headings = lang.of(
        [
            "STT",
            "Chỉ tiêu",
            "ĐVT",
            "Cả địa bàn",
            "Thấp nhất (trừ «-»)",
            "Đơn vị thấp nhất",
            "Cao nhất",
            "Đơn vị cao nhất",
            "Đơn vị có số (%)",
            "Các đơn vị, từ cao đến thấp",
        ],
        [
            "No.",
            "Figure",
            "Measure",
            "Whole place",
            "Lowest",
            "Lowest unit",
            "Highest",
            "Highest unit",
            "Units reporting (%)",
            "Units, high to low",
        ],
    );
    let head = at + 1;
    head_of(sheet, head, &headings, (styles, widths))?;
    let mut line = head;
    for (n, figure) in chosen.iter().enumerate() {
        line += 1;
        key_figure(sheet, (n, figure), data, line, (styles, widths))?;
    }
    let bar = ConditionalFormatDataBar::new()
        .set_minimum(rust_xlsxwriter::ConditionalFormatType::Number, 0)
        .set_maximum(rust_xlsxwriter::ConditionalFormatType::Number, 100)
        .set_direction(ConditionalFormatDataBarDirection::LeftToRight)
        .set_fill_color(rust_xlsxwriter::Color::RGB(0x00BD_D7EE))
        .set_solid_fill(true);
    sheet.add_conditional_format(head + 1, 8, line, 8, &bar)?;
    if chosen.iter().all(|figure| figure.entries.is_empty()) {
        let text = lang.of(
            "Có hơn 250 đơn vị: từng đơn vị xem ở «Theo đơn vị».",
            "There are more than 250 units: see each on «By unit».",
        );
        sheet.put_text(line + 1, 0, text, &styles.base.clone().set_italic())?;
    }
    Ok(line + 2)
}

fn key_figure(
    sheet: &mut Worksheet,
    (n, figure): (usize, &Chosen),
    data: &Data,
    at: u32,
    (styles, widths): (&Styles, &Widths),
) -> Result<(), PublishError> {
    let label = figure.name();
    sheet.put_text(at, 0, &figure.stt, &styles.centre)?;
    sheet.put_text(at, 1, &label, &styles.cell)?;
    sheet.put_text(at, 2, &figure.measure, &styles.centre)?;
    let partial = figure.reported < figure.expected;
    let mark = if partial { Mark::Partial } else { Mark::None };
    let number = styles.number(figure.decimals, Mark::None, false);
    match &figure.whole {
        Some((source, value)) => {
            let formula = source.as_ref().map(|cell| format!("={cell}"));
            write_figure(sheet, (at, 3), *value, formula, styles.number(figure.decimals, mark, true))?;
        }
        None => _ = sheet.write_blank(at, 3, &styles.cell)?,
    }
    let (names, values) = data.cells(n);
    let extreme = |least: bool| {
        let numbers = figure.entries.iter().filter_map(|e| match e.value {
            Value::Number(value) => Some((value, e.name.as_str())),
            _ => None,
        });
        // Of equals the first, as MATCH finds it.
        numbers.reduce(|best, one| if (one.0 < best.0) == least && one.0 != best.0 { one } else { best })
    };
    for (function, found, column) in [("MIN", extreme(true), 4u16), ("MAX", extreme(false), 6)] {
        let Some((value, name)) = found else {
            sheet.write_blank(at, column, &styles.cell)?;
            sheet.write_blank(at, column + 1, &styles.cell)?;
            continue;
        };
        write_figure(sheet, (at, column), value, Some(format!("={function}({values})")), number)?;
        let formula = format!("=INDEX({names},MATCH({function}({values}),{values},0))");
        sheet.write_formula_with_format(at, column + 1, Formula::new(formula).set_result(name), &text(styles))?;
    }
    let rate = Decimal::from(figure.reported as u64 * 100).checked_div(Decimal::from(figure.expected as u64));
    match rate.map(|r| r.round_dp(1)) {
        Some(rate) => write_decimal(sheet, at, 8, rate, styles.number(rate.normalize().scale(), Mark::None, false))?,
        None => _ = sheet.write_blank(at, 8, &styles.cell)?,
    }
    sheet.write_blank(at, 9, &styles.cell)?;
    if figure.entries.len() > 1 {
        let mut sparkline = Sparkline::new()
            .set_range(data.sparkline(n))
            .set_type(SparklineType::Column)
            .set_sparkline_color(rust_xlsxwriter::Color::RGB(0x0026_4478))
            .show_hidden_data(true);
        if !figure.entries.iter().any(|e| matches!(e.value, Value::Number(v) if v.is_sign_negative())) {
            // Bars that begin elsewhere than at 0 lie.
            sparkline = sparkline.set_custom_min(0);
        }
        sheet.add_sparkline(at, 9, &sparkline)?;
    }
    let texts = [(label.as_str(), widths.0[1]), (figure.measure.as_str(), widths.0[2])];
    sheet.set_row_height(at, fit::row_height(texts, 12.0).max(26.0))?;
    Ok(())
}

fn text(styles: &Styles) -> Format {
    styles.cell.clone().set_font_size(11)
}
