//! What is said of a round is said one level up as well: the marks of its figures and its totals, and what explains them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::sheets::{Rows, below, book, rows};
use crate::workdir::{Workdir, field};
use serde_json::Value;

/// What came of a round: its totals with their marks, its figures with theirs, what warns or is an error.
#[derive(Debug, PartialEq)]
struct Said {
    totals: BTreeMap<String, String>,
    facts: BTreeMap<String, String>,
    grave: BTreeSet<String>,
}

fn said(work: &Workdir, name: &str) -> Said {
    // One level up a file stands behind the workbook that it came in.
    let file = |row: &Value| field(row, "file").rsplit(" › ").next().unwrap_or_default().to_owned();
    let spoken = |row: &Value, columns: &[&str]| columns.iter().map(|c| field(row, c)).collect::<Vec<_>>().join(" ");
    let totals = work.json(&format!("{name}-t.json"), "totals").into_iter().map(|t| {
        let counts = format!("{} {} {}", t["reported"], t["expected"], t["excluded"]);
        (
            spoken(&t, &["form", "row", "column", "unit"]),
            format!("{} {counts}", spoken(&t, &["value", "state", "findings"])),
        )
    });
    let facts = work.json(&format!("{name}-f.json"), "facts").into_iter().map(|f| {
        let at = format!("{} {}", file(&f), spoken(&f, &["sheet", "cell", "form", "row", "column"]));
        (at, spoken(&f, &["value", "state", "findings"]))
    });
    let findings = work.json(&format!("{name}-p.json"), "findings");
    let all = findings.iter().flat_map(|f| {
        let folded = f["folded"].as_array().into_iter().flatten();
        std::iter::once(f).chain(folded).filter(|f| f["severity"] != "note")
    });
    let line = |f: &Value| {
        // What is said of no file is said of the workbook.
        let of_none = ["PB224", "PB722"].contains(&field(f, "code"));
        let file = if of_none { String::new() } else { file(f) };
        format!("{file} {}", spoken(f, &["code", "severity", "sheet", "cell"]))
    };
    Said { totals: totals.collect(), facts: facts.collect(), grave: all.map(line).collect() }
}

fn consolidate(work: &Workdir, input: &str, name: &str, how: &str) -> Said {
    let ran = work.run(&format!(
        "consolidate {input} {how} -o {name}.xlsx --totals {name}-t.json --facts {name}-f.json --findings {name}-p.json --quiet"
    ));
    assert_eq!(ran.status, 0, "{}", ran.said);
    said(work, name)
}

/// Consolidates a folder, then its result, and that once more.
fn holds(work: &Workdir, input: &str, how: &str) -> Said {
    let direct = consolidate(work, input, "direct", how);
    let up = consolidate(work, "direct.xlsx", "up", "");
    assert_eq!(up.totals, direct.totals, "{input} {how}");
    assert_eq!(up.facts, direct.facts, "{input} {how}");
    assert_eq!(up.grave, direct.grave, "{input} {how}");
    let further = consolidate(work, "up.xlsx", "further", "");
    assert_eq!(further, up, "{input} {how}");
    let strict =
        |input: &str| work.run(&format!("consolidate {input} {how} -o strict.xlsx --force --strict --quiet")).status;
    assert_eq!(strict("direct.xlsx"), strict(input), "{input} {how}");
    direct
}

const NA_RI: &str = "--under 066 --era 2024 --period 2024";

#[test]
fn all_that_is_said_of_the_samples_is_said_one_level_up() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let plan = holds(&Workdir::new(), &format!("'{}/con-minh-2024'", samples.display()), "");
    // The figure that is wrong, found where the balances suppose what another cell says.
    assert!(plan.grave.iter().any(|line| line.contains("PB401") && line.ends_with(" D9")), "{:?}", plan.grave);
    let work = Workdir::with_samples();
    assert!(holds(&work, "in", "").grave.iter().any(|line| line.contains("PB205")));
}

