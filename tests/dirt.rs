//! Known truth, dirtied in the ways that offices dirty it: what can be recovered is, what is a fault is
//! flagged, clean cells raise nothing, and no figure is ever silently another one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    missing_docs
)]

mod na_ri;
mod workdir;

use na_ri::form::ROWS;
use na_ri::page::Content;
use rust_decimal::Decimal;
use workdir::{Workdir, field};

/// A small generator (SplitMix64), so that a failure names a seed that makes it again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }
}

/// What must come of a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Due {
    /// The true value, and nothing of severity warning or error.
    Clean,
    /// The true value.
    Recovered,
    /// The true value, or an honest «cannot tell».
    NeverAnother,
    /// No value, and an error.
    Flagged,
}

/// How a file's author writes numbers as text.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Hand {
    /// `1.234,5` throughout.
    Vietnamese,
    /// `1,234.5` throughout.
    English,
    /// Both, as the real appendix has them: `86,92` beside `82.76%`.
    Mixed,
}

impl Hand {
    fn grouping(self, dice: &mut Dice) -> char {
        match self {
            Hand::Vietnamese => '.',
            Hand::English => ',',
            Hand::Mixed => {
                if dice.roll(2) == 0 {
                    '.'
                } else {
                    ','
                }
            }
        }
    }

    fn decimals(self, value: Decimal, dice: &mut Dice) -> String {
        match self {
            Hand::English => value.to_string(),
            Hand::Mixed if dice.roll(2) == 0 => value.to_string(),
            _ => value.to_string().replace('.', ","),
        }
    }
}

fn grouped(value: Decimal, dot: char) -> String {
    let whole = value.trunc().to_string();
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(dot);
        }
        out.push(c);
    }
    out
}

/// A whole count and a way to write it.
fn count(measure: &str, hand: Hand, dice: &mut Dice) -> (Decimal, Content, Due) {
    let value = Decimal::from(if dice.roll(3) == 0 { 1000 + dice.roll(90_000) } else { dice.roll(900) });
    let text = |t: String| Content::Text(t);
    let (content, due) = match dice.roll(19) {
        0..=3 => (Content::Number(value.to_string()), Due::Clean),
        4 => (text(value.to_string()), Due::Clean),
        5 => (
            text(grouped(value, hand.grouping(dice))),
            if hand == Hand::Vietnamese { Due::Clean } else { Due::NeverAnother },
        ),
        6 => (text(grouped(value, '\u{a0}')), Due::Recovered),
        7 => (text(format!("  {value} ")), Due::Recovered),
        8 => (text(format!("{} {measure}", grouped(value, hand.grouping(dice)))), Due::NeverAnother),
        9 => (text(format!("'{value}")), Due::Recovered),
        10 => (text(format!("{value}\u{200b}")), Due::Recovered),
        11 => (text(format!("+{value}")), Due::Recovered),
        12 => (text(hand.decimals(Decimal::new(value.mantissa() as i64 * 10, 1), dice)), Due::Recovered),
        13 => (text(format!("{value}-{}", value + Decimal::TEN)), Due::Flagged),
        14 => (text(format!("khoảng {value}")), Due::Flagged),
        15 => (text(format!("{value}.2.34")), Due::Flagged),
        16 => (text(format!("{value} tấn")), Due::Flagged),
        // A dot between thousands that Excel took for a decimal one.
        17 => (Content::Number(format!("{}.125", dice.roll(50) + 1)), Due::Flagged),
        _ => (text(format!("{value}%")), Due::Flagged),
    };
    (value, content, due)
}

/// A percentage with two decimals, above one, and a way to write it.
fn percent(hand: Hand, dice: &mut Dice) -> (Decimal, Content, Due, Option<&'static str>) {
    let value = Decimal::new(i64::try_from(101 + dice.roll(9_800)).unwrap(), 2).normalize();
    let comma = hand.decimals(value, dice);
    let fits = if hand == Hand::Vietnamese { Due::Clean } else { Due::Recovered };
    let text = |t: String| Content::Text(t);
    let (content, due) = match dice.roll(12) {
        0..=2 => (Content::Number(value.to_string()), Due::Clean),
        3 => (text(comma), fits),
        4 => (text(format!("{comma}%")), fits),
        5 => (text(format!("{comma} %")), fits),
        6 => (text(format!("{comma}\u{a0}%")), Due::Recovered),
        7 => {
            return (
                value,
                Content::Number((value / Decimal::ONE_HUNDRED).normalize().to_string()),
                Due::Recovered,
                Some("0.00%"),
            );
        }
        8 => (Content::Number((value / Decimal::ONE_HUNDRED).normalize().to_string()), Due::Flagged),
        9 => (text(format!("{} hộ", dice.roll(90))), Due::Flagged),
        10 => (text(format!("{},5,7", value.trunc())), Due::Flagged),
        _ => (text("1O,5".into()), Due::Flagged),
    };
    (value, content, due, None)
}

