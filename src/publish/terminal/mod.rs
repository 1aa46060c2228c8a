//! Findings as text for a terminal: grouped by how grave they are, then by file, each with its place, a
//! small piece of the sheet, what is wrong and what to write.
//!
//! The text has styles of ANSI terminals in it; the stream that it is written to takes them out where
//! nobody would see them. No style says anything that the text does not. [`grid`] draws the piece of the
//! sheet, [`mod@wrap`] keeps text within the width.

mod grid;
pub mod wrap;

use anstyle::{AnsiColor, Style};

use crate::finding::{Finding, Lang, Problem, Severity, identity};
use crate::vietnamese::text::shorten;

use super::excerpt::Excerpt;
use super::stood;
use wrap::{safe, wrap};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default().bold();
const RESTS_ON: Style = AnsiColor::Cyan.on_default();
const SUGGESTION: Style = AnsiColor::Green.on_default();
const BOLD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// No line of text is longer, however wide the terminal: longer ones are hard to read.
const WIDEST: usize = 120;
/// Narrower terminals get lines of this width.
const NARROWEST: usize = 40;

/// How findings are written.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// The language.
    pub lang: Lang,
    /// The width, if it is a terminal: elsewhere no line is broken.
    pub width: Option<usize>,
}

/// The severities, the worst first.
const WORST_FIRST: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// Findings in the order they are told: the gravest first, each severity by file; none below the least
/// severity.
pub fn order(findings: &[Finding], least: Severity) -> Vec<&Finding> {
    let mut ordered: Vec<&Finding> = findings.iter().filter(|f| f.severity() <= least).collect();
    // What says the same of several units of the round stands together: who did not send, then of whom a file is there
    // that cannot be used.
    ordered.sort_by_cached_key(|f| (f.severity(), f.place.file.is_some(), is_missing_with_files(f)));
    ordered
}

/// Tells whether it says of a unit that is missing that a file of it is there.
fn is_missing_with_files(finding: &Finding) -> bool {
    matches!(&finding.problem, Problem::Identity(identity::Problem::NotSubmitted { files, .. }) if !files.is_empty())
}

impl Terminal {
    /// Writes findings that are in order, a text at a time; `excerpts` are those of the first ones. Where
    /// they end before the notes, that is said.
    pub fn tell(self, findings: &[&Finding], excerpts: Vec<Option<Excerpt>>, say: &mut dyn FnMut(&str)) {
        let with_excerpts = excerpts.len();
        let mut excerpts = excerpts.into_iter();
        let mut told = 0;
        let mut rest = findings;
        for severity in WORST_FIRST {
            let (here, others) = rest.split_at(rest.iter().take_while(|f| f.severity() == severity).count());
            rest = others;
            if here.is_empty() {
                continue;
            }
            say(&self.group(severity, here.len()));
            let mut file = None;
            for alike in here.chunk_by(|one, next| self.says_the_same(one, next)) {
                let [finding, others @ ..] = alike else { continue };
                if file != Some(&finding.place.file) {
                    say(&self.file(finding.place.file.as_deref()));
                    file = Some(&finding.place.file);
                }
                if told == with_excerpts && told > 0 && severity != Severity::Note {
                    say(&self.no_more_excerpts(told));
                }
                let mut own = excerpts.by_ref().take(alike.len());
                say(&self.finding(finding, others, own.next().flatten()));
                own.for_each(drop);
                told += alike.len();
            }
        }
    }

    fn group(self, severity: Severity, count: usize) -> String {
        let style = style(severity);
        let means = severity.means(self.lang);
        let head = format!("=== {} ({count}): {means}", severity.name(self.lang));
        let lines = self.wrapped(&head, "", "    ");
        format!("{style}{}{style:#}\n", lines.join("\n"))
    }

    fn file(self, file: Option<&str>) -> String {
        let name = file.map_or_else(|| self.lang.of("Cả đợt báo cáo", "The whole round").to_owned(), safe);
        let lines = self.wrapped(&name, "--- ", "    ");
        format!("{BOLD}{}{BOLD:#}\n", lines.join("\n"))
    }

    fn no_more_excerpts(self, told: usize) -> String {
        let said = self.lang.of(
            format!("(Sau {told} phát hiện đầu, mảnh bảng quanh ô không được vẽ nữa; --findings TỆP.html có đủ.)"),
            format!("(After the first {told} findings the sheet is no longer drawn; --findings FILE.html has it all.)"),
        );
        format!("{}\n", self.wrapped(&said, "", "").join("\n"))
    }

