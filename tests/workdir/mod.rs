//! A folder of small inputs made from literals, and the program run on it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::na_ri;

/// A folder that goes when the test ends.
pub struct Workdir {
    dir: TempDir,
}

/// One run of the program.
pub struct Ran {
    /// Its exit status.
    pub status: i32,
    /// What it said to people.
    pub said: String,
    /// What it gave on standard output.
    pub out: String,
}

impl Workdir {
    /// An empty folder.
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// The 17 samples with their round file and weights, under `in/`.
    pub fn with_samples() -> Self {
        let work = Self::new();
        for sample in na_ri::all() {
            work.write(&format!("in/{}", sample.file), &sample.bytes);
        }
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        work.write("in/phubieu.toml", &std::fs::read(samples.join("na-ri-2024/phubieu.toml")).unwrap());
        work.write("units.csv", &std::fs::read(samples.join("units.csv")).unwrap());
        work
    }

    /// A path inside.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file, making folders for it.
    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Reads a file back.
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// The files and folders directly inside, by name.
    pub fn list(&self, name: &str) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.path(name))
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// The cells of a sheet that a workbook shows, row by row.
    pub fn sheet(&self, name: &str, sheet: &str) -> Vec<Vec<String>> {
        use calamine::Reader as _;
        let mut book: calamine::Xlsx<_> = calamine::open_workbook(self.path(name)).unwrap();
        let range = book.worksheet_range(sheet).unwrap();
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    }

    /// Runs the program here, with arguments as one would type them; `'` quotes one with spaces.
    pub fn run(&self, typed: &str) -> Ran {
        // A test of minutes is run with the program as it is built for people, named here.
        let program = std::env::var("PHUBIEU_BIN").unwrap_or_else(|_| env!("CARGO_BIN_EXE_phubieu").to_owned());
        let output: Output = Command::new(program).args(words(typed)).current_dir(self.dir.path()).output().unwrap();
        Ran {
            status: output.status.code().unwrap(),
            said: String::from_utf8(output.stderr).unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
        }
    }

    /// The rows of a JSON result, under their name in the document.
    pub fn json(&self, name: &str, list: &str) -> Vec<Value> {
        let document: Value = serde_json::from_slice(&self.read(name)).unwrap();
        assert_eq!(document["version"], 1);
        document[list].as_array().unwrap().clone()
    }

    /// The codes of the findings in a JSON result, with how often each occurs.
    pub fn codes(&self, name: &str) -> BTreeMap<String, usize> {
        let mut codes = BTreeMap::new();
        for finding in self.json(name, "findings") {
            *codes.entry(finding["code"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        codes
    }
}

fn words(typed: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (i, part) in typed.split('\'').enumerate() {
        if i % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// A field of a row as text.
pub fn field<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_else(|| panic!("no text field {name} in {row}"))
}
