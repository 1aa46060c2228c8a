//! `phubieu check --annotate`: submissions given back with their findings in place.
#![allow(clippy::disallowed_methods)] // these texts are its own

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use crate::workdir::{Workdir, field};
use phubieu::address::Address;
use phubieu::annotate::{self, Marks};
use phubieu::finding::intake::Problem;
use phubieu::finding::{Finding, Lang, Place, Tally};
use phubieu::intake;
use phubieu::patch::PatchError;
use rust_xlsxwriter::{
    Chart, ChartType, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation, DataValidationRule, Format,
    Formula, Image, Note, Table, TableColumn, Workbook,
};
use zip::write::SimpleFileOptions;

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut file = archive.by_index(i).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().to_string(), bytes)
        })
        .collect()
}

fn text(bytes: &[u8], part: &str) -> String {
    String::from_utf8(parts(bytes)[part].clone()).unwrap()
}

/// The same package with parts changed or added.
fn with(bytes: &[u8], changes: &[(&str, &str)]) -> Vec<u8> {
    let mut all = parts(bytes);
    all.extend(changes.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())));
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in all {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A finding at a cell; which does not matter here.
fn at(sheet: &str, cell: &str, detail: &str) -> Finding {
    let place = Place {
        file: Some("a.xlsx".to_owned()),
        sheet: Some(sheet.to_owned()),
        cell: Address::parse(cell),
        ..Place::default()
    };
    Finding::at(place, Problem::CellUnreadable { detail: detail.to_owned() })
}

fn annotated(bytes: &[u8], findings: &[Finding]) -> Vec<u8> {
    annotate::workbook(bytes, &Marks::new(findings, Tally::of(findings), Lang::Vi)).unwrap()
}

/// A picture of one pixel.
const PIXEL: &[u8] = &[
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8,
    6, 0, 0, 0, 0x1F, 0x15, 0xC4, 0x89, 0, 0, 0, 0x0D, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x62, 0, 1, 0, 0, 5, 0, 1,
    0x0D, 0x0A, 0x2D, 0xB4, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
];

/// A workbook with much that a rewrite would lose.
fn rich() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Số liệu").unwrap();
    let money = Format::new().set_num_format("#,##0").set_bold();
    for row in 1..6u32 {
        sheet.write(row, 0, format!("Dòng {row}")).unwrap();
        sheet.write_number_with_format(row, 3, f64::from(row) * 1000.0, &money).unwrap();
    }
    sheet.write_formula(6, 3, Formula::new("=SUM(D2:D6)").set_result("15000")).unwrap();
    sheet.merge_range(8, 1, 10, 2, "gộp", &money).unwrap();
    sheet.insert_note(1, 3, &Note::new("hỏi lại").set_author("Lan")).unwrap();
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values("='Số liệu'!$D$2:$D$6");
    sheet.insert_chart(12, 1, &chart).unwrap();
    sheet.insert_image(12, 8, &Image::new_from_buffer(PIXEL).unwrap()).unwrap();
    let condition =
        ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::GreaterThan(2000)).set_format(&money);
    sheet.add_conditional_format(1, 3, 5, 3, &condition).unwrap();
    let validation = DataValidation::new().allow_whole_number(DataValidationRule::Between(0, 9999));
    sheet.add_data_validation(1, 3, 5, 3, &validation).unwrap();
    let other = book.add_worksheet();
    other.set_name("Bảng 'khác' & nữa").unwrap();
    let columns = ["Tên", "Số hộ"].map(|h| TableColumn::new().set_header(h));
    other.add_table(3, 0, 5, 1, &Table::new().set_columns(&columns)).unwrap();
    other.write(4, 1, 12).unwrap();
    book.define_name("TongHo", "='Số liệu'!$D$7").unwrap();
    book.save_to_buffer().unwrap()
}

fn findings_of_rich() -> Vec<Finding> {
    let sheet = Finding::at(
        Place { file: Some("a.xlsx".into()), sheet: Some("Số liệu".into()), ..Place::default() },
        Problem::SheetUnreadable { detail: "trang".into() },
    );
    vec![
        at("Số liệu", "D3", "số sai"),
        at("Số liệu", "D3", "sai nữa"),
        at("Số liệu", "D7", "tổng sai"),
        at("Số liệu", "C10", "ô gộp"),
        at("Số liệu", "D2", "có ghi chú"),
        at("Số liệu", "B4", "ô trống"),
        at("Số liệu", "H30", "dòng trống"),
        at("Bảng 'khác' & nữa", "B5", "trong bảng"),
        sheet,
        Finding::of_file("a.xlsx", Problem::Encrypted),
    ]
}

