//! Places, years and mergers: consolidated workbooks put beside each other, and older years shown in the communes
//! of after 1 July 2025.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use crate::clean;
use crate::rolled::{codes, communes, consolidate, of_commune, part, totals};
use crate::workdir::{Workdir, field};
use calamine::{Data, Reader, Xlsx};
use phubieu::register::successors::{Extent, Successors};
use phubieu::register::{Era, Register};
use rust_decimal::Decimal;
use serde_json::Value;

#[test]
fn the_17_communes_of_na_ri_are_shown_as_the_6_of_today_and_its_totals_stay() {
    for (seed, form) in ["chi-tieu", "ke-hoach-von", "giai-ngan"].into_iter().enumerate() {
        let work = Workdir::new();
        let all: Vec<(String, u64)> = communes("066").into_iter().zip(100..).collect();
        consolidate(&work, Era::Before, ("066", 2024), form, &all, Some(seed as u64 * 31 + 5));
        let ran = work.run("rollup w --era 2025 -o r.xlsx --totals r.json --findings f.json --quiet");
        assert_eq!(ran.status, 0, "{}", ran.said);
        let (before, after) = (totals(&work, "066-2024.json", "2024"), totals(&work, "r.json", "2024"));
        for (place, total) in &before {
            assert_eq!(after.get(place), Some(total), "{form} {place:?}: the place above is what it was");
        }
        let units: BTreeSet<&String> = after.keys().map(|(unit, ..)| unit).collect();
        assert_eq!(units.iter().filter(|u| u.len() == 5).count(), 6, "{units:?}");
        // What adds adds up again.
        let plan = clean::form(form);
        for (row, column, figure) in plan.cells().filter(|(_, _, f)| f.aggregate == phubieu::form::Aggregate::Sum) {
            let (row, column) = (plan.row(row).unwrap().code.clone(), plan.columns[column].code.clone());
            let value = |unit: &str| {
                let total = &after[&(unit.to_owned(), row.clone(), column.clone())];
                total.0.parse::<Decimal>().unwrap_or_default()
            };
            let parts: Decimal = units.iter().filter(|u| u.len() == 5).map(|u| value(u)).sum();
            assert_eq!(parts, value("066"), "{form} {row} {column} {}", figure.measure);
        }
    }
}

#[test]
fn years_stand_beside_each_other_with_their_changes() {
    let work = Workdir::new();
    for (year, growth) in [(2022u16, 100u64), (2023, 110), (2024, 121)] {
        let all: Vec<(String, u64)> = communes("066").into_iter().take(4).map(|c| (c, growth)).collect();
        consolidate(&work, Era::Before, ("066", year), "ke-hoach-von", &all, None);
    }
    let ran = work.run("rollup w --under 066 -o r.xlsx --totals r.json --facts facts.json --findings f.json --quiet");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let total = |year: &str| {
        let all = totals(&work, "r.json", year);
        all[&("066".to_owned(), "T".to_owned(), "tong".to_owned())].0.parse::<Decimal>().unwrap()
    };
    for year in ["2022", "2023", "2024"] {
        assert_eq!(totals(&work, "r.json", year), totals(&work, &format!("066-{year}.json"), year));
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(work.read("r.xlsx"))).unwrap();
    let sheet = book.worksheet_range("Theo năm").unwrap();
    let row: Vec<Data> = sheet.rows().nth(3).unwrap().to_vec();
    let number = |at: usize| match &row[at] {
        Data::Float(n) => Decimal::from_f64_retain(*n).unwrap().round_dp(2).normalize(),
        other => panic!("{other:?} in {row:?}"),
    };
    let [first, second, third] = ["2022", "2023", "2024"].map(total);
    assert_eq!([number(4), number(5), number(6)], [first, second, third]);
    assert_eq!(number(7), third - second);
    assert_eq!(number(8), ((third - second) * Decimal::ONE_HUNDRED / second).round_dp(2).normalize());
    assert_eq!(number(9), first + second + third, "a flow adds over the years");
    assert_eq!(number(10), ((third - first) * Decimal::ONE_HUNDRED / first).round_dp(2).normalize());
    // Who drives the change, the largest first.
    let changes = book.worksheet_range("Biến động").unwrap();
    let of_total: Vec<f64> = changes
        .rows()
        .skip(3)
        .filter(|r| r[1] == Data::String("Tổng cộng".into()) && r[2].to_string().contains("Tổng số"))
        .map(|r| match r[6] {
            Data::Float(n) => n.abs(),
            _ => panic!("{r:?}"),
        })
        .collect();
    assert!(of_total.len() >= 4 && of_total.windows(2).take(3).all(|w| w[0] >= w[1]), "{of_total:?}");
    // A year that is not there is told.
    std::fs::remove_file(work.path("w/066-2023.xlsx")).unwrap();
    work.run("rollup w --under 066 -o r.xlsx --findings f.json --quiet --force");
    assert!(codes(&work).contains(&"PB713".to_owned()));
}

