//! The rows of a table: numbers, labels, measures, and whether figures stand beside them.

use std::collections::BTreeMap;

use crate::address::Address;
use crate::intake::{Cell, Sheet, Value};
use crate::vietnamese::measure::announced;
use crate::vietnamese::number;
use crate::vietnamese::symbol::{Nothing, nothing};
use crate::vietnamese::text::{fold, one_line};

use super::heading::Heading;
use super::{Column, Role, numbering, words};

/// How a row stands to the one it is a part of, where words say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// «Trong đó»: each is no more than it.
    OfWhich,
    /// «Chia ra»: together they are it.
    Divided,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The sheet row its label begins in.
    pub sheet_row: u32,
    /// The sheet row its label ends in.
    pub last_row: u32,
    /// Its number as it stands, in its own column or before the label; empty where it has none.
    pub number: String,
    /// Its label without the number, on one line.
    pub label: String,
    /// The label as it stands, for matching.
    pub whole_label: String,
    /// Its measure, ditto marks written out.
    pub measure: String,
    /// Something stands in a column of figures or words.
    pub has_figures: bool,
    /// What stands there was filled in: not only formulas and the zeros they come to in a blank.
    pub is_filled: bool,
    /// How many spaces its label is set in.
    pub indent: usize,
    /// It has no label of its own: the one above holds for it too.
    pub carried: bool,
    /// It says that it is a part, or follows a line that said so.
    pub part: Option<Part>,
    /// The words «Trong đó» or «Chia ra» stand in a line of their own before it.
    pub introduced: bool,
    /// It is the total of others.
    pub is_total: bool,
    /// The row that it is a part of, by its place in the table.
    pub parent: Option<usize>,
}

/// Rows, and the sheet row where they end.
pub struct Gathered {
    /// The rows.
    pub rows: Vec<Row>,
    /// The first sheet row that is none of the table's.
    pub end: u32,
}

/// The most blank lines inside a table.
const WIDEST_GAP: u32 = 6;

/// Gathers the rows below some headings.
pub fn gather(sheet: &Sheet, columns: &[Column], from: u32, headings: &BTreeMap<u32, Vec<Heading>>) -> Gathered {
    let gatherer = Gatherer::new(sheet, columns, headings);
    let mut rows: Vec<Row> = Vec::new();
    let mut end = from;
    let mut introduced: Option<Part> = None;
    for (row, cells) in sheet.rows_in(from..) {
        let far = row.saturating_sub(end) > WIDEST_GAP;
        // First of all, as «Ghi chú», which heads a column there, begins a note elsewhere.
        if !far && super::heading::next_begins(sheet, row) {
            // What stands right above the next headings is their title.
            loop {
                let above = rows.iter().rev().nth(1).map(|r| r.last_row);
                let Some(title) = rows.pop_if(|r| gatherer.is_title(r, above)) else { break };
                end = title.sheet_row;
            }
            break;
        }
        if gatherer.is_below(cells, &rows) {
            break;
        }
        // Below lines kept free for items only their total belongs to the table.
        if far && !matches!(gatherer.line(row, cells, rows.last()), Line::Row(r) if r.is_total) {
            break;
        }
        match gatherer.line(row, cells, rows.last()) {
            // Figures without a label say more of the row above.
            Line::Nothing if gatherer.has_numbers(cells) => end = row + 1,
            Line::Nothing => {}
            Line::Marker(part) => {
                introduced = Some(part);
                end = row + 1;
            }
            Line::GoesOn(text) => {
                if let Some(last) = rows.last_mut() {
                    last.label = one_line(&format!("{} {text}", last.label));
                    last.whole_label = one_line(&format!("{} {text}", last.whole_label));
                    last.last_row = row;
                    last.has_figures |= gatherer.has_figures(cells);
                    last.is_filled |= gatherer.is_filled(cells);
                }
                end = row + 1;
            }
            Line::Row(mut found) => {
                found.introduced = introduced.is_some();
                found.part = found.part.or(introduced.take());
                rows.push(*found);
                end = row + 1;
            }
        }
    }
    Gathered { rows, end }
}

