//! What the words of a heading or a label say of figures, besides their measure: that they are amounts, which add,
//! or prices, means, rates and ranks, which do not (provinces have published sums of yields in tạ/ha).
//!
//! [`told`] answers that for one text, from lists of words. `compared` knows the words of figures that set one beside
//! another (per cent, quotients, differences), `things` those of what is counted or measured under a line of money.

mod compared;
mod things;

use crate::form::model::label_key;
use crate::table::words::COORDINATES;
use crate::vietnamese::text::Folded;

pub(super) use compared::{compares, is_difference, is_quotient, of_per_cent};
pub(super) use things::{counts_things, is_no_money};

/// What words say of the figures that they name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// Nothing that keeps them from adding.
    Amount,
    /// What one thing costs or someone earns: in the measure that holds for the table, and does not add.
    Price,
    /// An amount for one of something: «bình quân», «mỗi hộ»; in the measure that holds, and does not add.
    Mean,
    /// Something with a measure of its own: «Năng suất», «Tốc độ», «Hệ số», «Xếp hạng», «TH/KH».
    Apart,
    /// The greatest of some: «Số ca mắc cao nhất trong ngày».
    Greatest,
    /// The least of some.
    Least,
    /// One of these, or an amount of what is told apart by it: «Số hộ có thu nhập thấp nhất».
    Extreme,
}

/// Words of amounts for one of something.
const MEANS: &[&str] =
    &["bình quân", "trung bình", "suất đầu tư", "đầu người", "vạn dân", "định mức", "trung vị", "mỗi", "tính trên"];

/// Those that tell even a count for one of something.
const OF_EACH: &[&str] = &["bình quân", "đầu người", "vạn dân", "mỗi", "tính trên"];

/// Words of what has a measure of its own, whatever else is said of it.
const APART: &[&str] = &[
    "năng suất",
    "tốc độ",
    "chỉ số",
    "hệ số",
    "tỷ số",
    "tần suất",
    "mật độ",
    "tỷ trọng",
    "tỷ lệ",
    "tỷ suất",
    "lãi suất",
    "cơ cấu",
    "tuổi thọ",
    "xếp hạng",
    "thứ hạng",
    "so với",
    "tăng so",
    "tăng trưởng",
    "khoảng cách",
    "chiều rộng",
    "chiều cao",
    "chiều sâu",
    "bề rộng",
    "độ sâu",
    "độ cao",
    "cao trình",
    "cao độ",
    "điểm số",
    "điểm xếp loại",
    "điểm đánh giá",
    "điểm bình quân",
    "điểm chuẩn",
    "tổng điểm",
    "số điểm đạt",
    "mực nước",
    "cự ly",
    "vận tốc",
    "hạn mức",
    "nhiệt độ",
    "nồng độ",
    "độ mặn",
    "cường độ",
    "trung vị",
];

/// Words of the greatest and the least of some.
const GREATEST: &[&str] = &["cao nhất", "lớn nhất", "tối đa", "đỉnh lũ", "đỉnh triều", "đỉnh dịch", "đỉnh điểm"];

const LEAST: &[&str] = &["thấp nhất", "nhỏ nhất", "tối thiểu"];

/// What may stand behind them where they are of the figure itself: the time or the place that it is of.
const OF_WHAT: &[&str] = &[
    "trong", "của", "từ", "tại", "theo", "ở", "vào", "ngày", "tháng", "quý", "năm", "kỳ", "vụ", "một", "1", "mỗi", "so",
];

/// What is told apart by them: groups of those counted.
const GROUPS: &[&str] = &["nhóm", "loại", "hạng", "bậc", "mức", "vùng", "diện", "đạt", "cấp", "có", "thuộc"];

/// Words of figures for one of something that tell so alone.
const PER_ONE: &[&str] = &[
    "giá trị ngày công",
    "giá trị một ngày công",
    "giá trị 1 ngày công",
    "giá ngày công",
    "tiền ngày công",
    "thù lao",
];

