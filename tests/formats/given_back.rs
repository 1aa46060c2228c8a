//! Files in tags given back: written anew as workbooks, with every figure at its cell; and what people
//! remarked at a cell, beside what is found there.

use super::pages::{Author, html};
use super::{package, page, spreadsheet_ml};
use crate::na_ri;
use crate::na_ri::page::Content;
use crate::workdir::{Workdir, field};

/// The appendix with a figure that is told, and its row and column.
fn doubtful() -> (na_ri::page::Page, String) {
    let mut page = page();
    let mut at = String::new();
    for (row, cells) in page.rows.iter_mut().enumerate() {
        for (column, cell) in cells.iter_mut().enumerate() {
            if cell.content == Content::Text("86,92".into()) {
                cell.content = Content::Text("4 hay 5".into());
                at = format!("{}{}", char::from(b'A' + column as u8), row + 1);
            }
        }
    }
    (page, at)
}

#[test]
fn files_of_every_kind_are_normalised_and_annotated_into_workbooks() {
    let (page, at) = doubtful();
    for (name, bytes) in [
        ("a.xls", html(&page, Author::Excel).into_bytes()),
        ("a.html", html(&page, Author::LibreOffice).into_bytes()),
        ("a.xml", spreadsheet_ml::workbook(&page).into_bytes()),
        ("a.fods", package::flat(&na_ri::ods::workbook(&page))),
        ("a.xlsx", package::strict(&na_ri::xlsx::workbook(std::slice::from_ref(&page)))),
    ] {
        let work = Workdir::new();
        work.write(&format!("in/{name}"), &bytes);
        let ran = work.run(&format!("normalise in/{name} -o out.xlsx"));
        assert_eq!(ran.status, 0, "{name}: {}", ran.said);
        let rows = work.sheet("out.xlsx", "Phụ lục");
        assert!(rows.iter().flatten().any(|cell| cell == "4 hay 5"), "{name}");
        work.run("check in --under 066 --period 2024 --annotate back --findings findings.json");
        assert!(work.json("findings.json", "findings").iter().any(|f| field(f, "cell") == at), "{name}");
        assert_eq!(work.list("back"), ["a.xlsx"], "{name}");
        // Given back, it is a submission again, with the same finding.
        std::fs::rename(work.path("back"), work.path("again")).unwrap();
        work.run("check again --under 066 --period 2024 --findings again.json");
        assert!(work.json("again.json", "findings").iter().any(|f| field(f, "cell") == at), "{name}");
    }
}

#[test]
fn what_people_remarked_at_a_cell_stands_beside_what_is_found_there() {
    let (page, at) = doubtful();
    let mut parts = package::parts(&na_ri::xlsx::workbook(&[page]));
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    assert!(!parts.iter().any(|(name, _)| name == "xl/worksheets/_rels/sheet1.xml.rels"));
    let rels = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
         Type=\"{office}/comments\" Target=\"../comments1.xml\"/></Relationships>"
    );
    let comments = format!(
        "<comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors><author>Lan</author></authors>\
         <commentList><comment ref=\"{at}\" authorId=\"0\"><text><t>chờ thôn báo lại</t></text></comment></commentList>\
         </comments>"
    );
    parts.push(("xl/worksheets/_rels/sheet1.xml.rels".to_owned(), rels.into_bytes()));
    parts.push(("xl/comments1.xml".to_owned(), comments.into_bytes()));
    let work = Workdir::new();
    work.write("in/a.xlsx", &package::packed(&parts));
    let ran = work.run("check in --under 066 --period 2024 --findings findings.json");
    let findings = work.json("findings.json", "findings");
    let finding = findings.iter().find(|f| field(f, "cell") == at).unwrap();
    assert!(field(finding, "evidence").contains("Ghi chú trong ô: «chờ thôn báo lại»."), "{finding}");
    assert!(ran.said.contains("chờ thôn báo lại"), "{}", ran.said);
}
