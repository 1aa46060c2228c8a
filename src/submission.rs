//! One file that a unit sent, read: its facts, and what it says about unit and period. A file with
//! several forms is a submission of each.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::finding::intake::Problem;
use crate::finding::structure::Problem as Layout;
use crate::finding::{Code, Finding, Place};
use crate::form::Form;
use crate::intake::{self, Source};
use crate::layout::recognise::Recognised;
use crate::layout::{self, recognise};
use crate::own_output;
use crate::period::Period;
use crate::reading::{self, Fact};
use crate::register::UnitIndex;

/// A submission before anyone knows whose it is.
#[derive(Debug, Clone)]
pub struct Submission {
    /// The file, relative to the input it came under.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Which of the forms it is of.
    pub form: usize,
    /// What was read from it; empty where the form was not found.
    pub facts: Vec<Fact>,
    /// The lines above and below the form's tables.
    pub titles: Vec<String>,
    /// The years that the headings of value columns name.
    pub heading_years: Vec<u16>,
    /// The names of the sheets that hold the tables.
    pub sheets: Vec<String>,
    /// The form was found in it.
    pub has_form: bool,
    /// A sheet of it was taken for the form, whether or not its table could be read.
    pub recognised: bool,
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

/// The forms that are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'f> {
    /// The forms.
    pub forms: &'f [Form],
    /// One was named: every sheet is looked through for it. Else each sheet is recognised.
    pub named: bool,
    /// A year that a heading is preferred by.
    pub year: Option<u16>,
}

/// Reads the sources, each on its own and in parallel; the order of the results is theirs.
///
/// Returns the submissions that could be opened; findings tell of the rest. A workbook is held no
/// longer than it takes to read it.
pub fn read_all(sources: &[Source], wanted: Wanted<'_>, findings: &mut Vec<Finding>) -> Vec<Submission> {
    let read: Vec<(Vec<Submission>, Vec<Finding>)> = sources.par_iter().map(|source| read(source, wanted)).collect();
    let mut submissions = Vec::with_capacity(read.len());
    for (own, found) in read {
        findings.extend(found);
        submissions.extend(own);
    }
    submissions
}

fn read(source: &Source, wanted: Wanted<'_>) -> (Vec<Submission>, Vec<Finding>) {
    let mut findings = Vec::new();
    let workbook = match open(source, &mut findings) {
        Ok(workbook) => workbook,
        Err(finding) => {
            findings.push(*finding);
            return (Vec::new(), findings);
        }
    };
    let parts = parts(&workbook, wanted, &mut findings);
    let mut submissions = Vec::new();
    for Part { at, form, sheets, recognised } in parts {
        let tables = layout::locate(form, &workbook, &sheets, wanted.year, &mut findings);
        let facts = reading::facts(form, &workbook, &tables, &mut findings);
        let mut heading_years: Vec<u16> = tables.iter().flat_map(|t| t.heading_years.iter().copied()).collect();
        heading_years.sort_unstable();
        heading_years.dedup();
        submissions.push(Submission {
            form: at,
            facts,
            titles: tables.iter().flat_map(|t| t.titles.iter().cloned()).collect(),
            heading_years,
            sheets: tables.iter().map(|t| t.sheet.name.clone()).collect(),
            has_form: !tables.is_empty(),
            recognised,
            file: workbook.file.clone(),
            sha256: workbook.sha256.clone(),
        });
    }
    told_once(&mut findings);
    (submissions, findings)
}

/// Some sheets of a workbook, and the form they are looked through for.
struct Part<'f> {
    at: usize,
    form: &'f Form,
    sheets: Vec<usize>,
    /// They were taken for the form; else nothing was, and the form only stands for all.
    recognised: bool,
}

