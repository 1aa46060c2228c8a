//! The parts of an xlsx, inflated once: for the readers of ours, and packed anew without compression for the library,
//! which would otherwise inflate each of them again. What nobody reads of them is left out ([`spared`]).
//!
//! Written by hand, since the zip library's writer sums again what was summed and does not say where a part begins:
//! here a part is a piece of the package. Anything out of the ordinary — a part that is not what its directory
//! says, another compression, a package that is large — leaves the file to be read as it stands, which says what
//! is wrong with it.

mod spared;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;
use libdeflater::Decompressor;
use zip::CompressionMethod;

/// More bytes than this are better streamed than held.
const MOST: u64 = 16 << 20;
/// Parts that neither the library is asked for nor any reader of ours: the kinds of parts, pictures, what printers and
/// the chain of calculation remember, and the palette, which only colours need.
const PASSED_OVER: [&str; 6] =
    ["[Content_Types].xml", "docProps/", "xl/media/", "xl/printerSettings/", "xl/theme/", "xl/calcChain.xml"];

/// A package without compression.
#[derive(Debug)]
pub(super) struct Unpacked {
    package: Vec<u8>,
    parts: HashMap<String, Range<usize>, RandomState>,
    blanks: u64,
}

/// One part as the directory of a package has it.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its name.
    pub(super) name: String,
    /// How it is packed.
    pub(super) method: CompressionMethod,
    /// How many bytes it takes once inflated.
    pub(super) size: u64,
    /// The sum of those bytes.
    pub(super) crc: u32,
    /// Where its packed bytes stand in the file.
    pub(super) packed: Range<u64>,
}

thread_local! {
    // Its tables take longer to make than most parts take to inflate.
    static INFLATING: RefCell<Decompressor> = RefCell::new(Decompressor::new());
    // The room of the package before: asking the system for it anew costs more than to fill it.
    static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// More room than this is given back at once.
const MOST_ROOM: usize = 4 << 20;

impl Drop for Unpacked {
    fn drop(&mut self) {
        if self.package.capacity() <= MOST_ROOM {
            let mut room = std::mem::take(&mut self.package);
            room.clear();
            ROOM.set(room);
        }
    }
}

impl Unpacked {
    /// Inflates the parts of a package; nothing of one that is better read as it stands.
    pub(super) fn of(bytes: &[u8], entries: &[Entry]) -> Option<Self> {
        let wanted = || entries.iter().filter(|e| !passed_over(&e.name) && !e.name.ends_with('/'));
        let inflated = wanted().fold(0u64, |sum, e| sum.saturating_add(e.size));
        // The library tells capital letters in names from small ones by the directory; so names stay as they are.
        let plain = wanted().all(|e| e.name.is_ascii() && e.name.len() <= usize::from(u16::MAX));
        let count = u16::try_from(wanted().count()).ok()?;
        if inflated > MOST || !plain {
            return None;
        }
        let heads: usize = wanted().map(|e| HEAD + ENTRY + 2 * e.name.len()).sum();
        let mut package = ROOM.take();
        package.reserve_exact(usize::try_from(inflated).ok()? + heads + END);
        let mut parts = HashMap::with_capacity_and_hasher(entries.len(), RandomState::default());
        let mut directory = Vec::with_capacity(heads);
        let mut blanks = 0;
        for entry in wanted() {
            let offset = package.len();
            let start = offset + HEAD + entry.name.len();
            package.resize(start, 0);
            inflate(bytes, entry, &mut package)?;
            let whole = package.len();
            blanks += spared::spare(&entry.name, &mut package, start);
            let part = package.get(start..)?;
            let crc = if package.len() == whole { entry.crc } else { crc32fast::hash(part) };
            let about = About { crc, size: u32::try_from(part.len()).ok()?, name: &entry.name };
            about.head(package.get_mut(offset..start)?);
            about.entry(u32::try_from(offset).ok()?, &mut directory);
            parts.insert(entry.name.clone(), start..package.len());
        }
        let offset = u32::try_from(package.len()).ok()?;
        package.extend_from_slice(&directory);
        end(count, u32::try_from(directory.len()).ok()?, offset, &mut package);
        Some(Self { package, parts, blanks })
    }

    /// How many cells without content were left out.
    pub(super) fn blanks(&self) -> u64 {
        self.blanks
    }

    /// The package that holds the same parts.
    pub(super) fn package(&self) -> &[u8] {
        &self.package
    }

    /// A part's bytes, by its name letter for letter.
    pub(super) fn part(&self, name: &str) -> Option<&[u8]> {
        self.package.get(self.parts.get(name)?.clone())
    }
}

fn passed_over(name: &str) -> bool {
    PASSED_OVER.iter().any(|start| name.starts_with(start))
}

/// Appends a part's bytes, if they are those that its entry promises.
fn inflate(bytes: &[u8], entry: &Entry, to: &mut Vec<u8>) -> Option<()> {
    let at = |n: u64| usize::try_from(n).ok();
    let packed = bytes.get(at(entry.packed.start)?..at(entry.packed.end)?)?;
    let (start, size) = (to.len(), at(entry.size)?);
    match entry.method {
        CompressionMethod::Stored => to.extend_from_slice(packed),
        CompressionMethod::Deflated => {
            to.resize(start.checked_add(size)?, 0);
            let room = to.get_mut(start..)?;
            let written = INFLATING.with_borrow_mut(|inflating| inflating.deflate_decompress(packed, room)).ok()?;
            to.truncate(start + written);
        }
        _ => return None,
    }
    let part = to.get(start..)?;
    (part.len() == size && crc32fast::hash(part) == entry.crc).then_some(())
}

/// The sizes of a part's head, its entry in the directory, and the end of that (APPNOTE 4.3.7, 4.3.12, 4.3.16),
/// without names.
const HEAD: usize = 30;
const ENTRY: usize = 46;
const END: usize = 22;

/// What head and entry say of a part.
struct About<'a> {
    crc: u32,
    size: u32,
    name: &'a str,
}