/// A length with three decimals, and a way to write it: the kind that a lone dot makes ambiguous.
fn length(hand: Hand, dice: &mut Dice) -> (Decimal, Content, Due) {
    let value = Decimal::new(i64::try_from(1_001 + dice.roll(98_000)).unwrap(), 3);
    let (content, due) = match dice.roll(3) {
        0 => (Content::Number(value.normalize().to_string()), Due::Clean),
        1 => (Content::Text(hand.decimals(value, dice)), Due::NeverAnother),
        _ => (Content::Text(format!("{} km", hand.decimals(value, dice))), Due::NeverAnother),
    };
    (value, content, due)
}

#[test]
fn no_figure_is_ever_silently_another_one() {
    const FILES: u64 = 120;
    let work = Workdir::new();
    let mut due = std::collections::BTreeMap::new();
    for seed in 0..FILES {
        let mut dice = Dice(seed);
        let hand = [Hand::Vietnamese, Hand::English, Hand::Mixed][seed as usize % 3];
        let mut appendix = na_ri::made_up::titled("02137", ("1", "1"));
        for row in ROWS.iter().filter(|r| !matches!(r.code, "1" | "2" | "9" | "18")) {
            let (value, content, expected, format) = match row.measure {
                "%" => percent(hand, &mut dice),
                "Km" => {
                    let (value, content, expected) = length(hand, &mut dice);
                    (value, content, expected, None)
                }
                measure => {
                    let (value, content, expected) = count(measure, hand, &mut dice);
                    (value, content, expected, None)
                }
            };
            // A mixed hand shows itself: without both ways in sight the column would speak for one.
            let (value, content, expected, format) = match (hand, row.code) {
                (Hand::Mixed, "19") => (Decimal::new(8276, 2), Content::Text("82.76%".into()), Due::Recovered, None),
                (Hand::Mixed, "21") => (Decimal::new(8692, 2), Content::Text("86,92".into()), Due::Clean, None),
                _ => (value, content, expected, format),
            };
            let line = appendix.line(row.code);
            due.insert((seed, row.code), (value, content.clone(), expected));
            line.figure = content;
            line.format = format;
        }
        work.write(&format!("in/{seed}.xlsx"), &na_ri::xlsx::workbook(&[appendix.page()]));
    }
    // All claim to be one commune; here only the reading is asked about.
    let ran = work.run("check in --under 066 --period 2024 --facts facts.json --findings findings.json --quiet");
    assert_eq!(ran.status, 1, "{}", ran.said);
    let mut marked = std::collections::BTreeSet::new();
    for finding in
        work.json("findings.json", "findings").iter().filter(|f| f["severity"] != "note" && field(f, "code") != "PB105")
    {
        marked.insert((field(finding, "file").to_owned(), field(finding, "row").to_owned()));
    }
    let (mut seen, mut silent, mut alarms, mut recoverable, mut recovered, mut missed) =
        (0, vec![], vec![], 0, 0, vec![]);
    for fact in work.json("facts.json", "facts") {
        let seed: u64 = field(&fact, "file").trim_end_matches(".xlsx").parse().unwrap();
        let Some((row, (value, content, expected))) =
            ROWS.iter().find(|r| r.code == field(&fact, "row")).and_then(|r| Some((r, due.get(&(seed, r.code))?)))
        else {
            continue;
        };
        seen += 1;
        let read: Option<Decimal> = field(&fact, "value").parse().ok();
        let is_marked = marked.contains(&(field(&fact, "file").to_owned(), row.code.to_owned()));
        let case = format!("seed {seed} row {} {content:?}: {read:?}, true {value}", row.code);
        match expected {
            Due::Flagged if read.is_some() || !is_marked => missed.push(case),
            Due::Flagged => {}
            _ if read.is_some_and(|r| r != *value) => silent.push(case),
            Due::Clean if is_marked => alarms.push(case),
            Due::NeverAnother if read.is_none() && !is_marked => missed.push(case),
            Due::Clean | Due::Recovered => {
                recoverable += 1;
                recovered += u32::from(read.is_some());
            }
            Due::NeverAnother => {}
        }
    }
    println!(
        "{seen} cells: silent errors {}, false alarms {}, faults missed {}, recovered {recovered} of {recoverable}",
        silent.len(),
        alarms.len(),
        missed.len()
    );
    assert_eq!(seen, u32::try_from(FILES).unwrap() * 25);
    assert!(silent.is_empty(), "{}", silent.join("\n"));
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert!(f64::from(recovered) >= 0.995 * f64::from(recoverable));
}
