//! The words that may stand for a figure: the general signs and the form's own.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::form::Form;
use crate::vietnamese::symbol::{Nothing, nothing};
use crate::vietnamese::text::fold;

/// The words of a form, each kind of nothing together.
pub(super) struct Words {
    /// The name by which formulas know all of them.
    pub name: String,
    /// The words.
    words: Vec<(Nothing, String)>,
}

/// The general signs; dots typed one by one are the same as the sign.
const SIGNS: [(Nothing, &str); 4] =
    [(Nothing::Nil, "-"), (Nothing::NotCollected, "…"), (Nothing::NotCollected, "..."), (Nothing::NotApplicable, "x")];

/// The part of a form's TOML with its words, as they were written.
#[derive(Default, Deserialize)]
struct Own {
    #[serde(default)]
    words: BTreeMap<String, Vec<String>>,
}

impl Words {
    /// The words of a form, known by a name with its place.
    pub fn new(form: &Form, at: usize) -> Self {
        let mut words: Vec<(Nothing, String)> = SIGNS.iter().map(|(kind, sign)| (*kind, (*sign).to_owned())).collect();
        let own: Own = toml::from_str(&form.toml()).unwrap_or_default();
        for word in own.words.into_values().flatten() {
            let kind = form.words.get(&fold(&word)).copied().or_else(|| nothing(&word));
            if let Some(kind) = kind.filter(|_| !words.iter().any(|(_, w)| *w == word)) {
                words.push((kind, word));
            }
        }
        Self { name: format!("phubieu_tu_{}", at + 1), words }
    }

    /// All of them.
    pub fn all(&self) -> Vec<String> {
        self.words.iter().map(|(_, word)| word.clone()).collect()
    }

    /// Those of a kind.
    pub fn of(&self, kind: Nothing) -> Vec<String> {
        self.words.iter().filter(|(k, _)| *k == kind).map(|(_, word)| word.clone()).collect()
    }

    /// The form's own, for the guide.
    pub fn own(&self) -> Vec<&str> {
        self.words.iter().map(|(_, word)| word.as_str()).filter(|w| !SIGNS.iter().any(|(_, s)| s == w)).collect()
    }
}
