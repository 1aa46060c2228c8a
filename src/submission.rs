//! One file that a unit sent, read: its facts, and what it says about unit and period. A file with
//! several forms is a submission of each.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use crate::finding::blank;
use crate::finding::intake::Problem;
use crate::finding::{Code, Finding, Place, Severity};
use crate::fingerprint::{self, Fingerprint, FormPrint, Found, Stamp};
use crate::form::Form;
use crate::intake::{self, Source, limits, workers};
use crate::layout;
pub use crate::layout::parts::Wanted;
use crate::layout::parts::{Part, parts};
use crate::period::Period;
use crate::progress::{Progress, Stage};
use crate::reading::{self, Fact, Facts, Printed, State};
use crate::record::Record;
use crate::register::UnitIndex;

/// A submission before anyone knows whose it is.
#[derive(Debug, Clone, Default)]
pub struct Submission {
    /// The file, relative to the input it came under.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Which of the forms it is of.
    pub form: usize,
    /// What was read from it; empty where the form was not found.
    pub facts: Facts,
    /// The totals that its lists print.
    pub printed: Vec<Printed>,
    /// The lines above and below the form's tables.
    pub titles: Vec<String>,
    /// The lines over each header of the tables.
    pub over_headers: Vec<Vec<String>>,
    /// The years that the headings of value columns name.
    pub heading_years: Vec<u16>,
    /// The names of the sheets that hold the tables.
    pub sheets: Vec<String>,
    /// The form was found in it.
    pub has_form: bool,
    /// A sheet of it was taken for the form, whether or not its table could be read.
    pub recognised: bool,
    /// It was read by a level below, whose consolidated workbook says what it is.
    pub recorded: Option<Recorded>,
    /// It was made from a blank of this program, which says whose it is and of which period.
    pub stamp: Option<Stamp>,
}

/// What a consolidated workbook says of one of its submissions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The workbook.
    pub workbook: String,
    /// The unit's code; empty where it is not known.
    pub unit: String,
    /// The period.
    pub period: Option<Period>,
    /// It is in that workbook's totals.
    pub counts: bool,
}

impl Submission {
    /// Where a fact stands, with the row's label and the column's heading as the form has them.
    pub fn place_of(&self, form: &Form, fact: Fact<'_>) -> Place {
        let row = form.rows.iter().find(|r| r.code == fact.row());
        let column = form.columns.iter().find(|c| c.code == fact.column());
        Place {
            file: Some(self.file.clone()),
            sheet: Some(fact.sheet().to_owned()),
            cell: Some(fact.cell()),
            unit: None,
            row: Some(fact.row().to_owned()),
            row_label: row.map(|r| r.label.clone()),
            column: Some(fact.column().to_owned()),
            column_heading: column.map(|c| c.name()),
        }
    }
}

/// A submission with its unit and period.
#[derive(Debug, Clone)]
pub struct Identified {
    /// What was read.
    pub submission: Submission,
    /// Whose it is, where that is certain.
    pub unit: Option<UnitIndex>,
    /// What it is about.
    pub period: Option<Period>,
    /// Its facts go into the totals.
    pub counts: bool,
}

/// A file that could be opened as a workbook, whether or not a form was found in it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The file.
    pub source: Source,
    /// SHA-256 of the bytes that were read.
    pub sha256: String,
}

/// What became of the sources.
#[derive(Debug, Default)]
pub struct ReadAll {
    /// What was read from those that could be opened; a file may be a submission of several forms.
    pub submissions: Vec<Submission>,
    /// Those that could be opened.
    pub opened: Vec<Opened>,
    /// Consolidated workbooks of levels below.
    pub records: Vec<Record>,
    /// The forms of the blanks that submissions were made from, where they are not those looked for.
    pub of_blanks: Vec<FormPrint>,
}

