//! Headings of several levels under which a column is found besides those that its form lists: a form that knows «Vốn ĐTPT ›
//! NSTW» and «Vốn đầu tư › TW» for «Vốn đầu tư › NSTW» knows «Vốn ĐTPT › TW». They are worked out, so that forms stay as they
//! were sent out.

use super::heading::HeadingPattern;
use super::{Column, Role};

/// Adds to each column of figures the headings that its own imply, where no other column has them.
pub(super) fn headings(columns: &mut [Column]) {
    let of = |column: &Column| match column.role {
        Role::Value => HeadingPattern::implied(&column.patterns),
        _ => Vec::new(),
    };
    let implied: Vec<Vec<HeadingPattern>> = columns.iter().map(of).collect();
    let known: Vec<HeadingPattern> =
        columns.iter().flat_map(|c| &c.patterns).chain(implied.iter().flatten()).cloned().collect();
    for (column, implied) in columns.iter_mut().zip(implied) {
        let alone = |p: &HeadingPattern| known.iter().filter(|k| k.key() == p.key()).count() == 1;
        column.patterns.extend(implied.into_iter().filter(alone));
    }
}
