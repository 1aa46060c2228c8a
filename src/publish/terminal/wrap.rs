//! Text within the width of a terminal.

use crate::publish::excerpt::is_unseen;
use crate::vietnamese::text::nfc;

/// How many columns of a terminal a text takes.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

/// Marks that stand over or under a letter take none, the signs of East Asia and pictures two.
fn columns_of(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// A text as a terminal may be given it: nothing in it moves the cursor or changes colours.
pub(super) fn safe(text: &str) -> String {
    let spaced = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    nfc(&spaced.filter(|c| !is_unseen(*c)).collect::<String>()).into_owned()
}

/// Breaks a text into lines at spaces; a word longer than a line is broken where the line ends.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut taken = 0;
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let wide = columns(word);
        if !line.is_empty() && taken + 1 + wide > width {
            lines.push(std::mem::take(&mut line));
            taken = 0;
        }
        if !line.is_empty() {
            line.push(' ');
            taken += 1;
        }
        for c in word.chars() {
            let wide = columns_of(c);
            if taken + wide > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                taken = 0;
            }
            line.push(c);
            taken += wide;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Breaks a text into no more than so many lines; `…` ends it where something was cut.
pub(super) fn wrap_within(text: &str, width: usize, most: usize) -> Vec<String> {
    let mut lines = wrap(text, width);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            if columns(last) + 1 > width {
                last.pop();
                // At a word, unless that would leave less than half.
                let end = last.rfind(' ').filter(|end| *end > last.len() / 2).unwrap_or(last.len());
                last.truncate(end);
            }
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_long_words_where_they_must() {
        assert_eq!(wrap("Số km đường giao thông", 9), ["Số km", "đường", "giao", "thông"]);
        assert_eq!(wrap("PHULUCKEHOACH 2024", 6), ["PHULUC", "KEHOAC", "H 2024"]);
        assert_eq!(wrap("", 10), [""]);
    }

    #[test]
    fn a_letter_with_its_marks_takes_one_column_however_it_is_written() {
        assert_eq!(columns("Số hộ"), 5);
        assert_eq!(columns("So\u{302}\u{301} ho\u{323}\u{302}"), 5);
        assert_eq!(safe("So\u{302}\u{301}\u{1b}[2J\u{202e}\n2"), "Số[2J 2");
    }

    #[test]
    fn what_is_cut_ends_in_an_ellipsis_within_the_width() {
        assert_eq!(wrap_within("Số km đường giao thông", 8, 1), ["Số km…"]);
        assert_eq!(wrap_within("Số km đường", 11, 1), ["Số km đường"]);
        assert_eq!(wrap_within("abcdefgh", 4, 1), ["abc…"]);
        assert_eq!(wrap_within("Tỷ lệ người dân khác", 9, 1), ["Tỷ lệ…"]);
    }
}
