//! The submissions of consolidated workbooks among those of a round.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rust_decimal::Decimal;

use crate::address::Address;
use crate::decision::LetStand;
use crate::finding::record::Problem;
use crate::finding::{Code, Finding, Place, Severity, total};
use crate::form::Form;
use crate::form::write::{Remarks, toml};
use crate::reading::{Fact, Facts, Printed, State};
use crate::register::successors::code_of_then;
use crate::register::{Era, Register, Unit};
use crate::submission::{Recorded, Submission, ToldBalances};

use super::carried::Rest;
use super::{Record, RecordedFile, Told};

/// Leaves out the records that cannot be taken: of another era, broken, or with a form of the same name that is
/// not the same form. Forms that are new join those of the round, unless forms were named.
pub fn admit(
    records: Vec<Record>,
    era: Era,
    (as_they_stand, named): (bool, bool),
    forms: &mut Vec<Form>,
    findings: &mut Vec<Finding>,
) -> Vec<Record> {
    let mut admitted = Vec::new();
    for record in records {
        let differs = |own: &&Form| forms.iter().any(|f| f.name == own.name && !same(f, own));
        let problem = if record.broken && !as_they_stand {
            Some(Problem::Broken)
        } else if record.era != era {
            Some(Problem::OtherEra { found: record.era, expected: era })
        } else {
            record.forms.iter().find(differs).map(|f| Problem::OtherForm { form: f.name.clone() })
        };
        match problem {
            Some(problem) => findings.push(Finding::of_file(&record.workbook, problem)),
            None => {
                for own in record.forms.iter().filter(|_| !named) {
                    if !forms.iter().any(|f| f.name == own.name) {
                        forms.push(own.clone());
                    }
                }
                admitted.push(record);
            }
        }
    }
    admitted
}

/// Tells whether two forms have the same rows, columns, measures and rules, whatever else they are called.
fn same(one: &Form, other: &Form) -> bool {
    let remarks = Remarks::default();
    one.toml() == other.toml() || toml(one, &remarks) == toml(other, &remarks)
}

/// Gives a register the units and weights that records know, but for communes of then that others of today are made
/// of.
pub fn complete(register: &mut Register, records: &[Record]) {
    complete_with(register, records, |code| code_of_then(code).is_none());
}

/// Tells whether records have communes of then that others of today are made of.
pub fn has_parts(records: &[Record]) -> bool {
    records.iter().flat_map(|r| &r.units).any(|unit| code_of_then(&unit.code).is_some())
}

/// Gives a register the communes of then that others of today are made of, below those: they alone send.
pub fn complete_with_parts(register: &mut Register, records: &[Record]) {
    complete_with(register, records, |code| code_of_then(code).is_some());
}

fn complete_with(register: &mut Register, records: &[Record], wanted: impl Fn(&str) -> bool) {
    for unit in records.iter().flat_map(|r| &r.units).filter(|unit| wanted(&unit.code)) {
        if register.find(&unit.code).is_none() {
            let parent = register.find(&unit.parent);
            register.add(Unit {
                code: unit.code.clone().into(),
                name: unit.name.clone().into(),
                kind: unit.kind.clone().into(),
                level: unit.level,
                parent,
            });
        }
    }
    for (unit, name, value) in records.iter().flat_map(|r| &r.weights).filter(|(unit, ..)| wanted(unit)) {
        if let Some(unit) = register.find(unit) {
            register.set_weight(name, unit, *value);
        }
    }
}

