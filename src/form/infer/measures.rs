//! What kind of figure a measure and the words beside it speak of, and how it aggregates.
//!
//! Counts and money add; percentages, figures per head or per hectare, prices, indices and means do not
//! (`KNOWLEDGE` section 1: real systems sum yields, and should not). What is not known does not.

use rust_decimal::Decimal;

use crate::form::figure::{Aggregate, Figure, Kind, Parts};
use crate::form::model::{Form, RowIndex, label_key};
use crate::form::rule::Over;
use crate::intake::Value;
use crate::vietnamese::measure::{Measure, multiplier};
use crate::vietnamese::number::{self, Readings};
use crate::vietnamese::text::fold;

/// What stands for a measure where the table names none.
pub(super) const UNKNOWN: &str = "(không ghi)";

/// Words of figures that do not add, whatever their measure and whatever else is said of them.
const RATES: &[&str] = &[
    "bình quân",
    "trung bình",
    "năng suất",
    "tốc độ",
    "chỉ số",
    "hệ số",
    "mật độ",
    "tỷ trọng",
    "tỷ lệ",
    "tỷ suất",
    "lãi suất",
    "suất đầu tư",
    "cơ cấu",
    "tuổi thọ",
    "xếp hạng",
    "so với",
    "tăng so",
    "tăng trưởng",
    "đầu người",
    "vạn dân",
    "định mức",
    "tối thiểu",
    "tối đa",
    "khoảng cách",
    "chiều rộng",
    "chiều cao",
    "mỗi",
    "tính trên",
    "xuất chuồng",
];
/// Words of figures that do not add, but whose totals do: «Tổng thu nhập».
const PRICES: &[&str] = &["đơn giá", "thu nhập", "lương", "mức lương", "mức chi", "mức hỗ trợ", "mức thu", "mức đóng"];
/// Where a figure begins with these it is of one thing.
const OF_ONE: &[&str] = &["tuổi", "mức", "trọng lượng", "suất"];
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
];
/// Words that hold one of the above and are none.
const LEVELS_OF_LIVING: &[&str] = &["mức sống trung bình", "mức trung bình", "tiền lương"];
/// Words before which «giá» is no price.
const AMOUNTS: &[&str] =
    &["giá trị", "đánh giá", "tham gia", "quốc gia", "giá hiện hành", "giá so sánh", "giá cố định", "giá thực tế"];
/// Percentages that may lie outside 0 to 100.
const UNBOUNDED: &[&str] =
    &["so sánh", "tăng", "giảm", "tốc độ", "chỉ số", "so với", "biến động", "hoàn thành", "thực hiện", "mức"];

fn says(words: &[&str], text: &str) -> bool {
    let padded = format!(" {} ", label_key(text));
    words.iter().any(|w| padded.contains(&format!(" {} ", label_key(w))))
}

