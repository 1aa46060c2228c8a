//! Periods that are not of one place, not as long as each other, or of one another's money; a roll-up that is looked at
//! again.

use std::collections::BTreeSet;

use crate::decisions::answered;
use crate::na_ri::page::Content;
use crate::rolled::{codes, communes, consolidate, of_commune, part, totals};
use crate::workdir::{Workdir, field};
use phubieu::register::{Era, Register};

/// The rows of «Theo năm» from its headings on.
fn by_period(work: &Workdir, name: &str) -> Vec<Vec<String>> {
    let rows = work.sheet(name, "Theo năm");
    let head = rows.iter().position(|r| r[0] == "STT").unwrap();
    rows[head..].to_vec()
}

fn column(rows: &[Vec<String>], heading: &str) -> usize {
    rows[0].iter().position(|h| h.contains(heading)).unwrap_or_else(|| panic!("{heading}: {:?}", rows[0]))
}

fn few(district: &str, growth: u64) -> Vec<(String, u64)> {
    communes(district).into_iter().take(2).map(|c| (c, growth)).collect()
}

#[test]
fn periods_of_several_districts_stand_under_the_place_of_all() {
    let work = Workdir::new();
    consolidate(&work, Era::Before, ("066", 2023), "ke-hoach-von", &few("066", 100), None);
    consolidate(&work, Era::Before, ("060", 2023), "ke-hoach-von", &few("060", 100), None);
    consolidate(&work, Era::Before, ("060", 2024), "ke-hoach-von", &few("060", 110), None);
    let ran = work.run("rollup w -o up.xlsx --totals r.json --findings f.json --quiet");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(work.sheet("up.xlsx", "Theo năm")[0][0].contains("TỈNH BẮC KẠN"));
    let of = |year: &str, unit: &str| {
        totals(&work, "r.json", year)[&(unit.to_owned(), "T".to_owned(), "tong".to_owned())].clone()
    };
    assert_eq!([of("2023", "06").1, of("2024", "06").1], ["partial", "partial"]);
    assert_eq!(of("2024", "06").0, of("2024", "060").0);
    assert_ne!(of("2023", "06").0, of("2023", "060").0);
    let sent = work.sheet("up.xlsx", "Nộp theo kỳ");
    let row = |code: &str| sent.iter().find(|r| r[0] == code).unwrap()[2..4].join(" ");
    assert_eq!([row("06"), row("066"), row("060")], ["4/108 2/108", "2/17 0/17", "2/10 2/10"]);
    assert!(codes(&work).contains(&"PB106".to_owned()));
}

#[test]
fn who_did_not_send_in_an_earlier_year_is_told_with_the_year_and_is_not_missing_in_the_last() {
    let work = Workdir::new();
    let both = few("066", 100);
    consolidate(&work, Era::Before, ("066", 2023), "ke-hoach-von", &both[..1], None);
    consolidate(&work, Era::Before, ("066", 2024), "ke-hoach-von", &both, None);
    let ran = work.run("rollup w -o up.xlsx --findings f.json");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let found = work.json("f.json", "findings");
    let of = |code: &str| -> Vec<&str> {
        found.iter().filter(|f| f["code"] == "PB106" && f["unit"] == code).map(|f| field(f, "message")).collect()
    };
    let (first, second) = (both[0].0.as_str(), both[1].0.as_str());
    assert_eq!((of(first).len(), of(second).len()), (0, 1));
    assert!(of(second)[0].contains("chưa nộp (năm 2023)"), "{:?}", of(second));
    let sent = work.sheet("up.xlsx", "Tình hình nộp");
    assert_eq!(sent.iter().filter(|row| row[1] == second).count(), 1);
    assert!(sent[1][0].contains("đã nộp: 2; được đưa vào tổng hợp: 2"), "{}", sent[1][0]);
}

