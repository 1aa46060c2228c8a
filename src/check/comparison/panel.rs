//! The figures of one form, by cell and unit, so that they can be held against each other.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::finding::comparison::Change;
use crate::finding::{Code, Finding};
use crate::form::{Aggregate, Form, Over, Relation, Rule};
use crate::previous::{Before, Previous};
use crate::reading::{Fact, Facts};
use crate::register::{Register, UnitIndex};
use crate::submission::Identified;
use crate::vietnamese::measure::Measure;

use super::Doubt;

/// A cell of a form: its row, or the number of the item, and its column.
pub(super) type Cell = (usize, usize);

/// A submission in a panel.
pub(super) struct Member<'i> {
    /// Which of the submissions.
    pub at: usize,
    /// Whose.
    pub unit: UnitIndex,
    /// Its figures, each with its fact.
    pub figures: Figures<'i>,
}

impl Member<'_> {
    /// Tells whether amounts of money were not taken since they have decimals and what they count has none.
    pub fn has_money_with_decimals(&self) -> bool {
        let money = |fact: Fact<'_>| Measure::parse(fact.measure()).is_some_and(|m| m.is_money());
        self.figures.facts.iter().any(|fact| fact.has(Code::NotWhole) && money(fact))
    }
}

/// The figures of a submission by cell. A long list has millions.
pub(super) struct Figures<'i> {
    facts: &'i Facts,
    /// Row, column and fact, in order.
    places: Vec<(u32, u32, u32)>,
}

impl<'i> Figures<'i> {
    /// Of several in one cell the first is it, as in the totals.
    fn new(facts: &'i Facts, cell: impl Fn(Fact<'_>) -> Option<Cell>) -> Self {
        let place = |(at, fact): (usize, Fact<'_>)| {
            fact.state().value()?;
            let (row, column) = cell(fact)?;
            Some((u32::try_from(row).ok()?, u32::try_from(column).ok()?, u32::try_from(at).ok()?))
        };
        let mut places: Vec<_> = facts.iter().enumerate().filter_map(place).collect();
        // They mostly are in order, and to put millions in order takes room of its own.
        if !places.is_sorted_by(|(a, b, _), (c, d, _)| (a, b) < (c, d)) {
            places.sort_unstable();
            places.dedup_by_key(|(row, column, _)| (*row, *column));
        }
        places.shrink_to_fit();
        Self { facts, places }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// The cells, in order.
    pub fn cells(&self) -> impl Iterator<Item = Cell> {
        self.places.iter().map(|(row, column, _)| (*row as usize, *column as usize))
    }

    /// The cells with their figures.
    pub fn iter(&self) -> impl Iterator<Item = (Cell, Decimal)> {
        let value = |at: &u32| self.facts.get(*at as usize)?.state().value();
        self.places.iter().filter_map(move |(r, c, at)| Some(((*r as usize, *c as usize), value(at)?)))
    }

    /// The fact of a cell and its figure.
    pub fn get(&self, cell: Cell) -> Option<(usize, Decimal)> {
        let found = self.places.binary_search_by_key(&cell, |(r, c, _)| (*r as usize, *c as usize)).ok()?;
        let at = self.places.get(found)?.2 as usize;
        Some((at, self.facts.get(at)?.state().value()?))
    }
}

/// The figures of one form.
pub(super) struct Panel<'a> {
    form: &'a Form,
    register: &'a Register,
    pub members: Vec<Member<'a>>,
}

/// A figure of a member then and now.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    /// Whose.
    pub member: usize,
    /// Where.
    pub cell: Cell,
    /// Then and now.
    pub change: Change,
    /// The last place that the figure is shown to now.
    pub step: Decimal,
    /// How it stands to other figures of the unit.
    pub role: Standing,
}

/// How a figure stands to others of the unit. What is odd about a sum shows in its parts, and that they agree is
/// what balances check: a part that arose anew makes its sum many times the last period's, and says nothing
/// about it. So does a plan about what was spent of it, where the rate is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is looked at for itself.
    OfItsOwn,
    /// It is the sum of figures that are given, or a rate of them without bounds.
    Sum,
    /// Its part of another is given as a rate.
    Numerator,
}

