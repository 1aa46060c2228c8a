//! An excerpt drawn with the characters of a terminal.
//!
//! ```text
//!      │ A  │ B                 │ C  │ D
//!    6 │ TT │ Chỉ tiêu          │ ĐVT│ Kế hoạch năm 2024
//!    ⋮
//!   31 │ 22 │ Số km đường giao… │ Km │ 18.939
//!      │    │                   │    │ ^^^^^^
//! ```

use anstyle::Style;

use crate::address::ColumnName;
use crate::finding::Lang;
use crate::publish::excerpt::{Excerpt, Line, Mark, Piece};

use super::wrap::{columns, wrap_within};
use super::{FAINT, RESTS_ON};

/// No column is wider: of labels, of anything else.
const WIDEST: [usize; 2] = [56, 28];
/// Columns are made narrower down to this, then neighbours are left out, then they are made as narrow as
/// it takes.
const NARROW: usize = 8;
/// A line between columns with a space on each side.
const BETWEEN: usize = 3;
/// Where the line stands before the row numbers.
const INDENT: usize = 2;

/// Draws an excerpt within a width, the cell that is meant in a style of its own.
pub(super) fn draw(mut excerpt: Excerpt, width: Option<usize>, meant: Style, lang: Lang) -> Vec<String> {
    name_blanks(&mut excerpt, lang);
    let last = excerpt.lines.iter().map(|l| l.at + 1).max().unwrap_or(1);
    let numbers = last.to_string().len().max(3);
    let mut widths = natural(&excerpt);
    if let Some(width) = width {
        let room = width.saturating_sub(INDENT + numbers);
        while !fit(&mut widths, room, NARROW) {
            let Some(narrower) = excerpt.clone().narrower() else {
                fit(&mut widths, room, 1);
                break;
            };
            excerpt = narrower;
            widths = natural(&excerpt);
        }
    }
    let grid = Grid { excerpt: &excerpt, widths, numbers, meant };
    let mut lines = vec![grid.letters()];
    for line in &excerpt.lines {
        if line.after_gap {
            lines.push(format!("{FAINT}{:INDENT$}{:>numbers$}{FAINT:#}", "", "⋮"));
        }
        grid.line(line, &mut lines);
    }
    if excerpt.left_out > 0 {
        let more = excerpt.left_out;
        lines.push(lang.of(
            format!("  (còn {more} ô liên quan không vẽ ở đây)"),
            format!("  ({more} more cells that it rests on are not drawn)"),
        ));
    }
    lines
}

/// A blank cell that a finding is about says that it is blank: there would be nothing to point at.
fn name_blanks(excerpt: &mut Excerpt, lang: Lang) {
    let pieces = excerpt.lines.iter_mut().flat_map(|l| &mut l.pieces);
    for piece in pieces.filter(|p| p.mark != Mark::None && p.text.is_empty()) {
        piece.text = lang.of("(trống)", "(blank)").to_owned();
    }
}

/// The widths that the columns would like.
fn natural(excerpt: &Excerpt) -> Vec<usize> {
    let [label, other] = WIDEST;
    let mut widths: Vec<usize> = excerpt.columns.iter().map(|c| ColumnName(c.at).to_string().len().max(3)).collect();
    for line in &excerpt.lines {
        let mut at = 0;
        for piece in &line.pieces {
            let names = excerpt.columns.get(at).is_some_and(|c| c.names);
            let most = if names && !line.is_heading { label } else { other };
            if let Some(width) = widths.get_mut(at).filter(|_| piece.span == 1) {
                *width = (*width).max(columns(&piece.text).min(most));
            }
            at += piece.span;
        }
    }
    widths
}

/// Makes the widest columns narrower until all fit; tells whether they do.
fn fit(widths: &mut [usize], room: usize, least: usize) -> bool {
    loop {
        let taken: usize = widths.iter().map(|w| w + BETWEEN).sum();
        if taken <= room {
            return true;
        }
        let Some(widest) = widths.iter_mut().max_by_key(|w| **w).filter(|w| **w > least) else { return false };
        // One at a time, so that the widest two come down together.
        *widest -= 1;
    }
}

struct Grid<'a> {
    excerpt: &'a Excerpt,
    widths: Vec<usize>,
    numbers: usize,
    meant: Style,
}

