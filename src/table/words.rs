//! The words by which headings, totals, parts and what stands below a table are known.
//!
//! Gathered from workbooks that communes and provinces published and from the legacy workbooks of offices (2002–2009).

use std::sync::LazyLock;

use crate::vietnamese::text::{Folded, fold};

/// Words, folded once.
type Words = LazyLock<Vec<Folded>>;

/// Headings of order numbers.
static NUMBER: Words = Words::new(|| folded(&["stt", "tt", "số tt", "số thứ tự", "thứ tự"]));
/// Codes that stand in for order numbers where there are none.
static CODE: Words = Words::new(|| folded(&["mã số", "mã"]));
/// Headings of measures.
static MEASURE: Words = Words::new(|| folded(&["đvt", "đơn vị tính", "đ v t", "đv tính", "đơn vị"]));
/// What headings of labels begin with.
static LABEL: Words = Words::new(|| {
    folded(&[
        "chỉ tiêu",
        "các chỉ tiêu",
        "nội dung",
        "danh mục",
        "tên",
        "họ và tên",
        "họ tên",
        "loại đối tượng",
        "loại bệnh",
        "hạng mục",
        "diễn giải",
        "khoản mục",
        "mục tiêu",
        "tiêu chí",
        "phân theo",
        "công trình",
        "nguồn vốn",
        "lĩnh vực",
        "nhiệm vụ",
    ])
});
/// Headings of words beside the label.
static WORDS: Words = Words::new(|| {
    folded(&[
        "ghi chú",
        "địa điểm",
        "địa chỉ",
        "chủ đầu tư",
        "đơn vị chủ trì",
        "cơ quan chủ trì",
        "đơn vị thực hiện",
        "đơn vị phụ trách",
        "quốc tịch",
        "ngày",
        "nơi ở",
        "hình thức",
        "quy mô",
        "đối tượng",
        "huyện",
        "xã",
        "thôn",
        "loại hình",
        "tình trạng",
        "công việc",
        "chức danh",
        "người",
        "số hộ chiếu",
        "thời gian",
    ])
});
/// Headings of numbers that name a person, a paper or a telephone.
static IDENTIFIERS: Words = Words::new(|| {
    folded(&[
        "số cmnd",
        "cmnd",
        "cmt",
        "số cmt",
        "số cccd",
        "cccd",
        "số căn cước",
        "căn cước",
        "số định danh",
        "số chứng minh",
        "chứng minh nhân dân",
        "số hộ chiếu",
        "số điện thoại",
        "điện thoại",
        "sđt",
        "số tài khoản",
        "tài khoản",
        "mã số thuế",
        "mst",
        "số quyết định",
        "số văn bản",
        "số hiệu",
        "số thẻ",
        "số sổ",
        "năm sinh",
        "ngày sinh",
    ])
});
static NAMED: Words = Words::new(|| folded(&[NAMES, YEARS_OF_WORKS, COORDINATES].concat()));
/// Headings of the years of a work.
pub const YEARS_OF_WORKS: &[&str] = &["năm khởi công", "năm hoàn thành", "năm xây dựng", "năm bắt đầu", "năm kết thúc"];
/// Headings of where on the earth something is.
pub const COORDINATES: &[&str] = &["tọa độ", "kinh độ", "vĩ độ"];
/// Headings of other numbers that name something: a decision, a project, a year.
pub const NAMES: &[&str] = &[
    "số qđ",
    "mã dự án",
    "mã công trình",
    "mã đơn vị",
    "mã hộ",
    "mã xã",
    "mã thôn",
    "mã nguồn",
    "mã chương",
    "mã ngành",
    "mã qhns",
    "năm thành lập",
    "năm công nhận",
    "năm đạt chuẩn",
    "năm đưa vào sử dụng",
    "năm trồng",
    "năm giao",
    "năm cấp",
    "năm hưởng",
    "năm sử dụng",
    "năm hết hạn",
    "năm được công nhận",
    "năm phê duyệt",
    "năm ban hành",
    "năm tuyển dụng",
    "năm tốt nghiệp",
    "năm sản xuất",
    "tờ bản đồ",
    "thửa đất số",
    "biển số",
    "số seri",
    "số sê ri",
];
/// The same where the heading says no more: plots of a map, lines of the budget, grades, papers.
pub const NAMES_ALONE: &[&str] = &[
    "tiểu khu",
    "khoảnh",
    "lô",
    "lô số",
    "tên lô",
    "thửa",
    "thửa đất",
    "thửa số",
    "số hiệu thửa",
    "tờ",
    "tờ số",
    "mảnh bản đồ",
    "hạng đất",
    "chương",
    "khoản",
    "mục",
    "tiểu mục",
    "loại khoản",
    "loại, khoản",
    "mục, tiểu mục",
    "khoản, mục",
    "ndkt",
    "ngạch",
    "ngạch lương",
    "cấp bậc",
    "bậc lương",
    "số gcn",
    "số giấy chứng nhận",
    "số giấy chứng nhận qsdđ",
    "số hợp đồng",
    "số biên bản",
];
/// The same where nothing stands above the heading that they could be parts of.
pub const NAMES_AT_THE_TOP: &[&str] = &["loại đất", "vị trí", "khu vực", "bậc"];
/// Times that something is of; of «Thực hiện › Tháng | Lũy kế» the month has figures.
pub const TIMES: &[&str] = &["tháng", "quý", "kỳ", "đợt", "tháng hưởng"];
/// Numbers of one plot or house, where it is told of one.
pub const NUMBERS_OF_ONE: &[&str] = &["số khoảnh", "số lô", "số tiểu khu", "số tờ", "số thửa", "số nhà"];
static ALONE: Words = Words::new(|| folded(&[NAMES_ALONE, NAMES_AT_THE_TOP, TIMES, NUMBERS_OF_ONE].concat()));
static TOTAL: Words = Words::new(|| folded(&[&["tổng số", "tổng cộng", "cộng", "tổng"], WHOLES].concat()));
/// What totals over a place are called, by what it is.
const WHOLES: &[&str] = &[
    "toàn tỉnh",
    "toàn thành phố",
    "toàn huyện",
    "toàn thị xã",
    "toàn quận",
    "toàn xã",
    "toàn phường",
    "toàn thị trấn",
    "toàn đặc khu",
];
static LEADING_TOTAL: Words = Words::new(|| folded(&["tổng số", "tổng cộng", "cộng"]));
static COMMUNITY: Words = Words::new(|| folded(&["cộng đồng", "cộng tác", "cộng hòa"]));
static OF_WHICH: Words = Words::new(|| folded(&["trong đó", "tr đó", "trđó"]));
static DIVIDED: Words = Words::new(|| folded(&["chia ra", "bao gồm", "gồm"]));
static DIVIDED_INTO: Words = Words::new(|| folded(&["chia ra"]));
static DATED: Words = Words::new(|| folded(&["ngày", "tháng", "năm"]));
/// What begins the lines below a table.
static BELOW: Words = Words::new(|| {
    folded(&[
        "nơi nhận",
        "ghi chú",
        "người lập",
        "lập biểu",
        "cán bộ lập",
        "công chức lập",
        "người tổng hợp",
        "người báo cáo",
        "phụ trách kế toán",
        "tuq",
        "thủ trưởng",
        "chủ tịch",
        "giám đốc",
        "kế toán",
        "tm",
        "kt",
        "ký tên",
        "ký ghi rõ họ tên",
        "xác nhận",
        "ủy ban nhân dân",
        "người sử dụng lao động",
    ])
});

