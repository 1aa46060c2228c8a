//! Units of measurement (ĐVT): what they measure, and exact conversion between them. [`announcing`] finds the words
//! that say which one a line or a heading declares, [`names`] knows what each is called.

mod announcing;
mod names;

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization as _;

pub use announcing::{announced, announces_next, measure_in_brackets};

use names::{COUNTED, KNOWN, TABLE, is_one_name, named};

use super::number::{self, Readings};
use super::text::{Folded, fold};

/// The dimensions whose measures convert into each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Base {
    Percent,
    Money,
    Length,
    Area,
    Mass,
    Dollar,
}

/// What a measure counts or measures.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Dimension {
    Base(Base),
    /// Things counted, by their folded name: hộ, lượt người, công trình.
    Count(String),
}

/// A unit of measurement, as declared or as the form has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    dimension: Dimension,
    /// How many of the dimension's base (đồng, metre, square metre, kilogram) one of it is.
    scale: Decimal,
    /// What it is taken per (`tháng` in `Triệu đồng/tháng`), folded, in order of the alphabet. Whom it
    /// is per (người) the row says, so it is left out.
    per: Vec<String>,
    /// It is per head, and that is all it is per.
    per_head_only: bool,
}

impl Measure {
    /// Reads a measure as tables write it; nothing for an empty text.
    ///
    /// ```
    /// use phubieu::vietnamese::measure::Measure;
    /// let thousands = Measure::parse("1.000 đ").unwrap();
    /// let dong = Measure::parse("Đồng").unwrap();
    /// assert_eq!(thousands.factor_to(&dong), Some(1000.into()));
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_matches(['(', ')']).trim();
        if text.is_empty() {
            return None;
        }
        // The sign for đồng is no letter and would fold to nothing; «®» is «đ» in the fonts of TCVN3.
        let sign = text.contains(['₫', '®']).then(|| text.replace(['₫', '®'], "đ"));
        let text = sign.as_deref().unwrap_or(text);
        let text = without_remark(text);
        let (text, per, parts) = match text.split_once('/') {
            Some((head, per)) if !is_one_name(text) => (head.trim(), per_what(per), !fold(per).is_empty()),
            _ => (text, Vec::new(), false),
        };
        let measure = Self::of_what(text, per)?;
        let per_head_only = parts && measure.per.is_empty();
        Some(Self { per_head_only, ..measure })
    }

    /// Reads what stands before the first stroke.
    fn of_what(text: &str, per: Vec<String>) -> Option<Self> {
        // «Tỷ lệ %», «% hộ»: the sign says what it is, wherever it stands.
        if text.contains(['%', '％', '‰']) {
            let scale = if text.contains('‰') { Decimal::new(1, 1) } else { Decimal::ONE };
            let figure = text.chars().any(|c| c.is_ascii_digit());
            // «5 % hộ» is a figure in the wrong place.
            let dimension = if figure { Dimension::Count(text.to_owned()) } else { Dimension::Base(Base::Percent) };
            return Some(Self { dimension, scale, per, per_head_only: false });
        }
        // `1.000 đ`, `1000 con`: as many of the measure behind it.
        if let Ok(numeral) = number::read(text)
            && !numeral.tail.is_empty()
        {
            let many = match numeral.readings {
                Readings::One(one) => round_number(text).or(Some(one.value)),
                Readings::Two { grouped, .. } => Some(grouped.value),
            };
            // «1 triệu đồng» is «triệu đồng»; `1 hộ` beside a row is a figure in the wrong place.
            let one = many == Some(Decimal::ONE) && numeral.tail.split_whitespace().next().is_some_and(is_multiplier);
            // Tens and thousands of a measure; so is `1,5 hộ`.
            let Some(many) = many.filter(|many| one || POWERS.contains(many)) else {
                return Some(Self {
                    dimension: Dimension::Count(fold(text).as_str().to_owned()),
                    scale: Decimal::ONE,
                    per,
                    per_head_only: false,
                });
            };
            let base = Self::parse(numeral.tail)?;
            return Some(Self {
                scale: base.scale.checked_mul(many)?,
                dimension: base.dimension,
                per: if per.is_empty() { base.per } else { per },
                per_head_only: false,
            });
        }
        let key = fold(text);
        if key.is_empty() {
            return None;
        }
        // `nghìn hộ`, `triệu tấn`: so many of the measure behind the word.
        if !TABLE.contains_key(&key)
            && let Some((first, rest)) = text.split_once(char::is_whitespace)
            && let Some(times) = multiplier(first).or_else(|| shortened(first))
        {
            let base = Self::parse(rest)?;
            let scale = base.scale.checked_mul(times)?;
            let per = if per.is_empty() { base.per } else { per };
            return Some(Self { scale, dimension: base.dimension, per, per_head_only: false });
        }
        let (dimension, scale) = named(&key);
        Some(Self { dimension, scale, per, per_head_only: false })
    }

    /// Tells whether it is the percent sign.
    pub fn is_percent(&self) -> bool {
        self.dimension == Dimension::Base(Base::Percent)
    }

    /// Tells whether it counts things that come whole: hộ, người, công trình; đồng.
    pub fn is_counted(&self) -> bool {
        match &self.dimension {
            Dimension::Base(Base::Money) => self.scale == Decimal::ONE && self.per.is_empty(),
            Dimension::Base(_) => false,
            Dimension::Count(name) => self.scale == Decimal::ONE && self.per.is_empty() && COUNTED.contains(name),
        }
    }

    /// A name for messages: what it counts, or the base of what it measures.
    pub fn name(&self) -> String {
        match &self.dimension {
            Dimension::Count(name) => name.nfc().collect(),
            Dimension::Base(Base::Percent) => "%".to_owned(),
            Dimension::Base(base) => {
                let known =
                    KNOWN.iter().find(|(_, b, units, scale)| b == base && Decimal::new(*units, *scale) == self.scale);
                known.and_then(|(names, ..)| names.first()).map(|n| (*n).to_owned()).unwrap_or_default()
            }
        }
    }

    /// Tells whether one of it is one of what it counts: hộ, not nghìn hộ.
    pub fn is_single(&self) -> bool {
        self.scale == Decimal::ONE
    }

    /// Tells whether it is an amount of money.
    pub fn is_money(&self) -> bool {
        self.dimension == Dimension::Base(Base::Money)
    }

    /// What an amount of money in this measure is in the other, whatever either is per: «Triệu đồng/tháng» is a million đồng.
    pub fn size_of_money(&self, other: &Measure) -> Option<Decimal> {
        let both = self.is_money() && other.is_money() && self.dimension == other.dimension;
        both.then(|| self.scale.checked_div(other.scale)).flatten()
    }

    /// Tells whether it is a plain amount of something, in our own money if in any: not per head or per month.
    pub fn is_plain(&self) -> bool {
        self.dimension != Dimension::Base(Base::Dollar) && self.per.is_empty() && !self.per_head_only
    }

    /// Tells whether it converts into other measures: money, lengths, areas, masses.
    pub fn converts(&self) -> bool {
        matches!(self.dimension, Dimension::Base(base) if base != Base::Percent)
    }

    /// Reads the measure line of a sheet: «ĐVT: nghìn đồng», «Đơn vị tính: 1.000 đ», «(Đơn vị: triệu
    /// đồng)». «Đơn vị: xã Côn Minh» names an organisation and is none: only measures that convert
    /// count, and only behind words that announce them.
    ///
    /// ```
    /// use phubieu::vietnamese::measure::Measure;
    /// assert!(Measure::in_line("(ĐVT: Triệu đồng)").is_some());
    /// assert!(Measure::in_line("Đơn vị: xã Côn Minh").is_none());
    /// ```
    pub fn in_line(line: &str) -> Option<Self> {
        Self::parse(announced(line)?).filter(|m| m.converts() || m.scale != Decimal::ONE)
    }

    /// Tells whether two measures are of the same thing but per another time: «Triệu đồng/năm» where the row is
    /// per month is another figure, however it is written.
    pub fn is_per_another_time(&self, other: &Measure) -> bool {
        let (own, others) = (self.times(), other.times());
        self.dimension == other.dimension && !own.is_empty() && !others.is_empty() && own != others
    }

    /// Tells whether a measure says no time where another does: «Triệu đồng» for «Triệu đồng/tháng» is what people write
    /// who mean the year.
    pub fn leaves_out_the_time_of(&self, other: &Measure) -> bool {
        self.dimension == other.dimension && self.times().is_empty() && !other.times().is_empty()
    }

    /// The times that it is per, folded: `tháng` in `Triệu đồng/tháng`.
    pub fn times(&self) -> Vec<&str> {
        let time = |part: &&String| part.split(' ').any(|word| TIMES.iter().any(|t| *t == word));
        self.per.iter().filter(time).map(String::as_str).collect()
    }

    /// Reads several measures side by side as the measure line of a mixed table has them: «triệu đồng, %». None unless
    /// each is one that is known.
    ///
    /// ```
    /// use phubieu::vietnamese::measure::Measure;
    /// assert_eq!(Measure::listed("Triệu đồng, %").len(), 2);
    /// assert!(Measure::listed("đồng, làm tròn đến triệu đồng").is_empty());
    /// ```
    pub fn listed(said: &str) -> Vec<Self> {
        let parts: Vec<&str> = said.split(", ").flat_map(|part| part.split(" và ")).map(str::trim).collect();
        if parts.len() < 2 {
            return Vec::new();
        }
        let known = |m: &Self| m.converts() || m.is_percent() || m.is_counted();
        let read = |part: &&str| Self::parse(part).filter(known);
        parts.iter().map(read).collect::<Option<Vec<Self>>>().unwrap_or_default()
    }

    /// Returns what a value in this measure is multiplied by to stand in the other, where that can be.
    pub fn factor_to(&self, other: &Measure) -> Option<Decimal> {
        // «Triệu đồng/người» where the row is per month: a year's income, or a month's?
        let per_nothing = |m: &Self| m.per.is_empty() && !m.per_head_only;
        // «Hộ/người» is no number of households, and «Đồng/người» no sum.
        let alike = self.per == other.per && !(self.per_head_only && per_nothing(other));
        let same = self.dimension == other.dimension && (per_nothing(self) || alike);
        if !same || other.scale.is_zero() {
            return None;
        }
        let factor = self.scale.checked_div(other.scale)?;
        // Only factors that are exact: 1/1000 is, 1/3 is not.
        (factor.checked_mul(other.scale)? == self.scale).then(|| factor.normalize())
    }
}

