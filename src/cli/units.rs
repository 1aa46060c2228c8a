//! `phubieu units find / tree`

use crate::register::place::{Asked, find};
use crate::register::successors::{Extent, Successors};
use crate::register::{Era, Level, Register, UnitIndex};

use super::Status;
use super::args::{UnitsAction, UnitsArgs};
use super::ui::Ui;

pub fn run(args: &UnitsArgs, ui: &mut Ui) -> Status {
    let register = Register::built_in(args.era);
    match &args.action {
        UnitsAction::Find { name } => match resolve(&register, name, ui) {
            Some(units) => {
                let lines: String = units
                    .iter()
                    .map(|u| format!("{}{}\n", register.full_name(*u), successors(&register, *u, ui)))
                    .collect();
                ui.result(lines.as_bytes());
                Status::Done
            }
            None => Status::Failed,
        },
        UnitsAction::Tree { place } => {
            let roots = match place {
                None => register.units().filter(|(_, u)| u.level == Level::Province).map(|(at, _)| at).collect(),
                Some(place) => match resolve(&register, place, ui) {
                    Some(units) => units,
                    None => return Status::Failed,
                },
            };
            let mut text = String::new();
            for root in roots {
                tree(&register, root, 0, place.is_some(), &mut text);
            }
            ui.result(text.as_bytes());
            Status::Done
        }
    }
}

fn resolve(register: &Register, asked: &str, ui: &mut Ui) -> Option<Vec<UnitIndex>> {
    match find(register, asked) {
        Asked::One(unit) => Some(vec![unit]),
        Asked::Several(units) => Some(units),
        Asked::Nobody => {
            let lang = ui.lang();
            let era = register.era().name(lang);
            ui.fail(lang.of(
                format!("Không có đơn vị «{asked}» trong danh mục {era}."),
                format!("There is no unit «{asked}» in the register of {era}."),
            ));
            None
        }
    }
}

/// What a unit of before the merger went into.
fn successors(register: &Register, unit: UnitIndex, ui: &Ui) -> String {
    if register.era() != Era::Before {
        return String::new();
    }
    let (table, new) = (Successors::built_in(), Register::built_in(Era::From2025));
    let names: Vec<String> = table
        .of(register.code(unit))
        .iter()
        .filter_map(|s| {
            let name = new.full_name(new.find(s.new_code)?);
            Some(if s.extent == Extent::Whole {
                name
            } else {
                format!("{name} ({})", ui.lang().of("một phần", "in part"))
            })
        })
        .collect();
    if names.is_empty() { String::new() } else { format!(" → {}", names.join("; ")) }
}

fn tree(register: &Register, unit: UnitIndex, depth: usize, deep: bool, text: &mut String) {
    if let Some(found) = register.unit(unit) {
        text.push_str(&format!("{}{}  {}\n", "  ".repeat(depth), found.code, found.name));
    }
    if deep {
        for child in register.children(unit) {
            tree(register, child, depth + 1, deep, text);
        }
    }
}
