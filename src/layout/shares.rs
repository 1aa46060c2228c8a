//! Parts that money is told apart by: capital for investment and for current expenses, of the centre and of the place.
//! What stands under the heading of one of them is no figure of a form that asks for the whole.

use std::sync::LazyLock;

use crate::form::heading::heading_key;

/// Words of the two parts of something.
type Pair = [Vec<String>; 2];

/// The pairs, each word between spaces.
static PAIRS: LazyLock<[Pair; 2]> = LazyLock::new(|| {
    const INVESTED: &[&str] =
        &["vốn đầu tư", "chi đầu tư", "kinh phí đầu tư", "đầu tư phát triển", "vốn ĐTPT", "vốn XDCB"];
    const CURRENT: &[&str] = &["sự nghiệp", "vốn SN"];
    const CENTRAL: &[&str] = &["trung ương", "NSTW", "TW"];
    const LOCAL: &[&str] = &["địa phương", "NSĐP", "ĐP", "ngân sách tỉnh", "ngân sách huyện", "ngân sách xã"];
    let words = |words: &[&str]| words.iter().map(|w| format!(" {} ", heading_key(w).as_str())).collect();
    [[words(INVESTED), words(CURRENT)], [words(CENTRAL), words(LOCAL)]]
});

/// Of each pair, the part that a text names where it names but one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Shares([Option<usize>; 2]);

impl Shares {
    /// What a text names.
    pub(super) fn of(text: &str) -> Self {
        let text = format!(" {} ", heading_key(text).as_str());
        let names = |words: &Vec<String>| words.iter().any(|w| text.contains(w.as_str()));
        let one = |[a, b]: &Pair| match (names(a), names(b)) {
            (true, false) => Some(0),
            (false, true) => Some(1),
            _ => None,
        };
        let [first, second] = &*PAIRS;
        Self([one(first), one(second)])
    }

    /// Tells whether it names a part that none of some others names.
    pub(super) fn beyond(self, others: &[Self]) -> bool {
        (0..self.0.len()).any(|pair| {
            let own = self.0.get(pair).copied().flatten();
            own.is_some() && !others.iter().any(|o| o.0.get(pair).copied().flatten() == own)
        })
    }
}
