//! Which cells of a form are typed, which are computed, and what is held against what.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::form::{Aggregate, Figure, Form, Kind, Over, Relation, Rule};

/// A cell by its line and the form's column.
pub(super) type Cell = (usize, usize);

/// What a cell is computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Computed {
    /// The sum of some cells, each with whether it is taken away.
    Sum(Vec<(bool, Cell)>),
    /// A cell by the sum of others, times a factor.
    Ratio { over: Cell, under: Vec<Cell>, factor: Decimal },
}

/// What a cell is held against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Check {
    /// It is the sum of others, down the rows or across the columns.
    Sum { over: Over, parts: Vec<(bool, Cell)> },
    /// Others are no more than it.
    AtMost(Vec<Cell>),
}

/// The plan of a table.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The cells with formulas.
    pub computed: BTreeMap<Cell, Computed>,
    /// What is checked at each cell.
    pub checks: Vec<(Cell, Check)>,
    /// The cells that are typed.
    pub inputs: BTreeSet<Cell>,
}

/// No more parts fit into one function of Excel.
const MOST_PARTS: usize = 250;

/// How many free lines a list has.
pub(super) const LINES: usize = 100;

/// How many lines a form's table has.
pub(super) fn lines(form: &Form) -> usize {
    if form.is_list() { LINES } else { form.rows.len() }
}

/// What stands in a cell; nothing in the row of a group, and in columns of words.
pub(super) fn figure(form: &Form, (line, column): Cell) -> Option<&Figure> {
    let definition = form.value_columns().find(|(at, _)| *at == column)?.1;
    let figure = if form.is_list() { definition.figure.as_ref()? } else { form.figure(form.rows.get(line)?, column) };
    (figure.kind != Kind::Group).then_some(figure)
}

impl Plan {
    /// Plans a form's table.
    pub fn new(form: &Form) -> Self {
        let mut plan = Self::default();
        // The sums of a row are nearest to whoever fills it in; where a cell is the sum of rows too, that is a check.
        for over in [Over::Columns, Over::Rows] {
            for rule in form.rules.iter().filter(|r| r.over == over) {
                plan.take(form, rule);
            }
        }
        plan.take_cell_rules(form);
        plan.take_ratios(form);
        let cells = (0..lines(form)).flat_map(|line| form.value_columns().map(move |(at, _)| (line, at)));
        let typed = cells.filter(|cell| figure(form, *cell).is_some() && !plan.computed.contains_key(cell));
        plan.inputs = typed.collect();
        plan
    }

    /// Takes up a rule in every row or column that it is over.
    fn take(&mut self, form: &Form, rule: &Rule) {
        let places: Vec<usize> = match rule.over {
            Over::Columns => (0..lines(form)).collect(),
            Over::Rows => form.value_columns().filter(|(_, c)| adds(c.figure.as_ref())).map(|(at, _)| at).collect(),
        };
        for place in places {
            let cell = |at: usize| if rule.over == Over::Columns { (place, at) } else { (at, place) };
            self.hold(form, rule.over, cell(rule.balance.left), &map(&rule.balance.relation, cell));
        }
    }

    /// Takes up the rules between single cells of the form itself.
    fn take_cell_rules(&mut self, form: &Form) {
        let cell = |name: &crate::form::CellName| -> Option<Cell> {
            if name.form.as_ref().is_some_and(|f| *f != form.name) || form.is_list() {
                return None;
            }
            let row = form.rows.iter().position(|r| r.code == name.row)?;
            Some((row, form.columns.iter().position(|c| c.code == name.column)?))
        };
        for rule in &form.cell_rules {
            if let Some(balance) = rule.balance.map(cell) {
                self.hold(form, Over::Rows, balance.left, &balance.relation);
            }
        }
    }

    /// Computes what the form aggregates as a ratio of other figures beside it.
    fn take_ratios(&mut self, form: &Form) {
        for line in 0..lines(form) {
            for (column, _) in form.value_columns() {
                let Some(own) = figure(form, (line, column)) else { continue };
                let Aggregate::Ratio { parts, factor } = &own.aggregate else { continue };
                let cell = |at: usize| if parts.of == Over::Columns { (line, at) } else { (at, column) };
                let (over, under) = (cell(parts.over), parts.under.iter().map(|at| cell(*at)).collect::<Vec<_>>());
                self.compute(form, (line, column), Computed::Ratio { over, under, factor: *factor });
            }
        }
    }

    fn hold(&mut self, form: &Form, over: Over, left: Cell, relation: &Relation<Cell>) {
        if figure(form, left).is_none() {
            return;
        }
        match relation {
            Relation::Sum(terms) => {
                let parts: Vec<(bool, Cell)> = terms.iter().map(|t| (t.minus, t.of)).collect();
                if !self.compute(form, left, Computed::Sum(parts.clone())) && all(form, &parts) {
                    self.checks.push((left, Check::Sum { over, parts }));
                }
            }
            Relation::AtMost(parts) => {
                let parts: Vec<Cell> = parts.iter().copied().filter(|p| figure(form, *p).is_some()).collect();
                if !parts.is_empty() && parts.len() <= MOST_PARTS {
                    self.checks.push((left, Check::AtMost(parts)));
                }
            }
            Relation::Quotient { over, under, factor } => {
                self.compute(form, left, Computed::Ratio { over: *over, under: vec![*under], factor: *factor });
            }
        }
    }

