//! How much room a text takes: row heights for wrapped text, which neither Excel nor LibreOffice
//! works out for merged cells.

/// The width of a character of Times New Roman 12, in pixels at 96 dpi.
fn pixels(c: char) -> f64 {
    match c {
        ' ' | 'i' | 'l' | 'j' | 't' | 'f' | 'I' | '.' | ',' | ';' | ':' | '\'' | '(' | ')' | '/' | '|' | '!' => 4.8,
        'm' | 'w' | 'M' | 'W' | '%' | '&' | '…' => 13.0,
        c if c.is_uppercase() => 11.0,
        _ => 7.6,
    }
}

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