/// Reads the sources, each on its own and in parallel; the order of the results is theirs.
///
/// Returns what could be opened; findings tell of the rest. A workbook is held no longer than it takes
/// to read it.
pub fn read_all(sources: &[Source], wanted: Wanted<'_>, progress: &Progress, findings: &mut Vec<Finding>) -> ReadAll {
    progress.begin(Stage::Reading, sources.len());
    let seconds = limits::current().seconds;
    let (own, forms) = (sources.to_vec(), wanted.forms.to_vec());
    let (named, year) = (wanted.named, wanted.year);
    let one = move |at: usize| match own.get(at) {
        Some(source) => contained_read(source, Wanted { forms: &forms, named, year }),
        None => (ReadAll::default(), Vec::new()),
    };
    let late = |at: usize| {
        let told = |source: &Source| Finding::of_file(&source.name, Problem::TooSlow { seconds });
        (ReadAll::default(), sources.get(at).map(told).into_iter().collect())
    };
    // A process that reads what is in doubt has the same time, and some to end in.
    let limit = Duration::from_secs(seconds.saturating_add(5));
    let threads = rayon::current_num_threads();
    let read = workers::each(sources.len(), threads, limit, one, late, || progress.step());
    let mut all = ReadAll::default();
    for (own, found) in read {
        findings.extend(found);
        all.submissions.extend(own.submissions);
        all.opened.extend(own.opened);
        all.records.extend(own.records);
        all.of_blanks.extend(own.of_blanks);
    }
    all
}

/// Reads one file; where this program itself stops at it, that is told of the file, and nothing of it is taken.
fn contained_read(source: &Source, wanted: Wanted<'_>) -> (ReadAll, Vec<Finding>) {
    intake::contained(|| read(source, wanted)).unwrap_or_else(|detail| {
        (ReadAll::default(), vec![Finding::of_file(&source.name, Problem::Unexpected { detail })])
    })
}

fn read(source: &Source, wanted: Wanted<'_>) -> (ReadAll, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut workbook = match open(source, &mut findings) {
        Ok(Opening::Submission(workbook)) => workbook,
        Ok(Opening::Record(record)) => {
            return (ReadAll { records: vec![*record], ..ReadAll::default() }, findings);
        }
        Err(finding) => {
            findings.push(*finding);
            return (ReadAll::default(), findings);
        }
    };
    let remarks: HashMap<String, intake::Comments> =
        workbook.sheets.iter_mut().map(|s| (s.name.clone(), std::mem::take(&mut s.comments))).collect();
    let opened = vec![Opened { source: source.clone(), sha256: workbook.sha256.clone() }];
    let print = fingerprint_of(&mut workbook, &mut findings);
    let mut known: Vec<(String, usize)> = Vec::new();
    let mut of_blanks = Vec::new();
    for own in print.iter().flat_map(|p| &p.forms) {
        match form_of(own, wanted.forms) {
            Some((at, same)) => {
                known.push((own.sheet.clone(), at));
                if !same {
                    let problem = blank::Problem::OtherVersion { form: own.name.clone() };
                    findings.push(Finding::of_file(&workbook.file, problem));
                    of_blanks.push(own.clone());
                }
            }
            None => of_blanks.push(own.clone()),
        }
    }
    let parts = parts(&mut workbook, wanted, &known, &mut findings);
    let mut submissions = Vec::new();
    for Part { at, form, sheets, recognised, headers } in parts {
        let tables = layout::locate(form, &workbook, &sheets, &headers, wanted.year, &mut findings);
        let facts = reading::facts(form, &workbook, &tables, &mut findings);
        let mut heading_years: Vec<u16> = tables.iter().flat_map(|t| t.heading_years.iter().copied()).collect();
        heading_years.sort_unstable();
        heading_years.dedup();
        submissions.push(Submission {
            form: at,
            facts,
            printed: reading::printed(form, &workbook, &tables),
            titles: tables.iter().flat_map(|t| t.titles.iter().cloned()).collect(),
            over_headers: tables.iter().flat_map(|t| t.over_headers.iter().cloned()).collect(),
            heading_years,
            sheets: names(&tables),
            has_form: !tables.is_empty(),
            recognised,
            recorded: None,
            stamp: print.as_ref().map(Fingerprint::stamp),
            file: workbook.file.clone(),
            sha256: workbook.sha256.clone(),
        });
    }
    told_once(&mut findings);
    remarked(&mut findings, &remarks);
    let nothing_typed = |s: &Submission| s.facts.iter().all(|f| f.state() == State::Blank && f.raw().trim().is_empty());
    if print.is_some() && submissions.iter().all(nothing_typed) {
        // A blank that lies where those filled in are collected is nobody's submission, and no rival of one.
        findings.retain(|f| f.place.cell.is_none() && f.severity() != Severity::Error);
        findings.push(Finding::of_file(&workbook.file, blank::Problem::NotFilled));
        return (ReadAll { opened, of_blanks, ..ReadAll::default() }, findings);
    }
    (ReadAll { submissions, opened, of_blanks, ..ReadAll::default() }, findings)
}

