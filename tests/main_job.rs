//! The main job on the samples: every fact is the known truth, every total is exact, and the
//! workbook says so.
#![allow(clippy::disallowed_methods)] // these texts are its own

use std::io::Cursor;

use crate::na_ri::truth::{Truth, truth, weight};
use crate::na_ri::{self, form::ROWS};
use crate::workdir::{Workdir, field};
use calamine::{Data, Reader, Xlsx};
use rust_decimal::Decimal;

/// The rule of a row and its weight, from the form as data; nothing of the program is asked.
fn rule(row: &str) -> (&'static str, Option<&'static str>) {
    match row {
        "9" | "18" => ("none", None),
        "1" | "7" => ("weighted_mean", Some("dan_so_dtts")),
        "2" | "8" => ("weighted_mean", Some("ho_dtts")),
        "3" => ("weighted_mean", Some("lao_dong")),
        "13" => ("weighted_mean", Some("ho_di_cu")),
        "17" => ("weighted_mean", Some("ho_ngheo_dtts")),
        "19" => ("weighted_mean", Some("so_du_an")),
        "20" => ("weighted_mean", Some("so_xa")),
        "21" | "24" => ("weighted_mean", Some("so_thon")),
        "23" => ("weighted_mean", Some("so_ho")),
        "26" => ("weighted_mean", Some("thanh_nien_dtts")),
        "27" => ("weighted_mean", Some("dan_so")),
        _ => ("sum", None),
    }
}

/// What a total must be, worked out plainly from the known truth.
struct Expected {
    value: Option<Decimal>,
    state: &'static str,
    reported: u64,
    expected: u64,
    excluded: u64,
}

fn expected(row: &str, units: &[&str]) -> Expected {
    let (rule, weighted_by) = rule(row);
    let (mut over, mut under) = (Decimal::ZERO, Decimal::ZERO);
    let (mut reported, mut should, mut excluded, mut deferred) = (0, 0, 0, 0);
    for unit in units {
        let value = match truth(unit, row) {
            Truth::Value(text) => Some(text.parse::<Decimal>().unwrap()),
            Truth::Nil => Some(Decimal::ZERO),
            _ => None,
        };
        should += u64::from(!matches!(truth(unit, row), Truth::NotApplicable));
        excluded += u64::from(matches!(truth(unit, row), Truth::Ambiguous | Truth::Unreadable));
        deferred += u64::from(matches!(truth(unit, row), Truth::Deferred));
        if let Some(value) = value {
            let w: Decimal = weighted_by.map_or(Decimal::ONE, |w| weight(unit, w).parse().unwrap());
            over += value * w;
            under += w;
            reported += 1;
        }
    }
    let value = match rule {
        "none" => None,
        _ if reported == 0 => None,
        "sum" => Some(over),
        _ => Some(over / under),
    };
    let state = match value {
        Some(_) if reported < should => "partial",
        Some(_) => "number",
        None if deferred > 0 => "deferred",
        None => "blank",
    };
    Expected { value, state, reported, expected: should, excluded }
}

fn communes() -> Vec<&'static str> {
    na_ri::all().iter().map(|s| s.code).collect()
}

#[test]
fn every_fact_of_the_samples_is_the_known_truth() {
    let work = Workdir::with_samples();
    let ran = work.run("consolidate in -o out.xlsx --facts facts.json");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let facts = work.json("facts.json", "facts");
    for sample in na_ri::all() {
        for row in &ROWS {
            let found: Vec<_> =
                facts.iter().filter(|f| field(f, "unit") == sample.code && field(f, "row") == row.code).collect();
            let (state, value) = match truth(sample.code, row.code) {
                Truth::Missing => {
                    assert!(found.is_empty(), "{} {}", sample.name, row.code);
                    continue;
                }
                Truth::Value(value) => ("number", value),
                Truth::Nil => ("nil", "0"),
                Truth::Blank => ("blank", ""),
                Truth::Deferred => ("deferred", ""),
                Truth::NotCollected => ("not_collected", ""),
                Truth::NotApplicable => ("not_applicable", ""),
                Truth::Ambiguous => ("ambiguous", ""),
                Truth::Unreadable => ("unreadable", ""),
            };
            let [fact] = found.as_slice() else { panic!("{} {}: {} facts", sample.name, row.code, found.len()) };
            assert_eq!(
                (field(fact, "state"), field(fact, "value")),
                (state, value),
                "{} {}: {fact}",
                sample.name,
                row.code
            );
            assert_eq!(
                (field(fact, "file"), field(fact, "unit_name"), field(fact, "period")),
                (sample.file, sample.name, "2024")
            );
        }
    }
    // 17 × 29, less the row that Liêm Thủy deleted, more the two that Quang Phong put in.
    assert_eq!(facts.len(), 17 * 29 - 1 + 2);
    let foreign: Vec<_> = facts.iter().filter(|f| field(f, "row").starts_with('?')).collect();
    assert_eq!(foreign.len(), 2);
    assert!(foreign.iter().all(|f| field(f, "unit") == "02185" && field(f, "findings") == "PB205"));
}

