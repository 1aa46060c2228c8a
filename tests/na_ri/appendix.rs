//! A commune's appendix before it lies on a page: title block, table, signatures.
//!
//! It starts as the form prints it, with the commune's true figures; the
//! commune's office then does to it what it does, and [`Appendix::page`] lays
//! it out.

use super::form::{self, ROWS};
use super::page::{Cell, Content, Look, Page, text_or_blank};
use super::truth::{Truth, truth};

/// One row of the table.
#[derive(Clone)]
pub struct Line {
    /// The form's row; empty for a row the office put in.
    pub code: &'static str,
    /// The STT cell.
    pub order: Content,
    /// The label.
    pub label: String,
    /// The measure.
    pub measure: String,
    /// The figure.
    pub figure: Content,
    /// The figure's number format.
    pub format: Option<&'static str>,
    /// Who is in charge; merged down to the next that is named.
    pub office: String,
    /// The note.
    pub note: String,
    /// Whether the measure is italic too, as the real plan has it once.
    pub italic_measure: bool,
}

impl Line {
    fn is_sub(&self) -> bool {
        self.code.contains('.') || self.code.is_empty()
    }

    /// Whether the figure is a whole count.
    pub fn is_count(&self) -> bool {
        !matches!(self.measure.as_str(), "%" | "Km" | "Triệu đồng/tháng" | "")
    }
}

/// What a page break leaves after row 14.
#[derive(Clone, Copy, PartialEq)]
pub enum Break {
    /// No trace.
    None,
    /// A blank line.
    BlankLine,
    /// A blank line and the header again.
    Header,
}

/// The appendix.
pub struct Appendix {
    /// The sheet's name.
    pub sheet: String,
    /// Columns left empty before the table.
    pub left: usize,
    /// The lines at the top: left half and right half of the page.
    pub letterhead: Vec<(String, String)>,
    /// Title lines across the page, with their looks.
    pub titles: Vec<(String, Look)>,
    /// Column headings.
    pub header: [String; 6],
    /// The column-index row; empty for none.
    pub index: Vec<Content>,
    /// The rows.
    pub lines: Vec<Line>,
    /// What the page break leaves.
    pub page_break: Break,
    /// The lines below the table: left half and right half.
    pub footer: Vec<(String, String)>,
    /// Widths of the six columns.
    pub widths: [f64; 6],
}

impl Appendix {
    /// The form, filled in with the commune's figures as Excel numbers.
    pub fn of(code: &str) -> Appendix {
        let lines = ROWS.iter().map(|row| Line {
            code: row.code,
            order: row.stt.parse::<u8>().map_or(Content::Text(row.stt.into()), |n| Content::Number(n.to_string())),
            label: row.label.into(),
            measure: row.measure.into(),
            figure: match truth(code, row.code) {
                Truth::Value(number) => Content::Number(number.into()),
                Truth::Nil => Content::Text("-".into()),
                Truth::Deferred => Content::Text(form::DEFERRED.into()),
                Truth::NotCollected => Content::Text("…".into()),
                Truth::NotApplicable => Content::Text("x".into()),
                // These the commune writes itself.
                Truth::Blank | Truth::Ambiguous | Truth::Unreadable | Truth::Missing => Content::Blank,
            },
            format: None,
            office: String::new(),
            note: String::new(),
            italic_measure: false,
        });
        Appendix {
            sheet: "Sheet1".into(),
            left: 0,
            letterhead: Vec::new(),
            titles: Vec::new(),
            header: form::HEADER.map(String::from),
            index: (1..=6).map(|n| Content::Text(format!("({n})"))).collect(),
            lines: lines.collect(),
            page_break: Break::None,
            footer: Vec::new(),
            widths: [6.0, 52.0, 12.0, 14.0, 20.0, 20.0],
        }
    }

    /// The row of the form with this code.
    pub fn line(&mut self, code: &str) -> &mut Line {
        self.lines.iter_mut().find(|line| line.code == code).expect("a row of the form")
    }

