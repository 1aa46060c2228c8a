//! What kind of figure a measure and the words beside it speak of, and how it aggregates.
//!
//! Counts and money add; percentages, figures per head or per hectare, prices, indices and means do not
//! (provinces have published sums of yields in tạ/ha). What is not known does not.

use rust_decimal::Decimal;

use crate::form::figure::{Aggregate, Figure, Kind, Parts};
use crate::form::model::{Column, Form, RowIndex, label_key};
use crate::form::rule::Over;
use crate::intake::Value;
use crate::table::words;
use crate::vietnamese::measure::{Measure, multiplier};
use crate::vietnamese::number::{self, Readings};
use crate::vietnamese::text::{fold, nfc};

use super::things::names_another;
use super::told::{Told, begins, is_no_money, is_quotient, of_per_cent, says, told};

pub(super) use crate::vietnamese::measure::UNNAMED as UNKNOWN;

/// Percentages that may lie outside 0 to 100.
const UNBOUNDED: &[&str] = &[
    "so sánh",
    "tăng",
    "giảm",
    "tốc độ",
    "chỉ số",
    "so với",
    "so cùng kỳ",
    "biến động",
    "hoàn thành",
    "thực hiện",
    "kế hoạch",
    "dự toán",
    "mức",
];
/// What is measured and adds, though it converts into nothing.
const VOLUMES: &[&str] = &["lít", "m3", "m³", "mét khối", "khối", "kwh"];
/// Headings that say no more than that a plan was reached, by more than all of it perhaps.
const REACHED: &[&str] = &["đạt", "tỷ lệ đạt", "% đạt", "đạt tỷ lệ"];

/// Tells whether a heading is of a result or a plan: their quotients pass a hundred per cent.
pub(super) fn is_unbounded(heading: &str) -> bool {
    says(UNBOUNDED, heading)
}

/// Tells whether a heading says no more than that a plan was reached.
pub(super) fn is_reached(heading: &str) -> bool {
    REACHED.iter().any(|w| label_key(w) == label_key(heading))
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
        let beyond = says(UNBOUNDED, beside)
            || is_quotient(beside)
            || is_reached(&beside.replace("(%)", ""))
            || values.iter().any(|v| outside_hundred(v));
        let (min, max) = if beyond { (None, None) } else { (zero, Some(Decimal::ONE_HUNDRED)) };
        let why = "tỷ lệ không cộng: cần quyền số (weighted_mean) hoặc tử số, mẫu số (ratio)";
        return (figure(Kind::Percent, Aggregate::None, min, max), why.to_owned());
    }
    let told = match told(beside) {
        // «Hộ có thu nhập thấp nhất», counted in hộ, may be households of the poorest.
        Told::Greatest | Told::Least if m.is_counted() && begins(beside, &[measure]) => Told::Extreme,
        other => other,
    };
    let per_one = measure.contains('/') || measure.contains('‰');
    if per_one && !matches!(told, Told::Greatest | Told::Least) {
        let why = "tính trên một đơn vị khác (bình quân, năng suất): không cộng";
        return (figure(Kind::Number, Aggregate::None, None, None), why.to_owned());
    }
    let counted = m.is_counted() && values.iter().all(|v| is_whole(v));
    let (kind, min) = if counted { (Kind::Integer, zero) } else { (Kind::Number, None) };
    match (told, why_not(told)) {
        (Told::Greatest, _) => return (figure(kind, Aggregate::Max, min, None), GREATEST.to_owned()),
        (Told::Least, _) => return (figure(kind, Aggregate::Min, min, None), LEAST.to_owned()),
        (_, Some(why)) => return (figure(Kind::Number, Aggregate::None, None, None), why.to_owned()),
        (_, None) => {}
    }
    let volume = VOLUMES.iter().any(|v| fold(v) == fold(measure));
    let adds = m.converts() || m.is_counted() || volume || (!m.is_single() && measure_of_things(measure));
    if adds {
        let whole = if kind == Kind::Integer { "đếm, số nguyên" } else { "đo" };
        (figure(kind, Aggregate::Sum, min, None), format!("«{measure}» {whole}: cộng"))
    } else {
        let why = format!("không rõ «{measure}» có cộng được không: chưa tổng hợp");
        (figure(Kind::Number, Aggregate::None, None, None), why)
    }
}

