//! Labels under another heading than the form's: «Tên chỉ tiêu», «Nội dung» for «Chỉ tiêu». All columns of figures and
//! nearly all rows are the form's there, so it is the form.

use std::collections::HashSet;

use crate::form::model::label_key;
use crate::form::{Column, Role};
use crate::layout::matching::Candidate;
use crate::layout::paths::Paths;
use crate::table::{numbering, words};
use crate::vietnamese::text::Folded;

use super::finder::Finder;
use super::text_in;

/// No heading of labels is longer, in bytes.
const LONGEST: usize = 60;

/// Tells whether a text may be the heading of labels.
pub(super) fn may_head_labels(text: &str, key: &Folded) -> bool {
    text.len() <= LONGEST && words::heads_labels(key)
}

impl Finder<'_> {
    /// The column under another heading of labels that holds nearly all of the form's, where all columns of figures are
    /// there.
    pub(super) fn named_otherwise(
        &self,
        paths: &Paths,
        body: u32,
        stands: impl Fn(&Column) -> bool,
    ) -> Option<Candidate> {
        let may = |cells: &[crate::layout::paths::Level]| match cells {
            [one] => may_head_labels(&one.text, &one.key),
            _ => false,
        };
        let mut heads = paths.columns().filter(|p| may(&p.cells));
        let (Some(path), None) = (heads.next(), heads.next()) else { return None };
        let mut values = self.form.columns.iter().filter(|c| c.role == Role::Value).peekable();
        if values.peek().is_none() || !values.all(stands) {
            return None;
        }
        // Not one of the form's own columns of words («Nội dung» beside «Chỉ tiêu»).
        if self.form.columns.iter().any(|c| c.patterns.iter().any(|p| p.matches(&path.spoken(" ")).is_some())) {
            return None;
        }
        let labels = self.form.rows.len();
        let mut below: HashSet<Folded> = HashSet::new();
        let most = u32::try_from(4 * labels + 40).unwrap_or(u32::MAX);
        for (_, cells) in self.sheet.rows_in(body..body.saturating_add(most)) {
            let Some(text) = text_in(cells, path.column) else { continue };
            if let Some((_, rest)) = numbering::split(&text) {
                below.insert(label_key(rest));
            }
            below.insert(label_key(&text));
        }
        let there = self.form.rows.iter().filter(|row| row.keys.iter().any(|key| below.contains(key))).count();
        let nearly_all = labels >= 2 && 5 * there >= 4 * labels;
        nearly_all.then(|| Candidate { text: path.spoken(" › "), from_top: true, ..Candidate::unheaded(path.column) })
    }
}
