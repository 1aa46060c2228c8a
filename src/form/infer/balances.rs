//! The rules that a table itself carries, each with the cell it comes from.
//!
//! Strongest first: the formulas of the index row and of cells; labels that name codes («50 = 01 + 40»);
//! «Tổng số», «Chia ra», «Trong đó»; the numbering tree. What words and numbering say is held against the
//! figures that stand in the table: a rule that they contradict is none («1.1, 1.2» may be examples, not
//! parts), and printed totals are sometimes wrong, so one figure that agrees is asked for, too.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::address::{Address, ColumnName};
use crate::form::figure::Kind;
use crate::form::model::{Form, Role, Row, RowIndex};
use crate::form::rule::{Balance, MissingBySide, Over, Relation, Rule, Term};
use crate::table::formula::{Formula, read_formula};
use crate::table::numbering::{self, Numbering};
use crate::table::{Part, Table, words};
use crate::vietnamese::text::fold;

use super::cell_formula::CellFormula;
use super::{Formulas, Seen, measures, told};

/// Derives the rules of a form from the table it was drawn from.
pub(super) fn derive(form: &Form, table: &Table<'_>, seen: &Seen, formulas: &Formulas) -> Vec<Rule> {
    let mut deriver = Deriver { form, table, seen, formulas, rules: Vec::new() };
    deriver.index_formulas();
    deriver.column_formulas();
    deriver.column_words();
    deriver.differences();
    if !form.is_list() {
        deriver.row_formulas();
        deriver.label_formulas();
        deriver.totals();
        deriver.divided();
        deriver.numbering();
        deriver.of_which();
    }
    deriver.rules
}

pub(super) struct Deriver<'a> {
    pub(super) form: &'a Form,
    pub(super) table: &'a Table<'a>,
    pub(super) seen: &'a Seen,
    formulas: &'a Formulas,
    rules: Vec<Rule>,
}

/// The balance that a cell's formula says, if it says one, and where.
type Seemed<At> = (Option<Balance<usize>>, At);

/// A row, and what labels may call it.
type Named = (usize, String);

/// What the printed figures say of a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Printed {
    /// No column has all the figures.
    Silent,
    /// They agree wherever they all stand, in so many columns.
    Agree(usize),
    /// They do not.
    Contradict,
}

