//! Answers that contradict each other, of which none holds.

use crate::finding::total::{Problem, Unclear};
use crate::finding::{Finding, identity};
use crate::submission::Identified;

use super::{Answer, Decision, Decisions};

impl Decisions {
    /// Of different answers for one cell or file none holds; equal ones are one.
    pub(super) fn refuse_contradictions(&mut self, identified: &mut [Identified], findings: &mut Vec<Finding>) {
        // A cell that stands in a list with several findings has an answer to each: accepting one is not
        // accepting the others.
        let accepts_another =
            |a: &Decision, b: &Decision| a.answer == Answer::Accept && b.answer == Answer::Accept && a.about != b.about;
        // An answer without a sheet holds for the cell of any.
        let same_sheet = |a: &Decision, b: &Decision| a.sheet.is_none() || b.sheet.is_none() || a.sheet == b.sheet;
        let same_place = |a: &Decision, b: &Decision| {
            a.file == b.file && a.cell == b.cell && same_sheet(a, b) && !accepts_another(a, b)
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
                } else if let Some(known) = kept.get_mut(at).filter(|k| k.sheet.is_none() && decision.sheet.is_some()) {
                    // Of two that say the same, the one that says where.
                    *known = decision;
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
    pub(super) fn refuse_several_used(&mut self, findings: &mut Vec<Finding>) {
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
}
