//! What a workbook holds: a submission of each form that is found in it.

use std::collections::{HashMap, HashSet};

use crate::address::Address;
use crate::finding::blank;
use crate::finding::{self, Code, Finding, Place, Severity};
use crate::fingerprint::{self, Fingerprint, FormPrint, Found};
use crate::form::Form;
use crate::intake::{self, Source, Workbook};
use crate::layout::parts::{Part, Wanted, parts};
use crate::layout::{self, Table};
use crate::reading::{self, Facts, State};

use super::{Opened, ReadAll, Submission};

/// A workbook whose tables are told apart.
pub(super) struct Parted {
    workbook: Workbook,
    parts: Vec<Part>,
    remarks: HashMap<String, intake::Comments>,
    print: Option<Fingerprint>,
    /// The forms of the blank that it was made from, where they are not those looked for.
    of_blanks: Vec<FormPrint>,
}

/// Finds out which tables of a workbook are of which form.
pub(super) fn parted(mut workbook: Workbook, wanted: Wanted<'_>, findings: &mut Vec<Finding>) -> Parted {
    let remarks: HashMap<String, intake::Comments> =
        workbook.sheets.iter_mut().map(|s| (s.name.clone(), std::mem::take(&mut s.comments))).collect();
    let print = fingerprint_of(&mut workbook, findings);
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
    let parts = parts(&mut workbook, wanted, &known, findings);
    Parted { workbook, parts, remarks, print, of_blanks }
}

/// Takes the submissions out of a workbook, and says with the findings before what was found in it.
pub(super) fn submissions(
    source: Source,
    parted: Parted,
    wanted: Wanted<'_>,
    mut findings: Vec<Finding>,
) -> (ReadAll, Vec<Finding>) {
    let Parted { workbook, parts, remarks, print, of_blanks } = parted;
    let mut submissions = Vec::new();
    for Part { at, sheets, recognised, known } in parts {
        let Some(form) = wanted.forms.get(at) else { continue };
        let tables = layout::locate(form, &workbook, &sheets, &known, wanted.year, &mut findings);
        let mut other_subject: Vec<&str> = Vec::new();
        for table in tables.iter().filter(|table| !table.is_rest) {
            if layout::subject::report(form, &workbook.file, table, &mut findings) {
                other_subject.push(&table.sheet.name);
            }
        }
        findings.extend(empty_list(form, &workbook, &tables));
        let mut facts = reading::facts(form, &workbook, &tables, &mut findings);
        // Hardly any file has such a table, and a list has millions of figures.
        if !other_subject.is_empty() {
            for at in facts.numbers(|fact| fact.state().is_amount() && other_subject.contains(&fact.sheet())) {
                facts.add_code(at, Code::OtherSubject);
            }
        }
        if known.may_lack {
            lacks_some(&mut facts);
        }
        let mut heading_years: Vec<u16> = tables.iter().flat_map(|t| t.heading_years.iter().copied()).collect();
        heading_years.sort_unstable();
        heading_years.dedup();
        submissions.push(Submission {
            form: at,
            facts,
            printed: reading::printed(form, &workbook, &tables),
            titles: tables.iter().flat_map(|t| t.titles.iter().cloned()).collect(),
            over_headers: tables.iter().flat_map(|t| t.over_headers.iter().chain(&t.agencies).cloned()).collect(),
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
    let opened = vec![Opened { source, sha256: workbook.sha256.clone() }];
    told_once(&mut findings);
    remarked(&mut findings, &remarks);
    let nothing_typed = |s: &Submission| s.facts.iter().all(|f| f.state() == State::Blank && f.raw().trim().is_empty());
    // Where a table could not be read, nobody knows what was typed into it.
    let is_read = submissions.iter().any(|s| s.has_form)
        && !findings.iter().any(|f| f.place.cell.is_none() && f.severity() == Severity::Error);
    if print.is_some() && is_read && submissions.iter().all(nothing_typed) {
        // A blank that lies where those filled in are collected is nobody's submission, and no rival of one.
        findings.retain(|f| f.place.cell.is_none() && f.severity() != Severity::Error);
        findings.push(Finding::of_file(&workbook.file, blank::Problem::NotFilled));
        return (ReadAll { opened, of_blanks, ..ReadAll::default() }, findings);
    }
    (ReadAll { submissions, opened, of_blanks, ..ReadAll::default() }, findings)
}

/// That the tables of a list have no line between them, at the first of them.
fn empty_list(form: &Form, workbook: &Workbook, tables: &[Table<'_>]) -> Option<Finding> {
    let first = tables.first().filter(|_| form.is_list())?;
    let lines = tables.iter().any(|table| table.items.iter().len() > 0 || !table.totals.is_empty());
    let place = Place {
        file: Some(workbook.file.clone()),
        sheet: Some(first.sheet.name.clone()),
        cell: Address::new(first.first_row, first.sheet.row(first.first_row).first()?.at.column),
        ..Place::default()
    };
    (!lines).then(|| Finding::at(place, finding::reading::Problem::EmptyList))
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

/// Marks the figures of a list that may go on in a sheet that was not read: so their totals say it too. One of several
/// readings may be decided by the others.
fn lacks_some(facts: &mut Facts) {
    let figures = facts
        .iter()
        .enumerate()
        .filter(|(_, f)| matches!(f.state(), State::Number(_) | State::Ambiguous | State::Text));
    let figures: Vec<usize> = figures.map(|(at, _)| at).collect();
    for at in figures {
        facts.add_code(at, Code::ListMayGoOn);
    }
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