impl Deriver<'_> {
    pub(super) fn cell(&self, row: u32, column: u32) -> String {
        let at = Address::new(row, column).map(|a| a.to_string()).unwrap_or_default();
        format!("{}!{at}", self.table.sheet.name)
    }

    /// Keeps a rule unless one with the same left side says as much.
    pub(super) fn keep(&mut self, over: Over, balance: Balance<usize>, from: String) {
        let balance = self.in_points(over, balance);
        let same = |r: &Rule| {
            r.over == over
                && r.balance.left == balance.left
                && match (&r.balance.relation, &balance.relation) {
                    (Relation::Sum(all), Relation::AtMost(parts)) => {
                        parts.iter().all(|p| all.iter().any(|t| t.of == *p && !t.minus))
                    }
                    (Relation::AtMost(_), Relation::AtMost(_)) => r.balance == balance,
                    (Relation::AtMost(_), _) => false,
                    _ => true,
                }
        };
        let unnamed = balance.right().contains(&&balance.left);
        if !unnamed && !self.rules.iter().any(same) {
            self.rules.push(Rule { over, balance, from, missing: MissingBySide::default() });
        }
    }

    /// A quotient in a column of percentages is in per cent, whether its formula says «× 100» or the cell's
    /// format does.
    fn in_points(&self, over: Over, mut balance: Balance<usize>) -> Balance<usize> {
        let figure = match over {
            Over::Columns => self.form.columns.get(balance.left).and_then(|c| c.figure.as_ref()),
            Over::Rows => self.form.rows.get(balance.left).map(|r| &r.figure),
        };
        if let Relation::Quotient { factor, .. } = &mut balance.relation
            && *factor == Decimal::ONE
            && figure.is_some_and(|f| f.kind == Kind::Percent)
        {
            *factor = Decimal::ONE_HUNDRED;
        }
        balance
    }

    pub(super) fn column_at(&self, sheet_column: u32) -> Option<usize> {
        self.seen.columns.iter().position(|c| *c == sheet_column)
    }

    fn row_at(&self, sheet_row: u32) -> Option<usize> {
        self.seen.rows.iter().position(|r| *r == sheet_row)
    }

    pub(super) fn is_value(&self, column: usize) -> bool {
        self.form.columns.get(column).is_some_and(|c| c.role == Role::Value)
    }

    /// Formulas of cells over other cells of their row: `E = F + G` all the way down.
    fn column_formulas(&mut self) {
        let mut by_column: BTreeMap<usize, Vec<Seemed<u32>>> = BTreeMap::new();
        for (at, text) in self.formulas {
            let (Some(left), true) = (self.column_at(at.column), self.is_body_row(at.row)) else { continue };
            let own_row = |cell: &Address| cell.row == at.row;
            let read = CellFormula::read(text);
            let Some(read) = read.filter(|r| r.cells().iter().all(own_row)) else {
                // A formula over rows says nothing of columns; any other one says that no rule holds.
                if CellFormula::read(text).is_none() {
                    by_column.entry(left).or_default().push((None, at.row));
                }
                continue;
            };
            let place = |cell: &Address| self.column_at(cell.column).filter(|c| self.is_value(*c));
            let balance = read.balance(left, place);
            by_column.entry(left).or_default().push((balance, at.row));
        }
        let mut found = Vec::new();
        for (left, formulas) in by_column.into_iter().filter(|(left, _)| self.is_value(*left)) {
            let Some((Some(first), row)) = formulas.first() else { continue };
            if formulas.iter().all(|(b, _)| b.as_ref() == Some(first))
                && let Some(column) = self.seen.columns.get(left)
            {
                found.push((first.clone(), self.cell(*row, *column)));
            }
        }
        for (balance, from) in found {
            self.keep(Over::Columns, balance, from);
        }
    }

    fn is_body_row(&self, row: u32) -> bool {
        self.table.rows.iter().any(|r| (r.sheet_row..=r.last_row).contains(&row)) || self.row_at(row).is_some()
    }

    /// «Tổng số» beside «Chia ra» (the columns under it are its parts) or «Trong đó».
    fn column_words(&mut self) {
        let columns = &self.form.columns;
        let mut found = Vec::new();
        for (left, total) in self.form.value_columns() {
            let (Some(lowest), above) = (total.heading.last(), total.heading.get(..total.heading.len() - 1)) else {
                continue;
            };
            let above = above.unwrap_or_default();
            if !words::is_total(&fold(lowest)) {
                continue;
            }
            for part in [Part::Divided, Part::OfWhich] {
                // `X › Chia ra › a`, beside `X › Tổng số`.
                let under: Vec<usize> = columns
                    .iter()
                    .enumerate()
                    .filter(|(at, c)| *at != left && c.role == Role::Value)
                    .filter(|(_, c)| {
                        let head = c.heading.get(..above.len());
                        let word = c.heading.get(above.len());
                        head == Some(above)
                            && word.is_some_and(|w| words::marker(&fold(w)) == Some(part))
                            && c.heading.len() == above.len() + 2
                    })
                    .map(|(at, _)| at)
                    .collect();
                let label = |at: &usize| columns.get(*at).and_then(|c| c.heading.last()).cloned().unwrap_or_default();
                let labels: Vec<String> = under.iter().map(label).collect();
                if under.iter().all(|c| self.same_column_measure(left, *c))
                    && let Some(column) = self.seen.columns.get(left)
                {
                    let from = self.cell(self.table.bottom, *column);
                    let each = words::overlap(&labels)
                        || part == Part::OfWhich && under.iter().any(|at| self.column_of_people(*at));
                    let relations = of_parts(part, &under, each).into_iter();
                    found.extend(relations.map(|relation| (Balance { left, relation }, from.clone())));
                }
            }
        }
        for (balance, from) in found {
            self.keep(Over::Columns, balance, from);
        }
    }

    /// Tells whether people or households stand in a column, whether its heading says so or the rows.
    fn column_of_people(&self, at: usize) -> bool {
        match self.form.columns.get(at).and_then(|c| c.figure.as_ref()) {
            Some(figure) => measures::is_of_people(figure),
            None => self.form.rows.iter().any(|r| measures::is_of_people(&r.figure)),
        }
    }

    fn same_column_measure(&self, a: usize, b: usize) -> bool {
        let figure = |at: usize| self.form.columns.get(at).and_then(|c| c.figure.as_ref());
        match (figure(a), figure(b)) {
            (None, None) => true,
            (Some(a), Some(b)) => a.aggregate.adds() && b.aggregate.adds() && measures::same(a, b),
            _ => false,
        }
    }

    /// Formulas of cells over other cells of their column.
    fn row_formulas(&mut self) {
        let mut by_row: BTreeMap<usize, Vec<Seemed<Address>>> = BTreeMap::new();
        for (at, text) in self.formulas {
            let value_column = self.column_at(at.column).is_some_and(|c| self.is_value(c));
            let (Some(left), true) = (self.row_at(at.row), value_column) else { continue };
            let Some(read) = CellFormula::read(text) else { continue };
            if read.cells().iter().any(|cell| cell.column != at.column) {
                continue;
            }
            let balance = read.balance(left, |cell| self.row_at(cell.row));
            by_row.entry(left).or_default().push((balance, *at));
        }
        let mut found = Vec::new();
        for (_, formulas) in by_row {
            let Some((Some(first), at)) = formulas.first() else { continue };
            if formulas.iter().all(|(b, _)| b.as_ref() == Some(first)) {
                found.push((first.clone(), self.cell(at.row, at.column)));
            }
        }
        for (balance, from) in found {
            if self.rows_fit(&balance) {
                self.keep(Over::Rows, balance, from);
            }
        }
    }

    /// Sums are of figures in one measure, and a row of no figures is part of none.
    fn rows_fit(&self, balance: &Balance<usize>) -> bool {
        let figure = |at: &usize| self.form.rows.get(*at).map(|r| &r.figure);
        let Some(left) = figure(&balance.left) else { return false };
        balance.right().iter().all(|at| figure(at).is_some_and(|f| f.kind != Kind::Group))
            && left.kind != Kind::Group
            && match balance.relation {
                Relation::Quotient { .. } => true,
                _ => balance.right().iter().all(|at| figure(at).is_some_and(|f| same_kind_of_measure(left, f))),
            }
    }

    /// «TỔNG CỘNG NGUỒN VỐN (440 = 300 + 400)», over the codes in the column of numbers or of codes.
    fn label_formulas(&mut self) {
        let (codes, numbers) = self.row_codes();
        // «A. TỔNG THU (I+II)», «B. TỔNG CHI (I+II)» each have a I and a II of their own.
        let one_of = |names: &[Named], name: &String, left: RowIndex| {
            let alike: Vec<usize> = names.iter().filter(|(_, code)| code == name).map(|(at, _)| *at).collect();
            let own: Vec<usize> = alike.iter().copied().filter(|at| self.lies_in(RowIndex(*at), left)).collect();
            match (alike.as_slice(), own.as_slice()) {
                ([one], _) | (_, [one]) => Some(*one),
                _ => None,
            }
        };
        let mut found = Vec::new();
        for (left, row) in self.form.indexed_rows() {
            let known = |name: &String| codes.iter().any(|(_, code)| code == name);
            let of = |name: &String| one_of(if known(name) { &codes } else { &numbers }, name, left);
            let bracketed = row.label.rsplit_once('(').and_then(|(_, r)| r.split_once(')')).map(|(inside, _)| inside);
            // «TỔNG CỘNG = I + II» says it without brackets.
            let open = || row.label.contains('=').then_some(row.label.as_str());
            let Some(inside) = bracketed.or_else(open) else { continue };
            let said = inside.split_once('=').map(|(_, formula)| formula);
            let Some(formula) = read_formula(said.unwrap_or(inside)) else { continue };
            // «TỔNG SỐ (I+II)» says as much as «(3 = I + II)»; «(A/B)», «(0…5)» say nothing.
            let added = inside.contains(['+', '-', '–', '−']) || inside.contains("đến");
            if said.is_none() && (!added || !matches!(formula, Formula::Sum(_))) {
                continue;
            }
            let Some(formula) = self.settled_of_row(row, formula) else { continue };
            let (Some(sheet_row), Some(column)) =
                (self.seen.rows.get(left.0), self.table.column_of(crate::table::Role::Label))
            else {
                continue;
            };
            if let Some(balance) = balance(left.0, &formula, of) {
                found.push((balance, self.cell(*sheet_row, column.column)));
            }
        }
        for (balance, from) in found {
            if self.rows_fit(&balance) {
                self.keep(Over::Rows, balance, from);
            }
        }
    }

    /// What labels may call rows: what stands in a column of codes, and their order numbers. TT 27/2018 has letters for
    /// codes, and «(1+2+3)» over the numbers.
    fn row_codes(&self) -> (Vec<Named>, Vec<Named>) {
        let plain = |text: &str| text.trim().trim_start_matches('0').to_owned();
        let code_column = self.table.columns.iter().find(|c| words::heads_codes(&fold(&c.path.join(" "))));
        let (mut codes, mut numbers) = (Vec::new(), Vec::new());
        for (at, sheet_row) in self.seen.rows.iter().enumerate() {
            let beside = code_column.and_then(|c| self.table.sheet.cell(Address::new(*sheet_row, c.column)?));
            codes.extend(beside.map(|cell| (at, plain(&cell.value.to_string()))));
            numbers.extend(self.form.rows.get(at).map(|r| (at, plain(&r.stt))));
        }
        (codes, numbers)
    }

    /// «Tổng số», «Cộng»: the sum of the top rows before it, or after it where it stands first.
    fn totals(&mut self) {
        let totals: Vec<usize> = self
            .form
            .indexed_rows()
            .filter(|(_, r)| r.parent.is_none() && r.stt.is_empty() && words::is_total(&fold(&r.label)))
            .map(|(i, _)| i.0)
            .collect();
        let [left] = totals.as_slice() else { return };
        let tops: Vec<usize> = self
            .form
            .indexed_rows()
            .filter(|(i, r)| r.parent.is_none() && i.0 != *left && !r.is_group() && self.adds_with(*left, i.0))
            .map(|(i, _)| i.0)
            .collect();
        let first_or_last = tops.iter().all(|t| t < left) || tops.iter().all(|t| t > left);
        let groups = self.form.rows.iter().any(|r| r.parent.is_none() && r.is_group() && self.filled());
        // «Chia theo nghề nghiệp» beside «Chia theo yếu tố chấn thương»: each is all of it once more.
        let parted =
            |at: &usize| self.form.rows.get(*at).is_some_and(|r| told::begins(&r.label, &["chia theo", "phân theo"]));
        if first_or_last && !groups && !tops.iter().any(parted) {
            self.sum_if_printed(*left, &tops, 0);
        }
    }

    fn filled(&self) -> bool {
        self.table.is_filled()
    }

    fn adds_with(&self, left: usize, at: usize) -> bool {
        let row = |at: usize| self.form.rows.get(at);
        match (row(left), row(at)) {
            (Some(a), Some(b)) => {
                let adds = |r: &Row| measures::could_add(&r.figure, &r.label) || self.columns_add(&r.figure);
                adds(a) && adds(b) && measures::same(&a.figure, &b.figure)
            }
            _ => false,
        }
    }

    /// Tells whether rows without a measure of their own stand under columns that add.
    fn columns_add(&self, figure: &crate::form::Figure) -> bool {
        let unknown = figure.dimension.is_none() || figure.measure == measures::UNKNOWN;
        let columns: Vec<_> = self.form.value_columns().collect();
        let by_columns = columns.iter().all(|(_, c)| c.figure.as_ref().is_some_and(|f| f.aggregate.adds()));
        // Under «Tổng số» a table of one kind of thing adds whatever it is called.
        figure.kind != Kind::Group
            && unknown
            && (by_columns || columns.iter().any(|(_, c)| c.figure.as_ref().is_some_and(|f| f.aggregate.adds())))
    }

    /// «Chia ra»: the rows it introduces, and those of their kind that follow, are all of the row above.
    fn divided(&mut self) {
        for (left, parts) in self.introduced(Part::Divided) {
            let adds = parts.len() >= 2 && parts.iter().all(|p| self.adds_with(left, *p));
            if adds && !words::overlap(&self.labels(&parts)) {
                self.sum_if_printed(left, &parts, 0);
            } else if adds {
                self.no_more_than(left, &parts, Part::Divided);
            }
        }
    }

    /// «Trong đó»: each is no more than the row it is part of, nor are all of them.
    fn of_which(&mut self) {
        for (left, parts) in self.introduced(Part::OfWhich) {
            if !parts.is_empty() && !self.may_be_of_all(left, &parts) && parts.iter().all(|p| self.adds_with(left, *p))
            {
                self.no_more_than(left, &parts, Part::OfWhich);
            }
        }
    }

    /// Tells whether «Trong đó» below several rows with signs may be of the row that they are parts of: «Dân số - Nam - Nữ
    /// Trong đó: Dân tộc thiểu số». Set in, or naming the last of them («- Bò / Trong đó: bò lai»), it is of that one.
    fn may_be_of_all(&self, left: usize, parts: &[usize]) -> bool {
        let (Some(own), Some(row)) = (self.found(left), self.form.rows.get(left)) else { return false };
        let style = |number: &str| match numbering::read(number).first() {
            Some(Numbering::Sign(style)) => Some(*style),
            _ => None,
        };
        let Some(sign) = style(&own.number) else { return false };
        let before = self.form.rows.iter().take(left).any(|r| r.parent == row.parent && style(&r.stt) == Some(sign));
        let first = parts.first().and_then(|at| self.found(*at));
        let set_in = first.is_some_and(|part| part.indent > own.indent);
        let key = fold(&own.label);
        let named = first.is_some_and(|part| key.words().any(|w| fold(&part.label).words().any(|p| p == w)));
        before && !set_in && !named
    }

    /// The table's row that a row of the form was drawn from.
    fn found(&self, at: usize) -> Option<&crate::table::Row> {
        let sheet_row = self.seen.rows.get(at)?;
        self.table.rows.iter().find(|r| r.sheet_row == *sheet_row)
    }

    /// That parts are no more than a row, together or, where they may overlap, each.
    fn no_more_than(&mut self, left: usize, parts: &[usize], part: Part) {
        let people = |at: &usize| self.form.rows.get(*at).is_some_and(|r| measures::is_of_people(&r.figure));
        let each = words::overlap(&self.labels(parts)) || part == Part::OfWhich && parts.iter().any(people);
        for relation in of_parts(part, parts, each) {
            let balance = Balance { left, relation };
            if self.printed(&balance) != Printed::Contradict {
                let from = self.row_cell(*balance.right().first().copied().unwrap_or(&left));
                self.keep(Over::Rows, balance, from);
            }
        }
    }

    fn labels(&self, rows: &[usize]) -> Vec<String> {
        rows.iter().filter_map(|at| self.form.rows.get(*at)).map(|r| r.label.clone()).collect()
    }

    /// Groups of rows that a word introduces, with the row they are parts of.
    fn introduced(&self, part: Part) -> Vec<(usize, Vec<usize>)> {
        let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
        let found = |at: usize| self.found(at);
        for at in 0..self.form.rows.len() {
            let Some(row) = found(at).filter(|r| r.part == Some(part)) else { continue };
            let Some(parent) = self.form.rows.get(at).and_then(|r| r.parent) else { continue };
            let mut parts = vec![at];
            // Rows of the same kind right behind it: after a word in a line of its own all that are set
            // alike, else those that carry a sign as the first does.
            let dashed = row.label.contains("- ") || !row.number.is_empty();
            for next in at + 1..self.form.rows.len() {
                let (Some(definition), Some(behind)) = (self.form.rows.get(next), found(next)) else { break };
                if definition.parent == Some(parent) {
                    let set_alike = if row.introduced {
                        behind.number.is_empty() == row.number.is_empty()
                    } else {
                        dashed && !behind.number.is_empty()
                    };
                    let alike = behind.part.is_none() && set_alike;
                    if !alike {
                        break;
                    }
                    parts.push(next);
                } else if !self.lies_in(RowIndex(next), parent) {
                    break;
                }
            }
            groups.push((parent.0, parts));
        }
        groups
    }

    fn lies_in(&self, row: RowIndex, parent: RowIndex) -> bool {
        let mut at = self.form.row(row).and_then(|r| r.parent);
        while let Some(above) = at {
            if above == parent {
                return true;
            }
            at = self.form.row(above).and_then(|r| r.parent);
        }
        false
    }

    /// A row and its parts by number.
    fn numbering(&mut self) {
        for (parent, row) in self.form.indexed_rows() {
            if row.is_group() {
                continue;
            }
            let children: Vec<usize> = self
                .form
                .indexed_rows()
                .filter(|(_, r)| r.parent == Some(parent))
                .filter(|(i, _)| !self.is_part(i.0))
                .map(|(i, _)| i.0)
                .collect();
            let numbered = children.iter().all(|c| self.form.rows.get(*c).is_some_and(|r| !r.stt.is_empty()));
            if children.len() < 2 || self.opposed(&children) {
                continue;
            }
            let adding: Vec<usize> = children.iter().copied().filter(|c| self.adds_with(parent.0, *c)).collect();
            if adding.len() == children.len() {
                // Without figures numbers alone do not say that they are all of it: «2 Số lao động; 2.1 nữ;
                // 2.2 qua đào tạo» overlap. Each is no more than it.
                if self.filled() {
                    self.sum_if_printed(parent.0, &children, 1);
                } else if numbered && children.iter().all(|c| self.bounded(*c)) {
                    for child in children {
                        let balance = Balance { left: parent.0, relation: Relation::AtMost(vec![child]) };
                        self.keep(Over::Rows, balance, self.row_cell(child));
                    }
                }
            } else if self.is_structure(parent.0, &children) {
                self.sum_if_printed(parent.0, &children, 2);
            }
        }
    }

    /// Counts are never below zero, so a part is no more than its whole.
    fn bounded(&self, at: usize) -> bool {
        self.form.rows.get(at).is_some_and(|r| r.figure.min.is_some_and(|min| !min.is_sign_negative()))
    }

    fn is_part(&self, at: usize) -> bool {
        let sheet_row = self.seen.rows.get(at);
        self.table.rows.iter().any(|r| Some(&r.sheet_row) == sheet_row && (r.part == Some(Part::OfWhich) || r.carried))
    }

    /// Income and spending are no parts of one sum.
    fn opposed(&self, children: &[usize]) -> bool {
        let says = |word: &str| {
            children.iter().any(|c| {
                self.form.rows.get(*c).is_some_and(|r| fold(&r.label).words().next() == Some(fold(word).as_str()))
            })
        };
        (says("thu") || says("nguồn")) && says("chi") || says("tăng") && says("giảm")
    }

    /// A structure in per cent, whose whole is 100 in every column.
    fn is_structure(&self, left: usize, children: &[usize]) -> bool {
        let percent = |at: &usize| self.form.rows.get(*at).is_some_and(|r| r.figure.kind == Kind::Percent);
        let whole: Vec<Decimal> = self.value_columns().into_iter().filter_map(|c| self.value(left, c)).collect();
        percent(&left)
            && children.iter().all(percent)
            && whole.len() >= 2
            && whole.iter().all(|v| *v == Decimal::ONE_HUNDRED)
    }

    /// Keeps a sum that the printed figures do not contradict and bear out in so many columns.
    fn sum_if_printed(&mut self, left: usize, parts: &[usize], columns: usize) {
        if parts.len() < 2 {
            return;
        }
        let terms = parts.iter().map(|of| Term { minus: false, of: *of }).collect();
        let balance = Balance { left, relation: Relation::Sum(terms) };
        let holds = match self.printed(&balance) {
            Printed::Agree(n) => n >= columns,
            Printed::Silent => columns == 0,
            Printed::Contradict => false,
        };
        if holds {
            let from = self.row_cell(left);
            self.keep(Over::Rows, balance, from);
        }
    }

    fn row_cell(&self, at: usize) -> String {
        let column = self.table.column_of(crate::table::Role::Label).map_or(0, |c| c.column);
        self.seen.rows.get(at).map(|row| self.cell(*row, column)).unwrap_or_default()
    }

    /// The sheet columns whose figures add as the rows say.
    fn value_columns(&self) -> Vec<u32> {
        let of_rows = self.form.value_columns().filter(|(_, c)| c.figure.as_ref().is_none_or(|f| f.aggregate.adds()));
        of_rows.filter_map(|(at, _)| self.seen.columns.get(at).copied()).collect()
    }

    pub(super) fn value(&self, row: usize, column: u32) -> Option<Decimal> {
        let at = Address::new(*self.seen.rows.get(row)?, column)?;
        measures::certain(&self.table.sheet.cell(at)?.value)
    }

    /// What the printed figures say: where the left stands, and all on the right but blanks.
    fn printed(&self, balance: &Balance<usize>) -> Printed {
        let mut agreed = 0;
        for column in self.value_columns() {
            let Some(left) = self.value(balance.left, column) else { continue };
            let mut given = Vec::new();
            let sum = match &balance.relation {
                Relation::Sum(terms) => terms.iter().try_fold(Decimal::ZERO, |sum, term| {
                    let value = self.value(term.of, column);
                    given.extend(value);
                    let value = value.unwrap_or_default();
                    if term.minus { sum.checked_sub(value) } else { sum.checked_add(value) }
                }),
                Relation::AtMost(parts) => parts.iter().try_fold(Decimal::ZERO, |sum, at| {
                    let value = self.value(*at, column);
                    given.extend(value);
                    sum.checked_add(value.unwrap_or_default())
                }),
                Relation::Quotient { .. } => return Printed::Silent,
            };
            let Some(sum) = sum.filter(|_| !given.is_empty()) else { continue };
            let slack = slack(left, &given);
            let holds = match balance.relation {
                Relation::AtMost(_) => sum <= left + slack && given.iter().all(|v| *v <= left + slack),
                _ => (sum - left).abs() <= slack,
            };
            if !holds {
                return Printed::Contradict;
            }
            // That nothing is nothing, or all of it stands in one part, bears out no sum.
            let telling = given.iter().filter(|v| !v.is_zero()).count() >= 2;
            agreed += usize::from(telling || matches!(balance.relation, Relation::AtMost(_)));
        }
        if agreed == 0 { Printed::Silent } else { Printed::Agree(agreed) }
    }
}

