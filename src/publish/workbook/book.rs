//! What every sheet of the consolidated workbook draws on, looked up once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use rust_xlsxwriter::Format;

use crate::address::{Address, ColumnName};
use crate::consolidate::{Outcome, Total, is_doubt, standing};
use crate::finding::{Code, Finding, Lang, Problem, Tally, identity};
use crate::form::heading::with_year;
use crate::form::{Column, Form, RowIndex, Shape};
use crate::own_output::sheet_of_form;
use crate::publish::trace::Figured;
use crate::reading::Fact;
use crate::register::{Unit, UnitIndex};
use crate::run::Run;
use crate::submission::Identified;

use super::SheetNames;
use super::by_unit::Quoted;
use super::style::{Mark, Styles};

/// A run as the workbook shows it.
pub(super) struct Book<'r> {
    pub run: &'r Run,
    pub lang: Lang,
    pub names: SheetNames,
    /// Which of the run's forms the sheets are of.
    pub at: usize,
    /// That form.
    pub form: &'r Form,
    pub styles: &'r Styles,
    /// The communes of the place, by code.
    pub units: Vec<UnitIndex>,
    /// The findings about each file.
    pub by_file: HashMap<&'r str, Vec<&'r Finding>>,
    tallies: HashMap<&'r str, Tally>,
    /// The findings about each cell, by file, sheet and cell: a messy round has thousands of both.
    by_cell: HashMap<(&'r str, &'r str, Address), Vec<&'r Finding>>,
    sent: HashMap<UnitIndex, Vec<&'r Identified>>,
    /// What is said of units that are not in the totals, by whether it is of this form.
    missing: HashMap<UnitIndex, Missing<'r>>,
    counting: HashMap<UnitIndex, &'r Identified>,
    totals: HashMap<(Option<RowIndex>, usize), &'r Total>,
    of_communes: HashMap<(UnitIndex, usize), &'r Total>,
    /// The facts of fixed rows that stand for their units.
    pub facts: HashMap<(UnitIndex, RowIndex, usize), Fact<'r>>,
    /// Which cell shows what.
    shown: RefCell<Vec<Shown>>,
    /// The tables that have a name, for whoever writes formulas of his own.
    areas: RefCell<Vec<(String, String)>>,
}

/// A unit that is not in the totals though it should be.
#[derive(Clone, Copy)]
pub struct Missing<'r> {
    /// What is said of it.
    pub finding: &'r Finding,
    /// The forms that it did not send; none where it sent nothing.
    pub forms: &'r [String],
    /// Files that name it and cannot be used, with the code of what was found.
    pub files: &'r [(String, String)],
}

/// A cell that shows a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The sheet's name.
    pub sheet: Arc<str>,
    /// The cell.
    pub cell: Address,
    /// What it shows.
    pub figure: Figured,
}

impl<'r> Book<'r> {
    /// How many findings about a file stand in the list on their own.
    pub fn tally(&self, file: &str) -> Tally {
        self.tallies.get(file).copied().unwrap_or_default()
    }

