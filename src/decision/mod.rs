//! A person's answers to earlier findings, from the findings list given back with «Giá trị đúng» and
//! «Lý do» filled in (xlsx or csv).
//!
//! `sheet` reads the list. An answer holds for one cell of one file as it was: with the file's hash or the cell's text in
//! the list, a file or cell that changed since is not settled by it, and that is told. Numbers are
//! read the Vietnamese way, as the findings print them; a column `value` holds plain decimals.
//!
//! Answers of one round are first held against each other (`contradicted`: of different ones for one cell none holds);
//! `figure` puts the figures that were given in the place of what could not be read; `let_stand` settles findings that were
//! accepted as they are, once more when a later check tells them again.

mod contradicted;
mod figure;
mod let_stand;
mod sheet;

use std::path::Path;

use rust_decimal::Decimal;

use crate::address::Address;
use crate::finding::total::{NoCommune, Problem, Stale};
use crate::finding::{Code, Finding, Lang, Place};
use crate::intake::{self, Source};
use crate::reading::{Fact, State};
use crate::submission::{Identified, Submission};
use crate::vietnamese::text::one_line;

pub use let_stand::{LetStand, accept_again};

/// What a person decided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Answer {
    /// The cell's right value, in the form's measure.
    Value {
        /// The value.
        value: Decimal,
        /// It was written with a percent sign.
        percent: bool,
        /// It was written as text with a lone separator before three digits.
        unsure: bool,
    },
    /// The cell says one of the kinds of nothing.
    Nothing(State),
    /// Leave the cell or the file out.
    LeaveOut,
    /// Use this file.
    Use,
    /// The cell is right as it stands.
    Accept,
    /// What stands there is not understood.
    Unclear,
}

#[derive(Debug, Clone)]
struct Decision {
    file: String,
    sheet: Option<String>,
    cell: Option<Address>,
    raw: Option<String>,
    /// The form's row that the list has it in, as far as it says.
    row: Option<String>,
    sha256: Option<String>,
    /// The finding that it answers, where the list says it.
    about: Option<About>,
    answer: Answer,
    text: String,
    reason: String,
    /// Who is said to have decided.
    by: String,
    applied: bool,
    /// The file or the cell changed since.
    stale: bool,
    /// It is a unit's code, and of none that the round knows.
    no_commune: Option<NoCommune>,
    /// It says of what is about no figure that somebody has seen it.
    seen: bool,
}

/// A finding as a list has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct About {
    code: String,
    /// Its message and what speaks for it.
    said: Option<String>,
}

impl About {
    /// Tells whether it is said as it was, in either language. That holds of balances, whose figures it names;
    /// what others are compared with, other files and periods, may have changed.
    fn is_as_told(&self, finding: &Finding) -> bool {
        let Some(said) = self.said.as_ref().filter(|_| matches!(finding.problem, crate::finding::Problem::Balance(_)))
        else {
            return true;
        };
        [Lang::Vi, Lang::En].into_iter().any(|lang| {
            let words = finding.problem.words(lang);
            one_line(&format!("{} {}", words.message, words.evidence)).trim() == said
        })
    }
}

impl Decision {
    /// It speaks of a file as a whole, not of something on one of its sheets.
    fn is_about_a_file(&self) -> bool {
        self.cell.is_none() && self.sheet.is_none()
    }

    /// It speaks of a whole submission: of its file, or of the sheet of a form that came again in another file.
    fn is_about(&self, submission: &Submission) -> bool {
        let again = [Code::DuplicateSubmission, Code::Superseded, Code::TwoWays];
        let of_form = self.about.as_ref().is_none_or(|about| again.iter().any(|code| code.id() == about.code));
        self.cell.is_none() && (self.sheet.is_none() || of_form) && submission.is_meant_by(&self.place())
    }

    /// Tells whether a fact stands in the row that the list has it in: «1.1 Trâu», `1.1`.
    fn is_of_row(&self, fact: Fact<'_>) -> bool {
        let own = fact.row().trim_start_matches('?');
        self.row.as_deref().is_none_or(|row| {
            let rest = row.trim_start_matches('?').strip_prefix(own);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    }

    /// That it was applied.
    fn said(&self, decided: String) -> Problem {
        Problem::DecisionApplied { decided, reason: self.reason.clone(), by: self.by.clone() }
    }
}

/// The decisions of a round.
#[derive(Debug, Default)]
pub struct Decisions(Vec<Decision>);

/// Why a decisions file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum DecisionsError {
    /// It could not be opened.
    #[error("cannot be opened")]
    Unreadable(Box<Finding>),
    /// It has no table with a file and an answer column.
    #[error("no table of decisions")]
    NoTable,
}

impl Decisions {
    /// Tells whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads a decisions file.
    ///
    /// # Errors
    /// The file cannot be opened, or holds no table of decisions.
    pub fn read(path: &Path) -> Result<Self, DecisionsError> {
        let workbook = intake::open(&Source::at(path), &mut Vec::new()).map_err(DecisionsError::Unreadable)?;
        Self::of_workbook(&workbook).ok_or(DecisionsError::NoTable)
    }

