//! What a person should know about a cell, a file or a unit.
//!
//! A [`Finding`] carries the facts of the case, not sentences: a [`Problem`] of one of the families
//! ([`intake`], [`identity`], [`sending`], [`blank`], [`structure`], [`reading`], [`balance`],
//! [`comparison`], [`record`], [`rollup`], [`total`]) and the [`Place`] it was found at. Words are made
//! from it in one place a family, in the language asked for. [`code`] lists every code with its severity,
//! name and explanation, [`explained`] has an example and a remedy for each; `phubieu explain`, the
//! reports and the README's table draw on them. [`limit`] names what a file may have too much of.

pub mod balance;
pub mod blank;
pub mod code;
pub mod comparison;
pub mod explained;
pub mod identity;
pub mod intake;
pub mod limit;
pub mod reading;
pub mod record;
pub mod rollup;
pub mod sending;
pub mod structure;
pub mod total;

use std::fmt;

use rust_decimal::Decimal;

use crate::address::Address;
pub use crate::lang::Lang;
use crate::lang::counted;
use crate::period::Period;
pub use code::{Code, Severity};

/// Where a finding belongs; empty fields where it is about something larger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// File, relative to the input it came under.
    pub file: Option<String>,
    /// Sheet name.
    pub sheet: Option<String>,
    /// The cell.
    pub cell: Option<Address>,
    /// The unit's code in its era.
    pub unit: Option<String>,
    /// Its name, where that is not in the register of the round: in a roll-up periods are of two eras.
    pub unit_name: Option<String>,
    /// The form's row code.
    pub row: Option<String>,
    /// The row's label, as the form has it.
    pub row_label: Option<String>,
    /// The form's column code.
    pub column: Option<String>,
    /// The column's heading, as the sheet has it.
    pub column_heading: Option<String>,
}

/// No more places are named in a sentence; the lists have them all.
const MOST_PLACES: usize = 12;

/// What findings say of figures that are used all the same, and what is so where the form makes them errors.
const USED: [(&str, &str); 6] = [
    ("Số vẫn được dùng như đã ghi", "Theo biểu mẫu đây là lỗi nên số không được đưa vào tổng"),
    ("; vẫn được lấy", "; theo biểu mẫu đây là lỗi nên không được đưa vào tổng"),
    ("They were used as they stand", "The form makes it an error: they are not in the totals"),
    ("It was used as it stands", "The form makes it an error: it is not in the totals"),
    ("The figures were used as they stand", "The form makes it an error: the figures are not in the totals"),
    ("they were taken", "they are not in the totals, for the form makes it an error"),
];

/// One thing that a person should know.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What it is.
    pub problem: Problem,
    /// Where it is.
    pub place: Place,
    /// The cell as it stood.
    pub raw: Option<String>,
    /// What somebody remarked at the cell.
    pub remark: Option<String>,
    /// The value that was used all the same.
    pub value: Option<Decimal>,
    /// How grave it is: its code's severity, or what the form makes of it.
    pub severity: Severity,
    /// The cells of the sheet that it rests on, besides its own.
    pub cells: Vec<Address>,
    /// Findings with the same cause: they follow from it, or say the same of other cells.
    pub folded: Vec<Finding>,
}

/// What was found, by family.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// About a file as such.
    Intake(intake::Problem),
    /// About who sent it and for when.
    Identity(identity::Problem),
    /// About rows, columns and sheets.
    Structure(structure::Problem),
    /// About the value of a cell.
    Reading(reading::Problem),
    /// About figures that do not agree.
    Balance(balance::Problem),
    /// About figures that stand out against others.
    Comparison(comparison::Problem),
    /// About a consolidated workbook of a level below.
    Record(record::Problem),
    /// About several periods and places beside each other.
    Rollup(rollup::Problem),
    /// About a workbook that was made from a blank.
    Blank(blank::Problem),
    /// When files were sent, which was taken, what changed since.
    Sending(sending::Problem),
    /// About a total or a decision.
    Total(total::Problem),
}

