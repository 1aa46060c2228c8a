//! What is said of files that do not count because a person, or `--latest`, chose another in their place: nobody need
//! mend it, so it stands with the finding that says so, whatever it is.

use std::collections::{HashMap, HashSet};

use crate::decision::{Answer, Decisions};
use crate::finding::{Code, Finding, Place};
use crate::submission::{Identified, Submission};

/// Which submissions gave way to another, or were left out by an answer.
#[derive(Default)]
pub struct Replaced {
    /// The files and sheets of submissions that an answer left out.
    left_out: HashSet<(String, Option<String>)>,
    /// Files of which some submission counts: what is said of them as a whole is of that too.
    counting: HashSet<String>,
}

impl Replaced {
    /// Looks through the submissions of a round, once it is settled which of them count.
    pub fn of(identified: &[Identified], decisions: &Decisions) -> Self {
        let is_left_out = |one: &&Submission| one.has_form && decisions.about_whole(one) == Some(Answer::LeaveOut);
        let names = |one: &Submission| {
            let whole = std::iter::once((one.file.clone(), None));
            whole.chain(one.sheets.iter().map(|sheet| (one.file.clone(), Some(sheet.clone())))).collect::<Vec<_>>()
        };
        let aside = identified.iter().filter(|one| !one.counts).map(|one| &one.submission);
        let counting = identified.iter().filter(|one| one.counts).map(|one| one.submission.file.clone());
        Self { left_out: aside.filter(is_left_out).flat_map(names).collect(), counting: counting.collect() }
    }

    /// Which findings are about what was replaced, each with the one that says so.
    pub(super) fn explained(&self, findings: &[Finding]) -> Vec<(usize, usize)> {
        let mut told: HashMap<&str, Vec<(usize, &Place)>> = HashMap::new();
        for (at, finding) in findings.iter().enumerate().filter(|(_, f)| self.says_so(f)) {
            let file = finding.place.file.as_deref().unwrap_or_default();
            told.entry(file).or_default().push((at, &finding.place));
        }
        if told.is_empty() {
            return Vec::new();
        }
        let of = |finding: &Finding| {
            let file = finding.place.file.as_deref()?;
            let is_of = |place: &Place| match &place.sheet {
                Some(sheet) => finding.place.sheet.as_ref() == Some(sheet),
                None => !self.counting.contains(file),
            };
            told.get(file)?.iter().find(|(_, place)| is_of(place)).map(|(at, _)| *at)
        };
        // Of several files of which none counts each is asked about.
        let is_free = |finding: &Finding| !self.says_so(finding) && finding.code() != Code::DuplicateSubmission;
        let open = findings.iter().enumerate().filter(|(_, finding)| is_free(finding));
        open.filter_map(|(at, finding)| Some((at, of(finding)?))).collect()
    }

    fn says_so(&self, finding: &Finding) -> bool {
        let place = &finding.place;
        let is_left_out =
            || place.file.as_ref().is_some_and(|f| self.left_out.contains(&(f.clone(), place.sheet.clone())));
        finding.code() == Code::Superseded || (finding.is_answer_about_a_file() && is_left_out())
    }
}