impl<'a> Panel<'a> {
    /// The figures of the submissions of a form that count.
    pub fn of(form: &'a Form, at: usize, register: &'a Register, identified: &'a [Identified]) -> Self {
        let rows: HashMap<&str, usize> = form.rows.iter().enumerate().map(|(i, r)| (r.code.as_str(), i)).collect();
        let columns: HashMap<&str, usize> = form.value_columns().map(|(i, c)| (c.code.as_str(), i)).collect();
        let member = |(n, one): (usize, &'a Identified)| {
            let unit = one.unit.filter(|_| one.counts && one.submission.form == at)?;
            let cell = |fact: Fact<'_>| {
                // Items of a list are numbered.
                let row = if form.is_list() { fact.row().parse().ok() } else { rows.get(fact.row()).copied() };
                Some((row?, *columns.get(fact.column())?))
            };
            let figures = Figures::new(&one.submission.facts, cell);
            Some(Member { at: n, unit, figures })
        };
        Self { form, register, members: identified.iter().enumerate().filter_map(member).collect() }
    }

    /// The code of a member's unit.
    pub fn code(&self, member: &Member<'_>) -> &str {
        self.register.code(member.unit)
    }

    /// The cells where a member gives money.
    pub fn money(&self, member: usize) -> Vec<Cell> {
        let is_money = |(row, column): Cell| {
            let of_row = self.form.rows.get(row).map(|r| self.form.figure(r, column));
            let figure = of_row.or_else(|| self.form.columns.get(column)?.figure.as_ref());
            figure.and_then(|f| f.dimension.as_ref()).is_some_and(Measure::is_money)
        };
        let figures = self.members.get(member).map(|m| m.figures.iter()).into_iter().flatten();
        figures.filter(|(cell, value)| !value.is_zero() && is_money(*cell)).map(|(cell, _)| cell).collect()
    }

    /// How many figures there are.
    pub fn figures(&self) -> usize {
        self.members.iter().map(|m| m.figures.len()).sum()
    }

    /// The figures that the last period has as well, in the order of members and cells.
    pub fn pairs(&self, previous: &Previous, before: &Before<'_>) -> Vec<Pair> {
        let mut pairs = Vec::new();
        for (member, one) in self.members.iter().enumerate() {
            let unit = self.code(one);
            let standing = self.standing(one);
            for (cell, now) in one.figures.iter() {
                let names = self.form.rows.get(cell.0).zip(self.form.columns.get(cell.1));
                let names = names.filter(|(row, _)| !previous.is_another_row(&self.form.name, row));
                let then = names.and_then(|(row, column)| {
                    before.value(&row.code, &column.code, unit, self.form.figure(row, cell.1))
                });
                if let Some(then) = then {
                    let step = Decimal::new(1, now.normalize().scale());
                    let change = Change { before: then.value, units: then.units, now };
                    let role = standing.get(&cell).copied().unwrap_or(Standing::OfItsOwn);
                    pairs.push(Pair { member, cell, change, step, role });
                }
            }
        }
        pairs
    }

    /// How the figures of a member stand to others that it gives as well, where they are not of their own.
    pub fn standing(&self, member: &Member<'_>) -> HashMap<Cell, Standing> {
        let mut found = HashMap::new();
        let given = |cell: Cell| member.figures.get(cell).is_some();
        for rule in &self.form.rules {
            let Rule { over, balance, .. } = rule;
            let at = |own: usize, other: usize| if *over == Over::Rows { (own, other) } else { (other, own) };
            let (is, parts) = match &balance.relation {
                Relation::Sum(terms) => (Standing::Sum, terms.iter().map(|t| t.of).collect()),
                Relation::Quotient { over, under, .. } => (Standing::Numerator, vec![*over, *under]),
                Relation::AtMost(_) => continue,
            };
            for (row, column) in member.figures.cells() {
                let (own, other) = if *over == Over::Rows { (row, column) } else { (column, row) };
                if own == balance.left && parts.iter().all(|part| given(at(*part, other))) {
                    let judged = if is == Standing::Sum { own } else { parts.first().copied().unwrap_or(own) };
                    found.insert(at(judged, other), is);
                }
            }
        }
        for cell in member.figures.cells() {
            let figure = self.form.rows.get(cell.0).map(|row| self.form.figure(row, cell.1));
            let Some((Aggregate::Ratio { parts, .. }, bounded)) = figure.map(|f| (&f.aggregate, f.max.is_some()))
            else {
                continue;
            };
            let at = |other: usize| if parts.of == Over::Rows { (other, cell.1) } else { (cell.0, other) };
            if !parts.all().all(|part| given(at(part))) {
                continue;
            }
            // A rate without bounds, such as a yield against a small plan, says less than its parts.
            match bounded {
                true => found.entry(at(parts.over)).or_insert(Standing::Numerator),
                false => found.entry(cell).or_insert(Standing::Sum),
            };
        }
        found
    }

    /// What stands out as a finding, with the submission and its facts that are doubted.
    pub fn finding(&self, doubt: &Doubt, identified: &[Identified]) -> Option<(usize, Vec<usize>, Finding)> {
        let member = self.members.get(doubt.member)?;
        let submission = &identified.get(member.at)?.submission;
        let facts: Vec<usize> = doubt.cells.iter().filter_map(|c| member.figures.get(*c)).map(|(f, _)| f).collect();
        let first = submission.facts.get(*facts.first()?)?;
        let mut finding = Finding::at(submission.place_of(self.form, first), doubt.problem.clone())
            .with_raw(first.raw().into_owned());
        finding.value = first.state().value();
        let same_sheet = facts
            .iter()
            .take(doubt.told)
            .filter_map(|f| submission.facts.get(*f))
            .filter(|f| f.sheet() == first.sheet());
        finding.cells = same_sheet.map(|f| f.cell()).filter(|c| *c != first.cell()).collect();
        Some((member.at, facts, finding))
    }
}
