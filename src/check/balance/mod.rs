//! Whether the figures of each submission hold to the rules of its form.
//!
//! A rule is held against the figures of each column (rules over rows) or of each row (rules over
//! columns). A blank that the form's own sums determine stands for what they say; where something else is
//! missing, a sum can only be too small. Figures are taken as rounded to their last shown place (EBA's
//! interval rule; `edit`). A rate is held against its parts (`rate`).
//!
//! What one likely slip explains is one finding, with the slip proposed (`deduction`, [`typing`]), as are columns or rows
//! that stand in each other's place (`exchange`). Of the rest, failures that share a cell are one finding at that cell (`faults`). Lists are held item by item
//! (`items`). An ambiguous cell is read where the sums decide (`resolve`); a 0 that is the sum of blanks is no figure
//! ([`of_nothing`]), a sum over a part without a figure is no better than that (`lacking`), and
//! sums over a figure that a person decided are computed again ([`after_decisions`]).

pub mod after_decisions;
mod deduction;
mod edit;
mod exchange;
mod faults;
mod items;
mod lacking;
pub mod of_nothing;
mod rate;
mod resolve;
mod sums;
pub mod typing;

use std::collections::hash_map::Entry;

use foldhash::{HashMap, HashMapExt as _};
use rayon::prelude::*;
use rust_decimal::Decimal;

use super::tally::{Check, Count, Tallies, Why};
use crate::finding::balance::{self, Failure, Problem};
use crate::finding::{Code, Finding};
use crate::form::{Balance, Form, Kind, Missing, Over, Relation, Rule};
use crate::reading::{Fact, State, Stretch};
use crate::submission::{Identified, Submission};
use edit::{Edit, Standing};
use faults::Fault;

/// Holds every submission against the rules of its form.
pub fn check(forms: &[Form], identified: &mut [Identified], tallies: &mut Tallies, findings: &mut Vec<Finding>) {
    // What a cell that stays ambiguous probably says, as far as slips elsewhere would explain everything.
    let mut supposed: Vec<Vec<(Cell, Decimal)>> = vec![Vec::new(); identified.len()];
    for (one, supposed) in identified.iter_mut().zip(&mut supposed) {
        if let Some(form) = forms.get(one.submission.form).filter(|f| balances(f)) {
            *supposed = resolve::resolve(form, &mut one.submission, findings);
        }
    }
    let found: Vec<(Vec<Finding>, Count)> = identified
        .par_iter_mut()
        .zip(&supposed)
        .map(|(one, supposed)| match forms.get(one.submission.form).filter(|f| balances(f)) {
            Some(form) => {
                let (mut found, count) = told_or_found(form, one, supposed);
                found.extend(lacking::mark(form, &mut one.submission));
                (found, count)
            }
            None => (Vec::new(), Count::default()),
        })
        .collect();
    for (own, count) in found {
        tallies.of(Check::Balance).join(&count);
        findings.extend(own);
    }
}

/// Tells whether a form says how its figures stand to each other.
fn balances(form: &Form) -> bool {
    !form.rules.is_empty() || rate::has_rates(form)
}

/// The form of a submission, where it is a tree that says how its figures stand to each other.
fn tree_with_balances<'f>(forms: &'f [Form], one: &Submission) -> Option<&'f Form> {
    forms.get(one.form).filter(|form| !form.is_list() && balances(form))
}

/// What a figure that is not given and counts as 0 stands as.
const ZERO: Cell = (usize::MAX, usize::MAX);

/// A cell by its row (the form's, or an item's number) and the form's column.
type Cell = (usize, usize);

/// A rule held against some cells.
struct Held {
    edit: Edit,
    failure: Option<Failure>,
}

/// What is found of a submission; what a level below told of it, where nothing was changed since and that is otherwise. It
/// knew of readings of cells that are not recorded.
fn told_or_found(form: &Form, one: &mut Identified, supposed: &[(Cell, Decimal)]) -> (Vec<Finding>, Count) {
    let told = one.submission.recorded.as_mut().and_then(|recorded| recorded.balances.take());
    let told = told.filter(|told| one.submission.facts.iter().map(Fact::state).eq(told.states.iter().copied()));
    let has = |one: &Identified| one.submission.facts.numbers(|fact| fact.has(Code::Unbalanced));
    let before = told.as_ref().map(|_| has(one)).unwrap_or_default();
    let (found, count) = submission(form, one, supposed);
    let Some(told) = told else { return (found, count) };
    let new: Vec<usize> = has(one).into_iter().filter(|at| !before.contains(at)).collect();
    let cells = |findings: &[Finding]| {
        let mut cells: Vec<_> = findings.iter().map(|f| (f.place.sheet.clone(), f.place.cell)).collect();
        cells.sort_unstable();
        cells
    };
    if new == told.at && cells(&found) == cells(&told.findings) {
        return (found, count);
    }
    for at in new {
        one.submission.facts.retain_codes(at, |code| *code != Code::Unbalanced);
    }
    for at in told.at {
        mark(&mut one.submission, at);
    }
    (told.findings, count)
}