#[test]
fn figures_of_2025_stand_beside_those_of_2024_in_the_communes_of_today() {
    let work = Workdir::new();
    let all: Vec<(String, u64)> = communes("066").into_iter().map(|c| (c, 100)).collect();
    consolidate(&work, Era::Before, ("066", 2024), "ke-hoach-von", &all, None);
    let today = ["02143", "02152", "02155", "02176", "02185", "02191"].map(|c| (c.to_owned(), 105));
    consolidate(&work, Era::From2025, ("19", 2025), "ke-hoach-von", &today, None);
    let ran = work.run("rollup w -o r.xlsx --totals r.json --findings f.json --quiet");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let (then, now) = (totals(&work, "r.json", "2024"), totals(&work, "r.json", "2025"));
    let key = |unit: &str| (unit.to_owned(), "T".to_owned(), "tong".to_owned());
    let before = totals(&work, "066-2024.json", "2024");
    assert_eq!(then[&key("19")].0, before[&key("066")].0, "what Na Rì had stands in Thái Nguyên");
    assert_eq!(then[&key("19")].1, "partial", "the other districts of then are missing");
    assert_eq!(now[&key("19")], totals(&work, "19-2025.json", "2025")[&key("19")]);
    assert_eq!(then[&key("02185")].1, "number");
    // Units of one's own have the codes of one era, and serve the years of that.
    for units in ["units-066-2024.csv", "units-19-2025.csv"] {
        let ran =
            work.run(&format!("rollup w -o r.xlsx --totals r.json --findings f.json --units {units} --quiet --force"));
        assert_eq!(ran.status, 0, "{units}: {}", ran.said);
    }
    assert_eq!(work.run("rollup w/066-2024.xlsx -o one.xlsx --units units-066-2024.csv --quiet").status, 0);
    work.write("strange.csv", b"code,so_ho\n99999,3\n");
    let ran = work.run("rollup w -o r.xlsx --units strange.csv --quiet --force");
    assert!(ran.status == 2 && ran.said.contains("99999"), "{}", ran.said);
    // Backwards there is no way.
    let ran = work.run("rollup w --era 2024 -o r.xlsx --totals r.json --findings f.json --quiet --force");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(codes(&work).contains(&"PB714".to_owned()));
}

#[test]
fn figures_of_2025_by_the_units_of_before_are_of_the_era_that_their_workbook_says() {
    let work = Workdir::new();
    let few: Vec<(String, u64)> = communes("066").into_iter().take(4).map(|c| (c, 100)).collect();
    for year in [2024, 2025] {
        consolidate(&work, Era::Before, ("066", year), "ke-hoach-von", &few, None);
    }
    for era in ["", "--era 2024", "--era 2025"] {
        let ran = work.run(&format!("rollup w {era} -o r.xlsx --totals r.json --findings f.json --quiet --force"));
        assert_eq!(ran.status, 0, "{era} {}", ran.said);
        assert!(!codes(&work).iter().any(|code| code == "PB703" || code == "PB714"), "{era} {:?}", codes(&work));
        for year in ["2024", "2025"] {
            let whole = ("066".to_owned(), "T".to_owned(), "tong".to_owned());
            let own = totals(&work, &format!("066-{year}.json"), year)[&whole].clone();
            assert_eq!(totals(&work, "r.json", year).get(&whole), Some(&own), "{era} {year}");
        }
    }
    // So it is where they are consolidated again.
    let ran = work.run("consolidate w/066-2025.xlsx -o again.xlsx --totals t.json --findings f.json --quiet --force");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert_eq!(totals(&work, "t.json", "2025"), totals(&work, "066-2025.json", "2025"));
    // With the same period by the units of after, they stand below the communes that they went into.
    consolidate(&work, Era::From2025, ("19", 2025), "ke-hoach-von", &[("02185".to_owned(), 105)], None);
    let value = |list: &str, unit: &str| {
        let all = totals(&work, list, "2025");
        all[&(unit.to_owned(), "T".to_owned(), "tong".to_owned())].0.parse::<Decimal>().unwrap()
    };
    let both = value("066-2025.json", "066") + value("19-2025.json", "19");
    let ran = work.run("rollup w -o r.xlsx --totals r.json --findings f.json --quiet --force");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert_eq!((value("r.json", "19"), codes(&work).contains(&"PB703".to_owned())), (both, false));
    // So they do beside files that say nothing of it.
    work.write("mixed/066.xlsx", &work.read("w/066-2025.xlsx"));
    work.write("mixed/02185.xlsx", &work.read("in-19-2025/02185 Xã Côn Minh.xlsx"));
    work.run("consolidate mixed --period 2025 -o m.xlsx --totals t.json --findings f.json --quiet --force");
    assert_eq!((value("t.json", "19"), codes(&work).contains(&"PB703".to_owned())), (both, false));
    // A year that was over before is none of today's round.
    let told = work.run("consolidate mixed/02185.xlsx w/066-2024.xlsx --era 2025 --under 19 -o m.xlsx --findings f.json --quiet --force");
    assert_eq!(told.status, 0, "{}", told.said);
    assert!(codes(&work).contains(&"PB703".to_owned()), "{:?}", codes(&work));
}

