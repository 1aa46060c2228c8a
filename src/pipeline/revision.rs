//! What changed since the last consolidation of the same period: which figures of which unit, and which totals
//! with them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::consolidate::Outcome;
use crate::finding::Finding;
use crate::finding::sending::Problem;
use crate::form::Form;
use crate::reading::{Fact, Facts, State};
use crate::register::Unit;

use crate::run::Run;
use crate::run::changes::{Change, Changes, Said};

/// A place of a figure: the unit's code, the form, where the row and the column stand in it, and which of several
/// items of one name it is.
type Key = (String, String, RowKey, usize, usize);
/// A row: where it stands, or an item of a list by its words.
type RowKey = (usize, String);

/// Compares a run with the last one, and tells what changed of each unit.
pub fn between(last: &Run, now: &Run, findings: &mut Vec<Finding>) -> Changes {
    let (then, own) = (figures(last), figures(now));
    let figures = changed(&then, &own, now, last);
    let (sent_then, sent_now) = (sent(last, now), sent(now, last));
    let mut tell = |code: &str, file: Option<&str>, problem: Problem| {
        let place = crate::finding::Place {
            file: file.map(str::to_owned),
            unit: Some(code.to_owned()),
            ..crate::finding::Place::default()
        };
        findings.push(Finding::at(place, problem));
    };
    let mut by_form: BTreeMap<(&str, &str), Vec<&Change>> = BTreeMap::new();
    for change in &figures {
        by_form.entry((change.unit[0].as_str(), change.form.as_str())).or_default().push(change);
    }
    for (code, Sent { unit, files }) in &sent_now {
        let unit = unit.clone();
        let Some(before) = sent_then.get(code) else {
            tell(code, files.values().next().map(String::as_str), Problem::Came { unit, forms: Vec::new() });
            continue;
        };
        // What is told of one file is told once.
        let mut came: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let mut differ: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
        for (form, file) in files {
            match before.files.contains_key(form) {
                true => {
                    let own = by_form.get(&(code.as_str(), form.as_str())).into_iter().flatten();
                    differ.entry(file).or_default().extend(own);
                }
                false => came.entry(file).or_default().push(form.clone()),
            }
        }
        for (file, forms) in came {
            tell(code, Some(file), Problem::Came { unit: unit.clone(), forms });
        }
        for (file, own) in differ.into_iter().filter(|(_, own)| !own.is_empty()) {
            let examples = own.iter().take(3).map(|c| c.example()).collect();
            tell(code, Some(file), Problem::Changed { unit: unit.clone(), cells: own.len(), examples });
        }
    }
    for (code, Sent { unit, files }) in &sent_then {
        let forms: Vec<String> = match sent_now.get(code) {
            Some(own) => files.keys().filter(|form| !own.files.contains_key(*form)).cloned().collect(),
            None => Vec::new(),
        };
        if !forms.is_empty() || !sent_now.contains_key(code) {
            tell(code, None, Problem::Went { unit: unit.clone(), forms });
        }
    }
    Changes { figures, totals: changed(&totals(last), &totals(now), now, last) }
}

/// What a unit sent that counts.
struct Sent {
    /// Its name.
    unit: String,
    /// The file of each form.
    files: BTreeMap<String, String>,
}

/// What the units sent to a run, of the forms that the other knows as well: one that is not asked for any more went from
/// nobody.
fn sent(run: &Run, other: &Run) -> BTreeMap<String, Sent> {
    let mut sent: BTreeMap<String, Sent> = BTreeMap::new();
    for one in run.submissions.iter().filter(|s| s.counts) {
        let Some((unit, form)) = one.unit.zip(run.forms.value.get(one.submission.form)) else { continue };
        if other.forms.value.iter().all(|known| known.name != form.name) {
            continue;
        }
        let name = || run.register.unit(unit).map(Unit::to_string).unwrap_or_default();
        let own = sent.entry(run.register.code(unit).to_owned());
        let own = own.or_insert_with(|| Sent { unit: name(), files: BTreeMap::new() });
        own.files.insert(form.name.clone(), one.submission.file.clone());
    }
    sent
}

