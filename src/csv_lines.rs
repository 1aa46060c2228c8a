//! Small csv files that people keep beside a round, units and shares: what parts their fields, and the line that each
//! record begins on.

use csv::{Position, Reader, ReaderBuilder};

/// A reader of a text whose first line names the columns. Vietnamese Excel parts fields with semicolons.
pub fn reader(text: &str) -> Reader<&[u8]> {
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.contains(';') { b';' } else { b',' };
    ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// The line, from 1, that a record begins on, as an editor counts. (The reader itself counts a line too few where
/// lines end as Windows ends them, and counts from the blank lines before a record.)
pub fn line(text: &str, position: Option<&Position>) -> u64 {
    let from = position.and_then(|p| usize::try_from(p.byte()).ok()).unwrap_or_default();
    let blank = text.get(from..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
    let before = text.get(..from + blank).unwrap_or_default();
    u64::try_from(before.matches('\n').count()).unwrap_or(u64::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_stand_on_the_lines_that_an_editor_counts() {
        for text in ["a,b\n1,2\n\n3,4\n", "a,b\r\n1,2\r\n\r\n3,4\r\n", "a;b\r\n\"1\";2\r\n\r\n3;4"] {
            let lines: Vec<u64> = reader(text).records().map(|r| line(text, r.unwrap().position())).collect();
            assert_eq!(lines, [1, 2, 4], "{text:?}");
        }
    }
}
