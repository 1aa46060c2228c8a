//! Every reading that a string admits as a number, each exact; and numbers back to Vietnamese text.
//!
//! Nothing here knows which reading is meant: `18.939` gives eighteen thousand *and* eighteen point
//! something, and whoever knows the surroundings removes what cannot be.

use std::fmt;

use rust_decimal::Decimal;

/// How the separators of a numeral were taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notation {
    /// Digits alone.
    Digits,
    /// Dots group thousands, a comma begins the decimals: the Vietnamese way.
    Vietnamese,
    /// Commas group thousands, a dot begins the decimals: the English way.
    English,
    /// Spaces group thousands, no decimals.
    Spaced,
}

/// One value that the text may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The exact value.
    pub value: Decimal,
    /// How the separators were taken to get it.
    pub notation: Notation,
}

/// The readings of a numeral: one, or both ways of taking a lone separator before three digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readings {
    /// The text admits one value.
    One(Reading),
    /// The text admits two; which, the text alone cannot tell.
    Two {
        /// The separator groups thousands.
        grouped: Reading,
        /// The separator begins the decimals.
        decimal: Reading,
    },
}

impl Readings {
    /// The readings one after the other.
    pub fn iter(&self) -> impl Iterator<Item = Reading> + use<> {
        let (a, b) = match *self {
            Readings::One(one) => (one, None),
            Readings::Two { grouped, decimal } => (grouped, Some(decimal)),
        };
        std::iter::once(a).chain(b)
    }
}

/// Which of two readings the hand of a column means, told by its sure numbers; nothing where they do
/// not agree or there are none.
pub fn by_hand(grouped: Reading, decimal: Reading, vietnamese: bool, english: bool) -> Option<Reading> {
    let of = |notation| if grouped.notation == notation { grouped } else { decimal };
    match (vietnamese, english) {
        (true, false) => Some(of(Notation::Vietnamese)),
        (false, true) => Some(of(Notation::English)),
        _ => None,
    }
}

/// Which of two readings is meant where whole things are counted.
///
/// They are not counted in thousandths, so of `12.000` a dot groups thousands unless the column is
/// written otherwise; of `12,000` a comma does only where the column is English, since programs write
/// it before needless decimals too.
pub fn of_whole(grouped: Reading, decimal: Reading, vietnamese: bool, english: bool) -> Option<Reading> {
    let groups = match grouped.notation {
        _ if !decimal.value.is_integer() => true,
        Notation::Vietnamese => !english,
        _ => english && !vietnamese,
    };
    groups.then_some(grouped)
}

/// A numeral and what is written behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral<'a> {
    /// The values it admits.
    pub readings: Readings,
    /// A percent sign stood behind it.
    pub percent: bool,
    /// Words behind the number (`hộ`, `triệu đồng`), trimmed; empty where there are none.
    pub tail: &'a str,
}

/// Why a text is not one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No number begins the text.
    NotANumber,
    /// Groups that are not of three digits, or separators that contradict each other: `1.23.4`.
    BrokenGrouping,
    /// Letters among the digits: `lOO.OOO`, `1o2`.
    LettersInNumber,
    /// Two numbers in one cell: `12 / 15`, `12 (15)`.
    TwoNumbers,
    /// Signs that are no measure behind a number: `12*`, `12 (?)`.
    StraySigns,
    /// A range: `3-4`, `150.000- 300.000`.
    Range,
    /// An approximation: `khoảng 50`, `> 30`.
    Approximation,
    /// It ends where thousands would follow: `850.000.`.
    CutShort,
    /// More digits than can be held exactly.
    TooLong,
}

/// Reads a text as a number in every way it can be meant.
///
/// # Errors
/// Says why the text is not one number.
///
/// ```
/// use phubieu::vietnamese::number::{read, Readings};
/// assert!(matches!(read("86,92 %").map(|n| n.readings), Ok(Readings::One(r)) if r.value.to_string() == "86.92"));
/// assert!(matches!(read("18.939").map(|n| n.readings), Ok(Readings::Two { .. })));
/// ```
pub fn read(text: &str) -> Result<Numeral<'_>, Refusal> {
    read_as(text, Spacing::None).or_else(|why| match slipped(text) {
        true => read_as(text, Spacing::BesideDots).map_err(|_| why),
        false => Err(why),
    })
}

