//! Items of lists that are the same: in one submission, or in those of several units. «Nhà văn hóa thôn 1» stands in
//! the lists of many communes: across units the largest amount must agree as well; two that build one road together each plan
//! their share of it. People are told apart by what identifies
//! them, their birth or their papers, within a list too.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;
use rust_decimal::Decimal;

use crate::finding::structure::Problem;
use crate::finding::{Finding, Place};
use crate::form::model::label_key;
use crate::form::{Form, Role};
use crate::reading::{Fact, State, Stretch};
use crate::submission::Identified;
use crate::vietnamese::text::fold;

/// What the headings of columns that identify people say.
const IDENTITY: [&str; 9] = [
    "năm sinh",
    "ngày sinh",
    "ngày tháng năm sinh",
    "cccd",
    "cmnd",
    "căn cước",
    "chứng minh",
    "số định danh",
    "mã định danh",
];

/// No more are named: a list of one work a thousand times is told, not copied a million times.
const MOST: usize = 50;

/// One item, with where it stands.
struct Item<'a> {
    one: &'a Identified,
    fact: Fact<'a>,
    said: String,
    /// What it says in the columns that identify people.
    identity: Vec<Identity>,
    /// Its figures, by column.
    amounts: Vec<(&'a str, Decimal)>,
}

/// The columns of a form that tell items apart, those that do besides, and those of figures.
struct Columns<'f> {
    keys: Vec<&'f str>,
    identity: Vec<&'f str>,
    values: Vec<&'f str>,
}

impl<'f> Columns<'f> {
    fn of(form: &'f Form) -> Self {
        let keys: Vec<&str> = form.keys.iter().filter_map(|k| form.columns.get(*k)).map(|c| c.code.as_str()).collect();
        let words: Vec<_> = IDENTITY.iter().map(|word| fold(word)).collect();
        let identifies = |heading: &str| {
            let heading = fold(heading);
            words.iter().any(|word| heading.says(word))
        };
        let others = || form.columns.iter().filter(|c| !keys.contains(&c.code.as_str()));
        let identity: Vec<&str> = others().filter(|c| identifies(&c.name())).map(|c| c.code.as_str()).collect();
        let values = others().filter(|c| c.role == Role::Value && !identity.contains(&c.code.as_str()));
        let values = values.map(|c| c.code.as_str()).collect();
        Self { keys, identity, values }
    }
}

