//! What the consolidated workbook holds, cell by cell: values, formulas, looks, notes, pages, charts. The goldens in
//! `tests/golden_workbooks` were looked at in print when they were written; `PHUBIEU_WRITE_GOLDEN=1` writes them
//! anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use crate::opened::Opened;
use crate::workdir::Workdir;

/// A form with a row of every rule.
const EVERY_RULE: &str = r#"
name = "moi-quy-tac"
title = "Mọi quy tắc năm {year}"
subject = "Biểu thử"
kind = "number"
aggregate = "sum"
overview = ["1", "2"]

[[columns]]
code = "stt"
role = "number"
heading = "STT"
[[columns]]
code = "ct"
role = "label"
heading = "Chỉ tiêu"
[[columns]]
code = "dvt"
role = "measure"
heading = "ĐVT"
[[columns]]
code = "so"
role = "value"
heading = "Thực hiện năm {year?}"
[[columns]]
code = "ghi_chu"
role = "text"
heading = "Ghi chú"

[[rows]]
code = "1"
stt = "1"
label = "Số hộ được hỗ trợ"
measure = "Hộ"
[[rows]]
code = "2"
stt = "2"
label = "Tỷ lệ hộ nghèo"
measure = "%"
kind = "percent"
aggregate = "weighted_mean"
weight = "so_ho"
[[rows]]
code = "3"
stt = "3"
label = "Số hộ có đất ở"
measure = "Hộ"
aggregate = "last"
[[rows]]
code = "4"
stt = "4"
label = "Tỷ lệ hộ có đất ở so với số hộ được hỗ trợ"
measure = "%"
kind = "percent"
aggregate = "ratio"
over = "3"
under = "1"
factor = 100
[[rows]]
code = "5"
stt = "5"
label = "Điểm bình quân"
measure = "Điểm"
aggregate = "mean"
[[rows]]
code = "6"
stt = "6"
label = "Thấp nhất"
measure = "Điểm"
aggregate = "min"
[[rows]]
code = "7"
stt = "7"
label = "Cao nhất"
measure = "Điểm"
aggregate = "max"
[[rows]]
code = "8"
stt = "8"
label = "Số xã có báo cáo"
measure = "Điểm"
aggregate = "count"
[[rows]]
code = "9"
stt = "9"
label = "Ý kiến khác"
measure = "Điểm"
aggregate = "none"
"#;

const UNITS: &str = "code,name,level,kind,parent_code,so_ho\n\
    990,Huyện Thử,district,huyện,,\n\
    91001,Xã Một,commune,xã,990,100\n\
    91002,Xã Hai,commune,xã,990,300\n\
    91003,Xã Ba,commune,xã,990,250\n\
    91004,Xã Bốn,commune,xã,990,120\n";

/// Figures of a commune by row, as typed.
fn submission(name: &str, figures: [&str; 9]) -> Vec<u8> {
    let labels = [
        "Số hộ được hỗ trợ;Hộ",
        "Tỷ lệ hộ nghèo;%",
        "Số hộ có đất ở;Hộ",
        "Tỷ lệ hộ có đất ở so với số hộ được hỗ trợ;%",
        "Điểm bình quân;Điểm",
        "Thấp nhất;Điểm",
        "Cao nhất;Điểm",
        "Số xã có báo cáo;Điểm",
        "Ý kiến khác;Điểm",
    ];
    let mut out = format!("{name}\nMọi quy tắc năm 2024\nSTT;Chỉ tiêu;ĐVT;Thực hiện năm 2024;Ghi chú\n");
    for (n, (label, figure)) in labels.iter().zip(figures).enumerate() {
        writeln!(out, "{};{label};{figure};", n + 1).unwrap();
    }
    out.into_bytes()
}

fn round() -> Workdir {
    let work = Workdir::new();
    work.write("moi-quy-tac.toml", EVERY_RULE.as_bytes());
    work.write("units.csv", UNITS.as_bytes());
    work.write("in/91001.csv", &submission("Xã Một", ["40", "12,5", "30", "75", "7,5", "3", "9", "1", "5"]));
    work.write("in/91002.csv", &submission("Xã Hai", ["1.250", "-", "25", "2", "-", "-", "8,25", "-", "6"]));
    // Neither a figure nor a sign: not usable; and a row without its part.
    work.write("in/91003.csv", &submission("Xã Ba", ["12 hoặc 13", "20,75", "10", "…", "6", "2", "7", "2", "…"]));
    work
}

