//! Known truth, dirtied in the ways that offices dirty it: what can be recovered is, what is a fault is
//! flagged, clean cells raise nothing, and no figure is ever silently another one.

mod kinds;

use std::collections::{BTreeMap, BTreeSet};

use crate::na_ri::page::Content;
use crate::na_ri::{self, form::ROWS};
use crate::workdir::{Workdir, field};
use kinds::{Dice, Dirty, Due, Hand};
use rust_decimal::Decimal;

/// What was done to one cell.
struct Planted {
    truth: Decimal,
    dirty: Dirty,
}

fn plant(measure: &str, hand: Hand, dice: &mut Dice) -> Planted {
    match measure {
        "%" => {
            let truth = Decimal::new(i64::try_from(101 + dice.roll(9_800)).unwrap(), 2).normalize();
            Planted { truth, dirty: kinds::percent(truth, hand, dice) }
        }
        "Km" => {
            let thousandths = 1_001 + dice.roll(98_000);
            let truth =
                Decimal::new(i64::try_from(thousandths + u64::from(thousandths.is_multiple_of(10))).unwrap(), 3);
            Planted { truth, dirty: kinds::length(truth, hand, dice) }
        }
        "Triệu đồng/tháng" => {
            let truth = Decimal::new(i64::try_from(11 + dice.roll(90)).unwrap(), 1).normalize();
            Planted { truth, dirty: kinds::money(truth, hand, dice) }
        }
        measure => {
            let truth = Decimal::from(if dice.roll(3) == 0 { 1000 + dice.roll(90_000) } else { dice.roll(900) });
            Planted { truth, dirty: kinds::count(measure, truth, hand, dice) }
        }
    }
}

/// The rows that hold figures of their own. Row 2 is a decrease, which may be below one and below zero.
fn rows() -> impl Iterator<Item = &'static na_ri::form::Row> {
    ROWS.iter().filter(|r| !matches!(r.code, "2" | "9" | "18"))
}

#[derive(Default)]
struct Score {
    cells: u32,
    silent: Vec<String>,
    alarms: Vec<String>,
    missed: Vec<String>,
    recoverable: u32,
    recovered: u32,
    lost: Vec<String>,
}

#[test]
fn no_figure_is_ever_silently_another_one() {
    const FILES: u64 = 300;
    let work = Workdir::new();
    let mut planted: BTreeMap<(u64, &str), Planted> = BTreeMap::new();
    for seed in 0..FILES {
        let mut dice = Dice(seed);
        let hand = [Hand::Vietnamese, Hand::English, Hand::Mixed][seed as usize % 3];
        let mut appendix = na_ri::made_up::titled("02137", ("1", "1"));
        for row in rows() {
            let mut cell = plant(row.measure, hand, &mut dice);
            // A mixed hand shows itself: without both ways in sight the column would speak for one.
            let shown = match (hand, row.code) {
                (Hand::Mixed, "19") => Some((8276, "82.76%", Due::Recovered)),
                (Hand::Mixed, "21") => Some((8692, "86,92", Due::Clean)),
                _ => None,
            };
            if let Some((hundredths, text, due)) = shown {
                let dirty = Dirty { kind: "the hand", content: Content::Text(text.into()), format: None, due };
                cell = Planted { truth: Decimal::new(hundredths, 2), dirty };
            }
            let line = appendix.line(row.code);
            line.figure = cell.dirty.content.clone();
            line.format = cell.dirty.format;
            planted.insert((seed, row.code), cell);
        }
        work.write(&format!("in/{seed}.xlsx"), &na_ri::xlsx::workbook(&[appendix.page()]));
    }
    // All claim to be one commune; here only the reading is asked about.
    let ran = work.run("check in --under 066 --period 2024 --facts facts.json --findings findings.json --quiet");
    assert_eq!(ran.status, 1, "{}", ran.said);
    let marked = marked(&work);
    let mut score = Score::default();
    let mut kinds: BTreeMap<&str, u32> = BTreeMap::new();
    for fact in work.json("facts.json", "facts") {
        let seed: u64 = field(&fact, "file").trim_end_matches(".xlsx").parse().unwrap();
        let row = field(&fact, "row");
        let Some(cell) = planted.get(&(seed, row)) else { continue };
        *kinds.entry(cell.dirty.kind).or_default() += 1;
        let value = field(&fact, "value").parse().ok();
        score.note(seed, row, cell, value, field(&fact, "state"), marked.contains(&(seed, row.to_owned())));
    }
    println!(
        "{} cells of {} kinds: silent errors {}, false alarms {}, faults missed {}, recovered {} of {} ({:.2} %)",
        score.cells,
        kinds.len(),
        score.silent.len(),
        score.alarms.len(),
        score.missed.len(),
        score.recovered,
        score.recoverable,
        100.0 * f64::from(score.recovered) / f64::from(score.recoverable)
    );
    assert_eq!(score.cells as usize, planted.len());
    assert!(kinds.len() > 70, "every kind is tried: {kinds:?}");
    for (name, cases) in [("silent", &score.silent), ("alarms", &score.alarms), ("missed", &score.missed)] {
        assert!(cases.is_empty(), "{name}:\n{}", cases.join("\n"));
    }
    assert!(f64::from(score.recovered) >= 0.995 * f64::from(score.recoverable), "{}", score.lost.join("\n"));
}

/// The cells with a warning or an error of their own.
fn marked(work: &Workdir) -> BTreeSet<(u64, String)> {
    let findings = work.json("findings.json", "findings");
    let about = findings.iter().filter(|f| f["severity"] != "note" && !field(f, "cell").is_empty());
    about.map(|f| (field(f, "file").trim_end_matches(".xlsx").parse().unwrap(), field(f, "row").to_owned())).collect()
}

impl Score {
    fn note(&mut self, seed: u64, row: &str, cell: &Planted, read: Option<Decimal>, state: &str, marked: bool) {
        self.cells += 1;
        let Planted { truth, dirty } = cell;
        let case =
            || format!("seed {seed} row {row} {}: {:?} is {truth}, read {read:?} ({state})", dirty.kind, dirty.content);
        match dirty.due {
            Due::Flagged if read.is_some() || !marked => self.missed.push(case()),
            Due::Flagged => {}
            Due::Nothing(expected) if state != expected => self.silent.push(case()),
            // What was not collected is worth a look; the others say all there is.
            Due::Nothing(expected) if marked && expected != "not_collected" => self.alarms.push(case()),
            Due::Nothing(_) => {}
            _ if read.is_some_and(|r| r != *truth) => self.silent.push(case()),
            Due::Clean if marked => self.alarms.push(case()),
            Due::NeverAnother if read.is_none() && !marked => self.missed.push(case()),
            Due::NeverAnother => {}
            Due::Clean | Due::Recovered => {
                self.recoverable += 1;
                self.recovered += u32::from(read.is_some());
                if read.is_none() {
                    self.lost.push(case());
                }
            }
        }
    }
}