#[test]
fn only_periods_as_long_as_each_other_are_compared() {
    let work = Workdir::new();
    let same = |_: usize, number: &str| number.to_owned();
    for (period, words) in [("2024", "năm 2024"), ("2024-Q1", "quý I năm 2024"), ("2024-Q2", "quý II năm 2024")] {
        part(&work, "ke-hoach-von", period, words, same);
    }
    assert_eq!(work.run("rollup q -o up.xlsx --quiet").status, 0);
    // The year ends last, and no other is as long.
    let rows = by_period(&work, "up.xlsx");
    for heading in ["so với kỳ trước", "Tăng, giảm (%)", "So với kỳ đầu"] {
        assert_eq!(rows[1][column(&rows, heading)], "không so được", "{heading}");
    }
    std::fs::remove_file(work.path("q/2024.xlsx")).unwrap();
    assert_eq!(work.run("rollup q -o up.xlsx --quiet --force").status, 0);
    let rows = by_period(&work, "up.xlsx");
    assert_eq!(rows[1][column(&rows, "so với kỳ trước")], "0");
    std::fs::remove_file(work.path("q/2024-Q2.xlsx")).unwrap();
    part(&work, "ke-hoach-von", "2024-H2", "6 tháng cuối năm 2024", same);
    assert_eq!(work.run("rollup q -o up.xlsx --quiet --force").status, 0);
    let rows = by_period(&work, "up.xlsx");
    for heading in ["so với kỳ trước", "Tăng, giảm (%)", "So với kỳ đầu"] {
        assert_eq!(rows[1][column(&rows, heading)], "không so được", "{heading}");
    }
    let changes = work.sheet("up.xlsx", "Biến động");
    assert!(changes.iter().flatten().any(|text| text.contains("không so được")), "{changes:?}");
}

#[test]
fn the_last_period_is_the_one_that_ends_last_and_of_those_that_end_together_the_widest() {
    for (given, asked, last) in [
        (&["2024", "2024-H1"][..], "", "năm 2024"),
        (&["2024-Q1", "2024-Q2", "2024"], "", "năm 2024"),
        (&["2024-H2", "2024-Q4", "2024"], "", "năm 2024"),
        (&["2024-Q2", "2024-H1"], "", "6 tháng đầu năm 2024"),
        (&["2024-H1", "2024-Q3"], "", "quý iii năm 2024"),
        (&["2024", "2024-H1", "2024-Q1"], "--period 2024-H1", "6 tháng đầu năm 2024"),
    ] {
        let work = Workdir::new();
        for (n, period) in (2..).zip(given) {
            let words = period.parse::<phubieu::period::Period>().unwrap().spoken(phubieu::finding::Lang::Vi);
            let figure = |_: usize, number: &str| (number.parse::<u64>().unwrap() * n).to_string();
            part(&work, "ke-hoach-von", period, &words, figure);
        }
        let ran = work.run(&format!("rollup q {asked} -o up.xlsx --findings f.json --quiet"));
        assert_eq!(ran.status, 0, "{given:?} {}", ran.said);
        let titles = work.sheet("up.xlsx", "Theo địa bàn")[0].concat().to_lowercase();
        assert!(titles.contains(last), "{given:?} {asked}: {titles}");
        let headed = work.sheet("up.xlsx", "Tổng hợp").concat().concat().to_lowercase();
        assert!(headed.contains(last), "{given:?} {asked}: {headed}");
        assert!(by_period(&work, "up.xlsx")[0].concat().to_lowercase().contains(last), "{given:?}");
        assert!(!codes(&work).contains(&"PB713".to_owned()), "{given:?} {asked}");
        assert_eq!(work.run("verify up.xlsx q").status, 0, "{given:?} {asked}");
    }
}

#[test]
fn rates_of_a_span_are_those_of_the_year_and_not_of_its_half() {
    let work = Workdir::new();
    for (period, words, n) in [("2024", "năm 2024", 3.0), ("2024-H1", "6 tháng đầu năm 2024", 1.0)] {
        let figure = move |_: usize, number: &str| (number.parse::<f64>().unwrap().floor() + n).to_string();
        part(&work, "chi-tieu", period, words, figure);
    }
    work.write("units.csv", b"code,so_ho,so_ho_dtts,dan_so\n02173,300,90,1200\n");
    assert_eq!(work.run("rollup q --units units.csv -o up.xlsx --quiet").status, 0);
    let rows = by_period(&work, "up.xlsx");
    let [half, year, whole] = ["6 tháng", "Năm 2024", "Cả giai đoạn"].map(|heading| column(&rows, heading));
    let rates: Vec<_> = rows.iter().filter(|row| row[3] == "%" && !row[whole].is_empty()).collect();
    assert!(rates.len() > 1, "{rows:?}");
    for row in rates {
        assert!(row[whole] == row[year] && row[whole] != row[half], "{row:?}");
    }
}