const COMMAND: &str = "consolidate in -o out.xlsx --form moi-quy-tac.toml --units units.csv --under 990 --period 2024";

fn made() -> Opened {
    let work = round();
    let ran = work.run(COMMAND);
    assert_eq!(ran.status, 0, "{}", ran.said);
    Opened::new(&work.read("out.xlsx"))
}

fn compare(golden: &str, told: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden_workbooks").join(golden);
    if std::env::var_os("PHUBIEU_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, told).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    for (n, (here, there)) in told.lines().zip(expected.lines()).enumerate() {
        assert_eq!(here, there, "{golden}, line {}", n + 1);
    }
    assert_eq!(told.lines().count(), expected.lines().count(), "{golden}: lines");
}

#[test]
fn every_cell_format_formula_and_note_is_as_it_was_looked_at() {
    let book = made();
    let sheets = ["Tổng hợp", "Theo đơn vị", "Tổng quan", "Tình hình nộp", "Số liệu", "Số vẽ biểu đồ"];
    compare("moi-quy-tac.txt", &sheets.map(|name| book.told(name)).concat());
}

#[test]
fn the_forms_of_several_columns_and_the_list_are_as_they_were_looked_at() {
    let work = Workdir::new();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let ran = work.run(&format!("consolidate '{}/con-minh-2024' -o out.xlsx", samples.display()));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let book = Opened::new(&work.read("out.xlsx"));
    let figures = book.sheets().into_iter().map(|(name, ..)| name);
    let told: String = figures.filter(|n| n.starts_with('T') && *n != "Tình hình nộp").map(|n| book.told(&n)).collect();
    compare("con-minh-2024.txt", &told);
}

#[test]
fn the_items_of_a_list_lie_under_their_units_and_the_sheet_knows_how_far_it_reaches() {
    let work = Workdir::new();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let ran = work.run(&format!("consolidate '{}/con-minh-2024' -o out.xlsx", samples.display()));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let sheet = Opened::new(&work.read("out.xlsx")).sheet("Theo đơn vị danh-muc-cong-trinh");
    assert_eq!(sheet.find("sheetFormatPr").unwrap().get("outlineLevelRow"), "1");
    let rows = sheet.all("row");
    let numbers: Vec<u32> = rows.iter().map(|row| row.get("r").parse().unwrap()).collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "each row once and in order: {numbers:?}");
    assert_eq!(sheet.find("dimension").unwrap().get("ref"), format!("A1:I{}", numbers.last().unwrap()));
    let items: Vec<_> = rows.iter().filter(|row| row.get("outlineLevel") == "1").collect();
    assert_eq!(items.len(), 4);
    for (item, n) in items.iter().zip(1..) {
        let cells = item.all("c");
        assert_eq!((cells.len(), cells[0].spoken()), (9, n.to_string()));
        assert!(cells.iter().all(|cell| !cell.get("s").is_empty()), "every cell has its frame");
    }
}

