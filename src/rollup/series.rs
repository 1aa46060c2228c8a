//! The periods beside each other: what a figure was in each, how it changed, what the whole span comes to.

use std::collections::{BTreeMap, HashMap, HashSet};

use rust_decimal::Decimal;

use crate::consolidate::{self, Outcome, Total, is_doubt};
pub use crate::finding::rollup::OverYears;
use crate::finding::rollup::Why;
use crate::form::{Aggregate, Cumulative, Figure, Form, RowIndex};
use crate::period::Period;
use crate::reading::Fact;
use crate::register::UnitIndex;
use crate::run::Run;
use crate::vietnamese::text::fold;

/// A figure of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    /// Which form.
    pub form: usize,
    /// Its row; none where it is over all items of a list.
    pub row: Option<RowIndex>,
    /// Its column.
    pub column: usize,
}

/// A value of a place in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value {
    /// The value.
    pub value: Decimal,
    /// Units are missing in it.
    pub partial: bool,
    /// A figure in it is doubted.
    pub doubted: bool,
}

impl Value {
    /// A value that nothing is to be said of.
    fn sound(value: Decimal) -> Self {
        Self { value, partial: false, doubted: false }
    }

    /// Another value that is made of this and others: what is to be said of any of them is said of it.
    pub fn with<'v>(self, others: impl IntoIterator<Item = &'v Value>) -> Self {
        others.into_iter().fold(self, |made, own| Self {
            partial: made.partial || own.partial,
            doubted: made.doubted || own.doubted,
            ..made
        })
    }
}

impl Cell {
    /// What stands in it.
    pub fn figure(self, form: &Form) -> Option<&Figure> {
        match self.row {
            Some(row) => Some(form.figure(form.row(row)?, self.column)),
            None => form.columns.get(self.column)?.figure.as_ref(),
        }
    }
}

/// The figures of the forms of a run, in order; of a list what all its items come to.
pub fn cells(forms: &[Form]) -> Vec<Cell> {
    let of = |(form, definition): (usize, &Form)| {
        if definition.is_list() {
            let figures = definition.read_columns().filter(|(_, c)| c.figure.is_some());
            return figures.map(|(column, _)| Cell { form, row: None, column }).collect();
        }
        let cell = move |(row, column, _): (RowIndex, usize, &Figure)| Cell { form, row: Some(row), column };
        definition.cells().map(cell).collect::<Vec<_>>()
    };
    forms.iter().enumerate().flat_map(of).collect()
}

/// A period's round with its figures at hand.
pub struct Figures<'r> {
    /// The round.
    pub run: &'r Run,
    totals: HashMap<(Cell, UnitIndex), &'r Total>,
    facts: HashMap<(Cell, UnitIndex), Fact<'r>>,
    sent: HashSet<UnitIndex>,
    /// Units of whose files of a form something is said that makes all their figures doubtful.
    doubted: HashSet<(usize, UnitIndex)>,
}

impl<'r> Figures<'r> {
    /// Puts the figures of a round in order.
    pub fn of(run: &'r Run) -> Self {
        let total = |t: &'r Total| ((Cell { form: t.form, row: t.row, column: t.column }, t.unit), t);
        let of_form = |(form, definition): (usize, &'r Form)| {
            let own = run.submissions.iter().filter(move |s| s.submission.form == form);
            let standing = if definition.is_list() { HashMap::new() } else { consolidate::standing(definition, own) };
            let fact = move |((unit, row, column), fact): ((UnitIndex, RowIndex, usize), Fact<'r>)| {
                ((Cell { form, row: Some(row), column }, unit), fact)
            };
            standing.into_iter().map(fact)
        };
        let facts = run.forms.value.iter().enumerate().flat_map(of_form).collect();
        let sent = run.submissions.iter().filter(|s| s.counts).filter_map(|s| s.unit).collect();
        let doubted = consolidate::doubted_files(&run.forms.value, &run.submissions, &run.findings);
        Self { run, totals: run.totals.iter().map(total).collect(), facts, sent, doubted }
    }