#[test]
fn a_year_is_held_against_the_year_before_and_not_against_its_half() {
    let work = Workdir::new();
    (2023..=2024).for_each(|n| year(&work, "ke-hoach-von", n));
    part(&work, "ke-hoach-von", "2024-H1", "6 tháng đầu năm 2024", |_, number| number.to_owned());
    assert_eq!(work.run("rollup w q -o up.xlsx --quiet").status, 0);
    let rows = by_period(&work, "up.xlsx");
    let headings = ["Năm 2023", "6 tháng", "Năm 2024", "Tăng, giảm so với năm 2023", "Cả giai đoạn", "So với kỳ đầu"];
    let [before, half, now, by, whole, first] = headings.map(|heading| column(&rows, heading));
    assert!(before < half && half < now && now < by);
    let number = |text: &str| text.parse::<f64>().unwrap();
    for row in &rows[1..] {
        assert_eq!(number(&row[by]), number(&row[now]) - number(&row[before]), "{row:?}");
        assert_eq!(number(&row[whole]), number(&row[now]) + number(&row[before]), "{row:?}");
        assert_ne!(row[first], "không so được");
    }
    let changes = work.sheet("up.xlsx", "Biến động");
    assert!(changes[2][4].contains("2023") && changes[2][5].contains("Năm 2024") && changes.len() > 3, "{changes:?}");
}

#[test]
fn a_sum_that_runs_through_the_year_and_falls_from_one_period_to_the_next_is_told() {
    // What was spent in each period, in hundredths of what is written, and which periods are told of.
    for (spent, told) in [
        (&[("2024-Q1", 100), ("2024-Q2", 50)][..], &["2024-Q2"][..]),
        (&[("2024-Q1", 100), ("2024-Q2", 200), ("2024-Q3", 150)], &["2024-Q3"]),
        (&[("2024-H1", 100), ("2024", 50)], &["2024"]),
        (&[("2024-Q1", 100), ("2024-Q2", 100)], &[]),
        (&[("2024-Q2", 50), ("2024-Q4", 100)], &[]),
    ] {
        let work = Workdir::new();
        for (period, hundredths) in spent {
            let words = period.parse::<phubieu::period::Period>().unwrap().spoken(phubieu::finding::Lang::Vi);
            part(&work, "giai-ngan", period, &words, |at, number| match number.parse::<u64>() {
                Ok(number) if at == 4 => (number * hundredths).to_string(),
                Ok(number) => (number * 1000).to_string(),
                Err(_) => number.to_owned(),
            });
        }
        assert_eq!(work.run("rollup q -o up.xlsx --findings f.json --quiet").status, 0);
        let found = work.json("f.json", "findings");
        let fell: Vec<_> = found.iter().filter(|f| f["code"] == "PB603").collect();
        let files: BTreeSet<&str> = fell.iter().map(|f| field(f, "file").split('.').next().unwrap()).collect();
        assert_eq!(files, told.iter().copied().collect(), "{spent:?}");
        assert!(fell.iter().all(|f| f["unit"] == "02173" && f["severity"] == "warning"), "{fell:?}");
    }
}

#[test]
fn a_period_outside_the_one_asked_for_is_left_out_and_told() {
    let work = Workdir::new();
    for year in [2023, 2024] {
        consolidate(&work, Era::Before, ("066", year), "ke-hoach-von", &few("066", 100), None);
    }
    assert_eq!(work.run("rollup w --period 2024 -o up.xlsx --findings f.json --quiet").status, 0);
    assert!(codes(&work).contains(&"PB719".to_owned()));
    assert!(!by_period(&work, "up.xlsx")[0].iter().any(|heading| heading.contains("2023")));
    assert_eq!(work.run("rollup w --period 2021 -o up.xlsx --quiet --force").status, 2);
}

