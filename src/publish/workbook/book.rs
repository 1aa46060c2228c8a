//! What every sheet of the consolidated workbook draws on, looked up once.

use std::collections::HashMap;

use crate::consolidate::Total;
use crate::finding::{Finding, Lang};
use crate::form::RowIndex;
use crate::pipeline::Run;
use crate::register::{Unit, UnitIndex};
use crate::submission::Identified;

use super::SheetNames;
use super::style::Styles;

/// A run as the workbook shows it.
pub(super) struct Book<'r> {
    pub run: &'r Run,
    pub lang: Lang,
    pub names: SheetNames,
    pub styles: &'r Styles,
    /// The communes of the place, by code.
    pub units: Vec<UnitIndex>,
    /// The findings about each file.
    pub by_file: HashMap<&'r str, Vec<&'r Finding>>,
    sent: HashMap<UnitIndex, Vec<&'r Identified>>,
    counting: HashMap<UnitIndex, &'r Identified>,
    totals: HashMap<(RowIndex, usize), &'r Total>,
}

impl<'r> Book<'r> {
    pub fn new(run: &'r Run, styles: &'r Styles, lang: Lang) -> Self {
        let place = run.place.as_ref().map(|p| p.value);
        let mut sent: HashMap<UnitIndex, Vec<&Identified>> = HashMap::new();
        for one in &run.submissions {
            if let Some(unit) = one.unit {
                sent.entry(unit).or_default().push(one);
            }
        }
        Self {
            run,
            lang,
            names: SheetNames::new(lang),
            styles,
            units: place.map(|p| run.register.communes(p)).unwrap_or_default(),
            by_file: run.findings_by_file(),
            sent,
            counting: run.submissions.iter().filter(|s| s.counts).filter_map(|s| Some((s.unit?, s))).collect(),
            totals: run.totals.iter().filter(|t| Some(t.unit) == place).map(|t| ((t.row, t.column), t)).collect(),
        }
    }

    /// The place the workbook is about.
    pub fn place(&self) -> Option<(UnitIndex, &'r Unit)> {
        let at = self.run.place.as_ref()?.value;
        self.run.register.unit(at).map(|unit| (at, unit))
    }

    /// Tells whether a unit sent a file, whatever became of it.
    pub fn has_sent(&self, unit: UnitIndex) -> bool {
        self.sent.contains_key(&unit)
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
        self.totals.get(&(row, column)).copied()
    }

    /// The period as it is spoken; empty where none is known.
    pub fn period(&self) -> String {
        self.run.period.as_ref().map(|p| p.value.spoken(self.lang)).unwrap_or_default()
    }
}
