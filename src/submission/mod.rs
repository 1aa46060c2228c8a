//! One file that a unit sent, read: its facts, and what it says about unit and period. A file with
//! several forms is a submission of each.
//!
//! [`steps`] is the way of a file from its bytes to that; [`contents`] what a workbook holds.

mod contents;
mod steps;

use std::time::Duration;

use crate::finding::{Code, Finding, Place};
use crate::fingerprint::{FormPrint, Stamp};
use crate::form::Form;
use crate::intake::{Source, limits, workers};
pub use crate::layout::parts::Wanted;
use crate::period::Period;
use crate::progress::{Progress, Stage};
use crate::reading::{Fact, Facts, Printed, State};
use crate::record::Record;
use crate::register::UnitIndex;
use steps::Files;

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
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The workbook.
    pub workbook: String,
    /// The unit's code; empty where it is not known.
    pub unit: String,
    /// The period.
    pub period: Option<Period>,
    /// It is in that workbook's totals.
    pub counts: bool,
    /// Its balances that failed there.
    pub balances: Option<ToldBalances>,
}

/// Where balances failed as a level below told it, who knew more of the cells than their figures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ToldBalances {
    /// What the facts said.
    pub states: Vec<State>,
    /// The facts that it was said of.
    pub at: Vec<usize>,
    /// What was said.
    pub findings: Vec<Finding>,
    /// Some figures were changed in the workbook.
    pub edited: bool,
}

impl Submission {
    /// Tells whether what is said of a place is said of this submission: of its file, or of a sheet of it, where that
    /// is named.
    pub fn is_meant_by(&self, place: &Place) -> bool {
        place.file.as_ref() == Some(&self.file) && place.sheet.as_ref().is_none_or(|sheet| self.sheets.contains(sheet))
    }

    /// Lets go of the lines around its tables: whose it is and of which period has been settled, and a round has
    /// thousands of submissions.
    pub fn forget_lines(&mut self) {
        (self.titles, self.over_headers, self.heading_years) = (Vec::new(), Vec::new(), Vec::new());
    }

    /// Where a fact stands, with the row's label and the column's heading as the form has them.
    pub fn place_of(&self, form: &Form, fact: Fact<'_>) -> Place {
        let row = form.rows.iter().find(|r| r.code == fact.row());
        let column = form.columns.iter().find(|c| c.code == fact.column());
        Place {
            file: Some(self.file.clone()),
            sheet: Some(fact.sheet().to_owned()),
            cell: Some(fact.cell()),
            unit: None,
            unit_name: None,
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
/// to read it, and a few small ones with it.
pub fn read_all(sources: &[Source], wanted: Wanted<'_>, progress: &Progress, findings: &mut Vec<Finding>) -> ReadAll {
    progress.begin(Stage::Reading, sources.len());
    let work =
        Files { sources: sources.to_vec(), forms: wanted.forms.to_vec(), named: wanted.named, year: wanted.year };
    // A process that reads what is in doubt has the same time, and some to end in.
    let limit = Duration::from_secs(limits::current().seconds.saturating_add(5));
    let read = workers::each(work, sources.len(), rayon::current_num_threads(), limit, || progress.step());
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

/// Tells whether a file is a workbook that somebody has worked on: any that can be opened, but for a blank of this
/// program into which nothing was typed yet.
pub fn holds_work(path: &std::path::Path, forms: &[Form]) -> bool {
    let source = Source { name: String::new(), path: path.to_owned() };
    let (all, findings) = steps::read(&source, Wanted { forms, named: false, year: None });
    !all.opened.is_empty() && !findings.iter().any(|f| f.code() == Code::BlankNotFilled)
}

/// Tells whether a file is a result of this program.
pub fn is_own_result(path: &std::path::Path) -> bool {
    let source = Source { name: String::new(), path: path.to_owned() };
    steps::opened(&source).is_some_and(|(all, findings)| {
        !all.records.is_empty() || findings.iter().any(|finding| finding.code() == Code::OwnOutput)
    })
}
