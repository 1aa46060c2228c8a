//! The totals of a blank, computed where a program saved them without their results.
//!
//! Excel and LibreOffice compute what they save; libraries do not. The formulas of a blank are known: `IF` over
//! `COUNT`, `SUM`, `OR`, `AND` and words, around sums and quotients that are computed for any workbook.

use rust_decimal::Decimal;

use crate::address::Address;
use crate::intake::{Sheet, Value};
use crate::reading::formula;

/// Totals of totals: deeper than any form.
const DEEPEST: usize = 32;

/// Puts results into the formulas of a sheet that have none.
pub(super) fn recompute(sheet: &mut Sheet) {
    for _ in 0..DEEPEST {
        let cells = sheet.rows().flat_map(|(_, cells)| cells);
        let found: Vec<(Address, Option<Value>)> = cells
            .filter_map(|cell| match &cell.value {
                Value::NoResult(formula) => Some((cell.at, value(formula.trim_start_matches('='), sheet)?)),
                _ => None,
            })
            .collect();
        if found.is_empty() {
            break;
        }
        for (at, value) in found {
            match value {
                Some(value) => sheet.set(at, value),
                None => sheet.take_out_cell(at),
            }
        }
    }
}

/// The result of a formula: something, or the empty text; nothing where it cannot be told yet or at all.
fn value(text: &str, sheet: &Sheet) -> Option<Option<Value>> {
    if let Some(arguments) = call(text, "IF") {
        let [test, yes, no] = arguments.as_slice() else { return None };
        return value(if holds(test, sheet)? { yes } else { no }, sheet);
    }
    if let Some(word) = quoted(text) {
        return Some(Some(word).filter(|w| !w.is_empty()).map(|word| Value::Text(word.into())));
    }
    formula::evaluate(text, sheet).map(|number| Some(Value::Number(number)))
}

fn holds(text: &str, sheet: &Sheet) -> Option<bool> {
    if let Some(tests) = call(text, "OR") {
        return tests.iter().try_fold(false, |any, test| Some(any | holds(test, sheet)?));
    }
    if let Some(tests) = call(text, "AND") {
        return tests.iter().try_fold(true, |all, test| Some(all & holds(test, sheet)?));
    }
    if let Some(list) = text.strip_suffix(">0").and_then(|t| call(t, "COUNT")) {
        return Some(count(&list, sheet)? > 0);
    }
    if let Some(list) = text.strip_suffix("=1").and_then(|t| call(t, "COUNT")) {
        return Some(count(&list, sheet)? == 1);
    }
    if let Some(name) = text.strip_suffix("=0").and_then(|t| call(t, "LEN")) {
        let at = Address::parse(name.first()?)?;
        return match sheet.cell(at).map(|cell| &cell.value) {
            Some(Value::NoResult(_)) => None,
            Some(Value::Text(text)) => Some(text.trim().is_empty()),
            Some(_) => Some(false),
            None => Some(true),
        };
    }
    if let Some(terms) = text.strip_suffix(">0").filter(|t| t.starts_with("COUNTIF(")) {
        let found =
            terms.split(")+").map(|term| count_words(term.trim_end_matches(')'), sheet)).sum::<Option<usize>>()?;
        return Some(found > 0);
    }
    if text.starts_with("COUNT(") && text.contains(")+(") {
        return all_given(text, sheet);
    }
    if let Some(sum) = text.strip_suffix("=0").filter(|t| call(t, "SUM").is_some()) {
        return Some(formula::evaluate(sum, sheet)? == Decimal::ZERO);
    }
    let (name, word) = text.split_once('=')?;
    let (at, word) = (Address::parse(name)?, quoted(word)?);
    match sheet.cell(at).map(|cell| &cell.value) {
        Some(Value::NoResult(_)) => None,
        Some(Value::Text(text)) => Some(text.trim().to_lowercase() == word.to_lowercase()),
        _ => Some(false),
    }
}

/// `COUNT(A1,A2)+(A1="-")+(A2="-")=2`: that every cell has a number or one of some words.
fn all_given(text: &str, sheet: &Sheet) -> Option<bool> {
    let (terms, number) = text.rsplit_once('=')?;
    let mut terms = terms.split(")+(");
    let numbers = terms.next()?.strip_prefix("COUNT(")?.split(',').collect::<Vec<_>>();
    let mut found = count(&numbers, sheet)?;
    for term in terms {
        found += usize::from(holds(term.trim_end_matches(')'), sheet)?);
    }
    Some(found == number.parse::<usize>().ok()?)
}

/// `COUNTIF(A1:A9,"…"`: how many cells of a range have a word.
fn count_words(term: &str, sheet: &Sheet) -> Option<usize> {
    let (range, word) = term.strip_prefix("COUNTIF(")?.split_once(',')?;
    let (first, last) = range.split_once(':')?;
    let (first, last, word) = (Address::parse(first)?, Address::parse(last)?, quoted(word)?);
    let rows = sheet.rows_in(first.row..=last.row).flat_map(|(_, cells)| cells);
    let within = rows.filter(|c| (first.column..=last.column).contains(&c.at.column));
    Some(within.filter(|c| matches!(&c.value, Value::Text(text) if text.trim() == word)).count())
}

