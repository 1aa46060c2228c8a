//! `phubieu normalise`: the same workbook with real numbers and Unicode text, nothing else touched.
#![allow(clippy::disallowed_methods)] // these texts are its own

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use crate::na_ri;
use crate::workdir::Workdir;
use phubieu::intake::{self, Value};
use rust_xlsxwriter::{Chart, ChartType, Format, Formula, Note, Table, TableColumn, Workbook};

/// The cells of a sheet, by address: text quoted, numbers bare.
fn cells(bytes: &[u8], sheet: usize) -> BTreeMap<String, String> {
    let workbook = intake::read("a.xlsx", bytes, &mut Vec::new()).unwrap();
    let cells = workbook.sheets[sheet].rows().flat_map(|(_, cells)| cells.iter().cloned()).collect::<Vec<_>>();
    cells
        .into_iter()
        .map(|c| {
            let shown = match &c.value {
                Value::Text(text) => format!("«{text}»"),
                value => value.to_string(),
            };
            (c.at.to_string(), shown)
        })
        .collect()
}

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

/// A workbook with much that a rewrite would lose: a chart, a comment, a table, a formula, text formats.
fn rich() -> Vec<u8> {
    let mut book = Workbook::new();
    let as_text = Format::new().set_num_format("@").set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name("Số liệu").unwrap();
    for (column, heading) in ["STT", "Xã", "ĐVT", "Kế hoạch", "Thực hiện", "Tỷ lệ"].into_iter().enumerate()
    {
        sheet.write(0, column as u16, heading).unwrap();
    }
    for (row, (stt, name, measure, plan, done, rate)) in [
        ("1.1", "Co\u{302}n Minh", "Hộ", "1.234", "1.100,5", "89,14 %"),
        ("1.2", "Quang Phong", "Hộ", "2.345.678", "khoảng 50", "100%"),
        ("1.10", "Liêm Thủy", "Km", "18.939", "-", "3,0"),
        ("2", "0201", "đồng", "118.000.000 đồng", "Đánh giá cuối giai đoạn", "x"),
    ]
    .into_iter()
    .enumerate()
    {
        for (column, text) in [stt, name, measure, plan, done, rate].into_iter().enumerate() {
            sheet.write_string_with_format(row as u32 + 1, column as u16, text, &as_text).unwrap();
        }
    }
    sheet.write_formula(5, 3, Formula::new("=SUM(D2:D5)").set_result("0")).unwrap();
    sheet.insert_note(1, 3, &Note::new("hỏi lại")).unwrap();
    let mut chart = Chart::new(ChartType::Column);
    chart.add_series().set_values("='Số liệu'!$D$2:$D$5");
    sheet.insert_chart(8, 1, &chart).unwrap();
    let other = book.add_worksheet();
    other.write(0, 0, "Mã số").unwrap();
    other.write(1, 0, "3.10").unwrap();
    let columns = ["Tên", "Số hộ"].map(|h| TableColumn::new().set_header(h));
    other.add_table(3, 0, 5, 1, &Table::new().set_columns(&columns)).unwrap();
    other.write(4, 1, "1.234,5").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn an_xlsx_is_patched_in_place_and_everything_else_stays_byte_for_byte() {
    let work = Workdir::new();
    let given = rich();
    work.write("a.xlsx", &given);
    let ran = work.run("normalise a.xlsx -o b.xlsx");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert_eq!(work.read("a.xlsx"), given, "the input is untouched");
    let made = work.read("b.xlsx");
    let found = cells(&made, 0);
    for (at, expected) in [
        ("A2", "«1.1»"),
        ("A4", "«1.10»"),
        ("B2", "«Côn Minh»"),
        ("B5", "«0201»"),
        ("D2", "1234"),
        ("D3", "2345678"),
        // Vietnamese dots are sure in this column: 2.345.678.
        ("D4", "18939"),
        ("D5", "118000000"),
        ("E2", "1100.5"),
        ("E3", "«khoảng 50»"),
        ("E4", "«-»"),
        ("E5", "«Đánh giá cuối giai đoạn»"),
        ("F2", "0.8914"),
        ("F3", "1"),
        ("F4", "3"),
        ("F5", "«x»"),
    ] {
        assert_eq!(found[at], expected, "{at}");
    }
    // Its own text format would show the number as text.
    let workbook = intake::read("b.xlsx", &made, &mut Vec::new()).unwrap();
    let percent = workbook.sheets[0].cell(phubieu::address::Address::parse("F2").unwrap()).unwrap();
    assert_eq!(percent.number_format(), intake::NumberFormat::Percent);
    assert_eq!(cells(&made, 1)["A2"], "«3.10»", "a code");
    let list = cells(&made, 2);
    assert!(list.values().any(|v| v == "«khoảng 50»"), "{list:?}");
    let (before, after) = (parts(&given), parts(&made));
    for (name, bytes) in &before {
        let may_change = name.starts_with("xl/worksheets/sheet")
            || ["xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"]
                .contains(&name.as_str());
        assert!(may_change || after[name] == *bytes, "{name} changed");
    }
    assert!(after.keys().any(|n| n.contains("chart")) && after.keys().any(|n| n.contains("comments")));
}

#[test]
fn normalising_twice_changes_nothing_more() {
    let work = Workdir::new();
    work.write("a.xlsx", &rich());
    work.run("normalise a.xlsx -o b.xlsx");
    work.run("normalise b.xlsx -o c.xlsx");
    assert_eq!(cells(&work.read("b.xlsx"), 0), cells(&work.read("c.xlsx"), 0));
}

#[test]
fn a_csv_of_any_sample_normalised_twice_is_as_normalised_once() {
    let work = Workdir::with_samples();
    let percents = "STT;Chỉ tiêu;ĐVT;Số\n1;Tỷ lệ;%;3%\n2;Tỷ lệ khác;%;57,25\n3;Khác nữa;%;82.76 %\n4;Số hộ;Hộ;1.234\n";
    work.write("in/percents.csv", percents.as_bytes());
    let mut files: Vec<String> = na_ri::all().iter().map(|sample| sample.file.to_owned()).collect();
    files.push("percents.csv".to_owned());
    for flags in ["", "--plain"] {
        for file in &files {
            // Where a formula would have to be computed again, no csv is made.
            if work.run(&format!("normalise 'in/{file}' -o once.csv --force {flags}")).status == 2 {
                continue;
            }
            work.run(&format!("normalise once.csv -o twice.csv --force {flags}"));
            let text = |name: &str| String::from_utf8(work.read(name)).unwrap();
            assert_eq!(text("once.csv"), text("twice.csv"), "{file} {flags}");
        }
    }
}

#[test]
fn a_normalised_sample_says_the_same_as_the_sample() {
    let work = Workdir::with_samples();
    std::fs::create_dir(work.path("out")).unwrap();
    for sample in na_ri::all() {
        let stem = sample.file.rsplit_once('.').unwrap().0;
        let ran = work.run(&format!("normalise 'in/{}' -o 'out/{stem}.xlsx'", sample.file));
        assert_eq!(ran.status, 0, "{}: {}", sample.file, ran.said);
    }
    let totals = |input: &str| {
        let flags = "--under 066 --period 2024 --units units.csv --totals -";
        work.run(&format!("consolidate {input} -o {input}.xlsx --force {flags}")).out
    };
    let values = |text: &str| -> Vec<Vec<String>> {
        text.lines().map(|l| l.split(',').take(9).map(str::to_owned).collect()).collect()
    };
    let (before, after) = (values(&totals("in")), values(&totals("out")));
    assert_eq!(before.len(), 30);
    assert_eq!(before, after);
}

#[test]
fn csv_is_written_for_excel_or_for_programs() {
    let work = Workdir::new();
    work.write("a.csv", "STT;Xã;Số hộ;Tỷ lệ\n1;A;1.234.567;86,92 %\n2;=1+1;khoảng 5;-0,5\n\n3;C;12,5;7\n".as_bytes());
    assert_eq!(work.run("normalise a.csv -o b.csv").status, 0);
    let excel = String::from_utf8(work.read("b.csv")).unwrap();
    assert_eq!(excel, "\u{feff}STT;Xã;Số hộ;Tỷ lệ\n1;A;1234567;86,92%\n2;'=1+1;khoảng 5;-0,5\n;;;\n3;C;12,5;7\n");
    assert_eq!(work.run("normalise a.csv -o c.csv --plain --strict").status, 1, "a cell could not be read");
    let plain = String::from_utf8(work.read("c.csv")).unwrap();
    assert_eq!(plain, "STT,Xã,Số hộ,Tỷ lệ\n1,A,1234567,0.8692\n2,'=1+1,khoảng 5,-0.5\n,,,\n3,C,12.5,7\n");
}

#[test]
fn what_reads_two_ways_is_marked_in_a_csv_so_that_nothing_decides_it_later() {
    let work = Workdir::new();
    work.write("a.csv", "STT;Xã;Diện tích\n1;A;1.234.567,5\n2;B;18.939\n3;C;12,5\n".as_bytes());
    work.write("b.csv", "STT;Xã;Diện tích\n1;A;7\n2;B;18.939\n3;C;12\n".as_bytes());
    for (name, plain, marked) in [("a", "", false), ("b", "", true), ("b", "--plain", true)] {
        let ran = work.run(&format!("normalise {name}.csv -o o.csv --force {plain}"));
        let made = String::from_utf8(work.read("o.csv")).unwrap();
        assert_eq!(made.contains("18.939 (?)"), marked, "{made}");
        assert_eq!(ran.said.contains("thêm «(?)» và liệt kê"), marked, "{}", ran.said);
    }
}

#[test]
fn what_cannot_be_written_is_said_with_exit_status_2() {
    let work = Workdir::new();
    work.write("a.xlsx", &rich());
    work.write("junk.xlsx", b"junk");
    for (typed, words) in [
        ("normalise nowhere.xlsx -o b.xlsx", "Không đọc được"),
        ("normalise junk.xlsx -o b.xlsx", "Không phải bảng tính"),
        ("normalise a.xlsx -o b.pdf", "phải có đuôi"),
        ("normalise a.xlsx -o b.xlsm", "phải có đuôi .xlsx"),
        ("normalise a.xlsx -o b.csv", "nhiều trang"),
        ("normalise a.xlsx -o b.xlsx --plain", "--plain"),
        ("normalise a.xlsx -o a.xlsx --force", "trùng với tệp đầu vào"),
        ("consolidate . -o a.xlsx --force", "là tệp đầu vào"),
        ("check a.xlsx --findings a.xlsx --force", "là tệp đầu vào"),
    ] {
        let ran = work.run(typed);
        assert_eq!(ran.status, 2, "{typed}: {}", ran.said);
        assert!(ran.said.contains(words), "{typed}: {}", ran.said);
    }
    assert_eq!(work.list("."), ["a.xlsx", "junk.xlsx"]);
}

/// A workbook of one sheet from its cells' XML, written under a prefix as some programs do.
fn prefixed(prefix: &str, rows: &str, styles: Option<&str>) -> Vec<u8> {
    use std::io::Write as _;
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let space = prefix.strip_suffix(':').map_or("xmlns".to_owned(), |p| format!("xmlns:{p}"));
    let put = |xml: &str| xml.replace("</:", &format!("</{prefix}")).replace("<:", &format!("<{prefix}"));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: String| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    let types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    part(
        "[Content_Types].xml",
        format!(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{types}.worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{types}.styles+xml\"/></Types>"
        ),
    );
    let relations = |inside: String| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inside}</Relationships>"
        )
    };
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{RELATION}/{kind}\" Target=\"{target}\"/>")
    };
    part("_rels/.rels", relations(relation("rId1", "officeDocument", "xl/workbook.xml")));
    let mut links = relation("rId1", "worksheet", "worksheets/sheet1.xml");
    if let Some(styles) = styles {
        links += &relation("rId2", "styles", "styles.xml");
        part("xl/styles.xml", put(&format!("<:styleSheet {space}=\"{MAIN}\">{styles}</:styleSheet>")));
    }
    part("xl/_rels/workbook.xml.rels", relations(links));
    part(
        "xl/workbook.xml",
        put(&format!(
            "<:workbook {space}=\"{MAIN}\" xmlns:r=\"{RELATION}\"><:sheets><:sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></:sheets></:workbook>"
        )),
    );
    part(
        "xl/worksheets/sheet1.xml",
        put(&format!("<:worksheet {space}=\"{MAIN}\"><:sheetData>{rows}</:sheetData></:worksheet>")),
    );
    zip.finish().unwrap().into_inner()
}

