//! Cells in which nothing need stand: what one of something costs or measures, in the row of a sum. «Mức trợ cấp
//! (đồng/tháng)», «Bề rộng nền (m)» of «Tổng cộng» are left blank by everyone who fills such a form in.

use crate::table::words;
use crate::vietnamese::measure::UNNAMED;
use crate::vietnamese::text::fold;

use super::{Aggregate, Figure, Form, Kind, Over, Relation, RowIndex};

/// Headings of figures that do not add and stand beside a sum all the same: they are quotients of what does.
const QUOTIENTS: &[&str] = &["năng suất", "bình quân", "trung bình", "mật độ", "tỷ suất", "tỷ lệ"];
/// Per cent that hold for one of something.
const RATES_OF_ONE: &[&str] = &["lãi suất", "thuế suất"];

impl Form {
    /// Tells whether a cell may be blank because its column is of one of something and its row of a sum.
    pub fn is_of_one_in_sum(&self, row: RowIndex, column: usize) -> bool {
        let not_added = |figure: &&Figure| figure.aggregate == Aggregate::None;
        let Some(own) = self.columns.get(column) else { return false };
        let Some(figure) = own.figure.as_ref().filter(not_added) else { return false };
        let heading = fold(&own.heading.join(" "));
        let says = |words: &[&str]| words.iter().any(|w| heading.says(&fold(w)));
        let of_one = match figure.kind {
            Kind::Group => false,
            Kind::Percent => says(RATES_OF_ONE),
            // «Hệ số» has no measure and is known for one of something all the same.
            Kind::Number | Kind::Integer => {
                let measured = !figure.measure.is_empty() && figure.measure != UNNAMED;
                (measured || says(&["hệ số"])) && !says(QUOTIENTS)
            }
        };
        of_one && self.is_sum(row)
    }

    /// Tells whether a row is the sum of others: a rule or its label says so, or several are parts of it.
    fn is_sum(&self, at: RowIndex) -> bool {
        let total = |label: &str| words::is_total(&fold(label)) || words::begins_total(&fold(label));
        let by_rule = || {
            let sums =
                |relation: &Relation<usize>| matches!(relation, Relation::Sum(terms) if terms.iter().all(|t| !t.minus));
            self.rules.iter().any(|r| r.over == Over::Rows && r.balance.left == at.0 && sums(&r.balance.relation))
        };
        let parts = || self.rows.iter().filter(|r| r.parent == Some(at)).count();
        self.row(at).is_some_and(|row| total(&row.label)) || by_rule() || parts() >= 2
    }
}
