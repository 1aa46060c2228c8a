//! The folder for a warehouse: facts by form and period, and what a roll-up needs besides.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::consolidate;
use crate::form::{Aggregate, Figure, Form, Over};
use crate::publish::PublishError;
use crate::publish::records;
use crate::publish::rows::{self, ALL_ITEMS, FactRow};
use crate::reading::{Fact, Facts};
use crate::register::UnitIndex;
use crate::run::Run;

use super::figures;
use super::table::{Column, Table, units};

/// The document of the columns.
const SCHEMA: &str = include_str!("SCHEMA.md");
/// The roll-up over the tables.
pub const ROLLUP: &str = include_str!("rollup.sql");

/// A file of the folder: its path inside, with `/`, and its bytes.
pub type File = (String, Vec<u8>);

/// Makes the files of the folder for runs, which may be of several periods and eras.
///
/// # Errors
/// A figure with more digits than `decimal(38, 18)` has.
pub fn dataset(runs: &[&Run]) -> Result<Vec<File>, PublishError> {
    let mut files = vec![
        ("SCHEMA.md".to_owned(), SCHEMA.as_bytes().to_vec()),
        ("rollup.sql".to_owned(), ROLLUP.as_bytes().to_vec()),
        ("figures.parquet".to_owned(), figures_of(runs)?.write()?),
        ("ratio_parts.parquet".to_owned(), ratio_parts(runs).write()?),
        ("units.parquet".to_owned(), units_of(runs).write()?),
        ("places.parquet".to_owned(), places(runs).write()?),
        ("weights.parquet".to_owned(), weights(runs)?.write()?),
    ];
    files.extend(partitions(runs)?);
    Ok(files)
}

/// The facts of one form and period.
#[derive(Default)]
struct Part<'r> {
    rows: Vec<FactRow<'r>>,
    counts: Vec<bool>,
    eras: Vec<String>,
}

impl Part<'_> {
    fn write(self) -> Result<Vec<u8>, PublishError> {
        let Part { rows, counts, eras } = self;
        let fields = records::values(&rows)?;
        let texts =
            ["row", "column", "unit", "unit_name", "state", "measure", "file", "sheet", "cell", "raw", "findings"];
        let table = texts
            .into_iter()
            .fold(Table::default(), |table, name| table.text(name, fields.iter().map(|row| records::field(row, name))))
            .with("value", Column::Figure(figures(&rows)?))
            .with("counts", Column::Flag(counts))
            .text("era", eras);
        Ok(table.write()?)
    }
}

/// The facts, a file for each form and period.
fn partitions(runs: &[&Run]) -> Result<Vec<File>, PublishError> {
    let mut parts: BTreeMap<(String, String), Part<'_>> = BTreeMap::new();
    for run in runs {
        let counting = counting(run);
        let every = run.submissions.iter().flat_map(|one| &one.submission.facts);
        for (row, fact) in rows::facts(run).zip(every) {
            // What belongs to no period is of that of the round.
            let form = run.forms.value.iter().find(|form| form.name == row.form);
            let of_round = || form.and_then(|form| run.periods.of(form)).map(|p| p.to_string()).unwrap_or_default();
            let period = if row.period.is_empty() { of_round() } else { row.period.clone() };
            let part = parts.entry((row.form.to_owned(), period)).or_default();
            part.counts.push(counting.contains(&fact.identity()));
            part.eras.push(run.era.value.to_string());
            part.rows.push(row);
        }
    }
    let name = |form: &str, period: &str| format!("facts/form={}/period={}/part-0.parquet", plain(form), plain(period));
    parts.into_iter().map(|((form, period), part)| Ok((name(&form, &period), part.write()?))).collect()
}

/// A name as part of a path: what a form's name or a period never has is left out.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect()
}

