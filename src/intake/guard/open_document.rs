//! The content of an OpenDocument spreadsheet: whole, and not larger than it looks.
//!
//! A cell and a row may be repeated by a number, so 857 bytes can stand for cells that take 6 GB; calamine
//! keeps each of them. Where the text breaks off inside a row it reads on for ever. What is counted here is
//! what it will keep: all cells of a row up to its last one that holds something, and then the rectangle
//! around all of a table.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::address::{LAST_COLUMN, LAST_ROW};
use crate::finding::intake::{Problem, Size};
use crate::intake::damaged;
use crate::intake::limits::Limits;

use super::{Verdict, rectangle};

const COLUMNS: u64 = LAST_COLUMN as u64 + 1;
const ROWS: u64 = LAST_ROW as u64 + 1;

/// What the tables hold together.
#[derive(Default)]
struct Held {
    /// Elements of cells that hold something.
    elements: u64,
    /// Cells kept before rows are repeated, and rectangles.
    kept: u64,
    /// Bytes of text, each time it is repeated.
    text: u64,
    tables: u64,
}

/// The table that is being read.
#[derive(Default)]
struct Table {
    rows: u64,
    /// First and last row, first and last column that hold something.
    around: Option<[u64; 4]>,
}

/// The row that is being read.
#[derive(Default)]
struct Row {
    repeated: u64,
    cells: u64,
    /// Empty cells behind those; they are kept only if another follows.
    empty: u64,
    /// The first column that holds something.
    first: Option<u64>,
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    repeated: u64,
    holds: bool,
    /// Where it begins in the content.
    from: u64,
    /// Spaces that are written as a number.
    spaces: u64,
}

/// Walks the content to its end.
pub(super) fn check(xml: &str, limits: &Limits) -> Result<Verdict, Box<Problem>> {
    let mut reader = Reader::from_str(xml);
    let mut open = 0u64;
    let mut held = Held::default();
    let (mut table, mut row, mut cell) = (Table::default(), Row::default(), None::<Cell>);
    let mut in_row = false;
    loop {
        let from = reader.buffer_position();
        let event = reader.read_event().map_err(damaged)?;
        let until = reader.buffer_position();
        let whole = matches!(event, Event::Empty(_));
        let (begun, ended) = match &event {
            Event::Start(e) => (Some(e), None),
            Event::Empty(e) => (Some(e), Some(e.name().as_ref().to_owned())),
            Event::End(e) => (None, Some(e.name().as_ref().to_owned())),
            Event::Eof if open > 0 => return Err(damaged("content.xml is cut short")),
            Event::Eof if held.tables == 0 && !xml.contains("document-content") => {
                return Err(damaged("content.xml holds no document"));
            }
            Event::Eof => break,
            _ => continue,
        };
        if let Some(e) = begun {
            open += u64::from(!whole);
            limits.allow(Size::Nesting, open)?;
            match e.name().as_ref() {
                "table:table" if cell.is_some() => {
                    // A document within a cell: whose rows the library takes its rows for is not asked here.
                    return Ok(Verdict::Doubtful("a table stands inside a cell".to_owned()));
                }
                "table:table" => {
                    held.tables += 1;
                    limits.allow(Size::Sheets, held.tables)?;
                    table = Table::default();
                }
                "table:table-row" => {
                    let left = ROWS.saturating_sub(table.rows);
                    row = Row { repeated: number(e, "table:number-rows-repeated")?.min(left), ..Row::default() };
                    in_row = true;
                }
                "table:table-cell" | "table:covered-table-cell" if in_row => {
                    let repeated = number(e, "table:number-columns-repeated")?;
                    cell = Some(Cell { repeated, holds: holds(e), from, spaces: 0 });
                }
                "text:s" => {
                    if let Some(cell) = &mut cell {
                        cell.spaces = cell.spaces.saturating_add(number(e, "text:c")?);
                        limits.allow(Size::Text, cell.spaces)?;
                    }
                }
                _ => {}
            }
        }
        if let Some(name) = ended {
            open -= u64::from(!whole);
            match name.as_str() {
                "table:table-cell" | "table:covered-table-cell" => {
                    if let Some(cell) = cell.take() {
                        row.take(&cell, until, &mut held);
                        limits.allow(Size::Inflated, held.text)?;
                        limits.allow(Size::Cells, held.kept.saturating_add(row.cells))?;
                    }
                }
                "table:table-row" => {
                    held.kept = held.kept.saturating_add(row.cells);
                    table.take(&row);
                    (row, in_row) = (Row::default(), false);
                }
                "table:table" => held.kept = held.kept.saturating_add(table.rectangle()),
                _ => {}
            }
        }
    }
    rectangle(held.kept, held.elements, limits)
}

impl Row {
    fn take(&mut self, cell: &Cell, until: u64, held: &mut Held) {
        let left = COLUMNS.saturating_sub(self.cells);
        if !cell.holds {
            // Of two runs of empty cells the library keeps both.
            self.cells = self.cells.saturating_add(self.empty.min(left));
            self.empty = cell.repeated.min(COLUMNS.saturating_sub(self.cells));
            return;
        }
        self.cells += self.empty.min(left);
        self.empty = 0;
        let repeated = cell.repeated.min(COLUMNS.saturating_sub(self.cells));
        if repeated > 0 {
            self.first.get_or_insert(self.cells);
        }
        self.cells += repeated;
        held.elements += 1;
        let text = until.saturating_sub(cell.from).saturating_add(cell.spaces);
        held.text = held.text.saturating_add(text.saturating_mul(repeated).saturating_mul(self.repeated.max(1)));
    }
}

