//! From paths to sheets of cells ([`sheet`], [`cell`]), knowing nothing of forms.
//!
//! [`walk`] lists the files under the inputs. [`sniff`] tells by content what a file is. [`open`] then
//! reads it whole into a [`Workbook`]:
//! - [`xlsx`] streams cells with their styles ([`package`] and [`unpacked`] give its parts, [`sheet_part`]
//!   finds what stands beside the cells, [`comments`] what people remarked, [`mended`] puts right what the
//!   library would misread);
//! - [`binary`] streams xlsb, [`dense`] takes xls and ods ([`container`], [`biff`], [`binary_looks`] and
//!   [`open_document`] add what the library leaves out);
//! - [`delimited`] reads csv and tsv in any encoding seen;
//! - tables in tags go by [`markup`], which tells what they are and their encoding, to [`html`], [`mhtml`],
//!   [`spreadsheet_ml`] and [`flat_open_document`].
//!
//! What cells are: [`number_format`] and [`look`] say what formats and fonts mean, [`rich_text`] and
//! [`set_apart`] which texts show other figures than they join to, [`unicode`] turns texts of the
//! encodings before Unicode into it, [`hidden`] are the rows and columns that do not show, [`sums`] the
//! sums that pass over a text. [`rows`] holds them, those of a tall sheet [`packed`].
//!
//! What else is asked of a file: [`saved`] when it was saved, [`own`] whether this program made it,
//! [`formulas`] those of a blank form, [`dress`] how a sheet of an xlsx looks, for whoever draws it again;
//! [`naming`] says what files and sheets are called where people see it.
//!
//! Whatever is wrong with one file, sheet or cell becomes a finding about it ([`troubles`], until the file
//! has its name), and the rest is read. For that [`limits`] say what a file may have at most, [`guard`]
//! looks at it before any library does; what it doubts is read in a [`child`] process within a memory
//! ([`wire`] brings back what was read), and a panic is [`contained`]. Every file has its time: where there
//! are many [`workers`] watch it, else a [`companion`] thread reads.

mod biff;
mod binary;
mod binary_looks;
pub mod cell;
pub mod child;
mod comments;
mod companion;
mod contained;
mod container;
mod delimited;
mod dense;
pub mod dress;
mod flat_open_document;
mod formulas;
mod guard;
mod hidden;
mod html;
pub mod limits;
mod look;
mod markup;
mod mended;
mod mhtml;
pub mod naming;
mod number_format;
mod open_document;
pub mod own;
mod package;
mod packed;
mod rich_text;
mod rows;
mod saved;
mod set_apart;
mod sheet;
mod sheet_part;
pub mod sniff;
mod spreadsheet_ml;
mod sums;
mod troubles;
mod unicode;
mod unpacked;
pub mod walk;
mod wire;
pub mod workers;
mod xlsx;

use std::fs;
use std::sync::Arc;

use calamine::{Reader, SheetType, SheetVisible};
use sha2::{Digest, Sha256};

use crate::digits;
use crate::finding::Finding;
use crate::finding::intake::{Problem, Size};
pub use cell::{Cell, CellStyle, NumberFormat, Value};
pub use comments::Comments;
pub use contained::{contained, is_contained};
pub use delimited::sheet_name;
pub use formulas::{SheetFormulas, as_excel, formulas};
pub use hidden::Hidden;
pub use limits::Limits;
pub use saved::saved;
pub use sheet::{Sheet, in_row};
pub use sniff::Kind;
pub use sums::looks_like_figure;
pub use walk::Source;

use companion::Unfinished;
use guard::Verdict;
use limits::Budget;
use troubles::Troubles;
use unpacked::Unpacked;

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

/// What the readers make of a file: its sheets, and what went wrong with parts of it.
#[derive(Debug)]
struct Read {
    sheets: Vec<Sheet>,
    troubles: Troubles,
    /// How many bytes are held of it, about.
    weight: usize,
}

/// What becomes of a file: what was read, or the problem that keeps the whole of it from being read.
type Outcome = Result<Read, Box<Problem>>;

/// Reads one file; what is wrong with parts of it goes to the findings.
///
/// # Errors
/// The finding that says why nothing of the file could be read.
pub fn open(source: &Source, findings: &mut Vec<Finding>) -> Result<Workbook, Box<Finding>> {
    let bytes = Arc::new(load(source)?);
    read_within(&source.name, &bytes, limits::current(), findings)
        .map_err(|problem| Box::new(Finding::of_file(&source.name, *problem)))
}

