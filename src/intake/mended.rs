//! Workbooks that Excel opens and the library refuses, or reads as something else: their parts put as it
//! takes them, before it sees them.
//!
//! Seen with calamine 0.38: a macro sheet of Excel 4 fails the whole workbook, and of two sheets of one name
//! the first is read twice ([`workbook`]); a `<dimension>` that is none fails its sheet; a value in pieces
//! (`12<!-- -->34`) gives its first piece, a reference beyond the sheet wraps around into it, a number of a
//! shared string that is none gives the first string ([`sheet`]). A scan over the bytes tells whether a part
//! needs it; most packages are left as they are.

mod sheet;
mod workbook;

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::package::Package;
use super::xlsx::{MOST_AT_ONCE, listing};
pub(super) use sheet::{behind_look, needs_it};

/// A package put as the library takes it.
pub(super) struct Mended {
    /// The package's bytes.
    pub(super) bytes: Vec<u8>,
    /// Sheets with cells where no sheet has any, and how many.
    pub(super) beyond: Vec<(String, usize)>,
}

/// Mends an xlsx; nothing if it needs none.
pub(super) fn mended(bytes: &[u8]) -> Option<Mended> {
    let mut package = Package::open(bytes)?;
    let kinds = package.kinds("xl/_rels/workbook.xml.rels")?;
    let original = package.text("xl/workbook.xml")?;
    let listed = workbook::mended(&original, &kinds);
    let mut made: Vec<(String, Vec<u8>)> = Vec::new();
    let mut beyond = Vec::new();
    let names = listing(listed.as_deref().unwrap_or(&original), &mut package).parts?;
    for (name, part) in names {
        let Some(text) = package.bytes_within(&part, MOST_AT_ONCE) else { continue };
        if !sheet::needs_it(&text) {
            continue;
        }
        let Some(mended) = std::str::from_utf8(&text).ok().and_then(sheet::mended) else { continue };
        if mended.beyond > 0 {
            beyond.push((name, mended.beyond));
        }
        made.push((part, mended.xml.into_bytes()));
    }
    made.extend(listed.map(|xml| ("xl/workbook.xml".to_owned(), xml.into_bytes())));
    if made.is_empty() {
        return None;
    }
    beyond.sort();
    Some(Mended { bytes: packed(bytes, &made)?, beyond })
}

/// The package with some parts in place of its own; the others are copied as they are.
fn packed(bytes: &[u8], made: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    for i in 0..archive.len() {
        let part = archive.by_index_raw(i).ok()?;
        let name = part.name().ok()?.into_owned();
        match made.iter().find(|(other, _)| other.eq_ignore_ascii_case(&name)) {
            Some((_, data)) => {
                zip.start_file(name, stored).ok()?;
                zip.write_all(data).ok()?;
            }
            None => zip.raw_copy_file(part).ok()?,
        }
    }
    Some(zip.finish().ok()?.into_inner())
}
