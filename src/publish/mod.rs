//! What people and programs get: the consolidated workbook, and facts, totals and findings as files.
//!
//! [`workbook`] is what an office files, [`blank`] are the workbooks that go out to be filled in. [`rows`]
//! are the rows for programs, whose columns are promised, written by [`records`] as csv, json and jsonl, and by
//! [`parquet`] for a warehouse. Findings are said on one page ([`html`]) or in a [`terminal`], with a piece
//! of the sheet ([`excerpt`]); [`trace`] says where a total comes from,
//! [`stood`] shows a cell as people see it.
//!
//! [`out`] is where a result is written while it is made, [`saved`] makes a workbook the same bytes on
//! every system, [`atomic`] puts files in place whole or not at all ([`in_place`]), and [`pending`] is what
//! an interruption removes. Nothing here computes: no arithmetic beyond layout.

pub mod atomic;
pub mod blank;
pub mod excerpt;
pub mod html;
mod in_place;
mod out;
#[cfg(feature = "parquet")]
pub mod parquet;
mod pending;
pub mod records;
pub mod rows;
mod saved;
pub(crate) mod stood;
pub mod terminal;
pub mod trace;
pub mod workbook;

pub(crate) use saved::saved;

/// Why a result could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The workbook could not be made.
    #[error("workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The workbook could not be completed.
    #[error("workbook: {0}")]
    Package(#[from] crate::patch::PatchError),
    /// The library that writes workbooks stopped: what it keeps on the disk meanwhile could not be written.
    #[error("{0}")]
    Stopped(String),
    /// A table could not be made.
    #[error("csv: {0}")]
    Csv(#[from] csv::Error),
    /// A Parquet file could not be made.
    #[cfg(feature = "parquet")]
    #[error("parquet: {0}")]
    Parquet(#[from] ::parquet::errors::ParquetError),
    /// A figure has more digits than a Parquet column of figures.
    #[error("{0}: more than 20 digits before the decimal mark or 18 behind")]
    Digits(String),
    /// JSON could not be made.
    #[error("json: {0}")]
    Json(#[from] serde_json::Error),
}
