//! What came of the matching: rows of the form with the cells to read, and rows that the form does not have.

use crate::address::Address;
use crate::finding::structure::Problem;
use crate::finding::{Code, Finding};
use crate::form::{Form, Role, Row, RowIndex};
use crate::intake::{Sheet, Value};
use crate::layout::cells::{mark_shared, value_cells};
use crate::layout::{Doubt, LocatedRow, UnknownRow, is_figure};
use crate::table::words;
use crate::vietnamese::measure::measure_in_brackets;
use crate::vietnamese::text::fold;

use super::{Matched, Matching, SheetRow};

impl Matching<'_> {
    pub(super) fn finish(mut self, sheet: &Sheet) -> Matched {
        let mut located = Vec::new();
        let mut unknown = Vec::new();
        let last = self.taken.iter().rposition(Option::is_some);
        let mut previous: Option<RowIndex> = None;
        let mut above: Option<String> = None;
        let mut halves: Vec<usize> = Vec::new();
        for (at, sheet_row) in self.rows.iter().enumerate() {
            let measure_at = sheet_row.header.measures(self.form).and_then(|c| Address::new(sheet_row.row, c));
            let measure = measure_at.and_then(|at| sheet.shown(at).map(|c| (at, c.value.on_one_line().into_owned())));
            // Ditto marks say the measure of the row above again.
            let measure = match measure {
                Some((at, text)) if crate::table::rows::is_ditto(&text) => above.clone().map(|text| (at, text)),
                other => other,
            };
            // «Trong đó», «Cộng trang» have none, and do not end what the mark says again. A figure without one does.
            let passes = || !sheet_row.has_figure || words::is_of_page(&fold(&sheet_row.label));
            above = measure.as_ref().map(|(_, text)| text.clone()).or_else(|| above.take().filter(|_| passes()));
            // «Quỹ đền ơn đáp nghĩa (đồng)»: the label itself says it.
            let measure = measure.or_else(|| {
                let named = measure_in_brackets(&sheet_row.label)?;
                let label = sheet_row.header.column(self.form, Role::Label)?;
                Some((Address::new(sheet_row.row, label)?, named.to_owned()))
            });
            if let Some(index) = self.taken.get(at).copied().flatten() {
                // The figure of a label in several lines may stand beside any of them.
                let rest = at + 1..at + 1 + self.lines_below(at);
                let below = self.rows.get(rest.clone()).unwrap_or_default().iter().find(|r| r.has_figure);
                halves.extend(rest);
                let value_row = below.filter(|_| !sheet_row.has_figure).map_or(sheet_row.row, |r| r.row);
                let doubt = self.is_twice(at).then_some(Doubt::RowTwice);
                let mut cells = value_cells(self.form, sheet_row.header, value_row);
                cells.iter_mut().for_each(|c| c.doubt = doubt);
                located.push(LocatedRow { row: index, sheet_row: sheet_row.row, measure, cells });
                previous = Some(index);
                continue;
            }
            if halves.contains(&at) || self.again.contains(&at) || !sheet_row.has_figure {
                continue;
            }
            // Among the lines below the table a date or a page number is no figure; a plain number is told.
            let below_table =
                last.is_some_and(|last| at > last) && sheet_row.number.is_none() && sheet_row.label.is_empty();
            if below_table && !has_number(self.form, sheet, sheet_row) {
                continue;
            }
            let cells = value_cells(self.form, sheet_row.header, sheet_row.row);
            let mut place = self.place_of(at, None);
            if sheet_row.label.is_empty() {
                // The lower cells of a merged value are told with the merge.
                let figure = cells.iter().map(|c| c.at).find(|at| sheet.cell(*at).is_some_and(|c| is_figure(&c.value)));
                place.cell = figure.or(cells.first().map(|c| c.at));
                self.findings.push(Finding::at(place, Problem::FigureWithoutLabel));
                continue;
            }
            // A row that may be several of the form was told as that.
            let why =
                if self.refused.get(at).copied().unwrap_or(false) { Code::RowAmbiguous } else { Code::RowUnknown };
            if let Some((above, row)) = self.said_above(sheet, at).filter(|_| why == Code::RowUnknown) {
                let problem = Problem::RowRepeated { row: row.name(), first: self.place_of(above, None).cell };
                self.findings.push(Finding::at(place, problem));
                continue;
            }
            if why == Code::RowUnknown {
                let after = previous.and_then(|p| self.form.row(p)).map(Row::name);
                place.row = Some(format!("?{}", sheet_row.label));
                self.findings
                    .push(Finding::at(place, Problem::RowUnknown { label: sheet_row.label.to_string(), after }));
            }
            unknown.push(UnknownRow {
                why,
                label: sheet_row.label.to_string(),
                sheet_row: sheet_row.row,
                measure: measure.map(|(_, m)| m).unwrap_or_default(),
                cells,
            });
        }
        let rows: Vec<u32> = located.iter().map(|r| r.sheet_row).chain(unknown.iter().map(|r| r.sheet_row)).collect();
        let cells = located.iter_mut().flat_map(|r| r.cells.iter_mut());
        mark_shared(self.form, sheet, &rows, cells.chain(unknown.iter_mut().flat_map(|r| r.cells.iter_mut())));
        Matched { rows: located, unknown, findings: self.findings, ..Matched::default() }
    }
}

/// Tells whether a plain number stands in one of the columns of figures.
fn has_number(form: &Form, sheet: &Sheet, row: &SheetRow<'_>) -> bool {
    let columns = form.value_columns().filter_map(|(i, _)| row.header.columns.get(&i));
    let mut cells = columns.filter_map(|h| sheet.cell(Address::new(row.row, h.column)?));
    cells.any(|c| matches!(c.value, Value::Number(_)))
}