/// Guesses what stands in cells of a measure; with it, why.
pub(super) fn guess(measure: &str, beside: &str, values: &[&Value]) -> (Figure, String) {
    let dimension = Measure::parse(measure);
    let figure = |kind, aggregate, min, max| Figure {
        measure: measure.to_owned(),
        dimension: dimension.clone(),
        kind,
        aggregate,
        min,
        max,
        below_one: false,
    };
    let zero = Some(Decimal::ZERO);
    let Some(m) = dimension.as_ref().filter(|_| measure != UNKNOWN) else {
        let why = "đơn vị tính không ghi trong mẫu: chưa tổng hợp, hãy điền measure, kind, aggregate";
        return (figure(Kind::Number, Aggregate::None, None, None), why.to_owned());
    };
    if m.is_percent() {
        let beyond = says(UNBOUNDED, beside) || values.iter().any(|v| outside_hundred(v));
        let (min, max) = if beyond { (None, None) } else { (zero, Some(Decimal::ONE_HUNDRED)) };
        let why = "tỷ lệ không cộng: cần quyền số (weighted_mean) hoặc tử số, mẫu số (ratio)";
        return (figure(Kind::Percent, Aggregate::None, min, max), why.to_owned());
    }
    if measure.contains('/') || measure.contains('‰') {
        let why = "tính trên một đơn vị khác (bình quân, năng suất): không cộng";
        return (figure(Kind::Number, Aggregate::None, None, None), why.to_owned());
    }
    let counted = m.is_counted() && values.iter().all(|v| is_whole(v));
    let (kind, min) = if counted { (Kind::Integer, zero) } else { (Kind::Number, None) };
    let price = says(&["giá"], &without(beside, AMOUNTS)) || says(PRICES, &without(beside, &["giá"]));
    let rate = says(RATES, &without(beside, LEVELS_OF_LIVING)) || is_of_each(beside);
    if rate || (price && !says(&["tổng số", "tổng"], beside)) {
        let why = if rate {
            "bình quân, tỷ lệ, tốc độ, mức: không cộng"
        } else {
            "giá, thu nhập: không cộng"
        };
        return (figure(Kind::Number, Aggregate::None, None, None), why.to_owned());
    }
    let adds = m.converts() || m.is_counted() || (!m.is_single() && measure_of_things(measure));
    if adds {
        let whole = if kind == Kind::Integer { "đếm, số nguyên" } else { "đo" };
        (figure(kind, Aggregate::Sum, min, None), format!("«{measure}» {whole}: cộng"))
    } else {
        let why = format!("không rõ «{measure}» có cộng được không: chưa tổng hợp");
        (figure(Kind::Number, Aggregate::None, None, None), why)
    }
}

/// Tells whether a figure is told for one of something: «Số giường bệnh trên 10.000 dân», «trên 1 ha»,
/// «Số người/hộ», «Tuổi».
fn is_of_each(text: &str) -> bool {
    let begins = |key: &str, word: &str| {
        key.strip_prefix(label_key(word).as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let each = |key: &str| EACH.iter().any(|w| begins(key, w));
    let by = text.match_indices('/').any(|(at, _)| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        let after = label_key(after.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()));
        before.trim_end().ends_with(char::is_alphabetic) && each(after.as_str())
    });
    let key = label_key(text);
    let words: Vec<&str> = key.words().collect();
    let counts = |w: &str| w == "một" || (w.chars().all(|c| c.is_ascii_digit()) && w.trim_end_matches('0') == "1");
    let of_one = words.iter().enumerate().any(|(i, w)| {
        let rest = words.get(i + 1..).unwrap_or_default();
        let rest = rest.iter().position(|w| *w != "000").and_then(|n| rest.get(n..)).unwrap_or_default();
        counts(w) && each(&rest.join(" "))
    });
    by || of_one || OF_ONE.iter().any(|w| begins(key.as_str(), w))
}

