//! The consolidated workbook.
//!
//! One sheet a file: [`summary`] in the form's own layout, or [`dressed`] as the form's template has it, [`by_unit`]
//! rows × units, [`list`] both of these for a list; of several forms each has these. [`overview`] is to be looked at,
//! [`findings`] what to ask whom, [`received`] who sent what, [`changes`] what was otherwise, [`rollup`] periods and
//! places, [`data`] the facts as a table, [`origin`] what they were made from.
//!
//! All of them draw on [`book`]. [`streamed`] writes the lines of long sheets when all is put together, [`style`] is how
//! all of it looks, [`formulas`] writes figures that are formulas, [`letterhead`] the frame of a document, [`headings`]
//! those of several levels,
//! [`remarks`] what is said of totals, [`outline`] what can be folded, [`paper`] the pages, [`fit`] how much room a
//! text takes, [`language`] which language it is in.

mod book;
mod by_unit;
mod changes;
mod data;
mod dressed;
pub mod findings;
pub(crate) mod fit;
mod formulas;
pub(crate) mod headings;
pub(crate) mod language;
pub(crate) mod letterhead;
mod list;
mod origin;
mod outline;
mod overview;
pub(crate) mod paper;
mod received;
mod remarks;
mod rollup;
mod streamed;
pub(crate) mod style;
mod summary;

use std::io::{Cursor, Seek, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet};

use crate::finding::Lang;
use crate::intake::contained;
use crate::patch::Package;
use crate::run::Run;

use super::{PublishError, saved};
use crate::own_output::SheetNames;
use crate::record::WholeSeal;
use crate::rollup::Rollup;
use crate::vietnamese::text::one_line;
use book::Book;
pub use book::Shown;
pub(crate) use paper::page;
use streamed::Streamed;
use style::Styles;

/// Makes the consolidated workbook of a run.
///
/// # Errors
/// Something that a workbook cannot hold.
pub fn consolidated(run: &Run, lang: Lang) -> Result<Vec<u8>, PublishError> {
    consolidated_with_places(run, lang).map(|(bytes, _)| bytes)
}

/// Makes the consolidated workbook of a run, and says which of its cells show which figures.
///
/// # Errors
/// Something that a workbook cannot hold.
pub fn consolidated_with_places(run: &Run, lang: Lang) -> Result<(Vec<u8>, Vec<Shown>), PublishError> {
    let (mut bytes, mut places) = (Cursor::new(Vec::new()), Vec::new());
    made(run, lang, |_| Ok(Vec::new()), Some(&mut places), &mut bytes)?;
    Ok((bytes.into_inner(), places))
}

/// Makes the consolidated workbook of a run where it goes: a large one is never held whole.
///
/// # Errors
/// Something that a workbook cannot hold; what cannot be written.
pub fn write_consolidated(run: &Run, lang: Lang, out: impl Write + Seek) -> Result<(), PublishError> {
    made(run, lang, |_| Ok(Vec::new()), None, out)
}

/// Makes the workbook of a roll-up: the consolidated workbook of its last period, with the sheets that put the
/// periods and places beside each other.
///
/// # Errors
/// Something that a workbook cannot hold; what cannot be written.
pub fn write_rolled_up(rollup: &Rollup, lang: Lang, out: impl Write + Seek) -> Result<(), PublishError> {
    let Some(last) = rollup.periods.last() else { return Ok(()) };
    made(&last.then, lang, |styles| rollup::sheets(rollup, styles, lang), None, out)
}

/// Makes the sheets that put the periods and places of a roll-up beside each other by themselves.
///
/// # Errors
/// Something that a workbook cannot hold.
pub fn rolled_up_alone(rollup: &Rollup, lang: Lang) -> Result<Vec<u8>, PublishError> {
    let Some(last) = rollup.periods.last() else { return Ok(Vec::new()) };
    alone(&last.then, "", lang, |styles| rollup::sheets(rollup, styles, lang))
}

