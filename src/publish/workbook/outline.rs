//! Lines that can be folded away under others.

use rust_xlsxwriter::Worksheet;

use super::PublishError;

/// Excel knows so many levels.
const MOST_LEVELS: u8 = 7;

/// Says that the lines above are those under which others lie.
pub(super) fn above(sheet: &mut Worksheet) {
    sheet.group_symbols_above(true);
}

/// Groups the lines from a row on that lie under others, a level of the outline for each that they lie deeper;
/// those deeper than is asked for are folded.
pub(super) fn rows(sheet: &mut Worksheet, first: u32, depths: &[u8], shown: Option<u8>) -> Result<(), PublishError> {
    above(sheet);
    let deepest = depths.iter().copied().max().unwrap_or(0).min(MOST_LEVELS);
    for level in 0..deepest {
        let mut from = None;
        for (at, depth) in depths.iter().copied().chain([0]).enumerate() {
            match from {
                None if depth > level => from = Some(at),
                Some(start) if depth <= level => {
                    let line = |n: usize| first + u32::try_from(n).unwrap_or_default();
                    let (start, end) = (line(start), line(at) - 1);
                    match shown.is_some_and(|shown| level >= shown) {
                        true => sheet.group_rows_collapsed(start, end)?,
                        false => sheet.group_rows(start, end)?,
                    };
                    from = None;
                }
                _ => {}
            }
        }
    }
    Ok(())
}
