//! The files under the inputs, in an order that does not depend on the file system.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::finding::Finding;
use crate::finding::intake::Problem;

use super::naming;

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Relative to the input it came under, with `/`, in NFC: what people see.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

impl Source {
    /// A file by itself, under its own name.
    pub fn at(path: &Path) -> Self {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        Self { name, path: path.to_owned() }
    }
}

/// The name of the file that describes a round of reporting; it is not a submission.
pub const ROUND_FILE: &str = "phubieu.toml";

/// Lists the files under the inputs. What is or lies under `not` (this run's own outputs and settings)
/// is left out; lock files, hidden and empty files are passed over with a note.
///
/// # Errors
/// The first input that does not exist or cannot be listed.
pub fn sources(
    inputs: &[PathBuf],
    not: &[PathBuf],
    findings: &mut Vec<Finding>,
) -> Result<Vec<Source>, (PathBuf, io::Error)> {
    let not: Vec<PathBuf> = not.iter().filter_map(|p| fs::canonicalize(p).ok()).collect();
    let mut listing = Listing { not, found: Vec::new(), left_out: HashSet::new(), findings };
    for input in apart(inputs) {
        let failed = |e| (input.to_owned(), e);
        if fs::metadata(input).map_err(failed)?.is_dir() {
            listing.folder(input, "").map_err(failed)?;
        } else {
            let name = input.file_name().map(naming::shown).unwrap_or_default();
            listing.add(name, input.to_owned(), || fs::canonicalize(input).ok());
        }
    }
    let Listing { mut found, left_out, findings, .. } = listing;
    found.sort();
    found.dedup_by(|a, b| a.path == b.path);
    naming::number(&mut found);
    tell_apart(&mut found);
    found.retain(|source| {
        let name = own_name(source);
        // This run's own results on their way are hidden files beside their targets.
        if name == ROUND_FILE || (name.starts_with(".phubieu-") && name.ends_with(".tmp")) {
            return false;
        }
        if left_out.contains(&source.path) {
            return false;
        }
        match passed_over(source) {
            Some(problem) => {
                findings.push(Finding::of_file(source.name.clone(), problem));
                false
            }
            None => true,
        }
    });
    Ok(found)
}

/// The inputs without those that are there already: the same one written in two ways, or what lies in a folder that is
/// an input too. A file that was read twice would be its own copy.
fn apart(inputs: &[PathBuf]) -> Vec<&Path> {
    let whole: HashMap<&Path, PathBuf> = match inputs {
        [] | [_] => HashMap::new(),
        several => several.iter().filter_map(|input| Some((input.as_path(), whole(input)?))).collect(),
    };
    let folders: HashSet<&Path> = whole.values().filter(|whole| whole.is_dir()).map(PathBuf::as_path).collect();
    let mut seen: HashSet<&Path> = HashSet::new();
    // Of two ways to write one the same is taken, in whatever order they are given.
    let mut inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
    inputs.sort_unstable();
    inputs.retain(|input| whole.get(input).is_none_or(|whole| !lies_in_one(whole, &folders) && seen.insert(whole)));
    inputs
}

/// Where an input is. A link to a file is a file of its own, which a folder lists beside the one that it leads to.
fn whole(input: &Path) -> Option<PathBuf> {
    let is_link = fs::symlink_metadata(input).is_ok_and(|meta| meta.is_symlink()) && !input.is_dir();
    match (is_link, input.parent(), input.file_name()) {
        (true, Some(folder), Some(name)) => {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            Some(fs::canonicalize(folder).ok()?.join(name))
        }
        _ => fs::canonicalize(input).ok(),
    }
}

/// Tells whether the listing of one of some folders comes to a path: into hidden folders it does not go.
fn lies_in_one(whole: &Path, folders: &HashSet<&Path>) -> bool {
    let hidden = |path: &Path| path.file_name().is_some_and(|name| naming::shown(name).starts_with('.'));
    let mut at = whole;
    while let Some(above) = at.parent() {
        if hidden(at) && (at != whole || folders.contains(whole)) {
            return false;
        }
        if folders.contains(above) {
            return true;
        }
        at = above;
    }
    false
}

/// Files of one name under several inputs are known by as much of their paths, as given, as tells them apart; those
/// that no part of their paths tells apart (`bản nộp` and `./bản nộp`) are numbered. No two files have one name after
/// this: what is said of one would be taken for what is said of the other.
fn tell_apart(found: &mut [Source]) {
    /// Longer than any path is deep.
    const DEEPEST: usize = 256;
    let own: Vec<String> = found.iter().map(|source| source.name.clone()).collect();
    let folders: Vec<Vec<String>> = found.iter().map(folders_above).collect();
    for deep in 1..DEEPEST {
        let shared: Vec<bool> = shared_names(found);
        let mut grown = false;
        for (((source, own), folders), shared) in found.iter_mut().zip(&own).zip(&folders).zip(shared) {
            let from = folders.len().saturating_sub(deep);
            if let Some(above) = folders.get(from..).filter(|above| shared && above.len() == deep) {
                source.name = format!("{}/{own}", above.join("/"));
                grown = true;
            }
        }
        if !grown {
            break;
        }
    }
    found.sort();
    naming::number_all(found);
}

