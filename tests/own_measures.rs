//! What a sheet's «ĐVT» holds for, in forms of an office's own: not for numbers that name something, nor for heads beside
//! money; and what has no measure at all because it is words.
#![allow(clippy::disallowed_methods)] // these texts are its own

use std::collections::BTreeMap;

use crate::own_forms::{blank, book, consolidated, filled, inferred, of_role, round};
use phubieu::form::{Form, Kind, Role, Shape};

/// What is counted or measured in a column and how it aggregates: its own figure, or that of the first row.
fn of_column(form: &Form, heading: &str) -> String {
    let column = form.columns.iter().find(|c| c.lowest() == heading).unwrap_or_else(|| panic!("no {heading}"));
    if column.role != Role::Value {
        return column.role.name().to_owned();
    }
    let figure = column.figure.as_ref().unwrap_or_else(|| &form.rows[0].figure);
    format!("{} {}", figure.measure, figure.aggregate.name())
}

#[test]
fn numbers_that_name_a_plot_or_a_line_of_the_budget_have_no_measure_and_do_not_add() {
    for measure in ["ha", "triệu đồng"] {
        for heading in [
            "Tiểu khu",
            "Khoảnh",
            "Lô",
            "Năm trồng",
            "Năm được công nhận",
            "Hạng đất",
            "Kinh độ",
            "Mã hồ sơ",
            "Mã định danh",
            "Ngạch",
            "Bậc lương",
            "Chương",
            "Loại khoản",
            "Khoản",
            "Mục",
            "Tiểu mục",
            "Mã NDKT",
            "Quý",
            "Tháng",
            "Đợt",
            "Số seri",
            "Số GCN",
            "Số hợp đồng",
            "Biển số xe",
        ] {
            let table = format!(
                "DANH SÁCH NĂM 2024\n | | | ĐVT: {measure}\nSTT | Họ và tên | Thôn | {heading} | Được giao\n\
                 1 | | | _ | _\n2 | | | _ | _\n | Tổng cộng | | | _"
            );
            let (_, form, _) = inferred(&blank(&table));
            assert_eq!(of_column(&form, heading), "text", "{heading}");
            assert_eq!(of_column(&form, "Được giao"), format!("{measure} sum"));
        }
        for heading in ["Số tháng hưởng", "Chuẩn nghèo", "Tỷ số giới tính khi sinh", "Tần suất", "Lệ phí một lần"]
        {
            let table = format!(
                "DANH SÁCH NĂM 2024\n | | | ĐVT: {measure}\nSTT | Họ và tên | Thôn | {heading} | Được giao\n1 | | | _ | _\n2 | | | _ | _"
            );
            let (_, form, _) = inferred(&blank(&table));
            assert!(of_column(&form, heading).ends_with(" none"), "{heading} {}", of_column(&form, heading));
        }
    }
    // What is counted by the same words, or has figures of the same times, is figures.
    for headings in ["Số lô | Số hộ", "Số thửa | Số hộ", "Tháng | Lũy kế", "Quý | Kế hoạch", "Mã lực | Công suất"]
    {
        let table = format!(
            "TỔNG HỢP NĂM 2024\n | | | ĐVT: ha\nSTT | Nội dung | {headings}\n1 | Giao mới | _ | _\n2 | Giao lại | _ | _"
        );
        let (_, form, _) = inferred(&blank(&table));
        assert_eq!(of_role(&form, Role::Value).len(), 2, "{headings}");
    }
    let list = "GIAO RỪNG NĂM 2024\n | | | | ĐVT: ha\nSTT | Chủ hộ | Tiểu khu | Khoảnh | Năm trồng | Diện tích\n\
         1 | _ | _ | _ | _ | _\n2 | _ | _ | _ | _ | _\n | Tổng cộng | | | | _";
    let round = round(list, ["Tài 305 2 2009 4 Mai 315 8 2014 7 11", "Sơn 304 8 2014 5 Lan 304 9 2015 6 11"]);
    assert_eq!(round.totals.keys().collect::<Vec<_>>(), ["* chu_ho", "* dien_tich"]);
    assert!(round.codes.iter().all(|c| c == "PB220"), "{:?}", round.codes);
}

