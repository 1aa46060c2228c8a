//! Which tables of a workbook are of which form.
//!
//! Each table of each sheet is recognised on its own ([`super::stretches`], [`super::recognise`]). What
//! goes on in the same form, a page further down, is put together again; tables of another year or less
//! like the form than another are told and left out; tables of no form are told.

use std::collections::{BTreeSet, HashMap};

use crate::address::Address;
use crate::finding::structure::{Problem, Rival};
use crate::finding::{Finding, Place};
use crate::form::Form;
use crate::intake::{Cell, Sheet, Value, Workbook};
use crate::period;
use crate::table::index_row::is_index_row_of_body;
use crate::vietnamese::text::fold;

use super::header::{self, Header};
use super::is_figure;
use super::recognise::{self, Fit, MARGIN, Recognised};
use super::rest::{self, Rest};
use super::stretches::{self, Stretch};

/// The forms that are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'f> {
    /// The forms.
    pub forms: &'f [Form],
    /// One was named: every table is looked through for it. Else each is recognised.
    pub named: bool,
    /// A year that a heading or a table is preferred by.
    pub year: Option<u16>,
}

/// What is known of the sheets that were taken for a form, by their places in the workbook.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Their headers, where there are no others.
    pub headers: HashMap<usize, Vec<Header>>,
    /// Sheets without headings in which the list of another goes on, with the place of that.
    pub rest_of: HashMap<usize, usize>,
    /// A sheet that was not read may be the rest of a list.
    pub may_lack: bool,
}

/// Some tables of a workbook, and which of the forms they are looked through for.
#[derive(Debug)]
pub struct Part {
    /// The form's place.
    pub at: usize,
    /// The sheets, or stretches of sheets, by their place in the workbook.
    pub sheets: Vec<usize>,
    /// They were taken for the form; else nothing was, and the form only stands for all.
    pub recognised: bool,
    /// What was found on the way.
    pub known: Known,
}

/// Cuts the workbook's sheets into tables, and says which are looked through for which form. A workbook
/// that holds none is still one of the first form, so that its file is spoken of. Of some sheets the form is known.
pub fn parts(
    workbook: &mut Workbook,
    wanted: Wanted<'_>,
    known: &[(String, usize)],
    findings: &mut Vec<Finding>,
) -> Vec<Part> {
    let mut sorter = Sorter { file: workbook.file.clone(), wanted, known, tables: Vec::new(), findings: Vec::new() };
    for sheet in std::mem::take(&mut workbook.sheets) {
        sorter.take_up(sheet);
    }
    sorter.leave_out_other_years();
    sorter.leave_out_rivals();
    let Sorter { tables, findings: own, .. } = sorter;
    let form_of: Vec<Option<usize>> = tables.iter().map(|t| t.of).collect();
    let refused = tables.iter().any(|t| t.refused);
    let mut headers: HashMap<usize, Vec<Header>> = HashMap::new();
    let rests: Vec<(usize, usize)> = tables.iter().enumerate().filter_map(|(at, t)| Some((at, t.rest_of?))).collect();
    let lacking: Vec<usize> = tables.iter().filter(|t| t.may_go_on).filter_map(|t| t.of).collect();
    for (at, mut table) in tables.into_iter().enumerate() {
        let of = table.of.and_then(|form| table.stretch.headers.get_mut(form));
        headers.extend(of.and_then(Option::take).map(|headers| (at, headers)));
        workbook.sheets.push(table.stretch.sheet);
    }
    let mut part = |at: usize| {
        let sheets: Vec<usize> = form_of.iter().zip(0..).filter(|(of, _)| **of == Some(at)).map(|(_, i)| i).collect();
        let headers = sheets.iter().filter_map(|sheet| headers.remove_entry(sheet)).collect();
        let rest_of = rests.iter().copied().filter(|(rest, _)| sheets.contains(rest)).collect();
        let known = Known { headers, rest_of, may_lack: lacking.contains(&at) };
        (!sheets.is_empty()).then_some(Part { at, sheets, recognised: true, known })
    };
    let found: Vec<Part> = (0..wanted.forms.len()).filter_map(&mut part).collect();
    match wanted.forms.first() {
        // Where nothing is of the form that was named, its headings may be misspelt: that is told there.
        Some(_) if found.is_empty() && !refused => {
            if !wanted.named {
                findings.extend(own);
            }
            join_all(workbook);
            let sheets =
                (0..workbook.sheets.len()).filter(|at| workbook.sheets.get(*at).is_some_and(|s| !s.is_empty()));
            vec![Part { at: 0, sheets: sheets.collect(), recognised: false, known: Known::default() }]
        }
        _ => {
            findings.extend(own);
            found
        }
    }
}

