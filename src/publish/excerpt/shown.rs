//! The text of a cell as people see it in the sheet.

use rust_decimal::Decimal;

use crate::intake::{Cell, NumberFormat, Value};
use crate::vietnamese::number::Vietnamese;
use crate::vietnamese::text::{nfc, shorten};

/// No excerpt needs more of a cell.
const LONGEST: usize = 160;

/// What a cell shows: numbers the Vietnamese way and with all their digits, texts on one line.
///
/// Digits that a number format hides are shown: a report about a figure must not round it.
pub(super) fn text(cell: &Cell) -> String {
    match &cell.value {
        Value::Number(number) => in_format(*number, cell),
        Value::Unsure { stored, .. } if !stored.is_zero() => in_format(*stored, cell),
        Value::Date(date) => date.written(true).unwrap_or_else(|| cell.value.to_string()),
        value => legible(&value.to_string()),
    }
}

/// Tells whether a cell's content stands at the right of its cell, as numbers do in a sheet: it tells a
/// number from a text that looks like one.
pub(super) fn at_right(cell: &Cell) -> bool {
    matches!(cell.value, Value::Number(_) | Value::Huge(_) | Value::Date(_) | Value::Unsure { .. })
}

fn in_format(number: Decimal, cell: &Cell) -> String {
    if cell.number_format() == NumberFormat::Percent {
        let percent = number.checked_mul(Decimal::ONE_HUNDRED).map(|n| n.normalize());
        return percent.map_or_else(|| number.to_string(), |n| format!("{} %", Vietnamese(n)));
    }
    let Some(style) = cell.style.as_deref() else { return Vietnamese(number).to_string() };
    if number.is_zero() && !style.zero.is_empty() {
        return legible(&style.zero);
    }
    match style.shown.trim() {
        // Thousands that the format leaves out are shown: they are there.
        "" | "," => Vietnamese(number).to_string(),
        beside => format!("{} {}", Vietnamese(number), legible(beside)),
    }
}

/// A text on one line, of moderate length, without what would move the cursor or turn the direction of
/// writing.
fn legible(text: &str) -> String {
    let text = nfc(text);
    if text.chars().any(is_unseen) {
        let seen: String = text.chars().filter(|c| c.is_whitespace() || !is_unseen(*c)).collect();
        return shorten(&seen, LONGEST);
    }
    shorten(&text, LONGEST)
}

/// Tells whether a character is a control of the terminal or of the direction of writing.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::address::Address;
    use crate::intake::CellStyle;

    fn shown(value: Value, style: CellStyle) -> String {
        text(&Cell { at: Address { row: 0, column: 0 }, value, style: Some(Arc::new(style)) })
    }

    #[test]
    fn numbers_are_shown_the_vietnamese_way_with_all_their_digits() {
        let plain = |n| shown(Value::number(n), CellStyle::default());
        assert_eq!(plain(18_939.5), "18.939,5");
        assert_eq!(plain(-0.25), "-0,25");
        let percent = CellStyle { number_format: NumberFormat::Percent, ..CellStyle::default() };
        assert_eq!(shown(Value::number(0.8276), percent), "82,76 %");
        let words = CellStyle { shown: "m".into(), ..CellStyle::default() };
        assert_eq!(shown(Value::number(1200.0), words), "1.200 m");
        let zero = CellStyle { zero: "chưa có".into(), ..CellStyle::default() };
        assert_eq!(shown(Value::number(0.0), zero), "chưa có");
    }

    #[test]
    fn nothing_in_a_cell_moves_the_cursor() {
        let text = Value::Text("a\u{1b}[31mb\u{202e}c\r\n d".into());
        assert_eq!(shown(text, CellStyle::default()), "a[31mbc d");
    }
}