const STYLES: &str = "<:fonts count=\"1\"><:font><:sz val=\"12\"/><:name val=\"Arial\"/></:font></:fonts><:fills count=\"1\"><:fill><:patternFill patternType=\"none\"/></:fill></:fills><:borders count=\"1\"><:border/></:borders><:cellXfs count=\"4\"><:xf numFmtId=\"0\" fontId=\"0\"/><:xf numFmtId=\"10\" fontId=\"0\"/><:xf numFmtId=\"14\" fontId=\"0\"/><:xf numFmtId=\"4\" fontId=\"0\"/></:cellXfs>";

fn row(number: u32, cells: &[(&str, u32)]) -> String {
    let cells: String = cells
        .iter()
        .zip(["A", "B", "C", "D", "E"])
        .map(|((text, style), column)| {
            format!("<:c r=\"{column}{number}\" s=\"{style}\" t=\"inlineStr\"><:is><:t>{text}</:t></:is></:c>")
        })
        .collect();
    format!("<:row r=\"{number}\">{cells}</:row>")
}

#[test]
fn a_format_that_would_show_another_figure_does_not_stay() {
    let rows = row(1, &[("STT", 0), ("Tỷ lệ (%)", 0), ("Số", 0)])
        + &row(2, &[("1", 0), ("86,92%", 1), ("12,5", 2)])
        + &row(3, &[("2", 0), ("86,92", 1), ("1.234,5", 3)]);
    let work = Workdir::new();
    work.write("a.xlsx", &prefixed("", &rows, Some(STYLES)));
    work.run("normalise a.xlsx -o b.xlsx");
    let made = intake::read("b.xlsx", &work.read("b.xlsx"), &mut Vec::new()).unwrap();
    for (at, value) in [("B2", "86.92"), ("B3", "86.92"), ("C2", "12.5"), ("C3", "1234.5")] {
        let cell = made.sheets[0].cell(phubieu::address::Address::parse(at).unwrap()).unwrap();
        assert_eq!(cell.value.to_string(), value, "{at}");
        assert!(matches!(cell.value, Value::Number(_)), "{at}: {:?}", cell.value);
        assert_eq!(cell.number_format(), intake::NumberFormat::Plain, "{at}");
    }
}

