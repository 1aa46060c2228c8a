//! What the sheets of a consolidated workbook are called: by these it is written, and by these it is
//! known again when it lies among the submissions.

use crate::finding::Lang;
use crate::intake::Workbook;

/// The names of the sheets.
#[derive(Debug, Clone, Copy)]
pub struct SheetNames {
    /// In the form's layout.
    pub summary: &'static str,
    /// Rows × units.
    pub by_unit: &'static str,
    /// Findings.
    pub findings: &'static str,
    /// Who sent what.
    pub received: &'static str,
    /// Facts.
    pub data: &'static str,
}

impl SheetNames {
    /// The names in a language.
    pub fn new(lang: Lang) -> Self {
        match lang {
            Lang::Vi => Self {
                summary: "Tổng hợp",
                by_unit: "Theo đơn vị",
                findings: "Phát hiện",
                received: "Tình hình nộp",
                data: "Số liệu",
            },
            Lang::En => Self {
                summary: "Summary",
                by_unit: "By unit",
                findings: "Findings",
                received: "Submissions",
                data: "Data",
            },
        }
    }
}

/// Tells whether a workbook was written by this program and so is no submission.
pub fn is_own(workbook: &Workbook) -> bool {
    [Lang::Vi, Lang::En].into_iter().map(SheetNames::new).any(|names| {
        [names.summary, names.by_unit, names.received, names.data]
            .iter()
            .all(|name| workbook.sheets.iter().any(|s| s.name == *name))
    })
}
