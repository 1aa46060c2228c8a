//! The sheet of a form: the heading of an office's paper, the table, who signs.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, FormatAlign, FormatUnderline, Formula, IgnoreError, Worksheet};

use crate::address::Address;
use crate::fingerprint::{self, Fingerprint, FormPrint, Labelled};
use crate::form::heading::with_period;
use crate::form::{Role, RowIndex};
use crate::publish::PublishError;
use crate::publish::workbook::letterhead::{self, LINE, agency, merge};
use crate::publish::workbook::paper::{self, Signed};
use crate::publish::workbook::{fit, headings, page};
use crate::register::{Unit, UnitIndex};
use crate::sheet_text::SheetText as _;

use super::columns::{Col, Columns, before_heading};
use super::{Blanks, Prepared, lock};

/// The lines that signatures take, room to sign included.
const SIGNING: f64 = 8.0;

/// A form's sheet of one unit.
pub(super) struct Page<'b, 'a> {
    pub blanks: &'b Blanks<'a>,
    pub own: &'b Prepared<'a>,
    pub at: UnitIndex,
    pub unit: &'b Unit,
}

/// A sheet being written, with what its fingerprint will say.
pub(super) struct Draft<'p> {
    pub sheet: Worksheet,
    pub name: &'p str,
    pub print: &'p mut Fingerprint,
    /// How tall the lines of the table are, in points.
    pub lines: Vec<f64>,
}

impl Draft<'_> {
    /// Notes a cell whose text must stand there when the workbook comes back.
    pub fn note(&mut self, (row, column): (u32, u16), text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some(at) = Address::new(row, u32::from(column)) {
            self.print.cells.push(Labelled { sheet: self.name.to_owned(), at, text: text.to_owned() });
        }
    }

    /// Writes a text over some columns of a row.
    fn across(&mut self, row: u32, (from, to): (u16, u16), text: &str, format: &Format) -> Result<(), PublishError> {
        merge(&mut self.sheet, row, (from, to), text, format)
    }
}

impl Page<'_, '_> {
    /// Makes the sheet.
    pub fn sheet(&self, print: &mut Fingerprint) -> Result<Worksheet, PublishError> {
        let Self { blanks, own, .. } = self;
        let form = own.form;
        print.forms.push(FormPrint {
            name: form.name.clone(),
            version: fingerprint::version(form),
            sheet: own.sheet.clone(),
            toml: form.toml(),
            words: own.words.all(),
        });
        let mut draft = Draft { sheet: Worksheet::new(), name: &own.sheet, print, lines: Vec::new() };
        draft.sheet.set_name(&own.sheet)?;
        // What nothing was typed into yet comes to the empty text.
        draft.sheet.set_formula_result_default("");
        let columns = Columns::new(self);
        for (headed, at) in columns.headed.iter().zip(0u16..) {
            draft.sheet.set_column_width(at, headed.width)?;
        }
        let ((head, live), above) = self.titles(&mut draft, &columns)?;
        let (body, tall) = self.headings(&mut draft, &columns, head)?;
        draft.sheet.set_freeze_panes(body, 0)?;
        let end = self.table(&mut draft, &columns, body, live)?;
        self.signatures(&mut draft, &columns, end + 2)?;
        if form.is_list() {
            // Lines that are not needed are hidden, wherever a page would have ended.
            page(&mut draft.sheet, (head, body - 1), blanks.lang)?;
        } else {
            let printed = usize::from(columns.last_of_form()) + 1;
            let widths: Vec<f64> = columns.headed.iter().take(printed).map(|h| h.width).collect();
            let (lines, repeat) = (draft.lines.as_slice(), (head, body - 1));
            let signatures = SIGNING * LINE;
            let signed = Signed { widths: &widths, above, head: tall + LINE, repeat, lines, signatures };
            paper::document(&mut draft.sheet, &signed, blanks.lang)?;
        }
        draft.sheet.set_print_area(0, 0, end + 8, columns.last_of_form())?;
        // Numbers of rows are texts, and sums leave group rows out: no green corners for that.
        for (column, at) in form.columns.iter().zip(0u16..) {
            let ignored = match column.role {
                Role::Number => IgnoreError::NumberStoredAsText,
                Role::Value => IgnoreError::FormulaOmitsCells,
                Role::Label | Role::Measure | Role::Text => continue,
            };
            draft.sheet.ignore_error_range(body, at, end, at, ignored)?;
        }
        lock(&mut draft.sheet);
        Ok(draft.sheet)
    }

