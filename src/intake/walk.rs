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
    for input in inputs {
        let failed = |e| (input.clone(), e);
        if fs::metadata(input).map_err(failed)?.is_dir() {
            listing.folder(input, "").map_err(failed)?;
        } else {
            let name = input.file_name().map(naming::shown).unwrap_or_default();
            listing.add(name, input.clone(), || fs::canonicalize(input).ok());
        }
    }
    let Listing { mut found, left_out, findings, .. } = listing;
    found.sort();
    found.dedup_by(|a, b| a.path == b.path);
    naming::number(&mut found);
    tell_apart(&mut found);
    found.retain(|source| {
        let name = source.name.rsplit('/').next().unwrap_or(&source.name);
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

/// Files of one name under several inputs are known by as much of their paths as tells them apart.
fn tell_apart(found: &mut [Source]) {
    let mut count: HashMap<String, usize> = HashMap::new();
    found.iter().for_each(|source| *count.entry(source.name.clone()).or_default() += 1);
    for source in found.iter_mut().filter(|s| count.get(&s.name).is_some_and(|n| *n > 1)) {
        let own = source.name.split('/').count();
        let parts: Vec<String> = source
            .path
            .components()
            .filter(|c| matches!(c, Component::Normal(_)))
            .map(|c| naming::shown(c.as_os_str()))
            .collect();
        let from = parts.len().saturating_sub(own + 1);
        source.name = parts.get(from..).unwrap_or_default().join("/");
    }
    found.sort();
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

fn passed_over(source: &Source) -> Option<Problem> {
    let name = source.name.rsplit('/').next().unwrap_or(&source.name);
    if name.starts_with("~$") || name.starts_with(".~lock.") {
        Some(Problem::LockFile)
    } else if name.starts_with('.')
        || name.eq_ignore_ascii_case("thumbs.db")
        || name.eq_ignore_ascii_case("desktop.ini")
    {
        Some(Problem::HiddenFile)
    } else if fs::metadata(&source.path).is_ok_and(|m| m.len() == 0) {
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
            (ROUND_FILE, "x"),
            ("out.xlsx", "x"),
        ] {
            fs::write(dir.path().join(name), content).unwrap();
        }
        fs::create_dir(dir.path().join(".cache")).unwrap();
        let mut findings = Vec::new();
        let found = sources(&[dir.path().to_owned()], &[dir.path().join("out.xlsx")], &mut findings).unwrap();
        let names: Vec<&str> = found.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names, ["1.xlsx", "b/2.xlsx"]);
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
    fn an_input_that_is_not_there_is_named() {
        let missing = PathBuf::from("no/such/folder");
        assert_eq!(sources(std::slice::from_ref(&missing), &[], &mut Vec::new()).unwrap_err().0, missing);
    }
}
