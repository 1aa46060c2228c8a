//! Roll-ups of provinces that merged, and what the round file of their folder says.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use phubieu::register::Era;

use crate::rolled::{codes, communes, consolidate, totals};
use crate::workdir::{Workdir, field};

/// Some communes of Na Rì (Bắc Kạn) and of Đồng Hỷ (Thái Nguyên) in 2024, some of today's Thái Nguyên in 2025.
fn merged(with: &[&str]) -> Workdir {
    let work = Workdir::new();
    let district = |code: &str| communes(code).into_iter().map(|c| (c, 100)).collect::<Vec<(String, u64)>>();
    let (na_ri, dong_hy) = (district("066"), district("169"));
    for (place, sent) in [("06", na_ri.clone()), ("19", dong_hy.clone()), ("00", [na_ri, dong_hy].concat())] {
        if with.contains(&place) {
            consolidate(&work, Era::Before, (place, 2024), "ke-hoach-von", &sent, None);
        }
    }
    if with.contains(&"2025") {
        let today = ["02143", "02152", "02155", "02176", "02185", "02191"].map(|c| (c.to_owned(), 105));
        consolidate(&work, Era::From2025, ("19", 2025), "ke-hoach-von", &today, None);
    }
    work
}

fn key(unit: &str) -> (String, String, String) {
    (unit.to_owned(), "T".to_owned(), "tong".to_owned())
}

fn whole(work: &Workdir, list: &str, year: &str, unit: &str) -> rust_decimal::Decimal {
    totals(work, list, year)[&key(unit)].0.parse().unwrap()
}

const ALL: &str = "-o r.xlsx --totals r.json --findings f.json --quiet --force";

