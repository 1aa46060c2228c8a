//! Figures that are used as they stand and doubted: the doubt is at the figure, and at every total that it is in.
#![allow(clippy::disallowed_methods)] // these texts are its own

use std::collections::BTreeSet;

use crate::workdir::{Workdir, field};
use rust_xlsxwriter::{Format, Formula, Workbook};

/// A list of works in million đồng; each line holds its name, the total cost, the plan, and the plan by source. A
/// figure is a number, what stands in quotes is typed as text, what begins with `=` is a formula with the result that
/// is saved with it behind a `|`; a name behind `~` is struck through.
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
        match name.strip_prefix('~') {
            Some(name) => sheet.write_string_with_format(row, 1, name, &Format::new().set_font_strikethrough()),
            None => sheet.write_string(row, 1, *name),
        }
        .unwrap();
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
fn a_sum_of_sums_that_pass_over_a_figure_is_doubted_as_they_are() {
    let passed = ["Kênh Khuổi A", "1500", "=SUM(F8:G8)|150", "'1.250'", "150"];
    let over = ["Kênh Khuổi B", "=E8+G8|300", "400", "400", "0"];
    let (found, totals) = doubts(&[ROAD, BRIDGE, SCHOOL, passed, over], "PB325");
    assert_eq!((found, totals), (vec!["E8".to_owned(), "D9".to_owned()], columns(&["kh_tong", "tmdt"])));
}

#[test]
fn a_work_whose_name_is_struck_through_is_doubted_with_its_figures() {
    let withdrawn = ["~Kênh Khuổi A", "1500", "400", "400", "0"];
    let (found, totals) = doubts(&[ROAD, BRIDGE, SCHOOL, withdrawn], "PB326");
    assert_eq!(found, ["B8"]);
    assert!(columns(&["cong_trinh", "tmdt", "kh_tong"]).is_subset(&totals), "{totals:?}");
}