    /// Puts text where the figure stands.
    pub fn write(&mut self, code: &str, text: &str) {
        self.line(code).figure = text_or_blank(text);
    }

    /// Where a row is in the table now.
    pub fn place(&self, code: &str) -> usize {
        self.lines.iter().position(|line| line.code == code).expect("a row of the form")
    }

    /// Names who is in charge, from each of these rows on.
    pub fn offices(&mut self, offices: &[(&str, &str)]) {
        for (code, office) in offices {
            self.line(code).office = (*office).into();
        }
    }

    /// Lays the appendix out.
    pub fn page(&self) -> Page {
        let mut page = Page { name: self.sheet.clone(), ..Page::default() };
        page.widths = vec![2.5; self.left];
        page.widths.extend(self.widths);
        let mut row = 0;
        for (left, right) in &self.letterhead {
            self.halves(&mut page, row, left, right);
            row += 1;
        }
        for (title, look) in &self.titles {
            page.put_across(row, self.left, self.left + 5, title, *look);
            row += 1;
        }
        row += 1;
        self.put_header(&mut page, row);
        row += 1;
        if !self.index.is_empty() {
            self.put_row(&mut page, row, self.index.iter().map(|content| Cell::new(content.clone(), Look::INDEX)));
            row += 1;
        }
        // The span of the office named last: its first row, and the last so far.
        let mut span: Option<(usize, usize)> = None;
        for line in &self.lines {
            if !line.office.is_empty() {
                self.close(&mut page, span.take());
                span = Some((row, row));
            }
            self.put_line(&mut page, row, line);
            span = span.map(|(first, _)| (first, row));
            row += 1;
            if line.code == "14" && self.page_break != Break::None {
                row += 1;
                if self.page_break == Break::Header {
                    self.close(&mut page, span.take());
                    self.put_header(&mut page, row);
                    row += 1;
                }
            }
        }
        self.close(&mut page, span);
        row += 1;
        for (left, right) in &self.footer {
            self.halves(&mut page, row, left, right);
            row += 1;
        }
        page
    }

    fn close(&self, page: &mut Page, span: Option<(usize, usize)>) {
        if let Some((first, last)) = span.filter(|(first, last)| first < last) {
            page.merges.push((first, self.left + 4, last, self.left + 4));
        }
    }

    fn put_row(&self, page: &mut Page, row: usize, cells: impl Iterator<Item = Cell>) {
        for (column, cell) in cells.enumerate() {
            page.put(row, self.left + column, cell);
        }
    }

    fn put_header(&self, page: &mut Page, row: usize) {
        self.put_row(page, row, self.header.iter().map(|text| Cell::text(text, Look::HEAD)));
    }

    fn put_line(&self, page: &mut Page, row: usize, line: &Line) {
        let label = if line.is_sub() { Look::SUB_LABEL } else { Look::LABEL };
        let measure = if line.italic_measure { Look::INDEX } else { Look::CENTRE };
        let figure = Cell { format: line.format, ..Cell::new(line.figure.clone(), Look::CENTRE) };
        let cells = [
            Cell::new(line.order.clone(), Look::CENTRE),
            Cell::text(&line.label, label),
            Cell::text(&line.measure, measure),
            figure,
            Cell::text(&line.office, Look::CENTRE),
            Cell::text(&line.note, Look::LABEL),
        ];
        self.put_row(page, row, cells.into_iter());
    }

    /// A line of the letterhead or the signatures: recipients and commune on the
    /// left, motto and signer on the right.
    fn halves(&self, page: &mut Page, row: usize, left: &str, right: &str) {
        let look = |text: &str| match text {
            _ if text.starts_with("Nơi nhận") || text.starts_with("- ") || text.starts_with('(') => Look::REMARK,
            _ if text.contains(", ngày ") => Look::CAPTION,
            _ => Look::STRONG,
        };
        for (text, first, last) in [(left, 0, 1), (right, 3, 5)] {
            if !text.is_empty() {
                page.put_across(row, self.left + first, self.left + last, text, look(text));
            }
        }
    }
}