/// Lets a finding point at a fact, be there several.
fn mark(submission: &mut Submission, at: usize) {
    if submission.facts.get(at).is_some_and(|fact| !fact.has(Code::Unbalanced)) {
        submission.facts.add_code(at, Code::Unbalanced);
    }
}

fn submission(form: &Form, one: &mut Identified, supposed: &[(Cell, Decimal)]) -> (Vec<Finding>, Count) {
    if supposed.is_empty()
        && let Some(count) = items::each(form, &one.submission.facts)
    {
        return (Vec::new(), count);
    }
    let mut figures = Figures::of(form, one.submission.facts.all());
    figures.values.extend(supposed.iter().copied());
    let mut count = Count::default();
    let held = figures.hold_all(&mut count);
    let told = figures.faults(&held);
    let mut findings = Vec::new();
    for Fault { cells, involved, failures, proposals } in told {
        let marked: Vec<usize> = cells.iter().filter_map(|cell| figures.facts.get(cell).copied()).collect();
        let Some(first) = marked.first().and_then(|at| one.submission.facts.get(*at)) else { continue };
        let place = one.submission.place_of(form, first);
        let mut finding =
            Finding::at(place, Problem::Unbalanced { failures, proposals }).with_raw(first.raw().into_owned());
        finding.value = first.state().value();
        let stands = |cell: &Cell| figures.facts.get(cell).and_then(|at| one.submission.facts.get(*at));
        finding.cells =
            involved.iter().filter_map(stands).filter(|f| f.sheet() == first.sheet()).map(|f| f.cell()).collect();
        findings.push(finding);
        for at in marked {
            mark(&mut one.submission, at);
        }
    }
    (findings, count)
}

/// The figures of a submission by cell.
struct Figures<'a> {
    form: &'a Form,
    values: HashMap<Cell, Decimal>,
    steps: HashMap<Cell, Decimal>,
    facts: HashMap<Cell, usize>,
    /// Where a number below 0 was refused: a sum may be less for it.
    below: Vec<Cell>,
    rows: Vec<usize>,
}

impl<'a> Figures<'a> {
    fn of(form: &'a Form, facts: Stretch<'_>) -> Self {
        let by_code: HashMap<&str, usize> = form.rows.iter().enumerate().map(|(i, r)| (r.code.as_str(), i)).collect();
        let columns: HashMap<&str, usize> = form.value_columns().map(|(i, c)| (c.code.as_str(), i)).collect();
        let (values, steps, facts_of) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut found = Self { form, values, steps, facts: facts_of, below: Vec::new(), rows: Vec::new() };
        for (at, fact) in facts.iter().enumerate() {
            let row = if form.is_list() { fact.row().parse().ok() } else { by_code.get(fact.row()).copied() };
            let (Some(row), Some(column)) = (row, columns.get(fact.column())) else { continue };
            let cell = (row, *column);
            // «-» for a rate says that it was not worked out; it is no 0.
            if matches!(fact.state(), State::Nil | State::NotApplicable) && found.is_rate(cell) {
                continue;
            }
            match found.facts.entry(cell) {
                Entry::Vacant(free) => {
                    free.insert(at);
                }
                Entry::Occupied(mut kept) if facts.get(*kept.get()).is_some_and(|earlier| fact.outranks(earlier)) => {
                    kept.insert(at);
                    found.values.remove(&cell);
                    found.steps.remove(&cell);
                }
                Entry::Occupied(_) => continue,
            }
            if fact.state() == State::Unreadable
                && sums::as_it_stands(fact).is_some_and(|number| number < Decimal::ZERO)
            {
                found.below.push(cell);
            }
            // «x» where a sum needs a figure hides one.
            let hidden = (fact.state() == State::NotApplicable && !form.is_list()).then_some(Decimal::ZERO);
            if let Some(value) = fact.state().value().or(hidden) {
                found.values.insert(cell, value);
                found.steps.insert(cell, fact.step());
            }
            found.rows.push(row);
        }
        found.rows.sort_unstable();
        found.rows.dedup();
        found.values.insert(ZERO, Decimal::ZERO);
        found
    }

