//! A page to an .xlsb, Excel's binary workbook: offices take it because the files
//! are small.
//!
//! A zip of record streams ([MS-XLSB]); only the records that readers ask for.

use super::page::{Content, Look, Page};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

const CONTENT_TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>"#,
    r#"<Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/>"#,
    r#"<Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/>"#,
    r#"<Override PartName="/xl/sharedStrings.bin" ContentType="application/vnd.ms-excel.sharedStrings"/>"#,
    "</Types>",
);
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The bytes of a workbook with this one sheet.
pub fn workbook(page: &Page) -> Vec<u8> {
    let formats = Page::formats(std::slice::from_ref(page));
    let texts = page.texts();
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("[Content_Types].xml", CONTENT_TYPES.as_bytes().to_vec()),
        ("_rels/.rels", relations(&[("officeDocument", "xl/workbook.bin")])),
        ("xl/workbook.bin", book(page)),
        (
            "xl/_rels/workbook.bin.rels",
            relations(&[
                ("worksheet", "worksheets/sheet1.bin"),
                ("styles", "styles.bin"),
                ("sharedStrings", "sharedStrings.bin"),
            ]),
        ),
        ("xl/worksheets/sheet1.bin", sheet(page, &formats, &texts)),
        ("xl/styles.bin", styles(&formats)),
        ("xl/sharedStrings.bin", shared_strings(page, &texts)),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn relations(targets: &[(&str, &str)]) -> Vec<u8> {
    let mut xml = String::from(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    );
    for (index, (kind, target)) in targets.iter().enumerate() {
        xml += &format!(r#"<Relationship Id="rId{}" Type="{RELATION}/{kind}" Target="{target}"/>"#, index + 1);
    }
    (xml + "</Relationships>").into_bytes()
}

fn book(page: &Page) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 131, &[]);
    record(&mut out, 143, &[]);
    let mut data = longs(&[0, 1]);
    data.extend(string("rId1"));
    data.extend(string(&page.name));
    record(&mut out, 156, &data);
    record(&mut out, 144, &[]);
    record(&mut out, 132, &[]);
    out
}

fn sheet(page: &Page, formats: &[(Look, Option<&'static str>)], texts: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 129, &[]);
    record(&mut out, 148, &longs(&[0, page.rows.len() as u32 - 1, 0, page.width() as u32 - 1]));
    record(&mut out, 390, &[]);
    for (column, width) in page.widths.iter().enumerate() {
        let mut data = longs(&[column as u32, column as u32, (width * 256.0) as u32, 0]);
        // The width was set by hand; hidden.
        data.extend([2 | u8::from(page.hidden_columns.contains(&column)), 0]);
        record(&mut out, 60, &data);
    }
    record(&mut out, 391, &[]);
    record(&mut out, 145, &[]);
    for (row, cells) in page.rows.iter().enumerate().filter(|(_, cells)| !cells.is_empty()) {
        let mut data = longs(&[row as u32, 0]);
        data.extend(((page.height(row) * 20.0) as u16).to_le_bytes());
        // The height was set by hand; hidden; one span of columns follows.
        data.extend([0, if page.hidden_rows.contains(&row) { 0x30 } else { 0x20 }, 0]);
        data.extend(longs(&[1, 0, cells.len() as u32 - 1]));
        record(&mut out, 0, &data);
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_nothing()) {
            let format = formats.iter().position(|known| *known == (cell.look, cell.format)).unwrap();
            let mut data = longs(&[column as u32, format as u32 + 1]);
            match &cell.content {
                Content::Blank => record(&mut out, 1, &data),
                Content::Text(text) => {
                    let index = texts.iter().position(|known| known == text).unwrap();
                    data.extend(longs(&[index as u32]));
                    record(&mut out, 7, &data);
                }
                Content::Number(number) => {
                    data.extend(number.parse::<f64>().unwrap().to_le_bytes());
                    record(&mut out, 5, &data);
                }
                Content::Formula(..) => panic!("a sample .xlsb has no formulas"),
            }
        }
    }
    record(&mut out, 146, &[]);
    record(&mut out, 177, &longs(&[page.merges.len() as u32]));
    for &(top, left, bottom, right) in &page.merges {
        record(&mut out, 176, &longs(&[top as u32, bottom as u32, left as u32, right as u32]));
    }
    record(&mut out, 178, &[]);
    record(&mut out, 130, &[]);
    out
}

fn shared_strings(page: &Page, texts: &[&str]) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 159, &longs(&[page.text_cells() as u32, texts.len() as u32]));
    for text in texts {
        let mut data = vec![0];
        data.extend(string(text));
        record(&mut out, 19, &data);
    }
    record(&mut out, 160, &[]);
    out
}