/// Tells whether a file is a workbook that somebody has worked on: any that can be opened, but for a blank of this
/// program into which nothing was typed yet.
pub fn holds_work(path: &std::path::Path, forms: &[Form]) -> bool {
    let source = Source { name: String::new(), path: path.to_owned() };
    let (all, findings) = contained_read(&source, Wanted { forms, named: false, year: None });
    !all.opened.is_empty() && !findings.iter().any(|f| f.code() == Code::BlankNotFilled)
}

/// Takes the fingerprint of the blank out of a workbook that was made from one, and what stands beside its tables;
/// what was altered is told.
fn fingerprint_of(workbook: &mut intake::Workbook, findings: &mut Vec<Finding>) -> Option<Fingerprint> {
    match Fingerprint::take(workbook)? {
        Found::Whole(print) => {
            print.compare(workbook, findings);
            print.set_aside(workbook);
            Some(*print)
        }
        Found::Broken => {
            findings.push(Finding::of_file(&workbook.file, blank::Problem::Broken));
            None
        }
    }
}

/// Which of some forms that of a blank is, and whether it is that very version.
fn form_of(print: &FormPrint, forms: &[Form]) -> Option<(usize, bool)> {
    let same = forms.iter().position(|form| fingerprint::version(form) == print.version);
    let named = || forms.iter().position(|form| form.name == print.name);
    same.map(|at| (at, true)).or_else(|| Some((named()?, false)))
}

/// The names of the sheets that hold some tables, each once.
fn names(tables: &[layout::Table<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for table in tables {
        if !names.contains(&table.sheet.name) {
            names.push(table.sheet.name.clone());
        }
    }
    names
}

/// What a file turns out to be.
enum Opening {
    Submission(intake::Workbook),
    Record(Box<Record>),
}

/// Opens a file that may be a submission, or a consolidated workbook; another result of this program is none.
fn open(source: &Source, findings: &mut Vec<Finding>) -> Result<Opening, Box<Finding>> {
    let refuse = |problem| Box::new(Finding::of_file(&source.name, problem));
    let bytes = Arc::new(intake::load(source)?);
    if intake::own::is_own_text(&bytes) {
        return Err(refuse(Problem::OwnOutput));
    }
    let workbook = intake::read_within(&source.name, &bytes, intake::limits::current(), findings)
        .map_err(|problem| refuse(*problem))?;
    if !intake::own::is_own(&workbook) {
        return Ok(Opening::Submission(workbook));
    }
    Record::of(&workbook).map(|record| Opening::Record(Box::new(record))).ok_or_else(|| refuse(Problem::OwnOutput))
}

/// Tells whether a file is a result of this program.
pub fn is_own_result(path: &std::path::Path) -> bool {
    let source = Source { name: String::new(), path: path.to_owned() };
    match intake::contained(|| open(&source, &mut Vec::new())) {
        Ok(Ok(Opening::Record(_))) => true,
        Ok(Ok(Opening::Submission(_))) | Err(_) => false,
        Ok(Err(finding)) => finding.code() == Code::OwnOutput,
    }
}

/// A cell that could not be read and is a value cell has been told as that.
fn told_once(findings: &mut Vec<Finding>) {
    let told: HashSet<_> = findings
        .iter()
        .filter(|f| f.code() != Code::CellUnreadable)
        .filter_map(|f| Some((f.place.sheet.clone(), f.place.cell?)))
        .collect();
    findings.retain(|f| {
        f.code() != Code::CellUnreadable
            || f.place.cell.is_none_or(|cell| !told.contains(&(f.place.sheet.clone(), cell)))
    });
}

/// Adds to findings about a cell what somebody remarked at it: often why a figure is as it is.
fn remarked(findings: &mut [Finding], remarks: &HashMap<String, intake::Comments>) {
    const MOST: usize = 200;
    for finding in findings {
        finding.each_mut(|finding| {
            let at = finding.place.sheet.as_ref().zip(finding.place.cell);
            let remark = at.and_then(|(sheet, cell)| remarks.get(sheet)?.get(&cell));
            finding.remark = remark.map(|remark| {
                let short: String = remark.chars().take(MOST).collect();
                if short.len() < remark.len() { format!("{short}…") } else { short }
            });
        });
    }
}