#[test]
fn every_rule_is_a_formula_over_the_figures_shown() {
    let formulas = made().formulas("Theo đơn vị");
    let at = |cell: &str| {
        let (formula, result) = formulas.get(cell).unwrap_or_else(|| panic!("{cell}"));
        (formula.as_str(), result.as_str())
    };
    // Rows 1 to 9 stand in lines 7 to 15, the weights of four communes in line 18.
    assert_eq!(at("D7"), ("SUM(E7:H7)", "1290"));
    let weighted = "IF(SUMPRODUCT((ISNUMBER(E8:H8)+(E8:H8=\"-\")),E18:H18)=0,\"không tính\",\
                    SUMPRODUCT(E8:H8,E18:H18)/SUMPRODUCT((ISNUMBER(E8:H8)+(E8:H8=\"-\")),E18:H18))";
    // (12,5 × 100 + 0 × 300 + 20,75 × 250) / 650
    assert_eq!(at("D8"), (weighted, "9.90384615384615"));
    assert_eq!(at("D9"), ("SUM(E9:H9)", "65"));
    // Of the third commune the divisor cannot be used: its households with land are not divided by those of others.
    let ratio = "IF(SUMPRODUCT((ISNUMBER(E9:H9)+(E9:H9=\"-\")),E7:H7)=0,\"không tính\",\
                 SUMPRODUCT((ISNUMBER(E7:H7)+(E7:H7=\"-\")),E9:H9)/SUMPRODUCT((ISNUMBER(E9:H9)+(E9:H9=\"-\")),E7:H7)*100)";
    assert_eq!(at("D10"), (ratio, "4.26356589147287"));
    let given = "(COUNT(E11:H11)+COUNTIF(E11:H11,\"-\"))";
    assert_eq!(at("D11"), (format!("IF({given}=0,\"không tính\",SUM(E11:H11)/{given})").as_str(), "4.5"));
    assert_eq!(at("D12").1, "0", "the least, with a nil");
    assert_eq!(at("D13").1, "9");
    assert_eq!(at("D14"), ("COUNT(E14:H14)+COUNTIF(E14:H14,\"-\")", "3"));
    assert!(!formulas.contains_key("D15"), "what does not aggregate has no formula");
    let summary = made().formulas("Tổng hợp");
    assert_eq!(summary["D11"], ("'Theo đơn vị'!D7".to_owned(), "1290".to_owned()));
}

#[test]
fn marks_are_explained_by_notes_and_do_not_rest_on_colour() {
    let book = made();
    let notes = book.notes("Theo đơn vị");
    assert!(notes["G7"].contains("91003.csv") && notes["G7"].contains("12 hoặc 13"), "{}", notes["G7"]);
    assert!(notes["D7"].contains("Không dùng được số của: Ba."), "{}", notes["D7"]);
    assert!(notes["D7"].contains("Chưa nộp: Bốn."), "{}", notes["D7"]);
    let told = book.told("Theo đơn vị");
    let line = |cell: &str| told.lines().find(|l| l.starts_with(&format!("{cell} "))).unwrap().to_owned();
    assert!(line("G7").contains("«12 hoặc 13 (?)»"), "{}", line("G7"));
    assert!(line("D7").contains("\"*\""), "a partial total has a sign: {}", line("D7"));
    let summary = book.notes("Tổng hợp");
    assert!(summary["D11"].contains("Chưa nộp: Bốn."), "{summary:?}");
}

#[test]
fn charts_are_native_speak_vietnamese_and_say_what_they_show() {
    let book = made();
    let charts: Vec<&str> = book.names().into_iter().filter(|n| n.starts_with("xl/charts/chart")).collect();
    assert_eq!(charts.len(), 3, "who sent, and the two figures that the form chose");
    for chart in &charts {
        assert!(!book.text(chart).contains("en-US"), "{chart}");
    }
    let second = book.part("xl/charts/chart2.xml");
    let drawn: BTreeSet<String> = second.all("f").iter().map(|f| f.text.clone()).collect();
    assert!(drawn.contains("'Số vẽ biểu đồ'!$E$3:$E$6") && drawn.contains("'Số vẽ biểu đồ'!$F$3:$F$6"), "{drawn:?}");
    assert_eq!((second.all("barChart").len(), second.all("lineChart").len()), (1, 1));
    let drawing = book.part("xl/drawings/drawing1.xml");
    let described: Vec<&str> = drawing.all("cNvPr").iter().map(|p| p.get("descr")).collect();
    assert!(described.iter().all(|d| !d.is_empty()), "{described:?}");
    let data = book.formulas("Số vẽ biểu đồ");
    // The first commune has the largest figure but one; the third's cannot be used, the fourth sent none.
    let order = |n: usize| data[&format!("D{n}")].1.clone();
    assert_eq!([3, 4, 5, 6].map(order), ["Hai", "Một", "Ba (trống)", "Bốn (trống)"]);
}

