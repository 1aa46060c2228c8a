//! The exact arithmetic of one row over units.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::form::Aggregate;
use crate::reading::State;
use crate::register::UnitIndex;

use super::total::Outcome;

/// What one unit gives to a row.
#[derive(Debug, Clone)]
pub struct Given<'a> {
    /// The unit.
    pub unit: UnitIndex,
    /// What its cell says; nothing where no cell was read. Of a ratio, what the numerator says where both
    /// parts have a value, else what the part says that has none.
    pub state: Option<State>,
    /// It sent a file that does not count: two files, another period.
    pub refused: bool,
    /// Its weight for the row; of a ratio, its denominator.
    pub weight: Option<Decimal>,
    /// Its words, where the row takes words.
    pub text: Cow<'a, str>,
}

/// What an aggregation gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aggregated {
    /// The total.
    pub outcome: Outcome,
    /// Units whose value counts.
    pub reported: usize,
    /// Units that should have one: all to which the row applies.
    pub expected: usize,
    /// Units whose value could not be used.
    pub excluded: Vec<UnitIndex>,
    /// Units without a value, and what they say instead; nothing where no cell was read.
    pub absent: Vec<(UnitIndex, Option<State>)>,
    /// Units whose value has no weight.
    pub unweighted: Vec<UnitIndex>,
    /// The weights of all values are zero, or the denominators of all ratios.
    pub zero_weights: bool,
    /// The exact total needs more digits than can be held.
    pub overflow: bool,
}

impl Aggregated {
    /// Nothing yet.
    pub fn nothing() -> Self {
        Self {
            outcome: Outcome::NoTotal,
            reported: 0,
            expected: 0,
            excluded: vec![],
            absent: vec![],
            unweighted: vec![],
            zero_weights: false,
            overflow: false,
        }
    }

    /// Takes what a computation gave: a total that is whole or lacks units, or none.
    pub fn conclude(&mut self, computed: Computed, only_nil: bool) {
        self.outcome = match computed {
            Computed::Value(value) if self.reported < self.expected => Outcome::Partial(value),
            Computed::Value(_) if only_nil => Outcome::Nil,
            Computed::Value(value) => Outcome::Whole(value),
            Computed::Text(text) => Outcome::Text(text),
            Computed::None => Outcome::NoTotal,
            Computed::ZeroWeights => {
                self.zero_weights = true;
                Outcome::NoTotal
            }
            Computed::TooLong => {
                self.overflow = true;
                Outcome::NoTotal
            }
        };
    }
}

/// A figure that counts, with its weight or denominator, and words.
pub struct Counted<'a> {
    /// The figure; of a ratio the numerator.
    pub value: Decimal,
    /// The weight, or the denominator.
    pub weight: Decimal,
    /// The words.
    pub text: Cow<'a, str>,
}

/// What a rule makes of figures.
pub enum Computed {
    /// A value.
    Value(Decimal),
    /// Words.
    Text(String),
    /// The rule gives none.
    None,
    /// All weights or denominators are zero together.
    ZeroWeights,
    /// It needs more digits than can be held.
    TooLong,
}

/// Tells whether a rule takes the words of units.
pub fn takes_words(rule: &Aggregate) -> bool {
    matches!(rule, Aggregate::First | Aggregate::Concat)
}

/// Computes the total of figures by a rule.
pub fn compute(rule: &Aggregate, counted: &[Counted<'_>]) -> Computed {
    let values = || counted.iter().map(|c| c.value);
    let found = |value: Option<Decimal>| value.map_or(Computed::TooLong, Computed::Value);
    match rule {
        Aggregate::None => Computed::None,
        Aggregate::Sum | Aggregate::Last => found(sum(values())),
        Aggregate::WeightedMean { .. } => weighted(counted),
        Aggregate::Ratio { factor, .. } => ratio(counted, *factor),
        Aggregate::Mean => match sum(values()).and_then(|s| s.checked_div(Decimal::from(counted.len() as u64))) {
            Some(mean) => Computed::Value(mean.normalize()),
            None => Computed::TooLong,
        },
        Aggregate::Min => values().min().map_or(Computed::None, Computed::Value),
        Aggregate::Max => values().max().map_or(Computed::None, Computed::Value),
        Aggregate::Count => Computed::Value(Decimal::from(counted.len() as u64)),
        Aggregate::First => counted.first().map_or(Computed::None, |c| Computed::Text(c.text.as_ref().to_owned())),
        Aggregate::Concat => {
            let mut texts: Vec<&str> = Vec::new();
            for one in counted {
                if !texts.contains(&one.text.as_ref()) {
                    texts.push(&one.text);
                }
            }
            Computed::Text(texts.join("; "))
        }
    }
}

/// Aggregates what the units give.
///
/// Numbers and nils count, a nil as 0. Units to which the row does not apply are not expected.
pub fn aggregate<'a>(rule: &Aggregate, given: impl IntoIterator<Item = Given<'a>>) -> Aggregated {
    let mut out = Aggregated::nothing();
    let mut counted: Vec<Counted<'a>> = Vec::new();
    let mut states: Vec<State> = Vec::new();
    let mut only_nil = true;
    for one in given {
        if one.state != Some(State::NotApplicable) {
            out.expected += 1;
        }
        let Some(state) = one.state else {
            if one.refused {
                out.excluded.push(one.unit)
            } else {
                out.absent.push((one.unit, None))
            }
            continue;
        };
        states.push(state);
        let value = if state == State::Text { Some(Decimal::ZERO) } else { state.value() };
        match (value, rule) {
            (Some(value), Aggregate::WeightedMean { .. } | Aggregate::Ratio { .. }) => match one.weight {
                Some(weight) => counted.push(Counted { value, weight, text: one.text }),
                None => {
                    out.unweighted.push(one.unit);
                    out.excluded.push(one.unit);
                    continue;
                }
            },
            (Some(value), _) => counted.push(Counted { value, weight: Decimal::ONE, text: one.text }),
            (None, _) if state.is_unusable() => {
                out.excluded.push(one.unit);
                continue;
            }
            (None, _) if state == State::NotApplicable => continue,
            (None, _) => {
                out.absent.push((one.unit, Some(state)));
                continue;
            }
        }
        only_nil &= state == State::Nil && !matches!(rule, Aggregate::Count | Aggregate::Ratio { .. });
        out.reported += 1;
    }
    if counted.is_empty() {
        out.outcome = nothing(&states, &out);
    } else {
        out.conclude(compute(rule, &counted), only_nil);
    }
    out
}

