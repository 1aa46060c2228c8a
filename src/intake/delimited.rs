//! csv and tsv: encoding and delimiter told by the content.

use std::borrow::Cow;
use std::collections::HashSet;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};

use crate::address::{Address, LAST_COLUMN, LAST_ROW};
use crate::finding::intake::{Fault, Foreign, Problem, Size};
use crate::vietnamese::legacy::{Verdict, judge};
use crate::vietnamese::number;
use crate::vietnamese::text::nfc;

use super::Budget;
use super::cell::{Cell, Value};
use super::sheet::Sheet;

/// Delimiters in the order in which a tie is decided: a tab is never decimal or punctuation.
const DELIMITERS: [u8; 4] = [b'\t', b';', b',', b'|'];

pub(super) fn sheets(bytes: &[u8], file: &str, budget: &mut Budget<'_>) -> Result<Vec<Sheet>, Box<Problem>> {
    let text = decode(bytes);
    if has_lost_letters(bytes) {
        return Err(Box::new(Problem::LettersLost));
    }
    let (text, delimiter) = delimiter(&text).ok_or_else(|| Box::new(Problem::NotAWorkbook { kind: Foreign::Text }))?;
    let mut cells = Vec::new();
    // The csv reader gives records, not lines: a quoted field may hold line breaks, and Excel
    // shows each record as one row. It leaves out blank lines, which Excel keeps.
    let mut reader = reader(text, delimiter);
    let mut lengths: Vec<(u32, usize)> = Vec::new();
    let mut row = 0u32;
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(super::damaged)? {
        row += blank_lines(text, record.position().map_or(0, csv::Position::byte));
        if row > LAST_ROW {
            return Err(Box::new(Problem::TooLarge {
                what: Size::Rows,
                found: u64::from(row),
                most: u64::from(LAST_ROW),
            }));
        }
        for (column, field) in record.iter().enumerate() {
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            if column > LAST_COLUMN {
                return Err(Box::new(Problem::TooLarge {
                    what: Size::Columns,
                    found: u64::from(column),
                    most: u64::from(LAST_COLUMN),
                }));
            }
            if let (Some(at), Some(value)) = (Address::new(row, column), super::xlsx::text(&as_said(field))) {
                let cell = Cell { at, value, style: None };
                budget.take(&cell)?;
                cells.push(cell);
            }
        }
        lengths.push((row, record.len()));
        row += 1;
    }
    refuse_parted(&mut cells, &lengths);
    Ok(vec![Sheet::new(sheet_name(file), true, cells, Vec::new())])
}

/// A field as it shows in Excel: `="3,5"` is how programs keep Excel from making another thing of «3,5».
fn as_said(field: &str) -> Cow<'_, str> {
    let inside = field.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    // Of a formula that joins texts (`="a"&"b"`) the result is not known.
    match inside.map(|said| said.replace("\"\"", "\u{0}")).filter(|said| !said.contains('"')) {
        Some(said) => Cow::Owned(said.replace('\u{0}', "\"")),
        None => Cow::Borrowed(field),
    }
}

/// So many words with lost letters are no slip of the keyboard.
const LOST: usize = 3;

/// Tells whether letters were lost when the file was saved: Excel writes a csv in the page of the computer, and «?»
/// for every letter that it does not have («CH? TIÊU K? HO?CH»).
fn has_lost_letters(bytes: &[u8]) -> bool {
    // Lost are they within a word: behind one «?» may be meant. Most files have none at all.
    let within = |w: &[u8]| matches!(w, [b'?', next] if next.is_ascii_alphabetic() || *next >= 0xC0);
    if bytes.windows(2).filter(|w| within(w)).take(LOST).count() < LOST {
        return false;
    }
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8.decode(bytes).0,
        // The page that has no Vietnamese letters but those of French.
        None => WINDOWS_1252.decode(bytes).0,
    };
    // Where one Vietnamese letter stands, none was lost.
    if text
        .chars()
        .any(|c| c.is_alphabetic() && (c > '\u{ff}' && !matches!(c, 'Œ' | 'œ' | 'Š' | 'š' | 'Ž' | 'ž' | 'Ÿ' | 'ƒ')))
    {
        return false;
    }
    let (mut words, mut lost) = (0usize, 0usize);
    for word in text.split(|c: char| !c.is_alphabetic() && c != '?') {
        words += usize::from(word.chars().any(char::is_alphabetic));
        let begun = word.trim_end_matches('?');
        lost += usize::from(begun.contains('?'));
    }
    lost >= LOST && lost * 10 >= words
}

