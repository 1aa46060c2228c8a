//! A person's answers to earlier findings, from the findings list given back with «Giá trị đúng» and
//! «Lý do» filled in (xlsx or csv).
//!
//! An answer holds for one cell of one file as it was: with the file's hash or the cell's text in
//! the list, a file or cell that changed since is not settled by it, and that is told. Numbers are
//! read the Vietnamese way, as the findings print them; a column `value` holds plain decimals.

mod sheet;

use std::path::Path;

use rust_decimal::Decimal;

use crate::address::Address;
use crate::finding::total::{Problem, Stale, Unclear};
use crate::finding::{Code, Finding, Lang, Place, Severity, identity, reading, record};
use crate::form::{Figure, Form, Kind};
use crate::intake::{self, Source};
use crate::reading::{Fact, State};
use crate::submission::{Identified, Submission};
use crate::vietnamese::number::Vietnamese;
use crate::vietnamese::text::one_line;

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

    /// Marks a decision as applied and says so.
    pub fn report_applied(&mut self, submission: &Submission, cell: Option<Address>, findings: &mut Vec<Finding>) {
        for decision in self.0.iter_mut().filter(|d| {
            let here = if cell.is_none() { d.is_about(submission) } else { d.cell == cell };
            d.file == submission.file && here && !d.applied
        }) {
            decision.applied = true;
            let place =
                Place { file: Some(decision.file.clone()), sheet: decision.sheet.clone(), cell, ..Place::default() };
            findings.push(Finding::at(place, decision.said(decision.text.clone())));
        }
    }

    /// Of different answers for one cell or file none holds; equal ones are one.
    fn refuse_contradictions(&mut self, identified: &mut [Identified], findings: &mut Vec<Finding>) {
        // A cell that stands in a list with several findings has an answer to each: accepting one is not
        // accepting the others.
        let accepts_another =
            |a: &Decision, b: &Decision| a.answer == Answer::Accept && b.answer == Answer::Accept && a.about != b.about;
        let same_place = |a: &Decision, b: &Decision| {
            a.file == b.file && a.cell == b.cell && a.sheet == b.sheet && !accepts_another(a, b)
        };
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
            let problem = Problem::DecisionUnclear { decided: decision.text.clone(), why: Unclear::Contradicted };
            findings.push(decision.told_at_its_figure(problem, identified));
        }
    }

    /// Of several files of one unit one can be used.
    fn refuse_several_used(&mut self, findings: &mut Vec<Finding>) {
        let is_used = |d: &Decision| d.cell.is_none() && d.answer == Answer::Use && !d.applied;
        let used: Vec<String> = self.0.iter().filter(|d| is_used(d)).map(|d| d.file.clone()).collect();
        for decision in self.0.iter_mut().filter(|d| is_used(d)) {
            let also = findings.iter().any(|finding| match &finding.problem {
                crate::finding::Problem::Identity(identity::Problem::DuplicateSubmission { others, .. }) => {
                    finding.place.file.as_ref() == Some(&decision.file) && others.iter().any(|o| used.contains(o))
                }
                _ => false,
            });
            if also {
                decision.applied = true;
                let why = Unclear::SeveralUsed;
                let unclear = Problem::DecisionUnclear { decided: decision.in_full(), why };
                findings.push(Finding::at(decision.place(), unclear));
            }
        }
    }

    /// Settles what checks still say against cells that a person accepted as they stand, with what is folded
    /// under it. Findings are given folded.
    pub fn accept(&mut self, identified: &mut [Identified], findings: &mut Vec<Finding>) {
        for decision in self.0.iter_mut().filter(|d| !d.applied && !d.stale && d.answer == Answer::Accept) {
            let cell = decision.cell;
            let on_sheet = |s: &str| decision.sheet.as_deref().is_none_or(|d| d == s);
            let facts = identified.iter().filter(|i| i.submission.file == decision.file);
            let mut facts = facts.flat_map(|i| i.submission.facts.iter());
            let Some(fact) = facts.find(|f| Some(f.cell()) == cell && on_sheet(f.sheet())) else { continue };
            let (sheet, raw, value) = (fact.sheet().to_owned(), fact.raw().into_owned(), fact.state().value());
            let settled = decision.settled(fact.sheet(), findings);
            if let Some(why) = settled.refused {
                decision.stale = true;
                findings.push(decision.refusal(why));
                continue;
            }
            let place = settled.taken.first().map(|f| f.place.clone()).unwrap_or_else(|| Place {
                sheet: Some(fact.sheet().to_owned()),
                row: Some(fact.row().to_owned()),
                column: Some(fact.column().to_owned()),
                ..decision.place()
            });
            release(&decision.file, (&sheet, fact.cell()), &settled.taken, identified, findings);
            decision.applied = true;
            let mut codes: Vec<&str> = settled.taken.iter().map(|f| f.code().id()).collect();
            codes.dedup();
            let decided = match codes.as_slice() {
                [] => decision.text.clone(),
                codes => format!("{} ({})", decision.text, codes.join(", ")),
            };
            let mut finding = Finding::at(place, decision.said(decided)).with_raw(raw);
            finding.value = value;
            finding.cells = settled.blank_together();
            findings.push(finding);
        }
    }

    /// Settles the cells that were decided, and tells of every decision that could not be applied.
    pub fn apply(&mut self, forms: &[Form], identified: &mut [Identified], findings: &mut Vec<Finding>) {
        self.refuse_contradictions(identified, findings);
        self.refuse_several_used(findings);
        for decision in self.0.iter_mut().filter(|d| !d.applied) {
            match decision.settle(forms, identified, findings) {
                Ok(Settled::Now) => decision.applied = true,
                Ok(Settled::OnceChecked) => {}
                Err(Refused::Unclear(why)) => {
                    // It is told here, and not tried again once all is checked.
                    decision.applied = decision.answer == Answer::Accept;
                    let unclear = Problem::DecisionUnclear { decided: decision.in_full(), why };
                    findings.push(decision.told_at_its_figure(unclear, identified));
                }
                Err(Refused::Stale(why)) => {
                    decision.stale = true;
                    findings.push(decision.refusal(why));
                }
            }
        }
    }
}

