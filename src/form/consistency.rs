//! Whether the rules of a form can all hold, and whether each says something new.
//!
//! Sums are linear equations, «trong đó» is one with what is left over as a further figure. Each rule is
//! reduced by those before it (Gaussian elimination, exact): nothing left means that it follows from
//! them; figures of one sign only mean that all of them would have to be 0, and counted figures are not.

use std::collections::BTreeMap;

use super::rule::{Over, Relation, Rule};

/// What is wrong with a rule beside those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It follows from those before it.
    Redundant,
    /// With those before it, figures would have to be 0, or be two quotients.
    Contradiction {
        /// The rule before it with the same left side, where there is one.
        with: Option<usize>,
    },
}

/// The faults of rules in order, each with the rule's place.
pub fn faults(rules: &[Rule]) -> Vec<(usize, Fault)> {
    let mut systems: BTreeMap<Over, System> = BTreeMap::new();
    let mut found = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        let before = rules.get(..at).unwrap_or_default();
        if let Some(fault) = systems.entry(rule.over).or_default().add(rule, before) {
            found.push((at, fault));
        }
    }
    found
}

/// The fault of the last of some rules.
pub fn last_fault(rules: &[Rule]) -> Option<Fault> {
    faults(rules).into_iter().find(|(at, _)| at + 1 == rules.len()).map(|(_, fault)| fault)
}

/// A figure of an equation: one of the form's, or what a «trong đó» leaves over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Variable {
    Figure(usize),
    Rest(usize),
}

type Equation = BTreeMap<Variable, Fraction>;

/// Equations reduced by each other, with the figure that each is solved for.
#[derive(Default)]
struct System {
    solved: Vec<(Variable, Equation)>,
    rests: usize,
}

impl System {
    fn add(&mut self, rule: &Rule, before: &[Rule]) -> Option<Fault> {
        let same_left = before.iter().position(|b| b.over == rule.over && b.balance.left == rule.balance.left);
        let mut equation = Equation::new();
        let one = Fraction::new(1);
        equation.insert(Variable::Figure(rule.balance.left), one);
        let mut rest = None;
        match &rule.balance.relation {
            Relation::Sum(terms) => {
                for term in terms {
                    equation.insert(Variable::Figure(term.of), Fraction::new(if term.minus { 1 } else { -1 }));
                }
            }
            Relation::AtMost(parts) => {
                for part in parts {
                    equation.insert(Variable::Figure(*part), Fraction::new(-1));
                }
                rest = Some(Variable::Rest(self.rests));
                equation.insert(Variable::Rest(self.rests), Fraction::new(-1));
                self.rests += 1;
            }
            Relation::Quotient { .. } => return quotient(rule, before),
        }
        self.reduce(&mut equation)?;
        if equation.is_empty() {
            return Some(Fault::Redundant);
        }
        let positive = equation.values().filter(|f| f.numerator > 0).count();
        if positive == 0 || positive == equation.len() {
            return Some(Fault::Contradiction { with: same_left });
        }
        // What is left over is a sum of figures: of course it is no less than 0.
        let follows = rest.and_then(|r| equation.get(&r)).is_some_and(|own| {
            let like = equation.values().filter(|f| (f.numerator > 0) == (own.numerator > 0)).count();
            like == 1
        });
        // Solved for its left side, which is what other rules speak of.
        let left = Variable::Figure(rule.balance.left);
        let pivot = if equation.contains_key(&left) { left } else { equation.keys().next_back().copied()? };
        self.solved.push((pivot, equation));
        follows.then_some(Fault::Redundant)
    }