enum Line {
    Nothing,
    Marker(Part),
    GoesOn(String),
    Row(Box<Row>),
}

struct Gatherer<'a> {
    sheet: &'a Sheet,
    number: Option<u32>,
    /// The columns that the label's heading stands over.
    label: Option<(u32, u32)>,
    measure: Option<u32>,
    others: Vec<u32>,
    left: u32,
    right: u32,
}

impl<'a> Gatherer<'a> {
    fn new(sheet: &'a Sheet, columns: &[Column], headings: &BTreeMap<u32, Vec<Heading>>) -> Self {
        let of = |role| columns.iter().find(|c| c.role == role).map(|c| c.column);
        let label = of(Role::Label).map(|c| {
            let span = headings.get(&c).and_then(|p| p.last()).map(|h| (h.first, h.last));
            span.unwrap_or((c, c))
        });
        let inside = |c: u32| label.is_some_and(|(first, last)| (first..=last).contains(&c));
        let others = columns.iter().filter(|c| c.role == Role::Other && !inside(c.column)).map(|c| c.column);
        Self {
            sheet,
            number: of(Role::Number),
            label,
            measure: of(Role::Measure),
            others: others.collect(),
            left: columns.first().map_or(0, |c| c.column),
            right: columns.last().map_or(0, |c| c.column),
        }
    }

    fn at(&self, row: u32, column: Option<u32>) -> Option<&Cell> {
        self.sheet.cell(Address::new(row, column?)?)
    }

    /// Tells whether a row is a line across the table with nothing beside it; the row above it ends in `above`.
    fn is_title(&self, row: &Row, above: Option<u32>) -> bool {
        let label = self.label.map(|(_, last)| last);
        let cells = self.sheet.row(row.sheet_row);
        let across = cells.iter().filter_map(|c| self.sheet.merge_at(c.at)).any(|m| Some(m.last.column) > label);
        // Not merged, it stands in the first column, or all in capitals.
        let measure = |c: &Cell| c.text().is_some_and(|t| announced(t).is_some());
        let left = cells.iter().all(|c| Some(c.at.column) == self.number || measure(c));
        let capitals = words::is_capital(&row.label);
        // «2. Lao động được đào tạo nghề»: its number is its own, and no row's.
        let unnumbered = row.number.is_empty() || (left && !row.label.is_empty());
        // «II. CHĂN NUÔI» over the labels, below a blank line.
        let apart =
            above.is_some_and(|above| row.sheet_row > above + 1) && self.at(row.sheet_row, self.number).is_none();
        let loud = apart && row.label.contains(' ') && !row.label.chars().any(char::is_lowercase);
        let heads = unnumbered && (across || left || capitals) || loud;
        heads && row.measure.is_empty() && !row.has_figures && !row.is_total
    }

    /// Tells whether a row stands below the table: a signature, a recipient, a note.
    fn is_below(&self, cells: &[Cell], rows: &[Row]) -> bool {
        let numbered = cells.iter().any(|c| Some(c.at.column) == self.number && !matches!(c.value, Value::Text(_)));
        let begins = self.has_figures(cells) && rows.is_empty();
        !(numbered || begins) && cells.iter().filter_map(Cell::text).any(words::stands_below)
    }

    /// Tells whether something stands beside the label; a cross only says that nothing may, and a measure is that of the
    /// table whose title it stands beside.
    fn has_figures(&self, cells: &[Cell]) -> bool {
        let none = |t: &str| nothing(t) == Some(Nothing::NotApplicable) || announced(t).is_some();
        cells.iter().any(|c| self.others.contains(&c.at.column) && !c.text().is_some_and(none))
    }

