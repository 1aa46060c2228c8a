//! What the style sheets of a page say that means something for a cell: its number format, its font,
//! whether it shows. Of the selectors those that Excel, LibreOffice, Google and report programs write.

use std::collections::HashMap;

use scraper::node::Element;

/// What an element's styles say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// The code of the number format (`mso-number-format`).
    pub(super) format: Option<String>,
    /// The first of the font's names.
    pub(super) font: Option<String>,
    /// Set in italics, or said not to be.
    pub(super) italic: Option<bool>,
    /// It does not show.
    pub(super) hidden: bool,
    /// Struck through.
    pub(super) struck: bool,
    /// Set high or low.
    pub(super) off_line: bool,
    /// Excel lets a text run on over the columns beside: they are not merged.
    pub(super) runs_on: bool,
}

/// One rule, by the last part of its selector.
struct Rule {
    /// The class of the table that it holds in.
    table: Option<String>,
    /// The element's name.
    tag: Option<String>,
    style: Style,
}

/// The style sheets of a page.
#[derive(Default)]
pub(super) struct Sheets {
    by_class: HashMap<String, Vec<Rule>>,
    by_tag: HashMap<String, Style>,
}

impl Sheets {
    /// Takes up one style sheet.
    pub(super) fn add(&mut self, css: &str) {
        let css = without_comments(css);
        for block in css.split('}') {
            let Some((selectors, declarations)) = block.split_once('{') else { continue };
            let mut style = Style::default();
            style.apply(declarations);
            if style == Style::default() {
                continue;
            }
            for selector in selectors.split(',') {
                self.rule(selector.trim(), &style);
            }
        }
    }

    fn rule(&mut self, selector: &str, style: &Style) {
        let mut parts = selector.split(|c: char| c.is_whitespace() || c == '>').filter(|p| !p.is_empty()).rev();
        let Some(last) = parts.next().filter(|p| !p.contains([':', '[', '#', '@'])) else { return };
        let table = parts.find_map(|p| p.strip_prefix("table.")).map(str::to_owned);
        match last.split_once('.') {
            Some((tag, class)) => {
                let tag = (!tag.is_empty()).then(|| tag.to_ascii_lowercase());
                let rule = Rule { table, tag, style: style.clone() };
                self.by_class.entry(class.to_owned()).or_default().push(rule);
            }
            None if table.is_none() => self.by_tag.entry(last.to_ascii_lowercase()).or_default().take_over(style),
            None => {}
        }
    }

    /// What the style sheets and its own attributes say of an element within a table of some classes.
    pub(super) fn of(&self, element: &Element, table: &[String]) -> Style {
        let mut style = self.by_tag.get(element.name()).cloned().unwrap_or_default();
        for class in element.classes() {
            let holds = |rule: &&Rule| {
                rule.tag.as_deref().is_none_or(|tag| tag == element.name())
                    && rule.table.as_ref().is_none_or(|t| table.contains(t))
            };
            for rule in self.by_class.get(class).into_iter().flatten().filter(holds) {
                style.take_over(&rule.style);
            }
        }
        if let Some(own) = element.attr("style") {
            style.apply(own);
        }
        style.hidden |= element.attr("hidden").is_some();
        style
    }
}

impl Style {
    fn take_over(&mut self, other: &Style) {
        self.format = other.format.clone().or(self.format.take());
        self.font = other.font.clone().or(self.font.take());
        self.italic = other.italic.or(self.italic);
        self.hidden |= other.hidden;
        self.struck |= other.struck;
        self.off_line |= other.off_line;
        self.runs_on |= other.runs_on;
    }

    /// Takes up declarations: `font-style:italic;mso-number-format:"0\.00%"`.
    fn apply(&mut self, declarations: &str) {
        for declaration in split(declarations) {
            let Some((name, value)) = declaration.split_once(':') else { continue };
            let value = value.trim();
            let is = |word: &str| value.split_whitespace().any(|w| w.eq_ignore_ascii_case(word));
            match name.trim().to_ascii_lowercase().as_str() {
                "mso-number-format" => self.format = Some(format_code(value)),
                "font-family" => self.font = first_font(value),
                "font-style" => self.italic = Some(is("italic") || is("oblique")),
                "display" => self.hidden = is("none"),
                "visibility" => self.hidden |= is("collapse"),
                "text-decoration" | "text-decoration-line" => self.struck |= is("line-through"),
                "vertical-align" => self.off_line |= is("super") || is("sub"),
                "mso-ignore" => self.runs_on |= value.contains("span"),
                _ => {}
            }
        }
    }
}

