//! Which cells of a sheet hold quantities, with no form to say so: by the headings, and by what the
//! rest of the column holds.
//!
//! Role before number: `3.10` among order numbers is a code, `0201` under «Mã số» too, and
//! `60.000 tấn` among names is prose.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::intake::{Cell, Sheet, Value};
use crate::layout::header::is_index_row;
use crate::vietnamese::measure::Measure;
use crate::vietnamese::number::{Notation, Readings, read};
use crate::vietnamese::symbol::nothing;
use crate::vietnamese::text::fold;

/// What is known about a quantity's surroundings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Sure numbers of the column are written the Vietnamese way.
    pub vietnamese: bool,
    /// Sure numbers of the column are written the English way.
    pub english: bool,
    /// The row or the sheet counts whole things.
    pub whole: bool,
    /// The row or the column is in per cent.
    pub percent: bool,
}

/// The columns of a sheet, by the stretches of rows under each heading.
pub struct Columns {
    stretches: Vec<Stretch>,
}

/// The rows between one header and the next.
struct Stretch {
    first: u32,
    last: u32,
    /// Columns of quantities, with the row of their first figure: what stands above is heading still.
    columns: BTreeMap<u32, (u32, Surroundings)>,
    /// What the measure beside each row says.
    rows: BTreeMap<u32, RowMeasure>,
}

#[derive(Clone, Copy, Default)]
struct RowMeasure {
    whole: bool,
    percent: bool,
}

impl Columns {
    /// What is known about a cell, if its column holds quantities.
    pub fn quantity(&self, row: u32, column: u32) -> Option<Surroundings> {
        let stretch = self.stretches.iter().find(|s| (s.first..=s.last).contains(&row))?;
        let (_, mut known) = stretch.columns.get(&column).copied().filter(|(first, _)| *first <= row)?;
        if let Some(measure) = stretch.rows.get(&row) {
            known.whole |= measure.whole;
            known.percent |= measure.percent;
        }
        Some(known)
    }
}

/// Finds the columns of a sheet.
pub fn of(sheet: &Sheet) -> Columns {
    let headers = headers(sheet);
    let whole = measure_line(sheet).is_some_and(|m| m.is_counted());
    let mut stretches = Vec::new();
    if headers.is_empty() {
        stretches.push(stretch(sheet, 0, u32::MAX, &BTreeMap::new(), whole));
    }
    for (i, header) in headers.iter().enumerate() {
        let last = headers.get(i + 1).map_or(u32::MAX, |next| next.first.saturating_sub(1));
        stretches.push(stretch(sheet, header.last + 1, last, &header.headings, whole));
    }
    Columns { stretches }
}

struct Header {
    first: u32,
    last: u32,
    headings: BTreeMap<u32, String>,
}

/// The headers of a sheet: rows with a heading for order numbers, and the rows it is merged over.
fn headers(sheet: &Sheet) -> Vec<Header> {
    let mut found: Vec<Header> = Vec::new();
    for (row, cells) in sheet.rows() {
        if found.last().is_some_and(|h| row <= h.last) {
            continue;
        }
        let order = cells.iter().find(|c| c.text().is_some_and(|t| is_one_of(t, ORDER)));
        let Some(order) = order.filter(|_| cells.len() > 1) else { continue };
        let bottom = sheet.merge_at(order.at).map_or(row, |m| m.last.row);
        let mut last = bottom;
        if let Some((index, cells)) = sheet.rows_in(last + 1..).next()
            && is_index_row(cells)
        {
            last = index;
        }
        let mut headings: BTreeMap<u32, String> = BTreeMap::new();
        for (_, cells) in sheet.rows_in(row..=bottom.max(row)) {
            for cell in cells {
                let Some(text) = cell.text() else { continue };
                let across = sheet.merge_at(cell.at).map_or(cell.at.column, |m| m.last.column);
                for column in cell.at.column..=across.min(cell.at.column + 255) {
                    let heading = headings.entry(column).or_default();
                    heading.push(' ');
                    heading.push_str(text);
                }
            }
        }
        found.push(Header { first: row, last, headings });
    }
    found
}

const ORDER: &[&str] = &["STT", "TT", "Số TT", "Số thứ tự", "S TT"];
const MEASURE: &[&str] = &["ĐVT", "Đơn vị tính", "Đơn vị", "Đ.v.t"];
/// Headings of columns whose figures are names: codes, telephone numbers, identity cards.
const CODES: &[&str] = &[
    "mã",
    "ký hiệu",
    "số hiệu",
    "điện thoại",
    "sđt",
    "cmnd",
    "cccd",
    "tài khoản",
    "mst",
    "ngày",
    "số thửa",
    "số tờ",
    "biển số",
    "số quyết định",
    "số văn bản",
    "ghi chú",
];

fn is_one_of(text: &str, names: &[&str]) -> bool {
    let key = fold(text);
    names.iter().any(|n| fold(n) == key)
}

fn names_a_code(heading: &str) -> bool {
    let key = format!(" {} ", fold(heading));
    CODES.iter().any(|c| key.contains(&format!(" {} ", fold(c))))
}

fn measure_line(sheet: &Sheet) -> Option<Measure> {
    sheet.rows().take(40).flat_map(|(_, cells)| cells).filter_map(Cell::text).find_map(Measure::in_line)
}

