//! What a number format means: it shows a percentage, a date, words of its own, or nothing but the
//! number.

use super::cell::NumberFormat;

/// What a format does to a number, told by its number where it is a built-in one, else by its code.
pub(super) fn meaning(id: Option<u32>, code: &str) -> NumberFormat {
    if matches!(id, Some(9 | 10)) || shows_percent(code) { NumberFormat::Percent } else { NumberFormat::Plain }
}

/// Tells whether a format code shows a date or a time: `dd/mm/yyyy`, `[h]:mm`.
pub(super) fn shows_date(code: &str) -> bool {
    let section = code.split(';').next().unwrap_or_default();
    let mut outside = String::new();
    let (mut quoted, mut escaped, mut bracket) = (false, false, false);
    for c in section.chars() {
        match c {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            '[' => bracket = true,
            ']' => bracket = false,
            // Elapsed hours, minutes, seconds stand in brackets; colours and locales do too.
            _ if bracket => {}
            c => outside.push(c.to_ascii_lowercase()),
        }
    }
    let elapsed =
        ["[h]", "[hh]", "[m]", "[mm]", "[s]", "[ss]"].iter().any(|e| section.to_ascii_lowercase().contains(e));
    elapsed || (!outside.contains("general") && outside.contains(['y', 'm', 'd', 'h', 's']))
}

/// What a format shows beside a positive number: its quoted words, or `,` where it leaves out
/// thousands (a comma behind the last digit place). Dashes and signs say nothing about the figure.
pub(super) fn beside_number(code: &str) -> String {
    let section = code.split(';').next().unwrap_or_default();
    let mut words = String::new();
    let mut outside = String::new();
    for (i, part) in section.split('"').enumerate() {
        if i % 2 == 1 { words.push_str(part) } else { outside.push_str(part) }
    }
    let digits_end = outside.trim_end_matches(|c: char| !matches!(c, '0' | '#' | '?' | ','));
    if digits_end.ends_with(',') {
        return ",".to_owned();
    }
    let said = words.trim();
    if said.chars().any(|c| c.is_alphabetic() || c == '%') { said.to_owned() } else { String::new() }
}

/// Tells whether a number format multiplies by 100: a `%` outside quotes and not escaped.
fn shows_percent(code: &str) -> bool {
    let mut quoted = false;
    let mut escaped = false;
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            '\\' | '_' | '*' if !quoted => escaped = true,
            '%' if !quoted => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_format_is_told_from_a_quoted_sign() {
        assert!(shows_percent("0.00%"));
        assert!(shows_percent("#,##0.0 %"));
        assert!(!shows_percent("0\"%\""));
        assert!(!shows_percent("0\\%"));
        assert!(!shows_percent("General"));
    }

    #[test]
    fn dates_and_times_are_told_from_numbers() {
        for code in ["dd/mm/yyyy", "d-mmm", "[h]:mm", "[$-42A]dd mmmm yyyy", "hh:mm"] {
            assert!(shows_date(code), "{code}");
        }
        for code in ["General", "#,##0", "0\" m\"", "0.00%", "[Red]0", "_(* #,##0_);_(* (#,##0)", "#,##0\\ \\d"] {
            assert!(!shows_date(code), "{code}");
        }
    }

    #[test]
    fn a_format_that_shows_another_figure_is_told() {
        for (code, shown) in [
            ("General", ""),
            ("#,##0", ""),
            ("#,##0.00", ""),
            ("_(* #,##0_);_(* (#,##0);_(* \"-\"??_);_(@_)", ""),
            ("#,##0\" m\"", "m"),
            ("0\"%\"", "%"),
            ("#,##0,", ","),
            ("0\" hộ\"", "hộ"),
        ] {
            assert_eq!(beside_number(code), shown, "{code}");
        }
    }
}
