//! Index rows with an odd mark in them: `1=2+…+4`, `2/1`, `(1+2+3)`, `1a`, `C1`, `Cột 1`, `II`, `1≥2`, `3=1+2 (nếu có)`. What
//! the other cells say makes them index rows all the same: letters, and numbers that rise from one column to the next. A
//! row of figures has a label, and that is words.

use std::collections::BTreeMap;

use crate::intake::{Cell, Value};
use crate::vietnamese::text::one_line;

use super::formula::{bare, read_formula, without_note};
use super::index_row::{self, IndexCell, is_formula, read_text};

/// No odd mark has more letters.
const LONGEST: usize = 60;

/// What one cell says of its column.
struct Token {
    cell: IndexCell,
    place: Place,
}

/// Where a cell says that its column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A letter: it names rows, or stands apart.
    Letter,
    /// So far from the left.
    Number(u32),
    /// So far from the left, as an odd mark says it.
    Odd(u32),
    /// It is a part of the column that stands so far from the left: `1a`, `1.1`.
    Part(u32),
    /// Anywhere: an expression without a name.
    Open,
}

/// Reads an index row that has an odd mark in it; nothing where the row is no index row.
pub(super) fn read(cells: &[Cell]) -> Option<BTreeMap<u32, IndexCell>> {
    let first = cells.first().filter(|_| cells.len() >= 3)?;
    let lead = token(&first.value).filter(|t| begins(&t.cell.name)).or_else(|| code(&first.value));
    let lead = lead.or_else(|| roman(&first.value, 1))?;
    romans(cells, &lead).or_else(|| counted(cells, lead))
}

/// Tells whether an index row may begin with a name.
fn begins(name: &str) -> bool {
    matches!(name, "1" | "A" | "a")
}

/// «MS» over the labels of TT 02/2021/TT-TTCP.
fn code(value: &Value) -> Option<Token> {
    let text = one_line(text(value)?);
    let is_code = ["ms", "mã số"].contains(&text.to_lowercase().as_str());
    is_code.then_some(Token { cell: IndexCell { name: text, formula: None, unread: None }, place: Place::Letter })
}

/// A row whose numbers rise, with what stands between them.
fn counted(cells: &[Cell], lead: Token) -> Option<BTreeMap<u32, IndexCell>> {
    let lettered = lead.place == Place::Letter;
    let mut found: BTreeMap<u32, IndexCell> = BTreeMap::new();
    let (mut letters, mut open, mut known, mut sure, mut strange) = (0, 0, 0, 0, 0);
    let mut last: Option<u32> = None;
    let mut lead = Some(lead);
    for (at, cell) in cells.iter().enumerate() {
        let Some(Token { cell: said, place }) = lead.take().or_else(|| token(&cell.value)) else {
            // One cell that says anything at all, right of a number, never where a label would stand.
            strange += 1;
            let short = text(&cell.value).filter(|t| t.chars().count() <= LONGEST)?;
            if !lettered || last.is_none() || strange > 1 || at < 2 {
                return None;
            }
            open += 1;
            let unread = Some(one_line(short));
            found.insert(cell.at.column, IndexCell { name: String::new(), formula: None, unread });
            continue;
        };
        match place {
            Place::Letter if last.is_none() && open == 0 => letters += 1,
            Place::Letter | Place::Open => open += 1,
            Place::Part(_) if !lettered => return None,
            Place::Number(n) | Place::Odd(n) | Place::Part(n) => {
                let exact = matches!(place, Place::Number(_));
                let rises = match last {
                    None => n <= 1 + open || letters >= 2,
                    Some(last) if n == last => !exact,
                    Some(last) => n > last && n <= last + 1 + open,
                };
                if !rises {
                    return None;
                }
                (last, open) = (Some(n), 0);
                known += 1;
                sure += usize::from(exact || !matches!(place, Place::Part(_)));
            }
        }
        found.insert(cell.at.column, said);
    }
    let enough = known >= 2 + strange && sure >= 1;
    (enough && of_its_own(&found)).then_some(found)
}