    /// Writes everything above the table; gives the row of its headings, that of the line that says how far the
    /// filling is, and how tall all of it is, in points.
    fn titles(&self, draft: &mut Draft<'_>, columns: &Columns) -> Result<((u32, u32), f64), PublishError> {
        let Self { blanks, own, at, unit } = self;
        let (lang, styles, form) = (blanks.lang, &blanks.styles.styles, own.form);
        let (last, width) = (columns.last_of_form(), columns.width());
        let left = u16::from(last > 1);
        let right = (left + 1).min(last);
        let plain = styles.base.clone().set_align(FormatAlign::Center);
        let bold = plain.clone().set_bold();
        let above = blanks.above(*at).map(|u| agency(&u.name, lang)).unwrap_or_default();
        let (nation, motto) = letterhead::nation(lang);
        let year = match blanks.year() {
            year if year.is_empty() => "…".to_owned(),
            year => year,
        };
        let bare = unit.bare_name();
        let dated =
            lang.of(format!("{bare}, ngày      tháng      năm {year}"), format!("{bare},                {year}"));
        let code = lang.of(format!("Mã đơn vị: {}", unit.code), format!("Unit's code: {}", unit.code));
        let own_name = agency(&unit.name, lang);
        for (row, text, format) in [(0, &above, &plain), (1, &own_name, &bold), (2, &code, &plain)] {
            draft.across(row, (0, left), text, format)?;
            draft.note((row, 0), text);
        }
        draft.across(0, (right, last), nation, &bold)?;
        draft.across(1, (right, last), motto, &bold.clone().set_underline(FormatUnderline::Single))?;
        // The date is written by hand, or here.
        draft.across(2, (right, last), &dated, &plain.clone().set_italic().set_unlocked())?;
        let title = with_period(&form.title, &blanks.period()).trim().to_uppercase();
        let heading = styles.heading.clone();
        draft.across(3, (0, last), &title, &heading.clone().set_font_size(14))?;
        draft.note((3, 0), &title);
        // Capitals in bold are half as wide again as what heights are reckoned with.
        let tall_title = fit::height(&title, width * 0.8, 14.0) + 6.0;
        draft.sheet.set_row_height(3, tall_title)?;
        draft.across(4, (0, last), &form.subject, &heading.set_font_size(13))?;
        draft.note((4, 0), &form.subject);
        let tall_subject = fit::height(&form.subject, width * 0.9, 13.0);
        draft.sheet.set_row_height(4, tall_subject)?;
        let legend = lang.of(
            "Ô nền vàng: điền số, chữ. Ô nền xám: tự tính. Các ô khác đã khóa. Cách điền: trang «Hướng dẫn».",
            "Yellow cells are to be filled in, grey ones compute themselves, all others are locked. See the sheet «Guide».",
        );
        draft.across(5, (0, last), legend, &styles.remark)?;
        let tall_legend = fit::height(legend, width, 11.0);
        draft.sheet.set_row_height(5, tall_legend)?;
        let above = 4.0 * LINE + tall_title + tall_subject + tall_legend;
        // A form without a column of measures says its measure above the table, as offices do.
        if form.measure.is_empty() || form.column_of(Role::Measure).is_some() {
            return Ok(((7, 6), above));
        }
        let measure = form.measure.to_lowercase();
        let line = lang.of(format!("Đơn vị tính: {measure}"), format!("Đơn vị tính / Measure: {measure}"));
        let format = styles.base.clone().set_italic().set_align(FormatAlign::Right);
        draft.across(7, (0, last), &line, &format)?;
        draft.note((7, 0), &line);
        Ok(((8, 6), above + LINE))
    }