#[test]
fn every_total_is_exact_and_says_who_stands_behind_it() {
    let work = Workdir::with_samples();
    work.run("consolidate in -o out.xlsx --totals totals.json");
    let totals = work.json("totals.json", "totals");
    assert_eq!(totals.len(), ROWS.len());
    for (row, total) in ROWS.iter().zip(&totals) {
        let expected = expected(row.code, &communes());
        assert_eq!(field(total, "row"), row.code);
        assert_eq!(
            (field(total, "unit"), field(total, "level"), field(total, "column")),
            ("066", "district", "ke_hoach")
        );
        assert_eq!(field(total, "rule"), rule(row.code).0, "{}", row.code);
        assert_eq!(field(total, "value").parse().ok(), expected.value.map(|v| v.normalize()), "{}", row.code);
        assert_eq!(field(total, "state"), expected.state, "{}", row.code);
        assert_eq!(total["reported"], expected.reported, "{}", row.code);
        assert_eq!(total["expected"], expected.expected, "{}", row.code);
        assert_eq!(total["excluded"], expected.excluded, "{}", row.code);
    }
}

#[test]
fn the_workbook_read_back_shows_every_total_of_the_known_truth() {
    let work = Workdir::with_samples();
    work.run("consolidate in -o out.xlsx");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(work.read("out.xlsx"))).unwrap();
    let names =
        ["Tổng hợp", "Theo đơn vị", "Tổng quan", "Phát hiện", "Tình hình nộp", "Số liệu", "Nguồn", "Số vẽ biểu đồ"];
    assert_eq!(book.sheet_names(), names);
    let summary = book.worksheet_range("Tổng hợp").unwrap();
    let by_unit = book.worksheet_range("Theo đơn vị").unwrap();
    let formulas = book.worksheet_formula("Theo đơn vị").unwrap();
    let number = |data: Option<&Data>| match data {
        Some(Data::Float(f)) => Decimal::try_from(*f).ok(),
        Some(Data::Int(i)) => Some((*i).into()),
        _ => None,
    };
    for (i, row) in ROWS.iter().enumerate() {
        let i = u32::try_from(i).unwrap();
        let expected = expected(row.code, &communes());
        let (in_summary, in_grid) = (10 + i, 6 + i);
        assert_eq!(summary.get_value((in_summary, 0)), Some(&Data::String(row.stt.to_owned())));
        let exact = expected
            .value
            .map(|v| if rule(row.code).0 == "sum" { v.normalize() } else { v.round_sf(15).unwrap().normalize() });
        assert_eq!(number(summary.get_value((in_summary, 3))).map(|v| v.normalize()), exact, "summary {}", row.code);
        assert_eq!(number(by_unit.get_value((in_grid, 3))).map(|v| v.normalize()), exact, "by unit {}", row.code);
        if row.code != "9" && row.code != "18" {
            let coverage = format!("{}/{}", expected.reported, expected.expected);
            assert_eq!(summary.get_value((in_summary, 4)), Some(&Data::String(coverage)), "{}", row.code);
        }
        if rule(row.code).0 == "sum" && expected.value.is_some() {
            let n = in_grid + 1;
            assert_eq!(
                formulas.get_value((in_grid, 3)),
                Some(&format!("SUM(E{n}:U{n})")),
                "a live sum in row {}",
                row.code
            );
        }
        for (k, unit) in communes().iter().enumerate() {
            let cell = by_unit.get_value((in_grid, 4 + u32::try_from(k).unwrap()));
            match truth(unit, row.code) {
                Truth::Value(text) => assert_eq!(number(cell), Some(text.parse().unwrap()), "{unit} {}", row.code),
                Truth::Ambiguous | Truth::Unreadable => {
                    assert!(
                        matches!(cell, Some(Data::String(s)) if s.ends_with("(?)")),
                        "{unit} {}: {cell:?}",
                        row.code
                    );
                }
                _ => assert_eq!(number(cell), None, "{unit} {}", row.code),
            }
        }
    }
    let text = format!("{:?}", book.worksheet_range("Tổng hợp").unwrap());
    assert!(text.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") && text.contains("ỦY BAN NHÂN DÂN HUYỆN NA RÌ"));
}

