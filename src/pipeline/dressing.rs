//! What the totals are drawn after: the template that was sent out, with the cells in which each figure stands.
//!
//! Only a workbook that says how it looks (xlsx, xlsm) can be drawn again, and only a form whose every row and
//! column is found on one of its sheets, once. Everything else has the layout of ours.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::address::{Address, Area};
use crate::form::Form;
use crate::intake::dress::{self, Content, Run as TextRun, SheetLook};
use crate::intake::{self, Sheet, Source, Workbook};
use crate::lang::Lang;
use crate::layout::header;
use crate::layout::parts::Known;
use crate::layout::{self, LocatedRow};
use crate::own_output::{SheetNames, sheet_of_form};

use crate::run::Run;
use crate::run::dressed::Dressed;

/// What the forms of a run are drawn after, from a template.
pub fn of_template(path: &Path, run: &Run) -> BTreeMap<String, Dressed> {
    let Some((bytes, book)) = opened(path) else { return BTreeMap::new() };
    let mut found: Vec<(&Form, usize, Dressed)> = Vec::new();
    for form in &run.forms.value {
        let visible = book.sheets.iter().enumerate().filter(|(_, sheet)| sheet.visible);
        let mut stands = visible.filter_map(|(at, _)| Some((at, dressed(form, run, &bytes, &book, at)?)));
        // A form that stands twice leaves open which one it is.
        if let (Some((at, one)), None) = (stands.next(), stands.next()) {
            found.push((form, at, one));
        }
    }
    // A sheet of several tables would be drawn with but one of them filled.
    let times = |at: usize| found.iter().filter(|(_, other, _)| *other == at).count();
    let alone: BTreeSet<usize> = found.iter().map(|(_, at, _)| *at).filter(|at| times(*at) == 1).collect();
    let alone = found.into_iter().filter(|(_, at, _)| alone.contains(at));
    alone.map(|(form, _, dressed)| (form.name.clone(), dressed)).collect()
}

/// What the forms of a consolidated workbook were drawn after, from the workbook itself.
pub fn of_own(path: &Path, book: &Workbook, run: &Run) -> BTreeMap<String, Dressed> {
    let bytes = intake::load(&Source::at(path)).ok().filter(|bytes| dress::is_dressed(bytes));
    let Some(bytes) = bytes.filter(|_| book.kind == intake::Kind::Xlsx) else { return BTreeMap::new() };
    let mut found = BTreeMap::new();
    for (n, form) in run.forms.value.iter().enumerate() {
        let names = [Lang::Vi, Lang::En].map(|lang| sheet_of_form(SheetNames::new(lang).summary, n, &form.name));
        let at = book.sheets.iter().position(|sheet| names.contains(&sheet.name));
        let one = at.and_then(|at| dressed(form, run, &bytes, book, at)).filter(|d| d.look.named.dressed);
        found.extend(one.map(|dressed| (form.name.clone(), dressed)));
    }
    found
}

fn opened(path: &Path) -> Option<(Vec<u8>, Workbook)> {
    let source = Source::at(path);
    let bytes = intake::load(&source).ok()?;
    let book = intake::read(&source.name, &bytes, &mut Vec::new()).ok()?;
    (book.kind == intake::Kind::Xlsx).then_some((bytes, book))
}

fn dressed(form: &Form, run: &Run, bytes: &[u8], book: &Workbook, at: usize) -> Option<Dressed> {
    if form.is_list() {
        return None;
    }
    let sheet = book.sheets.get(at)?;
    let year = run.periods.of(form).map(|p| p.year);
    let tables = layout::locate(form, book, &[at], &Known::default(), year, &mut Vec::new());
    let [table] = tables.as_slice() else { return None };
    let columns: Vec<usize> = form.read_columns().map(|(column, _)| column).collect();
    let mut rows = BTreeMap::new();
    for located in &table.rows {
        let cells = figures(located, &columns, sheet)?;
        if rows.insert(located.row, (located.sheet_row, cells)).is_some() {
            return None;
        }
    }
    if form.indexed_rows().any(|(row, _)| !rows.contains_key(&row)) {
        return None;
    }
    let headers = header::find(form, sheet, year);
    let first = headers.first()?;
    let of_form = first.columns.iter().map(|(column, heading)| (*column, heading.column)).collect();
    // Headings of other years than the one that is told would say what is not so.
    let told = year.is_none_or(|year| table.heading_years.len() < 2 || table.heading_years.contains(&year));
    if !told {
        return None;
    }
    let mut look = dress::look(bytes, &sheet.name)?;
    to_unicode(&mut look, sheet);
    Some(Dressed {
        look,
        headings: (first.first_row, first.body.saturating_sub(1)),
        rows,
        columns: of_form,
        years: table.heading_years.clone(),
    })
}

/// The cells of a row's figures; nothing where one is missing or is not this row's alone.
fn figures(located: &LocatedRow, columns: &[usize], sheet: &Sheet) -> Option<Vec<(usize, Address)>> {
    let alone = |at: Address| match sheet.merge_at(at) {
        Some(Area { first, last }) => first == at && first.row == last.row,
        None => true,
    };
    let cell = |column: &usize| {
        let mut cells = located.cells.iter().filter(|c| c.column == *column);
        let one = cells.next().filter(|c| cells.next().is_none() && c.doubt.is_none() && alone(c.at))?;
        Some((*column, one.at))
    };
    columns.iter().map(cell).collect()
}

/// Texts of before Unicode are drawn as what they say, in a font that has it.
fn to_unicode(look: &mut SheetLook, sheet: &Sheet) {
    for at in &sheet.recoded {
        let (Some(text), Some(cell)) = (sheet.cell(*at).and_then(intake::Cell::text), look.cells.get_mut(at)) else {
            continue;
        };
        let mut font = look.looks.get(cell.look).map(|l| l.font.clone()).unwrap_or_default();
        font.name = "Times New Roman".to_owned();
        cell.content = Content::Text(vec![TextRun { font: Some(font), text: text.to_owned() }]);
    }
}
