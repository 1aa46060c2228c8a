//! What a template has no room for: how many units stand behind a row's totals, why some do not, and who is in
//! the totals at all.

use rust_xlsxwriter::{Format, Worksheet};

use crate::address::{Address, Area, LAST_COLUMN};
use crate::consolidate::Total;
use crate::form::{Role, RowIndex};
use crate::intake::dress::{Content, SheetLook};
use crate::run::dressed::Dressed;
use crate::sheet_text::SheetText as _;

use super::super::PublishError;
use super::super::book::Book;
use super::super::letterhead::coverage;
use super::super::remarks::{behind, note};
use super::super::style::Mark;
use super::{Drawing, column};

/// Where what a template has no room for is written.
pub(super) struct Beside {
    /// The table's first and last column in the template.
    table: (u32, u32),
    /// How many units.
    coverage: Option<u32>,
    /// Why some are missing: a column of ours, or the form's own.
    remarks: Option<(u32, bool)>,
}

/// The widths of the columns of ours, in pixels.
const COVERAGE: u32 = 93;
const REMARKS: u32 = 293;

impl Beside {
    pub(super) fn new(book: &Book<'_>, dressed: &Dressed, merges: &[Area]) -> Self {
        let look = &dressed.look;
        let rows = dressed.headings.0..=dressed.last_row();
        let seen = look.cells.iter().filter(|(at, cell)| rows.contains(&at.row) && look.is_seen(cell));
        let (mut first, mut last) = (u32::MAX, 0);
        for at in seen.map(|(at, _)| at.column).chain(dressed.columns.values().copied()) {
            (first, last) = (first.min(at), last.max(at));
        }
        let touches = |m: &&Area| m.first.row <= *rows.end() && m.last.row >= *rows.start();
        last = merges.iter().filter(touches).map(|m| m.last.column).fold(last, u32::max);
        // The last column of words takes the notes, where the template has left it free.
        let words = book.form.columns.iter().rposition(|c| c.role == Role::Text);
        let free = |at: &u32| {
            dressed.rows.values().all(|(row, _)| {
                let at = Address { row: *row, column: *at };
                let empty = look.cells.get(&at).is_none_or(|c| c.content == Content::Empty);
                empty && !merges.iter().any(|m| m.contains(at))
            })
        };
        let own = words.and_then(|at| dressed.columns.get(&at)).copied();
        let own = own.filter(|at| free(at) && !look.is_hidden(*at));
        let right = |n: u32| last.checked_add(n).filter(|at| *at <= LAST_COLUMN);
        Self {
            table: (first.min(last), last),
            coverage: right(1),
            remarks: own.map_or_else(|| right(2).map(|at| (at, true)), |at| Some((at, false))),
        }
    }

    /// The columns of ours, with their widths.
    pub(super) fn widths(&self) -> impl Iterator<Item = (u32, u32)> {
        let remarks = self.remarks.filter(|(_, ours)| *ours).map(|(at, _)| (at, REMARKS));
        self.coverage.map(|at| (at, COVERAGE)).into_iter().chain(remarks)
    }

    /// The column in which the notes stand.
    pub(super) fn remarks(&self) -> Option<u32> {
        self.remarks.map(|(at, _)| at)
    }

    /// What is printed: as the template has it, and what is ours.
    pub(super) fn printed(&self, look: &SheetLook, line: u32) -> Option<Area> {
        let ours = self.widths().map(|(at, _)| at).max().unwrap_or(self.table.1);
        let fits = look.page.fit.is_some_and(|(wide, _)| wide > 0);
        let mut area = match (look.named.printed, fits) {
            (Some(area), _) => area,
            // All of it is printed.
            (None, true) => return None,
            (None, false) => {
                let seen = look.cells.iter().filter(|(_, cell)| look.is_seen(cell)).map(|(at, _)| *at);
                let corners = seen.chain(look.merges.iter().map(|m| m.last));
                let start =
                    Area { first: Address { row: 0, column: 0 }, last: Address { row: line, column: self.table.1 } };
                corners.fold(start, |area, at| Area {
                    last: Address { row: area.last.row.max(at.row), column: area.last.column.max(at.column) },
                    ..area
                })
            }
        };
        area.last.row = area.last.row.max(line);
        // Who is missing from a total is told on paper too.
        area.last.column = area.last.column.max(ours);
        Some(area)
    }
}