/// A commune that was split between two of one province.
fn split() -> (String, Vec<&'static str>) {
    let (register, successors) = (Register::built_in(Era::Before), Successors::built_in());
    let today = Register::built_in(Era::From2025);
    let province = |code: &str| today.unit(today.find(code).unwrap()).unwrap().parent;
    register
        .units()
        .filter(|(_, u)| u.code.len() == 5)
        .find_map(|(_, unit)| {
            let to = successors.of(&unit.code);
            let parts = to.len() == 2 && to.iter().all(|s| s.extent != Extent::Whole);
            let same = parts && province(to[0].new_code) == province(to[1].new_code);
            same.then(|| (unit.code.to_string(), to.iter().map(|s| s.new_code).collect()))
        })
        .unwrap()
}

/// Consolidates the district of that commune; its code, and those that the commune was split into.
fn split_district(work: &Workdir, form: &str) -> (String, Vec<&'static str>) {
    let (old, new) = split();
    let register = Register::built_in(Era::Before);
    let district = register.code(register.unit(register.find(&old).unwrap()).unwrap().parent.unwrap()).to_owned();
    let all: Vec<(String, u64)> = communes(&district).into_iter().map(|c| (c, 100)).collect();
    consolidate(work, Era::Before, (&district, 2024), form, &all, None);
    (district, new)
}

/// The first of the communes that one was split into has the most of it, each other a tenth.
fn shares_of(district: &str) -> String {
    let mut shares = String::from("old_code,new_code,share\n");
    for code in communes(district) {
        let to = Successors::built_in();
        let to = to.of(&code);
        for (n, s) in to.iter().enumerate().filter(|_| to.len() > 1) {
            let rest = 100 - 10 * (to.len() as u64 - 1);
            let share = if n == 0 { rest } else { 10 };
            shares.push_str(&format!("{code},{},0.{share:02}\n", s.new_code));
        }
    }
    shares
}

#[test]
fn the_works_of_a_commune_that_was_split_count_once_above_and_are_in_doubt_in_each_part() {
    let work = Workdir::new();
    let (district, new) = split_district(&work, "danh-muc-cong-trinh");
    work.write("shares.csv", shares_of(&district).as_bytes());
    let ran = work.run("rollup w --era 2025 --shares shares.csv -o r.xlsx --totals r.json --quiet");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let works = |unit: &str| (unit.to_owned(), "*".to_owned(), "cong_trinh".to_owned());
    let before = totals(&work, &format!("{district}-2024.json"), "2024")[&works(&district)].clone();
    let with = totals(&work, "r.json", "2024");
    assert_eq!((&with[&works(&district)].0, &with[&works(&district)].1), (&before.0, &before.1));
    assert!(new.iter().all(|code| with[&works(code)].1 == "partial"), "{with:?}");
}

