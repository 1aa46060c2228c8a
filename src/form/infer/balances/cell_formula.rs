//! The formulas of cells that are sums or quotients of cells: what a blank computes itself.

use rust_decimal::Decimal;

use crate::address::Address;
use crate::form::rule::{Balance, Relation, Term};

/// A cell that is added or taken away, alone or as one of a range.
pub(super) struct CellTerm {
    minus: bool,
    at: Address,
    of_range: bool,
}

/// A formula of a cell, where it is a sum or a quotient of cells.
pub(super) enum CellFormula {
    Sum(Vec<CellTerm>),
    Quotient { over: Address, under: Address, factor: Decimal },
}

impl CellFormula {
    /// Reads `SUM(D7:D9)`, `D7+D9-D11`, `D7`, `F5/E5*100`; nothing for anything else.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let open = text.strip_prefix("of:").map(|open| open.replace("[.", "").replace(":.", ":").replace(']', ""));
        let text = open.unwrap_or_else(|| text.to_owned()).replace(['$', ' '], "");
        let text = text.trim_start_matches('=').trim_start_matches('+');
        if let Some((parts, factor)) = text.split_once('/').map(|_| text.split_once('*').unwrap_or((text, "1"))) {
            let (over, under) = parts.split_once('/')?;
            // For Excel `100%` is one.
            let factor = match factor.strip_suffix('%') {
                Some(points) => points.parse::<Decimal>().ok()?.checked_div(Decimal::ONE_HUNDRED)?,
                None => factor.parse().ok()?,
            };
            return Some(Self::Quotient { over: Address::parse(over)?, under: Address::parse(under)?, factor });
        }
        let mut terms = Vec::new();
        let mut rest = text;
        let mut minus = false;
        loop {
            let upper = rest.get(..4).map(str::to_ascii_uppercase);
            if upper.as_deref() == Some("SUM(") {
                let (inside, after) = rest.get(4..)?.split_once(')')?;
                for part in inside.split([',', ';']) {
                    let (first, last) = part.split_once(':').unwrap_or((part, part));
                    let (first, last) = (Address::parse(first)?, Address::parse(last)?);
                    if first.row != last.row && first.column != last.column
                        || last.row.saturating_sub(first.row) > 5_000
                    {
                        return None;
                    }
                    for row in first.row..=last.row {
                        for column in first.column..=last.column.min(first.column + 500) {
                            let at = Address::new(row, column)?;
                            terms.push(CellTerm { minus, at, of_range: first != last });
                        }
                    }
                }
                rest = after;
            } else {
                let end = rest.find(['+', '-']).unwrap_or(rest.len());
                let (cell, after) = rest.split_at_checked(end)?;
                terms.push(CellTerm { minus, at: Address::parse(cell)?, of_range: false });
                rest = after;
            }
            match rest.chars().next() {
                None => break,
                Some('+') => minus = false,
                Some('-') => minus = true,
                Some(_) => return None,
            }
            rest = rest.get(1..)?;
        }
        Some(Self::Sum(terms))
    }

    /// The cells that it names.
    pub(super) fn cells(&self) -> Vec<Address> {
        match self {
            CellFormula::Sum(terms) => terms.iter().map(|t| t.at).collect(),
            CellFormula::Quotient { over, under, .. } => vec![*over, *under],
        }
    }

    /// The balance over places. A range may hold lines that are no rows; a cell named alone may not.
    pub(super) fn balance(&self, left: usize, place: impl Fn(&Address) -> Option<usize>) -> Option<Balance<usize>> {
        let relation = match self {
            CellFormula::Sum(terms) => {
                let mut found: Vec<Term<usize>> = Vec::new();
                for term in terms {
                    match place(&term.at) {
                        Some(of) => found.push(Term { minus: term.minus, of }),
                        None if term.of_range => {}
                        None => return None,
                    }
                }
                found.dedup();
                let mut named: Vec<usize> = found.iter().map(|t| t.of).collect();
                named.sort_unstable();
                named.dedup();
                if found.is_empty() || named.len() != found.len() || named.contains(&left) {
                    return None;
                }
                Relation::Sum(found)
            }
            CellFormula::Quotient { over, under, factor } => {
                let (over, under) = (place(over)?, place(under)?);
                if over == under || over == left || under == left {
                    return None;
                }
                Relation::Quotient { over, under, factor: *factor }
            }
        };
        Some(Balance { left, relation })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_of_cells_are_sums_or_quotients_of_cells_and_nothing_else() {
        for (text, cells) in [
            ("SUM(D7:D9)", Some("D7 D8 D9")),
            ("=D7+D9+D11", Some("D7 D9 D11")),
            ("C27-C5", Some("C27 C5")),
            ("SUM(D7,D9)-D11", Some("D7 D9 D11")),
            ("$D$7+D9", Some("D7 D9")),
            ("F5/E5*100", Some("F5 E5")),
            ("F5/E5", Some("F5 E5")),
            ("of:=SUM([.A1:.A2])", Some("A1 A2")),
            ("E15/D15*100-100", None),
            ("E6*1.145", None),
            ("D7", Some("D7")),
            ("78.739/77.685", None),
            ("SUM(A1:B2)", None),
            ("Sheet2!A1+A2", None),
        ] {
            let read =
                CellFormula::read(text).map(|f| f.cells().iter().map(Address::to_string).collect::<Vec<_>>().join(" "));
            assert_eq!(read.as_deref(), cells, "{text}");
        }
    }
}
