//! The file of shares: `old_code,new_code,share`, one line a part of a unit that was split.
//!
//! A wrong share makes every figure of the units wrong, so none is passed over: each lies between 0 and 1, and those
//! of a unit name every unit that took a part of it and come to exactly 1.

use std::collections::BTreeMap;
use std::path::Path;

use rust_decimal::Decimal;

use crate::csv_lines::{self, Lines};
use crate::register::successors::Successors;
use crate::toml_file::Said;
use crate::vietnamese::number::Vietnamese;

use crate::register::successors::Shares;

/// Why shares cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SharesError {
    /// The file cannot be read.
    Unreadable,
    /// A line is wrong.
    Line {
        /// The line, from 1.
        line: u64,
        /// What is wrong, and what to write.
        said: Said,
    },
}

/// A share as it was written.
struct Written {
    line: u64,
    new: String,
    share: Decimal,
}

/// Reads shares.
///
/// # Errors
/// The first line that is wrong, or the file cannot be read.
pub fn read(path: &Path) -> Result<Shares, SharesError> {
    let bytes = crate::intake::load_plain(path).map_err(|_| SharesError::Unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| SharesError::Unreadable)?;
    parse(text.trim_start_matches('\u{feff}'))
}

fn parse(text: &str) -> Result<Shares, SharesError> {
    let successors = Successors::built_in();
    let by_unit = lines(text)?;
    let mut shares = Shares::new();
    for (old, written) in by_unit {
        hold_together(&old, &written, &successors)?;
        shares.extend(written.into_iter().map(|one| ((old.clone(), one.new), one.share)));
    }
    Ok(shares)
}

fn fail<T>(line: u64, vi: impl Into<String>, en: impl Into<String>) -> Result<T, SharesError> {
    Err(SharesError::Line { line, said: Said::new(vi, en) })
}

/// The lines by the unit that was split.
fn lines(text: &str) -> Result<BTreeMap<String, Vec<Written>>, SharesError> {
    let mut reader = csv_lines::reader(text);
    let mut columns: Option<[usize; 3]> = None;
    let mut found: BTreeMap<String, Vec<Written>> = BTreeMap::new();
    let mut lines = Lines::new(text);
    for record in reader.records() {
        let Ok(record) = record else { return Err(SharesError::Unreadable) };
        let line = lines.of(record.position());
        let Some([old, new, share]) = columns else {
            let column = |name: &str| record.iter().position(|head| head.trim() == name);
            let (Some(old), Some(new), Some(share)) = (column("old_code"), column("new_code"), column("share")) else {
                return fail(
                    line,
                    "dòng đầu phải ghi tên các cột old_code,new_code,share",
                    "the first line must name the columns old_code,new_code,share",
                );
            };
            columns = Some([old, new, share]);
            continue;
        };
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let field = |at: usize| record.get(at).map(str::trim).unwrap_or_default();
        // Excel takes the zeros from the front of a code: a commune's has five digits.
        let code = |at: usize| format!("{:0>5}", field(at));
        let written = Written { line, new: code(new), share: share_in(line, field(share))? };
        found.entry(code(old)).or_default().push(written);
    }
    Ok(found)
}

/// A share between 0 and 1, written as such or in hundredths with a `%`. No group of thousands is that small, so a
/// point and a comma are both that of a decimal.
fn share_in(line: u64, text: &str) -> Result<Decimal, SharesError> {
    let (digits, percent) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), true),
        None => (text, false),
    };
    let value = Decimal::from_str_exact(&digits.replace(',', ".")).ok();
    let value = value.map(|v| if percent { v * Decimal::new(1, 2) } else { v });
    match value {
        Some(value) if (Decimal::ZERO..=Decimal::ONE).contains(&value) => Ok(value),
        Some(_) => fail(
            line,
            format!("tỷ lệ «{text}» phải từ 0 đến 1; sáu mươi phần trăm ghi là 0.6 hoặc 60%"),
            format!("the share `{text}` must lie between 0 and 1; write sixty per cent as 0.6 or 60%"),
        ),
        None => fail(
            line,
            format!("tỷ lệ «{text}» không đọc được; ghi một số từ 0 đến 1, ví dụ 0.6"),
            format!("the share `{text}` cannot be read; write a number between 0 and 1, such as 0.6"),
        ),
    }
}

