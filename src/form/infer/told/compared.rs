//! Words of figures that set one beside another: per cent, quotients, differences.

use crate::form::infer::titles::is_year;
use crate::form::model::label_key;
use crate::vietnamese::text::fold;

use super::{begins, begins_key, says};

/// Short forms of «thực hiện», «kế hoạch», «dự toán», «ước thực hiện», «cùng kỳ», «giải ngân», «quyết toán».
const SHORT: &[&str] = &["TH", "KH", "DT", "ƯTH", "UTH", "CK", "GN", "QT", "KHV", "KHN"];

/// The same written out.
const LONG: &[&str] = &["thực hiện", "kế hoạch", "dự toán", "cùng kỳ", "giải ngân", "quyết toán", "năm trước"];

/// Tells whether words say that figures are per cent: «Tỷ lệ», «(%)», «Đạt % kế hoạch»; a number before the sign is
/// part of a name («Hỗ trợ 100% mệnh giá thẻ»).
pub(in crate::form::infer) fn of_per_cent(text: &str) -> bool {
    let sign = text.match_indices('%').any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default().trim_end().trim_end_matches('(');
        // «Các khoản thu phân chia theo tỷ lệ phần trăm (%)», «… ngân sách xã hưởng %» are money.
        let key = label_key(before);
        let shared = says(&["theo tỷ lệ"], before)
            || key.words().last().is_some_and(|w| [fold("theo"), fold("hưởng")].contains(&fold(w)));
        !shared && !before.ends_with(|c: char| c.is_ascii_digit())
    });
    sign || begins(text, &["tỷ lệ", "tỷ trọng", "cơ cấu", "phần trăm"])
}

/// Tells whether a column's headings compare: «So sánh», «So cùng kỳ», «Tiến độ», «Đạt KH», «Lần». Of rows such words
/// tell less: «Số công trình hoàn thành».
pub(in crate::form::infer) fn compares(path: &[String]) -> bool {
    const COMPARING: &[&str] = &[
        "so sánh",
        "so dự toán",
        "tiến độ",
        "đạt kh",
        "đạt kế hoạch",
        "đạt dự toán",
        "hoàn thành kế hoạch",
        "tương đối",
    ];
    const INSIDE: &[&str] = &["so kế hoạch", "so kh", "so cùng kỳ", "so th", "so với", "so năm"];
    let lowest = path.last().map(String::as_str).unwrap_or_default();
    let whole = |w: &&str| label_key(w) == label_key(lowest);
    let amount = says(&["tuyệt đối", "chênh lệch"], lowest);
    let compared = path.iter().any(|level| begins(level, COMPARING) || says(INSIDE, level));
    !amount && (compared || ["lần", "hoàn thành"].iter().any(whole))
}

/// Tells whether words name one figure over another: «TH/KH», «So sánh TH 2024/KH», «Thực hiện/dự toán».
pub(in crate::form::infer) fn is_quotient(text: &str) -> bool {
    text.match_indices('/').any(|(at, _)| {
        let (over, under) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let word = |w: Option<&str>| {
            let plain = w.unwrap_or_default().trim_matches(|c: char| !c.is_alphabetic()).to_uppercase();
            SHORT.contains(&plain.as_str())
        };
        let year = |w: &str| w.len() == 4 && w.chars().all(|c| c.is_ascii_digit()) || fold(w) == fold("năm");
        let last = || over.split_whitespace().rev().find(|w| !year(w));
        let (over_key, under_key) = (label_key(over), label_key(under));
        let long = |w: &&str| over_key.as_str().ends_with(label_key(w).as_str()) && begins_key(&under_key, LONG);
        // «2024/2023», «6 tháng 2024/6 tháng 2023»; a school year is none.
        let ends_in = |text: &str| text.split_whitespace().next_back().is_some_and(is_year);
        if ends_in(over) && ends_in(under) && !says(&["năm học", "niên khóa", "vụ"], over) {
            return true;
        }
        word(last()) && word(under.split_whitespace().next()) || LONG.iter().any(long)
    })
}

/// Tells whether a heading names differences: «Tăng (+), giảm (-)», «Chênh lệch».
pub(in crate::form::infer) fn is_difference(text: &str) -> bool {
    let signs = ["+/-", "-/+", "±"].iter().any(|sign| text.contains(sign));
    signs || says(&["tăng"], text) && says(&["giảm"], text) || says(&["chênh lệch", "so sánh", "so với"], text)
}
