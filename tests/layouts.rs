//! The form's table is found wherever it stands, and its rows whatever was done to them.

use std::collections::BTreeMap;

use crate::na_ri::page::{Cell, Content, Look, Page};
use crate::na_ri::truth::{Truth, truth};
use crate::na_ri::{
    self,
    appendix::{Appendix, Break, Line},
};
use crate::workdir::{Workdir, field};

const VAN_VU: &str = "02137";

fn appendix() -> Appendix {
    na_ri::made_up::titled(VAN_VU, ("12", "20"))
}

/// What was read: row code to value, and the codes of warnings and errors.
fn read(pages: &[Page]) -> (BTreeMap<String, String>, Vec<String>) {
    let work = Workdir::new();
    work.write("in/Van Vu.xlsx", &na_ri::xlsx::workbook(pages));
    let ran = work.run("check in --under 066 --period 2024 --facts facts.json --findings findings.json");
    assert!(ran.status < 2, "{}", ran.said);
    let facts = work.json("facts.json", "facts");
    let values = facts
        .iter()
        .filter(|f| field(f, "column") == "ke_hoach")
        .map(|f| {
            (
                field(f, "row").to_owned(),
                format!("{}{}", field(f, "value"), if field(f, "state") == "number" { "" } else { field(f, "state") }),
            )
        })
        .collect();
    let mut codes: Vec<String> = work
        .json("findings.json", "findings")
        .iter()
        .filter(|f| f["severity"] != "note")
        .map(|f| field(f, "code").to_owned())
        .collect();
    codes.sort();
    (values, codes)
}

fn known() -> BTreeMap<String, String> {
    let rows = na_ri::form::ROWS.iter().map(|row| {
        let value = match truth(VAN_VU, row.code) {
            Truth::Value(v) => v.to_owned(),
            Truth::Blank => "blank".to_owned(),
            Truth::Deferred => "deferred".to_owned(),
            other => panic!("{other:?}"),
        };
        (row.code.to_owned(), value)
    });
    rows.collect()
}

/// Asserts that a layout gives every figure and nothing to look at.
fn reads_all(name: &str, pages: &[Page]) {
    let (values, codes) = read(pages);
    assert_eq!(values, known(), "{name}");
    assert!(codes.is_empty(), "{name}: {codes:?}");
}

#[test]
fn the_table_is_found_wherever_it_stands() {
    reads_all("as printed", &[appendix().page()]);
    let mut moved = appendix();
    moved.left = 7;
    reads_all("seven columns to the right", &[moved.page()]);
    let mut bare = appendix();
    bare.index.clear();
    reads_all("no index row", &[bare.page()]);
    for index in
        [["A", "B", "1", "2", "3", "4"], ["1", "2", "3", "4", "5", "6"], ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]]
    {
        let mut indexed = appendix();
        indexed.index = index
            .iter()
            .map(|i| i.parse::<i32>().map_or(Content::Text((*i).into()), |n| Content::Number(n.to_string())))
            .collect();
        reads_all("index row", &[indexed.page()]);
    }
    for page_break in [Break::BlankLine, Break::Header] {
        let mut broken = appendix();
        broken.page_break = page_break;
        reads_all("page break", &[broken.page()]);
    }
    let cover = Page { name: "Bìa".into(), rows: vec![vec![Cell::text("BÁO CÁO", Look::TITLE)]], ..Page::default() };
    let empty = Page { name: "Sheet2".into(), ..Page::default() };
    reads_all("cover first, empty sheets after", &[cover, appendix().page(), empty]);
}

/// The first row of the table's headings on a page.
fn header_row(page: &Page) -> usize {
    page.rows.iter().position(|r| r.iter().any(|c| c.content == Content::Text("STT".into()))).unwrap()
}