/// Takes one file into memory, for whoever needs its bytes besides what they say.
///
/// # Errors
/// The finding that says why it cannot be read.
pub fn load(source: &Source) -> Result<Vec<u8>, Box<Finding>> {
    let refuse = |problem: Problem| Box::new(Finding::of_file(&source.name, problem));
    let unreachable = |e: std::io::Error| refuse(Problem::Unreachable { refusal: (&e).into() });
    let size = fs::metadata(&source.path).map_err(unreachable)?.len();
    limits::current().allow(Size::Bytes, size).map_err(|problem| refuse(*problem))?;
    let bytes = fs::read(&source.path).map_err(unreachable)?;
    if bytes.is_empty() {
        let is_sent = naming::is_of_submissions(&source.path.to_string_lossy());
        return Err(refuse(if is_sent { Problem::NothingInFile } else { Problem::EmptyFile }));
    }
    Ok(bytes)
}

/// Takes a file that is no workbook into memory, if it is no larger than any file may be.
///
/// # Errors
/// The system's, or that it is too large.
pub fn load_plain(path: &std::path::Path) -> std::io::Result<Vec<u8>> {
    if fs::metadata(path)?.len() > limits::current().bytes {
        return Err(std::io::Error::other("tệp quá lớn / the file is too large: --limit bytes=…"));
    }
    fs::read(path)
}

/// Reads the bytes of one file.
///
/// # Errors
/// The problem that keeps the whole file from being read.
pub fn read(file: &str, bytes: &[u8], findings: &mut Vec<Finding>) -> Result<Workbook, Box<Problem>> {
    read_within(file, &Arc::new(bytes.to_vec()), limits::current(), findings)
}

/// Reads the bytes of one file within some limits; they are shared with the thread that reads.
///
/// # Errors
/// The problem that keeps the whole file from being read.
pub fn read_within(
    file: &str,
    bytes: &Arc<Vec<u8>>,
    limits: &Limits,
    findings: &mut Vec<Finding>,
) -> Result<Workbook, Box<Problem>> {
    let examined = Examined::of(bytes.clone(), limits)?;
    Ok(examined.read(file, limits)?.workbook(file, findings))
}

/// A file that was looked at and not opened yet: what it is, and how it may be read.
pub struct Examined {
    bytes: Arc<Vec<u8>>,
    kind: Kind,
    verdict: Verdict,
    unpacked: Option<Unpacked>,
}

/// A file as the readers give it.
pub struct Readings {
    bytes: Arc<Vec<u8>>,
    kind: Kind,
    read: Read,
}

impl Examined {
    /// Looks at the bytes of a file.
    ///
    /// # Errors
    /// The problem that keeps it from being opened.
    pub fn of(bytes: Arc<Vec<u8>>, limits: &Limits) -> Result<Self, Box<Problem>> {
        let examined = contained(|| examine(&bytes, limits)).unwrap_or_else(|said| Err(damaged(said)));
        examined.map(|(kind, verdict, unpacked)| Self { bytes, kind, verdict, unpacked })
    }

    /// How many bytes are held of it.
    pub fn weight(&self) -> usize {
        self.bytes.len() + self.unpacked.as_ref().map_or(0, |unpacked| unpacked.package().len())
    }

    /// Lets the readers read it.
    ///
    /// # Errors
    /// The problem that keeps the whole file from being read.
    pub fn read(self, file: &str, limits: &Limits) -> Result<Readings, Box<Problem>> {
        let Self { bytes, kind, verdict, unpacked } = self;
        let read = match verdict {
            Verdict::Clear => read_in_time(kind, file, &bytes, unpacked, limits),
            Verdict::Doubtful(doubt) => child::read(&bytes, &doubt, limits),
        };
        read.map(|read| Readings { bytes, kind, read })
    }
}

impl Readings {
    /// How many bytes are held of it, about.
    pub fn weight(&self) -> usize {
        self.bytes.len().saturating_add(self.read.weight)
    }

    /// Makes a workbook of it; what is wrong with parts of it goes to the findings.
    pub fn workbook(self, file: &str, findings: &mut Vec<Finding>) -> Workbook {
        workbook(file, self.kind, &self.bytes, self.read, findings)
    }
}

/// Reads the bytes of one file in a process of its own, whatever the guard would say of it.
///
/// # Errors
/// The problem that keeps the whole file from being read.
pub fn read_apart(
    file: &str,
    bytes: &[u8],
    limits: &Limits,
    findings: &mut Vec<Finding>,
) -> Result<Workbook, Box<Problem>> {
    let kind = sniff::kind(bytes)?;
    let read = child::read(bytes, "no reader is named", limits)?;
    Ok(workbook(file, kind, bytes, read, findings))
}

