//! The cells of one row or item, read with all that holds for them, as facts and findings.

use std::borrow::Cow;
use std::cell::RefCell;

use super::declared::Declared;
use super::fact::{Parts, State};
use super::facts::Facts;

use crate::digits;
use crate::finding::reading::Problem;
use crate::finding::{Code, Finding, Place};
use crate::form::{Figure, Form, Kind, Role};
use crate::intake::{Cell, Sheet, Value, Workbook, in_row};
use crate::layout::{Doubt, ValueCell, is_figure};
use crate::vietnamese::symbol::nothing;

use super::{cell, column, declared, error_chain, formula, passed_over, text, thousandth};

/// What a row is called.
#[derive(Clone, Copy)]
pub(super) struct Named<'a> {
    pub(super) code: &'a str,
    pub(super) label: &'a str,
}

pub(super) struct Reader<'a> {
    pub(super) form: &'a Form,
    pub(super) workbook: &'a Workbook,
    pub(super) sheet: &'a Sheet,
    /// Where what is read goes.
    pub(super) facts: &'a RefCell<Facts>,
}

impl Reader<'_> {
    fn column_code(&self, cell: &ValueCell) -> String {
        self.form.columns.get(cell.column).map_or_else(|| format!("?{}", cell.heading), |c| c.code.clone())
    }

    pub(super) fn context<'c>(
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

    pub(super) fn place(&self, row: &str, label: &str, cell: &ValueCell) -> Place {
        Place {
            file: Some(self.workbook.file.clone()),
            sheet: Some(self.sheet.name.clone()),
            cell: Some(cell.at),
            unit: None,
            unit_name: None,
            row: Some(row.to_owned()),
            row_label: Some(label.to_owned()),
            column: Some(self.column_code(cell)),
            column_heading: Some(cell.heading.to_string()),
        }
    }

    pub(super) fn fact(
        &self,
        row: &str,
        measure: &str,
        cell: &ValueCell,
        (state, raw): (State, &str),
        codes: Vec<Code>,
    ) {
        let foreign = || format!("?{}", cell.heading);
        let column =
            self.form.columns.get(cell.column).map_or_else(|| Cow::Owned(foreign()), |c| Cow::Borrowed(&*c.code));
        let (column, sheet) = (column.as_ref(), self.sheet.name.as_str());
        let parts = Parts { row, column, state, measure, sheet, cell: cell.at, raw, codes };
        self.facts.borrow_mut().push(parts);
    }

    /// Takes a cell of words as it stands.
    pub(super) fn words(&self, named: Named<'_>, cell: &ValueCell, stored: Option<&Cell>, code: Option<Code>) {
        let merged = self.sheet.merge_at(cell.at).is_some();
        let found = if merged { self.sheet.shown(cell.at) } else { stored };
        let state = if found.is_some() { State::Text } else { State::Blank };
        let raw = found.map(|c| c.value.on_one_line()).unwrap_or_default();
        self.fact(named.code, "", cell, (state, &raw), Vec::from_iter(code));
    }

    /// Reads a cell of a row that the form has, or of an item of a list.
    pub(super) fn known(
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
            // An error, or words, that a formula has from another cell is mended there.
            let is_unread = |p: &crate::finding::Problem| matches!(p.code(), Code::ExcelError | Code::NotANumber);
            if let (State::Unreadable, [told]) = (&read.state, problems.as_slice())
                && is_unread(told)
                && let Some(problem) = found.and_then(|cell| error_chain::of(cell, self.sheet))
            {
                problems = vec![problem.into()];
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
    /// Only what can be meant in one way has a value. What can be meant in several is told, as gravely as that the form
    /// does not have it.
    pub(super) fn foreign(
        &self,
        named: Named<'_>,
        measure: &str,
        cell: &ValueCell,
        code: Code,
        findings: &mut Vec<Finding>,
    ) {
        let stored = self.sheet.cell(cell.at);
        let (read, raw) = (cell::read_foreign(stored), raw(stored));
        let mut codes = vec![code];
        for problem in read.problems {
            let mut finding = Finding::at(self.place(named.code, named.label, cell), problem).with_raw(raw.to_string());
            finding.severity = code.severity();
            codes.push(finding.code());
            findings.push(finding);
        }
        self.fact(named.code, measure, cell, (read.state, &raw), codes);
    }
}

/// A cell as it stood.
pub(super) fn raw(stored: Option<&Cell>) -> Cow<'_, str> {
    match stored.map(|cell| &cell.value) {
        None => Cow::default(),
        Some(Value::Text(text)) => Cow::Borrowed(text),
        Some(Value::Number(number)) => Cow::Owned(digits::written(*number)),
        Some(other) => Cow::Owned(other.to_string()),
    }
}
