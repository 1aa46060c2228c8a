//! xlsb through calamine's cell reader; styles, merges and what is hidden, and errors of formulas, which the library does
//! not give, from [`super::binary_looks`].

use std::io::Cursor;

use calamine::{Reader as _, Xlsb, XlsbError};

use crate::address::Address;
use crate::finding::intake::{Fault, Problem, Size};

use super::cell::{Cell, Value};
use super::sheet::Sheet;
use super::xlsx;
use super::{Budget, Troubles, binary_looks, listed};

pub(super) fn sheets(
    bytes: &[u8],
    budget: &mut Budget<'_>,
    troubles: &mut Troubles,
) -> Result<Vec<Sheet>, Box<Problem>> {
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(|e| {
        Box::new(match e {
            XlsbError::Password => Problem::Encrypted,
            e => Problem::Damaged { detail: e.to_string() },
        })
    })?;
    budget.limits.allow(Size::Sheets, book.sheets_metadata().len() as u64)?;
    let looks = binary_looks::looks(bytes);
    let mut sheets = Vec::new();
    for (name, visible) in listed(&book) {
        if looks.as_ref().is_some_and(|l| l.is_cut(&name)) {
            troubles.sheet(&name, "its records are cut short");
            continue;
        }
        let mut cells = Vec::new();
        let mut spent = Ok(());
        let outcome = book.worksheet_cells_reader(&name).and_then(|mut reader| {
            while let Some(cell) = reader.next_cell()? {
                let (row, column) = cell.get_position();
                spent = budget.cell();
                if spent.is_err() {
                    break;
                }
                if let (Some(at), Some(value)) = (Address::new(row, column), xlsx::value(cell.get_value())) {
                    spent = budget.value(&value);
                    if spent.is_err() {
                        break;
                    }
                    let is_apart = looks.as_ref().is_some_and(|l| l.is_apart(&name, at));
                    let value = if is_apart { Value::Broken(Fault::SetApart) } else { value };
                    let cell = Cell { at, value, style: None };
                    let look = looks.as_ref().and_then(|l| l.of(&name, at));
                    cells.push(match look {
                        Some(look) => look.on(cell, looks.as_ref().is_some_and(|l| l.from_1904)),
                        None => cell,
                    });
                }
            }
            Ok(())
        });
        spent?;
        // Records cannot be skipped once one is misread: what came before it is not whole either.
        match outcome {
            Ok(()) => {
                let errors = looks.iter().flat_map(|l| l.errors(&name));
                cells.extend(errors.map(|(at, error)| Cell { at, value: Value::Error(error.to_owned()), style: None }));
                let merges = looks.as_ref().map(|l| l.merges(&name)).unwrap_or_default();
                let hidden = looks.as_ref().map(|l| l.hidden(&name)).unwrap_or_default();
                let mut sheet = Sheet::new(name, visible, cells, merges);
                sheet.hidden = hidden;
                sheets.push(sheet);
            }
            Err(e) => troubles.sheet(&name, e),
        }
    }
    Ok(sheets)
}
