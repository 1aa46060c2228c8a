//! Findings about sheets, rows and columns: what they carry, and the code of each. `words` says them.

mod words;

use std::ops::RangeInclusive;

use crate::address::{Address, Area};

use super::Code;

/// What is wrong with the layout of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// No sheet holds the form's table.
    FormNotFound {
        /// The form's short title.
        form: String,
        /// The sheets looked at.
        sheets: Vec<String>,
    },
    /// The table has the form's labels but none of its value columns.
    ValueColumnMissing {
        /// The heading looked for.
        heading: String,
        /// The headings that the sheet has instead.
        others: Vec<String>,
    },
    /// Two columns fit one column of the form.
    ValueColumnAmbiguous {
        /// The headings that fit, with their cells.
        headings: Vec<String>,
    },
    /// Two tables stand side by side.
    SideBySide {
        /// The cells of the two headings of labels.
        headings: Vec<String>,
    },
    /// A row of the form is not in the sheet.
    RowMissing {
        /// Its number and label.
        row: String,
        /// The row that stands in its place, with its cell.
        instead: Option<(Address, String)>,
    },
    /// So many rows are missing, and others stand in their place, that it is another version of the form.
    OtherVersion {
        /// How many rows of the form are missing.
        missing: usize,
        /// How many rows are not the form's.
        unknown: usize,
        /// How many rows the form has.
        rows: usize,
    },
    /// A heading row of the form, which holds no figure, is not in the sheet.
    GroupMissing {
        /// Its number and label.
        row: String,
    },
    /// A row of the sheet is not in the form.
    RowUnknown {
        /// Its label as it stood.
        label: String,
        /// The row before it.
        after: Option<String>,
    },
    /// A row of the form stands twice in the sheet.
    RowTwice {
        /// Its number and label.
        row: String,
        /// The other places.
        others: Vec<Address>,
    },
    /// A row of the form again, with the same figures.
    RowRepeated {
        /// Its number and label.
        row: String,
        /// The place that counts.
        first: Option<Address>,
    },
    /// A label that fits several rows of the form.
    RowAmbiguous {
        /// The label as it stood.
        label: String,
        /// The rows it fits.
        candidates: Vec<String>,
    },
    /// A label taken for a row although it is spelt otherwise.
    RowSpelling {
        /// The label as it stood.
        found: String,
        /// The form's label.
        expected: String,
    },
    /// The number beside a label is not the form's.
    RowNumber {
        /// The number as it stood.
        found: String,
        /// The form's number.
        expected: String,
    },
    /// The label is one row's; number and place are another's.
    RowOfAnotherNumber {
        /// The number as it stood.
        found: String,
        /// The row whose number and place these are.
        other: String,
    },
    /// A column of the sheet that the form does not have and that holds figures.
    ColumnUnknown {
        /// Its heading.
        heading: String,
        /// How many figures it holds.
        figures: usize,
    },
    /// A column that the form has as one of words, in which the sheet has nothing but figures.
    FiguresInWords {
        /// Its heading.
        heading: String,
        /// How many figures it holds.
        figures: usize,
    },
    /// Numbers right of the table, in columns without heading.
    FiguresOutside {
        /// The columns' letters.
        columns: Vec<String>,
        /// How many numbers they hold.
        figures: usize,
    },
    /// A row of the form stands elsewhere in the sheet.
    RowMoved {
        /// Its number and label.
        row: String,
        /// The row that it stands behind.
        after: Option<String>,
    },
    /// The columns stand in another order than the form's.
    ColumnsMoved {
        /// The headings, as they stand.
        headings: Vec<String>,
    },
    /// A row of a list that totals others.
    TotalOfList {
        /// Its label.
        label: String,
    },
    /// A row of a list that says more of an item: what it counts is in the item's figure already.
    PartOfItem {
        /// Its label.
        label: String,
        /// The label of the item.
        whole: String,
        /// The figures say so too.
        fits: bool,
    },
    /// A row without a number below the total of a numbered list.
    AfterTotal {
        /// Its label.
        label: String,
    },
    /// A line inside a table names another year than the table.
    YearInside {
        /// The line.
        line: String,
        /// The years of the table.
        own: Vec<u16>,
        /// The rows below it were read all the same.
        read: bool,
    },
    /// Numbers in rows that belong to no table.
    FiguresUnread {
        /// How many rows.
        rows: usize,
    },
    /// Two items of lists are the same by what tells items apart.
    ItemTwice {
        /// What tells it apart.
        item: String,
        /// Where else it stands: file and cell, or cell alone in the same file.
        others: Vec<String>,
        /// In the file of another unit too.
        across: bool,
    },
    /// A sheet holds a table of figures that is none of the forms'.
    SheetNotRecognised {
        /// Its first headings.
        headings: Vec<String>,
        /// The form that is nearest, and how near, in per cent.
        nearest: Option<(String, u32)>,
    },
    /// A sheet fits several forms equally well.
    SheetAmbiguous {
        /// The forms.
        forms: Vec<String>,
    },
    /// A table of the form is of another year than the round, and another table is of the round's.
    TableOfAnotherYear {
        /// The years that it names.
        years: Vec<u16>,
        /// The year of the round.
        wanted: u16,
    },
    /// A table that may be of the form, where another has the same rows and more of the form's columns.
    RivalTable {
        /// The form.
        form: String,
        /// How well the table fits it, in per cent.
        percent: u32,
        /// Where the better one stands.
        better: String,
        /// What is better about it.
        why: Rival,
    },
    /// The items of several lists of one file were put together.
    ListsStacked {
        /// The lists: where each stands, and the line above it.
        lists: Vec<(String, String)>,
    },
    /// The list of the sheet before goes on in this one.
    ListGoesOn {
        /// The sheet in which it begins.
        above: String,
    },
    /// The table of another sheet may go on in this one, which was not read.
    ListMayGoOn {
        /// The sheet of that table.
        list: String,
    },
    /// The title tells of something else than the form.
    OtherSubject {
        /// The title as it stands.
        title: String,
        /// The form.
        form: String,
        /// How it differs.
        how: Subject,
    },
    /// No form was named or recognised, so one was drawn from what most submissions share.
    FormDrawn {
        /// Its title.
        title: String,
        /// The files that share it.
        files: usize,
        /// All files with a table.
        of: usize,
        /// How many rows and columns of figures it has.
        size: (usize, usize),
    },
    /// A merged cell stands over the values of several rows.
    MergedValue {
        /// The merged area.
        area: Area,
    },
    /// A figure in a value column with no label beside it.
    FigureWithoutLabel,
    /// Figures that were read stand in rows or columns that do not show.
    HiddenFigures {
        /// The rows, from 0.
        rows: Vec<RangeInclusive<u32>>,
        /// The columns, from 0.
        columns: Vec<RangeInclusive<u32>>,
        /// How many figures they hold.
        figures: usize,
        /// What the rows are called.
        labels: Vec<String>,
        /// What the columns are called.
        headings: Vec<String>,
    },
    /// The table was read from a hidden sheet.
    HiddenSheet,
    /// A hidden sheet holds the form's table too and was not read.
    HiddenCopy,
    /// The form stands on several sheets with the same rows.
    SeveralTables {
        /// The sheets.
        sheets: Vec<String>,
    },
}