/// What one of is spoken of as «trên 1.000 trẻ», «của một phụ nữ»; with other words before it is a bound or a kind.
const HEADS: &[&str] = &["trẻ", "phụ nữ", "bà mẹ", "cặp", "ca", "cháu", "học sinh", "cử tri", "máy", "giáo viên"];

/// What a figure is told for one of behind a stroke alone: «Số con/nái», «Số buổi/tuần».
const BY_STROKE: &[&str] = &["giờ", "lứa", "phụ nữ", "nhân khẩu"];

/// Words of figures that do not add, but whose totals do: «Tổng thu nhập».
const PRICES: &[&str] = &["đơn giá", "thu nhập", "lương", "mức lương", "mức chi", "mức hỗ trợ", "mức thu", "mức đóng"];

/// Where a figure begins with these it is of one thing.
const OF_ONE: &[&str] = &["tuổi", "mức", "trọng lượng", "suất", "quy mô hộ", "quy mô lớp"];

/// What a figure may be told for one of: «trên 1 ha», «Số học sinh/lớp», «một hộ».
const EACH: &[&str] = &[
    "ha",
    "hộ",
    "người",
    "dân",
    "lớp",
    "ngày",
    "tháng",
    "đầu",
    "km",
    "km2",
    "m2",
    "lao động",
    "con",
    "khẩu",
    "vạn",
    "giường",
    "thôn",
    "xã",
    "buổi",
    "tuần",
    "lượt",
    "sào",
    "nái",
    "đơn vị sản phẩm",
    "đơn vị diện tích",
];

/// What begins words of a line that is drawn somewhere, for one person or household.
const STANDARDS: &[&str] = &["chuẩn nghèo", "chuẩn hộ nghèo", "chuẩn cận nghèo", "chuẩn trợ giúp"];

/// What is paid for one of something: «Lệ phí một lần» is a price, «Trợ cấp một lần» what was spent.
const FEES: &[&str] = &["lệ phí", "phí", "tiền phí", "tiền lệ phí"];

const ONCE: &[&str] = &["một lần", "1 lần", "một hồ sơ", "1 hồ sơ", "một lượt", "1 lượt"];

/// Words that hold one of the above and are none.
const LEVELS_OF_LIVING: &[&str] =
    &["mức sống trung bình", "mức trung bình", "tiền lương", "lương thực", "lương hưu", "lương y", "theo tỷ lệ"];

/// Words before which «giá» is no price.
const AMOUNTS: &[&str] =
    &["giá trị", "đánh giá", "tham gia", "quốc gia", "giá hiện hành", "giá so sánh", "giá cố định", "giá thực tế"];

/// What labels of money begin with that is spent or taken, whatever for: «Thuế thu nhập», «Chi hỗ trợ giá điện».
const MONEY: &[&str] = &[
    "thuế",
    "chi",
    "kinh phí",
    "vốn",
    "quỹ",
    "nguồn",
    "số tiền",
    "dự toán",
    "hỗ trợ",
    "trợ giá",
    "phí",
    "lệ phí",
    "thu từ",
    "thu tiền",
    "thu thuế",
    "đầu tư",
];

/// Beginnings that only look like those: what one of something costs.
const NO_MONEY: &[&str] = &["chi phí", "chi tiêu", "chỉ tiêu"];

