//! Readings that arithmetic decides: where exactly one reading of an ambiguous cell satisfies every sum it
//! stands in, and stands in one at all, that is its value. Two or three cells of one sum are tried together
//! where none of them is decided alone. The rest of a column is written as what was decided of it.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::finding::balance::Problem;
use crate::finding::reading::{Candidate, ColumnSays, DecidedBy};
use crate::finding::{Code, Finding, Place, Problem as Found, reading};
use crate::form::{Form, Over};
use crate::reading::{Fact, State};
use crate::submission::Submission;
use crate::vietnamese::number::Notation;

use super::super::tally::Count;
use super::deduction::Explained;
use super::edit::{Edit, Outcome, Standing};
use super::{Cell, Figures, Held};

/// No more cells are tried: a table that is ambiguous throughout decides nothing.
const MOST: usize = 500;
/// Nor is a list of more facts held in one piece.
const MOST_OF_LISTS: usize = 20_000;

/// Reads the ambiguous cells of a submission that its balances decide. The finding that several readings are
/// left becomes the note of the one that is, with the proof.
///
/// Of a cell that stays ambiguous comes back what it probably says: the one reading under which slips
/// elsewhere explain all that fails.
pub(super) fn resolve(form: &Form, one: &mut Submission, findings: &mut [Finding]) -> Vec<(Cell, Decimal)> {
    let long = form.is_list() && one.facts.len() > MOST_OF_LISTS;
    if long || !one.facts.iter().any(|f| f.state() == State::Ambiguous) {
        return Vec::new();
    }
    let mut open: Vec<(&mut Finding, Vec<Decimal>)> = findings
        .iter_mut()
        .filter(|f| f.place.file.as_deref() == Some(&one.file) && !is_foreign(&f.place))
        .filter_map(|f| Some(readings(&f.problem)?).map(|r| (f, r)))
        .take(MOST)
        .collect();
    let mut figures = Figures::of(form, one.facts.all());
    let fact_of = |one: &Submission, finding: &Finding| {
        let fact = one.facts.iter().find(|fact| {
            fact.state() == State::Ambiguous
                && Some(fact.cell()) == finding.place.cell
                && Some(fact.sheet()) == finding.place.sheet.as_deref()
        })?;
        Some((fact.at(), figures_place(form, fact)?))
    };
    let mut written = Written::default();
    // What one cell turns out to be may decide the next.
    let mut decided = true;
    while decided {
        decided = false;
        for (finding, candidates) in &mut open {
            let Some((at, cell)) = fact_of(one, finding) else { continue };
            let Some((value, proof)) = figures.only(cell, candidates) else { continue };
            written.take_up(finding, cell, value);
            figures.settle((cell, at), value, one, Code::ReadByBalance);
            finding.read_as(value, proof, candidates);
            decided = true;
        }
        if decided {
            continue;
        }
        let undecided: BTreeMap<Cell, Vec<Decimal>> =
            open.iter().filter_map(|(f, candidates)| Some((fact_of(one, f)?.1, candidates.clone()))).collect();
        let mut settled = figures.settled_together(&undecided);
        for (finding, candidates) in &mut open {
            let Some((at, cell)) = fact_of(one, finding) else { continue };
            let Some((value, proof)) = settled.remove(&cell) else { continue };
            written.take_up(finding, cell, value);
            figures.settle((cell, at), value, one, Code::ReadByBalance);
            finding.read_as(value, proof, candidates);
            decided = true;
        }
        if decided {
            continue;
        }
        let by_column = open.iter().filter_map(|(finding, _)| {
            let (_, cell) = fact_of(one, finding)?;
            Some((cell, written.decides(finding, cell)?.value))
        });
        let at_odds = figures.at_odds(&by_column.collect(), &undecided);
        for (finding, _) in &mut open {
            let Some((at, cell)) = fact_of(one, finding).filter(|(_, cell)| !at_odds.contains(cell)) else { continue };
            let Some(Candidate { value, how }) = written.decides(finding, cell) else { continue };
            figures.settle((cell, at), value, one, Code::Decided);
            finding.becomes(reading::Problem::Decided { kept: how, by: DecidedBy::Column });
            finding.value = Some(value);
            decided = true;
        }
    }
    let mut supposed = Vec::new();
    // The items of a list are held each for itself, and what one may be says nothing of others.
    for (finding, candidates) in open.iter_mut().filter(|_| !form.is_list()) {
        let at = |fact: &Fact<'_>| {
            fact.state() == State::Ambiguous
                && Some(fact.cell()) == finding.place.cell
                && Some(fact.sheet()) == finding.place.sheet.as_deref()
        };
        let Some(cell) = one.facts.iter().find(at).and_then(|fact| figures_place(form, fact)) else { continue };
        if let Some(value) = figures.likeliest(cell, candidates) {
            if let Found::Reading(reading::Problem::Ambiguous { likely, .. }) = &mut finding.problem {
                *likely = Some(value);
            }
            figures.values.insert(cell, value);
            supposed.push((cell, value));
        }
    }
    supposed
}