fn folded(words: &[&str]) -> Vec<Folded> {
    words.iter().map(|w| fold(w)).collect()
}

fn is(key: &Folded, words: &[Folded]) -> bool {
    words.contains(key)
}

fn begins(key: &Folded, words: &[Folded]) -> bool {
    words.iter().any(|lead| key.begins(lead))
}

/// Tells whether a heading is that of order numbers.
pub fn heads_numbers(key: &Folded) -> bool {
    is(key, &NUMBER)
}

/// Tells whether a heading is that of codes.
pub fn heads_codes(key: &Folded) -> bool {
    is(key, &CODE)
}

/// Tells whether a heading is that of measures.
pub fn heads_measures(key: &Folded) -> bool {
    is(key, &MEASURE)
}

/// Tells whether a heading may be that of measures or of units of administration: «Đơn vị».
pub fn may_head_units(key: &Folded) -> bool {
    static UNITS: Words = Words::new(|| folded(&["đơn vị"]));
    is(key, &UNITS)
}

/// Tells whether a heading is that of labels.
pub fn heads_labels(key: &Folded) -> bool {
    begins(key, &LABEL)
}

/// Tells whether a heading is that of words beside the label.
pub fn heads_words(key: &Folded) -> bool {
    begins(key, &WORDS)
}

