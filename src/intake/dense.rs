//! xls and ods, which calamine reads whole into dense ranges when it opens them.

use std::collections::HashSet;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, Ods, OdsError, Range, Reader, Xls, XlsError, XlsOptions};

use crate::address::{Address, Area};
use crate::finding::intake::{Fault, Problem, Size};

use super::cell::{Cell, CellStyle, NumberFormat, Value};
use super::formulas::as_excel;
use super::hidden::Hidden;
use super::sheet::Sheet;
use super::xlsx::{area, owned_value};
use super::{Budget, Troubles, biff, flat_open_document, listed, open_document};

/// UTF-16: what the texts of BIFF8 are in whatever the CODEPAGE record says. Left to itself the
/// library applies the record and garbles texts under code pages 367, 437 and 32769.
const UTF_16: u16 = 1200;

pub(super) fn xls(
    bytes: &[u8],
    biff8: bool,
    budget: &mut Budget<'_>,
    troubles: &mut Troubles,
) -> Result<Vec<Sheet>, Box<Problem>> {
    let mut options = XlsOptions::default();
    options.force_codepage = biff8.then_some(UTF_16);
    let mut book = Xls::new_with_options(Cursor::new(bytes), options).map_err(|e| {
        Box::new(match e {
            XlsError::Password => Problem::Encrypted,
            e => Problem::Damaged { detail: e.to_string() },
        })
    })?;
    let merges = |book: &mut Xls<_>, name: &str| {
        book.merge_cells_by_sheet_name(name).unwrap_or_default().iter().filter_map(area).collect()
    };
    let looks = biff::looks(bytes, biff8).filter(|l| l.worksheets() == listed(&book).len());
    let styled = |sheet: usize, mut cell: Cell| {
        let Some(looks) = &looks else { return cell };
        if cell.text().is_some() && looks.is_apart(sheet, cell.at) {
            cell.value = Value::Broken(Fault::SetApart);
        }
        match looks.of(sheet, cell.at) {
            Some(look) => look.on(cell, looks.from_1904),
            None => cell,
        }
    };
    let hidden = |sheet: usize| looks.as_ref().map(|l| l.hidden(sheet)).unwrap_or_default();
    all(&mut book, None, merges, hidden, styled, budget, troubles)
}

pub(super) fn ods(bytes: &[u8], budget: &mut Budget<'_>, troubles: &mut Troubles) -> Result<Vec<Sheet>, Box<Problem>> {
    let refused = |e: OdsError| {
        Box::new(match e {
            OdsError::Password => Problem::Encrypted,
            e => Problem::Damaged { detail: e.to_string() },
        })
    };
    let mut tables = open_document::looks(bytes).unwrap_or_default();
    let mut seen = HashSet::new();
    // The library leaves out tables without a name, and gives the last of those of one name for each.
    let told_apart = tables.iter().all(|table| !table.name.is_empty() && seen.insert(table.name.clone()));
    let mut mended = (!told_apart).then(|| flat_open_document::mended(bytes)).flatten();
    let mut book = Ods::new(Cursor::new(mended.as_deref().unwrap_or(bytes)));
    // White space between cells is allowed, and refused by the library.
    if matches!(book, Err(OdsError::Mismatch { .. })) && mended.is_none() {
        drop(book);
        mended = flat_open_document::mended(bytes);
        book = Ods::new(Cursor::new(mended.as_deref().unwrap_or(bytes)));
    }
    let mut book = book.map_err(refused)?;
    if let Some(mended) = mended.as_deref().filter(|_| !told_apart) {
        tables = open_document::looks(mended).unwrap_or_default();
    }
    let names: Vec<String> = listed(&book).into_iter().map(|(name, _)| name).collect();
    let looks = |name: &str| tables.iter().find(|t| t.name == name);
    let ordinary = [NumberFormat::Plain, NumberFormat::Percent].map(|number_format| {
        [false, true].map(|struck| Arc::new(CellStyle { number_format, struck, ..CellStyle::default() }))
    });
    let styled = |sheet: usize, mut cell: Cell| {
        if let Some(looks) = names.get(sheet).and_then(|name| looks(name)) {
            let [[plain, plain_struck], [percent, percent_struck]] = &ordinary;
            let own = match (looks.percentages.contains(&cell.at), looks.struck.contains(&cell.at)) {
                (false, false) => plain,
                (false, true) => plain_struck,
                (true, false) => percent,
                (true, true) => percent_struck,
            };
            cell.style = Some(match looks.shown.get(&cell.at) {
                Some(shown) => Arc::new(CellStyle { shown: shown.clone(), ..CellStyle::clone(own) }),
                None if looks.thousandths.contains(&cell.at) => {
                    Arc::new(CellStyle { code: "0.000".to_owned(), ..CellStyle::clone(own) })
                }
                None => own.clone(),
            });
            if cell.text().is_some() && looks.apart.contains(&cell.at) {
                cell.value = Value::Broken(Fault::SetApart);
            }
        }
        cell
    };
    let merges = |_: &mut Ods<_>, name: &str| looks(name).map(|t| t.merges.clone()).unwrap_or_default();
    let hidden = |sheet: usize| {
        names.get(sheet).and_then(|name| looks(name)).map(|table| table.hidden.clone()).unwrap_or_default()
    };
    let valueless =
        |sheet: usize, at| names.get(sheet).and_then(|name| looks(name)).is_none_or(|table| !table.empty.contains(&at));
    all(&mut book, Some(&valueless), merges, hidden, styled, budget, troubles)
}

