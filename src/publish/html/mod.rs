//! Findings as one self-contained page, to be opened from a mail, searched and printed.
//!
//! Everything stands in the page as text; a small script only hides what a reader does not want to see
//! ([`filter`]), and the page forbids itself to load anything ([`policy`]). [`article`] writes a finding,
//! [`sheet`] the piece of the sheet around its cell.

mod article;
mod filter;
mod policy;
mod sheet;

use std::collections::BTreeSet;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::finding::{Code, Finding, Lang, Severity, Tally};
use crate::own_output::GENERATOR;
use crate::periods::Periods;
use crate::run::Run;
use crate::vietnamese::number::Vietnamese;

use super::excerpt::{self, Excerpt};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("filter.js");

/// Writes the findings of a run as a page, the gravest first.
pub fn page(run: &Run, lang: Lang) -> String {
    let title = lang.of("Các phát hiện khi kiểm tra số liệu", "Findings on the figures");
    // Browsers take line ends of Windows for those of Unix before they sum.
    let (style, script) = (STYLE.replace('\r', ""), SCRIPT.replace('\r', ""));
    let mut findings: Vec<&Finding> = run.findings.iter().collect();
    findings.sort_by_key(|f| f.severity());
    let excerpts = excerpt::of(run, &findings);
    let files: BTreeSet<Option<&str>> = findings.iter().map(|f| f.place.file.as_deref()).collect();
    let files: Vec<Option<&str>> = files.into_iter().collect();
    let markup: Markup = html! {
        (DOCTYPE)
        html lang=(lang.of("vi", "en")) {
            head {
                meta charset="utf-8";
                meta name="generator" content=(GENERATOR);
                meta http-equiv="Content-Security-Policy" content=(PreEscaped(policy::policy(&style, &script)));
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(&style)) }
            }
            body {
                a.skip href="#findings" { (lang.of("Đến danh sách phát hiện", "To the findings")) }
                header {
                    h1 { (title) }
                    (about(run, lang))
                    (tally(Tally::of(&run.findings), lang))
                    (checks(run, lang))
                }
                (filter::filter(&findings, &files, lang))
                main id="findings" {
                    @if findings.is_empty() { p { (lang.of("Không có phát hiện nào.", "Nothing was found.")) } }
                    (groups(&findings, &excerpts, &files, lang))
                    (codes(&findings, lang))
                }
                script { (PreEscaped(&script)) }
            }
        }
    };
    markup.into_string()
}

/// What was checked.
fn about(run: &Run, lang: Lang) -> Markup {
    let forms: Vec<&str> = run.forms.value.iter().map(|f| f.name.as_str()).collect();
    let forms = forms.join(", ");
    html! {
        dl.about {
            dt { (lang.of("Biểu mẫu", "Form")) } dd { (forms) }
            @if let Some(place) = &run.place {
                dt { (lang.of("Địa bàn", "Place")) } dd { (run.register.full_name(place.value)) }
            }
            @if run.periods != Periods::Open {
                dt { (lang.of("Kỳ báo cáo", "Period")) } dd { (run.periods.spoken(lang)) }
            }
            dt { (lang.of("Số tệp đã đọc", "Files read")) } dd { (run.files) }
        }
    }
}

/// How many checks there were of each kind, and what became of them.
fn checks(run: &Run, lang: Lang) -> Markup {
    let number = |n: usize| Vietnamese(n.into()).to_string();
    let heads = lang.of(
        ["Kiểm tra", "Đã làm", "Đạt", "Không đạt", "Không làm được"],
        ["Check", "Ran", "Passed", "Failed", "Not tested"],
    );
    html! {
        details.checks {
            summary { (run.checks.words(lang)) }
            table {
                thead { tr { @for head in heads { th scope="col" { (head) } } } }
                tbody {
                    @for (check, count) in run.checks.iter() {
                        tr {
                            th scope="row" { (check.name(lang)) }
                            @for n in [count.ran(), count.passed, count.failed] { td { (number(n)) } }
                            td {
                                @for (i, (why, n)) in count.untested.iter().enumerate() {
                                    @if i > 0 { "; " }
                                    (number(*n)) " " (why.name(lang))
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn tally(tally: Tally, lang: Lang) -> Markup {
    let counts = [(Severity::Error, tally.errors), (Severity::Warning, tally.warnings), (Severity::Note, tally.notes)];
    html! {
        ul.tally {
            @for (severity, count) in counts {
                li class=(severity.as_str()) { b { (count) } (severity.name(lang)) ": " (severity.means(lang)) }
            }
        }
        p { (tally.words(lang)) }
    }
}

/// The findings by severity, then by file.
fn groups(findings: &[&Finding], excerpts: &[Option<Excerpt>], files: &[Option<&str>], lang: Lang) -> Markup {
    let mut groups: Vec<(Severity, Vec<FileGroup<'_>>)> = Vec::new();
    for (i, finding) in findings.iter().enumerate() {
        if groups.last().is_none_or(|(severity, _)| *severity != finding.severity()) {
            groups.push((finding.severity(), Vec::new()));
        }
        let Some((_, by_file)) = groups.last_mut() else { continue };
        let file = finding.place.file.as_deref();
        if by_file.last().is_none_or(|group| group.file != file) {
            by_file.push(FileGroup { file, at: files.binary_search(&file).unwrap_or_default(), findings: Vec::new() });
        }
        if let Some(group) = by_file.last_mut() {
            group.findings.push((i + 1, *finding, excerpts.get(i).and_then(Option::as_ref)));
        }
    }
    html! {
        @for (severity, by_file) in groups {
            section class={ "group " (severity.as_str()) } aria-labelledby=(severity.as_str()) {
                @let count: usize = by_file.iter().map(|group| group.findings.len()).sum();
                h2 id=(severity.as_str()) { (severity.name(lang)) " (" (count) "): " (severity.means(lang)) }
                @for FileGroup { file, at, findings } in by_file {
                    section.file {
                        h3 { (file.unwrap_or(whole_round(lang))) }
                        @for (number, finding, excerpt) in findings {
                            (article::article(finding, excerpt, number, at, lang))
                        }
                    }
                }
            }
        }
    }
}

/// The findings of one severity about one file.
struct FileGroup<'f> {
    file: Option<&'f str>,
    /// The file's place in the list of files.
    at: usize,
    findings: Vec<(usize, &'f Finding, Option<&'f Excerpt>)>,
}

/// What stands for the file where a finding is about none.
fn whole_round(lang: Lang) -> &'static str {
    lang.of("Cả đợt báo cáo", "The whole round")
}

/// What the codes of the page mean, each once.
fn codes(findings: &[&Finding], lang: Lang) -> Markup {
    let codes: BTreeSet<Code> = findings.iter().flat_map(|f| f.all()).map(Finding::code).collect();
    html! {
        @if !codes.is_empty() {
            section.codes aria-labelledby="codes" {
                h2 id="codes" { (lang.of("Các mã trong trang này", "The codes of this page")) }
                dl {
                    @for code in &codes {
                        dt id=(code) { (code) " " (code.title(lang)) }
                        dd { (code.explanation(lang)) }
                    }
                }
            }
        }
    }
}
