//! Labels with the mark of a footnote behind them: «Tổng số (1)», «Hỗ trợ đất ở [a]», «Cộng 1)», «Tổng số ¹».

use crate::form::{Row, RowIndex};
use crate::layout::labels::{brackets_matter, row_key};

use super::{How, Matching};

impl Matching<'_> {
    /// A label of the form in any of its wordings, with such a mark.
    pub(super) fn by_label_without_footnote(&mut self) {
        let claims: Vec<(usize, RowIndex)> = (0..self.rows.len())
            .filter(|at| self.is_open(*at))
            .filter_map(|at| Some((at, self.footnoted(at)?)))
            .collect();
        // Two labels that differ by the mark alone may be parts of one row: they are told as that row twice.
        for (at, row) in claims {
            self.take(at, row, How::Alike);
        }
    }

    /// The row of the form that a sheet row is but for the mark.
    fn footnoted(&self, at: usize) -> Option<RowIndex> {
        let sheet_row = self.rows.get(at)?;
        let bare = without_mark(&sheet_row.label)?;
        let [only] = *self.form.by_label().rows(&row_key(bare, self.form.by_label())) else { return None };
        let matters = |row: &Row| brackets_matter(&sheet_row.label, &row.label, row.figure.dimension.as_ref());
        let free = !self.is_taken(only) || self.is_claimed_from_inside(only);
        let fits = free && !self.says_percent_of(at, only) && !self.says_another_time(at, only);
        self.form.row(only).filter(|row| fits && !matters(row)).map(|_| only)
    }

    /// Tells whether what was taken for the total of all stands among its parts: «Cộng» below the first of them, where
    /// «Tổng cộng (1)» stands over all.
    pub(super) fn is_claimed_from_inside(&self, row: RowIndex) -> bool {
        let mut claims = (0..self.rows.len()).filter(|at| self.taken.get(*at) == Some(&Some(row)));
        self.is_of_all(row) && claims.all(|at| self.is_inside(at, row))
    }
}

/// A label without the mark of a footnote behind it, where it has one.
fn without_mark(label: &str) -> Option<&str> {
    let label = label.trim_end();
    let raised = label.trim_end_matches(['¹', '²', '³', '⁰', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']);
    if raised.len() < label.len() {
        return Some(raised.trim_end());
    }
    let is_mark = |mark: &str| {
        let mark = mark.trim().trim_end_matches('*');
        let number = (1..=2).contains(&mark.len()) && mark.chars().all(|c| c.is_ascii_digit());
        number || matches!(mark, "a" | "b" | "c" | "d" | "đ" | "e")
    };
    let closed = label.strip_suffix([')', ']'])?;
    if let Some((bare, mark)) = closed.rsplit_once(['(', '[']) {
        return is_mark(mark).then(|| bare.trim_end());
    }
    let (bare, mark) = closed.rsplit_once(' ')?;
    (is_mark(mark) && label.ends_with(')')).then(|| bare.trim_end())
}

#[cfg(test)]
mod tests {
    use super::without_mark;

    #[test]
    fn marks_of_footnotes_are_told_from_what_belongs_to_a_label() {
        for (label, expected) in [
            ("Tổng số (1)", Some("Tổng số")),
            ("Tổng số(12)", Some("Tổng số")),
            ("Tổng số [1]", Some("Tổng số")),
            ("Tổng số (a)", Some("Tổng số")),
            ("Tổng số 1)", Some("Tổng số")),
            ("Tổng số ¹", Some("Tổng số")),
            ("Tổng số (1*)", Some("Tổng số")),
            ("Tổng số", None),
            ("Tổng số (I+II)", None),
            ("Tổng số (m)", None),
            ("Tổng số (2024)", None),
            ("Dự án 1", None),
        ] {
            assert_eq!(without_mark(label), expected, "{label}");
        }
    }
}
