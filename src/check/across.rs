//! Balances between single cells, of one form or of several that a unit sent.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use crate::finding::Finding;
use crate::finding::balance::{CellFigure, Problem};
use crate::form::{Balance, CellName, CellRule, Form, Missing, Relation};
use crate::reading::{Fact, Facts, State};
use crate::submission::Identified;
use crate::vietnamese::measure::Measure;

use super::tally::{Check, Tallies, Why};

/// Holds the submissions of every unit against the rules between cells of its forms.
pub fn check(forms: &[Form], identified: &mut [Identified], tallies: &mut Tallies, findings: &mut Vec<Finding>) {
    if forms.iter().all(|f| f.cell_rules.is_empty()) {
        return;
    }
    // What belongs together: the forms of one unit, or of one file whose unit is not known.
    let mut together: BTreeMap<(Option<crate::register::UnitIndex>, String), Vec<usize>> = BTreeMap::new();
    for (at, one) in identified.iter().enumerate().filter(|(_, i)| i.submission.has_form) {
        // A unit's files that do not count, such as duplicates, are held each on its own.
        let unit = one.unit.filter(|_| one.counts);
        let file = if unit.is_some() { String::new() } else { one.submission.file.clone() };
        together.entry((unit, file)).or_default().push(at);
    }
    let mut marked: Vec<(usize, usize, crate::finding::Code)> = Vec::new();
    for own in together.values() {
        let sent = Sent::of(forms, identified, own);
        for at in own {
            let Some(one) = identified.get(*at) else { continue };
            let Some(form) = forms.get(one.submission.form) else { continue };
            for rule in &form.cell_rules {
                match sent.hold(form, rule) {
                    Err(why) => tallies.of(Check::Across).untested(why),
                    Ok(None) => tallies.of(Check::Across).add(true),
                    Ok(Some(failure)) => {
                        tallies.of(Check::Across).add(false);
                        findings.extend(sent.finding(failure, identified, &mut marked));
                    }
                }
            }
        }
    }
    for (one, fact, code) in marked {
        if let Some(one) = identified.get_mut(one) {
            one.submission.facts.add_code(fact, code);
        }
    }
}

/// A figure that a rule speaks of.
#[derive(Clone)]
struct Figure {
    value: Decimal,
    /// How much of it rounding may have taken or added, twice.
    step: Decimal,
    /// Its measure.
    measure: Option<Measure>,
    /// The fact it is, where it is one: submission and place in it.
    fact: Option<(usize, usize)>,
}

/// The figures that one unit sent, by form.
struct Sent<'a> {
    forms: &'a [Form],
    facts: HashMap<(&'a str, &'a str, &'a str), (usize, usize, Fact<'a>)>,
    /// The facts of lists by form.
    lists: HashMap<&'a str, Vec<&'a Facts>>,
    sent: Vec<&'a str>,
}

/// A rule that does not hold: the figures left and right of it.
struct Failing {
    rule: Balance<CellName>,
    left: (CellName, Figure),
    right: Vec<(CellName, Figure)>,
    right_value: Decimal,
}

impl<'a> Sent<'a> {
    fn of(forms: &'a [Form], identified: &'a [Identified], own: &[usize]) -> Self {
        let mut found = Self { forms, facts: HashMap::new(), lists: HashMap::new(), sent: Vec::new() };
        for at in own {
            let Some(one) = identified.get(*at) else { continue };
            let Some(form) = forms.get(one.submission.form) else { continue };
            found.sent.push(&form.name);
            if form.is_list() {
                found.lists.entry(&form.name).or_default().push(&one.submission.facts);
                continue;
            }
            for (n, fact) in one.submission.facts.iter().enumerate() {
                let kept = found.facts.entry((&form.name, fact.row(), fact.column())).or_insert((*at, n, fact));
                if fact.outranks(kept.2) {
                    *kept = (*at, n, fact);
                }
            }
        }
        found
    }

    /// Holds a rule; what fails comes back.
    fn hold(&self, form: &Form, rule: &CellRule) -> Result<Option<Failing>, Why> {
        let figure = |cell: &CellName, missing: Missing| self.figure(form, cell, missing);
        let balance = &rule.balance;
        let Some(left) = figure(&balance.left, rule.missing.left)? else { return Err(Why::NotGiven) };
        let mut right = Vec::new();
        let mut open = false;
        for cell in balance.right() {
            match figure(cell, rule.missing.right)? {
                Some(one) => right.push((cell.clone(), one.in_measure_of(&left)?)),
                None => open = true,
            }
        }
        let value = |cell: &CellName| right.iter().find(|(name, _)| name == cell).map(|(_, f)| f.value);
        let steps = right.iter().fold(left.step, |sum, (_, f)| sum.saturating_add(f.step));
        let slack = steps.checked_mul(Decimal::new(5, 1)).unwrap_or_default();
        let (expected, holds) = match &balance.relation {
            Relation::Sum(terms) => {
                if open && terms.iter().any(|t| t.minus) {
                    return Err(Why::NotGiven);
                }
                let mut sum = Decimal::ZERO;
                for term in terms {
                    let value = value(&term.of).unwrap_or_default();
                    let next = if term.minus { sum.checked_sub(value) } else { sum.checked_add(value) };
                    sum = next.ok_or(Why::Unusable)?;
                }
                let off = left.value.saturating_sub(sum);
                (sum, off.abs() <= slack || (open && off > Decimal::ZERO))
            }
            Relation::AtMost(parts) => {
                let sum = parts.iter().filter_map(value).fold(Decimal::ZERO, Decimal::saturating_add);
                (sum, left.value.saturating_add(slack) >= sum)
            }
            Relation::Quotient { over, under, factor } => {
                let (Some(over), Some(under)) = (value(over), value(under)) else { return Err(Why::NotGiven) };
                let quotient = over.checked_div(under).and_then(|q| q.checked_mul(*factor)).ok_or(Why::NotGiven)?;
                let shown = Decimal::new(1, left.value.normalize().scale().min(20));
                (quotient, left.value.saturating_sub(quotient).abs() <= shown)
            }
        };
        let failing = || Failing {
            rule: balance.clone(),
            left: (balance.left.clone(), left.clone()),
            right: right.clone(),
            right_value: expected,
        };
        Ok((!holds).then(failing))
    }

