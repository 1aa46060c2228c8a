//! Names for columns and rows that a table does not name for programs.

use std::collections::HashSet;

use crate::vietnamese::text::plain;

/// The longest name made from words.
const LONGEST: usize = 40;

/// A name made of words: `Vốn đầu tư › NSTW` is `von_dau_tu_nstw`.
pub(super) fn of_words(words: &str) -> String {
    let mut code = String::new();
    for word in plain(words).words() {
        let ascii: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        if ascii.is_empty() {
            continue;
        }
        if !code.is_empty() && code.len() + 1 + ascii.len() > LONGEST {
            break;
        }
        if !code.is_empty() {
            code.push('_');
        }
        code.push_str(&ascii);
    }
    code
}

/// Names that are given once each.
#[derive(Default)]
pub(super) struct Taken(HashSet<String>);

impl Taken {
    /// The name itself, or with a number behind it where it is taken.
    pub fn name(&mut self, wanted: &str) -> String {
        let wanted = if wanted.is_empty() { "cot" } else { wanted };
        let names = std::iter::once(wanted.to_owned()).chain((2..).map(|n| format!("{wanted}_{n}")));
        let name = names.into_iter().find(|n| !self.0.contains(n)).unwrap_or_default();
        self.0.insert(name.clone());
        name
    }

    /// Tells whether a name is free.
    pub fn is_free(&self, name: &str) -> bool {
        !self.0.contains(name)
    }
}
