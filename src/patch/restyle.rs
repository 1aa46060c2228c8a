//! What a cell's style is changed for.

/// How a number is shown, so that the sheet looks as before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Show {
    /// Grouped by thousands.
    pub grouped: bool,
    /// Decimal places.
    pub decimals: u32,
    /// A percentage.
    pub percent: bool,
    /// Words behind it.
    pub suffix: String,
}

impl Show {
    /// The number format of Excel.
    pub fn format(&self) -> String {
        let mut code = if self.grouped { "#,##0" } else { "0" }.to_owned();
        if self.decimals > 0 {
            code.push('.');
            code.extend(std::iter::repeat_n('0', self.decimals as usize));
        }
        if self.percent {
            code.push('%');
        }
        if !self.suffix.is_empty() {
            code.push_str(&format!("\" {}\"", self.suffix.replace('"', "'")));
        }
        code
    }
}

/// How a cell of an added sheet looks: Times New Roman, wrapped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Look {
    /// The size of its font.
    pub size: u32,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// The colour of its text.
    pub colour: Option<u32>,
    /// The colour of its ground.
    pub fill: Option<u32>,
    /// Thin lines around it.
    pub border: bool,
    /// Centred.
    pub centred: bool,
    /// Not wrapped.
    pub one_line: bool,
}

/// What a cell's style is changed for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Restyle {
    /// A number format.
    Number(Show),
    /// A coloured ground.
    Fill(u32),
    /// The ground that it had before it was given one of these colours.
    Unfill(Vec<u32>),
    /// A cell of an added sheet.
    Look(Look),
}
