//! Rounds as large as they come.
#![allow(clippy::disallowed_methods)] // these texts are its own

use std::path::{Path, PathBuf};

use phubieu::form::Role;
use phubieu::register::{Era, Register};
use rayon::prelude::*;
use rust_xlsxwriter::Workbook;

use crate::clean;

/// Submissions of «chi-tieu», one a commune of today, or of the years before where there are not so many; and a register
/// with their households beside the folder.
pub fn submissions(dir: &Path, communes: usize) -> PathBuf {
    let folder = dir.join(format!("{communes}-submissions"));
    std::fs::create_dir(&folder).unwrap();
    let form = clean::form("chi-tieu");
    let (era, year) = if communes > crate::COMMUNES { (Era::Before, 2024) } else { (Era::From2025, 2025) };
    let register = Register::built_in(era);
    let all: Vec<_> = register.units().filter(|(at, _)| register.sends(*at)).take(communes).collect();
    assert_eq!(all.len(), communes);
    let mut units = String::from("code,name,level,kind,parent_code,so_ho\n");
    for (n, (_, unit)) in all.iter().enumerate() {
        units.push_str(&format!("{},,,,,{}\n", unit.code, 200 + n * 7 % 900));
    }
    std::fs::write(folder.with_extension("csv"), units).unwrap();
    all.par_iter().enumerate().for_each(|(n, (_, unit))| {
        let mut one = clean::uneven(&form, n % clean::COMMUNES.len(), year, n as u64);
        one.titles[0] = format!("ỦY BAN NHÂN DÂN {}", unit.spoken().to_uppercase());
        std::fs::write(folder.join(format!("{}_{}.xlsx", unit.code, unit.name)), one.bytes()).unwrap();
    });
    folder
}

/// A list of works of one commune.
pub fn list(dir: &Path, lines: usize) -> PathBuf {
    let folder = dir.join(format!("{lines}-lines"));
    std::fs::create_dir(&folder).unwrap();
    let form = clean::form("danh-muc-cong-trinh");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().unwrap();
    let one = clean::submission(&form, 0, 2024, 100);
    let mut row = 0;
    for title in &one.titles {
        sheet.write_string(row, 0, title).unwrap();
        row += 1;
    }
    for head in &one.heads {
        for (column, text) in head.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row, column as u16, text).unwrap();
        }
        row += 1;
    }
    for line in 0..lines {
        for (column, definition) in form.columns.iter().enumerate() {
            let at = column as u16;
            let whole = (60_000 + line as u64 * 7 % 25_000) * 1000;
            match (definition.role, definition.code.as_str()) {
                (Role::Number, _) => sheet.write_number(row, at, (line + 1) as f64).unwrap(),
                (Role::Label, _) => sheet.write_string(row, at, format!("Đường thôn số {line}")).unwrap(),
                (Role::Text, "dia_diem") => sheet.write_string(row, at, format!("Thôn {}", line % 40)).unwrap(),
                (Role::Value, "kh_dp") => sheet.write_number(row, at, 1_000_000.0).unwrap(),
                (Role::Value, "kh_tw") => sheet.write_number(row, at, whole as f64 - 1_000_000.0).unwrap(),
                (Role::Value, "kh_tong") => sheet.write_number(row, at, whole as f64).unwrap(),
                (Role::Value, "tmdt") => sheet.write_number(row, at, whole as f64 * 2.0).unwrap(),
                _ => sheet,
            };
        }
        row += 1;
    }
    book.save(folder.join("02137_Van Vu.xlsx")).unwrap();
    folder
}
