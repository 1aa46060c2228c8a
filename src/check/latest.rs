//! Which of several files of a unit is the latest, where somebody asked for that: by the version in its name,
//! or by when its document was saved. What neither tells is left to a person.

use std::cell::RefCell;
use std::collections::HashMap;

use jiff::civil::DateTime;

use crate::finding::sending::Later;
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

/// The latest of several files and those that give way to it; nothing where it cannot be told.
pub fn latest(files: &[(usize, &Submission)], saved: &Saved<'_>) -> Option<(usize, Vec<GivesWay>)> {
    let (first, rest) = files.split_first()?;
    let gives_way = |kept: usize, why: &dyn Fn(usize) -> Option<(Later, bool)>| {
        let others = (0..files.len()).filter(|n| *n != kept);
        let others: Option<Vec<GivesWay>> = others
            .map(|n| {
                let (why, doubtful) = why(n)?;
                Some(GivesWay { at: files.get(n)?.0, why, doubtful })
            })
            .collect();
        Some((files.get(kept)?.0, others?))
    };
    if rest.iter().all(|(_, one)| one.sha256 == first.1.sha256) {
        return gives_way(0, &|_| Some((Later::Identical, false)));
    }
    let times: Vec<Option<DateTime>> = files.iter().map(|(_, one)| saved.of(&one.file)).collect();
    let versions: Vec<Option<u32>> = files.iter().map(|(_, one)| version(&one.file)).collect();
    if versions.iter().any(Option::is_some) {
        // A name without a version is the first one sent.
        let versions: Vec<u32> = versions.into_iter().map(|v| v.unwrap_or(1)).collect();
        let kept = only_greatest(&versions)?;
        let of_kept = *versions.get(kept)?;
        return gives_way(kept, &|n| {
            let time = |n: usize| times.get(n).copied().flatten();
            let doubtful = time(n).zip(time(kept)).is_some_and(|(other, own)| other > own);
            Some((Later::Version { kept: of_kept, other: *versions.get(n)? }, doubtful))
        });
    }
    let times: Option<Vec<DateTime>> = times.into_iter().collect();
    let times = times?;
    let kept = only_greatest(&times)?;
    let of_kept = *times.get(kept)?;
    gives_way(kept, &|n| Some((Later::Saved { kept: of_kept, other: *times.get(n)? }, false)))
}

fn only_greatest<T: Ord>(values: &[T]) -> Option<usize> {
    let greatest = values.iter().max()?;
    let mut all = values.iter().enumerate().filter(|(_, v)| *v == greatest).map(|(n, _)| n);
    all.next().filter(|_| all.next().is_none())
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