/// The one kind of nothing that all units say; of several the one that asks most for attention.
fn nothing(states: &[State], out: &Aggregated) -> Outcome {
    if !out.unweighted.is_empty() {
        return Outcome::NoTotal;
    }
    let order =
        [State::Unreadable, State::Ambiguous, State::NotCollected, State::Deferred, State::Blank, State::NotApplicable];
    Outcome::Nothing(order.into_iter().find(|s| states.contains(s)).unwrap_or(State::Blank))
}

/// Adds exactly; nothing where the sum needs more digits than a decimal has. (`Decimal` itself would
/// drop digits at the end without a word.)
pub fn sum(values: impl IntoIterator<Item = Decimal>) -> Option<Decimal> {
    values
        .into_iter()
        .try_fold(Decimal::ZERO, |total, value| {
            let next = total.checked_add(value)?;
            (next.scale() >= total.scale().max(value.scale()) || next.is_zero()).then_some(next)
        })
        .map(|total| total.normalize())
}

/// Σ w·p / Σ w: sums exact, the quotient to the 28 digits a decimal holds.
fn weighted(counted: &[Counted<'_>]) -> Computed {
    let products: Option<Vec<Decimal>> = counted.iter().map(|c| exact_product(c.value, c.weight)).collect();
    quotient(products.and_then(sum), sum(counted.iter().map(|c| c.weight)))
}

/// Σ numerator / Σ denominator × factor.
fn ratio(counted: &[Counted<'_>], factor: Decimal) -> Computed {
    let over = sum(counted.iter().map(|c| c.value));
    quotient(over.and_then(|o| exact_product(o, factor)), sum(counted.iter().map(|c| c.weight)))
}

fn quotient(over: Option<Decimal>, under: Option<Decimal>) -> Computed {
    let (Some(over), Some(under)) = (over, under) else { return Computed::TooLong };
    if under.is_zero() {
        return Computed::ZeroWeights;
    }
    let value = over.checked_div(under);
    value.map_or(Computed::TooLong, |mean| Computed::Value(mean.normalize()))
}

fn exact_product(a: Decimal, b: Decimal) -> Option<Decimal> {
    let product = a.checked_mul(b)?;
    (product.scale() == a.scale() + b.scale() || product.is_zero()).then_some(product)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{Era, Register};
    use proptest::prelude::*;

    fn units() -> Vec<UnitIndex> {
        let register = Register::built_in(Era::Before);
        register.communes(register.find("066").unwrap())
    }

    fn given(states: &[(Option<State>, Option<&str>)]) -> Vec<Given<'static>> {
        units()
            .into_iter()
            .zip(states)
            .map(|(unit, (state, weight))| Given {
                unit,
                state: *state,
                refused: false,
                weight: weight.map(|w| w.parse().unwrap()),
                text: "".into(),
            })
            .collect()
    }

    fn number(text: &str) -> Option<State> {
        Some(State::Number(text.parse().unwrap()))
    }

    fn mean() -> Aggregate {
        Aggregate::WeightedMean { weight: "w".into() }
    }

    #[test]
    fn a_percentage_is_weighted_and_never_averaged() {
        // 45 of 50 and 10 of 400 give 12.22 %, not 46.25 %.
        let out = aggregate(&mean(), given(&[(number("90"), Some("50")), (number("2.5"), Some("400"))]));
        let Outcome::Whole(value) = out.outcome else { panic!("{out:?}") };
        assert_eq!(value.round_dp(2).to_string(), "12.22");
    }

    #[test]
    fn a_ratio_is_of_the_sums_and_other_rules_are_what_they_say() {
        // 45 of 50 and 10 of 400.
        let parts = [(number("45"), Some("50")), (number("10"), Some("400"))];
        let ratio = Aggregate::Ratio {
            parts: crate::form::Parts { of: crate::form::Over::Columns, over: 0, under: vec![1] },
            factor: Decimal::ONE_HUNDRED,
        };
        let value = |rule: &Aggregate| match aggregate(rule, given(&parts)).outcome {
            Outcome::Whole(value) => value.round_dp(2).to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(value(&ratio), "12.22");
        assert_eq!(value(&Aggregate::Mean), "27.5");
        assert_eq!(value(&Aggregate::Min), "10");
        assert_eq!(value(&Aggregate::Max), "45");
        assert_eq!(value(&Aggregate::Last), "55");
        assert_eq!(value(&Aggregate::Count), "2");
        let nothing = aggregate(&ratio, given(&[(number("0"), Some("0"))]));
        assert!(nothing.zero_weights && nothing.outcome == Outcome::NoTotal);
        let texts = units().into_iter().zip(["b", "a", "b"]).map(|(unit, text)| Given {
            unit,
            state: Some(State::Text),
            refused: false,
            weight: None,
            text: text.into(),
        });
        let texts: Vec<Given<'_>> = texts.collect();
        assert_eq!(aggregate(&Aggregate::First, texts.clone()).outcome, Outcome::Text("b".into()));
        assert_eq!(aggregate(&Aggregate::Concat, texts).outcome, Outcome::Text("b; a".into()));
    }

    #[test]
    fn without_weights_there_is_no_total() {
        let out = aggregate(&mean(), given(&[(number("90"), None), (number("2.5"), None)]));
        assert_eq!(out.outcome, Outcome::NoTotal);
        assert_eq!((out.reported, out.expected, out.excluded.len(), out.unweighted.len()), (0, 2, 2, 2));
        let out = aggregate(&mean(), given(&[(number("90"), Some("0")), (number("2.5"), Some("0"))]));
        assert!(out.zero_weights && out.outcome == Outcome::NoTotal);
    }

    #[test]
    fn the_kinds_of_nothing_keep_apart() {
        let count = |states: &[Option<State>]| {
            let out = aggregate(&Aggregate::Sum, given(&states.iter().map(|s| (*s, None)).collect::<Vec<_>>()));
            (out.outcome, out.reported, out.expected, out.excluded.len(), out.absent.len())
        };
        let five = Decimal::from(5);
        assert_eq!(count(&[number("5"), Some(State::Nil)]), (Outcome::Whole(five), 2, 2, 0, 0));
        assert_eq!(count(&[Some(State::Nil), Some(State::Nil)]), (Outcome::Nil, 2, 2, 0, 0));
        assert_eq!(count(&[number("5"), Some(State::NotApplicable)]), (Outcome::Whole(five), 1, 1, 0, 0));
        assert_eq!(count(&[number("5"), Some(State::Blank)]), (Outcome::Partial(five), 1, 2, 0, 1));
        assert_eq!(count(&[number("5"), None]), (Outcome::Partial(five), 1, 2, 0, 1));
        assert_eq!(count(&[number("5"), Some(State::Ambiguous)]), (Outcome::Partial(five), 1, 2, 1, 0));
        assert_eq!(
            count(&[Some(State::Deferred), Some(State::Deferred)]),
            (Outcome::Nothing(State::Deferred), 0, 2, 0, 2)
        );
        assert_eq!(count(&[None, None]), (Outcome::Nothing(State::Blank), 0, 2, 0, 2));
    }

    #[test]
    fn a_sum_that_cannot_be_held_exactly_is_none() {
        let large: Decimal = "79228162514264337593543950335".parse().unwrap();
        assert_eq!(sum([large, Decimal::ONE]), None);
        assert_eq!(sum(["10000000000000000000000000000".parse().unwrap(), "0.1".parse().unwrap()]), None);
        assert_eq!(sum(["0.1".parse().unwrap(), "0.2".parse().unwrap()]), Some("0.3".parse().unwrap()));
    }

    proptest! {
        #[test]
        fn sums_are_exact_and_do_not_depend_on_order(mut values in proptest::collection::vec((-10i64.pow(15)..10i64.pow(15), 0u32..4), 0..40)) {
            let decimals = |v: &[(i64, u32)]| v.iter().map(|(m, s)| Decimal::new(*m, *s)).collect::<Vec<_>>();
            let forward = sum(decimals(&values));
            values.reverse();
            prop_assert_eq!(forward, sum(decimals(&values)));
            let thousandths: i128 = values.iter().map(|(m, s)| i128::from(*m) * 10i128.pow(3 - s)).sum();
            prop_assert_eq!(forward, Some(Decimal::from_i128_with_scale(thousandths, 3).normalize()));
        }
    }
}
