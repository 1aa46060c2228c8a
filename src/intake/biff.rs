//! What calamine leaves out of an xls: fonts, number formats, hidden rows and columns.
//!
//! Reads the records of [MS-XLS] that say how cells look (FONT, FORMAT, XF), which look each cell
//! has, and which rows and columns are hidden (ROW, COLINFO). Values come from calamine; where this scan fails, cells merely have no style.

use std::collections::HashMap;

use crate::address::Address;

use super::guard;
use super::hidden::Hidden;
use super::look::Look;

/// The looks of a workbook.
pub(super) struct Looks {
    looks: Vec<Look>,
    /// The worksheets, in order.
    sheets: Vec<SheetLooks>,
    /// Serial days count from 1904.
    pub(super) from_1904: bool,
}

/// What one worksheet has besides its values.
#[derive(Default)]
struct SheetLooks {
    /// The look of each cell.
    cells: HashMap<Address, u16>,
    hidden: Hidden,
}

impl Looks {
    /// The look of a cell.
    pub(super) fn of(&self, sheet: usize, at: Address) -> Option<&Look> {
        let look = self.sheets.get(sheet)?.cells.get(&at)?;
        self.looks.get(usize::from(*look))
    }

    /// The hidden rows and columns of a worksheet.
    pub(super) fn hidden(&self, sheet: usize) -> Hidden {
        self.sheets.get(sheet).map(|s| s.hidden.clone()).unwrap_or_default()
    }

    /// How many worksheets there are.
    pub(super) fn worksheets(&self) -> usize {
        self.sheets.len()
    }
}

const FONT: u16 = 0x31;
const FORMAT: u16 = 0x41E;
const XF: u16 = 0xE0;
const BOUNDSHEET: u16 = 0x85;
const DATEMODE: u16 = 0x22;
const EOF: u16 = 0x0A;
const BOF: u16 = 0x809;
const NUMBER: u16 = 0x203;
const LABEL: u16 = 0x204;
const LABELSST: u16 = 0xFD;
const RSTRING: u16 = 0xD6;
const RK: u16 = 0x27E;
const MULRK: u16 = 0xBD;
const FORMULA: u16 = 0x06;
const ROW: u16 = 0x208;
const COLINFO: u16 = 0x7D;

/// Reads the looks of an xls.
pub(super) fn looks(bytes: &[u8], biff8: bool) -> Option<Looks> {
    // The stream that the library reads: a stricter reader of containers would take the looks away from cells.
    scan(&guard::workbook_stream(bytes)?, biff8)
}

fn scan(stream: &[u8], biff8: bool) -> Option<Looks> {
    let mut fonts: Vec<(String, bool)> = Vec::new();
    let mut formats: HashMap<u16, String> = HashMap::new();
    let mut xfs: Vec<(u16, u16)> = Vec::new();
    let mut starts: Vec<usize> = Vec::new();
    let mut from_1904 = false;
    for (kind, data) in Records::at(stream, 0) {
        match kind {
            FONT => fonts.push((text(data.get(14..)?, Length::Byte, biff8)?, u16_at(data, 2)? & 2 != 0)),
            FORMAT => {
                let length = if biff8 { Length::Word } else { Length::Byte };
                formats.insert(u16_at(data, 0)?, text(data.get(2..)?, length, biff8)?);
            }
            XF => xfs.push((u16_at(data, 0)?, u16_at(data, 2)?)),
            // Worksheets only; charts and macro sheets hold no cells.
            BOUNDSHEET if data.get(5) == Some(&0) => {
                starts.push(usize::try_from(u32::from_le_bytes(data.get(..4)?.try_into().ok()?)).ok()?);
            }
            DATEMODE => from_1904 = u16_at(data, 0)? == 1,
            _ => {}
        }
    }
    let looks = xfs.iter().map(|(font, format)| look(*font, *format, &fonts, &formats)).collect();
    let sheets = starts.iter().map(|start| sheet(stream, *start)).collect();
    Some(Looks { looks, sheets, from_1904 })
}

fn look(font: u16, format: u16, fonts: &[(String, bool)], formats: &HashMap<u16, String>) -> Look {
    // The numbers of fonts leave out 4.
    let font = usize::from(if font > 4 { font - 1 } else { font });
    let (name, italic) = fonts.get(font).cloned().unwrap_or_default();
    Look::new(format, formats.get(&format).map(String::as_str), name, italic)
}

