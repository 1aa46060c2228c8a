//! The charts of the overview: native ones of Excel, legible in black and white.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType,
    ChartPatternFill, ChartPatternFillType, ChartRange, ChartSeries, ChartSolidFill, ChartType, Color, Worksheet,
};

use rust_decimal::Decimal;

use crate::finding::Lang;
use crate::publish::PublishError;

use super::Widths;
use super::chosen::{Chosen, Entry, Value};
use super::data::{Data, Plan, compared, title};
use crate::publish::workbook::paper::{self, Paper};
use crate::publish::workbook::style::{Mark, number_code};

/// A line without a height of its own, in pixels.
const LINE: u32 = 21;
/// How tall a chart is, in pixels.
const TALL: u32 = 320;
/// A page holds so many rows of them.
const ROWS_OF_PAGE: u32 = 3;
/// What stands between charts, in pixels.
const GAP: u32 = 14;
/// So many units stand side by side with another chart.
const FEW: usize = 25;
/// What has more digits is long.
const LONG: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);
const BARS: Color = Color::RGB(0x008F_AADC);
const DARK: Color = Color::RGB(0x0026_4478);
const GREY: Color = Color::RGB(0x00BF_BFBF);
const BLACK: Color = Color::RGB(0x0000_0000);

/// Draws the charts of all figures, two beside each other where they are of few units, on pages behind the tables;
/// pages begin at some rows besides.
pub(super) fn all(
    sheet: &mut Worksheet,
    chosen: &[Chosen],
    data: &Data,
    pages: impl Iterator<Item = u32>,
    (at, widths): (u32, Widths),
    lang: Lang,
) -> Result<(), PublishError> {
    let mut place = Place::below(at, widths);
    place.breaks.extend(pages);
    for (n, figure) in chosen.iter().enumerate() {
        if figure.entries.iter().filter(|e| matches!(e.value, Value::Number(_))).count() > 1 {
            let wide = figure.entries.len() > FEW;
            place.put(sheet, units(figure, data, n, lang), wide)?;
        }
    }
    for plan in &data.plans {
        place.put(sheet, planned(data, plan, lang), data.plan_count(plan) > FEW / 2)?;
    }
    place.print(sheet, Paper::Plain, lang)
}

/// Where the next chart goes: charts stand in rows, of which a page holds so many.
pub(in crate::publish::workbook) struct Place {
    row: u32,
    right: bool,
    on_page: u32,
    breaks: Vec<u32>,
    widths: Widths,
}

impl Place {
    /// Below a row.
    pub fn below(row: u32, widths: Widths) -> Self {
        Self { row: row + 1, right: false, on_page: 0, breaks: Vec::new(), widths }
    }

    /// Puts a chart, beside the one before where both are narrow.
    pub fn put(&mut self, sheet: &mut Worksheet, mut chart: Chart, wide: bool) -> Result<(), PublishError> {
        if wide && self.right {
            self.next();
        }
        if !self.right && self.on_page == ROWS_OF_PAGE {
            self.breaks.push(self.row);
            self.on_page = 0;
        }
        let pixels = self.widths.pixels();
        let width = if wide { pixels - GAP } else { pixels / 2 - GAP };
        chart.set_width(width).set_height(TALL);
        let x = if self.right { pixels / 2 } else { 0 };
        sheet.insert_chart_with_offset(self.row, 0, &chart, x, 3)?;
        if wide || self.right {
            self.next();
        } else {
            self.right = true;
        }
        Ok(())
    }

    fn next(&mut self) {
        self.right = false;
        self.on_page += 1;
        self.row += (TALL + GAP).div_ceil(LINE);
    }

    /// Prints the sheet with no chart cut by the end of a page.
    pub fn print(mut self, sheet: &mut Worksheet, paper: Paper, lang: Lang) -> Result<(), PublishError> {
        if self.right {
            self.next();
        }
        self.breaks.retain(|at| *at < self.row);
        paper::charts(sheet, paper, &self.widths.0, &self.breaks, lang)
    }
}

/// The font of all words in charts.
pub(in crate::publish::workbook) fn font(size: u8) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name("Times New Roman").set_size(size).set_color(BLACK);
    font
}

/// Bars that are told from lines in black and white too.
pub(in crate::publish::workbook) fn bars() -> ChartFormat {
    let mut fill = ChartFormat::new();
    fill.set_solid_fill(ChartSolidFill::new().set_color(BARS)).set_border(ChartLine::new().set_color(DARK));
    fill
}