/// Tells whether a heading is that of numbers which name something and count nothing.
pub fn heads_identifiers(key: &Folded) -> bool {
    begins(key, &IDENTIFIERS)
}

/// Tells whether words are of a name by numbers wherever they stand, as labels too: «Mã hồ sơ», «Năm trồng», «Tiểu khu»;
/// «Điện thoại» may be what was spent on it.
pub fn names_by_numbers(key: &Folded) -> bool {
    static WHOLE: Words = Words::new(|| folded(NAMES_ALONE));
    static BEGIN: Words = Words::new(|| folded(&["mã", "năm sinh", "ngày sinh", "số quyết định"]));
    static MEASURED: Words = Words::new(|| folded(&["mã lực"]));
    begins(key, &NAMED) || is(key, &WHOLE) || begins(key, &BEGIN) && !begins(key, &MEASURED)
}

/// Tells whether the figures under a heading name something, whatever they look like: papers, telephones, codes, years.
pub fn heads_names(key: &Folded) -> bool {
    let code = key.words().next() == Some(fold("mã").as_str());
    heads_identifiers(key) || heads_codes(key) || code || begins(key, &NAMED) || is(key, &ALONE)
}

/// Tells whether a label or a heading says that it is the total of others.
pub fn is_total(key: &Folded) -> bool {
    is(key, &TOTAL)
}

/// Tells whether a label says more than that it is a total, such as «Tổng cộng vốn đầu tư».
pub fn begins_total(key: &Folded) -> bool {
    // «Cộng đồng thôn» is a community, no total.
    begins(key, &LEADING_TOTAL) && !begins(key, &COMMUNITY)
}

/// Tells whether a line is in capitals, as titles are.
pub fn is_capital(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 8 && !text.chars().any(char::is_lowercase)
}

/// Lines that carry the sum of a page over to the next.
static CARRIED: Words = Words::new(|| folded(&["mang sang", "trang trước chuyển sang", "chuyển trang"]));

/// What stands between «trang» and «sang» where a page is carried over.
const BEFORE_OVER: &[&str] = &["trang", "số", "trước", "này", "mang", "chuyển", "qua"];

/// Tells whether a label carries the sum of a page over: «Mang sang», «Trang 1 mang sang».
pub fn carries_over(key: &Folded) -> bool {
    let own =
        |word: &str| word.chars().all(|c| c.is_ascii_digit()) || BEFORE_OVER.iter().any(|w| fold(w).as_str() == word);
    let of_page = || {
        let between = key.as_str().strip_prefix("trang ").and_then(|rest| rest.strip_suffix("sang"));
        between.is_some_and(|b| (b.is_empty() || b.ends_with(' ')) && b.split_whitespace().all(own))
    };
    begins(key, &CARRIED) || of_page()
}

