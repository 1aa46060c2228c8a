//! Elements in the text of a part: found with their attributes, put in, taken out. Everything around
//! them stays as it stands, byte for byte.

use std::collections::HashMap;
use std::ops::Range;

use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::xml::opening;

use super::PatchError;

/// The attributes of every element of a name, without namespaces.
///
/// # Errors
/// XML that cannot be read.
pub fn elements(xml: &str, name: &str) -> Result<Vec<HashMap<String, String>>, PatchError> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event()? {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == name => found.push(attributes(&e)),
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

fn attributes(element: &BytesStart<'_>) -> HashMap<String, String> {
    element
        .attributes()
        .flatten()
        .map(|a| {
            let value = a.normalized_value(XmlVersion::Implicit1_0).map(|v| v.into_owned()).unwrap_or_default();
            (a.key.local_name().as_ref().to_owned(), value)
        })
        .collect()
}

/// How far a reader has come in its text.
pub fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Puts a child at the end of the last element of a name, under the same prefix; one that was written
/// as empty is opened for it.
///
/// # Errors
/// There is no such element.
pub fn with_child(xml: &str, name: &str, child: impl Fn(&str) -> String) -> Result<String, PatchError> {
    if let Some((end, prefix)) = end_tag(xml, name) {
        return Ok(put_in(xml, end.start, &child(prefix)));
    }
    let mut reader = Reader::from_str(xml);
    loop {
        let from = position(&reader);
        match reader.read_event()? {
            Event::Empty(e) if e.local_name().as_ref() == name => {
                let whole = e.name().as_ref().to_owned();
                let prefix = whole.strip_suffix(name).unwrap_or_default();
                let opened = format!("{}>{}</{whole}>", opening(&e, |_| true), child(prefix));
                return Ok(replaced(xml, from..position(&reader), &opened));
            }
            Event::Eof => return Err(PatchError::Part(format!("<{name}>"))),
            _ => {}
        }
    }
}

/// Where the last end tag of a name stands, and its prefix.
pub fn end_tag<'x>(xml: &'x str, name: &str) -> Option<(Range<usize>, &'x str)> {
    let at = xml.rfind(&format!("{name}>"))?;
    let start = xml.get(..at)?.rfind("</")?;
    let prefix = xml.get(start + 2..at)?;
    let plain = prefix.is_empty() || (prefix.ends_with(':') && prefix.chars().all(|c| c.is_alphanumeric() || c == ':'));
    plain.then_some((start..at + name.len() + 1, prefix))
}

/// A text with an element put in at a byte.
pub fn put_in(xml: &str, at: usize, element: &str) -> String {
    replaced(xml, at..at, element)
}

/// A text with a stretch of it replaced.
pub fn replaced(xml: &str, span: Range<usize>, by: &str) -> String {
    format!("{}{by}{}", xml.get(..span.start).unwrap_or_default(), xml.get(span.end..).unwrap_or_default())
}

/// Elements written with `:` for the prefix of a namespace.
pub fn prefixed(xml: &str, prefix: &str) -> String {
    xml.replace("</:", &format!("</{prefix}")).replace("<:", &format!("<{prefix}"))
}

/// Text as XML has it; control characters, which XML cannot hold, are left out.
pub fn escaped(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t' | '\r')).collect();
    escape(clean.as_str()).into_owned()
}