#[test]
fn a_header_repeated_after_any_row_loses_no_row() {
    let form = appendix();
    let page = form.page();
    let header = header_row(&page);
    for after in 1..form.lines.len() {
        for blank in 0..3 {
            let mut broken = page.clone();
            broken.merges.retain(|m| m.2 < header);
            let at = header + 2 + after;
            let mut put_in = vec![Vec::new(); blank];
            put_in.push(page.rows[header].clone());
            broken.rows.splice(at..at, put_in);
            reads_all(&format!("after row {after}, {blank} blank lines"), &[broken]);
        }
    }
}

#[test]
fn a_value_heading_that_is_not_the_forms_is_named() {
    let mut other = appendix();
    other.header[3] = "Thực hiện năm 2023".into();
    let work = Workdir::new();
    work.write("in/Van Vu.xlsx", &na_ri::xlsx::workbook(&[other.page()]));
    let ran = work.run("check in --under 066 --period 2024");
    assert_eq!(ran.status, 2);
    assert!(ran.said.contains("PB202") && ran.said.contains("«Thực hiện năm 2023»"), "{}", ran.said);
}

#[test]
fn headings_are_recognised_in_their_variants() {
    for (i, heading) in [
        (0, "TT"),
        (1, "Nội dung chỉ tiêu"),
        (1, "CHỈ TIÊU"),
        (2, "Đơn vị tính"),
        (2, "Đ.V.T"),
        (3, "Kế hoạch\nnăm 2024"),
        (3, "KH 2024"),
        (3, "Chỉ tiêu kế hoạch giao năm 2024"),
        (3, "chỉ tiêu kế hoạch"),
    ] {
        let mut varied = appendix();
        varied.header[i] = heading.into();
        reads_all(heading, &[varied.page()]);
    }
}

#[test]
fn rows_are_known_by_their_labels_in_any_spelling() {
    let mut respelt = appendix();
    for (code, label) in [
        ("5", "Phân đấu số xã ra khỏi địa bàn ĐBKK"),
        (
            "8",
            "Tỉ lệ hộ dân tộc thiểu số đang cư trú tại các khu vực xa xôi, hẻo lánh, nguy cơ xảy ra lũ ống, lũ quét, sạt lở được qui hoạch, sắp xếp, di dời, bố trí.",
        ),
        ("11", "  SỐ HỘ ĐƯỢC GIẢI QUYẾT  ĐẤT Ở"),
        ("19", "Tỷ lệ dự án đầu tư cơ sở hạ tầng thực hiện theo cơ chế đầu tư đặc thù"),
        ("22", "Số km đường giao thông nông thôn được nhựa hoá, bê tông hoá hoặc cứng hoá"),
        (
            "27",
            "Tỷ lệ người dân ở vùng dân tộc thiểu số và miền núi tiếp cận thông tin về bình đẳng giới thông qua các hoạt động truyền thông dựa vào cộng đồng",
        ),
    ] {
        respelt.line(code).label = label.into();
    }
    reads_all("spelling", &[respelt.page()]);
    // A space left out, the time that the row is measured per, the year that stands over its figures.
    let mut said_again = appendix();
    for (code, label) in [
        ("1", "Thu nhập bình quân đầu người/tháng của người DTTS"),
        (
            "8",
            "Tỷ lệ hộ DTTS đang cư trú tại cáckhu vực xa xôi, hẻo lánh, nguy cơ xảy ra lũ ống, lũ quét, sạt lở được quy hoạch, sắp xếp, di dời, bố trí",
        ),
        ("24", &format!("{} năm 2024", appendix().line("24").label)),
    ] {
        said_again.line(code).label = label.into();
    }
    reads_all("said again", &[said_again.page()]);
    // A year's income is no month's, nor is next year's figure this year's.
    let mut other = appendix();
    other.line("1").label = "Thu nhập bình quân đầu người/năm của người DTTS".into();
    other.line("24").label = format!("{} năm 2025", appendix().line("24").label);
    let (values, codes) = read(&[other.page()]);
    assert!(!values.contains_key("1") && !values.contains_key("24"), "{values:?}");
    assert!(codes.contains(&"PB204".to_owned()), "{codes:?}");
    let mut unnumbered = appendix();
    for line in &mut unnumbered.lines {
        line.order = Content::Blank;
    }
    reads_all("no numbers: 9 and 18 are told apart by where they stand", &[unnumbered.page()]);
    let numbered = || {
        let mut numbered = appendix();
        for line in &mut numbered.lines {
            if let Content::Number(n) = &line.order {
                line.label = format!("{n}. {}", line.label);
            }
            line.order = Content::Blank;
        }
        numbered
    };
    reads_all("numbers inside the labels", &[numbered().page()]);
    for code in ["3", "8", "17", "20"] {
        let mut goes_on = numbered();
        let at = goes_on.place(code);
        let half = goes_on.lines[at].label.match_indices(' ').nth(5).unwrap().0;
        let rest = goes_on.lines[at].label.split_off(half);
        let blank = Content::Blank;
        let mut below = Line {
            code: "",
            label: rest.trim().into(),
            figure: blank.clone(),
            order: blank,
            ..goes_on.lines[at].clone()
        };
        (below.measure, below.office, below.note) = Default::default();
        goes_on.lines.insert(at + 1, below);
        reads_all("numbers inside labels that go on in the row below", &[goes_on.page()]);
    }
}

