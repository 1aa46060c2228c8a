//! Rows of cells in few bytes: what a cell holds, where it stands and how it looks as numbers of as many bytes as they
//! need, texts and looks that several share once.
//!
//! A crate for columns of data (arrow) would hold figures as binary numbers or need a type for each column, and what
//! communes send has neither.

use std::collections::HashMap;
use std::sync::Arc;

use crate::address::Address;
use crate::digits;

use super::cell::{Cell, CellStyle, Value};
use super::rows::Row;

/// Some rows, packed; they come out as they went in.
#[derive(Debug, Clone)]
pub(super) struct Packed {
    /// The rows, each with where its cells begin.
    rows: Box<[(u32, u32)]>,
    bytes: Box<[u8]>,
    /// Texts that several cells have; those of one stand among its bytes.
    texts: Box<[Arc<str>]>,
    styles: Box<[Arc<CellStyle>]>,
    /// What is neither text nor a number of few digits.
    others: Box<[Value]>,
}

/// What the first byte of a cell says that it holds.
const TEXT: u8 = 0;
const SHARED_TEXT: u8 = 1;
const OTHER: u8 = 2;
/// A number of few digits; how many of them stand behind the point is added.
const NUMBER: u8 = 3;

impl Packed {
    /// Packs rows, unless their texts come to gigabytes.
    pub(super) fn of(rows: &[Row]) -> Option<Self> {
        let mut packing = Packing::default();
        for text in rows.iter().flat_map(|(_, cells)| cells).filter_map(Cell::text) {
            packing.shared.entry(text).and_modify(|found| *found = Found::Again).or_insert(Found::Once);
        }
        let mut begins = Vec::with_capacity(rows.len());
        for (row, cells) in rows {
            begins.push((*row, u32::try_from(packing.bytes.len()).ok()?));
            cells.iter().for_each(|cell| packing.put(cell));
        }
        Some(Self {
            rows: begins.into(),
            bytes: packing.bytes.into(),
            texts: packing.texts.into(),
            styles: packing.styles.into(),
            others: packing.others.into(),
        })
    }

    /// Unpacks every row.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row> {
        self.rows_where(|_| true)
    }

    /// Unpacks the rows that are wanted.
    pub(super) fn rows_where(&self, wanted: impl Fn(u32) -> bool) -> impl Iterator<Item = Row> {
        let rows = self.rows.iter().enumerate().filter(move |(_, (row, _))| wanted(*row));
        rows.filter_map(|(at, _)| self.unpacked(at))
    }

    /// Unpacks one row; there is nothing in one that is not here.
    pub(super) fn row(&self, row: u32) -> Vec<Cell> {
        let at = self.rows.binary_search_by_key(&row, |(row, _)| *row).ok();
        at.and_then(|at| self.unpacked(at)).map(|(_, cells)| cells).unwrap_or_default()
    }

    fn unpacked(&self, at: usize) -> Option<Row> {
        let (row, from) = *self.rows.get(at)?;
        let to = self.rows.get(at + 1).map_or(self.bytes.len(), |(_, to)| *to as usize);
        let mut bytes = self.bytes.get(from as usize..to)?;
        // A cell of few digits takes about as many.
        let mut cells = Vec::with_capacity(bytes.len() / 8 + 1);
        while let Some(cell) = self.cell(row, &mut bytes) {
            cells.push(cell);
        }
        Some((row, cells))
    }

    fn cell(&self, row: u32, bytes: &mut &[u8]) -> Option<Cell> {
        let kind = byte(bytes)?;
        let column = u32::try_from(number(bytes)?).ok()?;
        let style = match usize::try_from(number(bytes)?).ok()? {
            0 => None,
            style => self.styles.get(style - 1).cloned(),
        };
        let held = number(bytes)?;
        let value = match kind {
            TEXT => {
                let (text, rest) = bytes.split_at_checked(usize::try_from(held).ok()?)?;
                *bytes = rest;
                Value::Text(std::str::from_utf8(text).ok()?.into())
            }
            SHARED_TEXT => Value::Text(self.texts.get(usize::try_from(held).ok()?)?.clone()),
            OTHER => self.others.get(usize::try_from(held).ok()?)?.clone(),
            number => Value::Number(digits::number(signed(held), number - NUMBER)),
        };
        Some(Cell { at: Address { row, column }, value, style })
    }
}

#[derive(Default)]
struct Packing<'c> {
    bytes: Vec<u8>,
    texts: Vec<Arc<str>>,
    styles: Vec<Arc<CellStyle>>,
    others: Vec<Value>,
    shared: HashMap<&'c str, Found, foldhash::fast::RandomState>,
    known_styles: HashMap<*const CellStyle, u64, foldhash::fast::RandomState>,
}