#[test]
fn a_roll_up_by_shares_agrees_with_itself_and_counts_units_and_works_once() {
    for (form, all_to_one) in [("ke-hoach-von", false), ("danh-muc-cong-trinh", false), ("danh-muc-cong-trinh", true)] {
        let work = Workdir::new();
        let (district, new) = split_district(&work, form);
        let shares = shares_of(&district);
        let to_one =
            || [",0.90", ",0.80", ",0.70", ",0.60"].iter().fold(shares.clone(), |s, most| s.replace(most, ",1"));
        let shares = if all_to_one { to_one().replace(",0.10", ",0") } else { shares };
        work.write("shares.csv", shares.as_bytes());
        let rollup =
            "rollup w --era 2025 --shares shares.csv -o r.xlsx --totals r.json --findings f.json --quiet --force";
        assert_eq!(work.run(rollup).status, 0);
        let before = totals(&work, &format!("{district}-2024.json"), "2024");
        let after = totals(&work, "r.json", "2024");
        for (place, total) in before.iter().filter(|((unit, ..), _)| *unit == district) {
            assert_eq!(after.get(place), Some(total), "{form} {all_to_one} {place:?}");
        }
        let expected = communes(&district).len();
        let sent = work.sheet("r.xlsx", "Nộp theo kỳ");
        assert_eq!(sent[3][2], format!("{expected}/{expected}"), "{form} {all_to_one}");
        // What is said at totals is told of in the findings, and nothing of what is whole.
        let totals = work.json("r.json", "totals");
        let said = totals.iter().filter(|t| field(t, "findings").contains("PB715")).map(|t| field(t, "unit"));
        let said: BTreeSet<&str> = said.filter(|unit| !unit.contains('>')).collect();
        let found = work.json("f.json", "findings");
        let told: BTreeSet<&str> = found.iter().filter(|f| f["code"] == "PB715").map(|f| field(f, "unit")).collect();
        assert_eq!(said, told, "{form} {all_to_one}");
        let divided = form == "danh-muc-cong-trinh" && !all_to_one;
        assert!(new.iter().all(|code| !divided || told.contains(code)), "{told:?}");
        // Made again it is the same, and with another year beside it as well.
        let ran = work.run("verify r.xlsx w");
        assert!(ran.status == 0 && ran.said.contains("KHỚP: mọi số"), "{form} {all_to_one} {}", ran.said);
        if form != "ke-hoach-von" {
            continue;
        }
        let all: Vec<(String, u64)> = communes(&district).into_iter().map(|c| (c, 90)).collect();
        consolidate(&work, Era::Before, (&district, 2023), form, &all, None);
        assert_eq!(work.run(rollup).status, 0);
        let ran = work.run("verify r.xlsx w");
        assert!(ran.status == 0 && ran.said.contains("KHỚP: mọi số"), "{form} {all_to_one} {}", ran.said);
        let number = |text: &str| text.parse::<f64>().is_ok_and(|n| n > 1000.0);
        let sheet = work.sheet("r.xlsx", "Theo năm");
        if let Some(figure) = sheet.iter().skip(3).flatten().find(|text| number(text)) {
            let typed = crate::rollup_periods::patched(&work.read("r.xlsx"), &format!("<v>{figure}</v>"), "<v>7</v>");
            work.write("typed.xlsx", &typed);
            assert_eq!(work.run("verify typed.xlsx w").status, 1, "{form} {all_to_one}");
        }
    }
}

#[test]
fn what_was_split_needs_shares_and_stays_in_the_place_above_without() {
    let work = Workdir::new();
    let (district, new) = split_district(&work, "ke-hoach-von");
    let key = |unit: &str| (unit.to_owned(), "T".to_owned(), "tong".to_owned());
    let base = "rollup w --era 2025 -o r.xlsx --totals r.json --findings f.json --quiet --force";
    assert_eq!(work.run(base).status, 0);
    let before = totals(&work, &format!("{district}-2024.json"), "2024");
    let without = totals(&work, "r.json", "2024");
    assert_eq!(without[&key(&district)], before[&key(&district)]);
    assert!(codes(&work).contains(&"PB715".to_owned()));
    let whole = |totals: &BTreeMap<(String, String, String), (String, String, String)>| -> Decimal {
        totals
            .iter()
            .filter(|((u, r, c), _)| u.len() == 5 && r == "T" && c == "tong")
            .map(|(_, v)| v.0.parse().unwrap_or(Decimal::ZERO))
            .sum()
    };
    let all_of_it: Decimal = before[&key(&district)].0.parse().unwrap();
    assert!(whole(&without) < all_of_it, "the split commune belongs to none");
    let shares = shares_of(&district);
    work.write("shares.csv", shares.as_bytes());
    assert_eq!(work.run(&format!("{base} --shares shares.csv")).status, 0);
    let with = totals(&work, "r.json", "2024");
    assert_eq!(with[&key(&district)].0.parse::<Decimal>().unwrap(), all_of_it);
    assert_eq!(whole(&with), all_of_it, "shares add up to the whole");
    assert!(new.iter().all(|code| with.contains_key(&key(code))));
    work.write("shares.csv", b"old_code,new_code,share\n02173;x\n");
    assert_eq!(work.run(&format!("{base} --shares shares.csv")).status, 2);
}