#[test]
fn a_work_that_a_person_leaves_out_is_in_no_total() {
    let work = Workdir::new();
    work.write(
        "in/Xa Con Minh.xlsx",
        &works(&[ROAD, BRIDGE, SCHOOL, SCHOOL, ["Tổng cộng", "5362.25", "3200", "2800", "400"]]),
    );
    let base =
        "consolidate in --under 066 --era 2024 --period 2024 --form danh-muc-cong-trinh --force -o o.xlsx --quiet";
    work.run(&format!("{base} --findings list.csv"));
    let list = String::from_utf8(work.read("list.csv")).unwrap();
    let first = list.lines().position(|line| line.starts_with("PB221"));
    let answered = list.lines().enumerate().map(|(n, line)| match n {
        0 => format!("{line},decision"),
        n if Some(n) == first => format!("{line},bỏ"),
        _ => format!("{line},"),
    });
    work.write("answers.csv", answered.collect::<Vec<_>>().join("\n").as_bytes());
    work.run(&format!("{base} --decisions answers.csv --totals t.json --findings f.json"));
    let totals = work.json("t.json", "totals");
    let total = |column: &str| {
        let own = |t: &&serde_json::Value| field(t, "unit") == "066" && field(t, "column") == column;
        totals.iter().find(own).map(|t| (field(t, "value").to_owned(), field(t, "findings").to_owned())).unwrap()
    };
    for (column, value) in [("cong_trinh", "3"), ("tmdt", "4381750000"), ("kh_tong", "2700000000")] {
        let (found, codes) = total(column);
        assert_eq!(
            (found.as_str(), codes.contains("PB221") || codes.contains("PB401")),
            (value, false),
            "{column} {codes}"
        );
    }
    assert!(work.json("f.json", "findings").iter().all(|f| !["PB221", "PB401"].contains(&field(f, "code"))));
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
fn figures_that_a_sum_decided_are_as_rounded_as_they_are_written() {
    let lines = [["Kênh A", "2000", "'1.500'", "1300", "200"], ["Kênh B", "2000", "'1.600'", "1300", "300"]];
    let with_total = |total| doubts(&[lines[0], lines[1], ["Tổng cộng", "4000", total, "2600", "500"]], "PB401").0;
    assert_eq!(with_total("3101"), [""; 0]);
    assert_eq!(with_total("3110"), ["E7"]);
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
fn a_work_of_another_commune_is_the_same_only_with_the_same_largest_amount() {
    let hall = |cost, plan| ["Nhà văn hóa thôn 1", cost, plan, plan, "0"];
    for (cost, plan, told) in [("450", "300", 1), ("450", "200", 1), ("380", "300", 0)] {
        let work = Workdir::new();
        work.write("in/Xa Con Minh.xlsx", &works(&[hall("450", "300"), ROAD]));
        work.write("in/Xa Cu Le.xlsx", &works(&[hall(cost, plan), BRIDGE]));
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
fn what_a_commune_cannot_have_depends_on_the_era_and_amounts_next_to_nothing_beside_decimals_are_doubted() {
    use crate::sheets::{book, rows};
    let told = |measure: &str, lines: &str, era: &str| {
        let work = Workdir::new();
        let sheet = rows(&format!(
            "ỦY BAN NHÂN DÂN XÃ CÔN MINH\nKẾ HOẠCH VỐN NĂM {era}\nĐơn vị tính: {measure}\n\
             STT | Nội dung | Tổng số | Vốn đầu tư | | | Vốn sự nghiệp\n\
             | | | Tổng số | NSTW | NSĐP | Tổng số | NSTW | NSĐP\n{lines}"
        ));
        work.write("in/a.xlsx", &book(&[("S", sheet)]));
        work.run(&format!("check in --form ke-hoach-von --era {era} --period {era} --findings f.json --facts t.json"));
        let facts = work.json("t.json", "facts");
        let marked = facts.iter().filter(|f| field(f, "findings").contains("PB613")).count();
        (marked, work.codes("f.json").get("PB613").copied().unwrap_or_default())
    };
    // The plan of xã Côn Minh says «triệu đồng» over thousands: 3.347 billion, for some 3.
    let plan = " | Tổng cộng | 3347500 | 2215700 | 2093900 | 121800 | 1131800 | 1055600 | 76200";
    assert_eq!(told("triệu đồng", plan, "2024"), (7, 1), "all of the table is in the measure that it is not in");
    assert_eq!(told("triệu đồng", plan, "2025"), (0, 0), "a commune of today may have that");
    assert_eq!(told("nghìn đồng", plan, "2024"), (0, 0));
    // Millions under «đồng»: those with decimals are not taken, and doubt those without.
    let millions = " | Tổng cộng | 3347 | 2215 | 2093 | 122 | 1132 | 1055,6 | 76,4";
    assert_eq!(told("đồng", millions, "2024"), (5, 1));
    let whole = " | Tổng cộng | 3347 | 2215 | 2093 | 122 | 1132 | 1056 | 76";
    assert_eq!(told("đồng", whole, "2024"), (0, 0), "a commune may be trying the blank");
}

#[test]
fn a_list_in_another_measure_is_doubted_among_three_with_all_its_money() {
    let work = Workdir::new();
    let list = |place: &str, times: f64| {
        let names = ["Đường", "Cầu", "Trường", "Kênh", "Nhà văn hóa"].map(|work| format!("{work} {place}"));
        let figures = [(2150.75, 1300.0), (1250.5, 900.0), (980.5, 500.0), (640.0, 300.0), (1120.0, 800.0)];
        let figures = figures.map(|(cost, plan)| [cost, plan, plan - 100.0, 100.0].map(|f| (f * times).to_string()));
        let lines: Vec<[&str; 5]> =
            names.iter().zip(&figures).map(|(name, [a, b, c, d])| [name.as_str(), a, b, c, d]).collect();
        works(&lines)
    };
    for (name, place, times) in
        [("Con Minh", "Nà Làng", 0.1), ("Cu Le", "Pò Pái", 0.13), ("Luong Thuong", "Vằng Khít", 100.0)]
    {
        work.write(&format!("in/Xa {name}.xlsx"), &list(place, times));
    }
    work.run(
        "consolidate in --under 066 --era 2024 --period 2024 --form danh-muc-cong-trinh -o o.xlsx --totals t.json --findings f.json --quiet",
    );
    let found = work.json("f.json", "findings");
    let told: Vec<&str> = found.iter().filter(|f| field(f, "code") == "PB611").map(|f| field(f, "file")).collect();
    assert_eq!(told, ["Xa Luong Thuong.xlsx"]);
    let totals = work.json("t.json", "totals");
    let of_money = |t: &&serde_json::Value| {
        field(t, "unit") == "066" && field(t, "measure") == "Đồng" && !field(t, "value").is_empty()
    };
    let unmarked = totals.iter().filter(of_money).filter(|t| !field(t, "findings").contains("PB611"));
    assert_eq!(unmarked.map(|t| field(t, "column")).collect::<Vec<_>>(), [""; 0]);
    assert!(totals.iter().filter(of_money).count() >= 4);
}

#[test]
fn a_numbered_line_over_works_numbered_anew_is_their_sum_where_all_figures_say_so() {
    // Each line with the number of its own; the place, where it has one, stands behind `@`.
    let total = |lines: &[(&str, &str, [&str; 4])]| {
        let work = Workdir::new();
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let heads = [(0, 0, "DANH MỤC CÔNG TRÌNH NĂM 2024"), (1, 0, "Đơn vị tính: Triệu đồng"), (2, 0, "TT")];
        let headings = [(2, 1, "Danh mục công trình"), (2, 2, "Địa điểm"), (2, 3, "Tổng mức đầu tư")];
        let plan = [(2, 4, "Kế hoạch vốn năm 2024"), (3, 4, "Tổng số"), (3, 5, "NSTW"), (3, 6, "NSĐP")];
        for (row, column, text) in heads.into_iter().chain(headings).chain(plan) {
            sheet.write_string(row, column, text).unwrap();
        }
        for (row, (number, name, figures)) in (4u32..).zip(lines) {
            let (name, place) = name.split_once('@').unwrap_or((name, ""));
            for (column, text) in [(0, *number), (1, name), (2, place)] {
                sheet.write_string(row, column, text).unwrap();
            }
            for (column, figure) in (3u16..).zip(figures) {
                sheet.write_number(row, column, figure.parse::<f64>().unwrap()).unwrap();
            }
        }
        work.write("in/Xa Con Minh.xlsx", &book.save_to_buffer().unwrap());
        work.run("consolidate in --under 066 --era 2024 --period 2024 --form danh-muc-cong-trinh -o o.xlsx --totals t.json --quiet");
        let own = |t: &&serde_json::Value| field(t, "unit") == "066" && field(t, "column") == "kh_tong";
        work.json("t.json", "totals").iter().find(own).map(|t| field(t, "value").to_owned()).unwrap()
    };
    let (old, new) = (["1108", "554", "500", "54"], ["1516", "758", "758", "0"]);
    let (both, other) = (["2624", "1312", "1258", "54"], ["2624", "1312", "1257", "55"]);
    let (road, bridge) = ("Đường Nà Lẹng@Nà Lẹng", "Cầu Khuổi@Khuổi");
    for (first, one, two) in [("1", "1", "2"), ("01", "1", "2"), ("TDA1", "1", "2"), ("a", "1", "2"), ("b", "3", "4")] {
        let group =
            |figures| total(&[(first, "Công trình chuyển tiếp", figures), (one, road, old), (two, bridge, new)]);
        assert_eq!(group(both), "1312000000", "{first}");
        assert_ne!(group(other), "1312000000", "{first}");
    }
    // Over a single work that has a place, where the group has none; a work of its own has one too.
    let one_each = |a, b| total(&[(a, "Chuyển tiếp", old), ("1", road, old), (b, "Mới", new), ("1", bridge, new)]);
    assert_eq!((one_each("a", "b").as_str(), one_each("1", "2").as_str()), ("1312000000", "2624000000"));
    assert_eq!(total(&[("a", "Mương@Nặm", old), ("1", road, old), ("2", bridge, new)]), "1866000000");
    assert_eq!(total(&[("1", "Trạm@Nặm", both), ("1", road, old), ("1", bridge, new)]), "2624000000");
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
