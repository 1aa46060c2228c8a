//! The formulas of a workbook's cells, for whoever draws a form from a blank, and for sums that pass over figures.
//!
//! Submissions are read by their results; formulas are asked for only here, so reading pays nothing.

use std::borrow::Cow;
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

/// A formula as Excel writes it; OpenDocument writes `of:=SUM([.A1:.A3])`.
pub fn as_excel(formula: &str) -> Cow<'_, str> {
    let text = formula.trim();
    let text = text.strip_prefix("of:").unwrap_or(text);
    if text.contains("[.") { text.replace("[.", "").replace(":.", ":").replace(']', "").into() } else { text.into() }
}

/// A formula whose references say how far they are from its own cell (`RC[-1]+R2C3`, as XML Spreadsheet 2003 has them) as
/// Excel shows it; nothing where one lies in no sheet.
pub(super) fn of_distances(formula: &str, at: Address) -> Option<String> {
    let (mut said, mut rest) = (String::with_capacity(formula.len()), formula);
    while let Some(c) = rest.chars().next() {
        if c == '"' {
            let end = rest.get(1..)?.find('"')? + 2;
            said.push_str(rest.get(..end)?);
            rest = rest.get(end..)?;
            continue;
        }
        let in_word = said.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'));
        let found = (!in_word).then(|| reference(rest, at)).flatten();
        match found {
            Some((address, behind)) => {
                said.push_str(&address?.to_string());
                rest = behind;
            }
            None => {
                said.push(c);
                rest = rest.get(c.len_utf8()..)?;
            }
        }
    }
    Some(said)
}

/// The reference that a text begins with, and what is behind it.
fn reference(text: &str, at: Address) -> Option<(Option<Address>, &str)> {
    let (row, rest) = distance(text.strip_prefix('R')?, at.row)?;
    let (column, rest) = distance(rest.strip_prefix('C')?, at.column)?;
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '(' | '_' | '.'));
    ends.then(|| (row.zip(column).and_then(|(row, column)| Address::new(row, column)), rest))
}

/// `[-1]` from here, `3` as it is (from 1), or here; with what is behind it.
fn distance(text: &str, here: u32) -> Option<(Option<u32>, &str)> {
    if let Some(inside) = text.strip_prefix('[') {
        let (by, rest) = inside.split_once(']')?;
        return Some((here.checked_add_signed(by.parse().ok()?), rest));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(digits)?;
    if number.is_empty() { Some((Some(here), rest)) } else { Some((number.parse::<u32>().ok()?.checked_sub(1), rest)) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_by_distance_are_those_of_cells() {
        for (at, formula, expected) in [
            ("E8", "RC[1]+RC[2]", Some("F8+G8")),
            ("E10", "SUM(R[-2]C:R[-1]C)", Some("SUM(E8:E9)")),
            ("E10", "R1C3*2", Some("C1*2")),
            ("E10", "ROUND(RC[-1],0)", Some("ROUND(D10,0)")),
            ("E10", "IF(RC[-1]=\"RC\",1,2)", Some("IF(D10=\"RC\",1,2)")),
            ("A1", "RC[-1]", None),
        ] {
            assert_eq!(of_distances(formula, Address::parse(at).unwrap()).as_deref(), expected, "{formula}");
        }
    }
}
