//! A page to an .ods, as LibreOffice Calc saves it: offices without a licence for
//! Excel send these.
//!
//! The XML has no white space between elements: some readers take it for text.

use super::page::{Cell, Content, Look, Page};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const MIME: &str = "application/vnd.oasis.opendocument.spreadsheet";
const NAMESPACES: &str = concat!(
    r#" xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0""#,
    r#" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0""#,
    r#" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0""#,
    r#" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0""#,
    r#" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3""#,
);
const PROLOGUE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

/// The bytes of a spreadsheet with this one sheet.
pub fn workbook(page: &Page) -> Vec<u8> {
    let manifest = format!(
        r#"{PROLOGUE}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIME}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>"#
    );
    let styles = format!(
        r#"{PROLOGUE}<office:document-styles{NAMESPACES}><office:styles><style:default-style style:family="table-cell"><style:text-properties style:font-name="Times New Roman" fo:font-family="'Times New Roman'" fo:font-size="12pt" fo:language="vi" fo:country="VN"/></style:default-style></office:styles><office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" style:scale-to-X="1" style:scale-to-Y="0"/></style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Default" style:page-layout-name="A4"/></office:master-styles></office:document-styles>"#
    );
    // The mimetype stands first and is stored, so that its bytes can be seen from outside.
    let stored = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .compression_method(CompressionMethod::Stored);
    let deflated = stored.compression_method(CompressionMethod::Deflated);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text, options) in [
        ("mimetype", MIME.to_string(), stored),
        ("content.xml", content(page), deflated),
        ("styles.xml", styles, deflated),
        ("META-INF/manifest.xml", manifest, deflated),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn content(page: &Page) -> String {
    let formats = Page::formats(std::slice::from_ref(page));
    let mut xml = format!("{PROLOGUE}<office:document-content{NAMESPACES}><office:automatic-styles>");
    for (index, width) in page.widths.iter().enumerate() {
        xml += &format!(
            r#"<style:style style:name="co{index}" style:family="table-column"><style:table-column-properties style:column-width="{:.2}cm"/></style:style>"#,
            width * 0.2
        );
    }
    for row in (0..page.rows.len()).filter(|row| !page.rows[*row].is_empty()) {
        xml += &format!(
            r#"<style:style style:name="ro{row}" style:family="table-row"><style:table-row-properties style:row-height="{}pt" style:use-optimal-row-height="false"/></style:style>"#,
            page.height(row)
        );
    }
    for (index, (look, _)) in formats.iter().enumerate() {
        xml += &cell_style(index, *look);
    }
    xml += "</office:automatic-styles><office:body><office:spreadsheet>";
    xml += &format!(r#"<table:table table:name="{}">"#, escape(&page.name));
    for index in 0..page.widths.len() {
        let hidden = collapsed(page.hidden_columns.contains(&index));
        xml += &format!(r#"<table:table-column table:style-name="co{index}"{hidden}/>"#);
    }
    for (row, cells) in page.rows.iter().enumerate() {
        if cells.is_empty() {
            xml += "<table:table-row><table:table-cell/></table:table-row>";
            continue;
        }
        let hidden = collapsed(page.hidden_rows.contains(&row));
        xml += &format!(r#"<table:table-row table:style-name="ro{row}"{hidden}>"#);
        for column in 0..page.width() {
            put_cell(&mut xml, page, row, column, cells.get(column), &formats);
        }
        xml += "</table:table-row>";
    }
    xml + "</table:table></office:spreadsheet></office:body></office:document-content>"
}

fn collapsed(hidden: bool) -> &'static str {
    if hidden { r#" table:visibility="collapse""# } else { "" }
}

fn put_cell(
    xml: &mut String,
    page: &Page,
    row: usize,
    column: usize,
    cell: Option<&Cell>,
    formats: &[(Look, Option<&'static str>)],
) {
    let merge = page
        .merges
        .iter()
        .find(|(top, left, bottom, right)| (*top..=*bottom).contains(&row) && (*left..=*right).contains(&column));
    let mut attributes = String::new();
    let mut element = "table:table-cell";
    match merge {
        Some((top, left, bottom, right)) if (*top, *left) == (row, column) => {
            attributes += &format!(
                r#" table:number-columns-spanned="{}" table:number-rows-spanned="{}""#,
                right - left + 1,
                bottom - top + 1
            );
        }
        Some(_) => element = "table:covered-table-cell",
        None => {}
    }
    let Some(cell) = cell.filter(|cell| !cell.is_nothing()) else {
        *xml += &format!("<{element}{attributes}/>");
        return;
    };
    let style = formats.iter().position(|known| *known == (cell.look, cell.format)).unwrap();
    attributes += &format!(r#" table:style-name="ce{style}""#);
    match &cell.content {
        Content::Blank => *xml += &format!("<{element}{attributes}/>"),
        Content::Text(text) => {
            let paragraphs: String = text.lines().map(|line| format!("<text:p>{}</text:p>", escape(line))).collect();
            *xml += &format!(r#"<{element}{attributes} office:value-type="string">{paragraphs}</{element}>"#);
        }
        Content::Number(number) => {
            // What is shown has the comma of a Vietnamese locale; the value has a dot.
            let shown = number.replace('.', ",");
            *xml += &format!(
                r#"<{element}{attributes} office:value-type="float" office:value="{number}"><text:p>{shown}</text:p></{element}>"#
            );
        }
        Content::Formula(..) => panic!("a sample .ods has no formulas"),
    }
}

fn cell_style(index: usize, look: Look) -> String {
    let align = if look.centre { "center" } else { "start" };
    let border = if look.border { "0.74pt solid #000000" } else { "none" };
    let weight = if look.bold { "bold" } else { "normal" };
    let slant = if look.italic { "italic" } else { "normal" };
    let size = if look.large { 14 } else { 12 };
    format!(
        r#"<style:style style:name="ce{index}" style:family="table-cell"><style:table-cell-properties fo:border="{border}" fo:wrap-option="wrap" style:vertical-align="middle"/><style:paragraph-properties fo:text-align="{align}"/><style:text-properties fo:font-family="'Times New Roman'" fo:font-weight="{weight}" fo:font-style="{slant}" fo:font-size="{size}pt"/></style:style>"#
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
