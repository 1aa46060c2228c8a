//! The definition of an appendix: rows, columns, measures, aggregation. A form is data; the code
//! knows none by name.
//!
//! [`model`] is a form that holds together; [`file`] reads one from TOML and refuses one that does
//! not; [`built_in`] keeps the forms that come with the program; [`heading`] matches the heading of
//! a sheet's column with a form's.

pub mod built_in;
pub mod file;
pub mod heading;
pub mod model;

pub use model::{Aggregate, Column, Dot, Form, Kind, Role, Row, RowIndex};
