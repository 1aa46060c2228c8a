//! The unit that a person asks for: by code, or by name as it is spoken.

use crate::vietnamese::text::fold;

use super::names::Names;
use super::unit::{Level, Register, UnitIndex};

/// What a code or name leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// One unit.
    One(UnitIndex),
    /// Several units of that name.
    Several(Vec<UnitIndex>),
    /// None.
    Nobody,
}

/// Finds units by code, or by name with or without its kind, diacritics and what it lies in
/// («huyện Na Rì, tỉnh Bắc Kạn»). Provinces and districts win over communes of the same name.
pub fn find(register: &Register, asked: &str) -> Asked {
    let asked = asked.trim();
    if let Some(unit) = register.find(asked) {
        return Asked::One(unit);
    }
    let mut parts = asked.split([',', ';']).map(str::trim).filter(|p| !p.is_empty());
    let Some(first) = parts.next() else { return Asked::Nobody };
    let mut found = named(register, first);
    for part in parts {
        let above = named(register, part);
        found.retain(|unit| above.iter().any(|place| register.lies_in(*unit, *place)));
    }
    // Of units of one name that lie in each other (tỉnh Bắc Kạn and thành phố Bắc Kạn) the kind
    // asked for was already preferred; without a kind the highest is meant.
    let highest = found.iter().filter_map(|u| register.unit(*u)).map(|u| u.level).min();
    found.retain(|u| register.unit(*u).map(|u| u.level) == highest);
    match found.as_slice() {
        [] => Asked::Nobody,
        [one] => Asked::One(*one),
        _ => Asked::Several(found),
    }
}

fn named(register: &Register, name: &str) -> Vec<UnitIndex> {
    for levels in [&[Level::Province, Level::District][..], &[Level::Commune]] {
        let names = Names::of_levels(register, levels);
        // All of the name must be the unit's: «Na Rì» does not answer for «Na Rì Hạ».
        let whole = |unit: &UnitIndex| {
            let Some(unit) = register.unit(*unit) else { return false };
            let (bare, asked) = (fold(unit.bare_name()), fold(name));
            asked.as_str().ends_with(bare.as_str()) || asked.plain().as_str().ends_with(bare.plain().as_str())
        };
        let mut found: Vec<UnitIndex> = names.in_line(name).iter().map(|m| m.unit).filter(whole).collect();
        if found.is_empty() {
            found = names.in_name(name).iter().map(|m| m.unit).filter(whole).collect();
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::super::Era;
    use super::*;

    #[test]
    fn places_are_found_by_code_and_by_any_spelling_of_their_name() {
        let register = Register::built_in(Era::Before);
        let code = |asked: &str| match find(&register, asked) {
            Asked::One(unit) => register.code(unit).to_owned(),
            Asked::Several(units) => format!("{} units", units.len()),
            Asked::Nobody => "nobody".to_owned(),
        };
        for (asked, expected) in [
            ("066", "066"),
            ("huyện Na Rì", "066"),
            ("Na Rì", "066"),
            ("na ri", "066"),
            ("Huyện Na Rì, tỉnh Bắc Kạn", "066"),
            ("tỉnh Bắc Kạn", "06"),
            ("Bắc Kạn", "06"),
            ("thành phố Bắc Kạn", "058"),
            ("xã Côn Minh", "02173"),
            ("huyện Châu Thành, tỉnh Long An", "808"),
            ("huyện Không Đâu", "nobody"),
            ("", "nobody"),
        ] {
            assert_eq!(code(asked), expected, "{asked}");
        }
        assert!(code("huyện Châu Thành").ends_with("units"));
    }
}