#[test]
#[ignore = "the whole country: minutes without optimising; with PHUBIEU_BIN"]
fn provinces_that_merged_are_rolled_up_in_the_one_of_today() {
    let work = merged(&["06", "19", "2025"]);
    let sum = whole(&work, "06-2024.json", "2024", "06") + whole(&work, "19-2024.json", "2024", "19");
    for about in ["", "--under 'Thái Nguyên'"] {
        let ran = work.run(&format!("rollup w {about} {ALL}"));
        assert_eq!(ran.status, 0, "{about}: {}", ran.said);
        assert_eq!(whole(&work, "r.json", "2024", "19"), sum, "{about}");
        assert_eq!(totals(&work, "r.json", "2025")[&key("19")], totals(&work, "19-2025.json", "2025")[&key("19")]);
        missing_are_of_the_place(&work, about);
    }
    // Nor is a year of today needed, where it is said.
    let ran = work.run(&format!("rollup w/06-2024.xlsx w/19-2024.xlsx --era 2025 {ALL}"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert_eq!(whole(&work, "r.json", "2024", "19"), sum);
    missing_are_of_the_place(&work, "--era 2025");
    let ran = work.run(&format!("rollup w/06-2024.xlsx w/19-2024.xlsx {ALL}"));
    assert!(ran.status == 2 && ran.said.contains("Không xác định được địa bàn"), "{}", ran.said);
}

#[test]
#[ignore = "the whole country: minutes without optimising; with PHUBIEU_BIN"]
fn a_year_of_the_whole_country_is_rolled_up_for_a_province_with_who_is_missing_there() {
    let work = merged(&["00", "2025"]);
    let ran = work.run(&format!("rollup w --under 19 {ALL}"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert_eq!(whole(&work, "r.json", "2024", "19"), whole(&work, "00-2024.json", "2024", "00"));
    missing_are_of_the_place(&work, "--under 19");
}

#[test]
fn who_of_then_is_in_none_of_the_workbooks_is_named_a_whole_district_or_province_in_a_line() {
    let work = Workdir::new();
    let na_ri: Vec<(String, u64)> = communes("066").into_iter().map(|c| (c, 100)).collect();
    let few: Vec<(String, u64)> = na_ri.iter().take(2).cloned().collect();
    consolidate(&work, Era::Before, ("066", 2024), "ke-hoach-von", &na_ri, None);
    consolidate(&work, Era::Before, ("066", 2023), "ke-hoach-von", &few, None);
    let missing = |under: &str| {
        let ran = work.run(&format!("rollup w --era 2025 --under {under} {ALL}"));
        assert_eq!(ran.status, 0, "{}", ran.said);
        let told = work.json("f.json", "findings").into_iter().filter(|f| field(f, "code") == "PB106");
        let of = |year: &str| {
            let own = told.clone().filter(|f| field(f, "message").contains(year));
            own.map(|f| field(&f, "unit").to_owned()).collect::<Vec<String>>()
        };
        (of("năm 2023"), of("năm 2024"))
    };
    // Bắc Kạn had eight districts, of which Na Rì is there; of Thái Nguyên nobody is.
    let (former, latter) = missing("19");
    assert_eq!(latter, ["058", "060", "061", "062", "063", "064", "065", "19"]);
    assert_eq!(former.len(), latter.len() + na_ri.len() - few.len(), "{former:?}");
    let told = work.json("f.json", "findings");
    let whole = told.iter().find(|f| field(f, "unit") == "19" && field(f, "message").contains("2024")).unwrap();
    assert!(
        field(whole, "message")
            .starts_with("Thiếu toàn bộ 172 xã, phường, thị trấn trước 01/7/2025 của Tỉnh Thái Nguyên (19)")
    );
    // What is shown of it carries the mark.
    let totals = work.json("r.json", "totals");
    let own = totals.iter().find(|t| {
        [field(t, "unit"), field(t, "row"), field(t, "column"), field(t, "period")] == ["19", "T", "tong", "2024"]
    });
    assert_eq!(own.map(|t| (field(t, "state"), field(t, "findings"))), Some(("partial", "PB106")));
    // What the place was made of is all there.
    assert_eq!(missing("02185").1, Vec::<String>::new());
}

#[test]
fn who_of_then_is_missing_has_its_own_name_in_the_list_of_findings() {
    let work = Workdir::new();
    let na_ri: Vec<(String, u64)> = communes("066").into_iter().filter(|c| c != "02185").map(|c| (c, 100)).collect();
    consolidate(&work, Era::Before, ("066", 2024), "ke-hoach-von", &na_ri, None);
    consolidate(&work, Era::From2025, ("02185", 2026), "ke-hoach-von", &[("02185".to_owned(), 100)], None);
    let ran = work.run(&format!("rollup w {ALL}"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(work.read("r.xlsx"))).unwrap();
    let sheet = book.worksheet_range("Phát hiện").unwrap();
    let missing: Vec<String> = sheet.rows().filter(|row| row[2] == "PB106").map(|row| row[3].to_string()).collect();
    assert_eq!(missing, ["Xã Quang Phong (cũ)"]);
}

/// Who of 2024 is missing is of the two provinces: 108 and 172 communes, less those that sent.
fn missing_are_of_the_place(work: &Workdir, about: &str) {
    let findings = work.json("f.json", "findings");
    let missing: Vec<&str> = findings
        .iter()
        .filter(|f| field(f, "code") == "PB106" && !field(f, "message").contains("2025"))
        .map(|f| field(f, "unit"))
        .collect();
    let sent = communes("066").len() + communes("169").len();
    assert_eq!(missing.len(), communes("06").len() + communes("19").len() - sent, "{about}: {missing:?}");
}

#[test]
fn the_round_file_of_a_folder_says_what_flags_of_a_roll_up_do_not() {
    let work = Workdir::new();
    for year in [2023, 2024] {
        let few: Vec<(String, u64)> = communes("066").into_iter().take(3).map(|c| (c, 100)).collect();
        consolidate(&work, Era::Before, ("066", year), "ke-hoach-von", &few, None);
    }
    let expected = |unit: &str| totals(&work, "r.json", "2024")[&key(unit)].2.clone();
    work.write("w/own.csv", &work.read("units-066-2024.csv"));
    work.write("w/phubieu.toml", b"under = \"06\"\nunits = \"own.csv\"\n");
    let ran = work.run(&format!("rollup w {ALL}"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert_eq!(expected("06"), "3 108 0");
    // What it names is no workbook of the roll-up.
    assert!(!codes(&work).contains(&"PB711".to_owned()), "{:?}", codes(&work));
    // A flag wins over it.
    assert_eq!(work.run(&format!("rollup w --under 066 {ALL}")).status, 0);
    assert_eq!(expected("066"), "3 17 0");
    work.write("w/phubieu.toml", b"period = \"2024\"\n");
    assert_eq!(work.run(&format!("rollup w {ALL}")).status, 0);
    assert!(totals(&work, "r.json", "2023").is_empty() && !totals(&work, "r.json", "2024").is_empty());
    for wrong in ["under = 066\n", "undr = \"066\"\n", "units = \"nowhere.csv\"\n"] {
        work.write("w/phubieu.toml", wrong.as_bytes());
        let ran = work.run(&format!("rollup w {ALL}"));
        assert_eq!(ran.status, 2, "{wrong}: {}", ran.said);
    }
    // The rounds of several folders are of several periods: those the workbooks say.
    for year in ["2023", "2024"] {
        work.write(&format!("{year}/th.xlsx"), &work.read(&format!("w/066-{year}.xlsx")));
        work.write(&format!("{year}/phubieu.toml"), format!("under = \"06\"\nperiod = \"{year}\"\n").as_bytes());
    }
    let ran = work.run(&format!("rollup 2023 2024 {ALL}"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(!totals(&work, "r.json", "2023").is_empty());
    assert_eq!(expected("06"), "3 108 0");
    work.write("2023/phubieu.toml", b"");
    assert_eq!(work.run(&format!("rollup 2023 2024 {ALL}")).status, 0);
    assert!(!totals(&work, "r.json", "2023").is_empty());
    assert_eq!(expected("066"), "3 17 0");
}
