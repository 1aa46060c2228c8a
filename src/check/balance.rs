//! Whether the figures of each submission hold to the rules of its form.
//!
//! A rule is held against the figures of each column (rules over rows) or of each row (rules over
//! columns). A blank that the form's own sums determine stands for what they say; where something else is
//! missing, a sum can only be too small. Figures are taken as rounded to their last shown place (EBA's
//! interval rule). Failures that share a cell are one finding at that cell (`KNOWLEDGE` section 3: a
//! suspect stands in failed balances and in no satisfied one).

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;
use rust_decimal::Decimal;

use crate::finding::balance::{Failure, Problem, Standing};
use crate::finding::{Code, Finding, Place};
use crate::form::heading::with_year;
use crate::form::{Balance, Form, Kind, Over, Relation, Rule};
use crate::reading::Fact;
use crate::submission::Identified;

/// Holds every submission against the rules of its form.
pub fn check(forms: &[Form], identified: &mut [Identified], findings: &mut Vec<Finding>) {
    let found: Vec<Vec<Finding>> = identified
        .par_iter_mut()
        .map(|one| match forms.get(one.submission.form).filter(|f| !f.rules.is_empty()) {
            Some(form) => submission(form, one),
            None => Vec::new(),
        })
        .collect();
    findings.extend(found.into_iter().flatten());
}

/// A cell by its row (the form's, or an item's number) and the form's column.
type Cell = (usize, usize);

/// A rule held against some cells.
struct Held {
    cells: Vec<Cell>,
    failure: Option<Failure>,
}

fn submission(form: &Form, one: &mut Identified) -> Vec<Finding> {
    let figures = Figures::of(form, &one.submission.facts);
    let held: Vec<Held> = form.rules.iter().flat_map(|rule| figures.hold(rule)).collect();
    let suspects = suspects(&held);
    let mut findings = Vec::new();
    for (cell, failures) in suspects {
        let Some(at) = figures.facts.get(&cell).copied() else { continue };
        let Some(fact) = one.submission.facts.get_mut(at) else { continue };
        fact.codes.push(Code::Unbalanced);
        let definition = form.rows.iter().find(|r| r.code == fact.row);
        let column = form.columns.iter().find(|c| c.code == fact.column);
        let place = Place {
            file: Some(one.submission.file.clone()),
            sheet: Some(fact.sheet.clone()),
            cell: Some(fact.cell),
            unit: None,
            row: Some(fact.row.clone()),
            row_label: definition.map(|r| r.label.clone()),
            column: Some(fact.column.clone()),
            column_heading: column.map(|c| with_year(&c.spoken(), "").trim().to_owned()),
        };
        let mut finding = Finding::at(place, Problem::Unbalanced { failures }).with_raw(fact.raw.clone());
        finding.value = fact.state.value();
        findings.push(finding);
    }
    findings
}

/// The figures of a submission by cell.
struct Figures<'a> {
    form: &'a Form,
    values: HashMap<Cell, Decimal>,
    steps: HashMap<Cell, Decimal>,
    facts: HashMap<Cell, usize>,
    rows: Vec<usize>,
}

impl<'a> Figures<'a> {
    fn of(form: &'a Form, facts: &[Fact]) -> Self {
        let by_code: HashMap<&str, usize> = form.rows.iter().enumerate().map(|(i, r)| (r.code.as_str(), i)).collect();
        let columns: HashMap<&str, usize> = form.value_columns().map(|(i, c)| (c.code.as_str(), i)).collect();
        let mut found =
            Self { form, values: HashMap::new(), steps: HashMap::new(), facts: HashMap::new(), rows: Vec::new() };
        for (at, fact) in facts.iter().enumerate() {
            let row = if form.is_list() { fact.row.parse().ok() } else { by_code.get(fact.row.as_str()).copied() };
            let (Some(row), Some(column)) = (row, columns.get(fact.column.as_str())) else { continue };
            let cell = (row, *column);
            found.facts.insert(cell, at);
            if let Some(value) = fact.state.value() {
                found.values.insert(cell, value);
                found.steps.insert(cell, fact.step());
            }
            found.rows.push(row);
        }
        found.rows.sort_unstable();
        found.rows.dedup();
        found
    }

