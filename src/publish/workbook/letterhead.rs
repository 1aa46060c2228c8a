//! The frame of a document of the state, as Decree 30/2020/NĐ-CP has it (appendix I): agency left, national name and
//! motto right, place and date, title, «Kèm theo»; and who signs below.

use rust_xlsxwriter::{Format, FormatAlign, FormatUnderline, Worksheet};

use crate::finding::Lang;
use crate::form::Role;
use crate::form::heading::with_period;
use crate::sheet_text::SheetText as _;

use super::book::Book;
use super::style::Mark;
use super::{PublishError, fit};

/// The agency's name: «ỦY BAN NHÂN DÂN» and the unit's.
pub(crate) fn agency(name: &str, lang: Lang) -> String {
    lang.of(
        format!("ỦY BAN NHÂN DÂN {}", name.to_uppercase()),
        format!("PEOPLE'S COMMITTEE OF {}", name.to_uppercase()),
    )
}

/// The nation's name and its motto.
pub(crate) fn nation(lang: Lang) -> (&'static str, &'static str) {
    lang.of(
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        ("SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness"),
    )
}

/// Writes everything above a table with columns of some widths; gives the row of its headings, and how tall all of it
/// is, in points.
pub(super) fn titles(sheet: &mut Worksheet, book: &Book<'_>, widths: &[f64]) -> Result<(u32, f64), PublishError> {
    let Book { run, styles, lang, .. } = *book;
    let width: f64 = widths.iter().sum();
    let last = u16::try_from(widths.len().saturating_sub(1)).unwrap_or(u16::MAX);
    let plain = styles.base.clone().set_align(FormatAlign::Center).set_text_wrap();
    let bold = plain.clone().set_bold();
    let above = book
        .place()
        .and_then(|(at, _)| run.register.lineage(at).nth(1))
        .map(|u| agency(run.register.name(u), lang))
        .unwrap_or_default();
    let own = book.place().map(|(_, unit)| agency(&unit.name, lang)).unwrap_or_default();
    let bare = book.place().map(|(_, unit)| unit.bare_name().to_owned()).unwrap_or_default();
    let year = book.year().map_or("…".to_owned(), |year| year.to_string());
    let motto = bold.clone().set_underline(FormatUnderline::Single);
    let (nation, motto_words) = nation(lang);
    let number = lang.of("Số:         /BC-UBND", "No.         /BC-UBND");
    let dated = lang.of(format!("{bare}, ngày      tháng      năm {year}"), format!("{bare},                {year}"));
    // Where no unit stands above, the agency's own name takes the first line.
    let (first, second) = if above.is_empty() { (own.clone(), String::new()) } else { (above.clone(), own.clone()) };
    let first_format = if above.is_empty() { &bold } else { &plain };
    let left = u16::from(last > 1);
    let right = (left + 1).min(last);
    let (of_left, of_right) = widths.split_at_checked(usize::from(left) + 1).unwrap_or((widths, &[]));
    let rooms = [of_left, of_right].map(|part| part.iter().sum::<f64>());
    let (first, second) = (in_lines(&first, rooms[0], lang), in_lines(&second, rooms[0], lang));
    let mut tall = 0.0;
    for (row, own, other, formats) in [
        (0, first.as_str(), nation, (first_format, &bold)),
        (1, second.as_str(), motto_words, (&bold, &motto)),
        (2, number, dated.as_str(), (&plain, &plain.clone().set_italic())),
    ] {
        merge(sheet, row, (0, left), own, formats.0)?;
        merge(sheet, row, (right, last), other, formats.1)?;
        let lines = [(own, rooms[0]), (other, rooms[1])];
        tall += lines_of(sheet, row, lines.map(|(text, room)| (text, room / fit::BOLD)), 12.0)?;
    }
    let period = book.period();
    let title = with_period(&book.form.title, &period);
    let title = lang.of("Tổng hợp ", "Consolidated: ").to_owned() + &lower_first(title.trim());
    let title = title.to_uppercase();
    merge(sheet, 4, (0, last), &title, &styles.heading.clone().set_font_size(14))?;
    tall += LINE + lines_of(sheet, 4, [(title.as_str(), width / fit::BOLD)], 14.0)?;
    let subject = &book.form.subject;
    merge(sheet, 5, (0, last), subject, &styles.heading.clone().set_font_size(13))?;
    let tall_subject = fit::height(subject, width / fit::BOLD, 13.0);
    sheet.set_row_height(5, tall_subject)?;
    let spoken = book.place().map(|(_, unit)| unit.spoken()).unwrap_or_default();
    let with = lang.of(
        format!("(Kèm theo Báo cáo số         /BC-UBND ngày      tháng      năm {year} của Ủy ban nhân dân {spoken})"),
        format!("(With report no.         /BC-UBND of                {year} of the People's Committee of {spoken})"),
    );
    merge(sheet, 6, (0, last), &with, &plain.set_italic())?;
    tall += lines_of(sheet, 6, [(with.as_str(), width)], 12.0)?;
    let coverage = coverage(book);
    merge(sheet, 7, (0, last), &coverage, &styles.remark)?;
    let tall_coverage = fit::height(&coverage, width, 11.0);
    sheet.set_row_height(7, tall_coverage)?;
    let above = tall + tall_subject + tall_coverage;
    // A form without a column of measures says its measure above the table, as offices do.
    let measure = &book.form.measure;
    if measure.is_empty() || book.form.column_of(Role::Measure).is_some() {
        return Ok((8, above));
    }
    let line =
        lang.of(format!("Đơn vị tính: {}", measure.to_lowercase()), format!("Measure: {}", measure.to_lowercase()));
    let right = styles.base.clone().set_italic().set_align(FormatAlign::Right);
    merge(sheet, 8, (0, last), &line, &right)?;
    Ok((9, above + LINE))
}