#[test]
fn what_is_missing_added_or_twice_is_told_and_the_rest_is_read() {
    let mut short = appendix();
    let at = short.place("20");
    short.lines.remove(at);
    let (values, codes) = read(&[short.page()]);
    assert_eq!((values.len(), codes), (28, vec!["PB204".to_owned()]));

    let mut long = appendix();
    let mut line = long.lines[long.place("12")].clone();
    line.code = "";
    line.label = "Số hộ được hỗ trợ làm nhà vệ sinh".into();
    line.figure = Content::Number("9".into());
    long.lines.insert(12, line.clone());
    let (values, codes) = read(&[long.page()]);
    assert_eq!(
        (values.get("?Số hộ được hỗ trợ làm nhà vệ sinh").map(String::as_str), codes),
        (Some("9"), vec!["PB205".to_owned()])
    );

    let mut twice = appendix();
    let copy = twice.lines[twice.place("25")].clone();
    twice.lines.push(copy);
    let (values, codes) = read(&[twice.page()]);
    assert_eq!((values["25"].as_str(), codes), ("unreadable", vec!["PB206".to_owned()]));

    // A typing error that is as close to one row as to another is neither.
    let mut vague = appendix();
    vague.line("25").label = "Số hộ được giải quyết ở".into();
    vague.line("11").label = "Số hộ được giải quyết ở".into();
    for code in ["11", "25"] {
        vague.line(code).order = Content::Blank;
    }
    let (values, _) = read(&[vague.page()]);
    assert!(!values.contains_key("11") || values["11"] == known()["11"], "never the other row's figure");
    assert!(!values.contains_key("25") || values["25"] == known()["25"], "never the other row's figure");
}

#[test]
fn rows_in_another_order_are_still_themselves() {
    let mut turned = appendix();
    turned.lines.swap(10, 24);
    let (values, _) = read(&[turned.page()]);
    for (row, value) in known() {
        if let Some(found) = values.get(&row) {
            assert_eq!(*found, value, "{row}");
        }
    }
}

#[test]
fn two_labels_that_changed_places_are_told() {
    let mut swapped = appendix();
    let (a, b) = (swapped.line("11").label.clone(), swapped.line("25").label.clone());
    swapped.line("11").label = b;
    swapped.line("25").label = a;
    let (values, codes) = read(&[swapped.page()]);
    assert_eq!((values.len(), codes), (29, vec!["PB217".to_owned(), "PB217".to_owned()]));
}

