//! Formulas over the names of columns or the codes of rows, as index rows and labels say them: `4+6`, `1 đến 3`,
//! `2+…+4`, `(3)/(4)*100`.

use rust_decimal::Decimal;

use crate::vietnamese::text::ending_in_brackets;

/// A formula over the names of columns or the codes of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// Names added, or taken away where the flag is set.
    Sum(Vec<(bool, String)>),
    /// One name by another, times a factor.
    Quotient {
        /// The numerator.
        over: String,
        /// The denominator.
        under: String,
        /// 100 for per cent.
        factor: Decimal,
    },
    /// «2:4», «2÷4»: all from one to another where amounts stand, one by another where rates do.
    Span {
        /// The first, or the numerator.
        from: u32,
        /// The last, or the denominator.
        until: u32,
    },
}

impl Formula {
    /// The sum of all from one number to another.
    pub fn all(from: u32, until: u32) -> Option<Self> {
        (from < until && until - from < 100)
            .then(|| Self::Sum((from..=until).map(|n| (false, n.to_string())).collect()))
    }

    /// One number by another.
    pub fn by(over: u32, under: u32) -> Self {
        Self::Quotient { over: over.to_string(), under: under.to_string(), factor: Decimal::ONE }
    }

    /// The names that it is of.
    pub fn names(&self) -> Vec<String> {
        match self {
            Self::Sum(terms) => terms.iter().map(|(_, name)| name.clone()).collect(),
            Self::Quotient { over, under, .. } => vec![over.clone(), under.clone()],
            Self::Span { from, until } => vec![from.to_string(), until.to_string()],
        }
    }
}

/// The word between the first and the last of several names.
const UNTIL: &str = "đến";

/// A name without its brackets; `03` is `3`.
pub(super) fn bare(name: &str) -> String {
    let name = name.trim().trim_matches(['(', ')', '[', ']', ' ', '.']);
    match name.parse::<u32>() {
        Ok(number) => number.to_string(),
        Err(_) => name.to_owned(),
    }
}

/// Tells whether every bracket is closed inside a text.
pub(super) fn is_balanced(text: &str) -> bool {
    let mut depth = 0i32;
    let closed = text.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0
    });
    closed && depth == 0
}

/// Reads what stands behind the sign of equality, over names of columns or codes of rows; nothing for
/// anything that is neither a sum nor a quotient.
pub fn read_formula(text: &str) -> Option<Formula> {
    let text = text.replace(['×', 'x', 'X', '*'], "*").replace('÷', ":").replace("->", UNTIL).replace('→', UNTIL);
    let text = with_word_for_dots(&text.replace(['–', '−'], "-"));
    let text = text.trim().trim_end_matches(['.', ';']);
    let (text, summed) = match text.strip_prefix(['∑', 'Σ']) {
        Some(inside) => (inside, true),
        None => (text, false),
    };
    let text = without_brackets(without_note(text));
    if let Some((from, until)) = text.split_once(UNTIL) {
        return range(from, until);
    }
    if let Some(span) = span(text) {
        return if summed { Formula::all(span.0, span.1) } else { Some(Formula::Span { from: span.0, until: span.1 }) };
    }
    if text.contains(['/', ':']) {
        return quotient(&text.replace(':', "/"));
    }
    sum(text)
}

/// `2+…+4`, `2+...+4`, `(1..3)` leave out what lies between: Word makes one sign of three dots, and so writes TT 27/2018.
fn with_word_for_dots(text: &str) -> String {
    let text = text.replace('…', "...");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, behind)) = rest.split_once("..") {
        out.push_str(before);
        out.push_str(UNTIL);
        rest = behind.trim_start_matches('.');
    }
    out.push_str(rest);
    out
}

/// A formula without the words in brackets behind it: «1+2 (nếu có)», «2+3 (người)».
pub(super) fn without_note(text: &str) -> &str {
    let text = text.trim();
    match ending_in_brackets(text) {
        Some((before, note))
            if !before.trim().is_empty()
                && note.chars().filter(|c| c.is_alphabetic()).count() >= 2
                && note.chars().all(|c| c.is_alphabetic() || c == ' ') =>
        {
            before.trim_end()
        }
        _ => text,
    }
}

/// A formula without the brackets around the whole of it.
fn without_brackets(text: &str) -> &str {
    let text = text.trim();
    match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        Some(inside) if is_balanced(inside) => inside.trim(),
        _ => text,
    }
}

/// `2+` and `+4`, `6+7+` and `+20`, `1` and `3`.
fn range(before: &str, last: &str) -> Option<Formula> {
    let aside = |c: char| c.is_whitespace() || matches!(c, '+' | ',' | ';');
    let before = before.trim_matches(aside).split(['+', ',']).map(|n| bare(n).parse().ok());
    let before: Vec<u32> = before.collect::<Option<_>>()?;
    let until: u32 = bare(last.trim_matches(aside)).parse().ok()?;
    let in_order = before.windows(2).all(|w| matches!(w, [a, b] if a.checked_add(1) == Some(*b)));
    let (from, near) = (before.first()?, before.last()?);
    if in_order && *near < until { Formula::all(*from, until) } else { None }
}

/// `2:4`: two rising numbers and nothing else.
fn span(text: &str) -> Option<(u32, u32)> {
    let (from, until) = text.split_once(':')?;
    let (from, until) = (bare(from).parse().ok()?, bare(until).parse().ok()?);
    (from < until).then_some((from, until))
}

