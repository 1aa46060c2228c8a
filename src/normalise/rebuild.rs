//! A workbook written anew from its cells, for the formats that cannot be patched in place (xls,
//! xlsb, ods, csv): values, merges, fonts and number formats as far as the file gave them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Formula, Workbook, Worksheet};

use crate::address::Address;
use crate::finding::{Finding, Lang};
use crate::intake::cell::DateValue;
use crate::intake::{Cell, NumberFormat, Sheet, Value, as_excel};
use crate::publish::workbook::fit;
use crate::publish::{PublishError, rows, saved};
use crate::reading::formula::evaluate;
use crate::sheet_text::SheetText as _;
use crate::vietnamese::legacy::of_font;

use super::own::is_listed;
use super::{Change, Plan};

/// The colour of what could not be read.
pub(super) const MARK: u32 = 0x00FF_EB9C;

/// Writes the sheets with their changes, and a list of what could not be read.
///
/// # Errors
/// What a workbook cannot hold.
pub fn workbook(sheets: &[Sheet], plan: &Plan, lang: Lang) -> Result<Vec<u8>, PublishError> {
    let mut book = Workbook::new();
    // No clock time in the output.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let none = BTreeMap::new();
    let first_visible = sheets.iter().position(|s| s.visible);
    for (i, sheet) in sheets.iter().enumerate() {
        let mut made = Worksheet::new();
        made.set_name(&sheet.name)?;
        made.set_hidden(!sheet.visible);
        made.set_active(first_visible == Some(i));
        made.set_first_tab(first_visible == Some(i));
        for merge in &sheet.merges {
            let (Ok(left), Ok(right)) = (u16::try_from(merge.first.column), u16::try_from(merge.last.column)) else {
                continue;
            };
            if merge.first != merge.last {
                made.put_merged(merge.first.row, left, merge.last.row, right, "", &base())?;
            }
        }
        let layout = Layout::of(sheet);
        layout.apply(&mut made)?;
        hide(&mut made, sheet)?;
        let changes = plan.sheets.get(i).unwrap_or(&none);
        let sums = sums(sheet);
        for (row, cells) in sheet.rows() {
            for cell in cells {
                let format = format(cell, !layout.titles.contains(&row));
                match (sums.get(&cell.at), u16::try_from(cell.at.column)) {
                    (Some(formula), Ok(column)) => {
                        let formula = Formula::new(formula).set_result(cell.value.to_string());
                        made.write_formula_with_format(row, column, formula, &numbered(cell, format))?;
                    }
                    _ => put(&mut made, cell, changes.get(&cell.at), format)?,
                }
            }
        }
        book.push_worksheet(made);
    }
    let rows = list_rows(&plan.findings, lang);
    if !rows.is_empty() && !is_listed(sheets, &rows) {
        book.push_worksheet(list(sheets, &rows, lang)?);
    }
    saved(&mut book)
}

