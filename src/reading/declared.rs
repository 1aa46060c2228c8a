//! The measures that a sheet declares, beside its rows and in lines above its tables, and what they
//! mean for the figures.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::finding::reading::Problem;
use crate::finding::{Finding, Place};
use crate::form::{Figure, Form, Kind};
use crate::intake::{Cell, Workbook};
use crate::layout::{LocatedRow, Table, ValueCell, is_figure};
use crate::table;
use crate::table::heading::is_year_text;
use crate::vietnamese::measure::{Measure, announced, measure_in_brackets};
use crate::vietnamese::text::{ending_in_brackets, fold};

/// What the measure declared for a row means for its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Declared {
    /// The form's measure, or none was declared.
    Same,
    /// Another size of the same thing: values are multiplied.
    Scaled(Scale),
    /// Another thing altogether.
    Foreign {
        /// The measure as declared.
        text: String,
    },
    /// The same thing told per another time: another figure.
    OtherTime {
        /// The measure as declared.
        text: String,
    },
    /// The same thing without the time that the form tells it per: whether it is that is not said.
    NoTime(Scale),
    /// Lines of the sheet that contradict each other: «ĐVT: đồng», «ĐVT: 1000 đồng».
    Contradicting(Vec<Scale>),
}

/// A declared measure with what it multiplies values by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// The exact factor to the form's measure.
    pub factor: Decimal,
    /// The measure as declared.
    pub text: String,
}

/// The measures written nearest to a cell.
#[derive(Debug, Clone, Copy, Default)]
pub struct Said<'a> {
    /// In its column's heading.
    pub heading: Option<&'a str>,
    /// Beside its row; empty where none stands there.
    pub beside: &'a str,
    /// The form's own heading of the column names its measure.
    pub own_heading: bool,
    /// Nothing stands beside its row, where a measure of it would.
    pub silent: bool,
}

/// Tells whether a form's heading says its measure itself: «Kinh phí (triệu đồng)».
pub(super) fn heading_names_measure(heading: &[String]) -> bool {
    heading.iter().any(|h| measure_in_brackets(h).is_some())
}

/// The lines of a sheet that declare a measure, as declared.
pub struct Lines {
    /// Those around the table.
    lines: Vec<Line>,
    /// Those at the top of the sheet, above another table, about what no line around this one names.
    top: Vec<Line>,
    /// A line that declares a measure which does not convert, as declared: of figures with no other it cannot be
    /// told what they are.
    strange: Option<String>,
    /// Those above the table that no row goes by, since each has a measure of another size beside it: «ĐVT: nghìn đồng» over
    /// «Đồng» in every row that is printed so. Which of the two holds cannot be told.
    unheeded: Vec<Line>,
    /// Measures of another size than the form's that stand beside some rows. A row beside which none stands may go by
    /// the one above it, or by the form: «Nghìn đồng» in the first row and nothing below it.
    besides: Vec<(String, Measure)>,
    /// The measures that headings name.
    headings: Vec<(String, Measure)>,
    /// Which columns of the form have headings of their own that name a measure.
    named: Vec<bool>,
}

/// How many rows below a table are looked through for its measure.
const BELOW: usize = 3;

/// One of them.
#[derive(Clone)]
struct Line {
    /// The row from which on it holds.
    from: u32,
    said: String,
    measure: Measure,
}

/// Tells whether a table is the rest of one on another sheet: nothing stands above its headings, or «(tiếp theo)».
fn goes_on(table: &Table<'_>) -> bool {
    let mut above =
        table.sheet.rows_in(..table.first_row).flat_map(|(_, cells)| cells).filter_map(Cell::text).peekable();
    above.peek().is_none() || above.any(|text| fold(text).as_str().contains(fold("tiếp theo").as_str()))
}

/// The lines of a row that declare a measure.
fn announcing(from: u32, cells: &[Cell]) -> Vec<Line> {
    let line =
        |line: String| Some(Line { from, said: announced(&line)?.to_owned(), measure: Measure::in_line(&line)? });
    table::lines(cells).filter_map(|(_, text)| line(text)).collect()
}

