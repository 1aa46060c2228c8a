//! Where a text says which measure it declares: behind «Đơn vị tính:», in brackets, alone above a table.

use std::ops::Range;

use crate::vietnamese::memo::Memo;
use crate::vietnamese::text::ending_in_brackets;

use super::Measure;

/// The measure that a text names in its last brackets, where it converts: «Vốn đầu tư (triệu đồng)».
///
/// ```
/// use phubieu::vietnamese::measure::measure_in_brackets;
/// assert_eq!(measure_in_brackets("Vốn đầu tư (triệu đồng)"), Some("triệu đồng"));
/// assert_eq!(measure_in_brackets("Vốn đầu tư (ĐVT: triệu đồng)"), Some("triệu đồng"));
/// assert_eq!(measure_in_brackets("Vốn đầu tư (NSTW)"), None);
/// ```
pub fn measure_in_brackets(text: &str) -> Option<&str> {
    let (_, inside) = ending_in_brackets(text)?;
    let inside = if inside.contains(':') { announced(inside)? } else { inside };
    Measure::parse(inside).filter(Measure::converts).map(|_| inside)
}

thread_local! {
    static ANNOUNCED: Memo<Option<Range<usize>>> = Memo::new();
}

/// What a line announces as its measure: the text behind the last «Đơn vị tính» or «ĐVT» in it, or
/// behind «Đơn vị:», up to the end of the brackets.
pub fn announced(line: &str) -> Option<&str> {
    let range = ANNOUNCED.with(|known| {
        known.of(line, |line| {
            let found = read_announced(line)?;
            // A piece of the line: it begins so far behind the line's beginning.
            let from = found.as_ptr().addr() - line.as_ptr().addr();
            Some(from..from + found.len())
        })
    });
    line.get(range?)
}

/// Tells whether a text is nothing but the word that announces a measure: the measure stands in the next cell.
pub fn announces_next(text: &str) -> bool {
    const LONGEST: usize = 32;
    let word = text.trim().trim_end_matches([':', '.', ' ']);
    if word.len() > LONGEST {
        return false;
    }
    let word = word.to_lowercase();
    ANNOUNCING.iter().any(|(announcing, colon)| *announcing == word && (!colon || text.trim_end().ends_with(':')))
}

fn read_announced(line: &str) -> Option<&str> {
    // «(Triệu đồng)» alone above a table.
    let alone = line.trim().trim_matches(['(', ')']).trim();
    if MONEY.iter().any(|m| m.chars().eq(alone.chars().flat_map(char::to_lowercase))) {
        return Some(alone);
    }
    // «Số tiền: triệu đồng»: a short line that says nothing but a measure of money behind its colon.
    if let Some((before, behind)) = alone.rsplit_once(':') {
        let behind = behind.trim();
        let money = |m: &&str| m.chars().eq(behind.chars().flat_map(char::to_lowercase));
        if before.split_whitespace().count() <= 4 && (MONEY.iter().any(money) || money(&"đồng")) {
            return Some(behind);
        }
    }
    let (_, behind) = ANNOUNCING
        .iter()
        .filter_map(|(word, colon)| {
            let at = find_ignoring_case(line, word)?;
            // «Tổng vốn: 3.200 (đơn vị: nghìn đồng)» speaks of its own figure.
            let before = line.get(..at)?.trim_start().trim_start_matches('(');
            if *colon
                && !find_ignoring_case(before, word)
                    .is_some_and(|end| end == before.len() && before.len() <= word.len())
            {
                return None;
            }
            let behind = line.get(at..)?.trim_start_matches(|c: char| c == '.' || c.is_whitespace());
            let rest = behind.strip_prefix(':').or(Some(behind).filter(|_| !colon))?;
            Some((at, rest))
        })
        .max_by_key(|(at, _)| *at)?;
    let end = behind.find([')', ';', '\n', ']']).unwrap_or(behind.len());
    // «triệu đồng (làm tròn)» closes what it opened.
    let own = behind.get(end..).is_some_and(|rest| rest.starts_with(')')) && behind.get(..end)?.contains('(');
    let end = if own { end + 1 } else { end };
    let said = behind.get(..end).map(|b| b.trim().trim_end_matches(['.', ','])).filter(|b| !b.is_empty())?;
    Some(of_something(said).filter(|_| behind.len() <= end + 1).unwrap_or(said))
}

/// «Đơn vị tính diện tích: ha» names what it is the measure of before its colon, where the line ends with the measure.
fn of_something(said: &str) -> Option<&str> {
    let (what, measure) = said.split_once(':')?;
    let words = what.split_whitespace().count();
    let measure = measure.trim();
    let known = || Measure::parse(measure).is_some_and(|m| m.converts() || m.is_counted());
    ((1..=4).contains(&words) && !what.contains(['(', ';', ',']) && known()).then_some(measure)
}

/// Measures of money that announce themselves where they stand alone.
const MONEY: &[&str] = &["nghìn đồng", "ngàn đồng", "triệu đồng", "tỷ đồng", "tỉ đồng", "1.000 đồng", "1000 đồng"];

/// The words that announce a measure; «Đơn vị» alone may be an organisation, so it needs its colon.
const ANNOUNCING: &[(&str, bool)] = &[
    ("đơn vị tính", false),
    ("đvt", false),
    ("đ.v.t", false),
    ("đơn vị", true),
    ("dvt", true),
    ("đv", true),
    ("dơn vị tính", true),
    ("don vi tinh", true),
    ("tính bằng", true),
];

/// Where the last occurrence of a word ends, whatever its case.
fn find_ignoring_case(line: &str, word: &str) -> Option<usize> {
    let first = word.chars().next()?;
    let begins = |c: char| match c.is_ascii() {
        true => c.to_ascii_lowercase() == first,
        false => c.to_lowercase().eq(std::iter::once(first)),
    };
    let starts = line.char_indices().filter(|(_, c)| begins(*c)).map(|(i, _)| i);
    starts.rev().find_map(|start| {
        let mut rest = line.get(start..)?.char_indices();
        let mut end = start;
        for expected in word.chars() {
            let (i, c) = rest.next()?;
            if !c.to_lowercase().eq(std::iter::once(expected)) {
                return None;
            }
            end = start + i + c.len_utf8();
        }
        Some(end)
    })
}
