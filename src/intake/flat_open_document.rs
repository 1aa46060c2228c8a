//! OpenDocument spreadsheets whose content the library does not take as it stands: those in one flat file
//! (.fods), those with white space between cells, and those with tables of one name
//! or none. Their content is made into a plain package.

use std::collections::HashSet;
use std::io::{Cursor, Write as _};

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::finding::intake::Problem;
use crate::xml::{attribute, opening, within, written};

use super::package::Package;
use super::sheet::Sheet;
use super::{Budget, Troubles, damaged, dense};

const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";
const MANIFEST: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><manifest:manifest \
    xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";

/// Reads a document in one file that has been decoded.
pub(super) fn sheets(text: &str, budget: &mut Budget<'_>, troubles: &mut Troubles) -> Result<Vec<Sheet>, Box<Problem>> {
    dense::ods(&package(text, None).map_err(damaged)?, budget, troubles)
}

/// The package of an ods with its content put as the library takes it; nothing if it cannot be.
pub(super) fn mended(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut parts = Package::open(bytes)?;
    let (content, styles) = (parts.text("content.xml")?, parts.text("styles.xml"));
    package(&content, styles.as_deref()).ok()
}

fn package(document: &str, styles: Option<&str>) -> Result<Vec<u8>, String> {
    let content = content(document)?;
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(content.len() + 1024)));
    let parts = [("mimetype", MIME), ("META-INF/manifest.xml", MANIFEST), ("content.xml", &content)];
    for (name, text) in parts.into_iter().chain(styles.map(|styles| ("styles.xml", styles))) {
        zip.start_file(name, stored).map_err(|e| e.to_string())?;
        zip.write_all(text.as_bytes()).map_err(|e| e.to_string())?;
    }
    Ok(zip.finish().map_err(|e| e.to_string())?.into_inner())
}

/// The content part that a document makes: without white space and remarks between its elements, pictures
/// left out, and with the root that a content part has.
fn content(document: &str) -> Result<String, String> {
    let mut reader = Reader::from_str(document);
    let mut made = String::with_capacity(document.len());
    // Paragraphs open: white space in them is text. Elements open, and pictures and tables among them.
    let (mut paragraphs, mut depth, mut pictures, mut tables) = (0usize, 0usize, 0usize, 0usize);
    let (mut closed, mut names) = (false, HashSet::new());
    loop {
        let from = reader.buffer_position();
        let event = reader.read_event().map_err(|e| e.to_string())?;
        let said = within(document, from..reader.buffer_position());
        match event {
            Event::Start(e) => {
                let name = e.local_name();
                paragraphs += usize::from(matches!(name.as_ref(), "p" | "h"));
                pictures += usize::from(name.as_ref() == "binary-data");
                if depth == 0 {
                    made.push_str(&said.replacen("office:document ", "office:document-content ", 1));
                } else if name.as_ref() == "table" && tables == 0 {
                    made.push_str(&named(&e, &mut names));
                } else if pictures == 0 {
                    made.push_str(said);
                }
                tables += usize::from(name.as_ref() == "table");
                depth += 1;
            }
            Event::End(e) => {
                let name = e.local_name();
                paragraphs = paragraphs.saturating_sub(usize::from(matches!(name.as_ref(), "p" | "h")));
                tables = tables.saturating_sub(usize::from(name.as_ref() == "table"));
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    made.push_str("</office:document-content>");
                    closed = true;
                } else if pictures == 0 {
                    made.push_str(said);
                }
                pictures = pictures.saturating_sub(usize::from(name.as_ref() == "binary-data"));
            }
            Event::Text(words) if paragraphs == 0 && words.trim().is_empty() => {}
            Event::Comment(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof if closed => return Ok(made),
            Event::Eof => return Err("the file is cut short".to_owned()),
            _ if pictures > 0 => {}
            _ => made.push_str(said),
        }
    }
}

/// The tag of a table, under a name that no other has: by the name the library finds it again.
fn named(table: &BytesStart<'_>, names: &mut HashSet<String>) -> String {
    let name = attribute(table, "name").unwrap_or_default();
    let name = if name.is_empty() { "Sheet".to_owned() } else { name };
    let own = (1u32..).map(|n| if n == 1 { name.clone() } else { format!("{name} ({n})") });
    let own = own.into_iter().find(|own| !names.contains(own)).unwrap_or_default();
    let tag = opening(table, |attribute| attribute != "name") + &written("table:name", &escape(own.as_str())) + ">";
    names.insert(own);
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_document_becomes_a_content_part() {
        let flat = "<?xml version=\"1.0\"?>\n<office:document office:version=\"1.3\">\n <office:body>\n  <!-- x -->\n\
            <text:p> a <text:span> </text:span></text:p>\n <i><office:binary-data>AAAA</office:binary-data></i>\
            </office:body>\n</office:document>\n";
        assert_eq!(
            content(flat).unwrap(),
            "<?xml version=\"1.0\"?><office:document-content office:version=\"1.3\"><office:body>\
             <text:p> a <text:span> </text:span></text:p><i></office:binary-data></i></office:body>\
             </office:document-content>"
                .replace("</office:binary-data>", "")
        );
        assert!(content("<office:document ><office:body>").is_err());
    }
}
