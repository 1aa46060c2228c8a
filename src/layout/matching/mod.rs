//! Which of a form's columns the headings over a sheet's column mean.
//!
//! The headings over a column are `read` once for all columns of the form. [`fits`] then asks of each how well they
//! mean it: as they stand, or without a date, a measure or the years that they name (`bare`); all their levels, or some,
//! where the others say nothing (`levels`; what says nothing is told by `neutral`, by the words of the form). What
//! fits is a [`Candidate`] with its [`Strength`]; `assign` gives each of the form's columns the one that fits best, or
//! says that several do; `twins` are columns of the form with one heading, which only what stands beside them tells
//! apart.

mod assign;
mod bare;
mod levels;
mod neutral;
mod read;
mod twins;

use crate::form::heading::HeadingPattern;
use crate::form::{Column, Role};
use crate::period;
use crate::table::words;
use crate::vietnamese::measure::measure_in_brackets;
use crate::vietnamese::text::Folded;

use super::header::Spelling;
use super::paths::{Level, Path};

pub use assign::{Columns, ambiguous, assign};
use bare::{names_year, without_date, without_measure, without_origin};
use levels::Matcher;
pub use neutral::{Neutral, neutral};
pub use read::Read;

/// How well headings fit a form's column, from the weakest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Spelt otherwise.
    Alike,
    /// Only its uppermost level fits, with plain words below.
    Upper,
    /// Only its lowest level fits, with plain words above.
    Lowest,
    /// All levels of the form's heading fit, with plain words between or above.
    Levels,
    /// The whole path fits.
    Whole,
}

/// A sheet's column that may be one of the form's.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The sheet column.
    pub column: u32,
    /// Its headings on one line.
    pub text: String,
    /// The signs in them.
    pub signs: String,
    /// How well they fit.
    pub strength: Strength,
    /// Which of the column's patterns they fit.
    pub pattern: usize,
    /// The year they name.
    pub year: Option<u16>,
    /// The measure they name in brackets.
    pub measure: Option<String>,
    /// The uppermost heading takes part.
    pub from_top: bool,
}

impl Candidate {
    /// A column without headings.
    pub fn unheaded(column: u32) -> Self {
        Self {
            column,
            text: String::new(),
            signs: String::new(),
            strength: Strength::Whole,
            pattern: 0,
            year: None,
            measure: None,
            from_top: false,
        }
    }
}

/// Tells how the headings over a sheet's column fit a form's column, if they do.
pub fn fits(definition: &Column, read: &Read<'_>, spelling: Spelling) -> Option<Candidate> {
    let led = || read.led.as_deref().and_then(|led| fits_alone(definition, led, spelling));
    let numbers = || numbers(definition, read.path);
    fits_alone(definition, read, spelling).or_else(led).or_else(numbers)
}

/// «TT» where the form has «STT».
fn numbers(definition: &Column, path: &Path) -> Option<Candidate> {
    let heads = |key: &Folded| words::heads_numbers(key);
    let [own] = path.cells.as_slice() else { return None };
    let is = definition.role == Role::Number && heads(&own.key) && definition.patterns.iter().any(|p| heads(p.key()));
    is.then(|| Candidate { text: own.text.clone(), from_top: true, ..Candidate::unheaded(path.column) })
}

fn fits_alone(definition: &Column, read: &Read<'_>, spelling: Spelling) -> Option<Candidate> {
    // Spelt as the form has it, a heading has its words, however many others.
    if spelling == Spelling::Exact && !definition.patterns.iter().any(|p| p.may_match(read.said)) {
        return None;
    }
    let mut found = fits_in_words(definition, read, spelling)?;
    if definition.role != Role::Value {
        return Some(found);
    }
    let path = read.path;
    // «Kế hoạch vốn năm 2021-2025» is of no year, where the form's heading has no such span itself.
    let own = |year: &u16| definition.patterns.iter().any(|p| p.key().words().any(|w| w == year.to_string()));
    let spans = |level: &Level| {
        let years = period::years_spanned(&level.text);
        !years.is_empty() && !years.iter().all(own)
    };
    if found.year.is_none() && path.cells.iter().any(spans) {
        return None;
    }
    // «Số liệu 2023»: a year without the word for it; those of the form's heading tell its columns apart.
    let bare = || path.cells.iter().find_map(|level| period::bare_year(&level.text)).filter(|year| !own(year));
    found.year = found.year.or_else(bare);
    // The sign folds to nothing, and is no part of what is compared.
    let percent = |text: &str| text.contains(['%', '％']);
    let added = || path.cells.iter().any(|l| percent(&l.text)) && !definition.heading.iter().any(|h| percent(h));
    if found.measure.is_none() && added() {
        found.measure = Some("%".to_owned());
    }
    let lacks_measure = definition.patterns.get(found.pattern).is_some_and(HeadingPattern::lacks_measure);
    Some(found).filter(|found| !lacks_measure || found.measure.is_some())
}