fn works(title: &str, lines: &str) -> Rows {
    rows(&format!(
        "{title}\nĐơn vị tính: đồng\nTT | Danh mục công trình | Địa điểm | Tổng mức đầu tư | Kế hoạch vốn năm 2024\n\
         | | | | Tổng số | NSTW | NSĐP\n{lines}"
    ))
}

#[test]
fn all_that_is_said_of_a_file_a_sheet_or_a_label_is_said_one_level_up() {
    let [a, b] =
        ["1 | Đường Bản Cuôn | Bản Cuôn | 900 | 500 | 400 | 100", "1 | Cầu Nà Cầm | Nà Cầm | 50 | 50 | 50 | 0"];
    let stacked = below(&[
        works("DANH MỤC CÔNG TRÌNH CHUYỂN TIẾP NĂM 2024", a),
        works("DANH MỤC CÔNG TRÌNH KHỞI CÔNG MỚI NĂM 2024", b),
    ]);
    let list = works("DANH MỤC CÔNG TRÌNH NĂM 2024", a);
    let more = rows("| Kênh | Nà Cầm | 70000 | 70000 | 60000 | 10000");
    let plan = |title: &str, first: &str| {
        rows(&format!(
            "{title}\nĐơn vị tính: đồng\nSTT | Nội dung | Tổng số | NSTW | NSĐP\n | Tổng cộng | 40 | 30 | 10\n\
             1 | {first} | 40 | 30 | 10"
        ))
    };
    let land = "Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt";
    let (of_list, of_plan) = ("danh-muc-cong-trinh", "ke-hoach-von");
    for (code, form, sheets) in [
        ("PB227", of_list, vec![("DM", stacked)]),
        ("PB239", of_list, vec![("1", list), ("2", more)]),
        ("PB237", of_plan, vec![("KHV", plan("KẾ HOẠCH VỐN SỰ NGHIỆP NĂM 2024", land))]),
        ("PB204", of_plan, vec![("KHV", plan("KẾ HOẠCH VỐN NĂM 2024", "Một việc khác, của riêng xã"))]),
    ] {
        let work = Workdir::new();
        work.write("in/xa Con Minh.xlsx", &book(&sheets));
        let said = holds(&work, "in", &format!("{NA_RI} --form {form}"));
        assert!(said.grave.iter().any(|line| line.contains(code)), "{code}: {:?}", said.grave);
        let marked = said.totals.values().any(|total| total.contains(code));
        assert!(marked, "{code}: {:?}", said.totals);
        // In a roll-up too.
        let ran = work.run("rollup direct.xlsx -o r.xlsx --totals r-t.json --findings r-p.json --quiet");
        assert_eq!(ran.status, 0, "{}", ran.said);
        assert_eq!(
            work.json("r-t.json", "totals").iter().any(|t| field(t, "findings").contains(code)),
            marked,
            "{code}"
        );
        let findings: Value = serde_json::from_slice(&work.read("r-p.json")).unwrap();
        assert!(findings.to_string().contains(code), "{code}");
    }
}

#[test]
fn a_file_left_out_below_is_left_out_above_for_the_same_reason_and_by_no_decision() {
    let work = Workdir::new();
    let list = |cost: u32| {
        book(&[("DM", works("DANH MỤC CÔNG TRÌNH NĂM 2024", &format!("1 | Đường | Nà Cầm | {cost} | 5 | 4 | 1")))])
    };
    work.write("in/a/xa Con Minh.xlsx", &list(900));
    work.write("in/b/xa Con Minh.xlsx", &list(900));
    work.write("in/xa Kim Lu.xlsx", &list(70));
    work.write("in/xa Kim Lu lan 2.xlsx", &list(80));
    work.write("in/xa Cu Le.xlsx", &list(7));
    let said = holds(&work, "in", NA_RI);
    let marks = |code: &str| said.facts.values().filter(|fact| fact.contains(code)).count();
    assert!(marks("PB105") > 0 && marks("PB706") > 0 && marks("PB901") == 0, "{:?}", said.facts);
}

