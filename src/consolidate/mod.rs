//! The algebra of aggregation: facts of communes into totals of the places above them.
//!
//! [`total`] is what comes out, with how many units stand behind it; [`aggregate`] is the exact
//! arithmetic of one row over units, [`list`] that over the items of lists, [`lacks`] what a total lacks,
//! `not_there` why a file gives nothing to one.
//! Empty is never zero and a percentage is never summed.

pub mod aggregate;
mod lacks;
mod list;
mod not_there;
pub mod total;

use std::collections::{BTreeSet, HashMap, HashSet};

use rust_decimal::Decimal;

use crate::finding::identity::Problem as Identity;
use crate::finding::total::Problem;
use crate::finding::{Code, Finding, Severity};
use crate::form::{Aggregate, Figure, Form, Kind, Over, Parts, RowIndex};
use crate::period::Period;
use crate::periods::Periods;
use crate::reading::{Fact, State};
use crate::register::{Level, Register, UnitIndex};
use crate::submission::Identified;

use aggregate::{Aggregated, Given};
use lacks::{Cell, Lacks};
use not_there::NotThere;
pub use total::{Outcome, Total};

/// What is said of a figure that is used, and of every total that it is in.
pub const DOUBTS: [Code; 12] = [
    Code::Unbalanced,
    Code::PartLacking,
    Code::SumOfNothing,
    Code::DeclaredMeasure,
    Code::ListMayGoOn,
    Code::StruckThrough,
    Code::ThousandsLost,
    Code::SumPassesOver,
    Code::ThousandTimes,
    Code::UnitSlip,
    Code::Magnitude,
    Code::DecisionUnclear,
];
/// What is said of a whole file whose figures are used: that they may stand twice in it, or be of another thing.
const DOUBTS_OF_FILES: [Code; 3] = [Code::ItemTwice, Code::ListsStacked, Code::OtherSubject];

/// Tells whether a code at a total says that figures in it are doubted.
pub fn is_doubt(code: Code) -> bool {
    DOUBTS.contains(&code) || DOUBTS_OF_FILES.contains(&code)
}

/// Aggregates the facts that count into totals of the place and of every place inside it that is
/// no commune, for each of the forms.
pub fn fold(
    forms: &[Form],
    register: &Register,
    place: UnitIndex,
    periods: &Periods,
    identified: &[Identified],
    findings: &mut Vec<Finding>,
) -> Vec<Total> {
    let mut totals = Vec::new();
    for (at, form) in forms.iter().enumerate() {
        let own: Vec<&Identified> = identified.iter().filter(|i| i.submission.form == at).collect();
        let folder = Folder {
            at,
            form,
            register,
            place,
            units: Units::new(&own),
            without: why_without(form, register, &own, findings),
            doubted: doubted(form, &own, findings),
            not_there: NotThere::of(form, &own, findings),
            lacks: Lacks::default(),
            period: periods.of(form),
        };
        totals.extend(if form.is_list() { folder.list(&own, findings) } else { folder.rows(&own, findings) });
    }
    totals
}

/// The facts of fixed rows that stand for their units in the totals: of submissions that count, one a cell.
pub fn standing<'f>(
    form: &Form,
    identified: impl IntoIterator<Item = &'f Identified>,
) -> HashMap<(UnitIndex, RowIndex, usize), Fact<'f>> {
    let identified: Vec<&Identified> = identified.into_iter().collect();
    Facts::of(form, &identified, |_| false).by_cell
}

/// Which units sent a file of a form that counts, and which one that does not.
struct Units {
    refused: BTreeSet<UnitIndex>,
}

impl Units {
    fn new(identified: &[&Identified]) -> Self {
        let counted: BTreeSet<UnitIndex> = identified.iter().filter(|i| i.counts).filter_map(|i| i.unit).collect();
        let refused = identified.iter().filter_map(|i| i.unit).filter(|u| !counted.contains(u)).collect();
        Self { refused }
    }
}

/// Folds the facts of one form.
struct Folder<'a> {
    at: usize,
    form: &'a Form,
    register: &'a Register,
    place: UnitIndex,
    units: Units,
    without: HashMap<UnitIndex, BTreeSet<Code>>,
    doubted: HashMap<UnitIndex, BTreeSet<Code>>,
    not_there: NotThere,
    lacks: Lacks,
    /// The period of the form.
    period: Option<Period>,
}