fn base() -> Format {
    Format::new()
        .set_font_name("Times New Roman")
        .set_font_size(12)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

/// How a sheet is laid out, since these formats do not give it: by what its cells hold.
struct Layout {
    widths: BTreeMap<u32, f64>,
    heights: BTreeMap<u32, f64>,
    /// Rows of a single text: titles, which run on over the columns beside.
    titles: BTreeSet<u32>,
}

impl Layout {
    fn of(sheet: &Sheet) -> Self {
        let merged = |cell: &Cell| sheet.merge_at(cell.at).filter(|m| m.first.column != m.last.column);
        let table = sheet.rows().any(|(_, cells)| cells.len() > 1);
        let title = |cells: &[Cell]| table && cells.len() == 1 && cells.iter().all(|c| merged(c).is_none());
        let titles: BTreeSet<u32> = sheet.rows().filter(|(_, cells)| title(cells)).map(|(row, _)| row).collect();
        let mut widest: BTreeMap<u32, usize> = BTreeMap::new();
        for (_, cells) in sheet.rows().filter(|(row, _)| !titles.contains(row)) {
            for cell in cells.iter().filter(|c| merged(c).is_none()) {
                let width = widest.entry(cell.at.column).or_default();
                *width = (*width).max(cell.value.to_string().chars().count());
            }
        }
        let widths: BTreeMap<u32, f64> =
            widest.into_iter().map(|(column, width)| (column, (width as f64 + 2.0).clamp(6.0, 48.0))).collect();
        let width = |column: u32| widths.get(&column).copied().unwrap_or(8.43);
        let mut heights = BTreeMap::new();
        for (row, cells) in sheet.rows().filter(|(row, _)| !titles.contains(row)) {
            let texts: Vec<(String, f64)> = cells
                .iter()
                .filter(|c| sheet.merge_at(c.at).is_none_or(|m| m.first.row == m.last.row))
                .map(|c| {
                    let columns = merged(c).map_or(c.at.column..=c.at.column, |m| m.first.column..=m.last.column);
                    (c.value.to_string(), columns.take(64).map(width).sum())
                })
                .collect();
            heights.insert(row, fit::row_height(texts.iter().map(|(text, width)| (text.as_str(), *width)), 12.0));
        }
        Self { widths, heights, titles }
    }

    fn apply(&self, made: &mut Worksheet) -> Result<(), PublishError> {
        for (column, width) in &self.widths {
            if let Ok(column) = u16::try_from(*column) {
                made.set_column_width(column, *width)?;
            }
        }
        for (row, height) in self.heights.iter().filter(|(_, height)| **height > fit::height("", 10.0, 12.0)) {
            made.set_row_height(*row, *height)?;
        }
        made.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
        Ok(())
    }
}

/// The formulas that are known of a sheet in which sums pass over figures typed as text, as far as they come to what is
/// stored with them: so whoever reads the sheet next sees what its sums lack.
fn sums(sheet: &Sheet) -> BTreeMap<Address, String> {
    if sheet.sums.is_empty() {
        return BTreeMap::new();
    }
    // Excel's sums pass over texts, whatever they look like.
    let mut as_summed = sheet.clone();
    for cell in sheet.rows().flat_map(|(_, cells)| cells).filter(|cell| cell.text().is_some()) {
        as_summed.set(cell.at, Value::Text("x".into()));
    }
    let comes_to = |at: &Address, formula: &str| match sheet.cell(*at).map(|cell| &cell.value) {
        Some(Value::Number(stored)) => !stored.is_zero() && evaluate(formula, &as_summed) == Some(stored.normalize()),
        _ => false,
    };
    let known = sheet.sums.iter().filter(|(at, formula)| comes_to(at, formula));
    // Of sums and the four operations only the sign between arguments is another in OpenDocument.
    known.map(|(at, formula)| (*at, as_excel(formula).trim_start_matches('=').replace(';', ","))).collect()
}

/// Hides what the sheet hides: the rows that hold anything, and the columns.
fn hide(made: &mut Worksheet, sheet: &Sheet) -> Result<(), PublishError> {
    let mut columns = BTreeSet::new();
    for (row, cells) in sheet.rows() {
        if sheet.hidden.has_row(row) {
            made.set_row_hidden(row)?;
        }
        columns.extend(cells.iter().map(|cell| cell.at.column).filter(|column| sheet.hidden.has_column(*column)));
    }
    for column in columns.into_iter().filter_map(|column| u16::try_from(column).ok()) {
        made.set_column_hidden(column)?;
    }
    Ok(())
}

fn put(made: &mut Worksheet, cell: &Cell, change: Option<&Change>, format: Format) -> Result<(), PublishError> {
    let (row, Ok(column)) = (cell.at.row, u16::try_from(cell.at.column)) else { return Ok(()) };
    match (change, &cell.value) {
        (Some(Change::Number { value, show, .. }), _) => {
            let format = format.set_num_format(show.format());
            made.write_number_with_format(row, column, value.to_f64().unwrap_or(f64::NAN), &format)?;
        }
        (Some(Change::Text(text)), _) => _ = made.put_text(row, column, text, &format)?,
        (Some(Change::Marked), value) => {
            let format = format.set_background_color(Color::RGB(MARK));
            made.put_text(row, column, value.to_string(), &format)?;
        }
        (None, Value::Text(text)) => _ = made.put_text(row, column, &**text, &format)?,
        (None, Value::Number(number)) => {
            let format = numbered(cell, format);
            made.write_number_with_format(row, column, number.to_f64().unwrap_or(f64::NAN), &format)?;
        }
        (None, Value::Date(DateValue::Serial { days, from_1904 })) => {
            let shown = if *days < 1.0 { "hh:mm" } else { "dd/mm/yyyy" };
            let days = if *from_1904 { days + 1462.0 } else { *days };
            let format = format.set_num_format(own_code(cell).unwrap_or(shown));
            made.write_number_with_format(row, column, days, &format)?;
        }
        // Excel computes it when it opens the workbook.
        (None, Value::NoResult(formula)) => {
            made.write_formula_with_format(row, column, formula.as_str(), &format)?;
        }
        // An error stays one: as text it would be what somebody typed.
        (None, Value::Error(error)) if ERRORS.contains(&error.as_str()) => {
            let formula = Formula::new(format!("={error}")).set_result(error);
            made.write_formula_with_format(row, column, formula, &format)?;
        }
        (None, Value::Boolean(value)) => _ = made.write_boolean_with_format(row, column, *value, &format)?,
        (None, value) => _ = made.put_text(row, column, value.to_string(), &format)?,
    }
    Ok(())
}

/// A format that shows a number as its file does.
fn numbered(cell: &Cell, format: Format) -> Format {
    match number_code(cell) {
        Some(code) => format.set_num_format(code),
        None => format,
    }
}

/// The errors that are formulas by themselves in every version of Excel.
const ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// The code of a number format of the file's own.
fn own_code(cell: &Cell) -> Option<&str> {
    cell.style.as_ref().map(|s| s.code.as_str()).filter(|c| !c.is_empty())
}

/// The code of the format that shows a number as its file does. Where the file tells what is shown besides and no code
/// for it (ods), one that shows the same: whoever reads it next takes it no other way.
fn number_code(cell: &Cell) -> Option<Cow<'_, str>> {
    if let Some(own) = own_code(cell) {
        return Some(own.into());
    }
    if cell.number_format() == NumberFormat::Percent {
        return Some("0.00%".into());
    }
    let style = cell.style.as_ref()?;
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\\\"\""));
    let above = match style.shown.as_str() {
        "" => "General".to_owned(),
        "," => "#,##0,".to_owned(),
        dotted if dotted.starts_with('.') => format!("0\\.0{}", quoted(dotted.trim_start_matches('.'))),
        words => format!("General{}", quoted(words)),
    };
    match style.zero.as_str() {
        "" => (above != "General").then(|| above.into()),
        zero => Some(format!("{above};-{above};{}", quoted(zero)).into()),
    }
}