impl About<'_> {
    /// Writes the head before a part, into the room that was left for it.
    fn head(&self, room: &mut [u8]) {
        let common = self.common();
        let pieces = [b"PK\x03\x04".as_slice(), &common, self.name.as_bytes()];
        for (to, from) in room.iter_mut().zip(pieces.into_iter().flatten()) {
            *to = *from;
        }
    }

    fn entry(&self, offset: u32, to: &mut Vec<u8>) {
        to.extend_from_slice(b"PK\x01\x02\x0a\x00");
        to.extend_from_slice(&self.common());
        // No remark, on the first disk, without attributes.
        to.extend_from_slice(&[0; 10]);
        to.extend_from_slice(&offset.to_le_bytes());
        to.extend_from_slice(self.name.as_bytes());
    }

    /// Version 1.0, stored, of 1 January 1980; then sum, both sizes, length of the name and of nothing else.
    fn common(&self) -> [u8; HEAD - 4] {
        let mut common = *b"\x0a\x00\x00\x00\x00\x00\x00\x00\x21\x00________________";
        // Names were measured before.
        let name = u16::try_from(self.name.len()).unwrap_or_default();
        let said = [self.crc, self.size, self.size, name.into()].map(u32::to_le_bytes);
        for (to, from) in common.iter_mut().skip(10).zip(said.as_flattened()) {
            *to = *from;
        }
        common
    }
}

fn end(count: u16, size: u32, offset: u32, to: &mut Vec<u8>) {
    to.extend_from_slice(b"PK\x05\x06\x00\x00\x00\x00");
    to.extend_from_slice(&count.to_le_bytes());
    to.extend_from_slice(&count.to_le_bytes());
    to.extend_from_slice(&size.to_le_bytes());
    to.extend_from_slice(&offset.to_le_bytes());
    to.extend_from_slice(&[0, 0]);
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _, Write as _};

    use zip::write::SimpleFileOptions;
    use zip::{ZipArchive, ZipWriter};

    use super::super::guard::entries;
    use super::*;
    use crate::intake::Limits;

    const PARTS: [(&str, &str); 4] = [
        ("_rels/.rels", "<Relationships/>"),
        ("xl/worksheets/sheet1.xml", "<sheetData><row><c><v>1</v></c></row></sheetData>"),
        ("xl/empty.xml", ""),
        ("xl/theme/theme1.xml", "<theme/>"),
    ];

    fn package(method: CompressionMethod) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in PARTS {
            zip.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn unpacked(bytes: &[u8]) -> Option<Unpacked> {
        Unpacked::of(bytes, &entries(bytes, &Limits::default()).unwrap())
    }

    #[test]
    fn the_package_made_anew_holds_the_parts_as_they_were() {
        for method in [CompressionMethod::Deflated, CompressionMethod::Stored] {
            let bytes = package(method);
            let unpacked = unpacked(&bytes).unwrap();
            let mut archive = ZipArchive::new(Cursor::new(unpacked.package())).unwrap();
            assert_eq!(archive.len(), 3);
            for (name, text) in PARTS.into_iter().take(3) {
                let mut read = String::new();
                archive.by_name(name).unwrap().read_to_string(&mut read).unwrap();
                assert_eq!((read.as_str(), unpacked.part(name)), (text, Some(text.as_bytes())), "{name}");
            }
            assert_eq!(unpacked.part("xl/theme/theme1.xml"), None);
        }
    }

    #[test]
    fn a_part_that_is_not_what_its_entry_says_is_left_to_those_who_tell_why() {
        let bytes = package(CompressionMethod::Deflated);
        let with = |change: fn(&mut Entry)| {
            let mut entries = entries(&bytes, &Limits::default()).unwrap();
            entries.iter_mut().skip(1).take(1).for_each(change);
            Unpacked::of(&bytes, &entries)
        };
        assert!(with(|_| {}).is_some());
        assert!(with(|e| e.size += 1).is_none());
        assert!(with(|e| e.size -= 1).is_none());
        assert!(with(|e| e.crc ^= 1).is_none());
        assert!(with(|e| e.packed.end -= 1).is_none());
        assert!(with(|e| e.packed.end = u64::MAX).is_none());
        assert!(with(|e| e.method = CompressionMethod::Stored).is_none());
        assert!(with(|e| e.size = MOST).is_none());
        assert!(with(|e| e.name.push('ý')).is_none());
    }
}
