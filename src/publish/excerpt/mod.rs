//! Small pieces of the sheets that findings are about: the cell as people see it, between its
//! neighbours, under its heading and beside its label.
//!
//! A run keeps no workbook, so the files that findings point into are read once more, each on its own
//! and in parallel, and only the pieces are kept. [`around`] knows the headings and labels of a sheet,
//! [`cut`](self::cut) chooses rows and columns, [`shown`] says what a cell shows. A file that changed
//! since it was checked gives no excerpt: it would show what the finding is not about.

mod around;
mod cut;
mod shown;

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::finding::Finding;
use crate::intake;
use crate::run::Run;
use crate::submission::Opened;

use around::Around;
pub use shown::is_unseen;

/// A small piece of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The sheet's name.
    pub sheet: String,
    /// Its columns, from left to right.
    pub columns: Vec<Strip>,
    /// Its rows, from top to bottom.
    pub lines: Vec<Line>,
    /// How many of the cells that the finding rests on found no room.
    pub left_out: usize,
}

/// A column of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// The sheet column.
    pub at: u32,
    /// Columns are left out between it and the one before.
    pub after_gap: bool,
    /// It holds order numbers or labels.
    pub names: bool,
}

/// A row of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The sheet row.
    pub at: u32,
    /// Rows are left out between it and the one before.
    pub after_gap: bool,
    /// It is one of headings.
    pub is_heading: bool,
    /// Its cells.
    pub pieces: Vec<Piece>,
}

/// A cell of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it shows; empty where it is blank, or a merged area shows its text in a row above.
    pub text: String,
    /// How many of the excerpt's columns it stands over.
    pub span: usize,
    /// It stands at the right, as numbers do.
    pub at_right: bool,
    /// What the finding has to do with it.
    pub mark: Mark,
}

/// What a finding has to do with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Nothing: it stands beside.
    None,
    /// The finding is about it.
    Meant,
    /// The finding rests on it.
    RestsOn,
}

/// Makes the excerpts of some findings, in their order; nothing for a finding about no cell, or whose
/// file is not the same any more.
pub fn of(run: &Run, findings: &[&Finding]) -> Vec<Option<Excerpt>> {
    let mut wanted: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, finding) in findings.iter().enumerate() {
        let has_cell = finding.place.cell.is_some() || !finding.cells.is_empty();
        if let (Some(file), Some(_), true) = (&finding.place.file, &finding.place.sheet, has_cell) {
            wanted.entry(file).or_default().push(i);
        }
    }
    let opened: HashMap<&str, &Opened> = run.opened.iter().map(|o| (o.source.name.as_str(), o)).collect();
    let files = wanted.par_iter().map(|(file, indices)| {
        let opened = opened.get(file)?;
        let about: Vec<&Finding> = indices.iter().filter_map(|i| findings.get(*i).copied()).collect();
        Some(indices.iter().copied().zip(from_file(opened, &about)).collect::<Vec<_>>())
    });
    let cut: Vec<(usize, Option<Excerpt>)> = files.collect::<Vec<_>>().into_iter().flatten().flatten().collect();
    let mut excerpts = vec![None; findings.len()];
    for (i, excerpt) in cut {
        if let Some(slot) = excerpts.get_mut(i) {
            *slot = excerpt;
        }
    }
    excerpts
}

/// The excerpts of the findings about one file.
fn from_file(opened: &Opened, findings: &[&Finding]) -> Vec<Option<Excerpt>> {
    // What is wrong with the file was found when it was checked.
    let Some(workbook) = intake::open(&opened.source, &mut Vec::new()).ok().filter(|w| w.sha256 == opened.sha256)
    else {
        return vec![None; findings.len()];
    };
    let mut sheets: HashMap<&str, Around<'_>> = HashMap::new();
    let excerpts = findings.iter().map(|finding| {
        let name = finding.place.sheet.as_deref()?;
        let sheet = workbook.sheets.iter().find(|s| s.name == name)?;
        let around = sheets.entry(&sheet.name).or_insert_with(|| Around::new(sheet));
        cut::cut(around, finding.place.cell, &finding.cells)
    });
    excerpts.collect()
}

impl Excerpt {
    /// The excerpt without its last column that neither names rows nor holds anything that is marked,
    /// for a narrower place; nothing if there is none.
    pub fn narrower(mut self) -> Option<Self> {
        let marked = |column: usize| {
            self.lines.iter().any(|line| line.piece_over(column).is_some_and(|(_, p)| p.mark != Mark::None))
        };
        let column =
            (0..self.columns.len()).rev().find(|i| !marked(*i) && self.columns.get(*i).is_some_and(|c| !c.names))?;
        self.columns.remove(column);
        if let Some(next) = self.columns.get_mut(column) {
            next.after_gap = true;
        }
        for line in &mut self.lines {
            let Some((at, piece)) = line.piece_over(column).map(|(at, p)| (at, p.span)) else { continue };
            if piece == 1 {
                line.pieces.remove(at);
            } else if let Some(piece) = line.pieces.get_mut(at) {
                piece.span -= 1;
            }
        }
        Some(self)
    }
}

impl Line {
    /// The cell that stands over a column of the excerpt, and its place among the cells.
    fn piece_over(&self, column: usize) -> Option<(usize, &Piece)> {
        let mut end = 0;
        self.pieces.iter().enumerate().find(|(_, piece)| {
            end += piece.span;
            end > column
        })
    }
}
