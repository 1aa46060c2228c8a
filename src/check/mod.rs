//! What a round of submissions must hold to, once everything is read.
//!
//! Who sent what: [`period`] says which period each file is about, [`place`] which place the round is
//! about, [`identity`] whose each file is and which files count ([`eras`]: what speaks of units of before
//! the merger, [`copies`]: the same submission twice, `above`: the districts and provinces that names of
//! files name). [`latest`] chooses among several files of a unit where that is asked for, `again` knows a
//! form that was sent again without the others of its file, [`deadline`] says who was late and
//! [`missing`] who is not in the totals.
//!
//! What the figures say: [`balance`] holds them against the rules of their form, [`across`] against other
//! forms, [`printed`] the totals that lists print against their items, [`comparison`] all of them against
//! the last period and other units; [`list`] finds items that stand twice, [`funds`] tables of one fund
//! beside those of all, [`alike`] files that were copied, [`version`] another version of a form.
//!
//! What becomes of the findings: `passed_over` leaves what a sum passed over to its one cause, `of_parts` sums to the
//! part that is at fault, and [`replaced`] what is said of files that gave way to others to that; [`fold`]
//! puts those with one cause together, [`severity`] is how grave a form makes them, and [`tally`] counts
//! the checks. A family is a function: what it may look at comes in, what it has to say goes out.

mod above;
pub mod across;
mod again;
pub mod alike;
pub mod balance;
mod coded;
pub mod comparison;
pub mod copies;
pub mod deadline;
mod eras;
pub mod fold;
mod funds;
pub mod identity;
pub mod latest;
pub mod list;
pub mod missing;
mod of_parts;
mod passed_over;
pub mod period;
pub mod place;
pub mod printed;
pub mod replaced;
pub mod severity;
pub mod tally;
pub mod version;

use std::collections::HashMap;

use crate::finding::{Code, Finding, Place, Problem, Severity};
use crate::form::Form;
use crate::periods::Periods;
use crate::previous::Previous;
use crate::register::Register;
use crate::submission::Identified;
use tally::{Check, Tallies};

/// What submissions are checked against.
pub struct Round<'a> {
    /// The forms.
    pub forms: &'a [Form],
    /// The units, with their weights.
    pub register: &'a Register,
    /// The period of the round, or of its forms.
    pub periods: &'a Periods,
    /// The figures of earlier periods.
    pub previous: Option<&'a Previous>,
}

/// Checks the figures of all submissions; says how many checks there were.
pub fn figures(round: &Round<'_>, identified: &mut [Identified], findings: &mut Vec<Finding>) -> Tallies {
    let mut tallies = Tallies::default();
    balance::check(round.forms, identified, &mut tallies, findings);
    across::check(round.forms, identified, &mut tallies, findings);
    printed::check(round.forms, identified, &mut tallies, findings);
    funds::check(round.forms, identified, findings);
    alike::report(round.register, identified, findings);
    comparison::check(round, identified, &mut tallies, findings);
    list::report_twice(round.forms, identified, findings);
    version::report(round.forms, findings);
    tally::of_reading(round.forms, identified, &mut tallies);
    tallies
}

/// Counts the checks of files, units and periods by what was found.
pub fn count_files(identified: &[Identified], findings: &[Finding], tallies: &mut Tallies) {
    let mut opened: Vec<&str> = identified.iter().map(|i| i.submission.file.as_str()).collect();
    opened.dedup();
    let closed = findings.iter().filter(|f| {
        matches!(f.problem, Problem::Intake(_)) && f.severity() == Severity::Error && f.place.sheet.is_none()
    });
    tallies.of(Check::File).passed += opened.len();
    tallies.of(Check::File).failed += closed.count();
    let mut refused: HashMap<&str, Vec<&Place>> = HashMap::new();
    for place in findings.iter().filter(|f| f.code() == Code::DuplicateSubmission).map(|f| &f.place) {
        refused.entry(place.file.as_deref().unwrap_or_default()).or_default().push(place);
    }
    for one in identified.iter().filter(|i| i.submission.has_form) {
        let of_file = refused.get(one.submission.file.as_str()).into_iter().flatten();
        let sole = !of_file.into_iter().any(|place| one.submission.is_meant_by(place));
        tallies.of(Check::Unit).add(one.unit.is_some() && sole);
        tallies.of(Check::Period).add(one.period.is_some());
    }
}