/// Tells of weights that records have otherwise for the same units: the last holds.
pub fn report_weights(register: &Register, records: &[Record], findings: &mut Vec<Finding>) {
    let mut given: BTreeMap<(&str, &str), Vec<(Decimal, &str)>> = BTreeMap::new();
    for record in records {
        for (unit, name, value) in &record.weights {
            let own = given.entry((name.as_str(), unit.as_str())).or_default();
            // Of several that agree the last: it is the one that is used.
            own.retain(|(other, _)| other != value);
            own.push((*value, record.workbook.as_str()));
        }
    }
    let differ: Vec<_> = given.into_iter().filter(|(_, values)| values.len() > 1).collect();
    let Some(((_, unit), values)) = differ.first() else { return };
    let weights: BTreeSet<&str> = differ.iter().map(|((name, _), _)| *name).collect();
    let units: BTreeSet<&str> = differ.iter().map(|((_, unit), _)| *unit).collect();
    let problem = Problem::WeightsDiffer {
        weights: weights.into_iter().map(str::to_owned).collect(),
        units: units.len(),
        unit: register.find(unit).map_or(*unit, |at| register.name(at)).to_owned(),
        values: values.iter().map(|(value, workbook)| (*value, (*workbook).to_owned())).collect(),
    };
    findings.push(Finding::at(Place::default(), problem));
}

