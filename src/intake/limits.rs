//! What a file may have at most, so that no file takes the memory or the time of all the others.
//!
//! Each is far above what an appendix has and far below what takes a machine down; all can be set.
//! The program sets them once, before work begins; what reads takes them as an argument.

use std::fmt;
use std::sync::OnceLock;

use crate::finding::intake::{Problem, Size};
use crate::lang::Lang;

use super::cell::{Cell, Value};
use super::sheet::Sheet;

/// The most that is taken of each thing that a file may have too much of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes on the disk.
    pub bytes: u64,
    /// Parts of a package.
    pub parts: u64,
    /// Bytes of all parts inflated; and of all texts of cells, repeated ones each time.
    pub inflated: u64,
    /// How many times its size a part of more than 10 MiB may inflate to.
    pub ratio: u64,
    /// Cells; for readers that keep a whole rectangle, those of the rectangle.
    pub cells: u64,
    /// Distinct texts.
    pub strings: u64,
    /// Merged areas.
    pub merges: u64,
    /// Looks of cells.
    pub styles: u64,
    /// Sheets.
    pub sheets: u64,
    /// Bytes of one cell's text.
    pub text: u64,
    /// Elements within elements.
    pub nesting: u64,
    /// Seconds to read one file.
    pub seconds: u64,
    /// Bytes of memory for reading one doubtful file.
    pub memory: u64,
}

impl Default for Limits {
    /// The largest of 6,400 legal workbooks inflates to 114 MB, and a legal part to 140 times its size.
    fn default() -> Self {
        Self {
            bytes: 256 << 20,
            parts: 10_000,
            inflated: 1 << 30,
            ratio: 200,
            cells: 20_000_000,
            strings: 20_000_000,
            merges: 200_000,
            // Excel's own limit is a little below.
            styles: 65_536,
            sheets: 1_024,
            // Excel keeps 32,767 letters in a cell; other programs keep more, and they are read.
            text: 1 << 20,
            nesting: 256,
            seconds: 60,
            // An old workbook with a cell in its last corner takes a little more than 1 GiB.
            memory: 3 << 29,
        }
    }
}

/// Why a limit as it was typed is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotALimit {
    /// There is no such limit.
    Name(String),
    /// The value is no number above zero.
    Value(String),
}

impl NotALimit {
    /// The words for it.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            NotALimit::Name(name) => {
                let names: Vec<&str> = Size::SETTABLE.into_iter().filter_map(Size::key).collect();
                let names = names.join(", ");
                lang.of(
                    format!("không có giới hạn «{name}»; các giới hạn: {names}"),
                    format!("there is no limit «{name}»; the limits: {names}"),
                )
            }
            NotALimit::Value(value) => lang.of(
                format!("«{value}» không phải là số lớn hơn 0 (ví dụ: cells=50000000, memory=4G)"),
                format!("«{value}» is no number above 0 (such as cells=50000000, memory=4G)"),
            ),
        }
    }
}

impl fmt::Display for NotALimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Lang::Vi))
    }
}

impl std::error::Error for NotALimit {}

impl Limits {
    /// Sets one limit as it is typed, `cells=50000000` or `memory=4G`.
    ///
    /// # Errors
    /// There is no limit of this name, or the value is none.
    pub fn set(&mut self, typed: &str) -> Result<(), NotALimit> {
        let (name, value) = typed.split_once('=').unwrap_or((typed, ""));
        let wanted = Size::SETTABLE.into_iter().find(|size| size.key() == Some(name.trim()));
        let size = wanted.ok_or_else(|| NotALimit::Name(name.to_owned()))?;
        let most = number(value.trim()).filter(|n| *n > 0).ok_or_else(|| NotALimit::Value(value.to_owned()))?;
        if let Some(slot) = self.slot(size) {
            *slot = most;
        }
        Ok(())
    }

    /// The limits as they would be typed.
    pub fn typed(&self) -> Vec<String> {
        let of = |size: Size| Some(format!("{}={}", size.key()?, self.of(size)));
        Size::SETTABLE.into_iter().filter_map(of).collect()
    }

    /// The most of one thing.
    pub fn of(&self, size: Size) -> u64 {
        self.clone().slot(size).map_or(u64::MAX, |most| *most)
    }

    fn slot(&mut self, size: Size) -> Option<&mut u64> {
        Some(match size {
            Size::Bytes => &mut self.bytes,
            Size::Parts => &mut self.parts,
            Size::Inflated => &mut self.inflated,
            Size::Ratio => &mut self.ratio,
            Size::Cells => &mut self.cells,
            Size::Strings => &mut self.strings,
            Size::Merges => &mut self.merges,
            Size::Styles => &mut self.styles,
            Size::Sheets => &mut self.sheets,
            Size::Text => &mut self.text,
            Size::Nesting => &mut self.nesting,
            Size::Seconds => &mut self.seconds,
            Size::Memory => &mut self.memory,
            Size::Rows | Size::Columns => return None,
        })
    }

