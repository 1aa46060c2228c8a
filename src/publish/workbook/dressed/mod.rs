//! «Tổng hợp» as the template of the form has it: its sheet drawn again cell for cell, with the totals where the
//! form's rows and columns stand.
//!
//! [`format`] turns looks into formats, [`titles`] fills the lines that leave room for a place, [`room`]
//! says how high rows must be, [`beside`] writes
//! what a template has no room for: how many units stand behind a total, why some do not, and who is in it.
//! Templates that do not say how they look (xls, xlsb, ods, csv), lists, and sheets of several tables have the
//! layout of ours.

mod beside;
mod format;
mod room;
mod titles;

use std::collections::{BTreeMap, HashMap, HashSet};

use rust_xlsxwriter::{Format, Note, Workbook, Worksheet};

use crate::address::{Address, Area};
use crate::consolidate::{Outcome, Total};
use crate::form::{Aggregate, Role, RowIndex};
use crate::intake::dress::{CellLook, Content, Look, Run as TextRun};
use crate::own_output::DRESSED;
use crate::reading::State;
use crate::register::UnitIndex;
use crate::run::dressed::Dressed;
use crate::sheet_text::SheetText as _;

use super::PublishError;
use super::book::Book;
use super::by_unit::{Block, Grid};
use super::remarks::of_total;
use super::style::{Mark, as_excel, shown_decimals};
use super::summary::write_total;
use beside::Beside;
use room::Heights;
use titles::Titles;

/// Text that is longer fits into no cell.
const LONGEST: usize = 32_000;

/// A template's sheet on its way into the workbook.
struct Drawing<'b, 'r> {
    book: &'b Book<'r>,
    dressed: &'r Dressed,
    grid: &'b Grid,
    formats: Vec<Format>,
    /// The widths of columns in pixels, as far as something stands in them.
    widths: Vec<u32>,
    /// The merged areas, none over another.
    merges: Vec<Area>,
    /// The same by their first cells.
    merged: HashMap<Address, Area>,
    heights: Heights,
    sheet: Worksheet,
}

/// Makes the sheet; nothing where the form has no template to be drawn after.
pub(super) fn sheet(book: &Book<'_>, grid: &Grid) -> Result<Option<Worksheet>, PublishError> {
    let Some(dressed) = book.run.dressed.get(&book.form.name) else { return Ok(None) };
    let mut drawing = Drawing::new(book, dressed, grid);
    drawing.sheet.set_name(book.sheet_name(book.names.summary))?;
    // A sheet of its own reckons widths with another font than that of the workbook it goes into.
    drawing.sheet.set_default_format(&book.styles.base, 21, 72)?;
    let beside = Beside::new(book, dressed, &drawing.merges);
    drawing.columns(&beside)?;
    drawing.merged()?;
    drawing.cells()?;
    let line = drawing.beside(&beside)?;
    drawing.totals(&beside)?;
    drawing.rows(line)?;
    drawing.page(&beside, line)?;
    Ok(Some(drawing.sheet))
}