/// The submissions of a record, and what was told of their figures that is not found anew.
pub fn submissions(record: &Record, forms: &[Form], anew: Anew, findings: &mut Vec<Finding>) -> Vec<Submission> {
    let mut facts: HashMap<(&str, &str), Vec<(&super::RecordedFact, Fact<'_>)>> = HashMap::new();
    for (recorded, fact) in record.facts.iter().zip(&record.figures) {
        facts.entry((&*recorded.file, &*recorded.form)).or_default().push((recorded, fact));
    }
    let mut told: HashMap<(&str, &str), Vec<(usize, &Told)>> = HashMap::new();
    for (at, one) in record.told.iter().enumerate() {
        told.entry((one.file.as_str(), one.cell.as_str())).or_default().push((at, one));
    }
    let mut rest = Rest::new(record, forms, anew);
    let mut all = Vec::new();
    // What could not be read at all is no file of the round, and lacks in the totals as it did there.
    let known: HashSet<&str> = record.files.iter().map(|file| file.file.as_str()).collect();
    for one in record.told.iter().filter(|t| is_unread(t) && !known.contains(t.file.as_str())) {
        let file = Some(format!("{} › {}", record.workbook, one.file));
        findings.push(retell(record, one, Place { file, ..Place::default() }));
    }
    // What is of a form that was not asked for is left where it is.
    let asked = |file: &&RecordedFile| file.form.is_empty() || forms.iter().any(|f| f.name == file.form);
    for file in record.files.iter().filter(asked) {
        rest.file(file);
        let own = facts.remove(&(file.file.as_str(), file.form.as_str())).unwrap_or_default();
        let name = format!("{} › {}", record.workbook, file.file);
        let mut kept = Facts::with_capacity(own.len());
        let mut balances = ToldBalances::default();
        for (at, (recorded, fact)) in own.into_iter().enumerate() {
            kept.push_copy(fact);
            // What is checked anew is found anew.
            let unusable = fact.state().is_unusable();
            kept.retain_codes(at, |code| !is_found_anew(*code, anew) || unusable);
            let place = Place {
                file: Some(name.clone()),
                sheet: Some(fact.sheet().to_owned()),
                cell: Some(fact.cell()),
                row: Some(fact.row().to_owned()),
                column: Some(fact.column().to_owned()),
                ..Place::default()
            };
            let cell = format!("{}!{}", fact.sheet(), fact.cell());
            let of_cell = told.get(&(file.file.as_str(), cell.as_str())).into_iter().flatten();
            if recorded.edited {
                // What was said of the figure is of another now.
                of_cell.for_each(|(n, _)| rest.is_told(*n));
                balances.edited = true;
                if fact.state() != State::Text {
                    kept.set_state(at, State::Unreadable);
                }
                kept.add_code(at, Code::RecordEdited);
                let workbook = record.workbook.clone();
                findings.push(
                    Finding::at(
                        place,
                        Problem::Edited { workbook, source: format!("{}!{}", recorded.line.0, recorded.line.1) },
                    )
                    .with_raw(fact.raw().into_owned()),
                );
            } else {
                if fact.has(Code::Unbalanced) && !unusable {
                    balances.at.push(at);
                }
                for (n, one) in of_cell {
                    let again = || retell(record, one, place.clone()).with_raw(fact.raw().into_owned());
                    if kept.get(at).is_some_and(|f| f.has(one.code)) {
                        findings.push(again());
                        rest.is_told(*n);
                    } else if one.code == Code::Unbalanced {
                        balances.findings.push(again());
                    }
                }
            }
        }
        let is_list = forms.iter().any(|f| f.name == file.form && f.is_list());
        let printed = if is_list { printed(record, &file.file, &name, &kept, findings) } else { Vec::new() };
        rest.figures(file, &kept);
        balances.states = if balances.at.is_empty() { Vec::new() } else { kept.iter().map(|f| f.state()).collect() };
        let mut sheets: Vec<String> = Vec::new();
        for fact in &kept {
            if !sheets.iter().any(|s| s == fact.sheet()) {
                sheets.push(fact.sheet().to_owned());
            }
        }
        all.push(Submission {
            stamp: None,
            file: name,
            sha256: file.sha256.clone(),
            form: forms.iter().position(|f| f.name == file.form).unwrap_or(0),
            facts: kept,
            printed,
            sheets,
            has_form: !file.form.is_empty(),
            recognised: !file.form.is_empty(),
            recorded: Some(Recorded {
                workbook: record.workbook.clone(),
                unit: file.unit.clone(),
                period: file.period,
                counts: file.counts,
                balances: Some(balances).filter(|b| !b.at.is_empty() && !b.edited),
            }),
            ..Submission::default()
        });
    }
    rest.tell(findings);
    all
}

/// What a person let stand in a record, cell by cell: it stands one level up as well, where the file is as it was.
pub fn let_stand(record: &Record) -> Vec<LetStand> {
    let edited: HashSet<&str> = record.facts.iter().filter(|f| f.edited).map(|f| &*f.file).collect();
    let decided: HashSet<(&str, &str, Address)> = (record.facts.iter().zip(&record.figures))
        .filter(|(_, fact)| fact.has(Code::DecisionApplied))
        .map(|(recorded, fact)| (&*recorded.file, fact.sheet(), fact.cell()))
        .collect();
    let applied = record.told.iter().filter(|t| t.code == Code::DecisionApplied && !edited.contains(t.file.as_str()));
    let of = |told: &Told| {
        let (sheet, cell) = told.cell.rsplit_once('!')?;
        let cell = Address::parse(cell).filter(|cell| decided.contains(&(told.file.as_str(), sheet, *cell)))?;
        let file = format!("{} › {}", record.workbook, told.file);
        // Between forms other files may say otherwise now.
        let codes = total::let_stand(&told.message).into_iter().filter(|code| *code != Code::AcrossForms).collect();
        Some(LetStand { file, sheet: sheet.to_owned(), cell, codes })
    };
    applied.filter_map(of).collect()
}

/// The totals that a list printed and that were not those of its items: they are no figures, and so stand among what
/// was told alone. Each is known by the column that it stands in.
fn printed(record: &Record, file: &str, name: &str, facts: &Facts, findings: &mut Vec<Finding>) -> Vec<Printed> {
    let mut found = Vec::new();
    for told in record.told.iter().filter(|t| t.file == file && t.code == Code::Unbalanced) {
        let Some((sheet, cell)) = told.cell.rsplit_once('!') else { continue };
        let Some(at) = Address::parse(cell) else { continue };
        if facts.iter().any(|f| f.sheet() == sheet && f.cell() == at) {
            continue;
        }
        let beside = |f: &Fact<'_>| f.sheet() == sheet && f.cell().column == at.column;
        let Some(fact) = facts.iter().find(beside) else { continue };
        let place = Place {
            file: Some(name.to_owned()),
            sheet: Some(sheet.to_owned()),
            cell: Some(at),
            column: Some(fact.column().to_owned()),
            ..Place::default()
        };
        findings.push(retell(record, told, place));
        let mut figure = Facts::with_capacity(1);
        figure.push_copy(fact);
        figure.set_codes(0, vec![Code::Unbalanced]);
        found.push(Printed { label: String::new(), figure, covers: Vec::new() });
    }
    found
}

pub(super) fn retell(record: &Record, told: &Told, place: Place) -> Finding {
    let Told { number, code, severity, message, suggestion, lang, .. } = told.clone();
    let workbook = record.workbook.clone();
    let mut finding = Finding::at(place, Problem::Retold { code, message, suggestion, lang, workbook, number });
    finding.severity = severity;
    finding
}

/// What is found anew besides what always is.
#[derive(Debug, Clone, Copy)]
pub struct Anew {
    /// There are earlier figures to compare with.
    pub earlier: bool,
    /// There is a last day to send by.
    pub due: bool,
}

/// Tells whether checks of figures find it: they are made again over all submissions. What was found against earlier
/// figures is, where there are such figures again.
pub(super) fn is_found_anew(code: Code, anew: Anew) -> bool {
    match code {
        Code::ThousandTimes | Code::UnlikeChange | Code::CumulativeFell | Code::Repeated | Code::PreviousUnused => {
            anew.earlier
        }
        Code::Late => anew.due,
        Code::Unbalanced
        | Code::SameFigures
        | Code::AcrossForms
        | Code::UnitSlip
        | Code::Magnitude
        | Code::UnlikeLevel
        | Code::ItemTwice => true,
        _ => false,
    }
}

/// Tells whether it says of a file that nothing of it was read.
fn is_unread(told: &Told) -> bool {
    !told.file.is_empty() && told.cell.is_empty() && is_of_a_file(told.code)
}

/// Tells whether it says why a file is not in the totals.
pub(super) fn is_of_a_file(code: Code) -> bool {
    code.severity() == Severity::Error || matches!(code, Code::DecisionApplied | Code::Superseded)
}

/// Submissions that came more than once, directly and inside consolidated workbooks, with the same figures: one
/// counts. Those that differ are left for a person to decide.
pub fn same_facts<'a>(submissions: impl IntoIterator<Item = &'a Submission>) -> bool {
    same_facts_where(submissions, |_| true)
}