/// Names between signs; one before a bracket holds for all in it.
fn sum(text: &str) -> Option<Formula> {
    let mut terms = Vec::new();
    let mut name = String::new();
    let mut minus = false;
    let mut around: Vec<bool> = Vec::new();
    let outside = |around: &[bool]| around.last().copied().unwrap_or_default();
    if !is_balanced(text) {
        return None;
    }
    let mut closed = false;
    for c in text.chars().chain(['+']) {
        match c {
            '(' | '[' => {
                // `4(5)` is no name.
                if !name.trim().is_empty() {
                    return None;
                }
                around.push(minus);
            }
            ')' | ']' => {
                let kept = outside(&around);
                take(&mut terms, &mut name, minus);
                around.pop();
                minus = kept;
            }
            '+' | '-' => {
                // `+ 4` at the beginning is one; `4 + + 6` and `4 -` are none.
                if bare(&name).is_empty() && !closed && !terms.is_empty() {
                    return None;
                }
                take(&mut terms, &mut name, minus);
                minus = (c == '-') != outside(&around);
            }
            '*' => return None,
            c => name.push(c),
        }
        closed = matches!(c, ')' | ']') || closed && c == ' ';
    }
    let sound = |n: &String| n.len() <= 6 && n.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    (terms.len() >= 2 && terms.iter().all(|(_, n)| sound(n))).then_some(Formula::Sum(terms))
}

/// Keeps the name that ends at a sign; none stands before `+ 4` and behind a bracket.
fn take(terms: &mut Vec<(bool, String)>, name: &mut String, minus: bool) {
    let term = bare(name);
    name.clear();
    if !term.is_empty() {
        terms.push((minus, term));
    }
}

fn quotient(text: &str) -> Option<Formula> {
    // `(5)=((3)/(4))*100`, `3/4%`, `(3)/(4)*100%`, `3*100/4`.
    let text = text.trim().trim_end_matches('%').trim();
    if text.contains(['+', '-']) {
        return None;
    }
    let mut factor = Decimal::ONE;
    let mut named = |part: &str| -> Option<String> {
        let mut name = None;
        for piece in part.split('*').map(|piece| bare(piece.trim().trim_end_matches('%'))) {
            let scale = piece.parse::<u32>().ok().filter(|n| [10, 100, 1_000, 10_000, 100_000].contains(n));
            match scale.filter(|_| part.contains('*')) {
                Some(scale) if factor == Decimal::ONE => factor = scale.into(),
                None if name.is_none() => name = Some(piece),
                // `3/4*12` may be by the twelfth or over twelve months.
                _ => return None,
            }
        }
        name
    };
    let (over, under) = text.split_once('/')?;
    let (over, under) = (named(over)?, named(under)?);
    let sound = |n: &str| !n.is_empty() && n.len() <= 6 && n.chars().all(|c| c.is_ascii_alphanumeric());
    (sound(&over) && sound(&under)).then_some(Formula::Quotient { over, under, factor })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_of_columns_are_sums_or_quotients_and_nothing_else() {
        let sum = |terms: &[&str]| {
            let term = |t: &&str| (t.starts_with('-'), t.trim_start_matches('-').to_owned());
            Some(Formula::Sum(terms.iter().map(term).collect()))
        };
        let quotient = |over: &str, under: &str, factor: i64| {
            Some(Formula::Quotient { over: over.into(), under: under.into(), factor: factor.into() })
        };
        for (text, expected) in [
            ("(4)+(7)", sum(&["4", "7"])),
            ("4+6", sum(&["4", "6"])),
            ("10+9", sum(&["10", "9"])),
            ("(4) + (7) - (8)", sum(&["4", "7", "-8"])),
            (" 01 + 40", sum(&["1", "40"])),
            ("2+ 3 - 4", sum(&["2", "3", "-4"])),
            ("(3)-(4+5)", sum(&["3", "-4", "-5"])),
            ("3-(4-5)+6", sum(&["3", "-4", "5", "6"])),
            ("(2+3+4)", sum(&["2", "3", "4"])),
            ("1 đến 3", sum(&["1", "2", "3"])),
            ("2+…+4", sum(&["2", "3", "4"])),
            ("6+...+9", sum(&["6", "7", "8", "9"])),
            ("6+7+…+9", sum(&["6", "7", "8", "9"])),
            ("(1)+…+(3)", sum(&["1", "2", "3"])),
            ("∑(1..3)", sum(&["1", "2", "3"])),
            ("Σ(2:4)", sum(&["2", "3", "4"])),
            ("1->3", sum(&["1", "2", "3"])),
            ("1+2 (nếu có)", sum(&["1", "2"])),
            ("(3)/(4)*100", quotient("3", "4", 100)),
            ("3/4x100%", quotient("3", "4", 100)),
            ("3*100/4", quotient("3", "4", 100)),
            ("100/200", quotient("100", "200", 1)),
            ("4:3", quotient("4", "3", 1)),
            ("3:4*100%", quotient("3", "4", 100)),
            ("3:4", Some(Formula::Span { from: 3, until: 4 })),
            ("2÷4", Some(Formula::Span { from: 2, until: 4 })),
            ("((3)/(4))*100", quotient("3", "4", 100)),
            ("(3)", None),
            ("(3)*(4)", None),
            ("3x12", None),
            ("3/4*12", None),
            ("(3)/(4)-100", None),
            ("(3+5)/(4)", None),
            ("1+2+…", None),
            ("2+4+…+7", None),
            ("2+3;4", None),
            ("2++3", None),
            ("2+3-", None),
            ("2+(3", None),
            ("2+3=4", None),
            ("số dư", None),
        ] {
            assert_eq!(read_formula(text), expected, "{text}");
        }
    }
}
