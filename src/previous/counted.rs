//! Which of the facts that were written count. Those of files that did not stand among them: of two files of one unit
//! neither was taken, or the later.

use std::collections::{BTreeSet, HashMap};

use crate::finding::Code;
use crate::period::Period;
use crate::record::Record;

use super::{Figure, Key, Previous};

/// What points at every fact of a file that did not count.
const KEEPS_OUT: [Code; 10] = [
    Code::UnknownUnit,
    Code::AmbiguousUnit,
    Code::UnitsDisagree,
    Code::UnitElsewhere,
    Code::DuplicateSubmission,
    Code::PeriodsDisagree,
    Code::OtherPeriod,
    Code::Superseded,
    Code::TwoWays,
    // A person left the file out.
    Code::DecisionApplied,
];

/// Facts as they were written.
#[derive(Default)]
pub(super) struct Written {
    /// The files by form and name.
    known: HashMap<(String, String), FileIndex>,
    files: Vec<File>,
    figures: Vec<(FileIndex, Key, Option<Period>, Figure)>,
}

/// The place of a file among those of [`Written`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FileIndex(usize);

/// What is said of the facts of one file, in one form.
struct File {
    form: String,
    name: String,
    facts: usize,
    /// What points at each of them.
    of_all: Vec<Code>,
}

impl Written {
    /// Takes up that there is a fact of a form and a file, and the codes of what points at it: those that have no figure
    /// say it of their file, too.
    pub fn fact(&mut self, form: &str, name: &str, findings: &str) -> FileIndex {
        let about = |codes: &str| codes.split(';').filter_map(Code::parse).collect::<Vec<Code>>();
        // Those of a file mostly stand together.
        let before = self.figures.last().map(|(file, ..)| *file);
        let is_it = |at: &FileIndex| self.files.get(at.0).is_some_and(|file| file.form == form && file.name == name);
        let at = before.filter(is_it).unwrap_or_else(|| {
            *self.known.entry((form.to_owned(), name.to_owned())).or_insert_with(|| {
                let of_all = about(findings).into_iter().filter(|code| KEEPS_OUT.contains(code)).collect();
                self.files.push(File { form: form.to_owned(), name: name.to_owned(), facts: 0, of_all });
                FileIndex(self.files.len() - 1)
            })
        });
        if let Some(file) = self.files.get_mut(at.0) {
            file.facts += 1;
            if !file.of_all.is_empty() {
                let own = about(findings);
                file.of_all.retain(|code| own.contains(code));
            }
        }
        at
    }

    /// Takes up the figure of a fact.
    pub fn figure(&mut self, file: FileIndex, key: Key, period: Option<Period>, figure: Figure) {
        self.figures.push((file, key, period, figure));
    }

    /// The figures of the files that counted, as the record of the workbook or their findings say. Where several of one
    /// unit may have, none is held: the lines of two lists are no list, and of two figures nobody knows which.
    pub fn counted(self, record: Option<&Record>) -> Previous {
        let is_out = |file: &File| match record {
            Some(record) => record.files.iter().any(|f| f.file == file.name && f.form == file.form && !f.counts),
            None => file.is_out(),
        };
        let out: Vec<bool> = self.files.iter().map(is_out).collect();
        let counts = |at: FileIndex| out.get(at.0).is_some_and(|out| !out);
        let mut files: HashMap<(&str, &str, Option<Period>), BTreeSet<FileIndex>> = HashMap::new();
        for (file, (form, _, _, unit), period, _) in self.figures.iter().filter(|(file, ..)| counts(*file)) {
            files.entry((form, unit, *period)).or_default().insert(*file);
        }
        let several = files.into_iter().filter(|(_, files)| files.len() > 1);
        let several: BTreeSet<(String, String, Option<Period>)> =
            several.map(|((form, unit, period), _)| (form.to_owned(), unit.to_owned(), period)).collect();
        let is_of_one = |key: &Key, period: Option<Period>| {
            several.is_empty() || !several.contains(&(key.0.clone(), key.3.clone(), period))
        };
        let counted =
            self.figures.into_iter().filter(|(file, key, period, _)| counts(*file) && is_of_one(key, *period));
        let previous = Previous::of_figures(counted.map(|(_, key, period, figure)| (key, period, figure)));
        several.into_iter().fold(previous, |previous, (form, unit, period)| previous.unclear_of(form, unit, period))
    }
}

impl File {
    /// Tells whether all its facts say that it did not count. Of one figure its decision says that it was decided.
    fn is_out(&self) -> bool {
        self.of_all.iter().any(|code| *code != Code::DecisionApplied || self.facts > 1)
    }
}
