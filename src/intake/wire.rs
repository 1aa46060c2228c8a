//! What was read of a file, as bytes: how the reading child gives it back.
//!
//! Exactly what the readers made of it comes out again: decimals with all their digits, numbers that are
//! none, the order of cells. Styles are sent once each.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::address::{Address, Area};
use crate::finding::intake::{Fault, Problem, Size};

use super::cell::{Cell, CellStyle, DateValue, Value};
use super::comments::Comments;
use super::hidden::Hidden;
use super::sheet::Sheet;
use super::troubles::Troubles;
use super::{Outcome, Read};

#[derive(Serialize, Deserialize)]
struct SentSheet {
    name: String,
    visible: bool,
    styles: Vec<CellStyle>,
    cells: Vec<SentCell>,
    merges: Vec<Area>,
    hidden: Hidden,
    comments: Comments,
    sums: Vec<(Address, String)>,
}

#[derive(Serialize, Deserialize)]
struct SentCell {
    at: Address,
    value: SentValue,
    style: Option<u32>,
}

#[derive(Serialize, Deserialize)]
enum SentValue {
    Text(String),
    Number([u8; 16]),
    Huge(f64),
    Date(DateValue),
    Boolean(bool),
    Error(String),
    NoResult(String),
    Unsure { formula: String, stored: [u8; 16] },
    Broken(Fault),
}

/// Why nothing was read: those problems that the readers themselves have.
#[derive(Serialize, Deserialize)]
enum SentProblem {
    Damaged(String),
    Encrypted,
    TooLarge { what: Size, found: u64, most: u64 },
}

#[derive(Serialize, Deserialize)]
struct Sent {
    sheets: Vec<SentSheet>,
    troubles: Troubles,
}

/// What became of a file, as bytes.
pub(super) fn pack(outcome: Outcome) -> Option<Vec<u8>> {
    let sent = outcome
        .map(|Read { sheets, troubles, .. }| Sent { sheets: sheets.iter().map(SentSheet::of).collect(), troubles })
        .map_err(|problem| match *problem {
            Problem::Encrypted => SentProblem::Encrypted,
            Problem::TooLarge { what, found, most } => SentProblem::TooLarge { what, found, most },
            Problem::Damaged { detail } => SentProblem::Damaged(detail),
            other => SentProblem::Damaged(format!("{other:?}")),
        });
    postcard::to_allocvec(&sent).ok()
}

/// What became of a file, from bytes that are not trusted.
pub(super) fn unpack(bytes: &[u8]) -> Option<Outcome> {
    let (sent, rest) = postcard::take_from_bytes::<Result<Sent, SentProblem>>(bytes).ok()?;
    if !rest.is_empty() {
        return None;
    }
    Some(match sent {
        Ok(Sent { sheets, troubles }) => {
            let sheets = sheets.into_iter().map(SentSheet::sheet).collect::<Option<Vec<_>>>()?;
            // What was read apart is in doubt, and soon let go.
            Ok(Read { sheets, troubles, weight: usize::MAX })
        }
        Err(problem) => Err(Box::new(match problem {
            SentProblem::Damaged(detail) => Problem::Damaged { detail },
            SentProblem::Encrypted => Problem::Encrypted,
            SentProblem::TooLarge { what, found, most } => Problem::TooLarge { what, found, most },
        })),
    })
}

impl SentSheet {
    fn of(sheet: &Sheet) -> Self {
        let mut styles: Vec<CellStyle> = Vec::new();
        // Cells of one look share it.
        let mut known: HashMap<*const CellStyle, u32> = HashMap::new();
        let mut number = |style: &Arc<CellStyle>| {
            *known.entry(Arc::as_ptr(style)).or_insert_with(|| {
                styles.push(CellStyle::clone(style));
                u32::try_from(styles.len() - 1).unwrap_or(u32::MAX)
            })
        };
        let mut sent =
            |c: &Cell| SentCell { at: c.at, value: SentValue::of(&c.value), style: c.style.as_ref().map(&mut number) };
        let mut cells = Vec::new();
        for (_, row) in sheet.scan() {
            cells.extend(row.iter().map(&mut sent));
        }
        Self {
            cells,
            styles,
            name: sheet.name.clone(),
            visible: sheet.visible,
            merges: sheet.merges.clone(),
            hidden: sheet.hidden.clone(),
            comments: sheet.comments.clone(),
            sums: sheet.sums.iter().map(|(at, formula)| (*at, formula.clone())).collect(),
        }
    }

