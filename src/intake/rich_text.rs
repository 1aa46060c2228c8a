//! Rich texts that read as another number than they show: a figure with a footnote mark set high
//! (`12` and a small `1`), or with a figure struck through beside the new one.
//!
//! The library joins the runs of a text and leaves out how they are set.

use std::collections::HashSet;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::xml::attribute;

/// The joined texts of a part in which digits set high or struck through stand against other digits.
pub(super) fn doubtful(part: &[u8]) -> HashSet<String> {
    let has = |word: &[u8]| memchr::memmem::find(part, word).is_some();
    if !has(b"vertAlign") && !has(b"strike") {
        return HashSet::new();
    }
    std::str::from_utf8(part).map(runs).unwrap_or_default()
}

/// The same for texts that stand in the cells of a sheet part themselves.
pub(super) fn doubtful_inline(part: &[u8]) -> HashSet<String> {
    if memchr::memmem::find(part, b"inlineStr").is_none() {
        return HashSet::new();
    }
    doubtful(part)
}

fn runs(xml: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut reader = Reader::from_str(xml);
    let (mut joined, mut doubt, mut odd, mut in_text) = (String::new(), false, false, false);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(e) | Event::Empty(e) if matches!(e.local_name().as_ref(), "vertAlign" | "strike") => {
                odd |= !matches!(attribute(&e, "val").as_deref(), Some("0" | "false" | "baseline"));
            }
            Event::Start(e) => match e.local_name().as_ref() {
                "si" | "is" => (joined, doubt) = (String::new(), false),
                "r" => odd = false,
                "t" => in_text = true,
                _ => {}
            },
            Event::Text(t) if in_text => {
                let digits = t.trim().starts_with(|c: char| c.is_ascii_digit());
                // «50 m²» is a measure; a figure against a figure is two.
                doubt |=
                    odd && (joined.is_empty() || joined.trim_end().ends_with(|c: char| c.is_ascii_digit())) && digits;
                joined.push_str(&t);
            }
            Event::End(e) => match e.local_name().as_ref() {
                "t" => in_text = false,
                "si" | "is" if doubt => _ = found.insert(std::mem::take(&mut joined)),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_with_marks_set_high_or_struck_through_are_found() {
        let run = |props: &str, text: &str| format!("<r><rPr>{props}</rPr><t>{text}</t></r>");
        let high = "<vertAlign val=\"superscript\"/>";
        for (runs_of, expected) in [
            (run("", "12") + &run(high, "1"), Some("121")),
            (run("<strike/>", "12") + &run("", "15"), Some("1215")),
            (run("", "50 m") + &run(high, "2"), None),
            (run("<b/>", "12") + &run("", "5"), None),
            (run("<strike val=\"0\"/>", "12") + &run("", "15"), None),
        ] {
            let found = runs(&format!("<sst><si>{runs_of}</si></sst>"));
            assert_eq!(found.iter().next().map(String::as_str), expected, "{runs_of}");
        }
    }
}