#[test]
fn no_cell_of_the_workbook_is_an_error_or_a_formula_that_came_from_input() {
    let work = Workdir::with_samples();
    let mut evil = na_ri::made_up::titled("02137", ("1", "1"));
    evil.write("4", "=1+1");
    evil.write("10", "+SUM(A1)");
    evil.write("11", "@x");
    evil.line("12").note = "=HYPERLINK(\"http://x\")".into();
    work.write("in/02137_Van Vu_2024.xlsx", &na_ri::xlsx::workbook(&[evil.page()]));
    let ran = work.run("consolidate in -o out.xlsx --facts facts.csv --findings findings.csv");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(work.read("out.xlsx"))).unwrap();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        assert!(!range.used_cells().any(|(_, _, c)| matches!(c, Data::Error(_))), "{name}");
        for (_, _, formula) in book.worksheet_formula(&name).unwrap().used_cells() {
            let from_input = ["1+1", "SUM(A1)", "@x", "HYPERLINK"].iter().any(|text| formula.contains(text));
            assert!(!from_input, "{name}: {formula}");
        }
    }
    for file in ["facts.csv", "findings.csv"] {
        let csv = String::from_utf8(work.read(file)).unwrap();
        assert!(csv.contains("'=1+1") && !csv.contains(",=1+1"), "{file}");
    }
}

#[test]
fn the_real_appendix_gives_what_a_careful_person_reads_in_it() {
    let work = Workdir::with_samples();
    let ran = work.run("check 'in/Phu luc KH 45 - xa Con Minh.xlsx' --facts facts.json --findings findings.json");
    assert_eq!(ran.status, 1);
    assert!(ran.said.trim_end().ends_with("CHƯA GỬI ĐƯỢC: còn 2 lỗi phải sửa."), "{}", ran.said);
    let findings = work.json("findings.json", "findings");
    let errors: Vec<(&str, &str, &str)> = findings
        .iter()
        .filter(|f| f["severity"] == "error")
        .map(|f| (field(f, "code"), field(f, "row"), field(f, "raw")))
        .collect();
    assert_eq!(errors, [("PB303", "17", "04 hộ"), ("PB301", "22", "18.939")]);
    let warnings: Vec<(&str, &str)> =
        findings.iter().filter(|f| f["severity"] == "warning").map(|f| (field(f, "code"), field(f, "row"))).collect();
    assert_eq!(warnings, [("PB305", "26")]);
    let ambiguous = findings.iter().find(|f| f["code"] == "PB301").unwrap();
    assert!(
        field(ambiguous, "message")
            .contains("18.939 (dấu chấm ngăn hàng nghìn) hoặc 18,939 (dấu chấm là dấu thập phân)")
    );
    assert_eq!(
        (field(ambiguous, "sheet"), field(ambiguous, "cell"), field(ambiguous, "unit"), field(ambiguous, "column")),
        ("Phụ lục", "D31", "02173", "ke_hoach")
    );
    let dotted = findings.iter().find(|f| f["code"] == "PB307").unwrap();
    assert_eq!((field(dotted, "row"), field(dotted, "severity"), field(dotted, "value")), ("19", "note", "82.76"));
}

