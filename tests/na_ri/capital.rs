//! Côn Minh's capital: the figures of plan 45/KH-UBND in three appendices.
//!
//! The plan names the capital of each project in its text, in đồng, and at the end
//! the totals «3.347.500 triệu đồng», which are thousands of đồng, among them
//! «2.245.700» where the parts say 2.215.700. They stand here as they are printed,
//! mistakes included. What the plan does not say (which source pays a project,
//! what was spent by midyear) is left blank, but for the disbursement, which is made up.

use super::page::{Cell, Content, Look, Merge, Page};
use super::xlsx;

/// The rows of the capital plan: code, number, label.
#[rustfmt::skip]
pub const PROJECTS: [(&str, &str, &str); 18] = [
    ("T", "", "Tổng cộng"),
    ("DA1", "1", "Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt"),
    ("DA1.ND1", "-", "Nội dung 1: Hỗ trợ đất ở"),
    ("DA1.ND3", "-", "Nội dung 3: Hỗ trợ đất sản xuất, chuyển đổi nghề"),
    ("DA1.ND3.a", "+", "Hỗ trợ trực tiếp đất sản xuất"),
    ("DA1.ND3.b", "+", "Hỗ trợ chuyển đổi nghề"),
    ("DA1.ND4", "-", "Nội dung 4: Hỗ trợ nước sinh hoạt"),
    ("DA1.ND4.a", "+", "Hỗ trợ nước sinh hoạt phân tán"),
    ("DA3", "2", "Dự án 3: Phát triển sản xuất nông, lâm nghiệp bền vững, phát huy tiềm năng, thế mạnh của các vùng miền để sản xuất hàng hóa theo chuỗi giá trị"),
    ("DA3.TDA1", "2.1", "Tiểu dự án 1: Phát triển kinh tế nông, lâm nghiệp bền vững gắn với bảo vệ rừng và nâng cao thu nhập cho người dân"),
    ("DA3.TDA2", "2.2", "Tiểu dự án 2: Hỗ trợ phát triển sản xuất theo chuỗi giá trị, vùng trồng dược liệu quý, thúc đẩy khởi sự kinh doanh, khởi nghiệp và thu hút đầu tư vùng đồng bào DTTS&MN"),
    ("DA4", "3", "Dự án 4: Đầu tư cơ sở hạ tầng thiết yếu, phục vụ sản xuất, đời sống trong vùng đồng bào DTTS&MN và các đơn vị sự nghiệp công lập của lĩnh vực dân tộc"),
    ("DA4.TDA1", "3.1", "Tiểu dự án 1: Đầu tư cơ sở hạ tầng thiết yếu, phục vụ sản xuất, đời sống trong vùng đồng bào DTTS&MN"),
    ("DA8", "4", "Dự án 8: Thực hiện bình đẳng giới và giải quyết những vấn đề cấp thiết đối với phụ nữ và trẻ em"),
    ("DA9", "5", "Dự án 9: Đầu tư phát triển nhóm DTTS rất ít người và nhóm dân tộc còn nhiều khó khăn"),
    ("DA9.TDA2", "5.1", "Tiểu dự án 2: Giảm thiểu tình trạng tảo hôn và hôn nhân cận huyết thống trong vùng đồng bào dân tộc thiểu số"),
    ("DA10", "6", "Dự án 10: Truyền thông, tuyên truyền, vận động trong vùng đồng bào DTTS&MN. Kiểm tra, giám sát đánh giá việc tổ chức thực hiện Chương trình"),
    ("DA10.TDA3", "6.1", "Tiểu dự án 3: Kiểm tra, giám sát, đánh giá, đào tạo, tập huấn tổ chức thực hiện Chương trình"),
];

