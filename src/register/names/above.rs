//! Districts and provinces of both eras, for names that are theirs and no commune's: «Huyện Ba Vì», «tinh Bac Kan».

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use crate::register::{Era, Level, Register};
use crate::vietnamese::text::{fold_once, plain};

use super::kinds_of;
use super::words::Words;

/// Names without marks by their first word, and all names glued together.
struct Above {
    by_first: HashMap<String, Vec<Place>, RandomState>,
    glued: HashMap<String, Vec<Level>, RandomState>,
}

struct Place {
    level: Level,
    kind: Words,
    name: Words,
}

static ABOVE: LazyLock<Above> = LazyLock::new(|| {
    let mut all = Above { by_first: HashMap::default(), glued: HashMap::default() };
    for register in Era::ALL.map(Register::above_communes) {
        for (_, unit) in register.units() {
            let words = |text: &str| Words::of(fold_once(text).plain().words());
            let place = Place { level: unit.level, kind: words(&unit.kind), name: words(unit.bare_name()) };
            all.glued.entry(place.name.glued()).or_default().push(unit.level);
            if let Some(first) = place.name.first() {
                all.by_first.entry(first.to_owned()).or_default().push(place);
            }
        }
    }
    all
});

/// Tells whether words are a district or a province behind a word for its level.
pub(super) fn is_said(before: &[Cow<'_, str>], name: &[Cow<'_, str>]) -> bool {
    let before = plain_words(before.get(before.len().saturating_sub(2)..).unwrap_or_default());
    // «Thị xã Sa Pa»: the longest word for a kind is the one that is meant.
    let longest = kinds_of(true).iter().filter(|(_, k)| k.end(&before)).map(|(_, k)| k.len()).max();
    let kind = |(level, k): &&(Level, Words)| *level != Level::Commune && Some(k.len()) == longest && k.end(&before);
    let mut levels = kinds_of(true).iter().filter(kind).map(|(level, _)| *level).peekable();
    if levels.peek().is_none() {
        return false;
    }
    let name = plain_words(name);
    let glued = name.first().and_then(|w| ABOVE.glued.get(w.as_ref())).map(Vec::as_slice).unwrap_or_default();
    levels.any(|level| glued.contains(&level) || begun(&name).iter().any(|p| p.level == level && p.name.begin(&name)))
}

/// Tells whether a run of words begins with the very kind of a district or a province and its name.
pub(super) fn begins(words: &[Cow<'_, str>]) -> bool {
    (1..=2).filter_map(|n| words.split_at_checked(n)).any(|(kind, name)| {
        let kind = plain_words(kind);
        let is_kind = |k: &Words| k.are(&kind);
        if !kinds_of(true).iter().any(|(level, k)| *level != Level::Commune && is_kind(k)) {
            return false;
        }
        let name = plain_words(name);
        begun(&name).iter().any(|p| is_kind(&p.kind) && p.name.begin(&name))
    })
}

fn begun(name: &[Cow<'_, str>]) -> &'static [Place] {
    name.first().and_then(|first| ABOVE.by_first.get(first.as_ref())).map(Vec::as_slice).unwrap_or_default()
}

fn plain_words<'w>(words: &'w [Cow<'_, str>]) -> Vec<Cow<'w, str>> {
    words.iter().map(|w| plain_word(w)).collect()
}

pub(super) fn plain_word(word: &str) -> Cow<'_, str> {
    if word.is_ascii() { Cow::Borrowed(word) } else { Cow::Owned(plain(word).as_str().to_owned()) }
}
