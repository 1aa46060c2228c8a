//! The result of a formula that was saved without one.
//!
//! Programs other than Excel often write formulas and leave the results to Excel. Sums, and + − × ÷
//! over cells of the same sheet, are computed here as Excel would; anything else is not.

use rust_decimal::Decimal;

use crate::address::{Address, Area};
use crate::intake::{Sheet, Value, as_excel};
use crate::vietnamese::number;

/// Formulas that point at formulas: deeper than any appendix, and an end to circles.
const DEEPEST: usize = 24;
/// Brackets and signs in each other; Excel's own limit is 64.
const NESTED: usize = 64;
/// Parts and cells looked at for one figure: formulas that point at formulas many times over would
/// take for ever.
const STEPS: u32 = 100_000;
/// The digits that Excel keeps.
const DIGITS: u32 = 15;

/// Computes a formula over the cells of its sheet; nothing where it holds more than sums and the four
/// operations, or points at what is no number.
pub fn evaluate(formula: &str, sheet: &Sheet) -> Option<Decimal> {
    let steps = Steps::new(STEPS);
    let value = at_depth(formula, sheet, DEEPEST, &steps)?;
    value.round_sf(DIGITS).map(|v| v.normalize())
}

fn at_depth(formula: &str, sheet: &Sheet, depth: usize, steps: &Steps) -> Option<Decimal> {
    let text = as_excel(formula);
    let mut parser =
        Parser { rest: text.trim_start_matches('='), sheet, depth: depth.checked_sub(1)?, nested: 0, steps };
    let value = parser.sum()?;
    parser.rest.trim().is_empty().then_some(value)
}

struct Parser<'a> {
    rest: &'a str,
    sheet: &'a Sheet,
    depth: usize,
    nested: usize,
    steps: &'a Steps,
}

/// The steps that are left.
type Steps = std::cell::Cell<u32>;

impl Parser<'_> {
    fn take(&mut self, c: char) -> bool {
        match self.rest.trim_start().strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> Option<Decimal> {
        let mut value = self.product()?;
        loop {
            if self.take('+') {
                value = value.checked_add(self.product()?)?;
            } else if self.take('-') {
                value = value.checked_sub(self.product()?)?;
            } else {
                return Some(value);
            }
        }
    }

    fn product(&mut self) -> Option<Decimal> {
        let mut value = self.signed()?;
        loop {
            if self.take('*') {
                value = value.checked_mul(self.signed()?)?;
            } else if self.take('/') {
                value = value.checked_div(self.signed()?)?;
            } else {
                return Some(value);
            }
        }
    }

    fn step(&self) -> Option<()> {
        self.steps.set(self.steps.get().checked_sub(1)?);
        Some(())
    }

    fn signed(&mut self) -> Option<Decimal> {
        let mut negative = false;
        loop {
            self.step()?;
            if self.take('-') {
                negative = !negative;
            } else if !self.take('+') {
                break;
            }
        }
        let value = self.one().map(|v| if negative { -v } else { v })?;
        if self.take('%') { value.checked_div(Decimal::ONE_HUNDRED) } else { Some(value) }
    }

    fn one(&mut self) -> Option<Decimal> {
        if self.take('(') {
            return self.inside(Self::sum).filter(|_| self.take(')'));
        }
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '$'))).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end)?;
        self.rest = after;
        if word.eq_ignore_ascii_case("SUM") {
            return self.take('(').then(|| self.inside(Self::arguments))?;
        }
        // A formula stores its numbers with a decimal point whatever Excel shows.
        if word.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return word.parse().ok();
        }
        self.cell(address(word)?)
    }

    /// What stands in brackets, as deep as Excel allows.
    fn inside(&mut self, read: fn(&mut Self) -> Option<Decimal>) -> Option<Decimal> {
        self.nested += 1;
        let value = if self.nested > NESTED { None } else { read(self) };
        self.nested -= 1;
        value
    }

    /// The arguments of SUM: cells, ranges, expressions.
    fn arguments(&mut self) -> Option<Decimal> {
        let mut total = Decimal::ZERO;
        loop {
            // A cell of its own is summed as a range is: texts in it are passed over.
            let part = match self.range().or_else(|| self.single()) {
                Some(area) => self.sum_of(area)?,
                None => self.sum()?,
            };
            total = total.checked_add(part)?;
            if self.take(')') {
                return Some(total);
            }
            if !self.take(',') && !self.take(';') {
                return None;
            }
        }
    }

    fn range(&mut self) -> Option<Area> {
        let rest = self.rest.trim_start();
        let (first, after) = rest.split_once(':')?;
        let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '$')).unwrap_or(after.len());
        let (last, after) = after.split_at_checked(end)?;
        let area = Area::between(address(first)?, address(last)?);
        self.rest = after;
        Some(area)
    }

    /// One cell as an argument, not part of an expression.
    fn single(&mut self) -> Option<Area> {
        let rest = self.rest.trim_start();
        let end = rest.find([',', ';', ')'])?;
        let (word, after) = rest.split_at_checked(end)?;
        let at = address(word.trim())?;
        self.rest = after;
        Some(Area { first: at, last: at })
    }

    /// The sum of a range as Excel has it: blanks and texts are left out. A text that may be a number
    /// is a figure that Excel's sum would lose: then there is no result.
    fn sum_of(&self, area: Area) -> Option<Decimal> {
        let rows = self.sheet.rows_in(area.first.row..=area.last.row);
        let cells = rows.flat_map(|(_, cells)| cells).filter(|c| area.contains(c.at));
        cells.into_iter().try_fold(Decimal::ZERO, |total, cell| match &cell.value {
            Value::Text(text) if number::read(text).is_err() => Some(total),
            Value::Text(_) => None,
            value => total.checked_add(self.value(value)?),
        })
    }

    fn cell(&self, at: Address) -> Option<Decimal> {
        match self.sheet.cell(at) {
            None => Some(Decimal::ZERO),
            Some(cell) => self.value(&cell.value),
        }
    }

    fn value(&self, value: &Value) -> Option<Decimal> {
        self.step()?;
        match value {
            Value::Number(number) => Some(*number),
            Value::NoResult(formula) => at_depth(formula, self.sheet, self.depth, self.steps),
            Value::Unsure { formula, stored } => {
                at_depth(formula, self.sheet, self.depth, self.steps).or(Some(*stored).filter(|s| !s.is_zero()))
            }
            _ => None,
        }
    }
}