#[test]
fn every_other_part_stays_byte_for_byte() {
    let given = rich();
    let made = annotated(&given, &findings_of_rich());
    let (before, after) = (parts(&given), parts(&made));
    let changed: Vec<&str> =
        before.iter().filter(|(name, bytes)| after.get(*name) != Some(bytes)).map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        changed,
        [
            "[Content_Types].xml",
            "xl/_rels/workbook.xml.rels",
            "xl/comments1.xml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/styles.xml",
            "xl/workbook.xml",
            "xl/worksheets/_rels/sheet2.xml.rels",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml",
        ]
    );
    let added: Vec<&str> = after.keys().filter(|name| !before.contains_key(*name)).map(String::as_str).collect();
    assert_eq!(added, ["xl/comments2.xml", "xl/drawings/vmlDrawing2.vml", "xl/worksheets/phubieu-findings1.xml"]);
    let book = text(&made, "xl/workbook.xml");
    assert!(book.contains(&text(&given, "xl/workbook.xml").split("<definedName ").nth(1).unwrap()[..40]));
    assert_eq!(book.matches("_xlnm.Print_Titles").count(), 1);
    assert_eq!(given, rich(), "and the test itself is the same each time");
    assert_eq!(made, annotated(&given, &findings_of_rich()), "the same bytes each time");
}