    /// Writes the line that says how far the filling is, as a formula over the table.
    pub fn live_line(
        &self,
        draft: &mut Draft<'_>,
        columns: &Columns,
        at: u32,
        formula: Formula,
    ) -> Result<(), PublishError> {
        let format =
            self.blanks.styles.styles.base.clone().set_bold().set_font_color(rust_xlsxwriter::Color::RGB(0x00C0_0000));
        let last = columns.last_of_form();
        if last > 0 {
            draft.sheet.put_merged(at, 0, at, last, "", &format)?;
        }
        draft.sheet.write_formula_with_format(at, 0, formula, &format)?;
        if let Some(cell) = Address::new(at, 0) {
            draft.print.live.push((draft.name.to_owned(), cell));
        }
        Ok(())
    }

    /// Writes the headings and the index row; gives the first row below them, and how tall the headings are.
    fn headings(&self, draft: &mut Draft<'_>, columns: &Columns, head: u32) -> Result<(u32, f64), PublishError> {
        let looks = &self.blanks.styles;
        let depth = headings::depth(&columns.headed);
        let tall = headings::write(&mut draft.sheet, head, 0, &columns.headed, depth, &looks.styles.head)?;
        for ((row, column), text, col) in columns.heading_cells(head) {
            match col {
                Col::Form(_) => draft.note((row, column), &text),
                Col::Before(_) | Col::Check => {
                    // What stands below the first level goes with it.
                    if row == head
                        && let Some(at) = Address::new(row, u32::from(column))
                    {
                        draft.print.asides.push(Labelled { sheet: draft.name.to_owned(), at, text });
                    }
                }
            }
        }
        for (col, at) in columns.all.iter().zip(0u16..) {
            match col {
                Col::Form(n) => {
                    let text = format!("({})", n + 1);
                    draft.sheet.put_text(head + depth, at, &text, &looks.styles.index)?
                }
                Col::Before(_) | Col::Check => draft.sheet.write_blank(head + depth, at, &looks.styles.index)?,
            };
        }
        Ok((head + depth + 1, tall))
    }

    /// Writes who signs below the table, with room for the names.
    fn signatures(&self, draft: &mut Draft<'_>, columns: &Columns, at: u32) -> Result<(), PublishError> {
        let lang = self.blanks.lang;
        let last = columns.last_of_form();
        let left = u16::from(last > 1);
        let right = (left + 1).min(last);
        let bold = self.blanks.styles.styles.base.clone().set_bold().set_align(FormatAlign::Center);
        draft.across(at, (0, left), lang.of("NGƯỜI LẬP BIỂU", "PREPARED BY"), &bold)?;
        draft.across(at, (right, last), lang.of("TM. ỦY BAN NHÂN DÂN", "FOR THE PEOPLE'S COMMITTEE"), &bold)?;
        draft.across(at + 1, (right, last), lang.of("CHỦ TỊCH", "CHAIRPERSON"), &bold)?;
        let open = bold.set_unlocked();
        for columns in [(0, left), (right, last)] {
            draft.across(at + 5, columns, "", &open)?;
        }
        Ok(())
    }

    /// What a cell was in the last period.
    pub fn before(&self, line: usize, column: usize) -> Option<Decimal> {
        let form = self.own.form;
        let (row, definition) = (form.row(RowIndex(line))?, form.columns.get(column)?);
        let previous = self.blanks.asked.previous.as_ref()?;
        if row.is_group() || previous.is_another_row(&form.name, row) {
            return None;
        }
        let figure = form.figure(row, column);
        Some(self.own.before.as_ref()?.value(&row.code, &definition.code, &self.unit.code, figure)?.value)
    }

    /// Tells whether a column has figures of the last period.
    pub fn has_before(&self, column: usize) -> bool {
        (0..self.own.form.rows.len()).any(|line| self.before(line, column).is_some())
    }

    /// The heading over them.
    pub fn before_heading(&self) -> String {
        let lang = self.blanks.lang;
        let period = self.own.before.and_then(|b| b.period).map(|p| p.spoken(lang));
        before_heading(period, self.own.before.is_some_and(|b| b.is_of_merged()), lang)
    }
}