#[test]
fn sheets_under_a_prefix_keep_their_formulas_and_get_valid_styles() {
    let formula = "<:row r=\"4\"><:c r=\"B4\" t=\"str\"><:f>TEXT(5,\"0,0\")</:f><:v>5,0</:v></:c><:c r=\"C4\"><:f>SUM(C2:C3)</:f><:v>0</:v></:c></:row>";
    let rows = row(1, &[("STT", 0), ("Tỷ lệ", 0), ("Số", 0)])
        + &row(2, &[("1", 0), ("86,92%", 0), ("1.234.567,5", 0)])
        + &row(3, &[("2", 0), ("khoảng 5", 0), ("10", 0)])
        + formula;
    for prefix in ["", "x:"] {
        let work = Workdir::new();
        work.write("a.xlsx", &prefixed(prefix, &rows, Some(STYLES)));
        let ran = work.run("normalise a.xlsx -o b.xlsx");
        assert!(ran.said.contains("liệt kê ở trang cuối"), "{}", ran.said);
        let parts = parts(&work.read("b.xlsx"));
        let text = |name: &str| String::from_utf8(parts[name].clone()).unwrap();
        let sheet = text("xl/worksheets/sheet1.xml");
        assert!(sheet.contains(&format!("<{prefix}f>TEXT(5,\"0,0\")</{prefix}f></{prefix}c>")), "{sheet}");
        assert!(sheet.contains(&format!("<{prefix}f>SUM(C2:C3)</{prefix}f></{prefix}c>")), "old results go: {sheet}");
        assert!(text("xl/styles.xml").contains(&format!("<{prefix}fill><{prefix}patternFill patternType=\"solid\">")));
        assert!(text("xl/workbook.xml").contains(&format!("<{prefix}calcPr fullCalcOnLoad=\"1\"/>")));
        let found = cells(&work.read("b.xlsx"), 0);
        assert_eq!((found["B2"].as_str(), found["C2"].as_str()), ("0.8692", "1234567.5"));
    }
}