/// What was seen of a text.
enum Found {
    Once,
    Again,
    /// It is held, with this number.
    Held(u64),
}

impl Packing<'_> {
    fn put(&mut self, cell: &Cell) {
        let (kind, held) = match &cell.value {
            Value::Text(text) => self.text(text),
            Value::Number(value) => match digits::few(*value) {
                Some((digits, places)) => (NUMBER + places, unsigned(digits)),
                None => self.other(&cell.value),
            },
            other => self.other(other),
        };
        self.bytes.push(kind);
        put(&mut self.bytes, u64::from(cell.at.column));
        let style = cell.style.as_ref().map_or(0, |style| self.style(style));
        put(&mut self.bytes, style);
        put(&mut self.bytes, held);
        if let (TEXT, Value::Text(text)) = (kind, &cell.value) {
            self.bytes.extend_from_slice(text.as_bytes());
        }
    }

    /// The number of a text that several cells have, the length of another.
    fn text(&mut self, text: &Arc<str>) -> (u8, u64) {
        match self.shared.get_mut(&**text) {
            Some(Found::Held(number)) => (SHARED_TEXT, *number),
            Some(found @ Found::Again) => {
                let number = self.texts.len() as u64;
                self.texts.push(text.clone());
                *found = Found::Held(number);
                (SHARED_TEXT, number)
            }
            _ => (TEXT, text.len() as u64),
        }
    }

    /// The number of a look, from 1.
    fn style(&mut self, style: &Arc<CellStyle>) -> u64 {
        *self.known_styles.entry(Arc::as_ptr(style)).or_insert_with(|| {
            self.styles.push(style.clone());
            self.styles.len() as u64
        })
    }

    fn other(&mut self, value: &Value) -> (u8, u64) {
        self.others.push(value.clone());
        (OTHER, self.others.len() as u64 - 1)
    }
}

/// Small numbers of either sign as small ones without: 0, -1, 1, -2 as 0, 1, 2, 3.
fn unsigned(digits: i64) -> u64 {
    ((digits << 1) ^ (digits >> 63)).cast_unsigned()
}

fn signed(held: u64) -> i64 {
    (held >> 1).cast_signed() ^ -(held & 1).cast_signed()
}

/// Puts a number down in pieces of seven bits, the lowest first; all but the last say that more follow (LEB128).
fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for place in (0..64).step_by(7) {
        let byte = byte(bytes)?;
        number |= u64::from(byte & 0x7f) << place;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn byte(bytes: &mut &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*first)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;
    use crate::intake::NumberFormat;
    use crate::intake::cell::DateValue;

    fn any_value() -> impl Strategy<Value = Value> {
        prop_oneof![
            "[a-zđ ]{0,4}".prop_map(|text| Value::Text(text.into())),
            (any::<i128>(), 0u32..=28).prop_map(|(digits, places)| {
                Value::Number(Decimal::try_from_i128_with_scale(digits >> 32, places).unwrap())
            }),
            (any::<i64>(), 0u32..=28).prop_map(|(digits, places)| Value::Number(Decimal::new(digits, places))),
            (0i64..1000).prop_map(|n| Value::Number(n.into())),
            Just(Value::Number("-0.0".parse().unwrap())),
            Just(Value::Huge(1e300)),
            Just(Value::Boolean(true)),
            Just(Value::Date(DateValue::Iso("2024-01-03".into()))),
            Just(Value::Unsure { formula: "A1".into(), stored: Decimal::ZERO }),
        ]
    }

    proptest! {
        #[test]
        fn rows_come_out_as_they_went_in(
            rows in prop::collection::btree_map(0u32..1_048_576, prop::collection::btree_map(0u32..16_384, (any_value(), 0usize..3), 0..9), 0..20)
        ) {
            let looks = [NumberFormat::Plain, NumberFormat::Percent]
                .map(|number_format| Arc::new(CellStyle { number_format, ..CellStyle::default() }));
            let cells = |row: u32, cells: std::collections::BTreeMap<u32, (Value, usize)>| -> Vec<Cell> {
                let cell = |(column, (value, look)): (u32, (Value, usize))| Cell {
                    at: Address { row, column },
                    value,
                    style: looks.get(look).cloned(),
                };
                cells.into_iter().map(cell).collect()
            };
            let rows: Vec<Row> = rows.into_iter().map(|(row, own)| (row, cells(row, own))).collect();
            let packed = Packed::of(&rows).unwrap();
            prop_assert_eq!(&packed.rows().collect::<Vec<_>>(), &rows);
            for (row, cells) in &rows {
                prop_assert_eq!(&packed.row(*row), cells);
                let written = |cells: &[Cell]| cells.iter().map(|c| c.value.to_string()).collect::<Vec<_>>();
                prop_assert_eq!(written(&packed.row(*row)), written(cells));
            }
        }
    }
}
