//! The comments that people left at cells of an xlsx: the old ones («Notes» by now) and the threaded ones,
//! which stand in a part of their own and whose old counterpart only says that there is one (MS-XLSX 2.1.15).
//! What this program left there itself is none of them.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

use crate::address::Address;
use crate::own_output::{AUTHOR, BELOW};
use crate::xml::{attribute, part_from};

use super::package::Package;

/// Comments by the cells that they are left at.
pub type Comments = BTreeMap<Address, String>;

/// The most bytes of a part of comments.
const MOST: u64 = 16 << 20;

/// The comments of the sheet in a part.
pub(super) fn of_part(package: &mut Package<'_>, part: &str) -> Comments {
    let Some((folder, name)) = part.rsplit_once('/') else { return Comments::new() };
    let relations = format!("{folder}/_rels/{name}.rels");
    let Some(kinds) = package.kinds(&relations) else { return Comments::new() };
    let targets = package.relations(&relations, "Target").unwrap_or_default();
    let mut found = Comments::new();
    // The threaded ones last: they hold what the others only point at.
    for wanted in ["comments", "threadedComment"] {
        for (id, _) in kinds.iter().filter(|(_, kind)| *kind == wanted) {
            let text = targets.get(id).map(|target| part_from(folder, target));
            let text = text.and_then(|part| package.text_within(&part, MOST));
            found.extend(text.map(|text| read(&text)).unwrap_or_default());
        }
    }
    found
}

fn read(xml: &str) -> Comments {
    let mut found = Comments::new();
    let mut reader = Reader::from_str(xml);
    let mut threaded = false;
    let (mut authors, mut author): (Vec<String>, Option<String>) = (Vec::new(), None);
    let mut open: Option<(Address, bool, String)> = None;
    let mut in_text = false;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(e) => match e.local_name().as_ref() {
                "author" => author = Some(String::new()),
                name @ ("comment" | "threadedComment") => {
                    threaded = name == "threadedComment";
                    let at = attribute(&e, "ref").as_deref().and_then(Address::parse);
                    let by = attribute(&e, "authorId").and_then(|id| authors.get(id.parse::<usize>().ok()?));
                    let ours = by.is_some_and(|by| by == AUTHOR);
                    open = at.map(|at| (at, ours, String::new()));
                }
                "t" => in_text = true,
                // Of threaded ones the text stands in it without runs.
                "text" => in_text = threaded,
                "rPh" => in_text = false,
                _ => {}
            },
            Event::Text(words) => match (&mut author, &mut open) {
                (Some(author), _) => author.push_str(&words),
                (None, Some((_, _, text))) if in_text => text.push_str(&words),
                _ => {}
            },
            Event::GeneralRef(reference) => {
                let sign = reference.resolve_char_ref().ok().flatten().map(String::from);
                let sign = sign.or_else(|| resolve_predefined_entity(&reference).map(str::to_owned));
                if let (Some((_, _, text)), true) = (&mut open, in_text) {
                    text.push_str(&sign.unwrap_or_default());
                }
            }
            Event::End(e) => match e.local_name().as_ref() {
                "author" => authors.extend(author.take()),
                "t" | "text" => in_text = false,
                "comment" | "threadedComment" => {
                    if let Some((at, false, text)) = open.take() {
                        // Replies follow what they answer.
                        let theirs = text.split(BELOW).next().unwrap_or_default();
                        let theirs = theirs.split_whitespace().collect::<Vec<_>>().join(" ");
                        let all = found.entry(at).or_default();
                        if !theirs.is_empty() && !all.is_empty() {
                            all.push_str(" / ");
                        }
                        all.push_str(&theirs);
                    }
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    found.retain(|_, text| !text.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_left_at_a_cell_is_read_and_what_we_left_is_not() {
        let notes = "<comments><authors><author>Lan</author><author>phubieu</author></authors><commentList>\
            <comment ref='D9' authorId='0'><text><r><rPr><b/></rPr><t>Lan:</t></r><r><t xml:space='preserve'>\n số &amp; nguồn</t></r></text></comment>\
            <comment ref='D10' authorId='1'><text><t>PB301</t></text></comment></commentList></comments>";
        assert_eq!(read(notes), Comments::from([(Address::new(8, 3).unwrap(), "Lan: số & nguồn".to_owned())]));
        let thread = "<ThreadedComments><threadedComment ref='D9' id='{1}'><text>Số này đúng?</text></threadedComment>\
            <threadedComment ref='D9' parentId='{1}'><text>Đúng</text></threadedComment></ThreadedComments>";
        assert_eq!(read(thread).into_values().collect::<Vec<_>>(), ["Số này đúng? / Đúng"]);
        let below = format!("<comments><comment ref='A1'><text><t>a\n{BELOW}\nb</t></text></comment></comments>");
        assert_eq!(read(&below).into_values().collect::<Vec<_>>(), ["a"]);
    }
}
