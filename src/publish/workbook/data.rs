//! «Số liệu»: the facts as a table, for pivots, for whoever asks where a figure came from, and for the level
//! above, which reads them back ([`crate::record`]).

use rust_xlsxwriter::{Table, TableColumn, TableStyle, Workbook, Worksheet};

use crate::address::ColumnName;
use crate::finding::Lang;
use crate::own_output;
use crate::patch::{Package, PatchError};
use crate::pipeline::Run;
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
    let mut facts = rows::facts(book.run);
    let mut sheets = Vec::new();
    for (n, lines) in lines(book.run).enumerate() {
        let sheet = workbook.new_worksheet_with_constant_memory()?;
        sheets.push(fill(sheet, book, n, facts.by_ref().take(lines), whole)?);
    }
    Ok(sheets)
}

fn fill<'r>(
    mut sheet: Worksheet,
    book: &Book<'_>,
    n: usize,
    facts: impl Iterator<Item = rows::FactRow<'r>>,
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
    let table = Table::new().set_name(table_name(n)).set_columns(&columns).set_style(TableStyle::Light1);
    // The headings are the first row, and rows are written from the top. The library remembers every cell of a table:
    // it is told of one line, and `stretch` says how many there are.
    sheet.add_table(0, 0, 1, SEAL, &table)?;
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

/// How many lines of facts there are, sheet by sheet.
fn lines(run: &Run) -> impl Iterator<Item = usize> {
    let all: usize = run.submissions.iter().map(|s| s.submission.facts.len()).sum();
    let sheets = all.div_ceil(MOST_ROWS).max(1);
    (0..sheets).map(move |n| all.saturating_sub(n * MOST_ROWS).min(MOST_ROWS))
}

/// Says in a workbook that is being completed how far the tables of facts reach.
///
/// # Errors
/// A part is damaged.
pub(super) fn stretch(package: &mut Package<'_>, run: &Run) -> Result<(), PatchError> {
    let lines: Vec<usize> = lines(run).collect();
    for n in 1u32.. {
        let name = format!("xl/tables/table{n}.xml");
        if !package.has(&name) {
            break;
        }
        let part = package.part(&name)?;
        let of_sheet = |n: &usize| part.contains(&format!(" displayName=\"{}\"", table_name(*n)));
        if let Some(lines) = (0..lines.len()).find(of_sheet).and_then(|n| lines.get(n)) {
            let reach = |last: usize| format!(" ref=\"A1:{}{last}\"", ColumnName(u32::from(SEAL)));
            package.set(name, part.replace(&reach(2), &reach(lines.max(&1) + 1)));
        }
    }
    Ok(())
}

fn table_name(n: usize) -> String {
    if n == 0 { "SoLieu".to_owned() } else { format!("SoLieu{}", n + 1) }
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
