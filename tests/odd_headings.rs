//! Tables as circulars and offices head them: index rows with an odd mark, «Đơn vị» over the names of rows, headings that
//! say nothing of what they head, two that differ by a sign. What is drawn from the blank, and what comes of communes that
//! fill it in, with the blank as the form and without any.
#![allow(clippy::disallowed_methods)] // these texts are its own

use std::collections::BTreeMap;

use crate::own_forms::{blank, filled, inferred};
use crate::workdir::{Workdir, field};
use phubieu::form::{Role, Shape};

const ROUND: &str = "--under 066 --era 2024 --period 2024";

/// What two communes come to: the district's totals by `row column`, and the codes of all findings but that others did not
/// send and that the form was drawn.
fn round(table: &str, communes: [&str; 2], form: &str) -> (BTreeMap<String, String>, Vec<String>) {
    let work = Workdir::new();
    work.write("blank.xlsx", &blank(table));
    for (unit, figures) in [("Côn Minh", communes[0]), ("Kim Hỷ", communes[1])] {
        work.write(&format!("in/xa {}.xlsx", unit.to_lowercase()), &filled(table, unit, figures));
    }
    let outputs = "--totals t.json --findings p.json --force";
    let ran = work.run(&format!("consolidate in -o o.xlsx {ROUND} {outputs} {form}"));
    assert_eq!(ran.status, 0, "{form} {table} {}", ran.said);
    let rows = work.json("t.json", "totals");
    let total =
        |t: &serde_json::Value| (format!("{} {}", field(t, "row"), field(t, "column")), field(t, "value").to_owned());
    let totals = rows.iter().filter(|t| field(t, "unit") == "066").map(total).collect();
    let findings = work.json("p.json", "findings");
    let codes = findings.iter().map(|f| field(f, "code").to_owned());
    (totals, codes.filter(|c| !["PB106", "PB224"].contains(&c.as_str())).collect())
}

/// The same totals both ways, and no finding.
fn both(table: &str, communes: [&str; 2], expected: &[(&str, &str)]) {
    for form in ["--template blank.xlsx", ""] {
        let (totals, codes) = round(table, communes, form);
        for (cell, value) in expected {
            assert_eq!(totals.get(*cell).map(String::as_str), Some(*value), "{cell} «{form}»\n{table}\n{totals:?}");
        }
        assert!(codes.is_empty(), "«{form}»\n{table}\n{codes:?}");
    }
}

#[test]
fn an_index_row_with_an_odd_mark_yields_no_figures() {
    for (index, rule) in [
        ("1=2+…+4 | 2 | 3 | 4", "tong_so_nguoi = nhom_b_nguoi + nhom_c_nguoi + nhom_d_nguoi"),
        ("1=2+...+4 | 2 | 3 | 4", "tong_so_nguoi = nhom_b_nguoi + nhom_c_nguoi + nhom_d_nguoi"),
        ("1=(2+3+4) | 2 | 3 | 4", "tong_so_nguoi = nhom_b_nguoi + nhom_c_nguoi + nhom_d_nguoi"),
        ("1=2:4 | 2 | 3 | 4", "tong_so_nguoi = nhom_b_nguoi + nhom_c_nguoi + nhom_d_nguoi"),
        ("1=2÷4 | 2 | 3 | 4", "tong_so_nguoi = nhom_b_nguoi + nhom_c_nguoi + nhom_d_nguoi"),
        ("(2+3+4) | 2 | 3 | 4", "tong_so_nguoi = nhom_b_nguoi + nhom_c_nguoi + nhom_d_nguoi"),
        ("1=∑(2..4) | 2 | 3 | 4", "tong_so_nguoi = nhom_b_nguoi + nhom_c_nguoi + nhom_d_nguoi"),
        ("1=2+3+4 (người) | 2 | 3 | 4", "tong_so_nguoi = nhom_b_nguoi + nhom_c_nguoi + nhom_d_nguoi"),
        ("C1=C2+C3+C4 | C2 | C3 | C4", "tong_so_nguoi = nhom_b_nguoi + nhom_c_nguoi + nhom_d_nguoi"),
        ("1 | 1a | 1b | 2", ""),
        ("1 | 1.1 | 1.2 | 2", ""),
        ("1* | 2 | 3 | 4", ""),
        ("1/ | 2/ | 3/ | 4/", ""),
        ("Cột 1 | Cột 2 | Cột 3 | Cột 4", ""),
        ("I | II | III | IV", ""),
        ("1 | 2 | theo mẫu | 4", ""),
        ("1≥2 | 2 | 3 | 4", "«1≥2»"),
        ("1=2+3;4 | 2 | 3 | 4", "«1=2+3;4»"),
        ("1 | 2 | 3=1x2 | 4", "«3=1x2»"),
        ("1 | 2 | 3=1:2 | 4", "«3=1:2»"),
    ] {
        let table = format!(
            "SỐ NGƯỜI NĂM 2024\nSTT | Chỉ tiêu | Tổng số (người) | Nhóm B (người) | Nhóm C (người) | Nhóm D (người)\n\
             A | B | {index}\n1 | Trẻ em | _ | _ | _ | _\n2 | Người lớn | _ | _ | _ | _"
        );
        let (_, form, text) = inferred(&blank(&table));
        assert_eq!((form.shape, form.rows.len()), (Shape::Indicators, 2), "{index}\n{text}");
        assert_eq!(form.value_columns().count(), 4, "{index}");
        assert!(text.contains(rule), "{index}: {rule}\n{text}");
        assert_eq!(form.rules.len(), usize::from(rule.starts_with('t')), "{index}\n{text}");
        let all = [("1 tong_so_nguoi", "66"), ("1 nhom_d_nguoi", "33"), ("2 nhom_b_nguoi", "44")];
        both(&table, ["6 1 2 3 15 4 5 6", "60 10 20 30 150 40 50 60"], &all);
        // A form that somebody wrote has no index row.
        let work = Workdir::new();
        work.write("bieu.toml", text.as_bytes());
        work.write("in/xa con minh.xlsx", &filled(&table, "Côn Minh", "6 1 2 3 15 4 5 6"));
        let ran = work.run(&format!("consolidate in -o o.xlsx --form bieu.toml {ROUND} --facts f.json"));
        assert_eq!(ran.status, 0, "{}", ran.said);
        assert_eq!(work.json("f.json", "facts").len(), 8, "{index}");
    }
}