impl Folder<'_> {
    /// The totals of fixed rows.
    fn rows(mut self, identified: &[&Identified], findings: &mut Vec<Finding>) -> Vec<Total> {
        let facts = Facts::of(self.form, identified, |unit| self.not_there.lacks_columns(unit));
        let mut totals = Vec::new();
        for target in targets(self.register, self.place) {
            let units = self.register.communes(target);
            for (row, column, figure) in self.form.cells() {
                let cells = units.iter().map(|unit| self.given(&facts, *unit, row, column, figure));
                let sum = aggregate::aggregate(&figure.aggregate, cells);
                if target == self.place {
                    self.lacks.note(&figure.aggregate, Cell { row: Some(row), column }, &sum);
                }
                if sum.overflow {
                    findings.push(self.too_long(target, Some(row)));
                }
                let mut codes = codes(&figure.aggregate, &sum);
                for unit in sum.excluded.iter().chain(sum.absent.iter().map(|(unit, _)| unit)) {
                    let about = facts.of_cell(*unit, row, column, figure);
                    codes.extend(
                        about.into_iter().flat_map(|f| f.codes()).filter(|c| is_error(self.form, self.period, **c)),
                    );
                    codes.extend(self.without.get(unit).into_iter().flatten().copied());
                    codes.extend(self.not_there.codes(&facts, *unit, (row, column), figure));
                }
                // A figure that does not agree with others, or whose measure is told otherwise, is in the total, which
                // says so.
                for unit in &units {
                    let about = facts.of_cell(*unit, row, column, figure);
                    let read = || about.iter().copied().chain(facts.at(*unit, row, column));
                    codes.extend(read().flat_map(Fact::codes).filter(|c| DOUBTS.contains(c)));
                    if read().any(|f| f.state().value().is_some_and(|v| !v.is_zero())) {
                        codes.extend(self.doubted.get(unit).into_iter().flatten().copied());
                    }
                }
                totals.push(self.total(Some(row), column, target, sum, codes));
            }
        }
        self.lacks.report(self.form, self.register, findings);
        totals
    }

    /// What a unit gives to a cell.
    fn given<'f>(
        &self,
        facts: &'f Facts<'_>,
        unit: UnitIndex,
        row: RowIndex,
        column: usize,
        figure: &Figure,
    ) -> Given<'f> {
        let fact = facts.at(unit, row, column);
        let refused = self.units.refused.contains(&unit);
        let words = fact.filter(|_| aggregate::takes_words(&figure.aggregate));
        let text = words.map(Fact::raw).unwrap_or_default();
        let given = |state, weight| Given { unit, state, refused, weight, text };
        match &figure.aggregate {
            Aggregate::Ratio { parts, .. } if figure.kind != Kind::Group => {
                let state_at = |at: &usize| facts.part(unit, row, column, parts.of, *at).map(|f| f.state());
                let (state, weight) = of_ratio(parts, state_at);
                given(state, weight)
            }
            Aggregate::WeightedMean { weight } => {
                given(fact.map(|f| f.state()), self.register.weight(weight.as_str(), unit))
            }
            _ => given(fact.map(|f| f.state()), None),
        }
    }

    fn total(
        &self,
        row: Option<RowIndex>,
        column: usize,
        unit: UnitIndex,
        sum: Aggregated,
        mut codes: Vec<Code>,
    ) -> Total {
        codes.sort_unstable();
        codes.dedup();
        Total {
            form: self.at,
            row,
            column,
            unit,
            outcome: sum.outcome,
            reported: sum.reported,
            expected: sum.expected,
            excluded: sum.excluded,
            absent: sum.absent,
            codes,
        }
    }

    fn too_long(&self, unit: UnitIndex, row: Option<RowIndex>) -> Finding {
        let definition = row.and_then(|r| self.form.row(r));
        let place = crate::finding::Place {
            unit: Some(self.register.code(unit).to_owned()),
            row: definition.map(|r| r.code.clone()),
            row_label: definition.map(|r| r.label.clone()),
            ..crate::finding::Place::default()
        };
        Finding::at(place, Problem::TooManyDigits { row: definition.map(crate::form::Row::name).unwrap_or_default() })
    }
}

/// Tells whether a finding leaves figures out, by itself or because the form makes an error of it.
fn is_error(form: &Form, period: Option<Period>, code: Code) -> bool {
    form.checks.severity(code, period).unwrap_or(code.severity()) == Severity::Error
}