/// Tells of items that are the same by the columns that tell items apart.
pub fn report_twice(forms: &[Form], identified: &[Identified], findings: &mut Vec<Finding>) {
    for (at, form) in forms.iter().enumerate().filter(|(_, f)| f.is_list() && !f.keys.is_empty()) {
        let columns = Columns::of(form);
        let sent = || identified.iter().filter(|i| i.submission.form == at && i.counts);
        let items = || sent().flat_map(|one| items(&columns.keys, one).map(move |cells| (one, cells)));
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
            by_key.entry(key(&cells)).or_default().extend(Item::of(&columns, one, &cells));
        }
        for items in by_key.values().filter(|items| items.len() > 1) {
            findings.extend(items.iter().filter_map(|item| twice(item, items)));
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
    fn of(columns: &Columns<'_>, one: &'a Identified, cells: &Cells<'a>) -> Option<Self> {
        let texts = cells.iter().map(|(_, f)| f.raw()).filter(|t| !t.is_empty());
        let said = texts.collect::<Vec<_>>().join(", ");
        let fact = cells.first().map(|(_, fact)| *fact)?;
        let facts = &one.submission.facts;
        // The facts of one item stand together.
        let before = (0..fact.at()).rev().take_while(|at| facts.get(*at).is_some_and(|f| f.row() == fact.row()));
        let first = before.last().unwrap_or(fact.at());
        let own = (first..facts.len()).filter_map(|at| facts.get(at)).take_while(|f| f.row() == fact.row());
        let own: Vec<Fact<'a>> = own.collect();
        let said_in = |code: &&str| {
            let fact = own.iter().find(|f| f.column() == *code);
            fact.map(|f| Identity::of(&f.raw())).unwrap_or_default()
        };
        let identity = columns.identity.iter().map(said_in).collect();
        let amount = |f: &Fact<'a>| columns.values.contains(&f.column()).then(|| f.state().value())?;
        let amounts = own.iter().filter_map(|f| Some((f.column(), amount(f)?.normalize())));
        let amounts: Vec<(&str, Decimal)> = amounts.filter(|(_, value)| !value.is_zero()).collect();
        Some(Self { one, fact, said, identity, amounts })
    }

    /// Tells whether two items of the same name and place are one.
    fn is(&self, other: &Self) -> bool {
        let pairs = || self.identity.iter().zip(&other.identity);
        // Of one paper there is one owner, however the birth is written.
        let people =
            pairs().any(|(one, another)| one.differs(another)) && !pairs().any(|(one, another)| one.is(another));
        let most = |item: &Self| item.amounts.iter().map(|(_, value)| *value).max();
        !people && (self.one.unit == other.one.unit || most(self) == most(other))
    }
}

/// What stands in a column that identifies people: the number of a paper, or a date by its parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Identity(BTreeSet<String>);

/// Papers have so many digits; a date has eight at most.
const PAPER: usize = 9;

impl Identity {
    fn of(text: &str) -> Self {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        // Excel drops the zeros that a number begins with, and «05/03/2012» is «5/3/2012».
        let number = |digits: &str| digits.trim_start_matches('0').to_owned();
        // «5/3/12» is «05/03/2012».
        let part = |digits: &str| number(digits.get(2..).filter(|_| digits.len() == 4).unwrap_or(digits));
        Self(match digits.len() {
            0 => Some(label_key(text).as_str().to_owned()).filter(|words| !words.is_empty()).into_iter().collect(),
            PAPER.. => BTreeSet::from([number(&digits)]),
            _ => text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).map(part).collect(),
        })
    }

    /// Both say something, and neither is a part of the other, as a year is of a date.
    fn differs(&self, other: &Self) -> bool {
        !self.0.is_subset(&other.0) && !other.0.is_subset(&self.0)
    }

    /// The number of the same paper.
    fn is(&self, other: &Self) -> bool {
        self == other && self.0.iter().any(|number| number.len() + 2 >= PAPER)
    }
}

/// That an item stands twice, if another of the same name is the same.
fn twice(item: &Item<'_>, all: &[Item<'_>]) -> Option<Finding> {
    let own = &item.one.submission.file;
    let others = all.iter().filter(|o| o.fact.identity() != item.fact.identity() && item.is(o));
    let several = all.first().is_some_and(|first| all.iter().any(|o| o.one.unit != first.one.unit));
    let across = several && others.clone().any(|o| o.one.unit != item.one.unit);
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
    let others: Vec<String> = others.take(MOST).map(named).collect();
    let told = !others.is_empty();
    told.then(|| Finding::at(place, Problem::ItemTwice { item: item.said.clone(), others, across }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_identifies_people_is_the_same_however_it_is_written() {
        for (one, other, expected) in [
            ("05/03/2012", "5/3/2012", false),
            ("05/03/2012", "2012-03-05", false),
            ("05/03/2012", "2012", false),
            ("05/03/2012", "5/3/12", false),
            ("05/03/2012", "", false),
            ("05/03/2012", "06/03/2012", true),
            ("1985", "1990", true),
            ("012 345 678 901", "12345678901", false),
            ("012345678901", "012345678902", true),
            ("Không có", "không có", false),
        ] {
            assert_eq!(Identity::of(one).differs(&Identity::of(other)), expected, "{one} {other}");
        }
        assert!(Identity::of("012345678901").is(&Identity::of("12345678901")));
        assert!(!Identity::of("05/03/2012").is(&Identity::of("05/03/2012")));
    }
}
