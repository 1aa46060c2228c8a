//! The sheets that put periods and places beside each other, held against the roll-up made again from the workbooks
//! that it was made of. A roll-up alone records the figures of its last period only: what its other sheets show then
//! cannot be told, and that is said.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::address::Address;
use crate::finding::record::Problem;
use crate::finding::{Finding, Lang};
use crate::intake::{self, Sheet, Workbook, walk};
use crate::own_output::SheetNames;
use crate::publish::workbook;
use crate::record::Record;
use crate::register::Era;
use crate::rollup::{self, Rolled, Rollup, RollupRequest, again};
use crate::round::{Set, Settings};
use crate::run::Run;

use super::visible::{Seen, Words, language, of_sheet};

/// The inputs without the workbooks of other periods.
pub(super) fn of_period(record: &Record, inputs: &[PathBuf]) -> Vec<PathBuf> {
    let Ok(sources) = walk::sources(inputs, &[], &mut Vec::new()) else { return inputs.to_vec() };
    let other = |path: &PathBuf| super::open(path).is_ok_and(|(_, own)| own.period != record.period);
    let (others, own): (Vec<PathBuf>, Vec<PathBuf>) = sources.into_iter().map(|source| source.path).partition(other);
    if others.is_empty() { inputs.to_vec() } else { own }
}

/// The figures of the sheets of a roll-up that are not those of the roll-up made again.
pub(super) fn differences(
    path: &Path,
    (seen, record): (&Seen<'_>, &Record),
    run: &Run,
    inputs: &[PathBuf],
    compared: &mut usize,
) -> Vec<Finding> {
    let book = seen.book;
    let Some((lang, names)) = language(book) else { return Vec::new() };
    let own = [names.by_period, names.by_place, names.drivers, names.sent];
    let there: Vec<&str> = own.into_iter().filter(|name| book.sheets.iter().any(|s| s.name == *name)).collect();
    let missing = |name: &str| Problem::SheetMissing { sheet: name.to_owned(), renamed: None };
    let mut best: Option<(Vec<Finding>, usize)> = None;
    let alone = || of_one_period(path, (book, record), (lang, names));
    for new in rolled_again(book, record, inputs, lang).chain(std::iter::once_with(alone).flatten()) {
        let (mut found, mut count) = (Vec::new(), 0);
        let again = Seen::of(&new.book, &new.bytes);
        // Rolled up in the units of another era it is another roll-up.
        let places = (sheet(&new.book, names.by_place), sheet(book, names.by_place));
        if matches!(places, (Some(expected), Some(shown)) if is_of_other_units(expected, shown)) {
            continue;
        }
        for name in own {
            let sheets = (sheet(&new.book, name), sheet(book, name));
            match sheets {
                (Some(expected), Some(shown)) => {
                    let sides = (again.side(expected, &[]), seen.side(shown, &[]));
                    found.extend(of_sheet(book, sides, Words::From(again::HEAD), lang, &mut count));
                }
                (Some(_), None) => {
                    found.push(Finding::of_file(&book.file, missing(name)));
                }
                _ => {}
            }
        }
        if new.unsure && !found.is_empty() {
            continue;
        }
        if best.as_ref().is_none_or(|(least, _)| found.len() < least.len()) {
            best = Some((found, count));
        }
        // The other way of rolling up need not be tried.
        if best.as_ref().is_some_and(|(found, _)| found.is_empty()) {
            break;
        }
    }
    if let Some((found, count)) = best {
        *compared += count;
        return found;
    }
    let gone = [names.by_period, names.by_place, names.sent].into_iter().filter(|name| !there.contains(name));
    let mut findings: Vec<Finding> = gone.map(|name| Finding::of_file(&book.file, missing(name))).collect();
    let looked_at = by_place_alone(seen, run, (lang, names), compared, &mut findings);
    let sheets: Vec<String> =
        there.into_iter().filter(|name| !looked_at || *name != names.by_place).map(str::to_owned).collect();
    findings.push(Finding::of_file(&book.file, Problem::NotVerified { sheets }));
    findings
}

fn sheet<'b>(book: &'b Workbook, name: &str) -> Option<&'b Sheet> {
    book.sheets.iter().find(|s| s.name == name)
}

/// A roll-up made again.
struct Again {
    book: Workbook,
    bytes: Vec<u8>,
    /// It may be another one: it shows older periods in the units of today, and by which shares is not known.
    unsure: bool,
}

