//! The returned workbook: a submission with its findings in place.
//!
//! [`marks`] orders the findings of one file and says what a cell's comment reads. [`workbook`] puts them into an xlsx, of
//! which every other part stays byte for byte: [`sheet`] fills the cells (`survey` says before what stands there),
//! [`comments`] and [`shapes`] make the comments and the boxes they stand in, [`list`] the sheet with all findings. Files
//! of other kinds are written anew as xlsx before ([`rebuilt`]). [`names`] says under which names the workbooks are given
//! back.
//!
//! What this puts into a workbook is known again: the list by a hidden mark ([`crate::own_output`]),
//! comments by their author. So a returned workbook reads as the submission did, and when it is given
//! back again, the new comments and list take the place of the old.

mod comments;
mod list;
pub mod marks;
pub mod names;
pub mod rebuilt;
mod shapes;
mod sheet;
mod survey;
mod workbook;

pub use marks::Marks;
pub use workbook::workbook;

use crate::finding::Severity;

/// The ground of a cell with a finding; the comment says the severity in words too. None of these is in
/// Excel's palette: a ground of somebody's own is not taken for ours.
pub(crate) const FILLS: [(Severity, u32); 3] =
    [(Severity::Error, 0x00F8_CBAC), (Severity::Warning, 0x00FF_EB9B), (Severity::Note, 0x00DD_EBF6)];

/// That of a severity.
pub(crate) fn fill(severity: Severity) -> u32 {
    FILLS.iter().find(|(of, _)| *of == severity).map_or(0, |(_, colour)| *colour)
}
