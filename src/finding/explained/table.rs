//! The table of all codes, for the README.

use super::Family;
use crate::finding::Lang;

/// Writes the table of all codes in Markdown, grouped by family: code, severity, name in both languages.
pub fn markdown() -> String {
    let mut table = String::from("| mã | mức độ | tên | name |\n| --- | --- | --- | --- |\n");
    for family in Family::ALL.iter().filter(|f| f.codes().next().is_some()) {
        let (vi, en) = (family.name(Lang::Vi), family.name(Lang::En));
        table.push_str(&format!("| **PB{}** | | **{vi}** | **{en}** |\n", family.digit()));
        for code in family.codes() {
            let severity = code.severity().name(Lang::Vi);
            let (vi, en) = (cell(code.title(Lang::Vi)), cell(code.title(Lang::En)));
            table.push_str(&format!("| {code} | {severity} | {vi} | {en} |\n"));
        }
    }
    table
}

/// A bar would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
