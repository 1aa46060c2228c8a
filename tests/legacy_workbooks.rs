//! Real workbooks in TCVN3 and VNI against their transcripts.
//!
//! They lie beside the project, in `../shared/data/legacy-xls`, and are not part of it: where that
//! folder is missing the test skips, and says so.

use std::fs;
use std::path::Path;

use calamine::Reader as _;

use phubieu::intake::{self, Source};
use phubieu::vietnamese::text::plain;
use unicode_normalization::UnicodeNormalization;

/// The words of a text in lower case, each with its letters less their diacritics.
fn words(text: &str) -> Vec<(String, String)> {
    let text: String = text.nfc().flat_map(char::to_lowercase).collect();
    text.split(|c: char| !c.is_alphabetic())
        .filter(|w| !w.is_empty())
        .map(|w| (w.to_owned(), plain(w).as_str().to_owned()))
        .collect()
}

/// Aligns two rows of words by their bare letters; returns the letters compared and those that differ.
fn compare(ours: &[(String, String)], theirs: &[(String, String)]) -> (usize, usize, Vec<String>) {
    let mut best = vec![vec![0u32; theirs.len() + 1]; ours.len() + 1];
    for i in (0..ours.len()).rev() {
        for j in (0..theirs.len()).rev() {
            best[i][j] =
                if ours[i].1 == theirs[j].1 { best[i + 1][j + 1] + 1 } else { best[i + 1][j].max(best[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut letters, mut wrong, mut shown) = (0, 0, 0, 0, Vec::new());
    while i < ours.len() && j < theirs.len() {
        if ours[i].1 == theirs[j].1 && best[i][j] == best[i + 1][j + 1] + 1 {
            letters += theirs[j].0.chars().count();
            // Where the tone stands in oa, oe, uy is a matter of taste.
            let tone_moved =
                phubieu::vietnamese::text::fold(&ours[i].0) == phubieu::vietnamese::text::fold(&theirs[j].0);
            let differ = ours[i].0.chars().zip(theirs[j].0.chars()).filter(|(a, b)| a != b).count();
            if differ > 0 && !tone_moved {
                wrong += differ;
                shown.push(format!("{} / {}", ours[i].0, theirs[j].0));
            }
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    (letters, wrong, shown)
}

/// The workbook's texts, with fonts as the file gives them.
fn with_fonts(path: &Path) -> String {
    let source = Source { name: "a.xls".into(), path: path.to_owned() };
    texts(&intake::open(&source, &mut Vec::new()).unwrap())
}

/// The same from csv, where there are no fonts: a file for each sheet.
fn by_letters(path: &Path) -> String {
    let mut options = calamine::XlsOptions::default();
    options.force_codepage = Some(1200);
    let file = std::io::BufReader::new(fs::File::open(path).unwrap());
    let mut book = calamine::Xls::new_with_options(file, options).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let mut all = String::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let path = dir.path().join("a.csv");
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_path(&path).unwrap();
        for row in range.rows() {
            writer.write_record(row.iter().map(|c| c.to_string()).chain(["|".into()])).unwrap();
        }
        writer.flush().unwrap();
        let source = Source { name, path };
        if let Ok(workbook) = intake::open(&source, &mut Vec::new()) {
            all.push_str(&texts(&workbook));
        }
    }
    all
}

fn texts(workbook: &intake::Workbook) -> String {
    let cells = workbook.sheets.iter().flat_map(|s| s.rows()).flat_map(|(_, cells)| cells);
    cells.filter_map(|c| c.text()).collect::<Vec<_>>().join(" ")
}

#[test]
fn letters_of_legacy_workbooks_get_their_right_diacritics() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/legacy-xls");
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    }
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for (how, read, least) in
        [("with fonts", with_fonts as fn(&Path) -> String, 99.5), ("by letters alone", by_letters, 99.0)]
    {
        let (mut letters, mut wrong, mut transcribed) = (0, 0, 0);
        for path in files.iter().filter(|p| p.extension().is_some_and(|e| e == "xls")) {
            let theirs = words(&fs::read_to_string(path.with_extension("txt")).unwrap());
            let (compared, differ, shown) = compare(&words(&read(path)), &theirs);
            let all: usize = theirs.iter().map(|w| w.0.chars().count()).sum();
            let name = path.file_name().unwrap().to_string_lossy();
            println!("{how}: {name}: {compared} of {all} letters compared, {differ} differ {shown:?}");
            letters += compared;
            wrong += differ;
            transcribed += all;
        }
        let share = 100.0 * (letters - wrong) as f64 / transcribed as f64;
        println!("{how}: {share:.2} % of the transcripts' {transcribed} letters right, {wrong} with another diacritic");
        // What is missing are words that the transcripts spell wrongly themselves.
        assert!(share >= least && wrong == 0, "{how}: {share}");
    }
}
