//! The same submission several times: byte for byte, or directly and inside consolidated workbooks. It counts once,
//! and what is to be said of it is said once.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::address::Address;
use crate::finding::{Code, Finding, Problem, record};
use crate::intake::sheet_name;
use crate::record::join::{same_but_for_edited, same_facts};
use crate::submission::{Identified, Submission};

use super::again::Again;

/// Takes out of several files of a unit those that are another one again; gives those that are left. What was sent
/// itself stands for what came inside a workbook, else the first for the others.
pub(super) fn set_apart(
    identified: &mut [Identified],
    files: &[usize],
    again: &Again<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<usize> {
    let mut left: Vec<usize> = Vec::new();
    let mut copies: Vec<(usize, usize)> = Vec::new();
    let mut in_turn = files.to_vec();
    // «bản nộp (2).xlsx» is the copy of «bản nộp.xlsx», not the other way about.
    in_turn.sort_by_key(|at| {
        identified.get(*at).map(|one| (one.submission.recorded.is_some(), one.submission.file.chars().count()))
    });
    for at in in_turn {
        let Some(own) = identified.get(at).map(|i| &i.submission) else { continue };
        let again = |other: &&usize| identified.get(**other).is_some_and(|other| is_again(own, &other.submission));
        match left.iter().find(again) {
            Some(kept) => copies.push((at, *kept)),
            None => left.push(at),
        }
    }
    for (at, kept) in copies {
        let first = identified.get(kept).map(|one| (one.submission.file.clone(), one.submission.sha256.clone()));
        let (Some((kept, sha256)), Some(one)) = (first, identified.get_mut(at)) else { continue };
        one.counts = false;
        let bytes = one.submission.recorded.is_none() && one.submission.sha256 == sha256;
        let edited = one.submission.facts.iter().filter(|f| f.has(Code::RecordEdited)).count();
        let problem = match bytes {
            true => record::Problem::SameFile { kept },
            false if edited > 0 => record::Problem::Original { kept, edited },
            false => record::Problem::TwoWays { kept },
        };
        findings.push(Finding::at(again.place(at, &one.submission), problem));
    }
    left.sort_unstable();
    left
}

/// Tells whether a submission is another one again: the same bytes, or one of them from a consolidated workbook, with
/// the same figures. Two workbooks of one name and other bytes are two, whatever they say.
fn is_again(one: &Submission, other: &Submission) -> bool {
    let recorded = one.recorded.is_some() || other.recorded.is_some();
    (recorded || one.sha256 == other.sha256) && same_facts([one, other]) || is_original(other, one)
}

/// Tells whether a submission is the very file that a consolidated workbook has with some figures edited: sent along,
/// as is asked where that is found, it says what they were.
fn is_original(itself: &Submission, recorded: &Submission) -> bool {
    recorded.recorded.is_some()
        && itself.recorded.is_none()
        && itself.sha256 == recorded.sha256
        && same_but_for_edited(recorded, itself)
}

/// Lets go of what is said of copies and of the file that counts alike, and of edits where the file itself counts.
pub fn forget(findings: &mut Vec<Finding>) {
    let mut original: HashSet<String> = HashSet::new();
    let kept: HashMap<String, String> = findings
        .iter()
        .filter_map(|finding| {
            let Problem::Record(problem) = &finding.problem else { return None };
            let file = finding.place.file.clone()?;
            match problem {
                record::Problem::Original { kept, .. } => {
                    original.insert(file.clone());
                    Some((file, kept.clone()))
                }
                record::Problem::TwoWays { kept } | record::Problem::SameFile { kept } => Some((file, kept.clone())),
                _ => None,
            }
        })
        // A file that stands under the name of the one that counts would take what is said of that along.
        .filter(|(file, kept)| file != kept)
        .collect();
    if kept.is_empty() {
        return;
    }
    type Said = (Code, Option<String>, Option<Address>);
    // The sheet of a csv has the name of its file.
    let sheet =
        |f: &Finding| f.place.sheet.clone().filter(|sheet| f.place.file.as_deref().map(sheet_name) != Some(sheet));
    let said = |f: &Finding| -> Said { (f.code(), sheet(f), f.place.cell) };
    let mut of_kept: BTreeMap<String, HashSet<Said>> =
        kept.values().map(|file| (file.clone(), HashSet::new())).collect();
    for finding in findings.iter() {
        if let Some(own) = finding.place.file.as_ref().and_then(|file| of_kept.get_mut(file)) {
            own.insert(said(finding));
        }
    }
    let is_said_of_kept = |finding: &Finding| {
        let kept = finding.place.file.as_ref().and_then(|file| kept.get(file));
        kept.and_then(|kept| of_kept.get(kept)).is_some_and(|own| own.contains(&said(finding)))
    };
    let is_of_original = |finding: &Finding| {
        finding.code() == Code::RecordEdited && finding.place.file.as_ref().is_some_and(|f| original.contains(f))
    };
    // Of several files of which none counts each is asked about.
    let is_asked = |finding: &Finding| finding.code() == Code::DuplicateSubmission;
    findings.retain(|finding| is_asked(finding) || !is_said_of_kept(finding) && !is_of_original(finding));
}