/// The facts that stand for their units in the totals: of submissions that count, one a cell.
fn counting(run: &Run) -> BTreeSet<(*const Facts, usize)> {
    let mut counting = BTreeSet::new();
    for (at, form) in run.forms.value.iter().enumerate() {
        let own = run.submissions.iter().filter(move |s| s.submission.form == at);
        if form.is_list() {
            let columns: BTreeSet<&str> = form.read_columns().map(|(_, c)| c.code.as_str()).collect();
            let items = own.filter(|s| s.counts && s.unit.is_some()).flat_map(|s| &s.submission.facts);
            counting.extend(items.filter(|f| columns.contains(f.column())).map(Fact::identity));
        } else {
            counting.extend(consolidate::standing(form, own).into_values().map(Fact::identity));
        }
    }
    counting
}

/// The figures of the forms: their rows and columns, what they are called, how they aggregate.
fn figures_of(runs: &[&Run]) -> Result<Table, PublishError> {
    let mut lines: BTreeMap<[String; 3], ([String; 6], Decimal)> = BTreeMap::new();
    for form in forms(runs) {
        for (row, label, column, figure) in every_figure(form) {
            let (weight, factor) = match &figure.aggregate {
                Aggregate::WeightedMean { weight } => (weight.as_str(), Decimal::ONE),
                Aggregate::Ratio { factor, .. } => ("", *factor),
                _ => ("", Decimal::ONE),
            };
            let heading = form.columns.get(column).map(crate::form::Column::spoken).unwrap_or_default();
            let key = [form.name.clone(), row.to_owned(), code(form, column)];
            let said = [label, &heading, &figure.measure, figure.aggregate.name(), weight, form.title.as_str()];
            lines.insert(key, (said.map(str::to_owned), factor));
        }
    }
    let factors: Result<Vec<_>, _> =
        lines.values().map(|(_, f)| units(*f).map(Some).ok_or_else(|| PublishError::Digits(f.to_string()))).collect();
    let key = |at: usize| lines.keys().filter_map(move |k| k.get(at).cloned()).collect::<Vec<_>>();
    let said = |at: usize| lines.values().filter_map(move |(s, _)| s.get(at).cloned()).collect::<Vec<_>>();
    Ok(Table::default()
        .text("form", key(0))
        .text("row", key(1))
        .text("column", key(2))
        .text("label", said(0))
        .text("heading", said(1))
        .text("measure", said(2))
        .text("rule", said(3))
        .text("weight", said(4))
        .text("title", said(5))
        .with("factor", Column::Figure(factors?)))
}

/// What ratios are ratios of: the numerator, and the denominators whose sum they are divided by.
fn ratio_parts(runs: &[&Run]) -> Table {
    let mut lines: BTreeSet<[String; 6]> = BTreeSet::new();
    for form in forms(runs) {
        for (row, _, column, figure) in every_figure(form) {
            let Aggregate::Ratio { parts, .. } = &figure.aggregate else { continue };
            let place = |at: usize| match parts.of {
                Over::Columns => (row.to_owned(), code(form, at)),
                Over::Rows => (form.rows.get(at).map(|r| r.code.clone()).unwrap_or_default(), code(form, column)),
            };
            let sides = parts.under.iter().map(|at| ("under", *at)).chain([("over", parts.over)]);
            for (side, at) in sides {
                let (of_row, of_column) = place(at);
                let own = [form.name.clone(), row.to_owned(), code(form, column)];
                let [name, row, column] = own;
                lines.insert([name, row, column, side.to_owned(), of_row, of_column]);
            }
        }
    }
    texts(["form", "row", "column", "side", "part_row", "part_column"], &lines)
}

