//! What would explain failed balances: the one change of the figures that repairs most of them and breaks
//! none that holds. Nothing is changed: what is found is proposed to a person.
//!
//! Tried are, for each cell of a failed balance, a slip of typing ([`typing`], Scholtus), a sign and a power
//! of a thousand; two neighbouring cells exchanged; and a power of a thousand over a whole row or column, or over one with
//! all its parts, which is a wrong measure. Of explanations that repair as much, one of a cell is more likely than one of
//! several; where several are left, all are named and none is chosen.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;
use rust_decimal::Decimal;

use super::edit::{Edit, Outcome, Standing};
use super::typing::{self, Typing};
use super::{Cell, ZERO};

/// What may have gone wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    /// A slip of typing in one cell.
    Typed(Typing),
    /// A sign forgotten or too many.
    Sign,
    /// A cell, or all of a row or a column, times or by a power of a thousand.
    Thousands {
        /// Where.
        extent: Extent,
        /// What the figures are to be multiplied by.
        factor: Decimal,
    },
    /// Two neighbouring cells exchanged.
    Swapped,
    /// Another figure, which alone agrees with several balances.
    Other,
}

/// How far a wrong measure goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// One cell.
    Cell,
    /// A row, or one with the rows that are its parts.
    Row,
    /// A column, or one with the columns that are its parts.
    Column,
}

/// A change of figures.
#[derive(Debug, Clone)]
pub(super) struct Explanation {
    /// The cells with what they would be; the first is where it is told.
    pub changes: Vec<(Cell, Decimal)>,
    /// What went wrong.
    pub slip: Slip,
    /// The failed edits that hold with it.
    pub repairs: BTreeSet<usize>,
}

/// Some failed edits with what would explain them: one explanation, or several between which nothing
/// decides.
#[derive(Debug)]
pub(super) struct Explained {
    pub edits: BTreeSet<usize>,
    pub choices: Vec<Explanation>,
}

/// Rows and columns are looked at so many times; each time costs as much as all cells.
const MOST_LINES: usize = 8;

/// More failures than this at once are no slips: the figures are of another table.
const MOST: usize = 400;

/// Explains failed edits, those that one change explains together first.
pub(super) fn explain(
    edits: &[&Edit],
    failed: &[usize],
    values: &HashMap<Cell, Decimal>,
    steps: &HashMap<Cell, Decimal>,
    admits: &dyn Fn(Cell, Decimal) -> bool,
) -> Vec<Explained> {
    let mut found = Vec::new();
    if failed.len() > MOST {
        return found;
    }
    let mut search = Search::new(edits, failed, values, steps, admits);
    while let Some(explained) = search.next() {
        search.close(&explained);
        found.push(explained);
    }
    found
}

struct Search<'a> {
    edits: &'a [&'a Edit],
    open: BTreeSet<usize>,
    values: BTreeMap<Cell, Decimal>,
    steps: &'a HashMap<Cell, Decimal>,
    /// Whether the form's bounds allow a value.
    admits: &'a dyn Fn(Cell, Decimal) -> bool,
    /// The edits that each cell stands in.
    touching: BTreeMap<Cell, Vec<usize>>,
    /// Rates have no measure to be mistaken.
    rates: BTreeSet<Cell>,
    /// Rows with their parts, and columns with theirs: they are written in one measure, and agree in any.
    families: [Vec<BTreeSet<usize>>; 2],
    /// What would explain failures at each cell, and over rows and columns.
    of_cells: BTreeMap<Cell, Vec<Explanation>>,
    of_lines: Vec<Explanation>,
    /// The cells to be looked at anew; all at first.
    stale: Option<BTreeSet<Cell>>,
    rounds: usize,
}

