//! xlsx and xlsm through calamine's cell reader: one pass a sheet, styles with the cells.
//!
//! A dense range is never asked for: one cell at XFD1048576 would take the process down. This file goes through the
//! package: which sheets there are, which parts they stand in, what must be mended before the library sees it, and what
//! only the parts say (merges, hidden rows, remarks, texts in doubt). `cells` reads the cells of one sheet, once more
//! where the library could not say where something stands.

mod cells;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Reader as _, Xlsx, XlsxError};
use quick_xml::events::{BytesStart, Event};

use crate::address::{Address, Area};
use crate::finding::intake::{Fault, Problem, Size};
use crate::own_output::is_data_sheet;
use crate::xml::attribute;

use super::cell::Value;
use super::package::Package;
use super::sheet::Sheet;
use super::sheet_part::{self, FormulasIn, SheetPart};
use super::unpacked::Unpacked;
use super::{Budget, Troubles, comments, contained, damaged, formulas, listed, mended, rich_text, sums};

use cells::{Formulas, Halt, cells};
pub(super) use cells::{owned_value, text, value};

/// A sheet part of more bytes than this is left to the library, which streams it; the largest of 6,400
/// legal workbooks takes 114 MB with all its parts.
pub(super) const MOST_AT_ONCE: u64 = 128 << 20;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads the sheets of a workbook; what the library would misread is mended before it sees it.
pub(super) fn sheets(
    bytes: &[u8],
    unpacked: Option<&Unpacked>,
    budget: &mut Budget<'_>,
    troubles: &mut Troubles,
) -> Result<Vec<Sheet>, Box<Problem>> {
    let outcome = match unpacked {
        Some(unpacked) => {
            budget.blanks(unpacked.blanks())?;
            of_package(unpacked.package(), Some(Package::Unpacked(unpacked)), true, budget, troubles)
        }
        None => of_package(bytes, Package::open(bytes), true, budget, troubles),
    };
    if let Err(Stop::Refused(e)) = outcome {
        return Err(e);
    }
    let stopped = match outcome {
        Ok(sheets) => return Ok(sheets),
        Err(Stop::Library(e)) => Some(damaged(e)),
        Err(_) => None,
    };
    // It is read anew, from its first cell on.
    (*troubles, *budget) = (Troubles::default(), Budget::new(budget.limits));
    let Some(mended) = mended::mended(bytes) else {
        return match stopped {
            Some(problem) => Err(problem),
            None => of_package(bytes, Package::open(bytes), false, budget, troubles).map_err(Stop::problem),
        };
    };
    for (sheet, cells) in mended.beyond {
        troubles.beyond(&sheet, cells);
    }
    of_package(&mended.bytes, Package::open(&mended.bytes), false, budget, troubles).map_err(Stop::problem)
}

/// Why a package was not read as it stands.
enum Stop {
    /// The library would misread a part of it.
    Misread,
    /// The library refuses it; its own words.
    Library(String),
    /// Nothing can be done about it.
    Refused(Box<Problem>),
}

impl Stop {
    fn problem(self) -> Box<Problem> {
        match self {
            Stop::Misread => damaged("a part would be misread"),
            Stop::Library(detail) => damaged(detail),
            Stop::Refused(problem) => problem,
        }
    }
}

impl From<Box<Problem>> for Stop {
    fn from(problem: Box<Problem>) -> Self {
        Stop::Refused(problem)
    }
}

