//! From paths to sheets of cells, knowing nothing of forms.
//!
//! [`walk`] lists the files under the inputs. [`sniff`] tells by content what a file is. [`open`]
//! then reads it whole into a [`Workbook`]: [`xlsx`] streams cells with their styles ([`sheet_part`] finds
//! what stands beside them, [`comments`] what people remarked,
//! [`mended`] puts right what the library would misread), [`binary`] streams xlsb, [`dense`] takes xls and ods ([`biff`], [`binary_looks`] and [`open_document`] add what the library leaves out),
//! [`delimited`] csv and tsv in any encoding seen. Tables in tags go by [`markup`], which tells what they are and
//! their encoding, to [`html`], [`mhtml`], [`spreadsheet_ml`] and [`flat_open_document`]. [`number_format`] says what formats mean, [`rich_text`]
//! and [`set_apart`]
//! which texts show other figures than they join to.
//! [`formulas`] reads those of a blank form.
//! [`dress`] reads how a sheet of an xlsx looks, for whoever draws it again.
//! [`naming`] says what files and sheets are called where people see it.
//! [`unicode`] turns texts of the encodings before Unicode into it.
//! Whatever is wrong with one file, sheet or cell becomes a finding about it, and the rest is read;
//! a panic inside a library is contained here.

mod biff;
mod binary;
mod binary_looks;
pub mod cell;
mod comments;
mod container;
mod delimited;
mod dense;
pub mod dress;
mod flat_open_document;
mod formulas;
mod guard;
mod hidden;
mod html;
mod look;
mod markup;
mod mended;
mod mhtml;
pub mod naming;
mod number_format;
mod open_document;
pub mod own;
mod package;
mod rich_text;
mod saved;
mod set_apart;
mod sheet_part;
pub mod sniff;
mod spreadsheet_ml;
mod unicode;
pub mod walk;
mod xlsx;

use std::cell::Cell as Flag;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Reader, SheetType, SheetVisible};
use sha2::{Digest, Sha256};

use crate::finding::intake::{Problem, Size};
use crate::finding::{Finding, Place};
pub use cell::{Cell, CellStyle, NumberFormat, Sheet, Value};
pub use comments::Comments;
pub use formulas::{SheetFormulas, formulas};
pub use hidden::Hidden;
pub use saved::saved;
pub use sniff::Kind;
pub use walk::Source;

/// One file, read whole.
#[derive(Debug, Clone)]
pub struct Workbook {
    /// The file's name, relative to the input it came under, with `/`.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// What it is.
    pub kind: Kind,
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
}

/// The largest file that is opened, in bytes. The largest of 6,400 legal workbooks was far below.
const MOST_BYTES: u64 = 256 << 20;
/// The most cells of a file, those that it only repeats or spans counted.
const MOST_CELLS: u64 = 20_000_000;

/// Reads one file; what is wrong with parts of it goes to the findings.
///
/// # Errors
/// The finding that says why nothing of the file could be read.
pub fn open(source: &Source, findings: &mut Vec<Finding>) -> Result<Workbook, Box<Finding>> {
    let bytes = load(source)?;
    read(&source.name, &bytes, findings).map_err(|problem| Box::new(Finding::of_file(&source.name, *problem)))
}

/// Takes one file into memory, for whoever needs its bytes besides what they say.
///
/// # Errors
/// The finding that says why it cannot be read.
pub fn load(source: &Source) -> Result<Vec<u8>, Box<Finding>> {
    let refuse = |problem: Problem| Box::new(Finding::of_file(&source.name, problem));
    let unreachable = |e: std::io::Error| refuse(Problem::Unreachable { refusal: (&e).into() });
    let size = fs::metadata(&source.path).map_err(unreachable)?.len();
    if size > MOST_BYTES {
        return Err(refuse(Problem::TooLarge { what: Size::Bytes, found: size, most: MOST_BYTES }));
    }
    let bytes = fs::read(&source.path).map_err(unreachable)?;
    if bytes.is_empty() {
        return Err(refuse(Problem::EmptyFile));
    }
    Ok(bytes)
}