const GREATEST: &str = "số lớn nhất: tổng hợp lấy số lớn nhất của các đơn vị (max)";
const LEAST: &str = "số nhỏ nhất: tổng hợp lấy số nhỏ nhất của các đơn vị (min)";

/// Why figures do not add, whatever their measure.
fn why_not(told: Told) -> Option<&'static str> {
    match told {
        Told::Amount | Told::Greatest | Told::Least => None,
        Told::Price => Some("giá, thu nhập: không cộng"),
        Told::Mean | Told::Apart => Some("bình quân, tỷ lệ, tốc độ, mức: không cộng"),
        Told::Extreme => Some("không rõ là số lớn nhất, nhỏ nhất hay số cộng được: chưa tổng hợp"),
    }
}

/// How a row aggregates by its label whose columns say what stands in it, and why, if not as they do.
pub(super) fn otherwise(label: &str, columns: &[Column]) -> Option<(Aggregate, String)> {
    let told = told(label);
    if let Some(why) = why_not(told).or_else(|| of_per_cent(label).then_some("tỷ lệ không cộng")) {
        return Some((Aggregate::None, why.to_owned()));
    }
    let figures: Vec<&Figure> =
        columns.iter().filter_map(|c| c.figure.as_ref()).filter(|f| f.aggregate.adds()).collect();
    let alike = figures.windows(2).all(|w| matches!(w, [a, b] if same(a, b)));
    match told {
        // Of several things a row has no greatest.
        Told::Greatest | Told::Least if !alike => Some((Aggregate::None, why_not(Told::Extreme)?.to_owned())),
        Told::Greatest => Some((Aggregate::Max, GREATEST.to_owned())),
        Told::Least => Some((Aggregate::Min, LEAST.to_owned())),
        _ => None,
    }
}