/// Tells whether it is about a row or a column that the form does not have, which no balance is of.
fn is_foreign(place: &Place) -> bool {
    [&place.row, &place.column].into_iter().flatten().any(|code| code.starts_with('?'))
}

/// The place of a fact in its form.
fn figures_place(form: &Form, fact: Fact<'_>) -> Option<Cell> {
    let row = match form.is_list() {
        true => fact.row().parse().ok()?,
        false => form.rows.iter().position(|r| r.code == fact.row())?,
    };
    Some((row, form.columns.iter().position(|c| c.code == fact.column())?))
}

impl Finding {
    /// The finding becomes the note of the one reading that is left.
    fn read_as(&mut self, value: Decimal, proof: String, candidates: &[Decimal]) {
        let others = candidates.iter().copied().filter(|c| *c != value).collect();
        self.becomes(Problem::ReadByBalance { value, others, proof });
        self.value = Some(value);
    }
}

/// How the cells that arithmetic decided are written, by sheet and column: the others of a column are written so, too.
#[derive(Default)]
struct Written(BTreeMap<(String, usize), Vec<Notation>>);

impl Written {
    /// Takes up a cell that is decided.
    fn take_up(&mut self, finding: &Finding, cell: Cell, value: Decimal) {
        let Found::Reading(reading::Problem::Ambiguous { candidates, .. }) = &finding.problem else { return };
        let notation = candidates.iter().find(|c| c.value == value).and_then(|c| c.how.notation());
        self.0.entry(Self::of(finding, cell)).or_default().extend(notation);
    }

    /// The reading of an open cell that is written as all decided ones of its column.
    fn decides(&self, finding: &Finding, cell: Cell) -> Option<Candidate> {
        let Found::Reading(reading::Problem::Ambiguous { candidates, column, .. }) = &finding.problem else {
            return None;
        };
        let own = self.0.get(&Self::of(finding, cell)).filter(|_| *column == ColumnSays::Nothing)?;
        let first = *own.first().filter(|first| own.iter().all(|other| other == *first))?;
        candidates.iter().find(|c| c.how.notation() == Some(first)).cloned()
    }

    fn of(finding: &Finding, cell: Cell) -> (String, usize) {
        (finding.place.sheet.clone().unwrap_or_default(), cell.1)
    }
}

/// A cell with the readings that it admits.
type Open = (Cell, Vec<Decimal>);

/// Every way to read some cells.
fn combinations(cells: &[Open]) -> Vec<Vec<(Cell, Decimal)>> {
    cells.iter().fold(vec![Vec::new()], |before, (cell, readings)| {
        let with = |one: &Vec<(Cell, Decimal)>, value: Decimal| [one.as_slice(), &[(*cell, value)]].concat();
        before.iter().flat_map(|one| readings.iter().map(move |value| with(one, *value))).collect()
    })
}

/// The readings that a finding leaves, in the form's measure.
fn readings(problem: &Found) -> Option<Vec<Decimal>> {
    match problem {
        Found::Reading(reading::Problem::Ambiguous { candidates, .. }) => {
            Some(candidates.iter().map(|c| c.value).collect())
        }
        Found::Reading(reading::Problem::MeasuresContradict { candidates, .. }) => {
            Some(candidates.iter().map(|(value, _)| *value).collect())
        }
        _ => None,
    }
}

