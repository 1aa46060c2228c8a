//! Consolidated workbooks are submissions one level up: consolidating by districts and then the province is
//! consolidating all communes at once.

use crate::clean::{self, Dice, Submission};
use crate::na_ri::page::Content;
use crate::workdir::{Workdir, field};
use phubieu::register::{Era, Level, Register, UnitIndex};
use serde_json::Value;

/// Tỉnh Bắc Kạn of 2024.
const PROVINCE: &str = "06";
const ROUND: &str = "--era 2024 --period 2024";

/// A submission of any commune.
fn of_commune(
    register: &Register,
    unit: UnitIndex,
    form: &phubieu::form::Form,
    n: usize,
    dice: &mut Dice,
) -> Submission {
    let mut one = clean::submission(form, n % clean::COMMUNES.len(), 2024, 100 + n as u64);
    let own = register.unit(unit).unwrap();
    one.commune = format!("{} {}", own.code, own.name);
    one.titles[0] = format!("ỦY BAN NHÂN DÂN {}", own.name.to_uppercase());
    one.titles.insert(1, register.name(own.parent.unwrap()).to_owned());
    // Some of the states that figures have.
    for content in one.body.iter_mut().flatten() {
        if let Content::Number(_) = content {
            match dice.roll(25) {
                0 => *content = Content::Blank,
                1 => *content = Content::Text("-".into()),
                2 => *content = Content::Text("…".into()),
                3 => *content = Content::Text("12 hoặc 15".into()),
                4 => *content = Content::Text("x".into()),
                _ => {}
            }
        }
    }
    one
}

/// Writes the submissions of some districts of the province, a folder a district; gives the districts' codes.
fn province(work: &Workdir, form: &str, seed: u64) -> Vec<String> {
    let register = Register::built_in(Era::Before);
    let form = clean::form(form);
    let mut dice = Dice(seed * 7_919 + 11);
    dice.roll(2);
    let province = register.find(PROVINCE).unwrap();
    let districts: Vec<UnitIndex> = register
        .children(province)
        .into_iter()
        .filter(|d| register.unit(*d).unwrap().level == Level::District)
        .collect();
    let mut codes = Vec::new();
    let mut weights = String::from("code,so_ho,so_ho_dtts,dan_so\n");
    for (d, district) in districts.iter().enumerate().filter(|(d, _)| d % 3 == (seed % 3) as usize) {
        let code = register.code(*district).to_owned();
        for (n, commune) in register.communes(*district).into_iter().enumerate() {
            let code = register.code(commune);
            weights.push_str(&format!(
                "{code},{},{},{}\n",
                200 + dice.roll(900),
                dice.roll(90),
                1_000 + dice.roll(5_000)
            ));
            if dice.roll(4) == 0 {
                continue;
            }
            let one = of_commune(&register, commune, &form, d * 31 + n, &mut dice);
            let folder = register.code(*district);
            work.write(&format!("in/{folder}/{}.xlsx", one.commune), &one.bytes());
            // Sent twice: none counts.
            if dice.roll(12) == 0 {
                let other = of_commune(&register, commune, &form, d * 31 + n + 5, &mut dice);
                work.write(&format!("in/{folder}/{} lan 2.xlsx", other.commune), &other.bytes());
            }
        }
        codes.push(code);
    }
    work.write("units.csv", weights.as_bytes());
    codes
}

/// What totals say, but for the findings that they point to.
fn said(work: &Workdir, name: &str) -> Vec<String> {
    let columns = ["form", "row", "column", "unit", "value", "state", "rule"];
    let line = |t: &Value| {
        let texts: Vec<&str> = columns.iter().map(|c| field(t, c)).collect();
        format!("{} {} {} {}", texts.join(" "), t["reported"], t["expected"], t["excluded"])
    };
    work.json(name, "totals").iter().map(line).collect()
}

