//! What a consolidated workbook records of the round it was made from, so that it is a submission one level up:
//! every figure with where it came from, the files, the weights, the forms.
//!
//! The figures stand on the sheet «Số liệu», a line each; the rest on «Nguồn», a tagged line each ([`Tag`]).
//! Every line of figures ends with a seal over it, and «Nguồn» holds one over all, so that what was edited is
//! known by its line. [`read`] takes a record from a workbook, [`join`] puts several among the submissions of a
//! round, [`carried`] tells again what was told of them. They are written where workbooks are published.

mod carried;
pub mod join;
mod read;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use crate::address::Address;
use crate::digits::hex;
use crate::finding::{Code, Lang, Severity};
use crate::form::Form;
use crate::intake::{Sheet, Workbook};
use crate::own_output::is_data_sheet;
use crate::period::Period;
use crate::reading::Facts;
use crate::register::{Era, Level};
use crate::vietnamese::text::on_one_line;

/// What the first cell of «Nguồn» says.
pub const MARK: &str = "phubieu:nguon-so-lieu";
/// The version of the layout.
pub const VERSION: &str = "1";

/// What a line of «Nguồn» is about: the word in its first cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Something about the whole: `key`, name, value.
    Key,
    /// A file: name, SHA-256, form, unit, period, whether it counts.
    File,
    /// A unit that the built-in register does not have: code, name, level, kind, parent.
    Unit,
    /// A weight: unit, name, value.
    Weight,
    /// A line of a form's TOML: the form's name, the line.
    Form,
    /// A share by which a roll-up shows an older unit in one of today: old code, new code, share.
    Share,
}

impl Tag {
    const ALL: [Tag; 6] = [Tag::Key, Tag::File, Tag::Unit, Tag::Weight, Tag::Form, Tag::Share];

    /// The word.
    pub fn name(self) -> &'static str {
        match self {
            Tag::Key => "key",
            Tag::File => "file",
            Tag::Unit => "unit",
            Tag::Weight => "weight",
            Tag::Form => "form",
            Tag::Share => "share",
        }
    }
}

/// A file of the round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedFile {
    /// Its name, relative to the input it came under.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The form it was read with; empty where none was found.
    pub form: String,
    /// The unit's code; empty where it is not known.
    pub unit: String,
    /// The period, where it is known.
    pub period: Option<Period>,
    /// It is in the totals.
    pub counts: bool,
}

/// A unit that only its round knew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedUnit {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
    /// The level.
    pub level: Level,
    /// Xã, phường, …
    pub kind: String,
    /// The code of the unit above.
    pub parent: String,
}

/// Where a figure is from, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedFact {
    /// The form's name.
    pub form: Arc<str>,
    /// The file.
    pub file: Arc<str>,
    /// Where its value stands in the workbook: the sheet and the cell.
    pub line: (Arc<str>, Address),
    /// The line of the sheet was changed since it was written.
    pub edited: bool,
}

/// What was told of a cell or a file: its code, the message, the remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its number in the list: `3`; `3.1` where it is folded under that.
    pub number: String,
    /// The code.
    pub code: Code,
    /// How grave it was.
    pub severity: Severity,
    /// The file.
    pub file: String,
    /// `Sheet!C12`; a sheet alone; empty for a whole file.
    pub cell: String,
    /// The row, with its label and the column's heading: «1.1 Trâu · Kế hoạch».
    pub label: String,
    /// The cell as it stood.
    pub raw: String,
    /// What was said.
    pub message: String,
    /// What to do.
    pub suggestion: String,
    /// The language of that.
    pub lang: Lang,
}

/// A consolidated workbook, read back.
#[derive(Debug, Clone)]
pub struct Record {
    /// The workbook.
    pub workbook: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// The era of its codes.
    pub era: Era,
    /// The code of its place.
    pub place: String,
    /// Its period.
    pub period: Option<Period>,
    /// Its forms.
    pub forms: Vec<Form>,
    /// Its files.
    pub files: Vec<RecordedFile>,
    /// Units of its own register.
    pub units: Vec<RecordedUnit>,
    /// Weights: unit, name, value.
    pub weights: Vec<(String, String, Decimal)>,
    /// The shares of units that were split, where it is a roll-up that was given such: old code, new code, share.
    pub shares: Vec<(String, String, Decimal)>,
    /// Its figures.
    pub figures: Facts,
    /// Where each of them is from.
    pub facts: Vec<RecordedFact>,
    /// What was found in them.
    pub told: Vec<Told>,
    /// Lines were taken out of it or put into it, or what is not a figure was changed.
    pub broken: bool,
    /// The workbook as people see it, where it is to be held against its figures.
    pub seen: Option<Arc<Seen>>,
}

