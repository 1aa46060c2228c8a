//! Names of files and sheets: whatever they are, the file is opened, and what people see stays in one piece.

use crate::na_ri;
use crate::workdir::{Workdir, field};

/// The facts of all files, by the names that they are shown under.
fn files(work: &Workdir) -> Vec<String> {
    let ran = work.run("check in --under 066 --period 2024 --facts facts.json --force");
    assert!(work.path("facts.json").exists(), "{}", ran.said);
    let mut names: Vec<String> = work.json("facts.json", "facts").iter().map(|f| field(f, "file").to_owned()).collect();
    names.sort();
    names.dedup();
    names
}

fn workbook() -> Vec<u8> {
    na_ri::xlsx::workbook(&[super::page()])
}

#[test]
fn names_in_any_form_of_unicode_are_shown_in_one() {
    let work = Workdir::new();
    work.write("in/Phu\u{323} lu\u{323}c.xlsx", &workbook());
    assert_eq!(files(&work), ["Phụ lục.xlsx"]);
    work.write("in/Phụ lục.xlsx", &na_ri::xlsx::workbook(&[na_ri::made_up::titled("02137", ("1", "2")).page()]));
    assert_eq!(files(&work), ["Phụ lục (2).xlsx", "Phụ lục.xlsx"]);
}

#[test]
fn a_long_path_is_read() {
    let work = Workdir::new();
    let folder = ["Thư mục có tên rất dài của một xã vùng cao trong tỉnh"; 6].join("/");
    work.write(&format!("in/{folder}/a.xlsx"), &workbook());
    assert_eq!(files(&work), [format!("{folder}/a.xlsx")]);
}

#[cfg(unix)]
#[test]
fn a_name_in_the_code_page_of_windows_is_read_and_shown() {
    use std::os::unix::ffi::OsStrExt as _;
    let work = Workdir::new();
    work.write("in/a.xlsx", &workbook());
    let name = std::ffi::OsStr::from_bytes(b"S\xF4\xEC h\xF4\xF2.xlsx");
    // Some file systems take no such name.
    if std::fs::rename(work.path("in/a.xlsx"), work.path("in").join(name)).is_ok() {
        assert_eq!(files(&work), ["Số hộ.xlsx"]);
        assert_eq!(work.run("check in --under 066 --period 2024 --annotate back").status, 0);
        assert_eq!(work.list("back"), ["Số hộ.xlsx"]);
    }
}

#[cfg(unix)]
#[test]
fn a_name_cannot_break_what_it_is_shown_in() {
    let work = Workdir::new();
    let mut page = super::page();
    // A figure that is told, so that the sheet's name is shown.
    for cell in page.rows.iter_mut().flatten() {
        if cell.content == na_ri::page::Content::Text("86,92".into()) {
            cell.content = na_ri::page::Content::Text("4 hay 5".into());
        }
    }
    let html = super::pages::html(&page, super::pages::Author::Excel)
        .replace("<x:Name>Phụ lục</x:Name>", "<x:Name>S\u{1b}[31m\u{202e}=1+1</x:Name>");
    work.write("in/=cmd|\u{1b}[2J\n\"<b>.xls", html.as_bytes());
    for ending in ["csv", "html", "xlsx", "jsonl"] {
        let ran = work.run(&format!("check in --under 066 --period 2024 --findings out.{ending}"));
        assert!(!ran.said.contains(['\u{1b}', '\u{202e}']), "{}", ran.said);
        assert!(ran.said.contains("4 hay 5"), "{}", ran.said);
        let out = work.read(&format!("out.{ending}"));
        if ending != "xlsx" {
            let out = String::from_utf8(out).unwrap();
            assert!(!out.contains(['\u{1b}', '\u{202e}']), "{ending}");
            assert!(ending != "html" || !out.contains("<b>.xls"), "{ending}");
        } else {
            assert!(!work.sheet("out.xlsx", "Phát hiện").is_empty());
        }
    }
}
