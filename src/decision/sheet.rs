//! A sheet of decisions: its columns by their headings, and what the answers in it mean.

use crate::address::Address;
use crate::formula_guard::unguarded;
use crate::intake::{self, Value};
use crate::reading::State;
use crate::vietnamese::number::{self, Notation, Readings};
use crate::vietnamese::symbol::{Nothing, nothing};
use crate::vietnamese::text::{fold, nfc, one_line};

use super::{About, Answer, Decision};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    File,
    Sheet,
    Cell,
    Raw,
    Hash,
    Code,
    Message,
    Evidence,
    Row,
    State,
    Answer,
    PlainValue,
    Reason,
    By,
}

/// The headings that a column of a decisions file is known by.
const HEADINGS: &[(Field, &[&str])] = &[
    (Field::File, &["Tệp", "file"]),
    (Field::Sheet, &["Trang", "Trang tính", "sheet"]),
    (Field::Cell, &["Ô", "cell"]),
    (Field::Raw, &["Giá trị trong tệp", "raw"]),
    (Field::Hash, &["SHA-256", "sha256"]),
    (Field::Code, &["Mã", "code"]),
    (Field::Message, &["Nội dung", "message"]),
    (Field::Evidence, &["evidence"]),
    (Field::Row, &["Chỉ tiêu", "row"]),
    (Field::State, &["Trạng thái", "state"]),
    (Field::Answer, &["Giá trị đúng", "decision", "right value"]),
    (Field::PlainValue, &["value"]),
    (Field::Reason, &["Lý do", "reason"]),
    (Field::By, &["Người quyết định", "Người trả lời", "decided by", "by"]),
];

/// Reads the decisions of a sheet, if it has headings for a file and an answer.
pub(super) fn table(sheet: &intake::Sheet) -> Option<Vec<Decision>> {
    let (header_row, columns) = sheet.rows().take(40).find_map(|(row, cells)| {
        let columns: Vec<(u32, Field)> = cells
            .iter()
            .filter_map(|c| {
                let heading = fold(c.text()?);
                let field =
                    HEADINGS.iter().find(|(_, names)| names.iter().any(|n| fold(n) == heading)).map(|(f, _)| *f)?;
                Some((c.at.column, field))
            })
            .collect();
        let has = |field| columns.iter().any(|(_, f)| *f == field);
        // In a list of findings or of facts `value` is what was read, and no answer.
        let plain = has(Field::PlainValue) && !has(Field::Code) && !has(Field::State);
        (has(Field::File) && (has(Field::Answer) || plain)).then_some((row, columns))
    })?;
    let answers = if columns.iter().any(|(_, f)| *f == Field::Answer) { Field::Answer } else { Field::PlainValue };
    let mut decisions = Vec::new();
    for (row, cells) in sheet.rows().filter(|(row, _)| *row > header_row) {
        let cell_of = |field: Field| {
            let column = columns.iter().find(|(_, f)| *f == field).map(|(c, _)| *c)?;
            cells.iter().find(|c| c.at.column == column && c.at.row == row)
        };
        let value = |field: Field| cell_of(field).map(|c| &c.value);
        let text = |field: Field| {
            let text = value(field).map(ToString::to_string).filter(|t| !t.trim().is_empty())?;
            // In a csv, and in what Excel makes of one, what begins like a formula has an apostrophe before it.
            Some(unguarded(&text).to_owned())
        };
        let Some(answer) = cell_of(answers).filter(|c| !c.value.to_string().trim().is_empty()) else { continue };
        // An answer to a line without a file settles nothing, and is told.
        let file = text(Field::File).unwrap_or_default();
        // `Sheet!C12` in the cell column names the sheet too; of what is in no cell it is the sheet alone.
        let (sheet, cell) = match text(Field::Cell) {
            Some(at) => match at.rsplit_once('!') {
                Some((sheet, cell)) => (Some(sheet.trim_matches('\'').to_owned()), Some(cell.to_owned())),
                None if Address::parse(&at).is_none() => (Some(at), None),
                None => (text(Field::Sheet), Some(at)),
            },
            None => (text(Field::Sheet), None),
        };
        let cell = cell.and_then(|c| Address::parse(&c));
        decisions.push(Decision {
            file: nfc(file.trim()).into_owned(),
            sheet,
            cell,
            raw: text(Field::Raw),
            row: text(Field::Row),
            sha256: text(Field::Hash),
            about: text(Field::Code).map(|code| About {
                code: code.trim().to_owned(),
                // The list in a workbook holds what speaks for it behind the message.
                said: text(Field::Message).map(|message| {
                    one_line(&[message, text(Field::Evidence).unwrap_or_default()].join(" ")).trim().to_owned()
                }),
            }),
            answer: understand(answer, answers == Field::PlainValue, cell.is_some()),
            text: answer.value.on_one_line().into_owned(),
            reason: text(Field::Reason).unwrap_or_default(),
            by: text(Field::By).unwrap_or_default(),
            applied: false,
            stale: false,
            no_commune: None,
            seen: false,
        });
    }
    Some(decisions)
}