/// How far rounded figures may be from their sum: half of the last place of each (EBA's interval rule).
fn slack(left: Decimal, parts: &[Decimal]) -> Decimal {
    let scale = parts.iter().chain([&left]).map(Decimal::scale).filter(|s| *s > 0).min();
    match scale {
        // Whole figures were not rounded.
        None => Decimal::ZERO,
        Some(scale) => Decimal::new(5, scale.min(20) + 1) * Decimal::from(parts.len() as u64 + 1),
    }
}

/// What holds of the parts under «Chia ra» or «Trong đó»: that they are the whole, or no more than it
/// together. Of people, whom several traits may tell apart at once («Dân tộc thiểu số», «Không có khả năng lao động»), only
/// that each is no more, under «Chia ra» too where words say that they overlap.
fn of_parts(part: Part, under: &[usize], each: bool) -> Vec<Relation<usize>> {
    match part {
        _ if under.is_empty() || (part == Part::Divided && under.len() < 2) => Vec::new(),
        _ if each => under.iter().map(|of| Relation::AtMost(vec![*of])).collect(),
        Part::Divided => vec![Relation::Sum(under.iter().map(|of| Term { minus: false, of: *of }).collect())],
        Part::OfWhich => vec![Relation::AtMost(under.to_vec())],
    }
}

