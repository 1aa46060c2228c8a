//! The findings of one file, as they stand in its returned workbook.

use std::collections::{BTreeMap, HashMap};

use crate::address::{Address, Area};
use crate::finding::{Finding, Lang, Severity, Tally};
use crate::own_output::{AUTHOR, returned_list_name};

/// The findings of a file, the gravest first, in the language they are told in.
#[derive(Debug)]
pub struct Marks<'f> {
    /// The findings.
    pub findings: Vec<&'f Finding>,
    /// How many they are; those folded under another of the file are counted with it.
    pub tally: Tally,
    /// The language.
    pub lang: Lang,
    /// The sheets that have other names in the returned workbook.
    renamed: HashMap<String, String>,
}

/// A stretch of a comment's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Set in bold.
    pub bold: bool,
    /// The text.
    pub text: String,
}

/// What stands at a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// That of its gravest finding.
    pub severity: Severity,
    /// What its comment says.
    pub runs: Vec<Run>,
}

/// A comment is not made longer than this; the list has all findings.
const MOST_CHARACTERS: usize = 6000;

impl<'f> Marks<'f> {
    /// Takes up the findings of a file.
    pub fn new(findings: impl IntoIterator<Item = &'f Finding>, tally: Tally, lang: Lang) -> Self {
        let mut findings: Vec<&Finding> = findings.into_iter().collect();
        // Among equals the order of the report stays.
        findings.sort_by_key(|f| f.severity());
        Self { findings, tally, lang, renamed: HashMap::new() }
    }

    /// The same for a workbook some of whose sheets have other names than in the file that was checked.
    pub fn renamed(self, renamed: HashMap<String, String>) -> Self {
        Self { renamed, ..self }
    }

    /// The sheet of a finding, by its name in the returned workbook.
    pub fn sheet_of(&self, finding: &'f Finding) -> Option<&str> {
        let name = finding.place.sheet.as_ref()?;
        Some(self.renamed.get(name).unwrap_or(name))
    }

    /// What stands at the cells of a sheet; what is found inside a merge stands at its first cell, the
    /// only one that is seen.
    pub fn on(&self, sheet: &str, merges: &[Area]) -> BTreeMap<Address, Mark> {
        let mut cells: BTreeMap<Address, Vec<&Finding>> = BTreeMap::new();
        for finding in self.findings.iter().filter(|f| self.sheet_of(f) == Some(sheet)) {
            if let Some(at) = finding.place.cell {
                let merge = merges.iter().find(|m| m.contains(at));
                cells.entry(merge.map_or(at, |m| m.first)).or_default().push(finding);
            }
        }
        cells.into_iter().filter_map(|(at, findings)| Some((at, self.mark(&findings)?))).collect()
    }

    fn mark(&self, findings: &[&Finding]) -> Option<Mark> {
        let severity = findings.first()?.severity();
        let mut runs = vec![Run { bold: true, text: format!("{AUTHOR}:") }];
        let mut length = 0;
        for (finding, before) in findings.iter().zip(0..) {
            if length > MOST_CHARACTERS {
                let (more, list) = (findings.len() - before, returned_list_name(self.lang));
                let text = self.lang.of(
                    format!("\nvà {more} phát hiện nữa, xem trang «{list}»."),
                    format!("\nand {more} more, see the sheet «{list}»."),
                );
                runs.push(Run { bold: false, text });
                break;
            }
            let words = finding.words(self.lang);
            let head = format!("\n{} {}", finding.severity().name(self.lang), finding.code());
            let suggestion =
                if words.suggestion.is_empty() { String::new() } else { format!("→ {}", words.suggestion) };
            let mut text = String::new();
            for line in [words.message, words.evidence, suggestion].iter().filter(|l| !l.is_empty()) {
                text.push('\n');
                text.push_str(line);
            }
            length += text.chars().count();
            runs.extend([Run { bold: true, text: head }, Run { bold: false, text }]);
        }
        Some(Mark { severity, runs })
    }
}
