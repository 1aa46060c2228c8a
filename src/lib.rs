#![doc = include_str!("../README.md")]
#![doc = include_str!("ARCHITECTURE.md")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod address;
pub mod annotate;
pub mod calendar;
pub mod check;
pub mod cli;
pub mod consolidate;
pub mod csv_lines;
pub mod decision;
mod digits;
pub mod drawing;
pub mod finding;
pub mod fingerprint;
pub mod form;
pub mod formula_guard;
#[doc(hidden)]
pub mod fuzzing;
pub mod intake;
pub mod lang;
pub mod layout;
pub mod normalise;
pub mod own_output;
pub mod patch;
pub mod period;
pub mod periods;
pub mod pipeline;
pub mod previous;
pub mod progress;
pub mod publish;
pub mod reading;
pub mod record;
pub mod register;
pub mod rollup;
pub mod round;
pub mod run;
pub mod sheet_text;
pub mod submission;
pub mod system_error;
pub mod table;
pub mod toml_file;
pub mod vietnamese;
mod xml;