/// Whether another file has the same name, for each.
fn shared_names(found: &[Source]) -> Vec<bool> {
    let mut count: HashMap<&str, usize> = HashMap::new();
    found.iter().for_each(|source| *count.entry(source.name.as_str()).or_default() += 1);
    found.iter().map(|source| count.get(source.name.as_str()).is_some_and(|n| *n > 1)).collect()
}

/// The folders of a file's path that its name does not say yet, from the top.
fn folders_above(source: &Source) -> Vec<String> {
    let parts = source.path.components().filter(|c| matches!(c, Component::Normal(_)));
    let mut parts: Vec<String> = parts.map(|c| naming::shown(c.as_os_str())).collect();
    parts.truncate(parts.len().saturating_sub(source.name.split('/').count()));
    parts
}

/// Files as they are found.
struct Listing<'f> {
    /// What is or lies under these is left out; whole paths.
    not: Vec<PathBuf>,
    found: Vec<Source>,
    left_out: HashSet<PathBuf>,
    findings: &'f mut Vec<Finding>,
}

impl Listing<'_> {
    /// Takes a file; the system is asked for its whole path only where something may be left out, which takes longer
    /// than to list it.
    fn add(&mut self, name: String, path: PathBuf, whole: impl FnOnce() -> Option<PathBuf>) {
        let left_out = !self.not.is_empty() && whole().is_some_and(|w| self.not.iter().any(|n| w.starts_with(n)));
        if left_out {
            self.left_out.insert(path.clone());
        }
        self.found.push(Source { name, path });
    }

    fn folder(&mut self, path: &Path, prefix: &str) -> io::Result<()> {
        let whole = fs::canonicalize(path).ok();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let name = naming::shown(&entry.file_name());
            let shown = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
            let kind = entry.file_type()?;
            if kind.is_dir() && !name.starts_with('.') {
                self.folder(&entry.path(), &shown)?;
            } else if kind.is_file() {
                // What is no link lies where it is listed.
                self.add(shown, entry.path(), || whole.as_ref().map(|whole| whole.join(entry.file_name())));
            } else if fs::metadata(entry.path()).is_ok_and(|m| m.is_file()) {
                self.add(shown, entry.path(), || fs::canonicalize(entry.path()).ok());
            } else if kind.is_dir() || kind.is_symlink() {
                // A link to a file is followed, a link to a folder is not: it may lead in a circle.
                self.findings.push(Finding::of_file(shown, Problem::FolderPassedOver));
            }
        }
        Ok(())
    }
}

/// The name of the file itself: what it is known by may have a number.
fn own_name(source: &Source) -> String {
    source.path.file_name().map(naming::shown).unwrap_or_default()
}

