//! A form as a TOML file: what a person writes, checked before anything rests on it.
//!
//! [`raw`] is what stands in the file, [`check`] makes a form of it or says with line and column why it is none,
//! [`figures`] the part of that about what stands in cells, [`checks`] that about checks. The JSON Schema that editors
//! use is drawn from [`raw`] and kept beside this file.

mod check;
mod checks;
mod figures;
mod raw;

pub(super) use figures::NO_BOUND;

use crate::toml_file::{self, TomlError};

use super::model::Form;

/// Reads a form from TOML.
///
/// # Errors
/// The first thing that is wrong or inconsistent, with its line and column.
pub fn parse(file: &str, text: &str) -> Result<Form, Box<TomlError>> {
    let raw: raw::FormFile = toml_file::parse(file, text)?;
    let form = check::Check { file, text }.form(raw)?;
    Ok(Form { text: Some(text.to_owned()), ..form })
}

/// The JSON Schema of form files, for editors that complete and check TOML while one types.
pub const SCHEMA: &str = include_str!("form.schema.json");

/// Draws the schema anew from the types; a test holds that [`SCHEMA`] is this.
pub fn drawn_schema() -> String {
    let mut schema = serde_json::to_string_pretty(&schemars::schema_for!(raw::FormFile)).unwrap_or_default();
    schema.push('\n');
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_in_the_repository_is_drawn_from_the_types() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/form/file/form.schema.json");
        if std::env::var_os("PHUBIEU_WRITE_SCHEMA").is_some() {
            std::fs::write(&path, drawn_schema()).unwrap();
        }
        assert!(
            std::fs::read_to_string(&path).unwrap() == drawn_schema(),
            "run PHUBIEU_WRITE_SCHEMA=1 cargo test the_schema_in_the_repository"
        );
    }
}
