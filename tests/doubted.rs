//! Figures that are used as they stand and doubted: the doubt is at the figure, and at every total that it is in.
#![allow(clippy::disallowed_methods)] // these texts are its own
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod na_ri;
mod workdir;

use std::collections::BTreeSet;

use rust_xlsxwriter::{Formula, Workbook};
use workdir::{Workdir, field};

/// A list of works in million đồng; each line holds its name, the total cost, the plan, and the plan by source. A
/// figure is a number, what stands in quotes is typed as text, what begins with `=` is a formula with the result that
/// is saved with it behind a `|`.
fn works(lines: &[[&str; 5]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let heads = ["DANH MỤC CÔNG TRÌNH NĂM 2024", "Đơn vị tính: Triệu đồng"];
    for (row, head) in (0u32..).zip(heads) {
        sheet.write_string(row, 0, head).unwrap();
    }
    let headings = ["TT", "Danh mục công trình", "Địa điểm", "Tổng mức đầu tư", "Kế hoạch vốn năm 2024"];
    for (column, heading) in (0u16..).zip(headings) {
        sheet.write_string(2, column, heading).unwrap();
    }
    for (column, heading) in (4u16..).zip(["Tổng số", "NSTW", "NSĐP"]) {
        sheet.write_string(3, column, heading).unwrap();
    }
    for (row, [name, figures @ ..]) in (4u32..).zip(lines) {
        if !name.starts_with("Tổng cộng") {
            sheet.write_number(row, 0, row - 3).unwrap();
        }
        sheet.write_string(row, 1, *name).unwrap();
        for (column, figure) in (3u16..).zip(figures) {
            let quoted = figure.strip_prefix('\'').and_then(|f| f.strip_suffix('\''));
            match (figure.split_once('|'), quoted) {
                (Some((formula, result)), _) => {
                    sheet.write_formula(row, column, Formula::new(formula).set_result(result)).unwrap();
                }
                (None, Some(text)) => _ = sheet.write_string(row, column, text).unwrap(),
                (None, None) => _ = sheet.write_number(row, column, figure.parse::<f64>().unwrap()).unwrap(),
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// Where a finding of a code points at, and the columns whose totals carry it.
fn doubts(lines: &[[&str; 5]], code: &str) -> (Vec<String>, BTreeSet<String>) {
    let work = Workdir::new();
    work.write("in/Xa Con Minh.xlsx", &works(lines));
    let ran = work.run(
        "consolidate in --under 066 --era 2024 --period 2024 --form danh-muc-cong-trinh -o o.xlsx --totals t.json --findings f.json --quiet",
    );
    assert_eq!(ran.status, 0, "{}", ran.said);
    let at = |f: &serde_json::Value| field(f, "cell").to_owned();
    let found = work.json("f.json", "findings").iter().filter(|f| field(f, "code") == code).map(at).collect();
    let of_district = |t: &&serde_json::Value| field(t, "unit") == "066" && field(t, "findings").contains(code);
    let totals = work.json("t.json", "totals");
    (found, totals.iter().filter(of_district).map(|t| field(t, "column").to_owned()).collect())
}

fn columns(codes: &[&str]) -> BTreeSet<String> {
    codes.iter().map(|c| (*c).to_owned()).collect()
}

const ROAD: [&str; 5] = ["Đường Bản Cuôn", "'2.150,75'", "1300", "1100", "200"];
const BRIDGE: [&str; 5] = ["Cầu Nà Cầm", "'1.250,5'", "900", "700", "200"];
const SCHOOL: [&str; 5] = ["Trường Nà Ngoàn", "980.5", "500", "500", "0"];

#[test]
fn a_number_that_lost_its_thousands_is_doubted() {
    let lost = ["Kênh Khuổi A", "1.234", "400", "400", "0"];
    assert_eq!(doubts(&[ROAD, BRIDGE, SCHOOL, lost], "PB330"), (vec!["D8".to_owned()], columns(&["tmdt"])));
    let small = ["Kênh Khuổi A", "12.5", "400", "400", "0"];
    assert_eq!(doubts(&[ROAD, BRIDGE, SCHOOL, small], "PB330"), (vec![], columns(&[])));
}

#[test]
fn a_sum_that_passes_over_a_figure_typed_as_text_is_doubted() {
    let passed = ["Kênh Khuổi A", "1500", "=SUM(F8:G8)|150", "'1.250'", "150"];
    assert_eq!(doubts(&[ROAD, BRIDGE, SCHOOL, passed], "PB325"), (vec!["E8".to_owned()], columns(&["kh_tong"])));
    let whole = ["Kênh Khuổi A", "1500", "=SUM(F8:G8)|1400", "1250", "150"];
    assert_eq!(doubts(&[ROAD, BRIDGE, SCHOOL, whole], "PB325"), (vec![], columns(&[])));
}

#[test]
fn what_a_cell_of_a_list_says_is_decided_by_the_sum_that_it_stands_in() {
    let sum = ["Kênh Khuổi A", "2000", "'1.500'", "1300", "200"];
    assert_eq!(doubts(&[ROAD, BRIDGE, SCHOOL, sum], "PB402").0, ["E8"]);
    assert_eq!(doubts(&[ROAD, BRIDGE, SCHOOL, sum], "PB301").0, [""; 0]);
    let neither = ["Kênh Khuổi A", "2000", "'1.500'", "1200", "200"];
    assert_eq!(doubts(&[ROAD, BRIDGE, SCHOOL, neither], "PB301").0, ["E8"]);
}

#[test]
fn what_arithmetic_decides_of_a_column_decides_the_rest_of_it() {
    let sum = ["Kênh Khuổi A", "2000", "'1.500'", "1300", "200"];
    // It holds in thousands and in millions alike.
    let open = ["Kênh Khuổi B", "3000", "'2.392'", "'2.392'", "0"];
    assert_eq!(doubts(&[BRIDGE, SCHOOL, open], "PB301").0, ["E7", "F7"]);
    assert_eq!(doubts(&[BRIDGE, SCHOOL, open, sum], "PB301").0, [""; 0]);
}

#[test]
fn a_whole_column_typed_as_thousands_is_read_by_its_total() {
    let works = [
        ["Đường Bản Cuôn", "'5.364'", "500", "500", "0"],
        ["Cầu Nà Cầm", "'2.980'", "400", "400", "0"],
        ["Kênh Khuổi A", "'1.500'", "300", "300", "0"],
    ];
    for (total, undecided) in [("9844", false), ("'9.844'", true), ("'9.844.000'", true), ("9845", true)] {
        let total = ["Tổng cộng", total, "1200", "1200", "0"];
        let lines = [&works[..], &[total]].concat();
        assert_eq!(!doubts(&lines, "PB301").0.is_empty(), undecided, "{total:?}");
    }
}

#[test]
fn a_work_of_another_commune_is_the_same_only_with_the_same_amounts() {
    let hall = |cost| ["Nhà văn hóa thôn 1", cost, "300", "300", "0"];
    for (cost, told) in [("450", 1), ("380", 0)] {
        let work = Workdir::new();
        work.write("in/Xa Con Minh.xlsx", &works(&[hall("450"), ROAD]));
        work.write("in/Xa Cu Le.xlsx", &works(&[hall(cost), BRIDGE]));
        let ran = work
            .run("check in --under 066 --era 2024 --period 2024 --form danh-muc-cong-trinh --findings f.json --quiet");
        assert!(ran.status < 2, "{}", ran.said);
        let found = work.json("f.json", "findings").iter().filter(|f| field(f, "code") == "PB221").count();
        assert_eq!(found, told, "{cost}");
    }
}

#[test]
fn people_of_one_name_are_told_apart_by_their_birth() {
    let form = "name = \"nguoi\"\nshape = \"list\"\ntitle = \"Danh sách năm {year}\"\nkeys = [\"ten\"]\n\
                [[columns]]\ncode = \"tt\"\nrole = \"number\"\nheading = \"TT\"\n\
                [[columns]]\ncode = \"ten\"\nrole = \"label\"\nheading = \"Họ và tên\"\n\
                [[columns]]\ncode = \"sinh\"\nrole = \"text\"\nheading = \"Ngày sinh\"\n\
                [[columns]]\ncode = \"tien\"\nrole = \"value\"\nheading = \"Số tiền\"\nmeasure = \"đồng\"\n\
                kind = \"integer\"\naggregate = \"sum\"\n";
    for (born, told) in [("05/03/2012", 1), ("17/11/2011", 0), ("", 1)] {
        let work = Workdir::new();
        work.write("f.toml", form.as_bytes());
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "DANH SÁCH NĂM 2024").unwrap();
        let lines = [
            ["TT", "Họ và tên", "Ngày sinh", "Số tiền"],
            ["1", "Nguyễn Thị Hoa", "05/03/2012", "1.500.000"],
            ["2", "Nguyễn Thị Hoa", born, "1.200.000"],
            ["3", "Lý Văn Bảo", "01/02/2012", "1.100.000"],
        ];
        for (row, line) in (1u32..).zip(lines) {
            for (column, text) in (0u16..).zip(line) {
                sheet.write_string(row, column, text).unwrap();
            }
        }
        work.write("in/Xa Con Minh.xlsx", &book.save_to_buffer().unwrap());
        let ran = work.run("check in --under 066 --era 2024 --period 2024 --form f.toml --findings f.json --quiet");
        assert!(ran.status < 2, "{}", ran.said);
        let found = work.json("f.json", "findings").iter().filter(|f| field(f, "code") == "PB221").count();
        assert_eq!(found, told, "{born}");
    }
}

#[test]
fn money_of_no_likely_size_is_doubted() {
    let dong = ["Kênh Khuổi A", "1500000000", "400", "400", "0"];
    assert_eq!(doubts(&[ROAD, BRIDGE, SCHOOL, dong], "PB613"), (vec!["D8".to_owned()], columns(&["tmdt"])));
    assert_eq!(doubts(&[ROAD, BRIDGE, SCHOOL], "PB613"), (vec![], columns(&[])));
}

#[test]
fn a_list_that_has_a_work_twice_says_so_at_its_totals() {
    let (found, totals) = doubts(&[ROAD, BRIDGE, SCHOOL, SCHOOL], "PB221");
    // The second is told under the first.
    assert_eq!((found.len(), totals.contains("tmdt"), totals.contains("kh_tong")), (1, true, true));
}

#[test]
fn a_file_that_two_checks_find_in_another_measure_is_told_once() {
    let work = Workdir::new();
    let plan = |times: &str| {
        let figures = ["900", "500", "400", "100"].map(|figure| format!("{figure}{times}"));
        let [a, b, c, d] = figures.each_ref().map(String::as_str);
        works(&[["Đường Bản Cuôn", a, b, c, d], ["Cầu Nà Cầm", a, b, c, d], ["Kênh Khuổi A", a, b, c, d]])
    };
    for (name, times) in [("Con Minh", "000000"), ("Cu Le", ""), ("Kim Hy", ""), ("Luong Thuong", "")] {
        work.write(&format!("in/Xa {name}.xlsx"), &plan(times));
    }
    let ran =
        work.run("check in --under 066 --era 2024 --period 2024 --form danh-muc-cong-trinh --findings f.json --quiet");
    assert!(ran.status < 2, "{}", ran.said);
    let own = work.json("f.json", "findings");
    let doubts = own.iter().filter(|f| ["PB611", "PB613"].contains(&field(f, "code"))).count();
    assert!(doubts >= 1, "{own:?}");
}