#[test]
fn where_nothing_is_known_of_a_name_the_figures_may_say_that_it_is_no_amount() {
    let of = |heading: &str, figures: [&str; 3], sum: &str| {
        let (_, form, text) = inferred(&book(&format!(
            "XÃ CÔN MINH\n\nDANH SÁCH NĂM 2024\n | | ĐVT: ha\nSTT | Chủ hộ | {heading} | Diện tích\n1 | Tài | {} | 4\n\
             2 | Mai | {} | 5\n3 | Sơn | {} | 6\n | Tổng cộng | {sum} | 15",
            figures[0], figures[1], figures[2]
        )));
        (of_column(&form, heading), text)
    };
    let (told, text) = of("Ký hiệu cũ", ["305", "315", "304"], "");
    assert_eq!(told, "(không ghi) none");
    assert!(text.contains("để trống cột này"), "{text}");
    let years = "XÃ CÔN MINH\n\nDANH SÁCH NĂM 2024\n | | ĐVT: ha\nSTT | Chủ hộ | Được công nhận | Diện tích\n1 | Tài | 2009 | 4\n\
         2 | Mai | 2014 | 5\n3 | Sơn | 2016 | 6";
    assert_eq!(of_column(&inferred(&book(years)).1, "Được công nhận"), "(không ghi) none");
    let round = years.replace("2009", "2000").replace("2014", "2010").replace("2016", "2020");
    assert_eq!(of_column(&inferred(&book(&round)).1, "Được công nhận"), "ha sum");
    // What is added is an amount, and the name is remarked.
    let (told, text) = of("Ký hiệu cũ", ["305", "315", "304"], "924");
    assert_eq!(told, "ha sum");
    assert!(text.contains("tên cột không nói là gì, tính bằng «ha»"), "{text}");
}

#[test]
fn heads_beside_money_or_land_are_counted_in_their_own_measure_whatever_the_sheet_announces() {
    let staff = "CHI QUẢN LÝ HÀNH CHÍNH NĂM 2024\n | | | ĐVT: triệu đồng\nSTT | Nội dung chi | Biên chế | Quỹ tiền lương | Chi khác\n\
         1 | Cán bộ xã | _ | _ | _\n2 | Công chức xã | _ | _ | _";
    let land = "TRỒNG RỪNG NĂM 2024\n | | | ĐVT: ha\nSTT | Loại cây | Lao động | Hộ nghèo | Diện tích\n\
         1 | Keo | _ | _ | _\n2 | Mỡ | _ | _ | _";
    for (table, line, other, figures, expected) in [
        (
            staff,
            "triệu đồng",
            "đồng",
            "9 901000000 101000000 10 902000000 101000000",
            ["1 bien_che 18 người sum", "1 quy_tien_luong 1802 triệu đồng sum"],
        ),
        (land, "ha", "m2", "9 4 130000 10 4 140000", ["1 ho_ngheo 8 hộ sum", "1 dien_tich 26 ha sum"]),
    ] {
        let (work, form, _) = inferred(&blank(table));
        let stated = table.replace(&format!("ĐVT: {line}"), &format!("ĐVT: {other}"));
        for (unit, figures) in [("Côn Minh", figures), ("Kim Hỷ", figures)] {
            work.write(&format!("in/xa {}.xlsx", unit.to_lowercase()), &filled(&stated, unit, figures));
        }
        let round = consolidated(work, form);
        for total in expected {
            let (cell, value) = total.split_at(total.match_indices(' ').nth(1).unwrap().0);
            assert_eq!(round.total(cell), value.trim());
        }
    }
    // They may be those whom money or land is for, and where that cannot be told the measure is not known.
    for (title, headings, heading, expected) in [
        ("DƯ NỢ", "Tổng số | Hộ nghèo | Hộ cận nghèo", "Hộ nghèo", "triệu đồng sum"),
        ("DƯ NỢ", "Hộ nghèo | Hộ cận nghèo", "Hộ nghèo", "triệu đồng sum"),
        ("CHI", "Tổng số | Học sinh | Tiền ăn", "Học sinh", "(không ghi) none"),
        ("CHI", "Học sinh | Thực hiện", "Học sinh", "(không ghi) none"),
        ("CHI", "Học sinh | Tiền ăn", "Học sinh", "học sinh sum"),
        ("CHI", "Tiền ăn học sinh | Người dân đóng góp", "Người dân đóng góp", "triệu đồng sum"),
    ] {
        let table = format!(
            "{title} NĂM 2024\n | | | ĐVT: triệu đồng\nSTT | Nội dung | {headings}\n1 | Năm trước chuyển sang | _\n2 | Trong năm | _"
        );
        let (_, form, _) = inferred(&blank(&table));
        assert_eq!(of_column(&form, heading), expected, "{headings}");
    }
    let rows = |rows: &str, headings: &str| {
        let table = format!("CHI NĂM 2024\n | | | ĐVT: triệu đồng\nSTT | Nội dung | {headings}\n{rows}");
        let (_, form, _) = inferred(&blank(&table));
        let of =
            |r: &phubieu::form::Row| (r.label.clone(), format!("{} {}", r.figure.measure, r.figure.aggregate.name()));
        form.rows.iter().map(of).collect::<BTreeMap<_, _>>()
    };
    let mixed = "1 | Biên chế | _ | _\n2 | Quỹ tiền lương | _ | _\n3 | Học sinh | _ | _";
    let found = rows(mixed, "Kế hoạch | Thực hiện");
    // Beside each other they may be whom the money is for.
    assert_eq!(found["Biên chế"], "(không ghi) none");
    assert_eq!(found["Quỹ tiền lương"], "triệu đồng sum");
    let named = rows("1 | Mã hồ sơ | _ | _\n2 | Tiểu khu | _ | _\n3 | Điện thoại | _ | _", "Kế hoạch | Thực hiện");
    assert_eq!(named.values().collect::<Vec<_>>(), ["(không ghi) none", "(không ghi) none", "triệu đồng sum"]);
    assert_eq!(found["Học sinh"], "(không ghi) none");
    let for_whom = "1 | Học sinh | _ | _\n2 | Giáo viên | _ | _\n3 | Khác | _ | _";
    assert_eq!(rows(for_whom, "Kế hoạch | Thực hiện")["Học sinh"], "triệu đồng sum");
    assert_eq!(rows(mixed, "Dự toán chi | Giải ngân")["Học sinh"], "triệu đồng sum");
}