    /// Puts the solved figures into an equation; nothing if its numbers grow beyond all measure.
    fn reduce(&self, equation: &mut Equation) -> Option<()> {
        for (pivot, solved) in &self.solved {
            let Some(factor) = equation.get(pivot).copied() else { continue };
            let own = solved.get(pivot)?;
            let times = factor.over(*own)?;
            for (variable, coefficient) in solved {
                let before = equation.get(variable).copied().unwrap_or(Fraction::new(0));
                let after = before.minus(times.times(*coefficient)?)?;
                if after.numerator == 0 {
                    equation.remove(variable);
                } else {
                    equation.insert(*variable, after);
                }
            }
        }
        Some(())
    }
}

fn quotient(rule: &Rule, before: &[Rule]) -> Option<Fault> {
    let of_same = |b: &&Rule| {
        b.over == rule.over
            && b.balance.left == rule.balance.left
            && matches!(b.balance.relation, Relation::Quotient { .. })
    };
    let other = before.iter().find(of_same)?;
    if other.balance == rule.balance {
        Some(Fault::Redundant)
    } else {
        Some(Fault::Contradiction { with: before.iter().position(|b| std::ptr::eq(b, other)) })
    }
}

/// A fraction in lowest terms, the denominator above 0. (A crate for four operations on small whole
/// numbers would be more than these lines.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fraction {
    numerator: i64,
    denominator: i64,
}

impl Fraction {
    fn new(whole: i64) -> Self {
        Self { numerator: whole, denominator: 1 }
    }

    fn lowest(numerator: i64, denominator: i64) -> Option<Self> {
        let (mut a, mut b) = (numerator.checked_abs()?, denominator.checked_abs()?);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let sign = denominator.signum();
        (a != 0).then(|| Self { numerator: sign * numerator / a, denominator: sign * denominator / a })
    }

    fn times(self, other: Self) -> Option<Self> {
        Self::lowest(self.numerator.checked_mul(other.numerator)?, self.denominator.checked_mul(other.denominator)?)
    }

    fn over(self, other: Self) -> Option<Self> {
        Self::lowest(self.numerator.checked_mul(other.denominator)?, self.denominator.checked_mul(other.numerator)?)
    }

    fn minus(self, other: Self) -> Option<Self> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Self::lowest(left.checked_sub(right)?, self.denominator.checked_mul(other.denominator)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::rule::parse;

    fn faults_of(rules: &[&str]) -> String {
        let codes = ["T", "A", "B", "C", "D", "E"];
        let rules: Vec<Rule> = rules
            .iter()
            .map(|text| Rule {
                missing: Default::default(),
                over: Over::Rows,
                balance: parse(text, |c| codes.iter().position(|k| *k == c)).unwrap(),
                from: String::new(),
            })
            .collect();
        let name = |(at, fault): &(usize, Fault)| match fault {
            Fault::Redundant => format!("{at} redundant"),
            Fault::Contradiction { .. } => format!("{at} contradiction"),
        };
        faults(&rules).iter().map(name).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn rules_that_say_nothing_new_and_rules_that_cannot_hold_together_are_found() {
        for (rules, expected) in [
            (&["T = A + B", "A = C + D"][..], ""),
            (&["T = A + B", "A = C + D", "T = C + D + B"], "2 redundant"),
            (&["T = A + B", "T = A + B"], "1 redundant"),
            // C would have to be 0.
            (&["T = A + B", "T = A + B + C"], "1 contradiction"),
            (&["T = A + B", "A = T + C"], "1 contradiction"),
            // A part of a sum is of course no more than it.
            (&["T = A + B", "T >= A"], "1 redundant"),
            (&["T >= A + B", "A >= C"], ""),
            (&["A >= B", "B = A + C"], "1 contradiction"),
            (&["T = A - B", "A >= B"], ""),
            (&["T = A - B"], ""),
            (&["T = A + B", "T = C + D"], ""),
            (&["E = A / B * 100", "E = A / B * 100"], "1 redundant"),
            (&["E = A / B * 100", "E = A / C * 100"], "1 contradiction"),
        ] {
            assert_eq!(faults_of(rules), expected, "{rules:?}");
        }
    }
}
