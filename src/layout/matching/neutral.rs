//! Words in headings that say nothing of which column is meant.

use std::collections::BTreeSet;

use super::twins;
use crate::form::Form;
use crate::form::heading::heading_key;
use crate::layout::paths::Level;
use crate::layout::shares::Shares;
use crate::period;
use crate::vietnamese::text::Folded;

/// Headings above or below that leave a value column what it is.
const PLAIN_ABOVE: &[&str] = &[
    "chỉ tiêu",
    "kế hoạch",
    "số liệu",
    "chỉ tiêu kế hoạch",
    "trong đó",
    "chia ra",
    "bao gồm",
    // Over number, date and amount of the decision on a work.
    "quyết định đầu tư",
    "quyết định phê duyệt",
    "quyết định phê duyệt dự án",
    "quyết định phê duyệt dự án đầu tư",
];

const PLAIN_BELOW: &[&str] =
    &["tổng số", "tổng cộng", "cộng", "tổng", "chung", "toàn xã", "cả năm", "số lượng", "giá trị", "số tiền"];

/// Words of which a heading above may be made up, besides those of the form's title.
const PLAIN_WORDS: &[&str] =
    &["kế hoạch", "vốn", "năm", "dự toán", "giao", "số", "liệu", "nguồn", "kinh phí", "đơn vị tính"];

/// Words that make a heading above another thing, and those of measures.
const TELLING: &[&str] = &[
    "thực hiện",
    "ước",
    "giải ngân",
    "thanh toán",
    "quyết toán",
    "lũy kế",
    "đề nghị",
    "điều chỉnh",
    "bổ sung",
    "nhu cầu",
    "còn lại",
    "thiếu",
    "tăng",
    "giảm",
    "trước",
    "sau",
    "kỳ",
    "tháng",
    "quý",
    "đồng",
    "triệu",
    "nghìn",
    "tỷ",
];

/// Words that say nothing of which column is meant.
pub struct Neutral {
    above: Vec<Folded>,
    below: Vec<Folded>,
    words: BTreeSet<String>,
    /// The parts that the form's title names.
    title: Shares,
    /// Columns of figures with the same heading as another of the form's.
    pub twins: BTreeSet<usize>,
}

/// The words that say nothing in a form's headings. Of a form with one column of figures only whole
/// headings do: «Thực hiện» over «Năm 2024» is another thing.
pub fn neutral(form: &Form) -> Neutral {
    let mut words = BTreeSet::new();
    if form.value_columns().count() > 1 {
        let texts = PLAIN_WORDS.iter().copied().chain([form.title.as_str()]);
        words.extend(texts.flat_map(|t| heading_key(t).words().map(str::to_owned).collect::<Vec<_>>()));
        // «Thực hiện», «Giải ngân» over a column make it another, whatever the title is about.
        for telling in TELLING {
            let telling = heading_key(telling);
            words.retain(|w| !telling.words().any(|t| t == w));
        }
        words.extend(PLAIN_WORDS.iter().flat_map(|t| heading_key(t).words().map(str::to_owned).collect::<Vec<_>>()));
        // What tells the form's own columns apart is not neutral, wherever else it stands.
        let upper = form.value_columns().flat_map(|(_, c)| &c.heading).map(|h| heading_key(h));
        for telling in upper {
            let own: Vec<String> = telling.words().map(str::to_owned).collect();
            if own.len() == 1 {
                words.retain(|w| !own.contains(w));
            }
        }
    }
    let keys = |texts: &[&str]| texts.iter().map(|t| heading_key(t)).collect();
    // Asked only where words of the title say nothing.
    let title = if words.is_empty() { Shares::default() } else { Shares::of(&form.title) };
    Neutral { above: keys(PLAIN_ABOVE), below: keys(PLAIN_BELOW), words, title, twins: twins::of(form) }
}

impl Neutral {
    pub(super) fn above(&self, level: &Level) -> bool {
        let mut words = level.key.words();
        let all = |w: &str| self.words.contains(w) || (w.len() == 4 && w.parse::<u16>().is_ok());
        // «Vốn đầu tư» is a part, whatever words the title is made of.
        let whole = || !Shares::of(&level.text).beyond(&[self.title]);
        self.above.contains(&level.key) || is_year(level) || (!self.words.is_empty() && words.all(all) && whole())
    }

    pub(super) fn below(&self, level: &Level) -> bool {
        self.below.contains(&level.key) || is_year(level)
    }
}

/// «Năm 2024»: a year with a word before it.
fn is_year(level: &Level) -> bool {
    let words: Vec<&str> = level.key.words().collect();
    matches!(words.as_slice(), [_, year] if year.len() == 4 && year.parse::<u16>().is_ok())
        && period::named_in(&level.text).len() == 1
}
