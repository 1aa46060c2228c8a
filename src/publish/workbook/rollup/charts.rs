//! The years of a stage as charts, of the figures that the form chooses for its overview.

use rust_xlsxwriter::{Chart, ChartDataLabel, ChartFormat, ChartRange, ChartSeries, Worksheet};

use crate::finding::Lang;
use crate::publish::PublishError;
use crate::publish::workbook::overview::Widths;
use crate::publish::workbook::overview::charts::{Place, bars, dress, font};
use crate::publish::workbook::paper;
use crate::publish::workbook::style::{Mark, number_code};
use crate::rollup::series::{Cell, Figures};
use crate::sheet_text::SheetText as _;
use crate::vietnamese::text::shorten;

use super::{HEAD, PERIODS, View};

/// The sheet's name.
fn sheet_name(lang: Lang) -> &'static str {
    lang.of("Biểu đồ theo năm", "Charts by period")
}

/// The column in which the titles of the charts stand, right of them.
const TITLES: u16 = 30;

/// What a chart shows: the row, the column where a form has several of figures, the measure.
fn title(view: &View<'_>, cell: &Cell) -> String {
    let [_, label, column, measure] = view.name(*cell);
    let measure = if measure.is_empty() { measure } else { format!("({measure})") };
    let what = [shorten(&label, 90), column].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" - ");
    let values = || view.periods.iter().filter_map(|(_, figures)| figures.of_place(*cell, view.last));
    // Bars have no marks: that some lack units or are doubted is said above them.
    let short = values().any(|v| v.partial);
    let short = if short { view.lang.of("* có kỳ thiếu đơn vị", "* units are missing in some") } else { "" };
    let doubted = values().any(|v| v.doubted);
    let doubted = if doubted { view.lang.of("(!) có kỳ có số đáng ngờ", "(!) some are doubted") } else { "" };
    [what.as_str(), &measure, short, doubted].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
}

/// So many figures are drawn where no form chooses.
const MOST: usize = 6;

/// Makes the sheet; none where there is but one period.
pub(super) fn sheet(view: &View<'_>) -> Result<Option<Worksheet>, PublishError> {
    let chosen = chosen(view);
    if view.rollup.periods.len() < 2 || chosen.is_empty() {
        return Ok(None);
    }
    let lang = view.lang;
    let mut sheet = Worksheet::new();
    sheet.set_name(sheet_name(lang))?;
    let widths = Widths::default();
    widths.set(&mut sheet)?;
    let bold = view.styles.base.clone().set_bold().set_font_size(14);
    let place = view.last.place.as_ref().map(|p| view.last.register.full_name(p.value)).unwrap_or_default();
    let heading = lang.of("SỐ LIỆU THEO KỲ", "FIGURES BY PERIOD");
    sheet.put_text(0, 0, format!("{heading} - {place}"), &bold)?;
    let mut at = Place::below(0, widths);
    for (k, (n, cell)) in (0u32..).zip(chosen) {
        // A title stands in a cell, so that no text of a form is taken for a reference.
        sheet.put_bare_text(k, TITLES, title(view, cell))?;
        let titled = ChartRange::new_from_range(sheet_name(lang), k, TITLES, k, TITLES);
        at.put(&mut sheet, chart(view, (n, cell), &titled), view.rollup.periods.len() > 12)?;
    }
    sheet.set_column_hidden(TITLES)?;
    sheet.set_screen_gridlines(false);
    at.print(&mut sheet, paper::Paper::Plain, lang)?;
    Ok(Some(sheet))
}

/// The lines of «Theo năm» that are drawn: those that the form names, else the first uppermost ones with figures of
/// several periods.
fn chosen<'v>(view: &'v View<'_>) -> Vec<(usize, &'v Cell)> {
    let lines = || view.cells.iter().enumerate();
    let forms = &view.last.forms.value;
    let named = |cell: &Cell| forms.get(cell.form).is_some_and(|form| form.overview.contains(&(cell.row, cell.column)));
    if forms.iter().any(|form| !form.overview.is_empty()) {
        return lines().filter(|(_, cell)| named(cell)).collect();
    }
    let uppermost = |cell: &Cell| {
        let row = cell.row.and_then(|row| forms.get(cell.form)?.row(row));
        row.is_none_or(|row| row.parent.is_none())
    };
    let known = |cell: &Cell| {
        view.periods.iter().filter(|(_, figures)| figures.of_place(*cell, view.last).is_some()).count() > 1
    };
    lines().filter(|(_, cell)| uppermost(cell) && known(cell)).take(MOST).collect()
}

/// A figure over the periods, drawn of the cells of «Theo năm».
fn chart(view: &View<'_>, (n, cell): (usize, &Cell), titled: &ChartRange) -> Chart {
    let (name, lang) = (view.name_by_period(), view.lang);
    let line = HEAD + 1 + u32::try_from(n).unwrap_or(0);
    let first = u16::try_from(PERIODS).unwrap_or(4);
    let last = first + u16::try_from(view.rollup.periods.len().saturating_sub(1)).unwrap_or(0);
    let range = |row: u32, from: u16, to: u16| ChartRange::new_from_range(name, row, from, row, to);
    let decimals = view.figure(*cell).map_or(0, |f| if f.aggregate.adds() { 0 } else { 2 });
    let mut fill: ChartFormat = bars();
    let mut label = ChartDataLabel::new();
    label.show_value().set_font(&font(9)).set_num_format(number_code(decimals, Mark::None));
    let mut series = ChartSeries::new();
    series
        .set_name(lang.of("Theo kỳ", "By period"))
        .set_categories(&range(HEAD, first, last))
        .set_values(&range(line, first, last))
        .set_format(&mut fill)
        .set_data_label(&label)
        .set_gap(80);
    let mut chart = Chart::new_column();
    chart.push_series(&series);
    dress(&mut chart, titled, &number_code(decimals, Mark::None), view.rollup.periods.len());
    let negative =
        |figures: &Figures<'_>| figures.of_place(*cell, view.last).is_some_and(|v| v.value.is_sign_negative());
    if !view.periods.iter().any(|(_, figures)| negative(figures)) {
        chart.y_axis().set_min(0);
    }
    chart.legend().set_hidden();
    let what = title(view, cell);
    chart.set_alt_text(lang.of(format!("{what} qua các kỳ"), format!("{what} over the periods")));
    chart
}