impl<'a> Search<'a> {
    fn new(
        edits: &'a [&'a Edit],
        failed: &[usize],
        values: &HashMap<Cell, Decimal>,
        steps: &'a HashMap<Cell, Decimal>,
        admits: &'a dyn Fn(Cell, Decimal) -> bool,
    ) -> Self {
        let mut touching: BTreeMap<Cell, Vec<usize>> = BTreeMap::new();
        for (at, edit) in edits.iter().enumerate() {
            for cell in &edit.cells {
                touching.entry(*cell).or_default().push(at);
            }
        }
        let quotient = |edit: &&&Edit| matches!(edit.relation, Standing::Quotient(_));
        let rates = edits.iter().filter(quotient).filter_map(|edit| edit.cells.first().copied()).collect();
        let values = values.iter().map(|(cell, value)| (*cell, *value)).collect();
        Self {
            edits,
            open: failed.iter().copied().collect(),
            values,
            steps,
            admits,
            touching,
            rates,
            families: [families(edits, |cell| (cell.1, cell.0)), families(edits, |cell| *cell)],
            of_cells: BTreeMap::new(),
            of_lines: Vec::new(),
            stale: None,
            rounds: 0,
        }
    }

    /// The explanation that repairs most, with those that are as likely and repair some of the same.
    fn next(&mut self) -> Option<Explained> {
        self.refresh();
        let rank = |e: &Explanation| (std::cmp::Reverse(e.repairs.len()), e.changes.len(), e.slip == Slip::Other);
        let all = || self.of_cells.values().flatten().chain(&self.of_lines);
        let best = all().min_by_key(|e| rank(e))?;
        let edits = best.repairs.clone();
        let as_likely = |e: &&Explanation| rank(e) == rank(best) && !e.repairs.is_disjoint(&edits);
        let choices: Vec<Explanation> = all().filter(as_likely).cloned().collect();
        Some(Explained { edits, choices })
    }

    /// Looks anew for what explains failures at the cells where something changed.
    fn refresh(&mut self) {
        let cells_of = |at: &usize| self.edits.get(*at).map(|e| e.cells.iter().copied()).into_iter().flatten();
        let cells: BTreeSet<Cell> = self.open.iter().flat_map(cells_of).filter(|c| *c != ZERO).collect();
        let stale = std::mem::take(&mut self.stale).unwrap_or_else(|| cells.clone());
        for cell in &stale {
            self.of_cells.remove(cell);
        }
        for cell in stale.intersection(&cells) {
            let own: Vec<Explanation> = self.of_cell(*cell).into_iter().chain(self.swapped(*cell)).collect();
            if !own.is_empty() {
                self.of_cells.insert(*cell, own);
            }
        }
        // A measure is mistaken for a line or two; what goes on and on are single slips.
        if self.rounds < MOST_LINES {
            self.rounds += 1;
            let rows = cells.iter().map(|c| c.0).collect::<BTreeSet<_>>();
            let columns = cells.iter().map(|c| c.1).collect::<BTreeSet<_>>();
            let [of_rows, of_columns] = &self.families;
            let family = |all: &Vec<BTreeSet<usize>>, concerned: &BTreeSet<usize>| {
                all.iter().filter(|own| !own.is_disjoint(concerned)).cloned().collect::<Vec<_>>()
            };
            let lines = |lines: &BTreeSet<usize>, families: &Vec<BTreeSet<usize>>| {
                lines.iter().map(|line| BTreeSet::from([*line])).chain(family(families, lines)).collect::<Vec<_>>()
            };
            let (rows, columns) = (lines(&rows, of_rows), lines(&columns, of_columns));
            let rows = rows.iter().flat_map(|own| self.scaled(Extent::Row, |cell| own.contains(&cell.0)));
            let columns = columns.iter().flat_map(|own| self.scaled(Extent::Column, |cell| own.contains(&cell.1)));
            self.of_lines = rows.chain(columns).collect();
        }
    }

    /// Takes failures as explained, and what explains them as corrected, where it is one.
    fn close(&mut self, explained: &Explained) {
        self.open.retain(|at| !explained.edits.contains(at));
        let mut changed: BTreeSet<usize> = explained.edits.clone();
        if let [one] = explained.choices.as_slice() {
            self.values.extend(one.changes.iter().copied());
            let touched = one.changes.iter().filter_map(|(cell, _)| self.touching.get(cell));
            changed.extend(touched.flatten().copied());
        }
        let cells: BTreeSet<Cell> =
            changed.iter().filter_map(|at| self.edits.get(*at)).flat_map(|e| e.cells.iter().copied()).collect();
        let concerned = |e: &Explanation| e.changes.iter().any(|(cell, _)| cells.contains(cell));
        let others = self.of_cells.iter().filter(|(_, own)| own.iter().any(concerned)).map(|(cell, _)| *cell);
        let stale: BTreeSet<Cell> = others.chain(cells.iter().copied()).collect();
        self.of_lines.retain(|e| !concerned(e));
        self.stale = Some(stale);
    }

    /// The slips in one cell that would satisfy one of its failed edits.
    fn of_cell(&self, cell: Cell) -> Vec<Explanation> {
        let Some(value) = self.values.get(&cell).copied() else { return Vec::new() };
        let unit = self.steps.get(&cell).copied().filter(|s| !s.is_zero());
        let unit = unit.unwrap_or_else(|| Decimal::new(1, value.normalize().scale()));
        let typed = value.checked_div(unit).filter(Decimal::is_integer).and_then(|v| i128::try_from(v).ok());
        let meant = typed.map(typing::meant).unwrap_or_default();
        let typed = meant
            .into_iter()
            .filter_map(|(v, slip)| Some((Decimal::from_i128_with_scale(v, 0).checked_mul(unit)?, Slip::Typed(slip))));
        let scaled = factors()
            .into_iter()
            .filter_map(|factor| Some((value.checked_mul(factor)?, Slip::Thousands { extent: Extent::Cell, factor })));
        let all: Vec<(Decimal, Slip)> = scaled.chain([(-value, Slip::Sign)]).chain(typed).collect();
        let mut found: Vec<Explanation> = Vec::new();
        let mut wanted: Vec<Decimal> = Vec::new();
        for at in self.touching.get(&cell).into_iter().flatten().filter(|at| self.open.contains(at)) {
            let Some((fits, slack)) = self.wanted(*at, cell) else { continue };
            wanted.push(fits);
            let near = all.iter().filter(|(v, _)| v.saturating_sub(fits).abs() <= slack && *v != value);
            for (value, slip) in near {
                if !found.iter().any(|e| e.changes == [(cell, *value)]) {
                    found.extend(self.tried(vec![(cell, *value)], *slip));
                }
            }
        }
        // Whatever went wrong: a figure that several balances ask for, and no other.
        if let [first, _, ..] = wanted.as_slice()
            && found.is_empty()
        {
            found.extend(self.tried(vec![(cell, *first)], Slip::Other).filter(|e| e.repairs.len() >= 2));
        }
        found
    }

    /// What a cell would be if it alone were wrong in an edit, and how near is near enough.
    fn wanted(&self, at: usize, cell: Cell) -> Option<(Decimal, Decimal)> {
        let edit = self.edits.get(at)?;
        let Outcome { left, right, .. } = self.hold(edit, &[])?;
        let (first, rest) = edit.cells.split_first()?;
        let minus = match &edit.relation {
            Standing::NoLess { .. } => return None,
            _ if *first == cell => return Some((right, edit.slack)),
            Standing::Quotient(factor) => return self.wanted_of_rate(edit, left, *factor, cell),
            Standing::Equal(minus) => minus,
        };
        let place = rest.iter().position(|c| *c == cell)?;
        let off = left.checked_sub(right)?;
        let value = *self.values.get(&cell)?;
        let wanted = if *minus.get(place)? { value.checked_sub(off) } else { value.checked_add(off) };
        Some((wanted?, edit.slack))
    }

    /// What the numerator of a rate would be, or its one denominator.
    fn wanted_of_rate(&self, edit: &Edit, rate: Decimal, factor: Decimal, cell: Cell) -> Option<(Decimal, Decimal)> {
        let value = |cell: &Cell| self.values.get(cell).copied();
        let (over, under) = edit.cells.get(1..)?.split_first()?;
        let (wanted, near) = if *over == cell {
            let under = under.iter().try_fold(Decimal::ZERO, |sum, cell| sum.checked_add(value(cell)?))?;
            (rate.checked_mul(under)?.checked_div(factor)?, edit.slack.checked_mul(under)?.checked_div(factor)?)
        } else {
            let [_] = under else { return None };
            let wanted = value(over)?.checked_mul(factor)?.checked_div(rate)?;
            (wanted, wanted.checked_mul(edit.slack)?.checked_div(rate)?)
        };
        Some((wanted, near.abs()))
    }

    /// A cell exchanged with the next below or to the right.
    fn swapped(&self, cell: Cell) -> Vec<Explanation> {
        let below = self.values.range((cell.0 + 1, 0)..).find(|(c, _)| c.1 == cell.1).map(|(c, _)| *c);
        let beside = self.values.range((cell.0, cell.1 + 1)..(cell.0 + 1, 0)).next().map(|(c, _)| *c);
        let pair = |other: Cell| {
            let (one, another) = (*self.values.get(&cell)?, *self.values.get(&other)?);
            (one != another).then(|| self.tried(vec![(cell, another), (other, one)], Slip::Swapped)).flatten()
        };
        [below, beside].into_iter().flatten().filter_map(pair).collect()
    }

    /// All of a row or column times a power of a thousand.
    fn scaled(&self, extent: Extent, inside: impl Fn(&Cell) -> bool) -> Vec<Explanation> {
        let own = self.values.iter().filter(|(c, _)| inside(c) && !self.rates.contains(c));
        let own: Vec<(Cell, Decimal)> = own.map(|(c, v)| (*c, *v)).collect();
        if own.len() < 2 {
            return Vec::new();
        }
        let times = |factor: Decimal| {
            let scaled = own.iter().map(|(cell, value)| Some((*cell, value.checked_mul(factor)?)));
            self.tried(scaled.collect::<Option<_>>()?, Slip::Thousands { extent, factor })
        };
        // One failure says nothing about a whole row, unless its figures agree among themselves.
        let agrees = self.edits.iter().any(|edit| {
            let own_only = edit.cells.iter().all(&inside) && matches!(edit.relation, Standing::Equal(_));
            own_only && self.hold(edit, &[]).is_some_and(|o| o.holds || off(&o) < Decimal::new(NEAR, 2))
        });
        let least = if agrees { 1 } else { 2 };
        // What stands in another measure throughout fails throughout: of the sums that its figures stand in with others.
        let failing = |at: &&usize| {
            let edit = self.edits.get(**at).filter(|edit| matches!(edit.relation, Standing::Equal(_)));
            edit.is_some_and(|e| e.cells.iter().any(&inside) && !e.cells.iter().all(|c| inside(c) || *c == ZERO))
        };
        let least = least.max(self.open.iter().filter(failing).count().div_ceil(2));
        factors().into_iter().filter_map(times).filter(|e| e.repairs.len() >= least).collect()
    }

    /// The explanation that a change is, if it repairs something and breaks nothing.
    fn tried(&self, changes: Vec<(Cell, Decimal)>, slip: Slip) -> Option<Explanation> {
        if !changes.iter().all(|(cell, value)| (self.admits)(*cell, *value)) {
            return None;
        }
        let touched: BTreeSet<usize> =
            changes.iter().filter_map(|(cell, _)| self.touching.get(cell)).flatten().copied().collect();
        let mut repairs = BTreeSet::new();
        for at in touched {
            let edit = self.edits.get(at)?;
            let after = self.hold(edit, &changes);
            let holds = after.is_none_or(|o| o.holds) && !self.vanishes(edit, &changes);
            match (self.open.contains(&at), holds) {
                (true, true) => _ = repairs.insert(at),
                (true, false) => {
                    // What fails may go on failing, but not by far more: a total that is a little off its
                    // parts is not in another measure than they are.
                    let worse = self
                        .hold(edit, &[])
                        .zip(after)
                        .is_some_and(|(before, after)| off(&after) > off(&before).saturating_mul(Decimal::TEN));
                    if worse {
                        return None;
                    }
                }
                (false, false) if self.hold(edit, &[]).is_some_and(|o| o.holds) => return None,
                (false, _) => {}
            }
        }
        // Nearly any change makes one side of an inequality the smaller one: that explains nothing.
        let told = |at: &usize| self.edits.get(*at).is_some_and(|e| !matches!(e.relation, Standing::NoLess { .. }));
        repairs.iter().any(told).then_some(Explanation { changes, slip, repairs })
    }

    /// Tells whether a rate holds only because a change makes its figures vanish beside the others: any large number
    /// would do as well, and a rate worked out without them is as likely.
    fn vanishes(&self, edit: &Edit, changes: &[(Cell, Decimal)]) -> bool {
        if !matches!(edit.relation, Standing::Quotient(_)) {
            return false;
        }
        let gone: Vec<(Cell, Decimal)> = changes.iter().map(|(cell, _)| (*cell, Decimal::ZERO)).collect();
        self.hold(edit, &gone).is_some_and(|outcome| outcome.holds)
    }

    fn hold(&self, edit: &Edit, changes: &[(Cell, Decimal)]) -> Option<Outcome> {
        edit.hold(|cell| {
            let changed = changes.iter().find(|(c, _)| *c == cell).map(|(_, value)| *value);
            changed.or_else(|| self.values.get(&cell).copied())
        })
    }
}