/// What the sheet whose records begin at an offset has besides its values.
fn sheet(stream: &[u8], start: usize) -> SheetLooks {
    let mut found = HashMap::new();
    let (mut rows, mut columns) = (Vec::new(), Vec::new());
    for (kind, data) in Records::at(stream, start) {
        let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { continue };
        let mut put = |column: u32, look: u16| {
            if let Some(at) = Address::new(u32::from(row), column) {
                found.insert(at, look);
            }
        };
        match kind {
            NUMBER | LABEL | LABELSST | RSTRING | RK | FORMULA => {
                if let Some(look) = u16_at(data, 4) {
                    put(u32::from(column), look);
                }
            }
            MULRK => {
                // Six bytes a cell, then the last column.
                let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
                for (cell, column) in cells.chunks_exact(6).zip(u32::from(column)..) {
                    if let Some(look) = u16_at(cell, 0) {
                        put(column, look);
                    }
                }
            }
            // fDyZero.
            ROW if u16_at(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                rows.push(u32::from(row)..=u32::from(row));
            }
            // Of this record the first two numbers are columns; fHidden, or no width at all.
            COLINFO if u16_at(data, 8).is_some_and(|flags| flags & 1 != 0) || u16_at(data, 4) == Some(0) => {
                columns.push(u32::from(row)..=u32::from(column));
            }
            _ => {}
        }
    }
    SheetLooks { cells: found, hidden: Hidden::new(rows, columns) }
}

/// The records of one substream, up to its end.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
    depth: usize,
}

impl<'a> Records<'a> {
    fn at(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at, depth: 0 }
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.stream, self.at)?;
        let length = usize::from(u16_at(self.stream, self.at.checked_add(2)?)?);
        let from = self.at.checked_add(4)?;
        let data = self.stream.get(from..from.checked_add(length)?)?;
        self.at = from + length;
        match kind {
            // A chart inside a sheet is a substream of its own.
            BOF => self.depth += 1,
            EOF => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.at = self.stream.len();
                }
            }
            _ => {}
        }
        Some((kind, data))
    }
}

pub(super) fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(data.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

enum Length {
    Byte,
    Word,
}

/// A text of the workbook: its length, in BIFF8 a flag for two-byte letters, its letters.
fn text(data: &[u8], length: Length, biff8: bool) -> Option<String> {
    let (length, rest) = match length {
        Length::Byte => (usize::from(*data.first()?), data.get(1..)?),
        Length::Word => (usize::from(u16_at(data, 0)?), data.get(2..)?),
    };
    // Font names and format codes of BIFF5 are in a code page; what matters of them is ASCII.
    let latin = |bytes: &[u8]| bytes.iter().map(|b| char::from(*b)).collect();
    if !biff8 {
        return rest.get(..length).map(latin);
    }
    let (flags, letters) = rest.split_first()?;
    if flags & 1 == 0 {
        return letters.get(..length).map(latin);
    }
    let units: Vec<u16> = letters.get(..length * 2)?.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).collect();
    Some(String::from_utf16_lossy(&units))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_and_columns_are_found() {
        let mut records = Vec::new();
        let mut record = |kind: u16, words: &[u16]| {
            records.extend(kind.to_le_bytes());
            records.extend(u16::try_from(words.len() * 2).unwrap().to_le_bytes());
            records.extend(words.iter().flat_map(|w| w.to_le_bytes()));
        };
        record(BOF, &[0x600, 0x10, 0, 0, 0, 0, 0, 0]);
        // First, last, width, look, flags.
        for column in [[0, 1, 2560, 15, 0, 0], [2, 3, 2560, 15, 1, 0], [5, 5, 0, 15, 0, 0], [7, 256, 99, 15, 0x1001, 0]]
        {
            record(COLINFO, &column);
        }
        // Row, columns, height, flags: set by hand, hidden, folded, hidden in an outline.
        for (row, flags) in [(0, 0x140), (1, 0x160), (2, 0x110), (65_535, 0x122)] {
            record(ROW, &[row, 0, 3, 255, 0, 0, flags, 15]);
        }
        record(ROW, &[9]);
        record(EOF, &[]);
        record(ROW, &[4, 0, 3, 255, 0, 0, 0x20, 15]);
        let hidden = sheet(&records, 0).hidden;
        assert_eq!(hidden, Hidden::new(vec![1..=1, 65_535..=65_535], vec![2..=3, 5..=5, 7..=256]));
    }
}