/// An agency's line in a room of some width: where it is longer, the unit's name stands below «ỦY BAN NHÂN DÂN». It
/// stays in its cells: those who verify an earlier result look for it there.
fn in_lines(line: &str, room: f64, lang: Lang) -> String {
    let lead = lang.of("ỦY BAN NHÂN DÂN ", "PEOPLE'S COMMITTEE OF ");
    match line.strip_prefix(lead) {
        Some(name) if fit::width_of(line, true) > room => format!("{}\n{name}", lead.trim_end()),
        _ => line.to_owned(),
    }
}

/// Makes a row as tall as its texts, each in its room, need; gives its height.
fn lines_of<const N: usize>(
    sheet: &mut Worksheet,
    row: u32,
    texts: [(&str, f64); N],
    size: f64,
) -> Result<f64, PublishError> {
    let tall = fit::row_height(texts, size);
    if tall <= fit::height("", 10.0, size) {
        return Ok(LINE);
    }
    sheet.set_row_height(row, tall)?;
    Ok(tall)
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// Who is in the totals, and what the marks mean, in one line above the table.
pub(super) fn coverage(book: &Book<'_>) -> String {
    let lang = book.lang;
    let (all, sent, counted) = book.coverage();
    let of_rows = book.form.cells().filter_map(|(row, column, _)| book.total(row, column));
    let of_list = book.form.value_columns().filter_map(|(column, _)| book.total_of_list(column));
    let marks: Vec<Mark> = of_rows.chain(of_list).map(|total| book.mark_of(total)).collect();
    let some_do_not_apply = book
        .form
        .cells()
        .filter_map(|(row, column, _)| book.total(row, column))
        .any(|t| t.expected > 0 && t.expected < all);
    let count = |mark: Mark| marks.iter().filter(|m| **m == mark).count();
    let both = count(Mark::PartialAndDoubtful);
    let partial = count(Mark::Partial) + both;
    let mut text = lang.of(
        format!("Đã nộp {sent}/{all} đơn vị; {counted} đơn vị được đưa vào tổng hợp."),
        format!("{sent} of {all} units submitted; {counted} are in the totals."),
    );
    if partial > 0 {
        let several = book.form.value_columns().count() > 1;
        let what = if several { "số" } else { "chỉ tiêu" };
        text.push_str(&lang.of(
            format!(" Dấu * (ô tô màu): số tổng hợp còn thiếu đơn vị, {partial} {what}; đơn vị thiếu và lý do ghi ở cột cuối."),
            format!(" A star (shaded cell): {partial} totals lack units; which and why stands in the last column."),
        ));
    }
    if some_do_not_apply {
        text.push_str(lang.of(
            " Đơn vị ghi «x» (không áp dụng) không kể vào số phải có.",
            " Units that say «x» (does not apply) are not expected.",
        ));
    }
    if count(Mark::Doubtful) + both > 0 {
        text.push_str(lang.of(
            " Dấu (!): có số không khớp với số khác hoặc đáng ngờ.",
            " (!): a figure does not agree with others, or is doubted.",
        ));
    }
    if count(Mark::Decided) > 0 {
        text.push_str(lang.of(" Dấu (qđ): có số theo quyết định xử lý.", " (qđ): a figure was decided by a person."));
    }
    text
}

/// Writes a text over some columns of a row.
pub(crate) fn merge(
    sheet: &mut Worksheet,
    row: u32,
    (from, to): (u16, u16),
    text: &str,
    format: &Format,
) -> Result<(), PublishError> {
    if from < to {
        sheet.put_merged(row, from, row, to, text, format)?;
    } else {
        sheet.put_text(row, from, text, format)?;
    }
    Ok(())
}

/// The lines that signatures take, room to sign included.
const SIGNING: u32 = 7;
/// A line without a height of its own, in points.
pub(crate) const LINE: f64 = 15.75;

/// Writes who signs below a table, a line below its last; gives how tall that is, in points.
pub(super) fn signatures(sheet: &mut Worksheet, book: &Book<'_>, last: u16, at: u32) -> Result<f64, PublishError> {
    let Book { styles, lang, .. } = *book;
    let left = u16::from(last > 1);
    let right = (left + 1).min(last);
    let bold = styles.base.clone().set_bold().set_align(FormatAlign::Center);
    let italic = styles.base.clone().set_italic().set_align(FormatAlign::Center);
    let chair = if book.place().is_some() { lang.of("CHỦ TỊCH", "CHAIRPERSON") } else { "" };
    merge(sheet, at, (0, left), lang.of("NGƯỜI LẬP BIỂU", "PREPARED BY"), &bold)?;
    merge(sheet, at, (right, last), lang.of("TM. ỦY BAN NHÂN DÂN", "FOR THE PEOPLE'S COMMITTEE"), &bold)?;
    merge(sheet, at + 1, (0, left), lang.of("(Ký, ghi rõ họ tên)", "(Signature, full name)"), &italic)?;
    merge(sheet, at + 1, (right, last), chair, &bold)?;
    merge(sheet, at + 2, (right, last), lang.of("(Ký tên, đóng dấu)", "(Signature, seal)"), &italic)?;
    // Room to sign is printed too.
    sheet.set_print_area(0, 0, at + SIGNING - 2, last)?;
    Ok(f64::from(SIGNING) * LINE)
}
