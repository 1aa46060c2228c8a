//! Sheets whose lines are written while the workbook is put together: those of figures and of the items of lists,
//! by far the most there is, which would take more memory than all the rest.
//!
//! The library writes the sheet without them. In their rows it is given cells without content that look as theirs
//! do, so that it knows how far the sheet reaches and we know by which number each look goes. Its own rows of constant
//! memory would not do: they have no outline.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::ops::Range;

use rust_xlsxwriter::XlsxError;

use crate::address::ColumnName;
use crate::patch::{Package, PatchError};

use super::{COMPRESSION, PublishError};

/// The lines of a sheet that are yet to be written.
pub(super) struct Streamed<'r> {
    /// The sheet's name.
    pub sheet: String,
    /// Which rows they are, from 0, in order.
    pub rows: Vec<Range<u32>>,
    /// Writes one into the sheet.
    pub line: Box<dyn FnMut(&mut Line<'_>) + 'r>,
    /// They may take up 4 GB or more.
    pub is_huge: bool,
}

/// So many bytes may be more than a part can have that is not said to be huge.
pub(super) const HUGE: u64 = 3 << 30;

/// How many bytes a line with cells of such texts takes at most.
pub(super) fn most_bytes<'t>(texts: impl IntoIterator<Item = &'t str>) -> u64 {
    // A character may become seven, and there is what stands around the text.
    texts.into_iter().map(|text| text.len() as u64 * 7 + 80).sum::<u64>() + 80
}

/// Tells that a text is longer than a cell can hold, as the library does.
pub(super) fn fits_a_cell(text: &str) -> Result<(), PublishError> {
    const MOST: usize = 32_767;
    if text.len() > MOST && text.encode_utf16().count() > MOST {
        return Err(XlsxError::MaxStringLengthExceeded.into());
    }
    Ok(())
}

impl<'r> Streamed<'r> {
    /// Lets a workbook that is being completed have the lines.
    ///
    /// # Errors
    /// The workbook has no such sheet.
    pub fn into_package(self, package: &mut Package<'r>) -> Result<(), PatchError> {
        let Self { sheet, rows, mut line, is_huge } = self;
        let part = package.sheet_parts()?.remove(&sheet).ok_or(PatchError::Part(sheet))?;
        let write = move |xml: &str, out: &mut dyn Write| put_in(xml, &rows, &mut *line, out);
        package.rewrite(part, COMPRESSION.into(), is_huge, Box::new(write));
        Ok(())
    }
}

/// Writes a sheet with lines in the place of the rows of looks.
fn put_in(xml: &str, rows: &[Range<u32>], line: &mut dyn FnMut(&mut Line<'_>), out: &mut dyn Write) -> io::Result<()> {
    const BEGIN: &str = "<sheetData>";
    let from = xml.find(BEGIN).map_or(xml.len(), |at| at + BEGIN.len());
    let (head, behind) = xml.split_at_checked(from).unwrap_or((xml, ""));
    let (own, tail) = behind.split_at_checked(behind.find("</sheetData>").unwrap_or(0)).unwrap_or(("", behind));
    let own: Vec<(u32, &str)> = elements(own).collect();
    let replaced = |at: &u32| rows.iter().any(|span| span.contains(at));
    let looks: Vec<String> = own
        .iter()
        .filter(|(at, _)| replaced(at))
        .flat_map(|(_, row)| row.split("<c ").skip(1).filter_map(look))
        .collect();
    out.write_all(head.as_bytes())?;
    let mut own = own.into_iter().filter(|(at, _)| !replaced(at)).peekable();
    let mut written = String::new();
    for at in rows.iter().cloned().flatten() {
        while let Some((_, row)) = own.next_if(|(own, _)| *own < at) {
            out.write_all(row.as_bytes())?;
        }
        written.clear();
        line(&mut Line { out: &mut written, number: (at + 1).to_string(), looks: &looks });
        out.write_all(written.as_bytes())?;
    }
    for (_, row) in own {
        out.write_all(row.as_bytes())?;
    }
    out.write_all(tail.as_bytes())
}

/// The rows in the text of a sheet, by their numbers from 0.
fn elements(rows: &str) -> impl Iterator<Item = (u32, &str)> {
    const ROW: &str = "<row r=\"";
    let mut rest = rows;
    std::iter::from_fn(move || {
        let behind = rest.strip_prefix(ROW)?;
        let end = behind.find(ROW).map_or(rest.len(), |at| at + ROW.len());
        let (row, more) = rest.split_at_checked(end)?;
        let number: u32 = behind.split('"').next()?.parse().ok()?;
        rest = more;
        Some((number.checked_sub(1)?, row))
    })
}

/// The number of a cell's look, of its element behind the name.
fn look(cell: &str) -> Option<String> {
    let attributes = cell.split('>').next()?;
    let number = attributes.split_once(" s=\"").and_then(|(_, behind)| behind.split('"').next());
    Some(number.unwrap_or("0").to_owned())
}

/// A line being written, as the library would write it.
pub(super) struct Line<'l> {
    out: &'l mut String,
    number: String,
    looks: &'l [String],
}