fn format(cell: &Cell, wrapped: bool) -> Format {
    let mut format = if wrapped { base() } else { base().unset_text_wrap() };
    if let Some(style) = &cell.style {
        if let Some(font) = style.font.as_deref().filter(|f| of_font(f).is_none()) {
            format = format.set_font_name(font);
        }
        if style.italic {
            format = format.set_italic();
        }
        if style.struck {
            format = format.set_font_strikethrough();
        }
    }
    format
}

/// Widths of the columns of that list.
pub(super) const LIST_WIDTHS: [f64; 5] = [20.0, 8.0, 24.0, 60.0, 44.0];

/// The sheet that lists what could not be read.
fn list(sheets: &[Sheet], rows: &[[String; 5]], lang: Lang) -> Result<Worksheet, PublishError> {
    let mut made = Worksheet::new();
    made.set_name(list_name(sheets.iter().map(|s| s.name.as_str()), lang))?;
    let head = base().set_bold();
    for ((heading, width), column) in list_headings(lang).into_iter().zip(LIST_WIDTHS).zip(0u16..) {
        made.set_column_width(column, width)?;
        made.put_text(0, column, heading, &head)?;
    }
    made.set_freeze_panes(1, 0)?;
    for (texts, row) in rows.iter().zip(1u32..) {
        for (text, column) in texts.iter().zip(0u16..) {
            made.put_text(row, column, text, &base())?;
        }
    }
    Ok(made)
}

/// What that sheet says of each finding.
pub(super) fn list_rows(findings: &[Finding], lang: Lang) -> Vec<[String; 5]> {
    let row = |finding: rows::FindingRow| {
        let message = format!("{} {}", finding.message, finding.evidence).trim_end().to_owned();
        [finding.sheet, finding.cell, finding.raw, message, finding.suggestion]
    };
    rows::findings(findings, lang).map(row).collect()
}

/// What that sheet is called.
pub(super) fn list_title(lang: Lang) -> &'static str {
    lang.of("Cần xem lại", "To look at")
}

