//! Dates that stand as text: what a csv keeps of a figure that Excel turned into a date.

use crate::intake::cell::DateValue;

/// Months as Excel writes them in English, whole or by their first three letters.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What was probably typed, where a text is a date; nothing where it is none. `3/4` alone may be a fraction.
pub(super) fn typed(text: &str) -> Option<String> {
    let text = text.trim();
    let day = text.split_whitespace().next()?;
    // A time may stand behind: «2024-04-03 00:00:00».
    let rest = text.get(day.len()..)?.trim();
    if !rest.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.')) || (!rest.is_empty() && !rest.contains(':'))
    {
        return None;
    }
    let parts: Vec<&str> = day.split(['-', '/']).collect();
    let number = |text: &&str, most: u32| {
        let digits = text.len() <= 4 && text.chars().all(|c| c.is_ascii_digit());
        text.parse::<u32>().ok().filter(|n| digits && (1..=most).contains(n))
    };
    let year = |text: &&str| (text.len() == 4).then(|| number(text, 9999)).flatten().filter(|y| *y >= 1900);
    match parts.as_slice() {
        [day, month] if named(month).is_some() => Some(format!("{}/{}", number(day, 31)?, named(month)?)),
        // «Apr-24»: 4/24.
        [month, year] if named(month).is_some() => Some(format!("{}/{}", named(month)?, number(year, 9999)?)),
        [day, month, year] if named(month).is_some() => {
            number(year, 9999).and(Some(format!("{}/{}", number(day, 31)?, named(month)?)))
        }
        [of_year, month, day] if year(of_year).is_some() => {
            DateValue::Iso(format!("{of_year}-{:02}-{:02}", number(month, 12)?, number(day, 31)?)).typed()
        }
        [day, month, of_year] if year(of_year).is_some() => {
            let (day, month) = (number(day, 31)?, number(month, 31)?);
            // One of them is a month, whichever stands first.
            (day <= 12 || month <= 12).then(|| format!("{day}/{month}"))
        }
        _ => None,
    }
}

/// The number of a month by its name: «Apr», «April», «Thg4».
fn named(word: &str) -> Option<usize> {
    let word = word.to_lowercase();
    if let Some(number) = word.strip_prefix("thg").or_else(|| word.strip_prefix("tháng")) {
        return number.trim().parse().ok().filter(|n| (1..=12).contains(n));
    }
    let is_it = |month: &&str| word == *month || month.get(..3) == Some(word.as_str());
    MONTHS.iter().position(is_it).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_told_from_ranges_measures_and_fractions() {
        for (text, expected) in [
            ("3-Apr", Some("3/4")),
            ("12-Jan", Some("12/1")),
            ("03-Thg4", Some("3/4")),
            ("Apr-24", Some("4/24")),
            ("3-Apr-2024", Some("3/4")),
            ("03/04/2024", Some("3/4")),
            ("3/4/2024", Some("3/4")),
            ("2024-04-03", Some("3/4")),
            ("2024-04-03 00:00:00", Some("3/4")),
            ("3/4", None),
            ("3-4", None),
            ("2023-2024", None),
            ("12-hộ", None),
            ("12-Marx", None),
            ("12/15/18", None),
            ("3-4-5", None),
            ("03/04/2024 hộ", None),
            ("45/13/2024", None),
            ("150.000-300.000", None),
            ("5", None),
        ] {
            assert_eq!(typed(text).as_deref(), expected, "{text}");
        }
    }
}