#[test]
fn the_workbook_names_its_language_its_subject_and_its_tables() {
    let book = made();
    let core = book.part("docProps/core.xml");
    assert_eq!(core.find("language").unwrap().text, "vi");
    assert_eq!(core.find("creator").unwrap().text, "phubieu");
    assert_eq!(core.find("subject").unwrap().text, "Huyện Thử (990), năm 2024");
    let workbook = book.part("xl/workbook.xml");
    let name = |name: &str| {
        let names = workbook.all("definedName").into_iter();
        names.filter(|n| n.get("name") == name).map(|n| n.text.clone()).collect::<String>()
    };
    assert_eq!(name("TheoDonVi"), "'Theo đơn vị'!$A$6:$H$15");
    assert_eq!(name("TongHop"), "'Tổng hợp'!$A$9:$F$19");
    assert_eq!(book.part("xl/tables/table1.xml").find("table").unwrap().get("displayName"), "SoLieu");
    assert!(!book.names().iter().any(|n| n.contains("vba") || n.contains("externalLink") || n.contains("activeX")));
}

#[test]
fn units_that_a_sheet_cannot_hold_stand_in_the_next_and_count_in_the_totals() {
    let work = Workdir::new();
    let mut units = String::from("code,name,level,kind,parent_code,so_ho\n990,Huyện Thử,district,huyện,,\n");
    let communes = 2_400;
    for n in 0..communes {
        writeln!(units, "{},Xã Thử {n},commune,xã,990,", 91_000 + n).unwrap();
    }
    work.write("units.csv", units.as_bytes());
    let mut form = String::from(
        "name = \"rong\"\ntitle = \"Biểu rộng năm {year}\"\nsubject = \"Thử\"\nkind = \"number\"\naggregate = \"sum\"\n",
    );
    form.push_str("[[columns]]\ncode = \"stt\"\nrole = \"number\"\nheading = \"STT\"\n");
    form.push_str("[[columns]]\ncode = \"nd\"\nrole = \"label\"\nheading = \"Nội dung\"\n");
    for n in 1..=7 {
        writeln!(form, "[[columns]]\ncode = \"c{n}\"\nrole = \"value\"\nheading = \"Cột {n}\"").unwrap();
    }
    form.push_str("[[rows]]\ncode = \"1\"\nstt = \"1\"\nlabel = \"Số hộ\"\nmeasure = \"Hộ\"\n");
    work.write("rong.toml", form.as_bytes());
    // The first, one in the middle of the first sheet, and the last, which stands in the second.
    for (n, by) in [(0, 1), (1_000, 10), (communes - 1, 100)] {
        let figures = (1..=7).map(|c| (c * by).to_string()).collect::<Vec<_>>().join(";");
        let text = format!(
            "Xã Thử {n}\nBiểu rộng năm 2024\nSTT;Nội dung;Cột 1;Cột 2;Cột 3;Cột 4;Cột 5;Cột 6;Cột 7\n1;Số hộ;{figures}\n"
        );
        work.write(&format!("in/{}.csv", 91_000 + n), text.as_bytes());
    }
    let ran =
        work.run("consolidate in -o out.xlsx --form rong.toml --units units.csv --under 990 --period 2024 --quiet");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let book = Opened::new(&work.read("out.xlsx"));
    let first = book.formulas("Theo đơn vị");
    let last_of_first = book.sheet("Theo đơn vị").all("c").iter().filter(|c| c.get("r").ends_with('8')).count();
    assert!(last_of_first <= 16_384);
    let (formula, result) = &first["F8"];
    assert_eq!(result, "333");
    assert!(formula.contains("'Theo đơn vị (2)'!") && formula.contains("SUMPRODUCT"), "{formula}");
    // All units stand somewhere.
    let names = |sheet: &str| {
        let told = book.told(sheet);
        told.lines().filter(|l| l.contains("«Xã Thử ")).count()
    };
    assert_eq!(names("Theo đơn vị") + names("Theo đơn vị (2)"), communes);
    let summary = book.formulas("Tổng hợp");
    assert!(summary.values().any(|(f, r)| f == "'Theo đơn vị'!F8" && r == "333"), "{summary:?}");
}
