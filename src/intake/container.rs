//! What an OLE container holds: an old workbook, an encrypted package, or a document of another kind. Its
//! directory says so; a word within a cell does not.

use std::io::{Cursor, Read as _};

use crate::finding::intake::{Foreign, Problem};

use super::biff::u16_at;
use super::sniff::Kind;

/// Tells what the container holds.
///
/// # Errors
/// The problem that says what it holds instead of a table.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, Box<Problem>> {
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).ok();
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
    let head = container.as_mut().and_then(|container| {
        let mut head = Vec::new();
        container.open_stream(format!("/{name}")).ok()?.take(64 << 10).read_to_end(&mut head).ok()?;
        Some(head)
    });
    if head.is_some_and(|head| needs_password(&head)) {
        return Err(Box::new(Problem::Encrypted));
    }
    Ok(Kind::Xls { biff8: name == "Workbook" })
}

/// Tells whether records are encrypted: a FILEPASS record ([MS-XLS] 2.4.117) stands among the first of the
/// workbook, whatever its method (XOR, RC4, CryptoAPI).
fn needs_password(records: &[u8]) -> bool {
    const FILEPASS: u16 = 0x2F;
    const BOUNDSHEET: u16 = 0x85;
    let mut at = 0;
    while let (Some(kind), Some(length)) = (u16_at(records, at), u16_at(records, at + 2)) {
        match kind {
            FILEPASS => return true,
            BOUNDSHEET => return false,
            _ => at += 4 + usize::from(length),
        }
    }
    false
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

    /// The records that a workbook begins with: BOF, FILEPASS by method if any, BOUNDSHEET.
    fn records(method: Option<&[u8]>) -> Vec<u8> {
        let mut made = vec![0x09, 0x08, 4, 0, 0, 6, 5, 0];
        if let Some(method) = method {
            made.extend([0x2F, 0, u8::try_from(method.len()).unwrap(), 0]);
            made.extend(method);
        }
        made.extend([0x85, 0, 0, 0]);
        made
    }

    #[test]
    fn a_container_is_what_its_directory_says() {
        // A text that says otherwise.
        let words: Vec<u8> = "EncryptedPackage WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let workbook = container("/Workbook", &[records(None), words].concat());
        assert_eq!(kind(&workbook), Ok(Kind::Xls { biff8: true }));
        assert_eq!(kind(&container("/Book", &records(None))), Ok(Kind::Xls { biff8: false }));
        assert_eq!(kind(&container("/EncryptedPackage", b"x")), Err(Box::new(Problem::Encrypted)));
        let foreign = |kind| Err(Box::new(Problem::NotAWorkbook { kind }));
        assert_eq!(kind(&container("/WordDocument", b"Workbook")), foreign(Foreign::Word));
        assert_eq!(kind(&container("/PowerPoint Document", b"Workbook")), foreign(Foreign::Unknown));
        // The directory alone is left.
        let mut torn = workbook;
        torn[0x4C..0x50].copy_from_slice(&[0xFF; 4]);
        assert_eq!(kind(&torn), Ok(Kind::Xls { biff8: true }));
    }

    #[test]
    fn a_workbook_with_a_password_is_told_whatever_the_method() {
        for method in [&[0, 0, 0x34, 0x12, 0x78, 0x56][..], &[1, 0, 1, 0, 1, 0], &[1, 0, 4, 0, 2, 0]] {
            assert_eq!(kind(&container("/Workbook", &records(Some(method)))), Err(Box::new(Problem::Encrypted)));
        }
        // A sheet that is protected is not encrypted.
        assert!(!needs_password(&[0x12, 0, 2, 0, 1, 0, 0x85, 0, 0, 0, 0x2F, 0, 0, 0]));
    }
}
