//! Labels that say what holds anyway: the time that the row is measured per, the year over its figures. One that says
//! another is another row.

use crate::form::RowIndex;
use crate::layout::labels::row_key;
use crate::vietnamese::measure::{Measure, time_in_label};

use super::{How, Matching};

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
        let label = self.rows.get(at).map(|r| r.label.as_ref()).filter(|label| label.contains('/'));
        let said = label.and_then(time_in_label);
        own.zip(said).is_some_and(|(own, (said, _))| !own.iter().any(|time| *time == said))
    }
}

/// A label without the year that the heading over its figures names too.
fn without_year(label: &str, heading: &[u16]) -> Option<String> {
    let [year] = heading else { return None };
    let before = label.trim_end().strip_suffix(&year.to_string())?.trim_end();
    before
        .to_lowercase()
        .ends_with(" năm")
        .then(|| before.get(..before.len() - "năm".len()).unwrap_or_default().to_owned())
}
