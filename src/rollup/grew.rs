//! Sums that run through a year or a stage, from one period to the next: they only grow.

use std::collections::BTreeSet;

use crate::address::Address;
use crate::check::{Round, comparison, severity};
use crate::finding::{Code, Finding};
use crate::pipeline;
use crate::previous::Previous;

use super::Rolled;

/// Tells of those that fell, but where a period's own workbook tells of it.
pub fn check(periods: &[Rolled], findings: &mut Vec<Finding>) {
    for (at, rolled) in periods.iter().enumerate().skip(1) {
        let run = &rolled.then;
        let runs_on = |form: &crate::form::Form| {
            form.rows.iter().any(|r| r.cumulative.is_some()) || form.columns.iter().any(|c| c.cumulative.is_some())
        };
        if !run.forms.value.iter().any(runs_on) {
            continue;
        }
        // Codes of another era are other units.
        let same = periods.iter().take(at).map(|p| &p.then).filter(|then| then.era.value == run.era.value);
        let previous = Previous::of_runs(&run.forms.value, same);
        let told: BTreeSet<(Option<&str>, Option<Address>)> = (run.findings.iter().flat_map(Finding::all))
            .filter(|finding| finding.code() == Code::CumulativeFell)
            .map(|finding| (finding.place.file.as_deref(), finding.place.cell))
            .collect();
        let round = Round {
            forms: &run.forms.value,
            register: &run.register,
            periods: &run.periods,
            previous: Some(&previous),
        };
        let mut fell = comparison::fell(&round, &previous, &run.submissions);
        fell.retain(|finding| !told.contains(&(finding.place.file.as_deref(), finding.place.cell)));
        pipeline::name_units(&run.register, &run.submissions, &mut fell);
        severity::apply(&run.forms.value, &run.submissions, &run.periods, &mut fell);
        findings.extend(fell);
    }
}