#[test]
fn a_decision_settles_the_ambiguous_cell_and_stands_in_the_output() {
    let work = Workdir::with_samples();
    work.write("d.csv", "Tệp;Trang;Ô;Giá trị trong tệp;Giá trị đúng;Lý do\nPhu luc KH 45 - xa Con Minh.xlsx;Phụ lục;D31;18.939;18,939;Điện thoại với xã\n".as_bytes());
    let ran = work.run(
        "consolidate in -o out.xlsx --decisions d.csv --facts facts.json --totals totals.json --findings findings.json",
    );
    assert_eq!(ran.status, 0, "{}", ran.said);
    let facts = work.json("facts.json", "facts");
    let fact = facts.iter().find(|f| field(f, "unit") == "02173" && field(f, "row") == "22").unwrap();
    assert_eq!((field(fact, "state"), field(fact, "value"), field(fact, "findings")), ("number", "18.939", "PB901"));
    let totals = work.json("totals.json", "totals");
    let total = totals.iter().find(|t| field(t, "row") == "22").unwrap();
    assert_eq!((field(total, "state"), &total["reported"]), ("number", &17.into()));
    assert_eq!(
        field(total, "value").parse::<Decimal>().unwrap(),
        expected("22", &communes()).value.unwrap() + "18.939".parse::<Decimal>().unwrap()
    );
    let codes = work.codes("findings.json");
    assert_eq!(codes.get("PB901"), Some(&1));
    assert_eq!(codes.get("PB301"), None);
    // The same decision on another text is out of date.
    work.write("d.csv", "Tệp;Ô;Giá trị trong tệp;Giá trị đúng\nPhu luc KH 45 - xa Con Minh.xlsx;D31;18.940;18,94\nkhong co.xlsx;D1;;1\n".as_bytes());
    work.run("consolidate in -o out2.xlsx --decisions d.csv --findings findings.json --force");
    assert_eq!(work.codes("findings.json").get("PB902"), Some(&2));
    assert_eq!(work.codes("findings.json").get("PB301"), Some(&1));
}

#[test]
fn the_findings_list_filled_in_is_a_decisions_file() {
    let work = Workdir::with_samples();
    work.run("check 'in/Phu luc KH 45 - xa Con Minh.xlsx' --findings list.xlsx");
    // What an officer does in Excel: the right value beside the finding.
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(work.read("list.xlsx"))).unwrap();
    let range = book.worksheet_range("Phát hiện").unwrap();
    let mut copy = rust_xlsxwriter::Workbook::new();
    let sheet = copy.add_worksheet();
    for (r, c, cell) in range.used_cells() {
        let (r, c) = (u32::try_from(r).unwrap(), u16::try_from(c).unwrap());
        match cell {
            Data::String(text) => _ = sheet.write_string(r, c, text).unwrap(),
            Data::Float(n) => _ = sheet.write_number(r, c, *n).unwrap(),
            _ => {}
        }
    }
    let at = range.rows().position(|row| row.contains(&Data::String("PB301".into()))).unwrap();
    sheet.write_number(u32::try_from(at).unwrap(), 11, 18.939).unwrap();
    work.write("answers.xlsx", &copy.save_to_buffer().unwrap());
    work.run("consolidate in -o out.xlsx --decisions answers.xlsx --facts facts.json");
    let facts = work.json("facts.json", "facts");
    let fact = facts.iter().find(|f| field(f, "unit") == "02173" && field(f, "row") == "22").unwrap();
    assert_eq!((field(fact, "state"), field(fact, "value")), ("number", "18.939"));
}

#[test]
fn a_total_names_why_units_are_not_in_it() {
    let work = Workdir::with_samples();
    std::fs::remove_file(work.path("in/Van Vu.xlsx")).ok();
    let other = na_ri::made_up::titled("02140", ("7", "5"));
    work.write("in/ban khac/Van Lang.xlsx", &na_ri::xlsx::workbook(&[other.page()]));
    work.run("consolidate in -o out.xlsx --totals totals.json");
    for total in work.json("totals.json", "totals") {
        let codes: Vec<&str> = field(&total, "findings").split(';').collect();
        assert!(codes.contains(&"PB105"), "the unit with two files: {total}");
        if field(&total, "row") == "22" {
            assert!(codes.contains(&"PB301"), "the cell that reads two ways: {total}");
        }
    }
    let facts = work.run("consolidate in -o out.xlsx --force --facts -").out;
    assert!(facts.lines().any(|l| l.ends_with("PB105")), "{facts}");
}