    fn sheet(self) -> Option<Sheet> {
        let styles: Vec<Arc<CellStyle>> = self.styles.into_iter().map(Arc::new).collect();
        let cell = |sent: SentCell| {
            let style = match sent.style {
                None => None,
                Some(number) => Some(styles.get(usize::try_from(number).ok()?)?.clone()),
            };
            Some(Cell { at: Address::new(sent.at.row, sent.at.column)?, value: sent.value.value(), style })
        };
        let cells = self.cells.into_iter().map(cell).collect::<Option<Vec<_>>>()?;
        let mut sheet = Sheet::new(self.name, self.visible, cells, self.merges);
        (sheet.hidden, sheet.comments) = (self.hidden, self.comments);
        let sum = |(at, formula): (Address, String)| Some((Address::new(at.row, at.column)?, formula));
        sheet.sums = self.sums.into_iter().map(sum).collect::<Option<_>>()?;
        Some(sheet)
    }
}

impl SentValue {
    fn of(value: &Value) -> Self {
        match value.clone() {
            Value::Text(text) => SentValue::Text(text.to_string()),
            Value::Number(number) => SentValue::Number(number.serialize()),
            Value::Huge(number) => SentValue::Huge(number),
            Value::Date(date) => SentValue::Date(date),
            Value::Boolean(yes) => SentValue::Boolean(yes),
            Value::Error(error) => SentValue::Error(error),
            Value::NoResult(formula) => SentValue::NoResult(formula),
            Value::Unsure { formula, stored } => SentValue::Unsure { formula, stored: stored.serialize() },
            Value::Broken(fault) => SentValue::Broken(fault),
        }
    }

    fn value(self) -> Value {
        match self {
            SentValue::Text(text) => Value::Text(text.into()),
            SentValue::Number(number) => Value::Number(Decimal::deserialize(number)),
            SentValue::Huge(number) => Value::Huge(number),
            SentValue::Date(date) => Value::Date(date),
            SentValue::Boolean(yes) => Value::Boolean(yes),
            SentValue::Error(error) => Value::Error(error),
            SentValue::NoResult(formula) => Value::NoResult(formula),
            SentValue::Unsure { formula, stored } => Value::Unsure { formula, stored: Decimal::deserialize(stored) },
            SentValue::Broken(fault) => Value::Broken(fault),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::NumberFormat;

    #[test]
    fn what_is_sent_comes_out_as_it_was() {
        let percent = Arc::new(CellStyle { number_format: NumberFormat::Percent, ..CellStyle::default() });
        let decimal = |text: &str| text.parse::<Decimal>().unwrap();
        let values = [
            Value::Text("Xã Côn Minh\n".into()),
            Value::Number(decimal("0.8276")),
            Value::Number(decimal("-79228162514264337593543950335")),
            Value::Number(decimal("1.50")),
            Value::Number(decimal("0.0000000000000000000000000001")),
            Value::Huge(f64::INFINITY),
            Value::Huge(1e300),
            Value::Date(DateValue::Serial { days: 45_294.312_5, from_1904: true }),
            Value::Date(DateValue::Iso("2024-01-03".into())),
            Value::Boolean(true),
            Value::Error("#N/A".into()),
            Value::NoResult("SUM(A1:A2)".into()),
            Value::Unsure { formula: "A1".into(), stored: decimal("3.10") },
            Value::Broken(Fault::SetApart),
            Value::Broken(Fault::Library("x".into())),
        ];
        let cells = values.iter().zip(0..).map(|(value, row)| Cell {
            at: Address::new(row * 1000, row).unwrap(),
            value: value.clone(),
            style: (row % 2 == 0).then(|| percent.clone()),
        });
        let merge = Area { first: Address::new(1, 1).unwrap(), last: Address::new(90, 2).unwrap() };
        let mut sheet = Sheet::new("Phụ lục", false, cells, vec![merge]);
        sheet.hidden = Hidden::new(vec![3..=4], vec![16_383..=16_383]);
        let mut troubles = Troubles::default();
        troubles.sheet("S", "gone");
        troubles.cell("S", Address::new(4, 4), "odd");
        let bytes = pack(Ok(Read { sheets: vec![sheet.clone()], troubles: troubles.clone(), weight: 0 })).unwrap();
        let read = unpack(&bytes).unwrap().unwrap();
        // `Debug` shows the digits of decimals, which equality does not ask for.
        assert_eq!(format!("{:?}", read.sheets), format!("{:?}", vec![sheet]));
        assert_eq!(read.troubles, troubles);
        for cut in 0..bytes.len() {
            assert!(unpack(&bytes[..cut]).is_none(), "{cut}");
        }
        assert!(unpack(&[bytes.as_slice(), b"x"].concat()).is_none());
    }

    #[test]
    fn problems_come_out_as_they_were() {
        for problem in [
            Problem::Encrypted,
            Problem::Damaged { detail: "x".into() },
            Problem::TooLarge { what: Size::Cells, found: 7, most: 6 },
        ] {
            let bytes = pack(Err(Box::new(problem.clone()))).unwrap();
            assert_eq!(unpack(&bytes).unwrap().err().map(|p| *p), Some(problem));
        }
    }
}