    /// Holds a rule against every column or row it is over.
    fn hold(&self, rule: &Rule) -> Vec<Held> {
        match rule.over {
            Over::Columns => {
                self.rows.iter().filter_map(|row| self.one(&rule.balance, |column| (*row, column))).collect()
            }
            Over::Rows => {
                let adds = |column: usize| {
                    let own = self.form.columns.get(column).and_then(|c| c.figure.as_ref());
                    own.is_none_or(|f| f.kind != Kind::Percent && f.aggregate.adds())
                };
                let columns = self.form.value_columns().map(|(i, _)| i).filter(|i| adds(*i));
                columns.filter_map(|column| self.one(&rule.balance, |row| (row, column))).collect()
            }
        }
    }

    /// Holds a balance against the cells that its places stand for; nothing where too little is known.
    fn one(&self, balance: &Balance<usize>, cell: impl Fn(usize) -> Cell) -> Option<Held> {
        let left_cell = cell(balance.left);
        let left = *self.values.get(&left_cell)?;
        let mut cells = vec![left_cell];
        let mut slack = self.steps.get(&left_cell).copied().unwrap_or_default();
        let (mut sum, mut missing, mut most) = (Decimal::ZERO, 0, Decimal::ZERO);
        let (right_value, relation) = match &balance.relation {
            Relation::Sum(terms) => {
                for term in terms {
                    match self.value(cell(term.of), &mut cells, &mut slack, 0) {
                        Some(value) if term.minus => sum = sum.checked_sub(value)?,
                        Some(value) => sum = sum.checked_add(value)?,
                        // What is missing may be anything, unless it can only add.
                        None if terms.iter().any(|t| t.minus) => return None,
                        None => missing += 1,
                    }
                }
                (sum, if missing == 0 { Standing::Equal } else { Standing::NoLess })
            }
            Relation::AtMost(parts) => {
                for part in parts {
                    if let Some(value) = self.value(cell(*part), &mut cells, &mut slack, 0) {
                        sum = sum.checked_add(value)?;
                        most = most.max(value);
                    }
                }
                (sum.max(most), Standing::NoLess)
            }
            Relation::Quotient { over, under, factor } => {
                let over = self.value(cell(*over), &mut cells, &mut slack, 0)?;
                let under = self.value(cell(*under), &mut cells, &mut slack, 0)?;
                let quotient = over.checked_div(under)?.checked_mul(*factor)?;
                // A quotient is rounded where it is shown; that of rounded figures may be off a little more.
                slack = Decimal::new(1, left.normalize().scale().min(20));
                (quotient.round_dp(6).normalize(), Standing::Equal)
            }
        };
        if cells.len() < 2 {
            return None;
        }
        let half = slack.checked_mul(Decimal::new(5, 1))?;
        let holds = match relation {
            Standing::Equal => left.saturating_sub(right_value).abs() <= half,
            Standing::NoLess => right_value <= left.saturating_add(half),
        };
        let failure = (!holds).then(|| Failure {
            left: self.name(left_cell),
            left_value: left,
            right: self.right(balance, &cell),
            right_value,
            relation,
        });
        Some(Held { cells, failure })
    }

    /// A figure, or what the form's own sums make of a blank.
    fn value(&self, at: Cell, cells: &mut Vec<Cell>, slack: &mut Decimal, depth: usize) -> Option<Decimal> {
        if let Some(value) = self.values.get(&at) {
            cells.push(at);
            *slack = slack.saturating_add(self.steps.get(&at).copied().unwrap_or_default());
            return Some(*value);
        }
        // Sums of sums; no form is deeper, and circles end.
        if depth > 8 || self.form.is_list() {
            return None;
        }
        self.form.rules.iter().filter(|r| r.over == Over::Rows && r.balance.left == at.0).find_map(|rule| {
            let Relation::Sum(terms) = &rule.balance.relation else { return None };
            let (mut own, mut more) = (Vec::new(), Decimal::ZERO);
            let sum = terms.iter().try_fold(Decimal::ZERO, |sum, term| {
                let value = self.value((term.of, at.1), &mut own, &mut more, depth + 1)?;
                if term.minus { sum.checked_sub(value) } else { sum.checked_add(value) }
            })?;
            cells.append(&mut own);
            *slack = slack.saturating_add(more);
            Some(sum)
        })
    }

