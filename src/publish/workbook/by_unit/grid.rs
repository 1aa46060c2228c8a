//! Where the figures of rows × units stand: one block of columns a unit, behind that of the whole; what a sheet
//! cannot hold goes on in further ones.

use std::collections::HashMap;
use std::fmt;

use crate::address::ColumnName;
use crate::finding::Finding;
use crate::form::{Aggregate, RowIndex};
use crate::own_output;
use crate::publish::workbook::book::Book;
use crate::register::UnitIndex;

/// A sheet has so many columns.
const MOST_COLUMNS: usize = 16_384;
/// STT, label, measure.
pub(in crate::publish::workbook) const LABELS: u16 = 3;
/// The rows above the headings: title, subject, legend.
pub(super) const TOP: u32 = 3;

/// Which cell of the sheets shows what.
pub(in crate::publish::workbook) struct Grid {
    /// Which of the run's forms it is of.
    pub form: usize,
    /// The units, in the order of their blocks.
    pub units: Vec<UnitIndex>,
    /// The columns of figures, in the order in which they stand in each block.
    pub columns: Vec<usize>,
    /// The weights that stand below the table, in order.
    pub weights: Vec<String>,
    name: String,
    first_row: u32,
    rows: usize,
    per_sheet: usize,
    by_code: ByCode,
}

/// Places by the names that findings have.
struct ByCode {
    units: HashMap<String, usize>,
    rows: HashMap<String, usize>,
    columns: HashMap<String, usize>,
}

/// A cell of one of the sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::publish::workbook) struct Spot {
    /// Which of the sheets, from 0.
    pub sheet: usize,
    /// Its row.
    pub row: u32,
    /// Its column.
    pub column: u16,
}

/// Whose block of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::publish::workbook) enum Block {
    /// That of the whole place.
    Whole,
    /// That of a unit, by its order.
    Unit(usize),
}

impl Grid {
    pub fn new(book: &Book<'_>) -> Self {
        let (run, form) = (book.run, book.form);
        let columns: Vec<usize> = form.value_columns().map(|(i, _)| i).collect();
        // Below the unit and its state: the levels of the headings, and the index row.
        let deepest = form.value_columns().map(|(_, c)| c.heading.len()).max().unwrap_or(1);
        let depth = if columns.len() > 1 { u32::try_from(deepest).unwrap_or(1) + 1 } else { 1 };
        let wide = columns.len().max(1);
        let mut weights: Vec<String> = form
            .cells()
            .filter_map(|(.., figure)| match &figure.aggregate {
                Aggregate::WeightedMean { weight } => Some(weight.clone()),
                _ => None,
            })
            .collect();
        weights.sort_unstable();
        weights.dedup();
        let of_columns = columns.iter().enumerate();
        let by_code = ByCode {
            units: book.units.iter().enumerate().map(|(n, u)| (run.register.code(*u).to_owned(), n)).collect(),
            rows: form.rows.iter().enumerate().map(|(n, r)| (r.code.clone(), n)).collect(),
            columns: of_columns.filter_map(|(k, c)| Some((form.columns.get(*c)?.code.clone(), k))).collect(),
        };
        Self {
            form: book.at,
            name: book.sheet_name(book.names.by_unit),
            first_row: TOP + 2 + depth,
            rows: form.rows.len(),
            per_sheet: ((MOST_COLUMNS - usize::from(LABELS)) / wide).saturating_sub(1).max(1),
            units: book.units.clone(),
            columns,
            weights,
            by_code,
        }
    }

    /// How many columns of figures a block has.
    pub fn wide(&self) -> u16 {
        u16::try_from(self.columns.len()).unwrap_or(u16::MAX).max(1)
    }

    /// The first row of figures: units, their state and headings stand above.
    pub fn first_row(&self) -> u32 {
        self.first_row
    }

    /// The row of a form's row.
    pub fn row(&self, row: RowIndex) -> u32 {
        self.first_row + u32::try_from(row.0).unwrap_or(u32::MAX / 2)
    }

    /// The row of a weight, below the table: a blank line and a heading stand between.
    pub fn row_of_weight(&self, weight: &str) -> Option<u32> {
        let at = self.weights.iter().position(|w| w == weight)?;
        Some(self.first_row + u32::try_from(self.rows + 2 + at).ok()?)
    }

