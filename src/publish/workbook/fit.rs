//! How much room a text takes: row heights for wrapped text, which neither Excel nor LibreOffice
//! works out for merged cells.

use unicode_normalization::UnicodeNormalization as _;

/// The width of a character of Times New Roman 12, in pixels at 96 dpi: by the font's own table, an accent taking no
/// room.
fn pixels(c: char) -> f64 {
    let thousandths = match c.nfd().next().unwrap_or(c) {
        ' ' | '.' | ',' => 250.0,
        'i' | 'j' | 'l' | 't' | ':' | ';' | '/' | '|' => 278.0,
        'f' | 'r' | 'I' | '(' | ')' | '[' | ']' | '-' | '!' | '\'' => 333.0,
        's' | 'J' => 389.0,
        'a' | 'c' | 'e' | 'z' | '?' => 444.0,
        'P' | 'S' | 'F' => 556.0,
        'E' | 'L' | 'T' | 'Z' => 611.0,
        'B' | 'C' | 'R' => 667.0,
        'm' | 'w' => 778.0,
        'M' | 'W' | '%' => 944.0,
        '…' => 1000.0,
        c if c.is_uppercase() || c == '&' => 722.0,
        // Signs of other scripts are square.
        c if c > '\u{2e7f}' => 1000.0,
        _ => 500.0,
    };
    // A little more than there is: what stands in for the font elsewhere is wider.
    thousandths * EM / 1000.0 * 1.05
}

/// How wide Times New Roman 12 is set, in pixels.
const EM: f64 = 16.0;

/// How wide a column (in Excel's units) holds a text of size 12 on one line.
pub fn width_of(text: &str, bold: bool) -> f64 {
    let wide: f64 = text.chars().map(pixels).sum();
    (wide * if bold { BOLD } else { 1.0 } + 4.0) / 8.0
}

/// Bold letters are wider than plain ones.
pub const BOLD: f64 = 1.08;

/// The height in points that a text needs in a column of some width (in Excel's units), wrapped at
/// spaces as a spreadsheet does; never less than one line.
pub fn height(text: &str, column_width: f64, font_size: f64) -> f64 {
    let room = (column_width * 8.0 - 4.0).max(20.0);
    let scale = font_size / 12.0;
    let mut lines = 0.0;
    for paragraph in text.split('\n') {
        lines += 1.0;
        let mut used = 0.0;
        for word in paragraph.split(' ') {
            let wide: f64 = word.chars().map(pixels).sum::<f64>() * scale;
            if used > 0.0 && used + wide > room {
                lines += 1.0;
                used = 0.0;
            }
            // A word longer than the line is broken.
            lines += (wide / room).ceil().max(1.0) - 1.0;
            used += wide % room + pixels(' ') * scale;
        }
    }
    // Excel's limit for a row is 409 points.
    (lines * font_size * 1.32 + 4.0).min(409.0)
}

/// The height of a row: that of its tallest text.
pub fn row_height<'a>(texts: impl IntoIterator<Item = (&'a str, f64)>, font_size: f64) -> f64 {
    texts.into_iter().map(|(text, width)| height(text, width, font_size)).fold(height("", 10.0, font_size), f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_labels_take_more_lines() {
        let one = height("Số hộ", 40.0, 12.0);
        let label = "Tỷ lệ hộ DTTS nghèo, hộ nghèo dân tộc Kinh sinh sống ở xã ĐBKK, thôn ĐBKK không có hoặc thiếu đất sản xuất được hỗ trợ";
        assert!(height(label, 40.0, 12.0) > 2.5 * one);
        assert!(height(label, 40.0, 12.0) > height(label, 80.0, 12.0));
        assert!(height(&"x".repeat(100_000), 10.0, 12.0) <= 409.0);
    }
}
