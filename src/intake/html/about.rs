//! What a page says of itself: its style sheets, who made it, and which sheets it holds.

use std::collections::HashMap;

use scraper::Html;
use scraper::node::{Element, Node};

use super::css;

/// What a page says of itself.
#[derive(Default)]
pub(super) struct About {
    pub(super) css: css::Sheets,
    /// The name of its only sheet (Excel).
    pub(super) only_name: Option<String>,
    /// Excel made it: a piece of text that does not show belongs to its cell all the same.
    pub(super) by_excel: bool,
    /// The names of its sheets, by what they are called in the page: `table0` (LibreOffice), `sheet0`
    /// (PhpSpreadsheet).
    names: HashMap<String, String>,
}

impl About {
    pub(super) fn of(page: &Html) -> Self {
        let mut about = Self::default();
        let mut names = Vec::new();
        for node in page.tree.root().descendants() {
            match node.value() {
                Node::Comment(comment) => names.extend(sheet_names(comment)),
                Node::Element(element) => match element.name() {
                    "style" => node.children().filter_map(|c| c.value().as_text()).for_each(|css| about.css.add(css)),
                    "html" => about.by_excel |= element.attr("xmlns:x").is_some_and(|x| x.ends_with("office:excel")),
                    "meta" if element.attr("name").is_some_and(|n| n.eq_ignore_ascii_case("generator")) => {
                        about.by_excel |= element.attr("content").is_some_and(|c| c.contains("Excel"));
                    }
                    "a" => {
                        let target = element.attr("href").and_then(|href| href.strip_prefix('#'));
                        if let Some(target) = target.filter(|t| is_sheet(t, "table") || is_sheet(t, "sheet")) {
                            let text = node.descendants().filter_map(|d| d.value().as_text());
                            let name: String = text.map(|t| &**t).collect();
                            about.names.insert(target.to_owned(), name.trim().to_owned());
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        // Of several the tables are in pages of their own.
        if let [only] = names.as_slice() {
            about.only_name = Some(only.clone());
        }
        about
    }

    /// The name of the sheet that begins with an element, if one does.
    pub(super) fn sheet_of<'a>(&'a self, element: &'a Element) -> Option<&'a str> {
        let called = match element.name() {
            "a" => element.attr("name").filter(|name| is_sheet(name, "table")),
            "table" => element.attr("id").filter(|id| is_sheet(id, "sheet")),
            _ => None,
        }?;
        Some(self.names.get(called).map_or(called, String::as_str))
    }
}

/// `sheet0`, `table12`.
fn is_sheet(called: &str, word: &str) -> bool {
    called.strip_prefix(word).is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// The names of the sheets that Excel tells in XML within a remark.
pub(in super::super) fn sheet_names(comment: &str) -> Vec<String> {
    let worksheets = comment.split("<x:ExcelWorksheet>").skip(1);
    let named = worksheets.filter_map(|sheet| {
        let (_, rest) = sheet.split_once("<x:Name>")?;
        let (name, _) = rest.split_once("</x:Name>")?;
        let name = quick_xml::escape::unescape(name).ok()?;
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        (!name.is_empty()).then_some(name)
    });
    named.collect()
}