/// Reads every sheet; `styled` completes a cell of the sheet with that number. In some formats a formula may stand without
/// a value, as if there were no cell: then `valueless` tells it from one whose result is an empty text.
fn all<'a, R>(
    book: &mut R,
    valueless: Option<&dyn Fn(usize, Address) -> bool>,
    merges: impl Fn(&mut R, &str) -> Vec<Area>,
    hidden: impl Fn(usize) -> Hidden,
    styled: impl Fn(usize, Cell) -> Cell,
    budget: &mut Budget<'_>,
    troubles: &mut Troubles,
) -> Result<Vec<Sheet>, Box<Problem>>
where
    R: Reader<Cursor<&'a [u8]>>,
    R::Error: std::fmt::Display,
{
    budget.limits.allow(Size::Sheets, book.sheets_metadata().len() as u64)?;
    let mut sheets = Vec::new();
    for (number, (name, visible)) in listed(book).into_iter().enumerate() {
        let range = match book.worksheet_range(&name) {
            Ok(range) => range,
            Err(e) => {
                troubles.sheet(&name, e);
                continue;
            }
        };
        let mut cells = Vec::new();
        let mut any_empty = false;
        for (at, data) in used(&range) {
            any_empty |= matches!(data, Data::String(s) if s.is_empty());
            if let Some(value) = owned_value(data) {
                let cell = styled(number, Cell { at, value, style: None });
                budget.take(&cell)?;
                cells.push(cell);
            }
        }
        if (any_empty || valueless.is_some())
            && let Ok(formulas) = book.worksheet_formula(&name)
        {
            let known: HashSet<Address> = cells.iter().map(|c| c.at).collect();
            let is_valueless = |at: Address| valueless.is_none_or(|tells| tells(number, at));
            let bare = used(&formulas).filter(|(at, f)| !f.is_empty() && !known.contains(at) && is_valueless(*at));
            for (at, formula) in bare {
                let cell = Cell {
                    at,
                    value: Value::NoResult(as_excel(formula).trim_start_matches('=').to_owned()),
                    style: None,
                };
                budget.take(&cell)?;
                cells.push(cell);
            }
        }
        let merges = merges(book, &name);
        let mut sheet = Sheet::new(name, visible, cells, merges);
        sheet.hidden = hidden(number);
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// The cells of a range with their absolute addresses.
pub(super) fn used<T: calamine::CellType>(range: &Range<T>) -> impl Iterator<Item = (Address, &T)> {
    let (row, column) = range.start().unwrap_or_default();
    range.used_cells().filter_map(move |(r, c, value)| {
        let row = row.checked_add(u32::try_from(r).ok()?)?;
        let column = column.checked_add(u32::try_from(c).ok()?)?;
        Some((Address::new(row, column)?, value))
    })
}