/// From so many per cent on a table is nearly a form's.
const NEAR: u32 = 40;

/// What one table of a form has that another has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rival {
    /// More of the form's columns.
    Columns,
    /// Its rows.
    Rows,
    /// Figures.
    Empty,
}

/// How a title differs from what the form tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// It tells of another thing.
    Another,
    /// It tells of a part of what the form asks for.
    Part,
    /// It tells of one fund where other files of the form do not.
    OneFund,
}

impl Problem {
    pub(super) fn code(&self) -> Code {
        match self {
            Problem::FormNotFound { .. } => Code::FormNotFound,
            Problem::ValueColumnMissing { .. } => Code::ValueColumnMissing,
            Problem::ValueColumnAmbiguous { .. } => Code::ValueColumnAmbiguous,
            Problem::SideBySide { .. } => Code::SideBySide,
            Problem::RowMissing { .. } => Code::RowMissing,
            Problem::OtherVersion { .. } => Code::OtherVersion,
            Problem::OtherSubject { .. } => Code::OtherSubject,
            Problem::GroupMissing { .. } => Code::GroupMissing,
            Problem::RowUnknown { .. } => Code::RowUnknown,
            Problem::RowTwice { .. } => Code::RowTwice,
            Problem::RowRepeated { .. } => Code::RowRepeated,
            Problem::RowAmbiguous { .. } => Code::RowAmbiguous,
            Problem::RowSpelling { .. } => Code::RowSpelling,
            Problem::RowNumber { .. } => Code::RowNumber,
            Problem::RowOfAnotherNumber { .. } => Code::RowOfAnotherNumber,
            Problem::ColumnUnknown { .. } | Problem::FiguresInWords { .. } => Code::ColumnUnknown,
            Problem::MergedValue { .. } => Code::MergedValue,
            Problem::RowMoved { .. } => Code::RowMoved,
            Problem::ColumnsMoved { .. } => Code::ColumnsMoved,
            Problem::PartOfItem { fits: false, .. } => Code::PartDoubtful,
            Problem::TotalOfList { .. } | Problem::PartOfItem { .. } => Code::TotalOfList,
            Problem::ItemTwice { .. } => Code::ItemTwice,
            // A table that is nearly a form is probably one, and its figures are lost.
            Problem::SheetNotRecognised { nearest: Some((_, near)), .. } if *near >= NEAR => Code::NearlyRecognised,
            Problem::SheetNotRecognised { .. } => Code::SheetNotRecognised,
            Problem::AfterTotal { .. } => Code::AfterTotal,
            Problem::YearInside { .. } => Code::YearInside,
            Problem::FiguresUnread { .. } => Code::FiguresUnread,
            Problem::SheetAmbiguous { .. } => Code::SheetAmbiguous,
            Problem::FormDrawn { .. } => Code::FormDrawn,
            Problem::FiguresOutside { .. } => Code::FiguresOutside,
            Problem::TableOfAnotherYear { .. } => Code::TableOfAnotherYear,
            Problem::RivalTable { .. } => Code::RivalTable,
            Problem::ListsStacked { .. } => Code::ListsStacked,
            Problem::ListGoesOn { .. } => Code::ListGoesOn,
            Problem::ListMayGoOn { .. } => Code::ListMayGoOn,
            Problem::FigureWithoutLabel => Code::FigureWithoutLabel,
            Problem::HiddenFigures { .. } => Code::HiddenFigures,
            Problem::HiddenSheet => Code::HiddenSheet,
            Problem::HiddenCopy => Code::HiddenCopy,
            Problem::SeveralTables { .. } => Code::SeveralTables,
        }
    }
}

impl From<Problem> for super::Problem {
    fn from(problem: Problem) -> Self {
        super::Problem::Structure(problem)
    }
}