    /// Holds all that the form says.
    fn hold_all(&self, count: &mut Count) -> Vec<Held> {
        let mut held: Vec<Held> = self.form.rules.iter().flat_map(|rule| self.hold(rule, count)).collect();
        held.extend(self.rates(count));
        held
    }

    /// Holds a rule against every column or row it is over.
    fn hold(&self, rule: &Rule, count: &mut Count) -> Vec<Held> {
        let held: Vec<Option<Held>> = match rule.over {
            Over::Columns => self.rows.iter().map(|row| self.one(rule, |column| (*row, column))).collect(),
            Over::Rows => {
                let columns = self.form.value_columns().map(|(i, _)| i).filter(|i| self.adds(*i));
                columns.map(|column| self.one(rule, |row| (row, column))).collect()
            }
        };
        for one in &held {
            match one {
                Some(held) => count.add(held.failure.is_none()),
                None => count.untested(Why::NotGiven),
            }
        }
        held.into_iter().flatten().collect()
    }

    /// Tells whether the figures of a column add down its rows.
    fn adds(&self, column: usize) -> bool {
        let own = self.form.columns.get(column).and_then(|c| c.figure.as_ref());
        own.is_none_or(|f| f.kind != Kind::Percent && f.aggregate.adds())
    }

    /// Holds a balance against the cells that its places stand for; nothing where too little is known.
    fn one(&self, rule: &Rule, cell: impl Fn(usize) -> Cell) -> Option<Held> {
        let balance = &rule.balance;
        let edit = self.edit(rule, &cell)?;
        let outcome = edit.hold(|cell| self.values.get(&cell).copied())?;
        let failure = (!outcome.holds).then(|| Failure {
            left: self.name(cell(balance.left)),
            left_value: outcome.left,
            right: self.right(balance, &cell),
            right_value: outcome.right,
            relation: match edit.relation {
                Standing::NoLess { .. } => balance::Standing::NoLess,
                _ => balance::Standing::Equal,
            },
        });
        Some(Held { edit, failure })
    }

    /// What a balance asks of the figures that are there.
    fn edit(&self, rule: &Rule, cell: &impl Fn(usize) -> Cell) -> Option<Edit> {
        let Rule { balance, missing: absent, .. } = rule;
        let left = match cell(balance.left) {
            left if self.values.contains_key(&left) => left,
            left if absent.left == Missing::Zero && self.facts.contains_key(&left) => ZERO,
            _ => return None,
        };
        let value = *self.values.get(&left)?;
        // A part of a difference may be more than all of it.
        let signed = self.form.columns.get(left.1).is_some_and(|c| c.signed);
        let mut terms: Vec<(Cell, bool)> = Vec::new();
        let relation = match &balance.relation {
            Relation::Sum(parts) => {
                let may_take_away = signed || parts.iter().any(|term| term.minus);
                let mut missing = false;
                for term in parts {
                    if let Some(own) = self.terms(cell(term.of), term.minus, 0) {
                        terms.extend(own);
                    } else if absent.right == Missing::Zero {
                        // It adds nothing.
                    } else if absent.right == Missing::Skip || may_take_away || self.below.contains(&cell(term.of)) {
                        return None;
                    } else {
                        // What is missing may be anything, but it can only add.
                        missing = true;
                    }
                }
                let minus = terms.iter().map(|(_, minus)| *minus).collect();
                if missing { Standing::NoLess { minus, each: false } } else { Standing::Equal(minus) }
            }
            Relation::AtMost(_) if signed => return None,
            // The difference of two rates is no quotient of two differences.
            Relation::Quotient { .. } if signed && rule.over == Over::Rows => return None,
            Relation::AtMost(parts) => {
                terms.extend(parts.iter().filter_map(|part| self.terms(cell(*part), false, 0)).flatten());
                Standing::NoLess { minus: vec![false; terms.len()], each: true }
            }
            Relation::Quotient { over, under, factor } => {
                terms.extend([over, under].map(|at| (cell(*at), false)));
                Standing::Quotient(*factor)
            }
        };
        if terms.is_empty() {
            return None;
        }
        let cells: Vec<Cell> = std::iter::once(left).chain(terms.iter().map(|(cell, _)| *cell)).collect();
        let steps = cells.iter().filter_map(|cell| self.steps.get(cell)).copied();
        let slack = match relation {
            Standing::Quotient(_) => rate::shown(value),
            _ => steps.fold(Decimal::ZERO, Decimal::saturating_add).checked_mul(Decimal::new(5, 1))?,
        };
        Some(Edit { cells, relation, slack })
    }