/// What the plan says of each row: total; investment, its NSTW and NSĐP; current, its NSTW and NSĐP.
/// Text as printed; blank where the plan says nothing.
#[rustfmt::skip]
pub const PLAN: [(&str, [&str; 7]); 18] = [
    ("T", ["3.347.500 triệu đồng", "2.245.700 triệu đồng", "2.093.900 triệu đồng", "121.800 triệu đồng", "1.131.800 triệu đồng", "1.055.600 triệu đồng", "76.200 triệu đồng"]),
    ("DA1", ["118.000.000đ", "", "", "", "", "", ""]),
    ("DA1.ND1", ["Không thực hiện do không có quỹ đất", "", "", "", "", "", ""]),
    ("DA1.ND3", ["", "", "", "", "", "", ""]),
    ("DA1.ND3.a", ["Không thực hiện do không có quỹ đất", "", "", "", "", "", ""]),
    ("DA1.ND3.b", ["40.000.000đ", "", "", "", "", "", ""]),
    ("DA1.ND4", ["", "", "", "", "", "", ""]),
    ("DA1.ND4.a", ["78.000.000 đồng", "", "", "", "", "", ""]),
    ("DA3", ["", "", "", "", "", "", ""]),
    ("DA3.TDA1", ["99.000.000đ", "", "", "", "", "", ""]),
    ("DA3.TDA2", ["520.000.000đ", "", "", "", "", "", ""]),
    ("DA4", ["2.449.700.000", "2.215.700.000đ", "", "", "234.000.000đ", "", ""]),
    ("DA4.TDA1", ["", "", "", "", "", "", ""]),
    ("DA8", ["157.000.000đ", "", "", "", "", "", ""]),
    ("DA9", ["1.800.000đ", "", "", "", "", "", ""]),
    ("DA9.TDA2", ["", "", "", "", "", "", ""]),
    ("DA10", ["2.000.000đ", "", "", "", "", "", ""]),
    ("DA10.TDA3", ["", "", "", "", "", "", ""]),
];

/// Works that the plan names: name, place, investment in the plan; total, NSTW and NSĐP of the year.
#[rustfmt::skip]
pub const WORKS: [[&str; 6]; 4] = [
    ["Nâng cấp đường Áng Hin, Bản Cuôn", "Thôn Áng Hin, Bản Cuôn", "…", "2.215.700.000đ", "2093900000", "121800000"],
    ["Duy tu đường liên thôn Áng Hin", "Thôn Áng Hin", "…", "84.000.000đ", "", ""],
    ["Sửa chữa nhà văn hóa thôn Nà Cầm", "Thôn Nà Cầm", "…", "63.000.000đ", "", ""],
    ["Sửa chữa nhà văn hóa thôn Chè Cọ", "Thôn Chè Cọ", "…", "87.000.000đ", "", ""],
];

/// Made up: plan, carried over, disbursed by midyear, in đồng.
#[rustfmt::skip]
pub const SPENT: [(&str, [&str; 3]); 18] = [
    ("T", ["3347500000", "412000000", "1503800000"]),
    ("DA1", ["118000000", "20000000", "96000000"]),
    ("DA1.ND1", ["-", "-", "-"]),
    ("DA1.ND3", ["40000000", "20000000", "30000000"]),
    ("DA1.ND3.a", ["-", "-", "-"]),
    ("DA1.ND3.b", ["40000000", "20000000", "30000000"]),
    ("DA1.ND4", ["78000000", "-", "66000000"]),
    ("DA1.ND4.a", ["78000000", "-", "66000000"]),
    ("DA3", ["619000000", "-", "119000000"]),
    ("DA3.TDA1", ["99000000", "-", "99000000"]),
    ("DA3.TDA2", ["520000000", "-", "20000000"]),
    ("DA4", ["2449700000", "392000000", "1252000000"]),
    ("DA4.TDA1", ["2449700000", "392000000", "1252000000"]),
    ("DA8", ["157000000", "-", "36000000"]),
    ("DA9", ["1800000", "-", "-"]),
    ("DA9.TDA2", ["1800000", "-", "-"]),
    ("DA10", ["2000000", "-", "800000"]),
    ("DA10.TDA3", ["2000000", "-", "800000"]),
];

/// Text as typed; a bare number is one.
fn content(text: &str) -> Content {
    match text.parse::<i64>() {
        Ok(_) => Content::Number(text.to_owned()),
        Err(_) => super::page::text_or_blank(text),
    }
}

