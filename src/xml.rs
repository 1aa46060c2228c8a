//! What the readers and the writer of workbook parts need of XML besides its events.

use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;

/// The value of an attribute, by its name without a namespace.
pub(crate) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|v| v.into_owned())
}

/// The beginning of an element's tag, its name and those of its attributes that are kept, as they
/// stand; the bracket that closes it is left to whoever adds more.
pub(crate) fn opening(element: &BytesStart<'_>, keep: impl Fn(&str) -> bool) -> String {
    let mut tag = format!("<{}", element.name().as_ref());
    for a in element.attributes().flatten().filter(|a| keep(a.key.local_name().as_ref())) {
        tag.push_str(&written(a.key.as_ref(), &a.value));
    }
    tag
}

/// An attribute with a value that is escaped already, but for quotes where it stood between others.
pub(crate) fn written(name: &str, value: &str) -> String {
    format!(" {name}=\"{}\"", value.replace('"', "&quot;"))
}

/// What stands in a span of the source.
pub(crate) fn within(xml: &str, span: std::ops::Range<u64>) -> &str {
    let range = usize::try_from(span.start).ok().zip(usize::try_from(span.end).ok());
    range.and_then(|(from, to)| xml.get(from..to)).unwrap_or_default()
}

/// A relation's target as a part's name.
pub(crate) fn part_from(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => _ = parts.pop(),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}
