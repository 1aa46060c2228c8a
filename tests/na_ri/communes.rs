//! The 16 made-up offices, one function each: what its file looks like.
//!
//! Every state here was seen in real workbooks; only the figures are invented.

use super::appendix::{Appendix, Break};
use super::delimited;
use super::made_up::{in_a_sentence, put_letterhead, put_name, put_signature, titled};
use super::page::{Cell, Content, Look, Page, text_or_blank};
use super::{ods, xls, xlsb, xlsx};
use unicode_normalization::UnicodeNormalization;

/// A cover first, the form second, and the two empty sheets of every old workbook.
pub fn van_vu() -> Vec<u8> {
    let mut appendix = titled("02137", ("28", "15"));
    appendix.sheet = "Phụ biểu 01".into();
    put_signature(&mut appendix, "CHỦ TỊCH", "Nông Văn Thắng");
    let mut cover = Page { name: "Bìa".into(), widths: vec![4.0, 90.0], ..Page::default() };
    for (row, text, look) in [
        (1, "ỦY BAN NHÂN DÂN XÃ VĂN VŨ", Look::STRONG),
        (6, "PHỤ BIỂU", Look::TITLE),
        (7, "KẾ HOẠCH THỰC HIỆN CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA", Look::STRONG),
        (8, "PHÁT TRIỂN KINH TẾ - XÃ HỘI VÙNG ĐỒNG BÀO DTTS VÀ MIỀN NÚI NĂM 2024", Look::STRONG),
        (14, "Văn Vũ, tháng 3 năm 2024", Look::CAPTION),
    ] {
        cover.put(row, 1, Cell::text(text, look));
    }
    let empty = |name: &str| Page { name: name.into(), ..Page::default() };
    xlsx::workbook(&[cover, appendix.page(), empty("Sheet2"), empty("Sheet3")])
}

/// Excel 97–2003; the page break repeats the header.
pub fn van_lang() -> Vec<u8> {
    let mut appendix = titled("02140", ("41", "20"));
    put_letterhead(&mut appendix, "02140");
    appendix.page_break = Break::Header;
    put_signature(&mut appendix, "CHỦ TỊCH", "Hoàng Văn Thuận");
    xls::workbook(&appendix.page())
}

/// The table stands in column C, under a long title block, without an index row.
pub fn luong_thuong() -> Vec<u8> {
    let mut appendix = titled("02143", ("19", "12"));
    appendix.sheet = "PL".into();
    appendix.left = 2;
    appendix.index.clear();
    put_letterhead(&mut appendix, "02143");
    appendix.titles.insert(0, ("PHỤ LỤC".into(), Look::TITLE));
    for law in [
        "(Căn cứ Quyết định số 1719/QĐ-TTg ngày 14 tháng 10 năm 2021 của Thủ tướng Chính phủ;",
        "Kế hoạch của Ủy ban nhân dân huyện Na Rì về thực hiện Chương trình năm 2024)",
    ] {
        appendix.titles.push((law.into(), Look::CAPTION));
    }
    appendix.header[3] = "Chỉ tiêu\nKế hoạch năm 2024".into();
    xlsx::workbook(&[appendix.page()])
}