/// A cell as formulas name it, absolute or not.
pub(super) fn address(word: &str) -> Option<Address> {
    Address::parse(&word.replace('$', ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Cell;

    fn sheet() -> Sheet {
        let cells = [
            ("A1", Value::Number(2.into())),
            ("A2", Value::Number("3.5".parse().unwrap())),
            ("A3", Value::Text("Hộ".into())),
            ("A4", Value::Text("1.234".into())),
            ("A5", Value::NoResult("A1*A2".into())),
            ("A6", Value::NoResult("A7".into())),
            ("A7", Value::NoResult("A6".into())),
            ("A8", Value::Error("#REF!".into())),
        ];
        let cells = cells.map(|(at, value)| Cell { at: Address::parse(at).unwrap(), value, style: None });
        Sheet::new("S", true, cells, vec![])
    }

    #[test]
    fn formulas_made_to_take_for_ever_end_at_once() {
        let deep = format!("{}1{}", "(".repeat(200_000), ")".repeat(200_000));
        assert_eq!(evaluate(&deep, &sheet()), None);
        assert_eq!(evaluate(&format!("{}1", "-".repeat(200_000)), &sheet()), None);
        let cells = (0..20u32).map(|row| Cell {
            at: Address { row, column: 5 },
            value: Value::NoResult(["F#"; 6].join("+").replace('#', &(row + 2).to_string())),
            style: None,
        });
        assert_eq!(evaluate("F1", &Sheet::new("S", true, cells, vec![])), None);
    }

    #[test]
    fn sums_and_the_four_operations_are_computed_and_nothing_else() {
        for (formula, expected) in [
            ("SUM(A1:A3)", Some("5.5")),
            ("=SUM(A1,A2)", Some("5.5")),
            ("SUM(A1:A2;10)", Some("15.5")),
            ("sum($A$1:$A$2)", Some("5.5")),
            ("SUM(A2:A1)", Some("5.5")),
            ("SUM(A1,A3,A2)", Some("5.5")),
            ("SUM(A1*2,A2)", Some("7.5")),
            ("A1+A2*2", Some("9")),
            ("(A1+A2)*2-1", Some("10")),
            ("-A1+A2", Some("1.5")),
            ("A1/3", Some("0.666666666666667")),
            ("A1/A2*100", Some("57.1428571428571")),
            ("A5+1", Some("8")),
            ("B1", Some("0")),
            ("10%", Some("0.1")),
            ("of:=SUM([.A1:.A2])", Some("5.5")),
            // A text number, a word, an error, a division by nothing, a circle, another sheet, a function.
            ("SUM(A1:A4)", None),
            ("A1+A3", None),
            ("SUM(A1:A8)", None),
            ("A1/B1", None),
            ("A6", None),
            ("Sheet2!A1", None),
            ("ROUND(A2,0)", None),
            ("A1+", None),
            ("", None),
        ] {
            assert_eq!(evaluate(formula, &sheet()).map(|v| v.to_string()).as_deref(), expected, "{formula}");
        }
    }
}
