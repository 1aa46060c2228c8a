//! Cells that are accepted as they stand: the findings that say something against them are settled.

use crate::address::Address;
use crate::finding::total::Stale;
use crate::finding::{Code, Finding, Place, Severity};
use crate::submission::Identified;

use super::{About, Answer, Decision, Decisions};

impl Decisions {
    /// Settles what checks still say against cells that a person accepted as they stand, with what is folded
    /// under it. Findings are given folded.
    pub fn accept(&mut self, identified: &mut [Identified], findings: &mut Vec<Finding>) {
        let is_open = |d: &&mut Decision| !d.applied && !d.stale && (d.seen || d.answer == Answer::Accept);
        for decision in self.0.iter_mut().filter(is_open) {
            if decision.seen {
                decision.settle_as_seen(identified, findings);
                continue;
            }
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
            let mut finding = Finding::at(place, decision.said(decision.with_codes(&settled))).with_raw(raw);
            finding.value = value;
            finding.cells = settled.blank_together();
            findings.push(finding);
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
                no_commune: None,
                seen: false,
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

impl Decision {
    /// Its words with the codes of what it settles.
    fn with_codes(&self, settled: &Accepted) -> String {
        let mut codes: Vec<&str> = settled.taken.iter().map(|f| f.code().id()).collect();
        codes.dedup();
        match codes.as_slice() {
            [] => self.text.clone(),
            codes => format!("{} ({})", self.text, codes.join(", ")),
        }
    }

    /// Takes away what somebody has seen: a row, a heading or a printed total that no figure of the round is made of.
    fn settle_as_seen(&mut self, identified: &mut [Identified], findings: &mut Vec<Finding>) {
        let Some(sheet) = self.sheet.clone() else { return };
        let settled = self.settled(&sheet, findings);
        self.applied = true;
        if let Some(why) = settled.refused {
            findings.push(self.refusal(why));
            return;
        }
        let Some(first) = settled.taken.first() else {
            findings.push(self.refusal(Stale::NotFound));
            return;
        };
        let place = first.place.clone();
        let codes: Vec<Code> = settled.taken.iter().map(Finding::code).collect();
        let own = identified.iter_mut().filter(|one| one.submission.file == self.file);
        for printed in own.flat_map(|one| &mut one.submission.printed) {
            if printed.fact().sheet() == sheet && Some(printed.fact().cell()) == self.cell {
                printed.figure.retain_codes(0, |code| !codes.contains(code));
            }
        }
        if let Some(cell) = self.cell {
            release(&self.file, (&sheet, cell), &settled.taken, identified, findings);
        }
        findings.push(Finding::at(place, self.said(self.with_codes(&settled))));
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
}