/// A list of one work, as a commune sends it.
fn of_one_work(cost: u32) -> Vec<u8> {
    book(&[("DM", works("DANH MỤC CÔNG TRÌNH NĂM 2024", &format!("1 | Đường | Nà Cầm | {cost} | 5 | 4 | 1")))])
}

#[test]
fn what_a_level_below_made_is_an_input_and_is_not_written_over() {
    let work = Workdir::new();
    work.write("a/xa Con Minh.xlsx", &of_one_work(900));
    let ran = work.run(&format!("consolidate a {NA_RI} -o hy/066.xlsx --quiet"));
    assert_ne!(ran.status, 0, "there is no such folder");
    std::fs::create_dir_all(work.path("hy")).unwrap();
    let ran = work.run(&format!("consolidate a {NA_RI} -o hy/066.xlsx --quiet"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    work.write("hy/xa Cu Le.xlsx", &of_one_work(7));
    let below = work.read("hy/066.xlsx");
    let province = "--under 06 --era 2024 --period 2024";
    for command in [
        format!("consolidate hy {province} -o hy/066.xlsx --force --quiet --findings p.json"),
        "rollup hy -o hy/066.xlsx --force --quiet --findings p.json".to_owned(),
        format!("check hy {province} --findings hy/066.xlsx --force --quiet"),
    ] {
        let ran = work.run(&command);
        assert_eq!(ran.status, 2, "{command}: {}", ran.said);
        assert!(work.read("hy/066.xlsx") == below, "{command}");
        assert!(!command.starts_with("consolidate") || !work.path("p.json").exists(), "{command}");
    }
    // Its own earlier result is none.
    for _ in 0..2 {
        for command in [
            format!("consolidate hy {province} -o hy/06.xlsx --force --quiet"),
            "rollup hy/066.xlsx -o hy/lk.xlsx --force --quiet".to_owned(),
        ] {
            let ran = work.run(&command);
            assert_eq!(ran.status, 0, "{command}: {}", ran.said);
        }
    }
}

#[test]
fn a_figure_that_an_unclear_answer_speaks_of_is_marked_with_its_totals() {
    let work = Workdir::new();
    work.write("in/xa Con Minh.xlsx", &of_one_work(900));
    let answers = |answers: &[&str]| {
        let lines = answers.iter().map(|answer| format!("xa Con Minh.xlsx,DM!D5,\"{answer}\",sai\n"));
        work.write("d.csv", format!("Tệp,Ô,Giá trị đúng,Lý do\n{}", lines.collect::<String>()).as_bytes());
        let how = format!("{NA_RI} --decisions d.csv --force");
        let said = consolidate(&work, "in", "direct", &how);
        let marked = |all: &BTreeMap<String, String>| -> Vec<String> {
            all.iter().filter(|(_, said)| said.contains("PB903")).map(|(at, _)| at.clone()).collect()
        };
        (marked(&said.facts), marked(&said.totals))
    };
    for unclear in [&["1.234,5 hay hơn"][..], &["7", "8"]] {
        let (facts, totals) = answers(unclear);
        assert_eq!(facts.len(), 1, "{unclear:?}: {facts:?}");
        assert!(totals.iter().any(|total| total.ends_with(" 066")), "{unclear:?}: {totals:?}");
        let finding = work.json("direct-p.json", "findings").into_iter().find(|f| field(f, "code") == "PB903").unwrap();
        assert_eq!((field(&finding, "row"), field(&finding, "raw")), ("1", "900"));
        assert!(!field(&finding, "column").is_empty());
    }
    assert_eq!(answers(&["800"]), (Vec::new(), Vec::new()));
}

#[test]
fn a_figure_that_reads_two_ways_in_a_row_or_a_column_outside_the_form_is_told_with_its_readings() {
    let plan = rows(
        "KẾ HOẠCH VỐN NĂM 2024\nĐơn vị tính: đồng\nSTT | Nội dung | Tổng số | NSTW | NSĐP | Vốn dân góp\n\
         | Tổng cộng | 40 | 30 | 10 | 2.345\n1 | Sửa nhà văn hóa thôn | 1.234 | 1000 | 200\n\
         2 | Dự án 1: Giải quyết tình trạng thiếu đất ở, nhà ở, đất sản xuất, nước sinh hoạt | 40 | 30 | 10 | 5,678",
    );
    let work = Workdir::new();
    work.write("in/xa Con Minh.xlsx", &book(&[("KHV", plan)]));
    let said = holds(&work, "in", &format!("{NA_RI} --form ke-hoach-von"));
    for (cell, code) in [("C5", "PB205;PB301"), ("F4", "PB210;PB301"), ("F6", "PB210;PB301")] {
        let of_cell = |(at, _): &(&String, &String)| at.contains(&format!(" {cell} "));
        let facts: Vec<_> = said.facts.iter().filter(of_cell).map(|(_, said)| said.as_str()).collect();
        assert_eq!(facts, [format!(" ambiguous {code}")], "{cell}: {:?}", said.facts);
        let line = format!("xa Con Minh.xlsx PB301 warning KHV {cell}");
        assert!(said.grave.contains(&line), "{cell}: {:?}", said.grave);
    }
    // One fault, one finding: the row with its figure, the column with both of its own.
    let findings = work.json("direct-p.json", "findings");
    let told = |code: &str| findings.iter().filter(|f| field(f, "code") == code).collect::<Vec<_>>();
    let row = told("PB205");
    assert_eq!(row.len(), 1);
    assert!(field(&row[0]["folded"][0], "message").contains("1.234 "), "{row:?}");
    assert_eq!(told("PB301").len(), 1);
}

#[test]
fn a_total_that_a_row_or_a_column_of_a_file_is_not_in_says_so_at_every_level() {
    let work = Workdir::new();
    for (commune, headings) in
        [("Con Minh", "Tổng số | Vốn đầu tư | Vốn sự nghiệp"), ("Kim Lu", "Tổng số | Khác | Vốn sự nghiệp")]
    {
        let plan = rows(&format!(
            "KẾ HOẠCH VỐN NĂM 2024\nĐơn vị tính: đồng\nSTT | Nội dung | {headings}\n\
             | Tổng cộng | 40 | 30 | 10\n1 | Sửa nhà văn hóa thôn | 40 | 30 | 10"
        ));
        work.write(&format!("in/xa {commune}.xlsx"), &book(&[("KHV", plan)]));
    }
    let said = holds(&work, "in", &format!("{NA_RI} --form ke-hoach-von"));
    let total = |at: &str| said.totals.get(&format!("ke-hoach-von {at} 066")).map(String::as_str).unwrap_or_default();
    assert!(total("T tong").starts_with("80 partial PB106 2 17 0"), "{}", total("T tong"));
    // One has no column of it, and neither has the row.
    assert!(total("T dt").starts_with("30 partial PB106;PB202 1 17 0"), "{}", total("T dt"));
    assert!(total("DA1 tong").ends_with("PB106;PB204 0 17 0"), "{}", total("DA1 tong"));
}

#[test]
fn what_a_workbook_says_in_vietnamese_is_named_in_english_where_that_is_asked_for() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let work = Workdir::new();
    let ran = work.run(&format!("consolidate '{}/con-minh-2024' -o a.xlsx --quiet", samples.display()));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let mut said: Vec<Vec<String>> = Vec::new();
    for (from, to) in [("a", "b"), ("b", "c")] {
        let ran = work.run(&format!("consolidate {from}.xlsx -o {to}.xlsx --lang en --findings {to}.json --quiet"));
        assert_eq!(ran.status, 0, "{}", ran.said);
        let findings = work.json(&format!("{to}.json"), "findings");
        let not_collected = findings.iter().filter(|f| field(f, "code") == "PB318");
        let words = |f: &Value| format!("{} {}", field(f, "message"), field(f, "suggestion"));
        said.push(not_collected.map(words).collect());
    }
    for said in said {
        assert!(said.len() == 1 && said[0].starts_with("Not collected: «Ghi là chưa có số liệu"), "{said:?}");
        assert!(!said[0].ends_with("Bổ sung khi có số liệu."), "{said:?}");
    }
}
