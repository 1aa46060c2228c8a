//! Which cells are doubted where balances fail, and what the failures are told at.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt as _};
use rust_decimal::Decimal;

use crate::finding::balance::{Cause, Failure, Proposal};
use crate::form::{Over, Relation};

use super::deduction::{self, Explained, Explanation, Extent, Slip};
use super::edit::{Edit, Standing};
use super::typing::Typing;
use super::{Cell, Figures, Held, ZERO};

/// Failures with one cause.
pub(super) struct Fault {
    /// The cells that are doubted; it is told at the first.
    pub(super) cells: Vec<Cell>,
    /// All cells of the balances that fail.
    pub(super) involved: BTreeSet<Cell>,
    pub(super) failures: Vec<Failure>,
    pub(super) proposals: Vec<Proposal>,
}

impl Figures<'_> {
    /// The failures, those with one cause together: first those that a likely slip explains, then each at
    /// the cell that stands in most of them.
    pub(super) fn faults(&self, held: &[Held]) -> Vec<Fault> {
        let failed: Vec<usize> =
            (0..held.len()).filter(|at| held.get(*at).is_some_and(|h| h.failure.is_some())).collect();
        // Most submissions agree throughout.
        if failed.is_empty() {
            return Vec::new();
        }
        let edits: Vec<&Edit> = held.iter().map(|h| &h.edit).collect();
        let failures = |edits: &BTreeSet<usize>| -> Vec<Failure> {
            edits.iter().filter_map(|at| held.get(*at)?.failure.clone()).collect()
        };
        let involved = |edits: &BTreeSet<usize>| -> BTreeSet<Cell> {
            edits.iter().filter_map(|at| held.get(*at)).flat_map(|h| h.edit.cells.iter().copied()).collect()
        };
        let mut faults = Vec::new();
        let mut rest: BTreeSet<usize> = failed.iter().copied().collect();
        let mut emptied = self.emptied(&edits);
        while let Some(exchanged) = self.exchanged(held, &rest) {
            rest.retain(|at| !exchanged.repairs.contains(at));
            let involved = involved(&exchanged.repairs);
            // A 0 over parts in which another row's figures stand is right.
            emptied.retain(|cell| !involved.contains(cell));
            let proposed = exchanged.choices.iter().take(MOST_PROPOSALS);
            faults.push(Fault {
                cells: exchanged.cells.into_iter().collect(),
                involved,
                failures: failures(&exchanged.repairs),
                proposals: proposed.filter_map(|one| self.exchange_proposed(one)).collect(),
            });
        }
        let open: Vec<usize> = rest.iter().copied().collect();
        for explained in self.explained(&edits, &open) {
            rest.retain(|at| !explained.edits.contains(at));
            let involved = involved(&explained.edits);
            let mut cells: Vec<Cell> = match explained.choices.as_slice() {
                [one] => one.changes.iter().map(|(cell, _)| *cell).collect(),
                _ => self.suspects(held, &explained.edits, &emptied).into_keys().take(1).collect(),
            };
            // Which side of a measure is the wrong one, no sum can tell.
            if let [one] = explained.choices.as_slice()
                && matches!(one.slip, Slip::Thousands { extent: Extent::Row | Extent::Column, .. })
            {
                let others = beside(&edits, &involved, &cells);
                cells.extend(others);
            }
            let proposals = explained.choices.iter().take(MOST_PROPOSALS).filter_map(|e| self.proposal(e)).collect();
            faults.push(Fault { cells, involved, failures: failures(&explained.edits), proposals });
        }
        for (cell, edits) in self.suspects(held, &rest, &emptied) {
            let (involved, failures) = (involved(&edits), failures(&edits));
            let mut cells = vec![cell];
            if failures.iter().any(Failure::is_of_measure) {
                cells.extend(involved.iter().copied().filter(|other| *other != cell));
            }
            faults.push(Fault { cells, involved, failures, proposals: Vec::new() });
        }
        self.mark_others(held, &rest, emptied, &mut faults);
        faults
    }

    /// Doubts what those cells do not cover that failures are told at: what fails in several balances and holds in none
    /// that says anything, and sums that stand at 0 over parts that are none (a program wrote 0 for formulas that it did
    /// not compute).
    fn mark_others(&self, held: &[Held], rest: &BTreeSet<usize>, emptied: BTreeSet<Cell>, faults: &mut [Fault]) {
        let known: BTreeSet<Cell> = faults.iter().flat_map(|fault| &fault.cells).copied().collect();
        let mut stands: BTreeMap<Cell, (usize, usize)> = BTreeMap::new();
        for (at, one) in held.iter().enumerate() {
            // What fails for a sum that is wrong for certain, or for one slip, says nothing against its other parts.
            let fails = rest.contains(&at) && !one.edit.cells.iter().any(|cell| emptied.contains(cell));
            let holds = one.failure.is_none() && self.says_anything(&one.edit);
            for cell in one.edit.cells.iter().filter(|cell| **cell != ZERO) {
                let of = stands.entry(*cell).or_default();
                (of.0, of.1) = (of.0 + usize::from(fails), of.1 + usize::from(holds));
            }
        }
        let nowhere = stands.iter().filter(|(_, (fails, holds))| *fails >= 2 && *holds == 0).map(|(cell, _)| *cell);
        let others: BTreeSet<Cell> = nowhere.chain(emptied).filter(|cell| !known.contains(cell)).collect();
        for cell in others {
            let at = faults.iter().position(|fault| fault.involved.contains(&cell)).unwrap_or(0);
            if let Some(fault) = faults.get_mut(at) {
                fault.cells.push(cell);
            }
        }
    }

    /// A balance of nothing but zeros holds whatever is left out.
    fn says_anything(&self, edit: &Edit) -> bool {
        edit.cells.iter().any(|cell| self.values.get(cell).is_some_and(|value| !value.is_zero()))
    }

    /// The figures that are 0 and of which the form's sums make more, from the parts that have any.
    fn emptied(&self, edits: &[&Edit]) -> BTreeSet<Cell> {
        let is_zero = |cell: &Cell| self.values.get(cell).is_some_and(Decimal::is_zero);
        let zeros: BTreeSet<Cell> = edits.iter().flat_map(|edit| &edit.cells).copied().filter(is_zero).collect();
        let mut known = HashMap::new();
        zeros.into_iter().filter(|cell| !self.summed(*cell, &mut known).is_zero()).collect()
    }

    /// What the form's sums over rows and over columns make of a figure that is 0, the same of its parts; 0 where they make
    /// nothing of it.
    fn summed(&self, cell: Cell, known: &mut HashMap<Cell, Decimal>) -> Decimal {
        match self.values.get(&cell) {
            Some(value) if !value.is_zero() => return *value,
            None => return Decimal::ZERO,
            Some(_) => {}
        }
        if let Some(known) = known.get(&cell) {
            return *known;
        }
        // Sums that go in a circle make nothing of each other.
        known.insert(cell, Decimal::ZERO);
        let (row, column) = cell;
        for rule in &self.form.rules {
            let Relation::Sum(terms) = &rule.balance.relation else { continue };
            let part = |of: usize| match rule.over {
                Over::Rows => (of, column),
                Over::Columns => (row, of),
            };
            let own = part(rule.balance.left) == cell && (rule.over == Over::Columns || self.adds(column));
            if !own || self.form.is_list() {
                continue;
            }
            let sum = terms.iter().try_fold(Decimal::ZERO, |sum, term| {
                let value = self.summed(part(term.of), known);
                if term.minus { sum.checked_sub(value) } else { sum.checked_add(value) }
            });
            if let Some(sum) = sum.filter(|sum| !sum.is_zero()) {
                known.insert(cell, sum);
                return sum;
            }
        }
        Decimal::ZERO
    }

    /// The cells that failures are told at where nothing explains them: each failure goes to the cell that stands
    /// in most of them, best in none that holds; of equals to the left side.
    fn suspects(
        &self,
        held: &[Held],
        failed: &BTreeSet<usize>,
        emptied: &BTreeSet<Cell>,
    ) -> BTreeMap<Cell, BTreeSet<usize>> {
        let mut satisfied: HashMap<Cell, usize> = HashMap::new();
        for cell in held.iter().filter(|h| h.failure.is_none()).flat_map(|h| &h.edit.cells).filter(|c| **c != ZERO) {
            *satisfied.entry(*cell).or_default() += 1;
        }
        let cells = |at: &usize| held.get(*at).map(|h| h.edit.cells.as_slice()).unwrap_or_default();
        // In how many failures each cell stands, and in how many of them on the left.
        let mut counts: HashMap<Cell, (usize, usize)> = HashMap::new();
        let mut standing: HashMap<Cell, Vec<usize>> = HashMap::new();
        for at in failed {
            for (n, cell) in cells(at).iter().enumerate().filter(|(_, c)| **c != ZERO) {
                let (stands, left) = counts.entry(*cell).or_default();
                *stands += 1;
                *left += usize::from(n == 0);
                standing.entry(*cell).or_default().push(*at);
            }
        }
        type Likely = (bool, usize, std::cmp::Reverse<usize>, usize, std::cmp::Reverse<Cell>);
        let likely = |cell: Cell, (stands, left): (usize, usize)| -> Likely {
            let holds = satisfied.get(&cell).copied().unwrap_or_default();
            // What cannot be 0 is wrong for certain.
            (emptied.contains(&cell), stands, std::cmp::Reverse(holds), left, std::cmp::Reverse(cell))
        };
        let mut queue: BTreeSet<Likely> = counts.iter().map(|(cell, count)| likely(*cell, *count)).collect();
        let mut open = failed.clone();
        let mut found: BTreeMap<Cell, BTreeSet<usize>> = BTreeMap::new();
        while let Some((.., std::cmp::Reverse(cell))) = queue.pop_last() {
            let own: BTreeSet<usize> =
                standing.get(&cell).into_iter().flatten().copied().filter(|at| open.remove(at)).collect();
            for (n, other) in own.iter().flat_map(|at| cells(at).iter().enumerate()).filter(|(_, c)| **c != ZERO) {
                let Some(count) = counts.get_mut(other) else { continue };
                queue.remove(&likely(*other, *count));
                count.0 = count.0.saturating_sub(1);
                count.1 = count.1.saturating_sub(usize::from(n == 0));
                if count.0 > 0 && *other != cell {
                    queue.insert(likely(*other, *count));
                }
            }
            if !own.is_empty() {
                found.insert(cell, own);
            }
        }
        found
    }

    /// What would explain failed edits.
    pub(super) fn explained(&self, edits: &[&Edit], failed: &[usize]) -> Vec<Explained> {
        let admits = |cell: Cell, value: Decimal| match self.form.rows.get(cell.0) {
            Some(row) => self.form.figure(row, cell.1).admits(value),
            None => self.form.columns.get(cell.1).and_then(|c| c.figure.as_ref()).is_none_or(|f| f.admits(value)),
        };
        deduction::explain(edits, failed, &self.values, &self.steps, &admits)
    }

    /// An explanation in the form's names.
    fn proposal(&self, explanation: &Explanation) -> Option<Proposal> {
        let (cell, value) = *explanation.changes.first()?;
        let other = explanation.changes.get(1).map(|(cell, _)| self.name(*cell)).unwrap_or_default();
        let cause = match explanation.slip {
            Slip::Typed(Typing::Exchanged) => Cause::DigitsExchanged,
            Slip::Typed(Typing::Replaced) => Cause::DigitReplaced,
            Slip::Typed(Typing::LeftOut) => Cause::DigitLeftOut,
            Slip::Typed(Typing::TooMany) => Cause::DigitTooMany,
            Slip::Sign => Cause::Sign,
            Slip::Other => Cause::Fits,
            Slip::Swapped => Cause::Swapped { other },
            Slip::Thousands { extent: Extent::Cell, factor } => Cause::Thousands { factor },
            Slip::Thousands { extent: Extent::Row, factor } => {
                let rows: BTreeSet<usize> = explanation.changes.iter().map(|((row, _), _)| *row).collect();
                let row = |at: &usize| self.form.rows.get(*at).filter(|_| !self.form.is_list());
                let name = |at: &usize| row(at).map_or_else(|| at.to_string(), |r| r.name());
                Cause::RowsThousands { rows: rows.iter().map(name).collect(), factor }
            }
            Slip::Thousands { extent: Extent::Column, factor } => {
                let columns: BTreeSet<usize> = explanation.changes.iter().map(|((_, column), _)| *column).collect();
                let name = |at: &usize| self.form.columns.get(*at).map(|c| c.name());
                Cause::ColumnsThousands { columns: columns.iter().filter_map(name).collect(), factor }
            }
        };
        let now = *self.values.get(&cell)?;
        Some(Proposal { name: self.name(cell), now, value: value.normalize(), cause })
    }
}

/// The cells that stand to some in another measure: those that the same balances hold, and what those are made of.
fn beside(edits: &[&Edit], involved: &BTreeSet<Cell>, known: &[Cell]) -> Vec<Cell> {
    let mut of: BTreeMap<Cell, BTreeSet<Cell>> = BTreeMap::new();
    for edit in edits.iter().filter(|edit| matches!(edit.relation, Standing::Equal(_))) {
        if let Some((whole, parts)) = edit.cells.split_first() {
            of.entry(*whole).or_default().extend(parts);
        }
    }
    let known: BTreeSet<Cell> = known.iter().copied().collect();
    let all = deduction::with_parts(involved.clone(), &of);
    all.into_iter().filter(|cell| *cell != ZERO && !known.contains(cell)).collect()
}

/// How many proposals are named where nothing decides between them.
const MOST_PROPOSALS: usize = 3;
