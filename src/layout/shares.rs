//! Parts that money is told apart by: capital for investment and for current expenses, of the centre and of the place.
//! What stands under the heading of one of them is no figure of a form that asks for the whole.

use std::sync::LazyLock;

use crate::form::heading::heading_key;
use crate::vietnamese::text::Folded;

/// Words of the two parts of something.
type Pair = [Vec<Folded>; 2];

/// The pairs, folded once.
static PAIRS: LazyLock<[Pair; 2]> = LazyLock::new(|| {
    const INVESTED: &[&str] =
        &["vốn đầu tư", "chi đầu tư", "kinh phí đầu tư", "đầu tư phát triển", "vốn ĐTPT", "vốn XDCB"];
    const CURRENT: &[&str] = &["sự nghiệp", "vốn SN"];
    const CENTRAL: &[&str] = &["trung ương", "NSTW", "TW"];
    const LOCAL: &[&str] = &["địa phương", "NSĐP", "ĐP", "ngân sách tỉnh", "ngân sách huyện", "ngân sách xã"];
    let words = |words: &[&str]| words.iter().map(|w| heading_key(w)).collect();
    [[words(INVESTED), words(CURRENT)], [words(CENTRAL), words(LOCAL)]]
});

/// Of each pair, the part that a text names where it names but one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Shares([Option<usize>; 2]);

impl Shares {
    /// What a text names.
    pub(super) fn of(text: &str) -> Self {
        let text = heading_key(text);
        let names = |words: &Vec<Folded>| words.iter().any(|w| text.says(w));
        let one = |[a, b]: &Pair| match (names(a), names(b)) {
            (true, false) => Some(0),
            (false, true) => Some(1),
            _ => None,
        };
        let [first, second] = &*PAIRS;
        Self([one(first), one(second)])
    }

    /// The parts that it names and another does not.
    pub(super) fn parts_beyond(self, other: Self) -> impl Iterator<Item = Part> {
        let own = self.0.into_iter().zip(other.0).enumerate();
        own.filter_map(|(pair, (own, other))| Some(Part { pair, which: own.filter(|_| own != other)? }))
    }

    /// Tells whether it names a part that none of some others names.
    pub(super) fn beyond(self, others: &[Self]) -> bool {
        (0..self.0.len()).any(|pair| {
            let own = self.0.get(pair).copied().flatten();
            own.is_some() && !others.iter().any(|o| o.0.get(pair).copied().flatten() == own)
        })
    }
}

/// One part of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    pair: usize,
    which: usize,
}

impl Part {
    /// Tells whether those who ask tell both parts of the pair apart, and of some headings none names the other part, while
    /// one names neither.
    pub(super) fn is_alone(self, asked: &[Shares], headings: &[Shares]) -> bool {
        let named = |shares: &Shares| shares.0.get(self.pair).copied().flatten();
        let other = |shares: &&Shares| named(shares).is_some_and(|which| which != self.which);
        let both = asked.iter().any(|s| named(s) == Some(self.which)) && asked.iter().any(|s| other(&s));
        both && !headings.iter().any(|s| other(&s)) && headings.iter().any(|s| named(s).is_none())
    }
}
