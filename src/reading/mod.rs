//! From located cells to facts: the reading that the surroundings allow, or the finding that none or
//! several do.
//!
//! A [`fact`] is what comes out, held among the [`Facts`] of its submission. [`column`] gathers what the
//! sure numbers of a column say about its unsure ones, [`declared`] what the measures beside rows and above
//! tables mean. [`cell`] decides one cell: of a text ([`text`]) it starts from every number that it admits
//! and removes what the measure, the bounds, the form and the column rule out; [`percent`] tells fractions
//! from points, [`date_text`] dates from figures; [`formula`] computes the simple formulas that were saved without a result. [`hidden`] tells
//! what of it nobody sees. Nothing is guessed.

mod by_sum;
pub mod cell;
pub mod column;
mod date_text;
pub mod declared;
pub mod fact;
mod facts;
pub mod formula;
mod hidden;
pub mod passed_over;
mod percent;
mod residue;
mod text;
mod thousandth;

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::sync::Arc;

use crate::address::Address;
use crate::digits;
use crate::finding::reading::Problem;
use crate::finding::{Code, Finding, Place};
use crate::form::model::LEVELS;
use crate::form::{Figure, Form, Kind, Role};
use crate::intake::{Cell, Sheet, Value, Workbook, in_row};
use crate::layout::items::lists_nothing;
use crate::layout::{Doubt, Head, LocatedRow, Table, ValueCell, is_figure};
use crate::vietnamese::measure::{Measure, measure_in_brackets};
use crate::vietnamese::symbol::nothing;

use declared::{Declared, Said};
pub use fact::{Fact, Parts, Printed, State};
pub use facts::{ByRow, Facts, Iter, Stretch, Stretches};

