//! Figures in rows and columns that do not show are read, and told once a table.
#![allow(clippy::disallowed_methods)] // these texts are its own

use crate::na_ri::{self, page::Page};
use crate::workdir::{Workdir, field};
use rust_xlsxwriter::{FilterCondition, FilterCriteria, Workbook, Worksheet};

/// The sheet row of the form's first row, and the columns of the table, all from 0.
const FIRST: usize = 6;
const NUMBER: usize = 0;
const LABEL: usize = 1;
const FIGURE: usize = 3;
const NOTE: usize = 5;

fn page() -> Page {
    na_ri::made_up::titled("02137", ("12", "20")).page()
}

/// What a file's check says of hidden figures: the cell and the message of each finding; and how many
/// figures were read, and how many of them are marked.
struct Told {
    findings: Vec<(String, String)>,
    figures: usize,
    marked: usize,
}

fn told(name: &str, bytes: &[u8], more: &str) -> Told {
    let work = Workdir::new();
    work.write(&format!("in/{name}"), bytes);
    let ran =
        work.run(&format!("check in --under 066 --era 2024 --period 2024 --facts f.json --findings p.json {more}"));
    assert!(ran.status < 2, "{name}: {}", ran.said);
    let findings = work.json("p.json", "findings");
    let hidden = findings.iter().filter(|f| field(f, "code") == "PB235");
    let facts = work.json("f.json", "facts");
    let figures: Vec<_> = facts.iter().filter(|f| matches!(field(f, "state"), "number" | "nil")).collect();
    Told {
        findings: hidden.map(|f| (field(f, "cell").to_owned(), field(f, "message").to_owned())).collect(),
        figures: figures.len(),
        marked: figures.iter().filter(|f| field(f, "findings").contains("PB235")).count(),
    }
}