/// A consolidated workbook as people see it.
#[derive(Debug)]
pub struct Seen {
    /// Its sheets; those of the figures that are recorded are empty.
    pub book: Workbook,
    /// Where it lies.
    pub path: PathBuf,
}

impl Record {
    /// Keeps the workbook that it was read from, as people see it: it need not be opened again.
    pub fn seen_in(mut self, mut book: Workbook, path: &Path) -> Self {
        book.sheets.iter_mut().filter(|sheet| is_data_sheet(&sheet.name)).for_each(Sheet::clear);
        self.seen = Some(Arc::new(Seen { book, path: path.to_owned() }));
        self
    }

    /// The era of the codes of some records, where they have one.
    pub fn shared_era(records: &[Self]) -> Option<Era> {
        let (first, rest) = records.split_first()?;
        rest.iter().all(|record| record.era == first.era).then_some(first.era)
    }

    /// What it knows of its round, without the figures.
    pub fn of_round(&self) -> Self {
        Self {
            workbook: self.workbook.clone(),
            sha256: self.sha256.clone(),
            era: self.era,
            place: self.place.clone(),
            period: self.period,
            forms: Vec::new(),
            files: Vec::new(),
            units: self.units.clone(),
            weights: self.weights.clone(),
            shares: Vec::new(),
            figures: Facts::default(),
            facts: Vec::new(),
            told: Vec::new(),
            broken: self.broken,
            seen: None,
        }
    }
}

/// The bytes of a line's seal.
pub type LineSeal = [u8; 6];

/// The seal of a line of figures: a short sum over its fields as people see them, so that a program which saves
/// the workbook anew does not break it.
pub fn seal<'a>(fields: impl IntoIterator<Item = &'a str>) -> LineSeal {
    // At once: a sum over many short pieces takes twice the time.
    let mut whole = String::with_capacity(256);
    for field in fields {
        whole.push_str(&on_one_line(field));
        whole.push('\u{1f}');
    }
    let mut seal = LineSeal::default();
    seal.iter_mut().zip(Sha256::digest(whole.as_bytes())).for_each(|(own, byte)| *own = byte);
    seal
}

/// The seal over all seals of lines.
#[derive(Debug, Default)]
pub struct WholeSeal {
    /// Of millions of lines.
    lines: Vec<LineSeal>,
    /// What stands in the place of a seal and is none.
    odd: Vec<String>,
}

impl WholeSeal {
    /// Takes a line in.
    pub fn line(&mut self, seal: LineSeal) {
        self.lines.push(seal);
    }

    /// Takes a line in by what stands in the place of its seal.
    pub fn said(&mut self, said: String) {
        match bytes(&said) {
            Some(seal) => self.lines.push(seal),
            None => self.odd.push(said),
        }
    }

    /// The seals of the lines taken in, in their order.
    pub fn lines(&self) -> &[LineSeal] {
        &self.lines
    }

    /// The seal, whatever order the lines stand in.
    pub fn finish(&self) -> String {
        let mut sum = Sha256::new();
        let mut lines = self.lines.clone();
        lines.sort_unstable();
        let mut odd: Vec<&str> = self.odd.iter().map(String::as_str).collect();
        odd.sort_unstable();
        let mut odd = odd.into_iter().peekable();
        for line in lines {
            let line = hex(&line);
            while let Some(odd) = odd.next_if(|odd| **odd < *line) {
                sum.update(odd.as_bytes());
            }
            sum.update(line.as_bytes());
        }
        odd.for_each(|odd| sum.update(odd.as_bytes()));
        hex(sum.finalize().get(..16).unwrap_or_default())
    }
}

/// The bytes that such digits say, where they say a line's seal.
fn bytes(said: &str) -> Option<LineSeal> {
    let mut seal = LineSeal::default();
    for (own, digits) in seal.iter_mut().zip(said.as_bytes().chunks_exact(2)) {
        *own = u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
    }
    (hex(&seal) == said).then_some(seal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_seal_is_over_the_texts_in_their_order_whatever_they_are() {
        let texts = ["00ff00ff00ff", "00FF00ff00ff", "", "zz", "ffffffffffff", "00ff00ff00fe1", "+1+1+1+1+1+1"];
        let mut whole = WholeSeal::default();
        texts.iter().for_each(|text| whole.said((*text).to_owned()));
        let mut sorted = texts;
        sorted.sort_unstable();
        let mut sum = Sha256::new();
        sorted.iter().for_each(|text| sum.update(text.as_bytes()));
        assert_eq!(whole.finish(), hex(&sum.finalize()[..16]));
        assert_eq!(whole.lines(), [[0, 255, 0, 255, 0, 255], [255; 6]]);
    }
}
