//! The figures of the last period: facts that this program wrote (csv, json, jsonl, or the data sheet of a
//! consolidated workbook), or the submissions of that period themselves. [`read`] takes them from a file, those that
//! count (`counted`).

mod counted;
mod read;

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use rust_decimal::Decimal;

use crate::form::model::label_key;
use crate::form::{Form, Kind};
use crate::period::Period;
use crate::record::Record;
use crate::register::Era;
use crate::register::successors::{Mergers, Successors};
use crate::vietnamese::measure::Measure;
use crate::vietnamese::text::{Folded, fold};
pub use read::ReadError;

/// A figure's place: form, row, column and the unit's code.
pub type Key = (String, String, String, String);

/// The figures of earlier periods, by form.
#[derive(Debug, Default)]
pub struct Previous {
    by_form: HashMap<String, HashMap<Option<Period>, Figures>>,
    /// What rows were called, where that is known: a code may be another row in another version of the form.
    labels: HashMap<(String, String), Folded>,
    /// The units of which several files may be the one that counted, by form and period: none of their figures is held.
    unclear: HashMap<(String, Option<Period>), BTreeSet<String>>,
    /// What the consolidated workbook that they are from records.
    record: Option<Box<Record>>,
    /// The era of their units' codes, where something else than their periods tells it.
    era: Option<Era>,
    /// Which communes of today consist of those of then; asked only where they must be.
    mergers: OnceLock<Mergers>,
}

/// The figures of one form and period, by row, column and the unit's code; none where there were two that differ.
type Figures = HashMap<(String, String, String), Option<Figure>>;

/// A figure, in its measure where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The value.
    pub value: Decimal,
    /// The measure as it was written; empty where it was not.
    pub measure: String,
}

impl From<Decimal> for Figure {
    fn from(value: Decimal) -> Self {
        Self { value, measure: String::new() }
    }
}

impl Figure {
    /// The value in the measure of a form's figure; none where it measures something else.
    fn in_measure_of(&self, form: &crate::form::Figure) -> Option<Decimal> {
        if self.measure.is_empty() || fold(&self.measure) == fold(&form.measure) {
            return Some(self.value);
        }
        let own = Measure::parse(&self.measure)?;
        self.value.checked_mul(own.factor_to(form.dimension.as_ref()?)?)
    }
}

/// The figures of one earlier period.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// The period, where the facts say it.
    pub period: Option<Period>,
    figures: &'a Figures,
    /// Where its units are those of before 1 July 2025 and are asked for by those of after: what these consist of.
    mergers: Option<&'a Mergers>,
}

/// What a figure was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Then {
    /// The value.
    pub value: Decimal,
    /// How many units reported it: one, or those that the unit was made of on 1 July 2025.
    pub units: usize,
}

/// The amounts of lists, by column and the unit's code.
pub type Lists<'a> = HashMap<(&'a str, &'a str), Vec<Decimal>>;

/// What a period can be compared with.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// The last one that was over before it began, or that began with it and ended sooner; of two that end
    /// together the one of its length. Sizes are compared with it.
    pub last: Option<Before<'a>>,
    /// The last one that ended sooner, though it may lie inside: cumulative figures have grown since.
    pub until: Option<Before<'a>>,
}

/// Why earlier figures cannot be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotComparable {
    /// There are none of the form.
    OtherForm,
    /// They are of the same period, of one that goes on as long, or of a later one.
    NotEarlier,
    /// Their units are those of after 1 July 2025, and the round's those of before.
    OtherEra,
}

impl Previous {
    /// Figures with their places and periods. Where a place has two that differ, nobody knows which was meant: it has
    /// none.
    pub fn of_figures<F: Into<Figure>>(figures: impl IntoIterator<Item = (Key, Option<Period>, F)>) -> Self {
        let mut found = Self::default();
        for ((form, row, column, unit), period, figure) in figures {
            let own = found.by_form.entry(form).or_default().entry(period).or_default();
            let figure = Some(figure.into());
            match own.entry((row, column, unit)) {
                Entry::Vacant(free) => {
                    free.insert(figure);
                }
                Entry::Occupied(mut known) if *known.get() != figure => {
                    known.insert(None);
                }
                Entry::Occupied(_) => {}
            }
        }
        found
    }

    /// The same with a unit of which several files may be the one that counted.
    fn unclear_of(mut self, form: String, unit: String, period: Option<Period>) -> Self {
        self.by_form.entry(form.clone()).or_default().entry(period).or_default();
        self.unclear.entry((form, period)).or_default().insert(unit);
        self
    }

    /// The units of a form and an earlier period of which several files may be the one that counted, by their codes of
    /// then.
    pub fn unclear(&self, form: &str, period: Option<Period>) -> impl Iterator<Item = &str> {
        self.unclear.get(&(form.to_owned(), period)).into_iter().flatten().map(String::as_str)
    }

    /// The same with what the workbook that they are from records.
    pub fn with_record(self, record: Option<Record>) -> Self {
        let labelled = self.with_labels(record.as_ref().map(|r| r.forms.as_slice()).unwrap_or_default());
        let labelled = labelled.with_era(record.as_ref().map(|r| r.era));
        Self { record: record.map(Box::new), ..labelled }
    }

