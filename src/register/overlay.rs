//! A register of one's own, or weights for the built-in one, from a CSV file.
//!
//! Columns `code,name,level,kind,parent_code`, then any number columns, which are weights. Only
//! `code` is needed where the unit is in the register already. A column `ngay_nop` (or `received`) holds the day on
//! which the unit's submission came in.

use std::path::Path;

use rust_decimal::Decimal;

use crate::calendar;
use crate::toml_file::Said;
use crate::vietnamese::number::{self, Readings};

use super::unit::{Level, Register, Unit};

/// The names of the column that says when submissions came in.
const SENT_ON: [&str; 2] = ["ngay_nop", "received"];

/// Why a units file could not be used.
#[derive(Debug, thiserror::Error)]
pub enum OverlayError {
    /// It could not be read.
    #[error("{file}: {source}")]
    Unreadable {
        /// The file.
        file: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A line is wrong.
    #[error("{file}:{line}: {}", said.en)]
    Line {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong.
        said: Said,
    },
}

/// Reads a units file into a register.
///
/// # Errors
/// The first line that cannot be understood: a wrong weight makes every mean wrong, so none is
/// passed over.
pub fn apply(register: &mut Register, path: &Path) -> Result<(), OverlayError> {
    let file = path.display().to_string();
    let bytes =
        crate::intake::load_plain(path).map_err(|source| OverlayError::Unreadable { file: file.clone(), source })?;
    apply_bytes(register, &file, &bytes)
}

fn apply_bytes(register: &mut Register, file: &str, bytes: &[u8]) -> Result<(), OverlayError> {
    let fail =
        |line: u64, vi: String, en: String| OverlayError::Line { file: file.to_owned(), line, said: Said::new(vi, en) };
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
    if text.contains('\u{fffd}') {
        return Err(fail(1, "tệp phải lưu theo UTF-8".into(), "the file must be UTF-8".into()));
    }
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let csv_error = |e: csv::Error| {
        let line = e.position().map_or(1, csv::Position::line);
        fail(line, format!("sai cấu trúc CSV: {e}"), e.to_string())
    };
    let headers: Vec<String> = reader.headers().map_err(csv_error)?.iter().map(|h| h.trim().to_owned()).collect();
    let column = |name: &str| headers.iter().position(|h| h == name);
    let Some(code_at) = column("code") else {
        return Err(fail(1, "thiếu cột «code»".into(), "the column `code` is missing".into()));
    };
    let (name_at, level_at, kind_at, parent_at) =
        (column("name"), column("level"), column("kind"), column("parent_code"));
    let known = [Some(code_at), name_at, level_at, kind_at, parent_at];
    for record in reader.records() {
        let record = record.map_err(csv_error)?;
        let line = record.position().map_or(0, csv::Position::line);
        let field = |at: Option<usize>| at.and_then(|i| record.get(i)).map(str::trim).unwrap_or_default();
        let code = field(Some(code_at));
        if code.is_empty() {
            return Err(fail(line, "mã đơn vị trống".into(), "the unit's code is empty".into()));
        }
        let unit = match register.find(code) {
            Some(unit) => unit,
            None => {
                let level = Level::parse(field(level_at)).ok_or_else(|| {
                    fail(line, format!("mã «{code}» không có trong danh mục; đơn vị mới cần level là province, district hoặc commune"), format!("the code `{code}` is not in the register; a new unit needs a level: province, district or commune"))
                })?;
                let parent = match field(parent_at) {
                    "" => None,
                    parent => Some(register.find(parent).ok_or_else(|| {
                        fail(
                            line,
                            format!("không có đơn vị cấp trên «{parent}»"),
                            format!("there is no parent unit `{parent}`"),
                        )
                    })?),
                };
                if field(name_at).is_empty() {
                    return Err(fail(
                        line,
                        format!("đơn vị mới «{code}» cần tên (name)"),
                        format!("the new unit `{code}` needs a name"),
                    ));
                }
                register.add(Unit {
                    code: code.to_owned().into(),
                    name: field(name_at).to_owned().into(),
                    kind: field(kind_at).to_owned().into(),
                    level,
                    parent,
                })
            }
        };
        for (at, header) in headers.iter().enumerate().filter(|(at, _)| !known.contains(&Some(*at))) {
            let text = field(Some(at));
            if text.is_empty() {
                continue;
            }
            if SENT_ON.contains(&header.as_str()) {
                let day = calendar::parse(text).ok_or_else(|| {
                    fail(
                        line,
                        format!("ngày nộp «{text}» không đọc được; ghi 31/03/2024"),
                        format!("the day `{text}` cannot be read; write 2024-03-31"),
                    )
                })?;
                register.set_sent_on(unit, day);
                continue;
            }
            let value = weight(text).ok_or_else(|| {
                fail(line, format!("quyền số «{text}» ở cột «{header}» không đọc chắc chắn được; ghi chữ số liền nhau, ví dụ 1234"), format!("the weight `{text}` in column `{header}` cannot be read with certainty; write digits alone, such as 1234"))
            })?;
            if value.is_sign_negative() && !value.is_zero() {
                return Err(fail(
                    line,
                    format!("quyền số «{text}» ở cột «{header}» âm"),
                    format!("the weight `{text}` in column `{header}` is negative"),
                ));
            }
            register.set_weight(header, unit, value);
        }
    }
    Ok(())
}

/// A weight that can be read in one way only.
fn weight(text: &str) -> Option<Decimal> {
    let numeral = number::read(text).ok()?;
    match numeral.readings {
        Readings::One(one) if numeral.tail.is_empty() && !numeral.percent => Some(one.value),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Era;
    use super::*;

    fn line_and_words(csv: &str) -> (u64, String) {
        match apply_bytes(&mut Register::built_in(Era::Before), "u.csv", csv.as_bytes()) {
            Err(OverlayError::Line { line, said, .. }) => (line, said.vi),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn weights_and_new_units_are_taken() {
        let mut register = Register::built_in(Era::Before);
        let csv = "code,name,level,kind,parent_code,so_ho\n02173,Xã Côn Minh,commune,Xã,066,412\n99999,Xã Mới,commune,Xã,066,\"1234,5\"\n";
        apply_bytes(&mut register, "u.csv", csv.as_bytes()).unwrap();
        let weight = |code: &str| register.weight("so_ho", register.find(code).unwrap()).map(|w| w.to_string());
        assert_eq!(weight("02173").as_deref(), Some("412"));
        assert_eq!(weight("99999").as_deref(), Some("1234.5"));
        assert_eq!(weight("02137"), None);
        assert_eq!(register.communes(register.find("066").unwrap()).len(), 18);
    }

    #[test]
    fn what_cannot_be_read_with_certainty_is_an_error_with_its_line() {
        assert_eq!(line_and_words("name\nx\n").0, 1);
        let (line, words) = line_and_words("code,so_ho\n02173,412\n02137,1.234\n");
        assert_eq!(line, 3);
        assert!(words.contains("«1.234»"));
        assert!(line_and_words("code,so_ho\n00000,1\n").1.contains("00000"));
        assert!(line_and_words("code,so_ho\n02173,-1\n").1.contains("âm"));
    }
}