    /// The row below everything, a line left free.
    pub fn row_below(&self) -> u32 {
        let weights = if self.weights.is_empty() { 0 } else { self.weights.len() + 2 };
        self.first_row + u32::try_from(self.rows + weights + 1).unwrap_or(0)
    }

    /// How many sheets it takes.
    pub fn sheets(&self) -> usize {
        self.units.len().div_ceil(self.per_sheet).max(1)
    }

    /// The name of a sheet.
    pub fn sheet_name(&self, sheet: usize) -> String {
        own_output::further(&self.name, sheet)
    }

    /// The units of a sheet, by their order.
    pub fn units_of(&self, sheet: usize) -> std::ops::Range<usize> {
        let first = sheet * self.per_sheet;
        first..(first + self.per_sheet).min(self.units.len())
    }

    /// The first column of a block, and the sheet it stands in.
    pub fn block(&self, block: Block) -> (usize, u16) {
        let (sheet, n) = match block {
            Block::Whole => (0, 0),
            Block::Unit(n) => {
                let sheet = n / self.per_sheet;
                // Only the first sheet begins with the block of the whole.
                (sheet, n % self.per_sheet + usize::from(sheet == 0))
            }
        };
        let column = usize::from(LABELS) + n * usize::from(self.wide());
        (sheet, u16::try_from(column).unwrap_or(u16::MAX))
    }

    /// The last column of a sheet.
    pub fn last_column(&self, sheet: usize) -> u16 {
        let last = self.units_of(sheet).next_back().map_or(Block::Whole, Block::Unit);
        self.block(last).1.saturating_add(self.wide() - 1)
    }

    /// The cell of a form's row in a block, of a value column by its order.
    pub fn spot(&self, row: RowIndex, block: Block, k: usize) -> Spot {
        let (sheet, first) = self.block(block);
        Spot { sheet, row: self.row(row), column: first.saturating_add(u16::try_from(k).unwrap_or(0)) }
    }

    /// The order of a column of the form among those of figures.
    pub fn order_of(&self, column: usize) -> Option<usize> {
        self.columns.iter().position(|c| *c == column)
    }

    /// A cell as formulas of the first sheet name it.
    pub fn reference(&self, spot: Spot) -> String {
        let cell = format!("{}{}", ColumnName(u32::from(spot.column)), spot.row + 1);
        if spot.sheet == 0 { cell } else { format!("{}!{cell}", Quoted(&self.sheet_name(spot.sheet))) }
    }

    /// A cell as formulas of other sheets name it.
    pub fn outside(&self, spot: Spot) -> String {
        let cell = format!("{}{}", ColumnName(u32::from(spot.column)), spot.row + 1);
        format!("{}!{cell}", Quoted(&self.sheet_name(spot.sheet)))
    }

    /// From the first unit's cell in a row to the last one's, of a value column by its order: one range a sheet, as
    /// formulas of the first sheet name it. Where blocks are several columns wide, every so many cells are meant.
    pub fn spans(&self, row: u32, k: usize) -> Vec<String> {
        let k = u16::try_from(k).unwrap_or(0);
        let of_sheet = |sheet: usize| {
            let units = self.units_of(sheet);
            let (first, last) = (units.start, units.end.checked_sub(1).filter(|l| *l >= units.start)?);
            let at = |n: usize| ColumnName(u32::from(self.block(Block::Unit(n)).1.saturating_add(k)));
            let range = format!("{}{}:{}{}", at(first), row + 1, at(last), row + 1);
            Some(if sheet == 0 { range } else { format!("{}!{range}", Quoted(&self.sheet_name(sheet))) })
        };
        (0..self.sheets()).filter_map(of_sheet).collect()
    }

    /// The cell that shows the figure a finding is about.
    pub fn of_finding(&self, finding: &Finding) -> Option<Spot> {
        let place = &finding.place;
        // A code of another era is another unit's here.
        let unit = self.by_code.units.get(place.unit.as_deref().filter(|_| place.unit_name.is_none())?)?;
        let row = self.by_code.rows.get(place.row.as_deref()?)?;
        let column = self.by_code.columns.get(place.column.as_deref()?)?;
        Some(self.spot(RowIndex(*row), Block::Unit(*unit), *column))
    }
}

/// A sheet's name as formulas have it.
pub(in crate::publish::workbook) struct Quoted<'a>(pub &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}'", self.0.replace('\'', "''"))
    }
}