    /// The same with the era of their units' codes, where that is known.
    pub fn with_era(self, era: Option<Era>) -> Self {
        Self { era: era.or(self.era), ..self }
    }

    /// What the consolidated workbook that they are from records, where they are from one.
    pub fn record(&self) -> Option<&Record> {
        self.record.as_deref()
    }

    /// The same with what the rows of their forms are called.
    pub fn with_labels(mut self, forms: &[Form]) -> Self {
        for form in forms {
            for row in &form.rows {
                self.labels.insert((form.name.clone(), row.code.clone()), label_key(&row.label));
            }
        }
        self
    }

    /// Tells whether a row of a form was called otherwise.
    pub fn is_another_row(&self, form: &str, row: &crate::form::Row) -> bool {
        let then = self.labels.get(&(form.to_owned(), row.code.clone()));
        then.is_some_and(|label| *label != label_key(&row.label))
    }

    /// Tells whether there are no figures.
    pub fn is_empty(&self) -> bool {
        self.unclear.is_empty() && self.by_form.values().flat_map(HashMap::values).all(HashMap::is_empty)
    }

    /// Tells whether there are figures of a period.
    pub fn is_of(&self, period: Period) -> bool {
        self.by_form.values().any(|periods| periods.contains_key(&Some(period)))
    }

    /// The figures of a form before a period, for units of an era: those of communes that merged are added up.
    ///
    /// # Errors
    /// Why there are none that can be compared.
    pub fn before(&self, form: &str, period: Option<Period>, era: Era) -> Result<Earlier<'_>, NotComparable> {
        let periods = self.by_form.get(form).ok_or(NotComparable::OtherForm)?;
        let then = |period: Option<Period>| self.era.or(period.map(Era::of)).unwrap_or(era);
        let merged = |period| then(period) < era;
        let mergers = || self.mergers.get_or_init(|| Successors::built_in().mergers());
        let all = || {
            let before = |(period, figures): (&Option<Period>, _)| {
                let mergers = merged(*period).then(mergers);
                Before { period: *period, figures, mergers }
            };
            periods.iter().map(before)
        };
        let sooner = |own: &Before<'_>| ends_sooner(own.period, period);
        let until = all().filter(sooner).max_by_key(|own| own.period.map(|p| (p.months().1, p.length())));
        let length = period.map(Period::length);
        let last = all()
            .filter(|own| sooner(own) && !overlaps(own.period, period))
            .max_by_key(|own| own.period.map(|p| (p.months().1, Some(p.length()) == length, p.length())));
        let no_later_era = |own: &Before<'_>| then(own.period) <= era;
        if until.is_none() {
            return Err(NotComparable::NotEarlier);
        }
        let found = Earlier { last: last.filter(no_later_era), until: until.filter(no_later_era) };
        if found.last.is_none() && found.until.is_none() { Err(NotComparable::OtherEra) } else { Ok(found) }
    }
}

/// Tells whether a period is over before another is. Of one that is not known that is supposed.
fn ends_sooner(own: Option<Period>, period: Option<Period>) -> bool {
    own.zip(period).is_none_or(|(own, period)| own.months().1 < period.months().1)
}

/// Tells whether a period lies partly inside another, but for one that began with it: what is reported of six
/// months goes on in what is reported of nine.
fn overlaps(own: Option<Period>, period: Option<Period>) -> bool {
    own.zip(period).is_some_and(|(own, period)| {
        let ((begins, ends), (from, _)) = (own.months(), period.months());
        ends >= from && begins != from
    })
}

impl<'a> Before<'a> {
    /// What a figure was, in the measure that it has now. Of a commune that others went into it is the sum of theirs,
    /// where it adds and each of them reported it.
    pub fn value(&self, row: &str, column: &str, unit: &str, now: &crate::form::Figure) -> Option<Then> {
        let own = |unit: &str| {
            self.figures.get(&(row.to_owned(), column.to_owned(), unit.to_owned()))?.as_ref()?.in_measure_of(now)
        };
        let Some(mergers) = self.mergers else { return Some(Then { value: own(unit)?, units: 1 }) };
        let adds = now.kind != Kind::Percent && now.aggregate.adds();
        match mergers.of(unit) {
            [one] => Some(Then { value: own(one)?, units: 1 }),
            several if adds && !several.is_empty() => {
                let value = several.iter().try_fold(Decimal::ZERO, |sum, one| sum.checked_add(own(one)?))?;
                Some(Then { value, units: several.len() })
            }
            _ => None,
        }
    }