#[test]
fn districts_and_then_the_province_is_all_communes_at_once() {
    for (seed, form) in ["chi-tieu", "ke-hoach-von", "giai-ngan", "danh-muc-cong-trinh"].into_iter().enumerate() {
        let work = Workdir::new();
        let districts = province(&work, form, seed as u64);
        assert!(districts.len() >= 2);
        let ran = work.run(&format!(
            "consolidate in {ROUND} --under {PROVINCE} --units units.csv --form {form} -o all.xlsx --totals all.json --facts all-facts.json --quiet"
        ));
        assert_eq!(ran.status, 0, "{}", ran.said);
        std::fs::create_dir_all(work.path("by")).unwrap();
        for district in &districts {
            let ran = work.run(&format!(
                "consolidate in/{district} {ROUND} --under {district} --units units.csv --form {form} -o by/{district}.xlsx --quiet"
            ));
            assert_eq!(ran.status, 0, "{}", ran.said);
        }
        // Nothing is said but the place: forms, weights, era and period are in the workbooks.
        let ran = work.run(&format!(
            "consolidate by --under {PROVINCE} -o up.xlsx --totals up.json --facts up-facts.json --findings f.json --quiet"
        ));
        assert_eq!(ran.status, 0, "{}", ran.said);
        let (all, up) = (said(&work, "all.json"), said(&work, "up.json"));
        assert!(all.len() > 20);
        for (one, other) in all.iter().zip(&up) {
            assert_eq!(one, other, "{form}");
        }
        assert_eq!(all.len(), up.len());
        let facts = |name: &str| work.json(name, "facts").len();
        assert_eq!(facts("all-facts.json"), facts("up-facts.json"));
        // Once more: the province's workbook says the same as it did.
        let ran = work.run("consolidate up.xlsx -o again.xlsx --totals again.json --quiet");
        assert_eq!(ran.status, 0, "{}", ran.said);
        assert_eq!(said(&work, "again.json"), up);
    }
}

/// Writes two communes and consolidates one district of them.
fn two_communes(work: &Workdir) {
    let register = Register::built_in(Era::Before);
    let form = clean::form("ke-hoach-von");
    for code in ["02173", "02143"] {
        let mut one = clean::submission(&form, 8, 2024, 100);
        let unit = register.unit(register.find(code).unwrap()).unwrap();
        one.titles[0] = format!("ỦY BAN NHÂN DÂN {}", unit.name.to_uppercase());
        one.body[0][2] = Content::Number("5000000".into());
        work.write(&format!("in/{code}.xlsx"), &one.bytes());
    }
    std::fs::create_dir_all(work.path("d")).unwrap();
    let ran = work.run(&format!("consolidate in {ROUND} --under 066 --form ke-hoach-von -o d/066.xlsx --quiet"));
    assert_eq!(ran.status, 0, "{}", ran.said);
}

fn codes(work: &Workdir, name: &str) -> Vec<String> {
    work.json(name, "findings").iter().map(|f| field(f, "code").to_owned()).collect()
}

#[test]
fn a_commune_that_comes_both_ways_counts_once_or_waits_for_a_decision() {
    let work = Workdir::new();
    two_communes(&work);
    work.write("d/Xa Con Minh.xlsx", &work.read("in/02173.xlsx"));
    let base = "consolidate d --under 06 -o o.xlsx --totals t.json --findings f.json --quiet --force";
    let ran = work.run(base);
    assert_eq!(ran.status, 0, "{}", ran.said);
    let found = work.json("f.json", "findings");
    let twice: Vec<&Value> = found.iter().filter(|f| f["code"] == "PB706").collect();
    assert_eq!(twice.len(), 1, "{found:?}");
    assert_eq!(field(twice[0], "file"), "066.xlsx › 02173.xlsx");
    assert!(field(twice[0], "message").contains("Xa Con Minh.xlsx"));
    assert!(said(&work, "t.json").iter().any(|t| t.starts_with("ke-hoach-von T tong 06 10000000 partial sum 2 ")));
    // Other figures: which is right is not ours to say.
    let form = clean::form("ke-hoach-von");
    work.write("d/Xa Con Minh.xlsx", &clean::submission(&form, 8, 2024, 100).bytes());
    assert_eq!(work.run(base).status, 0);
    assert_eq!(codes(&work, "f.json").iter().filter(|c| *c == "PB105").count(), 2);
    assert!(said(&work, "t.json").iter().any(|t| t.starts_with("ke-hoach-von T tong 06 5000000 partial sum 1 ")));
}

