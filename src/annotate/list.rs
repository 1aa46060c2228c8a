//! The sheet that lists the findings of a file, the gravest first, with links to their cells.

use crate::finding::{Finding, Severity};
use crate::own_output::RETURNED_LIST;
use crate::patch::elements::escaped;
use crate::patch::styles::{Look, Restyle, Styles};
use crate::publish::stood;
use crate::publish::workbook::fit;
use crate::vietnamese::text::shorten;
use crate::xml::written;

use super::fill;
use super::marks::Marks;

/// The row with the headings, as Excel counts.
pub(super) const HEAD: u32 = 4;
/// The hidden column with the mark by which the sheet is known again.
const MARK: &str = "I";
const LETTERS: [&str; 8] = ["A", "B", "C", "D", "E", "F", "G", "H"];
const WIDTHS: [f64; 8] = [5.0, 11.0, 9.0, 18.0, 30.0, 16.0, 50.0, 38.0];
const PALE: u32 = 0x00F2_F2F2;
const LINK: u32 = 0x0005_63C1;

/// The styles of the list's cells, by their numbers.
struct Looks {
    title: usize,
    remark: usize,
    head: usize,
    cell: usize,
    centre: usize,
    link: usize,
    /// Of each severity.
    severity: [usize; 3],
}

impl Looks {
    fn new(styles: &mut Styles) -> Self {
        let mut style = |look| styles.restyle(Some(0), Restyle::Look(look)).unwrap_or(0);
        let cell = Look { size: 11, border: true, ..Look::default() };
        let centre = Look { centred: true, ..cell.clone() };
        let of = |severity| Look { fill: Some(fill(severity)), bold: severity == Severity::Error, ..centre.clone() };
        Self {
            title: style(Look { size: 14, bold: true, one_line: true, ..Look::default() }),
            remark: style(Look { size: 12, italic: true, one_line: true, ..Look::default() }),
            head: style(Look { size: 12, bold: true, fill: Some(PALE), ..centre.clone() }),
            severity: [Severity::Error, Severity::Warning, Severity::Note].map(|s| style(of(s))),
            link: style(Look { colour: Some(LINK), ..cell.clone() }),
            cell: style(cell),
            centre: style(centre),
        }
    }
}

/// A sheet on its way.
struct Rows {
    xml: String,
    links: String,
}

impl Rows {
    fn text(&mut self, at: &str, row: u32, style: usize, text: &str) {
        let text = escaped(text);
        self.xml.push_str(&format!(
            "<c r=\"{at}{row}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
        ));
    }

    fn line(&mut self, row: u32, style: usize, text: &str) {
        self.xml.push_str(&format!("<row r=\"{row}\">"));
        self.text("A", row, style, text);
        self.xml.push_str("</row>");
    }
}

/// Makes the sheet; `sheets` are those of the workbook, which links may lead to.
pub(super) fn sheet(marks: &Marks<'_>, sheets: &[&str], styles: &mut Styles, namespace: &str) -> String {
    let lang = marks.lang;
    let looks = Looks::new(styles);
    let mut rows = Rows { xml: String::new(), links: String::new() };
    rows.line(1, looks.title, lang.of("CÁC PHÁT HIỆN TRONG TỆP NÀY", "FINDINGS IN THIS FILE"));
    let counts = if marks.findings.is_empty() {
        lang.of("Không có phát hiện nào.", "There are none.").to_owned()
    } else {
        marks.tally.words(lang)
    };
    rows.line(2, looks.remark, &counts);
    let how = lang.of(
        "Bấm vào cột «Ô» để tới ô cần xem; ghi chú ở ô đó nói cùng nội dung. Sửa xong, lưu và gửi lại: trang này và các ghi chú không ảnh hưởng gì.",
        "Click under «Cell» to go there; the note at the cell says the same. Mend, save and send again: this sheet and the notes change nothing.",
    );
    rows.line(3, looks.remark, how);
    head(&mut rows, marks, &looks);
    for (finding, n) in marks.findings.iter().zip(1u32..) {
        row(&mut rows, marks, finding, n, sheets, &looks);
    }
    let columns: String = WIDTHS
        .iter()
        .zip(1..)
        .map(|(width, n)| format!("<col min=\"{n}\" max=\"{n}\" width=\"{width}\" customWidth=\"1\"/>"))
        .collect();
    let (below, page) = (HEAD + 1, lang.of("Trang", "Page"));
    let links = if rows.links.is_empty() { String::new() } else { format!("<hyperlinks>{}</hyperlinks>", rows.links) };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{namespace}\">\
         <sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\">\
         <pane ySplit=\"{HEAD}\" topLeftCell=\"A{below}\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView>\
         </sheetViews><sheetFormatPr defaultRowHeight=\"15.75\"/><cols>{columns}<col min=\"9\" max=\"9\" width=\"9\" hidden=\"1\" customWidth=\"1\"/></cols>\
         <sheetData>{}</sheetData>{links}<printOptions horizontalCentered=\"1\"/>\
         <pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>\
         <pageSetup paperSize=\"9\" fitToHeight=\"0\" orientation=\"landscape\"/>\
         <headerFooter><oddFooter>&amp;C&amp;\"Times New Roman,Regular\"&amp;10{page} &amp;P/&amp;N</oddFooter></headerFooter></worksheet>",
        rows.xml
    )
}

