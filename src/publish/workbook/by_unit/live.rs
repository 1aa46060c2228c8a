//! The formulas that make totals of the figures shown: whoever changes a unit's figure in Excel sees the totals
//! change. Each is the rule of aggregation over the very cells that the exact total was made of, with the signs
//! among them: `-` counts as 0, other words do not count.

use crate::address::ColumnName;
use crate::form::{Aggregate, Figure, Over, Parts, RowIndex};

use super::grid::{Block, Grid};

/// Excel refuses longer formulas (8,192).
const MOST_CHARACTERS: usize = 8_000;
/// A function takes so many arguments.
const MOST_ARGUMENTS: usize = 255;

/// A total's formula, of the block of the whole.
pub(super) struct Live<'g> {
    pub grid: &'g Grid,
    pub row: RowIndex,
    /// The order of its column among those of figures.
    pub k: usize,
    /// What is said where no unit has a figure.
    pub otherwise: &'g str,
    /// The total has a value, so that a plain sum will do.
    pub has_value: bool,
    /// Of a ratio: its parts come of the same units, so that it is the quotient of their totals.
    pub of_totals: bool,
    /// Of a ratio with several addends: one of them does not apply to some unit.
    pub some_do_not_apply: bool,
}

impl Live<'_> {
    /// The formula; none where the rule has none, or Excel could not hold it.
    pub fn formula(&self, figure: &Figure) -> Option<String> {
        if self.grid.units.is_empty() {
            return None;
        }
        let formula = match &figure.aggregate {
            Aggregate::Sum | Aggregate::Last if self.has_value => self.sum(),
            Aggregate::Sum | Aggregate::Last => self.unless(&self.count(), &self.sum()),
            Aggregate::WeightedMean { weight } => self.weighted(weight)?,
            Aggregate::Ratio { parts, factor } => self.ratio(parts, &factor.normalize().to_string())?,
            Aggregate::Mean => {
                let given = format!("({}+{})", self.count(), self.nils());
                self.unless(&given, &format!("{}/{given}", self.sum()))
            }
            Aggregate::Min => self.extreme("MIN")?,
            Aggregate::Max => self.extreme("MAX")?,
            Aggregate::Count => format!("{}+{}", self.count(), self.nils()),
            Aggregate::First | Aggregate::Concat | Aggregate::None => return None,
        };
        (formula.len() < MOST_CHARACTERS).then(|| format!("={formula}"))
    }

    /// Words where a count or a divisor is 0, else the value.
    fn unless(&self, zero: &str, value: &str) -> String {
        format!("IF({zero}=0,\"{}\",{value})", self.otherwise.replace('"', "\"\""))
    }

    fn spans(&self) -> Vec<String> {
        self.grid.spans(self.grid.row(self.row), self.k)
    }

    fn one_column(&self) -> bool {
        self.grid.columns.len() == 1
    }

    /// The units' cells one by one, as far as a function takes them.
    fn cells(&self) -> Option<String> {
        if self.one_column() {
            return Some(self.spans().join(","));
        }
        let count = self.grid.units.len();
        let cells: Vec<String> =
            (0..count).map(|n| self.grid.reference(self.grid.spot(self.row, Block::Unit(n), self.k))).collect();
        let cells = cells.join(",");
        // Room for what stands around them.
        (count <= MOST_ARGUMENTS && cells.len() < MOST_CHARACTERS / 2).then_some(cells)
    }

    /// Which cells of each range are of the column: those under its index.
    fn masks(&self) -> Vec<String> {
        if self.one_column() {
            return vec![String::new(); self.grid.sheets()];
        }
        let index_row = self.grid.first_row() - 1;
        let own = self.grid.block(Block::Whole).1.saturating_add(u16::try_from(self.k).unwrap_or(0));
        let own = format!("{}{}", ColumnName(u32::from(own)), index_row + 1);
        self.grid.spans(index_row, self.k).into_iter().map(|span| format!("({span}={own})*")).collect()
    }

    /// Adds a term over the ranges of all sheets.
    fn over(&self, term: impl Fn(usize, &str) -> String) -> String {
        let terms: Vec<String> = self.masks().iter().enumerate().map(|(n, mask)| term(n, mask)).collect();
        match terms.as_slice() {
            [one] => one.clone(),
            _ => format!("({})", terms.join("+")),
        }
    }

    fn sum(&self) -> String {
        match self.cells() {
            Some(cells) => format!("SUM({cells})"),
            None => {
                let spans = self.spans();
                self.over(|n, mask| format!("SUMPRODUCT({mask}1,{})", at(&spans, n)))
            }
        }
    }

    /// How many figures there are.
    fn count(&self) -> String {
        match self.cells() {
            Some(cells) => format!("COUNT({cells})"),
            None => {
                let spans = self.spans();
                self.over(|n, mask| format!("SUMPRODUCT({mask}ISNUMBER({}))", at(&spans, n)))
            }
        }
    }

    /// How many units said that nothing arose.
    fn nils(&self) -> String {
        let spans = self.spans();
        self.over(|n, mask| {
            let span = at(&spans, n);
            if mask.is_empty() { format!("COUNTIF({span},\"-\")") } else { format!("SUMPRODUCT({mask}({span}=\"-\"))") }
        })
    }

    fn extreme(&self, function: &str) -> Option<String> {
        let cells = self.cells()?;
        let given = format!("({}+{})", self.count(), self.nils());
        let plain = format!("{function}({cells})");
        Some(self.unless(&given, &format!("IF({}>0,{function}(0,{cells}),{plain})", self.nils())))
    }

    fn weighted(&self, weight: &str) -> Option<String> {
        let spans = self.spans();
        let weights = self.grid.spans(self.grid.row_of_weight(weight)?, 0);
        let over = self.over(|n, mask| match mask {
            "" => format!("SUMPRODUCT({},{})", at(&spans, n), at(&weights, n)),
            _ => format!("SUMPRODUCT({mask}1,{},{})", at(&spans, n), at(&weights, n)),
        });
        let under = self.over(|n, mask| format!("SUMPRODUCT({mask}{},{})", has_value(at(&spans, n)), at(&weights, n)));
        Some(self.unless(&under, &format!("{over}/{under}")))
    }

    fn ratio(&self, parts: &Parts, factor: &str) -> Option<String> {
        let place = |at: usize| match parts.of {
            Over::Rows => Some((RowIndex(at), self.k)),
            Over::Columns => Some((self.row, self.grid.order_of(at)?)),
        };
        let over = place(parts.over)?;
        let under: Vec<(RowIndex, usize)> = parts.under.iter().map(|at| place(*at)).collect::<Option<_>>()?;
        let times = if factor == "1" { String::new() } else { format!("*{factor}") };
        if self.of_totals {
            let total = |(row, k): (RowIndex, usize)| self.grid.reference(self.grid.spot(row, Block::Whole, k));
            // SUM of a single cell passes over a word in it.
            let divisor = format!("SUM({})", under.iter().map(|at| total(*at)).collect::<Vec<_>>().join(","));
            return Some(self.unless(&divisor, &format!("SUM({})/{divisor}{times}", total(over))));
        }
        // Only units count that gave all parts. Of several addends those that do not apply add nothing.
        let spans = |(row, k): (RowIndex, usize)| self.grid.spans(self.grid.row(row), k);
        let (over, under) = (spans(over), under.into_iter().map(spans).collect::<Vec<_>>());
        let gave = |n: usize, but: Option<usize>| {
            let several = self.some_do_not_apply;
            let part = |span: &str| if several { has_value_or_none_applies(span) } else { has_value(span) };
            let others = under.iter().enumerate().filter(|(u, _)| Some(*u) != but).map(|(_, s)| part(at(s, n)));
            let own = but.map(|_| has_value(at(&over, n)));
            let any = (several && but.is_none()).then(|| {
                let all: Vec<String> = under.iter().map(|s| has_value(at(s, n))).collect();
                format!("(({})>0)", all.join("+"))
            });
            others.chain(own).chain(any).collect::<Vec<_>>().join("*")
        };
        let numerator = self.over(|n, mask| format!("SUMPRODUCT({mask}{},{})", gave(n, None), at(&over, n)));
        let terms: Vec<String> = under
            .iter()
            .enumerate()
            .map(|(u, span)| self.over(|n, mask| format!("SUMPRODUCT({mask}{},{})", gave(n, Some(u)), at(span, n))))
            .collect();
        let divisor = if terms.len() == 1 { terms.concat() } else { format!("({})", terms.join("+")) };
        Some(self.unless(&divisor, &format!("{numerator}/{divisor}{times}")))
    }
}

/// 1 where a cell has a number or says that nothing arose, else 0.
fn has_value(span: &str) -> String {
    format!("(ISNUMBER({span})+({span}=\"-\"))")
}

/// The same of a cell that may also say that it does not apply.
fn has_value_or_none_applies(span: &str) -> String {
    format!("(ISNUMBER({span})+({span}=\"-\")+({span}=\"x\"))")
}

fn at(spans: &[String], n: usize) -> &str {
    spans.get(n).map(String::as_str).unwrap_or_default()
}