/// What stands for a measure where a table names none.
pub const UNNAMED: &str = "(không ghi)";

/// A measure without a remark of rounding or prices in brackets behind it: «triệu đồng (làm tròn)». Other words there
/// may name another measure.
fn without_remark(text: &str) -> &str {
    const REMARKS: &[&str] = &["làm tròn", "số tròn", "tròn số", "giá hiện hành", "giá so sánh"];
    let Some((what, remark)) = text.rsplit_once('(') else { return text };
    let key = fold(remark);
    let remarked = REMARKS.iter().any(|r| key.as_str().ends_with(fold(r).as_str()));
    if remarked && key.words().count() <= 4 { what.trim() } else { text }
}

/// The words for times that something is told per.
static TIMES: LazyLock<Vec<String>> =
    LazyLock::new(|| ["ngày", "tháng", "quý", "năm", "vụ"].iter().map(|w| fold(w).as_str().to_owned()).collect());

/// The time that a label says behind a stroke, folded, and the label without it: «Thu nhập bình quân đầu người/năm».
pub fn time_in_label(label: &str) -> Option<(String, String)> {
    label.match_indices('/').find_map(|(at, _)| {
        let (head, rest) = (label.get(..at)?, label.get(at + 1..)?.trim_start());
        let word = rest.split(|c: char| !c.is_alphanumeric()).next().filter(|w| !w.is_empty())?;
        let time = fold(word).as_str().to_owned();
        let without = || format!("{head} {}", rest.get(word.len()..).unwrap_or_default());
        TIMES.contains(&time).then(|| (time.clone(), without()))
    })
}