/// Tells whether a measure is so many of something that is counted or converts: nghìn người, triệu tấn.
fn measure_of_things(measure: &str) -> bool {
    let rest = measure.split_once(char::is_whitespace).map(|(_, rest)| rest.trim());
    rest.and_then(Measure::parse).is_some_and(|m| m.is_counted() || m.converts())
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

/// The measure that a label or a heading names in brackets: «Đàn trâu (con)», «So sánh (%)». It may go on behind them, and
/// what is counted is a measure of its form: of submissions less is asked (`vietnamese::measure::measure_in_brackets`).
pub(super) fn in_brackets(text: &str) -> Option<String> {
    let parts = text.split('(').skip(1).filter_map(|p| p.split_once(')')).map(|(inside, _)| inside.trim());
    let named = parts.filter(|inside| {
        // «(triệu đồng/người/tháng)»
        let rate = inside.split_once('/').is_some_and(|(what, _)| {
            Measure::parse(what).is_some_and(|m| m.converts() || m.is_counted()) && fold(inside).words().count() <= 6
        });
        if rate || *inside == "‰" {
            return true;
        }
        let short = fold(inside).words().count() <= 3 && !inside.is_empty();
        let known = Measure::parse(inside).is_some_and(|m| match m.is_percent() {
            true => of_per_cent(text),
            false => m.is_counted() || m.converts() || measure_of_things(inside),
        });
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
    if path.iter().any(|level| of_per_cent(level)) {
        return Some("%".to_owned());
    }
    path.iter().rev().find_map(|level| number_of(level)).or_else(|| counted_above(path))
}

/// What «Học sinh › Nữ» and «Giáo viên › Tổng số» count: the thing above that is parted.
fn counted_above(path: &[String]) -> Option<String> {
    const PARTS: &[&str] = &["tổng số", "tổng", "nữ", "nam", "trong đó nữ", "dân tộc thiểu số", "dtts", "số lượng"];
    let (lowest, above) = path.split_last()?;
    if !PARTS.iter().any(|p| label_key(p) == label_key(lowest)) {
        return None;
    }
    above.iter().rev().find_map(|level| counted(nfc(level).split_whitespace()))
}

/// The counted thing that words begin with: the longest that is known, no word of which is cut out of another word.
fn counted<'w>(words: impl Iterator<Item = &'w str>) -> Option<String> {
    let words: Vec<&str> = words.map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let cut = |n: usize| match (words.get(n - 1), words.get(n)) {
        (Some(last), Some(next)) => ONE_WORD.iter().any(|(a, b)| fold(a) == fold(last) && fold(b) == fold(next)),
        _ => false,
    };
    (1..=words.len().min(3)).rev().filter(|n| !cut(*n)).find_map(|n| {
        let name = words.get(..n)?.join(" ").to_lowercase();
        Measure::parse(&name).filter(Measure::is_counted).map(|_| name)
    })
}

/// Words of two syllables, the first of which is a measure or ends one: «Số hộ dân tộc thiểu số» counts no «hộ dân»,
/// «Số bản án» no villages.
const ONE_WORD: &[(&str, &str)] = &[
    ("dân", "tộc"),
    ("dân", "cư"),
    ("trường", "hợp"),
    ("bản", "án"),
    ("bản", "đồ"),
    ("bản", "tin"),
    ("bản", "vẽ"),
    ("tổ", "chức"),
    ("tổ", "viên"),
    ("cây", "cầu"),
    ("cây", "số"),
    ("xã", "hội"),
    ("xã", "viên"),
    ("bộ", "đội"),
    ("bộ", "phận"),
    ("đàn", "ông"),
    ("con", "đường"),
    ("con", "dấu"),
    ("nhà", "báo"),
    ("nhà", "thầu"),
    ("nhà", "giáo"),
    ("khẩu", "phần"),
    ("phòng", "ban"),
];

/// The measure of what stands under a line that announces one: that measure, unless words say that it is of something
/// else. «Số hộ nghèo» and «Năng suất» are not in triệu đồng.
pub(super) fn in_line(text: &str, line: &str) -> String {
    let of = Measure::parse(line);
    let money = of.as_ref().is_some_and(Measure::is_money);
    match told(text) {
        Told::Apart => UNKNOWN.to_owned(),
        Told::Price | Told::Mean if !money => UNKNOWN.to_owned(),
        _ if words::names_by_numbers(&fold(text)) => UNKNOWN.to_owned(),
        _ if money && is_no_money(text) || of.as_ref().is_some_and(|of| names_another(text, of)) => {
            number_of(text).unwrap_or_else(|| UNKNOWN.to_owned())
        }
        _ => line.to_owned(),
    }
}

/// What «Số hộ nghèo» and «Tổng số hộ dân cư» are a number of: hộ.
pub(super) fn number_of(text: &str) -> Option<String> {
    let plain = nfc(text);
    let mut words = plain.split_whitespace().skip_while(|w| fold(w) == fold("tổng"));
    if fold(words.next()?) != fold("số") {
        return None;
    }
    counted(words)
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
        && told(label) == Told::Amount;
    figure.aggregate.adds() || unknown
}

/// Tells whether people or households are counted, of whom one may have several traits.
pub(super) fn is_of_people(figure: &Figure) -> bool {
    const PEOPLE: &[&str] = &[
        "hộ",
        "người",
        "khẩu",
        "trẻ",
        "em",
        "cháu",
        "lao động",
        "học sinh",
        "sinh viên",
        "học viên",
        "giáo viên",
        "cán bộ",
        "công chức",
        "viên chức",
        "đối tượng",
        "trường hợp",
        "phụ nữ",
        "bệnh nhân",
        "thành viên",
        "hội viên",
        "đoàn viên",
        "đảng viên",
    ];
    !figure.measure.contains('/') && says(PEOPLE, &figure.measure)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_drawn_from_headings_are_written_as_these_are() {
        let measure = |path: &[&str]| in_heading(&path.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>());
        for (path, expected) in [
            (&["Số trường"][..], Some("trường")),
            (&["Số người"], Some("người")),
            (&["Tổng số lớp"], Some("lớp")),
            (&["Số trường hợp đã đăng ký"], Some("trường hợp")),
            (&["Số trường đạt chuẩn"], Some("trường")),
            (&["Số hộ dân tộc thiểu số"], Some("hộ")),
            (&["Số hộ dân cư"], Some("hộ")),
            (&["Số hộ dân được vay vốn"], Some("hộ dân")),
            (&["Tổng số lượt người được khám"], Some("lượt người")),
            (&["Số tổ chức"], None),
            (&["Số tổ hợp tác"], Some("tổ hợp tác")),
            (&["Học sinh", "Nữ"], Some("học sinh")),
            (&["Giáo viên", "Tổng số"], Some("giáo viên")),
            (&["Số tiền (nghìn đồng)", "Nữ"], Some("nghìn đồng")),
            (&["% TH/DT"], Some("%")),
            (&["Kế hoạch"], None),
            (&["Vốn đầu tư", "Tổng số"], None),
        ] {
            assert_eq!(measure(path).as_deref(), expected, "{path:?}");
        }
    }
}
