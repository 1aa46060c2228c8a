//! How grave a form makes findings, also by the length of the period: quarters warn, the year blocks.

use crate::finding::{Finding, Problem, Severity};
use crate::form::Form;
use crate::reading::State;
use crate::submission::Identified;

/// Gives findings the severity that their form asks for. What becomes an error is left out of the totals, as
/// all errors are: the cell, or the file where it is about no cell.
pub fn apply(forms: &[Form], identified: &mut [Identified], findings: &mut [Finding]) {
    if forms.iter().all(|f| f.checks.severities.is_empty()) {
        return;
    }
    for finding in findings {
        let own = |one: &Identified| {
            let file = finding.place.file.as_deref() == Some(one.submission.file.as_str());
            file && finding.place.sheet.as_ref().is_none_or(|sheet| one.submission.sheets.contains(sheet))
        };
        let at = identified.iter().position(own);
        let one = at.and_then(|at| identified.get_mut(at));
        let form = one.as_ref().map_or(0, |one| one.submission.form);
        let period = one.as_ref().and_then(|one| one.period);
        let code = finding.code();
        let Some(severity) = forms.get(form).and_then(|f| f.checks.severity(code, period)) else { continue };
        let raised = severity == Severity::Error && finding.severity != Severity::Error;
        finding.severity = severity;
        let Some(one) = one.filter(|_| raised) else { continue };
        match finding.place.cell {
            Some(cell) => {
                let sheet = finding.place.sheet.as_deref();
                let facts = one.submission.facts.iter_mut();
                for fact in facts.filter(|f| f.cell == cell && Some(f.sheet.as_str()) == sheet) {
                    if fact.state != State::Text {
                        fact.state = State::Unreadable;
                    }
                    if !fact.codes.contains(&code) {
                        fact.codes.push(code);
                    }
                }
                finding.value = None;
            }
            None if matches!(finding.problem, Problem::Total(_)) => {}
            None => one.counts = false,
        }
    }
}