#[test]
fn prices_standards_heights_and_ratios_do_not_add_whatever_their_measure() {
    let table = "KẾT QUẢ NĂM 2024\nSTT | Chỉ tiêu | ĐVT | Thực hiện\n1 | Lệ phí một lần | đồng | _\n2 | Chuẩn nghèo | đồng | _\n\
         3 | Cao độ đỉnh đê | m | _\n4 | Tọa độ X | m | _\n5 | Tỷ số giới tính khi sinh | trẻ | _\n6 | Trợ cấp một lần | đồng | _\n\
         7 | Hộ thoát chuẩn nghèo | hộ | _";
    let (_, form, _) = inferred(&blank(table));
    let adds: Vec<&str> = form.rows.iter().filter(|r| r.figure.aggregate.adds()).map(|r| r.code.as_str()).collect();
    assert_eq!(adds, ["6", "7"]);
}

#[test]
fn growth_beside_its_rate_is_in_the_measure_of_its_row() {
    let table = |measure: &str| {
        format!(
            "AN TOÀN GIAO THÔNG NĂM 2024\nTT | Nội dung | ĐVT | Tháng báo cáo | Cùng kỳ năm trước | So sánh với cùng kỳ | >\n\
             ^ | ^ | ^ | ^ | ^ | Tăng (+), giảm (-) | Tỷ lệ %\n1 | Số vụ | Vụ | _ | _ | _ | _\n2 | Phạt tiền | {measure} | _ | _ | _ | _"
        )
    };
    let (work, form, _) = inferred(&blank(&table("Triệu đồng")));
    work.write("in/xa con minh.xlsx", &filled(&table("Triệu đồng"), "Côn Minh", "6 4 2 150 31 60 -29 52"));
    work.write("in/xa kim hỷ.xlsx", &filled(&table("Nghìn đồng"), "Kim Hỷ", "6 4 2 150 31000 60000 -29000 52"));
    let round = consolidated(work, form);
    assert_eq!(round.total("2 so_sanh_voi_cung_ky_tang_giam"), "-58 Triệu đồng sum");
    assert_eq!(round.total("1 so_sanh_voi_cung_ky_tang_giam"), "4 Vụ sum");
    // Alone it is one column less the other, and held to that.
    let alone = table("Triệu đồng").replace("Tỷ lệ %", "Nguyên nhân");
    let (_, form, _) = inferred(&blank(&alone));
    assert_eq!(of_column(&form, "Tăng (+), giảm (-)"), "Vụ sum");
    assert!(form.rules.iter().any(|rule| rule.over == phubieu::form::Over::Columns));
}