#[test]
fn what_stands_over_another_in_the_index_row_is_a_quotient_of_a_rate() {
    for index in ["1 | 2 | 2/1", "1 | 2 | 3=2/1", "1 | 2 | 3=2*100/1", "1 | 2 | (2)/(1)*100"] {
        let table = format!(
            "KẾT QUẢ NĂM 2024\nSTT | Chỉ tiêu | Kế hoạch (người) | Thực hiện (người) | Tỷ lệ (%)\n\
             A | B | {index}\n1 | Trẻ em | _ | _ | _\n2 | Người lớn | _ | _ | _"
        );
        both(&table, ["10 5 50 20 5 25", "10 9 90 20 10 50"], &[("1 ty_le", "70"), ("2 ty_le", "37.5")]);
    }
}

#[test]
fn a_first_row_of_small_figures_is_a_row() {
    for first in ["Trẻ em", "Cấp I", "A1", "Lớp 1A"] {
        let table = format!(
            "SỐ NGƯỜI NĂM 2024\nSTT | Chỉ tiêu | Nam (người) | Nữ (người) | Khác (người)\n\
             1 | {first} | _ | _ | _\n2 | Người lớn | _ | _ | _"
        );
        let all = [("1 nam_nguoi", "2"), ("1 nu_nguoi", "4"), ("1 khac_nguoi", "6"), ("2 khac_nguoi", "10")];
        both(&table, ["1 2 3 3 4 5", "1 2 3 3 4 5"], &all);
    }
}

#[test]
fn under_the_heading_of_units_stand_the_names_of_rows_where_nothing_else_is_a_label() {
    for index in ["A | 1=2+3 | 2 | 3", "MS | 1=2+3 | 2 | 3", ""] {
        let table = format!(
            "TIẾP CÔNG DÂN NĂM 2024\nĐơn vị | Tổng số (người) | Chia ra | >\n^ | ^ | Nam (người) | Nữ (người)\n{index}\n\
             Tổng số | _ | _ | _\nUBND xã | _ | _ | _\nCông an xã | _ | _ | _"
        )
        .replace("\n\n", "\n");
        let (_, form, text) = inferred(&blank(&table));
        let label = form.columns.iter().find(|c| c.role == Role::Label).unwrap();
        assert_eq!((label.heading.join(""), form.rows.len()), ("Đơn vị".to_owned(), 3), "{index}\n{text}");
        let figures = ["9 4 5 6 2 4 3 2 1", "5 2 3 3 1 2 2 1 1"];
        both(
            &table,
            figures,
            &[("T tong_so_nguoi", "14"), ("x2 chia_ra_nam_nguoi", "3"), ("x3 chia_ra_nu_nguoi", "2")],
        );
    }
    // Beside labels it is the measure.
    let table = "SẢN LƯỢNG NĂM 2024\nSTT | Chỉ tiêu | Đơn vị | Kế hoạch\n1 | Thóc | Tấn | _\n2 | Ngô | Tấn | _";
    let (_, form, _) = inferred(&blank(table));
    assert_eq!(form.columns.iter().filter(|c| c.role == Role::Measure).count(), 1);
}

