//! How high rows must be for the texts in them.

use std::collections::BTreeMap;

use super::super::fit;

/// The heights that texts need, by row.
#[derive(Debug, Default)]
pub(super) struct Heights {
    all: BTreeMap<u32, f64>,
    ours: BTreeMap<u32, f64>,
}

impl Heights {
    /// Makes room for a text in so many pixels.
    pub(super) fn text(&mut self, row: u32, text: &str, pixels: u32, size: f64, wrap: bool) {
        let one = size * 1.32;
        let height = if wrap { fit::height(text, f64::from(pixels) / 8.0, size) } else { one };
        // One line needs no more than the line.
        let height = if height < one + 5.0 { one } else { height };
        let slot = self.all.entry(row).or_default();
        *slot = slot.max(height);
    }

    /// Makes room for a text of ours, which a row gives whatever its height was.
    pub(super) fn own_text(&mut self, row: u32, text: &str, pixels: u32, size: f64) {
        self.text(row, text, pixels, size, true);
        let height = if text.is_empty() { 0.0 } else { fit::height(text, f64::from(pixels) / 8.0, size) };
        let slot = self.ours.entry(row).or_default();
        *slot = slot.max(height);
    }

    /// What all texts of a row need.
    pub(super) fn all(&self, row: u32) -> f64 {
        self.all.get(&row).copied().unwrap_or(0.0).min(409.0)
    }

    /// What those of ours need.
    pub(super) fn ours(&self, row: u32) -> f64 {
        self.ours.get(&row).copied().unwrap_or(0.0).min(409.0)
    }
}