/// What the parts of a ratio say: the numerator and the denominator where they have a value, else what
/// keeps them from it, the gravest first; nothing where a part was not read at all.
///
/// Of several addends of a denominator those that do not apply add nothing, as a unit to which a row does not apply
/// adds nothing to its sum. A figure on one side of which the other does not apply belongs to no ratio and yet
/// stands in the totals of its side: the unit cannot be left out without a word.
fn of_ratio(parts: &Parts, state_at: impl Fn(&usize) -> Option<State>) -> (Option<State>, Option<Decimal>) {
    let over = state_at(&parts.over);
    let under: Option<Vec<State>> = parts.under.iter().map(state_at).collect();
    let (Some(over), Some(under)) = (over, under) else { return (None, None) };
    let applies = |state: &State| *state != State::NotApplicable;
    let without = under.iter().copied().chain([over]).filter(|s| s.value().is_none() && applies(s));
    if let Some(gravest) = without.max_by_key(|s| s.is_unusable()) {
        return (Some(gravest), None);
    }
    let divisors: Vec<Decimal> = under.iter().filter_map(|s| s.value()).collect();
    match (over.value(), divisors.is_empty()) {
        (Some(value), false) => match aggregate::sum(divisors) {
            Some(weight) => (Some(State::Number(value)), Some(weight)),
            None => (Some(State::Unreadable), None),
        },
        (over, _) if over.into_iter().chain(divisors).any(|v| !v.is_zero()) => (Some(State::Unreadable), None),
        _ => (Some(State::NotApplicable), None),
    }
}

/// The facts of fixed rows that count, by unit, row and column.
struct Facts<'f> {
    by_cell: HashMap<(UnitIndex, RowIndex, usize), Fact<'f>>,
    /// The columns of which figures were read, of units that lack some.
    columns: HashSet<(UnitIndex, usize)>,
}

impl<'f> Facts<'f> {
    /// `lacks_columns` tells of which units it will be asked what columns they have.
    fn of(form: &Form, identified: &[&'f Identified], lacks_columns: impl Fn(UnitIndex) -> bool) -> Self {
        let rows: HashMap<&str, RowIndex> = form.indexed_rows().map(|(i, r)| (r.code.as_str(), i)).collect();
        let columns: HashMap<&str, usize> = form.read_columns().map(|(i, c)| (c.code.as_str(), i)).collect();
        let mut by_cell: HashMap<(UnitIndex, RowIndex, usize), Fact<'_>> = HashMap::new();
        for one in identified.iter().filter(|i| i.counts) {
            let Some(unit) = one.unit else { continue };
            for fact in &one.submission.facts {
                let (Some(row), Some(column)) = (rows.get(fact.row()), columns.get(fact.column())) else {
                    continue;
                };
                let kept = by_cell.entry((unit, *row, *column)).or_insert(fact);
                if fact.outranks(*kept) {
                    *kept = fact;
                }
            }
        }
        let asked = by_cell.keys().filter(|(unit, _, _)| lacks_columns(*unit));
        let columns = asked.map(|(unit, _, column)| (*unit, *column)).collect();
        Self { by_cell, columns }
    }

    fn at(&self, unit: UnitIndex, row: RowIndex, column: usize) -> Option<Fact<'f>> {
        self.by_cell.get(&(unit, row, column)).copied()
    }

    /// The fact of a part of a ratio: another row of the column, or another column of the row.
    fn part(&self, unit: UnitIndex, row: RowIndex, column: usize, of: Over, at: usize) -> Option<Fact<'f>> {
        match of {
            Over::Columns => self.at(unit, row, at),
            Over::Rows => self.at(unit, RowIndex(at), column),
        }
    }

    /// The facts that a unit's part in a total rests on.
    fn of_cell(&self, unit: UnitIndex, row: RowIndex, column: usize, figure: &Figure) -> Vec<Fact<'f>> {
        match &figure.aggregate {
            Aggregate::Ratio { parts, .. } => {
                let all = parts.under.iter().chain([&parts.over]);
                all.filter_map(|at| self.part(unit, row, column, parts.of, *at)).collect()
            }
            _ => self.at(unit, row, column).into_iter().collect(),
        }
    }
}

/// Why units give nothing at all to the totals: the errors about their files, or that none came.
fn why_without(
    form: &Form,
    register: &Register,
    identified: &[&Identified],
    findings: &[Finding],
) -> HashMap<UnitIndex, BTreeSet<Code>> {
    let refused: HashMap<&str, &Identified> =
        identified.iter().filter(|i| !i.counts).map(|i| (i.submission.file.as_str(), *i)).collect();
    // A unit that sent other forms lacks those that are named.
    let lacks = |finding: &Finding| match &finding.problem {
        crate::finding::Problem::Identity(Identity::NotSubmitted { forms, .. }) => {
            forms.is_empty() || forms.contains(&form.name)
        }
        _ => true,
    };
    let mut why: HashMap<UnitIndex, BTreeSet<Code>> = HashMap::new();
    for finding in findings.iter().flat_map(Finding::all) {
        let place = &finding.place;
        let unit = match (&place.file, finding.code()) {
            (None, Code::NotSubmitted) if lacks(finding) => place.unit.as_deref().and_then(|u| register.find(u)),
            (Some(file), _)
                if finding.severity() == Severity::Error && (place.cell.is_none() || finding.is_raised()) =>
            {
                let one = refused.get(file.as_str());
                // What is said of another form of the file is not why this one is lacking.
                one.filter(|one| place.cell.is_some() || one.submission.is_meant_by(place)).and_then(|one| one.unit)
            }
            _ => None,
        };
        if let Some(unit) = unit {
            why.entry(unit).or_default().insert(finding.code());
        }
    }
    why
}

