//! A form sent again without the others of its file: what is said of it is said of its sheet, since the other forms of
//! the file are not in question.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::finding::Place;
use crate::form::Form;
use crate::register::UnitIndex;
use crate::submission::{Identified, Submission};

/// Which submissions came again without the other forms of their file.
pub(super) struct Again<'f>(HashMap<usize, &'f Form>);

impl<'f> Again<'f> {
    /// Looks through the groups of submissions that are of one unit, form and period.
    pub(super) fn new(
        forms: &'f [Form],
        identified: &[Identified],
        groups: &[((UnitIndex, usize), Vec<usize>)],
    ) -> Self {
        if groups.iter().all(|(_, group)| group.len() == 1) {
            return Self(HashMap::new());
        }
        let file = |at: &usize| identified.get(*at).map(|one| one.submission.file.as_str());
        let files = |group: &[usize]| -> BTreeSet<&str> { group.iter().filter_map(file).collect() };
        let mut together: BTreeMap<&str, BTreeSet<BTreeSet<&str>>> = BTreeMap::new();
        for (_, group) in groups {
            let all = files(group);
            for name in &all {
                together.entry(name).or_default().insert(all.clone());
            }
        }
        let is_apart = |at: &usize| file(at).and_then(|f| together.get(f)).is_some_and(|sets| sets.len() > 1);
        let mut found = HashMap::new();
        for ((_, form), group) in groups {
            let all_alone = || group.iter().all(|at| has_a_sheet_of_its_own(identified, *at));
            if let Some(form) = forms.get(*form)
                && group.len() > 1
                && group.iter().any(is_apart)
                && all_alone()
            {
                found.extend(group.iter().map(|at| (*at, form)));
            }
        }
        Self(found)
    }

    /// The form of a submission, where the other forms of its file did not come again with it.
    pub(super) fn form_alone(&self, at: usize) -> Option<&'f Form> {
        self.0.get(&at).copied()
    }

    /// What to name when it is spoken of: the file, or the sheet of the form.
    pub(super) fn place(&self, at: usize, submission: &Submission) -> Place {
        let sheet = self.form_alone(at).and_then(|_| submission.sheets.first().cloned());
        Place { file: Some(submission.file.clone()), sheet, ..Place::default() }
    }
}

/// Tells whether no other form of its file stands on the sheet of a submission: an answer there would be about both.
fn has_a_sheet_of_its_own(identified: &[Identified], at: usize) -> bool {
    let Some(own) = identified.get(at).map(|one| &one.submission) else { return false };
    let beside = |(other, one): (usize, &Identified)| {
        other != at
            && one.submission.file == own.file
            && one.submission.sheets.iter().any(|sheet| own.sheets.contains(sheet))
    };
    !identified.iter().enumerate().any(beside)
}
