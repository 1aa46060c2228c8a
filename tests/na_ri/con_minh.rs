//! Côn Minh: the one real appendix, to the letter.
//!
//! From the published plan 45/KH-UBND of the commune: its typos («Phân đấu»,
//! «qui hoạch», «ĐBK»), its three ways to write a number in one column, «04 hộ»
//! under a percentage, and the blank line where the page broke are all its own.

use super::appendix::{Appendix, Break};
use super::form;
use super::page::Look;
use super::xlsx;

/// The labels that differ from the form.
const LABELS: [(&str, &str); 5] = [
    ("5", "Phân đấu số xã ra khỏi địa bàn đặc biệt khó khăn"),
    ("6", "Phân đấu số thôn ra khỏi địa bàn đặc biệt khó khăn"),
    (
        "8",
        "Tỷ lệ hộ DTTS đang cư trú tại các khu vực xa xôi, hẻo lánh, nguy cơ xảy ra lũ ống, lũ quét, sạt lở được qui hoạch, sắp xếp, di dời, bố trí",
    ),
    ("14", "Bố trí, sắp xếp ổn định dân cư vùng đặc biệt khó khăn và khu vực cần thiết khác ."),
    (
        "17",
        "Tỷ lệ hộ DTTS nghèo, hộ nghèo dân tộc Kinh sinh sống ở xã ĐBK, thôn ĐBK không có hoặc thiếu đất sản xuất được hỗ trợ trực tiếp bằng đất sản xuất hoặc hỗ trợ chuyển đổi nghề",
    ),
];

/// The real appendix.
pub fn con_minh() -> Vec<u8> {
    let mut appendix = Appendix::of("02173");
    appendix.sheet = "Phụ lục".into();
    appendix.titles = vec![
        (form::TITLE.into(), Look::TITLE),
        (form::PROGRAMME.into(), Look::STRONG),
        (
            // The bracket does not close in the published document.
            "(Kèm theo Kế hoạch số /KH-UBND ngày tháng 03 năm 2024 của Ủy ban nhân dân xã Côn Minh".into(),
            Look::CAPTION,
        ),
    ];
    for (code, label) in LABELS {
        appendix.line(code).label = label.into();
    }
    appendix.line("22").label = "Số km đường giao thông nông thôn được nhựa hóa, bê tông hoá hoặc cứng hóa".into();
    appendix.line("26").measure = "Người".into();
    for heading in ["9", "18"] {
        appendix.line(heading).measure.clear();
    }
    appendix.line("18.1").italic_measure = true;
    for (code, text) in [("2", "3,0"), ("17", "04 hộ"), ("19", "82.76%"), ("21", "86,92"), ("22", "18.939")] {
        appendix.write(code, text);
    }
    appendix.offices(&[
        ("2", "Văn hóa - xã hội"),
        ("5", "Địa chính NNXD&MT"),
        ("11", "Địa chính NNXD&MT"),
        ("16", "Văn hóa - xã hội"),
        ("19", "Địa chính NNXD&MT"),
        ("26", "Hội LHPN xã"),
    ]);
    appendix.line("6").note = "Số thôn của xã khu vực I và II".into();
    appendix.line("9").note = "Do Ban Quản lý dự án ĐTXD Công trình NN&PTNT tỉnh Bắc Kạn làm chủ đầu tư".into();
    appendix.page_break = Break::BlankLine;
    xlsx::workbook(&[appendix.page()])
}