#[test]
fn two_files_of_one_unit_are_neither_counted_until_someone_decides() {
    let work = Workdir::with_samples();
    let file = "in/xa Kim Lu ban 2.xlsx";
    let mut second = na_ri::made_up::titled("02158", ("7", "5"));
    second.write("4", "99");
    work.write(file, &na_ri::xlsx::workbook(&[second.page()]));
    let ran = work
        .run("consolidate in -o out.xlsx --facts facts.json --totals totals.json --findings findings.json --strict");
    assert_eq!(ran.status, 1, "errors, under --strict");
    assert!(work.path("out.xlsx").exists(), "the result is written all the same");
    assert_eq!(work.codes("findings.json").get("PB105"), Some(&2));
    let total = |name: &str| work.json(name, "totals").into_iter().find(|t| field(t, "row") == "4").unwrap();
    let rest: Vec<&str> = communes().into_iter().filter(|c| *c != "02158").collect();
    assert_eq!(field(&total("totals.json"), "value").parse::<Decimal>().ok(), expected("4", &rest).value);
    assert_eq!((&total("totals.json")["reported"], &total("totals.json")["excluded"]), (&16.into(), &1.into()));
    let facts = work.json("facts.json", "facts");
    assert!(facts.iter().filter(|f| field(f, "unit") == "02158").all(|f| field(f, "findings").contains("PB105")));
    work.write("d.csv", "file,decision,reason\nxa Kim Lu ban 2.xlsx,dùng,bản sửa\n".as_bytes());
    work.run("consolidate in -o out.xlsx --force --decisions d.csv --totals totals2.json --findings findings.json");
    assert_eq!(
        field(&total("totals2.json"), "value").parse::<Decimal>().unwrap(),
        expected("4", &rest).value.unwrap() + Decimal::from(99)
    );
    assert_eq!(work.codes("findings.json").get("PB105"), None);
}

#[test]
fn without_weights_rates_have_no_total_and_the_communes_stay_in_sight() {
    let work = Workdir::with_samples();
    work.write("in/phubieu.toml", b"form = \"chi-tieu\"\nunder = \"066\"\nperiod = \"2024\"\n");
    work.run("consolidate in -o out.xlsx --totals totals.json --findings findings.json");
    for total in work.json("totals.json", "totals") {
        if field(&total, "rule") == "weighted_mean" {
            assert_eq!(field(&total, "value"), "", "{total}");
            assert!(field(&total, "findings").contains("PB501"), "{total}");
        }
    }
    // One finding a weight, not one a row.
    assert_eq!(work.codes("findings.json").get("PB501"), Some(&11));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(work.read("out.xlsx"))).unwrap();
    let by_unit = book.worksheet_range("Theo đơn vị").unwrap();
    assert_eq!(by_unit.get_value((6 + 2, 4)), Some(&Data::Float(57.25)), "row 3 of Văn Vũ");
}

#[test]
fn a_commune_that_sent_nothing_is_missed_everywhere() {
    let work = Workdir::with_samples();
    std::fs::remove_file(work.path("in/cu le.txt")).unwrap();
    let ran = work.run("consolidate in -o out.xlsx --totals totals.json --findings findings.json");
    assert!(ran.said.contains("tổng hợp 16/17 đơn vị"), "{}", ran.said);
    let findings = work.json("findings.json", "findings");
    let missing = findings.iter().find(|f| f["code"] == "PB106").unwrap();
    assert_eq!((field(missing, "unit"), field(missing, "file"), field(missing, "cell")), ("02176", "", ""));
    for total in work.json("totals.json", "totals").iter().filter(|t| !field(t, "value").is_empty()) {
        assert_eq!(field(total, "state"), "partial", "{total}");
    }
}

#[test]
fn without_flags_form_place_and_period_are_worked_out_and_said() {
    let work = Workdir::with_samples();
    std::fs::remove_file(work.path("in/phubieu.toml")).unwrap();
    let ran = work.run("consolidate in -o out.xlsx --units units.csv --totals totals.json");
    assert_eq!(ran.status, 0, "{}", ran.said);
    for said in [
        "Huyện Na Rì (066), Tỉnh Bắc Kạn; 17 đơn vị cấp xã (suy ra từ các bản nộp)",
        "năm 2024 (suy ra từ các bản nộp)",
    ] {
        assert!(ran.said.contains(said), "{said} in {}", ran.said);
    }
    let totals = work.json("totals.json", "totals");
    let total = totals.iter().find(|t| field(t, "row") == "4").unwrap();
    assert_eq!(field(total, "value").parse::<Decimal>().ok(), expected("4", &communes()).value);
}