/// Each line that is the sum of others and a part of another, with all its parts, and the parts of each line without it,
/// by the sums across it; a cell is taken by what all cells of such a sum share, and its line.
fn families(edits: &[&Edit], parts: impl Fn(&Cell) -> (usize, usize)) -> Vec<BTreeSet<usize>> {
    let mut of: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for edit in edits.iter().filter(|edit| matches!(edit.relation, Standing::Equal(_))) {
        let Some((first, rest)) = edit.cells.split_first().filter(|(first, _)| **first != ZERO) else { continue };
        let (shared, whole) = parts(first);
        if rest.iter().filter(|cell| **cell != ZERO).all(|cell| parts(cell).0 == shared) {
            of.entry(whole).or_default().extend(rest.iter().filter(|cell| **cell != ZERO).map(|cell| parts(cell).1));
        }
    }
    let inner = |line: &&usize| of.iter().any(|(whole, own)| whole != *line && own.contains(line));
    let family = |line: &usize| with_parts(BTreeSet::from([*line]), &of);
    let whole = of.keys().filter(inner).map(family);
    let parts = of.keys().map(|line| family(line).into_iter().filter(|part| part != line).collect::<BTreeSet<usize>>());
    whole.chain(parts.filter(|parts| parts.len() > 1)).collect()
}

