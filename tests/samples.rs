//! The sample workbooks in `samples/` are what `na_ri` writes, and open.
//!
//! `PHUBIEU_WRITE_SAMPLES=1 cargo test --test all samples::` writes them anew.

use crate::na_ri::form::{DEFERRED, ROWS};
use crate::na_ri::truth::{Truth, truth};
use crate::na_ri::{self, Sample};
use calamine::{Data, Reader, open_workbook_auto_from_rs};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

#[test]
fn the_samples_are_byte_for_byte_what_the_program_writes() {
    let mut files: Vec<(PathBuf, Vec<u8>)> =
        na_ri::all().into_iter().map(|sample| (folder().join("na-ri-2024").join(sample.file), sample.bytes)).collect();
    files.push((folder().join("units.csv"), na_ri::units_csv().into_bytes()));
    let capital = na_ri::capital::files().into_iter();
    files.extend(capital.map(|(name, bytes)| (folder().join("con-minh-2024").join(name), bytes)));
    if std::env::var_os("PHUBIEU_WRITE_SAMPLES").is_some_and(|value| value == "1") {
        for (path, bytes) in &files {
            std::fs::write(path, bytes).unwrap();
        }
    }
    // In a package the libraries that write it note on which system they did.
    let is_package = |ending: &std::ffi::OsStr| ["xlsx", "xlsb", "ods"].iter().any(|package| ending == *package);
    let same_everywhere = |path: &Path| cfg!(unix) || !path.extension().is_some_and(is_package);
    for (path, bytes) in files.iter().filter(|(path, _)| same_everywhere(path)) {
        let kept = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(kept == *bytes, "{} is not what the program writes", path.display());
    }
    // What is named otherwise by now must not lie there beside its successor. Some
    // file systems give names back decomposed.
    let expected = na_ri::all().into_iter().map(|sample| nfc(sample.file));
    let expected: BTreeSet<String> = expected.chain([String::from("phubieu.toml")]).collect();
    let found = std::fs::read_dir(folder().join("na-ri-2024")).unwrap();
    let found: BTreeSet<String> = found.map(|entry| nfc(&entry.unwrap().file_name().to_string_lossy())).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_commune_of_na_ri_has_one_file() {
    let samples = na_ri::all();
    let codes: BTreeSet<&str> = samples.iter().map(|sample| sample.code).collect();
    let files: BTreeSet<&str> = samples.iter().map(|sample| sample.file).collect();
    assert_eq!((samples.len(), codes.len(), files.len()), (17, 17, 17));
}

#[test]
fn two_runs_write_the_same_bytes() {
    for (first, second) in na_ri::all().into_iter().zip(na_ri::all()) {
        assert!(first.bytes == second.bytes, "{}", first.file);
    }
}

/// The sheet with the form on it; the text files have none.
const SHEETS: [(&str, &str); 5] =
    [("02137", "Phụ biểu 01"), ("02143", "PL"), ("02146", "Bieu"), ("02155", "Phụ biểu"), ("02191", "Phu luc")];

/// Rows of text, as whoever opens the file sees them; a number keeps its dot.
fn rows(sample: &Sample) -> Vec<Vec<String>> {
    let text = match Path::new(sample.file).extension().and_then(|extension| extension.to_str()) {
        Some("csv") if sample.bytes.starts_with(b"\xEF\xBB\xBF") => encoding_rs::UTF_8.decode(&sample.bytes).0,
        Some("csv") => encoding_rs::WINDOWS_1258.decode(&sample.bytes).0,
        Some("txt") => encoding_rs::UTF_16LE.decode(&sample.bytes).0,
        _ => return cells(sample),
    };
    let delimiter = match sample.code {
        "02152" => b';',
        "02176" => b'\t',
        _ => b',',
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(nfc).collect()).collect()
}

fn cells(sample: &Sample) -> Vec<Vec<String>> {
    let mut book = open_workbook_auto_from_rs(Cursor::new(&sample.bytes)).unwrap();
    let sheet = match SHEETS.iter().find(|(code, _)| *code == sample.code) {
        Some((_, sheet)) => sheet.to_string(),
        None => book.sheet_names()[0].clone(),
    };
    let show = |cell: &Data| match cell {
        Data::Float(number) => Decimal::from_f64(*number).unwrap().normalize().to_string(),
        Data::Int(number) => number.to_string(),
        Data::Error(error) => error.to_string(),
        other => nfc(&other.to_string()),
    };
    book.worksheet_range(&sheet).unwrap().rows().map(|row| row.iter().map(show).collect()).collect()
}

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Label and figure of every row of the table, the index row and repeated headers left out.
fn table(sample: &Sample) -> Vec<(String, String)> {
    let rows = rows(sample);
    let is_header = |row: &Vec<String>| row.iter().any(|cell| cell == "ĐVT" || cell == "Đơn vị tính");
    let header = rows.iter().position(is_header).expect("a header");
    let first = rows[header].iter().position(|cell| cell == "STT" || cell == "TT").unwrap();
    let table = rows[header..].iter().filter(|row| !is_header(row) && !row[first + 1].is_empty());
    // Signatures stand left of the label column, so what has a label is a row; a
    // label is longer than any index.
    table
        .filter(|row| row[first + 1].chars().count() > 3)
        .map(|row| (row[first + 1].clone(), row[first + 3].clone()))
        .collect()
}

#[test]
fn every_file_opens_and_has_its_rows() {
    for sample in na_ri::all() {
        let rows = table(&sample).len();
        let expected = match sample.code {
            "02185" => 31,
            "02197" => 28,
            _ => 29,
        };
        assert_eq!(rows, expected, "{}", sample.file);
    }
}

#[test]
fn every_file_holds_the_truth() {
    let own = ["Số hộ được hỗ trợ nhà vệ sinh", "Trong đó: hộ cận nghèo"];
    for sample in na_ri::all() {
        let mut table = table(&sample);
        table.retain(|(label, _)| !own.contains(&label.as_str()));
        let mut table = table.into_iter();
        for row in ROWS {
            let truth = truth(sample.code, row.code);
            if truth == Truth::Missing {
                continue;
            }
            let (label, figure) = table.next().unwrap();
            let seen = format!("{}: {} {label}: {figure}", sample.file, row.code);
            match truth {
                Truth::Value(value) => {
                    assert_eq!(plain(&sample, row.measure, &figure), value, "{seen}")
                }
                Truth::Nil => assert_eq!(figure, "-", "{seen}"),
                Truth::Blank => assert_eq!(figure, "", "{seen}"),
                Truth::Deferred => assert_eq!(figure, DEFERRED, "{seen}"),
                Truth::NotCollected => assert_eq!(figure, "…", "{seen}"),
                Truth::NotApplicable => assert_eq!(figure, "x", "{seen}"),
                Truth::Ambiguous => assert_eq!(figure, "18.939", "{seen}"),
                Truth::Unreadable => {
                    assert!(["04 hộ", "#REF!"].contains(&figure.as_str()), "{seen}")
                }
                Truth::Missing => unreachable!(),
            }
        }
        assert_eq!(table.next(), None, "{}", sample.file);
    }
}

/// What a person who knows the office reads in a figure.
fn plain(sample: &Sample, measure: &str, figure: &str) -> String {
    let is_fraction = sample.code == "02155" && measure == "%";
    let is_grouped = ["02152", "02155"].contains(&sample.code) && !["%", "Km"].contains(&measure);
    let text = if is_grouped { figure.replace('.', "") } else { figure.replace(',', ".") };
    let mut number: Decimal = text.trim_end_matches('%').parse().unwrap();
    if is_fraction {
        number *= Decimal::ONE_HUNDRED;
    }
    number.normalize().to_string()
}
