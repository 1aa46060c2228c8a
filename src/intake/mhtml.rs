//! «Single File Web Page» (MHTML, RFC 2557): the pages of a workbook as parts of one message, as Excel saves
//! them under the endings mht, mhtml and, renamed, xls.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, MessageParser, MessagePart, MimeHeaders as _};

use crate::finding::intake::{Foreign, Problem};

use super::html::{self, sheet_names};
use super::markup::{self, Markup};
use super::sheet::Sheet;
use super::{Budget, Troubles, damaged};

/// Tells whether a file is such a message, by its head.
pub(super) fn is_message(head: &str) -> bool {
    let head = head.get(..head.floor_char_boundary(4096)).unwrap_or_default().to_ascii_lowercase();
    let first = head.trim_start();
    let begins = ["mime-version:", "from:", "content-type:", "content-location:", "subject:", "date:", "x-"];
    begins.iter().any(|header| first.starts_with(header))
        && head.contains("mime-version:")
        && (head.contains("multipart/related") || head.contains("text/html"))
}

/// Reads the tables of all pages in a message, each page a sheet.
pub(super) fn sheets(
    bytes: &[u8],
    file: &str,
    budget: &mut Budget<'_>,
    troubles: &mut Troubles,
) -> Result<Vec<Sheet>, Box<Problem>> {
    let message = MessageParser::default().parse(bytes).ok_or_else(|| damaged("the message has no parts"))?;
    let texts = |is: fn(&str) -> bool| {
        let own = message.parts.iter();
        let own = own.filter(move |part| part.content_type().is_some_and(|t| t.c_subtype.as_deref().is_some_and(is)));
        own.filter_map(|part| Some((part, markup::decode(&body(part, bytes)?).into_owned())))
    };
    let pages: Vec<(&MessagePart<'_>, String)> = texts(is_html).collect();
    // How cells look may be said in a part that the pages share.
    let css: String = texts(is_css).map(|(_, text)| format!("<style>{text}</style>")).collect();
    // The page of frames names the sheets and says in which part each is.
    let names: Vec<(String, String)> = pages.iter().flat_map(|(_, text)| sheet_sources(text)).collect();
    let mut sheets = Vec::new();
    for (part, text) in pages.iter().filter(|(_, text)| markup::of(text) == Some(Markup::Page)) {
        let location = part.content_location().map(last_of_path).unwrap_or_default();
        let name = names.iter().find(|(source, _)| *source == location).map(|(_, name)| name.clone());
        let mut own = match css.as_str() {
            "" => html::sheets(text, file, budget, troubles)?,
            css => html::sheets(&format!("{css}{text}"), file, budget, troubles)?,
        };
        if let (Some(name), [sheet]) = (name, own.as_mut_slice()) {
            sheet.name = name;
        }
        sheets.extend(own);
    }
    if sheets.is_empty() { Err(Box::new(Problem::NotAWorkbook { kind: Foreign::Html })) } else { Ok(sheets) }
}

fn is_html(subtype: &str) -> bool {
    subtype.eq_ignore_ascii_case("html") || subtype.eq_ignore_ascii_case("xhtml+xml")
}

fn is_css(subtype: &str) -> bool {
    subtype.eq_ignore_ascii_case("css")
}

/// A part's bytes as its author had them: which letters they are the page itself says.
fn body(part: &MessagePart<'_>, message: &[u8]) -> Option<Vec<u8>> {
    let range = usize::try_from(part.offset_body).ok()?..usize::try_from(part.offset_end).ok()?;
    let raw = message.get(range)?;
    match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => {
            let letters: Vec<u8> = raw.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
            base64_decode(&letters)
        }
    }
}

/// The file and the name of each sheet: `<x:WorksheetSource HRef="x_files/sheet001.htm"/>`.
fn sheet_sources(page: &str) -> Vec<(String, String)> {
    let sheets = page.split("<x:ExcelWorksheet>").skip(1).filter_map(|sheet| {
        let (_, rest) = sheet.split_once("<x:WorksheetSource")?;
        let (_, rest) = rest.split_once("HRef=")?;
        let source = rest.split(['"', '\'']).nth(1)?;
        let name = sheet_names(&format!("<x:ExcelWorksheet>{sheet}")).into_iter().next()?;
        Some((last_of_path(source), name))
    });
    sheets.collect()
}

fn last_of_path(path: &str) -> String {
    path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
}
