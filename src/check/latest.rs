//! Which of several files of a unit is the latest, where somebody asked for that: by the version in its name,
//! or by when its document was saved. What neither tells is left to a person.

use std::cell::RefCell;
use std::collections::HashMap;

use jiff::civil::DateTime;

use crate::finding::sending::{Later, Untold};
use crate::intake::{self, Source};
use crate::submission::Submission;
use crate::vietnamese::text::plain;

/// When the documents of the sources were saved, each looked at when it is asked for.
pub struct Saved<'a> {
    sources: &'a [Source],
    known: RefCell<HashMap<String, Option<DateTime>>>,
}

impl<'a> Saved<'a> {
    /// Of some sources.
    pub fn new(sources: &'a [Source]) -> Self {
        Self { sources, known: RefCell::default() }
    }

    /// When a file's document was saved.
    pub fn of(&self, file: &str) -> Option<DateTime> {
        if let Some(known) = self.known.borrow().get(file) {
            return *known;
        }
        let found = self.sources.iter().find(|s| s.name == file).and_then(intake::saved);
        self.known.borrow_mut().insert(file.to_owned(), found);
        found
    }
}

/// A file that gives way to a later one.
pub struct GivesWay {
    /// Which of the files.
    pub at: usize,
    /// Why.
    pub why: Later,
    /// It was saved later than the one whose name says a later version.
    pub doubtful: bool,
}

/// The latest of several files and those that give way to it, or why it cannot be told.
///
/// # Errors
/// What speaks for none of them.
pub fn latest(files: &[(usize, &Submission)], saved: &Saved<'_>) -> Result<(usize, Vec<GivesWay>), Untold> {
    let names = |all: &[usize]| -> Vec<String> {
        all.iter().filter_map(|n| files.get(*n)).map(|(_, one)| one.file.clone()).collect()
    };
    let every: Vec<usize> = (0..files.len()).collect();
    let gives_way = |kept: usize, why: &dyn Fn(usize) -> Option<(Later, bool)>| {
        let others = every.iter().copied().filter(|n| *n != kept);
        let others: Option<Vec<GivesWay>> = others
            .map(|n| {
                let (why, doubtful) = why(n)?;
                Some(GivesWay { at: files.get(n)?.0, why, doubtful })
            })
            .collect();
        let told = files.get(kept).and_then(|(at, _)| Some((*at, others?)));
        told.ok_or_else(|| Untold::NoTime { files: names(&every) })
    };
    let same_bytes = files.windows(2).all(|two| matches!(two, [(_, a), (_, b)] if a.sha256 == b.sha256));
    if same_bytes {
        return gives_way(0, &|_| Some((Later::Identical, false)));
    }
    let times: Vec<Option<DateTime>> = files.iter().map(|(_, one)| saved.of(&one.file)).collect();
    let versions: Vec<Option<u32>> = files.iter().map(|(_, one)| version(&one.file)).collect();
    if versions.iter().any(Option::is_some) {
        // A name without a version is the first one sent.
        let versions: Vec<u32> = versions.into_iter().map(|v| v.unwrap_or(1)).collect();
        let (of_kept, greatest) = greatest(&versions);
        let [kept] = greatest.as_slice() else {
            return Err(Untold::SameVersion { version: of_kept.unwrap_or(1), files: names(&greatest) });
        };
        return gives_way(*kept, &|n| {
            let time = |n: usize| times.get(n).copied().flatten();
            let doubtful = time(n).zip(time(*kept)).is_some_and(|(other, own)| other > own);
            Some((Later::Version { kept: of_kept?, other: *versions.get(n)? }, doubtful))
        });
    }
    let silent: Vec<usize> = every.iter().copied().filter(|n| times.get(*n).is_none_or(Option::is_none)).collect();
    if !silent.is_empty() {
        return Err(Untold::NoTime { files: names(&silent) });
    }
    let times: Vec<DateTime> = times.into_iter().flatten().collect();
    match greatest(&times) {
        (Some(at), several) if several.len() > 1 => Err(Untold::SameTime { at, files: names(&several) }),
        (at, one) => gives_way(one.first().copied().unwrap_or_default(), &|n| {
            Some((Later::Saved { kept: at?, other: *times.get(n)? }, false))
        }),
    }
}

/// The greatest of some values, and where it stands.
fn greatest<T: Ord + Copy>(values: &[T]) -> (Option<T>, Vec<usize>) {
    let most = values.iter().max().copied();
    let all = values.iter().enumerate().filter(|(_, v)| Some(**v) == most).map(|(n, _)| n);
    (most, all.collect())
}

/// The version that a file's name says, or that of the folder it lies in: «lần 2», «lan thu hai», `v2`, `ban 3`.
fn version(file: &str) -> Option<u32> {
    file.rsplit('/').find_map(|part| {
        let key = plain(part);
        let words: Vec<&str> = key.words().collect();
        (0..words.len()).rev().find_map(|at| of_words(words.get(at..)?))
    })
}

fn of_words(words: &[&str]) -> Option<u32> {
    let (first, rest) = words.split_first()?;
    let small = |text: &str| text.parse::<u32>().ok().filter(|n| (1..100).contains(n));
    let glued = ["lan", "v", "ver", "version", "ban"].iter().find_map(|w| small(first.strip_prefix(w)?));
    if glued.is_some() {
        return glued;
    }
    if !["lan", "v", "ver", "version", "ban"].contains(first) {
        return None;
    }
    let rest = if rest.first() == Some(&"thu") { rest.get(1..)? } else { rest };
    let next = rest.first()?;
    let named = || ["nhat", "hai", "ba", "tu", "nam", "sau"].iter().position(|w| w == next);
    let in_words = || u32::try_from(named().filter(|_| *first == "lan")? + 1).ok();
    small(next).or_else(in_words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_their_version_in_many_ways() {
        for (name, said) in [
            ("Phu luc xa Con Minh lan 2.xlsx", Some(2)),
            ("Phụ lục xã Côn Minh (lần 3).xlsx", Some(3)),
            ("xa Con Minh_lần thứ hai.xls", Some(2)),
            ("con-minh-v4.xlsx", Some(4)),
            ("con minh ver 2.xlsx", Some(2)),
            ("lan 2/Con Minh.xlsx", Some(2)),
            ("Con Minh lan2.xlsx", Some(2)),
            ("Bản 2 - xã Côn Minh.xlsx", Some(2)),
            ("Phu luc KH 45 - xa Con Minh.xlsx", None),
            ("xa Van Lang 2024.xlsx", None),
            // A year is no version, and a commune's name no number.
            ("lan 2024.xlsx", None),
            ("xa Tan Lan.xlsx", None),
        ] {
            assert_eq!(version(name), said, "{name}");
        }
    }
}