/// Bold, italic, large: the fonts that the looks need.
const FONTS: [(bool, bool, bool); 4] =
    [(false, false, false), (true, false, false), (false, true, false), (true, false, true)];
/// Black, as number 64 of the palette.
const BLACK: [u8; 8] = [3, 64, 0, 0, 0, 0, 0, 0xFF];

fn styles(formats: &[(Look, Option<&'static str>)]) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, 278, &[]);
    record(&mut out, 611, &longs(&[FONTS.len() as u32]));
    for (bold, italic, large) in FONTS {
        let mut data = Vec::new();
        for word in [if large { 280_u16 } else { 240 }, if italic { 2 } else { 0 }, if bold { 700 } else { 400 }, 0] {
            data.extend(word.to_le_bytes());
        }
        // No underline, family Roman, Vietnamese character set; then colour and no theme.
        data.extend([0, 1, 163, 0]);
        data.extend(BLACK);
        data.push(0);
        data.extend(string("Times New Roman"));
        record(&mut out, 43, &data);
    }
    record(&mut out, 612, &[]);
    // Excel reserves the first two fills: none, and grey of one eighth.
    record(&mut out, 603, &longs(&[2]));
    for pattern in [0, 17] {
        let mut data = longs(&[pattern]);
        data.extend(BLACK);
        data.extend([3, 65, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
        data.extend([0; 48]);
        record(&mut out, 45, &data);
    }
    record(&mut out, 604, &[]);
    record(&mut out, 613, &longs(&[2]));
    for thin in [0, 1] {
        let mut data = vec![0];
        for side in [thin, thin, thin, thin, 0] {
            data.extend([side, 0]);
            data.extend(BLACK);
        }
        record(&mut out, 46, &data);
    }
    record(&mut out, 614, &[]);
    record(&mut out, 626, &longs(&[1]));
    record(&mut out, 47, &extended_format(Look::PLAIN, 0xFFFF));
    record(&mut out, 627, &[]);
    record(&mut out, 617, &longs(&[formats.len() as u32 + 1]));
    record(&mut out, 47, &extended_format(Look::PLAIN, 0));
    for (look, _) in formats {
        record(&mut out, 47, &extended_format(*look, 0));
    }
    record(&mut out, 618, &[]);
    record(&mut out, 619, &longs(&[1]));
    let mut normal = longs(&[0]);
    normal.extend([1, 0, 0, 0]);
    normal.extend(string("Normal"));
    record(&mut out, 48, &normal);
    record(&mut out, 620, &[]);
    // No differential formats and no table styles; Excel wants that said.
    record(&mut out, 505, &longs(&[0]));
    record(&mut out, 506, &[]);
    let mut tables = longs(&[0]);
    tables.extend(string("TableStyleMedium9"));
    tables.extend(string("PivotStyleLight16"));
    record(&mut out, 508, &tables);
    record(&mut out, 509, &[]);
    record(&mut out, 279, &[]);
    out
}

fn extended_format(look: Look, parent: u16) -> Vec<u8> {
    let font = FONTS.iter().position(|font| *font == (look.bold, look.italic, look.large)).unwrap();
    let mut data = Vec::new();
    for word in [parent, 0, font as u16, 0, u16::from(look.border)] {
        data.extend(word.to_le_bytes());
    }
    // No rotation, no indent; centred downwards and wrapped; locked; what differs from the style.
    let across = if look.centre { 2 } else { 0 };
    data.extend([0, 0, 0x48 | across, 0x10, if parent == 0 { 0x3F } else { 0 }, 0]);
    data
}

fn string(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut data = longs(&[units.len() as u32]);
    data.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
    data
}

fn longs(longs: &[u32]) -> Vec<u8> {
    longs.iter().flat_map(|long| long.to_le_bytes()).collect()
}

/// Number and length are written seven bits at a time, the lowest first.
fn record(out: &mut Vec<u8>, number: u32, data: &[u8]) {
    for mut value in [number, data.len() as u32] {
        while value > 0x7F {
            out.push(value as u8 & 0x7F | 0x80);
            value >>= 7;
        }
        out.push(value as u8);
    }
    out.extend(data);
}
