//! What a cell of a page holds: its words as they show, and the number that the page gives with them.

use scraper::node::Element;

use crate::finding::intake::Fault;

use super::super::cell::Value;
use super::super::look::{Font, Look};
use super::super::set_apart::Runs;
use super::super::xlsx;
use super::about::About;
use super::css::Style;

/// A cell's content, or a line of text outside of tables, on its way.
#[derive(Default)]
pub(super) struct Content {
    style: Style,
    runs: Runs,
    /// White space that has been read and not yet written.
    space: bool,
    /// Elements open within, and what each says.
    open: Vec<Inline>,
    /// The font that its first words are set in, where that is another than the cell's.
    font: Option<String>,
    /// Some words do not lean.
    upright: bool,
    /// How much of the text does not show, in elements open.
    unseen: usize,
    /// The text without what does not show.
    seen: String,
}

/// An element within a cell.
struct Inline {
    font: Option<String>,
    italic: Option<bool>,
    hidden: bool,
}

/// Elements that stand on lines of their own.
pub(super) fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 26] = [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "center",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "pre",
        "hr",
        "form",
        "section",
        "article",
        "header",
        "footer",
        "blockquote",
        "address",
        "table",
        "fieldset",
    ];
    BLOCKS.contains(&name)
}

impl Content {
    pub(super) fn of_cell(style: Style) -> Self {
        Self { style, ..Self::default() }
    }

    pub(super) fn begin(&mut self, element: &Element, style: &Style) {
        let name = element.name();
        match name {
            "br" => self.new_line(),
            // What was typed into a form that was printed.
            "input" if matches!(element.attr("type"), None | Some("text" | "number")) => {
                self.say(element.attr("value").unwrap_or_default());
            }
            "tr" | "td" | "th" => self.begin_line(),
            name if is_block(name) => self.begin_line(),
            _ => {}
        }
        let font = element.attr("face").filter(|_| name == "font").map(str::to_owned);
        let italic = matches!(name, "i" | "em").then_some(true);
        self.unseen += usize::from(style.hidden);
        let font = font.or_else(|| style.font.clone());
        self.open.push(Inline { font, italic: style.italic.or(italic), hidden: style.hidden });
        self.runs.begin(name, style.struck || style.off_line);
    }

    pub(super) fn end(&mut self, element: &Element) {
        if let Some(ended) = self.open.pop() {
            self.unseen = self.unseen.saturating_sub(usize::from(ended.hidden));
        }
        self.runs.end();
        if is_block(element.name()) {
            self.begin_line();
        }
    }

    pub(super) fn say(&mut self, words: &str) {
        let mut said = String::with_capacity(words.len());
        for c in words.chars() {
            if matches!(c, ' ' | '\t' | '\r' | '\n' | '\u{c}') {
                self.space = true;
                continue;
            }
            if std::mem::take(&mut self.space) && !self.at_line_start(&said) {
                said.push(' ');
            }
            said.push(c);
        }
        if said.is_empty() {
            return;
        }
        if !said.trim().is_empty() {
            self.note_look();
        }
        if self.unseen == 0 {
            self.seen.push_str(&said);
        }
        self.runs.say(&said);
    }

    fn at_line_start(&self, said: &str) -> bool {
        if said.is_empty() {
            self.runs.text().is_empty() || self.runs.text().ends_with('\n')
        } else {
            said.ends_with('\n')
        }
    }

    /// Notes how words are set that are about to be added.
    fn note_look(&mut self) {
        if self.runs.text().trim().is_empty() {
            self.font = self.open.iter().rev().find_map(|inline| inline.font.clone());
        }
        let said = self.open.iter().rev().find_map(|inline| inline.italic);
        self.upright |= !said.or(self.style.italic).unwrap_or(false);
    }

    fn new_line(&mut self) {
        self.space = false;
        self.runs.add('\n');
        self.seen.push('\n');
    }

    fn begin_line(&mut self) {
        if !self.at_line_start("") {
            self.new_line();
        }
        self.space = false;
    }

    /// The text as it shows.
    pub(super) fn text(&self) -> &str {
        self.runs.text().trim_matches('\n')
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.style.hidden
    }

    pub(super) fn runs_on(&self) -> bool {
        self.style.runs_on
    }

    /// How it looks, by the code of its number format.
    pub(super) fn look(&self, code: Option<&str>) -> Look {
        let font = self.font.clone().or_else(|| self.style.font.clone()).unwrap_or_default();
        let italic = !self.upright && !self.text().is_empty();
        // LibreOffice strikes through within the cell.
        let struck = self.style.struck || self.runs.is_doubtful();
        let font = Font { name: font, italic, struck, off_line: false };
        match code {
            Some(code) => Look::new(0, Some(code), font),
            None => Look::of_text(font),
        }
    }

    /// What the cell holds; nothing for a blank.
    pub(super) fn value(&self, element: &Element, about: &About) -> Option<(Value, Look)> {
        if let Some((stored, code)) = stored(element, self.text(), self.style.format.as_deref()) {
            return Some((Value::number(stored), self.look(Some(&code))));
        }
        // Excel keeps the end of a text that runs into the next cell unseen; elsewhere a piece that does
        // not show is there to sort by.
        let text = if about.by_excel { self.text() } else { self.seen.trim_matches('\n') };
        if self.runs.is_doubtful() {
            return Some((Value::Broken(Fault::SetApart), self.look(None)));
        }
        let value = match text.trim() {
            error @ ("#REF!" | "#N/A" | "#VALUE!" | "#DIV/0!" | "#NAME?" | "#NUM!" | "#NULL!") => {
                Value::Error(error.to_owned())
            }
            _ => xlsx::text(text)?,
        };
        Some((value, self.look(None)))
    }
}

/// The number that a page gives beside the text of a cell, and the code of its format: `x:num` of Excel,
/// `sdval` of LibreOffice.
fn stored(element: &Element, text: &str, format: Option<&str>) -> Option<(f64, String)> {
    if let Some(number) = element.attr("x:num") {
        // Without a value the text itself is the number, in the form that no language changes.
        let number = if number.trim().is_empty() { text.trim() } else { number.trim() };
        return Some((number.parse().ok()?, format.unwrap_or("General").to_owned()));
    }
    let number = element.attr("sdval")?.trim().parse().ok()?;
    // Two languages, then the code: `1066;0;0.00%`.
    let code = element.attr("sdnum").and_then(|said| said.splitn(3, ';').nth(2));
    Some((number, code.filter(|code| !code.is_empty()).or(format).unwrap_or("General").to_owned()))
}
