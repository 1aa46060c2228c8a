//! A page to an .xls: BIFF8 in an OLE container, as Excel 97–2003 saved it and as
//! offices with old templates still do.
//!
//! Only the records that Excel and LibreOffice ask for ([MS-XLS]).

use super::page::{Content, Look, Page};
use std::io::{Cursor, Write};
use std::time::SystemTime;

/// The most data one record may carry; longer tables go on in CONTINUE.
const RECORD_LIMIT: usize = 8224;
/// Style formats that stand before the cells' own; the readers count on them.
const STYLE_FORMATS: u16 = 16;

/// The bytes of a workbook with this one sheet.
pub fn workbook(page: &Page) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(&stream(page)).unwrap();
    // The container notes when it was made; without this no two runs are alike.
    file.set_created_time("/", SystemTime::UNIX_EPOCH).unwrap();
    file.set_modified_time("/", SystemTime::UNIX_EPOCH).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// The records of the Workbook stream: globals, then the sheet.
fn stream(page: &Page) -> Vec<u8> {
    let formats = Page::formats(std::slice::from_ref(page));
    let texts = page.texts();
    let mut out = Vec::new();
    record(&mut out, 0x0809, &begin(0x0005));
    record(&mut out, 0x0042, &words(&[1200]));
    record(&mut out, 0x003D, &words(&[0, 0, 0x4000, 0x2000, 0x38, 0, 0, 1, 600]));
    for (bold, italic, large) in FONTS {
        record(&mut out, 0x0031, &font(bold, italic, large));
    }
    for index in 0..STYLE_FORMATS {
        // The last of the sixteen is the default cell format; the rest are styles.
        let kind: u16 = if index == STYLE_FORMATS - 1 { 0x0001 } else { 0xFFF5 };
        record(&mut out, 0x00E0, &extended_format(Look::PLAIN, kind));
    }
    for (look, _) in &formats {
        record(&mut out, 0x00E0, &extended_format(*look, 0x0001));
    }
    record(&mut out, 0x0293, &[0x00, 0x80, 0x00, 0xFF]);
    let mut sheet = vec![0; 6];
    sheet.extend(string(&page.name, false));
    let bound_sheet = out.len() + 4;
    record(&mut out, 0x0085, &sheet);
    shared_strings(&mut out, page, &texts);
    record(&mut out, 0x000A, &[]);
    let start = (out.len() as u32).to_le_bytes();
    out[bound_sheet..bound_sheet + 4].copy_from_slice(&start);
    put_sheet(&mut out, page, &formats, &texts);
    out
}

fn put_sheet(out: &mut Vec<u8>, page: &Page, formats: &[(Look, Option<&'static str>)], texts: &[&str]) {
    record(out, 0x0809, &begin(0x0010));
    // One page wide, lying, on A4.
    record(out, 0x0081, &words(&[0x05C1]));
    let mut setup = words(&[9, 100, 1, 1, 0, 0, 600, 600]);
    setup.extend([0.5_f64, 0.5].iter().flat_map(|margin| margin.to_le_bytes()));
    setup.extend(words(&[1]));
    record(out, 0x00A1, &setup);
    for (column, width) in page.widths.iter().enumerate() {
        let hidden = u16::from(page.hidden_columns.contains(&column));
        let column = column as u16;
        record(out, 0x007D, &words(&[column, column, (width * 256.0) as u16, STYLE_FORMATS - 1, hidden, 0]));
    }
    let mut dimensions = (page.rows.len() as u32).to_le_bytes().to_vec();
    dimensions.splice(0..0, [0; 4]);
    dimensions.extend(words(&[0, page.width() as u16, 0]));
    record(out, 0x0200, &dimensions);
    for (row, cells) in page.rows.iter().enumerate().filter(|(_, cells)| !cells.is_empty()) {
        // Height in twentieths of a point; 0x0140 says that it was set, 0x0020 that it does not show.
        let height = (page.height(row) * 20.0) as u16;
        let flags = if page.hidden_rows.contains(&row) { 0x0160 } else { 0x0140 };
        record(out, 0x0208, &words(&[row as u16, 0, cells.len() as u16, height, 0, 0, flags, 0x000F]));
    }
    for (row, cells) in page.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_nothing()) {
            let format = formats.iter().position(|known| *known == (cell.look, cell.format)).unwrap();
            let mut data = words(&[row as u16, column as u16, STYLE_FORMATS + format as u16]);
            match &cell.content {
                Content::Blank => record(out, 0x0201, &data),
                Content::Text(text) => {
                    let index = texts.iter().position(|known| known == text).unwrap() as u32;
                    data.extend(index.to_le_bytes());
                    record(out, 0x00FD, &data);
                }
                Content::Number(number) => {
                    data.extend(number.parse::<f64>().unwrap().to_le_bytes());
                    record(out, 0x0203, &data);
                }
                // BIFF's formulas are a language of their own.
                Content::Formula(..) => panic!("a sample .xls has no formulas"),
            }
        }
    }
    record(out, 0x023E, &words(&[0x06B6, 0, 0, 0x40, 0, 0, 0, 0, 0]));
    let mut merges = words(&[page.merges.len() as u16]);
    for &(top, left, bottom, right) in &page.merges {
        merges.extend(words(&[top as u16, bottom as u16, left as u16, right as u16]));
    }
    record(out, 0x00E5, &merges);
    record(out, 0x000A, &[]);
}