/// Sees to it that the shares of a unit are those of all units it went into, once each, and come to 1.
fn hold_together(old: &str, written: &[Written], successors: &Successors) -> Result<(), SharesError> {
    let to = successors.of(old);
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    for Written { line, new, .. } in written {
        if to.is_empty() {
            return fail(
                *line,
                format!("«{old}» không phải mã một đơn vị trước 01/7/2025"),
                format!("`{old}` is no code of a unit of before 1 July 2025"),
            );
        }
        if !to.iter().any(|s| s.new_code == new) {
            let into = named(to.iter().map(|s| s.new_code));
            return fail(
                *line,
                format!("«{old}» không có phần nào vào «{new}»; đơn vị này vào {into}"),
                format!("no part of `{old}` went into `{new}`; it went into {into}"),
            );
        }
        if let Some(first) = seen.insert(new, *line) {
            return fail(
                *line,
                format!("«{old}» vào «{new}» đã ghi ở dòng {first}; giữ lại một dòng"),
                format!("`{old}` into `{new}` stands on line {first} already; keep one of them"),
            );
        }
    }
    let Some(last) = written.last().map(|one| one.line) else { return Ok(()) };
    let lacking: Vec<&str> = to.iter().map(|s| s.new_code).filter(|new| !seen.contains_key(new)).collect();
    if !lacking.is_empty() {
        let lacking = named(lacking);
        return fail(
            last,
            format!("các tỷ lệ của «{old}» thiếu phần vào {lacking}; thêm một dòng (ghi 0 nếu không chia)"),
            format!("the shares of `{old}` lack what went into {lacking}; add a line (0 if nothing did)"),
        );
    }
    let sum: Decimal = written.iter().map(|one| one.share).sum();
    if sum != Decimal::ONE {
        let (of, sum) = (named(written.iter().map(|one| one.line.to_string())), Vietnamese(sum.normalize()));
        return fail(
            last,
            format!(
                "các tỷ lệ của «{old}» (dòng {of}) cộng lại được {sum}, phải đúng 1; sửa cho đủ, ví dụ 0.333, 0.333 và 0.334"
            ),
            format!(
                "the shares of `{old}` (lines {of}) come to {sum} and must come to exactly 1, such as 0.333, 0.333 and 0.334"
            ),
        );
    }
    Ok(())
}

fn named<S: AsRef<str>>(all: impl IntoIterator<Item = S>) -> String {
    all.into_iter().map(|one| one.as_ref().to_owned()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "old_code,new_code,share\n";

    #[test]
    fn shares_are_read_as_people_write_them() {
        for text in [
            "old_code,new_code,share\n05461,05443,0.6\n05461,05467,0.4\n",
            // Excel: the zeros of the codes are gone, semicolons and commas.
            "old_code;new_code;share\r\n5461;5443;0,6\r\n5461;5467;0,4\r\n",
            "old_code,new_code,share\n05461,05443,\"0,6\"\n\n05461,05467,\"0,4\"\n",
            "old_code,new_code,share\n05461,05443,60%\n05461,05467,40 %\n",
            "name,share,new_code,old_code\nx,0.6,05443,05461\nx,0.4,05467,05461\n",
        ] {
            let shares = parse(text).unwrap();
            let share =
                |new: &str| shares.get(&("05461".into(), new.into())).map(|s: &Decimal| s.normalize().to_string());
            assert_eq!((share("05443").as_deref(), share("05467").as_deref()), (Some("0.6"), Some("0.4")), "{text}");
        }
    }

    #[test]
    fn a_share_that_cannot_be_one_is_told_with_its_line() {
        for (body, line, says) in [
            ("05461,05443,60\n05461,05467,40\n", 2, "«60» phải từ 0 đến 1"),
            ("05461,05443,1.5\n05461,05467,-0.5\n", 2, "«1.5»"),
            ("05461,05443,0.6\n05461,05467,0.5\n", 3, "cộng lại được 1,1"),
            ("05461,05443,0.6\n05461,05467,0.3\n", 3, "cộng lại được 0,9"),
            ("05461,05443,0.6\n05461,05467,0.4\n05461,05467,0.4\n", 4, "dòng 3"),
            ("05461,05443,1\n", 2, "thiếu phần vào 05467"),
            ("05461,05500,0.5\n05461,05443,0.5\n", 2, "không có phần nào vào «05500»"),
            ("99999,05443,1\n", 2, "«99999» không phải mã"),
            ("05461,05443,sáu\n", 2, "«sáu» không đọc được"),
            ("05461,05443\n", 2, "«» không đọc được"),
        ] {
            match parse(&format!("{HEAD}{body}")) {
                Err(SharesError::Line { line: at, said }) => {
                    assert_eq!(at, line, "{body}");
                    assert!(said.vi.contains(says), "{body}: {}", said.vi);
                }
                other => panic!("{body}: {other:?}"),
            }
        }
        assert!(matches!(parse("05461,05443,1\n"), Err(SharesError::Line { line: 1, .. })));
    }
}