#[test]
fn cells_keep_what_they_hold_and_how_they_look_but_for_the_fill() {
    let given = rich();
    let made = annotated(&given, &findings_of_rich());
    let sheet = text(&made, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<f>SUM(D2:D6)</f><v>15000</v>"), "formulas and their results stay: {sheet}");
    // A row that was not there, and a cell in a row that was; both in their places.
    let place = |what: &str| sheet.find(what).unwrap_or_else(|| panic!("{what}: {sheet}"));
    assert!(place("<c r=\"A4\"") < place("<c r=\"B4\"") && place("<c r=\"B4\"") < place("<c r=\"D4\""));
    assert!(
        place("<row r=\"11\"") < place("<row r=\"30\"><c r=\"H30\"") && place("<c r=\"H30\"") < place("</sheetData>")
    );
    assert!(place("<drawing ") < place("<legacyDrawing "));
    let (before, after) =
        [given, made.clone()].map(|bytes| intake::read("a.xlsx", &bytes, &mut Vec::new()).unwrap()).into();
    assert_eq!(before.sheets.len(), after.sheets.len(), "the list is no sheet of the submission");
    for (old, new) in before.sheets.iter().zip(&after.sheets) {
        let cells = |s: &intake::Sheet| s.rows().flat_map(|(_, c)| c.to_vec()).collect::<Vec<_>>();
        assert_eq!(cells(old), cells(new), "{}", old.name);
        assert_eq!(old.merges, new.merges);
    }
    let styles = text(&made, "xl/styles.xml");
    assert!(styles.contains("FFFFEB9B"), "{styles}");
    let bold_and_filled = |xf: &str| xf.contains("numFmtId=\"164\" fontId=\"1\" fillId=\"2\"");
    assert!(styles.split("<xf ").any(bold_and_filled), "the cell's own look, and the fill: {styles}");
    // The second sheet has a table, before which its comments are named.
    let other = text(&made, "xl/worksheets/sheet2.xml");
    assert!(other.find("<legacyDrawing ").unwrap() < other.find("<tableParts").unwrap());
}

#[test]
fn a_comment_says_everything_about_its_cell_and_that_of_somebody_else_stays() {
    let made = annotated(&rich(), &findings_of_rich());
    let comments = text(&made, "xl/comments1.xml");
    assert!(comments.contains("<author>Lan</author><author>phubieu</author>"), "{comments}");
    let of = |cell: &str| {
        let rest = comments.split(&format!("ref=\"{cell}\"")).nth(1).unwrap_or_else(|| panic!("{cell}: {comments}"));
        rest.split("</comment>").next().unwrap().to_owned()
    };
    assert_eq!(of("D3").matches("Cảnh báo PB016").count(), 2);
    assert!(of("D3").contains("số sai") && of("D3").contains("sai nữa"));
    assert!(of("B9").contains("ô gộp"), "a merge shows its first cell only");
    assert!(of("D2").contains("hỏi lại") && of("D2").contains("có ghi chú"));
    let vml = text(&made, "xl/drawings/vmlDrawing1.vml");
    assert_eq!(vml.matches("<v:shape ").count(), 6, "one was there: {vml}");
    let list = text(&made, "xl/worksheets/phubieu-findings1.xml");
    assert!(list.contains("location=\"&apos;Bảng &apos;&apos;khác&apos;&apos; &amp; nữa&apos;!B5\""), "{list}");
    assert!(list.contains("PB012") && list.contains("PB015"), "what belongs to no cell is listed: {list}");
    assert_eq!(list.matches("<hyperlink ").count(), 9);
}

#[test]
fn a_second_time_replaces_the_marks_of_the_first() {
    let given = rich();
    let once = annotated(&given, &findings_of_rich());
    assert_eq!(once, annotated(&once, &findings_of_rich()), "the same findings give the same bytes");
    let other = annotated(&once, &[at("Số liệu", "D4", "khác")]);
    let comments = text(&other, "xl/comments1.xml");
    assert!(comments.contains("khác") && !comments.contains("số sai") && !comments.contains("có ghi chú"));
    assert!(comments.contains("hỏi lại"));
    assert_eq!(comments.matches("<comment ").count(), 2);
    assert_eq!(text(&other, "xl/drawings/vmlDrawing1.vml").matches("<v:shape ").count(), 2);
    assert_eq!(text(&other, "xl/workbook.xml").matches("<sheet ").count(), 3);
    // A cell that was mended looks as it did before it was marked.
    let style = |bytes: &[u8], cell: &str| {
        let sheet = text(bytes, "xl/worksheets/sheet1.xml");
        sheet.split(&format!("<c r=\"{cell}\"")).nth(1).unwrap().split('>').next().unwrap().replace(" s=\"0\"", "")
    };
    for cell in ["D2", "D3", "D7", "B9"] {
        assert_ne!(style(&once, cell), style(&given, cell), "{cell}");
        assert_eq!(style(&other, cell), style(&given, cell), "{cell}");
    }
    let none = annotated(&other, &[]);
    assert!(!text(&none, "xl/comments1.xml").contains("phubieu:"));
    assert!(text(&none, "xl/worksheets/phubieu-findings1.xml").contains("Không có phát hiện nào"));
}

#[test]
fn sheets_under_a_prefix_and_without_positions_survive() {
    for p in ["", "x:"] {
        let space = if p.is_empty() { "xmlns" } else { "xmlns:x" };
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relations = |r: &str| {
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{r}</Relationships>"
            )
        };
        let given = with(
            &rich(),
            &[
                (
                    "xl/worksheets/sheet1.xml",
                    &format!(
                        "<{p}worksheet {space}=\"{main}\"><{p}sheetData><{p}row><{p}c><{p}v>1</{p}v></{p}c><{p}c><{p}v>2</{p}v></{p}c></{p}row><{p}row r=\"5\"/></{p}sheetData><{p}tableParts/></{p}worksheet>"
                    ),
                ),
                (
                    "xl/worksheets/_rels/sheet1.xml.rels",
                    &relations(&format!(
                        "<Relationship Id=\"rId9\" Type=\"{types}/printerSettings\" Target=\"../p.bin\"/>"
                    )),
                ),
            ],
        );
        let found = [
            at("Số liệu", "B1", "hai"),
            at("Số liệu", "D1", "trống"),
            at("Số liệu", "C5", "trống"),
            at("Số liệu", "A3", "trống"),
        ];
        let made = annotated(&given, &found);
        let sheet = text(&made, "xl/worksheets/sheet1.xml");
        let order = [
            "<row>",
            "r=\"D1\"",
            "r=\"3\"",
            "r=\"A3\"",
            "r=\"5\"",
            "r=\"C5\"",
            "</sheetData>",
            "legacyDrawing",
            "tableParts",
        ];
        let places: Vec<usize> = order
            .iter()
            .map(|o| {
                let o = o.replacen('<', &format!("<{p}"), 1).replace(&format!("<{p}/"), &format!("</{p}"));
                sheet.find(&o).unwrap_or_else(|| panic!("{o}: {sheet}"))
            })
            .collect();
        assert!(places.is_sorted(), "{sheet}");
        assert_eq!(sheet.matches(&format!("<{p}c ")).count(), 4, "{sheet}");
        let read = intake::read("a.xlsx", &made, &mut Vec::new()).unwrap();
        assert_eq!(read.sheets[0].rows().map(|(_, c)| c.len()).sum::<usize>(), 2);
    }
}