/// The digits of a text, in ASCII whatever the input method.
pub fn digits(text: &str) -> String {
    text.chars().filter_map(digit).map(|d| char::from(b'0' + d)).collect()
}

/// Whether a space may stand beside the dot between thousands: «11. 308.370.000», «3 .777.500».
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spacing {
    None,
    BesideDots,
}

/// Tells whether a space stands beside a dot.
fn slipped(text: &str) -> bool {
    text.match_indices('.').any(|(at, dot)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let behind = text.get(at + dot.len()..).and_then(|t| t.chars().next());
        before.is_some_and(is_space) || behind.is_some_and(is_space)
    })
}

fn read_as(text: &str, spacing: Spacing) -> Result<Numeral<'_>, Refusal> {
    let text = trim(text);
    let (text, bracketed) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        Some(inner) if !inner.contains(['(', ')']) => (trim(inner), true),
        _ => (text, false),
    };
    let (text, sign) = leading_sign(text);
    let (text, money) = match text.strip_prefix('₫') {
        Some(behind) => (trim(behind), Some("₫")),
        None => (text, None),
    };
    let (number, rest) = split_number(text, spacing)?;
    // Attached, as accounting programs write it; `12 -` is a range left unfinished.
    let (rest, trailing_minus) = match rest.trim_end() {
        "-" | "−" => ("", true),
        _ => (rest, false),
    };
    let signs = u8::from(bracketed) + u8::from(sign == Some(true)) + u8::from(trailing_minus);
    if signs > 1 || (sign.is_some() && (bracketed || trailing_minus)) {
        return Err(Refusal::BrokenGrouping);
    }
    let readings = number.readings(signs == 1)?;
    let (percent, tail) = match (money, tail(rest)?) {
        (None, said) => said,
        (Some(sign), (false, "")) => (false, sign),
        (Some(_), _) => return Err(Refusal::StraySigns),
    };
    Ok(Numeral { readings, percent, tail })
}

/// Trims spaces of every kind, the apostrophe that Excel hides, and invisible characters.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c)).trim_start_matches('\'')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn is_space(c: char) -> bool {
    c == ' ' || c == '\u{a0}' || c == '\u{202f}' || ('\u{2000}'..='\u{200a}').contains(&c)
}

/// Takes a sign off the front: `Some(true)` for minus, `Some(false)` for plus.
fn leading_sign(text: &str) -> (&str, Option<bool>) {
    let mut chars = text.chars();
    match chars.next() {
        Some('-' | '−' | '–' | '‐' | '‑' | '－') => (trim(chars.as_str()), Some(true)),
        Some('+' | '＋') => (trim(chars.as_str()), Some(false)),
        _ => (text, None),
    }
}

fn digit(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        // Full-width digits, from Chinese and Japanese input methods.
        '０'..='９' => Some((c as u32 - '０' as u32) as u8),
        _ => None,
    }
}

/// The longest number that is held: 28 digits is what `Decimal` takes whatever the scale.
const MOST_DIGITS: usize = 28;
const MOST_GROUPS: usize = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Dot,
    Comma,
    Space,
}

/// Digits and separators as written, not yet understood.
struct Written {
    mantissa: i128,
    digits: usize,
    leading_zero: bool,
    /// Number of digits in each group; group `i + 1` stands behind separator `i`.
    groups: [usize; MOST_GROUPS],
    separators: [Separator; MOST_GROUPS],
    separator_count: usize,
}