/// Findings about a cell that a person let stand at the level below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetStand {
    /// The file, as it is told by at this level.
    pub file: String,
    /// Its sheet.
    pub sheet: String,
    /// The cell.
    pub cell: Address,
    /// The codes of what was found.
    pub codes: Vec<Code>,
}

/// Takes from folded findings those that a person let stand at the level below; that it was decided is told already.
pub fn accept_again(settled: &[LetStand], identified: &mut [Identified], findings: &mut Vec<Finding>) {
    for LetStand { file, sheet, cell, codes } in settled {
        for code in codes {
            let decision = Decision {
                file: file.clone(),
                sheet: Some(sheet.clone()),
                cell: Some(*cell),
                raw: None,
                row: None,
                sha256: None,
                about: Some(About { code: code.id().to_owned(), said: None }),
                answer: Answer::Accept,
                text: String::new(),
                reason: String::new(),
                by: String::new(),
                applied: false,
                stale: false,
            };
            let taken = decision.settled(sheet, findings).taken;
            release(file, (sheet, *cell), &taken, identified, findings);
        }
    }
}

/// What an acceptance takes from a list of findings.
#[derive(Default)]
struct Accepted {
    /// The findings that it settles, those folded under them as well.
    taken: Vec<Finding>,
    /// Why it settles none.
    refused: Option<Stale>,
}

impl Accepted {
    /// The blank cells of a row, which are answered together.
    fn blank_together(&self) -> Vec<Address> {
        let blank = self.taken.iter().filter(|f| f.code() == Code::BlankCell);
        blank.flat_map(|f| f.cells.clone()).collect()
    }
}

