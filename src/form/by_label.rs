//! The rows of a form by their labels: worked out once, asked for every line of every submission.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::vietnamese::text::Folded;

use super::{Row, RowIndex};

/// The rows of a form by the keys of their labels.
#[derive(Debug, Clone)]
pub struct RowsByLabel {
    rows: HashMap<Folded, Vec<RowIndex>, RandomState>,
    digits: bool,
}

impl RowsByLabel {
    /// Those of some rows.
    pub(super) fn of(rows: &[Row]) -> Self {
        let mut found: HashMap<Folded, Vec<RowIndex>, RandomState> = HashMap::default();
        for (at, row) in rows.iter().enumerate() {
            for key in &row.keys {
                found.entry(key.clone()).or_default().push(RowIndex(at));
            }
        }
        let digits = found.keys().any(|key| key.as_str().starts_with(|c: char| c.is_ascii_digit()));
        Self { rows: found, digits }
    }

    /// Tells whether a label begins like a number: «300.000 đồng».
    pub fn begin_with_digits(&self) -> bool {
        self.digits
    }

    /// Tells whether a row has a label of this key.
    pub fn has(&self, key: &Folded) -> bool {
        self.rows.contains_key(key)
    }

    /// The rows that have a label of this key, in the form's order; one that has it twice is there twice.
    pub fn rows(&self, key: &Folded) -> &[RowIndex] {
        self.rows.get(key).map(Vec::as_slice).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use crate::form::built_in;
    use crate::form::model::label_key;

    #[test]
    fn a_label_leads_to_its_rows_and_one_of_no_row_to_none() {
        let form = built_in::form("chi-tieu").unwrap().unwrap();
        for (index, row) in form.indexed_rows() {
            for key in &row.keys {
                assert!(form.by_label().has(key) && form.by_label().rows(key).contains(&index), "{}", row.name());
            }
        }
        let twice = form.rows.iter().find(|r| r.code == "9").unwrap();
        assert_eq!(form.by_label().rows(&twice.keys[0]).len(), 2);
        assert!(form.by_label().rows(&label_key("Số cầu")).is_empty());
    }
}