/// Tells whether a submission that a consolidated workbook was edited in says the same as the file itself, but for
/// what was edited.
pub fn same_but_for_edited(recorded: &Submission, itself: &Submission) -> bool {
    let edited: HashSet<(&str, &str)> =
        recorded.facts.iter().filter(|f| f.has(Code::RecordEdited)).map(|f| (f.row(), f.column())).collect();
    !edited.is_empty() && same_facts_where([recorded, itself], |fact| !edited.contains(&(fact.row(), fact.column())))
}

fn same_facts_where<'a>(
    submissions: impl IntoIterator<Item = &'a Submission>,
    wanted: impl Fn(&Fact<'a>) -> bool,
) -> bool {
    let mut all = submissions.into_iter().map(|one| {
        let mut figures: BTreeMap<(&str, &str), Fact<'_>> = BTreeMap::new();
        for fact in one.facts.iter().filter(&wanted) {
            let kept = figures.entry((fact.row(), fact.column())).or_insert(fact);
            if fact.outranks(*kept) {
                *kept = fact;
            }
        }
        let said = |(place, fact): ((&'a str, &'a str), Fact<'a>)| {
            let words = if fact.state() == State::Text { fact.raw() } else { Cow::Borrowed("") };
            (place, fact.state().as_str(), fact.state().value().map(|v| v.normalize()), words)
        };
        figures.into_iter().map(said).collect::<Vec<_>>()
    });
    let Some(first) = all.next() else { return true };
    all.all(|other| other == first)
}