fn passed_over(source: &Source) -> Option<Problem> {
    let name = own_name(source);
    if name.starts_with("~$") || name.starts_with(".~lock.") {
        Some(Problem::LockFile)
    } else if name.starts_with('.')
        || name.eq_ignore_ascii_case("thumbs.db")
        || name.eq_ignore_ascii_case("desktop.ini")
    {
        Some(Problem::HiddenFile)
    } else if !naming::is_of_submissions(&name) && fs::metadata(&source.path).is_ok_and(|m| m.len() == 0) {
        Some(Problem::EmptyFile)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Code;

    #[test]
    fn lock_hidden_and_empty_files_are_passed_over_with_a_note() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("b")).unwrap();
        for (name, content) in [
            ("b/2.xlsx", "x"),
            ("1.xlsx", "x"),
            ("~$1.xlsx", "x"),
            (".hidden", "x"),
            ("empty.xlsx", ""),
            ("empty.txt", ""),
            (ROUND_FILE, "x"),
            ("out.xlsx", "x"),
        ] {
            fs::write(dir.path().join(name), content).unwrap();
        }
        fs::create_dir(dir.path().join(".cache")).unwrap();
        let mut findings = Vec::new();
        let found = sources(&[dir.path().to_owned()], &[dir.path().join("out.xlsx")], &mut findings).unwrap();
        let names: Vec<&str> = found.iter().map(|s| s.name.as_str()).collect();
        // What may be a submission is none that somebody else left behind.
        assert_eq!(names, ["1.xlsx", "b/2.xlsx", "empty.xlsx"]);
        let mut codes: Vec<Code> = findings.iter().map(Finding::code).collect();
        codes.sort();
        assert_eq!(codes, [Code::LockFile, Code::HiddenFile, Code::EmptyFile, Code::FolderPassedOver]);
    }

    #[cfg(unix)]
    #[test]
    fn a_result_of_this_run_is_no_submission_by_whatever_way_it_is_found() {
        let dir = tempfile::tempdir().unwrap();
        for folder in ["in", "out"] {
            fs::create_dir(dir.path().join(folder)).unwrap();
        }
        for name in ["in/1.xlsx", "in/result.xlsx", "out/facts.csv"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        std::os::unix::fs::symlink("../out/facts.csv", dir.path().join("in/link.csv")).unwrap();
        std::os::unix::fs::symlink("in", dir.path().join("same")).unwrap();
        let not = ["same/result.xlsx", "out"].map(|name| dir.path().join(name));
        for input in ["in", "same", "in/link.csv", "in/result.xlsx"] {
            let found = sources(&[dir.path().join(input)], &not, &mut Vec::new()).unwrap();
            let names: Vec<&str> = found.iter().map(|s| s.name.as_str()).collect();
            assert_eq!(names, if input.contains('/') { vec![] } else { vec!["1.xlsx"] }, "{input}");
        }
    }

    #[test]
    fn files_of_several_inputs_never_have_one_name() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["a/nộp/1.xlsx", "b/nộp/1.xlsx", "c/nộp/1.xlsx", "a/nộp/2.xlsx"] {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let cases: [(&[&str], &[&str]); 4] = [
            (&["a/nộp", "b/nộp"], &["2.xlsx", "a/nộp/1.xlsx", "b/nộp/1.xlsx"]),
            (&["a/nộp/1.xlsx", "c/nộp/1.xlsx"], &["a/nộp/1.xlsx", "c/nộp/1.xlsx"]),
            (&["a/nộp/1.xlsx", "a/nộp/1.xlsx"], &["1.xlsx"]),
            (&["a/nộp", "a/nộp/"], &["1.xlsx", "2.xlsx"]),
        ];
        for (inputs, expected) in cases {
            let inputs: Vec<PathBuf> = inputs.iter().map(|input| dir.path().join(input)).collect();
            let found = sources(&inputs, &[], &mut Vec::new()).unwrap();
            let names: HashSet<&str> = found.iter().map(|s| s.name.as_str()).collect();
            assert_eq!(names, expected.iter().copied().collect(), "{inputs:?}");
            assert_eq!(names.len(), found.len());
        }
        let source = |path: &str| Source { name: "1.xlsx".to_owned(), path: PathBuf::from(path) };
        let mut found = [source("1.xlsx"), source("./1.xlsx"), source("../nộp/1.xlsx")];
        found.sort();
        tell_apart(&mut found);
        let mut names: Vec<&str> = found.iter().map(|s| s.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["1 (2).xlsx", "1.xlsx", "nộp/1.xlsx"]);
    }

    #[test]
    fn a_file_that_several_inputs_hold_is_read_once() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["a/nộp/1.xlsx", "a/2.xlsx", "a/.cũ/3.xlsx", "b/1.xlsx"] {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let all = &["2.xlsx", "nộp/1.xlsx"][..];
        let cases: [(&[&str], &[&str]); 8] = [
            (&["a", "a/2.xlsx"], all),
            (&["a/nộp", "a"], all),
            (&["a", "b/../a"], all),
            (&["a/nộp/1.xlsx", "a", "a/nộp/../nộp/1.xlsx", "a/."], all),
            (&["a/nộp/1.xlsx", "b/../a/nộp/1.xlsx"], &["1.xlsx"]),
            (&["a/nộp", "b"], &["b/1.xlsx", "nộp/1.xlsx"]),
            // A hidden folder is not gone into, unless somebody names it.
            (&["a", "a/.cũ"], &["2.xlsx", "3.xlsx", "nộp/1.xlsx"]),
            (&["a", "a/.cũ/3.xlsx"], &["2.xlsx", "3.xlsx", "nộp/1.xlsx"]),
        ];
        for (inputs, expected) in cases {
            let inputs: Vec<PathBuf> = inputs.iter().map(|input| dir.path().join(input)).collect();
            let found = sources(&inputs, &[], &mut Vec::new()).unwrap();
            let mut names: Vec<&str> = found.iter().map(|s| s.name.as_str()).collect();
            names.sort_unstable();
            assert_eq!(names, expected, "{inputs:?}");
        }
    }

    #[test]
    fn an_input_that_is_not_there_is_named() {
        let missing = PathBuf::from("no/such/folder");
        assert_eq!(sources(std::slice::from_ref(&missing), &[], &mut Vec::new()).unwrap_err().0, missing);
    }
}
