//! Items of lists that are the same: in one submission, or in those of several units.

use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;

use crate::finding::structure::Problem;
use crate::finding::{Finding, Place};
use crate::form::Form;
use crate::form::model::label_key;
use crate::reading::{Fact, State, Stretch};
use crate::submission::Identified;

/// No more are named: a list of one work a thousand times is told, not copied a million times.
const MOST: usize = 50;

/// One item, with where it stands.
struct Item<'a> {
    one: &'a Identified,
    fact: Fact<'a>,
    said: String,
}

/// Tells of items that are the same by the columns that tell items apart.
pub fn report_twice(forms: &[Form], identified: &[Identified], findings: &mut Vec<Finding>) {
    for (at, form) in forms.iter().enumerate().filter(|(_, f)| f.is_list() && !f.keys.is_empty()) {
        let codes = form.keys.iter().filter_map(|k| form.columns.get(*k)).map(|c| c.code.as_str());
        let codes: Vec<&str> = codes.collect();
        let sent = || identified.iter().filter(|i| i.submission.form == at && i.counts);
        let items = || sent().flat_map(|one| items(&codes, one).map(move |cells| (one, cells)));
        // Of most items nothing is kept but a number made of what tells them apart.
        let hash = |cells: &Cells<'_>| FixedState::default().hash_one(key(cells));
        let mut hashes: Vec<u64> = items().map(|(_, cells)| hash(&cells)).collect();
        hashes.sort_unstable();
        let several: HashSet<u64> =
            hashes.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).filter_map(|s| s.first().copied()).collect();
        if several.is_empty() {
            continue;
        }
        let mut by_key: BTreeMap<Vec<String>, Vec<Item<'_>>> = BTreeMap::new();
        for (one, cells) in items().filter(|(_, cells)| several.contains(&hash(cells))) {
            by_key.entry(key(&cells)).or_default().extend(Item::of(one, &cells));
        }
        for items in by_key.values().filter(|items| items.len() > 1) {
            for item in items {
                findings.push(twice(item, items));
            }
        }
    }
}

/// The cells of an item that tell it apart, in the order in which they do.
type Cells<'a> = Vec<(usize, Fact<'a>)>;

/// The items of a submission, those without a name left out.
fn items<'a>(codes: &'a [&'a str], one: &'a Identified) -> impl Iterator<Item = Cells<'a>> {
    let place = |fact: Fact<'a>| Some((codes.iter().position(|c| *c == fact.column())?, fact));
    let numbered = |item: &Stretch<'_>| item.first().is_some_and(|f| f.row().parse::<usize>().is_ok());
    let items = one.submission.facts.by_row().filter(numbered);
    items.filter_map(move |item| {
        let mut cells: Cells<'_> = item.iter().filter_map(place).collect();
        cells.sort_by_key(|(place, _)| *place);
        cells.first().is_some_and(|(_, f)| f.state() == State::Text && !f.raw().is_empty()).then_some(cells)
    })
}

/// What tells an item apart.
fn key(cells: &Cells<'_>) -> Vec<String> {
    cells.iter().map(|(_, f)| label_key(&f.raw()).as_str().to_owned()).collect()
}

impl<'a> Item<'a> {
    fn of(one: &'a Identified, cells: &Cells<'a>) -> Option<Self> {
        let texts = cells.iter().map(|(_, f)| f.raw()).filter(|t| !t.is_empty());
        let said = texts.collect::<Vec<_>>().join(", ");
        cells.first().map(|(_, fact)| Self { one, fact: *fact, said })
    }
}

fn twice(item: &Item<'_>, all: &[Item<'_>]) -> Finding {
    let own = &item.one.submission.file;
    let others = all.iter().filter(|o| o.fact.identity() != item.fact.identity());
    let across = others.clone().any(|o| o.one.unit != item.one.unit);
    let named = |o: &Item<'_>| {
        let cell = format!("{}!{}", o.fact.sheet(), o.fact.cell());
        if o.one.submission.file == *own { cell } else { format!("{} › {cell}", o.one.submission.file) }
    };
    let place = Place {
        file: Some(own.clone()),
        sheet: Some(item.fact.sheet().to_owned()),
        cell: Some(item.fact.cell()),
        row: Some(item.fact.row().to_owned()),
        column: Some(item.fact.column().to_owned()),
        ..Place::default()
    };
    Finding::at(
        place,
        Problem::ItemTwice { item: item.said.clone(), others: others.take(MOST).map(named).collect(), across },
    )
}
