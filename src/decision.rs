//! A person's answers to earlier findings, from the findings list given back with «Giá trị đúng» and
//! «Lý do» filled in (xlsx or csv).
//!
//! An answer holds for one cell of one file as it was: with the file's hash or the cell's text in
//! the list, a file or cell that changed since is not settled by it, and that is told. Numbers are
//! read the Vietnamese way, as the findings print them; a column `value` holds plain decimals.

use std::path::Path;

use rust_decimal::Decimal;

use crate::address::Address;
use crate::finding::total::{Problem, Stale};
use crate::finding::{Code, Finding, Place, reading};
use crate::form::{Form, Kind};
use crate::intake::{self, Source, Value};
use crate::reading::State;
use crate::submission::{Identified, Submission};
use crate::vietnamese::number::{self, Notation, Readings, Vietnamese};
use crate::vietnamese::symbol::{Nothing, nothing};
use crate::vietnamese::text::{fold, nfc, one_line};

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
    sha256: Option<String>,
    answer: Answer,
    text: String,
    reason: String,
    /// Who is said to have decided.
    by: String,
    applied: bool,
    /// The file or the cell changed since.
    stale: bool,
}

impl Decision {
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    File,
    Sheet,
    Cell,
    Raw,
    Hash,
    Answer,
    PlainValue,
    Reason,
    By,
}

/// The headings that a column of a decisions file is known by.
const HEADINGS: &[(Field, &[&str])] = &[
    (Field::File, &["Tệp", "file"]),
    (Field::Sheet, &["Trang", "Trang tính", "sheet"]),
    (Field::Cell, &["Ô", "cell"]),
    (Field::Raw, &["Giá trị trong tệp", "raw"]),
    (Field::Hash, &["SHA-256", "sha256"]),
    (Field::Answer, &["Giá trị đúng", "decision", "right value"]),
    (Field::PlainValue, &["value"]),
    (Field::Reason, &["Lý do", "reason"]),
    (Field::By, &["Người quyết định", "Người trả lời", "decided by", "by"]),
];

impl Decisions {
    /// Reads a decisions file.
    ///
    /// # Errors
    /// The file cannot be opened, or holds no table of decisions.
    pub fn read(path: &Path) -> Result<Self, DecisionsError> {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let source = Source { name, path: path.to_owned() };
        let workbook = intake::open(&source, &mut Vec::new()).map_err(DecisionsError::Unreadable)?;
        workbook.sheets.iter().find_map(table).map(Self).ok_or(DecisionsError::NoTable)
    }

    fn of<'a>(&'a self, submission: &'a Submission) -> impl Iterator<Item = &'a Decision> {
        self.0
            .iter()
            .filter(|d| d.file == submission.file && d.sha256.as_deref().is_none_or(|h| h == submission.sha256))
    }

    /// What was decided about a file as a whole.
    pub fn about_file(&self, submission: &Submission) -> Option<Answer> {
        self.of(submission)
            .find(|d| d.cell.is_none())
            .map(|d| d.answer)
            .filter(|a| matches!(a, Answer::Use | Answer::LeaveOut))
    }

    /// The unit's code that a decision gives a file.
    pub fn unit_of(&self, submission: &Submission) -> Option<String> {
        let text = self.of(submission).find(|d| d.cell.is_none()).map(|d| d.text.clone())?;
        (text.len() == 5 && text.chars().all(|c| c.is_ascii_digit())).then_some(text)
    }

    /// Marks a decision as applied and says so.
    pub fn report_applied(&mut self, submission: &Submission, cell: Option<Address>, findings: &mut Vec<Finding>) {
        for decision in self.0.iter_mut().filter(|d| d.file == submission.file && d.cell == cell && !d.applied) {
            decision.applied = true;
            let place =
                Place { file: Some(decision.file.clone()), sheet: decision.sheet.clone(), cell, ..Place::default() };
            findings.push(Finding::at(place, decision.said(decision.text.clone())));
        }
    }