/// Tells whether a measure is so many of something that is counted or converts: nghìn người, triệu tấn.
fn measure_of_things(measure: &str) -> bool {
    let rest = measure.split_once(char::is_whitespace).map(|(_, rest)| rest.trim());
    rest.and_then(Measure::parse).is_some_and(|m| m.is_counted() || m.converts())
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

fn outside_hundred(value: &Value) -> bool {
    matches!(value, Value::Number(n) if *n > Decimal::ONE_HUNDRED || *n < Decimal::ZERO)
}

fn is_whole(value: &Value) -> bool {
    match value {
        Value::Number(n) => n.is_integer() && !n.is_sign_negative(),
        Value::Text(text) => match number::read(text).map(|n| n.readings) {
            Ok(Readings::One(one)) => one.value.is_integer(),
            _ => true,
        },
        _ => true,
    }
}

/// The measure that a label or a heading names in brackets: «Đàn trâu (con)», «So sánh (%)».
pub(super) fn in_brackets(text: &str) -> Option<String> {
    let parts = text.split('(').skip(1).filter_map(|p| p.split_once(')')).map(|(inside, _)| inside.trim());
    let named = parts.filter(|inside| {
        let short = fold(inside).words().count() <= 3 && !inside.is_empty();
        let known = Measure::parse(inside)
            .is_some_and(|m| m.is_percent() || m.is_counted() || m.converts() || measure_of_things(inside));
        short && known && inside.parse::<u32>().is_err()
    });
    named.last().map(str::to_owned)
}

/// The measure that a column's headings name: in brackets, by a sign of per cent, or as «Số hộ», «Số
/// người».
pub(super) fn in_heading(path: &[String]) -> Option<String> {
    if let Some(named) = path.iter().rev().find_map(|level| in_brackets(level)) {
        return Some(named);
    }
    if path.iter().any(|level| speaks_of_percent(level)) {
        return Some("%".to_owned());
    }
    path.iter().rev().find_map(|level| {
        let key = fold(level);
        let words: Vec<&str> = key.words().collect();
        let [first, rest @ ..] = words.as_slice() else { return None };
        if *first != fold("số").as_str() {
            return None;
        }
        (1..=rest.len().min(3)).rev().find_map(|n| {
            let name = rest.get(..n)?.join(" ");
            let nfc = crate::vietnamese::text::nfc(&name).into_owned();
            Measure::parse(&nfc).filter(|m| m.is_counted()).map(|_| nfc)
        })
    })
}

/// Tells whether words say that figures are per cent.
pub(super) fn speaks_of_percent(text: &str) -> bool {
    let key = label_key(text);
    text.contains("(%)")
        || ["tỷ lệ", "tỷ trọng", "cơ cấu"].iter().any(|w| key.as_str().starts_with(label_key(w).as_str()))
}

/// What a row of yields is a ratio of: the output and the area that are parts of the same row, with the
/// factor between their measures.
pub(super) fn yield_of(form: &Form, at: RowIndex) -> Option<(Parts, Decimal)> {
    let row = form.row(at)?;
    if row.is_group() || row.figure.aggregate != Aggregate::None || !says(&["năng suất"], &row.label) {
        return None;
    }
    let sibling = |word: &str| {
        let of_same = form.indexed_rows().filter(|(i, r)| r.parent == row.parent && *i != at && !r.is_group());
        let mut found =
            of_same.filter(|(i, r)| near(*i, at) && label_key(&r.label).as_str().starts_with(label_key(word).as_str()));
        match (found.next(), found.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        }
    };
    let (over, output) = sibling("sản lượng")?;
    let (under, area) = sibling("diện tích")?;
    let (top, bottom) = row.figure.measure.split_once('/')?;
    let up = output.figure.dimension.as_ref()?.factor_to(&Measure::parse(top)?)?;
    let down = area.figure.dimension.as_ref()?.factor_to(&Measure::parse(bottom)?)?;
    let factor = up.checked_div(down)?;
    let parts = Parts { of: Over::Rows, over: over.0, under: vec![under.0] };
    (factor.checked_mul(down)? == up).then(|| (parts, factor.normalize()))
}

/// Rows that stand together.
fn near(a: RowIndex, b: RowIndex) -> bool {
    a.0.abs_diff(b.0) <= 4
}

/// Tells whether figures add as far as a rule is concerned: also where their measure is none that is known
/// to, as long as nothing says that they do not.
pub(super) fn could_add(figure: &Figure, label: &str) -> bool {
    let unknown = figure.kind == Kind::Number
        && figure.aggregate == Aggregate::None
        && figure.dimension.as_ref().is_some_and(|d| !d.is_percent())
        && figure.measure != UNKNOWN
        && !figure.measure.contains(['/', '‰'])
        && !says(PRICES, &without(label, AMOUNTS))
        && !says(RATES, &without(label, LEVELS_OF_LIVING))
        && !is_of_each(label);
    figure.aggregate.adds() || unknown
}

/// Tells whether two measures are the same size of the same thing, so that figures in them add.
pub(super) fn same(a: &Figure, b: &Figure) -> bool {
    match (&a.dimension, &b.dimension) {
        (Some(a), Some(b)) => a.factor_to(b) == Some(Decimal::ONE),
        (None, None) => a.measure == b.measure,
        _ => false,
    }
}

/// The figure that a value holds for certain.
pub(super) fn certain(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(n) => Some(*n),
        Value::Unsure { stored, .. } => Some(*stored),
        Value::Text(text) => match number::read(text).ok()? {
            n if n.tail.is_empty() || multiplier(n.tail).is_none() => match n.readings {
                Readings::One(one) => Some(one.value),
                Readings::Two { .. } => None,
            },
            _ => None,
        },
        _ => None,
    }
}
