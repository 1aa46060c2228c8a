//! The sheet that nobody sees, from which a workbook that comes back is known.

use rust_xlsxwriter::{Workbook, Worksheet};

use crate::fingerprint::{Fingerprint, MARK, SHEET, Tag};
use crate::publish::PublishError;
use crate::publish::workbook::style::Styles;
use crate::sheet_text::SheetText as _;

use super::Prepared;
use super::lock;

/// Makes the sheet, and gives the words of each form a name that formulas know.
pub(super) fn sheet(
    print: &Fingerprint,
    styles: &Styles,
    workbook: &mut Workbook,
    forms: &[Prepared<'_>],
) -> Result<Worksheet, PublishError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(SHEET)?;
    let small = styles.base.clone().set_font_size(9);
    sheet.put_text(0, 0, MARK, &small)?;
    let mut words: Vec<(String, u32, u32)> = Vec::new();
    for ((tag, fields), row) in print.lines().iter().zip(1u32..) {
        sheet.put_text(row, 0, tag.name(), &small)?;
        for (field, column) in fields.iter().zip(1u16..).filter(|(field, _)| !field.is_empty()) {
            sheet.put_text(row, column, field, &small)?;
        }
        if *tag == Tag::Word
            && let Some(form) = fields.first()
        {
            match words.last_mut() {
                Some((name, _, last)) if name == form => *last = row,
                _ => words.push((form.clone(), row, row)),
            }
        }
    }
    for ((_, first, last), own) in words.iter().zip(forms) {
        workbook.define_name(&own.words.name, &format!("={SHEET}!$C${}:$C${}", first + 1, last + 1))?;
    }
    sheet.set_very_hidden(true);
    lock(&mut sheet);
    Ok(sheet)
}
