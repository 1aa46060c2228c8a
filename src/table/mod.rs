//! The tables of a sheet as they stand, knowing no form: headings, column index, rows and what they
//! are parts of.
//!
//! [`heading`] finds where headings begin and end, gives each column its path of headings and says what it is for.
//! [`index_row`] reads the column index row below them (`odd_index` one with odd marks), [`formula`] the formulas in it.
//! [`rows`] gathers the rows with their numbers, labels and measures ([`numbering`] says what `I.`, `2.1`, `-` mean),
//! [`tree`] finds what each is a part of. `unnamed` finds the headings that say nothing of all this. [`words`] are the
//! words by which it is known. A form is drawn from such a table, and the headings of submissions are read by the same
//! paths.

pub mod formula;
pub mod heading;
pub mod index_row;
pub mod numbering;
mod odd_index;
pub mod rows;
pub mod tree;
mod unnamed;
pub mod words;

use crate::address::Address;
use crate::intake::{Cell, Sheet};
use crate::vietnamese::measure::{Measure, announced, announces_next};
use crate::vietnamese::text::one_line;

pub use heading::Heading;
pub use index_row::IndexCell;
pub use rows::{Part, Row};

/// What a column is for, as far as its heading and its cells tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Order numbers.
    Number,
    /// The labels of the rows.
    Label,
    /// The measures of the rows.
    Measure,
    /// Figures, or words beside the label.
    Other,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The sheet column.
    pub column: u32,
    /// Its headings, from top to bottom; none where it has no heading of its own.
    pub path: Vec<String>,
    /// What it is for.
    pub role: Role,
    /// What the index row says below it.
    pub index: Option<IndexCell>,
}

/// One table of a sheet.
#[derive(Debug, Clone)]
pub struct Table<'s> {
    /// The sheet it stands in.
    pub sheet: &'s Sheet,
    /// The first heading row.
    pub top: u32,
    /// The last heading row, before the index row.
    pub bottom: u32,
    /// The column index row.
    pub index_row: Option<u32>,
    /// Its columns, from left to right.
    pub columns: Vec<Column>,
    /// Its rows, from top to bottom.
    pub rows: Vec<Row>,
    /// The texts above it, from the table before it on, each with its cell.
    pub titles: Vec<(Address, String)>,
    /// The measure that a line above it announces.
    pub measure: Option<(Address, String)>,
}

impl Table<'_> {
    /// The column that has a role which only one can have.
    pub fn column_of(&self, role: Role) -> Option<&Column> {
        self.columns.iter().find(|c| c.role == role)
    }

    /// The columns that hold neither numbers, labels nor measures.
    pub fn others(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|c| c.role == Role::Other)
    }

    /// Tells whether figures or words were filled in anywhere; a blank with formulas is not filled.
    pub fn is_filled(&self) -> bool {
        self.rows.iter().any(|r| r.is_filled)
    }
}

/// Finds the tables of a sheet, from top to bottom.
pub fn find(sheet: &Sheet) -> Vec<Table<'_>> {
    find_below(sheet, |from| heading::next(sheet, from))
}

/// Finds the table of a sheet whose headings say nothing of order numbers, labels or measures, where it is plain that there
/// is one.
pub fn find_unnamed(sheet: &Sheet) -> Vec<Table<'_>> {
    find_below(sheet, |from| if from == 0 { unnamed::first(sheet) } else { None })
}

/// Finds the tables below headings, given the next of them from a row on.
fn find_below(sheet: &Sheet, next: impl Fn(u32) -> Option<heading::Block>) -> Vec<Table<'_>> {
    let mut tables: Vec<Table<'_>> = Vec::new();
    let mut from = 0;
    while let Some(block) = next(from) {
        // The same headings again (a page break repeats them) go on with the table before; with a title
        // between them they are another.
        let titled = !texts(sheet, from, block.top).is_empty();
        let repeats = !titled && tables.last().is_some_and(|t| same_headings(t, &block));
        if repeats && let Some(table) = tables.last_mut() {
            let more = rows::gather(sheet, &table.columns, block.body(), &block.headings);
            table.rows.extend(more.rows);
            from = more.end.max(block.body());
            continue;
        }
        let mut columns = block.columns(sheet);
        let gathered = rows::gather(sheet, &columns, block.body(), &block.headings);
        from = gathered.end.max(block.body());
        columns.retain(|c| c.role != Role::Other || !c.path.is_empty());
        let above = tables.last().and_then(|t| t.rows.last()).map_or(0, |r| r.last_row + 1);
        let titles = texts(sheet, above, block.top);
        let measure = titles.iter().rev().find_map(|(at, text)| announced(text).map(|m| (*at, m.to_owned())));
        tables.push(Table {
            sheet,
            top: block.top,
            bottom: block.bottom,
            index_row: block.index.as_ref().map(|(row, _)| *row),
            columns,
            rows: gathered.rows,
            titles,
            measure,
        });
    }
    for table in &mut tables {
        let numbered = table.column_of(Role::Number).is_some();
        tree::parents(&mut table.rows, numbered);
    }
    tables
}

fn same_headings(table: &Table<'_>, block: &heading::Block) -> bool {
    let own = |columns: &[Column]| columns.iter().map(|c| (c.column, c.path.clone())).collect::<Vec<_>>();
    let paths = block.columns(table.sheet);
    let headed = |columns: &[Column]| own(columns).into_iter().filter(|(_, p)| !p.is_empty()).collect::<Vec<_>>();
    headed(&table.columns) == headed(&paths)
}

/// The texts of some rows, each with its cell, on one line.
fn texts(sheet: &Sheet, from: u32, until: u32) -> Vec<(Address, String)> {
    sheet.rows_in(from..until.max(from)).flat_map(|(_, cells)| lines(cells)).collect()
}

/// The texts of a row, each with its cell, on one line; one that ends with its colon goes on in the next
/// cell.
pub fn lines(cells: &[Cell]) -> impl Iterator<Item = (Address, String)> {
    cells.iter().enumerate().filter_map(|(at, cell)| {
        let text = cell.text()?;
        let next = cells.get(at + 1).and_then(Cell::text).filter(|_| text.trim_end().ends_with(':'));
        Some((cell.at, one_line(&format!("{text} {}", next.unwrap_or_default()))))
    })
}

/// The texts of a row that say something else than the table's measure: «ĐVT: đồng», «(Triệu đồng)», and «ĐVT:» with
/// «triệu đồng» in the next cell head nothing.
pub fn without_measures(cells: &[Cell]) -> impl Iterator<Item = &Cell> {
    let mut texts = cells.iter().filter_map(|cell| Some((cell, cell.text()?))).peekable();
    // Among headings «ĐVT» is one.
    let pair = texts.clone().count() == 2;
    std::iter::from_fn(move || {
        loop {
            let (cell, text) = texts.next()?;
            let is_measure = |next: &(&Cell, &str)| Measure::in_line(&format!("ĐVT: {}", next.1)).is_some();
            if announced(text).is_some() {
                continue;
            }
            if (pair || text.trim_end().ends_with(':')) && announces_next(text) && texts.next_if(is_measure).is_some() {
                continue;
            }
            return Some(cell);
        }
    })
}
