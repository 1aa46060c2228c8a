//! «Tổng hợp»: the totals in the form's own layout, under the heading of Decree 30/2020/NĐ-CP
//! (appendix I: agency left, national name and motto right, title, «Kèm theo»).

use rust_xlsxwriter::{Format, FormatAlign, FormatUnderline, Note, Worksheet};

use crate::consolidate::{Outcome, Total};
use crate::finding::{Code, Lang};
use crate::form::heading::with_period;
use crate::form::{Aggregate, Figure, Form, Kind, Role, Row, RowIndex, Shape};
use crate::publish::rows::state_sign;
use crate::reading::State;
use crate::register::UnitIndex;

use super::book::Book;
use super::headings::{self, Headed};
use super::style::{Mark, Styles, mark_of, shown, shown_decimals, write_decimal};
use super::{PublishError, fit, page};

/// A column of the sheet.
enum Col {
    /// A column of the form, by its place.
    Form(usize),
    /// How many units stand behind the total.
    Coverage,
    /// Remarks, where the form has no column of words for them.
    Remarks,
}

struct Layout {
    columns: Vec<(Col, f64)>,
}

impl Layout {
    fn new(form: &Form, figures: f64) -> Self {
        let mut columns = Vec::new();
        // Many columns of figures leave less room for labels.
        let wide = form.value_columns().count() > 3;
        let last_value = form.value_columns().map(|(i, _)| i).last();
        for (i, column) in form.columns.iter().enumerate() {
            let width = match column.role {
                Role::Number => 6.0,
                Role::Label if wide => 44.0,
                Role::Label => 56.0,
                Role::Measure => 11.0,
                Role::Value => figures.max(15.0),
                // The last column of words takes the notes of ours.
                Role::Text if form.columns.iter().skip(i + 1).any(|c| c.role == Role::Text) => 17.0,
                Role::Text => 36.0,
            };
            columns.push((Col::Form(i), width));
            if Some(i) == last_value {
                columns.push((Col::Coverage, 11.0));
            }
        }
        if !form.columns.iter().any(|c| c.role == Role::Text) {
            columns.push((Col::Remarks, 36.0));
        }
        Self { columns }
    }

    fn last(&self) -> u16 {
        u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }

    fn width(&self) -> f64 {
        self.columns.iter().map(|(_, w)| w).sum()
    }
}

pub(super) fn sheet(book: &Book<'_>) -> Result<Worksheet, PublishError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(book.sheet_name(book.names.summary))?;
    let layout = Layout::new(book.form, book.figure_width());
    for ((_, width), at) in layout.columns.iter().zip(0u16..) {
        sheet.set_column_width(at, *width)?;
    }
    let last = layout.last();
    let head = titles(&mut sheet, book, layout.width(), last)?;
    let body = headings(&mut sheet, book, &layout, head)?;
    page(&mut sheet, (head, body - 1), book.lang)?;
    sheet.set_freeze_panes(body, 0)?;
    let mut at = body;
    for (index, row) in book.form.indexed_rows() {
        write_row(&mut sheet, book, &layout, at, index, row)?;
        at += 1;
    }
    signatures(&mut sheet, book, last, at + 1)?;
    Ok(sheet)
}

/// The agency's name: «ỦY BAN NHÂN DÂN» and the unit's.
fn agency(name: &str, lang: Lang) -> String {
    lang.of(
        format!("ỦY BAN NHÂN DÂN {}", name.to_uppercase()),
        format!("PEOPLE'S COMMITTEE OF {}", name.to_uppercase()),
    )
}

