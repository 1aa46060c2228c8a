//! Findings as one self-contained page.

use maud::{DOCTYPE, Markup, html};

use crate::finding::{Finding, Lang, Tally};

use super::rows;
use crate::own_output::GENERATOR;

const STYLE: &str = "body{font:16px/1.45 'Times New Roman',Times,serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#111}\
h1{font-size:1.4rem}table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;padding:.35rem .5rem;vertical-align:top;text-align:left}\
th{background:#eee}td.raw{white-space:pre-wrap}.error{font-weight:bold}.note{color:#555}\
@media print{body{margin:0;max-width:none}thead{display:table-header-group}tr{break-inside:avoid}}";

/// Writes findings as a page, the gravest first.
pub fn page(findings: &[Finding], lang: Lang) -> String {
    let title = lang.of("Các phát hiện khi kiểm tra số liệu", "Findings on the figures");
    let tally = Tally::of(findings);
    let mut ordered: Vec<&Finding> = findings.iter().collect();
    ordered.sort_by_key(|f| f.severity());
    let markup: Markup = html! {
        (DOCTYPE)
        html lang=(lang.of("vi", "en")) {
            head {
                meta charset="utf-8";
                meta name="generator" content=(GENERATOR);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (STYLE) }
            }
            body {
                h1 { (title) }
                p { (summary(tally, lang)) }
                table {
                    thead { tr { @for heading in headings(lang) { th scope="col" { (heading) } } } }
                    tbody {
                        @for finding in ordered {
                            @for row in rows::findings(std::slice::from_ref(finding), lang) {
                                tr class=(row.severity.as_str()) {
                                    td { (finding.severity().name(lang)) br; (row.code) }
                                    td { (row.file) @if !row.cell.is_empty() { br; (row.sheet) "!" (row.cell) } }
                                    td { (row.row) " " (finding.place.row_label.as_deref().unwrap_or_default()) }
                                    td.raw { (row.raw) }
                                    td { (row.message) @if !row.evidence.is_empty() { br; (row.evidence) }
                                        @for line in finding.folded_words(lang) { br; (line) } }
                                    td { (row.suggestion) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    markup.into_string()
}

fn headings(lang: Lang) -> [&'static str; 6] {
    lang.of(
        ["Mức độ", "Tệp, ô", "Chỉ tiêu", "Giá trị trong tệp", "Nội dung", "Đề nghị"],
        ["Severity", "File, cell", "Row", "As it stood", "Message", "Suggestion"],
    )
}

/// How many findings there are, in words.
pub fn summary(tally: Tally, lang: Lang) -> String {
    let Tally { errors, warnings, notes, folded } = tally;
    let more = match folded {
        0 => String::new(),
        n => lang
            .of(format!(" (gộp thêm {n} phát hiện cùng nguyên nhân)"), format!(" (and {n} more with the same causes)")),
    };
    lang.of(
        format!("{errors} lỗi, {warnings} cảnh báo, {notes} ghi nhận{more}."),
        format!("{errors} errors, {warnings} warnings, {notes} notes{more}."),
    )
}
