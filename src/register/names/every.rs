//! The names of all communes of both eras, for a name that goes on: «xã Ia Mơ Nông» is no xã Ia Mơ, wherever either lies.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use crate::register::{Era, Level, Register};
use crate::vietnamese::text::fold_once;

use super::words::Words;

/// Names of several words by their first, with marks and without.
static EVERY: LazyLock<[ByFirst; 2]> = LazyLock::new(|| {
    let mut all = [ByFirst::default(), ByFirst::default()];
    for register in Era::ALL.map(Register::built_in) {
        for (_, unit) in register.units().filter(|(_, unit)| unit.level == Level::Commune) {
            let name = fold_once(unit.bare_name());
            let both = [Words::of(name.words()), Words::of(name.plain().words())];
            for (names, words) in all.iter_mut().zip(both) {
                let Some(first) = words.first().filter(|_| words.len() > 1).map(str::to_owned) else { continue };
                let own = names.entry(first).or_default();
                if !own.contains(&words) {
                    own.push(words);
                }
            }
        }
    }
    all
});

type ByFirst = HashMap<String, Vec<Words>, RandomState>;

/// What follows a commune's name and goes on with no name of any («xã Côn Minh tỉnh Thái Nguyên», «Con Minh.xlsx»): where
/// it does, none need be looked for.
static FOLLOWING: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words = [
        "huyện", "huyen", "tỉnh", "tinh", "quận", "tp", "tx", "năm", "tháng", "ngày", "và", "theo", "xlsx", "xlsm",
        "xls", "ods", "csv",
    ];
    words.iter().map(|word| fold_once(word).as_str().to_owned()).collect()
});

/// How many words the longest name of a commune has that a text begins with, where that is longer than one of so many.
pub(super) fn longer(text: &[Cow<'_, str>], found: usize, without_marks: bool) -> Option<usize> {
    let next = text.get(found)?;
    if FOLLOWING.iter().any(|word| *word == *next) || is_a_year(next) {
        return None;
    }
    let [marked, plain] = &*EVERY;
    let names = if without_marks { plain } else { marked };
    let begins = names.get(text.first()?.as_ref())?.iter().filter(|name| name.len() > found && name.begin(text));
    begins.map(Words::len).max()
}

/// «Xã Côn Minh 2024»; «phường Đông Hải 1» has its number in its name.
fn is_a_year(word: &str) -> bool {
    word.len() > 2 && word.bytes().all(|b| b.is_ascii_digit())
}

/// Tells whether some words, with their marks, are the whole name of a commune of either era: «An Thanh» is one, and not «An
/// Thành» typed without its mark.
pub(super) fn is_one(name: &[Cow<'_, str>]) -> bool {
    let [marked, _] = &*EVERY;
    let first = name.first().and_then(|first| marked.get(first.as_ref()));
    first.is_some_and(|names| names.iter().any(|own| own.are(name)))
}
