//! What a number format means: it shows a percentage, a date, words of its own, or nothing but the
//! number.

use crate::vietnamese::symbol::{Nothing, nothing};

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

/// What a format shows beside a number above zero: words, digits and signs of its own, or `,` where it
/// leaves out thousands (a comma behind the last digit place). Empty where the number shows as it is;
/// of sections with conditions the first that shows anything else.
pub(super) fn beside_number(code: &str) -> String {
    if code.is_empty() || shows_date(code) {
        return String::new();
    }
    let sections = sections(code);
    let conditional = sections.iter().any(|s| s.conditional);
    let telling = if conditional { sections.as_slice() } else { sections.get(..1).unwrap_or_default() };
    telling.iter().map(Section::beside).find(|said| !said.is_empty()).unwrap_or_default()
}

/// What a format shows in place of zero, where that is a word or a sign for another kind of nothing.
/// (A dash is how accounting formats show zero.)
pub(super) fn in_place_of_zero(code: &str) -> String {
    let sections = sections(code);
    let zero = sections.get(2).filter(|s| !s.conditional && s.digits == 0);
    let said = zero.map(|s| s.literal.trim().to_owned()).unwrap_or_default();
    let is_nil = nothing(&said) == Some(Nothing::Nil);
    if !is_nil && said.chars().any(|c| c.is_alphanumeric() || matches!(c, '…' | '.')) { said } else { String::new() }
}

/// One section of a format, as far as it shows more than the number.
#[derive(Default)]
struct Section {
    /// Quoted and escaped text, currency signs, letters that stand for themselves.
    literal: String,
    /// Digit places.
    digits: usize,
    /// Dots put in by hand among the digit places: how many of these stand before each.
    dots: Vec<usize>,
    /// How many digit places stand before the first that always shows a digit, and before the decimals.
    before_zero: Option<usize>,
    before_decimals: Option<usize>,
    /// A comma behind the last digit place.
    thousands_left_out: bool,
    /// `[>=1000]`.
    conditional: bool,
    general: bool,
    /// `@`.
    as_text: bool,
}

impl Section {
    /// Takes up a text of its own.
    fn say(&mut self, text: &str) {
        if text == "." && self.digits > 0 && self.before_decimals.is_none() {
            self.dots.push(self.digits);
        } else {
            self.literal.push_str(text);
        }
    }

    fn beside(&self) -> String {
        if self.thousands_left_out {
            return ",".to_owned();
        }
        if !self.dots.is_empty() && !self.groups_by_hand() {
            return ".".to_owned() + self.literal.trim();
        }
        let said = self.literal.trim();
        // A section without a place for digits shows no figure at all.
        if self.digits == 0 && !self.general && !self.as_text {
            return if said.is_empty() { " ".to_owned() } else { said.to_owned() };
        }
        said.to_owned()
    }

    /// The dots stand before groups of three digits (`[>=1000]#\\.##0`, for Vietnamese dots on an English Excel), and a
    /// figure too small for them shows no zeros that it has not.
    fn groups_by_hand(&self) -> bool {
        let end = self.before_decimals.unwrap_or(self.digits);
        let ends = self.dots.iter().skip(1).copied().chain([end]);
        let of_three = self.dots.iter().zip(ends).all(|(from, to)| to.checked_sub(*from) == Some(3));
        of_three && (self.conditional || self.before_zero.is_none_or(|zero| zero + 1 >= end))
    }
}

fn sections(code: &str) -> Vec<Section> {
    let mut all = vec![Section::default()];
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        let first = all.len() == 1;
        let Some(section) = all.last_mut() else { break };
        match c {
            ';' => all.push(Section::default()),
            '"' => section.say(&chars.by_ref().take_while(|c| *c != '"').collect::<String>()),
            '\\' => section.say(&chars.next().map(String::from).unwrap_or_default()),
            // A space as wide as the next letter; the next letter repeated.
            '_' | '*' => _ = chars.next(),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                section.conditional |= inside.starts_with(['<', '>', '=']);
                if let Some(currency) = inside.strip_prefix('$') {
                    section.literal.push_str(currency.split('-').next().unwrap_or_default());
                }
            }
            '0' | '#' | '?' => {
                if c == '0' {
                    section.before_zero.get_or_insert(section.digits);
                }
                section.digits += 1;
                section.thousands_left_out = false;
            }
            ',' => section.thousands_left_out = section.digits > 0,
            '.' => {
                section.thousands_left_out = false;
                section.before_decimals.get_or_insert(section.digits);
            }
            '@' => section.as_text = true,
            // Before or around a figure above zero: «-0» shows 4 as «-4».
            '-' | '(' if first && !section.conditional => section.literal.push(c),
            'G' | 'g' if chars.clone().take(6).collect::<String>().eq_ignore_ascii_case("eneral") => {
                chars.by_ref().take(6).for_each(drop);
                section.general = true;
            }
            // Scientific notation; the percent format is told apart.
            'E' | 'e' | '%' => {}
            '‰' => section.literal.push(c),
            c if c.is_alphabetic() && !c.is_ascii() => section.literal.push(c),
            _ => {}
        }
    }
    all
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
            ("0\\k", "k"),
            ("#,##0\\ \\t\\r", "tr"),
            ("0 [$nghìn-42A]", "nghìn"),
            ("#,##0\".000\"", ".000"),
            ("0\\‰", "‰"),
            ("[<1000]0;#,##0,", ","),
            ("0.00E+00", ""),
            ("[Red]#,##0;-#,##0", ""),
            ("_-* #,##0.00\\ _₫_-", ""),
            ("#,##0.0,\" tỷ\"", ","),
            ("0%", ""),
            ("@", ""),
            ("dd/mm/yyyy", ""),
            ("General\" nghìn\"", "nghìn"),
            ("\"…\"", "…"),
            (";;;", " "),
            ("0\\.000", "."),
            ("\"-\"0", "-"),
            ("# ?/?", ""),
            ("[>=1000000]#\\.###\\.##0;[>=1000]#\\.##0;0", ""),
            ("#\".\"###\".\"##0", ""),
            ("[>=1000]0\\.000;0", ""),
            ("#\\.##0,", ","),
            ("#\\.##", "."),
            ("#\\.0##", "."),
            ("#\\.##0\" nghìn\"", "nghìn"),
            ("_-* #,##0\\ _₫_-;\\-* #,##0\\ _₫_-;_-* \"-\"\\ _₫_-;_-@_-", ""),
        ] {
            assert_eq!(beside_number(code), shown, "{code}");
        }
        for (code, shown) in [
            ("0;-0;\"chưa có\"", "chưa có"),
            ("0;-0;\"…\"", "…"),
            ("0;-0;\"x\"", "x"),
            ("0;-0;\"Không\"", ""),
            ("_(* #,##0_);_(* (#,##0);_(* \"-\"??_);_(@_)", ""),
            ("0;-0;0", ""),
            ("#,##0", ""),
        ] {
            assert_eq!(in_place_of_zero(code), shown, "{code}");
        }
    }
}