/// Writes everything above the table, as wide as it; gives the row of its headings.
pub(super) fn titles(sheet: &mut Worksheet, book: &Book<'_>, width: f64, last: u16) -> Result<u32, PublishError> {
    let Book { run, styles, lang, .. } = *book;
    let left = u16::from(last > 1);
    let right = (left + 1).min(last);
    let plain = styles.base.clone().set_align(FormatAlign::Center);
    let bold = plain.clone().set_bold();
    let above = book
        .place()
        .and_then(|(at, _)| run.register.lineage(at).nth(1))
        .map(|u| agency(run.register.name(u), lang))
        .unwrap_or_default();
    let own = book.place().map(|(_, unit)| agency(&unit.name, lang)).unwrap_or_default();
    let bare = book.place().map(|(_, unit)| unit.bare_name().to_owned()).unwrap_or_default();
    let year = run.period.as_ref().map_or("…".to_owned(), |p| p.value.year.to_string());
    let motto = bold.clone().set_underline(FormatUnderline::Single);
    let (nation, motto_words) = lang.of(
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        ("SOCIALIST REPUBLIC OF VIET NAM", "Independence - Freedom - Happiness"),
    );
    let number = lang.of("Số:         /BC-UBND", "No.         /BC-UBND");
    let dated = lang.of(format!("{bare}, ngày      tháng      năm {year}"), format!("{bare},                {year}"));
    // Where no unit stands above, the agency's own name takes the first line.
    let (first, second) = if above.is_empty() { (own.clone(), String::new()) } else { (above.clone(), own.clone()) };
    let first_format = if above.is_empty() { &bold } else { &plain };
    merge(sheet, 0, (0, left), &first, first_format)?;
    merge(sheet, 0, (right, last), nation, &bold)?;
    merge(sheet, 1, (0, left), &second, &bold)?;
    merge(sheet, 1, (right, last), motto_words, &motto)?;
    merge(sheet, 2, (0, left), number, &plain)?;
    merge(sheet, 2, (right, last), &dated, &plain.clone().set_italic())?;
    let period = book.period();
    let title = with_period(&book.form.title, &period);
    let title = lang.of("Tổng hợp ", "Consolidated: ").to_owned() + &lower_first(title.trim());
    merge(sheet, 4, (0, last), &title.to_uppercase(), &styles.heading.clone().set_font_size(14))?;
    let subject = &book.form.subject;
    merge(sheet, 5, (0, last), subject, &styles.heading.clone().set_font_size(13))?;
    sheet.set_row_height(5, fit::height(subject, width, 13.0))?;
    let spoken = book.place().map(|(_, unit)| unit.spoken()).unwrap_or_default();
    let with = lang.of(
        format!("(Kèm theo Báo cáo số         /BC-UBND ngày      tháng      năm {year} của Ủy ban nhân dân {spoken})"),
        format!("(With report no.         /BC-UBND of                {year} of the People's Committee of {spoken})"),
    );
    merge(sheet, 6, (0, last), &with, &plain.set_italic())?;
    let coverage = coverage(book);
    merge(sheet, 7, (0, last), &coverage, &styles.remark)?;
    sheet.set_row_height(7, fit::height(&coverage, width, 11.0))?;
    // A form without a column of measures says its measure above the table, as offices do.
    let measure = &book.form.measure;
    if measure.is_empty() || book.form.column_of(Role::Measure).is_some() {
        return Ok(8);
    }
    let line =
        lang.of(format!("Đơn vị tính: {}", measure.to_lowercase()), format!("Measure: {}", measure.to_lowercase()));
    let right = styles.base.clone().set_italic().set_align(FormatAlign::Right);
    merge(sheet, 8, (0, last), &line, &right)?;
    Ok(9)
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// Who is in the totals, and what the marks mean, in one line above the table.
fn coverage(book: &Book<'_>) -> String {
    let lang = book.lang;
    let (all, sent, counted) = book.coverage();
    let of_rows = book.form.cells().filter_map(|(row, column, _)| book.total(row, column));
    let of_list = book.form.value_columns().filter_map(|(column, _)| book.total_of_list(column));
    let partial = of_rows.chain(of_list).filter(|t| matches!(t.outcome, Outcome::Partial(_))).count();
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
    text
}

pub(super) fn merge(
    sheet: &mut Worksheet,
    row: u32,
    (from, to): (u16, u16),
    text: &str,
    format: &Format,
) -> Result<(), PublishError> {
    if from < to {
        sheet.merge_range(row, from, row, to, text, format)?;
    } else {
        sheet.write_string_with_format(row, from, text, format)?;
    }
    Ok(())
}

/// Writes the headings and the index row; gives the first row below them.
fn headings(sheet: &mut Worksheet, book: &Book<'_>, layout: &Layout, head: u32) -> Result<u32, PublishError> {
    let Book { styles, lang, .. } = *book;
    let levels = |column: &Col| match column {
        Col::Form(i) => book.form.columns.get(*i).map(|c| book.heading(c)).unwrap_or_default(),
        Col::Coverage => vec![lang.of("Đơn vị có số liệu / phải có", "Units reporting / expected").to_owned()],
        Col::Remarks => vec![lang.of("Ghi chú", "Remarks").to_owned()],
    };
    let columns: Vec<Headed> =
        layout.columns.iter().map(|(column, width)| Headed { levels: levels(column), width: *width }).collect();
    let depth = headings::depth(&columns);
    headings::write(sheet, head, 0, &columns, depth, &styles.head)?;
    for at in 0..=layout.last() {
        sheet.write_string_with_format(head + depth, at, format!("({})", at + 1), &styles.index)?;
    }
    Ok(head + depth + 1)
}

fn write_row(
    sheet: &mut Worksheet,
    book: &Book<'_>,
    layout: &Layout,
    at: u32,
    index: RowIndex,
    row: &Row,
) -> Result<(), PublishError> {
    let Book { styles, lang, .. } = *book;
    let form = book.form;
    let words = |format: &Format| book.weight(index, format);
    let last_text = form.columns.iter().rposition(|c| c.role == Role::Text);
    let totals: Vec<&Total> = form.value_columns().filter_map(|(c, _)| book.total(index, c)).collect();
    let note = note(book, row, &totals);
    let mut tallest = Vec::new();
    for ((column, width), col) in layout.columns.iter().zip(0u16..) {
        let definition = match column {
            Col::Form(i) => form.columns.get(*i).map(|c| (*i, c.role)),
            Col::Coverage | Col::Remarks => None,
        };
        match definition {
            Some((_, Role::Number)) => _ = sheet.write_string_with_format(at, col, &row.stt, &styles.centre)?,
            Some((_, Role::Label)) => {
                sheet.write_string_with_format(at, col, &row.label, &words(&styles.cell))?;
                // Bold letters are wider; of a tree any label may be bold.
                let room = if form.shape == Shape::Tree { *width * 0.88 } else { *width };
                tallest.push((row.label.clone(), room));
            }
            Some((_, Role::Measure)) => {
                sheet.write_string_with_format(at, col, &row.figure.measure, &words(&styles.centre))?;
                tallest.push((row.figure.measure.clone(), *width));
            }
            Some((i, Role::Value)) => match book.total(index, i) {
                Some(total) => {
                    book.shows(&book.sheet_name(book.names.summary), (at, col), (Some(index), i), total.unit);
                    let figure = form.figure(row, i);
                    let text = write_total(sheet, at, col, figure, total, styles, lang)?;
                    tallest.push((text, *width));
                    if matches!(total.outcome, Outcome::Partial(_)) && !note.is_empty() {
                        sheet.insert_note(at, col, &Note::new(&note).set_author("phubieu").add_author_prefix(false))?;
                    }
                }
                None => _ = sheet.write_blank(at, col, &styles.cell)?,
            },
            Some((i, Role::Text)) if Some(i) == last_text => {
                sheet.write_string_with_format(at, col, &note, &styles.cell.clone().set_font_size(11))?;
                tallest.push((note.clone(), *width * 12.0 / 11.0));
            }
            Some((i, Role::Text)) => match book.total(index, i).map(|t| &t.outcome) {
                Some(Outcome::Text(text)) => {
                    sheet.write_string_with_format(at, col, text, &styles.cell)?;
                    tallest.push((text.clone(), *width));
                }
                _ => _ = sheet.write_blank(at, col, &styles.cell)?,
            },
            None if matches!(column, Col::Remarks) => {
                sheet.write_string_with_format(at, col, &note, &styles.cell.clone().set_font_size(11))?;
                tallest.push((note.clone(), *width * 12.0 / 11.0));
            }
            None => {
                // Of several columns the one that the fewest units gave.
                let total = totals.iter().min_by_key(|t| t.reported).filter(|_| !row.is_group());
                let text = total.map(|t| format!("{}/{}", t.reported, t.expected)).unwrap_or_default();
                let short = total.is_some_and(|t| t.reported < t.expected && t.outcome.value().is_some());
                let format = if short {
                    styles.marked(styles.centre.clone(), Mark::Partial).set_bold()
                } else {
                    styles.centre.clone()
                };
                sheet.write_string_with_format(at, col, text, &format)?;
            }
        }
    }
    sheet.set_row_height(at, fit::row_height(tallest.iter().map(|(t, w)| (t.as_str(), *w)), 12.0))?;
    Ok(())
}

/// Writes a total; gives the text it shows where that is words.
pub(super) fn write_total(
    sheet: &mut Worksheet,
    at: u32,
    col: u16,
    figure: &Figure,
    total: &Total,
    styles: &Styles,
    lang: Lang,
) -> Result<String, PublishError> {
    let rule = &figure.aggregate;
    let (text, mark) = match &total.outcome {
        Outcome::Whole(value) | Outcome::Partial(value) => {
            let mark = mark_of(total);
            let format = styles.number(shown_decimals(rule, *value), mark, true);
            write_decimal(sheet, at, col, shown(rule, *value), &format)?;
            return Ok(String::new());
        }
        Outcome::Nil => {
            sheet.write_string_with_format(at, col, "-", &styles.sign(Mark::None))?;
            return Ok(String::new());
        }
        Outcome::Nothing(state) => {
            let text = match state {
                State::Deferred => lang.of("Đánh giá cuối giai đoạn", "Assessed at the end of the stage"),
                State::Ambiguous | State::Unreadable => lang.of("không có số dùng được", "no usable figure"),
                State::Blank if figure.kind == Kind::Group => "",
                State::Blank => lang.of("chưa có số liệu", "not reported"),
                other => state_sign(*other, lang),
            };
            (text, if state.is_unusable() { Mark::Unusable } else { Mark::None })
        }
        Outcome::NoTotal => {
            let text = match rule {
                Aggregate::None => "",
                Aggregate::Ratio { .. } => lang.of("không xác định", "undefined"),
                _ => lang.of("không tổng hợp được", "no total"),
            };
            (text, if matches!(rule, Aggregate::None | Aggregate::Ratio { .. }) { Mark::None } else { Mark::Unusable })
        }
        Outcome::Text(text) => (text.as_str(), Mark::None),
    };
    sheet.write_string_with_format(at, col, text, &styles.sign(mark).set_align(FormatAlign::Center))?;
    Ok(text.to_owned())
}

/// Who is missing from the totals of a row and why, and how they came about.
fn note(book: &Book<'_>, row: &Row, totals: &[&Total]) -> String {
    if row.is_group() {
        return String::new();
    }
    let mut parts: Vec<String> = Vec::new();
    for total in totals {
        let figure = book.form.figure(row, total.column);
        for part in of_total(book, figure, total) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
    }
    parts.join(" ")
}

/// What is to be said of one total, a sentence each.
pub(super) fn of_total(book: &Book<'_>, figure: &Figure, total: &Total) -> Vec<String> {
    let Book { run, lang, .. } = *book;
    let mut parts = Vec::new();
    let name = |u: &UnitIndex| run.register.unit(*u).map(|u| u.bare_name().to_owned()).unwrap_or_default();
    let named = |units: &[UnitIndex]| {
        let most = 8;
        let mut text = units.iter().take(most).map(name).collect::<Vec<_>>().join(", ");
        if units.len() > most {
            let more = units.len() - most;
            text.push_str(&lang.of(format!(" và {more} đơn vị khác"), format!(" and {more} more")));
        }
        text
    };
    if let (Aggregate::WeightedMean { weight }, Some(_)) = (&figure.aggregate, total.outcome.value()) {
        parts.push(lang.of(format!("Bình quân theo quyền số {weight}."), format!("Mean weighted by {weight}.")));
    }
    if total.outcome == Outcome::NoTotal
        && let Aggregate::WeightedMean { weight } = &figure.aggregate
    {
        parts.push(lang.of(
            format!("Thiếu quyền số {weight}: xem từng đơn vị ở trang «Theo đơn vị»."),
            format!("The weight {weight} is missing: see each unit on the sheet «By unit»."),
        ));
        return parts;
    }
    if figure.aggregate == Aggregate::None && book.form.value_columns().count() > 1 {
        return parts;
    }
    if matches!(total.outcome, Outcome::Nothing(State::Deferred)) {
        return parts;
    }
    if total.codes.contains(&Code::Unbalanced) {
        parts.push(lang.of(
            "(!) Có số không khớp với các số khác: xem trang «Phát hiện».".to_owned(),
            "(!) A figure does not agree with others: see the sheet «Findings».".to_owned(),
        ));
    }
    if !total.excluded.is_empty() {
        parts.push(lang.of(
            format!("Không dùng được số của: {}.", named(&total.excluded)),
            format!("Not usable: {}.", named(&total.excluded)),
        ));
    }
    let sent = |u: &UnitIndex| book.has_sent(*u);
    let silent = |state: Option<State>, was_sent: bool| -> Vec<UnitIndex> {
        total.absent.iter().filter(|(u, s)| *s == state && sent(u) == was_sent).map(|(u, _)| *u).collect()
    };
    for (state, was_sent, vi, en) in [
        (Some(State::NotCollected), true, "Chưa có số liệu", "Not collected"),
        (Some(State::Blank), true, "Để trống", "Left blank"),
        (None, true, "Không có dòng này", "Row missing"),
        (Some(State::Deferred), true, "Đánh giá cuối giai đoạn", "Assessed at the end of the stage"),
        (None, false, "Chưa nộp", "Not submitted"),
    ] {
        let units = silent(state, was_sent);
        // Where nobody gave a figure, the cell says so itself; who has not submitted is said always.
        let some = total.reported > 0 || total.outcome.value().is_some();
        if !units.is_empty() && (some || !was_sent) {
            parts.push(format!("{}: {}.", lang.of(vi, en), named(&units)));
        }
    }
    parts
}

/// Writes who signs below a table.
pub(super) fn signatures(sheet: &mut Worksheet, book: &Book<'_>, last: u16, at: u32) -> Result<(), PublishError> {
    let Book { styles, lang, .. } = *book;
    let left = u16::from(last > 1);
    let right = (left + 1).min(last);
    let bold = styles.base.clone().set_bold().set_align(FormatAlign::Center);
    let chair = if book.place().is_some() { lang.of("CHỦ TỊCH", "CHAIRPERSON") } else { "" };
    merge(sheet, at, (0, left), lang.of("NGƯỜI LẬP BIỂU", "PREPARED BY"), &bold)?;
    merge(sheet, at, (right, last), lang.of("TM. ỦY BAN NHÂN DÂN", "FOR THE PEOPLE'S COMMITTEE"), &bold)?;
    merge(sheet, at + 1, (right, last), chair, &bold)?;
    Ok(())
}
