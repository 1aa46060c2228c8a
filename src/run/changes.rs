//! What changed since the last consolidation of the same period.

use rust_decimal::Decimal;

use crate::lang::Lang;
use crate::vietnamese::number::Vietnamese;

/// What stood in a place: its state in a word, and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The state, as machine results name it.
    pub state: &'static str,
    /// The value, without trailing zeros.
    pub value: Option<Decimal>,
}

/// A figure or a total that is not what it was; none where it was not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The form's name.
    pub form: String,
    /// The row's number, label, the column's heading, the measure.
    pub names: [String; 4],
    /// The unit's code and name.
    pub unit: [String; 2],
    /// What it was.
    pub before: Option<Said>,
    /// What it is.
    pub now: Option<Said>,
}

/// Everything that changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The figures of units.
    pub figures: Vec<Change>,
    /// The totals of places.
    pub totals: Vec<Change>,
}

impl Change {
    /// By how much it changed.
    pub fn by(&self) -> Option<Decimal> {
        let value = |said: &Option<Said>| said.as_ref().and_then(|s| s.value);
        value(&self.now)?.checked_sub(value(&self.before)?)
    }

    /// The row with its column, what was there and what is.
    pub fn example(&self) -> [String; 3] {
        let [_, label, heading, _] = &self.names;
        let label = if heading.is_empty() { label.clone() } else { format!("{label}, {heading}") };
        [label, words(self.before.as_ref(), Lang::Vi), words(self.now.as_ref(), Lang::Vi)]
    }
}

/// What stood in a place, for people.
pub fn words(said: Option<&Said>, lang: Lang) -> String {
    match said {
        None => lang.of("không có", "none").to_owned(),
        Some(Said { value: Some(value), state }) if *state != "nil" => Vietnamese(*value).to_string(),
        Some(Said { state, .. }) => {
            let vi = crate::own_output::STATES_VI.iter().find(|(own, _)| own == state).map_or(*state, |(_, vi)| *vi);
            lang.of(vi, state).to_owned()
        }
    }
}