#[test]
fn the_same_inputs_in_any_order_and_on_any_number_of_threads_give_the_same_bytes() {
    let work = Workdir::with_samples();
    let files: Vec<String> = na_ri::all().iter().map(|s| format!("'in/{}'", s.file)).collect();
    let flags = "--under 066 --period 2024 --units units.csv --quiet";
    let mut results = Vec::new();
    for (n, jobs) in [1, 2, 5].into_iter().enumerate() {
        let mut order = files.clone();
        order.rotate_left(n * 5);
        if n == 1 {
            order.reverse();
        }
        let ran = work.run(&format!(
            "consolidate {} -o {n}.xlsx --facts {n}.csv --totals {n}t.csv --findings {n}.json --jobs {jobs} {flags}",
            order.join(" ")
        ));
        assert_eq!(ran.status, 0, "{}", ran.said);
        assert_eq!(ran.said, "", "quiet is quiet");
        results.push(
            [format!("{n}.xlsx"), format!("{n}.csv"), format!("{n}t.csv"), format!("{n}.json")].map(|f| work.read(&f)),
        );
    }
    assert!(results.windows(2).all(|w| w[0] == w[1]));
}

#[test]
fn results_of_every_kind_in_the_input_folder_are_no_submissions() {
    let work = Workdir::with_samples();
    let ran = work.run("consolidate in -o out.xlsx --facts facts.csv --totals totals.csv --findings findings.json");
    assert_eq!(ran.status, 0, "{}", ran.said);
    work.run("check in --facts facts.json --totals totals.jsonl --findings findings.html");
    work.run("check in --facts facts.jsonl --totals totals.json --findings findings.xlsx");
    work.run("check in --findings findings.jsonl");
    work.run("check in --findings findings.csv");
    let results: Vec<String> =
        work.list(".").into_iter().filter(|n| n.starts_with("f") || n.starts_with("t") || n == "out.xlsx").collect();
    assert_eq!(results.len(), 12, "{results:?}");
    for name in results {
        let bytes = work.read(&name);
        work.write(&format!("in/{name}"), &bytes);
    }
    work.run("check in --findings again.json");
    let again = work.json("again.json", "findings");
    let own = again.iter().filter(|f| field(f, "code") == "PB004").count();
    let strange: Vec<_> = again.iter().filter(|f| ["PB010", "PB201"].contains(&field(f, "code"))).collect();
    assert_eq!((own, strange.len()), (12, 0), "{strange:?}");
}

#[test]
fn inputs_are_never_touched_and_a_result_in_the_input_folder_is_no_submission() {
    let work = Workdir::with_samples();
    let before: Vec<(String, Vec<u8>)> =
        work.list("in").into_iter().map(|n| (n.clone(), work.read(&format!("in/{n}")))).collect();
    assert_eq!(work.run("consolidate in -o in/tong-hop.xlsx --facts in/facts.csv").status, 0);
    let ran = work.run("consolidate in -o in/tong-hop.xlsx --facts in/facts.csv --force --findings findings.json");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(ran.said.contains("Đã đọc 17 tệp"), "{}", ran.said);
    // Under another name the earlier result is recognised for what it is.
    std::fs::rename(work.path("in/tong-hop.xlsx"), work.path("in/cu.xlsx")).unwrap();
    std::fs::remove_file(work.path("in/facts.csv")).unwrap();
    work.run("consolidate in -o out.xlsx --findings findings2.json");
    assert_eq!(work.codes("findings2.json").get("PB004"), Some(&1));
    std::fs::remove_file(work.path("in/cu.xlsx")).unwrap();
    let after: Vec<(String, Vec<u8>)> =
        work.list("in").into_iter().map(|n| (n.clone(), work.read(&format!("in/{n}")))).collect();
    assert!(before == after);
}