/// A page in every format that can hide something.
fn in_every_format(page: &Page) -> [(&'static str, Vec<u8>); 4] {
    [
        ("Van Vu.xlsx", na_ri::xlsx::workbook(std::slice::from_ref(page))),
        ("Van Vu.xls", na_ri::xls::workbook(page)),
        ("Van Vu.xlsb", na_ri::xlsb::workbook(page)),
        ("Van Vu.ods", na_ri::ods::workbook(page)),
    ]
}

#[test]
fn figures_in_hidden_rows_and_columns_are_used_and_told_once_in_every_format() {
    for (rows, columns, at, words) in [
        (vec![FIRST + 2], vec![], "D9", "1 ô số bị ẩn (hàng 9): «3 Tỷ lệ lao động"),
        // What the commune put off to later is no figure.
        (vec![FIRST, FIRST + 3, FIRST + 2, FIRST + 1], vec![], "D8", "3 ô số bị ẩn (hàng 8–10)"),
        (vec![FIRST + 1, FIRST + 3], vec![], "D8", "2 ô số bị ẩn (hàng 8, 10): «2 Mức giảm"),
        (vec![], vec![LABEL, FIGURE], "D8", "(cột D): «Chỉ tiêu Kế hoạch năm 2024»"),
        (vec![FIRST + 1], vec![FIGURE], "D8", "(hàng 8; cột D): «2 Mức giảm"),
    ] {
        let mut page = page();
        let shown = told("Van Vu.xlsx", &na_ri::xlsx::workbook(std::slice::from_ref(&page)), "");
        assert!(shown.findings.is_empty());
        (page.hidden_rows, page.hidden_columns) = (rows, columns);
        for (name, bytes) in in_every_format(&page) {
            let told = told(name, &bytes, "");
            assert_eq!(told.findings.len(), 1, "{name}: {:?}", told.findings);
            let (cell, message) = &told.findings[0];
            assert_eq!(cell, at, "{name}");
            assert!(message.contains(words), "{name}: {message}");
            assert!(message.contains(&format!(" {} ô số", told.marked)), "{name}: {message}");
            assert_eq!(told.figures, shown.figures, "{name}");
        }
    }
}

#[test]
fn what_is_hidden_and_holds_no_figure_is_not_told() {
    let last = page().rows.len();
    for (rows, columns) in [
        // Titles, headings, the index row, a figure put off to later, what stands below the table.
        (vec![0, 1, 2, 3, FIRST - 2, FIRST - 1, FIRST, last, last + 5], vec![]),
        // Numbers of rows, labels, notes, and a column without anything.
        (vec![], vec![NUMBER, LABEL, NOTE, 9]),
    ] {
        let mut page = page();
        page.widths.resize(10, 8.0);
        page.put(last + 4, 0, na_ri::page::Cell::text("", na_ri::page::Look::CENTRE));
        (page.hidden_rows, page.hidden_columns) = (rows, columns);
        for (name, bytes) in in_every_format(&page) {
            assert_eq!(told(name, &bytes, "").findings, [], "{name}");
        }
    }
    // A row of the form that was left blank.
    let mut appendix = na_ri::made_up::titled("02137", ("12", "20"));
    appendix.write("2", "");
    let mut page = appendix.page();
    page.hidden_rows = vec![FIRST + 1];
    for (name, bytes) in in_every_format(&page) {
        assert_eq!(told(name, &bytes, "").findings, [], "{name}");
    }
}

#[test]
fn a_hidden_sheet_and_rows_that_the_form_does_not_have_are_not_told_twice() {
    let mut appendix = na_ri::made_up::titled("02137", ("12", "20"));
    appendix.line("2").label = "Số máy cày của xã".into();
    let mut page = appendix.page();
    page.hidden_rows = vec![FIRST + 1];
    let bytes = na_ri::xlsx::workbook(std::slice::from_ref(&page));
    assert_eq!(told("Van Vu.xlsx", &bytes, "").findings, []);
    let bytes = capital(|sheet| {
        sheet.set_row_hidden(3).unwrap();
        sheet.set_hidden(true);
    });
    assert_eq!(told("Van Vu.xlsx", &bytes, "").findings, []);
}

/// A capital plan of few rows, to which something is done.
fn capital(and: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "Bìa").unwrap();
    let sheet = book.add_worksheet();
    let text = "KẾ HOẠCH VỐN NĂM 2024 XÃ VĂN VŨ\nĐơn vị tính: đồng\n\
         STT|Nội dung|Tổng số|Vốn đầu tư|||Vốn sự nghiệp||\n|||Tổng số|NSTW|NSĐP|Tổng số|NSTW|NSĐP\n\
         |Tổng cộng|8|4|2|2|4|2|2\n\
         1|Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt|4|2|1|1|2|1|1\n\
         |Nội dung 1: Hỗ trợ đất ở|4|2|1|1|2|1|1";
    for (row, line) in (0u32..).zip(text.lines()) {
        for (column, cell) in (0u16..).zip(line.split('|')) {
            match cell.parse::<u32>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) if cell.is_empty() => continue,
                Err(_) => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    and(sheet);
    // A sheet that comes before hides other rows: each part is of its own sheet.
    book.add_worksheet().set_row_hidden(6).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn filters_and_folded_outlines_hide_what_excel_does_not_show() {
    type Done = fn(&mut Worksheet);
    let cases: [(&str, Done, &str); 7] = [
        ("nothing", |_| {}, ""),
        (
            "a filter",
            |sheet| {
                sheet.autofilter(3, 0, 6, 8).unwrap();
                let large = FilterCondition::new().add_custom_filter(FilterCriteria::GreaterThan, 5);
                sheet.filter_column(2, &large).unwrap();
            },
            "C6 14 ô số bị ẩn (hàng 6–7): «DA1 Dự án 1",
        ),
        (
            "a folded outline of rows",
            |sheet| {
                sheet.group_rows_collapsed(5, 6).unwrap();
            },
            "C6 14 ô số bị ẩn (hàng 6–7)",
        ),
        (
            "a folded outline of columns",
            |sheet| {
                sheet.group_columns_collapsed(4, 5).unwrap();
            },
            "E5 6 ô số bị ẩn (cột E–F)",
        ),
        (
            "rows that are not used",
            |sheet| {
                sheet.hide_unused_rows(true);
            },
            "",
        ),
        (
            "rows and columns",
            |sheet| {
                sheet.set_row_hidden(4).unwrap().set_column_hidden(2).unwrap().set_column_hidden(8).unwrap();
            },
            "C5 11 ô số bị ẩn (hàng 5; cột C, I)",
        ),
        (
            "a column of no width",
            |sheet| {
                sheet.set_column_width(7, 0).unwrap();
            },
            "H5 3 ô số bị ẩn (cột H)",
        ),
    ];
    for (what, done, said) in cases {
        let told = told("Van Vu.xlsx", &capital(done), "");
        assert_eq!(told.figures, 21, "{what}");
        let found: Vec<String> = told.findings.iter().map(|(cell, message)| format!("{cell} {message}")).collect();
        match said {
            "" => assert!(found.is_empty(), "{what}: {found:?}"),
            said => {
                assert_eq!(found.len(), 1, "{what}: {found:?}");
                let words = found[0].replace("Bảng có ", "");
                assert!(words.starts_with(said), "{what}: {words}");
            }
        }
    }
}

#[test]
fn the_message_is_in_english_too() {
    let bytes = capital(|sheet| {
        sheet.set_row_hidden(5).unwrap().set_column_hidden(2).unwrap();
    });
    let told = told("Van Vu.xlsx", &bytes, "--lang en");
    assert!(
        told.findings[0].1.starts_with("The table has 9 hidden figures (row 6; column C): «"),
        "{:?}",
        told.findings
    );
}

#[test]
fn each_table_of_a_file_is_told_of_once_and_items_of_lists_by_their_labels() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let text = "KẾ HOẠCH VỐN NĂM 2024\nĐơn vị tính: đồng\n\
        STT|Nội dung|Tổng số|Vốn đầu tư|||Vốn sự nghiệp||\n|||Tổng số|NSTW|NSĐP|Tổng số|NSTW|NSĐP\n\
        |Tổng cộng|8|4|2|2|4|2|2\n\
        1|Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt|8|4|2|2|4|2|2\n\n\n\
        DANH MỤC CÔNG TRÌNH NĂM 2024\nĐơn vị tính: đồng\n\
        TT|Danh mục công trình|Địa điểm|Tổng mức đầu tư|Kế hoạch vốn năm 2024|||Chủ đầu tư\n\
        ||||Tổng số|NSTW|NSĐP|\n\
        1|Đường Bản Cuôn|Bản Cuôn|900|500|400|100|UBND xã\n\
        2|Cầu Nà Làng|Nà Làng|700|600|500|100|UBND xã";
    for (row, line) in (0u32..).zip(text.lines()) {
        for (column, cell) in (0u16..).zip(line.split('|')) {
            match cell.parse::<u32>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) if cell.is_empty() => continue,
                Err(_) => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    sheet.set_row_hidden(5).unwrap().set_row_hidden(13).unwrap();
    let told = told("xa Con Minh.xlsx", &book.save_to_buffer().unwrap(), "");
    let found: Vec<String> = told.findings.iter().map(|(cell, message)| format!("{cell} {message}")).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("C6 Bảng có 7 ô số bị ẩn (hàng 6): «DA1 Dự án 1"), "{found:?}");
    assert_eq!(found[1], "D14 Bảng có 4 ô số bị ẩn (hàng 14): «Cầu Nà Làng»; vẫn được lấy.");
}

/// What LibreOffice shows of them too.
#[test]
fn what_real_workbooks_hide_is_known() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/legacy-xls");
    let path = folder.join("tcvn3-2005-KH2003-bieu.xls");
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return;
    }
    let source = phubieu::intake::Source { name: "a.xls".into(), path };
    let workbook = phubieu::intake::open(&source, &mut Vec::new()).unwrap();
    let hidden = |name: &str| {
        let sheet = workbook.sheets.iter().find(|s| s.name == name).unwrap();
        let rows = sheet.rows().filter(|(row, _)| sheet.hidden.has_row(*row)).count();
        (rows, (0..10).filter(|column| sheet.hidden.has_column(*column)).collect::<Vec<u32>>())
    };
    assert_eq!(hidden("NN"), (31, vec![2]));
    assert_eq!(hidden("CN"), (3, vec![2]));
    assert_eq!(hidden("XNK"), (7, vec![]));
    assert_eq!(hidden("VTBD"), (0, vec![]));
}
