//! The period of a round: one for all its forms, or of each form its own. Communes send the plan of a year and what was
//! paid out in a quarter of it together, often as sheets of one workbook.

use std::collections::BTreeMap;

use crate::form::Form;
use crate::lang::Lang;
use crate::period::Period;
use crate::round::Set;

/// What period a round is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Periods {
    /// Nobody asked for one, and what was sent does not agree about any.
    #[default]
    Open,
    /// One, for all its forms.
    One(Set<Period>),
    /// By the form's name: parts of one year, or that year.
    Each(BTreeMap<String, Period>),
}

impl Periods {
    /// One that was asked for or worked out, if there is one.
    pub fn of_all(period: Option<Set<Period>>) -> Self {
        period.map_or(Self::Open, Self::One)
    }

    /// The period that holds for all forms.
    pub fn shared(&self) -> Option<&Set<Period>> {
        match self {
            Self::One(period) => Some(period),
            Self::Open | Self::Each(_) => None,
        }
    }

    /// The period of a form.
    pub fn of(&self, form: &Form) -> Option<Period> {
        match self {
            Self::Open => None,
            Self::One(period) => Some(period.value),
            Self::Each(periods) => periods.get(&form.name).copied(),
        }
    }

    /// The period that all of them lie in.
    pub fn widest(&self) -> Option<Set<Period>> {
        match self {
            Self::Open => None,
            Self::One(period) => Some(period.clone()),
            Self::Each(periods) => periods.values().copied().max_by_key(|period| period.length()).map(Set::worked_out),
        }
    }

    /// As it is said of the whole round; empty where none is known.
    pub fn spoken(&self, lang: Lang) -> String {
        match self {
            Self::Open => String::new(),
            Self::One(period) => period.value.spoken(lang),
            Self::Each(periods) => {
                let each: Vec<String> =
                    periods.iter().map(|(form, period)| format!("{form}: {}", period.spoken(lang))).collect();
                each.join("; ")
            }
        }
    }
}
