//! Findings about the value of one cell: what they carry, and the code of each. `words` says them.

mod words;

use rust_decimal::Decimal;

use crate::address::Address;
use crate::vietnamese::number::{Notation, Reading, Refusal};

use super::Code;
use super::intake::Fault;

/// One way of reading a cell, with what speaks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The value it would be, in the form's measure.
    pub value: Decimal,
    /// How it comes about.
    pub how: How,
}

/// How a reading comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Dot between thousands.
    DotGroups,
    /// Dot before decimals.
    DotDecimal,
    /// Comma between thousands.
    CommaGroups,
    /// Comma before decimals.
    CommaDecimal,
    /// In percentage points, as it stands.
    Points,
    /// As a fraction of one: 0.98 for 98 %.
    Fraction,
    /// The number that Excel holds, as it stands.
    AsStored,
    /// The number that Excel holds, times 1000: a dot between thousands was lost.
    LostGrouping,
}

impl How {
    /// The notation in which a lone separator is taken so.
    pub fn notation(self) -> Option<Notation> {
        match self {
            How::DotGroups | How::CommaDecimal => Some(Notation::Vietnamese),
            How::CommaGroups | How::DotDecimal => Some(Notation::English),
            How::Points | How::Fraction | How::AsStored | How::LostGrouping => None,
        }
    }

    /// How a lone separator was taken to get a reading.
    pub fn of(notation: Notation, grouped: bool) -> Self {
        match (notation, grouped) {
            (Notation::English, true) => How::CommaGroups,
            (Notation::English, false) => How::DotDecimal,
            (_, true) => How::DotGroups,
            (_, false) => How::CommaDecimal,
        }
    }
}

/// What the other cells of the column say about separators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnSays {
    /// No other cell tells.
    Nothing,
    /// Some cells say one thing, some the other.
    Both,
}

impl ColumnSays {
    /// What a column says that holds sure numbers in these hands.
    pub fn of(vietnamese: bool, english: bool) -> Self {
        if vietnamese && english { ColumnSays::Both } else { ColumnSays::Nothing }
    }
}

/// What is wrong, or worth knowing, about a cell's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// Several readings are left.
    Ambiguous {
        /// The readings.
        candidates: Vec<Candidate>,
        /// What the rest of the column says.
        column: ColumnSays,
        /// The reading under which slips elsewhere would explain every sum that fails.
        likely: Option<Decimal>,
    },
    /// The text is not one number and no known word.
    NotANumber {
        /// Why it is none.
        refusal: Refusal,
    },
    /// A count of something stands where another measure is due.
    WrongMeasure {
        /// The number.
        value: Decimal,
        /// The words behind it.
        found: String,
        /// The row's measure.
        expected: String,
    },
    /// A percent sign where the measure is no percentage.
    PercentUnderMeasure {
        /// The number.
        value: Decimal,
        /// The row's measure.
        expected: String,
    },
    /// The measure declared beside the row is not the form's.
    DeclaredMeasure {
        /// The measure as declared.
        found: String,
        /// The form's.
        expected: String,
    },
    /// Lines of the sheet declare measures that contradict each other.
    MeasuresContradict {
        /// The value as it stood.
        value: Decimal,
        /// What it would be under each, with the measure as declared.
        candidates: Vec<(Decimal, String)>,
    },
    /// Neither beside these rows nor above the table stands a measure, and theirs has several sizes.
    MeasureMissing {
        /// The rows with the form's measures.
        rows: Vec<String>,
    },
    /// A number of three digits behind the point, a thousandth of the others in its column.
    ThousandsLost {
        /// As it is stored.
        value: Decimal,
        /// How many such numbers the column has.
        figures: usize,
    },
    /// A whole number of what is counted, which its format shows with three decimals: «2.000».
    ShownInThousandths {
        /// As it is stored.
        value: Decimal,
    },
    /// The result of a sum that passed over figures typed as text, or took dates for figures.
    SumPassesOver {
        /// Where the texts stand and what stands there.
        typed: Vec<(Address, String)>,
        /// Where the dates stand, each with the number of its day.
        dates: Vec<(Address, String)>,
    },
    /// The sum of a blank that waits for figures, since some of them are typed as text.
    SumHeldBack {
        /// Where the texts stand and what stands there.
        typed: Vec<(Address, String)>,
    },
    /// Converted exactly from the measure it was declared in.
    Converted {
        /// The measure it stood in.
        from: String,
        /// The form's.
        to: String,
        /// The value as it stood.
        before: Decimal,
    },
    /// Written the English way; read all the same because only one reading is left.
    EnglishNotation {
        /// The value.
        value: Decimal,
    },
    /// A lone separator decided by the measure, the bounds or the rest of the column.
    Decided {
        /// The reading that was left.
        kept: How,
        /// Why the other is not possible.
        by: DecidedBy,
    },
    /// A percent-formatted number turned into percentage points.
    PercentFormat,
    /// Not whole although things are counted.
    NotWhole {
        /// The value.
        value: Decimal,
        /// The measure.
        measure: String,
        /// What it may be if a dot between thousands was lost.
        lost_grouping: Option<Decimal>,
    },
    /// Beyond the form's bounds.
    OutOfBounds {
        /// The value.
        value: Decimal,
        /// The least that can be.
        min: Option<Decimal>,
        /// The most that can be.
        max: Option<Decimal>,
    },
    /// A date or time where a figure is due.
    Date {
        /// What was probably typed.
        typed: Option<String>,
    },
    /// TRUE or FALSE.
    Boolean,
    /// One of Excel's error values.
    ExcelError,
    /// A formula that has an error, or words, from other cells.
    ErrorOf {
        /// What it says.
        said: String,
        /// The cells that it has it from, with what stands there.
        causes: Vec<(Address, String)>,
    },
    /// Letters that look like digits among them.
    LetterForDigit {
        /// The figure that it probably is.
        probably: Decimal,
    },
    /// Words in brackets behind a figure, which are no measure.
    WordsBehind {
        /// The figure.
        value: Decimal,
        /// The words.
        words: String,
    },
    /// A formula saved without its result.
    NoResult,
    /// A simple formula saved without its result, or with one that is not its, computed.
    Computed {
        /// The result.
        result: Decimal,
        /// Another that was saved with it.
        stored: Option<Decimal>,
    },
    /// More digits than Excel keeps.
    LostDigits,
    /// Nothing stands where a figure is due.
    Blank,
    /// Several cells of one row hold nothing.
    BlankCells {
        /// The headings of their columns.
        headings: Vec<String>,
    },
    /// A 0 that a formula made of cells in which nothing stands.
    SumOfNothing {
        /// Of what, in the form's words.
        parts: Vec<String>,
        /// It counts as blank, since nobody types one there.
        left_out: bool,
    },
    /// `…`: not collected.
    NotCollected,
    /// A list has headings and no line below them.
    EmptyList,
    /// The number format makes the cell show another figure than it holds.
    ShownOtherwise {
        /// The words or the scale that the format adds.
        format: String,
    },
    /// A group row, which holds no figure of its own, holds one.
    FigureInGroup,
    /// A cell that counts is struck through as a whole.
    StruckThrough,
    /// A cell that the intake could not read.
    Unreadable {
        /// What is wrong with it.
        fault: Fault,
    },
}