/// The units of a figure as bars from the largest to the least, what they are compared with as a line.
fn units(figure: &Chosen, data: &Data, n: usize, lang: Lang) -> Chart {
    let mut bars = ChartSeries::new();
    let mut fill = self::bars();
    bars.set_name(lang.of("Từng đơn vị", "Each unit"))
        .set_categories(&data.names(n))
        .set_values(&data.values(n))
        .set_format(&mut fill)
        .set_gap(40);
    let code = number_code(figure.decimals, Mark::None);
    // Long numbers over many bars would run into each other.
    let long = figure.entries.iter().any(|e| matches!(e.value, Value::Number(v) if v.abs() >= LONG));
    if figure.entries.len() <= if long { FEW / 4 } else { FEW } {
        let mut label = rust_xlsxwriter::ChartDataLabel::new();
        label.show_value().set_font(&font(8)).set_num_format(&code);
        bars.set_data_label(&label);
    }
    let mut chart = Chart::new_column();
    chart.push_series(&bars);
    if compared(figure).is_some() {
        let mut across = Chart::new_line();
        let mut line = ChartFormat::new();
        line.set_line(ChartLine::new().set_color(BLACK).set_width(1.75).set_dash_type(ChartLineDashType::Dash));
        let mut series = ChartSeries::new();
        series
            .set_name(&data.line_name(n))
            .set_categories(&data.names(n))
            .set_values(&data.line(n))
            .set_format(&mut line);
        across.push_series(&series);
        chart.combine(&across);
    }
    dress(&mut chart, &data.title(n), &code, figure.entries.len());
    let negative = |e: &Entry| matches!(e.value, Value::Number(value) if value.is_sign_negative());
    if !figure.entries.iter().any(negative) {
        // Bars that begin elsewhere than at 0 lie.
        chart.y_axis().set_min(0);
    }
    let what = title(figure);
    chart.set_alt_text(lang.of(
        format!("{what}: các đơn vị từ cao đến thấp, so với cả địa bàn"),
        format!("{what}: the units from high to low, beside the whole place"),
    ));
    chart
}

/// Plan and result beside each other.
fn planned(data: &Data, plan: &Plan, lang: Lang) -> Chart {
    let [title, names, of_plan, plans, of_result, results] = data.plan_ranges(plan);
    let mut chart = Chart::new_column();
    let mut hatched = ChartFormat::new();
    let mut pattern = ChartPatternFill::new();
    pattern
        .set_pattern(ChartPatternFillType::DiagonalStripesWideUpwards)
        .set_foreground_color(DARK)
        .set_background_color(Color::White);
    hatched.set_pattern_fill(&pattern).set_border(ChartLine::new().set_color(DARK));
    let mut solid = ChartFormat::new();
    solid.set_solid_fill(ChartSolidFill::new().set_color(DARK));
    for (name, values, mut format) in [(of_plan, plans, hatched), (of_result, results, solid)] {
        let mut series = ChartSeries::new();
        series.set_name(&name).set_categories(&names).set_values(&values).set_format(&mut format).set_gap(60);
        chart.push_series(&series);
    }
    dress(&mut chart, &title, "#,##0", data.plan_count(plan));
    chart.set_alt_text(match plan.of_units {
        true => lang.of("Kế hoạch và kết quả của từng đơn vị", "Plan and result of each unit"),
        false => lang.of("Kế hoạch và kết quả theo nội dung", "Plan and result by content"),
    });
    chart
}

/// Who sent: of each form those in the totals, those not counted, those missing.
pub(super) fn received(
    names: &ChartRange,
    parts: [(ChartRange, ChartRange); 3],
    (forms, most): (u32, u32),
    widths: &Widths,
    lang: Lang,
) -> Chart {
    let mut chart = Chart::new(ChartType::BarStacked);
    // Dark, grey and white are told apart in black and white, and by every program.
    for ((name, values), ground) in parts.into_iter().zip([DARK, GREY, Color::White]) {
        let mut format = ChartFormat::new();
        format.set_solid_fill(ChartSolidFill::new().set_color(ground));
        format.set_border(ChartLine::new().set_color(DARK));
        let mut series = ChartSeries::new();
        series.set_name(&name).set_categories(names).set_values(&values).set_format(&mut format).set_gap(50);
        chart.push_series(&series);
    }
    chart.title().set_hidden();
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(10));
    // Of bars that lie the axis of names stands upright.
    chart.x_axis().set_font(&font(9)).set_num_format("0").set_min(0).set_max(most.max(1));
    chart.y_axis().set_font(&font(10));
    chart.set_width(widths.pixels() - GAP).set_height(110 + 40 * forms);
    chart.set_alt_text(lang.of("Tình hình nộp của từng biểu", "Submissions of each form"));
    chart
}

/// Title, axes and legend as all charts have them.
pub(in crate::publish::workbook) fn dress(chart: &mut Chart, title: &ChartRange, code: &str, count: usize) {
    let mut bold = font(11);
    bold.set_bold();
    chart.title().set_name(title).set_font(&bold);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font(9));
    let mut names = font(if count > 60 { 7 } else { 9 });
    if count > 6 {
        names.set_rotation(-45);
    }
    // Names stand below all bars, those of negative figures too.
    chart.x_axis().set_font(&names).set_label_position(ChartAxisLabelPosition::Low);
    chart.y_axis().set_font(&font(9)).set_num_format(code);
    chart.y_axis().set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(0x00D9_D9D9)));
    // What is drawn stands on a hidden sheet.
    chart.show_hidden_data();
}

/// The row below charts of a height in pixels, from a row on.
pub(super) fn below(row: u32, pixels: u32) -> u32 {
    row + (pixels + GAP).div_ceil(LINE)
}