impl Drawing<'_, '_> {
    /// Writes what stands beside the table and below it; gives the row of the line below.
    pub(super) fn beside(&mut self, beside: &Beside) -> Result<u32, PublishError> {
        self.headings(beside)?;
        let rows: Vec<(RowIndex, u32)> = self.dressed.rows.iter().map(|(index, (row, _))| (*index, *row)).collect();
        for (index, row) in rows {
            self.behind(beside, index, row)?;
        }
        self.line(beside)
    }

    fn headings(&mut self, beside: &Beside) -> Result<(), PublishError> {
        let Book { styles, lang, .. } = *self.book;
        let coverage = beside.coverage.map(|at| (at, lang.of("Có số / phải có", "Reporting / expected")));
        let remarks = beside.remarks.filter(|(_, ours)| *ours).map(|(at, _)| (at, lang.of("Ghi chú", "Remarks")));
        let (first, last) = self.dressed.headings;
        for (at, text) in coverage.into_iter().chain(remarks) {
            across(&mut self.sheet, (first, last), (at, at), text, &styles.head)?;
        }
        Ok(())
    }

    /// How many units stand behind a row's totals, and why some do not.
    fn behind(&mut self, beside: &Beside, index: RowIndex, at: u32) -> Result<(), PublishError> {
        let Book { styles, form, .. } = *self.book;
        let Some(row) = form.row(index) else { return Ok(()) };
        let totals: Vec<&Total> = form.value_columns().filter_map(|(c, _)| self.book.total(index, c)).collect();
        if let Some(col) = beside.coverage {
            let (text, short) = behind(self.book, row, &totals);
            let format = match short {
                true => styles.marked(styles.centre.clone(), Mark::Partial).set_bold(),
                false => styles.centre.clone(),
            };
            self.sheet.put_text(at, column(col), text, &format)?;
        }
        let Some((col, ours)) = beside.remarks else { return Ok(()) };
        let note = note(self.book, row, &totals);
        if ours {
            self.sheet.put_text(at, column(col), &note, &styles.cell.clone().set_font_size(11))?;
            self.heights.own_text(at, &note, REMARKS, 11.0);
        } else if !note.is_empty() {
            let place = Address { row: at, column: col };
            let look = self.look_of(self.dressed.look.cells.get(&place));
            let format = super::format::format(&look).set_text_wrap();
            self.sheet.put_text(at, column(col), &note, &format)?;
            self.heights.own_text(at, &note, self.width_at(place), look.font.size.max(1.0));
        }
        Ok(())
    }

    /// Who is in the totals and what the marks mean, in the first free row below the table.
    fn line(&mut self, beside: &Beside) -> Result<u32, PublishError> {
        let look = &self.dressed.look;
        let below = self.dressed.last_row().saturating_add(1);
        let taken = |row: u32| {
            look.cells
                .range(Address { row, column: 0 }..=Address { row, column: LAST_COLUMN })
                .any(|(_, c)| look.is_seen(c))
                || self.merges.iter().any(|m| (m.first.row..=m.last.row).contains(&row))
                || look.rows.get(&row).is_some_and(|r| r.hidden)
        };
        let end =
            look.cells.keys().map(|at| at.row).chain(self.merges.iter().map(|m| m.last.row)).max().unwrap_or(below);
        let last = end.max(below).saturating_add(1);
        let at = (below..=last).find(|row| !taken(*row)).unwrap_or(last);
        let text = coverage(self.book);
        let (first, to) = beside.table;
        across(&mut self.sheet, (at, at), (first, to), &text, &self.book.styles.remark)?;
        let width = (first..=to).filter(|c| !look.is_hidden(*c)).map(|c| look.width_of(c)).sum();
        self.heights.own_text(at, &text, width, 11.0);
        Ok(at)
    }
}

/// Writes a text over an area.
fn across(
    sheet: &mut Worksheet,
    rows: (u32, u32),
    columns: (u32, u32),
    text: &str,
    format: &Format,
) -> Result<(), PublishError> {
    let (from, to) = (column(columns.0), column(columns.1));
    if rows.0 < rows.1 || from < to {
        sheet.put_merged(rows.0, from, rows.1, to, text, format)?;
    } else {
        sheet.put_text(rows.0, from, text, format)?;
    }
    Ok(())
}
