//! Lists of thousands of lines, whose rows are held packed: what is said of a line does not depend on how many stand
//! above it.
#![allow(clippy::disallowed_methods)] // these texts are its own

use crate::workdir::{Workdir, field};
use rust_xlsxwriter::{Format, Formula, Workbook};
use serde_json::Value;

/// The lines above the items.
const HEAD: u32 = 4;

/// A list of works: so many plain ones, and behind them ones of every kind that is told apart.
fn list(plain: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Danh mục công trình năm 2024").unwrap();
    sheet.write_string(1, 0, "(Đơn vị tính: Triệu đồng)").unwrap();
    let heads =
        ["TT", "Danh mục công trình", "Địa điểm", "Tổng mức đầu tư", "Kế hoạch vốn năm 2024", "", "", "Chủ đầu tư"];
    let below = ["", "", "", "", "Tổng số", "NSTW", "NSĐP", ""];
    for (row, texts) in [(2, heads), (3, below)] {
        for (column, text) in (0u16..).zip(texts).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    for n in 0..plain {
        let row = HEAD + n;
        sheet.write_number(row, 0, n + 1).unwrap();
        sheet.write_string(row, 1, format!("Đường thôn số {n}")).unwrap();
        sheet.write_string(row, 2, format!("Thôn {}", n % 40)).unwrap();
        for (column, figure) in [(3u16, 200 + n), (4, 100 + n), (5, 90 + n), (6, 10)] {
            sheet.write_number(row, column, figure).unwrap();
        }
    }
    let row = HEAD + plain;
    let lines: [[&str; 8]; 12] = [
        ["1", "Cầu treo", "Nà Cầm", "50", "50", "40", "10", "UBND xã"],
        ["2", "Nhà văn hóa liên thôn", "Khuổi Ít", "18.939", "18", "18", "0", "UBND xã"],
        // The label goes on in the next line.
        ["3", "Sửa chữa, nâng cấp đường giao thông", "Bản Cuôn", "900", "500", "400", "100", "UBND xã"],
        ["", "từ Quốc lộ 3B đến Nà Lẹng", "", "", "", "", "", ""],
        ["4", "Trạm bơm", "Chè Cọ", "87,5", "…", "-", "x", "UBND xã"],
        // Parts of the item above.
        ["-", "Nhà trạm", "", "60", "", "", "", ""],
        ["-", "Máy bơm", "", "27", "", "", "", ""],
        ["5", "Kênh mương", "Lủng Vạng", "20", "30", "20", "10", "UBND xã"],
        ["6", "Cầu treo", "Nà Cầm", "50", "50", "40", "10", "UBND xã"],
        ["7", "Chợ xã", "Trung tâm", "=20+20", "11,5 tr", "abc", "0 O%", "UBND xã"],
        ["", "Tổng cộng", "", "1", "1", "1", "1", ""],
        ["", "Nơi nhận:", "", "", "", "", "", ""],
    ];
    for (row, cells) in (row..).zip(lines) {
        for (column, text) in (0u16..).zip(cells).filter(|(_, text)| !text.is_empty()) {
            match text.parse::<u32>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) if text.starts_with('=') => {
                    sheet.write_formula(row, column, Formula::new(text).set_result("")).unwrap()
                }
                Err(_) => sheet.write_string(row, column, text).unwrap(),
            };
        }
    }
    // A figure over two lines, beside them and to the right of all columns, and one in a hidden row.
    let centred = Format::new();
    sheet.merge_range(row, 6, row + 1, 6, "10", &centred).unwrap();
    sheet.write_number(row + 4, 12, 77).unwrap();
    sheet.set_row_hidden(row + 7).unwrap();
    book.save_to_buffer().unwrap()
}

