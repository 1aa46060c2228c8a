//! The algebra of aggregation: facts of communes into totals of the places above them.
//!
//! [`total`] is what comes out, with how many units stand behind it; [`aggregate`] is the exact
//! arithmetic of one row over units. Empty is never zero and a percentage is never summed.

pub mod aggregate;
pub mod total;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::finding::total::Problem;
use crate::finding::{Code, Finding, Severity};
use crate::form::{Aggregate, Form, RowIndex};
use crate::reading::Fact;
use crate::register::{Level, Register, UnitIndex};
use crate::submission::Identified;

pub use total::{Outcome, Total};

/// Aggregates the facts that count into totals of the place and of every place inside it that is
/// no commune.
pub fn fold(
    form: &Form,
    register: &Register,
    place: UnitIndex,
    identified: &[Identified],
    findings: &mut Vec<Finding>,
) -> Vec<Total> {
    let facts = counted_facts(identified);
    let counted: BTreeSet<UnitIndex> = identified.iter().filter(|i| i.counts).filter_map(|i| i.unit).collect();
    let refused: BTreeSet<UnitIndex> =
        identified.iter().filter_map(|i| i.unit).filter(|u| !counted.contains(u)).collect();
    let without = why_without(register, identified, findings);
    let mut weights = Weights::default();
    let mut totals = Vec::new();
    for target in targets(register, place) {
        let units = register.communes(target);
        for (row_index, row) in form.indexed_rows() {
            for (column_index, column) in form.value_columns() {
                let cells = units.iter().map(|unit| aggregate::Given {
                    unit: *unit,
                    state: facts.get(&(*unit, row.code.as_str(), column.code.as_str())).map(|f| f.state),
                    refused: refused.contains(unit),
                    weight: match &row.aggregate {
                        Aggregate::WeightedMean { weight } => register.weight(weight, *unit),
                        _ => None,
                    },
                });
                let sum = aggregate::aggregate(&row.aggregate, cells);
                if target == place {
                    weights.note(&row.aggregate, row_index, &sum);
                }
                if sum.overflow {
                    findings.push(too_long(form, register, target, row_index));
                }
                let mut codes = codes(&sum);
                for unit in sum.excluded.iter().chain(sum.absent.iter().map(|(unit, _)| unit)) {
                    let fact = facts.get(&(*unit, row.code.as_str(), column.code.as_str()));
                    codes.extend(fact.into_iter().flat_map(|f| &f.codes).filter(|c| c.severity() == Severity::Error));
                    codes.extend(without.get(unit).into_iter().flatten().copied());
                }
                codes.sort_unstable();
                codes.dedup();
                totals.push(Total {
                    row: row_index,
                    column: column_index,
                    unit: target,
                    outcome: sum.outcome,
                    reported: sum.reported,
                    expected: sum.expected,
                    excluded: sum.excluded,
                    absent: sum.absent,
                    codes,
                });
            }
        }
    }
    weights.report(form, register, findings);
    totals
}

/// The facts that count, by unit, row and column.
fn counted_facts(identified: &[Identified]) -> HashMap<(UnitIndex, &str, &str), &Fact> {
    let mut facts: HashMap<(UnitIndex, &str, &str), &Fact> = HashMap::new();
    // A row that stands in a file twice has two facts: the one that a person decided on, else one
    // that says that there is a figure which cannot be used.
    let weight = |f: &Fact| (f.state.value().is_some(), f.state.is_unusable());
    for (unit, fact) in identified
        .iter()
        .filter(|i| i.counts)
        .filter_map(|i| Some((i.unit?, &i.submission.facts)))
        .flat_map(|(unit, facts)| facts.iter().map(move |f| (unit, f)))
    {
        let kept = facts.entry((unit, fact.row.as_str(), fact.column.as_str())).or_insert(fact);
        if weight(fact) > weight(kept) {
            *kept = fact;
        }
    }
    facts
}