#[test]
fn without_styles_nothing_is_said_to_be_coloured_and_signs_stay() {
    let rows =
        row(1, &[("STT", 0), ("Số", 0)]) + &row(2, &[("1", 0), ("86,92%", 0)]) + &row(3, &[("2", 0), ("khoảng 5", 0)]);
    let work = Workdir::new();
    work.write("a.xlsx", &prefixed("", &rows, None));
    let ran = work.run("normalise a.xlsx -o b.xlsx");
    assert!(!ran.said.contains("tô vàng"), "{}", ran.said);
    assert_eq!(cells(&work.read("b.xlsx"), 0)["B2"], "«86,92%»");
}

#[test]
fn a_csv_is_not_made_of_results_that_no_longer_hold() {
    let work = Workdir::new();
    work.write("a.xlsx", &rich_with_one_sheet());
    let ran = work.run("normalise a.xlsx -o b.csv");
    assert_eq!(ran.status, 2);
    assert!(ran.said.contains("công thức"), "{}", ran.said);
}

fn rich_with_one_sheet() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, text) in ["Số", "1.234,5", "10,5"].iter().enumerate() {
        sheet.write(row as u32, 0, *text).unwrap();
    }
    sheet.write_formula(3, 0, Formula::new("=SUM(A2:A3)").set_result("0")).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn one_cell_in_the_last_corner_makes_no_csv_of_gigabytes() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "a").unwrap();
    sheet.write(1_048_575, 16_383, "b").unwrap();
    let work = Workdir::new();
    work.write("a.xlsx", &book.save_to_buffer().unwrap());
    assert_eq!(work.run("normalise a.xlsx -o b.csv").status, 0);
    assert!(work.read("b.csv").len() < 8_000_000);
}