#[test]
fn quarters_are_held_against_their_year_and_not_added_to_it() {
    let work = Workdir::new();
    let quarters = ["I", "II", "III", "IV"];
    let times = |n: u64| move |_: usize, number: &str| (number.parse::<u64>().unwrap() * n).to_string();
    for (n, quarter) in (1..).zip(quarters) {
        part(&work, "ke-hoach-von", &format!("2024-Q{n}"), &format!("quý {quarter} năm 2024"), times(n));
    }
    // 1 + 2 + 3 + 4: the year is ten times as much, and so it says.
    part(&work, "ke-hoach-von", "2024", "năm 2024", times(10));
    let ran = work.run("rollup q -o up.xlsx --findings f.json --quiet");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(!codes(&work).contains(&"PB716".to_owned()), "{:?}", codes(&work));
    let rows = work.sheet("up.xlsx", "Theo năm");
    let head = rows.iter().position(|r| r[0] == "STT").unwrap();
    let whole = rows[head].iter().position(|h| h.starts_with("Cả giai đoạn")).unwrap();
    let year = rows[head].iter().position(|h| h.to_lowercase().contains("năm 2024") && !h.contains("uý")).unwrap();
    for row in &rows[head + 1..] {
        assert_eq!(row[whole], row[year], "{row:?}");
    }
    // One year's report that was written otherwise.
    part(&work, "ke-hoach-von", "2024", "năm 2024", times(11));
    work.run("rollup q -o up.xlsx --findings f.json --quiet --force");
    assert!(codes(&work).contains(&"PB716".to_owned()), "{:?}", codes(&work));
}

#[test]
fn sums_that_run_through_a_year_add_over_years_and_not_over_quarters() {
    let work = Workdir::new();
    for (n, quarter) in (1..).zip(["I", "II"]) {
        let figure = move |at: usize, number: &str| {
            let Ok(number) = number.parse::<u64>() else { return number.to_owned() };
            // The plan is said again, what was spent grows.
            if at == 4 { (number * n).to_string() } else { number.to_string() }
        };
        part(&work, "giai-ngan", &format!("2024-Q{n}"), &format!("quý {quarter} năm 2024"), figure);
    }
    let ran = work.run("rollup q -o up.xlsx --findings f.json --quiet");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let rows = work.sheet("up.xlsx", "Theo năm");
    let head = rows.iter().position(|r| r[0] == "STT").unwrap();
    let at = |name: &str| rows[head].iter().position(|h| h.contains(name)).unwrap();
    let (whole, last) = (at("Cả giai đoạn"), at("uý II"));
    assert!(rows.len() > head + 10);
    for row in &rows[head + 1..] {
        assert_eq!(row[whole], row[last], "{row:?}");
    }
}

#[test]
fn what_the_items_of_lists_come_to_stands_over_the_years() {
    let work = Workdir::new();
    for (year, growth) in [(2023u16, 1), (2024, 3)] {
        let mut one = of_commune(&Register::built_in(Era::Before), "02173", "danh-muc-cong-trinh", year, growth);
        one.commune = "02173".to_owned();
        work.write(&format!("in-{year}/02173.xlsx"), &one.bytes());
        std::fs::create_dir_all(work.path("w")).unwrap();
        let ran = work.run(&format!(
            "consolidate in-{year} --form danh-muc-cong-trinh --period {year} --era 2024 --under 02173 -o w/{year}.xlsx --totals {year}.json --quiet"
        ));
        assert_eq!(ran.status, 0, "{}", ran.said);
    }
    let ran = work.run("rollup w -o up.xlsx --depth 1 --quiet");
    assert_eq!(ran.status, 0, "{}", ran.said);
    let rows = work.sheet("up.xlsx", "Theo năm");
    let of_items: Vec<&Vec<String>> = rows.iter().filter(|r| r[1].starts_with("Cộng mọi mục")).collect();
    let sums: Vec<Value> = work.json("2024.json", "totals").into_iter().filter(|t| t["rule"] == "sum").collect();
    let kept: Vec<&Value> = sums.iter().filter(|t| t["unit"] == "02173" && t["state"] == "number").collect();
    assert!(!kept.is_empty());
    for total in kept {
        let value = field(total, "value").parse::<f64>().unwrap();
        assert!(of_items.iter().any(|r| r[5].parse::<f64>() == Ok(value)), "{total} {of_items:?}");
    }
}

