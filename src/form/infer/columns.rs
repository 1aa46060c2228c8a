//! The columns of a form drawn from a table.

use std::collections::BTreeSet;

use crate::form::checks::Cumulative;
use crate::form::figure::{Figure, Kind};
use crate::form::heading::HeadingPattern;
use crate::form::measured;
use crate::form::model::{Column, LEVELS, Role, Shape, label_key};
use crate::intake::{Cell, Value};
use crate::table::heading::is_year;
use crate::table::{self, Table};
use crate::vietnamese::text::fold;

use super::codes::{Taken, of_words};
use super::things::{self, Measured};
use super::told::{Told, begins, compares, of_per_cent, says, told};
use super::worded::{self, holds_words};
use super::{evidence, measures, titles};

/// Columns with what is remarked on each, and where each was seen.
pub(super) struct Drawn {
    pub columns: Vec<Column>,
    pub notes: Vec<String>,
    pub sheet_columns: Vec<u32>,
}

/// Draws the columns. `line` is the measure announced above the table.
pub(super) fn draw(table: &Table<'_>, shape: Shape, line: &str) -> Drawn {
    let mut taken = Taken::default();
    let mut drawn = Drawn { columns: Vec::new(), notes: Vec::new(), sheet_columns: Vec::new() };
    let rows_say = table.column_of(table::Role::Measure).is_some();
    // A column of signs under the heading of the labels is a part of them.
    let label = table.column_of(table::Role::Label).map(|c| &c.path).filter(|p| !p.is_empty());
    let signs = |c: &&table::Column| c.role != table::Role::Other || Some(&c.path) != label;
    let mut seen: Vec<Vec<String>> = Vec::new();
    // «Thực hiện năm 2023» beside «Kế hoạch năm 2024»: the title says which is the year of the report, or it cannot be told.
    let titled = titles::year(table);
    let years: BTreeSet<String> = table.columns.iter().flat_map(|c| &c.path).flat_map(|h| titles::years(h)).collect();
    for column in table.columns.iter().filter(signs) {
        let role = match column.role {
            table::Role::Number => Role::Number,
            table::Role::Label => Role::Label,
            table::Role::Measure => Role::Measure,
            table::Role::Other if holds_words(table, column) => Role::Text,
            table::Role::Other => Role::Value,
        };
        let place = |heading: &String| match (titled, years.len()) {
            (Some(year), 1..) => titles::with_places_for_years(heading, year),
            (None, 2..) => heading.clone(),
            _ => titles::with_place_for_year(heading),
        };
        let mut path: Vec<String> = column.path.iter().map(place).collect();
        path.dedup();
        // A second column under one merged heading holds nothing that can be told apart; one that has the same heading in
        // a cell of its own («Tỷ lệ (%)» behind each of several figures) is told by what stands left of it.
        let again = column.role == table::Role::Other && seen.contains(&path) && !has_own_heading(table, column);
        if path.is_empty() && role != Role::Label || again {
            continue;
        }
        seen.push(path.clone());
        let code = match role {
            Role::Number => taken.name("stt"),
            Role::Measure => taken.name("dvt"),
            _ if path.is_empty() => taken.name("chi_tieu"),
            _ => taken.name(&of_words(&titles::without_places(&path.join(" ")))),
        };
        let (figure, note) = match role {
            Role::Text if worded::by_heading_alone(table, column) => (None, worded::WHY.to_owned()),
            _ => figure(table, column, role, shape, line, rows_say),
        };
        drawn.columns.push(Column {
            code,
            role,
            patterns: vec![HeadingPattern::new(&path.join(LEVELS))],
            cumulative: Cumulative::named(&path.join(" ")).filter(|_| role == Role::Value),
            heading: path,
            dot: None,
            figure,
            signed: false,
            not_added: std::sync::OnceLock::new(),
        });
        drawn.notes.push(note);
        drawn.sheet_columns.push(column.column);
    }
    years_may_lack(&mut drawn.columns);
    measured::without_measures(&mut drawn.columns);
    drawn
}