    fn has_numbers(&self, cells: &[Cell]) -> bool {
        let number = |value: &Value| match value {
            Value::Text(text) => number::read(text).is_ok(),
            value => !matches!(value, Value::Boolean(_)),
        };
        cells.iter().any(|c| self.others.contains(&c.at.column) && number(&c.value))
    }

    fn is_filled(&self, cells: &[Cell]) -> bool {
        let filled = |c: &Cell| match &c.value {
            Value::NoResult(_) | Value::Unsure { .. } => false,
            Value::Number(n) => !n.is_zero(),
            _ => true,
        };
        let own = cells.iter().filter(|c| self.others.contains(&c.at.column));
        self.has_figures(cells) && own.into_iter().any(filled)
    }

    /// What one sheet row is to the table.
    fn line(&self, row: u32, cells: &[Cell], above: Option<&Row>) -> Line {
        let headed = |c: &&Cell| (self.left..=self.right).contains(&c.at.column);
        if !cells.iter().any(|c| headed(&c)) {
            return Line::Nothing;
        }
        let number = self.at(row, self.number).map(|c| number_text(&c.value)).unwrap_or_default();
        let (sign, raw) = self.label_text(row);
        let raw = raw.unwrap_or_default();
        let has_figures = self.has_figures(cells);
        let measure = self.measure_text(row, above);
        let indent = raw.chars().take_while(|c| c.is_whitespace()).count();
        let whole = one_line(&raw);
        let key = fold(&whole);
        // Dots that only keep a line free.
        if key.is_empty() && (is_dots(&number) || (number.is_empty() && !has_figures && is_dots(&whole))) {
            return Line::Nothing;
        }
        if let Some(part) = words::marker(&key)
            && !has_figures
            && measure.is_empty()
        {
            return Line::Marker(part);
        }
        if whole.is_empty() && number.is_empty() {
            return self.second_measure(row, measure, has_figures, above);
        }
        // In a list an item goes on over several lines; so does a long label.
        let list_line = self.number.is_some() && has_figures && above.is_some_and(|a| !a.number.is_empty());
        let bracketed = whole.starts_with('(');
        let small = whole.chars().next().is_some_and(char::is_lowercase);
        let own_numbering = sign.is_some() || numbering::split(&whole).is_some();
        // «Tổng diện tích tự nhiên», whose figures are left out in the blank, is a row of its own.
        let total = words::begins_total(&key) || key.words().next() == Some(fold("tổng").as_str());
        let text_only = !cells.iter().any(|c| self.others.contains(&c.at.column) && !matches!(c.value, Value::Text(_)));
        let goes_on = number.is_empty()
            && sign.is_none()
            && measure.is_empty()
            && above.is_some_and(|a| row - a.last_row <= 1)
            && !own_numbering
            && (if has_figures {
                list_line && text_only && self.measure.is_none() && !total
            } else {
                small || bracketed || (self.is_list_line(above) && !total)
            });
        if goes_on {
            return Line::GoesOn(whole);
        }
        let (number, label) = match (number.is_empty(), &sign, numbering::split(&whole)) {
            (false, _, _) => (number, whole.clone()),
            (true, Some(sign), _) => (sign.clone(), whole.clone()),
            (true, None, Some((number, rest))) => (number.to_owned(), rest.to_owned()),
            (true, None, None) => (String::new(), whole.clone()),
        };
        let label_key = fold(&label);
        Line::Row(Box::new(Row {
            sheet_row: row,
            last_row: row,
            part: words::lead(&label_key),
            // «TỔNG CỘNG = I + II» says of what.
            is_total: words::is_total(&label_key)
                || words::is_total(&fold(&number))
                || label.split_once('=').is_some_and(|(total, _)| words::is_total(&fold(total))),
            introduced: false,
            whole_label: whole,
            number,
            label,
            measure,
            has_figures,
            is_filled: self.is_filled(cells),
            indent,
            carried: false,
            parent: None,
        }))
    }

