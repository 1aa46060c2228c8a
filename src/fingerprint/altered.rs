//! What no longer stands in a workbook where its blank had it.

use std::collections::{BTreeSet, HashMap};

use crate::address::Address;
use crate::finding::blank::{Changed, Problem};
use crate::finding::{Finding, Place};
use crate::intake::{Sheet, Workbook};
use crate::vietnamese::text::{nfc, one_line};

use super::{Fingerprint, Labelled};

/// So many cells are named in a finding.
const NAMED: usize = 4;

impl Fingerprint {
    /// Says what was altered: one finding for each kind and sheet.
    pub fn compare(&self, workbook: &Workbook, findings: &mut Vec<Finding>) {
        for form in &self.forms {
            let Some(sheet) = workbook.sheets.iter().find(|s| s.name == form.sheet) else {
                let others = workbook.sheets.iter().map(|s| s.name.clone()).collect();
                let problem = Problem::SheetGone { sheet: form.sheet.clone(), others };
                findings.push(Finding::of_file(&workbook.file, problem));
                continue;
            };
            let own: Vec<&Labelled> = self.cells.iter().filter(|c| c.sheet == form.sheet).collect();
            let (moved, reworded) = differences(sheet, &own);
            let place = |at: Address| Place {
                file: Some(workbook.file.clone()),
                sheet: Some(sheet.name.clone()),
                cell: Some(at),
                ..Place::default()
            };
            if let Some(first) = moved.first() {
                let cells = moved.iter().take(NAMED).cloned().collect();
                let problem = Problem::Moved { cells, more: moved.len().saturating_sub(NAMED) };
                findings.push(Finding::at(place(first.at), problem));
            }
            if let Some(first) = reworded.first() {
                let cells = reworded.iter().take(NAMED).cloned().collect();
                let problem = Problem::Reworded { cells, more: reworded.len().saturating_sub(NAMED) };
                findings.push(Finding::at(place(first.at), problem));
            }
        }
    }
}

/// The labels that stand elsewhere, or gave way to others; and those that read otherwise.
fn differences(sheet: &Sheet, cells: &[&Labelled]) -> (Vec<Changed>, Vec<Changed>) {
    let text_at = |at: Address| sheet.cell(at).map(|c| said(&c.value.to_string())).unwrap_or_default();
    let expected: HashMap<Address, String> = cells.iter().map(|c| (c.at, said(&c.text))).collect();
    let known: BTreeSet<&String> = expected.values().collect();
    // Where texts of the blank stand that it does not have there.
    let mut strays: HashMap<String, Vec<Address>> = HashMap::new();
    for cell in sheet.rows().flat_map(|(_, cells)| cells) {
        let text = said(&cell.value.to_string());
        if known.contains(&text) && expected.get(&cell.at) != Some(&text) {
            strays.entry(text).or_default().push(cell.at);
        }
    }
    let (mut moved, mut reworded) = (Vec::new(), Vec::new());
    for cell in cells {
        let (was, now) = (said(&cell.text), text_at(cell.at));
        if was == now {
            continue;
        }
        let to = strays.get(&was).and_then(|at| at.first()).copied();
        let changed = Changed { at: cell.at, was, now: now.clone(), to };
        // A label that is gone, and another label in its place: the rows below came up.
        if to.is_some() || known.contains(&now) { moved.push(changed) } else { reworded.push(changed) }
    }
    // A table that moved takes all its labels along: those without another place are not reworded.
    (moved, reworded)
}

/// A text as people see it.
fn said(text: &str) -> String {
    one_line(&nfc(text))
}
