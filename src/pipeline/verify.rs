//! Whether a consolidated workbook is what its own figures come to, and those are what its sources say.
//!
//! It is made again from its sheet of figures, and each figure that people see is held against the new one; with
//! the submissions at hand they are read again and held against the figures. [`visible`] looks at what people see
//! ([`remarks`] at their words, [`shown`] at their formats), [`rolled_up`] at the sheets that a roll-up has besides.

mod remarks;
mod rolled_up;
mod shown;
pub mod visible;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;

use crate::address::Address;
use crate::finding::record::Problem;
use crate::finding::{Code, Finding, Place};
use crate::intake::{self, Source, Workbook};
use crate::reading::Fact;
use crate::record::{Record, Seen};
use crate::rollup::again;
use crate::round::{Set, Settings};
use crate::vietnamese::number::Vietnamese;

use super::{Failure, Request, dressing};
use crate::run::Run;
use visible::Words;

/// Why a workbook cannot be verified.
#[derive(Debug)]
pub enum VerifyError {
    /// It cannot be opened.
    Unreadable(Box<Finding>),
    /// It is no consolidated workbook that records where its figures came from.
    NoRecord,
    /// It cannot be made again.
    Failed(Box<Failure>),
}

/// What verifying found out.
#[derive(Debug)]
pub struct Verified {
    /// What differs, in order.
    pub findings: Vec<Finding>,
    /// How many visible figures were held against the sheet of figures.
    pub visible: usize,
    /// How many figures were held against their sources.
    pub sources: usize,
}

/// Verifies a workbook, and its figures against their sources where those are given.
///
/// # Errors
/// Why it cannot be verified at all.
pub fn verify(path: &Path, inputs: &[PathBuf]) -> Result<Verified, VerifyError> {
    let (book, record) = open(path)?;
    let bytes = intake::load(&Source::at(path)).map_err(VerifyError::Unreadable)?;
    let mut findings: Vec<Finding> = broken(&record).into_iter().collect();
    let run = match again(path, &book, &record) {
        Ok(run) => run,
        // Nothing is left of its figures.
        Err(_) if record.broken => return Ok(Verified { findings, visible: 0, sources: 0 }),
        Err(e) => return Err(VerifyError::Failed(Box::new(e))),
    };
    for (fact, figure) in record.facts.iter().zip(&record.figures).filter(|(f, _)| f.edited) {
        let place = Place {
            file: Some(record.workbook.clone()),
            sheet: Some(fact.line.0.to_string()),
            cell: Some(fact.line.1),
            row: Some(figure.row().to_owned()),
            column: Some(figure.column().to_owned()),
            ..Place::default()
        };
        let source = format!("{} › {}!{}", fact.file, figure.sheet(), figure.cell());
        findings.push(Finding::at(place, Problem::Edited { workbook: record.workbook.clone(), source }));
    }
    let (seen, mut visible) = (visible::Seen::of(&book, &bytes), 0);
    findings.extend(visible::differences(&seen, &run, Words::From(0), &mut visible));
    let is_rolled_up = again::is_one(&book);
    if is_rolled_up {
        findings.extend(rolled_up::differences(path, (&seen, &record), &run, inputs, &mut visible));
    }
    let mut sources = 0;
    // Of a roll-up the workbooks of other periods are no sources of the figures that it records.
    let inputs = if is_rolled_up { rolled_up::of_period(&record, inputs) } else { inputs.to_vec() };
    if !inputs.is_empty() {
        findings.extend(against_sources(&record, &inputs, &mut sources).map_err(|e| VerifyError::Failed(Box::new(e)))?);
    }
    findings.sort_by_cached_key(Finding::order);
    Ok(Verified { findings, visible, sources })
}

/// That the record of a workbook is no longer as it was written, where it is not.
pub fn broken(record: &Record) -> Option<Finding> {
    record.broken.then(|| Finding::of_file(&record.workbook, Problem::Broken))
}

/// Opens a consolidated workbook with its record.
///
/// # Errors
/// It cannot be opened, or has none.
pub fn open(path: &Path) -> Result<(Workbook, Record), VerifyError> {
    open_source(&Source::at(path), &mut Vec::new())
}

/// The same under the name that it is told by; what is wrong with parts of it goes to the findings.
///
/// # Errors
/// As [`open`].
pub fn open_source(source: &Source, findings: &mut Vec<Finding>) -> Result<(Workbook, Record), VerifyError> {
    let book = intake::open(source, findings).map_err(VerifyError::Unreadable)?;
    let record = Record::of(&book).ok_or(VerifyError::NoRecord)?;
    Ok((book, record))
}