impl Grid<'_> {
    /// The line before a column: broken where columns are left out.
    fn bar(&self, column: usize) -> String {
        let gap = self.excerpt.columns.get(column).is_some_and(|c| c.after_gap);
        let line = if gap { '┊' } else { '│' };
        format!("{FAINT}{line}{FAINT:#}")
    }

    /// The names of the columns.
    fn letters(&self) -> String {
        let mut out = " ".repeat(INDENT + self.numbers);
        let mut spaces = 0;
        for (i, (strip, width)) in self.excerpt.columns.iter().zip(&self.widths).enumerate() {
            let name = ColumnName(strip.at).to_string();
            out.push_str(&format!("{:2$}{} {FAINT}{name}{FAINT:#}", "", self.bar(i), spaces + 1));
            spaces = width.saturating_sub(name.len());
        }
        out
    }

    /// The width of the columns that a cell stands over, from one on.
    fn width_over(&self, from: usize, span: usize) -> usize {
        let over = self.widths.get(from..from + span).unwrap_or_default();
        over.iter().sum::<usize>() + BETWEEN * span.saturating_sub(1)
    }

    /// One row of the sheet: as many lines as its cells need, and one that points at what is marked.
    fn line(&self, line: &Line, out: &mut Vec<String>) {
        let is_marked = line.pieces.iter().any(|p| p.mark != Mark::None);
        // Of the row that is meant more is shown: its label tells the officer where to look.
        let most = match () {
            () if line.is_heading => 3,
            () if line.pieces.iter().any(|p| p.mark == Mark::Meant) => 2,
            () => 1,
        };
        let mut cells = Vec::new();
        let mut at = 0;
        for piece in &line.pieces {
            let width = self.width_over(at, piece.span);
            cells.push((at, width, piece, wrap_within(&piece.text, width, most)));
            at += piece.span;
        }
        let height = cells.iter().map(|(.., texts)| texts.len()).max().unwrap_or(1);
        for i in 0..height {
            let number = if i == 0 { (line.at + 1).to_string() } else { String::new() };
            let texts = cells.iter().map(|(at, width, piece, texts)| {
                (*at, *width, *piece, texts.get(i).map(String::as_str).unwrap_or_default())
            });
            out.push(self.strokes(&number, texts, |piece| self.style(piece)));
        }
        if is_marked {
            let pointers: Vec<String> = cells
                .iter()
                .map(|(_, _, piece, texts)| {
                    let long = texts.iter().map(|t| columns(t)).max().unwrap_or(0).max(1);
                    match piece.mark {
                        Mark::Meant => "^".repeat(long),
                        Mark::RestsOn => "~".repeat(long),
                        Mark::None => String::new(),
                    }
                })
                .collect();
            // Nothing follows the last one.
            let end = pointers.iter().rposition(|p| !p.is_empty()).map_or(0, |last| last + 1);
            let marks = cells
                .iter()
                .zip(&pointers)
                .take(end)
                .map(|((at, width, piece, _), p)| (*at, *width, *piece, p.as_str()));
            out.push(self.strokes("", marks, |piece| self.style(piece)));
        }
    }

    fn style(&self, piece: &Piece) -> Style {
        match piece.mark {
            Mark::Meant => self.meant,
            Mark::RestsOn => RESTS_ON,
            Mark::None => Style::new(),
        }
    }

    /// One line of the drawing, without spaces at its end.
    fn strokes<'t>(
        &self,
        number: &str,
        texts: impl Iterator<Item = (usize, usize, &'t Piece, &'t str)>,
        style: impl Fn(&Piece) -> Style,
    ) -> String {
        let numbers = self.numbers;
        let mut out = format!("{FAINT}{:INDENT$}{number:>numbers$}{FAINT:#}", "");
        // Spaces that are written when something follows them.
        let mut spaces = 0;
        for (at, width, piece, text) in texts {
            out.push_str(&format!("{:1$}", "", spaces + 1));
            out.push_str(&self.bar(at));
            let free = width.saturating_sub(columns(text));
            let before = if piece.at_right { free } else { 0 };
            spaces = 1 + width;
            if !text.is_empty() {
                let style = style(piece);
                out.push_str(&format!("{:1$}{style}{text}{style:#}", "", 1 + before));
                spaces = free - before;
            }
        }
        out
    }
}
