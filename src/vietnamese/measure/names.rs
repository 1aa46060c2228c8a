//! What measures are called, and which of them convert.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::vietnamese::abbreviation;
use crate::vietnamese::text::{Folded, Plain, fold};

use super::{Base, Dimension};

/// The measures that convert into each other: names, and how many base units as `units / 10^scale`.
pub(super) const KNOWN: &[(&[&str], Base, i64, u32)] = &[
    (&["phần trăm"], Base::Percent, 1, 0),
    (
        &["đồng", "đ", "vnđ", "vnd", "việt nam đồng", "đồng việt nam", "đồng vn", "đồng vnđ", "đồng vnd"],
        Base::Money,
        1,
        0,
    ),
    (
        &["nghìn đồng", "ngàn đồng", "nghìn", "ngàn", "nghìn đ", "ngàn đ", "ngđ", "ng đ", "nghđ", "ngh đ", "ng đồng"],
        Base::Money,
        1_000,
        0,
    ),
    (
        &[
            "triệu đồng",
            "triệu",
            "tr",
            "tr đ",
            "trđ",
            "tr đồng",
            "triệu đ",
            "triệu đồng việt nam",
            "triệu vnđ",
            "triệu vnd",
        ],
        Base::Money,
        1_000_000,
        0,
    ),
    (&["tỷ đồng", "tỷ", "tỷ đ"], Base::Money, 1_000_000_000, 0),
    (&["usd", "đô la mỹ", "đô la"], Base::Dollar, 1, 0),
    (&["km", "ki lô mét", "kilomet", "kilômét"], Base::Length, 1_000, 0),
    (&["m", "mét"], Base::Length, 1, 0),
    (&["dm"], Base::Length, 1, 1),
    (&["cm"], Base::Length, 1, 2),
    (&["ha", "hecta", "héc ta"], Base::Area, 10_000, 0),
    (&["m2", "mét vuông", "m²"], Base::Area, 1, 0),
    (&["km2", "km²"], Base::Area, 1_000_000, 0),
    (&["tấn"], Base::Mass, 1_000, 0),
    (&["tạ"], Base::Mass, 100, 0),
    (&["yến"], Base::Mass, 10, 0),
    (&["kg", "ki lô gam", "kilogam"], Base::Mass, 1, 0),
    (&["g", "gam"], Base::Mass, 1, 3),
];

pub(super) static TABLE: LazyLock<HashMap<Folded, (Base, Decimal)>> = LazyLock::new(|| {
    KNOWN
        .iter()
        .flat_map(|(names, base, units, scale)| {
            names.iter().map(move |n| (fold(n), (*base, Decimal::new(*units, *scale))))
        })
        .collect()
});

/// Measures of money by their letters alone, for those whose marks were left out or mistyped: «triệu đông»,
/// «trieu dong». Of shorter names nobody could be sure.
static PLAIN_MONEY: LazyLock<HashMap<Plain, (Base, Decimal)>> = LazyLock::new(|| {
    let money = KNOWN.iter().filter(|(_, base, ..)| *base == Base::Money);
    money
        .flat_map(|(names, base, units, scale)| {
            let full = names.iter().filter(|name| name.ends_with("đồng"));
            full.map(move |name| (fold(name).plain(), (*base, Decimal::new(*units, *scale))))
        })
        .collect()
});

/// Other names of things counted, as officers write them beside the rows of one form.
const ALIASES: &[(&str, &str)] = &[
    ("hộ gia đình", "hộ"),
    ("hộ dân", "hộ"),
    ("hộ gđ", "hộ"),
    ("bản", "thôn"),
    ("thôn bản", "thôn"),
    ("bản thôn", "thôn"),
    ("ct", "công trình"),
    ("c trình", "công trình"),
    ("lượt", "lượt người"),
    ("l người", "lượt người"),
    ("người lượt", "lượt người"),
    // «20 TH»
    ("th", "trường hợp"),
];

/// What a name counts that is another name of it, by its folded words.
static ALIAS: LazyLock<HashMap<Folded, Folded>> =
    LazyLock::new(|| ALIASES.iter().map(|(name, of)| (fold(name), fold(of))).collect());

/// Tells whether a text with a stroke in it is one name all the same: «Thôn/bản» counts villages, «Người/lượt» visits.
pub(super) fn is_one_name(text: &str) -> bool {
    ALIAS.contains_key(&fold(text))
}

/// Things that come whole. Other names of things that do not convert may come in parts (MW, điểm, lít).
pub(super) static COUNTED: LazyLock<HashSet<String>> = LazyLock::new(|| {
    [
        "hộ",
        "người",
        "lượt người",
        "xã",
        "phường",
        "thị trấn",
        "thôn",
        "bản",
        "xóm",
        "tổ",
        "công trình",
        "dự án",
        "cái",
        "con",
        "chiếc",
        "cơ sở",
        "trường",
        "trường hợp",
        "lớp",
        "học sinh",
        "em",
        "cháu",
        "trẻ",
        "cuộc",
        "buổi",
        "mô hình",
        "hợp tác xã",
        "doanh nghiệp",
        "đơn vị",
        "nhà",
        "phòng",
        "giường",
        "cây",
        "quyển",
        "bộ",
        "đàn",
        "lao động",
        "khẩu",
        "nhân khẩu",
        "câu lạc bộ",
        "tập quán",
        "di tích",
        "điểm trường",
        "trạm",
        "nhiệm vụ",
        "văn bản",
        "vụ",
        "lượt",
        "đồng chí",
        "giáo viên",
        "học viên",
        "sinh viên",
        "cán bộ",
        "công chức",
        "đảng viên",
        "hội viên",
        "đoàn viên",
        "thành viên",
        "trẻ em",
        "phụ nữ",
        "bệnh nhân",
        "htx",
        "tổ hợp tác",
        "trang trại",
        "sân",
        "cặp",
        "tiêu chí",
        "chi bộ",
        "chi hội",
        "vụ việc",
    ]
    .iter()
    .map(|name| fold(name).as_str().to_owned())
    .collect()
});

/// «số», as it stands before what is counted.
static SO: LazyLock<Folded> = LazyLock::new(|| fold("số"));

/// What a name measures; every name that does not convert counts things of that name.
pub(super) fn named(key: &Folded) -> (Dimension, Decimal) {
    let mistyped = || {
        // Most things counted are told from money by their last word.
        let last = key.words().last().filter(|w| w.starts_with(['đ', 'd']));
        last.and_then(|_| PLAIN_MONEY.get(&key.plain()))
    };
    match TABLE.get(key).or_else(mistyped) {
        Some((base, scale)) => (Dimension::Base(*base), *scale),
        None => {
            let name = abbreviation::expand(key);
            let own = |name: &Folded| ALIAS.get(name).cloned();
            // «Số hộ» beside a row counts households.
            let number_of = || {
                let rest = fold(name.as_str().strip_prefix(SO.as_str())?.strip_prefix(' ')?);
                let of = own(&rest).unwrap_or(rest);
                COUNTED.contains(of.as_str()).then_some(of)
            };
            let name = own(&name).or_else(number_of).unwrap_or(name);
            (Dimension::Count(name.as_str().to_owned()), Decimal::ONE)
        }
    }
}