#[test]
fn the_first_column_of_words_beside_figures_is_the_label_whatever_its_heading_says() {
    for heading in ["Loại việc", "Phân tổ", "Khu vực", "Loại rừng", "Dân tộc", "Độ tuổi", "Các khoản thu", "Cơ quan"]
    {
        for index in ["A | 1 | 2 | 3\n", ""] {
            let table = format!(
                "KẾT QUẢ NĂM 2024\n{heading} | Tổng số (người) | Chia ra | >\n^ | ^ | Nam (người) | Nữ (người)\n{index}\
                 Loại một | _ | _ | _\nLoại hai | _ | _ | _\nLoại ba | _ | _ | _"
            );
            let figures = ["9 4 5 6 2 4 3 2 1", "5 2 3 3 1 2 2 1 1"];
            both(&table, figures, &[("x1 tong_so_nguoi", "14"), ("x3 chia_ra_nu_nguoi", "2")]);
        }
    }
}

#[test]
fn what_holds_no_table_is_refused_and_no_form_is_named_that_nobody_asked_for() {
    let texts = [
        "ỦY BAN NHÂN DÂN | | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nXÃ CÔN MINH | | Độc lập - Tự do - Hạnh phúc\n\
         Số: 12/BC-UBND | | Côn Minh, ngày 5 tháng 12 năm 2024\n\nBÁO CÁO\nKết quả thực hiện nhiệm vụ\n\
         Xã đã thực hiện tốt các nhiệm vụ được giao\nCác chỉ tiêu đều đạt",
        "Thời gian | Việc | Phụ trách\nSáng thứ hai | Họp giao ban | Chủ tịch\nChiều thứ ba | Tiếp dân | Phó chủ tịch",
        "Người nhận | Nơi gửi | Ký tên\nÔng Ba | Xã | (đã ký)\nBà Tư | Huyện | (đã ký)",
    ];
    for text in texts {
        let work = Workdir::new();
        work.write("bieu.xlsx", &crate::own_forms::book(text));
        assert_eq!(work.run("form infer bieu.xlsx -o bieu.toml").status, 2, "{text}");
        let ran = work.run(&format!("check bieu.xlsx {ROUND} --findings p.json"));
        assert!(!ran.said.contains("Chỉ tiêu kế hoạch"), "{}", ran.said);
    }
}