/// Makes the sheet «Theo địa bàn» of a round by itself, as its roll-up has it.
///
/// # Errors
/// Something that a workbook cannot hold.
pub fn by_place_alone(run: &Run, lang: Lang) -> Result<Vec<u8>, PublishError> {
    alone(run, "", lang, |styles| Ok(vec![rollup::by_place_alone(run, styles, lang)?]))
}

/// Makes a workbook of some sheets.
fn alone(
    run: &Run,
    title: &str,
    lang: Lang,
    sheets: impl FnOnce(&Styles) -> Result<Vec<Worksheet>, PublishError>,
) -> Result<Vec<u8>, PublishError> {
    let made = || {
        let styles = Styles::new();
        let mut workbook = blank(run, title, &styles, lang)?;
        for sheet in sheets(&styles)? {
            workbook.push_worksheet(sheet);
        }
        saved(&mut workbook)
    };
    // Where the disk of its temporary files is full, the library panics.
    contained(made).unwrap_or_else(|said| Err(PublishError::Stopped(one_line(&said))))
}

fn made(
    run: &Run,
    lang: Lang,
    more: impl FnOnce(&Styles) -> Result<Vec<Worksheet>, PublishError>,
    places: Option<&mut Vec<Shown>>,
    out: impl Write + Seek,
) -> Result<(), PublishError> {
    // Where the disk of its temporary files is full, the library panics.
    contained(|| whole(run, lang, more, places, out)).unwrap_or_else(|said| Err(PublishError::Stopped(one_line(&said))))
}

fn whole(
    run: &Run,
    lang: Lang,
    more: impl FnOnce(&Styles) -> Result<Vec<Worksheet>, PublishError>,
    places: Option<&mut Vec<Shown>>,
    out: impl Write + Seek,
) -> Result<(), PublishError> {
    let styles = Styles::new();
    let title = run.forms.value.first().map(|f| f.subject_or_title()).unwrap_or_default();
    let mut workbook = blank(run, &title, &styles, lang)?;
    let books = books(run, &styles, lang);
    let grids = grids(&books);
    let mut seals = WholeSeal::default();
    let mut huge = Vec::new();
    let (mut sheets, mut streams) = of_figures(&books, &grids)?;
    let overview = overview::sheets(run, &books, &grids, &styles)?;
    let (overview, drawn) = overview.map_or((None, None), |o| (Some(o.sheet), Some(o.data)));
    sheets.extend(overview);
    sheets.extend(more(&styles)?);
    sheets.extend(changes::sheet(run, &styles, lang)?);
    sheets.extend(findings::sheets(run, &grids, &styles, lang)?);
    if let Some(book) = books.first() {
        sheets.push(received::sheet(book)?);
        for (sheet, is_huge) in data::sheets(&mut workbook, book, &mut seals)? {
            sheets.push(sheet);
            huge.push(is_huge);
        }
        sheets.push(origin::sheet(book, &mut seals)?);
        sheets.extend(drawn);
    }
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    for (name, area) in books.iter().flat_map(Book::areas) {
        workbook.define_name(name, &format!("={area}"))?;
    }
    dressed::name(&mut workbook, &books)?;
    // Which cell shows what takes as much memory as the figures: it is kept for those who ask only.
    let shown = books.iter().flat_map(Book::take_shown);
    match places {
        Some(places) => places.extend(shown),
        None => shown.for_each(drop),
    }
    let bytes = saved(&mut workbook)?;
    // What it was made of is not needed any more.
    drop(workbook);
    let mut package = Package::open(&bytes)?;
    language::say(&mut package, lang)?;
    data::stretch(&mut package, run)?;
    streams.extend(books.first().into_iter().flat_map(|book| data::streams(book, seals.lines(), &huge)));
    for stream in streams {
        stream.into_package(&mut package)?;
    }
    package.finish_into(out)?;
    Ok(())
}

