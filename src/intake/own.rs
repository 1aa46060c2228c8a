//! This program's results, known again when they lie among the submissions.

use crate::lang::Lang;
use crate::own_output::{FACTS, FINDINGS, GENERATOR, RETURNED_LIST, SheetNames, TOTALS, may_be_returned_list};

use super::{Cell, Sheet, Workbook};

/// Tells whether a sheet is the list of findings of a returned workbook, and so nobody's table.
pub fn is_returned_list(sheet: &Sheet) -> bool {
    may_be_returned_list(&sheet.name)
        && sheet.rows().take(12).flat_map(|(_, cells)| cells).any(|c| c.text() == Some(RETURNED_LIST))
}

/// Tells whether a workbook was written by this program and so is no submission: a consolidated one,
/// a list of findings, or facts, totals or findings as csv.
pub fn is_own(workbook: &Workbook) -> bool {
    let has = |name: &str| workbook.sheets.iter().any(|s| s.name == name);
    // Where the sheets that people look at were renamed, the record is still whole.
    let consolidated = |n: &SheetNames| {
        has(n.data) && (has(n.origin) || [n.summary, n.by_unit, n.received].iter().all(|name| has(name)))
    };
    let names = [Lang::Vi, Lang::En].map(SheetNames::new);
    if names.iter().any(consolidated) {
        return true;
    }
    let [sheet] = workbook.sheets.as_slice() else { return false };
    let hashed = |sheet: &Sheet| sheet.rows().take(8).flat_map(|(_, c)| c).any(|c| c.text() == Some("SHA-256"));
    let findings = names.iter().any(|n| n.findings == sheet.name) && hashed(sheet);
    let first: Vec<&str> =
        sheet.rows().next().map(|(_, cells)| cells.iter().filter_map(Cell::text).collect()).unwrap_or_default();
    findings || [FACTS, TOTALS, FINDINGS].iter().any(|columns| first.starts_with(columns))
}

/// Tells the same of bytes that are no workbook: json, jsonl, a page of findings.
pub fn is_own_text(bytes: &[u8]) -> bool {
    // A package is none of them; most submissions are packages.
    if bytes.starts_with(b"PK") {
        return false;
    }
    let Some(head) = bytes.get(..bytes.len().min(600)).map(String::from_utf8_lossy) else { return false };
    let fields = |names: &[&str]| {
        let mut rest = head.as_ref();
        names.iter().take(3).all(|name| match rest.split_once(&format!("\"{name}\":")) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        })
    };
    let document =
        ["facts", "totals", "findings"].iter().any(|name| head.starts_with(&format!("{{\"version\":1,\"{name}\":[")));
    let lines = head.starts_with("{\"form\":") && fields(FACTS) || head.starts_with("{\"code\":") && fields(FINDINGS);
    let json = document || lines;
    json || head.contains(&format!("<meta name=\"generator\" content=\"{GENERATOR}\">"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_as_text_are_known_with_and_without_rows() {
        for text in [
            "{\"version\":1,\"findings\":[\n],\"checks\":[]}\n",
            "{\"version\":1,\"findings\":[\n{\"code\":\"PB301\",\"severity\":\"error\"",
            "{\"version\":1,\"totals\":[\n]}\n",
            "{\"form\":\"a\",\"row\":\"1\",\"column\":\"x\"}",
            "{\"code\":\"PB301\",\"severity\":\"error\",\"message\":\"…\"}",
            "<!DOCTYPE html><html><head><meta name=\"generator\" content=\"phubieu\">",
        ] {
            assert!(is_own_text(text.as_bytes()), "{text}");
        }
        for text in ["{\"version\":1,\"rows\":[]}", "{\"code\":\"02173\",\"name\":\"x\"}", "STT;Chỉ tiêu;ĐVT"] {
            assert!(!is_own_text(text.as_bytes()), "{text}");
        }
    }
}
