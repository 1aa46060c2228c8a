//! The definition of an appendix: rows, columns, measures, aggregation, balances. A form is data; the
//! code knows none by name.
//!
//! [`model`] is a form that holds together, [`figure`] what stands in one of its cells, [`rule`] the
//! balances it carries, [`consistency`] whether they can all hold and [`checks`] how submissions are
//! checked; `of_one` are the cells in which nothing need stand. [`file`] reads a form from TOML and
//! refuses one that does not hold together, [`write`] puts one down as TOML; [`infer`] draws one from the
//! table of a blank workbook. [`built_in`] keeps the forms that come with the program; [`heading`] matches
//! the headings of a sheet's column with a form's (`measured`: whatever measure they name), [`by_label`]
//! knows its rows by their labels.

pub mod built_in;
pub mod by_label;
pub mod checks;
pub mod consistency;
pub mod figure;
pub mod file;
pub mod heading;
mod implied;
pub mod infer;
mod measured;
pub mod model;
mod of_one;
pub mod rule;
pub mod write;

pub use checks::Cumulative;
pub use figure::{Aggregate, Figure, Kind, Parts};
pub use model::{Column, Dot, Form, Role, Row, RowIndex, Shape};
pub use rule::{Balance, CellName, CellRule, Missing, MissingBySide, Over, Relation, Rule, Term};
