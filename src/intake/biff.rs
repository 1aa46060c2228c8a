//! What calamine leaves out of an xls: fonts, number formats, hidden rows and columns, figures set apart in a text.
//!
//! Reads the records of [MS-XLS] that say how cells look (FONT, FORMAT, XF), which look each cell
//! has, in which fonts the pieces of a text are set (SST, RSTRING), and which rows and columns are hidden (ROW, COLINFO). Values come from calamine; where this scan fails, cells merely have no style.

use std::collections::{HashMap, HashSet};

use crate::address::Address;

use super::guard;
use super::hidden::Hidden;
use super::look::{Font, Look};
use super::set_apart;

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
    /// Texts in which figures are set apart from others.
    apart: HashSet<Address>,
    hidden: Hidden,
}

impl Looks {
    /// The look of a cell.
    pub(super) fn of(&self, sheet: usize, at: Address) -> Option<&Look> {
        let look = self.sheets.get(sheet)?.cells.get(&at)?;
        self.looks.get(usize::from(*look))
    }

    /// Tells whether figures in a text are set apart from others.
    pub(super) fn is_apart(&self, sheet: usize, at: Address) -> bool {
        self.sheets.get(sheet).is_some_and(|s| s.apart.contains(&at))
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
const SST: u16 = 0xFC;
const CONTINUE: u16 = 0x3C;
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
    let mut fonts: Vec<Font> = Vec::new();
    let mut formats: HashMap<u16, String> = HashMap::new();
    let mut xfs: Vec<(u16, u16)> = Vec::new();
    let mut strings: Vec<&[u8]> = Vec::new();
    let mut last = 0;
    let mut starts: Vec<usize> = Vec::new();
    let mut from_1904 = false;
    for (kind, data) in Records::at(stream, 0) {
        match kind {
            FONT => fonts.push(font(data, biff8)?),
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
            SST => strings.push(data),
            CONTINUE if last == SST => strings.push(data),
            _ => {}
        }
        last = if kind == CONTINUE { last } else { kind };
    }
    let look = |(font, format): &(u16, u16)| {
        Look::new(
            *format,
            formats.get(format).map(String::as_str),
            numbered(&fonts, *font).cloned().unwrap_or_default(),
        )
    };
    let looks = xfs.iter().map(look).collect();
    let texts = Texts::of(strings, &fonts, xfs.iter().map(|(font, _)| *font), biff8);
    let sheets = starts.iter().map(|start| sheet(stream, *start, &texts)).collect();
    Some(Looks { looks, sheets, from_1904 })
}

fn font(data: &[u8], biff8: bool) -> Option<Font> {
    let flags = u16_at(data, 2)?;
    // fItalic, fStrikeOut, sss.
    let (italic, struck, off_line) = (flags & 2 != 0, flags & 8 != 0, u16_at(data, 8)? != 0);
    Some(Font { name: text(data.get(14..)?, Length::Byte, biff8)?, italic, struck, off_line })
}

/// The font with a number; the numbers leave out 4.
fn numbered(fonts: &[Font], number: u16) -> Option<&Font> {
    fonts.get(usize::from(if number > 4 { number - 1 } else { number }))
}

/// In which fonts texts are set, as far as figures may be set apart by them.
#[derive(Default)]
struct Texts {
    /// Shared texts in which figures are set apart from others: where the cell's own font sets nothing apart, and where it does.
    shared: [HashSet<u32>; 2],
    /// The looks of cells whose font sets figures apart.
    looks: HashSet<u16>,
    /// The fonts that do, by their numbers.
    fonts: HashSet<u16>,
    /// Texts in cells themselves are those of BIFF5: in BIFF8 they are found on the clipboard alone.
    biff5: bool,
}

impl Texts {
    fn of(mut strings: Vec<&[u8]>, fonts: &[Font], of_looks: impl Iterator<Item = u16>, biff8: bool) -> Self {
        let is_apart = |number: &u16| numbered(fonts, *number).is_some_and(Font::is_apart);
        let most = u16::try_from(fonts.len()).unwrap_or(u16::MAX);
        let mut texts = Self { fonts: (0..=most).filter(is_apart).collect(), biff5: !biff8, ..Self::default() };
        if texts.fonts.is_empty() {
            return texts;
        }
        texts.looks =
            (0..).zip(of_looks).filter(|(_, font)| texts.fonts.contains(font)).map(|(look, _)| look).collect();
        let count =
            strings.first().and_then(|data| Some(u32::from(u16_at(data, 4)?) | u32::from(u16_at(data, 6)?) << 16));
        if let Some(first) = strings.first_mut() {
            *first = first.get(8..).unwrap_or_default();
        }
        for rich in guard::rich_strings(strings, count.unwrap_or_default()) {
            for (of_cell, found) in [false, true].into_iter().zip(&mut texts.shared) {
                let runs = rich.runs.iter().map(|(from, font)| (usize::from(*from), texts.fonts.contains(font)));
                found.extend(set_apart::is_doubtful(&rich.units, runs, of_cell).then_some(rich.number));
            }
        }
        texts
    }

