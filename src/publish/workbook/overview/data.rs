//! What the charts draw: the units of each figure, ranked and put in order by formulas, on a hidden sheet.

use rust_decimal::Decimal;
use rust_xlsxwriter::{ChartRange, Formula, Worksheet};

use crate::address::ColumnName;
use crate::finding::Lang;
use crate::publish::PublishError;
use crate::publish::workbook::book::Book;
use crate::publish::workbook::by_unit::Grid;
use crate::publish::workbook::style::as_excel;
use crate::sheet_text::SheetText as _;

use super::chosen::{Chosen, Line, Value};
use super::plan::{Planned, plans};

/// The columns of a figure: name, figure, rank; name and figure in order; the line; one is left free.
const WIDE: u16 = 7;
/// The rows above the units: what it is, headings.
const HEAD: u32 = 2;

/// The sheet.
pub(super) struct Data {
    sheet: Worksheet,
    name: &'static str,
    /// How many units each figure has.
    counts: Vec<usize>,
    /// Plans and results beside each other.
    pub plans: Vec<Plan>,
}

/// A plan and its result, over units or over rows of the form.
pub(super) struct Plan {
    column: u16,
    count: usize,
    /// Whether it is over units.
    pub of_units: bool,
}

impl Data {
    pub fn new(chosen: &[Chosen], books: &[Book<'_>], grids: &[Grid], lang: Lang) -> Result<Self, PublishError> {
        let name = lang.of("Số vẽ biểu đồ", "Chart data");
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        sheet.set_hidden(true);
        let counts = chosen.iter().map(|c| c.entries.len()).collect();
        let mut data = Self { sheet, name, counts, plans: Vec::new() };
        for (figure, n) in chosen.iter().zip(0u16..) {
            data.figure(figure, n * WIDE, lang)?;
        }
        let mut column = u16::try_from(chosen.len()).unwrap_or(0) * WIDE;
        for grid in grids {
            let Some(book) = books.iter().find(|b| b.at == grid.form) else { continue };
            for plan in plans(book, grid) {
                data.plan(plan, column, lang)?;
                column += WIDE;
            }
        }
        Ok(data)
    }

    pub fn finish(self) -> Worksheet {
        self.sheet
    }

    /// Writes the block of a figure.
    fn figure(&mut self, figure: &Chosen, first: u16, lang: Lang) -> Result<(), PublishError> {
        let sheet = &mut self.sheet;
        sheet.put_bare_text(0, first, title(figure))?;
        let line = match figure.line {
            Line::Whole => lang.of("Chung cả địa bàn", "The whole place"),
            Line::Mean => lang.of("Bình quân một đơn vị", "Mean of a unit"),
        };
        let headings = lang.of(
            ["Đơn vị", "Số", "Hạng", "Đơn vị theo hạng", "Số theo hạng", line],
            ["Unit", "Figure", "Rank", "Unit by rank", "Figure by rank", line],
        );
        for (heading, column) in headings.iter().zip(first..) {
            sheet.put_bare_text(1, column, *heading)?;
        }
        let [names, values, ranks, _, ordered, _] = columns(first);
        let (top, bottom) = (HEAD + 1, HEAD + u32::try_from(figure.entries.len()).unwrap_or(0));
        let all = |column: &ColumnName| format!("{column}${top}:{column}${bottom}");
        let order = order(figure);
        let compared = compared(figure);
        for (n, entry) in figure.entries.iter().enumerate() {
            let at = HEAD + u32::try_from(n).unwrap_or(0);
            let line = at + 1;
            sheet.put_bare_text(at, first, &entry.name)?;
            match &entry.source {
                Some(source) => {
                    let formula = format!("=IF(ISNUMBER({source}),{source},IF({source}=\"-\",\"-\",\" \"))");
                    sheet.write_formula(at, first + 1, Formula::new(formula).set_result(spoken(entry.value)))?;
                }
                None => write(sheet, (at, first + 1), entry.value)?,
            }
            let rank = order.iter().position(|o| *o == n).map_or(0, |r| r + 1);
            // Those without a figure stand behind the others.
            let formula = format!(
                "=IF(ISNUMBER({values}{line}),RANK({values}{line},{all})+COUNTIF({values}${top}:{values}{line},{values}{line})-1,COUNT({all})+ROWS({values}${top}:{values}{line})-COUNT({values}${top}:{values}{line}))",
                all = all(&values)
            );
            sheet.write_formula(at, first + 2, Formula::new(formula).set_result(rank.to_string()))?;
            let ranked = order.get(n).and_then(|o| figure.entries.get(*o));
            let place = format!("MATCH(ROWS({ranks}${top}:{ranks}{line}),{},0)", all(&ranks));
            let value = ranked.map_or(Value::None, |e| e.value);
            let lacks = lang.of(" (trống)", " (blank)");
            let suffix = match value {
                Value::Number(_) => "",
                Value::Nil => " (-)",
                Value::None => lacks,
            };
            let name = format!("{}{suffix}", ranked.map(|e| e.name.as_str()).unwrap_or_default());
            let formula = format!(
                "=INDEX({},{place})&IF(ISNUMBER({ordered}{line}),\"\",IF({ordered}{line}=\"-\",\" (-)\",\"{lacks}\"))",
                all(&names)
            );
            sheet.write_formula(at, first + 3, Formula::new(formula).set_result(name))?;
            let formula = format!("=INDEX({},{place})", all(&values));
            sheet.write_formula(at, first + 4, Formula::new(formula).set_result(spoken(value)))?;
            if let Some(compared) = compared {
                let own = all(&values);
                let formula = match (&figure.line, &figure.whole) {
                    (Line::Whole, Some((Some(source), _))) => Some(format!("={source}")),
                    (Line::Mean, _) => Some(format!("=SUM({own})/(COUNT({own})+COUNTIF({own},\"-\"))")),
                    _ => None,
                };
                match formula {
                    Some(formula) => {
                        let result = Formula::new(formula).set_result(compared.to_string());
                        _ = sheet.write_formula(at, first + 5, result)?;
                    }
                    None => write(sheet, (at, first + 5), Value::Number(compared))?,
                }
            }
        }
        Ok(())
    }

    /// Writes the block of a plan and its result.
    fn plan(&mut self, plan: Planned, first: u16, lang: Lang) -> Result<(), PublishError> {
        let sheet = &mut self.sheet;
        sheet.put_bare_text(0, first, &plan.title)?;
        sheet.put_bare_text(1, first, lang.of("Tên", "Name"))?;
        sheet.put_bare_text(1, first + 1, &plan.headings[0])?;
        sheet.put_bare_text(1, first + 2, &plan.headings[1])?;
        let lacks = lang.of(" (thiếu số)", " (incomplete)");
        for (line, at) in plan.lines.iter().zip(HEAD..) {
            // The name stands by itself, so that no text of others is part of a formula.
            sheet.put_bare_text(at, first + 3, &line.name)?;
            let given = |cell: &String| format!("OR(ISNUMBER({cell}),{cell}=\"-\")");
            let all = line.cells.iter().map(given).collect::<Vec<_>>().join(",");
            let formula = format!("={}{}&IF(AND({all}),\"\",\"{lacks}\")", ColumnName(u32::from(first + 3)), at + 1);
            let name = if line.whole { line.name.clone() } else { format!("{}{lacks}", line.name) };
            sheet.write_formula(at, first, Formula::new(formula).set_result(name))?;
            for ((sources, value), column) in
                [(&line.plan, line.values[0]), (&line.result, line.values[1])].into_iter().zip(first + 1..)
            {
                let formula = format!("=SUM({sources})");
                sheet.write_formula(at, column, Formula::new(formula).set_result(value.to_string()))?;
            }
        }
        self.plans.push(Plan { column: first, count: plan.lines.len(), of_units: plan.of_units });
        Ok(())
    }

    /// What a figure is, in a cell.
    pub fn title(&self, n: usize) -> ChartRange {
        self.range(0, 0, block(n))
    }

    /// What the line is, in a cell.
    pub fn line_name(&self, n: usize) -> ChartRange {
        self.range(1, 1, block(n) + 5)
    }

    /// The names of a figure's units in order.
    pub fn names(&self, n: usize) -> ChartRange {
        self.of_units(n, 3)
    }

    /// The figures in the same order.
    pub fn values(&self, n: usize) -> ChartRange {
        self.of_units(n, 4)
    }

    /// The line beside them.
    pub fn line(&self, n: usize) -> ChartRange {
        self.of_units(n, 5)
    }

    /// The figures in order, as sparklines name them.
    pub fn sparkline(&self, n: usize) -> (&'static str, u32, u16, u32, u16) {
        let column = block(n) + 4;
        (self.name, HEAD, column, self.last(n), column)
    }

    /// The cells of all figures and names, in the order of the units, as formulas name them.
    pub fn cells(&self, n: usize) -> (String, String) {
        let [names, values, ..] = columns(block(n));
        let (top, bottom) = (HEAD + 1, self.last(n) + 1);
        let range = |c: ColumnName| format!("'{}'!{c}${top}:{c}${bottom}", self.name);
        (range(names), range(values))
    }

    /// Title, names, and the columns of a plan with their headings.
    pub fn plan_ranges(&self, plan: &Plan) -> [ChartRange; 6] {
        let last = HEAD + u32::try_from(plan.count.saturating_sub(1)).unwrap_or(0);
        let first = plan.column;
        [
            self.range(0, 0, first),
            self.range(HEAD, last, first),
            self.range(1, 1, first + 1),
            self.range(HEAD, last, first + 1),
            self.range(1, 1, first + 2),
            self.range(HEAD, last, first + 2),
        ]
    }

    /// How many categories a plan has.
    pub fn plan_count(&self, plan: &Plan) -> usize {
        plan.count
    }

    fn of_units(&self, n: usize, column: u16) -> ChartRange {
        self.range(HEAD, self.last(n), block(n) + column)
    }

    fn last(&self, n: usize) -> u32 {
        let count = self.counts.get(n).copied().unwrap_or(1).max(1);
        HEAD + u32::try_from(count).unwrap_or(1) - 1
    }

    fn range(&self, first: u32, last: u32, column: u16) -> ChartRange {
        ChartRange::new_from_range(self.name, first, column, last, column)
    }
}

fn block(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(0) * WIDE
}

fn columns(first: u16) -> [ColumnName; 6] {
    [0, 1, 2, 3, 4, 5].map(|n| ColumnName(u32::from(first + n)))
}

/// What a figure is called above its chart.
pub(super) fn title(figure: &Chosen) -> String {
    let measure = if figure.measure.is_empty() { String::new() } else { format!(" ({})", figure.measure) };
    format!("{}{measure}", figure.name())
}

/// The units from the largest figure to the least, those without one behind; equals as they stand.
fn order(figure: &Chosen) -> Vec<usize> {
    let mut order: Vec<usize> = (0..figure.entries.len()).collect();
    let value = |n: &usize| match figure.entries.get(*n).map(|e| e.value) {
        Some(Value::Number(value)) => Some(value),
        _ => None,
    };
    order.sort_by_key(|n| std::cmp::Reverse(value(n)));
    order
}

/// What the units are compared with.
pub(super) fn compared(figure: &Chosen) -> Option<Decimal> {
    match figure.line {
        Line::Whole => figure.whole.as_ref().map(|(_, value)| *value),
        Line::Mean => {
            let given = figure.entries.iter().filter_map(|e| match e.value {
                Value::Number(value) => Some(value),
                Value::Nil => Some(Decimal::ZERO),
                Value::None => None,
            });
            let given: Vec<Decimal> = given.collect();
            let sum = given.iter().try_fold(Decimal::ZERO, |sum, v| sum.checked_add(*v))?;
            sum.checked_div(Decimal::from(given.len() as u64)).map(|v| v.round_sf(15).unwrap_or(v).normalize())
        }
    }
}

fn spoken(value: Value) -> String {
    match value {
        Value::Number(value) => value.to_string(),
        Value::Nil => "-".to_owned(),
        // An empty result would be written as 0.
        Value::None => " ".to_owned(),
    }
}

fn write(sheet: &mut Worksheet, (row, column): (u32, u16), value: Value) -> Result<(), PublishError> {
    match value {
        Value::Number(value) => match as_excel(value) {
            Some(number) => _ = sheet.write_number(row, column, number)?,
            None => _ = sheet.put_bare_text(row, column, " ")?,
        },
        value => _ = sheet.put_bare_text(row, column, spoken(value))?,
    }
    Ok(())
}
