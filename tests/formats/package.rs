//! Zipped workbooks with their parts rewritten.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The parts of a package, in order.
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut part = archive.by_index(i).unwrap();
            let mut data = Vec::new();
            part.read_to_end(&mut data).unwrap();
            (part.name().unwrap().to_string(), data)
        })
        .collect()
}

/// A package of parts.
pub fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, data) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(data).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The package with the text of some parts changed.
pub fn changed(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let parts: Vec<(String, Vec<u8>)> = parts(bytes)
        .into_iter()
        .map(|(name, data)| match String::from_utf8(data) {
            Ok(text) => (name.clone(), change(&name, text).into_bytes()),
            Err(e) => (name, e.into_bytes()),
        })
        .collect();
    packed(&parts)
}

/// An .ods as one file of XML, with white space between its elements as LibreOffice writes it.
pub fn flat(ods: &[u8]) -> Vec<u8> {
    let content = parts(ods).into_iter().find(|(name, _)| name == "content.xml").unwrap().1;
    let content = String::from_utf8(content).unwrap().replace("office:document-content", "office:document");
    spaced(&content).into_bytes()
}

/// An .ods with white space between its elements.
pub fn indented(ods: &[u8]) -> Vec<u8> {
    changed(ods, |name, text| if name == "content.xml" { spaced(&text) } else { text })
}

fn spaced(xml: &str) -> String {
    xml.replace("><", ">\n  <")
}

/// «Strict Open XML Spreadsheet»: the same parts under the namespaces of ISO/IEC 29500.
pub fn strict(xlsx: &[u8]) -> Vec<u8> {
    changed(xlsx, |_, text| {
        text.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
            "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
        )
    })
}

/// The smallest workbook with these sheets (name and XML) and these shared strings.
pub fn minimal(sheets: &[(&str, &str)], strings: &[&str]) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let mut types = format!(
        "<Types xmlns=\"{package}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default \
         Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    );
    let (mut listed, mut related) = (String::new(), String::new());
    let mut parts = Vec::new();
    for (n, (name, xml)) in sheets.iter().enumerate() {
        let n = n + 1;
        listed += &format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"rId{n}\"/>");
        let kind = if xml.contains("<chartsheet") {
            "chartsheet"
        } else if xml.contains("<xm:macrosheet") {
            "xlMacrosheet"
        } else {
            "worksheet"
        };
        related += &format!("<Relationship Id=\"rId{n}\" Type=\"{office}/{kind}\" Target=\"{kind}s/sheet{n}.xml\"/>");
        parts.push((
            format!("xl/{kind}s/sheet{n}.xml"),
            xml.replace("<worksheet>", &format!("<worksheet xmlns=\"{main}\">")),
        ));
        types += &format!("<Override PartName=\"/xl/{kind}s/sheet{n}.xml\" ContentType=\"application/xml\"/>");
    }
    related += &format!("<Relationship Id=\"rId90\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/>");
    let strings: String = strings.iter().map(|s| format!("<si>{s}</si>")).collect();
    parts.push(("xl/sharedStrings.xml".to_owned(), format!("<sst xmlns=\"{main}\">{strings}</sst>")));
    parts.push((
        "xl/workbook.xml".to_owned(),
        format!("<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>{listed}</sheets></workbook>"),
    ));
    parts.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!("<Relationships xmlns=\"{package}/relationships\">{related}</Relationships>"),
    ));
    parts.push((
        "_rels/.rels".to_owned(),
        format!(
            "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" \
             Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    ));
    parts.push(("[Content_Types].xml".to_owned(), types + "</Types>"));
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    let parts: Vec<(String, Vec<u8>)> =
        parts.into_iter().map(|(name, xml)| (name, format!("{head}{xml}").into_bytes())).collect();
    packed(&parts)
}

/// The same parts with a prefix on every element, as other libraries than Excel write them.
pub fn prefixed(xlsx: &[u8]) -> Vec<u8> {
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    changed(xlsx, |_, text| {
        if !text.contains(main) {
            return text;
        }
        let (head, rest) = text.split_at(text.find("?>").map_or(0, |at| at + 2));
        let rest = rest.replace("</", "\u{0}").replace('<', "<x:").replace('\u{0}', "</x:");
        format!("{head}{}", rest.replace(main, &main.replace("xmlns=", "xmlns:x=")))
    })
}