    /// Tells whether figures are set apart in a text that a cell holds by number.
    fn is_shared_apart(&self, number: u32, look: u16) -> bool {
        let [plain, apart] = &self.shared;
        if self.looks.contains(&look) { apart } else { plain }.contains(&number)
    }

    /// Tells it of a text that stands in a cell of BIFF5 itself, with its length, letters and runs.
    fn is_own_apart(&self, data: &[u8], look: u16) -> bool {
        let read = || {
            let (letters, rest) = data.get(2..)?.split_at_checked(usize::from(u16_at(data, 0)?))?;
            let units: Vec<u16> = letters.iter().map(|byte| u16::from(*byte)).collect();
            let runs = rest.get(1..)?.chunks_exact(2).take(usize::from(*rest.first()?));
            let runs = runs
                .filter_map(|run| Some((usize::from(*run.first()?), self.fonts.contains(&u16::from(*run.get(1)?)))));
            Some(set_apart::is_doubtful(&units, runs, self.looks.contains(&look)))
        };
        self.biff5 && !self.fonts.is_empty() && read().unwrap_or(false)
    }
}

/// What the sheet whose records begin at an offset has besides its values.
fn sheet(stream: &[u8], start: usize, texts: &Texts) -> SheetLooks {
    let (mut found, mut apart) = (HashMap::new(), HashSet::new());
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
                    let shared = || Some(u32::from(u16_at(data, 6)?) | u32::from(u16_at(data, 8)?) << 16);
                    let is_apart = match kind {
                        LABELSST => shared().is_some_and(|number| texts.is_shared_apart(number, look)),
                        RSTRING => data.get(6..).is_some_and(|own| texts.is_own_apart(own, look)),
                        _ => false,
                    };
                    apart.extend(Address::new(u32::from(row), u32::from(column)).filter(|_| is_apart));
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
    SheetLooks { cells: found, apart, hidden: Hidden::new(rows, columns) }
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
        let hidden = sheet(&records, 0, &Texts::default()).hidden;
        assert_eq!(hidden, Hidden::new(vec![1..=1, 65_535..=65_535], vec![2..=3, 5..=5, 7..=256]));
    }

    #[test]
    fn figures_set_apart_in_a_text_are_found() {
        let record = |kind: u16, data: &[u8]| {
            [&kind.to_le_bytes()[..], &u16::try_from(data.len()).unwrap().to_le_bytes(), data].concat()
        };
        let font = |flags: u8, high: u8| record(FONT, &[200, 0, flags, 0, 0, 0, 0, 0, high, 0, 0, 0, 0, 0, 1, 0, b'A']);
        // Of six fonts that with number 5 strikes through, that with number 6 sets high.
        let fonts = [font(0, 0), font(0, 0), font(0, 0), font(0, 0), font(8, 0), font(0, 1)].concat();
        let looks = [0u8, 5].map(|of_font| record(XF, &[of_font, 0, 0, 0]));
        let begin = record(BOF, &[0, 6, 5, 0, 0, 0, 0, 0]);
        // «121» with a mark, cut behind its letters; «1512» half of it struck through; «12» in two plain fonts; «1512» that
        // goes on in another font behind «15».
        let strings = record(SST, &[[4, 0, 0, 0, 4, 0, 0, 0].as_slice(), &[3, 0, 8, 1, 0], b"121", &[2, 0]].concat());
        let more = [[6u8, 0].as_slice(), &[4, 0, 8, 2, 0], b"1512", &[0, 0, 5, 0, 2, 0, 0, 0]];
        let more = [
            &more.concat(),
            [2u8, 0, 8, 1, 0].as_slice(),
            b"12",
            &[1, 0, 1, 0],
            &[4, 0, 8, 1, 0],
            b"1512",
            &[2, 0, 0, 0],
        ];
        let entry = |start: usize| {
            record(BOUNDSHEET, &[&u32::try_from(start).unwrap().to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat())
        };
        let globals = |start: usize| {
            [
                &begin,
                &fonts,
                &looks.concat(),
                &entry(start),
                &strings,
                &record(CONTINUE, &more.concat()),
                &record(EOF, &[]),
            ]
            .into_iter()
            .flatten()
            .copied()
            .collect::<Vec<u8>>()
        };
        let label = |row: u8, look: u8, number: u8| record(LABELSST, &[row, 0, 0, 0, look, 0, number, 0, 0, 0]);
        let labels = [label(0, 0, 0), label(1, 0, 1), label(2, 0, 2), label(3, 0, 3), label(4, 1, 3)].concat();
        let own = record(RSTRING, &[[5, 0, 0, 0, 0, 0, 3, 0].as_slice(), b"121", &[1, 2, 6]].concat());
        let stream = [globals(globals(0).len()), begin.clone(), labels, own, record(EOF, &[])].concat();
        for biff8 in [true, false] {
            let looks = scan(&stream, biff8).unwrap();
            let apart = |row| looks.is_apart(0, Address { row, column: 0 });
            assert_eq!((0..6).map(apart).collect::<Vec<_>>(), [true, true, false, false, true, !biff8]);
        }
    }
}
