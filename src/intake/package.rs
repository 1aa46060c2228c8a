//! The parts of a zipped workbook, for what calamine leaves out of it.

use std::io::{Cursor, Read as _};

/// A package that the guard has let in: its sizes are bounded.
pub(super) struct Package<'a>(zip::ZipArchive<Cursor<&'a [u8]>>);

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        zip::ZipArchive::new(Cursor::new(bytes)).ok().map(Self)
    }

    /// A part's bytes.
    pub(super) fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        let mut data = Vec::new();
        self.0.by_name(name).ok()?.read_to_end(&mut data).ok()?;
        Some(data)
    }

    /// A part's text.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        String::from_utf8(self.bytes(name)?).ok()
    }
}