/// Takes the codes of settled findings from the figures that no other finding of the code doubts.
fn release(file: &str, at: (&str, Address), taken: &[Finding], identified: &mut [Identified], findings: &[Finding]) {
    let codes: Vec<Code> = taken.iter().map(Finding::code).collect();
    let left: Vec<&Finding> = findings
        .iter()
        .flat_map(Finding::all)
        .filter(|f| f.place.file.as_deref() == Some(file) && codes.contains(&f.code()))
        .collect();
    let own = identified.iter_mut().filter(|i| i.submission.file == file);
    for facts in own.map(|i| &mut i.submission.facts) {
        for number in 0..facts.len() {
            let Some(fact) = facts.get(number) else { continue };
            let here = (fact.sheet(), fact.cell()) == at;
            let about = |f: &Finding| {
                let on_sheet = f.place.sheet.as_deref() == Some(fact.sheet());
                on_sheet && (f.place.cell == Some(fact.cell()) || f.cells.contains(&fact.cell()))
            };
            let goes = |c: &&Code| codes.contains(*c) && !left.iter().any(|f| f.code() == **c && about(f));
            let gone: Vec<Code> = fact.codes().iter().filter(goes).copied().collect();
            facts.retain_codes(number, |c| !gone.contains(c));
            let is_told = facts.get(number).is_some_and(|fact| fact.has(Code::DecisionApplied));
            if (here || !gone.is_empty()) && !is_told {
                facts.add_code(number, Code::DecisionApplied);
            }
        }
    }
}

/// When a decision is applied.
enum Settled {
    /// It was.
    Now,
    /// When all checks have spoken.
    OnceChecked,
}

/// Why a decision is not applied.
enum Refused {
    /// It does not say what to do with the cell.
    Unclear(Unclear),
    /// What it is about is not there as it was.
    Stale(Stale),
}

impl Decision {
    /// Where it is about, as far as it says.
    fn place(&self) -> Place {
        let file = Some(self.file.clone()).filter(|f| !f.is_empty());
        Place { file, sheet: self.sheet.clone(), cell: self.cell, ..Place::default() }
    }

