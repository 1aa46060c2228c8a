//! `*.xlsx` among the inputs. On Unix the shell puts the files in its place; on Windows no shell does, and no name has
//! such a sign in it.

use std::fs;
use std::path::{Path, PathBuf};

/// Puts what is there in place of every input whose last part has `*` or `?` in it. One that fits nothing stays, and
/// is told as missing.
pub fn expanded(inputs: &[PathBuf]) -> Vec<PathBuf> {
    inputs
        .iter()
        .flat_map(|input| {
            let found = fitting(input);
            if found.is_empty() { vec![input.clone()] } else { found }
        })
        .collect()
}

/// What fits an input, in order.
fn fitting(input: &Path) -> Vec<PathBuf> {
    let Some(pattern) = input.file_name().and_then(|name| name.to_str()).filter(|name| name.contains(['*', '?']))
    else {
        return Vec::new();
    };
    let folder = input.parent().unwrap_or(Path::new(""));
    let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let pattern = pattern.to_lowercase();
    let mut found: Vec<PathBuf> = fs::read_dir(listed)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| fits(&pattern, &entry.file_name().to_string_lossy().to_lowercase()))
        .map(|entry| folder.join(entry.file_name()))
        .collect();
    found.sort();
    found
}

/// Tells whether a name fits: `*` stands for any signs or none, `?` for any one.
fn fits(pattern: &str, name: &str) -> bool {
    let (mut patterns, mut letters) = (pattern.chars(), name.chars());
    match (patterns.next(), letters.next()) {
        (None, letter) => letter.is_none(),
        (Some('*'), letter) => fits(patterns.as_str(), name) || (letter.is_some() && fits(pattern, letters.as_str())),
        (Some('?'), Some(_)) => fits(patterns.as_str(), letters.as_str()),
        (wanted, letter) => wanted == letter && fits(patterns.as_str(), letters.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stands_in_place_of_a_pattern() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["Xã B.xlsx", "xã a.XLSX", "xã c.xls", "ghi chú.txt"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        let expanded = |typed: &str| {
            let names = expanded(&[dir.path().join(typed)]).into_iter();
            names.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(expanded("*.xlsx"), ["Xã B.xlsx", "xã a.XLSX"]);
        assert_eq!(expanded("XÃ ?.xls*"), ["Xã B.xlsx", "xã a.XLSX", "xã c.xls"]);
        assert_eq!(expanded("*.*").len(), 4);
        assert_eq!(expanded("*.ods"), ["*.ods"], "what fits nothing is told as missing");
        assert_eq!(expanded("ghi chú.txt"), ["ghi chú.txt"]);
    }
}
