//! The directory of a zipped workbook, and those numbers in its parts that a library believes.
//!
//! In zip 9 the sizes that the directory declares are binding (a lie is an error while inflating), so
//! summing them is enough to keep bombs out. quick-xml does not recurse, so how deep the parts of an xlsx
//! nest does no harm; only the content of an ods, which is walked anyway, is asked for that.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read as _};

use foldhash::fast::RandomState;
use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::finding::intake::{Problem, Size};
use crate::intake::damaged;
use crate::intake::limits::Limits;
use crate::intake::sniff::Archive;
use crate::intake::unpacked::{Entry, Unpacked};
use crate::xml::attribute;

use super::{Verdict, open_document};

/// The head of each entry of a directory (APPNOTE 4.3.12).
const ENTRY: &[u8] = b"PK\x01\x02";
/// How much a part may inflate is asked only of one larger than this.
const LARGE_PART: u64 = 10 << 20;
/// What the names of parts of shared strings end in.
const STRINGS: &[u8] = b"sharedstrings.xml";
/// The shortest item of shared strings is `<si/>`: a count that needs less room for each is a lie.
const SHORTEST_STRING: u64 = 3;

/// Refuses too many parts. Every entry that any reader finds begins with the same four bytes, so counting
/// those needs no trust in the directory's own words.
pub(super) fn parts(bytes: &[u8], limits: &Limits) -> Result<(), Box<Problem>> {
    limits.allow(Size::Parts, memmem::find_iter(bytes, ENTRY).count() as u64)
}

/// Opens a package whose parts are all within the limits.
fn open(archive: &mut Archive<'_>, limits: &Limits) -> Result<Vec<Entry>, Box<Problem>> {
    let mut names = HashSet::with_capacity_and_hasher(archive.len(), RandomState::default());
    let mut inflated = 0u64;
    let mut entries = Vec::with_capacity(archive.len());
    for i in 0..archive.len() {
        let part = archive.by_index_raw(i).map_err(damaged)?;
        if part.encrypted() {
            return Err(Box::new(Problem::Encrypted));
        }
        inflated = inflated.saturating_add(part.size());
        if part.size() > LARGE_PART {
            limits.allow(Size::Ratio, part.size() / part.compressed_size().max(1))?;
        }
        let name = part.name().map_err(damaged)?.into_owned();
        let lower = name.to_ascii_lowercase();
        if names.contains(&lower) {
            return Err(damaged(format!("part {lower} occurs twice")));
        }
        names.insert(lower);
        let start = part.data_start().unwrap_or(u64::MAX);
        let packed = start..start.saturating_add(part.compressed_size());
        entries.push(Entry { name, method: part.compression(), size: part.size(), crc: part.crc32(), packed });
    }
    limits.allow(Size::Inflated, inflated)?;
    Ok(entries)
}

/// The parts of a package, all of them within the limits.
#[cfg(test)]
pub(in crate::intake) fn entries(bytes: &[u8], limits: &Limits) -> Result<Vec<Entry>, Box<Problem>> {
    open(&mut zip::ZipArchive::new(std::io::Cursor::new(bytes)).map_err(damaged)?, limits)
}

/// Looks at an xlsx, and inflates it if it is an ordinary one.
pub(super) fn xlsx(
    bytes: &[u8],
    mut archive: Archive<'_>,
    limits: &Limits,
) -> Result<(Verdict, Option<Unpacked>), Box<Problem>> {
    let entries = open(&mut archive, limits)?;
    let unpacked = Unpacked::of(bytes, &entries);
    let is_strings = |e: &Entry| {
        let name = e.name.as_bytes();
        name.len()
            .checked_sub(STRINGS.len())
            .and_then(|at| name.get(at..))
            .is_some_and(|n| n.eq_ignore_ascii_case(STRINGS))
    };
    for (i, entry) in entries.iter().enumerate().filter(|(_, entry)| is_strings(entry)) {
        let count = match unpacked.as_ref().and_then(|u| u.part(&entry.name)) {
            Some(part) => unique_count(part),
            None => unique_count(BufReader::new(archive.by_index(i).map_err(damaged)?)),
        };
        // calamine makes room for as many texts as this says. Excel does not ask.
        let (Some(count), size) = (count, entry.size) else { continue };
        if count > size / SHORTEST_STRING {
            let doubt = format!("{count} shared strings are announced in a part of {size} bytes");
            return Ok((Verdict::Doubtful(doubt), None));
        }
        limits.allow(Size::Strings, count)?;
    }
    Ok((Verdict::Clear, unpacked))
}

/// How many distinct texts the head of a part of shared strings announces.
fn unique_count(part: impl BufRead) -> Option<u64> {
    let mut reader = Reader::from_reader(part);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "sst" => {
                return attribute(&e, "uniqueCount")?.parse().ok();
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Walks the records of the parts that are read first: calamine makes room for a record before it reads it. Those
/// of the sheets are walked for their looks anyway.
pub(super) fn xlsb(mut archive: Archive<'_>, limits: &Limits) -> Result<Verdict, Box<Problem>> {
    open(&mut archive, limits)?;
    for name in ["xl/workbook.bin", "xl/styles.bin", "xl/sharedStrings.bin"] {
        let Ok(mut part) = archive.by_name(name) else { continue };
        let mut records = Vec::new();
        part.read_to_end(&mut records).map_err(damaged)?;
        let mut rest = records.as_slice();
        while !rest.is_empty() {
            rest = behind_record(rest).ok_or_else(|| damaged(format!("{name} is cut short")))?;
        }
    }
    Ok(Verdict::Clear)
}

/// What stands behind the first record of some ([MS-XLSB] 2.1.4): a kind and a length in sevens of bits.
fn behind_record(records: &[u8]) -> Option<&[u8]> {
    let sevens = |bytes: &[u8], most: usize| {
        let last = bytes.iter().take(most).position(|b| b & 0x80 == 0).unwrap_or(most - 1);
        let taken = bytes.get(..=last)?;
        Some((taken.iter().rev().fold(0usize, |value, b| value << 7 | usize::from(b & 0x7F)), last + 1))
    };
    let (_, kind) = sevens(records, 2)?;
    let rest = records.get(kind..)?;
    let (length, taken) = sevens(rest, 4)?;
    rest.get(taken.checked_add(length)?..)
}

pub(super) fn ods(mut archive: Archive<'_>, limits: &Limits) -> Result<Verdict, Box<Problem>> {
    open(&mut archive, limits)?;
    let mut text = Vec::new();
    archive.by_name("content.xml").map_err(damaged)?.read_to_end(&mut text).map_err(damaged)?;
    match std::str::from_utf8(&text) {
        Ok(text) => open_document::check(text, limits),
        Err(_) => Err(damaged("content.xml is not in UTF-8")),
    }
}