/// A title that ends with its measure in brackets: «KẾ HOẠCH VỐN NĂM 2024 (triệu đồng)». Behind a figure the brackets
/// are that figure's.
fn titled(from: u32, line: &str) -> Option<Line> {
    let (before, _) = ending_in_brackets(line)?;
    // «(Kèm theo Kế hoạch số …)» is told from a measure by its length.
    if line.len() - before.len() > LONGEST_MEASURE {
        return None;
    }
    let said = measure_in_brackets(line)?;
    let last = before.split_whitespace().next_back()?;
    let figure = last.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',')) && !is_year_text(last);
    let measure = Measure::parse(said).filter(|_| !figure)?;
    Some(Line { from, said: said.to_owned(), measure })
}

/// No measure in brackets is longer, brackets included.
const LONGEST_MEASURE: usize = 40;

/// Tells whether a measure may be several.
fn names_several(said: &str) -> bool {
    said.contains(", ") || said.contains(" và ")
}

/// Tells whether a line announces a measure, and not an organisation.
fn names_measures(line: &str) -> bool {
    let key = fold(line);
    ["đơn vị tính", "đvt"].iter().any(|w| key.as_str().contains(fold(w).as_str()))
}

/// Tells whether a line is about amounts of money that rows of a table hold, and each of them says another size itself.
fn is_unheeded(line: &Line, form: &Form, table: &Table<'_>) -> bool {
    let about = table.rows.iter().filter_map(|located| {
        let row = form.row(located.row).filter(|row| row.figure.kind != Kind::Group)?;
        let expected = row.figure.dimension.as_ref()?;
        line.measure.factor_to(expected).map(|factor| (located, expected, factor))
    });
    let of_another_size = |(located, expected, factor): (&LocatedRow, &Measure, Decimal)| {
        let beside = located.measure.as_ref().and_then(|(_, text)| Measure::parse(text))?.factor_to(expected)?;
        Some(beside != factor)
    };
    let mut all = about.map(of_another_size).peekable();
    line.measure.is_money() && all.peek().is_some() && all.all(|other| other == Some(true))
}

/// The measures of another size than the form's that stand beside rows or items of a table.
fn besides(form: &Form, table: &Table<'_>) -> Vec<(String, Measure)> {
    let mut found: Vec<(String, Measure)> = Vec::new();
    let mut take = |text: &str, expected: &Measure| {
        if text.is_empty() || found.iter().any(|(known, _)| known == text) {
            return;
        }
        let measure = Measure::parse(text).filter(|m| m.factor_to(expected).is_some_and(|f| f != Decimal::ONE));
        found.extend(measure.map(|measure| (text.to_owned(), measure)));
    };
    for located in &table.rows {
        let figure = form.row(located.row).map(|row| &row.figure).filter(|figure| figure.kind != Kind::Group);
        if let Some((figure, (_, text))) = figure.zip(located.measure.as_ref())
            && let Some(expected) = figure.dimension.as_ref().filter(|_| *text != figure.measure)
        {
            take(text, expected);
        }
    }
    if table.items.have_measures() {
        let figures = form.columns.iter().filter_map(|column| column.figure.as_ref()?.dimension.as_ref());
        let converting: Vec<&Measure> = figures.filter(|dimension| dimension.converts()).collect();
        for item in table.items.iter() {
            let cells = table.sheet.peek(item.sheet_row);
            let text = table.items.measure(item, &cells);
            converting.iter().for_each(|expected| take(&text, expected));
        }
    }
    found
}

