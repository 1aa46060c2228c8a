//! Who was late: by the day of sending in the units file, or by that on which the document was saved.

use jiff::civil::Date;

use crate::finding::sending::{DayFrom, Problem};
use crate::finding::{Finding, Place};
use crate::register::{Register, UnitIndex};
use crate::submission::Identified;

use super::latest::Saved;
use crate::calendar;

/// The last day, and what stands for the day of sending where the register does not say it.
pub struct Deadline<'a> {
    /// The last day, as it was set.
    pub due: Date,
    /// The days of documents.
    pub documents: Option<&'a Saved<'a>>,
}

/// A day of sending, and where it is from.
type Day = (Date, DayFrom);

/// Tells who was late, and of whom that is not known.
pub fn report(
    deadline: &Deadline<'_>,
    register: &Register,
    place: UnitIndex,
    identified: &[Identified],
    findings: &mut Vec<Finding>,
) {
    let mut files: Vec<(&str, UnitIndex, Option<Day>)> = Vec::new();
    for one in identified {
        let Some(unit) = one.unit.filter(|u| register.lies_in(*u, place)) else { continue };
        let file = one.submission.file.as_str();
        // Of several files of a unit the day in the register is that of the one that counts.
        let others = || identified.iter().any(|o| o.unit == Some(unit) && o.counts && o.submission.file != file);
        if files.iter().any(|(known, ..)| *known == file) || (!one.counts && others()) {
            continue;
        }
        let registered = register.sent_on(unit).map(|day| (day, DayFrom::Register));
        let saved = || Some((deadline.documents?.of(file)?.date(), DayFrom::Document));
        files.push((file, unit, registered.or_else(saved)));
    }
    if files.iter().all(|(.., day)| day.is_none()) {
        findings.push(Finding::at(Place::default(), Problem::DayUnknown));
        return;
    }
    for (file, unit, day) in files {
        let problem = match day {
            None => Problem::DayUnknown,
            Some((sent, from)) => match calendar::days_late(deadline.due, sent) {
                Some(days) => Problem::Late { due: deadline.due, sent, days, from },
                None => continue,
            },
        };
        let mut finding = Finding::of_file(file, problem);
        finding.place.unit = Some(register.code(unit).to_owned());
        findings.push(finding);
    }
}
