//! The balances that a form carries: sums, parts and quotients over its rows or its columns.

use std::fmt;

use rust_decimal::Decimal;

/// What a rule is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Over {
    /// Rows, in every column of figures that add.
    Rows,
    /// Columns, in every row.
    Columns,
}

impl Over {
    /// The name in form files.
    pub fn name(self) -> &'static str {
        match self {
            Over::Rows => "rows",
            Over::Columns => "columns",
        }
    }
}

/// A figure with its sign in a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term<T> {
    /// It is taken away.
    pub minus: bool,
    /// Whose figure.
    pub of: T,
}

/// How the left side stands to what it is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Relation<T> {
    /// It is their sum.
    Sum(Vec<Term<T>>),
    /// Each of them is no more than it, nor is their sum («Trong đó»).
    AtMost(Vec<T>),
    /// It is the quotient of two, times a factor.
    Quotient {
        /// The numerator.
        over: T,
        /// The denominator.
        under: T,
        /// 100 for per cent.
        factor: Decimal,
    },
}

/// One balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance<T> {
    /// The left side.
    pub left: T,
    /// What it is held against.
    pub relation: Relation<T>,
}

/// A balance of a form, over its rows or columns by their places, and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Rows or columns.
    pub over: Over,
    /// The balance.
    pub balance: Balance<usize>,
    /// The cell that it was derived from, `Sheet!C12`; empty where a person wrote it.
    pub from: String,
    /// What a figure that is not given means.
    pub missing: MissingBySide,
}

/// What a figure that is not given means for a balance it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Missing {
    /// The balance is not tested.
    Skip,
    /// It counts as 0.
    Zero,
    /// It may be anything, but in a sum it can only add.
    Open,
}

impl Missing {
    /// The name in form files.
    pub fn name(self) -> &'static str {
        match self {
            Missing::Skip => "skip",
            Missing::Zero => "zero",
            Missing::Open => "open",
        }
    }
}

/// What is done about figures that are not given, on each side of a balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissingBySide {
    /// On the left.
    pub left: Missing,
    /// On the right.
    pub right: Missing,
}

impl Default for MissingBySide {
    fn default() -> Self {
        Self { left: Missing::Skip, right: Missing::Open }
    }
}

/// A cell of this or another form, written `form/row/column`, or `row/column` for one of the own form; the
/// row of all items of a list is `*`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellName {
    /// The form, where it is another.
    pub form: Option<String>,
    /// The row's code.
    pub row: String,
    /// The column's code.
    pub column: String,
}

impl CellName {
    /// Reads the name of a cell.
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('/').collect();
        if parts.iter().any(|p| p.is_empty()) {
            return None;
        }
        let name = |form: Option<&str>, row: &str, column: &str| Self {
            form: form.map(str::to_owned),
            row: row.to_owned(),
            column: column.to_owned(),
        };
        match parts.as_slice() {
            [row, column] => Some(name(None, row, column)),
            [form, row, column] => Some(name(Some(form), row, column)),
            _ => None,
        }
    }
}

impl fmt::Display for CellName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(form) = &self.form {
            write!(f, "{form}/")?;
        }
        write!(f, "{}/{}", self.row, self.column)
    }
}

/// A balance between single cells, of one form or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRule {
    /// The balance.
    pub balance: Balance<CellName>,
    /// What a figure that is not given means.
    pub missing: MissingBySide,
}

/// Reads a balance between cells.
///
/// # Errors
/// What is wrong with it.
pub fn parse_cells(text: &str) -> Result<Balance<CellName>, RuleError> {
    let cells: Vec<CellName> = text.split_whitespace().filter_map(CellName::parse).collect();
    let place = |word: &str| CellName::parse(word).and_then(|name| cells.iter().position(|c| *c == name));
    let balance = parse(text, place)?;
    balance.map(|at| cells.get(*at).cloned()).ok_or(RuleError::Shape)
}

impl<T> Balance<T> {
    /// The same balance over other names; nothing where one has none.
    pub fn map<U>(&self, name: impl Fn(&T) -> Option<U>) -> Option<Balance<U>> {
        let relation = match &self.relation {
            Relation::Sum(terms) => Relation::Sum(
                terms.iter().map(|t| Some(Term { minus: t.minus, of: name(&t.of)? })).collect::<Option<Vec<_>>>()?,
            ),
            Relation::AtMost(parts) => Relation::AtMost(parts.iter().map(&name).collect::<Option<Vec<_>>>()?),
            Relation::Quotient { over, under, factor } => {
                Relation::Quotient { over: name(over)?, under: name(under)?, factor: *factor }
            }
        };
        Some(Balance { left: name(&self.left)?, relation })
    }

    /// What stands on the right side.
    pub fn right(&self) -> Vec<&T> {
        match &self.relation {
            Relation::Sum(terms) => terms.iter().map(|t| &t.of).collect(),
            Relation::AtMost(parts) => parts.iter().collect(),
            Relation::Quotient { over, under, .. } => vec![over, under],
        }
    }
}

