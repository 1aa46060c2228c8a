//! «Theo đơn vị»: the rows of the form × the units, the total first, all totals as live formulas.
//!
//! [`grid`] says where each figure stands, [`live`] makes the formulas, [`cells`] writes figures and totals,
//! [`head`] what stands above them. A sheet that is full goes on in «Theo đơn vị (2)».

mod cells;
mod grid;
mod head;
mod live;

use rust_xlsxwriter::{Format, Worksheet};

use crate::form::{Aggregate, Kind, Row, RowIndex, Shape};
use crate::reading::Fact;
use crate::sheet_text::SheetText as _;

use super::book::{Book, width_of};
use super::letterhead::LINE;
use super::paper::{self, Paper, Tall};
use super::{PublishError, fit, outline};
use cells::Notes;
pub(super) use cells::mark_of_fact;
pub(super) use grid::{Block, Grid, LABELS, Quoted};

/// How wide labels are: most take two lines.
const LABEL_WIDTH: f64 = 54.0;
/// Beside many columns of figures they leave them room; what the page has to spare is theirs.
const LABEL_WIDTH_OF_MANY: f64 = 42.0;
const LABEL_WIDTH_AT_MOST: f64 = 70.0;
/// STT, measure.
const NUMBER_WIDTH: f64 = 5.0;
const MEASURE_WIDTH: f64 = 11.0;

/// How wide the columns are.
struct Widths {
    label: f64,
    whole: f64,
    unit: f64,
}

/// Makes the sheets.
pub(super) fn sheets(book: &Book<'_>, grid: &Grid) -> Result<Vec<Worksheet>, PublishError> {
    let rows = rows(book, grid);
    book.will_show((grid.units.len() + 1) * grid.columns.len() * rows.len());
    let drawn = Drawn { book, grid, widths: widths(book, grid), all_fit: rows.iter().all(|r| r.fits), rows };
    (0..grid.sheets()).map(|at| drawn.sheet(at)).collect()
}

/// A row of figures: those of each value column over the units.
struct Figures<'r> {
    of_columns: Vec<Vec<Option<Fact<'r>>>>,
    decimals: Vec<u32>,
    /// Excel holds all of them.
    fits: bool,
}

fn rows<'r>(book: &Book<'r>, grid: &Grid) -> Vec<Figures<'r>> {
    let of_row = |row: RowIndex| {
        let of_column = |column: &usize| -> Vec<Option<Fact<'r>>> {
            grid.units.iter().map(|unit| book.facts.get(&(*unit, row, *column)).copied()).collect()
        };
        let of_columns: Vec<Vec<Option<Fact<'r>>>> = grid.columns.iter().map(of_column).collect();
        let decimals = of_columns.iter().map(|own| cells::decimals(own.iter().flatten().copied())).collect();
        let fits = cells::fits(of_columns.iter().flatten().flatten().copied());
        Figures { of_columns, decimals, fits }
    };
    let mut rows: Vec<Figures<'r>> = book.form.indexed_rows().map(|(row, _)| of_row(row)).collect();
    if grid.columns.len() > 1 {
        for (k, column) in grid.columns.iter().enumerate() {
            of_one_column(book, &mut rows, k, *column);
        }
    }
    rows
}

/// The rates of a column stand below each other by their commas: all have as many decimals.
fn of_one_column(book: &Book<'_>, rows: &mut [Figures<'_>], k: usize, column: usize) {
    let is_rate = |row: &Row| book.form.figure(row, column).kind == Kind::Percent;
    let of_rates = book.form.rows.iter().zip(rows.iter()).filter(|(row, _)| is_rate(row));
    let Some(most) = of_rates.filter_map(|(_, figures)| figures.decimals.get(k).copied()).max() else { return };
    for (_, figures) in book.form.rows.iter().zip(rows.iter_mut()).filter(|(row, _)| is_rate(row)) {
        if let Some(own) = figures.decimals.get_mut(k) {
            *own = most;
        }
    }
}

