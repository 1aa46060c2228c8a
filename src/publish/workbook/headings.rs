//! Headings of several levels: merged across where neighbours share a level, merged down where a column
//! has fewer levels than others.

use rust_xlsxwriter::{Format, Worksheet};

use super::{PublishError, fit};
use crate::sheet_text::SheetText as _;

/// A column to be headed: its levels from top to bottom, and its width.
pub(crate) struct Headed {
    pub levels: Vec<String>,
    pub width: f64,
}

/// How many rows some headings take.
pub(crate) fn depth(columns: &[Headed]) -> u32 {
    columns.iter().map(|c| u32::try_from(c.levels.len()).unwrap_or(1)).max().unwrap_or(1).max(1)
}

/// Writes headings from a row on, the first at a column; sets the heights of the rows, and gives what they come to.
pub(crate) fn write(
    sheet: &mut Worksheet,
    top: u32,
    left: u16,
    columns: &[Headed],
    depth: u32,
    format: &Format,
) -> Result<f64, PublishError> {
    let mut heights: Vec<f64> = vec![0.0; depth as usize];
    for level in 0..depth as usize {
        let mut at = 0;
        while at < columns.len() {
            let span = run(columns, at, level);
            let Some(column) = columns.get(at) else { break };
            if let Some(text) = column.levels.get(level) {
                let last_level = level + 1 == column.levels.len();
                let bottom = if last_level { depth as usize - 1 } else { level };
                let wide: f64 = columns.iter().skip(at).take(span).map(|c| c.width).sum();
                let (from, to) = (column_at(left, at), column_at(left, at + span - 1));
                let (first, last) = (top + level as u32, top + bottom as u32);
                if first < last || from < to {
                    sheet.put_merged(first, from, last, to, text, format)?;
                } else {
                    sheet.put_text(first, from, text, format)?;
                }
                // Bold is wider than the plain letters that widths are reckoned with.
                let height = fit::height(text, wide * 0.9, 12.0) / (bottom - level + 1) as f64;
                for row in heights.iter_mut().take(bottom + 1).skip(level) {
                    *row = row.max(height);
                }
            }
            at += span;
        }
    }
    let tall = heights.iter().sum();
    for (height, row) in heights.into_iter().zip(top..) {
        sheet.set_row_height(row, height)?;
    }
    Ok(tall)
}

fn column_at(left: u16, at: usize) -> u16 {
    left.saturating_add(u16::try_from(at).unwrap_or(u16::MAX))
}

/// How many neighbours from a column on share its levels down to one that goes on below.
fn run(columns: &[Headed], at: usize, level: usize) -> usize {
    let Some(first) = columns.get(at) else { return 1 };
    let head = first.levels.get(..=level);
    if head.is_none() || first.levels.len() == level + 1 {
        return 1;
    }
    let same = |c: &&Headed| c.levels.get(..=level) == head && c.levels.len() > level + 1;
    columns.iter().skip(at).take_while(same).count().max(1)
}
