//! «Phát hiện»: what to ask whom, the gravest first, with room for the answers that `--decisions`
//! takes back.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, FormatAlign, Url, Worksheet};

use crate::finding::{Finding, Lang, Problem, Severity, Tally, reading};
use crate::lang::counted;
use crate::own_output;
use crate::publish::stood;
use crate::run::Run;
use crate::sheet_text::SheetText as _;
use crate::vietnamese::text::shorten;

use super::by_unit::Grid;
use super::style::{self, Mark, Styles};
use super::{PublishError, SheetNames, fit, outline, page};

const HEAD: u32 = 4;
/// A figure of 14 digits stands on one line.
const RAW_WIDTH: f64 = 18.0;
const MESSAGE_WIDTH: f64 = 37.0;
const SUGGESTION_WIDTH: f64 = 26.0;

/// The first of the columns that are for programs.
const HIDDEN: u16 = 14;

/// A sheet has 1,048,576 rows; what is more goes on in a further one.
const MOST_ROWS: usize = 1_000_000;

/// Makes the sheets. With grids, a finding about a figure links to where it is shown.
pub(super) fn sheets(run: &Run, grids: &[Grid], styles: &Styles, lang: Lang) -> Result<Vec<Worksheet>, PublishError> {
    let mut ordered: Vec<&Finding> = run.findings.iter().collect();
    ordered.sort_by_key(|f| f.severity());
    // What is folded under a finding stands behind it, to be answered as well.
    let numbered = ordered.iter().zip(1u32..).flat_map(|(finding, n)| {
        let number = move |(finding, part): (_, u32)| {
            (finding, part, if part == 0 { n.to_string() } else { format!("{n}.{part}") })
        };
        finding.all().zip(0u32..).map(number)
    });
    let lines: Vec<Line<'_>> = numbered.collect();
    let none: &[Line<'_>] = &[];
    let parts: Vec<&[Line<'_>]> = if lines.is_empty() { vec![none] } else { lines.chunks(MOST_ROWS).collect() };
    parts.into_iter().enumerate().map(|(at, part)| sheet(run, (at, part), grids, styles, lang)).collect()
}

/// A finding, which part of another it is (0 of none), and its number.
type Line<'f> = (&'f Finding, u32, String);

fn sheet(
    run: &Run,
    (at, lines): (usize, &[Line<'_>]),
    grids: &[Grid],
    styles: &Styles,
    lang: Lang,
) -> Result<Worksheet, PublishError> {
    let findings = &run.findings;
    let hashes: HashMap<&str, &str> =
        run.submissions.iter().map(|s| (s.submission.file.as_str(), s.submission.sha256.as_str())).collect();
    let mut sheet = Worksheet::new();
    sheet.set_name(own_output::further(SheetNames::new(lang).findings, at))?;
    let columns: [(&str, f64); 14] = [
        ("STT", 5.0),
        (lang.of("Mức độ", "Severity"), 9.5),
        (lang.of("Mã", "Code"), 8.0),
        (lang.of("Đơn vị", "Unit"), 14.0),
        (lang.of("Tệp", "File"), 22.0),
        (lang.of("Ô", "Cell"), 16.0),
        (lang.of("Chỉ tiêu", "Row"), 28.0),
        (lang.of("Giá trị trong tệp", "Raw"), RAW_WIDTH),
        (lang.of("Giá trị đã dùng", "Value used"), 16.0),
        (lang.of("Nội dung", "Message"), MESSAGE_WIDTH),
        (lang.of("Đề nghị", "Suggestion"), SUGGESTION_WIDTH),
        (lang.of("Giá trị đúng", "Decision"), 12.0),
        (lang.of("Lý do", "Reason"), 13.0),
        (lang.of("Người quyết định", "Decided by"), 14.0),
    ];
    for ((name, width), at) in columns.iter().zip(0u16..) {
        sheet.set_column_width(at, *width)?;
        sheet.put_text(HEAD, at, *name, &styles.head)?;
    }
    // For programs: what binds an answer to its file, and the codes of what the columns before name.
    let hidden = [
        "SHA-256",
        lang.of("Mã đơn vị", "Unit code"),
        lang.of("Mã chỉ tiêu", "Row code"),
        lang.of("Mã cột", "Column code"),
    ];
    for (name, at) in hidden.into_iter().zip(HIDDEN..) {
        sheet.put_text(HEAD, at, name, &styles.head)?;
        sheet.set_column_hidden(at)?;
    }
    sheet.set_row_height(HEAD, fit::height("Giá trị trong tệp", 10.0, 12.0))?;
    sheet.put_text(
        0,
        0,
        lang.of("CÁC PHÁT HIỆN KHI KIỂM TRA, TỔNG HỢP SỐ LIỆU", "FINDINGS"),
        &styles.base.clone().set_bold().set_font_size(14),
    )?;
    let Tally { errors, warnings, notes, folded } = Tally::of(findings);
    let more = match folded {
        0 => String::new(),
        n => lang.of(
            format!(" Các dòng đánh số 1.1, 1.2, … ({n} dòng) cùng nguyên nhân với dòng 1."),
            format!(" The lines numbered 1.1, 1.2, … ({n}) have the cause of line 1."),
        ),
    };
    let counts = lang.of(
        format!("{errors} lỗi (số hoặc tệp không được đưa vào tổng), {warnings} cảnh báo (đã dùng, cần xem lại), {notes} ghi nhận (không phải làm gì).{more}"),
        format!(
            "{} (left out of the totals), {} (used, look again), {} (nothing to do).{more}",
            counted(errors, "error"),
            counted(warnings, "warning"),
            counted(notes, "note"),
        ),
    );
    sheet.put_text(1, 0, counts, &styles.base.clone().set_italic())?;
    let how = lang.of(
        "Trả lời: ghi số đúng (hoặc «giữ nguyên», «bỏ», «dùng») vào cột «Giá trị đúng», lý do vào cột «Lý do», lưu tệp rồi chạy lại với --decisions. Ô xám: trả lời không sửa được, phải sửa trong tệp.",
        "To answer, write the right number (or «as is», «leave out», «use») under «Decision», why under «Reason», save, and run again with --decisions. A grey cell: no answer helps, the file must be mended.",
    );
    sheet.put_text(2, 0, run.checks.words(lang), &styles.base.clone().set_italic())?;
    sheet.put_text(3, 0, how, &styles.base.clone().set_italic())?;
    page(&mut sheet, (HEAD, HEAD), lang)?;
    sheet.set_freeze_panes(HEAD + 1, 0)?;
    let small = styles.cell.clone().set_font_size(11);
    let centre = styles.centre.clone().set_font_size(11);
    // A sum of money is wider than the column.
    let used = |value| {
        let number = styles.number(style::decimals_of(value), Mark::None, false);
        number.clone().set_font_size(11).set_indent(0).unset_text_wrap().set_shrink()
    };
    let answer = small.clone().set_unlocked().set_align(FormatAlign::Right);
    // What no answer puts right does not ask for one.
    let no_answer = small.clone().set_background_color(Color::RGB(0x00D9_D9D9));
    let mut last = HEAD;
    for ((finding, _, number), at) in lines.iter().zip(HEAD + 1..) {
        last = at;
        let words = finding.words(lang);
        let place = &finding.place;
        let mark = match finding.severity() {
            Severity::Error => Mark::Unusable,
            Severity::Warning => Mark::Partial,
            Severity::Note => Mark::None,
        };
        let file = place.file.clone().unwrap_or_default();
        let named = |code: &str| run.register.find(code).map(|u| run.register.name(u).to_owned());
        let unit = place
            .unit_name
            .clone()
            .or_else(|| place.unit.as_deref().and_then(named))
            .or_else(|| place.unit.clone())
            .unwrap_or_default();
        let cell = match (&place.sheet, place.cell) {
            (Some(sheet), Some(cell)) => format!("{sheet}!{cell}"),
            (Some(sheet), None) => sheet.clone(),
            _ => String::new(),
        };
        let label = place
            .row_label
            .clone()
            .map(|l| format!("{} {}", place.row.as_deref().unwrap_or_default(), shorten(&l, 90)))
            .or_else(|| place.row.as_deref().map(|r| r.trim_start_matches('?').to_owned()))
            .unwrap_or_default();
        // Blank cells of a row that are told together name their columns themselves.
        let together = matches!(finding.problem, Problem::Reading(reading::Problem::BlankCells { .. }));
        let label = match place.column_heading.as_deref().filter(|heading| !heading.is_empty() && !together) {
            Some(heading) => format!("{label} · {}", shorten(heading, 60)),
            None => label,
        };
        let message =
            if words.evidence.is_empty() { words.message } else { format!("{} {}", words.message, words.evidence) };
        sheet.put_text(at, 0, number, &centre)?;
        sheet.put_text(at, 1, finding.severity().name(lang), &styles.marked(centre.clone(), mark))?;
        sheet.put_text(at, 2, finding.code().id(), &centre)?;
        sheet.put_text(at, 3, &unit, &small)?;
        sheet.put_text(at, 4, &file, &small)?;
        // A finding about a cell belongs to the form of its file's submission that has it.
        let form = run.submissions.iter().find(|s| {
            Some(s.submission.file.as_str()) == place.file.as_deref()
                && s.submission.sheets.iter().any(|name| Some(name) == place.sheet.as_ref())
        });
        let grid = form.and_then(|s| grids.iter().find(|g| g.form == s.submission.form));
        match grid.and_then(|g| Some((g, g.of_finding(finding)?))) {
            Some((grid, spot)) => {
                let url = Url::new(format!("internal:{}", grid.outside(spot))).set_text(&cell);
                sheet.write_url_with_format(at, 5, url, &styles.link.clone().set_font_size(11))?;
            }
            None => _ = sheet.put_text(at, 5, &cell, &small)?,
        }
        let raw = stood::of_finding(finding);
        sheet.put_text(at, 6, &label, &small)?;
        sheet.put_text(at, 7, shorten_for_cell(&raw), &small)?;
        match finding.value {
            Some(value) => style::write_decimal(&mut sheet, at, 8, value, &used(value))?,
            None => _ = sheet.write_blank(at, 8, &small)?,
        }
        sheet.put_text(at, 9, &message, &small)?;
        sheet.put_text(at, 10, &words.suggestion, &small)?;
        sheet.write_blank(at, 11, if finding.takes_an_answer() { &answer } else { &no_answer })?;
        sheet.write_blank(at, 12, &small)?;
        sheet.write_blank(at, 13, &small)?;
        let hash = place.file.as_deref().and_then(|f| hashes.get(f)).copied();
        let codes = [hash, place.unit.as_deref(), place.row.as_deref(), place.column.as_deref()];
        for (code, column) in codes.into_iter().zip(HIDDEN..) {
            sheet.put_text(at, column, code.unwrap_or_default(), &small)?;
        }
        let texts = [
            (unit.as_str(), 14.0),
            (file.as_str(), 22.0),
            (cell.as_str(), 16.0),
            (label.as_str(), 28.0),
            (&*raw, RAW_WIDTH),
            (message.as_str(), MESSAGE_WIDTH),
            (words.suggestion.as_str(), SUGGESTION_WIDTH),
        ];
        // A little less than there is: what stands in for Times New Roman elsewhere is wider.
        let texts = texts.map(|(text, width)| (text, width * 0.94));
        sheet.set_row_height(at, fit::row_height(texts, 11.0))?;
    }
    // What is folded can be folded away: the sign to do so stands at the finding that it belongs to.
    let depths: Vec<u8> = lines.iter().map(|(_, part, _)| u8::from(*part > 0)).collect();
    outline::rows(&mut sheet, HEAD + 1, &depths, None)?;
    if last > HEAD {
        sheet.autofilter(HEAD, 0, last, HIDDEN - 1)?;
    }
    Ok(sheet)
}

/// Excel holds 32,767 characters in a cell.
fn shorten_for_cell(text: &str) -> String {
    if text.encode_utf16().count() < 32_000 { text.to_owned() } else { shorten(text, 16_000) }
}