    /// Of different answers for one cell or file none holds; equal ones are one.
    fn refuse_contradictions(&mut self, findings: &mut Vec<Finding>) {
        let same_place = |a: &Decision, b: &Decision| a.file == b.file && a.cell == b.cell && a.sheet == b.sheet;
        let mut kept: Vec<Decision> = Vec::new();
        let mut refused: Vec<Decision> = Vec::new();
        for decision in std::mem::take(&mut self.0) {
            if decision.cell.is_some() && refused.iter().any(|r| same_place(r, &decision)) {
                refused.push(decision);
            } else if let Some(at) = kept.iter().position(|k| decision.cell.is_some() && same_place(k, &decision)) {
                if kept.get(at).is_some_and(|k| k.answer != decision.answer) {
                    refused.push(kept.swap_remove(at));
                    refused.push(decision);
                }
            } else {
                kept.push(decision);
            }
        }
        self.0 = kept;
        for decision in refused {
            let place =
                Place { file: Some(decision.file), sheet: decision.sheet, cell: decision.cell, ..Place::default() };
            findings.push(Finding::at(place, Problem::DecisionUnclear { decided: decision.text }));
        }
    }

    /// Settles what checks still say against cells that a person accepted as they stand.
    pub fn accept(&mut self, identified: &mut [Identified], findings: &mut Vec<Finding>) {
        for decision in self.0.iter_mut().filter(|d| !d.applied && d.answer == Answer::Accept) {
            let cell = decision.cell;
            let facts = identified.iter_mut().filter(|i| i.submission.file == decision.file);
            let mut facts = facts.flat_map(|i| i.submission.facts.iter_mut());
            let sheet = |s: &str| decision.sheet.as_deref().is_none_or(|d| d == s);
            let Some(fact) = facts.find(|f| Some(f.cell) == cell && sheet(&f.sheet)) else { continue };
            // What changed since was told when the answers were applied.
            if decision.stale {
                continue;
            }
            let here = |f: &Finding| {
                f.place.file.as_deref() == Some(decision.file.as_str())
                    && f.place.cell == cell
                    && f.place.sheet.as_deref() == Some(fact.sheet.as_str())
            };
            let settled = |f: &Finding| here(f) && f.severity() == crate::finding::Severity::Warning;
            let place = findings.iter().find(|f| settled(f)).map(|f| f.place.clone());
            let codes: Vec<Code> = findings.iter().filter(|f| settled(f)).map(Finding::code).collect();
            findings.retain(|f| !settled(f));
            fact.codes.retain(|c| !codes.contains(c));
            fact.codes.push(Code::DecisionApplied);
            decision.applied = true;
            let place = place.unwrap_or_else(|| Place {
                file: Some(decision.file.clone()),
                sheet: Some(fact.sheet.clone()),
                cell,
                row: Some(fact.row.clone()),
                column: Some(fact.column.clone()),
                ..Place::default()
            });
            let mut finding = Finding::at(place, decision.said(decision.text.clone())).with_raw(fact.raw.clone());
            finding.value = fact.state.value();
            findings.push(finding);
        }
    }

