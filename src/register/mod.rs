//! The administrative register: units, their tree in each era, names, successors, weights.
//!
//! [`unit`] holds the tree of one [`era`]; the tables of both are kept in the program as they are (they
//! are read in place, without a copy, in about a millisecond; compressed they would only be slower).
//! [`names`] finds the units that a text mentions. [`place`] finds the unit a person asked for.
//! [`overlay`] reads a register of one's own, or weights. [`successors`] is the merger of 2025.

pub mod era;
pub mod names;
pub mod overlay;
pub mod place;
pub mod successors;
pub mod unit;

pub use era::Era;
pub use names::Names;
pub use unit::{COUNTRY, Level, Register, Unit, UnitIndex};