    fn name(&self, (row, column): Cell) -> String {
        let row = match self.form.rows.get(row).filter(|_| !self.form.is_list()) {
            Some(row) => row.code.clone(),
            None => row.to_string(),
        };
        let several = self.form.value_columns().count() > 1;
        let column = self.form.columns.get(column).filter(|_| several).map(|c| c.code.clone());
        [Some(row), column].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// The right side in the form's names; those of the other axis are understood.
    fn right(&self, balance: &Balance<usize>, cell: &impl Fn(usize) -> Cell) -> String {
        let of_columns = cell(0).0 == cell(1).0;
        let name = |at: &usize| {
            Some(if of_columns {
                self.form.columns.get(*at)?.code.clone()
            } else {
                self.form.rows.get(*at)?.code.clone()
            })
        };
        let named = balance.map(name).map(|b| b.to_string()).unwrap_or_default();
        named.split_once("= ").map_or(named.clone(), |(_, right)| right.to_owned())
    }
}

/// The cells that explain the failures: each failure goes to the cell that stands in most of them, best in
/// none that holds; of equals to the left side.
fn suspects(held: &[Held]) -> BTreeMap<Cell, Vec<Failure>> {
    let mut open: Vec<&Held> = held.iter().filter(|h| h.failure.is_some()).collect();
    let mut satisfied: HashMap<Cell, usize> = HashMap::new();
    for cell in held.iter().filter(|h| h.failure.is_none()).flat_map(|h| &h.cells) {
        *satisfied.entry(*cell).or_default() += 1;
    }
    let mut found: BTreeMap<Cell, Vec<Failure>> = BTreeMap::new();
    while !open.is_empty() {
        let mut counts: BTreeMap<Cell, (usize, usize, usize)> = BTreeMap::new();
        for one in &open {
            for (n, cell) in one.cells.iter().enumerate() {
                let count = counts.entry(*cell).or_default();
                count.0 += 1;
                count.2 += usize::from(n == 0);
            }
        }
        for (cell, count) in counts.iter_mut() {
            count.1 = satisfied.get(cell).copied().unwrap_or_default();
        }
        let best = counts.iter().max_by_key(|(cell, (failed, holds, left))| {
            (*failed, std::cmp::Reverse(*holds), *left, std::cmp::Reverse(**cell))
        });
        let Some((cell, _)) = best.map(|(c, n)| (*c, *n)) else { break };
        let (own, rest): (Vec<&Held>, Vec<&Held>) = open.into_iter().partition(|h| h.cells.contains(&cell));
        found.insert(cell, own.iter().filter_map(|h| h.failure.clone()).collect());
        open = rest;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::form::built_in;
    use crate::period::Period;
    use crate::reading::State;
    use crate::submission::Submission;

    /// What is found in figures of ke-hoach-von, in the order of its seven columns; blank where empty.
    fn found(rows: &[(&str, [&str; 7])]) -> Vec<String> {
        let forms = vec![built_in::form("ke-hoach-von").unwrap().unwrap()];
        let mut facts = Vec::new();
        for ((row, values), at) in rows.iter().zip(0..) {
            for ((_, column), (value, n)) in forms[0].value_columns().zip(values.iter().zip(0..)) {
                let state = value.parse().map_or(State::Blank, State::Number);
                facts.push(Fact {
                    row: (*row).to_owned(),
                    column: column.code.clone(),
                    state,
                    measure: "Đồng".into(),
                    sheet: "S".into(),
                    cell: Address { row: at, column: n },
                    raw: (*value).to_owned(),
                    codes: vec![],
                });
            }
        }
        let submission =
            Submission { file: "f".into(), facts, has_form: true, recognised: true, ..Submission::default() };
        let mut identified = [Identified { submission, unit: None, period: Some(Period::year(2024)), counts: true }];
        let mut findings = Vec::new();
        check(&forms, &mut identified, &mut findings);
        findings
            .iter()
            .map(|f| {
                let place = format!("{} {}", f.place.row.as_deref().unwrap(), f.place.column.as_deref().unwrap());
                format!("{place}: {}", f.problem.words(crate::finding::Lang::Vi).message)
            })
            .collect()
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
        assert!(one.contains("dt_tw + dt_dp = 2.215.700 (lệch 30.000)"), "{one}");
        assert!(one.contains("dt + sn = 3.377.500 (lệch 30.000)"), "{one}");
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