/// Refuses the figures of records with more fields than the table has columns: a comma within one has
/// parted it, and whose each piece is cannot be told.
fn refuse_parted(cells: &mut [Cell], lengths: &[(u32, usize)]) {
    let mut counts = std::collections::BTreeMap::new();
    for (_, fields) in lengths.iter().filter(|(_, fields)| *fields > 1) {
        *counts.entry(*fields).or_insert(0usize) += 1;
    }
    // The table's columns: the most common number of fields.
    let Some((usual, _)) = counts.into_iter().max_by_key(|(_, records)| *records) else { return };
    let long: HashSet<u32> = lengths.iter().filter(|(_, fields)| *fields > usual).map(|(row, _)| *row).collect();
    for cell in cells.iter_mut().filter(|c| long.contains(&c.at.row)) {
        if cell.text().is_some_and(|text| number::read(text).is_ok()) {
            cell.value = Value::Broken(Fault::Parted);
        }
    }
}

/// Counts the blank lines at a byte, which is where the csv reader began to look for a record.
fn blank_lines(text: &str, from: u64) -> u32 {
    let from = usize::try_from(from).unwrap_or(usize::MAX);
    let ends = text.as_bytes().get(from..).unwrap_or_default();
    let run = ends.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
    let lines = u32::try_from(run.filter(|b| **b == b'\n').count()).unwrap_or(u32::MAX);
    // The second half of the line break that ended the record before.
    let half = ends.first() == Some(&b'\n') && from > 0 && text.as_bytes().get(from - 1) == Some(&b'\r');
    lines - u32::from(half)
}

/// What Excel names the only sheet of a text file: the file without its ending.
pub fn sheet_name(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0;
    }
    if let Some(encoding) = looks_like_utf16(bytes.get(..bytes.len().min(4096)).unwrap_or_default()) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    let (text, wrong) = UTF_8.decode_without_bom_handling(bytes);
    if !wrong {
        return text;
    }
    // windows-1258 writes tones as combining marks: composed, the letters are what a person typed.
    let (text, _) = WINDOWS_1258.decode_without_bom_handling(bytes);
    let text = nfc(&text).into_owned();
    // TCVN3 and VNI were stored as if they were Western European.
    let (western, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    if legacy_lines(&western) > unicode_lines(&text) { western } else { Cow::Owned(text) }
}

/// How many lines of the beginning hold words of an encoding of before Unicode.
fn legacy_lines(text: &str) -> usize {
    text.lines().take(200).filter(|l| matches!(judge(l), Verdict::Legacy(_))).count()
}

/// How many lines of the beginning hold words in Unicode.
fn unicode_lines(text: &str) -> usize {
    text.lines().take(200).filter(|l| matches!(judge(l), Verdict::Unicode)).count()
}