/// Puts the stretches of each sheet together again.
fn join_all(workbook: &mut Workbook) {
    let mut whole: Vec<Sheet> = Vec::new();
    for sheet in std::mem::take(&mut workbook.sheets) {
        match whole.last_mut().filter(|above| above.name == sheet.name) {
            Some(above) => above.append(sheet),
            None => whole.push(sheet),
        }
    }
    workbook.sheets = whole;
}

/// A table, and what it was found to be.
struct Table {
    stretch: Stretch,
    /// The form it is of.
    of: Option<usize>,
    /// It fits several forms alike.
    refused: bool,
    /// The years that its titles or headings name.
    years: Vec<u16>,
    /// The table whose list goes on in this one, which has no headings.
    rest_of: Option<usize>,
    /// Its list may go on in a sheet that was not read.
    may_go_on: bool,
}

impl Table {
    fn new(stretch: Stretch, of: Option<usize>, years: Vec<u16>) -> Self {
        Self { stretch, of, refused: false, years, rest_of: None, may_go_on: false }
    }

    /// How well it fits the form that it was taken for.
    fn fit(&self) -> Option<&Fit> {
        self.stretch.fits.get(self.of?)?.as_ref()
    }

    /// Tells whether a figure other than 0 stands below its headings.
    fn is_filled(&self) -> bool {
        let (Some(fit), Some(body)) = (self.fit(), self.stretch.body) else { return true };
        let columns: Vec<u32> = fit.columns.values().copied().collect();
        let nothing = |value: &Value| matches!(value, Value::Number(n) if n.is_zero());
        let filled = |cell: &Cell| columns.contains(&cell.at.column) && is_figure(&cell.value) && !nothing(&cell.value);
        self.stretch
            .sheet
            .rows_in(body..)
            .any(|(_, cells)| !is_index_row_of_body(cells, false) && cells.iter().any(filled))
    }

    /// Tells whether no title, heading or name of a sheet says that two tables are of different years.
    fn is_of_the_years_of(&self, other: &Self) -> bool {
        let named = |table: &Self| {
            let digits = table.stretch.sheet.name.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 4);
            let sheet = digits.filter_map(period::year_of);
            table.years.iter().copied().chain(sheet).collect::<BTreeSet<u16>>()
        };
        let (own, others) = (named(self), named(other));
        own == others || own.is_empty() && others.is_empty()
    }

    /// A name for messages: the sheet and the first cell of the table.
    fn place(&self) -> String {
        let row = self.stretch.first_row.unwrap_or(0);
        let at = self.stretch.sheet.rows_in(row..).next().and_then(|(_, cells)| cells.first()).map(|c| c.at);
        format!("{}!{}", self.stretch.sheet.name, at.unwrap_or(Address { row, column: 0 }))
    }

    /// The years that tell one table of a form from another.
    fn years_of(stretch: &Stretch, of: Option<usize>) -> Vec<u16> {
        let titled = period::years_in_titles(&stretch.titles);
        let fit = of.and_then(|at| stretch.fits.get(at)).and_then(Option::as_ref);
        if titled.is_empty() { fit.map(|f| f.years.clone()).unwrap_or_default() } else { titled }
    }

    /// Tells whether a table further down in the same sheet is the rest of this one.
    fn goes_on(&self, below: &Stretch, of: Option<usize>, years: &[u16], list: bool) -> bool {
        let (Some(at), Some(fit)) = (self.of, self.fit()) else { return false };
        let Some(other) = below.fits.get(at).and_then(Option::as_ref) else { return false };
        let alike = fit.columns == other.columns;
        let same_year = years.is_empty() || self.years.is_empty() || years == self.years;
        let titled = list && below.titles.iter().any(|t| !self.has_title(t));
        // Other columns beside the same rows are a table of their own.
        let apart = !other.columns.is_empty() && !fit.columns.keys().any(|c| other.columns.contains_key(c));
        let rival = apart || fit.overlaps(other) && fit.headings.abs_diff(other.headings) > MARGIN;
        same_year && !titled && ((of == Some(at) && !rival) || (of.is_none() && alike))
    }

    /// Tells whether a line stands over this table too, but for «(tiếp theo)».
    fn has_title(&self, line: &str) -> bool {
        let bare = |text: &str| {
            let key = fold(text);
            let words: Vec<&str> =
                key.words().filter(|w| !["tiếp", "theo"].iter().any(|c| fold(c).as_str() == *w)).collect();
            words.join(" ")
        };
        let line = bare(line);
        line.is_empty() || self.stretch.titles.iter().any(|t| bare(t) == line)
    }
}

struct Sorter<'f, 'k> {
    file: String,
    wanted: Wanted<'f>,
    /// The sheets whose form is known for certain, by its place.
    known: &'k [(String, usize)],
    tables: Vec<Table>,
    findings: Vec<Finding>,
}

