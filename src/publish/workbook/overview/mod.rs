//! «Tổng quan»: who sent, the key figures and how the units stand beside each other, to be looked at rather than
//! read.
//!
//! [`chosen`] says which figures these are, [`data`] puts what the charts draw on a hidden sheet, as formulas over
//! the figures of «Theo đơn vị», so that the charts change with them; [`charts`] draws. [`table`] writes the tables.

pub(super) mod charts;
mod chosen;
mod data;
mod table;

use rust_xlsxwriter::Worksheet;

use crate::pipeline::Run;

use super::PublishError;
use super::book::Book;
use super::by_unit::Grid;
use super::style::Styles;
use chosen::Chosen;
use data::Data;

/// How wide the columns are: what it is called, then figures.
const WIDTHS: [f64; 10] = [6.0, 50.0, 13.0, 17.0, 14.0, 19.0, 14.0, 19.0, 13.0, 22.0];
/// The same in pixels, all together, as charts are measured: 7 a character and 5 around each column. Programs draw
/// the columns wider, and the charts with them.
const PIXELS: u32 = 1_359;

/// Sets the widths of the columns that tables and charts stand over.
pub(super) fn columns(sheet: &mut Worksheet) -> Result<(), PublishError> {
    for (width, at) in WIDTHS.into_iter().zip(0u16..) {
        sheet.set_column_width(at, width)?;
    }
    Ok(())
}

/// The sheet for people, and the hidden one that its charts draw.
pub(super) struct Overview {
    pub sheet: Worksheet,
    pub data: Worksheet,
}

/// Makes both, of all forms; none where there is nothing to show.
pub(super) fn sheets(
    run: &Run,
    books: &[Book<'_>],
    grids: &[Grid],
    styles: &Styles,
) -> Result<Option<Overview>, PublishError> {
    let Some(first) = books.first() else { return Ok(None) };
    let lang = first.lang;
    let chosen: Vec<Chosen> =
        books.iter().flat_map(|book| chosen::of(book, grids.iter().find(|g| g.form == book.at))).collect();
    let mut sheet = Worksheet::new();
    sheet.set_name(lang.of("Tổng quan", "Overview"))?;
    columns(&mut sheet)?;
    let data = Data::new(&chosen, books, grids, lang)?;
    let mut at = table::titles(&mut sheet, first)?;
    at = table::received(&mut sheet, run, books, at, styles)?;
    at = table::key_figures(&mut sheet, &chosen, &data, at, styles, lang)?;
    charts::all(&mut sheet, &chosen, &data, at, lang)?;
    sheet.set_screen_gridlines(false);
    Ok(Some(Overview { sheet, data: data.finish() }))
}