fn widths(book: &Book<'_>, grid: &Grid) -> Widths {
    // Money in đồng is wide; the total is the widest.
    let digits = book.facts.values().filter_map(|f| f.state().value()).map(|v| v.normalize().to_string().len()).max();
    let digits = digits.unwrap_or(0);
    let whole = book.figure_width().max(11.0);
    let unit = (width_of(digits) - 1.0).clamp(11.0, whole.max(11.0));
    let many = grid.columns.len() > 1;
    let label = if many { LABEL_WIDTH_OF_MANY } else { LABEL_WIDTH };
    let wide = f64::from(grid.wide());
    let blocks: Vec<f64> = std::iter::once(whole * wide).chain(grid.units_of(0).map(|_| unit * wide)).collect();
    let spare = if many { paper::spare(Paper::Plain, NUMBER_WIDTH + label + MEASURE_WIDTH, &blocks) } else { 0.0 };
    Widths { label: (label + spare).min(LABEL_WIDTH_AT_MOST), whole, unit }
}

/// The sheets being drawn.
struct Drawn<'b, 'r> {
    book: &'b Book<'r>,
    grid: &'b Grid,
    widths: Widths,
    rows: Vec<Figures<'r>>,
    /// Excel holds the figures of all rows.
    all_fit: bool,
}

impl Drawn<'_, '_> {
    fn sheet(&self, at: usize) -> Result<Worksheet, PublishError> {
        let Self { book, grid, .. } = *self;
        let mut sheet = Worksheet::new();
        sheet.set_name(grid.sheet_name(at))?;
        let widths = [NUMBER_WIDTH, self.widths.label, MEASURE_WIDTH];
        for (column, width) in (0u16..).zip(widths) {
            sheet.set_column_width(column, width)?;
        }
        let first_unit = if at == 0 { LABELS + grid.wide() } else { LABELS };
        for column in LABELS..=grid.last_column(at) {
            sheet.set_column_width(column, if column < first_unit { self.widths.whole } else { self.widths.unit })?;
        }
        let labels: f64 = widths.into_iter().sum();
        let above = head::titles(&mut sheet, book, labels)?;
        let key = head::key(&mut sheet, book, grid.row_below(), labels)?;
        let head = head::headings(&mut sheet, book, grid, at, &self.widths)?;
        // Where blocks are wide, the block of the whole would leave no room for the others.
        let frozen = if grid.wide() == 1 { first_unit } else { LABELS };
        sheet.set_freeze_panes(grid.first_row(), frozen)?;
        let mut notes = Notes::default();
        let mut lines = Vec::new();
        for (index, _) in book.form.indexed_rows() {
            lines.push(self.row(&mut sheet, at, index, &mut notes)?);
        }
        lines.extend(cells::write_weights(&mut sheet, book, grid, at)?);
        lines.extend([LINE, key]);
        self.print(&mut sheet, at, labels, &Tall { above, head, lines: &lines })?;
        if let Some(last) = book.form.rows.len().checked_sub(1) {
            let (head, last, column) = (grid.first_row() - 1, grid.row(RowIndex(last)), grid.last_column(at));
            sheet.autofilter(head, 0, last, column)?;
            if at == 0 {
                book.name_area("TheoDonVi", &grid.sheet_name(0), (head, 0), (last, column));
            }
        }
        outline::rows(&mut sheet, grid.first_row(), &depths(book), None)?;
        self.fold_blocks(&mut sheet, at)?;
        Ok(sheet)
    }

