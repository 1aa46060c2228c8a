//! Columns of numbers that name something and count nothing: plots of a map, lines of the budget, grades, codes, months.
//!
//! Whatever measure a sheet announces for its table, these are in none and never add («ĐVT: ha» above «Tiểu khu |
//! Khoảnh | Lô | Diện tích»: seen in lists of who keeps a forest).

use crate::form::model::label_key;
use crate::table::{self, Table, words};

use super::told::begins;
use super::{measures, worded};

/// What stands beside times that are no names, but of which there are figures.
const GOING_ON: &[&str] = &["lũy kế", "cộng dồn", "tháng", "quý", "kỳ", "đợt", "kế hoạch", "năm trước", "cùng kỳ"];
/// What stands beside the numbers of one plot; without it or persons they are so many plots.
const PLOTS: &[&str] = &["tiểu khu", "khoảnh", "lô", "tờ bản đồ", "tờ", "thửa", "thửa đất", "thửa đất số"];
/// What a heading over them says where they are counted.
const COUNTED: &[&str] = &["số lượng", "tổng số", "diện tích", "kinh phí", "số tiền"];

/// Tells whether a column is one of such names, by its heading.
pub(super) fn heads(table: &Table<'_>, column: &table::Column) -> bool {
    let Some((last, above)) = column.path.split_last() else { return false };
    let measured = column.path.iter().any(|level| measures::in_brackets(level).is_some());
    if measured || above.iter().any(|level| begins(level, COUNTED)) {
        return false;
    }
    let is = |names: &[&str]| names.iter().any(|w| label_key(w) == bare(last));
    let beside = |leads: &[&str], whole: bool| {
        let others = table.others().filter(|c| c.column != column.column).filter_map(|c| c.path.last());
        others.into_iter().any(|l| begins(l, leads) && (!whole || leads.iter().any(|w| label_key(w) == bare(l))))
    };
    let time = || above.is_empty() && is(words::TIMES) && !beside(GOING_ON, false);
    let of_one =
        || is(words::NUMBERS_OF_ONE) && !last.contains('(') && (worded::lists_persons(table) || beside(PLOTS, true));
    // Of machines «Mã lực» is a measure.
    let code = begins(last, &["mã"]) && !begins(last, &["mã lực"]);
    code || is(words::NAMES_ALONE) || above.is_empty() && is(words::NAMES_AT_THE_TOP) || time() || of_one()
}

/// A heading without what stands in brackets behind it: «Khu vực (I, II, III)».
fn bare(heading: &str) -> crate::vietnamese::text::Folded {
    label_key(heading.split('(').next().unwrap_or(heading))
}