/// Reads the bytes of one file.
///
/// # Errors
/// The problem that keeps the whole file from being read.
pub fn read(file: &str, bytes: &[u8], findings: &mut Vec<Finding>) -> Result<Workbook, Box<Problem>> {
    let kind = sniff::kind(bytes)?;
    guard::check(kind, bytes)?;
    let mut troubles = Troubles { file, findings };
    let mut sheets = contained(|| match kind {
        Kind::Xlsx => xlsx::sheets(bytes, &mut troubles),
        Kind::Xlsb => binary::sheets(bytes, &mut troubles),
        Kind::Xls { biff8 } => dense::xls(bytes, biff8, &mut troubles),
        Kind::Ods => dense::ods(bytes, &mut troubles),
        Kind::FlatOds => flat_open_document::sheets(&markup::decode(bytes), &mut troubles),
        Kind::SpreadsheetMl => spreadsheet_ml::sheets(&markup::decode(bytes), &mut troubles),
        Kind::Html => html::sheets(&markup::decode(bytes), file, &mut troubles),
        Kind::Mhtml => mhtml::sheets(bytes, file, &mut troubles),
        Kind::Delimited => delimited::sheets(bytes, file).map_err(Box::new),
    })?;
    // What this program put into a workbook that it gave back is no part of the submission.
    sheets.retain(|sheet| !own::is_returned_list(sheet));
    for sheet in &mut sheets {
        if let std::borrow::Cow::Owned(name) = naming::printable(&sheet.name) {
            sheet.name = name;
        }
    }
    for (encoding, cells) in unicode::to_unicode(&mut sheets) {
        findings.push(Finding::of_file(file, Problem::LegacyEncoding { encoding, cells }));
    }
    Ok(Workbook { file: file.to_owned(), sha256: hex(&Sha256::digest(bytes)), kind, sheets })
}

/// The worksheets of a workbook, and whether each is shown; charts and macro sheets hold no cells.
fn listed<RS: std::io::Read + std::io::Seek>(book: &impl Reader<RS>) -> Vec<(String, bool)> {
    let sheets = book.sheets_metadata().iter().filter(|s| s.typ == SheetType::WorkSheet);
    sheets.map(|s| (s.name.clone(), s.visible == SheetVisible::Visible)).collect()
}

/// Where the readers of the several formats leave what went wrong with a part of a file.
struct Troubles<'a> {
    file: &'a str,
    findings: &'a mut Vec<Finding>,
}

impl Troubles<'_> {
    fn sheet(&mut self, sheet: &str, detail: impl ToString) {
        let place = Place { file: Some(self.file.to_owned()), sheet: Some(sheet.to_owned()), ..Place::default() };
        self.findings.push(Finding::at(place, Problem::SheetUnreadable { detail: detail.to_string() }));
    }

    /// Cells stand where no sheet has any.
    fn beyond(&mut self, sheet: &str, cells: usize) {
        let place = Place { file: Some(self.file.to_owned()), sheet: Some(sheet.to_owned()), ..Place::default() };
        self.findings.push(Finding::at(place, Problem::BeyondSheet { cells }));
    }

    fn cell(&mut self, sheet: &str, at: Option<crate::address::Address>, detail: impl ToString) {
        let place =
            Place { file: Some(self.file.to_owned()), sheet: Some(sheet.to_owned()), cell: at, ..Place::default() };
        self.findings.push(Finding::at(place, Problem::CellUnreadable { detail: detail.to_string() }));
    }
}

thread_local! {
    static CONTAINED: Flag<bool> = const { Flag::new(false) };
}

/// Tells whether a panic on this thread right now will be turned into a finding.
///
/// The program's panic hook asks this, so that a damaged file does not print a trace.
pub fn is_contained() -> bool {
    CONTAINED.get()
}

/// Runs a library's reader; its panic becomes «damaged».
///
/// calamine 0.38 panics on about 1 % of small files with random damage (19,000 runs a format).
fn contained<T>(read: impl FnOnce() -> Result<T, Box<Problem>>) -> Result<T, Box<Problem>> {
    CONTAINED.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(read));
    CONTAINED.set(false);
    outcome.unwrap_or_else(|_| Err(Box::new(Problem::Damaged { detail: "the reader stopped unexpectedly".to_owned() })))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
