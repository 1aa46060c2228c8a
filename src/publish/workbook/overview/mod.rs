//! «Tổng quan»: who sent, the key figures and how the units stand beside each other, to be looked at rather than
//! read.
//!
//! [`chosen`] says which figures these are, [`data`] puts what the charts draw on a hidden sheet, as formulas over
//! the figures of «Theo đơn vị», so that the charts change with them; [`plan`] finds plans and results, [`charts`]
//! draws, [`table`] writes the tables.

pub(super) mod charts;
mod chosen;
mod data;
mod plan;
mod table;

use rust_decimal::Decimal;
use rust_xlsxwriter::Worksheet;

use crate::run::Run;

use super::PublishError;
use super::book::{Book, width_of};
use super::by_unit::Grid;
use super::style::Styles;
use chosen::Chosen;
use data::Data;

/// Beside who sent, a page holds so many key figures.
const ON_THE_FIRST_PAGE: usize = 8;

/// How wide the columns are that tables and charts stand over: what it is called, then figures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Widths(pub [f64; 10]);

impl Default for Widths {
    fn default() -> Self {
        Self([6.0, 50.0, 13.0, 17.0, 14.0, 19.0, 14.0, 19.0, 13.0, 22.0])
    }
}

impl Widths {
    /// Wide enough for some figures.
    fn of(chosen: &[Chosen]) -> Self {
        let digits = |value: Decimal, figure: &Chosen| value.round_dp(figure.decimals).to_string().len();
        let of_whole = chosen.iter().filter_map(|f| f.whole.as_ref().map(|(_, v)| digits(*v, f))).max().unwrap_or(0);
        let of_units = chosen
            .iter()
            .flat_map(|f| f.entries.iter().filter_map(|e| e.value.number().map(|v| digits(v, f))))
            .max()
            .unwrap_or(0);
        let mut widths = Self::default();
        for (at, digits) in [(3, of_whole), (4, of_units), (6, of_units)] {
            if let Some(width) = widths.0.get_mut(at) {
                *width = width.max(width_of(digits));
            }
        }
        widths
    }

    /// All together in pixels, as charts are measured: 7 a character and 5 around each column. Programs draw the
    /// columns wider, and the charts with them.
    pub fn pixels(&self) -> u32 {
        self.0.iter().map(|w| (w * 7.0 + 5.0) as u32).sum()
    }

    /// Sets them.
    pub fn set(&self, sheet: &mut Worksheet) -> Result<(), PublishError> {
        for (width, at) in self.0.into_iter().zip(0u16..) {
            sheet.set_column_width(at, width)?;
        }
        Ok(())
    }
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
    let widths = Widths::of(&chosen);
    widths.set(&mut sheet)?;
    let data = Data::new(&chosen, books, grids, lang)?;
    let mut at = table::titles(&mut sheet, first)?;
    at = table::received(&mut sheet, run, books, at, (styles, &widths))?;
    // The figures of several forms take a page of their own, so that none stand on one without their headings.
    let of_figures = (chosen.len() > ON_THE_FIRST_PAGE).then_some(at);
    at = table::key_figures(&mut sheet, &chosen, &data, at, (styles, &widths), lang)?;
    charts::all(&mut sheet, &chosen, &data, of_figures.into_iter().chain([at + 1]), (at, widths), lang)?;
    sheet.set_screen_gridlines(false);
    Ok(Some(Overview { sheet, data: data.finish() }))
}
