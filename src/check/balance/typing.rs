//! Slips of typing: figures that one digit more, less or other, or two neighbours exchanged, tell apart.
//!
//! Scholtus, «Automatic correction of simple typing errors in numerical data with balance edits»,
//! Statistics Netherlands, discussion paper 09046: a value that would satisfy a failed balance and is one
//! such slip away from what was typed is probably what was meant.

/// What went wrong at the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Typing {
    /// One digit was typed for another.
    Replaced,
    /// A digit was left out.
    LeftOut,
    /// A digit was typed that does not belong there.
    TooMany,
    /// Two neighbouring digits were exchanged.
    Exchanged,
}

/// Figures below this are too short for a slip to be told from another figure.
const LEAST: i128 = 10;

/// All figures that one slip could have turned into this one, with the slip.
///
/// ```
/// use phubieu::check::balance::typing::{Typing, meant};
/// assert!(meant(238).contains(&(283, Typing::Exchanged)));
/// assert!(meant(2_245_700).contains(&(2_215_700, Typing::Replaced)));
/// ```
pub fn meant(typed: i128) -> Vec<(i128, Typing)> {
    let sign = if typed < 0 { -1 } else { 1 };
    let digits: Vec<u8> = typed.unsigned_abs().to_string().bytes().map(|b| b - b'0').collect();
    let mut found: Vec<(i128, Typing)> = Vec::new();
    let mut add = |digits: &[u8], slip: Typing| {
        let leads = digits.first().is_none_or(|d| *d == 0);
        let value = digits.iter().try_fold(0i128, |n, d| n.checked_mul(10)?.checked_add(i128::from(*d)));
        let Some(value) = value.filter(|v| *v >= LEAST && !leads).map(|v| sign * v) else { return };
        if value != typed && !found.iter().any(|(v, _)| *v == value) {
            found.push((value, slip));
        }
    };
    for (at, pair) in digits.windows(2).enumerate() {
        if let [a, b] = pair
            && a != b
        {
            let mut other = digits.clone();
            other.swap(at, at + 1);
            add(&other, Typing::Exchanged);
        }
    }
    for at in 0..digits.len() {
        for digit in 0..=9 {
            let mut other = digits.clone();
            if let Some(slot) = other.get_mut(at) {
                *slot = digit;
            }
            add(&other, Typing::Replaced);
        }
        let mut less = digits.clone();
        less.remove(at);
        add(&less, Typing::TooMany);
    }
    for at in 0..=digits.len() {
        for digit in 0..=9 {
            let mut more = digits.clone();
            more.insert(at, digit);
            add(&more, Typing::LeftOut);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_one_digit_or_two_neighbours() {
        let slip = |typed: i128, value: i128| meant(typed).into_iter().find(|(v, _)| *v == value).map(|(_, s)| s);
        for (typed, value, expected) in [
            // The introductory example of the paper: costs of 283 were meant to be 238.
            (283, 238, Some(Typing::Exchanged)),
            (2_245_700, 2_215_700, Some(Typing::Replaced)),
            (12_345, 123_245, Some(Typing::LeftOut)),
            (12_345, 1_235, Some(Typing::TooMany)),
            (-283, -238, Some(Typing::Exchanged)),
            (283, 832, None),
            (12, 2, None),
            (1_000, 100, Some(Typing::TooMany)),
            (2_093_900, 2_123_900, None),
        ] {
            assert_eq!(slip(typed, value), expected, "{typed} for {value}");
        }
        assert!(!meant(55).iter().any(|(v, _)| v.abs() < LEAST));
    }
}
