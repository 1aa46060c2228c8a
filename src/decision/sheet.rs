//! A sheet of decisions: its columns by their headings, and what the answers in it mean.

use crate::address::Address;
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
        (has(Field::File) && (has(Field::Answer) || has(Field::PlainValue))).then_some((row, columns))
    })?;
    // In a findings list `value` is the value that was used, not an answer.
    let answers = if columns.iter().any(|(_, f)| *f == Field::Answer) { Field::Answer } else { Field::PlainValue };
    let mut decisions = Vec::new();
    for (row, cells) in sheet.rows().filter(|(row, _)| *row > header_row) {
        let value = |field: Field| {
            let column = columns.iter().find(|(_, f)| *f == field).map(|(c, _)| *c)?;
            cells.iter().find(|c| c.at.column == column && c.at.row == row).map(|c| &c.value)
        };
        let text = |field: Field| value(field).map(ToString::to_string).filter(|t| !t.trim().is_empty());
        let (Some(file), Some(answer)) = (text(Field::File), value(answers)) else { continue };
        // `Sheet!C12` in the cell column names the sheet too.
        let (sheet, cell) = match text(Field::Cell) {
            Some(at) => match at.rsplit_once('!') {
                Some((sheet, cell)) => (Some(sheet.trim_matches('\'').to_owned()), Some(cell.to_owned())),
                None => (text(Field::Sheet), Some(at)),
            },
            None => (text(Field::Sheet), None),
        };
        decisions.push(Decision {
            file: nfc(file.trim()).into_owned(),
            sheet,
            cell: cell.and_then(|c| Address::parse(&c)),
            raw: text(Field::Raw),
            sha256: text(Field::Hash),
            about: text(Field::Code).map(|code| About {
                code: code.trim().to_owned(),
                // The list in a workbook holds what speaks for it behind the message.
                said: text(Field::Message).map(|message| {
                    one_line(&[message, text(Field::Evidence).unwrap_or_default()].join(" ")).trim().to_owned()
                }),
            }),
            answer: understand(answer, answers == Field::PlainValue),
            text: one_line(&answer.to_string()),
            reason: text(Field::Reason).unwrap_or_default(),
            by: text(Field::By).unwrap_or_default(),
            applied: false,
            stale: false,
        });
    }
    Some(decisions)
}

fn understand(value: &Value, plain: bool) -> Answer {
    let text = match value {
        Value::Number(number) => return Answer::Value { value: *number, percent: false, unsure: false },
        Value::Text(text) => text,
        _ => return Answer::Unclear,
    };
    if plain {
        let sure = |value| Answer::Value { value, percent: false, unsure: false };
        return text.trim().parse().map_or(Answer::Unclear, sure);
    }
    let key = fold(text);
    let is = |words: &[&str]| words.iter().any(|w| fold(w) == key);
    if is(&["bỏ", "loại", "không lấy", "leave out", "exclude"]) {
        return Answer::LeaveOut;
    }
    if is(&["giữ nguyên", "đúng", "đúng rồi", "chấp nhận", "as is", "accept", "correct"]) {
        return Answer::Accept;
    }
    if is(&["dùng", "dùng tệp này", "lấy", "giữ", "use", "use this file"]) {
        return Answer::Use;
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
        let answer = |text: &str| understand(&Value::Text(text.into()), false);
        assert_eq!(answer("18.939"), value("18939", true));
        assert_eq!(answer("18,939"), value("18.939", true));
        assert_eq!(answer("bỏ"), Answer::LeaveOut);
        assert_eq!(answer("Dùng"), Answer::Use);
        assert_eq!(answer("-"), Answer::Nothing(State::Nil));
        assert_eq!(answer("4 hộ"), Answer::Unclear);
        assert_eq!(understand(&Value::Text("18.939".into()), true), value("18.939", false));
    }
}