/// What decided between two readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecidedBy {
    /// The measure is counted in whole things.
    Whole,
    /// The other reading is beyond the form's bounds.
    Bounds,
    /// Sure numbers in the same column.
    Column,
    /// The form says how its dots are meant.
    Form,
}

impl Problem {
    /// Two ways of taking a lone separator are left.
    pub fn either(grouped: Reading, decimal: Reading, column: ColumnSays) -> Self {
        let candidate = |r: Reading, grouped| Candidate { value: r.value, how: How::of(r.notation, grouped) };
        Problem::Ambiguous {
            candidates: vec![candidate(grouped, true), candidate(decimal, false)],
            column,
            likely: None,
        }
    }

    pub(super) fn code(&self) -> Code {
        match self {
            Problem::Ambiguous { .. } => Code::Ambiguous,
            Problem::NotANumber { .. } => Code::NotANumber,
            Problem::WrongMeasure { .. } => Code::WrongMeasure,
            Problem::PercentUnderMeasure { .. } => Code::PercentUnderMeasure,
            Problem::DeclaredMeasure { .. } => Code::DeclaredMeasure,
            Problem::MeasuresContradict { .. } => Code::MeasuresContradict,
            Problem::MeasureMissing { .. } => Code::MeasureMissing,
            Problem::ThousandsLost { .. } | Problem::ShownInThousandths { .. } => Code::ThousandsLost,
            Problem::SumPassesOver { .. } | Problem::SumHeldBack { .. } => Code::SumPassesOver,
            Problem::Converted { .. } => Code::Converted,
            Problem::EnglishNotation { .. } => Code::EnglishNotation,
            Problem::Decided { .. } => Code::Decided,
            Problem::PercentFormat => Code::PercentFormat,
            Problem::NotWhole { .. } => Code::NotWhole,
            Problem::OutOfBounds { .. } => Code::OutOfBounds,
            Problem::Date { .. } => Code::DateForNumber,
            Problem::Boolean => Code::BooleanForNumber,
            Problem::ExcelError | Problem::ErrorOf { .. } => Code::ExcelError,
            Problem::LetterForDigit { .. } | Problem::WordsBehind { .. } => Code::NotANumber,
            Problem::NoResult => Code::NoResult,
            Problem::Computed { .. } => Code::Computed,
            Problem::LostDigits => Code::LostDigits,
            Problem::Blank | Problem::BlankCells { .. } => Code::BlankCell,
            Problem::EmptyList => Code::BlankCell,
            Problem::SumOfNothing { .. } => Code::SumOfNothing,
            Problem::NotCollected => Code::NotCollected,
            Problem::ShownOtherwise { .. } => Code::ShownOtherwise,
            Problem::FigureInGroup => Code::FigureInGroup,
            Problem::StruckThrough => Code::StruckThrough,
            Problem::Unreadable { .. } => Code::UnreadableCell,
        }
    }
}

impl From<Problem> for super::Problem {
    fn from(problem: Problem) -> Self {
        super::Problem::Reading(problem)
    }
}
