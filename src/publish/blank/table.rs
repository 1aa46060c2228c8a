//! The lines of a form's table: what is locked, what is typed, what is computed, and what is checked.

use rust_xlsxwriter::{ConditionalFormatFormula, Format, Formula};

use crate::finding::Lang;
use crate::form::{Figure, Kind, Role, Shape};
use crate::publish::PublishError;
use crate::publish::workbook::fit;
use crate::publish::workbook::style::write_decimal;
use crate::sheet_text::SheetText as _;
use crate::vietnamese::number::Vietnamese;

use super::columns::{Col, Columns};
use super::guard::{Names, Remark, Watched, remark, validation};
use super::plan::{self, Cell, Check};
use super::sheet::{Draft, Page};

impl Page<'_, '_> {
    /// Writes the table below its headings; gives the last row of it.
    pub fn table(&self, draft: &mut Draft<'_>, columns: &Columns, body: u32, live: u32) -> Result<u32, PublishError> {
        let form = self.own.form;
        // A list prints its total above its lines: whoever fills it in sees it, however long it grows.
        let first = if form.is_list() { body + 1 } else { body };
        let names = Names { first, words: &self.own.words };
        let lines = plan::lines(form);
        for line in 0..lines {
            let at = first + u32::try_from(line).unwrap_or(0);
            match form.rows.get(line) {
                Some(_) if !form.is_list() => self.row(draft, columns, at, line)?,
                _ => self.free_line(draft, columns, at, line)?,
            }
            self.figures(draft, columns, &names, at, line)?;
            self.check(draft, columns, &names, at, line)?;
        }
        let last = first + u32::try_from(lines.saturating_sub(1)).unwrap_or(0);
        if form.is_list() {
            self.list_total(draft, columns, body, (first, last))?;
        }
        self.guards(draft, columns, &names)?;
        let live_formula = self.live(columns, &names, (first, last));
        self.live_line(draft, columns, live, live_formula)?;
        Ok(last)
    }

    /// Writes number, label, measure and the cells of words of a row.
    fn row(&self, draft: &mut Draft<'_>, columns: &Columns, at: u32, line: usize) -> Result<(), PublishError> {
        let (form, looks) = (self.own.form, &self.blanks.styles);
        let Some(row) = form.rows.get(line) else { return Ok(()) };
        let parts = form.rows.iter().any(|r| r.parent.is_some_and(|p| p.0 == line));
        let weight = |format: &Format| match (form.shape, parts, row.parent) {
            (Shape::Tree, true, _) => format.clone().set_bold(),
            (Shape::Indicators, _, Some(_)) => format.clone().set_italic(),
            _ => format.clone(),
        };
        let mut tallest = Vec::new();
        for ((col, headed), column) in columns.all.iter().zip(&columns.headed).zip(0u16..) {
            let Col::Form(n) = col else { continue };
            let role = form.columns.get(*n).map(|c| c.role);
            let (text, format) = match role {
                Some(Role::Number) => (&row.stt, looks.styles.centre.clone()),
                Some(Role::Label) => (&row.label, weight(&looks.styles.cell)),
                Some(Role::Measure) => (&row.figure.measure, weight(&looks.styles.centre)),
                Some(Role::Text) => {
                    draft.sheet.write_blank(at, column, &looks.text)?;
                    continue;
                }
                Some(Role::Value) | None => continue,
            };
            draft.sheet.put_text(at, column, text, &format)?;
            draft.note((at, column), text);
            // Bold letters are wider than those that heights are reckoned with.
            tallest.push((text.as_str(), headed.width * 0.86));
        }
        let tall = fit::row_height(tallest, 12.0).max(20.0);
        draft.sheet.set_row_height(at, tall)?;
        draft.lines.push(tall);
        Ok(())
    }

    /// Writes the cells of figures of a line: typed, computed, or none; and those of the last period.
    fn figures(
        &self,
        draft: &mut Draft<'_>,
        columns: &Columns,
        names: &Names<'_>,
        at: u32,
        line: usize,
    ) -> Result<(), PublishError> {
        let (form, looks, plan) = (self.own.form, &self.blanks.styles, &self.own.plan);
        for (col, column) in columns.all.iter().zip(0u16..) {
            match col {
                Col::Form(n) if form.columns.get(*n).is_some_and(|c| c.role == Role::Value) => {
                    let cell = (line, *n);
                    let Some(figure) = plan::figure(form, cell) else {
                        draft.sheet.write_blank(at, column, &looks.styles.cell)?;
                        continue;
                    };
                    let computed = plan.computed.get(&cell).and_then(|c| names.formula(c));
                    match computed {
                        Some(formula) => {
                            let format = shown(&looks.total, figure);
                            draft.sheet.write_formula_with_format(at, column, formula, &format)?;
                        }
                        None => _ = draft.sheet.write_blank(at, column, &shown(&looks.input, figure))?,
                    }
                }
                Col::Before(n) => match (self.before(line, *n), plan::figure(form, (line, *n))) {
                    (Some(value), Some(figure)) => {
                        write_decimal(&mut draft.sheet, at, column, value, &shown(&looks.aside, figure))?;
                    }
                    _ => _ = draft.sheet.write_blank(at, column, &looks.aside)?,
                },
                Col::Form(_) | Col::Check => {}
            }
        }
        Ok(())
    }

