//! The exact arithmetic of one row over units.

use rust_decimal::Decimal;

use crate::form::Aggregate;
use crate::reading::State;
use crate::register::UnitIndex;

use super::total::Outcome;

/// What one unit gives to a row.
#[derive(Debug, Clone, Copy)]
pub struct Given {
    /// The unit.
    pub unit: UnitIndex,
    /// What its cell says; nothing where no cell was read.
    pub state: Option<State>,
    /// It sent a file that does not count: two files, another period.
    pub refused: bool,
    /// Its weight for the row.
    pub weight: Option<Decimal>,
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
    /// The weights of all values are zero.
    pub zero_weights: bool,
    /// The exact total needs more digits than can be held.
    pub overflow: bool,
}

/// Aggregates what the units give.
///
/// Numbers and nils count, a nil as 0. Units to which the row does not apply are not expected.
pub fn aggregate(rule: &Aggregate, given: impl IntoIterator<Item = Given>) -> Aggregated {
    let mut out = Aggregated {
        outcome: Outcome::NoTotal,
        reported: 0,
        expected: 0,
        excluded: vec![],
        absent: vec![],
        unweighted: vec![],
        zero_weights: false,
        overflow: false,
    };
    let mut values: Vec<(Decimal, Decimal)> = Vec::new();
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
        match (state.value(), rule) {
            (Some(value), Aggregate::WeightedMean { .. }) => match one.weight {
                Some(weight) => values.push((value, weight)),
                None => {
                    out.unweighted.push(one.unit);
                    out.excluded.push(one.unit);
                    continue;
                }
            },
            (Some(value), _) => values.push((value, Decimal::ONE)),
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
        only_nil &= state == State::Nil;
        out.reported += 1;
    }
    let whole = |value: Decimal, out: &Aggregated| {
        if out.reported < out.expected {
            Outcome::Partial(value)
        } else if only_nil {
            Outcome::Nil
        } else {
            Outcome::Whole(value)
        }
    };
    out.outcome = if values.is_empty() {
        nothing(&states, &out)
    } else {
        match rule {
            Aggregate::None => Outcome::NoTotal,
            Aggregate::Sum => match sum(values.iter().map(|(v, _)| *v)) {
                Some(total) => whole(total, &out),
                None => {
                    out.overflow = true;
                    Outcome::NoTotal
                }
            },
            Aggregate::WeightedMean { .. } => match weighted(&values) {
                Weighted::Mean(mean) => whole(mean, &out),
                Weighted::ZeroWeights => {
                    out.zero_weights = true;
                    Outcome::NoTotal
                }
                Weighted::TooLong => {
                    out.overflow = true;
                    Outcome::NoTotal
                }
            },
        }
    };
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

enum Weighted {
    Mean(Decimal),
    ZeroWeights,
    TooLong,
}

/// Σ w·p / Σ w: sums exact, the quotient to the 28 digits a decimal holds.
fn weighted(values: &[(Decimal, Decimal)]) -> Weighted {
    let products: Option<Vec<Decimal>> = values.iter().map(|(v, w)| exact_product(*v, *w)).collect();
    let (Some(over), Some(under)) = (products.and_then(sum), sum(values.iter().map(|(_, w)| *w))) else {
        return Weighted::TooLong;
    };
    if under.is_zero() {
        return Weighted::ZeroWeights;
    }
    over.checked_div(under).map_or(Weighted::TooLong, |mean| Weighted::Mean(mean.normalize()))
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

    fn given(states: &[(Option<State>, Option<&str>)]) -> Vec<Given> {
        units()
            .into_iter()
            .zip(states)
            .map(|(unit, (state, weight))| Given {
                unit,
                state: *state,
                refused: false,
                weight: weight.map(|w| w.parse().unwrap()),
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
        // KNOWLEDGE section 3: 45 of 50 and 10 of 400 give 12.22 %, not 46.25 %.
        let out = aggregate(&mean(), given(&[(number("90"), Some("50")), (number("2.5"), Some("400"))]));
        let Outcome::Whole(value) = out.outcome else { panic!("{out:?}") };
        assert_eq!(value.round_dp(2).to_string(), "12.22");
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
