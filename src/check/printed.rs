//! Whether the totals that lists print are those of their items.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::finding::balance::Problem;
use crate::finding::{Code, Finding, Place};
use crate::form::Form;
use crate::reading::{Fact, Printed, State, Stretch, Stretches};
use crate::submission::{Identified, Submission};
use crate::table::words::{carries_over, is_total};
use crate::vietnamese::text::fold;

use super::tally::{Check, Tallies};

/// Holds the printed totals of every list against its items.
pub fn check(forms: &[Form], identified: &mut [Identified], tallies: &mut Tallies, findings: &mut Vec<Finding>) {
    // What a level below found is told as it was told there.
    let own = |s: &&mut Submission| !s.printed.is_empty() && s.recorded.is_none();
    for one in identified.iter_mut().map(|i| &mut i.submission).filter(own) {
        let Some(form) = forms.get(one.form) else { continue };
        let items = Items::of(one);
        let grand = grand_total(&one.printed);
        let told = |printed: &Printed| items.hold(form, one, printed, grand == Some(place(printed)));
        let told: Vec<Option<Finding>> = one.printed.iter().map(told).collect();
        for (printed, finding) in one.printed.iter_mut().zip(told) {
            tallies.of(Check::Printed).add(finding.is_none());
            if let Some(finding) = finding {
                printed.figure.add_code(0, finding.code());
                findings.push(finding);
            }
        }
    }
}

/// The sheet and the row of a printed total.
fn place(printed: &Printed) -> (&str, u32) {
    (printed.fact().sheet(), printed.fact().cell().row)
}

/// The one row that says no more than «Tổng cộng», where no other does: it is the total of all.
fn grand_total(printed: &[Printed]) -> Option<(&str, u32)> {
    let says_all = |printed: &&Printed| {
        let key = fold(&printed.label);
        is_total(&key) && key.words().next() == fold("tổng").words().next()
    };
    let mut rows = printed.iter().filter(says_all).map(place);
    let first = rows.next()?;
    rows.all(|row| row == first).then_some(first)
}

/// The facts of a submission's items.
struct Items<'a> {
    items: Stretches<'a>,
    /// The number of each with its place, in order.
    numbers: Vec<(u32, u32)>,
}

/// What some items come to.
struct Sum {
    items: usize,
    value: Decimal,
    /// The last places that the figures are shown to: half of them rounding may have taken or added.
    steps: Decimal,
    /// What an item says in this column cannot be read or comes later. A blank adds nothing here.
    open: bool,
}

impl<'a> Items<'a> {
    fn of(one: &'a Submission) -> Self {
        let items = one.facts.rows_where(|_| true);
        let number = |item: Stretch<'_>| item.first()?.row().parse().ok();
        let mut numbers: Vec<_> = items.iter().zip(0..).filter_map(|(item, at)| Some((number(item)?, at))).collect();
        numbers.sort_unstable();
        Self { items, numbers }
    }

    /// The finding that a printed total is none of those it may be.
    fn hold(&self, form: &Form, one: &Submission, printed: &Printed, is_of_all: bool) -> Option<Finding> {
        let column = form.columns.iter().find(|c| c.code == printed.fact().column())?;
        column.figure.as_ref().filter(|f| f.aggregate.adds())?;
        let value = printed.fact().state().value()?;
        // «Mang sang» is of the pages before, and nothing is made of it.
        if carries_over(&fold(&printed.label)) {
            return None;
        }
        let sum = |cover| Some((cover, self.sum(printed.fact(), cover)?));
        let sums: Vec<(&Range<usize>, Sum)> = printed.covers.iter().filter_map(sum).collect();
        let agrees = |sum: &Sum| {
            let steps = sum.steps.saturating_add(printed.fact().step());
            let off = value.saturating_sub(sum.value).abs();
            off.saturating_add(off) <= steps || (sum.open && value > sum.value)
        };
        let agreeing: Vec<&Range<usize>> =
            sums.iter().filter(|(_, sum)| agrees(sum)).map(|(cover, _)| *cover).collect();
        let beyond =
            (is_of_all && !agreeing.is_empty()).then(|| self.all_with_those_below(printed, &agreeing)).flatten();
        let beyond = beyond.filter(|all| !agrees(all));
        if beyond.is_none() && !agreeing.is_empty() {
            return None;
        }
        let likeliest = beyond.as_ref().or(sums.first().map(|(_, sum)| sum))?;
        let fact = printed.fact();
        let place = Place { row_label: Some(printed.label.clone()), ..one.place_of(form, fact) };
        let problem = Problem::PrintedTotal {
            label: printed.label.clone(),
            printed: value,
            items: likeliest.items,
            computed: likeliest.value.normalize(),
        };
        let mut finding = Finding::at(place, problem).with_raw(fact.raw().into_owned());
        finding.value = Some(value);
        Some(finding)
    }

    /// What all items of the sheet come to, where some with an amount stand below a total and no sum that it agrees with
    /// is that of all: works above and lines below that come to the same are a list and what it is made of.
    fn all_with_those_below(&self, total: &Printed, agreeing: &[&Range<usize>]) -> Option<Sum> {
        // Nearly every such total is that of all.
        let (least, most) = (self.numbers.first()?.0 as usize, self.numbers.last()?.0 as usize);
        if agreeing.iter().any(|cover| cover.contains(&least) && cover.contains(&most)) {
            return None;
        }
        let (sheet, row) = place(total);
        let own = |number: &usize| self.fact(*number, total.fact().column()).filter(|f| f.sheet() == sheet);
        let numbers: Vec<usize> =
            self.numbers.iter().map(|(number, _)| *number as usize).filter(|n| own(n).is_some()).collect();
        let amounts = || numbers.iter().filter(|n| own(n).is_some_and(|fact| fact.state().is_amount()));
        let is_all = |cover: &&Range<usize>| amounts().all(|number| cover.contains(number));
        let below = amounts().any(|number| own(number).is_some_and(|fact| fact.cell().row > row));
        let (first, last) = (*numbers.first()?, *numbers.last()?);
        (below && !agreeing.iter().any(is_all)).then(|| self.sum(total.fact(), &(first..last + 1))).flatten()
    }

    fn fact(&self, number: usize, column: &str) -> Option<Fact<'a>> {
        let number = u32::try_from(number).ok()?;
        let own = self.numbers.get(self.numbers.partition_point(|(n, _)| *n < number)..).unwrap_or_default();
        let own = own.iter().take_while(|(n, _)| *n == number);
        let own = own.filter_map(|(_, at)| self.items.get(*at as usize));
        own.flatten().filter(|f| f.column() == column).last()
    }

    fn sum(&self, total: Fact<'_>, items: &Range<usize>) -> Option<Sum> {
        let mut sum = Sum { items: items.len(), value: Decimal::ZERO, steps: Decimal::ZERO, open: false };
        for item in items.clone() {
            let fact = self.fact(item, total.column());
            let Some(fact) = fact else { continue };
            match fact.state().value() {
                // A printed total still has the item that a person left out.
                None if fact.state() == State::NotApplicable && fact.has(Code::DecisionApplied) => sum.open = true,
                None if matches!(fact.state(), State::Blank | State::NotApplicable) => {}
                Some(value) => {
                    sum.value = sum.value.checked_add(value)?;
                    sum.steps = sum.steps.saturating_add(fact.step());
                }
                None => sum.open = true,
            }
        }
        Some(sum)
    }
}