/// Reads a package; where `wary`, stops at the first part that would be misread.
fn of_package(
    bytes: &[u8],
    mut package: Option<Package<'_>>,
    wary: bool,
    budget: &mut Budget<'_>,
    troubles: &mut Troubles,
) -> Result<Vec<Sheet>, Stop> {
    let mut book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| match e {
        XlsxError::Password => Stop::Refused(Box::new(Problem::Encrypted)),
        e => Stop::Library(e.to_string()),
    })?;
    budget.limits.allow(Size::Sheets, book.sheets_metadata().len() as u64)?;
    let mut sheets: Vec<Sheet> = Vec::new();
    let strings = match package.as_mut() {
        Some(package) => package.checked("xl/sharedStrings.xml", u64::MAX).map_err(damaged)?.unwrap_or_default(),
        None => Cow::default(),
    };
    let mut part = |name: &str| package.as_mut().and_then(|p| p.text(name)).unwrap_or_default();
    let workbook = part("xl/workbook.xml");
    let doubtful = rich_text::doubtful(&strings);
    // They may be many.
    drop(strings);
    let Listing { parts, recalculates } = package.as_mut().map(|p| listing(&workbook, p)).unwrap_or_default();
    let parts = parts.unwrap_or_default();
    let all = listed(&book);
    // The sums of this program's own results are checked where they are read back.
    let is_own = all.iter().any(|(name, _)| is_data_sheet(name));
    for (name, visible) in all {
        let part = match parts.get(&name).zip(package.as_mut()) {
            Some((part, package)) => package.checked(part, MOST_AT_ONCE),
            None => Ok(None),
        };
        let part = match part {
            Ok(part) => part,
            Err(e) => {
                troubles.sheet(&name, e);
                continue;
            }
        };
        let twice = || sheets.iter().any(|sheet| sheet.name == name);
        if wary && (twice() || part.as_deref().is_some_and(mended::needs_it)) {
            return Err(Stop::Misread);
        }
        // Nearly every table has cells that are framed and empty; one may be meant only where a formula has no result.
        let of_part = part.as_deref().map_or(FormulasIn::Open, sheet_part::formulas);
        let formulas = match of_part {
            FormulasIn::None => Formulas::Settled,
            _ if recalculates => Formulas::Unsure,
            FormulasIn::WithResults => Formulas::Settled,
            FormulasIn::Open => Formulas::Sure,
        };
        match cells(&mut book, &name, formulas, budget, troubles) {
            Ok(mut cells) => {
                let inline = part.as_deref().map(rich_text::doubtful_inline).unwrap_or_default();
                let in_doubt = |text: &str| doubtful.contains(text) || inline.contains(text);
                if !doubtful.is_empty() || !inline.is_empty() {
                    cells.each_mut(|cell| {
                        if cell.text().is_some_and(in_doubt) {
                            cell.value = Value::Broken(Fault::SetApart);
                        }
                    });
                }
                let SheetPart { merges, hidden } =
                    part.as_deref().and_then(sheet_part::read).unwrap_or_else(|| merges_alone(&mut book, &name));
                let mut sheet = Sheet::of_runs(name, visible, cells, merges);
                sheet.hidden = hidden;
                let remarked = parts.get(&sheet.name).zip(package.as_mut());
                sheet.comments = remarked.map(|(part, p)| comments::of_part(p, part)).unwrap_or_default();
                let may_sum = !is_own && part.as_deref().is_none_or(sheet_part::may_sum);
                if may_sum && of_part != FormulasIn::None && sums::may_pass_over(&sheet) {
                    let formulas = contained(|| formulas::of_sheet(&mut book, &sheet.name));
                    sheet.sums = sums::among(formulas.ok().flatten().unwrap_or_default());
                }
                if !is_own && of_part != FormulasIn::None && sheet.sums.is_empty() && sums::has_errors(&sheet) {
                    let formulas = contained(|| formulas::of_sheet(&mut book, &sheet.name));
                    sheet.sums = formulas.ok().flatten().unwrap_or_default();
                }
                sheets.push(sheet);
            }
            Err(Halt::Sheet(e)) => troubles.sheet(&name, e),
            Err(Halt::File(problem)) => return Err(Stop::Refused(problem)),
        }
    }
    Ok(sheets)
}

/// What a workbook says of its sheets.
#[derive(Default)]
pub(super) struct Listing {
    /// The part of each worksheet, by its name; of sheets of one name the first, as the library has it. None, where the
    /// list is damaged.
    pub(super) parts: Option<BTreeMap<String, String>>,
    /// It asks Excel to compute every formula when it opens it: then what is stored with a formula may be a
    /// placeholder. Excel itself does not ask for that.
    recalculates: bool,
}

/// Reads the list of the sheets, whose parts the package has.
pub(super) fn listing(workbook: &str, package: &mut Package<'_>) -> Listing {
    let targets = package.targets("xl/_rels/workbook.xml.rels");
    let mut listing = Listing { parts: targets.is_some().then(BTreeMap::new), recalculates: false };
    let part_of = |sheet: &BytesStart<'_>, parts: &mut BTreeMap<String, String>| {
        // A sheet has a number under the name `sheetId` and its relation under `r:id`.
        let target = targets.as_ref()?.get(&attribute(sheet, "id")?);
        if let (Some(name), Some(target)) = (attribute(sheet, "name"), target) {
            parts.entry(name).or_insert_with(|| target.clone());
        }
        Some(())
    };
    let mut reader = quick_xml::Reader::from_str(workbook);
    let mut asked = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(e) | Event::Empty(e)) => match e.local_name().as_ref() {
                "sheet" => {
                    let told = listing.parts.as_mut().and_then(|parts| part_of(&e, parts));
                    listing.parts = listing.parts.filter(|_| told.is_some());
                }
                "calcPr" if !asked => {
                    asked = true;
                    listing.recalculates = matches!(attribute(&e, "fullCalcOnLoad").as_deref(), Some("1" | "true"));
                }
                _ => {}
            },
            Ok(Event::Eof) => return listing,
            Ok(_) => {}
            Err(_) => return Listing { parts: None, ..listing },
        }
    }
}

/// What the library itself says of a sheet whose part was not found.
fn merges_alone(book: &mut Book<'_>, name: &str) -> SheetPart {
    let merges = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    SheetPart { merges: merges.iter().filter_map(area).collect(), ..SheetPart::default() }
}

pub(super) fn area(d: &calamine::Dimensions) -> Option<Area> {
    Some(Area { first: Address::new(d.start.0, d.start.1)?, last: Address::new(d.end.0, d.end.1)? })
}