#[test]
fn what_is_no_consolidated_workbook_is_told() {
    let work = Workdir::new();
    let all: Vec<(String, u64)> = communes("066").into_iter().take(2).map(|c| (c, 100)).collect();
    consolidate(&work, Era::Before, ("066", 2024), "ke-hoach-von", &all, None);
    work.write("w/xa.xlsx", &of_commune(&Register::built_in(Era::Before), "02173", "ke-hoach-von", 2024, 100).bytes());
    let ran = work.run("rollup w -o r.xlsx --findings f.json --quiet");
    assert_eq!(ran.status, 0, "{}", ran.said);
    assert!(codes(&work).contains(&"PB711".to_owned()));
    assert_eq!(work.run("rollup w/xa.xlsx -o s.xlsx").status, 2);
}

#[test]
fn folders_whose_round_files_differ_in_what_a_flag_says_are_consolidated_together() {
    let work = Workdir::new();
    for district in ["066", "060"] {
        let few: Vec<(String, u64)> = communes(district).into_iter().take(2).map(|c| (c, 100)).collect();
        consolidate(&work, Era::Before, (district, 2024), "ke-hoach-von", &few, None);
        let round =
            format!("form = \"ke-hoach-von\"\nunder = \"{district}\"\nperiod = \"2024\"\nunits = \"own.csv\"\n");
        work.write(&format!("in-{district}-2024/phubieu.toml"), round.as_bytes());
        work.write(&format!("in-{district}-2024/own.csv"), &work.read(&format!("units-{district}-2024.csv")));
    }
    let both = "consolidate in-066-2024 in-060-2024 -o both.xlsx --totals both.json --findings f.json --quiet --force";
    // What they say otherwise is told with the flags that settle it.
    for (flags, named) in
        [("", "--under, --units"), ("--under 06", "--units"), ("--units units-066-2024.csv", "--under")]
    {
        let ran = work.run(&format!("{both} {flags}"));
        assert!(ran.status == 2 && ran.said.contains(&format!("Ghi {named} để")), "{flags}: {}", ran.said);
    }
    let ran = work.run(&format!("{both} --under 06 --units units-066-2024.csv"));
    assert_eq!(ran.status, 0, "{}", ran.said);
    let sum = |list: &str, unit: &str| {
        totals(&work, list, "2024")[&(unit.to_owned(), "T".to_owned(), "tong".to_owned())].0.parse::<Decimal>().unwrap()
    };
    assert_eq!(sum("both.json", "06"), sum("066-2024.json", "066") + sum("060-2024.json", "060"));
    // Their files of units are no submissions, here as there.
    assert!(!codes(&work).iter().any(|code| code == "PB201" || code == "PB101"), "{:?}", codes(&work));
    let ran = work.run("verify both.xlsx in-066-2024 in-060-2024");
    assert!(ran.status == 0 && ran.said.contains("KHỚP: mọi số"), "{}", ran.said);
    // A day to send by matters only to who consolidates.
    for (district, day) in [("066", "2024-04-01"), ("060", "2024-05-01")] {
        let round = format!("form = \"ke-hoach-von\"\nperiod = \"2024\"\ndue = \"{day}\"\n");
        work.write(&format!("in-{district}-2024/phubieu.toml"), round.as_bytes());
        std::fs::remove_file(work.path(&format!("in-{district}-2024/own.csv"))).unwrap();
    }
    assert_eq!(work.run("check in-066-2024 in-060-2024 --quiet").status, 0);
    let ran = work.run(&format!("{both} --under 06"));
    assert!(ran.status == 2 && ran.said.contains("Ghi --due để"), "{}", ran.said);
}
