//! Which tables of a page hold data, and which only arrange others: pages of report programs put title,
//! table and signatures into the cells of an outer table.

use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use memchr::memmem;
use scraper::Html;
use scraper::node::Node;

use crate::finding::intake::Problem;
use crate::intake::damaged;

/// What is known of a page's tables before it is read.
#[derive(Default)]
pub(super) struct Outline {
    /// Tables that arrange others.
    arranging: HashSet<NodeId>,
    /// The table that each cell belongs to, where tables nest.
    owners: HashMap<NodeId, NodeId>,
    /// Groups of columns that name each of theirs.
    with_columns: HashSet<NodeId>,
}

/// A table that is being looked at.
struct Open {
    id: NodeId,
    cells: usize,
    /// Cells of the largest table within.
    within: usize,
}

impl Outline {
    pub(super) fn of(page: &Html) -> Self {
        let mut found = Self::default();
        let mut open: Vec<Open> = Vec::new();
        let mut group = None;
        for edge in page.tree.root().traverse() {
            let (node, begins) = match edge {
                Edge::Open(node) => (node, true),
                Edge::Close(node) => (node, false),
            };
            let Node::Element(element) = node.value() else { continue };
            match (element.name(), begins) {
                ("table", true) => open.push(Open { id: node.id(), cells: 0, within: 0 }),
                ("table", false) => {
                    let Some(table) = open.pop() else { continue };
                    if table.within > 1 && table.within >= table.cells {
                        found.arranging.insert(table.id);
                    }
                    if let Some(outer) = open.last_mut() {
                        outer.within = outer.within.max(table.cells).max(table.within);
                    }
                }
                ("td" | "th", true) => {
                    if let Some(table) = open.last_mut() {
                        table.cells += 1;
                        found.owners.insert(node.id(), table.id);
                    }
                }
                ("colgroup", true) => group = Some(node.id()),
                ("colgroup", false) => group = None,
                ("col", true) => found.with_columns.extend(group),
                _ => {}
            }
        }
        found
    }

    /// Tells whether a table holds data of its own.
    pub(super) fn holds_data(&self, table: NodeId) -> bool {
        !self.arranging.contains(&table)
    }

    /// Tells whether a group of columns names each of them.
    pub(super) fn has_columns(&self, group: NodeId) -> bool {
        self.with_columns.contains(&group)
    }

    /// Tells whether a cell is one of that very table, not of one within.
    pub(super) fn is_of(&self, cell: NodeId, table: NodeId) -> bool {
        self.owners.get(&cell) == Some(&table)
    }
}

fn ends_itself(tag: &[u8]) -> bool {
    // So that a text full of tags that never end costs no more than its length.
    const LONGEST_TAG: usize = 1024;
    let tag = tag.get(..tag.len().min(LONGEST_TAG)).unwrap_or_default();
    memchr::memchr(b'>', tag).and_then(|end| tag.get(end.checked_sub(1)?)) == Some(&b'/')
}

/// No page that people make nests deeper; the parser walks all that is open for many tags.
const DEEPEST: usize = 1024;

/// Refuses a page whose elements nest so deep that reading it would take for ever.
pub(super) fn refuse_deep(text: &str) -> Result<(), Box<Problem>> {
    let bytes = text.as_bytes();
    // What is open within each open table; the end of a cell closes all that was left open in it.
    let mut open: Vec<usize> = vec![0];
    let mut depth = 0usize;
    let mut left = bytes;
    while let Some(at) = memchr::memchr(b'<', left) {
        left = left.get(at + 1..).unwrap_or_default();
        let rest = left;
        let (ends, rest) = match rest.strip_prefix(b"/") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let name = rest.iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase);
        let name: Vec<u8> = name.collect();
        let outermost = open.len() == 1;
        let Some(last) = open.last_mut() else { return Ok(()) };
        match (name.as_slice(), ends) {
            (b"", _) => {}
            // What stands in these is no markup.
            (b"script" | b"style", false) => {
                let end = memmem::find_iter(rest, b"</").find(|end| {
                    let tag = rest.get(end + 2..).unwrap_or_default();
                    tag.get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(&name))
                });
                left = rest.get(end.unwrap_or(rest.len())..).unwrap_or_default();
            }
            (b"script" | b"style", true) => {}
            // `<o:p/>`; one of HTML itself would not end so.
            (prefix, false) if rest.get(prefix.len()) == Some(&b':') && ends_itself(rest) => {}
            (b"table", false) => {
                open.push(0);
                depth += 1;
            }
            (b"table", true) if !outermost => depth = depth.saturating_sub(open.pop().unwrap_or(0) + 1),
            (b"table", true) => {}
            (b"td" | b"th" | b"tr" | b"caption" | b"tbody" | b"thead" | b"tfoot", _) => {
                depth = depth.saturating_sub(*last);
                *last = 0;
            }
            // Elements without an end, and those whose end is mostly left out.
            (
                b"br" | b"hr" | b"img" | b"input" | b"meta" | b"link" | b"col" | b"colgroup" | b"p" | b"li" | b"option"
                | b"wbr" | b"area" | b"base" | b"embed" | b"param" | b"html" | b"head" | b"body",
                _,
            ) => {}
            (_, false) => {
                *last += 1;
                depth += 1;
            }
            (_, true) if *last > 0 => {
                *last -= 1;
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        if depth > DEEPEST {
            return Err(damaged(format!("elements nest deeper than {DEEPEST}")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nests_is_deep() {
        let rows = "<tr><td><font><b>1".repeat(5_000);
        for page in [
            format!("<table>{rows}</table>"),
            format!("<script>{}</SCRIPT><table><tr><td>1", "if (i<n) ".repeat(5_000)),
            format!("<table><tr><td>{}", "<o:p/><br><p>a<hr><img src=a>".repeat(5_000)),
            "<div><b>1</b></div>".repeat(5_000),
        ] {
            assert!(refuse_deep(&page).is_ok(), "{page:.60}");
        }
        for page in ["<div>", "<table><tr><td>", "<b/>", "<span><p>"] {
            assert!(refuse_deep(&page.repeat(5_000)).is_err(), "{page}");
        }
    }

    #[test]
    fn a_table_that_holds_more_cells_than_it_has_arranges_them() {
        let page = Html::parse_document(
            "<table id=a><tr><td><table id=b><tr><td>1<td>2</table></table>\
             <table id=c><tr><td>1<td>2<td><table id=d><tr><td>3</table></table>",
        );
        let outline = Outline::of(&page);
        let tables = page.root_element().descendent_elements().filter(|e| e.value().name() == "table");
        let data: Vec<&str> = tables.filter(|t| outline.holds_data(t.id())).filter_map(|t| t.value().id()).collect();
        assert_eq!(data, ["b", "c", "d"]);
    }
}
