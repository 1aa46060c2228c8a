//! A page to delimited text, as Excel under a Vietnamese locale saves it: decimals
//! with a comma, lines ending in CR LF, every line as wide as the table.

use super::page::{Content, Page};
use unicode_normalization::UnicodeNormalization;

/// The page as lines of fields, quoted where the delimiter or a line break is in them.
pub fn lines(page: &Page, delimiter: char) -> String {
    let mut text = String::new();
    for cells in &page.rows {
        let fields: Vec<String> = (0..page.width())
            .map(|column| match cells.get(column).map(|cell| &cell.content) {
                Some(Content::Text(text)) => quoted(text, delimiter),
                Some(Content::Number(number) | Content::Formula(_, number)) => {
                    quoted(&number.replace('.', ","), delimiter)
                }
                Some(Content::Blank) | None => String::new(),
            })
            .collect();
        text.push_str(&fields.join(&delimiter.to_string()));
        text.push_str("\r\n");
    }
    text
}

fn quoted(field: &str, delimiter: char) -> String {
    if field.contains([delimiter, '"', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_string()
    }
}

/// UTF-8 with the mark that Excel's «CSV UTF-8» puts first.
pub fn utf8(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").into_bytes()
}

/// UTF-16LE with its mark: Excel's «Unicode Text».
pub fn utf16(text: &str) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The Vietnamese code page of Windows.
///
/// It has letters for â ê ô ă ơ ư đ but no letters with tones, so a tone follows
/// its vowel as a mark of its own.
pub fn windows_1258(text: &str) -> Vec<u8> {
    let mut apart = String::new();
    for letter in text.nfc() {
        let (mut vowel, mut tone) = (String::new(), None);
        for part in std::iter::once(letter).nfd() {
            match part {
                '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tone = Some(part),
                _ => vowel.push(part),
            }
        }
        apart.extend(vowel.nfc());
        apart.extend(tone);
    }
    let (bytes, _, lost) = encoding_rs::WINDOWS_1258.encode(&apart);
    assert!(!lost, "the code page has no letter for some of this text");
    bytes.into_owned()
}

/// The codes of TCVN3 for letters in Unicode; capitals with tones have none, they are drawn by fonts.
pub fn in_tcvn3(text: &str) -> String {
    const RUNS: [(u32, &str); 8] = [
        (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
        (0xB5, "àảãáạ"),
        (0xBB, "ằẳẵắ"),
        (0xC6, "ặầẩẫấậè"),
        (0xCE, "ẻẽéẹềểễếệìỉ"),
        (0xDC, "ĩíịò"),
        (0xE1, "ỏõóọồổỗốộờởỡớợù"),
        (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
    ];
    let code = |c: char| {
        RUNS.iter().find_map(|(first, run)| {
            let at = run.chars().position(|letter| letter == c)?;
            char::from_u32(first + u32::try_from(at).unwrap())
        })
    };
    text.chars().map(|c| code(c).or_else(|| code(c.to_lowercase().next().unwrap())).unwrap_or(c)).collect()
}

/// Text in the bytes of TCVN3.
pub fn tcvn3(text: &str) -> Vec<u8> {
    in_tcvn3(text).chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
}
