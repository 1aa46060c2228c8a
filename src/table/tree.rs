//! What each row is a part of: from numbering, indentation and order.

use std::rc::Rc;

use super::numbering::{self, Numbering, Style};
use super::rows::Row;

/// A row that later rows may be parts of.
struct Open {
    at: usize,
    numbering: Option<Numbering>,
    number: String,
    measure: String,
    indent: usize,
    /// It heads the rows below it and holds nothing itself.
    heads: bool,
    /// It says that it is a part.
    is_part: bool,
    /// It says so, and begins the first of several parts: «Chia ra: - Hàng công nghiệp nặng».
    begins_signs: bool,
}

/// Finds the parents of rows. `numbered` tells whether the table has a column of order numbers.
pub fn parents(rows: &mut [Row], numbered: bool) {
    let blank = !rows.iter().any(|r| r.is_filled || !r.measure.is_empty());
    let mut tree = Tree::new(numbered, blank);
    for row in rows {
        row.parent = tree.place(row);
    }
}

/// The rows so far, as far as later ones may be parts of them.
pub struct Tree {
    open: Vec<Rc<Open>>,
    /// The last of each series of numbers, with what stood open above it: a series goes on after a row
    /// without number.
    series: Vec<(Style, u32, Vec<Rc<Open>>)>,
    /// How many rows there are.
    rows: usize,
    /// The parent of the last row.
    parent: Option<usize>,
    /// The last row has neither figures nor a measure.
    bare: bool,
    numbered: bool,
    /// Nothing is filled in, so a row without figures need not be a heading.
    blank: bool,
}

impl Tree {
    /// One of a table that has a column of order numbers or has none, in which something is filled in or nothing is.
    pub fn new(numbered: bool, blank: bool) -> Self {
        Self { open: Vec::new(), series: Vec::new(), rows: 0, parent: None, bare: false, numbered, blank }
    }

    /// The parent of the next row, by its place.
    pub fn place(&mut self, row: &Row) -> Option<usize> {
        self.parent = self.parent_of(row);
        self.bare = !row.has_figures && row.measure.is_empty();
        self.rows += 1;
        self.parent
    }

    fn parent_of(&mut self, row: &Row) -> Option<usize> {
        if row.carried {
            // A second measure of the row above.
            return self.parent;
        }
        if row.is_total && row.number.is_empty() {
            self.open.clear();
            return None;
        }
        let meanings = numbering::read(&row.number);
        let numbering = self.meant(&meanings);
        let parent = match &numbering {
            Some(Numbering::Outline(parts)) => self.outline(parts),
            Some(Numbering::Simple(style, ordinal)) => self.simple(*style, *ordinal),
            Some(Numbering::Sign(style)) => self.sign(row, *style),
            None => self.unnumbered(row),
        };
        if let Some(Numbering::Simple(style, ordinal)) = &numbering {
            self.series.retain(|(s, ..)| s < style);
            self.series.push((*style, *ordinal, self.open.clone()));
        }
        self.open.push(Rc::new(Open {
            at: self.rows,
            numbering,
            number: row.number.clone(),
            measure: row.measure.clone(),
            indent: row.indent,
            heads: self.heads(row),
            is_part: row.part.is_some(),
            begins_signs: row.part.is_some() && row.number.is_empty() && row.label.contains('-'),
        }));
        parent
    }

    /// Tells whether a row heads those below it.
    fn heads(&self, row: &Row) -> bool {
        !self.blank && !row.has_figures && row.measure.is_empty() && row.part.is_none()
    }

    /// Of several meanings the one that goes on with what stands open: `C` after B is a letter, `I`
    /// after H too.
    fn meant(&self, meanings: &[Numbering]) -> Option<Numbering> {
        let goes_on = |n: &&Numbering| match n {
            Numbering::Simple(style, ordinal) => self
                .open
                .iter()
                .any(|o| o.numbering == Some(Numbering::Simple(*style, ordinal.saturating_sub(1))) && *ordinal > 1),
            _ => false,
        };
        meanings.iter().find(goes_on).or_else(|| meanings.first()).cloned()
    }

    fn parent_below(&self, depth: usize) -> Option<usize> {
        depth.checked_sub(1).and_then(|d| self.open.get(d)).map(|o| o.at)
    }

    /// `2.1` is a part of `2`, or goes on after `1.9` where nothing is numbered `2`.
    fn outline(&mut self, parts: &[String]) -> Option<usize> {
        let (_, above) = parts.split_last()?;
        let is_above = |o: &Rc<Open>| match numbering::read(&o.number).into_iter().next() {
            Some(Numbering::Outline(other)) => other == above,
            Some(Numbering::Simple(_, n)) => {
                let own = o.number.trim_end_matches(['.', ')']);
                above == [own.to_owned()] || above == [n.to_string()]
            }
            _ => false,
        };
        if let Some(depth) = self.open.iter().rposition(is_above) {
            self.open.truncate(depth + 1);
            return self.parent_below(depth + 1);
        }
        let same = |o: &Rc<Open>| matches!(&o.numbering, Some(Numbering::Outline(other)) if other.len() == parts.len());
        match self.open.iter().position(same) {
            Some(depth) => {
                self.open.truncate(depth);
                self.parent_below(depth)
            }
            None => {
                self.close_inner(Style::Small);
                self.parent_below(self.open.len())
            }
        }
    }

