//! Which of a form's columns the headings over a sheet's column mean.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::address::ColumnName;
use crate::finding::structure::Problem;
use crate::form::heading::{HeadingPattern, WordSet, heading_key};
use crate::form::{Column, Form, Role};
use crate::period;
use crate::table::words;
use crate::vietnamese::measure::measure_in_brackets;
use crate::vietnamese::text::Folded;

use super::header::Spelling;
use super::labels::{ALIKE, similarity};
use super::paths::{Level, Path};
use super::shares::Shares;
use super::twins;

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

/// Headings above or below that leave a value column what it is.
const PLAIN_ABOVE: &[&str] = &[
    "chỉ tiêu",
    "kế hoạch",
    "số liệu",
    "chỉ tiêu kế hoạch",
    "trong đó",
    "chia ra",
    "bao gồm",
    // Over number, date and amount of the decision on a work.
    "quyết định đầu tư",
    "quyết định phê duyệt",
    "quyết định phê duyệt dự án",
    "quyết định phê duyệt dự án đầu tư",
];
const PLAIN_BELOW: &[&str] =
    &["tổng số", "tổng cộng", "cộng", "tổng", "chung", "toàn xã", "cả năm", "số lượng", "giá trị", "số tiền"];
/// Words of which a heading above may be made up, besides those of the form's title.
const PLAIN_WORDS: &[&str] =
    &["kế hoạch", "vốn", "năm", "dự toán", "giao", "số", "liệu", "nguồn", "kinh phí", "đơn vị tính"];

/// Words that make a heading above another thing, and those of measures.
const TELLING: &[&str] = &[
    "thực hiện",
    "ước",
    "giải ngân",
    "thanh toán",
    "quyết toán",
    "lũy kế",
    "đề nghị",
    "điều chỉnh",
    "bổ sung",
    "nhu cầu",
    "còn lại",
    "thiếu",
    "tăng",
    "giảm",
    "trước",
    "sau",
    "kỳ",
    "tháng",
    "quý",
    "đồng",
    "triệu",
    "nghìn",
    "tỷ",
];

/// Words that say nothing of which column is meant.
pub struct Neutral {
    above: Vec<Folded>,
    below: Vec<Folded>,
    words: BTreeSet<String>,
    /// The parts that the form's title names.
    title: Shares,
    /// Columns of figures with the same heading as another of the form's.
    pub twins: BTreeSet<usize>,
}

/// The words that say nothing in a form's headings. Of a form with one column of figures only whole
/// headings do: «Thực hiện» over «Năm 2024» is another thing.
pub fn neutral(form: &Form) -> Neutral {
    let mut words = BTreeSet::new();
    if form.value_columns().count() > 1 {
        let texts = PLAIN_WORDS.iter().copied().chain([form.title.as_str()]);
        words.extend(texts.flat_map(|t| heading_key(t).words().map(str::to_owned).collect::<Vec<_>>()));
        // «Thực hiện», «Giải ngân» over a column make it another, whatever the title is about.
        for telling in TELLING {
            let telling = heading_key(telling);
            words.retain(|w| !telling.words().any(|t| t == w));
        }
        words.extend(PLAIN_WORDS.iter().flat_map(|t| heading_key(t).words().map(str::to_owned).collect::<Vec<_>>()));
        // What tells the form's own columns apart is not neutral, wherever else it stands.
        let upper = form.value_columns().flat_map(|(_, c)| &c.heading).map(|h| heading_key(h));
        for telling in upper {
            let own: Vec<String> = telling.words().map(str::to_owned).collect();
            if own.len() == 1 {
                words.retain(|w| !own.contains(w));
            }
        }
    }
    let keys = |texts: &[&str]| texts.iter().map(|t| heading_key(t)).collect();
    // Asked only where words of the title say nothing.
    let title = if words.is_empty() { Shares::default() } else { Shares::of(&form.title) };
    Neutral { above: keys(PLAIN_ABOVE), below: keys(PLAIN_BELOW), words, title, twins: twins::of(form) }
}

impl Neutral {
    fn above(&self, level: &Level) -> bool {
        let mut words = level.key.words();
        let all = |w: &str| self.words.contains(w) || (w.len() == 4 && w.parse::<u16>().is_ok());
        // «Vốn đầu tư» is a part, whatever words the title is made of.
        let whole = || !Shares::of(&level.text).beyond(&[self.title]);
        self.above.contains(&level.key) || is_year(level) || (!self.words.is_empty() && words.all(all) && whole())
    }