/// Splits the text into the number it begins with and what stands behind.
fn split_number(text: &str, spacing: Spacing) -> Result<(Written, &str), Refusal> {
    let mut number = Written {
        mantissa: 0,
        digits: 0,
        leading_zero: false,
        groups: [0; MOST_GROUPS],
        separators: [Separator::Space; MOST_GROUPS],
        separator_count: 0,
    };
    let mut chars = text.char_indices().peekable();
    let mut end = 0;
    let (mut slips, mut behind_dots) = (0, 0);
    while let Some((at, c)) = chars.next() {
        if let Some(value) = digit(c) {
            if number.digits == MOST_DIGITS {
                return Err(Refusal::TooLong);
            }
            number.leading_zero |= number.digits == 0 && value == 0;
            number.mantissa = number.mantissa * 10 + i128::from(value);
            number.digits += 1;
            if let Some(group) = number.groups.get_mut(number.separator_count) {
                *group += 1;
            }
            end = at + c.len_utf8();
            continue;
        }
        let separator = match c {
            '.' | '．' => Separator::Dot,
            ',' | '，' => Separator::Comma,
            c if is_space(c) => Separator::Space,
            _ => break,
        };
        let next =
            |slip: char| chars.clone().next().is_some_and(|(_, next)| next == slip || slip == ' ' && is_space(next));
        let slip = spacing == Spacing::BesideDots
            && match separator {
                Separator::Dot => next(' '),
                Separator::Space => next('.'),
                Separator::Comma => false,
            };
        let separator = if slip { Separator::Dot } else { separator };
        if slip {
            slips += 1;
            behind_dots += usize::from(!is_space(c));
            chars.next();
        }
        // A separator belongs to the number only if a digit follows.
        if chars.peek().is_none_or(|(_, next)| digit(*next).is_none()) {
            if separator != Separator::Space && number.digits > 0 {
                // `17,66.`: the full stop of a sentence; `12,`: a number left unfinished.
                let stop =
                    separator == Separator::Dot && text.get(at + c.len_utf8()..).is_some_and(|r| trim(r).is_empty());
                if !stop {
                    return Err(Refusal::BrokenGrouping);
                }
                end = at + c.len_utf8();
            }
            break;
        }
        if number.digits == 0 && separator == Separator::Space {
            break;
        }
        if number.separator_count + 1 >= MOST_GROUPS {
            return Err(Refusal::BrokenGrouping);
        }
        if let Some(slot) = number.separators.get_mut(number.separator_count) {
            *slot = separator;
        }
        number.separator_count += 1;
    }
    if number.digits == 0 {
        return Err(why_no_number(text));
    }
    // Beside dots between thousands a space says nothing; but «1. 234» may be a numbering, unless another dot follows.
    let separators = || number.separators().iter().zip(number.groups().iter().skip(1));
    let dots = separators().filter(|(separator, _)| **separator == Separator::Dot).count();
    let of_three = separators().all(|(separator, group)| *separator != Separator::Dot || *group == 3);
    let numbers_only = number.separators().contains(&Separator::Space) || !of_three;
    if slips > 0 && (numbers_only || (dots == slips && behind_dots > 0)) {
        return Err(Refusal::TwoNumbers);
    }
    Ok((number, text.get(end..).unwrap_or_default()))
}

/// Says why no number begins a text: an approximation, letters for digits, or no number at all.
fn why_no_number(text: &str) -> Refusal {
    if !text.chars().any(|c| digit(c).is_some()) {
        // `lOO.OOO`: only letters that look like digits, and separators.
        let looks = text.len() > 1
            && text.chars().all(|c| matches!(c, 'l' | 'I' | 'O' | 'o' | '.' | ','))
            && text.contains(['O', 'o']);
        return if looks { Refusal::LettersInNumber } else { Refusal::NotANumber };
    }
    let lower = super::text::fold(text);
    let first = lower.words().next().unwrap_or_default();
    let about = ["khoảng", "gần", "hơn", "trên", "dưới", "ước", "tối", "ít", "xấp", "chừng"];
    if text.starts_with(['~', '≈', '>', '<', '≥', '≤', '±'])
        || about.iter().any(|w| super::text::fold(w).as_str() == first)
    {
        return Refusal::Approximation;
    }
    let head: String = text.chars().take_while(|c| !c.is_whitespace()).collect();
    if head.chars().all(|c| digit(c).is_some() || matches!(c, 'l' | 'I' | 'O' | 'o' | '.' | ',')) {
        return Refusal::LettersInNumber;
    }
    Refusal::NotANumber
}

