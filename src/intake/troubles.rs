//! What went wrong with a part of a file, before anyone knows what the file is called.

use serde::{Deserialize, Serialize};

use crate::address::Address;
use crate::finding::intake::Problem;
use crate::finding::{Finding, Place};

/// One sheet or cell that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Trouble {
    sheet: String,
    what: What,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum What {
    /// The sheet could not be read.
    Sheet(String),
    /// A cell could not be read; its place, where it is known.
    Cell(Option<Address>, String),
    /// So many cells stand where no sheet has any.
    Beyond(usize),
}

/// Where the readers of the several formats leave what went wrong with a part of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Troubles(Vec<Trouble>);

impl Troubles {
    /// A sheet could not be read.
    pub(super) fn sheet(&mut self, sheet: &str, detail: impl ToString) {
        self.note(sheet, What::Sheet(detail.to_string()));
    }

    /// A cell could not be read.
    pub(super) fn cell(&mut self, sheet: &str, cell: Option<Address>, detail: impl ToString) {
        self.note(sheet, What::Cell(cell, detail.to_string()));
    }

    /// Cells stand where no sheet has any.
    pub(super) fn beyond(&mut self, sheet: &str, cells: usize) {
        self.note(sheet, What::Beyond(cells));
    }

    fn note(&mut self, sheet: &str, what: What) {
        self.0.push(Trouble { sheet: sheet.to_owned(), what });
    }

    /// The same as findings about a file.
    pub(super) fn about(self, file: &str) -> impl Iterator<Item = Finding> {
        self.0.into_iter().map(move |Trouble { sheet, what }| {
            let place = |cell| Place { file: Some(file.to_owned()), sheet: Some(sheet), cell, ..Place::default() };
            match what {
                What::Sheet(detail) => Finding::at(place(None), Problem::SheetUnreadable { detail }),
                What::Cell(cell, detail) => Finding::at(place(cell), Problem::CellUnreadable { detail }),
                What::Beyond(cells) => Finding::at(place(None), Problem::BeyondSheet { cells }),
            }
        })
    }
}