/// Why units give nothing at all to the totals: the errors about their files, or that none came.
fn why_without(
    register: &Register,
    identified: &[Identified],
    findings: &[Finding],
) -> HashMap<UnitIndex, BTreeSet<Code>> {
    let units: HashMap<&str, UnitIndex> =
        identified.iter().filter(|i| !i.counts).filter_map(|i| Some((i.submission.file.as_str(), i.unit?))).collect();
    let mut why: HashMap<UnitIndex, BTreeSet<Code>> = HashMap::new();
    for finding in findings {
        let place = &finding.place;
        let unit = match (&place.file, finding.code()) {
            (None, Code::NotSubmitted) => place.unit.as_deref().and_then(|u| register.find(u)),
            (Some(file), code) if place.cell.is_none() && code.severity() == Severity::Error => {
                units.get(file.as_str()).copied()
            }
            _ => None,
        };
        if let Some(unit) = unit {
            why.entry(unit).or_default().insert(finding.code());
        }
    }
    why
}

/// The place and the places inside it that have communes under them, from the top.
fn targets(register: &Register, place: UnitIndex) -> Vec<UnitIndex> {
    let mut found = vec![place];
    for child in register.children(place) {
        if register.unit(child).is_some_and(|u| u.level != Level::Commune) {
            found.extend(targets(register, child));
        }
    }
    found
}

fn codes(sum: &aggregate::Aggregated) -> Vec<Code> {
    let mut codes = Vec::new();
    if sum.overflow {
        codes.push(Code::TooManyDigits);
    }
    if sum.zero_weights {
        codes.push(Code::ZeroWeights);
    } else if !sum.unweighted.is_empty() {
        codes.push(if matches!(sum.outcome, Outcome::NoTotal) { Code::NoWeight } else { Code::UnitsWithoutWeight });
    }
    codes
}

fn too_long(form: &Form, register: &Register, unit: UnitIndex, row: RowIndex) -> Finding {
    let definition = form.row(row);
    let place = crate::finding::Place {
        unit: Some(register.code(unit).to_owned()),
        row: definition.map(|r| r.code.clone()),
        row_label: definition.map(|r| r.label.clone()),
        ..crate::finding::Place::default()
    };
    Finding::at(place, Problem::TooManyDigits { row: definition.map(crate::form::Row::name).unwrap_or_default() })
}

/// What lacks a weight, gathered so that one missing weight is one finding and not one a row.
#[derive(Default)]
struct Weights {
    none: BTreeMap<String, Vec<RowIndex>>,
    zero: BTreeMap<String, Vec<RowIndex>>,
    some: BTreeMap<String, BTreeSet<UnitIndex>>,
}

impl Weights {
    fn note(&mut self, rule: &Aggregate, row: RowIndex, sum: &aggregate::Aggregated) {
        let Aggregate::WeightedMean { weight } = rule else { return };
        if sum.zero_weights {
            self.zero.entry(weight.clone()).or_default().push(row);
        } else if !sum.unweighted.is_empty() {
            if matches!(sum.outcome, Outcome::NoTotal) {
                self.none.entry(weight.clone()).or_default().push(row);
            } else {
                self.some.entry(weight.clone()).or_default().extend(&sum.unweighted);
            }
        }
    }

    fn report(self, form: &Form, register: &Register, findings: &mut Vec<Finding>) {
        let names = |rows: Vec<RowIndex>| rows.iter().filter_map(|r| form.row(*r)).map(|r| r.code.clone()).collect();
        let mut say = |problem: Problem| findings.push(Finding::at(crate::finding::Place::default(), problem));
        for (weight, rows) in self.none {
            say(Problem::NoWeight { weight, rows: names(rows) });
        }
        for (weight, rows) in self.zero {
            say(Problem::ZeroWeights { weight, rows: names(rows) });
        }
        for (weight, units) in self.some {
            let units = units.iter().map(|u| register.name(*u).to_owned()).collect();
            say(Problem::UnitsWithoutWeight { weight, units });
        }
    }
}