/// Tells whether expressions without a name are over columns that the row names.
fn of_its_own(found: &BTreeMap<u32, IndexCell>) -> bool {
    let named = |number: &str| number == "100" || found.values().any(|c| c.name == bare(number));
    let numbers = |text: &str| {
        text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let unnamed = found.values().filter(|c| c.name.is_empty());
    unnamed.filter_map(|c| c.formula.as_ref()).all(|f| f.names().iter().all(|name| named(name)))
        && found
            .values()
            .filter(|c| c.name.is_empty() && c.unread.as_ref().is_some_and(|t| is_formula(t)))
            .filter_map(|c| c.unread.as_deref())
            .all(|text| numbers(text).iter().all(|n| named(n)))
}

/// A row of Roman numbers, behind letters or not.
fn romans(cells: &[Cell], lead: &Token) -> Option<BTreeMap<u32, IndexCell>> {
    let letters = cells.iter().take_while(|c| roman(&c.value, 1).is_none()).count();
    let behind = cells.get(letters..)?;
    let named = cells.get(..letters)?.iter().map(|c| token(&c.value).map(|t| (c.at.column, t)));
    let named: Vec<(u32, Token)> = named.collect::<Option<_>>()?;
    if behind.len() < 2 || !named.iter().all(|(_, t)| t.place == Place::Letter) || lead.place != Place::Letter {
        return None;
    }
    let behind = behind.iter().zip(1..).map(|(c, n)| Some((c.at.column, roman(&c.value, n)?)));
    let behind: Vec<(u32, Token)> = behind.collect::<Option<_>>()?;
    Some(named.into_iter().chain(behind).map(|(column, t)| (column, t.cell)).collect())
}

/// The Roman number of a place, as it stands.
fn roman(value: &Value, n: usize) -> Option<Token> {
    const ROMANS: [&str; 20] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii",
        "xviii", "xix", "xx",
    ];
    let text = one_line(text(value)?);
    let (name, said) = text.split_once('=').map_or((text.as_str(), None), |(name, said)| (name, Some(said)));
    let name = bare(name);
    let wanted = ROMANS.get(n.checked_sub(1)?)?;
    let formula = said.map(read_formula);
    let unread = matches!(formula, Some(None)).then(|| text.clone());
    (name.to_lowercase() == *wanted)
        .then(|| Token { cell: IndexCell { name, formula: formula.flatten(), unread }, place: Place::Letter })
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// Reads one cell.
fn token(value: &Value) -> Option<Token> {
    if let Some(cell) = index_row::read(value) {
        let letter = cell.name.chars().any(|c| c.is_ascii_alphabetic());
        let number = cell.name.parse().map(Place::Number);
        let place = if letter { Place::Letter } else { number.unwrap_or(Place::Open) };
        return Some(Token { cell, place });
    }
    match value {
        Value::Number(n) => part(&n.normalize().to_string()),
        // «2/1» typed below the headings is a day for Excel.
        Value::Date(date) => expression(&date.typed()?),
        // «=1+2+3» typed below the headings is a formula for Excel.
        Value::NoResult(formula) | Value::Unsure { formula, .. } => expression(formula),
        Value::Text(text) if text.len() <= 3 * LONGEST && text.chars().count() <= LONGEST => {
            let text = one_line(text);
            columns_by_word(&text)
                .or_else(|| ruled(&text))
                .or_else(|| marked(&text))
                .or_else(|| part(&text))
                .or_else(|| expression(&text))
        }
        _ => None,
    }
}

/// «Cột 3», «C3 = C1 + C2».
fn columns_by_word(text: &str) -> Option<Token> {
    let lower = text.to_lowercase().replace("cột", "c");
    let mut bare = String::new();
    let mut rest = lower.as_str();
    while let Some((before, behind)) = rest.split_once('c') {
        bare.push_str(before);
        rest = behind.trim_start_matches([' ', '.']);
        if !rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
    }
    bare.push_str(rest);
    let cell = read_text(&bare).filter(|_| bare.len() < lower.len())?;
    let n = cell.name.parse().ok()?;
    Some(Token { cell, place: Place::Odd(n) })
}

/// A name, and a rule that is none of the index rows': «3=1+2 (nếu có)», «1=a», «1≥2».
fn ruled(text: &str) -> Option<Token> {
    let (name, said) = text.split_once(['=', '≥', '≤', '>', '<'])?;
    let equal = text.get(name.len()..).is_some_and(|rest| rest.starts_with('='));
    let name = bare(without_note(name));
    let formula = Some(said).filter(|_| equal).and_then(read_formula);
    let unread = formula.is_none().then(|| text.to_owned());
    let place = match part(&name) {
        Some(part) => part.place,
        None if name.len() <= 2 => Place::Odd(name.parse().ok()?),
        None => return None,
    };
    Some(Token { cell: IndexCell { name, formula, unread }, place })
}

/// «1*», «1/».
fn marked(text: &str) -> Option<Token> {
    let bare = text.trim_end_matches(['*', '/', ':', ';', ',', ' ', '\'']);
    let cell = read_text(bare).filter(|c| c.formula.is_none() && bare.len() < text.len())?;
    let n = cell.name.parse().ok()?;
    Some(Token { cell, place: Place::Odd(n) })
}

/// «1a», «1.1».
fn part(text: &str) -> Option<Token> {
    let text = bare(text);
    let at = text.find(|c: char| !c.is_ascii_digit())?;
    let (of, behind) = (text.get(..at)?, text.get(at..)?);
    let behind = behind.trim_start_matches('.');
    let letter = behind.len() == 1 && behind.chars().all(|c| c.is_ascii_lowercase());
    let number = text.contains('.') && (1..=2).contains(&behind.len()) && behind.bytes().all(|b| b.is_ascii_digit());
    let of = of.parse().ok().filter(|of| (1..=99).contains(of) && (letter || number))?;
    Some(Token { cell: IndexCell { name: text, formula: None, unread: None }, place: Place::Part(of) })
}

/// «2/1», «(1+2+3)»: what a column without a name of its own is made of.
fn expression(text: &str) -> Option<Token> {
    let plain = text.replace(['∑', 'Σ', '…'], ".").replace("->", "+");
    let signed = plain.contains(['+', '-', '–', '/', ':', '*', 'x', '×', '÷']) || text.contains(['∑', 'Σ', '…']);
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '(' | '[' | '∑' | 'Σ'));
    if !begins || !signed || !is_formula(&plain) {
        return None;
    }
    let formula = read_formula(text);
    let unread = formula.is_none().then(|| text.to_owned());
    Some(Token { cell: IndexCell { name: String::new(), formula, unread }, place: Place::Open })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;

    fn row(texts: &str) -> Vec<Cell> {
        let cells = texts.split('|').map(str::trim).zip(0u32..).filter(|(t, _)| !t.is_empty());
        let value = |t: &str| t.parse().map_or_else(|_| Value::Text(t.into()), Value::Number);
        cells.map(|(t, column)| Cell { at: Address { row: 5, column }, value: value(t), style: None }).collect()
    }

    #[test]
    fn a_row_is_one_by_what_its_other_cells_say() {
        for texts in [
            "A | B | 1=2+…+4 | 2 | 3 | 4",
            "A | B | 1 | 2 | 2/1",
            "A | 1 | 2 | (1+2)",
            "1 | 2 | 3 | 4 | (3+4)",
            "A | B | 1 | 1a | 1b | 2",
            "A | B | 1 | 1.1 | 1.2 | 2",
            "A | C1 | C2 | C3",
            "A | B | Cột 1 | Cột 2=Cột 1 + Cột 3 | Cột 3",
            "A | B | I | II | III=I+II",
            "MS | 1=2+3 | 2 | 3",
            "A | B | 1≥2 | 2 | 3",
            "A | B | 1=a | 2 | 3",
            "A | B | 1 | 2 | tổng cộng | 4",
            "(1) | (2) | (3)=(4)+(5) (nếu có) | (4) | (5)",
        ] {
            assert!(read(&row(texts)).is_some(), "{texts}");
        }
    }

    #[test]
    fn rows_of_figures_are_none() {
        for texts in [
            "1 | Trẻ em | 1 | 2 | 3",
            "A | Tổng thu | 1 | 2 | 3",
            "I | Tổng thu | 1 | 2 | 3",
            "1 | 1A | 2 | 3",
            "1 | 6A | 25 | 12",
            "A | 12 | 14 | 2/3",
            "A | 1.5 | 2.3 | 3.1",
            "A | 5 | 3 | 2/1",
            "1 | 2 | 3/5 | 7",
            "1 | 2",
            "STT | 1 | 2 | 3*",
            "B | 1* | 2 | 3",
            "Mã | Tên | 1 | 2",
        ] {
            assert!(read(&row(texts)).is_none(), "{texts}");
        }
    }
}