/// Reads every located cell of a workbook's tables.
pub fn facts(form: &Form, workbook: &Workbook, tables: &[Table<'_>], findings: &mut Vec<Finding>) -> Facts {
    let items: usize = tables.iter().map(|t| t.items.len_cells()).sum();
    let facts = RefCell::new(Facts::with_capacity(items));
    for (table, lines) in tables.iter().zip(declared::Lines::of_all(form, tables)) {
        let before_table = facts.borrow().len();
        lines.report_missing(form, workbook, table, findings);
        let reader = Reader { form, workbook, sheet: table.sheet, facts: &facts };
        let evidence = column::evidence(form, table, |at, figure, cell, stored| {
            let declared = lines.of_cell(figure, at.sheet_row, said(&lines, form, at.beside, cell));
            cell::read(
                Some(stored),
                &reader.context(figure, &declared, cell, Some(stored), column::Evidence::default()),
            )
            .state
        });
        for located in &table.rows {
            let Some(row) = form.row(located.row) else { continue };
            let named = Named { code: &row.code, label: &row.label };
            let before = findings.len();
            for cell in &located.cells {
                let figure = form.figure(row, cell.column);
                let declared = lines.of_cell(figure, located.sheet_row, said(&lines, form, beside(located), cell));
                let of_column = evidence.get(&cell.column).copied().unwrap_or_default();
                let stored = table.sheet.cell(cell.at);
                if stored.is_none() && cell.doubt.is_none() && form.is_of_one_in_sum(located.row, cell.column) {
                    reader.fact(named.code, &figure.measure, cell, (State::Blank, ""), Vec::new());
                    continue;
                }
                reader.known(named, figure, &declared, (cell, stored), of_column, findings);
            }
            blanks_once(findings, before);
        }
        for item in table.items.iter() {
            let code = item.number.to_string();
            let cells = table.sheet.peek(item.sheet_row);
            let (label, measure) = (table.items.label(item, &cells), table.items.measure(item, &cells));
            let named = Named { code: &code, label: &label };
            let before = findings.len();
            let (first, mut withdrawn) = (facts.borrow().len(), false);
            // «-», «Không có công trình»: the list was filled in, and lists nothing.
            let none = table.items.is_one() && lists_nothing(&label);
            for cell in &table.items.cells(item).collect::<Vec<_>>() {
                let stored = in_row(&cells, cell.at.column);
                let is_label = form.columns.get(cell.column).is_some_and(|c| c.role == Role::Label);
                let figure = form.columns.get(cell.column).and_then(|c| c.figure.as_ref());
                if none && (is_label || (figure.is_some() && stored.is_none())) {
                    let measure = figure.map(|f| f.measure.as_str()).unwrap_or_default();
                    reader.fact(named.code, measure, cell, (State::Nil, &raw(stored)), Vec::new());
                    continue;
                }
                let Some(figure) = figure else {
                    // The second line of one work counts by its figures, not by the name that is merged over both.
                    if is_label && merged_from_above(table.sheet, cell.at) {
                        reader.fact(named.code, "", cell, (State::NotApplicable, &label), Vec::new());
                        continue;
                    }
                    // A work that is struck through counts as one, and so do its figures.
                    let struck = is_label && stored.is_some_and(Cell::is_struck);
                    if struck {
                        let place = reader.place(named.code, named.label, cell);
                        findings.push(Finding::at(place, Problem::StruckThrough).with_raw(raw(stored).into_owned()));
                    }
                    withdrawn |= struck;
                    reader.words(named, cell, stored, struck.then_some(Code::StruckThrough));
                    continue;
                };
                if table.items.is_said_above(table.sheet, cell) {
                    reader.fact(named.code, &figure.measure, cell, (State::NotApplicable, ""), Vec::new());
                    continue;
                }
                let declared = lines.of_cell(figure, item.sheet_row, said(&lines, form, &measure, cell));
                let of_column = evidence.get(&cell.column).copied().unwrap_or_default();
                reader.known(named, figure, &declared, (cell, stored), of_column, findings);
            }
            if withdrawn {
                facts.borrow_mut().add_code_to_amounts(first, Code::StruckThrough);
            }
            blanks_once(findings, before);
        }
        for unknown in &table.unknown {
            let code = format!("?{}", unknown.label);
            for cell in &unknown.cells {
                reader.foreign(&code, &unknown.measure, cell, unknown.why);
            }
        }
        for extra in &table.extra_columns {
            let head = Arc::new(Head { column: usize::MAX, heading: extra.heading.clone(), measure: None });
            for (code, at) in &extra.cells {
                if table.sheet.cell(*at).is_some_and(|c| is_figure(&c.value)) {
                    let cell = ValueCell { head: head.clone(), at: *at, doubt: None };
                    reader.foreign(code, "", &cell, Code::ColumnUnknown);
                }
            }
        }
        if evidence.values().any(|of_column| of_column.thousandths) {
            thousandth::report(form, workbook, table, (&mut facts.borrow_mut(), before_table), findings);
        }
        hidden::report(form, workbook, table, (&mut facts.borrow_mut(), before_table), findings);
    }
    let mut facts = facts.into_inner();
    facts.shrink();
    facts
}

/// Reads the totals that lists print. What cannot be read of them is not told: they are not counted.
pub fn printed(form: &Form, workbook: &Workbook, tables: &[Table<'_>]) -> Vec<Printed> {
    let mut printed = Vec::new();
    if tables.iter().all(|t| t.totals.is_empty()) {
        return printed;
    }
    for (at, (table, lines)) in tables.iter().zip(declared::Lines::of_all(form, tables)).enumerate() {
        let figure = RefCell::default();
        let reader = Reader { form, workbook, sheet: table.sheet, facts: &figure };
        let Some(first) = table.items.iter().next().map(|item| item.number) else { continue };
        let whole = over_sheets(tables, at);
        let of_items = OnceCell::new();
        for total in &table.totals {
            let named = Named { code: "*", label: &total.label };
            // Beside a total no measure is written again.
            let measure = match total.measure.as_str() {
                "" => of_items.get_or_init(|| measure_of_items(table)),
                own => own,
            };
            for cell in &total.cells {
                let of_column = form.columns.get(cell.column).and_then(|c| c.figure.as_ref());
                let Some(of_column) = of_column else { continue };
                let declared = lines.of_cell(of_column, cell.at.row, said(&lines, form, measure, cell));
                let evidence = column::Evidence::default();
                let stored = table.sheet.peek_cell(cell.at);
                let cell = (cell, stored.as_deref());
                reader.known(named, of_column, &declared, cell, evidence, &mut Vec::new());
                let own = total.covers.iter().map(|c| c.start + first..c.end + first);
                let covers = own.chain(whole.clone()).collect();
                printed.push(Printed { label: total.label.clone(), figure: figure.take(), covers });
            }
        }
    }
    printed
}

/// The measure beside every item of a list, where it is one.
fn measure_of_items(table: &Table<'_>) -> String {
    let beside = |item| table.items.measure(item, &table.sheet.peek(item.sheet_row)).into_owned();
    let mut all = table.items.iter().map(beside);
    let first = all.next().unwrap_or_default();
    if !first.is_empty() && all.all(|other| other == first) { first } else { String::new() }
}

/// The numbers of all items of a list that goes over several sheets, one of which a table is in.
fn over_sheets(tables: &[Table<'_>], at: usize) -> Option<Range<usize>> {
    let first = tables.iter().take(at + 1).rposition(|t| !t.follows())?;
    let rests = tables.iter().skip(first + 1).take_while(|t| t.follows()).count();
    let numbers = || tables.iter().skip(first).take(rests + 1).flat_map(|t| t.items.iter().map(|item| item.number));
    let (least, most) = numbers().next().zip(numbers().last())?;
    (rests > 0).then_some(least..most + 1)
}

/// Says once that several cells of a row are blank, at the first of them.
fn blanks_once(findings: &mut Vec<Finding>, before: usize) {
    let own = findings.get(before..).unwrap_or_default();
    let blank = |f: &Finding| f.problem == Problem::Blank.into();
    let headings: Vec<String> =
        own.iter().filter(|f| blank(f)).filter_map(|f| f.place.column_heading.clone()).collect();
    if headings.len() < 2 {
        return;
    }
    let cells: Vec<Address> = own.iter().filter(|f| blank(f)).filter_map(|f| f.place.cell).skip(1).collect();
    let mut problem = Some((Problem::BlankCells { headings }, cells));
    let mut at = 0;
    findings.retain_mut(|finding| {
        at += 1;
        if at <= before || !blank(finding) {
            return true;
        }
        match problem.take() {
            Some((problem, cells)) => {
                finding.becomes(problem);
                finding.cells = cells;
                true
            }
            None => false,
        }
    });
}

/// Tells whether what shows in a cell stands in a cell above that is merged over it.
fn merged_from_above(sheet: &Sheet, at: Address) -> bool {
    sheet.merge_at(at).is_some_and(|area| area.first.row < at.row)
}

/// The measure beside a row, as it stands.
fn beside(located: &LocatedRow) -> &str {
    located.measure.as_ref().map(|(_, text)| text.as_str()).unwrap_or_default()
}

/// The measures that hold for a cell: what stands beside a row is not about a column that has a
/// measure of its own.
fn said<'a>(lines: &declared::Lines, form: &Form, beside: &'a str, cell: &'a ValueCell) -> Said<'a> {
    let column = form.columns.get(cell.column);
    // In a list every column has its own, and a measure beside an item is about those that convert to it.
    let own = column.and_then(|c| c.figure.as_ref()).is_some_and(|figure| !form.is_list() || !scales(beside, figure));
    let own_heading = lines.is_named(cell.column);
    // The form's heading names its measure, and so does the same heading in the sheet.
    let same = || own_heading.then(|| named_lowest(&cell.heading)).flatten();
    // What stands beside a row would be about it, and says nothing.
    let about = || column.and_then(|c| c.figure.as_ref()).is_none_or(|f| form.is_list() && converts(f));
    let silent = lines.are_besides_of_another_size() && about() && Measure::parse(beside).is_none();
    let heading = cell.measure.as_deref().or_else(same);
    Said { heading, beside: if own { "" } else { beside }, own_heading, silent }
}

/// The measure that the lowest of some headings names which names one, if that is one that converts: «Diện tích (ha) ›
/// Đạt (%)» is in per cent.
fn named_lowest(headings: &str) -> Option<&str> {
    let named = |level: &str| level.contains('%') || measure_in_brackets(level).is_some();
    headings.split(LEVELS).filter(|level| named(level)).last().and_then(measure_in_brackets)
}

/// Tells whether a figure has a measure of several sizes.
fn converts(figure: &Figure) -> bool {
    figure.dimension.as_ref().is_some_and(Measure::converts)
}

/// Tells whether a measure is another size of what a figure measures.
fn scales(measure: &str, figure: &Figure) -> bool {
    let own = figure.dimension.as_ref().filter(|d| d.converts());
    own.is_some_and(|d| Measure::parse(measure).is_some_and(|m| m.factor_to(d).is_some()))
}

/// What a row is called.
#[derive(Clone, Copy)]
struct Named<'a> {
    code: &'a str,
    label: &'a str,
}

struct Reader<'a> {
    form: &'a Form,
    workbook: &'a Workbook,
    sheet: &'a Sheet,
    /// Where what is read goes.
    facts: &'a RefCell<Facts>,
}

impl Reader<'_> {
    fn column_code(&self, cell: &ValueCell) -> String {
        self.form.columns.get(cell.column).map_or_else(|| format!("?{}", cell.heading), |c| c.code.clone())
    }

    fn context<'c>(
        &'c self,
        figure: &'c Figure,
        declared: &'c Declared,
        cell: &ValueCell,
        stored: Option<&Cell>,
        column: column::Evidence,
    ) -> cell::Context<'c> {
        cell::Context {
            figure,
            declared,
            dot: self.form.columns.get(cell.column).and_then(|c| c.dot),
            words: &self.form.words,
            column,
            computed: match stored.map(|c| &c.value) {
                Some(Value::NoResult(formula) | Value::Unsure { formula, .. }) => {
                    formula::evaluate(formula, self.sheet)
                }
                _ => None,
            },
            goes_on: stored.and_then(Cell::text).is_some_and(|t| t.trim_end().ends_with('.')) && {
                let below = self.sheet.peek(cell.at.row + 1);
                let rest = |c: &Cell| match &c.value {
                    Value::Text(said) => text::goes_on(said),
                    value => is_figure(value),
                };
                below.iter().all(rest) && in_row(&below, cell.at.column).is_some()
            },
        }
    }

    fn place(&self, row: &str, label: &str, cell: &ValueCell) -> Place {
        Place {
            file: Some(self.workbook.file.clone()),
            sheet: Some(self.sheet.name.clone()),
            cell: Some(cell.at),
            unit: None,
            row: Some(row.to_owned()),
            row_label: Some(label.to_owned()),
            column: Some(self.column_code(cell)),
            column_heading: Some(cell.heading.to_string()),
        }
    }

    fn fact(&self, row: &str, measure: &str, cell: &ValueCell, (state, raw): (State, &str), codes: Vec<Code>) {
        let foreign = || format!("?{}", cell.heading);
        let column =
            self.form.columns.get(cell.column).map_or_else(|| Cow::Owned(foreign()), |c| Cow::Borrowed(&*c.code));
        let (column, sheet) = (column.as_ref(), self.sheet.name.as_str());
        let parts = Parts { row, column, state, measure, sheet, cell: cell.at, raw, codes };
        self.facts.borrow_mut().push(parts);
    }

    /// Takes a cell of words as it stands.
    fn words(&self, named: Named<'_>, cell: &ValueCell, stored: Option<&Cell>, code: Option<Code>) {
        let merged = self.sheet.merge_at(cell.at).is_some();
        let found = if merged { self.sheet.shown(cell.at) } else { stored };
        let state = if found.is_some() { State::Text } else { State::Blank };
        let raw = found.map(|c| c.value.on_one_line()).unwrap_or_default();
        self.fact(named.code, "", cell, (state, &raw), Vec::from_iter(code));
    }

    /// Reads a cell of a row that the form has, or of an item of a list.
    fn known(
        &self,
        named: Named<'_>,
        figure: &Figure,
        declared: &Declared,
        (cell, found): (&ValueCell, Option<&Cell>),
        said: column::Evidence,
        findings: &mut Vec<Finding>,
    ) {
        if self.form.columns.get(cell.column).is_some_and(|c| c.role != Role::Value) {
            return self.words(named, cell, found, None);
        }
        // «Đạt/Chưa đạt» beside the row asks for words.
        let words = |c: &Cell| c.text().is_some_and(|t| nothing(t).is_none() && !is_figure(&c.value));
        let written = found.filter(|c| c.text().is_some() && cell.doubt.is_none());
        if written.is_some_and(|c| figure.is_answered() && words(c)) {
            return self.words(named, cell, found, None);
        }
        let raw = raw(found);
        let told = match cell.doubt {
            Some(Doubt::RowTwice) => Some(Code::RowTwice),
            Some(Doubt::OtherYear) => Some(Code::YearInside),
            Some(Doubt::Merged) | None => None,
        };
        if let Some(code) = told {
            // Told once for the row, where the layout found it.
            let state = if figure.kind == Kind::Group || found.is_none() { State::Blank } else { State::Unreadable };
            return self.fact(named.code, &figure.measure, cell, (state, &raw), vec![code]);
        }
        let mut problems: Vec<crate::finding::Problem> = Vec::new();
        let state = if cell.doubt == Some(Doubt::Merged) {
            let area = self.sheet.merge_at(cell.at);
            let problem = area.map(|area| crate::finding::structure::Problem::MergedValue { area });
            problems.extend(problem.map(Into::into));
            State::Unreadable
        } else {
            let context = self.context(figure, declared, cell, found, said);
            let read = cell::read(found, &context);
            problems.extend(read.problems.into_iter().map(Into::into));
            // A declared measure that is not the form's matters where a figure was taken by it.
            if let (
                Declared::Foreign { text } | Declared::NoTime(declared::Scale { text, .. }),
                State::Number(_) | State::Ambiguous,
            ) = (declared, &read.state)
            {
                problems
                    .push(Problem::DeclaredMeasure { found: text.clone(), expected: figure.measure.clone() }.into());
            }
            // Of what is counted there are no thousandths; a sum shown so is what others like it are added to.
            if let (Kind::Integer, Declared::Same, State::Number(_)) = (figure.kind, declared, &read.state) {
                let shown = found.and_then(thousandth::shown_in_thousandths);
                problems.extend(shown.map(|value| Problem::ShownInThousandths { value }.into()));
            }
            // What is saved lacks the figures that its sum passed over; the sums of blanks say «…» then, which nobody wrote.
            if let (Some(formula), State::Number(_) | State::NotCollected) =
                (self.sheet.sums.get(&cell.at), &read.state)
                && let Some(passed_over) = passed_over::by(formula, self.sheet)
            {
                match passed_over {
                    Problem::SumPassesOver { typed, dates } if read.state == State::NotCollected => {
                        problems = vec![Problem::SumHeldBack { typed: [typed, dates].concat() }.into()];
                    }
                    passed_over => problems.push(passed_over.into()),
                }
            }
            let counts = read.state.is_amount() && figure.kind != Kind::Group;
            if counts && found.is_some_and(Cell::is_struck) {
                problems.push(Problem::StruckThrough.into());
            }
            read.state
        };
        let codes = problems.iter().map(crate::finding::Problem::code).collect();
        for problem in problems {
            let mut finding = Finding::at(self.place(named.code, named.label, cell), problem).with_raw(raw.to_string());
            finding.value = state.value();
            findings.push(finding);
        }
        self.fact(named.code, &figure.measure, cell, (state, &raw), codes);
    }

    /// Reads a cell of a row or column that the form does not have: kept as a fact, never counted.
    /// Only what can be meant in one way has a value.
    fn foreign(&self, row: &str, measure: &str, cell: &ValueCell, code: Code) {
        let stored = self.sheet.cell(cell.at);
        self.fact(row, measure, cell, (cell::read_foreign(stored), &raw(stored)), vec![code]);
    }
}

/// A cell as it stood.
fn raw(stored: Option<&Cell>) -> Cow<'_, str> {
    match stored.map(|cell| &cell.value) {
        None => Cow::default(),
        Some(Value::Text(text)) => Cow::Borrowed(text),
        Some(Value::Number(number)) => Cow::Owned(digits::written(*number)),
        Some(other) => Cow::Owned(other.to_string()),
    }
}