impl Line<'_> {
    /// Begins it, with further attributes.
    pub fn begin(&mut self, attributes: &str) {
        self.add(&["<row r=\"", &self.number.clone(), "\"", attributes, ">"]);
    }

    /// Ends it.
    pub fn end(&mut self) {
        self.out.push_str("</row>");
    }

    /// Writes a number, with one of the looks.
    pub fn number(&mut self, column: u16, number: f64, look: Option<usize>) {
        self.cell(column, look);
        self.out.push_str("><v>");
        // Most are whole, which is written the same and faster.
        let whole = (number.fract() == 0.0 && number != 0.0 && number.abs() < 1e15).then_some(number as i64);
        let written = match whole {
            Some(whole) => write!(self.out, "{whole}"),
            None => write!(self.out, "{number}"),
        };
        debug_assert!(written.is_ok(), "a text takes what is written into it");
        self.out.push_str("</v></c>");
    }

    /// Writes a text; an empty one is no more than its look.
    pub fn text(&mut self, column: u16, text: &str, look: Option<usize>) {
        if text.is_empty() {
            if look.is_some() {
                self.cell(column, look);
                self.out.push_str("/>");
            }
            return;
        }
        self.cell(column, look);
        let space = ['\t', '\n', ' '];
        let kept = if text.starts_with(space) || text.ends_with(space) { " xml:space=\"preserve\"" } else { "" };
        self.add(&[" t=\"inlineStr\"><is><t", kept, ">"]);
        escape(text, self.out);
        self.out.push_str("</t></is></c>");
    }

    fn cell(&mut self, column: u16, look: Option<usize>) {
        self.out.push_str("<c r=\"");
        match u8::try_from(column) {
            Ok(letter @ 0..26) => self.out.push(char::from(b'A' + letter)),
            _ => self.out.push_str(&ColumnName(u32::from(column)).to_string()),
        }
        self.out.push_str(&self.number);
        self.out.push('"');
        // The look without a number is the plain one.
        if let Some(look) = look.and_then(|look| self.looks.get(look)).filter(|look| *look != "0") {
            for text in [" s=\"", look, "\""] {
                self.out.push_str(text);
            }
        }
    }

    fn add(&mut self, texts: &[&str]) {
        texts.iter().for_each(|text| self.out.push_str(text));
    }
}

