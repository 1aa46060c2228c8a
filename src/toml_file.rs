//! TOML files that people write, with errors that point at line and column.

use std::fmt;
use std::ops::Range;

use serde::de::DeserializeOwned;

use crate::lang::Lang;

/// One thing said in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl Said {
    /// Says a thing in both languages.
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }

    /// The wording in one language.
    pub fn in_lang(&self, lang: Lang) -> &str {
        lang.of(&self.vi, &self.en)
    }
}

/// What is wrong in a TOML file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TomlError {
    /// The file, as it was named.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub said: Said,
    excerpt: String,
    width: usize,
}

impl TomlError {
    /// An error about the part of a file's text that a span covers.
    pub fn at(file: &str, text: &str, span: Range<usize>, said: Said) -> Self {
        let start = floor(text, span.start);
        let before = text.get(..start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let from = before.rfind('\n').map_or(0, |i| i + 1);
        let column = text.get(from..start).unwrap_or_default().chars().count() + 1;
        let excerpt = text.get(from..).unwrap_or_default().lines().next().unwrap_or_default().to_owned();
        let covered = text.get(start..floor(text, span.end)).unwrap_or_default();
        let width = covered.lines().next().unwrap_or_default().chars().count().max(1);
        Self { file: file.to_owned(), line, column, said, excerpt, width }
    }

    /// The error as a person reads it: place, words, the line and a mark under the fault.
    pub fn in_lang(&self, lang: Lang) -> impl fmt::Display {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        let lead = " ".repeat(self.column - 1);
        let mark = "^".repeat(self.width.min(60));
        format!(
            "{}:{}:{}: {}\n {margin} |\n {number} | {}\n {margin} | {lead}{mark}",
            self.file,
            self.line,
            self.column,
            self.said.in_lang(lang),
            self.excerpt
        )
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Reads a TOML text into a type.
///
/// # Errors
/// The first fault, with its place.
pub fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Box<TomlError>> {
    toml::from_str(text)
        .map_err(|e| Box::new(TomlError::at(file, text, e.span().unwrap_or(0..0), translated(e.message()))))
}

/// What is wrong with `"..\bang.xlsx"`, a path as it is written on Windows.
pub const STROKE: (&str, &str) = (
    "trong dấu nháy kép, \\ có nghĩa khác: ghi / thay cho \\, hoặc dùng dấu nháy đơn '…'",
    "between double quotes \\ means something else: write / for it, or use single quotes '…'",
);

/// Puts the library's commonest messages into Vietnamese; others stand in English behind a lead.
fn translated(message: &str) -> Said {
    let en = message.to_owned();
    let quoted =
        |lead: &str| message.strip_prefix(lead).and_then(|r| r.strip_prefix('`')).and_then(|r| r.split_once('`'));
    let vi = if let Some((key, rest)) = quoted("unknown field ") {
        let known = rest
            .split_once("expected")
            .map(|(_, k)| k.trim().trim_start_matches("one of ").to_owned())
            .unwrap_or_default();
        format!("khóa lạ «{key}»; các khóa được dùng: {known}")
    } else if let Some((key, _)) = quoted("missing field ") {
        format!("thiếu khóa «{key}»")
    } else if let Some((value, rest)) = quoted("unknown variant ") {
        let known = rest
            .split_once("expected")
            .map(|(_, k)| k.trim().trim_start_matches("one of ").to_owned())
            .unwrap_or_default();
        format!("giá trị lạ «{value}»; chỉ được: {known}")
    } else if let Some((found, expected)) = mismatch(message) {
        let [found_vi, found_en] = kind(found);
        let [expected_vi, expected_en] = kind(expected);
        return Said::new(
            format!("sai kiểu: gặp {found_vi}, cần {expected_vi}"),
            format!("wrong type: found {found_en}, expected {expected_en}"),
        );
    } else if message.starts_with("data did not match any variant") {
        return Said::new(
            "giá trị không thuộc kiểu nào được dùng ở đây",
            "the value is of no type that may stand here",
        );
    } else if message.contains("escaped value") || message.contains("unicode value") {
        return Said::new(STROKE.0, STROKE.1);
    } else if message.starts_with("duplicate key") {
        "khóa lặp lại".to_owned()
    } else {
        format!("sai cú pháp TOML: {message}")
    };
    Said { vi, en }
}

/// What was found and what was expected, where a value is of another type or beyond what its type holds.
fn mismatch(message: &str) -> Option<(&str, &str)> {
    let leads = ["invalid type: ", "invalid value: ", "invalid length "];
    leads.into_iter().find_map(|lead| message.strip_prefix(lead))?.split_once(", expected ")
}

/// A type as the library names it, with the value where it names that too, in Vietnamese and in English.
fn kind(said: &str) -> [String; 2] {
    let (name, value) = match said.find(['`', '"']) {
        Some(at) => {
            (said.get(..at).unwrap_or(said).trim(), said.get(at..).unwrap_or_default().trim_matches(['`', '"']))
        }
        None => (said.trim(), ""),
    };
    let name = name.strip_prefix("a ").or_else(|| name.strip_prefix("an ")).unwrap_or(name);
    let named = match name {
        "string" | "str" | "character" => Some(["chuỗi chữ trong dấu nháy", "text between quotes"]),
        "sequence" | "array" | "tuple" => Some(["danh sách [ … ]", "a list [ … ]"]),
        "map" | "table" => Some(["bảng các khóa", "a table of keys"]),
        "boolean" | "bool" => Some(["true hoặc false", "true or false"]),
        "integer" | "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => Some(["số nguyên", "a whole number"]),
        "u8" => Some(["số nguyên từ 0 đến 255", "a whole number from 0 to 255"]),
        "u16" | "u32" | "u64" | "u128" | "usize" => Some(["số nguyên không âm", "a whole number from 0"]),
        "floating point" | "f32" | "f64" => Some(["số thập phân", "a decimal number"]),
        "datetime" | "date" | "time" => Some(["ngày giờ", "a date or time"]),
        // What the program's own types are called is nothing to a person.
        _ if name.starts_with("struct ") => Some(["bảng các khóa", "a table of keys"]),
        _ if name.starts_with("enum ") => Some(["một trong các từ được dùng", "one of the known words"]),
        _ => None,
    };
    let Some(named) = named else { return [said.to_owned(), said.to_owned()] };
    // A found boolean is no choice between both.
    if value.is_empty() {
        named.map(str::to_owned)
    } else {
        named.map(|name| format!("{} ({value})", without_choice(name)))
    }
}

/// The name of a type of which a value is given.
fn without_choice(name: &'static str) -> &'static str {
    match name {
        "true hoặc false" => "giá trị đúng sai",
        "true or false" => "a truth value",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct File {
        form: Option<String>,
        many: Option<Vec<String>>,
        small: Option<u8>,
        yes: Option<bool>,
        inner: Option<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Inner {
        a: i64,
    }

    #[test]
    fn a_value_of_another_type_is_told_in_one_language() {
        for (text, vi, en) in [
            (
                "form = [\"a\"]",
                "sai kiểu: gặp danh sách [ … ], cần chuỗi chữ trong dấu nháy",
                "wrong type: found a list [ … ], expected text between quotes",
            ),
            (
                "form = 3",
                "sai kiểu: gặp số nguyên (3), cần chuỗi chữ trong dấu nháy",
                "wrong type: found a whole number (3), expected text between quotes",
            ),
            (
                "many = \"a\"",
                "sai kiểu: gặp chuỗi chữ trong dấu nháy (a), cần danh sách [ … ]",
                "wrong type: found text between quotes (a), expected a list [ … ]",
            ),
            (
                "small = 300",
                "sai kiểu: gặp số nguyên (300), cần số nguyên từ 0 đến 255",
                "wrong type: found a whole number (300), expected a whole number from 0 to 255",
            ),
            (
                "form = true",
                "sai kiểu: gặp giá trị đúng sai (true), cần chuỗi chữ trong dấu nháy",
                "wrong type: found a truth value (true), expected text between quotes",
            ),
            (
                "yes = 1.5",
                "sai kiểu: gặp số thập phân (1.5), cần true hoặc false",
                "wrong type: found a decimal number (1.5), expected true or false",
            ),
            (
                "inner = \"x\"",
                "sai kiểu: gặp chuỗi chữ trong dấu nháy (x), cần bảng các khóa",
                "wrong type: found text between quotes (x), expected a table of keys",
            ),
        ] {
            let said = parse::<File>("t.toml", text).unwrap_err().said;
            assert_eq!((said.vi.as_str(), said.en.as_str()), (vi, en), "{text}");
        }
    }
}