fn stretch(sheet: &Sheet, first: u32, last: u32, headings: &BTreeMap<u32, String>, whole: bool) -> Stretch {
    let rows: Vec<(u32, &[Cell])> = if first > last { Vec::new() } else { sheet.rows_in(first..=last).collect() };
    let heading = |column: u32| headings.get(&column).map(String::as_str).unwrap_or_default();
    let measure_column = headings.iter().find(|(_, h)| is_one_of(h, MEASURE)).map(|(c, _)| *c);
    let measures = rows.iter().filter_map(|(row, cells)| {
        let text = cells.iter().find(|c| Some(c.at.column) == measure_column)?.text()?;
        let measure = Measure::parse(text)?;
        Some((*row, RowMeasure { whole: measure.is_counted(), percent: measure.is_percent() }))
    });
    let measures: BTreeMap<u32, RowMeasure> = measures.collect();
    let mut seen: BTreeMap<u32, Seen> = BTreeMap::new();
    for cell in rows.iter().flat_map(|(_, cells)| *cells) {
        seen.entry(cell.at.column).or_default().note(cell);
    }
    let first_row = seen.values().filter_map(|s| s.first).min().unwrap_or(first);
    // Without a heading for order numbers the headings are what stands above a column's first figure.
    let above = |column: u32, figure: Option<u32>| -> String {
        let rows = rows.iter().filter(|(r, _)| figure.is_some_and(|f| *r < f)).rev();
        let texts = rows.flat_map(|(_, cells)| *cells).filter(|c| c.at.column == column).filter_map(Cell::text);
        texts.take(2).collect::<Vec<_>>().join(" ")
    };
    let leftmost = seen.keys().next().copied();
    let columns = seen
        .into_iter()
        .filter(|(column, seen)| {
            let heading = heading(*column);
            let above = if headings.is_empty() { above(*column, seen.first) } else { heading.to_owned() };
            let named = is_one_of(&above, ORDER) || is_one_of(&above, MEASURE) || names_a_code(&above);
            // Without headings the order numbers are what stands leftmost and counts up.
            let ordinal = headings.is_empty() && Some(*column) == leftmost && seen.counts_up;
            !named && !ordinal && !seen.is_outline() && seen.figures > 0 && seen.figures >= seen.words
        })
        .map(|(column, seen)| {
            let percent = heading(column).contains('%');
            // Under headings the first row with any figure begins the data; without them each column's own.
            let first = if headings.is_empty() { seen.first.unwrap_or(u32::MAX) } else { first_row };
            (column, (first, Surroundings { vietnamese: seen.vietnamese, english: seen.english, whole, percent }))
        });
    Stretch { first, last, columns: columns.collect(), rows: measures }
}

/// What a column holds.
struct Seen {
    figures: usize,
    words: usize,
    vietnamese: bool,
    english: bool,
    counts_up: bool,
    last: Option<Decimal>,
    /// The row of the first figure that can be read.
    first: Option<u32>,
    /// Texts that are outline numbers (`3.10`), in order, and the last of them.
    outline: usize,
    last_outline: Vec<u16>,
    out_of_order: bool,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            figures: 0,
            words: 0,
            vietnamese: false,
            english: false,
            counts_up: true,
            last: None,
            first: None,
            outline: 0,
            last_outline: vec![],
            out_of_order: false,
        }
    }
}

impl Seen {
    /// Tells whether the texts are outline numbers: dotted, short, and ever rising.
    fn is_outline(&self) -> bool {
        self.outline >= 3 && !self.out_of_order
    }

    fn note_outline(&mut self, text: &str) {
        let parts: Option<Vec<u16>> = text.trim().trim_end_matches('.').split('.').map(|p| p.parse().ok()).collect();
        let Some(parts) = parts.filter(|p| p.iter().all(|n| *n < 100)) else {
            self.out_of_order = true;
            return;
        };
        self.out_of_order |= parts <= self.last_outline && !self.last_outline.is_empty();
        self.outline += usize::from(parts.len() > 1);
        self.last_outline = parts;
    }

    fn sure(&mut self, readings: &Readings) -> Option<Decimal> {
        if let Readings::One(one) = readings {
            self.vietnamese |= one.notation == Notation::Vietnamese;
            self.english |= one.notation == Notation::English;
        }
        readings.iter().next().map(|r| r.value)
    }

    fn note(&mut self, cell: &Cell) {
        let number = match &cell.value {
            Value::Number(number) => Some(*number),
            Value::Text(text) if nothing(text).is_some() => return,
            Value::Text(text) if text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' ')) => {
                self.note_outline(text);
                let Ok(numeral) = read(text) else {
                    self.figures += 1;
                    return;
                };
                self.sure(&numeral.readings)
            }
            Value::Text(text) => match read(text) {
                Ok(numeral) => {
                    self.out_of_order = true;
                    self.sure(&numeral.readings)
                }
                // «khoảng 50», `1.23.4`: figures that cannot be read.
                Err(_) if text.chars().any(|c| c.is_ascii_digit()) && text.chars().count() <= 24 => {
                    self.figures += 1;
                    self.counts_up = false;
                    return;
                }
                Err(_) => {
                    self.words += 1;
                    return;
                }
            },
            _ => return,
        };
        if let Some(number) = number {
            self.figures += 1;
            self.first = self.first.or(Some(cell.at.row));
            let next = self.last.is_none_or(|last| number >= last && number.checked_sub(last) <= Some(Decimal::ONE));
            self.counts_up &= next && number.abs() < 10_000.into();
            self.last = Some(number);
        }
    }
}