    fn below(&self, level: &Level) -> bool {
        self.below.contains(&level.key) || is_year(level)
    }
}

/// «Năm 2024»: a year with a word before it.
fn is_year(level: &Level) -> bool {
    let words: Vec<&str> = level.key.words().collect();
    matches!(words.as_slice(), [_, year] if year.len() == 4 && year.parse::<u16>().is_ok())
        && period::named_in(&level.text).len() == 1
}

/// One level of headings, with what is asked of it for every column of the form.
struct Words<'p> {
    level: &'p Level,
    words: Vec<&'p str>,
    neutral: &'p Neutral,
    plain: OnceCell<(bool, bool)>,
}

impl Words<'_> {
    /// It says nothing of which column is meant where it stands above.
    fn plain_above(&self) -> bool {
        self.plain().0
    }

    /// It says nothing of which column is meant where it stands below.
    fn plain_below(&self) -> bool {
        self.plain().1
    }

    /// Worked out where it is asked for: the words of most headings fit as they stand.
    fn plain(&self) -> (bool, bool) {
        *self.plain.get_or_init(|| (self.neutral.above(self.level), self.neutral.below(self.level)))
    }
}

/// The headings over a column, read once for all columns of the form.
pub struct Read<'p> {
    path: &'p Path,
    cells: Vec<Words<'p>>,
    levels: Vec<Words<'p>>,
    /// All words in a row.
    whole: Vec<&'p str>,
    said: WordSet,
    neutral: &'p Neutral,
    /// As the headings read with what «Trong đó» is said of, where that stands beside it.
    led: Option<Box<Self>>,
}

impl<'p> Read<'p> {
    /// Reads the headings over a column.
    pub fn new(path: &'p Path, neutral: &'p Neutral) -> Self {
        let (cells, levels) = (neutral.read(&path.cells), neutral.read(&path.levels));
        let whole: Vec<&str> = cells.iter().flat_map(|c| c.words.iter().copied()).collect();
        let said = WordSet::of(whole.iter().chain(levels.iter().flat_map(|l| &l.words)).copied());
        let led = path.led.as_deref().map(|led| Box::new(Self::new(led, neutral)));
        Self { path, cells, levels, whole, said, neutral, led }
    }
}

impl Neutral {
    fn read<'p>(&'p self, levels: &'p [Level]) -> Vec<Words<'p>> {
        let words = |level: &'p Level| Words {
            level,
            words: level.key.words().collect(),
            neutral: self,
            plain: OnceCell::new(),
        };
        levels.iter().map(words).collect()
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

/// Headings without the date up to which the lowest of them counts, where it names one.
fn without_date(levels: &[Level]) -> Option<Vec<Level>> {
    const WORDS: &[&str] = &["hết", "ngày", "tháng", "năm", "thời", "điểm", "cuối", "quý"];
    let (last, above) = levels.split_last()?;
    let (what, date) = last.text.rsplit_once(" đến ")?;
    let said = |w: &str| WORDS.contains(&w.to_lowercase().as_str());
    let numeric = |w: &str| w.chars().all(|c| c.is_ascii_digit() || "/.-".contains(c));
    let dated = date.split_whitespace().all(|w| said(w) || numeric(w)) && date.chars().any(|c| c.is_ascii_digit());
    let what = Level { key: heading_key(what), text: what.to_owned() };
    dated.then(|| above.iter().cloned().chain([what]).collect())
}

/// Tells of most texts that they have no four digits, so no year.
fn names_year(text: &str) -> bool {
    text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit))
}

/// Headings of what was carried over without the years that it came from and went to; nothing where they name none.
fn without_origin(levels: &[Level]) -> Option<Vec<Level>> {
    const WORDS: &[&str] = &["năm", "các", "từ", "sang", "của"];
    let year = |w: &str| w.len() == 4 && w.parse::<u16>().is_ok();
    let trimmed = |w: &str| w.trim_matches([',', ';', '(', ')']).to_lowercase();
    // Years first: hardly any heading has one.
    let from = |level: &Level| {
        level.text.split_whitespace().any(|w| year(&trimmed(w))) && period::is_carried_over(&level.text)
    };
    let origins: Vec<bool> = levels.iter().map(from).collect();
    let bare = levels.iter().zip(&origins).map(|(level, from)| {
        if !from {
            return level.clone();
        }
        let origin = |w: &&str| year(&trimmed(w)) || WORDS.contains(&trimmed(w).as_str());
        let text = level.text.split_whitespace().filter(|w| !origin(w)).collect::<Vec<_>>().join(" ");
        Level { key: heading_key(&text), text }
    });
    origins.contains(&true).then(|| bare.collect())
}

