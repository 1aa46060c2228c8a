//! Two columns or two rows whose figures stand in each other's place: a block was pasted beside where it belongs.
//!
//! Of what fails then nearly every cell looks wrong and none alone explains anything. Tried are each two columns and each
//! two rows, and groups of them that are shaped alike (what stands under two headings, the parts of two sums). An exchange
//! that makes agree what fails at those in several lines, and breaks nothing that holds, is what happened. It may end
//! before the table does: a row of totals that a formula gave stays in its place.
//!
//! Two columns exchanged may be the parts of both instead («Vốn đầu tư» and «Vốn sự nghiệp», or their NSTW and NSĐP): where
//! several exchanges repair the same, all are named and all their figures doubted.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::balance::{Cause, Proposal};
use crate::form::{Form, Over, Relation};

use super::edit::{Edit, Standing};
use super::{Cell, Figures, Held, ZERO, rate};

/// In so many lines at least the exchange must prove right: in one it is that of two figures.
const LEAST_LINES: usize = 2;

/// Of what fails at what was exchanged, so many per cent agree with it: a slip may stand beside.
const COVERED: usize = 75;

/// So many failures tell most exchanges that are none.
const GLANCE: usize = 8;

/// So many pairs are tried.
const MOST: usize = 40_000;

/// Lines whose figures stand in each other's place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Exchange {
    /// Columns, or rows.
    columns: bool,
    /// Which with which.
    pairs: Vec<(usize, usize)>,
    /// In which rows, or columns; all where none are named.
    only: Option<BTreeSet<usize>>,
}

/// Failures that an exchange explains, or one of several between which nothing decides.
pub(super) struct Exchanged {
    /// The failures.
    pub(super) repairs: BTreeSet<usize>,
    /// The exchanges.
    pub(super) choices: Vec<Exchange>,
    /// The figures that are doubted.
    pub(super) cells: BTreeSet<Cell>,
}

/// An exchange with the failures that agree with it.
type Tried = (Exchange, BTreeSet<usize>);

impl Exchange {
    /// What is exchanged of a cell, and in which line it stands.
    fn split(&self, cell: Cell) -> (usize, usize) {
        split(self.columns, cell)
    }

    /// Where the figure of a cell stands.
    fn of(&self, cell: Cell) -> Cell {
        let (own, line) = self.split(cell);
        if cell == ZERO || self.only.as_ref().is_some_and(|only| !only.contains(&line)) {
            return cell;
        }
        let other = self.pairs.iter().find_map(|(one, other)| match own {
            own if own == *one => Some(*other),
            own if own == *other => Some(*one),
            _ => None,
        });
        match other {
            None => cell,
            Some(other) if self.columns => (line, other),
            Some(other) => (other, line),
        }
    }

    /// All columns or rows that it moves.
    fn moved(&self) -> impl Iterator<Item = usize> {
        self.pairs.iter().flat_map(|(one, other)| [*one, *other])
    }
}

fn split(columns: bool, cell: Cell) -> (usize, usize) {
    if columns { (cell.1, cell.0) } else { cell }
}