/// The declarations of a rule; a `;` within quotes or behind a backslash parts nothing.
fn split(declarations: &str) -> Vec<&str> {
    let (mut found, mut from) = (Vec::new(), 0);
    let (mut quote, mut escaped) = (None, false);
    for (at, c) in declarations.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(c),
            ';' if quote.is_none() => {
                found.extend(declarations.get(from..at));
                from = at + 1;
            }
            _ => {}
        }
    }
    found.extend(declarations.get(from..));
    found
}

/// The code that Excel writes with a backslash before every sign that means something to CSS, or as
/// its number (`\0022`).
fn format_code(value: &str) -> String {
    let value = value.strip_prefix(['"', '\'']).and_then(|v| v.strip_suffix(['"', '\''])).unwrap_or(value);
    let mut code = String::new();
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            code.push(c);
            continue;
        }
        let digits: String = chars.clone().take(4).take_while(char::is_ascii_hexdigit).collect();
        match u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).filter(|_| digits.len() == 4) {
            Some(sign) => {
                code.push(sign);
                chars.nth(3);
            }
            None => code.extend(chars.next()),
        }
    }
    match code.as_str() {
        "Percent" => "0.00%".to_owned(),
        "Standard" => "#,##0.00".to_owned(),
        "Fixed" => "0.00".to_owned(),
        "Scientific" => "0.00E+00".to_owned(),
        "Short Date" | "Medium Date" | "Long Date" => "dd/mm/yyyy".to_owned(),
        "Short Time" | "Medium Time" | "Long Time" => "hh:mm".to_owned(),
        _ => code,
    }
}

fn first_font(value: &str) -> Option<String> {
    let first = value.split(',').next().unwrap_or_default().trim().trim_matches(['"', '\'']).trim();
    (!first.is_empty()).then(|| first.to_owned())
}

/// A style sheet without its remarks; those that hide it from browsers of 1995 go too.
fn without_comments(css: &str) -> String {
    let mut rest = css;
    let mut found = String::with_capacity(css.len());
    while let Some((before, after)) = rest.split_once("/*") {
        found.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    found.push_str(rest);
    found.replace("<!--", "").replace("-->", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(css: &str, page: &str, table: &[&str]) -> Style {
        let mut sheets = Sheets::default();
        sheets.add(css);
        let page = scraper::Html::parse_document(&format!("<table><tr>{page}</tr></table>"));
        let cell = page.root_element().descendent_elements().find(|e| e.value().name() == "td").unwrap();
        let table: Vec<String> = table.iter().map(|t| (*t).to_owned()).collect();
        sheets.of(cell.value(), &table)
    }

    #[test]
    fn the_number_formats_that_excel_writes_are_read() {
        for (css, code) in [
            (r#".xl65 {mso-style-parent:style0; mso-number-format:"0\.00%";}"#, "0.00%"),
            (
                r#".xl65{mso-number-format:"_\(* \#\,\#\#0_\)\;_\(* \\\(\#\,\#\#0\\\)\;";}"#,
                r"_(* #,##0_);_(* \(#,##0\);",
            ),
            (r#"<!-- td.xl65 {mso-number-format:"\#\,\#\#0\0022 h\;\0022";} -->"#, "#,##0\" h;\""),
            ("/* a } */ td .xl65 { mso-number-format : Percent }", "0.00%"),
            (r#"td.xl65, th.xl65 {mso-number-format:"\@";}"#, "@"),
        ] {
            assert_eq!(style(css, "<td class=xl65>1", &[]).format.as_deref(), Some(code), "{css}");
        }
    }

    #[test]
    fn rules_hold_where_their_selectors_say() {
        assert!(style("table.sheet0 td.column3 {display:none}", "<td class='column3 s'>1", &["sheet0"]).hidden);
        assert!(!style("table.sheet0 td.column3 {display:none}", "<td class='column3'>1", &["sheet1"]).hidden);
        assert!(!style("th.s {display:none} .s:hover {display:none}", "<td class=s>1", &[]).hidden);
        assert!(!style(".s {display:none}", "<td class=s style='display:table-cell'>1", &[]).hidden);
        let found = style("td {font-family:'.VnTime', serif; font-style:italic}", "<td>1", &[]);
        assert_eq!((found.font.as_deref(), found.italic), (Some(".VnTime"), Some(true)));
    }
}
