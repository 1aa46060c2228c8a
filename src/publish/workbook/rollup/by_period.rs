//! «Theo năm»: each figure over the periods, how it changed, and what the span comes to, as formulas over them.

use rust_decimal::Decimal;
use rust_xlsxwriter::Worksheet;

use crate::address::ColumnName;
use crate::form::Aggregate;
use crate::publish::PublishError;
use crate::publish::workbook::fit;
use crate::publish::workbook::formulas::write_figure;
use crate::publish::workbook::style::{Mark, as_excel, shown, shown_decimals};
use crate::rollup::series::{Cell, OverYears, Value, change, over_years, several_years, span};
use crate::sheet_text::SheetText as _;

use super::{HEAD, LABEL, PERCENT, PERIODS, View, capital, of_any};

impl View<'_> {
    /// The sheet's name.
    pub(super) fn name_by_period(&self) -> &'static str {
        crate::own_output::SheetNames::new(self.lang).by_period
    }

    /// «Theo năm»: each figure over the periods, its change, and what the span comes to.
    pub(super) fn by_period(&self) -> Result<Worksheet, PublishError> {
        let lang = self.lang;
        let periods = &self.rollup.periods;
        let mut widths = vec![6.0, LABEL, 22.0, 11.0];
        let mut headings: Vec<String> =
            ["STT", lang.of("Chỉ tiêu", "Row"), lang.of("Cột", "Column"), lang.of("ĐVT", "Measure")]
                .map(str::to_owned)
                .to_vec();
        for rolled in periods {
            widths.push(self.wide());
            headings.push(capital(&rolled.period.spoken(lang)));
        }
        let several = periods.len() > 1;
        if several {
            // With a part of the year between them the year is held against the year before, which is named.
            let between = self.before().filter(|n| n + 2 < periods.len()).and_then(|n| periods.get(n));
            headings.push(match between.map(|before| before.period.spoken(lang)) {
                Some(before) => lang.of(format!("Tăng, giảm so với {before}"), format!("Change from {before}")),
                None => lang.of("Tăng, giảm so với kỳ trước", "Change from the period before").to_owned(),
            });
            let more = [
                lang.of("Tăng, giảm (%)", "Change (%)"),
                lang.of("Cả giai đoạn (cộng dồn hoặc kỳ cuối)", "The whole span (sum, or the last)"),
                lang.of("So với kỳ đầu (%)", "From the first (%)"),
            ];
            headings.extend(more.map(str::to_owned));
            widths.extend([self.wide(), 11.0, self.wide(), 11.0]);
        }
        let title = lang.of("Số liệu theo kỳ", "Figures by period");
        let mut sheet = self.new_sheet(self.name_by_period(), title, &widths, &headings)?;
        sheet.set_freeze_panes(HEAD + 1, 4)?;
        self.hide_columns(&mut sheet, 2)?;
        for (cell, at) in self.cells.iter().zip(HEAD + 1..) {
            let [stt, label, column, measure] = self.name(*cell);
            sheet.put_text(at, 0, &stt, &self.styles.centre)?;
            sheet.put_text(at, 1, &label, &self.styles.cell)?;
            sheet.put_text(at, 2, &column, &self.styles.cell)?;
            sheet.put_text(at, 3, &measure, &self.styles.centre)?;
            let values: Vec<Option<Value>> =
                self.periods.iter().map(|(_, figures)| figures.of_place(*cell, self.last)).collect();
            let mut col = 4u16;
            for value in &values {
                self.write_value(&mut sheet, (at, col), *cell, *value, (None, false))?;
                col += 1;
            }
            if several {
                self.changes(&mut sheet, (at, col), *cell, &values)?;
            }
            let texts = [(label.as_str(), LABEL), (column.as_str(), 22.0), (measure.as_str(), 11.0)];
            sheet.set_row_height(at, fit::row_height(texts, 12.0))?;
        }
        Ok(sheet)
    }

    /// How a figure changed, behind its periods: formulas over them.
    fn changes(
        &self,
        sheet: &mut Worksheet,
        (at, col): (u32, u16),
        cell: Cell,
        values: &[Option<Value>],
    ) -> Result<(), PublishError> {
        let name = |n: usize| Some(format!("{}{}", ColumnName(PERIODS + u32::try_from(n).ok()?), at + 1));
        let end = values.len().saturating_sub(1);
        let value = |n: usize| values.get(n).copied().flatten().map(|v| v.value);
        // A quarter against the year, a half-year against a quarter: a figure of that would say nothing.
        let (before, first) = (self.before(), self.first());
        let pair = |n: usize| Some(((name(n)?, value(n)?), (name(end)?, value(end)?)));
        // Between figures of which one lacks units or is doubted the change is none of the figure alone.
        let both = |n: usize| [n, end].into_iter().filter_map(|n| values.get(n).copied().flatten());
        let mark = |n: usize| of_any(both(n));
        let decimals = |n: usize| both(n).map(|v| self.decimals(cell, v.value)).max().unwrap_or(0);
        let percent = |then: &str, now: &str| format!("=IF({then}=0,\" \",({now}-{then})/ABS({then})*100)");
        match before {
            Some(n) => {
                let pair = pair(n).map(|((then, before), (now, last))| ((then, now), change(before, last)));
                let by = pair.as_ref().and_then(|((then, now), (by, _))| Some((format!("={now}-{then}"), (*by)?)));
                let part = pair.as_ref().and_then(|((then, now), (_, part))| Some((percent(then, now), (*part)?)));
                self.write_live(sheet, (at, col), by, (decimals(n), mark(n)))?;
                self.write_live(sheet, (at, col + 1), part, (PERCENT, mark(n)))?;
            }
            None => {
                self.not_comparable(sheet, (at, col))?;
                self.not_comparable(sheet, (at, col + 1))?;
            }
        }
        let whole = span(&self.periods, self.last, cell);
        let sum = values.iter().try_fold(Decimal::ZERO, |sum, v| sum.checked_add((*v)?.value));
        // What all periods come to is their sum or the last of them; of rates neither, and so no formula.
        let formula = whole.and_then(|whole| match (name(0), name(end)) {
            // What every later year repeats stands for all in the first.
            (Some(first), _) if self.is_of_the_first(cell) && value(0) == Some(whole.value) => {
                Some(format!("={first}"))
            }
            (Some(first), Some(last)) if sum == Some(whole.value) => Some(format!("=SUM({first}:{last})")),
            (Some(first), Some(last)) if self.figure(cell).is_some_and(|f| f.aggregate == Aggregate::Max) => {
                Some(format!("=MAX({first}:{last})"))
            }
            (Some(first), Some(last)) if self.figure(cell).is_some_and(|f| f.aggregate == Aggregate::Min) => {
                Some(format!("=MIN({first}:{last})"))
            }
            (_, Some(last)) if value(end) == Some(whole.value) => Some(format!("={last}")),
            _ => None,
        });
        match (whole, formula, self.figure(cell).map(|f| &f.aggregate)) {
            (Some(whole), formula, Some(rule)) => {
                let format = self.styles.number(shown_decimals(rule, whole.value), of_any([whole]), true);
                write_figure(sheet, (at, col + 2), shown(rule, whole.value), formula, format)?;
            }
            _ => self.write_value(sheet, (at, col + 2), cell, whole, (None, true))?,
        }
        let Some(n) = first else { return self.not_comparable(sheet, (at, col + 3)) };
        let of_first =
            pair(n).and_then(|((then, first), (now, last))| Some((percent(&then, &now), change(first, last).1?)));
        self.write_live(sheet, (at, col + 3), of_first, (PERCENT, mark(n)))
    }

    fn is_of_the_first(&self, cell: Cell) -> bool {
        self.last.forms.value.get(cell.form).is_some_and(|form| {
            matches!(over_years(form, cell), Some(OverYears::First)) && several_years(&self.periods)
        })
    }

    /// Says in the place of a change that the periods are not as long as each other.
    fn not_comparable(&self, sheet: &mut Worksheet, (at, col): (u32, u16)) -> Result<(), PublishError> {
        let text = self.lang.of("không so được", "not comparable");
        sheet.put_text(at, col, text, &self.styles.centre)?;
        Ok(())
    }

    /// A change with its formula, shown with so many decimals and a mark.
    fn write_live(
        &self,
        sheet: &mut Worksheet,
        at: (u32, u16),
        value: Option<(String, Decimal)>,
        look: (u32, Mark),
    ) -> Result<(), PublishError> {
        let rounded = |v: Decimal| v.round_sf(15).unwrap_or(v).normalize();
        match value.map(|(formula, v)| (formula, rounded(v))) {
            Some((formula, value)) if as_excel(value).is_some() => {
                write_figure(sheet, at, value, Some(formula), self.styles.number(look.0, look.1, false))
            }
            value => self.write_change(sheet, at, value.map(|(_, v)| v), look),
        }
    }
}
