//! Small csv files that people keep beside a round, units and shares: what parts their fields, and the line that each
//! record begins on.

use csv::{Position, Reader, ReaderBuilder};

/// A reader of a text whose first line names the columns. Vietnamese Excel parts fields with semicolons.
pub fn reader(text: &str) -> Reader<&[u8]> {
    let head = text.lines().next().unwrap_or_default();
    let delimiter = if head.contains(';') { b';' } else { b',' };
    ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// The lines that records begin on, from 1, as an editor counts. (The reader itself counts a line too few where lines end
/// as Windows ends them, and counts from the blank lines before a record.)
pub struct Lines<'t> {
    text: &'t str,
    /// Up to where lines were counted, and the line there: records are asked for one after the other.
    counted: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    /// Those of a text.
    pub fn new(text: &'t str) -> Self {
        Self { text, counted: 0, line: 1 }
    }

    /// The line of the record at a position.
    pub fn of(&mut self, position: Option<&Position>) -> u64 {
        let from = position.and_then(|p| usize::try_from(p.byte()).ok()).unwrap_or_default();
        let blank = self.text.get(from..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        if from + blank < self.counted {
            (self.counted, self.line) = (0, 1);
        }
        let more = self.text.get(self.counted..from + blank).unwrap_or_default().matches('\n').count();
        self.counted = from + blank;
        self.line = self.line.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_stand_on_the_lines_that_an_editor_counts() {
        for text in ["a,b\n1,2\n\n3,4\n", "a,b\r\n1,2\r\n\r\n3,4\r\n", "a;b\r\n\"1\";2\r\n\r\n3;4"] {
            let mut lines = Lines::new(text);
            let records: Vec<csv::StringRecord> = reader(text).records().map(Result::unwrap).collect();
            let found: Vec<u64> = records.iter().map(|r| lines.of(r.position())).collect();
            assert_eq!(found, [1, 2, 4], "{text:?}");
            assert_eq!(lines.of(records[1].position()), 2, "asked for again");
        }
    }
}