/// A finding in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// What was found and what it was taken for.
    pub message: String,
    /// What to write or do instead.
    pub suggestion: String,
    /// What speaks for and against.
    pub evidence: String,
}

impl Words {
    /// Words with a message alone.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// Adds what to do.
    pub fn suggest(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = suggestion.into();
        self
    }

    /// Adds what speaks for it.
    pub fn because(mut self, evidence: impl Into<String>) -> Self {
        self.evidence = evidence.into();
        self
    }
}

impl Problem {
    /// The stable code.
    pub fn code(&self) -> Code {
        match self {
            Problem::Intake(p) => p.code(),
            Problem::Identity(p) => p.code(),
            Problem::Structure(p) => p.code(),
            Problem::Reading(p) => p.code(),
            Problem::Balance(p) => p.code(),
            Problem::Comparison(p) => p.code(),
            Problem::Record(p) => p.code(),
            Problem::Rollup(p) => p.code(),
            Problem::Blank(p) => p.code(),
            Problem::Sending(p) => p.code(),
            Problem::Total(p) => p.code(),
        }
    }

    /// Tells whether it is about more than the cell it is told at: a row, a column, a file.
    pub fn is_wider_than_a_cell(&self) -> bool {
        use comparison::{Extent, Problem as Comparison};
        match self {
            Problem::Comparison(Comparison::ThousandTimes { extent, .. }) => *extent != Extent::Cell,
            Problem::Comparison(
                Comparison::UnitSlip { .. } | Comparison::Magnitude { .. } | Comparison::Repeated { .. },
            ) => true,
            _ => false,
        }
    }

    /// The words for a person.
    pub fn words(&self, lang: Lang) -> Words {
        match self {
            Problem::Intake(p) => p.words(lang),
            Problem::Identity(p) => p.words(lang),
            Problem::Structure(p) => p.words(lang),
            Problem::Reading(p) => p.words(lang),
            Problem::Balance(p) => p.words(lang),
            Problem::Comparison(p) => p.words(lang),
            Problem::Record(p) => p.words(lang),
            Problem::Rollup(p) => p.words(lang),
            Problem::Blank(p) => p.words(lang),
            Problem::Sending(p) => p.words(lang),
            Problem::Total(p) => p.words(lang),
        }
    }
}

impl Finding {
    /// A finding about a whole file.
    pub fn of_file(file: impl Into<String>, problem: impl Into<Problem>) -> Self {
        Self::at(Place { file: Some(file.into()), ..Place::default() }, problem)
    }

    /// A finding at a place.
    pub fn at(place: Place, problem: impl Into<Problem>) -> Self {
        let problem = problem.into();
        let severity = problem.code().severity();
        Self { problem, place, raw: None, remark: None, value: None, severity, cells: Vec::new(), folded: Vec::new() }
    }

    /// Makes it a finding of another problem at the same place.
    pub fn becomes(&mut self, problem: impl Into<Problem>) {
        self.problem = problem.into();
        self.severity = self.code().severity();
    }

    /// Findings of the same code under the first of them; the others as they are.
    pub fn under_the_first(findings: Vec<Finding>) -> Vec<Finding> {
        let mut kept: Vec<Finding> = Vec::new();
        for finding in findings {
            match kept.iter_mut().find(|k| k.code() == finding.code() && k.severity <= finding.severity) {
                Some(first) => first.folded.push(finding),
                None => kept.push(finding),
            }
        }
        kept
    }

