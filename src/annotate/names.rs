//! The names under which workbooks are given back.

use std::collections::{BTreeMap, BTreeSet};

/// Endings of files that stay as they are.
const KEPT: [&str; 4] = ["xlsx", "xlsm", "xltx", "xltm"];

/// A file that was checked, and the ending that a workbook made of it needs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Given<'a> {
    /// Its name, relative to the input it came under.
    pub name: &'a str,
    /// The ending, where its own does not stay.
    pub ending: &'a str,
}

/// A name without its ending, and the ending.
fn parted(name: &str) -> (&str, &str) {
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
        Some((_, ending)) => (name.get(..name.len() - ending.len() - 1).unwrap_or(name), ending),
        None => (name, ""),
    }
}

/// Tells whether a file's ending is that of the workbook made of it.
pub fn keeps(name: &str) -> bool {
    KEPT.iter().any(|kept| parted(name).1.eq_ignore_ascii_case(kept))
}

/// The names that files are given back under, each its own even where capitals do not count.
///
/// A file keeps its name where its ending stays. Of several that would have one name then, those whose
/// ending changes say it before the new one: `a.xls` beside `a.xlsx` becomes `a (xls).xlsx`. What comes
/// out does not depend on the order of the files.
pub fn names<'a>(files: &[Given<'a>]) -> BTreeMap<&'a str, String> {
    let mut sorted: Vec<&Given<'a>> = files.iter().collect();
    sorted.sort();
    let keeps = |g: &Given<'_>| keeps(g.name);
    let plain = |g: &Given<'_>| {
        if keeps(g) { g.name.to_owned() } else { format!("{}.{}", parted(g.name).0, g.ending) }
    };
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    for given in &sorted {
        *wanted.entry(plain(given).to_lowercase()).or_default() += 1;
    }
    let mut taken = BTreeSet::new();
    let mut names = BTreeMap::new();
    // Those that keep their names have them before others.
    sorted.sort_by_key(|g| !keeps(g));
    for given in sorted {
        let first = plain(given);
        let alone = keeps(given) || wanted.get(&first.to_lowercase()) == Some(&1);
        let (stem, own) = parted(given.name);
        let ending = if keeps(given) { own } else { given.ending };
        let told = std::iter::once(first).filter(|_| alone);
        let numbered = (1u32..).map(|n| match n {
            1 => format!("{stem} ({own}).{ending}"),
            n => format!("{stem} ({own} {n}).{ending}"),
        });
        let name = told.chain(numbered).find(|n| !taken.contains(&n.to_lowercase())).unwrap_or_default();
        taken.insert(name.to_lowercase());
        names.insert(given.name, name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(files: &[&'static str]) -> Vec<String> {
        let files: Vec<Given<'_>> = files.iter().map(|name| Given { name, ending: "xlsx" }).collect();
        let names = names(&files);
        files.iter().map(|f| names[f.name].clone()).collect()
    }

    #[test]
    fn endings_change_and_names_stay_apart() {
        assert_eq!(given(&["a.xls", "b/c.ods", "d.xlsm", "cu le.txt"]), ["a.xlsx", "b/c.xlsx", "d.xlsm", "cu le.xlsx"]);
        assert_eq!(given(&["a.xls", "a.xlsx"]), ["a (xls).xlsx", "a.xlsx"]);
        assert_eq!(given(&["a.ods", "a.xls"]), ["a (ods).xlsx", "a (xls).xlsx"]);
        assert_eq!(given(&["a.xls", "a.xlsx", "a (xls).xlsx"]), ["a (xls 2).xlsx", "a.xlsx", "a (xls).xlsx"]);
        assert_eq!(given(&["x/a.b", "a"]), ["x/a.xlsx", "a.xlsx"]);
        assert_eq!(given(&["A.xlsx", "a.xlsx"]), ["A.xlsx", "a (xlsx).xlsx"]);
    }
}
