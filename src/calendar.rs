//! Working days: what is neither Saturday or Sunday nor a public holiday of Vietnam.
//!
//! Holidays are those of the Labour Code of 2019, article 112; one that falls on a day of rest is made up for on
//! the next working day (article 111). The days of the lunar New Year and of the Hùng Kings move, and the government
//! says each year which day beside 2 September is free: they stand here as they were set (2021 to 2026) and as the
//! lunar calendar gives them with the usual five days (2027 to 2030). Days that are worked in exchange for others
//! are not known.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday, date};

/// The holidays of a year that move, as (month, day).
struct Moving {
    year: i16,
    /// The first and the last day of the lunar New Year's holiday, with what is made up for.
    new_year: [(i8, i8); 2],
    /// The tenth of the third lunar month.
    kings: (i8, i8),
    /// The day beside 2 September.
    beside: i8,
}

const fn moving(year: i16, first: (i8, i8), last: (i8, i8), kings: (i8, i8), beside: i8) -> Moving {
    Moving { year, new_year: [first, last], kings, beside }
}

const MOVING: &[Moving] = &[
    moving(2021, (2, 10), (2, 16), (4, 21), 3),
    moving(2022, (1, 31), (2, 4), (4, 10), 1),
    moving(2023, (1, 20), (1, 26), (4, 29), 1),
    moving(2024, (2, 8), (2, 14), (4, 18), 3),
    moving(2025, (1, 25), (2, 2), (4, 7), 1),
    moving(2026, (2, 14), (2, 22), (4, 26), 1),
    moving(2027, (2, 5), (2, 9), (4, 16), 3),
    moving(2028, (1, 25), (1, 29), (4, 4), 1),
    moving(2029, (2, 12), (2, 16), (4, 23), 3),
    moving(2030, (2, 1), (2, 5), (4, 12), 3),
];

/// The holidays that stand: the New Year, the day of victory, that of labour, the national day.
const FIXED: [(i8, i8); 4] = [(1, 1), (4, 30), (5, 1), (9, 2)];

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The days of a year that are free though no weekend.
fn holidays(year: i16) -> Vec<Date> {
    let on = |(month, day): (i8, i8)| date(year, month, day);
    let own = MOVING.iter().find(|m| m.year == year);
    let mut single: Vec<Date> = FIXED.into_iter().map(on).collect();
    single.extend(own.into_iter().flat_map(|m| [on(m.kings), date(year, 9, m.beside)]));
    single.sort_unstable();
    let mut free = single.clone();
    for day in single.into_iter().filter(|day| is_weekend(*day)) {
        let mut next = std::iter::successors(day.tomorrow().ok(), |d| d.tomorrow().ok());
        free.extend(next.find(|d| !is_weekend(*d) && !free.contains(d)));
    }
    if let Some(Moving { new_year: [first, last], .. }) = own {
        free.extend(on(*first).series(1.day()).take_while(|day| *day <= on(*last)));
    }
    free
}

fn is_worked(day: Date, holidays: &[Date]) -> bool {
    !is_weekend(day) && !holidays.contains(&day)
}

/// The last day to send by: a term that ends on a day of rest ends on the next working day (Civil Code of 2015,
/// article 148, clause 5).
pub fn last_day(due: Date) -> Date {
    std::iter::successors(Some(due), |day| day.tomorrow().ok())
        .find(|day| is_worked(*day, &holidays(day.year())))
        .unwrap_or(due)
}

/// How many working days a day lies behind the last one; none where it does not.
pub fn days_late(due: Date, sent: Date) -> Option<usize> {
    let last = last_day(due);
    if sent <= last {
        return None;
    }
    let first = last.checked_add(1.day()).ok()?;
    // A date far behind is a mistake of somebody's clock; ten years are enough to tell.
    let days = first.series(1.day()).take_while(|day| *day <= sent).take(3660);
    let (mut year, mut free) = (last.year(), holidays(last.year()));
    let worked = days.filter(|day| {
        if day.year() != year {
            (year, free) = (day.year(), holidays(day.year()));
        }
        is_worked(*day, &free)
    });
    // Sent on a rest day behind the last: late, by no full working day.
    Some(worked.count())
}

/// A date as people write it: 2024-04-01, 1/4/2024, 01.04.2024, 1-4-2024.
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-']).map(str::trim).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// A date in the words of a Vietnamese table: 01/04/2024.
pub fn written(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_ends_on_a_working_day_and_lateness_counts_those_behind() {
        for (due, sent, late) in [
            // Friday, and the Monday after.
            ("2024-03-29", "2024-03-29", None),
            ("2024-03-29", "2024-03-30", Some(0)),
            ("2024-03-29", "2024-04-01", Some(1)),
            // A Sunday: until Monday.
            ("2024-03-31", "2024-04-01", None),
            ("2024-03-31", "2024-04-02", Some(1)),
            // Tết of 2024, from 8 to 14 February: until the 15th.
            ("2024-02-08", "2024-02-15", None),
            ("2024-02-08", "2024-02-16", Some(1)),
            // 30 April and 1 May.
            ("2024-04-29", "2024-05-02", Some(1)),
            // The Hùng Kings' day of 2024.
            ("2024-04-17", "2024-04-19", Some(1)),
            ("2025-12-31", "2026-01-02", Some(1)),
            // 29 and 30 April 2023 were a weekend: made up for on 2 and 3 May.
            ("2023-04-28", "2023-05-04", Some(1)),
            ("2022-12-30", "2023-01-03", Some(1)),
        ] {
            let (due, sent) = (parse(due).unwrap(), parse(sent).unwrap());
            assert_eq!(days_late(due, sent), late, "{due}, {sent}");
        }
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for text in ["2024-04-01", "1/4/2024", "01.04.2024", " 01-04-2024 "] {
            assert_eq!(parse(text), Some(date(2024, 4, 1)), "{text}");
        }
        for text in ["", "4/2024", "31/2/2024", "1/4/24", "hôm qua"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(written(date(2024, 4, 1)), "01/04/2024");
    }
}