    /// The finding, then those folded under it.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        std::iter::once(self).chain(&self.folded)
    }

    /// Does something to the finding, then to those folded under it.
    pub fn each_mut(&mut self, mut change: impl FnMut(&mut Finding)) {
        change(self);
        self.folded.iter_mut().for_each(change);
    }

    /// Tells whether it says that an answer about a whole file, or a form of it, was applied.
    pub fn is_answer_about_a_file(&self) -> bool {
        self.code() == Code::DecisionApplied && self.place.cell.is_none()
    }

    /// Tells whether an answer in the list of findings can do something about it: put a figure right, say whose a file is
    /// or that it counts, or let stand what was seen. What only the file can put right it cannot.
    pub fn takes_an_answer(&self) -> bool {
        let place = &self.place;
        if place.file.is_none() {
            return false;
        }
        let of_a_file = matches!(
            self.code(),
            Code::UnknownUnit
                | Code::AmbiguousUnit
                | Code::UnitsDisagree
                | Code::UnitElsewhere
                | Code::DuplicateSubmission
        );
        match self.code().severity() {
            Severity::Error => of_a_file || (place.cell.is_some() && self.code().is_of_a_figure()),
            Severity::Warning | Severity::Note => true,
        }
    }

    /// Tells whether it says that a later file was taken without a person having said which.
    pub fn is_superseded_unasked(&self) -> bool {
        let is_chosen =
            matches!(&self.problem, Problem::Sending(sending::Problem::Superseded { why: sending::Later::Chosen, .. }));
        self.code() == Code::Superseded && !is_chosen
    }

    /// Tells whether what is folded under it is of a file that does not count: nobody need mend it.
    fn sets_aside(&self) -> bool {
        self.code() == Code::Superseded || self.is_answer_about_a_file()
    }

    /// Tells whether it says that a unit did not send in a period: where those of several stand together each says which.
    pub fn is_missing_in(&self, round: Option<Period>) -> bool {
        match &self.problem {
            Problem::Identity(identity::Problem::NotSubmitted { period, .. }) => period.is_none() || *period == round,
            _ => false,
        }
    }

    /// The same finding with the cell's raw text.
    pub fn with_raw(mut self, raw: impl Into<String>) -> Self {
        self.raw = Some(raw.into());
        self
    }

    /// The same finding with the value that was used.
    pub fn with_value(mut self, value: Decimal) -> Self {
        self.value = Some(value);
        self
    }

    /// The words for a person. Where the form made an error of it, the figure is not used after all.
    pub fn words(&self, lang: Lang) -> Words {
        let mut words = self.problem.words(lang);
        if self.is_raised() {
            let told = USED.iter().any(|(used, _)| words.message.contains(used) || words.suggestion.contains(used));
            for (used, out) in USED {
                words.message = words.message.replace(used, out);
                words.suggestion = words.suggestion.replace(used, out);
            }
            if !told {
                let out = lang.of(
                    "Theo biểu mẫu đây là lỗi: số không được đưa vào tổng.",
                    "The form makes it an error: the figure is not in the totals.",
                );
                words.suggestion = format!("{} {out}", words.suggestion).trim().to_owned();
            }
        }
        if let Some(remark) = &self.remark {
            let remark = lang.of(format!("Ghi chú trong ô: «{remark}»."), format!("Comment at the cell: «{remark}»."));
            words.evidence = format!("{} {remark}", words.evidence).trim().to_owned();
        }
        words
    }

    /// What is folded under it, a line each: the other cells with the same remark, then what else follows.
    pub fn folded_words(&self, lang: Lang) -> Vec<String> {
        if self.sets_aside() && !self.folded.is_empty() {
            let count = Tally::of(&self.folded);
            let (errors, warnings, all) = (count.errors, count.warnings, self.folded.len());
            return vec![lang.of(
                format!("Những gì thấy ở tệp không dùng này không tính vào đợt báo cáo: {all} phát hiện ({errors} lỗi, {warnings} cảnh báo)."),
                format!("What was found in this file, which is not used, is none of the round's: {} ({}, {}).", counted(all, "finding"), counted(errors, "error"), counted(warnings, "warning")),
            )];
        }
        let (same, other): (Vec<&Finding>, Vec<&Finding>) = self.folded.iter().partition(|f| f.code() == self.code());
        let place = |f: &&Finding| {
            let cell = f.place.cell.map(|c| c.to_string()).or_else(|| f.place.row.clone()).unwrap_or_default();
            let elsewhere = f.place.file != self.place.file || f.place.sheet != self.place.sheet;
            let sheet = f.place.sheet.as_deref().filter(|_| elsewhere).map(|s| format!("{s}!")).unwrap_or_default();
            let file = f.place.file.as_deref().filter(|_| f.place.file != self.place.file);
            let inside = format!("{sheet}{cell}");
            let parts = [file, Some(inside.as_str())].into_iter().flatten().filter(|p| !p.is_empty());
            parts.collect::<Vec<_>>().join(" › ")
        };
        let mut lines = Vec::new();
        if !same.is_empty() {
            let (count, places) = (same.len(), list(&same.iter().map(place).collect::<Vec<_>>(), MOST_PLACES, lang));
            lines.push(lang.of(
                format!("Cùng nguyên nhân, còn ở {count} chỗ khác: {places}."),
                format!("For the same reason at {count} more places: {places}."),
            ));
        }
        let mut alike: Vec<(Code, String, Vec<String>)> = Vec::new();
        for finding in other {
            let (code, place) = (finding.code(), place(&finding));
            // Of the sums above a part it is enough which they are.
            let message = match code.is_of_parts() {
                true => format!("{}.", code.title(lang)),
                false => finding.words(lang).message,
            };
            match alike.iter_mut().find(|(c, said, _)| *c == code && *said == message) {
                Some((_, _, places)) => places.push(place),
                None => alike.push((code, message, vec![place])),
            }
        }
        for (code, message, places) in alike {
            let place = list(&places, MOST_PLACES, lang);
            let place = if place.is_empty() { place } else { format!("{place}: ") };
            lines.push(
                lang.of(format!("Kéo theo {code}: {place}{message}"), format!("With it {code}: {place}{message}")),
            );
        }
        lines
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        self.problem.code()
    }

    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Tells whether a form made an error of it that it is not by itself.
    pub fn is_raised(&self) -> bool {
        self.severity == Severity::Error && self.code().severity() != Severity::Error
    }

    /// What findings are ordered by, so that the order of work never shows.
    pub fn order(&self) -> impl Ord + use<> {
        let p = &self.place;
        (
            p.file.clone(),
            p.unit.clone(),
            p.sheet.clone(),
            p.cell,
            self.code(),
            p.row.clone(),
            self.problem.words(Lang::Vi).message,
        )
    }
}

