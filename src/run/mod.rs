//! Everything that a run found out, for whoever shows it, adds periods to it or compares it.

pub mod asked;
pub mod changes;
pub mod dressed;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use crate::check::tally::Tallies;
use crate::consolidate::Total;
use crate::finding::{Finding, Tally};
use crate::form::Form;
use crate::periods::Periods;
use crate::register::successors::Shares;
use crate::register::{Era, Register, UnitIndex};
use crate::round::Set;
use crate::submission::{Identified, Opened};
use changes::Changes;
use dressed::Dressed;

/// Everything that a run found out.
#[derive(Debug)]
pub struct Run {
    /// The forms that were read, in order; with where they came from.
    pub forms: Set<Vec<Form>>,
    /// The units, with their weights.
    pub register: Register,
    /// Where the era came from.
    pub era: Set<Era>,
    /// The place the round is about.
    pub place: Option<Set<UnitIndex>>,
    /// The period the round is about, or each of its forms.
    pub periods: Periods,
    /// The submissions that could be opened, by file.
    pub submissions: Vec<Identified>,
    /// The files that could be opened, whether or not a form was found in them.
    pub opened: Vec<Opened>,
    /// The totals, of the place first.
    pub totals: Vec<Total>,
    /// What a person should know, in order.
    pub findings: Vec<Finding>,
    /// What became of the checks.
    pub checks: Tallies,
    /// How many files were looked at.
    pub files: usize,
    /// The last day to send by.
    pub due: Option<Set<Date>>,
    /// What changed since the last consolidation of the same period, where that was given.
    pub changes: Option<Changes>,
    /// What the totals of a form are drawn after, by the form's name; of other forms there is a layout of ours.
    pub dressed: BTreeMap<String, Dressed>,
    /// The shares of units that were split, by which the roll-up that this is the last period of shows older ones.
    pub shares: Shares,
}

impl Run {
    /// A run that came to nothing but findings.
    pub fn of_findings(findings: Vec<Finding>) -> Self {
        let files: BTreeSet<&String> = findings.iter().filter_map(|f| f.place.file.as_ref()).collect();
        Self {
            files: files.len(),
            forms: Set::worked_out(Vec::new()),
            register: Register::built_in(Era::From2025),
            era: Set::worked_out(Era::From2025),
            place: None,
            periods: Periods::Open,
            submissions: Vec::new(),
            opened: Vec::new(),
            totals: Vec::new(),
            findings,
            checks: Tallies::default(),
            due: None,
            changes: None,
            dressed: BTreeMap::new(),
            shares: Shares::new(),
        }
    }

    /// The units that are in the totals with all that they sent, and that lack no form which is expected of them.
    pub fn whole_units(&self) -> BTreeSet<UnitIndex> {
        let mut counts: BTreeMap<UnitIndex, BTreeMap<usize, bool>> = BTreeMap::new();
        for one in &self.submissions {
            if let Some(unit) = one.unit {
                *counts.entry(unit).or_default().entry(one.submission.form).or_default() |= one.counts;
            }
        }
        let lacking: BTreeSet<UnitIndex> = (self.findings.iter().flat_map(Finding::all))
            .filter(|finding| finding.is_missing_in(self.periods.shared().map(|p| p.value)))
            .filter_map(|finding| self.register.find(finding.place.unit.as_deref()?))
            .collect();
        let whole = counts.into_iter().filter(|(_, forms)| forms.values().all(|counts| *counts));
        whole.map(|(unit, _)| unit).filter(|unit| !lacking.contains(unit)).collect()
    }

    /// The findings about each file, made once for whoever goes through all files.
    pub fn findings_by_file(&self) -> HashMap<&str, Vec<&Finding>> {
        let mut by_file: HashMap<&str, Vec<&Finding>> = HashMap::new();
        for finding in self.findings.iter().flat_map(Finding::all) {
            if let Some(file) = finding.place.file.as_deref() {
                by_file.entry(file).or_default().push(finding);
            }
        }
        by_file
    }

    /// How many findings about each file stand in the list on their own, and how many are folded under others,
    /// be it those of another file: the counts of the files, and of what is about none, come to that of the list.
    pub fn tallies_by_file(&self) -> HashMap<&str, Tally> {
        let mut by_file: HashMap<&str, Tally> = HashMap::new();
        for finding in &self.findings {
            by_file.entry(file(finding)).or_default().add(finding);
            for folded in &finding.folded {
                by_file.entry(file(folded)).or_default().folded += 1;
            }
        }
        by_file
    }
}

fn file(finding: &Finding) -> &str {
    finding.place.file.as_deref().unwrap_or_default()
}