/// Makes the run of a consolidated workbook again from its figures as they stand.
///
/// # Errors
/// Why that cannot be done.
pub fn again(path: &Path, book: &Workbook, record: &Record) -> Result<Run, Failure> {
    let request = Request {
        settings: settings(record),
        consolidate: true,
        forms: Some(record.forms.clone()),
        as_they_stand: true,
        ..Request::default()
    };
    let mut run = super::run_on(vec![record.clone()], &request)?;
    // The template may be gone; what was drawn after it is one itself.
    run.dressed = dressing::of_own(path, book, &run);
    Ok(run)
}

fn settings(record: &Record) -> Settings {
    Settings {
        under: Some(Set::worked_out(record.place.clone())).filter(|u| !u.value.is_empty()),
        era: Some(Set::worked_out(record.era)),
        period: record.period.map(Set::worked_out),
        ..Settings::default()
    }
}

/// Tells which visible figures of a consolidated workbook that is an input are not what its figures come to.
pub fn visible_of(record: &Record) -> Vec<Finding> {
    let Some(Seen { book, path }) = record.seen.as_deref() else { return Vec::new() };
    let run = again(path, book, record);
    run.map(|run| visible::differences(&visible::Seen::figures_of(book), &run, Words::Beside, &mut 0))
        .unwrap_or_default()
}

/// Holds the figures of a record against the submissions that they came from, found by their bytes.
fn against_sources(record: &Record, inputs: &[PathBuf], compared: &mut usize) -> Result<Vec<Finding>, Failure> {
    let run = super::run(&Request {
        inputs: inputs.to_vec(),
        settings: settings(record),
        forms: Some(record.forms.clone()),
        known: vec![record.of_round()],
        ..Request::default()
    })?;
    let form = |at: usize| run.forms.value.get(at).map(|f| f.name.as_str()).unwrap_or_default();
    let mut of_source: HashMap<(&str, &str, &str, Address), Fact<'_>> = HashMap::new();
    // The only sheet of a file is the one that was read, also where it has its name of the file (csv) and that is another
    // now; of several sheets nothing is taken for another.
    let mut of_only_sheet: HashMap<(&str, &str, Address), Option<Fact<'_>>> = HashMap::new();
    for one in &run.submissions {
        for fact in &one.submission.facts {
            let (sha256, form) = (one.submission.sha256.as_str(), form(one.submission.form));
            of_source.insert((sha256, form, fact.sheet(), fact.cell()), fact);
            let only = of_only_sheet.entry((sha256, form, fact.cell())).or_insert(Some(fact));
            if only.is_some_and(|only| only.sheet() != fact.sheet()) {
                *only = None;
            }
        }
    }
    let given: HashSet<&str> = run.submissions.iter().map(|one| one.submission.sha256.as_str()).collect();
    let hashes: HashMap<&str, &str> = record.files.iter().map(|f| (f.file.as_str(), f.sha256.as_str())).collect();
    let mut findings = Vec::new();
    for (file, hash) in hashes.iter().collect::<BTreeMap<_, _>>() {
        if !given.contains(*hash) {
            findings.push(Finding::of_file(*file, Problem::SourceMissing));
        }
    }
    let known: HashSet<&str> = hashes.values().copied().collect();
    for one in run.submissions.iter().filter(|one| !known.contains(one.submission.sha256.as_str())) {
        findings.push(Finding::of_file(&one.submission.file, Problem::SourceNew));
    }
    for (recorded, own) in record.facts.iter().zip(&record.figures) {
        let Some(hash) = hashes.get(&*recorded.file).filter(|hash| given.contains(*hash)) else { continue };
        *compared += 1;
        let only = || of_only_sheet.get(&(*hash, &*recorded.form, own.cell()))?.as_ref();
        let source = of_source.get(&(*hash, &*recorded.form, own.sheet(), own.cell())).or_else(only);
        // What a person decided is not what the cell says.
        let decided = own.has(Code::DecisionApplied) || own.has(Code::Recomputed);
        let same = source.is_some_and(|s| decided || said(*s) == said(own));
        if !same {
            let place = Place {
                file: Some(recorded.file.to_string()),
                sheet: Some(own.sheet().to_owned()),
                cell: Some(own.cell()),
                row: Some(own.row().to_owned()),
                column: Some(own.column().to_owned()),
                ..Place::default()
            };
            let spoken = |fact: Fact<'_>| match fact.state().value() {
                Some(value) => Vietnamese(value.normalize()).to_string(),
                None => format!("«{}» ({})", fact.raw(), fact.state().as_str()),
            };
            let source = source.map_or("-".to_owned(), |s| spoken(*s));
            findings.push(Finding::at(place, Problem::SourceDiffers { recorded: spoken(own), source }));
        }
    }
    Ok(findings)
}

fn said(fact: Fact<'_>) -> (&'static str, Option<Decimal>) {
    (fact.state().as_str(), fact.state().value().map(|v| v.normalize()))
}