impl Sorter<'_, '_> {
    /// Takes up a sheet's tables.
    fn take_up(&mut self, sheet: Sheet) {
        let mut waiting: Option<Stretch> = None;
        let first_of_sheet = self.tables.len();
        for stretch in stretches::cut(self.wanted.forms, sheet, self.wanted.year) {
            let stretch = match waiting.take() {
                Some(above) => above.and(stretch),
                None => stretch,
            };
            let known = self.known.iter().any(|(sheet, _)| *sheet == stretch.sheet.name);
            if !self.wanted.named
                && !known
                && let Some(problem) = &stretch.refusal
            {
                self.report(stretch.sheet.name.clone(), stretch.first_row, problem.clone());
                self.tables.push(Table { refused: true, ..Table::new(stretch, None, Vec::new()) });
                continue;
            }
            let recognised = self.recognise(&stretch);
            let of = if let Recognised::One(form) = recognised { Some(form) } else { None };
            let years = Table::years_of(&stretch, of);
            let above = self.tables.get_mut(first_of_sheet..).and_then(<[Table]>::last_mut);
            let is_list = |t: &Table| t.of.and_then(|at| self.wanted.forms.get(at)).is_some_and(Form::is_list);
            match (above, &recognised) {
                // What holds no table of figures is the rest of the table above, or the lines over the one below.
                (Some(above), Recognised::Nothing) => above.stretch.sheet.append(stretch.sheet),
                (None, Recognised::Nothing) => waiting = Some(stretch),
                (Some(above), _) if above.goes_on(&stretch, of, &years, is_list(above)) => {
                    above.stretch.sheet.append(stretch.sheet);
                }
                _ => {
                    let refused = matches!(recognised, Recognised::Several(_));
                    let table = Table { refused, ..Table::new(stretch, of, years) };
                    self.add(table, recognised);
                }
            }
        }
        if let Some(stretch) = waiting {
            let recognised = recognise::unheaded(&stretch.sheet);
            self.add(Table::new(stretch, None, Vec::new()), recognised.unwrap_or(Recognised::Nothing));
        }
    }

    /// Adds a table: the rest of the list before, or what it was recognised to be.
    fn add(&mut self, mut table: Table, recognised: Recognised) {
        match self.rest(&table) {
            Some((above, Rest::Certain)) => {
                let list = self.tables.get(above);
                table.rest_of = Some(list.and_then(|t| t.rest_of).unwrap_or(above));
                (table.of, table.years) = list.map(|t| (t.of, t.years.clone())).unwrap_or_default();
            }
            Some((above, Rest::Likely)) => {
                if let Some(above) = self.tables.get_mut(above) {
                    above.may_go_on = true;
                    let list = above.stretch.sheet.name.clone();
                    self.report(table.stretch.sheet.name.clone(), None, Problem::ListMayGoOn { list });
                }
            }
            None => self.tell(&table, recognised),
        }
        self.tables.push(table);
    }

    /// Whether a sheet is the rest of the list in the one before, and in which table that stands. The rows of other forms
    /// are known, so their rest has some of them, unless the form was drawn from the first sheet: that is never certain.
    fn rest(&self, table: &Table) -> Option<(usize, Rest)> {
        let sheet = &table.stretch.sheet;
        if table.of.is_some() || table.refused || !sheet.visible || sheet.is_empty() {
            return None;
        }
        let above = self.tables.iter().rposition(|t| !t.stretch.sheet.is_empty())?;
        let last = self.tables.get(above)?;
        let form = self.wanted.forms.get(last.of?)?;
        if last.stretch.sheet.name == sheet.name || !last.stretch.sheet.visible {
            return None;
        }
        let list = last.rest_of.unwrap_or(above);
        let headed = self.tables.get(list)?;
        let headers = |sheet| header::find(form, sheet, self.wanted.year);
        let mut header = headers(&headed.stretch.sheet).into_iter().next_back().filter(|h| h.problems.is_empty())?;
        if list != above {
            header = header.carried_over();
        }
        let own = table.stretch.first_row.and_then(|_| headers(sheet).into_iter().next());
        let same = |own: &Header| form.value_columns().all(|(i, _)| own.stands_as(&header, i));
        let under = match (own, table.stretch.first_row) {
            (Some(own), _) => Some(own).filter(same)?,
            (None, Some(_)) => return None,
            (None, None) => header.carried_over(),
        };
        let of_list = |line: &str| headed.has_title(line);
        let rest = rest::of_list(form, (&header, &last.stretch.sheet), (&under, sheet), &of_list)?;
        match rest {
            rest if form.is_list() && under.body == 0 => Some((above, rest)),
            Rest::Certain => Some((above, Rest::Likely)),
            Rest::Likely => None,
        }
    }