    /// The decisions in a workbook, if it holds a table of them.
    pub fn of_workbook(workbook: &intake::Workbook) -> Option<Self> {
        workbook.sheets.iter().find_map(sheet::table).map(Self)
    }

    fn of<'a>(&'a self, submission: &'a Submission) -> impl Iterator<Item = &'a Decision> {
        self.0
            .iter()
            .filter(|d| d.file == submission.file && d.sha256.as_deref().is_none_or(|h| h == submission.sha256))
    }

    /// What was decided about a submission as a whole: about its form alone, or about all of its file.
    pub fn about_whole(&self, submission: &Submission) -> Option<Answer> {
        self.of(submission)
            .filter(|d| d.is_about(submission))
            .min_by_key(|d| d.is_about_a_file())
            .map(|d| d.answer)
            .filter(|a| matches!(a, Answer::Use | Answer::LeaveOut))
    }

    /// The unit's code that a decision gives a file.
    pub fn unit_of(&self, submission: &Submission) -> Option<String> {
        let text = self.of(submission).find(|d| d.is_about_a_file()).map(|d| d.text.clone())?;
        let digits = text.len() <= 5 && text.len() >= 3 && text.chars().all(|c| c.is_ascii_digit());
        // Excel takes the zeros from the front of a code.
        digits.then(|| format!("{text:0>5}"))
    }

    /// Takes note that the unit's code which a decision gives a file is none that the round knows.
    pub fn has_no_commune(&mut self, submission: &Submission, why: NoCommune) {
        let hash = submission.sha256.as_str();
        let own = |d: &&mut Decision| d.file == submission.file && d.sha256.as_deref().is_none_or(|h| h == hash);
        if let Some(decision) = self.0.iter_mut().filter(own).find(|d| d.is_about_a_file()) {
            decision.no_commune = Some(why);
        }
    }

    /// Marks a decision as applied and says so.
    pub fn report_applied(&mut self, submission: &Submission, cell: Option<Address>, findings: &mut Vec<Finding>) {
        self.report_applied_to(submission, cell, None, findings);
    }

    /// The same with the name of the unit that it is.
    pub fn report_applied_to(
        &mut self,
        submission: &Submission,
        cell: Option<Address>,
        unit: Option<&str>,
        findings: &mut Vec<Finding>,
    ) {
        for decision in self.0.iter_mut().filter(|d| {
            let here = if cell.is_none() { d.is_about(submission) } else { d.cell == cell };
            d.file == submission.file && here && !d.applied
        }) {
            decision.applied = true;
            let place =
                Place { file: Some(decision.file.clone()), sheet: decision.sheet.clone(), cell, ..Place::default() };
            let decided = unit.map_or(decision.text.clone(), |unit| format!("{}, {unit}", decision.text));
            findings.push(Finding::at(place, decision.said(decided)));
        }
    }
}

impl Decision {
    /// Where it is about, as far as it says.
    fn place(&self) -> Place {
        let file = Some(self.file.clone()).filter(|f| !f.is_empty());
        Place { file, sheet: self.sheet.clone(), cell: self.cell, ..Place::default() }
    }

    /// What is not clear of it: the figure that it speaks of is used as it stands, and somebody said that it is wrong.
    pub(super) fn told_at_its_figure(&self, problem: Problem, identified: &mut [Identified]) -> Finding {
        let mut finding = Finding::at(self.place(), problem);
        let on_sheet = |s: &str| self.sheet.as_deref().is_none_or(|own| own == s);
        let own = identified.iter_mut().map(|one| &mut one.submission).filter(|one| one.file == self.file);
        for facts in own.map(|one| &mut one.facts) {
            let Some(fact) = facts.iter().find(|f| Some(f.cell()) == self.cell && on_sheet(f.sheet())) else {
                continue;
            };
            let place = &mut finding.place;
            place.sheet = Some(fact.sheet().to_owned());
            (place.row, place.column) = (Some(fact.row().to_owned()), Some(fact.column().to_owned()));
            finding.raw = Some(fact.raw().into_owned());
            let (at, told) = (fact.at(), fact.has(Code::DecisionUnclear));
            if !told {
                facts.add_code(at, Code::DecisionUnclear);
            }
            break;
        }
        finding
    }

    /// The answer with its reason and who gave it.
    fn in_full(&self) -> String {
        let about: Vec<&str> = [self.reason.as_str(), self.by.as_str()].into_iter().filter(|t| !t.is_empty()).collect();
        if about.is_empty() { self.text.clone() } else { format!("{} ({})", self.text, about.join("; ")) }
    }

    /// That it does not hold.
    fn refusal(&self, why: Stale) -> Finding {
        Finding::at(self.place(), Problem::DecisionStale { decided: self.in_full(), why })
    }
}