#[test]
fn a_signed_workbook_is_refused_and_the_others_are_given_back() {
    let signed = with(&rich(), &[("_xmlsignatures/sig1.xml", "<Signature/>")]);
    assert!(matches!(
        annotate::workbook(&signed, &Marks::new(&[], Tally::default(), Lang::Vi)),
        Err(PatchError::Signed)
    ));
    let work = Workdir::with_samples();
    let name = "Phu luc KH 45 - xa Con Minh.xlsx";
    work.write("one/ky.xlsx", &with(&work.read(&format!("in/{name}")), &[("_xmlsignatures/sig1.xml", "<Signature/>")]));
    work.write("one/hong.xlsx", b"PK\x03\x04 cut short");
    work.write(&format!("one/{name}"), &work.read(&format!("in/{name}")));
    let ran = work.run("check one --annotate out");
    assert!(ran.said.contains("Không trả lại được «ky.xlsx»: tệp có chữ ký số"), "{}", ran.said);
    assert_eq!(work.list("out"), [name], "nothing half-written");
}

/// What a check says of each file, without the ending of its name.
fn said(work: &Workdir, run: &str, what: &str, fields: &[&str]) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut by_file: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for row in work.json(&format!("{run}-{what}.json"), what) {
        let file = field(&row, "file").rsplit_once('.').unwrap().0.to_owned();
        by_file.entry(file).or_default().push(fields.iter().map(|f| field(&row, f).to_owned()).collect());
    }
    by_file.values_mut().for_each(|rows| rows.sort());
    by_file
}

#[test]
fn a_returned_workbook_is_read_as_the_submission_was() {
    let work = Workdir::with_samples();
    let first = work.run("check in --annotate out --facts 1-facts.json --findings 1-findings.json");
    assert_eq!(first.status, 1, "{}", first.said);
    assert!(first.said.contains("Đã ghi 17 tệp có ghi chú tại ô vào «out»"), "{}", first.said);
    let names = work.list("out");
    assert_eq!(names.len(), 17);
    assert!(names.iter().all(|n| n.ends_with(".xlsx")), "{names:?}");
    work.write("out/phubieu.toml", &work.read("in/phubieu.toml"));
    let second = work.run("check out --annotate again --facts 2-facts.json --findings 2-findings.json");
    assert_eq!(second.status, 1, "{}", second.said);
    let facts = ["form", "row", "column", "unit", "period", "value", "state", "sheet", "cell", "raw"];
    assert_eq!(said(&work, "1", "facts", &facts), said(&work, "2", "facts", &facts));
    let found = ["code", "cell", "sheet", "unit", "row", "message"];
    let plain = |run: &str| {
        let rows = said(&work, run, "findings", &found);
        rows.into_iter()
            .map(|(file, rows)| (file, rows.into_iter().map(|r| r[..5].to_vec()).collect()))
            .collect::<BTreeMap<_, Vec<_>>>()
    };
    assert_eq!(plain("1"), plain("2"));
    for name in names {
        assert_eq!(work.read(&format!("out/{name}")), work.read(&format!("again/{name}")), "{name}");
    }
}

