//! Labels that say what holds anyway: the time that the row is measured per, the year over its figures. One that says
//! another is another row.

use std::sync::LazyLock;

use crate::form::RowIndex;
use crate::layout::labels::row_key;
use crate::vietnamese::measure::{Measure, time_in_label};
use crate::vietnamese::text::{Folded, fold};

use super::{How, Matching};

static YEAR: LazyLock<String> = LazyLock::new(|| fold("năm").as_str().to_owned());

impl Matching<'_> {
    /// «Thu nhập bình quân đầu người/tháng» where the row is measured per month, «… năm 2024» under «Kế hoạch năm 2024».
    pub(super) fn by_label_without_what_holds_anyway(&mut self) {
        for at in 0..self.rows.len() {
            let Some(sheet_row) = self.rows.get(at).filter(|r| self.is_open(at) && !r.label.is_empty()) else {
                continue;
            };
            let timeless = time_in_label(&sheet_row.label).map(|(_, without)| without);
            let Some(without) = timeless.or_else(|| without_year(&sheet_row.label, &sheet_row.header.years)) else {
                continue;
            };
            if let [only] = self.form.by_label().rows(&row_key(&without, self.form.by_label()))
                && !self.is_taken(*only)
                && !self.says_another_time(at, *only)
            {
                self.take(at, *only, How::Alike);
            }
        }
    }

    /// Tells whether a label says another time than the row is measured per: a year's income for a month's.
    pub(super) fn says_another_time(&self, at: usize, row: RowIndex) -> bool {
        let measure = self.form.row(row).and_then(|r| r.figure.dimension.as_ref());
        let own = measure.map(Measure::times).filter(|times| !times.is_empty());
        let Some((own, sheet_row)) = own.zip(self.rows.get(at)) else { return false };
        let said = Some(&sheet_row.label).filter(|label| label.contains('/')).and_then(|label| time_in_label(label));
        // «… (năm)», «…, năm», where the form's label has no such word.
        let bare = || {
            let has = |key: &Folded| {
                let words: Vec<&str> = key.words().collect();
                let dated = |next: &&str| next.parse::<u16>().is_ok();
                (0..words.len())
                    .any(|at| words.get(at) == Some(&YEAR.as_str()) && !words.get(at + 1).is_some_and(dated))
            };
            let form = self.form.row(row).is_some_and(|r| r.keys.iter().any(has));
            let year = fold(&sheet_row.label);
            has(&year) && !form && !own.contains(&YEAR.as_str())
        };
        said.map_or_else(bare, |(said, _)| !own.iter().any(|time| *time == said))
    }
}

/// A label without the year that the heading over its figures names too: «… năm 2024», «… (năm 2024)», «… trong năm 2024».
fn without_year(label: &str, heading: &[u16]) -> Option<String> {
    let [year] = heading else { return None };
    let bare = label.trim_end().trim_end_matches(')').trim_end();
    let before = bare.strip_suffix(&year.to_string())?.trim_end();
    let before = cut_word(before, "năm")?;
    let before = cut_word(before, "trong").unwrap_or(before);
    Some(before.trim_end_matches('(').trim_end().to_owned())
}

/// A text without its last word, where that is the one.
fn cut_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (before, last) = text.rsplit_once([' ', '('])?;
    (last.to_lowercase() == word).then(|| before.trim_end())
}
