//! How alike two labels are.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::form::by_label::RowsByLabel;
use crate::form::model::label_key;
use crate::table::numbering;
use crate::vietnamese::measure::{Measure, measure_in_brackets};
use crate::vietnamese::text::{Folded, fold, is_tone};

/// How far two labels may differ and still be one: below this they are two.
pub const ALIKE: f64 = 0.82;

/// A label's key without what stands in brackets.
pub fn without_brackets(label: &str) -> String {
    let mut depth = 0usize;
    let mut kept = String::with_capacity(label.len());
    for c in label.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// Splits a numbering off the front of a label: `9. Số hộ`, `a) Vốn`, `- Số hộ`; a sign is no number.
pub fn split_numbering(label: &str) -> (Option<&str>, &str) {
    match numbering::split(label) {
        Some((number, rest)) => (Some(number).filter(|n| n.chars().any(char::is_alphanumeric)), rest),
        None => (None, label.trim()),
    }
}

/// The key of a row's label: without the numbering before it, unless the form has a row of that very
/// label («300.000 đồng» is no number 300.000).
pub fn row_key(label: &str, rows: &RowsByLabel) -> Folded {
    let (number, bare) = split_numbering(label);
    // What looks like a letter may be a word cut short: «H. Định Quán».
    let letters = || number.is_some_and(|n| !n.chars().all(|c| c.is_ascii_digit() || c == '.'));
    let may_be_whole = bare.len() < label.trim().len() && (rows.begin_with_digits() || letters());
    let whole = may_be_whole.then(|| label_key(label)).filter(|key| rows.has(key));
    whole.unwrap_or_else(|| label_key(bare))
}

/// Tells whether brackets that a sheet's label has and the form's has not make another figure of the
/// row: a year, a measure that is not the row's, a part («nữ», «DTTS»), «chưa», «lũy kế».
pub fn brackets_matter(found: &str, expected: &str, measure: Option<&Measure>) -> bool {
    const WORDS: &[&str] = &[
        "chưa",
        "không",
        "lũy kế",
        "thực hiện",
        "ước",
        "trừ",
        "trăm",
        "vạn",
        "nghìn",
        "ngàn",
        "triệu",
        "tỷ",
        "đồng",
        "quý",
        "tháng",
        "năm",
        "giảm",
        "còn lại",
        "trong đó",
        "cộng dồn",
        "nhu cầu",
        "cả giai đoạn",
        "thôn",
        "bản",
        "xóm",
    ];
    // What the row counts is another thing or a part of it, unless its own label says so too.
    const PARTS: &[&str] = &[
        "nữ",
        "nam",
        "dân tộc thiểu số",
        "nghèo",
        "trẻ em",
        "học sinh",
        "khuyết tật",
        "tỷ lệ",
        "phần trăm",
        "diện tích",
        "sản lượng",
    ];
    const MONEY: &[&str] = &["kinh phí", "số tiền", "vốn", "giá trị"];
    let inside = |label: &str| -> Vec<String> {
        let parts = label.split('(').skip(1).filter_map(|p| p.split(')').next());
        parts.map(|p| fold(p).as_str().to_owned()).collect()
    };
    let known = inside(expected);
    // «(triệu đồng/tháng)», whose stroke folds away.
    let own_measure = measure_in_brackets(found).and_then(Measure::parse);
    // «(1+2+3)», «(theo chuẩn 2021-2025)», «(theo Quyết định số …)», «(Dự án 1)» say where a row comes from.
    const ORIGINS: &[&str] = &[
        "theo chuẩn",
        "theo quyết định",
        "theo qđ",
        "kèm theo",
        "theo nghị quyết",
        "theo kế hoạch",
        "dự án",
        "tiểu dự án",
        "nội dung",
        "cả năm",
    ];
    let origin = |i: &&String| {
        ORIGINS.iter().any(|o| i.starts_with(fold(o).as_str()))
            || i.split(' ').all(|w| w.len() < 3 && w.parse::<u8>().is_ok())
    };
    // Signs fold to nothing, and say a measure all the same.
    let signs = |label: &str| label.split('(').skip(1).filter(|p| p.contains(['%', '‰'])).count();
    let of_row = measure.is_some_and(Measure::is_percent);
    let permille = |label: &str| label.contains('‰');
    if signs(found) > signs(expected) && !of_row || permille(found) && !permille(expected) {
        return true;
    }
    let own = label_key(expected);
    let new_part = |found: &Folded| {
        let money: &[&str] = if measure.is_some_and(Measure::is_money) { &[] } else { MONEY };
        PARTS.iter().chain(money).any(|part| found.says(&fold(part)) && !own.says(&fold(part)))
    };
    // «Số người … (người)» says what it counts again, even where the form counts «lượt người».
    let counts = measure.is_some_and(Measure::is_counted);
    let said_again = |m: &Measure| counts && m.is_counted() && own.says(&label_key(&m.name()));
    let is_row_measure = |m: &Measure| measure.and_then(|own| m.factor_to(own)) == Some(Decimal::ONE);
    let of_own = own_measure.as_ref().is_some_and(is_row_measure);
    let found = inside(found);
    found.iter().enumerate().filter(|(_, i)| !known.contains(i) && !origin(i)).any(|(at, i)| {
        if of_own && at + 1 == found.len() {
            return false;
        }
        // «(số thôn)» counts as «(thôn)» does.
        let counted =
            i.split_once(' ').filter(|(first, _)| *first == fold("số").as_str()).map_or(i.as_str(), |(_, r)| r);
        let said = Measure::parse(counted);
        if said.as_ref().is_some_and(|m| is_row_measure(m) || said_again(m)) {
            return false;
        }
        if new_part(&label_key(i)) {
            return true;
        }
        let key = Folded::from_words(i.split(' '));
        let word = |w: &&str| key.says(&fold(w));
        i.chars().any(|c| c.is_ascii_digit())
            || WORDS.iter().any(word)
            || said.is_some_and(|m| m.converts() || m.is_percent() || m.is_counted())
    })
}

/// Tells how alike two keys are, from 0 to 1. Labels that differ in a number («cấp 5», «cấp 6») or in
/// a word of negation are not alike, however few letters tell them apart.
pub fn similarity(a: &Folded, b: &Folded) -> f64 {
    if a == b {
        return 1.0;
    }
    if telling(a) != telling(b) {
        return 0.0;
    }
    if !differ_by_typing(a, b) {
        return 0.0;
    }
    strsim::normalized_damerau_levenshtein(a.as_str(), b.as_str())
}

/// Words that come and go in a label without changing what it is about.
static FILLERS: LazyLock<Vec<Folded>> = LazyLock::new(|| {
    ["các", "của", "và", "là", "tại", "những", "cho", "được", "năm", "số"].iter().map(|w| fold(w)).collect()
});

/// Tells whether two labels differ by slips of typing only: letters within words, spaces, fillers. A
/// word exchanged for another («tăng» for «giảm», «thôn» for «xã») or added («hộ cận nghèo») makes
/// another row, however long the rest is.
fn differ_by_typing(a: &Folded, b: &Folded) -> bool {
    // The tone goes to the end of its word, so that of «cáckhu» stands elsewhere than that of «các khu».
    let glued = |k: &Folded| -> (String, String) { k.words().flat_map(str::chars).partition(|c| !is_tone(*c)) };
    if glued(a) == glued(b) {
        return true;
    }
    // Word by word first: of «đươc» and «được» only one is a filler.
    slips_only(&a.words().collect::<Vec<_>>(), &b.words().collect::<Vec<_>>()) || {
        let telling = |w: &&str| !FILLERS.iter().any(|f| f.as_str() == *w);
        slips_only(&a.words().filter(telling).collect::<Vec<_>>(), &b.words().filter(telling).collect::<Vec<_>>())
    }
}

/// Tells whether words are the same in order but for slips in few of them.
fn slips_only(a: &[&str], b: &[&str]) -> bool {
    let slips = || a.iter().zip(b).filter(|(x, y)| x != y).count();
    a.len() == b.len() && slips() <= (a.len() / 4).max(1) && a.iter().zip(b).all(|(x, y)| same_word(x, y))
}

/// Tells whether one word is the other with a slip: marks alone, or a letter in a longer word.
fn same_word(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a, b) = (fold(a).plain(), fold(b).plain());
    let (a, b) = (a.as_str(), b.as_str());
    let shorter = a.chars().count().min(b.chars().count());
    let slips = strsim::damerau_levenshtein(a, b);
    slips == 0 || (shorter >= 4 && slips <= 1) || (shorter >= 7 && slips <= 2)
}

