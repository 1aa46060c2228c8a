//! An excerpt as a small table.

use maud::{Markup, html};

use crate::address::{Address, ColumnName};
use crate::finding::Lang;
use crate::publish::excerpt::{Excerpt, Line, Mark, Piece};
use crate::vietnamese::text::shorten;

/// Longer texts get a wide column.
const SENTENCE: usize = 30;
/// Longer words may be broken, so that no table is wider than its page.
const WORD: usize = 18;
/// No longer text stands in a row beside the one that is meant.
const BESIDE: usize = 70;

/// Draws an excerpt around a cell.
pub(super) fn table(excerpt: &Excerpt, cell: Option<Address>, lang: Lang) -> Markup {
    html! {
        table.sheet {
            caption { (caption(excerpt, cell, lang)) }
            thead { tr {
                td.number {}
                @for strip in &excerpt.columns {
                    th scope="col" class=(if strip.after_gap { "letter gap" } else { "letter" }) { (ColumnName(strip.at)) }
                }
            } }
            tbody {
                @for line in &excerpt.lines {
                    @if line.after_gap { tr.rows { td.number { "⋮" } td colspan=(excerpt.columns.len()) {} } }
                    tr {
                        th.number scope="row" { (line.at + 1) }
                        @for (at, piece) in places(line) { (cell_of(excerpt, line, at, piece, lang)) }
                    }
                }
            }
        }
    }
}

/// The cells of a line, each with the first of its columns.
fn places(line: &Line) -> impl Iterator<Item = (usize, &Piece)> {
    line.pieces.iter().scan(0, |at, piece| {
        let first = *at;
        *at += piece.span;
        Some((first, piece))
    })
}

fn cell_of(excerpt: &Excerpt, line: &Line, at: usize, piece: &Piece, lang: Lang) -> Markup {
    let mut classes = Vec::new();
    if line.is_heading {
        classes.push("heading");
    } else if piece.at_right {
        classes.push("right");
    }
    if excerpt.columns.get(at).is_some_and(|c| c.after_gap) {
        classes.push("gap");
    }
    // Whole sentences stand wide; beside the row that is meant their beginning is enough.
    let is_meant_row = line.pieces.iter().any(|p| p.mark == Mark::Meant);
    let shown = if is_meant_row { piece.text.clone() } else { shorten(&piece.text, BESIDE) };
    if shown.chars().count() > SENTENCE && piece.span == 1 && !line.is_heading {
        classes.push("long");
    }
    if shown.split(' ').any(|word| word.chars().count() > WORD) {
        classes.push("split");
    }
    match piece.mark {
        Mark::Meant => classes.push("meant"),
        Mark::RestsOn => classes.push("rests"),
        Mark::None => {}
    }
    let class = (!classes.is_empty()).then(|| classes.join(" "));
    let span = (piece.span > 1).then_some(piece.span);
    let text = html! {
        @if piece.mark != Mark::Meant { (shown) }
        @else if piece.text.is_empty() { mark { (lang.of("(trống)", "(blank)")) } }
        @else { mark { (shown) } }
    };
    if line.is_heading && !piece.text.is_empty() {
        let scope = if piece.span > 1 { "colgroup" } else { "col" };
        return html! { th scope=(scope) class=[class] colspan=[span] { (text) } };
    }
    html! { td class=[class] colspan=[span] { (text) } }
}

/// Says in words what the frames say.
fn caption(excerpt: &Excerpt, cell: Option<Address>, lang: Lang) -> String {
    let mut said = lang.of(format!("Trang «{}»", excerpt.sheet), format!("Sheet «{}»", excerpt.sheet));
    if let Some(cell) = cell {
        said.push_str(&lang.of(format!(", khung đậm: ô {cell}"), format!(", bold frame: cell {cell}")));
    }
    if excerpt.lines.iter().flat_map(|l| &l.pieces).any(|p| p.mark == Mark::RestsOn) {
        said.push_str(lang.of(", khung đứt: ô liên quan", ", dashed frames: cells it rests on"));
    }
    match excerpt.left_out {
        0 => {}
        more => said.push_str(&lang.of(
            format!(" (còn {more} ô liên quan không vẽ ở đây)"),
            format!(" ({more} more cells that it rests on are not drawn)"),
        )),
    }
    said
}
