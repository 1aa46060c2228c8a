//! xlsb through calamine's cell reader. Styles and merges are not given by the library.

use std::io::Cursor;

use calamine::{Reader as _, Xlsb, XlsbError};

use crate::address::Address;
use crate::finding::intake::Problem;

use super::cell::{Cell, Sheet};
use super::xlsx;
use super::{Troubles, listed};

pub(super) fn sheets(bytes: &[u8], troubles: &mut Troubles<'_>) -> Result<Vec<Sheet>, Box<Problem>> {
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(|e| {
        Box::new(match e {
            XlsbError::Password => Problem::Encrypted,
            e => Problem::Damaged { detail: e.to_string() },
        })
    })?;
    let mut sheets = Vec::new();
    for (name, visible) in listed(&book) {
        let mut cells = Vec::new();
        let outcome = book.worksheet_cells_reader(&name).and_then(|mut reader| {
            while let Some(cell) = reader.next_cell()? {
                let (row, column) = cell.get_position();
                if let (Some(at), Some(value)) = (Address::new(row, column), xlsx::value(cell.get_value())) {
                    cells.push(Cell { at, value, style: None });
                }
            }
            Ok(())
        });
        // Records cannot be skipped once one is misread: what came before it is not whole either.
        match outcome {
            Ok(()) => sheets.push(Sheet::new(name, visible, cells, Vec::new())),
            Err(e) => troubles.sheet(&name, e),
        }
    }
    Ok(sheets)
}