    /// Refuses more of a thing than is taken.
    pub(super) fn allow(&self, what: Size, found: u64) -> Result<(), Box<Problem>> {
        let most = self.of(what);
        if found <= most { Ok(()) } else { Err(Box::new(Problem::TooLarge { what, found, most })) }
    }
}

/// A number with `K`, `M` or `G` behind it for powers of 1,024.
fn number(typed: &str) -> Option<u64> {
    let (digits, power) = match typed.to_ascii_uppercase().as_bytes().last()? {
        b'K' => (typed.get(..typed.len() - 1)?, 10),
        b'M' => (typed.get(..typed.len() - 1)?, 20),
        b'G' => (typed.get(..typed.len() - 1)?, 30),
        _ => (typed, 0),
    };
    digits.parse::<u64>().ok()?.checked_mul(1 << power)
}

static OF_THE_RUN: OnceLock<Limits> = OnceLock::new();

/// Sets the limits of the whole run; once, before anything is read.
pub fn set(limits: Limits) {
    let _ = OF_THE_RUN.set(limits);
}

/// The limits of the run.
pub fn current() -> &'static Limits {
    OF_THE_RUN.get_or_init(Limits::default)
}

/// What a reader has taken of a file so far.
pub(super) struct Budget<'a> {
    /// What may be taken.
    pub(super) limits: &'a Limits,
    cells: u64,
    text: u64,
}

impl<'a> Budget<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, cells: 0, text: 0 }
    }

    /// How many bytes are held of what was taken, about.
    pub(super) fn weight(&self) -> usize {
        let cells = self.cells.saturating_mul(size_of::<Cell>() as u64);
        usize::try_from(cells.saturating_add(self.text)).unwrap_or(usize::MAX)
    }

    /// Counts cells without a value that were left out before reading.
    pub(super) fn blanks(&mut self, count: u64) -> Result<(), Box<Problem>> {
        self.cells += count;
        self.limits.allow(Size::Cells, self.cells)
    }

    /// Counts one more cell, with or without a value.
    pub(super) fn cell(&mut self) -> Result<(), Box<Problem>> {
        self.cells += 1;
        if self.cells <= self.limits.cells { Ok(()) } else { self.limits.allow(Size::Cells, self.cells) }
    }

    /// Counts the text of a value: one text of a workbook may stand in every cell of it.
    pub(super) fn value(&mut self, value: &Value) -> Result<(), Box<Problem>> {
        match value {
            Value::Text(text) => self.text(text.len() as u64),
            Value::NoResult(formula) => self.text(formula.len() as u64),
            _ => Ok(()),
        }
    }

    /// Counts some bytes of text.
    pub(super) fn text(&mut self, bytes: u64) -> Result<(), Box<Problem>> {
        self.text = self.text.saturating_add(bytes);
        if bytes > self.limits.text {
            return self.limits.allow(Size::Text, bytes);
        }
        if self.text <= self.limits.inflated { Ok(()) } else { self.limits.allow(Size::Inflated, self.text) }
    }

    /// Counts a cell that was kept.
    pub(super) fn take(&mut self, cell: &Cell) -> Result<(), Box<Problem>> {
        self.cell()?;
        self.value(&cell.value)
    }
}

/// Refuses a workbook with more merged areas than are taken.
pub(super) fn merges(limits: &Limits, sheets: &[Sheet]) -> Result<(), Box<Problem>> {
    limits.allow(Size::Merges, sheets.iter().map(|s| s.merges.len() as u64).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_set_as_it_is_typed() {
        let mut limits = Limits::default();
        for (typed, size, most) in
            [("cells=5", Size::Cells, 5), ("memory=4G", Size::Memory, 4 << 30), ("bytes = 10k", Size::Bytes, 10_240)]
        {
            limits.set(typed).unwrap();
            assert_eq!(limits.of(size), most, "{typed}");
        }
        for wrong in
            ["cell=5", "cells", "cells=", "cells=0", "cells=-1", "cells=1.5", "memory=99999999999999G", "rows=5"]
        {
            assert!(limits.set(wrong).is_err(), "{wrong}");
        }
        let mut again = Limits::default();
        for typed in limits.typed() {
            again.set(&typed).unwrap();
        }
        assert_eq!(again, limits);
    }

    #[test]
    fn what_is_beyond_a_limit_says_which_and_how_much() {
        let limits = Limits { text: 3, inflated: 5, cells: 2, ..Limits::default() };
        let mut budget = Budget::new(&limits);
        let too_large = |what, found, most| Err(Box::new(Problem::TooLarge { what, found, most }));
        assert_eq!(budget.value(&Value::Text("abc".into())), Ok(()));
        assert_eq!(budget.value(&Value::Text("abcd".into())), too_large(Size::Text, 4, 3));
        let mut budget = Budget::new(&limits);
        assert_eq!((budget.text(3), budget.text(3)), (Ok(()), too_large(Size::Inflated, 6, 5)));
        assert_eq!((budget.cell(), budget.cell()), (Ok(()), Ok(())));
        assert_eq!(budget.cell(), too_large(Size::Cells, 3, 2));
    }
}