#[test]
fn figures_among_words_stay_words() {
    // Seen in lists of works and of people: each of these became a number, some without their words.
    let table = "STT;Địa chỉ;Tên tệp;Tên công trình;Kết quả;Căn cước;Số sổ;Số QĐ;Quy mô;Từ - đến;Vốn (đồng)\n\
        1;12 Trần Phú;21349_Long Sơn.xlsx;2 phòng học;90% đạt;51085001236;14;123/QĐ-UBND;2x3;10-20;1.500.000\n\
        2;Thôn 2;21352_Long Mai.xlsx;1 nhà văn hóa;85% đạt;051085001234;0012;45/QĐ-UBND;10x20;20-30;2.000.000\n\
        3;Thôn 3;21355_x.xlsx;500 m kênh;Đạt 70%;051085001235;0013;6/QĐ-UBND;4x5;30-40;300.000 đồng\n\
        4;12/3 Trần Phú;21358_y.xlsx;12 hộ;70% đạt;051085001237;15;7/QĐ-UBND;5x5;40-50;7000\n";
    let work = Workdir::new();
    work.write("a.csv", table.as_bytes());
    let ran = work.run("normalise a.csv -o b.csv --strict");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let made = String::from_utf8(work.read("b.csv")).unwrap();
    let expected = table.replace("1.500.000", "1500000").replace("2.000.000", "2000000");
    assert_eq!(made, format!("\u{feff}{}", expected.replace("300.000 đồng", "300000")));
    // So they do in a workbook.
    work.run("normalise a.csv -o b.xlsx");
    let found = cells(&work.read("b.xlsx"), 0);
    let numbers: Vec<&str> = found.iter().filter(|(_, v)| !v.starts_with('«')).map(|(at, _)| at.as_str()).collect();
    assert_eq!(numbers, ["K2", "K3", "K4", "K5"]);
}