#[test]
fn a_second_year_beside_the_plan_is_not_taken_for_it() {
    let add = |heading: &str| {
        let mut page = appendix().page();
        let header = header_row(&page);
        for row in header..page.rows.len() {
            let content = if row == header { Content::Text(heading.into()) } else { Content::Number("777".into()) };
            page.put(row, 8, Cell::new(content, Look::CENTRE));
        }
        page
    };
    let (values, codes) = read(&[add("Chỉ tiêu Kế hoạch năm 2023")]);
    assert_eq!(known().iter().filter(|(row, v)| values.get(*row) != Some(v)).count(), 0);
    assert!(codes.contains(&"PB210".to_owned()), "{codes:?}");
    // Two columns of the same year: which is meant cannot be told, so neither is read.
    let work = Workdir::new();
    work.write("in/Van Vu.xlsx", &na_ri::xlsx::workbook(&[add("Kế hoạch năm 2024")]));
    let ran = work.run("check in --under 066 --period 2024");
    assert_eq!(ran.status, 2);
    assert!(ran.said.contains("PB203") && ran.said.contains("I5: «Kế hoạch năm 2024»"), "{}", ran.said);
}

/// A page whose value heading has others below it, each over a column of its own.
fn with_sub_headings(upper: &str, lower: &[&str]) -> Page {
    let mut plain = appendix();
    plain.header[3] = upper.into();
    plain.index.clear();
    plain.offices(&[]);
    for line in &mut plain.lines {
        line.office = String::new();
        line.note = String::new();
    }
    plain.header[4] = String::new();
    plain.header[5] = String::new();
    let mut page = plain.page();
    let header = header_row(&page);
    page.merges.retain(|m| m.2 < header);
    page.rows.insert(header + 1, Vec::new());
    for (i, text) in lower.iter().enumerate() {
        // Excel keeps a year typed alone as a number.
        let year = text.parse::<u16>().is_ok();
        let content = if year { Content::Number((*text).into()) } else { Content::Text((*text).into()) };
        page.put(header + 1, 3 + i, Cell::new(content, Look::HEAD));
    }
    page.merges.push((header, 3, header, 3 + lower.len().max(2) - 1));
    for row in header + 2..page.rows.len() {
        for column in 4..3 + lower.len() {
            page.put(row, column, Cell::new(Content::Number("77".into()), Look::CENTRE));
        }
    }
    page
}

#[test]
fn headings_below_headings_say_which_column_is_meant() {
    // The first column holds the commune's figures, the others 77.
    let first = known();
    for (upper, lower, read_first) in [
        ("Kế hoạch năm 2024", vec!["Tổng số", "Thôn A", "Thôn B"], true),
        ("Kế hoạch", vec!["Năm 2024", "Năm 2023"], true),
        ("Năm 2024", vec!["Kế hoạch", "Thực hiện"], true),
        ("Năm 2024", vec!["Thực hiện", "Kế hoạch"], false),
        ("Kế hoạch năm 2024", vec!["Quý I", "Cả năm"], false),
        ("Kế hoạch", vec!["Năm 2023", "Năm 2024"], false),
        ("Kế hoạch", vec!["2023", "2024"], false),
        ("Kế hoạch năm", vec!["2023", "2024"], false),
        ("Kế hoạch năm", vec!["2024", "2025"], true),
    ] {
        let (values, _) = read(&[with_sub_headings(upper, &lower)]);
        let expected = if read_first { first["4"].as_str() } else { "77" };
        assert_eq!(values.get("4").map(String::as_str), Some(expected), "{upper} over {lower:?}");
    }
    for (upper, lower) in [
        ("Kế hoạch năm 2024", vec!["Quý I"]),
        ("Năm 2024", vec!["Thực hiện"]),
        ("Thực hiện", vec!["Năm 2023", "Năm 2024"]),
        ("Chỉ tiêu Kế hoạch năm 2024", vec!["Huyện giao", "Xã phấn đấu"]),
        ("Ước thực hiện", vec!["Số liệu"]),
    ] {
        let work = Workdir::new();
        work.write("in/Van Vu.xlsx", &na_ri::xlsx::workbook(&[with_sub_headings(upper, &lower)]));
        let ran = work.run("check in --under 066 --period 2024");
        assert_eq!(ran.status, 2, "{upper} over {lower:?}: {}", ran.said);
    }
}

