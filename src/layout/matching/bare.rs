//! Headings without what they say besides which column is meant: up to when, from which years, in what measure.

use crate::form::heading::heading_key;
use crate::layout::paths::Level;
use crate::period;
use crate::vietnamese::measure::measure_in_brackets;
use crate::vietnamese::text::ending_in_brackets;

/// Headings without the date up to which the lowest of them counts, where it names one.
pub(super) fn without_date(levels: &[Level]) -> Option<Vec<Level>> {
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
pub(super) fn names_year(text: &str) -> bool {
    text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit))
}

/// Headings of what was carried over without the years that it came from and went to; nothing where they name none.
pub(super) fn without_origin(levels: &[Level]) -> Option<Vec<Level>> {
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
pub(super) fn without_measure(levels: &[Level]) -> Option<(Vec<Level>, String)> {
    let at = levels.iter().rposition(|l| measure_in_brackets(&l.text).is_some())?;
    let mut levels = levels.to_vec();
    let level = levels.get_mut(at)?;
    let measure = measure_in_brackets(&level.text)?.to_owned();
    let text = ending_in_brackets(&level.text)?.0.trim().to_owned();
    *level = Level { key: heading_key(&text), text };
    levels.retain(|l| !l.key.is_empty());
    Some((levels, measure)).filter(|(l, _)| !l.is_empty())
}