/// Headings without the measure that the lowest of them names in brackets.
fn without_measure(levels: &[Level]) -> Option<(Vec<Level>, String)> {
    let at = levels.iter().rposition(|l| measure_in_brackets(&l.text).is_some())?;
    let mut levels = levels.to_vec();
    let level = levels.get_mut(at)?;
    let measure = measure_in_brackets(&level.text)?.to_owned();
    let text = level.text.rsplit_once('(')?.0.trim().to_owned();
    *level = Level { key: heading_key(&text), text };
    levels.retain(|l| !l.key.is_empty());
    Some((levels, measure)).filter(|(l, _)| !l.is_empty())
}

static YEAR: LazyLock<String> = LazyLock::new(|| heading_key("năm").as_str().to_owned());

struct Matcher<'a> {
    definition: &'a Column,
    spelling: Spelling,
}

type Found = (Strength, usize, Option<u16>);

impl Matcher<'_> {
    /// The strongest way in which headings fit.
    fn all(&self, whole: &[&str], cells: &[Words<'_>], levels: &[Words<'_>]) -> Option<Found> {
        let of_words = |words: &[&str], strength| {
            let each = self.definition.patterns.iter().enumerate();
            each.filter_map(|(i, p)| Some((strength, i, p.matches_words(words)?.year))).next()
        };
        let is_value = self.definition.role == Role::Value;
        of_words(whole, Strength::Whole)
            .or_else(|| self.by_levels(levels, false))
            .or_else(|| {
                let (last, above) = cells.split_last().filter(|(_, above)| !above.is_empty())?;
                // «Giải ngân» over «Tỷ lệ giải ngân (%)» says nothing new.
                let said = |l: &Words<'_>| l.words.iter().all(|w| last.words.contains(w));
                let plain = |l: &Words<'_>| l.plain_above() || self.is_own(l) || said(l);
                of_words(&last.words, Strength::Lowest).filter(|_| !is_value || above.iter().all(plain))
            })
            .or_else(|| {
                let (first, below) = cells.split_first().filter(|(_, below)| !below.is_empty())?;
                of_words(&first.words, Strength::Upper).filter(|_| !is_value || below.iter().all(|l| l.plain_below()))
            })
            .or_else(|| if self.spelling == Spelling::Tolerant { self.by_levels(levels, true) } else { None })
    }

    /// Tells whether the form's own heading has this level as it stands.
    fn is_own_level(&self, level: &Words<'_>) -> bool {
        let has = |p: &HeadingPattern| (0..p.depth()).any(|at| p.matches_level(at, &level.words).is_some());
        self.definition.patterns.iter().any(has)
    }

    fn is_own(&self, level: &Words<'_>) -> bool {
        self.definition.patterns.iter().any(|p| p.matches_words(&level.words).is_some())
    }

    /// Each level of the form's heading among the sheet's, in order, the lowest at the bottom; what
    /// stands between is plain.
    fn by_levels(&self, levels: &[Words<'_>], alike: bool) -> Option<Found> {
        let strength = if alike { Strength::Alike } else { Strength::Levels };
        self.definition.patterns.iter().enumerate().find_map(|(i, pattern)| {
            if pattern.depth() < 2 && !alike {
                return None;
            }
            let lowest = pattern.depth().saturating_sub(1);
            let upper = match levels.split_last() {
                Some((last, rest)) if last.plain_below() && self.level(pattern, lowest, last, alike).is_none() => rest,
                _ => levels,
            };
            let mut year = None;
            let mut wanted = pattern.depth();
            for (n, level) in upper.iter().rev().enumerate() {
                let found = wanted.checked_sub(1).and_then(|w| self.level(pattern, w, level, alike));
                match found {
                    Some(named) => {
                        // Years that are counted from the report's must agree on it.
                        let differ = year.zip(named).is_some_and(|(one, other)| one != other);
                        if differ && pattern.counts_years() {
                            return None;
                        }
                        year = year.or(named);
                        wanted -= 1;
                    }
                    // The lowest level of both must be the same.
                    None if n == 0 || !level.plain_above() => return None,
                    None => {}
                }
            }
            (wanted == 0).then_some((strength, i, year))
        })
    }

    /// Tells whether a level is one of the form's, with the year it names.
    fn level(&self, pattern: &HeadingPattern, at: usize, level: &Words<'_>, alike: bool) -> Option<Option<u16>> {
        let words = &level.words;
        if let Some(found) = pattern.matches_level(at, words) {
            return Some(found.year);
        }
        if !alike {
            return None;
        }
        let expected = pattern.level_key(at)?;
        // «Vốn đầu tư năm 2024»: the year goes with its word.
        let is_year = |w: &str| w.len() == 4 && w.parse::<u16>().is_ok();
        let before_year = |at: usize| words.get(at + 1).is_some_and(|w| is_year(w));
        let of_year = |at: usize, w: &str| is_year(w) || w == *YEAR && before_year(at);
        let kept = words.iter().enumerate().filter(|(at, w)| !of_year(*at, w));
        let without_year = Folded::from_words(kept.map(|(_, w)| *w));
        (expected.words().count() >= 2 && similarity(expected, &without_year) >= ALIKE).then_some(None)
    }
}

