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
    } else if let Some(rest) = message.strip_prefix("invalid type: ") {
        let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, ""));
        format!("sai kiểu: gặp {found}, cần {expected}")
    } else if message.contains("escaped value") || message.contains("unicode value") {
        return Said::new(STROKE.0, STROKE.1);
    } else if message.starts_with("duplicate key") {
        "khóa lặp lại".to_owned()
    } else {
        format!("sai cú pháp TOML: {message}")
    };
    Said { vi, en }
}
