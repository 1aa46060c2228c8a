//! Which communes of the place are not in the totals: those that sent nothing, those of which a file is there that
//! cannot be used, those that did not send every form.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::finding::identity::Problem;
use crate::finding::{Finding, Place, Severity};
use crate::form::Form;
use crate::record::Record;
use crate::register::{Names, Register, Unit, UnitIndex};
use crate::submission::Identified;

/// A file that names more units than this names none for certain.
const MOST_NAMED: usize = 3;

/// A consolidated workbook and the units whose figures are in it.
#[derive(Debug)]
pub struct Workbook {
    workbook: String,
    units: BTreeSet<String>,
}

impl Workbook {
    /// What a workbook records.
    pub fn of(record: &Record) -> Self {
        let units = record.files.iter().filter(|f| f.counts).map(|f| f.unit.clone()).collect();
        Self { workbook: record.workbook.clone(), units }
    }
}

/// Says which communes of the place sent nothing, or not every form, and which of their files cannot be used. A form that
/// was asked for is expected of all; another one where a third of those that sent anything sent it, so that one stray
/// sheet does not make all others late.
pub fn report(
    register: &Register,
    place: UnitIndex,
    (forms, asked_for): (&[Form], &[String]),
    (identified, workbooks): (&[Identified], &[Workbook]),
    findings: &mut Vec<Finding>,
) {
    let mut sent: HashMap<UnitIndex, BTreeSet<usize>> = HashMap::new();
    for one in identified {
        if let Some(unit) = one.unit {
            sent.entry(unit).or_default().insert(one.submission.form);
        }
    }
    let senders = |at: &usize| sent.values().filter(|own| own.contains(at)).count();
    let asked = |at: &usize| forms.get(*at).is_some_and(|form| asked_for.contains(&form.name));
    let expected: BTreeSet<usize> = (0..forms.len()).filter(|at| asked(at) || 3 * senders(at) > sent.len()).collect();
    let nobodys = of_nobody(register, place, (identified, workbooks), findings);
    let mut told = Vec::new();
    for unit in register.communes(place) {
        let own = sent.get(&unit);
        let lacks = |at: &usize| own.is_some_and(|own| !own.contains(at)) && expected.contains(at);
        let forms: Vec<String> =
            forms.iter().enumerate().filter(|(at, _)| lacks(at)).map(|(_, form)| form.name.clone()).collect();
        if own.is_some() && forms.is_empty() {
            continue;
        }
        let problem = Problem::NotSubmitted {
            unit: register.unit(unit).map(Unit::to_string).unwrap_or_default(),
            forms,
            files: nobodys.get(&unit).cloned().unwrap_or_default(),
            period: None,
        };
        let place = Place { unit: Some(register.code(unit).to_owned()), ..Place::default() };
        told.push(Finding::at(place, problem));
    }
    findings.extend(told);
}

/// Says which forms that were asked for nobody sent.
pub fn report_forms(asked_for: &[String], found: &[Form], findings: &mut Vec<Finding>) {
    for form in asked_for.iter().filter(|name| !found.iter().any(|f| f.name == **name)) {
        findings.push(Finding::at(Place::default(), Problem::FormNotSubmitted { form: form.clone() }));
    }
}

/// The files that are of no unit for certain, with the code of what keeps them from it, by the units they name.
fn of_nobody(
    register: &Register,
    place: UnitIndex,
    (identified, workbooks): (&[Identified], &[Workbook]),
    findings: &[Finding],
) -> HashMap<UnitIndex, Vec<(String, String)>> {
    let known: HashSet<&str> =
        identified.iter().filter(|i| i.unit.is_some()).map(|i| i.submission.file.as_str()).collect();
    let mut refused: BTreeMap<&str, &Finding> = BTreeMap::new();
    for finding in findings.iter().filter(|f| f.severity() == Severity::Error) {
        if let Some(file) = finding.place.file.as_deref().filter(|f| !known.contains(f)) {
            refused.entry(file).or_insert(finding);
        }
    }
    let mut found: HashMap<UnitIndex, Vec<(String, String)>> = HashMap::new();
    if refused.is_empty() {
        return found;
    }
    let names = Names::communes_in(register, place);
    for (file, finding) in refused {
        let told = || (file.to_owned(), finding.code().id().to_owned());
        if let Some(workbook) = workbooks.iter().find(|w| w.workbook == file) {
            for unit in workbook.units.iter().filter_map(|code| register.find(code)) {
                found.entry(unit).or_default().push(told());
            }
            continue;
        }
        let mut named: BTreeSet<UnitIndex> = names.in_name(file).iter().map(|m| m.unit).collect();
        for one in identified.iter().filter(|i| i.submission.file == file) {
            named.extend(one.submission.titles.iter().flat_map(|l| names.in_line(l)).map(|m| m.unit));
            named.extend(one.submission.sheets.iter().flat_map(|s| names.in_name(s)).map(|m| m.unit));
        }
        if named.len() <= MOST_NAMED {
            for unit in named {
                found.entry(unit).or_default().push(told());
            }
        }
    }
    found
}
