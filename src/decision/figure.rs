//! A figure given for a cell: whether it holds for the cell as it is, and whether the form allows it.

use rust_decimal::Decimal;

use crate::address::Address;
use crate::finding::total::{Problem, Stale, Unclear};
use crate::finding::{Code, Finding, Place, Severity, reading, record, structure};
use crate::form::{Figure, Form, Kind};
use crate::intake::cell::DateValue;
use crate::reading::{Fact, State};
use crate::submission::Identified;
use crate::vietnamese::number::{Vietnamese, as_shown};
use crate::vietnamese::text::one_line;

use super::{Answer, Decision, Decisions};

impl Decisions {
    /// Settles the cells that were decided, and tells of every decision that could not be applied.
    pub fn apply(&mut self, forms: &[Form], identified: &mut [Identified], findings: &mut Vec<Finding>) {
        self.refuse_contradictions(identified, findings);
        self.refuse_several_used(findings);
        for decision in self.0.iter_mut().filter(|d| !d.applied) {
            match decision.settle(forms, identified, findings) {
                Ok(Settled::Now) => decision.applied = true,
                Ok(Settled::OnceChecked) => {}
                Ok(Settled::Seen) => decision.seen = true,
                Err(Refused::Unclear(why)) => {
                    // It is told here, and not tried again once all is checked.
                    decision.applied = decision.answer == Answer::Accept;
                    let about_a_figure = !matches!(why, Unclear::InTheFile | Unclear::OnlySeen);
                    let unclear = Problem::DecisionUnclear { decided: decision.in_full(), why };
                    findings.push(match about_a_figure {
                        true => decision.told_at_its_figure(unclear, identified),
                        false => Finding::at(decision.place(), unclear),
                    });
                }
                Err(Refused::Stale(why)) => {
                    decision.stale = true;
                    findings.push(decision.refusal(why));
                }
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
    /// When all checks have spoken, though it is about no figure: somebody has seen what was found.
    Seen,
}

/// Why a decision is not applied.
enum Refused {
    /// It does not say what to do with the cell.
    Unclear(Unclear),
    /// What it is about is not there as it was.
    Stale(Stale),
}

impl Decision {
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
        let is_meant = |f: Fact<'_>| Some(f.cell()) == self.cell && on_sheet(f.sheet());
        let has_printed = |i: &Identified| i.submission.printed.iter().any(|p| is_meant(p.fact()));
        let has_cell = |i: &Identified| i.submission.facts.iter().any(is_meant) || has_printed(i);
        let at = identified.iter().position(|i| of_file(i) && has_cell(i));
        let at = at.or_else(|| identified.iter().position(of_file));
        if self.file.is_empty() {
            return Err(Refused::Unclear(Unclear::NoPlace));
        }
        let one = at.and_then(|at| identified.get_mut(at)).ok_or(stale(Stale::NoSuchFile))?;
        if self.sha256.as_deref().is_some_and(|h| h != one.submission.sha256) {
            return Err(stale(Stale::FileChanged));
        }
        if let Some(told) = self.about_no_figure(one, findings) {
            return self.seen(told);
        }
        // «use» and «leave out» speak of files; any other answer needs a cell to stand for.
        let whole = match self.answer {
            _ if let Some(why) = self.no_commune => Unclear::NoCommune(why),
            Answer::Use | Answer::LeaveOut if self.sheet.is_some() => Unclear::InTheFile,
            Answer::Use | Answer::LeaveOut => Unclear::FileUnusable,
            Answer::Unclear => Unclear::NotAnAnswer,
            _ => Unclear::WholeFile,
        };
        let cell = self.cell.ok_or(Refused::Unclear(whole))?;
        // The totals that a list prints are in no total here: there is nothing to put right but to say that they were seen.
        let is_printed = !one.submission.facts.iter().any(is_meant) && has_printed(one);
        if is_printed {
            return match self.answer {
                Answer::Accept | Answer::LeaveOut => Ok(Settled::Seen),
                _ => Err(Refused::Unclear(Unclear::PrintedTotal)),
            };
        }
        let facts = &mut one.submission.facts;
        let fact = facts.iter().find(|f| f.cell() == cell && on_sheet(f.sheet())).ok_or(stale(Stale::NoSuchCell))?;
        if self.raw.as_deref().is_some_and(|told| !is_as_it_stood(told, &fact.raw())) || !self.is_of_row(fact) {
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

    /// What this answers, where that still stands and is about no figure that could be put right: a heading, a row, a
    /// line that lacks. Its place is no cell of a figure, or it is that of one only by the way.
    fn about_no_figure<'f>(&self, one: &Identified, findings: &'f [Finding]) -> Option<&'f Finding> {
        let (about, sheet) = (self.about.as_ref()?, self.sheet.as_deref()?);
        let is_told = |f: &&Finding| {
            let place = &f.place;
            f.code().id() == about.code
                && (place.file.as_deref(), place.sheet.as_deref(), place.cell)
                    == (Some(self.file.as_str()), Some(sheet), self.cell)
        };
        let told = findings.iter().find(is_told).filter(|f| !f.code().is_of_a_figure())?;
        let is_itself = |f: Fact<'_>| {
            let raw = self.raw.as_deref().is_some_and(|raw| one_line(raw) == one_line(&f.raw()));
            Some(f.cell()) == self.cell && f.sheet() == sheet && raw && self.is_of_row(f)
        };
        let is_whole = self.is_about(&one.submission);
        (!is_whole && !one.submission.facts.iter().any(is_itself)).then_some(told)
    }

    /// What is about no figure can be seen, where it is no error; only the file can put it right.
    fn seen(&self, told: &Finding) -> Result<Settled, Refused> {
        let is_error = told.code().severity() == Severity::Error;
        match self.answer {
            Answer::Accept | Answer::LeaveOut if !is_error => Ok(Settled::Seen),
            _ => Err(Refused::Unclear(if is_error { Unclear::InTheFile } else { Unclear::OnlySeen })),
        }
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

/// Tells whether what a list shows of a cell is what the cell says: lists for people show a stored number, and a date,
/// the Vietnamese way.
fn is_as_it_stood(told: &str, raw: &str) -> bool {
    let (told, raw) = (one_line(told), one_line(raw));
    let day = || DateValue::Serial { days: raw.parse().ok()?, from_1904: false }.written(true);
    told == raw || as_shown(&raw).is_some_and(|shown| shown == told) || day().is_some_and(|day| day == told)
}

/// What the reader had to say against a cell, here or at the level below, whose workbook tells it again.
fn is_of_reading(problem: &crate::finding::Problem) -> bool {
    match problem {
        // Nothing is read of cells that are merged over rows until somebody says which figure is whose.
        crate::finding::Problem::Reading(_)
        | crate::finding::Problem::Structure(structure::Problem::MergedValue { .. }) => true,
        crate::finding::Problem::Record(record::Problem::Retold { code, .. }) => {
            code.is_of_reading() || *code == Code::MergedValue
        }
        _ => false,
    }
}

/// The value that was read but is not taken because it is beyond the form's bounds, not whole, or a zero of blank cells.
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
        crate::finding::Problem::Reading(reading::Problem::SumOfNothing { .. }) => Some(Decimal::ZERO),
        _ => None,
    })
}
