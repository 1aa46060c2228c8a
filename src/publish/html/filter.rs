//! By what the findings of a page are chosen. Without script the page shows them all, and this is hidden.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::finding::explained::Family;
use crate::finding::{Code, Finding, Lang, Severity};

/// The choices, each with how many findings it leaves.
pub(super) fn filter(findings: &[&Finding], files: &[Option<&str>], lang: Lang) -> Markup {
    let mut severities: BTreeMap<Severity, usize> = BTreeMap::new();
    let mut codes: BTreeMap<Code, usize> = BTreeMap::new();
    let mut families: BTreeMap<Family, usize> = BTreeMap::new();
    let mut by_file: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for finding in findings {
        *severities.entry(finding.severity()).or_default() += 1;
        *codes.entry(finding.code()).or_default() += 1;
        *families.entry(finding.code().family()).or_default() += 1;
        *by_file.entry(finding.place.file.as_deref()).or_default() += 1;
    }
    let codes = codes.iter().map(|(c, n)| (c.id().to_owned(), format!("{c} {} ({n})", c.title(lang))));
    let families = families.iter().map(|(f, n)| (f.digit().to_string(), format!("{} ({n})", f.name(lang))));
    let files = files.iter().enumerate().map(|(i, file)| {
        let count = by_file.get(file).copied().unwrap_or_default();
        (i.to_string(), format!("{} ({count})", file.unwrap_or(super::whole_round(lang))))
    });
    html! {
        div.filter id="filter" role="search" aria-label=(lang.of("Lọc phát hiện", "Filter findings")) hidden {
            fieldset {
                legend { (lang.of("Mức độ", "Severity")) }
                @for (severity, count) in &severities {
                    label {
                        input type="checkbox" value=(severity.as_str()) checked;
                        (severity.name(lang)) " (" (count) ")"
                    }
                }
            }
            (select("family", lang.of("Nhóm", "Family"), families, lang))
            (select("code", lang.of("Mã", "Code"), codes, lang))
            (select("file", lang.of("Tệp", "File"), files, lang))
            label.wide {
                span.name { (lang.of("Tìm chữ, số (có dấu hay không dấu)", "Search words and figures (with or without accents)")) }
                input type="search" id="search" autocomplete="off";
            }
            button type="button" id="all" { (lang.of("Hiện tất cả", "Show all")) }
            output id="count" role="status" aria-live="polite"
                data-text=(lang.of("Đang hiện {n}/{all} phát hiện", "{n} of {all} findings shown")) {}
        }
    }
}

fn select(id: &str, name: &str, choices: impl Iterator<Item = (String, String)>, lang: Lang) -> Markup {
    html! {
        label {
            span.name { (name) }
            select id=(id) autocomplete="off" {
                option value="" { (lang.of("tất cả", "all")) }
                @for (value, text) in choices { option value=(value) { (text) } }
            }
        }
    }
}
