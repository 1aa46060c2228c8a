//! Forms that nobody wrote: what adds in them, in which measure, and what does not. Each case is an appendix as offices
//! make them, sent out blank and filled in by two communes, read with the blank as the form and without any.
#![allow(clippy::disallowed_methods)] // these texts are its own

use std::collections::BTreeMap;

use crate::workdir::{Workdir, field};
use rust_xlsxwriter::{Format, Workbook};

/// One sheet of lines of cells between `|`; whole numbers are numbers, all else is text.
fn book(text: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0u32..).zip(text.lines()) {
        for (column, cell) in (0u16..).zip(line.split('|').map(str::trim)) {
            match cell.parse::<i64>() {
                Ok(number) => sheet.write_number(row, column, number as f64).unwrap(),
                Err(_) if cell.is_empty() => continue,
                Err(_) => sheet.write_string(row, column, cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// The figures of a table, `_` for each, filled in from a list.
fn filled(table: &str, unit: &str, figures: &str) -> String {
    let mut figures = figures.split_whitespace();
    let lines = table.lines().map(|line| {
        let cells = line.split('|').map(|cell| match cell.trim() {
            "_" => figures.next().unwrap().to_owned(),
            other => other.to_owned(),
        });
        cells.collect::<Vec<_>>().join(" | ")
    });
    format!("ỦY BAN NHÂN DÂN\nXÃ {unit}\n\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// The district's totals as `row column` to `value measure rule`, and the codes of all findings but that most communes
/// have not submitted.
struct Totals {
    totals: BTreeMap<String, String>,
    codes: Vec<String>,
}

fn consolidated(table: &str, communes: [&str; 2], more: &str) -> Totals {
    let work = Workdir::new();
    let blank = table.replace('_', "");
    work.write("blank.xlsx", &book(&format!("ỦY BAN NHÂN DÂN\nXÃ ……\n\n{blank}")));
    for (unit, figures) in [("CÔN MINH", communes[0]), ("KIM HỶ", communes[1])] {
        work.write(&format!("in/xa {}.xlsx", unit.to_lowercase()), &book(&filled(table, unit, figures)));
    }
    let round = "--under 066 --era 2024 --period 2024 --totals t.json --findings p.json --force";
    let ran = work.run(&format!("consolidate in -o o.xlsx {round} {more}"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let rows = work.json("t.json", "totals");
    let ours = rows.iter().filter(|t| field(t, "unit") == "066");
    let total = |t: &serde_json::Value| {
        let value = [field(t, "value"), field(t, "measure"), field(t, "rule")].map(str::to_owned).join(" ");
        (format!("{} {}", field(t, "row"), field(t, "column")), value.trim().to_owned())
    };
    let findings = work.json("p.json", "findings");
    let codes = findings.iter().map(|f| field(f, "code").to_owned());
    let codes = codes.filter(|c| !["PB106", "PB224"].contains(&c.as_str())).collect();
    Totals { totals: ours.map(total).collect(), codes }
}

/// What a table comes to, by its blank and by what its submissions share.
fn both(table: &str, communes: [&str; 2], expected: &[(&str, &str)]) {
    for more in ["--template blank.xlsx", ""] {
        let found = consolidated(table, communes, more);
        for (cell, total) in expected {
            assert_eq!(found.totals.get(*cell).map(String::as_str), Some(*total), "{cell} «{more}» {:?}", found.totals);
        }
        assert!(found.codes.iter().all(|c| c == "PB506"), "«{more}» {:?}", found.codes);
    }
}

#[test]
fn a_column_of_per_cent_under_a_line_of_money_is_not_added() {
    let table = "THU NGÂN SÁCH NĂM 2024\n| | | | ĐVT: Triệu đồng\n\
         STT | Nội dung | Dự toán | Thực hiện | % TH/DT\nA | B | 1 | 2 | 3=2/1*100\n\
         1 | Thuế | _ | _ | _\n2 | Phí | _ | _ | _";
    both(
        table,
        ["100 80 80 100 90 90", "100 90 90 100 110 110"],
        &[("1 thuc_hien", "170 Triệu đồng sum"), ("1 th_dt", "85 % ratio"), ("2 th_dt", "100 % ratio")],
    );
}

#[test]
fn what_is_a_rate_a_rank_or_a_price_by_its_heading_is_in_no_line_s_measure_and_has_no_total() {
    for heading in [
        "Đạt % kế hoạch năm",
        "% so cùng kỳ",
        "TH/KH",
        "So sánh TH/KH",
        "So sánh",
        "So cùng kỳ",
        "2024/2023",
        "Tiến độ",
        "Lần",
        "Tốc độ tăng trưởng",
        "Năng suất",
        "Hệ số",
        "Xếp hạng",
        "Điểm",
        "Đơn giá",
        "Bình quân",
        "Thu nhập bình quân",
    ] {
        let table = format!(
            "BÁO CÁO KẾT QUẢ NĂM 2024\n| | | ĐVT: Triệu đồng\nSTT | Nội dung | Thực hiện | {heading}\n\
             1 | Cây lúa | _ | _\n2 | Cây ngô | _ | _"
        );
        for more in ["--template blank.xlsx", ""] {
            let found = consolidated(&table, ["10 3 20 4", "30 5 40 6"], more);
            assert_eq!(found.totals["1 thuc_hien"], "40 Triệu đồng sum", "{heading}");
            let others: Vec<&String> =
                found.totals.iter().filter(|(c, _)| !c.ends_with(" thuc_hien")).map(|(_, t)| t).collect();
            assert!(others.iter().all(|t| t.ends_with("none")) && others.len() == 2, "{heading} {others:?}");
            assert!(found.codes.iter().any(|c| c == "PB506"), "the reason is said: {heading}");
        }
    }
}

#[test]
fn a_line_that_leaves_room_for_the_units_name_heads_no_column() {
    for line in ["ĐƠN VỊ: ………… | | | Biểu số 05/CN", "Đơn vị: ............ | | | Mẫu 05"] {
        let table = format!(
            "{line}\n\nTÌNH HÌNH CHĂN NUÔI NĂM 2024\n\n\
             STT | Chỉ tiêu | ĐVT | Kế hoạch | Thực hiện\n\
             1 | Trâu | con | _ | _\n2 | Bò | con | _ | _"
        );
        both(&table, ["10 9 20 21", "30 31 40 39"], &[("1 ke_hoach", "40 con sum"), ("2 thuc_hien", "60 con sum")]);
    }
}

#[test]
fn a_group_row_that_every_commune_sums_up_is_one_finding() {
    let table = "TÌNH HÌNH CHĂN NUÔI NĂM 2024\n\n\
         STT | Chỉ tiêu | ĐVT | Kế hoạch | Thực hiện\n\
         I | TỔNG ĐÀN GIA SÚC | | _ | _\n1 | Trâu | con | _ | _\n2 | Bò | con | _ | _\n\
         II | SẢN PHẨM | | | \n1 | Thịt hơi | tấn | _ | _";
    let found = consolidated(table, ["30 30 10 9 20 21 5 6", "70 70 30 31 40 39 7 8"], "--template blank.xlsx");
    assert_eq!(found.codes.iter().filter(|c| *c == "PB320").count(), 1, "{:?}", found.codes);
}

#[test]
fn an_agency_over_the_first_columns_is_no_heading_of_theirs() {
    let made = |unit: &str, figures: [&str; 2]| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let look = Format::new();
        sheet.merge_range(0, 0, 0, 1, &format!("ỦY BAN NHÂN DÂN XÃ {unit}"), &look).unwrap();
        sheet.write_string(0, 4, "Biểu số 05/CN").unwrap();
        sheet.merge_range(2, 0, 2, 4, "TÌNH HÌNH CHĂN NUÔI NĂM 2024", &look).unwrap();
        for (column, heading) in [(0u16, "STT"), (1, "Chỉ tiêu"), (2, "ĐVT")] {
            sheet.merge_range(4, column, 5, column, heading, &look).unwrap();
        }
        sheet.merge_range(4, 3, 4, 4, "Số lượng", &look).unwrap();
        for (column, text) in [(3u16, "Kế hoạch"), (4, "Thực hiện")] {
            sheet.write_string(5, column, text).unwrap();
        }
        for (row, label) in [(6u32, "Trâu"), (7, "Bò")] {
            sheet.write_number(row, 0, row - 5).unwrap();
            sheet.write_string(row, 1, label).unwrap().write_string(row, 2, "Con").unwrap();
            for (column, figure) in [3u16, 4].into_iter().zip(figures).filter(|(_, figure)| !figure.is_empty()) {
                sheet.write_string(row, column, figure).unwrap();
            }
        }
        book.save_to_buffer().unwrap()
    };
    let work = Workdir::new();
    work.write("blank.xlsx", &made("……………", [""; 2]));
    work.write("in/xa con minh.xlsx", &made("CÔN MINH", ["10", "khoảng 9"]));
    let round = "--under 066 --era 2024 --period 2024 --template blank.xlsx";
    let ran = work.run(&format!("consolidate in -o o.xlsx {round} --findings f.csv"));
    assert!(String::from_utf8(work.read("f.csv")).unwrap().contains("PB302"), "{}", ran.said);
    assert!(ran.said.contains("Thực hiện") && !ran.said.contains("CHĂN NUÔI NĂM 2024 ›"), "{}", ran.said);
    let sheet = work.sheet("o.xlsx", "Tổng hợp");
    assert_eq!(sheet[0][0], "ỦY BAN NHÂN DÂN HUYỆN NA RÌ");
    assert!(sheet[4].iter().any(|heading| heading == "Có số / phải có"), "{:?}", sheet[4]);
}

#[test]
fn a_measure_that_a_heading_or_a_label_names_goes_before_the_line_above() {
    let table = "QUỸ VÀ CHI NĂM 2024\n| | | ĐVT: Triệu đồng\n\
         STT | Nội dung | Số tiền thu | Số tiền chi (nghìn đồng)\n1 | Quỹ A | _ | _\n2 | Quỹ B | _ | _";
    both(
        table,
        ["5 1200 7 1300", "6 800 8 700"],
        &[("1 so_tien_thu", "11 Triệu đồng sum"), ("1 so_tien_chi_nghin_dong", "2000 nghìn đồng sum")],
    );
    let table = "QUỸ VÀ CHI NĂM 2024\n| | | ĐVT: Triệu đồng\nSTT | Nội dung | Kế hoạch | Thực hiện\n\
         1 | Chi thường xuyên | _ | _\n2 | Quỹ đền ơn đáp nghĩa (đồng) | _ | _\n3 | Số hộ đóng góp | _ | _";
    both(
        table,
        ["5 4 4483 4000 12 11", "6 5 4000 3000 9 8"],
        &[
            ("1 ke_hoach", "11 Triệu đồng sum"),
            ("2 ke_hoach", "8483 đồng sum"),
            ("2 thuc_hien", "7000 đồng sum"),
            ("3 thuc_hien", "19 hộ sum"),
        ],
    );
}

#[test]
fn years_and_rates_in_a_list_are_not_summed_as_money() {
    let table = "DANH MỤC CÔNG TRÌNH NĂM 2024\n| | | | | ĐVT: Triệu đồng\n\
         TT | Tên công trình | Địa điểm | Năm khởi công | Tổng mức đầu tư | % giải ngân\n\
         1 | _ | _ | _ | _ | _\n2 | _ | _ | _ | _ | _";
    let found = consolidated(
        table,
        ["Đường Nà 2022 100 50 Cầu Pác 2023 200 60", "Kênh Nà 2021 300 70 Đập Pác 2024 400 80"],
        "--template blank.xlsx",
    );
    assert_eq!(found.totals["* tong_muc_dau_tu"], "1000 Triệu đồng sum");
    assert!(!found.totals.contains_key("* nam_khoi_cong"), "{:?}", found.totals);
    assert_eq!(found.totals["* giai_ngan"], "% none");
}

#[test]
fn differences_may_be_below_zero_and_their_parts_above_them() {
    let table = "BIẾN ĐỘNG HỘ NGHÈO NĂM 2024\nSTT | Nội dung | ĐVT | Đầu năm | Cuối năm | Tăng (+), giảm (-)\n\
         A | B | C | 1 | 2 | 3=2-1\n1 | Hộ nghèo | Hộ | _ | _ | _\n1.1 | Trong đó: hộ dân tộc thiểu số | Hộ | _ | _ | _\n\
         2 | Hộ cận nghèo | Hộ | _ | _ | _";
    both(
        table,
        ["50 40 -10 20 19 -1 30 33 3", "60 55 -5 30 30 0 20 18 -2"],
        &[("1 tang_giam", "-15 Hộ sum"), ("2 tang_giam", "1 Hộ sum")],
    );
}

#[test]
fn a_total_whose_label_names_its_parts_is_held_against_them() {
    let table = "CHI NGÂN SÁCH NĂM 2024\n| | ĐVT: Triệu đồng\nSTT | Nội dung | Dự toán\n\
         | TỔNG SỐ (I+II) | _\nI | Chi đầu tư | _\nII | Chi thường xuyên | _";
    let found = consolidated(table, ["1060 20 40", "70 30 40"], "--template blank.xlsx");
    assert!(found.codes.iter().any(|c| c == "PB401"), "{:?}", found.codes);
    let found = consolidated(table, ["60 20 40", "70 30 40"], "--template blank.xlsx");
    assert!(found.codes.is_empty(), "{:?}", found.codes);
}

#[test]
fn the_title_and_measure_of_a_second_table_are_no_row_of_the_first() {
    let table = "BÁO CÁO THU CHI NĂM 2024\nBiểu 1. Thu ngân sách | | | ĐVT: Triệu đồng\n\
         STT | Nội dung thu | Kế hoạch | Thực hiện\n1 | Thuế | _ | _\n2 | Phí | _ | _\n\n\n\
         Biểu 2. Chi quỹ | | | ĐVT: Nghìn đồng\nSTT | Nội dung chi | Dự kiến | Thực chi\n\
         1 | Chi A | _ | _\n2 | Chi B | _ | _";
    both(
        table,
        ["1 2 3 4 5 6 7 8", "10 20 30 40 50 60 70 80"],
        &[
            ("2 thuc_hien", "44 Triệu đồng sum"),
            ("1 du_kien", "55 Nghìn đồng sum"),
            ("2 thuc_chi", "88 Nghìn đồng sum"),
        ],
    );
}

#[test]
fn a_column_with_some_figures_is_one_of_figures_and_what_is_none_is_told() {
    let table = "ĐÁNH GIÁ TIÊU CHÍ NĂM 2024\nSTT | Nội dung | ĐVT | Kết quả\n\
         1 | Thôn đạt chuẩn | Thôn | _\n2 | Hộ đạt chuẩn | Hộ | _\n3 | Số nhà văn hóa | Nhà | _";
    let found = consolidated(table, ["8/15 80/120 8", "9/12 70/90 6"], "");
    assert_eq!(found.totals["3 ket_qua"], "14 Nhà sum");
    assert!(found.codes.iter().all(|c| c == "PB302") && found.codes.len() == 4, "{:?}", found.codes);
}

#[test]
fn a_numbered_title_heads_the_next_table_and_a_year_that_is_compared_with_is_none_of_the_report() {
    let table = "BIỂU LAO ĐỘNG NĂM 2024\n1. Lao động theo nhóm tuổi\nSTT | Nhóm tuổi | Số lao động (người) | Tăng, giảm so năm 2023\n\
         1 | Dưới 25 tuổi | _ | _\n2 | Trên 25 tuổi | _ | _\n\
         2. Lao động được đào tạo nghề\nSTT | Nghề đào tạo | Số lớp (lớp) | Lý do khác (người)\n\
         1 | Nông nghiệp | _ | _\n2 | Phi nông nghiệp | _ | _";
    both(
        table,
        ["10 1 20 2 3 30 4 40", "11 1 21 2 5 50 6 60"],
        &[
            ("1 so_lao_dong_nguoi", "21 người sum"),
            ("1 so_lop_lop", "8 lớp sum"),
            ("2 ly_do_khac_nguoi", "100 người sum"),
        ],
    );
}

#[test]
fn names_that_each_submission_has_of_its_own_are_the_items_of_a_list() {
    let work = Workdir::new();
    for (unit, names) in [("CÔN MINH", ["Lường Văn A", "Ma Thị B"]), ("KIM HỶ", ["Vi Văn C", "Sầm Thị D"])]
    {
        let [first, second] = names;
        let list = format!(
            "ỦY BAN NHÂN DÂN\nXÃ {unit}\nDANH SÁCH HỘ NGHÈO ĐƯỢC HỖ TRỢ NĂM 2024\n\
             STT | Họ và tên | Số khẩu (người) | Số tiền (đồng)\n1 | {first} | 4 | 3100000\n2 | {second} | 2 | 2000000\n\
             | Tổng cộng | 6 | 5100000"
        );
        work.write(&format!("in/xa {}.xlsx", unit.to_lowercase()), &book(&list));
    }
    let ran =
        work.run("consolidate in -o o.xlsx --under 066 --era 2024 --period 2024 --totals t.json --findings p.json");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let rows = work.json("t.json", "totals");
    let total = |column: &str| {
        let found = rows.iter().find(|t| field(t, "unit") == "066" && field(t, "column") == column).unwrap();
        (field(found, "row").to_owned(), field(found, "value").to_owned())
    };
    assert_eq!(total("ho_va_ten"), ("*".into(), "4".into()));
    assert_eq!(total("so_khau_nguoi"), ("*".into(), "12".into()));
    assert_eq!(total("so_tien_dong"), ("*".into(), "10200000".into()));
}

#[test]
fn a_title_over_headings_with_remarks_is_no_row_of_the_table_above() {
    for title in ["II. CHĂN NUÔI", "CHĂN NUÔI", "Biểu 2: CHĂN NUÔI", "| II. CHĂN NUÔI"] {
        let table = format!(
            "BÁO CÁO SẢN XUẤT NĂM 2024\n\nI. TRỒNG TRỌT\nTT | Cây trồng | Diện tích (ha) | Sản lượng (tấn)\n\
             1 | Lúa xuân | _ | _\n2 | Ngô xuân | _ | _\n | Cộng | _ | _\n\n{title}\n\
             TT | Vật nuôi | ĐVT | Kế hoạch | Thực hiện | Ghi chú\n1 | Trâu | con | _ | _ |\n2 | Bò | con | _ | _ |"
        );
        let fits = ["1 2 3 4 4 6 7 8 9 10", "10 20 30 40 40 60 70 80 90 100"];
        both(&table, fits, &[("T dien_tich_ha", "44 ha sum"), ("2 thuc_hien", "110 con sum")]);
        // The title is no part of the sum, either.
        let wrong = consolidated(&table, ["1 2 3 4 104 6 7 8 9 10", fits[1]], "--template blank.xlsx");
        assert!(wrong.codes.iter().any(|c| c == "PB401"), "{title} {:?}", wrong.codes);
    }
}

const TWINS: &str = "KẾT QUẢ SỐ HÓA NĂM 2024\n\
     STT | Loại sổ | Số trường hợp đã đăng ký | Số trường hợp đã số hóa | Tỷ lệ (%) | Số trường hợp chuyển | Tỷ lệ (%)\n\
     A | B | 1 | 2 | 3=2/1*100 | 4 | 5=4/2*100\n1 | Khai sinh | _ | _ | _ | _ | _\n2 | Khai tử | _ | _ | _ | _ | _";

#[test]
fn two_columns_with_one_heading_are_told_apart_by_what_stands_left_of_them() {
    let communes = ["100 80 80 40 50 10 5 50 1 20", "100 60 60 30 50 10 5 50 1 20"];
    both(
        TWINS,
        communes,
        &[("1 so_truong_hop_da_dang_ky", "200 trường hợp sum"), ("1 ty_le", "70 % ratio"), ("1 ty_le_2", "50 % ratio")],
    );
}

#[test]
fn a_column_that_may_be_either_of_two_with_one_heading_is_not_read() {
    let work = Workdir::new();
    work.write("blank.xlsx", &book(&TWINS.replace('_', "")));
    let moved = "KẾT QUẢ SỐ HÓA NĂM 2024\nSTT | Loại sổ | Số trường hợp đã đăng ký | Tỷ lệ (%) | \
         Số trường hợp đã số hóa | Tỷ lệ (%) | Số trường hợp chuyển\n1 | Khai sinh | 100 | 80 | 80 | 50 | 40\n\
         2 | Khai tử | 10 | 50 | 5 | 20 | 1";
    work.write("in/xa con minh.xlsx", &book(moved));
    let ran = work.run("check in --template blank.xlsx --under 066 --era 2024 --period 2024 --findings p.json");
    assert_eq!(ran.status, 1, "{}", ran.said);
    assert!(work.codes("p.json").contains_key("PB203"), "{:?}", work.codes("p.json"));
}

#[test]
fn what_a_list_of_persons_says_of_each_in_words_is_no_figure() {
    let table = |index: &str, items: &str| {
        format!(
            "DANH SÁCH ĐỐI TƯỢNG BẢO TRỢ NĂM 2024\nSTT | Họ và tên | Năm sinh | | Dân tộc | Địa chỉ (thôn) | Hệ số | \
             Số tiền (đồng) | Ký nhận | Ghi chú\n | | Nam | Nữ | | | | | |\n\
             {index}{items}"
        )
    };
    // Without a row of numbers below them, headings that are not merged reach as far.
    for index in ["A | B | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8\n", ""] {
        let work = Workdir::new();
        work.write("blank.xlsx", &book(&table(index, "1\n2\n | Tổng cộng")));
        let items = "1 | Lường Văn A | 1950 | | Tày | Bản Cuôn | 2 | 720000 | đã ký |\n\
         2 | Ma Thị B | | 1948 | Nùng | Nà Ngăm | 1 | 360000 | | ủy quyền\n | Tổng cộng | | | | | | 1080000 | |";
        work.write("in/xa con minh.xlsx", &book(&table(index, items)));
        let round = "--under 066 --era 2024 --period 2024";
        let ran = work.run(&format!("check in --template blank.xlsx {round} --findings p.json"));
        assert_eq!(ran.status, 0, "{}", ran.said);
        let codes = work.codes("p.json");
        assert!(codes.keys().all(|c| ["PB220", "PB106"].contains(&c.as_str())), "{codes:?}");
        let ran = work.run("form infer blank.xlsx -o form.toml");
        assert_eq!(ran.status, 0, "{}", ran.said);
        let ran = work.run(&format!("template --form form.toml {round} -o out"));
        assert_eq!(ran.status, 0, "{}", ran.said);
        let file = work.list("out").into_iter().find(|f| f.ends_with(".xlsx")).unwrap();
        let sheet = work.sheet(&format!("out/{file}"), "blank");
        let said = sheet.concat().join(" ");
        assert!(said.contains("Hệ số") && !said.contains("không ghi"), "{said}");
    }
}

#[test]
fn the_measure_of_all_areas_is_that_behind_its_colon_and_a_title_beside_a_number_heads_no_column() {
    let table = "Biểu 01/TKĐĐ | THỐNG KÊ DIỆN TÍCH ĐẤT ĐAI\n(Đến ngày 31/12/2024)\n | | | | | Đơn vị tính diện tích: ha\n\
         Thứ tự | Loại đất | Tổng diện tích | Theo đối tượng sử dụng | |\n\
         | | | Tổng số | Hộ gia đình | Tổ chức trong nước\n | | | | | Tổ chức kinh tế\n\
         (1) | (2) | (3) | (4) | (5) | (6)\n1 | Đất nông nghiệp | _ | _ | _ | _\n2 | Đất ở | _ | _ | _ | _";
    let work = Workdir::new();
    work.write("blank.xlsx", &book(&table.replace('_', "")));
    work.write("in/xa con minh.xlsx", &book(&table.replace('_', "5")));
    let round = "--under 066 --era 2024 --period 2024 --totals t.json --findings p.json";
    let ran = work.run(&format!("consolidate in --template blank.xlsx -o o.xlsx {round}"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let rows = work.json("t.json", "totals");
    let ours = rows.iter().filter(|t| field(t, "unit") == "066");
    let said: Vec<String> = ours.map(|t| format!("{} {}", field(t, "value"), field(t, "measure"))).collect();
    assert_eq!(said, vec!["5 ha"; 8]);
}

#[test]
fn labels_and_order_numbers_are_known_under_another_heading_where_all_else_is_the_form_s() {
    let table = |number: &str, label: &str, done: &str| {
        format!(
            "BÁO CÁO CHĂN NUÔI NĂM 2024\n{number} | {label} | ĐVT | Kế hoạch | {done}\n1 | Đàn trâu | con | 5 | 4\n\
             2 | Đàn bò | con | 7 | 6\n3 | Đàn lợn | con | 9 | 8"
        )
    };
    let work = Workdir::new();
    let blank = table("STT", "Chỉ tiêu", "Thực hiện").replace(" | 5 | 4", "").replace(" | 7 | 6", "");
    work.write("blank.xlsx", &book(&blank.replace(" | 9 | 8", "")));
    for (number, label, done) in [
        ("STT", "Tên chỉ tiêu", "Thực hiện"),
        ("TT", "Nội dung", "TH"),
        ("Số TT", "Các chỉ tiêu", "Thực hiện"),
        ("STT", "Tên vật nuôi", "Thực hiện"),
    ] {
        work.write("in/xa con minh.xlsx", &book(&table(number, label, done)));
        let ran =
            work.run("check in --template blank.xlsx --under 066 --era 2024 --period 2024 --findings p.json --force");
        assert_eq!(ran.status, 0, "{label} {}", ran.said);
        assert!(work.codes("p.json").is_empty(), "{label} {:?}", work.codes("p.json"));
    }
    // Other rows under it are another table.
    let other =
        "BÁO CÁO NĂM 2024\nSTT | Nội dung | ĐVT | Kế hoạch | Thực hiện\n1 | Đường | km | 5 | 4\n2 | Cầu | cái | 7 | 6";
    work.write("in/xa con minh.xlsx", &book(other));
    let ran = work.run("check in --template blank.xlsx --under 066 --era 2024 --period 2024 --findings p.json --force");
    assert_ne!(ran.status, 0, "{}", ran.said);
}

#[test]
fn traits_that_people_share_are_each_no_more_than_all_of_them() {
    let table = "KẾT QUẢ RÀ SOÁT HỘ NGHÈO NĂM 2024\nSTT | Thôn | Số hộ nghèo | Trong đó | \n\
         | | | Hộ dân tộc thiểu số | Hộ không có khả năng lao động\n1 | Bản Cuôn | _ | _ | _\n2 | Nà Ngăm | _ | _ | _";
    let found = consolidated(table, ["20 20 5 10 9 3", "30 20 15 10 9 3"], "--template blank.xlsx");
    assert!(!found.codes.iter().any(|c| c == "PB401"), "{:?}", found.codes);
}

#[test]
fn years_in_headings_are_counted_from_the_title_s_and_last_year_s_file_is_told_once() {
    let table = |year: u32| {
        let last = year - 1;
        format!(
            "BÁO CÁO CHĂN NUÔI NĂM {year}\nSTT | Chỉ tiêu | ĐVT | Năm {last} | | Năm {year} | | UTH {year}/ TH {last} (%)\n\
             | | | KH | TH | KH | UTH |\nA | B | C | 1 | 2 | 3 | 4 | 5=4/2*100\n1 | Đàn trâu | con | _ | _ | _ | _ | _\n\
             2 | Đàn bò | con | _ | _ | _ | _ | _"
        )
    };
    let work = Workdir::new();
    work.write("blank.xlsx", &book(&table(2024).replace('_', "")));
    let figures = "5 4 7 6 150 9 8 9 8 100";
    work.write("in/xa con minh.xlsx", &book(&filled(&table(2025), "CÔN MINH", figures)));
    let round = "--under 066 --era 2024 --period 2025 --totals t.json --findings p.json --force";
    let ran = work.run(&format!("consolidate in --template blank.xlsx -o o.xlsx {round}"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(work.codes("p.json").keys().all(|c| c == "PB106"), "{:?}", work.codes("p.json"));
    let rows = work.json("t.json", "totals");
    let total = |column: &str| {
        let of = |t: &&serde_json::Value| {
            field(t, "unit") == "066" && field(t, "row") == "1" && field(t, "column") == column
        };
        rows.iter().find(of).map(|t| field(t, "value").to_owned())
    };
    assert_eq!(total("nam_truoc_th").as_deref(), Some("4"), "{rows:?}");
    assert_eq!(total("nam_uth").as_deref(), Some("6"));
    // The same file a year too late.
    let ran = work.run("check in --template blank.xlsx --under 066 --era 2024 --period 2026 --findings p.json --force");
    assert_eq!(ran.status, 1, "{}", ran.said);
    // Nor were the units of before there any more.
    assert_eq!(work.codes("p.json").into_keys().collect::<Vec<_>>(), ["PB110", "PB115"]);
}

#[test]
fn years_that_stand_in_headings_whatever_the_period_are_told_where_a_blank_is_made_for_another() {
    let work = Workdir::new();
    let blank =
        "BÁO CÁO CHĂN NUÔI CỦA XÃ\nSTT | Chỉ tiêu | ĐVT | Năm 2023 | Năm 2024\n1 | Đàn trâu | con\n2 | Đàn bò | con";
    work.write("blank.xlsx", &book(blank));
    assert_eq!(work.run("form infer blank.xlsx -o form.toml").status, 0);
    for (period, told) in [("2025", true), ("2024", false)] {
        let ran = work.run(&format!("template --form form.toml --under 066 --era 2024 --period {period} -o {period}"));
        assert_eq!(ran.status, 0, "{}", ran.said);
        assert_eq!(ran.said.contains("ghi cố định năm 2023, 2024"), told, "{}", ran.said);
    }
}

#[test]
fn a_title_of_two_years_says_of_neither_that_headings_are_counted_from_it() {
    let table = "THỰC HIỆN NĂM 2024, KẾ HOẠCH NĂM 2025\nSTT | Chỉ tiêu | ĐVT | Thực hiện năm 2024 | Kế hoạch năm 2025\n\
         1 | Đàn trâu | con | _ | _\n2 | Đàn bò | con | _ | _";
    both(
        table,
        ["1 2 3 4", "10 20 30 40"],
        &[("1 thuc_hien_nam_2024", "11 con sum"), ("2 ke_hoach_nam_2025", "44 con sum")],
    );
}

#[test]
fn more_than_all_of_a_plan_is_no_figure_out_of_bounds() {
    const TABLE: &str = "KẾT QUẢ SẢN XUẤT NĂM 2024\n\
         STT | Chỉ tiêu | ĐVT | Kế hoạch | Thực hiện | Tỷ lệ (%)\n\
         A | B | C | 1 | 2 | 3=2/1*100\n1 | Diện tích lúa | ha | _ | _ | _\n2 | Diện tích ngô | ha | _ | _ | _";
    let communes = ["100 120 120 50 40 80", "100 130 130 50 60 120"];
    let drawn = consolidated(TABLE, communes, "--template blank.xlsx");
    assert!(!drawn.codes.iter().any(|code| code == "PB311"), "{:?}", drawn.codes);
}
