//! Documents in tags (HTML, XML): in which encoding they are, and what they are.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252, WINDOWS_1258};
use memchr::memmem;

use super::delimited;

/// The documents in tags that may hold a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    /// A web page with a table.
    Page,
    /// A web page without one.
    PageWithoutTable,
    /// A web page that only frames others: what Excel makes of a workbook of several sheets.
    Frames,
    /// XML Spreadsheet 2003.
    SpreadsheetMl,
    /// OpenDocument in one file.
    FlatOds,
    /// XML of another kind.
    Other,
}

/// How much of a document is looked at for what it says of itself.
pub(super) const HEAD: usize = 64 << 10;

/// Reads a document's bytes as its byte order mark, else it itself says; what it says is not believed
/// where the bytes cannot be in that encoding.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let declared = declared(head);
    if Encoding::for_bom(bytes).is_some() || delimited::looks_like_utf16(head).is_some() {
        return delimited::decode(bytes);
    }
    // What is valid UTF-8 beyond ASCII is UTF-8: pages of one generator often carry the mark of another.
    let (text, wrong) = UTF_8.decode_without_bom_handling(bytes);
    if !wrong {
        return text;
    }
    match declared {
        // TCVN3 was declared as Western European, or not at all; its bytes decide below.
        Some(encoding) if encoding.is_single_byte() && !is_western(encoding) => {
            encoding.decode_without_bom_handling(bytes).0
        }
        Some(encoding) if !encoding.is_single_byte() && encoding != UTF_8 && encoding.is_ascii_compatible() => {
            encoding.decode_without_bom_handling(bytes).0
        }
        declared if declared != Some(WINDOWS_1258) && refers_beyond_a_byte(bytes) => {
            WINDOWS_1252.decode_without_bom_handling(bytes).0
        }
        _ => delimited::decode(bytes),
    }
}

/// Tells whether letters that have no byte are written as their numbers (`&#7853;`), as Excel does where the system is not
/// Vietnamese: then the bytes are what the page says, and no tones of windows-1258.
fn refers_beyond_a_byte(bytes: &[u8]) -> bool {
    memmem::find_iter(bytes, b"&#").any(|at| {
        let number = bytes.get(at + 2..).unwrap_or_default();
        let digits = number.iter().take_while(|b| b.is_ascii_digit()).count();
        let value = number.get(..digits).and_then(|digits| std::str::from_utf8(digits).ok()?.parse::<u32>().ok());
        // Dashes and quotes are beyond a byte by their numbers, and in windows-1258 too.
        value.is_some_and(|value| (0x100..0x2000).contains(&value) && number.get(digits) == Some(&b';'))
    })
}

/// Encodings that bytes of other ones are often declared as.
fn is_western(encoding: &Encoding) -> bool {
    encoding == WINDOWS_1252 || encoding == WINDOWS_1258
}

/// The encoding that a document names: `encoding="…"` of XML, `charset=…` of HTML.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    let after = |mark: &[u8]| {
        let at = memmem::find(&lower, mark)? + mark.len();
        let rest = lower.get(at..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
        let end = rest.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':')));
        Encoding::for_label(rest.get(..end.unwrap_or(rest.len()))?)
    };
    after(b"encoding").or_else(|| after(b"charset"))
}

/// What a document is, told by its first tag and what stands near it. Nothing if it is none: no tag in
/// front, and no table further on (some programs print a line before their page).
pub(super) fn of(text: &str) -> Option<Markup> {
    let head: String = text.chars().take(HEAD).map(|c| c.to_ascii_lowercase()).collect();
    let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if !head.starts_with('<') {
        let page = head.contains("<table") && (head.contains("<tr") || head.contains("</td"));
        return page.then_some(Markup::Page);
    }
    let root = root(head).filter(|name| name.starts_with(|c: char| c.is_alphabetic()))?;
    let is_xml = head.starts_with("<?xml");
    match root.rsplit(':').next().unwrap_or_default() {
        "workbook" if head.contains("urn:schemas-microsoft-com:office:spreadsheet") => Some(Markup::SpreadsheetMl),
        "document" if head.contains("urn:oasis:names:tc:opendocument:xmlns:office") => {
            let body = memmem::find(text.as_bytes(), b"<office:spreadsheet").is_some();
            Some(if body { Markup::FlatOds } else { Markup::Other })
        }
        name => {
            let page = PAGE.contains(&name) || !is_xml;
            if has_table(text) {
                // A table within XML of another kind is that of some other document.
                Some(if page { Markup::Page } else { Markup::Other })
            } else if head.contains("<frameset") || head.contains("<iframe") {
                Some(Markup::Frames)
            } else if is_xml || head.starts_with("<!") || head.contains("</") {
                Some(if page { Markup::PageWithoutTable } else { Markup::Other })
            } else {
                // A word in brackets, in the first cell of a table.
                None
            }
        }
    }
}

