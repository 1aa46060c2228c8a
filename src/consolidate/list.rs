//! The totals of lists: over all items of all units.

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;

use crate::finding::{Code, Finding};
use crate::form::{Aggregate, Role};
use crate::reading::{Fact, State, Stretches};
use crate::register::UnitIndex;
use crate::submission::Identified;

use super::DOUBTS;
use super::aggregate::{Aggregated, Computed, Counted, compute, takes_words};
use super::{Cell, Folder, Outcome, Total, codes, is_error, of_ratio, targets};

impl Folder<'_> {
    /// The totals of a list: of each column of figures over all items, and how many items there are.
    pub(super) fn list(mut self, identified: &[&Identified], findings: &mut Vec<Finding>) -> Vec<Total> {
        let mut totals = Vec::new();
        let (form, period) = (self.form, self.period);
        let is_error = |code| is_error(form, period, code);
        let label = self.form.column_of(Role::Label);
        let counting = || identified.iter().filter(|i| i.counts);
        let sent: BTreeMap<UnitIndex, Stretches<'_>> =
            counting().filter_map(|one| Some((one.unit?, self.items(one)))).collect();
        // Printed totals that are not those of the items.
        let doubted: HashSet<(UnitIndex, &str)> = counting()
            .flat_map(|one| one.submission.printed.iter().filter_map(|p| Some((one.unit?, p.fact()))))
            .filter(|(_, fact)| fact.has(Code::Unbalanced))
            .map(|(unit, fact)| (unit, fact.column()))
            .collect();
        // Units have subtotals of their own.
        let communes = self.register.communes(self.place).into_iter().filter(|unit| *unit != self.place);
        for target in targets(self.register, self.place).into_iter().chain(communes) {
            let units = self.register.communes(target);
            for (column, definition) in self.form.read_columns() {
                let rule = match &definition.figure {
                    Some(figure) => figure.aggregate.clone(),
                    None if Some(column) == label => Aggregate::Count,
                    None => continue,
                };
                let code = |column: usize| form.columns.get(column).map_or("", |c| c.code.as_str());
                let mut over = OverItems::new(&rule, &code, &is_error);
                for unit in &units {
                    match sent.get(unit) {
                        Some(items) => {
                            let doubtful = doubted.contains(&(*unit, definition.code.as_str()));
                            over.about.extend(doubtful.then_some(Code::Unbalanced));
                            over.about.extend(self.doubted.get(unit).into_iter().flatten().copied());
                            over.unit(*unit, items, column);
                        }
                        None if self.units.refused.contains(unit) => over.without(*unit, true),
                        None => over.without(*unit, false),
                    }
                }
                let (sum, about) = over.conclude();
                if target == self.place {
                    self.lacks.note(&rule, Cell { row: None, column }, &sum);
                }
                if sum.overflow {
                    findings.push(self.too_long(target, None));
                }
                let mut codes = codes(&rule, &sum);
                codes.extend(about);
                for unit in sum.excluded.iter().chain(sum.absent.iter().map(|(unit, _)| unit)) {
                    codes.extend(self.without.get(unit).into_iter().flatten().copied());
                }
                totals.push(self.total(None, column, target, sum, codes));
            }
        }
        self.lacks.report(self.form, self.register, findings);
        totals
    }

    /// The items that a submission lists: the facts of each stand together.
    fn items<'f>(&self, one: &'f Identified) -> Stretches<'f> {
        let columns: HashSet<&str> = self.form.columns.iter().map(|c| c.code.as_str()).collect();
        one.submission.facts.rows_where(|item| item.iter().any(|fact| columns.contains(fact.column())))
    }
}

/// One column over the items of all units.
struct OverItems<'a, 'f> {
    rule: &'a Aggregate,
    sum: Aggregated,
    counted: Vec<Counted<'f>>,
    only_nil: bool,
    about: Vec<Code>,
    /// What a column is called.
    code: &'a dyn Fn(usize) -> &'a str,
    is_error: &'a dyn Fn(Code) -> bool,
}

impl<'a, 'f> OverItems<'a, 'f> {
    fn new(rule: &'a Aggregate, code: &'a dyn Fn(usize) -> &'a str, is_error: &'a dyn Fn(Code) -> bool) -> Self {
        Self {
            code,
            is_error,
            rule,
            sum: Aggregated::nothing(),
            counted: Vec::new(),
            only_nil: true,
            about: Vec::new(),
        }
    }