    /// The findings about a cell of a file.
    pub fn about<'a>(&'a self, file: &'a str, sheet: &'a str, cell: Address) -> &'a [&'a Finding] {
        self.by_cell.get(&(file, sheet, cell)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Remembers that a cell shows a figure of a place or a unit.
    pub fn shows(&self, sheet: &str, (row, column): (u32, u16), figure: (Option<RowIndex>, usize), unit: UnitIndex) {
        let (row_of_form, column_of_form) = figure;
        let mut shown = self.shown.borrow_mut();
        // A sheet's cells follow each other, and share its name.
        let sheet = shown.last().filter(|last| &*last.sheet == sheet).map_or_else(|| sheet.into(), |l| l.sheet.clone());
        shown.push(Shown {
            sheet,
            cell: Address { row, column: u32::from(column) },
            figure: Figured { form: self.at, row: row_of_form, column: column_of_form, unit },
        });
    }

    /// Makes room for so many more figures, and no more: of ten thousand units each with its row they are many.
    pub fn will_show(&self, figures: usize) {
        self.shown.borrow_mut().reserve_exact(figures);
    }

    /// The units whose figures of a total a person decided.
    pub fn decided(&self, total: &Total) -> Vec<UnitIndex> {
        let Some(row) = total.row else { return Vec::new() };
        let decided = |unit: &UnitIndex| {
            let fact = self.facts.get(&(*unit, row, total.column));
            fact.is_some_and(|f| f.has(Code::DecisionApplied))
        };
        self.units.iter().copied().filter(decided).collect()
    }

    /// How a total is marked: that it lacks units, that a figure in it is doubted, and, where it is neither, that one
    /// of them was decided.
    pub fn mark_of(&self, total: &Total) -> Mark {
        let doubted = total.codes.iter().any(|code| is_doubt(*code));
        match total.outcome {
            Outcome::Partial(_) if doubted => Mark::PartialAndDoubtful,
            Outcome::Partial(_) => Mark::Partial,
            Outcome::Whole(_) if doubted => Mark::Doubtful,
            Outcome::Whole(_) if !self.decided(total).is_empty() => Mark::Decided,
            _ => Mark::None,
        }
    }

    /// Gives a table a name: that of its sheet, and of the form where it is not the first.
    pub fn name_area(&self, name: &str, sheet: &str, first: (u32, u16), last: (u32, u16)) {
        let of_form = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        let form: String = self.form.name.chars().map(of_form).collect();
        let name = if self.at == 0 { name.to_owned() } else { format!("{name}_{form}") };
        let corner = |(row, column): (u32, u16)| format!("${}${}", ColumnName(u32::from(column)), row + 1);
        self.areas.borrow_mut().push((name, format!("{}!{}:{}", Quoted(sheet), corner(first), corner(last))));
    }

    /// The tables with a name.
    pub fn areas(&self) -> Vec<(String, String)> {
        self.areas.borrow().clone()
    }

    /// The first cell that shows what is looked for.
    pub fn found(&self, looked_for: impl Fn(&Shown) -> bool) -> Option<Address> {
        self.shown.borrow().iter().find(|s| looked_for(s)).map(|s| s.cell)
    }

    /// Which cells show what, as far as sheets were made; given once.
    pub fn take_shown(&self) -> Vec<Shown> {
        self.shown.take()
    }

    pub fn new(run: &'r Run, at: usize, form: &'r Form, styles: &'r Styles, lang: Lang) -> Self {
        let place = run.place.as_ref().map(|p| p.value);
        let mut sent: HashMap<UnitIndex, Vec<&Identified>> = HashMap::new();
        for one in &run.submissions {
            if let Some(unit) = one.unit {
                sent.entry(unit).or_default().push(one);
            }
        }
        Self {
            shown: RefCell::default(),
            areas: RefCell::default(),
            facts: standing(form, run.submissions.iter().filter(|s| s.submission.form == at)),
            run,
            at,
            form,
            lang,
            names: SheetNames::new(lang),
            styles,
            units: place.map(|p| run.register.communes(p)).unwrap_or_default(),
            by_file: run.findings_by_file(),
            tallies: run.tallies_by_file(),
            by_cell: by_cell(run),
            sent,
            missing: missing(run),
            counting: run
                .submissions
                .iter()
                .filter(|s| s.counts && s.submission.form == at)
                .filter_map(|s| Some((s.unit?, s)))
                .collect(),
            totals: run
                .totals
                .iter()
                .filter(|t| t.form == at && Some(t.unit) == place)
                .map(|t| ((t.row, t.column), t))
                .collect(),
            of_communes: run
                .totals
                .iter()
                .filter(|t| t.form == at && t.row.is_none())
                .map(|t| ((t.unit, t.column), t))
                .collect(),
        }
    }

    /// The place the workbook is about.
    pub fn place(&self) -> Option<(UnitIndex, &'r Unit)> {
        let at = self.run.place.as_ref()?.value;
        self.run.register.unit(at).map(|unit| (at, unit))
    }

    /// Tells whether a unit sent a file of the form, whatever became of it.
    pub fn has_sent(&self, unit: UnitIndex) -> bool {
        self.of_unit(unit).iter().any(|one| one.submission.form == self.at) || self.is_held(unit)
    }

    /// Tells whether all there is of a unit's form are files that name it and cannot be used.
    pub fn is_held(&self, unit: UnitIndex) -> bool {
        self.missing(unit)
            .is_some_and(|m| !m.files.is_empty() && (m.forms.is_empty() || m.forms.contains(&self.form.name)))
    }

    /// What is said of a unit that sent nothing that can be used, or not every form.
    pub fn missing(&self, unit: UnitIndex) -> Option<Missing<'r>> {
        self.missing.get(&unit).copied()
    }

    /// The submissions of a unit.
    pub fn of_unit(&self, unit: UnitIndex) -> &[&'r Identified] {
        self.sent.get(&unit).map(Vec::as_slice).unwrap_or_default()
    }

    /// The submission of a unit that is in the totals.
    pub fn counting(&self, unit: UnitIndex) -> Option<&'r Identified> {
        self.counting.get(&unit).copied()
    }

    /// How many units should have sent, have sent, and are in the totals.
    pub fn coverage(&self) -> (usize, usize, usize) {
        let sent = self.units.iter().filter(|u| self.has_sent(**u)).count();
        let counted = self.units.iter().filter(|u| self.counting.contains_key(u)).count();
        (self.units.len(), sent, counted)
    }

    /// The place's total of a row and a value column.
    pub fn total(&self, row: RowIndex, column: usize) -> Option<&'r Total> {
        self.totals.get(&(Some(row), column)).copied()
    }

    /// The place's total over all items of a list, of a column.
    pub fn total_of_list(&self, column: usize) -> Option<&'r Total> {
        self.totals.get(&(None, column)).copied()
    }

    /// A unit's total over the items of its list, of a column.
    pub fn total_of_unit(&self, unit: UnitIndex, column: usize) -> Option<&'r Total> {
        self.of_communes.get(&(unit, column)).copied()
    }

    /// The heading of a column, with the period's year.
    pub fn heading(&self, column: &Column) -> Vec<String> {
        let year = self.year().map(|year| year.to_string()).unwrap_or_default();
        column.heading.iter().map(|level| with_year(level, &year).trim().to_owned()).collect()
    }

    /// How wide a column of figures must be: as the widest total that stands in it.
    pub fn figure_width(&self) -> f64 {
        let own = self.run.totals.iter().filter(|t| t.form == self.at);
        let digits = own.filter_map(|t| t.outcome.value()).map(|v| v.round_dp(2).to_string().len()).max().unwrap_or(0);
        // A dot for every three digits, and the mark of a total.
        width_of(digits).min(30.0)
    }

    /// How a row's words are set: of a tree those with parts bold; elsewhere parts in italics.
    pub fn weight(&self, at: RowIndex, format: &Format) -> Format {
        let has_parts = || self.form.rows.iter().any(|r| r.parent == Some(at));
        let part = self.form.row(at).is_some_and(|r| r.parent.is_some());
        match self.form.shape {
            Shape::Tree if has_parts() => format.clone().set_bold(),
            Shape::Tree => format.clone(),
            _ if part => format.clone().set_italic(),
            _ => format.clone(),
        }
    }

    /// The name of a sheet of this form: of the first as it is, of others with the form's name.
    pub fn sheet_name(&self, name: &str) -> String {
        sheet_of_form(name, self.at, &self.form.name)
    }

    /// The period of the form as it is spoken; empty where none is known.
    pub fn period(&self) -> String {
        self.run.periods.of(self.form).map(|p| p.spoken(self.lang)).unwrap_or_default()
    }

    /// The year that the form is about.
    pub fn year(&self) -> Option<u16> {
        self.run.periods.of(self.form).map(|p| p.year)
    }
}