#[test]
fn a_second_part_under_another_year_is_not_counted_for_this_one() {
    let mut page = appendix().page();
    let header = header_row(&page);
    page.merges.retain(|m| m.2 < header);
    let mut again = page.rows[header].clone();
    again[3] = Cell::text("Kế hoạch năm 2023", Look::HEAD);
    page.rows.insert(header + 16, again);
    let work = Workdir::new();
    work.write("in/Van Vu.xlsx", &na_ri::xlsx::workbook(&[page]));
    let ran = work.run("check in --under 066 --period 2024");
    // The part of 2024 is read, that of 2023 is told, and its rows count as missing.
    assert_eq!(ran.status, 1);
    assert!(ran.said.contains("PB225") && ran.said.contains("PB204"), "{}", ran.said);
}

#[test]
fn one_figure_over_several_rows_belongs_to_none_of_them() {
    let mut page = appendix().page();
    let row = page
        .rows
        .iter()
        .position(|r| r.iter().any(|c| c.content == Content::Text("Số hộ được giải quyết đất ở".into())))
        .unwrap();
    page.merges.push((row, 3, row + 1, 3));
    page.rows[row + 1][3].content = Content::Blank;
    for (name, bytes) in [
        ("Van Vu.xlsx", na_ri::xlsx::workbook(std::slice::from_ref(&page))),
        ("Van Vu.xlsb", na_ri::xlsb::workbook(&page)),
        ("Van Vu.xls", na_ri::xls::workbook(&page)),
        ("Van Vu.ods", na_ri::ods::workbook(&page)),
    ] {
        let work = Workdir::new();
        work.write(&format!("in/{name}"), &bytes);
        work.run("check in --under 066 --period 2024 --facts facts.json --findings findings.json");
        let facts = work.json("facts.json", "facts");
        let state = |row: &str| field(facts.iter().find(|f| field(f, "row") == row).unwrap(), "state").to_owned();
        assert_eq!((state("11").as_str(), state("12").as_str()), ("unreadable", "unreadable"), "{name}");
        assert_eq!(work.codes("findings.json").get("PB211"), Some(&1), "one merge is one fault: {name}");
        let found = work.json("findings.json", "findings").into_iter().find(|f| f["code"] == "PB211").unwrap();
        assert_eq!(found["folded"][0]["code"], "PB211", "both rows are named: {found}");
    }
}

#[test]
fn a_declared_measure_is_converted_or_told() {
    let mut thousands = appendix();
    thousands.line("1").measure = "nghìn đồng/tháng".into();
    thousands.line("1").figure = Content::Number("3200".into());
    thousands.line("22").measure = "m".into();
    thousands.line("22").figure = Content::Number("500".into());
    thousands.line("4").measure = "Hộ".into();
    let (values, codes) = read(&[thousands.page()]);
    assert_eq!(
        (values["1"].as_str(), values["22"].as_str(), values["4"].as_str()),
        ("3.2", "0.5", known()["4"].as_str())
    );
    assert_eq!(codes, ["PB305"]);
    // A measure line above the table holds for the rows that declare none of their own.
    let mut lined = appendix();
    lined.titles.push(("(Đơn vị tính: nghìn đồng)".into(), Look::CAPTION));
    lined.titles.push(("Đơn vị: xã Văn Vũ".into(), Look::CAPTION));
    lined.line("1").measure = String::new();
    lined.line("1").figure = Content::Number("3200".into());
    let (values, codes) = read(&[lined.page()]);
    assert_eq!((values["1"].as_str(), values["4"].as_str(), codes.len()), ("3.2", known()["4"].as_str(), 0));
}

