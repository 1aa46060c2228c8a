//! «Số liệu»: the facts as a table, for pivots, for whoever asks where a figure came from, and for the level
//! above, which reads them back ([`crate::record`]).

use rust_xlsxwriter::{Table, TableColumn, TableStyle, Workbook, Worksheet};

use crate::finding::Lang;
use crate::own_output;
use crate::publish::rows;
use crate::record::{self, WholeSeal};
use crate::vietnamese::text::shorten;

use super::book::Book;
use super::style::as_excel;
use super::{PublishError, page};

const HEADINGS_VI: [&str; 14] = [
    "Biểu",
    "Dòng",
    "Cột",
    "Mã đơn vị",
    "Đơn vị",
    "Kỳ",
    "Giá trị",
    "Trạng thái",
    "ĐVT",
    "Tệp",
    "Trang",
    "Ô",
    "Nguyên văn",
    "Mã phát hiện",
];
const WIDTHS: [f64; 15] = [10.0, 8.0, 11.0, 9.0, 20.0, 8.0, 13.0, 13.0, 14.0, 36.0, 16.0, 7.0, 24.0, 14.0, 13.0];

/// A sheet has 1,048,576 rows; what is more goes on in a further one.
const MOST_ROWS: usize = 1_000_000;

/// Makes the sheets, and takes the seals of their lines.
///
/// Their cells are by far the most of a workbook and are written row by row, so they are not kept in memory.
pub(super) fn sheets(
    workbook: &mut Workbook,
    book: &Book<'_>,
    whole: &mut WholeSeal,
) -> Result<Vec<Worksheet>, PublishError> {
    let mut left = book.run.submissions.iter().map(|s| s.submission.facts.len()).sum::<usize>();
    let mut facts = rows::facts(book.run);
    let mut sheets = Vec::new();
    while sheets.is_empty() || left > 0 {
        let lines = left.min(MOST_ROWS);
        left -= lines;
        let sheet = workbook.new_worksheet_with_constant_memory()?;
        sheets.push(fill(sheet, book, sheets.len(), facts.by_ref().take(lines), lines, whole)?);
    }
    Ok(sheets)
}

fn fill<'r>(
    mut sheet: Worksheet,
    book: &Book<'_>,
    n: usize,
    facts: impl Iterator<Item = rows::FactRow<'r>>,
    lines: usize,
    whole: &mut WholeSeal,
) -> Result<Worksheet, PublishError> {
    let Book { styles, lang, .. } = *book;
    sheet.set_name(own_output::data_sheet(lang, n))?;
    for (width, at) in WIDTHS.into_iter().zip(0u16..) {
        sheet.set_column_width(at, width)?;
    }
    let headings = lang.of(&HEADINGS_VI[..], own_output::FACTS).iter().copied().chain([lang.of("Dấu", "seal")]);
    let columns: Vec<TableColumn> =
        headings.map(|h| TableColumn::new().set_header(h).set_header_format(&styles.head)).collect();
    let name = if n == 0 { "SoLieu".to_owned() } else { format!("SoLieu{}", n + 1) };
    let table = Table::new().set_name(name).set_columns(&columns).set_style(TableStyle::Light1);
    let last = u32::try_from(lines).unwrap_or(u32::MAX).max(1);
    // The headings are the first row, and rows are written from the top.
    sheet.add_table(0, 0, last, SEAL, &table)?;
    for (fact, at) in facts.zip(1u32..) {
        let value: Option<rust_decimal::Decimal> = fact.value.parse().ok();
        let value = value.map(|v| (v, v.normalize().to_string()));
        let raw = shown(fact.raw);
        let texts = [
            fact.form,
            fact.row,
            fact.column,
            fact.unit,
            fact.unit_name,
            &fact.period,
            value.as_ref().map(|(_, text)| text.as_str()).unwrap_or_default(),
            spoken(fact.state, lang),
            fact.measure,
            fact.file,
            fact.sheet,
            &fact.cell,
            &raw,
            &fact.findings,
        ];
        let seal = record::seal(texts);
        for (text, column) in texts.into_iter().zip(0u16..).chain([(seal.as_str(), SEAL)]) {
            match value.as_ref().filter(|_| column == VALUE).and_then(|(value, _)| as_excel(*value)) {
                Some(number) => _ = sheet.write_number(at, column, number)?,
                None if text.is_empty() => {}
                None => _ = sheet.write_string(at, column, text)?,
            }
        }
        whole.line(seal);
    }
    page(&mut sheet, (0, 0), lang)?;
    sheet.set_freeze_panes(1, 0)?;
    Ok(sheet)
}

/// The columns of the value and of the seal over the line.
const VALUE: u16 = 6;
const SEAL: u16 = 14;

/// A text as a cell holds it, which is no more than 32,767 characters.
fn shown(text: &str) -> String {
    if text.len() > 30_000 { shorten(text, 10_000) } else { text.to_owned() }
}

/// A state in the reader's language.
fn spoken(state: &'static str, lang: Lang) -> &'static str {
    let vietnamese = own_output::STATES_VI.iter().find(|(en, _)| *en == state).map_or(state, |(_, vi)| vi);
    lang.of(vietnamese, state)
}
