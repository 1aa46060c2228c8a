//! The sheets that a roll-up adds: «Theo năm» (indicator by period, [`by_period`]), «Theo địa bàn» (place by indicator),
//! «Biến động» (which units drive each change) and «Nộp theo kỳ» (who sent, by place and period); [`charts`] of the
//! periods.

mod by_period;
mod charts;

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Worksheet};

use crate::finding::Lang;
use crate::form::Figure;
use crate::own_output::SheetNames;
use crate::period::Period;
use crate::register::UnitIndex;
use crate::register::successors::{OF_THEN, THEN, code_of_then};
use crate::rollup::series::{Cell, Figures, Value, cells, change, in_run};
use crate::rollup::{Rollup, again};
use crate::run::Run;
use crate::sheet_text::SheetText as _;

use super::book::width_of;
use super::style::{Mark, Styles, shown, shown_decimals, write_decimal};
use super::{PublishError, fit, outline, page};

/// Makes the sheets.
pub(super) fn sheets(rollup: &Rollup, styles: &Styles, lang: Lang) -> Result<Vec<Worksheet>, PublishError> {
    let Some(last) = rollup.periods.last() else { return Ok(Vec::new()) };
    let periods: Vec<(Period, Figures<'_>)> =
        rollup.periods.iter().map(|p| (p.period, Figures::of(p.shown()))).collect();
    let view = View { rollup, periods, last: last.shown(), cells: cells(&last.shown().forms.value), styles, lang };
    let mut sheets = vec![view.by_period()?];
    sheets.extend(charts::sheet(&view)?);
    sheets.push(view.by_place()?);
    if rollup.periods.len() > 1 {
        sheets.push(view.drivers()?);
    }
    sheets.push(view.received()?);
    Ok(sheets)
}

/// Makes «Theo địa bàn» of a round by itself.
pub(super) fn by_place_alone(run: &Run, styles: &Styles, lang: Lang) -> Result<Worksheet, PublishError> {
    let rollup = Rollup { depth: None, periods: Vec::new(), findings: Vec::new() };
    let period = run.periods.shared().map_or(Period::year(0), |p| p.value);
    let periods = vec![(period, Figures::of(run))];
    View { rollup: &rollup, periods, last: run, cells: cells(&run.forms.value), styles, lang }.by_place()
}

struct View<'r> {
    rollup: &'r Rollup,
    periods: Vec<(Period, Figures<'r>)>,
    /// The last period, as it is shown.
    last: &'r Run,
    cells: Vec<Cell>,
    styles: &'r Styles,
    lang: Lang,
}

/// How wide a column of figures is at the least.
const FIGURE: f64 = 17.0;
const LABEL: f64 = 46.0;
/// The rows above the headings: title, what the marks mean.
const HEAD: u32 = again::HEAD;
/// The first column of «Theo năm» with a period.
const PERIODS: u32 = again::PERIODS;
/// A percentage is shown with so many decimals.
const PERCENT: u32 = 2;

impl View<'_> {
    fn figure(&self, cell: Cell) -> Option<&Figure> {
        cell.figure(self.last.forms.value.get(cell.form)?)
    }

    /// The periods before the last that are as long as it, from the first: only such are held against it.
    fn like_the_last(&self) -> impl DoubleEndedIterator<Item = usize> {
        let last = self.periods.last().map(|(period, _)| *period);
        let earlier = self.periods.iter().take(self.periods.len().saturating_sub(1)).enumerate();
        earlier.filter(move |(_, (period, _))| last.is_some_and(|last| period.is_like(last))).map(|(n, _)| n)
    }

    /// The period that the last is held against.
    fn before(&self) -> Option<usize> {
        self.like_the_last().next_back()
    }

    /// The first that it is held against.
    fn first(&self) -> Option<usize> {
        self.like_the_last().next()
    }

    /// The row's number and label, the column's heading where the form has several of figures, the measure.
    fn name(&self, cell: Cell) -> [String; 4] {
        let Some((form, figure)) = self.last.forms.value.get(cell.form).zip(self.figure(cell)) else {
            return Default::default();
        };
        let several = form.value_columns().count() > 1;
        let column = form.columns.get(cell.column).filter(|_| several);
        let heading = column.map(|c| c.name());
        let (stt, label) = match cell.row.and_then(|row| form.row(row)) {
            Some(row) => (row.stt.clone(), row.label.clone()),
            None => {
                let title = form.subject_or_title();
                let all = self.lang.of("Cộng mọi mục", "All items");
                (String::new(), format!("{all}: {title}"))
            }
        };
        [stt, label, heading.unwrap_or_default(), figure.measure.clone()]
    }

    /// Hides the column of the forms' columns, where no form has several of figures.
    fn hide_columns(&self, sheet: &mut Worksheet, at: u16) -> Result<(), PublishError> {
        if self.cells.iter().all(|cell| {
            let [_, _, column, _] = self.name(*cell);
            column.is_empty()
        }) {
            sheet.set_column_hidden(at)?;
        }
        Ok(())
    }

    /// How wide a column of figures must be.
    fn wide(&self) -> f64 {
        let totals = self.rollup.periods.iter().flat_map(|p| p.shown().totals.iter());
        let digits = totals.filter_map(|t| t.outcome.value()).map(|v| v.round_dp(2).to_string().len()).max();
        // What several periods come to has a digit more.
        width_of(digits.unwrap_or(0) + 1).max(FIGURE)
    }

    /// A sheet's title with the place.
    fn title(&self, title: &str) -> String {
        let place = self.last.place.as_ref().map(|p| self.last.register.name(p.value)).unwrap_or_default();
        format!("{title} - {place}").to_uppercase()
    }

    fn of_title(&self) -> Format {
        self.styles.base.clone().set_bold().set_font_size(14)
    }

    /// What the marks mean.
    fn legend(&self) -> &'static str {
        self.lang.of(
            "«*» số còn thiếu đơn vị; «(!)» có số không khớp với số khác hoặc đáng ngờ, xem trang «Phát hiện»; ô trống: kỳ đó không có số.",
            "«*» units are missing; «(!)» a figure does not agree with others, or is doubted, see the sheet «Findings»; an empty cell: no figure in that period.",
        )
    }

    fn of_legend(&self) -> Format {
        self.styles.base.clone().set_italic().set_font_size(11)
    }

    fn new_sheet(
        &self,
        name: &str,
        title: &str,
        widths: &[f64],
        headings: &[String],
    ) -> Result<Worksheet, PublishError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        sheet.put_text(0, 0, self.title(title), &self.of_title())?;
        sheet.put_text(1, 0, self.legend(), &self.of_legend())?;
        for ((width, heading), at) in widths.iter().zip(headings).zip(0u16..) {
            sheet.set_column_width(at, *width)?;
            sheet.put_text(HEAD, at, heading, &self.styles.head)?;
        }
        let texts = headings.iter().map(String::as_str).zip(widths.iter().map(|w| w * 0.9));
        sheet.set_row_height(HEAD, fit::row_height(texts, 12.0))?;
        page(&mut sheet, (HEAD, HEAD), self.lang)?;
        Ok(sheet)
    }

    /// A value with its mark, in so many decimals or its own, in bold or not.
    fn write_value(
        &self,
        sheet: &mut Worksheet,
        at: (u32, u16),
        cell: Cell,
        value: Option<Value>,
        (decimals, bold): (Option<u32>, bool),
    ) -> Result<(), PublishError> {
        let rule = self.figure(cell).map(|figure| &figure.aggregate);
        match (value, rule) {
            (Some(own), Some(rule)) => {
                let decimals = decimals.unwrap_or_else(|| self.decimals(cell, own.value));
                let format = self.styles.number(decimals, of_any([own]), bold);
                write_decimal(sheet, at.0, at.1, shown(rule, own.value), format)
            }
            _ => {
                sheet.write_blank(at.0, at.1, &self.styles.cell)?;
                Ok(())
            }
        }
    }

    /// How many decimals a value of a figure is shown with.
    fn decimals(&self, cell: Cell, value: Decimal) -> u32 {
        self.figure(cell).map_or(0, |figure| shown_decimals(&figure.aggregate, value))
    }

    /// A change, with its sign, shown with so many decimals and a mark.
    fn write_change(
        &self,
        sheet: &mut Worksheet,
        at: (u32, u16),
        value: Option<Decimal>,
        (decimals, mark): (u32, Mark),
    ) -> Result<(), PublishError> {
        match value {
            Some(value) => {
                let value = value.round_dp(decimals.max(PERCENT)).normalize();
                write_decimal(sheet, at.0, at.1, value, self.styles.number(decimals, mark, false))
            }
            None => {
                sheet.write_blank(at.0, at.1, &self.styles.cell)?;
                Ok(())
            }
        }
    }

    /// The place and what lies in it, from the top, each with how deep it lies.
    fn places(&self, run: &Run) -> Vec<(UnitIndex, u8)> {
        fn below(run: &Run, unit: UnitIndex, depth: u8, found: &mut Vec<(UnitIndex, u8)>) {
            found.push((unit, depth));
            for child in run.register.children(unit) {
                below(run, child, depth.saturating_add(1), found);
            }
        }
        let mut found = Vec::new();
        if let Some(place) = &run.place {
            below(run, place.value, 0, &mut found);
        }
        found
    }

    /// «Theo địa bàn»: the places of the last period, a line each, folded below those they lie in.
    fn by_place(&self) -> Result<Worksheet, PublishError> {
        let lang = self.lang;
        let run = self.last;
        let Some((_, figures)) = self.periods.last() else { return Ok(Worksheet::new()) };
        let mut widths = vec![11.0, 34.0];
        let mut headings = vec![lang.of("Mã", "Code").to_owned(), lang.of("Địa bàn", "Place").to_owned()];
        // A sheet has 16.384 columns; no form is nearly as wide.
        let shown: Vec<Cell> = self.cells.iter().copied().take(16_000).collect();
        for cell in &shown {
            let [stt, label, column, measure] = self.name(*cell);
            let heading =
                [stt, label, column, measure].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" · ");
            headings.push(crate::vietnamese::text::shorten(&heading, 120));
            widths.push(self.wide());
        }
        let period = self.periods.last().map(|(period, _)| period.spoken(lang)).unwrap_or_default();
        let title = lang.of(format!("Số liệu theo địa bàn, {period}"), format!("Figures by place, {period}"));
        let mut sheet = self.new_sheet(SheetNames::new(lang).by_place, &title, &widths, &headings)?;
        sheet.set_freeze_panes(HEAD + 1, 2)?;
        // As wide as the page it could not be read: it goes on in further pages, with the places again.
        sheet.set_print_scale(70).set_repeat_columns(0, 1)?;
        // What goes beyond the columns that are repeated is cut there on the further pages.
        let room = widths.iter().take(2).sum::<f64>();
        let (title, legend) = (self.title(&title), self.legend());
        for (row, text, format, size) in
            [(0, title.as_str(), self.of_title(), 14.0), (1, legend, self.of_legend(), 11.0)]
        {
            sheet.put_merged(row, 0, row, 1, text, &format.set_text_wrap())?;
            sheet.set_row_height(row, fit::height(text, room * 0.8, size))?;
        }
        let places = self.places(run);
        // Figures of one column stand below each other by their commas.
        let decimals_of = |cell: &Cell| {
            let values = places.iter().filter_map(|(unit, _)| figures.value(*cell, *unit));
            values.map(|v| self.decimals(*cell, v.value)).max()
        };
        let decimals: Vec<Option<u32>> = shown.iter().map(decimals_of).collect();
        for ((unit, depth), at) in places.iter().copied().zip(HEAD + 1..) {
            let sends = run.register.sends(unit);
            let words = if sends { self.styles.cell.clone() } else { self.styles.cell.clone().set_bold() };
            let (code, name) = (run.register.code(unit), run.register.name(unit));
            // A unit of then below one of today.
            let (code, name) = match code.strip_prefix(THEN) {
                Some(code) if name.ends_with(OF_THEN) => (code, name.to_owned()),
                Some(code) => {
                    (code, lang.of(format!("{name} (trước 01/7/2025)"), format!("{name} (before 1 July 2025)")))
                }
                None => (code, name.to_owned()),
            };
            sheet.put_text(at, 0, code, &self.styles.centre)?;
            sheet.put_text(at, 1, name, &words.set_indent(depth.min(5)))?;
            for ((cell, decimals), col) in shown.iter().zip(&decimals).zip(2u16..) {
                self.write_value(&mut sheet, (at, col), *cell, figures.value(*cell, unit), (*decimals, !sends))?;
            }
            sheet.set_row_height(at, fit::height(run.register.name(unit), 30.0, 12.0))?;
        }
        // The place itself and those right below it stand beside each other.
        let depths: Vec<u8> = places.iter().map(|(_, depth)| depth.saturating_sub(1)).collect();
        outline::rows(&mut sheet, HEAD + 1, &depths, self.rollup.depth.map(|d| d.saturating_sub(1)))?;
        Ok(sheet)
    }

    /// «Biến động»: for each figure that adds, the units by how much they changed, the largest first.
    fn drivers(&self) -> Result<Worksheet, PublishError> {
        let lang = self.lang;
        let [.., (earlier, of_earlier), (now, of_last)] = self.periods.as_slice() else { return Ok(Worksheet::new()) };
        // A quarter is not held against the year before it.
        let before = self.before().and_then(|n| self.periods.get(n));
        let like = before.is_some();
        let (before, of_then) = before.map_or((earlier, of_earlier), |(period, figures)| (period, figures));
        let headings = [
            "STT".to_owned(),
            lang.of("Chỉ tiêu", "Row").to_owned(),
            lang.of("Cột", "Column").to_owned(),
            lang.of("Địa bàn", "Place").to_owned(),
            capital(&before.spoken(lang)),
            capital(&now.spoken(lang)),
            lang.of("Tăng, giảm", "Change").to_owned(),
            lang.of("Tăng, giảm (%)", "Change (%)").to_owned(),
            lang.of("Phần trong thay đổi chung (%)", "Part of the whole change (%)").to_owned(),
        ];
        let wide = self.wide();
        let widths = [6.0, LABEL, 20.0, 26.0, wide, wide, wide, 11.0, 13.0];
        let title = lang.of("Đơn vị nào làm số liệu thay đổi", "Which units drive the changes");
        let mut sheet = self.new_sheet(SheetNames::new(lang).drivers, title, &widths, &headings)?;
        sheet.set_freeze_panes(HEAD + 1, 4)?;
        self.hide_columns(&mut sheet, 2)?;
        let mut at = HEAD + 1;
        let (then, last) = (of_then.run, of_last.run);
        let adds = |cell: &&Cell| like && self.figure(**cell).is_some_and(|f| f.aggregate.adds());
        for cell in self.cells.iter().filter(adds) {
            let [stt, label, column, _] = self.name(*cell);
            let (Some(cell_then), Some(total_then), Some(total_now)) =
                (in_run(*cell, self.last, then), of_then.of_place(*cell, last), of_last.of_place(*cell, last))
            else {
                continue;
            };
            let whole = total_now.value.checked_sub(total_then.value);
            let mut changes: Vec<(String, Value, Value, Decimal)> = self
                .both(then, last)
                .into_iter()
                .filter_map(|(name, old, new)| {
                    let (b, n) = (of_then.value(cell_then, old)?, of_last.value(*cell, new)?);
                    Some((name, b, n, n.value.checked_sub(b.value)?))
                })
                .filter(|(.., change)| !change.is_zero())
                .collect();
            changes.sort_by(|a, b| b.3.abs().cmp(&a.3.abs()).then_with(|| a.0.cmp(&b.0)));
            for (name, b, n, by) in changes {
                sheet.put_text(at, 0, &stt, &self.styles.centre)?;
                sheet.put_text(at, 1, &label, &self.styles.cell)?;
                sheet.put_text(at, 2, &column, &self.styles.cell)?;
                sheet.put_text(at, 3, &name, &self.styles.cell)?;
                let decimals = [b, n].map(|v| self.decimals(*cell, v.value)).into_iter().max().unwrap_or(0);
                let mark = of_any([b, n]);
                self.write_value(&mut sheet, (at, 4), *cell, Some(b), (Some(decimals), false))?;
                self.write_value(&mut sheet, (at, 5), *cell, Some(n), (Some(decimals), false))?;
                self.write_change(&mut sheet, (at, 6), Some(by), (decimals, mark))?;
                self.write_change(&mut sheet, (at, 7), change(b.value, n.value).1, (PERCENT, mark))?;
                let part =
                    whole.filter(|w| !w.is_zero()).and_then(|w| by.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(w));
                self.write_change(&mut sheet, (at, 8), part, (PERCENT, of_any([b, n, total_then, total_now])))?;
                sheet.set_row_height(at, fit::row_height([(label.as_str(), LABEL), (column.as_str(), 20.0)], 12.0))?;
                at += 1;
            }
        }
        if at > HEAD + 1 {
            sheet.autofilter(HEAD, 0, at - 1, 8)?;
        } else if !like {
            let text = lang.of(
                "Không có kỳ trước nào dài như kỳ cuối, không so được.",
                "No earlier period is as long as the last, and they are not compared.",
            );
            sheet.put_text(at, 0, text, &self.styles.base.clone().set_italic())?;
        } else {
            let text = lang.of(
                "Không có đơn vị nào có số ở cả hai kỳ mà số khác nhau; thay đổi của tổng (nếu có) là do đơn vị mới có số hoặc không còn số.",
                "No unit has different figures in both periods; where totals changed, units gave figures in one period only.",
            );
            sheet.put_text(at, 0, text, &self.styles.base.clone().set_italic())?;
        }
        Ok(sheet)
    }

    /// The places right below the place that both periods have, by name.
    fn both(&self, then: &Run, last: &Run) -> Vec<(String, UnitIndex, UnitIndex)> {
        let below = |run: &Run| run.place.as_ref().map(|p| run.register.children(p.value)).unwrap_or_default();
        let of_then: HashMap<String, UnitIndex> =
            below(then).into_iter().map(|u| (then.register.code(u).to_owned(), u)).collect();
        let pair = |unit: UnitIndex| {
            let code = last.register.code(unit);
            Some((last.register.name(unit).to_owned(), *of_then.get(code)?, unit))
        };
        below(last).into_iter().filter_map(pair).collect()
    }

    /// «Nộp theo kỳ»: how many communes sent, of each place and period.
    fn received(&self) -> Result<Worksheet, PublishError> {
        let lang = self.lang;
        let mut headings = vec![lang.of("Mã", "Code").to_owned(), lang.of("Địa bàn", "Place").to_owned()];
        let mut widths = vec![11.0, 34.0];
        for rolled in &self.rollup.periods {
            headings.push(capital(&rolled.period.spoken(lang)));
            widths.push(15.0);
        }
        let title = lang.of("Số đơn vị có số liệu / phải nộp", "Units that reported / expected");
        let mut sheet = self.new_sheet(SheetNames::new(lang).sent, title, &widths, &headings)?;
        sheet.set_freeze_panes(HEAD + 1, 2)?;
        let places: Vec<(UnitIndex, u8)> = self
            .places(self.last)
            .into_iter()
            .filter(|(u, depth)| *depth < 2 && (*depth == 0 || !self.last.register.sends(*u)))
            .collect();
        for ((unit, depth), at) in places.into_iter().zip(HEAD + 1..) {
            let code = self.last.register.code(unit);
            sheet.put_text(at, 0, code, &self.styles.centre)?;
            let name = self.styles.cell.clone().set_indent(depth);
            sheet.put_text(at, 1, self.last.register.name(unit), &name)?;
            for ((_, figures), col) in self.periods.iter().zip(2u16..) {
                let run = figures.run;
                let own = if depth == 0 { run.place.as_ref().map(|p| p.value) } else { run.register.find(code) };
                let text = own.map(|own| {
                    // A unit that was split stands in several places, and is one.
                    let mut units: BTreeMap<&str, bool> = BTreeMap::new();
                    for unit in run.register.communes(own) {
                        let code = run.register.code(unit);
                        *units.entry(code_of_then(code).unwrap_or(code)).or_default() |= figures.sent(unit);
                    }
                    (units.values().filter(|sent| **sent).count(), units.len())
                });
                let short = text.is_some_and(|(sent, all)| sent < all);
                let mark = if short { Mark::Partial } else { Mark::None };
                let text = text.map(|(sent, all)| format!("{sent}/{all}")).unwrap_or_default();
                sheet.put_text(at, col, text, &self.styles.marked(self.styles.centre.clone(), mark))?;
            }
        }
        Ok(sheet)
    }
}

/// The mark of what is made of some values.
fn of_any(values: impl IntoIterator<Item = Value>) -> Mark {
    let made = values.into_iter().reduce(|made, own| made.with([&own]));
    made.map_or(Mark::None, |made| Mark::of(made.partial, made.doubted))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