#[test]
fn words_that_are_no_measure_are_told_among_figures_and_the_cell_stays() {
    let table = "STT;Xã;Số tuyến;Kiên cố hóa;Hộ nghèo\n1;A;3 tuyến;12;04 hộ\n2;B;5;15;6\n3;C;2;2 phòng học;12 hộ\n";
    let work = Workdir::new();
    work.write("a.csv", table.as_bytes());
    let ran = work.run("normalise a.csv -o b.xlsx");
    assert!(ran.said.contains("PB303") && ran.said.contains("2 phòng học"), "{}", ran.said);
    let found = cells(&work.read("b.xlsx"), 0);
    for (at, expected) in [("C2", "3"), ("D4", "«2 phòng học»"), ("E2", "4"), ("E4", "12")] {
        assert_eq!(found[at], expected, "{at}");
    }
}

#[test]
fn formulas_that_point_at_nothing_that_changed_keep_their_results() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in ["STT", "Xã", "Kế hoạch", "Giải ngân", "Tỷ lệ"].into_iter().enumerate() {
        sheet.write(0, column as u16, heading).unwrap();
    }
    for row in 1..5u32 {
        sheet.write(row, 0, row).unwrap();
        sheet.write(row, 1, format!("Xã {row}")).unwrap();
        sheet.write(row, 2, 8).unwrap();
        sheet.write(row, 3, 4).unwrap();
        let rate = Formula::new(format!("=ROUND(D{0}/C{0}*100,2)", row + 1)).set_result("50");
        sheet.write_formula(row, 4, rate).unwrap();
    }
    sheet.write(2, 2, "1.234.567").unwrap();
    sheet.write_formula(5, 2, Formula::new("=SUM(C:C)").set_result("24")).unwrap();
    sheet.write_formula(5, 3, Formula::new("=SUM(D2:D5)").set_result("16")).unwrap();
    sheet.write_formula(5, 4, Formula::new("=ROUND(D6/C6*100,2)").set_result("67")).unwrap();
    let work = Workdir::new();
    work.write("a.xlsx", &book.save_to_buffer().unwrap());
    work.run("normalise a.xlsx -o b.xlsx");
    let sheet = String::from_utf8(parts(&work.read("b.xlsx"))["xl/worksheets/sheet1.xml"].clone()).unwrap();
    let has =
        |at: &str| sheet.split(&format!("<c r=\"{at}\"")).nth(1).unwrap().split("</c>").next().unwrap().contains("<v>");
    for (at, kept) in [("E2", true), ("E3", false), ("E4", true), ("D6", true), ("E6", false), ("C6", false)] {
        assert_eq!(has(at), kept, "{at}: {sheet}");
    }
}