fn changed(then: &BTreeMap<Key, Said>, own: &BTreeMap<Key, Said>, now: &Run, last: &Run) -> Vec<Change> {
    let keys: std::collections::BTreeSet<&Key> = then.keys().chain(own.keys()).collect();
    let all = keys.into_iter().filter(|key| then.get(*key) != own.get(*key));
    all.filter_map(|key| {
        let (code, form, (row, item), _, column) = key;
        let run = if own.contains_key(key) { now } else { last };
        let definition = run.forms.value.iter().find(|f| f.name == *form)?;
        let name = run.register.find(code).map(|u| run.register.name(u)).unwrap_or_default();
        Some(Change {
            form: form.clone(),
            names: names(definition, *row, item, *column),
            unit: [code.clone(), name.to_owned()],
            before: then.get(key).cloned(),
            now: own.get(key).cloned(),
        })
    })
    .collect()
}

/// The row's number and label, the column's heading where there are several, the measure.
fn names(form: &Form, row: usize, item: &str, column: usize) -> [String; 4] {
    let heading = form.columns.get(column).filter(|_| form.value_columns().count() > 1);
    let heading = heading.map(|c| c.name()).unwrap_or_default();
    let of_column = form.columns.get(column).and_then(|c| c.figure.as_ref());
    match form.rows.get(row).filter(|_| !form.is_list()) {
        Some(own) => [own.stt.clone(), own.label.clone(), heading, form.figure(own, column).measure.clone()],
        None => [String::new(), item.to_owned(), heading, of_column.map(|f| f.measure.clone()).unwrap_or_default()],
    }
}

/// The figures of the submissions that count.
fn figures(run: &Run) -> BTreeMap<Key, Said> {
    let mut found: BTreeMap<Key, Fact<'_>> = BTreeMap::new();
    for one in run.submissions.iter().filter(|s| s.counts) {
        let Some((form, unit)) = run.forms.value.get(one.submission.form).zip(one.unit) else { continue };
        let code = run.register.code(unit);
        let items = if form.is_list() { items(&one.submission.facts) } else { BTreeMap::new() };
        for fact in one.submission.facts.iter().filter(|f| f.state() != State::Text) {
            let Some(column) = form.columns.iter().position(|c| c.code == fact.column()) else { continue };
            let row = match items.get(fact.row()) {
                Some((words, n)) => Some(((usize::MAX, words.clone()), *n)),
                None => form.rows.iter().position(|r| r.code == fact.row()).map(|at| ((at, String::new()), 0)),
            };
            let Some((row, n)) = row else { continue };
            let kept = found.entry((code.to_owned(), form.name.clone(), row, n, column)).or_insert(fact);
            if fact.outranks(*kept) {
                *kept = fact;
            }
        }
    }
    let said = |state: State| Said { state: state.as_str(), value: state.value().map(|v| v.normalize()) };
    found.into_iter().map(|(key, fact)| (key, said(fact.state()))).collect()
}

/// The items of a list by their words: a row more above does not make all below it others. Of several with the
/// same words each has its number.
fn items(facts: &Facts) -> BTreeMap<&str, (String, usize)> {
    let mut words: BTreeMap<&str, Vec<Cow<'_, str>>> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for fact in facts {
        if order.last() != Some(&fact.row()) {
            order.push(fact.row());
        }
        let own = words.entry(fact.row()).or_default();
        if fact.state() == State::Text {
            own.push(fact.raw());
        }
    }
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for row in order {
        let name =
            words.get(row).map(|w| w.iter().map(|w| w.trim()).collect::<Vec<_>>().join("; ")).unwrap_or_default();
        let n = times.entry(name.clone()).or_default();
        found.entry(row).or_insert((name, *n));
        *n += 1;
    }
    found
}

fn totals(run: &Run) -> BTreeMap<Key, Said> {
    let all = run.totals.iter().filter_map(|total| {
        let form = run.forms.value.get(total.form)?;
        let code = run.register.code(total.unit).to_owned();
        let row = total.row.map_or((usize::MAX, String::new()), |row| (row.0, String::new()));
        let value = match &total.outcome {
            Outcome::Text(_) => return None,
            outcome => outcome.value().map(|v| v.normalize()),
        };
        Some(((code, form.name.clone(), row, 0, total.column), Said { state: total.outcome.as_str(), value }))
    });
    all.collect()
}