    /// What a place or a commune comes to.
    pub fn value(&self, cell: Cell, unit: UnitIndex) -> Option<Value> {
        if let Some(total) = self.totals.get(&(cell, unit)) {
            let partial = matches!(total.outcome, Outcome::Partial(_));
            let doubted = total.codes.iter().any(|code| is_doubt(*code));
            return total.outcome.value().map(|value| Value { value, partial, doubted });
        }
        let fact = self.facts.get(&(cell, unit))?;
        let of_file = self.doubted.contains(&(cell.form, unit));
        let doubted = of_file || fact.codes().iter().any(|code| is_doubt(*code));
        fact.state().value().map(|value| Value { value, partial: false, doubted })
    }

    /// What the place of the round comes to, in a cell of another round's forms.
    pub fn of_place(&self, cell: Cell, of: &Run) -> Option<Value> {
        self.value(in_run(cell, of, self.run)?, self.run.place.as_ref()?.value)
    }

    /// Tells whether a unit sent something that counts.
    pub fn sent(&self, unit: UnitIndex) -> bool {
        self.sent.contains(&unit)
    }
}

/// The same cell in another run: its form, row and column by their codes.
pub fn in_run(cell: Cell, of: &Run, run: &Run) -> Option<Cell> {
    let form = of.forms.value.get(cell.form)?;
    let column = form.columns.get(cell.column)?;
    let (at, other) = run.forms.value.iter().enumerate().find(|(_, f)| f.name == form.name)?;
    let row = match cell.row {
        Some(row) => {
            let code = &form.row(row)?.code;
            Some(RowIndex(other.rows.iter().position(|r| r.code == *code)?))
        }
        None => None,
    };
    let column = other.columns.iter().position(|c| c.code == column.code)?;
    Some(Cell { form: at, row, column })
}

