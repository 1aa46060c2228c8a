//! What a file is, told by its content; its name is not asked.

use std::io::{Cursor, Read as _};

use crate::finding::intake::{Foreign, Problem};

use super::markup::{self, Markup};
use super::{container, damaged, mhtml};

/// The kinds of files that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// xlsx and xlsm.
    Xlsx,
    /// Excel's binary workbook of 2007 and later.
    Xlsb,
    /// Excel 5 to 2003; BIFF8 keeps its texts in UTF-16.
    Xls {
        /// Excel 97 and later.
        biff8: bool,
    },
    /// OpenDocument spreadsheet.
    Ods,
    /// OpenDocument spreadsheet in one file of XML (.fods).
    FlatOds,
    /// XML Spreadsheet 2003.
    SpreadsheetMl,
    /// A web page with a table.
    Html,
    /// Web pages in one file (.mht).
    Mhtml,
    /// csv, tsv.
    Delimited,
}

const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// A zip that was opened.
pub(super) type Archive<'a> = zip::ZipArchive<Cursor<&'a [u8]>>;

/// Tells what the bytes are.
///
/// # Errors
/// The problem that says what they are instead of a table.
pub fn kind(bytes: &[u8]) -> Result<Kind, Box<Problem>> {
    opened(bytes).map(|(kind, _)| kind)
}

/// Tells what the bytes are; a zip, which was opened for that, need not be opened again.
///
/// # Errors
/// As [`kind`].
pub(super) fn opened(bytes: &[u8]) -> Result<(Kind, Option<Archive<'_>>), Box<Problem>> {
    if bytes.starts_with(b"PK") {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        return Ok((zip(&mut archive)?, Some(archive)));
    }
    not_zipped(bytes).map(|kind| (kind, None))
}

fn not_zipped(bytes: &[u8]) -> Result<Kind, Box<Problem>> {
    let foreign = |kind| Err(Box::new(Problem::NotAWorkbook { kind }));
    if bytes.starts_with(OLE) {
        return container::kind(bytes);
    }
    if bytes.starts_with(b"%PDF") {
        return foreign(Foreign::Pdf);
    }
    if bytes.starts_with(b"\x89PNG")
        || bytes.starts_with(b"\xFF\xD8\xFF")
        || bytes.starts_with(b"GIF8")
        || bytes.starts_with(b"BM\x00")
    {
        return foreign(Foreign::Picture);
    }
    if bytes.starts_with(b"Rar!") || bytes.starts_with(b"7z\xBC\xAF") || bytes.starts_with(b"\x1F\x8B") {
        return foreign(Foreign::Archive);
    }
    if bytes.starts_with(br"{\rtf") {
        return foreign(Foreign::Word);
    }
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    // Bare BIFF streams of Excel 2 to 4 are not read by the library.
    if matches!(bytes, [0x09, 0x00 | 0x02 | 0x04 | 0x08, ..])
        && bytes.get(2..4).is_some_and(|l| l != b"\t\t")
        && head.contains(&0)
    {
        return foreign(Foreign::Unknown);
    }
    let utf16 = bytes.starts_with(&[0xFF, 0xFE])
        || bytes.starts_with(&[0xFE, 0xFF])
        || super::delimited::looks_like_utf16(head).is_some();
    if !utf16 && head.iter().any(|b| matches!(b, 0..=8 | 14..=26 | 28..=31)) {
        return foreign(Foreign::Unknown);
    }
    text(bytes)
}

