//! What calamine leaves out of an xlsb: fonts, number formats, merged areas, hidden rows and columns,
//! figures set apart in a text, and formulas whose result is an error.
//!
//! Reads the records of [MS-XLSB] that say how cells look, which are merged and which are hidden.
//! Values come from calamine; where this scan fails, cells merely have no style.

use std::collections::{HashMap, HashSet};

use crate::address::{Address, Area};

use super::biff::u16_at;
use super::hidden::Hidden;
use super::look::{Font, Look};
use super::package::Package;
use super::set_apart;

/// How the sheets of a workbook look.
pub(super) struct Looks {
    looks: Vec<Look>,
    /// Of each look, whether its font sets figures apart.
    apart: Vec<bool>,
    /// Shared texts in which figures are set apart from others: where the cell's own font sets nothing apart, and where it does.
    texts: [HashSet<u32>; 2],
    sheets: HashMap<String, SheetLooks>,
    /// Serial days count from 1904.
    pub(super) from_1904: bool,
}

#[derive(Default)]
struct SheetLooks {
    cells: HashMap<Address, u32>,
    /// Cells with a shared text, and its number, where some texts set figures apart.
    texts: HashMap<Address, u32>,
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

    /// Tells whether figures in the text of a cell are set apart from others.
    pub(super) fn is_apart(&self, sheet: &str, at: Address) -> bool {
        let is_apart = || {
            let sheet = self.sheets.get(sheet)?;
            let look = usize::try_from(*sheet.cells.get(&at)?).ok()?;
            let [plain, apart] = &self.texts;
            let texts = if *self.apart.get(look)? { apart } else { plain };
            Some(texts.contains(sheet.texts.get(&at)?))
        };
        is_apart().unwrap_or(false)
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
const SHARED_TEXT: u16 = 7;
const LAST_CELL: u16 = 11;
const TEXT: u16 = 19;
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
    let styles = package.bytes("xl/styles.bin").map(|s| styles(&s)).unwrap_or_default();
    // Where no font sets anything apart, no text need be looked at.
    let texts = match styles.fonts.iter().any(Font::is_apart) {
        true => package.bytes("xl/sharedStrings.bin").map(|records| texts(&records, &styles.fonts)).unwrap_or_default(),
        false => Default::default(),
    };
    let some = texts.iter().any(|numbers| !numbers.is_empty());
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
                Ok(Some(records)) => _ = sheets.insert(name, sheet(&records, some)),
                Ok(None) => {}
                Err(_) => _ = sheets.insert(name, SheetLooks { cut: true, ..SheetLooks::default() }),
            }
        }
    }
    let Styles { looks, apart, .. } = styles;
    Some(Looks { looks, apart, texts, sheets, from_1904 })
}

/// The numbers of the shared texts in which figures are set apart from others (BrtSSTItem: a flag for runs, the letters,
/// the runs), where the font of the cell sets nothing apart and where it does.
fn texts(records: &[u8], fonts: &[Font]) -> [HashSet<u32>; 2] {
    let mut found = [HashSet::new(), HashSet::new()];
    for ((_, data), number) in Records(records).filter(|(kind, _)| *kind == TEXT).zip(0..) {
        if data.first().is_none_or(|flags| flags & 1 == 0) {
            continue;
        }
        let Some((text, rest)) = data.get(1..).and_then(text) else { continue };
        let units: Vec<u16> = text.encode_utf16().collect();
        let runs = || {
            rest.get(4..).unwrap_or_default().chunks_exact(4).filter_map(|run| {
                Some((
                    usize::from(u16_at(run, 0)?),
                    fonts.get(usize::from(u16_at(run, 2)?)).is_some_and(Font::is_apart),
                ))
            })
        };
        for (of_cell, found) in [false, true].into_iter().zip(&mut found) {
            found.extend(set_apart::is_doubtful(&units, runs(), of_cell).then_some(number));
        }
    }
    found
}

fn sheet(records: &[u8], keep_texts: bool) -> SheetLooks {
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
                    let is_text = keep_texts && kind == SHARED_TEXT;
                    found.texts.extend(u32_at(data, 8).filter(|_| is_text).map(|number| (at, number)));
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

/// The fonts of a workbook, the looks of its cells, and of each look whether its font sets figures apart.
#[derive(Default)]
struct Styles {
    fonts: Vec<Font>,
    looks: Vec<Look>,
    apart: Vec<bool>,
}

fn styles(records: &[u8]) -> Styles {
    let mut formats: HashMap<u16, String> = HashMap::new();
    let mut found = Styles::default();
    let mut of_cells = false;
    for (kind, data) in Records(records) {
        match kind {
            FONT => {
                // BrtFont: fItalic, fStrikeout; sss.
                let (flags, off_line) = (u16_at(data, 2).unwrap_or(0), u16_at(data, 6).unwrap_or(0) != 0);
                let name = data.get(21..).and_then(text).map(|(name, _)| name).unwrap_or_default();
                found.fonts.push(Font { name, italic: flags & 2 != 0, struck: flags & 8 != 0, off_line });
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
                let font = found.fonts.get(usize::from(font)).cloned().unwrap_or_default();
                found.apart.push(font.is_apart());
                found.looks.push(Look::new(format, formats.get(&format).map(String::as_str), font));
            }
            _ => {}
        }
    }
    found
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
        let found = sheet(&records, false);
        assert_eq!(found.hidden, Hidden::new(vec![1..=1, 7..=7], vec![2..=3, 5..=5]));
        assert_eq!(found.errors, [(Address { row: 7, column: 2 }, 0x17)]);
        assert_eq!(error(0x17), "#REF!");
    }

    #[test]
    fn figures_set_apart_in_a_shared_text_are_found() {
        let text = |text: &str, runs: &[(u16, u16)]| {
            let letters: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let length = u32::try_from(letters.len() / 2).unwrap().to_le_bytes();
            let count = u32::try_from(runs.len()).unwrap().to_le_bytes();
            let runs: Vec<u8> =
                runs.iter().flat_map(|(at, font)| [at.to_le_bytes(), font.to_le_bytes()].concat()).collect();
            let data = match runs.is_empty() {
                true => [&[0][..], &length, &letters].concat(),
                false => [&[1][..], &length, &letters, &count, &runs].concat(),
            };
            [&[19, u8::try_from(data.len()).unwrap()][..], &data].concat()
        };
        let records = [
            text("121", &[(2, 1)]),
            text("121", &[]),
            text("1512", &[(0, 2), (2, 0)]),
            text("1512", &[(2, 0)]),
            text("50 m2", &[(4, 1)]),
        ];
        let high = Font { off_line: true, ..Font::default() };
        let fonts = [Font::default(), high, Font { struck: true, ..Font::default() }];
        let [plain, apart] = texts(&records.concat(), &fonts);
        assert_eq!((plain, apart), (HashSet::from([0, 2]), HashSet::from([0, 2, 3, 4])));
    }
}
