//! Workbooks that cannot be patched in place (xls, xlsb, ods, csv), written anew as xlsx.

use std::collections::HashMap;

use crate::finding::Lang;
use crate::intake::Workbook;
use crate::normalise::{Plan, rebuild};
use crate::publish::PublishError;

/// A workbook as xlsx, and the sheets whose names Excel would not take.
///
/// # Errors
/// What a workbook cannot hold.
pub fn rebuilt(mut workbook: Workbook, lang: Lang) -> Result<(Vec<u8>, HashMap<String, String>), PublishError> {
    let mut renamed = HashMap::new();
    let mut taken: Vec<String> = Vec::new();
    for sheet in &mut workbook.sheets {
        let name = valid_name(&sheet.name, &taken);
        taken.push(name.to_lowercase());
        if name != sheet.name {
            renamed.insert(std::mem::replace(&mut sheet.name, name.clone()), name);
        }
    }
    Ok((rebuild::workbook(&workbook.sheets, &Plan::default(), lang)?, renamed))
}

/// The longest name of a sheet, in UTF-16 units.
const LONGEST: usize = 31;

/// The name nearest to a sheet's that Excel takes and no other sheet has.
fn valid_name(name: &str, taken: &[String]) -> String {
    let clean: String = name.chars().map(|c| if "[]:*?/\\".contains(c) || c.is_control() { '_' } else { c }).collect();
    let clean = clean.trim_matches('\'');
    let clean = if clean.trim().is_empty() { "Sheet" } else { clean };
    let cut = |room: usize| {
        let mut units = 0;
        let fits = |c: &char| {
            units += c.len_utf16();
            units <= room
        };
        clean.chars().take_while(fits).collect::<String>().trim_end_matches('\'').to_owned()
    };
    let free = |candidate: &String| !taken.contains(&candidate.to_lowercase());
    let numbered = (2u32..).map(|n| {
        let number = format!(" ({n})");
        cut(LONGEST - number.len()) + &number
    });
    std::iter::once(cut(LONGEST)).chain(numbered).find(free).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_made_such_as_excel_takes() {
        assert_eq!(valid_name("Biểu 1", &[]), "Biểu 1");
        assert_eq!(valid_name("Biểu 1/2: [a]", &[]), "Biểu 1_2_ _a_");
        let long = "Biểu số 01 về tình hình thực hiện các chỉ tiêu";
        assert_eq!(valid_name(long, &[]).chars().count(), 31);
        assert_eq!(valid_name("a", &["a".to_owned()]), "a (2)");
        assert_eq!(valid_name("''", &[]), "Sheet");
    }
}