/// LibreOffice Calc.
pub fn kim_hy() -> Vec<u8> {
    let mut appendix = titled("02146", ("22", "14"));
    appendix.sheet = "Bieu".into();
    put_name(&mut appendix, "02146");
    put_signature(&mut appendix, "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "Lý Thị Hoa");
    ods::workbook(&appendix.page())
}

/// CSV with semicolons, commas for decimals, dots for thousands.
pub fn cuong_loi() -> Vec<u8> {
    let mut appendix = titled("02152", ("35", "18"));
    put_name(&mut appendix, "02152");
    appendix.write("4", "1.125");
    delimited::utf8(&delimited::lines(&appendix.page(), ';'))
}

/// Counts typed as text with dots, percentages in true percent cells.
pub fn yen_lac() -> Vec<u8> {
    let mut appendix = titled("02155", ("60", "22"));
    appendix.sheet = "Phụ biểu".into();
    put_letterhead(&mut appendix, "02155");
    for line in &mut appendix.lines {
        let Content::Number(number) = &line.figure else {
            continue;
        };
        if line.is_count() {
            line.figure = Content::Text(grouped(number));
        } else if line.measure == "%" {
            line.figure = Content::Number(hundredth(number));
            line.format = Some("0.00%");
        }
    }
    appendix.line("26").office = "Hội LHPN thị trấn".into();
    put_signature(&mut appendix, "CHỦ TỊCH", "Đàm Quốc Việt");
    xlsx::workbook(&[appendix.page()])
}

/// A Mac: decomposed letters, other spellings, stray spaces, other capitals.
pub fn kim_lu() -> Vec<u8> {
    let mut appendix = titled("02158", ("27", "15"));
    appendix.sheet = "Phụ lục".into();
    for (code, measure) in [("9", "hộ"), ("9.1", "hộ"), ("11", "HỘ"), ("10", "công trình"), ("22", "KM")] {
        appendix.line(code).measure = measure.into();
    }
    for (code, label) in [
        ("4", "Số người được hỗ  trợ đào tạo nghề trong Chương trình"),
        ("7", "Tỷ lệ đồng bào DTTS được sử dụng nước\u{a0}sinh\u{a0}hoạt hợp vệ sinh "),
        ("11", " Số hộ được giải quyết  đất ở"),
        ("25", "Số hộ được giải quyết\u{a0}nhà ở"),
    ] {
        appendix.line(code).label = label.into();
    }
    let mut page = appendix.page();
    page.respell(|text| {
        let text = text.replace("hóa", "hoá").replace("quy hoạch", "qui hoạch").replace("Tỷ lệ", "Tỉ lệ");
        text.nfd().collect()
    });
    xlsx::workbook(&[page])
}

/// Another header, and an index row of numbers; Excel 97–2003 again.
pub fn son_thanh() -> Vec<u8> {
    let mut appendix = titled("02161", ("38", "19"));
    appendix.sheet = "Sheet1".into();
    put_name(&mut appendix, "02161");
    appendix.header =
        ["TT", "Nội dung chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2024", "Đơn vị theo dõi, đánh giá", "Ghi chú"]
            .map(String::from);
    appendix.index = (1..=6).map(|n| Content::Number(n.to_string())).collect();
    appendix.line("25").label = "Số hộ được giải quyết nhà ở.".into();
    put_signature(&mut appendix, "CHỦ TỊCH", "Bàn Văn Phúc");
    xls::workbook(&appendix.page())
}

/// Excel's binary workbook.
pub fn van_minh() -> Vec<u8> {
    let mut appendix = titled("02170", ("16", "11"));
    put_letterhead(&mut appendix, "02170");
    put_signature(&mut appendix, "CHỦ TỊCH", "Triệu Văn Sơn");
    xlsb::workbook(&appendix.page())
}

/// Excel's «Unicode Text»: UTF-16, tabs, fields with line breaks in quotes.
pub fn cu_le() -> Vec<u8> {
    let mut appendix = titled("02176", ("44", "21"));
    put_name(&mut appendix, "02176");
    appendix.header[3] = "Chỉ tiêu\nKế hoạch\nnăm 2024".into();
    appendix.header[4] = "Đơn vị chủ trì\ntheo dõi, đánh giá, đề xuất".into();
    appendix.line("26").office = "Hội LHPN xã,\nĐoàn TNCS Hồ Chí Minh".into();
    delimited::utf16(&delimited::lines(&appendix.page(), '\t'))
}

/// No order numbers at all: rows 9 and 18 read the same and only their place tells them apart.
pub fn tran_phu() -> Vec<u8> {
    let mut appendix = titled("02179", ("30", "14"));
    put_letterhead(&mut appendix, "02179");
    for line in &mut appendix.lines {
        line.order = Content::Blank;
        line.label = line.label.replace("Phấn đấu", "Phân đấu");
    }
    appendix.line("9.1").label.insert_str(0, "- ");
    appendix.line("18.1").label.insert_str(0, "– ");
    put_signature(&mut appendix, "CHỦ TỊCH", "Nguyễn Thị Lan");
    xlsx::workbook(&[appendix.page()])
}

/// Two rows the form does not have; one of them shifts the order numbers below it.
pub fn quang_phong() -> Vec<u8> {
    let mut appendix = titled("02185", ("25", "13"));
    put_name(&mut appendix, "02185");
    insert_after(&mut appendix, "12", text_or_blank("-"), "Trong đó: hộ cận nghèo", "3");
    insert_after(&mut appendix, "25", Content::Number("26".into()), "Số hộ được hỗ trợ nhà vệ sinh", "12");
    appendix.line("26").order = Content::Number("27".into());
    appendix.line("27").order = Content::Number("28".into());
    put_signature(&mut appendix, "CHỦ TỊCH", "Long Văn Hiếu");
    xlsx::workbook(&[appendix.page()])
}

/// Every symbol of nothing, beside a zero that only shows as a dash.
pub fn duong_son() -> Vec<u8> {
    let mut appendix = titled("02188", ("33", "18"));
    put_name(&mut appendix, "02188");
    for line in appendix.lines.iter_mut().filter(|line| line.is_count()) {
        line.format = Some(r#"_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)"#);
    }
    put_signature(&mut appendix, "CHỦ TỊCH", "Phùng Văn Khánh");
    xlsx::workbook(&[appendix.page()])
}

/// Formulas, and an index row typed as (1)…(6), which Excel takes for −1…−6.
pub fn xuan_duong() -> Vec<u8> {
    let mut appendix = titled("02191", ("36", "19"));
    appendix.sheet = "Phu luc".into();
    put_letterhead(&mut appendix, "02191");
    appendix.index = (1..=6).map(|n| Content::Number(format!("-{n}"))).collect();
    for line in &mut appendix.lines {
        line.format = Some(if line.is_count() { "#,##0" } else { "0.00" });
    }
    for (code, formula) in
        [("4", "=12+8"), ("21", "=9/12*100"), ("22", "=SUM('Theo thôn'!C2:C6)"), ("25", "=SUM(3,4,2)")]
    {
        let line = appendix.line(code);
        let Content::Number(result) = &line.figure else { panic!("a formula stands for a number") };
        line.figure = Content::Formula(formula.into(), result.clone());
    }
    let mut villages = Page { name: "Theo thôn".into(), widths: vec![6.0, 24.0, 12.0], ..Page::default() };
    let number = |text: &str| Content::Number(text.into());
    let text = |text: &str| Content::Text(text.into());
    for (column, heading) in ["TT", "Thôn", "Số km"].into_iter().enumerate() {
        villages.put(0, column, Cell::text(heading, Look::HEAD));
    }
    // Invented villages; the lengths add up to the commune's 7,725 km.
    let lengths =
        [("Nà Dường", "2.35"), ("Thôm Chản", "1.8"), ("Cốc Càng", "0.95"), ("Bắc Sen", "1.4"), ("Nà Vẹn", "1.225")];
    for (index, (village, length)) in lengths.into_iter().enumerate() {
        let order = (index + 1).to_string();
        for (column, content) in [number(&order), text(village), number(length)].into_iter().enumerate() {
            villages.put(index + 1, column, Cell::new(content, Look::CENTRE));
        }
    }
    xlsx::workbook(&[appendix.page(), villages])
}

/// CSV in the Vietnamese code page of Windows, commas between and within fields.
pub fn dong_xa() -> Vec<u8> {
    let mut appendix = titled("02194", ("29", "15"));
    put_name(&mut appendix, "02194");
    put_signature(&mut appendix, "CHỦ TỊCH", "Lường Văn Đức");
    delimited::windows_1258(&delimited::lines(&appendix.page(), ','))
}

/// One row deleted, and with it the cell that another row's formula read.
pub fn liem_thuy() -> Vec<u8> {
    let code = "02197";
    let mut appendix = titled(code, ("18", "12"));
    put_letterhead(&mut appendix, code);
    let deleted = appendix.place("20");
    appendix.lines.remove(deleted);
    appendix.line("21").figure = Content::Formula("=#REF!".into(), "#REF!".into());
    put_signature(&mut appendix, "CHỦ TỊCH", "Hà Sỹ Toàn");
    let place = in_a_sentence(code).replace("xã ", "");
    let line = |left: &str, right: String| (left.to_string(), right);
    let mut footer = vec![
        line("", format!("{place}, ngày 28 tháng 3 năm 2024")),
        line("Người lập biểu", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH".into()),
        line("(Ký, ghi rõ họ tên)", String::new()),
        line("Ma Thị Thơm", "Nông Quốc Huy".into()),
        line("", String::new()),
    ];
    footer.append(&mut appendix.footer);
    appendix.footer = footer;
    xlsx::workbook(&[appendix.page()])
}

/// Puts in a row of the office's own.
fn insert_after(appendix: &mut Appendix, code: &str, order: Content, label: &str, figure: &str) {
    let place = appendix.place(code);
    let mut line = appendix.lines[place].clone();
    line.code = "";
    line.order = order;
    line.label = label.into();
    line.figure = Content::Number(figure.into());
    line.office.clear();
    appendix.lines.insert(place + 1, line);
}

/// A whole number as people type it: `1.234`.
fn grouped(number: &str) -> String {
    let mut text = String::new();
    for (index, digit) in number.chars().enumerate() {
        if index > 0 && (number.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// A percentage as the fraction that a percent cell holds: `98.76` → `0.9876`.
fn hundredth(number: &str) -> String {
    (number.parse::<rust_decimal::Decimal>().unwrap() / rust_decimal::Decimal::ONE_HUNDRED).normalize().to_string()
}
