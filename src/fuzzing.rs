//! The parsers, each behind one function that takes what came from outside: for fuzz targets (`tests/fuzz`) and for
//! the test that drives the same on seeds.
//!
//! What must hold of any input is asserted here, so that both ask for it.

use crate::decision::Decisions;
use crate::finding::{Finding, Lang};
use crate::form::{Form, built_in, file};
use crate::intake::{self, Workbook};
use crate::layout::parts::{Part, Wanted, parts};
use crate::reading::Facts;
use crate::vietnamese::measure::{Measure, announced};
use crate::vietnamese::number::{self, Vietnamese};
use crate::{layout, period, reading};

/// Has a panic that will be contained end in a finding: the fuzzer takes every panic for the end of the program.
pub fn prepare() {
    crate::cli::quiet_contained_panics();
}

/// A text as a number: what is read and written again reads as the same.
pub fn number(text: &str) {
    let Ok(numeral) = number::read(text) else { return };
    for reading in numeral.readings.iter() {
        let written = Vietnamese(reading.value).to_string();
        let again = number::read(&written);
        let same = again.is_ok_and(|n| n.tail.is_empty() && n.readings.iter().any(|r| r.value == reading.value));
        assert!(same, "{text:?} is {}, written {written:?}", reading.value);
    }
}

/// A text as a measure: it converts to itself by one.
pub fn measure(text: &str) {
    let Some(measure) = Measure::parse(text) else { return };
    let factor = measure.factor_to(&measure);
    assert!(factor.is_none_or(|f| f == rust_decimal::Decimal::ONE), "{text:?} to itself is {factor:?}");
    let _ = (measure.name(), measure.is_counted(), measure.is_money());
}

/// A line above a table: the periods and measures that it names.
pub fn title(line: &str) {
    let _ = (period::named_in(line), announced(line), Measure::in_line(line), period::year_in_file_name(line));
    let lines: Vec<String> = line.lines().map(str::to_owned).collect();
    let _ = (period::named_in_titles(&lines), period::years_in_titles(&lines));
}

/// A form file: what is accepted is accepted again when it is written.
pub fn form_toml(text: &str) {
    match file::parse("form.toml", text) {
        Ok(form) => {
            let written = Form { text: None, ..form }.toml();
            let again = file::parse("form.toml", &written);
            assert!(again.is_ok(), "written again it is none:\n{written}");
        }
        Err(error) => {
            for lang in [Lang::Vi, Lang::En] {
                let _ = error.clone().in_lang(lang).to_string();
            }
        }
    }
}

/// The bytes of a file: its cells, in order and each once.
pub fn cells(bytes: &[u8]) -> (Option<Workbook>, Vec<Finding>) {
    let mut findings = Vec::new();
    let workbook = intake::read("a", bytes, &mut findings).map_err(|problem| {
        findings.push(Finding::of_file("a", *problem));
    });
    for sheet in workbook.iter().flat_map(|w| &w.sheets) {
        let mut last = None;
        for cell in sheet.rows().flat_map(|(_, cells)| cells) {
            assert!(last < Some((cell.at.row, cell.at.column)), "{} comes late", cell.at);
            last = Some((cell.at.row, cell.at.column));
        }
    }
    (workbook.ok(), findings)
}

/// Text with separators, whatever the encoding.
pub fn delimited(bytes: &[u8]) {
    let _ = cells(bytes);
}

/// A page under the name of a workbook.
pub fn html(bytes: &[u8]) {
    let _ = cells(&[b"<html><body>", bytes].concat());
}

/// Answers to findings.
pub fn decisions(bytes: &[u8]) {
    if let (Some(workbook), _) = cells(bytes) {
        let _ = Decisions::of_workbook(&workbook);
    }
}

/// The bytes of a file to facts, those of each part: some, or a finding.
pub fn bytes_to_facts(bytes: &[u8], forms: &[Form]) -> Vec<Facts> {
    let (workbook, mut findings) = cells(bytes);
    let mut facts = Vec::new();
    if let Some(mut workbook) = workbook {
        let wanted = Wanted { forms, named: false, year: None };
        for Part { at, sheets, known, .. } in parts(&mut workbook, wanted, &[], &mut findings) {
            let Some(form) = wanted.forms.get(at) else { continue };
            let tables = layout::locate(form, &workbook, &sheets, &known, None, &mut findings);
            facts.push(reading::facts(form, &workbook, &tables, &mut findings));
            let _ = reading::printed(form, &workbook, &tables);
        }
    }
    assert!(facts.iter().any(|own| !own.is_empty()) || !findings.is_empty(), "neither facts nor a finding");
    for finding in &findings {
        for lang in [Lang::Vi, Lang::En] {
            assert!(!finding.words(lang).message.is_empty());
        }
    }
    facts
}

/// The forms that come with the program.
pub fn forms() -> Vec<Form> {
    built_in::names().filter_map(|name| built_in::form(name)?.ok()).collect()
}