    /// Settles the cells that were decided, and tells of every decision that could not be applied.
    pub fn apply(&mut self, forms: &[Form], identified: &mut [Identified], findings: &mut Vec<Finding>) {
        self.refuse_contradictions(findings);
        for decision in self.0.iter_mut().filter(|d| !d.applied) {
            let place = Place {
                file: Some(decision.file.clone()),
                sheet: decision.sheet.clone(),
                cell: decision.cell,
                ..Place::default()
            };
            let decided = if decision.reason.is_empty() {
                decision.text.clone()
            } else {
                format!("{} ({})", decision.text, decision.reason)
            };
            let mut stale = |why| {
                findings.push(Finding::at(place.clone(), Problem::DecisionStale { decided: decided.clone(), why }))
            };
            // A file with several forms is several submissions: the one that the cell belongs to.
            let of_file = |i: &Identified| i.submission.file == decision.file;
            let sheet = |s: &str| decision.sheet.as_deref().is_none_or(|d| d == s);
            let has_cell =
                |i: &Identified| i.submission.facts.iter().any(|f| Some(f.cell) == decision.cell && sheet(&f.sheet));
            let place_of = identified.iter().position(|i| of_file(i) && has_cell(i));
            let place_of = place_of.or_else(|| identified.iter().position(of_file));
            let Some(one) = place_of.and_then(|at| identified.get_mut(at)) else {
                stale(Stale::NoSuchFile);
                continue;
            };
            if decision.sha256.as_deref().is_some_and(|h| h != one.submission.sha256) {
                stale(Stale::FileChanged);
                decision.stale = true;
                continue;
            }
            let Some(cell) = decision.cell else {
                // «use» and «leave out» speak of files; any other answer needs a cell to stand for.
                findings.push(Finding::at(place, Problem::DecisionUnclear { decided: decision.text.clone() }));
                continue;
            };
            let fact = one
                .submission
                .facts
                .iter_mut()
                .find(|f| f.cell == cell && decision.sheet.as_deref().is_none_or(|s| s == f.sheet));
            let Some(fact) = fact else {
                stale(Stale::NoSuchCell);
                continue;
            };
            if decision.raw.as_deref().is_some_and(|raw| one_line(raw) != one_line(&fact.raw)) {
                stale(Stale::CellChanged);
                decision.stale = true;
                continue;
            }
            let figure = forms.get(one.submission.form).and_then(|form| form.figure_of(&fact.row, &fact.column));
            let fits = |value: Decimal, percent: bool, unsure: bool| {
                // «18.939» cannot decide about «18.939»: the answer is as unsure as the question.
                let echoes = unsure && one_line(&decision.text) == one_line(&fact.raw);
                let whole = figure.is_none_or(|f| f.kind != Kind::Integer || value.is_integer());
                let measure = !percent || figure.is_some_and(|f| f.kind == Kind::Percent);
                !echoes && whole && measure && figure.is_none_or(|f| f.admits(value))
            };
            let state = match decision.answer {
                Answer::Value { value, percent, unsure } if fits(value, percent, unsure) => State::Number(value),
                Answer::Value { .. } => {
                    findings.push(Finding::at(place, Problem::DecisionUnclear { decided: decision.text.clone() }));
                    continue;
                }
                Answer::Nothing(state) => state,
                Answer::LeaveOut => State::Unreadable,
                Answer::Accept => match refused_value(findings, fact, &decision.file) {
                    Some(value) => State::Number(value),
                    // What has a value, or none for a reason, is settled once all checks have spoken.
                    None if !fact.state.is_unusable() => continue,
                    None => {
                        findings.push(Finding::at(place, Problem::DecisionUnclear { decided: decision.text.clone() }));
                        decision.applied = true;
                        continue;
                    }
                },
                Answer::Use | Answer::Unclear => {
                    findings.push(Finding::at(place, Problem::DecisionUnclear { decided: decision.text.clone() }));
                    continue;
                }
            };
            decision.applied = true;
            // The decision takes the place of what the reader had to say against the cell.
            let here = |f: &Finding| {
                f.place.file.as_deref() == Some(decision.file.as_str())
                    && f.place.cell == Some(cell)
                    && f.place.sheet.as_deref() == Some(fact.sheet.as_str())
            };
            let settled = |f: &Finding| here(f) && matches!(f.problem, crate::finding::Problem::Reading(_));
            let place = findings.iter().find(|f| settled(f)).map_or_else(
                || Place {
                    sheet: Some(fact.sheet.clone()),
                    row: Some(fact.row.clone()),
                    column: Some(fact.column.clone()),
                    ..place.clone()
                },
                |f| f.place.clone(),
            );
            findings.retain(|f| !settled(f));
            fact.state = state;
            fact.codes = vec![Code::DecisionApplied];
            let decided = state.value().filter(|_| matches!(state, State::Number(_)));
            let decided = decided.map_or_else(|| decision.text.clone(), |v| Vietnamese(v).to_string());
            let mut finding = Finding::at(place, decision.said(decided)).with_raw(fact.raw.clone());
            finding.value = state.value();
            findings.push(finding);
        }
    }
}

/// The value that was read but is not taken because it is beyond the form's bounds or not whole.
fn refused_value(findings: &[Finding], fact: &crate::reading::Fact, file: &str) -> Option<Decimal> {
    let here = |f: &&Finding| {
        f.place.file.as_deref() == Some(file)
            && f.place.cell == Some(fact.cell)
            && f.place.sheet.as_deref() == Some(fact.sheet.as_str())
    };
    findings.iter().filter(here).find_map(|f| match &f.problem {
        crate::finding::Problem::Reading(
            reading::Problem::OutOfBounds { value, .. } | reading::Problem::NotWhole { value, .. },
        ) => Some(*value),
        _ => None,
    })
}

