//! What the numbering of a row means: `A`, `I`, `1`, `1.1`, `a`, `-`, `+`.

/// A way of numbering, from the outermost to the innermost as offices use them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// A, B, C.
    Letter,
    /// I, II, III.
    Roman,
    /// 1, 2, 3.
    Arabic,
    /// a, b, c.
    Small,
    /// `-`, `+`, `*` and dots, by which sign it is: `-` stands over `+`.
    Dash,
    /// `+`.
    Plus,
    /// `*`, `•`.
    Star,
}

/// A numbering, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Numbering {
    /// One number or letter, which goes on from the one before.
    Simple(Style, u32),
    /// Several, `2.1.3`: a part of what the others before the last name.
    Outline(Vec<String>),
    /// A sign that counts nothing.
    Sign(Style),
}

/// Tells whether a numbering is one of parts of what stands above: `a`, `-`, `+`.
pub fn is_inner(text: &str) -> bool {
    matches!(
        read(text).first(),
        Some(Numbering::Sign(_) | Numbering::Simple(Style::Small | Style::Dash | Style::Plus | Style::Star, _))
    )
}

/// Reads a numbering as it may be meant, the likelier meaning first: `I` is one in Roman numerals or
/// the letter after H.
pub fn read(text: &str) -> Vec<Numbering> {
    let bare = text.trim().trim_start_matches('(').trim_end_matches([')', '.', '/', ':', ' ']).trim();
    if let Some(sign) = sign(text.trim()) {
        return vec![Numbering::Sign(sign)];
    }
    if bare.contains('.') {
        let parts: Vec<String> = bare.split('.').map(|p| p.trim().trim_start_matches('0').to_owned()).collect();
        let sound = |p: &String| !p.is_empty() && p.len() <= 4 && p.chars().all(|c| c.is_ascii_alphanumeric());
        return if parts.iter().all(sound) { vec![Numbering::Outline(parts)] } else { Vec::new() };
    }
    let mut found = Vec::new();
    if let Ok(number) = bare.parse::<u32>() {
        found.push(Numbering::Simple(Style::Arabic, number));
    }
    if let Some(number) = roman(bare) {
        found.push(Numbering::Simple(Style::Roman, number));
    }
    let mut letters = bare.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        match letter {
            'A'..='Z' => found.push(Numbering::Simple(Style::Letter, letter as u32 - 'A' as u32 + 1)),
            // đ comes after d, which moves those behind it by one; what matters is the order.
            'a'..='z' => found.push(Numbering::Simple(Style::Small, letter as u32 - 'a' as u32 + 1)),
            'đ' => found.push(Numbering::Simple(Style::Small, 4)),
            _ => {}
        }
    }
    found
}

fn sign(text: &str) -> Option<Style> {
    match text {
        "-" | "–" | "—" | "−" | "‐" => Some(Style::Dash),
        "+" => Some(Style::Plus),
        "*" | "•" | "·" | "●" | "▪" => Some(Style::Star),
        _ => None,
    }
}

/// The value of a numeral up to 39: no appendix goes further.
fn roman(text: &str) -> Option<u32> {
    const TENS: [&str; 4] = ["", "X", "XX", "XXX"];
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let numerals =
        TENS.iter().zip(0u32..).flat_map(|(t, n)| ONES.iter().zip(0u32..).map(move |(o, m)| (t, o, 10 * n + m)));
    numerals.into_iter().find(|(t, o, n)| *n > 0 && text.strip_prefix(*t) == Some(*o)).map(|(_, _, n)| n)
}