/// What all periods come to: flows add, stocks and sums that run through the stage take the last, of sums that
/// run through a year the ends of the years add, ratios are made of what their
/// parts come to; nothing where a period lacks the figure, or where figures neither add nor stand. A period that
/// lies inside another, such as a quarter beside its year, does not add to it.
pub fn span(periods: &[(Period, Figures<'_>)], last: &Run, cell: Cell) -> Option<Value> {
    let form = last.forms.value.get(cell.form)?;
    let figure = cell.figure(form)?;
    let of = |(_, figures): &(Period, Figures<'_>)| figures.of_place(cell, last);
    if figure.aggregate == Aggregate::Sum && several_years(periods) {
        match over_years(form, cell) {
            Some(OverYears::First) => return first_of_years(periods).and_then(of),
            Some(OverYears::Never(_)) => return None,
            None => {}
        }
    }
    match &figure.aggregate {
        Aggregate::Sum if runs(form, cell) != Some(Cumulative::Stage) => {
            let own = if runs(form, cell).is_some() { ends_of_years(periods) } else { outermost(periods)? };
            own.into_iter().map(of).try_fold(Value::sound(Decimal::ZERO), |sum, one| {
                let one = one?;
                Some(Value { value: sum.value.checked_add(one.value)?, ..sum.with([&one]) })
            })
        }
        Aggregate::Ratio { parts, factor } => {
            let part = |at: usize| match parts.of {
                crate::form::Over::Columns => span(periods, last, Cell { column: at, ..cell }),
                crate::form::Over::Rows => span(periods, last, Cell { row: Some(RowIndex(at)), ..cell }),
            };
            let over = part(parts.over)?;
            let under: Vec<Value> = parts.under.iter().map(|at| part(*at)).collect::<Option<_>>()?;
            let whole = under.iter().try_fold(Decimal::ZERO, |sum, one| sum.checked_add(one.value))?;
            Some(Value { value: over.value.checked_mul(*factor)?.checked_div(whole)?, ..over.with(&under) })
        }
        Aggregate::None | Aggregate::First | Aggregate::Concat => None,
        // The greatest of a span is that of its periods.
        Aggregate::Max | Aggregate::Min => {
            let values: Vec<Value> = periods.iter().map(of).collect::<Option<_>>()?;
            let value = values.iter().map(|v| v.value);
            let value = if figure.aggregate == Aggregate::Max { value.max() } else { value.min() };
            value.map(|value| Value::sound(value).with(&values))
        }
        _ => of(periods.last()?),
    }
}

/// How a figure is told over years, where not as their sum.
pub fn over_years(form: &Form, cell: Cell) -> Option<OverYears> {
    let column = form.columns.get(cell.column)?.spoken();
    let row = cell.row.and_then(|row| form.row(row)).map(|row| row.label.as_str()).unwrap_or_default();
    let says = |text: &str, words: &[&str]| {
        let key = fold(text);
        words.iter().any(|word| key.says(&fold(word)))
    };
    // «Số hộ chuyển sang nghề khác», «Kéo dài tuyến đường» carry nothing over.
    const MONEY: [&str; 5] = ["vốn", "kinh phí", "nguồn", "dự toán", "ngân sách"];
    const OVER: [&str; 3] = ["kéo dài", "chuyển sang", "chuyển nguồn"];
    const BEFORE: [&str; 2] = ["năm trước", "các năm trước"];
    const ON: [&str; 3] = ["sang năm", "sang kỳ", "năm sau"];
    const COST: [&str; 4] = ["tổng mức đầu tư", "tmđt", "tổng mức đt", "tổng dự toán"];
    let own = [column.as_str(), row];
    let any = |words: &[&str]| own.iter().any(|text| says(text, words));
    let over = any(&OVER) && any(&MONEY);
    if over || any(&BEFORE) {
        // «Vốn chuyển nguồn» may be what comes in or what goes on.
        let into = over && any(&["kéo dài", "chuyển sang", "năm trước"]) && !any(&ON);
        return Some(if into { OverYears::First } else { OverYears::Never(Why::CarriedOver) });
    }
    own.iter().any(|text| says(text, &COST)).then_some(OverYears::Never(Why::WholeCost))
}

/// Tells whether periods are of more than one year.
pub fn several_years(periods: &[(Period, Figures<'_>)]) -> bool {
    periods.first().zip(periods.last()).is_some_and(|((first, _), (last, _))| first.year != last.year)
}

/// The last period of the first year, where the years follow one another: what was carried over past a year that is
/// not there is in no plan that is.
fn first_of_years<'p, 'r>(periods: &'p [(Period, Figures<'r>)]) -> Option<&'p (Period, Figures<'r>)> {
    let ends = ends_of_years(periods);
    let follow = ends.windows(2).all(|pair| matches!(pair, [one, next] if next.0.year == one.0.year + 1));
    ends.first().copied().filter(|_| follow)
}

/// Since when a figure runs. In a form that reports what has come together since the beginning of the year, what
/// stands beside it (the plan of the year) is said again in every report.
pub fn runs(form: &Form, cell: Cell) -> Option<Cumulative> {
    let column = form.columns.get(cell.column);
    let own = cell.row.and_then(|row| form.row(row)?.cumulative).or(column.and_then(|c| c.cumulative));
    let beside = || form.columns.iter().any(|c| c.cumulative == Some(Cumulative::Year));
    own.or_else(|| beside().then_some(Cumulative::Year))
}

/// The last period of each year.
fn ends_of_years<'p, 'r>(periods: &'p [(Period, Figures<'r>)]) -> Vec<&'p (Period, Figures<'r>)> {
    let mut by_year: BTreeMap<u16, &(Period, Figures<'r>)> = BTreeMap::new();
    for own in periods {
        let end = |(period, _): &(Period, Figures<'_>)| period.months().1;
        let last = by_year.entry(own.0.year).or_insert(own);
        if end(own) >= end(last) {
            *last = own;
        }
    }
    by_year.into_values().collect()
}

/// The periods that lie in no other; nothing where two of them overlap in part.
fn outermost<'p, 'r>(periods: &'p [(Period, Figures<'r>)]) -> Option<Vec<&'p (Period, Figures<'r>)>> {
    let others = |own: Period| periods.iter().map(|(p, _)| *p).filter(move |p| *p != own);
    let outer: Vec<_> = periods.iter().filter(|(own, _)| !others(*own).any(|other| own.lies_in(other))).collect();
    let overlap = |(one, two): (Period, Period)| {
        let ((from, to), (begins, ends)) = (one.months(), two.months());
        from <= ends && begins <= to
    };
    let pairs = outer.iter().flat_map(|(one, _)| outer.iter().map(move |(two, _)| (*one, *two)));
    (!pairs.filter(|(one, two)| one != two).any(overlap)).then_some(outer)
}

/// A change between two values, and in per cent of the first.
pub fn change(before: Decimal, now: Decimal) -> (Option<Decimal>, Option<Decimal>) {
    let change = now.checked_sub(before);
    let percent = change
        .filter(|_| !before.is_zero())
        .and_then(|c| c.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(before.abs()));
    (change, percent)
}
