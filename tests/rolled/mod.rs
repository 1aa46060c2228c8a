//! Consolidated workbooks of some communes and periods, to be rolled up.

use std::collections::BTreeMap;

use phubieu::register::{Era, Register};
use serde_json::Value;

use crate::clean::{self, Dice, Submission};
use crate::na_ri::page::Content;
use crate::workdir::{Workdir, field};

/// A submission of any commune of an era.
pub fn of_commune(register: &Register, code: &str, form: &str, year: u16, growth: u64) -> Submission {
    let form = clean::form(form);
    let n: usize = code.parse::<usize>().unwrap();
    let mut one = clean::submission(&form, n % clean::COMMUNES.len(), year, growth);
    let own = register.unit(register.find(code).unwrap()).unwrap();
    one.commune = format!("{code} {}", own.name);
    one.titles[0] = format!("ỦY BAN NHÂN DÂN {}", own.name.to_uppercase());
    one.titles.insert(1, register.name(own.parent.unwrap()).to_owned());
    one
}

/// Consolidates some communes into a workbook.
pub fn consolidate(
    work: &Workdir,
    era: Era,
    (under, year): (&str, u16),
    form: &str,
    communes: &[(String, u64)],
    dice: Option<u64>,
) {
    let register = Register::built_in(era);
    let mut dice = dice.map(Dice);
    let mut weights = String::from("code,so_ho,so_ho_dtts,dan_so\n");
    for (code, growth) in communes {
        let mut one = of_commune(&register, code, form, year, *growth);
        if let Some(dice) = &mut dice {
            for content in one.body.iter_mut().flatten() {
                if matches!(content, Content::Number(_)) && dice.roll(20) == 0 {
                    *content = if dice.roll(2) == 0 { Content::Blank } else { Content::Text("12 hoặc 15".into()) };
                }
            }
        }
        weights.push_str(&format!("{code},{},{},{}\n", 200 + code.len(), 90, 1_000 + growth));
        work.write(&format!("in-{under}-{year}/{}.xlsx", one.commune), &one.bytes());
    }
    work.write(&format!("units-{under}-{year}.csv"), weights.as_bytes());
    std::fs::create_dir_all(work.path("w")).unwrap();
    let ran = work.run(&format!(
        "consolidate in-{under}-{year} --under {under} --era {era} --period {year} --units units-{under}-{year}.csv --form {form} -o w/{under}-{year}.xlsx --totals {under}-{year}.json --quiet"
    ));
    assert_eq!(ran.status, 0, "{}", ran.said);
}

/// The communes of a district of then.
pub fn communes(district: &str) -> Vec<String> {
    let register = Register::built_in(Era::Before);
    let units = register.communes(register.find(district).unwrap());
    units.into_iter().map(|u| register.code(u).to_owned()).collect()
}

/// Totals by unit, row and column: value, state, how many stand behind it.
pub fn totals(
    work: &Workdir,
    name: &str,
    period: &str,
) -> BTreeMap<(String, String, String), (String, String, String)> {
    let of = |t: &Value| {
        let text = |c: &str| field(t, c).to_owned();
        let counts = format!("{} {} {}", t["reported"], t["expected"], t["excluded"]);
        ((text("unit"), text("row"), text("column")), (text("value"), text("state"), counts))
    };
    work.json(name, "totals").iter().filter(|t| field(t, "period") == period).map(of).collect()
}

pub fn codes(work: &Workdir) -> Vec<String> {
    work.json("f.json", "findings").iter().map(|f| field(f, "code").to_owned()).collect()
}

/// Consolidates one commune's figures of a part of 2024.
pub fn part(work: &Workdir, form: &str, period: &str, words: &str, figure: impl Fn(usize, &str) -> String) {
    let mut one = of_commune(&Register::built_in(Era::Before), "02173", form, 2024, 1);
    for title in one.titles.iter_mut() {
        *title = title.replace("năm 2024", words);
    }
    for row in one.body.iter_mut() {
        for (at, content) in row.iter_mut().enumerate() {
            if let Content::Number(number) = content {
                *number = figure(at, number);
            }
        }
    }
    work.write(&format!("in-{period}/{}.xlsx", one.commune), &one.bytes());
    std::fs::create_dir_all(work.path("q")).unwrap();
    let ran = work.run(&format!(
        "consolidate in-{period} --form {form} --period {period} --under 02173 --era 2024 -o q/{period}.xlsx --totals {period}.json --quiet --force"
    ));
    assert_eq!(ran.status, 0, "{}", ran.said);
}
