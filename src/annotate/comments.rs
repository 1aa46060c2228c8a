//! The comments of a sheet: ours among those that are there.
//!
//! A comment of ours is known by its author. Where somebody else's stands at a cell already, our text
//! goes below theirs, behind a line by which it is known again.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::address::Address;
use crate::own_output::{AUTHOR, BELOW};
use crate::patch::PatchError;
use crate::patch::elements::{escaped, position, prefixed, with_child};
use crate::xml::attribute;

use super::marks::{Mark, Run};

/// The comments of a sheet with ours.
#[derive(Debug)]
pub(super) struct Merged {
    /// The part.
    pub xml: String,
    /// Where comments of ours stand that need a box.
    pub added: BTreeSet<Address>,
    /// Where comments of ours stood.
    pub removed: BTreeSet<Address>,
    /// Where that was below somebody else's.
    pub cleared: BTreeSet<Address>,
    /// Where ours now stands below somebody else's, and what both say.
    pub below: BTreeMap<Address, String>,
    /// The part is not as it was.
    pub changed: bool,
}

/// A part without comments.
pub(super) fn empty(namespace: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{namespace}\"><authors></authors><commentList></commentList></comments>"
    )
}

/// Puts our comments among those of a part, in place of our earlier ones.
pub(super) fn merged(xml: &str, marks: &BTreeMap<Address, Mark>) -> Result<Merged, PatchError> {
    let mut left: BTreeMap<Address, &Mark> = marks.iter().map(|(at, mark)| (*at, mark)).collect();
    let (mut removed, mut cleared, mut below) = (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
    let (authors, prefix) = authors(xml)?;
    let ours = authors.iter().position(|a| a == AUTHOR);
    let mut out = String::with_capacity(xml.len() + 1024);
    let mut copied = 0usize;
    let mut reader = Reader::from_str(xml);
    loop {
        let from = position(&reader);
        match reader.read_event()? {
            Event::Start(e) if e.local_name().as_ref() == "comment" => {
                reader.read_to_end(e.name())?;
                let span = from..position(&reader);
                let whole = xml.get(span.clone()).unwrap_or_default();
                let comment = Comment::of(&e, whole, &authors);
                let Some(at) = comment.at else { continue };
                let new = if comment.author == Some(AUTHOR) {
                    removed.insert(at);
                    String::new()
                } else if comment.threaded() {
                    // Excel shows the thread alone, and would lose what is written here.
                    left.remove(&at);
                    continue;
                } else {
                    let theirs = without_ours(whole, &prefix);
                    if theirs != whole {
                        cleared.insert(at);
                    }
                    match left.remove(&at) {
                        Some(mark) => {
                            let both = with_ours(&theirs, mark, &prefix);
                            below.insert(at, plain(&both));
                            both
                        }
                        None => theirs,
                    }
                };
                if new != whole {
                    out.push_str(xml.get(copied..span.start).unwrap_or_default());
                    out.push_str(&new);
                    copied = span.end;
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    out.push_str(xml.get(copied..).unwrap_or_default());
    if !left.is_empty() {
        let author = ours.unwrap_or(authors.len());
        if ours.is_none() {
            out = with_child(&out, "authors", |p| format!("<{p}author>{AUTHOR}</{p}author>"))?;
        }
        out = with_child(&out, "commentList", |p| {
            let comment = |(at, mark): (&Address, &&Mark)| {
                let text = prefixed(&runs(&mark.runs), p);
                format!("<{p}comment ref=\"{at}\" authorId=\"{author}\"><{p}text>{text}</{p}text></{p}comment>")
            };
            left.iter().map(comment).collect()
        })?;
    }
    let changed = out != xml;
    Ok(Merged { xml: out, added: left.into_keys().collect(), removed, cleared, below, changed })
}

/// The authors in order, and the prefix of the namespace.
fn authors(xml: &str) -> Result<(Vec<String>, String), PatchError> {
    let mut authors = Vec::new();
    let mut prefix = String::new();
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event()? {
            Event::Start(e) if e.local_name().as_ref() == "comments" => {
                prefix = e.name().as_ref().strip_suffix("comments").unwrap_or_default().to_owned();
            }
            Event::Start(e) if e.local_name().as_ref() == "author" => {
                let name = crate::xml::within(xml, reader.read_to_end(e.name())?);
                let name = quick_xml::escape::unescape(name).map_err(PatchError::part)?;
                authors.push(name.trim().to_owned());
            }
            Event::Empty(e) if e.local_name().as_ref() == "author" => authors.push(String::new()),
            Event::Eof => return Ok((authors, prefix)),
            _ => {}
        }
    }
}

/// A comment that is there.
struct Comment<'a> {
    at: Option<Address>,
    author: Option<&'a str>,
}

impl<'a> Comment<'a> {
    fn of(e: &BytesStart<'_>, whole: &str, authors: &'a [String]) -> Self {
        let number = attribute(e, "authorId").and_then(|n| n.parse::<usize>().ok());
        let author = number.and_then(|n| authors.get(n)).map(String::as_str);
        // Programs that keep no authors of comments keep their first line.
        let unnamed = author.is_none_or(str::is_empty) && first_text(whole).starts_with(&format!("{AUTHOR}:"));
        Self {
            at: attribute(e, "ref").and_then(|r| Address::parse(&r)),
            author: if unnamed { Some(AUTHOR) } else { author },
        }
    }

    /// It stands for a thread of comments, which is kept in a part of its own.
    fn threaded(&self) -> bool {
        self.author.is_some_and(|a| a.starts_with("tc="))
    }
}

/// The first text of a comment.
fn first_text(comment: &str) -> &str {
    comment.split('>').find_map(|piece| piece.split('<').next().filter(|text| !text.trim().is_empty())).unwrap_or("")
}

/// The text of a comment.
fn plain(comment: &str) -> String {
    comment.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text).collect()
}

/// A comment of somebody else without what we put below it.
fn without_ours(comment: &str, prefix: &str) -> String {
    let Some(at) = comment.find(BELOW) else { return comment.to_owned() };
    let before = comment.get(..at).unwrap_or_default();
    let end = comment.rfind(&format!("</{prefix}text>")).and_then(|end| comment.get(end..)).unwrap_or_default();
    let text = before.rsplit('>').next().unwrap_or_default();
    let run = before.rfind(&format!("<{prefix}r>"));
    match run.filter(|_| text.trim().is_empty()) {
        Some(run) => format!("{}{end}", comment.get(..run).unwrap_or_default()),
        // Excel has joined the runs.
        None if run.is_some() => format!("{}</{prefix}t></{prefix}r>{end}", before.trim_end()),
        None => format!("{}</{prefix}t>{end}", before.trim_end()),
    }
}

/// A comment of somebody else with ours below it.
fn with_ours(comment: &str, mark: &Mark, prefix: &str) -> String {
    let below = Run { bold: true, text: format!("\n{BELOW}") };
    let said: Vec<Run> = std::iter::once(below).chain(mark.runs.iter().skip(1).cloned()).collect();
    let ours = prefixed(&runs(&said), prefix);
    let (open, close) = (format!("<{prefix}text>"), format!("</{prefix}text>"));
    let Some(end) = comment.rfind(&close) else { return comment.to_owned() };
    let before = comment.get(..end).unwrap_or_default();
    let after = comment.get(end..).unwrap_or_default();
    // A text stands alone or in runs, never beside them.
    let plain = before.split_once(&open).filter(|(_, inside)| !inside.contains(&format!("<{prefix}r>")));
    match plain.filter(|(_, inside)| inside.starts_with(&format!("<{prefix}t"))) {
        Some((head, inside)) => format!("{head}{open}<{prefix}r>{inside}</{prefix}r>{ours}{after}"),
        None => format!("{before}{ours}{after}"),
    }
}

/// A text in runs, with `:` for the prefix.
fn runs(runs: &[Run]) -> String {
    let run = |run: &Run| {
        let bold = if run.bold { "<:b/>" } else { "" };
        format!(
            "<:r><:rPr>{bold}<:sz val=\"9\"/><:color indexed=\"81\"/><:rFont val=\"Tahoma\"/><:family val=\"2\"/></:rPr><:t xml:space=\"preserve\">{}</:t></:r>",
            escaped(&run.text)
        )
    };
    runs.iter().map(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    fn mark(text: &str) -> Mark {
        let runs = [("phubieu:", true), (text, false)].map(|(text, bold)| Run { bold, text: text.to_owned() });
        Mark { severity: Severity::Error, runs: runs.to_vec() }
    }

    fn at(address: &str) -> Address {
        Address::parse(address).unwrap()
    }

    #[test]
    fn a_comment_of_somebody_else_stays_and_ours_goes_below_it_once() {
        for (prefix, text) in [("", "<t>a</t>"), ("", "<r><t>a</t></r>"), ("x:", "<x:r><x:t>a</x:t></x:r>")] {
            let p = prefix;
            let theirs = format!(
                "<{p}comments><{p}authors><{p}author>Lan</{p}author></{p}authors><{p}commentList><{p}comment ref=\"B2\" authorId=\"0\"><{p}text>{text}</{p}text></{p}comment></{p}commentList></{p}comments>"
            );
            let once = merged(&theirs, &BTreeMap::from([(at("B2"), mark("một"))])).unwrap();
            assert!(once.xml.contains("một") && once.xml.contains(BELOW) && once.added.is_empty());
            let twice = merged(&once.xml, &BTreeMap::from([(at("B2"), mark("hai"))])).unwrap();
            assert!(twice.xml.contains("hai") && !twice.xml.contains("một"));
            assert_eq!(twice.xml.matches(BELOW).count(), 1);
            let none = merged(&twice.xml, &BTreeMap::new()).unwrap();
            assert!(none.xml == theirs || text == "<t>a</t>", "{}", none.xml);
            assert!(none.xml.contains(&format!("<{p}t>a</{p}t>")) && !none.xml.contains(BELOW));
        }
    }

    #[test]
    fn our_comments_take_the_place_of_our_earlier_ones() {
        let both = BTreeMap::from([(at("B2"), mark("một")), (at("C3"), mark("hai"))]);
        let first = merged(&empty("m"), &both).unwrap();
        assert_eq!(first.added.len(), 2);
        assert_eq!(merged(&first.xml, &both).unwrap().xml, first.xml);
        let second = merged(&first.xml, &BTreeMap::from([(at("C3"), mark("ba"))])).unwrap();
        assert_eq!((second.removed.len(), second.added.len()), (2, 1));
        assert!(!second.xml.contains("một") && second.xml.contains("ba"));
        assert_eq!(second.xml.matches("<author>").count(), 1);
    }

    #[test]
    fn a_thread_is_left_alone() {
        let thread = "<comments><authors><author>tc={1}</author></authors><commentList><comment ref=\"B2\" authorId=\"0\"><text><t>x</t></text></comment></commentList></comments>";
        let after = merged(thread, &BTreeMap::from([(at("B2"), mark("một"))])).unwrap();
        assert_eq!(after.xml, thread);
        assert!(!after.changed);
    }
}
