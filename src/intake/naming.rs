//! Names of files and sheets as people see them: in Unicode NFC, without signs that would break a line, a
//! table or a terminal.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::ffi::OsStr;
use std::hash::Hash;
use std::path::Path;

use crate::vietnamese::text::nfc;

use super::walk::Source;

/// The name of a file or a folder as people see it. One whose bytes are not UTF-8 was made on a Windows of
/// before Unicode, or unpacked from an archive of one, and is in the Vietnamese code page there.
pub fn shown(name: &OsStr) -> String {
    printable(&decoded(name)).into_owned()
}

#[cfg(unix)]
fn decoded(name: &OsStr) -> Cow<'_, str> {
    use std::os::unix::ffi::OsStrExt as _;
    match name.to_str() {
        Some(name) => nfc(name),
        None => {
            let (text, _) = encoding_rs::WINDOWS_1258.decode_without_bom_handling(name.as_bytes());
            Cow::Owned(nfc(&text).into_owned())
        }
    }
}

#[cfg(not(unix))]
fn decoded(name: &OsStr) -> Cow<'_, str> {
    Cow::Owned(nfc(&name.to_string_lossy()).into_owned())
}

/// Tells whether a file's name ends as those of tables do, or of what people send instead of them.
pub(super) fn is_of_submissions(name: &str) -> bool {
    const ENDINGS: [&str; 17] = [
        "xlsx", "xlsm", "xlsb", "xls", "xltx", "xltm", "xlt", "ods", "fods", "ots", "et", "csv", "tsv", "mht", "pdf",
        "doc", "docx",
    ];
    name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.iter().any(|own| own.eq_ignore_ascii_case(ending)))
}

/// A name with a mark in place of every sign that moves what stands around it: ends of lines, escapes of
/// terminals, changes of direction.
pub(super) fn printable(name: &str) -> Cow<'_, str> {
    let moves = |c: char| {
        c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if name.contains(moves) { Cow::Owned(name.replace(moves, "\u{fffd}")) } else { Cow::Borrowed(name) }
}

/// Gives files of one folder that would show under one name numbers: it may hold a name in NFC and the same
/// in NFD.
pub(super) fn number(found: &mut [Source]) {
    number_within(found, |source| source.path.parent().map(Path::to_owned).unwrap_or_default());
}

/// Gives files of one name numbers, wherever they lie.
pub(super) fn number_all(found: &mut [Source]) {
    number_within(found, |_| ());
}

fn number_within<K: Eq + Hash>(found: &mut [Source], place: impl Fn(&Source) -> K) {
    let mut taken: BTreeSet<String> = found.iter().map(|source| source.name.clone()).collect();
    let mut seen: HashSet<(K, String)> = HashSet::new();
    let mut changed = false;
    // In order: the first of a name keeps it.
    for source in found.iter_mut() {
        if seen.insert((place(source), source.name.clone())) {
            continue;
        }
        let file = source.name.rfind('/').map_or(0, |at| at + 1);
        let dot = source.name.rfind('.').filter(|dot| *dot > file).unwrap_or(source.name.len());
        let (stem, ending) = source.name.split_at_checked(dot).unwrap_or((&source.name, ""));
        let own = (2u32..).map(|n| format!("{stem} ({n}){ending}")).find(|own| !taken.contains(own));
        if let Some(own) = own {
            taken.insert(own.clone());
            source.name = own;
            changed = true;
        }
    }
    if changed {
        found.sort();
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn names_that_look_alike_are_numbered() {
        let source = |name: &str, path: &str| Source { name: name.to_owned(), path: PathBuf::from(path) };
        let mut found = [
            source("a/x.xlsx", "1"),
            source("a/x.xlsx", "2"),
            source("a/x (2).xlsx", "3"),
            source("b", "4"),
            source("b", "5"),
        ];
        found.sort();
        number(&mut found);
        let names: Vec<(&str, &str)> = found.iter().map(|s| (s.name.as_str(), s.path.to_str().unwrap())).collect();
        assert_eq!(
            names,
            [("a/x (2).xlsx", "3"), ("a/x (3).xlsx", "2"), ("a/x.xlsx", "1"), ("b", "4"), ("b (2)", "5")]
        );
    }

    #[test]
    fn signs_that_move_others_are_marked() {
        assert_eq!(printable("a\u{1b}[31m\nb\u{202e}c"), "a\u{fffd}[31m\u{fffd}b\u{fffd}c");
        assert_eq!(printable("Phụ lục 1"), "Phụ lục 1");
        assert_eq!(shown(OsStr::new("Phu\u{323} lu\u{323}c")), "Phụ lục");
    }

    #[cfg(unix)]
    #[test]
    fn names_of_before_unicode_are_decoded() {
        use std::os::unix::ffi::OsStrExt as _;
        assert_eq!(shown(OsStr::from_bytes(b"S\xF4\xEC h\xF4\xF2.xlsx")), "Số hộ.xlsx");
    }
}