/// Some things with all that they are made of.
pub(super) fn with_parts<K: Ord + Copy>(mut own: BTreeSet<K>, of: &BTreeMap<K, BTreeSet<K>>) -> BTreeSet<K> {
    let mut open: Vec<K> = own.iter().copied().collect();
    while let Some(at) = open.pop() {
        open.extend(of.get(&at).into_iter().flatten().copied().filter(|part| own.insert(*part)));
    }
    own
}

/// Figures so many per cent off still agree in their measure.
const NEAR: i64 = 20;

/// How far the sides of an edit are apart, in parts of the larger.
fn off(outcome: &Outcome) -> Decimal {
    let larger = outcome.left.abs().max(outcome.right.abs());
    outcome.left.saturating_sub(outcome.right).abs().checked_div(larger).unwrap_or_default()
}

/// The powers of a thousand by which measures are mistaken.
fn factors() -> [Decimal; 4] {
    [Decimal::ONE_THOUSAND, Decimal::new(1, 3), Decimal::from(1_000_000), Decimal::new(1, 6)]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What explains balances `left = right + right …` over one row of figures, in words.
    fn explained(balances: &[&[usize]], figures: &[i64]) -> Vec<String> {
        let cells = |balance: &[usize]| balance.iter().map(|c| (0, *c)).collect();
        let equal = |balance: &&[usize]| Edit {
            cells: cells(balance),
            relation: Standing::Equal(vec![false; balance.len() - 1]),
            slack: Decimal::ZERO,
        };
        let edits: Vec<Edit> = balances.iter().map(equal).collect();
        let values: HashMap<Cell, Decimal> = figures.iter().zip(0..).map(|(v, c)| ((0, c), (*v).into())).collect();
        let fails = |at: &usize| !edits[*at].hold(|c| values.get(&c).copied()).unwrap().holds;
        let failed: Vec<usize> = (0..edits.len()).filter(fails).collect();
        let choice = |e: &Explanation| {
            let changes: Vec<String> = e.changes.iter().map(|((_, c), v)| format!("{c}={}", v.normalize())).collect();
            changes.join(" ")
        };
        let said = explain(&edits.iter().collect::<Vec<_>>(), &failed, &values, &HashMap::default(), &|_, _| true);
        said.iter().map(|e| e.choices.iter().map(choice).collect::<Vec<_>>().join(" or ")).collect()
    }

    #[test]
    fn the_published_example_of_scholtus_is_solved() {
        // Discussion paper 09046, the record of its introduction: turnover 2, costs 1, profit 3 with
        // x1 + x2 = x3 …; costs of 283 were meant to be 238, which two balances confirm.
        assert_eq!(explained(&[&[2, 0, 1], &[4, 1, 3]], &[100, 283, 338, 12, 250]), ["1=238"]);
    }

    #[test]
    fn the_explanation_that_repairs_most_is_taken_and_ties_are_named() {
        // The plan of xã Côn Minh: tong = dt + sn, dt = tw + dp, sn = tw + dp.
        let plan: &[&[usize]] = &[&[0, 1, 4], &[1, 2, 3], &[4, 5, 6]];
        let figures = [3_347_500, 2_245_700, 2_093_900, 121_800, 1_131_800, 1_055_600, 76_200];
        assert_eq!(explained(plan, &figures), ["1=2215700"]);
        // One failure, and both a part and the whole may be a digit off.
        assert_eq!(explained(&[&[0, 1, 2]], &[140, 70, 60]), ["0=130 or 1=80 or 2=70"]);
        assert_eq!(explained(&[&[0, 1, 2]], &[10, 70, -60]), Vec::<String>::new());
        assert_eq!(explained(&[&[0, 1, 2], &[3, 2, 4]], &[40, 100, 60, 20, 80]), ["2=-60"]);
        assert_eq!(explained(&[&[0, 1, 2], &[3, 1, 4]], &[1_700, 1_500_000, 200, 2_345, 845]), ["1=1500"]);
    }

    #[test]
    fn an_inequality_alone_is_explained_by_nothing() {
        let relation = Standing::NoLess { minus: vec![false], each: true };
        let edit = Edit { cells: vec![(0, 0), (0, 1)], relation, slack: Decimal::ZERO };
        let values = HashMap::from_iter([((0, 0), Decimal::from(20)), ((0, 1), Decimal::from(20_000))]);
        assert!(explain(&[&edit], &[0], &values, &HashMap::default(), &|_, _| true).is_empty());
    }

    #[test]
    fn nothing_that_holds_is_broken_to_explain_what_fails() {
        // 2 = 0 + 1 fails and 0, 1 are right by others: only 2 is left, and no slip makes it 300.
        assert!(explained(&[&[2, 0, 1], &[3, 0], &[4, 1]], &[100, 200, 999, 100, 200]).is_empty());
    }
}