/// Facts and findings about what stands behind the plain lines, with rows and items counted from there; and how many
/// facts there are before.
fn said(plain: u32) -> (Vec<String>, Vec<String>, usize) {
    let work = Workdir::new();
    work.write("in/xa Con Minh.xlsx", &list(plain));
    let ran = work.run(
        "consolidate in --under 066 --era 2024 --period 2024 --form danh-muc-cong-trinh --facts f.json --findings p.json -o o.xlsx --quiet --force",
    );
    assert!(ran.status < 2, "{}", ran.said);
    let from = |cell: &str| {
        let digits = cell.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let row: u32 = digits.parse().ok()?;
        let letters = &cell[..cell.len() - digits.len()];
        (row > HEAD + plain).then(|| format!("{letters}{}", row - HEAD - plain))
    };
    let mut before = 0;
    let mut facts = Vec::new();
    for fact in work.json("f.json", "facts") {
        let Some(cell) = from(field(&fact, "cell")) else {
            before += 1;
            continue;
        };
        let item = field(&fact, "row")
            .parse::<u32>()
            .map_or_else(|_| field(&fact, "row").to_owned(), |n| (n - plain).to_string());
        let rest = ["column", "state", "value", "measure", "raw", "codes"].map(|f| fact[f].to_string()).join(" ");
        facts.push(format!("{cell} {item} {rest}"));
    }
    let found = work.json("p.json", "findings").into_iter().filter_map(|finding: Value| {
        let cell = from(finding["cell"].as_str()?)?;
        Some(format!("{} {cell} {} {}", field(&finding, "code"), finding["raw"], finding["column"]))
    });
    (facts, found.collect(), before)
}

#[test]
fn lines_at_the_end_of_a_tall_list_are_read_as_those_of_a_short_one() {
    let (facts, findings, before) = said(3);
    assert_eq!(before, 3 * 7);
    assert!(findings.len() > 15, "{findings:#?}");
    for code in ["PB3", "PB4"] {
        assert!(findings.iter().any(|f| f.starts_with(code)), "{findings:#?}");
    }
    for plain in [4095, 5300] {
        let (tall_facts, tall_findings, before) = said(plain);
        assert_eq!(before, plain as usize * 7);
        assert_eq!(tall_facts, facts, "behind {plain} lines");
        assert_eq!(tall_findings, findings, "behind {plain} lines");
    }
}

#[test]
fn a_label_below_its_number_and_figures_is_that_of_the_item() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Danh mục công trình năm 2024").unwrap();
    sheet.write_string(1, 0, "(Đơn vị tính: Đồng)").unwrap();
    let heads = ["TT", "Danh mục công trình", "Địa điểm", "Tổng mức đầu tư"];
    let lines = [["1", "Cầu treo", "Nà Cầm", "50"], ["2", "", "Bản A", "20"], ["", "Kênh mương", "", ""]];
    for (row, texts) in (2u32..).zip([heads].into_iter().chain(lines)) {
        for (column, text) in (0u16..).zip(texts).filter(|(_, text)| !text.is_empty()) {
            match text.parse::<u32>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, text).unwrap(),
            };
        }
    }
    for (column, head) in (4u16..).zip(["Tổng số", "NSTW", "NSĐP"]) {
        sheet.write_string(2, column, format!("Kế hoạch vốn năm 2024 {head}")).unwrap();
    }
    let work = Workdir::new();
    work.write("in/xa Con Minh.xlsx", &book.save_to_buffer().unwrap());
    work.run("consolidate in --under 066 --era 2024 --period 2024 --form danh-muc-cong-trinh --facts f.json --findings p.json -o o.xlsx --quiet --force");
    let facts = work.json("f.json", "facts");
    let of = |item: &str| facts.iter().find(|f| field(f, "row") == item && field(f, "column") == "tmdt").unwrap();
    assert_eq!((field(of("1"), "value"), field(of("2"), "value")), ("50", "20"));
    assert!(!work.codes("p.json").contains_key("PB212"), "{:?}", work.codes("p.json"));
}
