//! By what this program's results are known: they are written with these names and headings, and
//! known again by them when they lie among the submissions.

use crate::finding::Lang;
use crate::intake::{Cell, Sheet, Workbook};

/// The names of the sheets.
#[derive(Debug, Clone, Copy)]
pub struct SheetNames {
    /// In the form's layout.
    pub summary: &'static str,
    /// Rows × units.
    pub by_unit: &'static str,
    /// Findings.
    pub findings: &'static str,
    /// Who sent what.
    pub received: &'static str,
    /// Facts.
    pub data: &'static str,
}

impl SheetNames {
    /// The names in a language.
    pub fn new(lang: Lang) -> Self {
        match lang {
            Lang::Vi => Self {
                summary: "Tổng hợp",
                by_unit: "Theo đơn vị",
                findings: "Phát hiện",
                received: "Tình hình nộp",
                data: "Số liệu",
            },
            Lang::En => Self {
                summary: "Summary",
                by_unit: "By unit",
                findings: "Findings",
                received: "Submissions",
                data: "Data",
            },
        }
    }
}

/// The columns of facts, as the contract has them.
pub const FACTS: &[&str] = &[
    "form",
    "row",
    "column",
    "unit",
    "unit_name",
    "period",
    "value",
    "state",
    "measure",
    "file",
    "sheet",
    "cell",
    "raw",
    "findings",
];
/// The columns of totals, as the contract has them.
pub const TOTALS: &[&str] = &[
    "form",
    "row",
    "column",
    "unit",
    "unit_name",
    "level",
    "period",
    "value",
    "state",
    "measure",
    "rule",
    "reported",
    "expected",
    "excluded",
    "findings",
];
/// The fields of findings, as the contract has them.
pub const FINDINGS: &[&str] = &[
    "code",
    "severity",
    "message",
    "file",
    "sheet",
    "cell",
    "unit",
    "row",
    "column",
    "raw",
    "value",
    "suggestion",
    "evidence",
];
/// The column that a flat list of findings has besides: the finding that one is folded under.
pub const UNDER: &str = "under";

/// Who made a page of findings, as its head says.
pub const GENERATOR: &str = "phubieu";

/// The author of the comments in a returned workbook.
pub const AUTHOR: &str = "phubieu";

/// What stands in a hidden cell of the sheet on which a returned workbook lists its findings.
pub const RETURNED_LIST: &str = "phubieu:phat-hien-cua-tep";

/// The name of that sheet.
pub fn returned_list_name(lang: Lang) -> &'static str {
    lang.of("Phát hiện (phubieu)", "Findings (phubieu)")
}

/// Tells whether a sheet may be that list by its name, with whatever Excel puts behind that of a copy.
pub fn may_be_returned_list(name: &str) -> bool {
    [Lang::Vi, Lang::En].into_iter().any(|lang| name.starts_with(returned_list_name(lang)))
}

/// Tells whether a sheet is the list of findings of a returned workbook, and so nobody's table.
pub fn is_returned_list(sheet: &Sheet) -> bool {
    may_be_returned_list(&sheet.name)
        && sheet.rows().take(12).flat_map(|(_, cells)| cells).any(|c| c.text() == Some(RETURNED_LIST))
}

/// Tells whether a workbook was written by this program and so is no submission: a consolidated one,
/// a list of findings, or facts, totals or findings as csv.
pub fn is_own(workbook: &Workbook) -> bool {
    let has = |name: &str| workbook.sheets.iter().any(|s| s.name == name);
    let consolidated = |n: &SheetNames| [n.summary, n.by_unit, n.received, n.data].iter().all(|name| has(name));
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
    let json =
        (head.starts_with("{\"version\":1,") || head.starts_with("{\"form\":") || head.starts_with("{\"code\":"))
            && (fields(FACTS) || fields(FINDINGS) || head.trim_end().ends_with("[\n]}"));
    json || head.contains(&format!("<meta name=\"generator\" content=\"{GENERATOR}\">"))
}