/// Splits what stands behind a number into a percent sign and words; refuses a second number.
fn tail(rest: &str) -> Result<(bool, &str), Refusal> {
    let attached = !rest.starts_with(char::is_whitespace);
    let rest = trim(rest);
    let rest = match rest.strip_prefix('(').and_then(|r| r.strip_suffix(')')) {
        Some(sign @ ("%" | "％")) => sign,
        _ => rest,
    };
    let (percent, words) = match rest.strip_prefix(['%', '％']) {
        Some(after) => (true, trim(after).trim_start_matches('.')),
        None => (false, rest),
    };
    // A measure may hold digits of its own (`tỷ m3`); anything else is a second number.
    let of_measure = |word: &str| matches!(word, "m2" | "m3" | "km2" | "dm2" | "cm2");
    let mut numbers = words.split([' ', '/']).filter(|w| w.chars().any(|c| digit(c).is_some()));
    if numbers.all(of_measure) {
        // A list's semicolon says nothing; an asterisk or a question mark does.
        let words = words.trim_end_matches(';').trim_end();
        if !words.is_empty() && !words.chars().any(|c| c.is_alphabetic() || matches!(c, '₫' | '®' | '‰')) {
            return Err(Refusal::StraySigns);
        }
        let letters = |c: char| matches!(c, 'l' | 'I' | 'O' | 'o' | '.' | ',');
        // `1O`, `5O%`, `5 O%`: letters for digits, whatever stands behind. `12 l` may be litres.
        let typed = words.trim_end_matches(['%', '％', ' ']);
        let begins = rest.starts_with(['O', 'o']) || (attached && rest.starts_with(['l', 'I']));
        if begins && typed.chars().all(letters) {
            return Err(Refusal::LettersInNumber);
        }
        return Ok((percent, words));
    }
    let next = words.chars().next().unwrap_or_default();
    if matches!(next, '-' | '–' | '—' | '÷' | '~' | '−')
        || super::text::fold(words).as_str().starts_with(super::text::fold("đến").as_str())
    {
        return Err(Refusal::Range);
    }
    if !percent
        && rest.starts_with(|c: char| c.is_alphabetic())
        && words.chars().all(|c| digit(c).is_some() || matches!(c, 'l' | 'I' | 'O' | 'o' | '.' | ','))
    {
        return Err(Refusal::LettersInNumber);
    }
    Err(Refusal::TwoNumbers)
}

impl Written {
    fn separators(&self) -> &[Separator] {
        self.separators.get(..self.separator_count).unwrap_or_default()
    }

    fn groups(&self) -> &[usize] {
        self.groups.get(..=self.separator_count).unwrap_or_default()
    }

    fn value(&self, scale: usize, negative: bool) -> Result<Decimal, Refusal> {
        let mantissa = if negative { -self.mantissa } else { self.mantissa };
        u32::try_from(scale)
            .ok()
            .and_then(|scale| Decimal::try_from_i128_with_scale(mantissa, scale).ok())
            .map(|v| if v.is_zero() { Decimal::ZERO } else { v.normalize() })
            .ok_or(Refusal::TooLong)
    }

    /// A first group that may stand before groups of three: one to three digits, no leading zero.
    fn can_be_grouped(&self) -> bool {
        matches!(self.groups().first(), Some(1..=3)) && !self.leading_zero
    }

