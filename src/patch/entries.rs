//! The entries of the styles part: looks of cells, and the fonts, fills and borders that they name.

use std::collections::BTreeMap;

use crate::xml::written;

/// One entry of `cellXfs`: its attributes as they stand, and what is inside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Xf {
    pub attributes: Vec<(String, String)>,
    pub inside: String,
}

/// The entries of a list of fonts, fills or borders, as they stand.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub known: Vec<String>,
    pub added: Vec<String>,
    /// The list is there and can be added to.
    pub open: bool,
}

impl Entries {
    /// The number of an entry, which is added where it is new.
    pub fn number(&mut self, entry: String) -> Option<usize> {
        let found = self.known.iter().chain(&self.added).position(|e| *e == entry);
        if found.is_some() || !self.open {
            return found;
        }
        self.added.push(entry);
        Some(self.known.len() + self.added.len() - 1)
    }
}

impl Xf {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub fn set(&mut self, name: &str, value: &str) {
        match self.attributes.iter_mut().find(|(n, _)| n == name) {
            Some((_, old)) => *old = value.to_owned(),
            None => self.attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    /// What is not about the ground, in an order that can be compared.
    pub fn without_fill(&self) -> (BTreeMap<&str, &str>, &str) {
        let rest = self.attributes.iter().filter(|(name, _)| name != "fillId" && name != "applyFill");
        (rest.map(|(name, value)| (name.as_str(), value.as_str())).collect(), &self.inside)
    }

    pub fn xml(&self, prefix: &str) -> String {
        let attributes: String = self.attributes.iter().map(|(n, v)| written(n, v)).collect();
        format!("<{prefix}xf{attributes}>{}</{prefix}xf>", self.inside)
    }
}
