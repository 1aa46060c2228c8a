//! What comes of a file: facts, or a finding that says why not; and no figure that its cell does not hold.

use std::collections::BTreeMap;
use std::path::Path;

use phubieu::decision::Decisions;
use phubieu::finding::{Code, Finding, Lang};
use phubieu::form::{Form, built_in, file};
use phubieu::intake::Source;
use phubieu::layout::parts::Wanted;
use phubieu::previous::Previous;
use phubieu::progress::Progress;
use phubieu::reading::State;
use phubieu::register::overlay;
use phubieu::register::{Era, Register};
use phubieu::round;
use phubieu::submission::{self, ReadAll};
use phubieu::vietnamese::number;
use rust_decimal::Decimal;

use super::seeds::Way;

/// What every mutant of a run is read with.
pub struct Ground {
    forms: Vec<Form>,
}

impl Ground {
    pub fn new() -> Self {
        let forms = built_in::names().filter_map(|name| built_in::form(name)?.ok()).collect();
        Self { forms }
    }

    /// Reads a file; in a word what came of it, or what is wrong with that.
    pub fn read(&self, way: Way, path: &Path) -> Result<&'static str, String> {
        let text = || String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        let refused = Ok("refused");
        match way {
            Way::Submission => self.submission(path),
            Way::Decisions => Decisions::read(path).map_or(refused, |_| Ok("read")),
            Way::Form => file::parse("form.toml", &text()).map_or(refused, |_| Ok("read")),
            Way::Units => {
                let mut register = Register::built_in(Era::Before);
                overlay::apply(&mut register, path).map_or(refused, |()| Ok("read"))
            }
            Way::Round => round::settings(&[path.parent().unwrap().to_owned()]).map_or(refused, |_| Ok("read")),
            Way::Previous => Previous::read(path).map_or(refused, |_| Ok("read")),
        }
    }

    fn submission(&self, path: &Path) -> Result<&'static str, String> {
        let source = Source { name: path.file_name().unwrap().to_string_lossy().into_owned(), path: path.to_owned() };
        let wanted = Wanted { forms: &self.forms, named: false, year: None };
        let mut findings = Vec::new();
        let all = submission::read_all(&[source], wanted, &Progress::default(), &mut findings);
        for finding in &findings {
            // What is said can be said, in both languages.
            for lang in [Lang::Vi, Lang::En] {
                assert!(!finding.words(lang).message.is_empty());
            }
        }
        let facts = all.submissions.iter().map(|s| s.facts.len()).sum::<usize>();
        if facts == 0 && findings.is_empty() && all.records.is_empty() {
            return Err("neither facts nor a finding".to_owned());
        }
        not_as_they_stand(&all, &findings)?;
        // A panic of a library is part of what damage does; one of this program's own is a fault.
        if let Some(stop) = findings.iter().find(|f| f.code() == Code::UnexpectedStop) {
            return Err(format!("this program stopped: {}", stop.words(Lang::En).evidence));
        }
        let stopped = |f: &Finding| f.code() == Code::DamagedFile && f.words(Lang::En).evidence.contains("panicked");
        Ok(match facts {
            _ if findings.iter().any(stopped) => "contained",
            0 if all.records.is_empty() => "refused",
            _ if findings.is_empty() => "read",
            _ => "read with findings",
        })
    }
}

/// Finds a figure that its cell, as it stood, does not hold: the plainest model reads the text once more by hand
/// and asks for the same digits, whatever the measure.
fn not_as_they_stand(all: &ReadAll, findings: &[Finding]) -> Result<(), String> {
    let mut told: BTreeMap<_, usize> = BTreeMap::new();
    for cell in findings.iter().filter_map(|f| f.place.cell) {
        *told.entry(cell).or_default() += 1;
    }
    for fact in all.submissions.iter().flat_map(|s| &s.facts) {
        let State::Number(value) = fact.state() else { continue };
        if told.contains_key(&fact.cell()) || !fact.codes().is_empty() {
            continue;
        }
        let digits = digits(value);
        let raw = fact.raw();
        let raw = raw.trim();
        let readings = match (raw.parse::<Decimal>(), number::read(raw)) {
            (Ok(plain), Ok(numeral)) => {
                numeral.readings.iter().map(|r| r.value).chain([plain]).map(self::digits).collect::<Vec<_>>()
            }
            (Ok(plain), Err(_)) => vec![self::digits(plain)],
            (Err(_), Ok(numeral)) => numeral.readings.iter().map(|r| self::digits(r.value)).collect(),
            (Err(_), Err(why)) => {
                return Err(format!("{} {}: {value} of {raw:?}, which is none: {why:?}", fact.sheet(), fact.cell()));
            }
        };
        if !readings.contains(&digits) {
            return Err(format!("{} {}: {value} of {raw:?}", fact.sheet(), fact.cell()));
        }
    }
    Ok(())
}

/// The digits of a number, without zeros at its end, whatever their place.
fn digits(value: Decimal) -> i128 {
    let mut digits = value.normalize().mantissa();
    while digits != 0 && digits % 10 == 0 {
        digits /= 10;
    }
    digits
}