/// How many numbers stand in some cells and ranges.
fn count(list: &[&str], sheet: &Sheet) -> Option<usize> {
    let mut found = 0;
    for part in list {
        let (first, last) = part.split_once(':').unwrap_or((part, part));
        let (first, last) = (Address::parse(first)?, Address::parse(last)?);
        let rows = sheet.rows_in(first.row..=last.row).flat_map(|(_, cells)| cells);
        for cell in rows.filter(|c| (first.column..=last.column).contains(&c.at.column)) {
            match cell.value {
                Value::NoResult(_) => return None,
                Value::Number(_) => found += 1,
                _ => {}
            }
        }
    }
    Some(found)
}

/// The arguments of a call of a function that is the whole text.
fn call<'t>(text: &'t str, function: &str) -> Option<Vec<&'t str>> {
    let inside = text.strip_prefix(function)?.strip_prefix('(')?.strip_suffix(')')?;
    let (mut arguments, mut depth, mut in_text, mut from) = (Vec::new(), 0i32, false, 0);
    for (at, c) in inside.char_indices() {
        match c {
            '"' => in_text = !in_text,
            '(' if !in_text => depth += 1,
            ')' if !in_text => depth -= 1,
            ',' if !in_text && depth == 0 => {
                arguments.push(inside.get(from..at)?);
                from = at + 1;
            }
            _ => {}
        }
        // The bracket at the end closes another one: `COUNT(A1)+SUM(A2)`.
        if depth < 0 {
            return None;
        }
    }
    arguments.push(inside.get(from..)?);
    Some(arguments)
}

fn quoted(text: &str) -> Option<String> {
    let inside = text.strip_prefix('"')?.strip_suffix('"')?;
    Some(inside.replace("\"\"", "\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::Cell;

    #[test]
    fn totals_saved_without_results_are_computed_in_whatever_order_they_stand() {
        let cell = |name: &str, value: Value| Cell { at: Address::parse(name).unwrap(), value, style: None };
        let sum = |list: &str, of: [&str; 2]| {
            let word = |word: &str| format!("({}=\"{word}\")+({}=\"{word}\")", of[0], of[1]);
            let blank = format!("OR(LEN({})=0,LEN({})=0)", of[0], of[1]);
            let nil = format!("OR({}=\"-\",{}=\"-\")", of[0], of[1]);
            Value::NoResult(format!(
                "IF(COUNT({list})+{}+{}=2,IF(COUNT({list})>0,SUM({list}),IF({nil},\"-\",\"x\")),IF({blank},\"\",\"…\"))",
                word("-"),
                word("x")
            ))
        };
        let text = |t: &str| Value::Text(t.into());
        let ratio = "IF(COUNT(A2,A3)+(A2=\"-\")+(A3=\"-\")=2,IF(SUM(A3)=0,\"x\",SUM(A2)/SUM(A3)*100),IF(OR(LEN(A2)=0,LEN(A3)=0),\"\",\"…\"))";
        let list = "IF(COUNTIF(J2:J4,\"…\")+COUNTIF(J2:J4,\"...\")>0,\"…\",IF(COUNT(J2:J4)>0,SUM(J2:J4),\"\"))";
        let cells = [
            cell("A1", sum("A2:A3", ["A2", "A3"])),
            cell("A2", sum("B2,C2", ["B2", "C2"])),
            cell("A3", Value::Number(4.into())),
            cell("B2", Value::Number(3.into())),
            cell("C2", text("-")),
            cell("D1", sum("D2,D3", ["D2", "D3"])),
            cell("D2", text("-")),
            cell("D3", text("x")),
            cell("E1", sum("E2,E3", ["E2", "E3"])),
            cell("F1", sum("D2,F3", ["D2", "F3"])),
            cell("F3", text("…")),
            cell("I1", sum("B2,F3", ["B2", "F3"])),
            cell("J1", Value::NoResult(list.to_owned())),
            cell("J2", Value::Number(8.into())),
            cell("J4", Value::Number(9.into())),
            cell("G1", Value::NoResult(ratio.to_owned())),
            cell("H1", Value::NoResult("VLOOKUP(A1,B:C,2)".to_owned())),
        ];
        let mut sheet = Sheet::new("s", true, cells, Vec::new());
        recompute(&mut sheet);
        let now = |name: &str| sheet.cell(Address::parse(name).unwrap()).map(|c| c.value.to_string());
        for (name, expected) in [
            ("A1", Some("7")),
            ("A2", Some("3")),
            ("D1", Some("-")),
            ("E1", None),
            ("F1", Some("…")),
            // A number beside one that was not collected is no total.
            ("I1", Some("…")),
            ("J1", Some("17")),
            ("G1", Some("75")),
        ] {
            assert_eq!(now(name).as_deref(), expected, "{name}");
        }
        assert_eq!(now("H1").as_deref(), Some("=VLOOKUP(A1,B:C,2)"));
    }
}
