//! The formulas of a workbook's cells, for whoever draws a form from a blank, and for sums that pass over figures.
//!
//! Submissions are read by their results; formulas are asked for only here, so reading pays nothing.

use std::collections::{BTreeMap, HashMap};
use std::io::Cursor;

use calamine::{Ods, Reader, Xls, Xlsb, Xlsx};

use crate::address::Address;

use super::{Kind, Workbook, contained, is_clear, listed};

/// The formulas of each sheet, by its name.
pub type SheetFormulas = HashMap<String, BTreeMap<Address, String>>;

/// Reads the formulas of a workbook; none where they cannot be read, or not without danger.
pub fn formulas(workbook: &Workbook, bytes: &[u8]) -> SheetFormulas {
    of_bytes(workbook.kind, bytes)
}

/// The same of a file of some kind.
pub(super) fn of_bytes(kind: Kind, bytes: &[u8]) -> SheetFormulas {
    if !is_clear(kind, bytes) {
        return SheetFormulas::new();
    }
    let read = || match kind {
        Kind::Xlsx => streamed(bytes),
        Kind::Xlsb => binary(bytes),
        Kind::Xls { .. } => Xls::new(Cursor::new(bytes)).map(|mut book| dense(&mut book)).unwrap_or_default(),
        Kind::Ods => Ods::new(Cursor::new(bytes)).map(|mut book| dense(&mut book)).unwrap_or_default(),
        // No blank form is in one of these.
        Kind::FlatOds | Kind::SpreadsheetMl | Kind::Html | Kind::Mhtml | Kind::Delimited => SheetFormulas::new(),
    };
    contained(read).unwrap_or_default()
}

/// xlsx, cell by cell: a formula in the last corner of a sheet costs nothing.
fn streamed(bytes: &[u8]) -> SheetFormulas {
    let Ok(mut book) = Xlsx::new(Cursor::new(bytes)) else { return SheetFormulas::new() };
    let mut found = SheetFormulas::new();
    for (name, _) in listed(&book) {
        if let Some(own) = of_sheet(&mut book, &name) {
            found.insert(name, own);
        }
    }
    found
}

/// Those of one sheet, as far as they can be read.
pub(super) fn of_sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Option<BTreeMap<Address, String>> {
    let mut reader = book.worksheet_cells_reader(name).ok()?;
    Some(of_cells(|| reader.next_formula().ok().flatten()))
}

/// The same of xlsb, whose reader is another.
fn binary(bytes: &[u8]) -> SheetFormulas {
    let Ok(mut book) = Xlsb::new(Cursor::new(bytes)) else { return SheetFormulas::new() };
    let mut found = SheetFormulas::new();
    for (name, _) in listed(&book) {
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        found.insert(name, of_cells(|| reader.next_formula().ok().flatten()));
    }
    found
}

fn of_cells(next: impl FnMut() -> Option<calamine::Cell<String>>) -> BTreeMap<Address, String> {
    let formula = |cell: calamine::Cell<String>| {
        let (row, column) = cell.get_position();
        Some((Address::new(row, column)?, cell.get_value().clone())).filter(|(_, formula)| !formula.is_empty())
    };
    std::iter::from_fn(next).filter_map(formula).collect()
}

fn dense<'a, R: Reader<Cursor<&'a [u8]>>>(book: &mut R) -> SheetFormulas {
    let mut found = SheetFormulas::new();
    for (name, _) in listed(book) {
        let Ok(range) = book.worksheet_formula(&name) else { continue };
        let formulas = super::dense::used(&range).filter(|(_, f)| !f.is_empty()).map(|(at, f)| (at, f.clone()));
        found.insert(name, formulas.collect());
    }
    found
}