fn any_year(path: &Path) -> Option<u16> {
    let own = path.cells.iter().filter(|l| !period::compares_with_year(&l.text));
    own.flat_map(|l| period::named_in(&l.text)).map(|p| p.year).next()
}

/// Which sheet column is which of the form's.
pub struct Columns {
    /// One for each that can be told.
    pub chosen: BTreeMap<usize, Candidate>,
    /// Columns of figures that several sheet columns fit equally well.
    pub ambiguous: BTreeMap<usize, Vec<Candidate>>,
}

/// Gives each of the form's columns the sheet column that fits it best, the strongest first. Two columns
/// of figures that fit equally well are told apart by the year asked for, or not at all; of two others
/// the first pattern of the form, then the leftmost.
pub fn assign(
    form: &Form,
    mut candidates: BTreeMap<usize, Vec<Candidate>>,
    year: Option<u16>,
    neutral: &Neutral,
) -> Columns {
    let is_value = |i: &usize| form.columns.get(*i).is_some_and(|c| c.role == Role::Value);
    for (_, found) in candidates.iter_mut().filter(|(i, _)| is_value(i)) {
        // A heading that names another year is another column whenever one names this year.
        if let Some(year) = year
            && found.iter().any(|c| c.year == Some(year))
        {
            found.retain(|c| c.year == Some(year));
        } else if year.is_some() && found.iter().any(|c| c.year.is_none()) {
            // «Kế hoạch vốn năm 2023» beside «Tổng số», in a table of 2024.
            found.retain(|c| c.year.is_none());
        }
    }
    let mut out = Columns { chosen: BTreeMap::new(), ambiguous: BTreeMap::new() };
    let twins = twins::take(&neutral.twins, &mut candidates);
    let order = [Strength::Whole, Strength::Levels, Strength::Lowest, Strength::Upper, Strength::Alike];
    for strength in order {
        if !candidates.values().flatten().any(|c| c.strength == strength) {
            continue;
        }
        for of_values in [false, true] {
            let taken: BTreeSet<u32> = out.chosen.values().map(|c| c.column).collect();
            let open: Vec<usize> = candidates
                .keys()
                .copied()
                .filter(|i| is_value(i) == of_values && !out.chosen.contains_key(i) && !out.ambiguous.contains_key(i))
                .collect();
            for i in open {
                let mut fitting: Vec<Candidate> = candidates
                    .get(&i)
                    .into_iter()
                    .flatten()
                    .filter(|c| c.strength == strength && !taken.contains(&c.column))
                    .cloned()
                    .collect();
                fitting.sort_by_key(|c| (c.pattern, c.column));
                if of_values && fitting.len() > 1 {
                    out.ambiguous.insert(i, fitting);
                } else if let Some(first) =
                    fitting.into_iter().find(|c| !out.chosen.values().any(|o| o.column == c.column))
                {
                    out.chosen.insert(i, first);
                }
            }
        }
    }
    twins::assign(form, twins, &mut out);
    out
}

/// That several columns fit one of the form's.
pub fn ambiguous(several: &[Candidate], row: u32) -> Problem {
    let headings = several.iter().map(|c| format!("{}{}: «{}»", ColumnName(c.column), row + 1, c.text)).collect();
    Problem::ValueColumnAmbiguous { headings }
}