#[test]
fn measure_lines_that_contradict_each_other_decide_nothing() {
    let mut lined = appendix();
    lined.titles.push(("(Đơn vị tính: nghìn đồng)".into(), Look::CAPTION));
    lined.titles.push(("ĐVT: triệu đồng".into(), Look::CAPTION));
    lined.line("1").measure = String::new();
    lined.line("1").figure = Content::Number("3200".into());
    let (values, codes) = read(&[lined.page()]);
    assert_eq!((values["1"].as_str(), codes), ("ambiguous", vec!["PB323".to_owned()]));
    // A measure in the cell itself is above both.
    lined.line("1").figure = Content::Text("3200 nghìn đồng".into());
    let (values, codes) = read(&[lined.page()]);
    assert_eq!((values["1"].as_str(), codes.len()), ("3.2", 0));
}

#[test]
fn a_measure_of_several_sizes_that_is_nowhere_declared_is_told_once() {
    let mut bare = appendix();
    for line in &mut bare.lines {
        line.measure = String::new();
    }
    bare.line("1").figure = Content::Number("3.2".into());
    let (values, codes) = read(&[bare.page()]);
    assert_eq!((values["1"].as_str(), values["4"].as_str()), ("3.2", known()["4"].as_str()));
    assert_eq!(codes, ["PB324"]);
}

#[test]
fn one_number_format_over_a_whole_column_is_one_finding() {
    let mut shown = appendix();
    for line in &mut shown.lines {
        line.format = Some("#,##0,");
    }
    let (values, codes) = read(&[shown.page()]);
    assert_eq!((values["11"].as_str(), codes), ("unreadable", vec!["PB321".to_owned()]));
}

#[test]
fn a_formula_saved_without_its_result_is_computed_where_it_is_simple() {
    let mut page = appendix().page();
    let row_of = |label: &str| {
        page.rows.iter().position(|r| r.iter().any(|c| c.content == Content::Text(label.into()))).unwrap()
    };
    let (a, b) = (row_of("Số hộ được giải quyết đất ở"), row_of("Số hộ được giải quyết nhà ở"));
    let at = |row: usize| format!("D{}", row + 1);
    let sum = format!("={}+10", at(b));
    page.rows[a][3].content = Content::Formula(sum, String::new());
    page.rows[b][3].content = Content::Formula("=VLOOKUP(A1,A2:B3,2)".into(), String::new());
    let mut other = page.clone();
    other.rows[b][3].content = Content::Number("4".into());
    let (values, codes) = read(&[other]);
    assert_eq!((values["11"].as_str(), codes.len()), ("14", 0));
    let (values, codes) = read(&[page]);
    assert_eq!((values["11"].as_str(), values["25"].as_str()), ("unreadable", "unreadable"));
    assert_eq!(codes, ["PB315", "PB315"]);
}

#[test]
fn the_form_twice_in_one_file_is_not_read_from_either() {
    let mut second = appendix().page();
    second.name = "Ban sua".into();
    let work = Workdir::new();
    work.write("in/Van Vu.xlsx", &na_ri::xlsx::workbook(&[appendix().page(), second]));
    work.write("in/Van Lang.xlsx", &na_ri::xlsx::workbook(&[na_ri::made_up::titled("02140", ("1", "1")).page()]));
    work.run("check in --under 066 --period 2024 --facts facts.json --findings findings.json");
    assert_eq!(work.codes("findings.json").get("PB215"), Some(&1));
    assert!(work.json("facts.json", "facts").iter().all(|f| field(f, "unit") == "02140"));
}

#[test]
fn signatures_dates_and_notes_below_the_table_are_no_rows() {
    let mut page = appendix().page();
    let at = page.rows.len() + 1;
    for (i, (column, text)) in [
        (3, "Văn Vũ, ngày 28 tháng 3 năm 2024"),
        (1, "Người lập biểu"),
        (3, "CHỦ TỊCH"),
        (1, "Nơi nhận: - UBND huyện; - Lưu: VT."),
        (1, "Ghi chú: số liệu tính đến 31/12/2023"),
    ]
    .into_iter()
    .enumerate()
    {
        page.put(at + i, column, Cell::text(text, Look::PLAIN));
    }
    reads_all("signature block", &[page]);
}