/// Splits the numbering off the front of a label: `1.GDP`, `A. Chỉ tiêu`, `- Số hộ`, `1- Chia theo`,
/// `a) Vốn`. What only looks like one (`60.000 tấn`, `H. Định Quán`) stays: a number needs its sign, a
/// letter is checked where its order is known.
pub fn split(label: &str) -> Option<(&str, &str)> {
    let label = label.trim_start();
    let first = label.chars().next()?;
    let (lead, behind) = label.split_at_checked(first.len_utf8())?;
    if sign(lead).is_some() {
        let rest = behind.trim_start();
        return rest.chars().any(char::is_alphabetic).then_some((lead, rest));
    }
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).unwrap_or(label.len());
    let (mut number, mut rest) = label.split_at_checked(end)?;
    // `1.GDP`: the numbering ends with its last point before letters.
    if let Some(at) = number.rfind('.')
        && number.get(at + 1..).is_some_and(|t| t.chars().any(|c| c.is_ascii_alphabetic()) && t.len() > 1)
    {
        (number, rest) = label.split_at_checked(at + 1)?;
    }
    // «0 - 4 tuổi», «5- 9 tuổi» are from … to.
    let to = rest.trim_start().strip_prefix(['-', '–']).map(str::trim_start);
    if number.parse::<u32>().is_ok() && to.is_some_and(|to| to.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let closed = number.ends_with('.')
        || rest.starts_with([')', '/'])
        || (rest.starts_with('-') && rest.get(1..).is_some_and(|r| r.starts_with(' ')))
        || rest.trim_start().starts_with("- ") && number.len() <= 2 && rest.len() > 3 && number.parse::<u32>().is_ok();
    if !closed || number.is_empty() {
        return None;
    }
    let rest = rest.trim_start().trim_start_matches([')', '/', '-', '.', ':']).trim_start();
    let number = number.trim_end_matches('.');
    // «TP. Biên Hòa», «Ngh. tỷ» are words.
    let sound = !read(number).is_empty() && rest.chars().any(char::is_alphabetic);
    sound.then_some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numberings_are_read_in_all_their_ways() {
        let simple = |style, n| vec![Numbering::Simple(style, n)];
        for (text, expected) in [
            ("3", simple(Style::Arabic, 3)),
            ("03.", simple(Style::Arabic, 3)),
            ("IV", simple(Style::Roman, 4)),
            ("XII.", simple(Style::Roman, 12)),
            ("B", simple(Style::Letter, 2)),
            ("a)", simple(Style::Small, 1)),
            ("-", vec![Numbering::Sign(Style::Dash)]),
            ("+", vec![Numbering::Sign(Style::Plus)]),
            ("2.1", vec![Numbering::Outline(vec!["2".into(), "1".into()])]),
            ("2.1.3.", vec![Numbering::Outline(vec!["2".into(), "1".into(), "3".into()])]),
            ("I", vec![Numbering::Simple(Style::Roman, 1), Numbering::Simple(Style::Letter, 9)]),
            ("Tổng", vec![]),
            ("TP", vec![]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn numberings_are_split_off_labels_and_words_are_not() {
        for (label, expected) in [
            ("1.GDP theo giá 1994", Some(("1", "GDP theo giá 1994"))),
            ("2.  GDP theo giá hiện hành", Some(("2", "GDP theo giá hiện hành"))),
            ("A. Chỉ tiêu kinh tế", Some(("A", "Chỉ tiêu kinh tế"))),
            ("  - Tốc độ tăng", Some(("-", "Tốc độ tăng"))),
            ("+ Nông, lâm", Some(("+", "Nông, lâm"))),
            ("1- Chia theo yếu tố", Some(("1", "Chia theo yếu tố"))),
            ("10. Hạt điều", Some(("10", "Hạt điều"))),
            ("a) Vốn", Some(("a", "Vốn"))),
            ("2.1. Tiểu dự án", Some(("2.1", "Tiểu dự án"))),
            ("Số hộ", None),
            ("0 - 4 tuổi", None),
            ("5- 9 tuổi", None),
            ("1 - Hộ nghèo", Some(("1", "Hộ nghèo"))),
            ("60.000 tấn", None),
            ("300.000 đồng", None),
            ("TP. Biên Hòa", None),
            ("-", None),
            ("- 12", None),
        ] {
            assert_eq!(split(label), expected, "{label}");
        }
    }
}