    /// Tells whether two findings about the round differ only in whom they are about: of a hundred communes that sent
    /// nothing each is a line.
    fn says_the_same(self, one: &Finding, next: &Finding) -> bool {
        let of_round = |f: &Finding| f.place.file.is_none() && f.place.sheet.is_none() && f.folded.is_empty();
        if !of_round(one) || !of_round(next) || one.code() != next.code() {
            return false;
        }
        let (one, next) = (one.words(self.lang), next.words(self.lang));
        one.suggestion == next.suggestion && one.evidence.is_empty() && next.evidence.is_empty()
    }

    /// One finding, with what others say that differ from it in nothing else, and an empty line behind.
    fn finding(self, finding: &Finding, others: &[&Finding], excerpt: Option<Excerpt>) -> String {
        let lang = self.lang;
        let (style, code) = (style(finding.severity()), finding.code());
        let words = finding.words(lang);
        let mut head = format!("{} {code}: {}", finding.severity().name(lang), code.title(lang));
        if !others.is_empty() {
            head += &format!(" ({})", others.len() + 1);
        }
        let mut lines: Vec<String> =
            self.wrapped(&head, "", "  ").iter().map(|line| format!("{style}{line}{style:#}")).collect();
        if let Some(place) = place(finding) {
            lines.extend(self.wrapped(&place, " --> ", "     "));
        }
        match excerpt {
            Some(excerpt) => lines.extend(grid::draw(excerpt, self.width.map(|w| w.max(NARROWEST)), style, lang)),
            None => lines.extend(self.context(finding)),
        }
        let also = others.iter().map(|other| other.words(lang).message);
        for message in std::iter::once(words.message).chain(also) {
            lines.extend(self.wrapped(&message, "  ", "  "));
        }
        if !words.evidence.is_empty() {
            lines.extend(self.wrapped(&words.evidence, "  ", "  "));
        }
        for line in finding.folded_words(lang) {
            lines.extend(self.wrapped(&line, "  + ", "    "));
        }
        if !words.suggestion.is_empty() {
            let suggestion = self.wrapped(&words.suggestion, "  → ", "    ");
            lines.extend(suggestion.iter().map(|line| format!("{SUGGESTION}{line}{SUGGESTION:#}")));
        }
        lines.push(String::new());
        lines.join("\n")
    }

    /// What stands around the cell, in words, where no piece of the sheet shows it.
    fn context(self, finding: &Finding) -> Vec<String> {
        let (lang, place) = (self.lang, &finding.place);
        let mut parts = Vec::new();
        if let Some(label) = &place.row_label {
            parts
                .push(format!("{} {}", place.row.as_deref().unwrap_or_default(), shorten(label, 90)).trim().to_owned());
        }
        // A figure that a workbook recorded has no label beside it any more.
        let row = place.row.as_deref().map(|row| row.trim_start_matches('?')).filter(|row| !row.is_empty());
        if let Some(row) = row.filter(|_| place.row_label.is_none() && place.cell.is_some()) {
            parts.push(lang.of(format!("dòng {row}"), format!("row {row}")));
        }
        if let Some(heading) = &place.column_heading {
            let heading = shorten(heading, 40);
            parts.push(lang.of(format!("cột «{heading}»"), format!("column «{heading}»")));
        }
        let raw = stood::of_finding(finding);
        if !raw.is_empty() {
            let raw = shorten(&raw, 60);
            parts.push(lang.of(format!("trong ô ghi «{raw}»"), format!("the cell says «{raw}»")));
        }
        if parts.is_empty() { Vec::new() } else { self.wrapped(&parts.join(" | "), "  ", "  ") }
    }

    /// The lines of a text, the first and the further ones set in.
    fn wrapped(self, text: &str, first: &str, further: &str) -> Vec<String> {
        let text = safe(text);
        let lines = match self.width {
            Some(width) => {
                wrap(&text, width.clamp(NARROWEST, WIDEST) - further.chars().count().max(first.chars().count()))
            }
            None => vec![text],
        };
        lines.iter().enumerate().map(|(i, line)| format!("{}{line}", if i == 0 { first } else { further })).collect()
    }
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => WARNING,
        Severity::Note => NOTE,
    }
}

/// Where a finding is inside its file.
fn place(finding: &Finding) -> Option<String> {
    let (sheet, cell) = (finding.place.sheet.as_deref()?, finding.place.cell);
    Some(cell.map_or_else(|| sheet.to_owned(), |cell| format!("{sheet}!{cell}")))
}
