//! The text of one cell of an OpenDocument spreadsheet, with how its pieces are set.

use quick_xml::events::BytesStart;

use crate::xml::attribute;

use super::super::set_apart::Runs;
use super::styles::Styles;

/// A text that is being read.
pub(super) struct Text {
    runs: Runs,
    /// What lies outside of spans is set apart.
    apart: bool,
    /// The spans open, and whether each sets apart.
    open: Vec<bool>,
    /// It has spans: a cell that is struck through as a whole sets nothing apart.
    has_spans: bool,
    /// Remarks open, whose text is none of the cell's.
    remarks: usize,
}

impl Text {
    /// The text of a cell whose own style sets it apart, or does not.
    pub(super) fn of_cell(apart: bool) -> Self {
        Self { runs: Runs::default(), apart, open: Vec::new(), has_spans: false, remarks: 0 }
    }

    fn is_apart(&self) -> bool {
        self.open.last().copied().unwrap_or(self.apart)
    }

    /// An element within the cell begins, or stands there empty.
    pub(super) fn begin(&mut self, e: &BytesStart<'_>, start: bool, styles: &Styles) {
        match e.local_name().as_ref() {
            "annotation" => self.remarks += usize::from(start),
            _ if self.remarks > 0 => {}
            "span" if start => {
                let own = attribute(e, "style-name").and_then(|style| styles.sets_apart("text", &style));
                self.open.push(own.unwrap_or_else(|| self.is_apart()));
                self.has_spans = true;
            }
            "p" => self.runs.add('\n'),
            "s" | "tab" | "line-break" => self.runs.add(' '),
            _ => {}
        }
    }

    /// Adds words.
    pub(super) fn say(&mut self, words: &str) {
        if self.remarks == 0 {
            self.runs.begin("", self.is_apart());
            self.runs.say(words);
            self.runs.end();
        }
    }

    /// An element within the cell ends.
    pub(super) fn end(&mut self, name: &str) {
        match name {
            "annotation" => self.remarks = self.remarks.saturating_sub(1),
            "span" if self.remarks == 0 => _ = self.open.pop(),
            _ => {}
        }
    }

    /// Tells whether figures in it are set apart from others.
    pub(super) fn is_doubtful(&self) -> bool {
        self.has_spans && self.runs.is_doubtful()
    }
}
