//! Tables titled by one fund («KẾT QUẢ GIẢI NGÂN VỐN SỰ NGHIỆP») in a round of a form that does not tell funds apart, while
//! others are titled by none: their figures are not of the same money. Where all name the same fund the round is about it.

use std::collections::BTreeSet;

use crate::finding::structure::{Problem, Subject};
use crate::finding::{Code, Finding};
use crate::form::Form;
use crate::layout::recognise;
use crate::layout::subject::{self, Fund};
use crate::submission::Identified;

/// Tells of the tables that are of one fund beside others that are not, and doubts their figures.
pub fn check(forms: &[Form], identified: &mut [Identified], findings: &mut Vec<Finding>) {
    for (at, form) in forms.iter().enumerate().filter(|(_, form)| subject::counts_all_funds(form)) {
        // What a level below consolidated has no titles any more.
        let own = |one: &&mut Identified| one.counts && one.submission.form == at && one.submission.recorded.is_none();
        let mut titled: Vec<(&mut Identified, Option<Fund>)> = identified
            .iter_mut()
            .filter(own)
            .map(|one| {
                let fund = subject::fund(form, &one.submission.over_headers);
                (one, fund)
            })
            .collect();
        let named: BTreeSet<_> = titled.iter().map(|(_, fund)| fund.as_ref().map(|fund| fund.part)).collect();
        if named.len() < 2 {
            continue;
        }
        for (one, fund) in &mut titled {
            let Some(Fund { title, .. }) = fund.take() else { continue };
            let problem = Problem::OtherSubject { title, form: recognise::name(form), how: Subject::OneFund };
            findings.push(Finding::of_file(&one.submission.file, problem));
            one.submission.facts.add_code_to_amounts(0, Code::OtherSubject);
        }
    }
}