/// The SST, cut between strings where a record is full.
fn shared_strings(out: &mut Vec<u8>, page: &Page, texts: &[&str]) {
    let mut data = (page.text_cells() as u32).to_le_bytes().to_vec();
    data.extend((texts.len() as u32).to_le_bytes());
    let mut number = 0x00FC;
    for text in texts {
        let string = string(text, true);
        if data.len() + string.len() > RECORD_LIMIT {
            record(out, number, &data);
            number = 0x003C;
            data.clear();
        }
        data.extend(string);
    }
    record(out, number, &data);
}

/// Bold, italic, large. Excel wants four fonts at least; number 4 does not exist.
const FONTS: [(bool, bool, bool); 4] =
    [(false, false, false), (true, false, false), (false, true, false), (true, false, true)];

fn font(bold: bool, italic: bool, large: bool) -> Vec<u8> {
    let height = if large { 280 } else { 240 };
    let weight = if bold { 700 } else { 400 };
    let mut data = words(&[height, if italic { 2 } else { 0 }, 0x7FFF, weight, 0]);
    // No underline, family Roman, Vietnamese character set.
    data.extend([0, 1, 163, 0]);
    data.extend(string("Times New Roman", false));
    data
}

fn extended_format(look: Look, kind: u16) -> Vec<u8> {
    let font = FONTS.iter().position(|font| *font == (look.bold, look.italic, look.large)).unwrap();
    let mut data = words(&[font as u16, 0, kind]);
    // Wrapped, centred downwards; then rotation, indent, and what differs from the style.
    data.extend([if look.centre { 0x1A } else { 0x18 }, 0, 0, if kind == 1 { 0xF8 } else { 0 }]);
    let lines: u32 = if look.border { 0x2040_1111 } else { 0 };
    let colours: u32 = if look.border { 0x0000_2040 } else { 0 };
    data.extend(lines.to_le_bytes());
    data.extend(colours.to_le_bytes());
    data.extend(words(&[0x20C0]));
    data
}

/// The BOF of a BIFF8 substream, as Excel 2003 wrote it.
fn begin(kind: u16) -> Vec<u8> {
    words(&[0x0600, kind, 0x0DBB, 0x07CC, 0x00C1, 0, 0x0306, 0])
}

/// A string in UTF-16, with a long count of characters or a short one.
fn string(text: &str, long: bool) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut data = if long { words(&[units.len() as u16]) } else { vec![units.len() as u8] };
    data.push(1);
    data.extend(words(&units));
    data
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn record(out: &mut Vec<u8>, number: u16, data: &[u8]) {
    out.extend(number.to_le_bytes());
    out.extend((data.len() as u16).to_le_bytes());
    out.extend(data);
}