    fn recognise(&self, stretch: &Stretch) -> Recognised {
        let known = self.known.iter().find(|(sheet, _)| *sheet == stretch.sheet.name).map(|(_, at)| *at);
        if let Some(at) = known
            && stretch.fits.get(at).and_then(Option::as_ref).is_some_and(|fit| !fit.columns.is_empty())
        {
            return Recognised::One(at);
        }
        if self.wanted.named && self.wanted.forms.len() == 1 {
            return match stretch.fits.first() {
                Some(Some(fit)) if !fit.columns.is_empty() => Recognised::One(0),
                fit => recognise::unknown(&stretch.sheet, fit.and_then(Option::as_ref).map(|f| (0, f.percent))),
            };
        }
        recognise::recognise(&stretch.fits, &stretch.sheet)
    }

    /// Says that a table of figures was not read, and why.
    fn tell(&mut self, table: &Table, recognised: Recognised) {
        let name = |at: &usize| self.wanted.forms.get(*at).map(recognise::name).unwrap_or_default();
        let problem = match recognised {
            Recognised::Several(fitting) => Problem::SheetAmbiguous { forms: fitting.iter().map(name).collect() },
            Recognised::Unknown { nearest, headings } => {
                Problem::SheetNotRecognised { headings, nearest: nearest.map(|(at, percent)| (name(&at), percent)) }
            }
            Recognised::One(_) | Recognised::Nothing => return,
        };
        self.report(table.stretch.sheet.name.clone(), table.stretch.first_row, problem);
    }

    fn report(&mut self, sheet: String, row: Option<u32>, problem: Problem) {
        let cell = row.and_then(|row| Address::new(row, 0));
        let place = Place { file: Some(self.file.clone()), sheet: Some(sheet), cell, ..Place::default() };
        self.findings.push(Finding::at(place, problem));
    }

    /// Of several tables of one form those of another year are left out, where one is of the year asked
    /// for.
    fn leave_out_other_years(&mut self) {
        let Some(year) = self.wanted.year else { return };
        for form in 0..self.wanted.forms.len() {
            let of_form = |t: &Table| t.of == Some(form) && t.stretch.sheet.visible;
            if !self.tables.iter().any(|t| of_form(t) && t.years.contains(&year)) {
                continue;
            }
            let others: Vec<usize> = (0..self.tables.len())
                .filter(|i| {
                    self.tables.get(*i).is_some_and(|t| of_form(t) && !t.years.is_empty() && !t.years.contains(&year))
                })
                .collect();
            for at in others {
                let Some(table) = self.tables.get_mut(at) else { continue };
                table.of = None;
                let (sheet, row, years) =
                    (table.stretch.sheet.name.clone(), table.stretch.first_row, table.years.clone());
                self.report(sheet, row, Problem::TableOfAnotherYear { years, wanted: year });
            }
        }
    }

    /// Of two tables with figures for the same rows and columns, the one that has clearly fewer of the form's columns is
    /// another form's; so is one with hardly any of its rows («Phân bổ theo thôn» under the same headings). A copy of the
    /// form without a figure is none that was filled in.
    fn leave_out_rivals(&mut self) {
        for at in 0..self.tables.len() {
            let Some(table) = self.tables.get(at).filter(|t| t.stretch.sheet.visible) else { continue };
            let Some(fit) = table.fit() else { continue };
            let others = self.tables.iter().filter(|t| t.of == table.of && t.stretch.sheet.visible);
            let rival = |other: &Table| {
                let better = other.fit().filter(|other| other.overlaps(fit))?;
                match () {
                    () if better.headings > fit.headings + MARGIN => Some(Rival::Columns),
                    () if better.is_better_by_rows(fit) => Some(Rival::Rows),
                    () if !table.is_filled() && other.is_filled() && table.is_of_the_years_of(other) => {
                        Some(Rival::Empty)
                    }
                    () => None,
                }
            };
            let Some((why, better)) = others.filter_map(|t| Some((rival(t)?, t.place()))).next() else { continue };
            let form = table.of.and_then(|of| self.wanted.forms.get(of)).map(recognise::name).unwrap_or_default();
            let problem = Problem::RivalTable { form, percent: fit.percent, better, why };
            let (sheet, row) = (table.stretch.sheet.name.clone(), table.stretch.first_row);
            self.report(sheet, row, problem);
            if let Some(table) = self.tables.get_mut(at) {
                table.of = None;
            }
        }
    }
}

impl Stretch {
    /// The lines of this stretch put over the table below.
    fn and(mut self, below: Self) -> Self {
        self.sheet.append(below.sheet);
        let titles = self.titles.into_iter().chain(below.titles).collect();
        Self { sheet: self.sheet, titles, ..below }
    }
}