    /// Takes what a unit lists. Every item with something to count counts; the unit has reported where
    /// all of its items have.
    fn unit(&mut self, unit: UnitIndex, items: &Stretches<'f>, column: usize) {
        self.sum.expected += 1;
        // A list that was sent back empty may list nothing or may not have been filled in: empty is not zero.
        let (mut unusable, mut absent) = (false, items.is_empty().then_some(None));
        let parts: Vec<usize> = match self.rule {
            Aggregate::Ratio { parts, .. } => parts.all().collect(),
            _ => Vec::new(),
        };
        self.counted.reserve(items.len());
        let (code, mut place) = (self.code, 0);
        for item in items.iter() {
            let at = |column: usize| item.iter().find(|f| f.column() == code(column));
            // Items mostly have the same columns: where it stood in the last one it stands in this one.
            let is_it = |f: &Fact<'_>| f.column() == code(column);
            let fact = item.get(place).filter(is_it).or_else(|| {
                place = item.iter().position(|f| is_it(&f)).unwrap_or(place);
                at(column)
            });
            let (state, weight) = match self.rule {
                Aggregate::Ratio { parts, .. } => of_ratio(parts, |column| at(*column).map(|f| f.state())),
                // Weights are of units, not of items.
                Aggregate::WeightedMean { .. } => (fact.map(|f| f.state()), None),
                _ => (fact.map(|f| f.state()), Some(Decimal::ONE)),
            };
            let text = fact.filter(|_| takes_words(self.rule)).map(Fact::raw).unwrap_or_default();
            let mut state = state;
            // An item whose figures the form leaves out is not counted by its name either.
            if state == Some(State::Text) && fact.is_some_and(|f| f.codes().iter().any(|c| (self.is_error)(*c))) {
                state = Some(State::Unreadable);
            }
            let value = state.and_then(|s| if s == State::Text { Some(Decimal::ZERO) } else { s.value() });
            match (value, weight) {
                // A line that lists nothing is none that counts.
                _ if *self.rule == Aggregate::Count && state == Some(State::Nil) => {}
                (Some(value), Some(weight)) => {
                    let read = parts.iter().filter_map(|c| at(*c)).chain(fact);
                    for f in read {
                        self.about.extend(f.codes().iter().filter(|c| DOUBTS.contains(c)));
                    }
                    self.only_nil &= state == Some(State::Nil);
                    self.counted.push(Counted { value, weight, text });
                }
                _ if state == Some(State::NotApplicable) => {}
                _ if state.is_some_and(State::is_unusable) => {
                    unusable = true;
                    let codes = fact.into_iter().flat_map(|f| f.codes());
                    self.about.extend(codes.filter(|c| (self.is_error)(**c)));
                }
                _ => absent = absent.or(Some(state)),
            }
        }
        if unusable {
            self.sum.excluded.push(unit);
        } else if let Some(state) = absent {
            self.sum.absent.push((unit, state));
        } else {
            self.sum.reported += 1;
        }
    }

    fn without(&mut self, unit: UnitIndex, refused: bool) {
        self.sum.expected += 1;
        if refused {
            self.sum.excluded.push(unit);
        } else {
            self.sum.absent.push((unit, None));
        }
    }

    fn conclude(mut self) -> (Aggregated, Vec<Code>) {
        let computed = if self.counted.is_empty() {
            match self.rule {
                // Lists without an item list nothing.
                Aggregate::Count if self.sum.reported > 0 => Computed::Value(Decimal::ZERO),
                Aggregate::Sum if self.sum.reported == self.sum.expected => Computed::Value(Decimal::ZERO),
                _ => {
                    let said = self.sum.absent.iter().find_map(|(_, state)| *state);
                    self.sum.outcome = Outcome::Nothing(said.unwrap_or(State::Blank));
                    return (self.sum, self.about);
                }
            }
        } else {
            compute(self.rule, &self.counted)
        };
        let only_nil = self.only_nil && !self.counted.is_empty() && !matches!(self.rule, Aggregate::Count);
        self.sum.conclude(computed, only_nil);
        (self.sum, self.about)
    }
}