/// A heading: row, column, last row, last column, text; the rows count from the first heading row.
type Head = (usize, usize, usize, usize, &'static str);

fn page(name: &str, titles: &[&str], measure: &str, heads: &[Head], index: &[&str], widths: &[f64]) -> Page {
    let mut page = Page { name: name.into(), widths: widths.to_vec(), ..Page::default() };
    let last = widths.len() - 1;
    page.put_across(0, 0, 1, "ỦY BAN NHÂN DÂN XÃ CÔN MINH", Look::STRONG);
    for (n, title) in titles.iter().enumerate() {
        page.put_across(2 + n, 0, last, title, if n == 0 { Look::TITLE } else { Look::STRONG });
    }
    let top = 3 + titles.len();
    page.put_across(top - 1, 0, last, measure, Look::CAPTION);
    let mut merges: Vec<Merge> = Vec::new();
    let deepest = heads.iter().map(|h| h.2).max().unwrap();
    for &(row, column, last_row, last_column, text) in heads {
        page.put(top + row, column, Cell::text(text, Look::HEAD));
        if last_row > row || last_column > column {
            merges.push((top + row, column, top + last_row, last_column));
        }
    }
    page.merges.extend(merges);
    for (column, text) in index.iter().enumerate() {
        page.put(top + deepest + 1, column, Cell::text(text, Look::INDEX));
    }
    page
}

fn signed(page: &mut Page) {
    let at = page.rows.len() + 1;
    let last = page.widths.len() - 1;
    page.put_across(at, last - 3, last, "TM. ỦY BAN NHÂN DÂN", Look::STRONG);
    page.put_across(at + 1, last - 3, last, "CHỦ TỊCH", Look::STRONG);
}

/// The capital plan, as printed.
pub fn plan() -> Page {
    #[rustfmt::skip]
    let heads = [
        (0, 0, 1, 0, "STT"), (0, 1, 1, 1, "Nội dung"), (0, 2, 1, 2, "Tổng số"),
        (0, 3, 0, 5, "Vốn đầu tư"), (1, 3, 1, 3, "Tổng số"), (1, 4, 1, 4, "NSTW"), (1, 5, 1, 5, "NSĐP"),
        (0, 6, 0, 8, "Vốn sự nghiệp"), (1, 6, 1, 6, "Tổng số"), (1, 7, 1, 7, "NSTW"), (1, 8, 1, 8, "NSĐP"),
        (0, 9, 1, 9, "Ghi chú"),
    ];
    let index = ["(1)", "(2)", "(3)=(4)+(7)", "(4)=(5)+(6)", "(5)", "(6)", "(7)=(8)+(9)", "(8)", "(9)", "(10)"];
    let widths = [6.0, 52.0, 20.0, 20.0, 20.0, 18.0, 20.0, 20.0, 18.0, 14.0];
    let titles = [
        "KẾ HOẠCH VỐN NĂM 2024",
        "Chương trình mục tiêu quốc gia phát triển kinh tế - xã hội vùng đồng bào dân tộc thiểu số và miền núi",
    ];
    let mut page = page("Kế hoạch vốn", &titles, "Đơn vị tính: đồng", &heads, &index, &widths);
    for ((code, stt, label), (same, values)) in PROJECTS.iter().zip(PLAN) {
        assert_eq!(*code, same);
        let at = page.rows.len();
        page.put(at, 0, Cell::text(stt, Look::CENTRE));
        page.put(at, 1, Cell::text(label, Look::LABEL));
        for (n, value) in values.iter().enumerate() {
            page.put(at, 2 + n, Cell::new(content(value), Look::CENTRE));
        }
        page.put(at, 9, Cell::text("", Look::LABEL));
    }
    signed(&mut page);
    page
}

/// The works of the plan.
pub fn works() -> Page {
    #[rustfmt::skip]
    let heads = [
        (0, 0, 1, 0, "TT"), (0, 1, 1, 1, "Danh mục công trình"), (0, 2, 1, 2, "Địa điểm"),
        (0, 3, 1, 3, "Tổng mức đầu tư"), (0, 4, 0, 6, "Kế hoạch vốn năm 2024"), (1, 4, 1, 4, "Tổng số"),
        (1, 5, 1, 5, "NSTW"), (1, 6, 1, 6, "NSĐP"), (0, 7, 1, 7, "Chủ đầu tư"), (0, 8, 1, 8, "Ghi chú"),
    ];
    let index = ["(1)", "(2)", "(3)", "(4)", "(5)=(6)+(7)", "(6)", "(7)", "(8)", "(9)"];
    let widths = [6.0, 44.0, 26.0, 18.0, 20.0, 20.0, 18.0, 20.0, 14.0];
    let titles = ["DANH MỤC CÔNG TRÌNH NĂM 2024"];
    let mut page = page("Danh mục công trình", &titles, "Đơn vị tính: đồng", &heads, &index, &widths);
    for (n, [name, place, investment, total, central, local]) in WORKS.iter().enumerate() {
        let at = page.rows.len();
        page.put(at, 0, Cell::new(Content::Number((n + 1).to_string()), Look::CENTRE));
        for (column, text) in [(1, name), (2, place), (3, investment), (4, total), (5, central), (6, local)] {
            page.put(at, column, Cell::new(content(text), if column < 3 { Look::LABEL } else { Look::CENTRE }));
        }
        page.put(at, 7, Cell::text("UBND xã Côn Minh", Look::LABEL));
        page.put(at, 8, Cell::text("", Look::LABEL));
    }
    let at = page.rows.len();
    page.put(at, 1, Cell::text("Cộng", Look::HEAD));
    page.put(at, 4, Cell::new(Content::Number("2449700000".into()), Look::HEAD));
    signed(&mut page);
    page
}

/// What was spent, made up.
pub fn spent() -> Page {
    #[rustfmt::skip]
    let heads = [
        (0, 0, 0, 0, "STT"), (0, 1, 0, 1, "Nội dung"), (0, 2, 0, 2, "Kế hoạch vốn năm 2024"),
        (0, 3, 0, 3, "Vốn kéo dài"), (0, 4, 0, 4, "Giải ngân lũy kế"), (0, 5, 0, 5, "Tỷ lệ giải ngân (%)"),
        (0, 6, 0, 6, "Ghi chú"),
    ];
    let index = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)=(5)/((3)+(4))*100", "(7)"];
    let widths = [6.0, 60.0, 20.0, 18.0, 20.0, 14.0, 16.0];
    let titles = ["KẾT QUẢ GIẢI NGÂN VỐN NĂM 2024"];
    let mut page = page("Giải ngân", &titles, "Đơn vị tính: đồng", &heads, &index, &widths);
    for ((code, stt, label), (same, values)) in PROJECTS.iter().zip(SPENT) {
        assert_eq!(*code, same);
        let at = page.rows.len();
        page.put(at, 0, Cell::text(stt, Look::CENTRE));
        page.put(at, 1, Cell::text(label, Look::LABEL));
        for (n, value) in values.iter().enumerate() {
            page.put(at, 2 + n, Cell::new(content(value), Look::CENTRE));
        }
        let amount = |text: &str| text.parse::<i64>().unwrap_or(0);
        let whole = amount(values[0]) + amount(values[1]);
        // Rounded to hundredths as offices do; nothing of nothing is a dash.
        let rate = match whole {
            0 => Content::Text("-".into()),
            whole => {
                let hundredths = (amount(values[2]) * 20_000 + whole) / (2 * whole);
                Content::Number(format!("{}.{:02}", hundredths / 100, hundredths % 100))
            }
        };
        page.put(at, 5, Cell::new(rate, Look::CENTRE));
        page.put(at, 6, Cell::text("", Look::LABEL));
    }
    signed(&mut page);
    page
}

/// The files of `samples/con-minh-2024`: plan and works in one workbook, what was spent in another.
pub fn files() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("Bieu 02, 03 - xa Con Minh.xlsx", xlsx::workbook(&[plan(), works()])),
        ("Giai ngan xa Con Minh.xlsx", xlsx::workbook(&[spent()])),
    ]
}