/// What an answer means. In a column of plain values there are no words, and nothing that reads two ways; what is kept of
/// a file is the file, and of a cell what it says.
fn understand(cell: &intake::Cell, plain: bool, of_cell: bool) -> Answer {
    let text = match &cell.value {
        // Excel keeps «7,95%» as 0,0795 and shows a percentage.
        Value::Number(number) if cell.is_percent() => {
            return match number.checked_mul(rust_decimal::Decimal::ONE_HUNDRED) {
                Some(value) => Answer::Value { value: value.normalize(), percent: true, unsure: false },
                None => Answer::Unclear,
            };
        }
        Value::Number(number) => return Answer::Value { value: *number, percent: false, unsure: false },
        Value::Text(text) => text,
        _ => return Answer::Unclear,
    };
    if plain {
        return match number::read(text).map(|numeral| (numeral.readings, numeral.tail.is_empty(), numeral.percent)) {
            Ok((Readings::One(one), true, percent)) => Answer::Value { value: one.value, percent, unsure: false },
            _ => Answer::Unclear,
        };
    }
    let key = fold(text);
    let is = |words: &[&str]| words.iter().any(|w| fold(w) == key);
    if is(&["bỏ", "loại", "không lấy", "leave out", "exclude", "drop"]) {
        return Answer::LeaveOut;
    }
    if is(&["giữ nguyên", "đúng", "đúng rồi", "chấp nhận", "as is", "accept", "correct"]) {
        return Answer::Accept;
    }
    if is(&["giữ", "keep"]) {
        return if of_cell { Answer::Accept } else { Answer::Use };
    }
    if is(&["dùng", "dùng tệp này", "lấy", "use", "use this file"]) {
        return Answer::Use;
    }
    // Typed without marks. «dung» is «dùng» or «đúng», and no answer.
    if text.is_ascii() {
        let bare = key.plain();
        let is_bare = |words: &[&str]| words.iter().any(|w| fold(w).plain() == bare);
        if is_bare(&["bỏ", "loại", "không lấy"]) {
            return Answer::LeaveOut;
        }
        if is_bare(&["giữ nguyên", "chấp nhận"]) {
            return Answer::Accept;
        }
    }
    if let Some(kind) = nothing(text) {
        return Answer::Nothing(match kind {
            Nothing::Nil => State::Nil,
            Nothing::NotCollected => State::NotCollected,
            Nothing::NotApplicable => State::NotApplicable,
            Nothing::Deferred => State::Deferred,
        });
    }
    let Ok(numeral) = number::read(text) else { return Answer::Unclear };
    if !numeral.tail.is_empty() {
        return Answer::Unclear;
    }
    let percent = numeral.percent;
    match numeral.readings {
        Readings::One(one) => Answer::Value { value: one.value, percent, unsure: false },
        Readings::Two { grouped, decimal } => {
            let meant = if grouped.notation == Notation::Vietnamese { grouped } else { decimal };
            Answer::Value { value: meant.value, percent, unsure: true }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_the_vietnamese_way() {
        let value = |text: &str, unsure| Answer::Value { value: text.parse().unwrap(), percent: false, unsure };
        let cell = |text: &str| intake::Cell {
            at: Address { row: 0, column: 0 },
            value: Value::Text(text.into()),
            style: None,
        };
        let answer = |text: &str| understand(&cell(text), false, true);
        assert_eq!(answer("18.939"), value("18939", true));
        assert_eq!(answer("18,939"), value("18.939", true));
        assert_eq!(answer("bỏ"), Answer::LeaveOut);
        assert_eq!(answer("Dùng"), Answer::Use);
        for text in ["BO", "Bỏ", "drop", "khong lay"] {
            assert_eq!(answer(text), Answer::LeaveOut, "{text}");
        }
        for text in ["giu nguyen", "Giữ", "keep", "CHAP NHAN"] {
            assert_eq!(answer(text), Answer::Accept, "{text}");
        }
        assert_eq!(understand(&cell("keep"), false, false), Answer::Use, "of a file");
        assert_eq!(answer("dung"), Answer::Unclear, "«dùng» or «đúng»");
        assert_eq!(answer("bọ"), Answer::Unclear);
        assert_eq!(answer("-"), Answer::Nothing(State::Nil));
        assert_eq!(answer("4 hộ"), Answer::Unclear);
        assert_eq!(understand(&cell("18.939"), true, true), Answer::Unclear, "a column of values has no unsure ones");
        assert_eq!(understand(&cell("18939"), true, true), value("18939", false));
    }
}