#[test]
fn what_a_csv_cannot_show_is_told_and_what_is_doubtful_without_it_is_marked() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in ["STT", "Xã", "Hộ", "Khẩu", "Nghèo"].into_iter().enumerate() {
        sheet.write(0, column as u16, heading).unwrap();
    }
    for row in 1..6u32 {
        sheet.write(row, 0, row).unwrap();
        sheet.write(row, 1, format!("Xã {row}")).unwrap();
        for column in 2..5u16 {
            sheet.write(row, column, row * 10 + u32::from(column)).unwrap();
        }
    }
    sheet.write_with_format(1, 2, 12, &Format::new().set_font_strikethrough()).unwrap();
    sheet.merge_range(2, 2, 2, 3, "", &Format::new()).unwrap();
    sheet.write(2, 2, 45).unwrap();
    sheet.merge_range(3, 4, 4, 4, "", &Format::new()).unwrap();
    sheet.write(3, 4, 77).unwrap();
    sheet.set_row_hidden(5).unwrap();
    let work = Workdir::new();
    work.write("a.xlsx", &book.save_to_buffer().unwrap());
    let ran = work.run("normalise a.xlsx -o b.csv");
    let made = String::from_utf8(work.read("b.csv")).unwrap();
    let expected = "STT;Xã;Hộ;Khẩu;Nghèo\n1;Xã 1;12 (?);13;14\n2;Xã 2;45 (?);;24\n3;Xã 3;32;33;77 (?)\n4;Xã 4;42;43;\n5;Xã 5;52;53;54\n";
    assert_eq!(made, format!("\u{feff}{expected}"));
    for words in ["gạch ngang (C2)", "(C3, E4)", "cột ẩn (C6, D6, E6)"] {
        assert!(ran.said.contains(words), "{words}: {}", ran.said);
    }
}

#[test]
fn what_protects_a_text_in_a_csv_stands_there_once_however_often_it_is_normalised() {
    let work = Workdir::new();
    work.write("a.csv", "STT;Nội dung;Số hộ\n1;- Lưu: VT.;5\n2;'- Lưu: VT.;6\n3;=1+1;7\n".as_bytes());
    work.run("normalise a.csv -o b.csv");
    let made = String::from_utf8(work.read("b.csv")).unwrap();
    assert_eq!(made, "\u{feff}STT;Nội dung;Số hộ\n1;'- Lưu: VT.;5\n2;'- Lưu: VT.;6\n3;'=1+1;7\n");
    work.run("normalise b.csv -o c.csv");
    assert_eq!(work.read("c.csv"), work.read("b.csv"));
    work.run("normalise b.csv -o d.xlsx");
    assert_eq!(cells(&work.read("d.xlsx"), 0)["B2"], "«- Lưu: VT.»");
}