    /// Tells whether the row above is an item of a list whose words go on below it.
    fn is_list_line(&self, above: Option<&Row>) -> bool {
        self.number.is_some() && self.measure.is_none() && above.is_some_and(|a| !a.number.is_empty() && a.has_figures)
    }

    /// A row without a label: a second measure of what the row above counts, or nothing.
    fn second_measure(&self, row: u32, measure: String, has_figures: bool, above: Option<&Row>) -> Line {
        let merged = self.label.and_then(|(c, _)| self.sheet.merge_at(Address::new(row, c)?)).is_some();
        match above {
            Some(above) if has_figures && (merged || !measure.is_empty()) => Line::Row(Box::new(Row {
                sheet_row: row,
                last_row: row,
                number: String::new(),
                label: above.label.clone(),
                whole_label: above.whole_label.clone(),
                measure,
                has_figures,
                is_filled: has_figures,
                indent: above.indent,
                carried: true,
                part: None,
                introduced: false,
                is_total: false,
                parent: None,
            })),
            _ => Line::Nothing,
        }
    }

    /// The label, and the sign that stands before it in a column of its own under the same heading.
    fn label_text(&self, row: u32) -> (Option<String>, Option<String>) {
        let Some((first, last)) = self.label else { return (None, None) };
        let cells: Vec<&Cell> = (first..=last).filter_map(|c| self.at(row, Some(c))).collect();
        let texts: Vec<String> = cells.iter().filter_map(|c| label_of(&c.value)).collect();
        // A total, or a heading of rows, is often written in the column of numbers.
        if texts.is_empty()
            && let Some(text) = self.at(row, self.number).and_then(Cell::text)
            && is_no_number(text)
        {
            return (None, Some(text.to_owned()));
        }
        match texts.as_slice() {
            [] => (None, None),
            [one] => (None, Some(one.clone())),
            [sign, rest @ ..] if !numbering::read(sign).is_empty() => {
                (Some(sign.trim().to_owned()), Some(rest.join(" ")))
            }
            several => (None, Some(several.join(" "))),
        }
    }

    /// The measure of a row, ditto marks written out.
    fn measure_text(&self, row: u32, above: Option<&Row>) -> String {
        let shown = self.measure.and_then(|c| self.sheet.shown(Address::new(row, c)?));
        let text = shown.map(|c| c.value.on_one_line().into_owned()).unwrap_or_default();
        if is_ditto(&text) { above.map(|a| a.measure.clone()).unwrap_or_default() } else { text }
    }
}

/// A label is words; a bare number in its column is none unless it is whole (a year, a group of age).
fn label_of(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.to_string()),
        Value::Number(n) if n.is_integer() && (1900.into()..=2100.into()).contains(n) => Some(n.to_string()),
        _ => None,
    }
}

/// What stands in the column of numbers; Excel makes dates of `3.1` and `9/1`.
fn number_text(value: &Value) -> String {
    match value {
        Value::Date(date) => date.typed().unwrap_or_default().replace('/', "."),
        Value::Text(text) if is_no_number(text) => String::new(),
        Value::Text(text) => one_line(text),
        Value::Number(n) => n.normalize().to_string(),
        _ => String::new(),
    }
}

/// Tells whether words stand in the column of numbers.
fn is_no_number(text: &str) -> bool {
    let words = text.split_whitespace().filter(|w| w.chars().filter(|c| c.is_alphabetic()).count() >= 2).count();
    words::begins_total(&fold(text)) || (words >= 2 && numbering::read(text).is_empty())
}

fn is_dots(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '.' | '…' | ' '))
}

/// Marks that stand for what is written above: `"`, `''`, `//`, `nt`, «như trên».
pub fn is_ditto(text: &str) -> bool {
    let bare = text.trim_matches(['-', ' ', '.']);
    let sign =
        matches!(bare, "\"" | "''" | "”" | "“" | "″" | "〃" | "//" | "nt" | "NT" | "Nt") && nothing(bare).is_none();
    sign || bare.starts_with(['n', 'N']) && bare.to_lowercase() == "như trên"
}