    /// A figure by its name; none where it is not given and that may be.
    fn figure(&self, own: &Form, cell: &CellName, missing: Missing) -> Result<Option<Figure>, Why> {
        let name = cell.form.as_deref().unwrap_or(&own.name);
        if !self.sent.contains(&name) {
            return Err(Why::NoOtherForm);
        }
        let form = self.forms.iter().find(|f| f.name == name).ok_or(Why::NoOtherForm)?;
        if form.is_list() && cell.row == "*" {
            return self.all_items(form, &cell.column).map(Some);
        }
        let found = self.facts.get(&(name, cell.row.as_str(), cell.column.as_str()));
        let state = found.map(|(_, _, fact)| fact.state());
        let measure = form.figure_of(&cell.row, &cell.column).and_then(|f| f.dimension.clone());
        match (state.and_then(State::value), found) {
            (Some(value), Some((at, n, fact))) => {
                Ok(Some(Figure { value, step: fact.step(), measure, fact: Some((*at, *n)) }))
            }
            _ if state.is_some_and(State::is_unusable) => Err(Why::Unusable),
            _ => match missing {
                Missing::Skip => Err(Why::NotGiven),
                Missing::Zero => Ok(Some(Figure { value: Decimal::ZERO, step: Decimal::ZERO, measure, fact: None })),
                Missing::Open => Ok(None),
            },
        }
    }

    /// What the items of a list come to.
    fn all_items(&self, form: &Form, column: &str) -> Result<Figure, Why> {
        let figure = form.columns.iter().find(|c| c.code == column).and_then(|c| c.figure.as_ref());
        let mut sum = Figure {
            value: Decimal::ZERO,
            step: Decimal::ZERO,
            measure: figure.and_then(|f| f.dimension.clone()),
            fact: None,
        };
        let items = self.lists.get(form.name.as_str()).into_iter().flatten();
        for fact in items.flat_map(|facts| facts.iter()).filter(|f| f.column() == column) {
            match fact.state() {
                State::Blank | State::NotApplicable => {}
                state if state.is_unusable() => return Err(Why::Unusable),
                state => {
                    let value = state.value().ok_or(Why::NotGiven)?;
                    sum.value = sum.value.checked_add(value).ok_or(Why::Unusable)?;
                    sum.step = sum.step.saturating_add(fact.step());
                }
            }
        }
        Ok(sum)
    }

    /// The finding, at the left figure or else at the first of the right that stands in a cell.
    fn finding(
        &self,
        failing: Failing,
        identified: &[Identified],
        marked: &mut Vec<(usize, usize, crate::finding::Code)>,
    ) -> Option<Finding> {
        let figures = std::iter::once(&failing.left).chain(&failing.right);
        let (at, n) = figures.clone().find_map(|(_, figure)| figure.fact)?;
        let one = identified.get(at)?;
        let fact = one.submission.facts.get(n)?;
        let form = self.forms.get(one.submission.form)?;
        let named = |(cell, figure): &(CellName, Figure)| CellFigure {
            name: cell.to_string(),
            value: figure.value,
            place: figure.fact.and_then(|(at, n)| {
                let one = &identified.get(at)?.submission;
                let fact = one.facts.get(n)?;
                Some(format!("{} › {}!{}", one.file, fact.sheet(), fact.cell()))
            }),
        };
        let problem = Problem::AcrossForms {
            rule: failing.rule.to_string(),
            figures: figures.map(named).collect(),
            left: failing.left.1.value,
            right: failing.right_value,
        };
        let mut finding = Finding::at(one.submission.place_of(form, fact), problem).with_raw(fact.raw().into_owned());
        finding.value = fact.state().value();
        let doubted = std::iter::once(&failing.left).chain(&failing.right).filter_map(|(_, figure)| figure.fact);
        marked.extend(doubted.map(|(at, n)| (at, n, finding.code())));
        Some(finding)
    }
}

impl Figure {
    /// The figure in the measure of another.
    fn in_measure_of(mut self, other: &Figure) -> Result<Self, Why> {
        let (Some(own), Some(wanted)) = (&self.measure, &other.measure) else { return Ok(self) };
        if let Some(factor) = own.factor_to(wanted) {
            self.value = self.value.checked_mul(factor).ok_or(Why::Unusable)?;
            self.step = self.step.checked_mul(factor).ok_or(Why::Unusable)?;
        }
        Ok(self)
    }
}
