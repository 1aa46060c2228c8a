//! A register of one's own, or weights for the built-in one, from a CSV file.
//!
//! Columns `code,name,level,kind,parent_code`, then any number columns, which are weights. Only
//! `code` is needed where the unit is in the register already; what else is said of it is held against the register
//! (`otherwise`). A column `ngay_nop` (or `received`) holds the day on which the unit's submission came in.

mod otherwise;

use std::collections::HashMap;
use std::path::Path;

use rust_decimal::Decimal;

use crate::calendar;
use crate::csv_lines::{self, Lines};
use crate::toml_file::Said;
use crate::vietnamese::number::{self, Readings};
use crate::vietnamese::text::fold;

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
    let mut reader = csv_lines::reader(&text);
    let mut records = reader.records().map(|record| {
        record.map_err(|e| {
            let line = Lines::new(&text).of(e.position());
            fail(line, format!("sai cấu trúc CSV: {e}"), e.to_string())
        })
    });
    let head = records.next().transpose()?.unwrap_or_default();
    let headers: Vec<String> = head.iter().map(|h| h.trim().to_owned()).collect();
    // The last of two would win without a word, and the first two are two names for one thing.
    let is_same = |one: &str, other: &str| one == other || [one, other].iter().all(|h| SENT_ON.contains(h));
    let twice = headers.iter().enumerate().find_map(|(at, heading)| {
        let earlier = headers.iter().take(at).position(|other| !heading.is_empty() && is_same(other, heading))?;
        Some((heading, earlier + 1, at + 1))
    });
    if let Some((heading, one, other)) = twice {
        return Err(fail(
            1,
            format!("cột {one} và cột {other} cùng tên «{heading}»; giữ lại một cột"),
            format!("columns {one} and {other} have one name, `{heading}`; keep one of them"),
        ));
    }
    let column = |name: &str| headers.iter().position(|h| h == name);
    let Some(code_at) = column("code") else {
        return Err(fail(1, "thiếu cột «code»".into(), "the column `code` is missing".into()));
    };
    let (name_at, level_at, kind_at, parent_at) =
        (column("name"), column("level"), column("kind"), column("parent_code"));
    let known = [Some(code_at), name_at, level_at, kind_at, parent_at];
    let mut seen: HashMap<String, (u64, csv::StringRecord)> = HashMap::new();
    let mut lines = Lines::new(&text);
    for record in records {
        let record = record?;
        let line = lines.of(record.position());
        // Excel writes the blank lines below a table, too.
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        if record.len() != headers.len() {
            let (found, expected) = (record.len(), headers.len());
            return Err(fail(
                line,
                format!(
                    "có {found} ô, dòng đầu có {expected} cột; kiểm tra dấu phân cách và dấu \" quanh số có dấu phẩy"
                ),
                format!(
                    "there are {found} fields, the first line has {expected} columns; look at the delimiters, and put numbers with commas between quotes"
                ),
            ));
        }
        let field = |at: Option<usize>| at.and_then(|i| record.get(i)).map(str::trim).unwrap_or_default();
        let code = field(Some(code_at));
        if code.is_empty() {
            return Err(fail(line, "mã đơn vị trống".into(), "the unit's code is empty".into()));
        }
        // The last of two would win without a word.
        if let Some((first, own)) = seen.get(code)
            && *own != record
        {
            return Err(fail(
                line,
                format!("mã «{code}» đã có ở dòng {first} với số khác; giữ lại một dòng"),
                format!("the code `{code}` stands on line {first} already and says otherwise there; keep one line"),
            ));
        }
        seen.entry(code.to_owned()).or_insert_with(|| (line, record.clone()));
        let unit = match register.find(code) {
            // 66 is tỉnh Đắk Lắk: a district's 066 that lost its zero would give it its weights.
            Some(unit) if is_of_another_level(register.unit(unit), field(level_at)) => {
                let (own, level) = (register.full_name(unit), field(level_at));
                return Err(fail(
                    line,
                    format!("mã «{code}» là {own}, dòng này ghi {level}; xem mã có mất số 0 ở đầu không"),
                    format!(
                        "the code `{code}` is {own}, this line says {level}; see whether it has lost a leading zero"
                    ),
                ));
            }
            Some(unit) => match otherwise::said(register, unit, field(name_at), field(parent_at)) {
                Some(said) => return Err(OverlayError::Line { file: file.to_owned(), line, said }),
                None => unit,
            },
            None => {
                if let Some(own) = without_its_zeros(register, code, field(name_at)) {
                    return Err(fail(
                        line,
                        format!(
                            "mã «{code}» mất số 0 ở đầu: {own}; đặt cột code là kiểu Text trong Excel rồi ghi đủ số 0"
                        ),
                        format!(
                            "the code `{code}` has lost its leading zero: {own}; make the column `code` text in Excel and write all digits"
                        ),
                    ));
                }
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
        register.set_own(unit);
        for (at, header) in headers.iter().enumerate().filter(|(at, _)| !known.contains(&Some(*at))) {
            let text = field(Some(at));
            if text.is_empty() {
                continue;
            }
            if header.is_empty() {
                let at = at + 1;
                return Err(fail(
                    line,
                    format!("«{text}» ở cột {at}, cột không có tên ở dòng đầu; ghi tên cột"),
                    format!("`{text}` stands in column {at}, which has no name on the first line; name the column"),
                ));
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

fn is_of_another_level(unit: Option<&Unit>, written: &str) -> bool {
    Level::parse(written).zip(unit).is_some_and(|(level, unit)| level != unit.level)
}

/// The unit whose code a program has taken the zeros from: the register has it with them, and it is of that name.
fn without_its_zeros<'r>(register: &'r Register, code: &str, name: &str) -> Option<&'r Unit> {
    let digits = code.chars().all(|c| c.is_ascii_digit());
    let padded = [2, 3, 5].into_iter().filter(|n| digits && *n > code.len()).map(|n| format!("{code:0>n$}"));
    let mut units = padded.filter_map(|code| register.unit(register.find(&code)?));
    units.find(|unit| name.is_empty() || fold(name) == fold(&unit.name))
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
        // Lines as Windows ends them count the same.
        assert_eq!(line_and_words("code,so_ho\r\n02137,1.234\r\n").0, 2);
        assert_eq!(line_and_words("code,so_ho\r\n02137,1234\r\n02140,1,5\r\n").0, 3);
        assert!(line_and_words("code,so_ho\n00000,1\n").1.contains("00000"));
        assert!(line_and_words("code,so_ho\n02173,-1\n").1.contains("âm"));
    }

    #[test]
    fn a_code_stands_once_or_says_the_same() {
        let (line, words) = line_and_words("code,so_ho\n02137,562\n02140,1\n02137,99\n");
        assert_eq!(line, 4);
        assert!(words.contains("dòng 2"), "{words}");
        let mut register = Register::built_in(Era::Before);
        apply_bytes(&mut register, "u.csv", "code,so_ho\n02137,562\n02137,562\n".as_bytes()).unwrap();
    }

    #[test]
    fn a_name_that_is_another_units_is_refused_with_its_line() {
        // 02185 was xã Quang Phong, and is the new xã Côn Minh.
        for (era, csv, other) in [
            (Era::From2025, "code,name,so_ho\n02185,Xã Quang Phong,412\n", "Xã Côn Minh"),
            (Era::Before, "code,name,so_ho\n02185,Xã Côn Minh,412\n", "Xã Quang Phong"),
            (Era::Before, "code,name\n02173,Kim Lư\n", "Xã Côn Minh"),
            // Two numbers are no other way to write one.
            (Era::Before, "code,name\n02173,Phường 1\n", "Xã Côn Minh"),
        ] {
            let mut register = Register::built_in(era);
            match apply_bytes(&mut register, "u.csv", csv.as_bytes()) {
                Err(OverlayError::Line { line: 2, said, .. }) => assert!(said.vi.contains(other), "{csv}: {said:?}"),
                other => panic!("{csv}: {other:?}"),
            }
        }
        let said = |csv: &str| match apply_bytes(&mut Register::built_in(Era::From2025), "u.csv", csv.as_bytes()) {
            Err(OverlayError::Line { said, .. }) => said.vi,
            other => panic!("{other:?}"),
        };
        // Whose the file is is said where the other era knows it so.
        assert!(said("code,name\n02185,Xã Quang Phong\n").contains("trước 01/7/2025"));
        // Xã Cường Lợi kept its code and its name when others went into it; the district that it lay in is no longer.
        assert!(said("code,name,parent_code,so_ho\n02152,Xã Cường Lợi,066,412\n").contains("«066»"));
    }

    #[test]
    fn a_name_may_be_written_as_people_write_it() {
        let mut register = Register::built_in(Era::Before);
        for name in
            ["", "Xã Văn Vũ", "Văn Vũ", "xa van vu", "X. Văn Vũ", "UBND XÃ VĂN VŨ", "Văn Vũ, huyện Na Rì", "Xã VănVũ"]
        {
            let csv = format!("code,name,parent_code,so_ho\n02137,\"{name}\",66,412\n");
            apply_bytes(&mut register, "u.csv", csv.as_bytes()).unwrap_or_else(|e| panic!("{name}: {e}"));
        }
        // Krông Pắc is written Krông Pắk as well; a commune may name its province above it.
        let csv = "code,name,parent_code\n654,Huyện Krông Pắk,66\n02137,Văn Vũ,06\n06,Bắc Kạn,\n19333,P. 01,461\n";
        apply_bytes(&mut register, "u.csv", csv.as_bytes()).unwrap();
    }

    #[test]
    fn a_column_has_a_name_of_its_own() {
        let (line, words) = line_and_words("code,so_ho,dan_so,so_ho\n02137,562,2350,99\n");
        assert_eq!(line, 1);
        assert!(words.contains("cột 2 và cột 4") && words.contains("«so_ho»"), "{words}");
        assert_eq!(line_and_words("code,name,name\n02137,Văn Vũ,Kim Hỷ\n").0, 1);
        assert_eq!(line_and_words("code,ngay_nop,received\n02137,1/3/2024,2/3/2024\n").0, 1);
        let (line, words) = line_and_words("code,so_ho,\n02137,562,\n02140,630,99\n");
        assert_eq!(line, 3);
        assert!(words.contains("«99»") && words.contains("cột 3"), "{words}");
        // What Excel leaves behind a table has no name and nothing below.
        let csv = "code,so_ho,,\n02137,562,,\n";
        apply_bytes(&mut Register::built_in(Era::Before), "u.csv", csv.as_bytes()).unwrap();
    }

    #[test]
    fn a_code_that_lost_its_zero_is_no_new_unit() {
        assert!(line_and_words("code,level\n66,district\n").1.contains("Đắk Lắk"));
        for csv in ["code,name,level\n2137,Xã Văn Vũ,commune\n", "code,so_ho\n2137,5\n", "code,so_ho\n66,5\n66,6"] {
            let (line, words) = line_and_words(csv);
            assert!(line >= 2 && (words.contains("02137") || words.contains("«66»")), "{words}");
        }
    }
}
