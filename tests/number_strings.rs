//! Number strings of real workbooks and documents, each with the reading that a rule gave it.
//!
//! They lie beside the project, in `../shared/data/number-strings.tsv`; where the file is missing the
//! test skips, and says so. The rule's readings were looked at by eye where they differ from ours.

use std::path::Path;

use phubieu::vietnamese::number::{Readings, read};
use rust_decimal::Decimal;

/// Where the rule reads one number and we refuse, rightly: sums of account codes, index formulas, a
/// month with its year, a slip of the keyboard that a person would ask about.
const NO_NUMBER: &[&str] = &[
    "431+433+435+44 (b»ng VND)",
    "101+102",
    "131+201+201+2031+205",
    "7=4+6",
    "11=9+10",
    "11=10+9",
    "7T / 2005",
    ".34,82",
    "`115 tỉ đồng",
];

/// Where the rule calls a string ambiguous for what stands around it, which a string cannot know.
const AMBIGUOUS_BY_CONTEXT: &[&str] = &["885"];

#[test]
fn no_string_gives_a_single_reading_that_is_not_the_right_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/number-strings.tsv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    let (mut certain, mut both, mut refused) = (0, 0, 0);
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let raw = fields[0].replace("\\n", "\n");
        let expected = fields[2].split(" [").next().unwrap();
        let ours = read(&raw);
        match expected.parse::<Decimal>() {
            Ok(value) => match ours {
                Ok(numeral) => {
                    let readings: Vec<Decimal> = numeral.readings.iter().map(|r| r.value).collect();
                    assert!(readings.contains(&value), "{raw:?}: {readings:?}, not {value}");
                    match numeral.readings {
                        Readings::One(_) => certain += 1,
                        Readings::Two { .. } => both += 1,
                    }
                }
                Err(why) => {
                    assert!(NO_NUMBER.contains(&raw.as_str()), "{raw:?}: {why:?}, not {value}");
                    refused += 1;
                }
            },
            Err(_) if expected == "ambiguous" => {
                let one = matches!(&ours, Ok(n) if matches!(n.readings, Readings::One(_)));
                assert!(!one || AMBIGUOUS_BY_CONTEXT.contains(&raw.as_str()), "{raw:?}: {ours:?}");
            }
            // «Not a number» speaks of codes, years and ordinals: what they are the column tells.
            Err(_) => {}
        }
    }
    println!("{certain} read with certainty, {both} in two ways, {refused} refused");
    assert!(certain > 100 && both > 50, "{certain} {both}");
}