    /// Writes the line of a row; gives how tall it is.
    fn row(&self, sheet: &mut Worksheet, at: usize, index: RowIndex, notes: &mut Notes) -> Result<f64, PublishError> {
        let Self { book, grid, .. } = *self;
        let (Some(row), Some(figures)) = (book.form.row(index), self.rows.get(index.0)) else { return Ok(0.0) };
        let styles = book.styles;
        let line = grid.row(index);
        let words = |format: &Format| book.weight(index, format);
        sheet.put_text(line, 0, &row.stt, &styles.centre)?;
        sheet.put_text(line, 1, &row.label, &words(&styles.cell))?;
        sheet.put_text(line, 2, &row.figure.measure, &words(&styles.centre))?;
        let room = if book.form.shape == Shape::Tree { self.widths.label * 0.88 } else { self.widths.label };
        let mut texts = vec![(row.label.clone(), room), (row.figure.measure.clone(), MEASURE_WIDTH)];
        for (k, column) in grid.columns.iter().enumerate() {
            let figure = book.form.figure(row, *column);
            if at == 0
                && let Some(total) = book.total(index, *column)
            {
                let spot = grid.spot(index, Block::Whole, k);
                book.shows(&grid.sheet_name(0), (spot.row, spot.column), (Some(index), *column), total.unit);
                let fits = self.fits(index, figure);
                cells::write_total(sheet, book, (grid, index, k), figure, total, notes, fits)?;
            }
            let own = figures.of_columns.get(k).map(Vec::as_slice).unwrap_or_default();
            let decimals = figures.decimals.get(k).copied().unwrap_or(0);
            for n in grid.units_of(at) {
                let (Some(unit), Some(fact)) = (grid.units.get(n), own.get(n)) else { continue };
                let spot = grid.spot(index, Block::Unit(n), k);
                let place = (spot.row, spot.column);
                book.shows(&grid.sheet_name(at), place, (Some(index), *column), *unit);
                match (fact, book.counting(*unit)) {
                    (Some(fact), Some(one)) => {
                        let named = (one.submission.file.as_str(), *fact);
                        let text = cells::write_fact(sheet, book, place, named, decimals, notes)?;
                        if !text.is_empty() {
                            // It is bold and set in.
                            texts.push((text, self.widths.unit * 0.8));
                        }
                    }
                    _ => _ = sheet.write_blank(place.0, place.1, &styles.cell)?,
                }
            }
        }
        let tall = fit::row_height(texts.iter().map(|(t, w)| (t.as_str(), *w)), 12.0);
        sheet.set_row_height(line, tall)?;
        Ok(tall)
    }

    /// Tells whether Excel holds everything that a total is made of.
    fn fits(&self, row: RowIndex, figure: &crate::form::Figure) -> bool {
        match &figure.aggregate {
            Aggregate::Ratio { .. } => self.all_fit,
            _ => self.rows.get(row.0).is_some_and(|r| r.fits) && cells::weights_fit(self.book, figure),
        }
    }

    /// Where a form has several columns, all but the first of each block can be folded away.
    fn fold_blocks(&self, sheet: &mut Worksheet, at: usize) -> Result<(), PublishError> {
        let wide = self.grid.wide();
        if wide < 3 {
            return Ok(());
        }
        sheet.group_symbols_to_left(true);
        let whole = (at == 0).then_some(Block::Whole);
        for block in whole.into_iter().chain(self.grid.units_of(at).map(Block::Unit)) {
            let (_, first) = self.grid.block(block);
            sheet.group_columns(first + 1, first + wide - 1)?;
        }
        Ok(())
    }

    /// One page wide as long as that can be read; else as many whole blocks a page as fit.
    fn print(&self, sheet: &mut Worksheet, at: usize, labels: f64, tall: &Tall<'_>) -> Result<(), PublishError> {
        let grid = self.grid;
        paper::page(sheet, (grid::TOP, grid.first_row() - 1), self.book.lang)?;
        sheet.set_repeat_columns(0, LABELS - 1)?;
        let wide = f64::from(grid.wide());
        let whole = if at == 0 { self.widths.whole * wide } else { 0.0 };
        let blocks: Vec<f64> = std::iter::once(whole)
            .filter(|w| *w > 0.0)
            .chain(grid.units_of(at).map(|_| self.widths.unit * wide))
            .collect();
        let firsts = (at == 0).then_some(Block::Whole).into_iter().chain(grid.units_of(at).map(Block::Unit));
        let firsts: Vec<u16> = firsts.map(|block| grid.block(block).1).collect();
        paper::across(sheet, Paper::Plain, labels, (&blocks, &firsts), tall)
    }
}

/// How deep each row lies under others.
fn depths(book: &Book<'_>) -> Vec<u8> {
    let mut depths: Vec<u8> = Vec::with_capacity(book.form.rows.len());
    for row in &book.form.rows {
        let above = row.parent.and_then(|p| depths.get(p.0)).map(|d| d.saturating_add(1));
        depths.push(above.unwrap_or(0));
    }
    depths
}