    fn readings(&self, negative: bool) -> Result<Readings, Refusal> {
        let separators = self.separators();
        let groups = self.groups();
        let one = |scale, notation| Ok(Readings::One(Reading { value: self.value(scale, negative)?, notation }));
        let Some((&last, before)) = separators.split_last() else {
            return one(0, Notation::Digits);
        };
        let behind = groups.last().copied().unwrap_or(0);
        let inner = groups.get(1..groups.len() - 1).unwrap_or_default();
        let of_three = |groups: &[usize]| groups.iter().all(|g| *g == 3);
        match before.first() {
            // One separator.
            None => match last {
                Separator::Space if behind == 3 && self.can_be_grouped() => one(0, Notation::Spaced),
                Separator::Space => Err(Refusal::TwoNumbers),
                Separator::Dot | Separator::Comma => {
                    let (as_group, as_decimal) = if last == Separator::Dot {
                        (Notation::Vietnamese, Notation::English)
                    } else {
                        (Notation::English, Notation::Vietnamese)
                    };
                    let decimal = Reading { value: self.value(behind, negative)?, notation: as_decimal };
                    if behind == 3 && self.can_be_grouped() {
                        let grouped = Reading { value: self.value(0, negative)?, notation: as_group };
                        return Ok(Readings::Two { grouped, decimal });
                    }
                    Ok(Readings::One(decimal))
                }
            },
            // The same separator throughout: groups of thousands, or nothing.
            Some(&first) if before.iter().all(|s| *s == first) && first == last => {
                if !(self.can_be_grouped() && of_three(inner) && behind == 3) {
                    return Err(if last == Separator::Space { Refusal::TwoNumbers } else { Refusal::BrokenGrouping });
                }
                one(
                    0,
                    match last {
                        Separator::Dot => Notation::Vietnamese,
                        Separator::Comma => Notation::English,
                        Separator::Space => Notation::Spaced,
                    },
                )
            }
            // Groups, then one other separator before the decimals.
            Some(&first) if before.iter().all(|s| *s == first) && last != Separator::Space => {
                if !(self.can_be_grouped() && of_three(inner)) {
                    return Err(Refusal::BrokenGrouping);
                }
                one(behind, if last == Separator::Comma { Notation::Vietnamese } else { Notation::English })
            }
            Some(_) => Err(Refusal::BrokenGrouping),
        }
    }
}

/// A stored number («1488262300000», «88.8») the way Vietnamese texts write it; nothing for what somebody may have
/// typed so: a year, «18.939», «82.70».
pub fn as_shown(stored: &str) -> Option<String> {
    let digits = stored.strip_prefix('-').unwrap_or(stored);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let is_plain = !whole.is_empty() && are_digits(whole) && are_digits(decimals) && !digits.ends_with('.');
    let is_padded = (whole.len() > 1 && whole.starts_with('0')) || decimals.ends_with('0');
    let may_be_grouped = decimals.len() == 3 && whole.len() <= 3 && whole != "0";
    let is_short = decimals.is_empty() && whole.len() < 5;
    if !is_plain || is_padded || may_be_grouped || is_short {
        return None;
    }
    stored.parse().ok().map(|number| Vietnamese(number).to_string())
}

/// A number the way Vietnamese texts write it: dots between thousands, a comma before decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vietnamese(pub Decimal);