    /// The codes that a unit's figures stand under: its own, or those of the communes that it was made of.
    pub fn codes_of<'u>(&self, unit: &'u str) -> Vec<&'u str> {
        self.mergers.map_or_else(|| vec![unit], |mergers| mergers.of(unit).to_vec())
    }

    /// The figures of lists, by column and unit. Those of communes that merged are one list.
    pub fn lists(&self) -> Lists<'a> {
        let now: Option<HashMap<&str, &str>> = self.mergers.map(|mergers| {
            let each = |(new, of): (&'static str, &'a [&'static str])| of.iter().map(move |old| (*old, new));
            mergers.iter().flat_map(each).collect()
        });
        let mut lists = Lists::new();
        for ((_, column, unit), figure) in self.figures {
            let unit = match &now {
                Some(now) => now.get(unit.as_str()).copied(),
                None => Some(unit.as_str()),
            };
            if let Some((unit, figure)) = unit.zip(figure.as_ref()) {
                lists.entry((column, unit)).or_default().push(figure.value);
            }
        }
        lists
    }

    /// Tells whether its units are those of before 1 July 2025, and are asked for by those of after.
    pub fn is_of_merged(&self) -> bool {
        self.mergers.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Aggregate;

    #[test]
    fn a_commune_of_several_has_what_all_of_them_had_where_it_adds() {
        let then = |unit: &str, column: &str, value: i64| {
            let key = ("f".into(), "1".into(), column.into(), unit.into());
            (key, Some("2024".parse().unwrap()), Decimal::from(value))
        };
        // Xã Cường Lợi of 2025 is Văn Vũ (02137) and Cường Lợi (02152); Côn Minh, of three, lacks two.
        let figures =
            [then("02137", "so", 7), then("02152", "so", 4), then("02173", "so", 9), then("02137", "ty_le", 50)];
        let previous = Previous::of_figures(figures);
        let group = crate::form::Figure::group("");
        let adds = crate::form::Figure { kind: Kind::Integer, aggregate: Aggregate::Sum, ..group.clone() };
        let rate = crate::form::Figure { kind: Kind::Percent, ..adds.clone() };
        let before = previous.before("f", Some("2026".parse().unwrap()), Era::From2025).unwrap().last.unwrap();
        let of = |column: &str, unit: &str, figure| before.value("1", column, unit, figure);
        assert_eq!(of("so", "02152", &adds), Some(Then { value: Decimal::from(11), units: 2 }));
        assert_eq!(
            (of("so", "02185", &adds), of("so", "02173", &adds), of("ty_le", "02152", &rate)),
            (None, None, None)
        );
        let mut list = before.lists().remove(&("so", "02152")).unwrap();
        list.sort_unstable();
        assert_eq!(list, [Decimal::from(4), Decimal::from(7)]);
        // Those of before ask for their own.
        let before = previous.before("f", Some("2025-H1".parse().unwrap()), Era::Before).unwrap().last.unwrap();
        assert_eq!(before.value("1", "so", "02137", &adds), Some(Then { value: Decimal::from(7), units: 1 }));
        // Where the names of the units tell the era, their period does not.
        let previous = previous.with_era(Some(Era::From2025));
        let before = previous.before("f", Some("2026".parse().unwrap()), Era::From2025).unwrap().last.unwrap();
        assert_eq!(before.value("1", "so", "02152", &adds), Some(Then { value: Decimal::from(4), units: 1 }));
        assert_eq!(
            previous.before("f", Some("2025-H1".parse().unwrap()), Era::Before).err(),
            Some(NotComparable::OtherEra)
        );
    }

    #[test]
    fn a_period_is_compared_with_the_last_that_was_over() {
        let period = |text: &str| text.parse::<Period>().unwrap();
        // The earlier periods at hand, that of the round; which sizes are compared with, and which sums.
        for (at_hand, round, last, until) in [
            ("2022 2023", "2024", Some("2023"), Some("2023")),
            ("2024-Q1", "2024-Q2", Some("2024-Q1"), Some("2024-Q1")),
            // What goes on as long is no earlier one.
            ("2024-H1", "2024-Q2", None, None),
            ("2024-Q2", "2024-H1", None, None),
            ("2024", "2024", None, None),
            // Of two that end together the one of the same length.
            ("2023 2023-Q4", "2024", Some("2023"), Some("2023")),
            ("2023 2023-Q4", "2024-Q1", Some("2023-Q4"), Some("2023")),
            // Six months go on in nine; a month inside a year only in what is cumulative.
            ("2024-H1", "2024-9M", Some("2024-H1"), Some("2024-H1")),
            ("2024-06", "2024", None, Some("2024-06")),
            ("2023 2024-06", "2024", Some("2023"), Some("2024-06")),
        ] {
            let figure = |p: &str| {
                let key = ("f".into(), "r".into(), "c".into(), "02173".into());
                (key, Some(period(p)), Decimal::ONE)
            };
            let previous = Previous::of_figures(at_hand.split(' ').map(figure));
            let found = previous.before("f", Some(period(round)), Era::Before);
            let named =
                |of: fn(&Earlier<'_>) -> Option<Period>| found.as_ref().ok().and_then(of).map(|p| p.to_string());
            assert_eq!(named(|e| e.last?.period).as_deref(), last, "{at_hand}, {round}");
            assert_eq!(named(|e| e.until?.period).as_deref(), until, "{at_hand}, {round}");
            assert_eq!(found.err(), until.is_none().then_some(NotComparable::NotEarlier), "{at_hand}, {round}");
            assert_eq!(previous.before("g", None, Era::Before).err(), Some(NotComparable::OtherForm));
        }
    }
}
