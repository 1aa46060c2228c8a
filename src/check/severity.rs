//! How grave a form makes findings, also by the length of the period: quarters warn, the year blocks.

use crate::finding::{Finding, Problem, balance};
use crate::form::Form;
use crate::periods::Periods;
use crate::reading::{Fact, State};
use crate::submission::Identified;

/// Gives findings the severity that their form asks for; of several forms that may be meant, the gravest.
/// What is about no file goes by the period of the round.
pub fn apply(forms: &[Form], identified: &[Identified], periods: &Periods, findings: &mut [Finding]) {
    if forms.iter().all(|f| f.checks.severities.is_empty()) {
        return;
    }
    for finding in findings {
        let code = finding.code();
        let asked = |form: &Form, period| form.checks.severity(code, period);
        let gravest = match finding.place.file {
            Some(_) => {
                let own = identified.iter().filter(|one| is_about(finding, one));
                let of = |one: &Identified| {
                    let form = forms.get(one.submission.form)?;
                    asked(form, one.period.or_else(|| periods.of(form)))
                };
                own.filter_map(of).min()
            }
            None => forms.iter().filter_map(|form| asked(form, periods.of(form))).min(),
        };
        finding.severity = gravest.unwrap_or(finding.severity);
    }
}

/// Leaves out of the totals what a form makes an error of, as all errors are left out: every figure that the
/// finding doubts, the row where it is about one, or else the file.
pub fn take_out(identified: &mut [Identified], findings: &mut [Finding]) {
    for finding in findings {
        finding.each_mut(|finding| {
            // What is said of totals is of figures that are read and used.
            if !finding.is_raised() || matches!(finding.problem, Problem::Total(_)) {
                return;
            }
            let about: Vec<usize> = (0..identified.len()).filter(|at| concerns(finding, identified, *at)).collect();
            for at in about {
                if let Some(one) = identified.get_mut(at) {
                    take_out_of(one, finding);
                }
            }
            finding.value = None;
        });
    }
}

/// Tells whether a finding doubts figures of a submission: it is about its file, or a rule across forms that
/// the unit's other submissions stand in as well.
fn concerns(finding: &Finding, identified: &[Identified], at: usize) -> bool {
    let Some(one) = identified.get(at) else { return false };
    let across = matches!(finding.problem, Problem::Balance(balance::Problem::AcrossForms { .. }));
    let of_unit = || identified.iter().any(|other| is_about(finding, other) && other.unit == one.unit);
    let carries = || one.submission.facts.iter().any(|f| f.has(finding.code()));
    is_about(finding, one) || (across && one.unit.is_some() && carries() && of_unit())
}

fn is_about(finding: &Finding, one: &Identified) -> bool {
    let file = finding.place.file.as_deref() == Some(one.submission.file.as_str());
    file && finding.place.sheet.as_ref().is_none_or(|sheet| one.submission.sheets.contains(sheet))
}

fn take_out_of(one: &mut Identified, finding: &Finding) {
    let (place, code) = (&finding.place, finding.code());
    let Some(cell) = place.cell else {
        one.counts = false;
        return;
    };
    let on_sheet = |fact: Fact<'_>| place.sheet.as_deref() == Some(fact.sheet());
    // Where no one slip explains a balance, any of its figures may be the wrong one.
    let any = match &finding.problem {
        Problem::Balance(balance::Problem::Unbalanced { proposals, .. }) if proposals.len() != 1 => &*finding.cells,
        _ => &[],
    };
    let doubted =
        |fact: Fact<'_>| fact.has(code) || (on_sheet(fact) && (fact.cell() == cell || any.contains(&fact.cell())));
    let facts = &mut one.submission.facts;
    let figures = facts.iter().filter(|f| f.state() != State::Text && doubted(*f)).count();
    // What stands at a label, or at a heading, is about the figures behind it.
    let of_row = |fact: Fact<'_>| figures == 0 && on_sheet(fact) && place.row.as_deref() == Some(fact.row());
    let found = facts.numbers(|fact| doubted(fact) || of_row(fact));
    for at in &found {
        let Some((state, told)) = facts.get(*at).map(|fact| (fact.state(), fact.has(code))) else { continue };
        if state != State::Text {
            facts.set_state(*at, State::Unreadable);
        }
        if !told {
            facts.add_code(*at, code);
        }
    }
    one.counts &= !found.is_empty();
}