/// Elements that a page or a piece of one begins with; XHTML has an XML declaration before them.
const PAGE: [&str; 12] =
    ["html", "table", "head", "body", "meta", "style", "div", "center", "title", "p", "br", "font"];

/// The name of the first element, behind declarations and comments.
fn root(mut head: &str) -> Option<&str> {
    loop {
        head = head.get(head.find('<')? + 1..)?;
        if head.starts_with("!--") {
            head = head.get(head.find("-->")?..)?;
        } else if !head.starts_with(['?', '!']) {
            return head.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next();
        }
    }
}

fn has_table(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_table = |at: usize| bytes.get(at + 1..at + 6).is_some_and(|name| name.eq_ignore_ascii_case(b"table"));
    memchr::memchr_iter(b'<', bytes).any(is_table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_what_its_first_tag_says() {
        for (text, kind) in [
            ("<html><body><TABLE><tr><td>1</table>", Some(Markup::Page)),
            ("<!-- made by x --><!DOCTYPE html>\n<html><p>1</p>", Some(Markup::PageWithoutTable)),
            ("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><table/></html>", Some(Markup::Page)),
            ("<html><frameset><frame src='a.htm'></frameset></html>", Some(Markup::Frames)),
            ("\n\n<meta charset=utf-8><table><tr><td>1", Some(Markup::Page)),
            ("Notice: undefined index\n<table><tr><td>1", Some(Markup::Page)),
            (
                "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?><ss:Workbook \
                 xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'/>",
                Some(Markup::SpreadsheetMl),
            ),
            (
                "<?xml version='1.0'?><office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'>\
                 <office:body><office:spreadsheet/></office:body></office:document>",
                Some(Markup::FlatOds),
            ),
            (
                "<office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'><office:text/>",
                Some(Markup::Other),
            ),
            ("<?xml version='1.0'?><data><table><row/></table></data>", Some(Markup::Other)),
            ("STT;Chỉ tiêu\n1;a<b", None),
            ("<5%;Chỉ tiêu\n1;a", None),
            ("<Tên xã>;Chỉ tiêu\n1;a", None),
        ] {
            assert_eq!(of(text), kind, "{text}");
        }
    }

    #[test]
    fn a_page_that_refers_to_the_letters_it_has_no_byte_for_is_in_the_encoding_that_it_names() {
        // «xã tính» with its letters as Excel saves them on an English Windows, beside «Số» by numbers.
        let page = |charset: &str| {
            let head = format!("<html><meta charset={charset}><table><tr><td>S&#7889; x");
            [head.as_bytes(), b"\xE3 t\xEDnh</td></tr></table>"].concat()
        };
        for charset in ["windows-1252", "iso-8859-1", "\"\""] {
            assert!(decode(&page(charset)).contains("xã tính"), "{charset}");
        }
        assert!(!decode(&page("windows-1258")).contains("xã tính"));
        let dashed = String::from_utf8_lossy(&page("windows-1252")).replace("&#7889;", "&#8211;");
        assert!(!refers_beyond_a_byte(dashed.as_bytes()));
    }

    #[test]
    fn every_encoding_that_pages_are_in_gives_the_same_text() {
        let page = |charset: &str| format!("<html><meta charset=\"{charset}\"><table><tr><td>Số hộ</td></tr></table>");
        let tail = |text: &str| text.rsplit_once("<td>").map(|(_, t)| crate::vietnamese::text::nfc(t).into_owned());
        let expected = tail(&page("utf-8"));
        for charset in ["utf-8", "UTF-16", "iso-8859-1", "khong-co"] {
            assert_eq!(tail(&decode(page(charset).as_bytes())), expected, "{charset}");
        }
        let wide: Vec<u8> = page("utf-16").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(tail(&decode(&wide)), expected);
        for charset in ["windows-1258", "windows-1252"] {
            let bytes = page(charset).replace("Số hộ", "S* h+").into_bytes();
            let bytes: Vec<u8> = bytes
                .into_iter()
                .flat_map(|b| match b {
                    b'*' => vec![0xF4, 0xEC],
                    b'+' => vec![0xF4, 0xF2],
                    b => vec![b],
                })
                .collect();
            assert_eq!(tail(&decode(&bytes)), expected, "{charset}");
        }
    }
}