    /// A figure, or what the form's own sums make of a blank: the figures that they add, with their signs.
    fn terms(&self, at: Cell, minus: bool, depth: usize) -> Option<Vec<(Cell, bool)>> {
        if self.values.contains_key(&at) {
            return Some(vec![(at, minus)]);
        }
        // Sums of sums; no form is deeper, and circles end.
        if depth > 8 || self.form.is_list() {
            return None;
        }
        self.form.rules.iter().filter(|r| r.over == Over::Rows && r.balance.left == at.0).find_map(|rule| {
            let Relation::Sum(terms) = &rule.balance.relation else { return None };
            let parts = terms.iter().map(|term| self.terms((term.of, at.1), minus != term.minus, depth + 1));
            parts.collect::<Option<Vec<_>>>().map(|parts| parts.concat())
        })
    }

    fn name(&self, (row, column): Cell) -> String {
        let row = if self.form.is_list() { row.to_string() } else { self.form.spoken_row(row) };
        let several = self.form.value_columns().count() > 1;
        let column = several.then(|| self.form.spoken_column(column));
        [Some(row), column].into_iter().flatten().map(|n| n.replace(['«', '»'], "")).collect::<Vec<_>>().join(" · ")
    }

    /// The right side in the form's words; those of the other axis are understood.
    fn right(&self, balance: &Balance<usize>, cell: &impl Fn(usize) -> Cell) -> String {
        let of_columns = cell(0).0 == cell(1).0;
        let name = |at: &usize| Some(if of_columns { self.form.spoken_column(*at) } else { self.form.spoken_row(*at) });
        let named = balance.map(name).map(|b| b.to_string()).unwrap_or_default();
        // «TỔNG CỘNG = I + II» has the sign in its label.
        let left = name(&balance.left).unwrap_or_default();
        let behind = named.strip_prefix(left.as_str()).and_then(|rest| rest.split_once("= "));
        behind.map_or(named.clone(), |(_, right)| right.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::form::built_in;
    use crate::period::Period;
    use crate::reading::{Facts, Parts, State};
    use crate::submission::Submission;

    /// A submission of ke-hoach-von, in the order of its seven columns; blank where empty.
    fn checked(rows: &[(&str, [&str; 7])]) -> (Identified, Vec<Finding>) {
        let forms = vec![built_in::form("ke-hoach-von").unwrap().unwrap()];
        let mut facts = Facts::default();
        for ((row, values), at) in rows.iter().zip(0..) {
            for ((_, column), (value, n)) in forms[0].value_columns().zip(values.iter().zip(0..)) {
                let state = value.parse().map_or(State::Blank, State::Number);
                let (row, cell) = (*row, Address { row: at, column: n });
                let (column, measure, sheet, raw) = (column.code.as_str(), "Đồng", "S", *value);
                let parts = Parts { row, column, state, measure, sheet, cell, raw, codes: vec![] };
                facts.push(parts);
            }
        }
        let submission =
            Submission { file: "f".into(), facts, has_form: true, recognised: true, ..Submission::default() };
        let mut identified = [Identified { submission, unit: None, period: Some(Period::year(2024)), counts: true }];
        let mut findings = Vec::new();
        check(&forms, &mut identified, &mut Tallies::default(), &mut findings);
        let [one] = identified;
        (one, findings)
    }

    /// What is found, a line a finding.
    fn found(rows: &[(&str, [&str; 7])]) -> Vec<String> {
        let (_, findings) = checked(rows);
        findings
            .iter()
            .map(|f| {
                let place = format!("{} {}", f.place.row.as_deref().unwrap(), f.place.column.as_deref().unwrap());
                format!("{place}: {}", f.problem.words(crate::finding::Lang::Vi).message)
            })
            .collect()
    }

    #[test]
    fn every_sum_that_is_wrong_is_marked_and_no_part_that_is_right() {
        let leaves =
            [("DA3.TDA1", ["0", "0", "300", "100", "0", "7", "1"]), ("DA4", ["50", "30", "20", "10", "20", "15", "5"])];
        let sums = ["T", "DA3"].map(|row| (row, ["0"; 7]));
        // A program wrote 0 for every formula, those of the columns too.
        let (one, _) = checked(&[sums.as_slice(), leaves.as_slice()].concat());
        let facts = one.submission.facts.iter();
        let marked: Vec<String> =
            facts.filter(|f| f.has(Code::Unbalanced)).map(|f| format!("{} {}", f.row(), f.column())).collect();
        let expected: Vec<String> = ["T", "DA3"]
            .iter()
            .flat_map(|row| ["tong", "dt", "dt_tw", "dt_dp", "sn", "sn_tw", "sn_dp"].map(|c| format!("{row} {c}")))
            .chain(["tong", "dt", "sn"].map(|c| format!("DA3.TDA1 {c}")))
            .collect();
        assert_eq!(marked, expected);
    }

    #[test]
    fn figures_that_agree_are_not_spoken_of() {
        assert!(found(&[("T", ["100", "60", "50", "10", "40", "30", "10"])]).is_empty());
        assert!(
            found(&[("DA3", ["619", "", "", "", "", "", ""]), ("DA3.TDA1", ["99", "", "", "", "", "", ""])]).is_empty()
        );
    }

    #[test]
    fn one_wrong_figure_is_one_finding_at_its_cell() {
        // The plan of xã Côn Minh: 2.245.700 where 2.093.900 + 121.800 = 2.215.700.
        let said = found(&[("T", ["3347500", "2245700", "2093900", "121800", "1131800", "1055600", "76200"])]);
        let [one] = said.as_slice() else { panic!("{said:?}") };
        assert!(one.starts_with("T dt: "), "{one}");
        assert!(one.contains("«Vốn đầu tư › NSTW» + «Vốn đầu tư › NSĐP» = 2.215.700 (lệch 30.000)"), "{one}");
        assert!(one.contains("«Vốn đầu tư › Tổng số» + «Vốn sự nghiệp › Tổng số» = 3.377.500 (lệch 30.000)"), "{one}");
    }

    #[test]
    fn columns_or_rows_that_are_parts_of_each_other_in_another_measure_are_one_finding_at_them() {
        // Capital for current expenses in thousands, beside đồng: its own parts agree in any measure.
        let in_thousands = |total: &'static str, invested: [&'static str; 3], current: [&'static str; 3]| {
            [&[total][..], &invested, &current].concat().try_into().unwrap()
        };
        let rows = [
            ("T", in_thousands("300000", ["100000", "60000", "40000"], ["200", "150", "50"])),
            ("DA1", in_thousands("200000", ["80000", "50000", "30000"], ["120", "100", "20"])),
            ("DA4", in_thousands("100000", ["20000", "10000", "10000"], ["80", "50", "30"])),
        ];
        let said = found(&rows);
        let [one] = said.as_slice() else { panic!("{said:?}") };
        assert!(one.starts_with("T sn: "), "{one}");
        // A row with its only part in thousands.
        let row = |n: [&'static str; 2]| [n[0], n[0], n[0], "0", n[1], n[1], n[1]];
        let (whole, part) = (["500000", "0"], ["400000", "0"]);
        let small = ["DA4", "DA4.TDA1"].map(|code| (code, row(["100", "0"])));
        let none = ["DA3", "DA8", "DA9", "DA10"].map(|code| (code, row(["0", "0"])));
        let rows = [&[("T", row(whole)), ("DA1", row(part))][..], &small, &none].concat();
        let said = found(&rows);
        let [one] = said.as_slice() else { panic!("{said:?}") };
        assert!(one.starts_with("DA4 tong: "), "{one}");
    }

    #[test]
    fn a_blank_sum_stands_for_its_parts_and_missing_parts_only_add() {
        let blank = ["", "", "", "", "", "", ""];
        let row = |total: &'static str| [total, "", "", "", "", "", ""];
        let rows = |t: &'static str| {
            [
                ("T", row(t)),
                ("DA1", row("118")),
                ("DA3", blank),
                ("DA3.TDA1", row("99")),
                ("DA3.TDA2", row("520")),
                ("DA4", row("2449")),
                ("DA8", row("157")),
                ("DA9", row("2")),
                ("DA10", row("2")),
            ]
        };
        assert!(found(&rows("3347")).is_empty());
        let said = found(&rows("3347000"));
        assert_eq!(said.len(), 1);
        assert!(said[0].starts_with("T tong: "), "{said:?}");
        // DA9 is not there: the total can only be more.
        let without: Vec<_> = rows("3350").into_iter().filter(|(r, _)| *r != "DA9").collect();
        assert!(found(&without).is_empty());
        let less: Vec<_> = rows("3000").into_iter().filter(|(r, _)| *r != "DA9").collect();
        assert_eq!(found(&less).len(), 1);
    }
}
