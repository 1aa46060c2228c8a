//! The forms that come with the program, kept in it as TOML.

use crate::toml_file::TomlError;

use super::file;
use super::model::Form;

/// Each form's name and text.
const FORMS: &[(&str, &str)] = &[
    ("chi-tieu", include_str!("built_in/chi-tieu.toml")),
    ("ke-hoach-von", include_str!("built_in/ke-hoach-von.toml")),
    ("giai-ngan", include_str!("built_in/giai-ngan.toml")),
    ("danh-muc-cong-trinh", include_str!("built_in/danh-muc-cong-trinh.toml")),
];

/// The names of the built-in forms.
pub fn names() -> impl Iterator<Item = &'static str> {
    FORMS.iter().map(|(name, _)| *name)
}

/// The TOML text of a built-in form.
pub fn text(name: &str) -> Option<&'static str> {
    FORMS.iter().find(|(n, _)| *n == name).map(|(_, text)| *text)
}

/// A built-in form by its name; nothing if there is none.
///
/// # Errors
/// None in a released program: a test reads every one.
pub fn form(name: &str) -> Option<Result<Form, Box<TomlError>>> {
    text(name).map(|text| file::parse(name, text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Aggregate, Kind};

    #[test]
    fn every_built_in_form_is_sound_and_named_as_it_says() {
        for name in names() {
            assert_eq!(form(name).unwrap().unwrap().name, name);
        }
    }

    #[test]
    fn chi_tieu_has_the_29_rows_of_the_real_appendix() {
        let form = form("chi-tieu").unwrap().unwrap();
        assert_eq!(form.rows.len(), 29);
        let row = |code: &str| form.rows.iter().find(|r| r.code == code).unwrap();
        assert_eq!(row("9").figure.kind, Kind::Group);
        assert_eq!(row("9.1").parent, Some(super::super::RowIndex(8)));
        assert_eq!(row("18.1").parent.and_then(|p| form.row(p)).map(|r| r.code.as_str()), Some("18"));
        assert_eq!(row("9").keys, row("18").keys, "two rows of one label, told apart by number and place");
        assert_eq!(row("22").figure.aggregate, Aggregate::Sum);
        assert_eq!(row("22").figure.kind, Kind::Number);
        assert_eq!(row("26").figure.measure, "%");
        assert_eq!(row("19").figure.aggregate, Aggregate::WeightedMean { weight: "so_du_an".into() });
        assert_eq!(form.rows.iter().filter(|r| r.figure.aggregate == Aggregate::Sum).count(), 13);
        assert_eq!(form.value_columns().map(|(_, c)| c.code.as_str()).collect::<Vec<_>>(), ["ke_hoach"]);
    }
}
