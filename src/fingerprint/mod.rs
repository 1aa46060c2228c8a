//! What a blank workbook says of itself, on a sheet that nobody sees: the form with its version, the unit, the
//! era, the period, and where every label stands. What comes back from it is known by that for certain, and what
//! was changed in its structure is told.
//!
//! The sheet has a tagged line each ([`Tag`]) and a seal over all of them. [`read`] takes it from a workbook,
//! [`altered`] says what no longer stands where it stood, [`recompute`]
//! fills in totals that were saved without results. It is written where blanks are published.

mod altered;
mod read;
mod recompute;

pub use read::Found;
use sha2::{Digest, Sha256};

use crate::address::Address;
use crate::digits;
use crate::form::Form;
use crate::period::Period;
use crate::record::{WholeSeal, seal};
use crate::register::Era;

/// What the first cell of the sheet says.
pub const MARK: &str = "phubieu:bieu-trang";
/// The version of the layout.
pub const VERSION: &str = "1";
/// The sheet's name.
pub const SHEET: &str = crate::own_output::FINGERPRINT;
/// How the title of the guide begins, in either language.
pub const GUIDES: [&str; 2] = ["HƯỚNG DẪN ĐIỀN BIỂU - ", "HOW TO FILL IN THE FORM - "];

/// What a line of the sheet is about: the word in its first cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Something about the whole: name, value.
    Key,
    /// A form: name, version, sheet.
    Form,
    /// A line of a form's TOML: the form's name, the line.
    Toml,
    /// A label, a heading, a measure: sheet, cell, text.
    Cell,
    /// The heading of a column that is none of the form's: sheet, cell, text.
    Aside,
    /// A cell above the table that is none of the form's: sheet, cell.
    Live,
    /// A sheet that holds no table: its name.
    Guide,
    /// A word that may stand for a figure: the form's name, the word.
    Word,
}

impl Tag {
    const ALL: [Tag; 8] = [Tag::Key, Tag::Form, Tag::Toml, Tag::Cell, Tag::Aside, Tag::Live, Tag::Guide, Tag::Word];

    /// The word.
    pub fn name(self) -> &'static str {
        match self {
            Tag::Key => "key",
            Tag::Form => "form",
            Tag::Toml => "toml",
            Tag::Cell => "cell",
            Tag::Aside => "aside",
            Tag::Live => "live",
            Tag::Guide => "guide",
            Tag::Word => "word",
        }
    }
}

/// A cell with what stood in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// The sheet.
    pub sheet: String,
    /// The cell.
    pub at: Address,
    /// Its text.
    pub text: String,
}

/// A form of the blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormPrint {
    /// Its name.
    pub name: String,
    /// Its version: the SHA-256 of its TOML.
    pub version: String,
    /// The sheet it stands on.
    pub sheet: String,
    /// The form itself, as TOML.
    pub toml: String,
    /// The words that may stand for a figure.
    pub words: Vec<String>,
}

/// What a blank says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fingerprint {
    /// The unit's code.
    pub unit: String,
    /// The unit's name, for people.
    pub unit_name: String,
    /// The era of the code.
    pub era: Option<Era>,
    /// The period.
    pub period: Option<Period>,
    /// The forms, a sheet each.
    pub forms: Vec<FormPrint>,
    /// Labels, headings, measures.
    pub cells: Vec<Labelled>,
    /// The headings of columns beside the form's.
    pub asides: Vec<Labelled>,
    /// Cells above a table that say how far the filling is.
    pub live: Vec<(String, Address)>,
    /// The sheets without a table.
    pub guides: Vec<String>,
}

/// What a submission made from a blank says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The unit's code.
    pub unit: String,
    /// The unit's name.
    pub unit_name: String,
    /// The era of the code.
    pub era: Option<Era>,
    /// The period.
    pub period: Option<Period>,
}

impl Fingerprint {
    /// The lines of the sheet, the seal last.
    pub fn lines(&self) -> Vec<(Tag, Vec<String>)> {
        let mut lines: Vec<(Tag, Vec<String>)> = Vec::new();
        for (name, value) in [
            ("version", VERSION.to_owned()),
            ("unit", self.unit.clone()),
            ("name", self.unit_name.clone()),
            ("era", self.era.map(|e| e.to_string()).unwrap_or_default()),
            ("period", self.period.map(|p| p.to_string()).unwrap_or_default()),
        ] {
            lines.push((Tag::Key, vec![name.to_owned(), value]));
        }
        for form in &self.forms {
            lines.push((Tag::Form, vec![form.name.clone(), form.version.clone(), form.sheet.clone()]));
            lines.extend(form.words.iter().map(|word| (Tag::Word, vec![form.name.clone(), word.clone()])));
            lines.extend(form.toml.lines().map(|line| (Tag::Toml, vec![form.name.clone(), line.to_owned()])));
        }
        let placed = |tag: Tag, cells: &[Labelled]| -> Vec<(Tag, Vec<String>)> {
            cells.iter().map(|c| (tag, vec![c.sheet.clone(), c.at.to_string(), c.text.clone()])).collect()
        };
        lines.extend(placed(Tag::Cell, &self.cells));
        lines.extend(placed(Tag::Aside, &self.asides));
        lines.extend(self.live.iter().map(|(sheet, at)| (Tag::Live, vec![sheet.clone(), at.to_string()])));
        lines.extend(self.guides.iter().map(|name| (Tag::Guide, vec![name.clone()])));
        let sealed = seal_of(&lines);
        lines.push((Tag::Key, vec!["seal".to_owned(), sealed]));
        lines
    }

    /// What its submission says of itself.
    pub fn stamp(&self) -> Stamp {
        Stamp { unit: self.unit.clone(), unit_name: self.unit_name.clone(), era: self.era, period: self.period }
    }
}

/// The seal over some lines, but for the line of the seal itself.
fn seal_of(lines: &[(Tag, Vec<String>)]) -> String {
    let mut whole = WholeSeal::default();
    for (at, (tag, fields)) in lines.iter().filter(|(tag, fields)| !is_seal(*tag, fields)).enumerate() {
        // A line that moved is another line: those of a form are in order.
        let order = at.to_string();
        let all = (0..FIELDS).map(|n| fields.get(n).map_or("", String::as_str));
        whole.line(seal([order.as_str(), tag.name()].into_iter().chain(all)));
    }
    whole.finish()
}

fn is_seal(tag: Tag, fields: &[String]) -> bool {
    tag == Tag::Key && fields.first().is_some_and(|name| name == "seal")
}

/// A line has so many fields behind its tag.
const FIELDS: usize = 3;

/// The version of a form: the SHA-256 of its TOML, whatever its lines end with.
pub fn version(form: &Form) -> String {
    let mut sum = Sha256::new();
    for line in form.toml().lines() {
        sum.update(line.trim_end().as_bytes());
        sum.update(b"\n");
    }
    digits::hex(&sum.finalize())
}
