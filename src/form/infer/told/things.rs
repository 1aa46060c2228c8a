//! Words of what is counted or measured where all around it is money.

use crate::table::words::YEARS_OF_WORKS;
use crate::vietnamese::text::fold;

use super::begins;

/// Tells whether a heading under a line of money is of something else: «Diện tích», «Năm khởi công», «Số thôn».
pub(in crate::form::infer) fn is_no_money(heading: &str) -> bool {
    const THINGS: &[&str] = &[
        "diện tích",
        "quy mô",
        "công suất",
        "chiều dài",
        "khối lượng",
        "sản lượng",
        "số lượng",
        "dân số",
        "thời gian",
        "thời hạn",
        "nhóm",
    ];
    begins(heading, THINGS) || begins(heading, YEARS_OF_WORKS) || counts_things(heading)
}

/// Tells whether a heading is of a number of something: «Số thôn», but not «Số vốn», «Số còn lại».
pub(in crate::form::infer) fn counts_things(heading: &str) -> bool {
    // «Số vốn», «Số đã giải ngân», «Số phải thu», «Số liệu» are of money; «Số thôn» is not.
    const SUMS: &[&str] = &[
        "tiền",
        "vốn",
        "kinh",
        "dư",
        "thu",
        "chi",
        "nộp",
        "giải",
        "kế",
        "dự",
        "quyết",
        "thực",
        "ước",
        "còn",
        "đã",
        "chưa",
        "phải",
        "liệu",
        "tạm",
        "thanh",
        "cấp",
        "phân",
        "nợ",
        "giao",
        "bổ",
        "tăng",
        "giảm",
        "năm",
        "được",
        "tiết",
        "thuế",
        "hỗ",
        "đầu",
        "đề",
        "cần",
        "bị",
        "lũy",
        "trích",
        "hoàn",
        "miễn",
        "vay",
        "cho",
        "huy",
        "ủng",
        "chuyển",
        "phí",
        "lệ",
        "lãi",
        "gốc",
        "cuối",
        "đóng",
        "góp",
        "trả",
        "viện",
        "thưởng",
        "phạt",
        "tồn",
        "nhận",
        "quyên",
        "vận",
        "truy",
        "thất",
        "khấu",
        "ứng",
        "trợ",
        "bù",
        "ngân",
        "thừa",
        "thiếu",
        "chênh",
        "mua",
        "bán",
    ];
    // Words of which the first alone tells nothing: «Số tài khoản», «Số kết hôn», «Số doanh nghiệp».
    const SUMS_OF_TWO: &[&str] = &["số tài trợ", "số kết dư", "số doanh thu", "số sử dụng", "số quỹ", "số lợi nhuận"];
    let key = fold(heading);
    let mut words = key.words();
    let number_of = words.next() == Some(fold("số").as_str()) && !begins(heading, SUMS_OF_TWO);
    number_of && words.next().is_some_and(|w| !SUMS.iter().any(|s| fold(s).as_str() == w))
}