impl Figures<'_> {
    /// The exchange that explains most of the failures that are open.
    pub(super) fn exchanged(&self, held: &[Held], open: &BTreeSet<usize>) -> Option<Exchanged> {
        let axes = [true, false].into_iter().filter_map(|columns| Axis::of(self, held, open, columns));
        let tried: Vec<Tried> = axes.flat_map(|axis| axis.tried()).collect();
        let best = tried.iter().max_by_key(|(_, repairs)| repairs.len())?.1.clone();
        let (mut choices, mut repairs) = (Vec::new(), BTreeSet::new());
        for (exchange, own) in tried.into_iter().filter(|(_, own)| own.len() == best.len() && !own.is_disjoint(&best)) {
            choices.push(exchange);
            repairs.extend(own);
        }
        choices.sort_by_key(|exchange| (exchange.pairs.len(), exchange.clone()));
        let cells = self.doubted(held, &repairs, &choices);
        Some(Exchanged { repairs, choices, cells })
    }

    /// The figures that are others than they would be. A line that only agrees with one other may as well be a copy of it.
    fn doubted(&self, held: &[Held], repairs: &BTreeSet<usize>, choices: &[Exchange]) -> BTreeSet<Cell> {
        let mut cells = BTreeSet::new();
        for exchange in choices {
            let differs = |cell: &&Cell| self.values.get(*cell) != self.values.get(&exchange.of(**cell));
            cells.extend(self.facts.keys().filter(differs));
            let edits = || repairs.iter().filter_map(|at| held.get(*at)).map(|held| &held.edit);
            let figures = |edit: &Edit| edit.cells.iter().filter(|cell| self.is_figure(exchange.of(**cell))).count();
            if edits().all(|edit| figures(edit) <= 2) {
                let own = edits().flat_map(|edit| edit.cells.iter().copied());
                cells.extend(own.filter(|cell| self.is_figure(exchange.of(*cell))));
            }
        }
        cells
    }

    fn is_figure(&self, cell: Cell) -> bool {
        self.values.get(&cell).is_some_and(|value| !value.is_zero())
    }

    /// Tells whether an edit holds with an exchange; nothing where a figure is not there.
    fn holds_with(&self, edit: &Edit, exchange: &Exchange) -> Option<bool> {
        let value = |cell: Cell| self.values.get(&exchange.of(cell)).copied();
        let first = *edit.cells.first()?;
        if matches!(edit.relation, Standing::Quotient(_)) && exchange.of(first) != first {
            let edit = Edit { slack: rate::shown(value(first)?), ..edit.clone() };
            return Some(edit.hold(value)?.holds);
        }
        Some(edit.hold(value)?.holds)
    }

    /// An exchange in the form's names.
    pub(super) fn exchange_proposed(&self, exchange: &Exchange) -> Option<Proposal> {
        let (one, other): (Vec<usize>, Vec<usize>) = exchange.pairs.iter().copied().unzip();
        let column = |at: &usize| Some(self.form.columns.get(*at)?.name());
        let row = |at: &usize| Some(self.form.rows.get(*at)?.name());
        let names = |lines: &[usize]| -> Vec<String> {
            let named = lines.iter().filter_map(|at| if exchange.columns { column(at) } else { row(at) });
            named.map(|name| name.replace(['«', '»'], "")).collect()
        };
        let [one, other] = [names(&one), names(&other)];
        let lines = exchange.only.as_ref().map(BTreeSet::len);
        let cause = if exchange.columns {
            Cause::ColumnsExchanged { one, other, lines }
        } else {
            Cause::RowsExchanged { one, other, lines }
        };
        let cell = *self.facts.keys().filter(|cell| exchange.of(**cell) != **cell).min()?;
        let value = |cell: &Cell| self.values.get(cell).copied().unwrap_or_default();
        Some(Proposal { name: self.name(cell), now: value(&cell), value: value(&exchange.of(cell)), cause })
    }
}

/// What is looked at for an exchange of columns, or of rows.
struct Axis<'a> {
    figures: &'a Figures<'a>,
    held: &'a [Held],
    open: &'a BTreeSet<usize>,
    columns: bool,
    /// The failures within one line that each column or row stands in.
    failing: BTreeMap<usize, Vec<usize>>,
    /// All balances that each stands in.
    touching: BTreeMap<usize, Vec<usize>>,
}

impl<'a> Axis<'a> {
    /// Nothing where too little fails for a column or row to be in another's place. The items of a list are of no order.
    fn of(figures: &'a Figures<'a>, held: &'a [Held], open: &'a BTreeSet<usize>, columns: bool) -> Option<Self> {
        if !columns && figures.form.is_list() {
            return None;
        }
        let mut axis = Self { figures, held, open, columns, failing: BTreeMap::new(), touching: BTreeMap::new() };
        let within = |at: &&usize| axis.line(**at).is_some();
        let lines: BTreeSet<usize> = open.iter().filter_map(|at| axis.line(*at)).collect();
        if lines.len() < LEAST_LINES {
            return None;
        }
        let failing: Vec<usize> = open.iter().filter(within).copied().collect();
        axis.failing = axis.by_line(&failing);
        let all: Vec<usize> = (0..held.len()).collect();
        axis.touching = axis.by_line(&all);
        Some(axis)
    }