/// What a work is made of and costs (Nghị định 10/2021/NĐ-CP, Điều 5: chi phí xây dựng, thiết bị, quản lý dự án, tư vấn, khác,
/// dự phòng).
static COSTS: Words = Words::new(|| {
    folded(&[
        "chi phí",
        "xây lắp",
        "phần xây dựng",
        "phần xây lắp",
        "phần thiết bị",
        "tư vấn",
        "quản lý dự án",
        "dự phòng",
        "giải phóng mặt bằng",
        "gpmb",
        "đền bù",
        "bồi thường",
        "khảo sát",
        "thiết kế",
        "giám sát",
        "gói thầu",
    ])
});

/// The same where they are all of a label: «Xây dựng đường thôn Nà Cầm» is a work.
static COSTS_ALONE: Words = Words::new(|| folded(&["xây dựng", "thiết bị"]));

/// Tells whether a label names what a work costs, and no work.
pub fn heads_costs(key: &Folded) -> bool {
    begins(key, &COSTS) || is(key, &COSTS_ALONE)
}

/// The sum of a page at its foot.
static OF_PAGE: Words = Words::new(|| folded(&["cộng trang", "tổng trang", "cộng mang sang", "cộng chuyển trang"]));

/// Tells whether a label is about one printed page, so that the table goes on behind it: «Cộng trang», «Mang sang».
pub fn is_of_page(key: &Folded) -> bool {
    carries_over(key) || begins(key, &OF_PAGE)
}

/// Tells whether a text is only «Trong đó» or «Chia ra».
pub fn marker(key: &Folded) -> Option<super::Part> {
    if is(key, &OF_WHICH) {
        Some(super::Part::OfWhich)
    } else if is(key, &DIVIDED) {
        Some(super::Part::Divided)
    } else {
        None
    }
}

/// Tells whether a label begins with «Trong đó» or «Chia ra» and goes on.
pub fn lead(key: &Folded) -> Option<super::Part> {
    if marker(key).is_some() {
        None
    } else if begins(key, &OF_WHICH) {
        Some(super::Part::OfWhich)
    } else if begins(key, &DIVIDED_INTO) {
        Some(super::Part::Divided)
    } else {
        None
    }
}

/// What people and households are told apart by. One may have a trait of each.
static TRAITS: LazyLock<Vec<Vec<Folded>>> = LazyLock::new(|| {
    let of: &[&[&str]] = &[
        &["nam", "nữ", "phụ nữ"],
        &["dân tộc", "dtts", "kinh"],
        &["trẻ em", "thanh niên", "cao tuổi", "vị thành niên"],
        &["nghèo", "cận nghèo"],
        &["khuyết tật", "người có công"],
        &["đảng viên", "đoàn viên"],
    ];
    of.iter().map(|words| folded(words)).collect()
});

/// Tells whether some labels name people by different traits, so that one may be counted under several:
/// «Nữ», «Dân tộc thiểu số».
pub fn overlap(labels: &[String]) -> bool {
    let traits = |label: &String| -> Vec<usize> {
        let key = fold(label);
        let has = |words: &Vec<Folded>| words.iter().any(|w| key.says(w));
        TRAITS.iter().enumerate().filter(|(_, words)| has(words)).map(|(i, _)| i).collect()
    };
    let all: Vec<Vec<usize>> = labels.iter().map(traits).filter(|t| !t.is_empty()).collect();
    all.iter().any(|one| all.iter().any(|other| one.iter().all(|t| !other.contains(t))))
}

/// Tells whether a line stands below a table: signatures, recipients, notes.
pub fn stands_below(text: &str) -> bool {
    let key = fold(text);
    // «Ngày … tháng … năm …» with a place or dots before it.
    let dated = DATED.iter().all(|w| key.words().any(|k| k == w.as_str()));
    let footnote = {
        let text = text.trim_start();
        let mark = text.strip_prefix('(').and_then(|t| t.split_once(')'));
        mark.is_some_and(|(mark, rest)| {
            !mark.is_empty() && mark.chars().all(|c| c.is_ascii_digit() || c == '*') && rest.starts_with(':')
        })
    };
    begins(&key, &BELOW) || (dated && key.words().count() <= 12) || footnote
}