impl Table {
    fn take(&mut self, row: &Row) {
        let (top, bottom) = (self.rows, self.rows.saturating_add(row.repeated).saturating_sub(1));
        if let Some(first) = row.first {
            let last = row.cells.saturating_sub(1);
            self.around = Some(match self.around {
                None => [top, bottom, first, last],
                Some([above, _, left, right]) => [above, bottom, left.min(first), right.max(last)],
            });
        }
        self.rows = self.rows.saturating_add(row.repeated);
    }

    fn rectangle(&self) -> u64 {
        let cells = |[top, bottom, left, right]: [u64; 4]| {
            (bottom.saturating_sub(top) + 1).saturating_mul(right.saturating_sub(left) + 1)
        };
        self.around.map_or(0, cells)
    }
}

/// A count that is one where it is not given.
fn number(e: &BytesStart<'_>, name: &str) -> Result<u64, Box<Problem>> {
    let Some(found) = e.attributes().flatten().find(|a| a.key.as_ref() == name) else { return Ok(1) };
    found.value.trim().parse().map_err(|_| damaged(format!("{name} is «{}»", found.value)))
}

/// Tells whether a cell has a value or a formula; only such are kept.
fn holds(e: &BytesStart<'_>) -> bool {
    let says = |key: &str| key.starts_with("office:") || key.starts_with("calcext:") || key == "table:formula";
    e.attributes().flatten().any(|a| says(a.key.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(rows: &str) -> Result<Verdict, Problem> {
        let limits = Limits { cells: 5_000_000, ..Limits::default() };
        check(&format!("<d><table:table>{rows}</table:table></d>"), &limits).map_err(|problem| *problem)
    }

    const CELL: &str = "<table:table-cell office:value-type='float' office:value='1'";

    #[test]
    fn what_programs_write_at_the_ends_of_rows_and_tables_is_cleared() {
        for rows in [
            String::new(),
            format!(
                "<table:table-row>{CELL}/><table:table-cell table:number-columns-repeated='16383'/></table:table-row>"
            ),
            format!(
                "<table:table-row>{CELL}/></table:table-row><table:table-row table:number-rows-repeated='1048575'>\
                 <table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
            ),
            // Empty rows in front are not kept either.
            format!(
                "<table:table-row table:number-rows-repeated='1048000'><table:table-cell table:number-columns-repeated='16384'/>\
                 </table:table-row><table:table-row>{CELL}/></table:table-row>"
            ),
            format!(
                "<table:table-row table:number-rows-repeated='1000'>{CELL} table:number-columns-repeated='50'/></table:table-row>"
            ),
        ] {
            assert_eq!(judged(&rows), Ok(Verdict::Clear), "{rows}");
        }
    }

    #[test]
    fn what_stands_for_more_than_is_taken_is_refused_and_what_is_scattered_is_doubted() {
        let scattered = |rows: u32| {
            judged(&format!(
                "<table:table-row>{CELL}/></table:table-row>\
                 <table:table-row table:number-rows-repeated='{rows}'><table:table-cell/></table:table-row>\
                 <table:table-row><table:table-cell table:number-columns-repeated='45'/>{CELL}/></table:table-row>"
            ))
        };
        assert_eq!(scattered(50_000), Ok(Verdict::Clear));
        assert!(matches!(scattered(100_000), Ok(Verdict::Doubtful(_))));
        assert!(matches!(scattered(200_000), Err(Problem::TooLarge { what: Size::Cells, .. })));
        for (rows, what) in [
            (
                format!(
                    "<table:table-row>{CELL} table:number-columns-repeated='4'>{}</table:table-cell></table:table-row>",
                    "<a>".repeat(300)
                ),
                Size::Nesting,
            ),
            (
                format!(
                    "<table:table-row table:number-rows-repeated='1048576'>{CELL} table:number-columns-repeated='99'/></table:table-row>"
                ),
                Size::Inflated,
            ),
            (
                format!("<table:table-row>{CELL}><text:s text:c='2000000'/></table:table-cell></table:table-row>"),
                Size::Text,
            ),
            ("</table:table><table:table>".repeat(1_100), Size::Sheets),
        ] {
            let refused = judged(&rows);
            assert!(matches!(&refused, Err(Problem::TooLarge { what: w, .. }) if *w == what), "{what:?}: {refused:?}");
        }
    }

    #[test]
    fn content_that_breaks_off_is_damaged() {
        for xml in ["<d><table:table><table:table-row>", "<d><table:table></d>", "", "<d><table:table/></d", "words"] {
            let refused = check(xml, &Limits::default()).map_err(|problem| *problem);
            assert!(matches!(refused, Err(Problem::Damaged { .. })), "{xml}: {refused:?}");
        }
        let odd = judged("<table:table-row table:number-rows-repeated='many'></table:table-row>");
        assert!(matches!(odd, Err(Problem::Damaged { .. })));
        let inner = judged(&format!("<table:table-row>{CELL}><table:table/></table:table-cell></table:table-row>"));
        assert!(matches!(inner, Ok(Verdict::Doubtful(_))));
    }
}
