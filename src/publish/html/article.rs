//! One finding of the page.

use maud::{Markup, html};

use crate::digits;
use crate::finding::{Finding, Lang};
use crate::publish::excerpt::Excerpt;
use crate::publish::stood;
use crate::vietnamese::number::Vietnamese;

use super::sheet;

/// Writes a finding; `number` is its place in the page, `file` that of its file in the list of files.
pub(super) fn article(finding: &Finding, excerpt: Option<&Excerpt>, number: usize, file: usize, lang: Lang) -> Markup {
    let (severity, code) = (finding.severity(), finding.code());
    let words = finding.words(lang);
    let id = format!("f{number}");
    html! {
        article class=(severity.as_str()) id=(id) aria-labelledby=(format!("{id}h"))
            data-severity=(severity.as_str()) data-code=(code) data-file=(file)
            data-unit=[finding.place.unit.as_deref()] data-row=[finding.place.row.as_deref()]
            data-column=[finding.place.column.as_deref()] data-value=[finding.value.map(digits::written)] {
            h4 id=(format!("{id}h")) {
                span.badge { (severity.name(lang)) } " "
                a href=(format!("#{code}")) { (code) } " " (code.title(lang))
            }
            (at(finding, lang))
            @if let Some(excerpt) = excerpt { div.pane { (sheet::table(excerpt, finding.place.cell, lang)) } }
            p { (words.message) }
            @if !words.evidence.is_empty() { p.why { (words.evidence) } }
            @if let Some(value) = finding.value {
                p.why { (lang.of("Giá trị đã dùng: ", "Value used: ")) (Vietnamese(value)) }
            }
            @if !words.suggestion.is_empty() {
                p.do { b { (lang.of("Cần làm: ", "To do: ")) } (words.suggestion) }
            }
            @if !finding.folded.is_empty() { (folded(finding, lang)) }
        }
    }
}

/// Where it is: sheet and cell, row, column, and what stood in the cell.
fn at(finding: &Finding, lang: Lang) -> Markup {
    let place = &finding.place;
    let cell = place.sheet.as_ref().map(|sheet| match place.cell {
        Some(cell) => format!("{sheet}!{cell}"),
        None => sheet.clone(),
    });
    let mut parts = Vec::new();
    if let Some(label) = &place.row_label {
        parts.push(format!("{} {label}", place.row.as_deref().unwrap_or_default()).trim().to_owned());
    }
    if let Some(heading) = &place.column_heading {
        parts.push(lang.of(format!("cột «{heading}»"), format!("column «{heading}»")));
    }
    let raw = stood::of_finding(finding);
    if !raw.is_empty() {
        parts.push(lang.of(format!("trong ô ghi «{raw}»"), format!("the cell says «{raw}»")));
    }
    let rest = parts.join(" · ");
    html! {
        @if cell.is_some() || !rest.is_empty() {
            p.at {
                @if let Some(cell) = &cell { b { (cell) } }
                @if cell.is_some() && !rest.is_empty() { " · " }
                (rest)
            }
        }
    }
}

/// What has the same cause, each with its place.
fn folded(finding: &Finding, lang: Lang) -> Markup {
    let count = finding.folded.len();
    html! {
        details {
            summary { (lang.of(format!("Cùng nguyên nhân: gộp thêm {count} phát hiện"), format!("For the same reason: {count} more"))) }
            ul {
                @for one in &finding.folded {
                    li data-severity=(one.severity().as_str()) data-code=(one.code())
                        data-unit=[one.place.unit.as_deref()] data-row=[one.place.row.as_deref()]
                        data-column=[one.place.column.as_deref()] data-value=[one.value.map(digits::written)] {
                        (one.code()) " "
                        b { (elsewhere(one, finding)) } " "
                        @if !stood::of_finding(one).is_empty() { "«" (stood::of_finding(one)) "» " }
                        (one.words(lang).message)
                    }
                }
            }
        }
    }
}

/// The place of a folded finding, as far as it is not that of the finding it is folded under.
fn elsewhere(one: &Finding, under: &Finding) -> String {
    let (place, above) = (&one.place, &under.place);
    let file = place.file.as_deref().filter(|_| place.file != above.file);
    let sheet = place.sheet.as_deref().filter(|_| file.is_some() || place.sheet != above.sheet);
    let cell = place.cell.map(|cell| cell.to_string()).or_else(|| place.row.clone());
    let inside = [sheet.map(str::to_owned), cell].into_iter().flatten().collect::<Vec<_>>().join("!");
    file.into_iter().map(str::to_owned).chain(Some(inside).filter(|i| !i.is_empty())).collect::<Vec<_>>().join(" › ")
}