    /// What is not clear of it: the figure that it speaks of is used as it stands, and somebody said that it is wrong.
    fn told_at_its_figure(&self, problem: Problem, identified: &mut [Identified]) -> Finding {
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

    /// Takes from folded findings those that this acceptance settles: of the code that it answers, or else all
    /// that is said of its cell alone.
    fn settled(&self, sheet: &str, findings: &mut Vec<Finding>) -> Accepted {
        let here = |f: &Finding| {
            let place = &f.place;
            let at = (place.file.as_deref(), place.sheet.as_deref(), place.cell);
            // What is an error by itself has no figure to accept.
            at == (Some(self.file.as_str()), Some(sheet), self.cell)
                && f.severity() != Severity::Note
                && f.code().severity() != Severity::Error
        };
        let said = |f: &Finding| match &self.about {
            Some(about) => f.code().id() == about.code,
            None => !f.problem.is_wider_than_a_cell(),
        };
        let all = || findings.iter().flat_map(Finding::all);
        let any = all().any(|f| here(f) && said(f));
        // Without a code, what is said of more than the cell is meant where nothing else is said.
        let meant = |f: &Finding| here(f) && (said(f) || (!any && self.about.is_none()));
        let told = |f: &Finding| self.about.as_ref().is_none_or(|about| about.is_as_told(f));
        if all().any(meant) && !all().any(|f| meant(f) && told(f)) {
            return Accepted { refused: Some(Stale::FiguresChanged), ..Accepted::default() };
        }
        let mut accepted = Accepted::default();
        for mut finding in std::mem::take(findings) {
            if meant(&finding) && told(&finding) {
                // What is said of the same figures goes with it; the same remark on other cells stays.
                let goes = |f: &Finding| {
                    let inside =
                        f.place.cell.is_some_and(|c| f.place.cell == finding.place.cell || finding.cells.contains(&c));
                    inside && f.place.sheet == finding.place.sheet && f.code().severity() != Severity::Error
                };
                let (goes, stays): (Vec<Finding>, Vec<Finding>) = finding.folded.iter().cloned().partition(goes);
                finding.folded.clear();
                findings.extend(Finding::under_the_first(stays));
                accepted.taken.push(finding);
                accepted.taken.extend(goes);
            } else {
                let (goes, stays) = finding.folded.drain(..).partition(|f| meant(f) && told(f));
                finding.folded = stays;
                accepted.taken.extend::<Vec<Finding>>(goes);
                findings.push(finding);
            }
        }
        accepted
    }

    /// Gives the cell what was decided, in place of what the reader had to say against it.
    fn settle(
        &self,
        forms: &[Form],
        identified: &mut [Identified],
        findings: &mut Vec<Finding>,
    ) -> Result<Settled, Refused> {
        let stale = |why| Refused::Stale(why);
        // A file with several forms is several submissions: the one that the cell belongs to.
        let of_file = |i: &Identified| i.submission.file == self.file;
        let on_sheet = |s: &str| self.sheet.as_deref().is_none_or(|d| d == s);
        let has_cell =
            |i: &Identified| i.submission.facts.iter().any(|f| Some(f.cell()) == self.cell && on_sheet(f.sheet()));
        let at = identified.iter().position(|i| of_file(i) && has_cell(i));
        let at = at.or_else(|| identified.iter().position(of_file));
        if self.file.is_empty() {
            return Err(Refused::Unclear(Unclear::NoPlace));
        }
        let one = at.and_then(|at| identified.get_mut(at)).ok_or(stale(Stale::NoSuchFile))?;
        if self.sha256.as_deref().is_some_and(|h| h != one.submission.sha256) {
            return Err(stale(Stale::FileChanged));
        }
        // «use» and «leave out» speak of files; any other answer needs a cell to stand for.
        let whole = match self.answer {
            Answer::Use | Answer::LeaveOut => Unclear::FileUnusable,
            Answer::Unclear => Unclear::NotAnAnswer,
            _ => Unclear::WholeFile,
        };
        let cell = self.cell.ok_or(Refused::Unclear(whole))?;
        let facts = &mut one.submission.facts;
        let fact = facts.iter().find(|f| f.cell() == cell && on_sheet(f.sheet())).ok_or(stale(Stale::NoSuchCell))?;
        if self.raw.as_deref().is_some_and(|raw| one_line(raw) != one_line(&fact.raw())) || !self.is_of_row(fact) {
            return Err(stale(Stale::CellChanged));
        }
        let form = forms.get(one.submission.form);
        let figure = form.and_then(|form| form.figure_of(fact.row(), fact.column()));
        // Who leaves out the name of an item leaves out the item.
        let whole_item =
            self.answer == Answer::LeaveOut && fact.state() == State::Text && form.is_some_and(Form::is_list);
        let state = match self.answer {
            Answer::Value { value, percent, unsure } => {
                self.fits(fact, figure, value, percent, unsure).map_err(Refused::Unclear)?;
                State::Number(value)
            }
            Answer::Nothing(state) => state,
            // The item is not there: nothing lacks for it.
            Answer::LeaveOut if whole_item => State::NotApplicable,
            Answer::LeaveOut => State::Unreadable,
            Answer::Accept => match refused_value(findings, fact, &self.file) {
                Some(value) => State::Number(value),
                // What has a value, or none for a reason, is settled once all checks have spoken.
                None if !fact.state().is_unusable() => return Ok(Settled::OnceChecked),
                None => return Err(Refused::Unclear(Unclear::NothingToKeep)),
            },
            Answer::Use => return Err(Refused::Unclear(Unclear::AboutFiles)),
            Answer::Unclear => return Err(Refused::Unclear(Unclear::NotAnAnswer)),
        };
        let settled = |f: &Finding| {
            let here = f.place.file.as_deref() == Some(self.file.as_str())
                && f.place.cell == Some(cell)
                && f.place.sheet.as_deref() == Some(fact.sheet());
            here && is_of_reading(&f.problem)
        };
        let place = findings.iter().find(|f| settled(f)).map_or_else(
            || Place {
                sheet: Some(fact.sheet().to_owned()),
                row: Some(fact.row().to_owned()),
                column: Some(fact.column().to_owned()),
                ..self.place()
            },
            |f| f.place.clone(),
        );
        // Blank cells of a row are told together: what is not a figure of one of them is said of all.
        let together: Vec<Address> = findings.iter().filter(|f| settled(f)).flat_map(|f| f.cells.clone()).collect();
        if !together.is_empty() && state.value().is_some_and(|v| !v.is_zero()) {
            return Err(Refused::Unclear(Unclear::SeveralCells));
        }
        findings.retain(|f| !settled(f));
        let raw = fact.raw().into_owned();
        let is_other =
            |f: Fact<'_>| f.sheet() == fact.sheet() && together.contains(&f.cell()) && f.state() == State::Blank;
        let of_item = |f: Fact<'_>| whole_item && f.sheet() == fact.sheet() && f.row() == fact.row();
        for at in facts.numbers(|f| f.at() == fact.at() || is_other(f) || of_item(f)) {
            facts.set_state(at, state);
            facts.set_codes(at, vec![Code::DecisionApplied]);
        }
        let decided = state.value().filter(|_| matches!(state, State::Number(_)));
        let decided = decided.map_or_else(|| self.text.clone(), |v| Vietnamese(v).to_string());
        let mut finding = Finding::at(place, self.said(decided)).with_raw(raw);
        finding.value = state.value();
        finding.cells = together;
        findings.push(finding);
        Ok(Settled::Now)
    }

    /// Says why a value cannot be what the cell is to say.
    fn fits(
        &self,
        fact: Fact<'_>,
        figure: Option<&Figure>,
        value: Decimal,
        percent: bool,
        unsure: bool,
    ) -> Result<(), Unclear> {
        // «18.939» cannot decide about «18.939»: the answer is as unsure as the question.
        if unsure && one_line(&self.text) == one_line(&fact.raw()) {
            return Err(Unclear::Echo);
        }
        let is_percent = |figure: &Figure| figure.kind == Kind::Percent;
        match figure {
            None if percent => Err(Unclear::NotPercent),
            None => Ok(()),
            Some(figure) if percent && !is_percent(figure) => Err(Unclear::NotPercent),
            Some(figure) if figure.kind == Kind::Integer && !value.is_integer() => Err(Unclear::NotWhole),
            Some(figure) if !figure.admits(value) => Err(Unclear::OutOfBounds { min: figure.min, max: figure.max }),
            Some(_) => Ok(()),
        }
    }
}

/// What the reader had to say against a cell, here or at the level below, whose workbook tells it again.
fn is_of_reading(problem: &crate::finding::Problem) -> bool {
    match problem {
        crate::finding::Problem::Reading(_) => true,
        crate::finding::Problem::Record(record::Problem::Retold { code, .. }) => code.is_of_reading(),
        _ => false,
    }
}

/// The value that was read but is not taken because it is beyond the form's bounds or not whole.
fn refused_value(findings: &[Finding], fact: Fact<'_>, file: &str) -> Option<Decimal> {
    let here = |f: &&Finding| {
        f.place.file.as_deref() == Some(file)
            && f.place.cell == Some(fact.cell())
            && f.place.sheet.as_deref() == Some(fact.sheet())
    };
    findings.iter().filter(here).find_map(|f| match &f.problem {
        crate::finding::Problem::Reading(
            reading::Problem::OutOfBounds { value, .. } | reading::Problem::NotWhole { value, .. },
        ) => Some(*value),
        _ => None,
    })
}
