//! What is looked at before a library opens a file.
//!
//! calamine 0.38 panics, asks for memory without end, or runs on for ever on some damaged or hostile files;
//! only the first can be caught. So the directory of a package, the chains and records of an old workbook,
//! and the text of an OpenDocument spreadsheet are walked first: [`package`], [`container`] with
//! [`records`] (`shared_strings` are those of its texts), [`open_document`]. A file is then cleared, refused with the problem, or doubted: what is odd,
//! but may be what Excel opens, is read by a process of its own ([`super::child`]).

mod container;
mod open_document;
mod package;
mod records;
mod shared_strings;

use crate::finding::intake::{Problem, Size};

use super::damaged;
use super::limits::Limits;
use super::markup;
use super::sniff::{Archive, Kind};
use super::unpacked::Unpacked;

/// Where a file that was not refused may be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// In this process.
    Clear,
    /// In a process of its own, for this reason.
    Doubtful(String),
}

impl Verdict {
    /// The graver of two.
    fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Verdict::Clear => other(),
            Verdict::Doubtful(_) => self,
        }
    }
}

/// Refuses a package of too many parts, before its directory is taken into memory.
pub(super) fn directory(bytes: &[u8], limits: &Limits) -> Result<(), Box<Problem>> {
    if bytes.starts_with(b"PK") { package::parts(bytes, limits) } else { Ok(()) }
}

/// Looks at a file whose kind is known; its package has passed [`directory`]. An ordinary xlsx comes back inflated.
///
/// # Errors
/// The problem that keeps it from being opened.
pub(super) fn check(
    kind: Kind,
    bytes: &[u8],
    archive: Option<Archive<'_>>,
    limits: &Limits,
) -> Result<(Verdict, Option<Unpacked>), Box<Problem>> {
    let archive = || archive.ok_or_else(|| damaged("the package was not opened"));
    let verdict = match kind {
        Kind::Xlsx => return package::xlsx(bytes, archive()?, limits),
        Kind::Xlsb => package::xlsb(archive()?, limits),
        Kind::Ods => package::ods(archive()?, limits),
        Kind::Xls { .. } => records::check(&container::workbook(bytes)?, limits),
        Kind::FlatOds => open_document::check(&markup::decode(bytes), limits),
        // Readers of our own, which count as they go.
        Kind::SpreadsheetMl | Kind::Html | Kind::Mhtml | Kind::Delimited => Ok(Verdict::Clear),
    };
    verdict.map(|verdict| (verdict, None))
}

#[cfg(test)]
pub(super) use package::entries;

/// The records of an old workbook, as the library takes them out of its container.
pub(super) fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
    container::workbook(bytes).ok()
}

pub(super) use shared_strings::rich as rich_strings;

/// A rectangle of no more cells than this is nothing to ask about.
const SMALL: u64 = 4_000_000;

/// Judges the rectangles that a reader keeps whole by how many cells of them hold something.
///
/// A cell in the far corner of a sheet makes a rectangle of millions: legal, and dear only for readers that
/// keep every cell of it.
fn rectangle(cells: u64, held: u64, limits: &Limits) -> Result<Verdict, Box<Problem>> {
    limits.allow(Size::Cells, cells)?;
    Ok(if cells <= SMALL || cells <= held.saturating_mul(16) {
        Verdict::Clear
    } else {
        Verdict::Doubtful(format!("{held} cells lie scattered over a rectangle of {cells}"))
    })
}
