//! What became of a place that is in the register of the other era alone: «tỉnh Bắc Kạn», 066 after 1 July 2025.

use std::collections::BTreeSet;

use crate::finding::{Lang, list};
use crate::register::place::{Asked, find};
use crate::register::successors::Successors;
use crate::register::{Era, Level, Register, UnitIndex};

/// What is known in the other era of a place that one does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhereItWent {
    /// No unit of then either.
    Unknown,
    /// Of before 1 July 2025: the unit, its level and the units of today that it went into.
    Was(String, Level, Vec<String>),
    /// Of after 1 July 2025: the unit.
    IsToday(String),
    /// Several units of the other era have the name.
    Several(Vec<String>),
}

/// Most communes have a dozen in a district.
const NAMED: usize = 12;

impl WhereItWent {
    /// What the other era has of a place that one does not know.
    pub(super) fn of(asked: &str, era: Era) -> Self {
        let other = if era == Era::Before { Era::From2025 } else { Era::Before };
        let register = Register::built_in(other);
        match (find(&register, asked), other) {
            (Asked::Nobody, _) => Self::Unknown,
            (Asked::Several(units), _) => Self::Several(units.iter().map(|unit| register.full_name(*unit)).collect()),
            (Asked::One(unit), Era::From2025) => Self::IsToday(register.full_name(unit)),
            (Asked::One(unit), Era::Before) => {
                let level = register.unit(unit).map_or(Level::Commune, |unit| unit.level);
                Self::Was(register.full_name(unit), level, successors(&register, unit, level))
            }
        }
    }

    /// The same in a sentence behind the one that there is no such unit.
    pub(super) fn words(&self, lang: Lang) -> String {
        match self {
            Self::Unknown => String::new(),
            Self::IsToday(unit) => lang.of(
                format!(" {unit} có từ 01/7/2025: thêm --era 2025."),
                format!(" {unit} exists since 1 July 2025: add --era 2025."),
            ),
            Self::Several(units) => {
                let units = list(units, NAMED, lang);
                lang.of(
                    format!(" Danh mục thời kỳ kia có nhiều đơn vị như vậy: {units}."),
                    format!(" The register of the other era has several: {units}."),
                )
            }
            Self::Was(unit, level, into) => {
                let (into, many) = (list(into, NAMED, lang), into.len() > 1);
                let went = match (level, many) {
                    (Level::District, _) => lang.of(
                        format!(" {unit} không còn từ 01/7/2025; các xã của huyện đã nhập vào {into}."),
                        format!(" {unit} ended on 1 July 2025; its communes went into {into}."),
                    ),
                    (_, false) => lang.of(format!(" {unit} nay thuộc {into}."), format!(" {unit} is now in {into}.")),
                    (_, true) => lang.of(
                        format!(" {unit} nay được chia vào {into}."),
                        format!(" {unit} was divided between {into}."),
                    ),
                };
                let then = lang.of(
                    " Nếu số liệu là của đơn vị cũ (trước 01/7/2025): thêm --era 2024.",
                    " If the figures are those of the unit of then (before 1 July 2025), add --era 2024.",
                );
                format!("{went}{then}")
            }
        }
    }
}

/// The units of today that one of then went into.
fn successors(register: &Register, unit: UnitIndex, level: Level) -> Vec<String> {
    let (today, successors) = (Register::built_in(Era::From2025), Successors::built_in());
    let old = match level {
        // Districts have no successors, their communes do.
        Level::District => register.communes(unit),
        _ => vec![unit],
    };
    let into = old.into_iter().flat_map(|unit| successors.of(register.code(unit)));
    let into: BTreeSet<&str> = into.map(|to| to.new_code).collect();
    into.into_iter().filter_map(|code| today.unit(today.find(code)?)).map(ToString::to_string).collect()
}