fn by_cell(run: &Run) -> HashMap<(&str, &str, Address), Vec<&Finding>> {
    let mut by_cell: HashMap<(&str, &str, Address), Vec<&Finding>> = HashMap::new();
    for finding in run.findings.iter().flat_map(Finding::all) {
        let (Some(file), Some(sheet)) = (finding.place.file.as_deref(), finding.place.sheet.as_deref()) else {
            continue;
        };
        for cell in finding.place.cell.into_iter().chain(finding.cells.iter().copied()) {
            let about = by_cell.entry((file, sheet, cell)).or_default();
            if !about.last().is_some_and(|last| std::ptr::eq(*last, finding)) {
                about.push(finding);
            }
        }
    }
    by_cell
}

/// How wide a column must be for figures of so many digits, bold and marked.
pub(super) fn width_of(digits: usize) -> f64 {
    digits as f64 * 1.05 + (digits / 3) as f64 * 0.5 + 5.0
}

/// The units that are not in the totals though they should be.
fn missing(run: &Run) -> HashMap<UnitIndex, Missing<'_>> {
    let round = run.periods.shared().map(|p| p.value);
    let all = run.findings.iter().flat_map(Finding::all).filter(|f| f.is_missing_in(round));
    let own = all.filter_map(|finding| match &finding.problem {
        Problem::Identity(identity::Problem::NotSubmitted { forms, files, .. }) => {
            Some((run.register.find(finding.place.unit.as_deref()?)?, Missing { finding, forms, files }))
        }
        _ => None,
    });
    own.collect()
}
