//! One workbook or CSV, form or not, with every Vietnamese number a real number and every text in
//! Unicode NFC, where it stood.
//!
//! [`columns`] says which columns of a sheet hold quantities, by what stands in them and by their [`headings`]: order
//! numbers, codes and labels stay text; [`kinds`] tells figures from texts that begin like one. [`decide`] says what
//! becomes of each cell; the outcome is a [`Plan`]. An xlsx is then patched in place ([`patch`]), so that everything else
//! in it stays byte for byte; other workbooks are written anew from their cells ([`rebuild`]); [`delimited`] writes csv.
//! What looks like a number and cannot be read with certainty stays as it stood, coloured, and is listed; [`lost`] says
//! what a csv cannot show.
//! The sheets that this program put into a workbook ([`own`]) stay as they are.

pub mod columns;
pub mod decide;
pub mod delimited;
mod headings;
pub mod kinds;
pub mod lost;
pub mod own;
pub mod patch;
pub mod rebuild;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::address::Address;
use crate::finding::{Finding, Place};
use crate::formula_guard::unguarded;
use crate::intake::{Sheet, Value, Workbook};
pub use crate::patch::styles::Show;
use crate::vietnamese::text::nfc;

/// What becomes of a text cell; a cell without a change stays as it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A real number, shown as it was typed.
    Number {
        /// The value that the cell holds: a percentage as a fraction where it is shown with its sign.
        value: Decimal,
        /// How it is shown.
        show: Show,
        /// Nothing that is only shown belongs to it: a csv may hold the number alone.
        alone: bool,
    },
    /// The text in Unicode NFC.
    Text(String),
    /// It looks like a number and cannot be read with certainty: as it stood, coloured.
    Marked,
}

/// What becomes of a workbook.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The changes of each sheet, in the workbook's order.
    pub sheets: Vec<BTreeMap<Address, Change>>,
    /// What could not be read, a finding a cell.
    pub findings: Vec<Finding>,
}

impl Plan {
    /// How many cells became numbers.
    pub fn numbers(&self) -> usize {
        self.count(|c| matches!(c, Change::Number { .. }))
    }

    /// How many texts changed.
    pub fn texts(&self) -> usize {
        self.count(|c| matches!(c, Change::Text(_)))
    }

    fn count(&self, which: impl Fn(&Change) -> bool) -> usize {
        self.sheets.iter().flat_map(BTreeMap::values).filter(|c| which(c)).count()
    }
}

/// Takes off the apostrophes that protect texts in a csv, ours among them: what is written next protects its own.
pub fn unguard(workbook: &mut Workbook) {
    for sheet in &mut workbook.sheets {
        let cells = sheet.rows().flat_map(|(_, cells)| cells);
        let bare = cells.filter_map(|cell| {
            let text = cell.text()?;
            let bare = unguarded(text);
            (bare.len() < text.len()).then(|| (cell.at, Value::Text(bare.into())))
        });
        for (at, value) in bare.collect::<Vec<_>>() {
            sheet.set(at, value);
        }
    }
}

/// Decides what becomes of every text cell.
pub fn plan(workbook: &Workbook) -> Plan {
    let mut plan = Plan::default();
    for sheet in &workbook.sheets {
        plan.sheets.push(plan_sheet(workbook, sheet, &mut plan.findings));
    }
    plan
}

fn plan_sheet(workbook: &Workbook, sheet: &Sheet, findings: &mut Vec<Finding>) -> BTreeMap<Address, Change> {
    let mut changes = BTreeMap::new();
    if own::is_own(sheet) {
        return changes;
    }
    let columns = columns::of(sheet);
    for (row, cells) in sheet.rows() {
        for cell in cells {
            let Some(text) = cell.text() else { continue };
            let place = || Place {
                file: Some(workbook.file.clone()),
                sheet: Some(sheet.name.clone()),
                cell: Some(cell.at),
                ..Place::default()
            };
            let decision = match columns.quantity(row, cell.at.column) {
                Some(column) => decide::decide(text, &column),
                None => decide::Decision::Text,
            };
            let change = match decision {
                decide::Decision::Text => {
                    let changed = nfc(text);
                    (changed != text || sheet.recoded.contains(&cell.at)).then(|| Change::Text(changed.into_owned()))
                }
                decide::Decision::Number { value, show, alone } => Some(Change::Number { value, show, alone }),
                decide::Decision::Unsure(problem) => {
                    findings.push(Finding::at(place(), problem).with_raw(text));
                    Some(Change::Marked)
                }
            };
            if let Some(change) = change {
                changes.insert(cell.at, change);
            }
        }
    }
    changes
}