/// Tells what words say of the figures that they name.
pub(super) fn told(text: &str) -> Told {
    let plain = without(text, LEVELS_OF_LIVING);
    if let Some(extreme) = extreme(text) {
        return extreme;
    }
    // «Số hộ vay vốn lãi suất ưu đãi», «Số học sinh xếp loại trung bình» are counts, whatever tells them apart.
    if super::measures::number_of(text).is_some() {
        return if says(OF_EACH, &plain) || is_of_each(text) || is_mean(text) { Told::Mean } else { Told::Amount };
    }
    if says(APART, &plain) || says(COORDINATES, &plain) || is_quotient(text) || label_key(text) == label_key("điểm")
    {
        return Told::Apart;
    }
    if says(MEANS, &plain) || is_of_each(text) {
        return Told::Mean;
    }
    if begins(text, STANDARDS) || begins(text, FEES) && says(ONCE, text) {
        return Told::Price;
    }
    let spent = begins(text, MONEY) && !begins(text, NO_MONEY);
    let price =
        says(PER_ONE, text) || says(&["giá"], &without(text, AMOUNTS)) || says(PRICES, &without(&plain, &["giá"]));
    if price && !spent && !says(&["tổng số", "tổng"], text) { Told::Price } else { Told::Amount }
}

/// What words of the greatest or the least say of figures.
fn extreme(text: &str) -> Option<Told> {
    let (greatest, least) = (says(GREATEST, text), says(LEAST, text));
    if !greatest && !least {
        return None;
    }
    // «Diện tích lớn nhất (ha)»
    let plain = text.split('(').map(|part| part.split_once(')').map_or(part, |(_, behind)| behind));
    let plain = label_key(&plain.collect::<Vec<_>>().join(" "));
    let (before, behind) = GREATEST.iter().chain(LEAST).find_map(|w| plain.around(&label_key(w)))?;
    let before = before.as_str();
    let of_group = says(GROUPS, before) && super::measures::number_of(text).is_some() || says(&["nhóm"], before);
    let goes_on = !behind.is_empty() && !begins_key(&behind, OF_WHAT);
    // What someone is paid or may take at most is of one, and no greatest of what is.
    let bound = says(&["tối đa", "tối thiểu"], text) && (begins(text, OF_ONE) || says(PRICES, text));
    if bound {
        return Some(Told::Mean);
    }
    if is_difference(text) || greatest && least || of_group || goes_on {
        return Some(Told::Extreme);
    }
    Some(if greatest { Told::Greatest } else { Told::Least })
}

/// Tells whether a number of something is a mean: «Số con trung bình của một phụ nữ»; pupils of a middling grade are
/// counted.
fn is_mean(text: &str) -> bool {
    let Some((before, behind)) = label_key(text).around(&label_key("trung bình")) else { return false };
    let graded = says(&["xếp loại", "học lực", "hạnh kiểm", "loại", "mức", "hạng", "đạt"], before.as_str());
    !graded && begins_key(&behind, &["của", "một", "1", "mỗi", "trên", "trong", "tính", "hàng", "hằng"])
}

/// Tells whether a figure is told for one of something: «Số giường bệnh trên 10.000 dân», «trên 1 ha»,
/// «Số người/hộ», «Tuổi».
fn is_of_each(text: &str) -> bool {
    let each = |key: &Folded| begins_key(key, EACH);
    let by = text.match_indices('/').any(|(at, _)| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let after = label_key(after.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()));
        let one = each(&after) || begins_key(&after, BY_STROKE);
        before.trim_end().ends_with(char::is_alphabetic) && one
    });
    let key = label_key(text);
    let words: Vec<&str> = key.words().collect();
    let one = label_key("một");
    let counts =
        |w: &str| w == one.as_str() || (w.chars().all(|c| c.is_ascii_digit()) && w.trim_end_matches('0') == "1");
    let of_one = words.iter().enumerate().any(|(i, w)| {
        let rest = words.get(i + 1..).unwrap_or_default();
        let rest = rest.iter().position(|w| *w != "000").and_then(|n| rest.get(n..)).unwrap_or_default();
        let above = i.checked_sub(1).and_then(|i| words.get(i)).copied().unwrap_or_default();
        let of = ["trên", "của"].iter().any(|w| label_key(w).as_str() == above);
        let rest = Folded::from_words(rest.iter().copied());
        counts(w) && (each(&rest) || of && begins_key(&rest, HEADS))
    });
    by || of_one || begins_key(&key, OF_ONE)
}

