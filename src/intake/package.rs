//! The parts of a zipped workbook, for what calamine leaves out of it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::xml::attribute;

use super::unpacked::Unpacked;

/// The most memory that is taken because a part says it will need it.
const MOST_AT_ONCE: usize = 16 << 20;

/// A package that the guard has let in: its sizes are bounded.
pub(super) enum Package<'a> {
    /// As it stands in the file.
    Packed(Box<zip::ZipArchive<Cursor<&'a [u8]>>>),
    /// Inflated already.
    Unpacked(&'a Unpacked),
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        zip::ZipArchive::new(Cursor::new(bytes)).ok().map(Box::new).map(Self::Packed)
    }

    /// A part's bytes.
    pub(super) fn bytes(&mut self, name: &str) -> Option<Cow<'a, [u8]>> {
        self.bytes_within(name, u64::MAX)
    }

    /// A part's bytes, if they are no more than some.
    pub(super) fn bytes_within(&mut self, name: &str, most: u64) -> Option<Cow<'a, [u8]>> {
        self.checked(name, most).ok().flatten()
    }

    /// The same; an error where they are not those that were packed: the directory keeps a sum of them, which
    /// the library, reading no part to its last byte, does not ask for.
    pub(super) fn checked(&mut self, name: &str, most: u64) -> Result<Option<Cow<'a, [u8]>>, std::io::Error> {
        let archive = match self {
            Self::Packed(archive) => archive,
            Self::Unpacked(unpacked) => {
                let part = unpacked.part(name).filter(|part| part.len() as u64 <= most);
                return Ok(part.map(Cow::Borrowed));
            }
        };
        let Some(mut part) = archive.by_name(name).ok().filter(|part| part.size() <= most) else { return Ok(None) };
        let mut data = Vec::with_capacity(usize::try_from(part.size()).unwrap_or(MOST_AT_ONCE).min(MOST_AT_ONCE));
        part.read_to_end(&mut data)?;
        Ok(Some(Cow::Owned(data)))
    }

    /// A part's text.
    pub(super) fn text(&mut self, name: &str) -> Option<Cow<'a, str>> {
        self.text_within(name, u64::MAX)
    }

    /// A part's text, if it is no longer than some.
    pub(super) fn text_within(&mut self, name: &str, most: u64) -> Option<Cow<'a, str>> {
        match self.bytes_within(name, most)? {
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
        }
    }

    /// The parts that the relations of the workbook point at, by their identifiers; those relations
    /// are a part too.
    pub(super) fn targets(&mut self, relations: &str) -> Option<BTreeMap<String, String>> {
        let said = self.relations(relations, "Target")?.into_iter();
        let absolute = |target: String| match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("xl/{target}"),
        };
        Some(said.map(|(id, target)| (id, absolute(target))).collect())
    }

    /// Of what kind each relation of a part is: `worksheet`, `chartsheet`, `xlMacrosheet`.
    pub(super) fn kinds(&mut self, relations: &str) -> Option<BTreeMap<String, String>> {
        let said = self.relations(relations, "Type")?.into_iter();
        Some(said.map(|(id, kind)| (id, kind.rsplit('/').next().unwrap_or_default().to_owned())).collect())
    }

    /// What each relation of a part says under a name.
    pub(super) fn relations(&mut self, part: &str, wanted: &str) -> Option<BTreeMap<String, String>> {
        let xml = self.text(part)?;
        let mut reader = Reader::from_str(&xml);
        let mut found = BTreeMap::new();
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(e) | Event::Empty(e) => {
                    found.extend(attribute(&e, "Id").zip(attribute(&e, wanted)));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Some(found)
    }
}