impl Figures<'_> {
    /// Takes a value for a cell, in the submission too.
    fn settle(&mut self, (cell, at): (Cell, usize), value: Decimal, one: &mut Submission, code: Code) {
        one.facts.set_state(at, State::Number(value));
        one.facts.retain_codes(at, |c| !matches!(c, Code::Ambiguous | Code::MeasuresContradict));
        one.facts.add_code(at, code);
        self.values.insert(cell, value);
        self.steps.insert(cell, one.facts.get(at).map(Fact::step).unwrap_or_default());
    }

    /// The open cells that are decided together with others, with their values and the proof.
    fn settled_together(&mut self, open: &BTreeMap<Cell, Vec<Decimal>>) -> BTreeMap<Cell, (Decimal, String)> {
        let mut settled: BTreeMap<Cell, (Decimal, String)> = BTreeMap::new();
        if open.len() < 2 {
            return settled;
        }
        for set in self.linked(open) {
            if set.iter().any(|(cell, _)| settled.contains_key(cell)) {
                continue;
            }
            let found = self.only_together(&set).unwrap_or_default();
            self.values.extend(found.iter().map(|(cell, (value, _))| (*cell, *value)));
            settled.extend(found);
        }
        settled
    }

    /// The open cells that stand in one balance, two or three of them and all else known.
    fn linked(&mut self, open: &BTreeMap<Cell, Vec<Decimal>>) -> Vec<Vec<Open>> {
        // Any of its readings will do to see which balances a cell stands in.
        let any = open.iter().filter_map(|(cell, candidates)| Some((*cell, *candidates.first()?)));
        self.values.extend(any);
        let held = self.hold_all(&mut Count::default());
        self.values.retain(|cell, _| !open.contains_key(cell));
        let own = |h: &Held| h.edit.cells.iter().copied().filter(|c| open.contains_key(c)).collect::<BTreeSet<Cell>>();
        let sets: BTreeSet<BTreeSet<Cell>> = held.iter().map(own).filter(|set| (2..=3).contains(&set.len())).collect();
        let with_readings = |cell: &Cell| open.get(cell).map(|candidates| (*cell, candidates.clone()));
        sets.iter().map(|set| set.iter().filter_map(with_readings).collect()).collect()
    }

    /// The cells whose columns would have them say what no balance of theirs allows, though some readings of them are
    /// allowed: «298.500» in two columns of one row, taken as thousands in one and with decimals in the other.
    fn at_odds(&mut self, chosen: &BTreeMap<Cell, Decimal>, open: &BTreeMap<Cell, Vec<Decimal>>) -> BTreeSet<Cell> {
        self.values.extend(chosen.iter().map(|(cell, value)| (*cell, *value)));
        let held = self.hold_all(&mut Count::default());
        let mut found = BTreeSet::new();
        for edit in held.iter().filter(|h| h.failure.is_some()).map(|h| &h.edit) {
            let own: BTreeSet<Cell> = edit.cells.iter().copied().filter(|cell| chosen.contains_key(cell)).collect();
            let cells: Vec<Open> = own.iter().filter_map(|cell| Some((*cell, open.get(cell)?.clone()))).collect();
            let holds = |combination: &Vec<(Cell, Decimal)>| {
                let other = |cell: Cell| combination.iter().find(|(own, _)| *own == cell).map(|(_, value)| *value);
                edit.hold(|cell| other(cell).or_else(|| self.values.get(&cell).copied())).is_some_and(|o| o.holds)
            };
            if (1..=3).contains(&cells.len()) && combinations(&cells).iter().any(holds) {
                found.extend(own);
            }
        }
        self.values.retain(|cell, _| !chosen.contains_key(cell));
        found
    }

    /// The one combination of readings under which all balances of some cells hold, each cell in one of them; with
    /// those in words.
    fn only_together(&mut self, cells: &[Open]) -> Option<Vec<(Cell, (Decimal, String))>> {
        let all = combinations(cells);
        let mut fitting = all.iter().filter_map(|combination| self.proofs(combination));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// What proves a combination of readings, for each of its cells.
    fn proofs(&mut self, combination: &[(Cell, Decimal)]) -> Option<Vec<(Cell, (Decimal, String))>> {
        self.values.extend(combination.iter().copied());
        let proved = combination
            .iter()
            .map(|(cell, value)| {
                let proof = self.proof(*cell, *value);
                self.values.insert(*cell, *value);
                Some((*cell, (*value, proof?)))
            })
            .collect();
        self.values.retain(|cell, _| !combination.iter().any(|(c, _)| c == cell));
        proved
    }

    /// The one reading of a cell that satisfies all sums it stands in, with one of them in words.
    fn only(&mut self, cell: Cell, candidates: &[Decimal]) -> Option<(Decimal, String)> {
        let mut fitting = candidates.iter().filter_map(|value| Some((*value, self.proof(cell, *value)?)));
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// The one reading under which every failure is explained by slips between which nothing is open, and
    /// which takes part in a balance that fails without it.
    fn likeliest(&mut self, cell: Cell, candidates: &[Decimal]) -> Option<Decimal> {
        let mut fitting = candidates.iter().copied().filter(|value| {
            self.values.insert(cell, *value);
            let explained = self.all_explained(cell);
            self.values.remove(&cell);
            explained
        });
        let first = fitting.next()?;
        fitting.next().is_none().then_some(first)
    }

    /// Tells whether some balances of a cell fail and slips elsewhere explain all that fail.
    fn all_explained(&self, cell: Cell) -> bool {
        let held: Vec<Held> = self.hold_all(&mut Count::default());
        let failed: Vec<usize> =
            (0..held.len()).filter(|at| held.get(*at).is_some_and(|h| h.failure.is_some())).collect();
        let own = |at: &usize| held.get(*at).is_some_and(|h| h.edit.cells.contains(&cell));
        if !failed.iter().any(own) {
            return false;
        }
        let edits: Vec<&Edit> = held.iter().map(|h| &h.edit).collect();
        let explained = self.explained(&edits, &failed);
        let unique = |e: &Explained| match e.choices.as_slice() {
            // A slip in the cell itself is a third reading.
            [one] => one.changes.len() > 1 || one.changes.iter().all(|(c, _)| *c != cell),
            _ => false,
        };
        explained.iter().all(unique) && explained.iter().map(|e| e.edits.len()).sum::<usize>() == failed.len()
    }

    /// A sum that a cell stands in, in words, if it and all others hold with a value there.
    fn proof(&mut self, cell: Cell, value: Decimal) -> Option<String> {
        self.values.insert(cell, value);
        self.steps.insert(cell, Decimal::ZERO);
        let mut proof = None;
        let mut holds = true;
        for rule in &self.form.rules {
            let place = |other: usize| match rule.over {
                Over::Rows => (other, cell.1),
                Over::Columns => (cell.0, other),
            };
            if rule.over == Over::Rows && !self.adds(cell.1) {
                continue;
            }
            let Some(edit) = self.edit(rule, &place).filter(|e| e.cells.contains(&cell)) else { continue };
            let Some(Outcome { holds: one, left, .. }) = edit.hold(|c| self.values.get(&c).copied()) else { continue };
            holds &= one;
            if !matches!(edit.relation, Standing::NoLess { .. }) {
                let (name, right) = (self.name(place(rule.balance.left)), self.right(&rule.balance, &place));
                let left = crate::vietnamese::number::Vietnamese(left.normalize()).to_string();
                proof = proof.or(Some(format!("{name} = {right} = {left}")));
            }
        }
        // The rates that the cell is, or is a part of.
        let mut rates: Vec<Cell> = self.values.keys().copied().filter(|c| c.0 == cell.0 || c.1 == cell.1).collect();
        rates.sort_unstable();
        for at in rates {
            let Some((parts, factor)) = self.parts(at) else { continue };
            let Some(edit) = self.rate(at, parts, factor).filter(|e| e.cells.contains(&cell)) else { continue };
            let Some(Outcome { holds: one, right, .. }) = edit.hold(|c| self.values.get(&c).copied()) else { continue };
            holds &= one;
            let right = crate::vietnamese::number::Vietnamese(right.round_dp(2).normalize()).to_string();
            proof = proof.or(Some(format!("{} = {} = {right}", self.name(at), self.spoken_parts(parts, factor))));
        }
        self.values.remove(&cell);
        proof.filter(|_| holds)
    }
}