    /// The cells that are typed in a line.
    fn inputs(&self, line: usize) -> Vec<(Cell, &Figure)> {
        let range = (line, 0)..(line + 1, 0);
        let cells = self.own.plan.inputs.range(range).copied();
        cells.filter_map(|cell| Some((cell, plan::figure(self.own.form, cell)?))).collect()
    }

    /// Writes what is to be looked at in a line.
    fn check(
        &self,
        draft: &mut Draft<'_>,
        columns: &Columns,
        names: &Names<'_>,
        at: u32,
        line: usize,
    ) -> Result<(), PublishError> {
        let (form, looks, lang) = (self.own.form, &self.blanks.styles, self.blanks.lang);
        let Some(column) = columns.of(Col::Check) else { return Ok(()) };
        let inputs = self.inputs(line);
        let computed = self.own.plan.computed.range((line, 0)..(line + 1, 0)).map(|(cell, _)| *cell);
        let computed: Vec<(Cell, &Figure)> = computed.filter_map(|c| Some((c, plan::figure(form, c)?))).collect();
        let checks: Vec<(Cell, Check)> =
            self.own.plan.checks.iter().filter(|((l, _), _)| *l == line).cloned().collect();
        let before = columns.all.iter().filter_map(|col| match col {
            Col::Before(n) if self.before(line, *n).is_some() => {
                Some(((line, *n), (line, usize::from(columns.of(*col)?))))
            }
            _ => None,
        });
        let words = |role: Role| {
            let own = form.columns.iter().enumerate().filter(move |(_, c)| c.role == role);
            own.map(|(n, _)| names.at((line, n)))
        };
        let named = form.is_list().then(|| words(Role::Label).chain(words(Role::Text)).collect());
        let sums = self.own.plan.computed.range((line, 0)..(line + 1, 0));
        let partial = sums.filter_map(|(_, computed)| names.partial(computed)).collect();
        let blank = !inputs.is_empty() && !form.is_list();
        let watched = Watched { inputs, computed, checks: &checks, partial, before: before.collect(), named };
        let formula = names.remarks(&watched, lang);
        let formula = if blank { formula.set_result(remark(Remark::Blank, lang)) } else { formula };
        draft.sheet.write_formula_with_format(at, column, formula, &looks.check)?;
        Ok(())
    }

    /// Puts validation on what is typed, and formats on what is wrong.
    fn guards(&self, draft: &mut Draft<'_>, columns: &Columns, names: &Names<'_>) -> Result<(), PublishError> {
        let (form, looks, lang) = (self.own.form, &self.blanks.styles, self.blanks.lang);
        let row = |line: usize| names.first + u32::try_from(line).unwrap_or(0);
        for run in self.runs() {
            let Some((first, figure)) = run.first().and_then(|c| Some((*c, plan::figure(form, *c)?))) else { continue };
            let last = run.last().map_or(first, |cell| *cell);
            let column = u16::try_from(first.1).unwrap_or(u16::MAX);
            let then = self.before(first.0, first.1).map(|value| Vietnamese(value.normalize()).to_string());
            let validation = validation(names, first, figure, then.as_deref(), lang)?;
            draft.sheet.add_data_validation(row(first.0), column, row(last.0), column, &validation)?;
            let wrong = ConditionalFormatFormula::new().set_rule(names.wrong(first, figure)).set_format(&looks.wrong);
            draft.sheet.add_conditional_format(row(first.0), column, row(last.0), column, &wrong)?;
        }
        for (left, check) in &self.own.plan.checks {
            let at = (row(left.0), u16::try_from(left.1).unwrap_or(u16::MAX));
            let rule = Formula::new(format!("={}", names.fails(*left, check)));
            let fails = ConditionalFormatFormula::new().set_rule(rule).set_format(&looks.wrong);
            draft.sheet.add_conditional_format(at.0, at.1, at.0, at.1, &fails)?;
        }
        if let Some(column) = columns.of(Col::Check) {
            let name = names.at((0, usize::from(column)));
            let is = |r: &Remark| format!("{name}=\"{}\"", remark(*r, lang));
            let rule = format!("=OR({})", Remark::MILD.iter().map(is).collect::<Vec<_>>().join(","));
            let mild = ConditionalFormatFormula::new().set_rule(Formula::new(rule)).set_format(&looks.mild);
            let last = row(plan::lines(form).saturating_sub(1));
            draft.sheet.add_conditional_format(names.first, column, last, column, &mild)?;
        }
        Ok(())
    }