/// Tells whether words stand in a text.
pub(super) fn says(words: &[&str], text: &str) -> bool {
    let key = label_key(text);
    words.iter().any(|w| key.says(&label_key(w)))
}

/// Tells whether a text begins with words.
pub(super) fn begins(text: &str, words: &[&str]) -> bool {
    begins_key(&label_key(text), words)
}

fn begins_key(key: &Folded, words: &[&str]) -> bool {
    words.iter().any(|w| key.begins(&label_key(w)))
}

/// A text without some words, wherever they stand in it.
fn without(text: &str, words: &[&str]) -> String {
    let mut padded = format!(" {} ", label_key(text));
    for word in words {
        padded = padded.replace(&format!(" {} ", label_key(word)), " ");
    }
    // «giá 1994»: the prices of a year, in which amounts are told.
    let price = label_key("giá");
    let words: Vec<&str> = padded.split_whitespace().collect();
    let of_year = |i: usize| {
        let year = words.get(i + 1).is_some_and(|w| w.len() == 4 && w.parse::<u16>().is_ok());
        words.get(i).is_some_and(|w| *w == price.as_str()) && year
    };
    let kept = words.iter().enumerate().filter(|(i, _)| !of_year(*i)).map(|(_, w)| *w);
    kept.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_amounts_from_what_does_not_add() {
        for (text, expected) in [
            ("Kế hoạch năm 2024", Told::Amount),
            ("Thuế thu nhập doanh nghiệp", Told::Amount),
            ("Chi cải cách tiền lương", Told::Amount),
            ("Chi hỗ trợ giá điện", Told::Amount),
            ("Tổng thu nhập", Told::Amount),
            ("Giá trị sản xuất", Told::Amount),
            ("Số điểm trường", Told::Amount),
            ("Số thẻ hỗ trợ 100% mệnh giá", Told::Price),
            ("Thu nhập bình quân", Told::Mean),
            ("Chi tiêu bình quân", Told::Mean),
            ("Kinh phí mỗi hộ", Told::Mean),
            ("Đơn giá", Told::Price),
            ("Giá bán", Told::Price),
            ("Thu nhập", Told::Price),
            ("Năng suất", Told::Apart),
            ("Tốc độ tăng trưởng", Told::Apart),
            ("Xếp hạng", Told::Apart),
            ("Hệ số", Told::Apart),
            ("Điểm", Told::Apart),
            ("TH/KH", Told::Apart),
            ("So sánh TH 2024/KH", Told::Apart),
            ("ƯTH năm 2024/DT", Told::Apart),
            ("Thực hiện/kế hoạch", Told::Apart),
            ("Ngày 31/12/2024", Told::Amount),
            ("Năm học 2023/2024", Told::Amount),
        ] {
            assert_eq!(told(text), expected, "{text}");
        }
    }

    #[test]
    fn a_sign_of_per_cent_tells_per_cent_unless_a_number_stands_before_it() {
        for text in ["Đạt % kế hoạch năm", "% so cùng kỳ", "% tăng, giảm", "So sánh (%)", "Tỷ lệ hộ nghèo"]
        {
            assert!(of_per_cent(text), "{text}");
        }
        for text in ["Số hộ được hỗ trợ 100% mệnh giá", "Thu điều tiết theo tỷ lệ phần trăm (%)", "Kế hoạch"]
        {
            assert!(!of_per_cent(text), "{text}");
        }
    }

    #[test]
    fn under_a_line_of_money_some_headings_are_of_other_things() {
        for text in ["Diện tích", "Năm khởi công", "Số thôn", "Số công trình", "Quy mô"] {
            assert!(is_no_money(text), "{text}");
        }
        for text in ["Số vốn", "Số tiền", "Số đã giải ngân", "Số phải nộp", "Kế hoạch", "Thực hiện"]
        {
            assert!(!is_no_money(text), "{text}");
        }
    }
}