#[test]
fn sheets_of_this_program_stay_as_they_are_and_its_results_are_refused() {
    let work = Workdir::with_samples();
    let flags = "--under 066 --period 2024 --units units.csv";
    // A blank: what it says of itself, and its seal.
    let ran = work.run(&format!("template --form chi-tieu {flags} -o blank"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let blank = work.list("blank").into_iter().find(|name| name.ends_with(".xlsx")).unwrap();
    let ran = work.run(&format!("normalise 'blank/{blank}' -o b.xlsx --strict"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let (before, after) = (parts(&work.read(&format!("blank/{blank}"))), parts(&work.read("b.xlsx")));
    let changed: Vec<&String> = before.keys().filter(|name| before[*name] != after[*name]).collect();
    assert!(changed.is_empty() && before.len() == after.len(), "{changed:?}");
    // A list of an earlier run is neither read nor made again.
    work.write("r.xlsx", &rich());
    work.run("normalise r.xlsx -o s.xlsx");
    work.run("normalise s.xlsx -o t.xlsx");
    let names = |file: &str| -> Vec<String> {
        let read = intake::read(file, &work.read(file), &mut Vec::new()).unwrap();
        read.sheets.into_iter().map(|sheet| sheet.name).collect()
    };
    assert_eq!(names("s.xlsx").last().unwrap(), "Cần xem lại");
    assert_eq!(names("s.xlsx"), names("t.xlsx"));
    assert_eq!(cells(&work.read("s.xlsx"), 2), cells(&work.read("t.xlsx"), 2));
    // Nor where the numbers that were made meanwhile give another reason for a cell.
    work.run("normalise 'in/Phu luc KH 45 - xa Con Minh.xlsx' -o u.xlsx");
    work.run("normalise u.xlsx -o v.xlsx");
    work.run("check u.xlsx --annotate w");
    work.run("normalise w/u.xlsx -o x.xlsx");
    let listed = |file: &str| names(file).iter().filter(|name| name.starts_with("Cần xem lại")).count();
    assert_eq!((listed("u.xlsx"), listed("v.xlsx"), listed("x.xlsx")), (1, 1, 1));
    // A result: its record would no longer be what it was.
    work.run(&format!("consolidate in -o all.xlsx --facts all.csv {flags}"));
    for given in ["all.xlsx", "all.csv"] {
        let ran = work.run(&format!("normalise {given} -o n.xlsx"));
        assert!(ran.status == 2 && ran.said.contains("là kết quả của phubieu"), "{given}: {}", ran.said);
        assert!(!work.list(".").contains(&"n.xlsx".to_owned()));
    }
}

#[test]
fn a_sum_that_lacks_a_figure_typed_as_text_is_marked_in_a_csv() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in ["STT", "Xã", "Hộ"].into_iter().enumerate() {
        sheet.write(0, column as u16, heading).unwrap();
    }
    for row in 1..4u32 {
        sheet.write(row, 0, row).unwrap();
        sheet.write(row, 1, format!("Xã {row}")).unwrap();
        sheet.write(row, 2, row * 10).unwrap();
    }
    sheet.write(3, 2, "khoảng 50").unwrap();
    sheet.write(4, 1, "Cộng").unwrap();
    sheet.write_formula(4, 2, Formula::new("=SUM(C2:C4)").set_result("30")).unwrap();
    let work = Workdir::new();
    work.write("a.xlsx", &book.save_to_buffer().unwrap());
    let ran = work.run("normalise a.xlsx -o b.csv");
    let made = String::from_utf8(work.read("b.csv")).unwrap();
    assert!(made.ends_with("3;Xã 3;khoảng 50\n;Cộng;30 (?)\n"), "{made}");
    assert!(ran.said.contains("bỏ sót số gõ dạng chữ (C5)"), "{}", ran.said);
}

#[test]
fn formulas_that_are_shared_are_followed_cell_by_cell() {
    let rows = row(1, &[("STT", 0), ("Hộ", 0), ("Khẩu", 0)])
        + &row(2, &[("1", 0), ("1.234.567", 0)]).replace(
            "</:row>",
            "<:c r=\"C2\"><:f t=\"shared\" ref=\"C2:C4\" si=\"0\">ROUND(B2*4,0)</:f><:v>4</:v></:c></:row>",
        )
        + "<:row r=\"3\"><:c r=\"B3\"><:v>2</:v></:c><:c r=\"C3\"><:f t=\"shared\" si=\"0\"/><:v>8</:v></:c></:row>"
        + "<:row r=\"4\"><:c r=\"B4\"><:v>3</:v></:c><:c r=\"C4\"><:f t=\"shared\" si=\"0\"/><:v>12</:v></:c></:row>";
    let rows = rows + "<:row r=\"5\"><:c r=\"C5\"><:f>SUM(C3:C4)</:f><:v>20</:v></:c></:row>";
    for (rows, kept) in [
        (rows.clone(), ["<v>8</v>", "<v>12</v>", "<v>20</v>"].as_slice()),
        // Shared from a cell that is not the first: nothing is known.
        (rows.replace("ref=\"C2:C4\"", "ref=\"C1:C4\""), &[]),
        // So is what is filled from elsewhere.
        (rows.replace("<:f>SUM(C3:C4)", "<:f t=\"array\" ref=\"C5:C6\">SUM(C3:C4)"), &[]),
    ] {
        let work = Workdir::new();
        work.write("a.xlsx", &prefixed("", &rows, Some(STYLES)));
        work.run("normalise a.xlsx -o b.xlsx");
        let sheet = String::from_utf8(parts(&work.read("b.xlsx"))["xl/worksheets/sheet1.xml"].clone()).unwrap();
        assert!(sheet.contains("<v>1234567</v>"), "{sheet}");
        let found: Vec<&str> =
            ["<v>4</v>", "<v>8</v>", "<v>12</v>", "<v>20</v>"].into_iter().filter(|v| sheet.contains(v)).collect();
        assert_eq!(found, kept, "{sheet}");
    }
}
