//! Forms of an office's own, as it sends them out: blanks with agency, title, signature. What the form drawn from one is,
//! and what comes of communes that fill it in.
#![allow(clippy::disallowed_methods)] // these texts are its own

use std::collections::BTreeMap;

use crate::workdir::{Workdir, field};
use phubieu::form::{Form, Role, Shape, file};
use rust_xlsxwriter::{Format, Workbook};

const ROUND: &str = "--under 066 --era 2024 --period 2024";

/// A sheet of lines of cells between `|`: whole numbers are numbers, all else is text. `>` merges a cell with the one
/// before it, `^` with the one above.
pub(crate) fn book(text: &str) -> Vec<u8> {
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('|').map(str::trim).collect()).collect();
    let at = |row: usize, column: usize| lines.get(row).and_then(|l| l.get(column)).copied().unwrap_or_default();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let look = Format::new();
    for (row, line) in lines.iter().enumerate() {
        for (column, cell) in line.iter().enumerate().filter(|(_, c)| !["", ">", "^"].contains(*c)) {
            let right = (column + 1..).take_while(|c| at(row, *c) == ">").last().unwrap_or(column);
            let below = (row + 1..).take_while(|r| at(*r, column) == "^").last().unwrap_or(row);
            let (top, left) = (row as u32, column as u16);
            if (right, below) != (column, row) {
                sheet.merge_range(top, left, below as u32, right as u16, "", &look).unwrap();
            }
            match cell.parse::<i64>() {
                Ok(number) => sheet.write_number(top, left, number as f64).unwrap(),
                Err(_) => sheet.write_string(top, left, *cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// A table as it is sent out: `_` for each figure is left blank.
pub(crate) fn blank(table: &str) -> Vec<u8> {
    let table = table.replace('_', "");
    book(&format!("ỦY BAN NHÂN DÂN\nXÃ ……………\n\n{table}\n\nNGƯỜI LẬP BIỂU | | TM. ỦY BAN NHÂN DÂN\n | | CHỦ TỊCH"))
}

/// The same filled in from a list, `.` for what is left blank.
pub(crate) fn filled(table: &str, unit: &str, figures: &str) -> Vec<u8> {
    let mut figures = figures.split_whitespace();
    let mut cell = |cell: &str| match cell.trim() {
        "_" => figures.next().unwrap().replace('.', "").replace('~', " "),
        other => other.to_owned(),
    };
    let lines = table.lines().map(|line| line.split('|').map(&mut cell).collect::<Vec<_>>().join(" | "));
    let table = lines.collect::<Vec<_>>().join("\n");
    book(&format!(
        "ỦY BAN NHÂN DÂN\nXÃ {}\n\n{table}\n\nNGƯỜI LẬP BIỂU | | TM. ỦY BAN NHÂN DÂN\n | | CHỦ TỊCH",
        unit.to_uppercase()
    ))
}

/// The form drawn from a blank, with its file.
pub(crate) fn inferred(blank: &[u8]) -> (Workdir, Form, String) {
    let work = Workdir::new();
    work.write("bieu.xlsx", blank);
    let ran = work.run("form infer bieu.xlsx -o bieu.toml");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let text = String::from_utf8(work.read("bieu.toml")).unwrap();
    let form = file::parse("bieu", &text).unwrap();
    (work, form, text)
}

/// The codes of the columns of a role.
pub(crate) fn of_role(form: &Form, role: Role) -> Vec<&str> {
    form.columns.iter().filter(|c| c.role == role).map(|c| c.code.as_str()).collect()
}

/// What comes of a table that two communes fill in: the district's totals by `row column`, and the findings but that
/// others did not send.
pub(crate) struct Round {
    pub(crate) work: Workdir,
    pub(crate) form: Form,
    pub(crate) totals: BTreeMap<String, String>,
    pub(crate) codes: Vec<String>,
}

pub(crate) fn round(table: &str, communes: [&str; 2]) -> Round {
    let (work, form, _) = inferred(&blank(table));
    for (unit, figures) in [("Côn Minh", communes[0]), ("Kim Hỷ", communes[1])] {
        work.write(&format!("in/xa {}.xlsx", unit.to_lowercase()), &filled(table, unit, figures));
    }
    consolidated(work, form)
}

pub(crate) fn consolidated(work: Workdir, form: Form) -> Round {
    let outputs = "--totals t.json --findings p.json --facts f.json --force";
    let ran = work.run(&format!("consolidate in -o o.xlsx --form bieu.toml {ROUND} {outputs}"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let rows = work.json("t.json", "totals");
    let total = |t: &serde_json::Value| {
        let said = [field(t, "value"), field(t, "measure"), field(t, "rule")];
        let said = said.map(str::trim).into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ");
        (format!("{} {}", field(t, "row"), field(t, "column")), said)
    };
    let totals = rows.iter().filter(|t| field(t, "unit") == "066").map(total).collect();
    let findings = work.json("p.json", "findings");
    let codes = findings.iter().map(|f| field(f, "code").to_owned()).filter(|c| c != "PB106").collect();
    Round { work, form, totals, codes }
}

impl Round {
    pub(crate) fn total(&self, cell: &str) -> &str {
        self.totals.get(cell).unwrap_or_else(|| panic!("no {cell}: {:?}", self.totals.keys()))
    }
}

#[test]
fn a_heading_that_begins_as_one_of_words_and_counts_is_one_of_figures() {
    let roles = |table: &str| {
        let (_, form, _) = inferred(&blank(table));
        let of = |c: &phubieu::form::Column| (c.lowest().to_owned(), c.role);
        form.columns.iter().map(of).collect::<BTreeMap<String, Role>>()
    };
    let parted = |headings: &str, above: &str| {
        let count = headings.split('|').count();
        let merged = vec![">"; count - 1].join(" | ");
        roles(&format!(
            "TỔNG HỢP NĂM 2024\n | | | ĐVT: Người\nSTT | Nội dung | Tổng số | {above} | {merged}\n\
             ^ | ^ | ^ | {headings}\n1 | Cấp mới | _\n2 | Gia hạn | _"
        ))
    };
    for heading in [
        "Xã hội hóa",
        "Người dân đóng góp",
        "Người có công",
        "Người khuyết tật",
        "Nguyên nhân khác",
        "Lý do khác",
        "Hình thức tiền mặt",
        "Loại hình dịch vụ",
        "Đối tượng khác",
        "Tình trạng khác",
        "Quy mô 1-5 con",
        "Thôn văn hóa",
        "Địa bàn khác",
        "Địa chỉ tin cậy",
        "Ngày công",
        "Thời gian nghỉ",
        "Kiến nghị",
        "Đánh giá tốt",
        "Xếp loại tốt",
        "Điện thoại di động",
        "Số văn bản trả lời",
        "Số quyết định xử phạt",
        "Số thẻ BHYT",
        "Xã",
    ] {
        let roles = parted(&format!("{heading} | Còn lại"), "Chia ra");
        assert_eq!(roles[heading], Role::Value, "{heading}");
    }
    let roles_of = parted("Tỉnh | Huyện | Xã", "Nguồn vốn");
    assert!(["Tỉnh", "Huyện", "Xã"].iter().all(|w| roles_of[*w] == Role::Value), "{roles_of:?}");
    let flat = "TIẾP NHẬN ĐƠN THƯ NĂM 2024\n | | | ĐVT: Đơn\n\
         STT | Lĩnh vực | Tổng số | Khiếu nại | Tố cáo | Kiến nghị | Số văn bản trả lời\n1 | Đất đai | _\n2 | Khác | _";
    assert!(["Kiến nghị", "Số văn bản trả lời"].iter().all(|w| roles(flat)[*w] == Role::Value));
    // What stands alone, or goes on with what is written there, is words.
    for heading in [
        "Xã",
        "Thôn, bản",
        "Người phụ trách",
        "Người đứng đầu",
        "Ngày cấp",
        "Thời gian thực hiện",
        "Địa điểm xây dựng",
        "Quy mô đầu tư",
        "Hình thức đầu tư",
        "Nguyên nhân tăng, giảm",
        "Lý do",
        "Kiến nghị",
        "Giải pháp",
        "Đối tượng thụ hưởng",
        "Số quyết định, ngày tháng",
        "Số điện thoại",
    ] {
        let flat = format!(
            "DANH MỤC CÔNG TRÌNH NĂM 2024\n | | | ĐVT: Triệu đồng\n\
             STT | Tên công trình | Kế hoạch | {heading} | Thực hiện\n1 | | _\n2 | | _"
        );
        let (_, form, text) = inferred(&blank(&flat));
        assert_eq!(of_role(&form, Role::Text).len(), 1, "{heading}");
        let said = text.contains("đổi role thành \"value\"");
        assert!(said || heading.starts_with("Số"), "the guess is remarked: {heading} {text}");
    }
}

#[test]
fn a_column_of_words_with_figures_alone_is_told() {
    let table = "DANH MỤC CÔNG TRÌNH NĂM 2024\n | | | ĐVT: Triệu đồng\n\
         STT | Tên công trình | Kế hoạch | Quy mô | Số điện thoại | Năm xây dựng | Ghi chú\n\
         1 | _ | _ | _ | _ | _ | _\n2 | _ | _ | _ | _ | _ | _";
    let told = |figures: &str| {
        let round = round(table, [figures, figures]);
        let of_column = |f: &&serde_json::Value| field(f, "code") == "PB210";
        let findings = round.work.json("p.json", "findings");
        findings.iter().filter(of_column).map(|f| field(f, "message").to_owned()).collect::<Vec<_>>()
    };
    let found = told("Cầu 5 12 0912345678 2020 . Đường 6 15,5 0987654321 2021 1");
    assert!(found.iter().any(|m| m.contains("Quy mô") && m.contains("2 ô")), "{found:?}");
    assert!(found.iter().all(|m| m.contains("Quy mô")), "{found:?}");
    for words in ["2~nhịp", "12~m", "lớn"] {
        let found = told(&format!("Cầu 5 12 0912345678 2020 . Đường 6 {words} 0987654321 2021 ."));
        assert!(found.is_empty(), "{words} {found:?}");
    }
}

#[test]
fn printed_and_numbered_rows_of_a_blank_are_rows_whatever_is_said_beside_them_in_words() {
    let table = |label: &str, rows: &str| {
        format!(
            "KẾT QUẢ NĂM 2024\nSTT | {label} | Kế hoạch (hộ) | Thực hiện (hộ) | Nguyên nhân tăng, giảm | Giải pháp | Ghi chú\n{rows}"
        )
    };
    let rows = "1 | Hộ nghèo đầu năm | _ | _\n2 | Hộ thoát nghèo | _ | _\n3 | Hộ nghèo cuối năm | _ | _";
    for label in ["Chỉ tiêu", "Phân loại"] {
        let round = round(&table(label, rows), ["10 9 3 4 7 5", "20 21 5 6 15 15"]);
        assert_ne!(round.form.shape, Shape::List, "{label}");
        assert_eq!(round.total("1 thuc_hien_ho"), "30 hộ sum");
        assert_eq!(round.total("2 ke_hoach_ho"), "8 hộ sum");
        assert!(round.codes.is_empty(), "{:?}", round.codes);
    }
    // Room for names, or numbers with nothing beside them, are a list's.
    for rows in [
        "1 | Thôn …… | _\n2 | Thôn …… | _\n3 | Thôn …… | _",
        "1 | Thôn A | _\n2 | Thôn B | _",
        "1 | Thôn | _\n2 | Thôn | _",
        "1 | | _\n2 | | _",
        "I | Công trình chuyển tiếp\n1 | | _\n2 | | _\nII | Công trình mới\n1 | | _",
    ] {
        let (_, form, _) = inferred(&blank(&table("Tên công trình", rows)));
        assert_eq!(form.shape, Shape::List, "{rows}");
    }
    let villages = "HỘ NGHÈO NĂM 2024\nSTT | Thôn | Số hộ dân | Số hộ nghèo | Ghi chú\n\
         1 | Thôn …… | _ | _\n2 | Thôn …… | _ | _";
    let (work, form, _) = inferred(&blank(villages));
    for (unit, names) in [("Côn Minh", ["Chợ A", "Bản Lài"]), ("Kim Hỷ", ["Cốc Tém", "Nà Mỏ"])] {
        let mut own = villages.to_owned();
        for name in names {
            own = own.replacen("Thôn ……", &format!("Thôn {name}"), 1);
        }
        work.write(&format!("in/xa {}.xlsx", unit.to_lowercase()), &filled(&own, unit, "50 5 60 6"));
    }
    let round = consolidated(work, form);
    assert_eq!(round.total("* so_ho_ngheo"), "22 hộ sum");
    assert!(round.codes.is_empty(), "{:?}", round.codes);
}

#[test]
fn in_a_lists_blank_the_names_stand_behind_the_numbers_and_who_signs_is_no_content() {
    for total in ["", "\n | Tổng cộng | _ | _ | _", "\nTổng cộng | > | _ | _ | _"] {
        let head = "HỘ NGHÈO NĂM 2024\nSTT | Thôn | Số hộ dân | Số hộ nghèo | Số khẩu | Ghi chú";
        for signed in [
            "NGƯỜI LẬP BIỂU | | | TM. ỦY BAN NHÂN DÂN\n | | | CHỦ TỊCH",
            " | | | Côn Minh, ngày … tháng … năm 2024\nNgười tổng hợp | | | KT. CHỦ TỊCH\n | | | PHÓ CHỦ TỊCH",
            "Nơi nhận: | | | TM. ỦY BAN NHÂN DÂN\n- UBND huyện; | | | CHỦ TỊCH",
        ] {
            let of = |unit: &str, rows: &str, sums: &str| {
                let mut sums = sums.split(' ');
                let total = total.split('_').map(str::to_owned).reduce(|a, b| a + sums.next().unwrap() + &b).unwrap();
                book(&format!("ỦY BAN NHÂN DÂN\nXÃ {unit}\n\n{head}\n{rows}{total}\n\n{signed}"))
            };
            let (work, form, _) = inferred(&of("……", "1\n2\n3\n\n", "  "));
            assert_eq!(form.shape, Shape::List);
            assert_eq!(of_role(&form, Role::Label), ["thon"], "{total} {signed}");
            work.write(
                "in/xa con minh.xlsx",
                &of("CÔN MINH", "1 | Chợ A | 50 | 5 | 20\n2 | Bản Lài | 60 | 6 | 24", "110 11 44"),
            );
            work.write(
                "in/xa kim hỷ.xlsx",
                &of("KIM HỶ", "1 | Cốc Tém | 30 | 3 | 12\n2 | Nà Mỏ | 40 | 4 | 16", "70 7 28"),
            );
            let round = consolidated(work, form);
            let totals = ["* thon", "* so_ho_dan", "* so_ho_ngheo", "* so_khau"].map(|cell| round.total(cell));
            assert_eq!(totals, ["4 count", "180 hộ dân sum", "18 hộ sum", "72 khẩu sum"]);
            assert!(round.codes.iter().all(|c| c == "PB220"), "{:?}", round.codes);
        }
    }
}

#[test]
fn a_first_row_that_is_a_total_is_a_row_and_no_part_of_the_heading() {
    for total in ["Tổng số", "Tổng cộng", "TOÀN XÃ", "Tổng số đối tượng"] {
        for head in ["STT | Đối tượng | Nam | Nữ", "STT | Đối tượng | Số người | >\n^ | ^ | Nam | Nữ"]
        {
            let table = format!(
                "SỐ ĐỐI TƯỢNG NĂM 2024\n | | | ĐVT: Người\n{head}\n | {total} | _ | _\n\
                 1 | Trẻ em | _ | _\n2 | Người cao tuổi | _ | _"
            );
            let round = round(&table, ["5 6 2 3 3 3", "50 60 20 30 30 30"]);
            let label = round.form.columns.iter().find(|c| c.role == Role::Label).unwrap();
            assert_eq!(label.heading, ["Đối tượng"], "{total}");
            assert_eq!(round.form.rows.len(), 3, "{total} {head}");
            let sums = round.totals.values().filter(|t| t.starts_with("66 ")).count();
            assert_eq!(sums, 1, "{total} {head} {:?}", round.totals);
            assert!(round.codes.is_empty(), "{:?}", round.codes);
        }
    }
}

#[test]
fn the_greatest_and_the_least_are_taken_and_what_is_for_one_of_something_is_not_added() {
    // In rows beside their measures, and in columns.
    for (label, measure, rule) in [
        ("Chiều dài đoạn sạt lở lớn nhất", "m", "max"),
        ("Hộ có số dư nợ cao nhất", "Triệu đồng", "max"),
        ("Số người sơ tán cao nhất trong ngày", "Người", "max"),
        ("Số lượt khách tối đa", "Lượt", "max"),
        ("Diện tích nhỏ nhất", "Ha", "min"),
        ("Số hộ có thu nhập thấp nhất", "Hộ", "none"),
        ("Hộ có thu nhập thấp nhất", "Hộ", "none"),
        ("Số hộ thuộc nhóm nghèo nhất", "Hộ", "sum"),
        ("Mức nước sông cao nhất và thấp nhất", "m", "none"),
        ("Mức lương tối thiểu", "Đồng", "none"),
        ("Mực nước ngập", "m", "none"),
        ("Số con trung bình của một phụ nữ", "Con", "none"),
        ("Số học sinh xếp loại trung bình", "Học sinh", "sum"),
        ("Số trẻ chết trên 1.000 trẻ đẻ sống", "Người", "none"),
        ("Trang trại trên 20 con", "Con", "sum"),
        ("Thù lao một buổi", "Nghìn đồng", "none"),
        ("Giá trị ngày công", "Nghìn đồng", "none"),
        ("Giá trị trung vị", "Người", "none"),
        ("Số con/nái", "Con", "none"),
        ("Số hộ nghèo", "Hộ", "sum"),
    ] {
        let rows = format!("TỔNG HỢP NĂM 2024\nSTT | Chỉ tiêu | ĐVT | Thực hiện\n1 | {label} | {measure} | _");
        let (_, form, text) = inferred(&blank(&rows));
        assert_eq!(form.rows[0].figure.aggregate.name(), rule, "{label}: {text}");
        if measure == "Lượt" {
            continue;
        }
        let columns = format!(
            "TỔNG HỢP NĂM 2024\nSTT | Khu vực | {label} ({}) | Số thôn (thôn)\n1 | Sông | _ | _\n2 | Hồ | _ | _",
            measure.to_lowercase()
        );
        let (_, form, text) = inferred(&blank(&columns));
        let own = |c: &&phubieu::form::Column| c.role == Role::Value;
        let figure = form.columns.iter().find(own).and_then(|c| c.figure.as_ref()).unwrap();
        assert_eq!(figure.aggregate.name(), rule, "{label}: {text}");
    }
    let table = "NGẬP LỤT NĂM 2024\nSTT | Chỉ tiêu | ĐVT | Thực hiện\n\
         1 | Diện tích ngập lớn nhất | Ha | _\n2 | Diện tích ngập nhỏ nhất | Ha | _\n3 | Số hộ ngập | Hộ | _";
    let found = round(table, ["7 2 30", "9 1 40"]);
    assert_eq!(["1", "2", "3"].map(|r| found.total(&format!("{r} thuc_hien"))), ["9 Ha max", "1 Ha min", "70 Hộ sum"]);
}

#[test]
fn a_row_that_is_no_amount_does_not_add_under_columns_that_say_their_measure() {
    let table = "KẾT QUẢ NĂM 2024\nSTT | Chỉ tiêu | Kế hoạch (triệu đồng) | Thực hiện (triệu đồng)\n\
         1 | Vốn vay | _ | _\n2 | Thu nhập bình quân một hộ | _ | _\n3 | Hộ có số dư nợ cao nhất | _ | _";
    let found = round(table, ["5 6 50 55 90 80", "7 8 40 45 70 85"]);
    let total = |row: &str| found.total(&format!("{row} thuc_hien_trieu_dong")).to_owned();
    assert_eq!(total("1"), "14 triệu đồng sum");
    assert_eq!(total("2"), "triệu đồng none");
    assert_eq!(total("3"), "85 triệu đồng max");
    // The form's file says it, and it is read back.
    let text = phubieu::form::write::toml(&found.form, &phubieu::form::write::Remarks::default());
    let again = file::parse("bieu", &text).unwrap();
    assert_eq!(again.rows[1].otherwise.aggregate, found.form.rows[1].otherwise.aggregate);
    assert_eq!(again.figure(&again.rows[2], 3).aggregate.name(), "max");
    // Where the columns are of several things a row has no greatest.
    let (_, form, _) = inferred(&blank(
        "KẾT QUẢ NĂM 2024\nSTT | Chỉ tiêu | Số hộ (hộ) | Diện tích (ha)\n1 | Thôn | _ | _\n2 | Khu vực lớn nhất | _ | _",
    ));
    assert_eq!(form.figure(&form.rows[1], 2).aggregate.name(), "none");
}

#[test]
fn money_keeps_the_measure_of_its_sheet_whatever_its_name_has_in_brackets() {
    for label in [
        "Các khoản thu phân chia theo tỷ lệ phần trăm (%)",
        "Số huy động",
        "Số ủng hộ",
        "Số chuyển nguồn",
        "Số phí",
        "Số lãi",
        "Số gốc",
        "Số cuối năm",
        "Số thu",
    ] {
        let table = |line: &str| {
            format!(
                "THU NGÂN SÁCH NĂM 2024\n | | | ĐVT: {line}\nSTT | Nội dung | Dự toán | Thực hiện\n\
                 I | Thu hưởng 100% | _ | _\nII | {label} | _ | _"
            )
        };
        let (work, form, _) = inferred(&blank(&table("đồng")));
        work.write("in/xa con minh.xlsx", &filled(&table("đồng"), "Côn Minh", "1000 2000 3000 4000"));
        work.write("in/xa kim hỷ.xlsx", &filled(&table("nghìn đồng"), "Kim Hỷ", "1 2 3 4"));
        let found = consolidated(work, form);
        assert_eq!(found.total("I du_toan"), "2000 đồng sum", "{label}");
        assert_eq!(found.total("II thuc_hien"), "8000 đồng sum", "{label}");
        // As a column's heading, too.
        let column = format!(
            "QUỸ NĂM 2024\n | | | ĐVT: triệu đồng\nSTT | Tên quỹ | {label} | Ghi chú\n1 | Quỹ A | _\n2 | Quỹ B | _"
        );
        let (_, form, text) = inferred(&blank(&column));
        assert!(form.columns.iter().all(|c| c.figure.is_none()), "{label}: {text}");
        assert_eq!(form.rows[0].figure.measure, "triệu đồng");
    }
    for label in ["Số thôn", "Số tài khoản mở mới", "Tỷ lệ thu (%)"] {
        let table =
            format!("QUỸ NĂM 2024\n | | | ĐVT: đồng\nSTT | Nội dung | Thực hiện\n1 | Quỹ A | _\n2 | {label} | _");
        let (_, form, _) = inferred(&blank(&table));
        assert_ne!(form.rows[1].figure.measure, "đồng", "{label}");
    }
}

#[test]
fn what_was_reached_in_per_cent_is_read_under_the_measure_of_what_it_is_of_and_may_pass_a_hundred() {
    for (head, column) in [
        ("STT | Cây trồng | Diện tích (ha) | > | >\n^ | ^ | Kế hoạch | Thực hiện | Đạt (%)", "dien_tich_ha_dat"),
        ("STT | Cây trồng | Diện tích (ha) | > | >\n^ | ^ | Kế hoạch | Thực hiện | Tỷ lệ (%)", "dien_tich_ha_ty_le"),
        ("STT | Cây trồng | Kế hoạch (ha) | Thực hiện (ha) | %", "cot"),
        ("STT | Cây trồng | Kế hoạch (ha) | Thực hiện (ha) | (%)", "cot"),
    ] {
        let table = format!("KẾT QUẢ SẢN XUẤT NĂM 2024\n{head}\n1 | Lúa | _ | _ | _\n2 | Ngô | _ | _ | _");
        let found = round(&table, ["100 125 125 80 60 75", "50 50 100 40 44 110"]);
        assert!(found.codes.iter().all(|c| c == "PB506"), "{head} {:?}", found.codes);
        assert_eq!(found.total(&format!("1 {column}")), "% none", "{head}");
        let facts = found.work.json("f.json", "facts");
        let value = |f: &&serde_json::Value| field(f, "column") == column && field(f, "value") == "125";
        assert_eq!(facts.iter().filter(value).count(), 1, "{head}");
    }
    // Of what no plan stands beside the bound holds, and more than the plan is not paid out of it.
    for headings in ["Số hộ (hộ) | Hộ nghèo (hộ)", "Kế hoạch (đồng) | Giải ngân (đồng)"] {
        let table =
            format!("TỶ LỆ NĂM 2024\nSTT | Thôn | {headings} | Tỷ lệ (%)\n1 | Chợ | _ | _ | _\n2 | Khe | _ | _ | _");
        let found = round(&table, ["100 25 250 80 60 75", "50 50 100 40 44 90"]);
        assert!(found.codes.iter().any(|c| c == "PB311"), "{headings} {:?}", found.codes);
    }
    // «+/-» alone heads a column, too.
    let table = "DÂN SỐ NĂM 2024\n | | | ĐVT: Người\nSTT | Chỉ tiêu | Đầu năm | Cuối năm | +/-\n1 | Nam | _ | _ | _\n2 | Nữ | _ | _ | _";
    let found = round(table, ["100 125 25 80 60 -20", "50 50 0 40 44 4"]);
    assert!(found.codes.iter().all(|c| c == "PB506"), "{:?}", found.codes);
}

#[test]
fn what_is_told_of_which_below_several_signs_is_held_against_none_but_the_one_it_names() {
    let rules = |rows: &str| {
        let (_, form, _) = inferred(&blank(&format!(
            "DÂN SỐ NĂM 2024\nSTT | Chỉ tiêu | ĐVT | Đầu năm | Cuối năm\n1 | Tổng số | Con | _ | _\n{rows}"
        )));
        let rows = form.rules.iter().filter(|r| r.over == phubieu::form::Over::Rows);
        rows.map(|r| form.rows[r.balance.left].label.clone()).collect::<Vec<_>>()
    };
    let of =
        |of_which: &str| rules(&format!("- | Đực | Con | _ | _\n- | Cái | Con | _ | _\n | {of_which} | Con | _ | _"));
    assert!(!of("Trong đó: Lai").contains(&"Cái".to_owned()));
    assert!(of("Trong đó: Cái sinh sản").contains(&"Cái".to_owned()));
    assert!(rules("- | Cái | Con | _ | _\n | Trong đó: Lai | Con | _ | _").contains(&"Cái".to_owned()));
    assert!(rules("2 | Bò | Con | _ | _\n | Trong đó: Lai | Con | _ | _").contains(&"Bò".to_owned()));
}

#[test]
fn numbers_and_days_of_papers_and_answers_to_criteria_are_words() {
    for heading in ["Số, ngày, tháng", "Số, ký hiệu", "Số/ngày", "Số", "Ngày ký"] {
        let table = format!(
            "DANH MỤC NĂM 2024\n | | | ĐVT: đồng\nSTT | Tên công trình | Quyết định phê duyệt | > | Ghi chú\n\
             ^ | ^ | {heading} | Tổng mức đầu tư | ^\n1 | _ | _ | _\n2 | _ | _ | _"
        );
        let found =
            round(&table, ["Cầu 45/QĐ-UBND~ngày~3/3/2024 500 Đường 46/QĐ-UBND 600", "Kè 1/QĐ 100 Đập 2/QĐ 200"]);
        assert!(found.codes.is_empty(), "{heading} {:?}", found.codes);
        assert_eq!(found.total("* quyet_dinh_phe_duyet_tong_muc_dau_tu"), "1400 đồng sum", "{heading}");
    }
    let (_, form, _) = inferred(&blank(
        "ĐƠN VỊ NĂM 2024\nSTT | Nội dung | Số ngày công (công) | Số (đơn)\n1 | Thu | _ | _\n2 | Chi | _ | _",
    ));
    assert_eq!(of_role(&form, Role::Value).len(), 2);
    let table = "NÔNG THÔN MỚI NĂM 2024\nSTT | Tiêu chí | ĐVT | Kế hoạch | Thực hiện\n\
         1 | Quy hoạch được duyệt | Đạt/Chưa đạt | _ | _\n2 | Đường trục xã | Km | _ | _";
    let found = round(table, ["Đạt Chưa~đạt 5 4", "Đạt Đạt 6 3"]);
    assert_eq!(found.codes, ["PB506"]);
    assert_eq!(found.total("2 thuc_hien"), "7 Km sum");
    let facts = found.work.json("f.json", "facts");
    assert_eq!(facts.iter().filter(|f| field(f, "state") == "text" && field(f, "raw").contains("ạt")).count(), 4);
    // What is measured still is.
    let found = round(table, ["Đạt Đạt Đạt 4", "Đạt Đạt 6 3"]);
    assert!(found.codes.contains(&"PB302".to_owned()), "{:?}", found.codes);
}

#[test]
fn a_blank_list_with_measures_of_its_items_is_a_list_and_a_total_below_dots_is_no_part_of_the_label_above() {
    let table = "BẢNG KÊ VẬT TƯ NĂM 2024\nSTT | Tên vật tư | ĐVT | Số lượng | Thành tiền (đồng)\n\
         1 | _ | _ | _ | _\n2 | _ | _ | _ | _\n | Tổng cộng | | | _";
    let found = round(table, ["Sắt Kg 10 500 Đá m3 2 300 800", "Cát m3 4 100 Gạch Viên 9 200 300"]);
    assert_eq!(found.form.shape, Shape::List);
    assert_eq!(found.total("* thanh_tien_dong"), "1100 đồng sum");
    assert!(found.codes.iter().all(|c| ["PB220", "PB506"].contains(&c.as_str())), "{:?}", found.codes);
    let table = "CHI TRẢ NĂM 2024\nSTT | Đối tượng | Số người | Kinh phí (đồng)\n\
         1 | Thương binh | _ | _\n2 | Thân nhân liệt sĩ | _ | _\n | Cộng | _ | _";
    let (_, form, text) = inferred(&blank(&table.replace('_', "…")));
    assert_eq!(
        form.rows.iter().map(|r| r.label.as_str()).collect::<Vec<_>>(),
        ["Thương binh", "Thân nhân liệt sĩ", "Cộng"]
    );
    assert!(!text.contains("[[rules]], ví dụ"), "{text}");
    // Of what is a part of what a blank may say no more: that is remarked.
    let table = "THU NĂM 2024\n | | | ĐVT: đồng\nSTT | Nội dung | Dự toán | Thực hiện\nI | Thu hưởng 100% | _ | _\n\
         1 | Phí | _ | _\n2 | Thu khác | _ | _";
    let (_, _, text) = inferred(&blank(table));
    assert!(text.contains("tổng ghi sai sẽ không bị phát hiện"), "{text}");
}

#[test]
fn the_year_of_the_report_may_be_left_out_of_a_heading_that_says_enough_without_it() {
    let table = |headings: &str| {
        format!("THU NĂM 2024\n | | | ĐVT: đồng\nSTT | Nội dung | {headings}\n1 | Phí | _ | _\n2 | Thuế | _ | _")
    };
    let found = |form: &str, file: &str| {
        let (work, form, _) = inferred(&blank(&table(form)));
        work.write("in/xa con minh.xlsx", &filled(&table(file), "Côn Minh", "10 20 30 40"));
        let ran =
            work.run(&format!("consolidate in -o o.xlsx --form bieu.toml {ROUND} --findings p.json --totals t.json"));
        (ran.status, form, work.codes("p.json"))
    };
    let (_, form, codes) = found("Dự toán năm 2024 | Thực hiện năm 2024", "Dự toán | Thực hiện năm 2024");
    assert!(form.columns.iter().any(|c| c.lowest() == "Dự toán năm {year?}"));
    assert!(!codes.contains_key("PB202"), "{codes:?}");
    // Of two years neither may.
    let (_, form, codes) = found("Thực hiện năm 2023 | Thực hiện năm 2024", "Thực hiện năm 2023 | Thực hiện");
    assert!(form.columns.iter().any(|c| c.lowest() == "Thực hiện năm {year}"));
    assert!(codes.contains_key("PB202"), "{codes:?}");
}

#[test]
fn the_difference_of_rates_that_are_in_points_is_in_points() {
    let table = "KẾT QUẢ NĂM 2024\nSTT | Chỉ tiêu | ĐVT | Năm trước | Năm báo cáo | Tăng, giảm\n1 | Số hộ | Hộ | _ | _ | _\n\
                 2 | Tỷ lệ hộ nghèo | % | _ | _ | _\n3 | Tỷ lệ hộ cận nghèo | % | _ | _ | _";
    let found =
        round(table, ["500 510 10 8,5 9,786 1,286 7,25 8,024 0,774", "300 305 5 5,1 5,2 0,1 9,25 8,476 -0,774"]);
    assert!(found.codes.iter().all(|c| c == "PB506" || c == "PB308"), "{:?}", found.codes);
    let facts = found.work.json("f.json", "facts");
    let read = |value: &str| facts.iter().any(|f| field(f, "column") == "tang_giam" && field(f, "value") == value);
    assert!(["1.286", "0.774", "0.1", "-0.774"].into_iter().all(read), "{facts:?}");
    // Beside rates that may be parts of one it may be one, too.
    let found = round(table, ["500 510 10 0,85 0,9786 0,1286 7,25 8,024 0,774", "300 305 5 5,1 5,2 0,1 0 0 0,5"]);
    let unsure = found.codes.iter().filter(|c| *c == "PB301").count();
    assert_eq!(unsure, 4, "{:?}", found.codes);
}

#[test]
fn a_total_that_says_in_its_label_what_it_adds_is_told_in_whole_words() {
    let table = "TÌNH HÌNH NĂM 2024\nSTT | Chỉ tiêu | ĐVT | Kế hoạch | Thực hiện\nI | Vốn đầu tư | Triệu đồng | _ | _\n\
                 II | Vốn sự nghiệp | Triệu đồng | _ | _\n | TỔNG CỘNG = I + II | Triệu đồng | _ | _";
    let found = round(table, ["500 510 10 20 510 530", "700 690 30 10 730 777"]);
    assert_eq!(found.codes, ["PB401"]);
    let total = found.form.rows.last().unwrap();
    assert_eq!((total.code.as_str(), total.parent), ("T", None));
    let said = found.work.json("p.json", "findings");
    let said = said.iter().find(|f| field(f, "code") == "PB401").map(|f| field(f, "message").to_owned()).unwrap();
    assert!(said.contains("ghi 777, nhưng I + II = 700 (lệch 77)"), "{said}");
}

#[test]
fn what_is_from_one_age_to_another_has_no_number_before_it() {
    let table = "DÂN SỐ NĂM 2024\nNhóm tuổi | Tổng số (người) | Nam (người) | Nữ (người)\n0 - 4 tuổi | _ | _ | _\n\
                 5 - 9 tuổi | _ | _ | _\n10- 14 tuổi | _ | _ | _\nTổng số | _ | _ | _";
    let found = round(table, ["30 10 20 40 15 25 50 20 30 120 45 75", "31 11 20 41 16 25 51 21 30 123 48 75"]);
    assert_eq!(found.codes, [""; 0]);
    let labels: Vec<&str> = found.form.rows.iter().map(|r| r.label.as_str()).collect();
    assert_eq!(labels, ["0 - 4 tuổi", "5 - 9 tuổi", "10- 14 tuổi", "Tổng số"]);
    assert!(found.form.rows.iter().all(|r| r.stt.is_empty()));
}