fn head(rows: &mut Rows, marks: &Marks<'_>, looks: &Looks) {
    let headings = marks.lang.of(
        ["STT", "Mức độ", "Mã", "Ô", "Chỉ tiêu", "Trong ô ghi", "Nội dung", "Đề nghị"],
        ["No.", "Severity", "Code", "Cell", "Row", "The cell says", "Message", "Suggestion"],
    );
    rows.xml.push_str(&format!("<row r=\"{HEAD}\" ht=\"24\" customHeight=\"1\">"));
    for (at, heading) in LETTERS.into_iter().zip(headings) {
        rows.text(at, HEAD, looks.head, heading);
    }
    rows.text(MARK, HEAD, looks.cell, RETURNED_LIST);
    rows.xml.push_str("</row>");
}

fn row(rows: &mut Rows, marks: &Marks<'_>, finding: &Finding, n: u32, sheets: &[&str], looks: &Looks) {
    let lang = marks.lang;
    let at = HEAD + n;
    let words = finding.words(lang);
    let place = &finding.place;
    let sheet = marks.sheet_of(finding);
    let cell = match (sheet, place.cell) {
        (Some(sheet), Some(cell)) => format!("{sheet}!{cell}"),
        (Some(sheet), None) => sheet.to_owned(),
        _ => lang.of("cả tệp", "the file").to_owned(),
    };
    let code = place.row.as_deref().unwrap_or_default().trim_start_matches('?');
    let label = match &place.row_label {
        Some(label) => format!("{code} {}", shorten(label, 90)).trim_start().to_owned(),
        None => code.to_owned(),
    };
    let raw = shorten(&stood::of_finding(finding), 400);
    let message =
        if words.evidence.is_empty() { words.message } else { format!("{} {}", words.message, words.evidence) };
    let severity = match finding.severity() {
        Severity::Error => looks.severity[0],
        Severity::Warning => looks.severity[1],
        Severity::Note => looks.severity[2],
    };
    let linked = sheet.filter(|name| sheets.contains(name));
    if let Some(name) = linked {
        let to = place.cell.map_or_else(|| "A1".to_owned(), |c| c.to_string());
        let location = escaped(&format!("'{}'!{to}", name.replace('\'', "''")));
        rows.links.push_str(&format!(
            "<hyperlink ref=\"D{at}\"{}{}/>",
            written("location", &location),
            written("display", &escaped(&cell))
        ));
    }
    let texts = [cell.as_str(), &label, &raw, &message, &words.suggestion];
    let sizes = texts.into_iter().zip(WIDTHS.into_iter().skip(3));
    let height = fit::row_height(sizes, 11.0);
    rows.xml.push_str(&format!("<row r=\"{at}\" ht=\"{height:.2}\" customHeight=\"1\">"));
    rows.xml.push_str(&format!("<c r=\"A{at}\" s=\"{}\"><v>{n}</v></c>", looks.centre));
    rows.text("B", at, severity, finding.severity().name(lang));
    rows.text("C", at, looks.centre, finding.code().id());
    rows.text("D", at, if linked.is_some() { looks.link } else { looks.cell }, &cell);
    for (column, text) in LETTERS.into_iter().skip(4).zip(texts.into_iter().skip(1)) {
        rows.text(column, at, looks.cell, text);
    }
    rows.xml.push_str("</row>");
}
