//! Another version of the form: many of its rows are missing, and others stand in their place.

use std::collections::BTreeMap;

use crate::finding::structure::Problem;
use crate::finding::{Code, Finding, Place, Problem as Found};
use crate::form::Form;

/// So many rows missing, and of so many of a hundred, make another version of the form.
const MISSING: (usize, usize) = (3, 15);

/// Tells of sheets that are another version of the form.
pub fn report(forms: &[Form], findings: &mut Vec<Finding>) {
    type Sheet<'a> = (Option<&'a str>, Option<&'a str>);
    let mut tables: BTreeMap<Sheet<'_>, (Vec<&Place>, usize)> = BTreeMap::new();
    // A level below said it of its own.
    for finding in findings.iter().filter(|finding| matches!(finding.problem, Found::Structure(_))) {
        let place = &finding.place;
        let (missing, unknown) = tables.entry((place.file.as_deref(), place.sheet.as_deref())).or_default();
        match finding.code() {
            Code::RowMissing => missing.push(place),
            Code::RowUnknown => *unknown += 1,
            _ => {}
        }
    }
    let version = |(missing, unknown): (Vec<&Place>, usize)| {
        let first = *missing.first().filter(|_| missing.len() >= MISSING.0 && unknown >= MISSING.0)?;
        let has = |form: &&Form| form.rows.iter().any(|r| Some(&r.code) == first.row.as_ref());
        let rows = forms.iter().find(has).map_or(0, |f| f.rows.iter().filter(|r| !r.is_group()).count());
        let place = Place { row: None, row_label: None, ..first.clone() };
        let problem = Problem::OtherVersion { missing: missing.len(), unknown, rows };
        (missing.len() * 100 >= rows * MISSING.1).then(|| Finding::at(place, problem))
    };
    let found: Vec<Finding> = tables.into_values().filter_map(version).collect();
    findings.extend(found);
}