#[test]
fn an_account_of_what_was_done_is_words_in_forms_of_printed_rows_too() {
    let of = |heading: &str| {
        let table = format!(
            "GIẢI NGÂN NĂM 2024\n | | | ĐVT: triệu đồng\nSTT | Nội dung | Kế hoạch | Thực hiện | {heading}\n\
             1 | Chi giáo dục | _ | _\n2 | Chi y tế | _ | _"
        );
        let (_, form, _) = inferred(&blank(&table));
        assert_eq!(form.shape, Shape::Indicators, "{heading}");
        form.columns.last().map(|c| c.role).unwrap()
    };
    for heading in [
        "Khó khăn, vướng mắc",
        "Tồn tại, hạn chế",
        "Kết quả",
        "Hiện trạng",
        "Nguồn vốn",
        "Nội dung hỗ trợ",
        "Mức độ hoàn thành",
        "Tiến độ thực hiện",
        "Văn bản chỉ đạo",
        "Căn cứ",
        "Căn cứ pháp lý",
        "Diễn giải",
        "Thuyết minh",
        "Loại đất",
        "Phân loại",
        "Vị trí",
        "Hồ sơ minh chứng",
        "Kết quả tự đánh giá",
        "Trích yếu",
        "Cán bộ phụ trách",
        "Đạt/Không đạt",
    ] {
        assert_eq!(of(heading), Role::Text, "{heading}");
    }
    for heading in [
        "Khó khăn về nhà ở",
        "Nguồn vốn huy động",
        "Kết quả (triệu đồng)",
        "Tiến độ thực hiện (%)",
        "Phân loại A",
        "Hiện trạng năm 2024",
        "Nguồn vốn khác",
        "Biện pháp tránh thai",
    ] {
        assert_eq!(of(heading), Role::Value, "{heading}");
    }
    // Beside a plan alone the result is its figures.
    let plan =
        "KẾT QUẢ NĂM 2024\n | | | ĐVT: ha\nSTT | Nội dung | Kế hoạch | Kết quả\n1 | Lúa | _ | _\n2 | Ngô | _ | _";
    let (_, form, _) = inferred(&blank(plan));
    assert_eq!(of_role(&form, Role::Value), ["ke_hoach", "ket_qua"]);
}

#[test]
fn norms_printed_beside_items_take_no_figures_from_the_rows_above_and_none_are_asked_of_sums() {
    let table = "TRỢ CẤP NĂM 2024\nSTT | Đối tượng | Mức trợ cấp (đồng/tháng) | Số người (người) | Kinh phí (đồng)\n\
         | TỔNG CỘNG | | _ | _\nI | Thương binh | | _ | _\n1 | Từ 21% đến 40% | 1878000 | _ | _\n\
         2 | Từ 41% đến 60% | 3668000 | _ | _\nII | Bệnh binh | 4186000 | _ | _";
    let others = "10 28766000 8 20394000 5 9390000 3 11004000 2 8372000";
    let round = round(table, ["9 26888000 7 18516000 4 7512000 3 11004000 2 8372000", others]);
    assert!(round.form.rows.iter().all(|r| r.figure.kind != Kind::Group));
    assert_eq!(round.total("I so_nguoi_nguoi"), "15 người sum");
    assert_eq!(round.total("T kinh_phi_dong"), "55654000 đồng sum");
    assert!(round.codes.iter().all(|c| c == "PB506"), "{:?}", round.codes);
    // Of an item the width is missed, and of a sum a yield.
    let roads = |heading: &str| {
        let table = format!(
            "ĐƯỜNG NĂM 2024\nSTT | Loại đường | Chiều dài (km) | {heading}\n1 | Đường xã | _ | _\n2 | Đường thôn | _ | _\n\
             | Tổng cộng | _ | _"
        );
        let of = |figures: [&str; 2]| self::round(&table, figures).codes.iter().filter(|c| *c == "PB317").count();
        (of(["4 4 5 5 9 .", "6 3 5 5 11 ."]), of(["4 . 5 5 9 .", "6 3 5 5 11 ."]))
    };
    assert_eq!(roads("Bề rộng nền (m)"), (0, 1));
    assert_eq!(roads("Hệ số"), (0, 1));
    assert_eq!(roads("Năng suất (tạ/ha)"), (2, 3));
}