    fn simple(&mut self, style: Style, ordinal: u32) -> Option<usize> {
        let of_style = |o: &Rc<Open>| matches!(&o.numbering, Some(Numbering::Simple(s, _)) if *s == style);
        if let Some(depth) = self.open.iter().rposition(of_style) {
            let ended = self.open.get(depth).and_then(|o| match o.numbering {
                Some(Numbering::Simple(_, n)) => Some(n),
                _ => None,
            });
            // Numbers that begin anew under a heading without number, or under an inner numbering, are
            // parts of it.
            let fresh = ordinal == 1 && ended.is_some_and(|n| n >= 1);
            let under = self.open.iter().skip(depth + 1).any(|o| o.heads && o.numbering.is_none());
            if !(fresh && under) {
                self.open.truncate(depth);
                return self.parent_below(depth);
            }
        }
        let goes_on = self.series.iter().find(|(s, n, _)| *s == style && n + 1 == ordinal);
        if let Some((_, _, above)) = goes_on {
            self.open = above.clone();
            return self.parent_below(self.open.len());
        }
        // A numbering that begins right below a heading is inside it, whatever it is elsewhere: I, A, 1.
        let begins = ordinal == 1 && self.bare;
        let last_is_numbered = self.open.last().is_some_and(|o| matches!(o.numbering, Some(Numbering::Simple(..))));
        if !(begins && last_is_numbered) {
            self.close_inner(style);
        }
        self.parent_below(self.open.len())
    }

    fn sign(&mut self, row: &Row, style: Style) -> Option<usize> {
        let of_style = |o: &Rc<Open>| o.numbering == Some(Numbering::Sign(style));
        // Below a line that says «Trong đó» or «Chia ra», what it is about is the last row that is no
        // part itself.
        if row.introduced && !self.open.iter().any(of_style) {
            return self.subject(row);
        }
        if let Some(depth) = self.open.iter().position(of_style) {
            let indent = self.open.get(depth).map_or(0, |o| o.indent);
            if row.introduced {
                self.open.truncate(depth);
                return self.parent_below(depth);
            }
            if row.indent <= indent + 3 {
                self.open.truncate(depth);
                return self.parent_below(depth);
            }
        }
        // «Chia ra: - Hàng công nghiệp nặng» opened a row of dashes without one in its number.
        if let Some(depth) = self.open.iter().position(|o| o.begins_signs && o.indent <= row.indent) {
            self.open.truncate(depth);
            return self.parent_below(depth);
        }
        self.close_inner(style);
        self.close_deeper(row.indent);
        self.parent_below(self.open.len())
    }

    fn unnumbered(&mut self, row: &Row) -> Option<usize> {
        if row.part.is_some() {
            return self.subject(row);
        }
        let heads = self.heads(row);
        if self.numbered {
            if heads {
                // A heading among numbered rows closes the rows before it, up to letters and headings.
                self.open.retain(|o| matches!(o.numbering, Some(Numbering::Simple(Style::Letter | Style::Roman, _))));
                return self.parent_below(self.open.len());
            }
            // A row without number below a numbered one says more of it.
            let depth = self.open.iter().rposition(|o| o.numbering.is_some());
            return match depth {
                Some(depth) => {
                    self.open.truncate(depth + 1);
                    self.parent_below(depth + 1)
                }
                None => {
                    self.open.clear();
                    None
                }
            };
        }
        // Without a column of numbers indentation tells.
        if heads {
            self.open.retain(|o| match o.numbering {
                Some(Numbering::Simple(Style::Letter | Style::Roman, _)) => true,
                // Numbered rows that hold figures head nothing but their own parts.
                Some(Numbering::Simple(..)) => o.heads && o.indent <= row.indent,
                Some(_) => false,
                None => o.indent < row.indent,
            });
            return self.parent_below(self.open.len());
        }
        let numbered = |o: &Rc<Open>| matches!(o.numbering, Some(Numbering::Simple(..)));
        let above = self.open.iter().rposition(|o| o.indent < row.indent);
        // Not set in: it says more of the numbered row above, or belongs to the numbered section.
        let above = above.or_else(|| self.open.iter().rposition(|o| numbered(o) && o.indent <= row.indent));
        self.open.truncate(above.map_or(0, |depth| depth + 1));
        self.parent_below(self.open.len())
    }

    /// What a line «Trong đó» or «Chia ra» is about: the last open row that is no such part itself and is
    /// in the same measure.
    fn subject(&mut self, of: &Row) -> Option<usize> {
        let whole = |o: &Rc<Open>| !o.is_part;
        let alike = |o: &Rc<Open>| whole(o) && o.measure == of.measure;
        let depth = self.open.iter().rposition(alike).or_else(|| self.open.iter().rposition(whole))?;
        self.open.truncate(depth + 1);
        self.parent_below(depth + 1)
    }

    /// Closes what is numbered in a way that stands inside another.
    fn close_inner(&mut self, style: Style) {
        while let Some(last) = self.open.last() {
            let inner = match &last.numbering {
                Some(Numbering::Simple(s, _) | Numbering::Sign(s)) => *s >= style,
                Some(Numbering::Outline(_)) => style < Style::Small,
                None => !last.heads,
            };
            if !inner {
                break;
            }
            self.open.pop();
        }
    }

    /// Closes headings without number that are set in deeper than a row.
    fn close_deeper(&mut self, indent: usize) {
        while self.open.last().is_some_and(|o| o.numbering.is_none() && o.heads && o.indent > indent) {
            self.open.pop();
        }
    }
}
