//! A workbook of the xlsx kind with some of its parts changed and everything else as it was.
//!
//! No library edits a workbook without loss. Here every part is copied raw except those that a
//! [`Package`] was given anew: sheets whose cells change ([`cells`] says where they stand), the styles
//! that new looks need ([`styles`], over their [`entries`]; [`restyle`] is what for), and the few lines that relate and declare parts that are added.
//! [`elements`] finds and puts elements in the text of a part. What is to be changed is not known here.

pub mod cells;
pub mod elements;
mod entries;
mod package;
mod restyle;
pub mod styles;

pub use package::{NewSheet, Package, Relation, Rewriting};

/// Why a workbook cannot be patched.
#[derive(Debug, thiserror::Error)]
pub enum PatchError {
    /// It is signed; a change would break the signature.
    #[error("the workbook is signed")]
    Signed,
    /// A part is not as the format has it.
    #[error("{0}")]
    Part(String),
}

impl PatchError {
    /// What is wrong with a part.
    pub fn part(e: impl ToString) -> Self {
        PatchError::Part(e.to_string())
    }
}

impl From<quick_xml::Error> for PatchError {
    fn from(e: quick_xml::Error) -> Self {
        PatchError::part(e)
    }
}

/// Tells whether a workbook may hold macros and so must be named .xlsm.
pub fn has_macros(bytes: &[u8]) -> bool {
    Package::open(bytes).and_then(|p| p.part(package::TYPES)).is_ok_and(|types| types.contains("macroEnabled"))
}