impl fmt::Display for Vietnamese {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.0.abs().to_string();
        let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
        if self.0.is_sign_negative() && !self.0.is_zero() {
            f.write_str("-")?;
        }
        for (i, c) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                f.write_str(".")?;
            }
            write!(f, "{c}")?;
        }
        if !decimals.is_empty() {
            write!(f, ",{decimals}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a text gives: its values joined by ` | `, the percent sign, the words behind.
    fn outcome(text: &str) -> String {
        match read(text) {
            Ok(n) => {
                let values: Vec<String> = n.readings.iter().map(|r| r.value.to_string()).collect();
                let percent = if n.percent { " %" } else { "" };
                let tail = if n.tail.is_empty() { String::new() } else { format!(" [{}]", n.tail) };
                format!("{}{percent}{tail}", values.join(" | "))
            }
            Err(why) => format!("{why:?}"),
        }
    }

    #[test]
    fn a_stored_number_is_shown_the_vietnamese_way_and_what_may_be_typed_stays() {
        for (stored, shown) in [
            ("1488262300000", Some("1.488.262.300.000")),
            ("-1054338000", Some("-1.054.338.000")),
            ("88.8", Some("88,8")),
            ("0.5725", Some("0,5725")),
            ("0.125", Some("0,125")),
            ("489664.42", Some("489.664,42")),
            ("7082.125", Some("7.082,125")),
            ("2024", None),
            ("18.939", None),
            ("82.70", None),
            ("007123", None),
            ("1.234.567", None),
            ("1,5", None),
            ("5.", None),
            ("-", None),
            ("", None),
        ] {
            assert_eq!(as_shown(stored).as_deref(), shown, "{stored}");
        }
    }

    #[test]
    fn texts_give_exactly_the_readings_they_admit() {
        // Sources: the appendix of xã Côn Minh, and strings of workbooks that communes and provinces published.
        for (text, expected) in [
            ("0", "0"),
            ("04 hộ", "4 [hộ]"),
            ("3,0", "3"),
            ("82.76%", "82.76 %"),
            ("86,92 %", "86.92 %"),
            ("18.939", "18939 | 18.939"),
            ("18,939", "18939 | 18.939"),
            ("7.082", "7082 | 7.082"),
            ("1.234.567", "1234567"),
            ("1.234.567,8", "1234567.8"),
            ("1,234,567.8", "1234567.8"),
            ("1,234.567", "1234.567"),
            ("11799021954,0", "11799021954"),
            ("00,0", "0"),
            ("0.123", "0.123"),
            ("1234.567", "1234.567"),
            ("(0,54)", "-0.54"),
            ("-12", "-12"),
            ("−12", "-12"),
            ("12-", "-12"),
            ("+12", "12"),
            ("1 091", "1091"),
            ("1\u{a0}091", "1091"),
            ("1\u{202f}091\u{2009}234", "1091234"),
            ("1 091,5", "1091.5"),
            ("1.470đ", "1470 | 1.47 [đ]"),
            ("118.000.000 đồng", "118000000 [đồng]"),
            ("17,66.", "17.66"),
            ("'123", "123"),
            ("123\u{200b}", "123"),
            ("１２３", "123"),
            (",5", "0.5"),
            ("50 m3", "50 [m3]"),
            ("150.000- 300.000", "Range"),
            ("3-4.000.000 đ", "Range"),
            ("3-4", "Range"),
            ("3 đến 4", "Range"),
            ("70,0000,0000", "BrokenGrouping"),
            ("1.23.4", "BrokenGrouping"),
            ("12,5,7", "BrokenGrouping"),
            ("1.234,567,8", "BrokenGrouping"),
            ("12,", "BrokenGrouping"),
            ("-(5)", "NotANumber"),
            ("lOO.OOO", "LettersInNumber"),
            ("1OO", "LettersInNumber"),
            ("5O%", "LettersInNumber"),
            ("5O %", "LettersInNumber"),
            ("0 O%", "LettersInNumber"),
            ("5 OO", "LettersInNumber"),
            ("5 l", "5 [l]"),
            ("2,5O", "LettersInNumber"),
            ("12;", "12"),
            ("12*", "StraySigns"),
            ("12 (?)", "StraySigns"),
            ("1,3 tỷ m3", "1.3 [tỷ m3]"),
            ("98%.", "98 %"),
            ("98 (%)", "98 %"),
            ("12\u{ad}", "12"),
            ("4,300₫", "4300 | 4.3 [₫]"),
            ("800 000đ/tháng", "800000 [đ/tháng]"),
            ("2,2 – 2,5 triệu", "Range"),
            ("101+102", "TwoNumbers"),
            ("0,4 ‰", "0.4 [‰]"),
            ("7=4+6", "TwoNumbers"),
            (".34,82", "BrokenGrouping"),
            ("1. 234", "BrokenGrouping"),
            ("11. 308.370.000", "11308370000"),
            ("3 .777.500", "3777500"),
            ("3.777 .500 đồng", "3777500 [đồng]"),
            ("1 .234", "1234 | 1.234"),
            ("31 .352,75", "31352.75"),
            ("30. 746,25", "BrokenGrouping"),
            ("1 .5", "TwoNumbers"),
            ("1 234 .567", "TwoNumbers"),
            ("11. 308. 370", "BrokenGrouping"),
            ("1.234 .5", "TwoNumbers"),
            ("3, 777,500", "BrokenGrouping"),
            ("₫56.648.260.000", "56648260000 [₫]"),
            ("-₫ 5.000", "-5000 | -5 [₫]"),
            ("₫5.000 đồng", "StraySigns"),
            ("₫", "NotANumber"),
            ("3/1", "TwoNumbers"),
            ("1,5E+05", "TwoNumbers"),
            ("- 5", "-5"),
            ("5 -", "StraySigns"),
            ("( 1.234,5 )", "-1234.5"),
            ("1.234.567 %", "1234567 %"),
            ("１．２３４，５", "1234.5"),
            ("12\u{2009}345\u{a0}678,9", "12345678.9"),
            ("\u{feff}15", "15"),
            ("≥ 30", "Approximation"),
            ("gần 1.200", "Approximation"),
            ("ước 95%", "Approximation"),
            ("3 hoặc 4", "TwoNumbers"),
            ("3, 4", "BrokenGrouping"),
            ("2 triệu 500 nghìn", "TwoNumbers"),
            ("1o2", "LettersInNumber"),
            ("12 34", "TwoNumbers"),
            ("12/15", "TwoNumbers"),
            ("12 (15)", "TwoNumbers"),
            ("khoảng 50", "Approximation"),
            ("~50", "Approximation"),
            ("> 30", "Approximation"),
            ("Đánh giá cuối giai đoạn", "NotANumber"),
            ("Quý 1", "NotANumber"),
            ("", "NotANumber"),
            ("-", "NotANumber"),
            ("99999999999999999999999999999", "TooLong"),
        ] {
            assert_eq!(outcome(text), expected, "{text:?}");
        }
    }

    #[test]
    fn numbers_are_written_the_vietnamese_way() {
        for (value, written) in [
            ("0", "0"),
            ("18939", "18.939"),
            ("18.939", "18,939"),
            ("-1234567.80", "-1.234.567,80"),
            ("999", "999"),
            ("1000", "1.000"),
        ] {
            assert_eq!(Vietnamese(value.parse().unwrap()).to_string(), written);
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_as_one_of_its_readings(mantissa in -10i64.pow(17)..10i64.pow(17), scale in 0u32..6) {
            let value = Decimal::new(mantissa, scale);
            let text = Vietnamese(value).to_string();
            let read = read(&text).unwrap();
            prop_assert!(read.readings.iter().any(|r| r.value == value));
        }

        #[test]
        fn what_is_written_in_any_form_reads_back(mantissa in 0i64..10i64.pow(12), scale in 0u32..4, form in 0usize..14) {
            let value = Decimal::new(mantissa, scale);
            let vietnamese = Vietnamese(value).to_string();
            let english: String = vietnamese
                .chars()
                .map(|c| match c { '.' => ',', ',' => '.', c => c })
                .collect();
            let (text, expected) = match form {
                0 => (vietnamese, value),
                1 => (english, value),
                2 => (vietnamese.replace('.', " "), value),
                3 => (vietnamese.replace('.', "\u{a0}"), value),
                4 => (vietnamese.replace('.', "\u{2009}"), value),
                5 => (format!("-{vietnamese}"), -value),
                6 => (format!("({vietnamese})"), -value),
                7 => (format!("{vietnamese}-"), -value),
                8 => (format!("+ {vietnamese}"), value),
                9 => (format!("{vietnamese} %"), value),
                10 => (format!("{vietnamese} hộ"), value),
                11 => (format!("{vietnamese}đ"), value),
                12 => (format!("'{vietnamese}"), value),
                _ => (value.to_string().replace('.', ","), value),
            };
            let read = read(&text);
            prop_assert!(
                matches!(&read, Ok(n) if n.readings.iter().any(|r| r.value == expected)),
                "{text}: {read:?}"
            );
        }

        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in "\\PC{0,24}") {
            let _ = read(&text);
        }

        #[test]
        fn digits_and_separators_never_panic(text in "[-+(0-9., %đ)]{0,40}") {
            let _ = read(&text);
        }
    }
}