    /// The balances that each column or row stands in.
    fn by_line(&self, balances: &[usize]) -> BTreeMap<usize, Vec<usize>> {
        let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in balances {
            for cell in self.cells(*at) {
                let own = found.entry(split(self.columns, *cell).0).or_default();
                if own.last() != Some(at) {
                    own.push(*at);
                }
            }
        }
        found
    }

    fn cells(&self, at: usize) -> impl Iterator<Item = &'a Cell> {
        let edit = self.held.get(at).map(|held| held.edit.cells.as_slice());
        edit.unwrap_or_default().iter().filter(|cell| **cell != ZERO)
    }

    /// The line that a balance is held within.
    fn line(&self, at: usize) -> Option<usize> {
        let mut lines = self.cells(at).map(|cell| split(self.columns, *cell).1);
        let first = lines.next()?;
        lines.all(|line| line == first).then_some(first)
    }

    /// The exchanges that explain something.
    fn tried(&self) -> Vec<Tried> {
        self.candidates().into_iter().filter_map(|pairs| self.with(pairs)).collect()
    }

    /// What may be exchanged: those of which one fails with any other, and groups.
    fn candidates(&self) -> BTreeSet<Vec<(usize, usize)>> {
        let mut found: BTreeSet<Vec<(usize, usize)>> = BTreeSet::new();
        // A table of thousands of rows that is wrong throughout has another fault than this.
        let few = self.failing.len().saturating_mul(self.touching.len()) <= MOST;
        for one in self.failing.keys().filter(|_| few) {
            let others = self.touching.keys().filter(|other| *other != one);
            found.extend(others.map(|other| vec![(*one.min(other), *one.max(other))]));
        }
        let mut groups = parts_of_sums(self.figures.form, self.columns);
        if self.columns {
            groups.extend(under_headings(self.figures.form));
        }
        found.extend(groups);
        found
    }

    /// An exchange, in all lines or in those where it repairs something, if it explains what fails there.
    fn with(&self, pairs: Vec<(usize, usize)>) -> Option<Tried> {
        let exchange = Exchange { columns: self.columns, pairs, only: None };
        let moved = |of: &BTreeMap<usize, Vec<usize>>| -> Vec<usize> {
            exchange.moved().filter_map(|at| of.get(&at)).flatten().copied().collect()
        };
        let failing = moved(&self.failing);
        let glance: Vec<usize> = failing.iter().copied().take(GLANCE).collect();
        let agrees = |at: &&usize| self.holds(**at, &exchange);
        if glance.iter().filter(agrees).count() * 2 < glance.len() {
            return None;
        }
        let failing: BTreeSet<usize> = failing.into_iter().collect();
        if !exchange.moved().all(|at| self.touching.contains_key(&at)) {
            return None;
        }
        let touched: BTreeSet<usize> = moved(&self.touching).into_iter().collect();
        // Where it breaks something, the line is in its place.
        let breaks = |at: &usize| !self.fails(*at) && !self.holds(*at, &exchange);
        let broken: BTreeSet<usize> = touched.iter().filter(|at| breaks(at)).filter_map(|at| self.line(*at)).collect();
        let repaired: BTreeSet<usize> = failing.iter().filter(agrees).filter_map(|at| self.line(*at)).collect();
        let all_lines = || touched.iter().filter_map(|at| self.line(*at)).collect::<BTreeSet<usize>>();
        let but_broken = (!broken.is_empty()).then(|| all_lines().difference(&broken).copied().collect());
        let only_repaired = Some(repaired.difference(&broken).copied().collect::<BTreeSet<usize>>());
        let variants = [but_broken, only_repaired].map(|only| Exchange { only, ..exchange.clone() });
        variants.into_iter().find_map(|exchange| self.proven(exchange, &failing, &touched))
    }

    /// The failures that agree with an exchange, if it breaks nothing and they prove it.
    fn proven(&self, exchange: Exchange, failing: &BTreeSet<usize>, touched: &BTreeSet<usize>) -> Option<Tried> {
        let mut repairs = BTreeSet::new();
        for at in touched {
            match (self.open.contains(at), self.holds(*at, &exchange)) {
                (true, true) => _ = repairs.insert(*at),
                (false, false) if !self.fails(*at) => return None,
                _ => {}
            }
        }
        let proves = |at: &&usize| failing.contains(at) && self.says_something(**at, &exchange);
        let proofs: Vec<usize> = repairs.iter().filter(proves).copied().collect();
        let lines: BTreeSet<usize> = proofs.iter().filter_map(|at| self.line(*at)).collect();
        let covered = failing.intersection(&repairs).count() * 100 >= failing.len() * COVERED;
        (lines.len() >= LEAST_LINES && covered).then_some((exchange, repairs))
    }

    fn fails(&self, at: usize) -> bool {
        self.held.get(at).is_some_and(|held| held.failure.is_some())
    }

    /// What is not known breaks nothing that holds, and repairs nothing.
    fn holds(&self, at: usize, exchange: &Exchange) -> bool {
        let holds = self.held.get(at).and_then(|held| self.figures.holds_with(&held.edit, exchange));
        holds.unwrap_or(!self.fails(at))
    }

    /// An inequality holds for nearly any figure, and zeros for any.
    fn says_something(&self, at: usize, exchange: &Exchange) -> bool {
        let edit = self.held.get(at).map(|held| &held.edit).filter(|e| !matches!(e.relation, Standing::NoLess { .. }));
        edit.is_some_and(|edit| edit.cells.iter().any(|cell| self.figures.is_figure(exchange.of(*cell))))
    }
}