/// The units of the rounds, each with the one that it lies in.
fn units_of(runs: &[&Run]) -> Table {
    let mut lines: BTreeSet<[String; 5]> = BTreeSet::new();
    for run in runs {
        for unit in units_in(run) {
            let Some(own) = run.register.unit(unit) else { continue };
            let parent = own.parent.map(|p| run.register.code(p)).unwrap_or_default();
            let era = run.era.value.to_string();
            lines.insert([
                era,
                own.code.to_string(),
                own.to_string(),
                own.level.as_str().to_owned(),
                parent.to_owned(),
            ]);
        }
    }
    texts(["era", "unit", "name", "level", "parent"], &lines)
}

/// Which units send for which place, as the totals have them.
fn places(runs: &[&Run]) -> Table {
    let mut lines: BTreeSet<[String; 3]> = BTreeSet::new();
    for run in runs {
        let targets: BTreeSet<UnitIndex> = run.totals.iter().map(|t| t.unit).collect();
        for place in targets {
            for unit in run.register.communes(place) {
                let era = run.era.value.to_string();
                lines.insert([era, run.register.code(place).to_owned(), run.register.code(unit).to_owned()]);
            }
        }
    }
    texts(["era", "place", "unit"], &lines)
}

/// The weights of the rounds' units.
fn weights(runs: &[&Run]) -> Result<Table, PublishError> {
    let mut lines: BTreeMap<[String; 4], Decimal> = BTreeMap::new();
    for run in runs {
        let period = run.periods.shared().map(|p| p.value.to_string()).unwrap_or_default();
        for name in run.register.weight_names() {
            for unit in units_in(run) {
                if let Some(value) = run.register.weight(name, unit) {
                    let code = run.register.code(unit).to_owned();
                    lines.insert([run.era.value.to_string(), period.clone(), code, name.to_owned()], value);
                }
            }
        }
    }
    let values: Result<Vec<_>, _> =
        lines.values().map(|v| units(*v).map(Some).ok_or_else(|| PublishError::Digits(v.to_string()))).collect();
    let field = |at: usize| lines.keys().filter_map(move |l| l.get(at).cloned()).collect::<Vec<_>>();
    Ok(Table::default()
        .text("era", field(0))
        .text("period", field(1))
        .text("unit", field(2))
        .text("name", field(3))
        .with("value", Column::Figure(values?)))
}

/// A table of texts alone.
fn texts<const N: usize>(names: [&'static str; N], lines: &BTreeSet<[String; N]>) -> Table {
    let field = |at: usize| lines.iter().filter_map(move |line| line.get(at).cloned());
    names.into_iter().enumerate().fold(Table::default(), |table, (at, name)| table.text(name, field(at)))
}

/// The place of a run, all that lies in it, and what has a total.
fn units_in(run: &Run) -> BTreeSet<UnitIndex> {
    let mut found: BTreeSet<UnitIndex> = run.totals.iter().map(|t| t.unit).collect();
    found.extend(run.submissions.iter().filter_map(|s| s.unit));
    if let Some(place) = &run.place {
        found.insert(place.value);
        found.extend(run.register.communes(place.value));
    }
    found
}

/// The forms of runs; of those with one name the last run's.
fn forms<'r>(runs: &[&'r Run]) -> Vec<&'r Form> {
    let all = runs.iter().flat_map(|run| &run.forms.value);
    all.map(|form| (form.name.as_str(), form)).collect::<BTreeMap<_, _>>().into_values().collect()
}

/// The figures of a form: the row's code and label, the column, what stands there. Of a list all items are one row.
fn every_figure(form: &Form) -> Vec<(&str, &str, usize, &Figure)> {
    if form.is_list() {
        let columns = form.read_columns().filter_map(|(at, c)| Some((ALL_ITEMS, "", at, c.figure.as_ref()?)));
        return columns.collect();
    }
    let cells = form.cells().filter_map(|(row, column, figure)| {
        let row = form.row(row)?;
        Some((row.code.as_str(), row.label.as_str(), column, figure))
    });
    cells.collect()
}

fn code(form: &Form, column: usize) -> String {
    form.columns.get(column).map(|c| c.code.clone()).unwrap_or_default()
}