/// Names the sheets that were drawn after a template, so that they are known again.
pub(super) fn name(workbook: &mut Workbook, books: &[Book<'_>]) -> Result<(), PublishError> {
    for book in books.iter().filter(|b| b.run.dressed.contains_key(&b.form.name) && !b.form.is_list()) {
        let sheet = book.sheet_name(book.names.summary).replace('\'', "''");
        workbook.define_name(format!("'{sheet}'!{DRESSED}"), &format!("='{sheet}'!$A$1"))?;
    }
    Ok(())
}

fn column(at: u32) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

impl<'b, 'r> Drawing<'b, 'r> {
    fn new(book: &'b Book<'r>, dressed: &'r Dressed, grid: &'b Grid) -> Self {
        let look = &dressed.look;
        let mut taken = HashSet::new();
        let mut merges = Vec::new();
        for merge in &look.merges {
            let cells = (merge.first.row..=merge.last.row)
                .flat_map(|row| (merge.first.column..=merge.last.column).map(move |column| (row, column)));
            let cells: Vec<(u32, u32)> = cells.collect();
            if cells.len() > 1 && cells.iter().all(|at| !taken.contains(at)) {
                taken.extend(cells);
                merges.push(*merge);
            }
        }
        let of_cells = look.cells.iter().filter(|(_, cell)| look.is_seen(cell)).map(|(at, _)| at.column);
        let of_merges = merges.iter().map(|m| m.last.column);
        let last = of_cells.chain(of_merges).max().unwrap_or(0);
        Self {
            book,
            dressed,
            grid,
            formats: look.looks.iter().map(format::format).collect(),
            widths: (0..=last).map(|at| look.width_of(at)).collect(),
            merged: merges.iter().map(|m| (m.first, *m)).collect(),
            merges,
            heights: Heights::default(),
            sheet: Worksheet::new(),
        }
    }

    fn look_of(&self, cell: Option<&CellLook>) -> Look {
        cell.and_then(|c| self.dressed.look.of(c)).cloned().unwrap_or_default()
    }

    fn format_of(&self, look: Option<usize>) -> Format {
        look.and_then(|at| self.formats.get(at)).cloned().unwrap_or_default()
    }

    /// The width that a cell has for its text, in pixels.
    fn width_at(&self, at: Address) -> u32 {
        let look = &self.dressed.look;
        let last = self.merged.get(&at).map_or(at.column, |m| m.last.column);
        (at.column..=last).filter(|c| !look.is_hidden(*c)).map(|c| look.width_of(c)).sum()
    }

    fn columns(&mut self, beside: &Beside) -> Result<(), PublishError> {
        for (at, width) in (0..).zip(&self.widths) {
            self.sheet.set_column_width_pixels(at, *width)?;
        }
        let last = u32::try_from(self.widths.len()).unwrap_or(u32::MAX);
        for columns in &self.dressed.look.columns {
            let (from, to) = (column(columns.first), column(columns.last));
            if let Some(look) = columns.look.filter(|_| columns.first < last) {
                let to = column(columns.last.min(last.saturating_sub(1)));
                self.sheet.set_column_range_format(from, to, &self.format_of(Some(look)))?;
            }
            if columns.hidden {
                // The columns right of many forms are hidden, down to the last; those of ours show.
                let shown = |at: &u16| beside.widths().any(|(ours, _)| column(ours) == *at);
                for at in (from..=to).filter(|at| !shown(at)) {
                    self.sheet.set_column_hidden(at)?;
                }
            }
        }
        for (at, width) in beside.widths() {
            self.sheet.set_column_width_pixels(column(at), width)?;
        }
        Ok(())
    }

    fn merged(&mut self) -> Result<(), PublishError> {
        for merge in &self.merges {
            let format = self.format_of(self.dressed.look.cells.get(&merge.first).map(|c| c.look));
            let (first, last) = (merge.first, merge.last);
            self.sheet.put_merged(first.row, column(first.column), last.row, column(last.column), "", &format)?;
        }
        Ok(())
    }

    /// Everything that the template has, its lines filled.
    fn cells(&mut self) -> Result<(), PublishError> {
        let dressed = self.dressed;
        let around = |at: &Address| at.row < dressed.headings.0 || at.row > dressed.last_row();
        let lines: Vec<String> =
            dressed.look.cells.iter().filter(|(at, _)| around(at)).map(|(_, cell)| cell.content.text()).collect();
        let titles = Titles::new(self.book, lines.iter().map(String::as_str));
        for (at, cell) in &dressed.look.cells {
            let content = match &cell.content {
                Content::Text(runs) => {
                    let text = cell.content.text();
                    let filled = if around(at) { titles.filled(&text) } else { self.heading(*at, &text) };
                    filled.map_or_else(|| runs.clone(), |text| titles::in_runs(runs, &text))
                }
                Content::Empty => Vec::new(),
                Content::Number(number) => {
                    let format = self.format_of(Some(cell.look));
                    self.sheet.write_number_with_format(at.row, column(at.column), *number, &format)?;
                    continue;
                }
                Content::Boolean(truth) => {
                    let format = self.format_of(Some(cell.look));
                    self.sheet.write_boolean_with_format(at.row, column(at.column), *truth, &format)?;
                    continue;
                }
            };
            self.text(*at, cell, &content)?;
        }
        Ok(())
    }

    /// A heading that names another year than the figures are of.
    fn heading(&self, at: Address, text: &str) -> Option<String> {
        let [named] = self.dressed.years.as_slice() else { return None };
        let year = self.book.year().filter(|year| year != named)?;
        let within = (self.dressed.headings.0..=self.dressed.headings.1).contains(&at.row);
        (within && text.contains(&named.to_string())).then(|| text.replace(&named.to_string(), &year.to_string()))
    }

    fn text(&mut self, at: Address, cell: &CellLook, runs: &[TextRun]) -> Result<(), PublishError> {
        let format = self.format_of(Some(cell.look));
        let look = self.look_of(Some(cell));
        let (row, col) = (at.row, column(at.column));
        let whole: String = runs.iter().map(|r| r.text.as_str()).collect();
        let several = runs.iter().any(|r| r.font.is_some());
        if whole.is_empty() {
            self.sheet.write_blank(row, col, &format)?;
        } else if several && whole.encode_utf16().count() <= LONGEST {
            let own = format::font(&look.font);
            let fonts: Vec<Format> =
                runs.iter().map(|r| r.font.as_ref().map_or_else(|| own.clone(), format::font)).collect();
            let pieces: Vec<(&Format, &str)> =
                fonts.iter().zip(runs).map(|(font, run)| (font, run.text.as_str())).collect();
            self.sheet.write_rich_string_with_format(row, col, &pieces, &format)?;
        } else {
            let text: String = whole.chars().take(LONGEST / 2).collect();
            let text = if whole.encode_utf16().count() <= LONGEST { whole.as_str() } else { text.as_str() };
            self.sheet.put_text(row, col, text, &format)?;
        }
        // What is turned or stands over several rows says nothing of the height of one.
        let tall = self.merged.get(&at).is_some_and(|m| m.last.row > at.row);
        if !whole.is_empty() && !tall && look.rotation == 0 {
            let sizes = runs.iter().filter_map(|r| r.font.as_ref().map(|f| f.size));
            let size = sizes.fold(look.font.size, f64::max).max(1.0);
            self.heights.text(at.row, &whole, self.width_at(at), size, look.wrap);
        }
        Ok(())
    }

    /// The totals, each where the form has it.
    fn totals(&mut self, beside: &Beside) -> Result<(), PublishError> {
        let Self { book, dressed, .. } = *self;
        let name = book.sheet_name(book.names.summary);
        for (index, (_, cells)) in &dressed.rows {
            for (of_form, at) in cells {
                let role = book.form.columns.get(*of_form).map(|c| c.role);
                match (book.total(*index, *of_form), role) {
                    (Some(total), Some(Role::Value)) if self.is_printed_for_all(*index, *at, total) => {}
                    (Some(total), Some(Role::Value)) => {
                        let place = (at.row, column(at.column));
                        book.shows(&name, place, (Some(*index), *of_form), total.unit);
                        self.total(*index, *of_form, *at, total)?;
                    }
                    // Notes of ours stand in the last column of words.
                    (Some(Total { outcome: Outcome::Text(text), .. }), _) if beside.remarks() != Some(at.column) => {
                        let cell = dressed.look.cells.get(at).cloned().unwrap_or_default();
                        self.text(*at, &cell, &[TextRun { font: None, text: text.clone() }])?;
                    }
                    (_, Some(Role::Value)) => {
                        let format = self.format_of(dressed.look.cells.get(at).map(|c| c.look));
                        self.sheet.write_blank(at.row, column(at.column), &format)?;
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Tells whether the template prints what every unit says, where that has no total: norms and prices («Mức trợ cấp
    /// (đồng/tháng)» of people with merit) are there for all.
    fn is_printed_for_all(&self, index: RowIndex, at: Address, total: &Total) -> bool {
        let Some(Content::Number(printed)) = self.dressed.look.cells.get(&at).map(|cell| &cell.content) else {
            return false;
        };
        let form = self.book.form;
        let own = form.row(index).map(|row| &form.figure(row, total.column).aggregate);
        if own != Some(&Aggregate::None) {
            return false;
        }
        let of_row = |(_, row, column): &(UnitIndex, RowIndex, usize)| (*row, *column) == (index, total.column);
        let mut facts = self.book.facts.iter().filter(|(at, _)| of_row(at)).map(|(_, fact)| fact.state()).peekable();
        let says_nothing_else = total.excluded.is_empty() && total.absent.iter().all(|(_, state)| state.is_none());
        let same = |state: State| state.value().and_then(as_excel) == Some(*printed) && state != State::Nil;
        total.outcome == Outcome::NoTotal && says_nothing_else && facts.peek().is_some() && facts.all(same)
    }

    fn total(&mut self, index: RowIndex, of_form: usize, at: Address, total: &Total) -> Result<(), PublishError> {
        let Book { form, styles, .. } = *self.book;
        let Some(row) = form.row(index) else { return Ok(()) };
        let figure = form.figure(row, of_form);
        let (line, col) = (at.row, column(at.column));
        let source = self.grid.order_of(of_form).map(|k| self.grid.outside(self.grid.spot(index, Block::Whole, k)));
        let text = write_total(&mut self.sheet, (line, col), figure, total, source.as_deref(), self.book)?;
        let look = self.look_of(self.dressed.look.cells.get(&at));
        let decimals = total.outcome.value().filter(|_| !matches!(total.outcome, Outcome::Nil));
        let decimals = decimals.map(|value| shown_decimals(&figure.aggregate, value));
        let mark = match (&total.outcome, &figure.aggregate) {
            (Outcome::Nothing(state), _) if state.is_unusable() => Mark::Unusable,
            (Outcome::NoTotal, Aggregate::None | Aggregate::Ratio { .. }) => Mark::None,
            (Outcome::NoTotal, _) => Mark::Unusable,
            _ => self.book.mark_of(total),
        };
        self.sheet.set_cell_format(line, col, &format::of_figure(&look, decimals, mark, styles))?;
        if !text.is_empty() {
            self.heights.text(line, &text, self.width_at(at), look.font.size.max(1.0), look.wrap);
        }
        let sentences = of_total(self.book, figure, total).join(" ");
        let says = matches!(mark, Mark::Partial | Mark::Doubtful | Mark::PartialAndDoubtful | Mark::Decided);
        if says && !sentences.is_empty() {
            let note = Note::new(sentences).set_author("phubieu").add_author_prefix(false);
            self.sheet.insert_note(line, col, &note)?;
        }
        Ok(())
    }

    /// The heights of rows: those that a person set, others as their texts need.
    fn rows(&mut self, line: u32) -> Result<(), PublishError> {
        let look = &self.dressed.look;
        let last = look.cells.iter().filter(|(_, cell)| look.is_seen(cell)).map(|(at, _)| at.row).max().unwrap_or(0);
        let own: BTreeMap<u32, _> = look.rows.iter().map(|(row, own)| (*row, own)).collect();
        for row in (0..=last.max(line)).chain(own.keys().copied().filter(|row| *row > last.max(line))) {
            let said = own.get(&row).copied();
            let stored = said.and_then(|r| r.height);
            let height = match said.filter(|r| r.fixed).and_then(|r| r.height) {
                Some(fixed) => fixed.max(self.heights.ours(row)),
                None => stored.map_or(look.height.max(self.heights.all(row)), |h| h.max(self.heights.ours(row))),
            };
            self.sheet.set_row_height(row, height)?;
            if let Some(at) = said.and_then(|r| r.look) {
                self.sheet.set_row_format(row, &self.format_of(Some(at)))?;
            }
            if said.is_some_and(|r| r.hidden) {
                self.sheet.set_row_hidden(row)?;
            }
        }
        Ok(())
    }

    fn page(&mut self, beside: &Beside, line: u32) -> Result<(), PublishError> {
        let look = &self.dressed.look;
        let (page, view, named) = (&look.page, &look.view, &look.named);
        let sheet = &mut self.sheet;
        if page.paper > 0 {
            sheet.set_paper_size(page.paper);
        }
        if page.landscape {
            sheet.set_landscape();
        }
        match (page.fit, page.scale) {
            (Some((wide, high)), _) => _ = sheet.set_print_fit_to_pages(wide, high),
            // What is ours makes it wider; it goes onto the page as a whole.
            (None, _) if beside.widths().next().is_some() => _ = sheet.set_print_fit_to_pages(1, 0),
            (None, Some(scale)) => _ = sheet.set_print_scale(scale),
            (None, None) => {}
        }
        if let Some([left, right, top, bottom, header, footer]) = page.margins {
            sheet.set_margins(left, right, top, bottom, header, footer);
        }
        sheet.set_print_center_horizontally(page.centred.0).set_print_center_vertically(page.centred.1);
        sheet.set_print_gridlines(page.printed.0).set_print_headings(page.printed.1);
        sheet.set_page_order(!page.across_first).set_print_black_and_white(page.black_and_white);
        // Excel takes no more; the library would say so where nobody asked.
        let fits = |text: &&String| !text.is_empty() && text.encode_utf16().count() <= 255;
        if let Some(header) = Some(&page.header).filter(fits) {
            sheet.set_header(header);
        }
        if let Some(footer) = Some(&page.footer).filter(fits) {
            sheet.set_footer(footer);
        }
        if !page.breaks.is_empty() {
            sheet.set_page_breaks(&page.breaks)?;
        }
        sheet.set_screen_gridlines(!view.no_grid);
        if let Some(zoom) = view.zoom {
            sheet.set_zoom(zoom);
        }
        if let Some((rows, columns)) = view.frozen {
            sheet.set_freeze_panes(rows, column(columns))?;
        }
        if let Some((first, last)) = named.rows.filter(|(first, last)| first <= last) {
            sheet.set_repeat_rows(first, last)?;
        }
        if let Some((first, last)) = named.columns.filter(|(first, last)| first <= last) {
            sheet.set_repeat_columns(column(first), column(last))?;
        }
        if let Some(area) = beside.printed(look, line) {
            let (first, last) = (area.first, area.last);
            sheet.set_print_area(first.row, column(first.column), last.row, column(last.column))?;
        }
        Ok(())
    }
}