/// How many findings there are of each severity; those folded under others are counted apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
    /// Findings that are told with another because they have its cause.
    pub folded: usize,
}

impl Tally {
    /// How many findings there are, in words.
    pub fn words(self, lang: Lang) -> String {
        let Tally { errors, warnings, notes, folded } = self;
        let more = match folded {
            0 => String::new(),
            n => lang.of(
                format!(" (gộp thêm {n} phát hiện cùng nguyên nhân)"),
                format!(" (and {n} more with the same causes)"),
            ),
        };
        lang.of(
            format!("{errors} lỗi, {warnings} cảnh báo, {notes} ghi nhận{more}."),
            format!(
                "{}, {}, {}{more}.",
                counted(errors, "error"),
                counted(warnings, "warning"),
                counted(notes, "note")
            ),
        )
    }

    /// Counts findings.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut tally = Self::default();
        for finding in findings {
            tally.folded += finding.folded.len();
            tally.add(finding);
        }
        tally
    }

    /// Counts a finding, without those folded under it.
    pub fn add(&mut self, finding: &Finding) {
        match finding.severity() {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }
}

/// A list in words: `a, b và c`, cut after some with how many more there are.
pub(crate) fn list<T: fmt::Display>(items: &[T], most: usize, lang: Lang) -> String {
    let shown: Vec<String> = items.iter().take(most).map(T::to_string).collect();
    let mut text = shown.join(", ");
    if items.len() > most {
        let more = items.len() - most;
        text.push_str(&lang.of(format!(" và {more} mục nữa"), format!(" and {more} more")));
    }
    text
}
