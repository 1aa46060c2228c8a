//! A file is what its content says: one appendix in every format gives the same figures at the same cells,
//! whatever its name ends in.

mod given_back;
mod names;
mod package;
mod pages;
mod spreadsheet_ml;
mod traps;

use crate::na_ri::{self, page::Page};
use crate::workdir::{Workdir, field};
use pages::{Author, html};

/// The appendix that all formats hold: numbers, texts, a dash, merges, an index row.
fn page() -> Page {
    let mut appendix = na_ri::made_up::titled("02140", ("41", "20"));
    na_ri::made_up::put_letterhead(&mut appendix, "02140");
    appendix.sheet = "Phụ lục".into();
    appendix.write("21", "86,92");
    let mut page = appendix.page();
    // Formats of text show numbers as they are; an .ods writer here has no formats of numbers either.
    page.rows.iter_mut().flatten().for_each(|cell| cell.format = None);
    page
}

/// Row, value, state, sheet and cell of every fact, and the exit status.
fn facts(name: &str, bytes: &[u8]) -> (Vec<[String; 5]>, i32) {
    let work = Workdir::new();
    work.write(&format!("in/{name}"), bytes);
    let ran = work.run("check in --under 066 --period 2024 --facts facts.json --findings findings.json");
    assert!(work.path("facts.json").exists(), "{name}: {}", ran.said);
    let facts = work.json("facts.json", "facts");
    let row = |f: &serde_json::Value| ["row", "value", "state", "sheet", "cell"].map(|n| field(f, n).to_owned());
    (facts.iter().map(row).collect(), ran.status)
}

#[test]
fn the_same_appendix_in_every_format_gives_the_same_facts() {
    let page = page();
    let xlsx = na_ri::xlsx::workbook(std::slice::from_ref(&page));
    let expected = facts("Phụ lục.xlsx", &xlsx);
    assert_eq!(expected.0.len(), 29);
    assert_eq!(expected.1, 0);
    let xls = na_ri::xls::workbook(&page);
    let ods = na_ri::ods::workbook(&page);
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(spreadsheet_ml::workbook(&page).encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for (name, bytes) in [
        ("Phụ lục.xls", xlsx.clone()),
        ("Phụ lục.csv", xlsx.clone()),
        ("Phụ lục.xlsx", xls),
        ("Phụ lục.xlsx", na_ri::xlsb::workbook(&page)),
        ("Phụ lục.xls", ods.clone()),
        ("Phụ lục.xls", na_ri::delimited::utf8(&na_ri::delimited::lines(&page, ';'))),
        ("Phụ lục.xls", na_ri::delimited::utf16(&na_ri::delimited::lines(&page, '\t'))),
        ("Phụ lục.xls", spreadsheet_ml::workbook(&page).into_bytes()),
        ("Phụ lục.xml", utf16),
        ("Phụ lục.xls", spreadsheet_ml::workbook(&page).replace("UTF-8", "utf-16").into_bytes()),
        ("Phụ lục.xls", html(&page, Author::Excel).into_bytes()),
        ("Phụ lục.htm", html(&page, Author::ExcelOfToday).into_bytes()),
        ("Phụ lục.xls", pages::western(&html(&page, Author::Excel))),
        ("Phụ lục.html", html(&page, Author::LibreOffice).into_bytes()),
        ("Phụ lục.html", html(&page, Author::Google).into_bytes()),
        ("Phụ lục.xls", html(&page, Author::Php).into_bytes()),
        ("Phụ lục.xls", html(&page, Author::Asp).into_bytes()),
        ("Phụ lục.xls", pages::western(&html(&page, Author::Asp))),
        ("Phụ lục.mht", pages::message(&html(&page, Author::Excel), "Phụ lục")),
        ("Phụ lục.fods", package::flat(&ods)),
        ("Phụ lục.ods", package::indented(&ods)),
        ("Phụ lục.xlsx", package::strict(&xlsx)),
        ("Phụ lục.xlsx", package::prefixed(&xlsx)),
    ] {
        let begin: String = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        let found = facts(name, &bytes);
        assert_eq!(found.1, 0, "{name} {begin:?}");
        for (found, expected) in found.0.iter().zip(&expected.0) {
            assert_eq!(found, expected, "{name} {begin:?}");
        }
        assert_eq!(found.0.len(), 29, "{name} {begin:?}");
    }
}