/// Lets the year of the report be left out of headings that say enough without it: «Dự toán» is «Dự toán năm 2024»,
/// unless another column is of the plan of another year.
fn years_may_lack(columns: &mut [Column]) {
    const NEEDED: &str = "năm {year}";
    let bare = |level: &str| {
        let places = level.split('{').map(|part| part.split_once('}').map_or(part, |(_, behind)| behind));
        let key = label_key(&places.collect::<Vec<_>>().join(" "));
        let year = label_key("năm");
        let dated = |w: &str| w == year.as_str() || w.parse().is_ok_and(is_year);
        key.words().filter(|w| !dated(w)).collect::<Vec<_>>().join(" ")
    };
    let all: Vec<Vec<String>> = columns.iter().map(|c| c.heading.iter().map(|l| bare(l)).collect()).collect();
    for (column, own) in columns.iter_mut().zip(&all) {
        let places = column.heading.iter().filter(|level| level.contains("{year")).count();
        let Some(level) = column.heading.iter_mut().find(|level| level.ends_with(NEEDED)) else { continue };
        let alone = all.iter().filter(|other| *other == own).count() == 1;
        let says = !bare(level).is_empty();
        if column.role == Role::Value && places == 1 && level.matches("{year").count() == 1 && alone && says {
            *level = level.replace(NEEDED, "năm {year?}");
            column.patterns = vec![HeadingPattern::new(&column.heading.join(LEVELS))];
        }
    }
}

/// Tells whether a heading begins in a column, and not only reaches over it.
fn has_own_heading(table: &Table<'_>, column: &table::Column) -> bool {
    let begins = |c: &Cell| {
        let own = table.sheet.merge_at(c.at).is_none_or(|m| m.first == c.at);
        c.at.column == column.column && own && c.text().is_some_and(|t| !t.trim().is_empty())
    };
    table.sheet.rows_in(table.top..=table.bottom).any(|(_, cells)| cells.iter().any(begins))
}

/// What stands in a column whatever the row: where its heading names a measure, and where rows name
/// none.
fn figure(
    table: &Table<'_>,
    column: &table::Column,
    role: Role,
    shape: Shape,
    line: &str,
    rows_say: bool,
) -> (Option<Figure>, String) {
    if role != Role::Value {
        return (None, String::new());
    }
    let heading = column.path.join(" ");
    let rows_say = rows_say || rows_name_measures(table);
    let shown_as_percent = || percent_format(table, column).then(|| "%".to_owned());
    let own = measures::in_heading(&column.path).or_else(shown_as_percent);
    let no_amounts = || if own.is_none() && !rows_say { evidence::against_adding(table, column) } else { None };
    if let Some(why) = no_amounts() {
        return (Some(measures::guess(measures::UNKNOWN, "", &[]).0), why.to_owned());
    }
    // «So với cùng kỳ › Tăng (+), giảm (-) | Tỷ lệ (%)»: what the first is, the second does not leave open.
    let change = is_change_beside_rate(table, column);
    let spoken = if change { column.path.last().map_or(heading.as_str(), String::as_str) } else { &heading };
    let of_line = || match things::of_column(table, column, line) {
        Measured::ByLine => measures::in_line(&heading, line),
        Measured::Own(own) => own.to_owned(),
        Measured::Unknown => measures::UNKNOWN.to_owned(),
    };
    let is_own = own.is_some();
    let measure = match own {
        Some(own) => own,
        None if !change && compares(&column.path) => measures::UNKNOWN.to_owned(),
        None if shape != Shape::List => match told(spoken) {
            // What stands in it the rows say, whose measure beside them or in the line above is that of amounts.
            // A heading of maxima over rows in their own measures is of what the rows say, and does not add.
            Told::Greatest | Told::Least if !rows_say && !line.is_empty() => measures::in_line(&heading, line),
            Told::Amount if rows_say || line.is_empty() => return (None, String::new()),
            Told::Amount => match of_line() {
                other if other != line => other,
                _ => return (None, things::doubt(&column.path, line)),
            },
            _ if rows_say => measures::UNKNOWN.to_owned(),
            _ => measures::in_line(&heading, line),
        },
        None if !line.is_empty() && told(&heading) == Told::Amount => of_line(),
        None if !line.is_empty() => measures::in_line(&heading, line),
        None => measures::UNKNOWN.to_owned(),
    };
    let measure = if measure.is_empty() { measures::UNKNOWN } else { &measure };
    let values: Vec<&Value> = cells(table, column).map(|c| &c.value).collect();
    let (mut figure, mut why) = measures::guess(measure, &heading, &values);
    if !is_own && measure == line && figure.aggregate.adds() {
        why = super::joined(&why, &things::doubt(&column.path, line));
    }
    if figure.kind == Kind::Percent && compares_plan(table, column) {
        (figure.min, figure.max) = (None, None);
    }
    (Some(figure), why)
}

