//! The part of a form file about checks: how grave findings are, and the parameters of comparisons.

use std::collections::BTreeMap;

use rust_decimal::prelude::ToPrimitive;
use toml::Spanned;

use crate::finding::{Code, Severity};

use super::super::checks::{Checks, Graver, PeerChecks, PreviousChecks, Span};
use super::check::{Check, Checked};
use super::raw::{ChecksFile, Number, SeverityFile, SeverityWord};

impl From<SeverityWord> for Severity {
    fn from(word: SeverityWord) -> Self {
        match word {
            SeverityWord::Error => Severity::Error,
            SeverityWord::Warning => Severity::Warning,
            SeverityWord::Note => Severity::Note,
        }
    }
}

impl Check<'_> {
    pub fn checks(&self, severities: &BTreeMap<String, Spanned<SeverityFile>>, raw: &ChecksFile) -> Checked<Checks> {
        let (previous, peers) = (PreviousChecks::default(), PeerChecks::default());
        Ok(Checks {
            severities: self.severities(severities)?,
            previous: PreviousChecks {
                size: self.parameter(raw.previous.size.as_ref(), previous.size)?,
                floor: self.parameter(raw.previous.floor.as_ref(), previous.floor)?,
                width: self.parameter(raw.previous.width.as_ref(), previous.width)?,
                least: self.parameter(raw.previous.least.as_ref(), previous.least)?,
                units: self.count(raw.previous.units.as_ref(), previous.units)?,
                thousand: self.parameter(raw.previous.thousand.as_ref(), previous.thousand)?,
            },
            peers: PeerChecks {
                z: self.parameter(raw.peers.z.as_ref(), peers.z)?,
                times: self.parameter(raw.peers.times.as_ref(), peers.times)?,
                units: self.count(raw.peers.units.as_ref(), peers.units)?,
            },
        })
    }

    fn severities(&self, raw: &BTreeMap<String, Spanned<SeverityFile>>) -> Checked<Vec<Graver>> {
        let mut found = Vec::new();
        for (id, said) in raw {
            let Some(code) = Code::ALL.iter().copied().find(|code| code.id() == id) else {
                return self.fail(
                    said.span(),
                    format!("không có mã phát hiện «{id}»"),
                    format!("there is no finding `{id}`"),
                );
            };
            let each: Vec<(Option<Span>, SeverityWord)> = match said.get_ref() {
                SeverityFile::Always(word) => vec![(None, *word)],
                SeverityFile::ByPeriod(by) => [by.year, by.half, by.quarter, by.month]
                    .into_iter()
                    .zip(Span::ALL)
                    .filter_map(|(word, span)| Some((Some(span), word?)))
                    .collect(),
            };
            for (span, word) in each {
                let severity = Severity::from(word);
                if code.severity() == Severity::Error && severity != Severity::Error {
                    return self.fail(
                        said.span(),
                        format!("{id} là lỗi vì không có số nào để dùng: không hạ mức được"),
                        format!("{id} is an error because there is no figure to use: it cannot be made less"),
                    );
                }
                found.push(Graver { code, span, severity });
            }
        }
        Ok(found)
    }

    /// A parameter, no less than 0.
    fn parameter(&self, raw: Option<&Spanned<Number>>, usual: f64) -> Checked<f64> {
        let Some(value) = self.number(raw)? else { return Ok(usual) };
        match value.to_f64().filter(|v| *v >= 0.0) {
            Some(value) => Ok(value),
            None => {
                let span = raw.map(Spanned::span).unwrap_or_default();
                self.fail(span, "tham số phải từ 0 trở lên", "a parameter is no less than 0")
            }
        }
    }

    fn count(&self, raw: Option<&Spanned<Number>>, usual: usize) -> Checked<usize> {
        let Some(value) = self.number(raw)? else { return Ok(usual) };
        match value.to_usize().filter(|n| *n >= 3 && value.is_integer()) {
            Some(count) => Ok(count),
            None => {
                let span = raw.map(Spanned::span).unwrap_or_default();
                self.fail(span, "số đơn vị phải là số nguyên từ 3 trở lên", "a count of units is whole and at least 3")
            }
        }
    }
}