/// The words that make another meaning of an otherwise equal label.
fn telling(key: &Folded) -> Vec<&str> {
    key.words()
        .filter(|w| {
            w.chars().any(|c| c.is_ascii_digit()) || matches!(*w, "không" | "kho\u{302}ng" | "chưa" | "chu\u{31b}a")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::model::label_key;

    #[test]
    fn numberings_are_split_off_labels() {
        assert_eq!(split_numbering("9. Số hộ"), (Some("9"), "Số hộ"));
        assert_eq!(split_numbering("2.1. Tiểu dự án"), (Some("2.1"), "Tiểu dự án"));
        assert_eq!(split_numbering("- Số hộ"), (None, "Số hộ"));
        assert_eq!(split_numbering("Số hộ"), (None, "Số hộ"));
        assert_eq!(split_numbering("60.000 tấn"), (None, "60.000 tấn"));
    }

    #[test]
    fn small_slips_are_alike_and_other_meanings_are_not() {
        let alike = |a: &str, b: &str| similarity(&label_key(a), &label_key(b)) >= ALIKE;
        assert!(alike(
            "Phân đấu số xã ra khỏi địa bàn đặc biệt khó khăn",
            "Phấn đấu số xã ra khỏi địa bàn đặc biệt khó khăn"
        ));
        assert!(alike("Số hộ đươc giải quyết đất ở", "Số hộ được giải quyết đất ở"));
        assert!(alike("Tỷ lệ hộ đang cư trú tại cáckhu vực xa xôi", "Tỷ lệ hộ đang cư trú tại các khu vực xa xôi"));
        assert!(alike("Sô hộ được giải quyết đất ở", "Số hộ được giải quyết đất ở"));
        for (found, row) in [
            ("Mức tăng tỷ lệ hộ nghèo trong đồng bào DTTS", "Mức giảm tỷ lệ hộ nghèo trong đồng bào DTTS"),
            ("Mức giảm tỷ lệ hộ cận nghèo trong đồng bào DTTS", "Mức giảm tỷ lệ hộ nghèo trong đồng bào DTTS"),
            ("Số hộ được hỗ trợ trực tiếp đất ở", "Số hộ được hỗ trợ trực tiếp đất sản xuất"),
            ("Tỷ lệ xã có nhà sinh hoạt cộng đồng", "Tỷ lệ thôn có nhà sinh hoạt cộng đồng"),
            ("Tỷ lệ lao động nữ trong độ tuổi được đào tạo nghề", "Tỷ lệ lao động trong độ tuổi được đào tạo nghề"),
        ] {
            assert!(!alike(found, row), "{found}");
        }
        assert!(!alike("đường ô tô đạt cấp 5 trở lên", "đường ô tô đạt cấp 6 trở lên"));
        assert!(!alike("Số hộ có đất sản xuất được hỗ trợ", "Số hộ không có đất sản xuất được hỗ trợ"));
    }
}
