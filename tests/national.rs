//! The national register of 2024: all communes with made-up figures of «chi-tieu», consolidated by districts,
//! provinces and the country, and shown in the communes of 2025. Every total is what plain arithmetic comes to.
//!
//! It starts the program 750 times and takes minutes, so it is run where it is asked for:
//! `PHUBIEU_BIN=$PWD/target/release/phubieu cargo test --test all national -- --ignored`.

use std::collections::{BTreeMap, BTreeSet};

use crate::clean::{self, Dice};
use crate::workdir::{Workdir, field};
use phubieu::form::{Aggregate, Form, Kind};
use phubieu::register::{Era, Level, Register};
use rust_decimal::Decimal;

/// Figures and weights by commune and row.
struct Truth {
    form: Form,
    figures: BTreeMap<(String, String), Decimal>,
    weights: BTreeMap<(String, String), Decimal>,
}

impl Truth {
    /// What some communes come to in each row that has a total.
    fn totals(&self, communes: &[&str]) -> BTreeMap<String, Decimal> {
        let mut totals = BTreeMap::new();
        for row in self.form.rows.iter().filter(|r| r.figure.kind != Kind::Group) {
            let figure = |c: &&str| self.figures[&(c.to_string(), row.code.clone())];
            let sum = match &row.figure.aggregate {
                Aggregate::Sum => communes.iter().map(figure).sum::<Decimal>(),
                Aggregate::WeightedMean { weight } => {
                    let weight = |c: &&str| self.weights[&(c.to_string(), weight.clone())];
                    let over: Decimal = communes.iter().map(|c| figure(c) * weight(c)).sum();
                    over / communes.iter().map(weight).sum::<Decimal>()
                }
                other => panic!("{other:?}"),
            };
            totals.insert(row.code.clone(), sum);
        }
        totals
    }
}

/// Writes a csv for every commune, a folder a district, and the weights.
fn country(work: &Workdir, register: &Register) -> Truth {
    let form = clean::form("chi-tieu");
    let mut dice = Dice(20_240_101);
    let names: BTreeSet<String> = form
        .rows
        .iter()
        .filter_map(|r| match &r.figure.aggregate {
            Aggregate::WeightedMean { weight } => Some(weight.clone()),
            _ => None,
        })
        .collect();
    let names: Vec<String> = names.into_iter().collect();
    let mut weights = format!("code,{}\n", names.join(","));
    let mut truth = Truth { form: form.clone(), figures: BTreeMap::new(), weights: BTreeMap::new() };
    for (_, unit) in register.units().filter(|(_, u)| u.level == Level::Commune) {
        let district = register.unit(unit.parent.unwrap()).unwrap();
        let province = register.unit(district.parent.unwrap()).unwrap();
        let mut text = format!(
            "ỦY BAN NHÂN DÂN {}\n{}, {}\nCHỈ TIÊU KẾ HOẠCH NĂM 2024\nSTT;Chỉ tiêu;ĐVT;Kế hoạch năm 2024;Ghi chú\n",
            unit.name.to_uppercase(),
            district.name,
            province.name
        );
        for row in &form.rows {
            // Not below 1: «0,5 %» asks whether 50 % is meant.
            let tenths = match row.figure.kind {
                Kind::Group => None,
                Kind::Integer => Some(10 * dice.roll(900)),
                Kind::Percent => Some(10 + dice.roll(990)),
                _ => Some(10 + dice.roll(8_000)),
            };
            let written = tenths.map(|t| format!("{},{}", t / 10, t % 10)).unwrap_or_default();
            let written = written.strip_suffix(",0").unwrap_or(&written);
            text.push_str(&format!("{};{};{};{written};\n", row.stt, row.label, row.figure.measure));
            if let Some(tenths) = tenths {
                let figure = Decimal::new(i64::try_from(tenths).unwrap(), 1);
                truth.figures.insert((unit.code.to_string(), row.code.clone()), figure);
            }
        }
        weights.push_str(&unit.code);
        for name in &names {
            let weight = 5 + dice.roll(3_000);
            weights.push_str(&format!(",{weight}"));
            truth.weights.insert((unit.code.to_string(), name.clone()), Decimal::from(weight));
        }
        weights.push('\n');
        work.write(&format!("in/{}/{}.csv", district.code, unit.code), text.as_bytes());
    }
    work.write("units.csv", weights.as_bytes());
    truth
}