/// Tells UTF-16 without a mark by its NULs: most of every table is digits, tabs and spaces.
pub(super) fn looks_like_utf16(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.len() / 2;
    if pairs < 2 {
        return None;
    }
    let nuls = |offset: usize| head.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (first, second) = (nuls(0), nuls(1));
    if second * 3 > pairs && first * 20 < pairs {
        Some(UTF_16LE)
    } else if first * 3 > pairs && second * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Finds the delimiter: the one under which the most records have the same number of fields, two or
/// more. Nothing if under none a table appears. Excel's own `sep=;` line decides and is cut off.
fn delimiter(text: &str) -> Option<(&str, u8)> {
    if let Some(rest) = text.strip_prefix("sep=") {
        let (mark, body) = rest.split_once('\n')?;
        return mark.trim_end_matches('\r').bytes().next().map(|d| (body, d));
    }
    let mut best: Option<((usize, usize), u8)> = None;
    for delimiter in DELIMITERS {
        let mut counts = std::collections::BTreeMap::new();
        let mut all = 0usize;
        for record in reader(text, delimiter).records().take(200).map_while(Result::ok) {
            *counts.entry(record.len()).or_insert(0usize) += 1;
            all += 1;
        }
        let fitting = counts.into_iter().filter(|(fields, records)| *fields >= 2 && *records >= 2);
        // First how much of the text is in the shape, in tenths: under the comma a heading without one
        // does not fit the grouped numbers below it. Then how much of a table that makes.
        let score = fitting.map(|(fields, records)| (records * 10 / all.max(1), records * fields.min(8))).max();
        if let Some(score) = score
            && best.is_none_or(|(most, _)| score > most)
        {
            best = Some((score, delimiter));
        }
    }
    best.map(|(_, delimiter)| (text, delimiter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_kept_from_excel_is_what_it_says() {
        for (field, said) in [
            ("=\"3,5\"", "3,5"),
            ("=\"001\"", "001"),
            ("=\"\"", ""),
            ("=\"a \"\"b\"\"\"", "a \"b\""),
            // The guard of this program's own results, formulas, and words.
            ("'=\"3,5\"", "'=\"3,5\""),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
            ("=1+2", "=1+2"),
            ("«3,5»", "«3,5»"),
        ] {
            assert_eq!(as_said(field), said, "{field}");
        }
    }

    #[test]
    fn letters_lost_in_saving_are_told_from_questions() {
        let western = |text: &str| WINDOWS_1252.encode(text).0.into_owned();
        for (bytes, expected) in [
            (western("STT,Ch? tiêu,?VT,K? ho?ch\n1,S? h? ???c h? tr?,H?,12\n2,T? l? lao ??ng,%,3"), true),
            ("STT,Ch? tieu,?VT,K? ho?ch\n1,S? h? ???c h? tr?,H?,12".into(), true),
            ("STT,Chỉ tiêu,ĐVT,K?hoạch\n1,h?p,?a,12".into(), false),
            ("STT,Noi dung,Ghi chu\n1,Bao nhieu?,Sao?\n2,Khi nao?,Ai?".into(), false),
            ("ten,lien ket\na,http://x?a=1&b=2\nb,http://x?b=2".into(), false),
            (WINDOWS_1258.encode("STT,Ch? tiêu\n1,Bao nhiêu?").0.into_owned(), false),
        ] {
            assert_eq!(has_lost_letters(&bytes), expected, "{}", String::from_utf8_lossy(&bytes));
        }
    }
    use crate::intake::Limits;

    fn texts(bytes: &[u8]) -> Vec<(String, String)> {
        let sheets = sheets(bytes, "a/b.csv", &mut Budget::new(&Limits::default())).unwrap();
        sheets[0].rows().flat_map(|(_, cells)| cells.iter().map(|c| (c.at.to_string(), c.value.to_string()))).collect()
    }

    fn pair(at: &str, text: &str) -> (String, String) {
        (at.to_owned(), text.to_owned())
    }

    #[test]
    fn semicolons_win_over_decimal_commas() {
        let cells = texts("STT;Chỉ tiêu;Số\n1;Tỷ lệ, %;86,92\n2;Hộ;1.234\n".as_bytes());
        assert!(cells.contains(&pair("C2", "86,92")));
        assert!(cells.contains(&pair("B2", "Tỷ lệ, %")));
    }

    #[test]
    fn a_figure_parted_by_its_own_comma_is_not_read() {
        let cells = texts("STT,Xã,Số\n1,A,82,76\n2,B,5\n3,C,6\n".as_bytes());
        assert!(
            cells.contains(&pair("C2", "?")) && cells.contains(&pair("D2", "?")) && cells.contains(&pair("C3", "5"))
        );
    }

    #[test]
    fn grouped_numbers_make_no_columns() {
        let text = "Chỉ tiêu;Số\nHộ;1,234,567\nHộ;1,234,567\nHộ;1,234,567\nHộ;1,234,567\n";
        assert!(texts(text.as_bytes()).contains(&pair("B2", "1,234,567")));
    }

    #[test]
    fn blank_lines_keep_their_rows_and_quoted_breaks_do_not_add_any() {
        let cells = texts("a;b\n\n\"c\nd\";e\nf;g\n".as_bytes());
        assert_eq!(texts("a;b\r\n\r\n\"c\nd\";e\r\nf;g\r\n".as_bytes()), cells);
        assert_eq!(
            cells,
            [pair("A1", "a"), pair("B1", "b"), pair("A3", "c\nd"), pair("B3", "e"), pair("A4", "f"), pair("B4", "g")]
        );
    }

    #[test]
    fn every_encoding_that_offices_save_gives_the_same_text() {
        let text = "STT\tChỉ tiêu\n1\tSố hộ\n2\tTỷ lệ thôn\n";
        let expected = texts(text.as_bytes());
        let mut marked = vec![0xEF, 0xBB, 0xBF];
        marked.extend(text.as_bytes());
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let mut little_marked = vec![0xFF, 0xFE];
        little_marked.extend(&little);
        for bytes in [marked, little, big, little_marked] {
            assert_eq!(texts(&bytes), expected);
        }
    }

    #[test]
    fn windows_1258_is_composed() {
        // «Số hộ»: the code page has ô, tones are marks of their own behind the letter.
        let cells = texts(b"a;S\xF4\xEC\n1;h\xF4\xF2\n");
        assert!(cells.contains(&pair("B1", "Số")));
        assert!(cells.contains(&pair("B2", "hộ")));
    }

    #[test]
    fn bytes_of_tcvn3_are_kept_for_the_conversion_that_follows() {
        // «Số hộ nghèo» in TCVN3.
        let cells = texts(b"STT;S\xE8 h\xE9 ngh\xCCo\n1;\xAE\xAD\xEEc\n");
        assert!(cells.contains(&pair("B1", "S\u{e8} h\u{e9} ngh\u{cc}o")));
    }

    #[test]
    fn text_without_columns_is_no_table() {
        assert!(sheets(b"just a line\nand another\n", "a.txt", &mut Budget::new(&Limits::default())).is_err());
    }
}
