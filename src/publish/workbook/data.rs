//! «Số liệu»: the facts as a table, for pivots and for whoever asks where a figure came from.

use rust_xlsxwriter::{Table, TableColumn, TableStyle, Worksheet};

use crate::finding::Lang;
use crate::own_output;
use crate::publish::rows;
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
const WIDTHS: [f64; 14] = [10.0, 8.0, 11.0, 9.0, 20.0, 8.0, 13.0, 13.0, 14.0, 36.0, 16.0, 7.0, 24.0, 14.0];

pub(super) fn sheet(book: &Book<'_>) -> Result<Worksheet, PublishError> {
    let Book { run, names, styles, lang, .. } = *book;
    let mut sheet = Worksheet::new();
    sheet.set_name(names.data)?;
    for (width, at) in WIDTHS.into_iter().zip(0u16..) {
        sheet.set_column_width(at, width)?;
    }
    let mut last = 0;
    for (fact, at) in rows::facts(run).zip(1u32..) {
        // A sheet has 1,048,576 rows; a round of one form over all communes has a third of that.
        let texts = [
            fact.form,
            fact.row,
            fact.column,
            fact.unit,
            fact.unit_name,
            &fact.period,
            "",
            spoken(fact.state, lang),
            fact.measure,
            fact.file,
            fact.sheet,
            &fact.cell,
            fact.raw,
            &fact.findings,
        ];
        for (text, column) in texts.into_iter().zip(0u16..) {
            if column != 6 && !text.is_empty() {
                let text = if text.len() > 30_000 { shorten(text, 10_000) } else { text.to_owned() };
                sheet.write_string(at, column, text)?;
            }
        }
        if let Ok(value) = fact.value.parse::<rust_decimal::Decimal>() {
            match as_excel(value) {
                Some(number) => sheet.write_number(at, 6, number)?,
                None => sheet.write_string(at, 6, &fact.value)?,
            };
        }
        last = at;
    }
    let headings = lang.of(&HEADINGS_VI[..], own_output::FACTS);
    let columns: Vec<TableColumn> =
        headings.iter().map(|h| TableColumn::new().set_header(*h).set_header_format(&styles.head)).collect();
    let table = Table::new().set_name("SoLieu").set_columns(&columns).set_style(TableStyle::Light1);
    sheet.add_table(0, 0, last.max(1), 13, &table)?;
    page(&mut sheet, (0, 0), lang)?;
    sheet.set_freeze_panes(1, 0)?;
    Ok(sheet)
}

/// A state in the reader's language.
fn spoken(state: &'static str, lang: Lang) -> &'static str {
    let vietnamese = match state {
        "number" => "số",
        "nil" => "không phát sinh",
        "blank" => "để trống",
        "deferred" => "để sau",
        "not_collected" => "chưa có số liệu",
        "not_applicable" => "không áp dụng",
        "ambiguous" => "đọc được nhiều cách",
        "unreadable" => "không đọc được",
        "text" => "chữ",
        other => other,
    };
    lang.of(vietnamese, state)
}
