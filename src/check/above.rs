//! The districts and provinces that a file's name names, with marks or without: «Xã Xuân Dương, huyện Lộc Bình.xlsx»,
//! «Xa Xuan Duong - Na Ri.xlsx».

use crate::intake::sheet_name;
use crate::register::names::{Fit, Mention};
use crate::register::{Names, Register, UnitIndex};
use crate::vietnamese::text::{nfc, plain};

/// The words that stand before a district or a province, and how they are typed without marks.
const KINDS: [(&str, &str); 5] =
    [("huyện", "huyen"), ("tỉnh", "tinh"), ("quận", "quan"), ("thành phố", "thanh pho"), ("thị xã", "thi xa")];

/// Those named behind their kinds: the unit lies there, or the file is no unit's of it.
pub fn said_in_name(register: &Register, above: &Names, file: &str) -> Vec<UnitIndex> {
    let stem = sheet_name(file);
    let said = |found: Vec<Mention>| found.into_iter().filter(|m| m.fit == Fit::Kind).map(|m| m.unit);
    let marked = nfc(stem).to_lowercase();
    // Hardly any name has one.
    if KINDS.iter().any(|(kind, _)| marked.contains(kind)) {
        let found: Vec<UnitIndex> = said(above.in_line(&marked)).collect();
        if !found.is_empty() {
            return found;
        }
    }
    let key = plain(stem);
    if !KINDS.iter().any(|(_, kind)| key.as_str().contains(kind)) {
        return Vec::new();
    }
    // «Q1» is a quarter of a year and no quận.
    let counts = |unit: &UnitIndex| {
        let name = bare(register, *unit);
        !is_number(&name) || key.as_str().contains(&format!("quan {name}"))
    };
    said(above.in_name(file)).filter(counts).collect()
}

/// Those that choose among communes of one name: with their kinds, or without right beside the commune's name («Xa Xuan
/// Duong - Na Ri»; «Phu luc nam 2024» names no huyện Lục Nam), as long as it is not that name again («Xa Ba Vi» names no
/// huyện Ba Vì).
pub fn choosing(register: &Register, above: &Names, file: &str, communes: &[UnitIndex]) -> Vec<UnitIndex> {
    let own: Vec<String> = communes.iter().map(|unit| bare(register, *unit)).collect();
    let key = format!(" {} ", plain(sheet_name(file)).words().collect::<Vec<_>>().join(" "));
    let beside = |name: &str, own: &String| {
        let before = |kind: &&str| key.contains(&format!(" {name} {kind}{own} "));
        key.contains(&format!(" {own} {name} ")) || ["", "xa ", "phuong ", "thi tran ", "tt "].iter().any(before)
    };
    let chooses = |unit: &UnitIndex| {
        let name = bare(register, *unit);
        let again = || own.iter().any(|own| format!(" {own} ").contains(&format!(" {name} ")));
        !is_number(&name) && !again() && own.iter().any(|own| beside(&name, own))
    };
    let mut found = said_in_name(register, above, file);
    // In parts too: «Duong» is no family name before «Na Ri» in «Xa Xuan Duong - Na Ri».
    let parts = own.iter().flat_map(|own| key.split(&format!(" {own} ")).map(str::to_owned).collect::<Vec<_>>());
    let named = parts.flat_map(|part| above.in_name(&part)).chain(above.in_name(sheet_name(file)));
    found.extend(named.map(|m| m.unit).filter(chooses));
    found
}

/// A unit's name without its kind and without marks.
fn bare(register: &Register, unit: UnitIndex) -> String {
    register.unit(unit).map(|u| plain(u.bare_name()).as_str().to_owned()).unwrap_or_default()
}

fn is_number(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_digit())
}