/// The name of that sheet, one that the workbook does not have.
pub(super) fn list_name<'a>(taken: impl Iterator<Item = &'a str> + Clone, lang: Lang) -> String {
    let name = list_title(lang);
    let free = |candidate: &str| !taken.clone().any(|t| t.to_lowercase() == candidate.to_lowercase());
    if free(name) {
        return name.to_owned();
    }
    (2..).map(|n| format!("{name} {n}")).find(|n| free(n)).unwrap_or_else(|| name.to_owned())
}

pub(super) fn list_headings(lang: Lang) -> [&'static str; 5] {
    match lang {
        Lang::Vi => ["Trang", "Ô", "Trong ô ghi", "Vấn đề", "Đề nghị"],
        Lang::En => ["Sheet", "Cell", "The cell says", "Problem", "Suggestion"],
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::intake::cell::CellStyle;
    use crate::intake::{self, Hidden};

    #[test]
    fn what_a_file_shows_another_way_is_shown_so_where_it_is_written_anew() {
        let looks =
            [("", "", false), (",", "", false), ("nghìn", "", true), (".", "", false), ("\"k\"", "chưa có", false)];
        let cells = looks.iter().zip(0..).map(|((shown, zero, struck), row)| {
            let number_format = NumberFormat::Plain;
            let (shown, zero) = ((*shown).to_owned(), (*zero).to_owned());
            let style = CellStyle { number_format, struck: *struck, shown, zero, ..CellStyle::default() };
            Cell { at: Address { row, column: 1 }, value: Value::number(5364.0), style: Some(Arc::new(style)) }
        });
        let mut sheet = Sheet::new("Biểu", true, cells, Vec::new());
        sheet.hidden = Hidden::new(vec![2..=3], vec![]);
        let bytes = workbook(&[sheet], &Plan::default(), Lang::Vi).unwrap();
        let read = intake::read("a.xlsx", &bytes, &mut Vec::new()).unwrap();
        let again = &read.sheets[0];
        for ((shown, zero, struck), row) in looks.into_iter().zip(0..) {
            let cell = again.cell(Address { row, column: 1 }).unwrap();
            let style = cell.style.as_ref().unwrap();
            assert_eq!(
                (style.shown.as_str(), style.zero.as_str(), style.struck),
                (shown, zero, struck),
                "{}",
                style.code
            );
            assert_eq!(again.hides(cell.at), (2..=3).contains(&row));
        }
    }

    #[test]
    fn a_sum_that_lacks_what_is_typed_as_text_still_says_so_where_its_sheet_is_written_anew() {
        let at = |text: &str| Address::parse(text).unwrap();
        let cell = |(a, value): (&str, Value)| Cell { at: at(a), value, style: None };
        let cells = [
            ("A2", Value::number(1.0)),
            ("B2", Value::number(60.0)),
            ("B3", Value::Text("1.022 hộ".into())),
            ("B4", Value::number(60.0)),
            ("B5", Value::number(75.0)),
            ("B6", Value::number(120.0)),
            ("B7", Value::number(0.0)),
        ];
        let mut sheet = Sheet::new("Biểu", true, cells.map(cell), Vec::new());
        // A sum that Excel makes no other; one that it makes another; one over a sum; a rate; one not computed yet.
        let formulas = [("B4", "of:=SUM([.B2:.B3];[.C2])"), ("B5", "SUM(B2:B3)"), ("B6", "B4*2"), ("B7", "SUM(C1:C3)")];
        sheet.sums = formulas.map(|(a, formula)| (at(a), formula.to_owned())).into();
        let bytes = workbook(&[sheet], &Plan::default(), Lang::Vi).unwrap();
        let read = intake::read("a.xlsx", &bytes, &mut Vec::new()).unwrap();
        let again = &read.sheets[0];
        let sums: Vec<String> = again.sums.iter().map(|(at, formula)| format!("{at} {formula}")).collect();
        assert_eq!(sums, ["B4 SUM(B2:B3,C2)", "B6 B4*2"]);
        for (a, value) in [("B4", "60"), ("B5", "75"), ("B6", "120"), ("B7", "0")] {
            assert_eq!(again.cell(at(a)).unwrap().value.to_string(), value, "{a}");
        }
    }
}
