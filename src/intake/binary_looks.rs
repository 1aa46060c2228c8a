//! What calamine leaves out of an xlsb: fonts, number formats, merged areas, hidden rows and columns,
//! and formulas whose result is an error.
//!
//! Reads the records of [MS-XLSB] that say how cells look, which are merged and which are hidden.
//! Values come from calamine; where this scan fails, cells merely have no style.

use std::collections::HashMap;

use crate::address::{Address, Area};

use super::biff::u16_at;
use super::hidden::Hidden;
use super::look::Look;
use super::package::Package;

/// How the sheets of a workbook look.
pub(super) struct Looks {
    looks: Vec<Look>,
    sheets: HashMap<String, SheetLooks>,
    /// Serial days count from 1904.
    pub(super) from_1904: bool,
}

#[derive(Default)]
struct SheetLooks {
    cells: HashMap<Address, u32>,
    /// Formulas whose result is an error, which calamine leaves out.
    errors: Vec<(Address, u8)>,
    merges: Vec<Area>,
    hidden: Hidden,
    /// Its records do not come to an end.
    cut: bool,
}

impl Looks {
    /// The look of a cell.
    pub(super) fn of(&self, sheet: &str, at: Address) -> Option<&Look> {
        let look = self.sheets.get(sheet)?.cells.get(&at)?;
        self.looks.get(usize::try_from(*look).ok()?)
    }

    /// The formulas of a sheet whose result is an error.
    pub(super) fn errors(&self, sheet: &str) -> impl Iterator<Item = (Address, &'static str)> {
        let errors = self.sheets.get(sheet).map(|s| s.errors.as_slice()).unwrap_or_default();
        errors.iter().map(|(at, code)| (*at, error(*code)))
    }

    /// Tells whether the records of a sheet break off.
    pub(super) fn is_cut(&self, sheet: &str) -> bool {
        self.sheets.get(sheet).is_some_and(|s| s.cut)
    }

    /// The merged areas of a sheet.
    pub(super) fn merges(&self, sheet: &str) -> Vec<Area> {
        self.sheets.get(sheet).map(|s| s.merges.clone()).unwrap_or_default()
    }

    /// The hidden rows and columns of a sheet.
    pub(super) fn hidden(&self, sheet: &str) -> Hidden {
        self.sheets.get(sheet).map(|s| s.hidden.clone()).unwrap_or_default()
    }
}

const ROW: u16 = 0;
const FIRST_CELL: u16 = 1;
const LAST_CELL: u16 = 11;
const FONT: u16 = 43;
const FORMAT: u16 = 44;
const XF: u16 = 47;
const COLUMNS: u16 = 60;
const SHEET: u16 = 156;
const MERGE: u16 = 176;
const FORMULA_ERROR: u16 = 11;
const WORKBOOK_PROPERTIES: u16 = 153;

/// An error by its code ([MS-XLSB] 2.5.97.2 BErr).
fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => "#ERR!",
    }
}
const BEGIN_CELL_XFS: u16 = 617;
const END_CELL_XFS: u16 = 618;

/// Reads the looks of an xlsb.
pub(super) fn looks(bytes: &[u8]) -> Option<Looks> {
    let mut package = Package::open(bytes)?;
    let targets = package.targets("xl/_rels/workbook.bin.rels")?;
    let mut sheets = HashMap::new();
    let mut from_1904 = false;
    for (kind, data) in Records(&package.bytes("xl/workbook.bin")?) {
        // BrtWbProp: f1904.
        from_1904 |= kind == WORKBOOK_PROPERTIES && data.first().is_some_and(|flags| flags & 1 != 0);
        if kind == SHEET {
            let (relation, rest) = text(data.get(8..)?)?;
            let (name, _) = text(rest)?;
            let Some(target) = targets.get(&relation) else { continue };
            match package.checked(target, u64::MAX) {
                Ok(Some(records)) => _ = sheets.insert(name, sheet(&records)),
                Ok(None) => {}
                Err(_) => _ = sheets.insert(name, SheetLooks { cut: true, ..SheetLooks::default() }),
            }
        }
    }
    let looks = package.bytes("xl/styles.bin").map(|s| styles(&s)).unwrap_or_default();
    Some(Looks { looks, sheets, from_1904 })
}