/// A one with zeros behind it, however its thousands are told apart: «1000.000» is a million. Nothing where they
/// are not in threes.
fn round_number(text: &str) -> Option<Decimal> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | ' ')).unwrap_or(text.len());
    let mut groups = text.get(..end)?.trim().split(['.', ',', ' ']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let zeros = first.strip_prefix('1')?.bytes().chain(rest.iter().flat_map(|g| g.bytes())).all(|b| b == b'0');
    if rest.is_empty() || !zeros || rest.iter().any(|g| g.len() != 3) {
        return None;
    }
    [first].iter().chain(&rest).copied().collect::<String>().parse().ok()
}

/// Multiplying words cut short, which only a measure behind them makes sure: «Ngh. tấn», «Tr. USD».
fn shortened(word: &str) -> Option<Decimal> {
    match word.to_lowercase().as_str() {
        "ngh." | "ng." => Some(Decimal::ONE_THOUSAND),
        "tr." => Some(Decimal::from(1_000_000)),
        _ => None,
    }
}

/// What a measure is per: the parts behind its first stroke.
fn per_what(text: &str) -> Vec<String> {
    let whom = [fold("người"), fold("đầu người"), fold("khẩu")];
    let mut parts: Vec<String> = text
        .split('/')
        .map(|p| (p, fold(p)))
        .filter(|(_, key)| !whom.contains(key))
        // A sign folds to nothing.
        .map(|(part, key)| if key.is_empty() { part.trim().to_owned() } else { key.as_str().to_owned() })
        .filter(|part| !part.is_empty())
        .collect();
    parts.sort_unstable();
    parts
}