impl Lines {
    /// Those of each of a submission's tables. A line of one sheet holds on the next where the table only goes on
    /// there; whether it does for a table with titles of its own cannot be told.
    pub fn of_all(form: &Form, tables: &[Table<'_>]) -> Vec<Self> {
        let mut all = Self::of_each(form, tables);
        if all.len() < 2 {
            return all;
        }
        let own: Vec<Vec<Line>> = all.iter().map(|lines| lines.lines.clone()).collect();
        for (at, (lines, table)) in all.iter_mut().zip(tables).enumerate() {
            let others = own.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, lines)| lines);
            let about = |l: &Line| lines.lines.iter().any(|own| own.measure.factor_to(&l.measure).is_some());
            let new: Vec<Line> = others.filter(|l| !about(l)).map(|l| Line { from: 0, ..l.clone() }).collect();
            if goes_on(table) { lines.lines.extend(new) } else { lines.top.extend(new) }
        }
        all
    }

    /// Those of several tables: the rest of a list has those of the sheet that it begins in.
    fn of_each(form: &Form, tables: &[Table<'_>]) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::with_capacity(tables.len());
        for table in tables {
            let mut own = Self::of(form, table);
            if let Some(above) = all.last().filter(|_| table.is_rest) {
                let everywhere = |l: &Line| Line { from: 0, said: l.said.clone(), measure: l.measure.clone() };
                own.lines.splice(0..0, above.lines.iter().map(everywhere));
                own.top.splice(0..0, above.top.iter().map(everywhere));
                own.strange = own.strange.or_else(|| above.strange.clone());
            }
            all.push(own);
        }
        all
    }

    /// Finds the measure lines of a table's sheet: above it, between its parts, beside its title. A line
    /// that ends with its colon goes on in the cell to the right.
    fn of(form: &Form, table: &Table<'_>) -> Self {
        let unknown = table.unknown.iter().map(|r| r.sheet_row);
        let items = table.items.iter().map(|i| i.sheet_row);
        let mut own: Vec<u32> = table.rows.iter().map(|r| r.sheet_row).chain(unknown).chain(items).collect();
        own.sort_unstable();
        let last = own.last().copied().unwrap_or(0);
        let rows = table.sheet.scan_where(|row| row <= last && own.binary_search(&row).is_err());
        let mut strange = None;
        let mut lines: Vec<Line> = Vec::new();
        for (row, cells) in rows {
            let above = row < table.first_row;
            for (_, line) in table::lines(&cells) {
                let Some(said) = announced(&line) else {
                    lines.extend(Some(line).filter(|_| above).and_then(|line| titled(row + 1, &line)));
                    continue;
                };
                let listed = if names_several(said) { Measure::listed(said) } else { Vec::new() };
                if !listed.is_empty() {
                    let convert = listed.into_iter().filter(Measure::converts);
                    lines.extend(convert.map(|measure| Line { from: row + 1, said: said.to_owned(), measure }));
                    continue;
                }
                let measure = Measure::in_line(&line);
                // Other money, or money per head, is no measure of plain amounts either.
                let fits = measure.as_ref().map_or_else(|| !names_measures(&line), |m| m.converts() && m.is_plain());
                if above && !fits {
                    strange.get_or_insert_with(|| said.to_owned());
                }
                lines.extend(measure.map(|measure| Line { from: row + 1, said: said.to_owned(), measure }));
            }
        }
        // Over a table further down in a sheet a line at the top may hold, or be the first table's alone.
        let top: Vec<Line> = table.sheet.top.iter().flat_map(|(row, cells)| announcing(*row, cells)).collect();
        // Above the first table's title it holds for the sheet.
        let says = |cells: &[Cell]| cells.iter().filter_map(Cell::text).any(|t| announced(t).is_none());
        let title = table.sheet.top.iter().rev().find(|(_, cells)| says(cells)).map_or(0, |(row, _)| *row);
        let new = |l: &Line, lines: &[Line]| !lines.iter().any(|own| own.measure.factor_to(&l.measure).is_some());
        let (wide, top): (Vec<Line>, Vec<Line>) =
            top.into_iter().filter(|l| new(l, &lines)).partition(|l| l.from < title);
        let wide: Vec<Line> = wide.into_iter().map(|l| Line { from: 0, ..l }).collect();
        // A line right below the table holds for all of it where none stands above.
        let below = table.sheet.rows_in(last.saturating_add(1)..).take(BELOW);
        let below: Vec<Line> = below.flat_map(|(_, cells)| announcing(0, cells)).collect();
        // One that says the same again is no other; one that says otherwise contradicts.
        let same = |l: &Line, own: &Line| own.measure.factor_to(&l.measure) == Some(Decimal::ONE);
        let below: Vec<Line> = below.into_iter().filter(|l| !lines.iter().any(|own| same(l, own))).collect();
        let heads = table.rows.iter().flat_map(|r| &r.cells).map(|c| &*c.head).chain(table.items.heads());
        let named: BTreeSet<&str> = heads.filter_map(|head| head.measure.as_deref()).collect();
        let headings = named.into_iter().filter_map(|text| Some((text.to_owned(), Measure::parse(text)?))).collect();
        let named = form.columns.iter().map(|c| heading_names_measure(&c.heading)).collect();
        let unheeded = lines.iter().filter(|line| is_unheeded(line, form, table)).cloned().collect();
        let besides = besides(form, table);
        let lines = lines.into_iter().chain(wide).chain(below).collect();
        Self { lines, top, strange, unheeded, besides, headings, named }
    }

    /// Tells whether measures of another size than the form's stand beside some rows.
    pub fn are_besides_of_another_size(&self) -> bool {
        !self.besides.is_empty()
    }

    /// Tells whether the form's own heading of a column names a measure.
    pub fn is_named(&self, column: usize) -> bool {
        self.named.get(column).copied().unwrap_or_default()
    }

    /// What holds for a cell: the measure in its column's heading or beside its row, or, where none
    /// stands there, the lines as far as they are about the same thing.
    pub fn of_cell(&self, figure: &Figure, sheet_row: u32, said: Said<'_>) -> Declared {
        let Some(expected) = figure.dimension.as_ref().filter(|_| figure.kind != Kind::Group) else {
            return Declared::Same;
        };
        let scale = |text: &str| {
            let factor = Measure::parse(text)?.factor_to(expected)?;
            Some(Scale { factor, text: text.to_owned() })
        };
        if let Some(heading) = said.heading {
            let over = scale(heading);
            // «Triệu đồng» beside the row under «(nghìn đồng)»: one of them is wrong.
            return match (over, scale(said.beside)) {
                (Some(over), Some(beside)) if over.factor != beside.factor => {
                    Declared::Contradicting(vec![over, beside])
                }
                (Some(over), _) if over.factor == Decimal::ONE => Declared::Same,
                (Some(over), _) => Declared::Scaled(over),
                (None, _) => Declared::Foreign { text: heading.to_owned() },
            };
        }
        let beside = said.beside;
        if beside == figure.measure && self.unheeded.is_empty() {
            return Declared::Same;
        }
        if let Some(found) = Measure::parse(beside) {
            return match found.factor_to(expected) {
                Some(factor) if found.leaves_out_the_time_of(expected) => {
                    Declared::NoTime(Scale { factor, text: beside.to_owned() })
                }
                Some(factor) => {
                    let own = Scale { factor, text: beside.to_owned() };
                    match self.unheeded_over(sheet_row, expected) {
                        Some(line) => Declared::Contradicting(vec![line, own]),
                        None if factor == Decimal::ONE => Declared::Same,
                        None => Declared::Scaled(own),
                    }
                }
                None if found.is_per_another_time(expected) => Declared::OtherTime { text: beside.to_owned() },
                None => Declared::Foreign { text: beside.to_owned() },
            };
        }
        let mut scales: Vec<Scale> = Vec::new();
        // A line holds from where it stands downwards.
        for Line { said: text, measure, .. } in self.lines.iter().filter(|l| l.from <= sheet_row) {
            if let Some(factor) = measure.factor_to(expected)
                && !scales.iter().any(|s| s.factor == factor)
            {
                scales.push(Scale { factor, text: text.clone() });
            }
        }
        // A line at the top of the sheet is the first table's; whether it holds here too cannot be told.
        for Line { said: text, measure, .. } in &self.top {
            if let Some(factor) = measure.factor_to(expected).filter(|f| scales.is_empty() && *f != Decimal::ONE) {
                let own = Scale { factor: Decimal::ONE, text: figure.measure.clone() };
                scales.extend([Scale { factor, text: text.clone() }, own]);
            }
        }
        if said.silent && scales.is_empty() {
            let of = |(text, measure): &(String, Measure)| {
                let factor = measure.factor_to(expected).filter(|f| *f != Decimal::ONE)?;
                Some(Scale { factor, text: text.clone() })
            };
            scales.extend(self.besides.iter().filter_map(of));
            let own = Scale { factor: Decimal::ONE, text: figure.measure.clone() };
            scales.extend(Some(own).filter(|_| !scales.is_empty()));
        }
        // «Tổng số (triệu đồng)» beside «NSTW»: whether the heading's measure is its neighbours' too cannot be
        // told, unless the form has its own for each.
        if scales.is_empty() && !said.own_heading {
            for (text, measure) in &self.headings {
                if let Some(factor) = measure.factor_to(expected).filter(|f| *f != Decimal::ONE) {
                    let own = Scale { factor: Decimal::ONE, text: figure.measure.clone() };
                    scales = vec![Scale { factor, text: text.clone() }, own];
                }
            }
        }
        match scales.as_slice() {
            // «ĐVT: nghìn USD» above figures in đồng.
            [] if expected.converts()
                && !said.own_heading
                && let Some(text) = self.strange.clone() =>
            {
                let other_time = Measure::parse(&text).is_some_and(|m| m.is_per_another_time(expected));
                if other_time { Declared::OtherTime { text } } else { Declared::Foreign { text } }
            }
            [] => Declared::Same,
            [one] if one.factor == Decimal::ONE => Declared::Same,
            [one] => Declared::Scaled(one.clone()),
            _ => Declared::Contradicting(scales),
        }
    }

    /// The line above a row that no row of the table goes by, where it is about the same thing.
    fn unheeded_over(&self, sheet_row: u32, expected: &Measure) -> Option<Scale> {
        let own = self.unheeded.iter().filter(|line| line.from <= sheet_row);
        let mut scales =
            own.filter_map(|l| Some(Scale { factor: l.measure.factor_to(expected)?, text: l.said.clone() }));
        scales.next()
    }

    /// Says once which rows have a measure of several sizes (money, length) and none declared.
    pub fn report_missing(&self, form: &Form, workbook: &Workbook, table: &Table<'_>, findings: &mut Vec<Finding>) {
        let written = |at| table.sheet.peek_cell(at).is_some_and(|c| is_figure(&c.value));
        let silent = |figure: &Figure| {
            let dimension = figure.dimension.as_ref().filter(|d| d.converts() && figure.kind != Kind::Group);
            // What a line says that is no measure of theirs is told with the figures, and so is what stands beside other
            // rows.
            let beside_others = |d: &Measure| self.besides.iter().any(|(_, m)| m.factor_to(d).is_some());
            self.strange.is_none()
                && !dimension.is_some_and(beside_others)
                && dimension.is_some_and(|d| !self.lines.iter().any(|l| l.measure.factor_to(d).is_some()))
        };
        // A form whose own headings name the measure needs no other line.
        let bare = |cell: &ValueCell| cell.measure.is_none() && !self.is_named(cell.column) && written(cell.at);
        let rows: Vec<String> = table
            .rows
            .iter()
            .filter_map(|r| Some((r, form.row(r.row)?)))
            .filter_map(|(located, row)| {
                let missing = |cell: &&ValueCell| {
                    let own = form.columns.get(cell.column).and_then(|c| c.figure.as_ref());
                    let figure = form.figure(row, cell.column);
                    bare(cell) && silent(figure) && (own.is_some() || located.measure.is_none())
                };
                let cell = located.cells.iter().find(missing)?;
                Some(format!("{} ({})", row.name(), form.figure(row, cell.column).measure))
            })
            .collect();
        let figures = form.columns.iter().enumerate().filter_map(|(at, c)| Some((at, c.figure.as_ref()?)));
        let mut looked_for: BTreeSet<usize> = figures.filter(|(_, figure)| silent(figure)).map(|(at, _)| at).collect();
        let mut columns: BTreeSet<usize> = BTreeSet::new();
        for item in table.items.iter() {
            if looked_for.is_empty() {
                break;
            }
            if !table.items.measure(item, &table.sheet.peek(item.sheet_row)).is_empty() {
                continue;
            }
            for cell in table.items.cells(item).filter(|cell| looked_for.contains(&cell.column) && bare(cell)) {
                columns.insert(cell.column);
            }
            looked_for.retain(|column| !columns.contains(column));
        }
        let columns = columns
            .into_iter()
            .filter_map(|c| form.columns.get(c))
            .filter_map(|c| Some(format!("{} ({})", c.name(), c.figure.as_ref()?.measure)));
        let rows: Vec<String> = rows.into_iter().chain(columns).collect();
        if !rows.is_empty() {
            let place =
                Place { file: Some(workbook.file.clone()), sheet: Some(table.sheet.name.clone()), ..Place::default() };
            findings.push(Finding::at(place, Problem::MeasureMissing { rows }));
        }
    }
}