/// Reads the decisions of a sheet, if it has headings for a file and an answer.
fn table(sheet: &intake::Sheet) -> Option<Vec<Decision>> {
    let (header_row, columns) = sheet.rows().take(40).find_map(|(row, cells)| {
        let columns: Vec<(u32, Field)> = cells
            .iter()
            .filter_map(|c| {
                let heading = fold(c.text()?);
                let field =
                    HEADINGS.iter().find(|(_, names)| names.iter().any(|n| fold(n) == heading)).map(|(f, _)| *f)?;
                Some((c.at.column, field))
            })
            .collect();
        let has = |field| columns.iter().any(|(_, f)| *f == field);
        (has(Field::File) && (has(Field::Answer) || has(Field::PlainValue))).then_some((row, columns))
    })?;
    // In a findings list `value` is the value that was used, not an answer.
    let answers = if columns.iter().any(|(_, f)| *f == Field::Answer) { Field::Answer } else { Field::PlainValue };
    let mut decisions = Vec::new();
    for (row, cells) in sheet.rows().filter(|(row, _)| *row > header_row) {
        let value = |field: Field| {
            let column = columns.iter().find(|(_, f)| *f == field).map(|(c, _)| *c)?;
            cells.iter().find(|c| c.at.column == column && c.at.row == row).map(|c| &c.value)
        };
        let text = |field: Field| value(field).map(ToString::to_string).filter(|t| !t.trim().is_empty());
        let (Some(file), Some(answer)) = (text(Field::File), value(answers)) else { continue };
        // `Sheet!C12` in the cell column names the sheet too.
        let (sheet, cell) = match text(Field::Cell) {
            Some(at) => match at.rsplit_once('!') {
                Some((sheet, cell)) => (Some(sheet.trim_matches('\'').to_owned()), Some(cell.to_owned())),
                None => (text(Field::Sheet), Some(at)),
            },
            None => (text(Field::Sheet), None),
        };
        decisions.push(Decision {
            file: nfc(file.trim()).into_owned(),
            sheet,
            cell: cell.and_then(|c| Address::parse(&c)),
            raw: text(Field::Raw),
            sha256: text(Field::Hash),
            answer: understand(answer, answers == Field::PlainValue),
            text: one_line(&answer.to_string()),
            reason: text(Field::Reason).unwrap_or_default(),
            by: text(Field::By).unwrap_or_default(),
            applied: false,
            stale: false,
        });
    }
    Some(decisions)
}

fn understand(value: &Value, plain: bool) -> Answer {
    let text = match value {
        Value::Number(number) => return Answer::Value { value: *number, percent: false, unsure: false },
        Value::Text(text) => text,
        _ => return Answer::Unclear,
    };
    if plain {
        let sure = |value| Answer::Value { value, percent: false, unsure: false };
        return text.trim().parse().map_or(Answer::Unclear, sure);
    }
    let key = fold(text);
    let is = |words: &[&str]| words.iter().any(|w| fold(w) == key);
    if is(&["bỏ", "loại", "không lấy", "leave out", "exclude"]) {
        return Answer::LeaveOut;
    }
    if is(&["giữ nguyên", "đúng", "đúng rồi", "chấp nhận", "as is", "accept", "correct"]) {
        return Answer::Accept;
    }
    if is(&["dùng", "dùng tệp này", "lấy", "giữ", "use", "use this file"]) {
        return Answer::Use;
    }
    if let Some(kind) = nothing(text) {
        return Answer::Nothing(match kind {
            Nothing::Nil => State::Nil,
            Nothing::NotCollected => State::NotCollected,
            Nothing::NotApplicable => State::NotApplicable,
            Nothing::Deferred => State::Deferred,
        });
    }
    let Ok(numeral) = number::read(text) else { return Answer::Unclear };
    if !numeral.tail.is_empty() {
        return Answer::Unclear;
    }
    let percent = numeral.percent;
    match numeral.readings {
        Readings::One(one) => Answer::Value { value: one.value, percent, unsure: false },
        Readings::Two { grouped, decimal } => {
            let meant = if grouped.notation == Notation::Vietnamese { grouped } else { decimal };
            Answer::Value { value: meant.value, percent, unsure: true }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_the_vietnamese_way() {
        let value = |text: &str, unsure| Answer::Value { value: text.parse().unwrap(), percent: false, unsure };
        let answer = |text: &str| understand(&Value::Text(text.into()), false);
        assert_eq!(answer("18.939"), value("18939", true));
        assert_eq!(answer("18,939"), value("18.939", true));
        assert_eq!(answer("bỏ"), Answer::LeaveOut);
        assert_eq!(answer("Dùng"), Answer::Use);
        assert_eq!(answer("-"), Answer::Nothing(State::Nil));
        assert_eq!(answer("4 hộ"), Answer::Unclear);
        assert_eq!(understand(&Value::Text("18.939".into()), true), value("18.939", false));
    }
}
