//! Limits that are checked before a library opens a file.
//!
//! In zip 9 the sizes that the directory declares are binding (a lie is an error while inflating),
//! so summing them is enough to keep bombs out.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use crate::finding::intake::{Problem, Size};

use super::sniff::Kind;

/// The most parts a package may have.
const MOST_PARTS: u64 = 10_000;
/// The most bytes a package may inflate to; the largest of 6,400 legal workbooks takes 114 MB.
const MOST_INFLATED: u64 = 1 << 30;

pub(super) fn check(kind: Kind, bytes: &[u8]) -> Result<(), Box<Problem>> {
    match kind {
        Kind::Xlsx | Kind::Xlsb => package(bytes).map(|_| ()),
        Kind::Ods => {
            let mut archive = package(bytes)?;
            ods_is_whole(&mut archive)
        }
        Kind::Xls { .. } | Kind::FlatOds | Kind::SpreadsheetMl | Kind::Html | Kind::Mhtml | Kind::Delimited => Ok(()),
    }
}

type Archive<'a> = zip::ZipArchive<Cursor<&'a [u8]>>;

fn damaged(e: impl ToString) -> Box<Problem> {
    Box::new(Problem::Damaged { detail: e.to_string() })
}

fn package(bytes: &[u8]) -> Result<Archive<'_>, Box<Problem>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let parts = archive.len() as u64;
    if parts > MOST_PARTS {
        return Err(Box::new(Problem::TooLarge { what: Size::Parts, found: parts, most: MOST_PARTS }));
    }
    let mut names = HashSet::new();
    let mut inflated = 0u64;
    for i in 0..archive.len() {
        let part = archive.by_index_raw(i).map_err(damaged)?;
        if part.encrypted() {
            return Err(Box::new(Problem::Encrypted));
        }
        inflated = inflated.saturating_add(part.size());
        let name = part.name().map_err(damaged)?.to_ascii_lowercase();
        if names.contains(&name) {
            return Err(damaged(format!("part {name} occurs twice")));
        }
        names.insert(name);
    }
    if inflated > MOST_INFLATED {
        return Err(Box::new(Problem::TooLarge { what: Size::Inflated, found: inflated, most: MOST_INFLATED }));
    }
    Ok(archive)
}

/// A `content.xml` that is cut between rows sends the ods reader into an endless loop.
fn ods_is_whole(archive: &mut Archive<'_>) -> Result<(), Box<Problem>> {
    let mut text = Vec::new();
    archive.by_name("content.xml").map_err(damaged)?.take(MOST_INFLATED).read_to_end(&mut text).map_err(damaged)?;
    let end = text.trim_ascii_end();
    if end.ends_with(b"</office:document-content>") { Ok(()) } else { Err(damaged("content.xml is cut short")) }
}
