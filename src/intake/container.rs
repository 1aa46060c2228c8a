//! What an OLE container holds: an old workbook, an encrypted package, or a document of another kind. Its
//! directory says so; a word within a cell does not. That the records of a workbook are encrypted the guard finds, which
//! walks them ([`super::guard`]).

use std::io::Cursor;

use crate::finding::intake::{Foreign, Problem};

use super::biff::u16_at;
use super::sniff::Kind;

/// Tells what the container holds.
///
/// # Errors
/// The problem that says what it holds instead of a table.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, Box<Problem>> {
    let container = cfb::CompoundFile::open(Cursor::new(bytes)).ok();
    // A directory that cannot be followed still has its entries, each of 128 bytes.
    let has = |name: &str| match &container {
        Some(container) => container.is_stream(format!("/{name}")),
        None => has_entry(bytes, name),
    };
    if has("EncryptedPackage") {
        return Err(Box::new(Problem::Encrypted));
    }
    let stream = ["Workbook", "Book"].into_iter().find(|name| has(name));
    let Some(name) = stream else {
        let kind = if has("WordDocument") { Foreign::Word } else { Foreign::Unknown };
        return Err(Box::new(Problem::NotAWorkbook { kind }));
    };
    Ok(Kind::Xls { biff8: name == "Workbook" })
}

/// Tells whether a directory entry ([MS-CFB] 2.6.1) of that name stands anywhere in the file.
fn has_entry(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(name.len()).ok();
    bytes.chunks_exact(128).any(|entry| entry.starts_with(&name) && u16_at(entry, 64) == length)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn container(stream: &str, content: &[u8]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream(stream).unwrap().write_all(content).unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn a_container_is_what_its_directory_says() {
        // A text that says otherwise.
        let words: Vec<u8> = "EncryptedPackage WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let workbook = container("/Workbook", &words);
        assert_eq!(kind(&workbook), Ok(Kind::Xls { biff8: true }));
        assert_eq!(kind(&container("/Book", b"x")), Ok(Kind::Xls { biff8: false }));
        assert_eq!(kind(&container("/EncryptedPackage", b"x")), Err(Box::new(Problem::Encrypted)));
        let foreign = |kind| Err(Box::new(Problem::NotAWorkbook { kind }));
        assert_eq!(kind(&container("/WordDocument", b"Workbook")), foreign(Foreign::Word));
        assert_eq!(kind(&container("/PowerPoint Document", b"Workbook")), foreign(Foreign::Unknown));
        // The directory alone is left.
        let mut torn = workbook;
        torn[0x4C..0x50].copy_from_slice(&[0xFF; 4]);
        assert_eq!(kind(&torn), Ok(Kind::Xls { biff8: true }));
    }
}