/// Tells whether figures add: percentages do with percentages, where a formula says so.
fn same_kind_of_measure(a: &crate::form::Figure, b: &crate::form::Figure) -> bool {
    measures::same(a, b) || matches!((&a.dimension, &b.dimension), (Some(a), Some(b)) if a.name() == b.name())
        // A measure written wrongly beside one row («Tỉ USD» among «Triệu USD») does not undo a formula.
        || fold(&a.measure).words().last() == fold(&b.measure).words().last()
}

pub(super) fn balance(left: usize, formula: &Formula, of: impl Fn(&String) -> Option<usize>) -> Option<Balance<usize>> {
    let relation = match formula {
        Formula::Sum(terms) => {
            let terms: Option<Vec<Term<usize>>> =
                terms.iter().map(|(minus, name)| Some(Term { minus: *minus, of: of(name)? })).collect();
            Relation::Sum(terms?)
        }
        Formula::Quotient { over, under, factor } => {
            Relation::Quotient { over: of(over)?, under: of(under)?, factor: *factor }
        }
        Formula::Span { .. } => return None,
    };
    let balance = Balance { left, relation };
    let mut right: Vec<usize> = balance.right().into_iter().copied().collect();
    right.sort_unstable();
    let all = right.len();
    right.dedup();
    (right.len() == all && !right.contains(&left)).then_some(balance)
}

/// A rule as it stands in the sheet it was derived from: `rows 5 = 7 + 8`, `columns G = E / D * 100`.
pub(super) fn in_sheet(rule: &Rule, seen: &Seen) -> Option<String> {
    match rule.over {
        Over::Rows => Some(format!("rows {}", rule.balance.map(|at| seen.rows.get(*at).map(|r| r + 1))?)),
        Over::Columns => {
            let named = rule.balance.map(|at| seen.columns.get(*at).map(|c| ColumnName(*c).to_string()))?;
            Some(format!("columns {named}"))
        }
    }
}
