//! What the words of a heading or a label say of figures, besides their measure: that they are amounts, which add,
//! or prices, means, rates and ranks, which do not (`KNOWLEDGE` section 1: real systems sum yields, and should not).

use crate::form::model::label_key;
use crate::vietnamese::text::fold;

use super::titles::is_year;

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
    "tọa độ",
    "kinh độ",
    "vĩ độ",
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
/// Short forms of «thực hiện», «kế hoạch», «dự toán», «ước thực hiện», «cùng kỳ», «giải ngân», «quyết toán».
const SHORT: &[&str] = &["TH", "KH", "DT", "ƯTH", "UTH", "CK", "GN", "QT", "KHV", "KHN"];
/// The same written out.
const LONG: &[&str] = &["thực hiện", "kế hoạch", "dự toán", "cùng kỳ", "giải ngân", "quyết toán", "năm trước"];

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
    if says(APART, &plain) || is_quotient(text) || label_key(text) == label_key("điểm") {
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
    let padded = format!(" {} ", label_key(&plain.collect::<Vec<_>>().join(" ")));
    let all = GREATEST.iter().chain(LEAST).map(|w| format!(" {} ", label_key(w)));
    let (before, behind) = all.filter_map(|w| padded.split_once(w.as_str())).next()?;
    let of_group = says(GROUPS, before) && super::measures::number_of(text).is_some() || says(&["nhóm"], before);
    let goes_on = !behind.trim().is_empty() && !begins_key(behind.trim(), OF_WHAT);
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
    let padded = format!(" {} ", label_key(text));
    let mean = format!(" {} ", label_key("trung bình"));
    let Some((before, behind)) = padded.split_once(mean.as_str()) else { return false };
    let graded = says(&["xếp loại", "học lực", "hạnh kiểm", "loại", "mức", "hạng", "đạt"], before);
    !graded && begins_key(behind, &["của", "một", "1", "mỗi", "trên", "trong", "tính", "hàng", "hằng"])
}

/// Tells whether words say that figures are per cent: «Tỷ lệ», «(%)», «Đạt % kế hoạch»; a number before the sign is
/// part of a name («Hỗ trợ 100% mệnh giá thẻ»).
pub(super) fn of_per_cent(text: &str) -> bool {
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
pub(super) fn compares(path: &[String]) -> bool {
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
pub(super) fn is_quotient(text: &str) -> bool {
    text.match_indices('/').any(|(at, _)| {
        let (over, under) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let word = |w: Option<&str>| {
            let plain = w.unwrap_or_default().trim_matches(|c: char| !c.is_alphabetic()).to_uppercase();
            SHORT.contains(&plain.as_str())
        };
        let year = |w: &str| w.len() == 4 && w.chars().all(|c| c.is_ascii_digit()) || fold(w) == fold("năm");
        let last = || over.split_whitespace().rev().find(|w| !year(w));
        let (over_key, under_key) = (label_key(over), label_key(under));
        let long =
            |w: &&str| over_key.as_str().ends_with(label_key(w).as_str()) && begins_key(under_key.as_str(), LONG);
        // «2024/2023», «6 tháng 2024/6 tháng 2023»; a school year is none.
        let ends_in = |text: &str| text.split_whitespace().next_back().is_some_and(is_year);
        if ends_in(over) && ends_in(under) && !says(&["năm học", "niên khóa", "vụ"], over) {
            return true;
        }
        word(last()) && word(under.split_whitespace().next()) || LONG.iter().any(long)
    })
}

/// Tells whether a heading names differences: «Tăng (+), giảm (-)», «Chênh lệch».
pub(super) fn is_difference(text: &str) -> bool {
    let signs = ["+/-", "-/+", "±"].iter().any(|sign| text.contains(sign));
    signs || says(&["tăng"], text) && says(&["giảm"], text) || says(&["chênh lệch", "so sánh", "so với"], text)
}

/// Tells whether a heading under a line of money is of something else: «Diện tích», «Năm khởi công», «Số thôn».
pub(super) fn is_no_money(heading: &str) -> bool {
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
        "năm khởi công",
        "năm hoàn thành",
        "năm xây dựng",
        "năm bắt đầu",
        "năm kết thúc",
    ];
    begins(heading, THINGS) || counts_things(heading)
}

/// Tells whether a heading is of a number of something: «Số thôn», but not «Số vốn», «Số còn lại».
pub(super) fn counts_things(heading: &str) -> bool {
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

/// Tells whether a figure is told for one of something: «Số giường bệnh trên 10.000 dân», «trên 1 ha»,
/// «Số người/hộ», «Tuổi».
fn is_of_each(text: &str) -> bool {
    let each = |key: &str| begins_key(key, EACH);
    let by = text.match_indices('/').any(|(at, _)| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let after = label_key(after.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()));
        let one = each(after.as_str()) || begins_key(after.as_str(), BY_STROKE);
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
        counts(w) && (each(&rest.join(" ")) || of && begins_key(&rest.join(" "), HEADS))
    });
    by || of_one || begins_key(key.as_str(), OF_ONE)
}

/// Tells whether words stand in a text.
pub(super) fn says(words: &[&str], text: &str) -> bool {
    let padded = format!(" {} ", label_key(text));
    words.iter().any(|w| padded.contains(&format!(" {} ", label_key(w))))
}

/// Tells whether a text begins with words.
pub(super) fn begins(text: &str, words: &[&str]) -> bool {
    begins_key(label_key(text).as_str(), words)
}

fn begins_key(key: &str, words: &[&str]) -> bool {
    words
        .iter()
        .any(|w| key.strip_prefix(label_key(w).as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

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
