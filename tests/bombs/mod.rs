//! Small files that ask for a large machine.

use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::na_ri;

/// A file, and the code of the one finding that it ends as.
pub struct Bomb {
    pub file: &'static str,
    pub bytes: Vec<u8>,
    pub code: &'static str,
}

/// One of each kind.
pub fn all() -> Vec<Bomb> {
    let good = na_ri::all();
    let sample = |code: &str| good.iter().find(|s| s.code == code).unwrap().bytes.clone();
    let (xlsx, xls) = (sample("02137"), sample("02140"));
    let half = xls.len() / 2;
    let zeros = |from: usize, until: usize| [&xls[..from], &vec![0; until - from], &xls[until..]].concat();
    let bomb = |file, code, bytes| Bomb { file, bytes, code };
    vec![
        bomb("zeros.xlsx", "PB014", with_zeros(&xlsx, 1 << 30)),
        bomb("parts.xlsx", "PB014", with_parts(&xlsx, 10_001)),
        bomb("strings.xlsx", "PB014", with_strings(&xlsx, "4000000000")),
        bomb("cut.xlsx", "PB011", xlsx[..xlsx.len() / 2].to_vec()),
        bomb("repeats.ods", "PB014", repeats(1_048_576, 16_384)),
        bomb("far rows.ods", "PB014", far_rows()),
        bomb("spaces.ods", "PB014", spaces()),
        bomb("cut.ods", "PB011", cut_between_rows()),
        bomb("deep.ods", "PB014", deep(300)),
        bomb("corner.xls", "PB014", old_workbook(65_535, 16_383)),
        bomb("outside.xls", "PB011", old_workbook(65_535, 65_535)),
        bomb("tail.xls", "PB011", zeros(half, xls.len())),
        bomb("block.xls", "PB011", zeros(2048, 2560)),
        bomb("cut.xls", "PB011", xls[..half].to_vec()),
        bomb("circle.xls", "PB011", in_a_circle(&xls)),
        bomb("records.xls", "PB011", old_records(&[(0x809, vec![0, 6, 5, 0, 0, 0, 0, 0]), (0, vec![])])),
    ]
}

fn repacked(bytes: &[u8], change: impl Fn(&str, Vec<u8>) -> Vec<u8>, more: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..from.len() {
        let mut part = from.by_index(i).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        to.start_file(name.clone(), SimpleFileOptions::default()).unwrap();
        to.write_all(&change(&name, content)).unwrap();
    }
    more(&mut to);
    to.finish().unwrap().into_inner()
}

type Writer = ZipWriter<Cursor<Vec<u8>>>;

fn with_zeros(xlsx: &[u8], bytes: u64) -> Vec<u8> {
    repacked(
        xlsx,
        |_, part| part,
        |to| {
            to.start_file("xl/media/image1.bmp", SimpleFileOptions::default()).unwrap();
            let block = vec![0; 1 << 20];
            (0..bytes >> 20).for_each(|_| to.write_all(&block).unwrap());
        },
    )
}

fn with_parts(xlsx: &[u8], parts: usize) -> Vec<u8> {
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    repacked(xlsx, |_, part| part, |to| (0..parts).for_each(|n| to.start_file(format!("x/{n}"), plain).unwrap()))
}

fn with_strings(xlsx: &[u8], count: &str) -> Vec<u8> {
    let lie = |name: &str, part: Vec<u8>| {
        if name != "xl/sharedStrings.xml" {
            return part;
        }
        let text = String::from_utf8(part).unwrap();
        let at = text.find("uniqueCount=\"").unwrap() + 13;
        let end = at + text[at..].find('"').unwrap();
        format!("{}{count}{}", &text[..at], &text[end..]).into_bytes()
    };
    repacked(xlsx, lie, |_| {})
}

const CELL: &str = "<table:table-cell office:value-type=\"float\" office:value=\"1\"";

fn ods(table: &str) -> Vec<u8> {
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    to.start_file("mimetype", stored).unwrap();
    to.write_all(b"application/vnd.oasis.opendocument.spreadsheet").unwrap();
    for (name, text) in [("META-INF/manifest.xml", "<manifest:manifest/>"), ("content.xml", table)] {
        to.start_file(name, SimpleFileOptions::default()).unwrap();
        to.write_all(text.as_bytes()).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn document(rows: &str) -> Vec<u8> {
    ods(&format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"A\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    ))
}

/// An ods of one cell, repeated over rows and columns.
pub fn repeats(rows: u32, columns: u32) -> Vec<u8> {
    document(&format!(
        "<table:table-row table:number-rows-repeated=\"{rows}\">{CELL} table:number-columns-repeated=\"{columns}\"/>\
         </table:table-row>"
    ))
}

/// Rows of which each holds something in its last column only.
fn far_rows() -> Vec<u8> {
    let row = format!(
        "<table:table-row><table:table-cell table:number-columns-repeated=\"16383\"/>{CELL}/></table:table-row>"
    );
    document(&row.repeat(2_000))
}

fn spaces() -> Vec<u8> {
    document(
        "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>a<text:s text:c=\"4000000000\"/>\
         </text:p></table:table-cell></table:table-row>",
    )
}

fn deep(levels: usize) -> Vec<u8> {
    let (open, close) = ("<text:span>".repeat(levels), "</text:span>".repeat(levels));
    document(&format!("<table:table-row>{CELL}>{open}{close}</table:table-cell></table:table-row>"))
}

/// An ods whose text breaks off between two rows.
pub fn cut_between_rows() -> Vec<u8> {
    ods(&format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"A\"><table:table-row>\
         {CELL}/></table:table-row>"
    ))
}

/// An old workbook with a number in A1 and one elsewhere.
pub fn old_workbook(row: u16, column: u16) -> Vec<u8> {
    let number = |row: u16, column: u16| {
        let words = [row, column, 0].into_iter().flat_map(u16::to_le_bytes);
        (0x203, words.chain(1.5f64.to_le_bytes()).collect::<Vec<u8>>())
    };
    let begin = |kind: u8| (0x809, vec![0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let globals = [begin(5), (0x85, vec![44, 0, 0, 0, 0, 0, 1, 0, b'A']), (0x0A, vec![])];
    let length: usize = globals.iter().map(|(_, data)| data.len() + 4).sum();
    assert_eq!(length, 37);
    // The sheet begins where its entry says.
    let filler = (0x5C, vec![b' '; 3]);
    let sheet = [begin(16), number(0, 0), number(row, column), (0x0A, vec![])];
    let [first, entry, end] = globals;
    old_records(&[&[first, entry, filler, end], &sheet[..]].concat())
}

/// An old workbook of some records.
pub fn old_records(records: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut stream = Vec::new();
    for (kind, data) in records {
        stream.extend(kind.to_le_bytes());
        stream.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
        stream.extend(data);
    }
    stream.resize(stream.len().max(4096), 0);
    let mut container = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    container.create_stream("/Workbook").unwrap().write_all(&stream).unwrap();
    container.into_inner().into_inner()
}

/// A workbook whose every chain of sectors leads back to where it is.
fn in_a_circle(xls: &[u8]) -> Vec<u8> {
    let mut bytes = xls.to_vec();
    let table = usize::try_from(u32::from_le_bytes(bytes[76..80].try_into().unwrap())).unwrap();
    let at = (table + 1) * 512;
    for (number, entry) in bytes[at..at + 512].chunks_exact_mut(4).enumerate() {
        entry.copy_from_slice(&u32::try_from(number).unwrap().to_le_bytes());
    }
    bytes
}
