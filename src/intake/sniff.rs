//! What a file is, told by its content; its name is not asked.

use std::io::Cursor;

use crate::finding::intake::{Foreign, Problem};

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
    /// csv, tsv.
    Delimited,
}

const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Tells what the bytes are.
///
/// # Errors
/// The problem that says what they are instead of a table.
pub fn kind(bytes: &[u8]) -> Result<Kind, Box<Problem>> {
    let foreign = |kind| Err(Box::new(Problem::NotAWorkbook { kind }));
    if bytes.starts_with(OLE) {
        return ole(bytes);
    }
    if bytes.starts_with(b"PK") {
        return zip(bytes);
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
    let start: Vec<u8> = head
        .iter()
        .copied()
        .skip_while(|b| b.is_ascii_whitespace() || matches!(b, 0xEF | 0xBB | 0xBF))
        .take(512)
        .map(|b| b.to_ascii_lowercase())
        .collect();
    if start.starts_with(b"<") {
        let has = |needle: &[u8]| start.windows(needle.len()).any(|w| w == needle);
        return foreign(if has(b"<html") || has(b"<table") || has(b"<!doctype html") {
            Foreign::Html
        } else {
            Foreign::Xml
        });
    }
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
    Ok(Kind::Delimited)
}

fn contains_utf16(bytes: &[u8], name: &str) -> bool {
    let needle: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(needle.len()).any(|w| w == needle)
}

/// An OLE container: an old workbook, an encrypted package, or a Word document.
fn ole(bytes: &[u8]) -> Result<Kind, Box<Problem>> {
    if contains_utf16(bytes, "EncryptedPackage") {
        Err(Box::new(Problem::Encrypted))
    } else if contains_utf16(bytes, "WordDocument") {
        Err(Box::new(Problem::NotAWorkbook { kind: Foreign::Word }))
    } else if contains_utf16(bytes, "Workbook") {
        Ok(Kind::Xls { biff8: true })
    } else if contains_utf16(bytes, "Book") {
        Ok(Kind::Xls { biff8: false })
    } else {
        Err(Box::new(Problem::NotAWorkbook { kind: Foreign::Unknown }))
    }
}

/// A zip: which kind of document its parts make.
fn zip(bytes: &[u8]) -> Result<Kind, Box<Problem>> {
    let damaged = |e: zip::result::ZipError| Box::new(Problem::Damaged { detail: e.to_string() });
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let names: Vec<String> = archive.file_names().flatten().map(|n| n.to_ascii_lowercase()).collect();
    let has = |name: &str| names.iter().any(|n| n == name);
    let under = |folder: &str| names.iter().any(|n| n.starts_with(folder));
    if has("xl/workbook.bin") {
        Ok(Kind::Xlsb)
    } else if has("xl/workbook.xml") || under("xl/worksheets/") {
        Ok(Kind::Xlsx)
    } else if has("content.xml") {
        Ok(Kind::Ods)
    } else if under("word/") {
        Err(Box::new(Problem::NotAWorkbook { kind: Foreign::Word }))
    } else {
        Err(Box::new(Problem::NotAWorkbook { kind: Foreign::Archive }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_content_says() {
        let foreign = |kind| Err(Box::new(Problem::NotAWorkbook { kind }));
        assert_eq!(kind(b"%PDF-1.4 ..."), foreign(Foreign::Pdf));
        assert_eq!(kind(b"\n <html><table>"), foreign(Foreign::Html));
        assert_eq!(kind(b"<?xml version='1.0'?><Workbook/>"), foreign(Foreign::Xml));
        assert_eq!(kind("STT;Chỉ tiêu\n1;a".as_bytes()), Ok(Kind::Delimited));
        assert_eq!(kind(&[0xFF, 0xFE, b'S', 0]), Ok(Kind::Delimited));
        assert_eq!(kind(&[1, 2, 3, 4, 5]), foreign(Foreign::Unknown));
        assert!(matches!(kind(b"PK\x03\x04 cut short").map_err(|e| *e), Err(Problem::Damaged { .. })));
    }
}
