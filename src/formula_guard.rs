//! Texts of a csv that a spreadsheet would run: made harmless when they are written, and as they were when this
//! program reads them back.
//!
//! The rule is that of OWASP's «CSV Injection»: text that begins with `=`, `+`, `-`, `@`, a tab or a line break, or
//! with the wide forms of those signs, gets an apostrophe before it. Here `+` and `-` are no danger before what is
//! only a number, and dashes alone are one of the kinds of nothing: `-5`, `-12,5`, `- 3`, `-`, `--` stay as they
//! stand. «- Trong đó: nữ» does not: Excel takes it for a formula of three names. What would look guarded without
//! being so is guarded too, so that taking the apostrophe away gives back every text there is.

use std::borrow::Cow;

/// Puts an apostrophe before text that a spreadsheet would take for a formula.
pub fn guarded(text: &str) -> Cow<'_, str> {
    // Most begin with a letter or a digit; the wide signs begin with 0xEF.
    if matches!(text.as_bytes(), [] | [b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0xC2..=0xEE, ..]) {
        return Cow::Borrowed(text);
    }
    if is_risky(text.trim_start_matches('\'')) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that was guarded.
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_risky(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

/// Tells whether a spreadsheet would run a text.
fn is_risky(text: &str) -> bool {
    let mut signs = text.chars();
    match signs.next() {
        Some('=' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => true,
        Some('+' | '-') => !is_number(signs.as_str()),
        _ => false,
    }
}

/// Tells whether behind a sign stands a plain number and no more, or a dash and no more.
fn is_number(rest: &str) -> bool {
    let rest = rest.trim();
    let figure = rest.strip_suffix('%').unwrap_or(rest);
    let digits = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}');
    rest.chars().all(|c| matches!(c, '-' | ' ')) || figure.chars().all(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_csv_is_never_a_formula_and_numbers_stay() {
        for text in [
            "=1+1",
            "@SUM(A1)",
            "+cmd",
            "-cmd",
            "-1+cmd|' /C calc'!A0",
            "--cmd|'/C calc'!A0",
            "- Trong đó: nữ",
            "-5/3",
            "\t=1+1",
            "\r=1",
            "\n=1",
            "＝1+1",
            "-5 hộ",
            "+84 209 388 1234 (VP)",
            "'=1+1",
            "''=1",
        ] {
            assert_eq!(guarded(text), format!("'{text}"));
            assert_eq!(unguarded(&guarded(text)), text);
        }
        for text in ["-5", "+5", "-", "--", "- - -", "- 5", "-12,5", "-1.234,56", "-3,5%", "82.76%", "", "'a'", "Hộ"]
        {
            assert_eq!((guarded(text).as_ref(), unguarded(text)), (text, text));
        }
    }

    proptest::proptest! {
        #[test]
        fn what_was_guarded_is_given_back_as_it_was(text in "['=+@\t -]{0,4}[-0-9a-z,.% ]{0,6}") {
            let written = guarded(&text);
            proptest::prop_assert_eq!(unguarded(&written), text.as_str());
            proptest::prop_assert!(!is_risky(&written));
        }
    }
}
