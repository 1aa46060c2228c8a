//! Items of lists that are the same: in one submission, or in those of several units.

use std::collections::BTreeMap;

use crate::finding::structure::Problem;
use crate::finding::{Finding, Place};
use crate::form::Form;
use crate::form::model::label_key;
use crate::reading::Fact;
use crate::submission::Identified;

/// No more are named: a list of one work a thousand times is told, not copied a million times.
const MOST: usize = 50;

/// One item, with where it stands.
struct Item<'a> {
    one: &'a Identified,
    fact: &'a Fact,
    said: String,
}

/// Tells of items that are the same by the columns that tell items apart.
pub fn report_twice(forms: &[Form], identified: &[Identified], findings: &mut Vec<Finding>) {
    for (at, form) in forms.iter().enumerate().filter(|(_, f)| f.is_list() && !f.keys.is_empty()) {
        let mut by_key: BTreeMap<Vec<String>, Vec<Item<'_>>> = BTreeMap::new();
        for one in identified.iter().filter(|i| i.submission.form == at && i.counts) {
            for item in items(form, one) {
                by_key.entry(item.0).or_default().push(item.1);
            }
        }
        for items in by_key.values().filter(|items| items.len() > 1) {
            for item in items {
                findings.push(twice(item, items));
            }
        }
    }
}

/// The items of a submission by what tells them apart; those without a name are none.
fn items<'a>(form: &Form, one: &'a Identified) -> Vec<(Vec<String>, Item<'a>)> {
    let codes: Vec<&str> = form.keys.iter().filter_map(|k| form.columns.get(*k)).map(|c| c.code.as_str()).collect();
    let mut by_row: BTreeMap<usize, Vec<(usize, &Fact)>> = BTreeMap::new();
    for fact in &one.submission.facts {
        let place = codes.iter().position(|c| *c == fact.column);
        if let (Some(place), Ok(row)) = (place, fact.row.parse()) {
            by_row.entry(row).or_default().push((place, fact));
        }
    }
    let mut found = Vec::new();
    for mut cells in by_row.into_values() {
        cells.sort_by_key(|(place, _)| *place);
        let texts = |fold: bool| {
            cells.iter().map(move |(_, f)| if fold { label_key(&f.raw).as_str().to_owned() } else { f.raw.clone() })
        };
        let said = texts(false).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(", ");
        if let Some((_, fact)) = cells.first().filter(|(_, f)| !f.raw.is_empty()) {
            found.push((texts(true).collect(), Item { one, fact, said }));
        }
    }
    found
}

fn twice(item: &Item<'_>, all: &[Item<'_>]) -> Finding {
    let own = &item.one.submission.file;
    let others = all.iter().filter(|o| !std::ptr::eq(o.fact, item.fact));
    let across = others.clone().any(|o| o.one.unit != item.one.unit);
    let named = |o: &Item<'_>| {
        let cell = format!("{}!{}", o.fact.sheet, o.fact.cell);
        if o.one.submission.file == *own { cell } else { format!("{} › {cell}", o.one.submission.file) }
    };
    let place = Place {
        file: Some(own.clone()),
        sheet: Some(item.fact.sheet.clone()),
        cell: Some(item.fact.cell),
        row: Some(item.fact.row.clone()),
        column: Some(item.fact.column.clone()),
        ..Place::default()
    };
    Finding::at(
        place,
        Problem::ItemTwice { item: item.said.clone(), others: others.take(MOST).map(named).collect(), across },
    )
}