/// As form files have it: `T = A + B - C`, `T >= A + B`, `R = A / B * 100`.
impl<T: fmt::Display> fmt::Display for Balance<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.relation {
            Relation::Sum(terms) => {
                write!(f, "{} =", self.left)?;
                for (i, term) in terms.iter().enumerate() {
                    match (i, term.minus) {
                        (0, false) => write!(f, " {}", term.of)?,
                        (_, false) => write!(f, " + {}", term.of)?,
                        (_, true) => write!(f, " - {}", term.of)?,
                    }
                }
                Ok(())
            }
            Relation::AtMost(parts) => {
                write!(f, "{} >=", self.left)?;
                for (i, part) in parts.iter().enumerate() {
                    if i == 0 { write!(f, " {part}")? } else { write!(f, " + {part}")? }
                }
                Ok(())
            }
            Relation::Quotient { over, under, factor } => {
                write!(f, "{} = {over} / {under}", self.left)?;
                if *factor == Decimal::ONE { Ok(()) } else { write!(f, " * {factor}") }
            }
        }
    }
}

/// Why a text is no rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleError {
    /// It has not the shape of one.
    Shape,
    /// It names a code that is not there.
    Unknown(String),
    /// A figure stands on both sides, or twice on one.
    Twice(String),
}

/// Reads a rule over codes; `place` says where a code stands.
///
/// Signs stand between spaces, since codes may hold any of them.
///
/// # Errors
/// What is wrong with it.
pub fn parse(text: &str, place: impl Fn(&str) -> Option<usize>) -> Result<Balance<usize>, RuleError> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = |code: &str| place(code).ok_or_else(|| RuleError::Unknown(code.to_owned()));
    let [left, relation, right @ ..] = words.as_slice() else { return Err(RuleError::Shape) };
    let left = at(left)?;
    let balance = match (*relation, right) {
        ("=", [over, "/", under]) => quotient(left, at(over)?, at(under)?, "1")?,
        ("=", [over, "/", under, "*", factor]) => quotient(left, at(over)?, at(under)?, factor)?,
        ("=", right) => Balance { left, relation: Relation::Sum(terms(right, &at)?) },
        (">=", right) => {
            let terms = terms(right, &at)?;
            if terms.iter().any(|t| t.minus) {
                return Err(RuleError::Shape);
            }
            Balance { left, relation: Relation::AtMost(terms.into_iter().map(|t| t.of).collect()) }
        }
        _ => return Err(RuleError::Shape),
    };
    let mut named = vec![balance.left];
    for at in balance.right() {
        if named.contains(at) {
            let code = words.iter().find(|w| place(w) == Some(*at)).copied().unwrap_or_default();
            return Err(RuleError::Twice(code.to_owned()));
        }
        named.push(*at);
    }
    Ok(balance)
}

fn quotient(left: usize, over: usize, under: usize, factor: &str) -> Result<Balance<usize>, RuleError> {
    let factor: Decimal = factor.parse().map_err(|_| RuleError::Shape)?;
    if factor.is_zero() {
        return Err(RuleError::Shape);
    }
    Ok(Balance { left, relation: Relation::Quotient { over, under, factor } })
}

fn terms(words: &[&str], at: &impl Fn(&str) -> Result<usize, RuleError>) -> Result<Vec<Term<usize>>, RuleError> {
    let signed: Vec<&str> = match words.first() {
        Some(&"-") => words.to_vec(),
        Some(_) => std::iter::once("+").chain(words.iter().copied()).collect(),
        None => return Err(RuleError::Shape),
    };
    let (pairs, rest) = signed.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(RuleError::Shape);
    }
    pairs
        .iter()
        .map(|[sign, code]| match *sign {
            "+" => Ok(Term { minus: false, of: at(code)? }),
            "-" => Ok(Term { minus: true, of: at(code)? }),
            _ => Err(RuleError::Shape),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(code: &str) -> Option<usize> {
        ["T", "DA1", "DA1.ND-a", "9", "tl"].iter().position(|c| *c == code)
    }

    #[test]
    fn rules_are_read_and_written_back() {
        for text in [
            "T = DA1 + DA1.ND-a",
            "T = DA1 + DA1.ND-a - 9",
            "T >= DA1",
            "T >= DA1 + 9",
            "tl = T / 9 * 100",
            "tl = T / 9",
        ] {
            let balance = parse(text, place).unwrap();
            let codes = ["T", "DA1", "DA1.ND-a", "9", "tl"];
            let named = balance.map(|at| codes.get(*at).copied()).unwrap();
            assert_eq!(named.to_string(), text);
        }
    }

    #[test]
    fn rules_between_cells_name_form_row_and_column() {
        for text in ["T/dt = danh-muc/*/kh_tong", "a/1/x >= b/1.1/x + 1.2/y", "1/x = 2/x / 3/x * 100"] {
            assert_eq!(parse_cells(text).unwrap().to_string(), text);
        }
        for text in ["T = DA1/x", "T/x = a/b/c/d", "T/x = /x", "T/x = T/x"] {
            assert!(parse_cells(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_rule_is_told() {
        for (text, error) in [
            ("T", RuleError::Shape),
            ("T = ", RuleError::Shape),
            ("T = DA1 +", RuleError::Shape),
            ("T = DA1 * 9", RuleError::Shape),
            ("T = DA1 / 9 * 0", RuleError::Shape),
            ("T >= DA1 - 9", RuleError::Shape),
            ("T = DA1 + X", RuleError::Unknown("X".into())),
            ("T = DA1 + T", RuleError::Twice("T".into())),
            ("T = DA1 + DA1", RuleError::Twice("DA1".into())),
        ] {
            assert_eq!(parse(text, place), Err(error), "{text}");
        }
    }
}