#[test]
fn only_the_forms_asked_for_are_taken_out_of_workbooks() {
    let work = Workdir::new();
    consolidate(&work, Era::Before, ("066", 2024), "ke-hoach-von", &few("066", 100), None);
    consolidate(&work, Era::Before, ("060", 2024), "giai-ngan", &few("060", 100), None);
    let forms = |asked: &str| {
        let ran = work.run(&format!("rollup w {asked} -o up.xlsx --totals r.json --quiet --force"));
        assert_eq!(ran.status, 0, "{}", ran.said);
        let totals = work.json("r.json", "totals");
        totals.iter().map(|t| field(t, "form").to_owned()).collect::<BTreeSet<String>>()
    };
    assert_eq!(forms("").len(), 2);
    assert_eq!(forms("--form giai-ngan"), BTreeSet::from(["giai-ngan".to_owned()]));
}

/// Consolidates one commune's figures of a year.
fn year(work: &Workdir, form: &str, year: u16) {
    let growth = u64::from(year - 2020);
    let mut one = of_commune(&Register::built_in(Era::Before), "02173", form, year, growth);
    one.commune = "02173".to_owned();
    work.write(&format!("in-{year}/02173.xlsx"), &one.bytes());
    std::fs::create_dir_all(work.path("w")).unwrap();
    let ran = work.run(&format!(
        "consolidate in-{year} --form {form} --period {year} --era 2024 --under 02173 -o w/{year}.xlsx --quiet"
    ));
    assert_eq!(ran.status, 0, "{}", ran.said);
}

#[test]
fn what_was_carried_over_is_in_the_plan_of_the_year_before_and_does_not_add_over_years() {
    let work = Workdir::new();
    (2022..=2024).for_each(|n| year(&work, "giai-ngan", n));
    assert_eq!(work.run("rollup w -o up.xlsx --findings f.json --quiet").status, 0);
    let rows = by_period(&work, "up.xlsx");
    let (whole, first) = (column(&rows, "Cả giai đoạn"), column(&rows, "Năm 2022"));
    let number = |text: &str| text.parse::<f64>().unwrap();
    let of = |heading: &str| rows.iter().find(|r| r[1] == "Tổng cộng" && r[2].contains(heading)).unwrap();
    let [plan, carried, spent, ratio] = ["Kế hoạch", "kéo dài", "lũy kế", "Tỷ lệ"].map(of);
    assert!(number(&carried[first]) > 0.0);
    assert_eq!(carried[whole], carried[first]);
    assert_eq!(number(&plan[whole]), (0..3).map(|n| number(&plan[first + n])).sum::<f64>());
    let expected = number(&spent[whole]) * 100.0 / (number(&plan[whole]) + number(&carried[first]));
    assert!((number(&ratio[whole]) - expected).abs() < 1e-6, "{ratio:?} {expected}");
    let told = work.json("f.json", "findings");
    assert!(told.iter().any(|f| f["code"] == "PB506" && field(f, "message").contains("Vốn kéo dài")));
    // With a year between them that is not there nobody knows in whose plan it was.
    std::fs::remove_file(work.path("w/2023.xlsx")).unwrap();
    assert_eq!(work.run("rollup w -o up.xlsx --quiet --force").status, 0);
    let rows = by_period(&work, "up.xlsx");
    let whole = column(&rows, "Cả giai đoạn");
    for heading in ["kéo dài", "Tỷ lệ"] {
        let row = rows.iter().find(|r| r[1] == "Tổng cộng" && r[2].contains(heading)).unwrap();
        assert_eq!(row[whole], "", "{row:?}");
    }
}

#[test]
fn the_whole_cost_of_works_does_not_add_over_the_lists_of_years() {
    let work = Workdir::new();
    (2023..=2024).for_each(|n| year(&work, "danh-muc-cong-trinh", n));
    assert_eq!(work.run("rollup w -o up.xlsx --findings f.json --quiet").status, 0);
    let rows = by_period(&work, "up.xlsx");
    let whole = column(&rows, "Cả giai đoạn");
    let of = |heading: &str| rows.iter().find(|r| r[2].contains(heading)).unwrap();
    assert_eq!(of("Tổng mức đầu tư")[whole], "");
    assert_ne!(of("NSTW")[whole], "");
    let told = work.json("f.json", "findings");
    assert!(told.iter().any(|f| f["code"] == "PB506" && field(f, "message").contains("Tổng mức đầu tư")));
}