#[test]
fn a_result_among_its_own_submissions_is_passed_over() {
    let work = Workdir::new();
    two_communes(&work);
    work.write("in/066.xlsx", &work.read("d/066.xlsx"));
    let ran = work
        .run(&format!("consolidate in {ROUND} --form ke-hoach-von -o o.xlsx --findings f.json --under 066 --quiet"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let codes = codes(&work, "f.json");
    assert!(codes.contains(&"PB004".to_owned()) && !codes.contains(&"PB105".to_owned()), "{codes:?}");
}

#[test]
fn the_form_that_is_asked_for_is_never_replaced_by_those_that_a_result_holds() {
    let work = Workdir::new();
    two_communes(&work);
    let ran = work.run(&format!("consolidate d/066.xlsx {ROUND} --under 066 --form giai-ngan -o o.xlsx"));
    assert_eq!(ran.status, 2, "{}", ran.said);
    assert!(!work.path("o.xlsx").exists() && !ran.said.contains("ke-hoach-von"), "{}", ran.said);
}

/// A list of works whose printed total is not that of its items.
const LIST: &str = "UBND XÃ CÔN MINH\nDANH MỤC CÔNG TRÌNH NĂM 2024\nĐơn vị tính: đồng\n\
    TT;Danh mục công trình;Địa điểm;Tổng mức đầu tư;Kế hoạch vốn năm 2024;;;Chủ đầu tư\n\
    ;;;;Tổng số;NSTW;NSĐP;\n\
    1;Đường thôn;Thôn A;100000000;50;40;10;UBND xã\n2;Nhà văn hóa;Thôn B;200000000;100;60;40;UBND xã\n\
    ;Tổng cộng;;999000000;150;100;50;\n";

#[test]
fn a_printed_total_that_a_district_doubted_is_doubted_one_level_up() {
    let work = Workdir::new();
    work.write("in/xa Con Minh.csv", LIST.as_bytes());
    let list = format!("{ROUND} --form danh-muc-cong-trinh");
    std::fs::create_dir_all(work.path("d")).unwrap();
    for typed in [
        format!("consolidate in {list} --under 06 -o all.xlsx --totals all.json --findings all-f.json --quiet"),
        format!("consolidate in {list} --under 066 -o d/066.xlsx --quiet"),
        "consolidate d --under 06 -o up.xlsx --totals up.json --findings up-f.json --quiet".to_owned(),
        "consolidate up.xlsx --under 06 -o again.xlsx --totals again.json --findings again-f.json --quiet".to_owned(),
    ] {
        let ran = work.run(&typed);
        assert_eq!(ran.status, 0, "{}", ran.said);
    }
    let doubted = |name: &str| -> Vec<String> {
        let all = work.json(&format!("{name}.json"), "totals");
        let own = all.iter().filter(|t| field(t, "findings").contains("PB401"));
        own.map(|t| format!("{} {}", field(t, "unit"), field(t, "column"))).collect()
    };
    assert_eq!(doubted("all"), ["06 tmdt", "066 tmdt", "02173 tmdt"]);
    for name in ["up", "again"] {
        assert_eq!(doubted(name), doubted("all"), "{name}");
        let told = codes(&work, &format!("{name}-f.json"));
        assert_eq!(told.iter().filter(|c| *c == "PB401").count(), 1, "{name}: {told:?}");
    }
}

#[test]
fn halves_of_one_place_are_put_together_as_those_of_two() {
    let work = Workdir::new();
    two_communes(&work);
    std::fs::create_dir_all(work.path("h")).unwrap();
    for code in ["02173", "02143"] {
        work.write(&format!("one-{code}/{code}.xlsx"), &work.read(&format!("in/{code}.xlsx")));
        let half =
            format!("consolidate one-{code} {ROUND} --under 066 --form ke-hoach-von -o h/{code}-066.xlsx --quiet");
        assert_eq!(work.run(&half).status, 0);
    }
    for under in ["066", "06"] {
        let ran = work.run(&format!("consolidate h --under {under} -o o.xlsx --totals t.json --quiet --force"));
        assert_eq!(ran.status, 0, "{}", ran.said);
        let whole = format!("ke-hoach-von T tong {under} 10000000 partial sum 2 ");
        assert!(said(&work, "t.json").iter().any(|t| t.starts_with(&whole)), "{under}");
    }
    // A copy of a half counts once, also side by side with others in a roll-up.
    work.write("h/copy.xlsx", &work.read("h/02173-066.xlsx"));
    let ran = work.run("rollup h -o r.xlsx --totals t.json --findings f.json --quiet --force");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(codes(&work, "f.json").contains(&"PB706".to_owned()));
    assert!(said(&work, "t.json").iter().any(|t| t.starts_with("ke-hoach-von T tong 066 10000000 partial sum 2 ")));
}

#[test]
fn a_workbook_of_the_place_that_alone_has_units_is_not_passed_over_in_silence() {
    let work = Workdir::new();
    two_communes(&work);
    work.write("mixed/066.xlsx", &work.read("d/066.xlsx"));
    work.write("mixed/02173.xlsx", &work.read("in/02173.xlsx"));
    let base = format!("consolidate mixed {ROUND} --form ke-hoach-von -o o.xlsx --findings f.json --under 066 --quiet");
    assert_eq!(work.run(&base).status, 0);
    let found = work.json("f.json", "findings");
    let aside: Vec<&Value> = found.iter().filter(|f| f["file"] == "066.xlsx").collect();
    assert_eq!(aside.len(), 1, "{aside:?}");
    assert_eq!((field(aside[0], "code"), field(aside[0], "severity")), ("PB717", "error"));
    assert!(field(aside[0], "message").contains("Lương Thượng"), "{}", aside[0]);
    let missing = found.iter().find(|f| f["code"] == "PB106" && f["unit"] == "02143").unwrap();
    assert!(field(missing, "message").contains("«066.xlsx» (PB717)"), "{missing}");
}

#[test]
fn what_a_district_found_against_last_year_is_told_one_level_up() {
    let work = Workdir::new();
    for (folder, year, growth) in [("before", 2023, 100), ("now", 2024, 105)] {
        let mut all = clean::round("ke-hoach-von", year, growth);
        // One file of this year is in thousands.
        for content in all[8].body.iter_mut().flatten().filter(|_| folder == "now") {
            if let Content::Number(n) = content
                && n.len() > 3
            {
                n.push_str("000");
            }
        }
        for one in all {
            work.write(&format!("{folder}/Xa {}.xlsx", one.commune), &one.bytes());
        }
    }
    std::fs::create_dir_all(work.path("d")).unwrap();
    let district = "consolidate now --under 066 --era 2024 --period 2024 --form ke-hoach-von --previous before";
    assert_eq!(work.run(&format!("{district} -o d/066.xlsx --findings a.json --quiet")).status, 0);
    assert!(codes(&work, "a.json").contains(&"PB601".to_owned()));
    assert_eq!(work.run("consolidate d --under 06 --era 2024 -o o.xlsx --findings b.json --quiet").status, 0);
    assert!(codes(&work, "b.json").contains(&"PB601".to_owned()), "{:?}", codes(&work, "b.json"));
}

#[test]
fn two_workbooks_of_one_place_with_other_weights_are_told_unless_somebody_says_which() {
    let work = Workdir::new();
    let form = clean::form("chi-tieu");
    for (name, growth) in [("02173", 100), ("02143", 110)] {
        let n = clean::COMMUNES.iter().position(|c| c.0 == name).unwrap();
        work.write(&format!("in/{name}.xlsx"), &clean::submission(&form, n, 2024, growth).bytes());
    }
    let names = ["so_ho", "so_ho_dtts"];
    for (workbook, households) in [("a", 200), ("b", 300)] {
        let line = |code: &str| format!("{code},{households},90\n");
        let units = format!("code,{}\n{}{}", names.join(","), line("02173"), line("02143"));
        work.write(&format!("{workbook}.csv"), units.as_bytes());
        std::fs::create_dir_all(work.path("d")).unwrap();
        let ran = work.run(&format!(
            "consolidate in --form chi-tieu --under 066 --era 2024 --period 2024 --units {workbook}.csv -o d/{workbook}.xlsx --quiet"
        ));
        assert_eq!(ran.status, 0, "{}", ran.said);
    }
    let base = "consolidate d --under 066 --era 2024 -o o.xlsx --findings f.json --quiet --force";
    assert_eq!(work.run(base).status, 0);
    let found = work.json("f.json", "findings");
    let told: Vec<&Value> = found.iter().filter(|f| f["code"] == "PB722").collect();
    assert!(told.len() == 1 && field(told[0], "message").contains("200 («a.xlsx»), 300 («b.xlsx»)"), "{told:?}");
    assert_eq!(work.run(&format!("{base} --units a.csv")).status, 0);
    assert!(!codes(&work, "f.json").contains(&"PB722".to_owned()));
}

/// A workbook with a part of its zip changed.
fn patched(bytes: &[u8], part: &str, old: &str, new: &str) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == part {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains(old), "{part} has no {old}");
            content = text.replacen(old, new, 1).into_bytes();
        }
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn what_was_one_finding_is_one_a_level_up() {
    let work = Workdir::new();
    let mut one = clean::submission(&clean::form("ke-hoach-von"), 8, 2024, 100);
    // A column that nobody filled in, row by row.
    for row in &mut one.body[..5] {
        row[6] = Content::Blank;
    }
    work.write("in/a.xlsx", &one.bytes());
    std::fs::create_dir_all(work.path("d")).unwrap();
    let asked = format!("{ROUND} --under 066 --form ke-hoach-von");
    work.run(&format!("consolidate in {asked} -o d/066.xlsx --findings below.json --quiet"));
    work.run(&format!("consolidate d {asked} -o up.xlsx --findings above.json --quiet"));
    let blanks = |list: &str| codes(&work, list).iter().filter(|code| *code == "PB317").count();
    assert_eq!((blanks("below.json"), blanks("above.json")), (1, 1));
}

#[test]
fn what_says_what_the_figures_are_of_is_held_against_the_figures_too() {
    let work = Workdir::new();
    two_communes(&work);
    std::fs::remove_file(work.path("in/02143.xlsx")).unwrap();
    let asked = format!("{ROUND} --under 066 --form ke-hoach-von");
    work.run(&format!("consolidate in {asked} -o whole.xlsx --quiet"));
    let whole = work.read("whole.xlsx");
    assert_eq!(work.run("verify whole.xlsx in").status, 0);
    for (part, old, new, told) in [
        ("xl/sharedStrings.xml", ">1/17<", ">17/17<", "«17/17»"),
        ("xl/sharedStrings.xml", "Đơn vị tính: đồng", "Đơn vị tính: triệu đồng", "«Đơn vị tính: triệu đồng»"),
        ("xl/sharedStrings.xml", "NĂM 2024", "NĂM 2023", "NĂM 2023"),
        ("xl/styles.xml", "#,##0&quot;*&quot;", "#,##0,", "(định dạng lược bớt hàng nghìn)"),
        ("xl/styles.xml", "#,##0&quot;*&quot;", "#,##0", "không có dấu gì"),
        ("xl/styles.xml", "#,##0&quot;*&quot;", "#,##0&quot;0*&quot;", "«0*»"),
        ("xl/styles.xml", "#,##0&quot;*&quot;", ";;;", "không hiện số"),
        // A mark hides nothing of what stands beside it.
        ("xl/sharedStrings.xml", ">1/17<", ">17/17 (!)<", "«17/17 (!)»"),
        // Excel computes what it opens, whatever result is saved beside the formula.
        ("xl/worksheets/sheet1.xml", "<f>", "<f>1+", "công thức khác"),
        ("xl/worksheets/sheet1.xml", "</mergeCells>", "<mergeCell ref=\"C12:C13\"/></mergeCells>", "không có số"),
        // The overview shows figures too.
        ("xl/worksheets/sheet3.xml", "<v>17</v>", "<v>18</v>", "ghi 18"),
    ] {
        work.write("typed.xlsx", &patched(&whole, part, old, new));
        let ran = work.run("verify typed.xlsx in");
        assert_eq!(ran.status, 1, "{new}: {}", ran.said);
        assert!(ran.said.contains("PB707") && ran.said.contains(told), "{new}: {}", ran.said);
        // Whoever takes it in goes by the figures: one that is covered is told there too.
        let codes = work.run("consolidate typed.xlsx --under 066 --era 2024 -o up.xlsx --force").said;
        assert_eq!(codes.contains("PB707"), told == "không có số", "{new}: {codes}");
    }
}

#[test]
fn a_sheet_of_figures_that_nothing_can_be_held_against_is_named() {
    let work = Workdir::new();
    two_communes(&work);
    let whole = work.read("d/066.xlsx");
    let other = patched(&whole, "xl/workbook.xml", "name=\"Tổng quan\"", "name=\"Tổng hợp chung\"");
    work.write("other.xlsx", &other);
    let ran = work.run("verify other.xlsx in");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(ran.said.contains("PB720") && ran.said.contains("Tổng hợp chung"), "{}", ran.said);
    assert!(!ran.said.contains("mọi số") && !ran.said.contains("bị ẩn"), "{}", ran.said);
    let sheet = "<sheet name=\"Tổng hợp\"";
    let hidden = patched(&other, "xl/workbook.xml", sheet, &format!("{sheet} state=\"hidden\""));
    work.write("hidden.xlsx", &hidden);
    let ran = work.run("verify hidden.xlsx in");
    assert!(ran.said.contains("PB720") && ran.said.contains("bị ẩn"), "{}", ran.said);
}

#[test]
fn what_was_changed_in_a_consolidated_workbook_is_told_with_its_cells() {
    let work = Workdir::new();
    two_communes(&work);
    let whole = work.read("d/066.xlsx");
    work.write("whole.xlsx", &whole);
    let ran = work.run("verify whole.xlsx in");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(ran.said.contains("KHỚP"), "{}", ran.said);
    // Somebody types over a total that people see.
    let typed = patched(&whole, "xl/worksheets/sheet1.xml", "<v>10000000</v>", "<v>10000001</v>");
    work.write("typed.xlsx", &typed);
    let ran = work.run("verify typed.xlsx in");
    assert_eq!(ran.status, 1, "{}", ran.said);
    assert!(
        ran.said.contains("PB707") && ran.said.contains("10.000.001") && ran.said.contains("10.000.000"),
        "{}",
        ran.said
    );
    // A figure beneath is changed: the total made of it no longer agrees, and the line is named.
    let changed = patched(&whole, "xl/worksheets/sheet6.xml", "<v>5000000</v>", "<v>5000001</v>");
    work.write("changed.xlsx", &changed);
    let ran = work.run("verify changed.xlsx in");
    assert_eq!(ran.status, 1, "{}", ran.said);
    for words in ["PB701", "Số liệu!G2", "PB707", "PB708", "5.000.001"] {
        assert!(ran.said.contains(words), "{words}: {}", ran.said);
    }
    // Whoever asks where a figure is from is told of both.
    let ran = work.run("explain changed.xlsx 'Tổng hợp!C13'");
    assert!(ran.out.contains("! PB701") && ran.out.contains("Số liệu»!G2"), "{}", ran.out);
    let ran = work.run("explain typed.xlsx 'Tổng hợp!C13'");
    assert!(ran.out.contains("! PB707") && ran.out.contains("10.000.001"), "{}", ran.out);
    let ran = work.run("explain whole.xlsx 'Tổng hợp!C13'");
    assert!(ran.status == 0 && !ran.out.contains("! PB"), "{}", ran.out);
    // One level up the changed figure is not used, and the total says so.
    std::fs::create_dir_all(work.path("up")).unwrap();
    work.write("up/066.xlsx", &changed);
    let base = "consolidate up --under 06 -o o.xlsx --totals t.json --findings f.json --quiet --force";
    assert_eq!(work.run(base).status, 0);
    assert!(codes(&work, "f.json").contains(&"PB701".to_owned()));
    assert!(
        said(&work, "t.json")
            .iter()
            .any(|t| t.starts_with("ke-hoach-von T tong 06 5000000 partial sum 1 ") && t.ends_with(" 1"))
    );
    // The submissions themselves, sent along as is asked, say what stood there: they count, and nothing is in doubt.
    for code in ["02173", "02143"] {
        work.write(&format!("up/{code}.xlsx"), &work.read(&format!("in/{code}.xlsx")));
    }
    assert_eq!(work.run(base).status, 0);
    let found = codes(&work, "f.json");
    assert!(
        found.contains(&"PB706".to_owned()) && !["PB701", "PB105"].iter().any(|c| found.contains(&(*c).to_owned()))
    );
    let total = said(&work, "t.json").into_iter().find(|t| t.starts_with("ke-hoach-von T tong 066 ")).unwrap();
    assert!(total.starts_with("ke-hoach-von T tong 066 10000000 "), "{total}");
    for code in ["02173", "02143"] {
        std::fs::remove_file(work.path(&format!("up/{code}.xlsx"))).unwrap();
    }
    // A line is gone: what else is cannot be known.
    let lines = patched(&whole, "xl/worksheets/sheet6.xml", "<c r=\"O2\"", "<c r=\"Z2\"");
    work.write("up/066.xlsx", &lines);
    assert_eq!(work.run(base).status, 2, "nothing is left");
    // A submission that changed since is none of its sources.
    let form = clean::form("ke-hoach-von");
    work.write("in/02173.xlsx", &clean::submission(&form, 8, 2024, 101).bytes());
    let ran = work.run("verify whole.xlsx in");
    assert_eq!(ran.status, 1);
    assert!(ran.said.contains("PB709") && ran.said.contains("PB710"), "{}", ran.said);
    assert_eq!(work.run("verify in/02143.xlsx").status, 2);
}

#[test]
fn the_rate_of_a_commune_and_the_sum_of_its_list_are_told_with_their_parts() {
    use phubieu::address::ColumnName;

    type IsAsked<'a> = &'a dyn Fn(usize, usize) -> bool;
    // The first columns of figures are the district's; of a list the first line is.
    let of_list = |row: usize, column: usize| row > 0 && column == 3;
    let of_rate = |_: usize, column: usize| column > 6 && (column - 3) % 4 == 3;
    let asked: [(&str, &str, &str, IsAsked<'_>); 2] = [
        ("giai-ngan", "Theo đơn vị", "số của đơn vị: ", &of_rate),
        ("danh-muc-cong-trinh", "Tổng hợp", " (cộng); ", &of_list),
    ];
    for (name, sheet, own, is_asked) in asked {
        let work = Workdir::new();
        work.write("in/a.xlsx", &clean::submission(&clean::form(name), 8, 2024, 100).bytes());
        work.run(&format!("consolidate in {ROUND} --under 066 --form {name} -o o.xlsx --quiet"));
        let rows = work.sheet("o.xlsx", sheet);
        let index = rows.iter().position(|row| row.iter().any(|text| text == "(3)" || text == "3")).unwrap();
        let figures = rows.iter().enumerate().skip(index + 1).flat_map(|(r, row)| {
            row.iter()
                .enumerate()
                .filter(|(_, text)| text.parse::<f64>().is_ok_and(|n| n > 0.0))
                .map(move |(c, text)| (r, c, text))
        });
        let (r, c, text) = figures.into_iter().find(|(r, c, _)| is_asked(r - index - 1, *c)).unwrap();
        let ran = work.run(&format!("explain o.xlsx '{sheet}!{}{}'", ColumnName(c as u32), r + 1));
        let whole = text.split('.').next().unwrap();
        let line = ran.out.lines().find(|line| line.contains(own)).unwrap_or_else(|| panic!("{}", ran.out));
        let digits: String = line.chars().filter(|c| *c != '.').collect();
        assert!(digits.contains(whole), "{name}: {whole} {}", ran.out);
    }
}

#[test]
fn a_figure_is_traced_to_the_cells_it_comes_from() {
    let work = Workdir::new();
    two_communes(&work);
    std::fs::create_dir_all(work.path("up")).unwrap();
    work.write("up/066.xlsx", &work.read("d/066.xlsx"));
    assert_eq!(work.run("consolidate up --under 06 -o 06.xlsx --quiet").status, 0);
    let ran = work.run("explain 06.xlsx 'Tổng hợp!C13'");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert!(lines[0].contains("ke-hoach-von") && lines[0].contains("Tỉnh Bắc Kạn"), "{}", ran.out);
    assert!(lines[1].starts_with("06 Tỉnh Bắc Kạn: 10.000.000 (cộng; 2/"), "{}", ran.out);
    assert!(ran.out.contains("066 Huyện Na Rì: 10.000.000"), "{}", ran.out);
    assert!(ran.out.contains("02173 Xã Côn Minh: 06.xlsx › 066.xlsx › 02173.xlsx"), "{}", ran.out);
    assert!(ran.out.contains("ghi «5.000.000» → 5.000.000 Đồng"), "{}", ran.out);
    assert!(ran.out.contains("chưa nộp"), "{}", ran.out);
    assert_eq!(work.run("explain 06.xlsx 'Tổng hợp!A1'").status, 2);
}