#[test]
fn names_stay_apart_folders_are_kept_and_files_that_are_there_need_force() {
    let work = Workdir::with_samples();
    let sample = |name: &str| work.read(&format!("in/{name}"));
    let (xls, xlsx) = (sample("PHU LUC DTTS Xa Van Lang 2024.xls"), sample("Phu luc KH 45 - xa Con Minh.xlsx"));
    work.write("nop/xa/a.xls", &xls);
    work.write("nop/xa/a.xlsx", &xlsx);
    let macros = text(&xlsx, "[Content_Types].xml").replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    );
    work.write("nop/b.xlsm", &with(&xlsx, &[("[Content_Types].xml", &macros), ("xl/vbaProject.bin", "macros")]));
    // Inside the input what is given back would be read the next time.
    let inside = work.run("check nop --annotate nop/tra");
    assert_eq!(inside.status, 2);
    assert!(inside.said.contains("sẽ bị đọc như bản nộp"), "{}", inside.said);
    let ran = work.run("check nop --annotate tra");
    assert!(ran.said.contains("Đã ghi 3 tệp"), "{}", ran.said);
    assert_eq!(work.list("tra/xa"), ["a (xls).xlsx", "a.xlsx"]);
    assert_eq!(parts(&work.read("tra/b.xlsm"))["xl/vbaProject.bin"], b"macros");
    let again = work.run("check nop --annotate tra");
    assert_eq!(again.status, 2);
    assert!(again.said.contains("đã có"), "{}", again.said);
    let forced = work.run("check nop --annotate tra --force");
    assert!(forced.said.contains("Đã ghi 3 tệp"), "{}", forced.said);
}

#[test]
fn two_files_of_one_name_are_given_back_apart() {
    let work = Workdir::with_samples();
    let (one, other) = ("Phu luc KH 45 - xa Con Minh.xlsx", "02137_Van Vu_2024.xlsx");
    work.write("a/nop.xlsx", &work.read(&format!("in/{one}")));
    work.write("b/nop.xlsx", &work.read(&format!("in/{other}")));
    let ran = work.run("check a b --annotate out");
    assert!(ran.said.contains("Đã ghi 2 tệp"), "{}", ran.said);
    assert_eq!((work.list("out/a"), work.list("out/b")), (vec!["nop.xlsx".to_owned()], vec!["nop.xlsx".to_owned()]));
}

#[test]
fn strict_open_xml_keeps_its_namespaces() {
    let strict: Vec<(String, String)> = parts(&rich())
        .into_iter()
        .filter_map(|(name, bytes)| Some((name, String::from_utf8(bytes).ok()?)))
        .map(|(name, xml)| {
            let xml = xml
                .replace(
                    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    "http://purl.oclc.org/ooxml/spreadsheetml/main",
                )
                .replace(
                    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    "http://purl.oclc.org/ooxml/officeDocument/relationships",
                );
            (name, xml)
        })
        .collect();
    let changes: Vec<(&str, &str)> = strict.iter().map(|(name, xml)| (name.as_str(), xml.as_str())).collect();
    let given = with(&rich(), &changes);
    let made = annotated(&given, &findings_of_rich());
    for (name, bytes) in parts(&made) {
        let xml = String::from_utf8_lossy(&bytes);
        assert!(!xml.contains("openxmlformats.org/spreadsheetml/2006/main"), "{name}");
        assert!(!xml.contains("openxmlformats.org/officeDocument/2006/relationships"), "{name}");
    }
    assert_eq!(intake::read("a.xlsx", &made, &mut Vec::new()).unwrap().sheets.len(), 2);
}

#[test]
fn a_folder_that_holds_an_input_is_refused() {
    let work = Workdir::with_samples();
    let before = work.list("in");
    for typed in
        ["check in --annotate in", "check in --annotate . --force", "check 'in/cu le.txt' --annotate in --force"]
    {
        let ran = work.run(typed);
        assert_eq!(ran.status, 2, "{typed}");
        assert!(ran.said.contains("không bao giờ bị ghi đè"), "{typed}: {}", ran.said);
    }
    assert_eq!(work.list("in"), before);
}

#[test]
fn a_file_without_a_usable_form_is_given_back_with_why() {
    let work = Workdir::new();
    work.write("la.csv", "Tên;Ghi chú\na;b\nc;d\n".as_bytes());
    let ran = work.run("check la.csv --annotate out --form chi-tieu --lang en");
    assert_eq!(ran.status, 2, "{}", ran.said);
    let made = work.read("out/la.xlsx");
    let list = text(&made, "xl/worksheets/phubieu-findings1.xml");
    assert!(list.contains("Severity") && list.contains("PB201"), "{list}");
    assert!(text(&made, "xl/workbook.xml").contains("Findings (phubieu)"));
}