/// What is said of whole files that count, by unit.
fn doubted(form: &Form, identified: &[&Identified], findings: &[Finding]) -> HashMap<UnitIndex, BTreeSet<Code>> {
    let of_lists = |code: Code| matches!(code, Code::ItemTwice | Code::ListsStacked);
    let about = |f: &&Finding| DOUBTS_OF_FILES.contains(&f.code()) && (form.is_list() || !of_lists(f.code()));
    let said = findings.iter().flat_map(Finding::all).filter(about);
    let mut by_file: HashMap<&str, BTreeSet<Code>> = HashMap::new();
    for finding in said {
        by_file.entry(finding.place.file.as_deref().unwrap_or_default()).or_default().insert(finding.code());
    }
    let of = |one: &&Identified| Some((one.unit?, by_file.get(one.submission.file.as_str())?.clone()));
    identified.iter().filter(|one| one.counts && !by_file.is_empty()).filter_map(of).collect()
}

/// The units of whose files something is said that makes all their figures of a form doubtful.
pub fn doubted_files(forms: &[Form], identified: &[Identified], findings: &[Finding]) -> HashSet<(usize, UnitIndex)> {
    let of_form = |(at, form): (usize, &Form)| {
        let own: Vec<&Identified> = identified.iter().filter(|one| one.submission.form == at).collect();
        doubted(form, &own, findings).into_keys().map(move |unit| (at, unit))
    };
    forms.iter().enumerate().flat_map(of_form).collect()
}

/// The place and the places inside it that have communes under them, from the top.
fn targets(register: &Register, place: UnitIndex) -> Vec<UnitIndex> {
    let mut found = vec![place];
    for child in register.children(place) {
        if !register.sends(child)
            && (register.unit(child).is_some_and(|u| u.level != Level::Commune) || !register.children(child).is_empty())
        {
            found.extend(targets(register, child));
        }
    }
    found
}

fn codes(rule: &Aggregate, sum: &Aggregated) -> Vec<Code> {
    let mut codes = Vec::new();
    if sum.overflow {
        codes.push(Code::TooManyDigits);
    }
    match rule {
        Aggregate::None if sum.reported > 0 => codes.push(Code::NotTotalled),
        Aggregate::Ratio { .. } if sum.zero_weights => codes.push(Code::ZeroDenominator),
        Aggregate::WeightedMean { .. } if sum.zero_weights => codes.push(Code::ZeroWeights),
        Aggregate::WeightedMean { .. } if !sum.unweighted.is_empty() => {
            codes.push(if matches!(sum.outcome, Outcome::NoTotal) { Code::NoWeight } else { Code::UnitsWithoutWeight });
        }
        _ => {}
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_addend_that_does_not_apply_adds_nothing_to_a_denominator() {
        let parts = Parts { of: Over::Columns, over: 0, under: vec![1, 2] };
        let number = |n: i64| Some(State::Number(n.into()));
        let (x, nil, blank) = (Some(State::NotApplicable), Some(State::Nil), Some(State::Blank));
        for (states, expected) in [
            // Disbursed, planned, carried over.
            ([number(9), number(90), nil], (number(9), Some(90))),
            ([number(9), number(90), x], (number(9), Some(90))),
            ([number(9), x, number(90)], (number(9), Some(90))),
            ([nil, x, number(90)], (number(0), Some(90))),
            // Nothing applies, or what does is nothing: the unit is not expected.
            ([x, x, x], (x, None)),
            ([x, nil, x], (x, None)),
            ([nil, x, x], (x, None)),
            // One side has a figure that the other has nothing for.
            ([x, number(90), nil], (Some(State::Unreadable), None)),
            ([number(9), x, x], (Some(State::Unreadable), None)),
            // What is missing is missing.
            ([number(9), blank, x], (blank, None)),
            ([number(9), Some(State::Ambiguous), blank], (Some(State::Ambiguous), None)),
            ([number(9), None, x], (None, None)),
        ] {
            let (state, weight) = of_ratio(&parts, |at| states.get(*at).copied().flatten());
            let value = |s: Option<State>| s.and_then(|s| s.value()).map(|v| (v, true));
            let same = state == expected.0 || (value(state).is_some() && value(state) == value(expected.0));
            assert!(same && weight == expected.1.map(|w: i64| w.into()), "{states:?}: {state:?}, {weight:?}");
        }
    }
}