/// Holds the totals of places against the truth; returns how many were compared.
fn compare(work: &Workdir, name: &str, truth: &Truth, communes: &BTreeMap<String, Vec<&str>>) -> usize {
    let mut compared = 0;
    let mut expected: BTreeMap<&str, BTreeMap<String, Decimal>> = BTreeMap::new();
    for total in work.json(name, "totals") {
        let place = field(&total, "unit");
        let Some((place, own)) = communes.get_key_value(place).filter(|(_, own)| !own.is_empty()) else { continue };
        let expected = expected.entry(place.as_str()).or_insert_with(|| truth.totals(own));
        let Some(expected) = expected.get(field(&total, "row")) else { continue };
        let (value, state) = (field(&total, "value"), field(&total, "state"));
        assert_eq!(state, "number", "{total}");
        // Quotients have 28 digits; the order of the sums does not matter to them.
        assert_eq!(value.parse::<Decimal>().unwrap().normalize(), expected.normalize(), "{total}");
        assert_eq!((total["reported"].as_u64(), total["excluded"].as_u64()), (Some(own.len() as u64), Some(0)));
        compared += 1;
    }
    compared
}

#[test]
#[ignore = "minutes: all 10,035 communes"]
fn the_whole_country_comes_to_what_plain_arithmetic_comes_to() {
    let work = Workdir::new();
    let register = Register::built_in(Era::Before);
    let truth = country(&work, &register);
    let ran = |typed: &str| {
        let ran = work.run(typed);
        assert_eq!(ran.status, 0, "{typed}: {}", ran.said);
    };
    let mut places: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (at, unit) in register.units().filter(|(_, u)| u.level != Level::Commune) {
        let communes = register.communes(at).into_iter().filter(|c| register.unit(*c).unwrap().level == Level::Commune);
        places.insert(unit.code.to_string(), communes.map(|c| register.code(c)).collect());
    }
    let all: Vec<&str> = places.iter().filter(|(code, _)| code.len() == 2).flat_map(|(_, c)| c.clone()).collect();
    assert_eq!(all.len(), 10_035);
    places.insert("00".to_owned(), all);
    std::fs::create_dir_all(work.path("provinces")).unwrap();
    let provinces: Vec<&str> =
        register.units().filter(|(_, u)| u.level == Level::Province).map(|(_, u)| u.code.as_ref()).collect();
    let consolidate = |code: &str| {
        std::fs::create_dir_all(work.path(&format!("districts/{code}"))).unwrap();
        for district in register.children(register.find(code).unwrap()) {
            let own = register.code(district);
            if work.path(&format!("in/{own}")).exists() {
                ran(&format!(
                    "consolidate in/{own} --form chi-tieu --under {own} --era 2024 --period 2024 --units units.csv -o districts/{code}/{own}.xlsx --jobs 1 --quiet"
                ));
            }
        }
        ran(&format!("consolidate districts/{code} --under {code} -o provinces/{code}.xlsx --quiet"));
    };
    std::thread::scope(|scope| {
        for half in [0, 1] {
            let (provinces, consolidate) = (&provinces, &consolidate);
            scope.spawn(move || provinces.iter().skip(half).step_by(2).for_each(|code| consolidate(code)));
        }
    });
    ran("consolidate provinces --under 00 -o country.xlsx --totals country.json --quiet");
    let districts = places.values().filter(|c| !c.is_empty()).count();
    let rows = truth.totals(&["00001"]).len();
    assert_eq!(compare(&work, "country.json", &truth, &places), districts * rows);
    // Shown in the communes of today: those that are whole communes of then, and the country as it was.
    ran("rollup country.xlsx --era 2025 -o today.xlsx --totals today.json --quiet");
    let successors = std::fs::read_to_string(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/register/data/successors-2025.csv"),
    )
    .unwrap();
    let mut today: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut split: BTreeSet<&str> = BTreeSet::new();
    for line in successors.lines().skip(1) {
        let [old, new, extent] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        today.entry(new.to_owned()).or_default().push(old);
        // Five districts without communes became communes; they sent nothing.
        if extent != "whole" || old.len() != 5 {
            split.insert(new);
        }
    }
    today.retain(|new, _| !split.contains(new.as_str()));
    assert!(today.len() > 2_800);
    let whole = today.len();
    today.insert("00".to_owned(), places["00"].clone());
    assert_eq!(compare(&work, "today.json", &truth, &today), (whole + 1) * rows);
}