fn sheet(records: &[u8]) -> SheetLooks {
    let mut found = SheetLooks::default();
    let (mut row, mut rows, mut columns) = (0, Vec::new(), Vec::new());
    let mut records = Records(records);
    for (kind, data) in records.by_ref() {
        match kind {
            ROW => {
                row = u32_at(data, 0).unwrap_or(row);
                // BrtRowHdr: fDyZero, in the flags behind the height.
                if u16_at(data, 10).is_some_and(|flags| flags & 0x1000 != 0) {
                    rows.push(row..=row);
                }
            }
            COLUMNS => {
                // BrtColInfo: fHidden; columns of no width show nothing either.
                let hidden = u16_at(data, 16).is_some_and(|flags| flags & 1 != 0) || u32_at(data, 8) == Some(0);
                if let (Some(first), Some(last)) = (u32_at(data, 0), u32_at(data, 4).filter(|_| hidden)) {
                    columns.push(first..=last);
                }
            }
            FIRST_CELL..=LAST_CELL => {
                let at = u32_at(data, 0).and_then(|column| Address::new(row, column));
                if let (Some(at), Some(style)) = (at, u32_at(data, 4)) {
                    // The style takes three bytes, a flag the fourth.
                    found.cells.insert(at, style & 0x00FF_FFFF);
                    found.errors.extend(data.get(8).filter(|_| kind == FORMULA_ERROR).map(|code| (at, *code)));
                }
            }
            MERGE => {
                let corner = |row: usize, column: usize| Address::new(u32_at(data, row)?, u32_at(data, column)?);
                if let (Some(first), Some(last)) = (corner(0, 8), corner(4, 12)) {
                    found.merges.push(Area { first, last });
                }
            }
            _ => {}
        }
    }
    found.hidden = Hidden::new(rows, columns);
    found.cut = !records.0.is_empty();
    found
}

fn styles(records: &[u8]) -> Vec<Look> {
    let mut fonts: Vec<(String, bool)> = Vec::new();
    let mut formats: HashMap<u16, String> = HashMap::new();
    let mut looks = Vec::new();
    let mut of_cells = false;
    for (kind, data) in Records(records) {
        match kind {
            FONT => {
                let italic = u16_at(data, 2).unwrap_or(0) & 2 != 0;
                fonts.push((data.get(21..).and_then(text).map(|(name, _)| name).unwrap_or_default(), italic));
            }
            FORMAT => {
                if let (Some(id), Some((code, _))) = (u16_at(data, 0), data.get(2..).and_then(text)) {
                    formats.insert(id, code);
                }
            }
            BEGIN_CELL_XFS => of_cells = true,
            END_CELL_XFS => of_cells = false,
            XF if of_cells => {
                let (format, font) = (u16_at(data, 2).unwrap_or(0), u16_at(data, 4).unwrap_or(0));
                let (name, italic) = fonts.get(usize::from(font)).cloned().unwrap_or_default();
                looks.push(Look::new(format, formats.get(&format).map(String::as_str), name, italic));
            }
            _ => {}
        }
    }
    looks
}

/// The records of a part: a kind and a length in sevens of bits, then the data.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = self.sevens(2)?;
        let length = usize::try_from(self.sevens(4)?).ok()?;
        let (data, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some((u16::try_from(kind).ok()?, data))
    }
}

impl Records<'_> {
    fn sevens(&mut self, most: u32) -> Option<u32> {
        let mut value = 0;
        for place in 0..most {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u32::from(byte & 0x7F) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(value)
    }
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A text with its length before it, and what stands behind.
fn text(data: &[u8]) -> Option<(String, &[u8])> {
    let length = usize::try_from(u32_at(data, 0)?).ok()?;
    // A length of all ones is no text.
    if length > data.len() {
        return Some((String::new(), data.get(4..)?));
    }
    let (letters, rest) = data.get(4..)?.split_at_checked(length.checked_mul(2)?)?;
    let units: Vec<u16> = letters.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).collect();
    Some((String::from_utf16_lossy(&units), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_and_columns_and_errors_of_formulas_are_found() {
        let mut records = Vec::new();
        let mut record = |kind: u8, data: &[u8]| {
            records.extend([kind, u8::try_from(data.len()).unwrap()]);
            records.extend(data);
        };
        let longs = |longs: &[u32]| longs.iter().flat_map(|l| l.to_le_bytes()).collect::<Vec<u8>>();
        // First, last, width, look, flags: set by hand, hidden, of no width.
        for (columns, flags) in [([0, 1, 2560, 0], 2), ([2, 3, 2560, 0], 1), ([5, 5, 0, 0], 2)] {
            record(60, &[longs(&columns), vec![flags, 0]].concat());
        }
        // Row, look, height, flags: height by hand, hidden, folded, hidden within an outline.
        for (row, flags) in [(0, 0x20), (1, 0x10), (2, 0x08), (7, 0x12)] {
            record(0, &[longs(&[row, 0]), vec![44, 1, 0, flags, 0, 0, 0, 0, 0]].concat());
        }
        record(0, &[9, 0, 0]);
        // A formula in column C whose result is #REF!.
        let mut record = |kind: u8, data: &[u8]| {
            records.extend([kind, u8::try_from(data.len()).unwrap()]);
            records.extend(data);
        };
        record(11, &[longs(&[2, 0]), vec![0x17, 0, 0]].concat());
        let found = sheet(&records);
        assert_eq!(found.hidden, Hidden::new(vec![1..=1, 7..=7], vec![2..=3, 5..=5]));
        assert_eq!(found.errors, [(Address { row: 7, column: 2 }, 0x17)]);
        assert_eq!(error(0x17), "#REF!");
    }
}
