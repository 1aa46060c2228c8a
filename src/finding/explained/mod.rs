//! What stands behind a code: an example of it from the life of a commune's office, and how to mend it.
//!
//! The texts of a family are in a file of its own, each under the name of its code. A code without texts
//! does not compile: the one match below names them all. `family` names the families, `lookup` finds the
//! codes that a person may have meant, `table` is the table of all of them that the README has.

mod balance;
mod blank;
mod comparison;
mod decision;
mod family;
mod files;
mod identity;
mod lookup;
mod reading;
mod record;
mod structure;
mod table;
mod total;

pub use family::Family;
pub use lookup::nearest;
pub use table::markdown;

use super::{Code, Lang};

/// The example and the remedy of a code, each in Vietnamese and English.
struct Explained {
    example: [&'static str; 2],
    mend: [&'static str; 2],
}

impl Code {
    /// Returns a short case: what stands in the file, and what is made of it.
    pub fn example(self, lang: Lang) -> &'static str {
        let [vi, en] = self.explained().example;
        lang.of(vi, en)
    }

    /// Returns what to do about it.
    pub fn mend(self, lang: Lang) -> &'static str {
        let [vi, en] = self.explained().mend;
        lang.of(vi, en)
    }

    fn explained(self) -> Explained {
        match self {
            Code::LockFile => files::LOCK_FILE,
            Code::HiddenFile => files::HIDDEN_FILE,
            Code::EmptyFile => files::EMPTY_FILE,
            Code::OwnOutput => files::OWN_OUTPUT,
            Code::FolderPassedOver => files::FOLDER_PASSED_OVER,
            Code::NotAWorkbook => files::NOT_A_WORKBOOK,
            Code::DamagedFile => files::DAMAGED_FILE,
            Code::LettersLost => files::LETTERS_LOST,
            Code::EncryptedFile => files::ENCRYPTED_FILE,
            Code::UnreachableFile => files::UNREACHABLE_FILE,
            Code::TooLarge => files::TOO_LARGE,
            Code::SheetUnreadable => files::SHEET_UNREADABLE,
            Code::CellUnreadable => files::CELL_UNREADABLE,
            Code::LegacyEncoding => files::LEGACY_ENCODING,
            Code::ReadingTooLong => files::READING_TOO_LONG,
            Code::UnexpectedStop => files::UNEXPECTED_STOP,
            Code::BeyondSheet => files::BEYOND_SHEET,
            Code::UnknownUnit => identity::UNKNOWN_UNIT,
            Code::AmbiguousUnit => identity::AMBIGUOUS_UNIT,
            Code::UnitsDisagree => identity::UNITS_DISAGREE,
            Code::UnitElsewhere => identity::UNIT_ELSEWHERE,
            Code::DuplicateSubmission => identity::DUPLICATE_SUBMISSION,
            Code::NotSubmitted => identity::NOT_SUBMITTED,
            Code::UnknownPeriod => identity::UNKNOWN_PERIOD,
            Code::PeriodsDiffer => identity::PERIODS_DIFFER,
            Code::PeriodsDisagree => identity::PERIODS_DISAGREE,
            Code::OtherPeriod => identity::OTHER_PERIOD,
            Code::BlankOfOtherUnit => blank::BLANK_OF_OTHER_UNIT,
            Code::BlankOfOtherVersion => blank::BLANK_OF_OTHER_VERSION,
            Code::BlankReworded => blank::BLANK_REWORDED,
            Code::BlankMoved => blank::BLANK_MOVED,
            Code::BlankSheetGone => blank::BLANK_SHEET_GONE,
            Code::BlankBroken => blank::BLANK_BROKEN,
            Code::BlankNotFilled => blank::BLANK_NOT_FILLED,
            Code::BlankOfOtherPeriod => blank::BLANK_OF_OTHER_PERIOD,
            Code::FormNotFound => structure::FORM_NOT_FOUND,
            Code::ValueColumnMissing => structure::VALUE_COLUMN_MISSING,
            Code::ValueColumnAmbiguous => structure::VALUE_COLUMN_AMBIGUOUS,
            Code::RowMissing => structure::ROW_MISSING,
            Code::RowUnknown => structure::ROW_UNKNOWN,
            Code::RowTwice => structure::ROW_TWICE,
            Code::RowAmbiguous => structure::ROW_AMBIGUOUS,
            Code::RowSpelling => structure::ROW_SPELLING,
            Code::RowNumber => structure::ROW_NUMBER,
            Code::ColumnUnknown => structure::COLUMN_UNKNOWN,
            Code::MergedValue => structure::MERGED_VALUE,
            Code::FigureWithoutLabel => structure::FIGURE_WITHOUT_LABEL,
            Code::HiddenSheet => structure::HIDDEN_SHEET,
            Code::HiddenCopy => structure::HIDDEN_COPY,
            Code::SeveralTables => structure::SEVERAL_TABLES,
            Code::GroupMissing => structure::GROUP_MISSING,
            Code::RowOfAnotherNumber => structure::ROW_OF_ANOTHER_NUMBER,
            Code::RowMoved => structure::ROW_MOVED,
            Code::ColumnsMoved => structure::COLUMNS_MOVED,
            Code::TotalOfList => structure::TOTAL_OF_LIST,
            Code::ItemTwice => structure::ITEM_TWICE,
            Code::SheetNotRecognised => structure::SHEET_NOT_RECOGNISED,
            Code::SheetAmbiguous => structure::SHEET_AMBIGUOUS,
            Code::FormDrawn => structure::FORM_DRAWN,
            Code::TableOfAnotherYear => structure::TABLE_OF_ANOTHER_YEAR,
            Code::RivalTable => structure::RIVAL_TABLE,
            Code::ListsStacked => structure::LISTS_STACKED,
            Code::ListGoesOn => structure::LIST_GOES_ON,
            Code::ListMayGoOn => structure::LIST_MAY_GO_ON,
            Code::RowRepeated => structure::ROW_REPEATED,
            Code::FiguresOutside => structure::FIGURES_OUTSIDE,
            Code::YearInside => structure::YEAR_INSIDE,
            Code::AfterTotal => structure::AFTER_TOTAL,
            Code::FiguresUnread => structure::FIGURES_UNREAD,
            Code::NearlyRecognised => structure::NEARLY_RECOGNISED,
            Code::PartDoubtful => structure::PART_DOUBTFUL,
            Code::SideBySide => structure::SIDE_BY_SIDE,
            Code::Ambiguous => reading::AMBIGUOUS,
            Code::NotANumber => reading::NOT_A_NUMBER,
            Code::WrongMeasure => reading::WRONG_MEASURE,
            Code::PercentUnderMeasure => reading::PERCENT_UNDER_MEASURE,
            Code::DeclaredMeasure => reading::DECLARED_MEASURE,
            Code::Converted => reading::CONVERTED,
            Code::EnglishNotation => reading::ENGLISH_NOTATION,
            Code::Decided => reading::DECIDED,
            Code::PercentFormat => reading::PERCENT_FORMAT,
            Code::NotWhole => reading::NOT_WHOLE,
            Code::OutOfBounds => reading::OUT_OF_BOUNDS,
            Code::DateForNumber => reading::DATE_FOR_NUMBER,
            Code::BooleanForNumber => reading::BOOLEAN_FOR_NUMBER,
            Code::ExcelError => reading::EXCEL_ERROR,
            Code::NoResult => reading::NO_RESULT,
            Code::LostDigits => reading::LOST_DIGITS,
            Code::BlankCell => reading::BLANK_CELL,
            Code::NotCollected => reading::NOT_COLLECTED,
            Code::UnreadableCell => reading::UNREADABLE_CELL,
            Code::FigureInGroup => reading::FIGURE_IN_GROUP,
            Code::ShownOtherwise => reading::SHOWN_OTHERWISE,
            Code::Computed => reading::COMPUTED,
            Code::MeasuresContradict => reading::MEASURES_CONTRADICT,
            Code::ThousandsLost => reading::THOUSANDS_LOST,
            Code::SumPassesOver => reading::SUM_PASSES_OVER,
            Code::SumOfNothing => reading::SUM_OF_NOTHING,
            Code::MeasureMissing => reading::MEASURE_MISSING,
            Code::StruckThrough => reading::STRUCK_THROUGH,
            Code::Unbalanced => balance::UNBALANCED,
            Code::AcrossForms => balance::ACROSS_FORMS,
            Code::SameFigures => identity::SAME_FIGURES,
            Code::HiddenFigures => structure::HIDDEN_FIGURES,
            Code::OtherVersion => structure::OTHER_VERSION,
            Code::OtherSubject => structure::OTHER_SUBJECT,
            Code::ThousandTimes => comparison::THOUSAND_TIMES,
            Code::UnlikeChange => comparison::UNLIKE_CHANGE,
            Code::CumulativeFell => comparison::CUMULATIVE_FELL,
            Code::PreviousUnused => comparison::PREVIOUS_UNUSED,
            Code::Repeated => comparison::REPEATED,
            Code::UnitSlip => comparison::UNIT_SLIP,
            Code::Magnitude => comparison::MAGNITUDE,
            Code::UnlikeLevel => comparison::UNLIKE_LEVEL,
            Code::ReadByBalance => balance::READ_BY_BALANCE,
            Code::PartLacking => balance::PART_LACKING,
            Code::NoWeight => total::NO_WEIGHT,
            Code::UnitsWithoutWeight => total::UNITS_WITHOUT_WEIGHT,
            Code::ZeroWeights => total::ZERO_WEIGHTS,
            Code::TooManyDigits => total::TOO_MANY_DIGITS,
            Code::ZeroDenominator => total::ZERO_DENOMINATOR,
            Code::NotTotalled => total::NOT_TOTALLED,
            Code::PartsDisagree => record::PARTS_DISAGREE,
            Code::RecordAmongSubmissions => record::AMONG_SUBMISSIONS,
            Code::Late => identity::LATE,
            Code::DayUnknown => identity::DAY_UNKNOWN,
            Code::Superseded => identity::SUPERSEDED,
            Code::UnitsOfBefore => identity::UNITS_OF_BEFORE,
            Code::FiguresChanged => comparison::FIGURES_CHANGED,
            Code::UnitCame => comparison::UNIT_CAME,
            Code::UnitWent => comparison::UNIT_WENT,
            Code::RecordEdited => record::RECORD_EDITED,
            Code::RecordBroken => record::RECORD_BROKEN,
            Code::RecordOtherEra => record::RECORD_OTHER_ERA,
            Code::RecordOtherForm => record::RECORD_OTHER_FORM,
            Code::RecordElsewhere => record::RECORD_ELSEWHERE,
            Code::TwoWays => record::TWO_WAYS,
            Code::VisibleDiffers => record::VISIBLE_DIFFERS,
            Code::SourceDiffers => record::SOURCE_DIFFERS,
            Code::SourceMissing => record::SOURCE_MISSING,
            Code::SourceNew => record::SOURCE_NEW,
            Code::NoRecord => record::NO_RECORD,
            Code::RecordWithoutPeriod => record::RECORD_WITHOUT_PERIOD,
            Code::PeriodMissing => record::PERIOD_MISSING,
            Code::NotBack => record::NOT_BACK,
            Code::RebasedInPart => record::REBASED_IN_PART,
            Code::EarlierDropped => record::EARLIER_DROPPED,
            Code::OutsidePeriod => record::OUTSIDE_PERIOD,
            Code::NotVerified => record::NOT_VERIFIED,
            Code::SheetMissing => record::SHEET_MISSING,
            Code::WeightsDiffer => record::WEIGHTS_DIFFER,
            Code::DecisionApplied => decision::DECISION_APPLIED,
            Code::DecisionStale => decision::DECISION_STALE,
            Code::DecisionUnclear => decision::DECISION_UNCLEAR,
            Code::Recomputed => decision::RECOMPUTED,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every text of a code, in a language.
    fn texts(code: Code, lang: Lang) -> [&'static str; 4] {
        [code.title(lang), code.explanation(lang), code.example(lang), code.mend(lang)]
    }

    #[test]
    fn every_code_says_everything_in_both_languages_and_nothing_twice() {
        let mut seen = BTreeSet::new();
        for code in Code::ALL {
            for lang in [Lang::Vi, Lang::En] {
                for text in texts(*code, lang) {
                    assert!(!text.trim().is_empty() && text.trim() == text, "{code}: {text:?}");
                    assert!(seen.insert(text), "{code} repeats: {text}");
                }
                for sentence in [code.explanation(lang), code.example(lang), code.mend(lang)] {
                    assert!(sentence.ends_with('.'), "{code}: {sentence}");
                    assert!(!sentence.contains("  "), "{code}: {sentence}");
                    assert!(sentence.matches('«').count() == sentence.matches('»').count(), "{code}: {sentence}");
                }
            }
        }
    }

    #[test]
    fn vietnamese_texts_have_vietnamese_letters_and_one_way_of_placing_tones() {
        let marked = |text: &str| text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
        for code in Code::ALL {
            for text in [code.explanation(Lang::Vi), code.example(Lang::Vi), code.mend(Lang::Vi)] {
                assert!(marked(text), "{code}: {text}");
            }
            // One way of placing tones: hóa, khóa, xóa; not hoá.
            for text in texts(*code, Lang::Vi) {
                let mut words = text.split(|c: char| !c.is_alphabetic());
                let other = words.find(|w| ["oá", "oà", "oả", "uý", "uỷ"].iter().any(|end| w.ends_with(end)));
                assert_eq!(other.filter(|w| !w.starts_with("qu")), None, "{code}: {text}");
            }
        }
    }

    #[test]
    fn texts_stay_short() {
        for code in Code::ALL {
            for lang in [Lang::Vi, Lang::En] {
                for text in [code.example(lang), code.mend(lang)] {
                    assert!(text.chars().count() <= 240, "{code}: {} {text}", text.chars().count());
                }
            }
        }
    }
}
