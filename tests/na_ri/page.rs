//! A sheet on its way to a file: cells, merges and looks, in no format yet.
//!
//! The five writers all take this, so that a commune's state is described once
//! and does not depend on what its office saves as.

use unicode_normalization::UnicodeNormalization;

/// What is in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Nothing.
    Blank,
    /// Text, written as text even when it looks like a number.
    Text(String),
    /// A number, as a plain decimal.
    Number(String),
    /// A formula with the result that Excel last saved.
    Formula(String, String),
}

/// How a cell looks. Offices type these documents to Decree 30/2020/NĐ-CP.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Look {
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// 14 points; all else is 12.
    pub large: bool,
    /// Centred across; all else stands left.
    pub centre: bool,
    /// Thin lines on four sides.
    pub border: bool,
}

const NONE: Look = Look { bold: false, italic: false, large: false, centre: false, border: false };

impl Look {
    /// Outside the table.
    pub const PLAIN: Look = NONE;
    /// Names of offices and signers.
    pub const STRONG: Look = Look { bold: true, centre: true, ..NONE };
    /// The title of the appendix.
    pub const TITLE: Look = Look { large: true, ..Look::STRONG };
    /// «(Kèm theo Kế hoạch …)».
    pub const CAPTION: Look = Look { italic: true, centre: true, ..NONE };
    /// «Nơi nhận».
    pub const REMARK: Look = Look { italic: true, ..NONE };
    /// Column headings.
    pub const HEAD: Look = Look { bold: true, centre: true, border: true, ..NONE };
    /// The column-index row, and what is italic in a centred column.
    pub const INDEX: Look = Look { italic: true, centre: true, border: true, ..NONE };
    /// Order numbers, measures, figures.
    pub const CENTRE: Look = Look { centre: true, border: true, ..NONE };
    /// Labels and notes.
    pub const LABEL: Look = Look { border: true, ..NONE };
    /// Labels of sub rows.
    pub const SUB_LABEL: Look = Look { italic: true, border: true, ..NONE };
}

/// A cell of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What is in it.
    pub content: Content,
    /// How it looks.
    pub look: Look,
    /// Its number format, when that is not General.
    pub format: Option<&'static str>,
}

impl Cell {
    /// A cell.
    pub fn new(content: Content, look: Look) -> Cell {
        Cell { content, look, format: None }
    }

    /// A cell of text; empty text is a blank cell.
    pub fn text(text: &str, look: Look) -> Cell {
        Cell::new(text_or_blank(text), look)
    }

    /// Whether a file need not mention it.
    pub fn is_nothing(&self) -> bool {
        self.content == Content::Blank && self.look == Look::PLAIN
    }
}

/// Text, or a blank for none.
pub fn text_or_blank(text: &str) -> Content {
    if text.is_empty() { Content::Blank } else { Content::Text(text.to_string()) }
}

/// Cells joined into one: first row, first column, last row, last column, from 0.
pub type Merge = (usize, usize, usize, usize);

/// One sheet.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The sheet's name.
    pub name: String,
    /// Widths of its columns, in characters.
    pub widths: Vec<f64>,
    /// Its rows from the top; a short row ends in nothing.
    pub rows: Vec<Vec<Cell>>,
    /// Its merged cells.
    pub merges: Vec<Merge>,
    /// Rows that do not show.
    pub hidden_rows: Vec<usize>,
    /// Columns that do not show; each has a width.
    pub hidden_columns: Vec<usize>,
}

impl Page {
    /// Puts a cell on the page, making room for it.
    pub fn put(&mut self, row: usize, column: usize, cell: Cell) {
        while self.rows.len() <= row {
            self.rows.push(Vec::new());
        }
        let cells = &mut self.rows[row];
        while cells.len() <= column {
            cells.push(Cell::new(Content::Blank, Look::PLAIN));
        }
        cells[column] = cell;
    }

    /// Puts text across several columns of a row, merged.
    pub fn put_across(&mut self, row: usize, first: usize, last: usize, text: &str, look: Look) {
        self.put(row, first, Cell::text(text, look));
        if first < last {
            self.merges.push((row, first, row, last));
        }
    }

    /// The number of columns used.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Height of a row in points, as Excel would have fitted it: a file without
    /// heights shows wrapped labels cut off in some programs.
    pub fn height(&self, row: usize) -> f64 {
        let lines = self.rows[row].iter().enumerate().map(|(column, cell)| {
            let Content::Text(text) = &cell.content else {
                return 1;
            };
            let merge = self.merges.iter().find(|merge| (merge.0, merge.1) == (row, column));
            let last = match merge {
                Some(merge) if merge.2 > merge.0 => return 1,
                Some(merge) => merge.3,
                None => column,
            };
            let room: f64 = (column..=last).filter_map(|column| self.widths.get(column)).sum();
            // Bold capitals of 14 points are a good deal wider than running text.
            let room = if cell.look.large { room * 0.7 } else { room };
            // Marks of decomposed letters take no room.
            text.lines().map(|line| (line.nfc().count() as f64 / room.max(1.0)).ceil().max(1.0) as usize).sum()
        });
        16.5 * lines.max().unwrap_or(1).max(1) as f64
    }

    /// Every look with its number format, in the order of first use: the table
    /// of formats that a workbook of this page needs.
    pub fn formats(pages: &[Page]) -> Vec<(Look, Option<&'static str>)> {
        let mut formats = Vec::new();
        for cell in pages.iter().flat_map(|page| page.rows.iter().flatten()) {
            let format = (cell.look, cell.format);
            if !cell.is_nothing() && !formats.contains(&format) {
                formats.push(format);
            }
        }
        formats
    }

    /// Texts of the page, each once, in the order of first use: the shared strings.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = Vec::new();
        for cell in self.rows.iter().flatten() {
            if let Content::Text(text) = &cell.content
                && !texts.contains(&text.as_str())
            {
                texts.push(text);
            }
        }
        texts
    }

    /// How many cells hold text.
    pub fn text_cells(&self) -> usize {
        self.rows.iter().flatten().filter(|cell| matches!(cell.content, Content::Text(_))).count()
    }

    /// Passes every text of the page through a function.
    pub fn respell(&mut self, respell: impl Fn(&str) -> String) {
        self.name = respell(&self.name);
        for cell in self.rows.iter_mut().flatten() {
            if let Content::Text(text) = &mut cell.content {
                *text = respell(text);
            }
        }
    }
}