fn books<'r>(run: &'r Run, styles: &'r Styles, lang: Lang) -> Vec<Book<'r>> {
    run.forms.value.iter().enumerate().map(|(at, form)| Book::new(run, at, form, styles, lang)).collect()
}

fn grids(books: &[Book<'_>]) -> Vec<by_unit::Grid> {
    books.iter().filter(|book| !book.form.is_list()).map(by_unit::Grid::new).collect()
}

/// The sheets of the figures of each form, and the lines of those that are long.
fn of_figures<'b>(
    books: &'b [Book<'_>],
    grids: &[by_unit::Grid],
) -> Result<(Vec<Worksheet>, Vec<Streamed<'b>>), PublishError> {
    let (mut sheets, mut streams) = (Vec::new(), Vec::new());
    for book in books {
        match grids.iter().find(|g| g.form == book.at) {
            Some(grid) => {
                let summary = dressed::sheet(book, grid)?;
                sheets.push(summary.map_or_else(|| summary::sheet(book, grid), Ok)?);
                sheets.extend(by_unit::sheets(book, grid)?);
            }
            None => {
                let items = list::Items::new(book);
                sheets.push(list::summary(book, &items)?);
                for (sheet, lines) in list::items(book, &items)? {
                    sheets.push(sheet);
                    streams.extend(lines);
                }
            }
        }
    }
    Ok((sheets, streams))
}

/// Makes the sheets of figures alone, as the consolidated workbook of a run has them; the overview with what its charts
/// draw last.
///
/// # Errors
/// Something that a workbook cannot hold.
pub fn figures_alone(run: &Run, lang: Lang) -> Result<Vec<u8>, PublishError> {
    let made = || {
        let styles = Styles::new();
        let mut workbook = blank(run, "", &styles, lang)?;
        let books = books(run, &styles, lang);
        let grids = grids(&books);
        let (sheets, streams) = of_figures(&books, &grids)?;
        let overview = overview::sheets(run, &books, &grids, &styles)?;
        for sheet in sheets.into_iter().chain(overview.into_iter().flat_map(|o| [o.sheet, o.data])) {
            workbook.push_worksheet(sheet);
        }
        let bytes = saved(&mut workbook)?;
        let mut package = Package::open(&bytes)?;
        for stream in streams {
            stream.into_package(&mut package)?;
        }
        let mut out = Cursor::new(Vec::new());
        package.finish_into(&mut out)?;
        Ok(out.into_inner())
    };
    contained(made).unwrap_or_else(|said| Err(PublishError::Stopped(one_line(&said))))
}

/// Makes a workbook of findings alone.
///
/// # Errors
/// Something that a workbook cannot hold.
pub fn findings_alone(run: &Run, lang: Lang) -> Result<Vec<u8>, PublishError> {
    let sheets = |styles: &Styles| findings::sheets(run, &[], styles, lang);
    Ok(language::spoken(&alone(run, lang.of("Phát hiện", "Findings"), lang, sheets)?, lang)?)
}

/// Half of the time to write a large workbook goes into making it small. At this level it takes a third less, for a
/// file a seventh larger (200 communes × 147 figures: 2.3 MB).
const COMPRESSION: u8 = 3;

fn blank(run: &Run, title: &str, styles: &Styles, lang: Lang) -> Result<Workbook, PublishError> {
    let mut workbook = Workbook::new();
    workbook.set_default_format(&styles.base, 21, 72)?;
    workbook.set_zip_compression_level(COMPRESSION);
    // A fixed date: the same inputs give the same bytes.
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let place = run.place.as_ref().map(|p| run.register.full_name(p.value)).unwrap_or_default();
    let period = run.periods.spoken(lang);
    let subject = [place, period].into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ");
    let properties =
        DocProperties::new().set_title(title).set_subject(subject).set_author("phubieu").set_creation_datetime(&date);
    workbook.set_properties(&properties);
    Ok(workbook)
}