    /// The cells that are typed, those of one kind below each other in a column together; alone where a prompt
    /// tells the figure of the last period.
    fn runs(&self) -> Vec<Vec<Cell>> {
        let form = self.own.form;
        let mut cells: Vec<Cell> = self.own.plan.inputs.iter().copied().collect();
        cells.sort_unstable_by_key(|(line, column)| (*column, *line));
        let mut runs: Vec<Vec<Cell>> = Vec::new();
        let alike = |a: Cell, b: Cell| {
            let kind = |cell| plan::figure(form, cell).map(|f| (f.kind, f.min, f.max, &f.measure));
            a.1 == b.1 && a.0 + 1 == b.0 && kind(a) == kind(b) && !self.has_before(b.1)
        };
        for cell in cells {
            match runs.last_mut() {
                Some(run) if run.last().is_some_and(|last| alike(*last, cell)) => run.push(cell),
                _ => runs.push(vec![cell]),
            }
        }
        runs
    }

    /// How much is still to be typed and looked at, as a formula.
    fn live(&self, columns: &Columns, names: &Names<'_>, (first, last): (u32, u32)) -> Formula {
        let lang = self.blanks.lang;
        let column = columns.of(Col::Check).map_or(0, u32::from);
        let column = crate::address::ColumnName(column);
        let range = format!("{column}{}:{column}{}", first + 1, last + 1);
        let blank = format!("COUNTIF({range},\"{}\")", remark(Remark::Blank, lang));
        let look = format!("COUNTIF({range},\"?*\")-{blank}");
        let runs = self.column_runs();
        let run = |run: &(Cell, Cell)| format!("COUNTBLANK({}:{})", names.at(run.0), names.at(run.1));
        let cells = runs.iter().map(run).collect::<Vec<_>>().join("+");
        let by_cell = !cells.is_empty() && cells.len() < 6000;
        if self.own.form.is_list() {
            return self.live_of_list(names, (&blank, &look));
        }
        let count = if by_cell { &cells } else { &blank };
        let (open, rows, done) = Self::live_words(by_cell, lang);
        let text = format!(
            "=IF(AND({count}=0,{look}=0),\"{done}\",\"{}\"&({count})&\"{open}; \"&({look})&\"{rows}\")",
            lang.of("Còn ", "")
        );
        let typed = self.own.plan.inputs.len();
        let lines = || (0..plan::lines(self.own.form)).filter(|line| !self.inputs(*line).is_empty()).count();
        let left = if by_cell { typed } else { lines() };
        let result = format!("{}{left}{open}; 0{rows}", lang.of("Còn ", ""));
        Formula::new(text).set_result(result)
    }

    /// How many items a list has, and how much of it is to be looked at.
    fn live_of_list(&self, names: &Names<'_>, (blank, look): (&str, &str)) -> Formula {
        let lang = self.blanks.lang;
        let label = self.own.form.column_of(Role::Label).unwrap_or_default();
        let last = plan::lines(self.own.form).saturating_sub(1);
        let items = format!("COUNTA({}:{})", names.at((0, label)), names.at((last, label)));
        let items_words = lang.of(" mục đã kê; ", " items; ");
        let (open, rows, _) = Self::live_words(false, lang);
        let text = format!("={items}&\"{items_words}\"&({blank})&\"{open}; \"&({look})&\"{rows}\"");
        Formula::new(text).set_result(format!("0{items_words}0{open}; 0{rows}"))
    }

    fn live_words(by_cell: bool, lang: Lang) -> (&'static str, &'static str, &'static str) {
        let open = match by_cell {
            true => lang.of(" ô chưa điền", " cells to be filled in"),
            false => lang.of(" dòng chưa điền xong", " lines to be filled in"),
        };
        let done = lang.of("Không còn ô nào phải điền hoặc xem lại.", "Nothing is left to fill in or to look at.");
        (open, lang.of(" dòng cần xem lại", " lines to look at"), done)
    }

    /// The cells that are typed, as stretches of columns.
    fn column_runs(&self) -> Vec<(Cell, Cell)> {
        let mut cells: Vec<Cell> = self.own.plan.inputs.iter().copied().collect();
        cells.sort_unstable_by_key(|(line, column)| (*column, *line));
        let mut runs: Vec<(Cell, Cell)> = Vec::new();
        for cell in cells {
            match runs.last_mut() {
                Some((_, last)) if (last.0 + 1, last.1) == cell => *last = cell,
                _ => runs.push((cell, cell)),
            }
        }
        runs
    }
}

/// A format with the decimals of a kind of figure.
pub(super) fn shown(format: &Format, figure: &Figure) -> Format {
    match figure.kind {
        Kind::Integer => format.clone().set_num_format("#,##0"),
        Kind::Number | Kind::Percent | Kind::Group => format.clone().set_num_format("#,##0.00"),
    }
}