/// Which sheets of a workbook are looked through for which form. A workbook that holds none is still one
/// of the first form, so that its file is spoken of.
fn parts<'f>(workbook: &intake::Workbook, wanted: Wanted<'f>, findings: &mut Vec<Finding>) -> Vec<Part<'f>> {
    let filled = || workbook.sheets.iter().enumerate().filter(|(_, s)| !s.is_empty());
    if let (true, [form]) = (wanted.named, wanted.forms) {
        let (mine, others): (Vec<usize>, Vec<usize>) = filled().map(|(at, _)| at).partition(|at| {
            workbook
                .sheets
                .get(*at)
                .is_some_and(|s| !layout::header::find(form, s, wanted.year, layout::Spelling::Exact).is_empty())
        });
        if !mine.is_empty() {
            for sheet in others.iter().filter_map(|at| workbook.sheets.get(*at)) {
                tell(workbook, sheet, recognise::unknown(sheet, None), wanted.forms, findings);
            }
        }
        let recognised = !mine.is_empty();
        return vec![Part { at: 0, form, sheets: filled().map(|(at, _)| at).collect(), recognised }];
    }
    let mut sheets: Vec<Vec<usize>> = vec![Vec::new(); wanted.forms.len()];
    let mut refused = false;
    for (at, sheet) in filled() {
        match recognise::recognise(wanted.forms, sheet, wanted.year) {
            Recognised::One(form) => sheets.get_mut(form).into_iter().for_each(|s| s.push(at)),
            other => {
                refused |= matches!(other, Recognised::Several(_));
                tell(workbook, sheet, other, wanted.forms, findings);
            }
        }
    }
    let found: Vec<Part<'f>> = wanted
        .forms
        .iter()
        .enumerate()
        .zip(sheets)
        .filter(|(_, sheets)| !sheets.is_empty())
        .map(|((at, form), sheets)| Part { at, form, sheets, recognised: true })
        .collect();
    match (found.is_empty(), wanted.forms.first()) {
        (true, Some(_)) if refused => found,
        (true, Some(form)) => {
            vec![Part { at: 0, form, sheets: filled().map(|(at, _)| at).collect(), recognised: false }]
        }
        _ => found,
    }
}

/// Says that a sheet with a table of figures was not read, and why.
fn tell(
    workbook: &intake::Workbook,
    sheet: &intake::Sheet,
    recognised: Recognised,
    forms: &[Form],
    findings: &mut Vec<Finding>,
) {
    let name = |at: &usize| forms.get(*at).map(recognise::name).unwrap_or_default();
    let problem = match recognised {
        Recognised::Several(fitting) => Layout::SheetAmbiguous { forms: fitting.iter().map(name).collect() },
        Recognised::Unknown { nearest, headings } => {
            Layout::SheetNotRecognised { headings, nearest: nearest.map(|(at, percent)| (name(&at), percent)) }
        }
        Recognised::One(_) | Recognised::Nothing => return,
    };
    let place = Place { file: Some(workbook.file.clone()), sheet: Some(sheet.name.clone()), ..Place::default() };
    findings.push(Finding::at(place, problem));
}

/// Opens a file that may be a submission; a result of this program is none.
fn open(source: &Source, findings: &mut Vec<Finding>) -> Result<intake::Workbook, Box<Finding>> {
    let refuse = |problem| Box::new(Finding::of_file(&source.name, problem));
    let bytes = intake::load(source)?;
    if own_output::is_own_text(&bytes) {
        return Err(refuse(Problem::OwnOutput));
    }
    let workbook = intake::read(&source.name, &bytes, findings).map_err(|problem| refuse(*problem))?;
    if own_output::is_own(&workbook) { Err(refuse(Problem::OwnOutput)) } else { Ok(workbook) }
}

/// Tells whether a file is a result of this program.
pub fn is_own_result(path: &std::path::Path) -> bool {
    let source = Source { name: String::new(), path: path.to_owned() };
    open(&source, &mut Vec::new()).is_err_and(|finding| finding.code() == Code::OwnOutput)
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