#[test]
fn headings_that_differ_by_a_sign_are_told_apart_by_it() {
    for (first, second) in [
        ("≤ 24 giờ", "> 24 giờ"),
        ("Nam", "Nam (%)"),
        ("+", "-"),
        ("UV2", "UV2+"),
        ("≥ 50%", "< 50%"),
        ("Loại A", "Loại A+"),
    ] {
        let head = "TIÊM CHỦNG NĂM 2024\nSTT | Nội dung | Số trẻ (trẻ) | >";
        let rows = "1 | Khám | _ | _\n2 | Tiêm | _ | _";
        let table = format!("{head}\n^ | ^ | {first} | {second}\n{rows}");
        let work = Workdir::new();
        work.write("blank.xlsx", &blank(&table));
        work.write("in/xa con minh.xlsx", &filled(&table, "Côn Minh", "1 2 3 4"));
        // The other way round each has its own sign, too.
        let turned = format!("{head}\n^ | ^ | {second} | {first}\n{rows}");
        work.write("in/xa kim hy.xlsx", &filled(&turned, "Kim Hỷ", "20 10 40 30"));
        let outputs = "--template blank.xlsx --facts f.json --findings p.json";
        let ran = work.run(&format!("consolidate in -o o.xlsx {ROUND} {outputs}"));
        assert_eq!(ran.status, 0, "{first} {}", ran.said);
        let codes: Vec<String> = work.json("p.json", "findings").iter().map(|f| field(f, "code").to_owned()).collect();
        assert!(!codes.iter().any(|c| c == "PB203"), "{first} {codes:?}");
        let facts = work.json("f.json", "facts");
        let of = |file: &str, row: &str| {
            let own = facts.iter().filter(|f| field(f, "file").ends_with(file) && field(f, "row") == row);
            own.map(|f| field(f, "value").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(of("con minh.xlsx", "1"), ["1", "2"], "{first}");
        assert_eq!(of("kim hy.xlsx", "2"), ["30", "40"], "{first}");
    }
}

#[test]
fn a_total_with_a_code_of_letters_is_a_row_and_is_held_against_the_numbers_that_it_names() {
    let table = "DIỆN TÍCH ĐẤT NĂM 2024\nSTT | Loại đất | Mã | Diện tích (ha)\n | TỔNG DIỆN TÍCH (1+2+3) | TDT | _\n\
                 1 | Đất nông nghiệp | NNP | _\n2 | Đất phi nông nghiệp | PNN | _\n3 | Đất chưa sử dụng | CSD | _";
    let (_, form, text) = inferred(&blank(table));
    assert_eq!((form.rows.len(), form.rules.len()), (4, 1), "{text}");
    both(table, ["60 10 20 30", "66 11 22 33"], &[("x1 dien_tich_ha", "126"), ("1 dien_tich_ha", "21")]);
    let (_, codes) = round(table, ["60 10 20 30", "99 11 22 33"], "--template blank.xlsx");
    assert!(codes.iter().any(|c| c.starts_with("PB4")), "{codes:?}");
}

#[test]
fn a_total_names_its_parts_without_brackets_and_those_of_its_own_part() {
    let table = "CÂN ĐỐI NĂM 2024\nSTT | Nội dung | Số tiền (đồng)\nI | Thu thường xuyên | _\nII | Thu khác | _\n\
                 | TỔNG CỘNG = I + II | _";
    let (_, codes) = round(table, ["10 20 30", "11 22 99"], "--template blank.xlsx");
    assert!(codes.iter().any(|c| c.starts_with("PB4")), "{codes:?}");
    both(table, ["10 20 30", "11 22 33"], &[("I so_tien_dong", "21")]);
    let table = "CÂN ĐỐI NĂM 2024\nSTT | Nội dung | Số tiền (đồng)\nA | TỔNG THU (I+II) | _\nI | Thu một | _\n\
                 II | Thu hai | _\nB | TỔNG CHI (I+II) | _\nI | Chi một | _\nII | Chi hai | _";
    let (_, form, text) = inferred(&blank(table));
    assert_eq!(form.rules.len(), 2, "{text}");
    both(table, ["30 10 20 7 3 4", "33 11 22 7 3 4"], &[("A so_tien_dong", "63"), ("B so_tien_dong", "14")]);
    let (_, codes) = round(table, ["30 10 20 7 3 4", "33 11 22 9 3 4"], "--template blank.xlsx");
    assert!(codes.iter().any(|c| c.starts_with("PB4")), "{codes:?}");
}

#[test]
fn what_grew_or_fell_is_one_less_the_other_where_it_is_plain_which_is_which() {
    let table = |head: &str| {
        format!("TAI NẠN NĂM 2024\n{head}\n1 | Số vụ | Vụ | _ | _ | _ | _\n2 | Phạt tiền | Triệu đồng | _ | _ | _ | _")
    };
    let head = "STT | Nội dung | ĐVT | Tháng báo cáo | Cùng kỳ năm trước | So sánh với cùng kỳ | >\n\
                ^ | ^ | ^ | ^ | ^ | Tăng (+), giảm (-) | Tỷ lệ %";
    let (_, form, text) = inferred(&blank(&table(head)));
    assert!(text.contains("= thang_bao_cao - cung_ky_nam_truoc"), "{text}");
    assert_eq!(form.rules.len(), 1);
    let right = ["8 5 3 60 10 30 -20 -66", "4 5 -1 -20 20 10 10 100"];
    for form in ["--template blank.xlsx", ""] {
        let (totals, codes) = round(&table(head), right, form);
        assert!(!codes.iter().any(|c| c.starts_with("PB4")), "{codes:?}");
        let change = totals.iter().filter(|(cell, _)| cell.contains("tang_giam")).map(|(_, v)| v.as_str());
        assert_eq!(change.collect::<Vec<_>>(), ["2", "-10"], "{totals:?}");
    }
    let (_, codes) = round(&table(head), [right[0], "4 5 9 -20 20 10 10 100"], "--template blank.xlsx");
    assert!(codes.iter().any(|c| c.starts_with("PB4")), "{codes:?}");
    // Nothing says of which two it is.
    for head in [
        "STT | Nội dung | ĐVT | Kế hoạch | Cùng kỳ năm trước | Tăng (+), giảm (-) | Ghi chú",
        "STT | Nội dung | ĐVT | Tháng trước | Cùng kỳ năm trước | Tăng (+), giảm (-) | Ghi chú",
        "STT | Nội dung | ĐVT | Quý I | Quý II | Tăng (+), giảm (-) | Ghi chú",
        "STT | Nội dung | ĐVT | Tháng báo cáo | Cùng kỳ năm trước | Tăng, giảm so với kế hoạch | Tỷ lệ %",
    ] {
        let (_, form, text) = inferred(&blank(&table(head)));
        assert!(form.rules.is_empty(), "{head} {text}");
    }
}