/// A workbook with a text changed in the first of its parts that has it.
pub fn patched(bytes: &[u8], old: &str, new: &str) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut changed = false;
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if let Some(text) = String::from_utf8(content.clone()).ok().filter(|text| !changed && text.contains(old)) {
            content = text.replacen(old, new, 1).into_bytes();
            changed = true;
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    assert!(changed, "{old}");
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_roll_up_is_verified_with_the_workbooks_that_it_was_made_of() {
    let work = Workdir::new();
    (2022..=2023).for_each(|n| year(&work, "ke-hoach-von", n));
    assert_eq!(work.run("rollup w -o up.xlsx --quiet").status, 0);
    // Alone it has no figures of 2022.
    let ran = work.run("verify up.xlsx");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(ran.said.contains("PB720") && ran.said.contains("Theo năm") && !ran.said.contains("mọi số"));
    let ran = work.run("verify up.xlsx w");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(ran.said.contains("KHỚP: mọi số"), "{}", ran.said);
    // A figure of 2022 is typed over: it stands on «Theo năm» alone.
    let rows = by_period(&work, "up.xlsx");
    let at = format!("<v>{}</v>", rows[1][column(&rows, "2022")]);
    work.write("typed.xlsx", &patched(&work.read("up.xlsx"), &at, "<v>111111</v>"));
    let ran = work.run("verify typed.xlsx w");
    assert_eq!(ran.status, 1, "{}", ran.said);
    assert!(ran.said.contains("PB707") && ran.said.contains("Theo năm"), "{}", ran.said);
    // The sheet of places is of the last year, and is looked at without them too.
    let renamed = patched(&work.read("up.xlsx"), "name=\"Tổng hợp\"", "name=\"TH huyện\"");
    work.write("renamed.xlsx", &renamed);
    let ran = work.run("verify renamed.xlsx w");
    assert_eq!(ran.said.matches("PB707").count(), 0, "{}", ran.said);
    assert!(ran.said.contains("PB721") && ran.said.contains("TH huyện"), "{}", ran.said);
    // Of one period it has all figures itself.
    assert_eq!(work.run("rollup w/2023.xlsx -o one.xlsx --quiet").status, 0);
    let ran = work.run("verify one.xlsx");
    assert!(ran.status == 0 && ran.said.contains("KHỚP: mọi số"), "{}", ran.said);
    // Rolled on, it does not bring 2022 along.
    year(&work, "ke-hoach-von", 2024);
    let ran = work.run("rollup up.xlsx w/2024.xlsx -o on.xlsx --findings f.json --quiet");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let told = work.json("f.json", "findings");
    let dropped = told.iter().find(|f| f["code"] == "PB718").unwrap();
    assert_eq!((field(dropped, "severity"), field(dropped, "file")), ("error", "up.xlsx"));
    assert!(field(dropped, "message").contains("2022"), "{dropped}");
    work.run("rollup up.xlsx w/2022.xlsx w/2024.xlsx -o on.xlsx --findings f.json --quiet --force");
    assert!(!codes(&work).contains(&"PB718".to_owned()), "2022 is given as well");
}

#[test]
fn workbooks_of_one_name_in_folders_by_year_are_told_apart_by_their_folders() {
    let work = Workdir::new();
    for (year, growth) in [(2022, 100), (2023, 110)] {
        consolidate(&work, Era::Before, ("066", year), "ke-hoach-von", &few("066", growth), None);
    }
    let whole = ("066".to_owned(), "T".to_owned(), "tong".to_owned());
    let total = |list: &str, year: &str| totals(&work, list, year)[&whole].0.clone();
    let shown = format!("<v>{}</v>", total("066-2022.json", "2022"));
    work.write("y/2022/tong-hop.xlsx", &patched(&work.read("w/066-2022.xlsx"), &shown, "<v>1</v>"));
    work.write("y/2023/tong-hop.xlsx", &work.read("w/066-2023.xlsx"));
    let ran = work.run("rollup y -o up.xlsx --totals r.json --findings f.json --quiet");
    assert_eq!(ran.status, 0, "{}", ran.said);
    // What people see in that of 2022 was typed over; the figures beneath it count.
    let found = work.json("f.json", "findings");
    let typed_over: Vec<&str> = found.iter().filter(|f| f["code"] == "PB707").map(|f| field(f, "file")).collect();
    assert!(!typed_over.is_empty() && typed_over.iter().all(|f| *f == "2022/tong-hop.xlsx"), "{typed_over:?}");
    for year in ["2022", "2023"] {
        assert_eq!(total("r.json", year), total(&format!("066-{year}.json"), year));
    }
}

#[test]
fn answers_to_a_roll_up_are_taken_in_the_period_that_they_are_about() {
    let work = Workdir::new();
    year(&work, "ke-hoach-von", 2022);
    let mut one = of_commune(&Register::built_in(Era::Before), "02173", "ke-hoach-von", 2023, 3);
    one.commune = "02173".to_owned();
    one.body[1][2] = Content::Number("999000".into());
    work.write("in-2023/02173.xlsx", &one.bytes());
    let made = "consolidate in-2023 --form ke-hoach-von --period 2023 --era 2024 --under 02173 -o w/2023.xlsx --quiet";
    assert_eq!(work.run(made).status, 0);
    let base = "rollup w -o up.xlsx --quiet --force";
    assert_eq!(work.run(&format!("{base} --findings list.csv")).status, 0);
    answered(&work, "list.csv", &["PB401"]);
    let ran = work.run(&format!("{base} --decisions answers.csv --findings f.json"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let told = codes(&work);
    assert!(told.contains(&"PB901".to_owned()), "{told:?}");
    assert!(!told.iter().any(|code| code == "PB401" || code == "PB902"), "{told:?}");
    assert_eq!(work.run(&format!("{base} --decisions none.csv")).status, 2);
}

#[test]
fn what_a_person_let_stand_stands_one_level_up_while_the_figures_are_the_same() {
    let work = Workdir::new();
    let mut one = of_commune(&Register::built_in(Era::Before), "02173", "ke-hoach-von", 2023, 3);
    one.commune = "02173".to_owned();
    one.body[1][2] = Content::Number("999000".into());
    work.write("in/02173.xlsx", &one.bytes());
    let made = "consolidate in --form ke-hoach-von --period 2023 --era 2024 --under 02173 --quiet --force";
    assert_eq!(work.run(&format!("{made} -o first.xlsx --findings list.csv")).status, 0);
    answered(&work, "list.csv", &["PB401"]);
    for lang in ["vi", "en"] {
        std::fs::create_dir_all(work.path("w")).unwrap();
        let ran = work.run(&format!("{made} --decisions answers.csv -o w/decided.xlsx --lang {lang} --totals t.json"));
        assert_eq!(ran.status, 0, "{}", ran.said);
        let up = "--findings f.json --totals up.json --quiet --force";
        for run in ["consolidate w --under 066 --era 2024", "rollup w"] {
            let ran = work.run(&format!("{run} -o up.xlsx {up}"));
            assert_eq!(ran.status, 0, "{}", ran.said);
            let told = codes(&work);
            assert_eq!(told.iter().filter(|code| *code == "PB901").count(), 1, "{lang} {run} {told:?}");
            assert!(!told.contains(&"PB401".to_owned()), "{lang} {run} {told:?}");
            let doubted = work.json("up.json", "totals").iter().any(|t| field(t, "findings").contains("PB401"));
            assert!(!doubted, "{lang} {run}");
        }
        assert_eq!(work.run("verify w/decided.xlsx in").status, 0, "{lang}");
    }
    // One that nobody decided about is told.
    work.write("other/first.xlsx", &work.read("first.xlsx"));
    work.run("consolidate other --under 066 --era 2024 -o up.xlsx --findings f.json --quiet --force");
    assert!(codes(&work).contains(&"PB401".to_owned()));
}