/// The parts of each two sums that are made alike, and the sums with them.
fn parts_of_sums(form: &Form, columns: bool) -> Vec<Vec<(usize, usize)>> {
    let over = if columns { Over::Columns } else { Over::Rows };
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for rule in form.rules.iter().filter(|rule| rule.over == over) {
        if let Relation::Sum(terms) = &rule.balance.relation {
            parts.entry(rule.balance.left).or_insert_with(|| terms.iter().map(|term| term.of).collect());
        }
    }
    let mut found = Vec::new();
    for (one, other) in parts.keys().flat_map(|one| parts.range(one + 1..).map(move |(other, _)| (*one, *other))) {
        let mut pairs = Vec::new();
        if alike(&parts, one, other, 0, &mut pairs) {
            found.push(pairs.clone());
            found.push(pairs.into_iter().skip(1).collect());
        }
    }
    found.into_iter().filter_map(in_order).collect()
}

/// Tells whether two things are made of as many parts, alike themselves, and with which parts of each other.
fn alike(
    parts: &BTreeMap<usize, Vec<usize>>,
    one: usize,
    other: usize,
    depth: usize,
    pairs: &mut Vec<(usize, usize)>,
) -> bool {
    pairs.push((one, other));
    // Circles end.
    match (parts.get(&one), parts.get(&other)) {
        (None, None) => true,
        (Some(own), Some(others)) if own.len() == others.len() && depth < 8 => {
            own.iter().zip(others).all(|(one, other)| alike(parts, *one, *other, depth + 1, pairs))
        }
        _ => false,
    }
}

/// The columns under each two headings that have as many.
fn under_headings(form: &Form) -> Vec<Vec<(usize, usize)>> {
    let mut groups: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (at, column) in form.value_columns() {
        for level in 1..column.heading.len() {
            groups.entry(column.heading.get(..level).unwrap_or_default()).or_default().push(at);
        }
    }
    let groups: Vec<Vec<usize>> = groups.into_values().filter(|own| own.len() > 1).collect();
    let mut found = Vec::new();
    for (n, one) in groups.iter().enumerate() {
        for other in groups.iter().skip(n + 1).filter(|other| other.len() == one.len()) {
            found.push(one.iter().copied().zip(other.iter().copied()).collect());
        }
    }
    found.into_iter().filter_map(in_order).collect()
}

/// Pairs of different things in order; nothing where one of them is there twice.
fn in_order(pairs: Vec<(usize, usize)>) -> Option<Vec<(usize, usize)>> {
    let mut pairs: Vec<(usize, usize)> = pairs.into_iter().map(|(a, b)| (a.min(b), a.max(b))).collect();
    pairs.sort_unstable();
    let all: BTreeSet<usize> = pairs.iter().flat_map(|(one, other)| [*one, *other]).collect();
    (!pairs.is_empty() && all.len() == pairs.len() * 2).then_some(pairs)
}