/// How many of a measure a number before it may say.
static POWERS: LazyLock<Vec<Decimal>> =
    LazyLock::new(|| [10i64, 100, 1_000, 10_000, 100_000, 1_000_000, 1_000_000_000].map(Decimal::from).to_vec());

/// What a word multiplies by: `nghìn`, `vạn`, `triệu`, `tỷ`.
///
/// ```
/// use phubieu::vietnamese::measure::multiplier;
/// assert_eq!(multiplier("Triệu"), Some(1_000_000.into()));
/// assert_eq!(multiplier("hộ"), None);
/// ```
pub fn multiplier(word: &str) -> Option<Decimal> {
    MULTIPLIERS.get(&fold(word)).copied()
}

fn is_multiplier(word: &str) -> bool {
    multiplier(word).is_some()
}

static MULTIPLIERS: LazyLock<HashMap<Folded, Decimal>> = LazyLock::new(|| {
    [("nghìn", 1_000), ("ngàn", 1_000), ("vạn", 10_000), ("triệu", 1_000_000), ("tỷ", 1_000_000_000)]
        .into_iter()
        .map(|(word, times): (&str, i64)| (fold(word), times.into()))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(from: &str, to: &str) -> Option<String> {
        Some(Measure::parse(from)?.factor_to(&Measure::parse(to)?)?.to_string())
    }

    #[test]
    fn lines_announce_their_measure_in_many_ways() {
        for (line, measure) in [
            ("(ĐVT: Triệu đồng)", Some("Triệu đồng")),
            ("Đơn vị tính: 1.000 đ", Some("1.000 đ")),
            ("Biểu 2: Kế hoạch vốn (Đơn vị tính: triệu đồng)", Some("triệu đồng")),
            ("ĐƠN VỊ TÍNH: NGHÌN ĐỒNG", Some("NGHÌN ĐỒNG")),
            ("Đơn vị tính triệu đồng", Some("triệu đồng")),
            ("Số tiền: triệu đồng", Some("triệu đồng")),
            ("(Giá trị: Đồng)", Some("đồng")),
            ("Kính phí hỗ trợ cho mỗi hộ một năm: đồng", None),
            ("ĐVT: Triệu đồng Việt Nam", Some("Triệu đồng Việt Nam")),
            ("ĐVT: 1.000 hộ", Some("1.000 hộ")),
            ("Đơn vị: nghìn đồng", Some("nghìn đồng")),
            ("Đơn vị: xã Côn Minh", None),
            ("Đơn vị chủ trì theo dõi", None),
            ("ĐVT", None),
            ("ĐVT: Hộ", None),
            ("Đơn vị tính: triệu đồng (làm tròn)", Some("triệu đồng")),
            ("ĐVT: triệu đông", Some("triệu đồng")),
        ] {
            assert_eq!(Measure::in_line(line), measure.and_then(Measure::parse), "{line}");
        }
    }

    #[test]
    fn measures_convert_exactly_within_their_dimension_only() {
        for (from, to, expected) in [
            ("Triệu đồng", "đồng", Some("1000000")),
            ("1000 đồng", "Nghìn đồng", Some("1")),
            ("Tr.đ", "triệu đồng", Some("1")),
            ("nghìn đồng/tháng", "Triệu đồng/tháng", Some("0.001")),
            ("m", "Km", Some("0.001")),
            ("ha", "m2", Some("10000")),
            ("hộ", "Hộ", Some("1")),
            ("HỘ", "Hộ", Some("1")),
            ("lượt  người", "Lượt người", Some("1")),
            ("Người", "Lượt người", None),
            ("Người", "%", None),
            ("Hộ", "%", None),
            ("Triệu đồng/tháng", "Triệu đồng/năm", None),
            ("triệu đồng", "Triệu đồng/tháng", Some("1")),
            ("Triệu đồng/người/tháng", "Triệu đồng/tháng", Some("1")),
            ("hộ gia đình", "Hộ", Some("1")),
            ("Tỷ lệ %", "%", Some("1")),
            ("triệu đồng/tháng/người", "Triệu đồng/tháng", Some("1")),
            ("Triệu đồng/hộ/tháng", "Triệu đồng/tháng", None),
            ("Triệu đồng/người", "Triệu đồng/tháng", None),
            ("triệu đồng/6 tháng", "Triệu đồng/tháng", None),
            ("1,5 hộ", "Hộ", None),
            ("0 hộ", "Hộ", None),
            ("12.000 hộ", "Hộ", None),
            ("1.000 hộ", "Hộ", Some("1000")),
            ("hộ dân", "Hộ", Some("1")),
            ("tr", "Triệu đồng", Some("1")),
            ("tr", "Hộ", None),
            ("nghìn hộ", "Hộ", Some("1000")),
            ("‰", "%", Some("0.1")),
            ("triệu tấn", "Kg", Some("1000000000")),
            ("nghìn tỷ đồng", "đồng", Some("1000000000000")),
            ("1.000 ₫", "Triệu đồng", Some("0.001")),
            ("vạn người", "Người", Some("10000")),
            ("triệu USD", "đồng", None),
            ("% hộ", "Hộ", None),
            ("% hộ", "%", Some("1")),
            ("5 % hộ", "Hộ", None),
            ("‰ dân số", "%", Some("0.1")),
            ("Hộ/%", "Hộ", None),
            ("Hộ/người", "Hộ", None),
            ("Đồng/khẩu", "Đồng", None),
            ("Triệu đồng/người", "Triệu đồng/khẩu", Some("1")),
            ("Triệu đồng", "Triệu đồng/người", Some("1")),
            ("1000.000 đồng", "Đồng", Some("1000000")),
            ("1000,000 đồng", "Đồng", Some("1000000")),
            ("1000.00 đồng", "Đồng", Some("1000")),
            ("1.000.000 đ", "Đồng", Some("1000000")),
            ("1 triệu đồng", "Đồng", Some("1000000")),
            ("1 hộ", "Hộ", None),
            ("triệu đông", "Đồng", Some("1000000")),
            ("trieu dong", "Đồng", Some("1000000")),
            ("triêu đồng", "Đồng", Some("1000000")),
            ("triệu đồng (hoặc đồng)", "Đồng", None),
            ("ngđ", "Đồng", Some("1000")),
            ("triệu đồng (làm tròn)", "Đồng", Some("1000000")),
            ("triệu đồng (nghìn USD)", "Đồng", None),
            ("triệu đồng (một năm)", "Đồng", None),
            ("Đồng (VNĐ)", "Đồng", Some("1")),
            ("số hộ", "Hộ", Some("1")),
            ("Số hộ dân", "Hộ", Some("1")),
            ("Số xã", "xã", Some("1")),
            ("số đo", "xã", None),
            ("thôn, bản", "thôn", Some("1")),
            ("Thôn/bản", "thôn", Some("1")),
            ("Bản", "thôn", Some("1")),
            ("C.trình", "Công trình", Some("1")),
            ("CT", "Công trình", Some("1")),
            ("Dự án", "Công trình", None),
            ("Lượt", "Lượt người", Some("1")),
            ("L.người", "Lượt người", Some("1")),
            ("Người/lượt", "Lượt người", Some("1")),
            ("Hộ/thôn", "Hộ", None),
        ] {
            assert_eq!(factor(from, to).as_deref(), expected, "{from} -> {to}");
        }
        assert_eq!(Measure::parse("  "), None);
    }
}