/// The roll-up made again of the workbooks given, one by one, where they are of all its periods: in the units of the
/// era that it records, or in those of today.
fn rolled_again<'a>(
    book: &'a Workbook,
    record: &'a Record,
    inputs: &'a [PathBuf],
    lang: Lang,
) -> impl Iterator<Item = Again> + 'a {
    let under = Some(Set::worked_out(record.place.clone())).filter(|u| !u.value.is_empty());
    let own = Settings { under, era: Some(Set::worked_out(record.era)), ..Settings::default() };
    let mut asked = vec![own];
    if inputs.is_empty() {
        asked.clear();
    } else if record.era == Era::Before {
        let today = Settings { era: Some(Set::worked_out(Era::From2025)), ..Settings::default() };
        // It may have been made for a place of today: that stands first on its sheet of places.
        let names = language(book).map(|(_, names)| names);
        let first = names.and_then(|names| places(sheet(book, names.by_place)?).into_iter().next().flatten());
        asked.push(today.clone());
        asked.extend(first.map(|first| Settings { under: Some(Set::worked_out(first)), ..today }));
    }
    let rolled = move |settings: Settings| {
        let shares = record.shares.iter().map(|(old, new, share)| ((old.clone(), new.clone()), *share)).collect();
        let request = RollupRequest { inputs: inputs.to_vec(), settings, shares, ..RollupRequest::default() };
        let rollup = rollup::run(&request).ok()?;
        let periods = rollup.periods.iter().map(|p| p.period).collect();
        (again::periods(book) == periods).then_some(())?;
        let is_rebased = rollup.periods.iter().any(|p| p.now.is_some());
        let (book, bytes) = published(&rollup, book, lang)?;
        Some(Again { unsure: is_rebased && record.shares.is_empty(), book, bytes })
    };
    asked.into_iter().filter_map(rolled)
}

/// Places of one period put beside each other: the workbook records all of that itself.
fn of_one_period(
    path: &Path,
    (book, record): (&Workbook, &Record),
    (lang, names): (Lang, SheetNames),
) -> Option<Again> {
    let period = record.period.filter(|period| again::periods(book) == BTreeSet::from([*period]))?;
    let then = super::again(path, book, record).ok()?;
    let rolled = Rollup { depth: None, periods: vec![Rolled { period, then, now: None }], findings: Vec::new() };
    let (new, bytes) = published(&rolled, book, lang)?;
    let unsure = !has_places_of(sheet(&new, names.by_place)?, sheet(book, names.by_place)?);
    Some(Again { book: new, bytes, unsure })
}

fn published(rollup: &Rollup, book: &Workbook, lang: Lang) -> Option<(Workbook, Vec<u8>)> {
    let bytes = workbook::rolled_up_alone(rollup, lang).ok()?;
    Some((intake::read(&book.file, &bytes, &mut Vec::new()).ok()?, bytes))
}

/// «Theo địa bàn» is of the last period alone, which the workbook records; tells whether it could be looked at.
fn by_place_alone(
    seen: &Seen<'_>,
    run: &Run,
    (lang, names): (Lang, SheetNames),
    compared: &mut usize,
    findings: &mut Vec<Finding>,
) -> bool {
    let book = seen.book;
    let Ok(bytes) = workbook::by_place_alone(run, lang) else { return false };
    let Ok(new) = intake::read(&book.file, &bytes, &mut Vec::new()) else { return false };
    let (Some(expected), Some(shown)) = (sheet(&new, names.by_place), sheet(book, names.by_place)) else {
        return false;
    };
    if !has_places_of(expected, shown) {
        return false;
    }
    let again = Seen::of(&new, &bytes);
    let sides = (again.side(expected, &[]), seen.side(shown, &[]));
    findings.extend(of_sheet(book, sides, Words::From(again::HEAD), lang, compared));
    true
}

/// Tells whether two sheets have the same places: shown in the units of today, a roll-up has others than it records.
fn has_places_of(expected: &Sheet, shown: &Sheet) -> bool {
    places(expected) == places(shown)
}

/// Tells whether most of the places of a sheet are none of another's.
fn is_of_other_units(expected: &Sheet, shown: &Sheet) -> bool {
    let (expected, shown): (BTreeSet<_>, BTreeSet<_>) =
        (places(expected).into_iter().flatten().collect(), places(shown).into_iter().flatten().collect());
    2 * shown.intersection(&expected).count() < shown.len()
}

/// The codes of the places of a sheet, in their order.
fn places(sheet: &Sheet) -> Vec<Option<String>> {
    let code = |row: u32| sheet.cell(Address::new(row, 0)?)?.text().map(str::to_owned);
    sheet.rows().map(|(row, _)| row).filter(|row| *row > again::HEAD).map(code).collect()
}