#[test]
fn texts_in_any_unicode_form_and_kind_of_space_are_the_same_texts() {
    use unicode_normalization::UnicodeNormalization as _;
    let changed = |change: &dyn Fn(&str) -> String| {
        let mut page = appendix().page();
        for cell in page.rows.iter_mut().flatten() {
            if let Content::Text(text) = &cell.content {
                cell.content = Content::Text(change(text));
            }
        }
        page
    };
    reads_all("NFD", &[changed(&|t| t.nfd().collect())]);
    reads_all("no-break spaces", &[changed(&|t| t.replace(' ', "\u{a0}"))]);
    reads_all("double spaces", &[changed(&|t| t.replace(' ', "  "))]);
    reads_all("line breaks", &[changed(&|t| t.replacen(' ', "\n", 1))]);
    reads_all("zero-width spaces", &[changed(&|t| format!("\u{feff}{t}\u{200b}"))]);
}

#[test]
fn an_appendix_typed_in_tcvn3_is_read_like_any_other() {
    let mut page = appendix().page();
    for cell in page.rows.iter_mut().flatten() {
        if let Content::Text(text) = &cell.content {
            cell.content = Content::Text(na_ri::delimited::in_tcvn3(text));
        }
    }
    assert!(page.rows.iter().flatten().any(|c| matches!(&c.content, Content::Text(t) if t.contains("ChØ tiªu"))));
    reads_all("TCVN3", &[page.clone()]);
    // As bytes of a text file that says nothing of fonts or encodings.
    let text: String = page
        .rows
        .iter()
        .map(|row| {
            let fields = row.iter().map(|c| match &c.content {
                Content::Text(text) => text.replace([';', '\n'], " "),
                Content::Number(number) => number.clone(),
                _ => String::new(),
            });
            fields.collect::<Vec<_>>().join(";") + "\n"
        })
        .collect();
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let work = Workdir::new();
    work.write("in/Van Vu.csv", &bytes);
    work.run("check in --under 066 --period 2024 --findings findings.json");
    let codes = work.codes("findings.json");
    assert!(codes.contains_key("PB017") && !codes.contains_key("PB201"), "{codes:?}");
}

/// The capital plan with the headings of its groups in other columns, merged with none, over these sub-headings.
fn with_groups_at(columns: [usize; 2], lower: [&str; 6]) -> Page {
    let mut page = na_ri::capital::plan();
    let header = header_row(&page);
    page.merges.retain(|m| m.0 != header || m.2 > header);
    for column in 3..=8 {
        page.put(header, column, Cell::text("", Look::HEAD));
        page.put(header + 1, column, Cell::text(lower[column - 3], Look::HEAD));
    }
    page.put(header, columns[0], Cell::text("Vốn đầu tư", Look::HEAD));
    page.put(header, columns[1], Cell::text("Vốn sự nghiệp", Look::HEAD));
    page
}

/// What of the plan's columns is read in the row of DA4, and whether the file could be used.
fn groups_of(page: Page) -> (i32, BTreeMap<String, String>) {
    let work = Workdir::new();
    work.write("in/Con Minh.xlsx", &na_ri::xlsx::workbook(&[page]));
    let ran = work.run("check in --under 066 --period 2024 --form ke-hoach-von --facts facts.json");
    let facts = if ran.status < 2 { work.json("facts.json", "facts") } else { Vec::new() };
    let of_row = facts.iter().filter(|f| field(f, "row") == "DA4" && !field(f, "value").is_empty());
    (ran.status, of_row.map(|f| (field(f, "column").to_owned(), field(f, "value").to_owned())).collect())
}