fn fits_in_words(definition: &Column, read: &Read<'_>, spelling: Spelling) -> Option<Candidate> {
    let path = read.path;
    let is_value = definition.role == Role::Value;
    let candidate = |(strength, pattern, year): (Strength, usize, Option<u16>), measure: Option<String>| Candidate {
        column: path.column,
        text: path.levels.iter().map(|l| l.text.as_str()).collect::<Vec<_>>().join(" › "),
        signs: path.signs.clone(),
        strength,
        pattern,
        year: year.or_else(|| any_year(path).filter(|_| is_value)),
        measure,
        from_top: !matches!(strength, Strength::Lowest),
    };
    let matcher = Matcher { definition, spelling };
    if let Some(found) = matcher.all(&read.whole, &read.cells, &read.levels) {
        // «Kế hoạch vốn (đồng)» above says the measure of the columns under it.
        // It is not that of «Đạt (%)» under it.
        let of_per_cent = path.cells.last().is_some_and(|l| l.text.contains('%'));
        let above = read.cells.split_last().filter(|_| !of_per_cent).map(|(_, above)| above).unwrap_or_default();
        let plain = above.iter().filter(|l| is_value && !matcher.is_own_level(l));
        let measure = plain.filter_map(|l| measure_in_brackets(&l.level.text)).next_back();
        return Some(candidate(found, measure.map(str::to_owned)));
    }
    if !is_value {
        return None;
    }
    // «Lũy kế giải ngân đến ngày 31/12/2023»: up to when says nothing of what.
    if let (Some(cells), Some(levels)) = (without_date(&path.cells), without_date(&path.levels)) {
        let (cells, levels) = (read.neutral.read(&cells), read.neutral.read(&levels));
        let whole: Vec<&str> = cells.iter().flat_map(|c| c.words.iter().copied()).collect();
        return matcher.all(&whole, &cells, &levels).map(|found| candidate(found, None));
    }
    // «Vốn năm 2023 kéo dài sang năm 2024»: the years say where it comes from.
    if path.cells.iter().any(|level| names_year(&level.text))
        && period::is_carried_over(&definition.spoken())
        && let (Some(cells), Some(levels)) = (without_origin(&path.cells), without_origin(&path.levels))
    {
        let (cells, levels) = (read.neutral.read(&cells), read.neutral.read(&levels));
        let whole: Vec<&str> = cells.iter().flat_map(|c| c.words.iter().copied()).collect();
        if let Some(found) = matcher.all(&whole, &cells, &levels) {
            return Some(candidate(found, None));
        }
    }
    // «Vốn đầu tư (triệu đồng)»: the heading names its measure.
    let ((cells, measure), (levels, _)) = (without_measure(&path.cells)?, without_measure(&path.levels)?);
    let (cells, levels) = (read.neutral.read(&cells), read.neutral.read(&levels));
    let whole: Vec<&str> = cells.iter().flat_map(|c| c.words.iter().copied()).collect();
    let found = matcher.all(&whole, &cells, &levels)?;
    Some(candidate(found, Some(measure)))
}

fn any_year(path: &Path) -> Option<u16> {
    let own = path.cells.iter().filter(|l| !period::compares_with_year(&l.text));
    own.flat_map(|l| period::named_in(&l.text)).map(|p| p.year).next()
}