/// Reads a file that the guard has cleared.
fn read_in_time(kind: Kind, file: &str, bytes: &Arc<Vec<u8>>, unpacked: Option<Unpacked>, limits: &Limits) -> Outcome {
    let (name, own_bytes, own_limits) = (file.to_owned(), bytes.clone(), limits.clone());
    let read = move || read_here(kind, &name, &own_bytes, unpacked.as_ref(), &own_limits);
    companion::within(limits.seconds, read).unwrap_or_else(|unfinished| {
        Err(match unfinished {
            Unfinished::Late => Box::new(Problem::TooSlow { seconds: limits.seconds }),
            Unfinished::Lost => damaged("the reader went away"),
        })
    })
}

/// Makes a workbook of what the readers give, wherever they did their work.
fn workbook(file: &str, kind: Kind, bytes: &[u8], read: Read, findings: &mut Vec<Finding>) -> Workbook {
    let Read { mut sheets, troubles, .. } = read;
    findings.extend(troubles.about(file));
    // What this program put into a workbook that it gave back is no part of the submission.
    sheets.retain(|sheet| !own::is_returned_list(sheet));
    for sheet in &mut sheets {
        if let std::borrow::Cow::Owned(name) = naming::printable(&sheet.name) {
            sheet.name = name;
        }
    }
    sums::take_up(kind, bytes, &mut sheets);
    let mut workbook = Workbook { file: file.to_owned(), sha256: digits::hex(&Sha256::digest(bytes)), kind, sheets };
    for (encoding, cells) in unicode::to_unicode(&mut workbook) {
        findings.push(Finding::of_file(file, Problem::LegacyEncoding { encoding, cells }));
    }
    workbook
}

/// Tells what a file is and whether it may be read here, before any library opens it.
fn examine(bytes: &[u8], limits: &Limits) -> Result<(Kind, Verdict, Option<Unpacked>), Box<Problem>> {
    guard::directory(bytes, limits)?;
    let (kind, archive) = sniff::opened(bytes)?;
    let (verdict, unpacked) = guard::check(kind, bytes, archive, limits)?;
    Ok((kind, verdict, unpacked))
}

/// Tells whether a file that was opened once may be opened again in this process, for what its reading leaves out.
fn is_clear(kind: Kind, bytes: &[u8]) -> bool {
    let verdict = contained(|| {
        let (own, archive) = sniff::opened(bytes)?;
        if own == kind { guard::check(kind, bytes, archive, limits::current()) } else { Err(damaged("another kind")) }
    });
    matches!(verdict, Ok(Ok((Verdict::Clear, _))))
}

/// Reads a file in this process, on this thread; a panic of the library becomes «damaged».
fn read_here(kind: Kind, file: &str, bytes: &[u8], unpacked: Option<&Unpacked>, limits: &Limits) -> Outcome {
    let mut troubles = Troubles::default();
    let mut budget = Budget::new(limits);
    let read = || match kind {
        Kind::Xlsx => xlsx::sheets(bytes, unpacked, &mut budget, &mut troubles),
        Kind::Xlsb => binary::sheets(bytes, &mut budget, &mut troubles),
        Kind::Xls { biff8 } => dense::xls(bytes, biff8, &mut budget, &mut troubles),
        Kind::Ods => dense::ods(bytes, &mut budget, &mut troubles),
        Kind::FlatOds => flat_open_document::sheets(&markup::decode(bytes), &mut budget, &mut troubles),
        Kind::SpreadsheetMl => spreadsheet_ml::sheets(&markup::decode(bytes), &mut budget, &mut troubles),
        Kind::Html => html::sheets(&markup::decode(bytes), file, &mut budget, &mut troubles),
        Kind::Mhtml => mhtml::sheets(bytes, file, &mut budget, &mut troubles),
        Kind::Delimited => delimited::sheets(bytes, file, &mut budget),
    };
    let sheets = contained(read).unwrap_or_else(|said| Err(damaged(said)))?;
    limits::merges(limits, &sheets)?;
    Ok(Read { sheets, troubles, weight: budget.weight() })
}

fn damaged(detail: impl ToString) -> Box<Problem> {
    Box::new(Problem::Damaged { detail: detail.to_string() })
}

/// The worksheets of a workbook, and whether each is shown; charts and macro sheets hold no cells.
fn listed<RS: std::io::Read + std::io::Seek>(book: &impl Reader<RS>) -> Vec<(String, bool)> {
    let sheets = book.sheets_metadata().iter().filter(|s| s.typ == SheetType::WorkSheet);
    sheets.map(|s| (s.name.clone(), s.visible == SheetVisible::Visible)).collect()
}
