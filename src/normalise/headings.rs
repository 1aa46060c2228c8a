//! What the headings of columns say of what stands below: order numbers, codes, words, quantities and their measure.

use crate::vietnamese::measure::Measure;
use crate::vietnamese::text::fold;

/// No heading for order numbers takes more bytes, in whatever form its letters are.
pub(super) const LONGEST_ORDER: usize = 40;
/// Headings of order numbers.
pub(super) const ORDER: &[&str] = &["STT", "TT", "Số TT", "Số thứ tự", "S TT"];
/// Headings of measures.
pub(super) const MEASURE: &[&str] = &["ĐVT", "Đơn vị tính", "Đơn vị", "Đ.v.t"];
/// Headings of columns whose figures are names: codes, telephone numbers, identity cards, dates.
pub(super) const CODES: &[&str] = &[
    "mã",
    "ký hiệu",
    "số hiệu",
    "điện thoại",
    "sđt",
    "đt",
    "liên hệ",
    "fax",
    "zalo",
    "cmnd",
    "cccd",
    "căn cước",
    "hộ chiếu",
    "tài khoản",
    "mst",
    "ngày",
    "thời gian",
    "hoàn thành",
    "khởi công",
    "giai đoạn",
    "bản đồ",
    "thửa",
    "số tờ",
    "mục",
    "điều",
    "khoản",
    "chương",
    "phiên bản",
    "ngạch",
    "định danh",
    "stk",
    "số thẻ",
    "số máy",
    "biển số",
    "quyết định",
    "số qđ",
    "văn bản",
    "ghi chú",
];
/// Headings that are names of codes only as a whole: «Nguồn» is one, «Tổng nguồn vốn» is money.
pub(super) const CODE_NAMES: &[&str] = &[
    "loại",
    "nguồn",
    "nhóm",
    "tiểu nhóm",
    "dự án",
    "lớp",
    "lô",
    "giờ",
    "tháng",
    "tháng/năm",
    "tháng, năm",
    "năm",
    "bắt đầu",
    "kết thúc",
    "dự kiến",
    "bậc",
];
/// Headings of columns of words.
pub(super) const LABELS: &[&str] =
    &["nội dung", "chỉ tiêu", "tên", "danh mục", "địa điểm", "địa chỉ", "họ và tên", "họ tên", "diễn giải", "đơn vị"];
/// Words of headings under which figures come in parts whatever their rows count.
pub(super) const IN_PARTS: &[&str] = &[
    "kinh phí",
    "vốn",
    "tiền",
    "giá",
    "diện tích",
    "tỷ lệ",
    "năng suất",
    "sản lượng",
    "so sánh",
    "bình quân",
    "chiều dài",
    "khối lượng",
    "thu nhập",
];

/// Tells whether a text is one of some names.
pub(super) fn is_one_of(text: &str, names: &[&str]) -> bool {
    let key = fold(text);
    names.iter().any(|n| fold(n) == key)
}

/// Tells whether some words stand in a heading.
pub(super) fn names(heading: &str, words: &[&str]) -> bool {
    let key = fold(heading);
    words.iter().any(|c| key.says(&fold(c)))
}

/// The measure that a heading has in brackets, or its percent sign: «Diện tích (ha)», «So sánh (%)».
pub(super) fn heading_measure(heading: &str) -> Option<Measure> {
    let inside = heading.rsplit_once('(').and_then(|(_, rest)| rest.split(')').next());
    let measure = inside.and_then(Measure::parse).filter(|m| m.converts() || m.is_percent() || m.is_counted());
    measure.or_else(|| heading.contains('%').then(|| Measure::parse("%"))?)
}

/// A heading without what stands in its brackets.
pub(super) fn bare(heading: &str) -> &str {
    heading.split('(').next().unwrap_or(heading)
}