    /// Makes a cell computed, unless it is already, or its parts are no figures, or are computed from it.
    fn compute(&mut self, form: &Form, cell: Cell, computed: Computed) -> bool {
        let parts = computed.parts();
        let whole = parts.iter().all(|part| figure(form, *part).is_some()) && parts.len() <= MOST_PARTS;
        if self.computed.contains_key(&cell) || !whole || self.rests_on(&parts, cell) {
            return false;
        }
        self.computed.insert(cell, computed);
        true
    }

    /// Tells whether some cells are computed from another, however many steps between.
    fn rests_on(&self, parts: &[Cell], cell: Cell) -> bool {
        let (mut open, mut seen) = (parts.to_vec(), BTreeSet::new());
        while let Some(part) = open.pop() {
            if part == cell {
                return true;
            }
            if seen.insert(part) {
                open.extend(self.computed.get(&part).map(Computed::parts).unwrap_or_default());
            }
        }
        false
    }
}

impl Computed {
    /// The cells that it is made of.
    pub fn parts(&self) -> Vec<Cell> {
        match self {
            Computed::Sum(parts) => parts.iter().map(|(_, cell)| *cell).collect(),
            Computed::Ratio { over, under, .. } => std::iter::once(*over).chain(under.iter().copied()).collect(),
        }
    }
}

fn all(form: &Form, parts: &[(bool, Cell)]) -> bool {
    parts.len() <= MOST_PARTS && parts.iter().all(|(_, part)| figure(form, *part).is_some())
}

/// Tells whether the figures of a column add down its rows.
fn adds(figure: Option<&Figure>) -> bool {
    figure.is_none_or(|f| f.kind != Kind::Percent && f.aggregate.adds())
}

fn map(relation: &Relation<usize>, cell: impl Fn(usize) -> Cell) -> Relation<Cell> {
    match relation {
        Relation::Sum(terms) => {
            Relation::Sum(terms.iter().map(|t| crate::form::Term { minus: t.minus, of: cell(t.of) }).collect())
        }
        Relation::AtMost(parts) => Relation::AtMost(parts.iter().map(|at| cell(*at)).collect()),
        Relation::Quotient { over, under, factor } => {
            Relation::Quotient { over: cell(*over), under: cell(*under), factor: *factor }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{built_in, file};

    #[test]
    fn every_built_in_sum_is_computed_once_and_never_from_itself() {
        for name in built_in::names() {
            let form = built_in::form(name).unwrap().unwrap();
            let plan = Plan::new(&form);
            for (cell, computed) in &plan.computed {
                assert!(!plan.inputs.contains(cell), "{name} {cell:?}");
                assert!(!plan.rests_on(&computed.parts(), *cell), "{name} {cell:?}");
            }
            for rule in form.rules.iter().filter(|r| matches!(r.balance.relation, Relation::Sum(_))) {
                let left = rule.balance.left;
                let of_rule = |cell: &&Cell| if rule.over == Over::Rows { cell.0 == left } else { cell.1 == left };
                assert!(plan.computed.keys().any(|cell| of_rule(&cell)), "{name}: {:?}", rule.balance);
            }
        }
    }

    #[test]
    fn sums_in_a_circle_leave_a_cell_to_be_typed() {
        let text = r#"
name = "vong"
title = "Vòng năm {year}"
subject = "Thử"
[[columns]]
code = "chi_tieu"
role = "label"
heading = "Chỉ tiêu"
[[columns]]
code = "so"
role = "value"
heading = "Số"
[[rows]]
code = "a"
label = "Một"
measure = "Hộ"
kind = "integer"
aggregate = "sum"
[[rows]]
code = "b"
label = "Hai"
measure = "Hộ"
kind = "integer"
aggregate = "sum"
[[rows]]
code = "c"
label = "Ba"
measure = "Hộ"
kind = "integer"
aggregate = "sum"
[[rules]]
over = "rows"
rule = "a = b + c"
[[rules]]
over = "rows"
rule = "b = a - c"
"#;
        let form = file::parse("vong.toml", text).unwrap();
        let plan = Plan::new(&form);
        assert_eq!(plan.computed.keys().copied().collect::<Vec<_>>(), [(0, 1)]);
        assert_eq!(plan.inputs.iter().copied().collect::<Vec<_>>(), [(1, 1), (2, 1)]);
        assert!(matches!(plan.checks.as_slice(), [((1, 1), Check::Sum { .. })]));
    }
}