#[test]
fn a_groups_heading_typed_over_the_middle_of_its_columns_reaches_them_all() {
    let expected = [("tong", "2449700000"), ("dt", "2215700000"), ("sn", "234000000")];
    let expected: BTreeMap<String, String> = expected.map(|(c, v)| (c.to_owned(), v.to_owned())).into();
    let lower = ["Tổng số", "NSTW", "NSĐP", "Tổng số", "NSTW", "NSĐP"];
    for columns in [[3, 6], [4, 7], [5, 8], [4, 8], [3, 7]] {
        assert_eq!(groups_of(with_groups_at(columns, lower)).1, expected, "{columns:?}");
    }
}

#[test]
fn a_groups_heading_whose_reach_cannot_be_told_gives_no_figure_to_another_group() {
    let (status, read) = groups_of(with_groups_at([4, 7], ["Tổng số", "NSTW", "NSĐP", "Tổng số", "NSTW", "Khác"]));
    assert!(status > 0 && !read.contains_key("dt") && !read.contains_key("sn"), "{status} {read:?}");
}

/// The appendix with the heading of its figures merged over two columns, and figures where they are put.
fn under_one_heading(put: impl Fn(&str) -> [&str; 2]) -> Page {
    let mut appendix = appendix();
    appendix.index.clear();
    appendix.header[4] = String::new();
    appendix.offices(&[]);
    for line in &mut appendix.lines {
        line.office = String::new();
    }
    let mut page = appendix.page();
    let header = header_row(&page);
    page.merges.retain(|m| m.0 < header);
    page.merges.push((header, 3, header, 4));
    for row in header + 1..page.rows.len() {
        let Some(Content::Number(figure)) = page.rows[row].get(3).map(|c| c.content.clone()) else { continue };
        for (column, figure) in put(&figure).into_iter().enumerate() {
            let content = if figure.is_empty() { Content::Blank } else { Content::Number(figure.into()) };
            page.put(row, 3 + column, Cell::new(content, Look::CENTRE));
        }
    }
    page
}

#[test]
fn of_two_columns_under_one_merged_heading_the_filled_one_is_read_and_of_two_filled_none() {
    let number = |row: &str, values: &BTreeMap<String, String>| values.get(row).cloned().unwrap_or_default();
    let right = read(&[under_one_heading(|_| ["", "7"])]).0;
    assert_eq!(number("11", &right), "7");
    let left = read(&[under_one_heading(|_| ["7", ""])]).0;
    assert_eq!(number("11", &left), "7");
    let work = Workdir::new();
    work.write("in/Van Vu.xlsx", &na_ri::xlsx::workbook(&[under_one_heading(|_| ["7", "8"])]));
    let ran = work.run("check in --under 066 --period 2024");
    assert!(ran.status == 2 && ran.said.contains("PB203"), "{}", ran.said);
}

#[test]
fn a_row_renamed_in_its_place_is_named_with_the_missing_one() {
    let form = crate::clean::form("ke-hoach-von");
    let mut one = crate::clean::submission(&form, 8, 2024, 100);
    let last = one.body.len() - 1;
    let row = (4..last).find(|row| matches!(one.body[*row][3], Content::Number(_))).unwrap();
    one.body[row][1] = Content::Text("Bình đẳng giới khu vực miền núi phía Bắc".into());
    let cell = format!("B{}", one.sheet_row(row) + 1);
    let work = Workdir::new();
    work.write("in/Xa Con Minh.xlsx", &one.bytes());
    work.run("check in --under 066 --era 2024 --period 2024 --form ke-hoach-von --findings f.json --force --quiet");
    let list = work.json("f.json", "findings");
    let told = list.iter().find(|f| f["code"] == "PB204").unwrap_or_else(|| panic!("{list:?}"));
    assert!(field(told, "suggestion").contains(&format!("sửa tên dòng ở {cell} thành")), "{told}");
}