/// A text: a document in tags, or a table by delimiters.
fn text(bytes: &[u8]) -> Result<Kind, Box<Problem>> {
    // Only what begins as a document in tags, or has one in its first lines, is decoded as a whole.
    let head = markup::decode(bytes.get(..bytes.len().min(markup::HEAD)).unwrap_or_default());
    let first = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if mhtml::is_message(&head) {
        return Ok(Kind::Mhtml);
    }
    if !first.starts_with('<') && markup::of(&head).is_none() {
        return Ok(Kind::Delimited);
    }
    let foreign = |kind| Err(Box::new(Problem::NotAWorkbook { kind }));
    match markup::of(&markup::decode(bytes)) {
        Some(Markup::Page) => Ok(Kind::Html),
        Some(Markup::PageWithoutTable) => foreign(Foreign::Html),
        Some(Markup::Frames) => foreign(Foreign::Frames),
        Some(Markup::SpreadsheetMl) => Ok(Kind::SpreadsheetMl),
        Some(Markup::FlatOds) => Ok(Kind::FlatOds),
        Some(Markup::Other) => foreign(Foreign::Xml),
        None => Ok(Kind::Delimited),
    }
}

/// A zip: which kind of document its parts make.
fn zip(archive: &mut Archive<'_>) -> Result<Kind, Box<Problem>> {
    if is_encrypted_document(archive) {
        return Err(Box::new(Problem::Encrypted));
    }
    let has = |name: &str| archive.file_names().flatten().any(|n| n.eq_ignore_ascii_case(name));
    let begins = |name: &str, folder: &str| name.get(..folder.len()).is_some_and(|n| n.eq_ignore_ascii_case(folder));
    let under = |folder: &str| archive.file_names().flatten().any(|n| begins(&n, folder));
    if has("xl/workbook.bin") {
        Ok(Kind::Xlsb)
    } else if has("xl/workbook.xml") || under("xl/worksheets/") {
        Ok(Kind::Xlsx)
    } else if has("content.xml") {
        Ok(Kind::Ods)
    } else if under("word/") {
        Err(Box::new(Problem::NotAWorkbook { kind: Foreign::Word }))
    } else if (0..archive.len()).any(|i| archive.by_index_raw(i).is_ok_and(|part| part.encrypted())) {
        Err(Box::new(Problem::Encrypted))
    } else {
        Err(Box::new(Problem::NotAWorkbook { kind: Foreign::Archive }))
    }
}

/// Tells whether the manifest of an OpenDocument says how its parts are encrypted (OpenDocument 1.3 part 2,
/// 4.8); since LibreOffice 24.2 there is then no other part that would tell what it is.
fn is_encrypted_document(archive: &mut Archive<'_>) -> bool {
    const MOST: u64 = 1 << 20;
    let mut manifest = Vec::new();
    let read = archive.by_name("META-INF/manifest.xml").map(|part| part.take(MOST).read_to_end(&mut manifest));
    read.is_ok() && memchr::memmem::find(&manifest, b":encryption-data").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_content_says() {
        let foreign = |kind| Err(Box::new(Problem::NotAWorkbook { kind }));
        assert_eq!(kind(b"%PDF-1.4 ..."), foreign(Foreign::Pdf));
        assert_eq!(kind(b"\n <html><table>"), Ok(Kind::Html));
        assert_eq!(kind(b"\n <html><p>no table</p>"), foreign(Foreign::Html));
        assert_eq!(kind(b"<html><frameset><frame src=a.htm>"), foreign(Foreign::Frames));
        assert_eq!(kind(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x"), Ok(Kind::Mhtml));
        let office = "xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'";
        assert_eq!(kind(format!("<?xml version='1.0'?><ss:Workbook {office}/>").as_bytes()), Ok(Kind::SpreadsheetMl));
        assert_eq!(kind(b"<?xml version='1.0'?><Workbook/>"), foreign(Foreign::Xml));
        assert_eq!(kind("STT;Chỉ tiêu\n1;a".as_bytes()), Ok(Kind::Delimited));
        assert_eq!(kind(&[0xFF, 0xFE, b'S', 0]), Ok(Kind::Delimited));
        assert_eq!(kind(&[1, 2, 3, 4, 5]), foreign(Foreign::Unknown));
        assert!(matches!(kind(b"PK\x03\x04 cut short").map_err(|e| *e), Err(Problem::Damaged { .. })));
    }
}