/// Puts a text into XML as Excel has it: what XML cannot hold by its number, and what looks like such a number so
/// that it is none.
fn escape(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    // All bytes are looked at, whatever the first of them say: so the processor does many at once.
    let odd = bytes.iter().fold(false, |odd, b| odd | matches!(b, 0..=0x1F | b'&' | b'<' | b'>' | 0xEF));
    let two = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let numbered = two.fold(false, |any, (a, b)| any | ((*a == b'_') & (*b == b'x')));
    if !odd && !numbered {
        out.push_str(text);
        return;
    }
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\t' | '\n' => out.push(c),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => out.push_str(&format!("_x{:04X}_", u32::from(c))),
            '_' if is_number(text.get(at..).unwrap_or_default()) => out.push_str("_x005F_"),
            _ => out.push(c),
        }
    }
}

/// Tells whether a text begins like the number of a character: `_x000D_`.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix("_x").and_then(|rest| rest.as_bytes().get(..5));
    digits
        .and_then(<[u8]>::split_last)
        .is_some_and(|(end, four)| *end == b'_' && four.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{Format, Workbook};

    use super::*;
    use crate::sheet_text::SheetText as _;

    /// A sheet with one text a line, written by the library and by us.
    fn both(texts: &[&str]) -> (String, String) {
        let of = |streamed: bool| {
            let mut workbook = Workbook::new();
            let mut sheet = workbook.new_worksheet_with_constant_memory().unwrap();
            sheet.set_name("S").unwrap();
            let (bold, italic) = (Format::new().set_bold(), Format::new().set_italic());
            sheet.put_text(0, 0, "head", &italic).unwrap();
            let end = 1 + u32::try_from(texts.len()).unwrap();
            let mut lines = Vec::new();
            if streamed {
                for (look, column) in [&bold, &italic].into_iter().zip(0..) {
                    sheet.write_blank(1, column, look).unwrap();
                }
                sheet.write_blank(end - 1, 2, &bold).unwrap();
                let mut texts = texts.iter().zip(1u32..);
                let line = move |line: &mut Line<'_>| {
                    line.begin("");
                    let (text, at) = texts.next().unwrap();
                    line.text(0, text, Some(0));
                    line.number(1, 0.1 * f64::from(at), None);
                    line.number(2, 1e15 - 1.0, Some(1));
                    line.end();
                };
                lines.push(Streamed {
                    sheet: "S".into(),
                    rows: std::iter::once(1..end).collect(),
                    line: Box::new(line),
                    is_huge: false,
                });
            } else {
                for (text, at) in texts.iter().zip(1..) {
                    sheet.put_text(at, 0, *text, &bold).unwrap();
                    sheet.write_number(at, 1, 0.1 * f64::from(at)).unwrap();
                    sheet.write_number_with_format(at, 2, 1e15 - 1.0, &italic).unwrap();
                }
            }
            sheet.put_bare_text(end, 0, "foot").unwrap();
            workbook.push_worksheet(sheet);
            let bytes = workbook.save_to_buffer().unwrap();
            let mut package = Package::open(&bytes).unwrap();
            lines.into_iter().for_each(|l| l.into_package(&mut package).unwrap());
            let whole = package.finish().unwrap();
            Package::open(&whole).unwrap().part("xl/worksheets/sheet1.xml").unwrap()
        };
        (of(false), of(true))
    }

    #[test]
    fn lines_are_written_as_the_library_writes_them() {
        let controls: Vec<String> = ('\0'..='\u{a0}')
            .chain(['\u{FFFE}', '\u{FFFF}', '\u{FFFD}', '\u{FEFF}'])
            .map(|c| format!("a{c}b"))
            .collect();
        let odd = [
            "",
            " ",
            " a",
            "a\n",
            "\ta",
            "Xã «Côn Minh» & <b>",
            "_x000D_",
            "_x00e9_x000A_",
            "a_x12_",
            "_xằng1_",
            "_x1234",
            "__x1234_",
        ];
        let texts: Vec<&str> = controls.iter().map(String::as_str).chain(odd).collect();
        let (library, ours) = both(&texts);
        assert_eq!(ours, library);
        let (library, ours) = both(&["one"]);
        assert_eq!(ours, library);
    }
}