/// Tells whether a column is of what something grew or shrank by, beside one that tells the same in per cent: «So sánh với
/// cùng kỳ › Tăng (+), giảm (-) | Tỷ lệ %».
fn is_change_beside_rate(table: &Table<'_>, column: &table::Column) -> bool {
    let Some((last, above)) = column.path.split_last() else { return false };
    let change = says(&["tăng"], last) && says(&["giảm"], last) && !column.path.iter().any(|level| of_per_cent(level));
    let under =
        |c: &&table::Column| c.column != column.column && c.path.len() > above.len() && c.path.starts_with(above);
    let rate = |c: &table::Column| c.path.last().is_some_and(|l| of_per_cent(l));
    change && !above.is_empty() && table.others().filter(under).any(rate)
}

/// Tells whether a column of per cent says how much of what was planned beside it was done, which may be more than all:
/// «Diện tích (ha) › Kế hoạch | Thực hiện | Đạt (%)».
fn compares_plan(table: &Table<'_>, column: &table::Column) -> bool {
    let Some((last, above)) = column.path.split_last() else { return false };
    let says = |words: &[&str]| {
        let beside = |c: &&table::Column| c.path.len() == column.path.len() && c.path.starts_with(above);
        table.others().filter(beside).any(|c| c.path.last().is_some_and(|l| begins(l, words)))
    };
    let plain = last.replace(['%', '(', ')'], " ");
    let compares = plain.trim().is_empty() || measures::is_reached(&plain) || label_key(&plain) == label_key("tỷ lệ");
    compares && says(&["kế hoạch", "dự toán", "KH", "chỉ tiêu giao"]) && says(&["thực hiện", "ước thực hiện", "TH"])
}

/// Tells whether all figures of a column are shown as per cent.
fn percent_format(table: &Table<'_>, column: &table::Column) -> bool {
    let mut figures = cells(table, column).filter(|c| matches!(c.value, Value::Number(_))).peekable();
    figures.peek().is_some() && figures.all(Cell::is_percent)
}

/// Tells whether the labels of rows name their measures, as in «Đàn trâu (con)».
fn rows_name_measures(table: &Table<'_>) -> bool {
    let named = table.rows.iter().filter(|r| measures::in_brackets(&r.label).is_some()).count();
    named > 0 && 2 * named >= table.rows.len()
}

pub(super) fn cells<'t>(table: &'t Table<'_>, column: &table::Column) -> impl Iterator<Item = &'t Cell> {
    let column = column.column;
    table.rows.iter().filter_map(move |r| {
        let at = crate::address::Address::new(r.sheet_row, column)?;
        table.sheet.cell(at)
    })
}

/// The columns that tell an item of a list from others: its label, and where it is.
pub(super) fn keys(columns: &[Column]) -> Vec<usize> {
    let place = |c: &Column| {
        let key = fold(c.lowest());
        ["địa điểm", "địa chỉ", "xã", "thôn"].iter().any(|w| fold(w) == key)
    };
    let is_key = |c: &Column| c.role == Role::Label || (c.role == Role::Text && place(c));
    columns.iter().enumerate().filter(|(_, c)| is_key(c)).map(|(i, _)| i).collect()
}
